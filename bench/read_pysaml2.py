"""Loads an aggregate as pysaml2 does for a service, and counts its entities."""
import sys

from saml2.attribute_converter import ac_factory
from saml2.mdstore import MetaDataFile

metadata = MetaDataFile(ac_factory(), sys.argv[1])
metadata.load()
print(len(metadata.items()))
