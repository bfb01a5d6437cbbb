#!/bin/sh
# Runs one test (PART/NAME, a line of tests/run.sh --list) and leaves its
# verdict in $results. What a failed test said is shown at once.
set -u
: "${results:?run by tests/run.sh}"
id=$1
part=${id%%/*}
name=${id#*/}
file=$(echo "$id" | tr / .)
result=$results/$file.result
log=$results/$file.log
tmp=$results/tmp/$file
bin=$(pwd)/$B/bin
top=$(pwd)

# verdict [reason]: the last word about this test.
verdict() {
	printf '%s\t%s\t%s\n' "$1" "$id" "${2:-}" >"$result"
}

# Programs see a fixed day, no locale, no settings of the user.
clean_env() {
	env -i PATH="$bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" \
		HOME="$tmp" TMPDIR="$tmp" LC_ALL=C TZ=UTC \
		SOURCE_DATE_EPOCH=1795435200 TOP="$top" B="$top/$B" \
		LANDSCHAP_SHARED="$LANDSCHAP_SHARED" SLOW="${SLOW:-}" \
		${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} \
		${LANDSCHAP_CONFINE:+LANDSCHAP_CONFINE="$LANDSCHAP_CONFINE"} "$@"
}

# Check writes TAP; a test that found no shared data said "skipped: ...".
run_unit() {
	patience=5
	[ -z "${SLOW:-}" ] || patience=50
	CK_TAP_LOG_FILE_NAME=$tmp/tap CK_VERBOSITY=silent \
		CK_TIMEOUT_MULTIPLIER=$patience \
		timeout 900 "$bin/unit" "$name" >"$log" 2>&1
	status=$?
	awk -v OFS='\t' -v suite="unit/$name" '
		/^(not )?ok [0-9]+ / {
			verdict = /^not/ ? "not ok" : "ok"
			sub(/^(not )?ok [0-9]+ - /, "")
			reason = ""
			if (verdict == "not ok")
				reason = $0
			print verdict, suite, reason
		}' "$tmp/tap" >"$tmp/verdicts" 2>/dev/null
	skips=$(grep -cE '^(SKIP|skipped): ' "$log")
	# A skipped test passed without looking: count it as what it is.
	awk -F'\t' -v OFS='\t' -v skips="$skips" '
		$1 == "ok" && skips > 0 { $1 = "skip"; skips--
			$3 = "data kept outside the repository is absent" }
		{ print }' "$tmp/verdicts" >"$result"
	[ "$status" = 0 ] || grep -q '^not ok' "$result" ||
		printf 'not ok\t%s\tended with status %s\n' "$id" "$status" >>"$result"
	[ -s "$result" ] || verdict "not ok" "no test was run"
	grep '^not ok' "$result" >>"$log"
}

run_golden() {
	dir=tests/golden/$name
	input=$(find "$dir" -name 'input*' | sort | head -n 1)
	if [ ! -x "$bin/facts_dump" ]; then
		verdict "not ok" "no $bin/facts_dump"
		return
	fi
	args=
	[ ! -f "$dir/args" ] || args=$(cat "$dir/args")
	# shellcheck disable=SC2086
	(cd "$dir" && clean_env timeout 60 facts_dump $args "${input##*/}") \
		>"$tmp/got" 2>"$tmp/err"
	echo "= $?" >>"$tmp/got"
	sed 's/^/! /' "$tmp/err" >>"$tmp/got"
	settle "$dir/expected.tsv" "$tmp/got"
}

run_cli() {
	clean_env timeout 120 awk -v dir="$tmp" -v out="$tmp/played" \
		-f tests/cli.awk "tests/$id.test" >"$log" 2>&1
	settle "tests/$id.test" "$tmp/played"
}

# settle EXPECTED GOT: the same bytes, or a diff; blessing copies.
settle() {
	if diff -uN "$1" "$2" >>"$log" 2>&1; then
		verdict ok
	elif [ -n "$BLESS" ] && [ -s "$2" ]; then
		echo "blessed $1"
		cat "$log"
		cp "$2" "$1"
		verdict ok
	else
		verdict "not ok" "see the difference above"
	fi
}

# The outcome that tests/hostile/*.tsv list, with their reason in JUDGED.tsv,
# within 2 s and 256 MiB. What is too large to be kept here is read where it is.
run_hostile() {
	want=$(awk -F'\t' -v p="$name" '$1 == p { want = $3 } END { print want }' \
		tests/hostile/MANIFEST.tsv tests/hostile/METADATA.tsv \
		tests/hostile/JUDGED.tsv)
	file=$top/tests/hostile/$name
	[ -f "$file" ] || case $name in
	metadata/*) file=$LANDSCHAP_SHARED/data/hostile/${name##*/} ;;
	*) file=$LANDSCHAP_SHARED/data/hostile-misc/$name ;;
	esac
	if [ ! -f "$file" ]; then
		verdict skip "data kept outside the repository is absent"
		return
	fi
	cp "$results/empty.db" "$tmp/before.db"
	pins=$top/tests/hostile
	case $name in
	saml/10-*) import_hostile --verify "$pins/saml/keys/weak.pem" ;;
	saml/48-*)
		clean_env landschap import --board 99999 -d "$tmp/before.db" \
			--verify "$pins/saml/keys/trust.pem" \
			"$pins/saml/00-ok-signed.xml" >"$log" 2>&1
		import_hostile --verify "$pins/saml/keys/trust.pem"
		;;
	saml/*) import_hostile --verify "$pins/saml/keys/trust.pem" ;;
	metadata/xswmd-*) import_hostile --verify "$pins/metadata/signer.pem" ;;
	jwt/*.jwt)
		import_hostile && import_hostile --verify "$pins/jwt/keys/jwks.json"
		;;
	xml/* | metadata/*)
		# what is not recognised reaches the reader of metadata as well
		import_hostile && { [ "$want" = ACCEPT ] ||
			import_hostile --as saml; }
		;;
	*) import_hostile ;;
	esac
	check_reason
}

# Of what went well: was it for the reason that SAYS.tsv has?
check_reason() {
	reason=$(awk -F'\t' -v p="$name" '$1 == p { print $2 }' \
		tests/hostile/SAYS.tsv)
	if [ -n "$reason" ] && grep -q '^ok' "$result" &&
		! grep -q -F -e "$reason" "$tmp/err"; then
		verdict "not ok" "does not say '$reason'"
	fi
}

# import_hostile OPTION...: a verdict, and whether it is the wanted outcome.
import_hostile() {
	cp "$tmp/before.db" "$tmp/a.db"
	# what is far over the limits does not take the machine with it;
	# sanitizers reserve more than any limit
	# shellcheck disable=SC3045
	(
		ulimit -t 20
		[ -n "${SLOW:-}" ] || ulimit -v 786432
		clean_env "$bin/measure" -t 20 -o "$tmp/cost" "$bin/landschap" \
			import --board 99999 -d "$tmp/a.db" "$@" "$file"
	) >"$log" 2>"$tmp/err"
	status=$?
	cat "$tmp/err" >>"$log"
	read -r cpu _ kib _ <"$tmp/cost"
	echo "$want: $*: exit $status, $cpu ms, $kib KiB" >>"$log"
	if [ -z "${SLOW:-}" ] && [ $((cpu > 2000 || kib > 262144)) = 1 ]; then
		verdict "not ok" "took $cpu ms and $kib KiB"
	elif [ "$status" -gt 5 ]; then
		verdict "not ok" "exit $status"
	else
		judge_hostile
	fi
	grep -q '^ok' "$result"
}

judge_hostile() {
	# notes are no warnings, and what was verified is no complaint
	says=$(grep -F "${name##*/}" "$tmp/err" |
		grep -c -v -e ': note: ' -e ': verified: ' -e ': not verified$')
	same=$(cmp -s "$tmp/before.db" "$tmp/a.db" && echo yes)
	case $want:$status in
	ACCEPT:0) verdict ok ;;
	WARN:[03] | REJECT:[1-5] | LIB:*) if [ "$says" = 0 ] && [ "$want" != LIB ]; then
		verdict "not ok" "$want without a message that names the file"
	elif [ -z "$same" ] && [ "$want" = REJECT ]; then
		verdict "not ok" "REJECT, but the database changed"
	else
		verdict ok
	fi ;;
	*) verdict "not ok" "$want expected, exit $status" ;;
	esac
}

# The target's own corpus, and every hostile file.
run_fuzz() {
	find "tests/fuzz/corpus/$name" tests/hostile -type f -size -1024k 2>/dev/null |
		sort >"$tmp/files"
	if [ ! -s "$tmp/files" ]; then
		verdict "not ok" "no corpus in tests/fuzz/corpus/$name"
		return
	fi
	if clean_env timeout 240 xargs -d '\n' -n 1000 "$bin/fuzz_$name" \
		<"$tmp/files" >"$log" 2>&1; then
		verdict ok
	else
		verdict "not ok" "after $(grep '^tests/' "$log" | tail -n 1)"
	fi
}

# A script proves one claim in an empty folder: 0 it holds, 77 cannot tell.
run_script() {
	(cd "$tmp" && clean_env timeout 240 sh -eu "$top/tests/scripts/$name.sh") \
		>"$log" 2>&1
	status=$?
	case $status in
	0) verdict ok ;;
	77) verdict skip "$(tail -n 1 "$log")" ;;
	*) verdict "not ok" "exit $status" ;;
	esac
}

run_lint() {
	mk/lint.sh "$name" >"$log" 2>&1
	case $? in
	0) verdict ok ;;
	77) verdict skip "$(tail -n 1 "$log")" ;;
	*) verdict "not ok" ;;
	esac
}

rm -rf "$tmp"
mkdir -p "$tmp"
: >"$log"
case $part in
unit) run_unit ;;
golden) run_golden ;;
cli) run_cli ;;
hostile) run_hostile ;;
fuzz) run_fuzz ;;
script) run_script ;;
lint) run_lint ;;
esac
if grep -q '^not ok' "$result"; then
	echo "--- $id"
	tail -n 60 "$log"
else
	rm -rf "$tmp"
fi
exit 0
