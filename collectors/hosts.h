/*
 * Where a URL points: its DNS name, the registrable domain of that name (the
 * public suffix list, through libpsl), and who is known to be behind names
 * like it (schema/reference/host-suffixes.csv). Embedded data only: resolves
 * nothing, opens nothing.
 */
#ifndef COLLECTORS_HOSTS_H
#define COLLECTORS_HOSTS_H

#include "base/arena.h"
#include "base/map.h"

struct hosts {
	struct map suffix;        /* of host-suffixes.csv -> index + 1 */
	struct host_owner *owner; /* by that index */
	uint32_t nowner;
	const void *psl; /* the library's own list; not owned */
	struct arena mem;
};

/* A row of host-suffixes.csv; views into embedded data. */
struct host_owner {
	struct sv suffix, organisation, service, source;
};

enum host_verdict {
	HOST_OK,
	HOST_NONE, /* no URL with a host: "urn:...", "javascript:", relative */
	HOST_ODD,  /* user information, port out of range, not a DNS name */
};

struct host {
	struct sv name;   /* lower case, A-labels, no final dot; in mem */
	struct sv domain; /* registrable, a view of name; empty for a public
			     suffix itself and for an IP address */
	bool is_ip;
};

/* O(rows of host-suffixes.csv). */
void hosts_load(struct hosts *h);
void hosts_done(struct hosts *h);
/*
 * The host of an http or https URL. With is_name, s is the bare name itself.
 * O(bytes). *ret is set for HOST_OK only.
 */
enum host_verdict host_of(const struct hosts *h, struct sv s, bool is_name,
			  struct arena *mem, struct host *ret);
/* Whose suffix the name ends in, the longest one; NULL: not known. */
const struct host_owner *host_owner(const struct hosts *h, struct sv name);

/*
 * A URL as it may be kept: without user information, query and fragment, which
 * may hold tokens and names. Nothing is left of words that are no URL. A view
 * of url, or in mem.
 */
struct sv url_bare(struct sv url, struct arena *mem);

#endif
