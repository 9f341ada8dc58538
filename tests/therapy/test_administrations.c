/* SPDX-License-Identifier: Apache-2.0 */
/* Days of administrations against a calendar on the wall, and what the record says was given. */
#include <math.h>

#include "dosed.h"

#define DAY "2026-11-24"

static lu_date date_of(const char *text) {
  lu_date date;
  lu_error error = LU_ERROR_INIT;
  expect_fine(lu_date_parse(&date, text, &error), &error);
  return date;
}

static lu_treatment_request from_day(const char *name, const char *start) {
  return (lu_treatment_request){.regimen = name, .start = date_of(start)};
}

/** Compares the days of a component with a list; NULL ends it. */
static void check_days(const json_t *plan, const char *component, const char *const *days) {
  size_t index, at = 0;
  json_t *entry;
  json_array_foreach(json_object_get(json_object_get(plan, "sheet"), "administrations"), index,
                     entry) {
    if (strcmp(opened_text(entry, "/component"), component) != 0) continue;
    if (days[at] == NULL) return;
    assert_string_equal(opened_text(entry, "/date"), days[at]);
    at++;
  }
  if (days[at] != NULL) fail_msg("%s is missing", days[at]);
}

/* The first administration of a component. @return borrowed */
static const json_t *first_of(const json_t *plan, const char *component) {
  const json_t *list = opened_at(plan, "/sheet/administrations"), *entry;
  size_t index;
  json_array_foreach(list, index, entry) {
    if (strcmp(opened_text(entry, "/component"), component) == 0) return entry;
  }
  fail_msg("no administration of %s", component);
  return NULL;
}

/* ---- days -------------------------------------------------------------------------------------
 */

/* Every four weeks from a Monday, across the end of 2027 and the 29th of February 2028. */
static void across_year_and_leap_day(void **state) {
  (void)state;
  static const char *const mondays[] = {"2027-12-06", "2028-01-03", "2028-01-31", "2028-02-28",
                                        "2028-03-27", "2028-04-24", "2028-05-22", NULL};
  static const char *const leap[] = {"2028-02-01", "2028-02-29", "2028-03-28", NULL};
  struct person person = SOMEBODY;
  json_t *plan =
      plan_for("days_year", &person, "2027-12-01", from_day("octreotide-lar-tumour", "2027-12-06"));
  check_days(plan, "lar", mondays);
  json_decref(plan);
  plan =
      plan_for("days_leap", &person, "2028-01-20", from_day("octreotide-lar-tumour", "2028-02-01"));
  check_days(plan, "lar", leap);
  json_decref(plan);
}

/* A holiday on the wanted Monday: the Sunday before is no day either, so Tuesday; the injections
   after it keep their four weeks. */
static void holidays_are_avoided(void **state) {
  (void)state;
  static const char *const days[] = {"2027-12-06", "2028-01-04", "2028-02-01", "2028-02-29", NULL};
  struct person person = SOMEBODY;
  lu_date holiday = date_of("2028-01-03");
  lu_treatment_request request = from_day("octreotide-lar-tumour", "2027-12-06");
  request.holidays = &holiday;
  request.holiday_count = 1;
  json_t *plan = plan_for("days_holiday", &person, "2027-12-01", request);
  check_days(plan, "lar", days);
  json_decref(plan);
}

/* What is swallowed at home starts on a Saturday; an infusion waits for Monday, and its later days
   follow. Day 10 of a cycle from 28 November is 7 December. */
static void weekends(void **state) {
  (void)state;
  static const char *const cap[] = {"2026-11-28", "2026-12-26", "2027-01-23", NULL};
  static const char *const tem[] = {"2026-12-07", "2027-01-04", "2027-02-01", NULL};
  static const char *const cis[] = {"2026-11-30", "2026-12-21", "2027-01-11", NULL};
  static const char *const eto[] = {"2026-11-30", "2026-12-01", "2026-12-02", "2026-12-21", NULL};
  struct person person = SOMEBODY;
  json_t *plan = plan_for("days_captem", &person, DAY, from_day("captem", "2026-11-28"));
  check_days(plan, "capecitabine", cap);
  check_days(plan, "temozolomide", tem);
  assert_int_equal(json_integer_value(opened_at(first_of(plan, "capecitabine"), "/duration_d")),
                   14);
  assert_int_equal(json_integer_value(opened_at(first_of(plan, "temozolomide"), "/duration_d")), 5);
  assert_non_null(strstr(opened_text(first_of(plan, "temozolomide"), "/text"),
                         "cycle 1 day 10: temozolomide 360 mg"));
  json_decref(plan);
  plan = plan_for("days_infusion", &person, DAY, from_day("cisplatin-etoposide", "2026-11-28"));
  check_days(plan, "cisplatin", cis);
  check_days(plan, "etoposide", eto);
  /* counts of day 1 go with the infusion */
  const json_t *list = opened_at(plan, "/sheet/tests/monitoring"), *test;
  size_t index;
  json_array_foreach(list, index, test) {
    assert_true(strcmp(opened_text(test, "/dates/0"), "2026-11-30") >= 0);
  }
  json_decref(plan);
}

/* A moved cycle takes those after it along; one before its window is told. */
static void moves(void **state) {
  (void)state;
  static const char *const later[] = {"2026-12-07", "2027-01-12", "2027-02-09", NULL};
  struct person person = SOMEBODY;
  lu_calendar_wish wish = {.event = "cycle.2", .day = date_of("2027-01-12")};
  lu_treatment_request request = from_day("octreotide-lar-tumour", "2026-12-07");
  request.moves = &wish;
  request.move_count = 1;
  json_t *plan = plan_for("days_moved", &person, DAY, request);
  check_days(plan, "lar", later);
  json_decref(plan);
  wish.day = date_of("2026-12-21"); /* two weeks instead of four, of which three days are free */
  plan = plan_for("days_early", &person, DAY, request);
  const json_t *broken = opened_at(plan, "/broken/0");
  assert_string_equal(opened_text(broken, "/event"), "cycle.2");
  assert_true(json_is_true(opened_at(broken, "/by_move")));
  assert_true(json_is_true(opened_at(broken, "/banned")));
  json_decref(plan);
}

/* Components of the first cycle only, and of those after it, all have their dose. */
static void later_components(void **state) {
  (void)state;
  static const char *const first[] = {"2026-11-30", "2026-12-01", "2026-12-02",
                                      "2026-12-03", "2026-12-04", NULL};
  static const char *const later[] = {"2026-12-21", "2027-01-11", NULL};
  struct person person = SOMEBODY;
  json_t *plan = plan_for("days_stz", &person, DAY, from_day("stz-5fu-3w", "2026-11-30"));
  check_days(plan, "streptozotocin-first", first);
  check_days(plan, "streptozotocin", later);
  assert_null(strstr(opened_text(first_of(plan, "streptozotocin"), "/text"), "not known"));
  /* 500 and 1000 mg/m2 x 1.84814 m2 */
  assert_true(fabs(step_at(component_at(plan, "streptozotocin-first"), "Full dose") - 924.07) <
              0.01);
  assert_true(fabs(step_at(component_at(plan, "streptozotocin"), "Full dose") - 1848.14) < 0.01);
  json_decref(plan);
}

/* ---- what was given ---------------------------------------------------------------------------
 */

/* Two cycles by their first days; the third is due four weeks after the second, in the future. */
static void next_is_due(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.more =
      ", \"treatments\": [{\"kind\": \"CAPTEM\", \"start\": \"2026-10-05\"}], "
      "\"administrations\": ["
      "{\"date\": \"2026-10-05\", \"drug\": \"capecitabine\", \"amount\": 1500, \"unit\": \"mg\"}, "
      "{\"date\": \"2026-10-14\", \"drug\": \"temozolomide\", \"amount\": 360, \"unit\": \"mg\"}, "
      "{\"date\": \"2026-11-02\", \"drug\": \"capecitabine\", \"amount\": 1.5, \"unit\": \"g\"}, "
      "{\"date\": \"2026-11-11\", \"drug\": \"temozolomide\", \"amount\": 360, \"unit\": \"mg\"}]";
  json_t *plan = plan_for("given_due", &person, DAY, (lu_treatment_request){.regimen = "captem"});
  assert_int_equal(json_integer_value(opened_at(plan, "/sheet/given/cycles")), 2);
  assert_string_equal(opened_text(plan, "/sheet/given/last"), "2026-11-02");
  assert_string_equal(opened_text(plan, "/sheet/given/due"), "2026-11-30");
  const json_t *next = first_of(plan, "capecitabine");
  assert_string_equal(opened_text(next, "/date"), "2026-11-30");
  assert_string_equal(opened_text(next, "/earliest"), "2026-11-29");
  assert_string_equal(opened_text(next, "/latest"), "2026-12-07");
  assert_int_equal(json_integer_value(opened_at(next, "/cycle")), 3);
  /* 2 x 28 tablets' doses of 1500 mg; 2 x 5 of 360 mg; full doses 1386.107 and 369.629 mg */
  assert_true(fabs(opened_number(plan, "/sheet/given/cumulative/0/amount") - 84000) < 1e-6);
  assert_true(fabs(opened_number(plan, "/sheet/given/cumulative/1/amount") - 3600) < 1e-6);
  assert_true(fabs(opened_number(plan, "/sheet/given/administrations/0/planned") - 1386.107) <
              1e-2);
  assert_true(fabs(opened_number(plan, "/sheet/given/administrations/2/planned") - 1.386107) <
              1e-5);
  assert_true(fabs(opened_number(plan, "/sheet/given/courses/0/given") - 56) < 1e-9);
  assert_true(fabs(opened_number(plan, "/sheet/given/courses/0/planned") - 56) < 1e-9);
  assert_true(fabs(opened_number(plan, "/sheet/given/courses/0/pct") - 108.217) < 1e-2);
  assert_true(fabs(opened_number(plan, "/sheet/given/courses/1/pct") - 97.395) < 1e-2);
  json_decref(plan);
}

/* Each day of the course is recorded: none counts five times. */
static void every_day_recorded(void **state) {
  (void)state;
  lu_text more = LU_TEXT_INIT;
  struct person person = SOMEBODY;
  lu_text_puts(&more, ", \"administrations\": [");
  for (int day = 14; day <= 18; day++)
    lu_text_printf(
        &more,
        "%s{\"date\": \"2026-10-%d\", \"drug\": \"temozolomide\", \"cycle\": 1, \"day\": "
        "%d, \"regimen\": \"captem\", \"amount\": 360, \"unit\": \"mg\"}",
        day > 14 ? ", " : "", day, day - 4);
  lu_text_puts(&more, "]");
  person.more = lu_text_string(&more);
  json_t *plan = plan_for("given_days", &person, DAY, (lu_treatment_request){.regimen = "captem"});
  assert_true(fabs(opened_number(plan, "/sheet/given/cumulative/0/amount") - 1800) < 1e-6);
  assert_int_equal(json_integer_value(opened_at(plan, "/sheet/given/cycles")), 1);
  assert_string_equal(opened_text(plan, "/sheet/given/last"), "2026-10-05"); /* day 10 less 9 */
  json_decref(plan);
  lu_text_free(&more);
}

/* A course that was stopped begins anew with cycle 1; what was given of it stays in the sums. */
static void stopped_begins_anew(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.more =
      ", \"treatments\": [{\"kind\": \"CAPTEM\", \"start\": \"2025-01-06\", \"stop\": "
      "\"2025-03-01\"}], \"administrations\": ["
      "{\"date\": \"2025-01-06\", \"drug\": \"capecitabine\", \"cycle\": 1, \"amount\": 1500, "
      "\"unit\": \"mg\"}]";
  json_t *plan = plan_for("given_stop", &person, DAY, (lu_treatment_request){.regimen = "captem"});
  assert_true(json_is_false(opened_at(plan, "/sheet/given/running")));
  assert_int_equal(json_integer_value(opened_at(first_of(plan, "capecitabine"), "/cycle")), 1);
  assert_string_equal(opened_text(first_of(plan, "capecitabine"), "/date"), DAY);
  assert_true(fabs(opened_number(plan, "/sheet/given/cumulative/0/amount") - 42000) < 1e-6);
  json_decref(plan);
  person.more =
      ", \"treatments\": [{\"kind\": \"CAPTEM\", \"start\": \"2025-01-06\", \"stop\": "
      "\"2025-03-01\"}, {\"kind\": \"CAPTEM\", \"start\": \"2026-11-02\"}], \"administrations\": ["
      "{\"date\": \"2025-01-06\", \"drug\": \"capecitabine\", \"cycle\": 5, \"amount\": 1500, "
      "\"unit\": \"mg\"}, {\"date\": \"2026-11-02\", \"drug\": \"capecitabine\", \"cycle\": 1, "
      "\"amount\": 1500, \"unit\": \"mg\"}]";
  plan = plan_for("given_again", &person, DAY, (lu_treatment_request){.regimen = "captem"});
  assert_int_equal(json_integer_value(opened_at(plan, "/sheet/given/cycles")), 1);
  assert_string_equal(opened_text(plan, "/sheet/given/due"), "2026-11-30");
  json_decref(plan);
}

/* A start before the window of the next cycle is told. */
static void start_too_early(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.more =
      ", \"administrations\": [{\"date\": \"2026-11-09\", \"drug\": \"octreotide LAR\", "
      "\"amount\": 30, \"unit\": \"mg\"}]";
  json_t *plan =
      plan_for("given_early", &person, DAY, from_day("octreotide-lar-tumour", "2026-11-26"));
  assert_true(json_is_true(opened_at(plan, "/broken/0/banned")));
  assert_non_null(strstr(opened_text(plan, "/broken/0/sentence"), "2026-12-07"));
  json_decref(plan);
  plan = plan_for("given_window", &person, DAY, from_day("octreotide-lar-tumour", "2026-12-04"));
  assert_int_equal(json_array_size(opened_at(plan, "/broken")), 0);
  json_decref(plan);
}

/* Going on since a day, without single doses: counted from that day. 2026-09-07 + 3 x 28 days. */
static void counted_from_start(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.more = ", \"treatments\": [{\"kind\": \"everolimus\", \"start\": \"2026-09-07\"}]";
  json_t *plan =
      plan_for("given_start", &person, DAY, (lu_treatment_request){.regimen = "everolimus"});
  assert_string_equal(opened_text(plan, "/sheet/given/due"), "2026-11-30");
  assert_int_equal(json_integer_value(opened_at(plan, "/sheet/given/cycles")), 3);
  assert_null(json_object_get(opened_at(plan, "/sheet/given"), "missed"));
  assert_non_null(strstr(opened_text(plan, "/sheet/given/text"), "2026-09-07"));
  json_decref(plan);
}

/* A refused injection is told with what the file says of missed ones, and no cycle. */
static void refused_is_told(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.more =
      ", \"administrations\": [{\"date\": \"2026-10-12\", \"drug\": \"octreotide LAR\", "
      "\"amount\": 30, \"unit\": \"mg\"}, {\"date\": \"2026-11-09\", \"drug\": "
      "\"octreotide LAR\", \"status\": \"refused\"}]";
  json_t *plan = plan_for("given_refused", &person, DAY,
                          (lu_treatment_request){.regimen = "octreotide-lar-tumour"});
  assert_non_null(
      strstr(opened_text(plan, "/sheet/given/missed/0/text"), "2026-11-09 was refused"));
  assert_int_equal(json_integer_value(opened_at(plan, "/sheet/given/cycles")), 1);
  assert_string_equal(opened_text(plan, "/sheet/given/due"), "2026-11-09");
  json_decref(plan);
}

/* One drug in two components of a day, and in components of other cycles: each entry finds its own,
   and nothing is taken for missed. */
static void same_drug_twice(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.more =
      ", \"administrations\": ["
      "{\"date\": \"2026-11-09\", \"drug\": \"oxaliplatin\", \"amount\": 155, \"unit\": \"mg\"}, "
      "{\"date\": \"2026-11-09\", \"drug\": \"leucovorin\", \"amount\": 740, \"unit\": \"mg\"}, "
      "{\"date\": \"2026-11-09\", \"drug\": \"fluorouracil\", \"amount\": 750, \"unit\": \"mg\"}, "
      "{\"date\": \"2026-11-09\", \"drug\": \"fluorouracil\", \"amount\": 4450, \"unit\": \"mg\"}]";
  json_t *plan = plan_for("given_twice", &person, DAY, (lu_treatment_request){.regimen = "folfox"});
  assert_string_equal(opened_text(plan, "/sheet/given/administrations/2/component"),
                      "fluorouracil-bolus");
  assert_string_equal(opened_text(plan, "/sheet/given/administrations/3/component"),
                      "fluorouracil-infusion");
  assert_null(json_object_get(opened_at(plan, "/sheet/given"), "missed"));
  json_decref(plan);
  person.more =
      ", \"administrations\": ["
      "{\"date\": \"2026-10-26\", \"drug\": \"streptozotocin\", \"cycle\": 2, \"amount\": 1850, "
      "\"unit\": \"mg\"}]";
  plan = plan_for("given_stz", &person, DAY, (lu_treatment_request){.regimen = "stz-5fu-3w"});
  assert_string_equal(opened_text(plan, "/sheet/given/administrations/0/component"),
                      "streptozotocin");
  /* fluorouracil of day 1 is missing; what is for cycle 1 alone is not; due on 16 November, and
     seven days late are free: one day too late */
  assert_int_equal(json_array_size(opened_at(plan, "/sheet/given/missed")), 2);
  assert_non_null(
      strstr(opened_text(plan, "/sheet/given/missed/0/text"), "no dose of fluorouracil"));
  assert_non_null(strstr(opened_text(plan, "/sheet/given/missed/1/text"), "due on 2026-11-16"));
  json_decref(plan);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(across_year_and_leap_day),
      cmocka_unit_test(holidays_are_avoided),
      cmocka_unit_test(weekends),
      cmocka_unit_test(moves),
      cmocka_unit_test(later_components),
      cmocka_unit_test(next_is_due),
      cmocka_unit_test(every_day_recorded),
      cmocka_unit_test(stopped_begins_anew),
      cmocka_unit_test(start_too_early),
      cmocka_unit_test(counted_from_start),
      cmocka_unit_test(refused_is_told),
      cmocka_unit_test(same_drug_twice),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
