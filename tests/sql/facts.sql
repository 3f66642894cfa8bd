-- rems_api.facts: what the rules may look at, in log order.
begin;
select plan(9);

select t.stocked_log('facts') as log \gset
create function pg_temp.facts(p_subject text) returns text
language sql as $$
  select string_agg(convert_from(f.entry, 'UTF8')::jsonb -> 'stmt' ->> 't', ' ' order by f.place)
    from rems_api.facts((select log_id from rems.log where origin like '%/facts/%'), p_subject)
           with ordinality f (n, at_us, entry, place)
$$;

select is(pg_temp.facts(''), 'site product lot', 'those of the site alone');
select is(pg_temp.facts('F-001'), 'site product lot enrol prescribe', 'and of a subject');
select t.append(:log, 'enrol', '{"subject": "F-002"}', 'F-002') \g /dev/null
select t.append(:log, 'registration', '{"kind": "pharmacy", "name": "PH-1", "from": "2008-01-01",
  "standing": "active"}') \g /dev/null
select is(pg_temp.facts('F-001'), 'site product lot enrol prescribe registration',
  'nothing of another subject');
select is(pg_temp.facts('F-003'), 'site product lot registration', 'an unknown subject has none');
select t.dispense(:log, 28, p_accepted => false) \g /dev/null
select is(pg_temp.facts('F-001'), 'site product lot enrol prescribe registration',
  'a refusal is no fact');
select t.dispense(:log, 28) \g /dev/null
select is(pg_temp.facts('F-001'), 'site product lot enrol prescribe registration dispense',
  'an accepted dispensing is');
select t.append(:log, 'amend', '{"of": 7, "field": "capsules", "old": 28, "new": 21, "reason": "x"}',
  'F-001', p_scope => 'subject') \g /dev/null
select t.append(:log, 'amend', '{"of": 5, "field": "shipment", "old": "S1", "new": "S2", "reason": "x"}',
  p_scope => 'site') \g /dev/null
select is(pg_temp.facts('F-001'), 'site product lot enrol prescribe registration dispense amend amend',
  'amendments come along');
select is(pg_temp.facts('F-002'), 'site product lot enrol registration amend',
  'that of another subject does not');

select results_eq(format('select n, at_us, entry from rems_api.facts(%s, %L)', :log, 'F-001'),
  format($$select n, rems.microseconds(at), entry from rems.entry
            where log_id = %s and accepted and type not in ('receive', 'ledger-open', 'account')
              and subject in ('', 'F-001') order by n$$, :log),
  'by n, with the bytes as stored');

select finish();
rollback;
