/*
 * GAM (Google Apps Manager): "gam all users print tokens", one row for each
 * user and app, or with aggregateusersby one for each app. Which user is not
 * read: an app is one product, its users are a number. Refuses rows without a
 * client id.
 */
#include <stdio.h>
#include <stdlib.h>

#include "collectors/portal.h"

#define WORKSPACE SV("Google Workspace for Education")

enum { CLIENT, NAME, USERS, SCOPES };

/* An app that was met, and how many rows told of it. */
struct client {
	uint32_t product;
	uint64_t rows;
	struct place place;
};

struct gam {
	uint32_t provider;
	struct map seen; /* client id -> index in client */
	struct client *client;
	uint32_t nclient, cap;
	struct digests scopes; /* client and scope: sent already */
};

/* The client of this row, new or known; NULL with e set. */
static struct client *
client_of(struct portal *p, struct err *e)
{
	struct signon_key key = { KEY_CLIENT_ID, p->cell[CLIENT] };
	struct gam *g = p->state;
	struct place place = portal_place(p, CLIENT);
	struct client *c;
	bool is_new;
	uint32_t i =
		map_put(&g->seen, p->cell[CLIENT], g->nclient, &is_new)->value;

	if (!is_new) {
		mention_again(&p->s.names, g->client[i].product);
		return &g->client[i];
	}
	VEC_ROOM(g->client, g->nclient, g->cap);
	c = &g->client[g->nclient++];
	*c = (struct client){ .place = place };
	c->product = signon_product(&p->s, &key, 1, p->cell[NAME], place, e);
	if (c->product == 0 ||
	    signon_login(&p->s, c->product, g->provider, NECESSITY_UNKNOWN,
			 SV_NONE, place, e) ||
	    signon_use(&p->s, c->product, NULL, STATUS_IN_USE, place, e))
		return NULL;
	return c;
}

/* Users gave these by themselves: the app asks, nobody had to. */
static int
put_scopes(struct portal *p, const struct client *c, struct err *e)
{
	struct gam *g = p->state;
	struct sv rest = p->raw[SCOPES], part, one;

	while (portal_list(&rest, &part))
		while (sv_split(&part, ' ', &one)) {
			bool is_new;

			buf_clear(&p->s.key);
			buf_put(&p->s.key, &c->product, sizeof(c->product));
			buf_sv(&p->s.key, one);
			digests_put(
				&g->scopes,
				digest_of(&p->s.names.key, buf_view(&p->s.key)),
				1, &is_new);
			if (is_new &&
			    signon_data(&p->s, c->product, g->provider,
					ATTRIBUTE_SCOPE, one,
					NECESSITY_OPTIONAL, SV_NONE,
					portal_place(p, SCOPES), e))
				return -1;
		}
	return 0;
}

static int
row(struct portal *p, struct err *e)
{
	struct gam *g = p->state;
	struct client *c;
	uint64_t users = 1;

	if (p->cell[CLIENT].n == 0)
		return portal_refuse(p, CLIENT, "no client id (expected one)");
	if (p->cell[USERS].n && !sv_u64(p->cell[USERS], UINT32_MAX, &users))
		return portal_refuse(p, USERS,
				     "this is no number of users (expected "
				     "digits)");
	if (g->provider == 0)
		g->provider = signon_known(&p->s, NODE_PRODUCT, WORKSPACE,
					   portal_place(p, CLIENT), e);
	if (g->provider == 0)
		return -1;
	c = client_of(p, e);
	if (!c)
		return -1;
	c->rows += users;
	return put_scopes(p, c, e) ? -1 : PORTAL_USED;
}

static int
end(struct portal *p, struct err *e)
{
	struct gam *g = p->state;

	for (uint32_t i = 0; i < g->nclient; i++) {
		struct client *c = &g->client[i];
		char text[24];

		signon_next(&p->s);
		snprintf(text, sizeof(text), "%llu",
			 (unsigned long long)c->rows);
		if (signon_attribute(&p->s, c->product, "users", sv(text),
				     c->place, e))
			return -1;
	}
	return 0;
}

const struct portal_kind portal_gam_tokens = {
	.name = "gam_tokens",
	.field = { "client", "name", "users", "scopes" },
	.must = "client name scopes",
	.row = row,
	.end = end,
};

static enum probe
gam_tokens_probe(const struct head *h)
{
	return portal_probe(h, &portal_gam_tokens);
}

static int
gam_tokens_import(struct import *im, struct err *e)
{
	struct gam g = { 0 };
	int rc = portal_import(im, &portal_gam_tokens, &g, e);

	map_done(&g.seen);
	digests_done(&g.scopes);
	free(g.client);
	return rc;
}

const struct collector collector_gam_tokens = {
	.name = "gam_tokens",
	.summary = N_("GAM: tokens that users gave to apps"),
	.needs_table = true,
	.rung = RUNG_REGISTER,
	.probe = gam_tokens_probe,
	.import = gam_tokens_import,
};
