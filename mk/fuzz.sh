#!/bin/sh
# Runs every fuzz target under clang's libFuzzer: mk/fuzz.sh SECONDS FILE.c...
# New inputs stay in build/fuzz/NAME; what crashes is left there as crash-*.
set -eu
cd "$(dirname "$0")/.."
seconds=$1
shift
if ! command -v clang >/dev/null 2>&1 || ! printf 'int LLVMFuzzerTestOneInput(const char *p, long n){(void)p;return n<0;}' |
	clang -x c - -fsanitize=fuzzer,address -o /dev/null 2>/dev/null; then
	echo "fuzz: needs clang and its runtime (Debian packages clang libclang-rt-14-dev)" >&2
	exit 1
fi
failed=0
for file in "$@"; do
	name=$(basename "$file" .c)
	make -s -j"$(nproc)" B=build/fuzz CC=clang OPT=-O1 \
		SAN="-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined" \
		FUZZLINK=-fsanitize=fuzzer "build/fuzz/bin/$name" >/dev/null
	mkdir -p "build/fuzz/$name" "tests/fuzz/corpus/${name#fuzz_}"
	echo "fuzz: $name for $seconds s"
	"build/fuzz/bin/$name" -max_total_time="$seconds" -timeout=10 \
		-rss_limit_mb=1024 -artifact_prefix="build/fuzz/$name/" \
		"build/fuzz/$name" "tests/fuzz/corpus/${name#fuzz_}" \
		2>"build/fuzz/$name.log" && tail -n 1 "build/fuzz/$name.log" || {
		tail -n 20 "build/fuzz/$name.log"
		failed=1
	}
done
exit $failed
