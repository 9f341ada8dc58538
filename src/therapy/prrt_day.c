/* SPDX-License-Identifier: Apache-2.0 */
/* The sheet of one day: which cycle, go or no-go, and the parts put together. */
#include "prrt_day.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "head.h"

/* ---- which cycle ------------------------------------------------------------------------------
 */

static lu_status find_cycle(prrt_day *day, lu_error *error) {
  const prrt_course *course = day->course;
  const json_t *cycles = json_object_get(json_object_get(course->out, "course"), "cycles");
  size_t index;
  json_t *entry;
  day->cycle = course->request->cycle > 0 ? course->request->cycle : course->cycle;
  json_array_foreach(cycles, index, entry) {
    if (json_integer_value(json_object_get(entry, "cycle")) != day->cycle) continue;
    day->date = sheet_day(entry, "date", lu_date_first_day(course->start));
    day->prescribed = therapy_number(entry, "activity_gbq");
    return LU_OK;
  }
  if (course->request->cycle > 0 && day->cycle > course->planned)
    return lu_fail(error, LU_USAGE, "there is no cycle %d: 1 to %d are valid", day->cycle,
                   course->planned);
  day->date = lu_date_first_day(course->start); /* the course has ended: nothing is given */
  day->prescribed = 0;
  return LU_OK;
}

static lu_status set_setting(prrt_day *day, lu_error *error) {
  static const char *const kept[] = {"text", "source", "mark", NULL};
  const json_t *settings = json_object_get(day->day, "settings");
  const char *setting = day->course->request->setting;
  if (setting == NULL) setting = therapy_text(settings, "default");
  const json_t *entry = json_object_get(settings, setting);
  if (!json_is_object(entry))
    return lu_fail(error, LU_USAGE, "setting \"%.40s\": \"ward\" and \"outpatient\" are valid",
                   setting);
  json_t *rule = json_object();
  lu_status status = sheet_set(day->out, "setting", json_string(setting), error);
  if (status == LU_OK) status = sheet_set(day->out, "setting_rule", rule, error);
  return status == LU_OK ? therapy_copy(rule, entry, kept, error) : status;
}

static lu_status set_times(prrt_day *day, lu_error *error) {
  const lu_treatment_request *request = day->course->request;
  const json_t *infusion = json_object_get(day->day, "infusion");
  const json_t *life = json_object_get(day->course->nuclide, "half_life");
  int start = request->infused_min > 0 ? request->infused_min % 1440
                                       : (int)therapy_number(day->day, "start_min");
  if (request->infused_min > 1440 || request->calibrated_min >= 1440)
    return lu_fail(error, LU_USAGE, "times of the day are 00:00 to 23:59");
  if (request->infusion_min < 0 || request->infusion_min > 1440)
    return lu_fail(error, LU_USAGE, "length of the infusion %d min: 1 to 1440 minutes are valid",
                   request->infusion_min);
  day->start_min = day->date * 1440 + start;
  day->infusion_min =
      request->infusion_min > 0 ? request->infusion_min : (int)therapy_number(infusion, "minutes");
  return lu_unit_convert_text(&day->half_life_h, therapy_number(life, "value"),
                              therapy_text(life, "unit"), "h", error);
}

/* ---- checks -----------------------------------------------------------------------------------
 */

static lu_status check_length(prrt_day *day, lu_error *error) {
  const json_t *infusion = json_object_get(day->day, "infusion");
  bool usual = day->infusion_min >= therapy_number(infusion, "least") &&
               day->infusion_min <= therapy_number(infusion, "most");
  return prrt_day_check(
      day, "vial", "infusion-length", "Length of the infusion", usual ? "met" : "caution",
      json_sprintf("%d minutes; %g to %g are usual", day->infusion_min,
                   therapy_number(infusion, "least"), therapy_number(infusion, "most")),
      infusion, error);
}

static lu_status add_crisis(prrt_day *day, lu_error *error) {
  static const char *const kept[] = {"text", "source", "mark", "action", NULL};
  const json_t *crisis = json_object_get(day->day, "crisis");
  json_t *out = json_pack("{s:[]}", "factors");
  size_t index, met = 0, unknown = 0;
  json_t *factor;
  lu_status status = sheet_set(day->out, "crisis", out, error);
  if (status == LU_OK) status = therapy_copy(out, crisis, kept, error);
  json_array_foreach(json_object_get(crisis, "factors"), index, factor) {
    json_t *said = NULL;
    truth state = TRUTH_NO;
    if (status == LU_OK) status = view_rule(&said, &state, day->course->view, factor, error);
    if (status == LU_OK) status = sheet_push(out, "factors", said, error);
    met += state == TRUTH_YES;
    unknown += state == TRUTH_UNKNOWN;
  }
  if (status != LU_OK) return status;
  return sheet_set(out, "risk",
                   json_string(met > 0       ? "raised"
                               : unknown > 0 ? "not known"
                                             : "not raised"),
                   error);
}

/* ---- decision ---------------------------------------------------------------------------------
 */

static size_t count_checks(const prrt_day *day, const char *group, const char *state) {
  size_t index, count = 0;
  json_t *check;
  json_array_foreach(json_object_get(day->out, "checks"), index, check) {
    if ((group[0] == '\0' || strcmp(therapy_text(check, "group"), group) == 0) &&
        strcmp(therapy_text(check, "state"), state) == 0)
      count++;
  }
  return count;
}

/* A vial that may not be used, or a distance that is not kept, is a ban like any other, and named
 * first. Gates have their say in the reasons already. */
static lu_status ban_by_check(prrt_day *day, lu_error *error) {
  size_t index;
  json_t *check, *reasons = json_object_get(day->out, "reasons");
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(day->out, "checks"), index, check) {
    if (strcmp(therapy_text(check, "group"), "gate") == 0 ||
        strcmp(therapy_text(check, "state"), "not met") != 0)
      continue;
    json_t *reason = json_pack(
        "{s:s, s:o, s:s, s:s, s:s, s:s}", "id", therapy_text(check, "id"), "text",
        json_sprintf("%s: %s.", therapy_text(check, "label"), therapy_text(check, "text")), "state",
        "not met", "effect", "not_recommended", "source", therapy_text(check, "source"), "mark",
        therapy_text(check, "mark"));
    if (reason == NULL || json_array_insert_new(reasons, 0, reason) != 0)
      return lu_fail_memory(error);
  }
  if (strcmp(therapy_text(day->out, "verdict"), "contraindicated") != 0)
    status = sheet_set(day->out, "verdict", json_string("not recommended"), error);
  return status;
}

static lu_status decide(prrt_day *day, lu_error *error) {
  lu_status status = LU_OK;
  if (count_checks(day, "vial", "not met") + count_checks(day, "record", "not met") > 0)
    status = ban_by_check(day, error);
  const char *verdict = therapy_text(day->out, "verdict");
  bool banned = therapy_is_ban(verdict);
  bool none = !(day->prescribed > 0),
       open = strcmp(verdict, "data missing") == 0 || count_checks(day, "record", "unknown") > 0;
  const char *action = therapy_text(json_object_get(day->out, "activity"), "action");
  bool held = strcmp(action, "hold") == 0 && day->cycle == day->course->cycle;
  const char *decision = banned || none || held ? "no-go" : open ? "open" : "go";
  size_t manual = count_checks(day, "", "to check"), unknown = count_checks(day, "", "unknown");
  if (status == LU_OK) status = sheet_set(day->out, "decision", json_string(decision), error);
  if (status != LU_OK) return status;
  json_t *sentence =
      none     ? json_sprintf("No-go: nothing is prescribed for cycle %d.", day->cycle)
      : held   ? json_sprintf("No-go: cycle %d is held until a toxicity has recovered.", day->cycle)
      : banned ? json_sprintf("No-go by the record (%s): %zu reason(s) below.", verdict,
                              json_array_size(json_object_get(day->out, "reasons")))
      : open   ? json_sprintf("Open: %zu checks are not known; %zu are to be ticked by hand.",
                              unknown, manual)
               : json_sprintf(
                     "Go by the record (%s), once the %zu checks by hand are ticked and "
                       "both have signed.",
                     verdict, manual);
  return sheet_set(day->out, "sentence", sentence, error);
}

/* ---- all --------------------------------------------------------------------------------------
 */

/* Of the course's calendar only this cycle's day stays. */
static lu_status keep_event(prrt_day *day, lu_error *error) {
  char id[40];
  size_t index;
  json_t *event, *events = json_array();
  lu_status status = events == NULL ? lu_fail_memory(error) : LU_OK;
  sheet_cycle_id(id, day->cycle);
  json_array_foreach(json_object_get(day->out, "events"), index, event) {
    if (status == LU_OK && strcmp(therapy_text(event, "id"), id) == 0 &&
        json_array_append(events, event) != 0)
      status = lu_fail_memory(error);
  }
  if (status != LU_OK) {
    json_decref(events);
    return status;
  }
  json_object_del(day->out, "course");
  return sheet_set(day->out, "events", events, error);
}

static lu_status start_sheet(prrt_day *day, lu_error *error) {
  lu_status status = sheet_set(day->out, "cycle", json_integer(day->cycle), error);
  if (status == LU_OK) status = sheet_set(day->out, "date", sheet_day_json(day->date), error);
  if (status == LU_OK)
    status = sheet_set(day->out, "product",
                       json_string(therapy_text(day->course->product, "label")), error);
  if (status == LU_OK)
    status = sheet_set(day->out, "infusion_min", json_integer(day->infusion_min), error);
  if (status == LU_OK)
    status = sheet_set(day->out, "sign_off", json_deep_copy(json_object_get(day->day, "sign_off")),
                       error);
  if (status == LU_OK)
    status = sheet_set(day->out, "contingencies",
                       json_deep_copy(json_object_get(day->file, "contingencies")), error);
  return status;
}

static lu_status make(prrt_day *day, lu_error *error) {
  day->file = prrt_day_file(day->course);
  day->day = json_object_get(day->file, "day");
  day->out = day->course->out;
  lu_status status = find_cycle(day, error);
  if (status == LU_OK) status = keep_event(day, error);
  if (status == LU_OK) status = set_setting(day, error);
  if (status == LU_OK) status = set_times(day, error);
  if (status == LU_OK) status = start_sheet(day, error);
  if (status == LU_OK) status = prrt_day_record_checks(day, error);
  if (status == LU_OK) status = prrt_supply(day, error);
  if (status == LU_OK) status = check_length(day, error);
  if (status == LU_OK) status = prrt_day_hand_checks(day, error);
  if (status == LU_OK) status = prrt_minutes(day, error);
  if (status == LU_OK) status = add_crisis(day, error);
  if (status == LU_OK) status = prrt_protection(day, error);
  return status == LU_OK ? decide(day, error) : status;
}

lu_status lu_prrt_day(json_t **out, const lu_formulary *formulary, const lu_study *study,
                      const lu_treatment_request *request, lu_context *context, lu_error *error) {
  prrt_course course;
  *out = NULL;
  lu_status status = prrt_course_new(&course, "lutetia_prrt_day", "PRRT day", formulary, study,
                                     request, context, error);
  prrt_day day = {.course = &course};
  if (status == LU_OK) status = prrt_gates(&course, error);
  if (status == LU_OK) status = prrt_activity(&course, error);
  if (status == LU_OK) status = prrt_course_plan(&course, error);
  if (status == LU_OK) status = make(&day, error);
  if (status == LU_OK) *out = json_incref(course.out);
  prrt_course_end(&course);
  return status;
}
