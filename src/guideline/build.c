/* SPDX-License-Identifier: Apache-2.0 */
#include "build.h"
#include "cell.h"

#include <string.h>

void build_put(struct builder *builder, json_t *object, const char *key, json_t *value) {
  if (json_object_set_new(object, key, value) != 0) builder->failed = true;
}

void build_text(struct builder *builder, json_t *object, const char *key, const char *text) {
  build_put(builder, object, key, json_string(text));
}

void build_push(struct builder *builder, json_t *list, json_t *value) {
  if (json_array_append_new(list, value) != 0) builder->failed = true;
}

/* ---- facts --------------------------------------------------------------------------------- */

static const char *state_name(const lu_factset *facts, size_t fact) {
  if (lu_factset_state(facts, fact) == LU_FACT_NOT_DONE) return "not done";
  return plan_fact_open(facts, fact) ? "unknown" : "known";
}

static void put_origin(struct builder *builder, json_t *object, size_t fact) {
  const lu_fact_origin *origin = lu_factset_origin(builder->plan->facts, fact);
  char date[16];
  if (origin == NULL) return;
  if (origin->place != NULL && origin->place[0] != '\0')
    build_text(builder, object, "place", origin->place);
  if (origin->line > 0) build_put(builder, object, "line", json_integer(origin->line));
  if (origin->date.known) build_text(builder, object, "date", lu_date_format(date, origin->date));
  if (origin->sd > 0) build_put(builder, object, "sd", json_real(origin->sd));
  if (origin->note != NULL && origin->note[0] != '\0')
    build_text(builder, object, "note", origin->note);
}

json_t *build_fact_name(struct builder *builder, size_t fact) {
  const lu_fact *entry = lu_dictionary_at(builder->plan->guideline->dictionary, fact);
  json_t *object = json_object();
  build_text(builder, object, "fact", lu_fact_name(entry));
  build_text(builder, object, "label", lu_fact_label(entry));
  return object;
}

json_t *build_fact(struct builder *builder, size_t fact) {
  const lu_factset *facts = builder->plan->facts;
  const lu_value *value = lu_factset_value(facts, fact);
  lu_text text = LU_TEXT_INIT;
  json_t *object = build_fact_name(builder, fact);
  lu_factset_print(facts, fact, &text);
  builder->failed |= text.failed;
  build_text(builder, object, "state", state_name(facts, fact));
  build_text(builder, object, "text", lu_text_string(&text));
  if (value != NULL && !plan_fact_open(facts, fact))
    build_put(builder, object, "value", lu_value_json(value));
  put_origin(builder, object, fact);
  lu_text_free(&text);
  return object;
}

json_t *build_fact_names(struct builder *builder, const size_t *facts, size_t count) {
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++)
    build_push(builder, list, build_fact_name(builder, facts[i]));
  return list;
}

json_t *build_reasons(struct builder *builder, const char *const *names, size_t count) {
  const lu_dictionary *dictionary = builder->plan->guideline->dictionary;
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++) {
    size_t fact = lu_dictionary_find(dictionary, names[i]);
    if (fact != LU_NO_INDEX) build_push(builder, list, build_fact_name(builder, fact));
  }
  return list;
}

/* ---- sources ------------------------------------------------------------------------------- */

json_t *build_references(struct builder *builder, const source_reference *references,
                         size_t count) {
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++) {
    const source_reference *reference = &references[i];
    json_t *entry = json_object_get(builder->plan->guideline->sources, reference->key);
    json_t *year = json_object_get(entry, "year");
    json_t *object = json_object();
    build_text(builder, object, "key", reference->key);
    if (reference->place[0] != '\0') build_text(builder, object, "place", reference->place);
    if (json_is_integer(year)) build_put(builder, object, "year", json_incref(year));
    build_put(builder, object, "mark", json_incref(json_object_get(entry, "mark")));
    build_push(builder, list, object);
    if (json_object_set(builder->sources, reference->key, entry) != 0) builder->failed = true;
  }
  return list;
}

json_t *build_sources(struct builder *builder, const struct rule *rule) {
  return build_references(builder, rule->sources, rule->source_count);
}

/* ---- rules --------------------------------------------------------------------------------- */

static const char *outcome_name(lu_outcome outcome) {
  return outcome == LU_FIRES ? "fires" : outcome == LU_FAILS ? "fails" : "undecided";
}

json_t *build_rule(struct builder *builder, const struct rule *rule) {
  const rule_table *table = &builder->plan->guideline->tables[rule->table];
  const struct rule_state *state = plan_state(builder->plan, rule);
  json_t *object = json_object();
  build_text(builder, object, "rule", rule->id);
  build_text(builder, object, "table", table->title);
  if (!table->conflicts) {
    build_text(builder, object, "option", rule->option);
    build_text(builder, object, "intent", rule->intent);
    build_text(builder, object, "outcome", outcome_name(state->outcome));
  }
  build_text(builder, object, "strength", rule->strength);
  build_text(builder, object, "class", rule->rank->name);
  build_text(builder, object, "mark", rule->mark);
  build_text(builder, object, "reason", rule->reason);
  if (rule->condition[0] != '\0') build_text(builder, object, "condition", rule->condition);
  if (rule->source_strength[0] != '\0')
    build_text(builder, object, "source_strength", rule->source_strength);
  if (rule->emergency) build_put(builder, object, "emergency", json_true());
  build_put(builder, object, "sources", build_sources(builder, rule));
  json_t *facts = json_array();
  for (size_t i = 0; i < rule->fact_count; i++)
    build_push(builder, facts, build_fact(builder, rule->facts[i]));
  build_put(builder, object, "facts", facts);
  if (state->outcome == LU_UNDECIDED)
    build_put(builder, object, "waits_for",
              build_reasons(builder, state->reasons, state->reason_count));
  return object;
}

json_t *build_rules(struct builder *builder, const struct rule *const *rules, size_t count) {
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++)
    build_push(builder, list, build_rule(builder, rules[i]));
  return list;
}

/* ---- near a limit -------------------------------------------------------------------------- */

static json_t *build_near_entry(struct builder *builder, size_t fact, double limit,
                                const struct rule *rule) {
  json_t *object = build_fact(builder, fact);
  const lu_fact *entry = lu_dictionary_at(builder->plan->guideline->dictionary, fact);
  build_put(builder, object, "limit", json_real(limit));
  build_text(builder, object, "unit", lu_fact_unit(entry));
  build_text(builder, object, "rule", rule->id);
  return object;
}

static lu_status near_of_cell(struct builder *builder, json_t *list, const struct rule *rule,
                              size_t fact, const char *cell, lu_error *error) {
  double limit, value = lu_value_number(lu_factset_value(builder->plan->facts, fact));
  const lu_fact_origin *origin = lu_factset_origin(builder->plan->facts, fact);
  while (cell_next_number(&limit, &cell)) {
    bool near = false;
    lu_status status = ranking_near(&near, &builder->plan->guideline->ranking, builder->ranking,
                                    value, limit, origin == NULL ? 0 : origin->sd, error);
    if (status != LU_OK) return status;
    if (near) build_push(builder, list, build_near_entry(builder, fact, limit, rule));
  }
  return LU_OK;
}

json_t *build_near(struct builder *builder, const struct rule *const *rules, size_t count,
                   lu_error *error) {
  const lu_guideline *guideline = builder->plan->guideline;
  json_t *list = json_array();
  for (size_t i = 0; i < count; i++) {
    const lu_table *table = guideline->tables[rules[i]->table].table;
    for (size_t column = 0; column < lu_table_input_count(table); column++) {
      size_t fact = lu_dictionary_find(guideline->dictionary, lu_table_input_text(table, column));
      if (fact == LU_NO_INDEX || plan_fact_open(builder->plan->facts, fact) ||
          lu_fact_get_type(lu_dictionary_at(guideline->dictionary, fact)) != LU_FACT_NUMBER)
        continue;
      lu_status status = near_of_cell(builder, list, rules[i], fact,
                                      lu_table_input_entry(table, rules[i]->row, column), error);
      if (status != LU_OK) {
        builder->status = status;
        return list;
      }
    }
  }
  return list;
}

/* ---- head ---------------------------------------------------------------------------------- */

void build_head(struct builder *builder, json_t *document) {
  const lu_plan *plan = builder->plan;
  const lu_case *record = lu_assessment_case(plan->assessment);
  const char *title = json_string_value(json_object_get(plan->guideline->manifest, "title"));
  char day[16];
  json_t *id = json_object();
  build_text(builder, id, "id", lu_case_id(record));
  build_text(builder, id, "sha256", lu_case_hash(record));
  build_put(builder, document, "case", id);
  build_text(builder, document, "notice",
             "Research and teaching only: not for patient care. A tumour board decides.");
  build_text(builder, document, "day", lu_date_format(day, plan->today));
  build_text(builder, document, "edition", lu_guideline_edition(plan->guideline));
  build_text(builder, document, "title",
             title == NULL ? lu_guideline_edition(plan->guideline) : title);
}
