/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the parts of the board page, made from the dossier of a case
 * (schema/dossier.schema.json).
 */
#ifndef REPORT_BOARD_H
#define REPORT_BOARD_H

#include "lutetia/document.h"
#include "lutetia/report.h"

/** What the parts are made from and with. */
typedef struct board_maker {
  lu_tree maker;
  const json_t *dossier, *plan, *assessment, *growth; /**< borrowed */
  const lu_report_board_options *options;
} board_maker;

/** Starts on a dossier. @param options borrowed; may be NULL */
board_maker board_start(const json_t *dossier, const lu_report_board_options *options);
/** A document with title, notice, paper and footer. @return new */
json_t *board_start_document(board_maker *board, const char *title);
/** Hands the document over, unless memory ran short; it is stolen. @param out new reference */
lu_status board_end_document(json_t **out, const board_maker *board, json_t *document,
                             lu_error *error);
/** Member of the plan. @return borrowed; NULL if there is none */
const json_t *board_plan(const board_maker *board, const char *key);
/** Appends runs "reason (rule; sources - mark)": the mark warns where nothing was checked. */
void board_rule_runs(board_maker *board, json_t *node, const json_t *rule);
/** Adds a paragraph with the text of a buffer, and frees the buffer. */
void board_paragraph(board_maker *board, json_t *parent, const char *style, lu_text *text);
/** Adds a printed text, kept in a buffer, as label and value. Frees the buffer. */
void board_field(board_maker *board, json_t *fields, const char *label, lu_text *value);

/** Page one: question, tumour, images, response, labs, options, missing facts, decision. */
void board_first_page(board_maker *board, json_t *document);
/** Everything behind page one. */
void board_detail(board_maker *board, json_t *document);
/** Plans of the leading treatments; nothing where the dossier holds none. */
void board_treatments(board_maker *board, json_t *document);
/** Response and growth: curve and tables. */
void board_growth(board_maker *board, json_t *document);
/** Dates, what a move broke, and what comes next. */
void board_time(board_maker *board, json_t *document);
/** Sources and inputs. */
void board_sources(board_maker *board, json_t *document);

#endif
