-- One failed sign-in more. Each p_max of them lock the user out: p_lockout_s at first, twice as long
-- each further time, at most 64 times as long. An unknown user leaves no trace. Raises nothing.
create or replace function rems_api.login_failed(p_user text, p_max integer, p_lockout_s integer)
returns void
language plpgsql security definer set search_path = '' as $$
begin
  update rems.user_account a
     set failures = a.failures + 1,
         locked_until = case when (a.failures + 1) % p_max <> 0 then a.locked_until
           else rems.real_time() + p_lockout_s * interval '1 second'
                * 2 ^ least((a.failures + 1) / p_max - 1, 6) end
   where a.user_id = p_user;
end $$;

-- A sign-in succeeded: this session begins, an older one of the user ends. Raises RX405 unknown user.
create or replace function rems_api.login_ok(p_user text, p_token_hash bytea, p_expires_us bigint)
returns void
language plpgsql security definer set search_path = '' as $$
begin
  update rems.user_account a set failures = 0, locked_until = null where a.user_id = p_user;
  if not found then
    raise exception 'there is no user %', p_user using errcode = 'RX405';
  end if;
  insert into rems.session (user_id, token_hash, last_used_at, expires_at)
  values (p_user, p_token_hash, rems.real_time(), rems.instant(p_expires_us))
  on conflict (user_id) do update
     set token_hash = excluded.token_hash, last_used_at = excluded.last_used_at,
         expires_at = excluded.expires_at;
end $$;
