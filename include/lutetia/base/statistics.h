/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Distributions and exact intervals for counts.
 *
 * Accuracy: relative error of probabilities below 1e-12 for parameters up to 1e6 (tested against
 * exact sums and identities). Arguments outside their range give NAN.
 *
 * Sources: DLMF (NIST Digital Library of Mathematical Functions, dlmf.nist.gov) 8.9.2, 8.11.4,
 * 8.17.22, continued fractions evaluated by the method of Lentz as modified by Thompson and Barnett
 * (J Comput Phys 1986;64:490); leading factors after C. Loader, "Fast and accurate computation of
 * binomial probabilities" (2000); normal quantile: M. J. Wichura, algorithm AS 241 (Appl Stat
 * 1988;37:477).
 */
#ifndef LUTETIA_BASE_STATISTICS_H
#define LUTETIA_BASE_STATISTICS_H

#include <stdint.h>

#include "lutetia/base/error.h"
#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** A closed interval. */
typedef struct lu_interval {
  double lower; /**< lower end */
  double upper; /**< upper end */
} lu_interval;

/** Probability that a standard normal variable is at most x. */
LU_API double lu_normal_cdf(double x);
/** Inverse of lu_normal_cdf(). @param p 0 to 1; 0 and 1 give -INFINITY and INFINITY */
LU_API double lu_normal_quantile(double p);

/** Regularised incomplete beta function I_x(a,b), the cdf of Beta(a,b). @param x 0 to 1 @param a,b
 * positive */
LU_API double lu_beta_cdf(double x, double a, double b);
/** Inverse of lu_beta_cdf() in x. @param p 0 to 1 @param a,b positive */
LU_API double lu_beta_quantile(double p, double a, double b);
/** Regularised incomplete gamma function P(a,x): cdf of the gamma distribution of shape a, scale 1.
 * @param a positive @param x 0 or more */
LU_API double lu_gamma_cdf(double x, double a);
/** Its complement Q(a,x) = 1 - P(a,x), accurate where it is small. */
LU_API double lu_gamma_survival(double x, double a);
/** Inverse of lu_gamma_cdf() in x. @param p 0 to 1 @param a positive */
LU_API double lu_gamma_quantile(double p, double a);
/** Quantile of chi-squared with `degrees` degrees of freedom. @param p 0 to 1 */
LU_API double lu_chi_squared_quantile(double p, double degrees);
/** Probability of exactly k successes in n trials of probability p. */
LU_API double lu_binomial_pmf(uint64_t k, uint64_t n, double p);
/** Probability of at most k successes in n trials of probability p. */
LU_API double lu_binomial_cdf(uint64_t k, uint64_t n, double p);
/** Probability of exactly k events where `mean` are expected. @param mean 0 or more */
LU_API double lu_poisson_pmf(uint64_t k, double mean);
/** Probability of at most k events where `mean` are expected. @param mean 0 or more */
LU_API double lu_poisson_cdf(uint64_t k, double mean);
/** Smallest k with lu_poisson_cdf(k, mean) >= p. @param p 0 or more, less than 1; UINT64_MAX for
 * arguments out of range */
LU_API uint64_t lu_poisson_quantile(double p, double mean);

/**
 * Wilson's score interval of a proportion k/n (J Am Stat Assoc 1927;22:209).
 * Fails with LU_BAD_INPUT unless 0 < n, k <= n, 0 < level < 1.
 * @param out proportions, 0 to 1 @param level coverage, e.g. 0.95
 */
LU_API lu_status lu_wilson_interval(lu_interval *out, uint64_t k, uint64_t n, double level,
                                    lu_error *error);
/**
 * Clopper-Pearson's exact interval of a proportion k/n (Biometrika 1934;26:404).
 * Fails and returns like lu_wilson_interval().
 */
LU_API lu_status lu_clopper_pearson_interval(lu_interval *out, uint64_t k, uint64_t n, double level,
                                             lu_error *error);
/**
 * Garwood's exact interval of the mean of a Poisson count (Biometrika 1936;28:437).
 * Fails with LU_BAD_INPUT unless 0 < level < 1.
 * @param out expected counts, 0 or more
 */
LU_API lu_status lu_poisson_interval(lu_interval *out, uint64_t count, double level,
                                     lu_error *error);

LU_END_DECLS

#endif
