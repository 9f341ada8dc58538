/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of two editions: which say something else for a patient, which differ at all. */
#include <math.h>
#include <string.h>

#include "compare.h"

static const char *outcome_name(lu_outcome outcome) {
  return outcome == LU_FIRES ? "fires" : outcome == LU_FAILS ? "fails" : "undecided";
}

static const struct rule *find_rule(const lu_guideline *guideline, const char *id) {
  for (size_t i = 0; i < guideline->rule_count; i++)
    if (strcmp(guideline->rules[i].id, id) == 0) return &guideline->rules[i];
  return NULL;
}

/* The rule with the id of another one, if it speaks of the same option. */
static const struct rule *same_rule(const lu_guideline *guideline, const struct rule *rule) {
  const struct rule *found = find_rule(guideline, rule->id);
  return found != NULL && strcmp(found->option, rule->option) == 0 ? found : NULL;
}

/* What became of a rule; one of conflicts fires if some pair of treatments meets it. */
static lu_outcome outcome_of(const lu_plan *plan, const struct rule *rule) {
  lu_outcome outcome = LU_FAILS;
  if (rule == NULL) return LU_FAILS;
  if (!plan->guideline->tables[rule->table].conflicts) return plan_state(plan, rule)->outcome;
  for (size_t i = 0; i < plan->conflict_count; i++)
    if (plan->conflicts[i].rule == rule) {
      if (!plan->conflicts[i].undecided) return LU_FIRES;
      outcome = LU_UNDECIDED;
    }
  return outcome;
}

/* True if a rule says the same in both plans, or says nothing in either. */
static bool says_same(const struct comparison *both, const struct rule *before,
                      const struct rule *after) {
  lu_outcome from = outcome_of(both->before.plan, before);
  lu_outcome to = outcome_of(both->after.plan, after);
  if (from != to) return false;
  if (from == LU_FAILS) return true;
  if (before == NULL || after == NULL) return before == after; /* what is not there fails */
  return strcmp(before->rank->name, after->rank->name) == 0 &&
         strcmp(before->intent, after->intent) == 0 &&
         strcmp(before->condition, after->condition) == 0 && before->emergency == after->emergency;
}

/* What a rule says in one plan; null where the edition does not have it. */
static json_t *build_side(struct builder *builder, const struct rule *rule) {
  if (rule == NULL) return json_null();
  json_t *object = json_object();
  build_text(builder, object, "outcome", outcome_name(outcome_of(builder->plan, rule)));
  build_text(builder, object, "class", rule->rank->name);
  build_text(builder, object, "mark", rule->mark);
  if (rule->condition[0] != '\0') build_text(builder, object, "condition", rule->condition);
  build_text(builder, object, "reason", rule->reason);
  build_put(builder, object, "sources", build_sources(builder, rule));
  return object;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* A cell by the name of its column; "-" where the table has no such column. */
static const char *cell_of(const lu_table *table, size_t row, const char *column) {
  for (size_t i = 0; i < lu_table_input_count(table); i++)
    if (strcmp(lu_table_input_text(table, i), column) == 0)
      return lu_table_input_entry(table, row, i);
  return "-";
}

/* True if every cell of a row stands in the other row too. */
static bool cells_within(const lu_table *table, size_t row, const lu_table *other,
                         size_t other_row) {
  for (size_t i = 0; i < lu_table_input_count(table); i++)
    if (strcmp(lu_table_input_entry(table, row, i),
               cell_of(other, other_row, lu_table_input_text(table, i))) != 0)
      return false;
  return true;
}

static bool same_cells(const lu_guideline *from, const struct rule *before, const lu_guideline *to,
                       const struct rule *after) {
  const lu_table *old = from->tables[before->table].table, *new = to->tables[after->table].table;
  return cells_within(old, before->row, new, after->row) &&
         cells_within(new, after->row, old, before->row);
}

static bool same_facts(const size_t *a, size_t count, const size_t *b, size_t other_count) {
  return count == other_count && (count == 0 || memcmp(a, b, count * sizeof *a) == 0);
}

/* True if two rules name the same references, and their editions say the same of them. */
static bool same_sources(const lu_guideline *from, const struct rule *before,
                         const lu_guideline *to, const struct rule *after) {
  if (before->source_count != after->source_count) return false;
  for (size_t i = 0; i < before->source_count; i++) {
    const source_reference *a = &before->sources[i], *b = &after->sources[i];
    if (strcmp(a->key, b->key) != 0 || strcmp(a->place, b->place) != 0 ||
        !json_equal(json_object_get(from->sources, a->key), json_object_get(to->sources, b->key)))
      return false;
  }
  return true;
}

static bool same_gap(const struct rule *before, const struct rule *after) {
  return !(fabs(before->gap_d - after->gap_d) > 0) &&
         !(fabs(before->gap_max_d - after->gap_max_d) > 0);
}

/* Names of the parts in which two rows differ. @return new list */
static json_t *build_differences(struct comparison *both, const struct rule *before,
                                 const struct rule *after) {
  const lu_guideline *from = both->before.plan->guideline, *to = both->after.plan->guideline;
  const struct {
    const char *name;
    bool same;
  } parts[] = {
      {"conditions of the row", same_cells(from, before, to, after)},
      {"option", strcmp(before->option, after->option) == 0},
      {"strength", strcmp(before->strength, after->strength) == 0},
      {"intent", strcmp(before->intent, after->intent) == 0},
      {"condition", strcmp(before->condition, after->condition) == 0},
      {"emergency", before->emergency == after->emergency},
      {"gap", same_gap(before, after)},
      {"mark", strcmp(before->mark, after->mark) == 0},
      {"reason", strcmp(before->reason, after->reason) == 0},
      {"strength in the source", strcmp(before->source_strength, after->source_strength) == 0},
      {"sources", same_sources(from, before, to, after)},
      {"what changes it",
       same_facts(before->changes, before->change_count, after->changes, after->change_count)},
      {"what it asks", same_facts(before->ask, before->ask_count, after->ask, after->ask_count)},
  };
  json_t *list = json_array();
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
    if (!parts[i].same) build_push(&both->after, list, json_string(parts[i].name));
  return list;
}

static void push_rule(struct comparison *both, json_t *list, const struct rule *before,
                      const struct rule *after) {
  json_t *object = json_object();
  const struct rule *known = after != NULL ? after : before; /* one of both there always is */
  build_text(&both->after, object, "rule", known != NULL ? known->id : "");
  build_put(&both->after, object, "before", build_side(&both->before, before));
  build_put(&both->after, object, "after", build_side(&both->after, after));
  build_put(
      &both->after, object, "differs",
      before == NULL || after == NULL ? json_array() : build_differences(both, before, after));
  build_push(&both->after, list, object);
}

/* ---- rules of options ---------------------------------------------------------------------- */

static const guideline_choice *find_choice(const lu_guideline *guideline, const char *code) {
  for (size_t i = 0; i < guideline->choice_count; i++)
    if (strcmp(guideline->choices[i].code, code) == 0) return &guideline->choices[i];
  return NULL;
}

/* Rules of an option that say something else in the other plan. */
json_t *compare_because(struct comparison *both, const char *code) {
  const lu_guideline *from = both->before.plan->guideline, *to = both->after.plan->guideline;
  const guideline_choice *before = find_choice(from, code), *after = find_choice(to, code);
  json_t *list = json_array();
  for (size_t i = 0; after != NULL && i < after->rule_count; i++) {
    const struct rule *old = same_rule(from, after->rules[i]);
    if (!says_same(both, old, after->rules[i])) push_rule(both, list, old, after->rules[i]);
  }
  for (size_t i = 0; before != NULL && i < before->rule_count; i++)
    if (same_rule(to, before->rules[i]) == NULL && !says_same(both, before->rules[i], NULL))
      push_rule(both, list, before->rules[i], NULL);
  return list;
}

/* ---- rules elsewhere ----------------------------------------------------------------------- */

/* True if a rule stands among the reasons of a changed option. */
static bool is_reason(const json_t *options, const char *id) {
  size_t index, inner;
  json_t *option, *reason;
  json_array_foreach(options, index, option) {
    json_array_foreach(json_object_get(option, "because"), inner, reason) {
      const char *rule = json_string_value(json_object_get(reason, "rule"));
      if (rule != NULL && strcmp(rule, id) == 0) return true;
    }
  }
  return false;
}

/* Appends a rule that matters here and is another one in the other plan. */
static void push_elsewhere(struct comparison *both, json_t *list, const struct rule *before,
                           const struct rule *after, const json_t *options) {
  lu_outcome from = outcome_of(both->before.plan, before);
  lu_outcome to = outcome_of(both->after.plan, after);
  bool differs = before == NULL || after == NULL || from != to ||
                 strcmp(before->rank->name, after->rank->name) != 0;
  if ((from == LU_FAILS && to == LU_FAILS) ||
      is_reason(options, after != NULL ? after->id : before->id))
    return;
  if (!differs) {
    json_t *differences = build_differences(both, before, after);
    differs = json_array_size(differences) > 0;
    json_decref(differences);
  }
  if (differs) push_rule(both, list, before, after);
}

json_t *compare_elsewhere(struct comparison *both, const json_t *options) {
  const lu_guideline *from = both->before.plan->guideline, *to = both->after.plan->guideline;
  json_t *list = json_array();
  for (size_t i = 0; i < to->rule_count; i++)
    push_elsewhere(both, list, find_rule(from, to->rules[i].id), &to->rules[i], options);
  for (size_t i = 0; i < from->rule_count; i++)
    if (find_rule(to, from->rules[i].id) == NULL)
      push_elsewhere(both, list, &from->rules[i], NULL, options);
  return list;
}

/* Ids of rules of one edition that the other does not have. */
static json_t *build_missing_rules(struct builder *builder, const lu_guideline *other) {
  const lu_guideline *guideline = builder->plan->guideline;
  json_t *list = json_array();
  for (size_t i = 0; i < guideline->rule_count; i++)
    if (find_rule(other, guideline->rules[i].id) == NULL)
      build_push(builder, list, json_string(guideline->rules[i].id));
  return list;
}

json_t *compare_rows(struct comparison *both) {
  const lu_guideline *from = both->before.plan->guideline, *to = both->after.plan->guideline;
  json_t *object = json_object(), *changed = json_array();
  for (size_t i = 0; i < to->rule_count; i++) {
    const struct rule *before = find_rule(from, to->rules[i].id);
    if (before == NULL) continue;
    json_t *differences = build_differences(both, before, &to->rules[i]);
    if (json_array_size(differences) > 0)
      build_push(&both->after, changed, json_string(to->rules[i].id));
    json_decref(differences);
  }
  build_put(&both->after, object, "new", build_missing_rules(&both->after, from));
  build_put(&both->after, object, "gone", build_missing_rules(&both->before, to));
  build_put(&both->after, object, "changed", changed);
  return object;
}
