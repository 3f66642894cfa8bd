#!/bin/bash
# Every story of tests/stories on one throwaway training site, as TAP. --list only names them; ONLY
# keeps those whose path contains one of its words.
set -u
stories() {
	local story word
	find tests/stories -name '*.story' | xargs -r grep -lE '^story[[:space:]]' | sort | while read -r story; do
		[ -n "${ONLY:-}" ] || echo "$story"
		for word in ${ONLY:-}; do
			case $story in *"$word"*) echo "$story" && break ;; esac
		done
	done
}
if [ "${1:-}" = --list ]; then
	stories
	exit 0
fi

. tests/lib/site.sh
dir=$(mktemp -d "${TMPDIR:-/tmp}/rems-stories.XXXXXX")
chmod 711 "$dir"
trap 'site_drop "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
site_start "$dir" >&2 || exit 1
mapfile -t files < <(stories)
"$BUILD/rems" --config "$dir/rems.yaml" --state "$dir/client" play --tap "${files[@]}"
