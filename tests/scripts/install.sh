#!/bin/sh
# `make install` writes under DESTDIR and PREFIX only, what it wrote works from
# there, and `make uninstall` takes all of it away.
[ -z "$SLOW" ] || {
	echo "make install is tested in the plain build"
	exit 77
}
b=${B#"$TOP"/}
(cd "$TOP" && make -s install B="$b" DESTDIR="$HOME/root" PREFIX=/opt/l) >made 2>&1 || {
	cat made
	exit 1
}
(cd root && find . -type f | sort) >there
cat there
grep -qx './opt/l/bin/landschap' there
grep -qx './opt/l/share/man/man1/landschap.1' there
grep -qx './opt/l/share/doc/landschap/LICENSE' there
root/opt/l/bin/landschap --version
if command -v man >/dev/null; then
	man --warnings -l root/opt/l/share/man/man1/landschap.1 >page 2>complaints
	grep -q landschap page
	[ ! -s complaints ] || {
		cat complaints
		exit 1
	}
fi
(cd "$TOP" && make -s uninstall B="$b" DESTDIR="$HOME/root" PREFIX=/opt/l) >made 2>&1
[ "$(find root -type f)" = "" ]
