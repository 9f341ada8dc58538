/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/facts.h"

/** What every test starts with. */
typedef struct fixture {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_factset *set;
} fixture;

static int set_up(void **state) {
  static fixture f; /* one per program; tests run one after the other */
  assert_int_equal(lu_context_new(&f.context, NULL), LU_OK);
  assert_int_equal(lu_context_set_data_path(f.context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  assert_int_equal(lu_dictionary_read(&f.dictionary, f.context, NULL), LU_OK);
  assert_int_equal(lu_factset_new(&f.set, f.dictionary, f.context, NULL), LU_OK);
  *state = &f;
  return 0;
}

static int tear_down(void **state) {
  fixture *f = *state;
  lu_factset_free(f->set);
  lu_dictionary_free(f->dictionary);
  lu_context_free(f->context);
  return 0;
}

static size_t find(const fixture *f, const char *name) {
  size_t index = lu_dictionary_find(f->dictionary, name);
  assert_true(index != LU_NO_INDEX);
  return index;
}

static void assert_prints(const fixture *f, const char *name, const char *expected) {
  lu_text text = LU_TEXT_INIT;
  lu_factset_print(f->set, find(f, name), &text);
  assert_string_equal(lu_text_string(&text), expected);
  lu_text_free(&text);
}

static void starts_unknown(void **state) {
  fixture *f = *state;
  for (size_t i = 0; i < lu_dictionary_count(f->dictionary); i++) {
    assert_int_equal(lu_factset_state(f->set, i), LU_FACT_UNKNOWN);
    assert_null(lu_factset_value(f->set, i));
    assert_null(lu_factset_origin(f->set, i));
  }
  assert_prints(f, "grade_stated", "unknown");
}

static void keeps_what_was_set(void **state) {
  fixture *f = *state;
  lu_fact_origin origin = {.place = "/pathology/0",
                           .line = 12,
                           .sd = 0.9,
                           .note = "count 20/500",
                           .date = {2026, 9, 2, true}};
  size_t ki67 = find(f, "ki67_pct");
  assert_int_equal(lu_factset_set_number(f->set, ki67, 4, &origin, NULL), LU_OK);
  assert_int_equal(lu_factset_state(f->set, ki67), LU_FACT_KNOWN);
  assert_true(lu_value_number(lu_factset_value(f->set, ki67)) == 4.0);
  const lu_fact_origin *kept = lu_factset_origin(f->set, ki67);
  assert_string_equal(kept->place, "/pathology/0");
  assert_string_equal(kept->note, "count 20/500");
  assert_int_equal(kept->line, 12);
  assert_int_equal(kept->date.month, 9);
  assert_prints(f, "ki67_pct", "4 %");
  lu_factset_clear(f->set, ki67);
  assert_int_equal(lu_factset_state(f->set, ki67), LU_FACT_UNKNOWN);
  assert_null(lu_factset_origin(f->set, ki67));
}

static void tells_no_from_not_done_from_unknown(void **state) {
  fixture *f = *state;
  size_t dilated = find(f, "duct_dilated");
  assert_int_equal(lu_factset_set_boolean(f->set, dilated, false, NULL, NULL), LU_OK);
  assert_int_equal(lu_factset_state(f->set, dilated), LU_FACT_KNOWN);
  assert_true(lu_value_is_false(lu_factset_value(f->set, dilated)));
  assert_prints(f, "duct_dilated", "no");
  assert_int_equal(lu_factset_set_not_done(f->set, dilated, NULL, NULL), LU_OK);
  assert_int_equal(lu_factset_state(f->set, dilated), LU_FACT_NOT_DONE);
  assert_null(lu_factset_value(f->set, dilated));
  assert_prints(f, "duct_dilated", "not done");
  size_t fdg = find(f, "fdg"); /* has the value not_done */
  assert_int_equal(lu_factset_set_not_done(f->set, fdg, NULL, NULL), LU_OK);
  assert_int_equal(lu_factset_state(f->set, fdg), LU_FACT_KNOWN);
  assert_string_equal(lu_value_string(lu_factset_value(f->set, fdg)), "not_done");
}

static void refuses_what_does_not_fit(void **state) {
  fixture *f = *state;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_factset_set_number(f->set, find(f, "ki67_pct"), NAN, NULL, NULL),
                   LU_BAD_INPUT);
  assert_int_equal(lu_factset_set_text(f->set, find(f, "site"), "knee", NULL, &error),
                   LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "knee"));
  assert_int_equal(lu_factset_set_number(f->set, find(f, "site"), 1, NULL, NULL), LU_USAGE);
  assert_int_equal(lu_factset_set_text(f->set, find(f, "ki67_pct"), "4", NULL, NULL), LU_USAGE);
  const char *const values[] = {"liver", "knee"};
  assert_int_equal(lu_factset_set_list(f->set, find(f, "metastases_sites"), values, 2, NULL, NULL),
                   LU_BAD_INPUT);
  assert_int_equal(lu_factset_set_number(f->set, 100000, 1, NULL, NULL), LU_USAGE);
  assert_int_equal(lu_factset_set(f->set, 0, NULL, NULL, NULL), LU_USAGE);
  assert_int_equal(lu_factset_set_text(f->set, find(f, "date_surgery"), "2026-02-30", NULL, NULL),
                   LU_BAD_INPUT);
  assert_int_equal(lu_factset_state(f->set, find(f, "site")), LU_FACT_UNKNOWN);
}

/** Nobody is shown digits that the uncertainty does not allow. */
static void prints_numbers_as_sure_as_they_are(void **state) {
  fixture *f = *state;
  const struct {
    double value, sd;
    const char *text;
  } cases[] = {{3.3333333, 0, "3.333 %"},
               {3.3333333, 1.64, "3.3 %"},
               {12.34567, 0.0123, "12.346 %"},
               {12.3, 17, "12 %"},
               {4, 0.9, "4 %"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const lu_fact_origin origin = {"/x", 1, LU_DATE_NONE, cases[i].sd, ""};
    assert_int_equal(
        lu_factset_set_number(f->set, find(f, "ki67_pct"), cases[i].value, &origin, NULL), LU_OK);
    assert_prints(f, "ki67_pct", cases[i].text);
  }
}

static void prints_sets_choices_and_dates(void **state) {
  fixture *f = *state;
  const char *const values[] = {"liver", "bone"};
  size_t sites = find(f, "metastases_sites");
  assert_int_equal(lu_factset_set_list(f->set, sites, values, 2, NULL, NULL), LU_OK);
  assert_prints(f, "metastases_sites", "liver, bone");
  assert_int_equal(lu_factset_set_list(f->set, sites, NULL, 0, NULL, NULL), LU_OK);
  assert_prints(f, "metastases_sites", "none");
  assert_int_equal(lu_factset_set_text(f->set, find(f, "site"), "pancreas", NULL, NULL), LU_OK);
  assert_prints(f, "site", "pancreas");
  size_t date = find(f, "date_surgery");
  assert_int_equal(lu_factset_set_text(f->set, date, "2026-11-24", NULL, NULL), LU_OK);
  assert_int_equal(lu_value_get_kind(lu_factset_value(f->set, date)), LU_VALUE_DATE);
  assert_prints(f, "date_surgery", "2026-11-24");
  assert_int_equal(lu_factset_set_text(f->set, date, "2026-11", NULL, NULL), LU_OK);
  assert_prints(f, "date_surgery", "2026-11");
}

static void a_copy_is_the_same_and_apart(void **state) {
  fixture *f = *state;
  size_t ki67 = find(f, "ki67_pct");
  size_t chd = find(f, "duct_dilated");
  assert_int_equal(lu_factset_set_number(f->set, ki67, 4.25, NULL, NULL), LU_OK);
  assert_int_equal(lu_factset_set_not_done(f->set, chd, NULL, NULL), LU_OK);
  lu_factset *copy = NULL;
  assert_int_equal(lu_factset_copy(&copy, f->set, f->context, NULL), LU_OK);
  lu_factset_clear(f->set, ki67);
  assert_true(lu_value_number(lu_factset_value(copy, ki67)) == 4.25);
  assert_int_equal(lu_factset_state(copy, chd), LU_FACT_NOT_DONE);
  assert_ptr_equal(lu_factset_dictionary(copy), f->dictionary);
  lu_factset_free(copy);
}

static void an_unknown_value_keeps_reasons_and_candidates(void **state) {
  fixture *f = *state;
  lu_evaluation *pool = NULL;
  assert_int_equal(lu_evaluation_new(&pool, NULL, LU_THREE_VALUED, f->context, NULL), LU_OK);
  const lu_value *candidates[] = {lu_make_string(pool, "G1"), lu_make_string(pool, "G2")};
  const lu_value *unknown = lu_make_unknown(pool, "ki67_pct", candidates, 2);
  size_t grade = find(f, "grade_stated");
  assert_int_equal(lu_factset_set(f->set, grade, unknown, NULL, NULL), LU_OK);
  lu_evaluation_free(pool); /* the set has a copy of its own */
  assert_int_equal(lu_factset_state(f->set, grade), LU_FACT_UNKNOWN);
  assert_prints(f, "grade_stated", "unknown (G1 or G2)");
  const char *const *names = NULL;
  assert_int_equal(lu_unknown_reasons(lu_factset_value(f->set, grade), &names), 1);
  assert_string_equal(names[0], "ki67_pct");
}

static const char model_text[] =
    "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" name=\"m\" "
    "namespace=\"urn:m\" id=\"m\">"
    "<inputData id=\"i\" name=\"ki67_pct\"><variable name=\"ki67_pct\" typeRef=\"number\"/>"
    "</inputData>"
    "<decision id=\"d\" name=\"high\"><variable name=\"high\" typeRef=\"boolean\"/>"
    "<informationRequirement id=\"r\"><requiredInput href=\"#i\"/></informationRequirement>"
    "<literalExpression id=\"e\"><text>ki67_pct > 20</text></literalExpression></decision>"
    "</definitions>";

static void facts_reach_the_inputs_of_a_model(void **state) {
  fixture *f = *state;
  lu_model *model = NULL;
  lu_evaluation *evaluation = NULL;
  const lu_value *answer = NULL;
  assert_int_equal(lu_model_read_buffer(&model, model_text, sizeof model_text - 1, "m.dmn", false,
                                        f->context, NULL),
                   LU_OK);
  assert_int_equal(lu_evaluation_new(&evaluation, model, LU_THREE_VALUED, f->context, NULL), LU_OK);
  assert_int_equal(lu_factset_bind(f->set, evaluation, model, NULL), LU_OK);
  assert_int_equal(lu_evaluation_decide(&answer, evaluation, 0, NULL), LU_OK);
  assert_int_equal(lu_value_get_kind(answer), LU_VALUE_UNKNOWN);
  lu_evaluation_reset(evaluation);
  assert_int_equal(lu_factset_set_number(f->set, find(f, "ki67_pct"), 35, NULL, NULL), LU_OK);
  assert_int_equal(lu_factset_bind(f->set, evaluation, model, NULL), LU_OK);
  assert_int_equal(lu_evaluation_decide(&answer, evaluation, 0, NULL), LU_OK);
  assert_true(lu_value_is_true(answer));
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(starts_unknown),
      TEST(keeps_what_was_set),
      TEST(tells_no_from_not_done_from_unknown),
      TEST(refuses_what_does_not_fit),
      TEST(prints_sets_choices_and_dates),
      TEST(prints_numbers_as_sure_as_they_are),
      TEST(a_copy_is_the_same_and_apart),
      TEST(an_unknown_value_keeps_reasons_and_candidates),
      TEST(facts_reach_the_inputs_of_a_model),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
