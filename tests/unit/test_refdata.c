/*
 * The facts that ship: every file is a clean sorted table with a source and a
 * day in each row, references between files lead somewhere, and no name or
 * alias means two things.
 */
#include <check.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/map.h"
#include "base/text.h"
#include "collectors/calendar.h"
#include "collectors/syntax/csv.h"
#include "schema/model/model.h"
#include "schema/model/refdata.h"

Suite *suite_refdata(void);

enum { COLUMNS_MAX = 12 };

struct shape {
	const char *file;
	uint32_t nkey;   /* the first columns, in byte order, tell rows apart */
	const char *key; /* another column of the key, or NULL */
	const char *column[COLUMNS_MAX]; /* all of them, in this order */
};

static const struct shape shapes[] = {
	{ "countries.csv",
	  1,
	  NULL,
	  { "code", "name", "name_nl", "eea", "adequacy", "adequacy_from",
	    "adequacy_to", "source", "checked" } },
	{ "functions.csv",
	  1,
	  NULL,
	  { "function", "name", "name_en", "criticality", "basic", "sector",
	    "fora", "aliases", "source", "checked" } },
	{ "organisations.csv",
	  1,
	  "parent",
	  { "organisation", "kvk", "country", "parent", "percent", "kind",
	    "from", "to", "source", "checked" } },
	{ "products.csv",
	  2,
	  NULL,
	  { "product", "vendor", "role", "licence", "ai", "source", "function",
	    "checked" } },
	{ "aliases.csv",
	  3,
	  NULL,
	  { "kind", "name", "alias", "source", "checked" } },
	{ "host-suffixes.csv",
	  1,
	  NULL,
	  { "suffix", "organisation", "service", "source", "checked" } },
	{ "data-categories.csv",
	  1,
	  NULL,
	  { "id", "name", "name_en", "dpv", "special", "direct", "source",
	    "checked" } },
	{ "attributes.csv",
	  4,
	  NULL,
	  { "kind", "name", "label", "category", "source", "checked" } },
	{ "services.csv",
	  2,
	  NULL,
	  { "match", "pattern", "product", "kind", "source", "checked" } },
	{ "calendar.csv",
	  1,
	  NULL,
	  { "id", "from", "to", "sector", "functions", "name_nl", "name_en",
	    "source", "checked" } },
};
enum { NSHAPES = sizeof(shapes) / sizeof(shapes[0]) };

struct line {
	uint32_t number;
	struct sv cell[COLUMNS_MAX];
};

struct file {
	struct table_handler h; /* first: the reader calls back with it */
	const struct shape *shape;
	struct line *line; /* heap; the header is line[0] */
	uint32_t n, cap;
};

static struct arena mem;
static struct file file[NSHAPES];

static int
on_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	(void)h;
	(void)s;
	(void)e;
	return 0;
}

static int
on_row(struct table_handler *h, const struct row *r, struct err *e)
{
	struct file *f = (struct file *)h;
	struct line *to;

	(void)e;
	VEC_ROOM(f->line, f->n, f->cap);
	to = &f->line[f->n++];
	*to = (struct line){ .number = r->number };
	for (uint32_t i = 0; i < r->ncell; i++) {
		ck_assert_uint_le(r->cell[i].col, COLUMNS_MAX);
		to->cell[r->cell[i].col - 1] = arena_sv(&mem, r->cell[i].text);
	}
	return 0;
}

static uint32_t
width_of(const struct shape *s)
{
	uint32_t n = 0;

	while (n < COLUMNS_MAX && s->column[n])
		n++;
	return n;
}

static void
setup(void)
{
	for (int i = 0; i < NSHAPES; i++) {
		struct file *f = &file[i];
		struct input in;
		struct diag d = { 0 };
		struct err e = { 0 };

		*f = (struct file){ .h = { .sheet = on_sheet, .row = on_row },
				    .shape = &shapes[i] };
		ck_assert_int_eq(input_from_bytes(&in, shapes[i].file,
						  refdata_get(shapes[i].file),
						  &mem, &e),
				 0);
		ck_assert_msg(csv_read(&in, &f->h, &d, &e) == 0, "%s: %s",
			      shapes[i].file, e.msg);
		ck_assert_msg(d.n == 0, "%s: %s", d.message[0].where,
			      d.message[0].text);
		ck_assert_uint_gt(f->n, 1);
		diag_done(&d);
		input_done(&in);
	}
}

static void
teardown(void)
{
	for (int i = 0; i < NSHAPES; i++)
		free(file[i].line);
	arena_done(&mem);
}

static struct file *
named(const char *name)
{
	for (int i = 0; i < NSHAPES; i++)
		if (strcmp(shapes[i].file, name) == 0)
			return &file[i];
	ck_abort_msg("no file %s", name);
}

static uint32_t
column(const struct file *f, const char *name)
{
	for (uint32_t c = 0; c < width_of(f->shape); c++)
		if (strcmp(f->shape->column[c], name) == 0)
			return c;
	ck_abort_msg("%s has no column %s", f->shape->file, name);
}

static struct sv
at(const struct file *f, uint32_t row, const char *name)
{
	return f->line[row].cell[column(f, name)];
}

#define ASSERT_ROW(f, row, claim)                                              \
	ck_assert_msg((claim), "%s:%u: '%.*s': %s", (f)->shape->file,          \
		      (f)->line[row].number, SV_ARG((f)->line[row].cell[0]),   \
		      #claim)

/* Is there a row whose `name` column is exactly this? */
static bool
has_row(const struct file *f, const char *name, struct sv value)
{
	uint32_t c = column(f, name);

	for (uint32_t i = 1; i < f->n; i++)
		if (sv_eq(f->line[i].cell[c], value))
			return true;
	return false;
}

static int32_t
date_at(const struct file *f, uint32_t row, const char *name)
{
	int32_t r = 0;
	struct sv s = at(f, row, name);

	if (s.n)
		ASSERT_ROW(f, row, date_from_iso(s, &r) && s.n == 10);
	return r;
}

START_TEST(files_have_exactly_their_columns_and_clean_cells)
{
	struct file *f = &file[_i];
	uint32_t width = width_of(f->shape);

	for (uint32_t c = 0; c < width; c++)
		ck_assert_msg(sv_is(f->line[0].cell[c], f->shape->column[c]),
			      "%s: column %u is not %s", f->shape->file, c + 1,
			      f->shape->column[c]);

	for (uint32_t i = 0; i < f->n; i++) {
		for (uint32_t c = 0; c < COLUMNS_MAX; c++) {
			struct sv s = f->line[i].cell[c];

			ASSERT_ROW(f, i, c < width || s.n == 0);
			ASSERT_ROW(f, i, sv_eq(s, text_clean(&mem, s)));
			ASSERT_ROW(f, i, !text_is_deceptive(s));
		}
	}
}
END_TEST

START_TEST(every_row_has_a_source_and_the_day_it_was_checked)
{
	struct file *f = &file[_i];

	for (uint32_t i = 1; i < f->n; i++) {
		ASSERT_ROW(f, i, f->line[i].cell[0].n > 0);
		ASSERT_ROW(f, i, at(f, i, "source").n > 0);
		ASSERT_ROW(f, i, date_at(f, i, "checked") >= 20261101);
	}
}
END_TEST

static int
cmp_rows(const struct file *f, const struct line *a, const struct line *b)
{
	int c = 0;

	for (uint32_t k = 0; k < f->shape->nkey && !c; k++)
		c = sv_cmp(a->cell[k], b->cell[k]);
	if (!c && f->shape->key) {
		uint32_t k = column(f, f->shape->key);

		c = sv_cmp(a->cell[k], b->cell[k]);
	}
	return c;
}

START_TEST(rows_stand_in_byte_order_and_none_stands_twice)
{
	struct file *f = &file[_i];

	for (uint32_t i = 2; i < f->n; i++)
		ASSERT_ROW(f, i, cmp_rows(f, &f->line[i - 1], &f->line[i]) < 0);
}
END_TEST

START_TEST(all_249_countries_are_there_and_kosovo)
{
	struct file *f = named("countries.csv");

	ck_assert_uint_eq(f->n - 1, 250);
	for (uint32_t i = 1; i < f->n; i++) {
		struct sv code = at(f, i, "code");

		ASSERT_ROW(f, i, code.n == 2);
		ASSERT_ROW(f, i, code.p[0] >= 'A' && code.p[0] <= 'Z');
		ASSERT_ROW(f, i, code.p[1] >= 'A' && code.p[1] <= 'Z');
		ASSERT_ROW(f, i, at(f, i, "name").n && at(f, i, "name_nl").n);
	}
}
END_TEST

START_TEST(the_eea_is_thirty_and_adequacy_is_for_others)
{
	struct file *f = named("countries.csv");
	uint32_t eea = 0, adequate = 0;

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv scope = at(f, i, "adequacy");
		int32_t from = date_at(f, i, "adequacy_from");
		int32_t to = date_at(f, i, "adequacy_to");
		bool in = sv_is(at(f, i, "eea"), "yes");

		ASSERT_ROW(f, i, in || sv_is(at(f, i, "eea"), "no"));
		ASSERT_ROW(f, i, !in || scope.n == 0);
		ASSERT_ROW(f, i, (scope.n > 0) == (from != 0));
		ASSERT_ROW(f, i, to == 0 || to > from);
		ASSERT_ROW(f, i,
			   scope.n == 0 || sv_is(scope, "full") ||
				   sv_starts(scope, SV("partial: ")) ||
				   sv_starts(scope, SV("listed: ")));
		eea += in;
		adequate += scope.n > 0;
	}
	ck_assert_uint_eq(eea, 30);
	ck_assert_uint_eq(adequate, 16);
}
END_TEST

START_TEST(functions_have_a_weight_and_a_slug)
{
	struct file *f = named("functions.csv");

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv id = at(f, i, "function"), s = at(f, i, "sector");
		uint64_t weight;

		for (size_t k = 0; k < id.n; k++)
			ASSERT_ROW(f, i, id.p[k] >= 'a' && id.p[k] <= 'z');
		ASSERT_ROW(f, i, at(f, i, "name").n && at(f, i, "name_en").n);
		ASSERT_ROW(f, i,
			   sv_u64(at(f, i, "criticality"), 3, &weight) &&
				   weight >= 1);
		ASSERT_ROW(f, i,
			   sv_is(at(f, i, "basic"), "yes") ||
				   sv_is(at(f, i, "basic"), "no"));
		ASSERT_ROW(f, i, s.n == 0 || sv_is(s, "PO") || sv_is(s, "VO"));
	}
}
END_TEST

/*
 * Puts one name of thing `owner` in the book, in both folds that decide; a
 * name that is already somebody else's ends the test.
 */
static void
book(struct map *m, const char *kind, struct sv name, uint32_t owner,
     const struct file *f, uint32_t row)
{
	struct sv fold[2] = { text_fold_loose(&mem, name),
			      text_fold_header(&mem, name) };

	for (int i = 0; i < 2; i++) {
		char *key = arena_printf(&mem, "%s/%d/%.*s", kind, i,
					 SV_ARG(fold[i]));
		struct map_entry *e = map_put(m, sv(key), owner, NULL);

		ck_assert_msg(e->value == owner,
			      "%s:%u: '%.*s' also means something else",
			      f->shape->file, f->line[row].number,
			      SV_ARG(name));
	}
}

START_TEST(no_word_means_two_functions)
{
	struct file *f = named("functions.csv");
	struct map m = { 0 };

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv rest = at(f, i, "aliases"), word;
		struct map own = { 0 };

		book(&m, "f", at(f, i, "function"), i, f, i);
		book(&m, "f", at(f, i, "name"), i, f, i);
		book(&m, "f", at(f, i, "name_en"), i, f, i);
		while (sv_split(&rest, '|', &word)) {
			bool is_new;

			ASSERT_ROW(f, i, word.n > 0);
			book(&m, "f", word, i, f, i);
			map_put(&own, text_fold_loose(&mem, word), 0, &is_new);
			ASSERT_ROW(f, i, is_new);
		}
		map_done(&own);
	}
	map_done(&m);
}
END_TEST

/* Books the names in one column; rows with the same name are one thing. */
static void
book_names(struct map *m, const struct file *f, const char *kind)
{
	uint32_t owner = 0;

	for (uint32_t i = 1; i < f->n; i++) {
		if (i == 1 ||
		    !sv_eq(f->line[i].cell[0], f->line[i - 1].cell[0]))
			owner++;
		book(m, kind, f->line[i].cell[0], owner, f, i);
	}
}

START_TEST(no_name_or_alias_means_two_things)
{
	struct file *f = named("aliases.csv");
	struct map m = { 0 };

	book_names(&m, named("organisations.csv"), "organisation");
	book_names(&m, named("products.csv"), "product");
	for (uint32_t i = 1; i < named("countries.csv")->n; i++) {
		struct file *c = named("countries.csv");

		book(&m, "country", at(c, i, "code"), i, c, i);
		book(&m, "country", at(c, i, "name"), i, c, i);
		book(&m, "country", at(c, i, "name_nl"), i, c, i);
	}

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv kind = at(f, i, "kind"), name = at(f, i, "name");
		char *k = arena_printf(&mem, "%.*s", SV_ARG(kind));
		char *key = arena_printf(&mem, "%s/0/%.*s", k,
					 SV_ARG(text_fold_loose(&mem, name)));

		book(&m, k, at(f, i, "alias"), map_get(&m, sv(key), UINT32_MAX),
		     f, i);
	}
	map_done(&m);
}
END_TEST

START_TEST(an_alias_leads_to_a_name_and_says_something_new)
{
	struct file *f = named("aliases.csv");

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv kind = at(f, i, "kind"), name = at(f, i, "name");
		struct sv other = text_fold_loose(&mem, at(f, i, "alias"));

		if (sv_is(kind, "organisation"))
			ASSERT_ROW(f, i,
				   has_row(named("organisations.csv"),
					   "organisation", name));
		else if (sv_is(kind, "country"))
			ASSERT_ROW(
				f, i,
				has_row(named("countries.csv"), "code", name));
		else
			ASSERT_ROW(f, i,
				   sv_is(kind, "product") &&
					   has_row(named("products.csv"),
						   "product", name));
		ASSERT_ROW(f, i, !sv_eq(other, text_fold_loose(&mem, name)));
	}
}
END_TEST

START_TEST(products_lead_to_their_maker_and_functions)
{
	struct file *f = named("products.csv");
	struct file *org = named("organisations.csv");
	struct file *fun = named("functions.csv");

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv vendor = at(f, i, "vendor"), role = at(f, i, "role");
		struct sv rest = at(f, i, "function"), id;
		struct sv ai = at(f, i, "ai");
		int64_t code;

		ASSERT_ROW(f, i, (vendor.n > 0) == (role.n > 0));
		if (vendor.n) {
			ASSERT_ROW(f, i, has_row(org, "organisation", vendor));
			ASSERT_ROW(f, i, code_from(DOMAIN_ROLE, role, &code));
		}
		ASSERT_ROW(f, i,
			   ai.n == 0 || sv_is(ai, "yes") || sv_is(ai, "no"));
		while (rest.n && sv_split(&rest, '|', &id))
			ASSERT_ROW(f, i, has_row(fun, "function", id));
	}
}
END_TEST

START_TEST(hosts_lead_to_an_organisation_and_a_service)
{
	struct file *f = named("host-suffixes.csv");

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv suffix = at(f, i, "suffix");
		struct sv service = at(f, i, "service");

		ASSERT_ROW(f, i, sv_find(suffix, '.') > 0);
		ASSERT_ROW(f, i,
			   has_row(named("organisations.csv"), "organisation",
				   at(f, i, "organisation")));
		ASSERT_ROW(f, i,
			   service.n == 0 || has_row(named("products.csv"),
						     "product", service));
	}
}
END_TEST

START_TEST(data_categories_say_how_near_they_come)
{
	struct file *f = named("data-categories.csv");

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv id = at(f, i, "id"), dpv = at(f, i, "dpv");
		struct sv direct = at(f, i, "direct");

		for (size_t k = 0; k < id.n; k++)
			ASSERT_ROW(f, i, id.p[k] >= 'a' && id.p[k] <= 'z');
		ASSERT_ROW(f, i, at(f, i, "name").n && at(f, i, "name_en").n);
		ASSERT_ROW(f, i,
			   dpv.n == 0 || sv_starts(dpv, SV("https://w3id.org/"
							   "dpv")));
		ASSERT_ROW(f, i,
			   sv_is(at(f, i, "special"), "yes") ||
				   sv_is(at(f, i, "special"), "no"));
		ASSERT_ROW(f, i,
			   sv_is(direct, "direct") || sv_is(direct, "none") ||
				   sv_is(direct, "pseudonym"));
	}
}
END_TEST

START_TEST(an_attribute_is_of_a_known_kind_and_category)
{
	struct file *f = named("attributes.csv");

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv kind = at(f, i, "kind"), c = at(f, i, "category");
		bool same = i > 1 && sv_eq(kind, at(f, i - 1, "kind")) &&
			    sv_eq(at(f, i, "name"), at(f, i - 1, "name"));

		ASSERT_ROW(f, i,
			   sv_is(kind, "saml") || sv_is(kind, "claim") ||
				   sv_is(kind, "scope") ||
				   sv_is(kind, "entree"));
		ASSERT_ROW(f, i, at(f, i, "name").n && at(f, i, "label").n);
		ASSERT_ROW(f, i,
			   c.n == 0 || has_row(named("data-categories.csv"),
					       "id", c));
		/* "no data about a person" stands alone */
		ASSERT_ROW(f, i, !same || (c.n && at(f, i - 1, "category").n));
	}
}
END_TEST

/* The program reads this file without a CSV reader. */
START_TEST(a_service_leads_to_a_product_and_needs_no_quotes)
{
	struct file *f = named("services.csv");

	ck_assert(sv_find(refdata_get("services.csv"), '"') < 0);
	for (uint32_t i = 1; i < f->n; i++) {
		struct sv match = at(f, i, "match"), kind = at(f, i, "kind");

		ASSERT_ROW(f, i,
			   sv_is(match, "exact") || sv_is(match, "host") ||
				   sv_is(match, "prefix") ||
				   sv_is(match, "part"));
		ASSERT_ROW(f, i,
			   sv_is(kind, "hub") || sv_is(kind, "software") ||
				   sv_is(kind, "cloud") ||
				   sv_is(kind, "service") ||
				   sv_is(kind, "first-party"));
		ASSERT_ROW(f, i, at(f, i, "pattern").n > 3);
		/* a part is looked for by its first character */
		ASSERT_ROW(f, i,
			   !sv_is(match, "part") ||
				   at(f, i, "pattern").p[0] == '/');
		ASSERT_ROW(f, i,
			   has_row(named("products.csv"), "product",
				   at(f, i, "product")));
	}
}
END_TEST

static bool
is_owner(const struct file *f, uint32_t row)
{
	return sv_is(at(f, row, "kind"), "control") ||
	       sv_is(at(f, row, "kind"), "capital");
}

START_TEST(dates_of_the_school_year_lead_to_functions)
{
	struct file *f = named("calendar.csv");
	struct calendar c;

	calendar_load(&c);
	ck_assert_uint_eq(c.n, f->n - 1); /* none was refused */
	calendar_done(&c);
	for (uint32_t i = 1; i < f->n; i++) {
		struct sv rest = at(f, i, "functions"), word;
		struct sv s = at(f, i, "sector");

		ASSERT_ROW(f, i, at(f, i, "name_nl").n > 0);
		ASSERT_ROW(f, i, at(f, i, "name_en").n > 0);
		ASSERT_ROW(f, i, at(f, i, "to").n > 0);
		ASSERT_ROW(f, i,
			   s.n == 0 || sv_is(s, "PO") || sv_is(s, "VO") ||
				   sv_is(s, "MBO"));
		while (sv_split(&rest, '|', &word))
			ASSERT_ROW(f, i,
				   has_row(named("functions.csv"), "function",
					   word));
	}
}
END_TEST

START_TEST(ownership_is_complete_and_of_one_mind)
{
	struct file *f = named("organisations.csv");

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv parent = at(f, i, "parent"), kind = at(f, i, "kind");
		struct sv country = at(f, i, "country");
		struct sv percent = at(f, i, "percent");
		int64_t part, code;
		bool none = sv_is(parent, "-");

		ASSERT_ROW(f, i,
			   country.n == 0 || has_row(named("countries.csv"),
						     "code", country));
		ASSERT_ROW(f, i,
			   parent.n == 0 || none ||
				   has_row(f, "organisation", parent));
		ASSERT_ROW(f, i, (kind.n > 0) == (parent.n > 0 && !none));
		ASSERT_ROW(f, i,
			   kind.n == 0 ||
				   code_from(DOMAIN_OWNERSHIP, kind, &code));
		ASSERT_ROW(f, i, percent.n == 0 || kind.n > 0);
		ASSERT_ROW(f, i,
			   percent.n == 0 ||
				   (sv_fixed(percent, '.', 2, &part) &&
				    part > 0 && part <= 10000));
		ASSERT_ROW(f, i,
			   date_at(f, i, "to") == 0 ||
				   date_at(f, i, "to") > date_at(f, i, "from"));
		if (i == 1 ||
		    !sv_eq(f->line[i].cell[0], f->line[i - 1].cell[0]))
			continue;
		/* A second row: same seat, and no second owner at a time. */
		ASSERT_ROW(f, i, sv_eq(country, at(f, i - 1, "country")));
		ASSERT_ROW(f, i, !none);
		ASSERT_ROW(f, i,
			   !sv_is(at(f, i - 1, "parent"), "-") ||
				   sv_is(kind, "participation"));
		ASSERT_ROW(f, i,
			   !is_owner(f, i) || !is_owner(f, i - 1) ||
				   date_at(f, i - 1, "to") != 0 ||
				   date_at(f, i, "to") != 0);
	}
}
END_TEST

START_TEST(nobody_owns_itself_in_the_end)
{
	struct file *f = named("organisations.csv");

	for (uint32_t i = 1; i < f->n; i++) {
		struct sv who = f->line[i].cell[0];
		uint32_t steps = 0;

		/* Follow today's owner; a cycle would never end. */
		for (uint32_t k = 1; k < f->n; k++) {
			if (!sv_eq(f->line[k].cell[0], who) ||
			    !is_owner(f, k) || date_at(f, k, "to"))
				continue;
			who = at(f, k, "parent");
			k = 0;
			ASSERT_ROW(f, i, ++steps < f->n);
		}
	}
}
END_TEST

Suite *
suite_refdata(void)
{
	Suite *s = suite_create("refdata");
	TCase *t = tcase_create("refdata");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, files_have_exactly_their_columns_and_clean_cells,
			    0, NSHAPES);
	tcase_add_loop_test(t,
			    every_row_has_a_source_and_the_day_it_was_checked,
			    0, NSHAPES);
	tcase_add_loop_test(t, rows_stand_in_byte_order_and_none_stands_twice,
			    0, NSHAPES);
	tcase_add_test(t, all_249_countries_are_there_and_kosovo);
	tcase_add_test(t, the_eea_is_thirty_and_adequacy_is_for_others);
	tcase_add_test(t, functions_have_a_weight_and_a_slug);
	tcase_add_test(t, no_word_means_two_functions);
	tcase_add_test(t, no_name_or_alias_means_two_things);
	tcase_add_test(t, an_alias_leads_to_a_name_and_says_something_new);
	tcase_add_test(t, products_lead_to_their_maker_and_functions);
	tcase_add_test(t, hosts_lead_to_an_organisation_and_a_service);
	tcase_add_test(t, data_categories_say_how_near_they_come);
	tcase_add_test(t, an_attribute_is_of_a_known_kind_and_category);
	tcase_add_test(t, a_service_leads_to_a_product_and_needs_no_quotes);
	tcase_add_test(t, dates_of_the_school_year_lead_to_functions);
	tcase_add_test(t, ownership_is_complete_and_of_one_mind);
	tcase_add_test(t, nobody_owns_itself_in_the_end);
	suite_add_tcase(s, t);
	return s;
}
