/* SPDX-License-Identifier: Apache-2.0 */
/* Results of trials as the data files print them: intervals that can be intervals, logarithms and
   standard errors against values worked out from the papers beforehand. */
#include "shop.h"
/* cmocka first */
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Largest distance of ln(low) + ln(high) from 2 ln(hr) that rounding to two digits can make. */
#define LARGEST_GAP 0.10

static double number_of(const json_t *object, const char *key) {
  const json_t *value = json_object_get(object, key);
  return json_is_number(value) ? json_number_value(value) : NAN;
}

static const json_t *result_of(const struct shop *shop, const char *trial, const char *id) {
  const json_t *file = formulary_trial(shop->formulary, trial);
  size_t index;
  json_t *result;
  if (file == NULL) fail_msg("there is no trial %s", trial);
  json_array_foreach(json_object_get(file, "results"), index, result) {
    if (strcmp(therapy_text(result, "id"), id) == 0) return result;
  }
  fail_msg("%s has no result %s", trial, id);
  return NULL;
}

/* Half of the width of an interval of the standard normal distribution (tables of the normal
   distribution). */
static double half_width(double level_pct) {
  if (fabs(level_pct - 95) < 1e-9) return 1.959964;
  if (fabs(level_pct - 90) < 1e-9) return 1.644854;
  return NAN;
}

/* ---- every result -----------------------------------------------------------------------------
 */

static void check_ratio(const char *trial, const json_t *result) {
  const char *id = therapy_text(result, "id");
  double hr = number_of(result, "hr"), low = number_of(result, "low");
  double high = number_of(result, "high"), level = number_of(result, "level_pct");
  if (json_object_get(result, "hr") == NULL) {
    if (json_object_get(result, "low") != NULL || json_object_get(result, "level_pct") != NULL)
      fail_msg("%s, %s: an interval without a ratio", trial, id);
    return;
  }
  if (!(low > 0 && low < hr && hr < high))
    fail_msg("%s, %s: %g does not lie in %g to %g", trial, id, hr, low, high);
  if (isnan(half_width(level))) fail_msg("%s, %s: an interval of %g %%", trial, id, level);
  double gap = log(low) + log(high) - 2 * log(hr);
  if (fabs(gap) > LARGEST_GAP)
    fail_msg("%s, %s: the interval is not symmetric on the log scale, gap %+.3f", trial, id, gap);
}

static void check_interval(const char *trial, const json_t *result, const char *key,
                           const char *of) {
  const json_t *pair = json_object_get(result, key);
  double value = number_of(result, of);
  if (pair == NULL) return;
  if (json_array_size(pair) != 2) fail_msg("%s: %s is no pair", trial, key);
  double low = json_number_value(json_array_get(pair, 0));
  const json_t *end = json_array_get(pair, 1);
  double high = json_is_number(end) ? json_number_value(end) : INFINITY;
  if (!(low < high) || (!isnan(value) && (value < low || value > high)))
    fail_msg("%s, %s: %s %g to %g does not hold %g", trial, therapy_text(result, "id"), key, low,
             high, value);
}

static void intervals_can_be_intervals(void **state) {
  const struct shop *shop = *state;
  const shelf_files *trials = &shop->formulary->shelves[SHELF_TRIALS];
  size_t ratios = 0, index;
  assert_true(trials->count >= 20);
  for (size_t i = 0; i < trials->count; i++) {
    json_t *result;
    json_array_foreach(json_object_get(trials->files[i], "results"), index, result) {
      check_ratio(trials->ids[i], result);
      check_interval(trials->ids[i], result, "arm_interval", "arm");
      check_interval(trials->ids[i], result, "control_interval", "control");
      ratios += json_object_get(result, "hr") != NULL;
      assert_string_not_equal(therapy_text(result, "source"), "");
    }
  }
  assert_true(ratios >= 26);
}

static void comparators_and_readers_are_named(void **state) {
  const struct shop *shop = *state;
  const shelf_files *trials = &shop->formulary->shelves[SHELF_TRIALS];
  for (size_t i = 0; i < trials->count; i++) {
    const char *comparator = therapy_text(trials->files[i], "comparator");
    size_t index;
    json_t *result;
    if (strcmp(comparator, "placebo") != 0 && strcmp(comparator, "active") != 0 &&
        strcmp(comparator, "none") != 0)
      fail_msg("%s: comparator \"%s\"", trials->ids[i], comparator);
    json_array_foreach(json_object_get(trials->files[i], "results"), index, result) {
      const char *reader = therapy_text(result, "reader");
      if (reader[0] != '\0' && strcmp(reader, "central") != 0 && strcmp(reader, "local") != 0)
        fail_msg("%s: reader \"%s\"", trials->ids[i], reader);
      if (strcmp(comparator, "none") == 0 && json_object_get(result, "hr") != NULL)
        fail_msg("%s: a hazard ratio without a comparator", trials->ids[i]);
    }
  }
}

/* ---- single papers ----------------------------------------------------------------------------
 */

/* Ratio, logarithm and standard error worked out from the printed numbers before these files were
   written (with 3.92 for intervals of 95 % and 3.29 for 90 %). */
static const struct {
  const char *trial, *result;
  double hr, level, ln_hr, se;
} papers[] = {
    {"promid", "ttp", 0.34, 95, -1.0788, 0.2760},
    {"clarinet", "pfs", 0.47, 95, -0.7550, 0.2269},
    {"clarinet", "pfs-pancreas", 0.58, 95, -0.5447, 0.3007},
    {"clarinet", "pfs-midgut", 0.35, 95, -1.0498, 0.4106},
    {"radiant-3", "pfs", 0.35, 95, -1.0498, 0.1303},
    {"radiant-3", "os", 0.94, 95, -0.0619, 0.1268},
    {"radiant-4", "pfs", 0.48, 95, -0.7340, 0.1657},
    {"radiant-2", "pfs", 0.77, 95, -0.2614, 0.1346},
    {"sun1111", "pfs", 0.42, 95, -0.8675, 0.2376},
    {"sun1111", "pfs-central", 0.32, 95, -1.1394, 0.2849},
    {"sun1111", "os", 0.73, 95, -0.3147, 0.1917},
    {"cabinet-extrapancreatic", "pfs", 0.38, 95, -0.9676, 0.2191},
    {"cabinet-pancreas", "pfs", 0.23, 95, -1.4697, 0.3196},
    {"sanet-ep", "pfs", 0.33, 95, -1.1087, 0.2094},
    {"sanet-ep", "pfs-central", 0.66, 95, -0.4155, 0.2043},
    {"sanet-p", "pfs", 0.49, 95, -0.7133, 0.2207},
    {"e2211", "pfs", 0.58, 95, -0.5447, 0.2421},
    {"seqtor", "pfs1", 1.16, 95, 0.1484, 0.2094},
    {"netter-1", "pfs", 0.21, 95, -1.5606, 0.2376},
    {"netter-1", "os", 0.84, 95, -0.1744, 0.1704},
    {"netter-2", "pfs", 0.276, 95, -1.2874, 0.2121},
    {"compete", "pfs", 0.67, 95, -0.4005, 0.1742},
    {"compete", "os", 0.78, 95, -0.2485, 0.1976},
    {"s0518", "pfs", 0.93, 95, -0.0726, 0.1225},
    {"jcog1213", "pfs", 1.06, 95, 0.0583, 0.1582},
    {"jcog1213", "os", 1.04, 90, 0.0392, 0.1674},
};

static void ratios_are_those_of_the_papers(void **state) {
  const struct shop *shop = *state;
  for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++) {
    const json_t *result = result_of(shop, papers[i].trial, papers[i].result);
    double hr = number_of(result, "hr"), level = number_of(result, "level_pct");
    double width = log(number_of(result, "high")) - log(number_of(result, "low"));
    double se = width / (2 * half_width(level));
    if (fabs(hr - papers[i].hr) > 1e-9 || fabs(level - papers[i].level) > 1e-9 ||
        fabs(log(hr) - papers[i].ln_hr) > 6e-5 || fabs(se - papers[i].se) > 1.5e-4)
      fail_msg("%s, %s: HR %g, ln %.4f, SE %.4f, %g %%", papers[i].trial, papers[i].result, hr,
               log(hr), se, level);
  }
}

/* Morizane 2022: survival was tested one-sided at 5 %, so its interval is one of 90 %. Read as one
   of 95 % it would look a sixth more certain than it is. */
static void the_interval_of_90_percent_is_one(void **state) {
  const json_t *os = result_of(*state, "jcog1213", "os"),
               *pfs = result_of(*state, "jcog1213", "pfs");
  assert_int_equal((int)number_of(os, "level_pct"), 90);
  assert_int_equal((int)number_of(pfs, "level_pct"), 95);
  double width = log(1.37) - log(0.79);
  assert_true(width / (2 * half_width(90)) / (width / (2 * half_width(95))) > 1.19);
}

/* Deaths do not count in time to progression: it must not be filed as PFS. */
static void time_to_progression_is_not_pfs(void **state) {
  const struct shop *shop = *state;
  size_t index;
  json_t *result;
  assert_string_equal(therapy_text(result_of(shop, "promid", "ttp"), "endpoint"), "TTP");
  json_array_foreach(json_object_get(formulary_trial(shop->formulary, "promid"), "results"), index,
                     result)
      assert_int_not_equal(strncmp(therapy_text(result, "endpoint"), "PFS", 3), 0);
}

/* ---- trials and regimens ----------------------------------------------------------------------
 */

static bool names(const json_t *list, const char *id) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index, entry) {
    if (json_is_string(entry) && strcmp(json_string_value(entry), id) == 0) return true;
  }
  return false;
}

/* A regimen that names a trial is one of its arms; arms name regimens that are there. */
static void arms_and_regimens_name_each_other(void **state) {
  const struct shop *shop = *state;
  size_t index, place;
  json_t *entry, *arm;
  for (size_t i = 0; i < lu_formulary_regimen_count(shop->formulary); i++) {
    const json_t *regimen = lu_formulary_regimen_at(shop->formulary, i);
    json_array_foreach(json_object_get(regimen, "trials"), index, entry) {
      const json_t *trial = formulary_trial(shop->formulary, json_string_value(entry));
      bool found = false;
      json_array_foreach(json_object_get(trial, "arms"), place, arm) found |=
          names(json_object_get(arm, "regimens"), therapy_text(regimen, "id"));
      if (!found)
        fail_msg("%s names %s, of which it is no arm", therapy_text(regimen, "id"),
                 json_string_value(entry));
    }
  }
  const shelf_files *trials = &shop->formulary->shelves[SHELF_TRIALS];
  for (size_t i = 0; i < trials->count; i++) {
    json_array_foreach(json_object_get(trials->files[i], "arms"), place, arm) {
      json_array_foreach(json_object_get(arm, "regimens"), index, entry) {
        if (formulary_regimen(shop->formulary, json_string_value(entry)) == NULL)
          fail_msg("%s: there is no regimen %s", trials->ids[i], json_string_value(entry));
      }
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(intervals_can_be_intervals),
      cmocka_unit_test(comparators_and_readers_are_named),
      cmocka_unit_test(ratios_are_those_of_the_papers),
      cmocka_unit_test(the_interval_of_90_percent_is_one),
      cmocka_unit_test(time_to_progression_is_not_pfs),
      cmocka_unit_test(arms_and_regimens_name_each_other),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
