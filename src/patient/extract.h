/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: from the clean tree to facts, as the "record" entries of the dictionary say.
 */
#ifndef PATIENT_EXTRACT_H
#define PATIENT_EXTRACT_H

#include "case.h"
#include "check.h"
#include "response.h"

/** What all extractors share. */
typedef struct extractor {
  checker *check;      /**< for findings */
  const json_t *clean; /**< the clean tree */
  const json_t *lines; /**< index of positions */
  lu_date today;
  size_t leading;         /**< leading pathology sample; LU_NO_INDEX if there is none */
  const response *series; /**< measured lesions; NULL where only a sample is looked at */
  lu_factset *set;        /**< where facts go */
  lu_error *error;
} extractor;

/** What an extractor found. */
typedef struct found {
  enum { FOUND_NOTHING, FOUND_NOT_DONE, FOUND_VALUE } what;
  json_t *value;       /**< new reference: number, text, boolean, list; NULL unless FOUND_VALUE */
  const json_t *entry; /**< where date, sd, note and pointer stand; borrowed, may be NULL */
  const char *list;    /**< pointer of the list that was read; "" if none */
  double sd;           /**< standard uncertainty; 0 if not stated */
  lu_date date;        /**< of the observation; overrides that of `entry` if known */
  char note[120];      /**< how it was obtained; "" if nothing to say */
} found;

/** Takes all facts of a record into a set. */
lu_status extract_all(extractor *x);
/** Takes the facts that one sample states. */
lu_status extract_sample(extractor *x, size_t sample);
/** The sample that leads by the rule of the form. */
size_t extract_leading(const json_t *clean, const json_t *rule);
/** Class of a sample by the rule of the form; 0 if nothing can be said. */
double extract_sample_class(const json_t *sample, const json_t *rule);

/* Each takes one "record" entry of a fact; found->value stays NULL where nothing is found. */
void extract_sample_field(const extractor *x, found *out, const json_t *record, size_t sample);
void extract_imaging(const extractor *x, found *out, const json_t *record);
void extract_lab(const extractor *x, found *out, const json_t *record);
void extract_series(const extractor *x, found *out, const json_t *record);
void extract_measurements(const extractor *x, found *out, const json_t *record);
void extract_response(const extractor *x, found *out, const char *what);
void extract_treatments(const extractor *x, found *out, const json_t *record);
void extract_drugs(const extractor *x, found *out, const json_t *record);
void extract_toxicity(const extractor *x, found *out, const json_t *record);

/** Takes the value at a path of an entry of the clean tree, with what was stated beside it. */
void found_take(found *out, const json_t *entry, const char *path);
/** Takes the quotient of two numbers of an entry, times a factor. */
void found_ratio(found *out, const json_t *entry, const json_t *pair, const json_t *times);
/** Takes the age in months of a date at a path. */
void found_age(const extractor *x, found *out, const json_t *entry, const char *path);
/** Months between two days as they are counted everywhere here (365.25 / 12 days). */
double months_between(lu_date from, lu_date to, double *sd);

/** True if the name of a drug holds one of the names, whatever the case of its letters. */
bool extract_names_drug(const json_t *names, const char *drug);

/** A choice among entries of a list. */
typedef bool entry_filter(const json_t *entry, const json_t *record, const void *extra);
/**
 * The latest entry of a list that passes a filter; of equal or undecidable dates the last in the
 * file, with a finding where that may be wrong. @return borrowed; NULL if there is none
 */
const json_t *latest_entry(const extractor *x, const json_t *list, entry_filter *filter,
                           const json_t *record, const void *extra, size_t *count);

#endif
