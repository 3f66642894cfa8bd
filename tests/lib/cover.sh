#!/bin/bash
# Branch coverage of server/core by the unit tests: cover.sh build/cover
#
# Lines that no test can reach are excused by `/* cannot happen: why */` beside them in the code, and
# listed here; everything else that is not covered fails.
set -eu -o pipefail
cd "$(dirname "$0")/../.."
build=${1:?}
command -v gcovr >/dev/null || { echo 'make cover needs gcovr (package gcovr)' >&2; exit 2; }
find "$build" -name '*.gcda' -delete
for source in tests/unit/*_test.c; do
	test=$build/${source%.c}
	CMOCKA_MESSAGE_OUTPUT=TAP "$test" >"$test.tap" 2>&1 || { cat "$test.tap"; exit 1; }
done
echo 'Excused lines:'
grep -nE 'cannot happen|GCOVR_EXCL' server/core/*.c || echo '  none'
gcovr --root . --filter 'server/core/' --object-directory "$build" --exclude-throw-branches \
	--exclude-lines-by-pattern '.*(assert\(|cannot happen).*' --exclude-branches-by-pattern '.*(assert\(|cannot happen).*' \
	--branches --print-summary --fail-under-branch "${COVER_MIN:-100}" "$build"
