-- rems_api.known and rems_api.enrolment: what stands before a statement is decided.
begin;
select plan(22);

select t.stocked_log('known') as log \gset
select t.append(:log, 'hold', '{"subject": "F-001"}', 'F-001', p_idem => 'aaaaaaaa-0000-4000-8000-000000000001',
  p_chal => '\x000102030405060708090a0b0c0d0e0f', p_verdict => '{"b":1,"a":2}') as n \gset

-- The row for a key, a challenge, a signer and a head.
create function pg_temp.known(p_idem uuid, p_chal bytea, p_signer text, p_seen bigint)
returns table (idem_n bigint, idem_fingerprint bytea, idem_accepted boolean, idem_at_us bigint,
               idem_leaf bytea, idem_root bytea, idem_entry bytea, idem_verdict text,
               chal_used boolean, key_hex text, pub bytea, roles text[], seen_root bytea)
language sql as $$
  select * from rems_api.known((select log_id from rems.log where origin like '%/known/%'), p_idem,
                               p_chal, p_signer, p_seen)
$$;

select is(count(*), 1::bigint, 'always one row') from pg_temp.known(gen_random_uuid(), '\x00', 'nobody', 99);
select ok(idem_n is null and not chal_used and key_hex is null and pub is null and roles is null
          and seen_root is null, 'of nothing, where nothing is known')
  from pg_temp.known(gen_random_uuid(), '\x00', 'nobody', 99);

select results_eq(
  $$select idem_n, idem_fingerprint, idem_accepted, idem_at_us, idem_leaf, idem_root, idem_entry
      from pg_temp.known('aaaaaaaa-0000-4000-8000-000000000001', '\x00', 'nobody', 0)$$,
  format($$select n, fingerprint, accepted, rems.microseconds(at), leaf, root, entry
             from rems.entry where log_id = %s and n = %s$$, :log, :n),
  'the first answer to an idempotency key');
select is(idem_verdict, '{"b":1,"a":2}', 'its verdict to the byte')
  from pg_temp.known('aaaaaaaa-0000-4000-8000-000000000001', '\x00', 'nobody', 0);
select ok(chal_used, 'a challenge of an entry is used')
  from pg_temp.known(gen_random_uuid(), '\x000102030405060708090a0b0c0d0e0f', 'nobody', 0);
select ok(not chal_used, 'another is not')
  from pg_temp.known(gen_random_uuid(), '\x000102030405060708090a0b0c0d0e00', 'nobody', 0);

select is(seen_root, sha256(''), 'the head before the first entry')
  from pg_temp.known(gen_random_uuid(), '\x00', 'nobody', 0);
select is(seen_root, (select root from rems.entry where log_id = :log and n = 2), 'the head of size 3')
  from pg_temp.known(gen_random_uuid(), '\x00', 'nobody', 3);
select is(seen_root, (select root from rems.head where log_id = :log), 'the newest head')
  from pg_temp.known(gen_random_uuid(), '\x00', 'nobody', :n + 1);
select is(seen_root, null, 'a head that is not yet')
  from pg_temp.known(gen_random_uuid(), '\x00', 'nobody', :n + 2);

-- Keys and roles at the head.
select ok(pub = t.pub('administrator') and key_hex = rems.key_hex(pub) and roles = '{administrator}',
  'the first administrator''s key and role') from pg_temp.known(gen_random_uuid(), '\x00', 'administrator', 0);
select ok(key_hex is null and roles = '{pharmacist}', 'an account without a key')
  from pg_temp.known(gen_random_uuid(), '\x00', 'pharmacist', 0);
select t.append(:log, 'key-enrol', jsonb_build_object('user', 'pharmacist', 'pop', '',
  'pub', t.b64(t.pub('pharmacist')))) as enrolled \gset
select is(key_hex, rems.key_hex(t.pub('pharmacist')), 'a key from its enrolment on')
  from pg_temp.known(gen_random_uuid(), '\x00', 'pharmacist', 0);
select t.append(:log, 'account', '{"user": "pharmacist", "roles": []}') \g /dev/null
select is(roles, '{}', 'a closed account has no roles')
  from pg_temp.known(gen_random_uuid(), '\x00', 'pharmacist', 0);

create function pg_temp.enrolment(p_user text, p_key text) returns text
language sql as $$
  select concat_ws(' ', case when has_account then 'account' end, case when has_valid_key then 'key' end,
                   case when key_seen then 'seen' end, case when key_is_users then 'is-users' end)
    from rems_api.enrolment((select log_id from rems.log where origin like '%/known/%'), p_user, p_key)
$$;
select is(pg_temp.enrolment('nobody', '0000000000000000'), '', 'nobody and no key');
select is(pg_temp.enrolment('pharmacist', rems.key_hex(t.pub('pharmacist'))), 'account key seen is-users',
  'a user and their key, though the account is closed');
select is(pg_temp.enrolment('pharmacist', rems.key_hex(t.pub('administrator'))), 'account key seen',
  'a user and the key of another');
select is(pg_temp.enrolment('nobody', rems.key_hex(t.pub('pharmacist'))), 'seen', 'nobody and a key');
select t.append(:log, 'key-revoke', jsonb_build_object('user', 'pharmacist', 'reason', 'lost',
  'key', rems.key_hex(t.pub('pharmacist')))) \g /dev/null
select is(pg_temp.enrolment('pharmacist', rems.key_hex(t.pub('pharmacist'))), 'account seen',
  'a revoked key is seen and is nobody''s');
select is(key_hex, null, 'and signs no more') from pg_temp.known(gen_random_uuid(), '\x00', 'pharmacist', 0);

select rems_api.create_log('rems.example.org/known-2/len-01', sha256('known-2'), 0, 'administrator')
  as other \gset
select t.append(:other, 'ledger-open', jsonb_build_object('site', 'x', 'study', 'y', 'zone', 'UTC',
  'user', 'administrator', 'pub', t.b64(t.pub('administrator')), 'training', true, 'recovery',
  jsonb_build_array(t.b64(t.pub('paper'))))) \g /dev/null
select ok(key_seen and not has_account, 'a recovery key is seen')
  from rems_api.enrolment(:other, 'pharmacist', rems.key_hex(t.pub('paper')));
select ok(idem_n is null and not chal_used, 'another log knows nothing of it')
  from rems_api.known(:other, 'aaaaaaaa-0000-4000-8000-000000000001',
                      '\x000102030405060708090a0b0c0d0e0f', 'x', 0);

select finish();
rollback;
