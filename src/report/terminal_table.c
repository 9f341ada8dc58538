/* SPDX-License-Identifier: Apache-2.0 */
#include "terminal_table.h"

#include <string.h>

/* More columns than this are not written. */
#define MOST_COLUMNS 24
/* Blanks between two columns; words up to this width are not broken to make room. */
#define GUTTER 2
#define LONGEST_WORD 16

/** How a table is laid out. */
struct grid {
  layout *page;
  int indent;
  size_t count;
  const json_t *columns;
  size_t width[MOST_COLUMNS];
  size_t least[MOST_COLUMNS]; /**< width of the longest word, up to LONGEST_WORD */
};

static void head_text(lu_text *out, const json_t *column) {
  lu_text_puts(out, document_text(column, "title"));
  if (document_text(column, "unit")[0] != '\0')
    lu_text_printf(out, " (%s)", document_text(column, "unit"));
}

/* Width of the longest word, up to LONGEST_WORD. @param failed set if memory ran out */
static size_t longest_word(const char *text, bool *failed) {
  size_t longest = 0;
  while (*text != '\0') {
    size_t length = strcspn(text, " \n");
    lu_text word = LU_TEXT_INIT;
    lu_text_append(&word, text, length);
    size_t width = layout_text_width(lu_text_string(&word));
    if (width > longest) longest = width;
    *failed |= word.failed;
    lu_text_free(&word);
    text += length;
    text += strspn(text, " \n");
  }
  return longest < LONGEST_WORD ? longest : LONGEST_WORD;
}

static void widen(struct grid *grid, size_t column, const lu_text *text) {
  size_t width = layout_text_width(lu_text_string(text));
  size_t least = longest_word(lu_text_string(text), &grid->page->out->failed);
  if (width > grid->width[column]) grid->width[column] = width;
  if (least > grid->least[column]) grid->least[column] = least;
  grid->page->out->failed |= text->failed;
}

/* Widths that the texts would like to have. */
static void measure(struct grid *grid, const json_t *rows) {
  size_t index, column;
  json_t *row, *cell;
  for (size_t i = 0; i < grid->count; i++) {
    lu_text text = LU_TEXT_INIT;
    head_text(&text, json_array_get(grid->columns, i));
    widen(grid, i, &text);
    lu_text_free(&text);
  }
  json_array_foreach(rows, index, row) {
    json_array_foreach(row, column, cell) {
      lu_text text = LU_TEXT_INIT;
      if (column >= grid->count) break;
      document_runs(cell, terminal_run, &text);
      widen(grid, column, &text);
      lu_text_free(&text);
    }
  }
}

static size_t total_width(const struct grid *grid) {
  size_t total = GUTTER * (grid->count - 1);
  for (size_t i = 0; i < grid->count; i++)
    total += grid->width[i];
  return total;
}

/* Takes a blank at a time from the widest column that still holds its words; where all are down to
   their words, from the widest one. */
static void fit(struct grid *grid) {
  size_t room = (size_t)grid->page->width - (size_t)grid->indent;
  while (total_width(grid) > room) {
    size_t widest = 0, loosest = MOST_COLUMNS;
    for (size_t i = 0; i < grid->count; i++) {
      if (grid->width[i] > grid->width[widest]) widest = i;
      if (grid->width[i] > grid->least[i] &&
          (loosest == MOST_COLUMNS || grid->width[i] > grid->width[loosest]))
        loosest = i;
    }
    size_t column = loosest < MOST_COLUMNS ? loosest : widest;
    if (grid->width[column] <= 1) return;
    grid->width[column]--;
  }
}

/* Writes one line of a wrapped cell; `at` moves behind it. */
static void put_piece(struct grid *grid, size_t column, const char **at, bool last) {
  const char *end = strchr(*at, '\n');
  size_t length = end != NULL ? (size_t)(end - *at) : strlen(*at);
  lu_text piece = LU_TEXT_INIT;
  lu_text_append(&piece, *at, length);
  size_t used = layout_text_width(lu_text_string(&piece));
  size_t blank = used < grid->width[column] ? grid->width[column] - used : 0;
  bool right = strcmp(document_text(json_array_get(grid->columns, column), "align"), "right") == 0;
  if (right) lu_text_fill(grid->page->out, ' ', blank);
  lu_text_append(grid->page->out, *at, length);
  if (!right && !last) lu_text_fill(grid->page->out, ' ', blank);
  grid->page->out->failed |= piece.failed;
  lu_text_free(&piece);
  *at += length + (end != NULL ? 1 : 0);
}

static bool any_left(const char *const *at, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (at[i][0] != '\0') return true;
  return false;
}

/* Writes a row whose cells were wrapped already. */
static void put_lines(struct grid *grid, const lu_text *cells) {
  const char *at[MOST_COLUMNS];
  for (size_t i = 0; i < grid->count; i++)
    at[i] = lu_text_string(&cells[i]);
  while (any_left(at, grid->count)) {
    lu_text_fill(grid->page->out, ' ', (size_t)grid->indent);
    for (size_t i = 0; i < grid->count; i++) {
      bool last = !any_left(at + i + 1, grid->count - i - 1);
      put_piece(grid, i, &at[i], last);
      if (last) break;
      lu_text_fill(grid->page->out, ' ', GUTTER);
    }
    lu_text_puts(grid->page->out, "\n");
  }
}

/* Wraps the texts to their columns and writes them. @param texts freed */
static void put_row(struct grid *grid, lu_text *texts) {
  lu_text cells[MOST_COLUMNS];
  for (size_t i = 0; i < grid->count; i++) {
    cells[i] = (lu_text)LU_TEXT_INIT;
    layout column = *grid->page;
    column.out = &cells[i];
    column.color = false; /* paint would run into the next column */
    column.width = (int)(grid->width[i] > 0 ? grid->width[i] : 1);
    if (texts[i].length > 0) layout_paragraph(&column, 0, 0, lu_text_string(&texts[i]));
    grid->page->out->failed |= texts[i].failed || cells[i].failed;
    lu_text_free(&texts[i]);
  }
  put_lines(grid, cells);
  for (size_t i = 0; i < grid->count; i++)
    lu_text_free(&cells[i]);
}

static void put_head(struct grid *grid) {
  lu_text texts[MOST_COLUMNS];
  size_t width = GUTTER * (grid->count - 1);
  for (size_t i = 0; i < grid->count; i++) {
    texts[i] = (lu_text)LU_TEXT_INIT;
    head_text(&texts[i], json_array_get(grid->columns, i));
    width += grid->width[i];
  }
  put_row(grid, texts);
  lu_text_fill(grid->page->out, ' ', (size_t)grid->indent);
  lu_text_fill(grid->page->out, '-', width);
  lu_text_puts(grid->page->out, "\n");
}

void terminal_table(layout *page, int indent, const json_t *table) {
  const json_t *rows = json_object_get(table, "rows");
  struct grid grid = {.page = page, .indent = indent};
  grid.columns = json_object_get(table, "columns");
  grid.count = json_array_size(grid.columns);
  size_t index;
  json_t *row;
  if (grid.count == 0) return;
  if (grid.count > MOST_COLUMNS) grid.count = MOST_COLUMNS;
  measure(&grid, rows);
  fit(&grid);
  if (document_text(table, "caption")[0] != '\0')
    layout_paragraph(page, indent, indent, document_text(table, "caption"));
  put_head(&grid);
  if (json_array_size(rows) == 0) layout_paragraph(page, indent, indent, "no entry");
  json_array_foreach(rows, index, row) {
    lu_text texts[MOST_COLUMNS];
    for (size_t i = 0; i < grid.count; i++) {
      texts[i] = (lu_text)LU_TEXT_INIT;
      document_runs(json_array_get(row, i), terminal_run, &texts[i]);
    }
    put_row(&grid, texts);
  }
}
