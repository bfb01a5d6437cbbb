/* Names of the vocabulary, generated from kinds.def. */
#include "schema/model/model.h"

#include <stddef.h>

static const char *const node_names[] = {
#define NODE(ID, name) #name,
#include "schema/model/kinds.def"
#undef NODE
};
static const char *const rung_names[] = {
#define RUNG(ID, name) #name,
#include "schema/model/kinds.def"
#undef RUNG
};
static const char *const scheme_names[] = {
#define SCHEME(ID, name, kind) #name,
#include "schema/model/kinds.def"
#undef SCHEME
};
static const struct {
	enum code_domain domain;
	int64_t code;
	const char *name;
} codes[] = {
#define CODE(domain, ID, name) { DOMAIN_##domain, ID, #name },
#include "schema/model/kinds.def"
#undef CODE
};
static const char *const domain_names[] = {
	[DOMAIN_STATUS] = "status",
	[DOMAIN_ROLE] = "role",
	[DOMAIN_OWNERSHIP] = "ownership",
	[DOMAIN_CARRIER] = "carrier",
	[DOMAIN_NECESSITY] = "necessity",
	[DOMAIN_INDICATOR_STATE] = "indicator_state",
	[DOMAIN_ENDPOINT] = "endpoint",
};
_Static_assert(sizeof(domain_names) / sizeof(*domain_names) == CODE_DOMAINS,
	       "a name for each domain of codes");

/* Column names by fact and index; a trailing NULL ends each row. */
static const char *const ref_names[FACT_KINDS][FACT_REFS_MAX + 1] = {
#define REF(FACT, column, index) [FACT_##FACT][index] = #column,
#include "schema/model/kinds.def"
#undef REF
};
static const char *const int_names[FACT_KINDS][FACT_INTS_MAX + 1] = {
#define INT(FACT, column, index) [FACT_##FACT][index] = #column,
#include "schema/model/kinds.def"
#undef INT
};
static const char *const text_names[FACT_KINDS][FACT_TEXTS_MAX + 1] = {
#define TEXT(FACT, column, index) [FACT_##FACT][index] = #column,
#include "schema/model/kinds.def"
#undef TEXT
};
static const struct fact_shape shapes[] = {
#define FACT(ID, name)                                                         \
	[FACT_##ID] = { #name, ref_names[FACT_##ID], int_names[FACT_##ID],     \
			text_names[FACT_##ID] },
#include "schema/model/kinds.def"
#undef FACT
};

const struct fact_shape *
fact_shape(enum fact_kind kind)
{
	return &shapes[kind];
}

/* "entra" is "entra_apps" as well. */
static bool
is_one_of(struct sv name, const char *const *list)
{
	struct sv family;

	sv_split(&name, '_', &family);
	for (; *list; list++)
		if (sv_is(family, *list))
			return true;
	return false;
}

bool
is_feed_kind(struct sv collector)
{
	static const char *const feeds[] = {
#define FEED(name) #name,
#include "schema/model/kinds.def"
#undef FEED
		NULL,
	};

	return is_one_of(collector, feeds);
}

bool
is_sign_on_kind(struct sv collector)
{
	static const char *const exports[] = {
#define SIGN_ON(name) #name,
#include "schema/model/kinds.def"
#undef SIGN_ON
		NULL,
	};

	return is_feed_kind(collector) || is_one_of(collector, exports);
}

const char *
node_kind_name(enum node_kind kind)
{
	return node_names[kind];
}

/* Index of name in a table of n names, or -1. */
static int
find(const char *const *names, int n, struct sv name)
{
	for (int i = 0; i < n; i++)
		if (sv_is(name, names[i]))
			return i;
	return -1;
}

bool
node_kind_from(struct sv name, enum node_kind *ret)
{
	int i = find(node_names, NODE_KINDS, name);

	if (i >= 0)
		*ret = (enum node_kind)i;
	return i >= 0;
}

const char *
rung_name(enum rung rung)
{
	return rung_names[rung];
}

bool
rung_from(struct sv name, enum rung *ret)
{
	int i = find(rung_names, RUNGS, name);

	if (i >= 0)
		*ret = (enum rung)i;
	return i >= 0;
}

const char *
key_scheme_name(enum key_scheme scheme)
{
	return scheme_names[scheme];
}

const char *
code_domain_name(enum code_domain domain)
{
	return domain_names[domain];
}

const char *
code_name(enum code_domain domain, int64_t code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].domain == domain && codes[i].code == code)
			return codes[i].name;
	return NULL;
}

bool
code_from(enum code_domain domain, struct sv name, int64_t *ret)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i].domain == domain && sv_is(name, codes[i].name)) {
			*ret = codes[i].code;
			return true;
		}
	}
	return false;
}
