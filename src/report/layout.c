/* SPDX-License-Identifier: Apache-2.0 */
#include "layout.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Paint travels inside texts as PAINT_MARK and one letter, 'a' + paint. A record that holds such a
   pair can at worst colour itself. */
#define PAINT_MARK '\001'

layout layout_start(lu_text *out, const lu_report_style *style) {
  layout result = {out, 100, false, false};
  if (style != NULL) {
    result.width = style->width <= 0 ? 100 : style->width < 40 ? 40 : style->width;
    result.color = style->color;
    result.verbose = style->verbose;
  }
  return result;
}

lu_status layout_end(const layout *page, lu_error *error) {
  return page->out->failed ? lu_fail_memory(error) : LU_OK;
}

/* ---- characters --------------------------------------------------------------------------- */

/* Reads one character; an invalid byte counts as one character U+FFFD of one byte. */
static size_t read_character(const char *text, uint32_t *code) {
  const unsigned char *byte = (const unsigned char *)text;
  size_t length = byte[0] < 0x80 ? 1 : byte[0] >= 0xf0 ? 4 : byte[0] >= 0xe0 ? 3 : 2;
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  *code = 0xfffd;
  if (length == 1) {
    *code = byte[0];
    return 1;
  }
  if (byte[0] < 0xc2 || byte[0] > 0xf4) return 1;
  uint32_t value = byte[0] & (0xffu >> (length + 1));
  for (size_t i = 1; i < length; i++) {
    if ((byte[i] & 0xc0) != 0x80) return 1;
    value = value << 6 | (byte[i] & 0x3fu);
  }
  if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return 1;
  *code = value;
  return length;
}

/* Control characters and those that turn the direction of writing could forge what is shown. */
static bool is_unsafe(uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

static bool is_space(char byte) {
  return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static size_t character_width(uint32_t code) {
  if ((code >= 0x300 && code <= 0x36f) || (code >= 0xfe00 && code <= 0xfe0f)) return 0;
  bool wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
              (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
              (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
              (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1faff) ||
              (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

static bool is_paint(const char *text) {
  return text[0] == PAINT_MARK && text[1] >= 'a' && text[1] <= 'a' + PAINT_BLUE;
}

/* Width of `length` bytes. */
static size_t span_width(const char *text, size_t length) {
  size_t width = 0;
  for (size_t i = 0; i < length;) {
    uint32_t code;
    if (is_paint(text + i)) {
      i += 2;
      continue;
    }
    i += read_character(text + i, &code);
    width += is_unsafe(code) ? 1 : character_width(code);
  }
  return width;
}

size_t layout_text_width(const char *text) {
  return span_width(text, strlen(text));
}

/* ---- writing ------------------------------------------------------------------------------ */

void paint_puts(lu_text *to, paint color, const char *text) {
  char mark[3] = {PAINT_MARK, (char)('a' + color), '\0'};
  lu_text_puts(to, mark);
  lu_text_puts(to, text);
  mark[1] = 'a';
  lu_text_puts(to, mark);
}

void paint_printf(lu_text *to, paint color, const char *format, ...) {
  char buffer[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  paint_puts(to, color, buffer);
}

static void write_span(layout *page, const char *text, size_t length) {
  static const char *const codes[] = {"0", "1", "2", "31", "33", "32", "34"};
  for (size_t i = 0; i < length;) {
    if (is_paint(text + i)) {
      if (page->color) lu_text_printf(page->out, "\033[%sm", codes[text[i + 1] - 'a']);
      i += 2;
      continue;
    }
    uint32_t code;
    size_t size = read_character(text + i, &code);
    if (is_unsafe(code))
      lu_text_puts(page->out, "?");
    else if (code == 0xfffd && size == 1)
      lu_text_puts(page->out, "\xef\xbf\xbd");
    else
      lu_text_append(page->out, text + i, size);
    i += size;
  }
}

static size_t word_length(const char *text) {
  size_t length = 0;
  while (text[length] != '\0' && !is_space(text[length]))
    length++;
  return length;
}

/* Bytes of a word that fit into `room` columns, at least one character. */
static size_t fitting_bytes(const char *word, size_t length, size_t room) {
  size_t used = 0, width = 0;
  while (used < length) {
    uint32_t code;
    size_t size = is_paint(word + used) ? 2 : read_character(word + used, &code);
    size_t next = width + span_width(word + used, size);
    if (next > room && used > 0) break;
    used += size;
    width = next;
  }
  return used;
}

/* Writes words from `column` on, breaking before `width`; following lines start at `rest`. */
static void write_words(layout *page, size_t column, size_t rest, const char *text) {
  size_t width = (size_t)page->width;
  if (rest + 20 > width) rest = width > 20 ? width - 20 : 0;
  bool line_empty = true;
  for (;;) {
    while (is_space(*text))
      text++;
    size_t length = word_length(text);
    if (length == 0) break;
    size_t needed = span_width(text, length);
    if (!line_empty && column + 1 + needed > width) {
      lu_text_puts(page->out, "\n");
      lu_text_fill(page->out, ' ', rest);
      column = rest;
      line_empty = true;
    }
    if (!line_empty) {
      lu_text_puts(page->out, " ");
      column++;
    }
    if (column + needed > width && column < width) {
      length = fitting_bytes(text, length, width - column);
      needed = span_width(text, length);
    }
    write_span(page, text, length);
    column += needed;
    text += length;
    line_empty = false;
    if (*text != '\0' && !is_space(*text)) { /* a word longer than a line goes on below */
      lu_text_puts(page->out, "\n");
      lu_text_fill(page->out, ' ', rest);
      column = rest;
      line_empty = true;
    }
  }
  lu_text_puts(page->out, "\n");
}

void layout_gap(layout *page) {
  const lu_text *out = page->out;
  if (out->length == 0 || (out->length >= 2 && out->data[out->length - 2] == '\n')) return;
  lu_text_puts(page->out, "\n");
}

void layout_heading(layout *page, const char *text) {
  lu_text bold = LU_TEXT_INIT;
  layout_gap(page);
  paint_puts(&bold, PAINT_BOLD, text);
  layout_paragraph(page, 0, 0, lu_text_string(&bold));
  page->out->failed |= bold.failed;
  lu_text_free(&bold);
}

void layout_paragraph(layout *page, int first, int rest, const char *text) {
  lu_text_fill(page->out, ' ', (size_t)first);
  write_words(page, (size_t)first, (size_t)rest, text);
}

void layout_item(layout *page, int indent, const char *marker, const char *text) {
  size_t column = (size_t)indent + layout_text_width(marker) + 1;
  lu_text_fill(page->out, ' ', (size_t)indent);
  write_span(page, marker, strlen(marker));
  lu_text_puts(page->out, " ");
  write_words(page, column, column, text);
}

void layout_pair(layout *page, int indent, int label_width, const char *label, const char *text) {
  size_t column = (size_t)indent + (size_t)label_width;
  size_t used = (size_t)indent + layout_text_width(label);
  lu_text_fill(page->out, ' ', (size_t)indent);
  write_span(page, label, strlen(label));
  if (used < column)
    lu_text_fill(page->out, ' ', column - used);
  else
    lu_text_puts(page->out, " ");
  write_words(page, used < column ? column : used + 1, column, text);
}
