-- The comment above a function names every SQLSTATE that the function raises, every file is loaded and
-- says what it is, and sql/README.md lists the functions. Run from the top of the repository, as the other tests are.
\set ON_ERROR_STOP on
select plan(4);

\set out `awk -f tests/sql/support/raised.awk sql/code/*.sql`
select is(:'out'::text, '', 'every SQLSTATE raised stands in the comment above');

\set out `for file in sql/code/*.sql sql/migrations/*.sql sql/grants.sql; do grep -qF "ir ${file#sql/}" sql/install.sql || echo "$file"; done`
select is(:'out'::text, '', 'every file is loaded by install.sql');

\set out `for file in sql/*.sql sql/code/*.sql sql/migrations/*.sql; do head -n 1 "$file" | grep -q '^-- ' || echo "$file"; done`
select is(:'out'::text, '', 'every file begins by saying what it is');

\set out `awk -f tests/sql/support/signatures.awk sql/README.md`
select is(:'out'::text, string_agg(f.signature, ' ' order by f.name), 'sql/README.md lists the functions as they are')
  from (select p.proname::text collate "C", p.proname || '(' || pg_get_function_arguments(p.oid) || ') -> '
               || regexp_replace(pg_get_function_result(p.oid), '^TABLE\((.*)\)$', '\1')
          from pg_proc p where p.pronamespace = 'rems_api'::regnamespace) f (name, signature);

select finish();
