/*
 * Which (site, function) cells there are, and what fills them. Refuses to let
 * a site, a use or a basic function vanish without a count.
 */
#include "analyzer/cells.h"

#include <stdlib.h>

#include "base/limits.h"

enum { WHOLE = 10000 }; /* unit of usage.share */

/* Uses of one function in one list, and what they say together. */
struct group {
	uint32_t function;
	uint32_t from, to; /* in landscape.usage */
	uint32_t in_use;   /* how many of them count */
	bool is_na;        /* the function does not apply */
};

/* A run of fills with its shares settled. */
struct run {
	uint32_t first, n;
	int64_t den;
	int8_t criticality; /* highest said; 0: none */
	bool is_assumed, is_over, is_under;
};

struct groups {
	struct group *v; /* heap */
	uint32_t n, cap;
};

struct builder {
	const struct landscape *l;
	const struct scope *scope;
	struct cells *c;
	struct err *e;
	struct arena tmp;
	bool *has_function; /* by node: in scope */
	bool has_none;      /* the unknown function is in scope */
	bool *has_board;    /* by node: in scope */
	bool *has_school;   /* ditto; when only some are */
	bool *reports;      /* by node: boards, and schools without one */
	uint32_t *basic;    /* basic functions in scope, ascending */
	uint32_t nbasic;
	uint32_t *school_at; /* by board node + 1: run in school */
	uint32_t *school;    /* by board, then node; boardless ones last */
	struct groups wide;  /* of the board at hand, in use or not */
	struct run *wide_run;
	uint32_t wide_cap;
	struct groups own; /* of the site at hand */
	uint64_t products; /* in cells, also when cells share them */
};

bool
is_in_use(const struct usage *u)
{
	switch ((enum status)u->status) {
	case STATUS_UNKNOWN:
	case STATUS_IN_USE:
	case STATUS_PHASING_OUT: return true;
	case STATUS_PLANNED:
	case STATUS_STOPPED:
	case STATUS_NOT_APPLICABLE: break;
	}
	return false;
}

bool
site_pupils(const struct landscape *l, uint32_t site, int64_t *ret_low,
	    int64_t *ret_high)
{
	const struct node *n = &l->node[site];

	if (n->pupils_low < 0)
		return false;
	*ret_low = n->pupils_low;
	*ret_high =
		n->pupils_high > n->pupils_low ? n->pupils_high : n->pupils_low;
	return true;
}

bool
cell_is_known(const struct cells *c, const struct cell *cell)
{
	for (uint32_t k = cell->first; k < cell->first + cell->n; k++)
		if (c->fill[k].product != NODE_NONE)
			return true;
	return false;
}

static bool
in_scope(const struct builder *b, uint32_t function)
{
	return function == NODE_NONE ? b->has_none : b->has_function[function];
}

/* Fills and shares */

static int
too_many(struct builder *b)
{
	return err_set(b->e, ERR_LIMIT, NULL,
		       "more than %u products in use (ask for one board, "
		       "sector or function)",
		       LIMIT_FILLS);
}

static int
add_fill(struct builder *b, uint32_t usage)
{
	const struct usage *u = &b->l->usage[usage];
	struct cells *c = b->c;

	if (c->nfill == LIMIT_FILLS)
		return too_many(b);
	VEC_ROOM(c->fill, c->nfill, c->fill_cap);
	c->fill[c->nfill++] = (struct fill){ u->product, u->vendor, usage, 0 };
	return 0;
}

static void
share_equally(struct fill *f, struct run *r)
{
	for (uint32_t i = 0; i < r->n; i++)
		f[i].num = 1;
	r->den = r->n;
	r->is_assumed = r->n > 1;
}

/* Gives the fills of a run their shares; see the header for the rules. */
static void
settle_shares(const struct builder *b, struct run *r)
{
	struct fill *f = b->c->fill + r->first;
	int64_t said = 0, silent = 0, rest;

	for (uint32_t i = 0; i < r->n; i++) {
		int32_t share = b->l->usage[f[i].usage].share;

		said += share < 0 ? 0 : share;
		silent += share < 0;
	}
	r->is_over = said > WHOLE || (said == WHOLE && silent);
	r->is_under = silent == 0 && said < WHOLE;
	if (silent == r->n || said + silent == 0) {
		share_equally(f, r);
		return;
	}
	rest = said < WHOLE ? WHOLE - said : 0;
	r->is_assumed = rest && silent;
	r->den = said > WHOLE ? said : WHOLE;
	if (r->is_assumed)
		r->den *= silent;
	for (uint32_t i = 0; i < r->n; i++) {
		int32_t share = b->l->usage[f[i].usage].share;

		if (share < 0)
			f[i].num = rest;
		else
			f[i].num = r->is_assumed ? share * silent : share;
	}
}

/* Adds the next of two rows, own before wide, that counts as in use. */
static int
take(struct builder *b, struct run *r, uint32_t usage)
{
	const struct usage *u = &b->l->usage[usage];

	if (!is_in_use(u))
		return 0;
	if (u->criticality > r->criticality)
		r->criticality = u->criticality;
	return add_fill(b, usage);
}

/* The union of two lists of one function; own rows decide. NULL: no list. */
static int
make_run(struct builder *b, const struct group *own, const struct group *wide,
	 struct run *ret)
{
	const struct usage *u = b->l->usage;
	uint32_t i = own ? own->from : 0, ni = own ? own->to : 0;
	uint32_t k = wide ? wide->from : 0, nk = wide ? wide->to : 0;

	*ret = (struct run){ .first = b->c->nfill, .den = 1 };
	while (i < ni || k < nk) {
		bool is_own =
			i < ni && (k == nk || u[i].product <= u[k].product);

		if (is_own && k < nk && u[k].product == u[i].product)
			k++;
		if (take(b, ret, is_own ? i++ : k++))
			return -1;
	}
	ret->n = b->c->nfill - ret->first;
	if (ret->n)
		settle_shares(b, ret);
	return 0;
}

/* Lists */

static uint32_t
first_usage(const struct landscape *l, uint32_t site)
{
	uint32_t lo = 0, hi = l->nusage;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (l->usage[mid].site < site)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
count_group(struct builder *b, struct group *g)
{
	struct cells_count *count = &b->c->count;

	for (uint32_t i = g->from; i < g->to; i++) {
		const struct usage *u = &b->l->usage[i];
		bool counts = is_in_use(u);

		g->in_use += counts;
		count->uses += counts;
		count->uses_idle += !counts;
		count->uses_no_function += counts && g->function == NODE_NONE;
		count->uses_no_product += counts && u->product == NODE_NONE;
		g->is_na = g->is_na || (u->product == NODE_NONE &&
					u->status == STATUS_NOT_APPLICABLE);
	}
	g->is_na = g->is_na && g->in_use == 0;
}

/* The list of a site, by function, as far as functions are in scope. */
static void
read_groups(struct builder *b, uint32_t site, struct groups *ret)
{
	const struct landscape *l = b->l;
	uint32_t i = first_usage(l, site);

	ret->n = 0;
	while (i < l->nusage && l->usage[i].site == site) {
		struct group g = { .function = l->usage[i].function,
				   .from = i };

		while (i < l->nusage && l->usage[i].site == site &&
		       l->usage[i].function == g.function)
			i++;
		g.to = i;
		if (!in_scope(b, g.function))
			continue;
		count_group(b, &g);
		VEC_ROOM(ret->v, ret->n, ret->cap);
		ret->v[ret->n++] = g;
	}
}

/* Cells */

static int
add_cell(struct builder *b, uint32_t site, uint32_t board, uint32_t function,
	 bool is_basic, const struct run *r)
{
	struct cells *c = b->c;
	struct cell *to;

	if (c->ncell == LIMIT_CELLS)
		return err_set(b->e, ERR_LIMIT, NULL,
			       "more than %u functions at schools (ask for "
			       "one board, sector or function)",
			       LIMIT_CELLS);
	b->products += r->n;
	if (b->products > LIMIT_FILLS)
		return too_many(b);
	VEC_ROOM(c->cell, c->ncell, c->cell_cap);
	to = &c->cell[c->ncell++];
	*to = (struct cell){ .site = site,
			     .board = board,
			     .function = function,
			     .first = r->first,
			     .n = r->n,
			     .den = r->den,
			     .peers = 1,
			     .criticality = r->criticality,
			     .is_basic = is_basic,
			     .is_assumed = r->is_assumed,
			     .is_over = r->is_over,
			     .is_under = r->is_under };
	if (!to->criticality && function != NODE_NONE)
		to->criticality = b->l->node[function].criticality;
	if (to->criticality < 1)
		to->criticality = 1;
	c->count.cells_unlisted += to->n == 0;
	c->count.cells_assumed += to->is_assumed;
	c->count.cells_over += to->is_over;
	c->count.cells_under += to->is_under;
	return 0;
}

/* Where a site is, while its three lists of functions are merged. */
struct merge {
	uint32_t own, wide, basic;
};

static uint32_t
next_function(const struct builder *b, const struct merge *m)
{
	uint32_t f = NODE_NONE;

	if (m->own < b->own.n && b->own.v[m->own].function < f)
		f = b->own.v[m->own].function;
	if (m->wide < b->wide.n && b->wide.v[m->wide].function < f)
		f = b->wide.v[m->wide].function;
	if (m->basic < b->nbasic && b->basic[m->basic] < f)
		f = b->basic[m->basic];
	return f;
}

static bool
is_expected(const struct builder *b, uint32_t site, uint32_t function)
{
	const char *want = b->l->node[function].sector;
	const char *have = b->l->node[site].sector;

	return !*want || strcmp(want, have) == 0;
}

/* One function at one site: a cell, or nothing. */
static int
add_function(struct builder *b, uint32_t site, uint32_t board, uint32_t f,
	     const struct group *own, uint32_t wide, bool is_basic)
{
	const struct group *w = wide < b->wide.n ? &b->wide.v[wide] : NULL;
	struct run r = { .den = 1 };
	bool is_na = own ? own->is_na : w && w->is_na;

	if (own && own->in_use == 0 && w && w->is_na)
		is_na = true;
	if (is_na)
		return 0;
	if (!own && w)
		r = b->wide_run[wide];
	else if (own && make_run(b, own, w, &r))
		return -1;
	if (r.n == 0 && !is_basic)
		return 0;
	if (r.n == 0)
		r = (struct run){ .den = 1 };
	return add_cell(b, site, board, f, is_basic, &r);
}

/*
 * All cells of one site. Its board's list is in b->wide already, unless the
 * site is the board itself or has no board.
 */
static int
add_site(struct builder *b, uint32_t site, uint32_t board)
{
	struct merge m = { 0 };
	uint32_t before = b->c->ncell;
	int64_t low, high;

	read_groups(b, site, &b->own);
	for (;;) {
		uint32_t f = next_function(b, &m), wide = NODE_NONE;
		const struct group *own = NULL;
		bool is_basic = false;

		if (m.own < b->own.n && b->own.v[m.own].function == f)
			own = &b->own.v[m.own++];
		if (m.wide < b->wide.n && b->wide.v[m.wide].function == f)
			wide = m.wide++;
		if (m.basic < b->nbasic && b->basic[m.basic] == f)
			is_basic = is_expected(b, site, b->basic[m.basic++]);
		if (!own && wide == NODE_NONE && !is_basic && f == NODE_NONE)
			break;
		if (add_function(b, site, board, f, own, wide, is_basic))
			return -1;
	}
	if (b->c->ncell == before)
		return 0;
	b->c->count.sites++;
	b->c->count.no_pupils += !site_pupils(b->l, site, &low, &high);
	b->c->count.no_board += board == NODE_NONE;
	return 0;
}

static bool
has_site(struct builder *b, uint32_t site)
{
	const char *want = b->scope->sector, *have = b->l->node[site].sector;

	if (b->scope->nschool && !b->has_school[site])
		return false;
	if (!want || !*want)
		return true;
	b->c->count.no_sector += !*have;
	return strcmp(want, have) == 0;
}

/*
 * The board's own list: what is in use becomes one run of fills that its
 * schools share; a list that only says "not applicable" is kept as well.
 */
static int
read_wide(struct builder *b, uint32_t board)
{
	uint32_t n = 0;

	read_groups(b, board, &b->wide);
	if (b->wide.n > b->wide_cap) {
		b->wide_cap = b->wide.cap;
		b->wide_run = mem_realloc(b->wide_run, b->wide_cap,
					  sizeof(*b->wide_run));
	}
	for (uint32_t i = 0; i < b->wide.n; i++) {
		struct group g = b->wide.v[i];

		if (g.in_use == 0 && !g.is_na)
			continue;
		b->wide.v[n] = g;
		if (make_run(b, NULL, &g, &b->wide_run[n++]))
			return -1;
	}
	b->wide.n = n;
	return 0;
}

/* Peers: cells of one board with one function. `count` is by node, zeroed. */
static void
count_peers(struct builder *b, uint32_t from, uint32_t *count)
{
	struct cells *c = b->c;

	for (int pass = 0; pass < 3; pass++) {
		for (uint32_t i = from; i < c->ncell; i++) {
			uint32_t f = c->cell[i].function;
			uint32_t *n = &count[f == NODE_NONE ? b->l->nnode : f];

			if (pass == 0)
				++*n;
			else if (pass == 1)
				c->cell[i].peers = *n;
			else
				*n = 0;
		}
	}
}

static int
add_board(struct builder *b, uint32_t board, uint32_t *count)
{
	uint32_t from = b->school_at[board], to = b->school_at[board + 1];
	uint32_t before = b->c->ncell;
	bool is_read = false;

	if (!b->reports[board] && !b->scope->is_whole) {
		b->c->count.silent_boards++;
		b->c->count.silent_schools += to - from;
		return 0;
	}
	b->wide.n = 0;
	if (from == to && b->reports[board] && has_site(b, board) &&
	    add_site(b, board, board))
		return -1;
	for (uint32_t i = from; i < to; i++) {
		if (!has_site(b, b->school[i]))
			continue;
		if (!is_read && read_wide(b, board))
			return -1;
		is_read = true;
		if (add_site(b, b->school[i], board))
			return -1;
	}
	b->c->count.boards += b->c->ncell > before;
	count_peers(b, before, count);
	return 0;
}

/* Schools that nobody is known to govern. */
static int
add_boardless(struct builder *b)
{
	const struct landscape *l = b->l;

	b->wide.n = 0;
	for (uint32_t i = l->first[NODE_SCHOOL]; i < l->first[NODE_SCHOOL + 1];
	     i++) {
		if (l->node[i].board != NODE_NONE || l->node[i].is_gone ||
		    (b->scope->nschool && !b->has_school[i]))
			continue;
		if (!b->reports[i] && !b->scope->is_whole)
			b->c->count.silent_schools++;
		else if (has_site(b, i) && add_site(b, i, NODE_NONE))
			return -1;
	}
	return 0;
}

/* Preparation */

static void
find_schools(struct builder *b)
{
	const struct landscape *l = b->l;
	uint32_t from = l->first[NODE_SCHOOL], to = l->first[NODE_SCHOOL + 1];

	b->school_at = ARENA_ARRAY(&b->tmp, (size_t)l->nnode + 2, uint32_t);
	b->school = ARENA_ARRAY(&b->tmp, to - from, uint32_t);
	for (uint32_t i = from; i < to; i++)
		if (l->node[i].board != NODE_NONE)
			b->school_at[l->node[i].board + 2]++;
	for (uint32_t i = 2; i < l->nnode + 2; i++)
		b->school_at[i] += b->school_at[i - 1];
	for (uint32_t i = from; i < to; i++)
		if (l->node[i].board != NODE_NONE)
			b->school[b->school_at[l->node[i].board + 1]++] = i;
}

static void
find_reports(struct builder *b)
{
	const struct landscape *l = b->l;

	b->reports = ARENA_ARRAY(&b->tmp, l->nnode, bool);
	for (uint32_t i = 0; i < l->nusage; i++) {
		uint32_t site = l->usage[i].site;
		uint32_t board = l->node[site].board;

		if (l->node[site].kind == NODE_SCHOOL && board != NODE_NONE)
			b->reports[board] = true;
		else
			b->reports[site] = true;
	}
}

/* Only these schools: of no board but their own. */
static void
find_scope_of_schools(struct builder *b)
{
	const struct landscape *l = b->l;
	const struct scope *s = b->scope;
	bool *is_theirs = ARENA_ARRAY(&b->tmp, l->nnode, bool);

	b->has_school = ARENA_ARRAY(&b->tmp, l->nnode, bool);
	for (uint32_t i = 0; i < s->nschool; i++) {
		b->has_school[s->school[i]] = true;
		if (l->node[s->school[i]].board != NODE_NONE)
			is_theirs[l->node[s->school[i]].board] = true;
	}
	for (uint32_t i = l->first[NODE_BOARD]; i < l->first[NODE_BOARD + 1];
	     i++)
		b->has_board[i] = b->has_board[i] && is_theirs[i];
}

static void
find_scope(struct builder *b)
{
	const struct landscape *l = b->l;
	const struct scope *s = b->scope;
	uint32_t from = l->first[NODE_FUNCTION];
	uint32_t to = l->first[NODE_FUNCTION + 1];

	b->has_function = ARENA_ARRAY(&b->tmp, l->nnode, bool);
	b->has_board = ARENA_ARRAY(&b->tmp, l->nnode, bool);
	b->has_none = s->nfunction == 0;
	for (uint32_t i = from; i < to; i++)
		b->has_function[i] = s->nfunction == 0;
	for (uint32_t i = 0; i < s->nfunction; i++) {
		if (s->function[i] == NODE_NONE)
			b->has_none = true;
		else
			b->has_function[s->function[i]] = true;
	}
	for (uint32_t i = l->first[NODE_BOARD]; i < l->first[NODE_BOARD + 1];
	     i++)
		b->has_board[i] = s->nboard == 0;
	for (uint32_t i = 0; i < s->nboard; i++)
		b->has_board[s->board[i]] = true;
	if (s->nschool)
		find_scope_of_schools(b);
	b->basic = ARENA_ARRAY(&b->tmp, to - from, uint32_t);
	for (uint32_t i = from; i < to; i++)
		if (l->node[i].is_basic && b->has_function[i])
			b->basic[b->nbasic++] = i;
}

/* Indices */

static void
index_functions(struct cells *c)
{
	uint32_t nnode = c->l->nnode, n = 0, at = 0;
	struct arena tmp = { 0 };
	uint32_t *count = ARENA_ARRAY(&tmp, (size_t)nnode + 1, uint32_t);

	for (uint32_t i = 0; i < c->ncell; i++) {
		uint32_t f = c->cell[i].function;

		n += count[f == NODE_NONE ? nnode : f]++ == 0;
	}
	c->function = ARENA_ARRAY(&c->mem, n, uint32_t);
	c->function_at = ARENA_ARRAY(&c->mem, (size_t)n + 1, uint32_t);
	c->by_function = ARENA_ARRAY(&c->mem, c->ncell, uint32_t);
	for (uint32_t f = 0; f <= nnode; f++) {
		uint32_t k = count[f];

		if (k == 0)
			continue;
		c->function[c->nfunction] = f == nnode ? NODE_NONE : f;
		c->function_at[c->nfunction++] = at;
		count[f] = at;
		at += k;
	}
	c->function_at[c->nfunction] = at;
	for (uint32_t i = 0; i < c->ncell; i++) {
		uint32_t f = c->cell[i].function;

		c->by_function[count[f == NODE_NONE ? nnode : f]++] = i;
	}
	arena_done(&tmp);
}

static void
index_boards(struct cells *c)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->ncell; i++)
		n += !i || c->cell[i].board != c->cell[i - 1].board;
	c->board = ARENA_ARRAY(&c->mem, n, uint32_t);
	c->board_at = ARENA_ARRAY(&c->mem, (size_t)n + 1, uint32_t);
	for (uint32_t i = 0; i < c->ncell; i++) {
		if (i && c->cell[i].board == c->cell[i - 1].board)
			continue;
		c->board[c->nboard] = c->cell[i].board;
		c->board_at[c->nboard++] = i;
	}
	c->board_at[c->nboard] = c->ncell;
}

void
cells_index(struct cells *c)
{
	index_functions(c);
	index_boards(c);
}

static int
build(struct builder *b)
{
	const struct landscape *l = b->l;
	uint32_t *count = ARENA_ARRAY(&b->tmp, (size_t)l->nnode + 1, uint32_t);

	find_scope(b);
	find_schools(b);
	find_reports(b);
	for (uint32_t i = l->first[NODE_BOARD]; i < l->first[NODE_BOARD + 1];
	     i++)
		if (b->has_board[i] && !l->node[i].is_gone &&
		    add_board(b, i, count))
			return -1;
	return b->scope->nboard ? 0 : add_boardless(b);
}

int
cells_build(const struct landscape *l, const struct scope *scope,
	    struct cells *ret, struct err *e)
{
	struct builder b = { .l = l, .scope = scope, .c = ret, .e = e };
	int rc;

	*ret = (struct cells){ .l = l };
	rc = build(&b);
	if (rc == 0)
		cells_index(ret);
	free(b.wide.v);
	free(b.wide_run);
	free(b.own.v);
	arena_done(&b.tmp);
	return rc;
}

void
cells_done(struct cells *c)
{
	free(c->cell);
	free(c->fill);
	arena_done(&c->mem);
	*c = (struct cells){ 0 };
}

struct selection
cells_all(const struct cells *c)
{
	return (struct selection){ .n = c->ncell, .is_one = c->nfunction == 1 };
}

static uint32_t
position(const uint32_t *v, uint32_t n, uint32_t want)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (v[mid] < want)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && v[lo] == want ? lo : n;
}

struct selection
cells_of_function(const struct cells *c, uint32_t function)
{
	uint32_t i = position(c->function, c->nfunction, function);

	if (i == c->nfunction)
		return (struct selection){ .is_one = true };
	return (struct selection){
		.cell = c->by_function + c->function_at[i],
		.n = c->function_at[i + 1] - c->function_at[i],
		.is_one = true,
	};
}

struct selection
cells_of_board(const struct cells *c, uint32_t board)
{
	uint32_t i = position(c->board, c->nboard, board);

	if (i == c->nboard)
		return (struct selection){ 0 };
	return (struct selection){
		.first = c->board_at[i],
		.n = c->board_at[i + 1] - c->board_at[i],
		.is_one = c->nfunction == 1,
	};
}
