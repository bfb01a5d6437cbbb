/*
 * Microsoft Graph v1.0: answers of /servicePrincipals, /applications,
 * /oauth2PermissionGrants and /appRoleAssignments as files; a page ("value"),
 * a list of pages, a bare list as CLI for Microsoft 365 writes it, or one
 * item. Refuses other JSON. An item that cannot be read is told and passed
 * over; a last page that says there are more is told.
 */
#include "collectors/graph.h"

#include <stdio.h>
#include <stdlib.h>

#include "collectors/syntax/json.h"

/* The first item, wherever it stands. */
static const json_t *
first_item(const json_t *doc)
{
	const json_t *first = doc;

	if (json_is_array(first))
		first = json_array_get(first, 0);
	if (json_is_array(json_object_get(first, "value")))
		first = json_array_get(json_object_get(first, "value"), 0);
	return first;
}

/* A context names the kind also of a page without items. */
static bool
is_context_of_graph(const json_t *doc)
{
	static const char *const sets[] = {
		"$metadata#servicePrincipals",
		"$metadata#applications",
		"$metadata#oauth2PermissionGrants",
		"$metadata#appRoleAssignments",
	};
	struct sv context;

	if (json_is_array(doc))
		doc = json_array_get(doc, 0);
	context = json_sv(json_object_get(doc, "@odata.context"));
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		if (sv_find_sv(context, sv(sets[i])) >= 0)
			return true;
	return false;
}

static enum probe
graph_probe(const struct head *h)
{
	static const struct {
		const char *one, *other;
	} pairs[] = {
		{ "appId", "servicePrincipalType" },
		{ "appId", "servicePrincipalNames" },
		{ "appId", "appOwnerOrganizationId" },
		{ "appId", "requiredResourceAccess" },
		{ "appId", "identifierUris" },
		{ "clientId", "consentType" },
		{ "principalId", "appRoleId" },
	};
	const json_t *o;

	if (h->syntax != SYNTAX_JSON || !h->json)
		return PROBE_NO;
	if (is_context_of_graph(h->json))
		return PROBE_YES;
	o = first_item(h->json);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (json_object_get(o, pairs[i].one) &&
		    json_object_get(o, pairs[i].other))
			return PROBE_YES;
	return PROBE_NO;
}

/* What is done with each item: names of permissions first, then facts. */
enum pass { PASS_NAMES, PASS_FACTS };

static int
take_item(struct graph *g, const json_t *o, enum pass pass, struct err *e)
{
	int rc;

	if (pass == PASS_NAMES) {
		graph_permissions(g, o);
		return 0;
	}
	signon_next(&g->s);
	rc = graph_item(g, o, e);
	if (rc < 0)
		return -1;
	g->s.tally.read++;
	g->s.tally.used += rc == GRAPH_USED;
	g->s.tally.refused += rc == GRAPH_REFUSED;
	g->s.tally.empty += rc == GRAPH_EMPTY;
	return 0;
}

static int
take_list(struct graph *g, const json_t *list, const char *base, enum pass pass,
	  struct err *e)
{
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		g->base = base;
		g->row = (uint32_t)i + 1;
		if (take_item(g, one, pass, e))
			return -1;
	}
	return 0;
}

static bool
is_page(const json_t *o)
{
	return json_is_array(json_object_get(o, "value"));
}

static int
take_pages(struct graph *g, const json_t *doc, enum pass pass, struct err *e)
{
	const json_t *page;
	size_t i;

	json_array_foreach(doc, i, page)
	{
		char base[48];

		snprintf(base, sizeof(base), "/%zu/value/{row}", i);
		if (take_list(g, json_object_get(page, "value"), base, pass, e))
			return -1;
	}
	return 0;
}

static int
take_document(struct graph *g, const json_t *doc, enum pass pass, struct err *e)
{
	if (is_page(doc))
		return take_list(g, json_object_get(doc, "value"),
				 "/value/{row}", pass, e);
	if (json_is_array(doc) && is_page(json_array_get(doc, 0)))
		return take_pages(g, doc, pass, e);
	if (json_is_array(doc))
		return take_list(g, doc, "/{row}", pass, e);
	g->base = "";
	g->row = 1;
	return take_item(g, doc, pass, e);
}

/* Nobody here knows whether the next page is imported as well. */
static void
tell_pages(const struct import *im, const json_t *doc)
{
	struct at at = { .file = im->in->name, .path = "/@odata.nextLink" };
	const json_t *last = doc;

	if (json_is_array(doc) && json_array_size(doc))
		last = json_array_get(doc, json_array_size(doc) - 1);
	if (json_sv(json_object_get(last, "@odata.nextLink")).n)
		diag_warn(im->diag, &at,
			  "this is not the last page (expected the next one "
			  "among the files that are imported)");
}

static int
graph_import(struct import *im, struct err *e)
{
	CLEANUP(json_done) json_t *own = NULL;
	const json_t *doc = im->head ? im->head->json : NULL;
	struct at at = { .file = im->in->name };
	struct graph g = { 0 };
	int rc;

	if (!doc) {
		if (json_read(im->in, &own, e))
			return -1;
		doc = own;
	}
	if (signon_begin(&g.s, im, RUNG_REGISTER, e))
		return -1;
	entra_begin(&g.entra, &g.s);
	rc = take_document(&g, doc, PASS_NAMES, e);
	if (rc == 0)
		rc = take_document(&g, doc, PASS_FACTS, e);
	if (rc == 0 && g.s.tally.read && g.s.tally.refused == g.s.tally.read)
		rc = err_set(e, ERR_INPUT, &at,
			     "nothing of Microsoft Graph in it (expected "
			     "servicePrincipals, applications, "
			     "oauth2PermissionGrants or appRoleAssignments)");
	if (rc == 0) {
		entra_end(&g.entra);
		tell_pages(im, doc);
		rc = signon_end(&g.s, e);
	}
	map_done(&g.permission);
	digests_done(&g.granted);
	free(g.name);
	signon_done(&g.s);
	return rc;
}

const struct collector collector_graph = {
	.name = "graph",
	.summary = N_("Microsoft Graph: applications and their permissions"),
	.rung = RUNG_REGISTER,
	.probe = graph_probe,
	.import = graph_import,
};
