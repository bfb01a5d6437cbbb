/*
 * SAML metadata, whatever stands in it. True of each import that succeeds:
 * entities add up, refs come in order and are known, places are in a part that
 * was told and are an XPath, texts are UTF-8 without NUL and no longer than
 * their limits, no address has a name in front, and the same bytes say the
 * same thing twice. What is refused says why.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "collectors/collector.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct collector collector_saml;

struct watcher {
	struct sink sink; /* first */
	uint32_t nodes, parts;
	uint64_t digest, used;
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
	must(text_utf8_bad(s) < 0 && sv_find(s, '\0') < 0);
	w->digest = w->digest * 31 + sv_hash(s);
}

static void
watch_node(struct watcher *w, const struct node_record *n)
{
	must(n->ref == ++w->nodes);
	must(n->name.n || n->nkeys);
	must(n->name.n <= LIMIT_NAME_BYTES);
	must(n->place.part > 0 && n->place.part <= w->parts);
	note(w, n->name);
	for (uint32_t i = 0; i < n->nkeys; i++) {
		must(n->key[i].value.n <= LIMIT_ENTITY_ID);
		w->used += n->key[i].scheme == KEY_ENTITY_ID;
		note(w, n->key[i].value);
	}
}

static void
watch_fact(struct watcher *w, const struct fact_record *f)
{
	for (int i = 0; i < FACT_REFS_MAX; i++)
		must(f->ref[i] <= w->nodes);
	must(f->place.part > 0 && f->place.part <= w->parts);
	must(f->place.row > 0);
	note(w, sv_n((const char *)"", 0));
	for (int i = 0; i < FACT_TEXTS_MAX; i++) {
		must(f->text[i].n <= LIMIT_NAME_BYTES);
		note(w, f->text[i]);
	}
	if (f->kind == FACT_SERVED_FROM) {
		must(f->ref[SERVED_FROM_host] && f->ref[SERVED_FROM_product]);
		must(sv_find(f->text[SERVED_FROM_location], '?') < 0);
		must(sv_find(f->text[SERVED_FROM_location], '#') < 0);
	}
	if (f->kind == FACT_ATTRIBUTE)
		must(f->ref[ATTRIBUTE_node] && f->text[ATTRIBUTE_name].n &&
		     f->text[ATTRIBUTE_value].n);
}

static int
put(struct sink *sink, const struct record *r, struct err *e)
{
	struct watcher *w = (struct watcher *)sink;

	(void)e;
	switch (r->type) {
	case RECORD_PART:
		must(r->part.part == ++w->parts);
		must(r->part.style == PLACE_XPATH);
		must(w->parts <= LIMIT_PATHS + 1);
		note(w, r->part.name);
		break;
	case RECORD_COLUMN: must(false); break;
	case RECORD_NODE: watch_node(w, &r->node); break;
	case RECORD_SAID:
		must(r->said.ref <= w->nodes && r->said.times > 0);
		break;
	case RECORD_FACT: watch_fact(w, &r->fact); break;
	case RECORD_TALLY: w->tally = r->tally; break;
	}
	return 0;
}

static uint64_t
import(struct sv bytes, bool allow_expired)
{
	struct watcher w = { .sink.put = put };
	struct arena mem = { 0 };
	struct diag diag = { 0 };
	struct err e = { 0 };
	struct input in;
	struct import im = { .in = &in,
			     .sink = &w.sink,
			     .diag = &diag,
			     .mem = &mem,
			     .board = SV("41234"),
			     .today = 20261124,
			     .allow_expired = allow_expired };

	must(input_from_bytes(&in, "fuzz.xml", bytes, &mem, &e) == 0);
	if (collector_saml.import(&im, &e) == 0) {
		must(w.tally.read == w.tally.used + w.tally.refused);
		must(w.tally.used > 0 && w.tally.used <= w.used);
	} else {
		must(e.msg[0] != '\0');
	}
	must(text_utf8_bad(sv(e.msg)) < 0 && text_utf8_bad(sv(e.where)) < 0);
	for (uint32_t i = 0; i < diag.n; i++) {
		must(text_utf8_bad(sv(diag.message[i].text)) < 0);
		must(text_utf8_bad(sv(diag.message[i].where)) < 0);
	}
	input_done(&in);
	diag_done(&diag);
	arena_done(&mem);
	return w.digest;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv bytes = sv_n((const char *)data, size);

	must(import(bytes, false) == import(bytes, false));
	import(bytes, true);
	return 0;
}
