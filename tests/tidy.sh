#!/bin/bash
# What a reviewer should not have to look for. Prints TAP; it reads the files that git knows.
set -u
cd "$(dirname "$0")/.."
. tests/lib/tap.sh

mapfile -t all < <(git ls-files --cached --others --exclude-standard | while read -r f; do [ -f "$f" ] && echo "$f"; done)
mapfile -t text < <(printf '%s\n' "${all[@]}" | grep -vE '^tests/(tui/)?golden/|\.(png|bin|raw)$|^LICENSE$')
mapfile -t ours < <(printf '%s\n' "${all[@]}" | grep -E '\.[ch]$')
mapfile -t c < <(printf '%s\n' "${all[@]}" | grep -E '\.c$')

# --- sizes ------------------------------------------------------------------------------------------
# Tests are tables of cases: they may be longer.
long=$(wc -l "${ours[@]}" |
	awk '$2 != "total" && $1 > ($2 ~ /^tests/ ? 1000 : 600) { print $2 ": " $1 " lines" }')
is "$long" "" "no C file is longer than 600 lines"

long=$(awk 'FNR == 1 { start = 0 }
	/^\{/ { start = FNR }
	/^\}/ && start {
		if (FNR - start - 1 > (FILENAME ~ /^tests/ ? 100 : 70)) print FILENAME ":" start ": " FNR - start - 1 " lines"
		start = 0
	}' "${c[@]}")
is "$long" "" "no function is longer than 70 lines"

is "$(grep -nE '^.{111,}$' "${c[@]}")" "" "no line of C is much wider than 100 columns"

# --- characters -------------------------------------------------------------------------------------
is "$(grep -nE '[[:space:]]+$' "${text[@]}" | head -20)" "" "no line ends in white space"
is "$(grep -nP '\t' "${ours[@]}" | head)" "" "C is indented by spaces"
is "$(grep -lP '\r' "${text[@]}")" "" "no carriage returns"
bad=$(for f in "${text[@]}"; do [ ! -s "$f" ] || [ "$(tail -c1 "$f" | wc -l)" = 1 ] || echo "$f"; done)
is "$bad" "" "every file ends with a newline"

# --- words ------------------------------------------------------------------------------------------
# Written with a bracket so that this file does not find itself.
words='\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b|\bfor no[w]\b|not implemente[d] yet'
is "$(grep -nE "$words" "${text[@]}" | head -20)" "" "nothing is put off to later"

calls='\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|localtime|gmtime|atoi|atol|system|popen)[[:space:]]*\('
is "$(grep -nE "$calls" "${c[@]}" | grep -v '^tests/' | head -20)" "" "no banned function is called"

places='/wor[k]/|/roo[t]/|/hom[e]/[a-z]|/tmp/pla[n]|deb\.debia[n]\.org|registry\.npmj[s]|artifactregistr[y]|pypi\.or[g]|proxy\.golan[g]'
is "$(grep -nE "$places" "${text[@]}" | head -20)" "" "no place of one machine and no registry is named"

ls=$(ls -A | grep -vxE '\.git|build|var|server|client|sql|config|tests|docs|Makefile|README\.md|LICENSE|CONTRIBUTING\.md|\.ci|\.clang-format|\.clang-tidy|\.editorconfig|\.gitignore|\.gitattributes')
is "$ls" "" "the top level holds only what belongs there"

# --- tables, tests and pages agree --------------------------------------------------------------------
ok "the generated pages of docs/ are current (make docs)" tests/lib/docs.sh --check

mapfile -t tests < <(
	echo /dev/null
	printf '%s\n' "${all[@]}" | grep -E '^tests/(unit|stories|e2e|sql)/'
)
missing=
while read -r name id; do
	grep -qwE -- "$id|GATE_$name" "${tests[@]}" || missing+="$id "
done < <(sed -nE 's/^GATE\(([A-Za-z0-9_]+), *"([^"]+)".*/\1 \2/p' server/core/gates.def)
is "$missing" "" "every gate id appears in a test"

missing=
while read -r name slug; do
	[ "$slug" = ok ] || grep -qwE -- "$slug|ERR_$name" "${tests[@]}" || missing+="$slug "
done < <(sed -nE 's/^CODE\(([A-Z0-9_]+), *"([^"]+)".*/\1 \2/p' server/core/codes.def)
is "$missing" "" "every error code appears in a test"

missing=
while read -r type; do
	grep -qwE -- "$type" "${tests[@]}" || missing+="$type "
done < <(sed -nE 's/^STATEMENT\([a-z0-9_]+, *"([^"]+)".*/\1/p' server/core/catalogue.def)
is "$missing" "" "every statement type appears in a test"

missing=
for page in README.md CONTRIBUTING.md docs/*.md docs/adr/*.md; do
	[ -f "$page" ] || continue
	while read -r target; do
		[ -e "$(dirname "$page")/$target" ] || missing+="$page: $target"$'\n'
	done < <(grep -oE '\]\([^)#]+' "$page" | sed 's/^](//' | grep -vE '^[a-z]+:')
done
is "$missing" "" "every link between documents leads somewhere"

missing=
for page in README.md CONTRIBUTING.md docs/ARCHITECTURE.md docs/adr/*.md; do
	[ -f "$page" ] || missing+="$page is not there"$'\n'
	while read -r path; do
		compgen -G "$path" >/dev/null || missing+="$page: $path"$'\n'
	done < <(grep -oE '`(server|client|sql|tests|config|docs)/[A-Za-z0-9_./*-]+`' "$page" 2>/dev/null | tr -d '`' | sort -u)
done
is "$missing" "" "every file that the documents name exists"

is "$(wc -l <README.md 2>/dev/null | awk '$1 > 120')" "" "README.md has at most 120 lines"

tap_done
