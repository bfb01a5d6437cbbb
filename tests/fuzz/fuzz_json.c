/*
 * JSON: what is accepted nests no deeper than the limit, and written and read
 * again it is the same; a file and memory agree. PHP's serialized values nest
 * no deeper either and hold no more text than they came in. Both collectors of
 * such documents keep no address of a person and no query of a URL.
 */
#include <jansson.h>

#include "collectors/syntax/json.h"
#include "collectors/syntax/php.h"
#include "tests/fuzz/watch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct at place = { .file = "x.json" };

/* How deep it nests; every text is UTF-8. Bytes of text are added to *bytes. */
static unsigned
depth_of(const json_t *v, size_t *bytes)
{
	unsigned deepest = 0, below;
	const json_t *item;
	const char *key;
	size_t i;

	if (json_is_string(v)) {
		struct sv s = sv_n(json_string_value(v), json_string_length(v));

		MUST(text_utf8_bad(s) < 0);
		*bytes += s.n;
	}
	json_array_foreach(v, i, item)
	{
		below = depth_of(item, bytes);
		deepest = below > deepest ? below : deepest;
	}
	json_object_foreach((json_t *)v, key, item)
	{
		MUST(text_utf8_bad(sv(key)) < 0);
		*bytes += strlen(key);
		below = depth_of(item, bytes);
		deepest = below > deepest ? below : deepest;
	}
	return json_is_array(v) || json_is_object(v) ? deepest + 1 : 0;
}

static void
check_again(const json_t *v)
{
	char *text = json_dumps(v, JSON_COMPACT);
	json_t *again = NULL;
	struct err e = { 0 };

	MUST(text);
	/* a real may be written with more digits than it was read from */
	if (json_parse(sv(text), &place, &again, &e) == 0)
		MUST(json_equal(v, again));
	else
		MUST(e.kind == ERR_LIMIT);
	json_done(&again);
	free(text);
}

static void
check_json(struct sv bytes)
{
	struct arena mem = { 0 };
	struct err e = { 0 }, from_file = { 0 };
	json_t *v = NULL, *same = NULL;
	struct input in;
	size_t texts = 0;
	int rc = json_parse(bytes, &place, &v, &e);

	MUST((rc == 0) == (e.kind == ERR_NONE) && (rc == 0) == (v != NULL));
	if (rc == 0) {
		MUST(json_is_array(v) || json_is_object(v));
		MUST(depth_of(v, &texts) <= LIMIT_JSON_DEPTH);
		MUST(texts <= bytes.n);
		check_again(v);
	}
	if (input_from_bytes(&in, "x.json", bytes, &mem, &from_file) == 0) {
		/* a byte order mark is for files */
		if (json_read(&in, &same, &from_file) == 0)
			MUST(rc != 0 || json_equal(v, same));
		else
			MUST(rc != 0);
		input_done(&in);
	}
	json_done(&v);
	json_done(&same);
	arena_done(&mem);
}

static void
check_php(struct sv bytes)
{
	struct err e = { 0 };
	json_t *v = NULL;
	size_t texts = 0;
	int rc = php_read(bytes, &place, &v, &e);

	MUST((rc == 0) == (e.kind == ERR_NONE) && (rc == 0) == (v != NULL));
	if (rc == 0) {
		MUST(depth_of(v, &texts) <= LIMIT_JSON_DEPTH);
		MUST(texts <= bytes.n);
	}
	json_done(&v);
}

/* "@school.nl" is what stays of an address. */
static void
watch_person(struct sv s)
{
	for (size_t i = 1; i < s.n; i++)
		MUST(s.p[i] != '@' || s.p[i - 1] < '0' ||
		     (s.p[i - 1] > '9' && s.p[i - 1] < 'A'));
}

static void
watch_sign_on(const struct watch *w, const struct fact_record *f)
{
	(void)w;
	if (f->kind == FACT_PROCESSES)
		watch_person(f->text[PROCESSES_purpose]);
	if (f->kind == FACT_ATTRIBUTE)
		watch_person(f->text[ATTRIBUTE_value]);
	if (f->kind != FACT_SERVED_FROM)
		return;
	watch_person(f->text[SERVED_FROM_location]);
	MUST(sv_find(f->text[SERVED_FROM_location], '?') < 0);
	MUST(f->ref[SERVED_FROM_host] && f->ref[SERVED_FROM_product]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const kinds[] = { "oidc", "manage" };
	struct sv bytes = sv_n((const char *)data, size);

	if (size > 256 * 1024)
		return 0;
	check_json(bytes);
	check_php(bytes);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct watch a = { .fact = watch_sign_on,
				   .name = watch_person };
		struct watch b = a;
		int rc = watch_import(&a, bytes, kinds[i]);

		MUST(watch_import(&b, bytes, kinds[i]) == rc);
		MUST(a.hash == b.hash && a.nodes == b.nodes &&
		     a.facts == b.facts);
	}
	return 0;
}
