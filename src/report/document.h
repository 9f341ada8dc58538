/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: reading nodes of the neutral document tree. Writers call lu_report_check()
 * first and then rely on what it found: types, members, depth.
 */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include <jansson.h>
#include <stdbool.h>

#include "lutetia/base.h"

/** Types of nodes below the document. */
typedef enum node_type {
  NODE_PAGE_BREAK,
  NODE_SECTION,
  NODE_TEXT,
  NODE_LIST,
  NODE_FIELDS,
  NODE_TABLE,
  NODE_CALLOUT,
  NODE_LINES,
  NODE_COLUMNS,
  NODE_TIMELINE,
  NODE_TREE,
  NODE_CURVE,
  NODE_UNKNOWN
} node_type;

/** Styles of runs. */
typedef enum run_style {
  STYLE_PLAIN,
  STYLE_BOLD,
  STYLE_ITALIC,
  STYLE_SMALL,
  STYLE_MUTED,
  STYLE_MONO,
  STYLE_WARNING,
  STYLE_UNKNOWN
} run_style;

/** Nodes may lie in each other so deep. */
#define DOCUMENT_DEPTH 32

/** Type of a node. */
node_type document_type(const json_t *node);
/** Style of that name. @param name NULL or "" for plain */
run_style document_style(const json_t *name);
/** Text of a member; "" if there is none. @return borrowed */
const char *document_text(const json_t *node, const char *key);
/** Number of a member, or `otherwise`. */
double document_number(const json_t *node, const char *key, double otherwise);
/** Severity of a callout. */
lu_severity document_severity(const json_t *node);

/** Receives one run. */
typedef void run_function(void *user, const char *text, run_style style);
/**
 * Calls for each run of a value: a text, a list of runs, or an object with "runs" or "text".
 * @return true if there was any text
 */
bool document_runs(const json_t *value, run_function *run, void *user);

#endif
