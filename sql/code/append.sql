-- The next entry of a log, with everything that follows from it, in the caller's transaction. The
-- caller has locked the head (lock_log) and decided. A refused statement is an entry and nothing else.
-- p_postings: see rems.post. Raises RX500 unless the head's size is p_n, or the type or scope is
-- not that of the catalogue, or a refused statement posts; RX425 when p_at is before the last entry; 23505
-- a_challenge_is_used_once, one_entry_per_idempotency_key; what rems.project and rems.post raise.
create or replace function rems_api.append(
  p_log_id bigint, p_n bigint, p_at_us bigint, p_entry bytea, p_leaf bytea, p_root bytea,
  p_frontier bytea, p_idem uuid, p_fingerprint bytea, p_chal bytea, p_signer text, p_type text,
  p_subject text, p_scope text, p_accepted boolean, p_verdict text, p_postings text)
returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_at       constant timestamptz not null := rems.instant(p_at_us);
  v_postings constant jsonb not null := coalesce(nullif(p_postings, ''), '[]')::jsonb;
begin
  perform from rems.statement_type t
    where t.name = p_type and (t.scope = p_scope or t.scope = 'log' and p_scope in ('subject', 'site'));
  if not found then
    raise exception 'there is no statement type % of scope %', p_type, p_scope using errcode = 'RX500';
  end if;
  perform rems.advance_head(p_log_id, p_n, v_at, p_root, p_frontier, p_accepted);
  insert into rems.entry (log_id, n, at, accepted, type, scope, subject, signer, idem, fingerprint,
                          chal, leaf, root, entry)
  values (p_log_id, p_n, v_at, p_accepted, p_type, p_scope, coalesce(p_subject, ''), p_signer, p_idem,
          p_fingerprint, p_chal, p_leaf, p_root, p_entry);
  if p_verdict <> '' then
    insert into rems.verdict (log_id, n, verdict) values (p_log_id, p_n, p_verdict::json);
  end if;
  if p_accepted then
    perform rems.project(p_log_id, p_n, v_at, p_type, rems.body_of(p_entry));
  elsif v_postings <> '[]' then
    raise exception 'a refused statement moves no capsules' using errcode = 'RX500';
  end if;
  if v_postings <> '[]' then
    perform rems.post(p_log_id, p_n, v_postings);
  end if;
end $$;

-- Raises RX500 unless the head's size is p_n, RX425 when p_at is before the last entry.
create or replace function rems.advance_head(
  p_log_id bigint, p_n bigint, p_at timestamptz, p_root bytea, p_frontier bytea, p_accepted boolean)
returns void
language plpgsql set search_path = '' as $$
declare
  v_head rems.head;
begin
  update rems.head h
     set size = p_n + 1, root = p_root, frontier = p_frontier, last_at = p_at,
         refusals = h.refusals + (not p_accepted)::int
   where h.log_id = p_log_id and h.size = p_n and (h.last_at <= p_at or h.last_at is null);
  if found then
    return;
  end if;
  select h.* into v_head from rems.head h where h.log_id = p_log_id;
  if v_head.size = p_n then
    raise exception 'entry % of log % is before the last one, of %', p_n, p_log_id, v_head.last_at
      using errcode = 'RX425';
  end if;
  raise exception 'log % is at size %, entry % does not follow', p_log_id, v_head.size, p_n
    using errcode = 'RX500';
end $$;
