/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the growth document. growth.c puts it together, growth_response.c says
 * categories by day, growth_rate.c growth rates, growth_series.c hormones and quality of life;
 * growth_chance.c computes and knows no record.
 */
#ifndef PATIENT_GROWTH_H
#define PATIENT_GROWTH_H

#include "assess.h"
#include "case.h"
#include "check.h"
#include "extract.h"
#include "response.h"

/** What all parts of the document are made from. */
typedef struct grower {
  const lu_assessment *assessment;
  const lu_case *record;
  const json_t *rules; /**< data/assessment/growth.json */
  const response *series;
  lu_context *context;
  lu_error *error;
} grower;

/** Limits of progression: both must be passed. */
typedef struct growth_limit {
  double pct; /**< growth over the smaller sum, % */
  double mm;  /**< growth over the smaller sum, mm */
} growth_limit;

/** A growth rate between two sums. */
typedef struct growth_rate {
  double per_mo;         /**< growth of the logarithm of volume per month */
  double pct_per_mo;     /**< % of volume per month */
  double lower, upper;   /**< 95 % interval of the latter */
  double doubling_mo;    /**< volume doubling time; INFINITY without growth */
  double doubling_lower; /**< its 95 % interval; INFINITY where the rate is not above 0 */
  double doubling_upper;
} growth_rate;

/**
 * Probability that a normal pair (N, S) of independent sums passes the limits:
 * S >= N (1 + pct/100) and S >= N + mm. Simpson's rule over N, error below 1e-6.
 * @param nadir, sum means, mm @param nadir_sd, sum_sd standard deviations, mm, 0 or more
 */
double growth_chance(double nadir, double nadir_sd, double sum, double sum_sd, growth_limit limit);
/**
 * Growth rate of volume from two sums of diameters (TG = 3 ln(D2/D1)/t, TGR = 100 (exp(TG) - 1);
 * Ferte 2014, 10.1158/1078-0432.CCR-13-2098). The interval takes the errors of both sums as normal
 * and small beside them.
 * @param first, last sums, mm, above 0 @param months above 0
 */
growth_rate growth_rate_of(double first, double first_sd, double last, double last_sd,
                           double months);
/** 95 % interval of 100 (last / first - 1), in %, from the standard deviations of both. */
void growth_ratio_interval(double *lower, double *upper, double first, double first_sd, double last,
                           double last_sd);

/** Puts a new reference into an object; false if it is NULL or memory is short. */
bool growth_put(json_t *object, const char *name, json_t *value);
/** A number, or null for what is not finite. @return new reference */
json_t *growth_number(double number);
/** [lower, upper]. @return new reference */
json_t *growth_pair(double lower, double upper);
/** A day as text. @return new reference */
json_t *growth_day(lu_date date);
/** Copies "text", "source" and "mark" of a rule. @return new reference */
json_t *growth_sourced(const json_t *rule);

/**
 * The fact that a member of "facts" of the rules names. lu_growth_document() has looked whether all
 * of them are in the dictionary. @param group "day" or "categories"
 */
size_t growth_fact(const grower *g, const char *group, const char *key);

/** Part "recist". @param out new reference */
lu_status growth_response(json_t **out, const grower *g);
/** Part "tgr". @param out new reference */
lu_status growth_rates(json_t **out, const grower *g);
/** Part "hormones". @param out new reference */
lu_status growth_hormones(json_t **out, const grower *g);
/** Part "quality_of_life". @param out new reference */
lu_status growth_quality(json_t **out, const grower *g);

#endif
