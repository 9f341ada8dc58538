/* SPDX-License-Identifier: Apache-2.0 */
/* What must be stopped before other treatments and tests, and when it may be taken again. */
#include <string.h>

#include "head.h"
#include "sheet.h"

/* A day of such an event ahead, as the user or the record says it: SHEET_NO_DAY if none. */
static int64_t planned_day(const drug_sheet *sheet, const char *event) {
  const lu_date *day = therapy_moved_to(sheet->request, event);
  return day != NULL ? lu_date_first_day(*day) : SHEET_NO_DAY;
}

/* What people call an event: its label in the shared table, else its id. */
static const char *event_label(const drug_sheet *sheet, const char *event) {
  const json_t *entry = formulary_shared_entry(sheet->formulary, "events", event);
  return entry != NULL ? therapy_text(entry, "label") : event;
}

static lu_status add(drug_sheet *sheet, const json_t *drug, const json_t *pause, lu_error *error) {
  static const char *const kept[] = {"id", "event", "text", "region", "source", "mark", NULL};
  const json_t *before = json_object_get(pause, "before"), *after = json_object_get(pause, "after");
  int64_t day = planned_day(sheet, therapy_text(pause, "event"));
  lu_text distance = LU_TEXT_INIT;
  json_t *entry = json_pack("{s:s, s:s}", "drug", therapy_text(drug, "label"), "label",
                            event_label(sheet, therapy_text(pause, "event")));
  lu_status status =
      entry == NULL ? lu_fail_memory(error) : therapy_copy(entry, pause, kept, error);
  sheet_put_distance(&distance, before);
  if (status == LU_OK && distance.failed) status = lu_fail_memory(error);
  if (status == LU_OK && distance.length > 0)
    status = sheet_set(entry, "before", json_string(lu_text_string(&distance)), error);
  if (status == LU_OK && day != SHEET_NO_DAY && sheet_has_distance(before))
    status = sheet_set(entry, "last_day", sheet_day_json(sheet_after(day, before, -1)), error);
  if (status == LU_OK && day != SHEET_NO_DAY && sheet_has_distance(after))
    status = sheet_set(entry, "restart", sheet_day_json(sheet_after(day, after, 1)), error);
  lu_text_free(&distance);
  if (status != LU_OK) {
    json_decref(entry);
    return status;
  }
  return sheet_push(sheet->out, "stop_before", entry, error);
}

static lu_status take(drug_sheet *sheet, const json_t *file, lu_error *error) {
  size_t index;
  json_t *pause;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(file, "stop_before"), index, pause) {
    if (status == LU_OK && therapy_region(sheet->request, pause))
      status = add(sheet, file, pause, error);
  }
  return status;
}

static bool names_event(const json_t *file, const char *event) {
  size_t index;
  json_t *pause;
  json_array_foreach(json_object_get(file, "stop_before"), index, pause) {
    if (strcmp(therapy_text(pause, "event"), event) == 0) return true;
  }
  return false;
}

bool sheet_pauses_for(const drug_sheet *sheet, const char *event) {
  size_t index;
  json_t *component;
  if (names_event(sheet->regimen, event)) return true;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (names_event(sheet_drug(sheet, component), event)) return true;
  }
  return false;
}

lu_status sheet_pauses(drug_sheet *sheet, lu_error *error) {
  size_t index;
  json_t *component;
  lu_status status = sheet_set(sheet->out, "stop_before", json_array(), error);
  if (status == LU_OK) status = take(sheet, sheet->regimen, error);
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (status == LU_OK && sheet_first_of_drug(sheet, index))
      status = take(sheet, sheet_drug(sheet, component), error);
  }
  return status;
}
