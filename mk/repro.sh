#!/bin/sh
# Builds the program twice, from copies in two folders of different names, and
# compares the binaries and catalogues byte for byte. Exit 1 when they differ.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

for where in one another/folder; do
	mkdir -p "$work/$where"
	tar -cf - --exclude ./build --exclude ./.git . | tar -xf - -C "$work/$where"
	# Another umask, locale, zone and order of files on disk.
	(
		cd "$work/$where"
		[ "$where" = one ] || {
			umask 077
			export TZ=Pacific/Auckland LC_ALL=C.UTF-8
		}
		make -s -j"$(nproc)" B=build all >/dev/null
	)
done
for f in bin/landschap share/locale/nl/LC_MESSAGES/landschap.mo \
	share/man/man1/landschap.1; do
	cmp "$work/one/build/$f" "$work/another/folder/build/$f"
done
echo "repro: the same bytes twice: $(sha256sum <"$work/one/build/bin/landschap")"
