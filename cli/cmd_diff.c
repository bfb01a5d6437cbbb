/*
 * landschap diff: what changed since a day, or with an import: things that came
 * and went, and what documents say about those that stayed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "cli/cli.h"

const struct option options_diff[] = {
	{ "from", 0, OPTION_TEXT, N_("DATE"),
	  N_("what changed between this day and today (or --at)") },
	{ "import", 0, OPTION_TEXT, N_("N"),
	  N_("what an import changed: its document beside the edition before "
	     "it") },
	{ NULL },
};

const struct help help_diff = {
	N_("One line for each thing that came or went, and for each fact that "
	   "is new, changed or gone. Facts about things that came or went "
	   "themselves are counted; -v shows them as well. 'before' and "
	   "'after' are claims that 'landschap why' explains."),
	{
		{ "landschap diff --from 2025-08-01",
		  N_("what changed since then") },
		{ "landschap diff --from 2025-08-01 --at 2026-07-31",
		  N_("what changed in a school year") },
		{ "landschap diff --import 12",
		  N_("which services a new edition of metadata added and "
		     "removed") },
	},
};

static const struct column columns[] = {
	{ "change", N_("change"), "", COLUMN_TEXT },
	{ "fact", N_("fact"), "", COLUMN_TEXT },
	{ "about", N_("about"), "", COLUMN_TEXT },
	{ "name", N_("name"), "", COLUMN_TEXT },
	{ "with", N_("with"), "", COLUMN_TEXT },
	{ "what", N_("what"), "", COLUMN_TEXT },
	{ "was", N_("was"), "", COLUMN_TEXT },
	{ "is", N_("is"), "", COLUMN_TEXT },
	{ "before", N_("claim before"), "", COLUMN_TEXT },
	{ "after", N_("claim after"), "", COLUMN_TEXT },
};
enum {
	COL_CHANGE,
	COL_FACT,
	COL_ABOUT,
	COL_NAME,
	COL_WITH,
	COL_WHAT,
	COL_WAS,
	COL_IS,
	COL_BEFORE,
	COL_AFTER,
	COLUMNS
};

/* One line before it is a row: texts are compared, so that order is fixed. */
struct line {
	int group;          /* things, then facts */
	const char *fact;   /* kind of thing, or table of the fact */
	const char *about;  /* id */
	const char *change; /* "new", "changed", "gone" */
	const char *name, *with, *what, *was, *is, *before, *after;
};

struct lines {
	struct cli *c;
	struct line *v; /* heap */
	uint32_t n, cap;
	uint32_t count[3]; /* facts: new, changed, gone */
	uint32_t implied;
};

static int
cmp_line(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;
	const char *x[] = { a->fact,   a->about, a->with, a->what,
			    a->change, a->was,   a->is };
	const char *y[] = { b->fact,   b->about, b->with, b->what,
			    b->change, b->was,   b->is };

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	for (size_t i = 0; i < sizeof(x) / sizeof(x[0]); i++) {
		int c = strcmp(x[i], y[i]);

		if (c)
			return c;
	}
	return 0;
}

static void
push(struct lines *x, struct line line)
{
	VEC_ROOM(x->v, x->n, x->cap);
	x->v[x->n++] = line;
}

/* What a claim says, apart from whom it is about. */
struct saying {
	struct claim_field *field;
	uint32_t n;
	const char *name, *with; /* first and second thing, or "" */
	const char *what;        /* which of their facts, or "" */
	const char *rest;        /* "carrier login, necessity required" */
};

/* The column that tells facts about the same things apart. */
static const char *
telling_field(enum fact_kind fact)
{
	switch (fact) {
	case FACT_ATTRIBUTE: return "name";
	case FACT_PROCESSES: return "attribute";
	case FACT_SERVED_FROM: return "location";
	case FACT_NEEDS: return "carrier";
	case FACT_SUPPLIES: return "role";
	case FACT_INDICATOR: return "indicator";
	case FACT_GOVERNS:
	case FACT_PUPILS:
	case FACT_USES:
	case FACT_FULFILS:
	case FACT_OWNS:
	case FACT_SEATED_IN:
	case FACT_OPERATED_BY:
	case FACT_FEDERATED_BY:
	case FACT_KINDS: break;
	}
	return "";
}

/* Words for codes; what documents say themselves stays as it is. */
static const char *
value_text_of(struct cli *c, enum fact_kind fact, const struct claim_field *f)
{
	const struct fact_shape *shape = fact_shape(fact);

	for (int i = 0; shape->num[i]; i++)
		if (strcmp(shape->num[i], f->field) == 0)
			return cli_word(c, f->value);
	return f->value;
}

static int
read_saying(struct cli *c, enum fact_kind fact, uint64_t claim,
	    struct saying *ret, struct err *e)
{
	struct buf rest = { 0 };
	int refs = 0;

	*ret = (struct saying){
		.name = "", .with = "", .what = "", .rest = ""
	};
	if (claim == 0)
		return 0;
	if (store_claim(c->store, fact, claim, &c->mem, &ret->field, &ret->n,
			e))
		return -1;
	for (uint32_t i = 0; i < ret->n; i++) {
		const struct claim_field *f = &ret->field[i];

		if (f->is_node && refs++ < 2) {
			*(refs == 1 ? &ret->name : &ret->with) = f->value;
			continue;
		}
		if (strcmp(f->field, telling_field(fact)) == 0) {
			ret->what = value_text_of(c, fact, f);
			continue;
		}
		buf_printf(&rest, "%s%s %s", rest.n ? ", " : "",
			   cli_word(c, f->field), value_text_of(c, fact, f));
	}
	ret->rest = arena_sv(&c->mem, buf_view(&rest)).p;
	buf_done(&rest);
	return 0;
}

static bool
has_field(const struct saying *s, const struct claim_field *f)
{
	for (uint32_t i = 0; i < s->n; i++)
		if (strcmp(s->field[i].field, f->field) == 0 &&
		    strcmp(s->field[i].value, f->value) == 0)
			return true;
	return false;
}

/* Only the fields that differ: the rest stayed as it was. */
static const char *
differing(struct cli *c, enum fact_kind fact, const struct saying *s,
	  const struct saying *other)
{
	struct buf out = { 0 };
	const char *text;

	for (uint32_t i = 0; i < s->n; i++)
		if (!has_field(other, &s->field[i]))
			buf_printf(&out, "%s%s %s", out.n ? ", " : "",
				   cli_word(c, s->field[i].field),
				   value_text_of(c, fact, &s->field[i]));
	text = arena_sv(&c->mem, buf_view(&out)).p;
	buf_done(&out);
	return text;
}

static const char *
claim_text(struct cli *c, enum fact_kind fact, uint64_t claim)
{
	return claim == 0 ? ""
			  : arena_printf(&c->mem, "%s:%llu",
					 fact_shape(fact)->table,
					 (unsigned long long)claim);
}

static int
add_claim(struct lines *x, const struct diff_claim *d, struct err *e)
{
	static const char *const change[] = { N_("new"), N_("changed"),
					      N_("gone") };
	int kind = d->before == 0 ? 0 : d->after == 0 ? 2 : 1;
	struct saying was, is;
	struct line line;

	x->count[kind]++;
	if (d->is_implied && !x->c->verbose) {
		x->implied++;
		return 0;
	}
	if (read_saying(x->c, d->fact, d->before, &was, e) ||
	    read_saying(x->c, d->fact, d->after, &is, e))
		return -1;
	line = (struct line){
		.group = 1,
		.fact = fact_shape(d->fact)->table,
		.about = d->about,
		.change = change[kind],
		.name = d->after ? is.name : was.name,
		.with = d->after ? is.with : was.with,
		.what = d->after ? is.what : was.what,
		.was = kind == 1 ? differing(x->c, d->fact, &was, &is)
				 : was.rest,
		.is = kind == 1 ? differing(x->c, d->fact, &is, &was) : is.rest,
		.before = claim_text(x->c, d->fact, d->before),
		.after = claim_text(x->c, d->fact, d->after),
	};
	push(x, line);
	return 0;
}

static int
add_lines(struct lines *x, const struct diff *d, struct err *e)
{
	for (uint32_t i = 0; i < d->nthing; i++) {
		const struct diff_thing *t = &d->thing[i];

		push(x, (struct line){
				.group = 0,
				.fact = node_kind_name(t->kind),
				.about = t->id,
				.change = t->is_new ? "new" : "gone",
				.name = t->name,
				.with = "",
				.what = "",
				.was = "",
				.is = "",
				.before = "",
				.after = "",
			});
	}
	for (uint32_t i = 0; i < d->nclaim; i++)
		if (add_claim(x, &d->claim[i], e))
			return -1;
	sort(x->v, x->n, sizeof(*x->v), cmp_line);
	return 0;
}

static struct value
text_or_na(const char *s)
{
	return s[0] ? value_str(s) : value_na();
}

static void
add_rows(const struct lines *x, struct table *t)
{
	for (uint32_t i = 0; i < x->n; i++) {
		const struct line *l = &x->v[i];
		struct value *v = table_row(t);

		v[COL_CHANGE] = value_str(cli_word(x->c, l->change));
		v[COL_FACT] = value_str(l->group == 0 ? cli_word(x->c, l->fact)
						      : l->fact);
		v[COL_ABOUT] = text_or_na(l->about);
		v[COL_NAME] = text_or_na(l->name);
		v[COL_WITH] = text_or_na(l->with);
		v[COL_WHAT] = text_or_na(l->what);
		v[COL_WAS] = text_or_na(l->was);
		v[COL_IS] = text_or_na(l->is);
		v[COL_BEFORE] = text_or_na(l->before);
		v[COL_AFTER] = text_or_na(l->after);
	}
}

/* Sums, and what was left out. */
static void
add_notes(struct lines *x, const struct diff *d, struct table *t)
{
	uint32_t came = 0;

	for (uint32_t i = 0; i < d->nthing; i++)
		came += d->thing[i].is_new;
	if (d->source_after && d->source_before)
		table_note(t, "import %u beside import %u, the edition before",
			   d->source_after, d->source_before);
	else if (d->source_after)
		table_note(t,
			   "import %u has no edition before it: everything is "
			   "new",
			   d->source_after);
	table_note(t, "things: %u new, %u gone", came, d->nthing - came);
	table_note(t, "facts: %u new, %u changed, %u gone", x->count[0],
		   x->count[1], x->count[2]);
	if (x->implied)
		table_note(t,
			   "of these about things that came or went, left out: "
			   "%u (-v shows them)",
			   x->implied);
}

/* The two sides that the options ask for. */
static int
read_diff(struct cli *c, struct diff *d, struct err *e)
{
	uint64_t import = 0;
	int32_t from = 0;
	bool by_import = cli_text(c, "import") != NULL;

	if (cli_number(c, "import", UINT32_MAX, &import, e) ||
	    cli_date(c, "from", &from, e))
		return -1;
	if (by_import == (from != 0))
		return err_set(e, ERR_USAGE, NULL,
			       "'diff' compares two days or two editions "
			       "(expected --from DATE or --import N)");
	if (by_import && (c->at || c->known_at))
		return err_set(e, ERR_USAGE, NULL,
			       "options '--at' and '--known-at' are for "
			       "'--from'");
	if (by_import)
		return store_diff_import(c->store, (uint32_t)import, &c->mem, d,
					 e);
	return store_diff_dates(c->store, from, c->at, c->known_at, &c->mem, d,
				e);
}

int cmd_diff(struct cli *c, struct err *e);

int
cmd_diff(struct cli *c, struct err *e)
{
	struct lines x = { .c = c };
	struct diff d = { 0 };
	struct table t;
	int rc = read_diff(c, &d, e);

	table_init(&t, &c->mem, c->command->name, columns, COLUMNS);
	if (rc == 0)
		rc = add_lines(&x, &d, e);
	if (rc == 0) {
		add_rows(&x, &t);
		add_notes(&x, &d, &t);
		cli_narrow(c, &t, "change fact name with what was is");
		rc = cli_print(c, &t, e);
	}
	free(x.v);
	return rc;
}
