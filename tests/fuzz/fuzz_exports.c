/*
 * Exports of sign-on services, each read as each of them: whatever the bytes,
 * a run ends; when it succeeds rows add up, refs were named before they are
 * used, no name holds the address of a person, and a second run gives the same
 * records.
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
	uint64_t facts, hash;
	struct tally_record tally;
};

static void
watch_text(struct watch *w, struct sv s)
{
	MUST(text_utf8_bad(s) < 0);
	w->hash = w->hash * 31 + sv_hash(s);
}

/* "@school.nl" is what stays of an address. */
static void
watch_name(struct watch *w, struct sv s)
{
	watch_text(w, s);
	for (size_t i = 1; i < s.n; i++)
		MUST(s.p[i] != '@' || s.p[i - 1] < '0' ||
		     (s.p[i - 1] > '9' && s.p[i - 1] < 'A'));
}

static void
watch_fact(struct watch *w, const struct fact_record *f)
{
	MUST(f->place.part > 0 && f->place.part <= w->parts);
	MUST(f->place.row > 0);
	for (int i = 0; i < FACT_REFS_MAX; i++)
		MUST(f->ref[i] <= w->nodes);
	for (int i = 0; i < FACT_TEXTS_MAX; i++)
		watch_text(w, f->text[i]);
	if (f->kind == FACT_PROCESSES)
		watch_name(w, f->text[PROCESSES_purpose]);
	if (f->kind == FACT_SERVED_FROM)
		MUST(sv_find(f->text[SERVED_FROM_location], '?') < 0);
	w->facts++;
}

static int
watch_put(struct sink *s, const struct record *r, struct err *e)
{
	struct watch *w = (struct watch *)s;

	(void)e;
	switch (r->type) {
	case RECORD_PART: MUST(r->part.part == ++w->parts); break;
	case RECORD_COLUMN:
		MUST(r->column.part <= w->parts && r->column.col > 0);
		break;
	case RECORD_NODE:
		MUST(r->node.ref == ++w->nodes && r->node.scope < r->node.ref);
		MUST(r->node.name.n <= LIMIT_NAME_BYTES);
		MUST(r->node.name.n || r->node.nkeys);
		watch_name(w, r->node.name);
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
read_as(struct sv bytes, const char *as, struct watch *w)
{
	struct arena mem = { 0 };
	struct diag diag = { 0 };
	struct err e = { 0 };
	struct input in;
	struct import im = { .in = &in,
			     .sink = &w->sink,
			     .diag = &diag,
			     .mem = &mem,
			     .board = SV("41234") };
	int rc;

	*w = (struct watch){ .sink.put = watch_put };
	if (input_from_bytes(&in, "export", bytes, &mem, &e)) {
		arena_done(&mem);
		return -1;
	}
	rc = collector_run_here(&im, as, chosen, NULL, &e);
	MUST((rc == 0) == (e.kind == ERR_NONE));
	if (rc == 0)
		MUST(w->tally.read ==
		     w->tally.used + w->tally.refused + w->tally.empty);
	input_done(&in);
	diag_done(&diag);
	arena_done(&mem);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { "entra_apps", "graph",
					     "google_apps", "gam_tokens",
					     "entree" };
	struct sv bytes = sv_n((const char *)data, size);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct watch a, b;
		int rc = read_as(bytes, kinds[i], &a);

		MUST(read_as(bytes, kinds[i], &b) == rc);
		MUST(a.hash == b.hash && a.nodes == b.nodes &&
		     a.facts == b.facts);
	}
	return 0;
}
