/* SPDX-License-Identifier: Apache-2.0 */
/* Sources, and the inputs by hash: what it takes to get the same page again. */
#include <string.h>

#include "board.h"
#include "plan_parts.h"
#include "words.h"

static void add_sources(board_maker *board, json_t *document) {
  const char *key;
  json_t *source;
  const json_t *sources = board_plan(board, "sources");
  if (json_object_size(sources) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, "Sources", 1);
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  lu_tree_column(&board->maker, table, "Key", NULL, false, 1.2);
  lu_tree_column(&board->maker, table, "Reference", NULL, false, 5);
  lu_tree_column(&board->maker, table, "Year", NULL, true, 0.6);
  lu_tree_column(&board->maker, table, "How checked", NULL, false, 1.2);
  json_object_foreach((json_t *)sources, key, source) {
    const json_t *year = json_object_get(source, "year");
    const char *doi = words_text(source, "doi");
    json_t *row = lu_tree_row(&board->maker, table);
    lu_tree_cell(&board->maker, row, key);
    lu_tree_cell_printf(&board->maker, row, "%s%s%s", words_text(source, "reference"),
                        doi[0] != '\0' ? ". DOI " : "", doi);
    if (json_is_integer(year))
      lu_tree_cell_printf(&board->maker, row, "%d", (int)json_integer_value(year));
    else
      lu_tree_cell(&board->maker, row, "");
    lu_tree_cell(&board->maker, row, words_mark(words_text(source, "mark")));
  }
}

static void add_inputs(board_maker *board, json_t *document) {
  static const struct {
    const char *key, *label;
  } shown[] = {{"case_sha256", "Case file, SHA-256"},
               {"guideline", "Guideline"},
               {"guideline_sha256", "Guideline folder, SHA-256"},
               {"facts_sha256", "Fact dictionary, SHA-256"},
               {"assessment_sha256", "Assessment tables, SHA-256"},
               {"program_version", "Program"}};
  const json_t *provenance = board_plan(board, "provenance");
  lu_text seed = LU_TEXT_INIT;
  json_t *section = lu_tree_section(&board->maker, document, "Inputs", 1);
  json_t *fields = lu_tree_fields(&board->maker, section);
  for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
    lu_tree_field(&board->maker, fields, shown[i].label, words_text(provenance, shown[i].key),
                  NULL);
  lu_text_printf(&seed, "%" JSON_INTEGER_FORMAT,
                 json_integer_value(json_object_get(provenance, "seed")));
  board_field(board, fields, "Seed", &seed);
  lu_tree_field(&board->maker, fields, "Day", words_text(board->plan, "day"), NULL);
}

void board_sources(board_maker *board, json_t *document) {
  add_sources(board, document);
  add_inputs(board, document);
}
