/*
 * Looks identifiers up among the services that are known. Refuses nothing. The
 * table is read as it stands in the program, line by line: its first four
 * columns have no quotes, which a test sees to.
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

/* What tells whether a row fits; *line is what stands behind it. */
static bool
read_key(struct sv *line, struct service *ret)
{
	struct sv match;

	if (!sv_split(line, ',', &match) || !sv_split(line, ',', &ret->pattern))
		return false;
	for (int i = 0; i < NMATCHES; i++)
		if (sv_is(match, match_names[i])) {
			ret->match = (enum service_match)i;
			return true;
		}
	return false;
}

/* The rest of a row that fits. */
static void
read_rest(struct sv line, struct service *ret)
{
	struct sv kind = SV_NONE;

	sv_split(&line, ',', &ret->product);
	sv_split(&line, ',', &kind);
	sv_split(&line, ',', &ret->source);
	ret->is_hub = sv_is(kind, "hub");
	ret->is_cloud = sv_is(kind, "cloud");
	ret->is_software = ret->is_cloud || sv_is(kind, "software");
	ret->is_first_party = sv_is(kind, "first-party");
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

static bool
has_part(struct sv s, struct sv part)
{
	for (size_t i = 0; i + part.n <= s.n; i++)
		if (s.p[i] == part.p[0] && sv_ieq(sv_n(s.p + i, part.n), part))
			return true;
	return false;
}

static bool
matches(const struct service *row, struct sv s, struct sv host)
{
	switch (row->match) {
	case SERVICE_EXACT: return sv_ieq(s, row->pattern);
	case SERVICE_HOST: return sv_ieq(host, row->pattern);
	case SERVICE_PREFIX:
		return s.n >= row->pattern.n &&
		       sv_ieq(sv_n(s.p, row->pattern.n), row->pattern);
	case SERVICE_PART: return has_part(s, row->pattern);
	}
	return false;
}

/* Is what was found before as good as any row of this match and length? */
static bool
is_beaten(const struct service *row, const struct service *found)
{
	return row->match > found->match ||
	       (row->match == found->match &&
		row->pattern.n <= found->pattern.n);
}

static bool
find(struct sv s, bool hubs, struct service *ret)
{
	struct sv cur = refdata_get("services.csv"), line, host = host_in(s);
	bool found = false;

	if (s.n == 0)
		return false;
	while (sv_split(&cur, '\n', &line)) {
		struct service row = { 0 };

		if (!read_key(&line, &row) || (found && is_beaten(&row, ret)) ||
		    !matches(&row, s, host))
			continue;
		read_rest(line, &row);
		if (hubs && !row.is_hub)
			continue;
		*ret = row;
		found = true;
	}
	return found;
}

bool
service_find(struct sv identifier, struct service *ret)
{
	return find(identifier, false, ret);
}

bool
service_hub(struct sv host_or_authority, struct service *ret)
{
	return find(host_or_authority, true, ret);
}
