/*
 * Application lists: whatever the text, a run ends; when it succeeds, rows add
 * up, refs were named before they are used, names are what names may be, and
 * a second run gives the same records.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "collectors/confine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(claim)                                                            \
	do {                                                                   \
		if (!(claim)) {                                                \
			fprintf(stderr, "untrue: %s\n", #claim);               \
			abort();                                               \
		}                                                              \
	} while (0)

struct watch {
	struct sink sink; /* first */
	uint32_t parts, nodes;
	uint64_t uses, hash;
	struct tally_record tally;
};

static void
watch_text(struct watch *w, struct sv s)
{
	MUST(text_utf8_bad(s) < 0);
	w->hash = w->hash * 31 + sv_hash(s);
}

static void
watch_fact(struct watch *w, const struct fact_record *f)
{
	MUST(f->place.part == w->parts && f->place.row > 0);
	for (int i = 0; i < FACT_REFS_MAX; i++)
		MUST(f->ref[i] <= w->nodes);
	for (int i = 0; i < FACT_TEXTS_MAX; i++)
		watch_text(w, f->text[i]);
	if (f->kind != FACT_USES)
		return;
	w->uses++;
	MUST(f->ref[USES_site] != 0);
	MUST(f->num[USES_share] == FACT_SILENT ||
	     (f->num[USES_share] >= 0 && f->num[USES_share] <= 10000));
	MUST(f->num[USES_criticality] == FACT_SILENT ||
	     (f->num[USES_criticality] >= 1 && f->num[USES_criticality] <= 3));
	MUST(f->num[USES_cost] == FACT_SILENT || f->num[USES_cost] >= 0);
	MUST(f->num[USES_users_high] == FACT_SILENT ||
	     f->num[USES_users_high] >= f->num[USES_users_low]);
}

static int
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
	case RECORD_NODE:
		MUST(r->node.ref == ++w->nodes && r->node.scope < r->node.ref);
		MUST(r->node.name.n <= LIMIT_NAME_BYTES);
		MUST(r->node.name.n || r->node.nkeys);
		watch_text(w, r->node.name);
		break;
	case RECORD_SAID: MUST(r->said.ref && r->said.ref <= w->nodes); break;
	case RECORD_FACT: watch_fact(w, &r->fact); break;
	case RECORD_TALLY: w->tally = r->tally; break;
	}
	return 0;
}

static int
chosen(void *ctx, const struct collector *c, bool *ret_stop, struct err *e)
{
	(void)ctx;
	(void)c;
	(void)ret_stop;
	(void)e;
	return 0;
}

static int
read_list(struct sv text, struct watch *w)
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
			     .ret_mapping = &mapping };
	int rc;

	*w = (struct watch){ .sink.put = watch_put };
	if (input_from_bytes(&in, "lijst", text, &mem, &e)) {
		arena_done(&mem);
		return -1;
	}
	rc = collector_run_here(&im, "applications", chosen, NULL, &e);
	MUST((rc == 0) == (e.kind == ERR_NONE));
	if (rc == 0) {
		MUST(w->tally.read ==
		     w->tally.used + w->tally.refused + w->tally.empty);
		MUST(w->tally.refused == 0 || w->tally.refused < w->tally.used);
	}
	input_done(&in);
	diag_done(&diag);
	buf_done(&mapping);
	arena_done(&mem);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv text = sv_n((const char *)data, size);
	struct watch a, b;
	int rc = read_list(text, &a);

	MUST(read_list(text, &b) == rc);
	MUST(a.hash == b.hash && a.nodes == b.nodes && a.uses == b.uses);
	return 0;
}
