/* SPDX-License-Identifier: Apache-2.0 */
/* The part "tgr" of the growth document: growth rates of volume between two days. */
#include <math.h>
#include <string.h>

#include "growth.h"

/** True for a lesion that was read on a day. */
static bool is_read(const response *series, size_t visit, size_t lesion) {
  const response_cell *cell = response_at(series, visit, lesion);
  return cell->state == RESPONSE_MEASURED && cell->mm > 0;
}

/** Why a lesion that was there on one of two days does not count; NULL if it counts, or was on
 * neither. */
static const char *left_out(const response *series, size_t from, size_t to, size_t lesion) {
  bool before = is_read(series, from, lesion), after = is_read(series, to, lesion);
  if (!before && !after) return NULL;
  int64_t new_day = series->lesions[lesion].new_day;
  bool came = new_day > series->visits[from].day && new_day <= series->visits[to].day;
  if (came || series->lesions[lesion].is_new) return "new";
  if (series->lesions[lesion].role != RESPONSE_TARGET || (before && after)) return NULL;
  response_state state = response_at(series, before ? to : from, lesion)->state;
  if (state == RESPONSE_ABSENT) return "gone";
  return state == RESPONSE_TOO_SMALL ? "too small to measure" : "not measured on both days";
}

static double months_of(const grower *g, size_t from, size_t to) {
  const json_t *rule = json_object_get(g->rules, "rate");
  double days = (double)(g->series->visits[to].day - g->series->visits[from].day);
  return days / json_number_value(json_object_get(rule, "days_per_month"));
}

static bool put_rate(json_t *out, growth_rate rate) {
  return growth_put(out, "tgr_pct_per_mo", growth_number(rate.pct_per_mo)) &&
         growth_put(out, "interval_95_pct_per_mo", growth_pair(rate.lower, rate.upper)) &&
         growth_put(out, "doubling_mo", growth_number(rate.doubling_mo)) &&
         growth_put(out, "doubling_interval_95_mo",
                    growth_pair(rate.doubling_lower, rate.doubling_upper));
}

/** True if two days are what a period of the data speaks of. */
static bool is_period(const grower *g, const json_t *period, size_t from, size_t to) {
  const response *series = g->series;
  if (series->line == NULL) return false;
  if (json_is_true(json_object_get(period, "ends_at_baseline"))) return to == series->baseline;
  if (!json_is_true(json_object_get(period, "starts_at_baseline")) || from != series->baseline)
    return false;
  const json_t *range = json_object_get(period, "months");
  lu_date start = clean_date(series->line, "start"), end = series->visits[to].date;
  /* both ends of a start that is known roughly */
  double most = months_between(lu_date_from_day(lu_date_first_day(start)), end, NULL);
  double least = months_between(lu_date_from_day(lu_date_last_day(start)), end, NULL);
  return least >= json_number_value(json_array_get(range, 0)) &&
         most <= json_number_value(json_array_get(range, 1));
}

/** Puts the period that two days make, and what its cut-off says of the rate and its interval. */
static bool put_period(const grower *g, json_t *out, size_t from, size_t to, growth_rate rate) {
  size_t index;
  const json_t *period;
  json_array_foreach(json_object_get(json_object_get(g->rules, "rate"), "periods"), index, period) {
    if (!is_period(g, period, from, to)) continue;
    double cut = json_number_value(json_object_get(period, "cut_pct_per_mo"));
    json_t *says = json_object_get(period, rate.pct_per_mo >= cut ? "above" : "below");
    json_t *entry = json_pack(
        "{s:O, s:O, s:f, s:O, s:O, s:O, s:b}", "period", json_object_get(period, "period"), "label",
        json_object_get(period, "label"), "cut_pct_per_mo", cut, "text", says, "source",
        json_object_get(period, "source"), "mark", json_object_get(period, "mark"), "settled",
        rate.lower >= cut || rate.upper < cut);
    return growth_put(out, "meaning", entry);
  }
  return true;
}

/** One pair of days. @param out NULL if no lesion was read on both */
static bool interval_json(json_t **out, const grower *g, size_t from, size_t to) {
  const response *series = g->series;
  double first = 0, last = 0, sd = response_reading_sd(series);
  size_t count = 0;
  json_t *excluded = json_array();
  bool fine = excluded != NULL;
  *out = NULL;
  for (size_t i = 0; fine && i < series->lesion_count; i++) {
    const char *why = left_out(series, from, to, i);
    if (why != NULL)
      fine = json_array_append_new(excluded, json_pack("{s:s, s:s}", "lesion",
                                                       series->lesions[i].name, "why", why)) == 0;
    if (series->lesions[i].role != RESPONSE_TARGET || !is_read(series, from, i) ||
        !is_read(series, to, i))
      continue;
    first += response_at(series, from, i)->mm;
    last += response_at(series, to, i)->mm;
    count++;
  }
  if (!fine || count == 0) {
    json_decref(excluded);
    return fine;
  }
  double months = months_of(g, from, to), spread = sd * sqrt((double)count);
  growth_rate rate = growth_rate_of(first, spread, last, spread, months);
  *out = json_pack("{s:o, s:f, s:f, s:f, s:i}", "excluded", excluded, "months", months, "first_mm",
                   first, "last_mm", last, "lesions", (int)count);
  return *out != NULL && growth_put(*out, "from", growth_day(series->visits[from].date)) &&
         growth_put(*out, "to", growth_day(series->visits[to].date)) && put_rate(*out, rate) &&
         put_period(g, *out, from, to, rate);
}

static bool add_interval(const grower *g, json_t *list, size_t from, size_t to) {
  json_t *entry = NULL;
  bool fine = interval_json(&entry, g, from, to);
  if (fine && entry == NULL) return true;
  if (fine) return json_array_append_new(list, entry) == 0;
  json_decref(entry);
  return false;
}

/** One lesion between the first and the last day on which it was read, from baseline on. */
static bool add_lesion(const grower *g, json_t *list, size_t lesion) {
  const response *series = g->series;
  size_t from = LU_NO_INDEX, to = LU_NO_INDEX;
  for (size_t i = series->baseline; i < series->visit_count; i++) {
    if (!is_read(series, i, lesion)) continue;
    if (from == LU_NO_INDEX) from = i;
    to = i;
  }
  if (from == LU_NO_INDEX || from == to) return true;
  double first = response_at(series, from, lesion)->mm, last = response_at(series, to, lesion)->mm;
  double sd = response_reading_sd(series);
  growth_rate rate = growth_rate_of(first, sd, last, sd, months_of(g, from, to));
  json_t *entry = json_pack("{s:s, s:f, s:f, s:f}", "lesion", series->lesions[lesion].name,
                            "first_mm", first, "last_mm", last, "months", months_of(g, from, to));
  return json_array_append_new(list, entry) == 0 &&
         growth_put(entry, "from", growth_day(series->visits[from].date)) &&
         growth_put(entry, "to", growth_day(series->visits[to].date)) && put_rate(entry, rate);
}

lu_status growth_rates(json_t **out, const grower *g) {
  const response *series = g->series;
  const json_t *rule = json_object_get(g->rules, "rate");
  json_t *intervals = json_array(), *lesions = json_array();
  *out = json_pack("{s:O, s:O, s:o, s:o}", "source", json_object_get(rule, "source"), "mark",
                   json_object_get(rule, "mark"), "intervals", intervals, "lesions", lesions);
  bool fine = *out != NULL;
  for (size_t i = 1; fine && i < series->visit_count; i++)
    fine = add_interval(g, intervals, i - 1, i);
  if (fine && series->visit_count > series->baseline + 2)
    fine = add_interval(g, intervals, series->baseline, series->visit_count - 1);
  for (size_t i = 0; fine && i < series->lesion_count; i++)
    fine = add_lesion(g, lesions, i);
  return fine ? LU_OK : lu_fail_memory(g->error);
}
