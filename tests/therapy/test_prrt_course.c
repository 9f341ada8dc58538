/* SPDX-License-Identifier: Apache-2.0 */
/* The course on the calendar, against dates worked out by hand. */
#include "prrt_case.h"
/* cmocka first */
#include "prrt.h"

static json_t *plan(const char *json, const char *today, const lu_treatment_request *request) {
  struct opened opened = opened_case("therapy-prrt-course", json, today);
  lu_error error = LU_ERROR_INIT;
  prrt_course course;
  expect_fine(prrt_course_new(&course, "lutetia_prrt", "PRRT course", opened.formulary,
                              opened.study, request, opened.context, &error),
              &error);
  expect_fine(prrt_gates(&course, &error), &error);
  expect_fine(prrt_activity(&course, &error), &error);
  expect_fine(prrt_course_plan(&course, &error), &error);
  json_t *out = json_incref(course.out);
  prrt_course_end(&course);
  opened_close(&opened);
  return out;
}

static const char *day_of(const json_t *document, const char *id) {
  return entry_text(document, "events", id, "day");
}

/* 2026-11-09 + 56 days = 2027-01-04, + 56 = 2027-03-01, + 56 = 2027-04-26: all Mondays. */
static void test_cycles_go_on_across_the_year(void **state) {
  lu_treatment_request request = {.residual_gbq = -1};
  json_t *out = plan(CASE_ONE("2026-11-09"), "2026-11-24", &request);
  (void)state;
  assert_string_equal(day_of(out, "cycle.1"), "2026-11-09");
  assert_string_equal(day_of(out, "cycle.2"), "2027-01-04");
  assert_string_equal(day_of(out, "cycle.3"), "2027-03-01");
  assert_string_equal(day_of(out, "cycle.4"), "2027-04-26");
  assert_string_equal(entry_text(out, "events", "cycle.2", "earliest"), "2026-12-28");
  assert_string_equal(entry_text(out, "events", "cycle.2", "latest"), "2027-01-11");
  assert_string_equal(opened_text(out, "/course/cycles/0/state"), "given");
  assert_string_equal(opened_text(out, "/course/cycles/3/date"), "2027-04-26");
  /* 30 days before 2027-01-04 (no region: the stricter), 14 days before, 24 hours before */
  assert_string_equal(day_of(out, "ssa-last.c2"), "2026-12-05");
  assert_string_equal(day_of(out, "labs-before.c2"), "2026-12-21");
  assert_string_equal(day_of(out, "ssa-short-stop.c2"), "2027-01-03");
  assert_string_equal(day_of(out, "scan-day-1.c2"), "2027-01-05");
  assert_string_equal(day_of(out, "scan-late.c2"), "2027-01-08");
  /* 4 months after 2027-04-26; 3 months are a Monday */
  assert_string_equal(day_of(out, "contraception-end"), "2027-08-26");
  assert_string_equal(day_of(out, "imaging-response"), "2027-07-26");
  assert_int_equal(json_array_size(opened_at(out, "/broken")), 0);
  json_decref(out);
}

static void test_the_label_of_the_region_decides(void **state) {
  lu_treatment_request request = {.residual_gbq = -1, .region = "US"};
  json_t *out = plan(CASE_ONE("2026-11-09"), "2026-11-24", &request);
  (void)state;
  assert_string_equal(day_of(out, "ssa-last.c2"), "2026-12-07"); /* 28 days before */
  json_decref(out);
}

static void test_a_woman_has_seven_months(void **state) {
  lu_treatment_request request = {.residual_gbq = -1, .start = date_of("2026-12-07")};
  json_t *out = plan(CASE_HEAD("female") "}", "2026-11-24", &request);
  (void)state;
  assert_string_equal(day_of(out, "cycle.1"), "2026-12-07");
  assert_string_equal(day_of(out, "cycle.4"), "2027-05-24"); /* + 168 days */
  assert_string_equal(day_of(out, "contraception-end"), "2027-12-24");
  json_decref(out);
}

/* A Saturday: Friday and Sunday are as near, Sunday is off. Then Friday is off too: Monday. */
static void test_days_off_are_avoided(void **state) {
  lu_treatment_request request = {.residual_gbq = -1};
  lu_date off = date_of("2027-01-08");
  json_t *out = plan(CASE_ONE("2026-11-14"), "2026-11-24", &request);
  (void)state;
  assert_string_equal(day_of(out, "cycle.2"), "2027-01-08");
  json_decref(out);
  request.holidays = &off;
  request.holiday_count = 1;
  out = plan(CASE_ONE("2026-11-14"), "2026-11-24", &request);
  assert_string_equal(day_of(out, "cycle.2"), "2027-01-11");
  json_decref(out);
}

static void test_a_delay_propagates(void **state) {
  lu_calendar_wish wish = {"cycle.2", date_of("2027-02-01")}; /* 84 days */
  lu_treatment_request request = {.residual_gbq = -1, .moves = &wish, .move_count = 1};
  json_t *out = plan(CASE_ONE("2026-11-09"), "2026-11-24", &request);
  (void)state;
  assert_string_equal(day_of(out, "cycle.2"), "2027-02-01");
  assert_string_equal(day_of(out, "cycle.3"), "2027-03-29");
  assert_string_equal(opened_text(out, "/broken/0/kind"), "too late");
  assert_true(json_is_true(opened_at(out, "/broken/0/by_move")));
  assert_true(json_is_false(opened_at(out, "/broken/0/banned")));
  json_decref(out);
}

/* 17 weeks = 119 days after 2026-11-09 is 2027-03-08; 16 weeks less a day goes on. */
static void test_seventeen_weeks_stop_the_course(void **state) {
  lu_calendar_wish wish = {"cycle.2", date_of("2027-03-08")};
  lu_treatment_request request = {.residual_gbq = -1, .moves = &wish, .move_count = 1};
  json_t *out = plan(CASE_ONE("2026-11-09"), "2026-11-24", &request);
  (void)state;
  assert_string_equal(opened_text(out, "/course/cycles/1/state"), "stopped");
  assert_string_equal(opened_text(out, "/course/cycles/1/date"), "2027-03-08");
  assert_int_equal(json_array_size(opened_at(out, "/course/cycles")), 2);
  assert_string_equal(opened_text(out, "/broken/0/rule"), "prrt-stop-16-weeks");
  assert_non_null(strstr(opened_text(out, "/broken/0/sentence"), "119 days after cycle 1"));
  assert_int_equal(lu_treatment_verdict(out), LU_NOT_RECOMMENDED);
  /* what follows counts from the only cycle: 4 months after 2026-11-09 */
  assert_string_equal(day_of(out, "contraception-end"), "2027-03-09");
  json_decref(out);
  wish.day = date_of("2027-02-28"); /* 111 days */
  out = plan(CASE_ONE("2026-11-09"), "2026-11-24", &request);
  assert_string_equal(opened_text(out, "/course/cycles/1/state"), "planned");
  json_decref(out);
}

static void test_an_event_that_there_is_not(void **state) {
  struct opened opened = opened_case("therapy-prrt-course", CASE_ONE("2026-11-09"), "2026-11-24");
  lu_calendar_wish wish = {"labs.c9", date_of("2027-03-08")};
  lu_treatment_request request = {.residual_gbq = -1, .moves = &wish, .move_count = 1};
  lu_error error = LU_ERROR_INIT;
  json_t *out = NULL;
  (void)state;
  assert_int_equal(lu_treatment_find("prrt")->plan(&out, opened.formulary, opened.study, &request,
                                                   opened.context, &error),
                   LU_USAGE);
  assert_non_null(strstr(error.message, "there is no event \"labs.c9\""));
  opened_close(&opened);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cycles_go_on_across_the_year),
      cmocka_unit_test(test_the_label_of_the_region_decides),
      cmocka_unit_test(test_a_woman_has_seven_months),
      cmocka_unit_test(test_days_off_are_avoided),
      cmocka_unit_test(test_a_delay_propagates),
      cmocka_unit_test(test_seventeen_weeks_stop_the_course),
      cmocka_unit_test(test_an_event_that_there_is_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
