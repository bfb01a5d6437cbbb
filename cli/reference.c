/* Reference data into the store: each shipped file is a source of its own. */
#include "collectors/reference.h"

#include "cli/cli.h"

static int
import_open(struct cli *c, const struct reference *r, struct input *in,
	    struct arena *mem, struct err *e)
{
	struct source_info info = {
		.kind = r->collector->name,
		.name = r->file,
		.board = "",
		.sha256 = in->sha256,
		.size = in->size,
		.is_reference = true,
		.rung = -1,
	};
	struct import_counts counts;
	struct diag diag = { 0 };
	enum import_begin begin;
	int32_t as_of = 0;
	int rc = store_import_begin(c->store, &info, &begin, &counts, e);

	if (rc || begin == IMPORT_SAME)
		return rc;
	term_progress(c, r->file, 0);
	rc = reference_read(r, in, store_sink(c->store), &diag, mem, &as_of, e);
	if (rc) {
		store_import_abort(c->store);
	} else {
		store_import_dated(c->store, as_of, NULL);
		rc = store_import_end(c->store, true, &diag, &counts, e);
	}
	diag_done(&diag);
	return rc;
}

int
cli_reference(struct cli *c, struct err *e)
{
	for (const struct reference *r = reference_files; r->file; r++) {
		struct arena mem = { 0 };
		struct input in;
		int rc = reference_open(r, &mem, &in, e);

		if (rc == 0) {
			rc = import_open(c, r, &in, &mem, e);
			input_done(&in);
		}
		arena_done(&mem);
		if (rc)
			return -1;
		if (cli_interrupted())
			return err_set(e, ERR_IO, NULL, "interrupted");
	}
	return 0;
}
