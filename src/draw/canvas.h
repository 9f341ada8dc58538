/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what a canvas and a block of text are made of.
 */
#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H

#include <cairo.h>
#include <pango/pangocairo.h>

#include "lutetia/draw.h"

/** Look of a part of a block: up to byte `end` of its text. */
struct look {
  size_t end;
  double size;
  uint32_t colour;
  bool bold, italic, mono;
};

struct lu_block {
  struct lu_block *next; /**< the block set before */
  PangoLayout *layout;
  const struct look *looks;
  size_t look_count;
  size_t lines;
  double *tops;      /**< of each line, and the height of all */
  double *baselines; /**< of each line, below the top of the block */
  double *lefts;     /**< where each line begins */
  double width;
};

struct lu_canvas {
  lu_canvas_format format;
  double width, height;
  lu_text bytes; /**< what cairo wrote, or the body of an SVG */
  cairo_surface_t *surface;
  cairo_t *cairo; /**< NULL for SVG */
  PangoFontMap *fonts;
  PangoContext *pango;
  lu_arena *arena;
  struct lu_block *blocks;
  int *outline; /**< last bookmark of each level, PDF */
  int page;
  int mute;
  bool failed; /**< memory ran short */
};

/** Levels of bookmarks. */
#define CANVAS_LEVELS 4
/** Pixels of a PNG for one point. */
#define CANVAS_PIXELS 2

/** Appends a number with at most two decimals, whatever the locale. */
void svg_number(lu_text *out, double value);
/** Appends escaped text. */
void svg_text(lu_text *out, const char *text, size_t length);
/** Shapes as SVG elements. */
void svg_path(lu_text *out, const lu_canvas_point *points, size_t count, bool closed,
              const lu_canvas_pen *pen);
void svg_box(lu_text *out, double x, double y, double width, double height, double radius,
             const lu_canvas_pen *pen);
void svg_circle(lu_text *out, double x, double y, double radius, const lu_canvas_pen *pen);
/** A piece of text of one look; `width` is what it takes here, whatever font it is shown in. */
void svg_run(lu_text *out, const char *text, size_t length, double x, double y, double width,
             const struct look *look);

#endif
