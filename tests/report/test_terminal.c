/* SPDX-License-Identifier: Apache-2.0 */
/* Document trees as text on a terminal: every kind of node, tables in columns, narrow pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#include "lutetia/report.h"

#define HEAD "{\"type\":\"document\",\"title\":\"T\",\"notice\":\"N\",\"children\":["
#define TABLE                                                                                \
  "{\"type\":\"table\",\"caption\":\"Doses\",\"columns\":[{\"title\":\"Drug\"},{\"title\":"  \
  "\"Dose\",\"unit\":\"mg\",\"align\":\"right\"}],\"rows\":[[\"first\",\"5\"],[{\"runs\":[{" \
  "\"text\":\"second\",\"style\":\"bold\"}]},\"1250\"]]}"

static char *written(const char *nodes, int width, bool color) {
  lu_text json = LU_TEXT_INIT, out = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  const lu_report_style style = {width, color, false};
  lu_text_printf(&json, HEAD "%s]}", nodes);
  json_t *document = json_loads(lu_text_string(&json), 0, NULL);
  assert_non_null(document);
  assert_int_equal(lu_report_text(&out, document, &style, &error), LU_OK);
  char *copy = test_malloc(out.length + 1);
  memcpy(copy, lu_text_string(&out), out.length + 1);
  json_decref(document);
  lu_text_free(&json);
  lu_text_free(&out);
  return copy;
}

static void check(const char *nodes, int width, const char *expected) {
  char *text = written(nodes, width, false);
  assert_string_equal(text, expected);
  test_free(text);
}

static void test_tables_stand_in_columns(void **state) {
  (void)state;
  check(TABLE, 80,
        "T\nN\nDoses\nDrug    Dose (mg)\n-----------------\nfirst           5\nsecond       "
        "1250\n");
}

static void test_paint_moves_no_column(void **state) {
  (void)state;
  char *text = written(TABLE, 80, true);
  assert_non_null(strstr(text, "second       1250\n"));
  test_free(text);
}

static void test_cells_wrap_and_words_stay_whole(void **state) {
  (void)state;
  char *text = written(
      "{\"type\":\"table\",\"columns\":[{\"title\":\"A\"},{\"title\":\"B\"}],"
      "\"rows\":[[\"haemoglobin\",\"one two three four five six seven eight nine "
      "ten eleven twelve\"]]}",
      40, false);
  assert_non_null(strstr(text, "haemoglobin  one two three four five six\n"));
  assert_non_null(strstr(text, "\n             seven eight nine ten eleven\n"));
  for (const char *line = text; line != NULL && *line != '\0';) {
    const char *end = strchr(line, '\n');
    assert_true(end != NULL && end - line <= 40);
    line = end + 1;
  }
  test_free(text);
}

static void test_every_node_is_written(void **state) {
  (void)state;
  check(
      "{\"type\":\"section\",\"title\":\"S\",\"level\":1,\"children\":[{\"type\":\"text\","
      "\"text\":\"para\"},{\"type\":\"list\",\"ordered\":true,\"items\":[{\"type\":\"text\","
      "\"text\":\"one\"},{\"type\":\"text\",\"text\":\"two\"}]},{\"type\":\"fields\","
      "\"items\":[{\"label\":\"L\",\"value\":\"v\",\"note\":\"n\"}]},{\"type\":\"callout\","
      "\"severity\":\"severe\",\"title\":\"C\",\"children\":[{\"type\":\"text\",\"text\":"
      "\"inside\"}]}]}",
      80, "T\nN\n\nS\n  para\n  1. one\n  2. two\n  L  v n\n  C\n    inside\n");
}

static void test_control_characters_are_not_passed_on(void **state) {
  (void)state;
  char *text = written("{\"type\":\"text\",\"text\":\"a\\u001b[31mb\"}", 80, false);
  assert_null(strchr(text, '\033'));
  test_free(text);
}

static void test_an_unknown_node_is_refused(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  lu_text out = LU_TEXT_INIT;
  json_t *document = json_loads(HEAD "{\"type\":\"dance\"}]}", 0, NULL);
  assert_int_equal(lu_report_text(&out, document, NULL, &error), LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "/children/0"));
  json_decref(document);
  lu_text_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tables_stand_in_columns),
      cmocka_unit_test(test_paint_moves_no_column),
      cmocka_unit_test(test_cells_wrap_and_words_stay_whole),
      cmocka_unit_test(test_every_node_is_written),
      cmocka_unit_test(test_control_characters_are_not_passed_on),
      cmocka_unit_test(test_an_unknown_node_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
