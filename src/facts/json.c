/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/facts/json.h"

#include <stdlib.h>
#include <string.h>

#include "json_scan.h"
#include "lutetia/base/file.h"

/** True for what the parser says about the bytes themselves, whatever the memory. */
static bool told_by_bytes(const json_error_t *reason) {
  return json_error_code(reason) == json_error_invalid_utf8 ||
         json_error_code(reason) == json_error_duplicate_key;
}

/** Says what the parser refused although the form is good. */
static lu_status refuse(const json_error_t *reason, const char *name, lu_error *error) {
  if (json_error_code(reason) == json_error_invalid_utf8)
    return lu_fail(error, LU_BAD_INPUT, "%s:%d:%d: the text is not UTF-8; save the file as UTF-8",
                   name, reason->line, reason->column);
  const char *key = strchr(reason->text, '"');
  return lu_fail(error, LU_BAD_INPUT, "%s:%d:%d: the same name stands twice in one {...}: %s", name,
                 reason->line, reason->column, key != NULL ? key : reason->text);
}

lu_status lu_json_parse(json_t **out, const char *text, size_t length, const char *name,
                        lu_error *error) {
  json_scan scan;
  json_error_t reason;
  *out = NULL;
  json_scan_text(&scan, text, length);
  if (!scan.good)
    return lu_fail(error, LU_BAD_INPUT, "%s:%d:%d: %s", name, scan.line, scan.column,
                   scan.sentence);
  /* When memory runs short, jansson 2.14 may call it an error of the text, or lose a byte of a
     longer string or number and go on. Hence the form is judged by the scan alone, and what was
     parsed must have the fingerprint of what stands there. */
  json_t *tree = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &reason);
  if (tree != NULL && json_scan_tree(tree) == scan.fingerprint) {
    *out = tree;
    return LU_OK;
  }
  bool lost = tree != NULL;
  json_decref(tree);
  if (lost || !told_by_bytes(&reason)) return lu_fail_memory(error);
  /* a lost byte can make two names equal: only what is found again stands there */
  json_error_t again;
  tree = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &again);
  bool same = tree == NULL && json_error_code(&again) == json_error_code(&reason);
  json_decref(tree);
  return same ? refuse(&again, name, error) : lu_fail_memory(error);
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
