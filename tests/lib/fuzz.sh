#!/bin/bash
# Build and run the libFuzzer targets tests/fuzz/*.c, FUZZ_SECONDS each (default 60), with their corpora
# tests/fuzz/corpus/NAME. Needs clang and its runtime.
set -eu -o pipefail
cd "$(dirname "$0")/../.."
shopt -s nullglob
targets=(tests/fuzz/*.c)
[ ${#targets[@]} -gt 0 ] || { echo 'tests/fuzz has no target yet: nothing was fuzzed' >&2; exit 2; }
command -v clang >/dev/null ||
	{ echo 'make fuzz needs clang and libFuzzer (packages clang, libclang-rt-14-dev)' >&2; exit 2; }
for target in "${targets[@]}"; do
	name=$(basename "$target" .c)
	mkdir -p "build/fuzz/$name"
	echo "== $name"
	# shellcheck disable=SC2086 # lists of flags
	clang -std=c11 -D_POSIX_C_SOURCE=200809L -O1 -g -fsanitize=fuzzer,address,undefined \
		-iquote server/core -iquote server/common $PKG_CFLAGS "$target" server/core/*.c server/common/*.c \
		$PKG_LIBS -lm -o "build/fuzz/$name/run"
	corpus=()
	[ ! -d "tests/fuzz/corpus/$name" ] || corpus=("tests/fuzz/corpus/$name")
	mkdir -p "build/fuzz/$name/corpus"
	"build/fuzz/$name/run" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=1 -print_final_stats=1 \
		-artifact_prefix="build/fuzz/$name/" "build/fuzz/$name/corpus" "${corpus[@]}"
done
