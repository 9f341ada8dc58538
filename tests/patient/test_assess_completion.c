/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the assessment tables say of a partial record holds for each of its completions: a definite
 * value stays, an open one becomes one of those that it may be. Random partial inputs from small
 * value sets around the cut-offs, completed at random.
 */
#include <dirent.h>

#include "assess_tables.h"
#include "lutetia/facts.h"

#define PARTS 40
#define COMPLETIONS 12
#define MAX_INPUTS 64
#define MAX_DECISIONS 64

typedef struct bench {
  lu_context *context;
  lu_dictionary *dictionary;
  uint64_t random; /**< state of the generator */
  size_t definite; /**< comparisons of a definite value with some input missing */
  size_t open;     /**< comparisons of an open value */
} bench;

/** One of 0 .. count - 1. */
static size_t draw(bench *b, size_t count) {
  b->random ^= b->random << 13;
  b->random ^= b->random >> 7;
  b->random ^= b->random << 17;
  return (size_t)((b->random >> 11) % count);
}

static json_t *draw_number(bench *b, const lu_fact *fact) {
  static const double numbers[] = {0,  0.5, 1,  1.2, 2,  2.9, 3,  4,   5,   7,   10,  12,
                                   15, 20,  25, 34,  40, 51,  55, 100, 260, 300, 600, 2000};
  const json_t *low = json_object_get(lu_fact_json(fact), "minimum");
  const json_t *high = json_object_get(lu_fact_json(fact), "maximum");
  for (int i = 0; i < 100; i++) {
    double number = numbers[draw(b, sizeof numbers / sizeof numbers[0])];
    if (json_is_number(low) && number < json_number_value(low)) continue;
    if (json_is_number(high) && number > json_number_value(high)) continue;
    return json_real(number);
  }
  return json_real(json_number_value(low));
}

/** A value that a record may hold for a fact. */
static json_t *draw_value(bench *b, const lu_fact *fact) {
  size_t count = lu_fact_value_count(fact);
  switch (lu_fact_get_type(fact)) {
    case LU_FACT_NUMBER:
      return draw_number(b, fact);
    case LU_FACT_BOOLEAN:
      return json_boolean(draw(b, 2) == 1);
    case LU_FACT_CHOICE:
      return json_string(lu_fact_value(fact, draw(b, count)));
    case LU_FACT_SET: {
      json_t *list = json_array();
      for (size_t i = 0; i < count; i++)
        if (draw(b, 4) == 0) json_array_append_new(list, json_string(lu_fact_value(fact, i)));
      return list;
    }
    default:
      break;
  }
  return json_string("none");
}

/** Values of all decisions for some inputs; NULL elements are not given. */
static lu_evaluation *evaluate(bench *b, const lu_model *model, json_t *const *inputs,
                               const lu_value **values) {
  lu_error error = LU_ERROR_INIT;
  lu_evaluation *evaluation = NULL;
  assert_int_equal(lu_evaluation_new(&evaluation, model, LU_THREE_VALUED, b->context, &error),
                   LU_OK);
  for (size_t i = 0; i < lu_model_input_count(model); i++)
    if (inputs[i] != NULL)
      lu_evaluation_set_input(evaluation, lu_model_input_name(model, i),
                              lu_make_json(evaluation, inputs[i]));
  for (size_t i = 0; i < lu_model_decision_count(model); i++)
    assert_int_equal(lu_evaluation_decide(&values[i], evaluation, i, &error), LU_OK);
  return evaluation;
}

static bool prints_same(const lu_value *a, const lu_value *b) {
  lu_text first = LU_TEXT_INIT, second = LU_TEXT_INIT;
  lu_value_print(a, &first);
  lu_value_print(b, &second);
  bool same = strcmp(lu_text_string(&first), lu_text_string(&second)) == 0;
  lu_text_free(&first);
  lu_text_free(&second);
  return same;
}

/** True if what was said of the partial inputs holds for the completed ones. */
static bool holds(bench *b, const lu_value *partial, const lu_value *whole) {
  if (lu_value_get_kind(partial) != LU_VALUE_UNKNOWN) {
    b->definite++;
    return prints_same(partial, whole);
  }
  const lu_value *const *candidates = NULL;
  size_t count = lu_unknown_candidates(partial, &candidates);
  b->open += count > 0;
  for (size_t i = 0; i < count; i++)
    if (prints_same(candidates[i], whole)) return true;
  return count == 0;
}

static void say_inputs(lu_text *out, const lu_model *model, json_t *const *inputs) {
  for (size_t i = 0; i < lu_model_input_count(model); i++) {
    char *text = inputs[i] != NULL ? json_dumps(inputs[i], JSON_ENCODE_ANY) : NULL;
    if (text != NULL) lu_text_printf(out, " %s=%s", lu_model_input_name(model, i), text);
    free(text);
  }
}

static void compare(bench *b, const lu_model *model, json_t *const *part, json_t *const *whole) {
  const lu_value *before[MAX_DECISIONS], *after[MAX_DECISIONS];
  lu_evaluation *first = evaluate(b, model, part, before);
  lu_evaluation *second = evaluate(b, model, whole, after);
  for (size_t i = 0; i < lu_model_decision_count(model); i++) {
    if (lu_value_get_kind(after[i]) != LU_VALUE_UNKNOWN && holds(b, before[i], after[i])) continue;
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "%s is ", lu_model_decision_name(model, i));
    lu_value_print(before[i], &text);
    lu_text_puts(&text, " with");
    say_inputs(&text, model, part);
    lu_text_puts(&text, " but ");
    lu_value_print(after[i], &text);
    lu_text_puts(&text, " with");
    say_inputs(&text, model, whole);
    fail_msg("%s", lu_text_string(&text));
  }
  lu_evaluation_free(first);
  lu_evaluation_free(second);
}

static const lu_fact *fact_of_input(const bench *b, const lu_model *model, size_t input) {
  const char *name = lu_model_input_name(model, input);
  size_t fact = lu_dictionary_find(b->dictionary, name);
  if (fact == LU_NO_INDEX) fail_msg("input %s is no fact", name);
  return lu_dictionary_at(b->dictionary, fact);
}

static void one_part(bench *b, const lu_model *model) {
  json_t *part[MAX_INPUTS] = {NULL}, *whole[MAX_INPUTS];
  size_t count = lu_model_input_count(model);
  size_t share = 1 + draw(b, 4); /* of five inputs so many are known */
  for (size_t i = 0; i < count; i++)
    if (draw(b, 5) < share) part[i] = draw_value(b, fact_of_input(b, model, i));
  for (int n = 0; n < COMPLETIONS; n++) {
    for (size_t i = 0; i < count; i++)
      whole[i] = part[i] != NULL ? json_incref(part[i]) : draw_value(b, fact_of_input(b, model, i));
    compare(b, model, part, whole);
    for (size_t i = 0; i < count; i++)
      json_decref(whole[i]);
  }
  for (size_t i = 0; i < count; i++)
    json_decref(part[i]);
}

static void one_file(bench *b, const char *name) {
  char path[600];
  lu_error error = LU_ERROR_INIT;
  lu_model *model = NULL;
  snprintf(path, sizeof path, "%s/data/assessment/%s", LU_SOURCE_DIR, name);
  if (lu_model_read(&model, path, false, b->context, &error) != LU_OK)
    fail_msg("%s", error.message);
  assert_true(lu_model_input_count(model) <= MAX_INPUTS);
  assert_true(lu_model_decision_count(model) <= MAX_DECISIONS);
  for (int i = 0; i < PARTS; i++)
    one_part(b, model);
  lu_model_free(model);
}

static void completions_agree(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  bench b = {.random = 20261125};
  assert_int_equal(lu_context_new(&b.context, &error), LU_OK);
  assert_int_equal(lu_context_set_data_path(b.context, LU_SOURCE_DIR "/data", &error), LU_OK);
  if (lu_dictionary_read(&b.dictionary, b.context, &error) != LU_OK) fail_msg("%s", error.message);
  DIR *folder = opendir(LU_SOURCE_DIR "/data/assessment");
  assert_non_null(folder);
  size_t files = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    size_t length = strlen(entry->d_name);
    if (length < 5 || strcmp(entry->d_name + length - 4, ".dmn") != 0) continue;
    b.random = 20261125; /* whatever the order of the folder */
    one_file(&b, entry->d_name);
    files++;
  }
  closedir(folder);
  print_message("%zu files, %zu definite values, %zu open ones\n", files, b.definite, b.open);
  assert_true(files > 10 && b.definite > 1000 && b.open > 1000);
  lu_dictionary_free(b.dictionary);
  lu_context_free(b.context);
}

/** Tables that cover all that may be recorded are proven to: "nothing" is none of their values. */
static void covered_tables_give_something(void **state) {
  (void)state;
  expect("grade", "who_class", "{\"differentiation\":\"well\",\"site\":\"colon\"}",
         "unknown \"NET_G1\" \"NET_G2\" \"NET_G3\"");
  expect("tnm-pancreas", "n_pancreas_carcinoma", "{\"nodes\":\"N1\"}", "unknown \"N1\" \"N2\"");
  expect("tnm-small-intestine", "t_small_intestine", "{\"depth\":\"mucosa\"}",
         "unknown \"T1\" \"T2\"");
  expect("sstr", "sstr_above_liver", "{}", "unknown false true");
  /* these can not: above and below what they cover nothing is said */
  expect("pregnancy", "pregnant_from_sex", "{\"sex\":\"female\"}", "unknown false null");
  expect("stated", "differentiation_from_grade", "{}", "unknown \"well\" null");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(completions_agree),
      cmocka_unit_test(covered_tables_give_something),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
