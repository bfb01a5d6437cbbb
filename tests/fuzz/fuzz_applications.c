/*
 * Application lists: whatever the text, a run ends; when it succeeds, more rows
 * are kept than refused, uses are what uses may be, and a second run gives the
 * same records.
 */
#include "tests/fuzz/watch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
watch_uses(const struct watch *w, const struct fact_record *f)
{
	MUST(f->place.part == w->parts);
	if (f->kind != FACT_USES)
		return;
	MUST(f->ref[USES_site] != 0);
	MUST(f->num[USES_share] == FACT_SILENT ||
	     (f->num[USES_share] >= 0 && f->num[USES_share] <= 10000));
	MUST(f->num[USES_criticality] == FACT_SILENT ||
	     (f->num[USES_criticality] >= 1 && f->num[USES_criticality] <= 3));
	MUST(f->num[USES_cost] == FACT_SILENT || f->num[USES_cost] >= 0);
	MUST(f->num[USES_users_high] == FACT_SILENT ||
	     f->num[USES_users_high] >= f->num[USES_users_low]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv text = sv_n((const char *)data, size);
	struct watch a = { .fact = watch_uses }, b = a;
	int rc = watch_import(&a, text, "applications");

	MUST(rc || a.tally.refused == 0 || a.tally.refused < a.tally.used);
	MUST(watch_import(&b, text, "applications") == rc);
	MUST(a.hash == b.hash && a.nodes == b.nodes && a.facts == b.facts);
	return 0;
}
