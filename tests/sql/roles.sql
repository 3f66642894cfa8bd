-- What each role that logs in gets when it tries. 42501 is "permission denied".
begin;
select plan(50);

select t.stocked_log('roles') as log \gset
select t.dispense(:log, 28) \g /dev/null

create temp table attack (what text);
insert into attack values
  ($$insert into rems.entry select * from rems.entry$$),
  ($$update rems.entry set signer = 'x'$$),
  ($$delete from rems.entry$$),
  ($$truncate rems.entry cascade$$),
  ($$select * from rems.head for update$$),
  ($$alter table rems.entry disable trigger all$$),
  ($$set local session_replication_role = replica$$),
  ($$drop table rems.entry$$),
  ($$select lo_import('/etc/passwd')$$),
  ($$copy (select 1) to program 'true'$$),
  ($$select pg_read_file('/etc/passwd')$$),
  ($$create table public.mine (x int)$$),
  ($$select rems.post(1, 1, '[]')$$),
  ($$select * from rems.installation$$),
  ($$select * from rems.user_account$$);

select is(t.as_role(r, what), '42501', r || ' is refused: ' || what)
  from attack, unnest(array['rems_daemon', 'rems_signer', 'rems_auditor']) r;

select is_empty($$ select r.rolname, m.rolname from pg_roles r, pg_roles m
  where r.rolname in ('rems_daemon', 'rems_signer', 'rems_auditor') and m.oid <> r.oid
    and (pg_has_role(r.oid, m.oid, 'member') or r.rolsuper or r.rolcreaterole or r.rolcreatedb
         or r.rolreplication or r.rolbypassrls) $$,
  'none of them can become another role, or make one');
select is(t.as_role('rems_daemon', 'select * from rems_api.list_logs()'), 'done',
          'the daemon calls its functions');
select is(t.as_role('rems_signer', 'select log_id, n, entry from rems.entry'), 'done',
          'the signer reads entries');
select is(t.as_role('rems_signer', 'select verdict from rems.verdict'), '42501',
          'and nothing besides');
select is(t.as_role('rems_auditor', 'select * from rems_audit.entry'), 'done',
          'an auditor reads the views');

select finish();
rollback;
