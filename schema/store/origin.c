/* From a claim back to the cell, line or page that it came from. */
#include <stdlib.h>

#include "schema/model/place.h"
#include "schema/store/db.h"

static int
read_source(struct store *st, struct arena *mem, struct origin *o,
	    struct err *e)
{
	struct stmt *s = stmt_get(st, Q_source_by_id);

	o->file = o->kind = o->sha256 = o->board = o->recorded_at = "";
	o->signer = o->algorithm = "";
	stmt_i64(s, ":id", o->source);
	if (stmt_row(s)) {
		o->kind = arena_sv(mem, col_text(s, SOURCE_BY_ID_kind)).p;
		o->file = arena_sv(mem, col_text(s, SOURCE_BY_ID_name)).p;
		o->board = arena_sv(mem, col_text(s, SOURCE_BY_ID_board)).p;
		o->sha256 = arena_sv(mem, col_text(s, SOURCE_BY_ID_sha256)).p;
		o->signer = arena_sv(mem, col_text(s, SOURCE_BY_ID_signer)).p;
		o->algorithm =
			arena_sv(mem, col_text(s, SOURCE_BY_ID_algorithm)).p;
		o->valid_until = col_date(s, SOURCE_BY_ID_valid_until);
		o->as_of = col_date(s, SOURCE_BY_ID_as_of);
		o->recorded_at =
			arena_sv(mem, col_text(s, SOURCE_BY_ID_recorded_at)).p;
	}
	return stmt_end(s, e);
}

static int
read_part(struct store *st, uint32_t part, struct arena *mem, struct origin *o,
	  enum place_style *ret_style, struct err *e)
{
	struct stmt *s = stmt_get(st, Q_part_by_id);

	o->part = "";
	*ret_style = PLACE_LINE;
	stmt_i64(s, ":source", o->source);
	stmt_i64(s, ":part", part);
	if (stmt_row(s)) {
		o->part = arena_sv(mem, col_text(s, PART_BY_ID_name)).p;
		*ret_style = (enum place_style)col_i64(s, PART_BY_ID_style);
	}
	return stmt_end(s, e);
}

/* The column of the field, or the header of the column we have. */
static int
read_column(struct store *st, uint32_t part, const char *field,
	    struct arena *mem, struct origin *o, struct err *e)
{
	struct stmt *s;

	o->header = "";
	if (field) {
		s = stmt_get(st, Q_column_by_field);
		stmt_i64(s, ":source", o->source);
		stmt_i64(s, ":part", part);
		stmt_text(s, ":field", sv(field));
		if (stmt_row(s)) {
			o->col = (uint32_t)col_i64(s, COLUMN_BY_FIELD_col);
			o->header =
				arena_sv(mem,
					 col_text(s, COLUMN_BY_FIELD_header))
					.p;
			return stmt_end(s, e);
		}
		if (stmt_end(s, e))
			return -1;
	}
	s = stmt_get(st, Q_column_by_number);
	stmt_i64(s, ":source", o->source);
	stmt_i64(s, ":part", part);
	stmt_i64(s, ":col", o->col);
	if (stmt_row(s))
		o->header =
			arena_sv(mem, col_text(s, COLUMN_BY_NUMBER_header)).p;
	return stmt_end(s, e);
}

static int
complete(struct store *st, uint32_t part, const char *field, struct arena *mem,
	 struct origin *o, struct err *e)
{
	enum place_style style;
	struct buf b = { 0 };

	if (read_source(st, mem, o, e) ||
	    read_part(st, part, mem, o, &style, e) ||
	    read_column(st, part, field, mem, o, e))
		return -1;
	place_text(&b, style, sv(o->part), o->row, o->col);
	o->cell = arena_sv(mem, buf_view(&b)).p;
	/* a path says all of it; a sheet stands before its cell */
	if (style == PLACE_XPATH || style == PLACE_POINTER)
		o->part = "";
	buf_done(&b);
	return 0;
}

int
store_origin(struct store *st, enum fact_kind fact, uint64_t claim,
	     const char *field, struct arena *mem, struct origin *ret,
	     struct err *e)
{
	struct stmt *s = stmt_get(st, origin_query(fact));
	struct origin o = { .url = "" };
	uint32_t part = 0;
	bool found = false;

	/* every origin_* query has the same columns */
	stmt_i64(s, ":id", (int64_t)claim);
	if (stmt_row(s)) {
		int64_t rung = col_i64(s, ORIGIN_USES_rung);

		found = true;
		o.source = (uint32_t)col_i64(s, ORIGIN_USES_source);
		part = (uint32_t)col_i64(s, ORIGIN_USES_part);
		o.row = (uint32_t)col_i64(s, ORIGIN_USES_row);
		o.col = (uint32_t)col_i64(s, ORIGIN_USES_col);
		o.rung = rung >= 0 && rung < RUNGS ? rung_name((enum rung)rung)
						   : "";
		o.valid_from = col_date(s, ORIGIN_USES_valid_from);
		o.valid_to = col_date(s, ORIGIN_USES_valid_to);
		o.url = arena_sv(mem, col_text(s, ORIGIN_USES_url)).p;
	}
	if (stmt_end(s, e))
		return -1;
	if (!found)
		return err_set(e, ERR_NOTFOUND, NULL,
			       "there is no claim %llu of this kind",
			       (unsigned long long)claim);
	if (complete(st, part, field, mem, &o, e))
		return -1;
	*ret = o;
	return 0;
}

int
store_origin_at(struct store *st, uint32_t source, uint32_t part, uint32_t row,
		uint32_t col, struct arena *mem, struct origin *ret,
		struct err *e)
{
	struct origin o = {
		.source = source, .row = row, .col = col, .url = "", .rung = ""
	};

	if (complete(st, part, NULL, mem, &o, e))
		return -1;
	*ret = o;
	return 0;
}
