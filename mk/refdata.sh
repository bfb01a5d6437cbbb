#!/bin/sh
# Embeds CSV files: refdata.sh OUT.S OUT.c FILE.csv...  The bytes come in
# through .incbin, the table of names and sizes is C, sorted in byte order.
set -eu
export LC_ALL=C
asm=$1 code=$2
shift 2

exec 3>"$asm" 4>"$code"
cat >&3 <<'X'
/* Made by mk/refdata.sh; do not edit. */
	.section .rodata
X
cat >&4 <<'X'
/* Made by mk/refdata.sh; do not edit. */
#include "schema/model/refdata.h"

X

i=0
table=
for file in $(printf '%s\n' "$@" | sort); do
	name=${file##*/}
	size=$(wc -c <"$file")
	cat >&3 <<X
	.balign 16
	.globl refdata_$i
	.hidden refdata_$i
refdata_$i:
	.incbin "$file"
	.byte 0
X
	echo "extern const char refdata_${i}[];" >&4
	table="$table	{ \"$name\", { refdata_$i, $size } },
"
	i=$((i + 1))
done
echo '	.section .note.GNU-stack,"",%progbits' >&3
cat >&4 <<X

static const struct refdata files[] = {
$table	{ 0 },
};

const struct refdata *
refdata_all(uint32_t *ret_n)
{
	*ret_n = $i;
	return files;
}

struct sv
refdata_get(const char *name)
{
	for (const struct refdata *f = files; f->name; f++) {
		if (sv_is(sv(name), f->name))
			return f->bytes;
	}
	return SV_NONE;
}
X
