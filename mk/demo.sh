#!/bin/sh
# What the program does, on the invented landscape in examples/:
#   mk/demo.sh LANDSCHAP FOLDER
# Fills FOLDER with a database, maps (SVG) and tables, and tells what is where.
# Any command that fails ends it; rows that a list refuses (status 3) do not.
set -eu
export LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1795435200
landschap=$1
out=$2
rm -rf "$out"
mkdir -p "$out"
export LANDSCHAP_DB="$out/landschap.db"

run() {
	echo
	echo "\$ landschap $*"
	status=0
	"$landschap" "$@" || status=$?
	[ $status = 0 ] || [ $status = 3 ] || {
		echo "demo: status $status" >&2
		exit $status
	}
}

run init "$LANDSCHAP_DB"
run import examples/duo examples/keten examples/schorren-en-slikken \
	examples/zonnedauw -f table
# What consoles export does not say whose it is.
run import --board 99901 examples/toegang -f table
run concentration -f table
run concentration --level parent --holders --limit 8 -f table
run list attributes -q -f table
run coverage --missing --limit 8 -f table

# A board by itself: two that look independent.
LANDSCHAP_DB="$out/tweeling.db"
run init "$LANDSCHAP_DB"
run import examples/tweeling -f table
run check -f table
run spof -f table
"$landschap" map -q failure --of "Nevelwal Inc." -o "$out/map-failure.svg"
"$landschap" check -q -f csv -o "$out/findings-tweeling.csv"
LANDSCHAP_DB="$out/landschap.db"

echo
echo "demo: tables"
for level in product vendor parent infrastructure country; do
	"$landschap" concentration -q --level $level --holders -f csv \
		-o "$out/holders-$level.csv"
done
"$landschap" concentration -q --by function --level parent -f csv \
	-o "$out/functions-parent.csv"
"$landschap" reach -q --top --level infrastructure -f csv -o "$out/reach.csv"
"$landschap" coverage -q -f csv -o "$out/coverage.csv"
"$landschap" review -q -f csv -o "$out/review.csv"
"$landschap" list -q conflicts -f csv -o "$out/conflicts.csv"
"$landschap" list -q attributes -f csv -o "$out/attributes.csv"
"$landschap" list -q hosts -f csv -o "$out/hosts.csv"
"$landschap" list -q identities -f csv -o "$out/identities.csv"
"$landschap" check -q -f csv -o "$out/findings.csv"
"$landschap" export -q --table failures -o "$out/failures.csv"
"$landschap" export -q -o "$out/landscape.json"

echo "demo: maps"
for map in landscape vendor function login; do
	"$landschap" map -q $map -o "$out/map-$map.svg"
done

echo
echo "demo: made in $out/"
(cd "$out" && wc -c -- * | sed -e '$d' -e 's/^/  /')
echo "demo: look at $out/map-landscape.svg first"
