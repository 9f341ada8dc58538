/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "lutetia/base/measure.h"
#include "lutetia/base/unit.h"

static lu_measure normal(double value, double mean, double sd, const char *unit,
                         const char *source) {
  lu_measure measure = {value, unit, sd > 0 ? LU_NORMAL : LU_EXACT, mean, sd, 1, source};
  if (sd == 0) measure.a = value;
  return measure;
}

/** The source of a result: that of both, or that it was computed from two. */
static const char *joint_source(const lu_measure *a, const lu_measure *b) {
  return strcmp(a->source, b->source) == 0 ? a->source : "computed";
}

/** factor * measure + shift, keeping the kind where it is closed under that. */
static lu_measure transform(const lu_measure *measure, double factor, double shift) {
  lu_measure out = *measure;
  out.value = factor * measure->value + shift;
  bool stretches = factor > 0 && shift == 0;
  switch (measure->dist) {
    case LU_EXACT:
      out.a = out.value;
      return out;
    case LU_NORMAL:
      out.a = factor * measure->a + shift;
      out.b = fabs(factor) * measure->b;
      return out;
    case LU_INTERVAL:
      out.a = factor * (factor < 0 ? measure->b : measure->a) + shift;
      out.b = factor * (factor < 0 ? measure->a : measure->b) + shift;
      return out;
    case LU_LOGNORMAL:
      if (!stretches) break;
      out.a = factor * measure->a;
      return out;
    case LU_BETA:
    case LU_GAMMA:
    case LU_POISSON:
    case LU_SCORE:
      if (!stretches) break;
      out.scale = factor * measure->scale;
      return out;
  }
  return normal(out.value, factor * lu_measure_mean(measure) + shift,
                fabs(factor) * lu_measure_sd(measure), measure->unit, measure->source);
}

lu_status lu_measure_convert(lu_measure *out, const lu_measure *measure, const char *unit,
                             lu_error *error) {
  lu_unit from;
  lu_unit to;
  double value = 0;
  lu_status status = lu_unit_parse(&from, measure->unit, error);
  if (status == LU_OK) status = lu_unit_parse(&to, unit, error);
  if (status == LU_OK) status = lu_unit_convert(&value, measure->value, &from, &to, error);
  if (status != LU_OK) return status;
  double zero = 0;
  double one = 0;
  lu_unit_convert(&zero, 0, &from, &to, NULL);
  lu_unit_convert(&one, 1, &from, &to, NULL);
  bool same_zero = from.offset == to.offset;
  lu_measure result = transform(measure, same_zero ? one : one - zero, same_zero ? 0 : zero);
  result.value = value; /* places on the scale are converted themselves, so that they round once */
  if (result.dist == LU_EXACT || result.dist == LU_NORMAL || result.dist == LU_INTERVAL)
    lu_unit_convert(&result.a, measure->a, &from, &to, NULL);
  if (result.dist == LU_INTERVAL) lu_unit_convert(&result.b, measure->b, &from, &to, NULL);
  result.unit = unit;
  *out = result;
  return LU_OK;
}

/** a + sign * b. */
static lu_status sum(lu_measure *out, const lu_measure *a, const lu_measure *b, double sign,
                     lu_error *error) {
  lu_measure other;
  lu_status status = lu_measure_convert(&other, b, a->unit, error);
  if (status != LU_OK) return status;
  const char *source = joint_source(a, b);
  if (other.dist == LU_EXACT) {
    *out = transform(a, 1, sign * other.value);
  } else if (a->dist == LU_EXACT) {
    *out = transform(&other, sign, a->value);
  } else {
    *out =
        normal(a->value + sign * other.value, lu_measure_mean(a) + sign * lu_measure_mean(&other),
               hypot(lu_measure_sd(a), lu_measure_sd(&other)), a->unit, source);
  }
  out->source = source;
  return LU_OK;
}

lu_status lu_measure_add(lu_measure *out, const lu_measure *a, const lu_measure *b,
                         lu_error *error) {
  return sum(out, a, b, 1, error);
}

lu_status lu_measure_subtract(lu_measure *out, const lu_measure *a, const lu_measure *b,
                              lu_error *error) {
  return sum(out, a, b, -1, error);
}

/** How many `unit` are one product (or quotient) of the units of a and b. */
static lu_status joint_factor(double *out, const lu_measure *a, const lu_measure *b,
                              const char *unit, bool divide, lu_error *error) {
  lu_unit first;
  lu_unit second;
  lu_unit joint;
  lu_unit wanted;
  lu_status status = lu_unit_parse(&first, a->unit, error);
  if (status == LU_OK) status = lu_unit_parse(&second, b->unit, error);
  if (status == LU_OK) status = lu_unit_parse(&wanted, unit, error);
  if (status == LU_OK)
    status = divide ? lu_unit_divide(&joint, &first, &second, error)
                    : lu_unit_multiply(&joint, &first, &second, error);
  if (status != LU_OK) return status;
  wanted.offset = 0; /* a product is a difference of temperatures, not a place on the scale */
  return lu_unit_convert(out, 1, &joint, &wanted, error);
}

lu_status lu_measure_multiply(lu_measure *out, const lu_measure *a, const lu_measure *b,
                              const char *unit, lu_error *error) {
  double factor = 0;
  lu_status status = joint_factor(&factor, a, b, unit, false, error);
  if (status != LU_OK) return status;
  lu_measure result;
  if (b->dist == LU_EXACT) {
    result = transform(a, b->value * factor, 0);
  } else if (a->dist == LU_EXACT) {
    result = transform(b, a->value * factor, 0);
  } else {
    double first = lu_measure_mean(a);
    double second = lu_measure_mean(b);
    double sd = hypot(second * lu_measure_sd(a), first * lu_measure_sd(b));
    result = normal(a->value * b->value * factor, first * second * factor, sd * factor, unit, "");
  }
  result.unit = unit;
  result.source = joint_source(a, b);
  *out = result;
  return LU_OK;
}

lu_status lu_measure_divide(lu_measure *out, const lu_measure *a, const lu_measure *b,
                            const char *unit, lu_error *error) {
  double factor = 0;
  lu_status status = joint_factor(&factor, a, b, unit, true, error);
  if (status != LU_OK) return status;
  double second = lu_measure_mean(b);
  if (second == 0 || b->value == 0)
    return lu_fail(error, LU_BAD_INPUT, "%g %s is divided by zero %s", a->value, a->unit, b->unit);
  lu_measure result;
  if (b->dist == LU_EXACT) {
    result = transform(a, factor / b->value, 0);
  } else {
    double mean = lu_measure_mean(a) / second;
    double sd = hypot(lu_measure_sd(a), mean * lu_measure_sd(b)) / fabs(second);
    result = normal(a->value / b->value * factor, mean * factor, sd * factor, unit, "");
  }
  result.unit = unit;
  result.source = joint_source(a, b);
  *out = result;
  return LU_OK;
}
