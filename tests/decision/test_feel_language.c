/* SPDX-License-Identifier: Apache-2.0 */
/* The language: literals, names, operators, ranges, loops, functions. Results follow DMN 1.5. */
#include "decision/feel_bench.h"

static void literals(void **state) {
  (void)state;
  static const example examples[] = {
      {"1", "1"},
      {"-1.50", "-1.5"},
      {".5", "0.5"},
      {"1.23e4 = 12300", "true"},
      {"1.23E-4 = 0.000123", "true"},
      {"\"a\\\"b\\n\\\\\" = \"a\\u0022b\\u000A\\u005c\"", "true"},
      {"\"\\ud83d\\udc0e\" = \"\\U01F40E\"", "true"},
      {"string length(\"\\u00e9\\U01F40E\")", "2"},
      {"\"\\d\" = \"\\\\d\"", "true"},
      {"null", "null"},
      {"@\"2020-02-29\".year", "2020"},
      {"@\"nonsense\"", "null"},
      {"1 + /* 1 + */ 1 // and no more", "2"},
      {"[1, [], \"x\"]", "[1, [], \"x\"]"},
      {"{a: 1 + 2, b: a + 3}.b", "6"},
      {"{a: 1, a: 2}", "null"},
      {"{\"a b!\": 1, c+d: 2}.c+d", "2"},
      {"{}", "{}"},
  };
  CHECK_ALL(examples);
}

static void operators(void **state) {
  (void)state;
  static const example examples[] = {
      {"1 + 2 * 3 - 4 / 2", "5"},
      {"2 - 3 - 4", "-5"},
      {"16 / 4 / 2", "2"},
      {"3 ** 4 ** 5", "3486784401"},
      {"-3 ** 2", "9"},
      {"2 * -3", "-6"},
      {"--10", "10"},
      {"1 / 0", "null"},
      {"\"a\" + \"b\" + \"c\"", "\"abc\""},
      {"\"a\" + 1", "null"},
      {"null + 1", "null"},
      {"-@\"P1Y2M\" = @\"-P1Y2M\"", "true"},
      {"-\"1\"", "null"},
      {"1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3 and 1 != 2", "true"},
      {"1 = \"1\"", "null"},
      {"1 = null", "false"},
      {"null = null", "true"},
      {"1 < null", "null"},
      {"3 between 1 and 5", "true"},
      {"3 between 4 and 5 and true", "false"},
      {"0 between null and -1", "false"},
      {"true and null", "null"},
      {"false and null", "false"},
      {"null or true", "true"},
      {"null or false", "null"},
      {"1 and true", "null"},
      {"if 1 < 2 then \"a\" else \"b\"", "\"a\""},
      {"if null then 1 else 2 + 3", "5"},
      {"1 + if true then 2 else 3", "3"},
      {"1 instance of number", "true"},
      {"null instance of Any", "false"},
      {"[1] instance of list<number>", "true"},
      {"[1, \"a\"] instance of list<number>", "false"},
      {"{a: {b: 1}} instance of context<a: context<b: number>>", "true"},
      {"@\"P1D\" instance of days and time duration", "true"},
      {"@\"2020-01-01T00:00:00\" instance of date and time", "true"},
      {"1 instance of function<>->Any", "false"},
      {"(1) instance of number and true", "true"},
  };
  CHECK_ALL(examples);
}

static void ranges_and_tests(void **state) {
  (void)state;
  static const example examples[] = {
      {"1 in [1..2] and 2 in [1..2]", "true"},
      {"1 in (1..2)", "false"},
      {"1 in ]0..2[", "true"},
      {"2 in [0..2[", "false"},
      {"2 in (0..1 + 1]", "true"},
      {"5 in (< 5)", "false"},
      {"5 in <= 5", "true"},
      {"10 in (1, < 5, >= 10)", "true"},
      {"10 in (1, 5, 9)", "false"},
      {"10 in !=10", "false"},
      {"10 in (=10)", "true"},
      {"1 in [2, 3, 1]", "true"},
      {"1 in [[2..4], [1..3]]", "true"},
      {"5 in [[2..4], [1..3]]", "false"},
      {"5 in (null..10]", "null"},
      {"11 in (null..10]", "false"},
      {"null in [1..10]", "null"},
      {"[1..10[ = [1..10)", "true"},
      {"]1..10] = (1..10]", "true"},
      {"(< 10) = (null..10)", "false"},
      {"(=10) = [10..10]", "false"},
      {"(=10) = (=10)", "true"},
      {"(!=10) = (!=10)", "true"},
      {"[1..10[.end included", "false"},
      {"(>= 10).start", "10"},
      {"4 in (? > 3 and ? < 5)", "true"},
      {"[1..[3, 4][1]].end", "3"},
      {"2 in [1..[3, 4][1][", "true"},
      {"\"b\" in [\"a\"..\"c\"]", "true"},
      {"true in (false, true)", "true"},
  };
  CHECK_ALL(examples);
}

static void loops(void **state) {
  (void)state;
  static const example examples[] = {
      {"for i in [1,2,3] return i + 1", "[2, 3, 4]"},
      {"for i in [1,2,3], j in [4,5] return i + j", "[5, 6, 6, 7, 7, 8]"},
      {"for i in 4..2 return i", "[4, 3, 2]"},
      {"for i in 1..-1 return i", "[1, 0, -1]"},
      {"for i in [1..3] return i", "[1, 2, 3]"},
      {"for i in (1..3) return i", "[2]"},
      {"for i in (1..1) return i", "[]"},
      {"for i in [1..2.5) return i", "[1, 2]"},
      {"for i in [2..1] return i", "null"},
      {"for i in \"a\"..\"z\" return i", "null"},
      {"for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"},
      {"for x in [[1,2],[3,4]], y in x return y", "[1, 2, 3, 4]"},
      {"for x in [[1,2],[3,4]] return for y in x return y", "[[1, 2], [3, 4]]"},
      {"for d in @\"2020-02-28\"..@\"2020-03-01\" return d.day", "[28, 29, 1]"},
      {"for d in @\"0001-01-01\"..@\"0000-12-30\" return d.day", "[1, 31, 30]"},
      {"count(for d in @\"1900-01-01\"..@\"2000-01-01\" return d)", "36525"},
      {"(for f in (for i in 1..3 return function(x) x + i) return f(10))", "[11, 12, 13]"},
      {"some i in [1,2,3] satisfies i > 2", "true"},
      {"every i in [1,2,3] satisfies i > 2", "false"},
      {"some i in [1,null,3] satisfies i > 5", "null"},
      {"every i in [], j in [1] satisfies false", "true"},
      {"some i in [] satisfies true", "false"},
      {"some i in 1..10, j in i..10 satisfies i * j = 63", "true"},
  };
  CHECK_ALL(examples);
}

static void filters_and_paths(void **state) {
  (void)state;
  static const example examples[] = {
      {"[1,2,3][item >= 2]", "[2, 3]"},
      {"[1,2,3][-1]", "3"},
      {"[1,2,3][0]", "null"},
      {"[1,2,3][4]", "null"},
      {"[1,2,3][true]", "[1, 2, 3]"},
      {"[1,2,3][false]", "[]"},
      {"100[1]", "100"},
      {"100[item > 5]", "[100]"},
      {"[{a: 1}, {a: 2}, {a: 3}][item.a >= 2].a", "[2, 3]"},
      {"[{a: 1}, {a: 2}, {a: 3}][a >= 2].a", "[2, 3]"},
      {"[{item: 1}, {item: 2}][item >= 2].item", "[2]"},
      {"[{x: 1}, {y: 2}][y > 1]", "[{y: 2}]"},
      {"[{first name: \"Ann\"}, {first name: \"Bo\"}][first name = \"Bo\"].first name", "[\"Bo\"]"},
      {"[{x: 1}, {y: 2}].y", "[null, 2]"},
      {"[{b: [1]}, {b: [2, 3]}].b", "[[1], [2, 3]]"},
      {"{a: 1}.b", "null"},
      {"null.b", "null"},
      {"for i in 1..2 return [10, 20][i]", "[10, 20]"},
      {"[[1, 2], [3]][count(item) = 1]", "[[3]]"},
      {"[[1, 2], [3]][item[1] = 3]", "[[3]]"},
      {"[1,2,3][even(item)]", "[2]"},
      {"@\"2020-01-01T10:00:00+02:00\".time offset = @\"PT2H\"", "true"},
  };
  CHECK_ALL(examples);
}

static void functions(void **state) {
  (void)state;
  static const example examples[] = {
      {"(function(a, b) a - b)(5, 3)", "2"},
      {"(function(a, b) a - b)(b: 5, a: 3)", "-2"},
      {"(function(a, b) a - b)(1)", "null"},
      {"(function(a, b) a - b)(a: 1, c: 2)", "null"},
      {"(function(a: number) a + 1)(\"x\")", "null"},
      {"(function(a: list<number>, b: string) b)([1], \"x\")", "\"x\""},
      {"-(function(a) a)(10)", "-10"},
      {"{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(20)}.r", "2432902008176640000"},
      {"{add: function(a) function(b) a + b, r: add(1)(2)}.r", "3"},
      {"(function(s) external {java: {class: \"x\", method signature: \"y(z)\"}})(1)", "null"},
      {"sort([3,1,2], function(x, y) x < y)", "[1, 2, 3]"},
      {"substring(\"foobar\", 3)", "\"obar\""},
      {"substring(start position: 3, string: \"foobar\", length: 2)", "\"ob\""},
      {"substring(wrong: 3, string: \"foobar\")", "null"},
      {"nonexisting()", "null"},
      {"\"abs\"(-1)", "null"},
      {"123()", "null"},
      {"max(1, 3, 2) + max([5, 6])", "9"},
      {"date and time(date(\"2020-01-01\"), time(\"10:00:00\")).hour", "10"},
      {"(function(f) f(-3))(abs)", "3"},
  };
  CHECK_ALL(examples);
}

/** Names with spaces, signs and words of the language in them. */
static void names(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  lu_arena *arena = bench.arena;
  const lu_value *days[] = {feel_string_z(arena, "sat"), feel_string_z(arena, "sun")};
  const feel_entry entries[] = {
      {"mean dose", feel_integer(arena, 7)},
      {"mean", feel_integer(arena, 1)},
      {"dose", feel_integer(arena, 2)},
      {"a+b", feel_integer(arena, 3)},
      {"days in weekend", feel_list_value(arena, days, 2)},
      {"if valid", &feel_true},
      {"true north", feel_integer(arena, 9)},
      {"Kranke(r)", feel_integer(arena, 4)},
      {"\xc3\x9c"
       "bung",
       feel_integer(arena, 5)},
      {"Is ok?", &feel_true},
      {"date", feel_integer(arena, 6)},
  };
  bench_bind(&bench, entries, sizeof entries / sizeof entries[0]);
  bench_check(&bench, "mean dose + dose", "9");
  bench_check(&bench, "mean  \n dose", "7");
  bench_check(&bench, "a + b", "3");
  bench_check(&bench, "for i in days in weekend return i", "[\"sat\", \"sun\"]");
  bench_check(&bench, "if if valid then true north else 0", "9");
  bench_check(&bench, "Kranke(r) * 2", "8");
  bench_check(&bench,
              "\xc3\x9c"
              "bung",
              "5");
  bench_check(&bench, "Is ok? and true", "true");
  bench_check(&bench, "date + date(\"2020-01-01\").year", "2026");
  bench_check(&bench, "{mean dose: 1, r: mean dose + 1}.r", "2");
  bench_check(&bench, "{dose: dose + 1}.dose", "3");
  bench_check(&bench, "(function(mean dose) mean dose)(3)", "3");
  bench_end(&bench);
}

/** Collects names into a text. */
static void collect(void *user, const char *name) {
  lu_text *text = user;
  lu_text_puts(text, name);
  lu_text_puts(text, ";");
}

static void free_names(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  const feel_entry entries[] = {{"x", &feel_null}, {"y z", &feel_null}};
  bench_bind(&bench, entries, 2);
  const feel_expression *expression;
  assert_int_equal(
      feel_compile(&expression,
                   "{a: x, b: a, x: x}.a + (for i in y z return i.x) + (function(q) q + w)(1)",
                   &bench.names, bench.arena, &bench.error),
      LU_OK);
  feel_free_names(expression, collect, &bench.text);
  assert_string_equal(lu_text_string(&bench.text), "x;x;y z;w;");
  bench_end(&bench);
}

/** What a text fails with. */
static void check_failure(const char *text, bool unary, const char *sentence) {
  feel_bench bench;
  bench_start(&bench, false);
  const feel_expression *expression;
  lu_status status = unary ? feel_compile_unary(&expression, text, NULL, bench.arena, &bench.error)
                           : feel_compile(&expression, text, NULL, bench.arena, &bench.error);
  if (status != LU_BAD_INPUT) fail_msg("%s compiles", text);
  if (strstr(bench.error.message, sentence) == NULL) {
    fail_msg("%s\n  fails with %s\n  expected   %s", text, bench.error.message, sentence);
  }
  bench_end(&bench);
}

static void failures(void **state) {
  (void)state;
  check_failure("", false, "expected an expression, found the end");
  check_failure("1 +", false, "line 1, column 4: expected an expression");
  check_failure("(1 + 2", false, "expected ')', found the end");
  check_failure("1\n  2", false, "line 2, column 3: expected an operator or the end, found '2'");
  check_failure("[1, 2", false, "expected ']'");
  check_failure("{a 1}", false, "expected ':'");
  check_failure("if 1 then 2", false, "expected 'else'");
  check_failure("for x 1 return x", false, "expected 'in'");
  check_failure("\"abc", false, "does not end");
  check_failure("1 /* 2", false, "comment");
  check_failure("1 instance of foo", false, "the name of a type, found 'foo'");
  check_failure("f(a: 1, 2)", false, "either all arguments have names or none");
  check_failure("[1..2", false, "at the end of the range");
  check_failure("1..2", false, "expected an operator or the end");
  check_failure("grade G1", false, "expected an operator or the end, found 'G1'");
  check_failure("> 5, ", true, "expected an expression");
  check_failure("> 5 6", true, "expected an operator or the end");
  check_failure("1e99999", false, "a number");
}

/** Checks unary tests on an input that is itself an expression. */
static void check_tests(const char *tests, const char *input, const char *expected) {
  feel_bench bench;
  bench_start(&bench, false);
  const feel_entry entries[] = {{"limit", feel_integer(bench.arena, 5)}, {"flag", &feel_true}};
  bench_bind(&bench, entries, 2);
  const feel_expression *expression;
  if (feel_compile_unary(&expression, tests, &bench.names, bench.arena, &bench.error) != LU_OK) {
    fail_msg("%s: %s", tests, bench.error.message);
  }
  const lu_value *value = bench_value(&bench, input);
  const lu_value *result = feel_test(&bench.evaluator, expression, value, &bench.scope);
  const char *found = bench_print(&bench, result);
  if (strcmp(found, expected) != 0) {
    fail_msg("%s on %s\n  yields   %s\n  expected %s", tests, input, found, expected);
  }
  bench_end(&bench);
}

static void unary_tests(void **state) {
  (void)state;
  check_tests("-", "1", "true");
  check_tests(" - ", "null", "true");
  check_tests("", "1", "true");
  check_tests("-5", "-5", "true");
  check_tests("1, 2, 3", "2", "true");
  check_tests("1, 2, 3", "4", "false");
  check_tests("> 5, [1..3]", "2", "true");
  check_tests("not(> 5, [1..3])", "2", "false");
  check_tests("not(\"a\", \"b\")", "\"c\"", "true");
  check_tests("not(\"a\")", "null", "true");
  check_tests("not(null)", "null", "false");
  check_tests("null", "null", "true");
  check_tests("< limit", "4", "true");
  check_tests("limit", "5", "true");
  check_tests("[limit..10]", "5", "true");
  check_tests("(limit..10]", "5", "false");
  check_tests("? > limit and ? < 10", "7", "true");
  check_tests("list contains([1, 2], ?)", "2", "true");
  check_tests("not(list contains([1, 2], ?))", "2", "false");
  check_tests("not(? = 1) and ? < 3", "2", "true");
  check_tests("[1, 2, 3]", "2", "true");
  check_tests("[1, 2, 3]", "[1, 2, 3]", "true");
  check_tests("true", "true", "true");
  check_tests("true", "false", "false");
  check_tests("false", "false", "true");
  check_tests("flag", "false", "false");
  check_tests("limit > 4", "\"any\"", "true");
  check_tests("limit > 4", "false", "false");
  check_tests("> 5", "null", "null");
  check_tests("> 5", "\"a\"", "null");
  check_tests("?.a = 1", "{a: 1}", "true");
  check_tests("date(\"2020-01-01\")", "date(\"2020-01-01\")", "true");
}

/** Texts that would run away, and the limit that stops them. */
static void check_exhausted(const char *text) {
  feel_bench bench;
  bench_start(&bench, false);
  const feel_expression *expression;
  if (feel_compile(&expression, text, NULL, bench.arena, &bench.error) != LU_OK) {
    fail_msg("%s: %s", text, bench.error.message);
  }
  const lu_value *value = feel_evaluate(&bench.evaluator, expression, NULL);
  assert_int_equal(lu_value_get_kind(value), LU_VALUE_NULL);
  if (!bench.evaluator.exhausted) fail_msg("%s: not exhausted", text);
  assert_true(bench.evaluator.message_count > 0);
  bench_end(&bench);
}

static void limits(void **state) {
  (void)state;
  check_exhausted("for i in 1..1e30 return i");
  check_exhausted("for i in 1..100000, j in 1..100000 return 1");
  check_exhausted("some i in 1..100000, j in 1..100000 satisfies false");
  check_exhausted("for d in @\"0001-01-01\"..@\"999999999-01-01\" return d");
  check_exhausted("{f: function(n) f(n + 1), r: f(1)}.r");
  check_exhausted("{f: function(n) f(n + 1) + f(n + 2), r: f(1)}.r");
  /* Shared items: small in memory, without end once written out or compared. */
  check_exhausted("for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]");
  check_exhausted("for i in 1..100000 return if i = 1 then [] else [partial[-1]]");
  check_exhausted("for i in 1..100000 return if i = 1 then {} else {a: partial[-1]}");
  check_exhausted("for i in 1..200 return if i = 1 then \"ab\" else partial[-1] + partial[-1]");
  check_exhausted(
      "for i in 1..200 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])");
}

/** A message that quotes a long name is cut between characters, not within one. */
static void long_message(void **state) {
  (void)state;
  for (size_t shift = 0; shift < 3; shift++) {
    feel_bench bench;
    bench_start(&bench, false);
    char name[1001] = "";
    memset(name, 'x', shift);
    for (size_t i = shift; i + 3 < 1000; i += 3)
      memcpy(name + i, "\xe2\x82\xac", 4);
    assert_int_equal(lu_value_get_kind(bench_value(&bench, name)), LU_VALUE_NULL);
    assert_int_equal(bench.evaluator.message_count, 1);
    const char *message = bench.evaluator.messages[0];
    assert_true(strlen(message) > 450);
    assert_string_equal(message + strlen(message) - 3, "\xe2\x82\xac");
    bench_end(&bench);
  }
}

static void repeat(lu_text *text, const char *part, size_t count) {
  for (size_t i = 0; i < count; i++)
    lu_text_puts(text, part);
}

/** Texts nested without end are refused, not followed. */
static void deep_texts(void **state) {
  (void)state;
  static const char *const parts[] = {"(",           "[",    "{a:",        "-(",       "a.",
                                      "a[",          "f(",   "if 1 then ", "not(",     "x in (",
                                      "function() ", "]1..", "1+(",        "for i in "};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    lu_text text = LU_TEXT_INIT;
    repeat(&text, parts[i], 100000);
    lu_text_puts(&text, "1");
    check_failure(lu_text_string(&text), false, "");
    lu_text_free(&text);
  }
  feel_bench bench;
  bench_start(&bench, false);
  lu_text text = LU_TEXT_INIT;
  repeat(&text, "1 + ", 50000);
  lu_text_puts(&text, "1");
  bench_check(&bench, lu_text_string(&text), "50001");
  lu_text_free(&text);
  repeat(&text, "true and ", 50000);
  lu_text_puts(&text, "1 < 2");
  bench_check(&bench, lu_text_string(&text), "true");
  lu_text_free(&text);
  bench_end(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(literals),
      cmocka_unit_test(operators),
      cmocka_unit_test(ranges_and_tests),
      cmocka_unit_test(loops),
      cmocka_unit_test(filters_and_paths),
      cmocka_unit_test(functions),
      cmocka_unit_test(names),
      cmocka_unit_test(free_names),
      cmocka_unit_test(failures),
      cmocka_unit_test(unary_tests),
      cmocka_unit_test(limits),
      cmocka_unit_test(deep_texts),
      cmocka_unit_test(long_message),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
