/*
 * SQL as data: every statement of schema/sql, embedded at build time by
 * mk/queries.awk and mk/migrations.awk. enum query and the column numbers are
 * in the generated "queries.h".
 */
#ifndef SCHEMA_STORE_QUERY_H
#define SCHEMA_STORE_QUERY_H

struct query_text {
	const char *name; /* of the block, for messages */
	const char *sql;  /* one statement, ends in ';' */
	int ncols;        /* columns of the result; 0 = returns none */
};

/* Indexed by enum query; [QUERIES] is all zero. */
extern const struct query_text queries[];

struct migration {
	int number;       /* user_version after it; from 1, no gaps */
	const char *name; /* "initial" of 001-initial.sql */
	const char *sql;  /* whole file, any number of statements */
};

/* Ascending; ends with number 0. migration_count is the newest version. */
extern const struct migration migrations[];
extern const int migration_count;

#endif
