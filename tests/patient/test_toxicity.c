/* SPDX-License-Identifier: Apache-2.0 */
/* Toxicities of the record: the grade seen last; one list of terms in layout, facts and drug data.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "lutetia/facts/json.h"
#include "record_help.h"

#define HEAD "{\"lutetia_case\":1,\"id\":\"a\","
#define MUCH ((size_t)4 << 20)

static lu_fact_state state_of(const record_fixture *f, const char *name) {
  return lu_factset_state(lu_case_facts(f->record), record_fact(f, name));
}

static void the_latest_grade_counts(void **state) {
  record_fixture *f = *state;
  assert_int_equal(
      record_read(f, HEAD "\"toxicities\":["
                          "{\"what\":\"diarrhoea\",\"grade\":1,\"date\":\"2026-10-20\"},"
                          "{\"what\":\"diarrhoea\",\"grade\":3,\"date\":\"2026-10-05\"},"
                          "{\"what\":\"qt\",\"grade\":2,\"date\":\"2026-10-05\"}]}"),
      LU_OK);
  record_prints(f, "tox_diarrhoea", "1");
  record_prints(f, "tox_qt", "2");
  const lu_fact_origin *origin =
      lu_factset_origin(lu_case_facts(f->record), record_fact(f, "tox_diarrhoea"));
  assert_string_equal(origin->place, "/toxicities/0/grade");
  assert_int_equal(lu_date_first_day(origin->date), lu_days_from_civil(2026, 10, 20));
}

static void what_is_not_listed_is_none_only_in_a_complete_list(void **state) {
  record_fixture *f = *state;
  assert_int_equal(record_read(f, HEAD "\"toxicities\":[]}"), LU_OK);
  assert_int_equal(state_of(f, "tox_diarrhoea"), LU_FACT_UNKNOWN);
  assert_int_equal(record_read(f, HEAD "\"toxicities\":[],\"toxicities_complete\":\"no\"}"), LU_OK);
  assert_int_equal(state_of(f, "tox_diarrhoea"), LU_FACT_UNKNOWN);
  assert_int_equal(record_read(f, HEAD "\"toxicities\":[],\"toxicities_complete\":\"yes\"}"),
                   LU_OK);
  record_prints(f, "tox_diarrhoea", "0");
}

static void an_entry_that_cannot_be_used_leaves_the_list_open(void **state) {
  record_fixture *f = *state;
  (void)record_read(f, HEAD
                    "\"toxicities\":[{\"what\":\"hiccups\",\"grade\":2,\"date\":"
                    "\"2026-10-05\"}],\"toxicities_complete\":\"yes\"}");
  assert_non_null(f->record);
  assert_int_equal(state_of(f, "tox_diarrhoea"), LU_FACT_UNKNOWN);
}

/* Terms of a list of objects, as "term term …", in its order. */
static void join(lu_text *out, const json_t *list, const char *key) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry)
      lu_text_printf(out, "%s ", json_string_value(json_object_get(entry, key)));
}

static const json_t *layout_terms(const json_t *layout) {
  size_t index;
  const json_t *entry;
  json_array_foreach(json_object_get(layout, "sections"), index, entry) {
    if (strcmp(json_string_value(json_object_get(entry, "key")), "toxicities") == 0)
      return json_object_get(json_array_get(json_object_get(entry, "keys"), 0), "values");
  }
  return NULL;
}

static void layout_facts_and_drug_data_know_the_same_terms(void **state) {
  record_fixture *f = *state;
  lu_error error = LU_ERROR_INIT;
  lu_text in_layout = LU_TEXT_INIT, in_drugs = LU_TEXT_INIT, in_facts = LU_TEXT_INIT;
  json_t *layout = NULL, *drugs = NULL;
  if (lu_json_read(&layout, LU_SOURCE_DIR "/data/record/layout.json", MUCH, &error) != LU_OK ||
      lu_json_read(&drugs, LU_SOURCE_DIR "/data/drugs/shared/toxicities.json", MUCH, &error) !=
          LU_OK)
    fail_msg("%s", error.message);
  join(&in_layout, layout_terms(layout), "value");
  join(&in_drugs, json_object_get(drugs, "toxicities"), "id");
  for (size_t i = 0; i < lu_dictionary_count(f->dictionary); i++) {
    const json_t *fact = lu_fact_json(lu_dictionary_at(f->dictionary, i));
    const char *term =
        json_string_value(json_object_get(json_object_get(fact, "record"), "toxicity"));
    if (term != NULL) lu_text_printf(&in_facts, "%s ", term);
  }
  assert_true(in_layout.length > 200);
  assert_string_equal(lu_text_string(&in_layout), lu_text_string(&in_drugs));
  assert_string_equal(lu_text_string(&in_layout), lu_text_string(&in_facts));
  lu_text_free(&in_layout);
  lu_text_free(&in_drugs);
  lu_text_free(&in_facts);
  json_decref(layout);
  json_decref(drugs);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(the_latest_grade_counts, record_set_up, record_tear_down),
      cmocka_unit_test_setup_teardown(what_is_not_listed_is_none_only_in_a_complete_list,
                                      record_set_up, record_tear_down),
      cmocka_unit_test_setup_teardown(an_entry_that_cannot_be_used_leaves_the_list_open,
                                      record_set_up, record_tear_down),
      cmocka_unit_test_setup_teardown(layout_facts_and_drug_data_know_the_same_terms, record_set_up,
                                      record_tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
