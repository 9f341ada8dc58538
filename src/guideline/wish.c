/* SPDX-License-Identifier: Apache-2.0 */
/* Offers that fail for nothing but what a ban says too: a row that offers a treatment often holds
   the limit below which another row bans it, and then the ban is what a reader must see. */
#include <string.h>

#include "plan.h"

size_t plan_waits_for_test(const lu_plan *plan, const struct rule *rule) {
  const rule_table *table = &plan->guideline->tables[rule->table];
  const struct rule_state *state = plan_state(plan, rule);
  if (state->outcome != LU_UNDECIDED || state->reason_count != 1) return LU_NO_INDEX;
  for (size_t column = 0; column < lu_table_input_count(table->table); column++)
    if (strcmp(lu_table_input_text(table->table, column), state->reasons[0]) == 0 &&
        strcmp(lu_table_input_entry(table->table, rule->row, column), "\"not_done\"") == 0)
      return state->reason_facts[0];
  return LU_NO_INDEX;
}

/* True if a rule looks at a fact. */
static bool rule_uses(const struct rule *rule, size_t fact) {
  for (size_t i = 0; i < rule->fact_count; i++)
    if (rule->facts[i] == fact) return true;
  return false;
}

/* True if a firing ban of the option looks at all facts of a column, which are numbers: a limit
   that both rows hold. Other facts (site, type of spread) make it another patient's offer. */
static bool ban_covers(const lu_plan *plan, const struct option_result *option,
                       const rule_table *table, size_t column) {
  const lu_guideline *guideline = plan->guideline;
  const rule_model *model = &guideline->models[table->model];
  size_t inputs = lu_model_input_count(model->model);
  bool any = false;
  for (size_t input = 0; input < inputs; input++) {
    size_t fact = model->facts[input];
    bool covered = false;
    if (fact == LU_NO_INDEX || !table->depends[column * inputs + input]) continue;
    if (lu_fact_get_type(lu_dictionary_at(guideline->dictionary, fact)) != LU_FACT_NUMBER)
      return false;
    for (size_t i = 0; i < option->fired_count && !covered; i++) {
      rank_use use = option->fired[i]->rank->use;
      covered = (use == USE_BAN || use == USE_CHECK) && rule_uses(option->fired[i], fact);
    }
    if (!covered) return false;
    any = true;
  }
  return any;
}

/* What a failing offer would be without the cells that a ban covers. */
static wish wish_of_rule(const lu_plan *plan, const struct option_result *option,
                         const struct rule *rule) {
  const rule_table *table = &plan->guideline->tables[rule->table];
  wish found = WISH_OFFERED;
  for (size_t column = 0; column < lu_table_input_count(table->table); column++) {
    lu_outcome outcome =
        lu_evaluation_cell(plan->evaluations[table->model], table->decision, rule->row, column);
    if (outcome == LU_FAILS && !ban_covers(plan, option, table, column)) return WISH_NONE;
    if (outcome == LU_UNDECIDED) found = WISH_POSSIBLE;
  }
  return found;
}

const struct rule *plan_banned_offer(const lu_plan *plan, const struct option_result *option,
                                     wish *out) {
  const struct rule *best = NULL;
  *out = WISH_NONE;
  const guideline_choice *choice = &plan->guideline->choices[option->index];
  for (size_t i = 0; i < choice->rule_count; i++) {
    const struct rule *rule = choice->rules[i];
    if (plan_state(plan, rule)->outcome != LU_FAILS || rule->rank->use != USE_OFFER ||
        rule->emergency)
      continue;
    wish found = wish_of_rule(plan, option, rule);
    bool stronger = best != NULL && rule->rank->weight > best->rank->weight;
    if (found > *out || (found == *out && found != WISH_NONE && stronger)) {
      *out = found;
      best = rule;
    }
  }
  return best;
}
