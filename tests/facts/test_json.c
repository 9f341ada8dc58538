/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/facts/json.h"

/** What is wrong is told with line, column and how it is written instead. */
static void wrong_text_is_told_in_words(void **state) {
  (void)state;
  static const struct {
    const char *text, *place, *words;
  } cases[] = {
      {"", "x:1:1:", "empty"},
      {"{\n \"a\": 1,\n}", "x:2:8:", "no comma may stand before the closing }"},
      {"[1, 2, ]", "x:1:6:", "no comma may stand before the closing ]"},
      {"{\"a\": NaN}", "x:1:7:", "write \"unknown\""},
      {"{\"a\": -Infinity}", "x:1:7:", "write \"unknown\""},
      {"{'a': 1}", "x:1:2:", "double quotes"},
      {"{\"a\": 'b'}", "x:1:7:", "not in single ones"},
      {"{\"a\": \xE2\x80\x9C"
       "b\xE2\x80\x9D}",
       "x:1:7:", "typographic"},
      {"{\"a\": {\n\"b\": 1", "x:2:7:", "before the { of line 1 is closed"},
      {"{\"a\": \"cut", "x:1:7:", "no closing quote"},
      {"{\"a\": \"cut\n\"}", "x:1:7:", "no closing quote"},
      {"{\"a\" 1}", "x:1:6:", "colon"},
      {"{\"a\": 1\n \"b\": 2}", "x:1:8:", "comma is missing"},
      {"{\"a\": 3,5}", "x:1:9:", "point"},
      {"{\"a\": 05}", "x:1:7:", "begin with 0"},
      {"{\"a\": .5}", "x:1:7:", "a value is wanted here, not ."},
      {"{\"a\": 5.}", "x:1:9:", "decimal point"},
      {"{\"a\": 5cm}", "x:1:8:", "unit"},
      {"{\"a\": yes}", "x:1:7:", "write \"yes\""},
      {"{\"a\": True}", "x:1:7:", "write \"True\""},
      {"{\"a\": nulls}", "x:1:7:", "without quotes"},
      {"{\"a\": }", "x:1:7:", "value is missing"},
      {"{\"a\": 1] ", "x:1:8:", "must be closed by }"},
      {"{\"a\": 1} {", "x:1:10:", "after the end"},
      {"{ // remark\n}", "x:1:3:", "comments"},
      {"{\"a\": \"C:\\data\"}", "x:1:10:", "twice"},
      {"{\"a\": \"\\ud800\"}", "x:1:10:", "half a character"},
      {"{\"a\": \"\\u0000\"}", "x:1:10:", "not allowed"},
      {"{\"a\": 1e999}", "x:1:7:", "too large"},
      {"{\"a\": 99999999999999999999}", "x:1:7:", "too large"},
      {"\xEF\xBB\xBF{}", "x:1:1:", "byte order mark"},
      {"{\"a\": \"\xFF\"}", "x:1:", "not UTF-8"},
      {"{\"a\": 1, \"a\": 2}", "x:1:", "stands twice in the same"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    json_t *out = NULL;
    lu_error error = LU_ERROR_INIT;
    lu_status status = lu_json_parse(&out, cases[i].text, strlen(cases[i].text), "x", &error);
    if (status != LU_BAD_INPUT || strstr(error.message, cases[i].place) != error.message ||
        strstr(error.message, cases[i].words) == NULL)
      fail_msg("%s gives %d, %s", cases[i].text, (int)status, error.message);
    assert_null(out);
  }
}

/** What is right is read as the parser reads it, whatever its spelling. */
static void right_text_is_read(void **state) {
  (void)state;
  static const char *const texts[] = {
      "{}",
      " [ ] \n",
      "\"text\"",
      "-0",
      "[0, -1, 9223372036854775807, -9223372036854775808]",
      "[0.1, -2.5e-3, 1E5, 0.12345678901234567890123456789, 1e-320, 0.0]",
      "[true, false, null, \"\", \"a\\\"b\\\\c\\/\\b\\f\\n\\r\\t\", "
      "\"\\u00e9\\u20AC\\ud83d\\ude00\"]",
      "{\"z\": {\"a\": [[], {}]}, \"a\": \"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"}",
      "{\"a rather long key that the parser must enlarge a buffer for\": 1}",
  };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    json_t *out = NULL;
    lu_error error = LU_ERROR_INIT;
    if (lu_json_parse(&out, texts[i], strlen(texts[i]), "x", &error) != LU_OK)
      fail_msg("%s: %s", texts[i], error.message);
    json_t *expected = json_loads(texts[i], JSON_DECODE_ANY, NULL);
    assert_true(json_equal(out, expected));
    json_decref(expected);
    json_decref(out);
  }
}

/** Text that nests too deep is refused, not followed. */
static void deep_text_is_refused(void **state) {
  (void)state;
  char deep[5000];
  memset(deep, '[', sizeof deep);
  json_t *out = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_json_parse(&out, deep, sizeof deep, "x", &error), LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "deep"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(wrong_text_is_told_in_words),
      cmocka_unit_test(right_text_is_read),
      cmocka_unit_test(deep_text_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
