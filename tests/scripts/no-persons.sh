#!/bin/sh
# No person's name, mail address, token or ECK iD of any document of sign-on is
# in the database, the files beside it, results, maps or messages: neither of
# documents that are read, nor of those that are refused. Of a mail address the
# domain is kept: it tells who answers for a service.
. "$TOP/tests/scripts/lib.sh"

# What may be nowhere, in capitals or not.
cat >needles <<'N'
Wietske
Onzichtbaar
w.onz
0dd0b0b0-5ec4-4e70-9e4e-6e4e1c4e7001
100000000000000000001
0612345678
zonnetje9
7f3cd9a1e44b
ketenid.nl/201703/1f1a
eyJvZGQi
N

mkdir in
cp "$TOP"/tests/data/signon/*.* in/
rm in/README.md

contact='<md:ContactPerson contactType="technical"><md:Company>Bureau Onzichtbaar</md:Company><md:GivenName>Wietske</md:GivenName><md:SurName>Onzichtbaar</md:SurName><md:EmailAddress>mailto:wietske@geheim.example</md:EmailAddress><md:TelephoneNumber>0612345678</md:TelephoneNumber></md:ContactPerson>'
eck=https://ketenid.nl/201703/1f1a9c7e55
head='xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui" xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute" xmlns:remd="http://refeds.org/metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
proto='protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"'
body="<md:Extensions><mdattr:EntityAttributes><saml:Attribute Name='urn:x:owner'><saml:AttributeValue>wietske@geheim.example</saml:AttributeValue></saml:Attribute></mdattr:EntityAttributes></md:Extensions><md:SPSSODescriptor $proto><!-- vraag Wietske Onzichtbaar --><md:Extensions><mdui:UIInfo><mdui:DisplayName xml:lang='nl'>Rekenreus</mdui:DisplayName><mdui:PrivacyStatementURL xml:lang='nl'>https://rekenreus.example/privacy?vraag=wietske@geheim.example</mdui:PrivacyStatementURL><mdui:InformationURL xml:lang='nl'>mailto:wietske@geheim.example</mdui:InformationURL></mdui:UIInfo></md:Extensions><md:KeyDescriptor><ds:KeyInfo><ds:KeyName>Wietske Onzichtbaar</ds:KeyName></ds:KeyInfo></md:KeyDescriptor><md:AssertionConsumerService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST' Location='https://wietske:zonnetje9@sp.rekenreus.example/acs?token=7f3cd9a1e44b#wietske@geheim.example' index='1'/><md:AssertionConsumerService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST' Location='mailto:wietske@geheim.example' index='2'/><md:AttributeConsumingService index='1'><md:ServiceName xml:lang='nl'>Rekenreus</md:ServiceName><md:RequestedAttribute Name='uid'><saml:AttributeValue>$eck</saml:AttributeValue></md:RequestedAttribute></md:AttributeConsumingService></md:SPSSODescriptor><md:Organization><md:OrganizationName xml:lang='nl'>Reuzenwerk B.V.</md:OrganizationName><md:OrganizationDisplayName xml:lang='nl'>Reuzenwerk</md:OrganizationDisplayName><md:OrganizationURL xml:lang='nl'>mailto:wietske@geheim.example</md:OrganizationURL></md:Organization>$contact"
printf '%s' "<md:EntityDescriptor $head entityID='https://sp.rekenreus.example/saml'>$body</md:EntityDescriptor>" >in/service.xml
# Refused: no entityID, twice the same, cut off among the persons.
printf '%s' "<md:EntitiesDescriptor $head><md:EntityDescriptor>$body</md:EntityDescriptor><md:EntityDescriptor entityID='urn:a'>$body</md:EntityDescriptor><md:EntityDescriptor entityID='urn:a'>$body</md:EntityDescriptor><md:EntityDescriptor entityID='urn:b' validUntil='wietske@geheim.example'>$body</md:EntityDescriptor></md:EntitiesDescriptor>" >in/entities.xml
printf '%s' "<md:EntityDescriptor $head entityID='urn:c'>$contact<md:ContactPerson><md:GivenName>Wietske</md:SurName></md:EntityDescriptor>" >in/broken.xml
printf '%s' "<md:EntityDescriptor $head entityID='urn:c'>$contact<md:GivenName>Wietske&nbsp;Onzichtbaar</md:GivenName></md:EntityDescriptor>" >in/entity.xml

cat >in/client.json <<'J'
{"client_id":"urn:rekenreus","client_name":"Rekenreus","client_secret":"7f3cd9a1e44b",
"registration_access_token":"eyJvZGQi.7f3cd9a1e44b.x","registration_client_uri":"https://op.example/register?token=7f3cd9a1e44b",
"redirect_uris":["https://wietske:zonnetje9@app.rekenreus.example/cb?user=wietske@geheim.example"],
"contacts":["wietske@geheim.example","Wietske Onzichtbaar"],"policy_uri":"mailto:wietske@geheim.example",
"grant_types":["authorization_code"],"scope":"openid eckid"}
J
cat >in/provider.json <<'J'
{"issuer":"https://op.school.example","authorization_endpoint":"https://wietske:zonnetje9@op.school.example/a?token=7f3cd9a1e44b",
"token_endpoint":"mailto:wietske@geheim.example","jwks_uri":"https://op.school.example/jwks","response_types_supported":["code"],
"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid"],
"op_policy_uri":"mailto:wietske@geheim.example","contacts":["wietske@geheim.example"],"x_admin":"Wietske Onzichtbaar"}
J
# Known members and columns with the wrong thing in them.
cat >in/wrong.json <<'J'
{"issuer":["wietske@geheim.example"],"authorization_endpoint":{"wietske@geheim.example":"Wietske Onzichtbaar"},
"token_endpoint":"https://op.example/t","jwks_uri":"https://op.example/j","response_types_supported":"wietske@geheim.example",
"scopes_supported":[7,"openid"]}
J
printf '{"client_id":"x","contacts":["wietske@geheim.example",}' >in/broken.json
sed 's/120/wietske@geheim.example/; s/Vertrouwd/Wietske Onzichtbaar/' \
	"$TOP/tests/data/signon/google-apps-nl.csv" >in/google-wrong.csv
sed 's/;True;Visible;True/;wietske@geheim.example;Wietske Onzichtbaar;0612345678/' \
	"$TOP/tests/data/signon/entra-later.csv" >in/entra-wrong.csv
sed "s/;ja;/;wietske@geheim.example;/; s/;actief;/;w.onzichtbaar@geheim.example;/; s|;uid;|;$eck;|" \
	"$TOP/tests/data/signon/entree-set.csv" >in/entree-wrong.csv
cut -d, -f1,2,3 "$TOP/tests/data/signon/gam-tokens.csv" >in/gam-short.csv

# Each by itself, and those that are alike twice: editions are compared too.
landschap init -q a.db
mkdir out
read_some() {
	read=0
	for file in in/*; do
		for more in "$@"; do
			landschap import -d a.db -v --board 41234 $more "$file" \
				>>out/talk 2>&1 || [ $? = 3 ]
		done
		[ ! -f a.db-journal ] || cp a.db-journal "out/journal-$read"
		read=$((read + 1))
	done
}
read_some ""
read_some --dry-run "--as saml" "--as oidc" "--as manage" "--as graph" \
	"--as entra_apps" "--as google_apps" "--as gam_tokens" "--as entree" \
	"--as oidfed" "--as applications" \
	"--verify $TOP/tests/hostile/saml/keys/trust.pem --allow-expired"
grep -q Rekenreus a.db

see() {
	landschap "$@" -d a.db >>out/results 2>>out/talk || [ $? -le 4 ]
}
for format in table csv json; do
	for kind in products organisations boards schools functions documents \
		identities hosts attributes; do
		see list $kind -f $format -v
	done
	see log -f $format
	see check -f $format
	see review -f $format
	see coverage -f $format
	for thing in Rekenreus Kwisjes Roosterzee sp.rekenreus.example 41234; do
		see show $thing -f $format -v
		see why $thing -f $format -v
	done
done
landschap export -q -d a.db -o out/folder
landschap export -q -d a.db -o out/all.json
for map in landscape vendor function login; do
	for form in svg dot; do
		landschap map $map --all -q -d a.db -o "out/$map.$form" \
			>>out/talk 2>&1 || [ $? -le 4 ]
	done
done
see doctor
cp a.db* out/
[ "$(wc -l <out/results)" -gt 200 ]

# These prove that the search finds what is there.
grep -q -a -i -F -f needles in/service.xml
found=0
while read -r needle; do
	grep -q -r -i -F -e "$needle" in/ || {
		echo "no input has '$needle'"
		exit 1
	}
	grep -r -a -i -o -F -e "$needle" out/ | sort | uniq -c >hits
	[ -s hits ] || continue
	echo "'$needle' is in:"
	cat hits
	grep -r -h -I -i -F -e "$needle" out/ | cut -c1-300 | sort -u | head -n 8
	found=1
done <needles
exit $found
