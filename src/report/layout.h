/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: how text is laid out on a terminal. Texts may come from a record, so that
 * control characters in them are never passed on; colours are asked for by paint() alone.
 */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "lutetia/report.h"

/** Where and how text is written. */
typedef struct layout {
  lu_text *out;
  int width; /**< columns */
  bool color;
  bool verbose;
} layout;

/** Colours. */
typedef enum paint {
  PAINT_PLAIN,
  PAINT_BOLD,
  PAINT_DIM,
  PAINT_RED,
  PAINT_YELLOW,
  PAINT_GREEN,
  PAINT_BLUE
} paint;

/** A layout that appends to `out`; `style` may be NULL. */
layout layout_start(lu_text *out, const lu_report_style *style);
/** LU_OK, or LU_OUT_OF_MEMORY if anything that was written got lost. */
lu_status layout_end(const layout *page, lu_error *error);

/** Columns that a UTF-8 text takes (paint takes none; invalid bytes take one each). */
size_t layout_text_width(const char *text);
/** Appends text in a colour to a text that is later given to one of the functions below. */
void paint_puts(lu_text *to, paint color, const char *text);
/** The same, printed. */
void paint_printf(lu_text *to, paint color, const char *format, ...) LU_PRINTF(3, 4);

/** An empty line; never two in a row, none at the start. */
void layout_gap(layout *page);
/** A heading with a gap before it, in bold. */
void layout_heading(layout *page, const char *text);
/** A wrapped paragraph: first line indented by `first`, the following by `rest` columns. */
void layout_paragraph(layout *page, int first, int rest, const char *text);
/** A wrapped paragraph behind a marker ("-", "1."); `indent` columns before the marker. */
void layout_item(layout *page, int indent, const char *marker, const char *text);
/** "label    text", text starting at column `indent + label_width`, wrapped there. */
void layout_pair(layout *page, int indent, int label_width, const char *label, const char *text);

#endif
