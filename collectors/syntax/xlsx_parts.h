/* Shared by the files xlsx*.c; nobody else looks inside. */
#ifndef COLLECTORS_SYNTAX_XLSX_PARTS_H
#define COLLECTORS_SYNTAX_XLSX_PARTS_H

#include "collectors/syntax/number.h"
#include "collectors/syntax/xlsx.h"
#include "collectors/syntax/xml.h"
#include "collectors/syntax/zip.h"

/* Elements E_ and attributes A_ of all parts. */
enum xlsx_word {
	E_WORKBOOK = 1,
	E_WORKBOOKPR,
	E_SHEETS,
	E_SHEET,
	E_SST,
	E_SI,
	E_T,
	E_R,
	E_STYLESHEET,
	E_NUMFMTS,
	E_NUMFMT,
	E_CELLXFS,
	E_XF,
	E_WORKSHEET,
	E_COLS,
	E_COL,
	E_SHEETDATA,
	E_ROW,
	E_C,
	E_V,
	E_F,
	E_IS,
	E_MERGECELLS,
	E_MERGECELL,
	E_RELATIONSHIPS,
	E_RELATIONSHIP,
	A_DATE1904,
	A_NAME,
	A_STATE,
	A_RID,
	A_NUMFMTID,
	A_FORMATCODE,
	A_MIN,
	A_MAX,
	A_HIDDEN,
	A_R,
	A_S,
	A_T,
	A_REF,
	A_ID,
	A_TYPE,
	A_TARGET,
	A_TARGETMODE,
};

extern const struct xml_vocabulary xlsx_words;

struct xlsx_relation {
	struct sv id, type, target;
	bool is_external;
};
struct xlsx_relations {
	struct xlsx_relation *relation; /* heap */
	uint32_t n, cap;
};

struct xlsx_sheet {
	struct sv name, rid;
	bool is_hidden;
};

/* All shared strings: one run of bytes and where each begins; blanks: empty. */
struct xlsx_strings {
	struct buf bytes;
	uint32_t *begin; /* heap; n + 1 of them */
	uint32_t n, cap;
	bool is_read;
};

struct xlsx {
	const struct input *in;
	struct table_handler *h;
	struct diag *d; /* may be NULL */
	struct package *p;
	struct arena mem;
	struct sv main; /* the workbook part */
	struct xlsx_relations relations;
	struct xlsx_sheet *sheet; /* heap */
	uint32_t nsheet, sheet_cap;
	bool is_1904;
	uint8_t *style; /* heap; enum number_style of each cell format */
	uint32_t nstyle, style_cap;
	struct xlsx_strings strings;
};

/* Streams a part through h. part is its name in messages. */
int xlsx_part(struct xlsx *x, const struct package_member *m,
	      struct xml_handler *h, struct err *e);
/*
 * The member that a relation of `from` points at, by its type's last word
 * ("sharedStrings"); NULL when there is none.
 */
const struct package_member *
xlsx_member_of_type(struct xlsx *x, const char *type);
/* Fills x->strings; a workbook without them has none. */
int xlsx_read_strings(struct xlsx *x, struct err *e);
/* Fills x->style; a workbook without styles has none. */
int xlsx_read_styles(struct xlsx *x, struct err *e);
/* Streams the rows of a worksheet to x->h. */
int xlsx_read_sheet(struct xlsx *x, const struct xlsx_sheet *sheet,
		    const struct package_member *m, struct err *e);
/* Undoes _xHHHH_ (ST_Xstring) in b, from start on. */
void xlsx_unescape(struct buf *b, size_t start);
/* "1" and "true". */
bool xlsx_is_true(struct sv s);

#endif
