/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "plan_parts.h"

/* Facts stand in the record at most this many tables away. */
#define MAX_DEPTH 16

static void say_facts(layout *page, const json_t *facts, int indent, json_t *done, int depth);

static paint outcome_paint(const char *outcome) {
  if (strcmp(outcome, "fires") == 0 || strcmp(outcome, "true") == 0) return PAINT_GREEN;
  if (strcmp(outcome, "fails") == 0 || strcmp(outcome, "false") == 0) return PAINT_RED;
  return PAINT_YELLOW;
}

static void finish(layout *page, int indent, const char *marker, lu_text *text) {
  layout_item(page, indent, marker, lu_text_string(text));
  page->out->failed |= text->failed;
  lu_text_free(text);
}

/* ---- cells and facts ------------------------------------------------------------------------ */

static void say_cells(layout *page, const json_t *cells, int indent, json_t *done, int depth) {
  size_t index;
  json_t *cell;
  json_array_foreach(cells, index, cell) {
    lu_text text = LU_TEXT_INIT;
    const char *label = words_text(cell, "label"), *expression = words_text(cell, "expression");
    const char *outcome = words_text(cell, "outcome");
    if (outcome[0] != '\0') {
      paint_puts(&text, outcome_paint(outcome), outcome);
      lu_text_puts(&text, ": ");
    }
    lu_text_puts(&text, expression);
    if (strcmp(label, expression) != 0) lu_text_printf(&text, " (%s)", label);
    if (outcome[0] != '\0') lu_text_printf(&text, " = %s", words_text(cell, "value"));
    lu_text_printf(&text, ", test %s", words_text(cell, "test"));
    finish(page, indent, "-", &text);
    say_facts(page, json_object_get(cell, "facts"), indent + 2, done, depth);
  }
}

static void add_fact(lu_text *text, const json_t *fact) {
  const json_t *line = json_object_get(fact, "line");
  lu_text_printf(text, "%s: ", words_text(fact, "label"));
  paint_puts(text, PAINT_BOLD, words_text(fact, "text"));
  if (words_text(fact, "place")[0] == '/') /* a pointer; a derived fact tells its table */
    lu_text_printf(text, " at %s", words_text(fact, "place"));
  if (json_is_integer(line)) lu_text_printf(text, ", line %d", (int)json_integer_value(line));
  if (words_text(fact, "date")[0] != '\0')
    lu_text_printf(text, ", of %s", words_text(fact, "date"));
  if (words_text(fact, "note")[0] != '\0') lu_text_printf(text, ", %s", words_text(fact, "note"));
}

static void say_row(layout *page, const json_t *row, int indent, json_t *done, int depth) {
  size_t index;
  json_t *output;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "row %d ", (int)json_integer_value(json_object_get(row, "row")));
  paint_puts(&text, outcome_paint(words_text(row, "outcome")), words_text(row, "outcome"));
  json_array_foreach(json_object_get(row, "outputs"), index, output)
      lu_text_printf(&text, "%s%s", index == 0 ? ": " : ", ", json_string_value(output));
  if (words_text(row, "reason")[0] != '\0')
    lu_text_printf(&text, " - %s", words_text(row, "reason"));
  if (words_text(row, "source")[0] != '\0')
    lu_text_printf(&text, " (%s - %s)", words_text(row, "source"),
                   words_mark(words_text(row, "mark")));
  finish(page, indent, "-", &text);
  say_cells(page, json_object_get(row, "cells"), indent + 2, done, depth);
}

/* How a fact was derived. A fact that was told before is not told again. */
static void say_derivation(layout *page, const json_t *derivation, int indent, json_t *done,
                           int depth) {
  size_t index;
  json_t *row;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "table \"%s\"", words_text(derivation, "table"));
  if (strcmp(words_text(derivation, "model"), words_text(derivation, "table")) != 0)
    lu_text_printf(&text, " of %s", words_text(derivation, "model"));
  if (words_text(derivation, "description")[0] != '\0')
    lu_text_printf(&text, ": %s", words_text(derivation, "description"));
  finish(page, indent, "by", &text);
  json_array_foreach(json_object_get(derivation, "rows"), index, row)
      say_row(page, row, indent + 2, done, depth);
  say_facts(page, json_object_get(derivation, "facts"), indent + 2, done, depth);
}

static void say_facts(layout *page, const json_t *facts, int indent, json_t *done, int depth) {
  size_t index;
  json_t *fact;
  json_array_foreach(facts, index, fact) {
    lu_text text = LU_TEXT_INIT;
    const char *name = words_text(fact, "fact");
    const json_t *derivation = json_object_get(fact, "derived_by");
    bool told = json_object_get(done, name) != NULL;
    add_fact(&text, fact);
    if (told && derivation != NULL) lu_text_puts(&text, " (see above)");
    finish(page, indent, "·", &text);
    if (json_object_set_new(done, name, json_true()) != 0) page->out->failed = true;
    if (derivation != NULL && !told && depth < MAX_DEPTH)
      say_derivation(page, derivation, indent + 2, done, depth + 1);
  }
}

/* ---- rules ---------------------------------------------------------------------------------- */

static void say_full_sources(layout *page, const json_t *explanation, const json_t *rule) {
  size_t index;
  json_t *source;
  json_array_foreach(json_object_get(rule, "sources"), index, source) {
    const json_t *entry =
        json_object_get(json_object_get(explanation, "sources"), words_text(source, "key"));
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "%s: %s", words_text(source, "key"), words_text(entry, "reference"));
    if (words_text(entry, "doi")[0] != '\0')
      lu_text_printf(&text, ", doi:%s", words_text(entry, "doi"));
    if (words_text(source, "place")[0] != '\0')
      lu_text_printf(&text, "; at %s", words_text(source, "place"));
    lu_text_printf(&text, " - reference %s", words_mark(words_text(entry, "mark")));
    words_pair(page, index == 0 ? "source" : "", &text);
  }
}

static void say_line(layout *page, const char *label, const char *format_text) {
  lu_text text = LU_TEXT_INIT;
  lu_text_puts(&text, format_text);
  words_pair(page, label, &text);
}

static void say_names(layout *page, const char *label, const json_t *facts) {
  lu_text text = LU_TEXT_INIT;
  words_labels(&text, facts);
  words_pair(page, label, &text);
}

static void say_pairs(layout *page, const json_t *rule) {
  size_t index;
  json_t *pair;
  json_array_foreach(json_object_get(rule, "pairs"), index, pair) {
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "%s, then %s: %s", words_text(pair, "first_label"),
                   words_text(pair, "second_label"), words_text(pair, "state"));
    words_pair(page, index == 0 ? "pairs" : "", &text);
  }
}

static void say_disagreements(layout *page, const json_t *rule) {
  size_t index;
  json_t *topic;
  json_array_foreach(json_object_get(rule, "disagreements"), index, topic) {
    say_line(page, "disputed", words_text(topic, "topic"));
    report_sides(page, topic);
  }
}

static void say_rule_head(layout *page, const json_t *rule) {
  lu_text text = LU_TEXT_INIT;
  const char *outcome = words_text(rule, "outcome");
  paint_puts(&text, PAINT_BOLD, words_text(rule, "rule"));
  if (outcome[0] != '\0') {
    lu_text_puts(&text, " ");
    paint_puts(&text, outcome_paint(outcome), outcome);
  }
  if (words_text(rule, "option")[0] != '\0')
    lu_text_printf(&text, ": %s", words_text(rule, "option"));
  lu_text_printf(&text, " - %s", words_text(rule, "class"));
  if (words_text(rule, "condition")[0] != '\0')
    lu_text_printf(&text, ": %s", words_text(rule, "condition"));
  lu_text_printf(&text, "; table \"%s\", row %d of %s", words_text(rule, "table"),
                 (int)json_integer_value(json_object_get(rule, "row")), words_text(rule, "file"));
  layout_gap(page);
  layout_paragraph(page, 0, 2, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void say_rule(layout *page, const json_t *explanation, const json_t *rule, bool brief) {
  json_t *done = json_object();
  say_rule_head(page, rule);
  say_line(page, "reason", words_text(rule, "reason"));
  if (!brief) {
    say_full_sources(page, explanation, rule);
    say_line(page, "strength", words_text(rule, "source_strength"));
    say_line(page, "checked", words_mark(words_text(rule, "mark")));
    say_names(page, "waits for", json_object_get(rule, "waits_for"));
    say_names(page, "changed by", json_object_get(rule, "changes"));
    say_names(page, "ask first", json_object_get(rule, "ask"));
    say_pairs(page, rule);
    say_disagreements(page, rule);
  }
  if (json_array_size(json_object_get(rule, "cells")) == 0)
    say_line(page, "cells", "the row has no condition");
  else
    say_cells(page, json_object_get(rule, "cells"), WORDS_INDENT, done, 0);
  json_decref(done);
}

static void say_combination(layout *page, const json_t *explanation) {
  const json_t *combination = json_object_get(explanation, "combination");
  lu_text text = LU_TEXT_INIT;
  if (combination == NULL) return;
  paint_puts(&text, PAINT_BOLD, words_text(combination, "label"));
  lu_text_printf(&text, " [%s] is %s", words_text(combination, "option"),
                 words_text(combination, "place"));
  if (words_text(combination, "class")[0] != '\0')
    lu_text_printf(&text, ", class \"%s\", decided by %s", words_text(combination, "class"),
                   words_text(combination, "decided_by"));
  lu_text_printf(
      &text,
      ". Of the rules that speak of it %d fire and %d wait for facts; the firing one with "
      "the smallest precedence in the guideline's table \"class\" decides.",
      (int)json_integer_value(json_object_get(combination, "firing")),
      (int)json_integer_value(json_object_get(combination, "undecided")));
  layout_gap(page);
  layout_paragraph(page, 0, 0, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

lu_status lu_report_explanation(lu_text *out, const json_t *explanation,
                                const lu_report_style *style, lu_error *error) {
  layout page = layout_start(out, style);
  lu_text title = LU_TEXT_INIT;
  size_t index, hidden = 0;
  json_t *rule;
  bool of_option = json_object_get(explanation, "combination") != NULL;
  lu_text_printf(&title, "Why %s", words_text(explanation, "name"));
  words_head(&page, explanation, lu_text_string(&title));
  page.out->failed |= title.failed;
  lu_text_free(&title);
  say_combination(&page, explanation);
  json_array_foreach(json_object_get(explanation, "rules"), index, rule) {
    bool fails = of_option && strcmp(words_text(rule, "outcome"), "fails") == 0;
    if (fails && !page.verbose)
      hidden++;
    else
      say_rule(&page, explanation, rule, fails);
  }
  if (hidden > 0) {
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "… and %zu rule%s that fail%s: --verbose", hidden, hidden == 1 ? "" : "s",
                   hidden == 1 ? "s" : "");
    layout_gap(&page);
    layout_paragraph(&page, 0, 0, lu_text_string(&text));
    page.out->failed |= text.failed;
    lu_text_free(&text);
  }
  return layout_end(&page, error);
}
