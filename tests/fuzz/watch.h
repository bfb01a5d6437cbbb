/*
 * A sink that watches what collectors promise of any stream of records: parts
 * and refs count up, nothing is used before it is named, texts are UTF-8,
 * names are what names may be. Its hash tells two streams apart.
 */
#ifndef TESTS_FUZZ_WATCH_H
#define TESTS_FUZZ_WATCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "collectors/confine.h"

#define MUST(claim)                                                            \
	do {                                                                   \
		if (!(claim)) {                                                \
			fprintf(stderr, "untrue: %s\n", #claim);               \
			abort();                                               \
		}                                                              \
	} while (0)

struct watch {
	struct sink sink; /* first */
	/* What this kind of document promises besides; or NULL. */
	void (*fact)(const struct watch *w, const struct fact_record *f);
	void (*name)(struct sv name);
	uint32_t parts, nodes;
	uint64_t facts, hash;
	struct tally_record tally;
};

static inline void
watch_text(struct watch *w, struct sv s)
{
	MUST(text_utf8_bad(s) < 0);
	w->hash = w->hash * 31 + sv_hash(s);
}

static inline void
watch_fact(struct watch *w, const struct fact_record *f)
{
	MUST(f->place.part > 0 && f->place.part <= w->parts);
	MUST(f->place.row > 0);
	for (int i = 0; i < FACT_REFS_MAX; i++)
		MUST(f->ref[i] <= w->nodes);
	for (int i = 0; i < FACT_TEXTS_MAX; i++)
		watch_text(w, f->text[i]);
	if (w->fact)
		w->fact(w, f);
	w->facts++;
}

static inline void
watch_node(struct watch *w, const struct node_record *n)
{
	MUST(n->ref == ++w->nodes && n->scope < n->ref);
	MUST(n->name.n <= LIMIT_NAME_BYTES);
	MUST(n->name.n || n->nkeys);
	watch_text(w, n->name);
	if (w->name)
		w->name(n->name);
}

static inline int
watch_put(struct sink *s, const struct record *r, struct err *e)
{
	struct watch *w = (struct watch *)s;

	(void)e;
	switch (r->type) {
	case RECORD_PART: MUST(r->part.part == ++w->parts); break;
	case RECORD_COLUMN:
		MUST(r->column.part == w->parts && r->column.col > 0);
		watch_text(w, r->column.header);
		break;
	case RECORD_NODE: watch_node(w, &r->node); break;
	case RECORD_SAID: MUST(r->said.ref && r->said.ref <= w->nodes); break;
	case RECORD_FACT: watch_fact(w, &r->fact); break;
	case RECORD_TALLY: w->tally = r->tally; break;
	}
	return 0;
}

static inline int
watch_chosen(void *ctx, const struct collector *c, bool *ret_stop,
	     struct err *e)
{
	(void)ctx;
	(void)c;
	(void)ret_stop;
	(void)e;
	return 0;
}

/* One import of bytes as this kind; w says how it is watched. */
static inline int
watch_import(struct watch *w, struct sv bytes, const char *as)
{
	struct arena mem = { 0 };
	struct diag diag = { 0 };
	struct buf mapping = { 0 };
	struct err e = { 0 };
	struct input in;
	struct import im = { .in = &in,
			     .sink = &w->sink,
			     .diag = &diag,
			     .mem = &mem,
			     .board = SV("41234"),
			     .ret_mapping = &mapping,
			     .allow_expired = true,
			     .today = 20261124 };
	int rc;

	w->sink.put = watch_put;
	if (input_from_bytes(&in, "lijst", bytes, &mem, &e)) {
		arena_done(&mem);
		return -1;
	}
	rc = collector_run_here(&im, as, watch_chosen, NULL, &e);
	MUST((rc == 0) == (e.kind == ERR_NONE));
	if (rc == 0)
		MUST(w->tally.read ==
		     w->tally.used + w->tally.refused + w->tally.empty);
	input_done(&in);
	diag_done(&diag);
	buf_done(&mapping);
	arena_done(&mem);
	return rc;
}

#endif
