/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Uncertain numbers: a value with its unit, its distribution, and where it comes from.
 */
#ifndef LUTETIA_BASE_MEASURE_H
#define LUTETIA_BASE_MEASURE_H

#include <stdint.h>

#include "lutetia/base/error.h"
#include "lutetia/base/export.h"
#include "lutetia/base/statistics.h"
#include "lutetia/base/text.h"

LU_BEGIN_DECLS

/** What is known about the true value. Parameters a and b are those of lu_measure. */
typedef enum lu_distribution {
  LU_EXACT,     /**< a: the value itself */
  LU_NORMAL,    /**< a: mean, b: standard deviation */
  LU_LOGNORMAL, /**< a: median, b: standard deviation of the natural logarithm */
  LU_BETA,      /**< scale times a Beta(a, b) variable */
  LU_GAMMA,     /**< scale times a gamma variable of shape a */
  LU_POISSON,   /**< a: events counted; scale: value of one event. Quantiles by Jeffreys' Gamma(a +
                   1/2), intervals by Garwood (wider: exact) */
  LU_SCORE, /**< a: hits, b: trials; scale times a proportion. Quantiles are the limits of Wilson's
               score interval */
  LU_INTERVAL /**< anywhere between a and b, evenly */
} lu_distribution;

/** An uncertain number; plain data, copied by value. Made by lu_measure_…(); texts are borrowed. */
typedef struct lu_measure {
  double value;         /**< best estimate, in `unit` */
  const char *unit;     /**< spelling of lu_unit_parse(); borrowed */
  lu_distribution dist; /**< kind of distribution */
  double a;             /**< first parameter, see lu_distribution */
  double b;             /**< second parameter, see lu_distribution; 0 if there is none */
  double scale;         /**< factor of the kinds that have one; 1 for the others */
  const char *source;   /**< where it comes from; "" if nothing to say; borrowed */
} lu_measure;

/** A number without uncertainty. @param unit,source borrowed, as in lu_measure */
LU_API lu_measure lu_measure_exact(double value, const char *unit, const char *source);
/**
 * Makes a number of the kinds with two parameters and no scale: LU_NORMAL, LU_LOGNORMAL,
 * LU_INTERVAL. Fails with LU_BAD_INPUT for another kind and for parameters out of range (a standard
 * deviation below 0, a median not above 0, an interval whose ends are not in order).
 */
LU_API lu_status lu_measure_make(lu_measure *out, lu_distribution dist, double a, double b,
                                 const char *unit, const char *source, lu_error *error);
/** Makes scale times Beta(a, b). Fails with LU_BAD_INPUT unless all three are positive. */
LU_API lu_status lu_measure_beta(lu_measure *out, double a, double b, double scale,
                                 const char *unit, const char *source, lu_error *error);
/** Makes scale times a gamma variable. Fails with LU_BAD_INPUT unless both are positive. */
LU_API lu_status lu_measure_gamma(lu_measure *out, double shape, double scale, const char *unit,
                                  const char *source, lu_error *error);
/**
 * Makes a proportion: `hits` of `trials`, times `scale` (100 for percent). The value is
 * hits/trials, the distribution Wilson's. Fails with LU_BAD_INPUT for no trials or too many hits.
 */
LU_API lu_status lu_measure_proportion(lu_measure *out, uint64_t hits, uint64_t trials,
                                       double scale, const char *unit, const char *source,
                                       lu_error *error);
/**
 * Makes a rate from counted events: the value is count times scale (2/10 for events per 2 mm2
 * counted in 10 mm2). Fails with LU_BAD_INPUT unless scale is positive.
 */
LU_API lu_status lu_measure_count(lu_measure *out, uint64_t count, double scale, const char *unit,
                                  const char *source, lu_error *error);

/** Mean of the distribution. */
LU_API double lu_measure_mean(const lu_measure *measure);
/** Standard deviation of the distribution. */
LU_API double lu_measure_sd(const lu_measure *measure);
/** Probability that the true value is at most x (in the unit of the measure). */
LU_API double lu_measure_cdf(const lu_measure *measure, double x);
/** Value that is not exceeded with probability p. @param p 0 to 1; NAN outside */
LU_API double lu_measure_quantile(const lu_measure *measure, double p);
/** A sample, by the inverse of the distribution function: the same u gives the same sample. @param
 * u uniform in (0,1) */
LU_API double lu_measure_sample(const lu_measure *measure, double u);
/** Interval with the tails left out evenly on both sides. @param level coverage in (0,1), e.g.
 * 0.95; ends are NAN outside */
LU_API lu_interval lu_measure_interval(const lu_measure *measure, double level);

/**
 * Sum of two independent numbers in the unit of a; b is converted. Two exact numbers give an exact
 * one, all else a normal one by first-order propagation of means and variances.
 * Fails with LU_BAD_INPUT where a unit cannot be read or the dimensions differ.
 * @param out may be a or b
 */
LU_API lu_status lu_measure_add(lu_measure *out, const lu_measure *a, const lu_measure *b,
                                lu_error *error);
/** Difference a - b of two independent numbers; otherwise like lu_measure_add(). */
LU_API lu_status lu_measure_subtract(lu_measure *out, const lu_measure *a, const lu_measure *b,
                                     lu_error *error);
/**
 * Product of two independent numbers in a unit that is given, as it can be read from the product of
 * theirs. A positive exact factor keeps the kind of the other; else the result is normal, by first
 * order. Fails with LU_BAD_INPUT like lu_measure_add().
 * @param out may be a or b @param unit borrowed
 */
LU_API lu_status lu_measure_multiply(lu_measure *out, const lu_measure *a, const lu_measure *b,
                                     const char *unit, lu_error *error);
/** Quotient a / b; otherwise like lu_measure_multiply(). Fails with LU_BAD_INPUT also where b is
 * zero by value or mean. */
LU_API lu_status lu_measure_divide(lu_measure *out, const lu_measure *a, const lu_measure *b,
                                   const char *unit, lu_error *error);
/** The same number in another unit. Fails with LU_BAD_INPUT for another dimension. @param out may
 * be measure @param unit borrowed */
LU_API lu_status lu_measure_convert(lu_measure *out, const lu_measure *measure, const char *unit,
                                    lu_error *error);

/** Name of a kind in documents: "exact", "normal", "lognormal", "beta", "gamma", "poisson",
 * "score", "interval". @return borrowed, static */
LU_API const char *lu_distribution_name(lu_distribution dist);
/** Reads such a name. Fails with LU_BAD_INPUT, naming those that exist. */
LU_API lu_status lu_distribution_parse(lu_distribution *out, const char *name, lu_error *error);
/** Name of parameter 0 (a), 1 (b) or 2 (scale) in documents, "mean" for example; NULL if the kind
 * has no such parameter. @return borrowed, static */
LU_API const char *lu_distribution_parameter(lu_distribution dist, unsigned index);
/**
 * Writes a number for a person: "4.0 % (95 % 2.6 to 6.1)", "12 mm" if exact. Digits follow the
 * uncertainty: two digits of half the width of the interval.
 * @param out appended @param level coverage of the interval, e.g. 0.95
 */
LU_API void lu_measure_print(lu_text *out, const lu_measure *measure, double level);
/**
 * Writes a number as a JSON object: {"value":4,"unit":"%","dist":"score","params":{"hits":20,
 * "trials":500,"scale":100},"source":"…"}. What is not finite becomes null.
 * @param out appended
 */
LU_API void lu_measure_json(lu_text *out, const lu_measure *measure);

LU_END_DECLS

#endif
