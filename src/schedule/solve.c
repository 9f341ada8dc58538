/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "inner.h"

/* How far beyond its window an allowed day is looked for. */
#define LONGEST_HOLIDAY 366

int64_t item_end(const struct item *item) {
  return item->day + item->duration_d - 1;
}

/* The day from which distances count. */
static int64_t base_of(const lu_schedule *schedule, const struct item *item) {
  return item->anchor == LU_NO_ITEM ? item->base : schedule->items[item->anchor].day;
}

void item_window(const lu_schedule *schedule, const struct item *item, int64_t *low,
                 int64_t *high) {
  int64_t base = base_of(schedule, item);
  *low = lu_span_after(base, item->earliest);
  *high = item->open_end ? FAR_DAY : lu_span_after(base, item->latest);
}

static lu_span times(lu_span span, int count) {
  return (lu_span){span.months * count, span.days * count};
}

/* Wanted day: counted from the first occurrence, or from the last one that was moved, so that
   small shifts for weekends do not add up. */
static int64_t wanted_day(const lu_schedule *schedule, const struct item *item) {
  if (!item->in_series || item->number == 0)
    return lu_span_after(base_of(schedule, item), item->wanted);
  size_t index = item->series + (size_t)item->number - 1;
  while (index > item->series && !schedule->items[index].moved)
    index--;
  const struct item *from = &schedule->items[index];
  return lu_span_after(from->day, times(item->wanted, item->number - from->number));
}

/* ---- placing one event --------------------------------------------------------------------- */

static int64_t clamp(int64_t day, int64_t low, int64_t high) {
  if (day > high) day = high;
  return day < low ? low : day;
}

/* Nearest allowed day in a window, the later of two; beyond the window if it has none. */
static int64_t allowed_day(const lu_schedule *schedule, int64_t day, int64_t low, int64_t high) {
  int64_t widest = high > day ? high - day : 0;
  if (day - low > widest) widest = day - low;
  if (widest > LONGEST_HOLIDAY) widest = LONGEST_HOLIDAY;
  for (int64_t distance = 0; distance <= widest; distance++) {
    if (day + distance <= high && !day_is_off(schedule, day + distance)) return day + distance;
    if (day - distance >= low && !day_is_off(schedule, day - distance)) return day - distance;
  }
  for (int64_t later = high > day ? high : day; later <= day + LONGEST_HOLIDAY; later++)
    if (!day_is_off(schedule, later)) return later;
  return day;
}

/* Days that rules, gaps and the first day to plan leave. */
static void find_window(const lu_schedule *schedule, size_t index) {
  struct item *item = &schedule->items[index];
  item_window(schedule, item, &item->low, &item->high);
  for (size_t i = 0; i < schedule->gap_count; i++) {
    const struct gap *gap = &schedule->gaps[i];
    const struct item *first = &schedule->items[gap->first];
    if (gap->second != index || !first->placed || first->dropped) continue;
    int64_t end = item_end(first);
    if (item->low < end + gap->least_d) item->low = end + gap->least_d;
    if (gap->most_d > 0 && item->high > end + gap->most_d) item->high = end + gap->most_d;
  }
  if (item->low < schedule->start) item->low = schedule->start;
}

static void place(lu_schedule *schedule, size_t index) {
  struct item *item = &schedule->items[index];
  int64_t wanted = wanted_day(schedule, item);
  find_window(schedule, index);
  if (item->given)
    item->day = item->low = item->high = item->base;
  else if (item->moved)
    item->day = item->moved_to;
  else {
    item->day = clamp(wanted, item->low, item->high);
    if (!item->any_day)
      item->day = allowed_day(schedule, item->day, item->low,
                              item->high < item->low ? item->low : item->high);
  }
  item->placed = true;
  item->dropped = item->bounded && !item->moved && item->day > item->until;
}

/* ---- order --------------------------------------------------------------------------------- */

static bool waits(const lu_schedule *schedule, size_t index) {
  const struct item *item = &schedule->items[index];
  if (item->given) return false;
  if (item->anchor != LU_NO_ITEM && !schedule->items[item->anchor].placed) return true;
  for (size_t i = 0; i < schedule->gap_count && !item->moved; i++)
    if (schedule->gaps[i].second == index && !schedule->items[schedule->gaps[i].first].placed)
      return true;
  return false;
}

static lu_status find_anchors(lu_schedule *schedule, lu_error *error) {
  for (size_t i = 0; i < schedule->count; i++) {
    struct item *item = &schedule->items[i];
    item->placed = item->dropped = false;
    item->anchor = LU_NO_ITEM;
    if (item->in_series && item->number > 0)
      item->anchor = i - 1;
    else if (item->after[0] != '\0' &&
             (item->anchor = item_find(schedule, item->after)) == LU_NO_ITEM)
      return lu_fail(error, LU_BAD_INPUT, "event \"%s\" follows \"%s\", which there is not",
                     item->id, item->after);
  }
  return LU_OK;
}

/* What follows an event that was dropped is dropped too. */
static void drop_with_anchor(lu_schedule *schedule, size_t index) {
  struct item *item = &schedule->items[index];
  if (item->anchor != LU_NO_ITEM && schedule->items[item->anchor].dropped && !item->moved)
    item->dropped = true;
}

static lu_status place_all(lu_schedule *schedule, lu_error *error) {
  for (size_t done = 0; done < schedule->count;) {
    size_t before = done;
    const char *stuck = NULL;
    for (size_t i = 0; i < schedule->count; i++) {
      if (schedule->items[i].placed) continue;
      if (waits(schedule, i)) {
        if (stuck == NULL || strcmp(schedule->items[i].id, stuck) < 0)
          stuck = schedule->items[i].id;
        continue;
      }
      place(schedule, i);
      drop_with_anchor(schedule, i);
      done++;
    }
    if (done == before)
      return lu_fail(error, LU_BAD_INPUT, "event \"%s\" follows itself in a circle", stuck);
  }
  for (size_t i = 0; i < schedule->count; i++) /* gaps did not hold up what was moved */
    if (schedule->items[i].moved) find_window(schedule, i);
  return LU_OK;
}

static bool stands_before(const struct item *a, const struct item *b) {
  if (a->day != b->day) return a->day < b->day;
  return strcmp(a->id, b->id) < 0;
}

static lu_status sort_items(lu_schedule *schedule, lu_error *error) {
  free(schedule->order);
  schedule->planned = 0;
  schedule->order = malloc((schedule->count + 1) * sizeof *schedule->order);
  if (schedule->order == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < schedule->count; i++) {
    if (schedule->items[i].dropped) continue;
    size_t at = schedule->planned++;
    for (; at > 0 && stands_before(&schedule->items[i], &schedule->items[schedule->order[at - 1]]);
         at--)
      schedule->order[at] = schedule->order[at - 1];
    schedule->order[at] = i;
  }
  return LU_OK;
}

lu_status lu_schedule_solve(lu_schedule *schedule, lu_error *error) {
  lu_status status = find_anchors(schedule, error);
  if (status == LU_OK) status = place_all(schedule, error);
  if (status == LU_OK) status = sort_items(schedule, error);
  return status == LU_OK ? verify(schedule, error) : status;
}

size_t lu_schedule_count(const lu_schedule *schedule) {
  return schedule->planned;
}

bool lu_schedule_at(lu_planned *out, const lu_schedule *schedule, size_t index) {
  if (index >= schedule->planned) return false;
  const struct item *item = &schedule->items[schedule->order[index]];
  *out = (lu_planned){.id = item->id,
                      .label = item->label,
                      .kind = item->kind,
                      .rule = item->rule,
                      .after = item->anchor == LU_NO_ITEM ? "" : schedule->items[item->anchor].id,
                      .day = item->day,
                      .earliest = item->low,
                      .latest = item->high,
                      .open_end = item->high >= FAR_DAY,
                      .moved = item->moved,
                      .given = item->given,
                      .duration_d = item->duration_d};
  return true;
}

bool lu_schedule_find(lu_planned *out, const lu_schedule *schedule, const char *id) {
  for (size_t i = 0; lu_schedule_at(out, schedule, i); i++)
    if (strcmp(out->id, id) == 0) return true;
  return false;
}
