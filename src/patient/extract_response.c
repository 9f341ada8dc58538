/* SPDX-License-Identifier: Apache-2.0 */
/* Facts from the series of measured lesions: what the tables of response ask for. */
#include <stdio.h>
#include <string.h>

#include "extract.h"

static void take(found *out, json_t *value, lu_date date) {
  out->what = FOUND_VALUE;
  out->value = value;
  out->date = date;
}

/** A new lesion that the record calls so after baseline. That none is called so is no "no". */
static void take_new(const response *series, found *out) {
  for (size_t i = series->visit_count; i-- > series->baseline + 1;) {
    if (!series->visits[i].is_new) continue;
    take(out, json_true(), series->visits[i].date);
    return;
  }
}

/** A sum of target lesions, with the error of reading its diameters. */
static void take_sum(const response *series, found *out, size_t visit, const char *note) {
  char day[16];
  const response_visit *v = &series->visits[visit];
  take(out, json_real(v->sum_mm), v->date);
  out->sd = response_sum_sd(series, visit);
  snprintf(out->note, sizeof out->note, "%s %s, %zu target lesions", note,
           lu_date_format(day, v->date), series->target_count);
}

static void take_months(found *out, lu_date from, lu_date to) {
  take(out, json_real(months_between(from, to, NULL)), to);
}

void extract_response(const extractor *x, found *out, const char *what) {
  const response *series = x->series;
  if (series == NULL || series->visit_count == 0) return;
  size_t last = series->visit_count - 1;
  if (strcmp(what, "new") == 0) take_new(series, out);
  if (last <= series->baseline || series->visits[last].nadir == LU_NO_INDEX) return;
  const response_visit *v = &series->visits[last];
  lu_date baseline = series->visits[series->baseline].date;
  if (strcmp(what, "recist_targets") == 0)
    take(out, json_integer((json_int_t)series->target_count), baseline);
  if (strcmp(what, "recist_evaluated") == 0)
    take(out, json_integer((json_int_t)v->evaluated), v->date);
  if (strcmp(what, "recist_gone") == 0) take(out, json_boolean(v->gone), v->date);
  if (strcmp(what, "recist_nontarget") == 0)
    take(out, json_string(response_others_word(v->others)), v->date);
  if (strcmp(what, "recist_span") == 0) take_months(out, baseline, v->date);
  if (strcmp(what, "recist_reference") == 0)
    take_months(out, series->visits[v->nadir].date, v->date);
  if (strcmp(what, "recist_age") == 0 && v->day <= lu_date_first_day(x->today))
    take_months(out, v->date, x->today);
  if (series->target_count == 0) return;
  if (strcmp(what, "recist_baseline") == 0) take_sum(series, out, series->baseline, "on");
  if (strcmp(what, "recist_nadir") == 0) take_sum(series, out, v->nadir, "on");
  if (strcmp(what, "recist_sum") == 0) take_sum(series, out, last, "on");
}
