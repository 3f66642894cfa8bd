#!/bin/bash
# In a real terminal the password is asked for and does not appear on the screen; Ctrl-C at the question
# leaves the terminal as it was.
set -u
. tests/lib/tap.sh
. tests/lib/site.sh
dir=$(mktemp -d "${TMPDIR:-/tmp}/rems-tui.XXXXXX")
chmod 711 "$dir"
server=rems$$
t() { tmux -L "$server" -f /dev/null "$@"; }
trap 't kill-server 2>/dev/null; site_drop "$dir"' EXIT
trap 'exit 143' INT TERM

on_screen() { t capture-pane -p | grep -qF -- "$1"; }
site_start "$dir" >&2 || exit 1
"$BUILD/rems" --config "$dir/rems.yaml" --state "$dir/client" play tests/stories/revassist/b001.story >&2
login="$BUILD/rems --config $dir/rems.yaml --state $dir/other"

LC_ALL=C.UTF-8 t new-session -d -x 100 -y 24 "PS1='\$ ' bash --norc --noprofile"
ok "the shell is there" wait_until 20 on_screen '$'
t send-keys "$login login pharmacist" Enter
ok "the password is asked" wait_until 20 on_screen 'assword'
t send-keys 'training pharmacist' Enter
t send-keys 'echo "status $?"' Enter
ok "the command ends well" wait_until 30 on_screen 'status 0'
unlike "$(t capture-pane -p -S - | sed 's/training pharmacist.*@//')" 'training pharm' "what was typed is not on the screen"

t send-keys 'clear' Enter "$login login pharmacist" Enter
ok "asked again" wait_until 20 on_screen 'assword'
t send-keys C-c
t send-keys 'stty -a | grep -ow -e "-\?echo"; echo "exit "$((6 * 7))' Enter
ok "the shell is back after Ctrl-C" wait_until 20 on_screen 'exit 42'
like "$(t capture-pane -p)" '^echo$' "the terminal echoes again"
tap_done
