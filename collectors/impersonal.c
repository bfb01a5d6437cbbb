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

/* Names of attributes are ours: "display_name@en". */
static bool
is_foreign(const struct fact_record *f, int text)
{
	return f->kind != FACT_ATTRIBUTE || text != ATTRIBUTE_name;
}

static void
cut_fact(struct impersonal *d, struct fact_record *f)
{
	for (int i = 0; i < FACT_TEXTS_MAX; i++)
		if (is_foreign(f, i))
			cut(d, &f->text[i], false);
}

/* Most records go through as they are, not copied. No other texts are kept. */
static bool
fact_names_nobody(const struct fact_record *f)
{
	const struct fact_shape *shape = fact_shape(f->kind);

	for (int i = 0; shape->text[i]; i++)
		if (f->text[i].n && is_foreign(f, i) &&
		    personal_in(f->text[i], false))
			return false;
	return true;
}

/* Apart: a copy costs time where it is declared, used or not. */
static __attribute__((noinline)) int
put_cut(struct impersonal *d, const struct record *r, struct err *e)
{
	struct record own = *r;
	int rc;

	switch (r->type) {
	case RECORD_PART: cut(d, &own.part.name, false); break;
	case RECORD_COLUMN: cut(d, &own.column.header, false); break;
	case RECORD_NODE: cut_node(d, &own.node); break;
	case RECORD_FACT: cut_fact(d, &own.fact); break;
	case RECORD_SAID:
	case RECORD_TALLY: break;
	}
	rc = d->to->put(d->to, &own, e);
	arena_clear(&d->mem);
	return rc;
}

static bool
node_names_nobody(const struct node_record *n)
{
	for (uint32_t i = 0; i < n->nkeys; i++)
		if (personal_in(n->key[i].value, true))
			return false;
	return !personal_in(n->name, false);
}

static int
put(struct sink *s, const struct record *r, struct err *e)
{
	struct impersonal *d = (struct impersonal *)s;

	if (r->type == RECORD_SAID || r->type == RECORD_TALLY ||
	    (r->type == RECORD_FACT && fact_names_nobody(&r->fact)) ||
	    (r->type == RECORD_NODE && node_names_nobody(&r->node)))
		return d->to->put(d->to, r, e);
	return put_cut(d, r, e);
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
