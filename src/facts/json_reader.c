/* SPDX-License-Identifier: Apache-2.0 */
#include "json_reader.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Deepest nesting; what people and programs write here needs a tenth of it. */
#define MAX_DEPTH 200
/** Longest spelling of a number, with the final NUL. */
#define MAX_NUMBER 64

/** Where the reading is. */
typedef struct reader {
  const char *text;
  size_t length, at;
  char *token; /**< the string that was read last, decoded */
  size_t token_length, token_size;
  bool memory;            /**< sticky: memory ran short */
  size_t open[MAX_DEPTH]; /**< where the brackets began that are still open */
  size_t depth;
  json_trouble *trouble;
} reader;

static int peek(const reader *s) {
  return s->at < s->length ? (unsigned char)s->text[s->at] : -1;
}

static bool starts(const reader *s, const char *word) {
  size_t length = strlen(word);
  return s->length - s->at >= length && memcmp(s->text + s->at, word, length) == 0;
}

static int line_of(const reader *s, size_t at) {
  int line = 1;
  for (size_t i = 0; i < at && i < s->length; i++)
    line += s->text[i] == '\n';
  return line;
}

/** Keeps what is wrong at a place. @return false */
static bool LU_PRINTF(3, 4) refuse(reader *s, size_t at, const char *format, ...) {
  va_list arguments;
  size_t start = at < s->length ? at : s->length;
  while (start > 0 && s->text[start - 1] != '\n')
    start--;
  s->trouble->line = line_of(s, at);
  s->trouble->column = (int)(at - start) + 1;
  va_start(arguments, format);
  vsnprintf(s->trouble->sentence, sizeof s->trouble->sentence, format, arguments);
  va_end(arguments);
  return false;
}

/** The text ends too early: says what is still open. @return false */
static bool refuse_end(reader *s) {
  if (s->depth == 0) return refuse(s, s->length, "the file is empty");
  size_t open = s->open[s->depth - 1];
  return refuse(s, s->length,
                "the file ends before the %c of line %d is closed; was it cut off, or is a %c "
                "missing?",
                s->text[open], line_of(s, open), s->text[open] == '{' ? '}' : ']');
}

static void skip_space(reader *s) {
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
static bool refuse_token(reader *s, const char *wanted) {
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

/** Adds bytes to the token. */
static void add_bytes(reader *s, const char *bytes, size_t count) {
  if (s->token_size - s->token_length <= count) {
    size_t size = s->token_size * 2 + count + 64;
    char *token = realloc(s->token, size);
    if (token == NULL) {
      s->memory = true;
      return;
    }
    s->token = token;
    s->token_size = size;
  }
  memcpy(s->token + s->token_length, bytes, count);
  s->token_length += count;
  s->token[s->token_length] = '\0';
}

/** Reads four hexadecimal digits. */
static bool read_hex(reader *s, unsigned *out) {
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

static void add_code_point(reader *s, unsigned code) {
  unsigned char bytes[4];
  size_t count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (size_t i = count - 1; i > 0; i--, code >>= 6)
    bytes[i] = (unsigned char)(0x80 | (code & 0x3F));
  static const unsigned char heads[] = {0, 0xC0, 0xE0, 0xF0};
  bytes[0] = (unsigned char)(heads[count - 1] | code);
  add_bytes(s, (const char *)bytes, count);
}

/** Reads what follows "\u": a character, or half of one and its other half. */
static bool read_unicode(reader *s) {
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

static bool read_escape(reader *s) {
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  int c = peek(s);
  if (c == 'u') {
    s->at++;
    return read_unicode(s);
  }
  const char *found = c > 0 ? strchr(from, c) : NULL;
  if (found == NULL) return refuse(s, s->at - 1, "a backslash within text is written twice (\\\\)");
  add_bytes(s, &to[found - from], 1);
  s->at++;
  return true;
}

/** Bytes of the character of UTF-8 that begins here; 0 if there is none. */
static size_t character_length(const reader *s) {
  const unsigned char *c = (const unsigned char *)s->text + s->at;
  size_t left = s->length - s->at;
  size_t length = c[0] < 0x80 ? 1 : c[0] < 0xC2 ? 0 : c[0] < 0xE0 ? 2 : c[0] < 0xF0 ? 3 : 4;
  if (length == 0 || c[0] > 0xF4 || length > left) return 0;
  for (size_t i = 1; i < length; i++)
    if ((c[i] & 0xC0) != 0x80) return 0;
  bool overlong = (c[0] == 0xE0 && c[1] < 0xA0) || (c[0] == 0xF0 && c[1] < 0x90);
  bool beyond = (c[0] == 0xED && c[1] > 0x9F) || (c[0] == 0xF4 && c[1] > 0x8F);
  return overlong || beyond ? 0 : length;
}

/** Reads the characters up to the next quote or backslash as they stand. */
static bool read_plain(reader *s) {
  size_t start = s->at;
  for (int c = peek(s); c >= ' ' && c != '"' && c != '\\'; c = peek(s)) {
    size_t length = character_length(s);
    if (length == 0) return refuse(s, s->at, "the text is not UTF-8; save the file as UTF-8");
    s->at += length;
  }
  add_bytes(s, s->text + start, s->at - start);
  return true;
}

/** Reads a string into the token. */
static bool read_string(reader *s) {
  size_t start = s->at++;
  s->token_length = 0;
  add_bytes(s, "", 0);
  while (peek(s) != '"') {
    int c = peek(s);
    if (c < 0)
      return refuse(s, start,
                    "the text that begins here has no closing quote (\"); was the file cut off?");
    if (c == '\n' || c == '\r')
      return refuse(s, start, "the text that begins here has no closing quote (\") in its line");
    if (c < ' ') return refuse(s, s->at, "a control character within text; write a tab as \\t");
    if (c == '\\') s->at++;
    if (!(c == '\\' ? read_escape(s) : read_plain(s)) || s->memory) return false;
  }
  s->at++;
  return !s->memory;
}

/** Passes a new value on. false if it could not be made. */
static bool made(reader *s, json_t **out, json_t *value) {
  *out = value;
  if (value == NULL) s->memory = true;
  return value != NULL;
}

static void skip_digits(reader *s) {
  while (is_digit(peek(s)))
    s->at++;
}

/** Takes the value of the number between `start` and here. */
static bool take_number(reader *s, json_t **out, size_t start, bool real) {
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
    return made(s, out, json_integer(number));
  }
  char *point = strchr(buffer, '.');
  const char *local = localeconv()->decimal_point;
  if (point != NULL && local[0] != '\0' && local[1] == '\0') *point = local[0];
  double number = strtod(buffer, NULL);
  if (!isfinite(number)) return refuse(s, start, "%.30s is too large a number", buffer);
  return made(s, out, json_real(number));
}

static bool read_number(reader *s, json_t **out) {
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
  return take_number(s, out, start, real);
}

static bool read_word(reader *s, json_t **out, const char *word, json_t *value) {
  size_t length = strlen(word);
  int after = s->at + length < s->length ? s->text[s->at + length] : ' ';
  if (!starts(s, word) || is_letter(after) || is_digit(after)) return refuse_token(s, "a value");
  s->at += length;
  return made(s, out, value);
}

static bool read_value(reader *s, json_t **out);

static bool open_bracket(reader *s) {
  if (s->depth == MAX_DEPTH) return refuse(s, s->at, "nested more than %d deep", MAX_DEPTH);
  s->open[s->depth++] = s->at++;
  skip_space(s);
  return true;
}

/** After a member: true if another follows. `*more` says so; false if the text is wrong. */
static bool read_comma(reader *s, int closing, size_t value_end, bool *more) {
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

/** Reads a name and refuses one that the object has already. */
static bool read_name(reader *s, const json_t *object) {
  size_t start = s->at;
  if (is_digit(peek(s)))
    return refuse(s, s->at,
                  "a name in double quotes is wanted here (a decimal number has a point, "
                  "not a comma)");
  if (peek(s) != '"') return refuse_token(s, "a name in double quotes");
  if (!read_string(s)) return false;
  if (json_object_get(object, s->token) != NULL)
    return refuse(s, start, "the name \"%.60s\" stands twice in the same {...}", s->token);
  skip_space(s);
  if (peek(s) < 0) return refuse_end(s);
  if (peek(s) != ':') return refuse(s, s->at, "a colon is wanted here, after the name");
  s->at++;
  skip_space(s);
  if (peek(s) == ',' || peek(s) == '}')
    return refuse(s, s->at, "a value is missing here; write \"unknown\" for what is not known");
  return true;
}

static bool read_member(reader *s, json_t *object) {
  json_t *value = NULL;
  if (!read_name(s, object)) return false;
  char *name = strdup(s->token);
  if (name == NULL) s->memory = true;
  bool good = name != NULL && read_value(s, &value);
  if (good && json_object_set_new_nocheck(object, name, value) != 0) {
    s->memory = true;
    good = false;
  }
  free(name);
  return good;
}

static bool read_item(reader *s, json_t *array) {
  json_t *value = NULL;
  if (!read_value(s, &value)) return false;
  if (json_array_append_new(array, value) == 0) return true;
  s->memory = true;
  return false;
}

static bool read_bracket(reader *s, json_t **out, int closing) {
  bool more = true;
  if (!open_bracket(s)) return false;
  json_t *tree = closing == '}' ? json_object() : json_array();
  if (!made(s, out, tree)) return false;
  while (peek(s) != closing && more) {
    if (!(closing == '}' ? read_member(s, tree) : read_item(s, tree)) ||
        !read_comma(s, closing, s->at, &more))
      break;
  }
  bool good = s->trouble->line == 0 && !s->memory && peek(s) == closing;
  if (s->trouble->line == 0 && !s->memory && !good) refuse_end(s);
  if (good) {
    s->at++;
    s->depth--;
    return true;
  }
  json_decref(tree);
  *out = NULL;
  return false;
}

static bool read_value(reader *s, json_t **out) {
  switch (peek(s)) {
    case '{':
      return read_bracket(s, out, '}');
    case '[':
      return read_bracket(s, out, ']');
    case '"':
      return read_string(s) && made(s, out, json_stringn_nocheck(s->token, s->token_length));
    case 't':
      return read_word(s, out, "true", json_true());
    case 'f':
      return read_word(s, out, "false", json_false());
    case 'n':
      return read_word(s, out, "null", json_null());
    default:
      return read_number(s, out);
  }
}

lu_status json_reader_read(json_t **out, json_trouble *trouble, const char *text, size_t length) {
  reader s = {.text = text, .length = length, .trouble = trouble};
  *out = NULL;
  *trouble = (json_trouble){.line = 0};
  skip_space(&s);
  bool good = peek(&s) >= 0 ? read_value(&s, out) : refuse_end(&s);
  skip_space(&s);
  if (good && peek(&s) >= 0)
    good = refuse(&s, s.at, "something stands after the end of what began with %c",
                  text[strspn(text, " \t\r\n")]);
  free(s.token);
  if (good) return LU_OK;
  json_decref(*out);
  *out = NULL;
  return s.memory ? LU_OUT_OF_MEMORY : LU_BAD_INPUT;
}
