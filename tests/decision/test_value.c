/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "feel_bench.h"

/** An unknown number, to blame on "x", that may be any of the candidates. */
static const lu_value *unknown_of(lu_arena *arena, const char *name, const int64_t *numbers,
                                  size_t count) {
  const char **names = lu_arena_array(arena, 1, sizeof *names);
  const lu_value **candidates = lu_arena_array(arena, count, sizeof *candidates);
  names[0] = name;
  for (size_t i = 0; i < count; i++)
    candidates[i] = feel_integer(arena, numbers[i]);
  return feel_unknown_value(arena, (feel_reasons){1, names}, candidates, count);
}

static void check_equal(feel_bench *bench, const char *a, const char *b, feel_truth expected) {
  const lu_value *left = bench_value(bench, a), *right = bench_value(bench, b);
  assert_int_equal(feel_equal(left, right), expected);
  assert_int_equal(feel_equal(right, left), expected);
}

static void test_equality(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  check_equal(&bench, "1", "1.00", FEEL_YES);
  check_equal(&bench, "null", "null", FEEL_YES);
  check_equal(&bench, "null", "1", FEEL_NO);
  check_equal(&bench, "1", "\"1\"", FEEL_NULL);
  check_equal(&bench, "[1, 2]", "[1, 2]", FEEL_YES);
  check_equal(&bench, "[1, 2]", "[2, 1]", FEEL_NO);
  check_equal(&bench, "[1, 2]", "[1, \"2\"]", FEEL_NO);
  check_equal(&bench, "{a: 1, b: 2}", "{b: 2, a: 1}", FEEL_YES);
  check_equal(&bench, "{a: 1}", "{a: 1, b: 2}", FEEL_NO);
  check_equal(&bench, "[1..3]", "[1..3]", FEEL_YES);
  check_equal(&bench, "[1..3]", "(1..3]", FEEL_NO);
  check_equal(&bench, "(=10)", "[10..10]", FEEL_NO);
  check_equal(&bench, "(< 10)", "(null..10)", FEEL_NO);
  bench_end(&bench);
}

static void test_unknown_equality(void **state) {
  (void)state;
  lu_arena *arena = lu_arena_new();
  const int64_t same[] = {3, 3}, other[] = {3, 4};
  const lu_value *three = feel_integer(arena, 3), *five = feel_integer(arena, 5);
  assert_int_equal(feel_equal(unknown_of(arena, "x", NULL, 0), three), FEEL_MAYBE);
  assert_int_equal(feel_equal(unknown_of(arena, "x", same, 2), three), FEEL_YES);
  assert_int_equal(feel_equal(three, unknown_of(arena, "x", other, 2)), FEEL_MAYBE);
  assert_int_equal(feel_equal(unknown_of(arena, "x", other, 2), five), FEEL_NO);
  const lu_value *items[] = {three, unknown_of(arena, "x", NULL, 0)}, *known[] = {five, three};
  const lu_value *held = feel_list_value(arena, items, 2);
  /* The first items differ already, whatever the unknown second one is. */
  assert_int_equal(feel_equal(held, feel_list_value(arena, known, 2)), FEEL_NO);
  assert_true(feel_holds_unknown(held));
  int order;
  assert_int_equal(feel_compare(&order, unknown_of(arena, "x", other, 2), five), FEEL_YES);
  assert_int_equal(order, -1);
  assert_int_equal(feel_compare(&order, five, unknown_of(arena, "x", other, 2)), FEEL_YES);
  assert_int_equal(order, 1);
  assert_int_equal(feel_compare(&order, unknown_of(arena, "x", other, 2), three), FEEL_MAYBE);
  lu_arena_free(arena);
}

static void test_reasons(void **state) {
  (void)state;
  lu_arena *arena = lu_arena_new();
  const lu_value *items[] = {unknown_of(arena, "grade", NULL, 0), unknown_of(arena, "age", NULL, 0),
                             feel_integer(arena, 1), unknown_of(arena, "grade", NULL, 0)};
  const lu_value *list = feel_list_value(arena, items, 4);
  const lu_value *all[] = {list, items[0]};
  feel_reasons reasons = feel_collect_reasons(arena, all, 2);
  assert_int_equal(reasons.count, 2);
  assert_string_equal(reasons.names[0], "age");
  assert_string_equal(reasons.names[1], "grade");
  assert_int_equal(feel_collect_reasons(arena, &items[2], 1).count, 0);
  const char *const *names;
  assert_int_equal(lu_unknown_reasons(items[0], &names), 1);
  assert_string_equal(names[0], "grade");
  assert_int_equal(lu_unknown_reasons(items[2], &names), 0);
  lu_arena_free(arena);
}

/** Order is antisymmetric, and equal exactly when neither precedes. */
static void test_order(void **state) {
  (void)state;
  static const char *const ascending[][4] = {
      {"-1", "0", "0.5", "1e30"},
      {"\"\"", "\"A\"", "\"a\"", "\"\xC3\xA9\""},
      {"@\"-0044-03-15\"", "@\"1999-12-31\"", "@\"2000-01-01\"", "@\"12000-01-01\""},
      {"@\"-P1D\"", "@\"PT0S\"", "@\"PT0.5S\"", "@\"P1D\""},
      {"@\"-P1Y\"", "@\"P0M\"", "@\"P11M\"", "@\"P1Y\""},
      {"@\"00:00:00\"", "@\"00:00:00.5\"", "@\"12:00:00\"", "@\"23:59:59\""},
      {"@\"2020-01-01T00:00:00+02:00\"", "@\"2020-01-01T00:00:00Z\"",
       "@\"2020-01-01T00:00:00-01:00\"", "@\"2020-01-01T05:00:00@Europe/Paris\""}};
  feel_bench bench;
  bench_start(&bench, false);
  for (size_t kind = 0; kind < sizeof ascending / sizeof ascending[0]; kind++) {
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        int order;
        const lu_value *a = bench_value(&bench, ascending[kind][i]);
        const lu_value *b = bench_value(&bench, ascending[kind][j]);
        assert_int_equal(feel_compare(&order, a, b), FEEL_YES);
        assert_int_equal(order, (i > j) - (i < j));
        assert_int_equal(feel_equal(a, b), i == j ? FEEL_YES : FEEL_NO);
      }
    }
  }
  int order;
  assert_int_equal(feel_compare(&order, &feel_true, &feel_false), FEEL_NULL);
  assert_int_equal(feel_compare(&order, &feel_null, &feel_null), FEEL_NULL);
  bench_end(&bench);
}

/** Printed values read back as equal values. */
static void test_print(void **state) {
  (void)state;
  static const char *const texts[] = {"null",
                                      "true",
                                      "4.5",
                                      "\"say \\\"hi\\\"\\n\"",
                                      "[1, [2, \"x\"], null]",
                                      "{a: 1, b c: {d: [true]}}",
                                      "{\"a+b (\": 1, \"\": 2}",
                                      "[1..10)",
                                      "(> 5)",
                                      "(<= 5)",
                                      "(= 5)",
                                      "(!= 5)"};
  feel_bench bench;
  bench_start(&bench, false);
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    bench_check(&bench, texts[i], texts[i]);
  }
  bench_check(&bench, "1E-1", "0.1");
  const int64_t any[] = {1};
  assert_string_equal(bench_print(&bench, unknown_of(bench.arena, "x", any, 0)), "unknown");
  bench_end(&bench);
}

static void test_json(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  const char *text =
      "{\"a\":1,\"b\":[true,false,null,0.1,\"x\"],\"c\":{},\"d\":9007199254740992,\"e\":-7}";
  json_t *json = json_loads(text, 0, NULL);
  const lu_value *value = feel_from_json(bench.arena, json);
  json_t *back = lu_value_json(value);
  assert_true(json_equal(json, back));
  assert_true(lu_value_is_true(lu_value_item(lu_value_entry(value, "b"), 0)));
  assert_string_equal(bench_print(&bench, lu_value_item(lu_value_entry(value, "b"), 3)), "0.1");
  json_decref(json);
  json_decref(back);
  json = lu_value_json(bench_value(&bench, "@\"2026-11-24T10:00:00Z\""));
  assert_string_equal(json_string_value(json), "2026-11-24T10:00:00Z");
  json_decref(json);
  json = lu_value_json(unknown_of(bench.arena, "grade", NULL, 0));
  assert_string_equal(json_string_value(json_array_get(json_object_get(json, "unknown"), 0)),
                      "grade");
  json_decref(json);
  bench_end(&bench);
}

static void test_access(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  const lu_value *context = bench_value(&bench, "{a: 1.5, b: [\"x\", true]}");
  assert_int_equal(lu_value_get_kind(context), LU_VALUE_CONTEXT);
  assert_int_equal(lu_value_count(context), 2);
  assert_string_equal(lu_value_entry_name(context, 1), "b");
  assert_null(lu_value_entry_name(context, 2));
  assert_null(lu_value_entry(context, "c"));
  assert_true(lu_value_number(lu_value_entry(context, "a")) == 1.5);
  const lu_value *list = lu_value_entry(context, "b");
  assert_string_equal(lu_value_string(lu_value_item(list, 0)), "x");
  assert_true(lu_value_is_true(lu_value_item(list, 1)));
  assert_false(lu_value_is_false(lu_value_item(list, 1)));
  assert_null(lu_value_item(list, 2));
  assert_null(lu_value_item(context, 0));
  assert_true(isnan(lu_value_number(list)));
  assert_null(lu_value_string(list));
  bench_end(&bench);
}

/** A copy outlives the arena of the original. */
static void test_copy(void **state) {
  (void)state;
  feel_bench bench;
  lu_arena *other = lu_arena_new();
  bench_start(&bench, false);
  const char *text =
      "{a: [1, \"two\", null, true], b: [1..2], c: @\"10:00:00@Europe/Paris\", "
      "d: @\"2020-02-29\", e: @\"P1DT1S\", f: @\"P2Y\"}";
  const int64_t numbers[] = {1, 2};
  const lu_value *copy = feel_copy(other, bench_value(&bench, text));
  const lu_value *unknown = feel_copy(other, unknown_of(bench.arena, "x", numbers, 2));
  char *before = lu_arena_strdup(other, bench_print(&bench, bench_value(&bench, text)));
  bench_end(&bench);
  lu_text after = LU_TEXT_INIT;
  lu_value_print(copy, &after);
  assert_string_equal(lu_text_string(&after), before);
  lu_text_free(&after);
  const lu_value *const *candidates;
  assert_int_equal(lu_unknown_candidates(unknown, &candidates), 2);
  assert_true(lu_value_number(candidates[1]) == 2);
  lu_arena_free(other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_equality), cmocka_unit_test(test_unknown_equality),
      cmocka_unit_test(test_reasons),  cmocka_unit_test(test_order),
      cmocka_unit_test(test_print),    cmocka_unit_test(test_json),
      cmocka_unit_test(test_access),   cmocka_unit_test(test_copy),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
