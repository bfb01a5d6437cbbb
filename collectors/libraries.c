/* Which libraries are behind the readers. Reads nothing itself. */
#include "collectors/libraries.h"

#include <jansson.h>
#include <libpsl.h>
#include <libxml/parser.h>
#include <openssl/crypto.h>
#include <xmlsec/version.h>
#include <zlib.h>

/* libxml2 tells its version as a number in text, "20914". */
static const char *
xml_version(void)
{
	return xmlParserVersion;
}

static const char *
openssl_version(void)
{
	return OpenSSL_version(OPENSSL_VERSION_STRING);
}

/* It cannot say which one was loaded: this is what was compiled with. */
static const char *
xmlsec_version(void)
{
	return XMLSEC_VERSION;
}

const struct library collector_libraries[] = {
	{ "libxml2", xml_version },
	{ "zlib", zlibVersion },
	{ "openssl", openssl_version },
	{ "jansson", jansson_version_str },
	{ "libpsl", psl_get_version },
	{ "libxmlsec1", xmlsec_version },
	{ 0 },
};
