/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what may stand where in a record.
 *
 * The form is made from data/record/layout.json and the fact dictionary. It is a tree of JSON
 * objects, each with "node":
 *
 *   "object"  "keys": {key: node}, and rules of the layout ("order", "not_more_than", "ratios",
 * "measures") "list"    the same for each entry; further "by" (key that tells entries apart),
 * "specs"
 *             ({kind: spec} of the value of an entry, for labs and series), "unique", "one_per"
 *   "value"   "spec": a fact or a key of the layout; "kinds": kinds of entry that may have it
 *   "free"    anything
 */
#ifndef PATIENT_FORM_H
#define PATIENT_FORM_H

#include <jansson.h>

#include "lutetia/facts.h"

/**
 * Makes the form. Fails with LU_IO, LU_BAD_INPUT or LU_OUT_OF_MEMORY.
 * @param out new reference
 */
lu_status form_make(json_t **out, const lu_dictionary *dictionary, lu_context *context,
                    lu_error *error);
/** The rule that says which pathology sample leads. @return borrowed */
const json_t *form_leading(const json_t *form);
/** The rules of measured lesions. @return borrowed */
const json_t *form_response(const json_t *form);
/** What `new` writes by default, and in which order. @return borrowed */
const json_t *form_template(const json_t *form);
/** Kind of a node: "object", "list", "value" or "free". @return borrowed */
const char *form_node(const json_t *node);
/** Number of entries in the "record" of a fact (one object counts as a list of one). */
size_t form_record_count(const json_t *fact);
/** One entry of the "record" of a fact. @return borrowed */
const json_t *form_record(const json_t *fact, size_t index);
/** True if a text equals a JSON string or stands in a JSON list of strings. */
bool form_names(const json_t *names, const char *text);

#endif
