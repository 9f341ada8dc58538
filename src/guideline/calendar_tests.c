/* SPDX-License-Identifier: Apache-2.0 */
/* Tests that the rules want, values that are too old, and the board after them. */
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "lutetia/facts/json.h"

const json_t *calendar_planning(const struct calendar *calendar, const char *key) {
  const json_t *planning = json_object_get(calendar->rules, "planning");
  const json_t *entry = json_object_get(json_object_get(planning, calendar->profile), key);
  return entry != NULL ? entry : json_object_get(planning, key);
}

lu_status calendar_add_board(struct calendar *calendar, lu_error *error) {
  const json_t *entry = calendar_planning(calendar, "board");
  struct distance distance = calendar_distance(entry, "");
  if (calendar->board || !distance.found) return LU_OK;
  calendar->board = true;
  lu_event event = {.id = "board",
                    .label = calendar_text(entry, "what"),
                    .kind = "board",
                    .rule = calendar_text(entry, "rule"),
                    .day = calendar->first,
                    .earliest = distance.earliest,
                    .wanted = distance.wanted,
                    .latest = distance.latest};
  calendar_about(calendar, "board", NULL, "board", entry);
  lu_status status = lu_schedule_add(calendar->schedule, &event, error);
  size_t least = (size_t)json_integer_value(json_object_get(entry, "gap_d"));
  const char *key;
  json_t *id;
  json_object_foreach(calendar->tests, key, id) {
    lu_gap gap = {json_string_value(id), "board", (int32_t)least, 0, event.rule};
    if (status == LU_OK) status = lu_schedule_add_gap(calendar->schedule, &gap, error);
  }
  return status;
}

/* A test soon after the first day; nothing where the same test is planned already. */
static lu_status add_test(struct calendar *calendar, const char *name, const char *id,
                          const char *label, const char *rule, bool *added, lu_error *error) {
  struct distance distance = calendar_distance(calendar_planning(calendar, "test"), "");
  const char *key = calendar_test_key(calendar, name);
  *added = false;
  if (id == NULL || label == NULL) return lu_fail_memory(error);
  if (key == NULL) key = name;
  if (!distance.found || json_object_get(calendar->tests, key) != NULL ||
      lu_schedule_has(calendar->schedule, id))
    return LU_OK;
  *added = true;
  if (json_object_set_new(calendar->tests, key, json_string(id)) != 0) return lu_fail_memory(error);
  lu_event event = {.id = id,
                    .label = label,
                    .kind = "test",
                    .rule = rule,
                    .day = calendar->first,
                    .earliest = distance.earliest,
                    .wanted = distance.wanted,
                    .latest = distance.latest};
  return lu_schedule_add(calendar->schedule, &event, error);
}

static bool done_since(const struct calendar *calendar, const char *key, int months) {
  int64_t done = calendar_done(calendar, key);
  return done != INT64_MIN && lu_span_after(done, (lu_span){months, 0}) >= calendar->start;
}

/* True for a test that was done, with all that belongs to it, not long ago ("fresh"). */
static bool is_fresh(const struct calendar *calendar, const char *name) {
  const char *key = calendar_test_key(calendar, name);
  const json_t *tests = json_object_get(calendar->rules, "tests");
  const json_t *fresh = json_object_get(json_object_get(tests, key), "fresh");
  const json_t *with = json_object_get(fresh, "with");
  int months = (int)json_integer_value(json_object_get(fresh, "months"));
  if (key == NULL || months <= 0 || !done_since(calendar, key, months)) return false;
  for (size_t i = 0; i < json_array_size(with); i++)
    if (!done_since(calendar, json_string_value(json_array_get(with, i)), months)) return false;
  return true;
}

static lu_status add_wanted(struct calendar *calendar, lu_error *error) {
  const json_t *left_out = json_object_get(calendar->rules, "not_dated");
  lu_status status = LU_OK;
  for (size_t i = 0; i < calendar->plan->option_count && status == LU_OK; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    bool added;
    if (option->place != PLACE_OPTION || strcmp(option->section, "diagnosis") != 0 ||
        option->emergency || option->winner->rank->use == USE_ASK ||
        calendar_lists(left_out, option->code))
      continue;
    if (is_fresh(calendar, option->code)) {
      calendar_note(calendar, "No new date for %s: done not long ago.", option->label);
      continue;
    }
    const char *id =
        lu_arena_printf(calendar->arena, "test.%s", calendar_slug(calendar, option->code));
    status = add_test(calendar, option->code, id, option->label, option->winner->id, &added, error);
    if (status == LU_OK && added)
      calendar_about_rule(calendar, id, option->code, "test", option->winner);
  }
  return status;
}

/* ---- values that are too old ---------------------------------------------------------------- */

/* First day of the newest value of a limit's facts; INT64_MIN if none is stated with a date. */
static int64_t newest(const struct calendar *calendar, const json_t *limit) {
  const lu_factset *facts = calendar->plan->facts;
  const json_t *names = json_object_get(limit, "facts");
  int64_t last = INT64_MIN;
  for (size_t i = 0; i < json_array_size(names); i++) {
    const char *name = json_string_value(json_array_get(names, i));
    size_t fact =
        name == NULL ? LU_NO_INDEX : lu_dictionary_find(lu_factset_dictionary(facts), name);
    if (fact == LU_NO_INDEX || lu_factset_state(facts, fact) != LU_FACT_KNOWN) continue;
    const lu_fact_origin *origin = lu_factset_origin(facts, fact);
    if (origin == NULL || origin->place[0] != '/' || !origin->date.known) continue;
    int64_t day = lu_date_last_day(origin->date);
    if (day > last) last = day;
  }
  return last;
}

static lu_status add_old(struct calendar *calendar, const json_t *limit, lu_error *error) {
  const char *what = calendar_text(limit, "what");
  int64_t day = newest(calendar, limit);
  int months = (int)json_integer_value(json_object_get(limit, "months"));
  int64_t today = lu_date_first_day(calendar->plan->today);
  bool added;
  char since[16];
  if (day == INT64_MIN || months <= 0 || what[0] == '\0' ||
      lu_span_after(day, (lu_span){months, 0}) >= today)
    return LU_OK;
  const char *id = lu_arena_printf(calendar->arena, "repeat.%s", calendar_slug(calendar, what));
  const char *label = lu_arena_printf(calendar->arena, "%s again", what);
  lu_status status =
      add_test(calendar, what, id, label, calendar_text(limit, "source"), &added, error);
  if (status != LU_OK || !added) return status;
  json_t *entry = json_pack("{s:s, s:s, s:o}", "rule", "limit of age (house rule)", "mark",
                            calendar_text(limit, "mark"), "note",
                            json_sprintf("last of %s, older than %d months",
                                         lu_date_format(since, lu_date_from_day(day)), months));
  if (entry == NULL) return lu_fail_memory(error);
  calendar_about(calendar, id, NULL, "test", entry);
  json_decref(entry);
  return LU_OK;
}

static lu_status add_all_old(struct calendar *calendar, lu_error *error) {
  size_t index;
  json_t *file = NULL, *limit;
  char *path = lu_path_join(lu_context_data_path(calendar->context), "assessment/currency.json");
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  if (lu_file_exists(path)) status = lu_json_read(&file, path, 1u << 20, error);
  json_array_foreach(json_object_get(file, "limits"), index, limit) {
    if (status == LU_OK) status = add_old(calendar, limit, error);
  }
  json_decref(file);
  free(path);
  return status;
}

lu_status calendar_add_tests(struct calendar *calendar, lu_error *error) {
  lu_status status = add_wanted(calendar, error);
  if (status == LU_OK) status = add_all_old(calendar, error);
  if (status == LU_OK && json_object_size(calendar->tests) > 0)
    status = calendar_add_board(calendar, error);
  return status;
}
