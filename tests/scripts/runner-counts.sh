#!/bin/sh
# The runner counts what it ran: a failed test, a lost one and a refused
# environment all make it fail, and its last line says so.
mkdir -p t/tests/cli t/tests/unit t/mk t/build/bin
cp "$TOP/tests/run.sh" "$TOP/tests/one.sh" "$TOP/tests/cli.awk" t/tests/
export LANDSCHAP_NO_NETWORK=1

cat >t/tests/cli/good.test <<'T'
# Files, placeholders, stderr and a status.
@ in.txt
| one
|
| three (3) [x] a*b
$ cat in.txt; echo oops >&2; exit 3
> one
>
> three {*} a*b
! oops
= 3

$ seq 5
> 1
> {**}
> 4
> {*}
T
# ends "STATUS: LAST LINE"
ends() {
	(cd t && B=build tests/run.sh cli) >out 2>&1 && status=0 || status=$?
	tail -n 1 out >last
	[ "$status: $(cat last)" = "$1" ] || {
		echo "expected '$1', and it says:"
		cat out
		exit 1
	}
}

ends "0: 1 passed, 0 failed, 0 skipped"

# An output that differs in one byte, a status, a line too many.
for change in 's/^> 1$/> 2/' 's/^= 3$/= 4/' 's/^> 4$/&\n> 4b/' 's/^! oops$//' '/^> 4$/d' \
	's/(3)/(4)/;s/{\*}/(3) [y]/'; do
	sed "$change" t/tests/cli/good.test >t/tests/cli/bad.test
	echo "$change"
	ends "1: 1 passed, 1 failed, 0 skipped"
done
rm t/tests/cli/bad.test

# No test at all is no success.
mv t/tests/cli/good.test .
ends "1: 0 passed, 0 failed, 0 skipped"

# Blessing writes what happened, and keeps the placeholders that fit.
sed 's/^> 1$/> 2/' good.test >t/tests/cli/good.test
(cd t && B=build tests/run.sh --bless cli) >out
grep -q '^-> 2$' out
cmp good.test t/tests/cli/good.test
