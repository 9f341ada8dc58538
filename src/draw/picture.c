/* SPDX-License-Identifier: Apache-2.0 */
/* What the pictures share, and the door to them. */
#include "picture.h"

#include <math.h>
#include <string.h>

const char *picture_text(const json_t *node, const char *key) {
  const char *text = json_string_value(json_object_get(node, key));
  return text == NULL ? "" : text;
}

bool picture_day(const json_t *node, const char *key, double *day) {
  lu_date date = LU_DATE_NONE;
  if (lu_date_parse(&date, picture_text(node, key), NULL) != LU_OK || !lu_date_whole(date))
    return false;
  *day = (double)lu_date_first_day(date);
  return true;
}

const lu_block *picture_set(struct picture *picture, const char *text, uint32_t colour, bool bold,
                            double size, double width, lu_canvas_align align) {
  const lu_canvas_run run = {.text = text, .colour = colour, .bold = bold};
  const lu_canvas_setting setting = {
      .size = size > 0 ? size : picture->size, .width = width, .leading = 0.95, .align = align};
  return lu_canvas_set(picture->canvas, &run, 1, &setting);
}

void picture_mark(struct picture *picture, size_t kind, double x, double y, double radius,
                  uint32_t colour) {
  const double r = radius;
  const lu_canvas_pen pen = {.stroke = colour,
                             .fill = kind / 4 % 2 == 0 ? colour : 0xffffffu,
                             .width = fmax(r * 0.35, 0.8)};
  const lu_canvas_point square[] = {{x - r * 0.85, y - r * 0.85},
                                    {x + r * 0.85, y - r * 0.85},
                                    {x + r * 0.85, y + r * 0.85},
                                    {x - r * 0.85, y + r * 0.85}};
  const lu_canvas_point triangle[] = {{x, y - r}, {x + r, y + r * 0.8}, {x - r, y + r * 0.8}};
  const lu_canvas_point diamond[] = {
      {x, y - r * 1.15}, {x + r * 1.15, y}, {x, y + r * 1.15}, {x - r * 1.15, y}};
  if (kind % 4 == 0)
    lu_canvas_circle(picture->canvas, x, y, r * 0.95, &pen);
  else if (kind % 4 == 1)
    lu_canvas_path(picture->canvas, diamond, 4, true, &pen);
  else if (kind % 4 == 2)
    lu_canvas_path(picture->canvas, square, 4, true, &pen);
  else
    lu_canvas_path(picture->canvas, triangle, 3, true, &pen);
}

/* ---- the door ------------------------------------------------------------------------------- */

typedef double picture_function(struct picture *picture, const json_t *node);

static picture_function *find_function(const json_t *node) {
  const char *type = picture_text(node, "type");
  return strcmp(type, "timeline") == 0 ? picture_timeline
         : strcmp(type, "tree") == 0   ? picture_tree
         : strcmp(type, "curve") == 0  ? picture_curve
                                       : NULL;
}

double lu_draw_onto(lu_canvas *canvas, const json_t *node, double x, double y,
                    const lu_picture_style *style) {
  picture_function *function = find_function(node);
  struct picture picture = {.canvas = canvas, .x = x, .y = y, .width = 490, .size = 7.5};
  if (style != NULL && style->width > 0) picture.width = style->width;
  if (style != NULL && style->size > 0) picture.size = style->size;
  if (function == NULL) return 0;
  picture.arena = lu_arena_new();
  double height = picture.arena == NULL ? 0 : function(&picture, node);
  if (picture.arena == NULL || lu_arena_failed(picture.arena)) lu_canvas_fail(canvas);
  lu_arena_free(picture.arena);
  return height;
}

/* The element around an SVG: what it shows, in a sentence, and the fonts that come closest. */
static void open_svg(lu_text *out, const json_t *node, double width, double height) {
  lu_text said = LU_TEXT_INIT;
  lu_draw_describe(&said, node);
  lu_text_printf(out,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%ld\" height=\"%ld\" "
                 "viewBox=\"0 0 %ld %ld\" role=\"img\" aria-label=\"",
                 lround(width), lround(height), lround(width), lround(height));
  for (const char *at = lu_text_string(&said); *at != '\0'; at++) {
    const char *replaced = *at == '&'    ? "&amp;"
                           : *at == '<'  ? "&lt;"
                           : *at == '>'  ? "&gt;"
                           : *at == '"'  ? "&quot;"
                           : *at == '\n' ? " "
                                         : NULL;
    if (replaced != NULL)
      lu_text_puts(out, replaced);
    else
      lu_text_append(out, at, 1);
  }
  lu_text_puts(out,
               "\" font-family=\"DejaVu Sans Condensed, DejaVu Sans, Arial, sans-serif\" "
               "xml:space=\"preserve\">\n");
  out->failed |= said.failed;
  lu_text_free(&said);
}

lu_status lu_draw_picture(lu_text *out, const json_t *node, lu_canvas_format format,
                          const lu_picture_style *style, lu_date day, lu_error *error) {
  lu_canvas *canvas = NULL;
  double width = style != NULL && style->width > 0 ? style->width : 490;
  if (find_function(node) == NULL)
    return lu_fail(error, LU_BAD_INPUT,
                   "\"%.60s\" is no picture; valid are timeline, tree and curve",
                   picture_text(node, "type"));
  lu_status status = lu_canvas_new(&canvas, format, width, 10, error);
  if (status != LU_OK) return status;
  lu_canvas_mute(canvas, true);
  double height = ceil(lu_draw_onto(canvas, node, 0, 0, style)) + 2;
  lu_canvas_mute(canvas, false);
  lu_canvas_set_height(canvas, height);
  lu_canvas_describe(canvas, picture_text(node, "title"), day);
  lu_draw_onto(canvas, node, 0, 1, style);
  if (format == LU_CANVAS_SVG) open_svg(out, node, width, height);
  status = lu_canvas_finish(canvas, out, error);
  if (format == LU_CANVAS_SVG) lu_text_puts(out, "</svg>\n");
  lu_canvas_free(canvas);
  return status == LU_OK && out->failed ? lu_fail_memory(error) : status;
}
