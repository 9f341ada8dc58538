/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/facts/json.h"

#include <stdlib.h>

#include "json_reader.h"
#include "lutetia/base/file.h"
#include "lutetia/base/hash.h"

lu_status lu_json_parse(json_t **out, const char *text, size_t length, const char *name,
                        lu_error *error) {
  json_trouble trouble;
  lu_status status = json_reader_read(out, &trouble, text, length);
  if (status == LU_OUT_OF_MEMORY) return lu_fail_memory(error);
  if (status == LU_OK) return LU_OK;
  return lu_fail(error, LU_BAD_INPUT, "%s:%d:%d: %s", name, trouble.line, trouble.column,
                 trouble.sentence);
}

lu_status lu_json_read_hashed(json_t **out, char *hash, const char *path, size_t limit,
                              lu_error *error) {
  char *text = NULL;
  size_t length = 0;
  *out = NULL;
  lu_status status = lu_file_read(&text, &length, path, limit, error);
  if (status == LU_OK && hash != NULL) lu_sha256(hash, text, length);
  if (status == LU_OK) status = lu_json_parse(out, text, length, path, error);
  free(text);
  return status;
}

lu_status lu_json_read(json_t **out, const char *path, size_t limit, lu_error *error) {
  return lu_json_read_hashed(out, NULL, path, limit, error);
}
