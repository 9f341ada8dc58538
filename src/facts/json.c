/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/facts/json.h"

#include <stdlib.h>

#include "lutetia/base/file.h"

lu_status lu_json_parse(json_t **out, const char *text, size_t length, const char *name,
                        lu_error *error) {
  json_error_t reason;
  json_error_t again;
  *out = NULL;
  json_t *first = json_loadb(text, length, JSON_REJECT_DUPLICATES, &reason);
  /* When memory runs short, jansson 2.14 may call it a syntax error, say nothing at all, or lose a
     byte of a longer string and go on. Hence everything is read twice: what was read differently
     is not what stands there. */
  json_t *second = json_loadb(text, length, JSON_REJECT_DUPLICATES, &again);
  if (first != NULL && second != NULL && json_equal(first, second)) {
    json_decref(second);
    *out = first;
    return LU_OK;
  }
  bool memory = first != NULL || second != NULL ||
                json_error_code(&reason) == json_error_out_of_memory ||
                json_error_code(&again) == json_error_out_of_memory;
  json_decref(first);
  json_decref(second);
  if (memory || (reason.text[0] == '\0' && again.text[0] == '\0')) return lu_fail_memory(error);
  const json_error_t *told = again.text[0] != '\0' ? &again : &reason;
  return lu_fail(error, LU_BAD_INPUT, "%s:%d: %s", name, told->line, told->text);
}

lu_status lu_json_read(json_t **out, const char *path, size_t limit, lu_error *error) {
  char *text = NULL;
  size_t length = 0;
  *out = NULL;
  lu_status status = lu_file_read(&text, &length, path, limit, error);
  if (status == LU_OK) status = lu_json_parse(out, text, length, path, error);
  free(text);
  return status;
}
