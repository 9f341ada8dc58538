/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * SHA-256 (FIPS 180-4) of bytes and of several files.
 */
#ifndef LUTETIA_BASE_HASH_H
#define LUTETIA_BASE_HASH_H

#include <stddef.h>

#include "lutetia/base/error.h"
#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** Room for a hash as text: 64 hexadecimal digits and a NUL. */
#define LU_HASH_SIZE 65

/** Writes the SHA-256 of some bytes as 64 small hexadecimal digits. */
LU_API void lu_sha256(char out[LU_HASH_SIZE], const void *bytes, size_t length);
/**
 * Writes one hash for several files: that of the lines "HASH  NAME" of all of them, which is what
 * `sha256sum NAME... | sha256sum` prints. Fails with LU_OUT_OF_MEMORY.
 * @param names  of the files, in the order of their bytes
 * @param hashes of the files, LU_HASH_SIZE characters each, one behind the other
 */
LU_API lu_status lu_sha256_list(char out[LU_HASH_SIZE], const char *const *names,
                                const char *hashes, size_t count, lu_error *error);

LU_END_DECLS

#endif
