/*
 * From what a person types to a node. A name proposes nothing here: when it
 * fits more than one node, all are listed and none is taken.
 */
#include <string.h>

#include "base/buf.h"
#include "base/sort.h"
#include "base/text.h"
#include "cli/cli.h"

enum { CANDIDATES_SHOWN = 6, NEAR_SHOWN = 4, NEAR_SCORE = 850 };

/* Ways in which a name can fit, best first. */
enum fit { FIT_EXACT, FIT_STRICT, FIT_LOOSE, FITS };

/* What is looked for, and what fits so far. */
struct search {
	struct cli *c;
	const struct landscape *l;
	unsigned kinds;
	struct sv name, strict, loose;
	uint32_t found[FITS][CANDIDATES_SHOWN + 1];
	uint32_t n[FITS]; /* may be more than are kept */
	struct {
		uint32_t node;
		unsigned score;
	} near[NEAR_SHOWN];
	uint32_t nnear;
};

static void
add_found(struct search *s, enum fit fit, uint32_t node)
{
	uint32_t kept = s->n[fit] < CANDIDATES_SHOWN + 1 ? s->n[fit]
							 : CANDIDATES_SHOWN + 1;

	for (uint32_t i = 0; i < kept; i++)
		if (s->found[fit][i] == node)
			return;
	if (s->n[fit] <= CANDIDATES_SHOWN)
		s->found[fit][s->n[fit]] = node;
	s->n[fit]++;
}

/* Keeps the nearest few, best first; one entry for each node. */
static void
add_near(struct search *s, uint32_t node, unsigned score)
{
	uint32_t i;

	for (i = 0; i < s->nnear; i++)
		if (s->near[i].node == node) {
			if (score > s->near[i].score)
				s->near[i].score = score;
			return;
		}
	if (s->nnear < NEAR_SHOWN)
		s->nnear++;
	else if (s->near[NEAR_SHOWN - 1].score >= score)
		return;
	for (i = s->nnear - 1; i > 0 && s->near[i - 1].score < score; i--)
		s->near[i] = s->near[i - 1];
	s->near[i].node = node;
	s->near[i].score = score;
}

/* How one name of a node compares with what is looked for. */
static void
compare(struct search *s, uint32_t node, struct sv name, struct arena *tmp)
{
	struct sv strict, loose;
	unsigned score;

	if (!(s->kinds & 1u << s->l->node[node].kind))
		return;
	if (sv_eq(name, s->name))
		add_found(s, FIT_EXACT, node);
	strict = text_fold(tmp, name);
	if (sv_eq(strict, s->strict))
		add_found(s, FIT_STRICT, node);
	loose = text_fold_loose(tmp, name);
	if (loose.n && sv_eq(loose, s->loose))
		add_found(s, FIT_LOOSE, node);
	score = text_jaro_winkler(strict, s->strict);
	if (s->strict.n > 3 && sv_find_sv(strict, s->strict) >= 0)
		score = score > NEAR_SCORE ? score : NEAR_SCORE;
	if (score >= NEAR_SCORE)
		add_near(s, node, score);
}

static void
search_landscape(struct search *s)
{
	struct arena tmp = { 0 };

	for (uint32_t i = 0; i < s->l->nnode; i++)
		compare(s, i, sv(s->l->node[i].name), &tmp);
	arena_done(&tmp);
}

static int
search_documents(struct search *s, struct err *e)
{
	struct arena tmp = { 0 };
	struct node_name *name;
	uint32_t n = 0;
	int rc = store_names(s->c->store, s->l, &tmp, &name, &n, e);

	for (uint32_t i = 0; rc == 0 && i < n; i++)
		compare(s, name[i].node, sv(name[i].name), &tmp);
	arena_done(&tmp);
	return rc;
}

/* The first way of fitting that has an answer, or FITS. */
static enum fit
best_fit(const struct search *s)
{
	int fit = FIT_EXACT;

	while (fit < FITS && s->n[fit] == 0)
		fit++;
	return (enum fit)fit;
}

static int
cmp_node(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

static int
several(struct search *s, enum fit fit, struct err *e)
{
	struct buf list = { 0 };
	uint32_t n = s->n[fit], kept;

	kept = n < CANDIDATES_SHOWN ? n : CANDIDATES_SHOWN;
	sort(s->found[fit], kept, sizeof(uint32_t), cmp_node);
	for (uint32_t i = 0; i < kept; i++)
		buf_printf(&list, "%s%s", i ? ", " : "",
			   s->l->node[s->found[fit][i]].id);
	if (n > kept)
		buf_str(&list, ", ...");
	err_set(e, ERR_NOTFOUND, NULL, "'%.*s' can be %s (give one of these)",
		SV_ARG(s->name), list.p);
	buf_done(&list);
	return -1;
}

static int
nothing(struct search *s, struct err *e)
{
	struct buf list = { 0 };

	for (uint32_t i = 0; i < s->nnear; i++)
		buf_printf(&list, "%s'%s'", i ? ", " : "",
			   s->l->node[s->near[i].node].name);
	if (s->nnear)
		err_set(e, ERR_NOTFOUND, NULL,
			"nothing is called '%.*s' (did you mean %s?)",
			SV_ARG(s->name), list.p);
	else
		err_set(e, ERR_NOTFOUND, NULL,
			"nothing is called '%.*s' (landschap list shows what "
			"there is)",
			SV_ARG(s->name));
	buf_done(&list);
	return -1;
}

/* "product:Magister": the kind goes off and restricts the search. */
static void
take_kind(struct search *s)
{
	ptrdiff_t colon = sv_find(s->name, ':');
	enum node_kind kind;

	if (colon <= 0 ||
	    !node_kind_from(sv_n(s->name.p, (size_t)colon), &kind))
		return;
	s->kinds &= 1u << kind;
	s->name = sv_n(s->name.p + colon + 1, s->name.n - (size_t)colon - 1);
}

int
cli_find_node(struct cli *c, const struct landscape *l, const char *text,
	      unsigned kinds, uint32_t *ret, struct err *e)
{
	struct search s = { .c = c, .l = l, .kinds = kinds };
	uint32_t node = landscape_find_id(l, sv(text));
	enum fit fit;

	if (node != NODE_NONE && kinds & 1u << l->node[node].kind) {
		*ret = node;
		return 0;
	}
	if (text_utf8_bad(sv(text)) >= 0)
		return err_set(e, ERR_USAGE, NULL,
			       "'%s' is not valid UTF-8 (expected a name)",
			       text);
	s.name = text_clean(&c->mem, sv(text));
	take_kind(&s);
	s.strict = text_fold(&c->mem, s.name);
	s.loose = text_fold_loose(&c->mem, s.name);
	search_landscape(&s);
	if (best_fit(&s) == FITS && search_documents(&s, e))
		return -1;
	fit = best_fit(&s);
	if (fit == FITS)
		return nothing(&s, e);
	if (s.n[fit] > 1)
		return several(&s, fit, e);
	*ret = s.found[fit][0];
	return 0;
}

int
cli_find_board(struct cli *c, const struct landscape *l, uint32_t *ret,
	       struct err *e)
{
	*ret = NODE_NONE;
	if (!c->board[0])
		return 0;
	return cli_find_node(c, l, c->board, 1u << NODE_BOARD, ret, e);
}
