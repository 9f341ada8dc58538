/* SPDX-License-Identifier: Apache-2.0 */
/* Days of monitoring as events of the calendar: one a day, with all its tests. */
#include <string.h>

#include "drugs_tests.h"
#include "head.h"

/* Adds a test to the words of its day. @param days object from day to text */
static lu_status note_day(json_t *days, const char *day, const char *label, lu_error *error) {
  const char *before = json_string_value(json_object_get(days, day));
  json_t *text = before == NULL ? json_string(label) : json_sprintf("%s, %s", before, label);
  return sheet_set(days, day, text, error);
}

static lu_status collect(json_t *days, const json_t *tests, lu_error *error) {
  size_t index, at;
  json_t *test, *day;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(tests, "monitoring"), index, test) {
    json_array_foreach(json_object_get(test, "dates"), at, day) {
      if (status == LU_OK)
        status = note_day(days, json_string_value(day), therapy_text(test, "label"), error);
    }
  }
  return status;
}

lu_status tests_add_events(drug_sheet *sheet, const json_t *tests, lu_error *error) {
  json_t *days = json_object(), *label;
  const char *day;
  lu_status status = days == NULL ? lu_fail_memory(error) : collect(days, tests, error);
  json_object_foreach(days, day, label) {
    if (status != LU_OK) break;
    json_t *id = json_sprintf("tests.%s", day);
    json_t *event =
        json_pack("{s:o, s:O, s:s, s:s, s:s, s:s, s:b, s:b, s:i, s:s}", "id", id, "label", label,
                  "kind", "test", "day", day, "earliest", day, "latest", day, "given", 0, "moved",
                  0, "duration_d", 1, "note", therapy_text(sheet->regimen, "label"));
    status = sheet_event(sheet, event, error);
  }
  json_decref(days);
  return status;
}
