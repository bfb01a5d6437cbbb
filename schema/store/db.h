/*
 * Inside the store: the connection and its prepared statements. Errors stick
 * to a statement; a wrong parameter or column name is a bug and asserts.
 */
#ifndef SCHEMA_STORE_DB_H
#define SCHEMA_STORE_DB_H

#include <sqlite3.h>

#include "base/date.h"
#include "base/map.h"
#include "queries.h"
#include "schema/store/store.h"

/* Parameters of a statement whose place is remembered: the first ones. */
enum { STMT_KNOWN = 10 };

struct stmt {
	sqlite3_stmt *s;               /* NULL until first used */
	const char *known[STMT_KNOWN]; /* names, by index of the parameter */
	struct store *st;
	enum query query;
	int rc;       /* first error, or SQLITE_OK */
	bool is_done; /* past the last row; a step would begin again */
};

struct store_import; /* schema/store/import.c */

struct store {
	sqlite3 *db;
	char *path;
	enum store_mode mode;
	struct stmt stmt[QUERIES];
	sqlite3_stmt *many[QUERIES]; /* of stmt_many(), or NULL */
	struct store_import *import; /* running, or NULL */
	struct map names;  /* (source, node) -> index in name, or empty */
	const char **name; /* in names.mem */
	bool has_names;    /* both are filled */
};

/* Drops what store_claim() remembers of names; before they change. */
void store_forget_names(struct store *st);

/* The cached statement, reset, bindings cleared. Never NULL. */
struct stmt *stmt_get(struct store *st, enum query q);
/* Names of parameters are literals: they are remembered by address. */
void stmt_i64(struct stmt *s, const char *name, int64_t v);
void stmt_text(struct stmt *s, const char *name, struct sv v);
/* The same for text that stays as it is until stmt_end(). */
void stmt_text_in_place(struct stmt *s, const char *name, struct sv v);
void stmt_null(struct stmt *s, const char *name);
/* A date as ISO text; 0 is NULL. */
void stmt_date(struct stmt *s, const char *name, int32_t yyyymmdd);
/* True while there is a row. */
bool stmt_row(struct stmt *s);
/*
 * An INSERT of one row for so many at once (always the same number): parameter
 * i of row r, from 0, is i + r * parameters of one row. Prepared once; NULL
 * with e set when that fails.
 */
sqlite3_stmt *
stmt_many(struct store *st, enum query q, int rows, struct err *e);
/* Runs an INSERT that is bound by number, and resets it. */
int stmt_write(struct store *st, sqlite3_stmt *s, struct err *e);
/* Runs to the end and resets: the one place to check. */
int stmt_end(struct stmt *s, struct err *e);
/* get, run, end for a statement without parameters. */
int stmt_run(struct store *st, enum query q, struct err *e);

int64_t col_i64(struct stmt *s, int col);
bool col_is_null(struct stmt *s, int col);
/* Text is valid until the next row; NULL gives an empty view. */
struct sv col_text(struct stmt *s, int col);
/* Name of a result column; NULL past the end. */
const char *col_name(struct stmt *s, int col);
/* An ISO date column as yyyymmdd, 0 when NULL. */
int32_t col_date(struct stmt *s, int col);

/* Turns SQLite's last error into an err. Always -1. */
int db_error(struct store *st, int rc, struct err *e);

/*
 * Which sources count, by source id. Facts without dates count from the
 * edition that held on the day (of reference data: the newest); facts with
 * dates from the newest edition, which knows most about the past.
 */
enum { LIVE_UNDATED = 1, LIVE_DATED = 2 };
struct live_source {
	uint8_t flags;
	bool is_reference;
	bool is_feed;    /* of a whole federation, see kinds.def */
	bool is_sign_on; /* that, or an export of a sign-on service */
	int32_t as_of;
};
struct live {
	struct live_source *source; /* by id; n of them, [0] unused */
	uint32_t n;
	int32_t at;
};
int live_load(struct store *st, const struct load_options *o, struct arena *mem,
	      struct live *ret, struct err *e);

/*
 * What edition `now` says and `old` did not, and the other way round: sets
 * is_new, changed and gone. O(n log n) in claims.
 */
int store_compare(struct store *st, uint32_t now, uint32_t old,
		  struct import_counts *ret, struct err *e);

/* Digests of the claim of a scan's row: all that it says, and its subject. */
void compare_digest(struct stmt *s, enum fact_kind kind, uint64_t ret[2]);

/* Origin of a place that is not a fact: a name or a key. */
int store_origin_at(struct store *st, uint32_t source, uint32_t part,
		    uint32_t row, uint32_t col, struct arena *mem,
		    struct origin *ret, struct err *e);

/* The query of a fact kind, out of six families of named queries. */
enum query put_query(enum fact_kind k);
enum query scan_query(enum fact_kind k);
enum query claim_query(enum fact_kind k);
enum query origin_query(enum fact_kind k);

#endif
