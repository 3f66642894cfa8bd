-- The first entry: the site, its first administrator and key, the recovery keys. The one-time code
-- that stood for a session ends here.
-- Raises RX409 open already, RX500 training mark of another kind of installation.
create or replace function rems.project_ledger_open(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  if coalesce((p_body ->> 'training')::boolean, false)
     is distinct from (select i.training from rems.installation i) then
    raise exception 'the training mark of the statement is not that of the installation'
      using errcode = 'RX500';
  end if;
  insert into rems.site (log_id, n, site, study, zone)
  values (p_log_id, p_n, p_body ->> 'site', p_body ->> 'study', p_body ->> 'zone')
  on conflict do nothing;
  if not found then
    raise exception 'log % is open already', p_log_id using errcode = 'RX409';
  end if;
  insert into rems.member (log_id, user_id, n, roles)
  values (p_log_id, p_body ->> 'user', p_n, array['administrator']);
  perform rems.project_key_enrol(p_log_id, p_n, p_body);
  insert into rems.recovery_key (log_id, key_hex, pub)
  select p_log_id, rems.key_hex(key.pub), key.pub
    from jsonb_array_elements_text(coalesce(p_body -> 'recovery', '[]')) r,
         lateral (select decode(r.value, 'base64')) key (pub);
  delete from rems.one_time_code c where c.log_id = p_log_id;
end $$;

-- A user's newest roles count; none closes the account. Raises nothing.
create or replace function rems.project_account(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  insert into rems.member as m (log_id, user_id, n, roles)
  values (p_log_id, p_body ->> 'user', p_n,
          array(select jsonb_array_elements_text(p_body -> 'roles')))
  on conflict (log_id, user_id) do update set n = excluded.n, roles = excluded.roles;
end $$;

-- Raises RX409 for a key that was in this log before, and for a second valid key of a user.
create or replace function rems.project_key_enrol(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
declare
  v_pub bytea := decode(p_body ->> 'pub', 'base64');
begin
  insert into rems.user_key (log_id, key_hex, user_id, pub, enrolled_n)
  select p_log_id, rems.key_hex(v_pub), p_body ->> 'user', v_pub, p_n
   where not exists (select from rems.recovery_key r
                      where r.log_id = p_log_id and r.key_hex = rems.key_hex(v_pub))
  on conflict do nothing;
  if not found then
    raise exception 'the key was enrolled before, or its user has a valid key' using errcode = 'RX409';
  end if;
end $$;

-- A revoked key ends the session of whoever signs in with it. Raises RX405 no such valid key.
create or replace function rems.project_key_revoke(p_log_id bigint, p_n bigint, p_body jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  update rems.user_key k set revoked_n = p_n
   where k.log_id = p_log_id and k.key_hex = p_body ->> 'key'
     and k.user_id = p_body ->> 'user' and k.revoked_n is null;
  if not found then
    raise exception 'user % has no valid key %', p_body ->> 'user', p_body ->> 'key'
      using errcode = 'RX405';
  end if;
  delete from rems.session s using rems.user_account a
   where s.user_id = p_body ->> 'user' and a.user_id = s.user_id
     and rems.key_hex(a.pub) = p_body ->> 'key';
end $$;
