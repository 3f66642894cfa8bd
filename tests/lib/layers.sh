#!/bin/bash
# Who may include and call whom: the picture of docs/ARCHITECTURE.md, checked. Prints TAP.
#
#   BUILD=build/dev-training-faults tests/lib/layers.sh
set -u
. tests/lib/tap.sh
: "${BUILD:?}" "${CC:=gcc}"

# --- a folder includes only what its include path shows ------------------------------------------
# "../x.h" and "folder/x.h" would get around the path, so a plain file name is the only form.
sees=$(make -s --no-print-directory print-sees)
headers_of() { ls "$1"/*.h "$1"/*.def 2>/dev/null | xargs -rn1 basename; }

bad=
while IFS=': ' read -r folder path; do
	allowed=$(for d in $path; do headers_of "$d"; done)
	for file in "$folder"/*.[ch]; do
		[ -e "$file" ] || continue
		while read -r name; do
			grep -qxF -- "$name" <<<"$allowed" || bad+="$file includes \"$name\""$'\n'
		done < <(sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"([^"]*)".*/\1/p' "$file")
	done
done <<<"$sees"
is "$bad" "" "every folder includes its own and its permitted neighbours' headers only"

twice=$(ls server/*/*.h client/*.h client/*/*.h 2>/dev/null | xargs -rn1 basename | sort | uniq -d)
is "$twice" "" "no header name exists twice"

# --- server/core is pure --------------------------------------------------------------------------
# Memory, strings and numbers to text; assertions; and what the sanitizers and the hardening add.
PURE='memcpy|memmove|memset|memcmp|memchr|strlen|strnlen|strcmp|strncmp|strchr|strrchr|strspn|strcspn|strstr'
PURE+='|snprintf|vsnprintf|__assert_fail|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_'
PURE+='|__(mem|str|vsn|sn)[a-z]*_chk|__(a|ub)san_[a-z0-9_]*|__gcov_[a-z0-9_]*'
core=("$BUILD"/server/core/*.o)
calls=$(comm -23 <(nm -u "${core[@]}" | awk 'NF == 2 { print $2 }' | sort -u) \
	<(nm --defined-only "${core[@]}" | awk 'NF == 3 { print $3 }' | sort -u))
is "$(grep -vxE "$PURE" <<<"$calls")" "" "server/core calls nothing but memory, strings and assert"

# No storage that changes: same input, same verdict.
state=$(size -A "${SHIPPED:?}"/server/core/*.o |
	awk '/:$/ { file = $1 } $1 ~ /^\.(data|bss)$/ && $2 > 0 { print file, $1, $2 }')
is "$state" "" "server/core keeps no state"

# --- one door for each foreign library ------------------------------------------------------------
door() { # how many files, header as a pattern, what
	local files count
	files=$(grep -lE "^[[:space:]]*#[[:space:]]*include[[:space:]]*<$2>" \
		server/*/*.[ch] client/*.[ch] client/*/*.[ch] 2>/dev/null)
	count=$(grep -c . <<<"$files")
	is "$count" "$1" "$3: $1 door(s)"
	[ "$count" = "$1" ] || tap_note <<<"$files"
	is "$(grep '\.h$' <<<"$files")" "" "$3: no header of ours shows it"
}
door 1 'libpq-fe\.h' libpq
door 1 'yaml\.h' libyaml
door 1 'jansson\.h' jansson
door 1 'curl/curl\.h' libcurl
door 1 'event2/http\.h' "libevent's HTTP server"
door 2 'openssl/[a-z0-9_]+\.h' OpenSSL

# --- each header compiles alone -------------------------------------------------------------------
cflags=$(make -s --no-print-directory print-pkg-cflags)
bad=
while IFS=': ' read -r folder path; do
	for header in "$folder"/*.h; do
		[ -e "$header" ] || continue
		# shellcheck disable=SC2046,SC2086 # lists of words
		out=$(printf '#include "%s"\ntypedef int iso_c_needs_a_declaration;\n' "${header##*/}" |
			$CC -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Werror -fsyntax-only \
				$(printf -- '-iquote %s ' $path) $cflags -x c - 2>&1) || bad+="$header: $out"$'\n'
	done
done <<<"$sees"
is "$bad" "" "every header compiles alone"

tap_done
