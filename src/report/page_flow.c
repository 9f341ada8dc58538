/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes onto pages: what fits is drawn whole, what does not is cut where it may be, and no heading
   stands alone at the foot of a page. */
#include <math.h>

#include "page.h"

/** A framed box that goes over pages. */
struct frame {
  const struct frame *outer;
  const struct box *box;
  double x;
  double *from; /**< where its bar begins on this page */
};

/* ---- drawing what fits ---------------------------------------------------------------------- */

static void draw_text(lu_canvas *canvas, const struct box *box, double x, double y) {
  if (box->bookmark != NULL) lu_canvas_bookmark(canvas, box->level, box->bookmark, y);
  lu_canvas_block(canvas, box->block, x, y);
  if (box->bookmark != NULL && box->level == 1) {
    const lu_canvas_pen rule = {.stroke = PAGE_INK, .fill = LU_CANVAS_NONE, .width = 0.8};
    double under = y + lu_block_height(box->block) + 2.5;
    lu_canvas_line(canvas, x, under, x + box->width, under, &rule);
  }
}

static void draw_bar(lu_canvas *canvas, const struct box *box, double x, double from, double to) {
  const lu_canvas_pen bar = {.stroke = LU_CANVAS_NONE, .fill = box->colour};
  lu_canvas_box(canvas, x, from, 2.5, to - from, 0, &bar);
}

static void draw_table(lu_canvas *canvas, const struct table *table, double x, double y) {
  page_draw_row(canvas, table, &table->head, x, y, true);
  y += table->head.height;
  for (size_t i = 0; i < table->row_count; i++) {
    page_draw_row(canvas, table, &table->rows[i], x, y, false);
    y += table->rows[i].height;
  }
}

/* A box at its place. @param x left of its parent */
static void draw_box(lu_canvas *canvas, const struct box *box, double x, double y) {
  const lu_picture_style style = {box->width, box->letters};
  const lu_canvas_pen rule = {.stroke = PAGE_RULE, .fill = LU_CANVAS_NONE, .width = 0.6};
  x += box->x;
  if (box->framed) {
    const lu_canvas_pen tint = {.stroke = LU_CANVAS_NONE, .fill = box->tint};
    lu_canvas_box(canvas, x, y, box->width, box->height, 0, &tint);
    draw_bar(canvas, box, x, y, y + box->height);
    y += 5;
  }
  lu_canvas_block(canvas, box->beside, x + box->beside_x, y);
  switch (box->kind) {
    case BOX_STACK:
      for (const struct box *child = box->first; child != NULL; child = child->next) {
        if (child != box->first) y += child->before;
        draw_box(canvas, child, x, y);
        y += child->height;
      }
      return;
    case BOX_BESIDE:
      for (const struct box *child = box->first; child != NULL; child = child->next)
        draw_box(canvas, child, x, y);
      return;
    case BOX_TEXT:
      draw_text(canvas, box, x, y);
      return;
    case BOX_TABLE:
      draw_table(canvas, box->table, x, y);
      return;
    case BOX_PICTURE:
      lu_draw_onto(canvas, box->picture, x, y, &style);
      return;
    case BOX_LINE: {
      double line = y + box->height - 2, after = lu_block_width(box->block);
      lu_canvas_block(canvas, box->block, x, line - lu_block_height(box->block) + 1);
      lu_canvas_line(canvas, x + (after > 0 ? after + 6 : 0), line, x + box->width, line, &rule);
      return;
    }
    case BOX_BREAK:
      return;
  }
}

/* ---- pages ---------------------------------------------------------------------------------- */

void page_turn(struct flow *flow) {
  for (const struct frame *frame = flow->frame; frame != NULL; frame = frame->outer) {
    if (flow->y > *frame->from)
      draw_bar(flow->canvas, frame->box, frame->x, *frame->from, flow->y + 3);
    *frame->from = flow->top;
  }
  lu_canvas_next_page(flow->canvas);
  flow->page++;
  flow->y = flow->top;
  flow->fresh = true;
  page_frame(flow);
}

/* Room that the beginning of a box takes, without being cut where it may not be. */
static double least_height(const struct box *box, double page) {
  if (box == NULL) return 0;
  if (box->kind == BOX_TEXT) {
    size_t lines = lu_block_lines(box->block);
    return fmax(lu_block_line_top(box->block, lines <= 3 ? lines : 2),
                lu_block_height(box->beside));
  }
  if (box->kind == BOX_TABLE) return box->table->head.height + box->table->rows[0].height;
  if (box->kind != BOX_STACK || (box->keep && box->height <= page)) return box->height;
  double height = box->framed ? 5 : 0;
  for (const struct box *child = box->first; child != NULL; child = child->next) {
    if (child != box->first) height += child->before;
    if (!child->stick) return height + least_height(child, page);
    height += child->height;
  }
  return height;
}

static bool contains_break(const struct box *box) {
  if (box->kind == BOX_BREAK) return true;
  for (const struct box *child = box->first; child != NULL; child = child->next)
    if (contains_break(child)) return true;
  return false;
}

/* ---- placing what does not fit -------------------------------------------------------------- */

/* No line alone at the foot of a page, none alone at the head. */
static void place_text(struct flow *flow, const struct box *box, double x) {
  size_t from = 0, lines = lu_block_lines(box->block);
  bool first = true;
  while (from < lines) {
    double start = lu_block_line_top(box->block, from);
    size_t to = from;
    while (to < lines && flow->y + lu_block_line_top(box->block, to + 1) - start <= flow->bottom)
      to++;
    if (to < lines && to > from && lines - to == 1 && to - from > 2) to--;
    bool few = to < lines && to - from < 2;
    if (few && !flow->fresh) {
      page_turn(flow);
      continue;
    }
    if (to == from) to++; /* a line higher than a page */
    if (first && box->bookmark != NULL)
      lu_canvas_bookmark(flow->canvas, box->level, box->bookmark, flow->y);
    if (first) lu_canvas_block(flow->canvas, box->beside, x + box->beside_x, flow->y);
    first = false;
    lu_canvas_lines(flow->canvas, box->block, x, flow->y, from, to);
    flow->y += lu_block_line_top(box->block, to) - start;
    flow->fresh = false;
    from = to;
    if (from < lines) page_turn(flow);
  }
}

/* Would a heading, and those that follow it, be left alone? */
static bool left_alone(const struct flow *flow, const struct box *box) {
  double height = 0, page = flow->bottom - flow->top;
  const struct box *child = box;
  for (; child != NULL && child->stick; child = child->next)
    height += child->height + child->before;
  if (child != NULL) height += child->before + least_height(child, page);
  return height <= page && flow->y + height > flow->bottom;
}

static void place_stack(struct flow *flow, const struct box *box, double x) {
  double from = flow->y;
  const struct frame frame = {flow->frame, box, x, &from};
  double page = flow->bottom - flow->top;
  if (box->beside != NULL && !flow->fresh &&
      flow->y + least_height(box, page) > flow->bottom) /* the marker goes with its text */
    page_turn(flow);
  from = flow->y;
  if (box->framed) {
    /* cppcheck-suppress autoVariables ; taken back below */
    flow->frame = &frame;
    flow->y += 5;
  }
  lu_canvas_block(flow->canvas, box->beside, x + box->beside_x, flow->y);
  for (const struct box *child = box->first; child != NULL; child = child->next) {
    if (child->stick && !flow->fresh && left_alone(flow, child)) page_turn(flow);
    if (child == box->first) { /* the space above it is that above the stack */
      struct box plain = *child;
      plain.before = 0;
      page_place(flow, &plain, x);
    } else {
      page_place(flow, child, x);
    }
  }
  if (box->framed) {
    flow->frame = frame.outer;
    draw_bar(flow->canvas, box, x, from, flow->y + 3);
    flow->y += 5;
  }
}

void page_place(struct flow *flow, const struct box *box, double x) {
  double page = flow->bottom - flow->top;
  if (box->kind == BOX_BREAK) {
    if (!flow->fresh) page_turn(flow);
    return;
  }
  bool cut = contains_break(box);
  double start = flow->y + (flow->fresh ? 0 : box->before);
  bool fits = !cut && start + box->height <= flow->bottom + 0.01;
  bool whole = box->kind == BOX_BESIDE || box->kind == BOX_PICTURE || box->kind == BOX_LINE ||
               (box->keep && box->height <= page);
  if (!fits && !cut && whole) {
    if (!flow->fresh) page_turn(flow);
    start = flow->y;
    fits = true;
  }
  if (!fits && !flow->fresh && start + least_height(box, page) > flow->bottom &&
      least_height(box, page) <= page) {
    page_turn(flow);
    start = flow->y;
    fits = !cut && start + box->height <= flow->bottom + 0.01;
  }
  flow->y = start;
  if (fits) {
    draw_box(flow->canvas, box, x, flow->y);
    flow->y += box->height;
    flow->fresh = false;
  } else if (box->kind == BOX_TEXT) {
    place_text(flow, box, x + box->x);
  } else if (box->kind == BOX_TABLE) {
    page_place_table(flow, box, x + box->x);
  } else {
    place_stack(flow, box, x + box->x);
  }
}
