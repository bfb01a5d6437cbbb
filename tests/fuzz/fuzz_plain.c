/*
 * Tables with fixed columns: every plain table and DUO file, whatever stands
 * in them. True of each import that succeeds: rows add up, refs come in order
 * and are known, places are in a part that was told, numbers are in range, and
 * the same bytes say the same thing twice. Messages are always text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct collector collector_usage, collector_products,
	collector_organisations, collector_dependencies, collector_indicators,
	collector_tables, collector_countries, collector_functions,
	collector_aliases, collector_duo_sites, collector_duo_pupils,
	collector_duo_boards;

static const struct collector *const all[] = {
	&collector_usage,         &collector_products,
	&collector_organisations, &collector_dependencies,
	&collector_indicators,    &collector_tables,
	&collector_countries,     &collector_functions,
	&collector_aliases,       &collector_duo_sites,
	&collector_duo_pupils,    &collector_duo_boards,
};

struct watcher {
	struct sink sink; /* first */
	uint32_t nodes, parts;
	uint64_t digest;
	struct tally_record tally;
};

static void
must(bool claim)
{
	if (!claim)
		abort();
}

static void
note(struct watcher *w, struct sv s)
{
	w->digest = w->digest * 31 + sv_hash(s);
}

static void
watch_fact(struct watcher *w, const struct fact_record *f)
{
	for (int i = 0; i < FACT_REFS_MAX; i++)
		must(f->ref[i] <= w->nodes);
	must(f->place.part > 0 && f->place.part <= w->parts);
	if (f->valid_from && f->valid_to)
		must(f->valid_from < f->valid_to);
	if (f->kind == FACT_PUPILS)
		must(f->num[PUPILS_low] >= 0 &&
		     f->num[PUPILS_low] <= f->num[PUPILS_high]);
	if (f->kind == FACT_USES && f->num[USES_share] != FACT_SILENT)
		must(f->num[USES_share] >= 0 && f->num[USES_share] <= 10000);
	if (f->kind == FACT_OWNS && f->num[OWNS_percent] != FACT_SILENT)
		must(f->num[OWNS_percent] >= 0 &&
		     f->num[OWNS_percent] <= 10000);
	note(w, sv_n((const char *)f->num, sizeof(f->num)));
	for (int i = 0; i < FACT_TEXTS_MAX; i++)
		note(w, f->text[i]);
}

static int
put(struct sink *sink, const struct record *r, struct err *e)
{
	struct watcher *w = (struct watcher *)sink;

	(void)e;
	switch (r->type) {
	case RECORD_PART: must(r->part.part == ++w->parts); break;
	case RECORD_COLUMN: must(r->column.part <= w->parts); break;
	case RECORD_NODE:
		must(r->node.ref == ++w->nodes);
		must(r->node.scope < r->node.ref);
		must(r->node.name.n || r->node.nkeys);
		note(w, r->node.name);
		break;
	case RECORD_SAID: must(r->said.ref <= w->nodes); break;
	case RECORD_FACT: watch_fact(w, &r->fact); break;
	case RECORD_TALLY: w->tally = r->tally; break;
	}
	return 0;
}

static uint64_t
import(const struct collector *k, struct sv bytes)
{
	struct watcher w = { .sink.put = put };
	struct arena mem = { 0 };
	struct diag diag = { 0 };
	struct err e = { 0 };
	struct input in;
	struct import im = {
		.in = &in, .sink = &w.sink, .diag = &diag, .mem = &mem
	};

	must(input_from_bytes(&in, "fuzz-2025.csv", bytes, &mem, &e) == 0);
	if (k->import(&im, &e) == 0)
		must(w.tally.read ==
		     w.tally.used + w.tally.refused + w.tally.empty);
	else
		must(e.msg[0] != '\0');
	must(text_utf8_bad(sv(e.msg)) < 0 && text_utf8_bad(sv(e.where)) < 0);
	for (uint32_t i = 0; i < diag.n; i++)
		must(text_utf8_bad(sv(diag.message[i].text)) < 0);
	input_done(&in);
	diag_done(&diag);
	arena_done(&mem);
	return w.digest;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv bytes = sv_n((const char *)data, size);

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		must(import(all[i], bytes) == import(all[i], bytes));
	return 0;
}
