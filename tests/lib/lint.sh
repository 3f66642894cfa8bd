#!/bin/bash
# clang-tidy over our C (.clang-tidy), then cppcheck where it is installed.
set -eu -o pipefail
cd "$(dirname "$0")/../.."
unset MAKEFLAGS MAKELEVEL MFLAGS
cflags=$(make -s --no-print-directory print-pkg-cflags)
status=0
while IFS=': ' read -r folder path; do
	files=("$folder"/*.c)
	[ -e "${files[0]}" ] || continue
	echo "== $folder"
	# shellcheck disable=SC2046,SC2086 # lists of words
	clang-tidy --quiet "${files[@]}" -- -std=c11 -D_POSIX_C_SOURCE=200809L -DREMS_TRAINING=1 \
		$(printf -- '-iquote %s ' $path) $cflags || status=1
done < <(make -s --no-print-directory print-sees)
if command -v cppcheck >/dev/null; then
	echo '== cppcheck'
	cppcheck --quiet --std=c11 --enable=warning,portability --error-exitcode=1 --inline-suppr \
		-I server/core -I server/common server client || status=1
else
	echo 'cppcheck is not installed (package cppcheck): left out'
fi
exit $status
