/* SPDX-License-Identifier: Apache-2.0 */
#include "plan_parts.h"

#include <string.h>

#define SHOWN_QUESTIONS 8
#define SHOWN_CONFLICTS 8

/* ---- what must not be done, order and gaps -------------------------------------------------- */

/* Options of one class, by name and rule. */
static void say_class(layout *page, const json_t *list, const char *class_name) {
  size_t index, count = 0;
  json_t *ban;
  lu_text text = LU_TEXT_INIT;
  json_array_foreach(list, index, ban) {
    const json_t *first = json_array_get(json_object_get(ban, "reasons"), 0);
    if (strcmp(words_text(ban, "class"), class_name) != 0) continue;
    if (count == 0) paint_puts(&text, words_class_paint(ban), class_name);
    lu_text_printf(&text, "%s%s [%s] (%s", count == 0 ? ": " : "; ", words_text(ban, "label"),
                   words_text(ban, "option"), words_text(first, "rule"));
    if (report_flag(ban, "check")) { /* the place where it can be checked belongs to the sentence */
      lu_text_puts(&text, ", ");
      words_sources(&text, first);
    }
    lu_text_puts(&text, ")");
    count++;
  }
  layout_item(page, 2, "-", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void say_ban(layout *page, const json_t *ban) {
  lu_text text = LU_TEXT_INIT;
  paint_puts(&text, words_class_paint(ban), words_text(ban, "class"));
  lu_text_printf(&text, ": %s [%s]", words_text(ban, "label"), words_text(ban, "option"));
  layout_item(page, 2, "-", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
  report_rules(page, "why", json_object_get(ban, "reasons"), 0);
  report_rules(page, "overruled", json_object_get(ban, "overruled"), 0);
}

/* All bans by name, class by class; their reasons when asked for. */
void report_bans(layout *page, const json_t *plan) {
  size_t index;
  json_t *ban;
  json_t *done = json_object();
  const json_t *list = json_object_get(plan, "must_not");
  if (json_array_size(list) > 0) layout_heading(page, "MUST NOT BE DONE");
  json_array_foreach(list, index, ban) {
    const char *class_name = words_text(ban, "class");
    if (page->verbose)
      say_ban(page, ban);
    else if (json_object_get(done, class_name) == NULL) {
      say_class(page, list, class_name);
      if (json_object_set_new(done, class_name, json_true()) != 0) page->out->failed = true;
    }
  }
  json_decref(done);
  if (json_array_size(list) > 0 && !page->verbose)
    layout_paragraph(page, 2, 2, "Reasons: --verbose, or --explain with the name in brackets.");
}

static void add_gap(lu_text *text, const json_t *conflict) {
  double gap = json_number_value(json_object_get(conflict, "gap_min_d"));
  const char *state = words_text(conflict, "state");
  if (gap > 0) lu_text_printf(text, ": at least %g days", gap);
  if (json_object_get(conflict, "gap_max_d") != NULL)
    lu_text_printf(text, " (up to %g)", json_number_value(json_object_get(conflict, "gap_max_d")));
  if (!report_flag(conflict, "first_given") || gap <= 0) return;
  paint color = strcmp(state, "too short") == 0    ? PAINT_RED
                : strcmp(state, "not proven") == 0 ? PAINT_YELLOW
                                                   : PAINT_PLAIN;
  lu_text_puts(text, "; ");
  paint_puts(text, color, strcmp(state, "not proven") == 0 ? "gap not proven" : state);
  if (words_text(conflict, "last_day")[0] != '\0')
    lu_text_printf(text, ", last on %s", words_text(conflict, "last_day"));
  else
    lu_text_puts(text, ", the last day is not recorded");
  if (words_text(conflict, "earliest_day")[0] != '\0' && strcmp(state, "kept") != 0)
    lu_text_printf(text, ", not before %s", words_text(conflict, "earliest_day"));
}

/* True if two pairs say the same of another second treatment. */
static bool same_pair(const json_t *a, const json_t *b) {
  static const char *const keys[] = {"rule", "first", "state"};
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
    if (strcmp(words_text(a, keys[i]), words_text(b, keys[i])) != 0) return false;
  return report_flag(a, "first_given") == report_flag(b, "first_given") &&
         report_flag(a, "undecided") == report_flag(b, "undecided");
}

/* The first pair of its kind speaks for all. */
static bool was_said(const json_t *list, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (same_pair(json_array_get(list, i), json_array_get(list, index))) return true;
  return false;
}

static void say_conflict(layout *page, const json_t *list, size_t index) {
  lu_text text = LU_TEXT_INIT;
  const json_t *conflict = json_array_get(list, index);
  lu_text_printf(&text, "%s%s, then %s", words_text(conflict, "first_label"),
                 report_flag(conflict, "first_given") ? " (given)" : "",
                 words_text(conflict, "second_label"));
  for (size_t i = index + 1; i < json_array_size(list); i++)
    if (same_pair(json_array_get(list, i), conflict))
      lu_text_printf(&text, " or %s", words_text(json_array_get(list, i), "second_label"));
  add_gap(&text, conflict);
  lu_text_printf(&text, "; %s%s. ",
                 json_number_value(json_object_get(conflict, "gap_min_d")) > 0 ? "shorter: " : "",
                 words_text(conflict, "class"));
  if (words_text(conflict, "condition")[0] != '\0')
    lu_text_printf(&text, "Also: %s. ", words_text(conflict, "condition"));
  if (report_flag(conflict, "undecided"))
    lu_text_puts(&text, "Whether this row applies is not known yet. ");
  report_add_rule(&text, conflict);
  layout_item(page, 2, "-", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

/* Gaps that are kept need no words, unless asked for. */
void report_conflicts(layout *page, const json_t *plan) {
  size_t index, shown = 0, hidden = 0;
  json_t *conflict;
  const json_t *list = json_object_get(plan, "conflicts");
  if (json_array_size(list) > 0) layout_heading(page, "ORDER AND GAPS");
  json_array_foreach(list, index, conflict) {
    bool kept = strcmp(words_text(conflict, "state"), "kept") == 0;
    if (was_said(list, index)) continue;
    if ((kept && !page->verbose) || !report_may_show(page, shown, SHOWN_CONFLICTS)) {
      hidden++;
      continue;
    }
    say_conflict(page, list, index);
    shown++;
  }
  report_more(page, 2, hidden, "pairs");
}

/* ---- questions ----------------------------------------------------------------------------- */

static const char *burden_name(const json_t *question) {
  static const char *const names[] = {"ask or look up", "blood or urine", "imaging",
                                      "endoscopy or biopsy", "operation"};
  json_int_t burden = json_integer_value(json_object_get(question, "burden"));
  return burden >= 0 && burden < 5 ? names[burden] : "unknown burden";
}

static void say_question(layout *page, const json_t *question, size_t number) {
  lu_text text = LU_TEXT_INIT, marker = LU_TEXT_INIT;
  double flips = json_number_value(json_object_get(question, "flips"));
  const json_t *rules = json_object_get(question, "rules");
  lu_text_printf(&marker, "%2zu.", number);
  paint_puts(&text, PAINT_BOLD, words_text(question, "label"));
  lu_text_printf(&text, "%s: %s",
                 strcmp(words_text(question, "state"), "not done") == 0 ? " (not done)" : "",
                 words_text(question, "question"));
  lu_text_printf(&text, " [%s", burden_name(question));
  if (strcmp(words_text(question, "test"), burden_name(question)) != 0)
    lu_text_printf(&text, ": %s", words_text(question, "test"));
  if (flips > 0) lu_text_printf(&text, "; %.1f results depend on it", flips);
  if (report_flag(question, "asked")) lu_text_puts(&text, "; asked first");
  lu_text_puts(&text, "]");
  if (page->verbose)
    for (size_t i = 0; i < json_array_size(rules); i++)
      lu_text_printf(&text, "%s%s", i == 0 ? " " : ", ",
                     json_string_value(json_array_get(rules, i)));
  layout_item(page, 1, lu_text_string(&marker), lu_text_string(&text));
  page->out->failed |= text.failed | marker.failed;
  lu_text_free(&text);
  lu_text_free(&marker);
}

void report_questions(layout *page, const json_t *plan) {
  size_t index, shown = 0;
  json_t *question;
  const json_t *list = json_object_get(plan, "questions");
  if (json_array_size(list) > 0) layout_heading(page, "WHAT IS MISSING, MOST DECISIVE FIRST");
  json_array_foreach(list, index, question) {
    if (!report_may_show(page, shown, SHOWN_QUESTIONS)) break;
    say_question(page, question, ++shown);
  }
  report_more(page, 2, json_array_size(list) - shown, "questions");
}
