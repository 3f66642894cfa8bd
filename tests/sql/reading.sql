-- The reading functions: logs, heads, entries, stock, the accountability record, counts.
begin;
select plan(25);

select * from rems_api.counts() \gset before_
select t.stocked_log('reading') as log \gset
select t.dispense(:log, 28) \g /dev/null
select t.dispense(:log, 28, p_accepted => false) \g /dev/null

select results_eq('select logs, entries, refusals from rems_api.counts()',
  format('values (%s::bigint, %s::bigint, %s::bigint)', :before_logs + 1, :before_entries + 10,
         :before_refusals + 1), 'counts');
select ok(i.realm = 'rems.example.org' and i.training and octet_length(i.challenge_key) = 32
          and i.schema_version = (select max(id) from rems.migration), 'the installation')
  from rems_api.installation() i;

select results_eq($$select log_id, size, root, last_at_us, zone, program, pharmacy, is_open
                      from rems_api.find_log('rems.example.org/reading/len-01')$$,
  format($$select %s::bigint, size, root, rems.microseconds(last_at), 'America/New_York', 'p-2008',
                  'PH-1', true from rems.head where log_id = %1$s$$, :log), 'a log by its origin');
select is_empty($$select * from rems_api.find_log('rems.example.org/none/len-01')$$, 'an unknown one');
select results_eq($$select size, is_open from rems_api.list_logs()
                     where origin = 'rems.example.org/reading/len-01'$$,
  $$values (10::bigint, true)$$, 'among the logs');

select throws_ok($$select rems_api.create_log('rems.example.org/reading/len-01', sha256('y'), 0, 'a-1')$$,
  'RX409', null, 'a log again');
select throws_ok($$select rems_api.create_log('other.example.org/x/len-01', sha256('y'), 0, 'a-1')$$,
  'RX405', null, 'a log of another realm');
select throws_like($$select rems_api.create_log('rems.example.org/UPPER', sha256('y'), 0, 'a-1')$$,
  '%origin_is_well_formed%', 'an origin that is none');
select throws_like($$select rems_api.create_log('rems.example.org', sha256('y'), 0, 'a-1')$$,
  '%origin_is_well_formed%', 'a realm alone');

select results_eq(format('select size, root, last_at_us from rems_api.head(%s, null)', :log),
  format('select size, root, rems.microseconds(last_at) from rems.head where log_id = %s', :log),
  'the newest head');
select results_eq(format('select size, root, last_at_us from rems_api.head(%s, 3)', :log),
  format('select 3::bigint, root, rems.microseconds(at) from rems.entry where log_id = %s and n = 2', :log),
  'an earlier one');
select results_eq(format('select size, root, last_at_us from rems_api.head(%s, 0)', :log),
  $$values (0::bigint, sha256(''), null::bigint)$$, 'the empty one');
select is_empty(format('select * from rems_api.head(%s, 11)', :log), 'one that is not yet');
select is_empty(format('select * from rems_api.head(%s, -1)', :log), 'one that cannot be');

create function pg_temp.entries(p_from bigint, p_count bigint, p_newest boolean) returns bigint[]
language sql as $$
  select array_agg(e.n order by e.place)
    from rems_api.entries((select log_id from rems.log where origin like '%/reading/%'), p_from, p_count,
                          p_newest) with ordinality e (n, at_us, entry, leaf, accepted, verdict, place)
$$;
select is(pg_temp.entries(2, 3, false), '{2,3,4}', 'entries from one on');
select is(pg_temp.entries(8, 5, false), '{8,9}', 'as many as there are');
select is(pg_temp.entries(10, 5, false), null, 'none after the last');
select is(pg_temp.entries(-3, 2, false), '{0,1}', 'none before the first');
select is(pg_temp.entries(0, 3, true), '{7,8,9}', 'the newest, in log order');
select is(pg_temp.entries(0, 99, true), '{0,1,2,3,4,5,6,7,8,9}', 'or all');
select results_eq(format('select n, at_us, entry, leaf, accepted, verdict from rems_api.entries(%s, 9, 1, false)',
    :log),
  format($$select n, rems.microseconds(at), entry, leaf, false, '{"outcome":"refused"}'
             from rems.entry where log_id = %s and n = 9$$, :log), 'an entry as stored');

select results_eq(format('select * from rems_api.lots(%s)', :log),
  $$values ('L1', 'len', 'capsule', 5000, '2009-02-28'::date, 72::bigint, 0::bigint, 28::bigint, 0::bigint)$$,
  'a lot and its accounts');
select results_eq(format('select lot, account, capsules from rems_api.balances(%s, null, %L)', :log, 'F-001'),
  $$values ('L1', 'available', 72::bigint), ('L1', 'dispensed', 28), ('L1', 'supplier', -100)$$,
  'balances with those of a subject');
select results_eq(format('select lot, account, capsules from rems_api.balances(%s, %L, %L)', :log, 'L1', 'F-002'),
  $$values ('L1', 'available', 72::bigint), ('L1', 'supplier', -100)$$, 'not those of another');
select results_eq(format($$select n, type, subject, signer, account, capsules, balance
                             from rems_api.accountability(%s, 'L1')$$, :log),
  $$values (5::bigint, 'receive', '', 'administrator', 'available', 100::bigint, 100::bigint),
           (5, 'receive', '', 'administrator', 'supplier', -100, -100),
           (8, 'dispense', 'F-001', 'administrator', 'dispensed', 28, 28),
           (8, 'dispense', 'F-001', 'administrator', 'available', -28, 72)$$,
  'the accountability record');

select finish();
rollback;
