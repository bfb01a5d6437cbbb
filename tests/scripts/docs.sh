#!/bin/sh
# What docs/dependencies.md says to type is typed, and gives what stands there.
# A line "`NAME.csv`:" makes the indented block below it that file; other
# indented lines are "$ " commands and what they print, "..." for any lines. To
# bless, copy what is left in `page` over it.
. "$TOP/tests/scripts/lib.sh"
page=$TOP/docs/dependencies.md
[ "$(grep -c '^    \$ ' "$page")" -gt 10 ]
awk '/^`[a-z]+\.csv`:$/ { name = substr($0, 2, length($0) - 3); print "#:" $0; next }
	/^    \$ / { name = ""; print substr($0, 5); next }
	/^    \.\.\.$/ { print "> {**}"; next }
	/^    / && name != "" {
		if (!(name in seen)) print "@ " name
		seen[name] = 1
		print "| " substr($0, 5)
		next
	}
	/^    / { print "> " substr($0, 5); next }
	{ if ($0 != "") name = ""; print "#:" $0 }' "$page" >page.test
awk -v dir="$PWD/play" -v out="$PWD/played" -f "$TOP/tests/cli.awk" page.test
awk '/^@ / { next }
	/^#:/ { print substr($0, 3); next }
	/^\$ / { print "    " $0; next }
	/^> \{\*\*\}$/ { print "    ..."; next }
	/^[>|]/ { print "    " substr($0, 3); next }
	{ print "    " $0 }' played >page
diff -u "$page" page
