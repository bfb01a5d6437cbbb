/*
 * Shipped reference data as documents. Refuses a release whose data has a
 * refused row: the unit tests read every file.
 */
#include "collectors/reference.h"

#include "schema/model/refdata.h"

extern const struct collector collector_countries, collector_functions,
	collector_organisations, collector_products, collector_aliases,
	collector_data_categories;

/* Names before those who use them, so that keys come first. */
const struct reference reference_files[] = {
	{ "countries.csv", &collector_countries },
	{ "functions.csv", &collector_functions },
	{ "data-categories.csv", &collector_data_categories },
	{ "organisations.csv", &collector_organisations },
	{ "products.csv", &collector_products },
	{ "aliases.csv", &collector_aliases },
	{ NULL, NULL },
};

int
reference_open(const struct reference *r, struct arena *mem, struct input *ret,
	       struct err *e)
{
	struct at at = { .file = r->file };
	struct sv bytes = refdata_get(r->file);

	if (bytes.n == 0)
		return err_set(e, ERR_INPUT, &at,
			       "missing from this program (please report it)");
	return input_from_bytes(ret, r->file, bytes, mem, e);
}

int
reference_read(const struct reference *r, const struct input *in,
	       struct sink *sink, struct diag *diag, struct arena *mem,
	       int32_t *ret_as_of, struct err *e)
{
	struct import im = { .in = in, .sink = sink, .diag = diag, .mem = mem };
	uint64_t before = diag->count[DIAG_REFUSE];
	struct at at = { .file = in->name };

	if (r->collector->import(&im, e))
		return -1;
	if (diag->count[DIAG_REFUSE] > before)
		return err_set(e, ERR_INPUT, &at,
			       "a row of the shipped data is refused (please "
			       "report it)");
	*ret_as_of = im.ret_as_of;
	return 0;
}
