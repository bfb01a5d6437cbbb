#!/bin/sh
# Nobody whom real metadata names as a contact is found in the landscape that
# is made of it, nor in what is said at import.
. "$TOP/tests/scripts/lib.sh"
saml=$LANDSCHAP_SHARED/data/saml
[ -d "$saml" ] || skip "real metadata is kept outside the repository"
command -v python3 >/dev/null || skip "no python3 to read contacts with"
mkdir in
cp "$saml"/*.xml "$saml"/*.json in/
xz -dc "$saml/edugain-2014-assembled.xml.xz" >in/edugain.xml
landschap init -q a.db
for file in in/*; do
	landschap import -v --allow-expired -d a.db "$file" >>said.txt 2>&1 || :
done
landschap export -q -d a.db -o all.json
python3 - in/*.xml <<'P'
import re, sys
import xml.etree.ElementTree as tree

MD = '{urn:oasis:names:tc:SAML:2.0:metadata}'
mails, names, other = set(), set(), []
for path in sys.argv[1:]:
    try:
        root = tree.parse(path).getroot()
    except tree.ParseError:
        continue
    people = set()
    for who in root.iter(MD + 'ContactPerson'):
        people.update(who.iter())
        said = {tag: [(e.text or '').strip() for e in who.findall(MD + tag)]
                for tag in ('GivenName', 'SurName', 'EmailAddress',
                            'TelephoneNumber')}
        mails.update(m.split('mailto:')[-1] for m in said['EmailAddress'])
        names.update(said['SurName'])
        names.update(said['TelephoneNumber'])
        names.update(g + ' ' + s for g in said['GivenName']
                     for s in said['SurName'])
    for e in root.iter():
        if e not in people:
            other += [e.text or '', *e.attrib.values()]
# names of desks and firms stand elsewhere in the metadata too
other = '\n'.join(other).lower()
needles = {m.lower() for m in mails if '@' in m}
needles |= {n.lower() for n in names if len(n) > 6 and n.lower() not in other}
assert len(needles) > 1000, len(needles)
missed = 0
for path in ('a.db', 'said.txt', 'all.json'):
    text = open(path, 'rb').read().decode('utf-8', 'replace').lower()
    assert path == 'said.txt' or 'surfconext' in text, path
    words = set(re.findall(r"[\w.+'-]+@[\w.-]+", text))
    for n in needles:
        if (n in words) if '@' in n else (n in text):
            missed += 1
            print(path, n, '...', repr(text[max(0, text.find(n) - 60):][:140]))
print(len(needles), 'needles', missed, 'found')
sys.exit(missed > 0)
P
