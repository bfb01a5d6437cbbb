#!/bin/sh
# What an auditor can recompute with any SQLite browser: every view answers, and
# v_claim holds each claim once, with a file and a row.
. "$TOP/tests/scripts/lib.sh"
landschap init a.db >/dev/null
imports a.db "$TOP/examples"
imports a.db "$TOP/tests/data/signon"
for view in $(sqlite3 a.db "SELECT name FROM sqlite_schema WHERE type = 'view'"); do
	rows=$(sqlite3 a.db "SELECT count(*) FROM $view")
	if [ "$rows" -eq 0 ]; then
		echo "$view is empty"
		exit 1
	fi
done
for column in v_endpoint.endpoint v_data_use.necessity v_usage.status; do
	n=$(sqlite3 a.db "SELECT count(*) FROM ${column%.*}
		WHERE ${column#*.} <> ''")
	if [ "$n" -eq 0 ]; then
		echo "$column has no word for its code"
		exit 1
	fi
done
claims=0
for table in governs pupils uses fulfils supplies owns seated_in needs indicator \
	attribute processes served_from operated_by federated_by; do
	n=$(sqlite3 a.db "SELECT count(*) FROM $table")
	claims=$((claims + n))
done
seen=$(sqlite3 a.db "SELECT count(*) FROM v_claim WHERE file <> '' AND row > 0")
if [ "$seen" -ne "$claims" ]; then
	echo "v_claim shows $seen of $claims claims with their place"
	exit 1
fi
# Two lists of one board name two vendors for Loopplank.
both=$(sqlite3 a.db "SELECT count(*) FROM v_conflict WHERE field = 'vendor'
	AND other = 'name:loopplank' AND value_one = 'name:rivierland software b.v.'
	AND value_two = 'name:riverland software b.v.'")
if [ "$both" -ne 1 ]; then
	echo "v_conflict shows $both conflicts about Loopplank (expected 1)"
	exit 1
fi
