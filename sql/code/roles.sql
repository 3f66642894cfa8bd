-- The roles, which belong to the whole cluster. Those that log in have no password here: who may
-- connect as whom is for pg_hba.conf and the operator.
do $$
declare
  wanted record;
begin
  for wanted in select * from (values
    ('rems_owner', 'nologin'),   -- owns tables and functions
    ('rems_viewer', 'nologin'),  -- owns the auditor's views
    ('rems_daemon', 'login'),    -- executes the functions of rems_api, nothing else
    ('rems_signer', 'login'),    -- reads entries
    ('rems_auditor', 'login')    -- reads the views; each auditor's own role is a member of it
  ) as r (role, login) loop
    if not exists (select from pg_catalog.pg_roles p where p.rolname = wanted.role) then
      begin
        execute format('create role %I %s', wanted.role, wanted.login);
      exception when duplicate_object or unique_violation then
        null;  -- made at this moment for another database of the cluster
      end;
    end if;
  end loop;
end $$;
