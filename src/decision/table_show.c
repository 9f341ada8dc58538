/* SPDX-License-Identifier: Apache-2.0 */
/* Draws decision tables for people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boxed.h"
#include "lutetia/decision/show.h"

/** Columns are not made narrower than this. */
#define MIN_COLUMN 6
/** Words up to this length are kept whole as long as there is room. */
#define LONG_WORD 18

/** One column of the grid. */
typedef struct grid_column {
  int width;           /**< characters between the blanks at both sides */
  int word;            /**< longest word */
  bool starts_outputs; /**< a double line stands before it */
  const char *rest;    /**< while a row is printed: text that is not yet printed */
} grid_column;

typedef struct grid {
  const lu_table *table;
  size_t count; /**< of columns: number, inputs, outputs, annotations */
  grid_column *columns;
  char *numbers; /**< texts of rule numbers, 24 bytes each */
} grid;

/** Letter of a hit policy, as DMN draws it in the corner. */
static const char *policy_letter(hit_policy policy) {
  switch (policy) {
    case HIT_UNIQUE:
      return "U";
    case HIT_FIRST:
      return "F";
    case HIT_PRIORITY:
      return "P";
    case HIT_ANY:
      return "A";
    case HIT_COLLECT:
      return "C";
    case HIT_COLLECT_SUM:
      return "C+";
    case HIT_COLLECT_MIN:
      return "C<";
    case HIT_COLLECT_MAX:
      return "C>";
    case HIT_COLLECT_COUNT:
      return "C#";
    case HIT_RULE_ORDER:
      return "R";
    case HIT_OUTPUT_ORDER:
      return "O";
  }
  return "";
}

/** Characters in the first `length` bytes of UTF-8 text. */
static int characters(const char *text, size_t length) {
  int count = 0;
  for (size_t i = 0; i < length; i++)
    if (((unsigned char)text[i] & 0xC0u) != 0x80u) count++;
  return count;
}

/** Header of a column. */
static const char *header_text(const grid *show, size_t column) {
  const lu_table *table = show->table;
  if (column == 0) return policy_letter(table->policy);
  column--;
  if (column < table->input_count) return table->inputs[column].label;
  column -= table->input_count;
  if (column < table->output_count) {
    const table_output *output = &table->outputs[column];
    if (*output->name != '\0') return output->name;
    return output->label != NULL ? output->label : table->node->name;
  }
  return table->annotation_names[column - table->output_count];
}

/** Text of a cell of a rule. */
static const char *cell_text(const grid *show, size_t rule, size_t column) {
  const lu_table *table = show->table;
  if (column == 0) return show->numbers + rule * 24;
  column--;
  if (column < table->input_count) return table->rules[rule].input_texts[column];
  column -= table->input_count;
  if (column < table->output_count) return table->rules[rule].output_texts[column];
  return table->rules[rule].annotations[column - table->output_count];
}

/** Width of the longest line of a text. */
static int natural_width(const char *text) {
  int widest = 0;
  while (*text != '\0') {
    size_t length = strcspn(text, "\n");
    int width = characters(text, length);
    if (width > widest) widest = width;
    text += length + (text[length] == '\n' ? 1 : 0);
  }
  return widest;
}

/** Width of the longest word of a text, at most LONG_WORD. */
static int word_width(const char *text) {
  int widest = 0;
  while (*text != '\0') {
    size_t length = strcspn(text, " \n");
    int width = characters(text, length);
    if (width > widest) widest = width;
    text += length + (text[length] == '\0' ? 0 : 1);
  }
  return widest < LONG_WORD ? widest : LONG_WORD;
}

/** Lets a column grow so that a text fits. */
static void fit_text(grid_column *column, const char *text) {
  int width = natural_width(text), word = word_width(text);
  if (width > column->width) column->width = width;
  if (word > column->word) column->word = word;
}

/** Narrows the widest columns until the grid fits, none below its longest word when `whole_words`.
 */
static int narrow(grid *show, int total, int width, bool whole_words) {
  while (total > width) {
    grid_column *widest = NULL;
    for (size_t c = 0; c < show->count; c++) {
      grid_column *column = &show->columns[c];
      int least = whole_words && column->word > MIN_COLUMN ? column->word : MIN_COLUMN;
      if (column->width > least && (widest == NULL || column->width > widest->width))
        widest = column;
    }
    if (widest == NULL) break;
    widest->width--;
    total--;
  }
  return total;
}

/** Makes columns as wide as their text, then narrows them until all fit. */
static void choose_widths(grid *show, int width) {
  int total = (int)show->count * 3 + 1;
  for (size_t c = 0; c < show->count; c++) {
    show->columns[c].width = 1;
    fit_text(&show->columns[c], header_text(show, c));
    for (size_t r = 0; r < show->table->rule_count; r++)
      fit_text(&show->columns[c], cell_text(show, r, c));
    total += show->columns[c].width;
  }
  total = narrow(show, total, width, true);
  narrow(show, total, width, false);
}

/** Bytes of the next line of a text when it is wrapped at blanks; at least one character. */
static size_t line_length(const char *text, int width) {
  size_t at = 0, blank = 0;
  int used = 0;
  while (text[at] != '\0' && text[at] != '\n' && used < width) {
    if (text[at] == ' ' && at > 0) blank = at;
    do
      at++;
    while (((unsigned char)text[at] & 0xC0u) == 0x80u);
    used++;
  }
  if (text[at] == '\0' || text[at] == '\n' || text[at] == ' ' || blank == 0) return at;
  return blank;
}

/** Prints the next line of a cell and moves behind it. */
static void print_piece(lu_text *out, grid_column *column) {
  size_t length = line_length(column->rest, column->width);
  lu_text_puts(out, column->starts_outputs ? "║ " : "│ ");
  lu_text_append(out, column->rest, length);
  int missing = column->width - characters(column->rest, length);
  if (missing > 0) lu_text_fill(out, ' ', (size_t)missing);
  lu_text_puts(out, " ");
  column->rest += length;
  if (*column->rest == '\n') {
    column->rest++;
  } else {
    while (*column->rest == ' ')
      column->rest++;
  }
}

/** Prints what stands in the columns' `rest`. */
static void print_row(lu_text *out, grid *show) {
  bool more = true;
  while (more) {
    more = false;
    for (size_t c = 0; c < show->count; c++) {
      print_piece(out, &show->columns[c]);
      if (*show->columns[c].rest != '\0') more = true;
    }
    lu_text_puts(out, "│\n");
  }
}

/** Prints a horizontal line: corners left, between, before the outputs, right. */
static void print_line(lu_text *out, const grid *show, const char *line, const char *left,
                       const char *middle, const char *outputs, const char *right) {
  for (size_t c = 0; c < show->count; c++) {
    lu_text_puts(out, c == 0 ? left : show->columns[c].starts_outputs ? outputs : middle);
    for (int i = 0; i < show->columns[c].width + 2; i++)
      lu_text_puts(out, line);
  }
  lu_text_puts(out, right);
  lu_text_puts(out, "\n");
}

static void print_grid(lu_text *out, grid *show) {
  print_line(out, show, "─", "┌", "┬", "╥", "┐");
  for (size_t c = 0; c < show->count; c++)
    show->columns[c].rest = header_text(show, c);
  print_row(out, show);
  print_line(out, show, "═", "╞", "╪", "╬", "╡");
  for (size_t r = 0; r < show->table->rule_count; r++) {
    if (r > 0) print_line(out, show, "─", "├", "┼", "╫", "┤");
    for (size_t c = 0; c < show->count; c++)
      show->columns[c].rest = cell_text(show, r, c);
    print_row(out, show);
  }
  print_line(out, show, "─", "└", "┴", "╨", "┘");
}

bool lu_table_print(lu_text *out, const lu_model *model, size_t decision, int width) {
  const lu_table *table = lu_model_table(model, decision);
  if (table == NULL) return false;
  grid show = {.table = table};
  show.count = 1 + table->input_count + table->output_count + table->annotation_count;
  show.columns = calloc(show.count, sizeof *show.columns);
  show.numbers = calloc(table->rule_count + 1, 24);
  if (show.columns == NULL || show.numbers == NULL) {
    out->failed = true;
    goto done;
  }
  for (size_t r = 0; r < table->rule_count; r++)
    snprintf(show.numbers + r * 24, 24, "%zu", r + 1);
  show.columns[1 + table->input_count].starts_outputs = true;
  choose_widths(&show, width);
  print_grid(out, &show);
done:
  free(show.columns);
  free(show.numbers);
  return true;
}
