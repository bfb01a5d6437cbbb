/*
 * Frames: records as bytes and back. Fixed-size integers in the machine's own
 * order, since both ends are one program on one machine.
 */
#include "schema/model/codec.h"

#include "base/date.h"
#include "base/text.h"

static void
put_u32(struct buf *b, uint32_t v)
{
	buf_put(b, &v, sizeof(v));
}

static void
put_i64(struct buf *b, int64_t v)
{
	buf_put(b, &v, sizeof(v));
}

static void
put_sv(struct buf *b, struct sv s)
{
	put_u32(b, (uint32_t)s.n);
	buf_sv(b, s);
}

static void
put_place(struct buf *b, struct place p)
{
	put_u32(b, p.part);
	put_u32(b, p.row);
	put_u32(b, p.col);
}

static void
put_node(struct buf *b, const struct node_record *n)
{
	put_u32(b, n->ref);
	put_u32(b, n->kind);
	put_u32(b, n->scope);
	put_sv(b, n->name);
	put_u32(b, n->nkeys);
	for (uint32_t i = 0; i < n->nkeys; i++) {
		put_u32(b, n->key[i].scheme);
		put_sv(b, n->key[i].value);
	}
	put_place(b, n->place);
}

/* Appends to bytes that there is room for. */
static char *
add_bytes(char *p, const void *from, size_t n)
{
	return (char *)memcpy(p, from, n) + n;
}

/* Silent columns take one bit each; of a kind that has none, none. */
static uint32_t
numbers_of(const struct fact_record *f, const struct fact_shape *shape)
{
	uint32_t said = 0;

	for (int i = 0; shape->num[i]; i++)
		said |= (f->num[i] != FACT_SILENT ? 1u : 0u) << i;
	return said;
}

static uint32_t
texts_of(const struct fact_record *f, const struct fact_shape *shape,
	 size_t *ret_bytes)
{
	uint32_t said = 0;

	*ret_bytes = 0;
	for (int i = 0; shape->text[i]; i++) {
		said |= (f->text[i].n ? 1u : 0u) << i;
		*ret_bytes += sizeof(uint32_t) + f->text[i].n;
	}
	return said;
}

/* Room is made once: a sector's list is half a million facts. */
static void
put_fact(struct buf *b, const struct fact_record *f)
{
	uint32_t head[] = { f->kind,
			    f->rung,
			    f->place.part,
			    f->place.row,
			    f->place.col,
			    (uint32_t)f->valid_from,
			    (uint32_t)f->valid_to };
	const struct fact_shape *shape = fact_shape(f->kind);
	uint32_t said[2], n;
	size_t bytes;
	char *p;

	said[0] = numbers_of(f, shape);
	said[1] = texts_of(f, shape, &bytes);
	buf_reserve(b, sizeof(head) + sizeof(f->ref) + sizeof(said) +
			       sizeof(f->num) + bytes);
	if (!buf_ok(b))
		return;
	p = add_bytes(b->p + b->n, head, sizeof(head));
	p = add_bytes(p, f->ref, sizeof(f->ref));
	p = add_bytes(p, said, sizeof(said));
	for (uint32_t left = said[0]; left; left &= left - 1)
		p = add_bytes(p, &f->num[__builtin_ctz(left)],
			      sizeof(f->num[0]));
	for (uint32_t left = said[1]; left; left &= left - 1) {
		struct sv text = f->text[__builtin_ctz(left)];

		n = (uint32_t)text.n;
		p = add_bytes(p, &n, sizeof(n));
		p = add_bytes(p, text.p, text.n);
	}
	*p = '\0';
	b->n = (size_t)(p - b->p);
}

static void
put_record(struct buf *b, const struct record *r)
{
	put_u32(b, r->type);
	switch (r->type) {
	case RECORD_PART:
		put_u32(b, r->part.part);
		put_sv(b, r->part.name);
		put_u32(b, r->part.style);
		return;
	case RECORD_COLUMN:
		put_u32(b, r->column.part);
		put_u32(b, r->column.col);
		put_sv(b, r->column.field);
		put_sv(b, r->column.header);
		return;
	case RECORD_NODE: put_node(b, &r->node); return;
	case RECORD_SAID:
		put_u32(b, r->said.ref);
		put_u32(b, r->said.times);
		return;
	case RECORD_FACT: put_fact(b, &r->fact); return;
	case RECORD_TALLY:
		put_i64(b, (int64_t)r->tally.read);
		put_i64(b, (int64_t)r->tally.used);
		put_i64(b, (int64_t)r->tally.refused);
		put_i64(b, (int64_t)r->tally.empty);
		return;
	}
}

/* An empty length and the type; the length is filled in at the end. */
static size_t
begin_frame(struct buf *out, enum frame_type type)
{
	uint32_t head[2] = { 0, type };
	size_t at = out->n;

	buf_put(out, head, sizeof(head));
	return at;
}

static void
end_frame(struct buf *out, size_t at)
{
	uint32_t n = (uint32_t)(out->n - at - sizeof(n));

	if (buf_ok(out))
		memcpy(out->p + at, &n, sizeof(n));
}

void
frame_put_record(struct buf *out, const struct record *r)
{
	size_t at = begin_frame(out, FRAME_RECORD);

	put_record(out, r);
	end_frame(out, at);
}

void
frame_put(struct buf *out, const struct frame *f)
{
	size_t at = begin_frame(out, f->type);

	switch (f->type) {
	case FRAME_CHOSEN:
	case FRAME_FILE: put_sv(out, f->text); break;
	case FRAME_BYTES: put_sv(out, f->bytes); break;
	case FRAME_FILE_END: break;
	case FRAME_RECORD: put_record(out, &f->record); break;
	case FRAME_MESSAGE:
		put_u32(out, f->level);
		put_sv(out, f->where);
		put_sv(out, f->text);
		break;
	case FRAME_ERROR:
		put_u32(out, f->error);
		put_sv(out, f->where);
		put_sv(out, f->text);
		break;
	case FRAME_DONE:
		put_u32(out, (uint32_t)f->as_of);
		put_sv(out, f->series);
		put_sv(out, f->mapping);
		put_sv(out, f->signer);
		put_sv(out, f->algorithm);
		put_u32(out, (uint32_t)f->valid_until);
		for (int i = 0; i < 3; i++)
			put_i64(out, (int64_t)f->count[i]);
		break;
	}
	end_frame(out, at);
}

/* A cursor over a frame; `bad` sticks. */
struct reader {
	struct sv s;
	bool bad;
};

static uint32_t
get_u32(struct reader *r)
{
	uint32_t v = 0;

	if (r->s.n < sizeof(v)) {
		r->bad = true;
		return 0;
	}
	memcpy(&v, r->s.p, sizeof(v));
	r->s.p += sizeof(v);
	r->s.n -= sizeof(v);
	return v;
}

/* A number below `end`, or bad. */
static uint32_t
get_below(struct reader *r, uint32_t end)
{
	uint32_t v = get_u32(r);

	if (v >= end) {
		r->bad = true;
		return 0;
	}
	return v;
}

static int64_t
get_i64(struct reader *r)
{
	int64_t v = 0;

	if (r->s.n < sizeof(v)) {
		r->bad = true;
		return 0;
	}
	memcpy(&v, r->s.p, sizeof(v));
	r->s.p += sizeof(v);
	r->s.n -= sizeof(v);
	return v;
}

static struct sv
get_bytes(struct reader *r)
{
	uint32_t n = get_u32(r);
	struct sv s;

	if (n > r->s.n) {
		r->bad = true;
		return SV_NONE;
	}
	s = sv_n(r->s.p, n);
	r->s.p += n;
	r->s.n -= n;
	return s;
}

/* Text: valid UTF-8 without NUL. */
static struct sv
get_sv(struct reader *r)
{
	struct sv s = get_bytes(r);

	if (text_utf8_bad(s) >= 0 || sv_find(s, '\0') >= 0)
		r->bad = true;
	return s;
}

/* 0, or a day of the calendar. */
static int32_t
as_date(struct reader *r, uint32_t v)
{
	int32_t d = (int32_t)v;

	if (d && !date_is_valid(d / 10000, d / 100 % 100, d % 100))
		r->bad = true;
	return d;
}

static int32_t
get_date(struct reader *r)
{
	return as_date(r, get_u32(r));
}

static struct place
get_place(struct reader *r)
{
	struct place p;

	p.part = get_u32(r);
	p.row = get_u32(r);
	p.col = get_u32(r);
	return p;
}

static void
get_node(struct reader *r, struct node_record *n)
{
	n->ref = get_u32(r);
	n->kind = (enum node_kind)get_below(r, NODE_KINDS);
	n->scope = get_u32(r);
	n->name = get_sv(r);
	n->nkeys = get_below(r, NODE_KEYS_MAX + 1);
	for (uint32_t i = 0; i < n->nkeys; i++) {
		n->key[i].scheme = (enum key_scheme)get_below(r, KEY_SCHEMES);
		n->key[i].value = get_sv(r);
	}
	n->place = get_place(r);
}

/* What every fact has, as put_fact() writes it. */
struct fact_head {
	uint32_t kind, rung;
	struct place place;
	uint32_t from, to;
	uint32_t ref[FACT_REFS_MAX];
	uint32_t nums, texts; /* bits: which are said */
};

/* The numbers are read together: a federation is two million facts. */
static void
get_fact(struct reader *r, struct fact_record *f)
{
	struct place none = { 0, 0, 0 };
	struct fact_head h = { .kind = 0 };

	if (r->s.n < sizeof(h)) {
		r->bad = true;
	} else {
		memcpy(&h, r->s.p, sizeof(h));
		r->s = sv_from(r->s, sizeof(h));
	}
	if (h.kind >= FACT_KINDS || h.rung >= RUNGS ||
	    h.nums >> FACT_INTS_MAX || h.texts >> FACT_TEXTS_MAX) {
		r->bad = true;
		h = (struct fact_head){ .kind = 0 };
	}
	fact_init(f, (enum fact_kind)h.kind, RUNG_INFERRED, none);
	f->rung = (enum rung)h.rung;
	f->place = h.place;
	f->valid_from = as_date(r, h.from);
	f->valid_to = as_date(r, h.to);
	memcpy(f->ref, h.ref, sizeof(h.ref));
	for (; h.nums; h.nums &= h.nums - 1)
		f->num[__builtin_ctz(h.nums)] = get_i64(r);
	for (; h.texts; h.texts &= h.texts - 1)
		f->text[__builtin_ctz(h.texts)] = get_sv(r);
}

static void
get_record(struct reader *r, struct record *to)
{
	to->type = (enum record_type)get_below(r, RECORD_TALLY + 1);
	switch (to->type) {
	case RECORD_PART:
		to->part.part = get_u32(r);
		to->part.name = get_sv(r);
		to->part.style = (enum place_style)get_below(r, PLACE_STYLES);
		return;
	case RECORD_COLUMN:
		to->column.part = get_u32(r);
		to->column.col = get_u32(r);
		to->column.field = get_sv(r);
		to->column.header = get_sv(r);
		return;
	case RECORD_NODE: get_node(r, &to->node); return;
	case RECORD_SAID:
		to->said.ref = get_u32(r);
		to->said.times = get_u32(r);
		return;
	case RECORD_FACT: get_fact(r, &to->fact); return;
	case RECORD_TALLY:
		to->tally.read = (uint64_t)get_i64(r);
		to->tally.used = (uint64_t)get_i64(r);
		to->tally.refused = (uint64_t)get_i64(r);
		to->tally.empty = (uint64_t)get_i64(r);
		return;
	}
}

bool
frame_get(struct sv bytes, struct frame *ret)
{
	struct reader r = { bytes, false };

	enum frame_type type = (enum frame_type)get_below(&r, FRAME_DONE + 1);

	/* most frames are records: the rest of the frame is left as it was */
	if (type != FRAME_RECORD)
		memset(ret, 0, offsetof(struct frame, record));
	ret->type = type;
	switch (ret->type) {
	case FRAME_CHOSEN:
	case FRAME_FILE: ret->text = get_sv(&r); break;
	case FRAME_BYTES: ret->bytes = get_bytes(&r); break;
	case FRAME_FILE_END: break;
	case FRAME_RECORD: get_record(&r, &ret->record); break;
	case FRAME_MESSAGE:
		ret->level = (enum diag_level)get_below(&r, DIAG_REFUSE + 1);
		ret->where = get_sv(&r);
		ret->text = get_sv(&r);
		break;
	case FRAME_ERROR:
		ret->error = (enum err_kind)get_below(&r, ERR_NOTFOUND + 1);
		ret->where = get_sv(&r);
		ret->text = get_sv(&r);
		break;
	case FRAME_DONE:
		ret->as_of = get_date(&r);
		ret->series = get_sv(&r);
		ret->mapping = get_sv(&r);
		ret->signer = get_sv(&r);
		ret->algorithm = get_sv(&r);
		ret->valid_until = get_date(&r);
		for (int i = 0; i < 3; i++)
			ret->count[i] = (uint64_t)get_i64(&r);
		break;
	}
	return !r.bad && r.s.n == 0;
}
