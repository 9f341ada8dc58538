/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of values and functions fails in turn: the arena says so, nothing breaks. */
#include "failing_malloc.h"
#include "feel_bench.h"

/** Evaluates a text in an arena of its own. @return true if memory was not short */
static bool works(const char *text, const char *expected) {
  feel_bench bench;
  memset(&bench, 0, sizeof bench);
  bench.arena = lu_arena_new();
  if (bench.arena == NULL) return false;
  bench.evaluator.arena = bench.arena;
  const feel_expression *expression;
  bool done = false;
  lu_status status = feel_compile(&expression, text, &bench.names, bench.arena, &bench.error);
  if (status == LU_OK) {
    const lu_value *value = feel_evaluate(&bench.evaluator, expression, &bench.scope);
    lu_value_print(value, &bench.text);
    done = !lu_arena_failed(bench.arena) && !bench.text.failed;
    if (done) assert_string_equal(lu_text_string(&bench.text), expected);
  } else {
    assert_int_equal(status, LU_OUT_OF_MEMORY);
  }
  bench_end(&bench);
  return done;
}

static void test_functions(void **state) {
  (void)state;
  if (!FAILING_MALLOC) skip();
  static const example examples[] = {
      {"matches(\"abracadabra\", \"^(a|b)+\", \"i\")", "true"},
      {"replace(\"abracadabra\", \"[ab-[b]]\", \"*\")", "\"*br*c*d*br*\""},
      {"split(\"a;b\", \";\")", "[\"a\", \"b\"]"},
      {"upper case(\"\xC3\xA9\")", "\"\xC3\x89\""},
      {"string([1, {a: @\"P1D\"}])", "\"[1, {a: P1D}]\""},
      {"string join([\"a\", \"b\"], \"-\")", "\"a-b\""},
      {"number(\"1,000.5\", \",\", \".\")", "1000.5"},
      {"sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"},
      {"@\"10:00:00@Europe/Paris\"", "10:00:00@Europe/Paris"},
      {"context put({x: 1}, \"y\", mode([1, 1, 2]))", "{x: 1, y: [1]}"},
      {"range(\"[1..2]\")", "[1..2]"}};
  for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
    size_t n = 1;
    for (;; n++) {
      failing_malloc_arm(n);
      bool done = works(examples[i].text, examples[i].result);
      if (!failing_malloc_disarm()) {
        assert_true(done);
        break;
      }
      if (done) fail_msg("%s: allocation %zu failed unnoticed", examples[i].text, n);
    }
    assert_true(n > 2);
  }
}

static void test_json(void **state) {
  (void)state;
  if (!FAILING_MALLOC) skip();
  feel_bench bench;
  bench_start(&bench, false);
  const lu_value *value = bench_value(&bench, "{a: [1, 2.5, \"x\", @\"2020-01-01\"], b: {}}");
  size_t n = 1;
  for (;; n++) {
    failing_malloc_arm(n);
    json_t *json = lu_value_json(value);
    bool reached = failing_malloc_disarm();
    json_decref(json);
    if (!reached) break;
    assert_null(json);
  }
  assert_true(n > 5);
  bench_end(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_functions),
      cmocka_unit_test(test_json),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
