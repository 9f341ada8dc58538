/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what the documents of all treatments share.
 */
#ifndef THERAPY_HEAD_H
#define THERAPY_HEAD_H

#include "lutetia/therapy.h"

/**
 * Starts a document: {"lutetia_<id>": 1, "title", "notice", "case", "day", "events": [],
 * "provenance"}.
 * @param out   new reference
 * @param key   "lutetia_<id>"
 * @param title for people
 */
lu_status therapy_document(json_t **out, const char *key, const char *title,
                           const lu_formulary *formulary, const lu_study *study,
                           lu_context *context, lu_error *error);

/** Text of a member; "" if there is none. @return borrowed */
const char *therapy_text(const json_t *object, const char *key);
/** Number of a member; 0 if there is none. */
double therapy_number(const json_t *object, const char *key);
/** True if a JSON text is this one, or a list has it among its texts. */
bool therapy_lists(const json_t *text_or_list, const char *text);
/** True if a rule's "region" is that of the request, or either says none. */
bool therapy_region(const lu_treatment_request *request, const json_t *rule);
/** Day on which the request puts an event. @return borrowed; NULL if it does not move it */
const lu_date *therapy_moved_to(const lu_treatment_request *request, const char *event);
/** True if an option of the plan treats the tumour: no test, support or follow-up. */
bool therapy_is_treatment(const json_t *option);
/** True if a document's verdict says that the treatment is not to be given. */
bool therapy_is_ban(const char *verdict);
/** Copies members that an object has into another one. @param keys ended by NULL */
lu_status therapy_copy(json_t *to, const json_t *from, const char *const *keys, lu_error *error);
/** Puts "events" in order of days, then of ids. */
lu_status therapy_sort_events(json_t *document, lu_error *error);

#endif
