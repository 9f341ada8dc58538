/* SPDX-License-Identifier: Apache-2.0 */
/* The member "missing" of a plan's document. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "missing.h"

/** One fact on its way to the document. */
struct entry {
  struct builder *builder;
  const missing_facts *made;
  const missing_fact *fact;
  bool *chosen; /**< room for one mark for each value */
};

static const outlook *outlook_at(const struct entry *entry, size_t value) {
  return outlooks_at(entry->made->outlooks, entry->fact->first_trial + value);
}

static const struct trial *trials_of(const struct entry *entry) {
  return &entry->made->trials.list[entry->fact->first_trial];
}

/** {"value", "text"} of the marked values. */
static json_t *build_values(const struct entry *entry) {
  const lu_dictionary *dictionary = entry->made->plan->guideline->dictionary;
  size_t first = 0;
  lu_text text = LU_TEXT_INIT;
  json_t *object = json_object();
  while (first < entry->fact->trial_count && !entry->chosen[first])
    first++;
  build_put(entry->builder, object, "value", trial_json(&trials_of(entry)[first], dictionary));
  trial_print(&text, dictionary, trials_of(entry), entry->chosen, entry->fact->trial_count);
  entry->builder->failed |= text.failed;
  build_text(entry->builder, object, "text", lu_text_string(&text));
  lu_text_free(&text);
  return object;
}

/** True if two values come to the same for an option. */
static bool same_class(const struct entry *entry, size_t option, size_t a, size_t b) {
  return strcmp(outlook_at(entry, a)->options[option].class_name,
                outlook_at(entry, b)->options[option].class_name) == 0;
}

/** True if the same treatments come first. */
static bool same_first(const struct entry *entry, size_t unused, size_t a, size_t b) {
  (void)unused;
  for (size_t i = 0; i < entry->made->outlooks->option_count; i++)
    if (outlook_at(entry, a)->options[i].first != outlook_at(entry, b)->options[i].first)
      return false;
  return true;
}

typedef bool same_function(const struct entry *entry, size_t option, size_t a, size_t b);

/** Marks all values that come to the same as one. @return false if an earlier value does already */
static bool mark_same(const struct entry *entry, same_function *same, size_t option, size_t value) {
  for (size_t i = 0; i < entry->fact->trial_count; i++) {
    entry->chosen[i] = same(entry, option, value, i);
    if (i < value && entry->chosen[i]) return false;
  }
  return true;
}

static json_t *build_code(const struct entry *entry, size_t option) {
  const lu_guideline *guideline = entry->made->plan->guideline;
  const char *code = entry->made->outlooks->codes[option];
  const char *label =
      json_string_value(json_object_get(json_object_get(guideline->options, code), "label"));
  json_t *object = json_object();
  build_text(entry->builder, object, "option", code);
  build_text(entry->builder, object, "label", label == NULL ? code : label);
  return object;
}

/** One option with its class for each kind of value. */
static json_t *build_separated(const struct entry *entry, size_t option) {
  json_t *object = build_code(entry, option), *outcomes = json_array();
  build_text(entry->builder, object, "now", entry->made->now.options[option].class_name);
  for (size_t i = 0; i < entry->fact->trial_count; i++) {
    if (!mark_same(entry, same_class, option, i)) continue;
    json_t *outcome = build_values(entry);
    build_text(entry->builder, outcome, "class", outlook_at(entry, i)->options[option].class_name);
    build_push(entry->builder, outcomes, outcome);
  }
  build_put(entry->builder, object, "outcomes", outcomes);
  return object;
}

/** How much of an option's place depends on the fact: treatments and wide differences first. */
static double weight_of(const struct entry *entry, size_t option) {
  double low = INFINITY, high = -INFINITY;
  bool treatment = false, first = false;
  for (size_t i = 0; i < entry->fact->trial_count; i++) {
    const outlook_option *at = &outlook_at(entry, i)->options[option];
    double worth = missing_worth(entry->made, at);
    low = fmin(low, worth);
    high = fmax(high, worth);
    treatment = treatment || strcmp(at->section, "treatment") == 0;
    first = first || (at->first != outlook_at(entry, 0)->options[option].first);
  }
  return high > low ? 1 + high - low + (treatment ? 100 : 0) + (first ? 1000 : 0) : 0;
}

/** Options whose class differs, those that matter most first. */
static json_t *build_separates(const struct entry *entry) {
  json_t *list = json_array();
  size_t count = entry->made->outlooks->option_count;
  double *weights = calloc(count + 1, sizeof *weights);
  if (weights == NULL) {
    entry->builder->failed = true;
    return list;
  }
  for (size_t i = 0; i < count && entry->fact->trial_count > 0; i++)
    weights[i] = weight_of(entry, i);
  for (;;) {
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
      if (weights[i] > weights[best]) best = i;
    if (count == 0 || !(weights[best] > 0)) break;
    weights[best] = 0;
    build_push(entry->builder, list, build_separated(entry, best));
  }
  free(weights);
  return list;
}

/** What comes first for each kind of value. */
static json_t *build_first(const struct entry *entry) {
  json_t *list = json_array();
  for (size_t i = 0; i < entry->fact->trial_count; i++) {
    if (!mark_same(entry, same_first, 0, i)) continue;
    json_t *object = build_values(entry), *options = json_array();
    for (size_t j = 0; j < entry->made->outlooks->option_count; j++)
      if (outlook_at(entry, i)->options[j].first)
        build_push(entry->builder, options, build_code(entry, j));
    build_put(entry->builder, object, "options", options);
    build_push(entry->builder, list, object);
  }
  return list;
}

/** Name of a level in the document, and of its sentence in missing.json. */
static const char *level_name(const missing_fact *fact) {
  static const char *const names[] = {"first", "treatment", "test", "other", "later"};
  return names[fact->level];
}

static const char *because_of(const missing_facts *made, const missing_fact *fact) {
  const json_t *texts = json_object_get(made->plan->guideline->missing, "because");
  const char *text = json_string_value(json_object_get(texts, level_name(fact)));
  return text == NULL ? "" : text;
}

static json_t *build_entry(const struct entry *entry) {
  struct builder *builder = entry->builder;
  const missing_fact *missing = entry->fact;
  const lu_plan *plan = entry->made->plan;
  const lu_fact *fact = lu_dictionary_at(plan->guideline->dictionary, missing->fact);
  bool asked = missing->question != LU_NO_INDEX && plan->questions[missing->question].asked;
  json_t *object = build_fact_name(builder, missing->fact);
  build_text(builder, object, "question", lu_fact_question(fact));
  build_text(builder, object, "test", lu_fact_test(fact));
  build_put(builder, object, "burden", json_integer(lu_fact_burden(fact)));
  build_text(
      builder, object, "state",
      lu_factset_state(plan->facts, missing->fact) == LU_FACT_NOT_DONE ? "not done" : "unknown");
  build_put(builder, object, "decisive", json_real(missing->decisive));
  build_put(builder, object, "first_choice", json_boolean(missing->first));
  build_put(builder, object, "asked", json_boolean(asked));
  build_text(builder, object, "level", level_name(missing));
  build_text(builder, object, "because", because_of(entry->made, missing));
  if (missing->first) build_put(builder, object, "first", build_first(entry));
  build_put(builder, object, "separates", build_separates(entry));
  return object;
}

lu_status missing_document(json_t **out, const missing_facts *made, lu_error *error) {
  struct builder builder = {made->plan, NULL, NULL, false, LU_OK};
  json_t *list = json_array();
  bool *chosen = calloc(made->trials.count + 1, sizeof *chosen);
  *out = NULL;
  builder.failed = chosen == NULL || list == NULL;
  for (size_t i = 0; i < made->count && !builder.failed; i++) {
    const struct entry entry = {&builder, made, &made->facts[i], chosen};
    build_push(&builder, list, build_entry(&entry));
  }
  free(chosen);
  if (builder.failed) {
    json_decref(list);
    return lu_fail_memory(error);
  }
  *out = list;
  return LU_OK;
}

lu_status lu_plan_missing(json_t **out, const lu_study *study, lu_context *context,
                          lu_error *error) {
  missing_facts *made = NULL;
  *out = NULL;
  lu_status status = missing_find(&made, study, context, error);
  if (status == LU_OK) status = missing_document(out, made, error);
  missing_free(made);
  return status;
}
