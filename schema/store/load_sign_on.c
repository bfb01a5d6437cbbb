/*
 * The plane of sign-on: who gets which data, what is served from where, who
 * operates a host, who is behind which hub, and attributes of nodes. Millions
 * of claims in a federation, so it is loaded only when asked for, texts are
 * kept once, and everything is one sort for each kind of fact.
 */
#include <stdlib.h>

#include "base/sort.h"
#include "schema/store/load.h"

enum { REFS = 3, TEXTS = 3, COLUMN_NONE = -1 };

/* Texts, each once; texts of one address are equal. */
struct pool {
	struct map index;
	const char **text; /* heap */
	uint32_t cap;
};

/* Which columns are read, and which of them tell edges apart. */
struct shape {
	enum fact_kind fact;
	enum query query;
	int ref[REFS], text[TEXTS]; /* columns, or COLUMN_NONE */
	int code;                   /* column of a code, or COLUMN_NONE */
	enum code_domain domain;
	int refs_needed; /* the first so many must be known */
	int texts_apart; /* the first so many tell edges apart */
	bool code_apart; /* and so does the code */
};

/* One claim. */
struct raw {
	struct claim c;
	uint32_t ref[REFS];
	int32_t code; /* -1: not said */
	const char *text[TEXTS];
};

struct raws {
	const struct shape *shape;
	struct raw *v; /* heap */
	uint32_t n, cap;
};

static const char *
pool_text(struct loader *ld, struct pool *p, struct sv text)
{
	struct map_entry *e;
	bool is_new;

	if (text.n == 0)
		return "";
	e = map_put(&p->index, text, p->index.n, &is_new);
	if (is_new) {
		VEC_ROOM(p->text, e->value, p->cap);
		p->text[e->value] = arena_sv(&ld->l->mem, text).p;
	}
	return p->text[e->value];
}

static int
cmp_text(const char *a, const char *b)
{
	return a == b ? 0 : strcmp(a, b);
}

/* What tells edges apart. */
static int
cmp_edge(const struct shape *shape, const struct raw *a, const struct raw *b)
{
	int c;

	for (int i = 0; i < REFS; i++)
		if (a->ref[i] != b->ref[i])
			return a->ref[i] < b->ref[i] ? -1 : 1;
	if (shape->code_apart && a->code != b->code)
		return a->code < b->code ? -1 : 1;
	for (int i = 0; i < shape->texts_apart; i++) {
		c = cmp_text(a->text[i], b->text[i]);
		if (c)
			return c;
	}
	return 0;
}

/* By edge, best claim first; equal claims by what they say, then id. */
static int
cmp_raw(const void *pa, const void *pb, void *ctx)
{
	const struct raw *a = pa, *b = pb;
	const struct shape *shape = ctx;
	int c = cmp_edge(shape, a, b);

	if (!c)
		c = claim_strength(&a->c, &b->c);
	if (!c && a->code != b->code)
		c = a->code < b->code ? -1 : 1;
	for (int i = shape->texts_apart; !c && i < TEXTS; i++)
		c = cmp_text(a->text[i], b->text[i]);
	return c ? c : claim_cmp(&a->c, &b->c);
}

static bool
read_raw(struct loader *ld, struct pool *p, const struct shape *shape,
	 struct stmt *s, struct raw *to)
{
	int64_t code;

	if (!claim_read(ld, s, &to->c))
		return false;
	for (int i = 0; i < REFS; i++) {
		to->ref[i] = shape->ref[i] == COLUMN_NONE
				     ? NODE_NONE
				     : claim_ref(ld, s, shape->ref[i]);
		if (i < shape->refs_needed && to->ref[i] == NODE_NONE)
			return false;
	}
	to->code = -1;
	if (shape->code != COLUMN_NONE && !col_is_null(s, shape->code)) {
		code = col_i64(s, shape->code);
		/* the file may not be ours */
		if (code_name(shape->domain, code))
			to->code = (int32_t)code;
	}
	for (int i = 0; i < TEXTS; i++)
		to->text[i] =
			shape->text[i] == COLUMN_NONE
				? ""
				: pool_text(ld, p, col_text(s, shape->text[i]));
	return true;
}

static int
read_raws(struct loader *ld, struct pool *p, const struct shape *shape,
	  struct raws *out, struct err *e)
{
	struct stmt *s = stmt_get(ld->st, shape->query);
	struct raw x;

	*out = (struct raws){ .shape = shape };
	while (stmt_row(s)) {
		if (!read_raw(ld, p, shape, s, &x))
			continue;
		VEC_ROOM(out->v, out->n, out->cap);
		out->v[out->n++] = x;
	}
	if (out->n > 1)
		qsort_r(out->v, out->n, sizeof(*out->v), cmp_raw,
			(void *)(uintptr_t)shape);
	return stmt_end(s, e);
}

/* End of the run of claims about one edge that starts at i. */
static uint32_t
run_end(const struct raws *r, uint32_t i)
{
	uint32_t k = i + 1;

	while (k < r->n && cmp_edge(r->shape, &r->v[i], &r->v[k]) == 0)
		k++;
	return k;
}

static uint32_t
count_runs(const struct raws *r)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->n; i = run_end(r, i))
		n++;
	return n;
}

static struct evidence
run_evidence(struct loader *ld, const struct raws *r, uint32_t i, uint32_t k)
{
	struct landscape *l = ld->l;
	struct evidence ev = { .first = l->nclaim,
			       .said = k - i,
			       .rung = r->v[i].c.rung };

	for (; i < k; i++) {
		VEC_ROOM(l->claim, l->nclaim, ld->claim_cap);
		l->claim[l->nclaim++] = r->v[i].c.id;
	}
	return ev;
}

/* First text of the run, best claim first, that is said. */
static const char *
run_text(const struct raws *r, uint32_t i, uint32_t k, int text)
{
	for (; i < k; i++)
		if (r->v[i].text[text][0])
			return r->v[i].text[text];
	return "";
}

/* The run's necessity: the best that is said, and who says otherwise. */
static enum necessity
run_necessity(struct loader *ld, const struct raws *r, uint32_t i, uint32_t k,
	      struct evidence *ev)
{
	const struct raw *used = NULL;

	for (; i < k; i++) {
		const struct raw *x = &r->v[i];

		if (x->code < 0)
			continue;
		if (!used)
			used = x;
		if (x->code == used->code)
			continue;
		ev->is_conflict = true;
		claim_conflict(ld, FACT_PROCESSES, "necessity", x->ref[0],
			       x->ref[1],
			       code_name(DOMAIN_NECESSITY, used->code),
			       code_name(DOMAIN_NECESSITY, x->code), used->c.id,
			       x->c.id);
		break;
	}
	return used ? (enum necessity)used->code : NECESSITY_UNKNOWN;
}

static int
load_processing(struct loader *ld, struct pool *p, struct err *e)
{
	static const struct shape shape = {
		.fact = FACT_PROCESSES,
		.query = Q_scan_processes,
		.ref = { SCAN_PROCESSES_product, SCAN_PROCESSES_category,
			 SCAN_PROCESSES_giver },
		.text = { SCAN_PROCESSES_attribute, SCAN_PROCESSES_subject,
			  SCAN_PROCESSES_purpose },
		.code = SCAN_PROCESSES_necessity,
		.domain = DOMAIN_NECESSITY,
		.refs_needed = 1,
		.texts_apart = 2,
	};
	struct landscape *l = ld->l;
	struct raws r;
	int rc = read_raws(ld, p, &shape, &r, e);

	l->processing = ARENA_ARRAY(&l->mem, count_runs(&r), struct processing);
	for (uint32_t i = 0, k; i < r.n; i = k) {
		struct processing *to = &l->processing[l->nprocessing++];

		k = run_end(&r, i);
		to->product = r.v[i].ref[0];
		to->category = r.v[i].ref[1];
		to->giver = r.v[i].ref[2];
		to->attribute = r.v[i].text[0];
		to->subject = r.v[i].text[1];
		to->purpose = run_text(&r, i, k, 2);
		to->ev = run_evidence(ld, &r, i, k);
		to->necessity = run_necessity(ld, &r, i, k, &to->ev);
	}
	free(r.v);
	return rc;
}

static int
load_serving(struct loader *ld, struct pool *p, struct err *e)
{
	static const struct shape shape = {
		.fact = FACT_SERVED_FROM,
		.query = Q_scan_served_from,
		.ref = { SCAN_SERVED_FROM_product, SCAN_SERVED_FROM_host,
			 COLUMN_NONE },
		.text = { SCAN_SERVED_FROM_binding, SCAN_SERVED_FROM_location,
			  COLUMN_NONE },
		.code = SCAN_SERVED_FROM_endpoint,
		.domain = DOMAIN_ENDPOINT,
		.refs_needed = 2,
		.texts_apart = 2,
		.code_apart = true,
	};
	struct landscape *l = ld->l;
	struct raws r;
	int rc = read_raws(ld, p, &shape, &r, e);

	l->serving = ARENA_ARRAY(&l->mem, count_runs(&r), struct serving);
	for (uint32_t i = 0, k; i < r.n; i = k) {
		struct serving *to = &l->serving[l->nserving++];

		k = run_end(&r, i);
		to->product = r.v[i].ref[0];
		to->host = r.v[i].ref[1];
		to->endpoint = r.v[i].code < 0 ? ENDPOINT_UNKNOWN
					       : (enum endpoint)r.v[i].code;
		to->binding = r.v[i].text[0];
		to->location = r.v[i].text[1];
		to->ev = run_evidence(ld, &r, i, k);
	}
	free(r.v);
	return rc;
}

static int
load_operation(struct loader *ld, struct pool *p, struct err *e)
{
	static const struct shape shape = {
		.fact = FACT_OPERATED_BY,
		.query = Q_scan_operated_by,
		.ref = { SCAN_OPERATED_BY_host, SCAN_OPERATED_BY_organisation,
			 COLUMN_NONE },
		.text = { COLUMN_NONE, COLUMN_NONE, COLUMN_NONE },
		.code = COLUMN_NONE,
		.refs_needed = 2,
	};
	struct landscape *l = ld->l;
	struct raws r;
	int rc = read_raws(ld, p, &shape, &r, e);

	l->operation = ARENA_ARRAY(&l->mem, count_runs(&r), struct operation);
	for (uint32_t i = 0, k; i < r.n; i = k) {
		k = run_end(&r, i);
		l->operation[l->noperation++] =
			(struct operation){ r.v[i].ref[0], r.v[i].ref[1],
					    run_evidence(ld, &r, i, k) };
	}
	free(r.v);
	return rc;
}

static int
load_membership(struct loader *ld, struct pool *p, struct err *e)
{
	static const struct shape shape = {
		.fact = FACT_FEDERATED_BY,
		.query = Q_scan_federated_by,
		.ref = { SCAN_FEDERATED_BY_product,
			 SCAN_FEDERATED_BY_federation, COLUMN_NONE },
		.text = { SCAN_FEDERATED_BY_authority, COLUMN_NONE,
			  COLUMN_NONE },
		.code = COLUMN_NONE,
		.refs_needed = 1,
		.texts_apart = 1,
	};
	struct landscape *l = ld->l;
	struct raws r;
	int rc = read_raws(ld, p, &shape, &r, e);

	l->membership = ARENA_ARRAY(&l->mem, count_runs(&r), struct membership);
	for (uint32_t i = 0, k; i < r.n; i = k) {
		struct membership *to = &l->membership[l->nmembership++];

		k = run_end(&r, i);
		to->product = r.v[i].ref[0];
		to->federation = r.v[i].ref[1];
		to->authority = r.v[i].text[0];
		to->ev = run_evidence(ld, &r, i, k);
	}
	free(r.v);
	return rc;
}

static int
load_property(struct loader *ld, struct pool *p, struct err *e)
{
	static const struct shape shape = {
		.fact = FACT_ATTRIBUTE,
		.query = Q_scan_attribute,
		.ref = { SCAN_ATTRIBUTE_node, COLUMN_NONE, COLUMN_NONE },
		.text = { SCAN_ATTRIBUTE_name, SCAN_ATTRIBUTE_value,
			  COLUMN_NONE },
		.code = COLUMN_NONE,
		.refs_needed = 1,
		.texts_apart = 2,
	};
	struct landscape *l = ld->l;
	struct raws r;
	int rc = read_raws(ld, p, &shape, &r, e);

	l->property = ARENA_ARRAY(&l->mem, count_runs(&r), struct property);
	for (uint32_t i = 0, k; i < r.n; i = k) {
		k = run_end(&r, i);
		l->property[l->nproperty++] =
			(struct property){ r.v[i].ref[0], r.v[i].text[0],
					   r.v[i].text[1],
					   run_evidence(ld, &r, i, k) };
	}
	free(r.v);
	return rc;
}

static int
cmp_node_key(const void *pa, const void *pb)
{
	const struct node_key *a = pa, *b = pb;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	if (a->scheme != b->scheme)
		return a->scheme < b->scheme ? -1 : 1;
	return strcmp(a->value, b->value);
}

/* Documents repeat keys; each stays once. */
static void
load_keys(struct loader *ld)
{
	struct landscape *l = ld->l;
	uint32_t n = 0;

	l->key = ARENA_ARRAY(&l->mem, ld->in.nkey, struct node_key);
	for (uint32_t i = 0; i < ld->in.nkey; i++) {
		const struct identity_key *k = &ld->in.key[i];
		uint32_t node = ld->resolved[k->node];

		if (node != NODE_NONE)
			l->key[n++] = (struct node_key){
				node, k->scheme, arena_sv(&l->mem, k->value).p
			};
	}
	sort(l->key, n, sizeof(*l->key), cmp_node_key);
	for (uint32_t i = 0; i < n; i++)
		if (l->nkey == 0 ||
		    cmp_node_key(&l->key[l->nkey - 1], &l->key[i]) != 0)
			l->key[l->nkey++] = l->key[i];
}

int
load_sign_on(struct loader *ld, struct err *e)
{
	struct pool p = { 0 };
	int rc = 0;

	if (load_processing(ld, &p, e) || load_serving(ld, &p, e) ||
	    load_operation(ld, &p, e) || load_membership(ld, &p, e) ||
	    load_property(ld, &p, e))
		rc = -1;
	load_keys(ld);
	ld->l->has_sign_on = rc == 0;
	map_done(&p.index);
	free(p.text);
	return rc;
}
