/*
 * SAML 2.0 metadata: one entity or groups of them at any depth, as a stream.
 * Refuses what is no longer valid (a group with all that is in it, or one
 * entity), entities without an entityID and those that came before; the rest
 * of the document is read. Contact persons are never kept.
 */
#include "collectors/saml.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "collectors/xmldsig.h"

int
saml_refuse(struct saml *d, struct err *e, const char *fmt, ...)
{
	struct at at = saml_at(d, DIAG_REFUSE, STEP_ENTITY);
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	message_format(text, sizeof(text), fmt, ap);
	va_end(ap);
	d->s.tally.refused++;
	if (d->is_entity)
		return err_set(e, ERR_INPUT, &at, "%s", text);
	diag_refuse(d->im->diag, &at, "%s", text);
	return 0;
}

static struct sv
value_of(const struct xml_attr *attr, uint32_t nattr, enum saml_word word)
{
	const struct xml_attr *a = xml_find(attr, nattr, (uint16_t)word);

	return a ? sv_trim(a->value) : SV_NONE;
}

/* The earlier of two days, of which 0 is none. */
static int32_t
earlier(int32_t a, int32_t b)
{
	return a == 0 || (b && b < a) ? b : a;
}

static bool
is_expired(const struct saml *d, int32_t valid_until)
{
	return valid_until && valid_until < d->im->today &&
	       !d->im->allow_expired;
}

static struct at
group_at(struct saml *d)
{
	struct at at = { .file = d->im->in->name };

	at.path = arena_printf(&d->mem, "(//md:EntitiesDescriptor)[%u]",
			       d->ngroups);
	return at;
}

/* A group that is refused: the document when it is the outermost. */
static int
refuse_group(struct saml *d, struct saml_group *g, struct sv until,
	     struct err *e)
{
	struct at at = group_at(d);
	char iso[DATE_ISO_SIZE];
	bool is_date = saml_date_time(until, &g->valid_until);

	g->is_refused = true;
	until = saml_shown_date(until);
	if (is_date)
		until = sv(date_iso(g->valid_until, iso));
	if (d->ngroup == 1 && is_date)
		return err_set(e, ERR_INPUT, &at,
			       "this metadata was valid until %.*s (expected a "
			       "newer edition, or --allow-expired)",
			       SV_ARG(until));
	if (d->ngroup == 1)
		return err_set(e, ERR_INPUT, &at,
			       "validUntil '%.*s' (expected a date and time "
			       "such as 2026-11-24T10:00:00Z)",
			       SV_ARG(until));
	if (is_date)
		diag_refuse(d->im->diag, &at,
			    "a group that was valid until %.*s, with all in it "
			    "(expected a newer edition, or --allow-expired)",
			    SV_ARG(until));
	else
		diag_refuse(d->im->diag, &at,
			    "validUntil '%.*s' of a group, with all in it "
			    "(expected a date and time such as "
			    "2026-11-24T10:00:00Z)",
			    SV_ARG(until));
	return 0;
}

int
saml_group_start(struct saml *d, int arg, const struct xml_attr *attr,
		 uint32_t nattr, struct err *e)
{
	const struct saml_group *around = &d->group[d->ngroup];
	struct saml_group *g = &d->group[++d->ngroup];
	struct sv until = value_of(attr, nattr, W_validUntil);
	int32_t own = 0;

	(void)arg;
	d->ngroups++;
	g->valid_until = around->valid_until;
	g->is_refused = around->is_refused;
	g->registered = around->registered;
	buf_clear(&g->authority);
	buf_sv(&g->authority, buf_view(&around->authority));
	if (d->ngroup == 1)
		d->name = arena_sv(d->im->mem,
				   sv_cut(value_of(attr, nattr, W_Name),
					  LIMIT_NAME_BYTES));
	if (until.n == 0 || g->is_refused)
		return 0;
	if (!saml_date_time(until, &own) || is_expired(d, own))
		return refuse_group(d, g, until, e);
	g->valid_until = earlier(g->valid_until, own);
	return 0;
}

int
saml_group_end(struct saml *d, int arg, struct err *e)
{
	(void)arg;
	(void)e;
	d->ngroup--;
	return 0;
}

/* mdrpi:PublicationInfo of the outermost group: who, and when. */
int
saml_publication(struct saml *d, int arg, const struct xml_attr *attr,
		 uint32_t nattr, struct err *e)
{
	struct sv when = value_of(attr, nattr, W_creationInstant);
	int32_t day;

	(void)arg;
	(void)e;
	if (d->ngroup != 1)
		return 0;
	d->publisher =
		arena_sv(d->im->mem, sv_cut(value_of(attr, nattr, W_publisher),
					    LIMIT_NAME_BYTES));
	if (when.n && saml_date_time(when, &day))
		d->im->ret_as_of = day;
	return 0;
}

int
saml_group_registration(struct saml *d, int arg, const struct xml_attr *attr,
			uint32_t nattr, struct err *e)
{
	struct saml_group *g = &d->group[d->ngroup];

	(void)arg;
	(void)e;
	buf_clear(&g->authority);
	buf_sv(&g->authority,
	       sv_cut(value_of(attr, nattr, W_registrationAuthority),
		      LIMIT_NAME_BYTES));
	g->registered = 0;
	saml_date_time(value_of(attr, nattr, W_registrationInstant),
		       &g->registered);
	return 0;
}

/* The same entityID once more: the first one stays. */
static int
pass_over(struct saml *d, struct sv id, uint32_t first)
{
	struct at at = saml_at(d, DIAG_WARN, STEP_ENTITY);

	diag_warn(d->im->diag, &at,
		  "'%.*s' is there already, at (//md:EntityDescriptor)[%u], "
		  "which is kept",
		  SV_ARG(sv_cut(signon_text(&d->s, id), 160)), first);
	d->s.tally.refused++;
	saml_leave_out(d);
	return 0;
}

/* Whatever is wrong with the start tag. 1: passed over, -1 with e set. */
static int
check_entity(struct saml *d, struct sv id, struct sv until, struct err *e)
{
	char iso[DATE_ISO_SIZE];
	int32_t own = 0;
	int rc = 0;

	if (id.n == 0)
		rc = saml_refuse(d, e,
				 "an entity without entityID (expected a URI)");
	else if (id.n > LIMIT_ENTITY_ID)
		rc = saml_refuse(d, e,
				 "an entityID of %zu bytes (expected at most "
				 "%u)",
				 id.n, LIMIT_ENTITY_ID);
	else if (until.n && !saml_date_time(until, &own))
		rc = saml_refuse(d, e,
				 "validUntil '%.*s' (expected a date and time "
				 "such as 2026-11-24T10:00:00Z)",
				 SV_ARG(saml_shown_date(until)));
	else if (is_expired(d, own))
		rc = saml_refuse(d, e,
				 "'%.*s' was valid until %s (expected a newer "
				 "edition, or --allow-expired)",
				 SV_ARG(sv_cut(signon_text(&d->s, id), 160)),
				 date_iso(own, iso));
	else {
		d->en.valid_until =
			earlier(d->group[d->ngroup].valid_until, own);
		return 0;
	}
	return rc ? rc : 1;
}

int
saml_entity_start(struct saml *d, int arg, const struct xml_attr *attr,
		  uint32_t nattr, struct err *e)
{
	const struct saml_group *g = &d->group[d->ngroup];
	struct sv id = value_of(attr, nattr, W_entityID);
	bool is_new;
	uint32_t first;
	int rc;

	(void)arg;
	arena_clear(&d->mem);
	d->en = (struct saml_entity){ .row = d->nentity };
	d->en.end = &d->en.item;
	d->r = (struct saml_reading){ .element = "" };
	d->s.tally.read++;
	d->is_entity = xml_depth(d->x) == 1;
	if (g->is_refused) {
		d->s.tally.refused++;
		saml_leave_out(d);
		return 0;
	}
	rc = check_entity(d, id, value_of(attr, nattr, W_validUntil), e);
	if (rc) {
		saml_leave_out(d);
		return rc < 0 ? -1 : 0;
	}
	first = digests_put(&d->seen, digest_of(&d->s.names.key, id),
			    d->nentity, &is_new);
	if (!is_new)
		return pass_over(d, id, first);
	d->en.id = arena_sv(&d->mem, id);
	d->en.authority = buf_view(&g->authority);
	d->en.registered = g->registered;
	return 0;
}

int
saml_entity_end(struct saml *d, int arg, struct err *e)
{
	(void)arg;
	if (d->en.is_too_large)
		return saml_refuse(d, e,
				   "an entity of more than %llu MiB of text "
				   "(expected less)",
				   LIMIT_ENTITY_BYTES / MIB);
	d->s.tally.used++;
	return saml_entity_put(d, e);
}

/* Reads to the first element. */
struct root {
	struct xml_handler handler; /* first */
	uint16_t id;
};

static int
root_start(struct xml_handler *h, struct xml *x, uint16_t id,
	   const struct xml_attr *attr, uint32_t nattr, struct err *e)
{
	(void)x;
	(void)attr;
	(void)nattr;
	(void)e;
	((struct root *)h)->id = id;
	h->stop = true;
	return 0;
}

/* Is it called so, whatever its namespace? UTF-16 has NULs between. */
static bool
seems_metadata(const struct head *h)
{
	const struct input *in = h->in;
	char *p = arena_alloc(h->mem, in->nhead + 1);
	size_t n = 0;

	for (size_t i = 0; i < in->nhead; i++)
		if (in->head[i])
			p[n++] = (char)in->head[i];
	return sv_find_sv(sv_n(p, n), SV("EntityDescriptor")) >= 0 ||
	       sv_find_sv(sv_n(p, n), SV("EntitiesDescriptor")) >= 0;
}

static enum probe
probe(const struct head *h)
{
	struct root root = { .handler.start = root_start };
	struct at at = { .file = h->in->name };
	struct xml_input source;
	struct err ignored = { 0 };

	if (h->syntax != SYNTAX_XML)
		return PROBE_NO;
	xml_from_input(&source, h->in);
	xml_read(&source.source, &at, &saml_vocabulary, &root.handler,
		 &ignored);
	if (root.id >= W_EntitiesDescriptor && root.id <= W_EmailAddress)
		return PROBE_YES;
	/* a wrong namespace, a DOCTYPE: worth saying so */
	return seems_metadata(h) ? PROBE_MAYBE : PROBE_NO;
}

/*
 * The name that stays the same from edition to edition. One publisher has
 * feeds of both kinds of entities, often under one name.
 */
static const char *
series_of(struct saml *d)
{
	const char *kind = "";
	struct sv of = saml_hubs_only(d);

	if (of.n == 0)
		of = d->name.n ? d->name : d->publisher;
	if (of.n == 0)
		return NULL;
	if (d->nidp && !d->nsp)
		kind = " idp";
	else if (d->nsp && !d->nidp)
		kind = " sp";
	return arena_printf(d->im->mem, "%.*s%s",
			    SV_ARG(signon_text(&d->s, of)), kind);
}

static int
finish(struct saml *d, struct err *e)
{
	struct at at = { .file = d->im->in->name };

	if (d->s.tally.read == 0)
		return err_set(e, ERR_INPUT, &at,
			       "metadata without entities (expected at least "
			       "one EntityDescriptor)");
	if (d->s.tally.used == 0)
		return err_set(e, ERR_INPUT, &at,
			       "none of the %llu entities could be read "
			       "(expected at least one)",
			       (unsigned long long)d->s.tally.read);
	if (saml_hubs_end(d, e))
		return -1;
	if (d->nlegacy)
		diag_note(d->im->diag, &at,
			  "entities that speak SAML 1 only: %llu (they are "
			  "kept)",
			  (unsigned long long)d->nlegacy);
	if (d->nodd_certificates > SAML_CERTIFICATES_TOLD)
		diag_warn(d->im->diag, &at,
			  "certificates that cannot be read: %llu in all "
			  "(expected X.509 in base64)",
			  (unsigned long long)d->nodd_certificates);
	signon_next(&d->s);
	if (d->nidp == 1 && signon_use(&d->s, d->idp, "identiteit",
				       STATUS_IN_USE, d->idp_place, e))
		return -1;
	d->im->ret_series = series_of(d);
	return signon_end(&d->s, e);
}

static void
done(struct saml *d)
{
	signon_done(&d->s);
	certificates_done(&d->certificates);
	arena_done(&d->mem);
	buf_done(&d->text);
	buf_done(&d->cert);
	for (size_t i = 0; i < sizeof(d->group) / sizeof(d->group[0]); i++)
		buf_done(&d->group[i].authority);
	digests_done(&d->seen);
	digests_done(&d->places);
	saml_hubs_free(d->hubs);
	free(d->rules);
	free(d);
}

static int
import(struct import *im, struct err *e)
{
	struct at at = { .file = im->in->name };
	struct xml_input source;
	struct saml *d;
	int rc;

	if (im->pinned.n && xmldsig_verify(im, e))
		return -1;
	d = mem_realloc(NULL, 1, sizeof(*d));
	*d = (struct saml){ .handler = { saml_start, saml_end, saml_text,
					 false },
			    .im = im,
			    .text.max = LIMIT_CELL_BYTES };
	saml_rules_make(d);
	certificates_init(&d->certificates);
	d->hubs = saml_hubs_new();
	rc = signon_begin(&d->s, im, RUNG_OBSERVED, e);
	xml_from_input(&source, im->in);
	if (rc == 0)
		rc = xml_read(&source.source, &at, &saml_vocabulary,
			      &d->handler, e);
	if (rc == 0)
		rc = finish(d, e);
	done(d);
	return rc;
}

const struct collector collector_saml = {
	.name = "saml",
	.summary = N_("SAML 2.0 metadata of services, identity providers and "
		      "federations"),
	.is_signed = true,
	.is_complete = true,
	.rung = RUNG_OBSERVED,
	.probe = probe,
	.import = import,
};
