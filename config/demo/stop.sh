#!/bin/bash
# make demo-stop: end what the demo started, keep nothing running, delete its state.
set -eu
cd "$(dirname "$0")/../.."
. tests/lib/site.sh
if [ ! -d var/demo ]; then
	echo 'No demo is here.'
	exit 0
fi
site_drop var/demo
echo 'The demo is stopped and its data deleted.'
