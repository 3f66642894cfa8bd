-- Capsules: by double entry, never below zero, never out of nothing.
begin;
select plan(19);

select t.stocked_log('postings') as log \gset
select t.dispense(:log, 28) as n \gset

select results_eq(format($$select account, subject, capsules, balance from rems.posting
                            where log_id = %s and n = %s order by line$$, :log, :n),
  $$values ('dispensed', 'F-001', 28::bigint, 28::bigint), ('available', '', -28, 72)$$,
  'a dispensing is two rows, each with the balance after it');
select results_eq(format($$select account, subject, capsules from rems.balance
                            where log_id = %s order by account$$, :log),
  $$values ('available', '', 72::bigint), ('dispensed', 'F-001', 28), ('supplier', '', -100)$$,
  'balances follow');
select is((select sum(capsules) from rems.balance where log_id = :log), 0::numeric,
  'all accounts of a lot together hold nothing');

select throws_like(format('select t.dispense(%s, 73)', :log), '%only_a_contra_account_goes_below_zero%',
  'one capsule more than there is');
select lives_ok(format('select t.dispense(%s, 72)', :log), 'all that there is');
select throws_like(format($$select t.append(%s, 'return', '{}', 'F-001',
    t.movement('dispensed', 'returned', 101, 'F-001'))$$, :log),
  '%only_a_contra_account_goes_below_zero%', 'more than the subject holds');
select lives_ok(format($$select t.append(%s, 'return', '{}', 'F-001',
    t.movement('dispensed', 'returned', 100, 'F-001')
    || t.movement('discrepancy', 'returned', 2, 'F-001'))$$, :log),
  'what is beyond comes from the discrepancy');
select is((select capsules from rems.balance where log_id = :log and account = 'discrepancy'),
  -2::bigint, 'a contra account goes below zero');
select is((select capsules from rems.balance where log_id = :log and account = 'returned'
              and subject = ''), 102::bigint, 'what came back is the lot''s, not the subject''s');

select throws_ok(format($$select t.append(%s, 'receive', '{}', p_postings =>
    t.movement('supplier', 'nowhere', 1))$$, :log), 'RX500', null, 'an unknown account');
select throws_ok(format($$select t.append(%s, 'receive', '{}', p_postings =>
    t.movement('supplier', 'available', 0))$$, :log), 'RX500', null, 'no capsules');
select throws_ok(format($$select t.append(%s, 'receive', '{}', p_postings =>
    t.movement('available', 'supplier', -1))$$, :log), 'RX500', null, 'less than no capsules');
select throws_ok(format($$select t.append(%s, 'receive', '{}', p_postings =>
    '[{"lot": "L1", "from": "supplier", "to": "available"}]')$$, :log), 'RX500', null,
  'a posting that does not say how many');
select throws_like(format($$select t.append(%s, 'dispense', '{"subject": "F-001", "prescription": "RX-1",
    "lot": "L1", "capsules": 1}', 'F-001', t.movement('supplier', 'dispensed', 1))$$, :log),
  '%only_the_account_of_a_subject_names_one%', 'the account of a subject without a subject');

-- An amendment takes back and gives anew: what counts is what it leaves behind.
select t.stocked_log('postings-amend') as other \gset
select t.dispense(:other, 60) \g /dev/null
select lives_ok(format($$select t.append(%s, 'amend', '{"of": 5, "field": "capsules", "old": 100,
    "new": 70, "reason": "miscounted"}', p_scope => 'site', p_postings =>
    t.movement('available', 'supplier', 100) || t.movement('supplier', 'available', 70))$$, :other),
  'a shipment of which most is dispensed can be corrected');
select is((select capsules from rems.balance where log_id = :other and account = 'available'), 10::bigint,
  'with the right rest');
select throws_like(format($$select t.append(%s, 'amend', '{"of": 5, "field": "capsules", "old": 70,
    "new": 50, "reason": "miscounted"}', p_scope => 'site', p_postings =>
    t.movement('available', 'supplier', 70) || t.movement('supplier', 'available', 50))$$, :other),
  '%only_a_contra_account_goes_below_zero%', 'but not to less than is dispensed');

set constraints all immediate;
select pass('capsules neither appeared nor vanished');
set constraints all deferred;
insert into rems.posting (log_id, n, line, lot, account, subject, capsules, balance)
values (:other, 0, 0, 'L1', 'available', '', 5, 5);
select throws_ok('set constraints all immediate', 'RX500',
  format('entry 0 of log %s makes capsules of lot L1 appear or vanish', :other),
  'a posting without its other side does not commit');

select finish();
rollback;
