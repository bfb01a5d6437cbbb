#!/bin/sh
# The 148 strings as names of products and vendors: imported, then out in every
# format, each read by a program that is not ours.
. "$TOP/tests/scripts/lib.sh"
for tool in python3 xmllint dot; do
	command -v $tool >/dev/null || skip "no $tool"
done
landschap init -q a.db
imports a.db "$TOP/tests/hostile/output/strings.csv" --board 41234 \
	--as applications
landschap export -q -d a.db -o folder
landschap export -q -d a.db -o all.json
landschap list products -q -d a.db -f ndjson -o list.ndjson
landschap list products -q -d a.db -f tsv -o list.tsv
for kind in landscape vendor function; do
	for more in "" --all; do
		name=$kind$more
		landschap map $kind $more -q -d a.db -o "$name.svg"
		landschap map $kind $more -q -d a.db -o "$name.dot"
		xmllint --noout --nonet "$name.svg"
		dot -Tsvg "$name.dot" >"$name.dot.svg"
		xmllint --noout --nonet "$name.dot.svg"
		dot -Tjson0 "$name.dot" >"$name.json"
		landschap map $kind $more -q -d a.db -f json -o "$name.facts"
	done
done
python3 - <<'P'
import csv, glob, json
import xml.etree.ElementTree as tree

doc = json.load(open('all.json', encoding='utf-8'))
assert doc['format'] == 1
names = [r['name'] for r in doc['tables']['nodes']['rows']
         if r['kind'] == 'product']
assert len(names) > 100, len(names)

# CSV: the same names, and none that a spreadsheet would run
rows = csv.DictReader(open('folder/nodes.csv', encoding='utf-8', newline=''))
back = [r['name'] for r in rows if r['kind'] == 'product']
for a, b in zip(names, back, strict=True):
    assert b in (a, "'" + a), (a, b)
    assert b == '-' or b.lstrip()[:1] not in list('=+-@'), b

# NDJSON and TSV say the same
head, *lines = open('list.ndjson', encoding='utf-8').read().split('\n')[:-1]
assert json.loads(head)['format'] == 1
listed = [json.loads(line)['name'] or '' for line in lines]
tsv = open('list.tsv', encoding='utf-8', newline='').read().split('\n')[:-1]
at = tsv[0].split('\t').index('name')
undone = [json.loads('"' + line.split('\t')[at].replace('"', '\\"') + '"')
          for line in tsv[1:]]
assert listed == undone
assert set(listed) <= set(names) | {''}, set(listed) - set(names)

# SVG: only what draws; DOT: as many nodes and edges as there are facts
draws = {'svg', 'g', 'title', 'desc', 'text', 'polygon', 'polyline', 'path',
         'ellipse'}
for name in glob.glob('*.svg'):
    if name.endswith('.dot.svg'):
        continue
    text = open(name, encoding='utf-8').read()
    assert not any(ord(c) < 32 and c != '\n' or 127 <= ord(c) < 160
                   for c in text), name
    for one in tree.fromstring(text).iter():
        kind = one.tag.split('}')[1]
        assert kind in draws, (name, kind)
        for key in one.attrib:
            assert 'href' not in key and not key.startswith('on'), (name, key)
for name in glob.glob('*.facts'):
    facts = json.load(open(name, encoding='utf-8'))['rows']
    dot = json.load(open(name[:-5] + 'json', encoding='utf-8'))
    nodes = [o for o in dot['objects'] if 'nodes' not in o]
    assert len(nodes) == sum(f['part'] == 'node' for f in facts), name
    assert len(dot['edges']) == sum(f['part'] == 'edge' for f in facts), name
    for one in nodes + dot['edges']:
        assert not {'URL', 'href', 'image', 'target'} & set(one), one
P
