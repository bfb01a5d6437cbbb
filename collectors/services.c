/*
 * Looks identifiers up among the services that are known. Refuses nothing. The
 * table is read as it stands in the program: its first four columns have no
 * quotes, which a test sees to.
 */
#include "collectors/services.h"

#include "schema/model/refdata.h"

static const char *const match_names[] = {
	[SERVICE_EXACT] = "exact",
	[SERVICE_HOST] = "host",
	[SERVICE_PREFIX] = "prefix",
	[SERVICE_PART] = "part",
};
enum { NMATCHES = sizeof(match_names) / sizeof(match_names[0]) };

/* One line of the table. */
static bool
read_line(struct sv line, struct service *ret)
{
	struct sv match, kind = SV_NONE;

	*ret = (struct service){ 0 };
	if (!sv_split(&line, ',', &match) ||
	    !sv_split(&line, ',', &ret->pattern) || ret->pattern.n == 0)
		return false;
	sv_split(&line, ',', &ret->product);
	sv_split(&line, ',', &kind);
	sv_split(&line, ',', &ret->source);
	ret->is_hub = sv_is(kind, "hub");
	ret->is_cloud = sv_is(kind, "cloud");
	ret->is_software = ret->is_cloud || sv_is(kind, "software");
	ret->is_first_party = sv_is(kind, "first-party");
	for (int i = 0; i < NMATCHES; i++)
		if (sv_is(match, match_names[i])) {
			ret->match = (enum service_match)i;
			return true;
		}
	return false;
}

static struct sv
host_in(struct sv s)
{
	ptrdiff_t at = sv_find_sv(s, SV("://"));

	if (at >= 0)
		s = sv_from(s, (size_t)at + 3);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '/' || s.p[i] == ':' || s.p[i] == '?' ||
		    s.p[i] == '#')
			return sv_n(s.p, i);
	return s;
}

/* Patterns begin with a character that has no case, most often a slash. */
static bool
has_part(struct sv s, struct sv part)
{
	while (s.n >= part.n) {
		const char *p = memchr(s.p, part.p[0], s.n - part.n + 1);

		if (!p)
			return false;
		s = sv_from(s, (size_t)(p - s.p));
		if (sv_ieq(sv_n(s.p, part.n), part))
			return true;
		s = sv_from(s, 1);
	}
	return false;
}

/*
 * Does s begin with the pattern? Its last character first: what identifiers
 * begin with ("https://") is in all of them.
 */
static bool
begins(struct sv s, struct sv pattern)
{
	size_t last = pattern.n - 1;

	return s.n >= pattern.n && (s.p[last] | 32) == (pattern.p[last] | 32) &&
	       sv_ieq(sv_n(s.p, pattern.n), pattern);
}

static bool
matches(const struct service *row, struct sv s, struct sv host)
{
	switch (row->match) {
	case SERVICE_EXACT:
		return s.n == row->pattern.n && begins(s, row->pattern);
	case SERVICE_HOST:
		return host.n == row->pattern.n && begins(host, row->pattern);
	case SERVICE_PREFIX: return begins(s, row->pattern);
	case SERVICE_PART: return has_part(s, row->pattern);
	}
	return false;
}

/* Is row a better answer than the one found before it? */
static bool
is_better(const struct service *row, const struct service *found)
{
	return !found || row->match < found->match ||
	       (row->match == found->match &&
		row->pattern.n > found->pattern.n);
}

void
services_load(struct services *s)
{
	struct sv cur = refdata_get("services.csv"), line;
	struct service row;
	uint32_t lines = 0;

	*s = (struct services){ 0 };
	for (size_t i = 0; i < cur.n; i++)
		lines += cur.p[i] == '\n';
	s->row = ARENA_ARRAY(&s->mem, lines + 1, struct service);
	while (sv_split(&cur, '\n', &line))
		if (read_line(line, &row))
			s->row[s->n++] = row;
}

void
services_done(struct services *s)
{
	arena_done(&s->mem);
	*s = (struct services){ 0 };
}

static const struct service *
find(const struct services *all, struct sv s, bool hubs)
{
	const struct service *found = NULL;
	struct sv host = host_in(s);

	for (uint32_t i = 0; i < all->n && s.n; i++) {
		const struct service *row = &all->row[i];

		if ((!hubs || row->is_hub) && is_better(row, found) &&
		    matches(row, s, host))
			found = row;
	}
	return found;
}

const struct service *
services_find(const struct services *s, struct sv identifier)
{
	return find(s, identifier, false);
}

const struct service *
services_hub(const struct services *s, struct sv host_or_authority)
{
	return find(s, host_or_authority, true);
}

/* For who asks but once. */
static bool
find_once(struct sv s, bool hubs, struct service *ret)
{
	struct services all;
	const struct service *found;

	services_load(&all);
	found = find(&all, s, hubs);
	if (found)
		*ret = *found;
	services_done(&all);
	return found != NULL;
}

bool
service_find(struct sv identifier, struct service *ret)
{
	return find_once(identifier, false, ret);
}

bool
service_hub(struct sv host_or_authority, struct service *ret)
{
	return find_once(host_or_authority, true, ret);
}
