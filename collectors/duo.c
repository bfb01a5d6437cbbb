/* Keys, counts, names and dates as DUO writes them. See duo.h. */
#include "collectors/duo.h"

#include "base/date.h"
#include "base/limits.h"
#include "schema/model/keys.h"

int
duo_board(struct plain *p, int field, uint32_t *ret, struct err *e)
{
	struct sv s = p->cell[field], number;

	*ret = 0;
	if (s.n == 0 || sv_is(s, "0")) /* 0: sites that no one remembers */
		return 0;
	if (!key_normalise(KEY_BOARD_NUMBER, s, &p->scratch, &number))
		return plain_refuse(p, field,
				    "board number '%.*s' (expected 5 digits)",
				    SV_ARG(plain_shown(s)));
	return plain_node(p, field, NODE_BOARD, 0, ret, e);
}

/* "00AP00", from one cell or from two. */
static bool
brin_of(struct plain *p, struct sv institution, struct sv site, struct sv *ret)
{
	char *to = arena_alloc(&p->scratch, 8);
	struct sv whole = site;

	if (institution.n == 4 && (site.n == 1 || site.n == 2)) {
		memcpy(to, institution.p, 4);
		to[4] = '0';
		memcpy(to + 6 - site.n, site.p, site.n);
		whole = sv_n(to, 6);
	}
	return key_normalise(KEY_BRIN, whole, &p->scratch, ret) &&
	       !key_is_institution(*ret);
}

struct sv
duo_name(struct plain *p, struct sv raw)
{
	struct sv s = text_clean(&p->scratch, raw);
	char *to;
	size_t n = 0;

	if (sv_ieq(s, SV("onbekend")))
		return SV_NONE;
	if (sv_find_sv(s, SV("\"\"")) < 0)
		return s;
	to = arena_alloc(&p->scratch, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '"' || n == 0 || to[n - 1] != '"')
			to[n++] = s.p[i];
	return sv_n(to, n);
}

int
duo_site(struct plain *p, int institution, int site, int name, uint32_t *ret,
	 struct err *e)
{
	struct node_record n = { .kind = NODE_SCHOOL, .nkeys = 1 };

	n.key[0].scheme = KEY_BRIN;
	if (!brin_of(p, p->cell[institution], p->cell[site], &n.key[0].value))
		return plain_refuse(p, site,
				    "site code '%.*s' (expected a BRIN and two "
				    "digits, as 00AP00)",
				    SV_ARG(plain_shown(p->cell[site])));
	n.name = duo_name(p, p->cell[name]);
	if (n.name.n > LIMIT_NAME_BYTES)
		return plain_refuse(p, name,
				    "a name of %zu bytes (expected at most %u)",
				    n.name.n, LIMIT_NAME_BYTES);
	n.place = plain_place(p, site);
	*ret = mention(&p->names, &n, e);
	return *ret ? 0 : -1;
}

bool
duo_count(struct sv s, int64_t *ret_low, int64_t *ret_high)
{
	uint64_t v;

	if (sv_is(s, "<5") || sv_is(s, "-1")) {
		*ret_low = 1;
		*ret_high = 4;
		return true;
	}
	if (!sv_u64(s, 10 * 1000 * 1000, &v))
		return false;
	*ret_low = *ret_high = (int64_t)v;
	return true;
}

struct sv
duo_sector_of_type(struct sv type)
{
	if (sv_ieq(type, SV("BO")) || sv_ieq(type, SV("SBO")) ||
	    sv_ieq(type, SV("BAO")) || sv_ieq(type, SV("SBAO")))
		return SV("PO");
	if (sv_ieq(type, SV("SO")) || sv_ieq(type, SV("VSO")) ||
	    sv_ieq(type, SV("SO/VSO")) || sv_ieq(type, SV("SOVSO")))
		return SV("SO");
	if (sv_ieq(type, SV("VO")))
		return SV("VO");
	return SV_NONE;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

const char *
duo_sector_of_file(const char *name)
{
	static const struct {
		const char *word, *sector;
	} words[] = {
		{ "vo", "VO" },
		{ "so", "SO" },
		{ "bo", "PO" },
		{ "po", "PO" },
		{ "besturenvo", "VO" },
		{ "besturenso", "SO" },
		{ "besturenbo", "PO" },
		{ "vestigingenvo", "VO" },
		{ "vestigingenso", "SO" },
		{ "vestigingenbo", "PO" },
		{ "basisonderwijs", "PO" },
		{ "poleerlingen", "PO" },
		{ "pobestuur", "PO" },
		{ "voleerlingen", "VO" },
	};
	struct sv s = sv(name);

	for (size_t i = 0; i < s.n;) {
		size_t from = i;

		while (i < s.n && is_letter(s.p[i]))
			i++;
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
			if (sv_ieq(sv_n(s.p + from, i - from),
				   sv(words[w].word)))
				return words[w].sector;
		i += i < s.n;
	}
	return NULL;
}

/* Digits at i, neither more before nor after them. */
static bool
digits_at(struct sv s, size_t i, size_t n, uint64_t *ret)
{
	return i + n <= s.n && (i == 0 || !is_digit(s.p[i - 1])) &&
	       (i + n == s.n || !is_digit(s.p[i + n])) &&
	       sv_u64(sv_n(s.p + i, n), UINT32_MAX, ret);
}

uint32_t
duo_year_of_file(const char *name)
{
	struct sv s = sv(name);
	uint64_t year;

	for (size_t i = 0; i < s.n; i++)
		if (digits_at(s, i, 4, &year) && year >= 1990 && year < 2100)
			return (uint32_t)year;
	return 0;
}

int32_t
duo_date_of_file(const char *name)
{
	struct sv s = sv(name);
	uint64_t y, m, d;

	for (size_t i = 0; i < s.n; i++) {
		if (digits_at(s, i, 8, &y) &&
		    date_is_valid((int)(y / 10000), (int)(y / 100 % 100),
				  (int)(y % 100)) &&
		    y / 10000 >= 1990 && y / 10000 < 2100)
			return (int32_t)y;
		if (!digits_at(s, i, 4, &y) || y < 1990 || y >= 2100 ||
		    i + 5 > s.n || s.p[i + 4] != '-' ||
		    !digits_at(s, i + 5, 2, &m))
			continue;
		d = 1;
		if (i + 8 < s.n && s.p[i + 7] == '-')
			digits_at(s, i + 8, 2, &d);
		if (date_is_valid((int)y, (int)m, (int)d))
			return date_make((int)y, (int)m, (int)d);
	}
	return 0;
}

int
duo_governs(struct plain *p, uint32_t board, uint32_t site, int field,
	    int32_t from, int32_t to, struct err *e)
{
	struct fact_record f;

	if (!board)
		return 0;
	plain_fact(p, FACT_GOVERNS, -1, &f);
	f.place.col = p->col[field];
	f.ref[GOVERNS_board] = board;
	f.ref[GOVERNS_school] = site;
	f.valid_from = from;
	f.valid_to = to;
	return plain_put(p, &f, e);
}
