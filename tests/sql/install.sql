-- sql/install.sql, in a database of its own: twice is harmless, other marks are refused, and what a
-- production installation has in it. Run from the top of the repository, as the other tests are.
\set ON_ERROR_STOP on
select plan(13);

\set run 'psql -XqAt -v ON_ERROR_STOP=1 -d rems_install_test'
\setenv RUN :run
\set made `dropdb --if-exists rems_install_test 2>/dev/null; createdb rems_install_test 2>&1`

create function pg_temp.holds(p_out text, p_part text, p_says text) returns text
language sql as $$
  select ok(position(p_part in p_out) > 0, p_says) || case when position(p_part in p_out) > 0 then ''
           else e'\n' || diag('have: ' || p_out) end
$$;

\set out `$RUN -f sql/install.sql 2>&1; echo " exit $?"`
select pg_temp.holds(:'out', 'give the realm', 'an installation needs a realm');
\set out `$RUN -v realm=rems.example.org -f sql/install.sql 2>&1; echo " exit $?"`
select pg_temp.holds(:'out', 'give the training mark', 'and a training mark');
\set out `$RUN -v realm=rems.example.org -v training=perhaps -f sql/install.sql 2>&1; echo " exit $?"`
select pg_temp.holds(:'out', 'exit 3', 'which is true or false');
\set out `$RUN -c "select count(*) from pg_namespace where nspname like 'rems%'" 2>&1`
select is(:'out'::text, '0', 'an installation that fails leaves nothing');

\set out `$RUN -v realm=rems.example.org -v training=false -f sql/install.sql 2>&1; echo "exit $?"`
select is(:'out'::text, 'exit 0', 'a production installation says nothing');
-- A log, so that there is something to leave alone.
\set log `$RUN -c "select rems_api.create_log('rems.example.org/a/b', sha256('c'), 99999999999999, 'adm-1')"`
\set dump `pg_dump rems_install_test | grep -v '^\\' | sha256sum`
\set out `$RUN -v realm=rems.example.org -v training=false -f sql/install.sql 2>&1; echo "exit $?"`
select is(:'out'::text, 'exit 0', 'nor does a second run');
\set again `pg_dump rems_install_test | grep -v '^\\' | sha256sum`
select is(:'again'::text, :'dump', 'which changes nothing');

\set out `$RUN -v realm=rems.example.org -v training=true -f sql/install.sql 2>&1; echo "exit $?"`
select pg_temp.holds(:'out', 'installed with training = f, not t', 'another training mark is refused');
\set out `$RUN -v realm=rems.example.com -v training=false -f sql/install.sql 2>&1; echo "exit $?"`
select pg_temp.holds(:'out', 'installed for the realm rems.example.org', 'another realm is refused');
\set again `pg_dump rems_install_test | grep -v '^\\' | sha256sum`
select is(:'again'::text, :'dump', 'and nothing changed');

\set out `$RUN -c "select prosrc ~ 'training clock', prosrc ~ 'p_offset' from pg_proc where proname = 'deciding_instant'" 2>&1`
select is(:'out'::text, 't|f', 'the clock of training is not there');
\set out `$RUN -c "select * from rems_api.lock_log(1, 0)" 2>&1`
select pg_temp.holds(:'out', 'this installation has no training clock', 'a training instant is refused');
\set out `$RUN -c "select rems.project_ledger_open(1, 0, '{\"training\": true}')" 2>&1`
select pg_temp.holds(:'out', 'the training mark of the statement', 'and so is a training log');

\set dropped `dropdb rems_install_test`
select finish();
