#!/bin/sh
# Two editions of a real feed: who went and who came is what the documents say.
. "$TOP/tests/scripts/lib.sh"
saml=$LANDSCHAP_SHARED/data/saml
[ -d "$saml" ] || skip "no $saml (LANDSCHAP_SHARED)"
mkdir old new
cp "$saml/nl-surfconext-idps-old.xml" old/idps.xml
cp "$saml/nl-surfconext-idps-new.xml" new/idps.xml
landschap init -q a.db
landschap import -q -d a.db --allow-expired --as-of 2018-06-01 old >old.tsv
landschap import -q -d a.db --allow-expired --accept-shrink --as-of 2019-02-01 \
	new >new.tsv
cat old.tsv new.tsv
number=$(tail -n 1 new.tsv | cut -f 4)
landschap diff -q -d a.db --import "$number" >diff.tsv
entities() {
	grep -o 'entityID="[^"]*"' "$1" | sed 's/^entityID="//; s/"$//' |
		LC_ALL=C sort -u
}
entities old/idps.xml >old.txt
entities new/idps.xml >new.txt
# The hub itself is an entity of the new one, and was known as the hub before.
LC_ALL=C comm -23 old.txt new.txt >gone.txt
awk -F'\t' '$1 == "gone" && $2 == "product" {
	sub(/^product:saml:/, "", $3); print $3 }' diff.tsv |
	LC_ALL=C sort >said.txt
cmp gone.txt said.txt
[ "$(wc -l <gone.txt)" -gt 100 ]
if grep -q "^new	product" diff.tsv; then
	grep "^new	product" diff.tsv
	exit 1
fi
# What an import counts is what diff shows.
landschap diff -q -d a.db --import "$number" -v -f csv >all.csv
count() { # CHANGE
	awk -F, -v change="$1" 'NR > 1 && $1 == change &&
		$2 !~ /^(product|organisation|host|data_category|board)$/' all.csv |
		wc -l
}
for at in 10:new 11:changed 12:gone; do
	want=$(tail -n 1 new.tsv | cut -f "${at%:*}")
	have=$(count "${at#*:}")
	if [ "$want" -ne "$have" ]; then
		echo "${at#*:}: import says $want, diff shows $have"
		exit 1
	fi
done
# Each claim of it ends at an XPath.
claim=$(awk -F'\t' '$1 == "gone" && $2 == "supplies" { print $9; exit }' diff.tsv)
landschap why -q -d a.db "$claim" | grep -F '(//md:EntityDescriptor)['
