/*
 * Tables with fixed columns in any order: the plain tables by which a graph
 * can be given by hand, and registers. In plain tables an empty cell is
 * unknown, "?" says so, and "-" says that there is none.
 *
 * A kind of table is one small file: its columns, and what one row says.
 */
#ifndef COLLECTORS_PLAIN_H
#define COLLECTORS_PLAIN_H

#include "base/map.h"
#include "collectors/collector.h"
#include "schema/model/mentions.h"

enum { PLAIN_FIELDS = 16, PLAIN_RECENT = 8192 };

struct plain;

/* What became of a row; -1 (with e set) ends the import. */
enum { PLAIN_USED = 0, PLAIN_REFUSED = 1 };

struct plain_kind {
	const char *name; /* "usage" */
	/*
	 * Column names; ends with NULL. Their index is the field number. Exact
	 * names, or with is_folded names as text_fold_header makes them, other
	 * spellings behind a "|".
	 */
	const char *header[PLAIN_FIELDS + 1];
	/*
	 * By field: columns of facts that it fills, separated by blanks; NULL:
	 * known and not read. `why` finds the cell of a value through these.
	 */
	const char *fills[PLAIN_FIELDS];
	/* Columns that must be there: "product board|school". */
	const char *must;
	enum rung rung; /* declared is published when `source` is a URL */
	bool is_folded;
	/* Parses first, then writes: a refused row leaves no fact behind. */
	int (*row)(struct plain *p, struct err *e);
	/* A column that is no field, or NULL: 1 taken, 0 not read, -1. */
	int (*other)(struct plain *p, uint32_t col, struct sv header,
		     struct err *e);
	/* After the header and after the last row; or NULL. */
	int (*begin)(struct plain *p, struct err *e);
	int (*end)(struct plain *p, struct err *e);
};

extern const struct plain_kind plain_usage, plain_products, plain_organisations,
	plain_dependencies, plain_indicators, plain_countries, plain_functions,
	plain_aliases, plain_data_categories;
/* All of them; ends with NULL. */
extern const struct plain_kind *const plain_kinds[];

/* What a cell said when it was first met: the same cell, the same ref. */
struct plain_seen {
	struct map map; /* scope and raw cell -> ref */
	struct sv last; /* the cell before this one; in the map's arena */
	uint32_t last_scope, last_kind, last_ref;
};

/* A fact that is said but once, and the last word of a code column. */
struct plain_key {
	int64_t c, d;
	uint32_t kind, a, b, is_set;
};
struct plain_word {
	char text[16];
	size_t n;
	int64_t code;
};

/* One import; the row function reads its row from here. */
struct plain {
	struct table_handler handler; /* first */
	struct import *im;
	const struct plain_kind *const *kinds; /* permitted here */
	const struct plain_kind *kind;         /* of this sheet, or NULL */
	struct mentions names;
	struct plain_seen seen[PLAIN_FIELDS];
	struct map once;          /* facts that are said but once */
	struct plain_key *recent; /* PLAIN_RECENT of them, by hash */
	struct plain_word word[PLAIN_FIELDS];
	struct arena scratch;         /* of a few rows */
	struct buf key;               /* scratch */
	struct sheet sheet;           /* being read; name in im->mem */
	uint32_t part;                /* of this sheet, 0 before its header */
	uint32_t parts;               /* sheets read so far */
	uint32_t width;               /* columns of the header */
	uint32_t row;                 /* number of the row */
	uint32_t col[PLAIN_FIELDS];   /* of each field; 0: not in this table */
	unsigned char *field_of;      /* by column: field + 1, or 0 */
	struct sv cell[PLAIN_FIELDS]; /* trimmed; empty when unknown */
	enum cell_type type[PLAIN_FIELDS];
	struct tally_record tally;
	char cell_name[16];  /* "C2", for messages */
	int32_t as_of;       /* latest `checked`, or 0 */
	const struct row *r; /* the row itself, for columns that are no field */
	void *state;         /* the kind's own */
};

/* The kind of which the head shows a sheet, and no sheet of another kind. */
enum probe plain_probe(const struct head *h, const struct plain_kind *kind);
/* True when sheets of two or more kinds stand in it. */
bool plain_is_mixed(const struct head *h);
/* True when a sheet has the mandatory columns of this kind. */
bool plain_stands_in(const struct head *h, const struct plain_kind *kind);
/* Reads all sheets that are of one of the kinds (ends with NULL). */
int plain_import(struct import *im, const struct plain_kind *const *kinds,
		 void *state, struct err *e);

/* The collector of one kind of plain table, which is declared by its table. */
#define PLAIN_COLLECTOR(NAME, SUMMARY, RUNG)                                   \
	static enum probe NAME##_probe(const struct head *h)                   \
	{                                                                      \
		return plain_probe(h, &plain_##NAME);                          \
	}                                                                      \
	static int NAME##_import(struct import *im, struct err *e)             \
	{                                                                      \
		static const struct plain_kind *const kinds[] = {              \
			&plain_##NAME, NULL                                    \
		};                                                             \
		return plain_import(im, kinds, NULL, e);                       \
	}                                                                      \
	const struct collector collector_##NAME = {                            \
		.name = #NAME,                                                 \
		.summary = SUMMARY,                                            \
		.needs_table = true,                                           \
		.rung = RUNG,                                                  \
		.probe = NAME##_probe,                                         \
		.import = NAME##_import,                                       \
	}

/* Refuses the row because of this cell. Always PLAIN_REFUSED. */
int plain_refuse(struct plain *p, int field, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A value as a message shows it: not more than a line of it. */
static inline struct sv
plain_shown(struct sv value)
{
	return sv_cut(value, 80);
}
struct place plain_place(const struct plain *p, int field); /* -1: the row */
/* "?": the table says that it is not known. */
bool plain_says_unknown(const struct plain *p, int field);
/* "-": the table says that there is none. */
bool plain_says_none(const struct plain *p, int field);

/*
 * The node that a cell names, 0 for an empty cell, "?" and "-". Numbers and
 * BRINs become keys; scope is the board of a school. Cheap when the cell was
 * seen before. 0, PLAIN_REFUSED or -1.
 */
int plain_node(struct plain *p, int field, enum node_kind kind, uint32_t scope,
	       uint32_t *ret, struct err *e);
/* The same for "organisation:X", "country:NL", "function:X", "product:X". */
int plain_any_node(struct plain *p, int field, uint32_t *ret, struct err *e);
/* Key and name of a node from a cell or a part of one. */
void plain_describe(struct plain *p, enum node_kind kind, struct sv text,
		    struct node_record *ret);

/* Starts a fact about this row. */
void plain_fact(struct plain *p, enum fact_kind kind, int source_field,
		struct fact_record *ret);
int plain_put(struct plain *p, const struct fact_record *f, struct err *e);
/* True the first time that these five are met. */
bool plain_once(struct plain *p, enum fact_kind kind, uint32_t a, uint32_t b,
		int64_t c, int64_t d);
/* An attribute of a node; nothing when value is empty. */
int
plain_attribute(struct plain *p, uint32_t node, const char *name,
		struct sv value, int field, int source_field, struct err *e);

/*
 * Values. Each leaves *ret as it was when the cell is empty, "?" or "-", and
 * refuses the row when it cannot be read. 0 or PLAIN_REFUSED.
 */
int
plain_code(struct plain *p, int field, enum code_domain domain, int64_t *ret);
int plain_number(struct plain *p, int field, int64_t min, int64_t max,
		 int64_t *ret);
/* Pupils: 120, <5 (1 to 4), 100-120. */
int
plain_range(struct plain *p, int field, int64_t *ret_low, int64_t *ret_high);
/* 0.25, 25% or 1/4, in 1/10000. */
int plain_share(struct plain *p, int field, int64_t *ret);
/* 51 or 51% or 50,1, in 1/100 of a per cent. */
int plain_percent(struct plain *p, int field, int64_t *ret);
/* Euro in cents: 1234.50, 1.234,50. */
int plain_cost(struct plain *p, int field, int64_t *ret);
/*
 * A day. "2023" and "2023-07" are their first day, or with `last` their last.
 */
int plain_date(struct plain *p, int field, bool last, int32_t *ret);
/* The day after, for claims that hold until and including a day; 0 for 0. */
int32_t plain_day_after(int32_t date);
/*
 * Text for a TEXT column, with the reserved first characters of kinds.def. A
 * text that itself begins with such a character gets a blank in front.
 */
struct sv plain_text(struct plain *p, int field);
bool plain_is_url(struct sv s);

#endif
