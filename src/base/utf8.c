/* SPDX-License-Identifier: Apache-2.0 */
#include "utf8.h"

#include <stdint.h>

/** Length of the character that begins at `text`; 0 if none does. The NUL at the end stops it. */
static size_t character_length(const unsigned char *text) {
  unsigned char first = text[0];
  size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length < 2) return length;
  if (first > 0xF4) return 0;
  for (size_t i = 1; i < length; i++)
    if ((text[i] & 0xC0u) != 0x80u) return 0;
  /* over-long forms, surrogates, and what lies beyond U+10FFFF */
  if (first == 0xE0 && text[1] < 0xA0) return 0;
  if (first == 0xED && text[1] > 0x9F) return 0;
  if (first == 0xF0 && text[1] < 0x90) return 0;
  if (first == 0xF4 && text[1] > 0x8F) return 0;
  return length;
}

void utf8_repair(char *text) {
  unsigned char *at = (unsigned char *)text;
  while (*at != '\0') {
    size_t length = character_length(at);
    if (length == 0) {
      *at = '?';
      length = 1;
    }
    at += length;
  }
}
