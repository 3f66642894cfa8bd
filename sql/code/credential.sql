-- What a sign-in is checked against; no row: no such user. Raises nothing.
create or replace function rems_api.credential(p_user text)
returns table (user_id text, salt bytea, kdf_n integer, secret_salt bytea, secret_hash bytea,
               blob bytea, pub bytea, pop bytea, failures integer, locked_until_us bigint)
language plpgsql stable security definer set search_path = '' rows 1 as $$
begin
  return query
  select a.user_id, a.salt, a.kdf_n, a.secret_salt, a.secret_hash, a.blob, a.pub, a.pop, a.failures,
         rems.microseconds(a.locked_until)
    from rems.user_account a where a.user_id = p_user;
end $$;

-- A user's password and key, set by whoever holds a live one-time code of that user; their session ends.
-- False: no such code. The code of a new log stays for ledger-open, and sets no credential of a
-- user who can already sign somewhere: it may not be a way around an administrator's reset.
-- Raises 23514 with the name of what is malformed.
create or replace function rems_api.set_credential(
  p_user text, p_code_hash bytea, p_salt bytea, p_kdf_n integer, p_secret_salt bytea,
  p_secret_hash bytea, p_blob bytea, p_pub bytea, p_pop bytea)
returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from rems.one_time_code c
    where c.code_hash = p_code_hash and c.user_id = p_user and c.expires_at > rems.real_time()
      and (c.log_id is null or not exists (select from rems.user_key k
                                            where k.user_id = p_user and k.revoked_n is null))
      for update;                                                     -- a code is used once
  if not found then
    return false;
  end if;
  delete from rems.one_time_code c where c.code_hash = p_code_hash and c.log_id is null;
  insert into rems.user_account as a
    (user_id, salt, kdf_n, secret_salt, secret_hash, blob, pub, pop)
  values (p_user, p_salt, p_kdf_n, p_secret_salt, p_secret_hash, p_blob, p_pub, p_pop)
  on conflict (user_id) do update
     set salt = excluded.salt, kdf_n = excluded.kdf_n, secret_salt = excluded.secret_salt,
         secret_hash = excluded.secret_hash, blob = excluded.blob, pub = excluded.pub,
         pop = excluded.pop, failures = 0, locked_until = null;
  delete from rems.session s where s.user_id = p_user;
  return true;
end $$;
