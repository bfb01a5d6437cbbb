/*
 * DUO: all sites of primary, special and secondary education ("02. Alle
 * vestigingen"). A site, its board, its sector and its municipality. The file
 * tells who governs on the day that it was made. Refuses rows without a site
 * code or board number.
 */
#include "collectors/duo.h"

enum {
	INSTITUTION,
	SITE,
	NAME,
	BOARD,
	TOWN,
	STRUCTURE, /* secondary education only */
	TYPE,      /* special education only */
};

static int
begin(struct plain *p, struct err *e)
{
	const char *sector = duo_sector_of_file(p->im->in->name);

	(void)e;
	if (p->col[STRUCTURE])
		sector = "VO";
	else if (p->col[TYPE])
		sector = "SO";
	p->state = (void *)(uintptr_t)(sector ? sector : "PO");
	p->im->ret_series = arena_printf(p->im->mem, "duo-sites-%s",
					 (const char *)p->state);
	p->as_of = duo_date_of_file(p->im->in->name);
	return 0;
}

static int
row(struct plain *p, struct err *e)
{
	struct sv sector = duo_sector_of_type(p->cell[TYPE]);
	uint32_t board, site;
	int rc;

	if ((rc = duo_board(p, BOARD, &board, e)))
		return rc;
	if (!board)
		return plain_refuse(p, BOARD,
				    "no board number (expected 5 digits)");
	if ((rc = duo_site(p, INSTITUTION, SITE, NAME, &site, e)))
		return rc;
	if (sector.n == 0)
		sector = sv(p->state);
	if (duo_governs(p, board, site, BOARD, 0, 0, e) ||
	    plain_attribute(p, site, "sector", sector,
			    p->col[TYPE] ? TYPE : SITE, -1, e))
		return -1;
	return plain_attribute(p, site, "municipality",
			       text_clean(&p->scratch, p->cell[TOWN]), TOWN, -1,
			       e);
}

static const struct plain_kind kind = {
	.name = "duo_sites",
	.header = { DUO_INSTITUTION, DUO_SITE,
		    "vestigingsnaam|naamvestiging|instellingsnaamvestiging|"
		    "instellingsnaam",
		    DUO_BOARD, DUO_TOWN, "onderwijsstructuur",
		    "soortprimaironderwijs|soortvestiging" },
	.fills = { NULL, "school node", "name", "board", "municipality", NULL,
		   "sector" },
	.must = DUO_INSTITUTION " " DUO_SITE " bevoegdgezagnummer "
				"vestigingsnaam|naamvestiging|instellingsnaam|"
				"instellingsnaamvestiging "
				"gemeentenaam provincie|postcode",
	.rung = RUNG_REGISTER,
	.is_folded = true,
	.row = row,
	.begin = begin,
};

/* Files of pupils have sites and boards as well. */
static bool
counts_pupils(const struct head *h)
{
	for (uint32_t i = 0; i < h->nsheet; i++)
		for (uint32_t r = 0; r < h->sheet[i].nrow; r++)
			for (uint32_t c = 0; c < h->sheet[i].row[r].ncell; c++)
				if (sv_find_sv(
					    h->sheet[i].row[r].cell[c].folded,
					    SV("leerlingen")) >= 0)
					return true;
	return false;
}

static enum probe
probe(const struct head *h)
{
	return plain_stands_in(h, &kind) && !counts_pupils(h) ? PROBE_YES
							      : PROBE_NO;
}

static int
import(struct import *im, struct err *e)
{
	static const struct plain_kind *const kinds[] = { &kind, NULL };

	return plain_import(im, kinds, NULL, e);
}

const struct collector collector_duo_sites = {
	.name = "duo_sites",
	.summary = N_("DUO: sites of schools and who governs them"),
	.needs_table = true,
	.rung = RUNG_REGISTER,
	.probe = probe,
	.import = import,
};
