#!/bin/sh
# Rows in another order change no byte of any result.
. "$TOP/tests/scripts/lib.sh"
"$TOP/bench/sector.py" sector --boards 3 --rows 80 >/dev/null 2>&1 ||
	skip "no python3 to invent a list"
(
	head -n 1 sector/usage.csv
	tail -n +2 sector/usage.csv | sort -t ';' -k6
) >sorted.csv
(
	head -n 1 sector/usage.csv
	tail -n +2 sector/usage.csv | tac
) >backwards.csv
mv sector/usage.csv original.csv
for order in original sorted backwards; do
	mkdir $order
	mv $order.csv $order/usage.csv
	landschap init $order.db >/dev/null
	imports $order.db $order/usage.csv
	results $order.db results-$order
done
alike results-original results-sorted
alike results-original results-backwards
[ "$(wc -l <results-original/holders-vendor.csv)" -gt 3 ]
