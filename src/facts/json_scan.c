/* SPDX-License-Identifier: Apache-2.0 */
#include "json_scan.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_fingerprint.h"
#include "lutetia/base/export.h"

/** Deepest nesting; what people and programs write here needs a tenth of it. */
#define MAX_DEPTH 200
/** Longest spelling of a number, with the final NUL. */
#define MAX_NUMBER 64

/** Where the look is. */
typedef struct scanner {
  const char *text;
  size_t length, at;
  uint64_t hash;
  size_t open[MAX_DEPTH]; /**< where the brackets began that are still open */
  size_t depth;
  json_scan *out;
} scanner;

static int peek(const scanner *s) {
  return s->at < s->length ? (unsigned char)s->text[s->at] : -1;
}

static bool starts(const scanner *s, const char *word) {
  size_t length = strlen(word);
  return s->length - s->at >= length && memcmp(s->text + s->at, word, length) == 0;
}

static int line_of(const scanner *s, size_t at) {
  int line = 1;
  for (size_t i = 0; i < at && i < s->length; i++)
    line += s->text[i] == '\n';
  return line;
}

/** Keeps what is wrong at a place. @return false */
static bool LU_PRINTF(3, 4) refuse(scanner *s, size_t at, const char *format, ...) {
  va_list arguments;
  size_t start = at < s->length ? at : s->length;
  while (start > 0 && s->text[start - 1] != '\n')
    start--;
  s->out->line = line_of(s, at);
  s->out->column = (int)(at - start) + 1;
  va_start(arguments, format);
  vsnprintf(s->out->sentence, sizeof s->out->sentence, format, arguments);
  va_end(arguments);
  return false;
}

/** The text ends too early: says what is still open. @return false */
static bool refuse_end(scanner *s) {
  if (s->depth == 0) return refuse(s, s->length, "the file is empty");
  size_t open = s->open[s->depth - 1];
  return refuse(s, s->length,
                "the file ends before the %c of line %d is closed; was it cut off, or is a %c "
                "missing?",
                s->text[open], line_of(s, open), s->text[open] == '{' ? '}' : ']');
}

static void skip_space(scanner *s) {
  while (s->at < s->length && strchr(" \t\r\n", s->text[s->at]) != NULL && s->text[s->at] != '\0')
    s->at++;
}

static bool is_digit(int c) {
  return c >= '0' && c <= '9';
}

static bool is_letter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/** What stands where a value or a key must stand. @return false */
static bool refuse_token(scanner *s, const char *wanted) {
  int c = peek(s);
  int length = 0;
  if (c < 0) return refuse_end(s);
  while (length < 40 && s->at + (size_t)length < s->length &&
         (is_letter(s->text[s->at + (size_t)length]) || is_digit(s->text[s->at + (size_t)length])))
    length++;
  const char *word = s->text + s->at;
  if (c == '\'')
    return refuse(s, s->at, "text stands in double quotes (\"...\"), not in single ones");
  if (starts(s, "\xE2\x80\x9C") || starts(s, "\xE2\x80\x9D") || starts(s, "\xE2\x80\x9E"))
    return refuse(s, s->at, "typographic quotes; text stands in plain double quotes (\"...\")");
  if (c == '#' || (c == '/' && (starts(s, "//") || starts(s, "/*"))))
    return refuse(s, s->at,
                  "JSON has no comments; a remark is a pair like \"// remark\": \"text\"");
  if (starts(s, "NaN") || starts(s, "nan") || starts(s, "-nan") || starts(s, "Inf") ||
      starts(s, "inf") || starts(s, "-Inf") || starts(s, "-inf"))
    return refuse(
        s, s->at,
        "NaN and Infinity are no values of JSON; write \"unknown\" for what is not known");
  if (starts(s, "\xEF\xBB\xBF"))
    return refuse(s, s->at, "a byte order mark; save the file as UTF-8 without it");
  if (length > 0 && is_letter(c))
    return refuse(s, s->at, "%s is wanted here, but %.*s stands without quotes; write \"%.*s\"",
                  wanted, length, word, length, word);
  if (c > ' ' && c < 127) return refuse(s, s->at, "%s is wanted here, not %c", wanted, c);
  return refuse(s, s->at, "%s is wanted here", wanted);
}

/** Reads four hexadecimal digits. */
static bool read_hex(scanner *s, unsigned *out) {
  *out = 0;
  for (int i = 0; i < 4; i++, s->at++) {
    int c = peek(s);
    unsigned digit = is_digit(c)            ? (unsigned)(c - '0')
                     : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                     : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                            : 16;
    if (digit > 15) return refuse(s, s->at, "four hexadecimal digits are wanted after \\u");
    *out = *out * 16 + digit;
  }
  return true;
}

static void add_code_point(scanner *s, unsigned code) {
  unsigned char bytes[4];
  size_t count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (size_t i = count - 1; i > 0; i--, code >>= 6)
    bytes[i] = (unsigned char)(0x80 | (code & 0x3F));
  static const unsigned char heads[] = {0, 0xC0, 0xE0, 0xF0};
  bytes[0] = (unsigned char)(heads[count - 1] | code);
  s->hash = fingerprint_bytes(s->hash, (const char *)bytes, count);
}

/** Reads what follows "\u": a character, or half of one and its other half. */
static bool read_unicode(scanner *s) {
  size_t start = s->at;
  unsigned code;
  unsigned low;
  if (!read_hex(s, &code)) return false;
  if (code == 0) return refuse(s, start, "the character \\u0000 is not allowed");
  if (code >= 0xD800 && code <= 0xDBFF) {
    if (!starts(s, "\\u")) return refuse(s, start, "half a character (\\u%04X)", code);
    s->at += 2;
    if (!read_hex(s, &low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return refuse(s, start, "half a character (\\u%04X)", code);
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  } else if (code >= 0xDC00 && code <= 0xDFFF) {
    return refuse(s, start, "half a character (\\u%04X)", code);
  }
  add_code_point(s, code);
  return true;
}

static bool read_escape(scanner *s) {
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  int c = peek(s);
  if (c == 'u') {
    s->at++;
    return read_unicode(s);
  }
  const char *found = c > 0 ? strchr(from, c) : NULL;
  if (found == NULL) return refuse(s, s->at - 1, "a backslash within text is written twice (\\\\)");
  s->hash = fingerprint_byte(s->hash, (unsigned char)to[found - from]);
  s->at++;
  return true;
}

static bool read_string(scanner *s) {
  size_t start = s->at++;
  s->hash = fingerprint_byte(s->hash, '"');
  for (;;) {
    int c = peek(s);
    if (c < 0) return refuse(s, start, "the text that begins here has no closing quote (\")");
    if (c == '\n' || c == '\r')
      return refuse(s, start, "the text that begins here has no closing quote (\") in its line");
    if (c < ' ') return refuse(s, s->at, "a control character within text; write a tab as \\t");
    s->at++;
    if (c == '"') break;
    if (c == '\\') {
      if (!read_escape(s)) return false;
    } else {
      s->hash = fingerprint_byte(s->hash, (unsigned char)c);
    }
  }
  s->hash = fingerprint_byte(s->hash, '"');
  return true;
}

static void skip_digits(scanner *s) {
  while (is_digit(peek(s)))
    s->at++;
}

/** Takes the value of the number between `start` and here. */
static bool take_number(scanner *s, size_t start, bool real) {
  char buffer[MAX_NUMBER];
  size_t length = s->at - start;
  if (length >= sizeof buffer)
    return refuse(s, start, "a number of more than %d characters", MAX_NUMBER - 1);
  memcpy(buffer, s->text + start, length);
  buffer[length] = '\0';
  errno = 0;
  if (!real) {
    long long number = strtoll(buffer, NULL, 10);
    if (errno == ERANGE) return refuse(s, start, "%.30s... is too large a number", buffer);
    int64_t word = number;
    s->hash = fingerprint_word(s->hash, 'i', &word);
    return true;
  }
  char *point = strchr(buffer, '.');
  const char *local = localeconv()->decimal_point;
  if (point != NULL && local[0] != '\0' && local[1] == '\0') *point = local[0];
  double number = strtod(buffer, NULL);
  if (!isfinite(number)) return refuse(s, start, "%.30s is too large a number", buffer);
  s->hash = fingerprint_word(s->hash, 'r', &number);
  return true;
}

static bool read_number(scanner *s) {
  size_t start = s->at;
  bool real = false;
  if (peek(s) == '-') s->at++;
  int first = peek(s);
  if (!is_digit(first)) {
    s->at = start;
    return refuse_token(s, "a value");
  }
  s->at++;
  if (first == '0' && is_digit(peek(s)))
    return refuse(s, start, "a number does not begin with 0; write 5, not 05");
  skip_digits(s);
  if (peek(s) == '.') {
    real = true;
    s->at++;
    if (!is_digit(peek(s))) return refuse(s, s->at, "a digit is wanted after the decimal point");
    skip_digits(s);
  }
  if (peek(s) == 'e' || peek(s) == 'E') {
    real = true;
    s->at++;
    if (peek(s) == '+' || peek(s) == '-') s->at++;
    if (!is_digit(peek(s))) return refuse(s, s->at, "the digits of the power of ten are missing");
    skip_digits(s);
  }
  if (is_letter(peek(s)) || peek(s) == '%' || peek(s) == '<' || peek(s) == '>')
    return refuse(s, s->at,
                  "a number stands alone; its unit is written as {\"value\": 1, "
                  "\"unit\": \"cm\"}");
  return take_number(s, start, real);
}

static bool read_word(scanner *s, const char *word, char tag) {
  size_t length = strlen(word);
  int after = s->at + length < s->length ? s->text[s->at + length] : ' ';
  if (!starts(s, word) || is_letter(after) || is_digit(after)) return refuse_token(s, "a value");
  s->hash = fingerprint_byte(s->hash, (unsigned char)tag);
  s->at += length;
  return true;
}

static bool read_value(scanner *s);

static bool open_bracket(scanner *s) {
  if (s->depth == MAX_DEPTH) return refuse(s, s->at, "nested more than %d deep", MAX_DEPTH);
  s->hash = fingerprint_byte(s->hash, (unsigned char)s->text[s->at]);
  s->open[s->depth++] = s->at++;
  skip_space(s);
  return true;
}

static void close_bracket(scanner *s) {
  s->hash = fingerprint_byte(s->hash, (unsigned char)s->text[s->at++]);
  s->depth--;
}

/** After a member: true if another follows. `*more` says so; false if the text is wrong. */
static bool read_comma(scanner *s, int closing, size_t value_end, bool *more) {
  skip_space(s);
  *more = peek(s) == ',';
  if (peek(s) == closing) return true;
  if (peek(s) < 0) return refuse_end(s);
  if (!*more && (peek(s) == '"' || peek(s) == '{' || peek(s) == '[' || is_digit(peek(s))))
    return refuse(s, value_end, "a comma is missing here");
  if (!*more && (peek(s) == '}' || peek(s) == ']'))
    return refuse(s, s->at, "%c stands where the %c of line %d must be closed by %c", peek(s),
                  s->text[s->open[s->depth - 1]], line_of(s, s->open[s->depth - 1]), closing);
  if (!*more) return refuse_token(s, closing == '}' ? "a comma or }" : "a comma or ]");
  size_t comma = s->at++;
  skip_space(s);
  if (peek(s) == '}' || peek(s) == ']')
    return refuse(s, comma, "no comma may stand before the closing %c; leave it out", peek(s));
  return true;
}

static bool read_member(scanner *s) {
  if (is_digit(peek(s)))
    return refuse(s, s->at,
                  "a name in double quotes is wanted here (a decimal number has a point, "
                  "not a comma)");
  if (peek(s) != '"') return refuse_token(s, "a name in double quotes");
  if (!read_string(s)) return false;
  skip_space(s);
  if (peek(s) < 0) return refuse_end(s);
  if (peek(s) != ':') return refuse(s, s->at, "a colon is wanted here, after the name");
  s->at++;
  skip_space(s);
  if (peek(s) == ',' || peek(s) == '}')
    return refuse(s, s->at, "a value is missing here; write \"unknown\" for what is not known");
  return read_value(s);
}

static bool read_bracket(scanner *s, int closing) {
  bool more = true;
  if (!open_bracket(s)) return false;
  while (peek(s) != closing && more) {
    if (!(closing == '}' ? read_member(s) : read_value(s))) return false;
    if (!read_comma(s, closing, s->at, &more)) return false;
  }
  if (peek(s) < 0) return refuse_end(s);
  close_bracket(s);
  return true;
}

static bool read_value(scanner *s) {
  switch (peek(s)) {
    case '{':
      return read_bracket(s, '}');
    case '[':
      return read_bracket(s, ']');
    case '"':
      return read_string(s);
    case 't':
      return read_word(s, "true", 't');
    case 'f':
      return read_word(s, "false", 'f');
    case 'n':
      return read_word(s, "null", 'n');
    default:
      return read_number(s);
  }
}

void json_scan_text(json_scan *out, const char *text, size_t length) {
  scanner s = {.text = text, .length = length, .hash = FINGERPRINT_START, .out = out};
  *out = (json_scan){.good = false};
  skip_space(&s);
  if (peek(&s) < 0) {
    refuse_end(&s);
    return;
  }
  if (!read_value(&s)) return;
  skip_space(&s);
  if (peek(&s) >= 0) {
    refuse(&s, s.at, "something stands after the end, which is the %c before it",
           s.text[s.at > 0 ? s.at - 1 : 0]);
    return;
  }
  out->good = true;
  out->fingerprint = s.hash;
}
