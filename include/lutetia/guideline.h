/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Guideline tables (data/guideline/<body>/<edition>/) evaluated on a patient's facts: options,
 * reasons, what is missing, what conflicts.
 */
#ifndef LUTETIA_GUIDELINE_H
#define LUTETIA_GUIDELINE_H

#include <jansson.h>
#include <stddef.h>

#include "lutetia/base.h"
#include "lutetia/patient.h"

LU_BEGIN_DECLS

/** A guideline in one edition: manifest, sources, options, tables. Immutable after reading. */
typedef struct lu_guideline lu_guideline;

/**
 * Reads a guideline and checks it against the dictionary (an input that is no fact, an option that
 * is not in options.json, a rule without id, source or mark are refused).
 * @param out     new; free with lu_guideline_free()
 * @param edition "body/edition"; NULL for the newest of the default body that is valid today
 */
LU_API lu_status lu_guideline_read(lu_guideline **out, const char *edition,
                                   const lu_dictionary *dictionary, lu_context *context,
                                   lu_error *error);
/** Frees a guideline. NULL is allowed. */
LU_API void lu_guideline_free(lu_guideline *guideline);
/** "body/edition". @return borrowed */
LU_API const char *lu_guideline_edition(const lu_guideline *guideline);

/** A plan: every option with its reasons, for one patient. */
typedef struct lu_plan lu_plan;

/**
 * Evaluates all tables of a guideline on an assessment.
 * @param out        new; free with lu_plan_free()
 * @param guideline  borrowed, must outlive the plan
 * @param assessment borrowed, must outlive the plan
 */
LU_API lu_status lu_plan_make(lu_plan **out, const lu_guideline *guideline,
                              const lu_assessment *assessment, lu_context *context,
                              lu_error *error);
/** Frees a plan. NULL is allowed. */
LU_API void lu_plan_free(lu_plan *plan);
/** LU_OK; LU_DATA_MISSING where the record is too thin for a final choice; LU_OUTSIDE_VALIDITY
 * where the primary site is known and none of those that the edition covers. */
LU_API lu_status lu_plan_verdict(const lu_plan *plan);
/** The plan as a document (schema/plan.schema.json). @param out new reference */
LU_API lu_status lu_plan_document(json_t **out, const lu_plan *plan, lu_context *context,
                                  lu_error *error);
/**
 * Why a rule or option came out as it did: the chain of tables and cells, as a document
 * (schema/explanation.schema.json). Fails with LU_USAGE for a name that is neither (the sentence
 * names the nearest ones).
 * @param out new reference
 */
LU_API lu_status lu_plan_explain(json_t **out, const lu_plan *plan, const char *rule_or_option,
                                 lu_context *context, lu_error *error);

LU_END_DECLS

#endif
