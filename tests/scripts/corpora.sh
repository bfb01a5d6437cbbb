#!/bin/sh
# Workbooks and CSV files of others, in place: a defined outcome for each, no
# crash, no hang, and a database that still opens.
. "$TOP/tests/scripts/lib.sh"
corpora=$LANDSCHAP_SHARED/data/hostile-misc/corpora
[ -d "$corpora" ] || skip "no $corpora (LANDSCHAP_SHARED)"
landschap init a.db >/dev/null
find "$corpora/calamine" "$corpora/csv-spectrum" -type f | sort >files
n=0
while read -r file; do
	status=0
	measure -t 20 -o cost landschap import -q -d a.db "$file" >out 2>err || status=$?
	read -r cpu _ kib _ <cost
	n=$((n + 1))
	if [ $status -gt 3 ] || { [ $status != 0 ] && [ ! -s err ]; }; then
		cat err
		echo "$file: status $status"
		exit 1
	fi
	if [ -z "$SLOW" ] && [ $((cpu > 2000 || kib > 262144)) = 1 ]; then
		echo "$file: $cpu ms, $kib KiB"
		exit 1
	fi
done <files
echo "$n files"
[ $n -gt 50 ]
landschap log -d a.db >/dev/null
