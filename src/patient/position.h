/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: on which line of a JSON text each value stands.
 */
#ifndef PATIENT_POSITION_H
#define PATIENT_POSITION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "lutetia/base.h"

/** Deepest nesting of objects and lists that a record may have. */
#define POSITION_MAX_DEPTH 32
/** Longest JSON pointer that is written down, with the final NUL; longer ones are cut. */
#define POSITION_POINTER_SIZE 512

/** Line (from 1) of the first bracket that is nested too deep; 0 if none is. Works on any text. */
int position_too_deep(const char *text, size_t length);
/**
 * Makes an index from a JSON text and the tree that was read from it.
 * @param out new: object JSON pointer -> line
 */
lu_status position_index(json_t **out, const json_t *tree, const char *text, size_t length,
                         lu_error *error);
/** Line of a pointer or, if it is absent, of its nearest parent; 0 if there is none. */
int position_line(const json_t *index, const char *pointer);
/** Appends "/key" to a pointer, escaped by RFC 6901; cut if too long. `size` is that of the buffer.
 */
void position_append(char *pointer, size_t size, const char *key);

#endif
