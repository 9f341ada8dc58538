/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: parts of documents. A part that cannot be made for want of memory sets the
 * sticky flag of the builder, which is asked for once at the end.
 */
#ifndef GUIDELINE_BUILD_H
#define GUIDELINE_BUILD_H

#include "plan.h"

/** What documents are built from. */
struct builder {
  const lu_plan *plan;
  lu_evaluation *ranking; /**< evaluates ranking.dmn */
  json_t *sources;        /**< sources that were named so far, borrowed */
  bool failed;
  lu_status status; /**< of an evaluation that failed */
};

/** Puts a value into an object; the value is stolen. */
void build_put(struct builder *builder, json_t *object, const char *key, json_t *value);
/** Puts a text into an object. */
void build_text(struct builder *builder, json_t *object, const char *key, const char *text);
/** Appends a value, which is stolen, to a list. */
void build_push(struct builder *builder, json_t *list, json_t *value);

/** A fact with label, what is known, and where that stands. @return new */
json_t *build_fact(struct builder *builder, size_t fact);
/** A fact as name and label. @return new */
json_t *build_fact_name(struct builder *builder, size_t fact);
/** Facts as name and label. @return new list */
json_t *build_fact_names(struct builder *builder, const size_t *facts, size_t count);
/** Names that a rule waits for, as name and label. @return new list */
json_t *build_reasons(struct builder *builder, const char *const *names, size_t count);
/** References as key, place, year, mark; the full entries go to builder.sources. @return new list
 */
json_t *build_references(struct builder *builder, const source_reference *references, size_t count);
/** Sources of a rule: key, place, year, mark; the full entries go to builder.sources. @return new
 * list */
json_t *build_sources(struct builder *builder, const struct rule *rule);
/** A rule with its id, table, class, reason, sources, facts. @return new */
json_t *build_rule(struct builder *builder, const struct rule *rule);
/** Rules, one after the other. @return new list */
json_t *build_rules(struct builder *builder, const struct rule *const *rules, size_t count);
/** Numbers of firing rules that stand near a limit. @return new list */
json_t *build_near(struct builder *builder, const struct rule *const *rules, size_t count,
                   lu_error *error);
/** A pair of treatments with its rule, gap and state. @return new */
json_t *build_conflict(struct builder *builder, const struct conflict *conflict);
/** Bans, those that change the plan first. @return new list */
json_t *build_bans(struct builder *builder);
/** Head that plan and explanation share: notice, case, day, edition. */
void build_head(struct builder *builder, json_t *document);

#endif
