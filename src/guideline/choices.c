/* SPDX-License-Identifier: Apache-2.0 */
/* The options of an edition with the rules that speak of them. */
#include <stdlib.h>
#include <string.h>

#include "edition.h"

/* Lists the options in the order of the file. */
static lu_status list_choices(lu_guideline *guideline, lu_error *error) {
  const char *code;
  json_t *entry;
  size_t count = json_object_size(guideline->options);
  guideline->choices = lu_arena_array(guideline->arena, count + 1, sizeof *guideline->choices);
  if (guideline->choices == NULL) return lu_fail_memory(error);
  json_object_foreach(guideline->options, code, entry) {
    guideline->choices[guideline->choice_count++] =
        (guideline_choice){.code = code,
                           .label = json_string_value(json_object_get(entry, "label")),
                           .group = json_string_value(json_object_get(entry, "group"))};
  }
  return LU_OK;
}

static int compare_codes(const void *left, const void *right) {
  const guideline_choice *const *a = left, *const *b = right;
  return strcmp((*a)->code, (*b)->code);
}

/* Notes the order of the codes. */
static lu_status sort_codes(lu_guideline *guideline, lu_error *error) {
  size_t count = guideline->choice_count;
  const guideline_choice **sorted = lu_arena_array(guideline->arena, count + 1, sizeof *sorted);
  guideline->by_code = lu_arena_array(guideline->arena, count + 1, sizeof *guideline->by_code);
  if (sorted == NULL || guideline->by_code == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++)
    sorted[i] = &guideline->choices[i];
  qsort(sorted, count, sizeof *sorted, compare_codes);
  for (size_t i = 0; i < count; i++)
    guideline->by_code[i] = (size_t)(sorted[i] - guideline->choices);
  return LU_OK;
}

/* Position of each option by its code. @param out new */
static lu_status index_codes(json_t **out, const lu_guideline *guideline, lu_error *error) {
  *out = json_object();
  bool fine = *out != NULL;
  for (size_t i = 0; fine && i < guideline->choice_count; i++)
    fine = json_object_set_new(*out, guideline->choices[i].code, json_integer((json_int_t)i)) == 0;
  return fine ? LU_OK : lu_fail_memory(error);
}

/* Finds the option of each rule. */
static void find_choices(lu_guideline *guideline, const json_t *places) {
  for (size_t i = 0; i < guideline->rule_count; i++) {
    struct rule *rule = &guideline->rules[i];
    const json_t *place = json_object_get(places, rule->option);
    rule->option_index = place == NULL || guideline->tables[rule->table].conflicts
                             ? LU_NO_INDEX
                             : (size_t)json_integer_value(place);
    if (rule->option_index != LU_NO_INDEX) guideline->choices[rule->option_index].rule_count++;
  }
}

/* Finds the options that an option belongs to: its member "with". */
static lu_status find_company(lu_guideline *guideline, guideline_choice *choice,
                              const json_t *places, lu_error *error) {
  const json_t *list = json_object_get(json_object_get(guideline->options, choice->code), "with");
  size_t count = json_array_size(list);
  if (list == NULL) return LU_OK;
  choice->with = lu_arena_array(guideline->arena, count + 1, sizeof *choice->with);
  if (choice->with == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    const char *code = json_string_value(json_array_get(list, i));
    const json_t *place = code == NULL ? NULL : json_object_get(places, code);
    if (place == NULL)
      return lu_fail(error, LU_BAD_INPUT,
                     "%s/options.json: \"with\" of option \"%s\" names \"%s\", which is no option",
                     guideline->folder, choice->code, code == NULL ? "no text" : code);
    choice->with[choice->with_count++] = (size_t)json_integer_value(place);
  }
  return LU_OK;
}

static lu_status list_rules(lu_guideline *guideline, lu_error *error) {
  for (size_t i = 0; i < guideline->choice_count; i++) {
    guideline_choice *choice = &guideline->choices[i];
    choice->rules = lu_arena_array(guideline->arena, choice->rule_count + 1, sizeof(void *));
    if (choice->rules == NULL) return lu_fail_memory(error);
    choice->rule_count = 0;
  }
  for (size_t i = 0; i < guideline->rule_count; i++) {
    const struct rule *rule = &guideline->rules[i];
    if (rule->option_index == LU_NO_INDEX) continue;
    guideline_choice *choice = &guideline->choices[rule->option_index];
    choice->rules[choice->rule_count++] = rule;
  }
  return LU_OK;
}

/* Asks for the order of an option that a rule decides, with every best offer that it may have. */
static lu_status read_orders(lu_guideline *guideline, const guideline_choice *choice,
                             const struct rule *rule, lu_evaluation *evaluation, lu_error *error) {
  rank_order order;
  rank_order_key key = {rule->rank, NULL, rule->intent, choice->group, rule->emergency};
  lu_status status =
      ranking_order_note(&order, &guideline->ranking, evaluation, &key, guideline->arena, error);
  for (size_t i = 0; i < choice->rule_count && status == LU_OK; i++) {
    if (choice->rules[i]->rank->use != USE_OFFER) continue;
    key.best = choice->rules[i]->rank;
    status =
        ranking_order_note(&order, &guideline->ranking, evaluation, &key, guideline->arena, error);
  }
  return status;
}

lu_status choices_read(lu_guideline *guideline, lu_context *context, lu_error *error) {
  json_t *places = NULL;
  lu_evaluation *evaluation = NULL;
  lu_status status = list_choices(guideline, error);
  if (status == LU_OK) status = sort_codes(guideline, error);
  if (status == LU_OK) status = index_codes(&places, guideline, error);
  if (status == LU_OK) find_choices(guideline, places);
  for (size_t i = 0; i < guideline->choice_count && status == LU_OK; i++)
    status = find_company(guideline, &guideline->choices[i], places, error);
  json_decref(places);
  if (status == LU_OK) status = list_rules(guideline, error);
  if (status == LU_OK)
    status = lu_evaluation_new(&evaluation, guideline->ranking.model, LU_STANDARD, context, error);
  for (size_t i = 0; i < guideline->choice_count && status == LU_OK; i++) {
    const guideline_choice *choice = &guideline->choices[i];
    for (size_t j = 0; j < choice->rule_count && status == LU_OK; j++) {
      rank_use use = choice->rules[j]->rank->use;
      if (use == USE_OFFER || use == USE_CHECK || use == USE_LIMIT)
        status = read_orders(guideline, choice, choice->rules[j], evaluation, error);
    }
  }
  lu_evaluation_free(evaluation);
  return status;
}
