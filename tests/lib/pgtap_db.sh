#!/bin/sh
# Prepare a database for the pgTAP tests: a training installation, pgTAP, the helpers of
# tests/sql/support, and the names in the .def tables of server/core as rows to compare with.
#
#	eval "$(tests/lib/cluster.sh env DIR)"
#	tests/lib/pgtap_db.sh [DATABASE]
#	PGDATABASE=DATABASE prove --exec 'psql -XqAt -v ON_ERROR_STOP=1 -f' tests/sql/*.sql
#
# Connects as the environment says (PGHOST, PGPORT, PGUSER); a database of that name is dropped first.
set -eu

database=${1:-rems_sql_test}
top=$(cd "$(dirname "$0")/../.." && pwd)

run() {
	psql -XqAt -v ON_ERROR_STOP=1 -d "$database" "$@"
}

# One line per row of a .def table: the arguments of MACRO(...) that the pattern keeps.
rows() {
	sed -nE "s/^$2\\($3.*/$4/p" "$top/server/core/$1"
}

PGOPTIONS="-c client_min_messages=warning" dropdb --if-exists "$database"
createdb "$database"
run -v realm=rems.example.org -v training=true -f "$top/sql/install.sql"
run -c 'create extension pgtap' -c 'create schema t' -c '
	create table t.def_statement_type (name text, scope text);
	create table t.def_account (name text, contra boolean, of_subject boolean);
	create table t.def_code (slug text, sqlstate text)'
rows catalogue.def STATEMENT '[a-z_]+, *"([a-z-]+)", *[A-Z_]+, *[A-Z|]+, *([A-Z]+),' '\1,\L\2' |
	run -c '\copy t.def_statement_type from stdin csv'
rows accounts.def ACCOUNT '[A-Z]+, *"([a-z]+)", *([a-z]+), *([a-z]+)\)' '\1,\2,\3' |
	run -c '\copy t.def_account from stdin csv'
rows codes.def CODE '[A-Z_]+, *"([A-Za-z0-9_-]+)", *[0-9]+, *"(RX[0-9]+)",' '\1,\2' |
	run -c '\copy t.def_code from stdin csv'
for file in "$top"/tests/sql/support/*.sql; do
	run -f "$file"
done
