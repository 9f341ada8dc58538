/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XPath patterns differ from those of PCRE2 in: classes that are subtracted ([A-Z-[OI]]), the
 * escapes \i \c \p{IsBlock}, the dot (not even a carriage return), blanks under the flag x (they
 * vanish from within escapes too), and in what they do not have (look-around, \b, octal).
 */
#include <string.h>

#include "regex.h"

#define MAX_DEPTH 50

/** The pattern that is being read. */
typedef struct pattern_reader {
  const char *at, *end;
  regex_flags flags;
  lu_text *out;
  unsigned groups;          /**< capturing groups closed or open so far */
  unsigned open[MAX_DEPTH]; /**< numbers of the open groups; 0: not capturing */
  unsigned depth;
  bool closed[1000]; /**< which groups are closed, so that \N may refer to them */
} pattern_reader;

bool regex_read_flags(regex_flags *out, const char *text) {
  *out = (regex_flags){false, false, false, false, false};
  for (; *text != '\0'; text++) {
    switch (*text) {
      case 's':
        out->dot_all = true;
        break;
      case 'm':
        out->multiline = true;
        break;
      case 'i':
        out->no_case = true;
        break;
      case 'x':
        out->free_blanks = true;
        break;
      case 'q':
        out->literal = true;
        break;
      default:
        return false;
    }
  }
  return true;
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/** Skips blanks that the flag x takes away. */
static void skip_blanks(pattern_reader *reader) {
  while (reader->flags.free_blanks && reader->at < reader->end && is_blank(*reader->at)) {
    reader->at++;
  }
}

static void put(pattern_reader *reader, const char *text) {
  lu_text_puts(reader->out, text);
}

/** Writes one byte so that it stands for itself. */
static void put_literal(lu_text *out, char c) {
  if (strchr("\\^$.[]|()?*+{}-#&", c) != NULL && c != '\0') lu_text_append(out, "\\", 1);
  lu_text_append(out, &c, 1);
}

/** \p{...}: a category, or a block by Is and its name. `in_class`: within [ ]. */
static bool read_property(pattern_reader *reader, bool negated, bool in_class) {
  char name[64];
  size_t length = 0;
  skip_blanks(reader);
  if (reader->at == reader->end || *reader->at != '{') return false;
  for (reader->at++;; reader->at++) {
    skip_blanks(reader);
    if (reader->at == reader->end || length + 1 == sizeof name) return false;
    if (*reader->at == '}') break;
    char c = *reader->at;
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '-') return false;
    name[length++] = c;
  }
  reader->at++;
  name[length] = '\0';
  if (strncmp(name, "Is", 2) != 0) {
    if (length == 0 || length > 2) return false;
    lu_text_printf(reader->out, "\\%c{%s}", negated ? 'P' : 'p', name);
    return true;
  }
  /* Within a class a block can be written only as it is. */
  if (in_class && negated) return false;
  if (!in_class) put(reader, negated ? "[^" : "[");
  if (!regex_block(reader->out, name + 2, length - 2)) return false;
  if (!in_class) put(reader, "]");
  return true;
}

/** Classes of characters behind a backslash, as members of a class of PCRE2. */
static const char *class_members(char letter) {
  switch (letter) {
    case 's':
      return " \\t\\n\\r";
    case 'd':
      return "\\p{Nd}";
    case 'w':
      return "\\p{L}\\p{M}\\p{N}\\p{S}";
    case 'i':
      return "\\p{L}\\p{Nl}_:";
    case 'c':
      return "\\p{L}\\p{Nl}\\p{M}\\p{Nd}._:\\-\\x{B7}";
    default:
      return NULL;
  }
}

/** The negated classes within [ ] where PCRE2 has an escape for them. */
static const char *negated_members(char letter) {
  switch (letter) {
    case 'D':
      return "\\P{Nd}";
    case 'S':
      return "\\x{0}-\\x{8}\\x{B}\\x{C}\\x{E}-\\x{1F}\\x{21}-\\x{10FFFF}";
    case 'W':
      return "\\p{P}\\p{Z}\\p{C}";
    default:
      return NULL;
  }
}

/** \N: a group that was closed before; as many digits count as make such a number. */
static bool read_reference(pattern_reader *reader) {
  unsigned number = 0;
  while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9') {
    unsigned longer = number * 10 + (unsigned)(*reader->at - '0');
    if (number > 0 && longer > reader->groups) break;
    number = longer;
    reader->at++;
  }
  if (number == 0 || number > reader->groups || !reader->closed[number]) return false;
  lu_text_printf(reader->out, "(?:\\g{%u})", number);
  return true;
}

/** What follows a backslash. */
static bool read_escape(pattern_reader *reader, bool in_class) {
  skip_blanks(reader);
  if (reader->at == reader->end) return false;
  char c = *reader->at;
  if (c >= '0' && c <= '9') return !in_class && read_reference(reader);
  reader->at++;
  if (c == 'n' || c == 'r' || c == 't') {
    lu_text_printf(reader->out, "\\%c", c);
    return true;
  }
  if (c == 'p' || c == 'P') return read_property(reader, c == 'P', in_class);
  if (strchr("\\|.?*+(){}-[]^$", c) != NULL) {
    put_literal(reader->out, c);
    return true;
  }
  bool upper = c >= 'A' && c <= 'Z';
  const char *members = class_members((char)(upper ? c - 'A' + 'a' : c));
  if (members == NULL) return false;
  if (!in_class) {
    lu_text_printf(reader->out, "[%s%s]", upper ? "^" : "", members);
    return true;
  }
  if (upper) members = negated_members(c);
  if (members != NULL) put(reader, members);
  return members != NULL;
}

static bool read_class(pattern_reader *reader, unsigned depth);

/** Reads one member of a class, `c`, behind which `at` stands. */
static bool read_member(pattern_reader *reader, char c, bool first) {
  if (c == '[') return false;
  if (c == '\\') return read_escape(reader, true);
  if (c == '-') {
    bool at_edge = first || (reader->at < reader->end && *reader->at == ']');
    put(reader, at_edge ? "\\-" : "-");
  } else {
    put_literal(reader->out, c);
  }
  return true;
}

/** Reads the members of a class up to its end; [A-[B]] becomes [A](?<![B]). */
static bool read_members(pattern_reader *reader, unsigned depth) {
  bool first = true;
  if (reader->at < reader->end && *reader->at == '^') {
    put(reader, "^");
    reader->at++;
  }
  for (; reader->at < reader->end; first = false) {
    char c = *reader->at++;
    if (c == ']') {
      put(reader, "]");
      return !first;
    }
    if (c == '-' && reader->at < reader->end && *reader->at == '[' && !first) {
      reader->at++;
      put(reader, "](?<!");
      if (!read_class(reader, depth + 1)) return false;
      put(reader, ")");
      return reader->at < reader->end && *reader->at++ == ']';
    }
    if (!read_member(reader, c, first)) return false;
  }
  return false;
}

/** Reads a class behind its [. Blanks count in here, also under x. */
static bool read_class(pattern_reader *reader, unsigned depth) {
  bool free_blanks = reader->flags.free_blanks;
  if (depth > MAX_DEPTH) return false;
  reader->flags.free_blanks = false;
  put(reader, "(?:[");
  bool ok = read_members(reader, depth);
  put(reader, ")");
  reader->flags.free_blanks = free_blanks;
  return ok;
}

static bool open_group(pattern_reader *reader) {
  bool capturing = true;
  if (reader->depth == MAX_DEPTH) return false;
  skip_blanks(reader);
  if (reader->at < reader->end && *reader->at == '?') { /* only (?: exists */
    reader->at++;
    skip_blanks(reader);
    if (reader->at == reader->end || *reader->at++ != ':') return false;
    capturing = false;
  }
  if (capturing && reader->groups + 1 >= sizeof reader->closed / sizeof reader->closed[0]) {
    return false;
  }
  reader->open[reader->depth++] = capturing ? ++reader->groups : 0;
  put(reader, capturing ? "(" : "(?:");
  return true;
}

static bool close_group(pattern_reader *reader) {
  if (reader->depth == 0) return false;
  reader->closed[reader->open[--reader->depth]] = true;
  put(reader, ")");
  return true;
}

/** One character outside of classes, behind which `at` stands. */
static bool read_atom(pattern_reader *reader, char c) {
  switch (c) {
    case '\\':
      return read_escape(reader, false);
    case '[':
      return read_class(reader, 0);
    case '(':
      return open_group(reader);
    case ')':
      return close_group(reader);
    case '.':
      put(reader, reader->flags.dot_all ? "(?s:.)" : "[^\\n\\r]");
      return true;
    case ']':
      return false;
    case '#': /* PCRE2 has no comments without its own flag x, but the letter is safe escaped */
      put(reader, "\\#");
      return true;
    default:
      lu_text_append(reader->out, &c, 1);
      return true;
  }
}

bool regex_translate(lu_text *out, const char *pattern, size_t length, regex_flags flags) {
  if (flags.literal) {
    for (size_t i = 0; i < length; i++)
      put_literal(out, pattern[i]);
    return true;
  }
  pattern_reader reader = {.at = pattern, .end = pattern + length, .flags = flags, .out = out};
  bool quantified = false;
  for (;;) {
    skip_blanks(&reader);
    if (reader.at == reader.end) break;
    char c = *reader.at++;
    /* a++ would be possessive in PCRE2; XPath has no such thing. */
    bool quantifier = c == '*' || c == '+' || c == '?' || c == '}';
    if (quantified && c == '+') return false;
    quantified = quantifier;
    if (!read_atom(&reader, c)) return false;
  }
  return reader.depth == 0;
}
