/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * One patient: the record (case file), its checks, and the assessment of the tumour.
 *
 * The record is JSON (schema/case.schema.json, generated from the fact dictionary). Absent means
 * unknown, never "no".
 */
#ifndef LUTETIA_PATIENT_H
#define LUTETIA_PATIENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lutetia/base.h"
#include "lutetia/facts.h"

LU_BEGIN_DECLS

/** A record that was read. Immutable. */
typedef struct lu_case lu_case;

/**
 * Reads a record ("-" reads standard input) and takes the facts out of it. What is wrong in it
 * becomes findings of the context, all at once (code "case.…", place "file:line /json/pointer");
 * a value that does not fit is not used.
 * Fails with LU_IO, with LU_BAD_INPUT where the text is no JSON, is no case or has a finding of
 * severity LU_SEVERE (the first is the error's sentence), or LU_OUT_OF_MEMORY.
 * @param out new even when LU_BAD_INPUT comes from findings and `keep_bad` is true; free with
 * lu_case_free()
 */
LU_API lu_status lu_case_read(lu_case **out, const char *path, const lu_dictionary *dictionary,
                              bool keep_bad, lu_context *context, lu_error *error);
/** The same from memory; `name` stands for the file in messages. */
LU_API lu_status lu_case_read_buffer(lu_case **out, const char *text, size_t length,
                                     const char *name, const lu_dictionary *dictionary,
                                     bool keep_bad, lu_context *context, lu_error *error);
/** Frees a record. NULL is allowed. */
LU_API void lu_case_free(lu_case *record);
/** Identifier of the case. @return borrowed */
LU_API const char *lu_case_id(const lu_case *record);
/** SHA-256 of the bytes that were read, as 64 hexadecimal digits. @return borrowed */
LU_API const char *lu_case_hash(const lu_case *record);
/** The record as JSON. @return borrowed */
LU_API const json_t *lu_case_json(const lu_case *record);
/** Facts that the record states, without anything derived. @return borrowed */
LU_API const lu_factset *lu_case_facts(const lu_case *record);
/** Line of a JSON pointer in the record; of the nearest parent if it is absent; 0 if there is none.
 */
LU_API int lu_case_line(const lu_case *record, const char *pointer);

/**
 * The days on which laboratory values or toxicities of a record are dated: after `since` and not
 * after `until`, rising, each once. Only whole dates count.
 * @param out   new, also where there is none; free with free()
 * @param count number of days
 * @param since whole day; LU_DATE_NONE: no limit
 * @param until whole day; LU_DATE_NONE: no limit
 */
LU_API lu_status lu_case_days(lu_date **out, size_t *count, const lu_case *record, lu_date since,
                              lu_date until, lu_error *error);
/**
 * The record as it stood on the day `until`. Laboratory values, toxicities, complaints,
 * questionnaires, images, tests, samples, administrations and measured lesions of later days are
 * left out. Where `since` is known, laboratory values and toxicities of that day and of days before
 * are left out too, so that "anything since the last cycle" can be asked day by day.
 *
 * A date that is missing, or partial so that it may lie on either side: the entry is kept before
 * `until`, but left out where `since` is known, as nothing says that it came later. Ages and
 * distances are counted to `until`; what holds without a day (drugs, treatments, comorbidity) is
 * taken as it stands. An entry that is left out is null in lu_case_json(), so that places and lines
 * are those of the original, as are hash and identifier. No finding is made.
 *
 * For lu_assessor_assess() give a context whose day is `until`.
 * Fails with LU_OUT_OF_MEMORY.
 * @param out        new; free with lu_case_free(); the original may be freed before
 * @param since      whole day; LU_DATE_NONE: from the beginning
 * @param until      whole day; LU_DATE_NONE: nothing is left out at the end, ages by the context
 * @param dictionary that of the record; borrowed, must outlive the window
 */
LU_API lu_status lu_case_window(lu_case **out, const lu_case *record, lu_date since, lu_date until,
                                const lu_dictionary *dictionary, lu_context *context,
                                lu_error *error);

/**
 * The form of a record as JSON Schema 2020-12 (what schema/case.schema.json holds).
 * @param out new reference
 */
LU_API lu_status lu_case_schema(json_t **out, const lu_dictionary *dictionary, lu_context *context,
                                lu_error *error);

/**
 * A starting record for a primary site: what matters most, the most decisive first, all unknown,
 * with the valid values beside each key. Fails with LU_USAGE for a site that there is not.
 * @param out  appended
 * @param site value of the fact "site"
 * @param full true: every key and test that the site can have
 */
LU_API lu_status lu_case_template(lu_text *out, const char *site, bool full,
                                  const lu_dictionary *dictionary, lu_context *context,
                                  lu_error *error);

/** What the tumour is: all facts, stated and derived, with the tables that derived them. */
typedef struct lu_assessment lu_assessment;

/**
 * Evaluates every table of <data path>/assessment on the facts of a record, in the order of
 * their dependencies, in three-valued logic.
 * @param out     new; free with lu_assessment_free()
 * @param record  borrowed, must outlive the assessment
 * @param edition staging edition ("8" or "9"); NULL for the newest
 */
LU_API lu_status lu_assess(lu_assessment **out, const lu_case *record, const char *edition,
                           lu_context *context, lu_error *error);

/**
 * The tables of <data path>/assessment, read and compiled once. Immutable: several threads may use
 * it at once, each with a context of its own.
 */
typedef struct lu_assessor lu_assessor;

/**
 * Reads and orders every table of assessment.
 * @param out        new; free with lu_assessor_free() after all assessments that it made
 * @param edition    staging edition ("8" or "9"); NULL for that of each record, or the newest
 * @param dictionary borrowed, must outlive it
 */
LU_API lu_status lu_assessor_read(lu_assessor **out, const char *edition,
                                  const lu_dictionary *dictionary, lu_context *context,
                                  lu_error *error);
/** Frees an assessor. NULL is allowed. */
LU_API void lu_assessor_free(lu_assessor *assessor);
/** What lu_assess() does, with tables that were read before. @param assessor, record borrowed, must
 * outlive the assessment */
LU_API lu_status lu_assessor_assess(lu_assessment **out, const lu_assessor *assessor,
                                    const lu_case *record, lu_context *context, lu_error *error);
/**
 * Derives all facts of a set anew from its recorded facts, without findings, probabilities or
 * traces: for a question "what if this fact were …". What the set said of derived facts is
 * forgotten first. Facts of the leading sample are taken as they stand in the set.
 * @param facts changed in place
 */
LU_API lu_status lu_assessor_derive(const lu_assessor *assessor, lu_factset *facts,
                                    lu_context *context, lu_error *error);

/**
 * The same where only some recorded facts changed: what does not look at them stays as it is.
 * @param facts   changed in place; was derived before these facts changed
 * @param changed indices of the facts that were set or forgotten since
 */
LU_API lu_status lu_assessor_rederive(const lu_assessor *assessor, lu_factset *facts,
                                      const size_t *changed, size_t count, lu_context *context,
                                      lu_error *error);

/**
 * What is known of a patient with an error, and how each of these facts is drawn. Counts, standard
 * deviations of the record and <data path>/assessment/uncertainty.json make it. Immutable.
 */
typedef struct lu_uncertainty lu_uncertainty;

/**
 * Finds the uncertain facts of a set. Derived facts are none: they follow from what is drawn.
 * Fails with LU_IO, LU_BAD_INPUT (file, entry) or LU_OUT_OF_MEMORY; without the file nothing has a
 * default error.
 * @param out   new; free with lu_uncertainty_free()
 * @param facts borrowed, must outlive it
 */
LU_API lu_status lu_uncertainty_read(lu_uncertainty **out, const lu_factset *facts,
                                     lu_context *context, lu_error *error);
/** Frees it. NULL is allowed. */
LU_API void lu_uncertainty_free(lu_uncertainty *uncertainty);
/** Number of uncertain facts, in order of the dictionary. */
LU_API size_t lu_uncertainty_count(const lu_uncertainty *uncertainty);
/** Index of an uncertain fact in the dictionary; LU_NO_INDEX beyond the end. */
LU_API size_t lu_uncertainty_fact(const lu_uncertainty *uncertainty, size_t index);
/** Number below which the fact lies with probability p, in its unit. @param p 0 to 1 */
LU_API double lu_uncertainty_quantile(const lu_uncertainty *uncertainty, size_t index, double p);
/** Probability that the fact is at most x. */
LU_API double lu_uncertainty_cdf(const lu_uncertainty *uncertainty, size_t index, double x);
/** What is drawn, for people: {"fact", "label", "text", "distribution", "sd", "source", "mark"}.
 * @return borrowed; NULL beyond the end */
LU_API const json_t *lu_uncertainty_json(const lu_uncertainty *uncertainty, size_t index);
/** What is not drawn although it is not certain, of facts that are known: [{"what", "why",
 * "mark"}].
 * @return borrowed */
LU_API const json_t *lu_uncertainty_left_out(const lu_uncertainty *uncertainty);
/** Facts that a draw sets, rising. @param facts borrowed @return count */
LU_API size_t lu_uncertainty_changes(const lu_uncertainty *uncertainty, const size_t **facts);
/**
 * Puts one uncertain fact where it lies with probability p, with what moves with it. The others and
 * derived facts stay as they are.
 * @param facts   changed in place
 * @param changed facts that were set, rising; borrowed @param count how many
 */
LU_API lu_status lu_uncertainty_set(const lu_uncertainty *uncertainty, size_t index, double p,
                                    lu_factset *facts, const size_t **changed, size_t *count,
                                    lu_error *error);
/**
 * Puts one draw into a set: every uncertain fact gets a number, and facts of the same measurement
 * move with it. Fact and draw number alone decide the random number that is used, so that one fact
 * keeps its draws whatever else is uncertain. Derived facts stay as they are
 * (lu_assessor_rederive() with lu_uncertainty_changes()).
 * @param facts changed in place
 */
LU_API lu_status lu_uncertainty_draw(const lu_uncertainty *uncertainty, lu_factset *facts,
                                     uint64_t seed, uint64_t draw, lu_error *error);

/** Frees an assessment. NULL is allowed. */
LU_API void lu_assessment_free(lu_assessment *assessment);
/** The record that was assessed. @return borrowed */
LU_API const lu_case *lu_assessment_case(const lu_assessment *assessment);
/** SHA-256 of all table files of the assessment, as lu_sha256_list() makes it. @return borrowed */
LU_API const char *lu_assessment_hash(const lu_assessment *assessment);
/** All facts, stated and derived. @return borrowed */
LU_API const lu_factset *lu_assessment_facts(const lu_assessment *assessment);
/**
 * How a derived fact came about: the decision of a table file, and the evaluation that holds its
 * trace (lu_evaluation_trace(), lu_model_table()). A fact that was stated has none.
 * @param model, decision, evaluation borrowed; left alone when the answer is false
 * @return false for a fact that no table derived
 */
LU_API bool lu_assessment_trace(const lu_assessment *assessment, size_t fact,
                                const lu_model **model, size_t *decision,
                                const lu_evaluation **evaluation);
/** The assessment as a document (schema/assessment.schema.json). @param out new reference */
LU_API lu_status lu_assessment_document(json_t **out, const lu_assessment *assessment,
                                        lu_context *context, lu_error *error);
/** The tumour in five lines, each one sentence: type and grade; stage; uptake; function; patient.
 * @param out appended, lines separated by newline */
LU_API lu_status lu_assessment_summary(lu_text *out, const lu_assessment *assessment,
                                       lu_context *context, lu_error *error);
/**
 * Facts without which nothing firm can be said ("wanted" in data/assessment/summary.json) and
 * that are not known: [{"fact", "label"}].
 * @param out new reference; an empty array if none is missing
 */
LU_API lu_status lu_assessment_missing(json_t **out, const lu_assessment *assessment,
                                       lu_context *context, lu_error *error);

/**
 * Sentences put together by a file of the same form as data/assessment/summary.json.
 * @param out  appended, lines separated by newline
 * @param file path below the data folder, e.g. "report/plain.json"
 */
LU_API lu_status lu_assessment_sentences(lu_text *out, const lu_assessment *assessment,
                                         const char *file, lu_context *context, lu_error *error);
/**
 * Facts at a glance, grouped as data/report/board.json says: {"labs": [{"fact", "label", "text",
 * "state", "date", "age_d", "outside"}], …}. "age_d" is in days up to today; "outside" is "below"
 * or "above" a limit of the laboratory that the record states. Member "summary" holds the sentences
 * of lu_assessment_summary() as [{"text", "in_panel"}]; those "in_panel" are said in full by
 * panels.
 * @param out new reference
 */
LU_API lu_status lu_assessment_panels(json_t **out, const lu_assessment *assessment,
                                      lu_context *context, lu_error *error);
/**
 * Texts on emergencies that the syndromes of the patient may bring
 * (data/assessment/emergencies.json): {"note", "texts": [{"situation", "scheme", "source", "mark",
 * "rules", "because": [{"fact", "label", "text"}]}]}. Teaching values; nothing is ordered by them.
 * @param out new reference
 */
LU_API lu_status lu_assessment_emergencies(json_t **out, const lu_assessment *assessment,
                                           lu_context *context, lu_error *error);

/**
 * Growth and response from the record: RECIST 1.1 sums and categories, growth rates with the
 * repeatability of diameters, hormones over time, quality of life (schema/growth.schema.json).
 * @param out new reference
 */
LU_API lu_status lu_growth_document(json_t **out, const lu_assessment *assessment,
                                    lu_context *context, lu_error *error);

LU_END_DECLS

#endif
