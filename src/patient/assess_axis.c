/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of a number that was counted or measured.
 *
 * Counts carry Jeffreys' prior: k of n gives Beta(k + 1/2, n - k + 1/2), c events in an exposure t
 * give Gamma(c + 1/2, t) (H. Jeffreys, Theory of Probability, 3rd ed. 1961). docs/assessment.md
 * says what this assumes.
 */
#include <math.h>
#include <string.h>

#include "assess.h"
#include "lutetia/base/statistics.h"

static double limit_of(const lu_dictionary *dictionary, size_t fact, const char *name,
                       double otherwise) {
  const json_t *limit = assess_member(dictionary, fact, name);
  return json_is_number(limit) ? json_number_value(limit) : otherwise;
}

static const char *text_of(const json_t *entry, const char *name) {
  return json_string_value(json_object_get(entry, name));
}

/** Takes value and standard deviation where no count is known. */
static bool read_normal(assess_axis *out, const lu_factset *facts) {
  const lu_fact_origin *origin = lu_factset_origin(facts, out->fact);
  if (isnan(out->value) || origin == NULL || !(origin->sd > 0)) return false;
  out->distribution = ASSESS_NORMAL;
  out->first = out->value;
  out->second = origin->sd;
  return true;
}

bool assess_axis_read(assess_axis *out, const lu_factset *facts, const json_t *entry) {
  const lu_dictionary *dictionary = lu_factset_dictionary(facts);
  const char *name = text_of(entry, "fact"), *kind = text_of(entry, "distribution");
  memset(out, 0, sizeof *out);
  out->per = "";
  out->fact = name != NULL ? lu_dictionary_find(dictionary, name) : LU_NO_INDEX;
  if (out->fact == LU_NO_INDEX) return false;
  out->value = assess_number(facts, out->fact);
  out->lower = limit_of(dictionary, out->fact, "minimum", -HUGE_VAL);
  out->upper = limit_of(dictionary, out->fact, "maximum", HUGE_VAL);
  const json_t *scale = json_object_get(entry, "scale");
  out->scale = json_is_number(scale) ? json_number_value(scale) : 1;
  if (kind != NULL && strcmp(kind, "beta") == 0) {
    double k = assess_number_named(facts, text_of(entry, "successes"));
    double n = assess_number_named(facts, text_of(entry, "trials"));
    if (!(k >= 0) || !(n > 0) || k > n) return read_normal(out, facts);
    out->distribution = ASSESS_BETA;
    out->first = k + 0.5;
    out->second = n - k + 0.5;
    out->events = k;
    out->trials = n;
    return true;
  }
  double count = assess_number_named(facts, text_of(entry, "count"));
  double exposure = assess_number_named(facts, text_of(entry, "exposure"));
  if (!(count >= 0) || !(exposure > 0)) return read_normal(out, facts);
  out->distribution = ASSESS_GAMMA;
  out->first = count + 0.5;
  out->second = exposure;
  size_t other = lu_dictionary_find(dictionary, text_of(entry, "exposure"));
  out->per = lu_fact_unit(lu_dictionary_at(dictionary, other));
  out->events = count;
  out->trials = exposure;
  return true;
}

/** Share of the normal curve between the limits, and what lies below them. */
static double normal_cut(const assess_axis *axis, double *below) {
  *below = lu_normal_cdf((axis->lower - axis->first) / axis->second);
  return lu_normal_cdf((axis->upper - axis->first) / axis->second) - *below;
}

double assess_axis_cdf(const assess_axis *axis, double x) {
  if (x <= axis->lower) return 0;
  if (x >= axis->upper && axis->distribution != ASSESS_GAMMA) return 1;
  switch (axis->distribution) {
    case ASSESS_BETA:
      if (x <= 0) return 0;
      return x >= axis->scale ? 1 : lu_beta_cdf(x / axis->scale, axis->first, axis->second);
    case ASSESS_GAMMA:
      return x <= 0 ? 0 : lu_gamma_cdf(x / axis->scale * axis->second, axis->first);
    case ASSESS_NORMAL:
      break;
  }
  double below, share = normal_cut(axis, &below);
  return (lu_normal_cdf((x - axis->first) / axis->second) - below) / share;
}

double assess_axis_quantile(const assess_axis *axis, double p) {
  switch (axis->distribution) {
    case ASSESS_BETA:
      return axis->scale * lu_beta_quantile(p, axis->first, axis->second);
    case ASSESS_GAMMA:
      return axis->scale * lu_gamma_quantile(p, axis->first) / axis->second;
    case ASSESS_NORMAL:
      break;
  }
  double below, share = normal_cut(axis, &below);
  double x = axis->first + axis->second * lu_normal_quantile(below + p * share);
  return fmin(fmax(x, axis->lower), axis->upper);
}

double assess_axis_sd(const assess_axis *axis) {
  double a = axis->first, b = axis->second;
  switch (axis->distribution) {
    case ASSESS_BETA:
      return axis->scale * sqrt(a * b / (a + b + 1)) / (a + b);
    case ASSESS_GAMMA:
      return axis->scale * sqrt(a) / b;
    case ASSESS_NORMAL:
      break;
  }
  return b;
}

/** True for a whole number that an integer holds exactly. */
static bool is_count(double number) {
  return number >= 0 && number <= 0x1p53 && number == floor(number);
}

void assess_axis_interval(const assess_axis *axis, double *lower, double *upper) {
  lu_interval interval = {0, 0};
  lu_status status = LU_BAD_INPUT;
  double factor = axis->scale;
  bool whole = is_count(axis->events) && is_count(axis->trials);
  if (axis->distribution == ASSESS_BETA && whole)
    status =
        lu_wilson_interval(&interval, (uint64_t)axis->events, (uint64_t)axis->trials, 0.95, NULL);
  if (axis->distribution == ASSESS_GAMMA && is_count(axis->events)) {
    status = lu_poisson_interval(&interval, (uint64_t)axis->events, 0.95, NULL);
    factor = axis->scale / axis->trials;
  }
  if (status == LU_OK) {
    *lower = interval.lower * factor;
    *upper = interval.upper * factor;
    return;
  }
  *lower = assess_axis_quantile(axis, 0.025);
  *upper = assess_axis_quantile(axis, 0.975);
}

static lu_status give_sd(lu_assessment *assessment, size_t fact, double sd, lu_error *error) {
  lu_fact_origin origin = *lu_factset_origin(assessment->facts, fact);
  origin.sd = sd;
  return lu_factset_set(assessment->facts, fact, lu_factset_value(assessment->facts, fact), &origin,
                        error);
}

/** Lets the fact that states a standard deviation apart, and the one beside the value, say the
 * same. */
static lu_status share_sd(lu_assessment *assessment, size_t fact, const char *name,
                          lu_error *error) {
  size_t apart = name != NULL ? lu_dictionary_find(assessment->dictionary, name) : LU_NO_INDEX;
  if (apart == LU_NO_INDEX || isnan(assess_number(assessment->facts, fact))) return LU_OK;
  const lu_fact_origin *origin = lu_factset_origin(assessment->facts, fact);
  double stated = assess_number(assessment->facts, apart);
  if (origin == NULL) return LU_OK;
  if (stated > 0 && !(origin->sd > 0)) return give_sd(assessment, fact, stated, error);
  if (!isnan(stated) || !(origin->sd > 0)) return LU_OK;
  lu_fact_origin same = {.place = origin->place, .line = origin->line, .note = origin->note};
  return lu_factset_set_number(assessment->facts, apart, origin->sd, &same, error);
}

/** Gives one uncertain input the standard deviation that is stated, or that of its count. */
static lu_status set_sd(lu_assessment *assessment, const json_t *entry, lu_error *error) {
  assess_axis axis;
  const char *name = text_of(entry, "fact"), *apart = text_of(entry, "sd");
  size_t fact = name != NULL ? lu_dictionary_find(assessment->dictionary, name) : LU_NO_INDEX;
  if (fact == LU_NO_INDEX) return LU_OK;
  lu_status status = share_sd(assessment, fact, apart, error);
  if (status != LU_OK || !assess_axis_read(&axis, assessment->facts, entry)) return status;
  if (axis.distribution == ASSESS_NORMAL || isnan(axis.value)) return LU_OK;
  if (lu_factset_origin(assessment->facts, fact)->sd > 0) return LU_OK;
  status = give_sd(assessment, fact, assess_axis_sd(&axis), error);
  return status == LU_OK ? share_sd(assessment, fact, apart, error) : status;
}

lu_status assess_set_count_sd(lu_assessment *assessment, lu_error *error) {
  for (size_t i = 0; i < assessment->assessor->step_count; i++) {
    const json_t *entries = assessment->assessor->steps[i].uncertain;
    for (size_t j = 0; j < json_array_size(entries); j++) {
      lu_status status = set_sd(assessment, json_array_get(entries, j), error);
      if (status != LU_OK) return status;
    }
  }
  return LU_OK;
}
