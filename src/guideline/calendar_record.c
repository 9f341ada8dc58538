/* SPDX-License-Identifier: Apache-2.0 */
/* What the record says of days: treatments that were given, tests that were done. */
#include <string.h>

#include "calendar.h"

static lu_date date_of(const json_t *object, const char *key) {
  lu_date date = LU_DATE_NONE;
  const json_t *entry = json_object_get(object, key);
  if (json_is_object(entry)) entry = json_object_get(entry, "value");
  const char *text = json_string_value(entry);
  if (text == NULL || lu_date_parse(&date, text, NULL) != LU_OK) return LU_DATE_NONE;
  return date;
}

/* Last day that a (partial) date can mean, so that a gap is never thought longer than it is. */
static int64_t given_on(const struct calendar *calendar, const json_t *treatment, lu_date *stated) {
  const json_t *once = json_object_get(calendar->rules, "once");
  lu_date date = date_of(treatment, "last");
  if (!date.known) date = date_of(treatment, "stop");
  if (!date.known && calendar_lists(once, calendar_text(treatment, "kind")))
    date = date_of(treatment, "start");
  int64_t today = lu_date_first_day(calendar->plan->today);
  *stated = date;
  if (!date.known) return INT64_MIN;
  int64_t last = lu_date_last_day(date); /* of a month that is not over: today at the latest */
  return last > today && lu_date_first_day(date) <= today ? today : last;
}

int64_t calendar_last(const struct calendar *calendar, const char *kind, lu_date *stated) {
  size_t index;
  json_t *treatment;
  int64_t last = INT64_MIN;
  json_array_foreach(json_object_get(calendar->record, "treatments"), index, treatment) {
    if (strcmp(calendar_text(treatment, "kind"), kind) != 0) continue;
    lu_date date;
    int64_t day = given_on(calendar, treatment, &date);
    if (day <= last) continue;
    last = day;
    if (stated != NULL) *stated = date;
  }
  return last;
}

bool calendar_taken(const struct calendar *calendar, const char *kind) {
  size_t index;
  json_t *treatment;
  int64_t today = lu_date_first_day(calendar->plan->today);
  json_array_foreach(json_object_get(calendar->record, "treatments"), index, treatment) {
    lu_date stop = date_of(treatment, "stop");
    if (strcmp(calendar_text(treatment, "kind"), kind) == 0 &&
        (!stop.known || lu_date_last_day(stop) > today))
      return true;
  }
  return false;
}

const char *calendar_kind_label(const struct calendar *calendar, const char *kind) {
  const lu_dictionary *dictionary = calendar->plan->guideline->dictionary;
  const lu_fact *fact = lu_dictionary_at(dictionary, lu_dictionary_find(dictionary, "prior"));
  for (size_t i = 0; fact != NULL && i < lu_fact_value_count(fact); i++)
    if (strcmp(lu_fact_value(fact, i), kind) == 0 && lu_fact_value_label(fact, i)[0] != '\0')
      return lu_fact_value_label(fact, i);
  return kind;
}

lu_status calendar_given(const char **id, struct calendar *calendar, const char *kind,
                         lu_error *error) {
  lu_date stated = LU_DATE_NONE;
  char written[16];
  int64_t day = calendar_last(calendar, kind, &stated);
  *id = lu_arena_printf(calendar->arena, "given.%s", kind);
  if (*id == NULL) return lu_fail_memory(error);
  if (lu_schedule_has(calendar->schedule, *id)) return LU_OK;
  if (day == INT64_MIN || day > calendar->start) {
    *id = NULL;
    return LU_OK;
  }
  const char *label = calendar_kind_label(calendar, kind);
  label = lu_date_whole(stated)
              ? lu_arena_printf(calendar->arena, "Given last: %s", label)
              : lu_arena_printf(
                    calendar->arena,
                    "Given last: %s (in %s, day not known: counted from the last one possible)",
                    label, lu_date_format(written, stated));
  lu_event event = {
      .id = *id, .label = label, .kind = "given", .day = lu_date_from_day(day), .given = true};
  calendar_about(calendar, *id, kind, "given", NULL);
  return lu_schedule_add(calendar->schedule, &event, error);
}

/* ---- tests --------------------------------------------------------------------------------- */

const char *calendar_test_key(const struct calendar *calendar, const char *name) {
  const char *key;
  json_t *entry;
  json_object_foreach(json_object_get(calendar->rules, "tests"), key,
                      entry) if (calendar_lists(json_object_get(entry, "names"), name)) return key;
  return NULL;
}

static void look_through(int64_t *last, const struct calendar *calendar, const char *part,
                         const char *member, const json_t *wanted) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(calendar->record, part), index, entry) {
    lu_date date = date_of(entry, "date");
    if (!date.known || !calendar_lists(wanted, calendar_text(entry, member)) ||
        strcmp(calendar_text(entry, "status"), "not_done") == 0)
      continue;
    int64_t day = lu_date_first_day(date);
    if (day > *last) *last = day;
  }
}

int64_t calendar_done(const struct calendar *calendar, const char *key) {
  int64_t last = INT64_MIN;
  if (key == NULL) return last;
  const json_t *entry = json_object_get(json_object_get(calendar->rules, "tests"), key);
  look_through(&last, calendar, "imaging", "kind", json_object_get(entry, "imaging"));
  look_through(&last, calendar, "labs", "test", json_object_get(entry, "labs"));
  return last;
}
