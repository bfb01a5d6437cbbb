/*
 * What every sign-on document says in the end, whatever its format: services
 * and identity providers, the hosts that serve them, the data that they ask
 * for, who they sign on through. One notebook for all of those collectors, so
 * that one thing is written down one way.
 *
 * Texts go in as the document has them: this cleans names (text_clean), cuts
 * URLs down (url_bare), reduces mail addresses to their domain and drops what
 * names a person. Memory grows with the number of distinct hosts and
 * organisations, not with the document.
 */
#ifndef COLLECTORS_SIGNON_H
#define COLLECTORS_SIGNON_H

#include "base/map.h"
#include "collectors/attributes.h"
#include "collectors/collector.h"
#include "collectors/hosts.h"
#include "collectors/services.h"
#include "schema/model/mentions.h"

struct signon {
	struct import *im;
	enum rung rung; /* of every fact */
	struct mentions names;
	struct hosts hosts;
	struct attributes attributes;
	struct services services;
	struct map parts;    /* style and path, in the order of their numbers */
	struct digests met;  /* hosts as URLs write them -> ref */
	struct digests once; /* facts of this entity */
	struct tally_record tally; /* entities: read, used, refused, empty */
	struct arena scratch;      /* emptied by signon_next() */
	struct buf key;            /* scratch */
	uint32_t board; /* ref of --board; 0 before signon_use(), or none */
};

int signon_begin(struct signon *s, struct import *im, enum rung rung,
		 struct err *e);
/*
 * Before each entity, client or row: what one of them says twice is sent once
 * (its first SIGNON_ONCE facts are remembered).
 */
enum { SIGNON_ONCE = 16384 };
void signon_next(struct signon *s);
/* Sends counts and the tally. */
int signon_end(struct signon *s, struct err *e);
void signon_done(struct signon *s);

/*
 * A place: the part with this path is made when it is new. At most
 * LIMIT_PATHS paths; places past them are those of the document's root.
 */
struct place signon_place(struct signon *s, enum place_style style,
			  const char *path, uint32_t row, uint32_t col);
/* The place as messages write it; its path lives in scratch. */
struct at signon_at(struct signon *s, struct place place);
/*
 * A text as it may be kept: clean, of its addresses the domains only, no more
 * than LIMIT_NAME_BYTES. A view, or in scratch.
 */
struct sv signon_text(struct signon *s, struct sv text);

/* Up to NODE_KEYS_MAX of them; what is no key of its scheme is left out. */
struct signon_key {
	enum key_scheme scheme;
	struct sv value;
};
/*
 * A product by its keys and name (may be empty). 0 with e set: stop; 0 without:
 * neither key nor name. Keys of the known services (services.csv) give the
 * product its known name.
 */
uint32_t
signon_product(struct signon *s, const struct signon_key *key, uint32_t nkey,
	       struct sv name, struct place place, struct err *e);
/*
 * The same for what the caller knows to be new, by its one key: it costs four
 * bytes. *ret_known is what services.csv knows of the key, or NULL.
 */
uint32_t signon_entity(struct signon *s, struct signon_key key, struct sv name,
		       struct place place, const struct service **ret_known,
		       struct err *e);
/* A product or organisation of the reference data, by its name. As above. */
uint32_t signon_known(struct signon *s, enum node_kind kind, struct sv name,
		      struct place place, struct err *e);
/*
 * An organisation by name, tenant or domain. Names of persons never get here:
 * the caller passes organisations only.
 */
uint32_t signon_organisation(struct signon *s, const struct signon_key *key,
			     uint32_t nkey, struct sv name, struct place place,
			     struct err *e);

/*
 * Facts; each 0, or -1 with e set. A ref of 0 is "unknown"; where the fact is
 * about nothing without it, nothing is sent.
 */

/*
 * SERVED_FROM, once for each endpoint, host and location of an entity; the
 * first time that a host is met its domain (attribute "domain") as well, and
 * OPERATED_BY when its suffix is known: inferred, since the suffix says so. A
 * URL without a usable host is kept as attribute "endpoint" with a warning
 * that names it.
 */
int signon_endpoint(struct signon *s, uint32_t product, enum endpoint endpoint,
		    struct sv url, struct sv binding, struct place place,
		    struct err *e);
/*
 * PROCESSES for each category of an attribute, claim or scope; an unknown name
 * gives one fact with category 0, so that it is not lost; a name that is known
 * to carry no data about a person ("openid") gives none. giver: 0 = not said.
 */
int
signon_data(struct signon *s, uint32_t product, uint32_t giver,
	    enum attribute_kind kind, struct sv name, enum necessity necessity,
	    struct sv purpose, struct place place, struct err *e);
/* NEEDS with carrier login. group empty but for alternatives. */
int signon_login(struct signon *s, uint32_t dependent, uint32_t provider,
		 enum necessity necessity, struct sv group, struct place place,
		 struct err *e);
int signon_member(struct signon *s, uint32_t product, uint32_t federation,
		  struct sv authority, struct place place, struct err *e);
int signon_supplier(struct signon *s, uint32_t organisation, uint32_t product,
		    enum role role, struct place place, struct err *e);
/* USES by the board of the import; nothing without --board. function: id, or
 * NULL. */
int signon_use(struct signon *s, uint32_t product, const char *function,
	       enum status status, struct place place, struct err *e);
/* Any other fact, with the same care for what is said twice. */
int signon_put(struct signon *s, const struct fact_record *f, struct err *e);
/* Nothing when value is empty. Names: docs/attributes.md. */
int signon_attribute(struct signon *s, uint32_t node, const char *name,
		     struct sv value, struct place place, struct err *e);
/* The same of a value that is ours: a word, a day, a fingerprint. */
int signon_own(struct signon *s, uint32_t node, const char *name,
	       struct sv value, struct place place, struct err *e);

#endif
