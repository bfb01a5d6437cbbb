/*
 * A workbook whose sheets are plain tables of several kinds. Each sheet is
 * read as its header says; sheets that are no plain table are told of.
 */
#include "collectors/plain.h"

static enum probe
probe(const struct head *h)
{
	return plain_is_mixed(h) ? PROBE_YES : PROBE_NO;
}

static int
import(struct import *im, struct err *e)
{
	return plain_import(im, plain_kinds, NULL, e);
}

const struct collector collector_tables = {
	.name = "tables",
	.summary = N_("workbook of plain tables, one kind on each sheet"),
	.needs_table = true,
	.rung = RUNG_DECLARED,
	.probe = probe,
	.import = import,
};
