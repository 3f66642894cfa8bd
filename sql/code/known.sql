-- What is known before a statement is decided, in one row: the entry of its idempotency key, whether its
-- challenge was used, its signer's valid key and roles, and the root that this log had at size
-- p_seen_n (null: it never had that size). Raises nothing.
create or replace function rems_api.known(
  p_log_id bigint, p_idem uuid, p_chal bytea, p_signer text, p_seen_n bigint)
returns table (idem_n bigint, idem_fingerprint bytea, idem_accepted boolean, idem_at_us bigint,
               idem_leaf bytea, idem_root bytea, idem_entry bytea, idem_verdict text,
               chal_used boolean, key_hex text, pub bytea, roles text[], seen_root bytea)
language plpgsql stable security definer set search_path = '' rows 1 as $$
begin
  return query
  select e.n, e.fingerprint, e.accepted, rems.microseconds(e.at), e.leaf, e.root, e.entry,
         v.verdict::text,
         exists (select from rems.entry c where c.log_id = p_log_id and c.chal = p_chal),
         k.key_hex, k.pub, m.roles, rems.root_at(p_log_id, p_seen_n)
    from (values (p_log_id)) asked (log_id)
    left join rems.entry e on e.log_id = asked.log_id and e.idem = p_idem
    left join rems.verdict v on v.log_id = e.log_id and v.n = e.n
    left join rems.user_key k on k.log_id = asked.log_id and k.user_id = p_signer
                             and k.revoked_n is null
    left join rems.member m on m.log_id = asked.log_id and m.user_id = p_signer;
end $$;

-- The root of the log when it had p_size entries; null if it never had. Raises nothing.
create or replace function rems.root_at(p_log_id bigint, p_size bigint)
returns bytea
language plpgsql stable set search_path = '' as $$
begin
  if p_size = 0 then
    return sha256('');
  end if;
  return (select e.root from rems.entry e where e.log_id = p_log_id and e.n = p_size - 1);
end $$;
