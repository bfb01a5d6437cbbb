/*
 * landschap import: documents into the landscape. Each is recognised and read
 * in a confined child; one document is one transaction. What is not recognised
 * or cannot be read is named, and the next one is read.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/gather.h"
#include "collectors/confine.h"
#include "collectors/mapping.h"
#include "collectors/syntax/zip.h"
#include "collectors/xmldsig.h"
#include "schema/model/keys.h"

const struct option options_import[] = {
	{ "as", 0, OPTION_TEXT, N_("KIND"),
	  N_("read it as this kind of document instead of looking") },
	{ "as-of", 0, OPTION_TEXT, N_("DATE"),
	  N_("the date that the document tells of (else its own, else "
	     "today)") },
	{ "map", 0, OPTION_TEXT, N_("FILE"),
	  N_("which column means what; see --write-map") },
	{ "write-map", 0, OPTION_TEXT, N_("FILE"),
	  N_("write down how the columns were understood") },
	{ "replaces", 0, OPTION_TEXT, N_("IMPORT|NAME"),
	  N_("this is a newer edition of that import or file name") },
	{ "rung", 0, OPTION_TEXT, N_("RUNG"),
	  N_("strength of every fact in it; see help evidence") },
	{ "verify", 0, OPTION_TEXT, N_("CERT|SHA256"),
	  N_("keep it only when this certificate (a file, or its SHA-256) or "
	     "key set signed it") },
	{ "allow-sha1", 0, OPTION_FLAG, NULL,
	  N_("with --verify: accept signatures with SHA-1 as well") },
	{ "allow-expired", 0, OPTION_FLAG, NULL,
	  N_("read metadata that is no longer valid as well") },
	{ "accept-shrink", 0, OPTION_FLAG, NULL,
	  N_("keep an edition that lost more than a fifth of its entities") },
	{ NULL },
};

const struct help help_import = {
	N_("Application lists (CSV, XLSX, ODS), plain tables and open data of "
	   "DUO; a folder or a zip of files is walked. A later file with the "
	   "same name, kind and board is a newer edition: what it no longer "
	   "says is retracted. The same bytes twice change nothing. Rows that "
	   "cannot be used are listed with their place and the rest is kept."),
	{
		{ "landschap import --board 41234 applicaties.xlsx",
		  N_("the application list of one board") },
		{ "landschap import -n --write-map map.csv lijst.ods",
		  N_("look how a list is understood, change nothing") },
		{ "landschap import --map map.csv lijst.ods",
		  N_("import it with a corrected mapping") },
		{ "landschap import --verify hub.pem idps.xml",
		  N_("metadata of a federation, its signature checked") },
		{ "landschap import map/", N_("everything in a folder") },
	},
};

static const struct column columns[] = {
	{ "file", N_("file"), "", COLUMN_TEXT },
	{ "kind", N_("taken for"), "", COLUMN_TEXT },
	{ "result", N_("result"), "", COLUMN_TEXT },
	{ "import", N_("import"), "", COLUMN_INTEGER },
	{ "rows", N_("rows read"), "", COLUMN_INTEGER },
	{ "rows_used", N_("used"), "", COLUMN_INTEGER },
	{ "rows_empty", N_("empty"), "", COLUMN_INTEGER },
	{ "rows_refused", N_("refused"), "", COLUMN_INTEGER },
	{ "facts", N_("facts"), "", COLUMN_INTEGER },
	{ "new", N_("new"), "", COLUMN_INTEGER },
	{ "changed", N_("changed"), "", COLUMN_INTEGER },
	{ "gone", N_("gone"), "", COLUMN_INTEGER },
	{ "review", N_("to review"), "", COLUMN_INTEGER },
};
enum {
	COL_FILE,
	COL_KIND,
	COL_RESULT,
	COL_IMPORT,
	COL_READ,
	COL_USED,
	COL_EMPTY,
	COL_REFUSED,
	COL_FACTS,
	COL_NEW,
	COL_CHANGED,
	COL_GONE,
	COL_REVIEW,
	COLUMNS
};

/* Messages of one document that are shown without -v; all are counted. */
enum { MESSAGES_SHOWN = 20 };
/*
 * Of a document with more new names that a federation vouches for, pairs are
 * not looked for at once: nobody reads them now, and a hundred thousand names
 * take as much memory as all the rest of an import.
 */
enum { NAMES_LOOKED_AT = 10000 };
/* Records between two looks at the clock. */
enum { RECORDS_A_LOOK = 1024 };
/* An edition may lose so much of what the one before it had. */
enum { SHRINK_PERCENT = 20 };

/* One run of the command. */
struct batch {
	struct cli *c;
	struct table table;
	const char *as, *series, *board;
	int32_t as_of;
	int rung;
	struct mapping mapping;
	const char *write_map;
	struct sv pinned;   /* --verify: see collectors/collector.h */
	const char *signer; /* its SHA-256, "-" for keys; NULL: not given */
	bool allow_sha1, allow_expired, accept_shrink;
	struct map seen;     /* "kind\x1fseries" of documents in this run */
	uint32_t open_pairs; /* names to review before the next document */
	bool is_counted;     /* open_pairs is true of the database as it is */
	bool is_left;        /* pairs of a document were not looked for */
	bool has_refused;
};

/* One document on its way; the sink looks whether to stop. */
struct document {
	struct sink sink; /* first */
	struct sink *to;
	struct batch *b;
	struct import *im;
	const char *name;
	const struct collector *collector;
	enum import_begin begin;
	struct import_counts counts;
	uint64_t records;
	bool is_started;
};

static int
stopped(struct err *e)
{
	return err_set(e, ERR_IO, NULL, "interrupted");
}

static int
document_put(struct sink *s, const struct record *r, struct err *e)
{
	struct document *d = (struct document *)s;

	if (++d->records % RECORDS_A_LOOK == 0) {
		if (cli_interrupted())
			return stopped(e);
		term_progress(d->b->c, d->name, d->records);
	}
	return d->to->put(d->to, r, e);
}

/* Two documents of one command are never editions of each other. */
static int
check_twin(struct document *d, const char *kind, struct err *e)
{
	struct at at = { .file = d->name };
	bool is_new;
	const char *key = arena_printf(&d->b->c->mem, "%s\x1f%s", kind,
				       d->b->series ? d->b->series : d->name);

	map_put(&d->b->seen, sv(key), 0, &is_new);
	if (is_new)
		return 0;
	return err_set(e, ERR_INPUT, &at,
		       "another '%s' of this kind came before it (expected "
		       "other names, or one import for each board)",
		       d->name);
}

/*
 * The pairs that wait already, unless those of this document will not be
 * counted anyhow.
 */
static int
count_before(struct batch *b, const struct document *d, struct err *e)
{
	enum { BYTES_A_NAME = 1024 };

	if (b->is_counted || b->c->is_dry ||
	    (d->collector->rung == RUNG_OBSERVED &&
	     d->im->in->size / BYTES_A_NAME > NAMES_LOOKED_AT))
		return 0;
	b->is_counted = true;
	return store_review_open(b->c->store, NULL, &b->open_pairs, e);
}

static int
on_chosen(void *ctx, const struct collector *collector, bool *ret_stop,
	  struct err *e)
{
	struct document *d = ctx;
	struct at at = { .file = d->name };
	struct source_info info = {
		.kind = collector->name,
		.name = d->name,
		.series = d->b->series,
		.board = d->b->board,
		.sha256 = d->im->in->sha256,
		.size = d->im->in->size,
		.as_of = d->b->as_of,
		.signer = d->b->signer,
		.rung = d->b->rung,
	};

	d->collector = collector;
	if (d->b->pinned.n && !collector->is_signed)
		return err_set(e, ERR_INPUT, &at,
			       "read as '%s', which is not signed (expected "
			       "SAML metadata or OpenID Federation, as "
			       "--verify was given)",
			       collector->name);
	if (count_before(d->b, d, e) ||
	    store_import_begin(d->b->c->store, &info, &d->begin, &d->counts, e))
		return -1;
	if (d->begin == IMPORT_SAME) {
		*ret_stop = true;
		return 0;
	}
	d->is_started = true;
	d->to = store_sink(d->b->c->store);
	d->im->sink = &d->sink;
	return check_twin(d, collector->name, e);
}

static void
tell_rest(int level, uint64_t n)
{
	unsigned long long more = n;

	if (level == DIAG_NOTE)
		term_say("... and %llu more notes (-v shows them)", more);
	else if (level == DIAG_WARN)
		term_say("... and %llu more warnings (-v shows them)", more);
	else
		term_say("... and %llu more rows refused (-v shows them)",
			 more);
}

static void
show_messages(struct cli *c, const struct diag *d)
{
	static const char *const label[] = { N_("note: "), N_("warning: "),
					     "" };
	uint64_t shown[3] = { 0 };
	uint64_t most = c->verbose ? DIAG_KEEP : MESSAGES_SHOWN;

	for (uint32_t i = 0; i < d->n; i++) {
		const struct diag_message *m = &d->message[i];

		if ((m->level != DIAG_REFUSE && c->is_quiet) ||
		    shown[m->level]++ >= most)
			continue;
		term_line(arena_printf(
			&c->mem, "%s%s%s%s", m->where, m->where[0] ? ": " : "",
			label[m->level][0] ? _(label[m->level]) : "", m->text));
	}
	for (int level = DIAG_NOTE; level <= DIAG_REFUSE; level++)
		if (d->count[level] > most && !c->is_quiet)
			tell_rest(level, d->count[level] - most);
}

static void
fill_row(struct batch *b, const struct document *d, const char *result)
{
	struct value *v = table_row(&b->table);
	const struct import_counts *n = &d->counts;

	for (int i = 0; i < COLUMNS; i++)
		v[i] = value_na();
	v[COL_FILE] = value_str(arena_str(&b->c->mem, d->name));
	if (d->collector)
		v[COL_KIND] = value_str(d->collector->name);
	v[COL_RESULT] = value_str(cli_word(b->c, result));
	if (n->source)
		v[COL_IMPORT] = value_int(n->source);
	if (!d->is_started || n->source == 0)
		return;
	v[COL_READ] = value_int((int64_t)n->rows.read);
	v[COL_USED] = value_int((int64_t)n->rows.used);
	v[COL_EMPTY] = value_int((int64_t)n->rows.empty);
	v[COL_REFUSED] = value_int((int64_t)n->rows.refused);
	v[COL_FACTS] = value_int((int64_t)n->facts);
	v[COL_NEW] = value_int((int64_t)n->is_new);
	v[COL_CHANGED] = value_int((int64_t)n->changed);
	v[COL_GONE] = value_int((int64_t)n->gone);
	if (b->c->is_dry)
		v[COL_IMPORT] = value_na();
}

/* How many pairs of names this document adds to those that wait. */
static int
count_pairs(struct batch *b, const struct document *d, struct value *ret,
	    struct err *e)
{
	uint32_t before = b->open_pairs;
	bool was_counted = b->is_counted;

	if (d->counts.names_new > NAMES_LOOKED_AT &&
	    d->collector->rung == RUNG_OBSERVED) {
		b->is_counted = false;
		b->is_left = true;
		return 0;
	}
	if (d->counts.names_new &&
	    store_review_open(b->c->store, NULL, &b->open_pairs, e))
		return -1;
	b->is_counted = b->is_counted || d->counts.names_new;
	if (was_counted)
		*ret = value_int(b->open_pairs > before ? b->open_pairs - before
							: 0);
	return 0;
}

/*
 * With --verify nothing is kept that nobody vouches for, whatever the reader
 * says: it may have been taken over by the document.
 */
static int
check_signature(const struct batch *b, const struct document *d, struct err *e)
{
	const struct signature *s = &d->im->ret_signature;
	struct at at = { .file = d->name };

	if (b->pinned.n == 0)
		return 0;
	if (!s->signer ||
	    (b->signer[0] != '-' && strcmp(s->signer, b->signer) != 0))
		return err_set(e, ERR_INPUT, &at,
			       "not signed by who was named with --verify");
	return 0;
}

/* An edition that lost many, went back in time or is no longer vouched for. */
static int
check_before(struct batch *b, struct document *d, struct err *e)
{
	const struct signature *s = &d->im->ret_signature;
	struct edition_before old;
	struct at at = { .file = d->name };
	char a[DATE_ISO_SIZE], z[DATE_ISO_SIZE];

	if (store_import_before(b->c->store, &old, e))
		return -1;
	if (old.source == 0)
		return 0;
	if (d->collector->is_complete && !b->accept_shrink &&
	    old.gone * 100 > old.entities * SHRINK_PERCENT)
		return err_set(e, ERR_INPUT, &at,
			       "%llu of the %llu entities of import %u are "
			       "gone (expected no more than %d %%, or "
			       "--accept-shrink; or --replaces with a name of "
			       "its own, when it is no newer edition)",
			       (unsigned long long)old.gone,
			       (unsigned long long)old.entities, old.source,
			       SHRINK_PERCENT);
	if (old.is_verified && !s->signer)
		diag_warn(d->im->diag, &at,
			  "not verified, where import %u was (see --verify)",
			  old.source);
	if (s->valid_until && s->valid_until < old.valid_until)
		diag_warn(d->im->diag, &at,
			  "valid until %s, but import %u is valid until %s: "
			  "this may be an older edition",
			  date_iso(s->valid_until, a), old.source,
			  date_iso(old.valid_until, z));
	return 0;
}

/* What is judged when all of it has been read, and before it is kept. */
static int
judge(struct batch *b, struct document *d, struct err *e)
{
	const struct signature *s = &d->im->ret_signature;
	struct store *st = b->c->store;

	if (d->begin == IMPORT_SAME)
		return 0;
	store_import_dated(st, d->im->ret_as_of, d->im->ret_series);
	store_import_signed(st, s->signer, s->algorithm, s->valid_until);
	return check_signature(b, d, e) || check_before(b, d, e) ? -1 : 0;
}

static int
finish(struct batch *b, struct document *d, struct err *e)
{
	const struct signature *s = &d->im->ret_signature;
	struct cli *c = b->c;
	struct value *last;
	const char *said;

	if (d->begin == IMPORT_SAME) {
		fill_row(b, d, N_("unchanged"));
		term_note(c, "%s: the same bytes are import %u; nothing to do",
			  d->name, d->counts.source);
		return 0;
	}
	if (store_import_end(c->store, !c->is_dry, d->im->diag, &d->counts, e))
		return -1;
	fill_row(b, d, c->is_dry ? N_("dry_run") : N_("imported"));
	said = cli_verified(c, d->collector->name, s->signer, s->algorithm,
			    s->valid_until);
	if (said[0])
		term_note(c, "%s: %s", d->name, said);
	if (d->im->diag->count[DIAG_REFUSE])
		b->has_refused = true;
	if (c->is_dry)
		return 0;
	last = &b->table.value[(size_t)(b->table.nrow - 1) * COLUMNS];
	return count_pairs(b, d, &last[COL_REVIEW], e);
}

/* What is wrong with the database is wrong with all that follows. */
static bool
is_fatal(const struct cli *c, const struct err *e)
{
	return cli_interrupted() || e->kind == ERR_DB ||
	       (e->kind == ERR_IO &&
		strncmp(e->where, c->db, sizeof(e->where) - 1) == 0);
}

static int
refuse(struct batch *b, const struct document *d, const struct err *why)
{
	term_err(why);
	fill_row(b, d, N_("refused"));
	b->has_refused = true;
	return 0;
}

static int
write_mapping(struct batch *b, const struct buf *text, struct err *e)
{
	struct cli *c = b->c;
	const char *output = c->output;
	int rc;

	if (!b->write_map)
		return 0;
	c->output = b->write_map;
	rc = cli_write(c, buf_view(text), e);
	c->output = output;
	return rc;
}

/* Recognises and reads one document. -1 only when the rest must stop. */
static int
import_document(struct batch *b, const struct input *in, const char *name,
		struct err *e)
{
	struct document d = { .sink.put = document_put, .b = b, .name = name };
	struct diag diag = { 0 };
	struct arena mem = { 0 };
	struct buf mapping = { 0 };
	struct import im = {
		.in = in,
		.diag = &diag,
		.mem = &mem,
		.board = sv(b->board),
		.mapping = b->mapping.n ? &b->mapping : NULL,
		.ret_mapping = b->write_map ? &mapping : NULL,
		.today = date_today(),
		.pinned = b->pinned,
		.allow_sha1 = b->allow_sha1,
		.allow_expired = b->allow_expired,
	};
	struct input held = { .fd = -1 };
	struct err why = { 0 };
	int rc = 0;

	d.im = &im;
	term_progress(b->c, name, 0);
	if (b->pinned.n && in->size <= LIMIT_SIGNED_BYTES) {
		rc = input_hold(&held, in, &why);
		im.in = &held;
	}
	if (rc == 0)
		rc = collector_run(&im, b->as, on_chosen, &d, &why);
	if (rc == 0)
		rc = judge(b, &d, &why);
	show_messages(b->c, &diag);
	if (rc == 0)
		rc = finish(b, &d, &why);
	if (rc == 0)
		rc = write_mapping(b, &mapping, &why);
	if (rc) {
		store_import_abort(b->c->store);
		rc = is_fatal(b->c, &why) ? -1 : refuse(b, &d, &why);
		if (rc)
			*e = why;
	}
	input_done(&held);
	diag_done(&diag);
	buf_done(&mapping);
	arena_done(&mem);
	return rc;
}

static int
on_member(void *ctx, const struct input *member, struct err *e)
{
	return import_document(ctx, member, member->name, e);
}

/* In a child: is this an archive of files rather than one document? */
static int
look_inside(struct confined *w, const struct input *in, struct confine_out *out,
	    struct err *e)
{
	(void)w;
	(void)out;
	if (zip_syntax(in) == SYNTAX_ZIP)
		return 0;
	return err_set(e, ERR_INPUT, NULL, "not an archive of files");
}

/* The look has nothing to tell but how it ended. */
static int
take_nothing(struct confined *w, const struct frame *f, bool *ret_stop,
	     struct err *e)
{
	(void)w;
	(void)f;
	(void)ret_stop;
	(void)e;
	return 0;
}

static bool
is_archive(const struct input *in)
{
	struct confined look = { .inside = look_inside, .take = take_nothing };
	struct err no = { 0 };

	if (in->nhead < 4 || memcmp(in->head, "PK", 2) != 0)
		return false;
	return confine_run(&look, in, &no) == 0;
}

static int
import_archive(struct batch *b, const struct input *in, const char *name,
	       struct err *e)
{
	struct document d = { .b = b, .name = name };
	struct diag diag = { 0 };
	struct err why = { 0 };
	int rc = zip_walk(in, on_member, b, &diag, &why);

	show_messages(b->c, &diag);
	if (diag.count[DIAG_REFUSE])
		b->has_refused = true;
	if (rc) {
		rc = is_fatal(b->c, &why) ? -1 : refuse(b, &d, &why);
		if (rc)
			*e = why;
	}
	diag_done(&diag);
	return rc;
}

/* The landscape itself may lie in the folder. */
static bool
is_database(const struct cli *c, const char *path)
{
	struct stat a, b;

	return stat(c->db, &a) == 0 && stat(path, &b) == 0 &&
	       a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int
import_file(struct batch *b, const struct found_file *f, struct err *e)
{
	struct document d = { .b = b, .name = f->name };
	struct arena mem = { 0 };
	struct err why = { 0 };
	struct buf shown = { 0 };
	struct input in;
	int rc = 0;

	if (input_open(&in, f->path, f->is_in_folder, &mem, &why)) {
		refuse(b, &d, &why);
		arena_done(&mem);
		return 0;
	}
	text_visible(&shown, sv(f->name));
	in.name = shown.p;
	if (is_archive(&in))
		rc = import_archive(b, &in, in.name, e);
	else
		rc = import_document(b, &in, in.name, e);
	input_done(&in);
	buf_done(&shown);
	arena_done(&mem);
	return rc;
}

static int
read_board(struct batch *b, struct err *e)
{
	struct sv text = sv_trim(sv(b->c->board)), normal;
	uint64_t n;

	b->board = "";
	if (text.n == 0)
		return 0;
	if (key_normalise(KEY_BOARD_NUMBER, text, &b->c->mem, &normal)) {
		b->board = normal.p;
		return 0;
	}
	if (sv_u64(text, UINT64_MAX, &n) || text_utf8_bad(text) >= 0)
		return err_set(
			e, ERR_USAGE, NULL,
			"option '--board': '%s' (expected a board number "
			"of five digits, or a name)",
			b->c->board);
	b->board = arena_sv(&b->c->mem, text_clean(&b->c->mem, text)).p;
	return 0;
}

/* --replaces: the number of an import, or the name of its file or series. */
static int
read_series(struct batch *b, const char *text, struct err *e)
{
	struct log_line *line;
	uint32_t n = 0;
	uint64_t number;
	bool is_number = text && sv_u64(sv(text), UINT32_MAX, &number);

	b->series = text;
	if (!text)
		return 0;
	if (store_log(b->c->store, &b->c->mem, &line, &n, e))
		return -1;
	for (uint32_t i = 0; i < n; i++)
		if (line[i].sha256[0] &&
		    (is_number ? line[i].source == number
			       : line[i].what &&
					 strcmp(line[i].what, text) == 0)) {
			b->series = line[i].series;
			return 0;
		}
	if (!is_number)
		return 0;
	return err_set(e, ERR_NOTFOUND, NULL,
		       "there is no import %s (landschap log lists them)",
		       text);
}

/* Files that are the user's own and small are read here. */
static int
read_small(struct batch *b, const char *path, uint64_t most, struct sv *ret,
	   struct err *e)
{
	struct at at = { .file = path };
	struct input in;
	char *text;
	int rc = 0;

	if (input_open(&in, path, false, &b->c->mem, e))
		return -1;
	if (in.size > most) {
		input_done(&in);
		return err_set(e, ERR_LIMIT, &at,
			       "too large for what it is (expected at most "
			       "%llu KiB)",
			       (unsigned long long)(most / KIB));
	}
	text = arena_alloc(&b->c->mem, (size_t)in.size + 1);
	if (input_read(&in, text, (size_t)in.size, 0) != (ssize_t)in.size)
		rc = err_set(e, ERR_IO, &at, "cannot read: %s",
			     strerror(errno));
	*ret = sv_n(text, (size_t)in.size);
	input_done(&in);
	return rc;
}

static int
read_map(struct batch *b, const char *path, struct err *e)
{
	const char *slash;
	struct sv text;

	if (!path)
		return 0;
	if (read_small(b, path, 1 * MIB, &text, e))
		return -1;
	slash = strrchr(path, '/');
	return mapping_read(text, slash ? slash + 1 : path, &b->c->mem,
			    &b->mapping, e);
}

/* --verify: the SHA-256 of a certificate, or a file. */
static int
read_pinned(struct batch *b, const char *text, struct err *e)
{
	struct arena *mem = &b->c->mem;
	unsigned char bytes[32];
	char hex[65];

	if (!text && b->allow_sha1)
		return err_set(e, ERR_USAGE, NULL,
			       "option '--allow-sha1' is for '--verify' "
			       "(expected both)");
	if (!text)
		return 0;
	if (pinned_fingerprint(sv(text), bytes))
		b->pinned =
			arena_sv(mem, sv_n((const char *)bytes, sizeof(bytes)));
	else if (read_small(b, text, LIMIT_PINNED_BYTES, &b->pinned, e))
		return -1;
	else if (b->pinned.n <= sizeof(bytes))
		return err_set(e, ERR_USAGE, NULL,
			       "option '--verify': '%s' holds no certificate "
			       "and no keys",
			       text);
	b->signer =
		pinned_certificate(b->pinned, hex) ? arena_str(mem, hex) : "-";
	return 0;
}

static int
read_options(struct batch *b, struct err *e)
{
	struct cli *c = b->c;
	const char *rung = cli_text(c, "rung");
	enum rung strength;

	b->as = cli_text(c, "as");
	if (b->as && !collector_by_name(sv(b->as))) {
		struct buf names = { 0 };

		collector_names(&names);
		err_set(e, ERR_USAGE, NULL, "option '--as': '%s' (expected %s)",
			b->as, names.p ? names.p : "");
		buf_done(&names);
		return -1;
	}
	b->rung = -1;
	if (rung && !rung_from(sv(rung), &strength))
		return err_set(e, ERR_USAGE, NULL,
			       "option '--rung': '%s' (expected signed, "
			       "register, observed, published, declared, "
			       "expected, inferred)",
			       rung);
	if (rung)
		b->rung = (int)strength;
	b->write_map = cli_text(c, "write-map");
	b->allow_sha1 = cli_flag(c, "allow-sha1");
	b->allow_expired = cli_flag(c, "allow-expired");
	b->accept_shrink = cli_flag(c, "accept-shrink");
	if (cli_date(c, "as-of", &b->as_of, e) || read_board(b, e) ||
	    read_map(b, cli_text(c, "map"), e) ||
	    read_pinned(b, cli_text(c, "verify"), e))
		return -1;
	return read_series(b, cli_text(c, "replaces"), e);
}

static int
import_all(struct batch *b, const struct found_files *files, struct err *e)
{
	struct cli *c = b->c;

	if (files->n != 1 && (b->series || b->write_map))
		return err_set(e, ERR_USAGE, NULL,
			       "option '--%s' is for one file (found %u)",
			       b->series ? "replaces" : "write-map", files->n);
	if (!c->is_dry && cli_reference(c, e))
		return -1;
	for (uint32_t i = 0; i < files->n; i++) {
		if (cli_interrupted())
			return stopped(e);
		if (files->file[i].is_in_folder &&
		    is_database(c, files->file[i].path))
			continue;
		if (import_file(b, &files->file[i], e))
			return -1;
	}
	return 0;
}

int cmd_import(struct cli *c, struct err *e);

int
cmd_import(struct cli *c, struct err *e)
{
	struct batch b = { .c = c };
	struct found_files files = { 0 };
	int rc;

	table_init(&b.table, &c->mem, c->command->name, columns, COLUMNS);
	if (read_options(&b, e))
		return -1;
	for (unsigned i = 0; i < cli_nargs(c); i++)
		if (gather(&files, cli_arg(c, i), &c->mem, e))
			return -1;
	rc = import_all(&b, &files, e);
	map_done(&b.seen);
	if (rc)
		return -1;
	cli_narrow(c, &b.table,
		   "file kind result import rows rows_refused facts new "
		   "changed gone review");
	if (cli_print(c, &b.table, e))
		return -1;
	if (b.is_left)
		term_note(c, "pairs of names were not looked for, there are so "
			     "many names (landschap review does)");
	else if (b.open_pairs)
		term_note(
			c,
			"pairs of names that wait for a verdict: %u (landschap "
			"review)",
			b.open_pairs);
	return b.has_refused ? EXIT_REFUSED : EXIT_OK;
}
