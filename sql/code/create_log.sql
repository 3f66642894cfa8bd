-- A new, empty log, and the one-time code with which p_user may open it.
-- Raises RX409 when the log exists, RX405 when its origin is not of this installation's realm.
create or replace function rems_api.create_log(
  p_origin text, p_code_hash bytea, p_code_expires_us bigint, p_user text)
returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_realm  text;
  v_log_id bigint;
begin
  select i.realm into v_realm from rems.installation i;
  if split_part(p_origin, '/', 1) <> v_realm then
    raise exception 'log % is not of the realm %', p_origin, v_realm using errcode = 'RX405';
  end if;
  insert into rems.log (origin) values (p_origin)
  on conflict on constraint one_log_per_origin do nothing
  returning log_id into v_log_id;
  if not found then
    raise exception 'log % exists', p_origin using errcode = 'RX409';
  end if;
  insert into rems.head (log_id) values (v_log_id);
  insert into rems.one_time_code (code_hash, user_id, log_id, expires_at)
  values (p_code_hash, p_user, v_log_id, rems.instant(p_code_expires_us));
  return v_log_id;
end $$;
