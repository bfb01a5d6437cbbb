#!/bin/sh
# Nothing that names a person, and no secret, gets through: not into the
# database or its journal, not into a result, not into a message. The files of
# tests/data/privacy say the needles wherever a foreign file may say them; the
# names of files and what the user types are not looked at.
. "$TOP/tests/scripts/lib.sh"
from=$TOP/tests/data/privacy

# Every needle as it is, in base64 at each of three offsets, and with the '-'
# of base64url; UTF-16 is looked for by leaving zero bytes out.
while read -r needle; do
	echo "$needle"
	for before in '' a aa; do
		# the first and the last characters hold bits of neighbours
		printf '%s%s' "$before" "$needle" | base64 -w 0 |
			sed 's/=*$//; s/.$//' |
			cut -c "$((${#before} ? ${#before} + 2 : 1))-"
	done
done <"$from/needles.txt" >needles
[ "$(wc -l <needles)" = $((4 * $(wc -l <"$from/needles.txt"))) ]

# search WHAT FILE...: the needles that are found there.
search() {
	what=$1
	shift
	for file; do
		[ -f "$file" ] || continue
		tr -d '\000' <"$file" | grep -aioFf needles | sort -u |
			sed "s|^|$what: $file: |" >>leaks
	done
}

# Workbooks and tokens are made here: the needles of the list in other clothes.
mkdir in
cp "$from"/*.xml "$from"/*.json "$from"/*.csv in/
{
	echo '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
	echo '<office:meta><dc:creator>Wietske Onzichtbaar</dc:creator></office:meta>'
	echo '<office:body><office:spreadsheet><table:table table:name="wietske@geheim.example">'
	sed 's/&/\&amp;/g; s/</\&lt;/g; s/;/<\/text:p><\/table:table-cell><table:table-cell office:value-type="string"><text:p>/g
		s/^/<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>Wietske Onzichtbaar<\/text:p><\/office:annotation><text:p>/
		s/$/<\/text:p><\/table:table-cell><\/table:table-row>/' "$from/lijst.csv"
	echo '</table:table></office:spreadsheet></office:body></office:document>'
} >in/lijst.fods
iconv -f UTF-8 -t UTF-16 "$from/lijst.csv" >in/lijst-utf16.csv
url64() {
	base64 -w 0 | tr '+/' '-_' | tr -d =
}
# token HEADER PAYLOAD
token() {
	printf '%s.%s.%s' "$(printf %s "$1" | url64)" \
		"$(printf %s "$2" | url64)" "$(printf s3cr3t | url64)"
}
statement='{"alg":"ES256","kid":"wietske@geheim.example","typ":"entity-statement+jwt"}'
key='{"kty":"EC","crv":"P-256","kid":"wietske@geheim.example","use":"sig","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}'
secret=$(sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p' "$from/userinfo.json")
eck=$(sed -n 's/.*"eckId":"\([^"]*\)".*/\1/p' "$from/userinfo.json")
token "$statement" '{"iss":"https://koepel.example","sub":"https://koepel.example","iat":1767225600,"exp":4102444800,"jwks":{"keys":['"$key"']},"authority_hints":["https://anker.example","wietske@geheim.example"],"access_token":"'"$secret"'","eckId":"'"$eck"'","metadata":{"federation_entity":{"organization_name":"Koepel wietske@geheim.example","contacts":["Wietske Onzichtbaar","06-12345678","wietske@geheim.example"],"homepage_uri":"mailto:wietske@geheim.example","logo_uri":"https://koepel.example/'"$secret"'"},"openid_relying_party":{"client_name":"Koepel inloggen","client_secret":"s3cr3t-koepel","contacts":["wietske@geheim.example"],"redirect_uris":["https://wietske:s3cr3t-w@app.koepel.example/cb?t='"$secret"'"],"scope":"openid '"$eck"'","grant_types":["authorization_code"]}},"trust_marks":[{"id":"wietske@geheim.example","trust_mark":"'"$secret"'"}]}' >in/statement.jwt
token "$statement" '{"iss":"wietske@geheim.example","sub":"'"$eck"'","iat":1767225600,"exp":4102444800,"jwks":{"keys":['"$key"']}}' >in/statement-odd.jwt
token "$statement" '{"iss":"https://a.example","sub":"https://a.example","exp":"wietske@geheim.example","jwks":{"keys":[{"kty":"wietske@geheim.example"}]}}' >in/statement-bad.jwt
token '{"alg":"HS256","typ":"JWT"}' '{"sub":"wietske","email":"wietske@geheim.example"}' >in/access.jwt
printf '[%s,"%s","Wietske"]' '"wietske@geheim.example"' "$secret" >in/chain.json
if command -v python3 >/dev/null; then
	python3 - "$from/lijst.csv" in/lijst.xlsx <<'P'
import csv, sys, zipfile
from xml.sax.saxutils import escape
main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
rels = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
pack = 'http://schemas.openxmlformats.org/package/2006/'
rows = ''.join('<row>' + ''.join(
    '<c t="inlineStr"><is><t>' + escape(c) + '</t></is></c>' for c in row) +
    '</row>' for row in csv.reader(open(sys.argv[1]), delimiter=';'))
with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('[Content_Types].xml', f'<Types xmlns="{pack}content-types">'
               '<Default Extension="xml" ContentType="application/xml"/>'
               '</Types>')
    z.writestr('_rels/.rels', f'<Relationships xmlns="{pack}relationships">'
               f'<Relationship Id="a" Type="{rels}/officeDocument" '
               'Target="xl/workbook.xml"/></Relationships>')
    z.writestr('xl/_rels/workbook.xml.rels',
               f'<Relationships xmlns="{pack}relationships"><Relationship '
               f'Id="a" Type="{rels}/worksheet" Target="s.xml"/>'
               '</Relationships>')
    z.writestr('xl/workbook.xml', f'<workbook xmlns="{main}" xmlns:r="{rels}">'
               '<sheets><sheet name="wietske@geheim.example" sheetId="1" '
               'r:id="a"/></sheets></workbook>')
    z.writestr('xl/s.xml', f'<worksheet xmlns="{main}"><sheetData>{rows}'
               '</sheetData></worksheet>')
    z.writestr('docProps/core.xml', '<x>Wietske Onzichtbaar</x>')
P
fi

# bring DB FILE ARGUMENT...: talk and all, whatever comes of it.
bring() {
	db=$1 file=$2
	shift 2
	landschap import -v -d "$db" "$file" "$@" >out/import.$n 2>&1 || {
		status=$?
		[ $status -le 3 ] || echo "$file $*: status $status" >>failures
	}
	n=$((n + 1))
}

mkdir out
: >leaks
: >failures
n=0
landschap init -q a.db
for file in in/*; do
	for lang in nl en; do
		landschap import -n -v --lang $lang -d a.db "$file" -f ndjson \
			>"out/dry.$lang.${file##*/}" 2>&1 || :
	done
	bring a.db "$file" --board 41234 --write-map out/map.csv
	bring a.db "$file" --board 41234
	bring a.db "$file" --allow-expired --accept-shrink
	bring a.db "$file" --verify "$(printf wietske | sha256sum | cut -c 1-64)"
	for kind in applications saml oidc manage graph entra_apps google_apps \
		gam_tokens entree oidfed usage; do
		bring a.db "$file" --as $kind --board 41234
	done
done
cat failures
[ ! -s failures ]

# Everything that can be said of it.
say() {
	name=$1
	shift
	"$@" >"out/$name" 2>&1 || [ $? -le 3 ]
}
for lang in nl en; do
	for f in table csv tsv json ndjson; do
		for what in products schools boards organisations functions usage \
			sources conflicts assumptions identities hosts attributes \
			data; do
			say list.$what.$lang.$f landschap list $what -v -d a.db \
				--lang $lang -f $f
		done
		for what in check log review reach coverage overlap alternatives \
			concentration; do
			say $what.$lang.$f landschap $what -v -d a.db \
				--lang $lang -f $f
		done
		say diff.$lang.$f landschap diff --from 2020-01-01 -v -d a.db \
			--lang $lang -f $f
	done
	for map in landscape vendor function login; do
		for f in svg dot csv; do
			say map.$map.$lang.$f landschap map $map --all -d a.db \
				--lang $lang -f $f
		done
	done
	for id in $(cut -d , -f 1 out/list.identities.$lang.csv | tail -n +2); do
		say "show.$lang.$((n += 1))" landschap show "$id" -v -d a.db \
			--lang $lang -f csv
		say "why.$lang.$n" landschap why "$id" -v -d a.db --lang $lang \
			-f csv
	done
done
say doctor landschap doctor -d a.db
landschap export -q -d a.db -o out/folder
landschap export -q -d a.db -o out/all.json
cp out/folder/* out/

# It can find: what is no secret is there.
for there in Rekenreus Toetsplatform Leesplein; do
	grep -qa $there a.db
	grep -qa $there out/all.json
done

# The journal, and the database half way, of an import that is killed.
awk 'BEGIN { print "Applicatie;Leverancier;Eigenaar;E-mail;Terugval"
	for (i = 0; i < 500000; i++)
		printf "Pakket %d;Huis %d;Wietske Onzichtbaar;wietske@geheim.example;bel wietske@geheim.example %d\n",
			i, i % 900, i }' >big.csv
enough=$(($(stat -c %s a.db) + 1000000))
landschap import -d a.db big.csv --board 41234 >out/big 2>&1 &
while kill -0 $! 2>/dev/null; do
	# its pages no longer fit in memory: both files hold some of it
	if [ -s a.db-journal ] && [ "$(stat -c %s a.db)" -gt $enough ]; then
		kill -STOP $!
		cp a.db stopped.db
		cp a.db-journal stopped.db-journal
		kill -KILL $!
	fi
	sleep 0.01
done
wait $! || :
[ -s stopped.db-journal ] || {
	cat out/big
	echo "the import ended before it was stopped"
	exit 1
}
grep -qa 'bel @geheim.example' stopped.db

search database a.db stopped.db
search journal stopped.db-journal
search message out/*
sort -u leaks | head -n "${PRIVACY_LINES:-40}"
echo "$(sort -u leaks | wc -l) leaks"
[ ! -s leaks ]
