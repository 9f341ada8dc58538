/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of models share. Include after cmocka.h. */
#ifndef TESTS_DECISION_MODEL_HELP_H
#define TESTS_DECISION_MODEL_HELP_H

#include <stdio.h>
#include <string.h>

#include "lutetia/decision.h"

/** Reads a model of tests/decision/models/. */
static inline lu_model *read_model(const char *name) {
  char path[1024];
  lu_error error = LU_ERROR_INIT;
  lu_model *model = NULL;
  snprintf(path, sizeof path, LU_SOURCE_DIR "/tests/decision/models/%s", name);
  if (lu_model_read(&model, path, false, NULL, &error) != LU_OK) fail_msg("%s", error.message);
  return model;
}

static inline lu_evaluation *start(const lu_model *model, lu_evaluation_mode mode) {
  lu_error error = LU_ERROR_INIT;
  lu_evaluation *evaluation = NULL;
  if (lu_evaluation_new(&evaluation, model, mode, NULL, &error) != LU_OK)
    fail_msg("%s", error.message);
  return evaluation;
}

static inline const lu_value *decide(lu_evaluation *evaluation, const lu_model *model,
                                     const char *name) {
  lu_error error = LU_ERROR_INIT;
  const lu_value *value = NULL;
  size_t decision = lu_model_find_decision(model, name);
  if (decision == LU_NO_INDEX) fail_msg("no decision %s", name);
  if (lu_evaluation_decide(&value, evaluation, decision, &error) != LU_OK)
    fail_msg("%s", error.message);
  return value;
}

/** Asserts the FEEL text of a value. */
static inline void assert_value(const lu_value *value, const char *expected) {
  lu_text text = LU_TEXT_INIT;
  lu_value_print(value, &text);
  assert_string_equal(lu_text_string(&text), expected);
  lu_text_free(&text);
}

/** Writes reasons and candidates of an unknown as "age, sex: 1 | 2". */
static inline const char *describe(char *buffer, size_t size, const lu_value *value) {
  const char *const *names = NULL;
  const lu_value *const *candidates = NULL;
  lu_text text = LU_TEXT_INIT;
  if (lu_value_get_kind(value) != LU_VALUE_UNKNOWN) lu_text_puts(&text, "known ");
  size_t count = lu_unknown_reasons(value, &names);
  for (size_t i = 0; i < count; i++)
    lu_text_printf(&text, "%s%s", i == 0 ? "" : ", ", names[i]);
  count = lu_unknown_candidates(value, &candidates);
  for (size_t i = 0; i < count; i++) {
    lu_text_puts(&text, i == 0 ? ": " : " | ");
    lu_value_print(candidates[i], &text);
  }
  snprintf(buffer, size, "%s", lu_text_string(&text));
  lu_text_free(&text);
  return buffer;
}

#endif
