/*
 * Sentences about redundancy that shares something. Refuses to build them from
 * words: a template is a whole sentence, what goes into it are names and
 * counts.
 */
#include "cli/redundancy.h"

enum { NEWS = 3, MEMBERS = 6 };

/* Data is in English, whoever asks. */
static bool
is_translated(const struct cli *c)
{
	return cli_format(c) == FORMAT_TABLE;
}

/* Its second and third argument are a text for people (KEYWORDS). */
static const char *
counted(struct cli *c, const char *one, const char *many, int64_t n)
{
	bool is_one = n == 1;
	const char *text = is_one ? one : many;

	if (is_translated(c))
		text = NG(one, many, n);
	return cli_fill(c, text,
			&(struct filler){ "{n}", arena_printf(&c->mem, "%lld",
							      (long long)n) },
			1);
}

static const char *
pair(struct cli *c, const char *text, const char *a, const char *b)
{
	const struct filler filler[] = { { "{a}", a }, { "{b}", b } };

	return cli_fill(c, cli_word(c, text), filler, 2);
}

/* "Klasbrug, Leerhaven and Zandbank"; of many the first ones. */
static const char *
names(struct cli *c, const struct landscape *l, const struct redundancy *r)
{
	uint32_t n = r->nmember < MEMBERS ? r->nmember : MEMBERS;
	uint32_t last = n == r->nmember ? n - 1 : n;
	struct buf b = { 0 };
	const char *head, *rest;

	for (uint32_t i = 0; i < last; i++)
		buf_printf(&b, "%s%s", i ? ", " : "",
			   l->node[r->member[i]].name);
	head = arena_sv(&c->mem, buf_view(&b)).p;
	buf_done(&b);
	/* TRANSLATORS: the end of a list: Rekenreus, Leesboom and 17 others */
	rest = last < n ? l->node[r->member[last]].name
			: counted(c, "{n} other", "{n} others",
				  r->nmember - last);
	return pair(c, N_("{a} and {b}"), head, rest);
}

/* What is shared, and as what. */
static const char *
entity(struct cli *c, const struct landscape *l, const struct shared_entity *e)
{
	bool is_company = l->node[e->node].kind == NODE_ORGANISATION;
	const struct filler name = { "{name}", l->node[e->node].name };
	const char *text = "{name}";

	switch (e->way) {
	case SHARED_LOGIN: text = N_("{name} (sign-on)"); break;
	case SHARED_HOSTING:
		text = is_company ? N_("the cloud of {name}")
				  : N_("{name} (hosting)");
		break;
	case SHARED_NETWORK: text = N_("{name} (network)"); break;
	case SHARED_SUPPLIER: text = N_("{name} (supplier)"); break;
	case SHARED_OWNER: text = N_("{name} (owner)"); break;
	case SHARED_NOT:
	case SHARED_ITSELF:
	case SHARED_NEED:
	case SHARED_COUNTRY: break;
	}
	return cli_fill(c, cli_word(c, text), &name, 1);
}

static const char *
entities(struct cli *c, const struct landscape *l, const struct redundancy *r)
{
	const struct shared_entity *news[NEWS];
	uint32_t n = redundancy_news(l, r, NEWS, news);
	const char *text = entity(c, l, news[0]);

	for (uint32_t i = 1; i < n && i < NEWS; i++)
		text = pair(c, N_("{a} or {b}"), text, entity(c, l, news[i]));
	return text;
}

/* Whom it is about: pupils as far as known, and schools. */
static const char *
whom(struct cli *c, const struct redundancy *r)
{
	const char *sites = counted(c, "{n} school", "{n} schools", r->sites);
	const char *pupils = counted(c, "{n} pupil", "{n} pupils", r->pupils);

	if (r->sites_unknown == r->sites)
		return sites;
	return pair(c,
		    r->sites_unknown ? N_("at least {a} at {b}")
				     : N_("{a} at {b}"),
		    pupils, sites);
}

const char *
redundancy_sentence(struct cli *c, const struct landscape *l,
		    const struct redundancy *r)
{
	const struct filler filler[] = {
		{ "{what}", l->node[r->dependent].name },
		{ "{members}", names(c, l, r) },
		{ "{shared}", entities(c, l, r) },
		{ "{needed}", arena_printf(&c->mem, "%u", r->needed) },
		{ "{whom}", r->is_need ? "" : whom(c, r) },
	};
	const char *text;

	if (r->is_need)
		text = N_("{what} needs {needed} of {members}; they seem to "
			  "stand in for each other, but if {shared} fails too "
			  "few of them are left, and {what} stops as well");
	else if (r->needed > 1)
		text = N_("{what}: {needed} of {members} are needed, but if "
			  "{shared} fails too few of them are left; that "
			  "concerns {whom}");
	else
		text = N_("{what}: {members} seem to stand in for each other, "
			  "but they all stop at once if {shared} fails; that "
			  "concerns {whom}");
	return cli_fill(c, cli_word(c, text), filler,
			sizeof(filler) / sizeof(*filler));
}
