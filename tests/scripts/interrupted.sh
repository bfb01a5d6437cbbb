#!/bin/sh
# A signal in the middle of an import: status 130, and nothing of it is kept.
. "$TOP/tests/scripts/lib.sh"
header=board,school,pupils,function,product,vendor,share,status,criticality,owner
header=$header,fallback,cost,since,until
awk -v header="$header" 'BEGIN {
	print header
	for (i = 0; i < 1000000; i++)
		printf "%05d,,,rekenen,Pakket %d,Huis %d,,,,,,,,\n",
			10000 + i % 1400, i % 5000, i % 700
}' >usage.csv
landschap init -q a.db
for signal in INT TERM HUP; do
	status=0
	# a shell starts what runs in the background deaf to SIGINT
	env --default-signal landschap import -d a.db usage.csv \
		>printed.txt 2>said.txt &
	# the journal is there from the first row that is written
	while [ ! -e a.db-journal ] && kill -0 $!; do
		sleep 0.01
	done
	kill -s $signal $!
	wait $! || status=$?
	[ $status = 130 ] || {
		cat printed.txt said.txt
		echo "SIG$signal: status $status"
		exit 1
	}
	[ ! -s printed.txt ]
	[ ! -e a.db-journal ]
	landschap doctor -d a.db >/dev/null
	landschap log -d a.db | grep usage.csv && exit 1
done
# And afterwards it can be imported.
landschap import -d a.db -q usage.csv | grep -q imported
