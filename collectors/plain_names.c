/*
 * Names in plain tables: from a cell to a node. What looks like a number or a
 * BRIN is a key, everything else a name. Refuses names past the limit.
 */
#include "base/limits.h"
#include "collectors/plain.h"
#include "schema/model/keys.h"
#include "schema/model/refdata.h"

bool
plain_says_unknown(const struct plain *p, int field)
{
	return p->cell[field].n == 1 && p->cell[field].p[0] == '?';
}

/* A hyphen, or one of the dashes that a text program makes of it. */
bool
plain_says_none(const struct plain *p, int field)
{
	struct sv s = p->cell[field];

	if (s.n == 1)
		return s.p[0] == '-';
	return s.n == 3 && (memcmp(s.p, "\xe2\x80\x93", 3) == 0 ||
			    memcmp(s.p, "\xe2\x80\x94", 3) == 0);
}

static void
add_key(struct node_record *n, enum key_scheme scheme, struct sv value)
{
	n->key[n->nkeys].scheme = scheme;
	n->key[n->nkeys++].value = value;
}

/* "16SW-03" and "16sw 03" as "16SW03"; others as they are. */
static struct sv
join_brin(struct plain *p, struct sv s)
{
	char *to;

	if (s.n != 7 || (s.p[4] != '-' && s.p[4] != ' '))
		return s;
	to = arena_alloc(&p->scratch, 7);
	memcpy(to, s.p, 4);
	memcpy(to + 4, s.p + 5, 2);
	return sv_n(to, 6);
}

/*
 * Is this in the first column of a shipped file: an id of functions.csv, a code
 * of countries.csv? O(lines of the file).
 */
static bool
is_shipped(const char *file, struct sv s)
{
	struct sv rest = refdata_get(file), line, id;

	sv_split(&rest, '\n', &line); /* the header */
	while (sv_split(&rest, '\n', &line))
		if (sv_split(&line, ',', &id) && sv_eq(id, s))
			return true;
	return false;
}

static bool
key_of(struct plain *p, enum node_kind kind, struct sv s, enum key_scheme *ret,
       struct sv *ret_value)
{
	struct arena *mem = &p->scratch;

	switch (kind) {
	case NODE_BOARD:
		if (!sv_is_digits(s))
			return false;
		*ret = s.n > 5 ? KEY_BOARD_KVK : KEY_BOARD_NUMBER;
		return key_normalise(*ret, s, mem, ret_value);
	case NODE_SCHOOL:
		*ret = KEY_BRIN;
		return key_normalise(KEY_BRIN, join_brin(p, s), mem, ret_value);
	case NODE_ORGANISATION:
		*ret = KEY_KVK;
		return sv_starts(s, SV("kvk:")) &&
		       key_normalise(KEY_KVK, sv_n(s.p + 4, s.n - 4), mem,
				     ret_value);
	case NODE_COUNTRY:
		*ret = KEY_COUNTRY_CODE;
		/* "VS" is a name, not a code */
		return s.n == 2 &&
		       key_normalise(KEY_COUNTRY_CODE, s, mem, ret_value) &&
		       is_shipped("countries.csv", *ret_value);
	case NODE_FUNCTION:
		*ret = KEY_FUNCTION_ID;
		*ret_value = s;
		return is_shipped("functions.csv", s);
	case NODE_PRODUCT:
	case NODE_HOST:
	case NODE_DATA_CATEGORY:
	case NODE_KINDS: break;
	}
	return false;
}

void
plain_describe(struct plain *p, enum node_kind kind, struct sv text,
	       struct node_record *ret)
{
	enum key_scheme scheme;
	struct sv value;

	*ret = (struct node_record){ .kind = kind };
	if (key_of(p, kind, text, &scheme, &value))
		add_key(ret, scheme, value);
	else
		ret->name = text_clean(&p->scratch, text);
}

/* Asks the notebook about a cell that was not met before. */
static int
first_met(struct plain *p, int field, enum node_kind kind, uint32_t scope,
	  struct sv text, uint32_t *ret, struct err *e)
{
	struct node_record n;

	if (text.n > LIMIT_NAME_BYTES)
		return plain_refuse(p, field,
				    "a name of %zu bytes (expected at most %u)",
				    text.n, LIMIT_NAME_BYTES);
	plain_describe(p, kind, text, &n);
	if (n.nkeys == 0)
		n.scope = scope;
	n.place = plain_place(p, field);
	*ret = mention(&p->names, &n, e);
	return *ret ? 0 : -1;
}

int
plain_node(struct plain *p, int field, enum node_kind kind, uint32_t scope,
	   uint32_t *ret, struct err *e)
{
	struct plain_seen *s = &p->seen[field];
	struct sv cell = p->cell[field];
	uint32_t prefix[2] = { scope, kind };
	struct map_entry *entry;
	int rc;

	*ret = 0;
	if (cell.n == 0 || plain_says_unknown(p, field) ||
	    plain_says_none(p, field))
		return 0;
	if (s->last_ref && s->last_scope == scope && s->last_kind == kind &&
	    sv_eq(s->last, cell)) {
		mention_again(&p->names, s->last_ref);
		*ret = s->last_ref;
		return 0;
	}
	buf_clear(&p->key);
	buf_put(&p->key, prefix, sizeof(prefix));
	buf_sv(&p->key, cell);
	*ret = map_get(&s->map, buf_view(&p->key), 0);
	if (*ret) {
		mention_again(&p->names, *ret);
		return 0;
	}
	rc = first_met(p, field, kind, scope, cell, ret, e);
	if (rc)
		return rc;
	entry = map_put(&s->map, buf_view(&p->key), *ret, NULL);
	s->last = sv_n(entry->key.p + sizeof(prefix), cell.n);
	s->last_scope = scope;
	s->last_kind = kind;
	s->last_ref = *ret;
	return 0;
}

/* "board:41001": a kind of thing that cannot stand here. */
static bool
is_foreign_prefix(struct sv whole, size_t colon)
{
	for (size_t i = 0; i < colon; i++)
		if (whole.p[i] < 'a' || whole.p[i] > 'z')
			return false;
	return colon + 1 < whole.n && whole.p[colon + 1] != ' ' &&
	       whole.p[colon + 1] != '/';
}

int
plain_any_node(struct plain *p, int field, uint32_t *ret, struct err *e)
{
	static const enum node_kind kinds[] = { NODE_ORGANISATION, NODE_COUNTRY,
						NODE_FUNCTION, NODE_PRODUCT };
	struct sv whole = p->cell[field];
	ptrdiff_t colon = sv_find(whole, ':');
	enum node_kind kind = NODE_KINDS;
	int rc;

	for (size_t i = 0; colon > 0 && i < sizeof(kinds) / sizeof(*kinds);
	     i++) {
		if (!sv_is(sv_n(whole.p, (size_t)colon),
			   node_kind_name(kinds[i])))
			continue;
		kind = kinds[i];
		p->cell[field] = sv_trim(
			sv_n(whole.p + colon + 1, whole.n - (size_t)colon - 1));
	}
	if (whole.n && p->cell[field].n == 0)
		return plain_refuse(p, field,
				    "nothing behind '%.*s' (expected a name)",
				    SV_ARG(plain_shown(whole)));
	if (kind == NODE_KINDS && colon > 0 &&
	    is_foreign_prefix(whole, (size_t)colon))
		return plain_refuse(p, field,
				    "'%.*s' (expected a product, or a name "
				    "behind organisation:, country: or "
				    "function:)",
				    SV_ARG(plain_shown(whole)));
	rc = plain_node(p, field, kind == NODE_KINDS ? NODE_PRODUCT : kind, 0,
			ret, e);
	p->cell[field] = whole;
	return rc;
}
