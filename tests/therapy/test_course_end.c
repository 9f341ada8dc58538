/* SPDX-License-Identifier: Apache-2.0 */
/* A course of which all cycles were given: no further one is offered, whatever the counts say. */
#include "dosed.h"

/* Day 1 of the first cycle of courses below: a Monday. */
#define FIRST_DAY "2025-11-03"

/* Day 1 of cycles of 28 days. @param last number of the last one that was given */
static void put_cycles(lu_text *out, int last) {
  lu_date first;
  lu_error error = LU_ERROR_INIT;
  expect_fine(lu_date_parse(&first, FIRST_DAY, &error), &error);
  lu_text_puts(out, ", \"administrations\": [");
  for (int cycle = 1; cycle <= last; cycle++) {
    char day[16];
    lu_date_format(day, lu_date_from_day(lu_date_first_day(first) + 28 * (cycle - 1)));
    lu_text_printf(out,
                   "%s{\"date\": \"%s\", \"drug\": \"capecitabine\", \"regimen\": \"captem\", "
                   "\"cycle\": %d, \"day\": 1, \"amount\": 1500, \"unit\": \"mg\"}",
                   cycle == 1 ? "" : ", ", day, cycle);
  }
  lu_text_puts(out, "]");
}

static json_t *after_cycles(const char *name, int last, const char *day) {
  struct person person = SOMEBODY;
  person.creatinine = 0; /* the laboratory of SOMEBODY is of a later day */
  lu_text more = LU_TEXT_INIT;
  put_cycles(&more, last);
  assert_false(more.failed);
  person.more = lu_text_string(&more);
  json_t *plan = plan_for(name, &person, day, (lu_treatment_request){.regimen = "captem"});
  lu_text_free(&more);
  return plan;
}

/* E2211 gave up to 13 cycles: after the 13th (day 1 on 2026-10-05) there is no 14th. */
static void no_cycle_after_the_last(void **state) {
  (void)state;
  json_t *plan = after_cycles("end_13", 13, "2026-11-02");
  assert_int_equal(opened_number(plan, "/sheet/given/cycles"), 13);
  assert_int_equal(opened_number(plan, "/sheet/cycles/most"), 13);
  assert_string_equal(opened_text(plan, "/sheet/today/decision"), "stop");
  assert_string_equal(opened_text(plan, "/sheet/today/because/0/text"),
                      "13 cycles were given; the course has at most 13.");
  assert_int_equal(json_array_size(opened_at(plan, "/sheet/administrations")), 0);
  json_decref(plan);
}

/* After the twelfth (day 1 on 2026-09-07) one is left, due on 2026-10-05: capecitabine and
   temozolomide, one administration entry each. */
static void last_cycle_is_the_last(void **state) {
  (void)state;
  json_t *plan = after_cycles("end_12", 12, "2026-10-05");
  const json_t *list = opened_at(plan, "/sheet/administrations");
  assert_string_not_equal(opened_text(plan, "/sheet/today/decision"), "stop");
  assert_int_equal(json_array_size(list), 2);
  for (size_t i = 0; i < 2; i++)
    assert_int_equal(json_integer_value(json_object_get(json_array_get(list, i), "cycle")), 13);
  assert_string_equal(opened_text(plan, "/sheet/administrations/0/date"), "2026-10-05");
  assert_string_equal(opened_text(plan, "/sheet/administrations/1/date"), "2026-10-14");
  json_decref(plan);
}

/* A regimen without a number of cycles goes on as long as it serves. */
static void no_end_where_none_is_said(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.creatinine = 0; /* the laboratory of SOMEBODY is of a later day */
  json_t *plan =
      plan_for("end_none", &person, "2026-10-05", (lu_treatment_request){.regimen = "everolimus"});
  assert_null(json_object_get(opened_at(plan, "/sheet"), "cycles"));
  assert_true(json_array_size(opened_at(plan, "/sheet/administrations")) > 0);
  json_decref(plan);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_cycle_after_the_last),
      cmocka_unit_test(last_cycle_is_the_last),
      cmocka_unit_test(no_end_where_none_is_said),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
