/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * 34-digit decimals (IEEE 754-2008 decimal128) by the Intel decimal floating-point library,
 * behind a face of our own. Rounding is half-even unless a function says otherwise.
 */
#ifndef DECISION_DECIMAL_H
#define DECISION_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A decimal number; plain data, copied by value. */
typedef struct decimal {
  uint64_t words[2]; /**< BID encoding, least significant word first */
} decimal;

/** Size of the buffer that decimal_format() needs. */
#define DECIMAL_TEXT_SIZE 6300

bool decimal_parse(decimal *out, const char *text,
                   size_t length); /**< FEEL/XSD number text: [-+]digits[.digits][e[-+]digits];
                                      false if it is not one or overflows */
size_t decimal_format(char *buffer, size_t size,
                      decimal number); /**< plain notation without trailing zeros after the point
                                          ("0.5", "-3", "1E+40" beyond 40 digits); returns length */
decimal decimal_from_integer(int64_t integer);
decimal decimal_from_double(
    double number); /**< shortest decimal that reads back as the same double */
double decimal_to_double(decimal number);
bool decimal_to_integer(int64_t *out, decimal number); /**< false unless integral and in range */
bool decimal_is_integer(decimal number);
bool decimal_is_finite(decimal number);
decimal decimal_add(decimal a, decimal b);
decimal decimal_subtract(decimal a, decimal b);
decimal decimal_multiply(decimal a, decimal b);
decimal decimal_divide(decimal a,
                       decimal b); /**< caller checks for zero; result may be non-finite */
decimal decimal_power(decimal a, decimal b);
decimal decimal_negate(decimal a);
decimal decimal_abs(decimal a);
int decimal_compare(decimal a, decimal b); /**< -1, 0, 1; both finite */
decimal decimal_floor(decimal a);
decimal decimal_ceiling(decimal a);
decimal decimal_modulo(decimal a, decimal b); /**< a - b*floor(a/b), as FEEL modulo */
decimal decimal_sqrt(decimal a);
decimal decimal_log(decimal a);
decimal decimal_exp(decimal a);

/** How to round to a number of digits after the point. */
typedef enum decimal_rounding {
  DECIMAL_HALF_EVEN,
  DECIMAL_UP,
  DECIMAL_DOWN,
  DECIMAL_HALF_UP,
  DECIMAL_HALF_DOWN
} decimal_rounding;
decimal decimal_round(decimal a, int64_t scale,
                      decimal_rounding rounding); /**< scale may be negative */

#endif
