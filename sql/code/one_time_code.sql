-- A one-time code for a user; the one before is void. Raises nothing.
create or replace function rems_api.new_code(p_user text, p_code_hash bytea, p_expires_us bigint)
returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into rems.one_time_code (code_hash, user_id, expires_at)
  values (p_code_hash, p_user, rems.instant(p_expires_us))
  on conflict (user_id) where log_id is null do update
     set code_hash = excluded.code_hash, expires_at = excluded.expires_at;
end $$;

-- The user who may open this log with this code; no row: nobody. Raises nothing.
create or replace function rems_api.code_user(p_code_hash bytea, p_log_id bigint)
returns table (user_id text)
language plpgsql stable security definer set search_path = '' rows 1 as $$
begin
  return query
  select c.user_id from rems.one_time_code c
   where c.code_hash = p_code_hash and c.log_id = p_log_id and c.expires_at > rems.real_time();
end $$;
