/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar as a document, and as a calendar file. */
#include <stdlib.h>
#include <string.h>

#include "calendar.h"

static void put(struct calendar *calendar, json_t *object, const char *key, json_t *value) {
  if (json_object_set_new(object, key, value) != 0) calendar->failed = true;
}

static json_t *day_text(int64_t day) {
  char text[16];
  return json_string(lu_date_format(text, lu_date_from_day(day)));
}

/* What is known of an event, or of the series that it belongs to. */
static const json_t *about_of(const struct calendar *calendar, const char *id) {
  char series[200];
  const json_t *about = json_object_get(calendar->about, id);
  const char *dot = strrchr(id, '.');
  if (about != NULL || dot == NULL || (size_t)(dot - id) >= sizeof series) return about;
  memcpy(series, id, (size_t)(dot - id));
  series[dot - id] = '\0';
  return json_object_get(calendar->about, series);
}

static json_t *event_json(struct calendar *calendar, const lu_planned *planned) {
  static const char *const copied[] = {"option", "kind", "rule", "sources", "mark", "note"};
  const json_t *about = about_of(calendar, planned->id);
  json_t *event = json_object(), *after = json_array();
  put(calendar, event, "id", json_string(planned->id));
  put(calendar, event, "label", json_string(planned->label));
  for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) {
    json_t *value = json_object_get(about, copied[i]);
    if (value != NULL) put(calendar, event, copied[i], json_incref(value));
  }
  const char *option = calendar_text(event, "option");
  json_t *named =
      json_object_get(json_object_get(calendar->plan->guideline->options, option), "label");
  if (named != NULL) put(calendar, event, "option_label", json_incref(named));
  put(calendar, event, "day", day_text(planned->day));
  bool empty = planned->latest < planned->earliest; /* no day is left: told among what is broken */
  put(calendar, event, "earliest", day_text(empty ? planned->day : planned->earliest));
  if (!planned->open_end)
    put(calendar, event, "latest", day_text(empty ? planned->day : planned->latest));
  if (planned->duration_d > 1)
    put(calendar, event, "duration_d", json_integer(planned->duration_d));
  if (planned->after[0] != '\0' && json_array_append_new(after, json_string(planned->after)) != 0)
    calendar->failed = true;
  put(calendar, event, "after", after);
  put(calendar, event, "moved", json_boolean(planned->moved));
  put(calendar, event, "given", json_boolean(planned->given));
  return event;
}

static json_t *events_json(struct calendar *calendar) {
  json_t *list = json_array();
  lu_planned planned;
  for (size_t i = 0; lu_schedule_at(&planned, calendar->schedule, i); i++) {
    if (planned.day > calendar->until && !planned.moved) continue;
    if (json_array_append_new(list, event_json(calendar, &planned)) != 0) calendar->failed = true;
  }
  return list;
}

static bool was_moved(const struct calendar *calendar, const char *id) {
  for (size_t i = 0; calendar->options != NULL && i < calendar->options->move_count; i++)
    if (strcmp(calendar->options->moves[i].event, id) == 0) return true;
  return false;
}

static json_t *broken_json(struct calendar *calendar, const lu_broken *broken) {
  static const char *const copied[] = {"class", "banned", "mark", "reason", "sources"};
  const json_t *rule = json_object_get(calendar->gaps, broken->rule);
  json_t *entry = json_object();
  put(calendar, entry, "event", json_string(broken->event));
  if (broken->other[0] != '\0') put(calendar, entry, "other", json_string(broken->other));
  put(calendar, entry, "kind", json_string(lu_broken_name(broken->kind)));
  put(calendar, entry, "rule", json_string(broken->rule));
  put(calendar, entry, "sentence", json_string(broken->sentence));
  put(calendar, entry, "by_move",
      json_boolean(was_moved(calendar, broken->event) || was_moved(calendar, broken->other)));
  for (size_t i = 0; broken->gap && i < sizeof copied / sizeof *copied; i++) {
    json_t *value = json_object_get(rule, copied[i]);
    if (value != NULL) put(calendar, entry, copied[i], json_incref(value));
  }
  if (!broken->gap || rule == NULL) put(calendar, entry, "banned", json_false());
  return entry;
}

static json_t *all_broken(struct calendar *calendar) {
  json_t *list = json_array();
  for (size_t i = 0; i < lu_schedule_broken_count(calendar->schedule); i++)
    if (json_array_append_new(
            list, broken_json(calendar, lu_schedule_broken_at(calendar->schedule, i))) != 0)
      calendar->failed = true;
  return list;
}

static json_t *holidays_json(struct calendar *calendar) {
  json_t *list = json_array();
  const lu_calendar_options *options = calendar->options;
  for (size_t i = 0; options != NULL && i < options->holiday_count; i++)
    if (json_array_append_new(list, day_text(lu_date_first_day(options->holidays[i]))) != 0)
      calendar->failed = true;
  return list;
}

lu_status calendar_document(json_t **out, struct calendar *calendar, lu_error *error) {
  json_t *document = *out = json_object();
  if (document == NULL) return lu_fail_memory(error);
  put(calendar, document, "start", day_text(calendar->start));
  put(calendar, document, "until", day_text(calendar->until));
  put(calendar, document, "chosen", json_incref(calendar->chosen));
  put(calendar, document, "events", events_json(calendar));
  put(calendar, document, "broken", all_broken(calendar));
  put(calendar, document, "open", json_incref(calendar->open));
  put(calendar, document, "notes", json_incref(calendar->notes));
  put(calendar, document, "holidays", holidays_json(calendar));
  return calendar->failed ? lu_fail_memory(error) : LU_OK;
}

lu_status lu_calendar_verdict(const json_t *calendar) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(calendar, "broken"), index, entry) {
    if (json_is_true(json_object_get(entry, "by_move")) &&
        json_is_true(json_object_get(entry, "banned")))
      return LU_NOT_RECOMMENDED;
  }
  return LU_OK;
}

/* ---- calendar file --------------------------------------------------------------------------- */

static void describe(lu_text *text, const json_t *event) {
  const char *note = calendar_text(event, "note"), *latest = calendar_text(event, "latest");
  const json_t *sources = json_object_get(event, "sources");
  lu_text_printf(text, "Window: %s to %s\n", calendar_text(event, "earliest"),
                 latest[0] == '\0' ? "open" : latest);
  if (note[0] != '\0') lu_text_printf(text, "%s\n", note);
  if (calendar_text(event, "rule")[0] != '\0') {
    lu_text_printf(text, "Rule: %s", calendar_text(event, "rule"));
    for (size_t i = 0; i < json_array_size(sources); i++)
      lu_text_printf(text, "%s%s", i == 0 ? " (" : ", ",
                     json_string_value(json_array_get(sources, i)));
    if (json_array_size(sources) > 0) lu_text_puts(text, ")");
    if (calendar_text(event, "mark")[0] != '\0')
      lu_text_printf(text, ", %s", calendar_text(event, "mark"));
    lu_text_puts(text, "\n");
  }
  lu_text_printf(text, "Event: %s\n", calendar_text(event, "id"));
  lu_text_puts(text, "Research and teaching only: not for patient care. A tumour board decides.");
}

/* Turns the events that lie ahead into entries. */
static lu_status entries_of(lu_ics_event *entries, size_t *count, lu_arena *arena,
                            const json_t *calendar, lu_error *error) {
  size_t index;
  json_t *event;
  *count = 0;
  json_array_foreach(json_object_get(calendar, "events"), index, event) {
    lu_text text = LU_TEXT_INIT;
    lu_date day;
    if (json_is_true(json_object_get(event, "given"))) continue;
    lu_status status = lu_date_parse(&day, calendar_text(event, "day"), error);
    if (status != LU_OK) return status;
    describe(&text, event);
    entries[(*count)++] =
        (lu_ics_event){.id = calendar_text(event, "id"),
                       .summary = calendar_text(event, "label"),
                       .description = lu_arena_strdup(arena, lu_text_string(&text)),
                       .category = calendar_text(event, "kind"),
                       .day = day,
                       .duration_d = (int)json_integer_value(json_object_get(event, "duration_d"))};
    bool failed = text.failed || lu_arena_failed(arena);
    lu_text_free(&text);
    if (failed) return lu_fail_memory(error);
  }
  return LU_OK;
}

lu_status lu_calendar_ics(lu_text *out, const json_t *calendar, const char *case_id, lu_date stamp,
                          lu_error *error) {
  size_t count = json_array_size(json_object_get(calendar, "events"));
  lu_arena *arena = lu_arena_new();
  lu_ics_event *entries = arena == NULL ? NULL : lu_arena_array(arena, count + 1, sizeof *entries);
  lu_status status =
      entries == NULL ? lu_fail_memory(error) : entries_of(entries, &count, arena, calendar, error);
  if (status == LU_OK) status = lu_ics_write(out, case_id, entries, count, stamp, error);
  lu_arena_free(arena);
  return status;
}
