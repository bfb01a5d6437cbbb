/*
 * XML signatures through libxmlsec1, with nothing left to its choice: the tree
 * is measured and parsed here, each element of the signature is checked before
 * libxmlsec1 sees it, and the key is the pinned one. Refuses everything that
 * xmldsig.h does not list. Its own defaults are not used: they parse without
 * limits, and take a key from the document when it finds one there.
 */
#include "collectors/xmldsig.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

#include "base/limits.h"
#include "base/text.h"
#include "collectors/certificate.h"
#include "collectors/saml.h"

#define DS   "http://www.w3.org/2000/09/xmldsig#"
#define MORE "http://www.w3.org/2001/04/xmldsig-more#"
#define ENC  "http://www.w3.org/2001/04/xmlenc#"
#define EXC  "http://www.w3.org/2001/10/xml-exc-c14n#"

enum { FEWEST_BITS_RSA = 2048, FEWEST_BITS_EC = 256 };

/* What may be named as an algorithm, and its short name. */
struct algorithm {
	const char *uri, *name;
	bool is_sha1;
};
static const struct algorithm signings[] = {
	{ MORE "rsa-sha256", "rsa-sha256", false },
	{ MORE "rsa-sha384", "rsa-sha384", false },
	{ MORE "rsa-sha512", "rsa-sha512", false },
	{ MORE "ecdsa-sha256", "ecdsa-sha256", false },
	{ MORE "ecdsa-sha384", "ecdsa-sha384", false },
	{ MORE "ecdsa-sha512", "ecdsa-sha512", false },
	{ DS "rsa-sha1", "rsa-sha1", true },
	{ NULL },
};
static const struct algorithm digests[] = {
	{ ENC "sha256", "sha256", false },
	{ MORE "sha384", "sha384", false },
	{ ENC "sha512", "sha512", false },
	{ DS "sha1", "sha1", true },
	{ NULL },
};
static const struct algorithm canonicals[] = {
	{ EXC, "exc-c14n", false },
	{ EXC "WithComments", "exc-c14n", false },
	{ NULL },
};

struct check {
	struct import *im;
	struct err *e;
	xmlDocPtr doc;
	xmlNodePtr root, signature;
	struct sv id; /* of the root, or empty */
	bool has_reference_to_id;
	const struct algorithm *signing, *digest;
	EVP_PKEY *key;
	char signer[65];
};

static void
free_key(EVP_PKEY **p)
{
	EVP_PKEY_free(*p);
}

static void
free_x509(X509 **p)
{
	X509_free(*p);
}

static void
free_bio(BIO **p)
{
	BIO_free(*p);
}

static void
hex_of(const unsigned char digest[32], char ret[65])
{
	for (unsigned i = 0; i < 32; i++) {
		ret[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		ret[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	ret[64] = '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 32) >= 'a' && (c | 32) <= 'f')
		return (c | 32) - 'a' + 10;
	return -1;
}

bool
pinned_fingerprint(struct sv text, unsigned char ret[32])
{
	unsigned char bytes[32];
	size_t n = 0;

	text = sv_trim(text);
	for (size_t i = 0; i < text.n; i++) {
		int d = hex_digit(text.p[i]);

		if (text.p[i] == ':' && n && n % 2 == 0 && i + 1 < text.n)
			continue;
		if (d < 0 || n == 64)
			return false;
		bytes[n / 2] =
			(unsigned char)(n % 2 ? bytes[n / 2] << 4 | d : d);
		n++;
	}
	if (n == 64)
		memcpy(ret, bytes, sizeof(bytes));
	return n == 64;
}

/* OpenSSL would ask at the terminal. */
static int
no_password(char *to, int size, int writing, void *ctx)
{
	(void)to;
	(void)size;
	(void)writing;
	(void)ctx;
	return -1;
}

/* The one certificate in these bytes, PEM or DER; NULL: not one. */
static X509 *
read_certificate(struct sv bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	CLEANUP(free_bio) BIO *bio = NULL;
	CLEANUP(free_x509) X509 *more = NULL;
	X509 *cert;

	if (bytes.n > LIMIT_PINNED_BYTES)
		return NULL;
	if (sv_find_sv(bytes, SV("-----BEGIN")) < 0) {
		cert = d2i_X509(NULL, &p, (long)bytes.n);
		if (cert && p != (const unsigned char *)bytes.p + bytes.n) {
			X509_free(cert);
			cert = NULL;
		}
		return cert;
	}
	bio = BIO_new_mem_buf(bytes.p, (int)bytes.n);
	cert = PEM_read_bio_X509(bio, NULL, no_password, NULL);
	if (cert)
		more = PEM_read_bio_X509(bio, NULL, no_password, NULL);
	if (more) {
		X509_free(cert);
		cert = NULL;
	}
	return cert;
}

static void
fingerprint_of(const X509 *cert, char ret[65])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (!X509_digest(cert, EVP_sha256(), digest, &n))
		mem_fail();
	hex_of(digest, ret);
}

bool
pinned_certificate(struct sv pinned, char ret[65])
{
	CLEANUP(free_x509) X509 *cert = NULL;

	if (pinned.n == 32) {
		hex_of((const unsigned char *)pinned.p, ret);
		return true;
	}
	cert = read_certificate(pinned);
	if (cert)
		fingerprint_of(cert, ret);
	return cert != NULL;
}

/* A place in the document; NULL: the file as a whole. */
static struct at
at_node(const struct check *c, xmlNodePtr node)
{
	struct at at = { .file = c->im->in->name };
	long line = node ? xmlGetLineNo(node) : 0;

	at.line = line > 0 ? (uint32_t)line : 0;
	return at;
}

#define REFUSE(c, node, ...)                                                   \
	do {                                                                   \
		struct at at_ = at_node((c), (node));                          \
		return err_set((c)->e, ERR_INPUT, &at_, __VA_ARGS__);          \
	} while (0)

static struct sv
of_xml(const xmlChar *s)
{
	return sv((const char *)s);
}

/* Foreign text in a message. */
static struct sv
shown(struct check *c, struct sv s)
{
	struct buf b = { 0 };
	struct sv copy;

	text_visible(&b, sv_cut(s, 80));
	copy = arena_sv(c->im->mem, buf_view(&b));
	buf_done(&b);
	return copy;
}

static bool
is_named(const xmlNode *n, const char *ns, const char *local)
{
	return n->type == XML_ELEMENT_NODE && n->ns &&
	       sv_is(of_xml(n->ns->href), ns) && sv_is(of_xml(n->name), local);
}

/* The attribute without a namespace; absent: .p is NULL. In im->mem. */
static struct sv
attribute(struct check *c, xmlNodePtr n, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(n, (const xmlChar *)name);
	struct sv s = SV_NONE;

	if (value)
		s = arena_sv(c->im->mem, of_xml(value));
	xmlFree(value);
	return s;
}

static xmlNodePtr
first_element(xmlNodePtr n)
{
	n = n->children;
	while (n && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return n;
}

static xmlNodePtr
next_element(xmlNodePtr n)
{
	do
		n = n->next;
	while (n && n->type != XML_ELEMENT_NODE);
	return n;
}

/* The node after n in document order, within top; NULL at the end. */
static xmlNodePtr
after(xmlNodePtr n, const xmlNode *top)
{
	if (n->type == XML_ELEMENT_NODE && n->children)
		return n->children;
	while (n != top && !n->next)
		n = n->parent;
	return n == top ? NULL : n->next;
}

/* ID, Id, xml:id, AssertionID ...: whatever somebody may take for one. */
static bool
is_id_name(struct sv name)
{
	return name.n >= 2 && sv_ieq(sv_from(name, name.n - 2), SV("id"));
}

/* Does an attribute of n, other than the root's own ID, have this value? */
static bool
has_id(const struct check *c, xmlNodePtr n)
{
	const xmlAttr *own = c->root->properties;

	while (own && (own->ns || !sv_is(of_xml(own->name), "ID")))
		own = own->next;
	for (const xmlAttr *a = n->properties; a; a = a->next) {
		xmlChar *value;
		bool is_same;

		if (a == own || !is_id_name(of_xml(a->name)))
			continue;
		value = xmlNodeGetContent((const xmlNode *)a);
		is_same = sv_eq(sv_trim(of_xml(value)), c->id);
		xmlFree(value);
		if (is_same)
			return true;
	}
	return false;
}

/* One signature, the first element of the root; nothing else has its ID. */
static int
find_signature(struct check *c)
{
	uint32_t n = 0;

	c->root = xmlDocGetRootElement(c->doc);
	c->id = attribute(c, c->root, "ID");
	for (xmlNodePtr x = c->root; x; x = after(x, c->root)) {
		if (x->type != XML_ELEMENT_NODE)
			continue;
		if (c->id.n && has_id(c, x))
			REFUSE(c, x,
			       "a second element has the root's ID '%.*s' "
			       "(expected an ID of its own)",
			       SV_ARG(shown(c, c->id)));
		if (!is_named(x, DS, "Signature"))
			continue;
		c->signature = x;
		if (++n > 1)
			REFUSE(c, x,
			       "a second signature (expected one, of the whole "
			       "document)");
	}
	if (n == 0)
		REFUSE(c, NULL,
		       "not signed (expected a signature of the whole "
		       "document, as --verify was given)");
	if (c->signature->parent != c->root)
		REFUSE(c, c->signature,
		       "a signature of a part of the document only (expected "
		       "one of the whole, in its root)");
	if (first_element(c->root) != c->signature)
		REFUSE(c, c->signature,
		       "the signature is not the first element of the root "
		       "(expected it there)");
	return 0;
}

/* Elements and text only: a comment splits values in two. */
static int
check_nodes(struct check *c)
{
	xmlNodePtr x = c->signature;

	for (; x; x = after(x, c->signature))
		if (x->type != XML_ELEMENT_NODE && x->type != XML_TEXT_NODE)
			REFUSE(c, c->signature,
			       "a comment or instruction within the signature "
			       "(expected none)");
	return 0;
}

/* Moves *cur over an element that has to stand there. */
static int
expect(struct check *c, xmlNodePtr parent, xmlNodePtr *cur, const char *local,
       xmlNodePtr *ret)
{
	if (!*cur)
		REFUSE(c, parent, "a signature without %s (expected one)",
		       local);
	if (!is_named(*cur, DS, local))
		REFUSE(c, *cur, "'%.*s' in the signature (expected %s)",
		       SV_ARG(shown(c, of_xml((*cur)->name))), local);
	*ret = *cur;
	*cur = next_element(*cur);
	return 0;
}

static int
expect_end(struct check *c, xmlNodePtr cur, const char *after_what)
{
	if (cur)
		REFUSE(c, cur,
		       "'%.*s' in the signature (expected nothing more after "
		       "%s)",
		       SV_ARG(shown(c, of_xml(cur->name))), after_what);
	return 0;
}

static const struct algorithm *
look_up(const struct algorithm *list, struct sv uri)
{
	for (; list->uri; list++)
		if (sv_is(uri, list->uri))
			return list;
	return NULL;
}

/* SHA-1 is for those who asked for it, and they are told. */
static int
check_algorithm(struct check *c, xmlNodePtr n, const struct algorithm *list,
		const struct algorithm **ret)
{
	struct sv uri = attribute(c, n, "Algorithm");

	*ret = look_up(list, uri);
	if (!*ret)
		REFUSE(c, n,
		       "a signature with '%.*s' (expected RSA or ECDSA with "
		       "SHA-256, 384 or 512)",
		       SV_ARG(shown(c, uri)));
	if ((*ret)->is_sha1 && !c->im->allow_sha1)
		REFUSE(c, n,
		       "a signature with %s, which is too weak (expected "
		       "SHA-256, 384 or 512; or --allow-sha1)",
		       (*ret)->name);
	return expect_end(c, first_element(n), (*ret)->name);
}

/* PrefixList costs time for every element. */
static int
check_prefixes(struct check *c, xmlNodePtr canonical)
{
	xmlNodePtr list = first_element(canonical);
	struct sv prefixes, one;
	uint32_t n = 0;

	if (!list)
		return 0;
	if (!is_named(list, EXC, "InclusiveNamespaces"))
		return expect_end(c, list, "exc-c14n");
	prefixes = attribute(c, list, "PrefixList");
	while (sv_split(&prefixes, ' ', &one))
		n += one.n > 0;
	if (n > LIMIT_SIGNED_PREFIXES)
		REFUSE(c, list,
		       "a PrefixList of %u prefixes (expected at most %u)", n,
		       LIMIT_SIGNED_PREFIXES);
	return expect_end(c, next_element(list), "InclusiveNamespaces");
}

static int
check_canonical(struct check *c, xmlNodePtr n)
{
	struct sv uri = attribute(c, n, "Algorithm");

	if (!look_up(canonicals, uri))
		REFUSE(c, n,
		       "a signature over '%.*s' (expected exclusive canonical "
		       "XML)",
		       SV_ARG(shown(c, uri)));
	return check_prefixes(c, n);
}

static int
check_transforms(struct check *c, xmlNodePtr transforms)
{
	xmlNodePtr cur = first_element(transforms), n;
	struct sv uri;

	if (expect(c, transforms, &cur, "Transform", &n))
		return -1;
	uri = attribute(c, n, "Algorithm");
	if (!sv_is(uri, DS "enveloped-signature"))
		REFUSE(c, n,
		       "a signature over '%.*s' (expected over the document "
		       "without the signature: enveloped-signature)",
		       SV_ARG(shown(c, uri)));
	if (expect_end(c, first_element(n), "enveloped-signature") ||
	    expect(c, transforms, &cur, "Transform", &n) ||
	    check_canonical(c, n))
		return -1;
	if (cur)
		REFUSE(c, cur,
		       "more than two transforms (expected enveloped-signature "
		       "and exclusive canonical XML)");
	return 0;
}

/* The reference is to the root: "" or "#" and its ID. */
static int
check_target(struct check *c, xmlNodePtr reference)
{
	struct sv uri = attribute(c, reference, "URI");

	if (uri.p && uri.n == 0)
		return 0;
	c->has_reference_to_id = c->id.n && uri.n > 1 && uri.p[0] == '#' &&
				 sv_eq(sv_from(uri, 1), c->id);
	if (!c->has_reference_to_id)
		REFUSE(c, reference,
		       "a signature of '%.*s' (expected of the whole document: "
		       "\"\" or # and the root's ID)",
		       SV_ARG(shown(c, uri)));
	/* it becomes part of an XPointer */
	if (xmlValidateNCName((const xmlChar *)c->id.p, 0) != 0)
		REFUSE(c, c->root,
		       "ID '%.*s' of the root (expected an XML name)",
		       SV_ARG(shown(c, c->id)));
	return 0;
}

static int
check_reference(struct check *c, xmlNodePtr reference)
{
	xmlNodePtr cur = first_element(reference), n;

	return check_target(c, reference) ||
			       expect(c, reference, &cur, "Transforms", &n) ||
			       check_transforms(c, n) ||
			       expect(c, reference, &cur, "DigestMethod", &n) ||
			       check_algorithm(c, n, digests, &c->digest) ||
			       expect(c, reference, &cur, "DigestValue", &n) ||
			       expect_end(c, cur, "DigestValue")
		       ? -1
		       : 0;
}

static int
check_signed_info(struct check *c, xmlNodePtr info)
{
	xmlNodePtr cur = first_element(info), n;

	if (expect(c, info, &cur, "CanonicalizationMethod", &n) ||
	    check_canonical(c, n) ||
	    expect(c, info, &cur, "SignatureMethod", &n) ||
	    check_algorithm(c, n, signings, &c->signing) ||
	    expect(c, info, &cur, "Reference", &n))
		return -1;
	if (cur)
		REFUSE(c, cur,
		       "a second reference in the signature (expected one, to "
		       "the whole document)");
	return check_reference(c, n);
}

static int
check_signature(struct check *c)
{
	xmlNodePtr cur = first_element(c->signature), n;

	if (check_nodes(c) || expect(c, c->signature, &cur, "SignedInfo", &n) ||
	    check_signed_info(c, n) ||
	    expect(c, c->signature, &cur, "SignatureValue", &n))
		return -1;
	if (cur && is_named(cur, DS, "KeyInfo"))
		cur = next_element(cur);
	return expect_end(c, cur, "KeyInfo");
}

/* The certificate in the signature that has the pinned fingerprint. */
static X509 *
certificate_in(struct check *c)
{
	struct certificates all;
	struct certificate found;
	X509 *cert = NULL;
	xmlNodePtr x = c->signature;

	certificates_init(&all);
	for (; x && !cert; x = after(x, c->signature)) {
		xmlChar *text;

		if (!is_named(x, DS, "X509Certificate"))
			continue;
		text = xmlNodeGetContent(x);
		if (certificate_read(&all, of_xml(text), &found) !=
			    CERTIFICATE_NONE &&
		    strcmp(found.sha256, c->signer) == 0)
			cert = read_certificate(buf_view(&all.der));
		xmlFree(text);
	}
	certificates_done(&all);
	return cert;
}

/* The key that is believed, and who that is. */
static int
choose_key(struct check *c)
{
	struct sv pinned = c->im->pinned;
	CLEANUP(free_x509) X509 *cert = NULL;
	const char *type;
	int bits, fewest;

	if (!pinned_certificate(pinned, c->signer))
		return err_set(c->e, ERR_USAGE, NULL,
			       "option '--verify': not one certificate "
			       "(expected one in PEM or DER, or its SHA-256)");
	cert = pinned.n == 32 ? certificate_in(c) : read_certificate(pinned);
	if (!cert)
		REFUSE(c, c->signature,
		       "the signature does not carry the certificate %s "
		       "(expected it, or give its file to --verify)",
		       c->signer);
	c->key = X509_get_pubkey(cert);
	type = c->key ? EVP_PKEY_get0_type_name(c->key) : NULL;
	if (!type || (strcmp(type, "RSA") != 0 && strcmp(type, "EC") != 0))
		REFUSE(c, NULL,
		       "the pinned certificate %s has another kind of key "
		       "(expected RSA or EC)",
		       c->signer);
	bits = EVP_PKEY_get_bits(c->key);
	fewest = strcmp(type, "RSA") == 0 ? FEWEST_BITS_RSA : FEWEST_BITS_EC;
	if (bits < fewest)
		REFUSE(c, NULL,
		       "the pinned certificate %s has a key of %d bits, which "
		       "is too weak (expected at least %d)",
		       c->signer, bits, fewest);
	if (sv_starts(sv(c->signing->name), SV("rsa")) !=
	    (strcmp(type, "RSA") == 0))
		REFUSE(c, c->signature,
		       "a signature with %s, but the pinned certificate %s has "
		       "a key for %s",
		       c->signing->name, c->signer, type);
	return 0;
}

/* Only what the checks above let through; libxmlsec1 may do no more. */
static int
allow(xmlSecDSigCtxPtr ctx)
{
	const xmlSecTransformId reference[] = {
		xmlSecTransformEnvelopedId,
		xmlSecTransformExclC14NId,
		xmlSecTransformExclC14NWithCommentsId,
		xmlSecTransformSha1Id,
		xmlSecTransformSha256Id,
		xmlSecTransformSha384Id,
		xmlSecTransformSha512Id,
	};
	const xmlSecTransformId signing[] = {
		xmlSecTransformExclC14NId,
		xmlSecTransformExclC14NWithCommentsId,
		xmlSecTransformRsaSha1Id,
		xmlSecTransformRsaSha256Id,
		xmlSecTransformRsaSha384Id,
		xmlSecTransformRsaSha512Id,
		xmlSecTransformEcdsaSha256Id,
		xmlSecTransformEcdsaSha384Id,
		xmlSecTransformEcdsaSha512Id,
	};
	int rc = 0;

	ctx->enabledReferenceUris = xmlSecTransformUriTypeEmpty |
				    xmlSecTransformUriTypeSameDocument;
	for (size_t i = 0; i < sizeof(reference) / sizeof(*reference); i++)
		rc |= xmlSecDSigCtxEnableReferenceTransform(ctx, reference[i]);
	for (size_t i = 0; i < sizeof(signing) / sizeof(*signing); i++)
		rc |= xmlSecDSigCtxEnableSignatureTransform(ctx, signing[i]);
	return rc;
}

/* ctx owns the key from here on. */
static int
give_key(xmlSecDSigCtxPtr ctx, EVP_PKEY *key)
{
	xmlSecKeyDataPtr data;

	if (!EVP_PKEY_up_ref(key))
		return -1;
	data = xmlSecOpenSSLEvpKeyAdopt(key);
	if (!data) {
		EVP_PKEY_free(key);
		return -1;
	}
	ctx->signKey = xmlSecKeyCreate();
	if (ctx->signKey && xmlSecKeySetValue(ctx->signKey, data) == 0)
		return 0;
	xmlSecKeyDataDestroy(data);
	return -1;
}

/* The one reference that was checked, or NULL. */
static xmlSecDSigReferenceCtxPtr
reference_of(xmlSecDSigCtxPtr ctx)
{
	xmlSecPtrListPtr list = &ctx->signedInfoReferences;

	if (xmlSecPtrListGetSize(list) != 1)
		return NULL;
	return xmlSecPtrListGetItem(list, 0);
}

/* Did the reference lead to the root, and to nothing else? */
static bool
is_of_root(const struct check *c, xmlSecDSigReferenceCtxPtr reference)
{
	const xmlAttr *id;

	if (xmlDocGetRootElement(c->doc) != c->root)
		return false;
	if (!c->has_reference_to_id)
		return sv(reference ? (const char *)reference->uri : "x").n ==
		       0;
	id = xmlGetID(c->doc, (const xmlChar *)c->id.p);
	return id && id->parent == c->root && reference->uri &&
	       sv_eq(sv_from(of_xml(reference->uri), 1), c->id);
}

static int
judge(struct check *c, xmlSecDSigCtxPtr ctx)
{
	xmlSecDSigReferenceCtxPtr r = reference_of(ctx);

	if (r && r->status == xmlSecDSigStatusInvalid)
		REFUSE(c, c->signature,
		       "the content differs from what was signed (re-indented "
		       "or edited?)");
	if (ctx->status != xmlSecDSigStatusSucceeded || !r ||
	    r->status != xmlSecDSigStatusSucceeded)
		REFUSE(c, c->signature,
		       "the signature was not made with the key of the pinned "
		       "certificate %s",
		       c->signer);
	if (!is_of_root(c, r))
		REFUSE(c, c->signature,
		       "the signature is of something else than the document");
	return 0;
}

static int
run(struct check *c)
{
	xmlSecDSigCtxPtr ctx = xmlSecDSigCtxCreate(NULL);
	int rc;

	if (!ctx)
		mem_fail();
	if (c->has_reference_to_id) {
		xmlAttrPtr a = xmlHasNsProp(c->root, BAD_CAST "ID", NULL);

		xmlAddID(NULL, c->doc, BAD_CAST c->id.p, a);
	}
	if (allow(ctx) || give_key(ctx, c->key)) {
		rc = err_set(c->e, ERR_INPUT, NULL,
			     "the pinned certificate %s cannot be used",
			     c->signer);
	} else {
		/* what it returns is less than what it leaves behind */
		(void)xmlSecDSigCtxVerify(ctx, c->signature);
		rc = judge(c, ctx);
	}
	xmlSecDSigCtxDestroy(ctx);
	return rc;
}

/*
 * libxmlsec1 by itself knows how to open files and addresses: it is made to
 * forget that.
 */
static int
with_library(struct check *c)
{
	int rc;

	xmlSecErrorsDefaultCallbackEnableOutput(0);
	if (xmlSecInit() < 0 || xmlSecCryptoInit() < 0)
		return err_set(c->e, ERR_IO, NULL,
			       "the library for signatures does not start");
	xmlSecIOCleanupCallbacks();
	rc = run(c);
	xmlSecCryptoShutdown();
	xmlSecShutdown();
	return rc;
}

/* All that is judged here is the form: size, depth, tags, no DOCTYPE. */
static int
pass_by(struct xml_handler *h, struct xml *x, uint16_t id,
	const struct xml_attr *attr, uint32_t nattr, struct err *e)
{
	(void)h;
	(void)x;
	(void)id;
	(void)attr;
	(void)nattr;
	(void)e;
	return 0;
}

static int
check_form(struct check *c)
{
	static const struct xml_ns no_ns[] = { { 0, NULL } };
	static const struct xml_word no_word[] = { { 0, 0, NULL } };
	static const struct xml_vocabulary nothing = { no_ns, no_word };
	const struct input *in = c->im->in;
	struct xml_handler h = { .start = pass_by };
	struct at at = { .file = in->name };
	struct xml_input source;

	if (in->size > LIMIT_SIGNED_BYTES)
		return err_set(c->e, ERR_LIMIT, &at,
			       "%llu bytes is too large to verify a signature "
			       "(expected at most %llu MiB)",
			       (unsigned long long)in->size,
			       LIMIT_SIGNED_BYTES / MIB);
	/* two decoders may see two documents */
	if (memchr(in->head, 0, in->nhead) ||
	    (in->nhead > 1 && in->head[0] >= 0xfe))
		REFUSE(c, NULL,
		       "a signature of UTF-16 is not verified (expected "
		       "UTF-8)");
	xml_from_input(&source, in);
	return xml_read(&source.source, &at, &nothing, &h, c->e);
}

static int
give(void *ctx, char *to, int room)
{
	struct xml_input *x = ctx;
	ssize_t n = input_read(x->in, to, (size_t)room, x->offset);

	if (n > 0)
		x->offset += (uint64_t)n;
	return (int)n;
}

static xmlParserInputPtr
load_nothing(const char *url, const char *id, xmlParserCtxtPtr ctx)
{
	(void)url;
	(void)id;
	(void)ctx;
	return NULL;
}

/* Never NOENT, DTDLOAD, DTDVALID, XINCLUDE or HUGE. */
static int
read_tree(struct check *c)
{
	xmlExternalEntityLoader before = xmlGetExternalEntityLoader();
	xmlParserCtxtPtr parser = xmlNewParserCtxt();
	struct xml_input source;
	bool has_memory;

	if (!parser)
		mem_fail();
	xml_from_input(&source, c->im->in);
	xmlSetExternalEntityLoader(load_nothing);
	c->doc = xmlCtxtReadIO(parser, give, NULL, &source, NULL, NULL,
			       XML_PARSE_NONET | XML_PARSE_NOERROR |
				       XML_PARSE_NOWARNING);
	xmlSetExternalEntityLoader(before);
	has_memory = parser->errNo != XML_ERR_NO_MEMORY;
	xmlFreeParserCtxt(parser);
	if (!has_memory)
		mem_fail();
	if (!c->doc || !xmlDocGetRootElement(c->doc) || c->doc->intSubset ||
	    c->doc->extSubset)
		REFUSE(c, NULL, "XML that is not well-formed");
	return 0;
}

/* Until when the signer vouches for it. */
static void
take_validity(struct check *c, struct signature *s)
{
	enum { FOR_EVER = 99990101 };
	struct sv until = sv_trim(attribute(c, c->root, "validUntil"));
	struct at at = at_node(c, c->root);

	if (until.n == 0)
		diag_warn(c->im->diag, &at,
			  "signed without validUntil: how old this edition "
			  "may be is not known");
	else if (!saml_date_time(until, &s->valid_until))
		return; /* the collector refuses it */
	else if (s->valid_until >= FOR_EVER)
		diag_warn(c->im->diag, &at,
			  "signed with validUntil '%.*s': it never ends",
			  SV_ARG(shown(c, until)));
	else if (until.p[until.n - 1] != 'Z')
		diag_warn(c->im->diag, &at,
			  "signed with validUntil '%.*s', read as UTC unless "
			  "it says otherwise (expected a Z at its end)",
			  SV_ARG(shown(c, until)));
}

static void
take(struct check *c)
{
	struct signature *s = &c->im->ret_signature;
	struct at at = at_node(c, c->signature);

	s->signer = arena_str(c->im->mem, c->signer);
	s->algorithm = c->signing->name;
	s->valid_until = 0;
	take_validity(c, s);
	if (c->signing->is_sha1 || c->digest->is_sha1)
		diag_warn(c->im->diag, &at,
			  "signed with SHA-1, of which forgeries are known "
			  "(accepted because of --allow-sha1)");
}

int
xmldsig_verify(struct import *im, struct err *e)
{
	struct check c = { .im = im, .e = e };
	int rc = check_form(&c) || read_tree(&c) || find_signature(&c) ||
				 check_signature(&c) || choose_key(&c) ||
				 with_library(&c)
			 ? -1
			 : 0;

	if (rc == 0)
		take(&c);
	free_key(&c.key);
	xmlFreeDoc(c.doc);
	return rc;
}
