/* SPDX-License-Identifier: Apache-2.0 */
#include "decimal.h"

#include <string.h>

#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

/*
 * The layout of a finite number: sign, 14 bits of exponent (biased), 113 bits of coefficient.
 * Most numbers of a decision table are small integers; these are handled here without the library.
 */
#define BIAS 6176
#define MAX_BIASED 12287
#define SIGN_BIT 0x8000000000000000u
#define SPECIAL_BITS 0x6000000000000000u
#define HIGH_COEFFICIENT 0x0001ffffffffffffu

static const int64_t power_of_ten[] = {1,
                                       10,
                                       100,
                                       1000,
                                       10000,
                                       100000,
                                       1000000,
                                       10000000,
                                       100000000,
                                       1000000000,
                                       10000000000,
                                       100000000000,
                                       1000000000000,
                                       10000000000000,
                                       100000000000000,
                                       1000000000000000,
                                       10000000000000000,
                                       100000000000000000,
                                       1000000000000000000};
#define POWERS ((int)(sizeof power_of_ten / sizeof power_of_ten[0]))

static BID_UINT128 to_bid(decimal number) {
  BID_UINT128 bid;
  memcpy(&bid, number.words, sizeof number.words);
  return bid;
}

static decimal from_bid(BID_UINT128 bid) {
  decimal number;
  memcpy(number.words, &bid, sizeof number.words);
  return number;
}

/** A number whose coefficient fits into 63 bits. */
typedef struct small {
  int64_t coefficient;
  int exponent;
} small;

static bool get_small(small *out, decimal number) {
  uint64_t high = number.words[1];
  if ((high & SPECIAL_BITS) == SPECIAL_BITS || (high & HIGH_COEFFICIENT) != 0) return false;
  if (number.words[0] > (uint64_t)INT64_MAX) return false;
  out->coefficient = (high & SIGN_BIT) ? -(int64_t)number.words[0] : (int64_t)number.words[0];
  out->exponent = (int)((high >> 49) & 0x3fff) - BIAS;
  return true;
}

/** The exponent must lie within the format. Zero has no sign. */
static decimal make_small(int64_t coefficient, int exponent) {
  decimal number;
  uint64_t magnitude = coefficient < 0 ? 0u - (uint64_t)coefficient : (uint64_t)coefficient;
  number.words[0] = magnitude;
  number.words[1] = ((uint64_t)(exponent + BIAS) << 49) | (coefficient < 0 ? SIGN_BIT : 0);
  return number;
}

/** Brings two small numbers to one exponent, the smaller one; false if that does not fit. */
static bool align(small *a, small *b) {
  int difference = a->exponent - b->exponent;
  small *larger = difference > 0 ? a : b;
  if (difference == 0) return true;
  if (difference < 0) difference = -difference;
  if (difference >= POWERS) return false;
  if (__builtin_mul_overflow(larger->coefficient, power_of_ten[difference], &larger->coefficient)) {
    return false;
  }
  larger->exponent -= difference;
  return true;
}

decimal decimal_from_integer(int64_t integer) {
  if (integer == INT64_MIN) return from_bid(bid128_from_int64(integer));
  return make_small(integer, 0);
}

bool decimal_is_finite(decimal number) {
  return (number.words[1] & 0x7800000000000000u) != 0x7800000000000000u;
}

decimal decimal_add(decimal a, decimal b) {
  small x, y;
  int64_t sum;
  if (get_small(&x, a) && get_small(&y, b) && align(&x, &y) &&
      !__builtin_add_overflow(x.coefficient, y.coefficient, &sum)) {
    return make_small(sum, x.exponent);
  }
  unsigned flags = 0;
  return from_bid(bid128_add(to_bid(a), to_bid(b), BID_ROUNDING_TO_NEAREST, &flags));
}

decimal decimal_subtract(decimal a, decimal b) {
  return decimal_add(a, decimal_negate(b));
}

decimal decimal_multiply(decimal a, decimal b) {
  small x, y;
  int64_t product;
  if (get_small(&x, a) && get_small(&y, b) &&
      !__builtin_mul_overflow(x.coefficient, y.coefficient, &product)) {
    int exponent = x.exponent + y.exponent;
    if (exponent >= -BIAS && exponent <= MAX_BIASED - BIAS) return make_small(product, exponent);
  }
  unsigned flags = 0;
  return from_bid(bid128_mul(to_bid(a), to_bid(b), BID_ROUNDING_TO_NEAREST, &flags));
}

decimal decimal_divide(decimal a, decimal b) {
  small x, y;
  if (get_small(&x, a) && get_small(&y, b) && x.exponent == y.exponent && y.coefficient != 0 &&
      x.coefficient % y.coefficient == 0) {
    return make_small(x.coefficient / y.coefficient, 0);
  }
  unsigned flags = 0;
  return from_bid(bid128_div(to_bid(a), to_bid(b), BID_ROUNDING_TO_NEAREST, &flags));
}

/** a^n by squaring: exact as long as the result fits into 34 digits. */
static decimal power_of_integer(decimal a, uint64_t n) {
  decimal result = decimal_from_integer(1);
  while (n > 0) {
    if (n & 1) result = decimal_multiply(result, a);
    n >>= 1;
    if (n > 0) a = decimal_multiply(a, a);
  }
  return result;
}

decimal decimal_power(decimal a, decimal b) {
  int64_t n;
  if (decimal_to_integer(&n, b) && n > -1000 && n < 1000) {
    decimal result = power_of_integer(a, (uint64_t)(n < 0 ? -n : n));
    return n < 0 ? decimal_divide(decimal_from_integer(1), result) : result;
  }
  unsigned flags = 0;
  return from_bid(bid128_pow(to_bid(a), to_bid(b), BID_ROUNDING_TO_NEAREST, &flags));
}

decimal decimal_negate(decimal a) {
  small x;
  if (get_small(&x, a)) return make_small(-x.coefficient, x.exponent);
  a.words[1] ^= SIGN_BIT;
  return a;
}

decimal decimal_abs(decimal a) {
  a.words[1] &= ~SIGN_BIT;
  return a;
}

int decimal_compare(decimal a, decimal b) {
  small x, y;
  if (get_small(&x, a) && get_small(&y, b) && align(&x, &y)) {
    return (x.coefficient > y.coefficient) - (x.coefficient < y.coefficient);
  }
  unsigned flags = 0;
  if (bid128_quiet_less(to_bid(a), to_bid(b), &flags)) return -1;
  return bid128_quiet_less(to_bid(b), to_bid(a), &flags) ? 1 : 0;
}

/** True if there are no digits after the point to begin with (integers are stored so). */
static bool has_no_fraction(decimal a) {
  uint64_t high = a.words[1];
  if ((high & SPECIAL_BITS) == SPECIAL_BITS) return false;
  return (int)((high >> 49) & 0x3fff) >= BIAS;
}

decimal decimal_floor(decimal a) {
  unsigned flags = 0;
  if (has_no_fraction(a)) return a;
  return from_bid(bid128_round_integral_negative(to_bid(a), &flags));
}

decimal decimal_ceiling(decimal a) {
  unsigned flags = 0;
  if (has_no_fraction(a)) return a;
  return from_bid(bid128_round_integral_positive(to_bid(a), &flags));
}

bool decimal_is_integer(decimal number) {
  if (has_no_fraction(number)) return true;
  if (!decimal_is_finite(number)) return false;
  return decimal_compare(number, decimal_floor(number)) == 0;
}

bool decimal_to_integer(int64_t *out, decimal number) {
  small x;
  if (get_small(&x, number) && x.exponent == 0) {
    *out = x.coefficient;
    return true;
  }
  if (!decimal_is_finite(number) || !decimal_is_integer(number)) return false;
  unsigned flags = 0;
  *out = bid128_to_int64_int(to_bid(number), &flags);
  return (flags & BID_INVALID_EXCEPTION) == 0;
}

decimal decimal_modulo(decimal a, decimal b) {
  small x, y;
  if (get_small(&x, a) && get_small(&y, b) && align(&x, &y) && y.coefficient != 0) {
    int64_t rest = y.coefficient == -1 ? 0 : x.coefficient % y.coefficient;
    if (rest != 0 && (rest < 0) != (y.coefficient < 0)) rest += y.coefficient;
    return make_small(rest, x.exponent);
  }
  /* fmod is exact and has the sign of a; floor division wants the sign of b. */
  unsigned flags = 0;
  decimal zero = decimal_from_integer(0);
  decimal rest = from_bid(bid128_fmod(to_bid(a), to_bid(b), &flags));
  if (!decimal_is_finite(rest) || decimal_compare(rest, zero) == 0) return rest;
  bool opposite = (decimal_compare(rest, zero) < 0) != (decimal_compare(b, zero) < 0);
  return opposite ? decimal_add(rest, b) : rest;
}

decimal decimal_sqrt(decimal a) {
  unsigned flags = 0;
  return from_bid(bid128_sqrt(to_bid(a), BID_ROUNDING_TO_NEAREST, &flags));
}

decimal decimal_log(decimal a) {
  unsigned flags = 0;
  return from_bid(bid128_log(to_bid(a), BID_ROUNDING_TO_NEAREST, &flags));
}

decimal decimal_exp(decimal a) {
  unsigned flags = 0;
  return from_bid(bid128_exp(to_bid(a), BID_ROUNDING_TO_NEAREST, &flags));
}

/** Rounds to a multiple of `unit`, a power of ten that does not add digits. */
static decimal quantize(decimal a, decimal unit, unsigned mode) {
  unsigned flags = 0;
  return from_bid(bid128_quantize(to_bid(a), to_bid(unit), mode, &flags));
}

/** Half goes to zero: a mode that IEEE 754 lacks. */
static decimal round_half_down(decimal a, decimal unit) {
  decimal cut = quantize(a, unit, BID_ROUNDING_TO_ZERO);
  decimal rest = decimal_abs(decimal_subtract(a, cut));
  if (decimal_compare(decimal_add(rest, rest), unit) <= 0) return cut;
  bool negative = (a.words[1] & SIGN_BIT) != 0;
  return negative ? decimal_subtract(cut, unit) : decimal_add(cut, unit);
}

decimal decimal_round(decimal a, int64_t scale, decimal_rounding rounding) {
  if (!decimal_is_finite(a)) return a;
  if (scale > BIAS) return a;
  if (scale < -(MAX_BIASED - BIAS)) scale = -(MAX_BIASED - BIAS);
  /* A number with no more digits after the point than wanted stays as it is. */
  if ((a.words[1] & SPECIAL_BITS) != SPECIAL_BITS &&
      (int)((a.words[1] >> 49) & 0x3fff) - BIAS >= -scale) {
    return a;
  }
  decimal unit = make_small(1, (int)-scale);
  bool negative = (a.words[1] & SIGN_BIT) != 0;
  switch (rounding) {
    case DECIMAL_HALF_EVEN:
      return quantize(a, unit, BID_ROUNDING_TO_NEAREST);
    case DECIMAL_UP:
      return quantize(a, unit, negative ? BID_ROUNDING_DOWN : BID_ROUNDING_UP);
    case DECIMAL_DOWN:
      return quantize(a, unit, BID_ROUNDING_TO_ZERO);
    case DECIMAL_HALF_UP:
      return quantize(a, unit, BID_ROUNDING_TIES_AWAY);
    case DECIMAL_HALF_DOWN:
      return round_half_down(a, unit);
  }
  return a;
}

double decimal_to_double(decimal number) {
  static const double exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  small x;
  /* Both factors are exact doubles, so that one rounding remains: the result is correct. */
  if (get_small(&x, number) && x.coefficient < 9007199254740992 &&
      x.coefficient > -9007199254740992 && x.exponent <= 22 && x.exponent >= -22) {
    return x.exponent < 0 ? (double)x.coefficient / exact[-x.exponent]
                          : (double)x.coefficient * exact[x.exponent];
  }
  unsigned flags = 0;
  return bid128_to_binary64(to_bid(number), BID_ROUNDING_TO_NEAREST, &flags);
}
