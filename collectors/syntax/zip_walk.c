/*
 * Hands out the members of an archive of files. A confined child inflates and
 * sends bytes; the parent keeps one member at a time in memory. Refuses
 * frames that are out of order: the child may have been taken over.
 */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "collectors/confine.h"
#include "collectors/syntax/package.h"

enum { CHUNK = 128 * 1024 };

struct walk {
	struct confined confined; /* first */
	struct confine_out *out;  /* NULL: in this process */
	zip_member_fn *fn;
	void *ctx;
	struct diag *d;
	struct input member; /* the one that is coming in */
	struct arena mem;    /* its name */
	bool is_open;
};

static int
went_wrong(struct err *e)
{
	return err_set(e, ERR_INPUT, NULL,
		       "the reader of this archive went wrong (please report "
		       "it with the file)");
}

static void
drop(struct walk *w)
{
	if (w->is_open)
		input_done(&w->member);
	w->is_open = false;
	arena_done(&w->mem);
}

static int
hand_out(struct walk *w, struct err *e)
{
	int rc = input_end(&w->member, e);

	if (rc == 0)
		rc = w->fn(w->ctx, &w->member, e);
	drop(w);
	return rc;
}

static void
add_message(struct diag *d, const struct frame *f)
{
	struct arena mem = { 0 };
	struct at at = { .file = arena_sv(&mem, f->where).p };

	diag_add(d, f->level, &at, "%.*s", SV_ARG(f->text));
	arena_done(&mem);
}

static int
take(struct confined *c, const struct frame *f, bool *ret_stop, struct err *e)
{
	struct walk *w = (struct walk *)c;

	(void)ret_stop;
	switch (f->type) {
	case FRAME_FILE:
		drop(w);
		w->is_open = true;
		return input_begin(&w->member, arena_sv(&w->mem, f->text).p, e);
	case FRAME_BYTES:
		return w->is_open ? input_append(&w->member, f->bytes, e)
				  : went_wrong(e);
	case FRAME_FILE_END: return w->is_open ? hand_out(w, e) : went_wrong(e);
	case FRAME_MESSAGE: add_message(w->d, f); return 0;
	case FRAME_DONE: return 0;
	case FRAME_CHOSEN:
	case FRAME_RECORD:
	case FRAME_ERROR: break;
	}
	return went_wrong(e);
}

static int
emit(struct walk *w, const struct frame *f, struct err *e)
{
	bool stop = false;

	return w->out ? confine_send(w->out, f, e)
		      : take(&w->confined, f, &stop, e);
}

static int
emit_message(struct walk *w, enum diag_level level, const char *where,
	     const char *text, struct err *e)
{
	struct frame f = { .type = FRAME_MESSAGE,
			   .level = level,
			   .where = sv(where),
			   .text = sv(text) };

	return emit(w, &f, e);
}

/* 0: all of it was sent; 1: *why tells what is wrong with it. */
static int
send_bytes(struct walk *w, struct package_stream *s, struct err *why,
	   struct err *e)
{
	char *chunk = mem_realloc(NULL, CHUNK, 1);
	ssize_t n = 1;
	int rc = 0;

	while (n > 0 && rc == 0) {
		struct frame f = { .type = FRAME_BYTES };

		n = s->source.read(&s->source, chunk, CHUNK, why);
		if (n > 0) {
			f.bytes = sv_n(chunk, (size_t)n);
			rc = emit(w, &f, e);
		}
	}
	free(chunk);
	return rc ? rc : n < 0;
}

/* A member that turns out to be damaged is told, and costs only itself. */
static int
send_member(struct walk *w, struct package *p, const struct package_member *m,
	    struct err *e)
{
	struct frame f = { .type = FRAME_FILE };
	struct package_stream s;
	struct err why = { 0 };
	struct buf name = { 0 };
	int rc;

	text_visible(&name, m->name);
	f.text = buf_view(&name);
	rc = package_stream_open(&s, p, m, &why) ? 1 : 0;
	if (rc == 0 && m->size > LIMIT_INPUT_BYTES) {
		struct at at = package_place(p, m);

		err_set(&why, ERR_LIMIT, &at,
			"too large (expected at most %llu MiB)",
			LIMIT_INPUT_BYTES / MIB);
		rc = 1;
	}
	if (rc == 0)
		rc = emit(w, &f, e);
	if (rc == 0)
		rc = send_bytes(w, &s, &why, e);
	package_stream_done(&s);
	buf_done(&name);
	if (rc < 0)
		return -1;
	if (rc > 0)
		return emit_message(w, DIAG_REFUSE, why.where, why.msg, e);
	f = (struct frame){ .type = FRAME_FILE_END };
	return emit(w, &f, e);
}

/* What operating systems leave in archives. */
static bool
is_litter(struct sv name)
{
	return sv_starts(name, SV("__MACOSX/")) ||
	       sv_ends(name, SV(".DS_Store")) ||
	       sv_ends(name, SV("Thumbs.db")) ||
	       sv_ends(name, SV("desktop.ini"));
}

static int
send_all(struct walk *w, struct package *p, struct err *e)
{
	int rc = 0;

	for (uint32_t i = 0; rc == 0 && i < p->n; i++) {
		const struct package_member *m = &p->member[i];
		struct at at = package_place(p, m);
		char where[160];

		if (m->is_folder || is_litter(m->name))
			continue;
		at_format(&at, where, sizeof(where));
		rc = m->is_link ? emit_message(w, DIAG_WARN, where,
					       _("a symbolic link, which was "
						 "not read"),
					       e)
				: send_member(w, p, m, e);
	}
	return rc;
}

static int
inside(struct confined *c, const struct input *in, struct confine_out *out,
       struct err *e)
{
	struct walk *w = (struct walk *)c;
	struct package *p = NULL;
	int rc;

	w->out = out;
	if (package_open(in, &p, e))
		return -1;
	rc = send_all(w, p, e);
	package_close(p);
	return rc;
}

int
zip_walk(const struct input *in, zip_member_fn *fn, void *ctx, struct diag *d,
	 struct err *e)
{
	struct walk w = {
		.confined = { inside, take }, .fn = fn, .ctx = ctx, .d = d
	};
	int rc;

	if (confine_is_off())
		rc = inside(&w.confined, in, NULL, e);
	else
		rc = confine_run(&w.confined, in, e);
	drop(&w);
	return rc;
}
