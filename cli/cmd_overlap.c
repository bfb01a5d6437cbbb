/* landschap overlap: where two products do the same. Says nothing on why. */
#include "analyzer/overlap.h"
#include "cli/look.h"

const struct option options_overlap[] = {
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_overlap = {
	N_("A line for each board and function with two or more known products "
	   "at one school; schools with the same products are one line. It may "
	   "be meant so: learning material usually has many."),
	{
		{ "landschap overlap", N_("everywhere") },
		{ "landschap overlap -F kantoor",
		  N_("who runs two office suites") },
	},
};

static const struct column columns[] = {
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id of function"), "", COLUMN_TEXT },
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "board_id", N_("id of board"), "", COLUMN_TEXT },
	{ "n", N_("how many"), "", COLUMN_INTEGER },
	{ "products", N_("products"), "", COLUMN_TEXT },
	{ "product_ids", N_("ids of products"), "", COLUMN_TEXT },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
	{ "first_site", N_("first school"), "", COLUMN_TEXT },
	{ "first_site_id", N_("id of first school"), "", COLUMN_TEXT },
};
static const char names[] = "function board n products sites pupils";

/* Names or ids of the products in a cell, "; " between. */
static struct value
products(const struct look *k, const struct cell *cell, bool ids)
{
	struct buf b = { 0 };
	struct value v;

	for (uint32_t i = cell->first; i < cell->first + cell->n; i++) {
		uint32_t p = k->cells.fill[i].product;

		if (p == NODE_NONE)
			continue;
		buf_printf(&b, "%s%s", b.n ? "; " : "",
			   ids ? k->l.node[p].id : k->l.node[p].name);
	}
	v = value_text(arena_sv(&k->c->mem, buf_view(&b)));
	buf_done(&b);
	return v;
}

int cmd_overlap(struct cli *c, struct err *e);

int
cmd_overlap(struct cli *c, struct err *e)
{
	struct look k;
	struct table t;
	struct overlap *o;
	uint32_t n = 0;
	int rc = look_open(c, &k, e);

	if (rc == 0) {
		table_init(&t, &c->mem, c->command->name, columns,
			   sizeof(columns) / sizeof(*columns));
		overlap_find(&k.cells, &c->mem, &o, &n);
	}
	for (uint32_t i = 0; i < n; i++) {
		const struct cell *cell = &k.cells.cell[o[i].cell];
		struct value *v = table_row(&t);

		v[0] = look_name(&k, o[i].function);
		v[1] = look_node_id(&k, o[i].function);
		v[2] = look_name(&k, o[i].board);
		v[3] = look_node_id(&k, o[i].board);
		v[4] = value_int(o[i].products);
		v[5] = products(&k, cell, false);
		v[6] = products(&k, cell, true);
		v[7] = value_int(o[i].sites);
		v[8] = value_int(o[i].pupils);
		v[9] = look_name(&k, cell->site);
		v[10] = look_node_id(&k, cell->site);
	}
	if (rc == 0)
		rc = look_print(&k, &t, names, e);
	look_done(&k);
	return rc;
}
