#!/bin/bash
# make psql: psql in the database of the running demo.
set -eu
cd "$(dirname "$0")/../.."
[ -s var/demo/conninfo ] || { echo 'No demo runs here; start one with: make demo' >&2; exit 2; }
exec psql -X "$(cat var/demo/conninfo)"
