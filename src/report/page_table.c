/* SPDX-License-Identifier: Apache-2.0 */
/* Tables: widths of columns from what stands in them, rows that go over pages under a repeated
 * head. */
#include <math.h>
#include <string.h>

#include "page.h"

#define MOST_COLUMNS 24

/* Wishes of a column. */
struct wish {
  double weight, widest, word;
};

/* ---- widths --------------------------------------------------------------------------------- */

static const lu_block *set_title(struct maker *maker, const json_t *column, double width,
                                 bool right) {
  const char *unit = document_text(column, "unit");
  const char *text = unit[0] == '\0' ? "" : lu_arena_printf(maker->arena, " (%s)", unit);
  const lu_canvas_run runs[] = {
      {.text = document_text(column, "title"), .colour = PAGE_INK, .bold = true},
      {.text = text == NULL ? "" : text, .colour = PAGE_MUTED},
  };
  const lu_canvas_setting setting = {
      .size = maker->size * 0.96, .width = width, .align = right ? LU_ALIGN_RIGHT : LU_ALIGN_LEFT};
  return lu_canvas_set(maker->canvas, runs, 2, &setting);
}

static void find_wishes(struct maker *maker, const json_t *node, struct wish *wishes,
                        size_t count) {
  const json_t *columns = json_object_get(node, "columns");
  size_t index;
  json_t *row;
  double widest = 0, word = 0;
  for (size_t i = 0; i < count; i++) {
    const json_t *column = json_array_get(columns, i);
    const lu_block *title = set_title(maker, column, 0, false);
    page_measure_runs(maker, json_object_get(column, "title"), maker->size * 1.05, &widest, &word);
    wishes[i] = (struct wish){document_number(column, "weight", 1), lu_block_width(title), word};
  }
  json_array_foreach(json_object_get(node, "rows"), index, row) {
    for (size_t i = 0; i < count; i++) {
      page_measure_runs(maker, json_array_get(row, i), maker->size, &widest, &word);
      wishes[i].widest = fmax(wishes[i].widest, widest);
      wishes[i].word = fmax(wishes[i].word, word);
    }
  }
  for (size_t i = 0; i < count; i++) { /* rounding must not wrap what just fits */
    wishes[i].widest += 0.5;
    wishes[i].word += 0.5;
  }
}

/* Shares the room by weight; a column that needs less gives the rest to the others. */
static void share_by_weight(double *widths, const struct wish *wishes, size_t count, double room) {
  bool settled[MOST_COLUMNS] = {false};
  for (size_t round = 0; round <= count; round++) {
    double left = room, weights = 0;
    bool changed = false;
    for (size_t i = 0; i < count; i++) {
      if (settled[i])
        left -= widths[i];
      else
        weights += wishes[i].weight;
    }
    if (!(weights > 0)) { /* all have what they need: the rest is shared */
      double total = 0;
      for (size_t i = 0; i < count; i++)
        total += wishes[i].weight;
      for (size_t i = 0; i < count; i++)
        widths[i] += left * wishes[i].weight / total;
      return;
    }
    for (size_t i = 0; i < count; i++) {
      if (settled[i]) continue;
      widths[i] = left * wishes[i].weight / weights;
      if (wishes[i].widest > widths[i]) continue;
      widths[i] = wishes[i].widest;
      settled[i] = changed = true;
    }
    if (!changed) return;
  }
}

/* No word is cut, if others have room to give. */
static void respect_words(double *widths, const struct wish *wishes, size_t count, double room) {
  double missing = 0, spare = 0, total = 0;
  double least[MOST_COLUMNS];
  for (size_t i = 0; i < count; i++) {
    least[i] = fmin(wishes[i].word, room * 0.5);
    total += least[i];
    if (widths[i] < least[i])
      missing += least[i] - widths[i];
    else
      spare += widths[i] - least[i];
  }
  if (missing <= 0) return;
  for (size_t i = 0; i < count; i++) {
    if (spare < missing)
      widths[i] = room * least[i] / total;
    else if (widths[i] < least[i])
      widths[i] = least[i];
    else
      widths[i] -= missing * (widths[i] - least[i]) / spare;
  }
}

/* ---- building ------------------------------------------------------------------------------- */

static void build_row(struct maker *maker, struct table_row *out, const struct table *table,
                      const json_t *row) {
  out->cells = lu_arena_array(maker->arena, table->columns, sizeof(lu_block *));
  if (out->cells == NULL) return;
  for (size_t i = 0; i < table->columns; i++) {
    out->cells[i] = page_runs(maker, json_array_get(row, i), maker->size, table->width[i],
                              table->right[i] ? LU_ALIGN_RIGHT : LU_ALIGN_LEFT);
    out->height = fmax(out->height, lu_block_height(out->cells[i]));
  }
  out->height = fmax(out->height, maker->size * 1.3) + 2 * table->pad;
}

static void build_head(struct maker *maker, struct table *table, const json_t *columns) {
  table->head.cells = lu_arena_array(maker->arena, table->columns, sizeof(lu_block *));
  if (table->head.cells == NULL) return;
  for (size_t i = 0; i < table->columns; i++) {
    table->head.cells[i] =
        set_title(maker, json_array_get(columns, i), table->width[i], table->right[i]);
    table->head.height = fmax(table->head.height, lu_block_height(table->head.cells[i]));
  }
  table->head.height += 2 * table->pad;
}

/* "no entry" below the head of a table without rows. */
static void build_empty(struct maker *maker, struct table *table) {
  struct table_row *row = &table->rows[0];
  row->cells = lu_arena_array(maker->arena, table->columns, sizeof(lu_block *));
  if (row->cells == NULL) return;
  row->cells[0] = page_words(maker, "no entry", maker->size, PAGE_MUTED, false, 0);
  row->height = maker->size * 1.3 + 2 * table->pad;
}

static void place_columns(struct maker *maker, struct table *table, const json_t *node,
                          double width) {
  struct wish wishes[MOST_COLUMNS];
  double room = width - TABLE_GAP * (double)(table->columns - 1), x = 0;
  if (room < 4 * (double)table->columns) room = 4 * (double)table->columns;
  find_wishes(maker, node, wishes, table->columns);
  share_by_weight(table->width, wishes, table->columns, room);
  respect_words(table->width, wishes, table->columns, room);
  for (size_t i = 0; i < table->columns; i++) {
    table->width[i] = fmax(table->width[i], 4);
    table->x[i] = x;
    x += table->width[i] + TABLE_GAP;
  }
}

/* @return new, from the arena; NULL when memory is short */
static struct table *new_table(struct maker *maker, const json_t *node) {
  const json_t *columns = json_object_get(node, "columns");
  size_t rows = json_array_size(json_object_get(node, "rows"));
  struct table *table = lu_arena_alloc(maker->arena, sizeof *table);
  if (table == NULL) return NULL;
  table->columns = json_array_size(columns);
  table->row_count = rows == 0 ? 1 : rows;
  table->pad = 2.6 * maker->space * maker->space;
  table->x = lu_arena_array(maker->arena, table->columns, sizeof *table->x);
  table->width = lu_arena_array(maker->arena, table->columns, sizeof *table->width);
  table->right = lu_arena_array(maker->arena, table->columns, sizeof *table->right);
  table->rows = lu_arena_array(maker->arena, table->row_count, sizeof *table->rows);
  if (lu_arena_failed(maker->arena)) return NULL;
  for (size_t i = 0; i < table->columns; i++)
    table->right[i] = strcmp(document_text(json_array_get(columns, i), "align"), "right") == 0;
  return table;
}

struct box *page_table(struct maker *maker, const json_t *node, double width) {
  const json_t *rows = json_object_get(node, "rows");
  const char *caption = document_text(node, "caption");
  struct box *stack = page_box(maker, BOX_STACK, 0, width, 6 * maker->space);
  struct box *box = page_box(maker, BOX_TABLE, 0, width, 2);
  struct table *table = new_table(maker, node);
  if (stack == NULL || box == NULL || table == NULL) return NULL;
  place_columns(maker, table, node, width);
  build_head(maker, table, json_object_get(node, "columns"));
  for (size_t i = 0; i < json_array_size(rows); i++)
    build_row(maker, &table->rows[i], table, json_array_get(rows, i));
  if (json_array_size(rows) == 0) build_empty(maker, table);
  box->table = table;
  box->height = table->head.height;
  for (size_t i = 0; i < table->row_count; i++)
    box->height += table->rows[i].height;
  if (caption[0] != '\0') {
    struct box *head =
        page_text_box(maker, page_words(maker, caption, maker->size, PAGE_INK, true, width), 0, 0);
    if (head != NULL) head->stick = true;
    page_add(stack, head);
  }
  page_add(stack, box);
  return lu_arena_failed(maker->arena) ? NULL : stack;
}

/* ---- placing -------------------------------------------------------------------------------- */

void page_draw_row(lu_canvas *canvas, const struct table *table, const struct table_row *row,
                   double x, double y, bool head) {
  const lu_canvas_pen pen = {
      .stroke = head ? PAGE_INK : PAGE_HAIR, .fill = LU_CANVAS_NONE, .width = head ? 0.7 : 0.5};
  size_t last = table->columns - 1;
  double right = x + table->x[last] + table->width[last], bottom = y + row->height;
  for (size_t i = 0; i < table->columns && row->cells != NULL; i++) {
    double top = head ? bottom - table->pad - lu_block_height(row->cells[i]) : y + table->pad;
    lu_canvas_block(canvas, row->cells[i], x + table->x[i], top);
  }
  lu_canvas_line(canvas, x, bottom, right, bottom, &pen);
}

/* A row that no page can hold, cut between lines; at least one line of each cell a page. */
static void place_tall_row(struct flow *flow, const struct table *table,
                           const struct table_row *row, double x) {
  const lu_canvas_pen pen = {.stroke = PAGE_HAIR, .fill = LU_CANVAS_NONE, .width = 0.5};
  size_t from[MOST_COLUMNS] = {0}, last = table->columns - 1;
  bool more = row->cells != NULL;
  while (more) {
    double deepest = flow->y;
    more = false;
    for (size_t i = 0; i < table->columns; i++) {
      const lu_block *block = row->cells[i];
      size_t to = from[i], lines = lu_block_lines(block);
      double start = lu_block_line_top(block, from[i]);
      while (to < lines &&
             (to == from[i] ||
              flow->y + 2 * table->pad + lu_block_line_top(block, to + 1) - start <= flow->bottom))
        to++;
      lu_canvas_lines(flow->canvas, block, x + table->x[i], flow->y + table->pad, from[i], to);
      deepest = fmax(deepest, flow->y + 2 * table->pad + lu_block_line_top(block, to) - start);
      from[i] = to;
      more |= to < lines;
    }
    flow->y = deepest;
    flow->fresh = false;
    if (more) page_turn(flow);
  }
  lu_canvas_line(flow->canvas, x, flow->y, x + table->x[last] + table->width[last], flow->y, &pen);
}

static void place_head(struct flow *flow, const struct table *table, double x) {
  page_draw_row(flow->canvas, table, &table->head, x, flow->y, true);
  flow->y += table->head.height;
  flow->fresh = false;
}

void page_place_table(struct flow *flow, const struct box *box, double x) {
  const struct table *table = box->table;
  double page = flow->bottom - flow->top;
  bool tall_head = table->head.height > page / 2;
  double least = table->head.height + table->rows[0].height;
  if (!flow->fresh && flow->y + least > flow->bottom && least <= page) page_turn(flow);
  if (tall_head)
    place_tall_row(flow, table, &table->head, x);
  else
    place_head(flow, table, x);
  for (size_t i = 0; i < table->row_count; i++) {
    const struct table_row *row = &table->rows[i];
    double room = page - (tall_head ? 0 : table->head.height);
    if (row->height > room) {
      place_tall_row(flow, table, row, x);
      continue;
    }
    if (flow->y + row->height > flow->bottom) {
      page_turn(flow);
      if (!tall_head) place_head(flow, table, x);
    }
    page_draw_row(flow->canvas, table, row, x, flow->y, false);
    flow->y += row->height;
    flow->fresh = false;
  }
}
