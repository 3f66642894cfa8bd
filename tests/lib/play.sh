#!/bin/bash
# make play FILES='...': a throwaway training site, the stories on it, and nothing left behind.
set -eu -o pipefail
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || { echo "say which: make play FILES='tests/stories/seed-trial/seed-trial.story'" >&2; exit 2; }
export BUILD=$PWD/${BUILD:?}
dir=$(mktemp -d "${TMPDIR:-/tmp}/rems-play.XXXXXX")
chmod 711 "$dir"
. tests/lib/site.sh
trap 'site_drop "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
site_start "$dir"
status=0
"$BUILD/rems" --config "$dir/rems.yaml" --state "$dir/client" play "$@" || status=$?
exit "$status"
