/*
 * What the files of DUO's open data have in common. They come in two dialects
 * (`;` and Windows-1252 from the portal, `,` and quotes from the catalogue),
 * three spellings of one key, and names with doubled quotes in them. Headers
 * are compared folded: "BEVOEGD_GEZAGNUMMER" is "bevoegdgezagnummer".
 * Telephone numbers, streets and web sites are not read.
 */
#ifndef COLLECTORS_DUO_H
#define COLLECTORS_DUO_H

#include "collectors/plain.h"

/* Alternatives of header names, folded. */
#define DUO_BOARD       "bevoegdgezagnummer|bevoegdgezag"
#define DUO_INSTITUTION "instellingscode|brinnummer"
#define DUO_SITE        "vestigingscode|vestigingsnummer"
#define DUO_TOWN        "gemeentenaam|gemeentenaamvestiging"

/* The board by its number; 0 for an empty cell or "0". As plain_node. */
int duo_board(struct plain *p, int field, uint32_t *ret, struct err *e);
/*
 * The site by BRIN and number ("00AP" and "00", or "00AP00"), with its name.
 * A row without is refused.
 */
int duo_site(struct plain *p, int institution, int site, int name,
	     uint32_t *ret, struct err *e);
/* A published count; "<5" and -1 are the interval 1 to 4. */
bool duo_count(struct sv s, int64_t *ret_low, int64_t *ret_high);
/* Name as meant: doubled quotes single, "onbekend" none. In p->scratch. */
struct sv duo_name(struct plain *p, struct sv raw);
/* "PO", "SO" for a kind of school (BO, SBO, SO, VSO, SO/VSO); or empty. */
struct sv duo_sector_of_type(struct sv type);
/* "PO", "SO" or "VO" as a file name tells; or NULL. */
const char *duo_sector_of_file(const char *name);
/* The day, month (its first day) or year (with `years`) in a file name; 0. */
int32_t duo_date_of_file(const char *name);
uint32_t duo_year_of_file(const char *name);
/* A governs fact of this row; dates 0 when not known. */
int duo_governs(struct plain *p, uint32_t board, uint32_t site, int field,
		int32_t from, int32_t to, struct err *e);

#endif
