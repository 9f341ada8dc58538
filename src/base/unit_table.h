/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the symbols that units are made of.
 */
#ifndef BASE_UNIT_TABLE_H
#define BASE_UNIT_TABLE_H

#include <stddef.h>

#include "lutetia/base/unit.h"

/** A symbol without prefix. */
typedef struct unit_symbol {
  const char *name;
  bool takes_prefix;                    /**< "k", "m", "u" may stand before it */
  double numerator;                     /**< size in coherent units, times 10^exponent */
  int exponent;                         /**< see numerator */
  double offset;                        /**< zero point in coherent units */
  int8_t dimension[LU_DIMENSION_COUNT]; /**< exponents */
} unit_symbol;

/** Finds a symbol, with or without prefix. @param prefix power of ten of the prefix @return
 * borrowed, static; NULL if unknown */
const unit_symbol *unit_symbol_find(const char *name, size_t length, int *prefix);
/** Symbol or common unit whose spelling is nearest. @return borrowed, static; NULL if none is near
 */
const char *unit_symbol_nearest(const char *name, size_t length);

#endif
