#!/bin/sh
# A private PostgreSQL cluster in a directory of its own, for the tests and for `make demo`.
#
#	cluster.sh start DIR	make it if need be, start it, print its conninfo; running already: the same
#	cluster.sh stop DIR	stop it and keep its data; not running, or no such cluster: nothing happens
#	cluster.sh drop DIR	stop it and delete everything that start made
#	cluster.sh env DIR	print `export PGHOST=...` lines for `eval`
#
# It listens on a Unix socket alone, in a directory of mode 0700, and trusts whoever can reach that:
# its own user, and root. No TCP port, so nothing to clash with; a cluster of the system is never
# touched. fsync is off unless FSYNC=on. PG_BINDIR names the server's programs where they are
# somewhere unusual.
#
# PostgreSQL refuses to run as root, so root runs it as the user postgres (or PG_USER). A cluster stands
# in DIR/cluster; where that user cannot reach it, or where the socket's path would be longer than a
# socket address holds (107 bytes), in a private directory under /var/tmp that DIR/place names.
set -eu

PLACES=/var/tmp/rems-pg

die() {
	printf 'cluster.sh: %s\n' "$*" >&2
	exit 1
}

usage() {
	die 'usage: cluster.sh start|stop|drop|env DIR'
}

# Runs a program as the cluster's user, in a directory that everyone may be in.
as_cluster_user() {
	if [ "$(id -u)" != 0 ]; then
		(cd / && "$@")
	elif command -v setpriv >/dev/null 2>&1; then
		(cd / && HOME=/ setpriv --reuid="$user" --regid="$group" --init-groups -- "$@")
	else
		(cd / && HOME=/ runuser -u "$user" -- "$@")
	fi
}

find_programs() {
	for bin in ${PG_BINDIR:-/usr/lib/postgresql/15/bin /usr/pgsql-15/bin /usr/local/pgsql/bin}; do
		[ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ] && return
	done
	die 'no PostgreSQL 15 server programs; install postgresql-15 or set PG_BINDIR'
}

find_user() {
	user=$(id -un)
	[ "$(id -u)" = 0 ] && user=${PG_USER:-postgres}
	group=$(id -gn "$user" 2>/dev/null) || die "there is no user $user to run PostgreSQL as"
}

# The place of an earlier start, if it is still there and belongs to the cluster's user.
find_place() {
	place=
	[ -f "$dir/place" ] || return 0
	place=$(cat "$dir/place")
	case $place in
	"$dir/cluster" | "$PLACES".*) ;;
	*) place= ;;
	esac
	if [ -n "$place" ] && [ "$(stat -c %U "$place" 2>/dev/null)" != "$user" ]; then
		place=
	fi
}

make_place() {
	place=$dir/cluster
	rm -rf "$place"
	mkdir -p "$place"
	[ "$(id -u)" = 0 ] && chown "$user:$group" "$place"
	chmod 700 "$place"
	socket=$place/s/.s.PGSQL.5432
	if [ "${#socket}" -gt 107 ] || ! as_cluster_user test -w "$place"; then
		rm -rf "$place"
		place=$(mktemp -d "$PLACES.XXXXXX")
		[ "$(id -u)" = 0 ] && chown "$user:$group" "$place"
	fi
	printf '%s\n' "$place" >"$dir/place"
}

# `made` is written last: without it an initdb was interrupted, and everything is made anew.
make_cluster() {
	make_place
	as_cluster_user mkdir -m 700 "$place/s"
	as_cluster_user "$bin/initdb" -k -N -D "$place/data" -U postgres --encoding=UTF8 \
		--locale=C.UTF-8 --auth=trust >"$dir/initdb.log" 2>&1 ||
		die "initdb failed, see $dir/initdb.log"
	as_cluster_user sh -c 'printf "local all all trust\n" >"$1/data/pg_hba.conf"
		cat >>"$1/data/postgresql.conf" && : >"$1/made"' sh "$place" <<-CONF
		listen_addresses = ''
		unix_socket_directories = '$place/s'
		unix_socket_permissions = 0700
		port = 5432
		max_connections = 100
		shared_buffers = 64MB
		timezone = 'UTC'
		log_timezone = 'UTC'
		log_line_prefix = '%m [%p] %u@%d '
		jit = off
	CONF
}

# pg_ctl status would take a killed server that nobody has waited for yet, or a stranger that got its
# number, for a running one; and then neither start nor stop.
running() {
	[ -n "$place" ] && [ -f "$place/data/postmaster.pid" ] || return 1
	pid=$(head -n 1 "$place/data/postmaster.pid")
	case $(sed -n 's/^[0-9]* (postgres) \([A-Za-z]\) .*/\1/p' "/proc/$pid/stat" 2>/dev/null) in
	'' | Z | X) return 1 ;;
	esac
}

# What a killed server left behind. Its children notice and end by themselves; one that still works in
# the data directory (it is their current directory) must be gone before another server starts there.
clear_remains() {
	for attempt in 1 2 3 4 5 6 7 8 9 10; do
		readlink /proc/[0-9]*/cwd 2>/dev/null | grep -qxF "$place/data" || break
		[ "$attempt" -lt 10 ] || die "processes of a killed server still work in $place/data"
		sleep 1
	done
	rm -f "$place/data/postmaster.pid" "$place/s/.s.PGSQL.5432" "$place/s/.s.PGSQL.5432.lock"
}

start() {
	mkdir -p "$dir"
	find_place
	[ -n "$place" ] && [ -f "$place/made" ] || make_cluster
	if ! running; then
		clear_remains
		fsync=${FSYNC:-off}
		as_cluster_user "$bin/pg_ctl" start -w -t 60 -s -D "$place/data" -l "$place/log" \
			-o "-c fsync=$fsync -c full_page_writes=$fsync" </dev/null >/dev/null ||
			die "the server did not start, see $place/log"
	fi
	printf 'host=%s port=5432 user=postgres dbname=postgres\n' "$place/s"
}

stop() {
	find_place
	if running; then
		as_cluster_user "$bin/pg_ctl" stop -w -t 60 -s -m fast -D "$place/data" ||
			die "the server did not stop, see $place/log"
	fi
}

drop() {
	stop
	[ -z "$place" ] || rm -rf "$place"
	rm -f "$dir/place" "$dir/initdb.log"
	rmdir "$dir" 2>/dev/null || true
}

print_env() {
	find_place
	[ -n "$place" ] || die "there is no cluster in $dir"
	printf 'unset PGHOSTADDR PGSERVICE PGPASSWORD PGOPTIONS\n'
	printf "export PGHOST='%s' PGPORT=5432 PGUSER=postgres PGDATABASE=postgres\n" "$place/s"
}

[ $# = 2 ] && [ -n "$2" ] || usage
case $2 in
/*) dir=$2 ;;
*) dir=$PWD/$2 ;;
esac
find_programs
find_user
case $1 in
start) start ;;
stop) stop ;;
drop) drop ;;
env) print_env ;;
*) usage ;;
esac
