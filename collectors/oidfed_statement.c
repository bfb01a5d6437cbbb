/*
 * One statement of OpenID Federation: its type, who says it of whom, when, and
 * with which keys. Refuses tokens of other types: an ID token has data about a
 * person in it.
 */
#include "collectors/oidfed.h"

static int
check_type(struct statement *s, struct err *e)
{
	const json_t *p = s->jwt.payload;

	if (sv_is(s->jwt.typ, "entity-statement+jwt"))
		return 0;
	s->is_mark = sv_is(s->jwt.typ, "trust-mark+jwt");
	if (s->is_mark)
		return 0;
	/* drafts had no type for trust marks */
	s->is_mark = s->is_untyped =
		s->jwt.typ.n == 0 && !json_has(p, "jwks") &&
		(json_has(p, "id") || json_has(p, "trust_mark_type"));
	if (s->is_mark)
		return 0;
	return err_set(e, ERR_INPUT, &s->at,
		       "a token of another type (expected 'typ' "
		       "entity-statement+jwt or trust-mark+jwt)");
}

static int
read_names(struct statement *s, struct err *e)
{
	const json_t *p = s->jwt.payload;

	if (json_get_text(p, "iss", &s->at, &s->iss, e) ||
	    json_get_text(p, "sub", &s->at, &s->sub, e))
		return -1;
	if (s->iss.n && s->sub.n && s->iss.n <= LIMIT_NAME_BYTES &&
	    s->sub.n <= LIMIT_NAME_BYTES)
		return 0;
	return err_set(e, ERR_INPUT, &s->at,
		       "a statement without 'iss' or 'sub' (expected the URLs "
		       "of who says it and of whom)");
}

/* A key that is none spoils the set: which one signs is not ours to guess. */
static int
read_keys(struct statement *s, struct arena *mem, struct err *e)
{
	const json_t *jwks, *keys, *key;
	size_t i;

	if (json_get_object(s->jwt.payload, "jwks", &s->at, &jwks, e) ||
	    json_get_list(jwks, "keys", &s->at, &keys, e))
		return -1;
	if (s->is_mark)
		return 0;
	if (json_array_size(keys) == 0 || json_array_size(keys) > LIMIT_JWK_SET)
		return err_set(e, ERR_INPUT, &s->at,
			       "a statement without keys, or with too many "
			       "(expected 'jwks' with 1 to %u)",
			       LIMIT_JWK_SET);
	s->key = ARENA_ARRAY(mem, json_array_size(keys), struct jwk);
	json_array_foreach(keys, i, key)
	{
		if (jwk_read(key, &s->at, &s->key[s->nkey], e))
			return -1;
		s->nkey++;
	}
	return 0;
}

int
statement_read(struct sv token, const struct at *at, int32_t today,
	       bool allow_expired, struct arena *mem, struct statement *ret,
	       struct err *e)
{
	*ret = (struct statement){ .at = *at };
	if (jwt_read(token, at, mem, &ret->jwt, e) || check_type(ret, e) ||
	    read_names(ret, e) ||
	    jwt_times(&ret->jwt, today, allow_expired, at, &ret->until, e))
		return -1;
	if (ret->until == 0 && !ret->is_mark)
		return err_set(e, ERR_INPUT, at,
			       "a statement without an end (expected 'exp')");
	return read_keys(ret, mem, e);
}

void
statement_done(struct statement *s)
{
	for (uint32_t i = 0; i < s->nkey; i++)
		jwk_done(&s->key[i]);
	s->nkey = 0;
	jwt_done(&s->jwt);
}

bool
statement_is_self(const struct statement *s)
{
	return !s->is_mark && sv_eq(s->iss, s->sub);
}
