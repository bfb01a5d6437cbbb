/*
 * What is worth knowing of a certificate in a document: its fingerprint, and
 * until when it says that it is valid. Metadata carries thousands of them, so
 * this reads no more of the X.509 structure (RFC 5280) than that takes; it
 * verifies nothing.
 */
#ifndef COLLECTORS_CERTIFICATE_H
#define COLLECTORS_CERTIFICATE_H

#include "base/buf.h"

enum certificate_verdict {
	CERTIFICATE_OK,
	CERTIFICATE_ODD,  /* bytes, but not of a certificate */
	CERTIFICATE_NONE, /* no base64, or no bytes */
};

struct certificate {
	char sha256[65]; /* of the bytes, lower-case hex; not set for NONE */
	int32_t until;   /* notAfter, yyyymmdd in UTC; 0 when it is ODD */
};

struct certificates {
	void *digest; /* EVP_MD, EVP_MD_CTX; owned */
	void *context;
	struct buf der;            /* scratch */
	unsigned char sextet[256]; /* by letter */
	uint32_t shifted[4][256];  /* ditto, as one of a group of four */
};

void certificates_init(struct certificates *c);
void certificates_done(struct certificates *c);
/* The certificate in base64 text, blanks and line ends in it. O(bytes). */
enum certificate_verdict
certificate_read(struct certificates *c, struct sv base64,
		 struct certificate *ret);

/* Base64 (RFC 4648) with white space, appended to out; false: it is none. */
bool base64_read(const struct certificates *c, struct sv text, struct buf *out);
/*
 * The notAfter of a DER certificate as a day in UTC; false when the bytes are
 * not one whole certificate as far as that field.
 */
bool der_not_after(struct sv der, int32_t *ret);

#endif
