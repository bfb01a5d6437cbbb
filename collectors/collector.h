/*
 * How to add a collector
 *   1. write collectors/NAME.c with `const struct collector collector_NAME`;
 *   2. add one line to collectors/collectors.def;
 *   3. add a golden case: tests/golden/NAME/ with an input and its facts.
 * A collector turns one document into records (schema/model/sink.h). It opens
 * no other file, knows no database, no clock and no network. Unknown columns
 * are told once and passed over; a known column with wrong content refuses
 * that row by name; a missing mandatory column refuses the file.
 */
#ifndef COLLECTORS_COLLECTOR_H
#define COLLECTORS_COLLECTOR_H

#include "base/buf.h"
#include "base/diag.h"
#include "collectors/syntax/input.h"
#include "collectors/syntax/table.h"
#include "schema/model/sink.h"

/* How sure a collector is. Order in collectors.def never matters. */
enum probe { PROBE_NO, PROBE_MAYBE, PROBE_YES };

/*
 * The first rows of one sheet that are not empty, cells cleaned (text_clean)
 * and header-folded. Cells past LIMIT_CSV_COLUMNS or LIMIT_NAME_BYTES are left
 * out: they are no header.
 */
struct head_row {
	uint32_t number;
	uint32_t ncell;
	struct head_cell {
		uint32_t col;
		enum cell_type type;
		struct sv text;   /* clean */
		struct sv folded; /* text_fold_header */
	} * cell;
};
struct head_sheet {
	uint32_t number;
	struct sv name;
	struct head_row *row; /* at most LIMIT_HEADER_ROWS */
	uint32_t nrow;
};
/* What probes look at. */
struct head {
	enum syntax syntax;
	const struct input *in;
	struct head_sheet *sheet; /* tables only */
	uint32_t nsheet;
	struct json_t *json; /* JSON only: the whole of it; owned */
	struct arena *mem;
};

/* Who vouches for a document, checked; all empty: nobody did. */
struct signature {
	const char *signer;    /* SHA-256 of the certificate, hex; or NULL */
	const char *algorithm; /* "rsa-sha256" */
	int32_t valid_until;   /* yyyymmdd, or 0 */
};

/* One line of a --map file: field = header, for one sheet or for all. */
struct mapping_line {
	struct sv sheet; /* empty: every sheet */
	struct sv field, header;
};
struct mapping {
	struct mapping_line *line;
	uint32_t n;
};

struct import {
	const struct input *in;
	const struct head *head;
	struct sink *sink;
	struct diag *diag;
	struct arena *mem;             /* lives until the import ends */
	struct sv board;               /* --board, or empty */
	const struct mapping *mapping; /* --map, or NULL */
	struct buf *ret_mapping;       /* --write-map, or NULL: text to write */
	/* Of signed metadata; see collectors/xmldsig.h for what is believed. */
	struct sv pinned;   /* what the user's file of a certificate or of keys
			     * holds, or the 32 bytes of a SHA-256; or empty */
	bool allow_sha1;    /* as long as a federation signs with it */
	bool allow_expired; /* read what is no longer valid as well */
	int32_t today;      /* yyyymmdd; collectors know no clock */
	/* Set by the collector when the document itself tells its date. */
	int32_t ret_as_of;
	/*
	 * Set when editions of this document carry different file names
	 * (registers): the name that stays the same. NULL: the file's name.
	 */
	const char *ret_series;
	/* Set when the signature was checked with what was pinned; in mem. */
	struct signature ret_signature;
};

struct collector {
	const char *name;    /* for --as, and in the log */
	const char *summary; /* N_() */
	bool needs_table;    /* a CSV, XLSX, ODS or FODS file */
	bool is_signed;      /* it may be, and --verify checks that */
	/*
	 * An edition is all there is: when many of its rows are lost, somebody
	 * cut it off or handed over another one.
	 */
	bool is_complete;
	enum rung rung;
	enum probe (*probe)(const struct head *h);
	/* 0, or -1 with e set: nothing of this file is kept. */
	int (*import)(struct import *im, struct err *e);
};

extern const struct collector *const collectors[]; /* ends with NULL */

/* By name for --as; NULL when there is none. */
const struct collector *collector_by_name(struct sv name);
/* Appends "applications, usage, ...", for messages. */
void collector_names(struct buf *out);
/*
 * The one collector that says YES, or the one MAYBE when nobody does. Nobody,
 * or more than one: -1, and the message lists what was looked for.
 */
int collector_choose(const struct head *h, const struct collector **ret,
		     struct err *e);
/*
 * Reads the head of a document; for what is no table, nsheet is 0. JSON is
 * read once, here, and wholly. The rest lives in mem. head_done() in any case.
 */
int head_read(const struct input *in, struct arena *mem, struct head *ret,
	      struct err *e);
void head_done(struct head *h);

#endif
