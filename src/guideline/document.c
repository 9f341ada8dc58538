/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "disagree.h"
#include "lutetia/base/version.h"

/* What options.json says of an option beyond its label. */
static void copy_entry(struct builder *builder, json_t *object, const struct option_result *option,
                       const char *key) {
  json_t *entry = json_object_get(builder->plan->guideline->options, option->code);
  json_t *value = json_object_get(entry, key);
  if (value != NULL) build_put(builder, object, key, json_incref(value));
}

/* The visits of an option that hold for this patient. */
static void copy_visits(struct builder *builder, json_t *object,
                        const struct option_result *option) {
  const json_t *entry = json_object_get(builder->plan->guideline->options, option->code);
  const json_t *all = json_object_get(entry, "calendar");
  json_t *list = json_array();
  for (size_t i = 0; i < json_array_size(all); i++) {
    json_t *visit = json_array_get(all, i);
    if (!plan_entry_holds(builder->plan, visit)) continue;
    const char *key;
    json_t *copy = json_object(), *value;
    json_object_foreach(visit, key, value) {
      if (strcmp(key, "if") != 0) build_put(builder, copy, key, json_incref(value));
    }
    build_push(builder, list, copy);
  }
  if (json_array_size(list) > 0)
    build_put(builder, object, "calendar", list);
  else
    json_decref(list);
}

static json_t *build_option_head(struct builder *builder, const struct option_result *option) {
  json_t *object = json_object();
  build_text(builder, object, "option", option->code);
  build_text(builder, object, "label", option->label);
  build_text(builder, object, "group", option->group);
  build_text(builder, object, "class", option->winner->rank->name);
  build_text(builder, object, "strength", option->winner->strength);
  build_text(builder, object, "mark", option->winner->mark);
  build_text(builder, object, "best", option->best != NULL ? option->best->strength : "");
  build_put(builder, object, "check", json_boolean(option->winner->rank->use == USE_CHECK));
  copy_entry(builder, object, option, "text");
  copy_visits(builder, object, option);
  return object;
}

/* Splits firing rules into those that have the class of the option and those that lost. */
static void put_reasons(struct builder *builder, json_t *object,
                        const struct option_result *option) {
  json_t *reasons = json_array(), *overruled = json_array();
  for (size_t i = 0; i < option->fired_count; i++) {
    const struct rule *rule = option->fired[i];
    bool wins = fabs(rule->rank->precedence - option->winner->rank->precedence) <= 0;
    if (rule->rank->use != USE_ASK)
      build_push(builder, wins ? reasons : overruled, build_rule(builder, rule));
  }
  build_put(builder, object, "reasons", reasons);
  build_put(builder, object, "overruled", overruled);
}

/* Intents of the rules that decide, each once, in table order. */
static json_t *build_intents(struct builder *builder, const struct option_result *option,
                             const struct rule *const *rules, size_t count) {
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++) {
    bool known = rules[i]->rank->use != USE_OFFER;
    for (size_t j = 0; j < json_array_size(list) && !known; j++)
      known = strcmp(json_string_value(json_array_get(list, j)), rules[i]->intent) == 0;
    if (!known) build_push(builder, list, json_string(rules[i]->intent));
  }
  if (json_array_size(list) == 0) build_push(builder, list, json_string(option->winner->intent));
  return list;
}

/* Facts of the columns "Changes", each once with what is known of it. */
static json_t *build_changes(struct builder *builder, const struct rule *const *rules,
                             size_t count) {
  const lu_dictionary *dictionary = builder->plan->guideline->dictionary;
  json_t *list = json_array();
  for (size_t fact = 0; fact < lu_dictionary_count(dictionary); fact++) {
    bool named = false;
    for (size_t i = 0; i < count && !named; i++)
      for (size_t j = 0; j < rules[i]->change_count && !named; j++)
        named = rules[i]->changes[j] == fact;
    if (named) build_push(builder, list, build_fact(builder, fact));
  }
  return list;
}

static bool is_open_rule(const struct option_result *option, const struct rule *rule) {
  bool known_offer = option->place == PLACE_POSSIBLE && rule->rank->use == USE_OFFER;
  return !known_offer && plan_can_flip(option, rule);
}

/* Undecided rules that could change what the option is, those that would weigh most first. */
static json_t *build_open(struct builder *builder, const struct option_result *option) {
  json_t *list = json_array();
  for (double done = -INFINITY, next = INFINITY;; done = next, next = INFINITY) {
    for (size_t i = 0; i < option->undecided_count; i++) {
      double precedence = option->undecided[i]->rank->precedence;
      if (is_open_rule(option, option->undecided[i]) && precedence > done && precedence < next)
        next = precedence;
    }
    if (!isfinite(next)) return list;
    for (size_t i = 0; i < option->undecided_count; i++)
      if (is_open_rule(option, option->undecided[i]) &&
          fabs(option->undecided[i]->rank->precedence - next) <= 0)
        build_push(builder, list, build_rule(builder, option->undecided[i]));
  }
}

static bool same_rank(const struct option_result *a, const struct option_result *b) {
  return a != b && a->place == b->place && a->emergency == b->emergency &&
         fabs(a->rank - b->rank) <= 0 && strcmp(a->section, b->section) == 0;
}

/* Place in its section; options of one rank share it and name each other. */
static void put_rank(struct builder *builder, json_t *object, const struct option_result *option) {
  const lu_plan *plan = builder->plan;
  json_t *ties = json_array();
  size_t rank = 1;
  for (size_t i = 0; i < plan->option_count; i++) {
    const struct option_result *other = &plan->options[i];
    if (other->place != option->place || strcmp(other->section, option->section) != 0) continue;
    if (same_rank(option, other))
      build_push(builder, ties, json_string(other->code));
    else if (other < option)
      rank++;
  }
  build_text(builder, object, "section", option->section);
  build_put(builder, object, "rank", json_integer((json_int_t)rank));
  build_put(builder, object, "ties", ties);
}

static json_t *build_options(struct builder *builder, lu_error *error) {
  json_t *list = json_array();
  for (size_t i = 0; i < builder->plan->option_count; i++) {
    const struct option_result *option = &builder->plan->options[i];
    if (option->place != PLACE_OPTION) continue;
    json_t *object = build_option_head(builder, option);
    put_rank(builder, object, option);
    build_put(builder, object, "intents",
              build_intents(builder, option, option->fired, option->fired_count));
    if (option->emergency) build_put(builder, object, "emergency", json_true());
    put_reasons(builder, object, option);
    build_put(builder, object, "open", build_open(builder, option));
    build_put(builder, object, "changes",
              build_changes(builder, option->fired, option->fired_count));
    build_put(builder, object, "near",
              build_near(builder, option->fired, option->fired_count, error));
    build_push(builder, list, object);
  }
  return list;
}

/* Union of what the undecided offers of an option wait for. */
static json_t *build_waits(struct builder *builder, const struct option_result *option) {
  size_t facts = lu_dictionary_count(builder->plan->guideline->dictionary);
  json_t *list = json_array();
  bool *named = calloc(facts + 1, sizeof *named);
  builder->failed |= named == NULL;
  for (size_t i = 0; named != NULL && i < option->undecided_count; i++) {
    const struct rule_state *state = plan_state(builder->plan, option->undecided[i]);
    for (size_t j = 0; j < state->reason_count && option->undecided[i]->rank->use == USE_OFFER; j++)
      named[state->reason_facts[j]] = true;
  }
  for (size_t fact = 0; named != NULL && fact < facts; fact++)
    if (named[fact]) build_push(builder, list, build_fact_name(builder, fact));
  free(named);
  return list;
}

/* True for a test that is to be done, unless it was done. */
static bool waits_for_test(const lu_plan *plan, const struct option_result *option) {
  for (size_t i = 0; i < option->undecided_count; i++)
    if (option->undecided[i]->rank->use == USE_OFFER &&
        plan_waits_for_test(plan, option->undecided[i]) != LU_NO_INDEX)
      return true;
  return false;
}

static json_t *build_possible(struct builder *builder) {
  json_t *list = json_array();
  for (size_t i = 0; i < builder->plan->option_count; i++) {
    const struct option_result *option = &builder->plan->options[i];
    if (option->place != PLACE_POSSIBLE) continue;
    json_t *object = build_option_head(builder, option), *rules = json_array();
    put_rank(builder, object, option);
    build_put(builder, object, "intents",
              build_intents(builder, option, option->undecided, option->undecided_count));
    for (size_t j = 0; j < option->undecided_count; j++)
      if (option->undecided[j]->rank->use == USE_OFFER)
        build_push(builder, rules, build_rule(builder, option->undecided[j]));
    build_put(builder, object, "rules", rules);
    if (option->only_emergency) build_put(builder, object, "emergency", json_true());
    if (waits_for_test(builder->plan, option))
      build_put(builder, object, "unless_done", json_true());
    build_put(builder, object, "waits_for", build_waits(builder, option));
    build_put(builder, object, "open", build_open(builder, option));
    build_push(builder, list, object);
  }
  return list;
}

/* An emergency that another rule puts under a condition is told with that condition. */
static void put_condition(struct builder *builder, json_t *object,
                          const struct option_result *option) {
  const struct rule *winner = option->winner;
  if (option->place != PLACE_OPTION || winner == NULL || winner->condition[0] == '\0') return;
  build_text(builder, object, "class", winner->rank->name);
  build_text(builder, object, "condition", winner->condition);
}

/* Where a rule of an option belongs among emergencies: behind all that rank as high or higher. */
static size_t emergency_place(const lu_plan *plan, const json_t *list,
                              const struct option_result *option) {
  size_t place = json_array_size(list);
  for (; place > 0; place--) {
    const json_t *before = json_array_get(list, place - 1);
    const char *code = json_string_value(json_object_get(before, "option"));
    if (code == NULL || plan_option(plan, code)->rank <= option->rank) break;
  }
  return place;
}

/* Emergency rules with one outcome: those that fire, and those that cannot be excluded yet; in the
   order of their options. What the option as a whole comes to stands beside the rule. */
static json_t *build_emergencies(struct builder *builder, lu_outcome outcome) {
  const lu_plan *plan = builder->plan;
  json_t *list = json_array();
  for (size_t i = 0; i < plan->guideline->rule_count; i++) {
    const struct rule *rule = &plan->guideline->rules[i];
    if (!rule->emergency || plan->states[i].outcome != outcome || plan->traces[rule->table] == NULL)
      continue;
    const struct option_result *option = plan_option(plan, rule->option);
    json_t *object = build_rule(builder, rule);
    build_text(builder, object, "label", option->label);
    build_put(builder, object, "banned", json_boolean(option->place == PLACE_BANNED));
    put_condition(builder, object, option);
    if (json_array_insert_new(list, emergency_place(plan, list, option), object) != 0)
      builder->failed = true;
  }
  return list;
}

/* ---- questions, conflicts, findings -------------------------------------------------------- */

static double rounded(double number) {
  return round(number * 1000) / 1000;
}

/* Options that a question's tier is about. */
static json_t *build_affected(struct builder *builder, const struct question *question) {
  json_t *list = json_array();
  for (size_t i = 0; i < question->affect_count; i++) {
    json_t *object = json_object();
    build_text(builder, object, "option", question->affects[i]->code);
    build_text(builder, object, "label", question->affects[i]->label);
    build_push(builder, list, object);
  }
  return list;
}

static json_t *build_questions(struct builder *builder) {
  const lu_plan *plan = builder->plan;
  json_t *list = json_array();
  for (size_t i = 0; i < plan->question_count; i++) {
    const struct question *question = &plan->questions[i];
    const lu_fact *fact = lu_dictionary_at(plan->guideline->dictionary, question->fact);
    json_t *object = json_object(), *rules = json_array();
    build_text(builder, object, "fact", lu_fact_name(fact));
    build_text(builder, object, "label", lu_fact_label(fact));
    build_text(builder, object, "question", lu_fact_question(fact));
    build_text(builder, object, "test", lu_fact_test(fact));
    build_put(builder, object, "burden", json_integer(lu_fact_burden(fact)));
    build_text(
        builder, object, "state",
        lu_factset_state(plan->facts, question->fact) == LU_FACT_NOT_DONE ? "not done" : "unknown");
    build_put(builder, object, "score", json_real(rounded(question->score)));
    build_put(builder, object, "flips", json_real(rounded(question->flips)));
    build_put(builder, object, "asked", json_boolean(question->asked));
    if (question->turn != SIZE_MAX) build_put(builder, object, "in_order", json_true());
    build_text(builder, object, "because", question->because);
    build_put(builder, object, "affects", build_affected(builder, question));
    for (size_t j = 0; j < question->rule_count; j++)
      build_push(builder, rules, json_string(question->rules[j]->id));
    build_put(builder, object, "rules", rules);
    build_push(builder, list, object);
  }
  return list;
}

static const char *label_of(const lu_plan *plan, const char *code) {
  const char *label =
      json_string_value(json_object_get(json_object_get(plan->guideline->options, code), "label"));
  return label == NULL ? code : label;
}

static json_t *build_days(double days) {
  return days <= floor(days) ? json_integer((json_int_t)days) : json_real(days);
}

json_t *build_conflict(struct builder *builder, const struct conflict *conflict) {
  static const char *const states[] = {"kept", "too short", "not proven", "planned"};
  const lu_plan *plan = builder->plan;
  json_t *object = build_rule(builder, conflict->rule);
  char day[16];
  build_text(builder, object, "first", conflict->first);
  build_text(builder, object, "first_label", label_of(plan, conflict->first));
  build_put(builder, object, "first_given", json_boolean(conflict->given));
  build_text(builder, object, "second", conflict->second);
  build_text(builder, object, "second_label", label_of(plan, conflict->second));
  build_put(builder, object, "gap_min_d", build_days(conflict->rule->gap_d));
  if (conflict->rule->gap_max_d > 0)
    build_put(builder, object, "gap_max_d", build_days(conflict->rule->gap_max_d));
  build_text(builder, object, "state", states[conflict->state]);
  build_put(builder, object, "undecided", json_boolean(conflict->undecided));
  build_put(builder, object, "conditional", json_boolean(conflict->conditional));
  build_put(
      builder, object, "shorter_banned",
      json_boolean(conflict->rule->rank->use == USE_BAN || conflict->rule->rank->use == USE_CHECK));
  if (conflict->last.known)
    build_text(builder, object, "last_day", lu_date_format(day, conflict->last));
  if (conflict->earliest_day != INT64_MIN)
    build_text(builder, object, "earliest_day",
               lu_date_format(day, lu_date_from_day(conflict->earliest_day)));
  return object;
}

static json_t *build_conflicts(struct builder *builder) {
  json_t *list = json_array();
  for (size_t i = 0; i < builder->plan->conflict_count; i++)
    build_push(builder, list, build_conflict(builder, &builder->plan->conflicts[i]));
  return list;
}

static json_t *build_findings(struct builder *builder, const lu_context *context) {
  json_t *list = json_array();
  for (size_t i = 0; i < lu_context_finding_count(context); i++) {
    const lu_finding *finding = lu_context_finding(context, i);
    json_t *object = json_object();
    build_text(builder, object, "code", finding->code);
    build_text(builder, object, "severity", lu_severity_name(finding->severity));
    build_text(builder, object, "place", finding->place);
    build_text(builder, object, "sentence", finding->sentence);
    build_text(builder, object, "effect", finding->effect);
    build_push(builder, list, object);
  }
  return list;
}

static json_t *build_summary(struct builder *builder, lu_context *context, lu_error *error) {
  lu_text text = LU_TEXT_INIT;
  json_t *list = json_array();
  lu_status status = lu_assessment_summary(&text, builder->plan->assessment, context, error);
  if (status != LU_OK) builder->status = status;
  builder->failed |= text.failed;
  for (const char *line = lu_text_string(&text); *line != '\0';) {
    size_t length = strcspn(line, "\n");
    if (length > 0) build_push(builder, list, json_stringn(line, length));
    line += length + (line[length] == '\n');
  }
  lu_text_free(&text);
  return list;
}

static json_t *build_provenance(struct builder *builder) {
  const lu_plan *plan = builder->plan;
  json_t *object = json_object();
  build_text(builder, object, "case_sha256", lu_case_hash(lu_assessment_case(plan->assessment)));
  build_text(builder, object, "guideline", lu_guideline_edition(plan->guideline));
  build_text(builder, object, "guideline_sha256", lu_guideline_hash(plan->guideline));
  build_text(builder, object, "facts_sha256", lu_dictionary_hash(plan->guideline->dictionary));
  build_text(builder, object, "assessment_sha256", lu_assessment_hash(plan->assessment));
  build_text(builder, object, "program_version", lu_version());
  build_put(builder, object, "seed", json_integer((json_int_t)plan->seed));
  return object;
}

static json_t *build_counts(struct builder *builder) {
  const rank_counts *counts = &builder->plan->counts;
  json_t *object = json_object();
  build_put(builder, object, "preferred", json_integer((json_int_t)counts->preferred));
  build_put(builder, object, "offered", json_integer((json_int_t)counts->offered));
  build_put(builder, object, "undecided", json_integer((json_int_t)counts->undecided));
  build_put(builder, object, "asked", json_integer((json_int_t)counts->asked));
  build_put(builder, object, "firm", json_integer((json_int_t)counts->firm));
  build_put(builder, object, "rivals", json_integer((json_int_t)counts->rivals));
  return object;
}

static const char *verdict_name(const lu_plan *plan) {
  if (plan->outside) return "outside validity";
  return plan->complete ? "complete" : "data missing";
}

static void print_value_label(const lu_fact *fact, const char *value, lu_text *out) {
  for (size_t i = 0; i < lu_fact_value_count(fact); i++)
    if (strcmp(lu_fact_value(fact, i), value) == 0 && lu_fact_value_label(fact, i)[0] != '\0')
      value = lu_fact_value_label(fact, i);
  lu_text_puts(out, value);
}

/* One sentence for a primary site that the edition does not cover. */
static void put_outside(struct builder *builder, json_t *document) {
  const lu_plan *plan = builder->plan;
  size_t index, fact = lu_dictionary_find(plan->guideline->dictionary, "site");
  const lu_fact *site = lu_dictionary_at(plan->guideline->dictionary, fact);
  json_t *covered;
  json_t *sites = json_object_get(plan->guideline->manifest, "sites");
  lu_text text = LU_TEXT_INIT;
  if (!plan->outside) return;
  lu_text_printf(&text, "Edition %s has no rules for this primary site (",
                 lu_guideline_edition(plan->guideline));
  lu_factset_print(plan->facts, fact, &text);
  lu_text_puts(&text, "). It covers ");
  json_array_foreach(sites, index, covered) {
    if (!json_is_string(covered)) continue;
    if (index > 0) lu_text_puts(&text, index + 1 < json_array_size(sites) ? ", " : " and ");
    print_value_label(site, json_string_value(covered), &text);
  }
  lu_text_puts(&text, " only; what follows are rules that hold for any site.");
  builder->failed |= text.failed;
  build_text(builder, document, "outside", lu_text_string(&text));
  lu_text_free(&text);
}

lu_status lu_plan_document(json_t **out, const lu_plan *plan, lu_context *context,
                           lu_error *error) {
  struct builder builder = {plan, NULL, json_object(), false, LU_OK};
  json_t *document = json_object();
  *out = NULL;
  lu_status status = lu_evaluation_new(&builder.ranking, plan->guideline->ranking.model,
                                       LU_STANDARD, context, error);
  if (status == LU_OK) {
    build_put(&builder, document, "lutetia_plan", json_integer(1));
    build_head(&builder, document);
    build_text(&builder, document, "verdict", verdict_name(plan));
    put_outside(&builder, document);
    build_put(&builder, document, "counts", build_counts(&builder));
    build_put(&builder, document, "summary", build_summary(&builder, context, error));
    build_put(&builder, document, "emergencies", build_emergencies(&builder, LU_FIRES));
    build_put(&builder, document, "not_excluded", build_emergencies(&builder, LU_UNDECIDED));
    build_put(&builder, document, "options", build_options(&builder, error));
    build_put(&builder, document, "possible", build_possible(&builder));
    build_put(&builder, document, "must_not", build_bans(&builder));
    build_put(&builder, document, "conflicts", build_conflicts(&builder));
    build_put(&builder, document, "disagreements", build_disagreements(&builder));
    build_put(&builder, document, "questions", build_questions(&builder));
    build_put(&builder, document, "findings", build_findings(&builder, context));
    build_put(&builder, document, "provenance", build_provenance(&builder));
    if (json_object_set(document, "sources", builder.sources) != 0) builder.failed = true;
    status = builder.status;
    if (status == LU_OK && lu_context_findings_incomplete(context)) builder.failed = true;
  }
  if (status == LU_OK && builder.failed) status = lu_fail_memory(error);
  lu_evaluation_free(builder.ranking);
  json_decref(builder.sources);
  if (status == LU_OK)
    *out = document;
  else
    json_decref(document);
  return status;
}
