/* SPDX-License-Identifier: Apache-2.0 */
/* Tests before treatment, with what the record has of them; and during it, with days. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drugs_tests.h"
#include "head.h"

/* How far monitoring without a cycle is written out, and the most days of one test. */
#define AHEAD_D 366
#define MOST_DAYS 60

/* ---- what the record has ----------------------------------------------------------------------
 */

static size_t fact_of(const drug_sheet *sheet, const char *test) {
  if (strncmp(test, "fact:", 5) != 0) return LU_NO_INDEX;
  return lu_dictionary_find(formulary_dictionary(sheet->formulary), test + 5);
}

const char *tests_label(const drug_sheet *sheet, const char *test) {
  size_t fact = fact_of(sheet, test);
  if (fact != LU_NO_INDEX)
    return lu_fact_label(lu_dictionary_at(formulary_dictionary(sheet->formulary), fact));
  const json_t *entry = formulary_shared_entry(sheet->formulary, "tests", test);
  return entry != NULL ? therapy_text(entry, "label") : test;
}

/* The last day on which a fact was observed. A fact without a day counts as of no day. */
static bool find_fact(int64_t *day, const drug_sheet *sheet, size_t fact) {
  const lu_factset *facts = view_facts(sheet->view);
  if (lu_factset_state(facts, fact) != LU_FACT_KNOWN) return false;
  const lu_fact_origin *origin = lu_factset_origin(facts, fact);
  *day = origin != NULL && lu_date_whole(origin->date) ? lu_date_first_day(origin->date)
                                                       : SHEET_NO_DAY;
  return true;
}

bool tests_find(int64_t *day, const drug_sheet *sheet, const char *test) {
  size_t fact = fact_of(sheet, test), index;
  const json_t *where =
      json_object_get(formulary_shared_entry(sheet->formulary, "tests", test), "record");
  const char *key = therapy_text(where, "key"), *value = therapy_text(where, "value");
  int64_t today = lu_date_first_day(sheet->today);
  json_t *entry;
  bool found = false;
  if (fact != LU_NO_INDEX) return find_fact(day, sheet, fact);
  *day = SHEET_NO_DAY;
  json_array_foreach(json_object_get(sheet->record, therapy_text(where, "list")), index, entry) {
    int64_t at = sheet_day(entry, "date", SHEET_NO_DAY);
    if (strcmp(therapy_text(entry, key), value) != 0 || at > today ||
        strcmp(therapy_text(entry, "status"), "not_done") == 0)
      continue;
    found = true;
    if (at > *day) *day = at;
  }
  return found;
}

/* ---- before treatment -------------------------------------------------------------------------
 */

static lu_status add_baseline(drug_sheet *sheet, json_t *tests, const json_t *test,
                              lu_error *error) {
  static const char *const kept[] = {"id", "test", "source", "mark", NULL};
  const json_t *max_age = json_object_get(test, "max_age");
  int64_t day, today = lu_date_first_day(sheet->today);
  bool there = tests_find(&day, sheet, therapy_text(test, "test"));
  bool dated = there && day != SHEET_NO_DAY;
  bool limited = sheet_has_distance(max_age);
  bool old = there && limited && (!dated || sheet_after(day, max_age, 1) < today);
  json_t *entry =
      json_pack("{s:s, s:s}", "label", tests_label(sheet, therapy_text(test, "test")), "state",
                !there ? "missing"
                : old  ? "too old"
                       : "there");
  lu_status status = entry == NULL ? lu_fail_memory(error) : therapy_copy(entry, test, kept, error);
  const json_t *where = json_object_get(
      formulary_shared_entry(sheet->formulary, "tests", therapy_text(test, "test")), "record");
  bool blocks = strcmp(therapy_text(where, "list"), "labs") == 0;
  if (status == LU_OK) status = sheet_set(entry, "blocks", json_boolean(blocks), error);
  if (status == LU_OK && dated) status = sheet_set(entry, "date", sheet_day_json(day), error);
  if (status == LU_OK && dated)
    status = sheet_set(entry, "age_d", json_integer((json_int_t)(today - day)), error);
  if (status == LU_OK && limited)
    status = sheet_set(entry, "max_age_d",
                       json_integer((json_int_t)(today - sheet_after(today, max_age, -1))), error);
  if (status == LU_OK) return sheet_push(tests, "baseline", entry, error);
  json_decref(entry);
  return status;
}

/* ---- during treatment -------------------------------------------------------------------------
 */

static lu_status add_day(json_t *entry, int64_t day, lu_error *error) {
  return sheet_push(entry, "dates", sheet_day_json(day), error);
}

/* Days 1 of the cycles ahead: by the first administration of each. */
static lu_status add_cycle_days(const drug_sheet *sheet, json_t *entry, const json_t *days,
                                lu_error *error) {
  size_t index, at;
  json_t *administration, *number;
  json_int_t cycle = -1;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(sheet->out, "administrations"), index, administration) {
    json_int_t of = json_integer_value(json_object_get(administration, "cycle"));
    int64_t first = sheet_day(administration, "date", SHEET_NO_DAY) -
                    json_integer_value(json_object_get(administration, "day")) + 1;
    if (of == cycle || status != LU_OK) continue;
    cycle = of;
    json_array_foreach(days, at, number) {
      if (status == LU_OK && json_array_size(json_object_get(entry, "dates")) < MOST_DAYS)
        status = add_day(entry, first + (int64_t)json_integer_value(number) - 1, error);
    }
  }
  return status;
}

/* "first", then "every", up to "until", counted from the beginning of the course; from there
   "then". */
static lu_status add_interval_days(const drug_sheet *sheet, json_t *entry, const json_t *test,
                                   lu_error *error) {
  const json_t *every = json_object_get(test, "every"), *until = json_object_get(test, "until");
  const json_t *then = json_object_get(json_object_get(test, "then"), "every");
  int64_t today = lu_date_first_day(sheet->today);
  bool runs = json_is_true(json_object_get(json_object_get(sheet->out, "given"), "running")) &&
              sheet->first_cycle != SHEET_NO_DAY;
  int64_t start = runs ? sheet->first_cycle : lu_date_first_day(sheet->start);
  int64_t last = lu_date_first_day(sheet->start) + AHEAD_D;
  int64_t change = sheet_has_distance(until) ? sheet_after(start, until, 1) : last + 1;
  int64_t day = sheet_has_distance(json_object_get(test, "first"))
                    ? sheet_after(start, json_object_get(test, "first"), 1)
                    : sheet_after(start, every, 1);
  lu_status status = LU_OK;
  for (int count = 0; status == LU_OK && day <= last && count < MOST_DAYS;) {
    const json_t *step = day >= change && then != NULL ? then : every;
    if (day > change && then == NULL) break;
    /* days that lie behind in a course that goes on have passed */
    if (!runs || day >= today) {
      status = add_day(entry, day, error);
      count++;
    }
    int64_t next = sheet_after(day, step, 1);
    if (next <= day) break;
    day = next;
  }
  return status;
}

/* "days 1 and 22 of each cycle", "after 2 weeks, then every 2 weeks" */
static void put_rhythm(lu_text *out, const json_t *test) {
  const json_t *days = json_object_get(test, "each_cycle_day"), *day;
  const json_t *first = json_object_get(test, "first"), *every = json_object_get(test, "every");
  const json_t *until = json_object_get(test, "until");
  const json_t *later = json_object_get(json_object_get(test, "then"), "every");
  size_t index;
  json_array_foreach(days, index, day)
      lu_text_printf(out, "%s%g", index == 0 ? "day " : ", ", json_number_value(day));
  if (json_array_size(days) > 0) lu_text_puts(out, " of each cycle");
  if (sheet_has_distance(first)) {
    lu_text_puts(out, "first after ");
    sheet_put_distance(out, first);
  }
  if (sheet_has_distance(every)) {
    lu_text_puts(out, out->length > 0 ? ", then every " : "every ");
    sheet_put_distance(out, every);
  }
  if (sheet_has_distance(until)) {
    lu_text_puts(out, ", up to ");
    sheet_put_distance(out, until);
    lu_text_puts(out, " after the start");
  }
  if (sheet_has_distance(later)) {
    lu_text_puts(out, ", from there every ");
    sheet_put_distance(out, later);
  }
}

static lu_status add_monitoring(drug_sheet *sheet, json_t *tests, const json_t *test,
                                lu_error *error) {
  static const char *const kept[] = {"id", "test", "source", "mark", NULL};
  const json_t *days = json_object_get(test, "each_cycle_day");
  lu_text rhythm = LU_TEXT_INIT;
  put_rhythm(&rhythm, test);
  json_t *entry = rhythm.failed ? NULL
                                : json_pack("{s:s, s:s, s:[]}", "label",
                                            tests_label(sheet, therapy_text(test, "test")), "text",
                                            lu_text_string(&rhythm), "dates");
  lu_text_free(&rhythm);
  lu_status status = entry == NULL ? lu_fail_memory(error) : therapy_copy(entry, test, kept, error);
  if (status == LU_OK && days != NULL) status = add_cycle_days(sheet, entry, days, error);
  if (status == LU_OK && sheet_has_distance(json_object_get(test, "every")))
    status = add_interval_days(sheet, entry, test, error);
  if (status == LU_OK) return sheet_push(tests, "monitoring", entry, error);
  json_decref(entry);
  return status;
}

/* ---- all tests --------------------------------------------------------------------------------
 */

/* Place of a test in a list; LU_NO_INDEX if it is not there. */
static size_t find_test(const json_t *list, const char *test) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index, entry) {
    if (strcmp(therapy_text(entry, "test"), test) == 0) return index;
  }
  return LU_NO_INDEX;
}

/* True if a test is to be more recent than the entry that stands for it says. */
static bool is_stricter(const drug_sheet *sheet, const json_t *test, const json_t *entry) {
  const json_t *max_age = json_object_get(test, "max_age"),
               *is = json_object_get(entry, "max_age_d");
  int64_t today = lu_date_first_day(sheet->today);
  if (!sheet_has_distance(max_age)) return false;
  return !json_is_integer(is) || today - sheet_after(today, max_age, -1) < json_integer_value(is);
}

/* Tests of one file; what another file has asked for already is not asked for twice: the shorter
   age counts. */
static lu_status take_file(drug_sheet *sheet, json_t *tests, const json_t *file, lu_error *error) {
  size_t index;
  json_t *test;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(file, "tests"), index, test) {
    bool baseline = strcmp(therapy_text(test, "when"), "baseline") == 0;
    json_t *list = json_object_get(tests, baseline ? "baseline" : "monitoring");
    truth state;
    if (status != LU_OK || !therapy_region(sheet->request, test)) continue;
    size_t said = find_test(list, therapy_text(test, "test"));
    bool again = said != LU_NO_INDEX;
    if (again && !(baseline && is_stricter(sheet, test, json_array_get(list, said)))) continue;
    status = view_test(&state, sheet->view, json_string_value(json_object_get(test, "if")), error);
    if (status != LU_OK || state == TRUTH_NO) continue;
    if (again) json_array_remove(list, said);
    status = baseline ? add_baseline(sheet, tests, test, error)
                      : add_monitoring(sheet, tests, test, error);
  }
  return status;
}

lu_status sheet_tests(drug_sheet *sheet, lu_error *error) {
  json_t *tests = json_pack("{s:[], s:[]}", "baseline", "monitoring"), *component;
  size_t index;
  lu_status status = sheet_set(sheet->out, "tests", tests, error);
  if (status == LU_OK) status = take_file(sheet, tests, sheet->regimen, error);
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (status == LU_OK) status = take_file(sheet, tests, sheet_drug(sheet, component), error);
  }
  return status == LU_OK ? tests_add_events(sheet, tests, error) : status;
}
