/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Builds nodes of the neutral document tree (schema/document.schema.json). A
 * node that cannot be made for want of memory sets the sticky flag, which is asked for once at the
 * end; every function copes with the NULL that it then gets.
 */
#ifndef LUTETIA_DOCUMENT_H
#define LUTETIA_DOCUMENT_H

#include <jansson.h>
#include <stdbool.h>

#include "lutetia/base.h"

LU_BEGIN_DECLS

/** What nodes are built with. */
typedef struct lu_tree {
  bool failed;
} lu_tree;

/** A node of a type. @return new */
LU_API json_t *lu_tree_node(lu_tree *maker, const char *type);
/** Sets a member of a node; the value is stolen. */
LU_API void lu_tree_set(lu_tree *maker, json_t *node, const char *key, json_t *value);
/** Sets a member to a text. */
LU_API void lu_tree_set_text(lu_tree *maker, json_t *node, const char *key, const char *text);
/** Sets a member to printed text. */
LU_API void lu_tree_set_printf(lu_tree *maker, json_t *node, const char *key, const char *format,
                               ...) LU_PRINTF(4, 5);
/** Appends a node to the children of another; it is stolen. @return the child, borrowed */
LU_API json_t *lu_tree_add(lu_tree *maker, json_t *parent, json_t *child);
/** Appends a value to a list member, which is made if there is none; it is stolen. @return the
 * value, borrowed */
LU_API json_t *lu_tree_push(lu_tree *maker, json_t *node, const char *key, json_t *value);

/** A section; `level` 1 to 3. @return borrowed from the parent */
LU_API json_t *lu_tree_section(lu_tree *maker, json_t *parent, const char *title, int level);
/** A paragraph of one style; nothing if the text is empty. */
LU_API void lu_tree_paragraph(lu_tree *maker, json_t *parent, const char *style, const char *text);
/** A paragraph without runs yet. @return borrowed from the parent */
LU_API json_t *lu_tree_runs(lu_tree *maker, json_t *parent);
/** Appends a run to a node or cell that has runs. An empty text adds nothing. */
LU_API void lu_tree_run(lu_tree *maker, json_t *node, const char *style, const char *text);
/** Appends a printed run. */
LU_API void lu_tree_run_printf(lu_tree *maker, json_t *node, const char *style, const char *format,
                               ...) LU_PRINTF(4, 5);
/** A list of label and value. @return borrowed from the parent */
LU_API json_t *lu_tree_fields(lu_tree *maker, json_t *parent);
/** One entry of such a list; `note` may be NULL. Nothing if the value is empty. */
LU_API void lu_tree_field(lu_tree *maker, json_t *fields, const char *label, const char *value,
                          const char *note);
/** A table without columns yet; `caption` may be NULL. @return borrowed from the parent */
LU_API json_t *lu_tree_table(lu_tree *maker, json_t *parent, const char *caption);
/** A column; `unit` may be NULL. */
LU_API void lu_tree_column(lu_tree *maker, json_t *table, const char *title, const char *unit,
                           bool right, double weight);
/** A row. @return borrowed from the table */
LU_API json_t *lu_tree_row(lu_tree *maker, json_t *table);
/** A cell of plain text. */
LU_API void lu_tree_cell(lu_tree *maker, json_t *row, const char *text);
/** A cell of printed text. */
LU_API void lu_tree_cell_printf(lu_tree *maker, json_t *row, const char *format, ...)
    LU_PRINTF(3, 4);
/** A cell with runs. @return borrowed from the row */
LU_API json_t *lu_tree_cell_runs(lu_tree *maker, json_t *row);
/** Columns beside each other, with their weights. @return borrowed from the parent */
LU_API json_t *lu_tree_columns(lu_tree *maker, json_t *parent, double left, double right);
/** A list; its items are nodes. @return borrowed from the parent */
LU_API json_t *lu_tree_list(lu_tree *maker, json_t *parent, bool ordered);
/** A paragraph as item of a list. @return borrowed from the list */
LU_API json_t *lu_tree_item(lu_tree *maker, json_t *list);
/** A callout. @return borrowed from the parent */
LU_API json_t *lu_tree_callout(lu_tree *maker, json_t *parent, const char *severity,
                               const char *title);
/** Lines to write on. */
LU_API void lu_tree_lines(lu_tree *maker, json_t *parent, const char *label, int count);

LU_END_DECLS

#endif
