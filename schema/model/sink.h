/*
 * What collectors write to: a stream of plain records. A record holds no
 * pointer that outlives the call, so the stream can be carried over a pipe
 * (schema/model/codec.h) and parsing can run in a confined process.
 *
 * Order within one source: a PART before its rows, a COLUMN before facts that
 * rely on it, a NODE before any record that uses its ref. Refs count from 1 in
 * order of appearance; 0 means unknown.
 */
#ifndef SCHEMA_MODEL_SINK_H
#define SCHEMA_MODEL_SINK_H

#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"
#include "schema/model/model.h"

/*
 * Where in the source. Column 0: the whole row. The cell of one column of a
 * fact is found through the COLUMN records of its part.
 */
struct place {
	uint32_t part; /* number of the PART, from 1 */
	uint32_t row;  /* sheet row or file line, from 1 */
	uint32_t col;  /* column, from 1; 0 = the row */
};

enum record_type {
	RECORD_PART,
	RECORD_COLUMN,
	RECORD_NODE,
	RECORD_SAID,
	RECORD_FACT,
	RECORD_TALLY,
};

/* How the places of a part are written, see schema/model/place.h. */
enum place_style {
	PLACE_LINE,  /* line:column */
	PLACE_CELL,  /* A1 */
	PLACE_XPATH, /* the part's name is a path with {row} and {col} in it */
	PLACE_POINTER, /* ditto, a JSON pointer */
	PLACE_STYLES
};

/* A sheet, table, or kind of place in a tree. */
struct part_record {
	uint32_t part;  /* from 1, ascending */
	struct sv name; /* sheet name; a path; empty for a CSV file */
	enum place_style style;
};

/* "In this part, the field is read from this column." */
struct column_record {
	uint32_t part, col;
	struct sv field;  /* column of a fact, e.g. "product", or node field */
	struct sv header; /* as written in the file */
};

enum { NODE_KEYS_MAX = 6 };

struct node_record {
	uint32_t ref;
	enum node_kind kind;
	uint32_t scope; /* ref of the board of a school known by name, or 0 */
	struct sv name; /* clean, as written; empty when only keys are known */
	uint32_t nkeys;
	struct {
		enum key_scheme scheme;
		struct sv value; /* normalised, see schema/model/keys.h */
	} key[NODE_KEYS_MAX];
	struct place place; /* first place where it is named */
};

/*
 * How often the node was named so in this source; sent once, at the end. Not
 * sent: once.
 */
struct said_record {
	uint32_t ref, times;
};

struct fact_record {
	enum fact_kind kind;
	enum rung rung;
	struct place place;
	int32_t valid_from, valid_to; /* yyyymmdd or 0 */
	uint32_t ref[FACT_REFS_MAX];
	int64_t num[FACT_INTS_MAX]; /* FACT_SILENT when not said */
	struct sv text[FACT_TEXTS_MAX];
};

/* Rows of the whole source; read == used + refused + empty. */
struct tally_record {
	uint64_t read, used, refused, empty;
};

struct record {
	enum record_type type;
	union {
		struct part_record part;
		struct column_record column;
		struct node_record node;
		struct said_record said;
		struct fact_record fact;
		struct tally_record tally;
	};
};

struct sink {
	/* 0, or -1 with e set: stop reading. Copies what it keeps. */
	int (*put)(struct sink *s, const struct record *r, struct err *e);
};

/* A fact with every column silent. */
void fact_init(struct fact_record *f, enum fact_kind kind, enum rung rung,
	       struct place place);

#endif
