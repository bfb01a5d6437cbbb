/*
 * How to add a command
 *   1. write cli/cmd_NAME.c with cmd_NAME(), options_NAME[] and help_NAME;
 *   2. add one line to cli/commands.def;
 *   3. add a case to tests/cli/.
 * A command reads its options through cli_flag/text/list, fills a struct table
 * and gives it to cli_print(). It returns an exit status, or -1 with e set
 * (the status then follows from the kind of error). It never writes to stdout
 * or stderr by itself: results go through cli_print() or cli_write(), talk
 * through term_*().
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "analyzer/levels.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/i18n.h"
#include "cli/options.h"
#include "reports/table.h"
#include "schema/store/store.h"

enum exit_status {
	EXIT_OK = 0,
	EXIT_FAILED = 1,       /* the answer is no, or the system said no */
	EXIT_USAGE = 2,        /* the command line is wrong */
	EXIT_REFUSED = 3,      /* input was partly or wholly refused */
	EXIT_DATABASE = 4,     /* foreign, newer, damaged or locked */
	EXIT_FINDINGS = 5,     /* check: at or above --fail-on */
	EXIT_INTERNAL = 70,    /* a bug, or out of memory */
	EXIT_INTERRUPTED = 130 /* by a signal; nothing half done is kept */
};

/* What a command needs of the database; main opens it. */
enum command_needs { NEEDS_NONE, NEEDS_READ, NEEDS_WRITE };

/* Groups of common options that change the result; see options.c. */
enum command_uses {
	USES_TIME = 1,   /* --at, --known-at */
	USES_WEIGHT = 2, /* --weight */
	USES_LEVEL = 4,  /* --level */
	USES_BOARD = 8,  /* --board */
	USES_DRY = 16,   /* -n */
	USES_FORMAT = 32 /* reads -f and the end of -o itself */
};

/* What `landschap help NAME` tells besides the options. */
enum { HELP_EXAMPLES = 5 };
struct help {
	const char *about; /* N_(): one paragraph, may be "" */
	struct help_example {
		const char *line; /* a whole command line; NULL ends */
		const char *what; /* N_(): what it does */
	} example[HELP_EXAMPLES];
};

struct cli;
struct command {
	const char *name;
	const char *args;    /* N_(): "FILE...", or "" */
	const char *summary; /* N_(): one line */
	enum command_needs needs;
	unsigned uses; /* enum command_uses */
	unsigned min_args, max_args;
	const struct option *options; /* its own; ends with name NULL */
	const struct help *help;
	int (*run)(struct cli *c, struct err *e);
};
extern const struct command commands[]; /* ends with name NULL */
const struct command *command_by_name(const char *name);

struct cli {
	const struct command *command;
	struct options opt; /* as given */
	const char *db;     /* path; never NULL */
	const char *lang;   /* "nl" or "en" */
	const char *output; /* -o, or NULL: stdout */
	enum format format; /* how to show a table */
	bool has_format;    /* -f was given, or -o says it */
	enum weight weight; /* --weight, else pupils */
	enum level level;   /* --level; see has_level */
	bool has_weight, has_level;
	int32_t at;           /* --at; 0 = today */
	const char *known_at; /* --known-at, or NULL */
	const char *board;    /* --board as given, or "" */
	uint32_t limit;       /* --limit; 0 = all */
	bool is_quiet, is_dry, is_raw, is_excel_nl, no_color;
	unsigned verbose;    /* how often -v */
	struct store *store; /* open as the command needs it, or NULL */
	struct arena mem;    /* lives until the program ends */
};

/* Positional arguments, the command's name not among them. */
unsigned cli_nargs(const struct cli *c);
const char *cli_arg(const struct cli *c, unsigned i); /* NULL past the end */
/* Options of the command's own table; another name is a bug. */
bool cli_flag(const struct cli *c, const char *name);
/* The last value given, or NULL. */
const char *cli_text(const struct cli *c, const char *name);
/* The i-th value of a list, or NULL past the end. */
const char *cli_list(const struct cli *c, const char *name, unsigned i);
/* A date or a number; *ret stays when it is not given. */
int
cli_date(const struct cli *c, const char *name, int32_t *ret, struct err *e);
int cli_number(const struct cli *c, const char *name, uint64_t max,
	       uint64_t *ret, struct err *e);

/* Opens c->db into c->store; for commands that need NONE (init, doctor). */
int cli_open(struct cli *c, enum store_mode mode, struct err *e);
/*
 * Brings the shipped reference data in the database up to this program's.
 * Every command that writes calls it; nothing happens when it is the same.
 */
int cli_reference(struct cli *c, struct err *e);
/* The landscape at --at and --known-at; the caller does landscape_done(). */
int cli_load(struct cli *c, struct landscape *ret, struct err *e);
/* The same, with what documents of sign-on say. */
int cli_load_sign_on(struct cli *c, struct landscape *ret, struct err *e);
/*
 * Countries by their names in the reader's language, for tables and maps that
 * people look at; cli_load() does it for tables.
 */
void cli_name_countries(const struct cli *c, struct landscape *l);
/*
 * A column of schema/reference/data-categories.csv for the category with this
 * id ("naam"); empty when it has none. O(categories).
 */
struct sv cli_category(struct sv id, const char *column);
/*
 * What people call an attribute, claim or scope: "mail" for its OID; as it is
 * in data, or when it is not known.
 */
struct attributes;
const char *
cli_attribute(struct cli *c, const struct attributes *a, const char *name);
/* Shows a table in the format asked for, on stdout or in -o FILE. */
int cli_print(struct cli *c, const struct table *t, struct err *e);
/*
 * A wide table for people: keeps the columns in `names` (separated by blanks;
 * NULL: all) that say something in at least one row. Data formats, and -v,
 * keep every column. Call it after the last row.
 */
void cli_narrow(struct cli *c, struct table *t, const char *names);
/* The same for bytes that are no table (a map, an export, a mapping). */
int cli_write(struct cli *c, struct sv bytes, struct err *e);
/* The format that a table will be shown in. */
enum format cli_format(const struct cli *c);
/*
 * A code or fixed phrase for a cell: translated when people read the table,
 * the key itself in data. Mark phrases with N_().
 */
const char *cli_word(const struct cli *c, const char *code);
/* What goes into a sentence where {node} and the like stand. */
struct filler {
	const char *word, *text; /* "{node}" */
};
/* A translated sentence, filled in; lives in c->mem. O(its length * n). */
const char *cli_fill(struct cli *c, const char *sentence,
		     const struct filler *filler, uint32_t n);
/* True when results go to a terminal. */
bool cli_is_terminal(const struct cli *c);

/* Kinds that an argument may be, as bits: 1u << NODE_PRODUCT. */
enum { ANY_KIND = (1u << NODE_KINDS) - 1 };
/*
 * The node that a person means by `text`: an id ("organisation:kvk:12345678"),
 * "kind:name", or a name. Tried in this order, the first that gives an answer
 * counts: id, exact name, strict fold, loose fold, any name in any document.
 * More than one node: ERR_NOTFOUND with the candidates; none: with the names
 * that are near. O(names) at most.
 */
int cli_find_node(struct cli *c, const struct landscape *l, const char *text,
		  unsigned kinds, uint32_t *ret, struct err *e);
/* --board as a node; NODE_NONE when it was not given. */
int cli_find_board(struct cli *c, const struct landscape *l, uint32_t *ret,
		   struct err *e);

/*
 * Where a claim stands, "list.xlsx:Blad1!B12" or "list.csv:12:2"; field is a
 * column of the fact, or NULL for the claim as a whole.
 */
int cli_place(struct cli *c, enum fact_kind fact, uint64_t claim,
	      const char *field, const char **ret, struct err *e);
const char *origin_text(struct arena *mem, const struct origin *o);
/* "verified: SHA-256 of the signer, algorithm, until when", or "not verified";
 * empty for kinds of documents that are not signed. In the user's language. */
const char *cli_verified(struct cli *c, const char *kind, const char *signer,
			 const char *algorithm, int32_t valid_until);

/* One command's help, or the list of commands, to stdout. */
int help_command(struct cli *c, const struct command *cmd, struct err *e);
int help_overview(struct cli *c, struct err *e);

/*
 * Talk, on stderr; control bytes are escaped. Formats of term_say and
 * term_note are translated here. A note is silenced by -q.
 */
void term_init(struct cli *c);
void term_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void term_note(const struct cli *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void term_err(const struct err *e);
/* One line as it is, also with -q. */
void term_line(const char *text);
/* Lines that are translated already. */
void term_lines(const struct cli *c, struct sv text);
/* Columns of the terminal on stdout; 0 when it is none. */
unsigned term_width(void);
bool term_has_color(const struct cli *c);
/*
 * One line that is overwritten, only when stderr is a terminal and half a
 * second has passed. term_progress_end() wipes it.
 */
void term_progress(const struct cli *c, const char *what, uint64_t done);
void term_progress_end(void);

/* Set once by SIGINT, SIGTERM or SIGHUP while a database is written. */
bool cli_interrupted(void);

/* Chooses the language ("nl", "en" or NULL: from the environment). */
const char *locale_set(const char *lang);
/* What was chosen and where its catalogue is, for doctor. */
const char *locale_describe(struct arena *mem);

#endif
