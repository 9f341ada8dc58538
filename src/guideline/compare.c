/* SPDX-License-Identifier: Apache-2.0 */
/* What changes for one patient between two editions of a guideline. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"

static const char *place_name(placement place) {
  static const char *const names[] = {"not offered", "offered", "possible", "banned"};
  return names[place];
}

/* Place of an offered option within its section; options of one rank share it. */
static size_t position(const lu_plan *plan, const struct option_result *option) {
  size_t rank = 1;
  for (const struct option_result *other = plan->options; other < option; other++)
    if (other->place == option->place && strcmp(other->section, option->section) == 0 &&
        (other->emergency != option->emergency || fabs(other->rank - option->rank) > 0))
      rank++;
  return rank;
}

static placement place_of(const struct option_result *option) {
  return option == NULL ? PLACE_NOWHERE : option->place;
}

static const char *class_of(const struct option_result *option) {
  return option == NULL || option->winner == NULL ? "" : option->winner->rank->name;
}

/* Name of the change of one option; NULL where there is none. */
static const char *change_of(const struct comparison *both, const struct option_result *before,
                             const struct option_result *after) {
  placement from = place_of(before), to = place_of(after);
  if (from != to) {
    if (to == PLACE_OPTION) return "gained";
    if (from == PLACE_OPTION) return "lost";
    if (to == PLACE_BANNED) return "banned";
    if (from == PLACE_BANNED) return "freed";
    return to == PLACE_POSSIBLE ? "possible" : "closed";
  }
  if (from == PLACE_NOWHERE) return NULL;
  if (strcmp(class_of(before), class_of(after)) != 0) return "class";
  bool moved = from == PLACE_OPTION &&
               (strcmp(before->section, after->section) != 0 ||
                position(both->before.plan, before) != position(both->after.plan, after));
  return moved ? "rank" : NULL;
}

/* ---- options ------------------------------------------------------------------------------- */

static json_t *build_standing(struct builder *builder, const struct option_result *option) {
  json_t *object = json_object();
  build_text(builder, object, "place", place_name(place_of(option)));
  if (option == NULL || class_of(option)[0] == '\0' || place_of(option) == PLACE_NOWHERE)
    return object;
  build_text(builder, object, "class", class_of(option));
  build_text(builder, object, "decided_by", option->winner->id);
  if (option->winner->condition[0] != '\0')
    build_text(builder, object, "condition", option->winner->condition);
  if (option->place != PLACE_OPTION) return object;
  build_text(builder, object, "section", option->section);
  build_put(builder, object, "rank", json_integer((json_int_t)position(builder->plan, option)));
  return object;
}

static void push_change(struct comparison *both, json_t *list, const char *change,
                        const struct option_result *before, const struct option_result *after) {
  const struct option_result *either = after != NULL ? after : before;
  json_t *object = json_object();
  build_text(&both->after, object, "option", either->code);
  build_text(&both->after, object, "label", either->label);
  build_text(&both->after, object, "change", change);
  build_put(&both->after, object, "before", build_standing(&both->before, before));
  build_put(&both->after, object, "after", build_standing(&both->after, after));
  build_put(&both->after, object, "because", compare_because(both, either->code));
  build_push(&both->after, list, object);
}

/* Options with one kind of change, in the order of the later plan; those that it lacks stand last.
 */
static void push_changes(struct comparison *both, json_t *list, const char *wanted) {
  const lu_plan *before = both->before.plan, *after = both->after.plan;
  for (size_t i = 0; i < after->option_count; i++) {
    const struct option_result *old = plan_option(before, after->options[i].code);
    const char *change = change_of(both, old, &after->options[i]);
    if (change != NULL && strcmp(change, wanted) == 0)
      push_change(both, list, change, old, &after->options[i]);
  }
  for (size_t i = 0; i < before->option_count; i++) {
    const struct option_result *old = &before->options[i];
    const char *change = plan_option(after, old->code) != NULL ? NULL : change_of(both, old, NULL);
    if (change != NULL && strcmp(change, wanted) == 0) push_change(both, list, change, old, NULL);
  }
}

/* Options that stand otherwise: what may no longer be done, what may be done now, and mere shifts
   of place last. */
static json_t *build_changes(struct comparison *both) {
  static const char *const changes[] = {"lost",  "banned",   "gained", "freed",
                                        "class", "possible", "closed", "rank"};
  json_t *list = json_array();
  for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
    push_changes(both, list, changes[i]);
  return list;
}

/* Treatments that come first: those of the first rank. */
static json_t *build_first(struct builder *builder) {
  const lu_plan *plan = builder->plan;
  json_t *list = json_array();
  for (size_t i = 0; i < plan->option_count; i++) {
    const struct option_result *option = &plan->options[i];
    if (option->place != PLACE_OPTION || option->emergency ||
        strcmp(option->section, "treatment") != 0 || position(plan, option) != 1)
      continue;
    json_t *object = json_object();
    build_text(builder, object, "option", option->code);
    build_text(builder, object, "label", option->label);
    build_text(builder, object, "class", class_of(option));
    build_push(builder, list, object);
  }
  return list;
}

/* ---- questions, rules ---------------------------------------------------------------------- */

static bool asks(const lu_plan *plan, size_t fact) {
  for (size_t i = 0; i < plan->question_count; i++)
    if (plan->questions[i].fact == fact) return true;
  return false;
}

/* Facts that one plan asks for and the other does not, in the order of questions. */
static json_t *build_asked(struct builder *builder, const lu_plan *other) {
  json_t *list = json_array();
  for (size_t i = 0; i < builder->plan->question_count; i++) {
    size_t fact = builder->plan->questions[i].fact;
    if (!asks(other, fact)) build_push(builder, list, build_fact_name(builder, fact));
  }
  return list;
}

/* ---- the document -------------------------------------------------------------------------- */

/* Two editions of one name are told apart by the folders that they were read from. */
static json_t *build_edition(struct builder *builder, bool namesakes) {
  const lu_plan *plan = builder->plan;
  const char *title = json_string_value(json_object_get(plan->guideline->manifest, "title"));
  json_t *object = json_object();
  build_text(builder, object, "edition", lu_guideline_edition(plan->guideline));
  if (namesakes) build_text(builder, object, "folder", plan->guideline->folder);
  build_text(builder, object, "title",
             title == NULL ? lu_guideline_edition(plan->guideline) : title);
  build_put(builder, object, "rules", json_integer((json_int_t)plan->guideline->rule_count));
  build_put(builder, object, "complete", json_boolean(plan->complete));
  build_put(builder, object, "outside", json_boolean(plan->outside));
  build_put(builder, object, "first", build_first(builder));
  return object;
}

static json_t *build_comparison(struct comparison *both) {
  struct builder *builder = &both->after;
  json_t *document = json_object(), *asked = json_object();
  json_t *options = build_changes(both);
  build_put(builder, document, "lutetia_comparison", json_integer(1));
  build_head(builder, document);
  bool namesakes = strcmp(lu_guideline_edition(both->before.plan->guideline),
                          lu_guideline_edition(both->after.plan->guideline)) == 0;
  build_put(builder, document, "before", build_edition(&both->before, namesakes));
  build_put(builder, document, "after", build_edition(builder, namesakes));
  build_put(builder, document, "elsewhere", compare_elsewhere(both, options));
  build_put(builder, document, "options", options);
  build_put(builder, asked, "new", build_asked(builder, both->before.plan));
  build_put(builder, asked, "gone", build_asked(&both->before, both->after.plan));
  build_put(builder, document, "asked", asked);
  build_put(builder, document, "rules", compare_rows(both));
  return document;
}

/* Sources by the later edition, then those that only the earlier one names; and apart from them
   what the earlier edition says otherwise of a source that both name. */
static void put_sources(struct comparison *both, json_t *document) {
  json_t *sources = both->after.sources, *otherwise = json_object(), *entry;
  const char *key;
  json_object_foreach(both->before.sources, key, entry) {
    const json_t *later = json_object_get(sources, key);
    bool failed = later == NULL
                      ? json_object_set(sources, key, entry) != 0
                      : !json_equal(later, entry) && json_object_set(otherwise, key, entry) != 0;
    both->after.failed |= failed;
  }
  json_decref(both->before.sources);
  build_put(&both->after, document, "sources", sources);
  build_put(&both->after, document, "sources_before", otherwise);
}

lu_status lu_plan_compare(json_t **out, const lu_plan *before, const lu_plan *after,
                          lu_context *context, lu_error *error) {
  *out = NULL;
  (void)context;
  if (strcmp(lu_case_hash(lu_assessment_case(before->assessment)),
             lu_case_hash(lu_assessment_case(after->assessment))) != 0)
    return lu_fail(error, LU_USAGE, "plans of two different cases cannot be compared");
  struct comparison both = {{.plan = before, .sources = json_object()},
                            {.plan = after, .sources = json_object()}};
  json_t *document = build_comparison(&both);
  put_sources(&both, document);
  if (both.before.failed || both.after.failed) {
    json_decref(document);
    return lu_fail_memory(error);
  }
  *out = document;
  return LU_OK;
}
