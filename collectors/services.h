/*
 * entityIDs, issuers and client ids that are known, or that show which
 * software made them: schema/reference/services.csv. "https://engine.
 * surfconext.nl/authentication/idp/metadata" is the hub SURFconext; what ends
 * in "/adfs/services/trust" is an AD FS. Embedded data only.
 */
#ifndef COLLECTORS_SERVICES_H
#define COLLECTORS_SERVICES_H

#include "base/arena.h"
#include "base/sv.h"

enum service_match {
	SERVICE_EXACT,  /* this very identifier */
	SERVICE_HOST,   /* identifiers, endpoints and registration authorities
			   at this host */
	SERVICE_PREFIX, /* identifiers that begin so */
	SERVICE_PART,   /* identifiers in which this occurs */
};

/* A row of services.csv; views into embedded data. */
struct service {
	enum service_match match;
	struct sv pattern;
	struct sv product;   /* name in products.csv */
	bool is_hub;         /* others sign on through it */
	bool is_software;    /* the identifier's owner runs this software; else
				the identifier is the product itself */
	bool is_cloud;       /* that software runs at its vendor */
	bool is_first_party; /* Microsoft's own application ids and tenants */
	struct sv source;
};

/* The whole table, for who asks often. */
struct services {
	struct service *row; /* in mem */
	uint32_t n;
	struct arena mem;
};
/* O(rows). */
void services_load(struct services *s);
void services_done(struct services *s);

/*
 * The service that an identifier belongs to, the most exact pattern first, the
 * longest of those; false: none. O(rows).
 */
bool service_find(struct sv identifier, struct service *ret);
/* The hub that runs at this host name, or that this authority URI names. */
bool service_hub(struct sv host_or_authority, struct service *ret);

/* The same of a table that was loaded; NULL: none. Views into it. */
const struct service *
services_find(const struct services *s, struct sv identifier);
const struct service *
services_hub(const struct services *s, struct sv host_or_authority);

#endif
