#!/bin/bash
# A throwaway site: private cluster, schema, CA and certificate, daemon on a free loopback port.
#
#   tests/lib/site.sh start DIR     make it if need be and start it; DIR/env and DIR/rems.yaml say how to reach it
#   tests/lib/site.sh stop DIR      stop daemon and cluster, keep the data
#   tests/lib/site.sh drop DIR      stop them and delete DIR
#   tests/lib/site.sh restart DIR   stop and start the daemon alone
#   tests/lib/site.sh kill DIR      kill -9 the daemon alone (start starts it again)
#
# or sourced: site_start DIR, site_stop DIR, and `. DIR/env`. BUILD is the folder of the programs.
# SITE_TRAINING=false makes a production installation, SITE_PROGRAMS another folder of programs, and
# FSYNC=on a cluster that may be killed. Steps are shown when SITE_SHOW is set.
#
# Only what this started is ever ended: the daemon by the pid that DIR/remsd.pid records, and only
# while that process still runs our program with our configuration.

SITE_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
SITE_REALM=training.example

site_say() { [ -z "${SITE_SHOW:-}" ] || echo "  $*"; }
site_die() {
	echo "site.sh: $*" >&2
	return 1
}

site_pid() { # DIR: prints the pid of the daemon if it runs
	local pid
	pid=$(cat "$1/remsd.pid" 2>/dev/null) || return 1
	tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF "$1/remsd.yaml" || return 1
	echo "$pid"
}

site_certificates() { # DIR: a CA that lives as long as the site, a certificate for loopback
	local d=$1
	mkdir -p "$d/tls"
	openssl ecparam -name prime256v1 -genkey -noout -out "$d/tls/ca.key" &&
		openssl req -x509 -new -key "$d/tls/ca.key" -days 365 -subj '/CN=remsledger throwaway CA' \
			-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
			-out "$d/tls/ca.pem" &&
		openssl ecparam -name prime256v1 -genkey -noout -out "$d/tls/server.key" &&
		openssl req -new -key "$d/tls/server.key" -subj '/CN=localhost' -out "$d/tls/server.csr" &&
		printf '%s\n' 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature' \
			'extendedKeyUsage=serverAuth' 'subjectAltName=DNS:localhost,IP:127.0.0.1' >"$d/tls/server.ext" &&
		openssl x509 -req -in "$d/tls/server.csr" -CA "$d/tls/ca.pem" -CAkey "$d/tls/ca.key" \
			-CAcreateserial -days 365 -extfile "$d/tls/server.ext" -out "$d/tls/server.pem"
}

site_database() { # DIR: the cluster runs, the schema is current
	local d=$1 conninfo log
	conninfo=$("$SITE_TOP/tests/lib/cluster.sh" start "$d/pg") || return 1
	site_say "PostgreSQL: private, $(sed 's/^host=\([^ ]*\).*/\1/' <<<"$conninfo") (no port)"
	[ "$(psql -XqAt "$conninfo" -c "select 1 from pg_database where datname = 'rems'")" = 1 ] ||
		psql -Xq "$conninfo" -c 'create database rems' || return 1
	conninfo="${conninfo/dbname=postgres/dbname=rems}"
	log=$d/install.log
	psql -Xq -v ON_ERROR_STOP=1 -v "realm=$SITE_REALM" -v "training=${SITE_TRAINING:-true}" \
		"$conninfo" -f "$SITE_TOP/sql/install.sql" >"$log" 2>&1 </dev/null || {
		cat "$log" >&2
		site_die "the schema was not installed"
		return 1
	}
	echo "$conninfo" >"$d/conninfo"
	site_say "schema installed, training=${SITE_TRAINING:-true}"
}

site_config() { # DIR
	local d=$1
	cat >"$d/remsd.yaml" <<-END
		listen:
		  address: "127.0.0.1"
		  port: 0
		  port_file: "$d/port"
		tls:
		  certificate: "$d/tls/server.pem"
		  key: "$d/tls/server.key"
		database:
		  conninfo: "$(sed 's/user=postgres/user=rems_daemon/' "$d/conninfo")"
		realm: "$SITE_REALM"
		programs: "${SITE_PROGRAMS:-$SITE_TOP/config/programs}"
		log:
		  level: info
	END
}

site_answers() { # DIR: the daemon runs and is healthy
	[ -s "$1/port" ] && curl -sf -m 2 --cacert "$1/tls/ca.pem" "https://127.0.0.1:$(cat "$1/port")/healthz" >/dev/null
}

site_daemon() { # DIR: start it and wait until it answers, at most 60 s
	local d=$1 pid tries=1200
	rm -f "$d/port"
	(
		cd "$SITE_TOP" || exit 1
		exec setsid "${REMSD:-$BUILD/remsd}" run --config "$d/remsd.yaml" </dev/null >>"$d/remsd.log" 2>&1
	) &
	pid=$!
	echo "$pid" >"$d/remsd.pid"
	until site_answers "$d"; do
		tries=$((tries - 1))
		if ! kill -0 "$pid" 2>/dev/null; then
			wait "$pid"
			tail -n 20 "$d/remsd.log" >&2
			site_die "the daemon ended at once"
			return 1
		elif [ "$tries" = 0 ]; then
			tail -n 20 "$d/remsd.log" >&2
			site_die "the daemon does not answer"
			return 1
		fi
		sleep 0.05
	done
	printf 'url: "%s"\nca: "%s"\n' "https://127.0.0.1:$(cat "$d/port")" "$d/tls/ca.pem" >"$d/rems.yaml"
	printf 'export %s=%q\n' SITE "$d" SITE_URL "https://127.0.0.1:$(cat "$d/port")" \
		SITE_CA "$d/tls/ca.pem" SITE_REALM "$SITE_REALM" SITE_DB "$(cat "$d/conninfo")" >"$d/env"
	site_say "remsd: https://127.0.0.1:$(cat "$d/port"), pid $pid, log $d/remsd.log"
}

site_start() { # DIR
	local d
	mkdir -p "$1" && d=$(cd "$1" && pwd) || return 1
	site_database "$d" || return 1
	if [ ! -e "$d/tls/server.pem" ]; then
		site_certificates "$d" 2>"$d/openssl.log" || {
			cat "$d/openssl.log" >&2
			site_die "openssl made no certificate"
			return 1
		}
		site_say "certificates: a throwaway CA in $d/tls"
	fi
	site_config "$d"
	site_pid "$d" >/dev/null || site_daemon "$d"
}

site_end_daemon() { # DIR, signal
	local pid tries=400
	pid=$(site_pid "$1") || return 0
	kill "-$2" "$pid" 2>/dev/null
	while site_pid "$1" >/dev/null; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || {
			site_die "the daemon (pid $pid) does not stop; killed"
			kill -KILL "$pid"
			return 1
		}
		sleep 0.05
	done
	rm -f "$1/remsd.pid" "$1/port"
}

site_stop() { # DIR
	local d status=0
	d=$(cd "$1" 2>/dev/null && pwd) || return 0
	site_end_daemon "$d" TERM || status=1
	[ ! -d "$d/pg" ] || "$SITE_TOP/tests/lib/cluster.sh" stop "$d/pg" || status=1
	return $status
}

site_drop() { # DIR
	local d status=0
	d=$(cd "$1" 2>/dev/null && pwd) || return 0
	site_end_daemon "$d" TERM || status=1
	[ ! -d "$d/pg" ] || "$SITE_TOP/tests/lib/cluster.sh" drop "$d/pg" || status=1
	rm -rf "$d"
	return $status
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
	set -u
	[ $# = 2 ] || { sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
	dir=$(mkdir -p "$2" && cd "$2" && pwd) || exit 1
	case $1 in
	start) site_start "$dir" ;;
	stop) site_stop "$dir" ;;
	drop) site_drop "$dir" ;;
	restart) site_end_daemon "$dir" TERM && site_daemon "$dir" ;;
	kill) site_end_daemon "$dir" KILL ;;
	*) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
	esac
fi
