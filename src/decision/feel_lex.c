/* SPDX-License-Identifier: Apache-2.0 */
#include "feel_lex.h"

#include <string.h>

bool feel_is_word(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '_' || (unsigned char)byte >= 0x80;
}

bool feel_is_word_start(char byte) {
  return feel_is_word(byte) && !(byte >= '0' && byte <= '9');
}

static bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

/** Bytes of the white-space character at text; 0 if there is none. */
static size_t white_length(const char *text) {
  const unsigned char *u = (const unsigned char *)text;
  if (*u == ' ' || (*u >= 0x09 && *u <= 0x0d)) return 1;
  if (u[0] == 0xc2 && (u[1] == 0xa0 || u[1] == 0x85)) return 2;
  if (u[0] == 0xe2 && u[1] == 0x80 &&
      ((u[2] >= 0x80 && u[2] <= 0x8b) || u[2] == 0xa8 || u[2] == 0xa9 || u[2] == 0xaf)) {
    return 3;
  }
  if (u[0] == 0xe2 && u[1] == 0x81 && u[2] == 0x9f) return 3;
  if (u[0] == 0xe3 && u[1] == 0x80 && u[2] == 0x80) return 3;
  if (u[0] == 0xef && u[1] == 0xbb && u[2] == 0xbf) return 3;
  return 0;
}

const char *feel_skip_white(const char *text) {
  size_t length;
  while ((length = white_length(text)) > 0)
    text += length;
  return text;
}

const char *feel_skip_space(const char *text) {
  for (;;) {
    text = feel_skip_white(text);
    if (text[0] == '/' && text[1] == '/') {
      while (*text != '\0' && *text != '\n')
        text++;
    } else if (text[0] == '/' && text[1] == '*') {
      text = strstr(text + 2, "*/");
      if (text == NULL) return NULL;
      text += 2;
    } else {
      return text;
    }
  }
}

const char *feel_word_end(const char *text) {
  if (!feel_is_word_start(*text)) return text;
  while (feel_is_word(*text) && white_length(text) == 0)
    text++;
  return text;
}

bool feel_at_word(const char *text, const char *word) {
  size_t length = strlen(word);
  if (strncmp(text, word, length) != 0) return false;
  return !feel_is_word(text[length]) || white_length(text + length) > 0;
}

bool feel_at_infix_word(const char *text) {
  static const char *const words[] = {"and",  "or",   "in",     "between",  "instance",
                                      "then", "else", "return", "satisfies"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (feel_at_word(text, words[i])) return true;
  }
  return false;
}

const char *feel_number_end(const char *text) {
  const char *end = text;
  while (is_digit(*end))
    end++;
  bool whole = end > text;
  if (*end == '.' && is_digit(end[1])) {
    end++;
    while (is_digit(*end))
      end++;
  } else if (!whole) {
    return text;
  }
  if (*end == 'e' || *end == 'E') {
    const char *exponent = end + 1;
    if (*exponent == '+' || *exponent == '-') exponent++;
    if (is_digit(*exponent)) {
      end = exponent;
      while (is_digit(*end))
        end++;
    }
  }
  return end;
}

feel_operator feel_comparison_at(const char *text, const char **end) {
  static const struct {
    const char *text;
    feel_operator op;
  } forms[] = {{"!=", OP_NOT_EQUAL}, {"<=", OP_LESS_EQUAL}, {">=", OP_GREATER_EQUAL},
               {"=", OP_EQUAL},      {"<", OP_LESS},        {">", OP_GREATER}};
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    size_t length = strlen(forms[i].text);
    if (strncmp(text, forms[i].text, length) == 0) {
      *end = text + length;
      return forms[i].op;
    }
  }
  return OP_NONE;
}

size_t feel_match_name(const char *text, const char *name) {
  const char *at = text;
  name = feel_skip_white(name);
  if (*name == '\0') return 0;
  const char *matched = text;
  for (;;) {
    if (feel_is_word(*name)) {
      while (feel_is_word(*name) && white_length(name) == 0) {
        if (*at != *name) return 0;
        at++;
        name++;
      }
      if (feel_is_word(*at) && white_length(at) == 0) return 0;
    } else {
      if (*at != *name) return 0;
      at++;
      name++;
    }
    matched = at;
    name = feel_skip_white(name);
    if (*name == '\0') return (size_t)(matched - text);
    at = feel_skip_white(at);
  }
}

/** Reads `count` hexadecimal digits; -1 if they are not there. */
static long read_hex(const char *text, int count) {
  long code = 0;
  for (int i = 0; i < count; i++) {
    char c = text[i];
    int digit = is_digit(c)            ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

/** Writes a code point as UTF-8; half of a pair, or one beyond Unicode, becomes U+FFFD. */
static char *write_utf8(char *out, long code) {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) code = 0xfffd;
  if (code < 0x80) {
    *out++ = (char)code;
  } else if (code < 0x800) {
    *out++ = (char)(0xc0 | code >> 6);
    *out++ = (char)(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    *out++ = (char)(0xe0 | code >> 12);
    *out++ = (char)(0x80 | (code >> 6 & 0x3f));
    *out++ = (char)(0x80 | (code & 0x3f));
  } else {
    *out++ = (char)(0xf0 | code >> 18);
    *out++ = (char)(0x80 | (code >> 12 & 0x3f));
    *out++ = (char)(0x80 | (code >> 6 & 0x3f));
    *out++ = (char)(0x80 | (code & 0x3f));
  }
  return out;
}

/** Code point of the \u or \U escape at text (behind the backslash); -1 if it is none. */
static long read_unicode_escape(const char *text, const char **end) {
  int digits = *text == 'u' ? 4 : 6;
  long code = read_hex(text + 1, digits);
  if (code < 0) return -1;
  *end = text + 1 + digits;
  if (code >= 0xd800 && code < 0xdc00 && (*end)[0] == '\\' && (*end)[1] == 'u') {
    long low = read_hex(*end + 2, 4);
    if (low >= 0xdc00 && low < 0xe000) {
      *end += 6;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
  }
  return code;
}

/** Writes what the escape at text (behind the backslash) stands for; an unknown one stays as it is.
 */
static char *write_escape(char *out, const char **text) {
  const char *at = *text;
  static const char from[] = "ntr\"\\'", to[] = "\n\t\r\"\\'";
  const char *simple = *at == '\0' ? NULL : strchr(from, *at);
  if (simple != NULL) {
    *out++ = to[simple - from];
    *text = at + 1;
    return out;
  }
  if (*at == 'u' || *at == 'U') {
    long code = read_unicode_escape(at, text);
    if (code >= 0) return write_utf8(out, code);
  }
  *out++ = '\\';
  *text = at;
  return out;
}

char *feel_read_string(const char *text, const char **end, size_t *length, lu_arena *arena) {
  const char *close = text + 1;
  while (*close != '"') {
    if (*close == '\\' && close[1] != '\0') close++;
    if (*close == '\0') return NULL;
    close++;
  }
  char *string = lu_arena_alloc(arena, (size_t)(close - text) + 1); /* no escape grows */
  if (string == NULL) return NULL;
  char *out = string;
  for (const char *at = text + 1; at < close;) {
    if (*at == '\\') {
      at++;
      out = write_escape(out, &at);
    } else {
      *out++ = *at++;
    }
  }
  *out = '\0';
  *length = (size_t)(out - string);
  *end = close + 1;
  return string;
}
