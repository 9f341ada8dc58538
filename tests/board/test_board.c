/* SPDX-License-Identifier: Apache-2.0 */
/* The board page and the patient's sheet as document trees, from the cases that run as they stand.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "lutetia/guideline.h"
#include "lutetia/report.h"

#define EXAMPLES LU_SOURCE_DIR "/examples/"
#define GOLDEN LU_SOURCE_DIR "/tests/board/golden/"

static void expect_ok(lu_status status, const lu_error *error) {
  if (status != LU_OK) fail_msg("%d: %s", (int)status, error->message);
}

static lu_context *new_context(void) {
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  assert_int_equal(lu_context_set_data_path(context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  lu_context_set_today(context, (lu_date){2026, 11, 24, true});
  return context;
}

/* The dossier of a case with all parts. */
static json_t *make_dossier(const char *path, size_t draws) {
  lu_context *context = new_context();
  lu_study *study = NULL;
  json_t *dossier = NULL;
  lu_error error = LU_ERROR_INIT;
  const lu_study_options options = {0};
  const lu_calendar_options calendar = {0};
  const lu_plan_parts parts = {true, draws, 2, &calendar};
  expect_ok(lu_study_open(&study, path, &options, context, &error), &error);
  expect_ok(lu_study_dossier(&dossier, study, &parts, context, &error), &error);
  lu_study_free(study);
  lu_context_free(context);
  return dossier;
}

static json_t *make_board(const json_t *dossier, const lu_report_board_options *options) {
  json_t *board = NULL;
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_report_board(&board, dossier, options, &error), &error);
  expect_ok(lu_report_check(board, &error), &error);
  return board;
}

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

/* Compares with a text that a person has read; LUTETIA_UPDATE_GOLDEN writes it anew. */
static void expect_golden(const char *name, const json_t *tree) {
  char path[512],
      *text = json_dumps(tree, JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(6));
  json_error_t error;
  assert_non_null(text);
  snprintf(path, sizeof path, GOLDEN "%s", name);
  if (getenv("LUTETIA_UPDATE_GOLDEN") != NULL)
    assert_int_equal(
        json_dump_file(tree, path, JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(6)), 0);
  json_t *golden = json_load_file(path, 0, &error);
  if (golden == NULL) fail_msg("%s: %s", path, error.text);
  char *expected = json_dumps(golden, JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(6));
  assert_string_equal(text, expected);
  json_decref(golden);
  free(expected);
  free(text);
}

/* Page one: all nodes before the first page break. @return new list */
static json_t *first_page(const json_t *board) {
  size_t index;
  json_t *node, *page = json_array();
  json_array_foreach(json_object_get(board, "children"), index, node) {
    if (strcmp(text_of(node, "type"), "page_break") == 0) break;
    assert_int_equal(json_array_append(page, node), 0);
  }
  return page;
}

static const json_t *find_section(const json_t *page, const char *title) {
  size_t index;
  json_t *node;
  json_array_foreach(page, index, node) {
    if (strcmp(text_of(node, "title"), title) == 0) return node;
    const json_t *deeper = find_section(json_object_get(node, "children"), title);
    if (deeper != NULL) return deeper;
  }
  return NULL;
}

/* Number of items of the first list of a section. */
static size_t count_items(const json_t *section) {
  size_t index;
  json_t *node;
  json_array_foreach(json_object_get(section, "children"), index,
                     node) if (strcmp(text_of(node, "type"), "list") ==
                               0) return json_array_size(json_object_get(node, "items"));
  return 0;
}

/* Words of a cell: plain text, or the first run. */
static const char *words_of(const json_t *cell) {
  if (json_is_string(cell)) return json_string_value(cell);
  return text_of(json_array_get(json_object_get(cell, "runs"), 0), "text");
}

/* No column of a table is empty from top to bottom, anywhere in a tree. */
static void expect_full_columns(const char *name, const json_t *node) {
  size_t index, column;
  json_t *entry, *cell;
  if (strcmp(text_of(node, "type"), "table") == 0) {
    const json_t *rows = json_object_get(node, "rows");
    json_array_foreach(json_object_get(node, "columns"), column, entry) {
      bool filled = json_array_size(rows) == 0;
      json_array_foreach(rows, index, cell) filled =
          filled || words_of(json_array_get(cell, column))[0] != '\0';
      if (!filled && json_array_size(rows) > 1)
        fail_msg("%s: column \"%s\" is empty", name, text_of(entry, "title"));
    }
  }
  json_array_foreach(json_object_get(node, "children"), index, entry)
      expect_full_columns(name, entry);
}

/* ---- tests ---------------------------------------------------------------------------------- */

static void page_one_is_as_it_was_read(void **state) {
  (void)state;
  json_t *dossier = make_dossier(EXAMPLES "midgut-carcinoid.json", 200);
  json_t *board = make_board(dossier, NULL), *page = first_page(board);
  expect_golden("board-midgut.json", page);
  json_decref(page);
  json_decref(board);
  json_decref(dossier);
}

static void sheet_is_as_it_was_read(void **state) {
  (void)state;
  json_t *dossier = make_dossier(EXAMPLES "midgut-carcinoid.json", 0), *sheet = NULL;
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_report_patient_sheet(&sheet, dossier, NULL, &error), &error);
  expect_ok(lu_report_check(sheet, &error), &error);
  expect_golden("patient-midgut.json", sheet);
  json_decref(sheet);
  json_decref(dossier);
}

/* What the page promises holds for every vignette. */
static void every_case_keeps_the_promises(void **state) {
  (void)state;
  struct dirent *entry;
  DIR *folder = opendir(EXAMPLES "vignettes");
  assert_non_null(folder);
  size_t cases = 0;
  while ((entry = readdir(folder)) != NULL) {
    char path[512];
    size_t length = strlen(entry->d_name);
    if (length < 5 || strcmp(entry->d_name + length - 5, ".json") != 0) continue;
    if (strstr(entry->d_name, ".expected.") != NULL) continue;
    snprintf(path, sizeof path, EXAMPLES "vignettes/%s", entry->d_name);
    json_t *dossier = make_dossier(path, 0), *board = make_board(dossier, NULL);
    json_t *page = first_page(board), *sheet = NULL;
    lu_error error = LU_ERROR_INIT;
    assert_true(text_of(board, "notice")[0] != '\0');
    assert_non_null(find_section(page, "Question to the board"));
    assert_non_null(find_section(page, "Laboratory"));
    assert_true(count_items(find_section(page, "Options")) <= 3);
    assert_true(count_items(find_section(page, "Missing, most decisive first")) <= 3);
    assert_non_null(find_section(page, "Decision of the board"));
    expect_full_columns(entry->d_name, board);
    expect_ok(lu_report_patient_sheet(&sheet, dossier, NULL, &error), &error);
    expect_ok(lu_report_check(sheet, &error), &error);
    json_decref(sheet);
    json_decref(page);
    json_decref(board);
    json_decref(dossier);
    cases++;
  }
  closedir(folder);
  assert_true(cases >= 20);
}

/* Both sides of a disagreement stand in words, with their sources. */
static void disagreements_show_their_sides(void **state) {
  (void)state;
  json_t *dossier = make_dossier(EXAMPLES "midgut-carcinoid.json", 0);
  json_t *board = make_board(dossier, NULL),
         *list = json_object_get(json_object_get(dossier, "plan"), "disagreements");
  char *text = json_dumps(board, JSON_ENSURE_ASCII);
  size_t index, inner;
  json_t *entry, *side;
  assert_true(json_array_size(list) > 0);
  json_array_foreach(list, index, entry)
      json_array_foreach(json_object_get(entry, "sides"), inner, side) {
    char *says = json_dumps(json_object_get(side, "says"), JSON_ENSURE_ASCII | JSON_ENCODE_ANY);
    assert_non_null(strstr(text, says));
    free(says);
  }
  free(text);
  json_decref(board);
  json_decref(dossier);
}

static void question_and_paper_can_be_said(void **state) {
  (void)state;
  const lu_report_board_options options = {.paper = "Letter", .question = "PRRT now, or later?"};
  json_t *dossier = make_dossier(EXAMPLES "midgut-carcinoid.json", 0);
  json_t *board = make_board(dossier, &options), *page = first_page(board);
  assert_string_equal(text_of(board, "paper"), "Letter");
  char *text = json_dumps(find_section(page, "Question to the board"), 0);
  assert_non_null(strstr(text, "PRRT now, or later?"));
  free(text);
  json_decref(page);
  json_decref(board);
  json_decref(dossier);
}

/* Plain words exist for options that there are, and never promise an effect. */
static void plain_words_fit_the_options(void **state) {
  (void)state;
  json_error_t error;
  const char *code;
  json_t *sentence;
  json_t *plain = json_load_file(LU_SOURCE_DIR "/data/report/plain.json", 0, &error);
  json_t *options =
      json_load_file(LU_SOURCE_DIR "/data/guideline/synthesis/2026.1/options.json", 0, &error);
  assert_non_null(plain);
  assert_non_null(options);
  json_object_foreach(json_object_get(plain, "options"), code, sentence) {
    const char *text = json_string_value(sentence);
    if (json_object_get(options, code) == NULL) fail_msg("plain.json: %s is no option", code);
    assert_null(strstr(text, "cure"));
    assert_null(strstr(text, "%"));
    assert_int_equal(text[strlen(text) - 1], '.');
  }
  json_decref(options);
  json_decref(plain);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(page_one_is_as_it_was_read),
      cmocka_unit_test(sheet_is_as_it_was_read),
      cmocka_unit_test(every_case_keeps_the_promises),
      cmocka_unit_test(disagreements_show_their_sides),
      cmocka_unit_test(question_and_paper_can_be_said),
      cmocka_unit_test(plain_words_fit_the_options),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
