/*
 * Signatures of SAML metadata (XML Signature, W3C 2008, of which this accepts
 * the little that SAML 2.0 core 5.4 allows and metadata uses). What is
 * believed is a key that the user pinned, and a document that it signs as a
 * whole; never a key, a certificate or a place that the document names.
 *
 *   - one ds:Signature in the document, the first element in its root;
 *   - one reference, to the root: URI "" or "#" and the root's ID, an ID that
 *     nothing else has;
 *   - transforms: enveloped signature, then exclusive canonical XML;
 *   - RSA with SHA-256, 384 or 512, from 2,048 bits, or ECDSA with those,
 *     from 256 bits; digests of the same family. SHA-1 only with allow_sha1,
 *     and then with a warning;
 *   - KeyInfo is not looked at, but for the certificate whose SHA-256 was
 *     pinned; no Object, no manifest, no HMAC, nothing fetched.
 */
#ifndef COLLECTORS_XMLDSIG_H
#define COLLECTORS_XMLDSIG_H

#include "collectors/collector.h"

/*
 * Checks im->in against im->pinned, and sets im->ret_signature. What vouches
 * for ever, or says in no usual way until when, gets a warning. Whether it is
 * still valid is not looked at. ERR_INPUT names the rule that was broken.
 *
 * Reads the whole document into a tree: five times its bytes, and more when it
 * is dense; ERR_LIMIT past LIMIT_SIGNED_BYTES. O(bytes).
 */
int xmldsig_verify(struct import *im, struct err *e);

/*
 * The SHA-256, in lower-case hex, of the certificate that was pinned: of one
 * certificate in PEM or DER, or of the 32 bytes of a fingerprint. False: it is
 * something else (keys in JSON, several certificates).
 */
bool pinned_certificate(struct sv pinned, char ret[65]);
/* 64 digits of hex, with or without colons, as 32 bytes; false: it is not. */
bool pinned_fingerprint(struct sv text, unsigned char ret[32]);

#endif
