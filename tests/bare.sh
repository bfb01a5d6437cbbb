#!/bin/sh
# Proves that both command lines of the README work on a bare Debian 12:
#   tests/bare.sh FOLDER [demo|check...]
# Makes FOLDER/base with debootstrap (minbase: no make, no compiler, no git),
# from the mirror that this machine's apt uses, and for each line a fresh copy
# with only this checkout in it. Needs root, debootstrap and a mirror; it is
# not part of make check. Exit 0 when every line ended with 0.
set -eu
export LC_ALL=C
top=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:?usage: tests/bare.sh FOLDER [demo|check...]}
shift
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

if [ ! -d "$folder/base" ]; then
	mirror=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' |
		sed -n 's/^Debian bookworm //p' | head -n 1)
	[ -n "$mirror" ] || {
		echo "bare: this machine's apt knows no Debian bookworm" >&2
		exit 1
	}
	debootstrap --variant=minbase bookworm "$folder/base.new" "$mirror" \
		>"$folder/debootstrap.log" 2>&1
	mv "$folder/base.new" "$folder/base"
fi

# line_of demo: the command line in the README that ends in "make demo".
line_of() {
	sed -n "s/^\(    \)*\(apt-get update .* make $1\)\$/\2/p" "$top/README.md" |
		head -n 1
}

try() {
	line=$(line_of "$1")
	root=$folder/$1
	if [ -z "$line" ]; then
		echo "bare: no line in the README ends in 'make $1'" >&2
		return 1
	fi
	rm -rf "$root"
	cp -a "$folder/base" "$root"
	mkdir "$root/landschap"
	(cd "$top" && tar -cf - --exclude ./build --exclude ./.git .) |
		tar -xf - -C "$root/landschap"
	cp /etc/resolv.conf "$root/etc/resolv.conf"
	mount -t proc proc "$root/proc"
	echo "bare: $line"
	status=0
	chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
		HOME=/ TERM=dumb \
		/bin/sh -c "cd /landschap && $line" >"$folder/$1.log" 2>&1 \
		</dev/null || status=$?
	umount "$root/proc"
	tail -n 12 "$folder/$1.log"
	echo "bare: exit $status (whole output in $folder/$1.log)"
	return $status
}

failed=0
for which in ${*:-demo check}; do
	try "$which" || failed=1
done
exit $failed
