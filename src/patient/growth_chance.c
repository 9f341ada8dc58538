/* SPDX-License-Identifier: Apache-2.0 */
/* Is a change of a sum of diameters real? Arithmetic of intervals and probabilities. */
#include <math.h>

#include "growth.h"

/* Standard deviations of the smaller sum that are integrated over, and steps (even). */
#define REACH 8.0
#define STEPS 800
/* Half of the width of a 95 % interval in standard deviations. */
#define Z95 1.959963984540054

/** Probability that the later sum passes the limits over a certain smaller one. */
static double passes(double nadir, double sum, double sum_sd, growth_limit limit) {
  double needed = fmax(nadir * (1 + limit.pct / 100), nadir + limit.mm);
  if (sum_sd <= 0) return sum >= needed ? 1 : 0;
  return lu_normal_cdf((sum - needed) / sum_sd);
}

double growth_chance(double nadir, double nadir_sd, double sum, double sum_sd, growth_limit limit) {
  if (nadir_sd <= 0) return passes(nadir, sum, sum_sd, limit);
  double h = 2 * REACH / STEPS, total = 0;
  for (int i = 0; i <= STEPS; i++) {
    double z = -REACH + h * i;
    double weight = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
    total += weight * exp(-z * z / 2) * passes(nadir + z * nadir_sd, sum, sum_sd, limit);
  }
  double chance = total * h / 3 / sqrt(2 * acos(-1.0));
  return fmin(1, fmax(0, chance));
}

/** Standard deviation of ln(last / first). */
static double log_sd(double first, double first_sd, double last, double last_sd) {
  return hypot(first_sd / first, last_sd / last);
}

growth_rate growth_rate_of(double first, double first_sd, double last, double last_sd,
                           double months) {
  double half = Z95 * 3 * log_sd(first, first_sd, last, last_sd) / months;
  double tg = 3 * log(last / first) / months;
  growth_rate rate = {.per_mo = tg,
                      .pct_per_mo = 100 * expm1(tg),
                      .lower = 100 * expm1(tg - half),
                      .upper = 100 * expm1(tg + half)};
  rate.doubling_mo = tg > 0 ? log(2) / tg : INFINITY;
  rate.doubling_lower = tg + half > 0 ? log(2) / (tg + half) : INFINITY;
  rate.doubling_upper = tg - half > 0 ? log(2) / (tg - half) : INFINITY;
  return rate;
}

void growth_ratio_interval(double *lower, double *upper, double first, double first_sd, double last,
                           double last_sd) {
  double half = Z95 * log_sd(first, first_sd, last, last_sd);
  *lower = 100 * (last / first * exp(-half) - 1);
  *upper = 100 * (last / first * exp(half) - 1);
}
