/* SPDX-License-Identifier: Apache-2.0 */
/* Constructors of values, deep copies, and what unknown values are to be blamed on. */
#include "value.h"

#include <stdlib.h>
#include <string.h>

const lu_value feel_null = {.kind = LU_VALUE_NULL};
const lu_value feel_true = {.kind = LU_VALUE_BOOLEAN, .as.boolean = true};
const lu_value feel_false = {.kind = LU_VALUE_BOOLEAN, .as.boolean = false};

/** Keeps a value in the arena; the null value when memory is short. */
static const lu_value *keep(lu_arena *arena, lu_value value) {
  lu_value *kept = lu_arena_alloc(arena, sizeof *kept);
  if (kept == NULL) return &feel_null;
  *kept = value;
  return kept;
}

const lu_value *feel_boolean(bool truth) {
  return truth ? &feel_true : &feel_false;
}

const lu_value *feel_number(lu_arena *arena, decimal number) {
  if (!decimal_is_finite(number)) return &feel_null;
  return keep(arena, (lu_value){.kind = LU_VALUE_NUMBER, .as.number = number});
}

const lu_value *feel_integer(lu_arena *arena, int64_t integer) {
  return feel_number(arena, decimal_from_integer(integer));
}

const lu_value *feel_string(lu_arena *arena, const char *bytes, size_t length) {
  lu_value value = {.kind = LU_VALUE_STRING};
  value.as.string.bytes = lu_arena_copy(arena, bytes, length);
  value.as.string.length = length;
  if (value.as.string.bytes == NULL) return &feel_null;
  return keep(arena, value);
}

const lu_value *feel_string_z(lu_arena *arena, const char *text) {
  return feel_string(arena, text, strlen(text));
}

const lu_value *feel_date_value(lu_arena *arena, feel_date date) {
  return keep(arena, (lu_value){.kind = LU_VALUE_DATE, .as.date = date});
}

const lu_value *feel_time_value(lu_arena *arena, feel_time time) {
  return keep(arena, (lu_value){.kind = LU_VALUE_TIME, .as.time = time});
}

const lu_value *feel_date_time_value(lu_arena *arena, feel_date date, feel_time time) {
  return keep(arena, (lu_value){.kind = LU_VALUE_DATE_TIME, .as.date_time = {date, time}});
}

const lu_value *feel_duration_value(lu_arena *arena, feel_duration duration) {
  return keep(arena, (lu_value){.kind = LU_VALUE_DAYS_DURATION, .as.duration = duration});
}

const lu_value *feel_months_value(lu_arena *arena, int64_t months) {
  return keep(arena, (lu_value){.kind = LU_VALUE_YEARS_DURATION, .as.months = months});
}

/** Counts a value into the one that holds it; NULL is the open end of a range. */
static void include(lu_value *whole, size_t *size, const lu_value *part) {
  if (part == NULL) return;
  *size += 1 + part->size;
  if (part->kind == LU_VALUE_STRING) *size += part->as.string.length / 16;
  if (part->nesting + 1u > whole->nesting && whole->nesting < FEEL_MAX_NESTING) {
    whole->nesting = part->nesting + 1u;
  }
  if (part->holds_unknown) whole->holds_unknown = 1;
}

/** Keeps a value that holds others; fails the arena if it is beyond the bounds. */
static const lu_value *keep_whole(lu_arena *arena, lu_value value, size_t size) {
  if (size > FEEL_MAX_SIZE || value.nesting >= FEEL_MAX_NESTING) {
    lu_arena_alloc(arena, SIZE_MAX);
    return &feel_null;
  }
  value.size = (unsigned)size & 0x3fffffu;
  return keep(arena, value);
}

const lu_value *feel_list_value(lu_arena *arena, const lu_value *const *items, size_t count) {
  lu_value value = {.kind = LU_VALUE_LIST, .as.list = {count, items}};
  size_t size = 0;
  for (size_t i = 0; i < count && size <= FEEL_MAX_SIZE; i++)
    include(&value, &size, items[i]);
  return keep_whole(arena, value, size);
}

const lu_value *feel_context_value(lu_arena *arena, const feel_entry *entries, size_t count) {
  lu_value value = {.kind = LU_VALUE_CONTEXT, .as.context = {count, entries}};
  size_t size = 0;
  for (size_t i = 0; i < count && size <= FEEL_MAX_SIZE; i++) {
    size += strlen(entries[i].name) / 16;
    include(&value, &size, entries[i].value);
  }
  return keep_whole(arena, value, size);
}

const lu_value *feel_range_value(lu_arena *arena, feel_range range) {
  lu_value value = {.kind = LU_VALUE_RANGE, .as.range = range};
  size_t size = 0;
  include(&value, &size, range.low);
  include(&value, &size, range.high);
  return keep_whole(arena, value, size);
}

const lu_value *feel_function_value(lu_arena *arena, const struct feel_function *function) {
  return keep(arena, (lu_value){.kind = LU_VALUE_FUNCTION, .as.function = function});
}

const lu_value *feel_unknown_value(lu_arena *arena, feel_reasons reasons,
                                   const lu_value *const *candidates, size_t count) {
  lu_value value = {.kind = LU_VALUE_UNKNOWN, .holds_unknown = 1};
  size_t size = 0;
  value.as.unknown.reasons = reasons;
  value.as.unknown.candidate_count = count;
  value.as.unknown.candidates = count == 0 ? NULL : candidates;
  for (size_t i = 0; i < count && size <= FEEL_MAX_SIZE; i++) {
    include(&value, &size, candidates[i]);
  }
  return keep_whole(arena, value, size);
}

/* ---- what holds what -------------------------------------------------------------------- */

/** Number of values directly inside a value. */
static size_t child_count(const lu_value *value) {
  switch (value->kind) {
    case LU_VALUE_LIST:
      return value->as.list.count;
    case LU_VALUE_CONTEXT:
      return value->as.context.count;
    case LU_VALUE_RANGE:
      return 2;
    default:
      return 0;
  }
}

/** A value directly inside a value; NULL for the open end of a range. */
static const lu_value *child(const lu_value *value, size_t index) {
  if (value->kind == LU_VALUE_LIST) return value->as.list.items[index];
  if (value->kind == LU_VALUE_CONTEXT) return value->as.context.entries[index].value;
  return index == 0 ? value->as.range.low : value->as.range.high;
}

bool feel_holds_unknown(const lu_value *value) {
  return value != NULL && value->holds_unknown;
}

/** Number of names that a value is to be blamed on, repeated ones too. */
static size_t count_names(const lu_value *value) {
  if (!feel_holds_unknown(value)) return 0;
  if (value->kind == LU_VALUE_UNKNOWN) return value->as.unknown.reasons.count;
  size_t count = child_count(value), found = 0;
  for (size_t i = 0; i < count; i++)
    found += count_names(child(value, i));
  return found;
}

/** Keeps a name once, in order. @param count how many are kept */
static void insert_name(const char **names, size_t *count, const char *name) {
  size_t low = 0, high = *count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = names[middle] == name ? 0 : strcmp(names[middle], name);
    if (order == 0) return;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  memmove(&names[low + 1], &names[low], (*count - low) * sizeof *names);
  names[low] = name;
  ++*count;
}

/** Keeps the names that a value is to be blamed on. */
static void gather(const lu_value *value, const char **names, size_t *kept) {
  if (!feel_holds_unknown(value)) return;
  if (value->kind == LU_VALUE_UNKNOWN) {
    const feel_reasons *reasons = &value->as.unknown.reasons;
    for (size_t i = 0; i < reasons->count; i++)
      insert_name(names, kept, reasons->names[i]);
    return;
  }
  size_t count = child_count(value);
  for (size_t i = 0; i < count; i++)
    gather(child(value, i), names, kept);
}

feel_reasons feel_collect_reasons(lu_arena *arena, const lu_value *const *values, size_t count) {
  feel_reasons none = {0, NULL};
  size_t total = 0, kept = 0;
  const lu_value *only = NULL;
  for (size_t i = 0; i < count; i++) {
    size_t found = count_names(values[i]);
    if (found > 0) only = total == 0 ? values[i] : NULL;
    total += found;
  }
  if (total == 0) return none;
  /* One unknown alone: its reasons are in order already. */
  if (only != NULL && only->kind == LU_VALUE_UNKNOWN) return only->as.unknown.reasons;
  const char **names = lu_arena_array(arena, total, sizeof *names);
  if (names == NULL) return none;
  for (size_t i = 0; i < count; i++)
    gather(values[i], names, &kept);
  return (feel_reasons){kept, names};
}

/* ---- copies ------------------------------------------------------------------------------ */

static const lu_value *const *copy_items(lu_arena *arena, const lu_value *const *items,
                                         size_t count) {
  const lu_value **copy = lu_arena_array(arena, count, sizeof *copy);
  for (size_t i = 0; copy != NULL && i < count; i++)
    copy[i] = feel_copy(arena, items[i]);
  return copy;
}

static const lu_value *copy_context(lu_arena *arena, const feel_context *context) {
  feel_entry *entries = lu_arena_array(arena, context->count, sizeof *entries);
  if (entries == NULL) return &feel_null;
  for (size_t i = 0; i < context->count; i++) {
    entries[i].name = lu_arena_strdup(arena, context->entries[i].name);
    entries[i].value = feel_copy(arena, context->entries[i].value);
    if (entries[i].name == NULL) return &feel_null;
  }
  return feel_context_value(arena, entries, context->count);
}

static const lu_value *copy_unknown(lu_arena *arena, const feel_unknown *unknown) {
  size_t count = unknown->reasons.count;
  const char **names = lu_arena_array(arena, count, sizeof *names);
  const lu_value *const *candidates =
      copy_items(arena, unknown->candidates, unknown->candidate_count);
  if (names == NULL || candidates == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++) {
    names[i] = lu_arena_strdup(arena, unknown->reasons.names[i]);
    if (names[i] == NULL) return &feel_null;
  }
  return feel_unknown_value(arena, (feel_reasons){count, names}, candidates,
                            unknown->candidate_count);
}

/** Copies a value that holds a time: the name of the zone lies in an arena too. */
static const lu_value *copy_time(lu_arena *arena, const lu_value *value) {
  lu_value copy = *value;
  feel_time *time = copy.kind == LU_VALUE_TIME ? &copy.as.time : &copy.as.date_time.time;
  if (time->zone_kind == FEEL_ZONE_NAMED) {
    time->zone_name = lu_arena_strdup(arena, time->zone_name);
    if (time->zone_name == NULL) return &feel_null;
  }
  return keep(arena, copy);
}

const lu_value *feel_copy(lu_arena *arena, const lu_value *value) {
  switch (value->kind) {
    case LU_VALUE_NULL:
      return &feel_null;
    case LU_VALUE_BOOLEAN:
      return feel_boolean(value->as.boolean);
    case LU_VALUE_STRING:
      return feel_string(arena, value->as.string.bytes, value->as.string.length);
    case LU_VALUE_TIME:
    case LU_VALUE_DATE_TIME:
      return copy_time(arena, value);
    case LU_VALUE_LIST: {
      const lu_value *const *items = copy_items(arena, value->as.list.items, value->as.list.count);
      return items == NULL ? &feel_null : feel_list_value(arena, items, value->as.list.count);
    }
    case LU_VALUE_CONTEXT:
      return copy_context(arena, &value->as.context);
    case LU_VALUE_RANGE: {
      feel_range range = value->as.range;
      if (range.low != NULL) range.low = feel_copy(arena, range.low);
      if (range.high != NULL) range.high = feel_copy(arena, range.high);
      return feel_range_value(arena, range);
    }
    case LU_VALUE_UNKNOWN:
      return copy_unknown(arena, &value->as.unknown);
    default:
      return keep(arena, *value);
  }
}
