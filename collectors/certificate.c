/*
 * Base64, SHA-256 and the way to notAfter. Refuses what has other lengths or
 * tags than RFC 5280 gives, and believes nothing else that is in there.
 */
#include "collectors/certificate.h"

#include <endian.h>
#include <openssl/evp.h>

#include "base/arena.h"
#include "base/date.h"

enum { BLANK = 64, PAD = 65, BAD = 66 };

void
certificates_init(struct certificates *c)
{
	static const struct sv letters = {
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/",
		64
	};

	*c = (struct certificates){ 0 };
	memset(c->sextet, BAD, sizeof(c->sextet));
	memset(c->shifted, 0xff, sizeof(c->shifted));
	for (uint32_t i = 0; i < letters.n; i++) {
		unsigned char letter = (unsigned char)letters.p[i];

		c->sextet[letter] = (unsigned char)i;
		for (int k = 0; k < 4; k++)
			c->shifted[k][letter] = i << (18 - 6 * k);
	}
	c->sextet['\t'] = c->sextet['\n'] = c->sextet['\r'] = BLANK;
	c->sextet[' '] = BLANK;
	c->sextet['='] = PAD;
	c->digest = EVP_MD_fetch(NULL, "SHA256", NULL);
	c->context = EVP_MD_CTX_new();
	if (!c->digest || !c->context)
		mem_fail();
}

void
certificates_done(struct certificates *c)
{
	EVP_MD_CTX_free(c->context);
	EVP_MD_free(c->digest);
	buf_done(&c->der);
	*c = (struct certificates){ 0 };
}

/* Four letters as a number; more than 24 bits: not all are letters. */
static inline uint32_t
group_at(const struct certificates *c, const unsigned char *p)
{
	return c->shifted[0][p[0]] | c->shifted[1][p[1]] | c->shifted[2][p[2]] |
	       c->shifted[3][p[3]];
}

/*
 * Groups of four letters without anything between them; returns how many.
 * Writes up to two bytes more than those are.
 */
static size_t
whole_groups(const struct certificates *c, struct sv s, unsigned char *to)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t groups = 0, n = s.n;

	for (; n >= 8; p += 8, n -= 8, groups += 2, to += 6) {
		uint32_t a = group_at(c, p), b = group_at(c, p + 4);
		uint64_t six = htobe64((uint64_t)a << 40 | (uint64_t)b << 16);

		if ((a | b) >> 24)
			break;
		memcpy(to, &six, sizeof(six));
	}
	for (; n >= 4; p += 4, n -= 4, groups++) {
		uint32_t v = group_at(c, p);

		if (v >> 24)
			break;
		*to++ = (unsigned char)(v >> 16);
		*to++ = (unsigned char)(v >> 8);
		*to++ = (unsigned char)v;
	}
	return groups;
}

/* Letters not yet made into bytes. */
struct rest {
	unsigned bits, letters, pads;
};

/* One letter or pad; false: it cannot stand here. */
static bool
take_letter(struct rest *r, unsigned v, struct buf *out)
{
	if (v == PAD)
		return ++r->pads <= 2;
	if (v == BAD || r->pads)
		return false;
	r->bits = r->bits << 6 | v;
	if (r->letters++)
		buf_char(out, (char)(r->bits >> (6 - 2 * (r->letters - 1))));
	if (r->letters == 4)
		*r = (struct rest){ 0 };
	return true;
}

bool
base64_read(const struct certificates *c, struct sv text, struct buf *out)
{
	struct rest r = { 0 };

	/* and what is written too much */
	buf_reserve(out, text.n / 4 * 3 + 4);
	while (buf_ok(out) && text.n) {
		unsigned v = c->sextet[(unsigned char)text.p[0]];
		size_t n = 0;

		if (r.letters == 0 && r.pads == 0)
			n = whole_groups(c, text,
					 (unsigned char *)out->p + out->n);
		out->n += 3 * n;
		if (n == 0 && v != BLANK && !take_letter(&r, v, out))
			return false;
		text = sv_from(text, n ? 4 * n : 1);
	}
	/* 2 or 3 letters end with the pads that make them 4, or with none */
	return buf_ok(out) && r.letters != 1 &&
	       (r.pads == 0 || r.letters + r.pads == 4);
}

/* Takes one element with this tag off *cur: its contents. */
static bool
take(struct sv *cur, unsigned char tag, struct sv *ret)
{
	const unsigned char *p = (const unsigned char *)cur->p;
	size_t n, head = 2;

	if (cur->n < 2 || p[0] != tag)
		return false;
	n = p[1];
	if (n & 0x80) {
		size_t bytes = n & 0x7f;

		if (bytes < 1 || bytes > 4 || cur->n < 2 + bytes)
			return false;
		n = 0;
		for (size_t i = 0; i < bytes; i++)
			n = n << 8 | p[2 + i];
		head += bytes;
	}
	if (n > cur->n - head)
		return false;
	*ret = sv_n(cur->p + head, n);
	*cur = sv_from(*cur, head + n);
	return true;
}

enum {
	TAG_INTEGER = 0x02,
	TAG_UTC_TIME = 0x17,
	TAG_TIME = 0x18,
	TAG_SEQUENCE = 0x30,
	TAG_VERSION = 0xa0,
};

/* "491231235959Z", or with four digits of the year. */
static bool
take_time(struct sv *cur, int32_t *ret)
{
	uint64_t day, seconds;
	struct sv s;

	if (take(cur, TAG_UTC_TIME, &s)) {
		/* RFC 5280: two digits from 50 are of the last century */
		if (s.n != 13 || !sv_u64(sv_n(s.p, 6), 999999, &day))
			return false;
		day += day >= 500000 ? 19000000 : 20000000;
		s = sv_from(s, 6);
	} else if (take(cur, TAG_TIME, &s)) {
		if (s.n != 15 || !sv_u64(sv_n(s.p, 8), 99999999, &day))
			return false;
		s = sv_from(s, 8);
	} else {
		return false;
	}
	*ret = date_make((int)(day / 10000), (int)(day / 100 % 100),
			 (int)(day % 100));
	return *ret && s.p[6] == 'Z' && sv_u64(sv_n(s.p, 6), 235960, &seconds);
}

bool
der_not_after(struct sv der, int32_t *ret)
{
	struct sv whole, tbs, validity, skip;
	int32_t from, until;

	if (!take(&der, TAG_SEQUENCE, &whole) || der.n ||
	    !take(&whole, TAG_SEQUENCE, &tbs))
		return false;
	take(&tbs, TAG_VERSION, &skip);
	if (!take(&tbs, TAG_INTEGER, &skip) ||  /* serial number */
	    !take(&tbs, TAG_SEQUENCE, &skip) || /* algorithm */
	    !take(&tbs, TAG_SEQUENCE, &skip) || /* issuer */
	    !take(&tbs, TAG_SEQUENCE, &validity) ||
	    !take(&tbs, TAG_SEQUENCE, &skip) ||   /* subject */
	    !take(&tbs, TAG_SEQUENCE, &skip) ||   /* public key */
	    !take(&whole, TAG_SEQUENCE, &skip) || /* algorithm */
	    !take_time(&validity, &from) || !take_time(&validity, &until))
		return false;
	*ret = until;
	return true;
}

enum certificate_verdict
certificate_read(struct certificates *c, struct sv base64,
		 struct certificate *ret)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	buf_clear(&c->der);
	if (!base64_read(c, base64, &c->der) || c->der.n == 0)
		return CERTIFICATE_NONE;
	if (!EVP_DigestInit_ex2(c->context, c->digest, NULL) ||
	    !EVP_DigestUpdate(c->context, c->der.p, c->der.n) ||
	    !EVP_DigestFinal_ex(c->context, digest, &n))
		mem_fail();
	for (unsigned i = 0; i < 32; i++) {
		ret->sha256[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		ret->sha256[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	ret->sha256[64] = '\0';
	ret->until = 0;
	return der_not_after(buf_view(&c->der), &ret->until) ? CERTIFICATE_OK
							     : CERTIFICATE_ODD;
}
