/*
 * JSON through jansson. Refuses what jansson would accept at any price: depth,
 * numbers of a megabyte, and documents whose tree would fill the memory. Knows
 * no meaning.
 */
#include "collectors/syntax/json.h"

#include <math.h>
#include <string.h>
#include <sys/random.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"
#include "collectors/syntax/input.h"

enum { CHUNK = 16 * 1024 };

/*
 * What jansson allocates, rounded up: an array or object with its first table,
 * room in a table for one more value, a text or a number besides its bytes.
 */
enum { COST_LIST = 128, COST_OBJECT = 256, COST_VALUE = 160, COST_TEXT = 80 };

/* Bytes of an input, or of memory. */
struct source {
	const struct input *in; /* or NULL */
	uint64_t offset;
	struct sv bytes;
	bool failed;
};

static size_t
source_read(void *p, size_t n, void *ctx)
{
	struct source *s = ctx;
	ssize_t k;

	if (!s->in) {
		n = n < s->bytes.n ? n : s->bytes.n;
		if (n)
			memcpy(p, s->bytes.p, n);
		s->bytes = sv_from(s->bytes, n);
		return n;
	}
	k = input_read(s->in, p, n, s->offset);
	if (k < 0) {
		s->failed = true;
		return (size_t)-1;
	}
	s->offset += (uint64_t)k;
	return (size_t)k;
}

/* A look at every byte before the parser gets any. */
struct scan {
	struct at at; /* line and column of this byte */
	uint32_t depth;
	uint32_t nnumber, ntext; /* bytes of the number or text at hand */
	uint64_t cost;
	bool is_text, is_escape;
};

static int
scan_text(struct scan *s, char c, struct err *e)
{
	if (s->is_escape)
		s->is_escape = false;
	else if (c == '\\')
		s->is_escape = true;
	else if (c == '"')
		s->is_text = false;
	s->cost++;
	if (++s->ntext > LIMIT_JSON_TEXT_BYTES)
		return err_set(e, ERR_LIMIT, &s->at,
			       "a text of more than %llu KiB (expected less)",
			       LIMIT_JSON_TEXT_BYTES / KIB);
	return 0;
}

static int
scan_number(struct scan *s, char c, struct err *e)
{
	bool is_number = (c >= '0' && c <= '9') || c == '-' || c == '+' ||
			 c == '.' || c == 'e' || c == 'E';

	s->nnumber = is_number ? s->nnumber + 1 : 0;
	if (s->nnumber <= LIMIT_JSON_NUMBER_BYTES)
		return 0;
	return err_set(e, ERR_LIMIT, &s->at,
		       "a number of more than %u digits (expected less)",
		       LIMIT_JSON_NUMBER_BYTES);
}

static int
scan_open(struct scan *s, uint64_t cost, struct err *e)
{
	s->cost += cost;
	if (++s->depth <= LIMIT_JSON_DEPTH)
		return 0;
	return err_set(e, ERR_LIMIT, &s->at,
		       "lists and objects nest too deep (expected at most %u "
		       "levels)",
		       LIMIT_JSON_DEPTH);
}

static int
scan_byte(struct scan *s, char c, struct err *e)
{
	/* the bytes behind the first of a character take no column */
	s->at.col += ((unsigned char)c & 0xc0) != 0x80;
	if (c == '\n') {
		s->at.line++;
		s->at.col = 0;
	}
	if (s->is_text)
		return scan_text(s, c, e);
	switch (c) {
	case '[': return scan_open(s, COST_LIST + COST_VALUE, e);
	case '{': return scan_open(s, COST_OBJECT + COST_VALUE, e);
	case ']':
	case '}': s->depth -= s->depth > 0; break;
	case ',': s->cost += COST_VALUE; break;
	case '"':
		s->is_text = true;
		s->ntext = 0;
		s->cost += COST_TEXT;
		break;
	default: break;
	}
	return scan_number(s, c, e);
}

static int
scan(struct source source, const struct at *at, struct err *e)
{
	struct scan s = { .at = *at };
	char chunk[CHUNK];
	size_t n;

	s.at.line = 1;
	while ((n = source_read(chunk, sizeof(chunk), &source)) > 0 &&
	       !source.failed) {
		for (size_t i = 0; i < n; i++)
			if (scan_byte(&s, chunk[i], e))
				return -1;
		if (s.cost > LIMIT_JSON_MEMORY)
			return err_set(e, ERR_LIMIT, &s.at,
				       "more values than fit in %llu MiB "
				       "(expected a part of this document at a "
				       "time)",
				       LIMIT_JSON_MEMORY / MIB);
	}
	return 0;
}

/* jansson's own words quote the document. */
static const char *
problem(enum json_error_code code)
{
	switch (code) {
	case json_error_duplicate_key:
		return N_("an object has one name twice (expected each name "
			  "once)");
	case json_error_null_byte_in_key:
		return N_("a NUL in a name (expected a name without it)");
	case json_error_numeric_overflow:
		return N_(
			"a number that is too large (expected one of 64 bits)");
	case json_error_premature_end_of_input:
		return N_("the document ends too early (expected the whole of "
			  "it)");
	case json_error_end_of_input_expected:
		return N_("something follows the document (expected its end)");
	case json_error_invalid_utf8:
		return N_("a byte that is no UTF-8 (expected UTF-8)");
	case json_error_invalid_format:
	case json_error_invalid_syntax:
	case json_error_stack_overflow:
	case json_error_wrong_type:
	case json_error_unknown:
	case json_error_out_of_memory:
	case json_error_null_character:
	case json_error_null_value:
	case json_error_invalid_argument:
	case json_error_cannot_open_file:
	case json_error_item_not_found:
	case json_error_index_out_of_range: break;
	}
	return N_(
		"this is not JSON (expected an object or an array, as RFC 8259 "
		"has them)");
}

/*
 * Keys of a hash table from strangers: jansson would open a file for its seed,
 * which a confined reader may not. Objects keep the order of the document.
 */
static void
seed(void)
{
	size_t n = 0;

	if (getrandom(&n, sizeof(n), 0) == (ssize_t)sizeof(n))
		json_object_seed(n);
}

static int
load(struct source source, const struct at *place, json_t **ret, struct err *e)
{
	struct at at = *place;
	json_error_t why;
	json_t *v;

	if (scan(source, place, e))
		return -1;
	seed();
	v = json_load_callback(source_read, &source,
			       JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
	if (v) {
		*ret = v;
		return 0;
	}
	if (source.failed)
		return err_set(e, ERR_IO, &at, "cannot read");
	if (json_error_code(&why) == json_error_out_of_memory)
		mem_fail();
	at.line = why.line > 0 ? (uint32_t)why.line : 0;
	at.col = why.column > 0 ? (uint32_t)why.column : 0;
	return err_set(e, ERR_INPUT, &at, "%s",
		       _(problem(json_error_code(&why))));
}

static int
too_large(const struct at *at, struct err *e)
{
	return err_set(e, ERR_LIMIT, at,
		       "more than %llu MiB of JSON (expected a part of this "
		       "document at a time)",
		       LIMIT_JSON_BYTES / MIB);
}

int
json_read(const struct input *in, json_t **ret, struct err *e)
{
	struct source s = { .in = in };
	struct at at = { .file = in->name };

	if (in->size > LIMIT_JSON_BYTES)
		return too_large(&at, e);
	if (in->utf8_bad != UINT64_MAX) {
		at.line = in->utf8_bad_line;
		return err_set(e, ERR_INPUT, &at, "%s",
			       _(problem(json_error_invalid_utf8)));
	}
	if (in->nhead >= 3 && memcmp(in->head, "\xef\xbb\xbf", 3) == 0)
		s.offset = 3;
	return load(s, &at, ret, e);
}

int
json_parse(struct sv bytes, const struct at *at, json_t **ret, struct err *e)
{
	if (bytes.n > LIMIT_JSON_BYTES)
		return too_large(at, e);
	if (text_utf8_bad(bytes) >= 0)
		return err_set(e, ERR_INPUT, at, "%s",
			       _(problem(json_error_invalid_utf8)));
	return load((struct source){ .bytes = bytes }, at, ret, e);
}

void
json_done(json_t **v)
{
	json_decref(*v);
	*v = NULL;
}

/* The member, or NULL; null is nothing too. */
static const json_t *
member(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_null(v) ? NULL : v;
}

static int
wrong(const char *key, const char *expected, const struct at *at, struct err *e)
{
	return err_set(e, ERR_INPUT, at, "'%s' is something else (expected %s)",
		       key, _(expected));
}

static bool
has_controls(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == 0x7f || (c < 0x20 && (c < '\t' || c > '\r')))
			return true;
	}
	return false;
}

int
json_get_text(const json_t *o, const char *key, const struct at *at,
	      struct sv *ret, struct err *e)
{
	const json_t *v = member(o, key);
	struct sv s = SV_NONE;

	if (v && !json_is_string(v))
		return wrong(key, N_("text"), at, e);
	if (v)
		s = sv_n(json_string_value(v), json_string_length(v));
	if (has_controls(s))
		return wrong(key, N_("text without control characters"), at, e);
	*ret = s;
	return 0;
}

int
json_get_list(const json_t *o, const char *key, const struct at *at,
	      const json_t **ret, struct err *e)
{
	const json_t *v = member(o, key);

	if (v && !json_is_array(v))
		return wrong(key, N_("a list"), at, e);
	*ret = v;
	return 0;
}

int
json_get_object(const json_t *o, const char *key, const struct at *at,
		const json_t **ret, struct err *e)
{
	const json_t *v = member(o, key);

	if (v && !json_is_object(v))
		return wrong(key, N_("an object"), at, e);
	*ret = v;
	return 0;
}

int
json_get_bool(const json_t *o, const char *key, const struct at *at, int *ret,
	      struct err *e)
{
	const json_t *v = member(o, key);

	if (v && !json_is_boolean(v))
		return wrong(key, N_("true or false"), at, e);
	*ret = v ? json_is_true(v) : -1;
	return 0;
}

int
json_get_number(const json_t *o, const char *key, const struct at *at,
		bool *ret_has, int64_t *ret, struct err *e)
{
	const json_t *v = member(o, key);
	double real;

	if (v && !json_is_number(v))
		return wrong(key, N_("a number"), at, e);
	*ret_has = v != NULL;
	*ret = 0;
	if (json_is_integer(v))
		*ret = json_integer_value(v);
	if (!json_is_real(v))
		return 0;
	real = floor(json_real_value(v));
	if (!(real > -9e15 && real < 9e15))
		return wrong(key, N_("a number of at most 15 digits"), at, e);
	*ret = (int64_t)real;
	return 0;
}

bool
json_has(const json_t *o, const char *key)
{
	return member(o, key) != NULL;
}

struct sv
json_sv(const json_t *v)
{
	struct sv s = SV_NONE;

	if (json_is_string(v))
		s = sv_n(json_string_value(v), json_string_length(v));
	return has_controls(s) ? SV_NONE : s;
}
