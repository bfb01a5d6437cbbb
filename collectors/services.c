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

/* One line of the table. */
static bool
read_line(struct sv line, struct service *ret)
{
	struct sv match, kind;

	*ret = (struct service){ 0 };
	if (!sv_split(&line, ',', &match) ||
	    !sv_split(&line, ',', &ret->pattern) ||
	    !sv_split(&line, ',', &ret->product) ||
	    !sv_split(&line, ',', &kind) || !sv_split(&line, ',', &ret->source))
		return false;
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

static bool
has_part(struct sv s, struct sv part)
{
	for (size_t i = 0; i + part.n <= s.n; i++)
		if (sv_ieq(sv_n(s.p + i, part.n), part))
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

static bool
find(struct sv s, bool hubs, struct service *ret)
{
	struct sv cur = refdata_get("services.csv"), line, host = host_in(s);
	struct service row;
	bool found = false;

	if (s.n == 0)
		return false;
	while (sv_split(&cur, '\n', &line)) {
		if (!read_line(line, &row) || (hubs && !row.is_hub))
			continue;
		if (found && (row.match > ret->match ||
			      (row.match == ret->match &&
			       row.pattern.n <= ret->pattern.n)))
			continue;
		if (matches(&row, s, host)) {
			*ret = row;
			found = true;
		}
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
