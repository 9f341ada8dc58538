/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: how rules, their sources and the facts behind them read in a document tree.
 */
#ifndef THERAPY_SECTION_RULES_H
#define THERAPY_SECTION_RULES_H

#include "lutetia/document.h"

/** "from memory" for "memory", "seen" for "seen". @return static or borrowed */
const char *section_mark(const char *mark);
/** Appends "(source - from memory)" to a node with runs; nothing without a source. */
void section_source(lu_tree *maker, json_t *node, const json_t *entry);
/** Appends "label: text of 2026-11-16; …" of the facts behind a rule. */
void section_because(lu_text *out, const json_t *rule);
/** Appends the runs of a rule: text, what is known, label region, id, source. */
void section_rule(lu_tree *maker, json_t *node, const json_t *rule);
/** Severity of the callout that shows a verdict. @return static */
const char *section_severity(const char *verdict);
/** A list of rules; nothing for an empty one. */
void section_rule_list(lu_tree *maker, json_t *parent, const json_t *rules);
/** A section with a list of rules; nothing for an empty list. */
void section_rules(lu_tree *maker, json_t *parent, const char *title, const json_t *rules);
/** Appends a number as a person writes it: up to 4 significant digits, no zeros behind. */
void section_number(lu_text *out, double number);
/** A text cell of a number with a unit; "" where the member is no number. */
void section_number_cell(lu_tree *maker, json_t *row, const json_t *object, const char *key,
                         const char *unit);
/** A cell from a text that is freed. */
void section_cell(lu_tree *maker, json_t *row, lu_text *text);
/** True if a list or object member has entries. */
bool section_any(const json_t *object, const char *key);

#endif
