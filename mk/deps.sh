#!/bin/sh
# Installs through apt what mk/packages.txt lists and this machine lacks:
#   mk/deps.sh [GROUP...]          build run test, when none is named
#   mk/deps.sh --check [GROUP...]  only says what is missing; exit 1 if any
# Quick and quiet when all is there. Refuses to ask for a password.
set -eu
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
list=$(dirname "$0")/packages.txt
only_check=
if [ "${1:-}" = --check ]; then
	only_check=1
	shift
fi
groups=${*:-build run test}

is_there() { # package proof
	case $2 in
	*.pc) pkg-config --exists "${2%.pc}" 2>/dev/null ;;
	-) dpkg-query -W -f='${Status}\n' "$1" 2>/dev/null |
		grep -q '^install ok installed$' ;;
	*) command -v "$2" >/dev/null 2>&1 ;;
	esac
}

missing=
while read -r group package proof; do
	case " $groups " in *" $group "*) ;; *) continue ;; esac
	is_there "$package" "$proof" && continue
	case " $missing " in *" $package "*) continue ;; esac
	missing="$missing $package"
	[ -z "$only_check" ] || case $proof in
	*.pc) echo "missing library '${proof%.pc}': install the Debian package" \
		"$package (make deps)" >&2 ;;
	-) echo "missing: install the Debian package $package (make deps)" >&2 ;;
	*) echo "missing program '$proof': install the Debian package" \
		"$package (make deps)" >&2 ;;
	esac
done <<LIST
$(grep -v '^#' "$list")
LIST

missing=${missing# }
if [ -z "$missing" ]; then
	[ -n "$only_check" ] || echo "deps: all there ($groups)"
	exit 0
fi
[ -z "$only_check" ] || exit 1

if ! command -v apt-get >/dev/null 2>&1; then
	echo "deps: no apt-get here; install what these Debian packages hold:" \
		"$missing" >&2
	exit 1
fi
if [ "$(id -u)" = 0 ]; then
	as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	as_root="sudo -n"
else
	echo "deps: not root and no sudo without a password; as root, run:" \
		"apt-get install -y --no-install-recommends $missing" >&2
	exit 1
fi

# shellcheck disable=SC2086
install() {
	$as_root apt-get install -y -q --no-install-recommends $missing
}
echo "deps: installing $missing"
if ! install >/dev/null 2>&1; then
	# Lists that are absent or old: fetch them once, then speak up.
	$as_root apt-get update -q
	install
fi
echo "deps: installed"
