/* Options of a command by name, and the landscape that the common ones ask. */
#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/common.h"
#include "collectors/collector.h"
#include "collectors/attributes.h"
#include "schema/model/refdata.h"

unsigned
cli_nargs(const struct cli *c)
{
	return c->opt.narg;
}

const char *
cli_arg(const struct cli *c, unsigned i)
{
	return i < c->opt.narg ? c->opt.arg[i] : NULL;
}

bool
cli_flag(const struct cli *c, const char *name)
{
	assert(option_by_name(c->command->options, name));
	return options_has(&c->opt, name);
}

const char *
cli_text(const struct cli *c, const char *name)
{
	assert(option_by_name(c->command->options, name));
	return options_text(&c->opt, name);
}

const char *
cli_list(const struct cli *c, const char *name, unsigned i)
{
	assert(option_by_name(c->command->options, name));
	for (unsigned k = 0; k < c->opt.nvalue; k++)
		if (strcmp(c->opt.value[k].option->name, name) == 0 && i-- == 0)
			return c->opt.value[k].text;
	return NULL;
}

int
cli_date(const struct cli *c, const char *name, int32_t *ret, struct err *e)
{
	const char *text = cli_text(c, name);

	return text ? option_date(name, text, ret, e) : 0;
}

int
cli_number(const struct cli *c, const char *name, uint64_t max, uint64_t *ret,
	   struct err *e)
{
	const char *text = cli_text(c, name);

	return text ? option_number(name, text, max, ret, e) : 0;
}

void
cli_name_countries(const struct cli *c, struct landscape *l)
{
	for (uint32_t i = l->first[NODE_COUNTRY];
	     i < l->first[NODE_COUNTRY + 1]; i++) {
		struct node *n = &l->node[i];

		if (n->country_code[0])
			n->name =
				text_country(&l->mem, n->country_code, c->lang)
					.p;
	}
}

/* One field of a line of shipped reference data; quotes go off. */
static bool
take_field(struct sv *line, struct sv *ret)
{
	if (line->n == 0 || line->p[0] != '"')
		return sv_split(line, ',', ret);
	*line = sv_n(line->p + 1, line->n - 1);
	if (!sv_split(line, '"', ret))
		return false;
	if (line->n)
		*line = sv_n(line->p + 1, line->n - 1);
	return true;
}

struct sv
cli_category(struct sv id, const char *column)
{
	struct sv rest = refdata_get("data-categories.csv"), line, cell;
	int at = 0;

	sv_split(&rest, '\n', &line);
	while (take_field(&line, &cell) && !sv_is(cell, column))
		at++;
	while (sv_split(&rest, '\n', &line)) {
		if (!take_field(&line, &cell) || !sv_eq(cell, id))
			continue;
		for (int i = 0; i < at; i++)
			if (!take_field(&line, &cell))
				return SV_NONE;
		return cell;
	}
	return SV_NONE;
}

const char *
cli_attribute(struct cli *c, const struct attributes *a, const char *name)
{
	if (cli_format(c) != FORMAT_TABLE)
		return name;
	for (int kind = 0; kind < ATTRIBUTE_KINDS; kind++) {
		const struct attribute_row *row;
		uint32_t n;

		row = attributes_find(a, (enum attribute_kind)kind, sv(name),
				      &n);
		if (n && row->label.n)
			return arena_sv(&c->mem, row->label).p;
	}
	return name;
}

/* Data categories have a name in both languages. */
static void
name_categories(const struct cli *c, struct landscape *l)
{
	for (uint32_t i = l->first[NODE_DATA_CATEGORY];
	     i < l->first[NODE_DATA_CATEGORY + 1]; i++) {
		struct node *n = &l->node[i];
		struct sv name = cli_category(
			sv(strchr(n->id, ':') + 1),
			strcmp(c->lang, "nl") == 0 ? "name" : "name_en");

		if (name.n)
			n->name = arena_sv(&l->mem, name).p;
	}
}

static int
load(struct cli *c, bool with_sign_on, struct landscape *ret, struct err *e)
{
	struct load_options o = { .at = c->at,
				  .known_at = c->known_at,
				  .with_sign_on = with_sign_on };

	if (store_load(c->store, &o, ret, e))
		return -1;
	if (cli_format(c) == FORMAT_TABLE) {
		cli_name_countries(c, ret);
		name_categories(c, ret);
	}
	return 0;
}

int
cli_load(struct cli *c, struct landscape *ret, struct err *e)
{
	return load(c, false, ret, e);
}

int
cli_load_sign_on(struct cli *c, struct landscape *ret, struct err *e)
{
	return load(c, true, ret, e);
}

const char *
origin_text(struct arena *mem, const struct origin *o)
{
	if (!o->cell[0])
		return arena_printf(mem, "%s%s%s", o->file,
				    o->part[0] ? ":" : "", o->part);
	if (!o->part[0])
		return arena_printf(mem, "%s:%s", o->file, o->cell);
	return arena_printf(mem, "%s:%s!%s", o->file, o->part, o->cell);
}

int
cli_place(struct cli *c, enum fact_kind fact, uint64_t claim, const char *field,
	  const char **ret, struct err *e)
{
	struct origin o;

	if (store_origin(c->store, fact, claim, field, &c->mem, &o, e))
		return -1;
	*ret = origin_text(&c->mem, &o);
	return 0;
}

const char *
cli_verified(struct cli *c, const char *kind, const char *signer,
	     const char *algorithm, int32_t valid_until)
{
	const struct collector *of = collector_by_name(sv(kind));
	char iso[DATE_ISO_SIZE];

	if (signer && signer[0] && valid_until)
		return arena_printf(&c->mem, _("verified: %s %s until %s"),
				    signer, algorithm,
				    date_iso(valid_until, iso));
	if (signer && signer[0])
		return arena_printf(&c->mem, _("verified: %s %s"), signer,
				    algorithm);
	return of && of->is_signed ? _("not verified") : "";
}
