#!/bin/sh
# Runs the tests and counts them:
#   tests/run.sh [--list|--bless] [PART|PART/NAME...]
# Parts: unit golden cli hostile fuzz script lint. B names the build folder.
# Every test runs through tests/one.sh, two at a time, without a network where
# the system permits that. The last line is "N passed, N failed, N skipped".
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
: "${B:=build}"
export B

do=run
case ${1:-} in
--list | --bless)
	do=${1#--}
	shift
	;;
esac
parts=${*:-unit golden cli hostile fuzz script lint}

# One line for each test, slow ones first so that two cores end together.
list_part() {
	case $1 in
	unit) sed -n 's/^SUITE(\(.*\))$/unit\/\1/p' tests/unit/suites.def | sort ;;
	golden) find tests/golden -mindepth 2 -maxdepth 2 -type d |
		sed 's/^tests.//' | sort ;;
	cli) find tests/cli -name '*.test' |
		sed 's/^tests.\(.*\).test$/\1/' | sort ;;
	hostile) [ ! -f tests/hostile/MANIFEST.tsv ] ||
		awk -F'\t' '$2 ~ /^(csv|zip|xlsx|ods|json|jwt|xml|saml|metadata)$/ \
			{ print "hostile/" $1 }' \
			tests/hostile/MANIFEST.tsv tests/hostile/METADATA.tsv ;;
	fuzz) find tests/fuzz -name 'fuzz_*.c' |
		sed 's/^tests.fuzz.fuzz_\(.*\).c$/fuzz\/\1/' | sort ;;
	script) find tests/scripts -name '*.sh' ! -name lib.sh |
		sed 's/^tests.scripts.\(.*\).sh$/script\/\1/' | sort ;;
	lint) mk/lint.sh --list | sed 's/^/lint\//' ;;
	*/*) echo "$1" ;;
	*)
		echo "run: no part '$1' (expected unit golden cli hostile fuzz" \
			"script lint)" >&2
		exit 2
		;;
	esac
}

list() {
	for part in $parts; do
		list_part "$part"
	done
}

if [ "$do" = list ]; then
	list
	exit 0
fi

# Nothing here may reach a network; prove it where the system lets us.
if [ -z "${LANDSCHAP_NO_NETWORK:-}" ]; then
	export LANDSCHAP_NO_NETWORK=1
	if unshare -n true 2>/dev/null; then
		echo "run: no network (unshare -n)"
		[ "$do" = run ] || set -- --bless "$@"
		exec unshare -n "$0" "$@"
	elif unshare -cn true 2>/dev/null; then
		echo "run: no network (unshare -cn)"
		[ "$do" = run ] || set -- --bless "$@"
		exec unshare -cn "$0" "$@"
	fi
	echo "run: this system does not let us cut the network"
fi

results=$(pwd)/$B/check
rm -rf "$results"
mkdir -p "$results/tmp"
export results
BLESS=
[ "$do" = run ] || BLESS=1
export BLESS
: "${LANDSCHAP_SHARED:=$(cd .. && pwd)/shared}"
export LANDSCHAP_SHARED

# Hostile files are imported into copies of one empty landscape.
if [ -x "$B/bin/landschap" ] && list | grep -q '^hostile/'; then
	"$B/bin/landschap" init "$results/empty.db" >"$results/empty.log" 2>&1 ||
		cat "$results/empty.log"
fi

start=$(date +%s)
list | xargs -r -P "$(nproc)" -n 1 tests/one.sh
seconds=$(($(date +%s) - start))

# Result files hold lines "ok|not ok|skip TAB name TAB reason".
cat "$results"/*.result >"$results/all" 2>/dev/null || : >"$results/all"
expected=$(list | wc -l)
ran=$(find "$results" -maxdepth 1 -name '*.result' | wc -l)

awk -F'\t' '$1 == "not ok" { print "FAILED " $2 (($3 != "") ? ": " $3 : "") }' \
	"$results/all"
awk -F'\t' '$1 == "skip" { n[$3]++; if (n[$3] < 4) names[$3] = names[$3] " " $2 }
	END { for (r in n) print "SKIPPED " n[r] ": " r " (" substr(names[r], 2) \
		(n[r] > 3 ? " ..." : "") ")" }' "$results/all" | sort
awk -F'\t' '{ split($2, p, "/"); part = p[1]; seen[part] = 1; n[part, $1]++ }
	END { for (part in seen) printf "%-8s %5d passed %4d failed %4d skipped\n",
		part, n[part, "ok"], n[part, "not ok"], n[part, "skip"] }' \
	"$results/all" | sort
if [ "$expected" != "$ran" ]; then
	echo "run: $expected tests, but only $ran gave a result"
fi
echo "run: $seconds seconds"
awk -F'\t' -v lost=$((expected - ran)) '
	{ n[$1]++ }
	END {
		failed = n["not ok"] + lost
		printf "%d passed, %d failed, %d skipped\n", n["ok"], failed,
			n["skip"]
		exit failed > 0 || n["ok"] == 0
	}' "$results/all"
