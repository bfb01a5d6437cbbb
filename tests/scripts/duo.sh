#!/bin/sh
# DUO open data in place: nothing lost, counts add up, "<5" stays an interval.
. "$TOP/tests/scripts/lib.sh"
duo=$LANDSCHAP_SHARED/data/duo
[ -d "$duo" ] || skip "no $duo (LANDSCHAP_SHARED)"
landschap init a.db >/dev/null
imports a.db "$duo"/*.csv
cat a.db.imports
awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["rows"] > 0 {
		n++
		read += $at["rows"]
		if ($at["rows"] != $at["rows_used"] + $at["rows_empty"] + $at["rows_refused"]) {
			print "does not add up: " $0
			bad = 1
		}
	}
	END { exit bad || n < 2 || read < 6107 + 9737 }' a.db.imports
command -v sqlite3 >/dev/null || skip "no sqlite3 to look inside"
ask() {
	sqlite3 a.db "$1"
}
[ "$(ask "SELECT count(DISTINCT key) FROM v_node WHERE kind = 'school'")" -ge 6107 ]
# 762 cells of all years say "<5", 13 of them in the last one.
few=$(ask "SELECT count(*), sum(valid_from >= '2025-10-01') FROM v_pupils
	WHERE low = 1 AND high = 4")
cells=$(cat "$duo"/06* | tr ';' '\n' | grep -c '^<5')
[ "$few" = "$cells|13" ] || {
	echo "expected $cells intervals for '<5', 13 of the last year, and there are $few"
	exit 1
}
