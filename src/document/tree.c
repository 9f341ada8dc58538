/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/document.h"

void lu_tree_set(lu_tree *maker, json_t *node, const char *key, json_t *value) {
  if (json_object_set_new(node, key, value) != 0) maker->failed = true;
}

void lu_tree_set_text(lu_tree *maker, json_t *node, const char *key, const char *text) {
  lu_tree_set(maker, node, key, json_string(text));
}

LU_PRINTF(2, 0)
static json_t *printed(lu_tree *maker, const char *format, va_list arguments) {
  json_t *value = json_vsprintf(format, arguments);
  if (value == NULL) maker->failed = true;
  return value;
}

void lu_tree_set_printf(lu_tree *maker, json_t *node, const char *key, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  lu_tree_set(maker, node, key, printed(maker, format, arguments));
  va_end(arguments);
}

json_t *lu_tree_node(lu_tree *maker, const char *type) {
  json_t *node = json_object();
  if (node == NULL)
    maker->failed = true;
  else
    lu_tree_set_text(maker, node, "type", type);
  return node;
}

json_t *lu_tree_push(lu_tree *maker, json_t *node, const char *key, json_t *value) {
  json_t *list = json_object_get(node, key);
  if (list == NULL) {
    lu_tree_set(maker, node, key, json_array());
    list = json_object_get(node, key);
  }
  if (json_array_append_new(list, value) == 0) return value;
  maker->failed = true;
  return NULL;
}

json_t *lu_tree_add(lu_tree *maker, json_t *parent, json_t *child) {
  return lu_tree_push(maker, parent, "children", child);
}

json_t *lu_tree_section(lu_tree *maker, json_t *parent, const char *title, int level) {
  json_t *section = lu_tree_node(maker, "section");
  lu_tree_set_text(maker, section, "title", title);
  lu_tree_set(maker, section, "level", json_integer(level));
  lu_tree_set(maker, section, "children", json_array());
  return lu_tree_add(maker, parent, section);
}

/* ---- text ----------------------------------------------------------------------------------- */

void lu_tree_run(lu_tree *maker, json_t *node, const char *style, const char *text) {
  if (text == NULL || text[0] == '\0') return;
  json_t *run = json_object();
  if (run == NULL) maker->failed = true;
  lu_tree_set_text(maker, run, "text", text);
  if (style[0] != '\0') lu_tree_set_text(maker, run, "style", style);
  lu_tree_push(maker, node, "runs", run);
}

void lu_tree_run_printf(lu_tree *maker, json_t *node, const char *style, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  json_t *text = printed(maker, format, arguments);
  va_end(arguments);
  lu_tree_run(maker, node, style, json_string_value(text));
  json_decref(text);
}

json_t *lu_tree_runs(lu_tree *maker, json_t *parent) {
  json_t *node = lu_tree_node(maker, "text");
  lu_tree_set(maker, node, "runs", json_array());
  return lu_tree_add(maker, parent, node);
}

void lu_tree_paragraph(lu_tree *maker, json_t *parent, const char *style, const char *text) {
  if (text == NULL || text[0] == '\0') return;
  lu_tree_run(maker, lu_tree_runs(maker, parent), style, text);
}

/* ---- lists ---------------------------------------------------------------------------------- */

json_t *lu_tree_fields(lu_tree *maker, json_t *parent) {
  json_t *node = lu_tree_node(maker, "fields");
  lu_tree_set(maker, node, "items", json_array());
  return lu_tree_add(maker, parent, node);
}

void lu_tree_field(lu_tree *maker, json_t *fields, const char *label, const char *value,
                   const char *note) {
  if (value == NULL || value[0] == '\0') return;
  json_t *item = json_object();
  if (item == NULL) maker->failed = true;
  lu_tree_set_text(maker, item, "label", label);
  lu_tree_set_text(maker, item, "value", value);
  if (note != NULL && note[0] != '\0') lu_tree_set_text(maker, item, "note", note);
  lu_tree_push(maker, fields, "items", item);
}

json_t *lu_tree_list(lu_tree *maker, json_t *parent, bool ordered) {
  json_t *node = lu_tree_node(maker, "list");
  lu_tree_set(maker, node, "ordered", json_boolean(ordered));
  lu_tree_set(maker, node, "items", json_array());
  return lu_tree_add(maker, parent, node);
}

json_t *lu_tree_item(lu_tree *maker, json_t *list) {
  json_t *node = lu_tree_node(maker, "text");
  lu_tree_set(maker, node, "runs", json_array());
  return lu_tree_push(maker, list, "items", node);
}

/* ---- tables and blocks ---------------------------------------------------------------------- */

json_t *lu_tree_table(lu_tree *maker, json_t *parent, const char *caption) {
  json_t *node = lu_tree_node(maker, "table");
  if (caption != NULL) lu_tree_set_text(maker, node, "caption", caption);
  lu_tree_set(maker, node, "columns", json_array());
  lu_tree_set(maker, node, "rows", json_array());
  return lu_tree_add(maker, parent, node);
}

void lu_tree_column(lu_tree *maker, json_t *table, const char *title, const char *unit, bool right,
                    double weight) {
  json_t *column = json_object();
  if (column == NULL) maker->failed = true;
  lu_tree_set_text(maker, column, "title", title);
  if (unit != NULL && unit[0] != '\0') lu_tree_set_text(maker, column, "unit", unit);
  lu_tree_set_text(maker, column, "align", right ? "right" : "left");
  lu_tree_set(maker, column, "weight", json_real(weight));
  lu_tree_push(maker, table, "columns", column);
}

json_t *lu_tree_row(lu_tree *maker, json_t *table) {
  return lu_tree_push(maker, table, "rows", json_array());
}

static json_t *add_cell(lu_tree *maker, json_t *row, json_t *cell) {
  if (json_array_append_new(row, cell) == 0) return cell;
  maker->failed = true;
  return NULL;
}

void lu_tree_cell(lu_tree *maker, json_t *row, const char *text) {
  add_cell(maker, row, json_string(text));
}

void lu_tree_cell_printf(lu_tree *maker, json_t *row, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  add_cell(maker, row, printed(maker, format, arguments));
  va_end(arguments);
}

json_t *lu_tree_cell_runs(lu_tree *maker, json_t *row) {
  json_t *cell = json_object();
  lu_tree_set(maker, cell, "runs", json_array());
  return add_cell(maker, row, cell);
}

json_t *lu_tree_columns(lu_tree *maker, json_t *parent, double left, double right) {
  json_t *node = lu_tree_node(maker, "columns");
  lu_tree_push(maker, node, "weights", json_real(left));
  lu_tree_push(maker, node, "weights", json_real(right));
  lu_tree_set(maker, node, "children", json_array());
  return lu_tree_add(maker, parent, node);
}

json_t *lu_tree_callout(lu_tree *maker, json_t *parent, const char *severity, const char *title) {
  json_t *node = lu_tree_node(maker, "callout");
  lu_tree_set_text(maker, node, "severity", severity);
  lu_tree_set_text(maker, node, "title", title);
  lu_tree_set(maker, node, "children", json_array());
  return lu_tree_add(maker, parent, node);
}

void lu_tree_lines(lu_tree *maker, json_t *parent, const char *label, int count) {
  json_t *node = lu_tree_node(maker, "lines");
  lu_tree_set_text(maker, node, "label", label);
  lu_tree_set(maker, node, "count", json_integer(count));
  lu_tree_add(maker, parent, node);
}
