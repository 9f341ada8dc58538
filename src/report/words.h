/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: how parts of documents read as words, shared by plan and explanation.
 */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include <jansson.h>

#include "layout.h"

/** Text of a member; "" if there is none. @return borrowed */
const char *words_text(const json_t *object, const char *key);
/** "from memory" for "memory", "UNVERIFIED" for "unverified". */
const char *words_mark(const char *mark);
/** "to control growth" for "control". */
const char *words_intent(const char *intent);
/** Colour of a rule's class. */
paint words_class_paint(const json_t *object);
/** Sources of a rule: "NETTER-1 (2017), table 2 [seen]; ...". @param sources top-level map for
 * years */
void words_sources(lu_text *out, const json_t *rule);
/** The same without the mark. */
void words_source_list(lu_text *out, const json_t *rule);
/** A label with a capital first letter, unless it is a name such as "mTOR" or "a-b". */
void words_capital(lu_text *out, const char *label);
/** Labels of a list of facts, separated by commas. */
void words_labels(lu_text *out, const json_t *facts);
/** Writes "label: text; label: text" of facts that are not in `done`, and adds them there. */
void words_facts(lu_text *out, const json_t *facts, json_t *done);
/** A label and a text as layout_pair() of the standard place; frees the text. Nothing if empty. */
void words_pair(layout *page, const char *label, lu_text *text);
/** First lines of a document: case, day, edition, and what it must not be used for. */
void words_head(layout *page, const json_t *document, const char *title);
/** One finding. */
void words_finding(layout *page, const char *severity, const char *place, const char *sentence,
                   const char *effect);

/** Texts on emergencies ("emergency_texts" of assessment and plan). */
void words_emergencies(layout *page, const json_t *part);

/** Column of details under an entry, and width of their labels. */
#define WORDS_INDENT 5
#define WORDS_LABEL 11

#endif
