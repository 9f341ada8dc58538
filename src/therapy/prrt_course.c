/* SPDX-License-Identifier: Apache-2.0 */
/* The course on the calendar: cycles one after the other, and what belongs to each of them. */
#include "prrt_course.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"

#define ID_SIZE 120

const json_t *prrt_day_file(const prrt_course *course) {
  char id[ID_SIZE];
  snprintf(id, sizeof id, "%s-day", therapy_text(course->product, "id"));
  return formulary_product(course->formulary, id);
}

/* ---- cycles ---------------------------------------------------------------------------------- */

static lu_status add_given(course_work *work, lu_error *error) {
  const prrt_course *course = work->course;
  lu_status status = LU_OK;
  for (size_t i = 0; i < course->given_count && status == LU_OK; i++) {
    char id[ID_SIZE], label[ID_SIZE];
    sheet_cycle_id(id, course->given[i].cycle);
    if (lu_schedule_has(work->schedule, id)) continue;
    snprintf(label, sizeof label, "Cycle %d: %s", course->given[i].cycle,
             therapy_text(json_object_get(work->file, "cycle"), "label"));
    lu_event event = {.id = id,
                      .label = label,
                      .kind = "treatment",
                      .day = lu_date_from_day(course->given[i].day),
                      .given = true};
    status = lu_schedule_add(work->schedule, &event, error);
  }
  return status;
}

/* A toxicity held the next cycle up, or does: a longer interval is allowed. */
static void hold(const course_work *work, lu_event *event) {
  if (work->stretched)
    event->latest = sheet_span(json_object_get(json_object_get(work->file, "stretch"), "latest"));
}

/* What competes for the receptor must be gone: the course does not start before that. */
static void wait_for_start(const prrt_course *course, lu_event *event) {
  int32_t days =
      (int32_t)(lu_date_first_day(course->start) - course->given[course->given_count - 1].day);
  if (days > event->earliest.days) event->earliest = (lu_span){0, days};
  if (days > event->wanted.days) event->wanted = (lu_span){0, days};
}

static lu_status add_cycle(course_work *work, int cycle, lu_error *error) {
  const prrt_course *course = work->course;
  const json_t *interval = json_object_get(work->file, "interval");
  char id[ID_SIZE], before[ID_SIZE], label[ID_SIZE];
  sheet_cycle_id(id, cycle);
  sheet_cycle_id(before, cycle - 1);
  snprintf(label, sizeof label, "Cycle %d: %s", cycle,
           therapy_text(json_object_get(work->file, "cycle"), "label"));
  lu_event event = {.id = id,
                    .label = label,
                    .kind = "treatment",
                    .rule = therapy_text(interval, "id"),
                    .after = before,
                    .earliest = sheet_span(json_object_get(interval, "earliest")),
                    .wanted = sheet_span(json_object_get(interval, "wanted")),
                    .latest = sheet_span(json_object_get(interval, "latest"))};
  if (!lu_schedule_has(work->schedule, before)) { /* the first one of this program */
    event.after = "";
    event.day = course->start;
    event.earliest = event.wanted = event.latest = (lu_span){0, 0};
    event.open_end = true;
  } else if (cycle == course->cycle) {
    if (course->given_count > 0 && !course->request->start.known) wait_for_start(course, &event);
    if (course->request->start.known && course->given_count > 0)
      event.wanted.days = (int32_t)(lu_date_first_day(course->request->start) -
                                    course->given[course->given_count - 1].day);
    hold(work, &event);
  }
  return lu_schedule_add(work->schedule, &event, error);
}

static lu_status start_schedule(course_work *work, int last, lu_error *error) {
  const lu_treatment_request *request = work->course->request;
  lu_schedule_free(work->schedule);
  work->schedule = NULL;
  lu_status status = lu_schedule_new(&work->schedule, work->course->today, error);
  if (status == LU_OK)
    status =
        lu_schedule_avoid(work->schedule, request->holidays, request->holiday_count, true, error);
  if (status == LU_OK) status = add_given(work, error);
  for (int cycle = work->course->cycle; cycle <= last && status == LU_OK; cycle++)
    status = add_cycle(work, cycle, error);
  return status;
}

/* ---- moves ------------------------------------------------------------------------------------
 */

static lu_status check_moves(const prrt_course *course, lu_error *error) {
  const lu_treatment_request *request = course->request;
  for (size_t i = 0; i < request->move_count; i++) {
    if (!lu_date_whole(request->moves[i].day))
      return lu_fail(error, LU_USAGE, "event \"%.60s\" can be moved to a whole date only",
                     request->moves[i].event);
    for (size_t j = 0; j < i; j++)
      if (strcmp(request->moves[j].event, request->moves[i].event) == 0)
        return lu_fail(error, LU_USAGE, "event \"%.60s\" is moved twice: once is valid",
                       request->moves[i].event);
  }
  return LU_OK;
}

/* True for a cycle that was planned once, and is not any more. */
static bool is_dropped_cycle(const course_work *work, const char *event) {
  static const char head[] = "cycle.";
  char *end;
  if (strncmp(event, head, sizeof head - 1) != 0) return false;
  long cycle = strtol(event + sizeof head - 1, &end, 10);
  return *end == '\0' && cycle >= work->course->cycle && cycle <= work->course->planned;
}

/* Moves what there is already; `all`: the rest must be there by now, or be a cycle that is not
   planned any more. */
static lu_status move(course_work *work, bool all, lu_error *error) {
  const lu_treatment_request *request = work->course->request;
  lu_status status = LU_OK;
  for (size_t i = 0; i < request->move_count && status == LU_OK; i++) {
    const lu_calendar_wish *wish = &request->moves[i];
    if (lu_schedule_has(work->schedule, wish->event))
      status = lu_schedule_move(work->schedule, wish->event, wish->day, error);
    else if (all && !is_dropped_cycle(work, wish->event))
      status = lu_fail(error, LU_USAGE,
                       "there is no event \"%.60s\" in the course; events are named as in its "
                       "calendar, for example \"cycle.%d\"",
                       wish->event, work->course->cycle);
  }
  return status == LU_OK ? lu_schedule_solve(work->schedule, error) : status;
}

/* ---- the stop rule ----------------------------------------------------------------------------
 */

static lu_status tell_stop(course_work *work, const lu_planned *planned, int64_t days,
                           lu_error *error) {
  static const char *const kept[] = {"source", "mark", NULL};
  const json_t *stop = json_object_get(work->file, "stop");
  char id[ID_SIZE], before[ID_SIZE], day[16];
  sheet_cycle_id(id, work->stopped);
  sheet_cycle_id(before, work->stopped - 1);
  lu_date_format(day, lu_date_from_day(planned->day));
  json_t *entry = json_pack(
      "{s:s, s:s, s:s, s:s, s:o, s:b, s:b}", "event", id, "other", before, "kind", "too late",
      "rule", therapy_text(stop, "id"), "sentence",
      json_sprintf("Cycle %d (%s) would come %lld days after cycle %d: %s.", work->stopped, day,
                   (long long)days, work->stopped - 1, therapy_text(stop, "text")),
      "by_move",
      (int)(therapy_moved_to(work->course->request, id) != NULL ||
            therapy_moved_to(work->course->request, before) != NULL),
      "banned", 1);
  if (entry == NULL) return lu_fail_memory(error);
  lu_status status = therapy_copy(entry, stop, kept, error);
  if (json_array_append_new(work->broken, entry) != 0 && status == LU_OK)
    status = lu_fail_memory(error);
  return status;
}

/* Finds the first cycle that comes too long after the one before, by a toxicity or by a move. */
static lu_status find_stop(course_work *work, lu_error *error) {
  const json_t *from = json_object_get(json_object_get(work->file, "stop"), "from");
  int64_t least = sheet_span(from).days;
  for (int cycle = work->course->cycle; cycle <= work->course->planned && least > 0; cycle++) {
    char id[ID_SIZE], before[ID_SIZE];
    lu_planned this, last;
    sheet_cycle_id(id, cycle);
    sheet_cycle_id(before, cycle - 1);
    if (!lu_schedule_find(&this, work->schedule, id) ||
        !lu_schedule_find(&last, work->schedule, before))
      continue;
    if (this.day - last.day < least) continue;
    if (!(work->stretched && cycle == work->course->cycle) &&
        therapy_moved_to(work->course->request, id) == NULL)
      continue; /* late for another reason: told as too late, the board decides */
    work->stopped = cycle;
    work->stopped_day = this.day;
    return tell_stop(work, &this, this.day - last.day, error);
  }
  return LU_OK;
}

/* ---- all --------------------------------------------------------------------------------------
 */

static lu_status plan(course_work *work, lu_error *error) {
  const char *action = therapy_text(json_object_get(work->course->out, "activity"), "action");
  bool none = strcmp(action, "stop") == 0 || strcmp(action, "complete") == 0;
  int last = none ? work->course->cycle - 1 : work->course->planned;
  work->held = strcmp(action, "hold") == 0;
  work->stretched = work->held || strcmp(action, "reduced") == 0;
  lu_status status = check_moves(work->course, error);
  if (status == LU_OK) status = start_schedule(work, last, error);
  if (status == LU_OK) status = lu_schedule_solve(work->schedule, error);
  if (status == LU_OK) status = move(work, false, error);
  if (status == LU_OK) status = find_stop(work, error);
  if (status == LU_OK && work->stopped > 0) {
    last = work->stopped - 1;
    status = start_schedule(work, last, error);
    if (status == LU_OK) status = lu_schedule_solve(work->schedule, error);
    if (status == LU_OK) status = move(work, false, error);
  }
  work->last = last;
  if (status == LU_OK) status = course_add_events(work, error);
  if (status == LU_OK) status = lu_schedule_solve(work->schedule, error);
  if (status == LU_OK) status = move(work, true, error);
  return status == LU_OK ? course_document(work, error) : status;
}

lu_status prrt_course_plan(prrt_course *course, lu_error *error) {
  const json_t *day_file = prrt_day_file(course);
  course_work work = {.course = course,
                      .file = json_object_get(day_file, "course"),
                      .broken = json_array(),
                      .notes = json_array(),
                      .about = json_object()};
  if (work.file == NULL) {
    json_decref(work.broken);
    json_decref(work.notes);
    json_decref(work.about);
    return lu_fail(error, LU_BAD_INPUT,
                   "there is no course for \"%.60s\": data/prrt/%.60s-day.json is wanted",
                   therapy_text(course->product, "label"), therapy_text(course->product, "id"));
  }
  lu_status status = work.broken == NULL || work.notes == NULL || work.about == NULL
                         ? lu_fail_memory(error)
                         : plan(&work, error);
  lu_schedule_free(work.schedule);
  json_decref(work.broken);
  json_decref(work.notes);
  json_decref(work.about);
  return status;
}
