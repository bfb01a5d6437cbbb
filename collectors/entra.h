/*
 * One application as Microsoft Entra lists it, whatever the export: what makes
 * it one product, who supplies it, whether its users sign on through Entra.
 */
#ifndef COLLECTORS_ENTRA_H
#define COLLECTORS_ENTRA_H

#include "collectors/signon.h"

enum { ENTRA_IDENTIFIERS = 3 };

/* Views; empty and -1: not said. */
struct entra_app {
	struct sv object_id; /* of the service principal: grants name it */
	struct sv app_id;
	struct sv name;
	struct sv owner;     /* tenant that registered it */
	struct sv publisher; /* display name of that tenant */
	struct sv verified;  /* publisher whom Microsoft has verified */
	struct sv created;   /* ISO date and time */
	struct sv mode;      /* "saml", "oidc", "password", "notSupported" */
	struct sv identifier[ENTRA_IDENTIFIERS];      /* entityIDs */
	int is_enabled, needs_assignment, is_proxied; /* 1, 0, -1 */
	bool is_first_party; /* the list itself says that it is Microsoft's */
	bool is_managed;     /* the identity of an Azure resource */
};

struct entra {
	struct signon *s;
	uint32_t provider;             /* Microsoft Entra ID */
	uint64_t first_party, managed; /* rows taken together */
};

/* Nothing is sent before the first application. */
void entra_begin(struct entra *x, struct signon *s);
/* The product Microsoft Entra ID; 0 with e set. */
uint32_t entra_provider(struct entra *x, struct place place, struct err *e);
/*
 * The product that the application is, with its facts. Microsoft's own become
 * one product, identities of Azure resources become Azure: *ret_is_own tells,
 * and of those there is nothing more to say. 0 with e set.
 */
uint32_t entra_product(struct entra *x, const struct entra_app *a,
		       struct place place, bool *ret_is_own, struct err *e);
/*
 * Where users and their data are sent: a location that is no web address, or
 * is on the user's own device, is passed over.
 */
int entra_reply(struct entra *x, uint32_t product, struct sv url,
		struct place place, struct err *e);
/* Is this a web address or a URN, so that it can be an entityID? */
bool entra_is_identifier(struct sv name);
/* Tells how many were taken together. */
void entra_end(struct entra *x);

#endif
