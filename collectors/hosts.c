/*
 * Hosts of URLs (RFC 3986, read as browsers do), and whose they are. Refuses
 * what is no http or https URL, and hosts that only look like one: with user
 * information, a port that is none, or letters that no DNS name has.
 */
#include "collectors/hosts.h"

#include <arpa/inet.h>
#include <libpsl.h>

#include "base/text.h"
#include "collectors/words.h"
#include "schema/model/refdata.h"

enum {
	LABEL_MAX = 63,
	NAME_MAX_DNS = 253,
	PORT_DIGITS = 5,
	OWNER_FIELDS = 5,
	AUTHORITY_MAX = 1024,
};

void
hosts_load(struct hosts *h)
{
	struct sv cur = refdata_get("host-suffixes.csv"), f[OWNER_FIELDS];
	uint32_t n, lines = 0;

	*h = (struct hosts){ .psl = psl_builtin() };
	for (size_t i = 0; i < cur.n; i++)
		lines += cur.p[i] == '\n';
	h->owner = ARENA_ARRAY(&h->mem, lines + 1, struct host_owner);
	while (words_line(&cur, &h->mem, f, OWNER_FIELDS, &n)) {
		if (n < 4 || sv_find(f[0], '.') < 0)
			continue; /* the header */
		h->owner[h->nowner++] =
			(struct host_owner){ f[0], f[1], f[2], f[3] };
		map_put(&h->suffix, f[0], h->nowner, NULL);
	}
}

void
hosts_done(struct hosts *h)
{
	map_done(&h->suffix);
	arena_done(&h->mem);
	*h = (struct hosts){ 0 };
}

/* s without "http://" or "https://"; false when it has neither. */
static bool
after_scheme(struct sv s, struct sv *ret)
{
	static const struct sv schemes[] = { { "https://", 8 },
					     { "http://", 7 } };

	for (int i = 0; i < 2; i++) {
		size_t n = schemes[i].n;

		if (s.n >= n && sv_ieq(sv_n(s.p, n), schemes[i])) {
			*ret = sv_from(s, n);
			return true;
		}
	}
	return false;
}

/* Up to the path, query or fragment. Browsers take a backslash for a slash. */
static struct sv
authority_of(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '/' || s.p[i] == '?' || s.p[i] == '#' ||
		    s.p[i] == '\\')
			return sv_n(s.p, i);
	return s;
}

static bool
is_port(struct sv s)
{
	uint64_t v;

	/* "host:" is a host with the usual port */
	return s.n == 0 ||
	       (s.n <= PORT_DIGITS && sv_u64(s, UINT16_MAX, &v) && v > 0);
}

/* Takes ":8443" off the end of *s; false when it is no port. */
static bool
cut_port(struct sv *s)
{
	ptrdiff_t bracket = sv_find(*s, ']'), colon;

	colon = sv_find(sv_from(*s, bracket < 0 ? 0 : (size_t)bracket), ':');
	if (colon < 0)
		return true;
	colon += bracket < 0 ? 0 : bracket;
	if (!is_port(sv_from(*s, (size_t)colon + 1)))
		return false;
	s->n = (size_t)colon;
	return true;
}

/* "[2001:DB8::1]" as RFC 5952 writes it, without brackets. */
static bool
ipv6_name(struct sv s, struct arena *mem, struct host *ret)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr address;

	if (s.n < 2 || s.n > INET6_ADDRSTRLEN + 1 || s.p[s.n - 1] != ']')
		return false;
	s = arena_sv(mem, sv_n(s.p + 1, s.n - 2));
	if (sv_find(s, '\0') >= 0 || inet_pton(AF_INET6, s.p, &address) != 1 ||
	    !inet_ntop(AF_INET6, &address, text, sizeof(text)))
		return false;
	*ret = (struct host){ arena_sv(mem, sv(text)), SV_NONE, true };
	return true;
}

static bool
is_ipv4(struct sv s)
{
	struct sv part;
	uint64_t v;
	int n = 0;

	for (; sv_split(&s, '.', &part); n++)
		if (part.n > 3 || (part.n > 1 && part.p[0] == '0') ||
		    !sv_u64(part, UINT8_MAX, &v))
			return false;
	return n == 4;
}

/* "_" is no letter of host names, and in use all the same. */
static bool
is_label(struct sv s)
{
	if (s.n == 0 || s.n > LABEL_MAX || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '-' && c != '_')
			return false;
	}
	return true;
}

/* Labels, the last of which is no number: that would be a broken address. */
static bool
is_dns_name(struct sv s)
{
	struct sv label = SV_NONE;

	if (s.n == 0 || s.n > NAME_MAX_DNS)
		return false;
	while (sv_split(&s, '.', &label))
		if (!is_label(label))
			return false;
	return !sv_is_digits(label);
}

/* Lower case and A-labels; plain ASCII without asking ICU. */
static bool
dns_name(struct sv s, struct arena *mem, struct sv *ret)
{
	bool is_ascii = true;
	char *p;

	for (size_t i = 0; i < s.n; i++)
		is_ascii = is_ascii && (unsigned char)s.p[i] < 0x80;
	if (!is_ascii) {
		if (!text_domain(mem, s, ret))
			return false;
	} else {
		p = arena_alloc(mem, s.n + 1);
		for (size_t i = 0; i < s.n; i++)
			p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z'
					      ? s.p[i] + 32
					      : s.p[i]);
		*ret = sv_n(p, s.n);
	}
	if (ret->n && ret->p[ret->n - 1] == '.')
		ret->n--;
	return is_ipv4(*ret) || is_dns_name(*ret);
}

/* The registrable domain; the library wants text that ends with NUL. */
static struct sv
domain_of(const struct hosts *h, struct sv name, struct arena *mem)
{
	const char *text = arena_sv(mem, name).p, *found;

	found = h->psl ? psl_registrable_domain(h->psl, text) : NULL;
	return found ? sv_from(name, (size_t)(found - text)) : SV_NONE;
}

enum host_verdict
host_of(const struct hosts *h, struct sv s, bool is_name, struct arena *mem,
	struct host *ret)
{
	struct host found = { 0 };

	s = sv_trim(s);
	if (!is_name && !after_scheme(s, &s))
		return HOST_NONE;
	if (!is_name)
		s = authority_of(s);
	if (s.n == 0)
		return HOST_NONE;
	if (s.n > AUTHORITY_MAX || sv_find(s, '@') >= 0)
		return HOST_ODD;
	if (!is_name && !cut_port(&s))
		return HOST_ODD;
	if (s.n && s.p[0] == '[') {
		if (!ipv6_name(s, mem, &found))
			return HOST_ODD;
	} else {
		if (!dns_name(s, mem, &found.name))
			return HOST_ODD;
		found.is_ip = is_ipv4(found.name);
		if (!found.is_ip)
			found.domain = domain_of(h, found.name, mem);
	}
	*ret = found;
	return HOST_OK;
}

const struct host_owner *
host_owner(const struct hosts *h, struct sv name)
{
	for (;;) {
		uint32_t i = map_get(&h->suffix, name, 0);
		ptrdiff_t dot;

		if (i)
			return &h->owner[i - 1];
		dot = sv_find(name, '.');
		if (dot < 0)
			return NULL;
		name = sv_from(name, (size_t)dot + 1);
	}
}

/* Bytes before the first c, or all of them. */
static size_t
ends_at(struct sv s, char c)
{
	ptrdiff_t at = sv_find(s, c);

	return at < 0 ? s.n : (size_t)at;
}

struct sv
url_bare(struct sv url, struct arena *mem)
{
	ptrdiff_t slashes = sv_find_sv(url, SV("//"));
	struct sv authority;
	size_t from, user = 0;
	char *p;

	url = sv_n(url.p, ends_at(url, '?'));
	url = sv_n(url.p, ends_at(url, '#'));
	/* words instead of a URL may be about a person */
	if (slashes < 0 && sv_find(url, ' ') >= 0)
		return SV_NONE;
	if (slashes < 0 || (size_t)slashes + 2 > url.n)
		return url;
	from = (size_t)slashes + 2;
	if (sv_find(url, '@') < 0)
		return url;
	authority = authority_of(sv_from(url, from));
	for (size_t i = 0; i < authority.n; i++)
		if (authority.p[i] == '@')
			user = i + 1;
	if (user == 0)
		return url;
	p = arena_alloc(mem, url.n + 1);
	memcpy(p, url.p, from);
	memcpy(p + from, url.p + from + user, url.n - from - user);
	return sv_n(p, url.n - user);
}
