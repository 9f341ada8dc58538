/* SPDX-License-Identifier: Apache-2.0 */
#include "board.h"

#include <string.h>

#include "plan_parts.h"
#include "words.h"

const json_t *board_plan(const board_maker *board, const char *key) {
  return json_object_get(board->plan, key);
}

void board_capital(lu_text *out, const char *label) {
  bool word = label[0] >= 'a' && label[0] <= 'z' && (label[1] < 'A' || label[1] > 'Z') &&
              label[1] != '-' && label[1] != '\0';
  char first = (char)(word ? label[0] - 'a' + 'A' : label[0]);
  if (label[0] == '\0') return;
  lu_text_append(out, &first, 1);
  lu_text_puts(out, label + 1);
}

void board_rule_runs(board_maker *board, json_t *node, const json_t *rule) {
  lu_text sources = LU_TEXT_INIT;
  const char *mark = words_text(rule, "mark");
  bool unchecked = strcmp(mark, "unverified") == 0;
  tree_run(&board->maker, node, "", words_text(rule, "reason"));
  words_source_list(&sources, rule);
  tree_run_printf(&board->maker, node, "muted", " (%s; %s - ", words_text(rule, "rule"),
                  lu_text_string(&sources));
  tree_run(&board->maker, node, unchecked ? "warning" : "muted", words_mark(mark));
  tree_run(&board->maker, node, "muted", ")");
  board->maker.failed |= sources.failed;
  lu_text_free(&sources);
}

void board_paragraph(board_maker *board, json_t *parent, const char *style, lu_text *text) {
  tree_paragraph(&board->maker, parent, style, lu_text_string(text));
  board->maker.failed |= text->failed;
  lu_text_free(text);
}

void board_field(board_maker *board, json_t *fields, const char *label, lu_text *value) {
  tree_field(&board->maker, fields, label, lu_text_string(value), NULL);
  board->maker.failed |= value->failed;
  lu_text_free(value);
}

/* ---- the document --------------------------------------------------------------------------- */

static json_t *start_document(board_maker *board, const char *title) {
  json_t *document = tree_node(&board->maker, "document");
  const json_t *provenance = board_plan(board, "provenance");
  const char *paper = board->options != NULL ? board->options->paper : NULL;
  tree_set_text(&board->maker, document, "title", title);
  tree_set_text(&board->maker, document, "notice", words_text(board->plan, "notice"));
  tree_set_text(&board->maker, document, "paper", paper != NULL ? paper : "A4");
  tree_set_printf(&board->maker, document, "footer", "Case %s, %s; guideline %s; lutetia %s",
                  words_text(board_plan(board, "case"), "id"), words_text(board->plan, "day"),
                  words_text(board->plan, "edition"), words_text(provenance, "program_version"));
  tree_set(&board->maker, document, "children", json_array());
  return document;
}

static board_maker start_board(const json_t *dossier, const lu_report_board_options *options) {
  return (board_maker){.dossier = dossier,
                       .plan = json_object_get(dossier, "plan"),
                       .assessment = json_object_get(dossier, "assessment"),
                       .growth = json_object_get(dossier, "growth"),
                       .options = options};
}

static lu_status end_document(json_t **out, const board_maker *board, json_t *document,
                              lu_error *error) {
  *out = NULL;
  if (board->maker.failed || document == NULL) {
    json_decref(document);
    return lu_fail_memory(error);
  }
  *out = document;
  return LU_OK;
}

lu_status lu_report_board(json_t **out, const json_t *dossier,
                          const lu_report_board_options *options, lu_error *error) {
  lu_text title = LU_TEXT_INIT;
  board_maker board = start_board(dossier, options);
  lu_text_printf(&title, "Tumour board: case %s", words_text(board_plan(&board, "case"), "id"));
  json_t *document = start_document(&board, lu_text_string(&title));
  board.maker.failed |= title.failed;
  lu_text_free(&title);
  board_first_page(&board, document);
  tree_add(&board.maker, document, tree_node(&board.maker, "page_break"));
  board_detail(&board, document);
  board_growth(&board, document);
  board_time(&board, document);
  board_sources(&board, document);
  return end_document(out, &board, document, error);
}

/* ---- the patient's sheet -------------------------------------------------------------------- */

/* What the team will talk about: only treatments that have words for a patient. */
static void add_plain_options(board_maker *board, json_t *document) {
  size_t index, shown = 0;
  json_t *option, *list = NULL;
  json_array_foreach(board_plan(board, "options"), index, option) {
    const char *plain =
        words_text(json_object_get(board->dossier, "plain_options"), words_text(option, "option"));
    if (strcmp(words_text(option, "section"), "treatment") != 0 || plain[0] == '\0') continue;
    if (shown == 3) break;
    if (shown++ == 0) {
      json_t *section =
          tree_section(&board->maker, document, "What your doctors will talk about", 1);
      tree_paragraph(&board->maker, section, "",
                     "These treatments fit what is known today. Your doctors will discuss them and "
                     "then talk with you: nothing is decided by this sheet.");
      list = tree_list(&board->maker, section, false);
    }
    tree_run(&board->maker, tree_item(&board->maker, list), "", plain);
  }
}

static void add_plain_sentences(board_maker *board, json_t *document) {
  size_t index;
  json_t *sentence;
  json_t *section = tree_section(&board->maker, document, "What is known about your tumour", 1);
  json_array_foreach(json_object_get(board->dossier, "plain"), index, sentence)
      tree_paragraph(&board->maker, section, "", json_string_value(sentence));
}

/* Tests that the rules want before a decision. */
static void add_plain_tests(board_maker *board, json_t *document) {
  size_t index, shown = 0;
  json_t *option, *list = NULL;
  json_array_foreach(board_plan(board, "options"), index, option) {
    lu_text label = LU_TEXT_INIT;
    if (strcmp(words_text(option, "section"), "diagnosis") != 0) continue;
    if (strcmp(words_text(option, "best"), "P") != 0) continue;
    if (shown++ == 0) {
      json_t *section = tree_section(&board->maker, document, "Tests that may come first", 1);
      list = tree_list(&board->maker, section, false);
    }
    board_capital(&label, words_text(option, "label"));
    tree_run(&board->maker, tree_item(&board->maker, list), "", lu_text_string(&label));
    board->maker.failed |= label.failed;
    lu_text_free(&label);
  }
}

/* The next dates, as far as they are planned. */
static void add_plain_dates(board_maker *board, json_t *document) {
  size_t index, shown = 0;
  json_t *event, *table = NULL;
  json_array_foreach(json_object_get(board_plan(board, "calendar"), "events"), index, event) {
    if (report_flag(event, "given")) continue; /* behind the patient */
    if (shown == 6) break;
    if (shown++ == 0) {
      json_t *section = tree_section(&board->maker, document, "Dates that may come", 1);
      tree_paragraph(&board->maker, section, "",
                     "These dates are proposals. The hospital will give you the real ones.");
      table = tree_table(&board->maker, section, NULL);
      tree_column(&board->maker, table, "Day", NULL, false, 1);
      tree_column(&board->maker, table, "What", NULL, false, 4);
    }
    lu_text label = LU_TEXT_INIT;
    json_t *row = tree_row(&board->maker, table);
    board_capital(&label, words_text(event, "label"));
    tree_cell(&board->maker, row, words_text(event, "day"));
    tree_cell(&board->maker, row, lu_text_string(&label));
    board->maker.failed |= label.failed;
    lu_text_free(&label);
  }
}

lu_status lu_report_patient_sheet(json_t **out, const json_t *dossier,
                                  const lu_report_board_options *options, lu_error *error) {
  board_maker board = start_board(dossier, options);
  json_t *document = start_document(&board, "Your tumour board: a sheet for you");
  tree_set(&board.maker, document, "large", json_true());
  add_plain_sentences(&board, document);
  add_plain_options(&board, document);
  add_plain_tests(&board, document);
  add_plain_dates(&board, document);
  json_t *section = tree_section(&board.maker, document, "Your own questions", 1);
  tree_lines(&board.maker, section, "Write down what you want to ask", 4);
  return end_document(out, &board, document, error);
}
