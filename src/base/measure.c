/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/measure.h"

#include <math.h>
#include <stddef.h>

lu_measure lu_measure_exact(double value, const char *unit, const char *source) {
  lu_measure measure = {value, unit, LU_EXACT, value, 0, 1, source};
  return measure;
}

lu_status lu_measure_make(lu_measure *out, lu_distribution dist, double a, double b,
                          const char *unit, const char *source, lu_error *error) {
  double value = a;
  const char *rule = NULL;
  switch (dist) {
    case LU_NORMAL:
      if (!(b >= 0)) rule = "a normal number needs a standard deviation of 0 or more";
      break;
    case LU_LOGNORMAL:
      if (!(a > 0 && b >= 0))
        rule = "a lognormal number needs a median above 0 and a standard deviation of 0 or more";
      break;
    case LU_INTERVAL:
      if (!(a <= b)) rule = "an interval needs ends in order";
      value = a + (b - a) / 2;
      break;
    case LU_EXACT:
    case LU_BETA:
    case LU_GAMMA:
    case LU_POISSON:
    case LU_SCORE:
      rule = "this kind of distribution is not made of two parameters";
      break;
  }
  if (rule == NULL && !(isfinite(a) && isfinite(b))) rule = "its parameters must be finite";
  if (rule != NULL)
    return lu_fail(error, LU_BAD_INPUT, "parameters %g and %g make no uncertain number: %s", a, b,
                   rule);
  *out = (lu_measure){value, unit, dist, a, b, 1, source};
  return LU_OK;
}

lu_status lu_measure_beta(lu_measure *out, double a, double b, double scale, const char *unit,
                          const char *source, lu_error *error) {
  if (!(a > 0 && b > 0 && scale > 0) || !isfinite(a + b + scale))
    return lu_fail(error, LU_BAD_INPUT,
                   "%g times Beta(%g, %g) is no distribution; all three must be positive", scale, a,
                   b);
  *out = (lu_measure){scale * a / (a + b), unit, LU_BETA, a, b, scale, source};
  return LU_OK;
}

lu_status lu_measure_gamma(lu_measure *out, double shape, double scale, const char *unit,
                           const char *source, lu_error *error) {
  if (!(shape > 0 && scale > 0) || !isfinite(shape + scale))
    return lu_fail(error, LU_BAD_INPUT,
                   "a gamma distribution of shape %g and scale %g does not exist; both must be "
                   "positive",
                   shape, scale);
  *out = (lu_measure){scale * shape, unit, LU_GAMMA, shape, 0, scale, source};
  return LU_OK;
}

lu_status lu_measure_proportion(lu_measure *out, uint64_t hits, uint64_t trials, double scale,
                                const char *unit, const char *source, lu_error *error) {
  if (trials == 0 || hits > trials || !(scale > 0) || !isfinite(scale))
    return lu_fail(error, LU_BAD_INPUT, "%llu of %llu (times %g) is no proportion",
                   (unsigned long long)hits, (unsigned long long)trials, scale);
  double n = (double)trials;
  double k = (double)hits;
  *out = (lu_measure){scale * k / n, unit, LU_SCORE, k, n, scale, source};
  return LU_OK;
}

lu_status lu_measure_count(lu_measure *out, uint64_t count, double scale, const char *unit,
                           const char *source, lu_error *error) {
  if (!(scale > 0) || !isfinite(scale))
    return lu_fail(error, LU_BAD_INPUT, "a count is scaled by %g; the factor must be positive",
                   scale);
  double events = (double)count;
  *out = (lu_measure){scale * events, unit, LU_POISSON, events, 0, scale, source};
  return LU_OK;
}

/* ---- Wilson's distribution ---- */

/** Upper limit of the one-sided score interval with the normal deviate z. */
static double score_limit(double hits, double trials, double z) {
  if (isinf(z)) return z > 0 ? 1 : 0;
  double p = hits / trials;
  double w = z * z / trials;
  double half = sqrt(w * (p * (1 - p) + w / 4));
  double limit = (p + w / 2 + (z < 0 ? -half : half)) / (1 + w);
  return fmin(1, fmax(0, limit));
}

/** Where the score is -z exactly: the inverse of score_limit(). */
static double score_cdf(double hits, double trials, double x) {
  if (x < 0) return 0;
  if (x >= 1) return 1;
  double p = hits / trials;
  if (x == 0) return hits == 0 ? 0.5 : 0;
  return lu_normal_cdf((x - p) / sqrt(x * (1 - x) / trials));
}

/**
 * First or second moment: integral of limit^power over the normal density, by the trapezoidal
 * rule, which converges geometrically for it.
 */
static double score_moment(double hits, double trials, int power) {
  const int steps = 1600;
  double sum = 0;
  double weights = 0;
  for (int i = -steps; i <= steps; i++) {
    double z = i * (10.0 / steps);
    double weight = exp(-z * z / 2);
    double x = score_limit(hits, trials, z);
    weights += weight;
    sum += weight * (power == 1 ? x : x * x);
  }
  return sum / weights;
}

/* ---- what all kinds answer ---- */

double lu_measure_mean(const lu_measure *measure) {
  double a = measure->a;
  double b = measure->b;
  switch (measure->dist) {
    case LU_EXACT:
    case LU_NORMAL:
      return a;
    case LU_LOGNORMAL:
      return a * exp(b * b / 2);
    case LU_BETA:
      return measure->scale * a / (a + b);
    case LU_GAMMA:
      return measure->scale * a;
    case LU_POISSON:
      return measure->scale * (a + 0.5);
    case LU_SCORE:
      return measure->scale * score_moment(a, b, 1);
    case LU_INTERVAL:
      return a + (b - a) / 2;
  }
  return NAN;
}

double lu_measure_sd(const lu_measure *measure) {
  double a = measure->a;
  double b = measure->b;
  switch (measure->dist) {
    case LU_EXACT:
      return 0;
    case LU_NORMAL:
      return b;
    case LU_LOGNORMAL:
      return lu_measure_mean(measure) * sqrt(expm1(b * b));
    case LU_BETA:
      return measure->scale * sqrt(a * b / (a + b + 1)) / (a + b);
    case LU_GAMMA:
      return measure->scale * sqrt(a);
    case LU_POISSON:
      return measure->scale * sqrt(a + 0.5);
    case LU_SCORE: {
      double mean = score_moment(a, b, 1);
      return measure->scale * sqrt(fmax(0, score_moment(a, b, 2) - mean * mean));
    }
    case LU_INTERVAL:
      return (b - a) / sqrt(12);
  }
  return NAN;
}

double lu_measure_cdf(const lu_measure *measure, double x) {
  double a = measure->a;
  double b = measure->b;
  if (isnan(x)) return NAN;
  switch (measure->dist) {
    case LU_EXACT:
      return x >= a ? 1 : 0;
    case LU_NORMAL:
      return b > 0 ? lu_normal_cdf((x - a) / b) : x >= a ? 1 : 0;
    case LU_LOGNORMAL:
      if (x <= 0) return 0;
      return b > 0 ? lu_normal_cdf(log(x / a) / b) : x >= a ? 1 : 0;
    case LU_BETA:
      return lu_beta_cdf(fmin(1, fmax(0, x / measure->scale)), a, b);
    case LU_GAMMA:
      return lu_gamma_cdf(fmax(0, x / measure->scale), a);
    case LU_POISSON:
      return lu_gamma_cdf(fmax(0, x / measure->scale), a + 0.5);
    case LU_SCORE:
      return score_cdf(a, b, x / measure->scale);
    case LU_INTERVAL:
      if (x < a) return 0;
      return x >= b ? 1 : (x - a) / (b - a);
  }
  return NAN;
}

double lu_measure_quantile(const lu_measure *measure, double p) {
  double a = measure->a;
  double b = measure->b;
  if (!(p >= 0 && p <= 1)) return NAN;
  switch (measure->dist) {
    case LU_EXACT:
      return a;
    case LU_NORMAL:
      return b > 0 ? a + b * lu_normal_quantile(p) : a;
    case LU_LOGNORMAL:
      return b > 0 ? a * exp(b * lu_normal_quantile(p)) : a;
    case LU_BETA:
      return measure->scale * lu_beta_quantile(p, a, b);
    case LU_GAMMA:
      return measure->scale * lu_gamma_quantile(p, a);
    case LU_POISSON:
      return measure->scale * lu_gamma_quantile(p, a + 0.5);
    case LU_SCORE:
      return measure->scale * score_limit(a, b, lu_normal_quantile(p));
    case LU_INTERVAL:
      return a + (b - a) * p;
  }
  return NAN;
}

double lu_measure_sample(const lu_measure *measure, double u) {
  return lu_measure_quantile(measure, u);
}

lu_interval lu_measure_interval(const lu_measure *measure, double level) {
  lu_interval interval = {NAN, NAN};
  if (!(level > 0 && level < 1)) return interval;
  if (measure->dist == LU_POISSON) {
    lu_poisson_interval(&interval, (uint64_t)measure->a, level, NULL);
    interval.lower *= measure->scale;
    interval.upper *= measure->scale;
    return interval;
  }
  interval.lower = lu_measure_quantile(measure, (1 - level) / 2);
  interval.upper = lu_measure_quantile(measure, (1 + level) / 2);
  return interval;
}
