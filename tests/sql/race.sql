-- Eight rivals that do not wait for each other's answer: one order, no gap, no capsule too many.
-- Each rival is a session of the daemon's role, in a database of its own.
\set ON_ERROR_STOP on
select plan(6);

\set made `dropdb --if-exists rems_race_test 2>/dev/null; createdb rems_race_test 2>&1; tests/lib/pgtap_db.sh rems_race_test 2>&1`
select is(:'made'::text, '', 'a database to race in');
\setenv RUN 'psql -XqAt -d rems_race_test'
\set log `$RUN -c "select t.stocked_log('race')"`
\setenv LOG :log

-- Entry n of everybody's choosing: all rivals append entry 8.
\set out `for rival in 1 2 3 4 5 6 7 8; do $RUN -U rems_daemon -v VERBOSITY=sqlstate -v log=$LOG -f tests/sql/support/rival_same.psql 2>&1 & done; wait`
select is(regexp_count(:'out', 'done'), 1, 'of eight with the same index one is the next entry');
select is(regexp_count(:'out', 'RX500'), 7, 'and seven are told that they are not');

-- Ten dispensings of one capsule each, each rival reading the head under its lock.
\set out `for rival in 1 2 3 4 5 6 7 8; do $RUN -U rems_daemon -v ON_ERROR_STOP=1 -v log=$LOG -f tests/sql/support/rival_locked.psql 2>&1 & done; wait`
select is(:'out'::text, '', 'eighty that lock the head first all follow each other');
\set out `$RUN -c "select count(*), min(n), max(n), count(distinct at) = count(*) from rems.entry where log_id = $LOG"`
select is(:'out'::text, '89|0|88|t', 'without a gap, each later than the one before');
\set out `$RUN -c "select sum(capsules) filter (where account = 'available'), sum(capsules) from rems.balance where log_id = $LOG"`
select is(:'out'::text, '19|0', 'and every capsule is accounted for');

\set dropped `dropdb rems_race_test`
select finish();
