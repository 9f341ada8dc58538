/* SPDX-License-Identifier: Apache-2.0 */
/* The leading treatments as their modules planned them: each on pages of its own. */
#include "board.h"
#include "words.h"

void board_treatments(board_maker *board, json_t *document) {
  size_t index, at;
  json_t *treatment, *node;
  json_array_foreach(json_object_get(board->dossier, "treatments"), index, treatment) {
    lu_tree_add(&board->maker, document, lu_tree_node(&board->maker, "page_break"));
    json_t *section = lu_tree_section(&board->maker, document, words_text(treatment, "title"), 1);
    lu_text intro = LU_TEXT_INIT;
    lu_text_puts(&intro, "For the option \"");
    lu_text_puts(&intro, words_text(treatment, "option"));
    lu_text_puts(&intro, "\" of the plan.");
    board_paragraph(board, section, "", &intro);
    json_array_foreach(json_object_get(treatment, "sections"), at, node)
        lu_tree_add(&board->maker, section, json_incref(node));
  }
}
