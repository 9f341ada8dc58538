/* SPDX-License-Identifier: Apache-2.0 */
#include "json_fingerprint.h"

#include "json_scan.h"

static uint64_t add_text(uint64_t hash, const char *text, size_t length) {
  hash = fingerprint_byte(hash, '"');
  return fingerprint_byte(fingerprint_bytes(hash, text, length), '"');
}

static uint64_t add_tree(uint64_t hash, const json_t *tree) {
  const char *key;
  const json_t *value;
  size_t index;
  switch (json_typeof(tree)) {
    case JSON_OBJECT:
      hash = fingerprint_byte(hash, '{');
      json_object_foreach((json_t *)(uintptr_t)tree, key, value) hash =
          add_tree(add_text(hash, key, strlen(key)), value);
      return fingerprint_byte(hash, '}');
    case JSON_ARRAY:
      hash = fingerprint_byte(hash, '[');
      json_array_foreach(tree, index, value) hash = add_tree(hash, value);
      return fingerprint_byte(hash, ']');
    case JSON_STRING:
      return add_text(hash, json_string_value(tree), json_string_length(tree));
    case JSON_INTEGER: {
      int64_t number = json_integer_value(tree);
      return fingerprint_word(hash, 'i', &number);
    }
    case JSON_REAL: {
      double number = json_real_value(tree);
      return fingerprint_word(hash, 'r', &number);
    }
    case JSON_TRUE:
      return fingerprint_byte(hash, 't');
    case JSON_FALSE:
      return fingerprint_byte(hash, 'f');
    default:
      return fingerprint_byte(hash, 'n');
  }
}

uint64_t json_scan_tree(const json_t *tree) {
  return add_tree(FINGERPRINT_START, tree);
}
