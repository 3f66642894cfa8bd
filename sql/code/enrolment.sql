-- What stands about a user and a key before a statement about keys is decided. One row.
-- has_account: an account entry is on record, closed or not. key_seen: the key was ever enrolled in this
-- log, or is a recovery key. key_is_users: it is this user's valid key. Raises nothing.
create or replace function rems_api.enrolment(p_log_id bigint, p_user text, p_key_hex text)
returns table (has_account boolean, has_valid_key boolean, key_seen boolean, key_is_users boolean)
language plpgsql stable security definer set search_path = '' rows 1 as $$
begin
  return query
  select exists (select from rems.member m where m.log_id = p_log_id and m.user_id = p_user),
         exists (select from rems.user_key k where k.log_id = p_log_id and k.user_id = p_user
                    and k.revoked_n is null),
         exists (select from rems.user_key k where k.log_id = p_log_id and k.key_hex = p_key_hex)
           or exists (select from rems.recovery_key r
                       where r.log_id = p_log_id and r.key_hex = p_key_hex),
         exists (select from rems.user_key k where k.log_id = p_log_id and k.key_hex = p_key_hex
                    and k.user_id = p_user and k.revoked_n is null);
end $$;
