#!/bin/sh
# No room left: a clear word and status 1, and the landscape stays what it was.
. "$TOP/tests/scripts/lib.sh"
landschap init -q a.db
cp a.db before.db
awk 'BEGIN {
	print "from,to,carrier"
	for (i = 0; i < 60000; i++)
		printf "Product %d,Dienst %d,hosting\n", i, i % 97
}' >dependencies.csv
status=0
(
	# 512-byte blocks; the signal that goes with it is ignored
	ulimit -f 1200
	landschap import -d a.db dependencies.csv
) >printed.txt 2>said.txt || status=$?
cat said.txt
[ $status = 1 ]
grep -q 'cannot write the database' said.txt
cmp a.db before.db
landschap doctor -d a.db >/dev/null
# A result that does not fit leaves no half file.
status=0
(
	ulimit -f 2
	landschap list countries -d a.db -q -o countries.csv
) 2>said.txt || status=$?
cat said.txt
[ $status = 1 ]
[ ! -e countries.csv ]
[ -z "$(ls countries.csv* 2>/dev/null)" ]
