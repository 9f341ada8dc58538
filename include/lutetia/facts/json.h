/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Reading JSON with one kind of error for each kind of trouble.
 */
#ifndef LUTETIA_FACTS_JSON_H
#define LUTETIA_FACTS_JSON_H

#include <jansson.h>
#include <stddef.h>

#include "lutetia/base.h"

LU_BEGIN_DECLS

/**
 * Parses JSON text; an object with the same key twice is refused.
 * Fails with LU_BAD_INPUT ("name:line:column: what is wrong, and how it is written instead";
 * columns count bytes from 1) or LU_OUT_OF_MEMORY.
 * @param out new reference; NULL after a failure @param name stands for the text in messages
 */
LU_API lu_status lu_json_parse(json_t **out, const char *text, size_t length, const char *name,
                               lu_error *error);
/** Reads and parses a JSON file of at most `limit` bytes; fails with LU_IO too. @param out new
 * reference */
LU_API lu_status lu_json_read(json_t **out, const char *path, size_t limit, lu_error *error);
/** lu_json_read() that also hashes the bytes of the file. @param hash LU_HASH_SIZE bytes, filled
 * once the file is read; may be NULL */
LU_API lu_status lu_json_read_hashed(json_t **out, char *hash, const char *path, size_t limit,
                                     lu_error *error);

LU_END_DECLS

#endif
