/* SPDX-License-Identifier: Apache-2.0 */
/* The course as part of the document: cycles, events, what is not kept. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "head.h"
#include "prrt_course.h"

#define ID_SIZE 120

/* The data entry of an event, or of the series that it belongs to. */
static const json_t *about_of(const course_work *work, const char *id) {
  char series[ID_SIZE];
  const json_t *about = json_object_get(work->about, id);
  const char *dot = strrchr(id, '.');
  if (about == NULL && strncmp(id, "cycle.", 6) == 0)
    return json_object_get(work->file, "interval");
  if (about != NULL || dot == NULL || (size_t)(dot - id) >= sizeof series) return about;
  snprintf(series, sizeof series, "%.*s", (int)(dot - id), id);
  return json_object_get(work->about, series);
}

static lu_status add_event(course_work *work, const lu_planned *planned, lu_error *error) {
  const json_t *about = about_of(work, planned->id);
  bool empty = planned->latest < planned->earliest;
  const char *note = therapy_text(about, "note");
  json_t *event = json_pack(
      "{s:s, s:s, s:s, s:o, s:o, s:o, s:i, s:b, s:b, s:s, s:s, s:s, s:[s]}", "id", planned->id,
      "label", planned->label, "kind", planned->kind, "day", sheet_day_json(planned->day),
      "earliest", sheet_day_json(empty ? planned->day : planned->earliest), "latest",
      planned->open_end ? json_string("") : sheet_day_json(empty ? planned->day : planned->latest),
      "duration_d", planned->duration_d < 1 ? 1 : planned->duration_d, "given", (int)planned->given,
      "moved", (int)planned->moved, "note", note[0] != '\0' ? note : therapy_text(about, "text"),
      "rule", therapy_text(about, "id"), "mark", therapy_text(about, "mark"), "sources",
      therapy_text(about, "source"));
  return sheet_push(work->course->out, "events", event, error);
}

/* ---- cycles ---------------------------------------------------------------------------------- */

static json_t *given_cycle(const prrt_given *given) {
  json_t *day = sheet_day_json(given->day);
  json_t *entry =
      json_pack("{s:i, s:o, s:s}", "cycle", given->cycle, "date", day, "state", "given");
  if (entry != NULL && !isnan(given->activity_gbq) &&
      json_object_set_new(entry, "activity_gbq", json_real(given->activity_gbq)) != 0) {
    json_decref(entry);
    return NULL;
  }
  return entry;
}

static double activity_of(const prrt_course *course, int cycle) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(json_object_get(course->out, "activity"), "cycles"), index,
                     entry) {
    if (json_integer_value(json_object_get(entry, "cycle")) == cycle)
      return json_number_value(json_object_get(entry, "gbq"));
  }
  return 0;
}

static lu_status add_planned(course_work *work, json_t *out, int cycle, lu_error *error) {
  char id[ID_SIZE];
  lu_planned planned;
  sheet_cycle_id(id, cycle);
  if (cycle == work->stopped)
    return sheet_push(out, "cycles",
                      json_pack("{s:i, s:o, s:s}", "cycle", cycle, "date",
                                sheet_day_json(work->stopped_day), "state", "stopped"),
                      error);
  if (!lu_schedule_find(&planned, work->schedule, id) || planned.given) return LU_OK;
  bool empty = planned.latest < planned.earliest;
  bool held = work->held && cycle == work->course->cycle;
  return sheet_push(
      out, "cycles",
      json_pack(
          "{s:i, s:o, s:o, s:o, s:f, s:s}", "cycle", cycle, "date", sheet_day_json(planned.day),
          "earliest", sheet_day_json(empty ? planned.day : planned.earliest), "latest",
          planned.open_end ? json_string("") : sheet_day_json(empty ? planned.day : planned.latest),
          "activity_gbq", activity_of(work->course, cycle), "state", held ? "held" : "planned"),
      error);
}

/* ---- what is not kept --------------------------------------------------------------------------
 */

static lu_status add_broken(course_work *work, const lu_broken *broken, lu_error *error) {
  static const char *const kept[] = {"source", "mark", NULL};
  bool moved = therapy_moved_to(work->course->request, broken->event) != NULL ||
               therapy_moved_to(work->course->request, broken->other) != NULL;
  json_t *entry = json_pack("{s:s, s:s, s:s, s:s, s:b, s:b}", "event", broken->event, "kind",
                            lu_broken_name(broken->kind), "rule", broken->rule, "sentence",
                            broken->sentence, "by_move", (int)moved, "banned", 0);
  if (entry == NULL) return lu_fail_memory(error);
  lu_status status = therapy_copy(entry, about_of(work, broken->event), kept, error);
  if (status == LU_OK && broken->other[0] != '\0')
    status = sheet_set(entry, "other", json_string(broken->other), error);
  if (json_array_append_new(work->broken, entry) != 0 && status == LU_OK)
    status = lu_fail_memory(error);
  return status;
}

lu_status course_document(course_work *work, lu_error *error) {
  prrt_course *course = work->course;
  lu_planned planned;
  json_t *out =
      json_pack("{s:[], s:O, s:O}", "cycles", "broken", work->broken, "notes", work->notes);
  lu_status status = sheet_set(course->out, "course", out, error);
  if (status == LU_OK) status = sheet_set(course->out, "broken", json_incref(work->broken), error);
  for (size_t i = 0; i < course->given_count && status == LU_OK; i++)
    status = sheet_push(out, "cycles", given_cycle(&course->given[i]), error);
  for (int cycle = course->cycle; cycle <= course->planned && status == LU_OK; cycle++)
    status = add_planned(work, out, cycle, error);
  for (size_t i = 0; status == LU_OK && lu_schedule_at(&planned, work->schedule, i); i++)
    status = add_event(work, &planned, error);
  for (size_t i = 0; i < lu_schedule_broken_count(work->schedule) && status == LU_OK; i++)
    status = add_broken(work, lu_schedule_broken_at(work->schedule, i), error);
  return status;
}
