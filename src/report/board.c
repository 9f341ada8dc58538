/* SPDX-License-Identifier: Apache-2.0 */
#include "board.h"

#include <string.h>

#include "plan_parts.h"
#include "words.h"

const json_t *board_plan(const board_maker *board, const char *key) {
  return json_object_get(board->plan, key);
}

void board_rule_runs(board_maker *board, json_t *node, const json_t *rule) {
  lu_text sources = LU_TEXT_INIT;
  const char *mark = words_text(rule, "mark");
  bool unchecked = strcmp(mark, "unverified") == 0;
  lu_tree_run(&board->maker, node, "", words_text(rule, "reason"));
  words_source_list(&sources, rule);
  lu_tree_run_printf(&board->maker, node, "muted", " (%s; %s - ", words_text(rule, "rule"),
                     lu_text_string(&sources));
  lu_tree_run(&board->maker, node, unchecked ? "warning" : "muted", words_mark(mark));
  lu_tree_run(&board->maker, node, "muted", ")");
  board->maker.failed |= sources.failed;
  lu_text_free(&sources);
}

void board_paragraph(board_maker *board, json_t *parent, const char *style, lu_text *text) {
  lu_tree_paragraph(&board->maker, parent, style, lu_text_string(text));
  board->maker.failed |= text->failed;
  lu_text_free(text);
}

void board_field(board_maker *board, json_t *fields, const char *label, lu_text *value) {
  lu_tree_field(&board->maker, fields, label, lu_text_string(value), NULL);
  board->maker.failed |= value->failed;
  lu_text_free(value);
}

/* ---- the document --------------------------------------------------------------------------- */

json_t *board_start_document(board_maker *board, const char *title) {
  json_t *document = lu_tree_node(&board->maker, "document");
  const json_t *provenance = board_plan(board, "provenance");
  const char *paper = board->options != NULL ? board->options->paper : NULL;
  lu_tree_set_text(&board->maker, document, "title", title);
  lu_tree_set_text(&board->maker, document, "notice", words_text(board->plan, "notice"));
  lu_tree_set_text(&board->maker, document, "paper", paper != NULL ? paper : "A4");
  lu_tree_set_printf(&board->maker, document, "footer", "Case %s, %s; guideline %s; lutetia %s",
                     words_text(board_plan(board, "case"), "id"), words_text(board->plan, "day"),
                     words_text(board->plan, "edition"), words_text(provenance, "program_version"));
  lu_tree_set(&board->maker, document, "children", json_array());
  return document;
}

board_maker board_start(const json_t *dossier, const lu_report_board_options *options) {
  return (board_maker){.dossier = dossier,
                       .plan = json_object_get(dossier, "plan"),
                       .assessment = json_object_get(dossier, "assessment"),
                       .growth = json_object_get(dossier, "growth"),
                       .options = options};
}

lu_status board_end_document(json_t **out, const board_maker *board, json_t *document,
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
  board_maker board = board_start(dossier, options);
  lu_text_printf(&title, "Tumour board: case %s", words_text(board_plan(&board, "case"), "id"));
  json_t *document = board_start_document(&board, lu_text_string(&title));
  board.maker.failed |= title.failed;
  lu_text_free(&title);
  board_first_page(&board, document);
  lu_tree_add(&board.maker, document, lu_tree_node(&board.maker, "page_break"));
  board_detail(&board, document);
  board_treatments(&board, document);
  board_growth(&board, document);
  board_time(&board, document);
  board_sources(&board, document);
  return board_end_document(out, &board, document, error);
}
