#!/bin/sh
# Memory errors and leaks: the unit tests and a selection of cli tests under
# valgrind. Exit 1 on any error. B names the build folder.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
: "${B:=build}"
if ! command -v valgrind >/dev/null 2>&1; then
	echo "valgrind: not there; install the Debian package valgrind (make deps)" >&2
	exit 1
fi
out=$(pwd)/$B/valgrind
rm -rf "$out"
mkdir -p "$out/bin" "$out/log"
flags="--quiet --leak-check=full --show-leak-kinds=definite,possible
	--errors-for-leak-kinds=definite,possible --error-exitcode=99
	--trace-children=no --log-file=$out/log/%p.log"
oneline=$(printf "%s " $flags)
failed=0

# One process for all suites: tests that fork or take long are tagged "slow".
CK_FORK=no CK_EXCLUDE_TAGS=slow CK_VERBOSITY=minimal CK_DEFAULT_TIMEOUT=0 \
	valgrind $flags "$B/bin/unit" || failed=1

# The cli tests find this wrapper first in PATH.
cat >"$out/bin/landschap" <<WRAP
#!/bin/sh
exec valgrind $oneline "$(pwd)/$B/bin/landschap" "\$@"
WRAP
chmod +x "$out/bin/landschap"
for name in ${*:-$(find tests/cli -name '*.test' -size -6k | sort | head -n 12)}; do
	dir=$out/tmp/$(basename "$name" .test)
	mkdir -p "$dir"
	env -i PATH="$out/bin:/usr/bin:/bin" HOME="$dir" LC_ALL=C TZ=UTC \
		SOURCE_DATE_EPOCH=1795435200 TOP="$(pwd)" \
		awk -v dir="$dir" -v out="$dir/played" -f tests/cli.awk "$name"
	if diff -u "$name" "$dir/played"; then
		echo "valgrind: $name"
	else
		failed=1
	fi
done
find "$out/log" -type f -size +0 | sort | while read -r log; do
	echo "--- $log"
	head -n 40 "$log"
done
[ -z "$(find "$out/log" -type f -size +0 | head -n 1)" ] || failed=1
[ $failed = 0 ] && echo "valgrind: clean"
exit $failed
