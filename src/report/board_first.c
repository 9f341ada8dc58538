/* SPDX-License-Identifier: Apache-2.0 */
/* Page one of the board page: what a board needs before it speaks, and room for what it decides. */
#include <string.h>

#include "board.h"
#include "plan_parts.h"
#include "words.h"

/* A board reads three of each; everything else stands in the detail. */
#define SHOWN_OPTIONS 3
#define SHOWN_MISSING 3
#define SHOWN_BANS 2
#define SHOWN_TESTS 4
#define SHOWN_SUMS 4
/* Laboratory values beside each other. */
#define LABS_PER_ROW 3

/* A section in small type: page one must fit one sheet. */
static json_t *first_section(board_maker *board, json_t *parent, const char *title) {
  json_t *section = lu_tree_section(&board->maker, parent, title, 3);
  lu_tree_set(&board->maker, section, "compact", json_true());
  return section;
}

static void add_question(board_maker *board, json_t *document) {
  const char *asked = board->options != NULL ? board->options->question : NULL;
  if (asked == NULL) asked = words_text(board->dossier, "question");
  json_t *section = first_section(board, document, "Question to the board");
  if (asked[0] != '\0')
    lu_tree_paragraph(&board->maker, section, "bold", asked);
  else
    lu_tree_lines(&board->maker, section, "No question stands in the record", 1);
}

static void add_tumour(board_maker *board, json_t *document) {
  size_t index;
  json_t *line;
  json_t *section = first_section(board, document, "Tumour and patient");
  json_array_foreach(json_object_get(json_object_get(board->dossier, "panels"), "summary"), index,
                     line) {
    if (report_flag(line, "in_panel")) continue; /* stands beside */
    lu_tree_paragraph(&board->maker, section, index == 0 ? "bold" : "", words_text(line, "text"));
  }
}

/* Longest reason of an emergency on page one; in full it stands in the detail. */
#define ALARM_BYTES 260

/* The first sentences of a text, as far as they fit; cut between words if the first is too long. */
static void first_words(lu_text *out, const char *text) {
  size_t length = strlen(text), sentence = 0, word = 0;
  for (size_t i = 0; i < length && i < ALARM_BYTES; i++) {
    if (text[i] != ' ') continue;
    word = i;
    if (i > 0 && (text[i - 1] == '.' || text[i - 1] == ';')) sentence = i;
  }
  if (length <= ALARM_BYTES) sentence = length;
  lu_text_append(out, text, sentence > 0 ? sentence : word);
  if (sentence < length) lu_text_puts(out, " …");
}

/* True if an emergency before this one has its name: several rules may see the same one. */
static bool is_told(const json_t *list, size_t index) {
  const char *label = words_text(json_array_get(list, index), "label");
  for (size_t i = 0; i < index; i++)
    if (strcmp(words_text(json_array_get(list, i), "label"), label) == 0) return true;
  return false;
}

/* Emergencies stand before everything else. */
static void add_alarms(board_maker *board, json_t *document) {
  size_t index;
  json_t *rule;
  json_array_foreach(board_plan(board, "emergencies"), index, rule) {
    lu_text title = LU_TEXT_INIT, reason = LU_TEXT_INIT;
    if (is_told(board_plan(board, "emergencies"), index)) continue;
    lu_text_puts(&title, "Emergency: ");
    lu_text_puts(&title, words_text(rule, "label"));
    if (json_object_get(rule, "condition") != NULL)
      lu_text_printf(&title, ", %s", words_text(rule, "condition"));
    json_t *box = lu_tree_callout(&board->maker, document, "severe", lu_text_string(&title));
    json_t *node = lu_tree_runs(&board->maker, box);
    first_words(&reason, words_text(rule, "reason"));
    lu_tree_run(&board->maker, node, "", lu_text_string(&reason));
    lu_tree_run_printf(&board->maker, node, "muted", " (%s - %s)", words_text(rule, "rule"),
                       words_mark(words_text(rule, "mark")));
    board->maker.failed |= title.failed || reason.failed;
    lu_text_free(&title);
    lu_text_free(&reason);
  }
}

/* ---- images --------------------------------------------------------------------------------- */

static void add_panel(board_maker *board, json_t *parent, const char *title, const char *name) {
  size_t index;
  json_t *entry;
  json_t *section = first_section(board, parent, title);
  json_t *fields = lu_tree_fields(&board->maker, section);
  json_array_foreach(json_object_get(json_object_get(board->dossier, "panels"), name), index,
                     entry) {
    lu_text value = LU_TEXT_INIT;
    bool known = strcmp(words_text(entry, "state"), "unknown") != 0;
    if (index > 0 && strcmp(words_text(entry, "state"), "known") != 0)
      continue; /* the first says whether there is an image at all */
    lu_text_puts(&value, words_text(entry, "text"));
    if (known && words_text(entry, "date")[0] != '\0' && index == 0)
      lu_text_printf(&value, " (%s)", words_text(entry, "date"));
    board_field(board, fields, words_text(entry, "label"), &value);
  }
}

/* Sums of diameters, the latest last, with the category that they make. */
static void add_sums(board_maker *board, json_t *parent) {
  json_t *section = first_section(board, parent, "Response (RECIST 1.1)");
  const json_t *recist = json_object_get(board->growth, "recist");
  const json_t *visits = json_object_get(recist, "visits");
  size_t count = json_array_size(visits);
  if (count == 0) {
    lu_tree_paragraph(&board->maker, section, "muted",
                      "No lesion was measured on two days: response is not known from the record.");
    return;
  }
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  lu_tree_column(&board->maker, table, "Day", NULL, false, 2);
  lu_tree_column(&board->maker, table, "Sum", "mm", true, 1);
  lu_tree_column(&board->maker, table, "Change", "%", true, 1.3);
  lu_tree_column(&board->maker, table, "Category", NULL, false, 1.4);
  for (size_t i = count > SHOWN_SUMS ? count - SHOWN_SUMS : 0; i < count; i++) {
    const json_t *visit = json_array_get(visits, i);
    const json_t *sum = json_object_get(visit, "sum_mm");
    const json_t *change = json_object_get(visit, "change_pct");
    json_t *row = lu_tree_row(&board->maker, table);
    lu_tree_cell(&board->maker, row, words_text(visit, "date"));
    if (json_is_number(sum))
      lu_tree_cell_printf(&board->maker, row, "%.0f", json_number_value(sum));
    else
      lu_tree_cell(&board->maker, row, "");
    if (json_is_number(change))
      lu_tree_cell_printf(&board->maker, row, "%+.0f", json_number_value(change));
    else
      lu_tree_cell(&board->maker, row, "");
    lu_tree_cell(&board->maker, row, words_text(visit, "overall"));
  }
  lu_tree_paragraph(&board->maker, section, "muted", words_text(recist, "note"));
}

/* One value with its age: an old one is no value of today. */
static void add_lab(board_maker *board, json_t *row, const json_t *entry) {
  const char *outside = words_text(entry, "outside");
  const json_t *age = json_object_get(entry, "age_d");
  lu_tree_cell(&board->maker, row, words_text(entry, "label"));
  json_t *cell = lu_tree_cell_runs(&board->maker, row);
  lu_tree_run(&board->maker, cell, outside[0] == '\0' ? "" : "bold", words_text(entry, "text"));
  if (outside[0] != '\0')
    lu_tree_run(&board->maker, cell, "bold", strcmp(outside, "below") == 0 ? " ↓" : " ↑");
  if (json_is_integer(age))
    lu_tree_cell_printf(&board->maker, row, "%" JSON_INTEGER_FORMAT, json_integer_value(age));
  else
    lu_tree_cell(&board->maker, row, "?");
}

static void add_labs(board_maker *board, json_t *parent) {
  size_t index, shown = 0;
  json_t *entry, *row = NULL;
  json_t *section = first_section(board, parent, "Laboratory");
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  for (size_t i = 0; i < LABS_PER_ROW; i++) {
    lu_tree_column(&board->maker, table, "Test", NULL, false, 2.2);
    lu_tree_column(&board->maker, table, "Value", NULL, true, 2);
    lu_tree_column(&board->maker, table, "Age", "d", true, 0.8);
  }
  json_array_foreach(json_object_get(json_object_get(board->dossier, "panels"), "labs"), index,
                     entry) {
    if (strcmp(words_text(entry, "state"), "known") != 0) continue;
    if (shown++ % LABS_PER_ROW == 0) row = lu_tree_row(&board->maker, table);
    add_lab(board, row, entry);
  }
  for (; shown % LABS_PER_ROW != 0; shown++)
    for (size_t i = 0; i < 3; i++)
      lu_tree_cell(&board->maker, row, "");
}

/* ---- choice --------------------------------------------------------------------------------- */

/* " - first in 93 % of draws (92 to 94)". */
static void add_share(board_maker *board, json_t *node, const char *option) {
  size_t index;
  json_t *entry;
  const json_t *stability = board_plan(board, "stability");
  if (stability == NULL || report_flag(stability, "withheld")) return;
  json_array_foreach(json_object_get(stability, "options"), index, entry) {
    if (strcmp(words_text(entry, "option"), option) != 0) continue;
    lu_tree_run_printf(&board->maker, node, "muted",
                       " First in %.3g %% of draws (95 %% interval %.3g to %.3g).",
                       100 * json_number_value(json_object_get(entry, "share")),
                       100 * json_number_value(json_object_get(entry, "lower")),
                       100 * json_number_value(json_object_get(entry, "upper")));
  }
}

static void add_option(board_maker *board, json_t *list, const json_t *option) {
  json_t *item = lu_tree_item(&board->maker, list);
  lu_text label = LU_TEXT_INIT;
  bool tied = json_array_size(json_object_get(option, "ties")) > 0;
  lu_tree_run_printf(&board->maker, item, "", "%d%s ",
                     (int)json_integer_value(json_object_get(option, "rank")), tied ? "=" : ".");
  const json_t *reason = json_array_get(json_object_get(option, "reasons"), 0);
  const char *condition = words_text(reason, "condition");
  size_t index;
  json_t *intent;
  words_capital(&label, words_text(option, "label"));
  lu_tree_run(&board->maker, item, "bold", lu_text_string(&label));
  lu_tree_run_printf(&board->maker, item, "", " - %s%s%s", words_text(option, "class"),
                     condition[0] == '\0' ? "" : ": ", condition);
  json_array_foreach(json_object_get(option, "intents"), index, intent)
      lu_tree_run_printf(&board->maker, item, "", "%s%s", index == 0 ? ", " : " and ",
                         words_intent(json_string_value(intent)));
  lu_tree_run(&board->maker, item, "", ". ");
  board_rule_runs(board, item, reason);
  add_share(board, item, words_text(option, "option"));
  board->maker.failed |= label.failed;
  lu_text_free(&label);
}

/* True for an option that is a line of treatment of its own: what else is offered goes on, or
   leaves things as they are, and is no answer to "what next". */
static bool is_line(const board_maker *board, const json_t *option) {
  size_t index;
  json_t *line;
  if (report_flag(option, "emergency")) return true;
  json_array_foreach(
      json_object_get(board_plan(board, "next"), "lines"), index,
      line) if (strcmp(words_text(line, "option"), words_text(option, "option")) == 0 &&
                !report_flag(line, "possible")) return true;
  return false;
}

/* True for an option that page one names before others: a line, or what the rules prefer. */
static bool is_answer(const board_maker *board, const json_t *option) {
  return is_line(board, option) || strcmp(words_text(option, "strength"), "P") == 0;
}

/* True for a treatment that page one lists: an emergency stands above, in a box of its own. */
static bool is_listed(const json_t *option) {
  return strcmp(words_text(option, "section"), "treatment") == 0 &&
         !report_flag(option, "emergency");
}

/* The options of page one in the order of the plan: answers, then others while there is room. */
static size_t choose_options(const json_t **chosen, const board_maker *board, size_t *all) {
  size_t count = 0, answers = 0, index, others;
  json_t *option;
  *all = 0;
  json_array_foreach(board_plan(board, "options"), index, option) {
    if (!is_listed(option)) continue;
    ++*all;
    answers += is_answer(board, option);
  }
  others = answers < SHOWN_OPTIONS ? SHOWN_OPTIONS - answers : 0;
  json_array_foreach(board_plan(board, "options"), index, option) {
    if (!is_listed(option) || count == SHOWN_OPTIONS) continue;
    bool answer = is_answer(board, option);
    if (!answer && others == 0) continue;
    others -= !answer;
    chosen[count++] = option;
  }
  return count;
}

/* What page one leaves out, and how firm the order is, in one paragraph. */
static void add_option_notes(board_maker *board, json_t *section, size_t left_out) {
  const json_t *stability = board_plan(board, "stability");
  lu_text text = LU_TEXT_INIT;
  if (left_out > 0)
    lu_text_printf(&text, "%zu more %s in the detail. ", left_out,
                   left_out == 1 ? "stands" : "stand");
  if (report_flag(stability, "withheld")) {
    lu_text_puts(&text, "Stability of the choice is withheld, since this is not known: ");
    words_labels(&text, json_object_get(stability, "because"));
    lu_text_puts(&text, ".");
  } else if (stability != NULL) {
    lu_text_puts(&text,
                 "Shares of draws are the stability of the choice, not the probability of "
                 "benefit.");
  }
  board_paragraph(board, section, "muted", &text);
}

static void add_options(board_maker *board, json_t *document) {
  const json_t *chosen[SHOWN_OPTIONS];
  size_t all, shown = choose_options(chosen, board, &all);
  json_t *section = first_section(board, document, "Options"), *list = NULL;
  if (words_text(board->plan, "outside")[0] != '\0')
    lu_tree_paragraph(&board->maker, section, "warning", words_text(board->plan, "outside"));
  if (all == 0)
    lu_tree_paragraph(&board->maker, section, "",
                      "No treatment can be offered from what is known.");
  if (shown > 0) list = lu_tree_list(&board->maker, section, false);
  for (size_t i = 0; i < shown; i++)
    add_option(board, list, chosen[i]);
  add_option_notes(board, section, all - shown);
}

/* An emergency takes room on page one from what can wait. */
static bool has_emergency(const board_maker *board) {
  return json_array_size(board_plan(board, "emergencies")) > 0;
}

/* Treatments that rules would offer, were they not banned: what a board would else ask about. */
static void add_bans(board_maker *board, json_t *document) {
  size_t index, shown = 0;
  json_t *ban, *list = NULL;
  json_array_foreach(board_plan(board, "must_not"), index, ban) {
    lu_text label = LU_TEXT_INIT;
    if (!report_flag(ban, "treatment") || strcmp(words_text(ban, "otherwise"), "offered") != 0)
      continue;
    if (shown == (has_emergency(board) ? 1 : SHOWN_BANS)) break;
    if (shown++ == 0)
      list = lu_tree_list(&board->maker, first_section(board, document, "Not, although offered"),
                          false);
    json_t *item = lu_tree_item(&board->maker, list);
    words_capital(&label, words_text(ban, "label"));
    lu_tree_run(&board->maker, item, "bold", lu_text_string(&label));
    lu_tree_run_printf(&board->maker, item, "", " - %s. ", words_text(ban, "class"));
    board_rule_runs(board, item, json_array_get(json_object_get(ban, "reasons"), 0));
    board->maker.failed |= label.failed;
    lu_text_free(&label);
  }
}

/* Tests that the rules prefer before the decision, in one line. */
static void add_tests(board_maker *board, json_t *document) {
  size_t index, shown = 0;
  json_t *option;
  lu_text text = LU_TEXT_INIT;
  json_array_foreach(board_plan(board, "options"), index, option) {
    if (strcmp(words_text(option, "section"), "diagnosis") != 0) continue;
    if (strcmp(words_text(option, "strength"), "P") != 0 || shown == SHOWN_TESTS) continue;
    if (shown++ > 0) lu_text_puts(&text, "; ");
    if (shown == 1)
      words_capital(&text, words_text(option, "label"));
    else
      lu_text_puts(&text, words_text(option, "label"));
    lu_text_printf(&text, " (%s)",
                   words_text(json_array_get(json_object_get(option, "reasons"), 0), "rule"));
  }
  if (shown > 0)
    board_paragraph(board, first_section(board, document, "Tests before the decision"), "", &text);
  lu_text_free(&text);
}

/* "yes: preferred; no: avoid" of the first option that a fact separates. */
static void add_outcomes(board_maker *board, json_t *item, const json_t *separates) {
  size_t index;
  json_t *outcome;
  const json_t *first = json_array_get(separates, 0);
  if (first == NULL) return;
  lu_tree_run_printf(&board->maker, item, "", " - %s: ", words_text(first, "label"));
  json_array_foreach(json_object_get(first, "outcomes"), index, outcome)
      lu_tree_run_printf(&board->maker, item, "", "%s%s → %s", index == 0 ? "" : "; ",
                         words_text(outcome, "text"), words_text(outcome, "class"));
}

/* True for a missing fact that can change a treatment: the others are no matter for page one. */
static bool decides(const json_t *fact) {
  const char *level = words_text(fact, "level");
  return strcmp(level, "other") != 0 && strcmp(level, "later") != 0;
}

static void add_missing(board_maker *board, json_t *document) {
  size_t index;
  json_t *fact, *list = NULL;
  const json_t *missing = board_plan(board, "missing");
  bool evaluated = missing != NULL;
  if (!evaluated) missing = board_plan(board, "questions");
  json_t *section = first_section(board, document, "Missing, most decisive first");
  json_array_foreach(missing, index, fact) {
    if (index == SHOWN_MISSING || !decides(fact)) break;
    if (list == NULL) list = lu_tree_list(&board->maker, section, true);
    json_t *item = lu_tree_item(&board->maker, list);
    lu_tree_run(&board->maker, item, "bold", words_text(fact, "label"));
    lu_tree_run_printf(&board->maker, item, "muted", " (%s)", words_text(fact, "test"));
    if (evaluated) add_outcomes(board, item, json_object_get(fact, "separates"));
  }
  if (list == NULL)
    lu_tree_paragraph(&board->maker, section, "", "Nothing that would change a treatment.");
}

static void add_decision(board_maker *board, json_t *document) {
  json_t *section = first_section(board, document, "Decision of the board");
  lu_tree_lines(&board->maker, section, "Decision", has_emergency(board) ? 1 : 2);
  json_t *columns = lu_tree_columns(&board->maker, section, 2, 1);
  lu_tree_push(&board->maker, columns, "weights", json_real(0.8));
  lu_tree_lines(&board->maker, columns, "Dissent", 1);
  lu_tree_lines(&board->maker, columns, "Owner", 1);
  lu_tree_lines(&board->maker, columns, "Date", 1);
}

void board_first_page(board_maker *board, json_t *document) {
  add_question(board, document);
  add_alarms(board, document);
  add_tumour(board, document);
  json_t *images = lu_tree_columns(&board->maker, document, 1.3, 0.8);
  lu_tree_push(&board->maker, images, "weights", json_real(1.5));
  add_panel(board, images, "Receptor imaging", "receptor");
  add_panel(board, images, "FDG PET", "fdg");
  add_sums(board, images);
  add_labs(board, document);
  add_options(board, document);
  add_bans(board, document);
  add_tests(board, document);
  add_missing(board, document);
  add_decision(board, document);
}
