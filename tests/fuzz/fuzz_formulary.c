/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a data file of treatments: parsed, checked, its conditions compiled and evaluated
   for a patient of whom nothing is known; any bytes as a name of a substance or regimen. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "formulary_inner.h"
#include "head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** What is made once: reading the data is slow. */
struct shop {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_formulary *formulary;
  lu_factset *facts;
};

static void open_shop(struct shop *shop) {
  if (lu_context_new(&shop->context, NULL) != LU_OK) abort();
  lu_context_set_today(shop->context, (lu_date){2026, 11, 24, true});
  if (lu_context_set_data_path(shop->context, LU_SOURCE_DIR "/data", NULL) != LU_OK) abort();
  if (lu_dictionary_read(&shop->dictionary, shop->context, NULL) != LU_OK) abort();
  if (lu_formulary_read(&shop->formulary, shop->dictionary, shop->context, NULL) != LU_OK) abort();
  if (lu_factset_new(&shop->facts, shop->dictionary, shop->context, NULL) != LU_OK) abort();
}

/** Evaluates the conditions of one list of rules. */
static void evaluate(case_view *view, const json_t *rules) {
  size_t index;
  json_t *rule;
  json_array_foreach(rules, index, rule) {
    const char *condition = therapy_text(rule, "if");
    truth state;
    json_t *said = NULL;
    if (condition[0] == '\0') continue;
    if (view_rule(&said, &state, view, rule, NULL) == LU_OK && said == NULL) abort();
    json_decref(said);
  }
}

/** A file that was accepted can be used. */
static void use(const struct shop *shop, const char *text, size_t size) {
  json_t *file = json_loadb(text, size, 0, NULL);
  condition_set *conditions = NULL;
  case_view *view = NULL;
  const char *const name = "data.json";
  if (file == NULL) return; /* our reader takes a little more than this one */
  const json_t *const files[] = {file};
  if (conditions_read(&conditions, files, &name, 1, shop->dictionary, shop->context, NULL) ==
          LU_OK &&
      view_new(&view, conditions, shop->facts, shop->context, NULL) == LU_OK) {
    evaluate(view, json_object_get(file, "rules"));
    evaluate(view, json_object_get(file, "approval"));
    evaluate(view, json_object_get(file, "start"));
  }
  view_free(view);
  conditions_free(conditions);
  json_decref(file);
}

/** Bytes as names that a record or a user may write. */
static void name(const struct shop *shop, const char *bytes, size_t size) {
  char text[128];
  const json_t *regimen = NULL;
  size_t length = size < sizeof text - 1 ? size : sizeof text - 1;
  memcpy(text, bytes, length);
  text[length] = '\0';
  formulary_recognise(shop->formulary, text);
  formulary_in_class(shop->formulary, text, "anticoagulant");
  lu_status status = formulary_find_regimen(&regimen, shop->formulary, text, NULL);
  if (status != LU_OK && status != LU_USAGE) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct shop shop;
  lu_error error = LU_ERROR_INIT;
  if (shop.context == NULL) open_shop(&shop);
  lu_status status = formulary_check_bytes(shop.formulary, "data.json", (const char *)data, size,
                                           shop.context, &error);
  if (status != LU_OK && status != LU_BAD_INPUT) abort();
  if (status == LU_BAD_INPUT && error.message[0] == '\0') abort();
  if (status == LU_OK) use(&shop, (const char *)data, size);
  if (size > 0) name(&shop, (const char *)data, size);
  lu_context_clear_findings(shop.context);
  return 0;
}
