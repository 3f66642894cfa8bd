#!/bin/bash
# Run the programs of one campaign: campaign.sh bench|torture
# They are the executables of tests/bench or tests/torture, each of which says what it measured.
set -eu
cd "$(dirname "$0")/../.."
name=${1:?}
export BUILD=$PWD/${BUILD:?}
found=0
for program in tests/"$name"/[0-9]*; do
	[ -x "$program" ] || continue
	found=1
	echo "== $program"
	"$program"
done
[ "$found" = 1 ] || {
	echo "tests/$name has no program yet: nothing was measured" >&2
	exit 2
}
