-- rems_api.append: the next entry or nothing.
begin;
select plan(24);

select t.stocked_log('append') as log \gset
select h.size as size, rems.microseconds(h.last_at) as last_us from rems.head h where h.log_id = :log \gset

select is(:size, 8, 'eight entries make a stocked log');
select is((select count(*) from rems.entry where log_id = :log), 8::bigint, 'each is a row');
select is((select max(n) from rems.entry where log_id = :log), 7::bigint, 'numbered from 0');

select throws_ok(format($$select t.append(%s, 'hold', '{}', 'F-001', p_n => 7)$$, :log), 'RX500',
  format('log %s is at size 8, entry 7 does not follow', :log), 'an index again is refused');
select throws_ok(format($$select t.append(%s, 'hold', '{}', 'F-001', p_n => 9)$$, :log), 'RX500', null,
  'a gap is refused');
select throws_ok(format($$select t.append(%s, 'hold', '{}', 'F-001', p_at_us => %s)$$, :log,
  :last_us - 1), 'RX425', null, 'one microsecond before the last entry is refused');
select lives_ok(format($$select t.append(%s, 'hold', '{}', 'F-001', p_at_us => %s)$$, :log, :last_us),
  'the same instant is not: n gives the order');
select throws_ok($$select t.append(-1, 'hold', '{}', 'F-001', p_n => 0)$$, 'RX500', null,
  'a log that is none');

select throws_ok(format($$select t.append(%s, 'hold', '{}', 'F-001', p_scope => 'site')$$, :log),
  'RX500', null, 'a scope that the type does not have');
select throws_ok(format($$select t.append(%s, 'gift', '{}', 'F-001', p_scope => 'subject')$$, :log),
  'RX500', null, 'a type that there is not');
select throws_ok(format($$select t.append(%s, 'hold', '{}', '')$$, :log), '23514', null,
  'a fact of no subject');
select throws_ok(format($$select t.append(%s, 'hold', '{}', 'F-001', p_chal => '\x01')$$, :log), '23514',
  null, 'a challenge of another length');

select gen_random_uuid() as idem, uuid_send(gen_random_uuid()) as chal \gset
select t.append(:log, 'hold', '{}', 'F-001', p_idem => :'idem', p_chal => :'chal') \g /dev/null
select throws_like(format($$select t.append(%s, 'hold', '{}', 'F-001', p_idem => %L)$$, :log, :'idem'),
  '%one_entry_per_idempotency_key%', 'an idempotency key again is refused');
select throws_like(format($$select t.append(%s, 'hold', '{}', 'F-001', p_chal => %L)$$, :log, :'chal'),
  '%a_challenge_is_used_once%', 'a challenge again is refused');
select t.open_log('append-other') as other \gset
select lives_ok(format($$select t.append(%s, 'hold', '{}', 'F-001', p_idem => %L, p_chal => %L)$$, :other,
  :'idem', :'chal'), 'both belong to one log');

-- Refusals: an entry, no fact, nothing moved.
select t.projections(:log) as before \gset
select t.dispense(:log, 28, p_accepted => false) as n \gset
select is((select accepted from rems.entry where log_id = :log and n = :n), false,
  'a refusal is an entry');
select is((select verdict ->> 'outcome' from rems.verdict where log_id = :log and n = :n), 'refused',
  'with its verdict');
select is(t.projections(:log), :'before', 'and changes no projection');
select is((select count(*) from rems.posting where log_id = :log and n = :n), 0::bigint,
  'and moves nothing');
select is((select refusals from rems.head where log_id = :log), 1::bigint, 'it is counted');
select throws_ok(format($$select t.append(%s, 'dispense', '{}', 'F-001',
  t.movement('available', 'dispensed', 1, 'F-001'), false)$$, :log), 'RX500', null,
  'a refusal that posts is refused itself');
select is((select count(*) from rems.verdict where log_id = :log), 1::bigint,
  'an entry without a verdict has no row for it');

select is((select h.root from rems.head h where h.log_id = :log),
          (select e.root from rems.entry e where e.log_id = :log order by e.n desc limit 1),
  'the head has the root of the last entry');
select is((select h.last_at from rems.head h where h.log_id = :log),
          (select e.at from rems.entry e where e.log_id = :log order by e.n desc limit 1),
  'and its instant');

select finish();
rollback;
