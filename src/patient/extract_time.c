/* SPDX-License-Identifier: Apache-2.0 */
/* Facts from what has a course: measurements of lesions, treatments, drugs. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "extract.h"

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

static void take_number(found *out, double number, const json_t *entry) {
  out->what = FOUND_VALUE;
  out->value = json_real(number);
  out->entry = entry;
}

/* ---- measurements ---- */

static const json_t *measurements(const extractor *x) {
  return clean_get(x->clean, "growth/measurements");
}

/** Diameter of a lesion on a day. */
static bool diameter_on(const json_t *list, const char *lesion, lu_date day, double *out) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    const char *name = clean_text(entry, "lesion");
    lu_date date = clean_date(entry, "date");
    if (name == NULL || strcmp(name, lesion) != 0 || !date.known) continue;
    if (date.year != day.year || date.month != day.month || date.day != day.day) continue;
    return clean_number(entry, "diameter_mm", out);
  }
  return false;
}

/** First or last day of all measurements; only whole days count. */
static lu_date end_day(const json_t *list, bool last) {
  lu_date best = LU_DATE_NONE;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    lu_date date = clean_date(entry, "date");
    if (!lu_date_whole(date)) continue;
    int order = best.known ? lu_date_compare(date, best) : (last ? 1 : -1);
    if (last ? order > 0 : order < 0) best = date;
  }
  return best;
}

/** True if a lesion was measured on the first and on the last day: one that has gone since, or is
 * called a non-target one, does not count. */
static bool is_target(const json_t *list, const json_t *entry, const char *lesion, lu_date first,
                      lu_date last) {
  double a, b;
  const char *role = clean_text(entry, "role");
  if (role != NULL && strcmp(role, "target") != 0) return false;
  return diameter_on(list, lesion, first, &a) && diameter_on(list, lesion, last, &b) && a > 0 &&
         b > 0;
}

/** Sum of the diameters of all target lesions on a day; false if one was not measured. */
static bool sum_on(const json_t *list, lu_date day, lu_date first, lu_date last, double *sum,
                   size_t *count) {
  size_t lesions = 0;
  *sum = 0;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    const char *lesion = clean_text(entry, "lesion");
    lu_date date = clean_date(entry, "date");
    double d;
    if (lesion == NULL || !lu_date_whole(date) || lu_date_compare(date, first) != 0) continue;
    if (!is_target(list, entry, lesion, first, last)) continue;
    if (!diameter_on(list, lesion, day, &d)) return false;
    *sum += d;
    lesions++;
  }
  *count = lesions;
  return lesions > 0;
}

/** True if an entry before this one is of the same day. */
static bool is_day_again(const json_t *list, size_t before, lu_date day) {
  for (size_t i = 0; i < before; i++) {
    lu_date date = clean_date(json_array_get(list, i), "date");
    if (lu_date_whole(date) && lu_date_compare(date, day) == 0) return true;
  }
  return false;
}

/** The smallest sum on any day on which all targets were measured. */
static bool lowest_sum(const json_t *list, lu_date first, lu_date last, double *lowest,
                       size_t *count) {
  bool any = false;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    double sum;
    lu_date date = clean_date(entry, "date");
    if (!lu_date_whole(date) || is_day_again(list, index, date)) continue;
    if (!sum_on(list, date, first, last, &sum, count)) continue;
    if (!any || sum < *lowest) *lowest = sum;
    any = true;
  }
  return any;
}

/** Growth per year of the lesion that grows fastest. */
static void fastest(found *out, const json_t *list, lu_date first, lu_date last) {
  double years = months_between(first, last, NULL) / 12;
  size_t index;
  const json_t *entry;
  double best = 0;
  const char *name = NULL;
  json_array_foreach(list, index, entry) {
    const char *lesion = clean_text(entry, "lesion");
    double a;
    double b;
    if (lesion == NULL || years <= 0 || !diameter_on(list, lesion, first, &a) ||
        !diameter_on(list, lesion, last, &b))
      continue;
    double slope = (b - a) / years;
    if (name != NULL && slope <= best) continue;
    best = slope;
    name = lesion;
  }
  if (name == NULL) return;
  take_number(out, best, NULL);
  snprintf(out->note, sizeof out->note, "fastest lesion: %.60s", name);
}

static bool is_lesion(const json_t *entry, const json_t *record, const void *extra) {
  (void)extra;
  const char *lesion = clean_text(entry, "lesion");
  return lesion != NULL && form_names(json_object_get(record, "lesion"), lesion);
}

/** Sums of the same lesions at baseline, on the last day, and on the day of the smallest sum, so
 * that one rate does not mix the time before a treatment with that under it. Each diameter has the
 * error of its reading. */
static void extract_sum(const extractor *x, found *out, const json_t *list, const char *what) {
  lu_date first = end_day(list, false);
  lu_date last = end_day(list, true);
  double sum = 0;
  size_t count = 0;
  if (!first.known || lu_date_compare(first, last) >= 0) return;
  if (strcmp(what, "slope_per_y") == 0) fastest(out, list, first, last);
  if (x->series != NULL && x->series->visit_count > 0)
    first = x->series->visits[x->series->baseline].date;
  if (strcmp(what, "interval_d") == 0 && sum_on(list, first, first, last, &sum, &count)) {
    take_number(out, (double)(lu_date_first_day(last) - lu_date_first_day(first)), NULL);
    count = 0;
  }
  if (strcmp(what, "first_sum") == 0 && sum_on(list, first, first, last, &sum, &count))
    take_number(out, sum, NULL);
  if (strcmp(what, "last_sum") == 0 && sum_on(list, last, first, last, &sum, &count))
    take_number(out, sum, NULL);
  if (strcmp(what, "lowest_sum") == 0 && lowest_sum(list, first, last, &sum, &count))
    take_number(out, sum, NULL);
  if (x->series != NULL) out->sd = response_reading_sd(x->series) * sqrt((double)count);
  out->date = last;
}

void extract_measurements(const extractor *x, found *out, const json_t *record) {
  const json_t *list = measurements(x);
  const char *what = text_of(record, "measurements");
  if (strcmp(what, "last") == 0) {
    const json_t *entry = latest_entry(x, list, is_lesion, record, NULL, NULL);
    if (entry != NULL) found_take(out, entry, "diameter_mm");
    return;
  }
  if (strcmp(what, "new") == 0 || strncmp(what, "recist_", 7) == 0) {
    extract_response(x, out, what);
    return;
  }
  extract_sum(x, out, list, what);
}

/* ---- treatments ---- */

static bool of_kind(const json_t *entry, const json_t *record) {
  const char *kind = clean_text(entry, "kind");
  const json_t *kinds = json_object_get(record, "kind");
  return kind != NULL && (kinds == NULL || form_names(kinds, kind));
}

static bool is_ongoing(const json_t *entry) {
  return clean_get(entry, "stop") == NULL;
}

/** Distinct kinds of treatment, in the order of the record. */
static void take_kinds(const extractor *x, found *out, const json_t *list, const json_t *record,
                       bool ongoing) {
  json_t *kinds = json_array();
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    if (!json_is_object(entry) || !of_kind(entry, record)) continue;
    if (ongoing && !is_ongoing(entry)) continue;
    const char *kind = clean_text(entry, "kind");
    if (form_names(kinds, kind)) continue;
    if (json_array_append_new(kinds, json_string(kind)) != 0) x->check->memory = true;
  }
  if (kinds == NULL) x->check->memory = true;
  out->what = FOUND_VALUE;
  out->value = kinds;
}

/** The treatment of a kind that began last; NULL if there is none. */
static const json_t *latest_treatment(const json_t *list, const json_t *record) {
  const json_t *best = NULL;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    if (!json_is_object(entry) || !of_kind(entry, record)) continue;
    if (best == NULL || lu_date_compare(clean_date(entry, "start"), clean_date(best, "start")) >= 0)
      best = entry;
  }
  return best;
}

/** Sum of a field; not known if one of the treatments does not state it, 0 without treatments. */
static void take_sum(found *out, const json_t *list, const json_t *record) {
  double sum = 0;
  size_t count = 0;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    double number;
    if (!json_is_object(entry) || !of_kind(entry, record)) continue;
    if (!clean_number(entry, text_of(record, "field"), &number)) return;
    sum += number;
    count++;
    out->entry = clean_get(entry, text_of(record, "field"));
  }
  take_number(out, sum, out->entry);
  if (count > 1) snprintf(out->note, sizeof out->note, "sum of %zu", count);
}

/** Last day of a treatment as far as it is stated. `once`: it has one day, its start. */
static lu_date end_of(const json_t *entry, bool once) {
  lu_date date = clean_date(entry, "last");
  if (!date.known) date = clean_date(entry, "stop");
  if (!date.known && once) date = clean_date(entry, "start");
  return date;
}

static void take_last_date(found *out, const json_t *list, const json_t *record) {
  lu_date best = LU_DATE_NONE;
  bool once = json_is_true(json_object_get(record, "once"));
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    if (!json_is_object(entry) || !of_kind(entry, record)) continue;
    lu_date date = end_of(entry, once);
    if (!date.known) return; /* one that is not dated may be the latest */
    if (best.known && lu_date_compare(date, best) <= 0) continue;
    best = date;
    out->entry = clean_get(entry, "kind");
  }
  if (!best.known) return;
  char text[16];
  out->what = FOUND_VALUE;
  out->value = json_string(lu_date_format(text, best));
  out->date = best;
}

/** Yes if a treatment of the kind ended within so many months, or goes on. */
static void take_within(const extractor *x, found *out, const json_t *list, const json_t *record) {
  double limit = json_number_value(json_object_get(record, "months"));
  bool doubt = false;
  bool yes = false;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    if (!json_is_object(entry) || !of_kind(entry, record)) continue;
    lu_date end = end_of(entry, false);
    if (is_ongoing(entry) && !clean_date(entry, "last").known) end = x->today;
    double sd = 0;
    double months = months_between(end, x->today, &sd);
    if (months - 2 * sd > limit) continue;
    if (months + 2 * sd > limit) doubt = true;
    if (months + 2 * sd > limit) continue;
    yes = true;
    out->entry = clean_get(entry, "kind");
  }
  if (doubt && !yes) return;
  out->what = FOUND_VALUE;
  out->value = json_boolean(yes);
}

/** Is one going on; did the tumour grow under one. */
static void take_question(found *out, const json_t *list, const json_t *record, bool ongoing) {
  size_t count = 0;
  bool yes = false;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    if (!json_is_object(entry) || !of_kind(entry, record)) continue;
    count++;
    if (!(ongoing ? is_ongoing(entry) : clean_get(entry, "progression_on") != NULL)) continue;
    yes = true;
    out->entry = clean_get(entry, ongoing ? "kind" : "progression_on");
  }
  if (!yes && count > 0 && !ongoing) return; /* progression not stated is not "no" */
  out->what = FOUND_VALUE;
  out->value = json_boolean(yes);
}

static void take_months(const extractor *x, found *out, const json_t *list, const json_t *record,
                        bool to_progression) {
  const json_t *entry = latest_treatment(list, record);
  lu_date start = clean_date(entry, "start");
  lu_date end = clean_date(entry, to_progression ? "progression_on" : "stop");
  if (!to_progression && entry != NULL && is_ongoing(entry)) end = x->today;
  if (!start.known || !end.known) return;
  take_number(out, months_between(start, end, &out->sd), clean_get(entry, "start"));
  if (json_number_value(out->value) >= 0) return;
  json_decref(out->value);
  *out = (found){.what = FOUND_NOTHING};
}

/** Months from the last day of the latest treatment of a kind to growth. */
static void take_months_off(found *out, const json_t *list, const json_t *record) {
  const json_t *entry = latest_treatment(list, record);
  lu_date last = entry != NULL ? end_of(entry, false) : LU_DATE_NONE;
  lu_date growth = clean_date(entry, "progression_on");
  if (!last.known || !growth.known || lu_date_compare(growth, last) < 0) return;
  take_number(out, months_between(last, growth, &out->sd), clean_get(entry, "progression_on"));
}

static void take_count(found *out, const json_t *list, const json_t *record) {
  size_t count = 0;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) if (json_is_object(entry) && of_kind(entry, record))
      count++;
  take_number(out, (double)count, NULL);
}

/** True if an entry of the list could not be read: then nothing counts as complete. */
static bool has_gap(const json_t *list) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) if (!json_is_object(entry)) return true;
  return false;
}

void extract_treatments(const extractor *x, found *out, const json_t *record) {
  const json_t *list = json_object_get(x->clean, "treatments");
  const char *what = text_of(record, "treatments");
  if (list == NULL || has_gap(list)) return;
  if (strcmp(what, "kinds") == 0) take_kinds(x, out, list, record, false);
  if (strcmp(what, "ongoing") == 0) take_kinds(x, out, list, record, true);
  if (strcmp(what, "count") == 0) take_count(out, list, record);
  if (strcmp(what, "sum") == 0) take_sum(out, list, record);
  if (strcmp(what, "last_date") == 0) take_last_date(out, list, record);
  if (strcmp(what, "within_months") == 0) take_within(x, out, list, record);
  if (strcmp(what, "progressed") == 0) take_question(out, list, record, false);
  if (strcmp(what, "is_ongoing") == 0) take_question(out, list, record, true);
  if (strcmp(what, "months_on") == 0) take_months(x, out, list, record, false);
  if (strcmp(what, "months_to_progression") == 0) take_months(x, out, list, record, true);
  if (strcmp(what, "months_off_to_progression") == 0) take_months_off(out, list, record);
  if (strcmp(what, "latest") != 0) return;
  const json_t *entry = latest_treatment(list, record);
  if (entry != NULL) found_take(out, entry, text_of(record, "field"));
}

/* ---- drugs ---- */

bool extract_names_drug(const json_t *names, const char *drug) {
  size_t index;
  const json_t *name;
  json_array_foreach(names, index, name) {
    const char *text = json_string_value(name);
    size_t length = text != NULL ? strlen(text) : 0;
    for (const char *at = drug; length > 0 && *at != '\0'; at++)
      if (strncasecmp(at, text, length) == 0) return true;
  }
  return false;
}

void extract_drugs(const extractor *x, found *out, const json_t *record) {
  const json_t *list = json_object_get(x->clean, "drugs");
  bool within = strcmp(text_of(record, "drugs"), "within_days") == 0;
  double days = json_number_value(json_object_get(record, "days"));
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    const char *name = clean_text(entry, "name");
    if (name == NULL || !extract_names_drug(json_object_get(record, "names"), name)) continue;
    lu_date stop = clean_date(entry, "stop");
    double since = stop.known ? (double)(lu_date_first_day(x->today) - lu_date_last_day(stop)) : 0;
    if (stop.known && !(within && since <= days)) continue;
    out->what = FOUND_VALUE;
    out->value = json_true();
    out->entry = clean_get(entry, "name");
    return;
  }
  if (!json_is_true(clean_v(x->clean, "drugs_complete")) || list == NULL || has_gap(list)) return;
  out->what = FOUND_VALUE;
  out->value = json_false();
  out->entry = clean_get(x->clean, "drugs_complete");
}
