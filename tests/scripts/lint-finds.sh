#!/bin/sh
# Each house rule finds a breach that is planted in a copy of the sources.
copy() {
	rm -rf copy
	mkdir copy
	for f in base schema collectors analyzer reports cli mk tests bench \
		docs Makefile .clang-format; do
		[ ! -e "$TOP/$f" ] || cp -r "$TOP/$f" copy/
	done
}

# finds RULE FILE TEXT: the rule is broken by TEXT at the end of FILE.
finds() {
	mkdir -p "copy/$(dirname "$2")"
	cp "copy/$2" kept 2>/dev/null || : >kept
	printf '%s\n' "$3" >>"copy/$2"
	if (cd copy && B=build mk/lint.sh "$1") >said 2>&1; then
		echo "$1 does not see '$3' in $2"
		exit 1
	fi
	grep -q "${4:-$2}" said || {
		echo "$1 does not name $2:"
		cat said
		exit 1
	}
	cp kept "copy/$2"
	[ -s kept ] || rm "copy/$2"
}

copy
# What is clean to begin with, or the plants below would prove nothing.
for rule in arrows banned sql machine; do
	(cd copy && B=build mk/lint.sh $rule) || exit 1
done

finds arrows base/zz.c '#include "schema/model/model.h"'
finds arrows schema/model/zz.c '#include "schema/store/store.h"'
finds arrows collectors/zz.c '#include "schema/identity/identity.h"'
finds arrows collectors/zz.c '#include <sqlite3.h>'
finds arrows analyzer/zz.c '#include "collectors/collector.h"'
finds arrows analyzer/zz.c '#include <stdio.h>'
finds arrows analyzer/zz.c '#include <time.h>'
finds arrows reports/zz.c '#include "cli/cli.h"'
finds arrows reports/zz.c '#include "schema/store/store.h"'
finds arrows reports/zz.c '#include <graphviz/gvc.h>'
finds arrows reports/tables/zz.c '#include <libxml/parser.h>'
finds arrows cli/zz.c '#include <gvc.h>'
finds banned base/zz.c '	strcpy(a, b);'
finds banned cli/zz.c '	n = atoi(text);'
finds banned cli/zz.c '	return system("ls");'
finds banned collectors/zz.c '	x = strtoul (p, 0, 10);'
finds banned analyzer/zz.c '	printf("%d", n);'
finds banned reports/zz.c '	exit(1);'
finds banned schema/store/zz.c 'static int counter;'
finds banned base/zz.c '	static char text[100];'
finds sql schema/store/zz.c '	run("SELECT a FROM b");'
finds sql cli/zz.c '	sqlite3_exec(db, q, 0, 0, 0);'
finds machine docs/zz.md "see /wor""k/main"
finds machine mk/zz.sh "http://de""b.debian.org/debian"
finds registry collectors/zz.c 'const struct collector collector_zz = {' collector_zz
finds registry tests/unit/test_zz.c 'Suite *suite_zz(void);'
finds registry tests/fuzz/fuzz_zz.c 'int x;'
if command -v clang-format-14 >/dev/null; then
	finds format base/zz.c 'int   f( void ) { return 1; }'
fi
if [ -f copy/cli/commands.def ]; then
	finds registry cli/cmd_zz.c 'int cmd_zz;'
	finds registry cli/commands.def 'COMMAND(zz, "", N_("x"), 0, 0, 0, 0)' zz
fi
