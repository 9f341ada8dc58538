/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: builds nodes of the neutral document tree (schema/document.schema.json). A
 * node that cannot be made for want of memory sets the sticky flag, which is asked for once at the
 * end; every function copes with the NULL that it then gets.
 */
#ifndef REPORT_TREE_H
#define REPORT_TREE_H

#include <jansson.h>
#include <stdbool.h>

#include "lutetia/base.h"

/** What nodes are built with. */
typedef struct tree {
  bool failed;
} tree;

/** A node of a type. @return new */
json_t *tree_node(tree *maker, const char *type);
/** Sets a member of a node; the value is stolen. */
void tree_set(tree *maker, json_t *node, const char *key, json_t *value);
/** Sets a member to a text. */
void tree_set_text(tree *maker, json_t *node, const char *key, const char *text);
/** Sets a member to printed text. */
void tree_set_printf(tree *maker, json_t *node, const char *key, const char *format, ...)
    LU_PRINTF(4, 5);
/** Appends a node to the children of another; it is stolen. @return the child, borrowed */
json_t *tree_add(tree *maker, json_t *parent, json_t *child);
/** Appends a value to a list member, which is made if there is none; it is stolen. @return the
 * value, borrowed */
json_t *tree_push(tree *maker, json_t *node, const char *key, json_t *value);

/** A section; `level` 1 to 3. @return borrowed from the parent */
json_t *tree_section(tree *maker, json_t *parent, const char *title, int level);
/** A paragraph of one style; nothing if the text is empty. */
void tree_paragraph(tree *maker, json_t *parent, const char *style, const char *text);
/** A paragraph without runs yet. @return borrowed from the parent */
json_t *tree_runs(tree *maker, json_t *parent);
/** Appends a run to a node or cell that has runs. An empty text adds nothing. */
void tree_run(tree *maker, json_t *node, const char *style, const char *text);
/** Appends a printed run. */
void tree_run_printf(tree *maker, json_t *node, const char *style, const char *format, ...)
    LU_PRINTF(4, 5);
/** A list of label and value. @return borrowed from the parent */
json_t *tree_fields(tree *maker, json_t *parent);
/** One entry of such a list; `note` may be NULL. Nothing if the value is empty. */
void tree_field(tree *maker, json_t *fields, const char *label, const char *value,
                const char *note);
/** A table without columns yet; `caption` may be NULL. @return borrowed from the parent */
json_t *tree_table(tree *maker, json_t *parent, const char *caption);
/** A column; `unit` may be NULL. */
void tree_column(tree *maker, json_t *table, const char *title, const char *unit, bool right,
                 double weight);
/** A row. @return borrowed from the table */
json_t *tree_row(tree *maker, json_t *table);
/** A cell of plain text. */
void tree_cell(tree *maker, json_t *row, const char *text);
/** A cell of printed text. */
void tree_cell_printf(tree *maker, json_t *row, const char *format, ...) LU_PRINTF(3, 4);
/** A cell with runs. @return borrowed from the row */
json_t *tree_cell_runs(tree *maker, json_t *row);
/** Columns beside each other, with their weights. @return borrowed from the parent */
json_t *tree_columns(tree *maker, json_t *parent, double left, double right);
/** A list; its items are nodes. @return borrowed from the parent */
json_t *tree_list(tree *maker, json_t *parent, bool ordered);
/** A paragraph as item of a list. @return borrowed from the list */
json_t *tree_item(tree *maker, json_t *list);
/** A callout. @return borrowed from the parent */
json_t *tree_callout(tree *maker, json_t *parent, const char *severity, const char *title);
/** Lines to write on. */
void tree_lines(tree *maker, json_t *parent, const char *label, int count);

#endif
