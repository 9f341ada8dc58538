/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what a record is after reading, and what the assessment may take from it.
 */
#ifndef PATIENT_CASE_H
#define PATIENT_CASE_H

#include "lutetia/patient.h"

/** Digits of a SHA-256 and the final NUL. */
#define CASE_HASH_SIZE 65

struct lu_case {
  const lu_dictionary *dictionary; /**< borrowed */
  char *file;                      /**< name for messages */
  char *id;
  char hash[CASE_HASH_SIZE];
  json_t *json;      /**< as read */
  json_t *form;      /**< what may stand where (form.h) */
  json_t *clean;     /**< what fits, in the units of the facts (check.h) */
  json_t *lines;     /**< JSON pointer -> line (position.h) */
  lu_factset *facts; /**< what the record states */
};

/** Number of pathology samples, those that could not be read included. */
size_t case_sample_count(const lu_case *record);
/** The sample that leads: worst class, newest of these. @return LU_NO_INDEX if there is none */
size_t case_leading_sample(const lu_case *record);
/** Puts the facts that one sample states into a set; facts that it does not state are forgotten. */
lu_status case_sample_facts(lu_factset *set, const lu_case *record, size_t sample,
                            lu_context *context, lu_error *error);

#endif
