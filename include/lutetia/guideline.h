/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Guideline tables (data/guideline/<body>/<edition>/) evaluated on a patient's facts: options,
 * reasons, what is missing, what conflicts.
 */
#ifndef LUTETIA_GUIDELINE_H
#define LUTETIA_GUIDELINE_H

#include <jansson.h>
#include <stdbool.h>
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
 * @param edition "body/edition"; or the path of a folder that holds an edition, beginning with
 * "." or "/"; NULL for the newest of the default body that is valid today
 */
LU_API lu_status lu_guideline_read(lu_guideline **out, const char *edition,
                                   const lu_dictionary *dictionary, lu_context *context,
                                   lu_error *error);
/** Frees a guideline. NULL is allowed. */
LU_API void lu_guideline_free(lu_guideline *guideline);
/** "body/edition". @return borrowed */
LU_API const char *lu_guideline_edition(const lu_guideline *guideline);
/** SHA-256 of all files of the edition's folder, as lu_sha256_list() makes it. @return borrowed */
LU_API const char *lu_guideline_hash(const lu_guideline *guideline);
/** Names of all editions in the data path. @param out appended, parted by ", " */
LU_API lu_status lu_guideline_editions(lu_text *out, lu_context *context, lu_error *error);

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
/**
 * The same of a document of lu_study_plan_document(): where missing facts were evaluated,
 * LU_DATA_MISSING also where one of them alone may change the first choice.
 */
LU_API lu_status lu_plan_document_verdict(const json_t *plan);
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

/* ---- one case with all that it takes to plan it ------------------------------------------- */

/** A case with dictionary, tables, assessment and plan, all read and made once. Immutable. */
typedef struct lu_study lu_study;

/** How a case is studied. Zeros for the defaults. */
typedef struct lu_study_options {
  const char *edition; /**< guideline "body/edition"; NULL for the newest valid one */
  const char *staging; /**< staging edition; NULL for the newest */
} lu_study_options;

/**
 * Reads dictionary, case, assessment tables and guideline, assesses and plans.
 * Fails as lu_case_read(), lu_assess(), lu_guideline_read() and lu_plan_make() do.
 * @param out     new; free with lu_study_free()
 * @param path    case file, "-" for standard input
 */
LU_API lu_status lu_study_open(lu_study **out, const char *path, const lu_study_options *options,
                               lu_context *context, lu_error *error);
/** Frees a study. NULL is allowed. */
LU_API void lu_study_free(lu_study *study);
/** The dictionary. @return borrowed */
LU_API const lu_dictionary *lu_study_dictionary(const lu_study *study);
/** The record. @return borrowed */
LU_API const lu_case *lu_study_case(const lu_study *study);
/** The assessment tables. @return borrowed */
LU_API const lu_assessor *lu_study_assessor(const lu_study *study);
/** The assessment. @return borrowed */
LU_API const lu_assessment *lu_study_assessment(const lu_study *study);
/** The guideline. @return borrowed */
LU_API const lu_guideline *lu_study_guideline(const lu_study *study);
/** The plan. @return borrowed */
LU_API const lu_plan *lu_study_plan(const lu_study *study);

/* ---- parts that complete a plan; each is one member of the plan's document ----------------- */

/** Member "missing": each fact that is not known with the options that it would separate, by
 * evaluation over its value set, most decisive first. @param out new reference */
LU_API lu_status lu_plan_missing(json_t **out, const lu_study *study, lu_context *context,
                                 lu_error *error);
/** Most draws of one stability. */
#define LU_MAX_DRAWS 1000000
/** Member "stability": how often each option comes first when the uncertain facts are drawn with
 * the context's seed. Withheld while a decisive fact is unknown. @param draws number of draws, 1 to
 * LU_MAX_DRAWS (otherwise LU_USAGE) @param out new reference */
LU_API lu_status lu_plan_stability(json_t **out, const lu_study *study, size_t draws,
                                   lu_context *context, lu_error *error);
/** Member "next": what counts as failure of each line of treatment and what would come then.
 * @param depth lines ahead, 1 to 3 @param out new reference */
LU_API lu_status lu_plan_next(json_t **out, const lu_study *study, int depth, lu_context *context,
                              lu_error *error);

/** One event that the user puts on a day: "EVENT=DATE". */
typedef struct lu_calendar_wish {
  const char *event; /**< id of an event of the calendar */
  lu_date day;
} lu_calendar_wish;

/** What the calendar keeps to. Zeros for the defaults. */
typedef struct lu_calendar_options {
  const lu_calendar_wish *moves; /**< moved events */
  size_t move_count;
  const lu_date *holidays; /**< days on which nothing is planned, beside weekends */
  size_t holiday_count;
  const char *option; /**< code of an offered option that gets days instead of the first choice;
                         NULL for the first choice */
  lu_date start;      /**< first day on which something can be planned; today if not set */
  int horizon_months; /**< how far follow-up is written out; 0 for 24 */
} lu_calendar_options;

/** Member "calendar": everything dated, what depends on what, and what a move breaks. @param out
 * new reference */
LU_API lu_status lu_plan_calendar(json_t **out, const lu_study *study,
                                  const lu_calendar_options *options, lu_context *context,
                                  lu_error *error);

/** Which parts a plan's document gets. Zeros for none. */
typedef struct lu_plan_parts {
  bool missing;                        /**< member "missing" */
  size_t draws;                        /**< of member "stability", up to LU_MAX_DRAWS; 0: none */
  int depth;                           /**< of member "next"; 0 for none */
  const lu_calendar_options *calendar; /**< of member "calendar"; NULL for none */
} lu_plan_parts;

/** The plan's document with its parts (schema/plan.schema.json). @param parts may be NULL @param
 * out new reference */
LU_API lu_status lu_study_plan_document(json_t **out, const lu_study *study,
                                        const lu_plan_parts *parts, lu_context *context,
                                        lu_error *error);
/** Everything about a case that a report is made from: {"plan", "assessment", "growth", "panels",
 * "plain", "question"}. @param out new reference */
LU_API lu_status lu_study_dossier(json_t **out, const lu_study *study, const lu_plan_parts *parts,
                                  lu_context *context, lu_error *error);

/** LU_NOT_RECOMMENDED where a moved event breaks a gap that a rule calls avoid or contraindicated;
 * LU_OK otherwise. @param calendar what lu_plan_calendar() made */
LU_API lu_status lu_calendar_verdict(const json_t *calendar);
/**
 * The events of a calendar that lie ahead as a calendar file (RFC 5545): whole days, window, rule
 * and sources in the description, nothing of the patient but the case id (as part of a hash).
 * Fails with LU_USAGE where this build has no libical.
 * @param out      appended
 * @param calendar what lu_plan_calendar() made
 * @param stamp    whole date that the entries are stamped with
 */
LU_API lu_status lu_calendar_ics(lu_text *out, const json_t *calendar, const char *case_id,
                                 lu_date stamp, lu_error *error);

/** What changes for this patient between two editions of a guideline
 * (schema/comparison.schema.json). The editions are those of the two plans. @param out new
 * reference */
LU_API lu_status lu_plan_compare(json_t **out, const lu_plan *before, const lu_plan *after,
                                 lu_context *context, lu_error *error);

LU_END_DECLS

#endif
