/* SPDX-License-Identifier: Apache-2.0 */
/* What comes next, as text: each line, what counts as its failure, and the lines after it. */
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

/* One line of treatment. What fails it is said once for each option. */
static void say_lines(layout *page, const json_t *lines, json_t *said, int depth) {
  size_t index;
  json_t *line;
  json_array_foreach(lines, index, line) {
    lu_text text = LU_TEXT_INIT;
    int indent = 2 + STEP * depth;
    const char *option = words_text(line, "option");
    bool known = json_object_get(said, option) != NULL;
    report_add_label(&text, depth == 0 ? PAINT_BOLD : PAINT_PLAIN, words_text(line, "label"));
    lu_text_printf(&text, " - %s%s", report_flag(line, "possible") ? "possible, would be " : "",
                   words_text(line, "class"));
    if (words_text(line, "condition")[0] != '\0')
      lu_text_printf(&text, ": %s", words_text(line, "condition"));
    lu_text_printf(&text, " (%s)", words_text(line, "rule"));
    layout_item(page, indent, depth == 0 ? "-" : "→", lu_text_string(&text));
    if (json_object_set_new(said, option, json_true()) != 0) text.failed = true;
    page->out->failed |= text.failed;
    lu_text_free(&text);
    if (!known) say_failures(page, indent + 2, line);
    if (page->verbose || depth < 1) say_lines(page, json_object_get(line, "then"), said, depth + 1);
  }
}

void report_next(layout *page, const json_t *plan) {
  const json_t *next = json_object_get(plan, "next");
  const json_t *lines = json_object_get(next, "lines");
  if (json_array_size(lines) == 0) return;
  json_t *said = json_object();
  if (said == NULL) page->out->failed = true;
  layout_heading(page, "WHAT COMES NEXT, IF A LINE FAILS");
  layout_paragraph(page, 2, 2, words_text(next, "supposed"));
  say_lines(page, lines, said, 0);
  if (!page->verbose) layout_paragraph(page, 2, 2, "The lines after these: --verbose.");
  json_decref(said);
}
