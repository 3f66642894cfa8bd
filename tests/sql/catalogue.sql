-- Laws for every function and table, including those not written yet; and SQL's names are those of the
-- .def tables of the programs.
begin;
select plan(17);

create view pg_temp.own_function as
  select p.*, n.nspname, n.nspname || '.' || p.proname as name
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
   where n.nspname in ('rems', 'rems_api', 'rems_audit');

select is_empty($$ select name from own_function
  where not coalesce(proconfig, '{}') @> array['search_path=""'] $$,
  'every function pins its search_path');
select is_empty($$ select name from own_function
  where has_function_privilege('public', oid, 'execute') $$,
  'no function is executable by everybody');
select is_empty($$ select name from own_function where nspname = 'rems_api' and not prosecdef $$,
  'every function of rems_api runs as its owner');
select set_eq($$ select name from own_function where nspname = 'rems' and prosecdef $$,
  array['rems.require_sum_zero'],
  'only the trigger that fires at commit does so too in rems');
select is_empty($$ select name from own_function where proowner <> 'rems_owner'::regrole $$,
  'every function belongs to rems_owner');
select set_eq($$ select name from own_function
  where has_function_privilege('rems_daemon', oid, 'execute') $$,
  $$ select name from own_function where nspname = 'rems_api' $$,
  'the daemon may execute the functions of rems_api and no others');
select is_empty($$ select r, name from own_function, unnest(array['rems_signer', 'rems_auditor']) r
  where has_function_privilege(r, oid, 'execute') $$,
  'signer and auditors may execute no function');
select is_empty($$ select name from own_function
  where array_length(string_to_array(prosrc, e'\n'), 1) > 60 $$,
  'no function is longer than 60 lines');
select set_eq($$ select name from own_function
  where prosrc ~* 'clock_timestamp|current_timestamp|localtimestamp|timeofday|current_date|now\(\)' $$,
  array['rems.deciding_instant', 'rems.real_time'],
  'two functions read a clock');

select is_empty($$ select r, c.relname from pg_class c, unnest(array['rems_daemon', 'rems_auditor']) r
  where c.relnamespace = 'rems'::regnamespace and c.relkind in ('r', 'v', 'S')
    and (case c.relkind when 'S' then has_sequence_privilege(r, c.oid, 'usage,select,update')
         else has_table_privilege(r, c.oid, 'select,insert,update,delete,truncate,references,trigger')
              or has_any_column_privilege(r, c.oid, 'select,insert,update,references') end) $$,
  'daemon and auditors reach no table of rems');
select is_empty($$ select r from unnest(array['rems_daemon', 'rems_auditor']) r
  where has_schema_privilege(r, 'rems', 'usage,create') $$,
  'nor its schema');
select is_empty($$ select c.relname from pg_class c
  where c.relnamespace = 'rems'::regnamespace and c.relkind = 'r'
    and c.relowner <> 'rems_owner'::regrole $$,
  'every table belongs to rems_owner');
select is_empty($$ select c.conrelid::regclass, c.conname from pg_constraint c
  where c.connamespace = 'rems'::regnamespace and c.contype = 'c' and c.conname ~ '_check\d*$' $$,
  'every check constraint has a name that says something');

select results_eq(
  $$ select name, scope from rems.statement_type order by name $$,
  $$ select name, scope from t.def_statement_type order by name $$,
  'the statement types are those of catalogue.def');
select results_eq(
  $$ select name, contra, of_subject from rems.account order by name $$,
  $$ select name, contra, of_subject from t.def_account order by name $$,
  'the accounts are those of accounts.def');
select is_empty($$
  select distinct m[1] from own_function, regexp_matches(prosrc, '''(RX[0-9A-Z]{3})''', 'g') m
   where m[1] <> 'RX900' and m[1] not in (select sqlstate from t.def_code) $$,
  'every SQLSTATE that a function raises stands in codes.def');
select is_empty($$ select tgname from pg_trigger
  where tgrelid in (select oid from pg_class where relnamespace = 'rems'::regnamespace)
    and not tgisinternal and tgenabled <> 'A' $$,
  'every trigger fires always, for a replicating session too');

select finish();
rollback;
