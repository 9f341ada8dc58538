/* SPDX-License-Identifier: Apache-2.0 */
/* One decision of an assessment table, asked with facts written as JSON. */
#ifndef TEST_ASSESS_TABLES_H
#define TEST_ASSESS_TABLES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/decision.h"

/** A model and an evaluation of it. */
typedef struct asked {
  lu_context *context;
  lu_model *model;
  lu_evaluation *evaluation;
  const lu_value *value;
} asked;

/** Evaluates one decision in three-valued logic; facts that are not named are unknown. */
static inline asked ask(const char *file, const char *decision, const char *facts) {
  asked out = {NULL, NULL, NULL, NULL};
  lu_error error = LU_ERROR_INIT;
  char path[600];
  snprintf(path, sizeof path, "%s/data/assessment/%s.dmn", LU_SOURCE_DIR, file);
  assert_int_equal(lu_context_new(&out.context, &error), LU_OK);
  if (lu_model_read(&out.model, path, false, out.context, &error) != LU_OK)
    fail_msg("%s", error.message);
  assert_int_equal(
      lu_evaluation_new(&out.evaluation, out.model, LU_THREE_VALUED, out.context, &error), LU_OK);
  json_error_t problem;
  json_t *json = json_loads(facts, 0, &problem);
  if (json == NULL) fail_msg("%s: %s", facts, problem.text);
  const char *name;
  json_t *value;
  json_object_foreach(json, name, value) {
    if (!lu_evaluation_set_input(out.evaluation, name, lu_make_json(out.evaluation, value)))
      fail_msg("%s.dmn has no input %s", file, name);
  }
  json_decref(json);
  size_t index = lu_model_find_decision(out.model, decision);
  if (index == LU_NO_INDEX) fail_msg("%s.dmn has no decision %s", file, decision);
  if (lu_evaluation_decide(&out.value, out.evaluation, index, &error) != LU_OK)
    fail_msg("%s", error.message);
  return out;
}

static inline void ask_end(asked *out) {
  lu_evaluation_free(out->evaluation);
  lu_model_free(out->model);
  lu_context_free(out->context);
}

static inline int compare_texts(const void *a, const void *b) {
  return strcmp(((const lu_text *)a)->data, ((const lu_text *)b)->data);
}

/** Prints "unknown" and, sorted, the values that it may be. "null" among them: no row
 * may fire. */
static inline void print_open(lu_text *out, const lu_value *value) {
  const lu_value *const *candidates = NULL;
  lu_text texts[32];
  size_t count = lu_unknown_candidates(value, &candidates), kept = 0;
  for (size_t i = 0; i < count && kept < 32; i++) {
    texts[kept] = (lu_text)LU_TEXT_INIT;
    lu_value_print(candidates[i], &texts[kept++]);
  }
  qsort(texts, kept, sizeof *texts, compare_texts);
  lu_text_puts(out, "unknown");
  for (size_t i = 0; i < kept; i++) {
    lu_text_printf(out, " %s", texts[i].data);
    lu_text_free(&texts[i]);
  }
}

/** Asserts that a decision prints as FEEL text `expected` ("\"G2\"", "true", "null", "unknown
 * \"G1\" \"G2\""). */
static inline void expect_at(const char *file, const char *decision, const char *facts,
                             const char *expected, int line) {
  asked out = ask(file, decision, facts);
  lu_text text = LU_TEXT_INIT;
  if (lu_value_get_kind(out.value) == LU_VALUE_UNKNOWN)
    print_open(&text, out.value);
  else
    lu_value_print(out.value, &text);
  if (strcmp(lu_text_string(&text), expected) != 0)
    fail_msg("line %d: %s(%s) = %s, expected %s", line, decision, facts, lu_text_string(&text),
             expected);
  lu_text_free(&text);
  ask_end(&out);
}
#define expect(file, decision, facts, expected) expect_at(file, decision, facts, expected, __LINE__)

/** Asserts that a decision is a number that prints as `expected` with `digits` digits behind the
 * point. */
static inline void expect_number_at(const char *file, const char *decision, const char *facts,
                                    int digits, const char *expected, int line) {
  asked out = ask(file, decision, facts);
  char text[64];
  snprintf(text, sizeof text, "%.*f", digits, lu_value_number(out.value));
  if (strcmp(text, expected) != 0)
    fail_msg("line %d: %s(%s) = %s, expected %s", line, decision, facts, text, expected);
  ask_end(&out);
}
#define expect_number(file, decision, facts, digits, expected) \
  expect_number_at(file, decision, facts, digits, expected, __LINE__)

#endif
