/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions in the files of an edition: "if" of an entry. */
#include <string.h>

#include "plan.h"

/* A fact is in a list, or above a number. What is not known does not hold. */
static bool fact_holds(const lu_plan *plan, const json_t *condition) {
  const char *name = json_string_value(json_object_get(condition, "fact"));
  const json_t *wanted = json_object_get(condition, "in");
  const json_t *above = json_object_get(condition, "above");
  size_t fact =
      name == NULL ? LU_NO_INDEX : lu_dictionary_find(lu_factset_dictionary(plan->facts), name);
  if (fact == LU_NO_INDEX || plan_fact_open(plan->facts, fact)) return false;
  json_t *value = lu_value_json(lu_factset_value(plan->facts, fact));
  bool found = json_is_number(above) && json_is_number(value) &&
               json_number_value(value) > json_number_value(above);
  for (size_t i = 0; i < json_array_size(wanted) && !found; i++)
    found = json_equal(value, json_array_get(wanted, i));
  json_decref(value);
  return found;
}

/* One condition, or a list of which all must hold. */
static bool holds(const lu_plan *plan, const json_t *condition) {
  const json_t *all = json_object_get(condition, "all");
  if (all == NULL) return fact_holds(plan, condition);
  for (size_t i = 0; i < json_array_size(all); i++)
    if (!fact_holds(plan, json_array_get(all, i))) return false;
  return true;
}

bool plan_entry_holds(const lu_plan *plan, const json_t *entry) {
  const json_t *condition = json_object_get(entry, "if");
  bool found = condition == NULL;
  if (json_is_object(condition)) return holds(plan, condition);
  for (size_t i = 0; i < json_array_size(condition) && !found; i++)
    found = holds(plan, json_array_get(condition, i));
  return found;
}
