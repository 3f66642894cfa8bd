-- rems_api.lock_log and the deciding instant of a training installation.
begin;
select plan(17);

select t.stocked_log('lock') as log \gset
select rems.microseconds(last_at) as last_us from rems.head where log_id = :log \gset

select results_eq(format('select size, is_open, zone, program, pharmacy, last_at_us
                            from rems_api.lock_log(%s, null)', :log),
  format($$values (8::bigint, true, 'America/New_York', 'p-2008', 'PH-1', %s)$$, :last_us),
  'the head, with the site');
select results_eq(format('select l.root, l.frontier from rems_api.lock_log(%s, null) l', :log),
  format('select h.root, h.frontier from rems.head h where h.log_id = %s', :log),
  'its root and frontier');
select throws_ok('select * from rems_api.lock_log(-1, null)', 'RX500', 'there is no log -1',
  'a log that is none');
select rems_api.create_log('rems.example.org/lock-empty/len-01', sha256('lock-empty'), 0, 'administrator')
  as empty \gset
select results_eq(format('select size, is_open, last_at_us, zone, root from rems_api.lock_log(%s, null)',
    :empty),
  $$values (0::bigint, false, null::bigint, null::text, sha256(''))$$, 'a log before ledger-open');

-- The training clock.
select ok(abs(now_us - rems.microseconds(clock_timestamp())) < 60000000,
  'without a training instant the clock is the real one') from rems_api.lock_log(:log, null);
select is(now_us, :last_us + 3600000000, 'the instant asked for, exactly')
  from rems_api.lock_log(:log, :last_us + 3600000000);
select ok(now_us between :last_us + 3600000000 and :last_us + 3660000000,
  'and the log''s clock runs on from there') from rems_api.lock_log(:log, null);
select ok(now_us between :last_us + 3600000000 and :last_us + 3660000000, 'find_log reads that clock')
  from rems_api.find_log('rems.example.org/lock/len-01');
select ok(now_us > :last_us + 86400000000::bigint * 365, 'of each log its own')
  from rems_api.find_log('rems.example.org/lock-empty/len-01');
select is(now_us, :last_us, 'the instant of the last entry itself')
  from rems_api.lock_log(:log, :last_us);
select throws_ok(format('select * from rems_api.lock_log(%s, %s)', :log, :last_us - 1), 'RX426', null,
  'but not one microsecond earlier');
select ok(now_us > :last_us + 86400000000::bigint * 365, 'another log has its own clock')
  from rems_api.lock_log(:empty, null);
select is(now_us, -86400000000, 'an empty log starts when one likes')
  from rems_api.lock_log(:empty, -86400000000);
select is(extract(day from clock_offset), 0::numeric, 'the offset has no days: no time zone matters')
  from rems.head where log_id = :empty;
select is(to_char(rems.instant(253402300799999999), 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  '9999-12-31T23:59:59.999999', 'instants are exact at the end of time');
select is(rems.microseconds(rems.instant(-62135596799999999)), -62135596799999999,
  'and at its beginning');
select is(rems.instant(null), null, 'no instant stays none');

select finish();
rollback;
