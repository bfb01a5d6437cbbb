#!/bin/sh
# Import and undo give the landscape that was: every result is the same bytes.
. "$TOP/tests/scripts/lib.sh"
landschap init a.db >/dev/null
imports a.db "$TOP/examples"
results a.db before
cat >extra.csv <<'L'
board,school,pupils,function,product,vendor,share,status,criticality,owner,fallback,cost,since,until
41999,30ZZ00,500,,Nieuwpakket,Nieuwhuis B.V.,,,,,,,,
L
imports a.db extra.csv
results a.db between
number=$(awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "import") c = i }
	NR == 2 { print $c }' a.db.imports)
landschap undo -d a.db "$number"
results a.db after
alike before after
if diff -rq before between >/dev/null; then
	echo "the import changed nothing, so undoing it proves nothing"
	exit 1
fi
# Twice the same bytes is no news.
imports a.db "$TOP/examples"
results a.db again
alike before again
