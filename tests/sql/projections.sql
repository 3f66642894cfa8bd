-- What the entries say, in tables; and that the tables hold nothing that the entries do not say.
begin;
select plan(37);

select t.stocked_log('projections') as log \gset

-- Site, products, lots, registrations.
select t.append(:log, 'site', '{"program": "p-2009", "pharmacy": "PH-2", "name": "New name"}') \g /dev/null
select results_eq($$select zone, program, pharmacy, is_open
                      from rems_api.find_log('rems.example.org/projections/len-01')$$,
  $$values ('America/New_York', 'p-2009', 'PH-2', true)$$, 'the newest site counts');
select throws_ok(format($$select t.append(%s, 'product', '{"product": "len", "name": "x",
  "strength_ug": 1}')$$, :log), 'RX409', null, 'a product again');
select throws_ok(format($$select t.append(%s, 'lot', '{"lot": "L1", "product": "len",
  "expiry": "2009-01-01"}')$$, :log), 'RX409', null, 'a lot again');
select throws_ok(format($$select t.append(%s, 'lot', '{"lot": "L2", "product": "none",
  "expiry": "2009-01-01"}')$$, :log), 'RX405', null, 'a lot of no product');
select is(expiry, '2009-02-28'::date, 'a month expires on its last day')
  from rems.lot where log_id = :log and lot = 'L1';
select t.append(:log, 'lot', '{"lot": "L2", "product": "len", "expiry": "2012-02"}') as lot_n \gset
select is(expiry, '2012-02-29'::date, 'in a leap year too')
  from rems.lot where log_id = :log and lot = 'L2';
select t.append(:log, 'lot', '{"lot": "L3", "product": "len", "expiry": "2011-07-15"}') \g /dev/null
select is(expiry, '2011-07-15'::date, 'a day on that day')
  from rems.lot where log_id = :log and lot = 'L3';
select t.append(:log, 'registration', '{"kind": "prescriber", "name": "dr-1", "from": "2008-01-01",
  "until": "2008-12-31", "standing": "active"}') as registered \gset
select is(r.until, '2008-12-31'::date, 'a registration') from rems.registration r
 where log_id = :log and n = :registered;

-- Subjects, tests.
select throws_ok(format($$select t.append(%s, 'enrol', '{"subject": "F-001"}', 'F-001')$$, :log), 'RX409',
  null, 'a subject again');
select results_eq(format('select subject, status from rems_api.subjects(%s)', :log),
  $$values ('F-001', 'active')$$, 'a subject');
select throws_ok(format($$select t.append(%s, 'test', '{"subject": "F-9", "accession": "A", "specimen":
  "serum", "result": "negative", "collected": "2008-03-04"}', 'F-9')$$, :log), 'RX404', null,
  'a test of an unknown subject');
select t.append(:log, 'test', '{"subject": "F-001", "accession": "A-1", "specimen": "serum",
  "result": "pending", "collected": "2008-03-04T14:00:00.123456Z", "collected_off": -300,
  "sensitivity": 25}', 'F-001') as test \gset
select ok(collected = '2008-03-04 14:00:00.123456Z' and collected_on is null and sensitivity = 25
          and result = 'pending', 'a test with its instant')
  from rems.test where log_id = :log and n = :test;
select t.append(:log, 'test', '{"subject": "F-001", "accession": "A-2", "specimen": "urine",
  "result": "negative", "collected": "2008-03-04"}', 'F-001') as dated \gset
select ok(collected is null and collected_on = '2008-03-04', 'a test with its day alone')
  from rems.test where log_id = :log and n = :dated;
select t.append(:log, 'test-result', jsonb_build_object('subject', 'F-001', 'test', :test,
  'result', 'negative', 'resulted', '2008-03-04T18:00:00.000000Z'), 'F-001') as result \gset
select ok(result = 'negative' and resulted = '2008-03-04 18:00Z' and result_n = :result, 'its result')
  from rems.test where log_id = :log and n = :test;
select t.append(:log, 'test-verify', jsonb_build_object('subject', 'F-001', 'test', :test, 'as',
  'pharmacist'), 'F-001') as verified \gset
select ok(verified_by_pharmacist_n = :verified and verified_by_prescriber_n is null, 'its verification')
  from rems.test where log_id = :log and n = :test;
select throws_ok(format($$select t.append(%s, 'test-result', '{"subject": "F-001", "test": 0, "result":
  "negative"}', 'F-001')$$, :log), 'RX405', null, 'the result of no test');
select throws_ok(format($$select t.append(%s, 'test-verify', '{"subject": "F-002", "test": %s, "as":
  "pharmacist"}', 'F-002')$$, :log, :test), 'RX405', null, 'the verification of another subject''s test');

-- Prescriptions and dispensings.
select throws_ok(format($$select t.prescribe(%s, 'RX-1')$$, :log), 'RX409', null, 'a prescription again');
select throws_ok(format($$select t.prescribe(%s, 'RX-9', 'F-9')$$, :log), 'RX404', null,
  'a prescription for an unknown subject');
select results_eq(format($$select prescription, n, capsules, dose_ug, every_days, strength_ug, dispensed_n
                             from rems_api.prescriptions(%s, 'F-001')$$, :log),
  $$values ('RX-1', 7::bigint, 28, 10000, 1, 5000, null::bigint)$$, 'a prescription');
select throws_ok(format($$select t.dispense(%s, 28, 'RX-9')$$, :log), 'RX405', null,
  'a dispensing on no prescription');
select throws_ok(format($$select t.append(%s, 'dispense', '{"subject": "F-001", "prescription": "RX-1",
  "lot": "L9", "capsules": 28}', 'F-001')$$, :log), 'RX405', null, 'a dispensing from no lot');
select t.dispense(:log, 28) as dispensed \gset
select is(dispensed_n, :dispensed::bigint, 'a dispensed prescription') from rems_api.prescriptions(:log, 'F-001');
select ok(subject = 'F-001' and prescription = 'RX-1' and lot = 'L1' and capsules = 28, 'a dispensing')
  from rems.dispensing where log_id = :log and n = :dispensed;

-- Corrections.
create function pg_temp.amend(p_log bigint, p_of bigint, p_field text, p_new jsonb,
                              p_subject text default '') returns bigint
language sql as $$
  select t.append(p_log, 'amend', jsonb_build_object('of', p_of, 'field', p_field, 'old', '?',
    'new', p_new, 'reason', 'a slip of the pen'), p_subject,
    p_scope => case when p_subject = '' then 'site' else 'subject' end)
$$;
select pg_temp.amend(:log, 7, 'capsules', '21', 'F-001') \g /dev/null
select is(capsules, 21, 'an amended prescription') from rems_api.prescriptions(:log, 'F-001');
select pg_temp.amend(:log, :lot_n, 'expiry', '"2011-04"') \g /dev/null
select is(expiry, '2011-04-30'::date, 'an amended expiry') from rems.lot
 where log_id = :log and lot = 'L2';
select pg_temp.amend(:log, 3, 'name', '"hard capsule"') \g /dev/null
select is(product_name, 'hard capsule', 'an amended product') from rems_api.lots(:log) where lot = 'L1';
select pg_temp.amend(:log, :registered, 'standing', '"suspended"') \g /dev/null
select is(standing, 'suspended', 'an amended registration') from rems.registration
 where log_id = :log and n = :registered;
select pg_temp.amend(:log, :test, 'collected', '"2008-03-03"', 'F-001') \g /dev/null
select ok(collected is null and collected_on = '2008-03-03' and result = 'negative',
  'a time of collection amended to a day; the result stays') from rems.test where log_id = :log and n = :test;
select pg_temp.amend(:log, :test, 'result', '"positive"', 'F-001') \g /dev/null
select is(result, 'negative', 'amending the pending result leaves the later one')
  from rems.test where log_id = :log and n = :test;
select pg_temp.amend(:log, :result, 'result', '"positive"', 'F-001') \g /dev/null
select is(result, 'positive', 'amending that one does not') from rems.test where log_id = :log and n = :test;
select t.prescribe(:log, 'RX-2') \g /dev/null
select pg_temp.amend(:log, :dispensed, 'prescription', '"RX-2"', 'F-001') \g /dev/null
select results_eq(format($$select prescription, dispensed_n from rems_api.prescriptions(%s, 'F-001')$$, :log),
  format($$values ('RX-1', null), ('RX-2', %s::bigint)$$, :dispensed),
  'a dispensing amended to be of another prescription frees the first');
select throws_ok(format($$select pg_temp.amend(%s, 999, 'capsules', '1', 'F-001')$$, :log), 'RX405', null,
  'amending what is not');
select t.dispense(:log, 28, 'RX-1', false) as refused \gset
select throws_ok(format($$select pg_temp.amend(%s, %s, 'capsules', '1', 'F-001')$$, :log, :refused), 'RX405',
  null, 'or what was refused');

select t.append(:log, 'discontinue', '{"subject": "F-001"}', 'F-001') \g /dev/null
select is(status, 'discontinued', 'a subject who left') from rems_api.subjects(:log);

-- The tables follow from the log alone.
select t.projections(:log) as before \gset
select rems.project_again(:log) \g /dev/null
select is(t.projections(:log), :'before', 'written anew from the entries they are the same');

-- Every type of the catalogue is one that SQL knows what to do with.
create function pg_temp.project_state(p_type text) returns text
language plpgsql as $$
begin
  perform rems.project(-1, 0, '2008-01-01', p_type, '{}');
  return 'done';
exception when others then
  return sqlerrm;
end $$;
select is_empty($$select name from t.def_statement_type
                   where pg_temp.project_state(name) like 'there is no statement type%'$$,
  'no statement type is forgotten');

select finish();
rollback;
