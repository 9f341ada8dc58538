/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Files and folders: whole files in, whole files out, never half a file.
 */
#ifndef LUTETIA_BASE_FILE_H
#define LUTETIA_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "lutetia/base/error.h"
#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/**
 * Reads a whole file.
 * Fails with LU_IO (cannot be opened or read, is a folder), LU_BAD_INPUT (longer than limit) or
 * LU_OUT_OF_MEMORY.
 * @param out    new; the bytes and a NUL behind them; free with free(); NULL after a failure
 * @param length number of bytes without that NUL; may be NULL
 * @param path   "-" reads standard input
 * @param limit  most bytes to accept; 0 for no limit
 */
LU_API lu_status lu_file_read(char **out, size_t *length, const char *path, size_t limit,
                              lu_error *error);
/**
 * Writes a whole file: under a temporary name in the same folder, flushed to the disk, then
 * renamed. After a failure the old file, if any, stands unchanged and no temporary file is left.
 * A new file can be read by its owner alone, since it may tell of a patient; one that exists keeps
 * its mode. Links are followed and stay. A pipe or a character device is written through, not
 * replaced. Fails with LU_IO (also: a folder, a link to nothing, a file that may not be written)
 * or LU_OUT_OF_MEMORY.
 */
LU_API lu_status lu_file_write(const char *path, const char *bytes, size_t length, lu_error *error);
/** True if there is a file (not a folder) of that name. */
LU_API bool lu_file_exists(const char *path);
/** True if there is a folder of that name. */
LU_API bool lu_folder_exists(const char *path);
/** Makes a folder and those above it; one that exists is no failure. Fails with LU_IO or
 * LU_OUT_OF_MEMORY. */
LU_API lu_status lu_folder_make(const char *path, lu_error *error);
/**
 * Joins a folder and a name with one slash; an absolute name stands for itself, and so does a name
 * in the folder "".
 * @return new; free with free(); NULL when memory is short
 */
LU_API char *lu_path_join(const char *folder, const char *name);
/** The part of a path behind its last slash. @return borrowed from path */
LU_API const char *lu_path_name(const char *path);

/** Names in a folder, sorted by byte value. Free with lu_folder_free(). */
typedef struct lu_folder {
  char **names; /**< `count` names without the path */
  size_t count; /**< how many */
} lu_folder;

/**
 * Lists a folder: everything in it but what begins with a dot.
 * Fails with LU_IO or LU_OUT_OF_MEMORY; out is then empty.
 * @param out    new; free with lu_folder_free()
 * @param suffix only names that end so (".json"); "" or NULL for all
 */
LU_API lu_status lu_folder_list(lu_folder *out, const char *path, const char *suffix,
                                lu_error *error);
/** Frees the names and makes the list empty. */
LU_API void lu_folder_free(lu_folder *folder);

LU_END_DECLS

#endif
