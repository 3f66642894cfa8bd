-- The realm and the training mark of this database, written once; and the key of the challenges.
-- Raises RX500 when the database has other marks.
select set_config('rems.realm', :'realm', true), set_config('rems.training', :'training', true)
\g /dev/null
do $$
declare
  v_realm    constant text := current_setting('rems.realm');
  v_training constant boolean := current_setting('rems.training')::boolean;
  v_made     rems.installation;
begin
  insert into rems.installation (realm, training, challenge_key)
  values (v_realm, v_training,   -- three random uuids hold more than 256 random bits
          sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                 || uuid_send(gen_random_uuid())))
  on conflict do nothing;
  select i.* into v_made from rems.installation i;
  if v_made.training <> v_training then
    raise exception 'this database was installed with training = %, not %', v_made.training, v_training
      using errcode = 'RX500', hint = 'training and production do not mix: use another database';
  elsif v_made.realm <> v_realm then
    raise exception 'this database was installed for the realm %, not %', v_made.realm, v_realm
      using errcode = 'RX500', hint = 'use another database';
  end if;
end $$;
