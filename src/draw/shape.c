/* SPDX-License-Identifier: Apache-2.0 */
/* Lines, polygons, rectangles, circles: one call, three formats. */
#ifdef LU_HAVE_CAIRO
#include <math.h>

#include "canvas.h"

static const double pi = 3.14159265358979323846;

static void set_colour(cairo_t *cairo, uint32_t colour, double alpha) {
  cairo_set_source_rgba(cairo, ((colour >> 16) & 255) / 255.0, ((colour >> 8) & 255) / 255.0,
                        (colour & 255) / 255.0, alpha);
}

/* Fills and strokes the current path. */
static void paint(cairo_t *cairo, const lu_canvas_pen *pen) {
  if (pen->fill != LU_CANVAS_NONE) {
    set_colour(cairo, pen->fill, pen->alpha > 0 ? pen->alpha : 1);
    cairo_fill_preserve(cairo);
  }
  if (pen->stroke != LU_CANVAS_NONE) {
    set_colour(cairo, pen->stroke, 1);
    cairo_set_line_width(cairo, pen->width);
    cairo_set_dash(cairo, &pen->dash, pen->dash > 0 ? 1 : 0, 0);
    cairo_stroke_preserve(cairo);
  }
  cairo_new_path(cairo);
}

void lu_canvas_path(lu_canvas *canvas, const lu_canvas_point *points, size_t count, bool closed,
                    const lu_canvas_pen *pen) {
  if (canvas->mute > 0 || count == 0) return;
  if (canvas->format == LU_CANVAS_SVG) {
    svg_path(&canvas->bytes, points, count, closed, pen);
    return;
  }
  cairo_move_to(canvas->cairo, points[0].x, points[0].y);
  for (size_t i = 1; i < count; i++)
    cairo_line_to(canvas->cairo, points[i].x, points[i].y);
  if (closed) cairo_close_path(canvas->cairo);
  paint(canvas->cairo, pen);
}

void lu_canvas_line(lu_canvas *canvas, double x1, double y1, double x2, double y2,
                    const lu_canvas_pen *pen) {
  const lu_canvas_point ends[] = {{x1, y1}, {x2, y2}};
  lu_canvas_path(canvas, ends, 2, false, pen);
}

void lu_canvas_box(lu_canvas *canvas, double x, double y, double width, double height,
                   double radius, const lu_canvas_pen *pen) {
  if (canvas->mute > 0) return;
  if (canvas->format == LU_CANVAS_SVG) {
    svg_box(&canvas->bytes, x, y, width, height, radius, pen);
    return;
  }
  cairo_t *cairo = canvas->cairo;
  radius = fmin(radius, fmin(width, height) / 2);
  if (radius <= 0) {
    cairo_rectangle(cairo, x, y, width, height);
  } else {
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, x + width - radius, y + radius, radius, -pi / 2, 0);
    cairo_arc(cairo, x + width - radius, y + height - radius, radius, 0, pi / 2);
    cairo_arc(cairo, x + radius, y + height - radius, radius, pi / 2, pi);
    cairo_arc(cairo, x + radius, y + radius, radius, pi, 3 * pi / 2);
    cairo_close_path(cairo);
  }
  paint(cairo, pen);
}

void lu_canvas_circle(lu_canvas *canvas, double x, double y, double radius,
                      const lu_canvas_pen *pen) {
  if (canvas->mute > 0) return;
  if (canvas->format == LU_CANVAS_SVG) {
    svg_circle(&canvas->bytes, x, y, radius, pen);
    return;
  }
  cairo_new_sub_path(canvas->cairo);
  cairo_arc(canvas->cairo, x, y, radius, 0, 2 * pi);
  paint(canvas->cairo, pen);
}
#else
#include "lutetia/draw.h"

/* No canvas exists in such a build, so none of these is ever called. */
void lu_canvas_path(lu_canvas *canvas, const lu_canvas_point *points, size_t count, bool closed,
                    const lu_canvas_pen *pen) {
  (void)canvas, (void)points, (void)count, (void)closed, (void)pen;
}

void lu_canvas_line(lu_canvas *canvas, double x1, double y1, double x2, double y2,
                    const lu_canvas_pen *pen) {
  (void)canvas, (void)x1, (void)y1, (void)x2, (void)y2, (void)pen;
}

void lu_canvas_box(lu_canvas *canvas, double x, double y, double width, double height,
                   double radius, const lu_canvas_pen *pen) {
  (void)canvas, (void)x, (void)y, (void)width, (void)height, (void)radius, (void)pen;
}

void lu_canvas_circle(lu_canvas *canvas, double x, double y, double radius,
                      const lu_canvas_pen *pen) {
  (void)canvas, (void)x, (void)y, (void)radius, (void)pen;
}
#endif
