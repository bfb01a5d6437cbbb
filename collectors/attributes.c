/*
 * Loads the dictionary of attributes, claims and scopes. Refuses nothing: the
 * data is our own, and tests look at every row of it.
 */
#include "collectors/attributes.h"

#include "collectors/words.h"
#include "schema/model/refdata.h"

/* Longer names than any in the data need no look. */
enum { FIELDS = 6, KEY_BYTES = 192, COUNT_BITS = 8 };

static const char *const kind_names[ATTRIBUTE_KINDS] = {
	[ATTRIBUTE_SAML] = "saml",
	[ATTRIBUTE_CLAIM] = "claim",
	[ATTRIBUTE_SCOPE] = "scope",
	[ATTRIBUTE_ENTREE] = "entree",
};

static bool
kind_from(struct sv name, enum attribute_kind *ret)
{
	for (int i = 0; i < ATTRIBUTE_KINDS; i++)
		if (sv_is(name, kind_names[i])) {
			*ret = (enum attribute_kind)i;
			return true;
		}
	return false;
}

/*
 * The key of a name, in p: kind, then the name, which has no case unless it is
 * the URI of a SAML attribute. Empty when it is too long.
 */
static struct sv
key_of(char p[KEY_BYTES], enum attribute_kind kind, struct sv name)
{
	bool is_exact = kind == ATTRIBUTE_SAML && sv_find(name, ':') >= 0;

	if (name.n >= KEY_BYTES)
		return SV_NONE;
	p[0] = (char)('0' + kind);
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		p[i + 1] =
			!is_exact && c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	return sv_n(p, name.n + 1);
}

void
attributes_load(struct attributes *a)
{
	struct sv cur = refdata_get("attributes.csv"), f[FIELDS];
	uint32_t n, lines = 0;

	*a = (struct attributes){ 0 };
	for (size_t i = 0; i < cur.n; i++)
		lines += cur.p[i] == '\n';
	a->row = ARENA_ARRAY(&a->mem, lines + 1, struct attribute_row);
	while (words_line(&cur, &a->mem, f, FIELDS, &n)) {
		struct attribute_row *row = &a->row[a->nrow];
		char key[KEY_BYTES];

		if (n < 4 || !kind_from(f[0], &row->kind))
			continue;
		row->name = f[1];
		row->label = f[2];
		row->category = f[3];
		a->nrow++;
		/* rows of one name are adjacent: where from, and how many */
		map_put(&a->name, key_of(key, row->kind, row->name),
			(a->nrow - 1) << COUNT_BITS, NULL)
			->value++;
	}
}

void
attributes_done(struct attributes *a)
{
	map_done(&a->name);
	arena_done(&a->mem);
	*a = (struct attributes){ 0 };
}

const struct attribute_row *
attributes_find(const struct attributes *a, enum attribute_kind kind,
		struct sv name, uint32_t *ret_n)
{
	char key[KEY_BYTES];
	struct sv k = key_of(key, kind, name);
	uint32_t found = k.n ? map_get(&a->name, k, 0) : 0;

	*ret_n = found & ((1u << COUNT_BITS) - 1);
	return *ret_n ? &a->row[found >> COUNT_BITS] : NULL;
}
