/* Landscapes by hand, for tests. Checks nothing but that ids have a kind. */
#include "tests/unit/build_landscape.h"

#include <check.h>
#include <stdlib.h>

#include "base/sort.h"

static struct evidence
one_claim(struct sketch *s)
{
	struct landscape *l = &s->l;

	VEC_ROOM(l->claim, l->nclaim, s->claim_cap);
	l->claim[l->nclaim] = l->nclaim + 1;
	return (struct evidence){ .first = l->nclaim++,
				  .said = 1,
				  .rung = RUNG_DECLARED };
}

uint32_t
sketch_node(struct sketch *s, const char *id)
{
	struct landscape *l = &s->l;
	const char *colon = strchr(id, ':');
	struct node n = { .pupils_low = -1,
			  .pupils_high = -1,
			  .folded = "",
			  .sector = "",
			  .country_code = "",
			  .board = NODE_NONE };

	if (strcmp(id, "-") == 0)
		return NODE_NONE;
	for (uint32_t i = 0; i < l->nnode; i++)
		if (strcmp(l->node[i].id, id) == 0)
			return i;
	ck_assert_ptr_nonnull(colon);
	ck_assert(node_kind_from(sv_n(id, (size_t)(colon - id)), &n.kind));
	n.id = arena_str(&l->mem, id);
	n.name = strchr(n.id, ':') + 1;
	n.criticality = n.kind == NODE_FUNCTION;
	VEC_ROOM(l->node, l->nnode, s->node_cap);
	l->node[l->nnode] = n;
	return l->nnode++;
}

void
sketch_pupils(struct sketch *s, const char *site, int32_t low, int32_t high)
{
	uint32_t i = sketch_node(s, site); /* may move the nodes */

	s->l.node[i].pupils_low = low;
	s->l.node[i].pupils_high = high;
}

void
sketch_school(struct sketch *s, const char *school, const char *board,
	      const char *sector, int32_t pupils)
{
	uint32_t b = sketch_node(s, board), i = sketch_node(s, school);

	s->l.node[i].board = b;
	s->l.node[i].sector = arena_str(&s->l.mem, sector);
	sketch_pupils(s, school, pupils, pupils);
}

void
sketch_function(struct sketch *s, const char *function, int criticality,
		bool is_basic)
{
	uint32_t i = sketch_node(s, function);

	s->l.node[i].criticality = (int8_t)criticality;
	s->l.node[i].is_basic = is_basic;
}

struct usage *
sketch_use(struct sketch *s, const char *site, const char *function,
	   const char *product)
{
	struct landscape *l = &s->l;
	struct usage u = { .vendor = NODE_NONE,
			   .share = -1,
			   .status = STATUS_IN_USE,
			   .cost = -1,
			   .owner = "",
			   .fallback = "",
			   .sign_on = "",
			   .hosting = "",
			   .agreement = "",
			   .dpia = "",
			   .data = "",
			   .biv = "",
			   .ai = "",
			   .platform = "",
			   .exit_plan = "",
			   .alternatives = "",
			   .links = "",
			   .is_listed = true };

	u.site = sketch_node(s, site);
	u.function = sketch_node(s, function);
	u.product = sketch_node(s, product);
	u.ev = one_claim(s);
	VEC_ROOM(l->usage, l->nusage, s->usage_cap);
	l->usage[l->nusage] = u;
	return &l->usage[l->nusage++];
}

void
sketch_fulfil(struct sketch *s, const char *product, const char *function)
{
	struct landscape *l = &s->l;
	struct fulfilment x = { .product = sketch_node(s, product) };

	x.function = sketch_node(s, function);
	x.ev = one_claim(s);
	VEC_ROOM(l->fulfils, l->nfulfils, s->fulfils_cap);
	l->fulfils[l->nfulfils++] = x;
}

void
sketch_supply(struct sketch *s, const char *organisation, const char *product,
	      enum role role)
{
	struct landscape *l = &s->l;
	struct supply x = { .role = role };

	x.organisation = sketch_node(s, organisation);
	x.product = sketch_node(s, product);
	x.ev = one_claim(s);
	VEC_ROOM(l->supply, l->nsupply, s->supply_cap);
	l->supply[l->nsupply++] = x;
}

void
sketch_hold(struct sketch *s, const char *parent, const char *child,
	    int32_t percent, enum ownership kind)
{
	struct landscape *l = &s->l;
	struct holding x = { .percent = percent, .kind = kind };

	x.parent = sketch_node(s, parent);
	x.child = sketch_node(s, child);
	x.ev = one_claim(s);
	VEC_ROOM(l->holding, l->nholding, s->holding_cap);
	l->holding[l->nholding++] = x;
}

void
sketch_root(struct sketch *s, const char *organisation)
{
	sketch_hold(s, "-", organisation, -1, OWNERSHIP_NONE);
}

void
sketch_seat(struct sketch *s, const char *organisation, const char *country)
{
	struct landscape *l = &s->l;
	struct seat x;

	x.organisation = sketch_node(s, organisation);
	x.country = sketch_node(s, country);
	x.ev = one_claim(s);
	VEC_ROOM(l->seat, l->nseat, s->seat_cap);
	l->seat[l->nseat++] = x;
}

struct need *
sketch_need(struct sketch *s, const char *dependent, const char *provider,
	    enum carrier carrier, enum necessity necessity)
{
	struct landscape *l = &s->l;
	struct need x = {
		.carrier = carrier, .necessity = necessity, .group = "", .n = 1
	};

	x.dependent = sketch_node(s, dependent);
	x.provider = sketch_node(s, provider);
	x.ev = one_claim(s);
	VEC_ROOM(l->need, l->nneed, s->need_cap);
	l->need[l->nneed++] = x;
	return &l->need[l->nneed - 1];
}

void
sketch_host(struct sketch *s, const char *dependent, const char *host)
{
	sketch_need(s, dependent, host, CARRIER_HOSTING, NECESSITY_REQUIRED);
}

void
sketch_property(struct sketch *s, const char *node, const char *name,
		const char *value)
{
	struct landscape *l = &s->l;
	struct property x = { .name = name, .value = value };

	x.node = sketch_node(s, node);
	x.ev = one_claim(s);
	VEC_ROOM(l->property, l->nproperty, s->property_cap);
	l->property[l->nproperty++] = x;
}

void
sketch_serve(struct sketch *s, const char *product, const char *host,
	     enum endpoint endpoint)
{
	struct landscape *l = &s->l;
	struct serving x = { .endpoint = endpoint,
			     .binding = "",
			     .location = "" };

	x.product = sketch_node(s, product);
	x.host = sketch_node(s, host);
	x.ev = one_claim(s);
	VEC_ROOM(l->serving, l->nserving, s->serving_cap);
	l->serving[l->nserving++] = x;
}

void
sketch_operate(struct sketch *s, const char *host, const char *organisation)
{
	struct landscape *l = &s->l;
	struct operation x;

	x.host = sketch_node(s, host);
	x.organisation = sketch_node(s, organisation);
	x.ev = one_claim(s);
	VEC_ROOM(l->operation, l->noperation, s->operation_cap);
	l->operation[l->noperation++] = x;
}

void
sketch_member(struct sketch *s, const char *product, const char *federation)
{
	struct landscape *l = &s->l;
	struct membership x = { .authority = "" };

	x.product = sketch_node(s, product);
	x.federation = sketch_node(s, federation);
	x.ev = one_claim(s);
	VEC_ROOM(l->membership, l->nmembership, s->membership_cap);
	l->membership[l->nmembership++] = x;
}

void
sketch_data(struct sketch *s, const char *product, const char *category,
	    const char *giver, const char *attribute)
{
	struct landscape *l = &s->l;
	struct processing x = { .necessity = NECESSITY_REQUIRED,
				.attribute = attribute,
				.subject = "",
				.purpose = "" };

	x.product = sketch_node(s, product);
	x.category = sketch_node(s, category);
	x.giver = sketch_node(s, giver);
	x.ev = one_claim(s);
	VEC_ROOM(l->processing, l->nprocessing, s->processing_cap);
	l->processing[l->nprocessing++] = x;
}

void
sketch_sign_on(struct sketch *s)
{
	static const char *const service[] = { "product:R", "product:L",
					       "product:T", "product:S" };
	static const char *const function[] = { "function:r", "function:l",
						"function:t" };
	static const char *const host[] = { "host:r.example", "host:l.example",
					    "host:t.example",
					    "host:s.example" };

	s->l.at = 20261123;
	s->l.has_sign_on = true;
	sketch_pupils(s, "board:B", 100, 100);
	sketch_property(s, "product:H", "role", "hub");
	sketch_property(s, "product:I", "role", "idp");
	sketch_member(s, "product:I", "product:H");
	sketch_use(s, "board:B", "function:i", "product:I")->is_seen = true;
	for (int i = 0; i < 4; i++) {
		sketch_property(s, service[i], "role", "sp");
		sketch_need(s, service[i], "product:H", CARRIER_LOGIN,
			    NECESSITY_REQUIRED);
		sketch_serve(s, service[i], host[i], ENDPOINT_ASSERTION);
		if (i < 3)
			sketch_use(s, "board:B", function[i], service[i]);
	}
	sketch_supply(s, "organisation:Reuzen", "product:R", ROLE_MAKER);
	sketch_supply(s, "organisation:Boom", "product:L", ROLE_MAKER);
	sketch_supply(s, "organisation:Tel", "product:T", ROLE_MAKER);
	sketch_operate(s, "host:r.example", "organisation:Reuzen");
	sketch_operate(s, "host:l.example", "organisation:Wolk");
	sketch_property(s, "product:L", "key_signing", "aabb");
	sketch_property(s, "product:T", "key_signing", "aabb");
	sketch_property(s, "product:R", "privacy_statement@nl", "https://r");
	sketch_data(s, "product:R", "data_category:naam", "product:H", "mail");
	sketch_data(s, "product:L", "data_category:naam", "product:H", "mail");
}

void
sketch_example_1(struct sketch *s)
{
	static const char *const product[] = { "product:P1", "product:P2",
					       "product:P3", "-" };
	static const char *const vendor[] = { "organisation:V1",
					      "organisation:V2",
					      "organisation:V3" };
	static const int pupils[] = { 6000, 3000, 1000, 2000 };
	char board[] = "board:A";

	for (int i = 0; i < 4; i++, board[6]++) {
		sketch_pupils(s, board, pupils[i], pupils[i]);
		sketch_use(s, board, "function:las", product[i]);
	}
	for (int i = 0; i < 3; i++) {
		sketch_supply(s, vendor[i], product[i], ROLE_VENDOR);
		sketch_host(s, product[i], "organisation:I1");
	}
	sketch_hold(s, "organisation:G1", vendor[0], -1, OWNERSHIP_CONTROL);
	sketch_hold(s, "organisation:G1", vendor[1], -1, OWNERSHIP_CONTROL);
	sketch_host(s, "product:P3", "organisation:I2");
	sketch_root(s, "organisation:G1");
	sketch_root(s, "organisation:V3");
	sketch_root(s, "organisation:I1");
	sketch_root(s, "organisation:I2");
}

/* Sorting */

struct place {
	const char *id;
	enum node_kind kind;
	uint32_t old;
};

static int
cmp_place(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->id, b->id);
}

static int
order(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

static int
cmp_usage(const void *pa, const void *pb)
{
	const struct usage *a = pa, *b = pb;
	int c = order(a->site, b->site);

	c = c ? c : order(a->function, b->function);
	return c ? c : order(a->product, b->product);
}

static int
cmp_supply(const void *pa, const void *pb)
{
	const struct supply *a = pa, *b = pb;
	int c = order(a->product, b->product);

	c = c ? c : order(a->role, b->role);
	return c ? c : order(a->organisation, b->organisation);
}

static int
cmp_fulfils(const void *pa, const void *pb)
{
	const struct fulfilment *a = pa, *b = pb;
	int c = order(a->product, b->product);

	return c ? c : order(a->function, b->function);
}

static int
cmp_holding(const void *pa, const void *pb)
{
	const struct holding *a = pa, *b = pb;
	int c = order(a->child, b->child);

	return c ? c : order(a->parent, b->parent);
}

static int
cmp_seat(const void *pa, const void *pb)
{
	const struct seat *a = pa, *b = pb;

	return order(a->organisation, b->organisation);
}

static int
cmp_need(const void *pa, const void *pb)
{
	const struct need *a = pa, *b = pb;
	int c = order(a->dependent, b->dependent);

	c = c ? c : order(a->carrier, b->carrier);
	c = c ? c : strcmp(a->group, b->group);
	return c ? c : order(a->provider, b->provider);
}

static int
cmp_processing(const void *pa, const void *pb)
{
	const struct processing *a = pa, *b = pb;
	int c = order(a->product, b->product);

	c = c ? c : order(a->category, b->category);
	c = c ? c : order(a->giver, b->giver);
	return c ? c : strcmp(a->attribute, b->attribute);
}

static int
cmp_serving(const void *pa, const void *pb)
{
	const struct serving *a = pa, *b = pb;
	int c = order(a->product, b->product);

	c = c ? c : order(a->host, b->host);
	return c ? c : order(a->endpoint, b->endpoint);
}

static int
cmp_operation(const void *pa, const void *pb)
{
	const struct operation *a = pa, *b = pb;
	int c = order(a->host, b->host);

	return c ? c : order(a->organisation, b->organisation);
}

static int
cmp_membership(const void *pa, const void *pb)
{
	const struct membership *a = pa, *b = pb;
	int c = order(a->product, b->product);

	return c ? c : order(a->federation, b->federation);
}

static int
cmp_property(const void *pa, const void *pb)
{
	const struct property *a = pa, *b = pb;
	int c = order(a->node, b->node);

	c = c ? c : strcmp(a->name, b->name);
	return c ? c : strcmp(a->value, b->value);
}

static void *
keep(struct landscape *l, void *p, size_t n, size_t size)
{
	void *to = arena_array(&l->mem, n, size);

	if (n)
		memcpy(to, p, n * size);
	free(p);
	return to;
}

static void
remap(uint32_t *node, const uint32_t *at)
{
	if (*node != NODE_NONE)
		*node = at[*node];
}

static void
sort_nodes(struct landscape *l, uint32_t *at)
{
	struct place *p = ARENA_ARRAY(&l->mem, l->nnode, struct place);
	struct node *to = ARENA_ARRAY(&l->mem, l->nnode, struct node);

	for (uint32_t i = 0; i < l->nnode; i++)
		p[i] = (struct place){ l->node[i].id, l->node[i].kind, i };
	sort(p, l->nnode, sizeof(*p), cmp_place);
	for (uint32_t i = 0; i < l->nnode; i++) {
		to[i] = l->node[p[i].old];
		at[p[i].old] = i;
		l->first[to[i].kind + 1] = i + 1;
	}
	for (int k = 1; k <= NODE_KINDS; k++)
		if (l->first[k] < l->first[k - 1])
			l->first[k] = l->first[k - 1];
	free(l->node);
	l->node = to;
	for (uint32_t i = 0; i < l->nnode; i++)
		if (l->node[i].board != NODE_NONE)
			l->node[i].board = at[l->node[i].board];
}

static void
remap_sign_on(struct landscape *l, const uint32_t *at)
{
	for (uint32_t i = 0; i < l->nprocessing; i++) {
		remap(&l->processing[i].product, at);
		remap(&l->processing[i].category, at);
		remap(&l->processing[i].giver, at);
	}
	for (uint32_t i = 0; i < l->nserving; i++) {
		remap(&l->serving[i].product, at);
		remap(&l->serving[i].host, at);
	}
	for (uint32_t i = 0; i < l->noperation; i++) {
		remap(&l->operation[i].host, at);
		remap(&l->operation[i].organisation, at);
	}
	for (uint32_t i = 0; i < l->nmembership; i++) {
		remap(&l->membership[i].product, at);
		remap(&l->membership[i].federation, at);
	}
	for (uint32_t i = 0; i < l->nproperty; i++)
		remap(&l->property[i].node, at);
}

void
sketch_finish(struct sketch *s, struct landscape *ret)
{
	struct landscape *l = &s->l;
	uint32_t *at = ARENA_ARRAY(&l->mem, l->nnode, uint32_t);

	sort_nodes(l, at);
	for (uint32_t i = 0; i < l->nusage; i++) {
		remap(&l->usage[i].site, at);
		remap(&l->usage[i].function, at);
		remap(&l->usage[i].product, at);
		remap(&l->usage[i].vendor, at);
	}
	for (uint32_t i = 0; i < l->nfulfils; i++) {
		remap(&l->fulfils[i].product, at);
		remap(&l->fulfils[i].function, at);
	}
	for (uint32_t i = 0; i < l->nsupply; i++) {
		remap(&l->supply[i].organisation, at);
		remap(&l->supply[i].product, at);
	}
	for (uint32_t i = 0; i < l->nholding; i++) {
		remap(&l->holding[i].parent, at);
		remap(&l->holding[i].child, at);
	}
	for (uint32_t i = 0; i < l->nseat; i++) {
		remap(&l->seat[i].organisation, at);
		remap(&l->seat[i].country, at);
	}
	for (uint32_t i = 0; i < l->nneed; i++) {
		remap(&l->need[i].dependent, at);
		remap(&l->need[i].provider, at);
	}
	remap_sign_on(l, at);
	sort(l->usage, l->nusage, sizeof(*l->usage), cmp_usage);
	sort(l->supply, l->nsupply, sizeof(*l->supply), cmp_supply);
	sort(l->holding, l->nholding, sizeof(*l->holding), cmp_holding);
	sort(l->seat, l->nseat, sizeof(*l->seat), cmp_seat);
	sort(l->need, l->nneed, sizeof(*l->need), cmp_need);
#define SORT(name) sort(l->name, l->n##name, sizeof(*l->name), cmp_##name)
	SORT(fulfils);
	SORT(processing);
	SORT(serving);
	SORT(operation);
	SORT(membership);
	SORT(property);
#undef SORT
#define KEEP(name) l->name = keep(l, l->name, l->n##name, sizeof(*l->name))
	KEEP(usage);
	KEEP(supply);
	KEEP(holding);
	KEEP(seat);
	KEEP(need);
	KEEP(claim);
	KEEP(fulfils);
	KEEP(processing);
	KEEP(serving);
	KEEP(operation);
	KEEP(membership);
	KEEP(property);
#undef KEEP
	*ret = *l;
	*s = (struct sketch){ 0 };
}

uint32_t
node_of(const struct landscape *l, const char *id)
{
	uint32_t i = landscape_find_id(l, sv(id));

	ck_assert_msg(i != NODE_NONE, "no node %s", id);
	return i;
}

static void
example_2_owners(struct sketch *s)
{
	static const char *const owner[][2] = {
		{ "organisation:VLCORP", "organisation:VL" },
		{ "organisation:VECORP", "organisation:VE" },
		{ "organisation:VBCORP", "organisation:VB" },
		{ "organisation:GCORP", "organisation:VT" },
		{ "organisation:GCORP", "organisation:VECORP" },
		{ "organisation:I1CORP", "organisation:I1-beheer" },
		{ "organisation:XCORP", "organisation:I2-beheer" },
		{ "organisation:XCORP", "organisation:IDPX-beheer" },
	};
	static const char *const root[] = {
		"organisation:VLCORP", "organisation:VBCORP",
		"organisation:GCORP",  "organisation:I1CORP",
		"organisation:XCORP",  "organisation:fedop",
		"organisation:I2site",
	};

	for (size_t i = 0; i < sizeof(owner) / sizeof(owner[0]); i++)
		sketch_hold(s, owner[i][0], owner[i][1], 10000,
			    OWNERSHIP_CAPITAL);
	for (size_t i = 0; i < sizeof(root) / sizeof(root[0]); i++)
		sketch_root(s, root[i]);
}

static void
example_2_products(struct sketch *s, const char *host_of_pb)
{
	static const char *const supply[][2] = {
		{ "organisation:VL", "product:pL" },
		{ "organisation:VE", "product:pE" },
		{ "organisation:VB", "product:pB" },
		{ "organisation:VT", "product:pT" },
		{ "organisation:I1-beheer", "product:I1" },
		{ "organisation:I2-beheer", "product:I2" },
		{ "organisation:IDPX-beheer", "product:IDPX" },
		{ "organisation:fedop", "product:FED" },
	};
	static const char *const login[][2] = {
		{ "product:pL", "product:FED" },
		{ "product:pT", "product:FED" },
		{ "product:pE", "product:IDPX" },
		{ "product:FED", "product:IDPX" },
	};

	for (size_t i = 0; i < sizeof(supply) / sizeof(supply[0]); i++)
		sketch_supply(s, supply[i][0], supply[i][1],
			      i < 4 ? ROLE_MAKER : ROLE_OPERATOR);
	for (size_t i = 0; i < sizeof(login) / sizeof(login[0]); i++)
		sketch_need(s, login[i][0], login[i][1], CARRIER_LOGIN,
			    NECESSITY_REQUIRED);
	sketch_host(s, "product:pL", "product:I1");
	sketch_host(s, "product:pE", "product:I2");
	sketch_host(s, "product:pT", "product:I2");
	sketch_host(s, "product:FED", "product:I1");
	sketch_host(s, "product:I2", "organisation:I2site");
	if (host_of_pb)
		sketch_host(s, "product:pB", host_of_pb);
}

void
sketch_example_2(struct sketch *s, const char *host_of_pb)
{
	static const char *const use[][3] = {
		{ "school:S1", "function:las", "product:pL" },
		{ "school:S1", "function:elo", "product:pE" },
		{ "school:S1", "function:lm", "product:pT" },
		{ "school:S2", "function:las", "product:pL" },
		{ "school:S2", "function:elo", "product:pE" },
		{ "school:S2", "function:elo", "product:pB" },
		{ "school:S2", "function:lm", "product:pT" },
	};

	sketch_school(s, "school:S1", "board:E", "PO", 400);
	sketch_school(s, "school:S2", "board:E", "PO", 600);
	sketch_function(s, "function:las", 3, false);
	sketch_function(s, "function:elo", 2, false);
	sketch_function(s, "function:lm", 2, false);
	for (size_t i = 0; i < sizeof(use) / sizeof(use[0]); i++) {
		struct usage *u =
			sketch_use(s, use[i][0], use[i][1], use[i][2]);

		u->is_listed = true;
	}
	for (int i = 0; i < 2; i++) {
		struct need *n = sketch_need(
			s, "function:elo", i ? "product:pB" : "product:pE",
			CARRIER_PLATFORM, NECESSITY_ALTERNATIVE);

		n->group = "elo";
		n->tested = 20251101;
	}
	example_2_products(s, host_of_pb);
	example_2_owners(s);
}
