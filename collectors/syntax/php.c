/*
 * PHP's serialize() format, as PHP 5 and later write it: N; b:1; i:1; d:0.5;
 * s:3:"abc"; a:1:{key;value;} O:5:"Class":1:{...} r:2; Refuses objects that
 * serialize themselves (C), which need PHP to be understood.
 */
#include "collectors/syntax/php.h"

#include "base/limits.h"
#include "base/text.h"
#include "collectors/syntax/json.h"

struct level {
	json_t *object;
	uint64_t left; /* pairs still to come */
	struct sv key; /* of the value that comes now */
	bool has_key;  /* false: a key comes now */
};

struct php {
	struct sv s; /* what is left */
	const struct at *at;
	struct level level[LIMIT_JSON_DEPTH];
	uint32_t depth;
	struct buf key; /* scratch */
	json_t *root;
};

static int
bad(const struct php *p, struct err *e)
{
	return err_set(e, ERR_INPUT, p->at,
		       "not what PHP's serialize() writes (expected one "
		       "whole value)");
}

static bool
take(struct php *p, const char *text)
{
	struct sv t = sv(text);

	if (!sv_starts(p->s, t))
		return false;
	p->s = sv_from(p->s, t.n);
	return true;
}

/* Text up to end, which is taken as well. */
static bool
take_until(struct php *p, char end, struct sv *ret)
{
	ptrdiff_t at = sv_find(sv_n(p->s.p, p->s.n < 40 ? p->s.n : 40), end);

	if (at < 0)
		return false;
	*ret = sv_n(p->s.p, (size_t)at);
	p->s = sv_from(p->s, (size_t)at + 1);
	return true;
}

static bool
take_count(struct php *p, uint64_t *ret)
{
	struct sv digits;

	return take_until(p, ':', &digits) && sv_u64(digits, p->s.n, ret);
}

/* 3:"abc" */
static bool
take_quoted(struct php *p, struct sv *ret)
{
	uint64_t n;

	if (!take_count(p, &n) || !take(p, "\"") || p->s.n < n)
		return false;
	*ret = sv_n(p->s.p, (size_t)n);
	p->s = sv_from(p->s, (size_t)n);
	return take(p, "\"");
}

/* Of a private or protected member, the name alone. */
static struct sv
member_name(struct sv s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '\0')
			return sv_from(s, i);
	return s;
}

static int
take_key(struct php *p, struct level *l, struct err *e)
{
	struct sv key;
	int64_t number;

	if (take(p, "i:")) {
		if (!take_until(p, ';', &key) ||
		    !sv_i64(key, INT64_MIN, INT64_MAX, &number))
			return bad(p, e);
	} else if (!take(p, "s:") || !take_quoted(p, &key) || !take(p, ";")) {
		return bad(p, e);
	}
	l->key = member_name(key);
	if (text_utf8_bad(l->key) >= 0)
		return bad(p, e);
	l->has_key = true;
	return 0;
}

/* Into the level at hand, which owns it from now on; or it is the root. */
static int
put(struct php *p, json_t *v, struct err *e)
{
	struct level *l = p->depth ? &p->level[p->depth - 1] : NULL;

	if (!v)
		return bad(p, e);
	if (!l) {
		p->root = v;
		return 0;
	}
	buf_clear(&p->key);
	buf_put(&p->key, l->key.p, l->key.n);
	buf_char(&p->key, '\0');
	if (json_object_get(l->object, p->key.p)) {
		json_decref(v);
		return err_set(e, ERR_INPUT, p->at,
			       "an object has one name twice (expected each "
			       "name once)");
	}
	if (json_object_set_new_nocheck(l->object, p->key.p, v))
		mem_fail();
	l->has_key = false;
	l->left--;
	return 0;
}

static int
take_scalar(struct php *p, char type, struct err *e)
{
	struct sv text;
	int64_t number;

	if (type == 's') {
		if (!take_quoted(p, &text) || !take(p, ";") ||
		    text_utf8_bad(text) >= 0)
			return bad(p, e);
		return put(p,
			   json_stringn_nocheck(text.p ? text.p : "", text.n),
			   e);
	}
	if (!take_until(p, ';', &text))
		return bad(p, e);
	/* no such number means anything here; of what is referred to, the first
	 * place is enough, and nothing grows by it */
	if (type == 'd' || type == 'r')
		return put(p, json_null(), e);
	if (!sv_i64(text, INT64_MIN, INT64_MAX, &number))
		return bad(p, e);
	return put(p,
		   type == 'b' ? json_boolean(number != 0)
			       : json_integer(number),
		   e);
}

/* n:{ after its type; an object has its class in front. */
static int
take_open(struct php *p, bool is_object, struct err *e)
{
	struct sv class;
	json_t *object;
	uint64_t n;

	if (is_object && (!take_quoted(p, &class) || !take(p, ":")))
		return bad(p, e);
	if (!take_count(p, &n) || !take(p, "{"))
		return bad(p, e);
	if (p->depth == LIMIT_JSON_DEPTH)
		return err_set(e, ERR_LIMIT, p->at,
			       "lists and objects nest too deep (expected at "
			       "most %u levels)",
			       LIMIT_JSON_DEPTH);
	object = json_object();
	if (put(p, object, e))
		return -1;
	p->level[p->depth++] = (struct level){ .object = object, .left = n };
	return 0;
}

static int
take_value(struct php *p, struct err *e)
{
	if (take(p, "N;"))
		return put(p, json_null(), e);
	if (take(p, "s:"))
		return take_scalar(p, 's', e);
	if (take(p, "i:"))
		return take_scalar(p, 'i', e);
	if (take(p, "b:"))
		return take_scalar(p, 'b', e);
	if (take(p, "d:"))
		return take_scalar(p, 'd', e);
	if (take(p, "r:") || take(p, "R:"))
		return take_scalar(p, 'r', e);
	if (take(p, "a:"))
		return take_open(p, false, e);
	if (take(p, "O:"))
		return take_open(p, true, e);
	return bad(p, e);
}

static int
step(struct php *p, struct err *e)
{
	struct level *l = p->depth ? &p->level[p->depth - 1] : NULL;

	if (l && l->left == 0 && !l->has_key) {
		p->depth--;
		return take(p, "}") ? 0 : bad(p, e);
	}
	if (l && !l->has_key)
		return take_key(p, l, e);
	return take_value(p, e);
}

int
php_read(struct sv s, const struct at *at, json_t **ret, struct err *e)
{
	struct php p = { .s = s, .at = at };
	int rc = 0;

	/* a value takes two bytes at least, and each step takes some */
	while (rc == 0 && (!p.root || p.depth))
		rc = step(&p, e);
	if (rc == 0 && p.s.n)
		rc = bad(&p, e);
	buf_done(&p.key);
	if (rc)
		json_decref(p.root);
	else
		*ret = p.root;
	return rc;
}
