# tap.sh -- TAP from a shell test. Source it; call tap_done last.
#
#   . tests/lib/tap.sh
#   ok "the file is there" test -e "$file"
#   is "$got" "$want" "the answer is the same"
#   like "$text" 'lapsed|used' "the reason is given"
#   tap_done
#
# Tests wait for a condition, never for a time: wait_until LIMIT_S command ...

TAP_COUNT=0
TAP_FAILED=0

tap_line() { # true|false, description
	TAP_COUNT=$((TAP_COUNT + 1))
	if [ "$1" = true ]; then
		echo "ok $TAP_COUNT - $2"
	else
		TAP_FAILED=$((TAP_FAILED + 1))
		echo "not ok $TAP_COUNT - $2"
	fi
}

tap_note() { # each line of the arguments or of standard input becomes a diagnostic
	if [ $# -gt 0 ]; then printf '%s\n' "$@"; else cat; fi | sed 's/^/# /' >&2
}

ok() { # description, command ...
	local description=$1 output
	shift
	if output=$("$@" 2>&1); then
		tap_line true "$description"
	else
		tap_line false "$description"
		tap_note "failed: $*" "$output"
	fi
}

not_ok() { # description, command that must fail ...
	local description=$1 output
	shift
	if output=$("$@" 2>&1); then
		tap_line false "$description"
		tap_note "should have failed: $*" "$output"
	else
		tap_line true "$description"
	fi
}

is() { # got, want, description
	if [ "$1" = "$2" ]; then
		tap_line true "$3"
	else
		tap_line false "$3"
		tap_note "got:  $1" "want: $2"
	fi
}

like() { # text, extended regular expression, description
	if printf '%s\n' "$1" | grep -qE -- "$2"; then
		tap_line true "$3"
	else
		tap_line false "$3"
		tap_note "got:       $1" "to match:  $2"
	fi
}

unlike() { # text, extended regular expression, description
	if printf '%s\n' "$1" | grep -qE -- "$2"; then
		tap_line false "$3"
		tap_note "got:           $1" "not to match:  $2"
	else
		tap_line true "$3"
	fi
}

golden() { # file with the output, golden file, description; `make golden` accepts
	[ -z "${UPDATE:-}" ] || cp "$1" "$2"
	if diff -u "$2" "$1" >"$1.diff" 2>&1; then
		tap_line true "$3"
	else
		tap_line false "$3"
		tap_note <"$1.diff"
		tap_note 'if the new output is right: make golden'
	fi
}

wait_until() { # limit in seconds, command ...; fails when the limit is reached
	local tries=$(($1 * 20))
	shift
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.05
	done
}

skip_all() { # reason
	echo "1..0 # SKIP $1"
	exit 0
}

tap_done() {
	echo "1..$TAP_COUNT"
	[ "$TAP_FAILED" = 0 ]
}
