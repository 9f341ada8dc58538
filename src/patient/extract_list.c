/* SPDX-License-Identifier: Apache-2.0 */
/* Facts from lists whose latest entry counts: samples, images, labs, complaints, questionnaires. */
#include <stdio.h>
#include <string.h>

#include "extract.h"

static const char *as_of(const json_t *record) {
  const char *as = json_string_value(json_object_get(record, "as"));
  return as != NULL ? as : "";
}

/* ---- pathology samples ---- */

/** Class of a number by steps of "at_least" and "more_than". */
static double step_class(double number, const json_t *steps) {
  double result = 0;
  size_t index;
  const json_t *step;
  json_array_foreach(steps, index, step) {
    const json_t *least = json_object_get(step, "at_least");
    const json_t *more = json_object_get(step, "more_than");
    bool reached = (least != NULL && number >= json_number_value(least)) ||
                   (more != NULL && number > json_number_value(more));
    double class = json_number_value(json_object_get(step, "class"));
    if (reached && class > result) result = class;
  }
  return result;
}

double extract_sample_class(const json_t *sample, const json_t *rule) {
  double worst = 0;
  size_t index;
  const json_t *criterion;
  json_array_foreach(json_object_get(rule, "criteria"), index, criterion) {
    double class = 0;
    double number;
    const char *field = json_string_value(json_object_get(criterion, "field"));
    const json_t *pair = json_object_get(criterion, "ratio");
    const json_t *steps = json_object_get(criterion, "steps");
    if (pair != NULL) {
      double times = json_number_value(json_object_get(criterion, "times"));
      if (clean_ratio(sample, pair, &number)) class = step_class(times * number, steps);
    } else if (field != NULL && clean_number(sample, field, &number)) {
      class = step_class(number, steps);
    } else if (field != NULL && clean_text(sample, field) != NULL) {
      class = json_number_value(
          json_object_get(json_object_get(criterion, "classes"), clean_text(sample, field)));
    }
    if (class > worst) worst = class;
  }
  return worst;
}

size_t extract_leading(const json_t *clean, const json_t *rule) {
  const json_t *samples = json_object_get(clean, "pathology");
  size_t best = LU_NO_INDEX;
  double best_class = -1;
  size_t index;
  const json_t *sample;
  json_array_foreach(samples, index, sample) {
    if (!json_is_object(sample)) continue;
    double class = extract_sample_class(sample, rule);
    lu_date date = clean_date(sample, "date");
    lu_date best_date = clean_date(json_array_get(samples, best), "date");
    bool later = best == LU_NO_INDEX || (date.known && !best_date.known) ||
                 (date.known && lu_date_compare(date, best_date) >= 0) || (!best_date.known);
    if (class < best_class || (class == best_class && !later)) continue;
    best = index;
    best_class = class;
  }
  return best;
}

void extract_sample_field(const extractor *x, found *out, const json_t *record, size_t sample) {
  const json_t *samples = json_object_get(x->clean, "pathology");
  const json_t *entry = sample != LU_NO_INDEX ? json_array_get(samples, sample) : NULL;
  const char *field = json_string_value(json_object_get(record, "sample"));
  const json_t *pair = json_object_get(record, "sample_ratio");
  if (entry == NULL) return;
  if (pair != NULL)
    found_ratio(out, entry, pair, json_object_get(record, "times"));
  else if (strcmp(as_of(record), "age_mo") == 0)
    found_age(x, out, entry, field);
  else if (field != NULL)
    found_take(out, entry, field);
  const char *id = clean_text(entry, "id");
  if (out->what == FOUND_VALUE && out->note[0] == '\0' && json_array_size(samples) > 1)
    snprintf(out->note, sizeof out->note, "sample %.60s", id != NULL ? id : "?");
}

/* ---- images ---- */

static bool not_done(const json_t *entry) {
  const char *status = clean_text(entry, "status");
  return status != NULL && strcmp(status, "not_done") == 0;
}

static bool is_image(const json_t *entry, const json_t *record, const void *field) {
  const char *kind = clean_text(entry, "kind");
  if (kind == NULL || not_done(entry) || !clean_says_something(entry)) return false;
  if (!form_names(json_object_get(record, "imaging"), kind)) return false;
  return field == NULL || clean_get(entry, field) != NULL;
}

/** True if an image of this kind was stated as not done, and none as done. */
static const json_t *image_not_done(const json_t *list, const json_t *record) {
  const json_t *missing = NULL;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    const char *kind = clean_text(entry, "kind");
    if (kind == NULL || !form_names(json_object_get(record, "imaging"), kind)) continue;
    if (!not_done(entry) && clean_says_something(entry)) return NULL;
    if (!not_done(entry)) continue;
    missing = clean_get(entry, "status");
  }
  return missing;
}

void extract_imaging(const extractor *x, found *out, const json_t *record) {
  const json_t *list = json_object_get(x->clean, "imaging");
  const json_t *pair = json_object_get(record, "imaging_ratio");
  const char *field = json_string_value(json_object_get(record, "field"));
  if (pair != NULL) field = json_string_value(json_array_get(pair, 0));
  size_t count;
  const json_t *entry = latest_entry(x, list, is_image, record, field, &count);
  if (entry == NULL) {
    out->entry = image_not_done(list, record);
    if (out->entry != NULL) out->what = FOUND_NOT_DONE;
    return;
  }
  if (strcmp(as_of(record), "status") == 0) {
    out->what = FOUND_VALUE;
    out->value = json_string("done");
    out->entry = clean_get(entry, "kind");
    out->date = clean_date(entry, "date");
  } else if (strcmp(as_of(record), "age_mo") == 0) {
    found_age(x, out, entry, "date");
  } else if (pair != NULL) {
    found_ratio(out, entry, pair, json_object_get(record, "times"));
  } else {
    found_take(out, entry, field);
  }
  if (out->what == FOUND_VALUE && out->note[0] == '\0' && count > 1)
    snprintf(out->note, sizeof out->note, "latest of %zu", count);
}

/* ---- laboratory ---- */

static bool is_lab(const json_t *entry, const json_t *record, const void *field) {
  const char *test = clean_text(entry, "test");
  return test != NULL && form_names(json_object_get(record, "lab"), test) &&
         clean_get(entry, field) != NULL;
}

/** The earliest entry that passes; entries without a date do not count. */
static const json_t *first_lab(const json_t *list, const json_t *record) {
  const json_t *best = NULL;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    lu_date date = clean_date(entry, "date");
    if (!date.known || !is_lab(entry, record, "value")) continue;
    if (best == NULL || lu_date_compare(date, clean_date(best, "date")) < 0) best = entry;
  }
  return best;
}

/** Value over a reference limit of the same entry. */
static void take_multiple(found *out, const json_t *entry, const char *limit_key) {
  double value;
  double limit;
  if (!clean_number(entry, "value", &value) || !clean_number(entry, limit_key, &limit)) {
    if (json_is_true(json_object_get(clean_get(entry, "value"), "not_done")))
      out->what = FOUND_NOT_DONE;
    return;
  }
  if (limit <= 0) return;
  double sd = 0;
  clean_number(entry, "sd", &sd);
  out->what = FOUND_VALUE;
  out->value = json_real(value / limit);
  out->sd = sd / limit;
  out->entry = clean_get(entry, "value");
  out->date = clean_date(entry, "date");
  snprintf(out->note, sizeof out->note, "%.4g / %.4g", value, limit);
}

static void take_lab(const extractor *x, found *out, const json_t *entry, const json_t *record) {
  const char *as = as_of(record);
  const char *flag = json_string_value(json_object_get(record, "flag"));
  if (strcmp(as, "x_uln") == 0) {
    take_multiple(out, entry, "high");
  } else if (strcmp(as, "x_lln") == 0) {
    take_multiple(out, entry, "low");
  } else if (strcmp(as, "age_mo") == 0) {
    found_age(x, out, entry, "date");
  } else if (strcmp(as, "flag") == 0 && flag != NULL) {
    found_take(out, entry, flag);
  } else if (strcmp(as, "lower_limit") == 0 || strcmp(as, "upper_limit") == 0) {
    found_take(out, entry, as[0] == 'l' ? "low" : "high");
  } else {
    found_take(out, entry, "value");
    if (out->sd == 0) clean_number(entry, "sd", &out->sd);
  }
}

void extract_lab(const extractor *x, found *out, const json_t *record) {
  const json_t *list = json_object_get(x->clean, "labs");
  const char *as = as_of(record);
  const char *field = strcmp(as, "lower_limit") == 0   ? "low"
                      : strcmp(as, "upper_limit") == 0 ? "high"
                                                       : "value";
  size_t count = 1;
  const json_t *entry = strcmp(as, "first") == 0
                            ? first_lab(list, record)
                            : latest_entry(x, list, is_lab, record, field, &count);
  if (entry == NULL) return;
  take_lab(x, out, entry, record);
  if (out->what == FOUND_VALUE && out->note[0] == '\0' && count > 1)
    snprintf(out->note, sizeof out->note, "latest of %zu", count);
}

/* ---- complaints and questionnaires ---- */

static bool is_in_series(const json_t *entry, const json_t *record, const void *extra) {
  (void)extra;
  const char *what = clean_text(entry, "what");
  const char *instrument = clean_text(entry, "instrument");
  const char *scale = clean_text(entry, "scale");
  if (what != NULL) return form_names(json_object_get(record, "symptom"), what);
  return instrument != NULL && scale != NULL &&
         form_names(json_object_get(record, "quality_of_life"), instrument) &&
         form_names(json_object_get(record, "scale"), scale);
}

/** The earliest dated entry of a series. */
static const json_t *first_in_series(const json_t *list, const json_t *record) {
  const json_t *best = NULL;
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    lu_date date = clean_date(entry, "date");
    if (!date.known || !is_in_series(entry, record, NULL)) continue;
    if (best == NULL || lu_date_compare(date, clean_date(best, "date")) < 0) best = entry;
  }
  return best;
}

void extract_series(const extractor *x, found *out, const json_t *record) {
  bool symptom = json_object_get(record, "symptom") != NULL;
  const json_t *list = json_object_get(x->clean, symptom ? "symptoms" : "quality_of_life");
  size_t count;
  const json_t *last = latest_entry(x, list, is_in_series, record, NULL, &count);
  if (last == NULL) return;
  if (strcmp(as_of(record), "change") != 0) {
    found_take(out, last, "value");
    if (out->what == FOUND_VALUE && count > 1)
      snprintf(out->note, sizeof out->note, "latest of %zu", count);
    return;
  }
  const json_t *first = first_in_series(list, record);
  double a;
  double b;
  if (first == NULL || first == last || !clean_number(first, "value", &a) ||
      !clean_number(last, "value", &b))
    return;
  out->what = FOUND_VALUE;
  out->value = json_real(b - a);
  out->entry = clean_get(last, "value");
  out->date = clean_date(last, "date");
  snprintf(out->note, sizeof out->note, "from %g to %g", a, b);
}

/* ---- toxicities ---- */

static bool is_toxicity(const json_t *entry, const json_t *record, const void *extra) {
  (void)extra;
  const char *what = clean_text(entry, "what");
  return what != NULL && clean_get(entry, "grade") != NULL &&
         form_names(json_object_get(record, "toxicity"), what);
}

/** True if no entry of a list had to be dropped. */
static bool is_whole(const json_t *list) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) if (!json_is_object(entry)) return false;
  return list != NULL;
}

void extract_toxicity(const extractor *x, found *out, const json_t *record) {
  const json_t *list = json_object_get(x->clean, "toxicities");
  size_t count;
  const json_t *last = latest_entry(x, list, is_toxicity, record, NULL, &count);
  if (last != NULL) {
    found_take(out, last, "grade");
    if (out->what == FOUND_VALUE && count > 1)
      snprintf(out->note, sizeof out->note, "latest of %zu", count);
    return;
  }
  if (!json_is_true(clean_v(x->clean, "toxicities_complete")) || !is_whole(list)) return;
  out->what = FOUND_VALUE;
  out->value = json_integer(0);
  out->entry = clean_get(x->clean, "toxicities_complete");
}
