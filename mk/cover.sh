#!/bin/sh
# Runs the tests in a build with gcov's counters (B) and tells for each room and
# each file how many lines and branches were run. Confinement is off here: a
# child that is killed or leaves early writes no counts.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
: "${B:=build/cover}"
find "$B" -name '*.gcda' -delete
LANDSCHAP_CONFINE=off SLOW=cover tests/run.sh unit golden cli hostile fuzz script ||
	echo "cover: some tests failed; counts are still shown"

# gcov prints "File 'x.c'", "Lines executed:97.30% of 74", "Branches executed...",
# "Taken at least once:90.00% of 40".
find "$B/obj" -name '*.gcda' | sort | while read -r data; do
	gcov -n -b -o "$data" "$data" 2>/dev/null
done | awk '
	function part(s) { sub(/^.*:/, "", s); return s + 0 }
	/^File / {
		file = $2
		gsub(/\047/, "", file)
		sub(/^\.\//, "", file)
		skip = file ~ /^\// || file ~ /^tests\// || file ~ /gen\// ||
			file ~ /^bench\// || seen[file]++
	}
	!skip && /^Lines executed:/ {
		lines[file] = $NF
		run[file] = part($2) * $NF / 100
	}
	!skip && /^Taken at least once:/ {
		branches[file] = $NF
		taken[file] = part($4) * $NF / 100
	}
	END {
		for (f in lines) {
			room = f
			sub(/\/[^\/]*$/, "", room)
			L[room] += lines[f]; R[room] += run[f]
			S[room] += branches[f]; T[room] += taken[f]
			L["all"] += lines[f]; R["all"] += run[f]
			S["all"] += branches[f]; T["all"] += taken[f]
			if (run[f] / lines[f] < 0.9)
				printf "1 %-36s %5d %6.1f%% %6d %6.1f%%\n", f, lines[f],
					100 * run[f] / lines[f], branches[f],
					branches[f] ? 100 * taken[f] / branches[f] : 100
		}
		for (r in L)
			printf "%d %-36s %5d %6.1f%% %6d %6.1f%%\n", r == "all" ? 3 : 2,
				r, L[r], 100 * R[r] / L[r], S[r],
				S[r] ? 100 * T[r] / S[r] : 100
	}' | sort -k1,1n -k2,2 | awk '
	BEGIN { printf "%-36s %5s %7s %6s %7s\n", "cover", "lines", "run", "branch", "taken" }
	$1 != last { print $1 == 1 ? "files below 90 %" : $1 == 2 ? "rooms" : "" }
	{ last = $1; sub(/^[0-9] /, ""); print }'
