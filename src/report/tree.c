/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

void tree_set(tree *maker, json_t *node, const char *key, json_t *value) {
  if (json_object_set_new(node, key, value) != 0) maker->failed = true;
}

void tree_set_text(tree *maker, json_t *node, const char *key, const char *text) {
  tree_set(maker, node, key, json_string(text));
}

LU_PRINTF(2, 0)
static json_t *printed(tree *maker, const char *format, va_list arguments) {
  json_t *value = json_vsprintf(format, arguments);
  if (value == NULL) maker->failed = true;
  return value;
}

void tree_set_printf(tree *maker, json_t *node, const char *key, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  tree_set(maker, node, key, printed(maker, format, arguments));
  va_end(arguments);
}

json_t *tree_node(tree *maker, const char *type) {
  json_t *node = json_object();
  if (node == NULL)
    maker->failed = true;
  else
    tree_set_text(maker, node, "type", type);
  return node;
}

json_t *tree_push(tree *maker, json_t *node, const char *key, json_t *value) {
  json_t *list = json_object_get(node, key);
  if (list == NULL) {
    tree_set(maker, node, key, json_array());
    list = json_object_get(node, key);
  }
  if (json_array_append_new(list, value) == 0) return value;
  maker->failed = true;
  return NULL;
}

json_t *tree_add(tree *maker, json_t *parent, json_t *child) {
  return tree_push(maker, parent, "children", child);
}

json_t *tree_section(tree *maker, json_t *parent, const char *title, int level) {
  json_t *section = tree_node(maker, "section");
  tree_set_text(maker, section, "title", title);
  tree_set(maker, section, "level", json_integer(level));
  tree_set(maker, section, "children", json_array());
  return tree_add(maker, parent, section);
}

/* ---- text ----------------------------------------------------------------------------------- */

void tree_run(tree *maker, json_t *node, const char *style, const char *text) {
  if (text == NULL || text[0] == '\0') return;
  json_t *run = json_object();
  if (run == NULL) maker->failed = true;
  tree_set_text(maker, run, "text", text);
  if (style[0] != '\0') tree_set_text(maker, run, "style", style);
  tree_push(maker, node, "runs", run);
}

void tree_run_printf(tree *maker, json_t *node, const char *style, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  json_t *text = printed(maker, format, arguments);
  va_end(arguments);
  tree_run(maker, node, style, json_string_value(text));
  json_decref(text);
}

json_t *tree_runs(tree *maker, json_t *parent) {
  json_t *node = tree_node(maker, "text");
  tree_set(maker, node, "runs", json_array());
  return tree_add(maker, parent, node);
}

void tree_paragraph(tree *maker, json_t *parent, const char *style, const char *text) {
  if (text == NULL || text[0] == '\0') return;
  tree_run(maker, tree_runs(maker, parent), style, text);
}

/* ---- lists ---------------------------------------------------------------------------------- */

json_t *tree_fields(tree *maker, json_t *parent) {
  json_t *node = tree_node(maker, "fields");
  tree_set(maker, node, "items", json_array());
  return tree_add(maker, parent, node);
}

void tree_field(tree *maker, json_t *fields, const char *label, const char *value,
                const char *note) {
  if (value == NULL || value[0] == '\0') return;
  json_t *item = json_object();
  if (item == NULL) maker->failed = true;
  tree_set_text(maker, item, "label", label);
  tree_set_text(maker, item, "value", value);
  if (note != NULL && note[0] != '\0') tree_set_text(maker, item, "note", note);
  tree_push(maker, fields, "items", item);
}

json_t *tree_list(tree *maker, json_t *parent, bool ordered) {
  json_t *node = tree_node(maker, "list");
  tree_set(maker, node, "ordered", json_boolean(ordered));
  tree_set(maker, node, "items", json_array());
  return tree_add(maker, parent, node);
}

json_t *tree_item(tree *maker, json_t *list) {
  json_t *node = tree_node(maker, "text");
  tree_set(maker, node, "runs", json_array());
  return tree_push(maker, list, "items", node);
}

/* ---- tables and blocks ---------------------------------------------------------------------- */

json_t *tree_table(tree *maker, json_t *parent, const char *caption) {
  json_t *node = tree_node(maker, "table");
  if (caption != NULL) tree_set_text(maker, node, "caption", caption);
  tree_set(maker, node, "columns", json_array());
  tree_set(maker, node, "rows", json_array());
  return tree_add(maker, parent, node);
}

void tree_column(tree *maker, json_t *table, const char *title, const char *unit, bool right,
                 double weight) {
  json_t *column = json_object();
  if (column == NULL) maker->failed = true;
  tree_set_text(maker, column, "title", title);
  if (unit != NULL && unit[0] != '\0') tree_set_text(maker, column, "unit", unit);
  tree_set_text(maker, column, "align", right ? "right" : "left");
  tree_set(maker, column, "weight", json_real(weight));
  tree_push(maker, table, "columns", column);
}

json_t *tree_row(tree *maker, json_t *table) {
  return tree_push(maker, table, "rows", json_array());
}

static json_t *add_cell(tree *maker, json_t *row, json_t *cell) {
  if (json_array_append_new(row, cell) == 0) return cell;
  maker->failed = true;
  return NULL;
}

void tree_cell(tree *maker, json_t *row, const char *text) {
  add_cell(maker, row, json_string(text));
}

void tree_cell_printf(tree *maker, json_t *row, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  add_cell(maker, row, printed(maker, format, arguments));
  va_end(arguments);
}

json_t *tree_cell_runs(tree *maker, json_t *row) {
  json_t *cell = json_object();
  tree_set(maker, cell, "runs", json_array());
  return add_cell(maker, row, cell);
}

json_t *tree_columns(tree *maker, json_t *parent, double left, double right) {
  json_t *node = tree_node(maker, "columns");
  tree_push(maker, node, "weights", json_real(left));
  tree_push(maker, node, "weights", json_real(right));
  tree_set(maker, node, "children", json_array());
  return tree_add(maker, parent, node);
}

json_t *tree_callout(tree *maker, json_t *parent, const char *severity, const char *title) {
  json_t *node = tree_node(maker, "callout");
  tree_set_text(maker, node, "severity", severity);
  tree_set_text(maker, node, "title", title);
  tree_set(maker, node, "children", json_array());
  return tree_add(maker, parent, node);
}

void tree_lines(tree *maker, json_t *parent, const char *label, int count) {
  json_t *node = tree_node(maker, "lines");
  tree_set_text(maker, node, "label", label);
  tree_set(maker, node, "count", json_integer(count));
  tree_add(maker, parent, node);
}
