/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a look at JSON text without any allocation. It says what is wrong in words
 * that help, and it takes a fingerprint of what the text holds, against which a parsed tree is
 * compared: the parser may lose bytes when memory runs short.
 */
#ifndef FACTS_JSON_SCAN_H
#define FACTS_JSON_SCAN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What a look at a text gave. */
typedef struct json_scan {
  bool good;            /**< false: sentence, line and column say what is wrong */
  uint64_t fingerprint; /**< of all keys and values in their order */
  int line, column;     /**< from 1; columns in bytes */
  char sentence[240];
} json_scan;

/** Looks at a text. UTF-8 and doubled keys are left to the parser. */
void json_scan_text(json_scan *out, const char *text, size_t length);
/** The same fingerprint, from a tree that was parsed from the text. */
uint64_t json_scan_tree(const json_t *tree);

#endif
