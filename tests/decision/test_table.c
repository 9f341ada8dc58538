/* SPDX-License-Identifier: Apache-2.0 */
/* Hit policies in two and three values of truth, traces, and what tables say of themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decision/model_help.h"
#include "lutetia/decision/show.h"

/** One table decided for an age and a sex; a negative age or NULL is not given. */
typedef struct question {
  const char *decision;
  double age;
  const char *sex;
  const char *answer; /**< FEEL text, or reasons and candidates of an unknown */
} question;

static void give(lu_evaluation *evaluation, double age, const char *sex) {
  if (age >= 0)
    assert_true(lu_evaluation_set_input(evaluation, "age", lu_make_number(evaluation, age)));
  if (sex != NULL)
    assert_true(lu_evaluation_set_input(evaluation, "sex", lu_make_string(evaluation, sex)));
}

static void ask(lu_evaluation_mode mode, const question *questions, size_t count) {
  lu_model *model = read_model("policies.dmn");
  lu_evaluation *evaluation = start(model, mode);
  for (size_t i = 0; i < count; i++) {
    char buffer[500];
    lu_evaluation_reset(evaluation);
    give(evaluation, questions[i].age, questions[i].sex);
    const lu_value *value = decide(evaluation, model, questions[i].decision);
    if (lu_value_get_kind(value) == LU_VALUE_UNKNOWN) {
      describe(buffer, sizeof buffer, value);
    } else {
      lu_text text = LU_TEXT_INIT;
      lu_value_print(value, &text);
      snprintf(buffer, sizeof buffer, "%s", lu_text_string(&text));
      lu_text_free(&text);
    }
    if (strcmp(buffer, questions[i].answer) != 0)
      fail_msg("%s, age %g, sex %s: %s instead of %s", questions[i].decision, questions[i].age,
               questions[i].sex == NULL ? "-" : questions[i].sex, buffer, questions[i].answer);
  }
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Where all inputs are given both modes must give these. */
static const question complete[] = {
    {"unique", 30, "f", "\"A\""},
    {"unique", 30, "m", "\"B\""},
    {"unique", 3, "m", "\"C\""},
    {"unique default", 3, "m", "\"none\""},
    {"unique clash", 70, "f", "null"},
    {"unique clash", 70, "m", "\"A\""},
    {"unique clash", 30, "m", "null"},
    {"first", 70, "f", "\"A\""},
    {"first", 30, "f", "\"B\""},
    {"priority", 70, "f", "\"B\""},
    {"priority", 10, "m", "\"C\""},
    {"any", 70, "f", "\"A\""},
    {"any clash", 70, "f", "null"},
    {"collect", 70, "f", "[\"A\", \"B\"]"},
    {"collect", 30, "m", "[]"},
    {"collect sum", 70, "f", "8"},
    {"collect min", 70, "f", "3"},
    {"collect max", 70, "f", "5"},
    {"collect count", 70, "f", "2"},
    {"collect sum", 30, "m", "null"},
    {"collect count", 30, "m", "0"},
    {"rule order", 70, "f", "[\"A\", \"B\"]"},
    {"output order", 70, "f", "[\"B\", \"A\"]"},
    {"several outputs", 70, "f", "{letter: \"A\", points: 5}"},
    {"follows", 30, "m", "\"adult\""},
    {"uses part", 30, "m", "31"},
};

static void test_complete(void **state) {
  (void)state;
  ask(LU_STANDARD, complete, COUNT(complete));
  ask(LU_THREE_VALUED, complete, COUNT(complete));
}

static void test_null(void **state) {
  static const question questions[] = {
      {"unique", -1, "f", "null"},
      {"first", -1, "f", "\"B\""},
      {"first", 70, NULL, "\"A\""},
      {"collect", 30, NULL, "[]"},
      {"unique default", -1, NULL, "\"none\""},
  };
  (void)state;
  ask(LU_STANDARD, questions, COUNT(questions));
}

static void test_unknown(void **state) {
  static const question questions[] = {
      /* UNIQUE: one sure rule decides; else those that may fire. That nothing fires is possible
       only where the values of the unknown inputs cannot be gone through. */
      {"unique", 3, NULL, "\"C\""},
      {"unique", 30, NULL, "sex: \"A\" | \"B\""},
      {"unique", -1, "f", "age: \"A\" | \"C\" | null"},
      {"unique", -1, NULL, "age, sex: \"A\" | \"C\" | null | \"B\""},
      {"unique default", 30, NULL, "sex: \"A\" | \"B\""},
      /* FIRST: up to the first rule that surely fires. */
      {"first", 70, NULL, "\"A\""},
      {"first", -1, "f", "age: \"A\" | \"B\""},
      {"first", 30, NULL, "sex: \"B\" | null"},
      {"first", -1, "m", "age: \"A\" | \"C\" | null"},
      /* PRIORITY (C before B before A): only a rule of higher priority can displace a sure one. */
      {"priority", 70, NULL, "sex: \"B\" | \"A\""},
      {"priority", -1, "f", "\"B\""},
      {"priority", 10, "f", "\"B\""},
      {"priority", 10, NULL, "sex: \"B\" | \"C\""},
      /* ANY: equal outputs. */
      {"any", -1, "f", "\"A\""},
      {"any", 70, NULL, "\"A\""},
      /* Lists and aggregates: all or nothing; the trace says more. */
      {"collect", 70, NULL, "sex"},
      {"collect", 30, "f", "[\"B\"]"},
      {"collect", -1, NULL, "age, sex"},
      {"collect sum", 70, NULL, "sex"},
      {"collect count", -1, "f", "age"},
      {"rule order", 70, NULL, "sex"},
      {"output order", 70, NULL, "sex"},
      {"several outputs", -1, "f", "age: {letter: \"A\", points: 5} | {letter: \"B\", points: 3}"},
      /* Candidates are used by the next table. */
      {"uses part", -1, NULL, "age"},
      {"uses part", 30, NULL, "31"},
  };
  (void)state;
  ask(LU_THREE_VALUED, questions, COUNT(questions));
}

/** The result of one decision for a way of giving inputs; free with lu_evaluation_free(). */
static const lu_value *result_for(lu_evaluation **evaluation, const lu_model *model,
                                  lu_evaluation_mode mode, const char *decision, double age,
                                  const char *sex) {
  *evaluation = start(model, mode);
  give(*evaluation, age, sex);
  return decide(*evaluation, model, decision);
}

/** True if a definite result is what an (un)known one allows. */
static bool allows(const lu_value *early, const lu_value *late) {
  const lu_value *const *candidates = &early;
  size_t count = 1;
  if (lu_value_get_kind(early) == LU_VALUE_UNKNOWN) {
    count = lu_unknown_candidates(early, &candidates);
    if (count == 0) return true;
  }
  lu_text wanted = LU_TEXT_INIT;
  lu_value_print(late, &wanted);
  bool found = false;
  for (size_t i = 0; i < count; i++) {
    lu_text text = LU_TEXT_INIT;
    lu_value_print(candidates[i], &text);
    found |= strcmp(lu_text_string(&text), lu_text_string(&wanted)) == 0;
    lu_text_free(&text);
  }
  lu_text_free(&wanted);
  return found;
}

/** What is known early stays true, and what comes out in the end was a candidate, in any case. */
static void test_soundness(void **state) {
  static const char *const decisions[] = {"unique",      "unique default",  "first",   "priority",
                                          "collect sum", "several outputs", "follows", "any",
                                          "collect",     "output order"};
  static const double ages[] = {3, 18, 30, 65, 70};
  static const char *const sexes[] = {"f", "m"};
  (void)state;
  lu_model *model = read_model("policies.dmn");
  for (size_t d = 0; d < COUNT(decisions); d++)
    for (size_t a = 0; a < COUNT(ages); a++)
      for (size_t s = 0; s < COUNT(sexes); s++)
        for (int given = 0; given < 4; given++) {
          lu_evaluation *early = NULL, *late = NULL;
          const lu_value *before =
              result_for(&early, model, LU_THREE_VALUED, decisions[d], given & 1 ? ages[a] : -1,
                         given & 2 ? sexes[s] : NULL);
          const lu_value *after =
              result_for(&late, model, LU_STANDARD, decisions[d], ages[a], sexes[s]);
          if (!allows(before, after))
            fail_msg("%s, age %g, sex %s, given %d", decisions[d], ages[a], sexes[s], given);
          lu_evaluation_free(early);
          lu_evaluation_free(late);
        }
  lu_model_free(model);
}

static void test_candidates_through_tables(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  lu_evaluation *evaluation = start(model, LU_THREE_VALUED);
  char buffer[200];
  /* Both branches of a boolean give the same: there is nothing to ask for. */
  assert_value(decide(evaluation, model, "same output"), "\"x\"");
  const lu_value *value = decide(evaluation, model, "no policy");
  assert_string_equal(describe(buffer, sizeof buffer, value), "smoker: 1 | 2");
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_trace(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  lu_evaluation *evaluation = start(model, LU_THREE_VALUED);
  size_t decision = lu_model_find_decision(model, "unique");
  assert_null(lu_evaluation_trace(evaluation, decision));
  give(evaluation, 30, NULL);
  decide(evaluation, model, "unique");
  const lu_table_trace *trace = lu_evaluation_trace(evaluation, decision);
  assert_non_null(trace);
  assert_int_equal(lu_trace_rule(trace, 0), LU_UNDECIDED);
  assert_int_equal(lu_trace_rule(trace, 1), LU_UNDECIDED);
  assert_int_equal(lu_trace_rule(trace, 2), LU_FAILS);
  assert_int_equal(lu_trace_cell(trace, 0, 0), LU_FIRES);
  assert_int_equal(lu_trace_cell(trace, 0, 1), LU_UNDECIDED);
  assert_int_equal(lu_trace_cell(trace, 2, 0), LU_FAILS);
  assert_int_equal(lu_trace_cell(trace, 2, 1), LU_FIRES);
  assert_value(lu_trace_input(trace, 0), "30");
  assert_int_equal(lu_value_get_kind(lu_trace_input(trace, 1)), LU_VALUE_UNKNOWN);
  assert_value(lu_trace_output(trace, 0, 0), "\"A\"");
  assert_null(lu_trace_output(trace, 2, 0));
  const char *const *names = NULL;
  assert_int_equal(lu_trace_reasons(trace, 0, &names), 1);
  assert_string_equal(names[0], "sex");
  assert_int_equal(lu_trace_reasons(trace, 2, &names), 0);
  /* A new input makes a new trace. */
  lu_evaluation_set_input(evaluation, "sex", lu_make_string(evaluation, "m"));
  assert_null(lu_evaluation_trace(evaluation, decision));
  assert_value(decide(evaluation, model, "unique"), "\"B\"");
  trace = lu_evaluation_trace(evaluation, decision);
  assert_int_equal(lu_trace_rule(trace, 1), LU_FIRES);
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_first_is_traced_to_the_end(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  lu_evaluation *evaluation = start(model, LU_STANDARD);
  give(evaluation, 70, "f");
  assert_value(decide(evaluation, model, "first"), "\"A\"");
  const lu_table_trace *trace =
      lu_evaluation_trace(evaluation, lu_model_find_decision(model, "first"));
  assert_int_equal(lu_trace_rule(trace, 0), LU_FIRES);
  assert_int_equal(lu_trace_rule(trace, 1), LU_FIRES);
  assert_value(lu_trace_output(trace, 1, 0), "\"B\"");
  assert_int_equal(lu_trace_cell(trace, 2, 0), LU_FAILS);
  assert_int_equal(lu_trace_cell(trace, 2, 1), LU_FAILS);
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_messages(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  lu_evaluation *evaluation = start(model, LU_STANDARD);
  give(evaluation, 70, "f");
  decide(evaluation, model, "unique clash");
  assert_int_equal(lu_evaluation_message_count(evaluation), 1);
  assert_string_equal(lu_evaluation_message(evaluation, 0),
                      "unique clash: rules 1 and 2 both fire, against hit policy UNIQUE");
  lu_evaluation_reset(evaluation);
  assert_int_equal(lu_evaluation_message_count(evaluation), 0);
  give(evaluation, 70, "x"); /* not among the values that the type allows */
  assert_value(decide(evaluation, model, "unique"), "null");
  assert_int_not_equal(lu_evaluation_message_count(evaluation), 0);
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_what_a_table_says(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  size_t decision = lu_model_find_decision(model, "unique");
  const lu_table *table = lu_model_table(model, decision);
  assert_non_null(table);
  assert_null(lu_model_table(model, lu_model_find_decision(model, "uses part")));
  assert_string_equal(lu_table_hit_policy(table), "UNIQUE");
  assert_int_equal(lu_table_input_count(table), 2);
  assert_string_equal(lu_table_input_text(table, 0), "age");
  assert_string_equal(lu_table_input_label(table, 0), "Age in years");
  assert_string_equal(lu_table_input_label(table, 1), "sex");
  assert_null(lu_table_input_text(table, 2));
  assert_int_equal(lu_table_output_count(table), 1);
  assert_string_equal(lu_table_output_name(table, 0), "");
  assert_int_equal(lu_table_annotation_count(table), 1);
  assert_string_equal(lu_table_annotation_name(table, 0), "note");
  assert_int_equal(lu_table_rule_count(table), 3);
  assert_string_equal(lu_table_input_entry(table, 0, 0), ">= 18");
  assert_string_equal(lu_table_input_entry(table, 2, 1), "-");
  assert_string_equal(lu_table_output_entry(table, 1, 0), "\"B\"");
  assert_string_equal(lu_table_annotation(table, 2, 0), "child");
  assert_string_equal(lu_table_annotation_named(table, 1, "note"), "adult man");
  assert_string_equal(lu_table_annotation_named(table, 1, "no such column"), "");
  const lu_table *sum = lu_model_table(model, lu_model_find_decision(model, "collect sum"));
  assert_string_equal(lu_table_hit_policy(sum), "COLLECT SUM");
  assert_true(lu_table_column_depends(model, table, 0, 0));
  assert_false(lu_table_column_depends(model, table, 0, 1));
  assert_true(lu_table_column_depends(model, table, 1, 1));
  const lu_table *follows = lu_model_table(model, lu_model_find_decision(model, "follows"));
  assert_true(lu_table_column_depends(model, follows, 0, 0));
  assert_true(lu_table_column_depends(model, follows, 0, 1));
  assert_false(lu_table_column_depends(model, follows, 0, 2));
  lu_model_free(model);
}

/** Numbers at which a decision changes: asserted as "3 20 30"; "?" if they are not known. */
static void assert_limits(const lu_model *model, const char *name, const char *input,
                          const char *expected) {
  double limits[8];
  lu_text text = LU_TEXT_INIT;
  size_t at = 0, decision = lu_model_find_decision(model, name);
  while (at < lu_model_input_count(model) && strcmp(lu_model_input_name(model, at), input) != 0)
    at++;
  size_t count = lu_model_limits(model, decision, at, limits, 8);
  if (count == LU_NO_INDEX) lu_text_puts(&text, "?");
  for (size_t i = 0; count != LU_NO_INDEX && i < count; i++)
    lu_text_printf(&text, "%s%g", i == 0 ? "" : " ", limits[i]);
  assert_string_equal(lu_text_string(&text), expected);
  if (count != LU_NO_INDEX && count > 0)
    assert_true(lu_model_limits(model, decision, at, limits, count - 1) == LU_NO_INDEX);
  lu_text_free(&text);
}

static void test_limits(void **state) {
  (void)state;
  lu_model *model = read_model("limits.dmn");
  assert_limits(model, "cells", "x", "1 2 3 20 30");
  assert_limits(model, "follows", "x", "1 2 3 20 30");
  assert_limits(model, "follows", "y", "7 10 40"); /* with the limits of its type */
  assert_limits(model, "cells", "y", "");          /* it does not look there at all */
  assert_limits(model, "sum", "x", "?");
  assert_limits(model, "beside", "x", "?"); /* another cell compares with it */
  assert_limits(model, "beside", "y", "?");
  assert_limits(model, "told", "x", "?"); /* an output names it */
  assert_limits(model, "expression", "x", "?");
  assert_limits(model, "no such decision", "x", "?");
  assert_limits(model, "cells", "no such input", "?");
  lu_model_free(model);
}

static void test_print(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  lu_text text = LU_TEXT_INIT;
  assert_true(lu_table_print(&text, model, lu_model_find_decision(model, "unique"), 100));
  assert_string_equal(lu_text_string(&text),
                      "┌───┬──────────────┬─────╥────────┬─────────────┐\n"
                      "│ U │ Age in years │ sex ║ unique │ note        │\n"
                      "╞═══╪══════════════╪═════╬════════╪═════════════╡\n"
                      "│ 1 │ >= 18        │ \"f\" ║ \"A\"    │ adult woman │\n"
                      "├───┼──────────────┼─────╫────────┼─────────────┤\n"
                      "│ 2 │ >= 18        │ \"m\" ║ \"B\"    │ adult man   │\n"
                      "├───┼──────────────┼─────╫────────┼─────────────┤\n"
                      "│ 3 │ < 18         │ -   ║ \"C\"    │ child       │\n"
                      "└───┴──────────────┴─────╨────────┴─────────────┘\n");
  lu_text_free(&text);
  assert_true(lu_table_print(&text, model, lu_model_find_decision(model, "unique"), 40));
  assert_non_null(strstr(lu_text_string(&text),
                         "│ U │ Age in  │ sex ║ unique │ note    │\n"
                         "│   │ years   │     ║        │         │\n"));
  lu_text_free(&text);
  assert_false(lu_table_print(&text, model, lu_model_find_decision(model, "uses part"), 40));
  lu_model_free(model);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_complete),
      cmocka_unit_test(test_null),
      cmocka_unit_test(test_unknown),
      cmocka_unit_test(test_soundness),
      cmocka_unit_test(test_candidates_through_tables),
      cmocka_unit_test(test_trace),
      cmocka_unit_test(test_first_is_traced_to_the_end),
      cmocka_unit_test(test_messages),
      cmocka_unit_test(test_what_a_table_says),
      cmocka_unit_test(test_limits),
      cmocka_unit_test(test_print),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
