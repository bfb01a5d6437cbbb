/*
 * All collectors, and which one reads a document. Refuses to guess: when two
 * are equally sure, the user chooses.
 */
#include "base/limits.h"
#include "collectors/collector.h"

#define COLLECTOR(name) extern const struct collector collector_##name;
#include "collectors/collectors.def"
#undef COLLECTOR

const struct collector *const collectors[] = {
#define COLLECTOR(name) &collector_##name,
#include "collectors/collectors.def"
#undef COLLECTOR
	NULL,
};

const struct collector *
collector_by_name(struct sv name)
{
	for (size_t i = 0; collectors[i]; i++)
		if (sv_is(name, collectors[i]->name))
			return collectors[i];
	return NULL;
}

void
collector_names(struct buf *out)
{
	for (size_t i = 0; collectors[i]; i++) {
		if (i)
			buf_str(out, ", ");
		buf_str(out, collectors[i]->name);
	}
}

static enum probe
probe(const struct collector *c, const struct head *h)
{
	if (c->needs_table && h->nsheet == 0)
		return PROBE_NO;
	return c->probe(h);
}

static int
nobody(const struct head *h, struct err *e)
{
	struct at at = { .file = h->in->name };
	struct buf names = { 0 };

	if (h->syntax == SYNTAX_REFUSED)
		return err_set(e, ERR_INPUT, &at, "%s", syntax_refusal(h->in));
	collector_names(&names);
	if (h->nsheet)
		err_set(e, ERR_INPUT, &at,
			"no header that is known here (expected columns such "
			"as 'Applicatie', 'Leverancier' and 'School' in the "
			"first %u rows; or name the kind with --as: %s)",
			LIMIT_HEADER_ROWS, names.p ? names.p : "");
	else
		err_set(e, ERR_INPUT, &at,
			"not a document that is known here (expected one of: "
			"%s)",
			names.p ? names.p : "");
	buf_done(&names);
	return -1;
}

int
collector_choose(const struct head *h, const struct collector **ret,
		 struct err *e)
{
	const struct collector *best = NULL, *rival = NULL;
	enum probe sure = PROBE_NO;
	struct at at = { .file = h->in->name };

	for (size_t i = 0; collectors[i]; i++) {
		enum probe p = probe(collectors[i], h);

		if (p == PROBE_NO || p < sure)
			continue;
		rival = p == sure ? best : NULL;
		best = collectors[i];
		sure = p;
	}
	if (!best)
		return nobody(h, e);
	if (rival)
		return err_set(e, ERR_INPUT, &at,
			       "this may be '%s' as well as '%s' (expected "
			       "--as with one of them)",
			       rival->name, best->name);
	*ret = best;
	return 0;
}
