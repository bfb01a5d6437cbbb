/*
 * Reference data and registers in the store: what ships is loaded, and on
 * each day the landscape shows what held on it.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collectors/reference.h"
#include "schema/store/store.h"

Suite *suite_reference(void);

static char path[64];
static struct store *st;
static struct landscape l;

static void
setup(void)
{
	struct err e = { 0 };

	snprintf(path, sizeof(path), "/tmp/landschap-reference-%d.db",
		 (int)getpid());
	unlink(path);
	setenv("SOURCE_DATE_EPOCH", "1795478400", 1); /* 2026-11-24 */
	ck_assert_int_eq(store_open(path, STORE_CREATE, &st, &e), 0);
	l = (struct landscape){ 0 };
}

static void
teardown(void)
{
	landscape_done(&l);
	store_close(st);
	unlink(path);
}

/* One shipped file into the store. */
static enum import_begin
load_reference(const struct reference *r, struct import_counts *ret)
{
	enum import_begin begin = IMPORT_SAME;
	struct arena mem = { 0 };
	struct diag diag = { 0 };
	struct err e = { 0 };
	struct input in;
	int32_t as_of = 0;

	ck_assert_int_eq(reference_open(r, &mem, &in, &e), 0);
	struct source_info info = { .kind = r->collector->name,
				    .name = r->file,
				    .board = "",
				    .sha256 = in.sha256,
				    .size = in.size,
				    .is_reference = true,
				    .rung = -1 };

	ck_assert_int_eq(store_import_begin(st, &info, &begin, ret, &e), 0);
	if (begin == IMPORT_STARTED) {
		ck_assert_msg(reference_read(r, &in, store_sink(st), &diag,
					     &mem, &as_of, &e) == 0,
			      "%s: %s", e.where, e.msg);
		store_import_dated(st, as_of, NULL);
		ck_assert_int_eq(store_import_end(st, true, &diag, ret, &e), 0);
	}
	input_done(&in);
	diag_done(&diag);
	arena_done(&mem);
	return begin;
}

static void
load_all_reference(void)
{
	struct import_counts c;

	for (const struct reference *r = reference_files; r->file; r++)
		ck_assert_int_eq(load_reference(r, &c), IMPORT_STARTED);
}

/* A user's file into the store. */
static void
import(const char *collector, const char *name, int32_t as_of, const char *text)
{
	const struct collector *k = collector_by_name(sv(collector));
	enum import_begin begin = IMPORT_SAME;
	struct import_counts c;
	struct arena mem = { 0 };
	struct diag diag = { 0 };
	struct err e = { 0 };
	struct input in;

	ck_assert_ptr_nonnull(k);
	ck_assert_int_eq(input_from_bytes(&in, name, sv(text), &mem, &e), 0);
	struct source_info info = { .kind = k->name,
				    .name = name,
				    .board = "",
				    .sha256 = in.sha256,
				    .size = in.size,
				    .as_of = as_of,
				    .rung = -1 };

	ck_assert_int_eq(store_import_begin(st, &info, &begin, &c, &e), 0);
	ck_assert_int_eq(begin, IMPORT_STARTED);
	struct import im = {
		.in = &in, .sink = store_sink(st), .diag = &diag, .mem = &mem
	};

	ck_assert_msg(k->import(&im, &e) == 0, "%s: %s", e.where, e.msg);
	ck_assert_uint_eq(diag.count[DIAG_REFUSE], 0);
	store_import_dated(st, im.ret_as_of, im.ret_series);
	ck_assert_int_eq(store_import_end(st, true, &diag, &c, &e), 0);
	input_done(&in);
	diag_done(&diag);
	arena_done(&mem);
}

static void
look(int32_t at)
{
	struct load_options o = { .at = at };
	struct err e = { 0 };

	landscape_done(&l);
	ck_assert_msg(store_load(st, &o, &l, &e) == 0, "%s", e.msg);
}

static const struct node *
find(const char *id)
{
	uint32_t i = landscape_find_id(&l, sv(id));

	ck_assert_msg(i != NODE_NONE, "no node %s", id);
	return &l.node[i];
}

START_TEST(every_shipped_file_is_read_without_a_refusal)
{
	struct import_counts c;

	for (const struct reference *r = reference_files; r->file; r++) {
		ck_assert_int_eq(load_reference(r, &c), IMPORT_STARTED);
		ck_assert_msg(c.facts > 0, "%s", r->file);
		ck_assert_uint_eq(c.rows.refused, 0);
		ck_assert_uint_gt(c.rows.used, 0);
		ck_assert_uint_eq(c.rows.read, c.rows.used + c.rows.empty);
	}
}
END_TEST

START_TEST(the_same_reference_data_twice_is_nothing_to_do)
{
	struct import_counts c;

	load_all_reference();
	for (const struct reference *r = reference_files; r->file; r++)
		ck_assert_int_eq(load_reference(r, &c), IMPORT_SAME);
}
END_TEST

START_TEST(functions_have_their_weight_and_names)
{
	load_all_reference();
	look(0);

	ck_assert_int_eq(find("function:las")->criticality, 3);
	ck_assert(find("function:las")->is_basic);
	ck_assert(!find("function:ai")->is_basic);
	ck_assert_str_ne(find("function:las")->name, "las");
	ck_assert_str_eq(find("country:NL")->name, "Netherlands");
	ck_assert_str_eq(find("country:NL")->country_code, "NL");
}
END_TEST

START_TEST(shipped_facts_count_on_every_day)
{
	load_all_reference();
	look(20150101);

	ck_assert_int_eq(find("function:las")->criticality, 3);
	ck_assert_uint_gt(l.nseat, 0);
	ck_assert_uint_gt(l.nfulfils, 0);
}
END_TEST

START_TEST(dutch_names_ids_and_aliases_are_one_function_and_country)
{
	load_all_reference();
	import("usage", "usage.csv", 0,
	       "board,function,product\n41001,las,A\n41001,LAS,B\n"
	       "41001,Leerlingadministratiesysteem,C\n");
	import("organisations", "organisations.csv", 0,
	       "organisation,country,parent\nReus,Nederland,-\nDwerg,NL,-\n");
	look(0);

	ck_assert_uint_eq(l.nusage, 3);
	for (uint32_t i = 0; i < l.nusage; i++)
		ck_assert_str_eq(l.node[l.usage[i].function].id,
				 "function:las");
	for (uint32_t i = 0; i < l.nseat; i++)
		if (strcmp(l.node[l.seat[i].organisation].id,
			   "organisation:reus") == 0)
			ck_assert_str_eq(l.node[l.seat[i].country].id,
					 "country:NL");
}
END_TEST

/* The holding of an organisation; NULL: nobody said anything. */
static const struct holding *
holding_of(const char *id)
{
	uint32_t child = landscape_find_id(&l, sv(id));
	uint32_t i = landscape_holdings_of(&l, child);

	return i < l.nholding && l.holding[i].child == child ? &l.holding[i]
							     : NULL;
}

START_TEST(no_parent_and_an_unknown_parent_are_told_apart)
{
	import("organisations", "organisations.csv", 0,
	       "organisation,parent,kind\nA,,\nB,?,\nC,-,\nD,C,control\n");
	look(0);

	ck_assert_ptr_null(holding_of("organisation:a"));
	ck_assert_ptr_null(holding_of("organisation:b"));
	ck_assert_int_eq(holding_of("organisation:c")->kind, OWNERSHIP_NONE);
	ck_assert_uint_eq(holding_of("organisation:c")->parent, NODE_NONE);
	ck_assert_str_eq(l.node[holding_of("organisation:d")->parent].id,
			 "organisation:c");
}
END_TEST

START_TEST(an_owner_holds_from_its_first_to_its_last_day)
{
	import("organisations", "organisations.csv", 0,
	       "organisation,parent,from,to\nA,B,2020-01-01,2023-06-30\n"
	       "A,C,2023-07-01,\n");

	look(20191231);
	ck_assert_ptr_null(holding_of("organisation:a"));
	look(20230630);
	ck_assert_str_eq(l.node[holding_of("organisation:a")->parent].id,
			 "organisation:b");
	look(20230701);
	ck_assert_str_eq(l.node[holding_of("organisation:a")->parent].id,
			 "organisation:c");
}
END_TEST

#define HISTORY                                                                \
	"INSTELLINGSCODE;VESTIGINGSCODE;SOORT_VESTIGING;BEVOEGD_GEZAG_NUMMER;" \
	"LEERLINGEN_2023;LEERLINGEN_2024;LEERLINGEN_2025\n"                    \
	"99ZA;99ZA00;BO;99001;110;<5;130\n"                                    \
	"99ZA;99ZA01;BO;99001;40;0;0\n"                                        \
	"99ZA;99ZA02;BO;99001;0;0;12\n"

static void
has_pupils(const char *id, int low, int high)
{
	ck_assert_int_eq(find(id)->pupils_low, low);
	ck_assert_int_eq(find(id)->pupils_high, high);
}

START_TEST(the_count_of_the_year_holds_and_the_latest_stays)
{
	import("duo_pupils", "06.csv", 0, HISTORY);

	look(20230930);
	has_pupils("school:99ZA00", -1, -1);
	look(20231001);
	has_pupils("school:99ZA00", 110, 110);
	look(20250930);
	has_pupils("school:99ZA00", 1, 4);
	look(20261124);
	has_pupils("school:99ZA00", 130, 130);
	ck_assert_uint_eq(find("school:99ZA00")->pupils_ev.said, 1);
	look(20301001);
	has_pupils("school:99ZA00", 130, 130);
}
END_TEST

START_TEST(closed_and_future_schools_do_not_count)
{
	import("duo_pupils", "06.csv", 0, HISTORY);

	look(20231231);
	ck_assert_uint_eq(l.coverage.schools, 2);
	ck_assert_str_eq(l.node[find("school:99ZA01")->board].id,
			 "board:99001");
	look(20261124);
	has_pupils("school:99ZA01", 0, 0);
	ck_assert_uint_eq(find("school:99ZA01")->board, NODE_NONE);
	ck_assert(find("school:99ZA01")->is_gone);
	ck_assert(!find("school:99ZA00")->is_gone);
	ck_assert_uint_eq(l.coverage.schools, 2);
	ck_assert_uint_eq(l.coverage.schools_unknown_pupils, 0);
	ck_assert_str_eq(find("school:99ZA02")->sector, "PO");
}
END_TEST

START_TEST(a_newer_edition_brings_a_newer_count)
{
	import("duo_pupils", "06.csv", 0, HISTORY);
	import("duo_pupils", "06-new.csv", 0,
	       "INSTELLINGSCODE;VESTIGINGSCODE;BEVOEGD_GEZAG_NUMMER;"
	       "LEERLINGEN_2025;LEERLINGEN_2026\n99ZA;99ZA00;99001;131;140\n");

	look(20261124);
	has_pupils("school:99ZA00", 140, 140);
	look(20260930);
	has_pupils("school:99ZA00", 131, 131);
	ck_assert(!find("school:99ZA00")->pupils_ev.is_conflict);
}
END_TEST

START_TEST(a_register_goes_before_what_a_board_declares)
{
	import("duo_pupils", "06.csv", 0, HISTORY);
	import("usage", "usage.csv", 20261124,
	       "board,school,pupils,product\n99001,99ZA00,999,A\n"
	       "99001,99ZB00,50,A\n");
	look(20261124);

	has_pupils("school:99ZA00", 130, 130);
	has_pupils("school:99ZB00", 50, 50);
}
END_TEST

START_TEST(a_use_counts_between_its_days)
{
	import("usage", "usage.csv", 20240101,
	       "board,product,since,until\n41001,A,2024-08-01,2026-07-31\n");

	look(20240731);
	ck_assert_uint_eq(l.nusage, 0);
	look(20240801);
	ck_assert_uint_eq(l.nusage, 1);
	look(20260731);
	ck_assert_uint_eq(l.nusage, 1);
	look(20260801);
	ck_assert_uint_eq(l.nusage, 0);
}
END_TEST

START_TEST(a_year_is_found_back_in_its_own_column)
{
	struct arena mem = { 0 };
	struct origin o;
	struct err e = { 0 };

	import("duo_pupils", "06.csv", 0, HISTORY);
	look(20261124);
	ck_assert_int_eq(
		store_origin(st, FACT_PUPILS,
			     l.claim[find("school:99ZA00")->pupils_ev.first],
			     "low", &mem, &o, &e),
		0);

	ck_assert_str_eq(o.cell, "2:7");
	ck_assert_str_eq(o.header, "LEERLINGEN_2025");
	ck_assert_str_eq(o.rung, "register");
	arena_done(&mem);
}
END_TEST

Suite *
suite_reference(void)
{
	Suite *s = suite_create("reference");
	TCase *t = tcase_create("reference");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, every_shipped_file_is_read_without_a_refusal);
	tcase_add_test(t, the_same_reference_data_twice_is_nothing_to_do);
	tcase_add_test(t, functions_have_their_weight_and_names);
	tcase_add_test(t, shipped_facts_count_on_every_day);
	tcase_add_test(
		t, dutch_names_ids_and_aliases_are_one_function_and_country);
	tcase_add_test(t, no_parent_and_an_unknown_parent_are_told_apart);
	tcase_add_test(t, an_owner_holds_from_its_first_to_its_last_day);
	tcase_add_test(t, the_count_of_the_year_holds_and_the_latest_stays);
	tcase_add_test(t, closed_and_future_schools_do_not_count);
	tcase_add_test(t, a_newer_edition_brings_a_newer_count);
	tcase_add_test(t, a_register_goes_before_what_a_board_declares);
	tcase_add_test(t, a_use_counts_between_its_days);
	tcase_add_test(t, a_year_is_found_back_in_its_own_column);
	suite_add_tcase(s, t);
	return s;
}
