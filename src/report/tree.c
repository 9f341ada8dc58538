/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

void tree_set(tree *tree, json_t *node, const char *key, json_t *value) {
  if (json_object_set_new(node, key, value) != 0) tree->failed = true;
}

void tree_set_text(tree *tree, json_t *node, const char *key, const char *text) {
  tree_set(tree, node, key, json_string(text));
}

static json_t *printed(tree *tree, const char *format, va_list arguments) {
  json_t *value = json_vsprintf(format, arguments);
  if (value == NULL) tree->failed = true;
  return value;
}

void tree_set_printf(tree *tree, json_t *node, const char *key, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  tree_set(tree, node, key, printed(tree, format, arguments));
  va_end(arguments);
}

json_t *tree_node(tree *tree, const char *type) {
  json_t *node = json_object();
  if (node == NULL)
    tree->failed = true;
  else
    tree_set_text(tree, node, "type", type);
  return node;
}

json_t *tree_push(tree *tree, json_t *node, const char *key, json_t *value) {
  json_t *list = json_object_get(node, key);
  if (list == NULL) {
    tree_set(tree, node, key, json_array());
    list = json_object_get(node, key);
  }
  if (json_array_append_new(list, value) == 0) return value;
  tree->failed = true;
  return NULL;
}

json_t *tree_add(tree *tree, json_t *parent, json_t *child) {
  return tree_push(tree, parent, "children", child);
}

json_t *tree_section(tree *tree, json_t *parent, const char *title, int level) {
  json_t *section = tree_node(tree, "section");
  tree_set_text(tree, section, "title", title);
  tree_set(tree, section, "level", json_integer(level));
  tree_set(tree, section, "children", json_array());
  return tree_add(tree, parent, section);
}

/* ---- text ----------------------------------------------------------------------------------- */

void tree_run(tree *tree, json_t *node, const char *style, const char *text) {
  if (text == NULL || text[0] == '\0') return;
  json_t *run = json_object();
  if (run == NULL) tree->failed = true;
  tree_set_text(tree, run, "text", text);
  if (style[0] != '\0') tree_set_text(tree, run, "style", style);
  tree_push(tree, node, "runs", run);
}

void tree_run_printf(tree *tree, json_t *node, const char *style, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  json_t *text = printed(tree, format, arguments);
  va_end(arguments);
  tree_run(tree, node, style, json_string_value(text));
  json_decref(text);
}

json_t *tree_runs(tree *tree, json_t *parent) {
  json_t *node = tree_node(tree, "text");
  tree_set(tree, node, "runs", json_array());
  return tree_add(tree, parent, node);
}

void tree_paragraph(tree *tree, json_t *parent, const char *style, const char *text) {
  if (text == NULL || text[0] == '\0') return;
  tree_run(tree, tree_runs(tree, parent), style, text);
}

/* ---- lists ---------------------------------------------------------------------------------- */

json_t *tree_fields(tree *tree, json_t *parent) {
  json_t *node = tree_node(tree, "fields");
  tree_set(tree, node, "items", json_array());
  return tree_add(tree, parent, node);
}

void tree_field(tree *tree, json_t *fields, const char *label, const char *value,
                const char *note) {
  if (value == NULL || value[0] == '\0') return;
  json_t *item = json_object();
  if (item == NULL) tree->failed = true;
  tree_set_text(tree, item, "label", label);
  tree_set_text(tree, item, "value", value);
  if (note != NULL && note[0] != '\0') tree_set_text(tree, item, "note", note);
  tree_push(tree, fields, "items", item);
}

json_t *tree_list(tree *tree, json_t *parent, bool ordered) {
  json_t *node = tree_node(tree, "list");
  tree_set(tree, node, "ordered", json_boolean(ordered));
  tree_set(tree, node, "items", json_array());
  return tree_add(tree, parent, node);
}

json_t *tree_item(tree *tree, json_t *list) {
  json_t *node = tree_node(tree, "text");
  tree_set(tree, node, "runs", json_array());
  return tree_push(tree, list, "items", node);
}

/* ---- tables and blocks ---------------------------------------------------------------------- */

json_t *tree_table(tree *tree, json_t *parent, const char *caption) {
  json_t *node = tree_node(tree, "table");
  if (caption != NULL) tree_set_text(tree, node, "caption", caption);
  tree_set(tree, node, "columns", json_array());
  tree_set(tree, node, "rows", json_array());
  return tree_add(tree, parent, node);
}

void tree_column(tree *tree, json_t *table, const char *title, const char *unit, bool right,
                 double weight) {
  json_t *column = json_object();
  if (column == NULL) tree->failed = true;
  tree_set_text(tree, column, "title", title);
  if (unit != NULL && unit[0] != '\0') tree_set_text(tree, column, "unit", unit);
  tree_set_text(tree, column, "align", right ? "right" : "left");
  tree_set(tree, column, "weight", json_real(weight));
  tree_push(tree, table, "columns", column);
}

json_t *tree_row(tree *tree, json_t *table) {
  return tree_push(tree, table, "rows", json_array());
}

static json_t *add_cell(tree *tree, json_t *row, json_t *cell) {
  if (json_array_append_new(row, cell) == 0) return cell;
  tree->failed = true;
  return NULL;
}

void tree_cell(tree *tree, json_t *row, const char *text) {
  add_cell(tree, row, json_string(text));
}

void tree_cell_printf(tree *tree, json_t *row, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  add_cell(tree, row, printed(tree, format, arguments));
  va_end(arguments);
}

json_t *tree_cell_runs(tree *tree, json_t *row) {
  json_t *cell = json_object();
  tree_set(tree, cell, "runs", json_array());
  return add_cell(tree, row, cell);
}

json_t *tree_columns(tree *tree, json_t *parent, double left, double right) {
  json_t *node = tree_node(tree, "columns");
  tree_push(tree, node, "weights", json_real(left));
  tree_push(tree, node, "weights", json_real(right));
  tree_set(tree, node, "children", json_array());
  return tree_add(tree, parent, node);
}

json_t *tree_callout(tree *tree, json_t *parent, const char *severity, const char *title) {
  json_t *node = tree_node(tree, "callout");
  tree_set_text(tree, node, "severity", severity);
  tree_set_text(tree, node, "title", title);
  tree_set(tree, node, "children", json_array());
  return tree_add(tree, parent, node);
}

void tree_lines(tree *tree, json_t *parent, const char *label, int count) {
  json_t *node = tree_node(tree, "lines");
  tree_set_text(tree, node, "label", label);
  tree_set(tree, node, "count", json_integer(count));
  tree_add(tree, parent, node);
}
