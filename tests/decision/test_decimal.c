/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "decimal.h"

static decimal number(const char *text) {
  decimal result;
  if (!decimal_parse(&result, text, strlen(text))) fail_msg("%s is not a number", text);
  return result;
}

static void check(decimal found, const char *expected) {
  char text[DECIMAL_TEXT_SIZE];
  size_t length = decimal_format(text, sizeof text, found);
  assert_int_equal(length, strlen(text));
  assert_string_equal(text, expected);
}

static void test_text(void **state) {
  (void)state;
  static const char *const pairs[][2] = {{"0", "0"},
                                         {"-0", "0"},
                                         {"007", "7"},
                                         {"1.50", "1.5"},
                                         {"-0.10", "-0.1"},
                                         {".5", "0.5"},
                                         {"+3", "3"},
                                         {"1e3", "1000"},
                                         {"1.25E-2", "0.0125"},
                                         {"1E-1", "0.1"},
                                         {"9223372036854775808", "9223372036854775808"},
                                         {"-9223372036854775808", "-9223372036854775808"},
                                         {"1e39", "1000000000000000000000000000000000000000"},
                                         {"1e40", "1E+40"},
                                         {"1.5e-60", "1.5E-60"}};
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    check(number(pairs[i][0]), pairs[i][1]);
  }
  static const char *const wrong[] = {"",   "-",   ".",      "5.",    "1e",  "1e+",      "e5", "1 ",
                                      " 1", "0x1", "1e9999", "1.2.3", "NaN", "Infinity", "--1"};
  decimal none;
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    if (decimal_parse(&none, wrong[i], strlen(wrong[i]))) fail_msg("%s was read", wrong[i]);
  }
}

/** 34 digits are kept; the 35th rounds half to even, and digits far behind still break a tie. */
static void test_precision(void **state) {
  (void)state;
  check(number("1.234567890123456789012345678901234"), "1.234567890123456789012345678901234");
  check(number("1.2345678901234567890123456789012345"), "1.234567890123456789012345678901234");
  check(number("1.2345678901234567890123456789012335"), "1.234567890123456789012345678901234");
  char text[300] = "1.2345678901234567890123456789012345";
  memset(text + 36, '0', 200);
  strcpy(text + 236, "1");
  check(number(text), "1.234567890123456789012345678901235");
  check(decimal_divide(number("1"), number("3")), "0.3333333333333333333333333333333333");
}

static void test_arithmetic(void **state) {
  (void)state;
  check(decimal_add(number("0.1"), number("0.2")), "0.3");
  check(decimal_add(number("9223372036854775807"), number("1")), "9223372036854775808");
  check(decimal_subtract(number("1e20"), number("1")), "99999999999999999999");
  check(decimal_multiply(number("4000000000"), number("4000000000")), "16000000000000000000");
  check(decimal_multiply(number("0.05"), number("20")), "1");
  check(decimal_divide(number("7"), number("2")), "3.5");
  check(decimal_power(number("2"), number("10")), "1024");
  check(decimal_power(number("2"), number("-2")), "0.25");
  check(decimal_power(number("1.1"), number("3")), "1.331");
  check(decimal_power(number("9"), number("0.5")), "3");
  assert_false(decimal_is_finite(decimal_divide(number("1"), number("0"))));
  check(decimal_sqrt(number("2")), "1.414213562373095048801688724209698");
  check(decimal_exp(number("1")), "2.718281828459045235360287471352662");
  check(decimal_log(number("10")), "2.302585092994045684017991454684364");
}

/** FEEL modulo has the sign of the divisor: examples of DMN 1.5, table 75. */
static void test_modulo(void **state) {
  (void)state;
  check(decimal_modulo(number("12"), number("5")), "2");
  check(decimal_modulo(number("-12"), number("5")), "3");
  check(decimal_modulo(number("12"), number("-5")), "-3");
  check(decimal_modulo(number("-12"), number("-5")), "-2");
  check(decimal_modulo(number("10.1"), number("4.5")), "1.1");
  check(decimal_modulo(number("-10.1"), number("4.5")), "3.4");
  check(decimal_modulo(number("10.1"), number("-4.5")), "-3.4");
  check(decimal_modulo(number("-10.1"), number("-4.5")), "-1.1");
  check(decimal_modulo(number("1e30"), number("7")), "1");
}

static void test_rounding(void **state) {
  (void)state;
  static const struct {
    const char *number;
    const char *results[5]; /* half even, up, down, half up, half down; to whole numbers */
  } cases[] = {{"2.5", {"2", "3", "2", "3", "2"}},       {"3.5", {"4", "4", "3", "4", "3"}},
               {"-2.5", {"-2", "-3", "-2", "-3", "-2"}}, {"2.51", {"3", "3", "2", "3", "3"}},
               {"-1.1", {"-1", "-2", "-1", "-1", "-1"}}, {"7", {"7", "7", "7", "7", "7"}}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    for (int mode = DECIMAL_HALF_EVEN; mode <= DECIMAL_HALF_DOWN; mode++) {
      check(decimal_round(number(cases[i].number), 0, (decimal_rounding)mode),
            cases[i].results[mode]);
    }
  }
  check(decimal_round(number("1234.5678"), 2, DECIMAL_HALF_EVEN), "1234.57");
  check(decimal_round(number("1250"), -2, DECIMAL_HALF_EVEN), "1200");
  check(decimal_round(number("1350"), -2, DECIMAL_HALF_EVEN), "1400");
  check(decimal_round(number("5.5"), 6176, DECIMAL_DOWN), "5.5");
  check(decimal_floor(number("-1.5")), "-2");
  check(decimal_ceiling(number("-1.5")), "-1");
}

static void test_order(void **state) {
  (void)state;
  static const char *const ascending[] = {"-1e6000",
                                          "-9223372036854775808",
                                          "-2.50",
                                          "-2.4999",
                                          "0",
                                          "1e-6000",
                                          "0.1",
                                          "1",
                                          "1.0000000000000000000000001",
                                          "10",
                                          "123456789012345678901234567890"};
  size_t count = sizeof ascending / sizeof ascending[0];
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < count; j++) {
      int order = decimal_compare(number(ascending[i]), number(ascending[j]));
      assert_int_equal(order, (i > j) - (i < j));
    }
  }
  assert_int_equal(decimal_compare(number("1.0"), number("1.000")), 0);
  assert_int_equal(decimal_compare(number("0"), decimal_negate(number("0"))), 0);
}

static void test_integers(void **state) {
  (void)state;
  int64_t integer;
  static const int64_t values[] = {0, 1, -1, 42, INT64_MAX, INT64_MIN, INT64_MAX - 1};
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    assert_true(decimal_to_integer(&integer, decimal_from_integer(values[i])));
    assert_true(integer == values[i]);
  }
  assert_true(decimal_to_integer(&integer, number("1e3")));
  assert_int_equal(integer, 1000);
  assert_true(decimal_to_integer(&integer, number("12.000")));
  assert_int_equal(integer, 12);
  assert_false(decimal_to_integer(&integer, number("12.5")));
  assert_false(decimal_to_integer(&integer, number("9223372036854775808")));
  assert_true(decimal_is_integer(number("1e100")));
  assert_false(decimal_is_integer(number("1e-100")));
}

/** The decimal of a double is the shortest that reads back: no 0.1000000000000000055. */
static void test_doubles(void **state) {
  (void)state;
  static const double values[] = {0,     0.1,    1.0 / 3, 1e22, 1e23,  123456.789,        -2.5e-10,
                                  1e300, 5e-324, 7.4,     52.5, 1e-22, 9007199254740993.0};
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    double back = decimal_to_double(decimal_from_double(values[i]));
    assert_true(back == values[i]);
  }
  check(decimal_from_double(0.1), "0.1");
  check(decimal_from_double(7.4), "7.4");
  check(decimal_from_double(-1e21), "-1000000000000000000000");
  assert_false(decimal_is_finite(decimal_from_double((double)NAN)));
  assert_false(decimal_is_finite(decimal_from_double((double)INFINITY)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text),       cmocka_unit_test(test_precision),
      cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_modulo),
      cmocka_unit_test(test_rounding),   cmocka_unit_test(test_order),
      cmocka_unit_test(test_integers),   cmocka_unit_test(test_doubles),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
