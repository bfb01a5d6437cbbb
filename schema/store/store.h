/*
 * The store: one SQLite file is one landscape. The only room that knows
 * SQLite. Claims go in through a sink, a resolved landscape comes out.
 *
 * Which claims are live follows from their sources alone. Sources of one
 * series (board, kind and name) are editions: on a date counts the edition
 * with the latest as-of date that is not later. Undoing a source hides it, so
 * the edition before it counts again. Nothing is ever deleted.
 */
#ifndef SCHEMA_STORE_STORE_H
#define SCHEMA_STORE_STORE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "schema/model/landscape.h"
#include "schema/model/sink.h"

struct store;

enum store_mode {
	STORE_READ,   /* must exist */
	STORE_WRITE,  /* must exist; older versions are migrated */
	STORE_CREATE, /* must not exist */
};

/*
 * Opens a database. ERR_DB (exit 4) when it is foreign, newer, damaged,
 * locked, or its schema is not exactly ours. Creates with mode 0600.
 */
int store_open(const char *path, enum store_mode mode, struct store **ret,
	       struct err *e);
void store_close(struct store *st); /* NULL is fine */
/*
 * Makes what runs on this connection fail soon, and be rolled back. May be
 * called from a signal handler.
 */
void store_interrupt(struct store *st);
/* quick_check, foreign keys, exact schema, UTF-8; 0 when all is well. */
int store_check(struct store *st, struct err *e);
/* Number of the newest migration, and SQLite's library version. */
int store_version(void);
const char *store_library(void);

/* One document about to be imported. All strings are borrowed. */
struct source_info {
	const char *kind;   /* collector's name */
	const char *name;   /* base name of the file */
	const char *series; /* stable name of editions; NULL: name */
	const char *board;  /* --board in normal form, or "" */
	const char *sha256;
	uint64_t size;
	int32_t as_of;     /* yyyymmdd; 0: today */
	bool is_reference; /* shipped with the program */
	/*
	 * Who has to vouch for the bytes to be the same as those of an import
	 * before; NULL: it does not matter, "-": they are read anew.
	 */
	const char *signer;
	int rung; /* enum rung for every fact, or -1: as it says */
};

/* How an edition differs from the one it replaces. */
struct import_counts {
	uint64_t facts;                 /* in this source */
	uint64_t is_new, changed, gone; /* against the edition before it */
	uint64_t names;                 /* mentions of nodes */
	uint64_t names_new;             /* nodes that nobody had named before */
	struct tally_record rows;
	uint32_t source;   /* number of the import */
	uint32_t replaces; /* number of the edition before, or 0 */
};

enum import_begin {
	IMPORT_STARTED,
	IMPORT_SAME, /* the same bytes are live already: nothing to do */
};

/*
 * Starts one import: one transaction. Then records go to store_sink(), and
 * store_import_end() commits, or rolls back when keep is false. IMPORT_SAME
 * starts nothing and sets ret->source. Only one import at a time.
 */
int store_import_begin(struct store *st, const struct source_info *info,
		       enum import_begin *ret, struct import_counts *ret_counts,
		       struct err *e);
struct sink *store_sink(struct store *st);
/*
 * The edition that this import is going to follow, once its date and series
 * are known; source 0: there is none.
 */
struct edition_before {
	uint32_t source;
	/* Products that it tells by a key; those that this one does not tell.
	 */
	uint64_t entities, gone;
	bool is_verified;
	int32_t valid_until; /* yyyymmdd, or 0 */
};
int store_import_before(struct store *st, struct edition_before *ret,
			struct err *e);
/* Who vouches for it, when that was checked. Before store_import_end. */
void store_import_signed(struct store *st, const char *signer,
			 const char *algorithm, int32_t valid_until);
/* The collector learnt these while reading; before store_import_end. */
void store_import_dated(struct store *st, int32_t as_of, const char *series);
int store_import_end(struct store *st, bool keep, const struct diag *d,
		     struct import_counts *ret, struct err *e);
void store_import_abort(struct store *st);

/* Undoes import number `source`. ERR_NOTFOUND when there is none live. */
int store_undo(struct store *st, uint32_t source, struct err *e);

struct load_options {
	int32_t at;           /* 0: today */
	const char *known_at; /* ISO date or time; NULL: all that is known */
	bool with_sign_on;    /* processing, serving, ..., key as well */
};
/* The resolved landscape. The caller does landscape_done(). */
int store_load(struct store *st, const struct load_options *o,
	       struct landscape *ret, struct err *e);

/* Where a claim comes from, down to the cell. Strings live in mem. */
struct origin {
	uint32_t source;
	const char *file, *kind, *sha256, *rung, *board;
	const char *part; /* sheet name, or "" */
	uint32_t row, col;
	const char *cell;   /* "B12", "12:2", an XPath or a JSON pointer */
	const char *header; /* of that column, or "" */
	int32_t as_of, valid_from, valid_to;
	const char *recorded_at;
	const char *url;    /* source URL given in the document, or "" */
	const char *signer; /* SHA-256 of the certificate; "" = not verified */
	const char *algorithm; /* "rsa-sha256", or "" */
	int32_t valid_until;   /* the signer vouches until then, or 0 */
};
/*
 * Origin of one claim; field is a column of the fact ("product"), or NULL for
 * the claim as a whole.
 */
int store_origin(struct store *st, enum fact_kind fact, uint64_t claim,
		 const char *field, struct arena *mem, struct origin *ret,
		 struct err *e);

/* One column of a claim, as its document has it. */
struct claim_field {
	const char *field; /* column of the fact, "country" */
	const char *value; /* a name as written, a code, a date, a number */
	bool is_node;      /* value names a node */
};
/* All that a claim says; silent columns are left out. Strings live in mem. */
int store_claim(struct store *st, enum fact_kind fact, uint64_t claim,
		struct arena *mem, struct claim_field **ret, uint32_t *ret_n,
		struct err *e);

/* A claim that counts, and the nodes of l that it is about. */
struct claim_about {
	enum fact_kind fact;
	uint64_t claim;
	uint8_t rung;
	int32_t as_of, valid_from;
	uint32_t node[FACT_REFS_MAX]; /* by column; NODE_NONE: unknown */
};
/*
 * The claims about a node (and about `other` as well, unless NODE_NONE), by
 * fact, nodes, strongest first. O(claims): reads them all.
 */
int store_claims(struct store *st, const struct landscape *l, uint32_t node,
		 uint32_t other, struct arena *mem, struct claim_about **ret,
		 uint32_t *ret_n, struct err *e);

/* Places where a resolved node is named or gets a key; NULL ends. */
struct naming {
	const char *name;   /* as written, or "" for a key */
	const char *scheme; /* key scheme, or "" */
	const char *value;
	uint32_t said;
	struct origin origin;
};
int store_namings(struct store *st, const struct landscape *l, uint32_t node,
		  struct arena *mem, struct naming **ret, uint32_t *ret_n,
		  struct err *e);

/*
 * Every name and key that documents that count give to the nodes of l, in
 * order of node; for finding what a person types. O(names log names).
 */
struct node_name {
	uint32_t node;
	const char *name; /* in mem */
};
int store_names(struct store *st, const struct landscape *l, struct arena *mem,
		struct node_name **ret, uint32_t *ret_n, struct err *e);

/* Something that documents name on one side only. */
struct diff_thing {
	bool is_new; /* else it is gone */
	enum node_kind kind;
	const char *id, *name;
};
/* A claim on one side only, or one that says something else there. */
struct diff_claim {
	enum fact_kind fact;
	uint64_t before, after; /* claims; 0: there is none on that side */
	const char *about;      /* id of the first thing it is about, or "" */
	bool is_implied;        /* that thing came or went with it */
};
struct diff {
	uint32_t source_before, source_after; /* imports; 0: by date, or none */
	int32_t before, after;                /* yyyymmdd */
	struct diff_thing *thing;             /* by kind, id, new first */
	uint32_t nthing;
	struct diff_claim *claim; /* by fact, about */
	uint32_t nclaim;
};
/*
 * What an import says that the edition before it did not, and the other way
 * round; all of it is new when there is none. ERR_NOTFOUND when there is no
 * such import. O(claims log claims); strings live in mem.
 */
int store_diff_import(struct store *st, uint32_t source, struct arena *mem,
		      struct diff *ret, struct err *e);
/* The same for all claims that counted on two days. 0: today. */
int store_diff_dates(struct store *st, int32_t before, int32_t after,
		     const char *known_at, struct arena *mem, struct diff *ret,
		     struct err *e);

/* One line of the log, newest last. */
struct log_line {
	uint32_t seq;
	const char *at;     /* ISO time */
	const char *action; /* init, import, undo, accept, reject */
	uint32_t source;
	const char *what; /* file or decision */
	const char *kind;
	const char *series; /* stable name of its editions */
	const char *board;
	const char *sha256;
	const char *signer, *algorithm; /* "": not verified */
	int32_t valid_until;
	int32_t as_of;
	bool is_live;      /* counts today */
	bool is_reference; /* shipped with the program */
	uint64_t facts, refused;
};
int store_log(struct store *st, struct arena *mem, struct log_line **ret,
	      uint32_t *ret_n, struct err *e);

/* Two names that may be one: proposed, never merged by itself. */
struct proposal {
	const char *id; /* stable, "r-4f2a91c7" */
	enum node_kind kind;
	const char *a, *b;         /* names, a < b in byte order */
	const char *a_key, *b_key; /* nodes' keys in the database */
	unsigned score;            /* thousandths */
	const char *why;           /* "spelling", "words", "legal form", ... */
	const char *state; /* "open", "accepted", "rejected", "assumed" */
};
int
store_review(struct store *st, const struct load_options *o, struct arena *mem,
	     struct proposal **ret, uint32_t *ret_n, struct err *e);
/*
 * How many of them are open. Cheaper by far: no proposal is made. At most
 * what store_review() would return.
 */
int store_review_open(struct store *st, const struct load_options *o,
		      uint32_t *ret, struct err *e);
/* A person's verdict on a proposal. */
struct verdict {
	const struct proposal *proposal;
	bool accept;
	uint32_t ret_source; /* its import number, set by store_decide_all */
};
/* All of them or none: one transaction. */
int store_decide_all(struct store *st, struct verdict *v, uint32_t n,
		     struct err *e);
/* Decides one proposal; a claim of its own that can be undone. */
int store_decide(struct store *st, const struct proposal *p, bool accept,
		 uint32_t *ret_source, struct err *e);

#endif
