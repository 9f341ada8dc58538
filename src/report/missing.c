/* SPDX-License-Identifier: Apache-2.0 */
/* What is missing, as found by evaluation: the member "missing" of a plan. */
#include <string.h>

#include "plan_parts.h"

/* What is shown without being asked for. */
#define SHOWN_MISSING 8
#define SHOWN_SEPARATED 2

static bool same_text(const json_t *a, const json_t *b, const char *key) {
  return strcmp(words_text(a, key), words_text(b, key)) == 0;
}

/* True if two options come out alike for every value. */
static bool same_outcomes(const json_t *a, const json_t *b) {
  const json_t *first = json_object_get(a, "outcomes"), *second = json_object_get(b, "outcomes");
  if (json_array_size(first) != json_array_size(second)) return false;
  for (size_t i = 0; i < json_array_size(first); i++)
    if (!same_text(json_array_get(first, i), json_array_get(second, i), "text") ||
        !same_text(json_array_get(first, i), json_array_get(second, i), "class"))
      return false;
  return true;
}

static bool was_said(const json_t *list, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (same_outcomes(json_array_get(list, i), json_array_get(list, index))) return true;
  return false;
}

/* The other options that come out as one does: by name when unfolded, else by number. */
static void add_alike(lu_text *text, const json_t *list, size_t index, bool names) {
  size_t alike = 0;
  for (size_t i = index + 1; i < json_array_size(list); i++) {
    if (!same_outcomes(json_array_get(list, index), json_array_get(list, i))) continue;
    alike++;
    if (names) lu_text_printf(text, "; %s", words_text(json_array_get(list, i), "label"));
  }
  if (alike > 0 && !names) lu_text_printf(text, " and %zu more", alike);
}

/* "yes: preferred; no: avoid" */
static void add_outcomes(lu_text *text, const json_t *separated) {
  size_t index;
  json_t *outcome;
  json_array_foreach(json_object_get(separated, "outcomes"), index, outcome) {
    lu_text_printf(text, "%s%s: ", index == 0 ? "" : "; ", words_text(outcome, "text"));
    paint_puts(text, words_class_paint(outcome), words_text(outcome, "class"));
  }
}

/* Options that the fact separates; those that come out alike share a line. */
static void say_separated(layout *page, const json_t *entry) {
  const json_t *list = json_object_get(entry, "separates");
  size_t shown = 0, hidden = 0;
  for (size_t i = 0; i < json_array_size(list); i++) {
    lu_text text = LU_TEXT_INIT;
    if (was_said(list, i)) continue;
    if (!report_may_show(page, shown, SHOWN_SEPARATED)) {
      hidden++;
      continue;
    }
    report_add_label(&text, PAINT_PLAIN, words_text(json_array_get(list, i), "label"));
    add_alike(&text, list, i, page->verbose);
    lu_text_puts(&text, " - ");
    add_outcomes(&text, json_array_get(list, i));
    words_pair(page, shown++ == 0 ? "separates" : "", &text);
  }
  report_more(page, WORDS_INDENT + WORDS_LABEL, hidden, "");
}

/* What would come first for each value. */
static void say_first(layout *page, const json_t *entry) {
  lu_text text = LU_TEXT_INIT;
  size_t index, place;
  json_t *outcome, *option;
  json_array_foreach(json_object_get(entry, "first"), index, outcome) {
    const json_t *options = json_object_get(outcome, "options");
    lu_text_printf(&text, "%s%s: ", index == 0 ? "" : "; ", words_text(outcome, "text"));
    if (json_array_size(options) == 0) lu_text_puts(&text, "no treatment offered");
    json_array_foreach(options, place, option)
        lu_text_printf(&text, "%s%s", place == 0 ? "" : " or ", words_text(option, "label"));
  }
  words_pair(page, "first", &text);
}

static void say_entry(layout *page, const json_t *entry, size_t number) {
  lu_text text = LU_TEXT_INIT, marker = LU_TEXT_INIT;
  lu_text_printf(&marker, "%2zu.", number);
  report_add_label(&text, PAINT_BOLD, words_text(entry, "label"));
  lu_text_printf(&text, "%s: %s [%s]",
                 strcmp(words_text(entry, "state"), "not done") == 0 ? " (not done)" : "",
                 words_text(entry, "question"), report_test(entry));
  layout_item(page, 2, lu_text_string(&marker), lu_text_string(&text));
  page->out->failed |= text.failed | marker.failed;
  lu_text_free(&text);
  lu_text_free(&marker);
  say_first(page, entry);
  say_separated(page, entry);
}

static void say_because(layout *page, const json_t *entry) {
  lu_text text = LU_TEXT_INIT;
  report_add_label(&text, PAINT_PLAIN, words_text(entry, "because"));
  lu_text_puts(&text, ":");
  layout_paragraph(page, 1, 2, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

/* What is asked first in this situation, in its order. */
static void say_situation(layout *page, const json_t *plan) {
  lu_text text = LU_TEXT_INIT;
  size_t index, shown = 0, hidden = 0;
  json_t *question;
  json_array_foreach(json_object_get(plan, "questions"), index, question) {
    if (!report_flag(question, "in_order")) continue;
    if (!report_may_show(page, shown, SHOWN_MISSING)) {
      hidden++;
      continue;
    }
    lu_text_printf(&text, "%s%s", shown++ == 0 ? "First in this situation, in order: " : "; ",
                   words_text(question, "label"));
  }
  if (hidden > 0) lu_text_printf(&text, "; and %zu more", hidden);
  if (shown > 0) lu_text_puts(&text, ".");
  if (shown > 0) layout_paragraph(page, 1, 3, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

void report_missing(layout *page, const json_t *plan) {
  size_t index, shown = 0;
  json_t *entry;
  const char *before = "";
  const json_t *list = json_object_get(plan, "missing");
  if (json_array_size(list) > 0) layout_heading(page, "WHAT IS MISSING, MOST DECISIVE FIRST");
  if (json_array_size(list) > 0) say_situation(page, plan);
  json_array_foreach(list, index, entry) {
    const char *because = words_text(entry, "because");
    if (!report_may_show(page, shown, SHOWN_MISSING)) break;
    if (because[0] != '\0' && strcmp(because, before) != 0) say_because(page, entry);
    before = because;
    say_entry(page, entry, ++shown);
  }
  report_more(page, 2, json_array_size(list) - shown, "questions");
}
