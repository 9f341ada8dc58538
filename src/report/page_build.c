/* SPDX-License-Identifier: Apache-2.0 */
/* From nodes of a document tree to boxes with heights. */
#include <math.h>
#include <string.h>

#include "page.h"

#define INDENT 15
#define SHORT_LINES 3
#define COMPACT_LETTERS 0.93
#define COMPACT_SPACE 0.7
#define WRITING 21 /* distance of lines to write on */
#define COLUMN_GAP 22

struct box *page_box(struct maker *maker, box_kind kind, double x, double width, double before) {
  struct box *box = lu_arena_alloc(maker->arena, sizeof *box);
  if (box == NULL) return NULL;
  box->kind = kind;
  box->x = x;
  box->width = width;
  box->before = before;
  return box;
}

void page_add(struct box *parent, struct box *child) {
  if (parent == NULL || child == NULL) return;
  if (parent->kind == BOX_STACK)
    parent->height += child->height + (parent->first == NULL ? 0 : child->before);
  else
    parent->height = fmax(parent->height, child->height);
  if (parent->first == NULL)
    parent->first = child;
  else
    parent->last->next = child;
  parent->last = child;
}

/* ---- text ----------------------------------------------------------------------------------- */

/* Runs of a value as runs of the canvas, from the arena. */
struct run_list {
  struct maker *maker;
  lu_canvas_run *runs;
  size_t count, room;
};

static lu_canvas_run styled(const char *text, run_style style) {
  lu_canvas_run run = {.text = text, .colour = PAGE_INK};
  run.bold = style == STYLE_BOLD || style == STYLE_WARNING;
  run.italic = style == STYLE_ITALIC;
  run.mono = style == STYLE_MONO;
  if (style == STYLE_SMALL || style == STYLE_MUTED) run.scale = 0.93;
  if (style == STYLE_MUTED) run.colour = PAGE_MUTED;
  if (style == STYLE_WARNING) run.colour = PAGE_SEVERE;
  return run;
}

/* A run_function. */
static void collect_run(void *user, const char *text, run_style style) {
  struct run_list *list = user;
  if (list->count == list->room) {
    size_t room = list->room == 0 ? 8 : list->room * 2;
    lu_canvas_run *grown = lu_arena_array(list->maker->arena, room, sizeof *grown);
    if (grown == NULL) return;
    if (list->count > 0) memcpy(grown, list->runs, list->count * sizeof *grown);
    list->runs = grown;
    list->room = room;
  }
  list->runs[list->count++] = styled(text, style);
}

const lu_block *page_runs(struct maker *maker, const json_t *value, double size, double width,
                          lu_canvas_align align) {
  struct run_list list = {.maker = maker};
  const lu_canvas_setting setting = {.size = size, .width = width, .align = align};
  if (!document_runs(value, collect_run, &list)) return NULL;
  return lu_canvas_set(maker->canvas, list.runs, list.count, &setting);
}

void page_measure_runs(struct maker *maker, const json_t *value, double size, double *widest,
                       double *word) {
  struct run_list list = {.maker = maker};
  const lu_canvas_setting setting = {.size = size};
  *widest = *word = 0;
  if (document_runs(value, collect_run, &list))
    lu_canvas_measure(maker->canvas, list.runs, list.count, &setting, widest, word);
}

const lu_block *page_words(struct maker *maker, const char *text, double size, uint32_t colour,
                           bool bold, double width) {
  const lu_canvas_run run = {.text = text, .colour = colour, .bold = bold};
  const lu_canvas_setting setting = {.size = size, .width = width};
  return lu_canvas_set(maker->canvas, &run, 1, &setting);
}

struct box *page_text_box(struct maker *maker, const lu_block *block, double x, double before) {
  struct box *box = page_box(maker, BOX_TEXT, x, lu_block_width(block), before);
  if (box == NULL) return NULL;
  box->block = block;
  box->height = lu_block_height(block);
  return box;
}

/* ---- blocks --------------------------------------------------------------------------------- */

static struct box *build_node(struct maker *maker, const json_t *node, double width);

/* Tables and pictures, before which a few words may stand. */
static bool is_shown(const json_t *node) {
  node_type type = document_type(node);
  return type == NODE_TABLE || type == NODE_TIMELINE || type == NODE_TREE || type == NODE_CURVE;
}

struct box *page_children(struct maker *maker, const json_t *node, double x, double width,
                          double before) {
  struct box *stack = page_box(maker, BOX_STACK, x, width, before);
  size_t index;
  json_t *child;
  json_array_foreach(json_object_get(node, "children"), index, child) {
    struct box *box = build_node(maker, child, width);
    const json_t *next = json_array_get(json_object_get(node, "children"), index + 1);
    if (box != NULL && box->kind == BOX_TEXT && lu_block_lines(box->block) <= SHORT_LINES)
      box->stick = is_shown(next); /* a word before a table or picture stays with it */
    page_add(stack, box);
  }
  return stack;
}

static struct box *build_heading(struct maker *maker, const char *title, int level, double width) {
  static const double sizes[] = {12.5, 10, 8.8}, before[] = {17, 10, 7};
  struct box *box = page_text_box(
      maker,
      page_words(maker, title, sizes[level - 1] * maker->size / PAGE_SIZE, PAGE_INK, true, width),
      0, 0);
  if (box == NULL) return NULL;
  box->before = before[level - 1] * maker->space;
  box->stick = true;
  box->bookmark = title;
  box->level = level;
  box->width = width;
  if (level == 1) box->height += 4; /* the rule under it */
  return box;
}

static struct box *build_section(struct maker *maker, const json_t *node, double width) {
  const struct maker outside = *maker;
  int level = (int)document_number(node, "level", 1);
  const char *title = document_text(node, "title");
  if (json_is_true(json_object_get(node, "compact")) && maker->space >= 1) {
    maker->size *= COMPACT_LETTERS;
    maker->space = COMPACT_SPACE;
  }
  struct box *heading = title[0] == '\0' ? NULL : build_heading(maker, title, level, width);
  struct box *stack = page_box(maker, BOX_STACK, 0, width, heading == NULL ? 4 : heading->before);
  struct box *body = page_children(maker, node, 0, width, level == 1 ? 4 : 1.5 * maker->space);
  maker->size = outside.size;
  maker->space = outside.space;
  if (stack == NULL) return NULL;
  stack->keep = json_is_true(json_object_get(node, "keep_together"));
  page_add(stack, heading);
  if (body != NULL && body->first != NULL) page_add(stack, body);
  return stack;
}

/* A bullet or number hangs at the left of each item. */
static struct box *build_list(struct maker *maker, const json_t *node, double width) {
  bool ordered = json_is_true(json_object_get(node, "ordered"));
  const json_t *items = json_object_get(node, "items");
  struct box *stack = page_box(maker, BOX_STACK, 0, width, 4 * maker->space);
  double indent = ordered && json_array_size(items) > 9 ? INDENT + 5 : INDENT;
  size_t index;
  json_t *item;
  json_array_foreach(items, index, item) {
    const char *marker = ordered ? lu_arena_printf(maker->arena, "%zu.", index + 1) : "•";
    struct box *inner = build_node(maker, item, width - indent), *outer;
    if (inner == NULL || marker == NULL) continue;
    outer = page_box(maker, BOX_STACK, indent, width - indent, index == 0 ? 0 : 3 * maker->space);
    if (outer == NULL) return NULL;
    inner->before = 0;
    page_add(outer, inner);
    outer->beside = page_words(maker, marker, maker->size, PAGE_MUTED, false, 0);
    outer->beside_x =
        ordered ? -indent + fmax(0, indent - 6 - lu_block_width(outer->beside)) : -indent + 4;
    page_add(stack, outer);
  }
  return stack == NULL || stack->first == NULL ? NULL : stack;
}

/* Value and note as one block. */
static const lu_block *build_value(struct maker *maker, const json_t *item, double width) {
  struct run_list list = {.maker = maker};
  const lu_canvas_setting setting = {.size = maker->size, .width = width};
  const char *note = document_text(item, "note");
  document_runs(json_object_get(item, "value"), collect_run, &list);
  if (note[0] != '\0') {
    if (list.count > 0) collect_run(&list, "  ", STYLE_PLAIN);
    collect_run(&list, note, STYLE_MUTED);
  }
  return lu_canvas_set(maker->canvas, list.runs, list.count, &setting);
}

static struct box *build_field(struct maker *maker, const json_t *item, double labels,
                               double width) {
  const lu_block *label =
      page_words(maker, document_text(item, "label"), maker->size, PAGE_MUTED, false, labels);
  if (lu_block_lines(label) > 6) { /* no label any more: a text of its own */
    struct box *stack = page_box(maker, BOX_STACK, 0, width, 2);
    page_add(stack, page_text_box(maker,
                                  page_words(maker, document_text(item, "label"), maker->size,
                                             PAGE_MUTED, false, width),
                                  0, 0));
    page_add(stack, page_text_box(maker, build_value(maker, item, width), 0, 1));
    return stack;
  }
  double left = labels + 9;
  struct box *box =
      page_text_box(maker, build_value(maker, item, width - left), left, 2 * maker->space);
  if (box == NULL) return NULL;
  box->beside = label;
  box->beside_x = -left;
  box->height = fmax(box->height, lu_block_height(label));
  return box;
}

static struct box *build_fields(struct maker *maker, const json_t *node, double width) {
  struct box *stack = page_box(maker, BOX_STACK, 0, width, 4 * maker->space);
  double labels = 0, widest = 0, word = 0;
  size_t index;
  json_t *item;
  json_array_foreach(json_object_get(node, "items"), index, item) {
    page_measure_runs(maker, json_object_get(item, "label"), maker->size, &widest, &word);
    labels = fmax(labels, widest + 1);
  }
  labels = fmin(labels, width * (width < 300 ? 0.46 : 0.3));
  json_array_foreach(json_object_get(node, "items"), index, item)
      page_add(stack, build_field(maker, item, labels, width));
  return stack == NULL || stack->first == NULL ? NULL : stack;
}

static struct box *build_callout(struct maker *maker, const json_t *node, double width) {
  static const uint32_t colours[] = {PAGE_NOTE, PAGE_WARNING, PAGE_SEVERE},
                        tints[] = {0xf5f6f8u, 0xfdf6eau, 0xfdf1f1u};
  static const char *const signs[] = {"", "▲ ", "■ "};
  lu_severity severity = document_severity(node);
  struct box *outer = page_box(maker, BOX_STACK, 0, width, 7 * maker->space);
  struct box *inner = page_box(maker, BOX_STACK, 10, width - 18, 0);
  const char *title = document_text(node, "title");
  if (outer == NULL || inner == NULL) return NULL;
  if (title[0] != '\0') {
    const char *text = lu_arena_printf(maker->arena, "%s%s", signs[severity], title);
    struct box *head = page_text_box(maker,
                                     page_words(maker, text == NULL ? "" : text, maker->size,
                                                colours[severity], true, width - 18),
                                     0, 0);
    if (head != NULL) head->stick = json_array_size(json_object_get(node, "children")) > 0;
    page_add(inner, head);
  }
  struct box *body = page_children(maker, node, 0, width - 18, 1.5);
  if (body != NULL && body->first != NULL) page_add(inner, body);
  page_add(outer, inner);
  outer->height += 10; /* five above, five below */
  outer->framed = true;
  outer->keep = true;
  outer->colour = colours[severity];
  outer->tint = tints[severity];
  return outer;
}

static struct box *build_lines(struct maker *maker, const json_t *node, double width) {
  int count = (int)document_number(node, "count", 1);
  struct box *stack = page_box(maker, BOX_STACK, 0, width, 0);
  if (stack == NULL) return NULL;
  stack->keep = true;
  for (int i = 0; i < count; i++) {
    struct box *line = page_box(maker, BOX_LINE, 0, width, 0);
    if (line == NULL) return NULL;
    line->height = WRITING;
    if (i == 0) {
      line->block = page_words(maker, document_text(node, "label"), maker->size, PAGE_MUTED, false,
                               width * 0.8);
      line->height = fmax(WRITING, lu_block_height(line->block) + 8);
    }
    page_add(stack, line);
  }
  return stack;
}

/* Beside each other; below each other where that would not fit a page. */
static struct box *build_columns(struct maker *maker, const json_t *node, double width) {
  const json_t *children = json_object_get(node, "children"),
               *weights = json_object_get(node, "weights");
  size_t count = json_array_size(children);
  double total = 0, x = 0, room = width - COLUMN_GAP * (double)(count - 1);
  struct box *row = page_box(maker, BOX_BESIDE, 0, width, 6 * maker->space);
  for (size_t i = 0; i < count; i++)
    total += weights == NULL ? 1 : json_number_value(json_array_get(weights, i));
  for (size_t i = 0; i < count; i++) {
    double weight = weights == NULL ? 1 : json_number_value(json_array_get(weights, i));
    double share = fmax(room * weight / total, 12);
    struct box *outer = page_box(maker, BOX_STACK, x, share, 0);
    page_add(outer, build_node(maker, json_array_get(children, i), share));
    page_add(row, outer);
    x += share + COLUMN_GAP;
  }
  if (row != NULL && row->height <= maker->page_height) return row;
  return page_children(maker, node, 0, width, 6 * maker->space);
}

static struct box *build_text(struct maker *maker, const json_t *node, double width) {
  const lu_block *block = page_runs(maker, node, maker->size, width, LU_ALIGN_LEFT);
  return block == NULL ? NULL : page_text_box(maker, block, 0, 3.5 * maker->space);
}

static struct box *build_node(struct maker *maker, const json_t *node, double width) {
  if (width < 12) width = 12;
  switch (document_type(node)) {
    case NODE_PAGE_BREAK:
      return page_box(maker, BOX_BREAK, 0, width, 0);
    case NODE_SECTION:
      return build_section(maker, node, width);
    case NODE_TEXT:
      return build_text(maker, node, width);
    case NODE_LIST:
      return build_list(maker, node, width);
    case NODE_FIELDS:
      return build_fields(maker, node, width);
    case NODE_TABLE:
      return page_table(maker, node, width);
    case NODE_CALLOUT:
      return build_callout(maker, node, width);
    case NODE_LINES:
      return build_lines(maker, node, width);
    case NODE_COLUMNS:
      return build_columns(maker, node, width);
    case NODE_TIMELINE:
    case NODE_TREE:
    case NODE_CURVE:
      return page_picture(maker, node, width);
    case NODE_UNKNOWN:
      break;
  }
  return NULL;
}
