/* SPDX-License-Identifier: Apache-2.0 */
/* Decimals from text and to text. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"

#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

/** Digits that are handed to the library; those behind only leave a trace for the rounding. */
#define MAX_DIGITS 60
/** Numbers with more digits before the point, or zeros behind it, are written with an exponent. */
#define MAX_PLAIN 40

/** Digits of a number as they are read: value = 0.d1d2d3... as an integer times ten to `exponent`.
 */
typedef struct digits {
  char text[MAX_DIGITS + 1];
  int count;
  int64_t exponent;
} digits;

static void push_digit(digits *number, char digit, bool fraction) {
  if (fraction) number->exponent--;
  if (number->count == 0 && digit == '0') return;
  if (number->count < MAX_DIGITS) {
    number->text[number->count++] = digit;
    return;
  }
  number->exponent++;
  if (digit != '0' && number->text[MAX_DIGITS - 1] == '0') number->text[MAX_DIGITS - 1] = '1';
}

/** Reads e[-+]digits; an exponent beyond any number is cut, so that it cannot overflow. */
static bool read_exponent(int64_t *out, const char *text, size_t length) {
  size_t i = 0;
  bool negative = false;
  if (i < length && (text[i] == '+' || text[i] == '-')) negative = text[i++] == '-';
  if (i == length) return false;
  int64_t exponent = 0;
  for (; i < length; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    if (exponent < 1000000) exponent = exponent * 10 + (text[i] - '0');
  }
  *out = negative ? -exponent : exponent;
  return true;
}

static bool scan(digits *number, bool *negative, const char *text, size_t length) {
  size_t i = 0, before = 0, after = 0;
  *negative = false;
  if (length > 0 && (text[0] == '+' || text[0] == '-')) *negative = text[i++] == '-';
  for (; i < length && text[i] >= '0' && text[i] <= '9'; i++, before++) {
    push_digit(number, text[i], false);
  }
  if (i < length && text[i] == '.') {
    for (i++; i < length && text[i] >= '0' && text[i] <= '9'; i++, after++) {
      push_digit(number, text[i], true);
    }
    if (after == 0) return false;
  }
  if (before + after == 0) return false;
  if (i == length) return true;
  if (text[i] != 'e' && text[i] != 'E') return false;
  int64_t exponent;
  if (!read_exponent(&exponent, text + i + 1, length - i - 1)) return false;
  number->exponent += exponent;
  return true;
}

bool decimal_parse(decimal *out, const char *text, size_t length) {
  digits number = {"", 0, 0};
  bool negative;
  if (!scan(&number, &negative, text, length)) return false;
  if (number.count == 0) {
    *out = decimal_from_integer(0);
    return true;
  }
  if (number.count <= 18 && number.exponent == 0) {
    int64_t integer = 0;
    for (int i = 0; i < number.count; i++)
      integer = integer * 10 + (number.text[i] - '0');
    *out = decimal_from_integer(negative ? -integer : integer);
    return true;
  }
  char buffer[MAX_DIGITS + 40];
  if (number.exponent > 100000 || number.exponent < -100000) {
    if (number.exponent > 0) return false;
    number.exponent = -100000;
  }
  snprintf(buffer, sizeof buffer, "%s%.*sE%d", negative ? "-" : "", number.count, number.text,
           (int)number.exponent);
  unsigned flags = 0;
  BID_UINT128 bid = bid128_from_string(buffer, BID_ROUNDING_TO_NEAREST, &flags);
  memcpy(out->words, &bid, sizeof out->words);
  return decimal_is_finite(*out);
}

/** Writes digits as "120", "1.20" or "0.0012" without trailing zeros behind the point. */
static size_t format_plain(char *buffer, size_t size, const char *coefficient, int count,
                           int exponent) {
  if (exponent >= 0) {
    return (size_t)snprintf(buffer, size, "%.*s%.*s", count, coefficient, exponent,
                            "0000000000000000000000000000000000000000");
  }
  int point = count + exponent; /* digits before the point */
  if (point <= 0) {
    return (size_t)snprintf(buffer, size, "0.%.*s%.*s", -point,
                            "0000000000000000000000000000000000000000", count, coefficient);
  }
  return (size_t)snprintf(buffer, size, "%.*s.%.*s", point, coefficient, count - point,
                          coefficient + point);
}

static size_t format_scientific(char *buffer, size_t size, const char *coefficient, int count,
                                int exponent) {
  int power = exponent + count - 1;
  return (size_t)snprintf(buffer, size, "%c%s%.*sE%+d", coefficient[0], count > 1 ? "." : "",
                          count - 1, coefficient + 1, power);
}

size_t decimal_format(char *buffer, size_t size, decimal number) {
  int64_t integer;
  if (!decimal_is_finite(number)) return (size_t)snprintf(buffer, size, "null");
  if (decimal_to_integer(&integer, number)) {
    return (size_t)snprintf(buffer, size, "%lld", (long long)integer);
  }
  char raw[64]; /* sign, coefficient, E, signed exponent */
  unsigned flags = 0;
  BID_UINT128 bid;
  memcpy(&bid, number.words, sizeof number.words);
  bid128_to_string(raw, bid, &flags);
  char *mark = strchr(raw, 'E');
  int exponent = mark == NULL ? 0 : (int)strtol(mark + 1, NULL, 10);
  const char *coefficient = raw + 1;
  int count = mark == NULL ? (int)strlen(coefficient) : (int)(mark - coefficient);
  while (count > 1 && coefficient[count - 1] == '0') {
    count--;
    exponent++;
  }
  size_t sign = 0;
  if (raw[0] == '-' && size > 1) buffer[sign++] = '-';
  int before = count + exponent;
  bool plain = before <= MAX_PLAIN && before > -MAX_PLAIN;
  size_t length = plain
                      ? format_plain(buffer + sign, size - sign, coefficient, count, exponent)
                      : format_scientific(buffer + sign, size - sign, coefficient, count, exponent);
  return sign + length;
}

decimal decimal_from_double(double number) {
  decimal result = {{0, 0x7c00000000000000u}}; /* NaN */
  char text[40];
  if (!isfinite(number)) return result;
  for (int precision = 14; precision <= 16; precision++) {
    snprintf(text, sizeof text, "%.*e", precision, number);
    if (precision == 16 || strtod(text, NULL) == number) break;
  }
  /* The host may have set a locale with another point; snprintf and strtod agree on it. */
  for (char *c = text; *c != '\0'; c++) {
    if (!strchr("+-0123456789e", *c)) *c = '.';
  }
  decimal_parse(&result, text, strlen(text));
  return result;
}
