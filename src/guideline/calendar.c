/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar of a plan: from the options that are chosen to dated events. */
#include "calendar.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "nearest.h"

#define HORIZON_MONTHS 24

const char *calendar_text(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text == NULL ? "" : text;
}

bool calendar_lists(const json_t *list, const char *text) {
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *entry = json_string_value(json_array_get(list, i));
    if (entry != NULL && strcmp(entry, text) == 0) return true;
  }
  return false;
}

const char *calendar_slug(struct calendar *calendar, const char *text) {
  char *slug = lu_arena_strdup(calendar->arena, text);
  size_t used = 0;
  for (size_t i = 0; slug != NULL && text[i] != '\0'; i++) {
    if (isalnum((unsigned char)text[i]))
      slug[used++] = (char)tolower((unsigned char)text[i]);
    else if (used > 0 && slug[used - 1] != '-')
      slug[used++] = '-';
  }
  while (used > 0 && slug[used - 1] == '-')
    used--;
  if (slug != NULL) slug[used] = '\0';
  return slug;
}

/* ---- distances ----------------------------------------------------------------------------- */

static lu_span span(const json_t *number, bool months) {
  int32_t value = (int32_t)json_integer_value(number);
  return months ? (lu_span){value, 0} : (lu_span){0, value};
}

struct distance calendar_distance(const json_t *entry, const char *prefix) {
  char key[40];
  struct distance out = {.found = false};
  for (int months = 0; months <= 1; months++) {
    snprintf(key, sizeof key, "%s%s", prefix, months ? "months" : "days");
    const json_t *list = json_object_get(entry, key);
    if (json_array_size(list) != 3) continue;
    const json_t *latest = json_array_get(list, 2);
    out = (struct distance){true, !json_is_integer(latest), span(json_array_get(list, 0), months),
                            span(json_array_get(list, 1), months), span(latest, months)};
  }
  return out;
}

/* ---- what is known of an event ------------------------------------------------------------- */

static void put(struct calendar *calendar, json_t *object, const char *key, json_t *value) {
  if (json_object_set_new(object, key, value) != 0) calendar->failed = true;
}

static json_t *start_about(struct calendar *calendar, const char *id, const char *option,
                           const char *kind) {
  json_t *about = json_object();
  if (about == NULL || id == NULL) calendar->failed = true;
  if (option != NULL && option[0] != '\0') put(calendar, about, "option", json_string(option));
  put(calendar, about, "kind", json_string(kind));
  put(calendar, calendar->about, id == NULL ? "" : id, about);
  return about;
}

void calendar_about(struct calendar *calendar, const char *id, const char *option, const char *kind,
                    const json_t *entry) {
  static const char *const copied[] = {"rule", "sources", "mark", "note"};
  json_t *about = start_about(calendar, id, option, kind);
  for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) {
    json_t *value = json_object_get(entry, copied[i]);
    if (value != NULL) put(calendar, about, copied[i], json_incref(value));
  }
}

static json_t *source_names(struct calendar *calendar, const struct rule *rule) {
  json_t *list = json_array();
  for (size_t i = 0; i < rule->source_count; i++) {
    const source_reference *source = &rule->sources[i];
    json_t *name =
        json_sprintf("%s%s%s", source->key, source->place[0] == '\0' ? "" : " ", source->place);
    if (json_array_append_new(list, name) != 0) calendar->failed = true;
  }
  return list;
}

void calendar_about_rule(struct calendar *calendar, const char *id, const char *option,
                         const char *kind, const struct rule *rule) {
  json_t *about = start_about(calendar, id, option, kind);
  put(calendar, about, "rule", json_string(rule->id));
  put(calendar, about, "sources", source_names(calendar, rule));
  put(calendar, about, "mark", json_string(rule->mark));
  if (rule->condition[0] != '\0') put(calendar, about, "note", json_string(rule->condition));
}

void calendar_note(struct calendar *calendar, const char *format, ...) {
  lu_text text = LU_TEXT_INIT;
  va_list arguments;
  char buffer[400];
  va_start(arguments, format);
  vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  lu_text_puts(&text, buffer);
  if (text.failed ||
      json_array_append_new(calendar->notes, json_string(lu_text_string(&text))) != 0)
    calendar->failed = true;
  lu_text_free(&text);
}

/* ---- moves --------------------------------------------------------------------------------- */

static lu_status no_such_event(const struct calendar *calendar, const char *name, lu_error *error) {
  struct nearest nearest = nearest_start(name);
  lu_text found = LU_TEXT_INIT;
  lu_planned event;
  for (size_t i = 0; lu_schedule_at(&event, calendar->schedule, i); i++)
    if (!event.given) nearest_try(&nearest, event.id);
  nearest_print(&nearest, &found);
  lu_status status =
      lu_fail(error, LU_USAGE, "there is no event \"%.60s\" in the calendar%s%s", name,
              found.length == 0 ? "" : "; the nearest: ", lu_text_string(&found));
  lu_text_free(&found);
  return status;
}

lu_status calendar_move(struct calendar *calendar, lu_error *error) {
  const lu_calendar_options *options = calendar->options;
  lu_status status = LU_OK;
  if (options == NULL) return LU_OK;
  for (size_t i = 0; i < options->move_count && status == LU_OK; i++) {
    const lu_calendar_wish *moved = &options->moves[i];
    if (!lu_date_whole(moved->day))
      return lu_fail(error, LU_USAGE, "event \"%.60s\" can be moved to a whole date only",
                     moved->event);
    for (size_t j = 0; j < i; j++)
      if (strcmp(options->moves[j].event, moved->event) == 0)
        return lu_fail(error, LU_USAGE, "event \"%.60s\" is moved twice: once is valid",
                       moved->event);
    if (!lu_schedule_has(calendar->schedule, moved->event))
      return no_such_event(calendar, moved->event, error);
    status = lu_schedule_move(calendar->schedule, moved->event, moved->day, error);
  }
  return status;
}

/* ---- all ----------------------------------------------------------------------------------- */

static lu_status set_days(struct calendar *calendar, lu_error *error) {
  const lu_calendar_options *options = calendar->options;
  int months =
      options != NULL && options->horizon_months > 0 ? options->horizon_months : HORIZON_MONTHS;
  int64_t today = lu_date_first_day(calendar->plan->today);
  calendar->first =
      options != NULL && options->start.known ? options->start : calendar->plan->today;
  if (!lu_date_whole(calendar->first))
    return lu_fail(error, LU_USAGE, "the first day of a calendar must be a whole date");
  if (months > 1200)
    return lu_fail(error, LU_USAGE, "a calendar of %d months is too long: up to 1200 are valid",
                   months);
  calendar->start = lu_date_first_day(calendar->first);
  if (calendar->start < today)
    return lu_fail(error, LU_USAGE, "the first day of the calendar lies before today");
  calendar->until = lu_span_after(calendar->start, (lu_span){months, 0});
  calendar->last = lu_date_from_day(calendar->until);
  lu_status status = lu_schedule_new(&calendar->schedule, calendar->first, error);
  if (status == LU_OK)
    status = lu_schedule_avoid(calendar->schedule, options == NULL ? NULL : options->holidays,
                               options == NULL ? 0 : options->holiday_count, true, error);
  return status;
}

static lu_status build(json_t **out, struct calendar *calendar, lu_error *error) {
  lu_status status = set_days(calendar, error);
  if (status == LU_OK) status = calendar_choose(calendar, error);
  if (status == LU_OK) status = calendar_add_emergencies(calendar, error);
  if (status == LU_OK && !calendar->held) status = calendar_add_tests(calendar, error);
  if (status == LU_OK) status = calendar_add_treatments(calendar, error);
  if (status == LU_OK) status = calendar_add_gaps(calendar, error);
  if (status == LU_OK && !calendar->held) status = calendar_add_follow_up(calendar, error);
  if (status == LU_OK) status = lu_schedule_solve(calendar->schedule, error);
  if (status == LU_OK) status = calendar_move(calendar, error);
  if (status == LU_OK) status = lu_schedule_solve(calendar->schedule, error);
  if (status == LU_OK) status = calendar_document(out, calendar, error);
  return status;
}

lu_status lu_plan_calendar(json_t **out, const lu_study *study, const lu_calendar_options *options,
                           lu_context *context, lu_error *error) {
  const lu_plan *plan = lu_study_plan(study);
  struct calendar calendar = {.plan = plan,
                              .rules = plan->guideline->calendar,
                              .record = lu_case_json(lu_study_case(study)),
                              .options = options,
                              .context = context,
                              .arena = lu_arena_new(),
                              .about = json_object(),
                              .gaps = json_object(),
                              .tests = json_object(),
                              .images = json_object(),
                              .profile = "",
                              .chosen = json_array(),
                              .notes = json_array(),
                              .open = json_array(),
                              .rows = json_array()};
  json_t *parts[] = {calendar.about,  calendar.gaps,  calendar.tests, calendar.images,
                     calendar.chosen, calendar.notes, calendar.open,  calendar.rows};
  bool made = calendar.arena != NULL;
  *out = NULL;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    made = made && parts[i] != NULL;
  lu_status status = made ? build(out, &calendar, error) : lu_fail_memory(error);
  if (made && (calendar.failed || lu_arena_failed(calendar.arena)))
    status = lu_fail_memory(error); /* whatever came of what is missing */
  if (status != LU_OK) {
    json_decref(*out);
    *out = NULL;
  }
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    json_decref(parts[i]);
  lu_schedule_free(calendar.schedule);
  lu_arena_free(calendar.arena);
  return status;
}
