/* SPDX-License-Identifier: Apache-2.0 */
/* What comes next, as text: each line, what counts as its failure, and the lines after it. */
#include <stdlib.h>
#include <string.h>

#include "plan_parts.h"
#include "words.h"

/* Columns by which each further line is moved in. */
#define STEP 3

static void say_failures(layout *page, int indent, const json_t *line) {
  size_t index;
  json_t *failure;
  json_array_foreach(json_object_get(line, "failure"), index, failure) {
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "fails by %s (", words_text(failure, "text"));
    if (words_text(failure, "rule")[0] != '\0')
      lu_text_printf(&text, "%s; ", words_text(failure, "rule"));
    words_sources(&text, failure);
    lu_text_puts(&text, ")");
    layout_item(page, indent, "x", lu_text_string(&text));
    page->out->failed |= text.failed;
    lu_text_free(&text);
  }
}

/* Deepest path that is compared; what lies deeper is told in full. */
#define DEEPEST 8

/* What was said: failures of an option, and what comes after some lines in whatever order. */
struct told {
  json_t *failures, *sets;
  const char *path[DEEPEST], *labels[DEEPEST]; /* lines that have failed, in their order */
};

static int compare_texts(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Names what has failed, whatever the order, and what comes then. */
static void add_key(lu_text *key, const struct told *told, int depth, const json_t *then) {
  const char *sorted[DEEPEST];
  size_t index, count = (size_t)depth + 1;
  json_t *line;
  memcpy(sorted, told->path, count * sizeof *sorted);
  qsort(sorted, count, sizeof *sorted, compare_texts);
  for (size_t i = 0; i < count; i++)
    lu_text_printf(key, "%s ", sorted[i]);
  lu_text_puts(key, ":");
  json_array_foreach(then, index, line)
      lu_text_printf(key, " %s %s;", words_text(line, "option"), words_text(line, "class"));
}

/* True if the same was said after the same lines in another order; then that is said instead. */
static bool say_as_above(layout *page, struct told *told, const json_t *line, int depth) {
  lu_text key = LU_TEXT_INIT, path = LU_TEXT_INIT;
  const json_t *then = json_object_get(line, "then");
  if (depth < 1 || depth >= DEEPEST || json_array_size(then) == 0) return false;
  add_key(&key, told, depth, then);
  const char *before = json_string_value(json_object_get(told->sets, lu_text_string(&key)));
  if (before != NULL) {
    lu_text_printf(&path, "then as after %s", before);
    layout_item(page, 2 + STEP * (depth + 1), "→", lu_text_string(&path));
  } else {
    for (int i = 0; i <= depth; i++)
      lu_text_printf(&path, "%s%s", i == 0 ? "" : ", then ", told->labels[i]);
    if (json_object_set_new(told->sets, lu_text_string(&key), json_string(lu_text_string(&path))) !=
        0)
      page->out->failed = true;
  }
  page->out->failed |= key.failed | path.failed;
  lu_text_free(&key);
  lu_text_free(&path);
  return before != NULL;
}

static void say_line(layout *page, const json_t *line, int depth) {
  lu_text text = LU_TEXT_INIT;
  report_add_label(&text, depth == 0 ? PAINT_BOLD : PAINT_PLAIN, words_text(line, "label"));
  lu_text_printf(&text, " - %s%s", report_flag(line, "possible") ? "possible, would be " : "",
                 words_text(line, "class"));
  if (words_text(line, "condition")[0] != '\0')
    lu_text_printf(&text, ": %s", words_text(line, "condition"));
  lu_text_printf(&text, " (%s)", words_text(line, "rule"));
  layout_item(page, 2 + STEP * depth, depth == 0 ? "-" : "→", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

/* Lines of treatment. What fails one is said once for each option, and what comes after some lines
   once for all their orders. */
static void say_lines(layout *page, const json_t *lines, struct told *told, int depth) {
  size_t index;
  json_t *line;
  json_array_foreach(lines, index, line) {
    const char *option = words_text(line, "option");
    bool known = json_object_get(told->failures, option) != NULL;
    say_line(page, line, depth);
    if (json_object_set_new(told->failures, option, json_true()) != 0) page->out->failed = true;
    if (!known) say_failures(page, 2 + STEP * depth + 2, line);
    if (!page->verbose && depth >= 1) continue;
    if (depth < DEEPEST) {
      told->path[depth] = option;
      told->labels[depth] = words_text(line, "label");
    }
    if (!say_as_above(page, told, line, depth))
      say_lines(page, json_object_get(line, "then"), told, depth + 1);
  }
}

void report_next(layout *page, const json_t *plan) {
  const json_t *next = json_object_get(plan, "next");
  const json_t *lines = json_object_get(next, "lines");
  if (json_array_size(lines) == 0) return;
  struct told told = {.failures = json_object(), .sets = json_object()};
  if (told.failures == NULL || told.sets == NULL) page->out->failed = true;
  layout_heading(page, "WHAT COMES NEXT, IF A LINE FAILS");
  layout_paragraph(page, 2, 2, words_text(next, "supposed"));
  say_lines(page, lines, &told, 0);
  if (!page->verbose) layout_paragraph(page, 2, 2, "The lines after these: --verbose.");
  json_decref(told.failures);
  json_decref(told.sets);
}
