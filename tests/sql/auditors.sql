-- Each auditor sees the studies listed for their role, in every view, and nothing else.
begin;
select plan(21);

select t.stocked_log('audit-a') as a \gset
select t.dispense(:a, 28) \g /dev/null
select t.append(:a, 'test', '{"subject": "F-001", "accession": "A-1", "specimen": "serum", "result":
  "negative", "collected": "2008-03-04"}', 'F-001') \g /dev/null
select t.append(:a, 'registration', '{"kind": "pharmacy", "name": "PH-1", "from": "2008-01-01", "standing":
  "active"}') \g /dev/null
select t.stocked_log('audit-b') as b \gset
create role t_sponsor in role rems_auditor;
create role t_stranger in role rems_auditor;
insert into rems.auditor_study (role, origin) values
  ('t_sponsor', 'rems.example.org/audit-a/len-01'), ('rems_auditor', 'rems.example.org/audit-b/len-01');

-- Which origins a role sees in a view.
create function pg_temp.seen(p_role name, p_view text) returns text
language plpgsql as $$
declare
  seen text;
begin
  execute format('set local role %I', p_role);
  execute format('select string_agg(distinct origin, '' '') from rems_audit.%I', p_view) into seen;
  reset role;
  return seen;
end $$;

select is(pg_temp.seen('t_sponsor', v.relname), 'rems.example.org/audit-a/len-01',
          'a sponsor sees their study in rems_audit.' || v.relname)
  from pg_class v
 where v.relnamespace = 'rems_audit'::regnamespace and v.relkind = 'v' and v.relname <> 'imbalance'
 order by v.relname;
select is(pg_temp.seen('t_stranger', 'entry'), null, 'whoever is not listed sees none');
select is(pg_temp.seen('rems_auditor', 'entry'), 'rems.example.org/audit-b/len-01',
  'the common role sees what is listed for it alone');
select is(pg_temp.seen(current_user, 'entry'), null, 'and so does a superuser, in these views');

select is(pg_temp.seen('t_sponsor', 'imbalance'), null, 'books that balance');
update rems.balance set capsules = capsules + 1 where log_id = :a and account = 'available';
select is(pg_temp.seen('t_sponsor', 'imbalance'), 'rems.example.org/audit-a/len-01',
  'a balance that is not what was posted shows');
update rems.balance set capsules = capsules - 1 where log_id = :a and account = 'available';
select is(pg_temp.seen('t_sponsor', 'imbalance'), null, 'and no longer');
insert into rems.posting (log_id, n, line, lot, account, subject, capsules, balance)
values (:a, 0, 0, 'L1', 'available', '', 5, 5);
select is(pg_temp.seen('t_sponsor', 'imbalance'), 'rems.example.org/audit-a/len-01',
  'capsules out of nothing show');

-- The tables themselves, for the owner of the views, who is listed nowhere.
create function pg_temp.rows_for_viewer(p_table text) returns bigint
language plpgsql as $$
declare
  rows bigint;
begin
  set local role rems_viewer;
  execute format('select count(*) from rems.%I', p_table) into rows;
  reset role;
  return rows;
end $$;
select is_empty($$select relname, pg_temp.rows_for_viewer(relname) from pg_class
  where relnamespace = 'rems'::regnamespace and relname <> 'auditor_study'
    and relkind = 'r' and has_table_privilege('rems_viewer', oid, 'select')
    and pg_temp.rows_for_viewer(relname) > 0$$,
  'every table behind the views hides its rows by itself');

select is(t.as_role('t_sponsor', 'select * from rems.entry'), '42501', 'the tables stay closed');
select is_empty($$select relname from pg_class
  where relnamespace = 'rems_audit'::regnamespace
    and has_table_privilege('rems_auditor', oid, 'insert,update,delete,truncate,references,trigger')$$,
  'views are for reading');

select finish();
rollback;
