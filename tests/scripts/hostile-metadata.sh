#!/bin/sh
# What stays of metadata that was made to confuse: the text that was signed and
# not a part of it, the first of two entities, what stands beside the expired;
# and with --verify nothing that one byte was changed in.
. "$TOP/tests/scripts/lib.sh"
hostile=$TOP/tests/hostile

# reads FILE OPTION...: the tables of a landscape with this file only
reads() {
	rm -rf a.db tables
	landschap init -q a.db
	imports a.db "$@"
	cat a.db.talk
	landschap export -q -d a.db --raw -f tsv -o tables
}
has() { # TEXT...
	for text; do
		cat tables/*.tsv | grep -q -F -e "$text" || {
			echo "expected '$text'"
			exit 1
		}
	done
}
lacks() { # TEXT...
	for text; do
		if grep -a -F -e "$text" tables/*.tsv a.db a.db.talk; then
			echo "expected no '$text'"
			exit 1
		fi
	done
}

# A comment inside a name: signed all the same, and read whole.
reads "$hostile/metadata/xswmd-6-comment-injection.xml" \
	--verify "$hostile/metadata/signer.pem"
has "organisation	Goede School	"
reads "$hostile/saml/33-comment-after-sign.xml" \
	--verify "$hostile/saml/keys/trust.pem"
has "Tweede school"

# Twice the same entityID: the second one may not move the first.
reads "$hostile/metadata/own-duplicate-entityid.xml"
has "product:saml:https://dup.example/sp	host:a.example	assertion"
lacks "b.example"

# Prefixes are no names; UTF-16 is an encoding.
reads "$hostile/metadata/own-odd-prefixes.xml"
has "product:saml:https://odd.example/	host:odd.example	assertion"
reads "$hostile/metadata/own-utf16.xml"
has "product:saml:https://utf16.example/"

# Locations that lead nowhere stay as they stand, but for the password.
reads "$hostile/metadata/own-javascript-url.xml"
has "product:saml:javascript:alert(1)	endpoint	//no-scheme.example/acs" \
	"product:saml:javascript:alert(1)	endpoint	https://evil.example:99999/a" \
	"host:xn--sch-hoa.example"
lacks "user:pw" "host:evil.example" "host:no-scheme.example" "host:javascript"

# What is wrong or expired costs itself, and what is in it.
reads "$hostile/metadata/more-bad-dates.xml"
has "product:saml:https://first.example/" "product:saml:https://last.example/"
[ "$(grep -c product:saml: tables/nodes.tsv)" = 2 ]
grep -F "[2]: validUntil '2098-02-30T00:00:00Z'" a.db.talk
grep -F "[3]: validUntil '...'" a.db.talk
grep -F "[4]: 'https://past.example/' was valid until 2020-01-01" a.db.talk
reads "$hostile/metadata/more-expired-groups.xml"
has "product:saml:https://beside.example/	valid_until	2099-01-01"
[ "$(grep -c product:saml: tables/nodes.tsv)" = 1 ]
reads "$hostile/metadata/more-expired-groups.xml" --allow-expired
has "product:saml:https://within.example/	valid_until	2001-01-01"
reads "$hostile/metadata/more-empty-elements.xml"
has "product:saml:https://empty.example/"
for missing in protocolSupportEnumeration Location; do
	grep -F "without $missing" a.db.talk
done

# One byte changed anywhere in what is signed, or in the signature. What stands
# in KeyInfo is neither signed nor looked at.
signed=$hostile/saml/00-ok-signed.xml
landschap init -q b.db
cp b.db before.db
info=$(grep -o -a -b '<ds:KeyInfo>' "$signed" | cut -d: -f1)
end=$(grep -o -a -b '</ds:KeyInfo>' "$signed" | cut -d: -f1)
seq 40 47 4160 >places
n=0
while read -r at; do
	[ "$at" -lt "$info" ] || [ "$at" -gt "$end" ] || continue
	cp "$signed" altered.xml
	byte=$(dd if="$signed" bs=1 skip="$at" count=1 2>/dev/null)
	new=0
	[ "$byte" != 0 ] || new=1
	printf %s "$new" |
		dd of=altered.xml bs=1 seek="$at" conv=notrunc 2>/dev/null
	status=0
	landschap import -q -d b.db altered.xml \
		--verify "$hostile/saml/keys/trust.pem" >out 2>err || status=$?
	cmp -s before.db b.db && [ $status = 3 ] && [ -s err ] || {
		cat out err
		echo "byte $at of 00-ok-signed.xml: status $status"
		exit 1
	}
	n=$((n + 1))
done <places
echo "$n places altered"
[ $n -gt 50 ]
