/* SPDX-License-Identifier: Apache-2.0 */
/* The sheet for the patient: the plan in plain words. What it may say stands in
   data/report/plain.json; it never says how well a treatment works. */
#include <string.h>

#include "board.h"
#include "plan_parts.h"
#include "words.h"

/* What one sheet holds. */
#define SHOWN_OPTIONS 4
#define SHOWN_DATES 6
#define SHOWN_TESTS 5

/* A label with the words that data/report/plain.json replaces; the first letter is a capital. */
static void plain_label(lu_text *out, const board_maker *board, const char *label) {
  const json_t *words = json_object_get(board->dossier, "plain_words");
  lu_text text = LU_TEXT_INIT;
  while (label[0] != '\0') {
    size_t index, taken = 0;
    json_t *pair;
    json_array_foreach(words, index, pair) {
      const char *from = json_string_value(json_array_get(pair, 0));
      const char *to = json_string_value(json_array_get(pair, 1));
      if (from == NULL || to == NULL || strncmp(label, from, strlen(from)) != 0) continue;
      lu_text_puts(&text, to);
      taken = strlen(from);
      break;
    }
    if (taken == 0) lu_text_append(&text, label, taken = 1);
    label += taken;
  }
  words_capital(out, lu_text_string(&text));
  out->failed |= text.failed;
  lu_text_free(&text);
}

static void add_known(board_maker *board, json_t *document) {
  size_t index;
  json_t *sentence;
  json_t *section = lu_tree_section(&board->maker, document, "What is known about your tumour", 1);
  json_array_foreach(json_object_get(board->dossier, "plain"), index, sentence)
      lu_tree_paragraph(&board->maker, section, "", json_string_value(sentence));
}

/* Treatments that are offered, and preferred measures beside them, that have plain words. */
static void add_options(board_maker *board, json_t *document) {
  size_t index, shown = 0;
  json_t *option, *list = NULL;
  json_t *section =
      lu_tree_section(&board->maker, document, "What your doctors will talk about", 1);
  json_array_foreach(board_plan(board, "options"), index, option) {
    const char *plain =
        words_text(json_object_get(board->dossier, "plain_options"), words_text(option, "option"));
    bool treats = strcmp(words_text(option, "section"), "treatment") == 0;
    if (plain[0] == '\0' || shown == SHOWN_OPTIONS) continue;
    if (!treats && strcmp(words_text(option, "strength"), "P") != 0) continue;
    if (shown++ == 0) {
      lu_tree_paragraph(
          &board->maker, section, "",
          "These treatments fit what is known today. Your doctors will discuss them and "
          "then talk with you: nothing is decided by this sheet.");
      list = lu_tree_list(&board->maker, section, false);
    }
    lu_tree_run(&board->maker, lu_tree_item(&board->maker, list), "", plain);
  }
  if (shown == 0)
    lu_tree_paragraph(&board->maker, section, "",
                      "Before a treatment can be proposed, more has to be known. Your doctors will "
                      "talk with you about the tests that are needed.");
}

/* True if a text stands in a list already. */
static bool is_listed(const json_t *list, const char *text) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index,
                     entry) if (strcmp(json_string_value(entry), text) == 0) return true;
  return false;
}

/* A test of the list, once. */
static void add_test(board_maker *board, json_t *document, json_t **list, json_t *said,
                     const char *label) {
  lu_text text = LU_TEXT_INIT;
  plain_label(&text, board, label);
  const char *name = lu_text_string(&text);
  if (json_array_size(said) < SHOWN_TESTS && name[0] != '\0' && !is_listed(said, name)) {
    if (*list == NULL)
      *list = lu_tree_list(&board->maker,
                           lu_tree_section(&board->maker, document, "Tests that may come first", 1),
                           false);
    lu_tree_run(&board->maker, lu_tree_item(&board->maker, *list), "", name);
    if (json_array_append_new(said, json_string(name)) != 0) board->maker.failed = true;
  }
  board->maker.failed |= text.failed;
  lu_text_free(&text);
}

/* Tests that the rules want, then those that answer the first missing facts. */
static void add_tests(board_maker *board, json_t *document) {
  size_t index;
  json_t *entry, *list = NULL, *said = json_array();
  if (said == NULL) board->maker.failed = true;
  json_array_foreach(board_plan(board, "options"), index,
                     entry) if (strcmp(words_text(entry, "section"), "diagnosis") == 0 &&
                                strcmp(words_text(entry, "strength"), "P") == 0)
      add_test(board, document, &list, said, words_text(entry, "label"));
  json_array_foreach(
      board_plan(board, "missing"), index,
      entry) if (index < 3 && json_integer_value(json_object_get(entry, "burden")) > 0)
      add_test(board, document, &list, said, words_text(entry, "test"));
  json_decref(said);
}

/* The next dates, as far as they are planned. */
static void add_dates(board_maker *board, json_t *document) {
  size_t index, shown = 0;
  json_t *event, *table = NULL;
  json_array_foreach(json_object_get(board_plan(board, "calendar"), "events"), index, event) {
    lu_text label = LU_TEXT_INIT;
    if (report_flag(event, "given")) continue; /* behind the patient */
    if (shown == SHOWN_DATES) break;
    if (shown++ == 0) {
      json_t *section = lu_tree_section(&board->maker, document, "Dates that may come", 1);
      lu_tree_paragraph(&board->maker, section, "",
                        "These dates are proposals. The hospital will give you the real ones.");
      table = lu_tree_table(&board->maker, section, NULL);
      lu_tree_column(&board->maker, table, "Day", NULL, false, 1);
      lu_tree_column(&board->maker, table, "What", NULL, false, 4);
    }
    json_t *row = lu_tree_row(&board->maker, table);
    plain_label(&label, board, words_text(event, "label"));
    lu_tree_cell(&board->maker, row, words_text(event, "day"));
    lu_tree_cell(&board->maker, row, lu_text_string(&label));
    board->maker.failed |= label.failed;
    lu_text_free(&label);
  }
}

lu_status lu_report_patient_sheet(json_t **out, const json_t *dossier,
                                  const lu_report_board_options *options, lu_error *error) {
  board_maker board = board_start(dossier, options);
  json_t *document = board_start_document(&board, "Your tumour board: a sheet for you");
  lu_tree_set(&board.maker, document, "large", json_true());
  add_known(&board, document);
  add_options(&board, document);
  add_tests(&board, document);
  add_dates(&board, document);
  json_t *section = lu_tree_section(&board.maker, document, "Your own questions", 1);
  lu_tree_lines(&board.maker, section, "Write down what you want to ask", 4);
  return board_end_document(out, &board, document, error);
}
