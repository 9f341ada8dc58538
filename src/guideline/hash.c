/* SPDX-License-Identifier: Apache-2.0 */
/* One hash for all files of an edition. */
#include <stdlib.h>
#include <string.h>

#include "edition.h"
#include "lutetia/base/file.h"
#include "lutetia/base/hash.h"

/* Model that was read from a file of the folder; NULL if none was. */
static const lu_model *model_of(const lu_guideline *guideline, const char *file) {
  for (size_t i = 0; i < guideline->model_count; i++)
    if (strcmp(guideline->models[i].file, file) == 0) return guideline->models[i].model;
  return NULL;
}

/* Hash of one file; that of a table file was found when it was read. */
static lu_status hash_file(char *out, const lu_guideline *guideline, const char *name,
                           const char *path, lu_error *error) {
  const lu_model *model = model_of(guideline, name);
  if (model != NULL) {
    memcpy(out, lu_model_hash(model), LU_HASH_SIZE);
    return LU_OK;
  }
  char *bytes = NULL;
  size_t length = 0;
  lu_status status = lu_file_read(&bytes, &length, path, 0, error);
  if (status == LU_OK) lu_sha256(out, bytes, length);
  free(bytes);
  return status;
}

static lu_status hash_files(lu_guideline *guideline, const lu_folder *folder, lu_error *error) {
  lu_arena *arena = guideline->arena;
  const char **names = lu_arena_array(arena, folder->count + 1, sizeof *names);
  char *hashes = lu_arena_array(arena, folder->count + 1, LU_HASH_SIZE);
  size_t count = 0;
  if (names == NULL || hashes == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < folder->count; i++) {
    char *path = lu_arena_printf(arena, "%s/%s", guideline->folder, folder->names[i]);
    if (path == NULL) return lu_fail_memory(error);
    if (lu_folder_exists(path)) continue;
    lu_status status =
        hash_file(hashes + count * LU_HASH_SIZE, guideline, folder->names[i], path, error);
    if (status != LU_OK) return status;
    names[count++] = folder->names[i];
  }
  return lu_sha256_list(guideline->hash, names, hashes, count, error);
}

lu_status guideline_hash(lu_guideline *guideline, lu_error *error) {
  lu_folder folder;
  lu_status status = lu_folder_list(&folder, guideline->folder, "", error);
  if (status != LU_OK) return status;
  status = hash_files(guideline, &folder, error);
  lu_folder_free(&folder);
  return status;
}

const char *lu_guideline_hash(const lu_guideline *guideline) {
  return guideline->hash;
}
