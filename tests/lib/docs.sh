#!/bin/bash
# The pages of docs/ that are generated from tables.
#
#   tests/lib/docs.sh --write     write them            tests/lib/docs.sh --check     compare them
#
# The C preprocessor reads the tables, as the compiler does, so that a page cannot tell another story.
set -eu -o pipefail
cd "$(dirname "$0")/../.."

expand() { # table, macros ...: one line for each row, strings still in quotes
	local table=$1
	shift
	{
		printf '#define %s\n' "$@"
		printf '#include "%s"\n' "$table"
	} | gcc -E -P -x c -Iserver/core - | sed 's/@@/\n@@/g' | grep '^@@' | sed 's/ *$//'
}

heading() { # title, table
	printf '<!-- generated from %s by `make docs`; edit that -->\n\n# %s\n\n' "$2" "$1"
}

statements() {
	heading 'Statements' 'server/core/catalogue.def'
	cat <<-'END'
		What may be said, by whom, with which fields. A statement is signed by one person; accepted or refused, it
		becomes an entry of the log. `rems TYPE field=value ...` says one; `*` marks a field that must be given,
		`now` one that is the act's own instant when nothing is given.
	END
	expand server/core/catalogue.def \
		'STATEMENT(id,type,meaning,signers,scope,says) @@S|type|#meaning|#signers|#scope|says' \
		'FIELD(id,name,kind,need,min,max,words,label) @@F|#name|#kind|#need|min|max|#words|label' |
		awk -F'|' '
		function plain(s) { gsub(/^ *"|" *$/, "", s); return s }
		function words(s) { s = tolower(plain(s)); gsub(/_/, "-", s); gsub(/ *@ */, ", ", s); return s }
		{ line = $0 }
		$1 == "@@S" {
			# The signers are joined by | themselves: take the ends, the rest is theirs.
			says = plain($NF); scope = words($(NF - 1)); signers = ""
			for (i = 4; i <= NF - 2; i++) signers = signers (i > 4 ? "@" : "") plain($i)
			printf "\n## %s\n\n\"%s.\" Signed as %s by: %s. A fact of: %s.\n\n", plain($2), says, words($3), words(signers), scope
			print "| field | | kind | what |\n|---|---|---|---|"
		}
		$1 == "@@F" {
			need = plain($4); mark = need == "REQUIRED" ? "*" : need == "NOW" ? "now" : ""
			kind = words($3)
			if (plain($7) != "none") kind = kind " (" plain($7) ")"
			else if (kind == "integer" || kind == "mass") kind = kind " " plain($5) " to " plain($6)
			printf "| `%s` | %s | %s | %s |\n", plain($2), mark, kind, plain($8)
		}'
	printf '\n# Words\n\n'
	expand server/core/vocab.def 'VOCAB(name) @@V|#name' 'WORD(c,word) @@W|word' 'VOCAB_END(name)' |
		awk -F'|' '
		function plain(s) { gsub(/^ *"|" *$/, "", s); return s }
		$1 == "@@V" { if (open) print "."; printf "- **%s**: ", plain($2); open = 1; first = 1 }
		$1 == "@@W" { printf "%s%s", first ? "" : ", ", plain($2); first = 0 }
		END { if (open) print "." }'
}

rules() {
	heading 'Gates' 'server/core/gates.def'
	cat <<-'END'
		Every gate is judged at every dispense, in this order, and every failing one is reported. What a gate allows
		(days, hours, limits) stands in the program file, `config/programs/`, with its source. Who clears it: the roles
		whose next act can make it pass.

		| gate | slug | refused because | what to do next | who clears it |
		|---|---|---|---|---|
	END
	expand server/core/gates.def 'GATE(id,name,slug,title,says,hint,who) @@G|name|#slug|says|hint|#who' |
		awk -F'|' '
		function plain(s) { gsub(/^ *"|" *$/, "", s); return s }
		{
			who = ""
			for (i = 6; i <= NF; i++) who = who (i > 6 ? ", " : "") tolower(plain($i))
			printf "| %s | %s | %s | %s | %s |\n", plain($2), plain($3), plain($4), plain($5), who
		}'
}

errors() {
	heading 'Errors' 'server/core/codes.def'
	cat <<-'END'
		A refusal is not an error: it is an answer, with status 200, and is recorded. Everything else that is not done is
		one of these, as `application/problem+json` with the slug as `code`; the client prints the same.

		| code | HTTP | what it says |
		|---|---|---|
	END
	expand server/core/codes.def 'CODE(name,slug,http,sqlstate,says) @@C|slug|http|says' |
		awk -F'|' '
		function plain(s) { gsub(/^ *"|" *$/, "", s); return s }
		{ printf "| `%s` | %s | %s |\n", plain($2), $3, plain($4) }'
}

events() {
	heading 'Events of the log' 'server/common/events.def'
	cat <<-'END'
		What remsd writes to its log, one event a line: `at=... level=... event=NAME ...`. Search for names, not for
		sentences: the names are permanent.

		| event | what it means | what to do |
		|---|---|---|
	END
	expand server/common/events.def 'EVENT(name,means,todo) @@E|#name|means|todo' |
		awk -F'|' '
		function plain(s) { gsub(/^ *"|" *$/, "", s); return s }
		{ printf "| `%s` | %s | %s |\n", plain($2), plain($3), plain($4) }'
}

pages='statements:docs/STATEMENTS.md rules:docs/RULES.md errors:docs/ERRORS.md events:docs/EVENTS.md'
new=$(mktemp)
trap 'rm -f "$new"' EXIT
status=0
for page in $pages; do
	${page%%:*} >"$new"
	case $1 in
	--write)
		cmp -s "$new" "${page#*:}" || { cp "$new" "${page#*:}" && chmod 644 "${page#*:}" && echo "wrote ${page#*:}"; }
		;;
	--check) diff -u "${page#*:}" "$new" || status=1 ;;
	esac
done
exit $status
