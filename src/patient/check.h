/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: does a record fit its form? What fits is copied into a clean tree, in the
 * units of the facts; what does not fit becomes a finding and stays out.
 *
 * The clean tree has the shape of the record. A value is an object: "v" (number, text, boolean or
 * list), or "not_done": true; and "p" (JSON pointer into the record), "date", "sd", "note" where
 * they are stated. An entry of a list that cannot be used is null, so that indices stay.
 */
#ifndef PATIENT_CHECK_H
#define PATIENT_CHECK_H

#include <jansson.h>

#include "form.h"
#include "position.h"

/** What all checks share. */
typedef struct checker {
  lu_context *context; /**< NULL: no findings are kept */
  const char *file;    /**< name for messages */
  const json_t *lines; /**< index of positions */
  lu_date today;
  int birth_year; /**< 0 if not known */
  bool memory;    /**< sticky: memory ran short */
} checker;

/** Keeps a finding about the value at a pointer; the code gets "case." in front. */
void check_report(checker *c, lu_severity severity, const char *code, const char *pointer,
                  const char *effect, const char *format, ...) LU_PRINTF(6, 7);
/** The JSON text of a value for a message, cut to a few words. @param buffer 80 bytes @return
 * buffer */
char *check_show(checker *c, char *buffer, const json_t *value);
/** Size of the buffer of check_show(). */
#define CHECK_SHOW_SIZE 80

/** Checks a whole record. @param out new reference to the clean tree */
lu_status check_record(json_t **out, checker *c, const json_t *record, const json_t *form,
                       lu_error *error);

/* ---- check_value.c ---- */

/** Checks one value against its spec. @return new reference, NULL if there is nothing to use */
json_t *check_value(checker *c, const json_t *spec, const json_t *value, const char *pointer);
/** Checks that a number fits the limits of a spec. `unit` is that of the spec. */
bool check_limits(checker *c, const json_t *spec, double number, const char *pointer);
/** Checks a date text: exists, not in the future (unless `future`), not before birth. */
bool check_date(checker *c, lu_date *out, const char *text, bool future, const char *pointer);
/** The same for a number that was stated as `raw` in another unit, which the finding speaks of. */
bool check_limits_stated(checker *c, const json_t *spec, double number, double raw,
                         const char *unit, const char *pointer);
/** Text that stands nearest to a wrong one among the keys of an object; NULL if none is near.
 * @return borrowed */
const char *check_nearest_key(const json_t *object, const char *wrong);
/** The same among the "value"s of a value set. */
const char *check_nearest_value(const json_t *values, const char *wrong);

/** Edit distance (Levenshtein) of two words; large for words of more than 64 bytes. */
size_t check_distance(const char *a, const char *b);

/* ---- check_unit.c ---- */

/** Converts a number from a stated unit to that of a spec; false after a finding. */
bool check_convert(checker *c, double *number, const char *unit, const json_t *spec,
                   const char *pointer);
/** Converts a number from the unit of a spec to a stated one; as it is where that cannot be. */
double check_in_unit(const json_t *spec, double number, const char *unit);
/** A unit in use in which a number would lie between limits (in the unit of the spec); NULL if
 * there is none but the stated one. @return borrowed */
const char *check_likely_unit(const json_t *spec, double raw, const char *stated, double low,
                              double high);
/** Size of the buffer of check_measure(). */
#define CHECK_MEASURE_SIZE 100
/** A number with its unit as people read it: "61 years", "5 x 10^9/L". @return buffer */
char *check_measure(char *buffer, double number, const char *unit);

/* ---- check_list.c ---- */

/** Checks an entry of labs or of a series after its keys: value against its kind's spec. false
 * drops it. */
bool check_entry(checker *c, json_t *clean, const json_t *raw, const json_t *node,
                 const char *pointer);
/** Applies "order", "not_more_than", "ratios" and "measures" of a node to an object of the clean
 * tree. */
void check_rules(checker *c, json_t *clean, const json_t *node, const char *pointer);
/** Applies "unique" and "one_per" to a list of the clean tree. */
void check_across(checker *c, json_t *clean, const json_t *node, const char *pointer);

/* ---- clean tree ---- */

/** Value at a path of keys ("krenning/score"). @return borrowed; NULL if it is not there */
json_t *clean_get(const json_t *clean, const char *path);
/** "v" of the value at a path. @return borrowed; NULL if it is not there */
json_t *clean_v(const json_t *clean, const char *path);
/** Number at a path. @return false if it is not there */
bool clean_number(const json_t *clean, const char *path, double *out);
/** Quotient of the numbers at a pair of paths. @return false if it cannot be formed */
bool clean_ratio(const json_t *clean, const json_t *pair, double *out);
/** Text at a path. @return borrowed; NULL if it is not there */
const char *clean_text(const json_t *clean, const char *path);
/** True if an entry says more than what it would be about (kind, id, note). */
bool clean_says_something(const json_t *entry);
/** Date at a path; no date if it is not there. */
lu_date clean_date(const json_t *clean, const char *path);

#endif
