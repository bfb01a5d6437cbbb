/*
 * DUO: pupils, in two shapes. History: one row for each site and one column
 * for each year (LEERLINGEN_1996 ...). Rows: one row for each site or board
 * and year (PEILJAAR, or the year in the file's name), added up over kinds of
 * school. A count is of 1 October and holds for that school year; until a
 * newer count arrives it is the latest that is known.
 *
 * A site of which the history ends in zeros has closed: its last zero year is
 * kept, and its board is said to govern it in its last school year only, for
 * the file tells who governs today and not who did in the past. Zeros before
 * the first pupil, and repeated ones, say nothing and are left out.
 *
 * Refuses files that divide pupils over something else (advice, home), since
 * their sums are not all pupils.
 */
#include <stdlib.h>

#include "base/date.h"
#include "base/limits.h"
#include "collectors/duo.h"

enum {
	INSTITUTION,
	SITE,
	NAME,
	TYPE,
	BOARD,
	YEAR,
	PUPILS,
	BOARD_NAME,
	/* known, and not read: */
	TOWN,
	PLACE,
	PROVINCE,
	DENOMINATION,
	TOWN_CODE,
	OUTSOURCED,
	TOTAL,
};

struct count {
	int64_t low, high;
	bool given;
};

/* A count of the second shape, being added up. */
struct sum {
	uint32_t site;
	uint32_t year;
	int64_t low, high;
	struct place place;
};

struct state {
	struct {
		uint32_t col, year;
	} column[LIMIT_YEARS]; /* ascending year */
	uint32_t ncolumn;
	uint32_t file_year; /* in the file's name, or 0 */
	struct sum *sum;    /* heap */
	uint32_t nsum, cap;
	struct map sums;  /* site, year -> index in sum */
	uint32_t divider; /* a column that divides the counts, or 0 */
};

/* LEERLINGEN_2025: its year, or 0. */
static uint32_t
year_of(struct sv folded)
{
	uint64_t year;

	if (!sv_starts(folded, SV("leerlingen")) || folded.n != 14 ||
	    !sv_u64(sv_n(folded.p + 10, 4), 2100, &year) || year < 1900)
		return 0;
	return (uint32_t)year;
}

static int
put_year_column(struct plain *p, uint32_t col, uint32_t year, struct sv header,
		struct err *e)
{
	struct record r = { .type = RECORD_COLUMN };

	r.column.part = p->part;
	r.column.col = col;
	r.column.field =
		sv(arena_printf(&p->scratch, "pupils_%u", (unsigned)year));
	r.column.header = text_clean(&p->scratch, header);
	return p->im->sink->put(p->im->sink, &r, e) ? -1 : 1;
}

static int
other(struct plain *p, uint32_t col, struct sv header, struct err *e)
{
	struct state *st = p->state;
	uint32_t year = year_of(text_fold_header(&p->scratch, header));
	uint32_t i = st->ncolumn;
	struct at at = { .file = p->im->in->name, .col = col };

	if (!year) {
		st->divider = st->divider ? st->divider : col;
		return 0;
	}
	if (i == LIMIT_YEARS)
		return err_set(e, ERR_LIMIT, &at,
			       "more than %u columns of years (expected a "
			       "history of pupils)",
			       LIMIT_YEARS);
	for (; i > 0 && st->column[i - 1].year > year; i--)
		st->column[i] = st->column[i - 1];
	st->column[i].col = col;
	st->column[i].year = year;
	st->ncolumn++;
	return put_year_column(p, col, year, header, e);
}

static int32_t
count_day(uint32_t year)
{
	return date_make((int)year, 10, 1);
}

static int
begin(struct plain *p, struct err *e)
{
	struct state *st = p->state;
	const char *sector = duo_sector_of_file(p->im->in->name);
	struct at at = { .file = p->im->in->name, .col = st->divider };

	st->file_year = duo_year_of_file(p->im->in->name);
	if (st->ncolumn) {
		p->im->ret_series = "duo-pupils-history";
		p->as_of = count_day(st->column[st->ncolumn - 1].year);
		return 0;
	}
	if (st->divider)
		return err_set(e, ERR_INPUT, &at,
			       "a column that divides the pupils (expected one "
			       "count for each site, kind of school and year)");
	if (!p->col[PUPILS] || (!p->col[SITE] && !p->col[BOARD]))
		return err_set(e, ERR_INPUT, &at,
			       "no column of pupils, sites or boards (expected "
			       "LEERLINGEN_2025 or AANTAL LEERLINGEN)");
	if (!p->col[YEAR] && !st->file_year)
		return err_set(e, ERR_INPUT, &at,
			       "the year of the counts is not told (expected "
			       "PEILJAAR, or a file name that ends in the "
			       "year)");
	p->im->ret_series = arena_printf(
		p->im->mem, "duo-pupils-%s%s%s", p->col[SITE] ? "" : "boards-",
		sector ? sector : "rows",
		p->col[YEAR] ? ""
			     : arena_printf(p->im->mem, "-%u", st->file_year));
	return 0;
}

static int
put_pupils(struct plain *p, uint32_t site, uint32_t year, int64_t low,
	   int64_t high, struct place place, struct err *e)
{
	struct fact_record f;

	plain_fact(p, FACT_PUPILS, -1, &f);
	f.place = place;
	f.ref[PUPILS_site] = site;
	f.num[PUPILS_low] = low;
	f.num[PUPILS_high] = high;
	f.valid_from = count_day(year);
	f.valid_to = count_day(year + 1);
	return plain_put(p, &f, e);
}

static struct sv
cell_at(const struct row *r, uint32_t col)
{
	for (uint32_t i = 0; i < r->ncell; i++)
		if (r->cell[i].col == col)
			return sv_trim(r->cell[i].text);
	return SV_NONE;
}

static int
read_years(struct plain *p, struct count *c)
{
	const struct state *st = p->state;

	for (uint32_t i = 0; i < st->ncolumn; i++) {
		struct sv s = cell_at(p->r, st->column[i].col);

		c[i] = (struct count){ 0 };
		if (s.n == 0)
			continue;
		if (!duo_count(s, &c[i].low, &c[i].high))
			return plain_refuse(
				p, -1,
				"pupils of %u '%.*s' (expected a number, <5 or "
				"nothing)",
				st->column[i].year, SV_ARG(plain_shown(s)));
		c[i].given = true;
	}
	return 0;
}

/* Counts that say something new; the last one always. */
static int
put_years(struct plain *p, uint32_t site, const struct count *c, struct err *e)
{
	const struct state *st = p->state;
	bool had_pupils = false, any = false;

	for (uint32_t i = 0; i < st->ncolumn; i++) {
		struct place place = { p->part, p->row, st->column[i].col };
		bool last = i + 1 == st->ncolumn;

		if (!c[i].given)
			continue;
		if (c[i].high == 0 && !had_pupils && !(last && !any))
			continue;
		had_pupils = c[i].high > 0;
		any = true;
		if (put_pupils(p, site, st->column[i].year, c[i].low, c[i].high,
			       place, e))
			return -1;
	}
	return 0;
}

/* Open: from the day of the file on. Closed: in its last school year. */
static int
put_board(struct plain *p, uint32_t board, uint32_t site, const struct count *c,
	  struct err *e)
{
	const struct state *st = p->state;
	uint32_t n = st->ncolumn, last = n;

	for (uint32_t i = 0; i < n; i++)
		if (c[i].given && c[i].high > 0)
			last = i;
	if (last == n)
		return 0;
	if (last + 1 == n || !c[n - 1].given)
		return duo_governs(p, board, site, BOARD, 0, 0, e);
	return duo_governs(p, board, site, BOARD,
			   count_day(st->column[last].year),
			   count_day(st->column[last].year + 1), e);
}

static int
history_row(struct plain *p, struct err *e)
{
	struct sv sector = duo_sector_of_type(p->cell[TYPE]);
	struct count c[LIMIT_YEARS];
	uint32_t board, site;
	int rc;

	if (read_years(p, c))
		return PLAIN_REFUSED;
	if ((rc = duo_board(p, BOARD, &board, e)) ||
	    (rc = duo_site(p, INSTITUTION, SITE, NAME, &site, e)))
		return rc;
	if (put_years(p, site, c, e) || put_board(p, board, site, c, e))
		return -1;
	return plain_attribute(p, site, "sector", sector, TYPE, -1, e);
}

/* The count of this row is added to those of the same site and year. */
static void
add(struct plain *p, uint32_t site, uint32_t year, int64_t low, int64_t high)
{
	struct state *st = p->state;
	uint32_t key[2] = { site, year };
	struct map_entry *entry;
	bool is_new;

	entry = map_put(&st->sums, sv_n((const char *)key, sizeof(key)),
			st->nsum, &is_new);
	if (is_new) {
		VEC_ROOM(st->sum, st->nsum, st->cap);
		st->sum[st->nsum++] = (struct sum){ site, year, 0, 0,
						    plain_place(p, PUPILS) };
	}
	st->sum[entry->value].low += low;
	st->sum[entry->value].high += high;
}

static int
counted_row(struct plain *p, struct err *e)
{
	const struct state *st = p->state;
	int64_t year = st->file_year, low, high;
	uint32_t board = 0, site;
	int rc;

	if (plain_number(p, YEAR, 1900, 2100, &year))
		return PLAIN_REFUSED;
	if (p->cell[PUPILS].n && !duo_count(p->cell[PUPILS], &low, &high))
		return plain_refuse(p, PUPILS,
				    "pupils '%.*s' (expected a number, <5 or "
				    "nothing)",
				    SV_ARG(plain_shown(p->cell[PUPILS])));
	if (year == 0)
		return plain_refuse(p, YEAR, "no year (expected PEILJAAR)");
	if (p->col[BOARD] && (rc = duo_board(p, BOARD, &board, e)))
		return rc;
	if (p->col[SITE]) {
		if ((rc = duo_site(p, INSTITUTION, SITE, NAME, &site, e)))
			return rc;
	} else if (!(site = board)) {
		return plain_refuse(p, BOARD,
				    "no board number (expected 5 digits)");
	}
	if (p->cell[PUPILS].n)
		add(p, site, (uint32_t)year, low, high);
	if (board && site != board &&
	    plain_once(p, FACT_GOVERNS, board, site, year, 0))
		return duo_governs(p, board, site, BOARD,
				   count_day((uint32_t)year),
				   count_day((uint32_t)year + 1), e);
	return 0;
}

static int
row(struct plain *p, struct err *e)
{
	const struct state *st = p->state;

	return st->ncolumn ? history_row(p, e) : counted_row(p, e);
}

static int
end(struct plain *p, struct err *e)
{
	struct state *st = p->state;
	uint32_t latest = 0;

	for (uint32_t i = 0; i < st->nsum; i++) {
		const struct sum *s = &st->sum[i];

		latest = s->year > latest ? s->year : latest;
		if (put_pupils(p, s->site, s->year, s->low, s->high, s->place,
			       e))
			return -1;
	}
	if (latest)
		p->as_of = count_day(latest);
	return 0;
}

static const struct plain_kind kind = {
	.name = "duo_pupils",
	.header = { DUO_INSTITUTION, DUO_SITE,
		    "naamvestiging|vestigingsnaam|instellingsnaamvestiging",
		    "soortvestiging|typepo|soortprimaironderwijs", DUO_BOARD,
		    "peiljaar|teljaar", "aantalleerlingen",
		    "bevoegdgezagnaam|naambevoegdgezag", DUO_TOWN,
		    "plaatsnaam|plaatsnaamvestiging",
		    "provincie|provincievestiging",
		    "denominatie|denominatievestiging",
		    "gemeentenummer|gemeentecode|gemeentecodevestiging",
		    "aantalvoleerlingenuitbesteedaanvavo",
		    "totaalaantalleerlingen" },
	.fills = { NULL, "school site node", "name", "sector", "board", "year",
		   "low high" },
	.must = DUO_SITE "|bevoegdgezagnummer",
	.rung = RUNG_REGISTER,
	.is_folded = true,
	.row = row,
	.other = other,
	.begin = begin,
	.end = end,
};

/* A column of a year, or of pupils. */
static bool
counts_pupils(const struct head *h)
{
	for (uint32_t i = 0; i < h->nsheet; i++)
		for (uint32_t r = 0; r < h->sheet[i].nrow; r++)
			for (uint32_t c = 0; c < h->sheet[i].row[r].ncell;
			     c++) {
				struct sv s = h->sheet[i].row[r].cell[c].folded;

				if (year_of(s) || sv_is(s, "aantalleerlingen"))
					return true;
			}
	return false;
}

static enum probe
probe(const struct head *h)
{
	return plain_stands_in(h, &kind) && counts_pupils(h) ? PROBE_YES
							     : PROBE_NO;
}

static int
import(struct import *im, struct err *e)
{
	static const struct plain_kind *const kinds[] = { &kind, NULL };
	struct state st = { 0 };
	int rc = plain_import(im, kinds, &st, e);

	free(st.sum);
	map_done(&st.sums);
	return rc;
}

const struct collector collector_duo_pupils = {
	.name = "duo_pupils",
	.summary = N_("DUO: pupils of sites and boards by year"),
	.needs_table = true,
	.rung = RUNG_REGISTER,
	.probe = probe,
	.import = import,
};
