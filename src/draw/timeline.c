/* SPDX-License-Identifier: Apache-2.0 */
/* Events over time: one row for each label of a lane, windows as bars, planned days as marks. */
#include <math.h>
#include <string.h>

#include "picture.h"

/* Events that belong together, and the labels of its rows. */
struct lane {
  const char *name;
  const lu_block *block;
  const char **labels;
  const lu_block **blocks;
  size_t count;
};

struct plan {
  const json_t *events;
  double from, to; /**< days */
  double left, right, scale;
  struct lane *lanes;
  size_t lane_count;
  const char **kinds;
  size_t kind_count;
};

/* ---- reading -------------------------------------------------------------------------------- */

/* First and last day of an event, and the planned one (NAN if none). */
static bool event_days(const json_t *event, double *first, double *last, double *day) {
  bool planned = picture_day(event, "day", day), early = picture_day(event, "earliest", first),
       late = picture_day(event, "latest", last);
  if (!planned) *day = NAN;
  if (!early) *first = planned ? *day : *last;
  if (!late) *last = planned ? fmax(*day, *first) : *first;
  if (planned) *first = fmin(*first, *day);
  return planned || early || late;
}

static void widen(struct plan *plan, double day) {
  plan->from = fmin(plan->from, day);
  plan->to = fmax(plan->to, day);
}

static void find_range(struct plan *plan, const json_t *node) {
  static const char *const days[] = {"from", "to", "today"};
  size_t index;
  json_t *event;
  double first = 0, last = 0, day = 0;
  plan->from = INFINITY;
  plan->to = -INFINITY;
  for (size_t i = 0; i < 3; i++)
    if (picture_day(node, days[i], &day)) widen(plan, day);
  json_array_foreach(plan->events, index, event) {
    if (!event_days(event, &first, &last, &day)) continue;
    widen(plan, first);
    widen(plan, last);
  }
  if (!(plan->from <= plan->to)) plan->from = plan->to = 0;
  double margin = fmax((plan->to - plan->from) * 0.02, 2);
  plan->from -= margin;
  plan->to += margin;
}

/* Index of a name in a list, where it is added if new. */
static size_t index_of(const char **names, size_t *count, const char *name) {
  size_t i = 0;
  while (i < *count && strcmp(names[i], name) != 0)
    i++;
  if (i == *count) names[(*count)++] = name;
  return i;
}

/* Lanes and labels in order of their first event. */
static bool find_rows(struct picture *picture, struct plan *plan) {
  size_t index, total = json_array_size(plan->events) + 1;
  json_t *event;
  double unused = 0;
  const char **names = lu_arena_array(picture->arena, total, sizeof *names);
  plan->lanes = lu_arena_array(picture->arena, total, sizeof *plan->lanes);
  plan->kinds = lu_arena_array(picture->arena, total, sizeof *plan->kinds);
  if (lu_arena_failed(picture->arena)) return false;
  json_array_foreach(plan->events, index, event) {
    if (!event_days(event, &unused, &unused, &unused)) continue;
    size_t at = index_of(names, &plan->lane_count, picture_text(event, "lane"));
    if (picture_text(event, "kind")[0] != '\0')
      index_of(plan->kinds, &plan->kind_count, picture_text(event, "kind"));
    plan->lanes[at].name = names[at];
    plan->lanes[at].count++; /* at most so many labels */
  }
  for (size_t i = 0; i < plan->lane_count; i++) {
    struct lane *lane = &plan->lanes[i];
    lane->labels = lu_arena_array(picture->arena, lane->count, sizeof *lane->labels);
    lane->blocks = lu_arena_array(picture->arena, lane->count, sizeof *lane->blocks);
    lane->count = 0;
  }
  if (lu_arena_failed(picture->arena)) return false;
  json_array_foreach(plan->events, index, event) {
    if (!event_days(event, &unused, &unused, &unused)) continue;
    struct lane *lane =
        &plan->lanes[index_of(names, &plan->lane_count, picture_text(event, "lane"))];
    index_of(lane->labels, &lane->count, picture_text(event, "label"));
  }
  return true;
}

/* Texts of the rows, and how wide they are at most. */
static double set_labels(struct picture *picture, struct plan *plan) {
  double widest = 0, most = picture->width * 0.36;
  for (size_t i = 0; i < plan->lane_count; i++) {
    struct lane *lane = &plan->lanes[i];
    if (lane->name[0] != '\0')
      lane->block = picture_set(picture, lane->name, INK, true, 0, picture->width, LU_ALIGN_LEFT);
    for (size_t j = 0; j < lane->count; j++) {
      lane->blocks[j] = picture_set(picture, lane->labels[j], INK, false, 0, most, LU_ALIGN_LEFT);
      widest = fmax(widest, lu_block_width(lane->blocks[j]));
    }
  }
  return fmin(widest, most);
}

/* ---- drawing -------------------------------------------------------------------------------- */

static double x_of(const struct plan *plan, double day) {
  return plan->left + (day - plan->from) * plan->scale;
}

/* Windows first, so that no bar hides a mark. */
static void draw_row(struct picture *picture, const struct plan *plan, const struct lane *lane,
                     const char *label, double middle) {
  const lu_canvas_pen bar = {.stroke = ACCENT, .fill = ACCENT_TINT, .width = 0.5};
  double first = 0, last = 0, day = 0, half = picture->size * 0.36;
  size_t index;
  json_t *event;
  for (int pass = 0; pass < 2; pass++) {
    json_array_foreach(plan->events, index, event) {
      if (strcmp(picture_text(event, "lane"), lane->name) != 0 ||
          strcmp(picture_text(event, "label"), label) != 0 ||
          !event_days(event, &first, &last, &day))
        continue;
      const char *kind = picture_text(event, "kind");
      if (pass == 0 && last > first)
        lu_canvas_box(picture->canvas, x_of(plan, first), middle - half,
                      fmax((last - first) * plan->scale, 1), 2 * half, half, &bar);
      size_t known = plan->kind_count;
      size_t mark = kind[0] == '\0' ? 0 : index_of(plan->kinds, &known, kind);
      if (pass == 1 && !isnan(day))
        picture_mark(picture, mark, x_of(plan, day), middle, picture->size * 0.4, ACCENT);
      if (pass == 1 && isnan(day) && last <= first)
        picture_mark(picture, mark, x_of(plan, first), middle, picture->size * 0.4, ACCENT);
    }
  }
}

/* Months above, and the lines that come down from them. @return height of the head */
static double draw_axis(struct picture *picture, const struct plan *plan, double bottom) {
  const lu_canvas_pen grid = {.stroke = HAIR, .fill = LU_CANVAS_NONE, .width = 0.6};
  struct ticks ticks;
  double small = picture->size * 0.92, line = small * 1.3, head = 2 * line + 4;
  double width = plan->right - plan->left, end = -INFINITY;
  axis_days(&ticks, plan->from, plan->to, width / (small * 3));
  for (size_t i = 0; i < ticks.count; i++) {
    double x = x_of(plan, ticks.list[i].at);
    lu_canvas_line(picture->canvas, x, picture->y + head, x, bottom, &grid);
    const lu_block *block =
        picture_set(picture, ticks.list[i].label, MUTED, false, small, 0, LU_ALIGN_LEFT);
    const lu_block *under =
        picture_set(picture, ticks.list[i].under, MUTED, true, small, 0, LU_ALIGN_LEFT);
    double over = fmax(lu_block_width(block), lu_block_width(under));
    double place = fmin(x, plan->right - over);
    if (place < end + 2) continue;
    lu_canvas_block(picture->canvas, under, place, picture->y);
    lu_canvas_block(picture->canvas, block, place, picture->y + line);
    end = place + lu_block_width(block);
  }
  return head;
}

static void draw_today(struct picture *picture, const struct plan *plan, const json_t *node,
                       double top, double bottom) {
  const lu_canvas_pen pen = {.stroke = INK, .fill = LU_CANVAS_NONE, .width = 0.9, .dash = 2.2};
  double day = 0;
  if (!picture_day(node, "today", &day)) return;
  const lu_block *block =
      picture_set(picture, "today", INK, true, picture->size * 0.92, 0, LU_ALIGN_LEFT);
  double x = x_of(plan, day);
  lu_canvas_line(picture->canvas, x, top, x, bottom, &pen);
  lu_canvas_block(picture->canvas, block, fmin(x, plan->right - lu_block_width(block)), bottom + 1);
}

/* What bars and marks mean. @return its height */
static double draw_legend(struct picture *picture, const struct plan *plan, double y) {
  const lu_canvas_pen bar = {.stroke = ACCENT, .fill = ACCENT_TINT, .width = 0.5};
  double x = plan->left, size = picture->size * 0.92, line = size * 1.35, half = size * 0.36;
  double top = y;
  size_t count = plan->kind_count > 0 ? plan->kind_count : 1;
  for (size_t i = 0; i <= count; i++) {
    lu_text text = LU_TEXT_INIT;
    lu_text_puts(&text, i == 0                  ? "window"
                        : plan->kind_count == 0 ? "planned day"
                                                : plan->kinds[i - 1]);
    for (size_t j = 0; j < text.length; j++)
      if (text.data[j] == '_') text.data[j] = ' ';
    if (text.failed) lu_canvas_fail(picture->canvas);
    const lu_block *block =
        picture_set(picture, lu_text_string(&text), MUTED, false, size, 0, LU_ALIGN_LEFT);
    lu_text_free(&text);
    double width = lu_block_width(block), lead = i == 0 ? 22 : 9;
    if (x > plan->left && x + lead + width > plan->right) {
      x = plan->left;
      y += line;
    }
    if (i == 0)
      lu_canvas_box(picture->canvas, x, y + line / 2 - half, 18, 2 * half, half, &bar);
    else
      picture_mark(picture, i - 1, x + 3, y + line / 2, size * 0.4, ACCENT);
    lu_canvas_block(picture->canvas, block, x + lead, y);
    x += lead + width + 12;
  }
  return y + line - top;
}

/* Lanes and their rows from `y` down. @return where they end */
static double draw_lanes(struct picture *picture, const struct plan *plan, double y) {
  const lu_canvas_pen rule = {.stroke = RULE, .fill = LU_CANVAS_NONE, .width = 0.6};
  double right = picture->x + picture->width;
  for (size_t i = 0; i < plan->lane_count; i++) {
    const struct lane *lane = &plan->lanes[i];
    lu_canvas_line(picture->canvas, picture->x, y, right, y, &rule);
    y += 2.5;
    if (lane->block != NULL) {
      lu_canvas_block(picture->canvas, lane->block, picture->x, y);
      y += lu_block_height(lane->block) + 0.5;
    }
    for (size_t j = 0; j < lane->count; j++) {
      double height = lu_block_height(lane->blocks[j]);
      lu_canvas_block(picture->canvas, lane->blocks[j], picture->x, y);
      draw_row(picture, plan, lane, lane->labels[j],
               y + (lu_block_lines(lane->blocks[j]) > 1 ? lu_block_line_top(lane->blocks[j], 1)
                                                        : height) /
                       2);
      y += height + 2;
    }
    y += 1.5;
  }
  lu_canvas_line(picture->canvas, picture->x, y, right, y, &rule);
  return y;
}

double picture_timeline(struct picture *picture, const json_t *node) {
  struct plan plan = {.events = json_object_get(node, "events")};
  double head = 2 * picture->size * 0.92 * 1.3 + 4;
  find_range(&plan, node);
  if (!find_rows(picture, &plan)) return 0;
  plan.left = picture->x + set_labels(picture, &plan) + 12;
  plan.right = picture->x + picture->width - 2;
  plan.scale = (plan.right - plan.left) / (plan.to - plan.from);
  /* Measured first: the lines of the axis lie below everything else. */
  lu_canvas_mute(picture->canvas, true);
  double bottom = draw_lanes(picture, &plan, picture->y + head);
  lu_canvas_mute(picture->canvas, false);
  draw_axis(picture, &plan, bottom);
  draw_today(picture, &plan, node, picture->y + head, bottom);
  draw_lanes(picture, &plan, picture->y + head);
  double foot = bottom + picture->size * 1.35;
  return foot + draw_legend(picture, &plan, foot) - picture->y;
}
