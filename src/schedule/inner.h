/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a schedule while it is built and planned.
 */
#ifndef SCHEDULE_INNER_H
#define SCHEDULE_INNER_H

#include "lutetia/schedule.h"

/** An event with what the planner made of it. */
struct item {
  const char *id, *label, *kind, *rule, *after;
  int64_t base; /**< day from which distances count when `after` is "" */
  lu_span earliest, wanted, latest;
  bool open_end, any_day, given;
  int duration_d;
  bool in_series;
  size_t series; /**< index of the first occurrence */
  int number;    /**< occurrence, 0 for the first */
  bool bounded;  /**< dropped beyond `until` */
  int64_t until;
  bool moved;
  int64_t moved_to;
  /* planned */
  size_t anchor; /**< index of what it follows; LU_NO_ITEM if none */
  bool dropped, placed;
  int64_t day, low, high;
};

/** No item. */
#define LU_NO_ITEM SIZE_MAX
/** A day beyond all others. */
#define FAR_DAY ((int64_t)1 << 40)

/** A gap with its events found. */
struct gap {
  size_t first, second;
  int32_t least_d, most_d;
  const char *rule;
};

struct lu_schedule {
  lu_arena *arena;
  int64_t start;
  bool weekends;
  int64_t *off; /**< sorted */
  size_t off_count;
  struct item *items;
  size_t count, capacity;
  struct gap *gaps;
  size_t gap_count, gap_capacity;
  size_t *order; /**< of planned items, by day and id */
  size_t planned;
  lu_broken *broken;
  size_t broken_count, broken_capacity;
};

/** Index of an item; LU_NO_ITEM if there is none. */
size_t item_find(const lu_schedule *schedule, const char *id);
/** True on a weekend or holiday that is avoided. */
bool day_is_off(const lu_schedule *schedule, int64_t day);
/** Window of an item as its own rule gives it, without gaps: from what it follows, or from the
 * occurrence before. */
void item_window(const lu_schedule *schedule, const struct item *item, int64_t *low, int64_t *high);
/** Last day of an item. */
int64_t item_end(const struct item *item);
/** Makes room for one more element in an array. */
lu_status make_room(void **array, size_t *capacity, size_t count, size_t size, lu_error *error);
/** Looks at all rules and tells what is not kept. */
lu_status verify(lu_schedule *schedule, lu_error *error);

#endif
