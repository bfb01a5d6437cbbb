/* Columns of export tables: the title is the key, since programs read them. */
#ifndef REPORTS_EXPORT_COLUMNS_H
#define REPORTS_EXPORT_COLUMNS_H

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

#endif
