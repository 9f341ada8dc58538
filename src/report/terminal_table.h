/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a table of a document tree in columns of a terminal.
 */
#ifndef REPORT_TERMINAL_TABLE_H
#define REPORT_TERMINAL_TABLE_H

#include "document.h"
#include "layout.h"

/** Appends a run, painted, to a lu_text: a run_function. */
void terminal_run(void *user, const char *text, run_style style);
/** Writes a table, cells wrapped where the page is too narrow. */
void terminal_table(layout *page, int indent, const json_t *table);

#endif
