/* SPDX-License-Identifier: Apache-2.0 */
/* Tests, drugs, images and follow-up around the cycles, as the product's day file lists them. */
#include <stdio.h>
#include <string.h>

#include "head.h"
#include "prrt_course.h"

#define ID_SIZE 120
#define LABEL_SIZE 240

static lu_status note(course_work *work, json_t *text, lu_error *error) {
  return json_array_append_new(work->notes, text) == 0 ? LU_OK : lu_fail_memory(error);
}

/* Without a region in the request the first entry of an id counts: the stricter one. */
static bool applies(const course_work *work, const json_t *entry) {
  return therapy_region(work->course->request, entry);
}

static lu_status add(course_work *work, const json_t *entry, const char *id, const char *label,
                     const char *after, lu_error *error) {
  const json_t *repeat = json_object_get(entry, "repeat");
  lu_event event = {.id = id,
                    .label = label,
                    .kind = therapy_text(entry, "kind"),
                    .rule = therapy_text(entry, "id"),
                    .after = after,
                    .earliest = sheet_span(json_object_get(entry, "earliest")),
                    .wanted = sheet_span(json_object_get(entry, "wanted")),
                    .latest = sheet_span(json_object_get(entry, "latest")),
                    .open_end = json_is_true(json_object_get(entry, "open_end")),
                    .any_day = json_is_true(json_object_get(entry, "any_day"))};
  lu_repeat again = {.earliest = sheet_span(json_object_get(repeat, "earliest")),
                     .wanted = sheet_span(json_object_get(repeat, "wanted")),
                     .latest = sheet_span(json_object_get(repeat, "latest")),
                     .numbered = true,
                     .times = (int)json_integer_value(json_object_get(repeat, "times"))};
  lu_status status = repeat != NULL
                         ? lu_schedule_add_repeated(work->schedule, &event, &again, error)
                         : lu_schedule_add(work->schedule, &event, error);
  if (status == LU_OK && json_object_set_new(work->about, id, json_deep_copy(entry)) != 0)
    status = lu_fail_memory(error);
  return status;
}

/* One entry beside one cycle. What lies behind us is not planned, and said of cycles to come. */
static lu_status add_beside(course_work *work, const json_t *entry, int cycle, bool each,
                            lu_error *error) {
  char id[ID_SIZE], label[LABEL_SIZE], after[ID_SIZE], day[16];
  lu_planned anchor;
  const json_t *latest = json_object_get(entry, "latest");
  sheet_cycle_id(after, cycle);
  if (!lu_schedule_find(&anchor, work->schedule, after)) return LU_OK;
  if (each) {
    snprintf(id, sizeof id, "%s.c%d", therapy_text(entry, "id"), cycle);
    snprintf(label, sizeof label, "Cycle %d: %s", cycle, therapy_text(entry, "label"));
  } else {
    snprintf(id, sizeof id, "%s", therapy_text(entry, "id"));
    snprintf(label, sizeof label, "%s", therapy_text(entry, "label"));
  }
  if (json_object_get(work->about, id) != NULL) return LU_OK;
  int64_t end = lu_span_after(anchor.day, sheet_span(latest));
  bool over = latest != NULL && end < lu_date_first_day(work->course->today);
  if (anchor.given && (over || sheet_span(json_object_get(entry, "wanted")).days < 0)) return LU_OK;
  if (over && json_object_set_new(work->about, id, json_null()) != 0) return lu_fail_memory(error);
  if (over)
    return note(work,
                json_sprintf("%s is not planned: its window ended on %s; the gates judge what the "
                             "record has.",
                             label, lu_date_format(day, lu_date_from_day(end))),
                error);
  return add(work, entry, id, label, after, error);
}

static lu_status add_entry(course_work *work, const json_t *entry, lu_error *error) {
  const char *condition = json_string_value(json_object_get(entry, "if"));
  const char *each = therapy_text(entry, "each");
  truth state = TRUTH_YES;
  if (!applies(work, entry)) return LU_OK;
  lu_status status = view_test(&state, work->course->view, condition, error);
  if (status != LU_OK || state == TRUTH_NO) return status;
  if (strcmp(each, "last") == 0)
    return work->last > 0 ? add_beside(work, entry, work->last, false, error) : LU_OK;
  for (int cycle = 1; cycle <= work->last && status == LU_OK; cycle++)
    status = add_beside(work, entry, cycle, true, error);
  return status;
}

lu_status course_add_events(course_work *work, lu_error *error) {
  size_t index;
  json_t *entry;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(work->file, "events"), index, entry) {
    if (status == LU_OK) status = add_entry(work, entry, error);
  }
  if (status == LU_OK && work->held)
    status = note(work,
                  json_sprintf("Cycle %d stands at its interval: the day on which the toxicity has "
                               "recovered is not known; it is held until then.",
                               work->course->cycle),
                  error);
  return status;
}
