/*
 * The whole resolved landscape as tables.
 *
 * How to add a table: one line in exports.def, one function export_NAME().
 */
#ifndef REPORTS_EXPORT_H
#define REPORTS_EXPORT_H

#include "reports/table.h"

struct export_table {
	const char *name;    /* "nodes"; file "nodes.csv" */
	bool is_plain;       /* can be imported again */
	const char *summary; /* N_() */
	void (*make)(const struct landscape *l, struct table *t);
};

#define EXPORT(name, is_plain, summary)                                        \
	void export_##name(const struct landscape *l, struct table *t);
#include "reports/exports.def"
#undef EXPORT

/* All of them; ends with name NULL. */
extern const struct export_table export_tables[];
/* NULL when there is none. */
const struct export_table *export_by_name(struct sv name);
/* Makes one; rows live in mem, columns for ever. O(its edges). */
void export_make(const struct export_table *x, const struct landscape *l,
		 struct arena *mem, struct table *ret);
/*
 * One JSON document with every table: {"format":1,"command":"export",...,
 * "tables":{"nodes":{...}}}. Each table is what table_json() makes of it, and
 * may be freed once it is written.
 */
void export_json_begin(struct buf *out, const struct landscape *l);
void export_json_table(struct buf *out, const struct table *t, bool is_first);
void export_json_end(struct buf *out);

#endif
