/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "inner.h"

#define MOST_OCCURRENCES 2000

lu_status make_room(void **array, size_t *capacity, size_t count, size_t size, lu_error *error) {
  if (count < *capacity) return LU_OK;
  size_t more = *capacity == 0 ? 16 : 2 * *capacity;
  void *grown = realloc(*array, more * size);
  if (grown == NULL) return lu_fail_memory(error);
  *array = grown;
  *capacity = more;
  return LU_OK;
}

lu_status lu_schedule_new(lu_schedule **out, lu_date start, lu_error *error) {
  *out = NULL;
  if (!lu_date_whole(start))
    return lu_fail(error, LU_BAD_INPUT, "the first day of a schedule must be a whole date");
  lu_schedule *schedule = calloc(1, sizeof *schedule);
  if (schedule == NULL) return lu_fail_memory(error);
  schedule->arena = lu_arena_new();
  schedule->start = lu_date_first_day(start);
  if (schedule->arena == NULL) {
    lu_schedule_free(schedule);
    return lu_fail_memory(error);
  }
  *out = schedule;
  return LU_OK;
}

void lu_schedule_free(lu_schedule *schedule) {
  if (schedule == NULL) return;
  free(schedule->off);
  free(schedule->items);
  free(schedule->gaps);
  free(schedule->order);
  free(schedule->broken);
  lu_arena_free(schedule->arena);
  free(schedule);
}

/* ---- days off ------------------------------------------------------------------------------ */

static int compare_days(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

lu_status lu_schedule_avoid(lu_schedule *schedule, const lu_date *days, size_t count, bool weekends,
                            lu_error *error) {
  int64_t *off = malloc((count + 1) * sizeof *off);
  if (off == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    if (!lu_date_whole(days[i])) {
      free(off);
      return lu_fail(error, LU_BAD_INPUT, "a day off must be a whole date");
    }
    off[i] = lu_date_first_day(days[i]);
  }
  qsort(off, count, sizeof *off, compare_days);
  free(schedule->off);
  schedule->off = off;
  schedule->off_count = count;
  schedule->weekends = weekends;
  return LU_OK;
}

bool day_is_off(const lu_schedule *schedule, int64_t day) {
  int64_t weekday = ((day + 3) % 7 + 7) % 7; /* 1970-01-01 was a Thursday; 0 is Monday */
  if (schedule->weekends && weekday >= 5) return true;
  return schedule->off_count > 0 && bsearch(&day, schedule->off, schedule->off_count,
                                            sizeof *schedule->off, compare_days) != NULL;
}

/* ---- events -------------------------------------------------------------------------------- */

size_t item_find(const lu_schedule *schedule, const char *id) {
  for (size_t i = 0; i < schedule->count; i++)
    if (strcmp(schedule->items[i].id, id) == 0) return i;
  return LU_NO_ITEM;
}

bool lu_schedule_has(const lu_schedule *schedule, const char *id) {
  size_t index = item_find(schedule, id);
  return index != LU_NO_ITEM && !schedule->items[index].dropped;
}

static const char *text_or_empty(const char *text) {
  return text == NULL ? "" : text;
}

static bool span_fits(lu_span span) {
  return span.months >= -12000 && span.months <= 12000 && span.days >= -400000 &&
         span.days <= 400000;
}

static lu_status check_event(const lu_schedule *schedule, const lu_event *event, const char *id,
                             lu_error *error) {
  if (id[0] == '\0') return lu_fail(error, LU_BAD_INPUT, "an event has no id");
  if (item_find(schedule, id) != LU_NO_ITEM)
    return lu_fail(error, LU_BAD_INPUT, "there are two events \"%s\"", id);
  if ((event->given || text_or_empty(event->after)[0] == '\0') && !lu_date_whole(event->day))
    return lu_fail(error, LU_BAD_INPUT, "event \"%s\" follows no other and has no whole date", id);
  if (!span_fits(event->earliest) || !span_fits(event->wanted) || !span_fits(event->latest))
    return lu_fail(error, LU_BAD_INPUT, "a distance of event \"%s\" is longer than a schedule", id);
  return LU_OK;
}

static struct item make_item(lu_arena *arena, const lu_event *event, const char *id) {
  bool root = event->given || text_or_empty(event->after)[0] == '\0';
  return (struct item){.id = lu_arena_strdup(arena, id),
                       .label = lu_arena_strdup(arena, text_or_empty(event->label)),
                       .kind = lu_arena_strdup(arena, text_or_empty(event->kind)),
                       .rule = lu_arena_strdup(arena, text_or_empty(event->rule)),
                       .after = lu_arena_strdup(arena, root ? "" : event->after),
                       .base = root ? lu_date_first_day(event->day) : 0,
                       .earliest = event->earliest,
                       .wanted = event->wanted,
                       .latest = event->latest,
                       .open_end = event->open_end,
                       .any_day = event->any_day,
                       .given = event->given,
                       .duration_d = event->duration_d < 1 ? 1 : event->duration_d,
                       .anchor = LU_NO_ITEM};
}

static lu_status add_item(lu_schedule *schedule, const lu_event *event, const char *id,
                          struct item **out, lu_error *error) {
  if (id == NULL) return lu_fail_memory(error);
  lu_status status = check_event(schedule, event, id, error);
  if (status == LU_OK)
    status = make_room((void **)&schedule->items, &schedule->capacity, schedule->count,
                       sizeof *schedule->items, error);
  if (status != LU_OK) return status;
  struct item item = make_item(schedule->arena, event, id);
  if (lu_arena_failed(schedule->arena)) return lu_fail_memory(error);
  *out = &schedule->items[schedule->count];
  schedule->items[schedule->count++] = item;
  return LU_OK;
}

lu_status lu_schedule_add(lu_schedule *schedule, const lu_event *event, lu_error *error) {
  struct item *item;
  return add_item(schedule, event, text_or_empty(event->id), &item, error);
}

/* Occurrences that can lie up to the last day. */
static int64_t most_times(const lu_schedule *schedule, const lu_event *event,
                          const lu_repeat *repeat) {
  if (repeat->times > 0) return repeat->times;
  int64_t from = schedule->start, until = lu_date_first_day(repeat->until), count = 0;
  int64_t shortest = lu_span_after(from, repeat->earliest) - from;
  if (text_or_empty(event->after)[0] == '\0' && lu_date_first_day(event->day) < from)
    from = lu_date_first_day(event->day);
  if (shortest < 1) shortest = 1;
  count = until < from ? 1 : (until - from) / shortest + 2;
  return count > MOST_OCCURRENCES ? MOST_OCCURRENCES : count;
}

lu_status lu_schedule_add_repeated(lu_schedule *schedule, const lu_event *event,
                                   const lu_repeat *repeat, lu_error *error) {
  const char *id = text_or_empty(event->id);
  bool bounded = repeat->times <= 0;
  if (repeat->wanted.months < 0 || repeat->wanted.days < 0 ||
      (repeat->wanted.months == 0 && repeat->wanted.days == 0) || !span_fits(repeat->earliest) ||
      !span_fits(repeat->wanted) || !span_fits(repeat->latest))
    return lu_fail(error, LU_BAD_INPUT, "event \"%s\" does not move on when it is repeated", id);
  if (repeat->times > MOST_OCCURRENCES || (bounded && !lu_date_whole(repeat->until)))
    return lu_fail(error, LU_BAD_INPUT, "event \"%s\" is repeated without an end", id);
  size_t first = schedule->count;
  int64_t times = most_times(schedule, event, repeat);
  for (int number = 0; number < times; number++) {
    struct item *item = NULL;
    lu_status status = add_item(
        schedule, event, lu_arena_printf(schedule->arena, "%s.%d", id, number + 1), &item, error);
    if (status != LU_OK || item == NULL) return status;
    if (repeat->numbered)
      item->label = lu_arena_printf(schedule->arena, "%s %d", item->label, number + 1);
    if (item->label == NULL) return lu_fail_memory(error);
    item->in_series = true;
    item->series = first;
    item->number = number;
    item->bounded = bounded;
    item->until = bounded ? lu_date_first_day(repeat->until) : FAR_DAY;
    if (number == 0) continue;
    item->earliest = repeat->earliest;
    item->wanted = repeat->wanted;
    item->latest = repeat->latest;
    if (repeat->rule == NULL) continue;
    item->rule = lu_arena_strdup(schedule->arena, repeat->rule);
    if (item->rule == NULL) return lu_fail_memory(error);
  }
  return LU_OK;
}

lu_status lu_schedule_add_gap(lu_schedule *schedule, const lu_gap *gap, lu_error *error) {
  struct gap found = {item_find(schedule, text_or_empty(gap->first)),
                      item_find(schedule, text_or_empty(gap->second)), gap->least_d, gap->most_d,
                      lu_arena_strdup(schedule->arena, text_or_empty(gap->rule))};
  if (found.rule == NULL) return lu_fail_memory(error);
  if (found.first == LU_NO_ITEM || found.second == LU_NO_ITEM || found.first == found.second)
    return lu_fail(error, LU_BAD_INPUT, "a gap needs two events: there is no pair \"%s\", \"%s\"",
                   text_or_empty(gap->first), text_or_empty(gap->second));
  if (gap->least_d < 0 || gap->most_d < 0)
    return lu_fail(error, LU_BAD_INPUT, "the gap between \"%s\" and \"%s\" is negative", gap->first,
                   gap->second);
  lu_status status = make_room((void **)&schedule->gaps, &schedule->gap_capacity,
                               schedule->gap_count, sizeof *schedule->gaps, error);
  if (status == LU_OK) schedule->gaps[schedule->gap_count++] = found;
  return status;
}

lu_status lu_schedule_move(lu_schedule *schedule, const char *id, lu_date day, lu_error *error) {
  size_t index = item_find(schedule, id);
  if (index == LU_NO_ITEM || schedule->items[index].given)
    return lu_fail(error, LU_USAGE, "there is no event \"%s\" that can be moved", id);
  if (!lu_date_whole(day))
    return lu_fail(error, LU_USAGE, "event \"%s\" can be moved to a whole date only", id);
  schedule->items[index].moved = true;
  schedule->items[index].moved_to = lu_date_first_day(day);
  return LU_OK;
}
