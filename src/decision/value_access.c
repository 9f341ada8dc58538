/* SPDX-License-Identifier: Apache-2.0 */
/* The public face of values: reading them. */
#include <math.h>
#include <string.h>

#include "value.h"

lu_value_kind lu_value_get_kind(const lu_value *value) {
  return value->kind;
}

bool lu_value_is_true(const lu_value *value) {
  return value->kind == LU_VALUE_BOOLEAN && value->as.boolean;
}

bool lu_value_is_false(const lu_value *value) {
  return value->kind == LU_VALUE_BOOLEAN && !value->as.boolean;
}

double lu_value_number(const lu_value *value) {
  return value->kind == LU_VALUE_NUMBER ? decimal_to_double(value->as.number) : (double)NAN;
}

const char *lu_value_string(const lu_value *value) {
  return value->kind == LU_VALUE_STRING ? value->as.string.bytes : NULL;
}

size_t lu_value_count(const lu_value *value) {
  if (value->kind == LU_VALUE_LIST) return value->as.list.count;
  return value->kind == LU_VALUE_CONTEXT ? value->as.context.count : 0;
}

const lu_value *lu_value_item(const lu_value *value, size_t index) {
  if (value->kind != LU_VALUE_LIST || index >= value->as.list.count) return NULL;
  return value->as.list.items[index];
}

const lu_value *lu_value_entry(const lu_value *value, const char *name) {
  if (value->kind != LU_VALUE_CONTEXT) return NULL;
  for (size_t i = 0; i < value->as.context.count; i++) {
    const feel_entry *entry = &value->as.context.entries[i];
    if (strcmp(entry->name, name) == 0) return entry->value;
  }
  return NULL;
}

const char *lu_value_entry_name(const lu_value *value, size_t index) {
  if (value->kind != LU_VALUE_CONTEXT || index >= value->as.context.count) return NULL;
  return value->as.context.entries[index].name;
}

size_t lu_unknown_reasons(const lu_value *value, const char *const **names) {
  bool unknown = value->kind == LU_VALUE_UNKNOWN;
  if (names != NULL) *names = unknown ? value->as.unknown.reasons.names : NULL;
  return unknown ? value->as.unknown.reasons.count : 0;
}

size_t lu_unknown_candidates(const lu_value *value, const lu_value *const **candidates) {
  bool unknown = value->kind == LU_VALUE_UNKNOWN;
  if (candidates != NULL) *candidates = unknown ? value->as.unknown.candidates : NULL;
  return unknown ? value->as.unknown.candidate_count : 0;
}
