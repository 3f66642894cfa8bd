-- Who may do what, all of it: first nothing, then this list.

do $$
declare
  v_schema text;
  v_from   text;
  v_view   record;
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to rems_daemon, rems_signer, rems_auditor',
                 current_database());
  foreach v_schema in array array['rems', 'rems_api', 'rems_audit'] loop
    v_from := case v_schema when 'rems_audit' then '' else 'rems_viewer, ' end  -- whose views they are
              || 'public, rems_daemon, rems_signer, rems_auditor';
    execute format('revoke all on schema %I from %s', v_schema, v_from);
    execute format('revoke all on all tables in schema %I from %s', v_schema, v_from);
    execute format('revoke all on all sequences in schema %I from %s', v_schema, v_from);
    execute format('revoke all on all functions in schema %I from %s', v_schema, v_from);
  end loop;
  for v_view in select c.relname from pg_class c
                 where c.relnamespace = 'rems_audit'::regnamespace and c.relkind = 'v' loop
    execute format('alter view rems_audit.%I owner to rems_viewer', v_view.relname);
  end loop;
  -- A transaction that its daemon has forgotten must not keep a log locked; a commit must be on disk.
  execute format('alter role rems_daemon in database %I
                  set idle_in_transaction_session_timeout = ''10s''', current_database());
  execute format('alter role rems_daemon in database %I set statement_timeout = ''10s''',
                 current_database());
  execute format('alter role rems_daemon in database %I set synchronous_commit = on',
                 current_database());
end $$;
alter default privileges for role rems_owner revoke execute on functions from public;
revoke all on schema public from public;

-- The daemon: these functions.
grant usage on schema rems_api to rems_daemon;
grant execute on function
  rems_api.installation, rems_api.counts,
  rems_api.create_log, rems_api.find_log, rems_api.list_logs,
  rems_api.credential, rems_api.set_credential, rems_api.new_code, rems_api.code_user,
  rems_api.login_failed, rems_api.login_ok, rems_api.session, rems_api.logout,
  rems_api.lock_log, rems_api.known, rems_api.facts, rems_api.balances, rems_api.enrolment,
  rems_api.append,
  rems_api.head, rems_api.entries, rems_api.subjects, rems_api.prescriptions, rems_api.members,
  rems_api.lots, rems_api.accountability
  to rems_daemon;

-- The signer: the bytes of the entries, to make the tree anew.
grant usage on schema rems to rems_signer;
grant select (log_id, origin) on rems.log to rems_signer;
grant select (log_id, n, entry) on rems.entry to rems_signer;

-- The auditors: views, which show each the studies of rems.auditor_study.
grant usage on schema rems_audit to rems_auditor;
grant select on all tables in schema rems_audit to rems_auditor;
grant usage on schema rems to rems_viewer;
grant select on rems.auditor_study, rems.log, rems.head, rems.entry, rems.verdict, rems.posting,
  rems.balance, rems.site, rems.member, rems.user_key, rems.product, rems.lot, rems.registration,
  rems.subject, rems.prescription, rems.dispensing, rems.test
  to rems_viewer;
