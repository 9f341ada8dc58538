/* SPDX-License-Identifier: Apache-2.0 */
/* Functions on numbers, dates, ranges and contexts; the list of functions; types. */
#include "feel_bench.h"

static void test_numeric(void **state) {
  (void)state;
  static const example examples[] = {{"decimal(1/3, 2)", "0.33"},
                                     {"decimal(1.5, 0)", "2"},
                                     {"decimal(2.5, 0)", "2"},
                                     {"floor(-1.56, 1)", "-1.6"},
                                     {"floor(1.5)", "1"},
                                     {"floor(1.56, null)", "null"},
                                     {"ceiling(1.5)", "2"},
                                     {"ceiling(-1.56, 1)", "-1.5"},
                                     {"round up(5.5, 0)", "6"},
                                     {"round up(-5.5, 0)", "-6"},
                                     {"round up(1.121, 2)", "1.13"},
                                     {"round down(-1.126, 2)", "-1.12"},
                                     {"round half up(-1.126, 2)", "-1.13"},
                                     {"round half up(5.5, 0)", "6"},
                                     {"round half down(5.5, 0)", "5"},
                                     {"round half down(5.5, 6177)", "null"},
                                     {"abs(-10)", "10"},
                                     {"abs(@\"-PT5H\")", "PT5H"},
                                     {"abs(@\"-P1M\")", "P1M"},
                                     {"abs(\"1\")", "null"},
                                     {"modulo(-12, 5)", "3"},
                                     {"modulo(10.1, -4.5)", "-3.4"},
                                     {"modulo(1, 0)", "null"},
                                     {"sqrt(16)", "4"},
                                     {"sqrt(-3)", "null"},
                                     {"log(0)", "null"},
                                     {"decimal(log(10), 8)", "2.30258509"},
                                     {"decimal(exp(5), 6)", "148.413159"},
                                     {"exp(1e10)", "null"},
                                     {"odd(5)", "true"},
                                     {"odd(-3)", "true"},
                                     {"odd(2)", "false"},
                                     {"even(2.5)", "false"},
                                     {"odd(2.5)", "false"},
                                     {"even(0)", "true"}};
  CHECK_ALL(examples);
}

static void test_dates(void **state) {
  (void)state;
  static const example examples[] = {
      {"date(2017, 12, 31)", "2017-12-31"},
      {"date(2017, 13, 1)", "null"},
      {"date(@\"2017-08-14T14:25:00\")", "2017-08-14"},
      {"date([])", "null"},
      {"time(11, 59, 45, @\"PT2H45M55S\")", "11:59:45+02:45:55"},
      {"time(11, 59, 45.25)", "11:59:45.25"},
      {"time(24, 0, 0)", "null"},
      {"time(-0.5, 0, -0.5)", "null"},
      {"time(@\"2017-08-10\")", "00:00:00Z"},
      {"time(11, 59, 45, @\"PT19H\")", "null"},
      {"date and time(@\"2017-01-01\", @\"23:59:01+02:00\")", "2017-01-01T23:59:01+02:00"},
      {"date and time(@\"2017-01-01T10:00:00Z\", @\"23:59:01\")", "2017-01-01T23:59:01"},
      {"date and time(2017, 1, 2, 3, 4, 5)", "2017-01-02T03:04:05"},
      {"date and time(2017, 1, 2, 3, 4, 5, @\"PT1H\")", "2017-01-02T03:04:05+01:00"},
      {"date and time(2017, 1, 2, 3, 4, 5, \"Europe/Paris\")", "2017-01-02T03:04:05@Europe/Paris"},
      {"duration(\"P1DT2H\")", "P1DT2H"},
      {"duration(\"tomorrow\")", "null"},
      {"years and months duration(@\"2011-12-22\", @\"2013-08-24\")", "P1Y8M"},
      {"years and months duration(@\"2013-08-24\", @\"2011-12-22\")", "-P1Y8M"},
      {"day of year(@\"2019-09-17\")", "260"},
      {"day of year(@\"2020-12-31\")", "366"},
      {"day of week(@\"2019-09-17\")", "\"Tuesday\""},
      {"month of year(@\"2019-09-17\")", "\"September\""},
      {"week of year(@\"2003-12-29\")", "1"},
      {"week of year(@\"2005-01-01\")", "53"},
      {"week of year(@\"2005-01-09\")", "1"},
      {"is(@\"23:00:50Z\", @\"23:00:50+00:00\")", "true"},
      {"is(@\"20:00:50+00:00\", @\"21:00:50+01:00\")", "false"},
      {"is(@\"2012-12-25\", @\"2012-12-25T00:00:00Z\")", "false"},
      {"is(1, 1.0)", "true"}};
  CHECK_ALL(examples);
}

/** today() and now() are those of the context, so that an evaluation can be repeated. */
static void test_today(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  assert_int_equal(lu_context_new(&bench.evaluator.context, NULL), LU_OK);
  lu_context_set_today(bench.evaluator.context, (lu_date){2026, 11, 24, true});
  bench_check(&bench, "today()", "2026-11-24");
  bench_check(&bench, "now()", "2026-11-24T00:00:00");
  bench_check(&bench, "today(1)", "null");
  lu_context_free(bench.evaluator.context);
  bench_end(&bench);
}

static void test_ranges(void **state) {
  (void)state;
  static const example examples[] = {{"before(1, 10)", "true"},
                                     {"before(1, [1..10])", "false"},
                                     {"before(1, (1..10])", "true"},
                                     {"before([1..10), [10..20])", "true"},
                                     {"before((< 5), (> 5))", "true"},
                                     {"after(12, [1..10])", "true"},
                                     {"after([11..20], [1..11))", "true"},
                                     {"meets([1..5], [5..10])", "true"},
                                     {"meets([1..5), [5..10])", "false"},
                                     {"met by([5..10], [1..5])", "true"},
                                     {"overlaps([1..5], [3..8])", "true"},
                                     {"overlaps([1..5], (5..8])", "false"},
                                     {"overlaps([1..5], (> 4))", "true"},
                                     {"overlaps before([1..5), (1..5])", "true"},
                                     {"overlaps before([1..5], [1..5])", "false"},
                                     {"overlaps after([3..8], [1..5])", "true"},
                                     {"finishes(10, [1..10])", "true"},
                                     {"finishes([5..10), [1..10])", "false"},
                                     {"finished by([1..10], [5..10])", "true"},
                                     {"includes([1..10], 5)", "true"},
                                     {"includes([1..10], (1..10))", "true"},
                                     {"includes((> 1), [2..3])", "true"},
                                     {"during((1..10), [1..10])", "true"},
                                     {"starts([1..5], [1..10])", "true"},
                                     {"started by([1..10], 1)", "true"},
                                     {"coincides([1..5], [1..5])", "true"},
                                     {"coincides(5, [5..5])", "null"},
                                     {"coincides(5, 5)", "true"},
                                     {"before(1, \"a\")", "null"},
                                     {"before(null, 1)", "null"},
                                     {"meets(1, [1..2])", "null"},
                                     {"range(\"[18..21)\")", "[18..21)"},
                                     {"range(\"(..2]\")", "(<= 2)"},
                                     {"range(\"[\\\"a..b\\\"..\\\"c\\\"]\")", "[\"a..b\"..\"c\"]"},
                                     {"range(\"[2..1]\")", "null"},
                                     {"range(\"[..2]\")", "null"},
                                     {"range(\"[1..\\\"a\\\"]\")", "null"},
                                     {"range(\"oops\")", "null"}};
  CHECK_ALL(examples);
}

/** Relations and their converses agree for all pairs of a small family of ranges. */
static void test_range_converses(void **state) {
  (void)state;
  static const char *const ranges[] = {"[1..3]", "(1..3]", "[1..3)", "[3..5]", "(3..5)",
                                       "[2..4]", "[1..5]", "(< 3)",  "(>= 3)"};
  static const char *const converses[][2] = {
      {"before", "after"},         {"meets", "met by"},       {"overlaps before", "overlaps after"},
      {"finishes", "finished by"}, {"during", "includes"},    {"starts", "started by"},
      {"overlaps", "overlaps"},    {"coincides", "coincides"}};
  feel_bench bench;
  bench_start(&bench, false);
  for (size_t i = 0; i < 81; i++) {
    const lu_value *pair[] = {bench_value(&bench, ranges[i / 9]),
                              bench_value(&bench, ranges[i % 9])};
    const lu_value *swapped[] = {pair[1], pair[0]};
    for (size_t j = 0; j < 8; j++) {
      const lu_value *one = feel_call_builtin(&bench.evaluator, converses[j][0], NULL, pair, 2);
      const lu_value *two = feel_call_builtin(&bench.evaluator, converses[j][1], NULL, swapped, 2);
      assert_int_equal(one->kind, LU_VALUE_BOOLEAN);
      assert_true(one == two);
    }
    /* Two ranges overlap exactly if neither lies before the other. */
    bool apart = lu_value_is_true(feel_call_builtin(&bench.evaluator, "before", NULL, pair, 2)) ||
                 lu_value_is_true(feel_call_builtin(&bench.evaluator, "after", NULL, pair, 2));
    assert_int_equal(
        lu_value_is_true(feel_call_builtin(&bench.evaluator, "overlaps", NULL, pair, 2)), !apart);
  }
  bench_end(&bench);
}

static void test_contexts(void **state) {
  (void)state;
  static const example examples[] = {
      {"get value({a: \"foo\"}, \"a\")", "\"foo\""},
      {"get value({a: \"foo\"}, \"b\")", "null"},
      {"get entries({a: 1, b: 2})", "[{key: \"a\", value: 1}, {key: \"b\", value: 2}]"},
      {"context([{key: \"a\", value: 1}, {key: \"b\", value: null}])", "{a: 1, b: null}"},
      {"context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])", "null"},
      {"context({key: null, value: 1})", "null"},
      {"context([])", "{}"},
      {"context put({x: 1}, \"y\", 2)", "{x: 1, y: 2}"},
      {"context put({x: 1}, \"x\", 2)", "{x: 2}"},
      {"context put({x: 1, y: {a: 0}}, [\"y\", \"a\"], 2)", "{x: 1, y: {a: 2}}"},
      {"context put({}, [\"y\", \"a\"], 2)", "{y: {a: 2}}"},
      {"context put({x: 1}, [], 2)", "null"},
      {"context put({x: 1}, [\"x\", \"a\"], 2)", "null"},
      {"context merge([{x: 1}, {y: 2, x: 3}])", "{x: 3, y: 2}"},
      {"context merge([{x: 1}, 2])", "null"},
      {"context(get entries({a: 1, b: [2]})) = {b: [2], a: 1}", "true"}};
  CHECK_ALL(examples);
}

/** The parser searches the list by name, so it must be in order; arguments must be named. */
static void test_table(void **state) {
  (void)state;
  size_t count;
  const feel_builtin *builtins = feel_builtins(&count);
  assert_true(count > 90);
  for (size_t i = 0; i < count; i++) {
    if (i > 0) assert_true(strcmp(builtins[i - 1].name, builtins[i].name) <= 0);
    size_t parameters = builtins[i].parameters[0] != '\0';
    for (const char *c = builtins[i].parameters; *c != '\0'; c++)
      parameters += *c == ',';
    assert_true(builtins[i].required <= parameters);
    assert_non_null(builtins[i].call);
  }
}

static void test_types(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  feel_evaluator *evaluator = &bench.evaluator;
  const feel_type *number = feel_type_named("number"), *any = feel_type_named("Any");
  const feel_type list = {.kind = FEEL_TYPE_LIST, .element = number};
  const feel_field fields[] = {{"a", number}};
  const feel_type context = {.kind = FEEL_TYPE_CONTEXT, .field_count = 1, .fields = fields};
  assert_null(feel_type_named("numbers"));
  const lu_value *one = bench_value(&bench, "1"), *ones = bench_value(&bench, "[1]");
  assert_true(feel_conforms(evaluator, one, number));
  assert_true(feel_conforms(evaluator, one, any));
  assert_true(feel_conforms(evaluator, &feel_null, number));
  assert_false(feel_conforms(evaluator, bench_value(&bench, "\"1\""), number));
  assert_true(feel_conforms(evaluator, ones, &list));
  assert_false(feel_conforms(evaluator, bench_value(&bench, "[1, \"2\"]"), &list));
  assert_true(feel_conforms(evaluator, bench_value(&bench, "{a: 1, b: 2}"), &context));
  assert_false(feel_conforms(evaluator, bench_value(&bench, "{b: 2}"), &context));
  /* A single value becomes a list, a list of one its item, a date midnight UTC. */
  assert_string_equal(bench_print(&bench, feel_coerce(evaluator, one, &list, "x")), "[1]");
  assert_string_equal(bench_print(&bench, feel_coerce(evaluator, ones, number, "x")), "1");
  assert_string_equal(
      bench_print(&bench, feel_coerce(evaluator, bench_value(&bench, "@\"2020-01-02\""),
                                      feel_type_named("date and time"), "x")),
      "2020-01-02T00:00:00Z");
  assert_int_equal(evaluator->message_count, 0);
  assert_true(feel_coerce(evaluator, bench_value(&bench, "[1, 2]"), number, "dose") == &feel_null);
  assert_int_equal(evaluator->message_count, 1);
  assert_non_null(strstr(evaluator->messages[0], "dose"));
  bench_end(&bench);
}

static void test_allowed_values(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  feel_type grade = *feel_type_named("string");
  assert_int_equal(
      feel_compile_unary(&grade.allowed, "\"G1\", \"G2\", \"G3\"", &bench.names, bench.arena, NULL),
      LU_OK);
  assert_true(feel_conforms(&bench.evaluator, bench_value(&bench, "\"G2\""), &grade));
  assert_false(feel_conforms(&bench.evaluator, bench_value(&bench, "\"G4\""), &grade));
  assert_true(feel_conforms(&bench.evaluator, &feel_null, &grade));
  bench_end(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numeric),         cmocka_unit_test(test_dates),
      cmocka_unit_test(test_today),           cmocka_unit_test(test_ranges),
      cmocka_unit_test(test_range_converses), cmocka_unit_test(test_contexts),
      cmocka_unit_test(test_table),           cmocka_unit_test(test_types),
      cmocka_unit_test(test_allowed_values),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
