#!/bin/sh
# House rules, one claim each:
#   mk/lint.sh --list     their names
#   mk/lint.sh NAME...    check them; exit 1 with file:line for each breach,
#                         77 when the tool it needs is not there
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit 1
: "${B:=build}"
rooms="base schema collectors analyzer reports cli"

# fail TEXT: breaches on stdin are printed below TEXT; none prints nothing.
# A rule is broken when its function prints anything.
fail() {
	breaches=$(cat)
	[ -z "$breaches" ] || printf '%s\n%s\n' "$1:" "$breaches"
}

sources() { # FOLDER...: C files below them
	find "$@" -name '*.[ch]' -o -name '*.def' 2>/dev/null | sort
}

# Which room may include what. System headers that are not libraries are
# free, except in analyzer and schema/model, which do no I/O at all.
lint_arrows() {
	awk -f mk/arrows.awk $(sources $rooms) | fail \
		"a room includes what it may not (style.md, README: map of rooms)"
}

# Functions that are refused everywhere, and those only cli may call.
lint_banned() {
	words='strcpy|strcat|stpcpy|sprintf|vsprintf|strtok|gets|atoi|atol|atoll'
	words="$words|atof|strtol|strtoul|strtoll|strtoull|strtod|strtof|strtold"
	words="$words|localtime|gmtime|ctime|asctime|tmpnam|tempnam|mktemp|system"
	words="$words|alloca|rand|srand"
	grep -nE "(^|[^A-Za-z0-9_.>])($words) *\(" $(sources $rooms tests bench) |
		grep -vE '^[^:]*:[0-9]+:[ 	]*(\*|/\*|//)' |
		fail "banned call"
	grep -nE '(^|[^A-Za-z0-9_])(printf|fprintf|puts|fputs|putchar|perror|exit|setlocale) *\(' \
		$(sources base schema collectors analyzer reports) |
		grep -v '^base/arena.c:' |
		grep -vE '^[^:]*:[0-9]+:[ 	]*(\*|/\*|//)' |
		fail "a library room prints, exits or sets the locale"
	# Static data that can change, outside cli: no const, no function.
	grep -nE '^[	]*(static|_Thread_local)[^()]*(=|;|\[)' \
		$(sources base schema collectors analyzer reports) |
		grep -vE 'const|inline|\(' | fail "static data that can change"
}

# SQL text lives in schema/sql, nowhere else.
lint_sql() {
	grep -nE '"[^"]*\b(SELECT .* FROM|INSERT INTO|INSERT OR|DELETE FROM|UPDATE [a-z_]+ SET|CREATE TABLE|CREATE INDEX|PRAGMA )' \
		$(sources $rooms) | fail "SQL text outside schema/sql"
	grep -lE '\bsqlite3_' $(sources base schema/model schema/identity \
		collectors analyzer reports cli) | fail "SQLite outside schema/store"
}

lint_format() {
	if ! command -v clang-format-14 >/dev/null 2>&1; then
		echo "no clang-format-14 (Debian package of that name)"
		return 77
	fi
	for f in $(sources $rooms tests bench | grep '[.][ch]$'); do
		clang-format-14 "$f" | cmp -s - "$f" || echo "$f"
	done | fail "clang-format-14 -i would change"
}

lint_shell() {
	if ! command -v shellcheck >/dev/null 2>&1; then
		echo "no shellcheck (Debian package of that name)"
		return 77
	fi
	find mk tests bench .ci -name '*.sh' -o -path .ci/run | sort |
		xargs shellcheck -x -f gcc -e SC2046,SC2317,SC2015,SC2016,SC2048,SC2086 -- |
		fail "shellcheck says"
}

# names_of FILE: what stands in the first (...) of each entry of a .def.
names_of() {
	[ ! -f "$1" ] || sed -n 's/^[A-Z_]*(\([a-z0-9_]*\).*/\1/p' "$1"
}

# Every file is in its registry, and every entry has what newcomers were
# promised: a golden case, help, a man page, a test.
lint_registry() {
	for f in tests/unit/test_*.c; do
		n=${f#tests/unit/test_}
		grep -qx "SUITE(${n%.c})" tests/unit/suites.def ||
			echo "$f: not in tests/unit/suites.def"
	done | fail "unit test without a line"
	sources collectors | xargs grep -ohE \
		'^const struct collector collector_[a-z0-9_]+' |
		sed 's/.*collector_//' | while read -r n; do
		names_of collectors/collectors.def | grep -qx "$n" ||
			echo "collector_$n: not in collectors/collectors.def"
	done | fail "collector without a line"
	names_of collectors/collectors.def | while read -r n; do
		find tests/golden -path "tests/golden/$n/*" -name expected.tsv |
			grep -q . || echo "$n: no tests/golden/$n/*/expected.tsv"
	done | fail "collector without a golden case"
	for f in cli/cmd_*.c; do
		[ -e "$f" ] || continue
		n=${f#cli/cmd_}
		names_of cli/commands.def | grep -qx "${n%.c}" ||
			echo "$f: not in cli/commands.def"
	done | fail "command without a line"
	names_of cli/commands.def | while read -r n; do
		find tests/cli -name '*.test' -exec cat {} + |
			grep -qE "^[$] .*landschap( -[^ ]+)* $n( |\$)" ||
			echo "$n: no tests/cli/*.test calls it"
	done | fail "command without a test"
	for f in tests/fuzz/fuzz_*.c; do
		[ -e "$f" ] || continue
		n=${f#tests/fuzz/fuzz_}
		[ -d "tests/fuzz/corpus/${n%.c}" ] ||
			echo "$f: no tests/fuzz/corpus/${n%.c}"
	done | fail "fuzz target without a corpus"
}

# Each limit on what foreign input controls is named in a test: one beyond it.
lint_limits() {
	sed -n 's/^#define \(LIMIT_[A-Z_]*\).*/\1/p' base/limits.h |
		while read -r n; do
			grep -rqw "$n" tests || echo "$n"
		done | fail "limit without a test"
}

# Every command answers `help NAME` and `NAME -h`, and is in the manual page.
lint_help() {
	if [ ! -x "$B/bin/landschap" ]; then
		echo "no $B/bin/landschap (make)"
		return 77
	fi
	"$B/bin/landschap" help --man >"$B/lint.man" 2>&1
	names_of cli/commands.def | while read -r n; do
		"$B/bin/landschap" help "$n" 2>/dev/null | grep -q "$n" ||
			echo "landschap help $n"
		"$B/bin/landschap" "$n" -h 2>/dev/null | grep -q "$n" ||
			echo "landschap $n -h"
		grep -qw "$n" "$B/lint.man" || echo "$n in the manual page"
	done | fail "no help"
}

# Nothing that is true on one machine only.
lint_machine() {
	{
		if [ -e .git ] && command -v git >/dev/null 2>&1; then
			git ls-files --cached --others --exclude-standard
		else
			find . \( -path ./build -o -path ./.git \) -prune -o \
				-type f -print
		fi
	} | grep -v 'mk/lint.sh$' | tr '\n' '\0' |
		xargs -0 grep -nIE -e '/(work|root|home/[a-z]+)/' \
			-e '(deb|security|ftp|snapshot)\.debian\.org' \
			-e 'registry\.npmjs|pypi\.org|proxy\.golang' |
		fail "a machine's path or a package host"
}

lint_translation() {
	for tool in xgettext msgmerge msgfmt; do
		command -v $tool >/dev/null 2>&1 && continue
		echo "no $tool (Debian package gettext)"
		return 77
	done
	make -s "$B/landschap.pot" 2>&1 | fail "xgettext"
	for po in reports/locale/*.po; do
		[ -e "$po" ] || continue
		msgfmt -c -o /dev/null "$po" 2>&1 | fail "$po"
		msgmerge -q --no-wrap -o "$B/lint.po" "$po" "$B/landschap.pot"
		msgfmt --statistics -o /dev/null "$B/lint.po" 2>&1 |
			grep -E 'untranslated|fuzzy' |
			fail "$po is not complete (make po-update, then translate)"
	done
}

# What is built is what the flags promise.
lint_hardening() {
	if ! command -v readelf >/dev/null 2>&1 || [ ! -x "$B/bin/landschap" ]; then
		echo "no readelf or no $B/bin/landschap"
		return 77
	fi
	elf=$(readelf -W -h -l -d "$B/bin/landschap")
	for want in 'Type:.*DYN' 'GNU_RELRO' 'BIND_NOW|FLAGS.*NOW'; do
		echo "$elf" | grep -qE "$want" || echo "$want"
	done | fail "the binary lacks"
	echo "$elf" | grep -E 'GNU_STACK.*RWE|RPATH|RUNPATH' |
		fail "the binary has"
}

all=$(sed -n 's/^lint_\([a-z]*\)() {$/\1/p' mk/lint.sh)
if [ "${1:-}" = --list ]; then
	echo "$all"
	exit 0
fi
failed=0
for name in ${*:-$all}; do
	if said=$("lint_$name"); then
		[ -z "$said" ] || failed=1
	elif [ $? = 77 ]; then
		[ $# != 1 ] || failed=77
	fi
	[ -z "$said" ] || echo "$said"
done
exit $failed
