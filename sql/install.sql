-- Bring a database to the current version. Safe to run again: the second run changes nothing.
--
--   psql -v realm=rems.example.org -v training=false -f sql/install.sql
--
-- Run by a superuser, connected to the database. realm is the host name that every origin begins with;
-- training is true or false. Both are marks of the database that a later run may not change.
\set ON_ERROR_STOP on
\if :{?realm}
\else
  do $$ begin raise exception 'give the realm: psql -v realm=rems.example.org'; end $$;
\endif
\if :{?training}
\else
  do $$ begin raise exception 'give the training mark: psql -v training=true, or false'; end $$;
\endif

begin;
set local client_min_messages = warning;
set local search_path = '';
select pg_advisory_xact_lock(hashtext('rems.install')) \g /dev/null
\ir code/roles.sql

create schema if not exists rems authorization rems_owner;
create schema if not exists rems_api authorization rems_owner;
create schema if not exists rems_audit authorization rems_owner;
set local role rems_owner;
create table if not exists rems.migration (
  id         integer primary key,
  applied_at timestamptz not null default clock_timestamp()
);

-- Trigger functions come before the tables that they guard.
\ir code/refuse_change.sql
\ir code/require_sum_zero.sql

select not exists (select from rems.migration where id = 1) as due \gset
\if :due
  \ir migrations/0001_log.sql
  insert into rems.migration (id) values (1);
\endif
select not exists (select from rems.migration where id = 2) as due \gset
\if :due
  \ir migrations/0002_people.sql
  insert into rems.migration (id) values (2);
\endif
select not exists (select from rems.migration where id = 3) as due \gset
\if :due
  \ir migrations/0003_projections.sql
  insert into rems.migration (id) values (3);
\endif
select not exists (select from rems.migration where id = 4) as due \gset
\if :due
  \ir migrations/0004_auditors.sql
  insert into rems.migration (id) values (4);
\endif

\ir code/reference.sql
\ir code/mark_installation.sql
\ir code/time.sql
\if :training
  \ir code/deciding_instant_training.sql
\else
  \ir code/deciding_instant_production.sql
\endif
\ir code/key_hex.sql
\ir code/project.sql
\ir code/project_people.sql
\ir code/project_site.sql
\ir code/project_subject.sql
\ir code/project_test.sql
\ir code/project_supply.sql
\ir code/project_amend.sql
\ir code/project_amend_acts.sql
\ir code/project_again.sql
\ir code/post.sql
\ir code/lock_log.sql
\ir code/known.sql
\ir code/facts.sql
\ir code/balances.sql
\ir code/enrolment.sql
\ir code/append.sql
\ir code/logs.sql
\ir code/create_log.sql
\ir code/entries.sql
\ir code/subjects.sql
\ir code/stock.sql
\ir code/credential.sql
\ir code/one_time_code.sql
\ir code/login.sql
\ir code/session.sql
reset role;
\ir code/audit_views.sql
\ir grants.sql
commit;
