/*
 * Hubs: feeds in which many identity providers have the endpoints and the key
 * of one party that stands before them. Known ones are known by their host
 * (services.csv). Others are found: HUB_DOMAINS entities of as many domains
 * that have one endpoint host and one key, neither host of their own.
 *
 * A document is read once, so an entity that may have a hub waits, endpoints
 * and keys with it, until its end; past LIMIT_HUB_BYTES of them the waiting
 * ones are taken for entities by themselves.
 */
#include "collectors/saml.h"

#include <stdlib.h>

enum { HUB_DOMAINS = 8, HUB_TOLD = 65536 };

/* A host and a key that entities have in common. */
struct pair {
	uint32_t domains; /* different ones of those entities */
	uint32_t hub;     /* index + 1, or 0: not (yet) one */
	struct sv host;   /* in kept */
};

struct saml_hub {
	struct sv name;
	struct sv host; /* where it was met; empty: known by its authority */
	uint32_t ref, members;
};

struct waiting {
	uint32_t ref, pair, federation;
	struct place place; /* of the entity */
	struct sv authority;
	struct saml_item *item;
	struct waiting *next;
};

struct saml_hubs {
	struct digests pairs;   /* host and key -> pair */
	struct digests domains; /* pair and domain */
	struct digests told;    /* of hubs: endpoint and host, key */
	struct digest_key key;  /* of the document */
	struct pair *pair;      /* heap */
	uint32_t npair, pair_cap;
	struct saml_hub *hub; /* heap */
	uint32_t nhub, hub_cap;
	struct waiting *first, **end;
	struct arena kept;    /* names and hosts */
	struct arena mem;     /* of those that wait */
	uint64_t without_hub; /* identity providers */
	struct buf authority; /* looked up last: mostly all have the same */
	uint32_t of_authority;
};

struct saml_hubs *
saml_hubs_new(void)
{
	struct saml_hubs *h = mem_realloc(NULL, 1, sizeof(*h));

	*h = (struct saml_hubs){ .nhub = 0 };
	h->end = &h->first;
	return h;
}

void
saml_hubs_free(struct saml_hubs *h)
{
	digests_done(&h->pairs);
	digests_done(&h->domains);
	digests_done(&h->told);
	arena_done(&h->kept);
	arena_done(&h->mem);
	buf_done(&h->authority);
	free(h->pair);
	free(h->hub);
	free(h);
}

/* The hub with this name, made when it is new: index + 1. */
static uint32_t
hub_named(struct saml_hubs *h, struct sv name)
{
	for (uint32_t i = 0; i < h->nhub; i++)
		if (sv_eq(h->hub[i].name, name))
			return i + 1;
	VEC_ROOM(h->hub, h->nhub, h->hub_cap);
	h->hub[h->nhub] = (struct saml_hub){ .name = arena_sv(&h->kept, name) };
	return ++h->nhub;
}

/* The node of a hub, sent when it is first needed. */
static int
hub_ref(struct saml *d, uint32_t hub, struct place place, uint32_t *ret,
	struct err *e)
{
	struct saml_hub *x = &d->hubs->hub[hub - 1];

	*ret = x->ref;
	if (x->ref)
		return 0;
	x->ref = signon_known(&d->s, NODE_PRODUCT, x->name, place, e);
	*ret = x->ref;
	if (x->ref == 0)
		return -1;
	return signon_attribute(&d->s, x->ref, "role", SV("hub"), place, e);
}

/* A hub of services.csv by host or authority: index + 1, or 0. */
static uint32_t
known_hub(struct saml *d, struct sv host_or_authority)
{
	const struct service *known =
		services_hub(&d->s.services, host_or_authority);

	return known ? hub_named(d->hubs, known->product) : 0;
}

int
saml_hub_of(struct saml *d, struct sv authority, struct place place,
	    uint32_t *ret, struct err *e)
{
	struct saml_hubs *h = d->hubs;

	*ret = 0;
	if (!sv_eq(authority, buf_view(&h->authority))) {
		buf_clear(&h->authority);
		buf_sv(&h->authority, authority);
		h->of_authority = known_hub(d, authority);
	}
	return h->of_authority ? hub_ref(d, h->of_authority, place, ret, e) : 0;
}

/* The first time that the hub is told to have this. */
static bool
is_news(struct saml_hubs *h, const struct digest_key *key, uint32_t hub,
	const struct saml_item *item, struct sv what)
{
	uint32_t head[3] = { hub, item->kind, item->endpoint };
	struct buf b = { 0 };
	bool is_new;

	if (h->told.n >= HUB_TOLD)
		return false;
	buf_put(&b, head, sizeof(head));
	buf_str(&b, item->name ? item->name : "");
	buf_char(&b, '\0');
	buf_sv(&b, what);
	digests_put(&h->told, digest_of(key, buf_view(&b)), 0, &is_new);
	buf_done(&b);
	return is_new;
}

/*
 * One endpoint or key of the hub. Each member has a location of its own there,
 * of which only the host is the hub's.
 */
static int
put_item(struct saml *d, uint32_t hub, uint32_t ref,
	 const struct saml_item *item, struct err *e)
{
	struct saml_item of_hub = *item;
	struct sv host = saml_authority(item->text);

	if (item->kind == ITEM_ENDPOINT) {
		of_hub.text.n = (size_t)(host.p - item->text.p) + host.n;
	}
	if (!is_news(d->hubs, &d->s.names.key, hub, item, of_hub.text))
		return 0;
	return saml_item_put(d, ref, &of_hub, e);
}

bool
saml_hub_has(const struct saml_item *item, struct sv host)
{
	return item->of_idp && (item->kind == ITEM_KEY ||
				(item->kind == ITEM_ENDPOINT &&
				 item->endpoint != ENDPOINT_LOGO &&
				 sv_ieq(saml_authority(item->text), host)));
}

/* What an entity says of the hub before it, with its items at this host. */
static int
put_behind(struct saml *d, uint32_t hub, uint32_t ref, struct place place,
	   struct sv authority, const struct saml_item *item, struct sv host,
	   struct err *e)
{
	uint32_t provider;

	d->hubs->hub[hub - 1].members++;
	if (hub_ref(d, hub, place, &provider, e) ||
	    signon_member(&d->s, ref, provider, authority, place, e) ||
	    signon_login(&d->s, provider, ref, NECESSITY_ALTERNATIVE,
			 SV("identity providers"), place, e))
		return -1;
	for (; item; item = item->next)
		if (saml_hub_has(item, host) &&
		    put_item(d, hub, provider, item, e))
			return -1;
	return 0;
}

/* What waits, in the order in which it came. */
static int
let_go(struct saml *d, struct err *e)
{
	struct saml_hubs *h = d->hubs;
	int rc = 0;

	for (struct waiting *w = h->first; w && rc == 0; w = w->next) {
		uint32_t hub = h->pair[w->pair].hub;

		signon_next(&d->s);
		if (hub) {
			rc = put_behind(d, hub, w->ref, w->place, w->authority,
					w->item, h->pair[w->pair].host, e);
			continue;
		}
		h->without_hub++;
		if (w->authority.n || w->federation)
			rc = signon_member(&d->s, w->ref, w->federation,
					   w->authority, w->place, e);
		for (struct saml_item *i = w->item; i && rc == 0; i = i->next)
			rc = saml_item_put(d, w->ref, i, e);
	}
	h->first = NULL;
	h->end = &h->first;
	arena_done(&h->mem);
	return rc;
}

/* Copies what the hub may have; the entity's memory ends with it. */
static int
wait(struct saml *d, const struct waiting *what, struct sv host, struct err *e)
{
	struct saml_hubs *h = d->hubs;
	struct waiting *w;
	struct saml_item **end;

	if (h->mem.used >= LIMIT_HUB_BYTES && let_go(d, e))
		return -1;
	w = ARENA_NEW(&h->mem, struct waiting);
	*w = *what;
	w->authority = arena_sv(&h->mem, d->en.authority);
	end = &w->item;
	for (struct saml_item *i = d->en.item; i; i = i->next) {
		struct saml_item *to;

		if (!saml_hub_has(i, host) ||
		    (i->kind == ITEM_ENDPOINT && !saml_is_first(d, i)))
			continue;
		to = ARENA_NEW(&h->mem, struct saml_item);
		*to = *i;
		to->text = arena_sv(&h->mem, i->text);
		to->more = arena_sv(&h->mem, i->more);
		to->next = NULL;
		*end = to;
		end = &to->next;
	}
	*h->end = w;
	h->end = &w->next;
	return 0;
}

/*
 * The one host where the entity's users sign in, when it is not its own, and
 * its first key: a hub that changes keys shows both to all.
 */
static bool
one_host(const struct saml_entity *en, struct sv *ret_host, struct sv *ret_key)
{
	struct sv own = saml_authority(en->id), host;

	*ret_host = *ret_key = SV_NONE;
	for (struct saml_item *i = en->item; i; i = i->next) {
		if (!i->of_idp)
			continue;
		if (i->kind == ITEM_KEY && ret_key->n == 0)
			*ret_key = i->text;
		if (i->kind != ITEM_ENDPOINT || i->endpoint != ENDPOINT_LOGIN)
			continue;
		host = saml_authority(i->text);
		if (ret_host->n && !sv_ieq(*ret_host, host))
			return false;
		*ret_host = host;
	}
	return ret_host->n && !sv_ieq(*ret_host, own);
}

/* The pair of this host and key, with the domain of one more entity. */
static uint32_t
find_pair(struct saml *d, const struct host *at, struct sv key)
{
	struct saml_hubs *h = d->hubs;
	struct buf b = { 0 };
	struct host own = { .is_ip = false };
	bool is_new;
	uint32_t pair;

	buf_sv(&b, at->name);
	buf_char(&b, '\0');
	buf_sv(&b, key);
	pair = digests_put(&h->pairs, digest_of(&d->s.names.key, buf_view(&b)),
			   h->npair, &is_new);
	if (is_new) {
		VEC_ROOM(h->pair, h->npair, h->pair_cap);
		h->pair[h->npair++] =
			(struct pair){ .host = arena_sv(&h->kept, at->name) };
	}
	buf_clear(&b);
	buf_put(&b, &pair, sizeof(pair));
	if (host_of(&d->s.hosts, d->en.id, false, &d->s.scratch, &own) ==
	    HOST_OK)
		buf_sv(&b, own.domain.n ? own.domain : own.name);
	else
		buf_sv(&b, d->en.id);
	digests_put(&h->domains, digest_of(&d->s.names.key, buf_view(&b)), 0,
		    &is_new);
	buf_done(&b);
	h->pair[pair].domains += is_new;
	if (h->pair[pair].domains >= HUB_DOMAINS && !h->pair[pair].hub)
		h->pair[pair].hub = hub_named(h, h->pair[pair].host);
	return pair;
}

static int
behind(struct saml *d, uint32_t hub, struct sv host, uint32_t ref,
       struct place place, struct err *e)
{
	struct saml_hub *x = &d->hubs->hub[hub - 1];

	if (x->host.n == 0)
		x->host = arena_sv(&d->hubs->kept, host);
	return put_behind(d, hub, ref, place, d->en.authority, d->en.item, host,
			  e);
}

int
saml_hub_judge(struct saml *d, uint32_t ref, struct place place,
	       uint32_t federation, enum saml_stand *ret, struct sv *ret_host,
	       struct err *e)
{
	struct waiting w = { .ref = ref,
			     .federation = federation,
			     .place = place };
	struct sv host, key;
	struct host at;
	uint32_t hub;

	*ret = SAML_ALONE;
	if (!one_host(&d->en, &host, &key) ||
	    host_of(&d->s.hosts, host, true, &d->s.scratch, &at) != HOST_OK) {
		/* the hub as an identity provider is behind itself */
		if (!known_hub(d, saml_authority(d->en.id)))
			d->hubs->without_hub++;
		return 0;
	}
	*ret_host = host;
	hub = known_hub(d, at.name);
	if (hub) {
		*ret = SAML_BEHIND;
		return behind(d, hub, host, ref, place, e);
	}
	if (key.n == 0) {
		d->hubs->without_hub++;
		return 0;
	}
	w.pair = find_pair(d, &at, key);
	hub = d->hubs->pair[w.pair].hub;
	*ret = hub ? SAML_BEHIND : SAML_UNDECIDED;
	return hub ? behind(d, hub, host, ref, place, e) : wait(d, &w, host, e);
}

int
saml_hubs_end(struct saml *d, struct err *e)
{
	struct saml_hubs *h = d->hubs;
	struct at at = { .file = d->im->in->name };

	if (let_go(d, e))
		return -1;
	for (uint32_t i = 0; i < h->nhub; i++)
		if (h->hub[i].members)
			diag_note(
				d->im->diag, &at,
				"identity providers behind the hub '%.*s': %u",
				SV_ARG(h->hub[i].name), h->hub[i].members);
	return 0;
}

struct sv
saml_hubs_only(const struct saml *d)
{
	const struct saml_hubs *h = d->hubs;
	struct sv only = SV_NONE;
	uint32_t n = 0;

	for (uint32_t i = 0; i < h->nhub; i++) {
		if (h->hub[i].members == 0)
			continue;
		n++;
		only = h->hub[i].host.n ? h->hub[i].host : h->hub[i].name;
	}
	return n == 1 && h->without_hub == 0 ? only : SV_NONE;
}
