/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar files, read back by libical. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/schedule.h"

#ifdef LU_HAVE_ICAL
#include <libical/ical.h>
#endif

static lu_date date(const char *text) {
  lu_date out = LU_DATE_NONE;
  assert_int_equal(lu_date_parse(&out, text, NULL), LU_OK);
  return out;
}

static const lu_ics_event entries[] = {
    {"a",
     "Cycle 1, with; signs \\ and\nlines",
     "Window 2026-12-01 to 2026-12-08.\nResearch only;",
     "treatment",
     {2026, 12, 31, true},
     1},
    {"b",
     "BEGIN:VEVENT\r\nSUMMARY:forged",
     "\xC3\xA9t\xC3\xA9 \xFF\x01 end",
     "",
     {2027, 2, 28, true},
     3},
};

#ifdef LU_HAVE_ICAL

static icalcomponent *read_back(const lu_text *text) {
  icalcomponent *calendar = icalparser_parse_string(lu_text_string(text));
  assert_non_null(calendar);
  assert_int_equal(icalcomponent_isa(calendar), ICAL_VCALENDAR_COMPONENT);
  return calendar;
}

static void test_reads_back(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  assert_int_equal(lu_ics_write(&text, "case-1", entries, 2, date("2026-11-24"), NULL), LU_OK);
  icalcomponent *calendar = read_back(&text);
  assert_int_equal(icalcomponent_count_errors(calendar), 0);
  assert_int_equal(icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT), 2);
  assert_true(icalrestriction_check(calendar));
  icalcomponent *entry = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
  assert_string_equal(icalcomponent_get_summary(entry), entries[0].summary);
  assert_string_equal(icalcomponent_get_description(entry), entries[0].description);
  struct icaltimetype start = icalcomponent_get_dtstart(entry),
                      end = icalcomponent_get_dtend(entry),
                      stamp = icalcomponent_get_dtstamp(entry);
  assert_true(start.is_date);
  assert_int_equal(start.year * 10000 + start.month * 100 + start.day, 20261231);
  assert_int_equal(end.year * 10000 + end.month * 100 + end.day, 20270101);
  assert_int_equal(stamp.year * 10000 + stamp.month * 100 + stamp.day, 20261124);
  assert_int_equal(stamp.hour, 0);
  entry = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
  assert_string_equal(icalcomponent_get_summary(entry), "BEGIN:VEVENT \nSUMMARY:forged");
  assert_string_equal(icalcomponent_get_description(entry), "\xC3\xA9t\xC3\xA9 ?  end");
  end = icalcomponent_get_dtend(entry);
  assert_int_equal(end.year * 10000 + end.month * 100 + end.day, 20270303);
  icalcomponent_free(calendar);
  lu_text_free(&text);
}

static void test_uid_stays_when_the_day_moves(void **state) {
  (void)state;
  lu_ics_event moved = entries[0];
  char first[64];
  lu_text a = LU_TEXT_INIT, b = LU_TEXT_INIT;
  moved.day = date("2027-01-05");
  assert_int_equal(lu_ics_write(&a, "case-1", entries, 2, date("2026-11-24"), NULL), LU_OK);
  assert_int_equal(lu_ics_write(&b, "case-1", &moved, 1, date("2026-11-24"), NULL), LU_OK);
  icalcomponent *x = read_back(&a), *y = read_back(&b);
  icalcomponent *one = icalcomponent_get_first_component(x, ICAL_VEVENT_COMPONENT);
  strncpy(first, icalcomponent_get_uid(one), sizeof first - 1);
  first[sizeof first - 1] = '\0';
  assert_string_equal(
      first, icalcomponent_get_uid(icalcomponent_get_first_component(y, ICAL_VEVENT_COMPONENT)));
  one = icalcomponent_get_next_component(x, ICAL_VEVENT_COMPONENT);
  assert_string_not_equal(first, icalcomponent_get_uid(one));
  icalcomponent_free(x);
  icalcomponent_free(y);
  lu_text_free(&a);
  lu_text_free(&b);
}

static void test_same_input_same_bytes(void **state) {
  (void)state;
  lu_text a = LU_TEXT_INIT, b = LU_TEXT_INIT;
  assert_int_equal(lu_ics_write(&a, "c", entries, 2, date("2026-11-24"), NULL), LU_OK);
  assert_int_equal(lu_ics_write(&b, "c", entries, 2, date("2026-11-24"), NULL), LU_OK);
  assert_string_equal(lu_text_string(&a), lu_text_string(&b));
  for (const char *line = lu_text_string(&a); *line != '\0';) {
    size_t length = strcspn(line, "\n");
    assert_true(length > 0 && line[length] == '\n' && line[length - 1] == '\r');
    assert_true(length <= 76); /* 75 octets and the CR */
    line += length + 1;
  }
  lu_text_free(&a);
  lu_text_free(&b);
}

#endif

static void test_what_is_refused(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  lu_ics_event partial = entries[0];
  partial.day = date("2026-12");
  lu_status expected = lu_ics_available() ? LU_BAD_INPUT : LU_USAGE;
  assert_int_equal(lu_ics_write(&text, "c", &partial, 1, date("2026-11-24"), NULL), expected);
  assert_int_equal(lu_ics_write(&text, "c", entries, 1, date("2026"), NULL), expected);
  assert_int_equal(text.length, 0);
  lu_text_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
#ifdef LU_HAVE_ICAL
      cmocka_unit_test(test_reads_back),
      cmocka_unit_test(test_uid_stays_when_the_day_moves),
      cmocka_unit_test(test_same_input_same_bytes),
#endif
      cmocka_unit_test(test_what_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
