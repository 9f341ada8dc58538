/* SPDX-License-Identifier: Apache-2.0 */
/* Every administration of the cycles ahead on its day. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"
#include "lutetia/schedule.h"
#include "sheet.h"

/* How far a course without an end is written out, and the most cycles that are. */
#define AHEAD_D 183
#define MOST_CYCLES 60

/* ---- how many cycles --------------------------------------------------------------------------
 */

static int32_t days_of(const json_t *distance) {
  return (int32_t)sheet_after(0, distance, 1);
}

static int cycles_ahead(const drug_sheet *sheet, int32_t length) {
  const json_t *planned = json_object_get(json_object_get(sheet->regimen, "cycles"), "planned");
  int count = json_is_integer(planned) ? (int)json_integer_value(planned) - sheet->cycle + 1
              : length >= 7            ? (AHEAD_D + length - 1) / length
                                       : 1; /* taken day by day */
  return count < 0 ? 0 : count > MOST_CYCLES ? MOST_CYCLES : count;
}

/* True if someone else than the patient gives it: such days avoid weekends and holidays. */
static bool is_clinic(const json_t *component) {
  return strcmp(therapy_text(component, "route"), "PO") != 0 &&
         !json_is_true(json_object_get(component, "by_patient"));
}

static bool needs_clinic(const drug_sheet *sheet) {
  size_t index;
  json_t *component;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (is_clinic(component)) return true;
  }
  return false;
}

/* ---- day 1 of every cycle ---------------------------------------------------------------------
 */

/* Day on which the next cycle of a course that goes on is due; SHEET_NO_DAY for none. */
static int64_t due_day(const drug_sheet *sheet) {
  return sheet_day(json_object_get(sheet->out, "given"), "due", SHEET_NO_DAY);
}

/* True if the next cycle stands where the last one puts it: it has a window, then. */
static bool is_on_time(const drug_sheet *sheet) {
  return due_day(sheet) == lu_date_first_day(sheet->start);
}

static lu_status add_cycle(lu_schedule *schedule, const drug_sheet *sheet, int cycle,
                           int32_t length, lu_error *error) {
  const json_t *window = json_object_get(sheet->regimen, "window");
  int32_t early = days_of(json_object_get(window, "early"));
  int32_t late = days_of(json_object_get(window, "late"));
  char id[SHEET_CYCLE_ID], before[SHEET_CYCLE_ID], label[200];
  bool first = cycle == sheet->cycle;
  sheet_cycle_id(id, cycle);
  sheet_cycle_id(before, cycle - 1);
  snprintf(label, sizeof label, "%.120s, cycle %d", therapy_text(sheet->regimen, "label"), cycle);
  lu_event event = {.id = id,
                    .label = label,
                    .kind = "treatment",
                    .rule = therapy_text(window, "source"),
                    .after = first ? "" : before,
                    .day = sheet->start,
                    .any_day = !needs_clinic(sheet)};
  if (!first) {
    event.earliest = (lu_span){0, length - early};
    event.wanted = (lu_span){0, length};
  }
  if (first && is_on_time(sheet)) event.earliest = (lu_span){0, -early};
  event.latest = (lu_span){0, (first ? 0 : length) + late};
  return lu_schedule_add(schedule, &event, error);
}

static lu_status plan_cycles(lu_schedule **out, const drug_sheet *sheet, int count, int32_t length,
                             lu_error *error) {
  const lu_treatment_request *request = sheet->request;
  bool ahead = lu_date_first_day(sheet->today) < lu_date_first_day(sheet->start);
  lu_status status = lu_schedule_new(out, ahead ? sheet->today : sheet->start, error);
  if (status == LU_OK)
    status = lu_schedule_avoid(*out, request->holidays, request->holiday_count, true, error);
  for (int i = 0; i < count && status == LU_OK; i++)
    status = add_cycle(*out, sheet, sheet->cycle + i, length, error);
  for (size_t i = 0; i < request->move_count && status == LU_OK; i++)
    if (!sheet_pauses_for(sheet, request->moves[i].event))
      status = lu_schedule_move(*out, request->moves[i].event, request->moves[i].day, error);
  return status == LU_OK ? lu_schedule_solve(*out, error) : status;
}

static bool find_planned(lu_planned *out, const lu_schedule *schedule, int cycle) {
  char id[SHEET_CYCLE_ID];
  sheet_cycle_id(id, cycle);
  return lu_schedule_find(out, schedule, id);
}

/* ---- what a day holds -------------------------------------------------------------------------
 */

static const json_t *dose_of(const drug_sheet *sheet, const json_t *component) {
  size_t index;
  json_t *dose;
  json_array_foreach(json_object_get(json_object_get(sheet->out, "dose"), "components"), index,
                     dose) {
    if (strcmp(therapy_text(dose, "component"), therapy_text(component, "id")) == 0) return dose;
  }
  return NULL;
}

/* "cycle 2 day 10: <drug> 360 mg, by mouth, at bedtime" */
static void describe(lu_text *out, const drug_sheet *sheet, const json_t *component, int cycle,
                     int day, int32_t length) {
  const json_t *dose = dose_of(sheet, component), *amount = json_object_get(dose, "rounded");
  double times = json_number_value(json_object_get(component, "times_per_day"));
  lu_text_printf(out, "cycle %d", cycle);
  if (length > 1) lu_text_printf(out, " day %d", day);
  lu_text_printf(out, ": %s", therapy_text(sheet_drug(sheet, component), "label"));
  if (json_is_number(amount))
    lu_text_printf(out, " %.6g %s", json_number_value(amount), therapy_text(dose, "unit"));
  else
    lu_text_puts(out, ", dose not known");
  lu_text_printf(out, " %s", therapy_text(component, "route"));
  if (times > 1) lu_text_printf(out, ", %g times a day", times);
  if (therapy_text(component, "timing")[0] != '\0')
    lu_text_printf(out, ", %s", therapy_text(component, "timing"));
}

static lu_status add_entry(drug_sheet *sheet, const json_t *component, const lu_planned *planned,
                           int cycle, int day, int duration, int32_t length, lu_error *error) {
  lu_text text = LU_TEXT_INIT, id = LU_TEXT_INIT;
  int64_t at = planned->day + day - 1;
  bool first = day == 1;
  lu_text_printf(&id, "cycle.%d.%s.d%d", cycle, therapy_text(component, "id"), day);
  describe(&text, sheet, component, cycle, day, length);
  if (duration > 1) lu_text_printf(&text, ", every day for %d days", duration);
  json_t *entry = json_pack("{s:s, s:s, s:i, s:i, s:o, s:s, s:i, s:b}", "id", lu_text_string(&id),
                            "component", therapy_text(component, "id"), "cycle", cycle, "day", day,
                            "date", sheet_day_json(at), "text", lu_text_string(&text), "duration_d",
                            duration, "moved", (int)planned->moved);
  bool failed = text.failed || id.failed || entry == NULL;
  lu_status status = failed ? lu_fail_memory(error) : LU_OK;
  if (status == LU_OK && first && planned->earliest != planned->latest) {
    status = sheet_set(entry, "earliest", sheet_day_json(planned->earliest), error);
    if (status == LU_OK && !planned->open_end)
      status = sheet_set(entry, "latest", sheet_day_json(planned->latest), error);
  }
  lu_text_free(&text);
  lu_text_free(&id);
  if (status != LU_OK) {
    json_decref(entry);
    return status;
  }
  return sheet_push(sheet->out, "administrations", entry, error);
}

/* Administrations of a component in one cycle. */
static lu_status add_component(drug_sheet *sheet, const json_t *component,
                               const lu_planned *planned, int cycle, int32_t length,
                               lu_error *error) {
  const json_t *days = json_object_get(component, "days"), *day;
  size_t index;
  lu_status status = LU_OK;
  if (!sheet_in_cycle(component, cycle)) return LU_OK;
  if (json_is_array(days)) {
    json_array_foreach(days, index, day) {
      if (status == LU_OK)
        status = add_entry(sheet, component, planned, cycle, (int)json_integer_value(day), 1,
                           length, error);
    }
    return status;
  }
  int first = 1, last = length > 0 ? length : 1;
  const json_t *every = json_object_get(days, "every");
  if (json_integer_value(every) > 0) {
    for (int at = first; at <= last && status == LU_OK; at += (int)json_integer_value(every))
      status = add_entry(sheet, component, planned, cycle, at, 1, length, error);
    return status;
  }
  if (json_object_get(days, "to") != NULL) {
    first = (int)json_integer_value(json_object_get(days, "from"));
    last = (int)json_integer_value(json_object_get(days, "to"));
  }
  return add_entry(sheet, component, planned, cycle, first, last - first + 1, length, error);
}

/* ---- events -----------------------------------------------------------------------------------
 */

static json_t *window_end(const json_t *entry, const char *key) {
  const char *text = therapy_text(entry, key);
  return json_string(text[0] != '\0' ? text : therapy_text(entry, "date"));
}

static lu_status add_events(drug_sheet *sheet, lu_error *error) {
  size_t index;
  json_t *entry;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(sheet->out, "administrations"), index, entry) {
    if (status != LU_OK) return status;
    json_t *event = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:O, s:O, s:s}", "id",
                              therapy_text(entry, "id"), "label", therapy_text(entry, "text"),
                              "kind", "treatment", "day", therapy_text(entry, "date"), "earliest",
                              window_end(entry, "earliest"), "latest", window_end(entry, "latest"),
                              "given", 0, "moved", json_object_get(entry, "moved"), "duration_d",
                              json_object_get(entry, "duration_d"), "note",
                              therapy_text(sheet->regimen, "label"));
    status = sheet_event(sheet, event, error);
  }
  return status;
}

/* A first day that was asked for and lies before the window that the last cycle leaves. */
static lu_status add_too_early(drug_sheet *sheet, lu_error *error) {
  const json_t *window = json_object_get(sheet->regimen, "window");
  int64_t due = due_day(sheet), start = lu_date_first_day(sheet->start);
  char day[16], from[16], id[SHEET_CYCLE_ID];
  if (due == SHEET_NO_DAY || start >= sheet_after(due, json_object_get(window, "early"), -1))
    return LU_OK;
  sheet_cycle_id(id, sheet->cycle);
  return sheet_push(sheet->out, "broken",
                    json_pack("{s:s, s:o, s:s, s:b, s:b}", "event", id, "sentence",
                              json_sprintf("Cycle %d on %s comes too early: it is due on %s.",
                                           sheet->cycle, lu_date_format(day, sheet->start),
                                           lu_date_format(from, lu_date_from_day(due))),
                              "rule", therapy_text(window, "source"), "by_move", 0, "banned", 1),
                    error);
}

/* What a move breaks: a cycle that comes before its window is one that no rule allows. */
static lu_status add_broken(drug_sheet *sheet, const lu_schedule *schedule, lu_error *error) {
  lu_status status = sheet_set(sheet->out, "broken", json_array(), error);
  for (size_t i = 0; i < lu_schedule_broken_count(schedule) && status == LU_OK; i++) {
    const lu_broken *broken = lu_schedule_broken_at(schedule, i);
    bool moved = therapy_moved_to(sheet->request, broken->event) != NULL;
    bool early = broken->kind == LU_BROKEN_EARLY || broken->kind == LU_BROKEN_ORDER;
    json_t *entry =
        json_pack("{s:s, s:s, s:s, s:b, s:b}", "event", broken->event, "sentence", broken->sentence,
                  "rule", broken->rule, "by_move", (int)moved, "banned", (int)(early && moved));
    status = sheet_push(sheet->out, "broken", entry, error);
  }
  return status;
}

lu_status sheet_administrations(drug_sheet *sheet, lu_error *error) {
  int32_t length = days_of(json_object_get(sheet->regimen, "cycle"));
  int count = cycles_ahead(sheet, length);
  lu_schedule *schedule = NULL;
  lu_status status = sheet_set(sheet->out, "administrations", json_array(), error);
  if (status == LU_OK) status = plan_cycles(&schedule, sheet, count, length, error);
  for (int i = 0; i < count && status == LU_OK; i++) {
    lu_planned planned;
    size_t index;
    json_t *component;
    if (!find_planned(&planned, schedule, sheet->cycle + i)) continue;
    json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
      if (status == LU_OK)
        status = add_component(sheet, component, &planned, sheet->cycle + i, length, error);
    }
  }
  if (status == LU_OK) status = add_broken(sheet, schedule, error);
  if (status == LU_OK) status = add_too_early(sheet, error);
  if (status == LU_OK) status = add_events(sheet, error);
  lu_planned first; /* what follows counts from the day that was found */
  if (status == LU_OK && find_planned(&first, schedule, sheet->cycle))
    sheet->start = lu_date_from_day(first.day);
  lu_schedule_free(schedule);
  return status;
}
