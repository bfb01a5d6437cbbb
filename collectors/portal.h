/*
 * Tables that the portals of sign-on services export: one row, one application
 * or one attribute of one. Columns are known by the words of headers.csv
 * (columns "collector", "field"), so that a header in another language or a
 * later spelling is a row there. A kind of table is one small file: its fields
 * and what one row says.
 *
 * Of columns whose field is "personal" nothing is read; "-" are known and of
 * no use.
 */
#ifndef COLLECTORS_PORTAL_H
#define COLLECTORS_PORTAL_H

#include "collectors/signon.h"
#include "collectors/words.h"

enum { PORTAL_FIELDS = 28 };

struct portal;

/* What became of a row; -1 (with e set) ends the import. */
enum { PORTAL_USED = 0, PORTAL_REFUSED = 1, PORTAL_EMPTY = 2 };

struct portal_kind {
	const char *name; /* of the collector, also in headers.csv */
	/* Ends with NULL; the index of a name is the field's number. */
	const char *field[PORTAL_FIELDS + 1];
	/*
	 * Fields that must be there, "name access|id": a blank is and, a bar
	 * or. So many that no list made by hand has all of them by chance.
	 */
	const char *must;
	int (*begin)(struct portal *p, struct err *e); /* or NULL */
	/* Parses first, then writes: a refused row leaves no fact behind. */
	int (*row)(struct portal *p, struct err *e);
	int (*end)(struct portal *p, struct err *e); /* or NULL */
};

/* One import; the row function reads its row from here. */
struct portal {
	struct table_handler handler; /* first */
	const struct portal_kind *kind;
	struct words words; /* headers only */
	struct signon s;
	const struct head *head;
	struct sheet sheet;            /* being read; name in import.mem */
	const struct head_row *from;   /* its header row */
	uint32_t number;               /* of the row being read */
	uint32_t col[PORTAL_FIELDS];   /* of each field; 0: not in this sheet */
	struct sv raw[PORTAL_FIELDS];  /* as it stands, for portal_list() */
	struct sv cell[PORTAL_FIELDS]; /* clean; in s.scratch or the row */
	char cell_name[16];            /* "C2", for messages */
	void *state;                   /* the kind's own */
};

enum probe portal_probe(const struct head *h, const struct portal_kind *kind);
/*
 * Reads every sheet that has the header. None: refused, with the fields that
 * are missing and the headers that nobody knows.
 */
int portal_import(struct import *im, const struct portal_kind *kind,
		  void *state, struct err *e);

/* field -1: the row. */
struct place portal_place(struct portal *p, int field);
/* Refuses the row because of this cell. Always PORTAL_REFUSED. */
int portal_refuse(struct portal *p, int field, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* 1, 0, or -1 for an empty cell; else the row is refused. */
int portal_bool(struct portal *p, int field, int *ret);
/* A cell without the scheme of a GUID is refused; empty is empty. */
int portal_guid(struct portal *p, int field, struct sv *ret);
bool portal_is_guid(struct sv s);
/*
 * Takes the next of several values in one cell: behind commas, semicolons,
 * bars and line ends, or in a JSON list of texts. False at the end.
 */
bool portal_list(struct sv *cur, struct sv *ret);

/* The collector of one kind of table, which is declared by its table. */
#define PORTAL_COLLECTOR(NAME, SUMMARY, STATE)                                 \
	static enum probe NAME##_probe(const struct head *h)                   \
	{                                                                      \
		return portal_probe(h, &portal_##NAME);                        \
	}                                                                      \
	static int NAME##_import(struct import *im, struct err *e)             \
	{                                                                      \
		STATE state = { 0 };                                           \
                                                                               \
		return portal_import(im, &portal_##NAME, &state, e);           \
	}                                                                      \
	const struct collector collector_##NAME = {                            \
		.name = #NAME,                                                 \
		.summary = SUMMARY,                                            \
		.needs_table = true,                                           \
		.rung = RUNG_REGISTER,                                         \
		.probe = NAME##_probe,                                         \
		.import = NAME##_import,                                       \
	}

#endif
