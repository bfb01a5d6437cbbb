/* Command lines from tables. Knows nothing of what the options mean. */
#include "cli/options.h"

#include <string.h>

#include "base/i18n.h"
#include "base/sv.h"

enum { NEAR_BYTES = 40, NEAR_EDITS = 2 };

const struct option *
option_by_name(const struct option *table, const char *name)
{
	for (; table && table->name; table++)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * Edits between two words: letters added, removed, changed or swapped.
 * O(length^2); words longer than NEAR_BYTES are far from everything.
 */
static unsigned
distance(const char *a, const char *b)
{
	unsigned d[NEAR_BYTES + 1][NEAR_BYTES + 1];
	size_t na = strlen(a), nb = strlen(b);

	if (na > NEAR_BYTES || nb > NEAR_BYTES)
		return NEAR_BYTES;
	for (size_t i = 0; i <= na; i++)
		d[i][0] = (unsigned)i;
	for (size_t k = 0; k <= nb; k++)
		d[0][k] = (unsigned)k;
	for (size_t i = 1; i <= na; i++) {
		for (size_t k = 1; k <= nb; k++) {
			unsigned cost = a[i - 1] != b[k - 1];

			d[i][k] = least(least(d[i - 1][k], d[i][k - 1]) + 1,
					d[i - 1][k - 1] + cost);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1])
				d[i][k] = least(d[i][k], d[i - 2][k - 2] + 1);
		}
	}
	return d[na][nb];
}

const char *
nearest(const char *typed, const char *(*next)(const void *ctx, unsigned i),
	const void *ctx)
{
	size_t n = strlen(typed);
	unsigned best = n < 4 ? 2 : NEAR_EDITS + 1;
	const char *found = NULL, *c;

	for (unsigned i = 0; n && (c = next(ctx, i)) != NULL; i++) {
		/* the start of a word is as near as one edit */
		unsigned d = strncmp(c, typed, n) == 0 ? 1 : distance(typed, c);

		if (d < best) {
			best = d;
			found = c;
		}
	}
	return found;
}

struct tables {
	const struct option *a, *b;
};

static const struct option *
lookup(const struct tables *t, const char *name)
{
	const struct option *o = option_by_name(t->b, name);

	return o ? o : option_by_name(t->a, name);
}

static const struct option *
lookup_letter(const struct tables *t, char letter)
{
	const struct option *const table[] = { t->b, t->a };

	for (int i = 0; i < 2; i++)
		for (const struct option *o = table[i]; o && o->name; o++)
			if (o->letter == letter)
				return o;
	return NULL;
}

static const char *
nth_name(const void *ctx, unsigned i)
{
	const struct tables *t = ctx;
	const struct option *const table[] = { t->a, t->b };

	for (int k = 0; k < 2; k++)
		for (const struct option *o = table[k]; o && o->name; o++)
			if (i-- == 0)
				return o->name;
	return NULL;
}

/* Where the reading of a command line is. */
struct scan {
	struct tables t;
	int argc, at;
	char *const *argv;
	struct arena *mem;
	struct options *out;
};

static void
add_value(struct scan *s, const struct option *o, const char *text)
{
	s->out->value[s->out->nvalue++] = (struct option_value){ o, text };
}

/* An argument that stands where a value is expected, or NULL. */
static const char *
take_next(struct scan *s)
{
	const char *next = s->at < s->argc ? s->argv[s->at] : NULL;

	if (!next || (next[0] == '-' && next[1] == '-'))
		return NULL;
	s->at++;
	return next;
}

static int
take_values(struct scan *s, const struct option *o, const char *shown,
	    const char *attached, struct err *e)
{
	const char *text = attached ? attached : take_next(s);

	if (!text)
		return err_set(e, ERR_USAGE, NULL,
			       "option '%s' needs a value (expected %s)", shown,
			       _(o->value));
	add_value(s, o, text);
	if (o->type != OPTION_LIST || attached)
		return 0;
	while (s->at < s->argc && s->argv[s->at][0] != '-')
		add_value(s, o, s->argv[s->at++]);
	return 0;
}

static int
unknown(struct scan *s, const char *shown, const char *name, struct err *e)
{
	const char *near = name ? nearest(name, nth_name, &s->t) : NULL;

	if (near)
		return err_set(e, ERR_USAGE, NULL,
			       "unknown option '%s' (did you mean '--%s'?)",
			       shown, near);
	return err_set(e, ERR_USAGE, NULL,
		       "unknown option '%s' (-h lists the options)", shown);
}

static int
take_long(struct scan *s, const char *arg, struct err *e)
{
	const char *eq = strchr(arg, '=');
	size_t n = eq ? (size_t)(eq - arg) : strlen(arg);
	const char *shown = arena_printf(s->mem, "%.*s", (int)n, arg);
	const struct option *o = lookup(&s->t, shown + 2);

	if (!o)
		return unknown(s, shown, shown + 2, e);
	if (o->type != OPTION_FLAG)
		return take_values(s, o, shown, eq ? eq + 1 : NULL, e);
	if (eq)
		return err_set(e, ERR_USAGE, NULL,
			       "option '%s' takes no value (found '%s')", shown,
			       eq + 1);
	add_value(s, o, NULL);
	return 0;
}

/* "-qv", "-dFILE" or "-d FILE". */
static int
take_short(struct scan *s, const char *arg, struct err *e)
{
	for (const char *p = arg + 1; *p; p++) {
		const char *shown = arena_printf(s->mem, "-%c", *p);
		const struct option *o = lookup_letter(&s->t, *p);

		if (!o)
			return unknown(s, p == arg + 1 ? arg : shown, NULL, e);
		if (o->type != OPTION_FLAG)
			return take_values(s, o, shown, p[1] ? p + 1 : NULL, e);
		add_value(s, o, NULL);
	}
	return 0;
}

/* Room for the worst case: a value for every byte of every argument. */
static size_t
most_values(int argc, char *const *argv)
{
	size_t n = 0;

	for (int i = 0; i < argc; i++)
		n += argv[i][0] == '-' && argv[i][1] != '-' ? strlen(argv[i])
							    : 1;
	return n;
}

int
options_parse(const struct option *a, const struct option *b, int argc,
	      char *const *argv, bool stop_at_arg, struct arena *mem,
	      struct options *ret, int *ret_used, struct err *e)
{
	struct options out = { 0 };
	struct scan s = { { a, b }, argc, 0, argv, mem, &out };
	bool ended = false;

	out.value =
		ARENA_ARRAY(mem, most_values(argc, argv), struct option_value);
	out.arg = ARENA_ARRAY(mem, (size_t)argc, const char *);
	while (s.at < argc) {
		const char *arg = argv[s.at];
		bool is_option = !ended && arg[0] == '-' && arg[1];

		if (!is_option && stop_at_arg)
			break;
		s.at++;
		if (!is_option)
			out.arg[out.narg++] = arg;
		else if (strcmp(arg, "--") == 0)
			ended = true;
		else if (arg[1] == '-' ? take_long(&s, arg, e)
				       : take_short(&s, arg, e))
			return -1;
	}
	*ret = out;
	if (ret_used)
		*ret_used = s.at;
	return 0;
}

bool
options_has(const struct options *o, const char *name)
{
	for (unsigned i = 0; i < o->nvalue; i++)
		if (strcmp(o->value[i].option->name, name) == 0)
			return true;
	return false;
}

const char *
options_text(const struct options *o, const char *name)
{
	const char *found = NULL;

	for (unsigned i = 0; i < o->nvalue; i++)
		if (strcmp(o->value[i].option->name, name) == 0)
			found = o->value[i].text;
	return found;
}
