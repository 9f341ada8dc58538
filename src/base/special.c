/* SPDX-License-Identifier: Apache-2.0 */
#include "special.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define TWO_PI 6.283185307179586476925286766559
#define HALF_LOG_TWO_PI 0.91893853320467274178032973640562

/** Error of Stirling's formula: log Gamma(z+1) - [(z+1/2) log z - z + log(2 pi)/2] (DLMF 5.11.1).
 * Not by lgamma(), which writes the global variable signgam: this runs on several threads.
 */
static double stirling_error(double z) {
  if (z < 16) return log(tgamma(z + 1)) - (z + 0.5) * log(z) + z - HALF_LOG_TWO_PI;
  double r = 1 / (z * z);
  return (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188))))) / z;
}

/** Deviance a log(a/m) + m - a without cancellation where a is near m (Loader 2000, section 5). */
static double deviance(double a, double m) {
  double difference = a - m;
  if (fabs(difference) >= 0.1 * (a + m)) return a * log(a / m) - difference;
  double v = difference / (a + m);
  double sum = difference * v;
  double term = 2 * a * v;
  v *= v;
  for (int j = 1; j < 1000; j++) {
    term *= v;
    double next = sum + term / (2 * j + 1);
    if (next == sum) break;
    sum = next;
  }
  return sum;
}

double special_poisson(double a, double x) {
  if (x == 0) return a == 0 ? 1 : 0;
  if (isinf(x)) return 0;
  if (a == 0) return exp(-x);
  if (a < DBL_MIN * 1e20) return exp(-x) * (1 + a * log(x));
  return exp(-stirling_error(a) - deviance(a, x)) / sqrt(TWO_PI * a);
}

double special_binomial(double a, double n, double x) {
  double y = 1 - x;
  if (x == 0) return a == 0 ? 1 : 0;
  if (y == 0) return a == n ? 1 : 0;
  if (a == 0) return exp(n * log1p(-x));
  if (a == n) return exp(n * log(x));
  double b = n - a;
  double exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) -
                    deviance(b, n * y);
  return exp(exponent) * sqrt(n / (TWO_PI * a * b));
}

/** A point strictly inside the bracket, by ratio where its ends lie decades apart. */
static double inside(double lower, double upper) {
  if (isinf(upper)) return lower * 2 + 1;
  if (lower == 0) return upper > 1e-300 ? upper * 1e-2 : upper / 2;
  if (upper / lower > 4) return sqrt(lower) * sqrt(upper);
  return lower + (upper - lower) / 2;
}

double special_invert(double p, double start, double lower, double upper,
                      double (*cdf)(double x, const double *parameters),
                      double (*density)(double x, const double *parameters),
                      const double *parameters) {
  double x = start > lower && start < upper ? start : inside(lower, upper);
  for (int i = 0; i < 2000; i++) {
    double excess = cdf(x, parameters) - p;
    if (excess == 0) return x;
    if (excess < 0)
      lower = x;
    else
      upper = x;
    double slope = density(x, parameters);
    double next = slope > 0 ? x - excess / slope : NAN;
    bool usable = next > lower && next < upper;
    if (!usable) next = inside(lower, upper);
    if (usable && fabs(next - x) <= 2 * DBL_EPSILON * fabs(next)) return next;
    if (!(next > lower && next < upper)) return x;
    x = next;
  }
  return x;
}
