/*
 * Exports of sign-on services, each read as each of them: whatever the bytes,
 * a run ends; no name holds the address of a person, no location a query; a
 * second run gives the same records.
 */
#include "tests/fuzz/watch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* "@school.nl" is what stays of an address. */
static void
watch_person(struct sv s)
{
	for (size_t i = 1; i < s.n; i++)
		MUST(s.p[i] != '@' || s.p[i - 1] < '0' ||
		     (s.p[i - 1] > '9' && s.p[i - 1] < 'A'));
}

static void
watch_sign_on(const struct watch *w, const struct fact_record *f)
{
	(void)w;
	if (f->kind == FACT_PROCESSES)
		watch_person(f->text[PROCESSES_purpose]);
	if (f->kind != FACT_SERVED_FROM)
		return;
	watch_person(f->text[SERVED_FROM_location]);
	MUST(sv_find(f->text[SERVED_FROM_location], '?') < 0);
	MUST(f->ref[SERVED_FROM_host] && f->ref[SERVED_FROM_product]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { "entra_apps", "graph",
					     "google_apps", "gam_tokens",
					     "entree" };
	struct sv bytes = sv_n((const char *)data, size);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct watch a = { .fact = watch_sign_on,
				   .name = watch_person };
		struct watch b = a;
		int rc = watch_import(&a, bytes, kinds[i]);

		MUST(watch_import(&b, bytes, kinds[i]) == rc);
		MUST(a.hash == b.hash && a.nodes == b.nodes &&
		     a.facts == b.facts);
	}
	return 0;
}
