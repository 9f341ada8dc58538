/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells of literals have a short way, and equal cells are tested once. Both must give what the
 * general way gives: for all tables of the project, in both modes, on inputs that are made of what
 * stands in the cells, known, partly known and unknown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "evaluation.h"
#include "lutetia/base/file.h"
#include "lutetia/base/random.h"
#include "model_help.h"

#define ROUNDS 200
#define MOST_LITERALS 400

/* What stands in the cells of one input: texts in quotes, numbers, truths. */
typedef struct literals {
  size_t count;
  char texts[MOST_LITERALS][64]; /* as in the cell: "a", 3.5, true */
} literals;

static void put_literal(literals *out, const char *text, size_t length) {
  if (length >= sizeof out->texts[0] || out->count == MOST_LITERALS) return;
  snprintf(out->texts[out->count++], sizeof out->texts[0], "%.*s", (int)length, text);
}

static void read_cell(literals *out, const char *cell) {
  while (*cell != '\0') {
    size_t length = 1;
    if (*cell == '"') {
      length = strcspn(cell + 1, "\"") + 2;
      put_literal(out, cell, length);
    } else if (isdigit((unsigned char)*cell)) {
      length = strspn(cell, "0123456789.");
      while (length > 0 && cell[length - 1] == '.')
        length--;
      put_literal(out, cell, length);
    } else if (strncmp(cell, "true", 4) == 0 || strncmp(cell, "false", 5) == 0) {
      length = *cell == 't' ? 4 : 5;
      put_literal(out, cell, length);
    }
    cell += length;
  }
}

/* Literals of all cells that test an input by its name. */
static void find_literals(literals *out, const lu_model *model, const char *input) {
  out->count = 0;
  for (size_t d = 0; d < lu_model_decision_count(model); d++) {
    const lu_table *table = lu_model_table(model, d);
    for (size_t c = 0; table != NULL && c < lu_table_input_count(table); c++)
      for (size_t r = 0;
           strcmp(lu_table_input_text(table, c), input) == 0 && r < lu_table_rule_count(table); r++)
        read_cell(out, lu_table_input_entry(table, r, c));
  }
}

static uint32_t below(lu_random *random, size_t count) {
  return lu_random_below(random, (uint32_t)count);
}

/* One value: a literal, a number beside one, or something that no cell names. */
static const lu_value *some_value(lu_evaluation *evaluation, const literals *from,
                                  lu_random *random) {
  static const double beside[] = {0, -1, 0.25, 1};
  const char *text = from->count == 0 ? "\"nothing\"" : from->texts[below(random, from->count)];
  if (below(random, 12) == 0) text = "\"nothing\"";
  if (text[0] == 't' || text[0] == 'f') return lu_make_boolean(evaluation, below(random, 2) == 0);
  if (text[0] != '"')
    return lu_make_number(evaluation, strtod(text, NULL) + beside[below(random, 4)]);
  char string[64];
  snprintf(string, sizeof string, "%.*s", (int)strlen(text) - 2, text + 1);
  return lu_make_string(evaluation, string);
}

/* Known, one of a few, one of any, a list, or not given. */
static const lu_value *some_input(lu_evaluation *evaluation, const literals *from, const char *name,
                                  lu_random *random) {
  const lu_value *several[4];
  size_t count = 1 + below(random, 4);
  uint32_t kind = below(random, 10);
  for (size_t i = 0; i < count; i++)
    several[i] = some_value(evaluation, from, random);
  if (kind == 0) return NULL;
  if (kind == 1) return lu_make_unknown(evaluation, name, NULL, 0);
  if (kind <= 4) return lu_make_unknown(evaluation, name, several, count);
  return kind == 5 ? lu_make_list(evaluation, several, count) : several[0];
}

/* Compares all cells and rows of one table. @return undecided cells */
static size_t compare_traces(const lu_model *model, size_t decision, const lu_table_trace *quick,
                             const lu_table_trace *general) {
  const lu_table *table = lu_model_table(model, decision);
  size_t undecided = 0;
  for (size_t row = 0; row < lu_table_rule_count(table); row++) {
    const char *const *left = NULL, *const *right = NULL;
    for (size_t c = 0; c < lu_table_input_count(table); c++) {
      lu_outcome one = lu_trace_cell(quick, row, c), other = lu_trace_cell(general, row, c);
      if (one != other)
        fail_msg("%s, %s, row %zu, column %zu (%s): %d, in the general way %d",
                 lu_model_name(model), lu_model_decision_name(model, decision), row + 1, c + 1,
                 lu_table_input_entry(table, row, c), (int)one, (int)other);
      undecided += other == LU_UNDECIDED;
    }
    assert_int_equal(lu_trace_rule(quick, row), lu_trace_rule(general, row));
    size_t count = lu_trace_reasons(general, row, &right);
    assert_int_equal(lu_trace_reasons(quick, row, &left), count);
    for (size_t i = 0; i < count; i++)
      assert_string_equal(left[i], right[i]);
  }
  return undecided;
}

/* Decides one table in both ways. @return undecided cells */
static size_t compare_decision(lu_evaluation *const ways[2], const lu_model *model,
                               size_t decision) {
  const lu_value *values[2];
  lu_text texts[2] = {LU_TEXT_INIT, LU_TEXT_INIT};
  lu_error error = LU_ERROR_INIT;
  for (int i = 0; i < 2; i++) {
    if (lu_evaluation_decide(&values[i], ways[i], decision, &error) != LU_OK)
      fail_msg("%s", error.message);
    lu_value_print(values[i], &texts[i]);
  }
  assert_string_equal(lu_text_string(&texts[0]), lu_text_string(&texts[1]));
  lu_text_free(&texts[0]);
  lu_text_free(&texts[1]);
  return compare_traces(model, decision, lu_evaluation_trace(ways[0], decision),
                        lu_evaluation_trace(ways[1], decision));
}

static size_t compare_model(const lu_model *model, lu_evaluation_mode mode) {
  size_t undecided = 0, inputs = lu_model_input_count(model);
  literals *all = calloc(inputs + 1, sizeof *all);
  lu_evaluation *ways[2] = {start(model, mode), start(model, mode)};
  assert_non_null(all);
  ways[1]->evaluator.general = true;
  for (size_t i = 0; i < inputs; i++)
    find_literals(&all[i], model, lu_model_input_name(model, i));
  for (uint64_t round = 0; round < ROUNDS; round++) {
    for (int w = 0; w < 2; w++) { /* the same inputs: from the same random numbers */
      lu_random random = lu_random_start(7, round);
      lu_evaluation_reset(ways[w]);
      for (size_t i = 0; i < inputs; i++) {
        const char *name = lu_model_input_name(model, i);
        lu_evaluation_set_input(ways[w], name, some_input(ways[w], &all[i], name, &random));
      }
    }
    for (size_t d = 0; d < lu_model_decision_count(model); d++)
      if (lu_model_table(model, d) != NULL) undecided += compare_decision(ways, model, d);
  }
  lu_evaluation_free(ways[0]);
  lu_evaluation_free(ways[1]);
  free(all);
  return undecided;
}

static void all_tables(const char *path) {
  lu_folder folder;
  lu_error error = LU_ERROR_INIT;
  size_t undecided = 0;
  assert_int_equal(lu_folder_list(&folder, path, ".dmn", &error), LU_OK);
  assert_true(folder.count > 3);
  for (size_t i = 0; i < folder.count; i++) {
    char *file = lu_path_join(path, folder.names[i]);
    lu_model *model = NULL;
    if (lu_model_read(&model, file, false, NULL, &error) != LU_OK) fail_msg("%s", error.message);
    undecided += compare_model(model, LU_THREE_VALUED);
    compare_model(model, LU_STANDARD);
    lu_model_free(model);
    free(file);
  }
  assert_true(undecided > 1000);
  lu_folder_free(&folder);
}

static void cells_of_the_guideline(void **state) {
  (void)state;
  all_tables(LU_SOURCE_DIR "/data/guideline/synthesis/2026.1");
}

static void cells_of_the_assessment(void **state) {
  (void)state;
  all_tables(LU_SOURCE_DIR "/data/assessment");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_of_the_guideline),
      cmocka_unit_test(cells_of_the_assessment),
  };
  return cmocka_run_group_tests_name("cells", tests, NULL, NULL);
}
