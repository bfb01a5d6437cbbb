/* Values in SAML metadata. Refuses dates and times that cannot be. */
#include "collectors/saml.h"

#include <string.h>

#include "base/date.h"

/* Two digits at i, at most max. */
static bool
two(struct sv s, size_t i, uint64_t max, int *ret)
{
	uint64_t v;

	if (i + 2 > s.n || !sv_u64(sv_n(s.p + i, 2), max, &v))
		return false;
	*ret = (int)v;
	return true;
}

/* "Z", "+01:00" or nothing: minutes ahead of UTC. */
static bool
zone(struct sv s, int *ret)
{
	int hours, minutes;

	*ret = 0;
	if (s.n == 0 || sv_is(s, "Z"))
		return true;
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' ||
	    !two(s, 1, 14, &hours) || !two(s, 4, 59, &minutes) ||
	    hours * 60 + minutes > 14 * 60)
		return false;
	*ret = (s.p[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
	return true;
}

bool
saml_date_time(struct sv s, int32_t *ret)
{
	int hour, minute, second, ahead, at;
	int64_t days;
	int32_t date;
	size_t i = 19;

	s = sv_trim(s);
	if (s.n < 19 || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':' ||
	    !date_from_iso(s, &date) || !two(s, 11, 24, &hour) ||
	    !two(s, 14, 59, &minute) || !two(s, 17, 60, &second) ||
	    (hour == 24 && (minute || second)))
		return false;
	if (i < s.n && s.p[i] == '.') {
		size_t from = ++i;

		while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
			i++;
		if (i == from)
			return false;
	}
	if (!zone(sv_from(s, i), &ahead))
		return false;
	at = hour * 60 + minute - ahead;
	days = date_to_days(date);
	if (at < 0)
		days--;
	else if (at >= 24 * 60)
		days++;
	*ret = date_from_days(days);
	return true;
}

struct sv
saml_shown_date(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' || !strchr("0123456789-+:.TZ ", s.p[i]))
			return SV("...");
	return sv_cut(s, 40);
}

struct sv
saml_binding(struct sv uri)
{
	static const char *const usual[] = {
		"urn:oasis:names:tc:SAML:2.0:bindings:",
		"urn:oasis:names:tc:SAML:1.0:bindings:",
		"urn:oasis:names:tc:SAML:1.0:profiles:",
		"urn:oasis:names:tc:SAML:profiles:SSO:",
		"urn:mace:shibboleth:1.0:profiles:",
	};

	if (!sv_starts(uri, SV("urn:")))
		return uri;
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (sv_starts(uri, sv(usual[i])))
			return sv_from(uri, strlen(usual[i]));
	return uri;
}

uint32_t
saml_protocol_bit(struct sv uri)
{
	static const struct {
		const char *uri;
		enum saml_protocol protocol;
	} known[] = {
		{ "urn:oasis:names:tc:SAML:2.0:protocol", SAML_SAML2 },
		{ "urn:oasis:names:tc:SAML:1.1:protocol", SAML_SAML1 },
		{ "urn:oasis:names:tc:SAML:1.0:protocol", SAML_SAML1 },
		/* Shibboleth's own request for an answer in SAML 1 */
		{ "urn:mace:shibboleth:1.0", SAML_SAML1 },
		{ "http://docs.oasis-open.org/wsfed/federation/200706",
		  SAML_WSFED },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (sv_is(uri, known[i].uri))
			return 1u << known[i].protocol;
	return 0;
}

struct sv
saml_authority(struct sv url)
{
	static const struct sv_stops ends = {
		{ "////////////////", "::::::::::::::::", "????????????????",
		  "################" }
	};
	ptrdiff_t at = 8;

	/* the usual beginning, else wherever it is */
	if (!sv_starts(url, SV("https://"))) {
		at = sv_find_sv(url, SV("://"));
		at = at < 0 ? 0 : at + 3;
	}
	url = sv_from(url, (size_t)at);
	return sv_n(url.p, sv_stop(url, 0, &ends));
}

struct sv
saml_mail_domain(struct sv address, struct arena *mem)
{
	struct sv s = sv_trim(address);
	size_t at = s.n;
	char *p;

	while (at > 0 && s.p[at - 1] != '@')
		at--;
	if (at == 0)
		return SV_NONE;
	s = sv_from(s, at);
	if (s.n == 0 || s.n > 253)
		return SV_NONE;
	p = arena_alloc(mem, s.n);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		p[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		if (!(p[i] >= 'a' && p[i] <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '.' && c != '-')
			return SV_NONE;
	}
	return sv_n(p, s.n);
}
