/* What the bytes are, and which reader gets them. */
#include "collectors/syntax/table.h"

#include "collectors/syntax/csv.h"
#include "collectors/syntax/jwt.h"
#include "collectors/syntax/ods.h"
#include "collectors/syntax/xlsx.h"
#include "collectors/syntax/zip.h"

static bool
begins(const struct input *in, const char *magic, size_t n)
{
	return in->nhead >= n && memcmp(in->head, magic, n) == 0;
}

/* The head without BOM and leading blanks, for text formats. */
static struct sv
text_head(const struct input *in)
{
	struct sv s = sv_n((const char *)in->head, in->nhead);

	if (sv_starts(s, SV("\xef\xbb\xbf")))
		s = sv_n(s.p + 3, s.n - 3);
	while (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
		s = sv_n(s.p + 1, s.n - 1);
	return s;
}

static bool
has(struct sv s, struct sv needle)
{
	return sv_find_sv(s, needle) >= 0;
}

static bool
starts_without_case(struct sv s, struct sv prefix)
{
	return s.n >= prefix.n && sv_ieq(sv_n(s.p, prefix.n), prefix);
}

static bool
is_html(struct sv s)
{
	return starts_without_case(s, SV("<!doctype html")) ||
	       starts_without_case(s, SV("<html")) ||
	       starts_without_case(s, SV("<head")) ||
	       starts_without_case(s, SV("<body"));
}

/* "<" in UTF-16, behind its mark or without one. */
static bool
is_utf16_xml(const struct input *in)
{
	return begins(in, "\xff\xfe<\0", 4) || begins(in, "\xfe\xff\0<", 4) ||
	       begins(in, "<\0?\0", 4) || begins(in, "\0<\0?", 4);
}

enum syntax
syntax_of(const struct input *in)
{
	struct sv s = text_head(in);

	if (in->size == 0 || begins(in, "\xd0\xcf\x11\xe0", 4) ||
	    begins(in, "%PDF", 4) || begins(in, "\x89PNG", 4) ||
	    begins(in, "\xff\xd8\xff", 3) || begins(in, "{\\rtf", 5) ||
	    begins(in, "SQLite format 3", 16) || is_html(s))
		return SYNTAX_REFUSED;
	if (begins(in, "PK", 2))
		return zip_syntax(in);
	if (is_utf16_xml(in))
		return SYNTAX_XML;
	if (s.n && s.p[0] == '<') {
		if (has(s, SV("urn:oasis:names:tc:opendocument:xmlns:office")))
			return SYNTAX_FODS;
		return SYNTAX_XML;
	}
	if (zip_is_behind(in))
		return SYNTAX_REFUSED;
	if (s.n && (s.p[0] == '{' || s.p[0] == '['))
		return SYNTAX_JSON;
	if (jwt_begins(s))
		return SYNTAX_JWT;
	return SYNTAX_CSV;
}

const char *
syntax_refusal(const struct input *in)
{
	if (in->size == 0)
		return "an empty file (expected a document)";
	if (begins(in, "\xd0\xcf\x11\xe0", 4)) {
		/* UTF-16: the stream in which Office keeps what it encrypts */
		struct sv s = sv_n((const char *)in->head, in->nhead);
		struct sv mark = SV("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k");

		if (has(s, mark))
			return "a password-protected workbook (save it "
			       "without a password)";
		return "an old .xls workbook or a password-protected one "
		       "(save it as .xlsx without a password)";
	}
	if (begins(in, "%PDF", 4))
		return "a PDF (expected a list: save it as .xlsx, .ods or "
		       ".csv)";
	if (begins(in, "SQLite format 3", 16))
		return "an SQLite database (expected a document; use -d for "
		       "a landscape)";
	if (begins(in, "PK", 2))
		return zip_refusal(in);
	if (zip_is_behind(in))
		return "a zip archive behind other bytes (expected the archive "
		       "alone)";
	if (is_html(text_head(in)))
		return "an HTML page (expected a list: save it as .xlsx, .ods "
		       "or .csv)";
	return "not a kind of file that is read here (expected .csv, .xlsx, "
	       ".ods or .fods)";
}

/* An archive of files is no table; a damaged one says how it is damaged. */
static int
refuse_zip(const struct input *in, struct err *e)
{
	struct at at = { .file = in->name };
	struct package *p = NULL;

	if (package_open(in, &p, e))
		return -1;
	package_close(p);
	return err_set(e, ERR_INPUT, &at,
		       "an archive of files, not a table (expected .csv, "
		       ".xlsx, .ods or .fods)");
}

/* Content decides; a name that says something else is told. */
static void
tell_name(const struct input *in, enum syntax is, struct diag *d)
{
	static const struct {
		enum syntax syntax;
		const char *end;
	} ends[] = {
		{ SYNTAX_CSV, ".csv" },   { SYNTAX_XLSX, ".xlsx" },
		{ SYNTAX_XLSX, ".xlsm" }, { SYNTAX_ODS, ".ods" },
		{ SYNTAX_FODS, ".fods" },
	};
	struct at at = { .file = in->name };
	struct sv name = sv(in->name);

	for (size_t i = 0; d && i < sizeof(ends) / sizeof(*ends); i++) {
		struct sv end = sv(ends[i].end);

		if (ends[i].syntax != is && name.n > end.n &&
		    sv_ieq(sv_n(name.p + name.n - end.n, end.n), end))
			diag_warn(d, &at,
				  "named %s, but it is %s: read as that",
				  ends[i].end,
				  is == SYNTAX_CSV    ? "CSV"
				  : is == SYNTAX_XLSX ? "XLSX"
				  : is == SYNTAX_ODS  ? "ODS"
						      : "FODS");
	}
}

int
table_read(const struct input *in, struct table_handler *h, struct diag *d,
	   struct err *e)
{
	struct at at = { .file = in->name };
	enum syntax is = syntax_of(in);

	switch (is) {
	case SYNTAX_CSV: tell_name(in, is, d); return csv_read(in, h, d, e);
	case SYNTAX_XLSX: tell_name(in, is, d); return xlsx_read(in, h, d, e);
	case SYNTAX_ODS:
	case SYNTAX_FODS: tell_name(in, is, d); return ods_read(in, h, d, e);
	case SYNTAX_REFUSED:
		return err_set(e, ERR_INPUT, &at, "%s", syntax_refusal(in));
	case SYNTAX_ZIP: return refuse_zip(in, e);
	case SYNTAX_UNKNOWN:
	case SYNTAX_XML:
	case SYNTAX_JSON:
	case SYNTAX_JWT: break;
	}
	return err_set(e, ERR_INPUT, &at,
		       "not a table (expected .csv, .xlsx, .ods or .fods)");
}

char *
column_letters(uint32_t col, char out[4])
{
	char tmp[4];
	size_t n = sizeof(tmp), i = 0;

	for (; col > 0 && n > 0; col = (col - 1) / 26)
		tmp[--n] = (char)('A' + (col - 1) % 26);
	while (n < sizeof(tmp) && i < 3)
		out[i++] = tmp[n++];
	out[i] = '\0';
	return out;
}
