-- The people of a log: ledger-open, account, key-enrol, key-revoke; what rems_api.members says.
begin;
select plan(20);

select rems_api.create_log('rems.example.org/people/len-01', sha256('code'),
  t.us(clock_timestamp() + interval '1 hour'), 'administrator') as log \gset
create function pg_temp.open(p_log bigint, p_extra jsonb default '{}') returns bigint
language sql as $$
  select t.append(p_log, 'ledger-open', jsonb_build_object('site', 'people', 'study', 'len-01',
    'zone', 'Europe/Berlin', 'user', 'administrator', 'pub', t.b64(t.pub('administrator')),
    'training', true) || p_extra)
$$;
create function pg_temp.enrol(p_log bigint, p_user text, p_pub bytea) returns bigint
language sql as $$
  select t.append(p_log, 'key-enrol', jsonb_build_object('user', p_user, 'pub', t.b64(p_pub)))
$$;
create function pg_temp.revoke(p_log bigint, p_user text, p_pub bytea) returns bigint
language sql as $$
  select t.append(p_log, 'key-revoke', jsonb_build_object('user', p_user, 'key', rems.key_hex(p_pub),
                                                          'reason', 'lost'))
$$;

select throws_ok(format($$select t.append(%s, 'site', '{"program": "p", "pharmacy": "q"}')$$, :log),
  'RX405', null, 'a log that is not open has no site');
select throws_ok(format($$select pg_temp.open(%s, '{"training": false}')$$, :log), 'RX500', null,
  'a production log is not opened in a training installation');
select throws_ok(format($$select t.append(%s, 'ledger-open', '{"user": "administrator"}')$$, :log),
  'RX500', null, 'nor one that does not say');
select is(user_id, 'administrator', 'the code of the log stands for its user')
  from rems_api.code_user(sha256('code'), :log);
select pg_temp.open(:log, jsonb_build_object('recovery', jsonb_build_array(t.b64(t.pub('paper'))))) \g /dev/null
select is((select zone from rems_api.find_log('rems.example.org/people/len-01')), 'Europe/Berlin',
  'the log is open, with its zone');
select is_empty(format('select * from rems_api.code_user(sha256(%L), %s)', 'code', :log),
  'and its code is spent');
select throws_ok(format('select pg_temp.open(%s)', :log), 'RX409', null, 'it opens once');
select is(key_hex, rems.key_hex(t.pub('paper')), 'a recovery key is kept') from rems.recovery_key
 where log_id = :log;

select t.append(:log, 'account', '{"user": "ph-1", "roles": ["pharmacist", "counsellor"]}') \g /dev/null
select is(roles, '{pharmacist,counsellor}', 'an account has its roles')
  from rems_api.members(:log) where user_id = 'ph-1';
select t.append(:log, 'account', '{"user": "ph-1", "roles": ["auditor"]}') \g /dev/null
select is(roles, '{auditor}', 'the newest count')
  from rems_api.members(:log) where user_id = 'ph-1';
select throws_like(format($$select t.append(%s, 'account', '{"user": "ph-1", "roles": ["king"]}')$$, :log),
  '%roles_are_known%', 'a role that there is not');

select pg_temp.enrol(:log, 'ph-1', t.pub('a')) as enrolled \gset
select results_eq(format($$select key_hex, enrolled_n, revoked_n from rems_api.members(%s)
                            where user_id = 'ph-1'$$, :log),
  format($$values (rems.key_hex(t.pub('a')), %s::bigint, null::bigint)$$, :enrolled),
  'a key and the entry that enrolled it');
select throws_ok(format($$select pg_temp.enrol(%s, 'ph-1', t.pub('b'))$$, :log), 'RX409', null,
  'a second valid key');
select throws_ok(format($$select pg_temp.enrol(%s, 'ph-2', t.pub('a'))$$, :log), 'RX409', null,
  'the key of another');
select throws_ok(format($$select pg_temp.enrol(%s, 'ph-2', t.pub('paper'))$$, :log), 'RX409', null,
  'a recovery key');
select throws_ok(format($$select pg_temp.revoke(%s, 'ph-1', t.pub('b'))$$, :log), 'RX405', null,
  'revoking a key that is none');
select throws_ok(format($$select pg_temp.revoke(%s, 'ph-2', t.pub('a'))$$, :log), 'RX405', null,
  'or that is another''s');
select pg_temp.revoke(:log, 'ph-1', t.pub('a')) \g /dev/null
select throws_ok(format($$select pg_temp.revoke(%s, 'ph-1', t.pub('a'))$$, :log), 'RX405', null,
  'or that is revoked');
select throws_ok(format($$select pg_temp.enrol(%s, 'ph-1', t.pub('a'))$$, :log), 'RX409', null,
  'a revoked key does not come back');
select pg_temp.enrol(:log, 'ph-1', t.pub('b')) \g /dev/null
select is((select array_agg(key_hex) from rems_api.members(:log) where user_id = 'ph-1'),
  array[rems.key_hex(t.pub('b'))], 'a new one does, and stands for the user');

select finish();
rollback;
