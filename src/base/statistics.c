/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/statistics.h"

#include <float.h>
#include <math.h>

#include "special.h"

/** Stops a continued fraction or series; far more terms than parameters up to 1e9 need. */
#define MAX_TERMS 200000
/** Replaces a zero denominator in Lentz's method. */
#define TINY 1e-300

/* ---- normal ---- */

double lu_normal_cdf(double x) {
  return 0.5 * erfc(-x * 0.70710678118654752440084436210485);
}

/** Ratio of two polynomials of degree 7; the constant terms stand last. */
static double rational(double r, const double top[8], const double bottom[8]) {
  double above = top[0];
  double below = bottom[0];
  for (int i = 1; i < 8; i++) {
    above = above * r + top[i];
    below = below * r + bottom[i];
  }
  return above / below;
}

double lu_normal_quantile(double p) {
  /* coefficients of PPND16 in AS 241 */
  static const double a[8] = {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
                              45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
                              133.14166789178437745, 3.387132872796366608};
  static const double b[8] = {
      5226.495278852854561,  28729.085735721942674, 39307.89580009271061,  21213.794301586595867,
      5394.1960214247511077, 687.1870074920579083,  42.313330701600911252, 1.0};
  static const double c[8] = {7.7454501427834140764e-4, .0227238449892691845833,
                              .24178072517745061177,    1.27045825245236838258,
                              3.64784832476320460504,   5.7694972214606914055,
                              4.6303378461565452959,    1.42343711074968357734};
  static const double d[8] = {1.05075007164441684324e-9, 5.475938084995344946e-4,
                              .0151986665636164571966,   .14810397642748007459,
                              .68976733498510000455,     1.6763848301838038494,
                              2.05319162663775882187,    1.0};
  static const double e[8] = {2.01033439929228813265e-7, 2.71155556874348757815e-5,
                              .0012426609473880784386,   .026532189526576123093,
                              .29656057182850489123,     1.7848265399172913358,
                              5.4637849111641143699,     6.6579046435011037772};
  static const double f[8] = {2.04426310338993978564e-15, 1.4215117583164458887e-7,
                              1.8463183175100546818e-5,   7.868691311456132591e-4,
                              .0148753612908506148525,    .13692988092273580531,
                              .59983220655588793769,      1.0};
  if (!(p >= 0 && p <= 1)) return NAN;
  if (p == 0) return -INFINITY;
  if (p == 1) return INFINITY;
  double q = p - 0.5;
  if (fabs(q) <= 0.425) return q * rational(0.180625 - q * q, a, b);
  double r = sqrt(-log(q < 0 ? p : 1 - p));
  double x = r <= 5 ? rational(r - 1.6, c, d) : rational(r - 5, e, f);
  return q < 0 ? -x : x;
}

/* ---- beta ---- */

/** Continued fraction of DLMF 8.17.22; converges fast for x < (a+1)/(a+b+2). */
static double beta_fraction(double x, double a, double b) {
  double c = 1;
  double d = 1 - (a + b) * x / (a + 1);
  d = 1 / (d == 0 ? TINY : d);
  double value = d;
  for (int m = 1; m < MAX_TERMS; m++) {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (d == 0 ? TINY : d);
    if (c == 0) c = TINY;
    value *= d * c;
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (d == 0 ? TINY : d);
    if (c == 0) c = TINY;
    value *= d * c;
    if (fabs(d * c - 1) < DBL_EPSILON) break;
  }
  return value;
}

/** Both tails of Beta(a,b): *lower = I_x(a,b), *upper = 1 - I_x(a,b), the smaller one accurate. */
static void beta_tails(double x, double a, double b, double *lower, double *upper) {
  /* x^a (1-x)^b / B(a,b) by way of the binomial probability of the real count a in a+b */
  double front = special_binomial(a, a + b, x) * a * b / (a + b);
  if (x < (a + 1) / (a + b + 2)) {
    *lower = front * beta_fraction(x, a, b) / a;
    *upper = 1 - *lower;
  } else {
    *upper = front * beta_fraction(1 - x, b, a) / b;
    *lower = 1 - *upper;
  }
}

double lu_beta_cdf(double x, double a, double b) {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return NAN;
  if (x == 0 || x == 1) return x;
  double lower;
  double upper;
  beta_tails(x, a, b, &lower, &upper);
  return fmin(1, fmax(0, lower));
}

static double beta_cdf_call(double x, const double *ab) {
  return lu_beta_cdf(x, ab[0], ab[1]);
}

static double beta_density_call(double x, const double *ab) {
  double a = ab[0];
  double b = ab[1];
  return special_binomial(a, a + b, x) * a * b / ((a + b) * x * (1 - x));
}

double lu_beta_quantile(double p, double a, double b) {
  if (!(a > 0 && b > 0 && p >= 0 && p <= 1)) return NAN;
  if (p == 0 || p == 1) return p;
  const double ab[2] = {a, b};
  return special_invert(p, a / (a + b), 0, 1, beta_cdf_call, beta_density_call, ab);
}

/* ---- gamma ---- */

/** P(a,x) by the series of DLMF 8.11.4, for x < a + 1. */
static double gamma_series(double x, double a) {
  double term = 1;
  double sum = 1;
  for (int n = 1; n < MAX_TERMS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * (DBL_EPSILON / 4)) break;
  }
  return special_poisson(a, x) * sum;
}

/** Q(a,x) by the even part of the continued fraction of DLMF 8.9.2, for x >= a + 1. */
static double gamma_fraction(double x, double a) {
  double b = x + 1 - a;
  double c = 1 / TINY;
  double d = 1 / b;
  double value = d;
  for (int n = 1; n < MAX_TERMS; n++) {
    double an = -n * (n - a);
    b += 2;
    d = an * d + b;
    c = b + an / c;
    d = 1 / (d == 0 ? TINY : d);
    if (c == 0) c = TINY;
    value *= d * c;
    if (fabs(d * c - 1) < DBL_EPSILON) break;
  }
  return special_poisson(a, x) * a * value;
}

double lu_gamma_cdf(double x, double a) {
  if (!(a > 0 && x >= 0)) return NAN;
  if (x == 0) return 0;
  if (isinf(x)) return 1;
  return x < a + 1 ? fmin(1, gamma_series(x, a)) : 1 - gamma_fraction(x, a);
}

double lu_gamma_survival(double x, double a) {
  if (!(a > 0 && x >= 0)) return NAN;
  if (x == 0) return 1;
  if (isinf(x)) return 0;
  return x < a + 1 ? fmax(0, 1 - gamma_series(x, a)) : gamma_fraction(x, a);
}

static double gamma_cdf_call(double x, const double *a) {
  return lu_gamma_cdf(x, *a);
}

static double gamma_density_call(double x, const double *a) {
  return special_poisson(*a, x) * *a / x;
}

double lu_gamma_quantile(double p, double a) {
  if (!(a > 0 && p >= 0 && p <= 1)) return NAN;
  if (p == 0) return 0;
  if (p == 1) return INFINITY;
  /* start: Wilson and Hilferty, the cube root of a gamma variable is nearly normal */
  double t = 1 - 1 / (9 * a) + lu_normal_quantile(p) / (3 * sqrt(a));
  return special_invert(p, a * t * t * t, 0, INFINITY, gamma_cdf_call, gamma_density_call, &a);
}

double lu_chi_squared_quantile(double p, double degrees) {
  return 2 * lu_gamma_quantile(p, degrees / 2);
}

/* ---- counts ---- */

double lu_binomial_pmf(uint64_t k, uint64_t n, double p) {
  if (!(p >= 0 && p <= 1)) return NAN;
  if (k > n) return 0;
  return n == 0 ? 1 : special_binomial((double)k, (double)n, p);
}

double lu_binomial_cdf(uint64_t k, uint64_t n, double p) {
  if (!(p >= 0 && p <= 1)) return NAN;
  if (k >= n) return 1;
  if (p == 0 || p == 1) return 1 - p;
  double lower;
  double upper;
  beta_tails(p, (double)k + 1, (double)(n - k), &lower, &upper);
  return fmin(1, fmax(0, upper));
}

double lu_poisson_pmf(uint64_t k, double mean) {
  if (!(mean >= 0)) return NAN;
  return special_poisson((double)k, mean);
}

double lu_poisson_cdf(uint64_t k, double mean) {
  if (!(mean >= 0)) return NAN;
  return lu_gamma_survival(mean, (double)k + 1);
}

uint64_t lu_poisson_quantile(double p, double mean) {
  if (!(p >= 0 && p < 1 && mean >= 0 && mean < 1e15)) return UINT64_MAX;
  uint64_t low = 0;
  uint64_t high = 1;
  while (lu_poisson_cdf(high, mean) < p)
    high *= 2;
  while (low < high) {
    uint64_t middle = low + (high - low) / 2;
    if (lu_poisson_cdf(middle, mean) < p)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* ---- intervals ---- */

static lu_status check_level(double level, lu_error *error) {
  if (level > 0 && level < 1) return LU_OK;
  return lu_fail(error, LU_BAD_INPUT, "the level of an interval is %g; it must lie between 0 and 1",
                 level);
}

static lu_status check_proportion(uint64_t k, uint64_t n, double level, lu_error *error) {
  if (n == 0 || k > n)
    return lu_fail(error, LU_BAD_INPUT,
                   "%llu of %llu is no proportion; the first may not exceed the second, and the "
                   "second must be positive",
                   (unsigned long long)k, (unsigned long long)n);
  return check_level(level, error);
}

lu_status lu_wilson_interval(lu_interval *out, uint64_t k, uint64_t n, double level,
                             lu_error *error) {
  lu_status status = check_proportion(k, n, level, error);
  if (status != LU_OK) return status;
  double z = lu_normal_quantile(0.5 + level / 2);
  double size = (double)n;
  double p = (double)k / size;
  double centre = p + z * z / (2 * size);
  double half = z * sqrt(p * (1 - p) / size + z * z / (4 * size * size));
  double scale = 1 + z * z / size;
  out->lower = k == 0 ? 0 : fmax(0, (centre - half) / scale);
  out->upper = k == n ? 1 : fmin(1, (centre + half) / scale);
  return LU_OK;
}

lu_status lu_clopper_pearson_interval(lu_interval *out, uint64_t k, uint64_t n, double level,
                                      lu_error *error) {
  lu_status status = check_proportion(k, n, level, error);
  if (status != LU_OK) return status;
  double tail = (1 - level) / 2;
  double hits = (double)k;
  double misses = (double)(n - k);
  out->lower = k == 0 ? 0 : lu_beta_quantile(tail, hits, misses + 1);
  out->upper = k == n ? 1 : 1 - lu_beta_quantile(tail, misses, hits + 1);
  return LU_OK;
}

lu_status lu_poisson_interval(lu_interval *out, uint64_t count, double level, lu_error *error) {
  lu_status status = check_level(level, error);
  if (status != LU_OK) return status;
  double tail = (1 - level) / 2;
  out->lower = count == 0 ? 0 : lu_gamma_quantile(tail, (double)count);
  out->upper = lu_gamma_quantile(1 - tail, (double)count + 1);
  return LU_OK;
}
