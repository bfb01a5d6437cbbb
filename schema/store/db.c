/*
 * The connection: opening, checking, migrating, and statements. Refuses files
 * that are foreign, newer, damaged or whose schema is not exactly ours.
 */
#include "schema/store/db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "schema/store/query.h"

enum { APPLICATION_ID = 0x4c616e64, BUSY_MS = 5000 };

int
db_error(struct store *st, int rc, struct err *e)
{
	int primary = rc & 0xff;
	struct at at = { .file = st->path };

	if (primary == SQLITE_NOMEM)
		mem_fail();
	if (primary == SQLITE_FULL || primary == SQLITE_IOERR)
		return err_set(e, ERR_IO, &at, "cannot write the database: %s",
			       sqlite3_errstr(rc));
	if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED)
		return err_set(e, ERR_DB, &at,
			       "the database is locked by another program "
			       "(try again when it is done)");
	if (primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT)
		return err_set(e, ERR_DB, &at,
			       "the file is damaged or not a landscape "
			       "(expected a database made by landschap init)");
	if (primary == SQLITE_READONLY || primary == SQLITE_CANTOPEN ||
	    primary == SQLITE_PERM)
		return err_set(e, ERR_DB, &at,
			       "cannot open the database for this: %s",
			       sqlite3_errstr(rc));
	return err_set(e, ERR_DB, &at, "database error: %s",
		       st->db ? sqlite3_errmsg(st->db) : sqlite3_errstr(rc));
}

struct stmt *
stmt_get(struct store *st, enum query q)
{
	struct stmt *s = &st->stmt[q];

	s->st = st;
	s->query = q;
	s->rc = SQLITE_OK;
	s->is_done = false;
	if (!s->s) {
		s->rc = sqlite3_prepare_v3(st->db, queries[q].sql, -1,
					   SQLITE_PREPARE_PERSISTENT, &s->s,
					   NULL);
		assert(s->rc != SQLITE_OK || queries[q].ncols == 0 ||
		       sqlite3_column_count(s->s) == queries[q].ncols);
	} else {
		sqlite3_reset(s->s);
		sqlite3_clear_bindings(s->s);
	}
	return s;
}

/* Appends what stands between VALUES and ';', its parameters by number. */
static void
put_values(struct buf *out, const char *values, int *number)
{
	for (; *values != ';'; values++) {
		if (*values != ':') {
			buf_char(out, *values);
			continue;
		}
		buf_printf(out, "?%d", ++*number);
		while (values[1] == '_' ||
		       (values[1] >= 'a' && values[1] <= 'z'))
			values++;
	}
}

sqlite3_stmt *
stmt_many(struct store *st, enum query q, int rows, struct err *e)
{
	static const char word[] = "VALUES";
	const char *sql = queries[q].sql;
	const char *values = strstr(sql, word);
	struct buf b = { 0 };
	int number = 0, rc;

	if (st->many[q])
		return st->many[q];
	assert(values);
	values += sizeof(word) - 1;
	buf_put(&b, sql, (size_t)(values - sql));
	for (int i = 0; i < rows; i++) {
		put_values(&b, values, &number);
		buf_char(&b, i + 1 < rows ? ',' : ';');
	}
	rc = sqlite3_prepare_v3(st->db, b.p, (int)b.n,
				SQLITE_PREPARE_PERSISTENT, &st->many[q], NULL);
	buf_done(&b);
	if (rc != SQLITE_OK)
		db_error(st, rc, e);
	return st->many[q];
}

int
stmt_write(struct store *st, sqlite3_stmt *s, struct err *e)
{
	int rc = sqlite3_step(s);

	sqlite3_reset(s);
	return rc == SQLITE_DONE ? 0 : db_error(st, rc, e);
}

/* Looked up by its letters once: names are bound a hundred thousand times. */
static int
parameter(struct stmt *s, const char *name)
{
	int i = 1;

	while (i < STMT_KNOWN && s->known[i] != name)
		i++;
	if (i < STMT_KNOWN)
		return i;
	i = sqlite3_bind_parameter_index(s->s, name);
	assert(i > 0);
	if (i < STMT_KNOWN)
		s->known[i] = name;
	return i;
}

static void
stick(struct stmt *s, int rc)
{
	if (s->rc == SQLITE_OK)
		s->rc = rc;
}

void
stmt_i64(struct stmt *s, const char *name, int64_t v)
{
	if (s->rc == SQLITE_OK)
		stick(s, sqlite3_bind_int64(s->s, parameter(s, name), v));
}

static void
bind_text(struct stmt *s, const char *name, struct sv v,
	  sqlite3_destructor_type keeps)
{
	if (s->rc == SQLITE_OK)
		stick(s, sqlite3_bind_text64(s->s, parameter(s, name),
					     v.p ? v.p : "", v.n, keeps,
					     SQLITE_UTF8));
}

void
stmt_text(struct stmt *s, const char *name, struct sv v)
{
	bind_text(s, name, v, SQLITE_TRANSIENT);
}

void
stmt_text_in_place(struct stmt *s, const char *name, struct sv v)
{
	bind_text(s, name, v, SQLITE_STATIC);
}

void
stmt_null(struct stmt *s, const char *name)
{
	if (s->rc == SQLITE_OK)
		stick(s, sqlite3_bind_null(s->s, parameter(s, name)));
}

void
stmt_date(struct stmt *s, const char *name, int32_t yyyymmdd)
{
	char iso[DATE_ISO_SIZE];

	if (yyyymmdd == 0)
		stmt_null(s, name);
	else
		stmt_text(s, name, sv(date_iso(yyyymmdd, iso)));
}

bool
stmt_row(struct stmt *s)
{
	int rc;

	if (s->rc != SQLITE_OK || s->is_done)
		return false;
	rc = sqlite3_step(s->s);
	if (rc == SQLITE_ROW)
		return true;
	s->is_done = true;
	if (rc != SQLITE_DONE)
		stick(s, rc);
	return false;
}

int
stmt_end(struct stmt *s, struct err *e)
{
	while (stmt_row(s))
		continue;
	if (s->s)
		sqlite3_reset(s->s);
	if (s->rc == SQLITE_OK)
		return 0;
	return db_error(s->st, s->rc, e);
}

int
stmt_run(struct store *st, enum query q, struct err *e)
{
	return stmt_end(stmt_get(st, q), e);
}

int64_t
col_i64(struct stmt *s, int col)
{
	return sqlite3_column_int64(s->s, col);
}

bool
col_is_null(struct stmt *s, int col)
{
	return sqlite3_column_type(s->s, col) == SQLITE_NULL;
}

struct sv
col_text(struct stmt *s, int col)
{
	const unsigned char *p = sqlite3_column_text(s->s, col);

	if (!p)
		return SV_NONE;
	return sv_n((const char *)p, (size_t)sqlite3_column_bytes(s->s, col));
}

const char *
col_name(struct stmt *s, int col)
{
	return sqlite3_column_name(s->s, col);
}

int32_t
col_date(struct stmt *s, int col)
{
	int32_t d = 0;

	if (!col_is_null(s, col) && !date_from_iso(col_text(s, col), &d))
		return 0;
	return d;
}

#define FAMILY(name, prefix)                                                   \
	enum query name##_query(enum fact_kind k)                              \
	{                                                                      \
		static const enum query family[] = {                           \
			[FACT_GOVERNS] = prefix##governs,                      \
			[FACT_PUPILS] = prefix##pupils,                        \
			[FACT_USES] = prefix##uses,                            \
			[FACT_FULFILS] = prefix##fulfils,                      \
			[FACT_SUPPLIES] = prefix##supplies,                    \
			[FACT_OWNS] = prefix##owns,                            \
			[FACT_SEATED_IN] = prefix##seated_in,                  \
			[FACT_NEEDS] = prefix##needs,                          \
			[FACT_INDICATOR] = prefix##indicator,                  \
			[FACT_ATTRIBUTE] = prefix##attribute,                  \
			[FACT_PROCESSES] = prefix##processes,                  \
			[FACT_SERVED_FROM] = prefix##served_from,              \
			[FACT_OPERATED_BY] = prefix##operated_by,              \
			[FACT_FEDERATED_BY] = prefix##federated_by,            \
		};                                                             \
		_Static_assert(sizeof(family) / sizeof(*family) == FACT_KINDS, \
			       "a query for each kind of fact");               \
		return family[k];                                              \
	}

FAMILY(put, Q_put_)
FAMILY(scan, Q_scan_)
FAMILY(claim, Q_claim_)
FAMILY(origin, Q_origin_)

int
store_version(void)
{
	return migration_count;
}

const char *
store_library(void)
{
	return sqlite3_libversion();
}

void
store_interrupt(struct store *st)
{
	sqlite3_interrupt(st->db);
}

void
store_close(struct store *st)
{
	if (!st)
		return;
	if (st->import)
		store_import_abort(st);
	for (int q = 0; q < QUERIES; q++) {
		sqlite3_finalize(st->stmt[q].s);
		sqlite3_finalize(st->many[q]);
	}
	sqlite3_close(st->db);
	store_forget_names(st);
	free(st->path);
	free(st);
}

static int
get_number(struct store *st, enum query q, int64_t *ret, struct err *e)
{
	struct stmt *s = stmt_get(st, q);

	if (stmt_row(s))
		*ret = col_i64(s, 0);
	return stmt_end(s, e);
}

static int
put_codes(struct store *st, struct err *e)
{
	struct stmt *s;

#define PUT(d, c, n)                                                           \
	do {                                                                   \
		s = stmt_get(st, Q_put_code);                                  \
		stmt_text(s, ":domain", sv(d));                                \
		stmt_i64(s, ":code", (c));                                     \
		stmt_text(s, ":name", sv(n));                                  \
		if (stmt_end(s, e))                                            \
			return -1;                                             \
	} while (0)
	for (int k = 0; k < NODE_KINDS; k++)
		PUT("node", k, node_kind_name((enum node_kind)k));
	for (int k = 0; k < RUNGS; k++)
		PUT("rung", k, rung_name((enum rung)k));
	for (int k = 0; k < KEY_SCHEMES; k++)
		PUT("scheme", k, key_scheme_name((enum key_scheme)k));
	for (int d = 0; d < CODE_DOMAINS; d++) {
		enum code_domain domain = (enum code_domain)d;

		for (int64_t c = 0; code_name(domain, c); c++)
			PUT(code_domain_name(domain), c, code_name(domain, c));
	}
#undef PUT
	return 0;
}

/* Runs the migrations after `from`, inside the caller's transaction. */
static int
migrate(struct store *st, int64_t from, struct err *e)
{
	for (uint32_t i = 0; i < (uint32_t)migration_count; i++) {
		int rc;

		if (migrations[i].number <= from)
			continue;
		rc = sqlite3_exec(st->db, migrations[i].sql, NULL, NULL, NULL);
		if (rc != SQLITE_OK)
			return db_error(st, rc, e);
	}
	/* a newer program may know more of them */
	return put_codes(st, e);
}

static int
put_event(struct store *st, const char *action, const char *what, struct err *e)
{
	struct stmt *s = stmt_get(st, Q_put_event);
	char now[21];

	stmt_text(s, ":at", sv(time_now_iso(now)));
	stmt_text(s, ":action", sv(action));
	stmt_null(s, ":source");
	stmt_text(s, ":what", sv(what));
	return stmt_end(s, e);
}

static int
create_schema(struct store *st, struct err *e)
{
	/* the size comes first: with anything in the file it is settled */
	if (stmt_run(st, Q_set_page_size, e) ||
	    stmt_run(st, Q_set_application_id, e) || stmt_run(st, Q_begin, e))
		return -1;
	if (migrate(st, 0, e) ||
	    put_event(st, "init", "landschap " LANDSCHAP_VERSION, e)) {
		struct err ignored = { 0 };

		stmt_run(st, Q_rollback, &ignored);
		return -1;
	}
	return stmt_run(st, Q_commit, e);
}

static void
set_config(struct store *st)
{
	sqlite3 *db = st->db;

	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_timeout(db, BUSY_MS);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
}

static int
set_pragmas(struct store *st, struct err *e)
{
	static const enum query pragmas[] = {
		Q_set_foreign_keys, Q_set_cell_size_check, Q_set_trusted_schema,
		Q_set_synchronous,  Q_set_cache,           Q_set_temp_store,
	};

	for (size_t i = 0; i < sizeof(pragmas) / sizeof(pragmas[0]); i++)
		if (stmt_run(st, pragmas[i], e))
			return -1;
	return 0;
}

/* All columns of all rows of a query, each closed by a NUL. */
static int
rows_text(struct store *st, enum query q, int columns, struct buf *out,
	  struct err *e)
{
	struct stmt *s = stmt_get(st, q);

	while (stmt_row(s)) {
		for (int c = 0; c < columns; c++) {
			buf_sv(out, col_text(s, c));
			buf_char(out, '\0');
		}
	}
	return stmt_end(s, e);
}

/* The schema, and what its numbers mean, for an exact comparison. */
static int
schema_text(struct store *st, struct buf *out, struct err *e)
{
	if (rows_text(st, Q_schema, 4, out, e))
		return -1;
	return rows_text(st, Q_codes, 3, out, e);
}

/* A database in memory with nothing but our schema. */
static struct store *
open_model(struct err *e)
{
	struct store *st = mem_realloc(NULL, 1, sizeof(*st));
	int rc;

	*st = (struct store){ .mode = STORE_CREATE };
	rc = sqlite3_open_v2(":memory:", &st->db,
			     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	if (rc != SQLITE_OK) {
		db_error(st, rc, e);
		store_close(st);
		return NULL;
	}
	if (migrate(st, 0, e)) {
		store_close(st);
		return NULL;
	}
	return st;
}

static int
check_schema(struct store *st, struct err *e)
{
	struct store *model = open_model(e);
	struct buf want = { 0 }, have = { 0 };
	struct at at = { .file = st->path };
	int rc = -1;

	if (model && schema_text(model, &want, e) == 0 &&
	    schema_text(st, &have, e) == 0) {
		rc = 0;
		if (!sv_eq(buf_view(&want), buf_view(&have)))
			rc = err_set(e, ERR_DB, &at,
				     "the tables are not as landschap makes "
				     "them (expected an unchanged database)");
	}
	store_close(model);
	buf_done(&want);
	buf_done(&have);
	return rc;
}

static int
check_identity(struct store *st, struct err *e)
{
	struct at at = { .file = st->path };
	int64_t id = 0, version = 0;

	if (get_number(st, Q_application_id, &id, e) ||
	    get_number(st, Q_user_version, &version, e))
		return -1;
	if (id != APPLICATION_ID)
		return err_set(e, ERR_DB, &at,
			       "not a landscape (expected a database made by "
			       "landschap init)");
	if (version > store_version())
		return err_set(e, ERR_DB, &at,
			       "made by a newer landschap: schema %lld "
			       "(this program knows %d; upgrade it)",
			       (long long)version, store_version());
	if (version < store_version()) {
		struct err ignored = { 0 };

		if (st->mode == STORE_READ)
			return err_set(e, ERR_DB, &at,
				       "made by an older landschap (any "
				       "import brings it up to date)");
		if (stmt_run(st, Q_begin, e))
			return -1;
		if (migrate(st, version, e)) {
			stmt_run(st, Q_rollback, &ignored);
			return -1;
		}
		if (stmt_run(st, Q_commit, e))
			return -1;
	}
	return check_schema(st, e);
}

static int
check_file(const char *path, enum store_mode mode, struct err *e)
{
	struct at at = { .file = path };
	struct stat sb;
	int fd;

	if (mode == STORE_CREATE) {
		fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
		if (fd < 0 && errno == EEXIST)
			return err_set(e, ERR_DB, &at,
				       "exists already (expected a new file)");
		if (fd < 0)
			return err_set(e, ERR_IO, &at, "cannot create: %s",
				       strerror(errno));
		close(fd);
		return 0;
	}
	if (lstat(path, &sb) != 0)
		return err_set(e, ERR_DB, &at,
			       "cannot open: %s (make one with landschap init)",
			       strerror(errno));
	if (!S_ISREG(sb.st_mode))
		return err_set(e, ERR_DB, &at,
			       "not a regular file (expected a database)");
	if (sb.st_size == 0)
		return err_set(e, ERR_DB, &at,
			       "empty file (expected a database made by "
			       "landschap init)");
	return 0;
}

/*
 * One thread uses SQLite here, and nobody asks how much it has allocated. Has
 * effect on the first database of a process only, which is all we want.
 */
static void
set_library(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int
store_open(const char *path, enum store_mode mode, struct store **ret,
	   struct err *e)
{
	int flags = mode == STORE_READ
			    ? SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
			    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	struct store *st;
	int rc;

	if (check_file(path, mode, e))
		return -1;
	set_library();
	st = mem_realloc(NULL, 1, sizeof(*st));
	*st = (struct store){ .mode = mode };
	st->path = mem_realloc(NULL, strlen(path) + 1, 1);
	memcpy(st->path, path, strlen(path) + 1);
	rc = sqlite3_open_v2(path, &st->db, flags, NULL);
	if (rc != SQLITE_OK) {
		db_error(st, rc, e);
		goto fail;
	}
	set_config(st);
	if (set_pragmas(st, e))
		goto fail;
	if (mode == STORE_CREATE ? create_schema(st, e) : check_identity(st, e))
		goto fail;
	*ret = st;
	return 0;
fail:
	store_close(st);
	if (mode == STORE_CREATE)
		unlink(path);
	return -1;
}

int
store_check(struct store *st, struct err *e)
{
	struct at at = { .file = st->path };
	struct stmt *s = stmt_get(st, Q_quick_check);
	int64_t bad = 0;
	bool ok = false;

	if (stmt_row(s))
		ok = sv_is(col_text(s, 0), "ok");
	if (stmt_end(s, e))
		return -1;
	if (!ok)
		return err_set(e, ERR_DB, &at,
			       "the file is damaged (restore a copy)");
	s = stmt_get(st, Q_foreign_key_check);
	ok = !stmt_row(s);
	if (stmt_end(s, e))
		return -1;
	if (!ok)
		return err_set(e, ERR_DB, &at,
			       "a claim points at nothing (restore a copy)");
	if (get_number(st, Q_bad_text, &bad, e))
		return -1;
	if (bad)
		return err_set(e, ERR_DB, &at,
			       "%lld names hold a NUL (not made by landschap)",
			       (long long)bad);
	return check_schema(st, e);
}
