#!/usr/bin/python3
"""Writes an invented federation as one aggregate of SAML metadata.

    bench/saml.py OUT.xml [--entities N] [--sign]

As large and as mixed as eduGAIN: languages, roles, endpoints, logos in data
URIs, requested attributes. Certificates are random bytes. --sign puts an empty
signature in front, for `xmlsec1 --sign`. The same arguments give the same
bytes. Standard library only.
"""
import argparse
import base64
import random

FEDERATIONS = [
    ("nl", "http://www.surfconext.nl/", 4), ("de", "https://www.aai.dfn.de", 14),
    ("fr", "https://federation.renater.fr/", 9), ("us", "https://incommon.org", 22),
    ("gb", "http://ukfederation.org.uk", 14), ("it", "http://www.idem.garr.it/", 5),
    ("es", "http://www.rediris.es/", 5), ("se", "http://www.swamid.se/", 6),
    ("fi", "http://www.csc.fi/haka", 3), ("br", "http://cafe.rnp.br", 3),
    ("jp", "https://www.gakunin.jp", 3), ("pl", "https://aai.pionier.net.pl", 2),
    ("cz", "http://www.eduid.cz/", 3), ("ch", "http://rr.aai.switch.ch/", 2),
    ("at", "http://eduid.at", 1), ("no", "http://feide.no/", 1),
    ("dk", "https://www.wayf.dk", 1), ("be", "http://federation.belnet.be/", 1),
    ("gr", "http://aai.grnet.gr/", 1), ("au", "https://aaf.edu.au", 2),
]
LANGUAGES = {
    "nl": ["nl", "en"], "de": ["de", "en"], "fr": ["fr", "en"],
    "ch": ["de", "fr", "it", "en"], "be": ["nl", "fr", "en"],
    "fi": ["fi", "sv", "en"], "it": ["it", "en"], "es": ["es", "ca", "en"],
    "jp": ["ja", "en"], "gr": ["el", "en"], "cz": ["cs", "en"],
    "pl": ["pl", "en"], "br": ["pt", "en"], "no": ["no", "nn", "en"],
    "dk": ["da", "en"], "se": ["sv", "en"], "at": ["de", "en"],
}
WORDS = (
    "Universität University Université Universiteit Hogeschool Research Library"
    " Bibliothek Forschungszentrum Institut Institute of Technology Medizinische"
    " Cloud Learning Platform Campus Moodle Wiki Portal Service Journal"
    " Publishing Elsevier Databases für voor Étude Access Network Grid Compute"
    " Identity Provider Science Ελληνικό Πανεπιστήμιο 東京大学 Česká Masarykova"
).split()
ATTRIBUTES = [
    ("urn:oid:0.9.2342.19200300.100.1.1", "uid"),
    ("urn:oid:0.9.2342.19200300.100.1.3", "mail"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", "eduPersonPrincipalName"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.9", "eduPersonScopedAffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.10", "eduPersonTargetedID"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.7", "eduPersonEntitlement"),
    ("urn:oid:2.5.4.4", "sn"), ("urn:oid:2.5.4.42", "givenName"),
    ("urn:oid:2.5.4.3", "cn"),
    ("urn:oid:2.16.840.1.113730.3.1.241", "displayName"),
    ("urn:oid:1.3.6.1.4.1.25178.1.2.9", "schacHomeOrganization"),
    ("urn:oid:1.3.6.1.4.1.25178.1.2.10", "schacHomeOrganizationType"),
    ("urn:oid:2.5.4.10", "o"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.16", "eduPersonOrcid"),
]
CATEGORIES = [
    "http://refeds.org/category/research-and-scholarship",
    "http://www.geant.net/uri/dataprotection-code-of-conduct/v1",
    "https://refeds.org/category/code-of-conduct/v2",
    "https://refeds.org/category/personalized",
    "http://refeds.org/category/hide-from-discovery",
    "https://refeds.org/category/pseudonymous",
]
NAMESPACES = {
    "md": "urn:oasis:names:tc:SAML:2.0:metadata",
    "alg": "urn:oasis:names:tc:SAML:metadata:algsupport",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "idpdisc": "urn:oasis:names:tc:SAML:profiles:SSO:idp-discovery-protocol",
    "init": "urn:oasis:names:tc:SAML:profiles:SSO:request-init",
    "mdattr": "urn:oasis:names:tc:SAML:metadata:attribute",
    "mdrpi": "urn:oasis:names:tc:SAML:metadata:rpi",
    "mdui": "urn:oasis:names:tc:SAML:metadata:ui",
    "remd": "http://refeds.org/metadata",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "shibmd": "urn:mace:shibboleth:metadata:1.0",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
ID = "eduGAIN20250901101502Z"
SIGNATURE = (
    '<ds:Signature><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
    '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
    f'<ds:Reference URI="#{ID}"><ds:Transforms>'
    '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
    '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>'
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>'
    "<ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature>"
)
BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:"
URI = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"
draw = random.Random(77)


def phrase(least, most):
    return " ".join(draw.choice(WORDS) for _ in range(draw.randint(least, most)))


def certificate():
    size = draw.choice((740, 800, 880, 1040, 1120, 1290))
    text = base64.b64encode(draw.randbytes(size)).decode()
    return "\n".join(text[i:i + 64] for i in range(0, len(text), 64))


def key(use):
    attribute = f' use="{use}"' if use else ""
    methods = ""
    body = certificate()
    if draw.random() < .35:
        methods = "".join(
            f'<md:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes{bits}-gcm"/>'
            for bits in (128, 192, 256))
    return (f"<md:KeyDescriptor{attribute}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n{body}\n"
            f"</ds:X509Certificate></ds:X509Data></ds:KeyInfo>{methods}</md:KeyDescriptor>\n")


def in_languages(element, languages, text):
    return "".join(f'<{element} xml:lang="{lang}">{text(lang)}</{element}>\n'
                   for lang in languages)


def shown(languages, host):
    out = "<mdui:UIInfo>\n"
    out += in_languages("mdui:DisplayName", languages, lambda _: phrase(2, 6))
    out += in_languages("mdui:Description", languages, lambda _: phrase(8, 45))
    for lang in languages:
        if draw.random() < .8:
            out += (f'<mdui:InformationURL xml:lang="{lang}">https://www.{host}/{lang}/info/about'
                    f"?x=1&amp;lang={lang}</mdui:InformationURL>\n")
        if draw.random() < .7:
            out += (f'<mdui:PrivacyStatementURL xml:lang="{lang}">https://www.{host}/{lang}/privacy'
                    "</mdui:PrivacyStatementURL>\n")
    for size in draw.sample((16, 60, 80, 120), draw.choice((0, 1, 1, 2, 2))):
        out += (f'<mdui:Logo height="{size}" width="{size}">https://www.{host}/static/img/logo_{size}.png'
                "</mdui:Logo>\n")
    if draw.random() < .045:
        picture = base64.b64encode(draw.randbytes(draw.randint(800, 24000))).decode()
        out += f'<mdui:Logo height="16" width="16">data:image/png;base64,{picture}</mdui:Logo>\n'
    if draw.random() < .3:
        out += f'<mdui:Keywords xml:lang="en">{phrase(3, 9)}</mdui:Keywords>\n'
    return out + "</mdui:UIInfo>\n"


def saml_attribute(name, values):
    inner = "".join(f"<saml:AttributeValue>{value}</saml:AttributeValue>\n" if name.startswith("http")
                    else f"<saml:AttributeValue>{value}</saml:AttributeValue>" for value in values)
    return f'<saml:Attribute Name="{name}" NameFormat="{URI}">{inner}</saml:Attribute>\n'


def entity_attributes(is_idp):
    out = "<mdattr:EntityAttributes>\n"
    which = draw.random()
    if which < .8:
        support = "-support" if is_idp else ""
        out += saml_attribute("http://macedir.org/entity-category" + support,
                              draw.sample(CATEGORIES, draw.randint(1, 4)))
    if which >= .8 or draw.random() < .5:
        out += saml_attribute("urn:oasis:names:tc:SAML:attribute:assurance-certification",
                              ["https://refeds.org/sirtfi"])
    return out + "</mdattr:EntityAttributes>\n"


def algorithms():
    out = ""
    for digest in ("xmlenc#sha512", "xmldsig-more#sha384", "xmlenc#sha256"):
        out += f'<alg:DigestMethod Algorithm="http://www.w3.org/2001/04/{digest}"/>\n'
    for method in ("ecdsa-sha512", "ecdsa-sha384", "ecdsa-sha256", "rsa-sha512", "rsa-sha256"):
        out += f'<alg:SigningMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#{method}"/>\n'
    return out


def identity_provider(number, country, languages, host):
    scope = f"uni{number}.{country}"
    saml2 = f"https://{host}/idp/profile/SAML2/"
    out = ('<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol'
           f' urn:oasis:names:tc:SAML:1.1:protocol urn:mace:shibboleth:1.0" errorURL="https://{host}/error">\n'
           f'<md:Extensions>\n<shibmd:Scope regexp="false">{scope}</shibmd:Scope>\n'
           f"{shown(languages, host)}</md:Extensions>\n")
    out += key("signing")
    if draw.random() < .6:
        out += key("encryption")
    if draw.random() < .45:
        out += (f'<md:ArtifactResolutionService Binding="{BINDING}SOAP" Location="{saml2}SOAP/ArtifactResolution"'
                ' index="1"/>\n')
    for binding in ("HTTP-Redirect", "HTTP-POST", "SOAP")[:draw.randint(0, 3)]:
        out += f'<md:SingleLogoutService Binding="{BINDING}{binding}" Location="{saml2}{binding}/SLO"/>\n'
    for name in ("transient", "persistent", "emailAddress")[:draw.randint(1, 3)]:
        out += f"<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:{name}</md:NameIDFormat>\n"
    for binding in ("HTTP-POST", "HTTP-POST-SimpleSign", "HTTP-Redirect", "SOAP")[:draw.randint(2, 4)]:
        out += f'<md:SingleSignOnService Binding="{BINDING}{binding}" Location="{saml2}{binding}/SSO"/>\n'
    out += "</md:IDPSSODescriptor>\n"
    if draw.random() < .3:
        out += ('<md:AttributeAuthorityDescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\n'
                f'<md:Extensions><shibmd:Scope regexp="false">{scope}</shibmd:Scope></md:Extensions>\n'
                f'{key(None)}<md:AttributeService Binding="{BINDING}SOAP"'
                f' Location="https://{host}:8443/idp/profile/SAML2/SOAP/AttributeQuery"/>\n'
                "</md:AttributeAuthorityDescriptor>\n")
    return out


def service(languages, host):
    sso = f"https://{host}/Shibboleth.sso"
    out = ('<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"'
           ' AuthnRequestsSigned="true" WantAssertionsSigned="true">\n<md:Extensions>\n'
           f'<idpdisc:DiscoveryResponse Binding="{NAMESPACES["idpdisc"]}" Location="{sso}/Login" index="1"/>\n'
           f'<init:RequestInitiator Binding="{NAMESPACES["init"]}" Location="{sso}/Login"/>\n'
           f"{shown(languages, host)}</md:Extensions>\n")
    out += key("signing")
    if draw.random() < .7:
        out += key("encryption")
    for binding in ("SOAP", "HTTP-Redirect", "HTTP-POST", "HTTP-Artifact")[:draw.randint(0, 4)]:
        out += f'<md:SingleLogoutService Binding="{BINDING}{binding}" Location="{sso}/SLO/{binding}"/>\n'
    out += "<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>\n"
    for index in range(min(60, max(1, int(draw.paretovariate(.95)) * 2))):
        binding = draw.choice(("HTTP-POST", "HTTP-Artifact", "PAOS"))
        out += (f'<md:AssertionConsumerService Binding="{BINDING}{binding}" Location="{sso}/SAML2/{index}"'
                f' index="{index + 1}"/>\n')
    if draw.random() < .75:
        out += '<md:AttributeConsumingService index="1">\n'
        out += in_languages("md:ServiceName", languages, lambda _: phrase(2, 5))
        for name, friendly in draw.sample(ATTRIBUTES, draw.randint(2, 12)):
            required = draw.choice(("true", "false"))
            out += (f'<md:RequestedAttribute FriendlyName="{friendly}" Name="{name}" NameFormat="{URI}"'
                    f' isRequired="{required}"/>\n')
        out += "</md:AttributeConsumingService>\n"
    return out + "</md:SPSSODescriptor>\n"


def people(host):
    out = ""
    for kind in draw.sample(("technical", "support", "administrative"), draw.randint(1, 3)):
        out += (f'<md:ContactPerson contactType="{kind}">\n<md:GivenName>{phrase(1, 2)}</md:GivenName>\n'
                f"<md:EmailAddress>mailto:{kind}@{host}</md:EmailAddress>\n</md:ContactPerson>\n")
    if draw.random() < .5:
        out += ('<md:ContactPerson contactType="other"'
                ' remd:contactType="http://refeds.org/metadata/contactType/security">\n'
                "<md:GivenName>CSIRT</md:GivenName>\n"
                f"<md:EmailAddress>mailto:csirt@{host}</md:EmailAddress>\n</md:ContactPerson>\n")
    return out


def entity(number):
    country, authority, _ = draw.choices(FEDERATIONS, [weight for _, _, weight in FEDERATIONS])[0]
    languages = LANGUAGES.get(country, ["en"])
    front = draw.choice(["sso.uni", "idp.hs", "login.inst", "app", "sp.svc", "wiki.lab", "lib"])
    host = f"{front}{number}.{country}"
    is_idp = draw.random() < .565
    instant = (f"20{draw.randint(10, 25):02}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
               f"T09:{draw.randint(0, 59):02}:00Z")
    out = (f'<md:EntityDescriptor entityID="https://{host}/{"idp/shibboleth" if is_idp else "shibboleth"}">\n'
           f'<md:Extensions><mdrpi:RegistrationInfo registrationAuthority="{authority}"'
           f' registrationInstant="{instant}">\n')
    out += in_languages("mdrpi:RegistrationPolicy", languages,
                        lambda lang: f"{authority.rstrip('/')}/policy/mrps_{lang}.pdf")
    out += "</mdrpi:RegistrationInfo>\n"
    if draw.random() < .75:
        out += entity_attributes(is_idp)
    if draw.random() < .35:
        out += algorithms()
    out += "</md:Extensions>\n"
    out += identity_provider(number, country, languages, host) if is_idp else service(languages, host)
    out += "<md:Organization>\n"
    out += in_languages("md:OrganizationName", languages, lambda _: phrase(2, 5))
    out += in_languages("md:OrganizationDisplayName", languages, lambda _: phrase(2, 5))
    out += in_languages("md:OrganizationURL", languages, lambda lang: f"https://www.{host}/{lang}")
    return out + "</md:Organization>\n" + people(host) + "</md:EntityDescriptor>\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--entities", type=int, default=9600)
    parser.add_argument("--sign", action="store_true")
    args = parser.parse_args()
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    with open(args.out, "w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
                  f'<md:EntitiesDescriptor {declared} ID="{ID}" Name="https://edugain.org/"'
                  ' cacheDuration="PT6H" validUntil="2035-09-05T10:15:02Z">')
        if args.sign:
            out.write(SIGNATURE)
        out.write('<md:Extensions><mdrpi:PublicationInfo creationInstant="2025-09-01T10:15:02Z"'
                  ' publisher="http://www.edugain.org/"/></md:Extensions>\n')
        for number in range(args.entities):
            out.write(entity(number))
        out.write("</md:EntitiesDescriptor>\n")


if __name__ == "__main__":
    main()
