/*
 * landschap show, of what documents of sign-on say: attributes and keys,
 * endpoints, hosts and their operators, federations, and personal data.
 */
#include <string.h>

#include "base/date.h"
#include "cli/show.h"
#include "collectors/attributes.h"

/* Attributes whose values are the same when the same party holds a key. */
static bool
is_key(const char *name)
{
	return strcmp(name, "key") == 0 || strcmp(name, "key_signing") == 0 ||
	       strcmp(name, "key_encryption") == 0;
}

/* Shown elsewhere, or read by the program only. */
static bool
is_hidden(const char *name)
{
	return strcmp(name, "alias") == 0;
}

enum { SHARERS_SHOWN = 4 };

/* Who else has this key; each node once. */
static const char *
sharers(struct show *s, const char *value)
{
	const struct landscape *l = &s->l;
	struct buf out = { 0 };
	uint32_t last = NODE_NONE, n = 0;
	const char *text;

	for (uint32_t i = 0; i < l->nproperty; i++) {
		const struct property *p = &l->property[i];

		if (p->node == s->node || p->node == last || !is_key(p->name) ||
		    strcmp(p->value, value) != 0)
			continue;
		last = p->node;
		if (n++ < SHARERS_SHOWN)
			buf_printf(&out, "%s%s", n > 1 ? ", " : "",
				   l->node[p->node].name);
	}
	if (n > SHARERS_SHOWN)
		buf_printf(&out, ", +%u", n - SHARERS_SHOWN);
	text = arena_sv(&s->c->mem, buf_view(&out)).p;
	buf_done(&out);
	return n ? text : NULL;
}

static const char *
property_text(struct show *s, const struct property *p)
{
	struct arena *mem = &s->c->mem;
	const char *also;
	int32_t date;

	if (strcmp(p->name, "valid_until") == 0 &&
	    date_from_iso(sv(p->value), &date) && date < s->l.at)
		return arena_printf(mem, "%s (%s)", p->value,
				    cli_word(s->c, N_("expired")));
	also = is_key(p->name) ? sharers(s, p->value) : NULL;
	if (also)
		return arena_printf(mem, "%s (%s %s)", p->value,
				    cli_word(s->c, N_("shared with")), also);
	return p->value;
}

void
show_properties(struct show *s)
{
	const struct landscape *l = &s->l;

	for (uint32_t i = landscape_property_of(l, s->node, "");
	     i < l->nproperty && l->property[i].node == s->node; i++) {
		const struct property *p = &l->property[i];

		if (!is_hidden(p->name))
			show_evidence(s,
				      show_add(s, N_("attribute"), p->name,
					       p->value[0] ? property_text(s, p)
							   : NULL),
				      &p->ev);
	}
}

static const char *
endpoint_text(struct show *s, const struct serving *x)
{
	const char *kind = cli_word(
		s->c, code_name(DOMAIN_ENDPOINT, (int64_t)x->endpoint));

	return x->binding[0]
		       ? arena_printf(&s->c->mem, "%s, %s", kind, x->binding)
		       : kind;
}

/* Where it is served from, or what this host serves. */
static int
show_serving(struct show *s, struct err *e)
{
	for (uint32_t i = 0; i < s->l.nserving; i++) {
		const struct serving *x = &s->l.serving[i];
		int rc = 0;

		if (x->product == s->node)
			rc = show_edge(s, N_("served from"), x->host,
				       endpoint_text(s, x), FACT_SERVED_FROM,
				       &x->ev, e);
		else if (x->host == s->node)
			rc = show_edge(s, N_("serves"), x->product,
				       endpoint_text(s, x), FACT_SERVED_FROM,
				       &x->ev, e);
		if (rc)
			return -1;
	}
	return 0;
}

static int
show_operation(struct show *s, struct err *e)
{
	for (uint32_t i = 0; i < s->l.noperation; i++) {
		const struct operation *x = &s->l.operation[i];
		int rc = 0;

		if (x->host == s->node)
			rc = show_edge(s, N_("operated by"), x->organisation,
				       NULL, FACT_OPERATED_BY, &x->ev, e);
		else if (x->organisation == s->node)
			rc = show_edge(s, N_("operates"), x->host, NULL,
				       FACT_OPERATED_BY, &x->ev, e);
		if (rc)
			return -1;
	}
	return 0;
}

/* One host of the product, once: who operates it. */
static int
show_operators_of(struct show *s, uint32_t host, struct err *e)
{
	const struct landscape *l = &s->l;
	uint32_t first = landscape_operation_of(l, host);
	const char *what = arena_printf(&s->c->mem, "%s %s", l->node[host].name,
					cli_word(s->c, N_("operated by")));

	if (first == l->noperation || l->operation[first].host != host)
		show_add(s, N_("host"), what, NULL);
	for (uint32_t i = first;
	     i < l->noperation && l->operation[i].host == host; i++) {
		if (show_edge(s, what, l->operation[i].organisation, NULL,
			      FACT_OPERATED_BY, &l->operation[i].ev, e))
			return -1;
		s->t.value[(size_t)(s->t.nrow - 1) * COLUMNS + COL_PART] =
			value_str(cli_word(s->c, N_("host")));
	}
	return 0;
}

static int
show_hosts(struct show *s, struct err *e)
{
	const struct landscape *l = &s->l;
	uint32_t last = NODE_NONE;

	for (uint32_t i = landscape_serving_of(l, s->node);
	     i < l->nserving && l->serving[i].product == s->node; i++) {
		if (l->serving[i].host != last &&
		    show_operators_of(s, l->serving[i].host, e))
			return -1;
		last = l->serving[i].host;
	}
	return 0;
}

static int
show_membership(struct show *s, struct err *e)
{
	for (uint32_t i = 0; i < s->l.nmembership; i++) {
		const struct membership *x = &s->l.membership[i];
		int rc = 0;

		if (x->product == s->node)
			rc = show_edge(s, N_("member of"), x->federation,
				       x->authority, FACT_FEDERATED_BY, &x->ev,
				       e);
		else if (x->federation == s->node)
			rc = show_edge(s, N_("has as member"), x->product,
				       x->authority, FACT_FEDERATED_BY, &x->ev,
				       e);
		if (rc)
			return -1;
	}
	return 0;
}

/* "mail, required, given by X" */
static const char *
data_text(struct show *s, const struct attributes *a,
	  const struct processing *x)
{
	struct arena *mem = &s->c->mem;
	const char *text = cli_attribute(s->c, a, x->attribute);

	if (x->necessity != NECESSITY_UNKNOWN)
		text = arena_printf(
			mem, "%s%s%s", text, text[0] ? ", " : "",
			cli_word(s->c, code_name(DOMAIN_NECESSITY,
						 (int64_t)x->necessity)));
	if (x->giver != NODE_NONE && x->giver != s->node)
		text = arena_printf(mem, "%s%s%s %s", text, text[0] ? ", " : "",
				    cli_word(s->c, N_("given by")),
				    s->l.node[x->giver].name);
	return text;
}

static int
show_processing(struct show *s, struct err *e)
{
	struct attributes a;
	int rc = 0;

	attributes_load(&a);
	for (uint32_t i = 0; rc == 0 && i < s->l.nprocessing; i++) {
		const struct processing *x = &s->l.processing[i];

		if (x->product == s->node)
			rc = show_edge(s, N_("gets data"), x->category,
				       data_text(s, &a, x), FACT_PROCESSES,
				       &x->ev, e);
		else if (x->category == s->node)
			rc = show_edge(s, N_("goes to"), x->product,
				       data_text(s, &a, x), FACT_PROCESSES,
				       &x->ev, e);
		else if (x->giver == s->node)
			rc = show_edge(s, N_("gives data to"), x->product,
				       data_text(s, &a, x), FACT_PROCESSES,
				       &x->ev, e);
	}
	attributes_done(&a);
	return rc;
}

/* Who vouches for the document that gives this its role. */
static int
show_signature(struct show *s, struct err *e)
{
	const struct landscape *l = &s->l;

	for (uint32_t i = landscape_property_of(l, s->node, "role");
	     i < l->nproperty && l->property[i].node == s->node &&
	     strcmp(l->property[i].name, "role") == 0;
	     i++) {
		const struct evidence *ev = &l->property[i].ev;
		const char *said;
		struct origin o;

		if (ev->said == 0)
			continue;
		if (store_origin(s->c->store, FACT_ATTRIBUTE,
				 l->claim[ev->first], NULL, &s->c->mem, &o, e))
			return -1;
		said = cli_verified(s->c, o.kind, o.signer, o.algorithm,
				    o.valid_until);
		if (said[0])
			show_add(s, N_("signature"), said, o.file);
		break;
	}
	return 0;
}

int
show_sign_on(struct show *s, struct err *e)
{
	if (show_signature(s, e) || show_serving(s, e) ||
	    show_operation(s, e) || show_hosts(s, e) || show_membership(s, e) ||
	    show_processing(s, e))
		return -1;
	return 0;
}
