/* SPDX-License-Identifier: Apache-2.0 */
/* Missing facts: what each value separates, in which order, and that it is what a plan says. */
#include <math.h>

#include "choose.h"
#include "missing.h"
#include "study.h"

static int start(void **state) {
  *state = small_context("guideline-missing-data", true);
  return 0;
}

static int stop(void **state) {
  lu_context_free(*state);
  return 0;
}

static json_t *find_missing(lu_context *context, struct patient patient) {
  lu_error error = LU_ERROR_INIT;
  json_t *list = NULL;
  lu_study *study = open_patient(context, patient);
  expect_ok(lu_plan_missing(&list, study, context, &error), &error);
  lu_study_free(study);
  return list;
}

/* Class of an option for the values that a text stands for. */
static void expect_outcome(const json_t *entry, const char *option, const char *values,
                           const char *class_name) {
  const json_t *separated = find(json_object_get(entry, "separates"), "option", option);
  if (separated == NULL) fail_msg("%s is not separated", option);
  const json_t *outcome = find(json_object_get(separated, "outcomes"), "text", values);
  if (outcome == NULL) {
    char *all = json_dumps(separated, 0);
    fail_msg("%s has no outcome for \"%s\": %s", option, values, all);
  }
  assert_string_equal(json_string_value(json_object_get(outcome, "class")), class_name);
}

static void nothing_is_missing(void **state) {
  json_t *list = find_missing(*state, usual);
  /* rows that ask first may ask for more; what they ask for separates nothing here */
  for (size_t i = 0; i < json_array_size(list); i++)
    assert_int_equal(json_array_size(json_object_get(json_array_get(list, i), "separates")), 0);
  json_decref(list);
}

static void yes_and_no(void **state) {
  struct patient patient = usual;
  patient.sex = "female";
  json_t *list = find_missing(*state, patient);
  const json_t *entry = find(list, "fact", "pregnant");
  assert_non_null(entry);
  expect_outcome(entry, "alpha", "yes", "contraindicated");
  expect_outcome(entry, "alpha", "no", "preferred");
  assert_int_equal(json_array_size(json_object_get(entry, "separates")), 1);
  assert_true(json_is_true(json_object_get(entry, "first_choice")));
  assert_ptr_equal(json_array_get(list, 0), entry);
  /* preferred 4, contraindicated -2, in the section of treatments; first choice 10; blood test 2 */
  assert_int_equal(json_integer_value(json_object_get(entry, "burden")), 1);
  assert_true(fabs(number(entry, "decisive") - 16.0 / 2) < 1e-12);
  json_decref(list);
}

static void limits_of_a_number(void **state) {
  struct patient patient = usual;
  patient.platelets = NULL;
  patient.progression = "progressive";
  json_t *list = find_missing(*state, patient);
  const json_t *entry = find(list, "fact", "plt_1e9_l");
  assert_non_null(entry);
  expect_outcome(entry, "delta", "below 75 × 10⁹/L", "check against the label");
  expect_outcome(entry, "delta", "75 or more × 10⁹/L", "preferred");
  expect_outcome(entry, "gated", "below 75 × 10⁹/L", "avoid");
  expect_outcome(entry, "gated", "75 or more × 10⁹/L", "preferred");
  expect_outcome(entry, "epsilon", "below 20 × 10⁹/L", "contraindicated");
  assert_null(find(json_object_get(entry, "separates"), "option", "alpha"));
  json_decref(list);
}

static void values_of_a_choice(void **state) {
  struct patient patient = usual;
  patient.progression = NULL;
  json_t *list = find_missing(*state, patient);
  const json_t *entry = find(list, "fact", "progression");
  assert_non_null(entry);
  assert_false(
      json_is_true(json_object_get(entry, "first_choice"))); /* alpha stays, beside delta */
  for (size_t i = 0; i < json_array_size(json_object_get(entry, "separates")); i++)
    assert_int_equal(json_array_size(json_object_get(
                         json_array_get(json_object_get(entry, "separates"), i), "outcomes")),
                     2);
  json_decref(list);
}

/* The first choice that a missing fact can make: nothing is preferred before it is known. */
static void creates_the_first_choice(void **state) {
  struct patient patient = usual;
  patient.ki67 = NULL;
  json_t *list = find_missing(*state, patient);
  const json_t *entry = json_array_get(list, 0);
  assert_string_equal(json_string_value(json_object_get(entry, "fact")), "ki67_pct");
  assert_true(json_is_true(json_object_get(entry, "first_choice")));
  expect_outcome(entry, "alpha", "up to 20 %", "preferred");
  expect_outcome(entry, "alpha", "above 20 %", "not offered");
  const json_t *first = json_object_get(entry, "first");
  assert_int_equal(json_array_size(first), 2);
  const json_t *then = find(first, "text", "up to 20 %");
  assert_int_equal(json_array_size(json_object_get(then, "options")), 1);
  assert_non_null(find(json_object_get(then, "options"), "option", "alpha"));
  then = find(first, "text", "above 20 %");
  assert_int_equal(json_array_size(json_object_get(then, "options")), 2);
  json_decref(list);
}

static int level(const json_t *entry) {
  static const char *const names[] = {"first", "treatment", "test", "other", "later"};
  const char *name = json_string_value(json_object_get(entry, "level"));
  for (int i = 0; i < 5; i++)
    if (strcmp(names[i], name) == 0) return i;
  fail_msg("no level \"%s\"", name);
  return 0;
}

/* First choices before treatments before all else; within these by number. */
static void expect_order(const json_t *list) {
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *entry = json_array_get(list, i);
    assert_true(json_is_true(json_object_get(entry, "first_choice")) == (level(entry) == 0));
    if (i == 0) continue;
    const json_t *before = json_array_get(list, i - 1);
    assert_true(level(before) <= level(entry));
    if (level(before) == level(entry))
      assert_true(number(before, "decisive") >= number(entry, "decisive"));
  }
}

static void is_ordered(void **state) {
  struct patient patient = {"female", NULL, NULL, NULL, NULL, NULL, NULL};
  json_t *list = find_missing(*state, patient);
  assert_true(json_array_size(list) >= 5);
  expect_order(list);
  json_decref(list);
}

/* ---- the whole guideline -------------------------------------------------------------------- */

static lu_context *real_context(int threads) {
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  assert_int_equal(lu_context_set_data_path(context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  assert_int_equal(lu_context_set_threads(context, threads, NULL), LU_OK);
  lu_context_set_today(context, (lu_date){2026, 11, 24, true});
  return context;
}

static lu_study *open_example(lu_context *context, const char *name) {
  char path[600];
  lu_error error = LU_ERROR_INIT;
  lu_study *study = NULL;
  snprintf(path, sizeof path, "%s/examples/%s.json", LU_SOURCE_DIR, name);
  expect_ok(lu_study_open(&study, path, NULL, context, &error), &error);
  return study;
}

/* What is found by deriving in part and remembering is what a plan of all facts says. */
static void each_value_is_a_plan(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  lu_context *context = real_context(2);
  lu_study *study = open_example(context, "vignettes/v-01");
  missing_facts *made = NULL;
  chooser *choices = NULL;
  expect_ok(missing_find(&made, study, context, &error), &error);
  expect_ok(chooser_new(&choices, lu_study_guideline(study), context, &error), &error);
  outlook expected = {.options = calloc(made->outlooks->option_count + 1, sizeof(outlook_option))};
  for (size_t i = 0; i < made->trials.count; i += 7) {
    lu_factset *facts = NULL;
    const lu_plan *plan = NULL;
    expect_ok(
        lu_factset_copy(&facts, lu_assessment_facts(lu_study_assessment(study)), context, &error),
        &error);
    expect_ok(trial_set(&made->trials.list[i], facts, &error), &error);
    expect_ok(lu_assessor_derive(lu_study_assessor(study), facts, context, &error), &error);
    expect_ok(plan_choose(&plan, choices, facts, &error), &error);
    outlook_of_plan(&expected, made->outlooks, plan);
    const outlook *found = outlooks_at(made->outlooks, i);
    assert_int_equal(found->first_count, expected.first_count);
    for (size_t j = 0; j < made->outlooks->option_count; j++) {
      assert_string_equal(found->options[j].class_name, expected.options[j].class_name);
      assert_int_equal(found->options[j].first, expected.options[j].first);
    }
    lu_factset_free(facts);
  }
  free(expected.options);
  chooser_free(choices);
  missing_free(made);
  lu_study_free(study);
  lu_context_free(context);
}

/* The plan as it stands, seen as an outlook. */
static void as_recorded(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  lu_context *context = real_context(1);
  lu_study *study = open_example(context, "midgut-carcinoid");
  missing_facts *made = NULL;
  expect_ok(missing_find(&made, study, context, &error), &error);
  const lu_plan *plan = lu_study_plan(study);
  for (size_t i = 0; i < plan->option_count; i++)
    for (size_t j = 0; j < made->outlooks->option_count; j++) {
      if (strcmp(made->outlooks->codes[j], plan->options[i].code) != 0) continue;
      assert_int_equal(made->now.options[j].place, plan->options[i].place);
    }
  missing_free(made);
  lu_study_free(study);
  lu_context_free(context);
}

static void any_number_of_threads(void **state) {
  (void)state;
  static const int threads[] = {1, 2, 3, 7};
  char *first = NULL;
  for (size_t i = 0; i < 4; i++) {
    lu_error error = LU_ERROR_INIT;
    lu_context *context = real_context(threads[i]);
    lu_study *study = open_example(context, "grade-border");
    json_t *list = NULL;
    expect_ok(lu_plan_missing(&list, study, context, &error), &error);
    char *text = json_dumps(list, JSON_SORT_KEYS);
    assert_non_null(text);
    expect_order(list);
    if (first != NULL) assert_string_equal(text, first);
    if (first == NULL)
      first = text;
    else
      free(text);
    json_decref(list);
    lu_study_free(study);
    lu_context_free(context);
  }
  free(first);
}

/* Every class that an option of the edition can have counts something. */
static void every_class_has_a_worth(void **state) {
  (void)state;
  lu_context *context = real_context(1);
  lu_study *study = open_example(context, "midgut-carcinoid");
  const lu_guideline *guideline = lu_study_guideline(study);
  const json_t *worth = json_object_get(guideline->missing, "worth");
  for (size_t i = 0; i < guideline->rule_count; i++) {
    const rank_class *rank = guideline->rules[i].rank;
    if (rank->use != USE_ASK && !json_is_number(json_object_get(worth, rank->name)))
      fail_msg("missing.json: the class \"%s\" has no worth", rank->name);
  }
  assert_true(json_is_number(json_object_get(worth, OUTLOOK_NOTHING)));
  assert_true(json_is_number(json_object_get(worth, OUTLOOK_WAITS)));
  lu_study_free(study);
  lu_context_free(context);
}

/* Places of a fact; the size of the list where it is not asked for. */
static size_t place_of(const json_t *list, const char *fact) {
  size_t place = 0;
  while (place < json_array_size(list) &&
         strcmp(json_string_value(json_object_get(json_array_get(list, place), "fact")), fact) != 0)
    place++;
  return place;
}

/* What a clinician would not ask for in this patient never stands in front, and what the rules want
   does. */
static void asks_what_matters(void **state) {
  (void)state;
  static const struct {
    const char *record, *first;
    const char *not_asked[4];
  } cases[] = {
      {"x-ask-stomach-g2", "fdg", {"stools_per_day", "cga_fall_with_growth", "hiaa_xuln"}},
      {"x-ask-colon-nec",
       "brain_mri",
       {"stools_per_day", "lung_dose_gy", "gi_shunt_maa", "hiaa_xuln"}},
      {"x-ask-insulinoma", "location_known", {"dpyd", "cga_fall_with_growth", "hiaa_xuln"}},
      {"x-ask-pancreas-growth", NULL, {"chd", "stools_per_day", "gastric_type"}},
  };
  lu_context *context = real_context(2);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    lu_error error = LU_ERROR_INIT;
    char name[100];
    json_t *list = NULL;
    snprintf(name, sizeof name, "vignettes/%s", cases[i].record);
    lu_study *study = open_example(context, name);
    expect_ok(lu_plan_missing(&list, study, context, &error), &error);
    if (cases[i].first != NULL && place_of(list, cases[i].first) != 0)
      fail_msg("%s: \"%s\" is not asked first", name, cases[i].first);
    for (size_t j = 0; j < 4 && cases[i].not_asked[j] != NULL; j++)
      if (place_of(list, cases[i].not_asked[j]) < json_array_size(list))
        fail_msg("%s: \"%s\" is asked for", name, cases[i].not_asked[j]);
    json_decref(list);
    lu_study_free(study);
  }
  lu_context_free(context);
}

/* Names of facts that missing.json holds. */
static void expect_facts(const lu_guideline *guideline, const json_t *facts) {
  size_t index;
  const json_t *fact;
  assert_true(json_array_size(facts) > 0);
  json_array_foreach(facts, index, fact) {
    if (lu_dictionary_find(guideline->dictionary, json_string_value(fact)) == LU_NO_INDEX)
      fail_msg("missing.json: there is no fact \"%s\"", json_string_value(fact));
  }
}

/* Each name in it is a fact, and each value one that the fact may take. */
static void names_are_known(void **state) {
  (void)state;
  lu_context *context = real_context(1);
  lu_study *study = open_example(context, "midgut-carcinoid");
  const lu_guideline *guideline = lu_study_guideline(study);
  size_t index, place;
  const json_t *entry, *value;
  const char *name;
  json_t *values;
  expect_facts(guideline, json_object_get(json_object_get(guideline->missing, "later"), "facts"));
  json_array_foreach(json_object_get(guideline->missing, "silent"), index, entry) {
    expect_facts(guideline, json_object_get(entry, "facts"));
    json_object_foreach(json_object_get(entry, "where"), name, values) {
      size_t fact = lu_dictionary_find(guideline->dictionary, name);
      assert_int_not_equal(fact, LU_NO_INDEX);
      json_array_foreach(values, place, value) {
        lu_factset *facts = NULL;
        expect_ok(lu_factset_new(&facts, guideline->dictionary, context, NULL), NULL);
        if (lu_factset_set_text(facts, fact, json_string_value(value), NULL, NULL) != LU_OK)
          fail_msg("missing.json: \"%s\" is no value of %s", json_string_value(value), name);
        lu_factset_free(facts);
      }
    }
  }
  lu_study_free(study);
  lu_context_free(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(nothing_is_missing, start, stop),
      cmocka_unit_test_setup_teardown(yes_and_no, start, stop),
      cmocka_unit_test_setup_teardown(limits_of_a_number, start, stop),
      cmocka_unit_test_setup_teardown(values_of_a_choice, start, stop),
      cmocka_unit_test_setup_teardown(creates_the_first_choice, start, stop),
      cmocka_unit_test_setup_teardown(is_ordered, start, stop),
      cmocka_unit_test(each_value_is_a_plan),
      cmocka_unit_test(as_recorded),
      cmocka_unit_test(any_number_of_threads),
      cmocka_unit_test(every_class_has_a_worth),
      cmocka_unit_test(asks_what_matters),
      cmocka_unit_test(names_are_known),
  };
  return cmocka_run_group_tests_name("missing facts", tests, NULL, NULL);
}
