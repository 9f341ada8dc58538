/* SPDX-License-Identifier: Apache-2.0 */
/* What several extractors need. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract.h"

#define DAYS_PER_MONTH (365.25 / 12.0)

double months_between(lu_date from, lu_date to, double *sd) {
  double from_first = (double)lu_date_first_day(from);
  double from_last = (double)lu_date_last_day(from);
  double to_first = (double)lu_date_first_day(to);
  double to_last = (double)lu_date_last_day(to);
  double days = (to_first + to_last) / 2 - (from_first + from_last) / 2;
  /* a day somewhere in a year or month: uniform, standard deviation width / sqrt(12) */
  double width = (from_last - from_first) * (from_last - from_first) +
                 (to_last - to_first) * (to_last - to_first);
  if (sd != NULL) *sd = sqrt(width / 12) / DAYS_PER_MONTH;
  return days / DAYS_PER_MONTH;
}

void found_take(found *out, const json_t *entry, const char *path) {
  const json_t *value = clean_get(entry, path);
  if (value == NULL) return;
  if (json_is_true(json_object_get(value, "not_done"))) {
    out->what = FOUND_NOT_DONE;
    out->entry = value;
    return;
  }
  json_t *v = json_object_get(value, "v");
  if (v == NULL) return;
  out->what = FOUND_VALUE;
  out->value = json_incref(v);
  out->entry = value;
  out->sd = json_number_value(json_object_get(value, "sd"));
  lu_date own = LU_DATE_NONE;
  const char *text = json_string_value(json_object_get(value, "date"));
  if (text != NULL) lu_date_parse(&own, text, NULL);
  out->date = own.known ? own : clean_date(entry, "date");
}

void found_ratio(found *out, const json_t *entry, const json_t *pair, const json_t *times) {
  double ratio;
  double numerator;
  double denominator;
  const char *above = json_string_value(json_array_get(pair, 0));
  if (!clean_ratio(entry, pair, &ratio) || !clean_number(entry, above, &numerator) ||
      !clean_number(entry, json_string_value(json_array_get(pair, 1)), &denominator))
    return;
  out->what = FOUND_VALUE;
  out->value = json_real(json_number_value(times) * numerator / denominator);
  out->entry = clean_get(entry, above);
  out->date = clean_date(entry, "date");
  snprintf(out->note, sizeof out->note, "%g / %g", numerator, denominator);
}

void found_age(const extractor *x, found *out, const json_t *entry, const char *path) {
  lu_date date = clean_date(entry, path);
  if (!date.known) return;
  double months = months_between(date, x->today, &out->sd);
  out->what = FOUND_VALUE;
  out->value = json_real(months > 0 ? months : 0);
  out->entry = clean_get(entry, path);
  out->date = date;
}

/** Says that the order of two entries cannot be told. */
static void report_order(const extractor *x, const json_t *a, const json_t *b) {
  const char *first = json_string_value(json_object_get(a, "p"));
  const char *second = json_string_value(json_object_get(b, "p"));
  if (first == NULL || second == NULL) return;
  check_report(x->check, LU_WARNING, "order-unknown", second, "The last in the file is used.",
               "which is later, this entry or %s, cannot be told from their dates", first);
}

const json_t *latest_entry(const extractor *x, const json_t *list, entry_filter *filter,
                           const json_t *record, const void *extra, size_t *count) {
  const json_t *best = NULL;
  const json_t *rival = NULL; /* may be as late as the best */
  size_t index;
  const json_t *entry;
  if (count != NULL) *count = 0;
  json_array_foreach(list, index, entry) {
    if (!json_is_object(entry) || !filter(entry, record, extra)) continue;
    if (count != NULL) (*count)++;
    lu_date date = clean_date(entry, "date");
    lu_date best_date = clean_date(best, "date");
    if (best != NULL && !date.known && best_date.known) continue; /* undated counts as oldest */
    int order =
        best == NULL || (date.known && !best_date.known) ? 1 : lu_date_compare(date, best_date);
    if (order < 0) continue;
    bool same_day = lu_date_whole(date) && lu_date_whole(best_date);
    rival = order > 0 || same_day ? NULL : best;
    best = entry;
  }
  if (rival != NULL) report_order(x, rival, best);
  return best;
}
