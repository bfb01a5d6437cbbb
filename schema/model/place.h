/*
 * Places as people find them back: "12:2" for a line and its column, "B12" for
 * a cell, a path for what is a tree. The path of a place is its part's name
 * with two numbers filled in, so a tree of any size has a handful of parts:
 *
 *   XPath          (//md:EntityDescriptor)[{row}]/md:SPSSODescriptor[1]/
 *                  md:AssertionConsumerService[{col}]      (one line, from 1)
 *   JSON pointer   /value/{row}/replyUrls/{col}            (told from 0)
 *
 * Column 0 is the whole of the row: the path ends before the step with {col}.
 */
#ifndef SCHEMA_MODEL_PLACE_H
#define SCHEMA_MODEL_PLACE_H

#include "base/buf.h"
#include "schema/model/sink.h"

/*
 * Appends the place; nothing for row 0 of lines and cells. row and col count
 * from 1 in every style, a JSON pointer is written with one less.
 */
void place_text(struct buf *out, enum place_style style, struct sv part,
		uint32_t row, uint32_t col);

#endif
