/*
 * The door through which every record of every collector goes: what can be
 * told to name a person by its form (base/personal.h) stays outside, wherever
 * a document has put it. It is the last net, not the only one: fields that
 * hold names of people are not read in the first place.
 */
#ifndef COLLECTORS_IMPERSONAL_H
#define COLLECTORS_IMPERSONAL_H

#include "base/arena.h"
#include "schema/model/sink.h"

struct impersonal {
	struct sink sink; /* give this one to the collector */
	struct sink *to;
	struct arena mem; /* texts of one record */
};

/*
 * Records go on to the sink to. A key that names a person is left out; a node
 * without a name is then called by what is left of its key.
 */
void impersonal_init(struct impersonal *d, struct sink *to);
void impersonal_done(struct impersonal *d);

/* What is left of a text, in mem or the text itself. */
const char *impersonal_text(struct arena *mem, const char *text);

#endif
