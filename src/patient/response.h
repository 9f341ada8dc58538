/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: measured lesions as a series of days. Which lesions are targets, what they
 * sum to, with which day a day is compared. Numbers of the rules come from "response" of
 * data/record/layout.json; the categories from data/assessment/response.dmn.
 */
#ifndef PATIENT_RESPONSE_H
#define PATIENT_RESPONSE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lutetia/base.h"

/** Part of a lesion in the evaluation. */
typedef enum response_role {
  RESPONSE_NO_ROLE,   /**< not followed: no entry at baseline, a normal node, a new lesion */
  RESPONSE_TARGET,    /**< enters the sum */
  RESPONSE_NON_TARGET /**< followed without a number */
} response_role;

/** What is known of a lesion on a day. */
typedef enum response_state {
  RESPONSE_NO_ENTRY,
  RESPONSE_MEASURED,
  RESPONSE_PRESENT, /**< there, without a number */
  RESPONSE_ABSENT,
  RESPONSE_TOO_SMALL, /**< counted with the number of the rule where none was measured */
  RESPONSE_NOT_EVALUATED,
  RESPONSE_WORSE /**< unequivocal progression of a non-target lesion */
} response_state;

/** Fate of all non-target lesions on a day. */
typedef enum response_others {
  RESPONSE_OTHERS_NONE,
  RESPONSE_OTHERS_GONE,
  RESPONSE_OTHERS_PERSIST,
  RESPONSE_OTHERS_WORSE,
  RESPONSE_OTHERS_OPEN
} response_others;

/** One lesion on one day. */
typedef struct response_cell {
  response_state state;
  double mm; /**< what it adds to the sum, mm */
} response_cell;

/** One lesion. */
typedef struct response_lesion {
  const char *name;
  const char *organ; /**< NULL if not stated */
  const char *place; /**< JSON pointer of its first entry */
  bool node;
  int64_t new_day;      /**< first day on which it is called new; INT64_MAX if on none */
  bool is_new;          /**< first called new after baseline */
  bool by_record;       /**< the role is stated, not chosen */
  response_role stated; /**< as the record says */
  response_role role;
  double slice_mm; /**< at baseline; 0 if not stated */
  const char *why; /**< why it is no target; "" for targets */
  bool measurable; /**< by the rule, at baseline */
} response_lesion;

/** One day on which lesions were measured. */
typedef struct response_visit {
  lu_date date;
  int64_t day;      /**< days since 1970-01-01 */
  double sum_mm;    /**< of the target lesions that were evaluated */
  size_t evaluated; /**< target lesions that were evaluated */
  size_t read;      /**< of these, with a diameter that was read: each has its error */
  bool gone;        /**< all evaluated, none left but nodes of normal size */
  bool is_new;      /**< a new lesion is recorded; after baseline one that was not there then */
  response_others others;
  size_t nadir; /**< day from baseline on, before this one, of the smallest full sum */
} response_visit;

/** All of it. Texts are borrowed from the clean tree. */
typedef struct response {
  const json_t *rules;
  size_t lesion_count, visit_count, target_count;
  response_lesion *lesions;
  response_visit *visits; /**< rising */
  response_cell *cells;   /**< visit by lesion */
  size_t baseline;        /**< index of the day to compare with */
  const json_t *line;     /**< treatment that began at baseline; NULL if none. Borrowed */
  bool too_many;          /**< more lesions and days than are followed: nothing was taken */
} response;

/**
 * Makes the series from a clean tree.
 * @param out new; free with response_free(); without visits where nothing was measured
 * @param clean, rules borrowed, must outlive it
 */
lu_status response_make(response **out, const json_t *clean, const json_t *rules, lu_error *error);
/** Frees a series. NULL is allowed. */
void response_free(response *series);
/** One lesion on one day. @return borrowed */
const response_cell *response_at(const response *series, size_t visit, size_t lesion);
/** Number of a rule; 0 if it is not there. */
double response_rule(const response *series, const char *name);
/** Standard deviation of one reading of a diameter, mm; 0 if the rules state none. */
double response_reading_sd(const response *series);
/** Standard deviation of the sum of a day from reading the diameters, mm. */
double response_sum_sd(const response *series, size_t visit);
/**
 * Appends a sentence, without its stop, where the start of a treatment is known so roughly that
 * images may lie before or after it. @return false, and nothing is appended, where that is not so
 */
bool response_open_start(const response *series, const json_t *treatment, lu_text *out);
/** Value of the fact "recist_nontarget". @return static */
const char *response_others_word(response_others others);

#endif
