/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: parts of a plan's text, and what they share.
 */
#ifndef REPORT_PLAN_PARTS_H
#define REPORT_PLAN_PARTS_H

#include "words.h"

/** Reasons that are shown without being asked for. */
#define SHOWN_REASONS 3

/** True if a member is the JSON value true. */
bool report_flag(const json_t *object, const char *key);
/** True while another entry may be shown: all of them when unfolded. */
bool report_may_show(const layout *page, size_t shown, size_t limit);
/** Says how many entries are folded; nothing for none. */
void report_more(layout *page, int indent, size_t hidden, const char *what);
/** Appends "reason (rule; sources - mark)". */
void report_add_rule(lu_text *text, const json_t *rule);
/** Appends a label in a colour; its first letter becomes a capital where it starts a word. */
void report_add_label(lu_text *text, paint color, const char *label);
/** One rule behind a label. */
void report_rule(layout *page, const char *label, const json_t *rule);
/** Rules behind a label, folded beyond the limit; a reason that several rules give is said once. */
void report_rules(layout *page, const char *label, const json_t *rules, size_t limit);

/**
 * Options that differ in nothing but their names and the numbers of their rules become one, of all
 * names. Possible options need only wait for the same facts. @param options list @return new list
 */
json_t *report_join_options(const json_t *options);

/** What must not be done. */
void report_bans(layout *page, const json_t *plan);
/** Order and gaps. */
void report_conflicts(layout *page, const json_t *plan);
/** Topics on which sources disagree, with both sides; nothing for none. */
void report_disagreements(layout *page, const json_t *plan);
/** What each side says, one line each. */
void report_sides(layout *page, const json_t *topic);
/** What comes next, if a line fails; nothing for a plan without that part. */
void report_next(layout *page, const json_t *plan);
/** What is missing, most decisive first, by what rules wait for. */
void report_questions(layout *page, const json_t *plan);
/** The same by evaluation: with what each answer would change. */
void report_missing(layout *page, const json_t *plan);
/** How stable the first choice is. */
void report_stability(layout *page, const json_t *plan);
/** How a missing fact is found out: its test, or what kind of test it is. @return borrowed */
const char *report_test(const json_t *question);

/** Dates, and what is not kept. */
void report_calendar(layout *page, const json_t *plan);

#endif
