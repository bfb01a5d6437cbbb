/*
 * Choosing a collector and running it, and what application lists owe to
 * their rows. What single lists look like: tests/golden/applications.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "collectors/confine.h"
#include "schema/model/codec.h"
#include "tests/unit/grid.h"

Suite *suite_applications(void);

/* Records as bytes, so that two runs can be compared; counts beside. */
struct kept {
	struct sink sink; /* first */
	struct buf all;   /* frames of all records */
	uint64_t uses, nodes, said, supplies, governs, pupils;
	struct tally_record tally;
	uint64_t sum; /* of the hashes of all uses, without their place */
};

static void
keep_fact(struct kept *k, const struct fact_record *f)
{
	struct frame frame = { .type = FRAME_RECORD };
	struct buf b = { 0 };

	k->uses += f->kind == FACT_USES;
	k->supplies += f->kind == FACT_SUPPLIES;
	k->governs += f->kind == FACT_GOVERNS;
	k->pupils += f->kind == FACT_PUPILS;
	if (f->kind != FACT_USES)
		return;
	frame.record.type = RECORD_FACT;
	frame.record.fact = *f;
	frame.record.fact.place = (struct place){ 0, 0, 0 };
	memset(frame.record.fact.ref, 0, sizeof(frame.record.fact.ref));
	frame_put(&b, &frame);
	k->sum += sv_hash(buf_view(&b));
	buf_done(&b);
}

static int
keep(struct sink *s, const struct record *r, struct err *e)
{
	struct kept *k = (struct kept *)s;
	struct frame f = { .type = FRAME_RECORD, .record = *r };

	(void)e;
	frame_put(&k->all, &f);
	k->nodes += r->type == RECORD_NODE;
	if (r->type == RECORD_SAID)
		k->said += r->said.times;
	if (r->type == RECORD_FACT)
		keep_fact(k, &r->fact);
	if (r->type == RECORD_TALLY)
		k->tally = r->tally;
	return 0;
}

/* One import of a text. */
struct trial {
	struct arena mem;
	struct input in;
	struct diag diag;
	struct err e;
	struct kept kept;
	struct import im;
	char name[32]; /* of the collector */
	bool stop;     /* what chosen() says */
};

static int
chosen(void *ctx, const struct collector *c, bool *ret_stop, struct err *e)
{
	struct trial *t = ctx;

	(void)e;
	snprintf(t->name, sizeof(t->name), "%s", c->name);
	*ret_stop = t->stop;
	return 0;
}

static void
prepare(struct trial *t, struct sv text)
{
	t->kept.sink.put = keep;
	t->im = (struct import){ .in = &t->in,
				 .sink = &t->kept.sink,
				 .diag = &t->diag,
				 .mem = &t->mem,
				 .board = SV("41234") };
	ck_assert_int_eq(
		input_from_bytes(&t->in, "lijst.csv", text, &t->mem, &t->e), 0);
}

static int
run(struct trial *t, const char *text, const char *as)
{
	prepare(t, sv(text));
	return collector_run(&t->im, as, chosen, t, &t->e);
}

static void
done(struct trial *t)
{
	input_done(&t->in);
	diag_done(&t->diag);
	buf_done(&t->kept.all);
	arena_done(&t->mem);
}

static bool
has_message(const struct trial *t, const char *part)
{
	for (uint32_t i = 0; i < t->diag.n; i++)
		if (strstr(t->diag.message[i].text, part))
			return true;
	return false;
}

static const struct {
	const char *text, *kind; /* NULL: nobody */
} documents[] = {
	{ "Applicatie;Leverancier\nA;B\n", "applications" },
	{ "Software,Owner,Cost\nA,ICT,3\n", "applications" },
	{ "naam;leverancier\nA;B\n", "applications" },
	{ "board,school,pupils,function,product,vendor,share,status,"
	  "criticality,owner,fallback,cost,since,until\n"
	  "41234,,,,A,B,,,,,,,,\n",
	  "usage" },
	{ "product,vendor,role,licence,ai,source\nA,B,maker,,,\n", "products" },
	{ "from,to,carrier,necessity,group,n,tested,source\n"
	  "A,B,hosting,required,,,,\n",
	  "dependencies" },
	{ "naam;plaats\nJip;Utrecht\n", NULL },
	{ "id;naam;land\n1;A;NL\n", NULL },
	{ "Applicatie\nA\n", NULL },
	{ "1;2;3\n", NULL },
	{ "{\"a\": 1}", NULL },
	{ "<html><body>Applicatie</body></html>", NULL },
};

START_TEST(a_document_goes_to_who_knows_it)
{
	struct trial t = { .stop = true };
	int rc = run(&t, documents[_i].text, NULL);

	if (documents[_i].kind) {
		ck_assert_msg(rc == 0, "%s", t.e.msg);
		ck_assert_str_eq(t.name, documents[_i].kind);
	} else {
		ck_assert_msg(rc == -1, "%s: %s", t.name, documents[_i].text);
		ck_assert_int_eq(t.e.kind, ERR_INPUT);
		ck_assert_str_eq(t.e.where, "lijst.csv");
		ck_assert_ptr_nonnull(strstr(t.e.msg, "expected"));
	}
	done(&t);
}
END_TEST

START_TEST(every_collector_has_a_name_of_its_own_and_is_found_by_it)
{
	struct buf names = { 0 };

	collector_names(&names);
	for (size_t i = 0; collectors[i]; i++) {
		const struct collector *c = collectors[i];

		ck_assert_ptr_eq(collector_by_name(sv(c->name)), c);
		ck_assert_ptr_nonnull(strstr(names.p, c->name));
		ck_assert_ptr_nonnull(c->summary);
		ck_assert_ptr_nonnull(c->probe);
		ck_assert_ptr_nonnull(c->import);
	}
	ck_assert_ptr_null(collector_by_name(SV("")));
	ck_assert_ptr_null(collector_by_name(SV("application")));
	buf_done(&names);
}
END_TEST

START_TEST(a_kind_that_does_not_exist_is_a_wrong_usage)
{
	struct trial t = { .stop = false };

	ck_assert_int_eq(run(&t, "Applicatie;Leverancier\nA;B\n", "lijst"), -1);
	ck_assert_int_eq(t.e.kind, ERR_USAGE);
	done(&t);
}
END_TEST

START_TEST(what_is_no_table_is_not_read_as_one)
{
	struct trial t = { .stop = false };

	ck_assert_int_eq(run(&t, "{\"a\": 1}", "applications"), -1);
	ck_assert_int_eq(t.e.kind, ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "not a table"));
	done(&t);
}
END_TEST

static const char list[] =
	"Overzicht per 1 oktober 2025;;;;;\n"
	"School;BRIN;Leerlingen;Applicatie;Leverancier;Functie\n"
	"De Wiekslag;16SW00;214;Pennenstreek;Taalzee B.V.;LVS\n"
	"De Klimop;16SW01;180;Pennenstreek;Taalzee B.V.;LVS\n"
	"De Wiekslag;16SW00;214;Lesbrug;;Lesmateriaal\n"
	"De Klimop;16SW01;180;;Brugwachter;Lesmateriaal\n"
	";;;;;\n";

START_TEST(a_confined_run_gives_what_a_run_here_gives)
{
	struct trial a = { .stop = false }, b = { .stop = false };

	ck_assert_msg(run(&a, list, NULL) == 0, "%s", a.e.msg);
	prepare(&b, SV(list));
	ck_assert_int_eq(collector_run_here(&b.im, NULL, chosen, &b, &b.e), 0);

	ck_assert_uint_gt(a.kept.all.n, 0);
	ck_assert(sv_eq(buf_view(&a.kept.all), buf_view(&b.kept.all)));
	ck_assert_int_eq(a.im.ret_as_of, 20251001);
	ck_assert_int_eq(b.im.ret_as_of, 20251001);
	ck_assert_uint_eq(a.diag.n, b.diag.n);
	for (uint32_t i = 0; i < a.diag.n; i++) {
		ck_assert_str_eq(a.diag.message[i].text,
				 b.diag.message[i].text);
		ck_assert_str_eq(a.diag.message[i].where,
				 b.diag.message[i].where);
	}
	for (int i = 0; i < 3; i++)
		ck_assert_uint_eq(a.diag.count[i], b.diag.count[i]);
	done(&a);
	done(&b);
}
END_TEST

START_TEST(nothing_is_read_when_the_parent_has_it_already)
{
	struct trial t = { .stop = true };

	ck_assert_int_eq(run(&t, list, NULL), 0);
	ck_assert_str_eq(t.name, "applications");
	ck_assert_uint_eq(t.kept.all.n, 0);
	done(&t);
}
END_TEST

START_TEST(rows_are_all_accounted_for)
{
	struct trial t = { .stop = false };

	ck_assert_int_eq(run(&t, list, NULL), 0);
	ck_assert_uint_eq(t.kept.tally.read, 5);
	ck_assert_uint_eq(t.kept.tally.used, 3);
	ck_assert_uint_eq(t.kept.tally.refused, 1);
	ck_assert_uint_eq(t.kept.tally.empty, 1);
	ck_assert_uint_eq(t.diag.count[DIAG_REFUSE], 1);
	ck_assert_str_eq(t.diag.message[t.diag.n - 1].where, "lijst.csv:6:4");
	/* said once, however often it stands there */
	ck_assert_uint_eq(t.kept.uses, 3);
	ck_assert_uint_eq(t.kept.governs, 2);
	ck_assert_uint_eq(t.kept.pupils, 2);
	ck_assert_uint_eq(t.kept.supplies, 1);
	done(&t);
}
END_TEST

START_TEST(the_order_of_rows_changes_no_fact)
{
	struct trial a = { .stop = false }, b = { .stop = false };
	struct buf x = { 0 }, y = { 0 };

	buf_str(&x, "Applicatie;Leverancier;School;Status;Kosten\n");
	buf_str(&y, "Applicatie;Leverancier;School;Status;Kosten\n");
	for (unsigned i = 0; i < 500; i++) {
		buf_printf(&x, "p%u;v%u;School %u;in gebruik;%u\n", i % 37,
			   i % 11, i % 23, i);
		buf_printf(&y, "p%u;v%u;School %u;in gebruik;%u\n",
			   (499 - i) % 37, (499 - i) % 11, (499 - i) % 23,
			   499 - i);
	}
	ck_assert_int_eq(run(&a, x.p, NULL), 0);
	ck_assert_int_eq(run(&b, y.p, NULL), 0);

	ck_assert_uint_eq(a.kept.sum, b.kept.sum);
	ck_assert_uint_eq(a.kept.uses, 500);
	ck_assert_uint_eq(a.kept.nodes, b.kept.nodes);
	ck_assert_uint_eq(a.kept.supplies, b.kept.supplies);
	ck_assert_uint_eq(a.kept.said, b.kept.said);
	buf_done(&x);
	buf_done(&y);
	done(&a);
	done(&b);
}
END_TEST

/* A header behind so many rows of title. */
static int
header_behind(struct trial *t, unsigned rows)
{
	struct buf b = { 0 };
	int rc;

	for (unsigned i = 0; i < rows; i++)
		buf_printf(&b, "titel %u;\n", i);
	buf_str(&b, "Applicatie;Leverancier\nA;B\n");
	rc = run(t, b.p, "applications");
	buf_done(&b);
	return rc;
}

START_TEST(a_header_is_found_in_the_first_rows_and_not_below)
{
	struct trial a = { .stop = false }, b = { .stop = false };

	ck_assert_int_eq(header_behind(&a, LIMIT_HEADER_ROWS - 1), 0);
	ck_assert_uint_eq(a.kept.tally.used, 1);
	ck_assert_int_eq(header_behind(&b, LIMIT_HEADER_ROWS), -1);
	ck_assert_int_eq(b.e.kind, ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(b.e.msg, "'Leverancier'"));
	done(&a);
	done(&b);
}
END_TEST

/* Three rows, the first with a product name of n bytes. */
static int
name_of(struct trial *t, size_t n)
{
	struct buf b = { 0 };
	int rc;

	buf_str(&b, "Applicatie;Leverancier\n");
	for (size_t i = 0; i < n; i++)
		buf_char(&b, 'x');
	buf_str(&b, ";A\nB;C\nD;E\n");
	rc = run(t, b.p, NULL);
	buf_done(&b);
	return rc;
}

START_TEST(a_name_of_one_byte_too_many_refuses_its_row)
{
	struct trial a = { .stop = false }, b = { .stop = false };

	ck_assert_int_eq(name_of(&a, LIMIT_NAME_BYTES), 0);
	ck_assert_uint_eq(a.kept.tally.refused, 0);
	ck_assert_int_eq(name_of(&b, LIMIT_NAME_BYTES + 1), 0);
	ck_assert_uint_eq(b.kept.tally.refused, 1);
	ck_assert_uint_eq(b.kept.tally.used, 2);
	ck_assert(has_message(&b, "1,024 bytes"));
	done(&a);
	done(&b);
}
END_TEST

START_TEST(one_name_too_many_in_a_cell_refuses_its_row)
{
	struct trial t = { .stop = false };

	ck_assert_int_eq(
		run(&t,
		    "Applicatie;Leverancier\n"
		    "\"1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16\";A\n"
		    "\"1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17\";A\n",
		    NULL),
		-1);
	ck_assert(has_message(&t, "more than 16 names"));
	ck_assert_uint_eq(t.kept.uses, 16);
	done(&t);
}
END_TEST

START_TEST(more_different_cells_than_are_remembered_change_nothing)
{
	enum { ROWS = 110000 };
	struct trial t = { .stop = false };
	struct buf b = { 0 };

	buf_str(&b, "Applicatie;Leverancier;School;Bestuur\n");
	for (unsigned i = 0; i < ROWS; i++)
		buf_printf(&b, "p%u;v%u;s%u;%05u\n", i, i, i % 7,
			   40000 + i / 50000);
	ck_assert_msg(run(&t, b.p, NULL) == 0, "%s", t.e.msg);
	ck_assert_uint_eq(t.kept.tally.used, ROWS);
	ck_assert_uint_eq(t.kept.uses, ROWS);
	ck_assert_uint_eq(t.kept.supplies, ROWS);
	/* products and vendors, 7 schools within each of 3 boards, 41234 */
	ck_assert_uint_eq(t.kept.nodes, 2 * ROWS + 21 + 3 + 1);
	/* of schools and boards; the others stand there once */
	ck_assert_uint_eq(t.kept.said, 2 * ROWS);
	buf_done(&b);
	done(&t);
}
END_TEST

START_TEST(half_refused_is_not_understood)
{
	struct trial a = { .stop = false }, b = { .stop = false };

	ck_assert_int_eq(run(&a, "Applicatie;Leverancier\nA;B\n;C\n", NULL),
			 -1);
	ck_assert_int_eq(a.e.kind, ERR_INPUT);
	ck_assert_int_eq(
		run(&b, "Applicatie;Leverancier\nA;B\nC;D\n;E\n", NULL), 0);
	ck_assert_uint_eq(b.kept.tally.refused, 1);
	done(&a);
	done(&b);
}
END_TEST

START_TEST(a_list_of_nobody_is_refused_unless_schools_have_numbers)
{
	struct trial a = { .stop = false }, b = { .stop = false };

	prepare(&a, SV("Applicatie;Leverancier\nA;B\n"));
	a.im.board = SV_NONE;
	ck_assert_int_eq(collector_run(&a.im, NULL, chosen, &a, &a.e), -1);
	ck_assert_ptr_nonnull(strstr(a.e.msg, "--board"));
	prepare(&b, SV("Applicatie;BRIN\nA;16SW00\n"));
	b.im.board = SV_NONE;
	ck_assert_int_eq(collector_run(&b.im, NULL, chosen, &b, &b.e), 0);
	ck_assert_uint_eq(b.kept.uses, 1);
	ck_assert_uint_eq(b.kept.governs, 0);
	done(&a);
	done(&b);
}
END_TEST

START_TEST(a_mapping_with_a_field_that_is_none_is_wrong_usage)
{
	struct mapping_line line = { SV_NONE, SV("kleur"), SV("Applicatie") };
	struct mapping map = { &line, 1 };
	struct trial t = { .stop = false };

	prepare(&t, SV("Applicatie;Leverancier\nA;B\n"));
	t.im.mapping = &map;
	ck_assert_int_eq(collector_run(&t.im, NULL, chosen, &t, &t.e), -1);
	ck_assert_int_eq(t.e.kind, ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "'kleur'"));
	done(&t);
}
END_TEST

START_TEST(persons_leave_no_trace)
{
	static const char text[] =
		"Applicatie;Eigenaar;Contactpersoon;E-mail;Terugval;Gebruiker\n"
		"A;Jip Geheim;Puck Geheim;puck.geheim@s.example;"
		"bel geheim@s.example;geheim\n"
		"B;ICT;;;;\n";
	struct trial t = { .stop = false };

	ck_assert_int_eq(run(&t, text, NULL), 0);
	for (size_t i = 0; i + 6 <= t.kept.all.n; i++)
		ck_assert_msg(!sv_ieq(sv_n(t.kept.all.p + i, 6), SV("geheim")),
			      "a name went through at byte %zu", i);
	for (uint32_t i = 0; i < t.diag.n; i++)
		ck_assert_ptr_null(strstr(t.diag.message[i].text, "eheim"));
	ck_assert(has_message(&t, "personal data"));
	done(&t);
}
END_TEST

/* A cell of a workbook that shows text number `shared`. */
#define SHOWS(ref, shared) "<c r=\"" ref "\" t=\"s\"><v>" #shared "</v></c>"

START_TEST(a_shared_text_reads_by_the_column_it_stands_in)
{
	static const char text[] = "Applicatie;Leverancier;Hosting\n"
				   "Rooster;Rooster;onbekend\n"
				   "onbekend;Rooster;onbekend\n"
				   "Rooster;onbekend;Rooster\n"
				   "Rooster;Rooster;onbekend\n";
	static const struct made_xlsx book = {
		.rows = "<row r=\"1\">" SHOWS("A1", 0) SHOWS("B1", 1) SHOWS(
			"C1",
			2) "</row>"
			   "<row r=\"2\">" SHOWS("A2", 3) SHOWS("B2", 3) SHOWS(
				   "C2",
				   4) "</row>"
				      "<row r=\"3\">" SHOWS("A3", 4) SHOWS("B3", 3) SHOWS(
					      "C3",
					      4) "</row>"
						 "<row r=\"4\">" SHOWS(
							 "A4", 3) SHOWS("B4", 4)
							 SHOWS("C4",
							       3) "</row>"
								  "<row "
								  "r="
								  "\"5\""
								  ">" SHOWS(
									  "A5",
									  3) SHOWS("B5",
										   3)
									  SHOWS("C5",
										4) "</row>",
		.strings = "<si><t>Applicatie</t></si>"
			   "<si><t>Leverancier</t></si>"
			   "<si><t>Hosting</t></si>"
			   "<si><t>Rooster</t></si>"
			   "<si><t>onbekend</t></si>",
	};
	struct trial csv = { .stop = false }, xlsx = { .stop = false };
	struct made_zip z = { 0 };

	ck_assert_int_eq(run(&csv, text, NULL), 0);
	made_xlsx(&z, &book);
	prepare(&xlsx, buf_view(&z.bytes));
	ck_assert_msg(collector_run(&xlsx.im, NULL, chosen, &xlsx, &xlsx.e) ==
			      0,
		      "%s", xlsx.e.msg);
	ck_assert_uint_eq(xlsx.kept.uses, 4);
	ck_assert_uint_eq(xlsx.kept.sum, csv.kept.sum);
	ck_assert_uint_eq(xlsx.kept.nodes, csv.kept.nodes);
	ck_assert_uint_eq(xlsx.kept.said, csv.kept.said);
	ck_assert_uint_eq(xlsx.kept.supplies, csv.kept.supplies);
	zip_free(&z);
	done(&csv);
	done(&xlsx);
}
END_TEST

Suite *
suite_applications(void)
{
	Suite *s = suite_create("applications");
	TCase *t = tcase_create("applications");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_document_goes_to_who_knows_it, 0,
			    (int)(sizeof(documents) / sizeof(documents[0])));
	tcase_add_test(
		t, every_collector_has_a_name_of_its_own_and_is_found_by_it);
	tcase_add_test(t, a_kind_that_does_not_exist_is_a_wrong_usage);
	tcase_add_test(t, what_is_no_table_is_not_read_as_one);
	tcase_add_test(t, a_confined_run_gives_what_a_run_here_gives);
	tcase_add_test(t, nothing_is_read_when_the_parent_has_it_already);
	tcase_add_test(t, rows_are_all_accounted_for);
	tcase_add_test(t, the_order_of_rows_changes_no_fact);
	tcase_add_test(t, a_header_is_found_in_the_first_rows_and_not_below);
	tcase_add_test(t, a_name_of_one_byte_too_many_refuses_its_row);
	tcase_add_test(t, one_name_too_many_in_a_cell_refuses_its_row);
	tcase_add_test(t,
		       more_different_cells_than_are_remembered_change_nothing);
	tcase_add_test(t, half_refused_is_not_understood);
	tcase_add_test(t,
		       a_list_of_nobody_is_refused_unless_schools_have_numbers);
	tcase_add_test(t, a_mapping_with_a_field_that_is_none_is_wrong_usage);
	tcase_add_test(t, persons_leave_no_trace);
	tcase_add_test(t, a_shared_text_reads_by_the_column_it_stands_in);
	suite_add_tcase(s, t);
	return s;
}
