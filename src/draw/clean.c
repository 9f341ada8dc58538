/* SPDX-License-Identifier: Apache-2.0 */
/* Texts come from records: what could hide or forge something is replaced before it is shown. */
#include "lutetia/draw.h"

/* Length of the valid UTF-8 character at `text` and its code point; 0 if it is not valid. */
static size_t decode(const unsigned char *text, uint32_t *point) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t length = text[0] < 0x80             ? 1
                  : (text[0] & 0xE0) == 0xC0 ? 2
                  : (text[0] & 0xF0) == 0xE0 ? 3
                  : (text[0] & 0xF8) == 0xF0 ? 4
                                             : 0;
  if (length == 0) return 0;
  *point = length == 1 ? text[0] : text[0] & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; i++) {
    if ((text[i] & 0xC0) != 0x80) return 0;
    *point = (*point << 6) | (text[i] & 0x3Fu);
  }
  if (*point < least[length] || *point > 0x10FFFF || (*point >= 0xD800 && *point <= 0xDFFF))
    return 0;
  return length;
}

/* Control characters, invisible ones, marks of direction, and those that stand for none. */
static bool refused(uint32_t point) {
  return (point < 0x20 && point != '\n') || (point >= 0x7F && point < 0xA0) ||
         (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069) || point == 0x061C || point == 0xFEFF ||
         (point >= 0xFFF9 && point <= 0xFFFB) || (point & 0xFFFE) == 0xFFFE ||
         (point >= 0xFDD0 && point <= 0xFDEF);
}

void lu_draw_clean(lu_text *out, const char *text) {
  const unsigned char *at = (const unsigned char *)text;
  while (*at != '\0') {
    uint32_t point = 0;
    size_t length = decode(at, &point);
    if (*at == '\t')
      lu_text_puts(out, " ");
    else if (length == 0 || refused(point))
      lu_text_puts(out, "\xEF\xBF\xBD");
    else
      lu_text_append(out, (const char *)at, length);
    at += length == 0 ? 1 : length;
  }
}
