#!/bin/sh
# Memory errors and leaks: unit tests and a selection of cli tests under
# valgrind, as many at a time as there are processors.
#   tests/valgrind.sh [unit/SUITE|cli/NAME...]
# Left out: tests tagged "slow", which would take minutes each, and those tagged
# "confined", because the filter of a confined reader stops valgrind's own
# calls. Documents are therefore read unconfined here, and no picture is drawn.
# `make asan` runs all.
# Exit 1 on any error. B names the build folder.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
: "${B:=build}"
: "${LANDSCHAP_SHARED:=$(cd .. && pwd)/shared}"
export B LANDSCHAP_SHARED LANDSCHAP_CONFINE=off
out=$(pwd)/$B/valgrind
flags="--quiet --leak-check=full --show-leak-kinds=definite,possible
	--errors-for-leak-kinds=definite,possible --error-exitcode=99
	--suppressions=$(pwd)/tests/valgrind.supp
	--log-file=$out/log/%q{NAME}.%p"
cli="concentration import review review-verdicts archive coverage example1
	export map overlap reach show undo whatif why"

run_unit() {
	NAME=unit.$1 CK_FORK=no CK_EXCLUDE_TAGS="slow confined" \
		CK_VERBOSITY=minimal CK_DEFAULT_TIMEOUT=0 \
		valgrind $flags "$B/bin/unit" "$1" >"$out/unit.$1.said" 2>&1
}

run_cli() {
	mkdir -p "$out/tmp/$1"
	env -i PATH="$out/bin:/usr/bin:/bin" HOME="$out/tmp/$1" LC_ALL=C \
		TZ=UTC SOURCE_DATE_EPOCH=1795435200 TOP="$(pwd)" B="$(pwd)/$B" \
		LANDSCHAP_CONFINE=off NAME="cli.$1" \
		awk -v dir="$out/tmp/$1" -v out="$out/tmp/$1/played" \
		-f tests/cli.awk "tests/cli/$1.test" &&
		diff -u "tests/cli/$1.test" "$out/tmp/$1/played" >"$out/cli.$1.said"
}

# One test: says how it ended, and what valgrind wrote. Lines that do not begin
# with == are remarks of valgrind about itself.
if [ "${1:-}" = --one ]; then
	part=${2%%/*}
	name=${2#*/}
	start=$(date +%s)
	status=0
	"run_$part" "$name" || status=$?
	if cat "$out/log/$part.$name".* | grep '^==' >"$out/$part.$name.errors"; then
		status=99
	fi
	if [ $status = 0 ]; then
		echo "ok $2 $(($(date +%s) - start)) s"
	else
		echo "not ok $2 status $status"
		head -n 60 "$out/$part.$name.said" "$out/$part.$name.errors"
	fi
	exit 0
fi

if ! command -v valgrind >/dev/null 2>&1; then
	echo "valgrind: not there; install the Debian package valgrind (make deps)" >&2
	exit 1
fi
rm -rf "$out"
mkdir -p "$out/bin" "$out/log" "$out/tmp"
# The cli tests find this wrapper first in PATH.
cat >"$out/bin/landschap" <<WRAP
#!/bin/sh
exec valgrind $(printf '%s ' $flags) "$(pwd)/$B/bin/landschap" "\$@"
WRAP
chmod +x "$out/bin/landschap"

# The longest go first, so that all processors end together.
[ $# != 0 ] || set -- $(printf 'cli/%s ' $cli) \
	unit/csv unit/zip unit/applications unit/concentration \
	$(sed -n 's/^SUITE(\(.*\))$/unit\/\1/p' tests/unit/suites.def |
		grep -vE '/(confine|csv|zip|applications|concentration)$')
start=$(date +%s)
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 tests/valgrind.sh --one |
	tee "$out/all"
echo "valgrind: $(grep -c '^ok ' "$out/all") of $# clean," \
	"$(($(date +%s) - start)) seconds"
[ "$(grep -c '^ok ' "$out/all")" = $# ]
