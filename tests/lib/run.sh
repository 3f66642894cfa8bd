#!/bin/bash
# Run the tiers named, all under one prove, and end with "N passed, N failed".
#
#   BUILD=build/dev-training-faults SHIPPED=build/release tests/lib/run.sh unit sql e2e
#
# BUILD has the programs under test, SHIPPED the release programs; ONLY keeps the files whose path
# contains one of its words. Each tier that needs PostgreSQL or a site gets it once, before its first
# file, and everything that was started is stopped at the end, however that comes.
set -eu -o pipefail
cd "$(dirname "$0")/../.."

export LC_ALL=C.UTF-8 TZ=UTC
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
	sql) find tests/sql -name '*.sql' -not -path '*/lib/*' | sort ;;
	stories) find tests/stories -name '*.story' | xargs -r grep -lE '^story[[:space:]]' | sort ;;
	*) find "tests/$1" -maxdepth 1 \( -name '*.sh' -o -name '*.py' \) -name '[0-9]*' | sort ;;
	esac
}

wanted() { # file
	[ -n "${ONLY:-}" ] || return 0
	local word
	for word in $ONLY; do case $1 in *"$word"*) return 0 ;; esac; done
	return 1
}

# What a tier needs before its first file.
prepare() { # tier
	case $1 in
	sql)
		. tests/lib/pgtap_db.sh
		stops=(pgtap_db_stop "${stops[@]}")
		pgtap_db_start
		;;
	stories)
		. tests/lib/site.sh
		stops=("site_stop $work/stories" "${stops[@]}")
		site_start "$work/stories"
		export SITE=$work/stories
		;;
	esac
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
