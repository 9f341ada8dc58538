/* SPDX-License-Identifier: Apache-2.0 */
/* Opens a PRRT course: product, nuclide, the cycles that the record has. */
#include <math.h>
#include <string.h>

#include "head.h"
#include "prrt.h"

/* ---- which product ----------------------------------------------------------------------------
 */

bool prrt_is_product(const json_t *product, const char *text) {
  size_t index;
  json_t *name;
  if (formulary_same_name(text, therapy_text(product, "id")) ||
      formulary_same_name(text, therapy_text(product, "label")))
    return true;
  json_array_foreach(json_object_get(product, "names"), index, name) {
    if (json_is_string(name) && formulary_same_name(text, json_string_value(name))) return true;
  }
  return false;
}

static lu_status find_product(prrt_course *course, lu_error *error) {
  const char *wanted = course->request->regimen;
  lu_text list = LU_TEXT_INIT;
  for (size_t i = 0; formulary_product_at(course->formulary, i) != NULL; i++) {
    const char *id = formulary_product_at(course->formulary, i);
    const json_t *product = formulary_product(course->formulary, id);
    if (course->product == NULL && (wanted == NULL || prrt_is_product(product, wanted)))
      course->product = product;
    lu_text_printf(&list, "%s%s", i == 0 ? "" : ", ", id);
  }
  lu_status status = LU_OK;
  if (course->product == NULL)
    status = lu_fail(error, LU_USAGE, "there is no product \"%.60s\"; valid are %s",
                     wanted != NULL ? wanted : "", lu_text_string(&list));
  lu_text_free(&list);
  if (status != LU_OK) return status;
  course->nuclide = formulary_nuclide(course->formulary, therapy_text(course->product, "nuclide"));
  return course->nuclide != NULL ? LU_OK
                                 : lu_fail(error, LU_BAD_INPUT, "data/nuclides has no \"%.40s\"",
                                           therapy_text(course->product, "nuclide"));
}

/* ---- what was given ---------------------------------------------------------------------------
 */

static double number_of(const json_t *entry, const char *key) {
  const json_t *value = json_object_get(entry, key);
  return json_is_number(value) ? json_number_value(value) : NAN;
}

/* Net activity: what was assayed, less what stayed behind. */
static double net_activity(const json_t *entry) {
  double assayed = sheet_convert(number_of(entry, "amount"), therapy_text(entry, "unit"), "GBq");
  double residual = sheet_convert(number_of(entry, "residual"), therapy_text(entry, "unit"), "GBq");
  return isnan(residual) ? assayed : assayed - residual;
}

static void insert(prrt_course *course, const prrt_given *given) {
  if (course->given_count == PRRT_MOST_CYCLES) { /* the oldest goes */
    if (given->day <= course->given[0].day) return;
    memmove(course->given, course->given + 1, (PRRT_MOST_CYCLES - 1) * sizeof course->given[0]);
    course->given_count--;
  }
  size_t at = course->given_count;
  while (at > 0 && course->given[at - 1].day > given->day) {
    course->given[at] = course->given[at - 1];
    at--;
  }
  course->given[at] = *given;
  course->given_count++;
}

static void take_administrations(prrt_course *course) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(course->record, "administrations"), index, entry) {
    const char *status = therapy_text(entry, "status");
    int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
    if (!prrt_is_product(course->product, therapy_text(entry, "drug")) || day == SHEET_NO_DAY ||
        day > lu_date_first_day(course->today) || strcmp(status, "missed") == 0 ||
        strcmp(status, "refused") == 0)
      continue;
    const prrt_given given = {
        .day = day,
        .activity_gbq = net_activity(entry),
        .kidney_gy = number_of(entry, "kidney_gy"),
        .kidney_sd_gy = number_of(entry, "kidney_gy_sd"),
        .kidney_half_life_h = number_of(entry, "kidney_effective_half_life_h"),
        .marrow_gy = number_of(entry, "marrow_gy")};
    insert(course, &given);
  }
}

/* A course that is recorded as one treatment: its cycles are spread evenly over its days. */
static void take_treatment(prrt_course *course, const json_t *entry) {
  int64_t start = sheet_day(entry, "start", SHEET_NO_DAY);
  int64_t last = sheet_day(entry, "last", sheet_day(entry, "stop", start));
  double count = number_of(entry, "cycles"), activity = number_of(entry, "activity_gbq");
  int cycles = isnan(count) || count < 1 ? 1 : (int)count;
  if (start == SHEET_NO_DAY) return;
  for (int i = 0; i < cycles; i++) {
    int64_t day = cycles == 1 ? start : start + (last - start) * i / (cycles - 1);
    const prrt_given given = {.day = day,
                              .activity_gbq = activity / cycles,
                              .kidney_gy = NAN,
                              .kidney_sd_gy = NAN,
                              .kidney_half_life_h = NAN,
                              .marrow_gy = NAN};
    insert(course, &given);
  }
}

static void take_treatments(prrt_course *course) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(course->record, "treatments"), index, entry) {
    if (therapy_lists(json_object_get(course->product, "kinds"), therapy_text(entry, "kind")))
      take_treatment(course, entry);
  }
}

static lu_status list_given(prrt_course *course, lu_error *error) {
  course->given_json = json_array();
  lu_status status = course->given_json == NULL ? lu_fail_memory(error) : LU_OK;
  for (size_t i = 0; i < course->given_count && status == LU_OK; i++) {
    prrt_given *given = &course->given[i];
    given->cycle = (int)i + 1;
    json_t *entry =
        json_pack("{s:i, s:o}", "cycle", given->cycle, "date", sheet_day_json(given->day));
    if (!isnan(given->activity_gbq) && entry != NULL)
      status = sheet_set(entry, "activity_gbq", json_real(given->activity_gbq), error);
    if (!isnan(given->kidney_gy) && entry != NULL && status == LU_OK)
      status = sheet_set(entry, "kidney_gy", json_real(given->kidney_gy), error);
    if (json_array_append_new(course->given_json, entry) != 0) status = lu_fail_memory(error);
  }
  return status == LU_OK ? sheet_set(course->out, "given", json_incref(course->given_json), error)
                         : status;
}

/* ---- the course -------------------------------------------------------------------------------
 */

/* Days from the last dose of a class that competes for the receptor: by the record's treatments. */
static double days_since_class(const prrt_course *course, const char *class_id) {
  static const char *const lists_of[] = {"treatments", "drugs", "administrations"};
  int64_t latest = SHEET_NO_DAY, today = lu_date_first_day(course->today);
  for (size_t i = 0; i < sizeof lists_of / sizeof lists_of[0]; i++) {
    size_t index;
    json_t *entry;
    json_array_foreach(json_object_get(course->record, lists_of[i]), index, entry) {
      const char *name = therapy_text(entry, "drug");
      if (name[0] == '\0') name = therapy_text(entry, "name");
      if (name[0] == '\0' || !formulary_in_class(course->formulary, name, class_id)) continue;
      int64_t day = sheet_day(entry, "last", sheet_day(entry, "date", SHEET_NO_DAY));
      if (day != SHEET_NO_DAY && day <= today && day > latest) latest = day;
    }
  }
  return latest == SHEET_NO_DAY ? NAN : (double)(today - latest);
}

static lu_status give_names(prrt_course *course, lu_error *error) {
  bool begun = course->given_count > 0;
  int64_t today = lu_date_first_day(course->today);
  double since_last = begun ? (double)(today - course->given[course->given_count - 1].day) : NAN;
  double since_start = begun ? (double)(today - course->given[0].day) : NAN;
  lu_status status = view_set_number(course->view, "cycle", course->cycle, error);
  if (status == LU_OK)
    status = view_set_number(course->view, "given_cycles", (double)course->given_count, error);
  if (status == LU_OK)
    status = view_set_number(course->view, "days_since_last_cycle", since_last, error);
  if (status == LU_OK)
    status = view_set_number(course->view, "days_since_start", since_start, error);
  if (status == LU_OK)
    status = view_set_number(
        course->view, "days_since_long_acting",
        days_since_class(course,
                         therapy_text(json_object_get(course->product, "competing"), "class")),
        error);
  return status;
}

/* Days from the last treatment of some kinds: an entry without its last day says nothing. */
static double days_since_kinds(const prrt_course *course, const json_t *kinds) {
  int64_t latest = SHEET_NO_DAY, today = lu_date_first_day(course->today);
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(course->record, "treatments"), index, entry) {
    int64_t day = sheet_day(entry, "last", sheet_day(entry, "stop", SHEET_NO_DAY));
    if (therapy_lists(kinds, therapy_text(entry, "kind")) && day != SHEET_NO_DAY && day <= today &&
        day > latest)
      latest = day;
  }
  return latest == SHEET_NO_DAY ? NAN : (double)(today - latest);
}

/* Waits until an interval since an earlier treatment is over. @param first first day allowed */
static lu_status wait_for(prrt_course *course, int64_t *first, const json_t *interval, double since,
                          lu_error *error) {
  static const char *const kept[] = {"id", "text", "region", "source", "mark", NULL};
  int64_t today = lu_date_first_day(course->today);
  if (isnan(since) || !therapy_region(course->request, interval)) return LU_OK;
  int64_t day = sheet_after(today - (int64_t)since, json_object_get(interval, "before"), 1);
  if (day <= today) return LU_OK;
  if (day > *first) *first = day;
  json_t *entry = json_pack("{s:s, s:o}", "state", "met", "first_day", sheet_day_json(day));
  lu_status status =
      entry == NULL ? lu_fail_memory(error) : therapy_copy(entry, interval, kept, error);
  if (status == LU_OK) return sheet_push(course->out, "waits", entry, error);
  json_decref(entry);
  return status;
}

/* First day on which a drug that competes for the receptor is gone, and other treatments lie far
   enough back, by the strictest interval that holds; and why. */
static lu_status wait_for_others(prrt_course *course, int64_t *first, lu_error *error) {
  const json_t *competing = json_object_get(course->product, "competing");
  json_t *interval;
  double since = days_since_class(course, therapy_text(competing, "class"));
  size_t index;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(competing, "intervals"), index, interval) {
    if (status == LU_OK) status = wait_for(course, first, interval, since, error);
  }
  json_array_foreach(json_object_get(course->product, "washouts"), index, interval) {
    if (status == LU_OK)
      status = wait_for(course, first, interval,
                        days_since_kinds(course, json_object_get(interval, "kinds")), error);
  }
  return status;
}

static lu_status set_days(prrt_course *course, lu_error *error) {
  int64_t next = lu_date_first_day(course->today);
  course->cycle = (int)course->given_count + 1;
  course->planned = (int)json_integer_value(
      json_object_get(json_object_get(course->product, "activity"), "cycles"));
  if (course->given_count > 0)
    course->last = lu_date_from_day(course->given[course->given_count - 1].day);
  lu_status status = wait_for_others(course, &next, error);
  course->start =
      lu_date_whole(course->request->start) ? course->request->start : lu_date_from_day(next);
  return status;
}

lu_status prrt_course_new(prrt_course *course, const char *key, const char *title,
                          const lu_formulary *formulary, const lu_study *study,
                          const lu_treatment_request *request, lu_context *context,
                          lu_error *error) {
  *course = (prrt_course){.formulary = formulary,
                          .study = study,
                          .request = request,
                          .record = lu_case_json(lu_study_case(study)),
                          .context = context,
                          .today = lu_context_today(context),
                          .last = LU_DATE_NONE};
  lu_status status = find_product(course, error);
  if (status == LU_OK)
    status = therapy_document(&course->out, key, title, formulary, study, context, error);
  if (status == LU_OK)
    status = view_new(&course->view, formulary_conditions(formulary),
                      lu_assessment_facts(lu_study_assessment(study)), context, error);
  if (status != LU_OK) return status;
  take_administrations(course);
  if (course->given_count == 0) take_treatments(course);
  status = set_days(course, error);
  if (status == LU_OK) status = list_given(course, error);
  if (status == LU_OK)
    status = sheet_set(course->out, "product",
                       json_pack("{s:s, s:s, s:s, s:s}", "id", therapy_text(course->product, "id"),
                                 "label", therapy_text(course->product, "label"), "source",
                                 therapy_text(course->product, "source"), "mark",
                                 therapy_text(course->product, "mark")),
                       error);
  return status == LU_OK ? give_names(course, error) : status;
}

void prrt_course_end(prrt_course *course) {
  view_free(course->view);
  json_decref(course->given_json);
  json_decref(course->out);
  *course = (prrt_course){0};
}
