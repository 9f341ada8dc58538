/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar of a plan as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plan_parts.h"

static json_t *parse(const char *text) {
  json_error_t error;
  json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);
  if (json == NULL) fail_msg("%d: %s", error.line, error.text);
  return json;
}

static void print(lu_text *out, const char *plan, bool verbose) {
  json_t *json = parse(plan);
  const lu_report_style style = {100, false, verbose};
  layout page = layout_start(out, &style);
  report_calendar(&page, json);
  assert_int_equal(layout_end(&page, NULL), LU_OK);
  json_decref(json);
}

static const char sample[] =
    "{\"calendar\": {\"start\": \"2026-11-24\", \"chosen\": [{\"option\": \"x\", \"label\": "
    "\"treatment x\", \"because\": \"first choice\", \"beside\": []}], \"events\": ["
    "{\"id\": \"x.dose.1\", \"label\": \"dose\", \"day\": \"2026-12-01\", \"earliest\": "
    "\"2026-12-01\", \"latest\": \"2026-12-08\"},"
    "{\"id\": \"x.dose.2\", \"label\": \"dose\", \"day\": \"2027-01-01\", \"earliest\": "
    "\"2027-01-01\", \"latest\": \"2027-01-01\", \"moved\": true},"
    "{\"id\": \"x.dose.3\", \"label\": \"dose\", \"day\": \"2027-02-01\", \"earliest\": "
    "\"2027-02-01\"},"
    "{\"id\": \"x.dose.4\", \"label\": \"dose\", \"day\": \"2027-03-01\", \"earliest\": "
    "\"2027-03-01\", \"rule\": \"R-1\", \"sources\": [\"S 1\"], \"mark\": \"unverified\"},"
    "{\"id\": \"late\", \"label\": \"late\\u001b[31m\", \"day\": \"2027-11-25\", \"earliest\": "
    "\"2027-11-25\"}],"
    "\"broken\": [{\"event\": \"x.dose.2\", \"sentence\": \"Too soon.\", \"rule\": \"C-1\", "
    "\"class\": \"avoid\"}], \"open\": [{\"event\": \"x.dose.1\", \"sentence\": \"No date.\"}], "
    "\"notes\": [\"A note.\"]}}";

static void test_folded(void **state) {
  (void)state;
  lu_text out = LU_TEXT_INIT;
  print(&out, sample, false);
  const char *text = lu_text_string(&out);
  assert_non_null(strstr(text, "Days for: Treatment x, first choice."));
  assert_non_null(strstr(text, "! NOT KEPT: Too soon. The rule says: avoid. [C-1]"));
  assert_non_null(strstr(text, "! not proven: No date."));
  assert_non_null(strstr(text, "2026-12-01  Dose (2026-12-01 to 2026-12-08) {x.dose.1}"));
  assert_non_null(strstr(text, "2027-01-01  Dose MOVED; then 2 more to 2027-03-01 {x.dose.2}"));
  assert_null(strstr(text, "x.dose.3"));
  assert_null(strstr(text, "{late}")); /* a day after twelve months */
  assert_non_null(strstr(text, "1 more"));
  assert_non_null(strstr(text, "A note."));
  lu_text_free(&out);
}

static void test_unfolded(void **state) {
  (void)state;
  lu_text out = LU_TEXT_INIT;
  print(&out, sample, true);
  const char *text = lu_text_string(&out);
  assert_non_null(strstr(text, "2027-02-01  Dose (from 2027-02-01) {x.dose.3}"));
  assert_non_null(strstr(text, "{x.dose.4} [R-1; S 1 - UNVERIFIED]"));
  assert_non_null(strstr(text, "{late}"));
  assert_null(strchr(text, '\x1b')); /* nothing of a record reaches the terminal as a command */
  lu_text_free(&out);
}

static void test_without_calendar(void **state) {
  (void)state;
  lu_text out = LU_TEXT_INIT;
  print(&out, "{}", false);
  assert_int_equal(out.length, 0);
  print(&out, "{\"calendar\": {\"start\": \"2026-11-24\", \"events\": []}}", false);
  assert_non_null(strstr(lu_text_string(&out), "No treatment has days yet."));
  lu_text_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_folded),
      cmocka_unit_test(test_unfolded),
      cmocka_unit_test(test_without_calendar),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
