/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: facts that are not known, each with what would come of each of its values.
 */
#ifndef GUIDELINE_MISSING_H
#define GUIDELINE_MISSING_H

#include "outlook.h"
#include "trial.h"

/** What kind of answer a fact gives, those that matter most first. */
typedef enum missing_level {
  MISSING_FIRST,     /**< may change the first choice */
  MISSING_TREATMENT, /**< separates treatments */
  MISSING_TEST,      /**< a test that a firing rule wants */
  MISSING_OTHER,     /**< changes other results */
  MISSING_LATER      /**< belongs to a treatment that must be chosen first */
} missing_level;

/** One fact that is not known. */
typedef struct missing_fact {
  size_t fact;
  size_t first_trial, trial_count; /**< its values */
  size_t question;                 /**< place among the questions; LU_NO_INDEX if it is none */
  missing_level level;
  bool first;       /**< some value removes or creates the first choice */
  bool treatment;   /**< separates a treatment */
  size_t separated; /**< options whose class differs between values */
  double decisive;
} missing_fact;

/** All facts that are not known. */
typedef struct missing_facts {
  const lu_study *study;
  const lu_plan *plan;
  size_t count;
  missing_fact *facts; /**< most decisive first; those that change nothing are left out */
  trials trials;
  outlooks *outlooks;
  outlook now; /**< of the plan as it stands */
} missing_facts;

/** Finds and orders them. @param out new; free with missing_free() */
lu_status missing_find(missing_facts **out, const lu_study *study, lu_context *context,
                       lu_error *error);
/** What the class of an option counts; what is not offered counts the same, banned or not. */
double missing_worth(const missing_facts *made, const outlook_option *at);
/** Frees it. NULL is allowed. */
void missing_free(missing_facts *made);
/** The member "missing". @param out new reference */
lu_status missing_document(json_t **out, const missing_facts *made, lu_error *error);
/** The member "stability". @param out new reference */
lu_status stability_document(json_t **out, const missing_facts *made, size_t draws,
                             lu_context *context, lu_error *error);

#endif
