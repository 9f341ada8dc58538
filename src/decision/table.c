/* SPDX-License-Identifier: Apache-2.0 */
/* What tables say of themselves. */
#include <string.h>

#include "boxed.h"

const char *lu_table_hit_policy(const lu_table *table) {
  switch (table->policy) {
    case HIT_UNIQUE:
      return "UNIQUE";
    case HIT_FIRST:
      return "FIRST";
    case HIT_PRIORITY:
      return "PRIORITY";
    case HIT_ANY:
      return "ANY";
    case HIT_COLLECT:
      return "COLLECT";
    case HIT_COLLECT_SUM:
      return "COLLECT SUM";
    case HIT_COLLECT_MIN:
      return "COLLECT MIN";
    case HIT_COLLECT_MAX:
      return "COLLECT MAX";
    case HIT_COLLECT_COUNT:
      return "COLLECT COUNT";
    case HIT_RULE_ORDER:
      return "RULE ORDER";
    case HIT_OUTPUT_ORDER:
      return "OUTPUT ORDER";
  }
  return "UNIQUE";
}

size_t lu_table_input_count(const lu_table *table) {
  return table->input_count;
}

const char *lu_table_input_text(const lu_table *table, size_t column) {
  return column < table->input_count ? table->inputs[column].text : NULL;
}

const char *lu_table_input_label(const lu_table *table, size_t column) {
  return column < table->input_count ? table->inputs[column].label : NULL;
}

size_t lu_table_output_count(const lu_table *table) {
  return table->output_count;
}

const char *lu_table_output_name(const lu_table *table, size_t column) {
  return column < table->output_count ? table->outputs[column].name : NULL;
}

size_t lu_table_annotation_count(const lu_table *table) {
  return table->annotation_count;
}

const char *lu_table_annotation_name(const lu_table *table, size_t column) {
  return column < table->annotation_count ? table->annotation_names[column] : NULL;
}

size_t lu_table_rule_count(const lu_table *table) {
  return table->rule_count;
}

const char *lu_table_input_entry(const lu_table *table, size_t rule, size_t column) {
  if (rule >= table->rule_count || column >= table->input_count) return NULL;
  return table->rules[rule].input_texts[column];
}

const char *lu_table_output_entry(const lu_table *table, size_t rule, size_t column) {
  if (rule >= table->rule_count || column >= table->output_count) return NULL;
  return table->rules[rule].output_texts[column];
}

const char *lu_table_annotation(const lu_table *table, size_t rule, size_t column) {
  if (rule >= table->rule_count || column >= table->annotation_count) return NULL;
  return table->rules[rule].annotations[column];
}

const char *lu_table_annotation_named(const lu_table *table, size_t rule, const char *name) {
  for (size_t i = 0; rule < table->rule_count && i < table->annotation_count; i++)
    if (strcmp(table->annotation_names[i], name) == 0) return table->rules[rule].annotations[i];
  return "";
}
