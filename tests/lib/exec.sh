#!/bin/bash
# What prove runs for each file: the right program for its kind. All of them print TAP.
set -u
file=$1
limit=${TEST_LIMIT_S:-900}
case $file in
*.sql)
	. "$CHECK_DIR/sql.env"
	exec timeout -k 10 "$limit" psql -XqAt -v ON_ERROR_STOP=1 -f "$file"
	;;
*.sh) exec timeout -k 10 "$limit" bash "$file" ;;
*.py) exec timeout -k 10 "$limit" /usr/bin/python3 "$file" ;;
*) # cmocka's own summary is a comment that says nothing new
	set -o pipefail
	CMOCKA_MESSAGE_OUTPUT=TAP timeout -k 10 "$limit" "$file" | sed '/^# \(ok\|not ok\) - tests$/d'
	;;
esac
