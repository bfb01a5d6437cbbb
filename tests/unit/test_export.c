/* Exports: nothing is lost, and the plain tables say what they may say. */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>

#include "reports/export.h"
#include "tests/unit/hostile.h"
#include "tests/unit/made.h"

Suite *suite_export(void);

static struct made m;
static struct arena mem;
static struct table t;
static struct buf out;

static void
teardown(void)
{
	made_done(&m);
	arena_done(&mem);
	buf_done(&out);
}

static void
csv(const char *name)
{
	const struct render_options o = { .format = FORMAT_CSV };

	export_make(export_by_name(sv(name)), &m.l, &mem, &t);
	buf_clear(&out);
	table_render(&out, &t, &o);
}

static void
has_line(const char *line)
{
	char whole[400];

	snprintf(whole, sizeof(whole), "\n%s\r\n", line);
	ck_assert_msg(strstr(out.p, whole) != NULL, "no line '%s' in\n%s", line,
		      out.p);
}

static void
small(void)
{
	uint32_t board = made_named(&m, NODE_BOARD, "41234", SV("Leerrijk"));
	uint32_t school = made_named(&m, NODE_SCHOOL, "16SW03", SV("De Aak"));
	uint32_t las = made_node(&m, NODE_FUNCTION, "LAS");
	uint32_t rek = made_node(&m, NODE_PRODUCT, "Rekenreus");
	uint32_t odd = made_node(&m, NODE_PRODUCT, "Reus: twee");
	uint32_t vendor = made_named(&m, NODE_ORGANISATION, "kvk:12345678",
				     SV("Uitgever B.V."));
	uint32_t owner = made_node(&m, NODE_ORGANISATION, "Holding");

	m.l.node[school].board = board;
	m.l.node[school].pupils_low = 1;
	m.l.node[school].pupils_high = 4;
	made_use(&m, school, las, rek);
	made_use(&m, board, las, NODE_NONE);
	m.l.usage[0].share = 2500;
	m.l.usage[0].cost = 123450;
	m.l.usage[0].since = 20240801;
	m.l.usage[0].until = 20250731; /* before the day of the landscape */
	m.l.usage[0].owner = "0";
	m.l.usage[0].fallback = " -papier";
	made_supply(&m, rek, vendor);
	made_owner(&m, vendor, owner, 5050);
	made_owner(&m, owner, NODE_NONE, -1);
	made_need(&m, rek, NODE_NONE, CARRIER_HOSTING);
	made_need(&m, rek, vendor, CARRIER_LOGIN);
	made_need(&m, rek, odd, CARRIER_PLATFORM);
	made_finish(&m);
}

START_TEST(usage_is_written_as_it_is_read)
{
	small();
	csv("usage");
	/* a contract that ended does not end the use */
	has_line("41234,16SW03,1-4,LAS,Rekenreus,,0.25,in_use,,none,'-papier,"
		 "1234.5,2024-08-01,");
	has_line("41234,,,LAS,?,,,in_use,,,,,,");
}
END_TEST

START_TEST(organisations_tell_none_from_unknown)
{
	small();
	csv("organisations");
	has_line("Uitgever B.V.,12345678,,Holding,50.5,capital,,,");
	has_line("Holding,,,-,,,,,");
}
END_TEST

START_TEST(a_product_is_named_by_its_supplier_s_number)
{
	small();
	csv("products");
	has_line("Rekenreus,kvk:12345678,maker,,,,");
	has_line("Reus: twee,,,,,,");
}
END_TEST

START_TEST(dependencies_name_the_kind_where_a_name_would_not_do)
{
	small();
	csv("dependencies");
	has_line("Rekenreus,?,hosting,required,,,,,");
	has_line("Rekenreus,organisation:kvk:12345678,login,required,,,,,");
	has_line("Rekenreus,product:Reus: twee,platform,required,,,,,");
}
END_TEST

START_TEST(what_is_named_by_a_key_gets_its_name_back)
{
	small();
	csv("aliases");
	has_line("board,41234,Leerrijk,");
	has_line("school,16SW03,De Aak,");
	ck_assert_uint_eq(t.nrow, 2);
}
END_TEST

START_TEST(uses_keep_all_that_a_list_says)
{
	small();
	csv("uses");
	has_line("school:16SW03,function:LAS,product:Rekenreus,,0.2500,in_use,,"
		 "2024-08-01,2025-07-31,1234.50,0,\"' -papier\",,,,,,,,,,,,,1,"
		 "declared,false");
}
END_TEST

START_TEST(one_document_holds_every_table_and_every_name)
{
	const struct hostile *h = hostile_strings(&mem);
	json_t *doc, *rows;
	uint32_t n = 0, seen = 0;

	for (int i = 0; i < HOSTILE_STRINGS; i++)
		if (h[i].text.n && !memchr(h[i].text.p, 0, h[i].text.n))
			made_named(&m, NODE_PRODUCT, h[i].id, h[i].text);
	made_finish(&m);
	export_json_begin(&out, &m.l);
	for (const struct export_table *x = export_tables; x->name; x++) {
		export_make(x, &m.l, &mem, &t);
		export_json_table(&out, &t, n++ == 0);
	}
	export_json_end(&out);
	doc = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_ptr_nonnull(doc);
	ck_assert_int_eq(json_integer_value(json_object_get(doc, "format")), 1);
	ck_assert_uint_eq(json_object_size(json_object_get(doc, "tables")), n);
	rows = json_object_get(
		json_object_get(json_object_get(doc, "tables"), "nodes"),
		"rows");
	ck_assert_uint_eq(json_array_size(rows), m.l.nnode);
	for (size_t r = 0; r < json_array_size(rows); r++) {
		json_t *name = json_object_get(json_array_get(rows, r), "name");

		ck_assert_str_eq(json_string_value(name), m.l.node[r].name);
		seen++;
	}
	ck_assert_uint_eq(seen, m.l.nnode);
	json_decref(doc);
}
END_TEST

START_TEST(an_empty_landscape_has_every_table_with_its_header)
{
	made_finish(&m);
	for (const struct export_table *x = export_tables; x->name; x++) {
		csv(x->name);
		ck_assert_uint_eq(t.nrow, 0);
		ck_assert_uint_gt(out.n, 10);
		ck_assert_str_eq(t.name, x->name);
	}
	ck_assert_ptr_null(export_by_name(SV("nothing")));
}
END_TEST

START_TEST(plain_tables_have_the_columns_that_are_promised)
{
	made_finish(&m);
	csv("usage");
	ck_assert_str_eq(out.p, "board,school,pupils,function,product,vendor,"
				"share,status,criticality,owner,fallback,cost,"
				"since,until\r\n");
	csv("organisations");
	ck_assert_str_eq(out.p, "organisation,kvk,country,parent,percent,kind,"
				"from,to,source\r\n");
	csv("dependencies");
	ck_assert_str_eq(out.p, "from,to,carrier,necessity,group,n,tested,"
				"source,strength\r\n");
}
END_TEST

Suite *
suite_export(void)
{
	Suite *s = suite_create("export");
	TCase *c = tcase_create("export");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, usage_is_written_as_it_is_read);
	tcase_add_test(c, organisations_tell_none_from_unknown);
	tcase_add_test(c, a_product_is_named_by_its_supplier_s_number);
	tcase_add_test(c, dependencies_name_the_kind_where_a_name_would_not_do);
	tcase_add_test(c, what_is_named_by_a_key_gets_its_name_back);
	tcase_add_test(c, uses_keep_all_that_a_list_says);
	tcase_add_test(c, one_document_holds_every_table_and_every_name);
	tcase_add_test(c, an_empty_landscape_has_every_table_with_its_header);
	tcase_add_test(c, plain_tables_have_the_columns_that_are_promised);
	suite_add_tcase(s, c);
	return s;
}
