/* SPDX-License-Identifier: Apache-2.0 */
/* What the plan does not keep. Looks at days alone, not at how they were found. */
#include <stdlib.h>
#include <string.h>

#include "inner.h"

const char *lu_broken_name(lu_broken_kind kind) {
  static const char *const names[] = {"gap too short", "gap too long", "order", "too early",
                                      "too late",      "day",          "past"};
  return names[kind];
}

static const char *day_text(char *buffer, int64_t day) {
  return lu_date_format(buffer, lu_date_from_day(day));
}

static lu_status note(lu_schedule *schedule, lu_broken_kind kind, const struct item *item,
                      const struct item *other, const char *rule, bool gap, const char *sentence,
                      lu_error *error) {
  if (sentence == NULL) return lu_fail_memory(error);
  lu_status status = make_room((void **)&schedule->broken, &schedule->broken_capacity,
                               schedule->broken_count, sizeof *schedule->broken, error);
  if (status == LU_OK)
    schedule->broken[schedule->broken_count++] =
        (lu_broken){kind, item->id, other == NULL ? "" : other->id, rule, sentence, gap};
  return status;
}

static const char *words(int64_t days, lu_arena *arena) {
  return lu_arena_printf(arena, "%lld day%s", (long long)days, days == 1 ? "" : "s");
}

static lu_status verify_gap(lu_schedule *schedule, const struct gap *gap, lu_error *error) {
  const struct item *first = &schedule->items[gap->first], *second = &schedule->items[gap->second];
  lu_arena *arena = schedule->arena;
  int64_t days = second->day - item_end(first);
  char a[16], b[16];
  day_text(a, item_end(first));
  day_text(b, second->day);
  if (days < 0)
    return note(schedule, LU_BROKEN_ORDER, second, first, gap->rule, true,
                lu_arena_printf(arena, "%s (%s) stands before %s (%s), which comes first.",
                                second->label, b, first->label, a),
                error);
  if (days >= gap->least_d && (gap->most_d == 0 || days <= gap->most_d)) return LU_OK;
  bool shorter = days < gap->least_d;
  const char *is = words(days, arena), *wanted = words(shorter ? gap->least_d : gap->most_d, arena);
  if (is == NULL || wanted == NULL) return lu_fail_memory(error);
  return note(
      schedule, shorter ? LU_BROKEN_GAP_SHORT : LU_BROKEN_GAP_LONG, second, first, gap->rule, true,
      lu_arena_printf(arena, "%s (%s) comes %s after %s (%s): at %s %s are wanted.", second->label,
                      b, is, first->label, a, shorter ? "least" : "most", wanted),
      error);
}

static lu_status verify_window(lu_schedule *schedule, const struct item *item, lu_error *error) {
  const struct item *other = item->anchor == LU_NO_ITEM ? NULL : &schedule->items[item->anchor];
  lu_arena *arena = schedule->arena;
  int64_t low, high;
  char day[16], limit[16];
  item_window(schedule, item, &low, &high);
  if (item->day >= low && item->day <= high) return LU_OK;
  bool early = item->day < low;
  day_text(day, item->day);
  day_text(limit, early ? low : high);
  if (early && other != NULL && item->day < other->day && low >= other->day)
    return note(schedule, LU_BROKEN_ORDER, item, other, item->rule, false,
                lu_arena_printf(arena, "%s (%s) stands before %s, which it follows.", item->label,
                                day, other->label),
                error);
  return note(schedule, early ? LU_BROKEN_EARLY : LU_BROKEN_LATE, item, other, item->rule, false,
              lu_arena_printf(arena, "%s (%s) is too %s: its window %s on %s.", item->label, day,
                              early ? "early" : "late", early ? "opens" : "closes", limit),
              error);
}

static lu_status verify_day(lu_schedule *schedule, const struct item *item, lu_error *error) {
  lu_arena *arena = schedule->arena;
  lu_status status = LU_OK;
  char day[16], start[16];
  day_text(day, item->day);
  if (item->day < schedule->start)
    status = note(schedule, LU_BROKEN_PAST, item, NULL, item->rule, false,
                  lu_arena_printf(arena, "%s (%s) lies before the first day to plan, %s.",
                                  item->label, day, day_text(start, schedule->start)),
                  error);
  if (status == LU_OK && !item->any_day && day_is_off(schedule, item->day))
    status = note(
        schedule, LU_BROKEN_DAY, item, NULL, item->rule, false,
        lu_arena_printf(arena, "%s (%s) falls on a weekend or holiday.", item->label, day), error);
  return status;
}

lu_status verify(lu_schedule *schedule, lu_error *error) {
  lu_status status = LU_OK;
  schedule->broken_count = 0;
  for (size_t i = 0; i < schedule->planned && status == LU_OK; i++) {
    size_t index = schedule->order[i];
    const struct item *item = &schedule->items[index];
    if (item->given) continue;
    status = verify_day(schedule, item, error);
    if (status == LU_OK) status = verify_window(schedule, item, error);
    for (size_t j = 0; j < schedule->gap_count && status == LU_OK; j++)
      if (schedule->gaps[j].second == index && !schedule->items[schedule->gaps[j].first].dropped)
        status = verify_gap(schedule, &schedule->gaps[j], error);
  }
  return status;
}

size_t lu_schedule_broken_count(const lu_schedule *schedule) {
  return schedule->broken_count;
}

const lu_broken *lu_schedule_broken_at(const lu_schedule *schedule, size_t index) {
  return index < schedule->broken_count ? &schedule->broken[index] : NULL;
}
