/*
 * DUO: school boards of primary, special and secondary education: number,
 * name, KvK number (its lost leading zero restored) and municipality. The
 * order of columns differs for each sector. Refuses rows without a number.
 */
#include "base/limits.h"
#include "collectors/duo.h"
#include "schema/model/keys.h"

enum {
	NUMBER,
	NAME,
	KVK,
	TOWN,
	TYPE,
};

static int
begin(struct plain *p, struct err *e)
{
	const char *sector = duo_sector_of_file(p->im->in->name);

	(void)e;
	if (p->col[TYPE])
		sector = "SO";
	if (sector)
		p->im->ret_series =
			arena_printf(p->im->mem, "duo-boards-%s", sector);
	p->as_of = duo_date_of_file(p->im->in->name);
	return 0;
}

static int
row(struct plain *p, struct err *e)
{
	struct node_record n = { .kind = NODE_BOARD, .nkeys = 1 };
	struct sv number = p->cell[NUMBER], kvk = p->cell[KVK];
	uint32_t board;

	n.key[0].scheme = KEY_BOARD_NUMBER;
	if (!key_normalise(KEY_BOARD_NUMBER, number, &p->scratch,
			   &n.key[0].value))
		return plain_refuse(p, NUMBER,
				    "board number '%.*s' (expected 5 digits)",
				    SV_ARG(plain_shown(number)));
	if (kvk.n) {
		n.key[1].scheme = KEY_BOARD_KVK;
		if (!key_normalise(KEY_BOARD_KVK, kvk, &p->scratch,
				   &n.key[1].value))
			return plain_refuse(p, KVK,
					    "KvK number '%.*s' (expected 8 "
					    "digits)",
					    SV_ARG(plain_shown(kvk)));
		n.nkeys++;
	}
	n.name = duo_name(p, p->cell[NAME]);
	if (n.name.n > LIMIT_NAME_BYTES)
		return plain_refuse(p, NAME,
				    "a name of %zu bytes (expected at most %u)",
				    n.name.n, LIMIT_NAME_BYTES);
	n.place = plain_place(p, NUMBER);
	board = mention(&p->names, &n, e);
	if (!board)
		return -1;
	return plain_attribute(p, board, "municipality",
			       text_clean(&p->scratch, p->cell[TOWN]), TOWN, -1,
			       e);
}

static const struct plain_kind kind = {
	.name = "duo_boards",
	.header = { DUO_BOARD, "bevoegdgezagnaam|naambevoegdgezag", "kvknummer",
		    DUO_TOWN, "soortprimaironderwijs" },
	.fills = { "board node", "name", "kvk", "municipality", NULL },
	.must = "bevoegdgezagnummer bevoegdgezagnaam|naambevoegdgezag "
		"kvknummer|administratiekantoornummer",
	.rung = RUNG_REGISTER,
	.is_folded = true,
	.row = row,
	.begin = begin,
};

static enum probe
probe(const struct head *h)
{
	return plain_stands_in(h, &kind) ? PROBE_YES : PROBE_NO;
}

static int
import(struct import *im, struct err *e)
{
	static const struct plain_kind *const kinds[] = { &kind, NULL };

	return plain_import(im, kinds, NULL, e);
}

const struct collector collector_duo_boards = {
	.name = "duo_boards",
	.summary = N_("DUO: school boards"),
	.needs_table = true,
	.rung = RUNG_REGISTER,
	.probe = probe,
	.import = import,
};
