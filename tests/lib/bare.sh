#!/bin/bash
# Show that the two commands of the README work on a bare Debian 12: minbase, git, certificates.
#
#   tests/lib/bare.sh DIR [root-demo] [root-check] [user-demo] [user-check]
#
# As root, with debootstrap. DIR keeps the bare system between runs (it must not be a symbolic link's
# idea of /); each proof works in a fresh copy of it, in namespaces of its own, so that whatever a
# proof leaves running is seen and ends with it. This machine's name resolution, certificates and
# package sources are lent to the copy; nothing of them is kept in the repository.
# The commands are taken from the README, so that what is proven is what is written there.
set -eu -o pipefail
cd "$(dirname "$0")/../.."
top=$PWD dir=${1:?directory for the bare system}
shift
[ $# -gt 0 ] || set -- root-demo root-check user-demo
[ "$(id -u)" = 0 ] || { echo 'bare.sh needs root' >&2; exit 2; }

readme() { # root|user, demo|check: the command line as written
	sed -nE "s/^    (.*make $2)\$/\1/p" README.md |
		if [ "$1" = user ]; then grep sudo; else grep -v sudo; fi | head -1
}

if [ ! -e "$dir/base/.complete" ]; then
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' | head -1)
	rm -rf "$dir/base"
	mkdir -p "$dir/base"
	debootstrap --variant=minbase --include=git,ca-certificates bookworm "$dir/base" "$mirror"
	touch "$dir/base/.complete"
fi

lend() { # root of the copy
	rm -rf "$1"/etc/apt/sources.list "$1"/etc/apt/sources.list.d
	cp -L /etc/resolv.conf "$1/etc/resolv.conf"
	cp /etc/hosts "$1/etc/hosts"
	cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt"
	[ ! -e /etc/apt/sources.list ] || cp /etc/apt/sources.list "$1/etc/apt/"
	cp -r /etc/apt/sources.list.d "$1/etc/apt/"
	cp -n /usr/share/keyrings/* "$1/usr/share/keyrings/"
	apt-config dump Acquire | grep -v IndexTargets >"$1/etc/apt/apt.conf.d/90lent"
}

prove() { # root|user, demo|check
	local copy=$dir/$1-$2 command home=/root as=
	command=$(readme "$1" "$2")
	[ -n "$command" ] || { echo "README.md has no command line for $1, make $2" >&2; return 2; }
	rm -rf "$copy"
	cp -a "$dir/base" "$copy"
	lend "$copy"
	git clone -q --no-hardlinks "$top" "$copy/repo.git"
	if [ "$1" = user ]; then
		chroot "$copy" sh -c 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
			--no-install-recommends sudo && useradd -m -d /srv/person -s /bin/bash person &&
			echo "person ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/person
			chown -R person: /repo.git' >/dev/null 2>&1
		home=/srv/person as='setpriv --reuid person --regid person --init-groups env HOME=/srv/person'
	fi
	echo "=== $1: $command"
	local status=0 start=$SECONDS
	# shellcheck disable=SC2016 # expanded inside
	unshare --mount --pid --fork bash -euc '
		mount -t proc proc "$1/proc"
		mount -t devpts -o newinstance,ptmxmode=0666 devpts "$1/dev/pts"
		chroot "$1" bash -euc '\''
			cd "$1"
			$2 git clone -q /repo.git remsledger
			cd remsledger
			status=0
			$2 bash -c "$3" </dev/null || status=$?
			left=$(grep -lE "(remsd|postgres)" /proc/[0-9]*/comm 2>/dev/null | wc -l)
			echo "processes left running: $left"
			[ "$left" = 0 ] || status=1
			echo "system clusters: $(ls /etc/postgresql/*/ 2>/dev/null | wc -w)"
			exit $status
		'\'' - "$2" "$3" "$4"
	' - "$copy" "$home" "$as" "$command" || status=$?
	echo "=== $1: make $2: exit $status after $((SECONDS - start)) s"
	[ -n "${KEEP:-}" ] || rm -rf "$copy"
	return "$status"
}

failed=0
for proof; do prove "${proof%-*}" "${proof#*-}" || failed=1; done
exit $failed
