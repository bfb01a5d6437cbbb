/*
 * landschap doctor: is this system fit, and is the database whole? Changes
 * nothing. A damaged database is exit 4; anything else that is wrong is 1.
 */
#include <sys/stat.h>

#include "base/date.h"
#include "base/text.h"
#include "cli/cli.h"
#include "collectors/confine.h"
#include "collectors/libraries.h"
#include "collectors/reference.h"
#include "reports/maps/map.h"

const struct option options_doctor[] = {
	{ NULL },
};

const struct help help_doctor = {
	N_("Checks the database (every page, every claim, the exact tables), "
	   "the confinement of readers, the libraries, the drawing of maps, "
	   "the translations and "
	   "the age of the reference data. Add its output to a report of a "
	   "problem."),
	{
		{ "landschap doctor", N_("check this system and the "
					 "landscape") },
		{ "landschap doctor -d sector.db -f json",
		  N_("the same, for a program") },
	},
};

static const struct column columns[] = {
	{ "check", N_("check"), "", COLUMN_TEXT },
	{ "state", N_("state"), "", COLUMN_TEXT },
	{ "detail", N_("detail"), "", COLUMN_TEXT },
};

enum { REFERENCE_DAYS = 400 };

struct doctor {
	struct cli *c;
	struct table t;
	int status;
};

static void
add(struct doctor *d, const char *check, const char *state, const char *detail)
{
	struct value *v = table_row(&d->t);

	v[0] = value_str(check);
	v[1] = value_str(state);
	v[2] = value_str(arena_str(&d->c->mem, detail));
}

static void
check_libraries(struct doctor *d)
{
	struct buf icu = { 0 };

	text_library(&icu);
	add(d, "landschap", "ok", LANDSCHAP_VERSION);
	add(d, "sqlite", "ok", store_library());
	add(d, "icu", "ok", icu.p);
	for (const struct library *x = collector_libraries; x->name; x++)
		add(d, x->name, "ok", x->version());
	buf_done(&icu);
}

static void
check_system(struct doctor *d)
{
	const char *confined = confine_describe();
	const char *locale = locale_describe(&d->c->mem);

	if (confine_is_off())
		add(d, "confinement", "warning",
		    _("switched off by LANDSCHAP_CONFINE"));
	else
		add(d, "confinement", "ok", confined);
	add(d, "language", "ok", locale);
}

/* One board that uses one product: enough for Graphviz to show itself. */
static void
small_landscape(struct landscape *l, struct node node[3], struct usage *u)
{
	static const enum node_kind kind[] = { NODE_BOARD, NODE_PRODUCT,
					       NODE_FUNCTION };

	for (uint32_t i = 0; i < 3; i++)
		node[i] = (struct node){ .kind = kind[i],
					 .id = node_kind_name(kind[i]),
					 .name = node_kind_name(kind[i]),
					 .folded = "",
					 .pupils_low = -1,
					 .pupils_high = -1,
					 .sector = "",
					 .country_code = "",
					 .board = NODE_NONE };
	*u = (struct usage){ .site = 0,
			     .product = 1,
			     .function = 2,
			     .vendor = NODE_NONE,
			     .share = -1,
			     .status = STATUS_IN_USE,
			     .cost = -1,
			     .owner = "",
			     .fallback = "",
			     .sign_on = "",
			     .hosting = "",
			     .agreement = "",
			     .dpia = "",
			     .data = "",
			     .biv = "",
			     .ai = "",
			     .platform = "",
			     .exit_plan = "",
			     .alternatives = "",
			     .links = "" };
	*l = (struct landscape){ .known_at = "",
				 .node = node,
				 .nnode = 3,
				 .usage = u,
				 .nusage = 1 };
	for (uint32_t k = 0; k <= NODE_KINDS; k++)
		while (l->first[k] < 3 && (unsigned)node[l->first[k]].kind < k)
			l->first[k]++;
}

/* Draws a small map in each format: plugins and fonts are looked for then. */
static void
check_maps(struct doctor *d)
{
	struct map_options o = { .board = NODE_NONE, .function = NODE_NONE };
	struct node node[3];
	struct landscape l;
	struct usage u;

	small_landscape(&l, node, &u);
	for (int f = 0; f < MAP_FORMATS; f++) {
		struct map_drawing drawing = { .format = (enum map_format)f,
					       .lang = d->c->lang };
		const char *check = arena_printf(
			&d->c->mem, "map %s", map_format_name(drawing.format));
		struct map_graph g = { 0 };
		struct buf out = { 0 };
		struct err e = { 0 };

		if (map_build(&l, &o, &g, &e) ||
		    map_draw(&g, &drawing, &out, &e)) {
			add(d, check, "bad", e.msg);
			d->status = EXIT_FAILED;
		} else {
			add(d, check, "ok",
			    arena_printf(&d->c->mem, _("%zu bytes"), out.n));
		}
		buf_done(&out);
		map_graph_done(&g);
	}
}

static void
bad_database(struct doctor *d, const struct err *e)
{
	add(d, "database", "bad", e->msg);
	d->status = e->kind == ERR_DB ? EXIT_DATABASE : EXIT_FAILED;
}

/* Days since the rows of a shipped file were last checked by a person. */
static void
reference_age(struct doctor *d, const struct log_line *line, const char *file)
{
	int64_t days = date_to_days(date_today()) - date_to_days(line->as_of);
	char iso[DATE_ISO_SIZE];

	add(d, "reference data", days > REFERENCE_DAYS ? "warning" : "ok",
	    arena_printf(&d->c->mem, "%s: %s", file,
			 date_iso(line->as_of, iso)));
}

static int
check_reference(struct doctor *d, struct err *e)
{
	struct log_line *line;
	uint32_t n = 0;

	if (store_log(d->c->store, &d->c->mem, &line, &n, e))
		return -1;
	for (const struct reference *r = reference_files; r->file; r++)
		for (uint32_t i = 0; i < n; i++)
			if (line[i].is_live &&
			    strcmp(line[i].action, "import") == 0 &&
			    strcmp(line[i].what, r->file) == 0 &&
			    strcmp(line[i].kind, r->collector->name) == 0)
				reference_age(d, &line[i], r->file);
	return 0;
}

static void
check_database(struct doctor *d)
{
	struct cli *c = d->c;
	struct err e = { 0 };
	struct stat sb;

	if (stat(c->db, &sb) != 0) {
		add(d, "database", options_has(&c->opt, "db") ? "bad" : "none",
		    arena_printf(&c->mem, _("%s is not there"), c->db));
		if (options_has(&c->opt, "db"))
			d->status = EXIT_DATABASE;
		return;
	}
	if (cli_open(c, STORE_READ, &e) || store_check(c->store, &e)) {
		bad_database(d, &e);
		return;
	}
	add(d, "database", "ok",
	    arena_printf(&c->mem, _("%s, schema %d, %lld bytes"), c->db,
			 store_version(), (long long)sb.st_size));
	if (sb.st_mode & (S_IRWXG | S_IRWXO))
		add(d, "file mode", "warning",
		    arena_printf(&c->mem,
				 _("%04o: others may read it (chmod 600)"),
				 (unsigned)(sb.st_mode & 07777)));
	if (check_reference(d, &e))
		bad_database(d, &e);
}

int cmd_doctor(struct cli *c, struct err *e);

int
cmd_doctor(struct cli *c, struct err *e)
{
	struct doctor d = { .c = c, .status = EXIT_OK };

	table_init(&d.t, &c->mem, c->command->name, columns, 3);
	check_libraries(&d);
	check_system(&d);
	check_maps(&d);
	check_database(&d);
	if (cli_print(c, &d.t, e))
		return -1;
	return d.status;
}
