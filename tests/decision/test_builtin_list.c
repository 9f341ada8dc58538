/* SPDX-License-Identifier: Apache-2.0 */
/* Functions on lists, statistics and sorting. */
#include "feel_bench.h"

static void test_questions(void **state) {
  (void)state;
  static const example examples[] = {
      {"list contains([1, 2, null], null)", "true"},
      {"list contains([1, \"2\"], 2)", "false"},
      {"count([1, [2, 3], null])", "3"},
      {"count(1)", "1"},
      {"count([])", "0"},
      {"all([true, false, null])", "false"},
      {"all([true, null])", "null"},
      {"all([])", "true"},
      {"all(true, true)", "true"},
      {"all([true, 1])", "null"},
      {"any([false, null, true])", "true"},
      {"any([false, null])", "null"},
      {"any([])", "false"},
      {"index of([1, 2, 3, 2], 2)", "[2, 4]"},
      {"index of([1], 2)", "[]"},
      {"distinct values([1, 2, 1.0, \"1\", null, null])", "[1, 2, \"1\", null]"},
      {"union([1, 2], [2, 3], 3)", "[1, 2, 3]"}};
  CHECK_ALL(examples);
}

static void test_edits(void **state) {
  (void)state;
  static const example examples[] = {
      {"sublist([4, 5, 6], 1, 2)", "[4, 5]"},
      {"sublist([4, 5, 6], -2)", "[5, 6]"},
      {"sublist([4, 5, 6], 2, 3)", "null"},
      {"sublist([4, 5, 6], 0)", "null"},
      {"append([1], 2, [3])", "[1, 2, [3]]"},
      {"append(1, 2)", "[1, 2]"},
      {"append([1], null)", "[1, null]"},
      {"concatenate([1, 2], [3], 4)", "[1, 2, 3, 4]"},
      {"insert before([1, 3], 1, 2)", "[2, 1, 3]"},
      {"insert before([1, 3], -1, 2)", "[1, 2, 3]"},
      {"insert before([1, 3], 4, 2)", "null"},
      {"remove([1, 2, 3], 2)", "[1, 3]"},
      {"remove([1, 2, 3], -1)", "[1, 2]"},
      {"reverse([1, 2, 3])", "[3, 2, 1]"},
      {"reverse([])", "[]"},
      {"flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"},
      {"list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]"},
      {"list replace([1, 2, 3], -1, 4)", "[1, 2, 4]"},
      {"list replace([1, 2, 3], 4, 4)", "null"},
      {"list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]"},
      {"list replace([2, 4], function(item) item = 2, 5)", "null"},
      {"list replace(match: function(item, newItem) item = 2, newItem: 4, list: [1, 2])",
       "[1, 4]"}};
  CHECK_ALL(examples);
}

static void test_statistics(void **state) {
  (void)state;
  static const example examples[] = {
      {"min([3, 1, 2])", "1"},
      {"max(1, 3, 2)", "3"},
      {"min(\"b\", \"a\")", "\"a\""},
      {"max(@\"2020-01-01\", @\"2021-01-01\")", "2021-01-01"},
      {"min([])", "null"},
      {"min([1, \"a\"])", "null"},
      {"min([1, null])", "null"},
      {"sum([0.1, 0.2, 0.3])", "0.6"},
      {"sum([])", "null"},
      {"sum(1, 2, 3)", "6"},
      {"mean([1, 2, 3, 4])", "2.5"},
      {"product([2, 3, 4])", "24"},
      {"median(8, 2, 5, 3, 4)", "4"},
      {"median([6, 1, 2, 3])", "2.5"},
      {"median([])", "null"},
      {"stddev([2, 4, 4, 4, 5, 5, 7, 9])", "2.138089935299395077476427847038028"},
      {"stddev([47])", "null"},
      {"mode([6, 1, 9, 6, 1])", "[1, 6]"},
      {"mode([])", "[]"},
      {"mode([1, \"a\"])", "null"}};
  CHECK_ALL(examples);
}

static void test_sort(void **state) {
  (void)state;
  static const example examples[] = {
      {"sort([3, 1, 2])", "[1, 2, 3]"},
      {"sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"},
      {"sort([\"b\", \"a\", \"B\"])", "[\"B\", \"a\", \"b\"]"},
      {"sort([1, \"a\"])", "null"},
      {"sort([])", "[]"},
      {"sort([2, 1], function(x) true)", "null"},
      {"sort([2, 1], function(x, y) 1)", "null"},
      /* stable: equal keys keep their order */
      {"sort([{k: 2, n: 1}, {k: 1, n: 2}, {k: 2, n: 3}, {k: 1, n: 4}], "
       "function(x, y) x.k < y.k).n",
       "[2, 4, 1, 3]"}};
  CHECK_ALL(examples);
}

/** A sorted list is ascending and has the same members, for lists of many lengths. */
static void test_sort_identity(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  uint32_t seed = 1;
  for (size_t length = 0; length < 70; length++) {
    const lu_value **items = lu_arena_array(bench.arena, length, sizeof *items);
    for (size_t i = 0; i < length; i++) {
      seed = seed * 1664525u + 1013904223u;
      items[i] = feel_integer(bench.arena, seed >> 26);
    }
    const lu_value *list = feel_list_value(bench.arena, items, length);
    const lu_value *sorted = feel_call_builtin(&bench.evaluator, "sort", NULL, &list, 1);
    assert_int_equal(lu_value_count(sorted), length);
    double before = 0, after = 0;
    for (size_t i = 0; i < length; i++) {
      double value = lu_value_number(lu_value_item(sorted, i));
      if (i > 0) assert_true(lu_value_number(lu_value_item(sorted, i - 1)) <= value);
      before += lu_value_number(items[i]) * lu_value_number(items[i]);
      after += value * value;
    }
    assert_true(before == after);
  }
  bench_end(&bench);
}

/** Work that grows with the square of a list counts, so that it cannot run for ever. */
static void test_work(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  bench_check(&bench, "count(distinct values(for i in 1..1000 return i))", "1000");
  bench_value(&bench, "distinct values(for i in 1..20000 return i)");
  assert_true(bench.evaluator.exhausted);
  bench_end(&bench);
}

static const lu_value *unknown_named(lu_arena *arena, const char *name) {
  const char **names = lu_arena_array(arena, 1, sizeof *names);
  names[0] = name;
  return feel_unknown_value(arena, (feel_reasons){1, names}, NULL, 0);
}

/** Items may be unknown where the answer does not depend on them. */
static void test_unknown(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, true);
  const feel_entry entries[] = {{"u", unknown_named(bench.arena, "u")}};
  bench_bind(&bench, entries, 1);
  static const example examples[] = {{"list contains([1, u], 1)", "true"},
                                     {"list contains([1, u], 2)", "unknown"},
                                     {"list contains(u, 2)", "unknown"},
                                     {"count([1, u])", "2"},
                                     {"count(u)", "unknown"},
                                     {"all([u, false])", "false"},
                                     {"all([u, true])", "unknown"},
                                     {"any([u, true])", "true"},
                                     {"any([u, false])", "unknown"},
                                     {"not(u)", "unknown"},
                                     {"is(u, 1)", "unknown"},
                                     {"append([1], u)", "[1, unknown]"},
                                     {"reverse([1, u])", "[unknown, 1]"},
                                     {"remove([1, u], 2)", "[1]"},
                                     {"remove([1, 2], u)", "unknown"},
                                     {"concatenate([u], [1])", "[unknown, 1]"},
                                     {"concatenate(u, [1])", "unknown"},
                                     {"sum([1, u])", "unknown"},
                                     {"get value({a: 1, b: u}, \"a\")", "1"},
                                     {"context put({a: u}, \"b\", 1)", "{a: unknown, b: 1}"},
                                     {"context merge([{a: u}, {a: 2}])", "{a: 2}"}};
  for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
    bench_check(&bench, examples[i].text, examples[i].result);
  }
  const char *const *names;
  assert_int_equal(lu_unknown_reasons(bench_value(&bench, "sum([1, u])"), &names), 1);
  assert_string_equal(names[0], "u");
  bench_end(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_questions),     cmocka_unit_test(test_edits),
      cmocka_unit_test(test_statistics),    cmocka_unit_test(test_sort),
      cmocka_unit_test(test_sort_identity), cmocka_unit_test(test_unknown),
      cmocka_unit_test(test_work),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
