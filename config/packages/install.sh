#!/bin/sh
# Install the Debian packages of the lists named, as far as they are not there.
#
#   config/packages/install.sh [--dry] build|run|test ...
#
# Each line of NAME.txt says how to see that a package's content is there, under whatever name it
# was installed. --dry only says what is missing, and fails if anything is. Nothing is asked, and
# nothing at all is done when everything is there.
#
# Installing PostgreSQL on a machine without one must not create or start a system cluster:
# postgresql-common comes first and is told so.
set -eu
cd "$(dirname "$0")"

dry=
if [ "${1:-}" = --dry ]; then
	dry=yes
	shift
fi

is_there() { # kind, what
	case $1 in
	command) command -v "$2" >/dev/null 2>&1 ;;
	library) command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$2" ;;
	header) [ -e "/usr/include/$2" ] || [ -e "/usr/local/include/$2" ] ;;
	file) ls $2 >/dev/null 2>&1 ;;
	*)
		echo "config/packages: unknown kind of check: $1" >&2
		exit 2
		;;
	esac
}

missing=
for list; do
	while read -r package kind what; do
		case $package in '' | '#'*) continue ;; esac
		is_there "$kind" "$what" </dev/null || missing="$missing $package"
	done <"$list.txt"
done
[ -n "$missing" ] || exit 0

echo "These Debian packages are needed and not here:$missing"
if [ -n "$dry" ]; then
	echo "\`make packages\` installs them." >&2
	exit 2
fi

if [ "$(id -u)" = 0 ]; then
	as_root() { "$@"; }
elif command -v sudo >/dev/null 2>&1; then
	as_root() { sudo "$@"; }
else
	echo "This needs root and there is no sudo here. As root: apt-get install -y$missing" >&2
	exit 2
fi
# What apt prints is kept for the case that it fails.
said=$(mktemp)
trap 'rm -f "$said"' EXIT
apt() {
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" </dev/null >"$said" 2>&1 || {
		cat "$said" >&2
		exit 1
	}
}

echo "Reading the package lists (apt-get update) ..."
apt update
case " $missing " in
*" postgresql-15 "*)
	echo "Installing postgresql-common, told not to make a system cluster ..."
	apt install -y --no-install-recommends postgresql-common
	conf=/etc/postgresql-common/createcluster.conf
	if grep -qE '^#?[[:space:]]*create_main_cluster' $conf; then
		as_root sed -i -E 's/^#?[[:space:]]*create_main_cluster.*/create_main_cluster = false/' $conf
	else
		echo 'create_main_cluster = false' | as_root tee -a $conf >/dev/null
	fi
	;;
esac
echo "Installing$missing ..."
# shellcheck disable=SC2086 # a list of words
apt install -y --no-install-recommends $missing
echo "Installed."
