#!/bin/sh
# Another program holds the database: a clear word, and status 4; reading goes
# on until it writes.
. "$TOP/tests/scripts/lib.sh"
command -v python3 >/dev/null || skip "no python3 to hold a lock"
landschap init -q a.db
printf 'from,to,carrier\nA,B,hosting\n' >dependencies.csv
python3 - <<'P' &
import sqlite3, time
db = sqlite3.connect("a.db", isolation_level=None)
db.execute("BEGIN IMMEDIATE")
open("held", "w").close()
time.sleep(12)
db.execute("ROLLBACK")
P
holder=$!
timeout 10 sh -c 'until [ -e held ]; do sleep 0.1; done'
landschap list countries -d a.db -q >/dev/null
status=0
landschap import -d a.db dependencies.csv >printed.txt 2>said.txt || status=$?
cat said.txt
[ $status = 4 ]
grep -q 'locked by another program' said.txt
kill $holder
wait $holder || :
landschap import -d a.db -q dependencies.csv | grep -q imported
