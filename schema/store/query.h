/*
 * The SQL of schema/sql, embedded at build time: named statements and the
 * migrations in order. build/gen/queries.h adds the enumerations.
 */
#ifndef SCHEMA_STORE_QUERY_H
#define SCHEMA_STORE_QUERY_H

struct query_text {
	const char *name;
	const char *sql; /* one statement */
	int ncols;       /* columns named after -- cols:, 0 when none */
};
extern const struct query_text queries[]; /* QUERIES of them */

struct migration {
	int number; /* from 1, ascending */
	const char *name;
	const char *sql; /* statements */
};
extern const struct migration migrations[];
extern const unsigned migrations_count;

#endif
