/*
 * One item of Microsoft Graph into facts: a service principal, an application
 * that the tenant registered, a grant of delegated permissions, an assignment
 * of an application permission. Refuses items that are none of these. Owners,
 * notes, addresses for notices and the users of grants are not read.
 */
#include "collectors/graph.h"

#include <stdio.h>

#include "collectors/syntax/json.h"

static struct sv
text(const json_t *o, const char *key)
{
	return json_sv(json_object_get(o, key));
}

struct place
graph_place(struct graph *g, const char *member, uint32_t col)
{
	char path[160];

	snprintf(path, sizeof(path), "%s%s%s", g->base, *member ? "/" : "",
		 member);
	return signon_place(&g->s, PLACE_POINTER, path, g->row, col);
}

static int
refuse(struct graph *g, const char *member, const char *what)
{
	struct at at = signon_at(&g->s, graph_place(g, member, 0));

	/* TRANSLATORS: %s is a name of JSON, "appId" */
	diag_refuse(g->s.im->diag, &at, "no usable %s (expected text)", what);
	return GRAPH_REFUSED;
}

void
graph_permissions(struct graph *g, const json_t *o)
{
	static const char *const lists[] = { "appRoles",
					     "oauth2PermissionScopes" };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const json_t *list = json_object_get(o, lists[i]), *one;
		size_t k;

		json_array_foreach(list, k, one)
		{
			struct sv id = text(one, "id");
			struct sv value = text(one, "value");
			bool is_new;

			if (id.n == 0 || value.n == 0)
				continue;
			map_put(&g->permission, id, g->nname + 1, &is_new);
			if (!is_new)
				continue;
			VEC_ROOM(g->name, g->nname, g->cap);
			g->name[g->nname++] = value;
		}
	}
}

/* Zeros stand for access as such, without a permission. */
static bool
is_default(struct sv id)
{
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] != '0' && id.p[i] != '-')
			return false;
	return true;
}

/* The name of a permission, or its id when nothing here defines it. */
static struct sv
permission(const struct graph *g, struct sv id)
{
	uint32_t i = map_get(&g->permission, id, 0);
	const struct attribute_row *row;
	uint32_t n;

	if (i)
		return g->name[i - 1];
	row = attributes_find(&g->s.attributes, ATTRIBUTE_SCOPE, id, &n);
	return n ? row->label : id;
}

static bool
has_tag(const json_t *o, const char *tag)
{
	const json_t *list = json_object_get(o, "tags"), *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (sv_is(json_sv(one), tag))
			return true;
	}
	return false;
}

static int
truth(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_boolean(v) ? json_is_true(v) : -1;
}

static void
read_identifiers(const json_t *list, struct entra_app *a)
{
	const json_t *one;
	size_t i;
	int n = 0;

	json_array_foreach(list, i, one)
	{
		struct sv name = json_sv(one);

		if (n < ENTRA_IDENTIFIERS && entra_is_identifier(name))
			a->identifier[n++] = name;
	}
}

static void
read_app(const json_t *o, struct entra_app *a)
{
	*a = (struct entra_app){
		.app_id = text(o, "appId"),
		.name = text(o, "displayName"),
		.owner = text(o, "appOwnerOrganizationId"),
		.publisher = text(o, "publisherName"),
		.verified = text(json_object_get(o, "verifiedPublisher"),
				 "displayName"),
		.created = text(o, "createdDateTime"),
		.mode = text(o, "preferredSingleSignOnMode"),
		.is_enabled = truth(o, "accountEnabled"),
		.needs_assignment = truth(o, "appRoleAssignmentRequired"),
		.is_proxied =
			has_tag(o, "WindowsAzureActiveDirectoryOnPremApp"),
		.is_managed = sv_is(text(o, "servicePrincipalType"),
				    "ManagedIdentity"),
	};
	if (a->name.n == 0)
		a->name = text(o, "appDisplayName");
}

static int
put_url(struct graph *g, uint32_t product, const json_t *o, const char *key,
	const char *path, enum endpoint endpoint, struct err *e)
{
	struct sv url = text(o, key);

	if (url.n == 0)
		return 0;
	return signon_endpoint(&g->s, product, endpoint, url, SV_NONE,
			       graph_place(g, path, 0), e);
}

static int
put_replies(struct graph *g, uint32_t product, const json_t *list,
	    const char *path, struct err *e)
{
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (entra_reply(&g->entra, product, json_sv(one),
				graph_place(g, path, (uint32_t)i + 1), e))
			return -1;
	}
	return 0;
}

static int
put_info(struct graph *g, uint32_t product, const json_t *o, struct err *e)
{
	const json_t *info = json_object_get(o, "info");
	struct sv privacy =
		url_bare(text(info, "privacyStatementUrl"), &g->s.scratch);

	if (put_url(g, product, info, "marketingUrl", "info/marketingUrl",
		    ENDPOINT_HOME, e) ||
	    put_url(g, product, info, "privacyStatementUrl",
		    "info/privacyStatementUrl", ENDPOINT_POLICY, e) ||
	    put_url(g, product, info, "termsOfServiceUrl",
		    "info/termsOfServiceUrl", ENDPOINT_POLICY, e) ||
	    put_url(g, product, info, "logoUrl", "info/logoUrl", ENDPOINT_LOGO,
		    e))
		return -1;
	if (privacy.n == 0)
		return 0;
	return signon_attribute(&g->s, product, "privacy_statement", privacy,
				graph_place(g, "info/privacyStatementUrl", 0),
				e);
}

/* Said but once in a document: of a thousand users who gave the same. */
static int
put_permission(struct graph *g, uint32_t product, struct sv scope,
	       enum necessity necessity, struct place place, struct err *e)
{
	uint32_t head[2] = { product, necessity };
	uint32_t giver = entra_provider(&g->entra, place, e);
	bool is_new;

	if (giver == 0)
		return -1;
	if (is_default(scope))
		return 0;
	buf_clear(&g->s.key);
	buf_put(&g->s.key, head, sizeof(head));
	buf_sv(&g->s.key, scope);
	digests_put(&g->granted,
		    digest_of(&g->s.names.key, buf_view(&g->s.key)), 1,
		    &is_new);
	if (!is_new)
		return 0;
	return signon_data(&g->s, product, giver, ATTRIBUTE_SCOPE, scope,
			   necessity, SV_NONE, place, e);
}

/* Delegated: for all users an administrator gave it, else each by himself. */
static int
put_scopes(struct graph *g, uint32_t product, const json_t *o,
	   struct place place, struct err *e)
{
	struct sv rest = text(o, "scope"), one;
	enum necessity necessity =
		sv_is(text(o, "consentType"), "AllPrincipals")
			? NECESSITY_REQUIRED
			: NECESSITY_OPTIONAL;

	while (sv_split(&rest, ' ', &one))
		if (one.n &&
		    put_permission(g, product, one, necessity, place, e))
			return -1;
	return 0;
}

/* What $expand puts into a service principal. */
static int
put_expanded(struct graph *g, uint32_t product, const json_t *o, struct err *e)
{
	const json_t *grants = json_object_get(o, "oauth2PermissionGrants");
	const json_t *roles = json_object_get(o, "appRoleAssignments"), *one;
	size_t i;

	json_array_foreach(grants, i, one)
	{
		if (put_scopes(g, product, one,
			       graph_place(g, "oauth2PermissionGrants/{col}",
					   (uint32_t)i + 1),
			       e))
			return -1;
	}
	json_array_foreach(roles, i, one)
	{
		struct sv id = text(one, "appRoleId");

		if (id.n &&
		    put_permission(g, product, permission(g, id),
				   NECESSITY_REQUIRED,
				   graph_place(g, "appRoleAssignments/{col}",
					       (uint32_t)i + 1),
				   e))
			return -1;
	}
	return 0;
}

static int
service_principal(struct graph *g, const json_t *o, struct err *e)
{
	struct entra_app a;
	uint32_t product;
	bool is_own;

	read_app(o, &a);
	a.object_id = text(o, "id");
	read_identifiers(json_object_get(o, "servicePrincipalNames"), &a);
	if (a.app_id.n == 0)
		return refuse(g, "appId", "appId");
	product = entra_product(&g->entra, &a, graph_place(g, "displayName", 0),
				&is_own, e);
	if (product == 0)
		return -1;
	if (is_own)
		return GRAPH_USED;
	if (put_url(g, product, o, "homepage", "homepage", ENDPOINT_HOME, e) ||
	    put_url(g, product, o, "loginUrl", "loginUrl", ENDPOINT_LOGIN, e) ||
	    put_url(g, product, o, "logoutUrl", "logoutUrl", ENDPOINT_LOGOUT,
		    e) ||
	    put_replies(g, product, json_object_get(o, "replyUrls"),
			"replyUrls/{col}", e) ||
	    put_info(g, product, o, e))
		return -1;
	return put_expanded(g, product, o, e);
}

/* What a registration asks for; whether anybody gave it is said elsewhere. */
static int
put_required(struct graph *g, uint32_t product, const json_t *o, struct err *e)
{
	const json_t *list = json_object_get(o, "requiredResourceAccess");
	const json_t *resource, *one;
	size_t i, k;

	json_array_foreach(list, i, resource)
	{
		const json_t *access =
			json_object_get(resource, "resourceAccess");

		json_array_foreach(access, k, one)
		{
			struct place place =
				graph_place(g, "requiredResourceAccess/{col}",
					    (uint32_t)i + 1);
			struct sv id = text(one, "id");

			if (id.n &&
			    put_permission(g, product, permission(g, id),
					   NECESSITY_UNKNOWN, place, e))
				return -1;
		}
	}
	return 0;
}

static int
put_platforms(struct graph *g, uint32_t product, const json_t *o, struct err *e)
{
	const json_t *web = json_object_get(o, "web");

	if (put_url(g, product, web, "homePageUrl", "web/homePageUrl",
		    ENDPOINT_HOME, e) ||
	    put_url(g, product, web, "logoutUrl", "web/logoutUrl",
		    ENDPOINT_LOGOUT, e) ||
	    put_replies(g, product, json_object_get(web, "redirectUris"),
			"web/redirectUris/{col}", e) ||
	    put_replies(
		    g, product,
		    json_object_get(json_object_get(o, "spa"), "redirectUris"),
		    "spa/redirectUris/{col}", e))
		return -1;
	return put_replies(g, product,
			   json_object_get(json_object_get(o, "publicClient"),
					   "redirectUris"),
			   "publicClient/redirectUris/{col}", e);
}

/* Its "id" is that of the registration, which no grant ever names. */
static int
application(struct graph *g, const json_t *o, struct err *e)
{
	struct entra_app a;
	uint32_t product;
	bool is_own;

	read_app(o, &a);
	read_identifiers(json_object_get(o, "identifierUris"), &a);
	if (a.app_id.n == 0)
		return refuse(g, "appId", "appId");
	product = entra_product(&g->entra, &a, graph_place(g, "displayName", 0),
				&is_own, e);
	if (product == 0)
		return -1;
	if (is_own)
		return GRAPH_USED;
	if (put_platforms(g, product, o, e) || put_info(g, product, o, e))
		return -1;
	return put_required(g, product, o, e);
}

/* The client of a grant, by the object id that other files tell of it. */
static uint32_t
client(struct graph *g, struct sv id, struct place place, struct err *e)
{
	struct signon_key key = { KEY_CLIENT_ID, id };

	return signon_product(&g->s, &key, 1, SV_NONE, place, e);
}

static int
grant(struct graph *g, const json_t *o, struct err *e)
{
	struct sv id = text(o, "clientId");
	uint32_t product;

	if (id.n == 0)
		return refuse(g, "clientId", "clientId");
	product = client(g, id, graph_place(g, "clientId", 0), e);
	if (product == 0 ||
	    put_scopes(g, product, o, graph_place(g, "scope", 0), e))
		return -1;
	return GRAPH_USED;
}

/* Of users and groups nothing is read: that would be who may use what. */
static int
assignment(struct graph *g, const json_t *o, struct err *e)
{
	struct sv id = text(o, "principalId"), role = text(o, "appRoleId");
	uint32_t product;

	if (!sv_is(text(o, "principalType"), "ServicePrincipal"))
		return GRAPH_EMPTY;
	if (id.n == 0)
		return refuse(g, "principalId", "principalId");
	if (role.n == 0)
		return refuse(g, "appRoleId", "appRoleId");
	product = client(g, id, graph_place(g, "principalId", 0), e);
	if (product == 0 ||
	    put_permission(g, product, permission(g, role), NECESSITY_REQUIRED,
			   graph_place(g, "appRoleId", 0), e))
		return -1;
	return GRAPH_USED;
}

int
graph_item(struct graph *g, const json_t *o, struct err *e)
{
	struct at at;

	if (json_has(o, "consentType"))
		return grant(g, o, e);
	if (json_has(o, "appRoleId") || json_has(o, "principalType"))
		return assignment(g, o, e);
	if (json_has(o, "requiredResourceAccess") ||
	    json_has(o, "identifierUris"))
		return application(g, o, e);
	if (json_has(o, "appId") || json_has(o, "servicePrincipalType"))
		return service_principal(g, o, e);
	at = signon_at(&g->s, graph_place(g, "", 0));
	diag_refuse(g->s.im->diag, &at,
		    "neither a service principal nor an application, grant or "
		    "assignment (expected one)");
	return GRAPH_REFUSED;
}
