/*
 * Inside the export: columns, whose title is the key since programs read them,
 * and values that all tables have.
 */
#ifndef REPORTS_EXPORT_COLUMNS_H
#define REPORTS_EXPORT_COLUMNS_H

#include "reports/table.h"

#define TEXT(name)                                                             \
	{                                                                      \
		name, name, "", COLUMN_TEXT                                    \
	}
#define INTEGER(name)                                                          \
	{                                                                      \
		name, name, "", COLUMN_INTEGER                                 \
	}
#define DECIMAL(name)                                                          \
	{                                                                      \
		name, name, "", COLUMN_DECIMAL                                 \
	}
#define DATE(name)                                                             \
	{                                                                      \
		name, name, "", COLUMN_DATE                                    \
	}
#define BOOL(name)                                                             \
	{                                                                      \
		name, name, "", COLUMN_BOOL                                    \
	}

/* How strong an edge is; the last columns of every table of edges. */
#define EVIDENCE INTEGER("claims"), TEXT("rung"), BOOL("conflict")
enum { EVIDENCE_COLUMNS = 3 };

/* EVIDENCE_COLUMNS values. */
void export_evidence(struct value *v, const struct evidence *ev);
/* The id of a node; unknown for NODE_NONE. */
struct value export_id(const struct landscape *l, uint32_t node);
/* The word of a code; "unknown", which every domain calls 0, is no word. */
struct value export_code(enum code_domain domain, int64_t v);

#endif
