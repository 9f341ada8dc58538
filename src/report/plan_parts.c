/* SPDX-License-Identifier: Apache-2.0 */
#include "plan_parts.h"

#include <string.h>

#define SHOWN_QUESTIONS 8
#define SHOWN_CONFLICTS 8
#define SHOWN_AFFECTED 3

/* ---- what must not be done, order and gaps -------------------------------------------------- */

/* True if a ban has its name in the list: what no rule offers matters only where it is a stop. */
static bool is_named(const json_t *ban) {
  return report_flag(ban, "wanted") || report_flag(ban, "hard");
}

/* Options of one class, by name and rule. */
static void say_class(layout *page, const json_t *list, const char *class_name) {
  size_t index, count = 0;
  json_t *ban;
  lu_text text = LU_TEXT_INIT;
  json_array_foreach(list, index, ban) {
    const json_t *first = json_array_get(json_object_get(ban, "reasons"), 0);
    if (!is_named(ban) || strcmp(words_text(ban, "class"), class_name) != 0) continue;
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

/* Bans by name, class by class; their reasons, and those of options that no rule offers, when asked
   for. */
void report_bans(layout *page, const json_t *plan) {
  size_t index, hidden = 0;
  json_t *ban;
  json_t *done = json_object();
  const json_t *list = json_object_get(plan, "must_not");
  if (json_array_size(list) > 0) layout_heading(page, "MUST NOT BE DONE");
  for (int hard = 1; hard >= 0; hard--) /* stops before warnings */
    json_array_foreach(list, index, ban) {
      const char *class_name = words_text(ban, "class");
      if (report_flag(ban, "hard") != (hard == 1)) continue;
      if (page->verbose)
        say_ban(page, ban);
      else if (!is_named(ban))
        hidden++;
      else if (json_object_get(done, class_name) == NULL) {
        say_class(page, list, class_name);
        if (json_object_set_new(done, class_name, json_true()) != 0) page->out->failed = true;
      }
    }
  json_decref(done);
  report_more(page, 2, hidden, "that no rule offers here");
  if (json_array_size(list) > hidden && !page->verbose)
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
  return report_flag(a, "conditional") == report_flag(b, "conditional") &&
         report_flag(a, "first_given") == report_flag(b, "first_given") &&
         report_flag(a, "undecided") == report_flag(b, "undecided");
}

/* The first pair of its kind speaks for all. */
static bool was_said(const json_t *list, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (same_pair(json_array_get(list, i), json_array_get(list, index))) return true;
  return false;
}

/* A treatment that follows itself is its next session. */
static const char *second_name(const json_t *conflict) {
  return strcmp(words_text(conflict, "first"), words_text(conflict, "second")) == 0
             ? "its next session"
             : words_text(conflict, "second_label");
}

static void say_conflict(layout *page, const json_t *list, size_t index) {
  lu_text text = LU_TEXT_INIT;
  const json_t *conflict = json_array_get(list, index);
  report_add_label(&text, PAINT_PLAIN, words_text(conflict, "first_label"));
  if (report_flag(conflict, "first_given")) lu_text_puts(&text, " (given)");
  lu_text_printf(&text, ", then %s", second_name(conflict));
  for (size_t i = index + 1; i < json_array_size(list); i++)
    if (same_pair(json_array_get(list, i), conflict))
      lu_text_printf(&text, " or %s", second_name(json_array_get(list, i)));
  add_gap(&text, conflict);
  if (json_number_value(json_object_get(conflict, "gap_min_d")) <= 0)
    lu_text_printf(&text, "; %s", words_text(conflict, "class"));
  else if (report_flag(conflict, "shorter_banned"))
    lu_text_printf(&text, "; shorter: %s", words_text(conflict, "class"));
  lu_text_puts(&text, ". ");
  if (words_text(conflict, "condition")[0] != '\0')
    lu_text_printf(&text, "Also: %s. ", words_text(conflict, "condition"));
  if (report_flag(conflict, "undecided"))
    lu_text_puts(&text, "Whether this row applies is not known yet. ");
  report_add_rule(&text, conflict);
  layout_item(page, 2, "-", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

/* Gaps that are kept, and those between treatments of which one stands under a condition and none
   was given, need no words, unless asked for. */
static bool is_quiet(const json_t *conflict) {
  return strcmp(words_text(conflict, "state"), "kept") == 0 ||
         (report_flag(conflict, "conditional") && !report_flag(conflict, "first_given"));
}

void report_conflicts(layout *page, const json_t *plan) {
  size_t index, shown = 0, hidden = 0;
  json_t *conflict;
  const json_t *list = json_object_get(plan, "conflicts");
  if (json_array_size(list) > 0) layout_heading(page, "ORDER AND GAPS");
  json_array_foreach(list, index, conflict) {
    if (was_said(list, index)) continue;
    if ((is_quiet(conflict) && !page->verbose) || !report_may_show(page, shown, SHOWN_CONFLICTS)) {
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

const char *report_test(const json_t *question) {
  const char *test = words_text(question, "test");
  return test[0] == '\0' ? burden_name(question) : test;
}

/* What depends on an answer: a few options by name, many by their number. */
static void add_affected(lu_text *text, const json_t *question) {
  size_t index;
  json_t *option;
  const json_t *list = json_object_get(question, "affects");
  if (json_array_size(list) > SHOWN_AFFECTED) {
    lu_text_printf(text, "; %zu options depend on it", json_array_size(list));
    return;
  }
  json_array_foreach(list, index, option)
      lu_text_printf(text, "%s%s", index == 0 ? "; for " : ", ", words_text(option, "label"));
}

static void say_question(layout *page, const json_t *question, size_t number) {
  lu_text text = LU_TEXT_INIT, marker = LU_TEXT_INIT;
  const json_t *rules = json_object_get(question, "rules");
  lu_text_printf(&marker, "%2zu.", number);
  report_add_label(&text, PAINT_BOLD, words_text(question, "label"));
  lu_text_printf(&text, "%s: %s [%s",
                 strcmp(words_text(question, "state"), "not done") == 0 ? " (not done)" : "",
                 words_text(question, "question"), report_test(question));
  add_affected(&text, question);
  lu_text_puts(&text, "]");
  if (page->verbose)
    for (size_t i = 0; i < json_array_size(rules); i++)
      lu_text_printf(&text, "%s%s", i == 0 ? " " : ", ",
                     json_string_value(json_array_get(rules, i)));
  layout_item(page, 2, lu_text_string(&marker), lu_text_string(&text));
  page->out->failed |= text.failed | marker.failed;
  lu_text_free(&text);
  lu_text_free(&marker);
}

/* Name of a tier, once. */
static void say_tier(layout *page, const json_t *question) {
  lu_text text = LU_TEXT_INIT;
  report_add_label(&text, PAINT_PLAIN, words_text(question, "because"));
  lu_text_puts(&text, ":");
  layout_paragraph(page, 1, 2, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

/* The document has them in order: tiers, and within a tier by weight. */
void report_questions(layout *page, const json_t *plan) {
  size_t index, shown = 0;
  json_t *question;
  const char *before = "";
  const json_t *list = json_object_get(plan, "questions");
  if (json_array_size(list) > 0) layout_heading(page, "WHAT IS MISSING, MOST DECISIVE FIRST");
  json_array_foreach(list, index, question) {
    const char *tier = words_text(question, "because");
    if (!report_may_show(page, shown, SHOWN_QUESTIONS)) break;
    if (tier[0] != '\0' && strcmp(tier, before) != 0) say_tier(page, question);
    before = tier;
    say_question(page, question, ++shown);
  }
  report_more(page, 2, json_array_size(list) - shown, "questions");
}
