/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of the day that the record answers: gates, age of the blood tests, distance to drugs that
 * compete; and those that only people in the room can tick. */
#include <math.h>
#include <string.h>

#include "head.h"
#include "prrt_day.h"

static lu_status add_gates(prrt_day *day, lu_error *error) {
  size_t index;
  json_t *gate;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(day->course->out, "gates"), index, gate) {
    const char *date = therapy_text(gate, "date"), *region = therapy_text(gate, "region");
    if (status != LU_OK) return status;
    if (!therapy_region(day->course->request, gate)) continue;
    status = prrt_day_check(
        day, "gate", therapy_text(gate, "id"), therapy_text(gate, "label"),
        therapy_text(gate, "state"),
        json_sprintf("%s%s%s; limit: %s%s%s", therapy_text(gate, "value"),
                     date[0] == '\0' ? "" : " of ", date, therapy_text(gate, "limit"),
                     region[0] == '\0' ? "" : ", label ", region),
        gate, error);
    const json_t *checks = json_object_get(day->out, "checks");
    if (status == LU_OK)
      status = sheet_set(
          json_array_get(checks, json_array_size(checks) - 1), "short",
          json_sprintf("%s%s%s", therapy_text(gate, "value"), date[0] == '\0' ? "" : " of ", date),
          error);
  }
  return status;
}

/* Days since something on the day of the infusion. */
static lu_status add_interval(prrt_day *day, const json_t *entry, lu_error *error) {
  double days = NAN, least = therapy_number(entry, "least_d");
  if (!therapy_region(day->course->request, entry)) return LU_OK;
  lu_status status = view_number(&days, day->course->view,
                                 json_string_value(json_object_get(entry, "number")), error);
  if (status != LU_OK) return status;
  days += (double)(day->date - lu_date_first_day(day->course->today));
  const char *text = therapy_text(entry, "text");
  return prrt_day_check(day, "record", therapy_text(entry, "id"), therapy_text(entry, "label"),
                        isnan(days)     ? "unknown"
                        : days >= least ? "met"
                                        : "not met",
                        isnan(days) ? json_sprintf("no last dose in the record; %s", text)
                                    : json_sprintf("%.0f days at the infusion; %s", days, text),
                        entry, error);
}

/* How old the oldest of the values that the gates looked at is on the day of the infusion. */
static lu_status add_labs(prrt_day *day, const json_t *labs, lu_error *error) {
  const json_t *ids = json_object_get(labs, "gates");
  int64_t oldest = INT64_MAX;
  size_t i, j, undated = 0;
  json_t *id, *gate;
  json_array_foreach(ids, i, id) {
    json_array_foreach(json_object_get(day->course->out, "gates"), j, gate) {
      if (strcmp(therapy_text(gate, "id"), json_string_value(id)) != 0) continue;
      int64_t date = sheet_day(gate, "date", SHEET_NO_DAY);
      undated += date == SHEET_NO_DAY;
      if (date != SHEET_NO_DAY && date < oldest) oldest = date;
    }
  }
  bool none = oldest == INT64_MAX, ahead = day->date > lu_date_first_day(day->course->today);
  int64_t age = none ? 0 : day->date - oldest;
  bool old = (double)age > therapy_number(labs, "most_d");
  /* tests can still be made before a day to come; values from after a day say nothing of it */
  const char *state = none || undated > 0 || age < 0 || (old && ahead) ? "unknown"
                      : old                                            ? "not met"
                                                                       : "met";
  const char *text = therapy_text(labs, "text");
  return prrt_day_check(
      day, "record", therapy_text(labs, "id"), therapy_text(labs, "label"), state,
      none ? json_sprintf("no dated value in the record; %s", text)
           : json_sprintf("the oldest is %lld days old at the infusion; %s%s", (long long)age, text,
                          old && ahead ? ": new ones are to come" : ""),
      labs, error);
}

/* What nobody but the people in the room can tick. */
static lu_status add_manual(prrt_day *day, const json_t *check, lu_error *error) {
  truth state = TRUTH_YES;
  lu_status status =
      view_test(&state, day->course->view, json_string_value(json_object_get(check, "if")), error);
  if (status != LU_OK || state == TRUTH_NO) return status;
  return prrt_day_check(day, "hand", therapy_text(check, "id"), therapy_text(check, "label"),
                        "to check", json_string(therapy_text(check, "text")), check, error);
}

lu_status prrt_day_record_checks(prrt_day *day, lu_error *error) {
  size_t index;
  json_t *entry;
  lu_status status = sheet_set(day->out, "checks", json_array(), error);
  if (status == LU_OK) status = add_gates(day, error);
  json_array_foreach(json_object_get(day->day, "intervals"), index, entry) {
    if (status == LU_OK) status = add_interval(day, entry, error);
  }
  return status == LU_OK ? add_labs(day, json_object_get(day->day, "labs"), error) : status;
}

lu_status prrt_day_hand_checks(prrt_day *day, lu_error *error) {
  size_t index;
  json_t *check;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(day->day, "checks"), index, check) {
    if (status == LU_OK) status = add_manual(day, check, error);
  }
  return status;
}
