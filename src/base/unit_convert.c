/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lutetia/base/unit.h"

/** value * 10^exponent, in steps that are exact powers of ten, so that small shifts round once. */
static double shift(double value, int exponent) {
  static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  while (exponent > 22) {
    value *= 1e22;
    exponent -= 22;
  }
  while (exponent < -22) {
    value /= 1e22;
    exponent += 22;
  }
  return exponent < 0 ? value / powers[-exponent] : value * powers[exponent];
}

bool lu_unit_same_dimension(const lu_unit *a, const lu_unit *b) {
  return memcmp(a->dimension, b->dimension, sizeof a->dimension) == 0;
}

/** Converts the scale, not the zero point. `decades` is added to the power of ten. */
static double rescale(double value, const lu_unit *from, const lu_unit *to, int decades) {
  double up = from->numerator * to->denominator;
  double down = from->denominator * to->numerator;
  double scaled = up == down ? value : value * up / down;
  int exponent = from->exponent - to->exponent + decades;
  if (isnormal(scaled) || value == 0 || !isfinite(value)) return shift(scaled, exponent);
  /* the factors alone leave the range of a double; with the power of ten they may fit again */
  long double factor = (long double)from->numerator / from->denominator *
                       ((long double)to->denominator / to->numerator);
  return (double)(value * factor * powl(10, exponent));
}

bool lu_unit_equivalent(const lu_unit *a, const lu_unit *b) {
  return lu_unit_same_dimension(a, b) && a->offset == b->offset &&
         fabs(rescale(1, a, b, 0) - 1) < 1e-14;
}

char *lu_unit_dimension_text(char *buffer, size_t size, const lu_unit *unit) {
  static const char *const names[LU_DIMENSION_COUNT] = {"length",
                                                        "mass",
                                                        "time",
                                                        "amount",
                                                        "temperature",
                                                        "radioactivity",
                                                        "absorbed dose",
                                                        "equivalent dose",
                                                        "enzyme activity",
                                                        "international units",
                                                        "charge equivalents",
                                                        "upper limit of normal",
                                                        "1.73 m2 body surface"};
  size_t used = 0;
  buffer[0] = '\0';
  for (int sign = 1; sign >= -1; sign -= 2) {
    for (int i = 0; i < LU_DIMENSION_COUNT; i++) {
      int exponent = unit->dimension[i] * sign;
      if (exponent <= 0) continue;
      const char *joint = sign < 0 ? (used == 0 ? "1/" : "/") : (used == 0 ? "" : " ");
      char power[16] = "";
      if (exponent > 1) snprintf(power, sizeof power, "^%d", exponent);
      int n = snprintf(buffer + used, size - used, "%s%s%s", joint, names[i], power);
      if (n < 0 || (size_t)n >= size - used) return buffer;
      used += (size_t)n;
    }
  }
  if (used == 0) snprintf(buffer, size, "a pure number");
  return buffer;
}

const char *lu_unit_kind(const lu_unit *unit) {
  static const struct {
    const char *name;
    int8_t dimension[LU_DIMENSION_COUNT];
  } kinds[] = {
      {"a plain number", {0}},
      {"a length", {[LU_LENGTH] = 1}},
      {"an area", {[LU_LENGTH] = 2}},
      {"a volume", {[LU_LENGTH] = 3}},
      {"a weight", {[LU_MASS] = 1}},
      {"a time", {[LU_TIME] = 1}},
      {"a number per time", {[LU_TIME] = -1}},
      {"an amount of substance", {[LU_AMOUNT] = 1}},
      {"a temperature", {[LU_TEMPERATURE] = 1}},
      {"an activity", {[LU_RADIOACTIVITY] = 1}},
      {"an absorbed dose", {[LU_ABSORBED_DOSE] = 1}},
      {"an equivalent dose", {[LU_EQUIVALENT_DOSE] = 1}},
      {"a multiple of the upper limit of normal", {[LU_UPPER_LIMIT] = 1}},
      {"a concentration", {[LU_MASS] = 1, [LU_LENGTH] = -3}},
      {"a concentration", {[LU_AMOUNT] = 1, [LU_LENGTH] = -3}},
      {"a concentration of charges", {[LU_EQUIVALENT] = 1, [LU_LENGTH] = -3}},
      {"an enzyme activity per volume", {[LU_ENZYME_ACTIVITY] = 1, [LU_LENGTH] = -3}},
      {"a concentration in international units", {[LU_INTERNATIONAL_UNIT] = 1, [LU_LENGTH] = -3}},
      {"a number per volume", {[LU_LENGTH] = -3}},
      {"a number per area", {[LU_LENGTH] = -2}},
      {"a weight per time", {[LU_MASS] = 1, [LU_TIME] = -1}},
      {"an amount per time", {[LU_AMOUNT] = 1, [LU_TIME] = -1}},
      {"a volume per time", {[LU_LENGTH] = 3, [LU_TIME] = -1}},
      {"a length per time", {[LU_LENGTH] = 1, [LU_TIME] = -1}},
      {"a volume per time and body surface",
       {[LU_LENGTH] = 3, [LU_TIME] = -1, [LU_BODY_SURFACE] = -1}},
      {"a weight per body surface", {[LU_MASS] = 1, [LU_LENGTH] = -2}},
      {"a pressure", {[LU_LENGTH] = -1, [LU_MASS] = 1, [LU_TIME] = -2}},
  };
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (memcmp(kinds[i].dimension, unit->dimension, sizeof unit->dimension) == 0)
      return kinds[i].name;
  return NULL;
}

static lu_status refuse(const lu_unit *from, const lu_unit *to, const char *remark,
                        lu_error *error) {
  char a[160];
  char b[160];
  return lu_fail(error, LU_BAD_INPUT, "\"%s\" (%s) does not convert into \"%s\" (%s)%s",
                 from->text[0] == '\0' ? "1" : from->text,
                 lu_unit_dimension_text(a, sizeof a, from), to->text[0] == '\0' ? "1" : to->text,
                 lu_unit_dimension_text(b, sizeof b, to), remark);
}

lu_status lu_unit_convert(double *out, double value, const lu_unit *from, const lu_unit *to,
                          lu_error *error) {
  if (!lu_unit_same_dimension(from, to)) {
    int mass = from->dimension[LU_MASS] + from->dimension[LU_AMOUNT];
    bool molar = mass == to->dimension[LU_MASS] + to->dimension[LU_AMOUNT];
    for (int i = 0; i < LU_DIMENSION_COUNT; i++)
      if (i != LU_MASS && i != LU_AMOUNT && from->dimension[i] != to->dimension[i]) molar = false;
    return refuse(from, to, molar ? " without the molar mass of the substance" : "", error);
  }
  if (from->offset == to->offset)
    *out = rescale(value, from, to, 0);
  else
    *out = rescale(value + shift(from->offset, -from->exponent), from, to, 0) -
           shift(to->offset, -to->exponent);
  return LU_OK;
}

lu_status lu_unit_convert_molar(double *out, double value, const lu_unit *from, const lu_unit *to,
                                double molar_mass_g_per_mol, lu_error *error) {
  if (!(molar_mass_g_per_mol > 0) || !isfinite(molar_mass_g_per_mol))
    return lu_fail(error, LU_BAD_INPUT, "the molar mass is %g g/mol; it must be positive",
                   molar_mass_g_per_mol);
  int moles = to->dimension[LU_AMOUNT] - from->dimension[LU_AMOUNT];
  lu_unit bridged = *from;
  bridged.dimension[LU_AMOUNT] = (int8_t)(bridged.dimension[LU_AMOUNT] + moles);
  bridged.dimension[LU_MASS] = (int8_t)(bridged.dimension[LU_MASS] - moles);
  if (!lu_unit_same_dimension(&bridged, to)) return refuse(from, to, "", error);
  if (moles == 0) return lu_unit_convert(out, value, from, to, error);
  for (int i = 0; i < moles; i++)
    value /= molar_mass_g_per_mol;
  for (int i = 0; i > moles; i--)
    value *= molar_mass_g_per_mol;
  /* the coherent unit of mass is the kilogram, the molar mass is in grams: three decades */
  *out = rescale(value, from, to, 3 * moles);
  return LU_OK;
}

lu_status lu_unit_convert_text(double *out, double value, const char *from, const char *to,
                               lu_error *error) {
  lu_unit a;
  lu_unit b;
  lu_status status = lu_unit_parse(&a, from, error);
  if (status == LU_OK) status = lu_unit_parse(&b, to, error);
  if (status == LU_OK) status = lu_unit_convert(out, value, &a, &b, error);
  return status;
}
