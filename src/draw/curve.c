/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers over numbers or days: series told apart by colour, mark and dashes, labelled at their
   ends; error bars, or bands where there are many points; limits as lines. */
#include <math.h>
#include <string.h>

#include "picture.h"

#define MANY_POINTS 25
#define MOST_LABELS 24

/* Of the palette of Okabe and Ito (2008), darkened; in grey they differ by mark and dashes. */
static const uint32_t colours[] = {0x1f4e79u, 0xc04a00u, 0x00704eu,
                                   0x8a3f72u, 0x4a4a4au, 0x8a6d00u};
static const double dashes[] = {0, 5, 2, 7, 1.2, 3.5};
static const size_t marks[] = {0, 6, 3, 5, 2, 7};
#define LOOKS (sizeof colours / sizeof colours[0])

struct chart {
  struct picture *picture;
  const json_t *node;
  bool dates;
  double x_low, x_high, y_low, y_high; /**< values */
  double left, right, top, bottom;     /**< of the field */
};

/* A text at the right end of a series or limit. */
struct tag {
  double wanted, y, height; /**< middle that is wanted, top that it gets */
  const lu_block *block;
};

/* ---- scales --------------------------------------------------------------------------------- */

static double x_value(const struct chart *chart, const json_t *point) {
  double day = NAN;
  if (chart->dates) return picture_day(point, "x", &day) ? day : NAN;
  return json_number_value(json_object_get(point, "x"));
}

static double x_of(const struct chart *chart, double value) {
  return chart->left +
         (value - chart->x_low) / (chart->x_high - chart->x_low) * (chart->right - chart->left);
}

static double y_of(const struct chart *chart, double value) {
  return chart->bottom -
         (value - chart->y_low) / (chart->y_high - chart->y_low) * (chart->bottom - chart->top);
}

static double member(const json_t *point, const char *key, double otherwise) {
  const json_t *value = json_object_get(point, key);
  return json_is_number(value) ? json_number_value(value) : otherwise;
}

static void widen_y(struct chart *chart, double value) {
  chart->y_low = fmin(chart->y_low, value);
  chart->y_high = fmax(chart->y_high, value);
}

/* Room at both ends; zero belongs to the axis where the values come near to it. */
static void round_scales(struct chart *chart) {
  if (!(chart->x_low <= chart->x_high)) chart->x_low = chart->x_high = 0;
  if (!(chart->y_low <= chart->y_high)) chart->y_low = chart->y_high = 0;
  double x_room = (chart->x_high - chart->x_low) * 0.03, y_span = chart->y_high - chart->y_low;
  if (!(x_room > 0)) x_room = chart->dates ? 15 : fmax(fabs(chart->x_low) * 0.1, 0.5);
  if (!(y_span > 0)) y_span = fmax(fabs(chart->y_low), 1);
  bool from_zero = chart->y_low >= 0 && chart->y_low < 0.5 * chart->y_high;
  chart->x_low -= x_room;
  chart->x_high += x_room;
  chart->y_high += y_span * 0.07;
  chart->y_low = from_zero ? 0 : chart->y_low - y_span * 0.07;
}

static void find_scales(struct chart *chart) {
  size_t i, j;
  json_t *series, *point, *limit;
  chart->x_low = chart->y_low = INFINITY;
  chart->x_high = chart->y_high = -INFINITY;
  json_array_foreach(json_object_get(chart->node, "series"), i, series) {
    json_array_foreach(json_object_get(series, "points"), j, point) {
      double x = x_value(chart, point), y = member(point, "y", NAN);
      if (isnan(x) || isnan(y)) continue;
      chart->x_low = fmin(chart->x_low, x);
      chart->x_high = fmax(chart->x_high, x);
      widen_y(chart, y);
      widen_y(chart, member(point, "lower", y));
      widen_y(chart, member(point, "upper", y));
    }
  }
  json_array_foreach(json_object_get(chart->node, "limits"), i, limit)
      widen_y(chart, member(limit, "y", chart->y_low));
  round_scales(chart);
}

/* ---- axes ----------------------------------------------------------------------------------- */

/* "sum of diameters (mm)" */
static const lu_block *set_name(struct picture *picture, const json_t *axis, double width) {
  lu_text text = LU_TEXT_INIT;
  lu_text_puts(&text, picture_text(axis, "label"));
  if (picture_text(axis, "unit")[0] != '\0')
    lu_text_printf(&text, " (%s)", picture_text(axis, "unit"));
  const lu_block *block =
      picture_set(picture, lu_text_string(&text), MUTED, false, 0, width, LU_ALIGN_LEFT);
  if (text.failed) lu_canvas_fail(picture->canvas);
  lu_text_free(&text);
  return block;
}

/* @return widest label, if only measured */
static double draw_y_axis(struct chart *chart, bool measure) {
  const lu_canvas_pen grid = {.stroke = HAIR, .fill = LU_CANVAS_NONE, .width = 0.6};
  struct picture *picture = chart->picture;
  struct ticks ticks;
  double widest = 0;
  axis_numbers(&ticks, chart->y_low, chart->y_high, 5);
  for (size_t i = 0; i < ticks.count; i++) {
    const lu_block *block = picture_set(picture, ticks.list[i].label, MUTED, false,
                                        picture->size * 0.95, 0, LU_ALIGN_LEFT);
    widest = fmax(widest, lu_block_width(block));
    if (measure) continue;
    double y = y_of(chart, ticks.list[i].at);
    lu_canvas_line(picture->canvas, chart->left, y, chart->right, y, &grid);
    lu_canvas_block(picture->canvas, block, chart->left - 5 - lu_block_width(block),
                    y - lu_block_height(block) / 2);
  }
  return widest;
}

static void draw_x_axis(struct chart *chart) {
  const lu_canvas_pen axis = {.stroke = RULE, .fill = LU_CANVAS_NONE, .width = 0.8};
  struct picture *picture = chart->picture;
  struct ticks ticks;
  double small = picture->size * 0.95, width = chart->right - chart->left, end = -INFINITY;
  if (chart->dates)
    axis_days(&ticks, chart->x_low, chart->x_high, width / (small * 3.2));
  else
    axis_numbers(&ticks, chart->x_low, chart->x_high, width / (small * 7));
  lu_canvas_line(picture->canvas, chart->left, chart->bottom, chart->right, chart->bottom, &axis);
  for (size_t i = 0; i < ticks.count; i++) {
    double x = x_of(chart, ticks.list[i].at);
    lu_canvas_line(picture->canvas, x, chart->bottom, x, chart->bottom + 3, &axis);
    const lu_block *block =
        picture_set(picture, ticks.list[i].label, MUTED, false, small, 0, LU_ALIGN_LEFT);
    const lu_block *under =
        picture_set(picture, ticks.list[i].under, MUTED, true, small, 0, LU_ALIGN_LEFT);
    double place = x - lu_block_width(block) / 2;
    if (place < end + 3) continue;
    lu_canvas_block(picture->canvas, block, place, chart->bottom + 4);
    lu_canvas_block(picture->canvas, under, x - lu_block_width(under) / 2,
                    chart->bottom + 4 + lu_block_height(block));
    end = fmax(place + lu_block_width(block), end);
  }
}

/* ---- series --------------------------------------------------------------------------------- */

static bool has_error(const json_t *point) {
  return json_is_number(json_object_get(point, "lower")) &&
         json_is_number(json_object_get(point, "upper"));
}

static void draw_band(struct chart *chart, const json_t *points, uint32_t colour) {
  size_t count = json_array_size(points), used = 0;
  lu_canvas_point *outline = lu_arena_array(chart->picture->arena, 2 * count, sizeof *outline);
  const lu_canvas_pen pen = {.stroke = LU_CANVAS_NONE, .fill = colour, .alpha = 0.16};
  if (outline == NULL) return;
  for (size_t i = 0; i < 2 * count; i++) {
    const json_t *point = json_array_get(points, i < count ? i : 2 * count - 1 - i);
    double x = x_value(chart, point);
    if (!has_error(point) || isnan(x)) continue;
    outline[used++] = (lu_canvas_point){
        x_of(chart, x), y_of(chart, member(point, i < count ? "upper" : "lower", 0))};
  }
  lu_canvas_path(chart->picture->canvas, outline, used, true, &pen);
}

static void draw_error(struct chart *chart, const json_t *point, double x, uint32_t colour) {
  const lu_canvas_pen pen = {.stroke = colour, .fill = LU_CANVAS_NONE, .width = 0.8};
  lu_canvas *canvas = chart->picture->canvas;
  double low = y_of(chart, member(point, "lower", 0)),
         high = y_of(chart, member(point, "upper", 0));
  lu_canvas_line(canvas, x, low, x, high, &pen);
  lu_canvas_line(canvas, x - 2, low, x + 2, low, &pen);
  lu_canvas_line(canvas, x - 2, high, x + 2, high, &pen);
}

/* @return y of the last point; NAN if there is none */
static double draw_series(struct chart *chart, const json_t *series, size_t look) {
  const json_t *points = json_object_get(series, "points");
  size_t count = json_array_size(points), used = 0;
  uint32_t colour = colours[look % LOOKS];
  const lu_canvas_pen pen = {
      .stroke = colour, .fill = LU_CANVAS_NONE, .width = 1.3, .dash = dashes[look % LOOKS]};
  lu_canvas_point *line = lu_arena_array(chart->picture->arena, count, sizeof *line);
  double last = NAN, last_x = -INFINITY;
  if (line == NULL) return NAN;
  if (count > MANY_POINTS) draw_band(chart, points, colour);
  for (size_t i = 0; i < count; i++) {
    const json_t *point = json_array_get(points, i);
    double x = x_value(chart, point), y = member(point, "y", NAN);
    if (isnan(x) || isnan(y)) continue;
    line[used++] = (lu_canvas_point){x_of(chart, x), y_of(chart, y)};
    if (x >= last_x) last = line[used - 1].y;
    last_x = fmax(last_x, x);
    if (count <= MANY_POINTS && has_error(point))
      draw_error(chart, point, line[used - 1].x, colour);
  }
  lu_canvas_path(chart->picture->canvas, line, used, false, &pen);
  for (size_t i = 0; i < used && count <= MANY_POINTS; i++)
    picture_mark(chart->picture, marks[look % LOOKS], line[i].x, line[i].y, 2.4, colour);
  return last;
}

/* ---- labels --------------------------------------------------------------------------------- */

static size_t set_tags(struct chart *chart, struct tag *tags, double width) {
  size_t index, count = 0;
  json_t *entry;
  json_array_foreach(json_object_get(chart->node, "series"), index, entry) {
    if (count == MOST_LABELS) break;
    tags[count++] =
        (struct tag){.block = picture_set(chart->picture, picture_text(entry, "label"),
                                          colours[index % LOOKS], true, 0, width, LU_ALIGN_LEFT)};
  }
  json_array_foreach(json_object_get(chart->node, "limits"), index, entry) {
    if (count == MOST_LABELS) break;
    tags[count++] = (struct tag){.block = picture_set(chart->picture, picture_text(entry, "label"),
                                                      MUTED, false, 0, width, LU_ALIGN_LEFT)};
  }
  for (size_t i = 0; i < count; i++)
    tags[i].height = lu_block_height(tags[i].block);
  return count;
}

/* Each label beside its line, moved until none lies on another. */
static void spread_tags(struct tag *tags, size_t count, double top, double bottom) {
  size_t order[MOST_LABELS] = {0};
  for (size_t i = 0; i < count; i++) { /* sorted by insertion: a handful */
    size_t j = i;
    for (; j > 0 && tags[order[j - 1]].wanted > tags[i].wanted; j--)
      order[j] = order[j - 1];
    order[j] = i;
  }
  double y = -INFINITY;
  for (size_t i = 0; i < count; i++) {
    struct tag *tag = &tags[order[i]];
    tag->y = fmax(fmax(tag->wanted - tag->height / 2, y), top);
    y = tag->y + tag->height;
  }
  double limit = fmax(bottom, count == 0 ? bottom : top);
  for (size_t i = count; i-- > 0;) {
    struct tag *tag = &tags[order[i]];
    tag->y = fmin(tag->y, limit - tag->height);
    limit = tag->y;
  }
}

static void draw_tags(struct chart *chart, const struct tag *tags, size_t count) {
  const lu_canvas_pen pen = {.stroke = RULE, .fill = LU_CANVAS_NONE, .width = 0.5};
  for (size_t i = 0; i < count; i++) {
    double middle = tags[i].y + tags[i].height / 2;
    if (fabs(middle - tags[i].wanted) > 2)
      lu_canvas_line(chart->picture->canvas, chart->right, tags[i].wanted, chart->right + 7, middle,
                     &pen);
    lu_canvas_block(chart->picture->canvas, tags[i].block, chart->right + 9, tags[i].y);
  }
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void draw_lines(struct chart *chart, struct tag *tags, size_t count) {
  const lu_canvas_pen pen = {.stroke = MUTED, .fill = LU_CANVAS_NONE, .width = 0.8, .dash = 3};
  size_t index, at = json_array_size(json_object_get(chart->node, "series"));
  json_t *entry;
  json_array_foreach(json_object_get(chart->node, "limits"), index, entry) {
    double y = y_of(chart, member(entry, "y", chart->y_low));
    lu_canvas_line(chart->picture->canvas, chart->left, y, chart->right, y, &pen);
    if (at + index < count) tags[at + index].wanted = y;
  }
  json_array_foreach(json_object_get(chart->node, "series"), index, entry) {
    double y = draw_series(chart, entry, index);
    if (index < count) tags[index].wanted = isnan(y) ? chart->top : y;
  }
}

double picture_curve(struct picture *picture, const json_t *node) {
  struct chart chart = {.picture = picture, .node = node};
  struct tag tags[MOST_LABELS];
  double widest = 0, tags_height = 0;
  chart.dates = json_is_true(json_object_get(json_object_get(node, "x"), "dates"));
  find_scales(&chart);
  const lu_block *y_name = set_name(picture, json_object_get(node, "y"), picture->width);
  const lu_block *x_name = set_name(picture, json_object_get(node, "x"), picture->width * 0.6);
  size_t count = set_tags(&chart, tags, picture->width * 0.24);
  for (size_t i = 0; i < count; i++) {
    widest = fmax(widest, lu_block_width(tags[i].block));
    tags_height += tags[i].height;
  }
  chart.left = picture->x + draw_y_axis(&chart, true) + 6;
  chart.right = picture->x + picture->width - widest - 12;
  chart.top = picture->y + lu_block_height(y_name) + 4;
  chart.bottom = chart.top + fmax(fmax(picture->width * 0.3, 90), tags_height + 4);
  draw_y_axis(&chart, false);
  draw_x_axis(&chart);
  draw_lines(&chart, tags, count);
  spread_tags(tags, count, chart.top - 4, chart.bottom + 4);
  draw_tags(&chart, tags, count);
  lu_canvas_block(picture->canvas, y_name, picture->x, picture->y);
  double under = chart.bottom + 4 + picture->size * 0.95 * 1.3 * (chart.dates ? 2 : 1);
  lu_canvas_block(picture->canvas, x_name, chart.right - lu_block_width(x_name), under);
  return under + lu_block_height(x_name) - picture->y;
}
