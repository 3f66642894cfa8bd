-- One-time codes, credentials, lockout and sessions. Time passes here by setting the rows back.
begin;
select plan(40);

select t.us(clock_timestamp() + interval '1 hour') as soon, t.us(clock_timestamp() - interval '1 second')
  as past \gset
create function pg_temp.set_credential(p_user text, p_code text, p_secret text default 'secret')
returns boolean
language sql as $$
  select rems_api.set_credential(p_user, sha256(convert_to(p_code, 'UTF8')),
    decode(repeat('01', 16), 'hex'), 4096, decode(repeat('02', 16), 'hex'),
    sha256(convert_to(p_secret, 'UTF8')), decode(repeat('03', 60), 'hex'), t.pub(p_user),
    decode(repeat('04', 64), 'hex'))
$$;

-- Codes and credentials.
select is_empty($$select * from rems_api.credential('ph-1')$$, 'an unknown user has no credential');
select is(pg_temp.set_credential('ph-1', 'no code'), false, 'without a code none is set');
select rems_api.new_code('ph-1', sha256('first'), :soon) \g /dev/null
select rems_api.new_code('ph-1', sha256('second'), :soon) \g /dev/null
select is(pg_temp.set_credential('ph-1', 'first'), false, 'a newer code voids the one before');
select is(pg_temp.set_credential('ph-2', 'second'), false, 'a code is one user''s');
select is(pg_temp.set_credential('ph-1', 'second'), true, 'the code sets a credential');
select is(pg_temp.set_credential('ph-1', 'second'), false, 'once');
select results_eq($$select user_id, kdf_n, secret_hash, pub, failures, locked_until_us
                      from rems_api.credential('ph-1')$$,
  $$values ('ph-1', 4096, sha256('secret'), t.pub('ph-1'), 0, null::bigint)$$, 'which can be read');
select rems_api.new_code('ph-1', sha256('third'), :past) \g /dev/null
select is(pg_temp.set_credential('ph-1', 'third'), false, 'an old code sets none');
select rems_api.new_code('ph-1', sha256('fourth'), :soon) \g /dev/null
select throws_like($$select rems_api.set_credential('ph-1', sha256('fourth'), '\x00', 4096, '\x00', '\x00',
  '\x00', '\x00', '\x00')$$, '%bytes%', 'nor does one with a malformed key');

-- The code of a new log.
select rems_api.create_log('rems.example.org/sessions/len-01', sha256('log'), :soon, 'adm-1') as log \gset
select is(pg_temp.set_credential('adm-1', 'log'), true, 'the code of a log sets a credential');
select is(pg_temp.set_credential('adm-1', 'log'), true, 'and stays');
select is_empty(format('select * from rems_api.code_user(sha256(%L), %s)', 'log', :log + 1),
  'it is of one log');
select is_empty(format('select * from rems_api.code_user(sha256(%L), %s)', 'lag', :log),
  'and nothing else opens that');
select rems_api.create_log('rems.example.org/sessions-late/len-01', sha256('late'), :past, 'adm-1') as late \gset
select is_empty(format('select * from rems_api.code_user(sha256(%L), %s)', 'late', :late),
  'an old one opens nothing');
select t.append(:log, 'ledger-open', jsonb_build_object('site', 's', 'study', 'l', 'zone', 'UTC',
  'user', 'adm-1', 'pub', t.b64(t.pub('adm-1')), 'training', true)) \g /dev/null
select rems_api.create_log('rems.example.org/sessions-2/len-01', sha256('log 2'), :soon, 'adm-1') as log2 \gset
select is(pg_temp.set_credential('adm-1', 'log 2'), false,
  'the code of a log sets no credential of who can sign elsewhere');
select is(user_id, 'adm-1', 'though they may open it') from rems_api.code_user(sha256('log 2'), :log2);

-- Lockout.
create function pg_temp.fail(p_times int) returns void
language sql as $$
  select rems_api.login_failed('ph-1', 5, 900) from generate_series(1, p_times)
$$;
create function pg_temp.locked_for() returns int
language sql as $$
  select round((locked_until_us - t.us(clock_timestamp())) / 1e6)::int from rems_api.credential('ph-1')
$$;
select pg_temp.fail(4) \g /dev/null
select is(pg_temp.locked_for(), null, 'four failures lock nobody out');
select pg_temp.fail(1) \g /dev/null
select is(pg_temp.locked_for(), 900, 'the fifth does');
select pg_temp.fail(5) \g /dev/null
select is(pg_temp.locked_for(), 1800, 'five more do for twice as long');
select pg_temp.fail(50) \g /dev/null
select is(pg_temp.locked_for(), 57600, 'at most 64 times as long');
select is(failures, 60, 'failures are counted') from rems_api.credential('ph-1');
select lives_ok($$select rems_api.login_failed('nobody', 5, 900)$$, 'an unknown user leaves no trace');

-- Sessions.
create function pg_temp.session(p_token text, p_log bigint default null) returns text
language sql as $$
  select concat_ws(' ', user_id, key_hex, roles::text)
    from rems_api.session(sha256(convert_to(p_token, 'UTF8')), p_log, 600)
$$;
select throws_ok(format($$select rems_api.login_ok('nobody', sha256('t'), %s)$$, :soon), 'RX405', null,
  'nobody has no session');
select rems_api.login_ok('ph-1', sha256('token'), :soon) \g /dev/null
select ok(failures = 0 and locked_until_us is null, 'a sign-in clears failures and lockout')
  from rems_api.credential('ph-1');
select is(pg_temp.session('token'), 'ph-1', 'a session');
select is(pg_temp.session('another'), null, 'another token has none');
select is(pg_temp.session('token', :log), 'ph-1', 'in a log where they are nobody');
select rems_api.login_ok('adm-1', sha256('adm'), :soon) \g /dev/null
select is(pg_temp.session('adm', :log), 'adm-1 ' || rems.key_hex(t.pub('adm-1')) || ' {administrator}',
  'in a log where they are somebody');
select rems_api.login_ok('ph-1', sha256('token 2'), :soon) \g /dev/null
select is(pg_temp.session('token'), null, 'a new sign-in ends the session before');
select is(pg_temp.session('token 2'), 'ph-1', 'and begins its own');

update rems.session set last_used_at = clock_timestamp() - interval '599 seconds' where user_id = 'ph-1';
select is(pg_temp.session('token 2'), 'ph-1', 'used within ten minutes');
select ok(last_used_at > clock_timestamp() - interval '1 minute', 'which is noted')
  from rems.session where user_id = 'ph-1';
update rems.session set last_used_at = clock_timestamp() - interval '601 seconds' where user_id = 'ph-1';
select is(pg_temp.session('token 2'), null, 'not used within ten minutes');
select rems_api.login_ok('ph-1', sha256('token 3'), :past) \g /dev/null
select is(pg_temp.session('token 3'), null, 'at its total end');
select rems_api.login_ok('ph-1', sha256('token 4'), :soon) \g /dev/null
select rems_api.logout(sha256('token 4')) \g /dev/null
select is(pg_temp.session('token 4'), null, 'signed out');
select lives_ok($$select rems_api.logout(sha256('token 4'))$$, 'twice is as well');

select rems_api.login_ok('ph-1', sha256('token 5'), :soon) \g /dev/null
select is(pg_temp.set_credential('ph-1', 'fourth', 'new secret'), true, 'a reset');
select is(pg_temp.session('token 5'), null, 'ends the session');

select t.append(:log, 'account', '{"user": "ph-1", "roles": ["pharmacist"]}') \g /dev/null
select t.append(:log, 'key-enrol', jsonb_build_object('user', 'ph-1', 'pub', t.b64(t.pub('ph-1')))) \g /dev/null
select rems_api.login_ok('ph-1', sha256('token 6'), :soon) \g /dev/null
select t.append(:log, 'key-revoke', jsonb_build_object('user', 'ph-1', 'reason', 'lost',
  'key', rems.key_hex(t.pub('ph-1')))) \g /dev/null
select is(pg_temp.session('token 6'), null, 'a revoked key ends the session');
select is(pg_temp.session('adm'), 'adm-1', 'of its user alone');

select finish();
rollback;
