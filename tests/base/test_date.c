/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static lu_date parsed(const char *text) {
  lu_date date = LU_DATE_NONE;
  lu_error error = LU_ERROR_INIT;
  if (lu_date_parse(&date, text, &error) != LU_OK) fail_msg("%s", error.message);
  return date;
}

static void test_parse_and_format_are_inverse(void **state) {
  (void)state;
  const char *const texts[] = {"2026",       "2026-11",    "2026-11-24", "0001-01-01",
                               "9999-12-31", "2024-02-29", "2000-02-29", "1900-02-28"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    char buffer[16];
    assert_string_equal(lu_date_format(buffer, parsed(texts[i])), texts[i]);
    assert_true(lu_date_whole(parsed(texts[i])) == (strlen(texts[i]) == 10));
  }
  char buffer[16];
  assert_string_equal(lu_date_format(buffer, LU_DATE_NONE), "");
  assert_false(lu_date_whole(LU_DATE_NONE));
}

static void test_refused_texts(void **state) {
  (void)state;
  const char *const bad[] = {
      "",           "26",         "2026-",      "2026-1",      "2026-13",          "2026-00",
      "2026-11-00", "2026-11-31", "2025-02-29", "1900-02-29",  "2026/11/24",       "2026-11-2x",
      "24.11.2026", "0000-01-01", " 2026",      "2026-11-24 ", "2026-11-24T00:00", "-026",
      "2026-1-1x"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    lu_date date = parsed("2026");
    lu_error error = LU_ERROR_INIT;
    if (lu_date_parse(&date, bad[i], &error) != LU_BAD_INPUT) fail_msg("\"%s\" was read", bad[i]);
    assert_false(date.known);
    assert_non_null(strstr(error.message, bad[i]));
  }
}

static void test_every_day_of_eight_centuries(void **state) {
  (void)state;
  assert_int_equal(lu_days_from_civil(1970, 1, 1), 0);
  assert_int_equal(lu_days_from_civil(2000, 3, 1), 11017);
  assert_int_equal(lu_days_from_civil(1600, 1, 1), -135140);
  int64_t day = lu_days_from_civil(1600, 1, 1);
  for (int32_t year = 1600; year < 2400; year++) {
    for (unsigned month = 1; month <= 12; month++) {
      unsigned last = lu_days_in_month(year, month);
      for (unsigned d = 1; d <= last; d++, day++) {
        lu_date date = lu_date_from_day(day);
        assert_true(date.year == year && date.month == month && date.day == d && date.known);
        assert_true(lu_date_first_day(date) == day && lu_date_last_day(date) == day);
      }
    }
  }
  assert_int_equal(lu_days_in_month(2026, 0), 0);
  assert_int_equal(lu_days_in_month(2026, 13), 0);
  assert_false(lu_date_from_day(INT64_MAX).known);
  assert_false(lu_date_from_day(INT64_MIN).known);
}

static void test_partial_dates(void **state) {
  (void)state;
  assert_int_equal(lu_date_first_day(parsed("2024")), lu_days_from_civil(2024, 1, 1));
  assert_int_equal(lu_date_last_day(parsed("2024")), lu_days_from_civil(2024, 12, 31));
  assert_int_equal(lu_date_first_day(parsed("2024-02")), lu_days_from_civil(2024, 2, 1));
  assert_int_equal(lu_date_last_day(parsed("2024-02")), lu_days_from_civil(2024, 2, 29));
}

static void test_order_knows_ignorance(void **state) {
  (void)state;
  const struct {
    const char *a, *b;
    int order;
  } rows[] = {{"2026-11-24", "2026-11-25", -1},
              {"2026-11-24", "2026-11-24", 0},
              {"2026-11", "2026-11-24", 0},
              {"2026-10", "2026-11-24", -1},
              {"2026", "2026-11", 0},
              {"2025", "2026-01", -1},
              {"2026", "2026", 0}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    assert_int_equal(lu_date_compare(parsed(rows[i].a), parsed(rows[i].b)), rows[i].order);
    assert_int_equal(lu_date_compare(parsed(rows[i].b), parsed(rows[i].a)), -rows[i].order);
  }
  assert_int_equal(lu_date_compare(LU_DATE_NONE, parsed("2026")), 0);
  assert_int_equal(lu_date_compare(parsed("2026"), LU_DATE_NONE), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parse_and_format_are_inverse), cmocka_unit_test(test_refused_texts),
      cmocka_unit_test(test_every_day_of_eight_centuries), cmocka_unit_test(test_partial_dates),
      cmocka_unit_test(test_order_knows_ignorance),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
