/*
 * Takes what names a person out of records. Refuses nothing: a record that has
 * lost all its words is still a record.
 */
#include "collectors/impersonal.h"

#include "base/personal.h"

/* Whether it was changed. */
static bool
cut(struct impersonal *d, struct sv *text, bool is_key)
{
	struct buf b = { 0 };

	if (!personal_in(*text, is_key))
		return false;
	personal_cut(&b, *text, is_key);
	*text = arena_sv(&d->mem, buf_view(&b));
	buf_done(&b);
	return true;
}

static void
cut_node(struct impersonal *d, struct node_record *n)
{
	struct sv left = SV_NONE;
	uint32_t kept = 0;

	cut(d, &n->name, false);
	for (uint32_t i = 0; i < n->nkeys; i++) {
		struct sv value = n->key[i].value;

		if (cut(d, &value, true))
			left = value;
		else
			n->key[kept++] = n->key[i];
	}
	n->nkeys = kept;
	if (kept == 0 && n->name.n == 0)
		n->name = left;
}

static int
put(struct sink *s, const struct record *r, struct err *e)
{
	struct impersonal *d = (struct impersonal *)s;
	struct record own = *r;
	int rc;

	switch (r->type) {
	case RECORD_PART: cut(d, &own.part.name, false); break;
	case RECORD_COLUMN: cut(d, &own.column.header, false); break;
	case RECORD_NODE: cut_node(d, &own.node); break;
	case RECORD_FACT:
		/* names of attributes are ours: "display_name@en" */
		for (int i = 0; i < FACT_TEXTS_MAX; i++)
			if (r->fact.kind != FACT_ATTRIBUTE ||
			    i != ATTRIBUTE_name)
				cut(d, &own.fact.text[i], false);
		break;
	case RECORD_SAID:
	case RECORD_TALLY: break;
	}
	rc = d->to->put(d->to, &own, e);
	arena_clear(&d->mem);
	return rc;
}

void
impersonal_init(struct impersonal *d, struct sink *to)
{
	*d = (struct impersonal){ .sink.put = put, .to = to };
}

void
impersonal_done(struct impersonal *d)
{
	arena_done(&d->mem);
}

const char *
impersonal_text(struct arena *mem, const char *text)
{
	struct buf b = { 0 };

	if (!personal_in(sv(text), true))
		return text;
	personal_cut(&b, sv(text), true);
	text = arena_sv(mem, buf_view(&b)).p;
	buf_done(&b);
	return text;
}
