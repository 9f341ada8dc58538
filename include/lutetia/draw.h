/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Drawing: one canvas for PDF, SVG and PNG, and the pictures that documents hold (timeline, tree,
 * curve). Knows no medicine.
 *
 * Lengths are in points (1/72 inch), from the upper left corner. In PDF and SVG text stays text.
 * The same input gives the same bytes: no clock is read, and fonts are measured without hinting.
 * Functions that draw return nothing: a canvas that ran out of memory, or whose surface failed,
 * stays failed, and lu_canvas_finish() says so.
 */
#ifndef LUTETIA_DRAW_H
#define LUTETIA_DRAW_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lutetia/base.h"

LU_BEGIN_DECLS

/** True if this build can draw (it was made with cairo and pango). */
LU_API bool lu_draw_available(void);
/**
 * Appends text in which control characters and those that turn the direction of writing are
 * replaced by U+FFFD; newlines stay, tabs become spaces, broken UTF-8 becomes U+FFFD.
 */
LU_API void lu_draw_clean(lu_text *out, const char *text);

/* ---- canvas --------------------------------------------------------------------------------- */

/** What a canvas becomes. */
typedef enum lu_canvas_format {
  LU_CANVAS_PDF, /**< pages, vector */
  LU_CANVAS_SVG, /**< one picture, vector, text as text */
  LU_CANVAS_PNG  /**< one picture, 2 pixels a point */
} lu_canvas_format;

/** A canvas; opaque. One belongs to one thread. */
typedef struct lu_canvas lu_canvas;

/**
 * Makes a canvas. Fails with LU_OUT_OF_MEMORY, LU_INTERNAL (cairo's sentence), or LU_USAGE in a
 * build that cannot draw.
 * @param out       new; free with lu_canvas_free()
 * @param width_pt  width of a page @param height_pt its height
 */
LU_API lu_status lu_canvas_new(lu_canvas **out, lu_canvas_format format, double width_pt,
                               double height_pt, lu_error *error);
/** Frees a canvas and its blocks. NULL is allowed. */
LU_API void lu_canvas_free(lu_canvas *canvas);
/** Title and day of creation of a PDF. @param day no date: no day is written */
LU_API void lu_canvas_describe(lu_canvas *canvas, const char *title, lu_date day);
/** Ends a page of a PDF and starts the next. */
LU_API void lu_canvas_next_page(lu_canvas *canvas);
/** Height of an SVG or PNG, once it is known: before anything is drawn. */
LU_API void lu_canvas_set_height(lu_canvas *canvas, double height_pt);
/** Adds a bookmark of the current page of a PDF. @param level 1 or more @param y_pt where */
LU_API void lu_canvas_bookmark(lu_canvas *canvas, int level, const char *title, double y_pt);
/** Says that memory ran short: lu_canvas_finish() will fail. */
LU_API void lu_canvas_fail(lu_canvas *canvas);
/** While muted a canvas measures, but draws nothing. Calls nest. */
LU_API void lu_canvas_mute(lu_canvas *canvas, bool mute);
/**
 * Ends the canvas and appends its bytes. Fails with LU_OUT_OF_MEMORY or LU_INTERNAL; after that
 * `out` is incomplete. Nothing can be drawn afterwards.
 */
LU_API lu_status lu_canvas_finish(lu_canvas *canvas, lu_text *out, lu_error *error);

/** No colour: a shape without fill, or without border. */
#define LU_CANVAS_NONE UINT32_MAX

/** How a shape is drawn. */
typedef struct lu_canvas_pen {
  uint32_t stroke; /**< 0xRRGGBB of the line, or LU_CANVAS_NONE */
  uint32_t fill;   /**< 0xRRGGBB of the inside, or LU_CANVAS_NONE */
  double width;    /**< of the line */
  double dash;     /**< length of dashes and gaps; 0: solid */
  double alpha;    /**< opacity of the inside, 0 to 1; 0 counts as 1 */
} lu_canvas_pen;

/** A point. */
typedef struct lu_canvas_point {
  double x; /**< from the left */
  double y; /**< from above */
} lu_canvas_point;

/** Draws a line through points, or with `closed` a polygon. */
LU_API void lu_canvas_path(lu_canvas *canvas, const lu_canvas_point *points, size_t count,
                           bool closed, const lu_canvas_pen *pen);
/** Draws a straight line. */
LU_API void lu_canvas_line(lu_canvas *canvas, double x1, double y1, double x2, double y2,
                           const lu_canvas_pen *pen);
/** Draws a rectangle with rounded corners. @param radius 0 for sharp ones */
LU_API void lu_canvas_box(lu_canvas *canvas, double x, double y, double width, double height,
                          double radius, const lu_canvas_pen *pen);
/** Draws a circle. */
LU_API void lu_canvas_circle(lu_canvas *canvas, double x, double y, double radius,
                             const lu_canvas_pen *pen);

/* ---- text ----------------------------------------------------------------------------------- */

/** A piece of text of one look. */
typedef struct lu_canvas_run {
  const char *text; /**< UTF-8; cleaned by lu_draw_clean() */
  uint32_t colour;  /**< 0xRRGGBB */
  double scale;     /**< of the size of the block; 0 counts as 1 */
  bool bold;        /**< heavier */
  bool italic;      /**< slanted */
  bool mono;        /**< all characters of one width */
} lu_canvas_run;

/** Where lines begin or end. */
typedef enum lu_canvas_align {
  LU_ALIGN_LEFT,   /**< flush left */
  LU_ALIGN_CENTRE, /**< centred */
  LU_ALIGN_RIGHT   /**< flush right */
} lu_canvas_align;

/** How a block of text is set. */
typedef struct lu_canvas_setting {
  double size;           /**< of the letters */
  double width;          /**< where lines wrap; 0: they do not */
  double leading;        /**< distance of lines as a multiple of the usual; 0 counts as 1 */
  lu_canvas_align align; /**< of the lines */
} lu_canvas_setting;

/** A block of text that is set and measured; opaque, lives as long as its canvas. */
typedef struct lu_block lu_block;

/** Sets text. @return borrowed from the canvas; NULL when memory is short (sticky), which all
 * functions below take */
LU_API const lu_block *lu_canvas_set(lu_canvas *canvas, const lu_canvas_run *runs, size_t count,
                                     const lu_canvas_setting *setting);
/**
 * Measures text without keeping it.
 * @param widest  width of its longest line, if none is wrapped
 * @param word    width of its longest word
 */
LU_API void lu_canvas_measure(lu_canvas *canvas, const lu_canvas_run *runs, size_t count,
                              const lu_canvas_setting *setting, double *widest, double *word);
/** Height of a block. */
LU_API double lu_block_height(const lu_block *block);
/** Width of the longest line. */
LU_API double lu_block_width(const lu_block *block);
/** Number of lines, 1 or more (0 for NULL). */
LU_API size_t lu_block_lines(const lu_block *block);
/** Top of a line below the top of the block; that of the line after the last is the height. */
LU_API double lu_block_line_top(const lu_block *block, size_t line);
/** Draws lines `from` up to, but not with, `to`; the top of line `from` comes to y. */
LU_API void lu_canvas_lines(lu_canvas *canvas, const lu_block *block, double x, double y,
                            size_t from, size_t to);
/** Draws a whole block. */
LU_API void lu_canvas_block(lu_canvas *canvas, const lu_block *block, double x, double y);

/* ---- pictures ------------------------------------------------------------------------------- */

/** Look of a picture. */
typedef struct lu_picture_style {
  double width; /**< of the picture; 0 for 490 */
  double size;  /**< of its letters; 0 for 7.5 */
} lu_picture_style;

/**
 * Draws a node of type timeline, tree or curve (schema/document.schema.json). Fields that are
 * missing or have wrong types are left out: check before, with lu_report_check().
 * @return the height that it took; on a muted canvas the one that it would take
 */
LU_API double lu_draw_onto(lu_canvas *canvas, const json_t *node, double x, double y,
                           const lu_picture_style *style);
/**
 * Draws a node as a file of its own.
 * Fails with LU_BAD_INPUT for a node of another type, and like lu_canvas_new().
 * @param out appended @param day day of creation of a PDF
 */
LU_API lu_status lu_draw_picture(lu_text *out, const json_t *node, lu_canvas_format format,
                                 const lu_picture_style *style, lu_date day, lu_error *error);
/** Says in one sentence what a picture shows, for those who cannot see it. @param out appended */
LU_API void lu_draw_describe(lu_text *out, const json_t *node);

LU_END_DECLS

#endif
