/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What people read, made from the documents of the rooms below: text on a terminal, HTML, PDF. Text
 * and JSON can not disagree, since the text is written from the JSON.
 */
#ifndef LUTETIA_REPORT_H
#define LUTETIA_REPORT_H

#include <jansson.h>
#include <stdbool.h>

#include "lutetia/base.h"

LU_BEGIN_DECLS

/** How a text is laid out. */
typedef struct lu_report_style {
  int width;    /**< columns, 40 or more; 0 for 100 */
  bool color;   /**< ANSI colours */
  bool verbose; /**< unfold what is folded by default */
} lu_report_style;

/** Writes an assessment document as text. @param out appended */
LU_API lu_status lu_report_assessment(lu_text *out, const json_t *assessment,
                                      const lu_report_style *style, lu_error *error);
/** Writes a plan document as text. @param out appended */
LU_API lu_status lu_report_plan(lu_text *out, const json_t *plan, const lu_report_style *style,
                                lu_error *error);
/** Writes an explanation document as text. @param out appended */
LU_API lu_status lu_report_explanation(lu_text *out, const json_t *explanation,
                                       const lu_report_style *style, lu_error *error);
/** Writes a comparison of two editions as text. @param out appended */
LU_API lu_status lu_report_comparison(lu_text *out, const json_t *comparison,
                                      const lu_report_style *style, lu_error *error);
/** Writes a growth document as text. @param out appended */
LU_API lu_status lu_report_growth(lu_text *out, const json_t *growth, const lu_report_style *style,
                                  lu_error *error);
/** Writes findings as text, one sentence each with its place. @param out appended */
LU_API lu_status lu_report_findings(lu_text *out, const lu_context *context,
                                    const lu_report_style *style, lu_error *error);

/** How board page and patient's sheet are laid out. Zeros for the defaults. */
typedef struct lu_report_board_options {
  const char *paper;    /**< "A4" or "Letter"; NULL for A4 */
  const char *question; /**< question to the board; NULL for that of the record */
} lu_report_board_options;

/**
 * The board page as a document tree (schema/document.schema.json): page one that a board would
 * print, then the detail.
 * @param out     new reference
 * @param dossier what lu_study_dossier() gives
 * @param options may be NULL
 */
LU_API lu_status lu_report_board(json_t **out, const json_t *dossier,
                                 const lu_report_board_options *options, lu_error *error);
/** A sheet for the patient in plain words, as a document tree. @param out new reference */
LU_API lu_status lu_report_patient_sheet(json_t **out, const json_t *dossier,
                                         const lu_report_board_options *options, lu_error *error);

/**
 * Says whether a document tree (schema/document.schema.json) can be written: known types, members
 * that must be there, at most 32 levels. Fails with LU_BAD_INPUT: one sentence with the JSON
 * pointer of the first fault.
 */
LU_API lu_status lu_report_check(const json_t *document, lu_error *error);
/** Writes a document tree as text on a terminal. Fails like lu_report_check(). @param out appended
 */
LU_API lu_status lu_report_text(lu_text *out, const json_t *document, const lu_report_style *style,
                                lu_error *error);
/**
 * Writes a document tree as one HTML file that needs nothing else: styles and pictures are in it,
 * scripts are not. Fails like lu_report_check().
 * @param out      appended; undefined after a failure
 * @param document the tree
 * @param context  not changed; there for writers that need it
 */
LU_API lu_status lu_report_html(lu_text *out, const json_t *document, lu_context *context,
                                lu_error *error);
/**
 * Writes a document tree as PDF, on the paper that it names. Fails like lu_report_check(), and with
 * LU_USAGE in a build that cannot draw.
 * @param out      appended: bytes, not text; undefined after a failure
 * @param document the tree
 * @param context  its day becomes the day of creation
 */
LU_API lu_status lu_report_pdf(lu_text *out, const json_t *document, lu_context *context,
                               lu_error *error);

LU_END_DECLS

#endif
