/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a reader of JSON text. jansson 2.14 keeps the tree, but does not read it:
 * when memory runs short its parser may lose bytes of a text, or run past the end of one.
 */
#ifndef FACTS_JSON_READER_H
#define FACTS_JSON_READER_H

#include <jansson.h>

#include "lutetia/base.h"

/** What is wrong in a text, in words that help. */
typedef struct json_trouble {
  int line, column; /**< from 1; columns in bytes */
  char sentence[240];
} json_trouble;

/**
 * Reads a text: RFC 8259, UTF-8, no name twice in an object, no NUL.
 * Fails with LU_BAD_INPUT (`trouble` is filled) or LU_OUT_OF_MEMORY.
 * @param out new reference; NULL after a failure
 */
lu_status json_reader_read(json_t **out, json_trouble *trouble, const char *text, size_t length);

#endif
