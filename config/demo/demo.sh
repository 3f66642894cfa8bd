#!/bin/bash
# make demo: a whole site in var/demo, the seed trial played through the real interface, and a look at it.
#
# With a terminal the daemon keeps running and the last lines say what to try; without one everything
# is stopped at the end. Ctrl-C and `make demo-stop` end whatever runs. DEMO_STORY is the story played.
set -eu -o pipefail
cd "$(dirname "$0")/../.."
top=$PWD build=$PWD/${BUILD:?} dir=$PWD/var/demo
export BUILD=$build SITE_SHOW=yes TZ=UTC
story=${DEMO_STORY:-tests/stories/seed-trial/seed-trial.story}
. tests/lib/site.sh

keep=
finish() {
	local status=$?
	trap '' EXIT INT TERM HUP
	[ -n "$keep" ] || {
		echo
		echo 'Stopping the demo ...'
		site_drop "$dir" || status=1
	}
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

step() { printf '\n== %s\n' "$*"; }

if [ -d "$dir" ]; then
	step 'An earlier demo is here: stopping it'
	site_drop "$dir"
fi
mkdir -p "$dir"

step 'A private site: PostgreSQL, certificates, the daemon (training build)'
site_start "$dir"
cat >"$dir/rems" <<-END
	#!/bin/sh
	exec "$build/rems" --config "$dir/rems.yaml" --state "$dir/client" "\$@"
END
chmod +x "$dir/rems"
rems=$dir/rems

step "Playing $story: every act signed by its person and sent through the API"
"$rems" play "$story"

step 'Signing in as the pharmacist (password: "training pharmacist")'
origin=$(psql -XqAt "$(cat "$dir/conninfo")" -c 'select origin from rems_api.list_logs() where is_open order by size desc limit 1')
printf 'origin: "%s"\nuser: "pharmacist"\n' "$origin" >>"$dir/rems.yaml"
printf 'training pharmacist\n' | "$rems" --password-fd 0 login pharmacist

step 'The work list: what is due, and what blocks a dispense'
"$rems" worklist

step 'A dispense that was refused, with every reason'
entry=$(psql -XqAt "$(cat "$dir/conninfo")" -c "select n from rems.entry where type = 'dispense' and not accepted order by n desc limit 1")
"$rems" entry "$entry"

step 'The accountability record of lot L1'
"$rems" lot L1

if [ -t 0 ] && [ -t 1 ]; then
	keep=yes
	cat <<-END

		The daemon runs on. Try (passwords are "training" and the user, as "training pharmacist"):

		  ${rems#"$top"/} gate CLE-004 --explain
		  ${rems#"$top"/} return subject=CLE-003 lot=L2 capsules=2
		  ${rems#"$top"/} log

		make demo-stop ends it and deletes its data; make psql looks at the database.
	END
fi
