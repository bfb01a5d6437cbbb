/* Counting what is filled. Refuses to read an empty cell as "not in use". */
#include "analyzer/coverage.h"

#include <stdlib.h>

#include "base/sort.h"

static void
count_products(const struct cells *c, const struct cell *cell, uint32_t mark,
	       uint32_t *seen, struct function_coverage *f)
{
	for (uint32_t k = cell->first; k < cell->first + cell->n; k++) {
		uint32_t p = c->fill[k].product;

		if (p == NODE_NONE || seen[p] == mark)
			continue;
		seen[p] = mark;
		f->products++;
	}
}

static void
cover_function(struct meter *m, uint32_t index, uint32_t *seen,
	       struct arena *tmp, struct function_coverage *f)
{
	const struct cells *c = m->c;
	struct selection s = cells_of_function(c, f->function);
	struct concentration at[LEVELS];
	struct totals totals;
	uint32_t board = NODE_NONE, known_board = NODE_NONE;

	f->is_basic =
		f->function != NODE_NONE && c->l->node[f->function].is_basic;
	for (uint32_t i = 0; i < s.n; i++) {
		const struct cell *cell = &c->cell[selected(&s, i)];
		bool known = cell_is_known(c, cell);
		int64_t low = 0, high = 0;

		site_pupils(c->l, cell->site, &low, &high);
		f->sites++;
		f->sites_known += known;
		f->sites_several += cell->n > 1;
		f->pupils += high;
		f->pupils_known += known ? low : 0;
		if (cell->board != NODE_NONE) {
			f->boards += cell->board != board;
			f->boards_known += known && cell->board != known_board;
			board = cell->board;
			known_board = known ? board : known_board;
		}
		count_products(c, cell, index + 1, seen, f);
	}
	concentration_find(m, s, tmp, at, &totals);
	for (int level = 0; level < LEVELS; level++)
		f->completeness[level] = at[level].completeness;
}

void
coverage_functions(struct meter *m, struct arena *mem,
		   struct function_coverage **ret, uint32_t *ret_n)
{
	const struct cells *c = m->c;
	struct arena tmp = { 0 };
	uint32_t *seen = ARENA_ARRAY(&tmp, c->l->nnode, uint32_t);
	struct function_coverage *f =
		ARENA_ARRAY(mem, c->nfunction, struct function_coverage);

	for (uint32_t i = 0; i < c->nfunction; i++) {
		f[i].function = c->function[i];
		cover_function(m, i, seen, &tmp, &f[i]);
	}
	arena_done(&tmp);
	*ret = f;
	*ret_n = c->nfunction;
}

/* Boards */

/* Which boards, and schools without one, list at least one use. */
static bool *
find_reports(const struct landscape *l, struct arena *mem)
{
	bool *reports = ARENA_ARRAY(mem, l->nnode, bool);

	for (uint32_t i = 0; i < l->nusage; i++) {
		uint32_t site = l->usage[i].site;
		uint32_t board = l->node[site].board;

		reports[board == NODE_NONE ? site : board] = true;
	}
	return reports;
}

static void
add_site(struct board_coverage *b, const struct landscape *l, uint32_t site)
{
	int64_t low = 0, high = 0;

	b->sites++;
	b->no_pupils += !site_pupils(l, site, &low, &high);
	b->pupils += low;
}

static bool
is_of_sector(const struct landscape *l, uint32_t site, const char *sector)
{
	return !sector || !*sector || strcmp(l->node[site].sector, sector) == 0;
}

/* Everything of a board but its cells. By node. */
static void
count_boards(const struct landscape *l, const struct scope *scope,
	     struct board_coverage *of)
{
	for (uint32_t i = l->first[NODE_SCHOOL]; i < l->first[NODE_SCHOOL + 1];
	     i++)
		if (l->node[i].board != NODE_NONE &&
		    is_of_sector(l, i, scope->sector))
			add_site(&of[l->node[i].board], l, i);
	for (uint32_t i = 0; i < l->nusage; i++) {
		uint32_t site = l->usage[i].site, board = l->node[site].board;

		of[board == NODE_NONE ? site : board].uses++;
	}
}

static bool
in_scope(const struct scope *s, uint32_t board)
{
	for (uint32_t i = 0; i < s->nboard; i++)
		if (s->board[i] == board)
			return true;
	return s->nboard == 0;
}

void
coverage_boards(const struct cells *c, const struct scope *scope,
		struct arena *mem, struct board_coverage **ret, uint32_t *ret_n)
{
	const struct landscape *l = c->l;
	struct arena tmp = { 0 };
	uint32_t from = l->first[NODE_BOARD], to = l->first[NODE_BOARD + 1];
	struct board_coverage *of =
		ARENA_ARRAY(&tmp, l->nnode, struct board_coverage);
	bool *reports = find_reports(l, &tmp);

	count_boards(l, scope, of);
	for (uint32_t i = 0; i < c->ncell; i++) {
		const struct cell *cell = &c->cell[i];

		if (cell->board == NODE_NONE)
			continue;
		of[cell->board].basic += cell->is_basic;
		of[cell->board].basic_known +=
			cell->is_basic && cell_is_known(c, cell);
		of[cell->board].unlisted += cell->n == 0;
	}
	*ret = ARENA_ARRAY(mem, to - from, struct board_coverage);
	*ret_n = 0;
	for (uint32_t b = from; b < to; b++) {
		if (!in_scope(scope, b))
			continue;
		of[b].board = b;
		of[b].reports = reports[b];
		if (of[b].sites == 0 && reports[b] &&
		    is_of_sector(l, b, scope->sector))
			add_site(&of[b], l, b);
		if (of[b].sites || reports[b])
			(*ret)[(*ret_n)++] = of[b];
	}
	arena_done(&tmp);
}

/* Sectors */

static int
cmp_name(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

static uint32_t
list_sectors(const struct landscape *l, const char **name)
{
	uint32_t n = 0, k = 0;

	for (uint32_t i = l->first[NODE_SCHOOL]; i < l->first[NODE_SCHOOL + 1];
	     i++)
		if (*l->node[i].sector)
			name[n++] = l->node[i].sector;
	sort(name, n, sizeof(*name), cmp_name);
	for (uint32_t i = 0; i < n; i++)
		if (!k || strcmp(name[k - 1], name[i]) != 0)
			name[k++] = name[i];
	return k;
}

static void
cover_sector(const struct landscape *l, const bool *reports, uint32_t mark,
	     uint32_t *seen, struct sector_coverage *s)
{
	for (uint32_t i = l->first[NODE_SCHOOL]; i < l->first[NODE_SCHOOL + 1];
	     i++) {
		uint32_t board = l->node[i].board;
		bool says = reports[board == NODE_NONE ? i : board];
		int64_t low = 0, high = 0;

		if (!is_of_sector(l, i, s->sector))
			continue;
		s->schools++;
		s->schools_reporting += says;
		s->no_pupils += !site_pupils(l, i, &low, &high);
		s->pupils += low;
		s->pupils_reporting += says ? low : 0;
		if (board == NODE_NONE || seen[board] == mark)
			continue;
		seen[board] = mark;
		s->boards++;
		s->boards_reporting += says;
	}
}

/* Boards without schools, for the first line only. */
static void
add_bare_boards(const struct landscape *l, const bool *reports,
		const uint32_t *seen, struct sector_coverage *s)
{
	for (uint32_t b = l->first[NODE_BOARD]; b < l->first[NODE_BOARD + 1];
	     b++) {
		int64_t low = 0, high = 0;

		if (seen[b])
			continue;
		s->boards++;
		s->boards_reporting += reports[b];
		site_pupils(l, b, &low, &high);
		s->pupils += low;
		s->pupils_reporting += reports[b] ? low : 0;
	}
}

void
coverage_sectors(const struct landscape *l, struct arena *mem,
		 struct sector_coverage **ret, uint32_t *ret_n)
{
	struct arena tmp = { 0 };
	bool *reports = find_reports(l, &tmp);
	uint32_t *seen = ARENA_ARRAY(&tmp, l->nnode, uint32_t);
	const char **name = ARENA_ARRAY(&tmp, l->nnode, const char *);
	uint32_t n = list_sectors(l, name);

	*ret = ARENA_ARRAY(mem, n + 1, struct sector_coverage);
	*ret_n = n + 1;
	for (uint32_t i = 0; i <= n; i++) {
		(*ret)[i].sector = i ? name[i - 1] : "";
		cover_sector(l, reports, i + 1, seen, &(*ret)[i]);
		if (i == 0)
			add_bare_boards(l, reports, seen, &(*ret)[i]);
	}
	arena_done(&tmp);
}
