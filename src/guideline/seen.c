/* SPDX-License-Identifier: Apache-2.0 */
#include "seen.h"

#include <stdlib.h>
#include <string.h>

#include "cell.h"

/** What is done with one fact. */
typedef struct sight {
  bool input; /**< a table looks at it */
  bool exact; /**< by more than comparison with limits */
  size_t count, room;
  double *limits;
} sight;

struct seen {
  const lu_dictionary *dictionary;
  sight *facts; /**< one for each fact of the dictionary */
  size_t input_count;
  size_t *inputs; /**< facts that are looked at, in order of the dictionary */
  size_t model_count;
  const lu_model **models; /**< those that were looked through */
};

/* ---- limits -------------------------------------------------------------------------------- */

static lu_status add_limit(sight *fact, double limit, lu_error *error) {
  size_t place = 0;
  while (place < fact->count && fact->limits[place] < limit)
    place++;
  if (place < fact->count && !(fact->limits[place] > limit)) return LU_OK;
  if (fact->count == fact->room) {
    size_t room = fact->room == 0 ? 8 : 2 * fact->room;
    double *longer = realloc(fact->limits, room * sizeof *longer);
    if (longer == NULL) return lu_fail_memory(error);
    fact->limits = longer;
    fact->room = room;
  }
  memmove(&fact->limits[place + 1], &fact->limits[place],
          (fact->count - place) * sizeof *fact->limits);
  fact->limits[place] = limit;
  fact->count++;
  return LU_OK;
}

/** Takes the limits out of the cells of one column. */
static lu_status look_at_column(sight *fact, const lu_table *table, size_t column,
                                lu_error *error) {
  for (size_t row = 0; row < lu_table_rule_count(table); row++) {
    const char *cell = lu_table_input_entry(table, row, column);
    double limit;
    while (cell_next_number(&limit, &cell)) {
      lu_status status = add_limit(fact, limit, error);
      if (status == LU_OK) status = add_limit(fact, -limit, error); /* the sign stands before */
      if (status != LU_OK) return status;
    }
  }
  return LU_OK;
}

static lu_status look_at_table(seen *made, const lu_model *model, const lu_table *table,
                               lu_error *error) {
  for (size_t column = 0; column < lu_table_input_count(table); column++) {
    for (size_t i = 0; i < lu_model_input_count(model); i++) {
      const char *name = lu_model_input_name(model, i);
      size_t fact = lu_dictionary_find(made->dictionary, name);
      if (fact == LU_NO_INDEX || !lu_table_column_depends(model, table, column, i)) continue;
      sight *at = &made->facts[fact];
      at->input = true;
      bool plain = strcmp(lu_table_input_text(table, column), name) == 0;
      lu_status status = plain ? look_at_column(at, table, column, error) : LU_OK;
      if (status != LU_OK) return status;
      at->exact = at->exact || !plain;
    }
  }
  return LU_OK;
}

/** True if no column of a table depends on an input on which its decision depends: then cells or
 * outputs look at it, which nobody takes apart here. */
static bool hidden_input(const lu_model *model, const lu_table *table, size_t input) {
  for (size_t column = 0; column < lu_table_input_count(table); column++)
    if (lu_table_column_depends(model, table, column, input)) return false;
  return true;
}

static bool was_seen(const seen *made, const lu_model *model) {
  for (size_t i = 0; i < made->model_count; i++)
    if (made->models[i] == model) return true;
  return false;
}

static lu_status look_at_model(seen *made, const lu_model *model, lu_error *error) {
  if (was_seen(made, model)) return LU_OK;
  made->models[made->model_count++] = model;
  for (size_t decision = 0; decision < lu_model_decision_count(model); decision++) {
    const lu_table *table = lu_model_table(model, decision);
    lu_status status = table == NULL ? LU_OK : look_at_table(made, model, table, error);
    if (status != LU_OK) return status;
    for (size_t i = 0; i < lu_model_input_count(model); i++) {
      size_t fact = lu_dictionary_find(made->dictionary, lu_model_input_name(model, i));
      if (fact == LU_NO_INDEX || !lu_model_depends(model, decision, i)) continue;
      if (table != NULL && !hidden_input(model, table, i)) continue;
      made->facts[fact].input = made->facts[fact].exact = true;
    }
  }
  return LU_OK;
}

/* ---- making -------------------------------------------------------------------------------- */

static lu_status list_inputs(seen *made, lu_error *error) {
  size_t count = lu_dictionary_count(made->dictionary);
  made->inputs = calloc(count + 1, sizeof *made->inputs);
  if (made->inputs == NULL) return lu_fail_memory(error);
  for (size_t fact = 0; fact < count; fact++)
    if (made->facts[fact].input) made->inputs[made->input_count++] = fact;
  return LU_OK;
}

static lu_status look_at_guideline(seen *made, const lu_guideline *guideline, lu_error *error) {
  for (size_t i = 0; i < guideline->model_count; i++) {
    if (guideline->models[i].conflicts) continue;
    lu_status status = look_at_model(made, guideline->models[i].model, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

static lu_status look_at_assessment(seen *made, const lu_assessment *assessment, lu_error *error) {
  for (size_t fact = 0; fact < lu_dictionary_count(made->dictionary); fact++) {
    const lu_model *model;
    size_t decision;
    const lu_evaluation *evaluation;
    if (!lu_assessment_trace(assessment, fact, &model, &decision, &evaluation)) continue;
    lu_status status = look_at_model(made, model, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

static lu_status look(seen **out, const lu_guideline *guideline, const lu_assessment *assessment,
                      lu_error *error) {
  *out = NULL;
  seen *made = calloc(1, sizeof *made);
  if (made == NULL) return lu_fail_memory(error);
  made->dictionary = guideline->dictionary;
  size_t facts = lu_dictionary_count(guideline->dictionary);
  made->facts = calloc(facts + 1, sizeof *made->facts);
  made->models = calloc(guideline->model_count + facts + 1, sizeof *made->models);
  if (made->facts == NULL || made->models == NULL) {
    seen_free(made);
    return lu_fail_memory(error);
  }
  lu_status status = look_at_guideline(made, guideline, error);
  if (status == LU_OK && assessment != NULL) status = look_at_assessment(made, assessment, error);
  if (status == LU_OK) status = list_inputs(made, error);
  if (status != LU_OK) {
    seen_free(made);
    return status;
  }
  *out = made;
  return LU_OK;
}

lu_status seen_guideline(seen **out, const lu_guideline *guideline, lu_error *error) {
  return look(out, guideline, NULL, error);
}

lu_status seen_everywhere(seen **out, const lu_guideline *guideline,
                          const lu_assessment *assessment, lu_error *error) {
  return look(out, guideline, assessment, error);
}

void seen_free(seen *made) {
  if (made == NULL) return;
  for (size_t i = 0; made->facts != NULL && i < lu_dictionary_count(made->dictionary); i++)
    free(made->facts[i].limits);
  free(made->facts);
  free(made->models);
  free(made->inputs);
  free(made);
}

bool seen_is_input(const seen *made, size_t fact) {
  return made->facts[fact].input;
}

bool seen_is_exact(const seen *made, size_t fact) {
  return made->facts[fact].exact;
}

size_t seen_limits(const seen *made, size_t fact, const double **limits) {
  *limits = made->facts[fact].limits;
  return made->facts[fact].count;
}

/* ---- what is seen of a set ------------------------------------------------------------------ */

static void print_number(const sight *fact, double number, lu_text *out) {
  size_t place = 0;
  while (place < fact->count && fact->limits[place] < number)
    place++;
  bool on = place < fact->count && !(fact->limits[place] > number);
  const char bytes[] = {on ? '=' : '#', (char)('0' + place % 64), (char)('0' + place / 64)};
  lu_text_append(out, bytes, sizeof bytes);
}

static void print_value(const sight *fact, const lu_value *value, lu_text *out) {
  const lu_value *const *candidates = NULL;
  const char *string;
  switch (lu_value_get_kind(value)) {
    case LU_VALUE_NUMBER:
      if (fact->exact) break;
      print_number(fact, lu_value_number(value), out);
      return;
    case LU_VALUE_BOOLEAN:
      lu_text_append(out, lu_value_is_true(value) ? "t" : "f", 1);
      return;
    case LU_VALUE_STRING:
      string = lu_value_string(value);
      lu_text_append(out, string, strlen(string) + 1);
      return;
    case LU_VALUE_LIST:
      lu_text_append(out, "[", 1);
      for (size_t i = 0; i < lu_value_count(value); i++)
        print_value(fact, lu_value_item(value, i), out);
      lu_text_append(out, "]", 1);
      return;
    case LU_VALUE_UNKNOWN:
      lu_text_append(out, "?", 1);
      for (size_t i = 0, count = lu_unknown_candidates(value, &candidates); i < count; i++)
        print_value(fact, candidates[i], out);
      lu_text_append(out, ".", 1);
      return;
    default:
      break;
  }
  lu_value_print(value, out);
  lu_text_append(out, "", 1);
}

void seen_print(const seen *made, const lu_factset *facts, lu_text *out) {
  for (size_t i = 0; i < made->input_count; i++) {
    const lu_value *value = lu_factset_value(facts, made->inputs[i]);
    if (value == NULL)
      lu_text_append(out, "-", 1);
    else
      print_value(&made->facts[made->inputs[i]], value, out);
  }
}
