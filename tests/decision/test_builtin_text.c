/* SPDX-License-Identifier: Apache-2.0 */
/* Functions on strings, patterns and conversions. */
#include "feel_bench.h"
#include "unicode_case.h"

static void test_strings(void **state) {
  (void)state;
  static const example examples[] = {
      {"substring(\"foobar\", 3)", "\"obar\""},
      {"substring(\"foobar\", 3, 3.8)", "\"oba\""},
      {"substring(\"foobar\", -2, 1)", "\"a\""},
      {"substring(\"foobar\", 0)", "null"},
      {"substring(\"foobar\", 7)", "null"},
      {"substring(\"foobar\", 1, 0)", "null"},
      {"substring(\"\xF0\x9F\x90\x8E"
       "foo\", 2)",
       "\"foo\""},
      {"string length(\"\xF0\x9F\x90\x8E\xC3\xA9\")", "2"},
      {"upper case(\"Stra\xC3\x9F"
       "e, \xC3\xA9t\xC3\xA9, \xCE\xB1\")",
       "\"STRA\xC3\x9F"
       "E, \xC3\x89T\xC3\x89, \xCE\x91\""},
      {"lower case(\"\xC3\x89T\xC3\x89 \xD0\x96 Z1\")", "\"\xC3\xA9t\xC3\xA9 \xD0\xB6 z1\""},
      {"substring before(\"foobar\", \"o\")", "\"f\""},
      {"substring before(\"foobar\", \"x\")", "\"\""},
      {"substring after(\"foobar\", \"ob\")", "\"ar\""},
      {"substring after(\"\", \"a\")", "\"\""},
      {"contains(\"foobar\", \"ob\")", "true"},
      {"contains(\"foobar\", \"of\")", "false"},
      {"starts with(\"foobar\", \"foo\")", "true"},
      {"starts with(\"foobar\", \"oo\")", "false"},
      {"ends with(\"foobar\", \"bar\")", "true"},
      {"ends with(\"bar\", \"foobar\")", "false"},
      {"string join([\"a\", null, \"c\"], \"X\")", "\"aXc\""},
      {"string join([])", "\"\""},
      {"string join([1], \"X\")", "null"},
      {"upper case([\"a\"])", "\"A\""},
      {"upper case(1)", "null"},
      {"upper case(string: \"a\")", "\"A\""},
      {"string length()", "null"}};
  CHECK_ALL(examples);
}

/** Letters of every script that the C library's own table knows come and go in pairs. */
static void test_letters(void **state) {
  (void)state;
  static const uint32_t pairs[][2] = {{'a', 'A'},       {0xE9, 0xC9},       {0xFF, 0x178},
                                      {0x101, 0x100},   {0x3B1, 0x391},     {0x436, 0x416},
                                      {0x561, 0x531},   {0x1E01, 0x1E00},   {0x24D0, 0x24B6},
                                      {0x10D0, 0x1C90}, {0x10428, 0x10400}, {0x1E922, 0x1E900}};
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    assert_int_equal(unicode_case(pairs[i][0], true), pairs[i][1]);
    assert_int_equal(unicode_case(pairs[i][1], false), pairs[i][0]);
    assert_int_equal(unicode_case(pairs[i][1], true), pairs[i][1]);
  }
  assert_int_equal(unicode_case(0xDF, true), 0xDF); /* sharp s has no single counterpart */
  assert_int_equal(unicode_case(0x4E2D, true), 0x4E2D);
  /* Upper case of lower case of upper case is upper case again. */
  for (uint32_t letter = 0; letter < 0x20000; letter++) {
    uint32_t upper = unicode_case(letter, true);
    assert_int_equal(unicode_case(upper, true), upper);
  }
}

static void test_matches(void **state) {
  (void)state;
  static const example examples[] = {
      {"matches(\"abracadabra\", \"bra\")", "true"},
      {"matches(\"abracadabra\", \"^bra\")", "false"},
      {"matches(\"abracadabra\", \"bra\", \"p\")", "null"},
      {"matches(\"abc\", \"ABC\", \"i\")", "true"},
      {"matches(\"\xE2\x84\xAA\", \"k\", \"i\")", "true"}, /* the sign for kelvin */
      {"matches(\"O\", \"[A-Z-[OI]]\", \"i\")", "false"},
      {"matches(\"x\", \"[A-Z-[OI]]\", \"i\")", "true"},
      {"matches(\"q\", \"^[^a-y]$\")", "false"},
      {"matches(\"ABXY\", \"^[A-Z-[OI]]+$\")", "true"},
      {"matches(\"ABOXY\", \"^[A-Z-[OI]]+$\")", "false"},
      {"matches(\"ABOXY\", \"^[A-Z-[O-P-[O]]]+$\")", "true"},
      {"matches(\"a-]b\", \"^[\\\\]a-c-]+$\")", "true"},
      {"matches(\"a\", \"[]\")", "null"},
      {"matches(\"hello world\", \" hello[ ]world\", \"x\")", "true"},
      {"matches(\"hello world\", \"hello\\\\ sworld\", \"x\")", "true"},
      {"matches(\"hello world\", \"\\\\p{ IsBasicLatin}+\", \"x\")", "true"},
      {"matches(\"hello world\", \"\\\\p{ IsBasicLatin}+\")", "null"},
      {"matches(\"\xC3\xA9\", \"^\\\\P{IsBasicLatin}$\")", "true"},
      {"matches(\"a.b\", \"a.b\", \"q\")", "true"},
      {"matches(\"axb\", \"a.b\", \"q\")", "false"},
      {"matches(\"Mary\\rJones\", \"Mary.Jones\")", "false"},
      {"matches(\"Mary\\rJones\", \"Mary.Jones\", \"s\")", "true"},
      {"matches(\"abcd\\n\\ndefg\", \"^$\", \"m\")", "true"},
      {"matches(\"abc\\n\", \"c$\")", "false"},
      {"matches(\"aA\", \"(a)\\\\1\", \"i\")", "true"},
      {"matches(\"h\", \"(.)\\\\2\")", "null"},
      {"matches(\"ab\", \"(a\\\\1)\")", "null"},
      {"matches(\"a\", \"[a\\\\1]\")", "null"},
      {"matches(\"a\", \"(?=a)\")", "null"},
      {"matches(\"a\", \"\\\\bA\")", "null"},
      {"matches(\"aaa\", \"a++\")", "null"},
      {"matches(\"a\", \"(a\")", "null"},
      {"matches(\"x1:\", \"^\\\\i\\\\c*$\")", "true"},
      {"matches(null, \"a\")", "null"}};
  CHECK_ALL(examples);
}

/** A pattern that needs exponential time is stopped, and says so. */
static void test_limits(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, false);
  bench_check(&bench, "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\", \"^(a+)+$\")",
              "null");
  assert_int_equal(bench.evaluator.message_count, 1);
  assert_non_null(strstr(bench.evaluator.messages[0], "too long"));
  bench_end(&bench);
}

static void test_replace(void **state) {
  (void)state;
  static const example examples[] = {
      {"replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")", "\"[1=ab][2=]cd\""},
      {"replace(\"abracadabra\", \"bra\", \"*\")", "\"a*cada*\""},
      {"replace(\"abracadabra\", \"a(.)\", \"a$1$1\")", "\"abbraccaddabbra\""},
      {"replace(\"AAAA\", \"A+?\", \"b\")", "\"bbbb\""},
      {"replace(\"facetiously\", \"[iouy]\", \"[$0]\")", "\"facet[i][o][u]sl[y]\""},
      {"replace(\"0123456789\", \"(\\\\d{3})(\\\\d{3})(\\\\d{4})\", \"($1) $2-$3\")",
       "\"(012) 345-6789\""},
      {"replace(\"a b c d \", \"[a-z]\", \"#\", \"x\")", "\"# # # # \""},
      {"replace(\"abc\", \"b\", \"$12\")", "\"a2c\""}, /* no group 1: it is empty */
      {"replace(\"abc\", \"(b)\", \"$12\")", "\"ab2c\""},
      {"replace(\"abc\", \"b\", \"\\\\$\")", "\"a$c\""},
      {"replace(\"abc\", \"b\", \"$\")", "null"},
      {"replace(\"abc\", \"x*\", \"-\")", "null"},
      {"split(\"John Doe\", \"\\\\s\")", "[\"John\", \"Doe\"]"},
      {"split(\"a;b;c;;\", \";\")", "[\"a\", \"b\", \"c\", \"\", \"\"]"},
      {"split(\"foo\", null)", "null"}};
  CHECK_ALL(examples);
}

static void test_numbers(void **state) {
  (void)state;
  static const example examples[] = {{"number(\"1.000.000,01\", \".\", \",\")", "1000000.01"},
                                     {"number(\"1 000 000.01\", \" \", \".\")", "1000000.01"},
                                     {"number(\"1,000,000.01\", \" \", \".\")", "null"},
                                     {"number(\"1,000,000\", \",\", null)", "1000000"},
                                     {"number(\"1,000\", \",\", \",\")", "null"},
                                     {"number(\"1,5\", null, \",\")", "1.5"},
                                     {"number(\"1.5\", null, \",\")", "null"},
                                     {"number(\"-1.5e3\")", "-1500"},
                                     {"number(\"abc\")", "null"},
                                     {"number(null)", "null"},
                                     {"number(\"1\", \":\", \".\")", "null"}};
  CHECK_ALL(examples);
}

static void test_string(void **state) {
  (void)state;
  static const example examples[] = {
      {"string(1.10)", "\"1.1\""},
      {"string(\"a\")", "\"a\""},
      {"string(null)", "null"},
      {"string(true)", "\"true\""},
      {"string([1, \"a\", null])", "\"[1, \\\"a\\\", null]\""},
      {"string({a: \"b\"})", "\"{a: \\\"b\\\"}\""},
      {"string(@\"2018-12-08T10:30:11@Europe/Paris\")", "\"2018-12-08T10:30:11@Europe/Paris\""},
      {"string(@\"P1DT2H\")", "\"P1DT2H\""},
      {"string(1e-7)", "\"0.0000001\""}};
  CHECK_ALL(examples);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_strings), cmocka_unit_test(test_letters),
      cmocka_unit_test(test_matches), cmocka_unit_test(test_limits),
      cmocka_unit_test(test_replace), cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_string),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
