/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "head.h"
#include "lutetia/schedule.h"

lu_status sheet_event(drug_sheet *sheet, json_t *event, lu_error *error) {
  return sheet_push(sheet->out, "events", event, error);
}

const json_t *sheet_drug(const drug_sheet *sheet, const json_t *component) {
  return formulary_drug(sheet->formulary, therapy_text(component, "drug"));
}

bool sheet_first_of_drug(const drug_sheet *sheet, size_t index) {
  const json_t *components = json_object_get(sheet->regimen, "components");
  for (size_t i = 0; i < index; i++)
    if (sheet_drug(sheet, json_array_get(components, i)) ==
        sheet_drug(sheet, json_array_get(components, index)))
      return false;
  return true;
}

/* ---- distances and amounts --------------------------------------------------------------------
 */

static int32_t whole(const json_t *distance, const char *key) {
  return (int32_t)lround(json_number_value(json_object_get(distance, key)));
}

bool sheet_has_distance(const json_t *distance) {
  return json_is_object(distance) && json_object_size(distance) > 0;
}

lu_span sheet_span(const json_t *distance) {
  int32_t hours = whole(distance, "hours");
  return (lu_span){
      .months = whole(distance, "months"),
      .days = whole(distance, "days") + 7 * whole(distance, "weeks") + (hours + 23) / 24};
}

int64_t sheet_after(int64_t day, const json_t *distance, int sign) {
  lu_span span = sheet_span(distance);
  return lu_span_after(day, (lu_span){sign * span.months, sign * span.days});
}

void sheet_cycle_id(char *id, int cycle) {
  snprintf(id, SHEET_CYCLE_ID, "cycle.%d", cycle);
}

void sheet_put_distance(lu_text *out, const json_t *distance) {
  static const char *const units[] = {"months", "weeks", "days", "hours"};
  bool first = true;
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    const json_t *count = json_object_get(distance, units[i]);
    if (!json_is_number(count)) continue;
    lu_text_printf(out, "%s%g %s", first ? "" : " ", json_number_value(count), units[i]);
    first = false;
  }
}

double sheet_convert(double value, const char *from, const char *to) {
  double out;
  if (strcmp(from, to) == 0) return value;
  return lu_unit_convert_text(&out, value, from, to, NULL) == LU_OK ? out : NAN;
}

double sheet_fact(const drug_sheet *sheet, const char *fact) {
  const lu_factset *facts = view_facts(sheet->view);
  size_t index = lu_dictionary_find(lu_factset_dictionary(facts), fact);
  if (index == LU_NO_INDEX || lu_factset_state(facts, index) != LU_FACT_KNOWN) return NAN;
  return lu_value_number(lu_factset_value(facts, index));
}

/* ---- JSON -------------------------------------------------------------------------------------
 */

lu_status sheet_set(json_t *object, const char *key, json_t *value, lu_error *error) {
  return json_object_set_new(object, key, value) == 0 ? LU_OK : lu_fail_memory(error);
}

lu_status sheet_push(json_t *object, const char *key, json_t *value, lu_error *error) {
  json_t *list = json_object_get(object, key);
  if (list == NULL && json_object_set_new(object, key, json_array()) == 0)
    list = json_object_get(object, key);
  if (list == NULL) {
    json_decref(value);
    return lu_fail_memory(error);
  }
  return json_array_append_new(list, value) == 0 ? LU_OK : lu_fail_memory(error);
}

const json_t *sheet_component(const drug_sheet *sheet, const char *id) {
  size_t index;
  json_t *component;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (strcmp(therapy_text(component, "id"), id) == 0) return component;
  }
  return NULL;
}

bool sheet_concerns(const json_t *rule, const json_t *component) {
  const char *named = therapy_text(rule, "component");
  return named[0] == '\0' || strcmp(named, therapy_text(component, "id")) == 0;
}

bool sheet_in_cycle(const json_t *component, int cycle) {
  const json_t *from = json_object_get(component, "from_cycle");
  const json_t *to = json_object_get(component, "to_cycle");
  return !(json_is_integer(from) && cycle < json_integer_value(from)) &&
         !(json_is_integer(to) && cycle > json_integer_value(to));
}

int64_t sheet_day(const json_t *object, const char *key, int64_t otherwise) {
  lu_date date;
  const char *text = therapy_text(object, key);
  if (text[0] == '\0' || lu_date_parse(&date, text, NULL) != LU_OK || !lu_date_whole(date))
    return otherwise;
  return lu_date_first_day(date);
}

int64_t sheet_last_day(const json_t *object, const char *key, int64_t otherwise) {
  lu_date date;
  const char *text = therapy_text(object, key);
  if (text[0] == '\0' || lu_date_parse(&date, text, NULL) != LU_OK || !date.known) return otherwise;
  return lu_date_last_day(date);
}

json_t *sheet_day_json(int64_t day) {
  char text[16];
  return json_string(lu_date_format(text, lu_date_from_day(day)));
}
