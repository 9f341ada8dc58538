/* SPDX-License-Identifier: Apache-2.0 */
/* Placing events: months, windows, gaps, days off, repetitions, moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/schedule.h"

static lu_date date(const char *text) {
  lu_date out = LU_DATE_NONE;
  assert_int_equal(lu_date_parse(&out, text, NULL), LU_OK);
  return out;
}

static int64_t day(const char *text) {
  return lu_date_first_day(date(text));
}

static lu_schedule *start(const char *text, bool weekends) {
  lu_schedule *schedule;
  assert_int_equal(lu_schedule_new(&schedule, date(text), NULL), LU_OK);
  assert_int_equal(lu_schedule_avoid(schedule, NULL, 0, weekends, NULL), LU_OK);
  return schedule;
}

static lu_planned planned(const lu_schedule *schedule, const char *id) {
  lu_planned out;
  if (!lu_schedule_find(&out, schedule, id)) fail_msg("no event %s", id);
  return out;
}

static void stands(const lu_schedule *schedule, const char *id, const char *on) {
  char buffer[16];
  assert_string_equal(lu_date_format(buffer, lu_date_from_day(planned(schedule, id).day)), on);
}

static void solve(lu_schedule *schedule) {
  lu_error error = LU_ERROR_INIT;
  if (lu_schedule_solve(schedule, &error) != LU_OK) fail_msg("%s", error.message);
}

static lu_span days(int count) {
  return (lu_span){0, count};
}

static void add_after(lu_schedule *schedule, const char *id, const char *after, int low, int want,
                      int high) {
  lu_event event = {.id = id,
                    .label = id,
                    .rule = "RULE",
                    .after = after,
                    .day = after == NULL ? lu_date_from_day(day("2026-01-05")) : LU_DATE_NONE,
                    .earliest = days(low),
                    .wanted = days(want),
                    .latest = days(high)};
  assert_int_equal(lu_schedule_add(schedule, &event, NULL), LU_OK);
}

/* ---- months -------------------------------------------------------------------------------- */

static void test_months_end_with_the_month(void **state) {
  static const struct {
    const char *from;
    int months, days;
    const char *to;
  } cases[] = {
      {"2026-01-31", 1, 0, "2026-02-28"},  {"2024-01-31", 1, 0, "2024-02-29"},
      {"2026-01-31", 2, 0, "2026-03-31"},  {"2024-02-29", 12, 0, "2025-02-28"},
      {"2024-02-29", 48, 0, "2028-02-29"}, {"2026-11-30", 3, 0, "2027-02-28"},
      {"2026-12-31", 0, 1, "2027-01-01"},  {"2026-03-31", -1, 0, "2026-02-28"},
      {"2026-01-15", -1, 0, "2025-12-15"}, {"2026-01-15", -13, 0, "2024-12-15"},
      {"2026-01-31", 1, 1, "2026-03-01"},  {"1900-01-31", 1, 0, "1900-02-28"},
      {"2000-01-31", 1, 0, "2000-02-29"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_int_equal(lu_span_after(day(cases[i].from), (lu_span){cases[i].months, cases[i].days}),
                     day(cases[i].to));
  assert_int_equal(lu_span_after(lu_days_from_civil(0, 3, 31), (lu_span){-13, 0}),
                   lu_days_from_civil(-1, 2, 28));
}

static void test_months_never_skip_a_month(void **state) {
  (void)state;
  for (int64_t from = day("2023-12-25"); from < day("2028-03-05"); from++)
    for (int months = -30; months <= 30; months++) {
      lu_date a = lu_date_from_day(from),
              b = lu_date_from_day(lu_span_after(from, (lu_span){months, 0}));
      assert_int_equal((b.year * 12 + b.month) - (a.year * 12 + a.month), months);
      assert_true(b.day == a.day || (b.day < a.day && b.day == lu_days_in_month(b.year, b.month)));
    }
}

/* ---- placing ------------------------------------------------------------------------------- */

static void test_weekend_goes_to_the_nearest_day(void **state) {
  (void)state;
  lu_schedule *schedule = start("2026-01-05", true); /* a Monday */
  add_after(schedule, "root", NULL, 0, 0, 0);
  add_after(schedule, "saturday", "root", 0, 5, 10);
  add_after(schedule, "sunday", "root", 0, 6, 10);
  add_after(schedule, "late-only", "root", 5, 5, 10);
  solve(schedule);
  stands(schedule, "saturday", "2026-01-09");
  stands(schedule, "sunday", "2026-01-12");
  stands(schedule, "late-only", "2026-01-12");
  assert_int_equal(lu_schedule_broken_count(schedule), 0);
  lu_schedule_free(schedule);
}

static void test_day_off_without_a_way_out_is_told(void **state) {
  (void)state;
  lu_schedule *schedule = start("2026-01-05", true);
  add_after(schedule, "root", NULL, 0, 0, 0);
  add_after(schedule, "saturday", "root", 5, 5, 6);
  solve(schedule);
  stands(schedule, "saturday", "2026-01-12");
  assert_int_equal(lu_schedule_broken_count(schedule), 1);
  const lu_broken *broken = lu_schedule_broken_at(schedule, 0);
  assert_int_equal(broken->kind, LU_BROKEN_LATE);
  assert_string_equal(broken->rule, "RULE");
  assert_string_equal(broken->sentence,
                      "saturday (2026-01-12) is too late: its window closes on 2026-01-11.");
  lu_schedule_free(schedule);
}

static void test_holidays_are_avoided(void **state) {
  (void)state;
  lu_schedule *schedule = start("2026-12-21", true);
  lu_date off[] = {date("2026-12-28"), date("2026-12-25"), date("2026-12-24")};
  assert_int_equal(lu_schedule_avoid(schedule, off, 3, true, NULL), LU_OK);
  lu_event event = {.id = "a", .day = date("2026-12-26"), .latest = days(5), .earliest = days(-7)};
  assert_int_equal(lu_schedule_add(schedule, &event, NULL), LU_OK);
  lu_event any = {.id = "b", .day = date("2026-12-26"), .any_day = true};
  assert_int_equal(lu_schedule_add(schedule, &any, NULL), LU_OK);
  solve(schedule);
  stands(schedule, "a", "2026-12-29"); /* three days either way: the later one */
  stands(schedule, "b", "2026-12-26");
  lu_schedule_free(schedule);
}

static void test_gap_pushes_and_its_window_is_kept(void **state) {
  (void)state;
  lu_schedule *schedule = start("2026-01-05", false);
  add_after(schedule, "root", NULL, 0, 0, 0);
  add_after(schedule, "other", NULL, 0, 3, 9);
  add_after(schedule, "next", "root", 0, 7, 60);
  lu_gap gap = {"other", "next", 20, 40, "G-1"};
  assert_int_equal(lu_schedule_add_gap(schedule, &gap, NULL), LU_OK);
  solve(schedule);
  stands(schedule, "next", "2026-01-28");
  lu_planned next = planned(schedule, "next");
  assert_int_equal(next.earliest, day("2026-01-28"));
  assert_int_equal(next.latest, day("2026-02-17"));
  assert_int_equal(lu_schedule_broken_count(schedule), 0);
  assert_int_equal(lu_schedule_move(schedule, "next", date("2026-01-20"), NULL), LU_OK);
  solve(schedule);
  assert_int_equal(lu_schedule_broken_count(schedule), 1);
  const lu_broken *broken = lu_schedule_broken_at(schedule, 0);
  assert_int_equal(broken->kind, LU_BROKEN_GAP_SHORT);
  assert_string_equal(broken->rule, "G-1");
  assert_string_equal(broken->other, "other");
  assert_string_equal(broken->sentence,
                      "next (2026-01-20) comes 12 days after other (2026-01-08): at least 20 days "
                      "are wanted.");
  assert_int_equal(lu_schedule_move(schedule, "next", date("2026-01-07"), NULL), LU_OK);
  solve(schedule);
  assert_int_equal(lu_schedule_broken_at(schedule, 0)->kind, LU_BROKEN_ORDER);
  assert_int_equal(lu_schedule_move(schedule, "next", date("2026-02-18"), NULL), LU_OK);
  solve(schedule);
  assert_int_equal(lu_schedule_broken_at(schedule, 0)->kind, LU_BROKEN_GAP_LONG);
  lu_schedule_free(schedule);
}

static void test_repetition_does_not_drift(void **state) {
  (void)state;
  lu_schedule *schedule = start("2026-01-01", true);
  lu_event event = {.id = "x", .label = "x", .day = date("2026-01-30"), .latest = days(5)};
  lu_repeat repeat = {{0, 23}, {1, 0}, {1, 10}, true, 0, NULL, date("2027-01-31")};
  assert_int_equal(lu_schedule_add_repeated(schedule, &event, &repeat, NULL), LU_OK);
  solve(schedule);
  stands(schedule, "x.1", "2026-01-30");
  assert_string_equal(planned(schedule, "x.3").label, "x 3");
  stands(schedule, "x.2", "2026-02-27"); /* the 28th is a Saturday */
  stands(schedule, "x.3", "2026-03-30");
  stands(schedule, "x.13", "2027-01-29");
  assert_int_equal(lu_schedule_count(schedule), 13);
  assert_false(lu_schedule_has(schedule, "x.14"));
  lu_planned none;
  assert_false(lu_schedule_find(&none, schedule, "x.14"));
  assert_int_equal(lu_schedule_move(schedule, "x.3", date("2026-04-02"), NULL), LU_OK);
  solve(schedule);
  stands(schedule, "x.2", "2026-02-27");
  stands(schedule, "x.4", "2026-05-01"); /* the 2nd of May is a Saturday */
  stands(schedule, "x.5", "2026-06-02");
  lu_schedule_free(schedule);
}

static void test_given_events_stand(void **state) {
  (void)state;
  lu_schedule *schedule = start("2026-06-01", true);
  lu_event given = {.id = "given", .label = "given", .day = date("2026-05-03"), .given = true};
  assert_int_equal(lu_schedule_add(schedule, &given, NULL), LU_OK);
  lu_event next = {.id = "next", .label = "next", .after = "given", .latest = days(10)};
  assert_int_equal(lu_schedule_add(schedule, &next, NULL), LU_OK);
  solve(schedule);
  stands(schedule, "given", "2026-05-03");
  stands(schedule, "next", "2026-06-01"); /* overdue: the first day, and told */
  assert_int_equal(lu_schedule_broken_count(schedule), 1);
  assert_int_equal(lu_schedule_broken_at(schedule, 0)->kind, LU_BROKEN_LATE);
  assert_int_equal(lu_schedule_move(schedule, "given", date("2026-06-01"), NULL), LU_USAGE);
  assert_int_equal(lu_schedule_move(schedule, "nothing", date("2026-06-01"), NULL), LU_USAGE);
  assert_int_equal(lu_schedule_move(schedule, "next", date("2026-05-30"), NULL), LU_OK);
  solve(schedule);
  assert_int_equal(lu_schedule_broken_at(schedule, 0)->kind, LU_BROKEN_PAST);
  assert_int_equal(lu_schedule_broken_at(schedule, 1)->kind, LU_BROKEN_DAY);
  assert_int_equal(lu_schedule_broken_at(schedule, 2)->kind, LU_BROKEN_LATE);
  lu_schedule_free(schedule);
}

static void test_what_is_refused(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  lu_schedule *schedule;
  assert_int_equal(lu_schedule_new(&schedule, date("2026-01"), &error), LU_BAD_INPUT);
  schedule = start("2026-01-05", true);
  add_after(schedule, "a", "b", 0, 1, 2);
  lu_event twice = {.id = "a", .after = "c"}, none = {.id = ""}, undated = {.id = "u"},
           far = {.id = "f", .after = "a", .latest = {0, 500000}};
  assert_int_equal(lu_schedule_add(schedule, &twice, NULL), LU_BAD_INPUT);
  assert_int_equal(lu_schedule_add(schedule, &none, NULL), LU_BAD_INPUT);
  assert_int_equal(lu_schedule_add(schedule, &undated, NULL), LU_BAD_INPUT);
  assert_int_equal(lu_schedule_add(schedule, &far, NULL), LU_BAD_INPUT);
  assert_int_equal(lu_schedule_solve(schedule, &error), LU_BAD_INPUT);
  assert_string_equal(error.message, "event \"a\" follows \"b\", which there is not");
  add_after(schedule, "b", "a", 0, 1, 2);
  assert_int_equal(lu_schedule_solve(schedule, &error), LU_BAD_INPUT);
  assert_string_equal(error.message, "event \"a\" follows itself in a circle");
  lu_gap same = {"a", "a", 1, 0, ""}, absent = {"a", "z", 1, 0, ""},
         negative = {"a", "b", -1, 0, ""};
  assert_int_equal(lu_schedule_add_gap(schedule, &same, NULL), LU_BAD_INPUT);
  assert_int_equal(lu_schedule_add_gap(schedule, &absent, NULL), LU_BAD_INPUT);
  assert_int_equal(lu_schedule_add_gap(schedule, &negative, NULL), LU_BAD_INPUT);
  lu_event event = {.id = "r", .after = "a"};
  lu_repeat still = {{0, 0}, {0, 0}, {0, 0}, false, 3, NULL, LU_DATE_NONE};
  lu_repeat endless = {{0, 1}, {0, 1}, {0, 1}, false, 0, NULL, LU_DATE_NONE};
  assert_int_equal(lu_schedule_add_repeated(schedule, &event, &still, NULL), LU_BAD_INPUT);
  assert_int_equal(lu_schedule_add_repeated(schedule, &event, &endless, NULL), LU_BAD_INPUT);
  lu_schedule_free(schedule);
}

/* ---- properties ---------------------------------------------------------------------------- */

#define EVENTS 12
#define GAPS 8

struct random_gap {
  int first, second, least, most;
};

struct random_plan {
  struct {
    int after, low, want, high;
    bool any_day;
  } events[EVENTS];
  struct random_gap gaps[GAPS];
  int gap_count;
  lu_date off[6];
};

static unsigned roll(unsigned *seed, unsigned sides) {
  *seed = *seed * 1664525u + 1013904223u;
  return (*seed >> 8) % sides;
}

static struct random_plan invent(unsigned seed) {
  struct random_plan plan;
  memset(&plan, 0, sizeof plan);
  for (int i = 0; i < EVENTS; i++) {
    plan.events[i].after = i == 0 ? -1 : (int)roll(&seed, (unsigned)i + 1) - 1;
    plan.events[i].low = (int)roll(&seed, 40);
    plan.events[i].want = plan.events[i].low + (int)roll(&seed, 10);
    plan.events[i].high = plan.events[i].want + (int)roll(&seed, 10);
    plan.events[i].any_day = roll(&seed, 4) == 0;
  }
  for (int i = 0; i < GAPS; i++) {
    plan.gaps[i].second = 1 + (int)roll(&seed, EVENTS - 1);
    plan.gaps[i].first = (int)roll(&seed, (unsigned)plan.gaps[i].second);
    plan.gaps[i].least = (int)roll(&seed, 30);
    plan.gaps[i].most = roll(&seed, 3) == 0 ? plan.gaps[i].least + (int)roll(&seed, 20) : 0;
  }
  plan.gap_count = GAPS;
  for (int i = 0; i < 6; i++)
    plan.off[i] = lu_date_from_day(day("2027-12-20") + roll(&seed, 90));
  return plan;
}

static void name_of(char *name, int index) {
  name[0] = (char)('a' + index);
  name[1] = '\0';
}

static void add_invented(lu_schedule *schedule, const struct random_plan *plan, int index) {
  char name[2], after[2] = "";
  name_of(name, index);
  if (plan->events[index].after >= 0) name_of(after, plan->events[index].after);
  lu_event event = {.id = name,
                    .label = name,
                    .rule = "R",
                    .after = after,
                    .day = date("2027-12-20"),
                    .earliest = days(plan->events[index].low),
                    .wanted = days(plan->events[index].want),
                    .latest = days(plan->events[index].high),
                    .any_day = plan->events[index].any_day};
  assert_int_equal(lu_schedule_add(schedule, &event, NULL), LU_OK);
}

static lu_schedule *build(const struct random_plan *plan, bool backwards, bool off) {
  lu_schedule *schedule = start("2027-12-20", off);
  if (off) assert_int_equal(lu_schedule_avoid(schedule, plan->off, 6, true, NULL), LU_OK);
  for (int i = 0; i < EVENTS; i++)
    add_invented(schedule, plan, backwards ? EVENTS - 1 - i : i);
  for (int i = 0; i < plan->gap_count; i++) {
    const struct random_gap *gap = &plan->gaps[backwards ? plan->gap_count - 1 - i : i];
    char first[2], second[2];
    name_of(first, gap->first);
    name_of(second, gap->second);
    lu_gap add = {first, second, gap->least, gap->most, "G"};
    assert_int_equal(lu_schedule_add_gap(schedule, &add, NULL), LU_OK);
  }
  solve(schedule);
  return schedule;
}

static bool told(const lu_schedule *schedule, const char *event, const char *other,
                 unsigned kinds) {
  const lu_broken *broken;
  for (size_t i = 0; (broken = lu_schedule_broken_at(schedule, i)) != NULL; i++)
    if (strcmp(broken->event, event) == 0 && (other == NULL || strcmp(broken->other, other) == 0) &&
        (kinds >> broken->kind & 1) != 0)
      return true;
  return false;
}

/* Every rule holds or is told; what is told does not hold. */
static void check_rules(const lu_schedule *schedule, const struct random_plan *plan, bool off) {
  size_t wrong = 0;
  for (int i = 0; i < EVENTS; i++) {
    char name[2], after[2];
    name_of(name, i);
    lu_planned event = planned(schedule, name);
    int64_t base = day("2027-12-20");
    if (plan->events[i].after >= 0) {
      name_of(after, plan->events[i].after);
      base = planned(schedule, after).day;
    }
    bool window =
        event.day >= base + plan->events[i].low && event.day <= base + plan->events[i].high;
    bool out = !told(schedule, name, NULL,
                     1u << LU_BROKEN_EARLY | 1u << LU_BROKEN_LATE | 1u << LU_BROKEN_ORDER);
    if (!window) {
      assert_false(out);
      wrong++;
    }
    int64_t weekday = (event.day + 3) % 7;
    bool is_off = weekday >= 5;
    for (int j = 0; j < 6; j++)
      is_off |= lu_date_first_day(plan->off[j]) == event.day;
    is_off = is_off && off && !plan->events[i].any_day;
    assert_int_equal(is_off, told(schedule, name, NULL, 1u << LU_BROKEN_DAY));
    wrong += is_off;
    if (event.day < day("2027-12-20")) {
      assert_true(told(schedule, name, NULL, 1u << LU_BROKEN_PAST));
      wrong++;
    }
  }
  for (int i = 0; i < GAPS; i++) {
    char first[2], second[2];
    name_of(first, plan->gaps[i].first);
    name_of(second, plan->gaps[i].second);
    int64_t gap = planned(schedule, second).day - planned(schedule, first).day;
    if (gap >= plan->gaps[i].least && (plan->gaps[i].most == 0 || gap <= plan->gaps[i].most))
      continue;
    assert_true(told(schedule, second, first,
                     1u << LU_BROKEN_GAP_SHORT | 1u << LU_BROKEN_GAP_LONG | 1u << LU_BROKEN_ORDER));
    wrong++;
  }
  assert_int_equal(wrong, lu_schedule_broken_count(schedule));
}

static void test_rules_hold_or_are_told(void **state) {
  (void)state;
  for (unsigned seed = 1; seed <= 1500; seed++) {
    struct random_plan plan = invent(seed);
    lu_schedule *schedule = build(&plan, false, true);
    check_rules(schedule, &plan, true);
    unsigned dice = seed;
    char name[2];
    name_of(name, (int)roll(&dice, EVENTS));
    lu_date to = lu_date_from_day(day("2027-12-15") + roll(&dice, 200));
    assert_int_equal(lu_schedule_move(schedule, name, to, NULL), LU_OK);
    solve(schedule);
    assert_int_equal(planned(schedule, name).day, lu_date_first_day(to));
    check_rules(schedule, &plan, true);
    lu_schedule_free(schedule);
  }
}

/* Smallest gaps to earlier events are kept by all that is not moved, whatever else gives way. */
static void test_smallest_gaps_come_first(void **state) {
  (void)state;
  for (unsigned seed = 1; seed <= 500; seed++) {
    struct random_plan plan = invent(seed);
    lu_schedule *schedule = build(&plan, false, true);
    for (size_t i = 0; i < lu_schedule_broken_count(schedule); i++)
      assert_int_not_equal(lu_schedule_broken_at(schedule, i)->kind, LU_BROKEN_GAP_SHORT);
    lu_schedule_free(schedule);
  }
}

static void same_plan(const lu_schedule *a, const lu_schedule *b) {
  lu_planned x, y;
  assert_int_equal(lu_schedule_count(a), lu_schedule_count(b));
  assert_int_equal(lu_schedule_broken_count(a), lu_schedule_broken_count(b));
  for (size_t i = 0; lu_schedule_at(&x, a, i); i++) {
    assert_true(lu_schedule_at(&y, b, i));
    assert_string_equal(x.id, y.id);
    assert_int_equal(x.day, y.day);
    assert_int_equal(x.earliest, y.earliest);
    assert_int_equal(x.latest, y.latest);
  }
}

static void test_order_of_input_and_repetition_change_nothing(void **state) {
  (void)state;
  for (unsigned seed = 1; seed <= 500; seed++) {
    struct random_plan plan = invent(seed);
    lu_schedule *a = build(&plan, false, true), *b = build(&plan, true, true);
    same_plan(a, b);
    solve(a);
    same_plan(a, b);
    unsigned dice = seed;
    char name[2];
    name_of(name, (int)roll(&dice, EVENTS));
    lu_date to = lu_date_from_day(planned(a, name).day); /* a move to where it stands */
    assert_int_equal(lu_schedule_move(a, name, to, NULL), LU_OK);
    solve(a);
    same_plan(a, b);
    lu_schedule_free(a);
    lu_schedule_free(b);
  }
}

/* Without days off and gaps all that depends on an event moves by as many days, nothing else. */
static void test_a_move_shifts_what_depends_on_it(void **state) {
  (void)state;
  for (unsigned seed = 1; seed <= 300; seed++) {
    struct random_plan plan = invent(seed);
    plan.gap_count = 0;
    unsigned dice = seed;
    int moved = (int)roll(&dice, EVENTS), by = (int)roll(&dice, 60);
    char name[2];
    lu_schedule *before = build(&plan, false, false), *after = build(&plan, false, false);
    name_of(name, moved);
    assert_int_equal(
        lu_schedule_move(after, name, lu_date_from_day(planned(before, name).day + by), NULL),
        LU_OK);
    solve(after);
    for (int i = 0; i < EVENTS; i++) {
      int up = i;
      while (up >= 0 && up != moved)
        up = plan.events[up].after;
      name_of(name, i);
      assert_int_equal(planned(after, name).day - planned(before, name).day, up == moved ? by : 0);
    }
    lu_schedule_free(before);
    lu_schedule_free(after);
  }
}

/* ---- days off as a file -------------------------------------------------------------------- */

static void test_holidays_file(void **state) {
  static const char good[] = "\xEF\xBB\xBF# days off\n2026-12-25 # Christmas\r\n\n  2027-01-01\n";
  static const char *const bad[] = {"2026-12-25\n2026-13-01\n", "# a\nsoon", "2026-12\n",
                                    "2026-12-25 2026-12-26",    "\x01\x02",  "2026-02-30"};
  (void)state;
  lu_date *out;
  size_t count;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_holidays_parse(&out, &count, good, sizeof good - 1, "off.txt", NULL), LU_OK);
  assert_int_equal(count, 2);
  assert_int_equal(lu_date_first_day(out[0]), day("2026-12-25"));
  assert_int_equal(lu_date_first_day(out[1]), day("2027-01-01"));
  free(out);
  assert_int_equal(lu_holidays_parse(&out, &count, "", 0, "off.txt", NULL), LU_OK);
  assert_null(out);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    assert_int_equal(lu_holidays_parse(&out, &count, bad[i], strlen(bad[i]), "off.txt", &error),
                     LU_BAD_INPUT);
    assert_null(out);
  }
  assert_int_equal(lu_holidays_parse(&out, &count, bad[1], strlen(bad[1]), "off.txt", &error),
                   LU_BAD_INPUT);
  assert_string_equal(error.message,
                      "off.txt:2: \"soon\" is no day off: a date such as 2026-12-25 is valid");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_months_end_with_the_month),
      cmocka_unit_test(test_months_never_skip_a_month),
      cmocka_unit_test(test_weekend_goes_to_the_nearest_day),
      cmocka_unit_test(test_day_off_without_a_way_out_is_told),
      cmocka_unit_test(test_holidays_are_avoided),
      cmocka_unit_test(test_gap_pushes_and_its_window_is_kept),
      cmocka_unit_test(test_repetition_does_not_drift),
      cmocka_unit_test(test_given_events_stand),
      cmocka_unit_test(test_what_is_refused),
      cmocka_unit_test(test_rules_hold_or_are_told),
      cmocka_unit_test(test_smallest_gaps_come_first),
      cmocka_unit_test(test_order_of_input_and_repetition_change_nothing),
      cmocka_unit_test(test_a_move_shifts_what_depends_on_it),
      cmocka_unit_test(test_holidays_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
