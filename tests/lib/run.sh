#!/bin/bash
# Run the tiers named, all under one prove, and end with "N passed, N failed".
#
#   BUILD=build/dev-training-faults SHIPPED=build/release tests/lib/run.sh unit sql e2e
#
# BUILD has the programs under test, SHIPPED the release programs; ONLY keeps the files whose path
# contains one of its words. Whatever was started is stopped at the end, however that comes.
set -eu -o pipefail
cd "$(dirname "$0")/../.."

export LC_ALL=C.UTF-8 TZ=UTC
unset MAKEFLAGS MAKELEVEL MFLAGS
export BUILD=$PWD/${BUILD:?} SHIPPED=$PWD/${SHIPPED:?} TOP=$PWD
export REMSD=$BUILD/remsd REMS=$BUILD/rems
export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0:detect_leaks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}

work=$(mktemp -d "${TMPDIR:-/tmp}/rems-check.XXXXXX")
chmod 711 "$work"
export TALLY=$work/tally CHECK_DIR=$work
stops=()
finish() {
	local status=$?
	trap - EXIT INT TERM
	for stop in "${stops[@]}"; do $stop >>"$work/stop.log" 2>&1 || status=1; done
	if [ "$status" = 0 ] || [ -z "${KEEP:-}" ]; then rm -rf "$work"; else echo "kept: $work" >&2; fi
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

files_of() { # tier
	case $1 in
	layers) echo tests/lib/layers.sh ;;
	tidy) echo tests/tidy.sh ;;
	unit) for c in tests/unit/*_test.c; do [ ! -e "$c" ] || echo "${BUILD#"$PWD"/}/${c%.c}"; done ;;
	sql) find tests/sql -name '*.sql' -not -path '*/support/*' | sort ;;
	stories) [ -z "$(tests/lib/stories.sh --list)" ] || echo tests/lib/stories.sh ;;
	*) find "tests/$1" -maxdepth 1 \( -name '*.sh' -o -name '*.py' \) -name '[0-9]*' | sort ;;
	esac
}

wanted() { # file
	[ -n "${ONLY:-}" ] && [ "$1" != tests/lib/stories.sh ] || return 0
	local word
	for word in $ONLY; do case $1 in *"$word"*) return 0 ;; esac; done
	return 1
}

# What a tier needs before its first file. The others start what they need by themselves.
prepare() { # tier
	[ "$1" = sql ] || return 0
	stops=("tests/lib/cluster.sh drop $work/pg" "${stops[@]}")
	tests/lib/cluster.sh start "$work/pg" >/dev/null
	tests/lib/cluster.sh env "$work/pg" >"$work/sql.env"
	echo 'export PGDATABASE=rems_sql_test' >>"$work/sql.env"
	(
		. "$work/sql.env"
		tests/lib/pgtap_db.sh rems_sql_test
	)
}

files=()
for tier; do
	found=()
	while read -r file; do wanted "$file" && found+=("$file"); done < <(files_of "$tier")
	if [ ${#found[@]} = 0 ]; then
		[ -z "${ONLY:-}" ] || continue
		echo "tier $tier: there is no test" >&2
		exit 2
	fi
	prepare "$tier"
	files+=("${found[@]}")
done

rm -f "$TALLY"
status=0
PERL5LIB=$PWD/tests/lib prove --formatter Tally --timer --failures --comments \
	--exec tests/lib/exec.sh "${files[@]}" </dev/null || status=$?
tally=$(cat "$TALLY")
case $tally in *' 0 failed'*) ;; *) [ "$status" != 0 ] || status=1 ;; esac
echo "$tally"
exit "$status"
