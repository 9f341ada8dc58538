/* SPDX-License-Identifier: Apache-2.0 */
#include "section_rules.h"

#include <string.h>

#include "head.h"

const char *section_mark(const char *mark) {
  if (strcmp(mark, "memory") == 0) return "from memory";
  return mark;
}

void section_source(lu_tree *maker, json_t *node, const json_t *entry) {
  const char *source = therapy_text(entry, "source"), *mark = therapy_text(entry, "mark");
  if (source[0] == '\0') return;
  if (strcmp(mark, "seen") == 0 || mark[0] == '\0')
    lu_tree_run_printf(maker, node, "muted", " (%s)", source);
  else
    lu_tree_run_printf(maker, node, "muted", " (%s - %s)", source, section_mark(mark));
}

void section_because(lu_text *out, const json_t *rule) {
  size_t index;
  json_t *fact;
  json_array_foreach(json_object_get(rule, "because"), index, fact) {
    const char *date = therapy_text(fact, "date");
    lu_text_printf(out, "%s%s: %s", index == 0 ? "" : "; ", therapy_text(fact, "label"),
                   therapy_text(fact, "text"));
    if (date[0] != '\0') lu_text_printf(out, " of %s", date);
  }
}

void section_rule(lu_tree *maker, json_t *node, const json_t *rule) {
  lu_text because = LU_TEXT_INIT;
  const char *region = therapy_text(rule, "region"), *id = therapy_text(rule, "id");
  lu_tree_run(maker, node, "", therapy_text(rule, "text"));
  section_because(&because, rule);
  if (because.length > 0) lu_tree_run_printf(maker, node, "", " [%s]", lu_text_string(&because));
  if (region[0] != '\0') lu_tree_run_printf(maker, node, "", " %s label.", region);
  section_source(maker, node, rule);
  if (id[0] != '\0') lu_tree_run_printf(maker, node, "muted", " %s", id);
  maker->failed |= because.failed;
  lu_text_free(&because);
}

const char *section_severity(const char *verdict) {
  if (therapy_is_ban(verdict)) return "severe";
  return strcmp(verdict, "may be given") == 0 ? "note" : "warning";
}

void section_rule_list(lu_tree *maker, json_t *parent, const json_t *rules) {
  size_t index;
  json_t *rule;
  if (json_array_size(rules) == 0) return;
  json_t *list = lu_tree_list(maker, parent, false);
  json_array_foreach(rules, index, rule) section_rule(maker, lu_tree_item(maker, list), rule);
}

void section_rules(lu_tree *maker, json_t *parent, const char *title, const json_t *rules) {
  if (json_array_size(rules) > 0)
    section_rule_list(maker, lu_tree_section(maker, parent, title, 2), rules);
}

void section_number(lu_text *out, double number) {
  /* large whole amounts as people write them, not as powers of ten */
  if (number >= 1000 || number <= -1000)
    lu_text_printf(out, "%.0f", number);
  else
    lu_text_printf(out, "%.4g", number);
}

void section_cell(lu_tree *maker, json_t *row, lu_text *text) {
  lu_tree_cell(maker, row, lu_text_string(text));
  maker->failed |= text->failed;
  lu_text_free(text);
}

void section_number_cell(lu_tree *maker, json_t *row, const json_t *object, const char *key,
                         const char *unit) {
  const json_t *value = json_object_get(object, key);
  lu_text text = LU_TEXT_INIT;
  if (json_is_number(value)) {
    section_number(&text, json_number_value(value));
    if (unit[0] != '\0') lu_text_printf(&text, " %s", unit);
  }
  section_cell(maker, row, &text);
}

bool section_any(const json_t *object, const char *key) {
  const json_t *value = json_object_get(object, key);
  return json_array_size(value) > 0 || json_object_size(value) > 0;
}
