/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: leading factors of the beta and gamma families.
 */
#ifndef BASE_SPECIAL_H
#define BASE_SPECIAL_H

/** x^a e^-x / Gamma(a+1), a >= 0, x >= 0: the Poisson probability of a (real) count. */
double special_poisson(double a, double x);
/** Gamma(n+1)/(Gamma(a+1)Gamma(n-a+1)) x^a (1-x)^(n-a): the binomial probability of a (real) count.
 */
double special_binomial(double a, double n, double x);
/**
 * Finds x with cdf(x) = p between lower and upper (which may be INFINITY), where cdf rises:
 * Newton steps kept within a shrinking bracket.
 * @param density derivative of cdf
 */
double special_invert(double p, double start, double lower, double upper,
                      double (*cdf)(double x, const double *parameters),
                      double (*density)(double x, const double *parameters),
                      const double *parameters);

#endif
