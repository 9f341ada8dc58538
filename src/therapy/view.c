/* SPDX-License-Identifier: Apache-2.0 */
/* One patient's view of the conditions. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conditions_inner.h"
#include "head.h"

/* Most given names. */
#define MOST_GIVEN 32

struct case_view {
  const condition_set *set;
  const lu_factset *facts;
  lu_context *context;
  lu_evaluation *evaluation;
  char given[MOST_GIVEN][48]; /* how each given name reads; "" while it is unknown */
};

lu_status view_new(case_view **out, const condition_set *conditions, const lu_factset *facts,
                   lu_context *context, lu_error *error) {
  case_view *view = calloc(1, sizeof *view);
  *out = NULL;
  if (view == NULL) return lu_fail_memory(error);
  view->set = conditions;
  view->facts = facts;
  view->context = context;
  lu_status status =
      lu_evaluation_new(&view->evaluation, conditions->model, LU_THREE_VALUED, context, error);
  if (status == LU_OK) {
    lu_factset_lend(facts, view->evaluation, conditions->facts, conditions->input_count);
    *out = view;
  } else
    view_free(view);
  return status;
}

void view_free(case_view *view) {
  if (view == NULL) return;
  lu_evaluation_free(view->evaluation);
  free(view);
}

const lu_factset *view_facts(const case_view *view) {
  return view->facts;
}

/* ---- given names ------------------------------------------------------------------------------
 */

static size_t given_index(const char *name) {
  for (size_t index = 0; index < MOST_GIVEN && conditions_given[index].name != NULL; index++)
    if (strcmp(conditions_given[index].name, name) == 0) return index;
  return LU_NO_INDEX;
}

/* Gives a name its value. A name that no condition speaks of is none the worse for it. */
static lu_status give(case_view *view, const char *name, const lu_value *value, const char *said,
                      lu_error *error) {
  size_t index = given_index(name), input = conditions_find_input(view->set, name);
  if (index == LU_NO_INDEX)
    return lu_fail(error, LU_INTERNAL, "\"%s\" is no name that conditions are given", name);
  snprintf(view->given[index], sizeof view->given[index], "%s", said);
  if (input != LU_NO_INDEX) lu_evaluation_change_input(view->evaluation, input, value);
  return LU_OK;
}

lu_status view_set_number(case_view *view, const char *name, double number, lu_error *error) {
  char said[48] = "";
  size_t index = given_index(name);
  const lu_value *value = isnan(number) ? NULL : lu_make_number(view->evaluation, number);
  if (value == NULL && !isnan(number)) return lu_fail_memory(error);
  if (value != NULL && index != LU_NO_INDEX) {
    const char *unit = conditions_given[index].unit;
    snprintf(said, sizeof said, "%.4g%s%s", number, unit[0] != '\0' ? " " : "", unit);
  }
  return give(view, name, value, said, error);
}

lu_status view_set_truth(case_view *view, const char *name, truth value, lu_error *error) {
  const lu_value *made =
      value == TRUTH_UNKNOWN ? NULL : lu_make_boolean(view->evaluation, value == TRUTH_YES);
  if (made == NULL && value != TRUTH_UNKNOWN) return lu_fail_memory(error);
  const char *said = value == TRUTH_UNKNOWN ? "" : value == TRUTH_YES ? "yes" : "no";
  return give(view, name, made, said, error);
}

/* ---- conditions -------------------------------------------------------------------------------
 */

static const condition *find(const case_view *view, const char *text, size_t *index) {
  const json_t *number = json_object_get(view->set->numbers, text);
  if (number == NULL) return NULL;
  *index = (size_t)json_integer_value(number);
  return &view->set->list[*index];
}

static lu_status decide(const lu_value **out, case_view *view, const char *text, lu_error *error) {
  size_t index;
  if (find(view, text, &index) == NULL)
    return lu_fail(error, LU_INTERNAL, "the condition \"%.200s\" was not read", text);
  return lu_evaluation_decide(out, view->evaluation, index, error);
}

lu_status view_test(truth *out, case_view *view, const char *text, lu_error *error) {
  const lu_value *value = NULL;
  *out = TRUTH_YES;
  if (text == NULL) return LU_OK;
  lu_status status = decide(&value, view, text, error);
  if (status != LU_OK) return status;
  *out = lu_value_is_true(value) ? TRUTH_YES : lu_value_is_false(value) ? TRUTH_NO : TRUTH_UNKNOWN;
  return LU_OK;
}

lu_status view_number(double *out, case_view *view, const char *expression, lu_error *error) {
  const lu_value *value = NULL;
  *out = NAN;
  lu_status status = decide(&value, view, expression, error);
  if (status == LU_OK) *out = lu_value_number(value);
  return status;
}

/* ---- because ----------------------------------------------------------------------------------
 */

static const char *state_name(lu_fact_state state) {
  return state == LU_FACT_KNOWN ? "known" : state == LU_FACT_NOT_DONE ? "not_done" : "unknown";
}

/* A fact as it stands: name, label, text, state, and day where it has one. @return NULL if memory
   ran out */
static json_t *fact_json(const case_view *view, size_t fact) {
  const lu_fact *entry = lu_dictionary_at(lu_factset_dictionary(view->facts), fact);
  const lu_fact_origin *origin = lu_factset_origin(view->facts, fact);
  lu_text text = LU_TEXT_INIT;
  lu_factset_print(view->facts, fact, &text);
  json_t *object = text.failed
                       ? NULL
                       : json_pack("{s:s, s:s, s:s, s:s}", "fact", lu_fact_name(entry), "label",
                                   lu_fact_label(entry), "text", lu_text_string(&text), "state",
                                   state_name(lu_factset_state(view->facts, fact)));
  lu_text_free(&text);
  if (object == NULL || origin == NULL || !origin->date.known ||
      lu_factset_state(view->facts, fact) != LU_FACT_KNOWN)
    return object;
  char day[16];
  int failed = json_object_set_new(object, "date", json_string(lu_date_format(day, origin->date)));
  if (lu_date_whole(origin->date)) {
    int64_t age =
        lu_date_first_day(lu_context_today(view->context)) - lu_date_first_day(origin->date);
    failed |= json_object_set_new(object, "age_d", json_integer((json_int_t)age));
  }
  if (failed == 0) return object;
  json_decref(object);
  return NULL;
}

static json_t *given_json(const case_view *view, const given_name *given) {
  const char *said = view->given[given_index(given->name)];
  bool known = said[0] != '\0';
  return json_pack("{s:s, s:s, s:s, s:s}", "fact", given->name, "label", given->label, "text",
                   known ? said : "unknown", "state", known ? "known" : "unknown");
}

lu_status view_because(json_t **out, case_view *view, const char *text, lu_error *error) {
  size_t index;
  *out = json_array();
  const condition *entry = text == NULL ? NULL : find(view, text, &index);
  if (*out == NULL) return lu_fail_memory(error);
  for (size_t i = 0; entry != NULL && i < entry->input_count; i++) {
    const condition_input *input = &view->set->inputs[entry->inputs[i]];
    json_t *fact =
        input->given != NULL ? given_json(view, input->given) : fact_json(view, input->fact);
    if (json_array_append_new(*out, fact) != 0) {
      json_decref(*out);
      *out = NULL;
      return lu_fail_memory(error);
    }
  }
  return LU_OK;
}

lu_status view_rule(json_t **out, truth *state, case_view *view, const json_t *rule,
                    lu_error *error) {
  static const char *const names[] = {"not met", "unknown", "met"};
  static const char *const kept[] = {"id", "text", "region", "effect", "source", "mark", NULL};
  const char *text = json_string_value(json_object_get(rule, "if"));
  json_t *because = NULL;
  truth result = TRUTH_UNKNOWN;
  *out = NULL;
  lu_status status = view_test(&result, view, text, error);
  if (status == LU_OK) status = view_because(&because, view, text, error);
  if (status != LU_OK) return status;
  json_t *object = json_pack("{s:s, s:o}", "state", names[result], "because", because);
  status = object == NULL ? lu_fail_memory(error) : therapy_copy(object, rule, kept, error);
  if (status != LU_OK) {
    json_decref(object);
    return status;
  }
  *out = object;
  if (state != NULL) *state = result;
  return LU_OK;
}
