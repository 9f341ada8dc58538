/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a model allows fewer values than come (input values, output values, types, parameters), and
 * where rules overlap, what is claimed of unknown inputs holds for every completion, in whatever
 * way the inputs are unknown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decision/model_help.h"
#include "value.h"

#define VALUES 6u
#define SETS (1u << VALUES)
#define OPEN 0u /* no candidates: may be any */

/** Values that the inputs are completed with: null, numbers in and out of bounds, other types. */
static void make_values(lu_evaluation *evaluation, const lu_value **values) {
  values[0] = lu_make_number(evaluation, 1);
  values[1] = lu_make_number(evaluation, 2);
  values[2] = lu_make_number(evaluation, 3);
  values[3] = lu_make_number(evaluation, -5);
  values[4] = lu_make_string(evaluation, "s");
  values[5] = &feel_null;
}

/** Is a value of one evaluation what was claimed by another? */
static bool admits(const lu_value *claim, const lu_value *actual) {
  if (claim->kind == LU_VALUE_UNKNOWN) {
    size_t count = claim->as.unknown.candidate_count;
    bool found = count == 0;
    for (size_t i = 0; i < count && !found; i++)
      found = admits(claim->as.unknown.candidates[i], actual);
    return found;
  }
  if (!feel_holds_unknown(claim)) return feel_equal(claim, actual) == FEEL_YES;
  if (claim->kind != actual->kind || lu_value_count(claim) != lu_value_count(actual)) return false;
  for (size_t i = 0; i < lu_value_count(claim); i++) {
    bool list = claim->kind == LU_VALUE_LIST;
    const lu_value *part = list ? lu_value_item(claim, i) : claim->as.context.entries[i].value;
    const lu_value *other = list ? lu_value_item(actual, i) : actual->as.context.entries[i].value;
    if (!admits(part, other)) return false;
  }
  return true;
}

/** What the decisions give for all pairs of values. */
typedef struct completions {
  lu_evaluation *evaluations[VALUES][VALUES];
} completions;

static void complete(completions *all, const lu_model *model) {
  for (size_t x = 0; x < VALUES; x++)
    for (size_t y = 0; y < VALUES; y++) {
      lu_evaluation *evaluation = start(model, LU_STANDARD);
      const lu_value *values[VALUES];
      make_values(evaluation, values);
      lu_evaluation_set_input(evaluation, "x", values[x]);
      lu_evaluation_set_input(evaluation, "y", values[y]);
      all->evaluations[x][y] = evaluation;
    }
}

static void free_completions(completions *all) {
  for (size_t x = 0; x < VALUES; x++)
    for (size_t y = 0; y < VALUES; y++)
      lu_evaluation_free(all->evaluations[x][y]);
}

/** An input that is one of a set of values: known if there is one, open for the empty set. */
static void give_set(lu_evaluation *evaluation, const char *name, unsigned set) {
  const lu_value *values[VALUES], *chosen[VALUES];
  size_t count = 0;
  make_values(evaluation, values);
  for (size_t i = 0; i < VALUES; i++)
    if (set & (1u << i)) chosen[count++] = values[i];
  const lu_value *value = count == 1 ? chosen[0] : lu_make_unknown(evaluation, name, chosen, count);
  lu_evaluation_set_input(evaluation, name, value);
}

static void complain(const lu_model *model, size_t decision, const lu_value *claim,
                     const lu_value *actual, unsigned xs, unsigned ys) {
  char buffer[500];
  lu_text text = LU_TEXT_INIT;
  lu_value_print(claim, &text);
  describe(buffer, sizeof buffer, claim);
  lu_text_printf(&text, " (%s), but may be ", buffer);
  lu_value_print(actual, &text);
  fail_msg("%s, x of set %u, y of set %u: %s", lu_model_decision_name(model, decision), xs, ys,
           lu_text_string(&text));
}

/** Checks one decision for one way of not knowing the inputs. */
static const lu_value *check(const completions *all, lu_evaluation *evaluation,
                             const lu_model *model, size_t decision, unsigned xs, unsigned ys) {
  lu_error error = LU_ERROR_INIT;
  const lu_value *claim = NULL, *actual = NULL;
  assert_int_equal(lu_evaluation_decide(&claim, evaluation, decision, &error), LU_OK);
  for (size_t x = 0; x < VALUES; x++)
    for (size_t y = 0; y < VALUES; y++) {
      if (xs != OPEN && !(xs & (1u << x))) continue;
      if (ys != OPEN && !(ys & (1u << y))) continue;
      assert_int_equal(lu_evaluation_decide(&actual, all->evaluations[x][y], decision, &error),
                       LU_OK);
      if (!admits(claim, actual)) complain(model, decision, claim, actual, xs, ys);
    }
  return claim;
}

static void claims_hold_for_all_completions(void **state) {
  (void)state;
  lu_model *model = read_model("restricted.dmn");
  lu_evaluation *evaluation = start(model, LU_THREE_VALUED);
  completions all;
  complete(&all, model);
  size_t certain = 0, narrowed = 0, open = 0;
  for (unsigned xs = 0; xs < SETS; xs++)
    for (unsigned ys = 0; ys < SETS; ys++) {
      lu_evaluation_reset(evaluation);
      give_set(evaluation, "x", xs);
      give_set(evaluation, "y", ys);
      for (size_t d = 0; d < lu_model_decision_count(model); d++) {
        const lu_value *claim = check(&all, evaluation, model, d, xs, ys);
        certain += !feel_holds_unknown(claim);
        narrowed += claim->kind == LU_VALUE_UNKNOWN && claim->as.unknown.candidate_count > 0;
        open += claim->kind == LU_VALUE_UNKNOWN && claim->as.unknown.candidate_count == 0;
      }
    }
  /* Each kind of answer must come up often, or this test says nothing. */
  assert_true(certain > 2000 && narrowed > 10000 && open > 2000);
  free_completions(&all);
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

/** What is left of the values, to the letter: not only nothing wrong, but not less than can be. */
static void refused_values_are_null(void **state) {
  static const struct {
    const char *decision;
    unsigned xs, ys;
    const char *answer;
  } cases[] = {
      {"unique any cell", 3, 1, "known "},
      {"unique any cell", 7, 1, "x: \"a\" | null"},
      {"unique any cell", OPEN, 1, "x: \"a\" | null"},
      {"unique range", 1, OPEN, "y: \"a\" | null"},
      {"unique outputs", 1, 7, "y: 1 | 2 | null"},
      {"typed", 7, 1, "x: 1 | 2 | null"},
      {"parameter", 7, 1, "x: 5 | null"},
      {"parameter", OPEN, 1, "x: 5 | null"},
      {"parameter", 3, 1, "known "},
      {"unique open overlap", OPEN, 1, "x: \"a\" | null"},
      {"any open overlap", OPEN, 1, "x: \"a\" | null"},
  };
  (void)state;
  lu_model *model = read_model("restricted.dmn");
  lu_evaluation *evaluation = start(model, LU_THREE_VALUED);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char buffer[200];
    lu_evaluation_reset(evaluation);
    give_set(evaluation, "x", cases[i].xs);
    give_set(evaluation, "y", cases[i].ys);
    const lu_value *value = decide(evaluation, model, cases[i].decision);
    assert_string_equal(describe(buffer, sizeof buffer, value), cases[i].answer);
    assert_int_equal(lu_evaluation_message_count(evaluation), 0);
  }
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(claims_hold_for_all_completions),
      cmocka_unit_test(refused_values_are_null),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
