/* SPDX-License-Identifier: Apache-2.0 */
#include "toxicity_record.h"

#include "head.h"
#include "sheet.h"

static json_int_t grade_of(const json_t *entry) {
  return json_integer_value(json_object_get(entry, "grade"));
}

static bool has_grade(const json_t *grades, json_int_t grade) {
  size_t index;
  json_t *entry;
  json_array_foreach(grades, index, entry) {
    if (json_integer_value(entry) == grade) return true;
  }
  return false;
}

bool toxicity_fits(const json_t *entry, const json_t *rule) {
  return therapy_lists(json_object_get(rule, "term"), therapy_text(entry, "what")) &&
         has_grade(json_object_get(rule, "grade"), grade_of(entry));
}

truth toxicity_settled(const json_t *record, const json_t *rule, const json_t *terms, int64_t since,
                       int64_t today) {
  const json_t *until = json_object_get(rule, "until_grade");
  int64_t latest = since;
  truth settled = TRUTH_UNKNOWN;
  size_t index;
  json_t *entry;
  if (!json_is_integer(until)) return TRUTH_UNKNOWN;
  json_array_foreach(json_object_get(record, "toxicities"), index, entry) {
    int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
    if (day == SHEET_NO_DAY || day <= since || day < latest || day > today ||
        !therapy_lists(terms, therapy_text(entry, "what")))
      continue;
    bool low = grade_of(entry) <= json_integer_value(until);
    settled = low && !(day == latest && settled == TRUTH_NO) ? TRUTH_YES : TRUTH_NO;
    latest = day;
  }
  return settled;
}
