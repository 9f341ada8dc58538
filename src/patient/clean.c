/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in the clean tree. */
#include <stdio.h>
#include <string.h>

#include "check.h"

json_t *clean_get(const json_t *clean, const char *path) {
  char key[POSITION_POINTER_SIZE];
  const json_t *at = clean;
  while (at != NULL) {
    const char *slash = strchr(path, '/');
    if (slash == NULL) return json_object_get(at, path);
    size_t length = (size_t)(slash - path);
    if (length >= sizeof key) return NULL;
    memcpy(key, path, length);
    key[length] = '\0';
    at = json_object_get(at, key);
    path = slash + 1;
  }
  return NULL;
}

json_t *clean_v(const json_t *clean, const char *path) {
  return json_object_get(clean_get(clean, path), "v");
}

bool clean_number(const json_t *clean, const char *path, double *out) {
  const json_t *value = clean_v(clean, path);
  if (!json_is_number(value)) return false;
  *out = json_number_value(value);
  return true;
}

bool clean_ratio(const json_t *clean, const json_t *pair, double *out) {
  double numerator;
  double denominator;
  const char *above = json_string_value(json_array_get(pair, 0));
  const char *below = json_string_value(json_array_get(pair, 1));
  if (above == NULL || below == NULL || !clean_number(clean, above, &numerator) ||
      !clean_number(clean, below, &denominator) || denominator <= 0)
    return false;
  *out = numerator / denominator;
  return true;
}

const char *clean_text(const json_t *clean, const char *path) {
  return json_string_value(clean_v(clean, path));
}

lu_date clean_date(const json_t *clean, const char *path) {
  const char *text = clean_text(clean, path);
  lu_date date = LU_DATE_NONE;
  if (text == NULL || lu_date_parse(&date, text, NULL) != LU_OK) return LU_DATE_NONE;
  return date;
}

/** True if a value is stated at a node of the clean tree or anywhere below it. */
static bool holds_value(const json_t *node) {
  const char *key;
  const json_t *child;
  if (json_object_get(node, "v") != NULL) return true;
  json_object_foreach((json_t *)(uintptr_t)node, key, child) if (holds_value(child)) return true;
  return false;
}

bool clean_says_something(const json_t *entry) {
  const char *key;
  const json_t *value;
  json_object_foreach((json_t *)(uintptr_t)entry, key, value) {
    bool name = strcmp(key, "kind") == 0 || strcmp(key, "id") == 0 || strcmp(key, "note") == 0;
    if (!name && holds_value(value)) return true;
  }
  return false;
}
