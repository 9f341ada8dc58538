/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DMN models: reads the bytes as a model, strictly and leniently, and evaluates all decisions in
 * both modes, with no inputs and with inputs of several kinds. Beyond not crashing: a refusal has
 * a sentence, and a model that is read strictly is read leniently too.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "lutetia/decision.h"
#include "lutetia/decision/show.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** Longest input: larger models only make slower rounds. */
#define LIMIT 65536u

static void require(bool condition) {
  if (!condition) abort();
}

/** Gives each input a value of some kind, chosen by its index. */
static void give_inputs(lu_evaluation *evaluation, const lu_model *model) {
  for (size_t i = 0; i < lu_model_input_count(model); i++) {
    const lu_value *value;
    switch (i % 4) {
      case 0:
        value = lu_make_number(evaluation, 42);
        break;
      case 1:
        value = lu_make_string(evaluation, "f");
        break;
      case 2:
        value = lu_make_boolean(evaluation, true);
        break;
      default:
        continue;
    }
    require(lu_evaluation_set_input(evaluation, lu_model_input_name(model, i), value));
  }
}

static void show(const lu_evaluation *evaluation, size_t decision, const lu_value *value) {
  if (lu_value_count(value) > 10000) return; /* a long loop: showing it only takes time */
  lu_text text = LU_TEXT_INIT;
  lu_evaluation_print(&text, evaluation, decision, value);
  json_t *json = lu_evaluation_json(evaluation, decision, value);
  require(json != NULL);
  json_decref(json);
  lu_text_free(&text);
}

static void evaluate(const lu_model *model, lu_evaluation_mode mode, lu_context *context) {
  lu_evaluation *evaluation = NULL;
  if (lu_evaluation_new(&evaluation, model, mode, context, NULL) != LU_OK) return;
  for (int round = 0; round < 2; round++) {
    if (round == 1) give_inputs(evaluation, model);
    for (size_t i = 0; i < lu_model_decision_count(model); i++) {
      const lu_value *value = NULL;
      lu_error error = LU_ERROR_INIT;
      lu_status status = lu_evaluation_decide(&value, evaluation, i, &error);
      require(value != NULL && (status == LU_OK || error.message[0] != '\0'));
      if (status == LU_OK)
        show(evaluation, i, value);
      else
        break;
    }
    lu_evaluation_reset(evaluation);
  }
  lu_evaluation_free(evaluation);
}

static void walk(const lu_model *model) {
  lu_text text = LU_TEXT_INIT;
  for (size_t i = 0; i < lu_model_decision_count(model); i++) {
    lu_table_print(&text, model, i, 80);
    for (size_t k = 0; k < lu_model_input_count(model); k++)
      lu_model_depends(model, i, k);
  }
  lu_text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lu_context *context = NULL;
  lu_model *strict = NULL;
  lu_model *lenient = NULL;
  lu_error error = LU_ERROR_INIT;
  if (size > LIMIT || lu_context_new(&context, NULL) != LU_OK) return 0;
  const char *xml = (const char *)data;
  lu_status status = lu_model_read_buffer(&strict, xml, size, "buffer", false, context, &error);
  require((status == LU_OK) == (strict != NULL) && (status == LU_OK || error.message[0] != '\0'));
  status = lu_model_read_buffer(&lenient, xml, size, "buffer", true, context, &error);
  require(strict == NULL || status == LU_OK);
  if (lenient != NULL) {
    walk(lenient);
    evaluate(lenient, LU_STANDARD, context);
    evaluate(lenient, LU_THREE_VALUED, context);
  }
  lu_model_free(strict);
  lu_model_free(lenient);
  lu_context_free(context);
  return 0;
}
