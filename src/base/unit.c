/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading of units:
 *
 *   unit      := ["x"] ["/"] component { operator component }
 *   operator  := "/" | "." | "*"                 from left to right: a/b.c is (a/b).c
 *   component := number [factor] | factor        the number binds tighter than the operators
 *   factor    := (symbol | "(" unit ")") [exponent] [remark] | remark
 *   number    := digits ["." digits] | "10*" exponent | "10^" exponent | "1e" exponent
 */
#include "lutetia/base/unit.h"

#include <stdio.h>
#include <string.h>

#include "unit_table.h"

#define MAX_DEPTH 8
#define MAX_EXPONENT 9
#define MAX_DIMENSION 60
#define MAX_DECIMAL_EXPONENT 250

/** The reader: `at` walks through the normalised text. */
struct reader {
  const char *text; /**< as given, for messages */
  const char *at;
  unsigned depth;
  lu_error *error;
};

static lu_status read_term(struct reader *reader, lu_unit *out);

static lu_status refuse(const struct reader *reader, const char *reason) {
  return lu_fail(reader->error, LU_BAD_INPUT, "\"%.80s\" is not a unit: %s", reader->text, reason);
}

static void make_one(lu_unit *unit) {
  memset(unit, 0, sizeof *unit);
  unit->numerator = 1;
  unit->denominator = 1;
}

/** unit *= other^power; false if an exponent leaves its range. */
static bool apply(lu_unit *unit, const lu_unit *other, int power) {
  int count = power < 0 ? -power : power;
  for (int i = 0; i < count; i++) {
    unit->numerator *= power < 0 ? other->denominator : other->numerator;
    unit->denominator *= power < 0 ? other->numerator : other->denominator;
  }
  unit->exponent += other->exponent * power;
  if (unit->exponent > MAX_DECIMAL_EXPONENT || unit->exponent < -MAX_DECIMAL_EXPONENT) return false;
  for (int i = 0; i < LU_DIMENSION_COUNT; i++) {
    int exponent = unit->dimension[i] + other->dimension[i] * power;
    if (exponent > MAX_DIMENSION || exponent < -MAX_DIMENSION) return false;
    unit->dimension[i] = (int8_t)exponent;
  }
  return unit->numerator < 1e250 && unit->denominator < 1e250;
}

/** Other ways to write what the reader knows in ASCII. */
static const struct {
  const char *from, *to;
} spellings[] = {
    {"\xC2\xB5", "u"},      /* micro sign */
    {"\xCE\xBC", "u"},      /* Greek mu */
    {"\xC2\xB2", "^2"},     /* superscript two */
    {"\xC2\xB3", "^3"},     /* superscript three */
    {"\xC2\xB9", "^1"},     /* superscript one */
    {"\xE2\x81\xB6", "^6"}, /* superscript six */
    {"\xE2\x81\xB9", "^9"}, /* superscript nine */
    {"\xC2\xB7", "."},      /* middle dot */
    {"\xE2\x8B\x85", "."},  /* dot operator */
    {"\xC3\x97", "x"},      /* multiplication sign */
    {"\xC2\xB0", "deg"},    /* degree sign */
    {"\xC2\xA0", " "},      /* no-break space */
    {"1.73 m", "1.73m"},
};

/** Spellings of whole units in laboratory reports that read otherwise: K is a thousand there. */
static const struct {
  const char *from, *to;
} whole[] = {
    {"K/uL", "10*3/uL"},   {"K/mcL", "10*3/uL"}, {"K/mm3", "10*3/mm3"}, {"k/uL", "10*3/uL"},
    {"Tsd/uL", "10*3/uL"}, {"M/uL", "10*6/uL"},  {"M/mcL", "10*6/uL"},  {"G/L", "10*9/L"},
    {"G/l", "10*9/L"},     {"T/L", "10*12/L"},   {"T/l", "10*12/L"},
};

/** Rewrites `text` in ASCII without blanks at both ends; false if it is too long. */
static bool normalise(char *buffer, size_t size, const char *text) {
  size_t length = 0;
  while (*text == ' ')
    text++;
  while (*text != '\0') {
    const char *piece = NULL;
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0] && piece == NULL; i++) {
      size_t from = strlen(spellings[i].from);
      if (strncmp(text, spellings[i].from, from) != 0) continue;
      piece = spellings[i].to;
      text += from;
    }
    char single[2] = {*text, '\0'};
    if (piece == NULL) {
      piece = single;
      text++;
    }
    size_t needed = strlen(piece);
    if (length + needed >= size) return false;
    memcpy(buffer + length, piece, needed);
    length += needed;
  }
  while (length > 0 && buffer[length - 1] == ' ')
    length--;
  buffer[length] = '\0';
  for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
    if (strcmp(buffer, whole[i].from) == 0) snprintf(buffer, size, "%s", whole[i].to);
  return true;
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/** Characters that symbols consist of. */
static bool is_symbol(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '%' || c == '[' || c == ']';
}

/** Reads "[+-]digits", at most two of them; false if they are not there. */
static bool read_integer(struct reader *reader, int *out) {
  const char *at = reader->at;
  bool negative = *at == '-';
  if (*at == '-' || *at == '+') at++;
  if (!is_digit(*at)) return false;
  int number = 0;
  int digits = 0;
  for (; is_digit(*at) && digits < 3; at++, digits++)
    number = number * 10 + (*at - '0');
  reader->at = at;
  *out = negative ? -number : number;
  return !is_digit(*at);
}

/** Reads "10*9", "10^9", "1e9" as a power of ten. `start` is where the number began. */
static lu_status read_power_of_ten(struct reader *reader, const char *start, lu_unit *out,
                                   bool *found) {
  size_t length = (size_t)(reader->at - start);
  char next = reader->at[0];
  char after = next == '\0' ? '\0' : reader->at[1];
  bool exponent_follows = is_digit(after) || after == '-' || after == '+';
  *found = false;
  if (!exponent_follows) return LU_OK;
  bool ten = length == 2 && memcmp(start, "10", 2) == 0 && (next == '*' || next == '^');
  bool scientific = next == 'e' || next == 'E';
  if (!ten && !scientific) return LU_OK;
  if (scientific && !(length == 1 && start[0] == '1'))
    return refuse(reader, "write a power of ten as 10*9 (or 1e9)");
  reader->at++;
  int exponent = 0;
  if (!read_integer(reader, &exponent) || exponent > 30 || exponent < -30)
    return refuse(reader, "its power of ten is out of range");
  out->exponent = exponent;
  *found = true;
  return LU_OK;
}

/** Reads a number as an integer times a power of ten. */
static lu_status read_number(struct reader *reader, lu_unit *out) {
  const char *start = reader->at;
  double mantissa = 0;
  int exponent = 0;
  int digits = 0;
  for (; is_digit(*reader->at); reader->at++, digits++)
    mantissa = mantissa * 10 + (*reader->at - '0');
  bool found = false;
  lu_status status = read_power_of_ten(reader, start, out, &found);
  if (status != LU_OK || found) return status;
  if (reader->at[0] == '.' && is_digit(reader->at[1])) {
    reader->at++;
    for (; is_digit(*reader->at); reader->at++, digits++, exponent--)
      mantissa = mantissa * 10 + (*reader->at - '0');
  }
  if (digits > 15) return refuse(reader, "its number has more than 15 digits");
  if (mantissa == 0) return refuse(reader, "it holds the number zero");
  out->numerator = mantissa;
  out->exponent = exponent;
  return LU_OK;
}

/** Reads an optional exponent after a factor and applies it. */
static lu_status read_exponent(struct reader *reader, lu_unit *factor) {
  bool written = *reader->at == '^';
  if (written) reader->at++;
  bool sign = *reader->at == '-' || *reader->at == '+';
  if (!is_digit(*reader->at) && !sign && !written) return LU_OK;
  int power = 0;
  if (!read_integer(reader, &power) || power == 0 || power > MAX_EXPONENT || power < -MAX_EXPONENT)
    return refuse(reader, "an exponent must be a whole number from 1 to 9, or -1 to -9");
  lu_unit base = *factor;
  make_one(factor);
  if (!apply(factor, &base, power)) return refuse(reader, "its exponents are out of range");
  return LU_OK;
}

/** Skips "{remark}". */
static lu_status skip_remark(struct reader *reader) {
  const char *end = strchr(reader->at, '}');
  if (end == NULL) return refuse(reader, "a brace is not closed");
  reader->at = end + 1;
  return LU_OK;
}

static lu_status unknown_symbol(const struct reader *reader, const char *name, size_t length) {
  const char *near = unit_symbol_nearest(name, length);
  char hint[64] = "known are for example mg, L, mmol, MBq, Gy, mm, d";
  if (near != NULL) snprintf(hint, sizeof hint, "did you mean \"%s\"?", near);
  return lu_fail(reader->error, LU_BAD_INPUT, "\"%.80s\" is not a unit: \"%.*s\" is unknown; %s",
                 reader->text, (int)length, name, hint);
}

/** Reads a symbol with its prefix. Celsius keeps its zero point until it is combined with anything.
 */
static lu_status read_symbol(struct reader *reader, lu_unit *out) {
  const char *name = reader->at;
  while (is_symbol(*reader->at))
    reader->at++;
  size_t length = (size_t)(reader->at - name);
  if (length == 0) return refuse(reader, "a symbol is missing, or a sign is not allowed there");
  int prefix = 0;
  const unit_symbol *symbol = unit_symbol_find(name, length, &prefix);
  if (symbol == NULL) return unknown_symbol(reader, name, length);
  out->numerator = symbol->numerator;
  out->exponent = symbol->exponent + prefix;
  out->offset = symbol->offset;
  memcpy(out->dimension, symbol->dimension, sizeof out->dimension);
  return LU_OK;
}

static lu_status read_factor(struct reader *reader, lu_unit *out) {
  make_one(out);
  if (*reader->at == '{') return skip_remark(reader);
  lu_status status;
  if (*reader->at == '(') {
    if (++reader->depth > MAX_DEPTH) return refuse(reader, "too many parentheses");
    reader->at++;
    status = read_term(reader, out);
    if (status != LU_OK) return status;
    if (*reader->at != ')') return refuse(reader, "a parenthesis is not closed");
    reader->at++;
    reader->depth--;
  } else {
    status = read_symbol(reader, out);
    if (status != LU_OK) return status;
  }
  status = read_exponent(reader, out);
  if (status == LU_OK && *reader->at == '{') status = skip_remark(reader);
  return status;
}

/** The body surface of a norm person is a unit of its own. */
static bool read_body_surface(struct reader *reader, lu_unit *out) {
  static const char *const forms[] = {"1.73m2", "1.73m^2", "{1.73_m2}", "{1.73m2}"};
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    size_t length = strlen(forms[i]);
    if (strncmp(reader->at, forms[i], length) != 0 || is_digit(reader->at[length])) continue;
    reader->at += length;
    make_one(out);
    out->dimension[LU_BODY_SURFACE] = 1;
    return true;
  }
  return false;
}

static lu_status read_component(struct reader *reader, lu_unit *out) {
  if (read_body_surface(reader, out)) return LU_OK;
  if (!is_digit(*reader->at)) return read_factor(reader, out);
  make_one(out);
  lu_status status = read_number(reader, out);
  if (status != LU_OK) return status;
  const char *behind = reader->at;
  while (*behind == ' ')
    behind++;
  if (!is_symbol(*behind) && *behind != '(' && *behind != '{') return LU_OK;
  reader->at = behind;
  lu_unit factor;
  status = read_factor(reader, &factor);
  if (status != LU_OK) return status;
  if (!apply(out, &factor, 1)) return refuse(reader, "its exponents are out of range");
  return LU_OK;
}

static void skip_blanks(struct reader *reader) {
  while (*reader->at == ' ')
    reader->at++;
}

static lu_status read_term(struct reader *reader, lu_unit *out) {
  make_one(out);
  int power = 1;
  bool first = true;
  skip_blanks(reader);
  if (*reader->at == '/') {
    power = -1;
    first = false;
    reader->at++;
  }
  for (;;) {
    skip_blanks(reader);
    lu_unit component;
    lu_status status = read_component(reader, &component);
    if (status != LU_OK) return status;
    if (first && power == 1)
      *out = component;
    else if (!apply(out, &component, power))
      return refuse(reader, "its exponents are out of range");
    if (!first) out->offset = 0;
    first = false;
    skip_blanks(reader);
    char sign = *reader->at;
    if (sign != '/' && sign != '.' && sign != '*') return LU_OK;
    power = sign == '/' ? -1 : 1;
    reader->at++;
  }
}

lu_status lu_unit_parse(lu_unit *out, const char *text, lu_error *error) {
  char plain[LU_UNIT_TEXT_SIZE];
  struct reader reader = {text, plain, 0, error};
  make_one(out);
  if (strlen(text) >= sizeof out->text || !normalise(plain, sizeof plain, text))
    return refuse(&reader, "it is too long");
  /* "x10*9/L", "x ULN": the sign of multiplication that people write before a factor */
  if (plain[0] == 'x' && (plain[1] == ' ' || plain[1] == '1' || plain[1] == 'U')) reader.at++;
  if (plain[0] != '\0') {
    lu_status status = read_term(&reader, out);
    if (status != LU_OK) return status;
    if (*reader.at != '\0') return refuse(&reader, "its end cannot be read");
  }
  memset(out->text, 0, sizeof out->text);
  memcpy(out->text, text, strlen(text));
  return LU_OK;
}

static lu_status combine(lu_unit *out, const lu_unit *a, const lu_unit *b, int power,
                         lu_error *error) {
  lu_unit result = *a;
  result.offset = 0;
  if (!apply(&result, b, power))
    return lu_fail(error, LU_BAD_INPUT, "the units \"%s\" and \"%s\" give one out of range",
                   a->text, b->text);
  char text[2 * LU_UNIT_TEXT_SIZE + 8];
  snprintf(text, sizeof text, "%s%s(%s)", a->text[0] == '\0' ? "1" : a->text, power < 0 ? "/" : ".",
           b->text[0] == '\0' ? "1" : b->text);
  memset(result.text, 0, sizeof result.text);
  memcpy(result.text, text, strnlen(text, sizeof result.text - 1));
  *out = result;
  return LU_OK;
}

lu_status lu_unit_multiply(lu_unit *out, const lu_unit *a, const lu_unit *b, lu_error *error) {
  return combine(out, a, b, 1, error);
}

lu_status lu_unit_divide(lu_unit *out, const lu_unit *a, const lu_unit *b, lu_error *error) {
  return combine(out, a, b, -1, error);
}
