/*
 * One row of an application list as claims: who uses what for which function,
 * and who supplies it. Refuses a row without a product, a row that is cut
 * short, and a name that cannot be one; a value that is not understood only
 * costs that value.
 *
 * A row with several products, functions or schools is one use for each of
 * them. Numbers of users and costs belong to the whole row then, and are left
 * out. Functions and vendors go with products one by one when there are as
 * many of them; otherwise each product has each function, each vendor supplies
 * each product, and the first vendor is the one that the contract is with.
 */
#include "collectors/applications.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "schema/model/keys.h"

enum { ROW_WORDS = 3 }; /* cells that may say what row this is */

/*
 * One row while it is read. Large, and therefore one for all rows: what a row
 * did not set is not cleared for the next.
 */
struct line {
	struct apps *a;
	const struct row *row;
	const struct cell *cell[APP_FIELDS]; /* NULL: empty */
	struct parsed *said[APP_FIELDS];     /* NULL: not read */
	struct look look[APP_FIELDS];        /* cells under a field */
	uint32_t nlook;
	uint32_t board;
	uint32_t site[LIMIT_PARTS], nsite;
	uint32_t product[LIMIT_PARTS], nproduct;
	uint32_t vendor[LIMIT_PARTS], nvendor;
	uint32_t function[LIMIT_PARTS], nfunction;
	bool has_cross; /* a column for each school */
	bool is_read;   /* cells of named columns with something in them */
	struct record use;
};

static struct at
line_at(const struct line *l, enum app_field f)
{
	uint32_t i = l->a->now->of[f];

	return apps_at(l->a, l->row->number,
		       i ? l->a->now->column[i - 1].col : 0);
}

static struct place
line_place(const struct line *l, enum app_field f)
{
	uint32_t i = l->a->now->of[f];
	struct place p = { l->a->part, l->row->number,
			   i ? l->a->now->column[i - 1].col : 0 };

	return p;
}

static struct parsed *
read_field(struct line *l, enum app_field f)
{
	if (l->cell[f])
		l->said[f] = cell_read(l->a, l->a->now->of[f] - 1, l->cell[f],
				       l->row->number);
	return l->said[f];
}

static inline struct parsed *
said(struct line *l, enum app_field f)
{
	return l->said[f] ? l->said[f] : read_field(l, f);
}

/* What the cell says, when it says something. */
static inline struct parsed *
given(struct line *l, enum app_field f)
{
	struct parsed *p = said(l, f);

	return p && p->state == SAY_OK ? p : NULL;
}

static int
send(struct apps *a, const struct record *r, struct err *e)
{
	return a->im->sink->put(a->im->sink, r, e);
}

static void
begin_fact(struct record *r, enum fact_kind kind, struct place place)
{
	r->type = RECORD_FACT;
	fact_init(&r->fact, kind, RUNG_DECLARED, place);
}

static bool
add_key(struct node_record *n, enum key_scheme scheme, struct sv value)
{
	if (value.n == 0 || n->nkeys == NODE_KEYS_MAX)
		return false;
	n->key[n->nkeys].scheme = scheme;
	n->key[n->nkeys++].value = value;
	return true;
}

static uint32_t
board_ref(struct apps *a, const struct app_site *s, struct place place,
	  struct err *e)
{
	struct node_record n = { .kind = NODE_BOARD,
				 .name = s->name,
				 .place = place };

	add_key(&n, KEY_BOARD_NUMBER, s->number);
	return mention(&a->mentions, &n, e);
}

/* The board that two columns name; either may be NULL. 0: failed. */
static uint32_t
named_board(struct line *l, const struct parsed *name,
	    const struct parsed *number, struct err *e)
{
	struct app_site s = { SV_NONE, SV_NONE };
	struct apps *a = l->a;

	if (name)
		s = (struct app_site){ name->part[0], name->part[1] };
	if (number)
		s.number = number->part[1];
	if (s.name.n == 0 && s.number.n == 0)
		return a->default_board;
	/* --board, or a title, gives the number of the board of that name */
	if (s.number.n == 0 && a->board_is.number.n &&
	    (a->board_is.name.n == 0 || sv_eq(a->board_is.name, s.name))) {
		a->board_is.name = arena_sv(a->im->mem, s.name);
		s.number = a->board_is.number;
	}
	a->board = board_ref(
		a, &s, line_place(l, number ? APP_BOARD_NUMBER : APP_BOARD), e);
	a->board_name = name;
	a->board_number = number;
	return a->board;
}

/* The board of this row: its own, or the list's. Refs in l->board. */
static int
find_board(struct line *l, struct err *e)
{
	const struct parsed *name = given(l, APP_BOARD);
	const struct parsed *number = given(l, APP_BOARD_NUMBER);
	struct apps *a = l->a;

	l->board = a->default_board;
	if (!name && !number)
		return 0;
	if (a->board && name == a->board_name && number == a->board_number) {
		l->board = a->board;
		mention_again(&a->mentions, l->board);
		return 0;
	}
	l->board = named_board(l, name, number, e);
	return l->board || e->kind == ERR_NONE ? 0 : -1;
}

static void
grow_memo(struct apps *a, uint32_t ref)
{
	uint32_t cap = a->memo_cap ? a->memo_cap : 256;

	while (ref >= cap)
		cap *= 2;
	a->memo = mem_realloc(a->memo, cap, sizeof(*a->memo));
	a->other = mem_realloc(a->other, cap, sizeof(*a->other));
	for (uint32_t i = a->memo_cap; i < cap; i++) {
		a->memo[i] = (struct memo){ -1, -1 };
		a->other[i] = 0;
	}
	a->memo_cap = cap;
}

/* Notes what goes with a ref; false when that is what it was. */
static bool
note_other(struct apps *a, uint32_t ref, uint32_t other)
{
	if (ref >= a->memo_cap)
		grow_memo(a, ref);
	if (a->other[ref] == other)
		return false;
	a->other[ref] = other;
	return true;
}

/* A school, and that the board governs it: said once. 0 with e set: failed. */
static uint32_t
school_ref(struct line *l, const struct app_site *s, struct place place,
	   struct err *e)
{
	struct apps *a = l->a;
	struct node_record n = { .kind = NODE_SCHOOL,
				 .name = s->name,
				 .place = place };
	struct record r;
	uint32_t ref;

	if (!add_key(&n, KEY_BRIN, s->number))
		n.scope = l->board;
	ref = mention(&a->mentions, &n, e);
	if (ref == 0 || l->board == 0 || !note_other(a, ref, l->board))
		return ref;
	begin_fact(&r, FACT_GOVERNS, place);
	r.fact.ref[GOVERNS_board] = l->board;
	r.fact.ref[GOVERNS_school] = ref;
	return send(a, &r, e) ? 0 : ref;
}

static int
no_board(struct line *l, struct err *e)
{
	struct at at = apps_at(l->a, l->row->number, 0);

	return err_set(e, ERR_INPUT, &at,
		       "whose list this is, is not known (expected --board "
		       "with the number of the school board, a column "
		       "'Bestuur', or a line 'Bestuur: 12345' above the "
		       "header)");
}

static int
add_school(struct line *l, const struct app_site *s, struct place place,
	   struct err *e)
{
	uint32_t ref;

	/* a name means a school only within a board */
	if (s->number.n == 0 && l->board == 0)
		return no_board(l, e);
	ref = school_ref(l, s, place, e);
	if (ref == 0)
		return -1;
	l->site[l->nsite++] = ref;
	return 0;
}

/* "16SW" with branch 3 is 16SW03. */
static struct sv
with_branch(struct line *l, struct sv brin)
{
	const struct parsed *branch = given(l, APP_BRANCH);

	if (brin.n != 4 || !branch)
		return brin;
	return sv(arena_printf(&l->a->cache_mem, "%.*s%02d", SV_ARG(brin),
			       (int)branch->a));
}

static int
sites_by_brin(struct line *l, struct parsed *brin, struct err *e)
{
	const struct parsed *name = given(l, APP_SCHOOL);
	bool same = name && name->npart == 1 && brin->npart == 1;

	if (brin->with && brin->beside == name && brin->within == l->board &&
	    !l->cell[APP_BRANCH]) {
		mention_again(&l->a->mentions, brin->with);
		l->site[l->nsite++] = brin->with;
		return 0;
	}
	for (uint32_t i = 0; i < brin->npart; i++) {
		struct app_site s = {
			same ? name->part[0] : SV_NONE,
			with_branch(l, brin->part[i]),
		};

		if (add_school(l, &s, line_place(l, APP_BRIN), e))
			return -1;
	}
	brin->beside = name;
	brin->within = l->board;
	brin->with = l->nsite == 1 && !l->cell[APP_BRANCH] ? l->site[0] : 0;
	return 0;
}

static int
sites_by_name(struct line *l, const struct parsed *name, struct err *e)
{
	struct arena *mem = &l->a->cache_mem;

	for (uint32_t i = 0; i < name->npart; i++) {
		struct sv text = name->part[i];
		struct app_site s = app_site_of(text, KEY_BRIN, mem);

		if (words_mean(&l->a->words, WORDS_SITE, text))
			continue;
		if (add_school(l, &s, line_place(l, APP_SCHOOL), e))
			return -1;
	}
	return 0;
}

/* The sites of this row: its schools, or the board. */
static int
find_sites(struct line *l, struct err *e)
{
	struct parsed *brin = given(l, APP_BRIN);
	const struct parsed *name = given(l, APP_SCHOOL);
	const struct layout *now = l->a->now;
	struct place row = { l->a->part, l->row->number, 0 };

	if (brin && brin->npart) {
		if (sites_by_brin(l, brin, e))
			return -1;
	} else if (name) {
		if (sites_by_name(l, name, e))
			return -1;
	} else if (now->school.name.n || now->school.number.n) {
		if (add_school(l, &now->school, row, e))
			return -1;
	}
	if (l->nsite)
		return 0;
	if (l->board == 0)
		return no_board(l, e);
	l->site[l->nsite++] = l->board;
	return 0;
}

static int
tell_pupils(struct line *l, const struct parsed *p, struct err *e)
{
	struct record r;

	begin_fact(&r, FACT_PUPILS, line_place(l, APP_PUPILS));
	r.fact.ref[PUPILS_site] = l->site[0];
	/* "<5" pupils are 1 to 4: a school without pupils is not listed */
	r.fact.num[PUPILS_low] = p->a == 0 && p->b > 0 ? 1 : p->a;
	r.fact.num[PUPILS_high] = p->b < 0 ? FACT_SILENT : p->b;
	return send(l->a, &r, e);
}

/* Pupils of the site of this row; said again only when it changes. */
static int
send_pupils(struct line *l, struct err *e)
{
	const struct parsed *p = given(l, APP_PUPILS);
	struct apps *a = l->a;
	struct memo *m;

	if (!p || l->nsite != 1)
		return 0;
	if (l->site[0] >= a->memo_cap)
		grow_memo(a, l->site[0]);
	m = &a->memo[l->site[0]];
	if (m->low == p->a && m->high == p->b)
		return 0;
	m->low = p->a;
	m->high = p->b;
	return tell_pupils(l, p, e);
}

/* What name_refs() does with names that were not mentioned so before. */
static int
new_refs(struct line *l, const struct node_record *like, enum key_scheme scheme,
	 struct parsed *p, const struct parsed *key, uint32_t *ref,
	 struct err *e)
{
	struct apps *a = l->a;
	struct node_record n = *like;

	if (key && p->npart == 1) {
		n.name = p->part[0];
		add_key(&n, scheme, key->text);
		ref[0] = p->with = mention(&a->mentions, &n, e);
		p->beside = key;
		return ref[0] ? 0 : -1;
	}
	for (uint32_t i = 0; i < p->npart; i++) {
		n.name = p->part[i];
		ref[i] = mention(&a->mentions, &n, e);
		if (ref[i] == 0)
			return -1;
	}
	if (p->npart == 1) {
		p->lone = ref[0];
	} else if (p->npart) {
		p->ref = ARENA_ARRAY(&a->cache_mem, p->npart, uint32_t);
		memcpy(p->ref, ref, p->npart * sizeof(*ref));
	}
	return 0;
}

/*
 * Refs of the names of one cell, in ref; a key that stands in another cell of
 * the row goes with a name that is alone.
 */
static int
name_refs(struct line *l, enum app_field field, enum node_kind kind,
	  enum key_scheme scheme, const struct parsed *key, uint32_t *ref,
	  struct err *e)
{
	struct mentions *m = &l->a->mentions;
	struct parsed *p = said(l, field);
	uint32_t known = 0;

	if (p->npart == 1)
		known = !key ? p->lone : p->beside == key ? p->with : 0;
	if (known) {
		ref[0] = known;
		mention_again(m, known);
		return 0;
	}
	if (!p->ref)
		return new_refs(
			l,
			&(struct node_record){ .kind = kind,
					       .place = line_place(l, field) },
			scheme, p, key, ref, e);
	for (uint32_t i = 0; i < p->npart; i++) {
		ref[i] = p->ref[i];
		mention_again(m, ref[i]);
	}
	return 0;
}

static int
find_products(struct line *l, struct err *e)
{
	const struct parsed *p = said(l, APP_PRODUCT);

	if (name_refs(l, APP_PRODUCT, NODE_PRODUCT, KEY_ENTITY_ID,
		      given(l, APP_ENTITY_ID), l->product, e))
		return -1;
	l->nproduct = p->npart;
	/* in use, but which is not known */
	if (l->nproduct == 0)
		l->product[l->nproduct++] = 0;
	return 0;
}

/* The function that the name of the sheet is, for rows without one. */
static int
sheet_function(struct line *l, struct err *e)
{
	struct node_record n = { .kind = NODE_FUNCTION,
				 .name = l->a->now->function,
				 .place = { l->a->part, l->row->number, 0 } };

	l->function[0] = mention(&l->a->mentions, &n, e);
	l->nfunction = 1;
	return l->function[0] == 0 && n.name.n ? -1 : 0;
}

static int
find_functions(struct line *l, struct err *e)
{
	const struct parsed *p = given(l, APP_FUNCTION);

	if (!p || p->npart == 0)
		return sheet_function(l, e);
	l->nfunction = p->npart;
	return name_refs(l, APP_FUNCTION, NODE_FUNCTION, KEY_FUNCTION_ID, NULL,
			 l->function, e);
}

/* Organisations in one column; the KvK number goes with a lone vendor. */
static int
find_organisations(struct line *l, enum app_field field, uint32_t *ref,
		   uint32_t *ret_n, struct err *e)
{
	const struct parsed *p = given(l, field);

	*ret_n = p ? p->npart : 0;
	if (*ret_n == 0)
		return 0;
	return name_refs(l, field, NODE_ORGANISATION, KEY_KVK,
			 field == APP_VENDOR ? given(l, APP_KVK) : NULL, ref,
			 e);
}

static int
tell_supply(struct line *l, enum app_field field, enum role role,
	    uint32_t organisation, uint32_t product, struct err *e)
{
	struct record r;

	begin_fact(&r, FACT_SUPPLIES, line_place(l, field));
	r.fact.ref[SUPPLIES_organisation] = organisation;
	r.fact.ref[SUPPLIES_product] = product;
	r.fact.num[SUPPLIES_role] = role;
	return send(l->a, &r, e);
}

/* Says once that an organisation supplies a product in a role. */
static int
send_supply(struct line *l, enum app_field field, enum role role,
	    uint32_t organisation, uint32_t product, struct err *e)
{
	if (organisation == 0 || product == 0 ||
	    (role == ROLE_VENDOR && !note_other(l->a, product, organisation)) ||
	    !pairs_add(&l->a->supplies[role], organisation, product))
		return 0;
	return tell_supply(l, field, role, organisation, product, e);
}

/* The vendor of product i: its own, when there are as many; else the first. */
static uint32_t
vendor_of(const struct line *l, uint32_t i)
{
	if (l->nvendor == 0)
		return 0;
	return l->vendor[l->nvendor == l->nproduct ? i : 0];
}

static int
send_supplies(struct line *l, enum app_field field, enum role role,
	      const uint32_t *ref, uint32_t n, struct err *e)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < l->nproduct; k++)
			if ((n != l->nproduct || i == k) &&
			    send_supply(l, field, role, ref[i], l->product[k],
					e))
				return -1;
	return 0;
}

static int
tell_seat(struct line *l, const struct parsed *p, struct err *e)
{
	struct node_record n = { .kind = NODE_COUNTRY,
				 .place = line_place(l, APP_VENDOR_COUNTRY) };
	struct record r;
	struct sv code;
	uint32_t country;

	if (p->text.n == 2 &&
	    key_normalise(KEY_COUNTRY_CODE, p->text, &l->a->cache_mem, &code))
		add_key(&n, KEY_COUNTRY_CODE, code);
	else
		n.name = p->text;
	country = mention(&l->a->mentions, &n, e);
	if (country == 0)
		return -1;
	if (!pairs_add(&l->a->seats, l->vendor[0], country))
		return 0;
	begin_fact(&r, FACT_SEATED_IN, n.place);
	r.fact.ref[SEATED_IN_organisation] = l->vendor[0];
	r.fact.ref[SEATED_IN_country] = country;
	return send(l->a, &r, e);
}

static int
send_seat(struct line *l, struct err *e)
{
	const struct parsed *p = given(l, APP_VENDOR_COUNTRY);

	return p && l->nvendor == 1 ? tell_seat(l, p, e) : 0;
}

/* Vendors, makers and sellers, and what they supply. */
static int
send_suppliers(struct line *l, struct err *e)
{
	uint32_t maker[LIMIT_PARTS], seller[LIMIT_PARTS], nmaker, nseller;

	if (find_organisations(l, APP_VENDOR, l->vendor, &l->nvendor, e) ||
	    find_organisations(l, APP_MAKER, maker, &nmaker, e) ||
	    find_organisations(l, APP_SELLER, seller, &nseller, e) ||
	    send_supplies(l, APP_VENDOR, ROLE_VENDOR, l->vendor, l->nvendor,
			  e) ||
	    send_supplies(l, APP_MAKER, ROLE_MAKER, maker, nmaker, e) ||
	    send_supplies(l, APP_SELLER, ROLE_SELLER, seller, nseller, e) ||
	    send_seat(l, e))
		return -1;
	if (l->nvendor == 0 && nseller) {
		memcpy(l->vendor, seller, nseller * sizeof(*seller));
		l->nvendor = nseller;
	}
	return 0;
}

/* What cells say of the use as they stand, in the order of remarks. */
static const struct detail {
	enum app_field field;
	enum { DETAIL_NUMBER, DETAIL_TEXT } as;
	int index;
} details[] = {
	{ APP_STATUS, DETAIL_NUMBER, USES_status },
	{ APP_SHARE, DETAIL_NUMBER, USES_share },
	{ APP_CRITICALITY, DETAIL_NUMBER, USES_criticality },
	{ APP_SINCE, DETAIL_NUMBER, USES_since },
	{ APP_UNTIL, DETAIL_NUMBER, USES_until },
	{ APP_AGREEMENT, DETAIL_TEXT, USES_agreement },
	{ APP_AGREED, DETAIL_NUMBER, USES_agreed },
	{ APP_OWNER, DETAIL_TEXT, USES_owner },
	{ APP_FALLBACK, DETAIL_TEXT, USES_fallback },
	{ APP_SIGN_ON, DETAIL_TEXT, USES_sign_on },
	{ APP_HOSTING, DETAIL_TEXT, USES_hosting },
	{ APP_DPIA, DETAIL_TEXT, USES_dpia },
	{ APP_DATA, DETAIL_TEXT, USES_data },
	{ APP_BIV, DETAIL_TEXT, USES_biv },
	{ APP_AI, DETAIL_TEXT, USES_ai },
	{ APP_PLATFORM, DETAIL_TEXT, USES_platform },
	{ APP_EXIT_PLAN, DETAIL_TEXT, USES_exit_plan },
	{ APP_ALTERNATIVES, DETAIL_TEXT, USES_alternatives },
	{ APP_LINKS, DETAIL_TEXT, USES_links },
};

static void
set_as_said(struct line *l, struct fact_record *f)
{
	for (size_t i = 0; i < sizeof(details) / sizeof(details[0]); i++) {
		const struct detail *d = &details[i];
		const struct parsed *p;

		if (!l->cell[d->field])
			continue;
		p = given(l, d->field);
		if (!p)
			continue;
		if (d->as == DETAIL_TEXT)
			f->text[d->index] = p->text;
		else
			f->num[d->index] = p->a;
	}
}

static void
set_levels(struct line *l, struct fact_record *f)
{
	const struct parsed *b = given(l, APP_AVAILABILITY);
	const struct parsed *i = given(l, APP_INTEGRITY);
	const struct parsed *v = given(l, APP_CONFIDENTIALITY);

	if (b && i && v && f->text[USES_biv].n == 0)
		f->text[USES_biv] =
			sv(arena_printf(&l->a->cache_mem, "%d-%d-%d", (int)b->a,
					(int)i->a, (int)v->a));
}

/* "ja, 1-8-2024": the date is read too, when no column is for it. */
static void
set_agreed(struct line *l, struct fact_record *f)
{
	const struct parsed *p = given(l, APP_AGREEMENT);

	if (p && p->a && f->num[USES_agreed] == FACT_SILENT)
		f->num[USES_agreed] = p->a;
}

/* Amounts are about the whole row: only a row that is one use says them. */
static void
set_amounts(struct line *l, struct fact_record *f)
{
	const struct parsed *users = given(l, APP_USERS);
	const struct parsed *cost = given(l, APP_COST);
	struct at at;

	if (!users && !cost)
		return;
	if (l->nproduct > 1 || l->nsite > 1 || l->nfunction > 1 ||
	    l->has_cross) {
		at = line_at(l, users ? APP_USERS : APP_COST);
		if (cost || l->nproduct > 1 || l->nsite > 1 || l->has_cross)
			diag_note(l->a->im->diag, &at,
				  "users and costs of a row with several names "
				  "are about all of them, and left out");
		return;
	}
	if (cost)
		f->num[USES_cost] = cost->a;
	if (!users)
		return;
	f->num[USES_users_low] = users->a;
	if (users->b >= 0)
		f->num[USES_users_high] = users->b;
}

/* All that the row says about the use, whichever it is. */
static void
set_details(struct line *l, struct fact_record *f)
{
	set_as_said(l, f);
	set_agreed(l, f);
	set_levels(l, f);
	set_amounts(l, f);
}

/* One use for each product and function at one site. */
static int
send_uses(struct line *l, struct record *r, uint32_t site, struct err *e)
{
	bool by_one = l->nproduct > 1 && l->nfunction == l->nproduct;

	r->fact.ref[USES_site] = site;
	for (uint32_t i = 0; i < l->nproduct; i++) {
		r->fact.ref[USES_product] = l->product[i];
		r->fact.ref[USES_vendor] = vendor_of(l, i);
		for (uint32_t k = 0; k < l->nfunction; k++) {
			if (by_one && k != i)
				continue;
			r->fact.ref[USES_function] = l->function[k];
			if (send(l->a, r, e))
				return -1;
		}
	}
	return 0;
}

/* What a cell under a school says: a mark, a number of users, or neither. */
enum cross { CROSS_NO, CROSS_YES, CROSS_PLANNED, CROSS_UNKNOWN, CROSS_BAD };

static enum cross
cross_of(struct line *l, const struct cell *c, int64_t *ret_users)
{
	const struct words *w = &l->a->words;
	struct sv text = text_clean(&l->a->cache_mem, c->text);
	uint64_t n;

	*ret_users = -1;
	if (c->type == CELL_BOOL)
		return sv_is(text, "true") ? CROSS_YES : CROSS_NO;
	if (sv_u64(text, 1000000, &n)) {
		if (n > 1)
			*ret_users = (int64_t)n;
		return n ? CROSS_YES : CROSS_NO;
	}
	if (words_mean(w, WORDS_MARK, text))
		return CROSS_YES;
	if (words_mean(w, WORDS_STATUS, text) == STATUS_PLANNED)
		return CROSS_PLANNED;
	switch (say_answer(w, text)) {
	case ANSWER_UNKNOWN: return CROSS_UNKNOWN;
	case ANSWER_NO:
	case ANSWER_NONE:
	case ANSWER_NOT_APPLICABLE:
	case ANSWER_SILENT: return CROSS_NO;
	case ANSWER_YES: return CROSS_YES;
	case ANSWER_WORDS: break;
	}
	return words_mean(w, WORDS_STATUS, text) ? CROSS_NO : CROSS_BAD;
}

static int
send_cross(struct line *l, const struct app_column *col, const struct cell *c,
	   bool *ret_any, struct err *e)
{
	struct record r = l->use;
	struct place place = { l->a->part, l->row->number, col->col };
	struct at at = apps_at(l->a, l->row->number, col->col);
	int64_t users;
	uint32_t site;
	enum cross x = cross_of(l, c, &users);

	if (x == CROSS_UNKNOWN)
		diag_warn(l->a->im->diag, &at,
			  "whether it is used here is not known: not counted");
	if (x == CROSS_BAD)
		diag_warn(l->a->im->diag, &at,
			  "'%.*s' is no mark and left out (expected x, ja, or "
			  "nothing)",
			  SV_ARG(c->text));
	if (x != CROSS_YES && x != CROSS_PLANNED)
		return 0;
	*ret_any = true;
	if (col->school.number.n == 0 && l->board == 0)
		return no_board(l, e);
	site = words_mean(&l->a->words, WORDS_SITE, col->school.name) &&
			       l->board
		       ? l->board
		       : school_ref(l, &col->school, place, e);
	if (site == 0)
		return -1;
	r.fact.place = place;
	if (x == CROSS_PLANNED)
		r.fact.num[USES_status] = STATUS_PLANNED;
	if (users >= 0 && l->nproduct == 1) {
		r.fact.num[USES_users_low] = users;
		r.fact.num[USES_users_high] = users;
	}
	return send_uses(l, &r, site, e);
}

static int
send_crosses(struct line *l, struct err *e)
{
	const struct layout *now = l->a->now;
	bool any = false;

	for (uint32_t i = 0; i < l->row->ncell; i++) {
		const struct cell *c = &l->row->cell[i];
		uint32_t k = c->col < l->a->nindex ? l->a->index[c->col] : 0;

		if (k && now->column[k - 1].is_site &&
		    send_cross(l, &now->column[k - 1], c, &any, e))
			return -1;
	}
	l->a->unmarked += !any;
	return 0;
}

static int
send_row(struct line *l, struct err *e)
{
	struct fact_record *f = &l->use.fact;

	begin_fact(&l->use, FACT_USES, line_place(l, APP_PRODUCT));
	l->has_cross = l->a->now->ncross > 0;
	if (find_board(l, e) || find_products(l, e) || find_functions(l, e) ||
	    send_suppliers(l, e))
		return -1;
	if (l->has_cross) {
		set_details(l, f);
		return send_crosses(l, e);
	}
	if (find_sites(l, e) || send_pupils(l, e))
		return -1;
	set_details(l, f);
	for (uint32_t i = 0; i < l->nsite; i++)
		if (send_uses(l, &l->use, l->site[i], e))
			return -1;
	return 0;
}

/* Said once for each column. */
static void
tell_no_header(struct apps *a, uint32_t row, uint32_t col)
{
	uint32_t key[2] = { a->part, col };
	bool is_new;
	struct at at;

	map_put(&a->told, sv_n((const char *)key, sizeof(key)), 1, &is_new);
	if (!is_new)
		return;
	at = apps_at(a, row, col);
	diag_note(a->im->diag, &at,
		  "this column has no header and is not read");
}

/* Puts the cells of the row under their fields. */
static void
take_cells(struct line *l)
{
	struct apps *a = l->a;
	const struct layout *now = a->now;

	for (uint32_t i = 0; i < l->row->ncell; i++) {
		const struct cell *c = &l->row->cell[i];
		uint32_t k = c->col < a->nindex ? a->index[c->col] : 0;
		enum app_field f;

		if (k == 0) {
			tell_no_header(a, l->row->number, c->col);
			continue;
		}
		f = now->column[k - 1].field;
		if (f && now->of[f] == k) {
			l->cell[f] = c;
			l->look[l->nlook].cell = c;
			l->look[l->nlook].column = k - 1;
			l->look[l->nlook++].field = f;
		}
		l->is_read = l->is_read || f == APP_NONE || f != APP_NUMBER;
	}
	cells_known(a, l->look, l->nlook);
	for (uint32_t i = 0; i < l->nlook; i++)
		l->said[l->look[i].field] = l->look[i].read;
}

/* Cells that say something about a product, other than what it is for. */
static bool
has_details(const struct line *l)
{
	for (int f = APP_NONE + 1; f < APP_FIELDS; f++) {
		if (!l->cell[f])
			continue;
		if (f != APP_PRODUCT && f != APP_FUNCTION && f != APP_SCHOOL &&
		    f != APP_BRIN && f != APP_BRANCH && f != APP_BOARD &&
		    f != APP_BOARD_NUMBER && f != APP_PUPILS)
			return true;
	}
	return false;
}

static bool
is_digits(struct sv s)
{
	uint64_t n;

	return sv_u64(s, UINT32_MAX, &n);
}

/* The first cells of the row, where lists write "Totaal" and "Voorbeeld". */
static enum word_row
row_word(struct line *l)
{
	const struct cell *product = l->cell[APP_PRODUCT];
	enum word_row what = 0;

	for (uint32_t i = 0; i < l->row->ncell && i < ROW_WORDS && !what; i++) {
		const struct cell *c = &l->row->cell[i];
		uint32_t k = c->col < l->a->nindex ? l->a->index[c->col] : 0;
		enum app_field f;

		if (product && c->col >= product->col)
			break;
		if (!k || c->text.n > 40)
			continue;
		f = l->a->now->column[k - 1].field;
		if (f && l->cell[f] == c)
			what = said(l, f)->row;
		else if (app_how(f) != HOW_PERSON && !is_digits(c->text))
			what = cell_read(l->a, k - 1, c, l->row->number)->row;
	}
	return what ? what : product ? said(l, APP_PRODUCT)->row : 0;
}

/* The header again, as on every page of a printed list. */
static bool
is_header_again(const struct line *l)
{
	const struct layout *now = l->a->now;
	uint32_t same = 0;

	for (uint32_t i = 0; i < l->row->ncell; i++) {
		const struct cell *c = &l->row->cell[i];
		uint32_t k = c->col < l->a->nindex ? l->a->index[c->col] : 0;

		if (!k || !sv_eq(sv_trim(c->text), now->column[k - 1].header))
			return false;
		same++;
	}
	return same >= 2;
}

enum verdict { ROW_USED, ROW_EMPTY, ROW_REFUSED };

static enum verdict
refuse(struct line *l, enum app_field f, const char *why)
{
	struct at at = line_at(l, f);

	diag_refuse(l->a->im->diag, &at, "%s", _(why));
	return ROW_REFUSED;
}

/* A line of a CSV file that ends before the last column that is read. */
static enum verdict
cut_short(struct line *l)
{
	struct at at = apps_at(l->a, l->row->number, 0);

	diag_refuse(l->a->im->diag, &at,
		    "%u fields (expected at least %u: is a separator or a "
		    "quote missing?)",
		    l->row->width, l->a->now->last);
	return ROW_REFUSED;
}

static enum verdict
no_product(struct line *l)
{
	const struct layout *now = l->a->now;
	struct at at = line_at(l, APP_PRODUCT);

	if (!has_details(l)) {
		l->a->functions_only += l->cell[APP_FUNCTION] != NULL;
		return ROW_EMPTY;
	}
	diag_refuse(l->a->im->diag, &at,
		    "no product (expected a name under '%.*s')",
		    SV_ARG(now->column[now->of[APP_PRODUCT] - 1].header));
	return ROW_REFUSED;
}

/* Another header, of another list below: every cell is a known word. */
static bool
is_other_header(struct line *l)
{
	uint32_t known = 0;

	if (!l->cell[APP_PRODUCT] || !said(l, APP_PRODUCT)->is_header)
		return false;
	for (uint32_t i = 0; i < l->row->ncell; i++) {
		struct sv folded = text_fold_header(&l->a->cache_mem,
						    l->row->cell[i].text);

		if (!words_field(&l->a->words, folded).n)
			return false;
		known++;
	}
	return known >= 2;
}

/* Total, example and header rows. */
static bool
is_said_apart(struct line *l)
{
	enum word_row what = row_word(l);
	struct at at;

	if (what == ROW_TOTAL || is_header_again(l))
		return true;
	if (what != ROW_EXAMPLE && is_other_header(l)) {
		at = apps_at(l->a, l->row->number, 0);
		diag_warn(l->a->im->diag, &at,
			  "this looks like another header; what follows is "
			  "read by the first one (expected one list on a "
			  "sheet)");
		return true;
	}
	if (what != ROW_EXAMPLE)
		return false;
	at = apps_at(l->a, l->row->number, 0);
	diag_note(l->a->im->diag, &at, "an example row, not read");
	return true;
}

/* A product called "None": somebody supplies it. Told once. */
static bool
is_named_so(struct line *l)
{
	struct parsed *p = said(l, APP_PRODUCT);
	struct at at = line_at(l, APP_PRODUCT);

	if (p->npart != 1 || !given(l, APP_VENDOR))
		return false;
	if (!p->is_told)
		diag_note(l->a->im->diag, &at,
			  "'%.*s' is read as the name of a product, since it "
			  "has a vendor",
			  SV_ARG(p->part[0]));
	p->is_told = true;
	return true;
}

static enum verdict
judge(struct line *l)
{
	const struct parsed *p;

	if (!l->is_read)
		return ROW_EMPTY; /* a number that waits for a name */
	if (is_said_apart(l))
		return ROW_EMPTY;
	if (!l->a->has_cells && l->row->width < l->a->now->last)
		return cut_short(l);
	if (!l->cell[APP_PRODUCT])
		return no_product(l);
	p = said(l, APP_PRODUCT);
	if (p->state == SAY_BAD)
		return refuse(l, APP_PRODUCT, p->why);
	if (p->state == SAY_SILENT && !is_named_so(l)) {
		if (!l->cell[APP_FUNCTION])
			return no_product(l);
		l->a->functions_only++;
		return ROW_EMPTY;
	}
	for (int f = APP_VENDOR; f <= APP_SCHOOL; f++) {
		p = said(l, (enum app_field)f);
		if (p && p->why)
			return refuse(l, (enum app_field)f, p->why);
	}
	return ROW_USED;
}

static struct line *
begin_line(struct apps *a, const struct row *row)
{
	struct line *l = a->line;

	if (!l) {
		l = a->line = ARENA_NEW(a->im->mem, struct line);
		l->a = a;
	}
	for (uint32_t i = 0; i < l->nlook; i++) {
		l->cell[l->look[i].field] = NULL;
		l->said[l->look[i].field] = NULL;
	}
	l->row = row;
	l->nlook = l->board = 0;
	l->nsite = l->nproduct = l->nvendor = l->nfunction = 0;
	l->has_cross = l->is_read = false;
	return l;
}

int
apps_row(struct apps *a, const struct row *row, struct err *e)
{
	enum verdict v = ROW_EMPTY;
	struct line *l;

	/* blank lines and the padding of sheets are no rows of the list */
	if (row->ncell == 0 && (a->has_cells || row->width < 2))
		return 0;
	cells_trim(a);
	l = begin_line(a, row);
	if (row->ncell) {
		take_cells(l);
		v = judge(l);
	}
	a->tally.read += row->nrepeat;
	switch (v) {
	case ROW_EMPTY: a->tally.empty += row->nrepeat; return 0;
	case ROW_REFUSED: a->tally.refused += row->nrepeat; return 0;
	case ROW_USED: a->tally.used += row->nrepeat; break;
	}
	return send_row(l, e);
}
