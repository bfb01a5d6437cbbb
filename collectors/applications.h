/*
 * Inside of the application-list recogniser: how a sheet is laid out
 * (applications_layout.c), what a cell says (applications_cell.c) and what a
 * row claims (applications_row.c). Nobody else includes this.
 */
#ifndef COLLECTORS_APPLICATIONS_H
#define COLLECTORS_APPLICATIONS_H

#include "base/limits.h"
#include "collectors/collector.h"
#include "collectors/names.h"
#include "collectors/say.h"
#include "schema/model/mentions.h"

enum app_field {
	APP_NONE, /* a column that is not read */
#define FIELD(ID, name, how, facts) APP_##ID,
#include "collectors/applications.def"
#undef FIELD
	APP_FIELDS,
};

enum app_how {
	HOW_NAMES,
	HOW_BRINS,
	HOW_BRANCH,
	HOW_BOARD,
	HOW_COUNT,
	HOW_SHARE,
	HOW_STATUS,
	HOW_CRITICALITY,
	HOW_AMOUNT,
	HOW_DATE,
	HOW_AGREEMENT,
	HOW_OWNER,
	HOW_TEXT,
	HOW_BIV,
	HOW_LEVEL,
	HOW_KVK,
	HOW_ENTITY_ID,
	HOW_COUNTRY,
	HOW_PASS,
	HOW_PERSON,
};

enum app_how app_how(enum app_field f);
const char *app_field_name(enum app_field f);
/* By name; APP_NONE for "-", false when there is no such field. */
bool app_field_from(struct sv name, enum app_field *ret);

/* A board or school as a title, sheet or cell names it. */
struct app_site {
	struct sv name, number; /* number: board number or BRIN, normalised */
};

/* One column of the header. */
struct app_column {
	uint32_t col;
	enum app_field field;
	struct sv header;       /* clean; of two rows "Contract Start" */
	bool is_weak;           /* the header is too general to trust alone */
	bool is_mapped;         /* --map says so */
	bool is_double;         /* another column is read for its field */
	bool is_site;           /* cross-table: header names a school */
	struct app_site school; /* of a cross-table column */
};

/* How one sheet is to be read. */
struct layout {
	uint32_t sheet;  /* number of the sheet */
	struct sv name;  /* of the sheet */
	bool is_list;    /* false: no known header, passed over */
	uint32_t header; /* row number of the last header row */
	struct app_column *column;
	uint32_t ncolumn;
	uint32_t of[APP_FIELDS]; /* index in column + 1; 0: no such column */
	uint32_t last;           /* last column that is read */
	uint32_t ncross;         /* columns that are schools */
	struct app_site board;   /* of a title row */
	struct app_site school;  /* of a title row, or the sheet's name */
	struct sv function;      /* the sheet's name, when it is one */
};

/* Pupils of a site that were last sent, so that they are said once. */
struct memo {
	int64_t low, high; /* low -1: nothing sent */
};

enum { ROLES = ROLE_OPERATOR + 1 };

/* What the recogniser works with; lives as long as one import. */
struct apps {
	struct table_handler handler; /* first */
	struct import *im;
	struct words words;
	struct layout *layout; /* one for each sheet of the head */
	uint32_t nlayout;
	const struct layout *now; /* sheet being read, or NULL */
	bool has_cells;           /* places of this sheet are cells */
	uint32_t part;            /* its PART */
	struct mentions mentions;
	struct tally_record tally;
	struct cell_cache *cache; /* two for each column of the layout */
	uint32_t ncache;
	struct arena cache_mem;     /* what the caches point to */
	char *room;                 /* in it, for the next parsed; NULL: none */
	uint32_t nroom;             /* so many fit */
	uint32_t ncached;           /* cells in all caches */
	struct cell_shared *shared; /* by number of the text; heap */
	uint32_t nshared;
	uint32_t *index; /* column number -> index in layout + 1 */
	uint32_t nindex;
	struct pairs supplies[ROLES]; /* organisation, product: sent */
	struct pairs seats;           /* organisation, country: sent */
	/* By ref, so that it is said once; heap. Apart: one is looked at often.
	 */
	uint32_t *other; /* of a site its board, of a product its vendor */
	struct memo *memo;
	uint32_t memo_cap; /* of both */
	struct line *line; /* the row being read: see applications_row.c */
	/* Board columns of the row before, and the board they name. */
	const struct parsed *board_name, *board_number;
	uint32_t board;
	struct map told;          /* things that are told once */
	uint32_t default_board;   /* ref, or 0 */
	struct app_site board_is; /* what names it */
	uint64_t functions_only;  /* rows that name a function, no product */
	uint64_t unmarked;        /* cross-table rows without a mark */
	bool told_board;          /* that --board is not what the list says */
	char place[16];           /* of apps_at */
};

/*
 * How a cell reads; the same text in the same column reads the same. What most
 * rows ask for comes first, in one line of the processor's cache: a large list
 * waits for memory more than for anything else.
 */
struct parsed {
	struct sv raw; /* what stands in the cell */
	/* A lone name that was last mentioned together with something else. */
	const struct parsed *beside; /* KvK number, entityID, school's name */
	uint32_t within;             /* board */
	uint32_t with;               /* ref of the two together; 0: not yet */
	uint32_t lone;   /* ref of a lone name by itself; 0: not yet */
	uint32_t npart;  /* names; of a board there are none */
	const char *why; /* SAY_BAD of a name: what is wrong, for refusals */
	uint32_t *ref;   /* of several names, by themselves; NULL: not yet */
	enum say state : 8;
	enum word_row row : 8; /* "Totaal", "Voorbeeld": what row this is */
	bool is_told;          /* a remark about it was made */
	bool is_header; /* of a product: a word that heads such a column */
	struct sv text;
	const struct sv *part; /* the names; of a board its name and number */
	int64_t a, b;          /* number, low and high, date, code */
};

/*
 * What was read in one column, by hash. A map would do; but most of a large
 * list is looked up here, and each step from table to text is felt.
 */
struct cell_slot {
	struct parsed *read; /* NULL: empty */
	uint32_t hash;
};
struct cell_cache {
	struct cell_slot *slot; /* nslot of them, a power of two; heap */
	uint32_t n, nslot;
	struct parsed *last; /* of the row before */
};

/* How a text that the document keeps once reads, where it stood last. */
struct cell_shared {
	struct parsed *read; /* NULL: not yet */
	uint32_t column;
};

/* A cell of the row that stands under a field. */
struct look {
	const struct cell *cell;
	uint32_t column; /* of the layout */
	enum app_field field;
	struct cell_cache *cache;
	struct parsed *read; /* how it reads; NULL: was not read before */
	uint32_t hash;
};

/*
 * Finds the header of a sheet. is_list is false when there is none. Fails for
 * a header that stands there twice and for a --map that does not fit.
 */
int layout_find(struct import *im, const struct words *w,
		const struct head_sheet *s, bool has_cells, struct layout *ret,
		struct err *e);
/* How many known columns the best header of a sheet has; 0: none. */
uint32_t layout_score(const struct words *w, const struct head_sheet *s,
		      struct arena *mem);
/*
 * What sheet names mean, once all sheets are known: schools or functions. And
 * the document's date, from the titles.
 */
void layout_settle(const struct import *im, const struct words *w,
		   struct layout *layout, uint32_t n);
/* "16SW00 De Wiekslag", "De Wiekslag (16SW00)", "41234". */
struct app_site
app_site_of(struct sv text, enum key_scheme scheme, struct arena *mem);

/*
 * The place of a cell of this sheet, for messages ("Blad1:B12", or line and
 * column of a CSV file); col 0: the row. Valid until the next call.
 */
struct at apps_at(struct apps *a, uint32_t row, uint32_t col);
/* What the cell of layout column `column` says. Valid until the next row. */
struct parsed *
cell_read(struct apps *a, uint32_t column, const struct cell *c, uint32_t row);
/*
 * Sets .read of the cells that were read before; says nothing. All cells of a
 * row at once: their waits for memory overlap then.
 */
void cells_known(struct apps *a, struct look *look, uint32_t n);
/* Empty caches for a sheet with so many columns; 0 at the end. */
void cells_reset(struct apps *a, uint32_t ncolumns);
/* Between rows: forgets what was read when that has become much. */
void cells_trim(struct apps *a);

/* Facts of one row below the header. */
int apps_row(struct apps *a, const struct row *row, struct err *e);

#endif
