#!/bin/sh
# What the scripts share; sourced, not run.

# skip REASON: this system or checkout cannot tell.
skip() {
	echo "$1"
	exit 77
}

# imports DB ARGUMENT...: status 3 (some rows refused) is fine here.
imports() {
	db=$1
	shift
	landschap import -d "$db" -f tsv "$@" >"$db.imports" 2>"$db.talk" || {
		status=$?
		[ $status = 3 ] || {
			cat "$db.talk"
			echo "import $*: status $status"
			exit 1
		}
	}
}

# results DB FOLDER: every result that does not name places.
results() {
	mkdir -p "$2"
	for level in product vendor parent infrastructure country; do
		landschap concentration -q -d "$1" --level $level --holders \
			-f csv -o "$2/holders-$level.csv"
	done
	landschap concentration -q -d "$1" -f csv -o "$2/concentration.csv"
	landschap concentration -q -d "$1" --by function -f csv \
		-o "$2/functions.csv"
	landschap reach -q -d "$1" --top -f csv -o "$2/reach.csv"
	landschap coverage -q -d "$1" -f csv -o "$2/coverage.csv"
	landschap overlap -q -d "$1" -f csv -o "$2/overlap.csv"
	landschap export -q -d "$1" --table failures -o "$2/failures.csv"
	# Claims have the numbers of their rows.
	landschap check -q -d "$1" | cut -f 1-12 >"$2/check.tsv"
	landschap alternatives -q -d "$1" -f csv -o "$2/alternatives.csv"
	landschap spof -q -d "$1" --all -f csv -o "$2/spof.csv"
	landschap spof -q -d "$1" --cutsets 2 -f csv -o "$2/cutsets.csv"
	for kind in products organisations boards schools functions; do
		landschap list -q -d "$1" $kind -f csv -o "$2/list-$kind.csv"
	done
	for map in landscape vendor function; do
		landschap map -q -d "$1" $map -o "$2/map-$map.svg"
	done
}

# alike FOLDER FOLDER: the same files with the same bytes.
alike() {
	diff -r "$1" "$2" >difference || {
		head -n 40 difference
		exit 1
	}
	[ -n "$(ls -A "$1")" ]
}
