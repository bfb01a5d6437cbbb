/*
 * Sentences about redundancy that shares something. Refuses to build them from
 * words: a template is a whole sentence, what goes into it are names and
 * counts.
 */
#include "cli/redundancy.h"

enum { NEWS = 3, MEMBERS = 6, NOTES = 5 };

/* Who tells it, about what, to whom. */
struct teller {
	struct cli *c;
	const struct landscape *l;
	bool for_people;
};

static const char *
word(const struct teller *t, const char *text)
{
	return t->for_people ? _(text) : text;
}

/* Its second and third argument are a text for people (KEYWORDS). */
static const char *
counted(const struct teller *t, const char *one, const char *many, int64_t n)
{
	const struct filler filler = { "{n}", arena_printf(&t->c->mem, "%lld",
							   (long long)n) };
	const char *text = n == 1 ? one : many;

	if (t->for_people)
		text = NG(one, many, n);
	return cli_fill(t->c, text, &filler, 1);
}

static const char *
pair(const struct teller *t, const char *text, const char *a, const char *b)
{
	const struct filler filler[] = { { "{a}", a }, { "{b}", b } };

	return cli_fill(t->c, word(t, text), filler, 2);
}

/* "Klasbrug, Leerhaven and Zandbank"; of many the first ones. */
static const char *
names(const struct teller *t, const struct redundancy *r)
{
	uint32_t n = r->nmember < MEMBERS ? r->nmember : MEMBERS;
	uint32_t last = n == r->nmember ? n - 1 : n;
	struct buf b = { 0 };
	const char *head, *rest;

	for (uint32_t i = 0; i < last; i++)
		buf_printf(&b, "%s%s", i ? ", " : "",
			   t->l->node[r->member[i]].name);
	head = arena_sv(&t->c->mem, buf_view(&b)).p;
	buf_done(&b);
	/* TRANSLATORS: the end of a list: Rekenreus, Leesboom and 17 others */
	rest = last < n ? t->l->node[r->member[last]].name
			: counted(t, "{n} other", "{n} others",
				  r->nmember - last);
	return pair(t, N_("{a} and {b}"), head, rest);
}

/* What is shared, and as what. */
static const char *
entity(const struct teller *t, const struct shared_entity *e)
{
	bool is_company = t->l->node[e->node].kind == NODE_ORGANISATION;
	const struct filler name = { "{name}", t->l->node[e->node].name };
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
	return cli_fill(t->c, word(t, text), &name, 1);
}

static const char *
entities(const struct teller *t, const struct redundancy *r)
{
	const struct shared_entity *news[NEWS];
	uint32_t n = redundancy_news(t->l, r, NEWS, news);
	const char *text = n ? entity(t, news[0]) : "";

	for (uint32_t i = 1; i < n && i < NEWS; i++)
		text = pair(t, N_("{a} or {b}"), text, entity(t, news[i]));
	return text;
}

/* Whom it is about: pupils as far as known, and schools. */
static const char *
whom(const struct teller *t, const struct redundancy *r)
{
	const char *sites = counted(t, "{n} school", "{n} schools", r->sites);
	const char *pupils = counted(t, "{n} pupil", "{n} pupils", r->pupils);

	if (r->sites_unknown == r->sites)
		return sites;
	return pair(t,
		    r->sites_unknown ? N_("at least {a} at {b}")
				     : N_("{a} at {b}"),
		    pupils, sites);
}

const char *
redundancy_sentence(struct cli *c, const struct landscape *l,
		    const struct redundancy *r, bool for_people)
{
	const struct teller t = { c, l, for_people };
	const struct filler filler[] = {
		{ "{what}", l->node[r->dependent].name },
		{ "{members}", names(&t, r) },
		{ "{shared}", entities(&t, r) },
		{ "{needed}", arena_printf(&c->mem, "%u", r->needed) },
		{ "{whom}", r->is_need ? "" : whom(&t, r) },
	};
	const char *text;

	if (redundancy_news(l, r, 0, NULL) == 0)
		text = N_("{what}: whether {members} can stand in for each "
			  "other was never tested");
	else if (r->is_need)
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
	return cli_fill(c, word(&t, text), filler,
			sizeof(filler) / sizeof(*filler));
}

void
redundancy_notes(struct cli *c, const struct failing *f, struct table *t)
{
	struct redundancies each, r;
	uint32_t n = 0;

	redundancy_find(f, &c->mem, &each);
	redundancy_merge(&each, &c->mem, &r);
	for (uint32_t i = 0; i < r.n; i++) {
		const struct shared_entity *first;

		if (redundancy_news(f->l, &r.v[i], 1, &first) == 0)
			continue;
		if (n++ < NOTES)
			table_note(t, "%s",
				   redundancy_sentence(c, f->l, &r.v[i], true));
	}
	if (n > NOTES)
		table_note(t,
			   "things that seem to stand in for each other and "
			   "stop together: %u (landschap check --rule "
			   "redundancy-shared has all)",
			   n);
}
