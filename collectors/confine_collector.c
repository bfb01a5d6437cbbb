/*
 * A collector at work: in this process, or in a confined child whose frames
 * are replayed here. Refuses frames out of order; what a record says is judged
 * by the codec (form) and the store (refs), so that a child that was taken
 * over can spoil its own document only.
 */
#include <stdio.h>

#include "collectors/confine.h"
#include "collectors/impersonal.h"

/* The collector named, or the one that knows the document. */
static int
choose(const struct import *im, const struct head *h, const char *as,
       const struct collector **ret, struct err *e)
{
	struct at at = { .file = h->in->name };

	if (!as && im->mapping)
		as = "applications";
	if (!as)
		return collector_choose(h, ret, e);
	*ret = collector_by_name(sv(as));
	if (!*ret)
		return err_set(e, ERR_USAGE, NULL,
			       "there is no kind '%s' to read a file as", as);
	if (h->syntax == SYNTAX_REFUSED)
		return err_set(e, ERR_INPUT, &at, "%s", syntax_refusal(h->in));
	if ((*ret)->needs_table && h->nsheet == 0)
		return err_set(e, ERR_INPUT, &at,
			       "not a table (expected .csv, .xlsx, .ods or "
			       ".fods to read as '%s')",
			       as);
	return 0;
}

int
collector_run_here(struct import *im, const char *as, collector_chosen *chosen,
		   void *ctx, struct err *e)
{
	const struct head *before = im->head;
	struct sink *to;
	const struct collector *c;
	CLEANUP(impersonal_done) struct impersonal door = { .to = NULL };
	CLEANUP(head_done) struct head head = { 0 };
	bool stop = false;
	int rc;

	if (head_read(im->in, im->mem, &head, e) ||
	    choose(im, &head, as, &c, e) || chosen(ctx, c, &stop, e))
		return -1;
	if (stop)
		return 0;
	/* only now: who chose may have set the sink */
	to = im->sink;
	impersonal_init(&door, to);
	im->head = &head;
	im->sink = &door.sink;
	rc = c->import(im, e);
	im->head = before;
	im->sink = to;
	if (im->ret_series)
		im->ret_series = impersonal_text(im->mem, im->ret_series);
	return rc;
}

/* One run: the child's half and the parent's half share this struct. */
struct run {
	struct confined confined; /* first */
	struct import *im;
	const char *as;
	collector_chosen *chosen;
	void *ctx;
	bool is_chosen;
};

/* The child's sink. */
struct send_sink {
	struct sink sink; /* first */
	struct confine_out *out;
};

static int
send_record(struct sink *s, const struct record *r, struct err *e)
{
	return confine_send_record(((struct send_sink *)s)->out, r, e);
}

static int
send_messages(struct confine_out *out, const struct diag *d, struct err *e)
{
	for (uint32_t i = 0; i < d->n; i++) {
		struct frame f = { .type = FRAME_MESSAGE,
				   .level = d->message[i].level,
				   .where = sv(d->message[i].where),
				   .text = sv(d->message[i].text) };

		if (confine_send(out, &f, e))
			return -1;
	}
	return 0;
}

static int
send_chosen(void *ctx, const struct collector *c, bool *ret_stop, struct err *e)
{
	struct frame f = { .type = FRAME_CHOSEN, .text = sv(c->name) };

	(void)ret_stop;
	/* at once: the parent may say that there is no need to read on */
	if (confine_send(ctx, &f, e))
		return -1;
	return confine_flush(ctx, e);
}

static int
send_end(struct confine_out *out, const struct import *im, struct err *e)
{
	struct frame f = { .type = FRAME_DONE,
			   .as_of = im->ret_as_of,
			   .series = sv(im->ret_series),
			   .signer = sv(im->ret_signature.signer),
			   .algorithm = sv(im->ret_signature.algorithm),
			   .valid_until = im->ret_signature.valid_until };

	if (im->ret_mapping)
		f.mapping = buf_view(im->ret_mapping);
	for (int i = 0; i < 3; i++)
		f.count[i] = im->diag->count[i];
	return confine_send(out, &f, e);
}

static int
inside(struct confined *w, const struct input *in, struct confine_out *out,
       struct err *e)
{
	struct run *run = (struct run *)w;
	struct send_sink sink = { .sink.put = send_record, .out = out };
	struct import im = *run->im;
	struct diag diag = { 0 };
	struct err failed = { 0 };
	int rc;

	im.in = in;
	im.sink = &sink.sink;
	im.diag = &diag;
	rc = collector_run_here(&im, run->as, send_chosen, out, e);
	/* what was said before it failed is worth reading too */
	if (send_messages(out, &diag, rc ? &failed : e))
		return -1;
	return rc ? rc : send_end(out, &im, e);
}

static int
went_wrong(struct err *e)
{
	return err_set(e, ERR_INPUT, NULL,
		       "the reader of this file went wrong (please report it "
		       "with the file)");
}

static void
add_message(struct diag *d, const struct frame *f)
{
	struct at at = { .file = NULL };
	char where[160];

	snprintf(where, sizeof(where), "%.*s", SV_ARG(f->where));
	at.file = where[0] ? where : NULL;
	diag_add(d, f->level, &at, "%.*s", SV_ARG(f->text));
}

static void
end_import(struct import *im, const struct frame *f)
{
	im->ret_as_of = f->as_of;
	if (f->series.n)
		im->ret_series = arena_sv(im->mem, f->series).p;
	if (f->signer.n) {
		im->ret_signature = (struct signature){
			.signer = arena_sv(im->mem, f->signer).p,
			.algorithm = arena_sv(im->mem, f->algorithm).p,
			.valid_until = f->valid_until,
		};
	}
	if (im->ret_mapping) {
		buf_clear(im->ret_mapping);
		buf_sv(im->ret_mapping, f->mapping);
	}
	for (int i = 0; i < 3; i++)
		if (f->count[i] > im->diag->count[i])
			im->diag->count[i] = f->count[i];
}

static int
take(struct confined *w, const struct frame *f, bool *ret_stop, struct err *e)
{
	struct run *run = (struct run *)w;
	const struct collector *c;

	switch (f->type) {
	case FRAME_CHOSEN:
		c = collector_by_name(f->text);
		if (!c || run->is_chosen)
			break;
		run->is_chosen = true;
		return run->chosen(run->ctx, c, ret_stop, e);
	case FRAME_RECORD:
		if (!run->is_chosen)
			break;
		return run->im->sink->put(run->im->sink, &f->record, e);
	case FRAME_MESSAGE: add_message(run->im->diag, f); return 0;
	case FRAME_DONE:
		if (!run->is_chosen)
			break;
		end_import(run->im, f);
		return 0;
	case FRAME_ERROR:
	case FRAME_FILE:
	case FRAME_BYTES:
	case FRAME_FILE_END: break;
	}
	return went_wrong(e);
}

int
collector_run(struct import *im, const char *as, collector_chosen *chosen,
	      void *ctx, struct err *e)
{
	struct run run = { .confined = { inside, take },
			   .im = im,
			   .as = as,
			   .chosen = chosen,
			   .ctx = ctx };

	if (confine_is_off())
		return collector_run_here(im, as, chosen, ctx, e);
	return confine_run(&run.confined, im->in, e);
}
