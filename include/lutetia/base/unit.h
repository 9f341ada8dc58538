/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Units of measurement: reading them, comparing their dimensions, converting between them.
 *
 * The spelling is UCUM (Schadow, McDonald, "The Unified Code for Units of Measure", v2.1) with the
 * liberties that laboratories take: "mg/dL", "umol/24h", "10*9/L", "10^9/L", "mL/min/1.73m2",
 * "µg/l", "mg/(kg.d)", "{cells}/uL". Spelling is case-sensitive but for litre.
 *
 * What must not be mixed up is kept apart by a dimension of its own: radioactivity is no
 * frequency, absorbed dose no equivalent dose, enzyme units no international units, and a
 * clearance per 1.73 m2 of body surface no clearance.
 */
#ifndef LUTETIA_BASE_UNIT_H
#define LUTETIA_BASE_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lutetia/base/error.h"
#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** What a unit measures: exponents of these make its dimension. */
typedef enum lu_dimension {
  LU_LENGTH,             /**< metre */
  LU_MASS,               /**< kilogram */
  LU_TIME,               /**< second */
  LU_AMOUNT,             /**< mole */
  LU_TEMPERATURE,        /**< kelvin */
  LU_RADIOACTIVITY,      /**< becquerel */
  LU_ABSORBED_DOSE,      /**< gray */
  LU_EQUIVALENT_DOSE,    /**< sievert */
  LU_ENZYME_ACTIVITY,    /**< enzyme unit U, 1 umol/min */
  LU_INTERNATIONAL_UNIT, /**< IU: arbitrary, of one substance by one assay */
  LU_EQUIVALENT,         /**< Eq: mole of charges; converts into mole for one ion only */
  LU_UPPER_LIMIT,        /**< ULN: multiple of the upper limit of normal */
  LU_BODY_SURFACE,       /**< 1.73 m2 of body surface, as a norm */
  LU_DIMENSION_COUNT     /**< how many there are */
} lu_dimension;

/** Longest spelling of a unit, with the final NUL. */
#define LU_UNIT_TEXT_SIZE 64

/**
 * A unit; plain data, copied by value. One of it is `numerator / denominator * 10^exponent`
 * coherent units of its dimension (m, kg, s, mol, K, Bq, Gy, Sv, U, IU, Eq, ULN, 1.73 m2), so that
 * conversions between decimal multiples round only once.
 */
typedef struct lu_unit {
  double numerator;   /**< part of the factor, an integer as a rule */
  double denominator; /**< part of the factor, an integer as a rule */
  int32_t exponent;   /**< power of ten of the factor */
  double offset;      /**< zero point in coherent units; 0 but for degrees Celsius */
  int8_t dimension[LU_DIMENSION_COUNT]; /**< exponents of the dimensions */
  char text[LU_UNIT_TEXT_SIZE];         /**< the spelling that was read */
} lu_unit;

/**
 * Reads a unit. "" and "1" are the unit of pure numbers; text in braces is a remark without
 * meaning ("{cells}/uL" is 1/uL), except {1.73_m2}. Degrees Celsius have their zero point only
 * when they stand alone.
 * Fails with LU_BAD_INPUT: an unknown symbol (the sentence names the nearest known spelling), a
 * wrong form, a spelling of LU_UNIT_TEXT_SIZE bytes or more, an exponent out of range, or "10e9",
 * which laboratories and computers read differently.
 * @param out filled; undefined after a failure
 */
LU_API lu_status lu_unit_parse(lu_unit *out, const char *text, lu_error *error);
/** True if both units measure the same kind of thing, so that one converts into the other. */
LU_API bool lu_unit_same_dimension(const lu_unit *a, const lu_unit *b);
/** True if a value means the same in both units ("ug/L" and "ng/mL"). */
LU_API bool lu_unit_equivalent(const lu_unit *a, const lu_unit *b);
/**
 * Converts a value. Fails with LU_BAD_INPUT for units of different dimensions; the sentence names
 * both units and both dimensions.
 * @param out the value in `to`; unchanged after a failure
 */
LU_API lu_status lu_unit_convert(double *out, double value, const lu_unit *from, const lu_unit *to,
                                 lu_error *error);
/**
 * Converts a value, also between mass and amount of substance ("mg/dL" to "umol/L").
 * Fails like lu_unit_convert(), and with LU_BAD_INPUT for a molar mass that is not positive.
 * @param out        the value in `to`; unchanged after a failure
 * @param molar_mass_g_per_mol molar mass of the substance in g/mol
 */
LU_API lu_status lu_unit_convert_molar(double *out, double value, const lu_unit *from,
                                       const lu_unit *to, double molar_mass_g_per_mol,
                                       lu_error *error);
/** Reads two units and converts a value from one to the other; fails like the two steps. */
LU_API lu_status lu_unit_convert_text(double *out, double value, const char *from, const char *to,
                                      lu_error *error);
/** The unit of a product. Fails with LU_BAD_INPUT when an exponent leaves its range. @param out
 * filled; its text is "a.(b)", cut if too long */
LU_API lu_status lu_unit_multiply(lu_unit *out, const lu_unit *a, const lu_unit *b,
                                  lu_error *error);
/** The unit of a quotient. Fails with LU_BAD_INPUT when an exponent leaves its range. @param out
 * filled; its text is "a/(b)", cut if too long */
LU_API lu_status lu_unit_divide(lu_unit *out, const lu_unit *a, const lu_unit *b, lu_error *error);
/**
 * Writes the dimension in words: "mass/length^3", "a pure number".
 * @param buffer filled, cut if too short @param size its size, 1 or more @return buffer
 */
LU_API char *lu_unit_dimension_text(char *buffer, size_t size, const lu_unit *unit);
/** What a unit measures, in the words of people: "a concentration", "a length". @return borrowed,
 * static; NULL for what has no common name */
LU_API const char *lu_unit_kind(const lu_unit *unit);

LU_END_DECLS

#endif
