/* SPDX-License-Identifier: Apache-2.0 */
/* Radiation protection: dose rates by time and distance, release and precautions by a country's
 * table. Without a country there is no advice on release. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "head.h"
#include "prrt_day.h"

#define LN2 0.69314718055994530942
/* How long a release is looked for, h. */
#define LONGEST_STAY_H 1000

/* ---- retention --------------------------------------------------------------------------------
 */

bool prrt_retention_fit(prrt_retention *out, const double *hours, const double *excreted,
                        double half_life_h) {
  double kept[3], slow_at_0, fast_at_first;
  for (int i = 0; i < 3; i++)
    kept[i] = 1 - excreted[i];
  if (!(kept[2] > 0 && kept[1] > kept[2] && kept[0] > kept[1] && hours[2] > hours[1])) return false;
  out->half_life_h = half_life_h;
  out->slow_h = (hours[2] - hours[1]) / log2(kept[1] / kept[2]);
  slow_at_0 = kept[1] * exp2(hours[1] / out->slow_h);
  fast_at_first = kept[0] - slow_at_0 * exp2(-hours[0] / out->slow_h);
  out->fraction = 1 - slow_at_0;
  if (!(out->fraction > 0 && fast_at_first > 0 && fast_at_first < out->fraction)) return false;
  out->fast_h = hours[0] / log2(out->fraction / fast_at_first);
  return true;
}

static double effective(double biological_h, double half_life_h) {
  return 1 / (1 / biological_h + 1 / half_life_h);
}

double prrt_retained(const prrt_retention *retention, double hours) {
  double fast = effective(retention->fast_h, retention->half_life_h);
  double slow = effective(retention->slow_h, retention->half_life_h);
  return retention->fraction * exp2(-hours / fast) +
         (1 - retention->fraction) * exp2(-hours / slow);
}

double prrt_retained_after(const prrt_retention *retention, double hours) {
  double fast = effective(retention->fast_h, retention->half_life_h);
  double slow = effective(retention->slow_h, retention->half_life_h);
  return (retention->fraction * fast * exp2(-hours / fast) +
          (1 - retention->fraction) * slow * exp2(-hours / slow)) /
         LN2;
}

/* ---- dose rates -------------------------------------------------------------------------------
 */

/* Middle, low and high of all that follows. Both ends take their extreme at once. */
struct source {
  double rate[3]; /* uSv/h per GBq at 1 m */
  prrt_retention retention[3];
  double gbq;
};

static bool read_source(struct source *out, const prrt_day *day, const json_t *protection) {
  static const char *const rates[] = {"usv_h_per_gbq_1m", "low", "high"};
  static const char *const lives[] = {NULL, "low_half_life", "high_half_life"};
  const json_t *retention = json_object_get(protection, "retention");
  const json_t *points = json_object_get(retention, "excreted");
  double hours[3], excreted[3];
  for (size_t i = 0; i < 3; i++) {
    hours[i] = therapy_number(json_array_get(points, i), "hours");
    excreted[i] = therapy_number(json_array_get(points, i), "pct") / 100;
  }
  out->gbq = day->given_gbq;
  for (int i = 0; i < 3; i++) {
    out->rate[i] = therapy_number(json_object_get(protection, "dose_rate"), rates[i]);
    if (!prrt_retention_fit(&out->retention[i], hours, excreted, day->half_life_h)) return false;
    if (lives[i] != NULL)
      out->retention[i].slow_h = therapy_number(json_object_get(retention, lives[i]), "hours");
  }
  return out->rate[0] > 0;
}

static json_t *three(const double *values, const char *unit) {
  return json_pack("{s:f, s:f, s:f, s:s}", "value", values[0], "low", values[1], "high", values[2],
                   "unit", unit);
}

static void rates_at(double *out, const struct source *source, double hours, double metres) {
  for (int i = 0; i < 3; i++)
    out[i] = source->rate[i] * source->gbq * prrt_retained(&source->retention[i], hours) /
             (metres * metres);
}

static lu_status write_rates(json_t *out, const struct source *source, const json_t *protection,
                             lu_error *error) {
  size_t i, j;
  json_t *time, *distance;
  lu_status status = sheet_set(out, "dose_rates", json_array(), error);
  json_array_foreach(json_object_get(protection, "times_h"), i, time) {
    json_array_foreach(json_object_get(protection, "distances_m"), j, distance) {
      double rates[3], hours = json_number_value(time), metres = json_number_value(distance);
      if (status != LU_OK) return status;
      rates_at(rates, source, hours, metres);
      status = sheet_push(out, "dose_rates",
                          json_pack("{s:f, s:f, s:o}", "hours", hours, "distance_m", metres, "rate",
                                    three(rates, "uSv/h")),
                          error);
    }
  }
  return status;
}

/* ---- a country's table -------------------------------------------------------------------------
 */

/* First hour at which the rate is below a limit, for the upper end of the interval; -1 for none. */
static int hours_until(const struct source *source, double limit, double metres, int which) {
  for (int hour = 0; hour <= LONGEST_STAY_H; hour++) {
    double rates[3];
    rates_at(rates, source, hour, metres);
    if (rates[which] <= limit) return hour;
  }
  return -1;
}

static lu_status write_release(json_t *out, const struct source *source, const json_t *rule,
                               lu_error *error) {
  double limit = therapy_number(rule, "dose_rate_limit_usv_h"),
         metres = therapy_number(rule, "distance_m");
  json_t *entry = json_deep_copy(rule);
  if (entry == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  if (limit > 0 && metres > 0) {
    status =
        sheet_set(entry, "expected_h", json_integer(hours_until(source, limit, metres, 0)), error);
    if (status == LU_OK)
      status =
          sheet_set(entry, "at_most_h", json_integer(hours_until(source, limit, metres, 2)), error);
  }
  if (status == LU_OK) return sheet_push(out, "release", entry, error);
  json_decref(entry);
  return status;
}

/* Dose to a person who is near for a part of all time, from some hour to the end of decay. */
static lu_status write_scenario(json_t *out, const struct source *source, const json_t *scenario,
                                lu_error *error) {
  double doses[3], metres = therapy_number(scenario, "distance_m"),
                   limit = therapy_number(scenario, "limit_msv");
  for (int i = 0; i < 3; i++)
    doses[i] = source->rate[i] * source->gbq * therapy_number(scenario, "occupancy") *
               prrt_retained_after(&source->retention[i], therapy_number(scenario, "from_h")) /
               (metres * metres) / 1000;
  json_t *entry = json_deep_copy(scenario);
  lu_status status =
      entry == NULL ? lu_fail_memory(error) : sheet_set(entry, "dose", three(doses, "mSv"), error);
  if (status == LU_OK)
    status = sheet_set(entry, "state",
                       json_string(doses[2] <= limit  ? "met"
                                   : doses[1] > limit ? "not met"
                                                      : "unknown"),
                       error);
  if (status == LU_OK) return sheet_push(out, "scenarios", entry, error);
  json_decref(entry);
  return status;
}

static lu_status write_precaution(json_t *out, const prrt_day *day, const json_t *rule,
                                  lu_error *error) {
  int64_t days = (int64_t)therapy_number(rule, "days"),
          high = (int64_t)therapy_number(rule, "high_days");
  json_t *entry = json_deep_copy(rule);
  lu_status status = entry == NULL
                         ? lu_fail_memory(error)
                         : sheet_set(entry, "until", sheet_day_json(day->date + days), error);
  if (status == LU_OK && high > 0)
    status = sheet_set(entry, "until_high", sheet_day_json(day->date + high), error);
  if (status == LU_OK) return sheet_push(out, "precautions", entry, error);
  json_decref(entry);
  return status;
}

static lu_status write_country(json_t *out, const prrt_day *day, const struct source *source,
                               const json_t *country, lu_error *error) {
  static const char *const kept[] = {"label", "source", "mark", NULL};
  size_t index;
  json_t *entry;
  lu_status status = sheet_set(out, "country", json_string(therapy_text(country, "id")), error);
  if (status == LU_OK) status = therapy_copy(out, country, kept, error);
  json_array_foreach(json_object_get(country, "release"), index, entry) {
    if (status == LU_OK) status = write_release(out, source, entry, error);
  }
  json_array_foreach(json_object_get(country, "scenarios"), index, entry) {
    if (status == LU_OK) status = write_scenario(out, source, entry, error);
  }
  json_array_foreach(json_object_get(country, "precautions"), index, entry) {
    if (status == LU_OK) status = write_precaution(out, day, entry, error);
  }
  return status;
}

static lu_status no_such_country(const prrt_day *day, const char *name, lu_error *error) {
  lu_text known = LU_TEXT_INIT;
  for (size_t i = 0; formulary_country_at(day->course->formulary, i) != NULL; i++)
    lu_text_printf(&known, "%s%s", i == 0 ? "" : ", ",
                   formulary_country_at(day->course->formulary, i));
  lu_status status =
      lu_fail(error, LU_USAGE, "there is no table of radiation protection \"%.40s\"; valid are %s",
              name, lu_text_string(&known));
  lu_text_free(&known);
  return status;
}

static json_t *retention_json(const struct source *source, const json_t *file) {
  double slow[3];
  for (int i = 0; i < 3; i++)
    slow[i] = effective(source->retention[i].slow_h, source->retention[i].half_life_h);
  return json_pack("{s:f, s:f, s:o, s:s, s:s, s:s}", "fast_fraction", source->retention[0].fraction,
                   "fast_half_life_h",
                   effective(source->retention[0].fast_h, source->retention[0].half_life_h),
                   "slow_half_life", three(slow, "h"), "text", therapy_text(file, "text"), "source",
                   therapy_text(file, "source"), "mark", therapy_text(file, "mark"));
}

lu_status prrt_protection(prrt_day *day, lu_error *error) {
  const json_t *protection = json_object_get(day->file, "protection");
  const char *name = day->course->request->country;
  const json_t *country = name == NULL ? NULL : formulary_country(day->course->formulary, name);
  struct source source;
  if (name != NULL && country == NULL) return no_such_country(day, name, error);
  json_t *out = json_object();
  lu_status status = sheet_set(day->out, "protection", out, error);
  if (status == LU_OK)
    status = sheet_set(out, "isolation", json_deep_copy(json_object_get(protection, "isolation")),
                       error);
  if (status == LU_OK && country == NULL)
    status = sheet_set(out, "sentence",
                       json_string("No country is given: there is no advice on release or on days "
                                   "of precautions."),
                       error);
  if (status != LU_OK || !(day->given_gbq > 0) || !read_source(&source, day, protection))
    return status;
  status = write_rates(out, &source, protection, error);
  if (status == LU_OK)
    status = sheet_set(out, "rate_per_gbq",
                       json_deep_copy(json_object_get(protection, "dose_rate")), error);
  if (status == LU_OK)
    status = sheet_set(out, "retention",
                       retention_json(&source, json_object_get(protection, "retention")), error);
  return status == LU_OK && country != NULL ? write_country(out, day, &source, country, error)
                                            : status;
}
