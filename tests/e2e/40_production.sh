#!/bin/bash
# A production installation from nothing, with the shipped programs and by hand: the operator makes a
# log, the first administrator opens it, a pharmacist joins, and a statement is signed. And the training
# clock: the shipped programs do not have it, and the two kinds of installation do not mix.
set -u
. tests/lib/tap.sh
. tests/lib/site.sh
dir=$(mktemp -d "${TMPDIR:-/tmp}/rems-prod.XXXXXX")
train=$(mktemp -d "${TMPDIR:-/tmp}/rems-train.XXXXXX")
chmod 711 "$dir" "$train"
trap 'site_drop "$dir"; site_drop "$train"' EXIT
trap 'exit 143' INT TERM
origin=$SITE_REALM/site-001/len-01
shipped_remsd=$SHIPPED/remsd

# --- the log, and its first administrator
REMSD=$shipped_remsd SITE_TRAINING=false site_start "$dir" >&2 || exit 1
code=$("$shipped_remsd" init --config "$dir/remsd.yaml" --origin "$origin" --user admin-1 2>"$dir/init.err" |
	grep -oE '[A-Z0-9]{4}(-[A-Z0-9]{4}){3}')
like "$code" '^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$' "init prints a one-time code"
rems() { # user, words on the password descriptor, arguments ...
	local user=$1 words=$2
	shift 2
	"$SHIPPED/rems" --config "$dir/rems.yaml" --state "$dir/state-$user" --origin "$origin" --user "$user" \
		--password-fd 3 --yes "$@" 3<<<"$words" 2>&1
} # a later --origin stands above the first
boss='correct horse battery staple'
hers='nobody else knows this one'
out=$(rems admin-1 "$code"$'\n'"$boss" open-log zone=America/New_York)
is "$?" 0 "the first administrator opens the log"
like "$out" 'open|accepted|ACCEPTED' "and is told so"
out=$(rems admin-1 "$code"$'\n'"$boss" open-log zone=America/New_York)
not_ok "the code serves once" test "$?" = 0
rems admin-1 "$boss" login admin-1 >/dev/null
is "$?" 0 "she signs in"

# --- a pharmacist joins
rems admin-1 "$boss" account user=pharm-1 roles=pharmacist >/dev/null
is "$?" 0 "the administrator records the account"
code=$(rems admin-1 "$boss" code pharm-1 | grep -oE '[A-Z0-9]{4}(-[A-Z0-9]{4}){3}')
like "$code" '^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$' "and makes a one-time code"
out=$(rems pharm-1 "$code"$'\n'"$hers" join pharm-1)
is "$?" 0 "the pharmacist chooses a password"
fingerprint=$(grep -oE '([0-9a-f]{4} ){3}[0-9a-f]{4}' <<<"$out" | head -n 1)
rems pharm-1 "$hers" login pharm-1 >/dev/null
is "$?" 0 "and may sign in"
out=$(rems pharm-1 "$hers" product product=LEN5 name='lenalidomide 5 mg' strength_ug=5mg)
is "$?" 3 "but signs nothing before the key is enrolled"
like "$out" 'key' "and is told why"
rems admin-1 "$boss" approve pharm-1 fingerprint=0000000000000000 >/dev/null
not_ok "a fingerprint that differs enrols nothing" test "$?" = 0
rems admin-1 "$boss" approve pharm-1 "fingerprint=$fingerprint" >/dev/null
is "$?" 0 "the administrator compares the fingerprint and enrols the key"
out=$(rems pharm-1 "$hers" product product=LEN5 name='lenalidomide 5 mg' strength_ug=5mg)
is "$?" 0 "now the pharmacist signs"
like "$out" 'R1/[0-9]+/' "and gets a receipt"
out=$(rems pharm-1 'not the password' lot lot=L1 product=LEN5 expiry=12/2030)
is "$?" 3 "a wrong password signs nothing"
out=$(rems pharm-1 "$hers" lot lot=L1 product=LEN5 expiry=13/2030)
is "$?" 2 "a wrong date is not accepted"
like "$out" 'expiry' "and the field is named"
rems pharm-1 "$hers" stock >/dev/null
is "$?" 0 "stock can be read"
is "$(psql -XqAt "$(cat "$dir/conninfo")" -c "select distinct kdf_n from rems.user_account")" 131072 \
	"production passwords cost scrypt N=2^17"

"$shipped_remsd" init --config "$dir/remsd.yaml" --origin "$SITE_REALM/site-002/len-01" --user admin-1 >/dev/null 2>&1
out=$(rems admin-1 "$boss" --origin "$SITE_REALM/site-002/len-01" account user=pharm-1 roles=pharmacist)
not_ok "nothing is signed in a log that is not open" test "$?" = 0
like "$out" 'no_authority' "and the reason is given"
out=$(rems pharm-1 'ABCD-EFGH-JKMN-PQRS'$'\n'"$hers" join pharm-1)
is "$?" 3 "an invented one-time code is refused"
like "$out" 'bad_code' "as such"

# --- the training clock
url=https://127.0.0.1:$(cat "$dir/port")
for word in rems_api.training session_training_log handle_training_log clock_offset; do
	unlike "$(strings "$shipped_remsd"; nm -C "$shipped_remsd" 2>/dev/null)" "$word" "the shipped daemon does not contain $word"
done
out=$(curl -s --cacert "$dir/tls/ca.pem" -X POST -H 'Content-Type: application/json' -d '{}' "$url/v1/training/logs")
like "$out" '"not_found"' "it has no training routes"
out=$(curl -s --cacert "$dir/tls/ca.pem" -H 'Rems-Training-At: 2008-03-04T14:30:00.000000Z' "$url/v1/version")
like "$out" 'training_mismatch' "and refuses a training instant"
is "$(psql -XqAt "$(cat "$dir/conninfo")" -c "select count(*) from pg_proc where prosrc like '%clock_offset%' and proname = 'deciding_instant'")" 0 \
	"the production database decides by the real clock alone"
site_stop "$dir" >&2
REMSD=$BUILD/remsd
out=$(REMSD=$BUILD/remsd SITE_TRAINING=false site_start "$dir" 2>&1)
not_ok "a training daemon does not serve a production database" test "$?" = 0
like "$out" 'training_mismatch' "and says why"
site_stop "$dir" >&2

site_start "$train" >&2 || exit 1
site_stop "$train" >&2
out=$(REMSD=$shipped_remsd site_start "$train" 2>&1)
not_ok "the shipped daemon does not serve a training database" test "$?" = 0
like "$out" 'training_mismatch' "and says why"
tap_done
