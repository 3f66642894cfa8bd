-- Whose session this is, with their valid key and roles in a log (null where there are none, or no log is
-- named); no row: no live session. Its last use is noted to a sixtieth of p_idle_s, so that
-- reading does not write each time; a session may end that much early. Raises nothing.
create or replace function rems_api.session(p_token_hash bytea, p_log_id bigint, p_idle_s integer)
returns table (user_id text, key_hex text, pub bytea, roles text[])
language plpgsql security definer set search_path = '' rows 1 as $$
declare
  v_now     constant timestamptz not null := rems.real_time();
  v_idle    constant interval not null := p_idle_s * interval '1 second';
  v_session rems.session;
begin
  select s.* into v_session from rems.session s
   where s.token_hash = p_token_hash and s.expires_at > v_now and s.last_used_at > v_now - v_idle;
  if not found then
    return;
  end if;
  if v_session.last_used_at < v_now - v_idle / 60 then
    update rems.session s set last_used_at = v_now where s.token_hash = p_token_hash;
  end if;
  return query
  select asked.user_id, k.key_hex, k.pub, m.roles
    from (values (v_session.user_id)) asked (user_id)
    left join rems.user_key k on k.log_id = p_log_id and k.user_id = asked.user_id
                             and k.revoked_n is null
    left join rems.member m on m.log_id = p_log_id and m.user_id = asked.user_id;
end $$;

-- Raises nothing, also where there is no such session.
create or replace function rems_api.logout(p_token_hash bytea)
returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from rems.session s where s.token_hash = p_token_hash;
end $$;
