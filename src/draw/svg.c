/* SPDX-License-Identifier: Apache-2.0 */
/* SVG is written here and not by cairo, which would turn text into outlines. */
#ifdef LU_HAVE_CAIRO
#include <math.h>

#include "canvas.h"

void svg_number(lu_text *out, double value) {
  long hundredths = isfinite(value) && fabs(value) < 1e7 ? lround(value * 100) : 0;
  long whole = labs(hundredths) / 100, rest = labs(hundredths) % 100;
  lu_text_printf(out, "%s%ld", hundredths < 0 ? "-" : "", whole);
  if (rest % 10 != 0)
    lu_text_printf(out, ".%02ld", rest);
  else if (rest != 0)
    lu_text_printf(out, ".%ld", rest / 10);
}

void svg_text(lu_text *out, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    const char *replaced = text[i] == '&'   ? "&amp;"
                           : text[i] == '<' ? "&lt;"
                           : text[i] == '>' ? "&gt;"
                           : text[i] == '"' ? "&quot;"
                                            : NULL;
    if (replaced != NULL)
      lu_text_puts(out, replaced);
    else
      lu_text_append(out, text + i, 1);
  }
}

/* name="number" */
static void attribute(lu_text *out, const char *name, double value) {
  lu_text_printf(out, " %s=\"", name);
  svg_number(out, value);
  lu_text_puts(out, "\"");
}

static void end_shape(lu_text *out, const lu_canvas_pen *pen) {
  if (pen->fill == LU_CANVAS_NONE)
    lu_text_puts(out, " fill=\"none\"");
  else
    lu_text_printf(out, " fill=\"#%06x\"", pen->fill);
  if (pen->fill != LU_CANVAS_NONE && pen->alpha > 0 && pen->alpha < 1)
    attribute(out, "fill-opacity", pen->alpha);
  if (pen->stroke != LU_CANVAS_NONE) {
    lu_text_printf(out, " stroke=\"#%06x\"", pen->stroke);
    attribute(out, "stroke-width", pen->width);
    if (pen->dash > 0) attribute(out, "stroke-dasharray", pen->dash);
  }
  lu_text_puts(out, "/>\n");
}

void svg_path(lu_text *out, const lu_canvas_point *points, size_t count, bool closed,
              const lu_canvas_pen *pen) {
  lu_text_puts(out, closed ? "<polygon points=\"" : "<polyline points=\"");
  for (size_t i = 0; i < count; i++) {
    if (i > 0) lu_text_puts(out, " ");
    svg_number(out, points[i].x);
    lu_text_puts(out, ",");
    svg_number(out, points[i].y);
  }
  lu_text_puts(out, "\"");
  end_shape(out, pen);
}

void svg_box(lu_text *out, double x, double y, double width, double height, double radius,
             const lu_canvas_pen *pen) {
  lu_text_puts(out, "<rect");
  attribute(out, "x", x);
  attribute(out, "y", y);
  attribute(out, "width", width);
  attribute(out, "height", height);
  if (radius > 0) attribute(out, "rx", radius);
  end_shape(out, pen);
}

void svg_circle(lu_text *out, double x, double y, double radius, const lu_canvas_pen *pen) {
  lu_text_puts(out, "<circle");
  attribute(out, "cx", x);
  attribute(out, "cy", y);
  attribute(out, "r", radius);
  end_shape(out, pen);
}

void svg_run(lu_text *out, const char *text, size_t length, double x, double y, double width,
             const struct look *look) {
  lu_text_puts(out, "<text");
  attribute(out, "x", x);
  attribute(out, "y", y);
  attribute(out, "font-size", look->size);
  if (look->bold) lu_text_puts(out, " font-weight=\"bold\"");
  if (look->italic) lu_text_puts(out, " font-style=\"italic\"");
  if (look->mono) lu_text_puts(out, " font-family=\"DejaVu Sans Mono, monospace\"");
  lu_text_printf(out, " fill=\"#%06x\"", look->colour);
  if (width > 0) {
    attribute(out, "textLength", width);
    lu_text_puts(out, " lengthAdjust=\"spacingAndGlyphs\"");
  }
  lu_text_puts(out, ">");
  svg_text(out, text, length);
  lu_text_puts(out, "</text>\n");
}
#else
typedef int lu_draw_without_svg;
#endif
