/* Landscapes for tests. Refuses nothing: tests make odd ones on purpose. */
#include "tests/unit/made.h"

#include <stdlib.h>

#include "tests/unit/build_landscape.h"

/* Growing arrays move to the arena in made_finish(). */
uint32_t
made_named(struct made *m, enum node_kind kind, const char *id, struct sv name)
{
	struct landscape *l = &m->l;

	VEC_ROOM(l->node, l->nnode, m->node_cap);
	l->node[l->nnode] = (struct node){
		.kind = kind,
		.id = arena_printf(&l->mem, "%s:%s", node_kind_name(kind), id),
		.name = arena_sv(&l->mem, name).p,
		.folded = "",
		.pupils_low = -1,
		.pupils_high = -1,
		.sector = "",
		.country_code = "",
		.board = NODE_NONE,
	};
	return l->nnode++;
}

uint32_t
made_node(struct made *m, enum node_kind kind, const char *name)
{
	return made_named(m, kind, name, sv(name));
}

uint32_t
made_school(struct made *m, const char *name, uint32_t board, int32_t pupils)
{
	uint32_t i = made_node(m, NODE_SCHOOL, name);

	m->l.node[i].board = board;
	m->l.node[i].board_ev = (struct evidence){ .said = 1 };
	m->l.node[i].pupils_low = m->l.node[i].pupils_high = pupils;
	return i;
}

void
made_use(struct made *m, uint32_t site, uint32_t function, uint32_t product)
{
	struct landscape *l = &m->l;

	VEC_ROOM(l->usage, l->nusage, m->usage_cap);
	l->usage[l->nusage++] = (struct usage){
		.site = site,
		.function = function,
		.product = product,
		.vendor = NODE_NONE,
		.share = -1,
		.status = STATUS_IN_USE,
		.cost = -1,
		.owner = "",
		.fallback = "",
		.sign_on = "",
		.hosting = "",
		.agreement = "",
		.dpia = "",
		.data = "",
		.biv = "",
		.ai = "",
		.platform = "",
		.exit_plan = "",
		.alternatives = "",
		.links = "",
		.ev = { .said = 1, .rung = RUNG_DECLARED },
	};
}

void
made_supply(struct made *m, uint32_t product, uint32_t organisation)
{
	struct landscape *l = &m->l;

	VEC_ROOM(l->supply, l->nsupply, m->supply_cap);
	l->supply[l->nsupply++] =
		(struct supply){ organisation,
				 product,
				 ROLE_MAKER,
				 { .said = 1, .rung = RUNG_PUBLISHED } };
}

void
made_owner(struct made *m, uint32_t child, uint32_t parent, int32_t percent)
{
	struct landscape *l = &m->l;

	VEC_ROOM(l->holding, l->nholding, m->holding_cap);
	l->holding[l->nholding++] = (struct holding){
		.parent = parent,
		.child = child,
		.percent = percent,
		.kind = parent == NODE_NONE ? OWNERSHIP_NONE
					    : OWNERSHIP_CAPITAL,
		.ev = { .said = 1, .rung = RUNG_PUBLISHED },
	};
}

void
made_seat(struct made *m, uint32_t organisation, uint32_t country)
{
	struct landscape *l = &m->l;

	VEC_ROOM(l->seat, l->nseat, m->seat_cap);
	l->seat[l->nseat++] = (struct seat){
		organisation, country, { .said = 1, .rung = RUNG_PUBLISHED }
	};
}

void
made_need(struct made *m, uint32_t from, uint32_t to, enum carrier carrier)
{
	struct landscape *l = &m->l;

	VEC_ROOM(l->need, l->nneed, m->need_cap);
	l->need[l->nneed++] = (struct need){
		.dependent = from,
		.provider = to,
		.carrier = carrier,
		.necessity = NECESSITY_REQUIRED,
		.group = "",
		.n = 1,
		.ev = { .said = 1, .rung = RUNG_DECLARED },
	};
}

void
made_finish(struct made *m)
{
	struct landscape *l = &m->l;
	struct sketch s = { .l = m->l };

	sketch_finish(&s, l);
	l->at = 20261124;
	l->known_at = "";
	l->coverage = (struct coverage_counts){
		.sources = 2,
		.boards = l->first[NODE_BOARD + 1] - l->first[NODE_BOARD],
		.schools = l->first[NODE_SCHOOL + 1] - l->first[NODE_SCHOOL],
	};
	l->coverage.boards_reporting = l->coverage.boards;
}

void
made_done(struct made *m)
{
	landscape_done(&m->l);
	*m = (struct made){ 0 };
}

static const char *
numbered(struct made *m, const char *word, uint32_t i)
{
	return arena_printf(&m->l.mem, "%s %u", word, i);
}

/* Vendors, their owners and countries; one vendor in seven is unknown. */
static void
make_vendors(struct made *m, const uint32_t *product, uint32_t n)
{
	static const char *const codes[] = { "Nederland", "Duitsland",
					     "Verenigde Staten", "Zweden" };
	uint32_t country[4], parent = NODE_NONE, vendor = NODE_NONE;

	for (uint32_t i = 0; i < 4; i++)
		country[i] = made_node(m, NODE_COUNTRY, codes[i]);
	for (uint32_t i = 0; i < n; i++) {
		if (i % 7 == 6)
			continue;
		if (i % 2 == 0) {
			vendor = made_node(
				m, NODE_ORGANISATION,
				numbered(m, "Uitgeverij de Letter", i));
			made_seat(m, vendor, country[i % 4 ? 0 : 2]);
			if (i % 8 == 0) {
				parent = made_node(
					m, NODE_ORGANISATION,
					numbered(m, "Onderwijs Holding", i));
				made_seat(m, parent, country[i % 3]);
				made_owner(m, parent, NODE_NONE, -1);
			}
			if (i % 6)
				made_owner(m, vendor, parent, 6000);
			else if (i % 4)
				made_owner(m, vendor, NODE_NONE, -1);
		}
		made_supply(m, product[i], vendor);
	}
}

void
made_sector(struct made *m, uint32_t boards, uint32_t functions,
	    uint32_t products)
{
	uint32_t *f = mem_realloc(NULL, functions, sizeof(*f));
	uint32_t *p = mem_realloc(NULL, products, sizeof(*p));
	uint32_t seed = 7;

	for (uint32_t i = 0; i < functions; i++) {
		f[i] = made_node(m, NODE_FUNCTION,
				 numbered(m, "Oefenen en toetsen", i));
		m->l.node[f[i]].criticality = (int8_t)(i % 3 + 1);
	}
	for (uint32_t i = 0; i < products; i++)
		p[i] = made_node(m, NODE_PRODUCT, numbered(m, "Rekenreus", i));
	for (uint32_t b = 0; b < boards; b++) {
		uint32_t board = made_node(
			m, NODE_BOARD, numbered(m, "Stichting Leerrijk", b));
		uint32_t school[4];

		for (uint32_t s = 0; s < 4; s++)
			school[s] = made_school(
				m, numbered(m, "De Regenboog", b * 4 + s),
				board,
				(int32_t)(80 + (b * 131 + s * 57) % 500));
		for (uint32_t i = 0; i < products; i++) {
			seed = seed * 1103515245 + 12345;
			if (boards > 1 && seed >> 16 & 1)
				continue;
			made_use(m, i % 5 == 4 ? school[i % 4] : board,
				 f[i % functions], p[i]);
		}
	}
	make_vendors(m, p, products);
	free(f);
	free(p);
	made_finish(m);
}
