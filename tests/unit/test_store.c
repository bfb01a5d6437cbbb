/* The store: editions, undo, transactions, foreign files, evidence. */
#include <check.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "schema/model/mentions.h"
#include "schema/store/query.h"
#include "schema/store/store.h"

Suite *suite_store(void);

static char path[64];

static void
setup(void)
{
	snprintf(path, sizeof(path), "/tmp/landschap-test-%d.db",
		 (int)getpid());
	unlink(path);
	setenv("SOURCE_DATE_EPOCH", "1795000000", 1); /* 2026-11-18 */
}

static void
teardown(void)
{
	unlink(path);
}

static struct store *
open_store(enum store_mode mode)
{
	struct err e = { 0 };
	struct store *st = NULL;

	ck_assert_msg(store_open(path, mode, &st, &e) == 0, "%s", e.msg);
	return st;
}

/* One list: board 99991 uses each product for function "las". */
static struct import_counts
import(struct store *st, const char *sha, int32_t as_of, bool keep,
       const char *const *products)
{
	struct source_info info = { .kind = "applications",
				    .name = "a.csv",
				    .board = "",
				    .sha256 = sha,
				    .size = 1,
				    .as_of = as_of,
				    .rung = -1 };
	struct import_counts c = { 0 };
	enum import_begin begin = IMPORT_SAME;
	struct err e = { 0 };
	struct mentions m;
	struct record r = { .type = RECORD_PART };
	struct node_record board = { .kind = NODE_BOARD, .nkeys = 1 };
	struct node_record function = { .kind = NODE_FUNCTION,
					.name = SV("las") };
	uint32_t b, f, row = 2;

	ck_assert_msg(store_import_begin(st, &info, &begin, &c, &e) == 0, "%s",
		      e.msg);
	if (begin == IMPORT_SAME)
		return c;
	mentions_init(&m, store_sink(st), SV("test"));
	r.part.part = 1;
	r.part.style = PLACE_CELL;
	r.part.name = SV("Blad1");
	ck_assert_int_eq(m.sink->put(m.sink, &r, &e), 0);
	r = (struct record){ .type = RECORD_COLUMN };
	r.column.part = 1;
	r.column.col = 2;
	r.column.field = SV("product");
	r.column.header = SV("Applicatie");
	ck_assert_int_eq(m.sink->put(m.sink, &r, &e), 0);
	board.key[0].scheme = KEY_BOARD_NUMBER;
	board.key[0].value = SV("99991");
	b = mention(&m, &board, &e);
	f = mention(&m, &function, &e);
	for (; *products; products++, row++) {
		struct node_record p = { .kind = NODE_PRODUCT,
					 .name = sv(*products) };

		r = (struct record){ .type = RECORD_FACT };
		fact_init(&r.fact, FACT_USES, RUNG_DECLARED,
			  (struct place){ 1, row, 2 });
		p.place = r.fact.place;
		r.fact.ref[USES_site] = b;
		r.fact.ref[USES_function] = f;
		r.fact.ref[USES_product] = mention(&m, &p, &e);
		ck_assert_int_eq(m.sink->put(m.sink, &r, &e), 0);
	}
	ck_assert_int_eq(mentions_finish(&m, &e), 0);
	mentions_done(&m);
	ck_assert_msg(store_import_end(st, keep, NULL, &c, &e) == 0, "%s",
		      e.msg);
	return c;
}

static struct landscape
load(struct store *st, int32_t at)
{
	struct load_options o = { .at = at };
	struct landscape l;
	struct err e = { 0 };

	ck_assert_msg(store_load(st, &o, &l, &e) == 0, "%s", e.msg);
	return l;
}

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
static const char *const first[] = { "Rekenreus", "Taalzee", NULL };
static const char *const second[] = { "Rekenreus", "Leesboom", NULL };

START_TEST(a_new_database_is_private_and_checks_out)
{
	struct store *st = open_store(STORE_CREATE);
	struct err e = { 0 };
	struct stat sb;

	ck_assert_int_eq(stat(path, &sb), 0);
	ck_assert_int_eq(sb.st_mode & 0777, 0600);
	ck_assert_msg(store_check(st, &e) == 0, "%s", e.msg);
	store_close(st);
}
END_TEST

START_TEST(the_same_bytes_twice_change_nothing)
{
	struct store *st = open_store(STORE_CREATE);
	struct import_counts c = import(st, SHA_A, 0, true, first);

	ck_assert_uint_eq(c.facts, 2);
	ck_assert_uint_eq(import(st, SHA_A, 0, true, first).source, c.source);
	store_close(st);
}
END_TEST

START_TEST(a_newer_edition_replaces_and_undo_brings_back)
{
	struct store *st = open_store(STORE_CREATE);
	struct import_counts c;
	struct err e = { 0 };
	struct landscape l;

	import(st, SHA_A, 20250101, true, first);
	c = import(st, SHA_B, 20260101, true, second);
	ck_assert_uint_eq(c.replaces, 1);
	ck_assert_uint_eq(c.is_new, 1);
	ck_assert_uint_eq(c.gone, 1);
	ck_assert_uint_eq(c.changed, 0);
	l = load(st, 0);
	ck_assert_uint_eq(l.nusage, 2);
	ck_assert_uint_ne(landscape_find_id(&l, SV("product:leesboom")),
			  NODE_NONE);
	ck_assert_uint_eq(landscape_find_id(&l, SV("product:taalzee")),
			  NODE_NONE);
	landscape_done(&l);
	l = load(st, 20250601);
	ck_assert_uint_ne(landscape_find_id(&l, SV("product:taalzee")),
			  NODE_NONE);
	landscape_done(&l);
	ck_assert_int_eq(store_undo(st, c.source, &e), 0);
	l = load(st, 0);
	ck_assert_uint_ne(landscape_find_id(&l, SV("product:taalzee")),
			  NODE_NONE);
	landscape_done(&l);
	ck_assert_int_eq(store_undo(st, c.source, &e), -1);
	ck_assert_int_eq(e.kind, ERR_NOTFOUND);
	store_close(st);
}
END_TEST

/* Whole file as text, for comparing before and after. */
static char *
slurp(size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	char *p = malloc(1 << 22);

	ck_assert_ptr_nonnull(f);
	*ret_n = fread(p, 1, 1 << 22, f);
	fclose(f);
	return p;
}

START_TEST(a_dry_run_leaves_the_file_as_it_was)
{
	struct store *st = open_store(STORE_CREATE);
	char *before, *after;
	size_t n, m;

	import(st, SHA_A, 0, true, first);
	before = slurp(&n);
	import(st, SHA_B, 0, false, second);
	store_close(st);
	after = slurp(&m);
	ck_assert_uint_eq(n, m);
	ck_assert_int_eq(memcmp(before, after, n), 0);
	free(before);
	free(after);
}
END_TEST

START_TEST(evidence_ends_at_a_cell)
{
	struct store *st = open_store(STORE_CREATE);
	struct arena mem = { 0 };
	struct err e = { 0 };
	struct origin o;
	struct landscape l;

	import(st, SHA_A, 0, true, first);
	l = load(st, 0);
	ck_assert_uint_eq(l.usage[0].ev.said, 1);
	ck_assert_int_eq(store_origin(st, FACT_USES,
				      l.claim[l.usage[0].ev.first], "product",
				      &mem, &o, &e),
			 0);
	ck_assert_str_eq(o.file, "a.csv");
	ck_assert_str_eq(o.part, "Blad1");
	ck_assert_str_eq(o.cell, "B2");
	ck_assert_str_eq(o.header, "Applicatie");
	ck_assert_str_eq(o.rung, "declared");
	landscape_done(&l);
	arena_done(&mem);
	store_close(st);
}
END_TEST

START_TEST(a_verdict_joins_and_its_undo_parts_again)
{
	static const char *const near[] = { "Rekenrijk Online",
					    "Rekenirjk Online", NULL };
	struct store *st = open_store(STORE_CREATE);
	struct arena mem = { 0 };
	struct proposal *p = NULL;
	struct err e = { 0 };
	struct landscape l;
	uint32_t n = 0, source = 0;

	import(st, SHA_A, 0, true, near);
	ck_assert_int_eq(store_review(st, NULL, &mem, &p, &n, &e), 0);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(p[0].state, "open");
	ck_assert_int_eq(store_decide(st, &p[0], true, &source, &e), 0);
	l = load(st, 0);
	ck_assert_uint_eq(l.nusage, 1);
	ck_assert_uint_eq(l.usage[0].ev.said, 2);
	landscape_done(&l);
	ck_assert_int_eq(store_undo(st, source, &e), 0);
	l = load(st, 0);
	ck_assert_uint_eq(l.nusage, 2);
	landscape_done(&l);
	arena_done(&mem);
	store_close(st);
}
END_TEST

enum { LONG = 48 * 1024 };

/* The value of claim i: mostly short, now and then very long. */
static struct sv
nth_value(uint32_t i, char *text)
{
	size_t n = i % 7 == 3 ? LONG / 3 : i == 20 ? LONG : i % 5;

	memset(text, 'a' + (int)(i % 26), n);
	return sv_n(text, n);
}

/* Facts go to the tables some at a time; that may not show. */
START_TEST(claims_keep_their_order_and_their_texts)
{
	struct source_info info = { .kind = "applications",
				    .name = "a.csv",
				    .board = "",
				    .sha256 = SHA_A,
				    .rung = -1 };
	struct node_record product = { .kind = NODE_PRODUCT,
				       .name = SV("Rekenreus") };
	struct record r = { .type = RECORD_FACT };
	struct store *st = open_store(STORE_CREATE);
	struct import_counts c = { 0 };
	enum import_begin begin;
	struct arena mem = { 0 };
	struct err e = { 0 };
	struct mentions m;
	char text[LONG];
	uint32_t ref, nfact = 53;

	ck_assert_int_eq(store_import_begin(st, &info, &begin, &c, &e), 0);
	mentions_init(&m, store_sink(st), SV("test"));
	ref = mention(&m, &product, &e);
	for (uint32_t i = 1; i <= nfact; i++) {
		fact_init(&r.fact, FACT_ATTRIBUTE, RUNG_DECLARED,
			  (struct place){ 1, i, 0 });
		r.fact.ref[ATTRIBUTE_node] = i % 3 ? ref : 0;
		r.fact.text[ATTRIBUTE_name] = SV("note");
		r.fact.text[ATTRIBUTE_value] = nth_value(i, text);
		ck_assert_int_eq(m.sink->put(m.sink, &r, &e), 0);
	}
	memset(text, '?', sizeof(text));
	mentions_done(&m);
	ck_assert_int_eq(store_import_end(st, true, NULL, &c, &e), 0);
	ck_assert_uint_eq(c.facts, nfact);

	for (uint32_t i = 1; i <= nfact; i++) {
		struct sv value = nth_value(i, text);
		struct claim_field *f = NULL;
		struct origin o;
		uint32_t n = 0, want = (i % 3 != 0) + 1u + (value.n > 0);

		ck_assert_int_eq(
			store_claim(st, FACT_ATTRIBUTE, i, &mem, &f, &n, &e),
			0);
		ck_assert_uint_eq(n, want);
		if (value.n)
			ck_assert(sv_eq(sv(f[n - 1].value), value));
		ck_assert_int_eq(
			store_origin(st, FACT_ATTRIBUTE, i, NULL, &mem, &o, &e),
			0);
		ck_assert_uint_eq(o.row, i);
	}
	arena_done(&mem);
	store_close(st);
}
END_TEST

/* More names than wait in memory for their counts. */
START_TEST(names_keep_their_counts_however_many_there_are)
{
	struct source_info info = { .kind = "applications",
				    .name = "a.csv",
				    .board = "",
				    .sha256 = SHA_A,
				    .rung = -1 };
	struct store *st = open_store(STORE_CREATE);
	struct import_counts c = { 0 };
	enum import_begin begin;
	struct naming *v = NULL;
	struct arena mem = { 0 };
	struct landscape l;
	struct err e = { 0 };
	struct mentions m;
	char name[16];
	uint32_t n = 0, count = 70000;

	ck_assert_int_eq(store_import_begin(st, &info, &begin, &c, &e), 0);
	mentions_init(&m, store_sink(st), SV("test"));
	for (uint32_t i = 1; i <= count; i++) {
		struct node_record p = { .kind = NODE_PRODUCT };
		uint32_t ref;

		snprintf(name, sizeof(name), "%u", i);
		p.name = sv(name);
		ref = mention(&m, &p, &e);
		ck_assert_uint_eq(ref, i);
		if (i % 2)
			mention_again(&m, ref);
	}
	ck_assert_int_eq(mentions_finish(&m, &e), 0);
	mentions_done(&m);
	ck_assert_int_eq(store_import_end(st, true, NULL, &c, &e), 0);
	ck_assert_uint_eq(c.names, count + count / 2);
	ck_assert_uint_eq(c.names_new, count);

	l = load(st, 0);
	ck_assert_uint_eq(l.nnode, count);
	for (uint32_t i = 1; i <= count; i += 34999) {
		snprintf(name, sizeof(name), "product:%u", i);
		ck_assert_int_eq(store_namings(st, &l,
					       landscape_find_id(&l, sv(name)),
					       &mem, &v, &n, &e),
				 0);
		ck_assert_uint_eq(n, 1);
		ck_assert_uint_eq(v[0].said, 1 + i % 2);
	}
	landscape_done(&l);
	arena_done(&mem);
	store_close(st);
}
END_TEST

START_TEST(open_pairs_are_counted_as_the_review_lists_them)
{
	static const char *const names[] = { "Rekenreus", "Rekenreuz",
					     "Taalzee", "Taalzeee", NULL };
	struct store *st = open_store(STORE_CREATE);
	struct arena mem = { 0 };
	struct proposal *p;
	struct err e = { 0 };
	uint32_t n = 0, open = 9, source;

	ck_assert_int_eq(store_review_open(st, NULL, &open, &e), 0);
	ck_assert_uint_eq(open, 0);
	import(st, SHA_A, 0, true, names);
	ck_assert_int_eq(store_review_open(st, NULL, &open, &e), 0);
	ck_assert_uint_eq(open, 2);
	ck_assert_int_eq(store_review(st, NULL, &mem, &p, &n, &e), 0);

	ck_assert_int_eq(store_decide(st, &p[1], false, &source, &e), 0);
	ck_assert_int_eq(store_review_open(st, NULL, &open, &e), 0);
	ck_assert_uint_eq(open, 1);
	ck_assert_int_eq(store_decide(st, &p[0], true, &source, &e), 0);
	ck_assert_int_eq(store_review_open(st, NULL, &open, &e), 0);
	ck_assert_uint_eq(open, 0);
	arena_done(&mem);
	store_close(st);
}
END_TEST

static void
write_file(const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

/* A fact that child is owned so by parent (NULL: by nobody). */
static void
owned(struct mentions *m, const char *child, const char *parent,
      enum ownership kind)
{
	struct record r = { .type = RECORD_FACT };
	struct err e = { 0 };

	fact_init(&r.fact, FACT_OWNS, RUNG_PUBLISHED,
		  (struct place){ 1, 2, 0 });
	r.fact.ref[OWNS_child] =
		mention(m,
			&(struct node_record){ .kind = NODE_ORGANISATION,
					       .name = sv(child),
					       .place = r.fact.place },
			&e);
	if (parent)
		r.fact.ref[OWNS_parent] = mention(
			m,
			&(struct node_record){ .kind = NODE_ORGANISATION,
					       .name = sv(parent),
					       .place = r.fact.place },
			&e);
	r.fact.num[OWNS_kind] = kind;
	ck_assert_msg(m->sink->put(m->sink, &r, &e) == 0, "%s", e.msg);
}

START_TEST(a_foundation_without_a_parent_keeps_its_participants)
{
	struct store *st = open_store(STORE_CREATE);
	struct source_info info = { .kind = "organisations",
				    .name = "o.csv",
				    .board = "",
				    .sha256 = SHA_A,
				    .size = 1,
				    .as_of = 20261001,
				    .rung = -1 };
	struct import_counts c = { 0 };
	enum import_begin begin;
	struct record r = { .type = RECORD_PART, .part = { .part = 1 } };
	struct err e = { 0 };
	struct mentions m;
	struct landscape l;

	ck_assert_int_eq(store_import_begin(st, &info, &begin, &c, &e), 0);
	mentions_init(&m, store_sink(st), SV("test"));
	ck_assert_int_eq(m.sink->put(m.sink, &r, &e), 0);
	owned(&m, "Sluis", NULL, OWNERSHIP_NONE);
	owned(&m, "Sluis", "Rietkraag", OWNERSHIP_PARTICIPATION);
	owned(&m, "Molen", NULL, OWNERSHIP_NONE);
	owned(&m, "Molen", "Rietkraag", OWNERSHIP_CONTROL);
	ck_assert_int_eq(mentions_finish(&m, &e), 0);
	mentions_done(&m);
	ck_assert_int_eq(store_import_end(st, true, NULL, &c, &e), 0);
	l = load(st, 20261101);

	ck_assert_uint_eq(l.nholding, 3); /* one of the Molen's two loses */
	ck_assert_uint_eq(l.nconflict, 1);

	landscape_done(&l);
	store_close(st);
}
END_TEST

START_TEST(a_file_that_is_no_database_is_refused)
{
	struct store *st = NULL;
	struct err e = { 0 };

	write_file("Applicatie;Leverancier\n", 23);
	ck_assert_int_eq(store_open(path, STORE_READ, &st, &e), -1);
	ck_assert_int_eq(e.kind, ERR_DB);
	e = (struct err){ 0 };
	write_file("", 0);
	ck_assert_int_eq(store_open(path, STORE_WRITE, &st, &e), -1);
	ck_assert_int_eq(e.kind, ERR_DB);
	e = (struct err){ 0 };
	unlink(path);
	ck_assert_int_eq(store_open(path, STORE_READ, &st, &e), -1);
	ck_assert_int_eq(e.kind, ERR_DB);
}
END_TEST

START_TEST(an_existing_file_is_never_overwritten)
{
	struct store *st = NULL;
	struct err e = { 0 };

	write_file("mine", 4);
	ck_assert_int_eq(store_open(path, STORE_CREATE, &st, &e), -1);
	ck_assert_int_eq(e.kind, ERR_DB);
	ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

/* Changes bytes of the file at an offset. */
static void
poke(long offset, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "r+b");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fseek(f, offset, SEEK_SET), 0);
	ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
	fclose(f);
}

START_TEST(a_newer_or_foreign_or_damaged_database_is_refused)
{
	struct store *st = open_store(STORE_CREATE);
	struct err e = { 0 };
	char *bytes, *hit;
	size_t n;

	store_close(st);
	bytes = slurp(&n);
	poke(60, "\x00\x00\x00\x63", 4); /* user_version 99 */
	ck_assert_int_eq(store_open(path, STORE_READ, &st, &e), -1);
	ck_assert_int_eq(e.kind, ERR_DB);
	ck_assert_ptr_nonnull(strstr(e.msg, "newer"));
	e = (struct err){ 0 };
	write_file(bytes, n);
	poke(68, "\x00\x00\x00\x01", 4); /* application_id */
	ck_assert_int_eq(store_open(path, STORE_READ, &st, &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, "not a landscape"));
	e = (struct err){ 0 };
	write_file(bytes, n);
	/* alter the text of the schema in place: x_live for is_live */
	hit = memmem(bytes, n, "AS is_live", 10);
	ck_assert_ptr_nonnull(hit);
	poke(hit - bytes + 3, "x", 1);
	ck_assert_int_eq(store_open(path, STORE_READ, &st, &e), -1);
	ck_assert_int_eq(e.kind, ERR_DB);
	e = (struct err){ 0 };
	write_file(bytes, n / 2);
	ck_assert_int_eq(store_open(path, STORE_READ, &st, &e), -1);
	ck_assert_int_eq(e.kind, ERR_DB);
	free(bytes);
}
END_TEST

START_TEST(records_that_point_nowhere_are_refused_and_nothing_is_kept)
{
	struct store *st = open_store(STORE_CREATE);
	struct source_info info = { .kind = "applications",
				    .name = "a.csv",
				    .sha256 = SHA_A,
				    .rung = -1 };
	struct import_counts c = { 0 };
	enum import_begin begin;
	struct err e = { 0 };
	struct record r = { .type = RECORD_FACT };
	struct landscape l;

	ck_assert_int_eq(store_import_begin(st, &info, &begin, &c, &e), 0);
	fact_init(&r.fact, FACT_USES, RUNG_DECLARED, (struct place){ 1, 2, 3 });
	r.fact.ref[USES_site] = 7;
	ck_assert_int_eq(store_sink(st)->put(store_sink(st), &r, &e), -1);
	ck_assert_int_eq(e.kind, ERR_INPUT);
	e = (struct err){ 0 };
	r = (struct record){ .type = RECORD_SAID, .said = { 9, 1 } };
	ck_assert_int_eq(store_sink(st)->put(store_sink(st), &r, &e), -1);
	store_import_abort(st);
	l = load(st, 0);
	ck_assert_uint_eq(l.coverage.sources, 0);
	landscape_done(&l);
	store_close(st);
}
END_TEST

START_TEST(the_log_tells_what_was_done)
{
	struct store *st = open_store(STORE_CREATE);
	struct arena mem = { 0 };
	struct log_line *line = NULL;
	struct err e = { 0 };
	uint32_t n = 0;

	import(st, SHA_A, 0, true, first);
	store_undo(st, 1, &e);
	ck_assert_int_eq(store_log(st, &mem, &line, &n, &e), 0);
	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(line[0].action, "init");
	ck_assert_str_eq(line[1].action, "import");
	ck_assert_str_eq(line[1].what, "a.csv");
	ck_assert_uint_eq(line[1].facts, 2);
	ck_assert(!line[1].is_live);
	ck_assert_str_eq(line[2].action, "undo");
	arena_done(&mem);
	store_close(st);
}
END_TEST

/* The claims about two products, or about one when b is NULL. */
static uint32_t
claims_about(struct store *st, const struct landscape *l, const char *a,
	     const char *b, struct arena *mem, struct claim_about **ret)
{
	uint32_t other = b ? landscape_find_id(l, sv(b)) : NODE_NONE, n = 0;
	struct err e = { 0 };

	ck_assert_msg(store_claims(st, l, landscape_find_id(l, sv(a)), other,
				   mem, ret, &n, &e) == 0,
		      "%s", e.msg);
	return n;
}

START_TEST(claims_about_a_node_are_those_that_count)
{
	struct store *st = open_store(STORE_CREATE);
	struct arena mem = { 0 };
	struct claim_about *c;
	struct landscape l;

	import(st, SHA_A, 20250101, true, first);
	import(st, SHA_B, 20260101, true, second);
	l = load(st, 0);

	ck_assert_uint_eq(
		claims_about(st, &l, "product:rekenreus", NULL, &mem, &c), 1);
	ck_assert_int_eq(c[0].fact, FACT_USES);
	ck_assert_int_eq(c[0].as_of, 20260101);
	ck_assert_uint_eq(c[0].node[USES_product],
			  landscape_find_id(&l, SV("product:rekenreus")));
	ck_assert_uint_eq(c[0].node[USES_vendor], NODE_NONE);
	ck_assert_uint_eq(claims_about(st, &l, "board:99991", NULL, &mem, &c),
			  2);
	ck_assert_uint_eq(claims_about(st, &l, "board:99991",
				       "product:leesboom", &mem, &c),
			  1);
	ck_assert_uint_eq(claims_about(st, &l, "product:rekenreus",
				       "product:leesboom", &mem, &c),
			  0);
	landscape_done(&l);
	arena_done(&mem);
	store_close(st);
}
END_TEST

START_TEST(a_claim_says_what_its_document_says)
{
	struct store *st = open_store(STORE_CREATE);
	struct arena mem = { 0 };
	struct claim_field *f;
	struct err e = { 0 };
	uint32_t n = 0;

	import(st, SHA_A, 0, true, first);

	ck_assert_int_eq(store_claim(st, FACT_USES, 2, &mem, &f, &n, &e), 0);
	ck_assert_uint_eq(n, 3); /* silent columns are left out */
	ck_assert_str_eq(f[0].field, "site");
	ck_assert_str_eq(f[0].value, "99991");
	ck_assert_str_eq(f[1].field, "product");
	ck_assert_str_eq(f[1].value, "Taalzee");
	ck_assert(f[1].is_node);
	ck_assert_int_eq(store_claim(st, FACT_USES, 3, &mem, &f, &n, &e), -1);
	ck_assert_int_eq(e.kind, ERR_NOTFOUND);
	arena_done(&mem);
	store_close(st);
}
END_TEST

START_TEST(every_name_and_key_finds_its_node)
{
	struct store *st = open_store(STORE_CREATE);
	struct arena mem = { 0 };
	struct node_name *name;
	struct landscape l;
	struct err e = { 0 };
	uint32_t n = 0;

	import(st, SHA_A, 0, true, first);
	l = load(st, 0);

	ck_assert_int_eq(store_names(st, &l, &mem, &name, &n, &e), 0);
	ck_assert_uint_eq(n, 4); /* a board number, two products, a function */
	ck_assert_str_eq(name[0].name, "99991");
	ck_assert_str_eq(l.node[name[0].node].id, "board:99991");
	ck_assert_str_eq(name[2].name, "Taalzee");
	ck_assert_str_eq(l.node[name[2].node].id, "product:taalzee");
	landscape_done(&l);
	arena_done(&mem);
	store_close(st);
}
END_TEST

START_TEST(verdicts_are_written_all_together)
{
	static const char *const names[] = { "Rekenreus", "Rekenreuz",
					     "Taalzee", "Taalzeee", NULL };
	struct store *st = open_store(STORE_CREATE);
	struct verdict v[2] = { 0 };
	struct arena mem = { 0 };
	struct proposal *p;
	struct err e = { 0 };
	struct landscape l;
	uint32_t n = 0;

	import(st, SHA_A, 0, true, names);
	ck_assert_int_eq(store_review(st, NULL, &mem, &p, &n, &e), 0);
	ck_assert_uint_eq(n, 2);
	v[0] = (struct verdict){ &p[0], true, 0 };
	v[1] = (struct verdict){ &p[1], true, 0 };

	ck_assert_int_eq(store_decide_all(st, v, 2, &e), 0);

	ck_assert_uint_eq(v[0].ret_source, 2);
	ck_assert_uint_eq(v[1].ret_source, 3);
	l = load(st, 0);
	ck_assert_uint_eq(l.nusage, 2);
	landscape_done(&l);
	arena_done(&mem);
	store_close(st);
}
END_TEST

START_TEST(an_interrupted_import_keeps_nothing)
{
	struct store *st = open_store(STORE_CREATE);
	struct source_info info = { .kind = "applications",
				    .name = "a.csv",
				    .sha256 = SHA_A,
				    .rung = -1 };
	struct import_counts c = { 0 };
	enum import_begin begin;
	struct err e = { 0 };
	struct landscape l;

	import(st, SHA_A, 0, true, first);
	info.sha256 = SHA_B;
	ck_assert_int_eq(store_import_begin(st, &info, &begin, &c, &e), 0);
	store_interrupt(st);
	store_import_abort(st);
	l = load(st, 0);

	ck_assert_uint_eq(l.coverage.sources, 1);
	landscape_done(&l);
	store_close(st);
}
END_TEST

static void
run_sql(sqlite3 *db, const char *sql)
{
	ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
		      "%s", sqlite3_errmsg(db));
}

/* A database as the first version of the program left it, codes and all. */
static void
make_first_version(void)
{
	sqlite3 *db;

	store_close(open_store(STORE_CREATE));
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	run_sql(db, "CREATE TEMP TABLE old AS SELECT * FROM code "
		    "WHERE domain <> 'endpoint' "
		    "AND NOT (domain = 'node' AND code > 5) "
		    "AND NOT (domain = 'scheme' AND code > 11);"
		    "PRAGMA writable_schema = ON;"
		    "DELETE FROM sqlite_schema;"
		    "PRAGMA writable_schema = OFF;"
		    "VACUUM;");
	run_sql(db, migrations[0].sql);
	run_sql(db, "INSERT INTO code SELECT * FROM old;"
		    "INSERT INTO source VALUES (1, 'applications', 'a.xlsx', "
		    "'a.xlsx', '', '', 1, '2026-11-01', "
		    "'2026-11-01T00:00:00Z', NULL, 0, 'landschap', 1, 1, 1, 0, "
		    "0);"
		    "INSERT INTO part (source, part, name, cells) "
		    "VALUES (1, 1, 'Blad1', 1);");
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

START_TEST(a_database_of_the_first_version_is_brought_up_to_date)
{
	struct store *st = NULL;
	struct err e = { 0 };
	sqlite3_stmt *s;
	sqlite3 *db;

	make_first_version();

	ck_assert_int_eq(store_open(path, STORE_READ, &st, &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, "older landschap"));
	store_close(open_store(STORE_WRITE));
	st = open_store(STORE_READ); /* compares schema and codes */
	e = (struct err){ 0 };
	ck_assert_msg(store_check(st, &e) == 0, "%s", e.msg);
	store_close(st);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_prepare_v2(db, "SELECT style FROM part", -1, &s, NULL);
	ck_assert_int_eq(sqlite3_step(s), SQLITE_ROW);
	ck_assert_int_eq(sqlite3_column_int(s, 0), PLACE_CELL);
	sqlite3_finalize(s);
	sqlite3_close(db);
}

START_TEST(every_kind_of_fact_is_kept_and_read_back)
{
	struct source_info info = { .kind = "saml",
				    .name = "m.xml",
				    .board = "",
				    .sha256 = SHA_A,
				    .size = 1,
				    .rung = -1 };
	struct store *st = open_store(STORE_CREATE);
	struct import_counts c = { 0 };
	enum import_begin begin;
	struct arena mem = { 0 };
	struct err e = { 0 };

	ck_assert_int_eq(store_import_begin(st, &info, &begin, &c, &e), 0);
	for (int k = 0; k < FACT_KINDS; k++) {
		struct record r = { .type = RECORD_FACT };

		fact_init(&r.fact, (enum fact_kind)k, RUNG_OBSERVED,
			  (struct place){ 1, (uint32_t)k + 1, 0 });
		ck_assert_int_eq(store_sink(st)->put(store_sink(st), &r, &e),
				 0);
	}
	ck_assert_int_eq(store_import_end(st, true, NULL, &c, &e), 0);

	ck_assert_uint_eq(c.facts, FACT_KINDS);
	for (int k = 0; k < FACT_KINDS; k++) {
		struct claim_field *f;
		struct origin o;
		uint32_t n;

		ck_assert_int_eq(store_origin(st, (enum fact_kind)k, 1, NULL,
					      &mem, &o, &e),
				 0);
		ck_assert_uint_eq(o.row, (uint32_t)k + 1);
		ck_assert_int_eq(
			store_claim(st, (enum fact_kind)k, 1, &mem, &f, &n, &e),
			0);
		ck_assert_uint_eq(n, 0);
	}
	arena_done(&mem);
	store_close(st);
}

Suite *
suite_store(void)
{
	Suite *s = suite_create("store");
	TCase *t = tcase_create("store");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_new_database_is_private_and_checks_out);
	tcase_add_test(t, the_same_bytes_twice_change_nothing);
	tcase_add_test(t, a_newer_edition_replaces_and_undo_brings_back);
	tcase_add_test(t, a_dry_run_leaves_the_file_as_it_was);
	tcase_add_test(t, evidence_ends_at_a_cell);
	tcase_add_test(t, a_verdict_joins_and_its_undo_parts_again);
	tcase_add_test(t, claims_keep_their_order_and_their_texts);
	tcase_add_test(t, names_keep_their_counts_however_many_there_are);
	tcase_add_test(t, open_pairs_are_counted_as_the_review_lists_them);
	tcase_add_test(t, a_foundation_without_a_parent_keeps_its_participants);
	tcase_add_test(t, a_file_that_is_no_database_is_refused);
	tcase_add_test(t, an_existing_file_is_never_overwritten);
	tcase_add_test(t, a_newer_or_foreign_or_damaged_database_is_refused);
	tcase_add_test(
		t, records_that_point_nowhere_are_refused_and_nothing_is_kept);
	tcase_add_test(t, the_log_tells_what_was_done);
	tcase_add_test(t, claims_about_a_node_are_those_that_count);
	tcase_add_test(t, a_claim_says_what_its_document_says);
	tcase_add_test(t, every_name_and_key_finds_its_node);
	tcase_add_test(t, verdicts_are_written_all_together);
	tcase_add_test(t, an_interrupted_import_keeps_nothing);
	tcase_add_test(t,
		       a_database_of_the_first_version_is_brought_up_to_date);
	tcase_add_test(t, every_kind_of_fact_is_kept_and_read_back);
	suite_add_tcase(s, t);
	return s;
}
