/*
 * What sign-on documents say, written down one way. Refuses nothing itself: a
 * URL without a host becomes an attribute and a warning, a key that is none of
 * its scheme is left out. What is said twice of one entity is sent once.
 */
#include "collectors/signon.h"

#include "base/limits.h"
#include "collectors/say.h"
#include "schema/model/keys.h"
#include "schema/model/place.h"

enum { SCRATCH = 64 * 1024 };

int
signon_begin(struct signon *s, struct import *im, enum rung rung, struct err *e)
{
	(void)e;
	*s = (struct signon){ .im = im, .rung = rung };
	mentions_init(&s->names, im->sink, sv(im->in->sha256));
	hosts_load(&s->hosts);
	attributes_load(&s->attributes);
	services_load(&s->services);
	return 0;
}

void
signon_next(struct signon *s)
{
	digests_clear(&s->once);
	if (s->scratch.used >= SCRATCH)
		arena_clear(&s->scratch);
}

int
signon_end(struct signon *s, struct err *e)
{
	struct record r = { .type = RECORD_TALLY, .tally = s->tally };

	if (mentions_finish(&s->names, e))
		return -1;
	return s->im->sink->put(s->im->sink, &r, e);
}

void
signon_done(struct signon *s)
{
	mentions_done(&s->names);
	hosts_done(&s->hosts);
	attributes_done(&s->attributes);
	services_done(&s->services);
	map_done(&s->parts);
	digests_done(&s->met);
	digests_done(&s->once);
	arena_done(&s->scratch);
	buf_done(&s->key);
}

/* The document itself, for paths past the limit. */
static const char *
root_of(enum place_style style)
{
	return style == PLACE_XPATH ? "/*" : "";
}

/* The part of a path, sent when it is new. */
static uint32_t
part_of(struct signon *s, enum place_style style, const char *path)
{
	struct record r = { .type = RECORD_PART };
	struct err ignored = { 0 };
	struct map_entry *entry;
	bool is_new;

	buf_clear(&s->key);
	buf_char(&s->key, (char)('0' + style));
	buf_str(&s->key, path);
	if (s->parts.n >= LIMIT_PATHS &&
	    !map_get(&s->parts, buf_view(&s->key), 0)) {
		buf_clear(&s->key);
		buf_char(&s->key, (char)('0' + style));
		buf_str(&s->key, root_of(style));
	}
	entry = map_put(&s->parts, buf_view(&s->key), s->parts.n + 1, &is_new);
	if (!is_new)
		return entry->value;
	r.part.part = entry->value;
	r.part.name = sv_from(entry->key, 1);
	r.part.style = style;
	/* a sink that fails says so again with the next record */
	s->im->sink->put(s->im->sink, &r, &ignored);
	return r.part.part;
}

struct place
signon_place(struct signon *s, enum place_style style, const char *path,
	     uint32_t row, uint32_t col)
{
	return (struct place){ part_of(s, style, path), row, col };
}

struct at
signon_at(struct signon *s, struct place place)
{
	struct at at = { .file = s->im->in->name };
	struct sv part;

	if (place.part == 0 || place.part > s->parts.n)
		return at;
	part = s->parts.entry[place.part - 1].key;
	if (part.p[0] - '0' < PLACE_XPATH) {
		at.part = part.n > 1 ? part.p + 1 : NULL;
		at.line = place.row;
		at.col = place.col;
		return at;
	}
	buf_clear(&s->key);
	place_text(&s->key, (enum place_style)(part.p[0] - '0'),
		   sv_from(part, 1), place.row, place.col);
	at.path = arena_sv(&s->scratch, buf_view(&s->key)).p;
	return at;
}

struct sv
signon_text(struct signon *s, struct sv text)
{
	ptrdiff_t nul;

	text = sv_trim(text);
	if (!text_is_plain(text)) {
		nul = sv_find(text, '\0');
		if (nul >= 0)
			text.n = (size_t)nul;
		text = text_clean(&s->scratch, text);
	}
	text = say_impersonal(&s->scratch, text);
	return sv_cut(text, LIMIT_NAME_BYTES);
}

/* The keys that are keys, in their normal form; returns how many. */
static uint32_t
add_keys(struct signon *s, const struct signon_key *key, uint32_t nkey,
	 struct node_record *to)
{
	for (uint32_t i = 0; i < nkey && to->nkeys < NODE_KEYS_MAX; i++) {
		struct sv value = key[i].value;

		if (value.n == 0 || sv_find(value, '\0') >= 0 ||
		    !key_normalise(key[i].scheme, value, &s->scratch, &value))
			continue;
		to->key[to->nkeys].scheme = key[i].scheme;
		to->key[to->nkeys++].value = value;
	}
	return to->nkeys;
}

/* The last of the known services that these keys are of, or NULL. */
static const struct service *
describe(struct signon *s, const struct signon_key *key, uint32_t nkey,
	 struct sv name, struct place place, struct node_record *ret)
{
	const struct service *one, *known = NULL;

	*ret = (struct node_record){ .kind = NODE_PRODUCT, .place = place };
	ret->name = signon_text(s, name);
	add_keys(s, key, nkey, ret);
	for (uint32_t i = 0; i < ret->nkeys; i++) {
		one = services_find(&s->services, ret->key[i].value);
		if (!one)
			continue;
		known = one;
		if (!one->is_software)
			ret->name = one->product;
	}
	return known;
}

uint32_t
signon_product(struct signon *s, const struct signon_key *key, uint32_t nkey,
	       struct sv name, struct place place, struct err *e)
{
	struct node_record n;

	describe(s, key, nkey, name, place, &n);
	return mention(&s->names, &n, e);
}

uint32_t
signon_entity(struct signon *s, struct signon_key key, struct sv name,
	      struct place place, const struct service **ret_known,
	      struct err *e)
{
	struct node_record n;

	*ret_known = describe(s, &key, 1, name, place, &n);
	return n.nkeys || n.name.n ? mention_new(&s->names, &n, e) : 0;
}

uint32_t
signon_known(struct signon *s, enum node_kind kind, struct sv name,
	     struct place place, struct err *e)
{
	struct node_record n = { .kind = kind, .name = name, .place = place };

	return mention(&s->names, &n, e);
}

uint32_t
signon_organisation(struct signon *s, const struct signon_key *key,
		    uint32_t nkey, struct sv name, struct place place,
		    struct err *e)
{
	struct node_record n = { .kind = NODE_ORGANISATION, .place = place };

	n.name = signon_text(s, name);
	add_keys(s, key, nkey, &n);
	return mention(&s->names, &n, e);
}

/*
 * Is what stands in s->key new of this entity? Past the most that is remembered
 * everything is taken for new.
 */
static bool
is_new(struct signon *s)
{
	uint64_t hash = sv_hash_quick(buf_view(&s->key));
	/* without a key: who makes two meet spoils his own entity only */
	struct digest d = { { (uint32_t)hash, (uint32_t)(hash >> 32),
			      (uint32_t)s->key.n } };
	bool new;

	if (s->once.n >= SIGNON_ONCE)
		return digests_get(&s->once, d, 0) == 0;
	digests_put(&s->once, d, 1, &new);
	return new;
}

/* The same of a fact with few words: its kind and refs, and two texts. */
static bool
is_new_text(struct signon *s, const uint32_t *head, size_t nhead, struct sv a,
	    struct sv b)
{
	uint32_t n = (uint32_t)a.n;

	buf_clear(&s->key);
	buf_put(&s->key, head, nhead);
	buf_put(&s->key, &n, sizeof(n));
	buf_put(&s->key, a.p, a.n);
	buf_put(&s->key, b.p, b.n);
	return is_new(s);
}

int
signon_put(struct signon *s, const struct fact_record *f, struct err *e)
{
	const struct fact_shape *shape = fact_shape(f->kind);
	struct record r = { .type = RECORD_FACT };
	int32_t head[3] = { (int32_t)f->kind, f->valid_from, f->valid_to };

	buf_clear(&s->key);
	buf_put(&s->key, head, sizeof(head));
	buf_put(&s->key, f->ref, sizeof(f->ref));
	for (int i = 0; shape->num[i]; i++)
		buf_put(&s->key, &f->num[i], sizeof(f->num[i]));
	for (int i = 0; shape->text[i]; i++) {
		uint32_t n = (uint32_t)f->text[i].n;

		buf_put(&s->key, &n, sizeof(n));
		buf_put(&s->key, f->text[i].p, n);
	}
	if (!is_new(s))
		return 0;
	r.fact = *f;
	return s->im->sink->put(s->im->sink, &r, e);
}

int
signon_attribute(struct signon *s, uint32_t node, const char *name,
		 struct sv value, struct place place, struct err *e)
{
	return signon_own(s, node, name, signon_text(s, value), place, e);
}

int
signon_own(struct signon *s, uint32_t node, const char *name, struct sv value,
	   struct place place, struct err *e)
{
	struct record r = { .type = RECORD_FACT };
	uint32_t head[2] = { FACT_ATTRIBUTE, node };

	if (node == 0 || value.n == 0 ||
	    !is_new_text(s, head, sizeof(head), sv(name), value))
		return 0;
	fact_init(&r.fact, FACT_ATTRIBUTE, s->rung, place);
	r.fact.ref[ATTRIBUTE_node] = node;
	r.fact.text[ATTRIBUTE_name] = sv(name);
	r.fact.text[ATTRIBUTE_value] = value;
	return s->im->sink->put(s->im->sink, &r, e);
}

/* What the name of a host tells by itself. */
static int
tell_host(struct signon *s, uint32_t ref, const struct host *h,
	  struct place place, struct err *e)
{
	const struct host_owner *owner = host_owner(&s->hosts, h->name);
	struct fact_record f;

	if (signon_attribute(s, ref, "domain", h->domain, place, e))
		return -1;
	if (!owner || owner->organisation.n == 0)
		return 0;
	fact_init(&f, FACT_OPERATED_BY, RUNG_INFERRED, place);
	f.ref[OPERATED_BY_host] = ref;
	f.ref[OPERATED_BY_organisation] = signon_known(
		s, NODE_ORGANISATION, owner->organisation, place, e);
	if (f.ref[OPERATED_BY_organisation] == 0)
		return -1;
	f.text[OPERATED_BY_url] = owner->source;
	return signon_put(s, &f, e);
}

/* The node of a host. 0, -1 with e set, or 1: the URL has no usable host. */
static int
host_node(struct signon *s, struct sv url, struct place place, uint32_t *ret,
	  struct err *e)
{
	struct node_record n = { .kind = NODE_HOST, .nkeys = 1 };
	uint32_t before = s->names.n;
	struct host h;

	if (host_of(&s->hosts, url, false, &s->scratch, &h) != HOST_OK)
		return 1;
	n.key[0].scheme = KEY_HOST_NAME;
	n.key[0].value = h.name;
	n.place = place;
	*ret = mention(&s->names, &n, e);
	if (*ret == 0)
		return -1;
	return s->names.n > before ? tell_host(s, *ret, &h, place, e) : 0;
}

/* Scheme and authority as they are written: one spelling, one host. */
static struct sv
front_of(struct sv url)
{
	ptrdiff_t at = sv_find_sv(url, SV("://"));
	size_t n;

	if (at < 0)
		return url;
	for (n = (size_t)at + 3; n < url.n; n++)
		if (url.p[n] == '/' || url.p[n] == '?' || url.p[n] == '#' ||
		    url.p[n] == '\\')
			break;
	return sv_n(url.p, n);
}

/* As host_node(), for spellings that were met before without a look. */
static int
find_host(struct signon *s, struct sv url, struct place place, uint32_t *ret,
	  struct err *e)
{
	struct digest d = digest_of(&s->names.key, front_of(url));
	bool new;
	int rc;

	*ret = digests_get(&s->met, d, 0);
	if (*ret) {
		mention_again(&s->names, *ret);
		return 0;
	}
	rc = host_node(s, url, place, ret, e);
	if (rc == 0)
		digests_put(&s->met, d, *ret, &new);
	return rc;
}

static int
no_host(struct signon *s, uint32_t product, struct sv url, struct place place,
	struct err *e)
{
	struct at at = signon_at(s, place);

	url = signon_text(s, url);
	diag_warn(s->im->diag, &at,
		  "a location without a usable host: '%.*s' (expected "
		  "https://host/...)",
		  SV_ARG(url.n ? sv_cut(url, 80) : SV("...")));
	return signon_attribute(s, product, "endpoint", url, place, e);
}

int
signon_endpoint(struct signon *s, uint32_t product, enum endpoint endpoint,
		struct sv url, struct sv binding, struct place place,
		struct err *e)
{
	struct record r = { .type = RECORD_FACT };
	struct fact_record *f = &r.fact;
	uint32_t head[3] = { FACT_SERVED_FROM, product, endpoint };
	struct sv raw = sv_trim(url);
	int rc;

	if (product == 0 || raw.n == 0)
		return 0;
	url = url_bare(raw, &s->scratch);
	if (!is_new_text(s, head, sizeof(head), url, SV_NONE))
		return 0;
	fact_init(f, FACT_SERVED_FROM, s->rung, place);
	rc = find_host(s, raw, place, &f->ref[SERVED_FROM_host], e);
	if (rc)
		return rc < 0 ? -1 : no_host(s, product, url, place, e);
	f->ref[SERVED_FROM_product] = product;
	f->num[SERVED_FROM_endpoint] = endpoint;
	f->text[SERVED_FROM_binding] = signon_text(s, binding);
	f->text[SERVED_FROM_location] = signon_text(s, url);
	return s->im->sink->put(s->im->sink, &r, e);
}

/* What one document leaves open is no word against what another says. */
static int64_t
said(enum necessity necessity)
{
	return necessity == NECESSITY_UNKNOWN ? FACT_SILENT : necessity;
}

static int
put_data(struct signon *s, struct fact_record *f, struct sv category,
	 struct err *e)
{
	struct node_record n = { .kind = NODE_DATA_CATEGORY,
				 .nkeys = 1,
				 .place = f->place };

	n.key[0].scheme = KEY_CATEGORY_ID;
	n.key[0].value = category;
	f->ref[PROCESSES_category] = 0;
	if (category.n) {
		f->ref[PROCESSES_category] = mention(&s->names, &n, e);
		if (f->ref[PROCESSES_category] == 0)
			return -1;
	}
	return signon_put(s, f, e);
}

int
signon_data(struct signon *s, uint32_t product, uint32_t giver,
	    enum attribute_kind kind, struct sv name, enum necessity necessity,
	    struct sv purpose, struct place place, struct err *e)
{
	const struct attribute_row *row;
	struct fact_record f;
	uint32_t n;

	name = sv_trim(name);
	if (product == 0 || name.n == 0)
		return 0;
	fact_init(&f, FACT_PROCESSES, s->rung, place);
	f.ref[PROCESSES_product] = product;
	f.ref[PROCESSES_giver] = giver;
	f.num[PROCESSES_necessity] = said(necessity);
	f.text[PROCESSES_attribute] = signon_text(s, name);
	f.text[PROCESSES_purpose] = signon_text(s, purpose);
	row = attributes_find(&s->attributes, kind, name, &n);
	if (n == 0)
		return put_data(s, &f, SV_NONE, e);
	for (uint32_t i = 0; i < n; i++)
		if (row[i].category.n && put_data(s, &f, row[i].category, e))
			return -1;
	return 0;
}

int
signon_login(struct signon *s, uint32_t dependent, uint32_t provider,
	     enum necessity necessity, struct sv group, struct place place,
	     struct err *e)
{
	struct fact_record f;

	if (dependent == 0)
		return 0;
	fact_init(&f, FACT_NEEDS, s->rung, place);
	f.ref[NEEDS_dependent] = dependent;
	f.ref[NEEDS_provider] = provider;
	f.num[NEEDS_carrier] = CARRIER_LOGIN;
	f.num[NEEDS_necessity] = said(necessity);
	f.text[NEEDS_grp] = group;
	if (group.n)
		f.num[NEEDS_n] = 1;
	return signon_put(s, &f, e);
}

int
signon_member(struct signon *s, uint32_t product, uint32_t federation,
	      struct sv authority, struct place place, struct err *e)
{
	struct fact_record f;

	if (product == 0)
		return 0;
	fact_init(&f, FACT_FEDERATED_BY, s->rung, place);
	f.ref[FEDERATED_BY_product] = product;
	f.ref[FEDERATED_BY_federation] = federation;
	f.text[FEDERATED_BY_authority] = signon_text(s, authority);
	return signon_put(s, &f, e);
}

int
signon_supplier(struct signon *s, uint32_t organisation, uint32_t product,
		enum role role, struct place place, struct err *e)
{
	struct fact_record f;

	if (organisation == 0 || product == 0)
		return 0;
	fact_init(&f, FACT_SUPPLIES, s->rung, place);
	f.ref[SUPPLIES_organisation] = organisation;
	f.ref[SUPPLIES_product] = product;
	f.num[SUPPLIES_role] = role;
	return signon_put(s, &f, e);
}

/* --board is a number or a name; the command has made sure of that. */
static uint32_t
board_node(struct signon *s, struct place place, struct err *e)
{
	struct node_record n = { .kind = NODE_BOARD, .place = place };
	struct sv number;

	if (key_normalise(KEY_BOARD_NUMBER, s->im->board, &s->scratch,
			  &number)) {
		n.key[n.nkeys].scheme = KEY_BOARD_NUMBER;
		n.key[n.nkeys++].value = number;
	} else {
		n.name = text_clean(&s->scratch, s->im->board);
	}
	return mention(&s->names, &n, e);
}

int
signon_use(struct signon *s, uint32_t product, const char *function,
	   enum status status, struct place place, struct err *e)
{
	struct node_record n = { .kind = NODE_FUNCTION,
				 .nkeys = 1,
				 .place = place };
	struct fact_record f;

	if (product == 0 || s->im->board.n == 0)
		return 0;
	fact_init(&f, FACT_USES, s->rung, place);
	if (s->board == 0)
		s->board = board_node(s, place, e);
	else
		mention_again(&s->names, s->board);
	if (s->board == 0)
		return -1;
	n.key[0].scheme = KEY_FUNCTION_ID;
	n.key[0].value = sv(function);
	if (function) {
		f.ref[USES_function] = mention(&s->names, &n, e);
		if (f.ref[USES_function] == 0)
			return -1;
	}
	f.ref[USES_site] = s->board;
	f.ref[USES_product] = product;
	f.num[USES_status] = status;
	return signon_put(s, &f, e);
}
