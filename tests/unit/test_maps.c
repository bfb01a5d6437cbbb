/*
 * Maps: what is drawn, what is folded, and that no name can break a picture.
 * Layout itself is Graphviz's; its coordinates are not compared.
 */
#include <check.h>
#include <graphviz/cgraph.h>
#include <libxml/parser.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "reports/maps/map.h"
#include "tests/unit/golden.h"
#include "tests/unit/hostile.h"
#include "tests/unit/build_landscape.h"
#include "tests/unit/made.h"

Suite *suite_maps(void);

static struct made m;
static struct map_graph g;
static struct buf out;
static struct map_options o;
static struct map_drawing d;

static void
setup(void)
{
	o = (struct map_options){ .kind = MAP_LANDSCAPE,
				  .of = NODE_NONE,
				  .board = NODE_NONE,
				  .function = NODE_NONE,
				  .level = LEVEL_VENDOR };
	d = (struct map_drawing){ .format = MAP_DOT, .lang = "en" };
}

static void
teardown(void)
{
	map_graph_done(&g);
	made_done(&m);
	buf_done(&out);
}

static void
build(void)
{
	struct err e = { 0 };

	ck_assert_msg(map_build(&m.l, &o, &g, &e) == 0, "%s", e.msg);
}

static void
draw(void)
{
	struct err e = { 0 };

	buf_clear(&out);
	ck_assert_msg(map_draw(&g, &d, &out, &e) == 0, "%s", e.msg);
	ck_assert(buf_ok(&out));
}

static const struct map_node *
find(const char *name)
{
	for (uint32_t i = 0; i < g.nnode; i++)
		if (strcmp(g.node[i].name, name) == 0)
			return &g.node[i];
	return NULL;
}

static const struct map_edge *
between(const char *from, const char *to)
{
	const struct map_node *a = find(from), *b = find(to);

	for (uint32_t i = 0; i < g.nedge; i++)
		if (&g.node[g.edge[i].from] == a && &g.node[g.edge[i].to] == b)
			return &g.edge[i];
	return NULL;
}

/* One board of two schools, two functions, an owner behind a vendor. */
static void
small(void)
{
	uint32_t board = made_node(&m, NODE_BOARD, "Leerrijk");
	uint32_t a = made_school(&m, "Aak", board, 100);
	uint32_t b = made_school(&m, "Bark", board, 50);
	uint32_t las = made_node(&m, NODE_FUNCTION, "LAS");
	uint32_t elo = made_node(&m, NODE_FUNCTION, "ELO");
	uint32_t rek = made_node(&m, NODE_PRODUCT, "Rekenreus");
	uint32_t taal = made_node(&m, NODE_PRODUCT, "Taalzee");
	uint32_t vendor = made_node(&m, NODE_ORGANISATION, "Uitgever");
	uint32_t owner = made_node(&m, NODE_ORGANISATION, "Holding");
	uint32_t nl = made_node(&m, NODE_COUNTRY, "Nederland");

	made_use(&m, board, las, rek);
	made_use(&m, a, elo, rek);
	made_use(&m, b, elo, taal);
	made_supply(&m, rek, vendor);
	made_owner(&m, vendor, owner, 6000);
	made_owner(&m, owner, NODE_NONE, -1);
	made_seat(&m, owner, nl);
	made_finish(&m);
}

START_TEST(a_landscape_runs_from_schools_to_countries)
{
	small();
	build();
	ck_assert_uint_eq(g.nnode, 11); /* 10 and an unknown vendor */
	ck_assert_ptr_nonnull(between("Aak", "Leerrijk"));
	ck_assert_ptr_nonnull(between("Leerrijk", "LAS"));
	ck_assert_ptr_nonnull(between("LAS", "Rekenreus"));
	ck_assert_ptr_nonnull(between("Rekenreus", "Uitgever"));
	ck_assert_str_eq(between("Uitgever", "Holding")->label, "60 %");
	ck_assert_ptr_nonnull(between("Holding", "Nederland"));
	ck_assert_ptr_nonnull(between("Taalzee", "vendor unknown"));
}
END_TEST

START_TEST(a_board_stands_for_its_schools_where_all_of_them_do)
{
	small();
	build();
	ck_assert_ptr_nonnull(between("Leerrijk", "ELO"));
	ck_assert_ptr_null(between("Aak", "ELO"));
}
END_TEST

START_TEST(a_school_that_differs_has_its_own_line)
{
	uint32_t board = made_node(&m, NODE_BOARD, "Leerrijk");
	uint32_t a = made_school(&m, "Aak", board, 100);
	uint32_t b = made_school(&m, "Bark", board, 50);
	uint32_t las = made_node(&m, NODE_FUNCTION, "LAS");
	uint32_t elo = made_node(&m, NODE_FUNCTION, "ELO");
	uint32_t p = made_node(&m, NODE_PRODUCT, "Rekenreus");

	made_use(&m, a, elo, p);
	made_use(&m, b, las, p);
	made_finish(&m);
	build();
	ck_assert_ptr_nonnull(between("Aak", "ELO"));
	ck_assert_ptr_nonnull(between("Bark", "LAS"));
	ck_assert_ptr_null(between("Leerrijk", "ELO"));
}
END_TEST

START_TEST(pupils_that_are_reached_twice_are_counted_once)
{
	small();
	build();
	/* board-wide for LAS, and by one school for ELO: 150, not 250 */
	ck_assert_int_eq(find("Rekenreus")->w.pupils, 150);
	ck_assert_uint_eq(find("Uitgever")->w.functions, 2);
	ck_assert_int_eq(between("ELO", "Rekenreus")->w.pupils, 100);
	ck_assert_int_eq(g.pupils, 150);
}
END_TEST

START_TEST(an_owner_that_also_sells_is_drawn_once)
{
	uint32_t board = made_node(&m, NODE_BOARD, "Leerrijk");
	uint32_t f = made_node(&m, NODE_FUNCTION, "ELO");
	uint32_t p = made_node(&m, NODE_PRODUCT, "Een");
	uint32_t q = made_node(&m, NODE_PRODUCT, "Twee");
	uint32_t child = made_node(&m, NODE_ORGANISATION, "Kind");
	uint32_t parent = made_node(&m, NODE_ORGANISATION, "Moeder");
	uint32_t n = 0;

	made_use(&m, board, f, p);
	made_use(&m, board, f, q);
	made_supply(&m, p, child);
	made_supply(&m, q, parent);
	made_owner(&m, child, parent, 10000);
	made_owner(&m, parent, NODE_NONE, -1);
	made_finish(&m);
	build();
	for (uint32_t i = 0; i < g.nnode; i++)
		n += strcmp(g.node[i].name, "Moeder") == 0;
	ck_assert_uint_eq(n, 1);
	ck_assert_ptr_nonnull(between("Twee", "Moeder"));
	ck_assert_ptr_nonnull(between("Kind", "Moeder"));
}
END_TEST

START_TEST(what_stopped_or_is_planned_is_not_drawn)
{
	struct err e = { 0 };

	small();
	for (uint32_t i = 0; i < m.l.nusage; i++)
		m.l.usage[i].status = i % 2 ? STATUS_STOPPED : STATUS_PLANNED;
	ck_assert_int_eq(map_build(&m.l, &o, &g, &e), -1);
	ck_assert_int_eq(e.kind, ERR_NOTFOUND);
}
END_TEST

START_TEST(a_vendor_map_has_no_schools_and_no_functions)
{
	small();
	o.kind = MAP_VENDOR;
	build();
	ck_assert_ptr_null(find("Aak"));
	ck_assert_ptr_null(find("LAS"));
	ck_assert_ptr_nonnull(between("Rekenreus", "Uitgever"));
	ck_assert_int_eq(find("Rekenreus")->w.pupils, 150);
}
END_TEST

START_TEST(a_function_map_goes_to_the_level_that_is_asked)
{
	small();
	o.kind = MAP_FUNCTION;
	o.level = LEVEL_COUNTRY;
	build();
	ck_assert_ptr_nonnull(between("LAS", "Nederland"));
	ck_assert_ptr_nonnull(between("ELO", "country unknown"));
	ck_assert_ptr_null(find("Rekenreus"));
}
END_TEST

START_TEST(one_function_or_one_board_can_be_singled_out)
{
	small();
	o.function = landscape_find_id(&m.l, SV("function:LAS"));
	build();
	ck_assert_ptr_nonnull(find("LAS"));
	ck_assert_ptr_null(find("ELO"));
	ck_assert_ptr_null(find("Taalzee"));
}
END_TEST

START_TEST(an_ego_map_stops_at_its_depth_and_at_hubs)
{
	small();
	o.kind = MAP_EGO;
	o.of = landscape_find_id(&m.l, SV("product:Rekenreus"));
	o.depth = 1;
	build();
	ck_assert_ptr_nonnull(between("Rekenreus", "Uitgever"));
	ck_assert_ptr_null(find("Holding"));
	ck_assert_ptr_nonnull(find("ELO"));
	ck_assert_ptr_null(find("Taalzee")); /* behind ELO */
	map_graph_done(&g);
	o.depth = LIMIT_MAP_DEPTH + 1; /* no further than the limit */
	build();
	ck_assert_ptr_nonnull(find("Holding"));
	ck_assert_ptr_nonnull(find("Nederland"));
	ck_assert_ptr_null(find("Taalzee"));
}
END_TEST

START_TEST(an_ego_map_without_a_centre_is_refused)
{
	struct err e = { 0 };

	small();
	o.kind = MAP_EGO;
	ck_assert_int_eq(map_build(&m.l, &o, &g, &e), -1);
	ck_assert_int_eq(e.kind, ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(e.msg, "--of"));
}
END_TEST

/* Worked example 2 with XCORP failing. */
static void
example_2(const char *host_of_pb)
{
	struct sketch s = { 0 };

	sketch_example_2(&s, host_of_pb);
	sketch_finish(&s, &m.l);
	o.kind = MAP_FAILURE;
	o.of = landscape_find_id(&m.l, SV("organisation:XCORP"));
}

/* The relation of the first link from one to the other. */
static enum map_relation
link_of(const char *from, const char *to)
{
	const struct map_edge *e = between(from, to);

	return e ? e->relation : RELATIONS;
}

START_TEST(a_failure_runs_from_what_fails_to_who_misses_it)
{
	example_2("product:I1");
	build();

	ck_assert_int_eq(link_of("XCORP", "IDPX-beheer"), RELATION_FAILS);
	ck_assert_int_eq(link_of("IDPX-beheer", "IDPX"), RELATION_FAILS);
	ck_assert_int_eq(link_of("IDPX", "FED"), RELATION_FAILS);
	ck_assert_int_eq(link_of("FED", "pL"), RELATION_FAILS);
	ck_assert_int_eq(link_of("pL", "las"), RELATION_FAILS);
	ck_assert_int_eq(link_of("las", "S1"), RELATION_FAILS);
	ck_assert_str_eq(between("IDPX", "FED")->label, "login");
	ck_assert(find("XCORP")->is_centre);
	ck_assert_int_eq(find("XCORP")->w.pupils, 1000);
	ck_assert_int_eq(between("pE", "elo")->w.pupils, 400);
	ck_assert_ptr_null(find("I1")); /* it goes on */
	ck_assert_ptr_nonnull(strstr(g.title, "82.86 %"));
}
END_TEST

START_TEST(what_stands_in_is_drawn_as_holding)
{
	example_2("product:I1");
	build();

	ck_assert_int_eq(find("pB")->layer, LAYER_SPARE);
	ck_assert_int_eq(link_of("pE", "pB"), RELATION_STANDS_IN);
	ck_assert_int_eq(link_of("pB", "elo"), RELATION_STANDS_IN);
	ck_assert_int_eq(link_of("elo", "S2"), RELATION_STANDS_IN);
	ck_assert(!between("pB", "elo")->is_assumed); /* it was tested */
	ck_assert_int_eq(link_of("elo", "S1"), RELATION_FAILS);
}
END_TEST

START_TEST(what_may_fail_is_a_dash_through_the_unknown)
{
	example_2("-");
	build();

	ck_assert_int_eq(link_of("XCORP", "product unknown"),
			 RELATION_MAY_FAIL);
	ck_assert_int_eq(link_of("product unknown", "pB"), RELATION_MAY_FAIL);
	ck_assert_str_eq(between("product unknown", "pB")->label, "hosting");
	ck_assert_int_eq(link_of("elo", "S2"), RELATION_MAY_FAIL);
	ck_assert(between("elo", "S2")->is_assumed);
	ck_assert_int_eq(link_of("elo", "S1"), RELATION_FAILS);
	ck_assert_ptr_nonnull(strstr(g.title, "82.86 % to 100.00 %"));
}
END_TEST

START_TEST(what_a_function_needs_itself_leads_to_it)
{
	struct sketch s = { 0 };

	sketch_school(&s, "school:S", "board:B", "PO", 100);
	sketch_function(&s, "function:f", 2, false);
	sketch_use(&s, "school:S", "function:f", "product:P");
	sketch_need(&s, "function:f", "product:Net", CARRIER_NETWORK,
		    NECESSITY_REQUIRED);
	sketch_host(&s, "product:Net", "product:Mast");
	sketch_finish(&s, &m.l);
	o.kind = MAP_FAILURE;
	o.of = landscape_find_id(&m.l, SV("product:Mast"));
	build();

	ck_assert_int_eq(link_of("Mast", "Net"), RELATION_FAILS);
	ck_assert_int_eq(link_of("Net", "f"), RELATION_FAILS);
	ck_assert_int_eq(between("Net", "f")->w.pupils, 100);
	ck_assert_ptr_null(find("P")); /* it works, and is of no use */
}
END_TEST

START_TEST(a_failure_of_nothing_is_refused)
{
	struct err e = { 0 };

	example_2("-");
	o.of = NODE_NONE;
	ck_assert_int_eq(map_build(&m.l, &o, &g, &e), -1);
	ck_assert_int_eq(e.kind, ERR_USAGE);
	e = (struct err){ 0 };
	o.of = landscape_find_id(&m.l, SV("organisation:VB"));
	o.function = landscape_find_id(&m.l, SV("function:las"));
	ck_assert_int_eq(map_build(&m.l, &o, &g, &e), -1);
	ck_assert_int_eq(e.kind, ERR_NOTFOUND);
}
END_TEST

START_TEST(a_failure_in_a_sector_keeps_what_fails_apart_from_what_holds)
{
	bool has_spare = false;

	made_sector(&m, 30, 20, 400);
	o.kind = MAP_FAILURE;
	o.of = m.l.first[NODE_COUNTRY];
	build();

	ck_assert_uint_le(g.nnode, MAP_PLAIN);
	ck_assert_uint_gt(g.nodes_before, MAP_CLUSTERED);
	for (uint32_t i = 0; i < g.nedge; i++) {
		const struct map_edge *e = &g.edge[i];

		has_spare = has_spare || g.node[e->from].layer == LAYER_SPARE;
		ck_assert(g.node[e->from].layer != LAYER_SPARE ||
			  e->relation == RELATION_STANDS_IN);
	}
	ck_assert(has_spare);
}
END_TEST

START_TEST(sixty_nodes_are_all_drawn_and_nothing_is_noted)
{
	made_sector(&m, 1, 8, 24);
	build();
	ck_assert_uint_le(g.nnode, MAP_PLAIN);
	ck_assert_uint_eq(g.nnode, g.nodes_before);
	ck_assert_uint_eq(g.nnote, 0);
	for (uint32_t i = 0; i < g.nnode; i++)
		ck_assert_uint_eq(g.node[i].stands_for, 1);
}
END_TEST

START_TEST(up_to_two_hundred_are_drawn_in_groups)
{
	made_sector(&m, 3, 20, 70);
	build();
	ck_assert_uint_gt(g.nnode, MAP_PLAIN);
	ck_assert_uint_le(g.nnode, MAP_CLUSTERED);
	ck_assert_uint_eq(g.nnote, 0);
	draw();
	ck_assert_ptr_nonnull(strstr(out.p, "cluster_1"));
	ck_assert_ptr_null(strstr(out.p, "60 %\""));
}
END_TEST

static uint32_t
stood_for(enum map_layer layer)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < g.nnode; i++)
		if (g.node[i].layer == layer && !g.node[i].is_unknown)
			n += g.node[i].stands_for;
	return n;
}

START_TEST(more_is_folded_and_says_so)
{
	made_sector(&m, 20, 40, 300);
	build();
	ck_assert_uint_gt(g.nodes_before, 500);
	ck_assert_uint_le(g.nnode, MAP_PLAIN);
	ck_assert_uint_ge(g.nnote, 2);
	ck_assert_ptr_nonnull(strstr(g.note[0], "--all"));
	/* nobody got lost: what stands for what adds up */
	ck_assert_uint_eq(stood_for(LAYER_BOARD), 20);
	ck_assert_uint_eq(stood_for(LAYER_FUNCTION), 40);
	ck_assert_int_eq(find("+20 boards")->w.pupils, g.pupils);
}
END_TEST

START_TEST(all_draws_everything)
{
	made_sector(&m, 20, 40, 300);
	o.all = true;
	build();
	ck_assert_uint_eq(g.nnode, g.nodes_before);
	ck_assert_uint_eq(stood_for(LAYER_PRODUCT), 300);
	ck_assert_uint_eq(stood_for(LAYER_SCHOOL), 80);
	ck_assert_uint_eq(g.nnote, 0);
}
END_TEST

START_TEST(the_unknown_is_never_folded_away)
{
	made_sector(&m, 20, 40, 300);
	build();
	ck_assert_ptr_nonnull(find("vendor unknown"));
	map_fold(&g, 30);
	ck_assert_uint_le(g.nnode, 30);
	ck_assert_ptr_nonnull(find("vendor unknown"));
	ck_assert_ptr_nonnull(find("owner unknown"));
}
END_TEST

START_TEST(the_same_landscape_gives_the_same_bytes)
{
	struct buf first = { 0 };

	for (int format = 0; format < MAP_FORMATS; format++) {
		d.format = (enum map_format)format;
		for (int turn = 0; turn < 2; turn++) {
			made_sector(&m, 6, 12, 80);
			build();
			draw();
			map_graph_done(&g);
			made_done(&m);
			if (turn == 0)
				buf_sv(&first, buf_view(&out));
		}
		ck_assert_msg(sv_eq(buf_view(&first), buf_view(&out)), "%s",
			      map_format_name(d.format));
		buf_clear(&first);
	}
	buf_done(&first);
}
END_TEST

START_TEST(png_and_pdf_are_what_they_say)
{
	small();
	build();
	d.format = MAP_PNG;
	draw();
	ck_assert(sv_starts(buf_view(&out), SV("\x89PNG")));
	d.format = MAP_PDF;
	draw();
	ck_assert(sv_starts(buf_view(&out), SV("%PDF")));
}
END_TEST

/* Well-formed XML by a parser that is not ours. */
static void
check_svg(const char *which)
{
	xmlDocPtr doc = xmlReadMemory(out.p, (int)out.n, "map.svg", NULL,
				      XML_PARSE_NONET | XML_PARSE_NOERROR |
					      XML_PARSE_NOWARNING);
	xmlNodePtr root;
	xmlChar *role;

	ck_assert_msg(doc != NULL, "%s: no well-formed SVG", which);
	root = xmlDocGetRootElement(doc);
	role = xmlGetProp(root, (const xmlChar *)"role");
	ck_assert_str_eq((const char *)role, "img");
	ck_assert_str_eq((const char *)root->name, "svg");
	ck_assert_ptr_null(xmlGetIntSubset(doc));
	xmlFree(role);
	xmlFreeDoc(doc);
}

/* No element or attribute that does something, and no control. */
static void
check_harmless(const char *which)
{
	static const char *const never[] = { "<script",        "<a ",
					     "<image",         "<use",
					     "href=",          "onload=\"",
					     "<style",         "<!",
					     "foreignObject ", "xlink" };

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		const char *at = strstr(out.p, never[i]);

		/* inside text every < is &lt; and every " is &quot; */
		ck_assert_msg(!at || at[0] != '<', "%s: %s", which, never[i]);
		ck_assert_msg(!at || !strchr(never[i], '"'), "%s: %s", which,
			      never[i]);
	}
	for (size_t i = 0; i < out.n;) {
		int32_t c = text_next(buf_view(&out), &i);

		ck_assert_msg(c == '\n' || !text_is_control(c), "%s", which);
	}
}

static void
hostile_landscape(const struct hostile *h)
{
	uint32_t board = made_named(&m, NODE_BOARD, "b", h->text);
	uint32_t school = made_named(&m, NODE_SCHOOL, "s", h->text);
	uint32_t f = made_named(&m, NODE_FUNCTION, "f", h->text);
	uint32_t p = made_named(&m, NODE_PRODUCT, "p", h->text);
	uint32_t v = made_named(&m, NODE_ORGANISATION, "v", h->text);
	uint32_t c = made_named(&m, NODE_COUNTRY, "c", h->text);

	m.l.node[school].board = board;
	made_use(&m, school, f, p);
	made_supply(&m, p, v);
	made_owner(&m, v, NODE_NONE, -1);
	made_seat(&m, v, c);
	made_finish(&m);
	o.board = m.l.first[NODE_BOARD];
}

START_TEST(no_name_can_break_svg)
{
	struct arena mem = { 0 };
	const struct hostile *h = &hostile_strings(&mem)[_i];

	hostile_landscape(h);
	build();
	d.format = MAP_SVG;
	draw();
	check_svg(h->id);
	check_harmless(h->id);
	arena_done(&mem);
}
END_TEST

/*
 * Graphviz reads back what we wrote, and finds the nodes that we put in: no
 * name has become a node, an edge or an attribute.
 */
START_TEST(no_name_can_break_dot)
{
	struct arena mem = { 0 };
	const struct hostile *h = &hostile_strings(&mem)[_i];
	Agraph_t *back;

	hostile_landscape(h);
	build();
	draw();
	ck_assert_int_eq(text_utf8_bad(buf_view(&out)), -1);
	back = agmemread(out.p);
	ck_assert_msg(back != NULL, "%s: %s", h->id, out.p);
	ck_assert_int_eq(agnnodes(back), (int)g.nnode);
	ck_assert_int_eq(agnedges(back), (int)g.nedge);
	for (Agnode_t *n = agfstnode(back); n; n = agnxtnode(back, n)) {
		char url[] = "URL", href[] = "href", image[] = "image";

		ck_assert_ptr_null(agget(n, url));
		ck_assert_ptr_null(agget(n, href));
		ck_assert_ptr_null(agget(n, image));
	}
	agclose(back);
	arena_done(&mem);
}
END_TEST

START_TEST(a_title_holds_the_whole_name_and_ids_are_ours)
{
	small();
	build();
	d.format = MAP_SVG;
	draw();
	check_svg("small");
	ck_assert_ptr_nonnull(
		strstr(out.p, "<g id=\"n1\" class=\"node school"));
	ck_assert_ptr_nonnull(strstr(out.p, "<title>Aak: 100 pupils</title>"));
	ck_assert_ptr_nonnull(strstr(out.p,
				     "<title>Uitgever \xe2\x80\x93 owned by "
				     "\xe2\x80\x93 Holding"));
	ck_assert_ptr_null(strstr(out.p, "Generated"));
}
END_TEST

/* Deep enough and wide enough that dot does not come back in time. */
START_TEST(a_layout_that_takes_too_long_falls_back_and_says_so)
{
	made_sector(&m, 60, 60, 1500);
	o.all = true;
	build();
	d.format = MAP_SVG;
	d.seconds = 2;
	ck_assert_uint_gt(g.nnode, 1000);
	{
		struct err e = { 0 };
		int rc = map_draw(&g, &d, &out, &e);

		if (rc) /* not drawn at all: then it must say what to do */
			ck_assert_ptr_nonnull(strstr(e.msg, "--board"));
		else
			ck_assert_ptr_nonnull(strstr(g.note[0], "seconds"));
	}
}
END_TEST

static bool
stop_at_third(void)
{
	static int asked;

	return ++asked == 3;
}

START_TEST(a_layout_can_be_stopped)
{
	struct err e = { 0 };

	made_sector(&m, 60, 60, 1500);
	o.all = true;
	build();
	d.format = MAP_SVG;
	d.is_stopped = stop_at_third;
	ck_assert_int_eq(map_draw(&g, &d, &out, &e), -1);
	ck_assert_int_eq(e.kind, ERR_IO);
	ck_assert_ptr_nonnull(strstr(e.msg, "stopped"));
}
END_TEST

START_TEST(the_limits_of_a_map_are_what_the_design_says)
{
	ck_assert_uint_eq(LIMIT_MAP_SECONDS, 10);
	ck_assert_uint_le(LIMIT_MAP_BYTES, LIMIT_MAP_MEMORY);
}
END_TEST

START_TEST(the_table_tells_the_same_as_the_map)
{
	struct arena mem = { 0 };
	struct render_options csv = { .format = FORMAT_CSV };
	struct table t;

	small();
	build();
	map_table(&g, &mem, &t);
	ck_assert_uint_eq(t.nrow, g.nnode + g.nedge);
	table_render(&out, &t, &csv);
	ck_assert_ptr_nonnull(
		strstr(out.p, "node,n1,school,Aak,school:Aak,n/a,n/a,100,1,0,"
			      "1,false,n/a,n/a\r\n"));
	arena_done(&mem);
}
END_TEST

static void
golden_map(const char *name)
{
	char path[100];

	snprintf(path, sizeof(path), "tests/golden/maps/%s.dot", name);
	build();
	draw();
	golden(path, buf_view(&out));
}

START_TEST(every_kind_has_its_golden_dot)
{
	char name[40];

	for (int kind = 0; kind < MAP_KINDS; kind++) {
		o.kind = (enum map_kind)kind;
		if (o.kind == MAP_LOGIN) {
			struct sketch s = { 0 };

			sketch_sign_on(&s);
			sketch_finish(&s, &m.l);
		} else if (o.kind == MAP_FAILURE) {
			example_2("-");
		} else {
			made_sector(&m, 1, 4, 12);
		}
		if (o.kind == MAP_EGO)
			o.of = landscape_find_id(&m.l, SV("product:Rekenreus "
							  "0"));
		golden_map(map_kind_name(o.kind));
		map_graph_done(&g);
		made_done(&m);
	}
	o.kind = MAP_LANDSCAPE;
	made_sector(&m, 20, 40, 300);
	snprintf(name, sizeof(name), "%s-folded", map_kind_name(o.kind));
	golden_map(name);
}
END_TEST

START_TEST(what_stands_in_has_its_golden_dot)
{
	example_2("product:I1");
	golden_map("failure-holds");
}
END_TEST

START_TEST(members_of_a_hub_that_nobody_uses_are_one_box)
{
	struct sketch s = { 0 };
	char id[24];

	sketch_sign_on(&s);
	for (int i = 0; i < MAP_PLAIN; i++) {
		snprintf(id, sizeof(id), "product:idp%d", i);
		sketch_member(&s, arena_str(&s.l.mem, id), "product:H");
		sketch_property(&s, arena_str(&s.l.mem, id), "role", "idp");
	}
	sketch_finish(&s, &m.l);
	o.kind = MAP_LOGIN;
	build();

	ck_assert_uint_lt(g.nnode, 15);
	for (uint32_t i = 0; i < g.nnode; i++)
		if (g.node[i].layer == LAYER_IDENTITY &&
		    g.node[i].node == NODE_NONE)
			ck_assert_uint_eq(g.node[i].stands_for, MAP_PLAIN);
	ck_assert_uint_ge(g.nnote, 2);
}
END_TEST

START_TEST(a_way_that_nobody_tells_is_assumed_or_unknown)
{
	struct sketch s = { 0 };
	uint32_t assumed = 0, unknown = 0;

	sketch_sign_on(&s);
	sketch_need(&s, "product:S", "-", CARRIER_LOGIN, NECESSITY_REQUIRED);
	sketch_property(&s, "product:J", "role", "idp");
	sketch_use(&s, "board:B", "function:i", "product:J"); /* no member */
	sketch_finish(&s, &m.l);
	o.kind = MAP_LOGIN;
	build();

	for (uint32_t i = 0; i < g.nedge; i++)
		assumed += g.edge[i].relation == RELATION_SIGN_ON &&
			   g.edge[i].is_assumed;
	for (uint32_t i = 0; i < g.nnode; i++)
		unknown += g.node[i].is_unknown;
	ck_assert_uint_eq(assumed, 1); /* J to H */
	ck_assert_uint_eq(unknown, 1); /* what S signs on through */
}
END_TEST

START_TEST(kinds_and_formats_are_found_by_name)
{
	enum map_kind kind;
	enum map_format format;

	for (int i = 0; i < MAP_KINDS; i++) {
		ck_assert(map_kind_from(sv(map_kind_name((enum map_kind)i)),
					&kind));
		ck_assert_int_eq((int)kind, i);
		ck_assert_ptr_nonnull(map_kind_summary(kind));
	}
	ck_assert(map_format_from(SV("pdf"), &format));
	ck_assert_int_eq(format, MAP_PDF);
	ck_assert(!map_format_from(SV("bmp"), &format));
}
END_TEST

static TCase *
what_is_drawn(void)
{
	TCase *t = tcase_create("drawn");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_landscape_runs_from_schools_to_countries);
	tcase_add_test(t, a_board_stands_for_its_schools_where_all_of_them_do);
	tcase_add_test(t, a_school_that_differs_has_its_own_line);
	tcase_add_test(t, pupils_that_are_reached_twice_are_counted_once);
	tcase_add_test(t, an_owner_that_also_sells_is_drawn_once);
	tcase_add_test(t, what_stopped_or_is_planned_is_not_drawn);
	tcase_add_test(t, a_vendor_map_has_no_schools_and_no_functions);
	tcase_add_test(t, a_function_map_goes_to_the_level_that_is_asked);
	tcase_add_test(t, one_function_or_one_board_can_be_singled_out);
	tcase_add_test(t, an_ego_map_stops_at_its_depth_and_at_hubs);
	tcase_add_test(t, an_ego_map_without_a_centre_is_refused);
	tcase_add_test(t, a_failure_runs_from_what_fails_to_who_misses_it);
	tcase_add_test(t, what_stands_in_is_drawn_as_holding);
	tcase_add_test(t, what_may_fail_is_a_dash_through_the_unknown);
	tcase_add_test(t, what_a_function_needs_itself_leads_to_it);
	tcase_add_test(t, a_failure_of_nothing_is_refused);
	tcase_add_test(
		t,
		a_failure_in_a_sector_keeps_what_fails_apart_from_what_holds);
	tcase_add_test(t, sixty_nodes_are_all_drawn_and_nothing_is_noted);
	tcase_add_test(t, more_is_folded_and_says_so);
	tcase_add_test(t, all_draws_everything);
	tcase_add_test(t, the_unknown_is_never_folded_away);
	tcase_add_test(t, the_table_tells_the_same_as_the_map);
	tcase_add_test(t, members_of_a_hub_that_nobody_uses_are_one_box);
	tcase_add_test(t, a_way_that_nobody_tells_is_assumed_or_unknown);
	tcase_add_test(t, kinds_and_formats_are_found_by_name);
	tcase_add_test(t, the_limits_of_a_map_are_what_the_design_says);
	return t;
}

static TCase *
how_it_is_drawn(void)
{
	TCase *t = tcase_create("drawing");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_set_tags(t, "slow");
	tcase_add_test(t, up_to_two_hundred_are_drawn_in_groups);
	tcase_add_test(t, every_kind_has_its_golden_dot);
	tcase_add_test(t, what_stands_in_has_its_golden_dot);
	tcase_add_test(t, the_same_landscape_gives_the_same_bytes);
	tcase_add_test(t, png_and_pdf_are_what_they_say);
	tcase_add_test(t, a_title_holds_the_whole_name_and_ids_are_ours);
	tcase_add_test(t, a_layout_that_takes_too_long_falls_back_and_says_so);
	tcase_add_test(t, a_layout_can_be_stopped);
	tcase_add_loop_test(t, no_name_can_break_svg, 0, HOSTILE_STRINGS);
	tcase_add_loop_test(t, no_name_can_break_dot, 0, HOSTILE_STRINGS);
	return t;
}

Suite *
suite_maps(void)
{
	Suite *s = suite_create("maps");

	suite_add_tcase(s, what_is_drawn());
	suite_add_tcase(s, how_it_is_drawn());
	return s;
}
