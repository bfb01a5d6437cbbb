"""Counts the entities of an aggregate with lxml's iterparse, in flat memory."""
import sys

from lxml import etree

ENTITY = "{urn:oasis:names:tc:SAML:2.0:metadata}EntityDescriptor"
count = 0
for _, entity in etree.iterparse(sys.argv[1], tag=ENTITY):
    count += 1
    entity.clear()
    while entity.getprevious() is not None:
        del entity.getparent()[0]
print(count)
