/*
 * landschap impact: what stops when something fails, for whom, through what,
 * what stands in, how long people can do without, and which days make it
 * worse. Refuses to count what is only expected: that is asked.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/chain.h"
#include "analyzer/impact.h"
#include "base/date.h"
#include "cli/look.h"
#include "collectors/calendar.h"
#include "schema/model/keys.h"

const struct option options_impact[] = {
	{ "by", 0, OPTION_TEXT, N_("school|board"),
	  N_("a line for each function of a school, or of a board (board)") },
	{ "calendar", 0, OPTION_TEXT, N_("FILE"),
	  N_("own dates of the school year over those that ship (CSV)") },
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_impact = {
	N_("NODE is a product, organisation or country; 'identity:NAME' is an "
	   "identity provider or hub. Several fail together. 'certainly' is "
	   "what stops whatever the unknown is; 'at most' counts everything "
	   "unknown against you. 'through' is the shortest way from what "
	   "fails to the product in use. 'holds' says that something else "
	   "stands in: tested, or only claimed to."),
	{
		{ "landschap impact Magister",
		  N_("what stops without one product") },
		{ "landschap impact identity:'Entree Federatie'",
		  N_("what stops without a hub for signing on") },
		{ "landschap impact country:US --by school",
		  N_("what stops at each school without one country") },
		{ "landschap impact -f csv Magister Zermelo",
		  N_("both at once, with claims for 'landschap why'") },
	},
};

static const struct column columns[] = {
	{ "kind", N_("kind"), "", COLUMN_TEXT },
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "board_id", N_("id of board"), "", COLUMN_TEXT },
	{ "school", N_("school"), "", COLUMN_TEXT },
	{ "school_id", N_("id of school"), "", COLUMN_TEXT },
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id of function"), "", COLUMN_TEXT },
	{ "criticality", N_("weight"), "", COLUMN_INTEGER },
	{ "fate", N_("what happens"), "", COLUMN_TEXT },
	{ "sites_certain", N_("schools certainly"), "", COLUMN_INTEGER },
	{ "sites_possible", N_("schools at most"), "", COLUMN_INTEGER },
	{ "sites", N_("of schools"), "", COLUMN_INTEGER },
	{ "pupils_certain", N_("pupils certainly"), "", COLUMN_INTEGER },
	{ "pupils_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "products", N_("fails"), "", COLUMN_TEXT },
	{ "chain", N_("through"), "", COLUMN_TEXT },
	{ "stands_in", N_("still there"), "", COLUMN_TEXT },
	{ "fallback", N_("another way"), "", COLUMN_TEXT },
	{ "fallback_text", N_("in the words of the list"), "", COLUMN_TEXT },
	{ "fallback_hours_low", N_("holds at least"), N_("hours"),
	  COLUMN_INTEGER },
	{ "fallback_hours_high", N_("at most"), N_("hours"), COLUMN_INTEGER },
	{ "next_date", N_("worse from"), "", COLUMN_DATE },
	{ "dates", N_("when it is worse"), "", COLUMN_TEXT },
	{ "share_low", N_("of all, at least"), "%", COLUMN_DECIMAL },
	{ "share_high", N_("of all, at most"), "%", COLUMN_DECIMAL },
	{ "vital_pupils_certain", N_("of them vital"), "", COLUMN_INTEGER },
	{ "vital_pupils_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "claims", N_("claims"), "", COLUMN_TEXT },
};
enum {
	COL_KIND,
	COL_BOARD,
	COL_BOARD_ID,
	COL_SCHOOL,
	COL_SCHOOL_ID,
	COL_FUNCTION,
	COL_FUNCTION_ID,
	COL_CRITICALITY,
	COL_FATE,
	COL_SITES_LOW,
	COL_SITES_HIGH,
	COL_SITES,
	COL_PUPILS_LOW,
	COL_PUPILS_HIGH,
	COL_PRODUCTS,
	COL_CHAIN,
	COL_STANDS_IN,
	COL_FALLBACK,
	COL_FALLBACK_TEXT,
	COL_HOURS_LOW,
	COL_HOURS_HIGH,
	COL_NEXT,
	COL_DATES,
	COL_SHARE_LOW,
	COL_SHARE_HIGH,
	COL_VITAL_LOW,
	COL_VITAL_HIGH,
	COL_CLAIMS,
	COLUMNS
};
/* A board is only named where there are several. */
static const char names_one[] =
	"school function criticality fate pupils_certain pupils_possible chain "
	"stands_in fallback_text fallback_hours_low fallback_hours_high "
	"next_date dates";
static const char names_many[] =
	"board school function criticality fate pupils_certain "
	"pupils_possible chain stands_in fallback_text fallback_hours_low "
	"fallback_hours_high "
	"next_date dates";

enum {
	PRODUCTS_SHOWN = 6,
	DATES_SHOWN = 2, /* to people; data has all */
	QUESTIONS_SHOWN = 5,
	YEAR = 10000,
};

struct run {
	struct look k;
	struct failing f;
	struct blast_scene scene;
	struct calendar calendar;
	struct calendar_day *day; /* of the next twelve months */
	uint32_t nday;
	int32_t from;
	uint32_t *struck, nstruck;
	struct impact impact;
	struct table t;
	bool by_site;
	struct arena tmp; /* of one row */
};

/* What fails */

static int
find_struck(struct run *r, struct err *e)
{
	const struct cli *c = r->k.c;

	if (cli_nargs(c) == 0)
		return err_set(e, ERR_USAGE, NULL,
			       "nothing to look for (expected a product, "
			       "organisation or country that fails)");
	r->struck = ARENA_ARRAY(&r->k.c->mem, cli_nargs(c), uint32_t);
	for (unsigned i = 0; i < cli_nargs(c); i++) {
		uint32_t node = NODE_NONE, k = 0;

		if (look_find_failing(&r->k, cli_arg(c, i), &node, e))
			return -1;
		while (k < r->nstruck && r->struck[k] != node)
			k++;
		if (k == r->nstruck)
			r->struck[r->nstruck++] = node;
	}
	return 0;
}

static int
read_by(struct run *r, struct err *e)
{
	const char *by = cli_text(r->k.c, "by");

	if (by && strcmp(by, "school") != 0 && strcmp(by, "board") != 0)
		return err_set(e, ERR_USAGE, NULL,
			       "option '--by': '%s' (expected school or board)",
			       by);
	r->by_site = by && strcmp(by, "school") == 0;
	return 0;
}

/* Dates */

static int
read_calendar(struct run *r, struct err *e)
{
	const char *path = cli_text(r->k.c, "calendar");
	struct input in;
	int rc;

	calendar_load(&r->calendar);
	r->from = r->k.l.at ? r->k.l.at : date_today();
	if (path) {
		if (input_open(&in, path, false, &r->k.c->mem, e))
			return -1;
		rc = calendar_read(&r->calendar, &in, e);
		input_done(&in);
		if (rc)
			return rc;
	}
	r->nday = calendar_between(
		&r->calendar, r->from,
		date_from_days(date_to_days(r->from + YEAR) - 1), &r->k.c->mem,
		&r->day);
	return 0;
}

static struct sv
day_name(const struct run *r, const struct calendar_day *d)
{
	return strcmp(r->k.c->lang, "nl") == 0 ? d->row->name_nl
					       : d->row->name_en;
}

/* "2027-03-15/2027-03-24 "; people read "15-03-2027 – 24-03-2027 ". */
static void
put_days(struct buf *out, const struct calendar_day *d, bool is_people)
{
	char iso[DATE_ISO_SIZE];

	if (is_people) {
		table_date(out, d->from);
		if (d->to != d->from) {
			buf_str(out, " \u2013 ");
			table_date(out, d->to);
		}
	} else {
		buf_str(out, date_iso(d->from, iso));
		if (d->to != d->from)
			buf_printf(out, "/%s", date_iso(d->to, iso));
	}
	buf_char(out, ' ');
}

/* "2027-02-01 Count day; 2027-03-15/2027-03-24 Final advice" */
static void
put_dates(const struct run *r, const struct impact_row *row, struct value *v)
{
	const struct node *fn =
		row->function == NODE_NONE ? NULL : &r->k.l.node[row->function];
	bool is_people = cli_format(r->k.c) == FORMAT_TABLE;
	struct buf b = { 0 };
	uint32_t n = 0;

	v[COL_NEXT] = v[COL_DATES] = value_na();
	for (uint32_t i = 0; fn && i < r->nday; i++) {
		const struct calendar_day *d = &r->day[i];

		if (!calendar_is_for(d->row, sv(strchr(fn->id, ':') + 1),
				     sv(fn->name), sv(row->sector)))
			continue;
		if (n++ == 0)
			v[COL_NEXT] = value_date(d->from);
		if (is_people && n > DATES_SHOWN && !r->k.c->verbose)
			continue;
		buf_str(&b, n > 1 ? "; " : "");
		if (!is_people || n > 1)
			put_days(&b, d, is_people);
		buf_sv(&b, day_name(r, d));
	}
	if (is_people && n > DATES_SHOWN && !r->k.c->verbose)
		buf_printf(&b, "; +%u", n - DATES_SHOWN);
	if (b.n)
		v[COL_DATES] = value_text(arena_sv(&r->k.c->mem, buf_view(&b)));
	buf_done(&b);
}

/* Rows */

/* "a; b; c +2" */
static struct value
list_products(struct run *r, const struct impact_row *row, bool failed)
{
	struct buf b = { 0 };
	struct value v;
	uint32_t *p, n;

	n = impact_products(&r->f, &r->scene, row, failed, &r->tmp, &p);
	if (n == 0)
		return value_na();
	for (uint32_t i = 0; i < n && i < PRODUCTS_SHOWN; i++)
		buf_printf(&b, "%s%s", i ? "; " : "",
			   p[i] == NODE_NONE ? "?" : r->k.l.node[p[i]].name);
	if (n > PRODUCTS_SHOWN)
		buf_printf(&b, "; +%u", n - PRODUCTS_SHOWN);
	v = value_text(arena_sv(&r->k.c->mem, buf_view(&b)));
	buf_done(&b);
	return v;
}

static void
put_claims(const struct run *r, uint32_t label, struct buf *out)
{
	struct edge_used x;

	if (label == CHAIN_NO_LABEL || !failing_edge_used(&r->f, label, &x))
		return;
	if (x.ev.said) /* the strongest one; why shows the others */
		buf_printf(out, "%s%s:%llu", out->n ? " " : "",
			   fact_shape(x.fact)->table,
			   (unsigned long long)r->k.l.claim[x.ev.first]);
}

/* The node of the top that the chain is to: a use of it that failed. */
static uint32_t
end_of_chain(const struct impact_row *row, const struct andor_failure *end)
{
	const struct andor *g = end->g;
	uint32_t best = row->top;

	if (andor_is_failed(end, row->top))
		return row->top;
	for (uint32_t k = g->member_at[g->group_at[row->top]];
	     k < g->member_at[g->group_at[row->top + 1]]; k++) {
		uint32_t node = g->member[k].node;

		if (andor_is_failed(end, node) &&
		    (best == row->top || end->step[node] < end->step[best]))
			best = node;
	}
	return best;
}

static void
put_step(const struct run *r, const struct chain_step *s, struct buf *out)
{
	if (s->node != NODE_NONE)
		buf_str(out, r->k.l.node[s->node].name);
	else /* TRANSLATORS: "? (hosting)": a host that nobody named */
		buf_printf(out, "? (%s)",
			   cli_word(r->k.c, layer_name(s->layer)));
}

static void
put_chain(struct run *r, const struct impact_row *row, struct value *v)
{
	const struct andor_failure *end =
		row->fate == FATE_MAY_STOP ? &r->scene.high : &r->scene.low;
	struct buf text = { 0 }, claims = { 0 };
	struct chain_step *step;
	uint32_t n, last;

	n = chain_find(&r->f, end, end_of_chain(row, end), r->struck,
		       r->nstruck, &r->tmp, &step, &last);
	for (uint32_t i = 0; i < n; i++) {
		buf_str(&text, i ? " -> " : "");
		put_step(r, &step[i], &text);
		put_claims(r, step[i].label, &claims);
	}
	put_claims(r, last, &claims);
	v[COL_CHAIN] = value_text(arena_sv(&r->k.c->mem, buf_view(&text)));
	v[COL_CLAIMS] =
		claims.n ? value_text(arena_sv(&r->k.c->mem, buf_view(&claims)))
			 : value_na();
	buf_done(&text);
	buf_done(&claims);
}

static struct value
hours_value(int32_t hours)
{
	return hours == FALLBACK_HOURS_UNKNOWN
		       ? (struct value){ .state = VALUE_UNKNOWN }
	       : hours == FALLBACK_HOURS_UNLIMITED ? value_na()
						   : value_int(hours);
}

static void
put_fallback(const struct run *r, const struct impact_row *row, struct value *v)
{
	const struct fallback *f = &row->fallback;
	const char *text = row->usage == UINT32_MAX
				   ? ""
				   : r->k.l.usage[row->usage].fallback;
	bool is_reserved = text[0] && strchr("?-0", text[0]);

	v[COL_FALLBACK] = look_word(&r->k, fallback_answer_name(f->answer));
	v[COL_FALLBACK_TEXT] =
		value_text(sv_trim(sv(is_reserved ? text + 1 : text)));
	if (f->answer == FALLBACK_NONE && !v[COL_FALLBACK_TEXT].text.n)
		v[COL_FALLBACK_TEXT] = v[COL_FALLBACK];
	v[COL_HOURS_LOW] = hours_value(f->hours_low);
	v[COL_HOURS_HIGH] = hours_value(f->hours_high);
}

static void
add_row(struct run *r, const struct impact_row *row)
{
	struct value *v = table_row(&r->t);

	v[COL_KIND] = value_str("function");
	v[COL_BOARD] = look_name(&r->k, row->board);
	v[COL_BOARD_ID] = look_node_id(&r->k, row->board);
	v[COL_SCHOOL] = v[COL_SCHOOL_ID] = value_na();
	if (row->site != NODE_NONE) {
		v[COL_SCHOOL] = look_name(&r->k, row->site);
		v[COL_SCHOOL_ID] = look_node_id(&r->k, row->site);
	}
	v[COL_FUNCTION] = look_name(&r->k, row->function);
	v[COL_FUNCTION_ID] = look_node_id(&r->k, row->function);
	v[COL_CRITICALITY] = value_int(row->criticality);
	v[COL_FATE] = look_word(&r->k, fate_name(row->fate));
	v[COL_SITES_LOW] = value_int(row->sites_low);
	v[COL_SITES_HIGH] = value_int(row->sites_high);
	v[COL_SITES] = value_int(row->sites);
	v[COL_PUPILS_LOW] = value_int(row->pupils_low);
	v[COL_PUPILS_HIGH] = value_int(row->pupils_high);
	v[COL_PRODUCTS] = list_products(r, row, true);
	v[COL_STANDS_IN] = list_products(r, row, false);
	put_chain(r, row, v);
	put_fallback(r, row, v);
	put_dates(r, row, v);
	v[COL_SHARE_LOW] = v[COL_SHARE_HIGH] = value_na();
	v[COL_VITAL_LOW] = v[COL_VITAL_HIGH] = value_na();
	arena_clear(&r->tmp);
}

/* The line of everything together; people read it in words. */
static void
add_all(struct run *r)
{
	const struct toll *low = &r->scene.low_toll, *high;
	struct value *v;

	high = &r->scene.high_toll;
	if (cli_format(r->k.c) == FORMAT_TABLE)
		return;
	v = table_row(&r->t);
	for (int i = 0; i < COLUMNS; i++)
		v[i] = value_na();
	v[COL_KIND] = value_str("all");
	v[COL_SITES_LOW] = value_int(low->sites);
	v[COL_SITES_HIGH] = value_int(high->sites);
	v[COL_SITES] = value_int(r->k.cells.count.sites);
	v[COL_PUPILS_LOW] = value_int(low->pupils);
	v[COL_PUPILS_HIGH] = value_int(high->pupils);
	v[COL_VITAL_LOW] = value_int(low->vital_pupils);
	v[COL_VITAL_HIGH] = value_int(high->vital_pupils);
	v[COL_SHARE_LOW] = look_number(&r->k, r->scene.share.lo, 2, 2);
	v[COL_SHARE_HIGH] = look_number(&r->k, r->scene.share.hi, 2, 2);
}

/* In words */

/* "3 functions, for 1000 pupils at 2 schools of 1 board" */
static const char *
toll_text(struct run *r, const struct toll *t)
{
	struct arena *mem = &r->k.c->mem;
	const char *functions, *pupils, *schools, *boards;

	functions = arena_printf(
		mem, NG("%u function", "%u functions", t->functions),
		t->functions);
	pupils = arena_printf(mem, NG("%lld pupil", "%lld pupils", t->pupils),
			      (long long)t->pupils);
	schools = arena_printf(mem, NG("%u school", "%u schools", t->sites),
			       t->sites);
	boards = arena_printf(mem, NG("%u board", "%u boards", t->boards),
			      t->boards);
	/* TRANSLATORS: functions, for pupils at schools of boards */
	return arena_printf(mem, _("%1$s, for %2$s at %3$s of %4$s"), functions,
			    pupils, schools, boards);
}

static bool
is_same(const struct toll *a, const struct toll *b)
{
	return a->weight == b->weight && a->cells == b->cells;
}

static void
tell_vital(struct run *r)
{
	long long low = (long long)r->scene.low_toll.vital_pupils;
	long long high = (long long)r->scene.high_toll.vital_pupils;

	if (high == 0)
		return;
	if (low == high)
		table_note(&r->t,
			   "pupils who lose something that a school needs "
			   "within a day: %lld",
			   low);
	else
		table_note(&r->t,
			   "pupils who lose something that a school needs "
			   "within a day: certainly %lld, at most %lld",
			   low, high);
}

static void
tell_toll(struct run *r)
{
	const struct toll *low = &r->scene.low_toll;
	const struct toll *high = &r->scene.high_toll;
	const char *who = look_names(&r->k, r->struck, r->nstruck);

	if (low->cells)
		table_note(&r->t, "without %s, certainly out of action: %s",
			   who, toll_text(r, low));
	else if (high->cells)
		table_note(&r->t, "without %s, nothing certainly stops", who);
	else
		table_note(&r->t,
			   "without %s, nothing stops that is registered here",
			   who);
	if (high->cells && !is_same(low, high))
		table_note(&r->t,
			   "at most, with everything unknown or untested "
			   "against you: %s",
			   toll_text(r, high));
	tell_vital(r);
}

static const char *
percent(struct run *r, struct fraction f)
{
	struct buf b = { 0 };
	const char *text;

	table_decimal(&b, sv(fraction_text(&r->k.c->mem, f, 2, 2)));
	text = arena_sv(&r->k.c->mem, buf_view(&b)).p;
	buf_done(&b);
	return text;
}

static void
tell_share(struct run *r)
{
	struct interval share = r->scene.share;

	if (r->scene.high_toll.cells == 0 || !fraction_is_number(share.hi))
		return;
	if (fraction_cmp(share.lo, share.hi) == 0)
		table_note(&r->t,
			   "that is %s %% of all that is registered, weighed "
			   "by size and importance",
			   percent(r, share.lo));
	else
		table_note(&r->t,
			   "that is between %s %% and %s %% of all that is "
			   "registered, weighed by size and importance",
			   percent(r, share.lo), percent(r, share.hi));
}

/* Functions that go on since something else stands in. */
static void
tell_holding(struct run *r)
{
	uint32_t tested = 0, claimed = 0;

	for (uint32_t i = 0; i < r->impact.n; i++) {
		tested += r->impact.v[i].fate == FATE_HOLDS;
		claimed += r->impact.v[i].fate == FATE_CLAIMED;
	}
	if (tested)
		table_note(&r->t,
			   "lines where something else stands in, and that was "
			   "tested: %u",
			   tested);
	if (claimed)
		table_note(&r->t,
			   "lines where something else should stand in, but "
			   "nobody says that it was tested: %u",
			   claimed);
}

/* What only a reference model expects, about what fails. */
static void
ask(struct run *r)
{
	const struct landscape *l = &r->k.l;
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->nneed && r->f.questions; i++) {
		const struct need *x = &l->need[i];
		uint32_t k = 0;

		while (k < r->nstruck && r->struck[k] != x->provider)
			k++;
		if (k == r->nstruck || x->ev.rung != RUNG_EXPECTED)
			continue;
		if (n++ < QUESTIONS_SHOWN)
			table_note(&r->t,
				   "question: does %s need %s? It is expected, "
				   "no document says so, and it is not counted",
				   l->node[x->dependent].name,
				   l->node[x->provider].name);
	}
	if (n > QUESTIONS_SHOWN)
		table_note(&r->t, "and such questions more: %u",
			   n - QUESTIONS_SHOWN);
}

/* Holidays are days on which less is asked of everything. */
static void
tell_holiday(struct run *r)
{
	for (uint32_t i = 0; i < r->nday; i++) {
		const struct calendar_day *d = &r->day[i];

		if (d->from > r->from)
			break;
		if (d->row->functions.n == 0)
			table_note(&r->t, "today little is asked of it: %.*s",
				   SV_ARG(day_name(r, d)));
	}
}

static int
run(struct run *r, struct err *e)
{
	struct look *k = &r->k;

	if (read_by(r, e) || find_struck(r, e) || read_calendar(r, e))
		return -1;
	if (blast_scene_find(&r->f, k->c->weight, r->struck, r->nstruck,
			     &r->scene, e))
		return -1;
	impact_find(&r->f, &r->scene, r->by_site, &k->c->mem, &r->impact);
	table_init(&r->t, &k->c->mem, k->c->command->name, columns, COLUMNS);
	add_all(r);
	for (uint32_t i = 0; i < r->impact.n; i++)
		add_row(r, &r->impact.v[i]);
	tell_toll(r);
	tell_share(r);
	if (r->scene.sites_no_weight)
		table_warn(&r->t,
			   "schools of unknown size, left out of the share: %u",
			   r->scene.sites_no_weight);
	tell_holding(r);
	ask(r);
	tell_holiday(r);
	return look_print(k, &r->t,
			  k->cells.nboard > 1 ? names_many : names_one, e);
}

int cmd_impact(struct cli *c, struct err *e);

int
cmd_impact(struct cli *c, struct err *e)
{
	struct run r = { .nday = 0 };
	int rc = look_open_failing(c, &r.k, &r.f, e);

	if (rc == 0)
		rc = run(&r, e);
	arena_done(&r.tmp);
	calendar_done(&r.calendar);
	blast_scene_done(&r.scene);
	failing_done(&r.f);
	look_done(&r.k);
	return rc;
}
