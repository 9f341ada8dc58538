/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "edition.h"

static const char *const annotation_columns[] = {"Rule",   "Source",  "Strength", "Mark",
                                                 "Reason", "Changes", "Ask",      "Emergency"};
static const char *const rule_outputs[] = {"option", "strength", "intent", "condition"};
static const char *const conflict_outputs[] = {"gap_d", "gap_max_d", "strength", "condition"};

/* ---- inputs -------------------------------------------------------------------------------- */

/* Type that DMN must declare for a fact; NULL where any name of a list type will do. */
static const char *dmn_type(lu_fact_type type) {
  switch (type) {
    case LU_FACT_NUMBER:
      return "number";
    case LU_FACT_BOOLEAN:
      return "boolean";
    case LU_FACT_CHOICE:
    case LU_FACT_TEXT:
      return "string";
    case LU_FACT_DATE:
      return "date";
    case LU_FACT_SET:
      break;
  }
  return NULL;
}

/* A fact with a value set may be declared by the item definition "t_<fact>" that holds it. */
static bool type_agrees(const char *declared, const char *name, lu_fact_type type) {
  const char *wanted = dmn_type(type);
  bool has_values = type == LU_FACT_CHOICE || type == LU_FACT_SET;
  if (has_values && strncmp(declared, "t_", 2) == 0) return strcmp(declared + 2, name) == 0;
  if (wanted != NULL) return strcmp(declared, wanted) == 0;
  return strcmp(declared, "number") != 0 && strcmp(declared, "boolean") != 0 &&
         strcmp(declared, "string") != 0 && strcmp(declared, "date") != 0;
}

static bool is_pair_input(const char *name) {
  return strcmp(name, "first") == 0 || strcmp(name, "second") == 0;
}

static lu_status lint_input(const lu_guideline *guideline, rule_model *model, size_t index,
                            lu_error *error) {
  const char *name = lu_model_input_name(model->model, index);
  const char *type = lu_model_input_type(model->model, index);
  size_t fact = lu_dictionary_find(guideline->dictionary, name);
  model->facts[index] = fact;
  if (model->conflicts && is_pair_input(name)) return LU_OK;
  if (fact == LU_NO_INDEX)
    return lu_fail(error, LU_BAD_INPUT, "%s: input \"%s\" is no fact of the dictionary",
                   model->file, name);
  lu_fact_type fact_type = lu_fact_get_type(lu_dictionary_at(guideline->dictionary, fact));
  if (fact_type == LU_FACT_TEXT)
    return lu_fail(error, LU_BAD_INPUT,
                   "%s: input \"%s\" is free text, on which nothing may be decided", model->file,
                   name);
  if (!type_agrees(type, name, fact_type))
    return lu_fail(error, LU_BAD_INPUT, "%s: input \"%s\" is declared as %s; the fact is a %s",
                   model->file, name, type,
                   fact_type == LU_FACT_SET ? "set (a list type)" : dmn_type(fact_type));
  return LU_OK;
}

lu_status lint_inputs(const lu_guideline *guideline, rule_model *model, lu_error *error) {
  size_t count = lu_model_input_count(model->model);
  model->facts = lu_arena_array(guideline->arena, count + 1, sizeof *model->facts);
  if (model->facts == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++)
    if (is_pair_input(lu_model_input_name(model->model, i))) model->conflicts = true;
  for (size_t i = 0; i < count; i++) {
    lu_status status = lint_input(guideline, model, i, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/* ---- columns ------------------------------------------------------------------------------- */

static lu_status lint_columns(const rule_model *model, const rule_table *table, lu_error *error) {
  const char *const *outputs = table->conflicts ? conflict_outputs : rule_outputs;
  const lu_table *logic = table->table;
  if (strcmp(lu_table_hit_policy(logic), "COLLECT") != 0)
    return lu_fail(error, LU_BAD_INPUT, "%s: table \"%s\" has hit policy %s; it must be COLLECT",
                   model->file, table->title, lu_table_hit_policy(logic));
  size_t count = lu_table_output_count(logic);
  for (size_t i = 0; i < 4; i++)
    if (count != 4 || strcmp(lu_table_output_name(logic, i), outputs[i]) != 0)
      return lu_fail(error, LU_BAD_INPUT,
                     "%s: table \"%s\" has %zu outputs; they must be %s, %s, %s, %s in this order",
                     model->file, table->title, count, outputs[0], outputs[1], outputs[2],
                     outputs[3]);
  count = lu_table_annotation_count(logic);
  for (size_t i = 0; i < 8; i++)
    if (count != 8 || strcmp(lu_table_annotation_name(logic, i), annotation_columns[i]) != 0)
      return lu_fail(error, LU_BAD_INPUT,
                     "%s: table \"%s\", annotation column %zu is \"%s\"; the eight columns are "
                     "Rule, Source, Strength, Mark, Reason, Changes, Ask, Emergency",
                     model->file, table->title, i + 1,
                     i < count ? lu_table_annotation_name(logic, i) : "missing");
  return LU_OK;
}

/* ---- cells --------------------------------------------------------------------------------- */

/* The value-set fact that the texts of a column's cells are compared with; LU_NO_INDEX if none. */
static size_t choice_of_column(const lu_guideline *guideline, const char *expression) {
  size_t fact = lu_dictionary_find(guideline->dictionary, expression);
  if (fact == LU_NO_INDEX) return LU_NO_INDEX;
  lu_fact_type type = lu_fact_get_type(lu_dictionary_at(guideline->dictionary, fact));
  return type == LU_FACT_CHOICE || type == LU_FACT_SET ? fact : LU_NO_INDEX;
}

/* The set that "list contains(<set>, …)" looks into. */
static size_t set_of_expression(const lu_guideline *guideline, const char *expression) {
  static const char head[] = "list contains(";
  if (strncmp(expression, head, sizeof head - 1) != 0) return LU_NO_INDEX;
  const char *name = expression + sizeof head - 1;
  name += strspn(name, " ");
  size_t length = strcspn(name, " ,)");
  for (size_t i = 0; i < lu_dictionary_count(guideline->dictionary); i++) {
    const lu_fact *fact = lu_dictionary_at(guideline->dictionary, i);
    if (strlen(lu_fact_name(fact)) == length && strncmp(lu_fact_name(fact), name, length) == 0)
      return lu_fact_get_type(fact) == LU_FACT_SET ? i : LU_NO_INDEX;
  }
  return LU_NO_INDEX;
}

static bool has_value(const lu_fact *fact, const char *text, size_t length) {
  for (size_t i = 0; i < lu_fact_value_count(fact); i++)
    if (strlen(lu_fact_value(fact, i)) == length &&
        strncmp(lu_fact_value(fact, i), text, length) == 0)
      return true;
  return false;
}

/* First text literal of `feel` that is no value of the fact; NULL if all are. */
static const char *foreign_value(const lu_fact *fact, const char *feel, size_t *length) {
  while ((feel = strchr(feel, '"')) != NULL) {
    const char *end = strchr(feel + 1, '"');
    if (end == NULL) return NULL;
    *length = (size_t)(end - feel) - 1;
    if (!has_value(fact, feel + 1, *length)) return feel + 1;
    feel = end + 1;
  }
  return NULL;
}

static lu_status lint_literals(const lu_guideline *guideline, const rule_model *model,
                               const rule_table *table, size_t fact, const char *feel,
                               const char *where, lu_error *error) {
  size_t length = 0;
  const lu_fact *entry = lu_dictionary_at(guideline->dictionary, fact);
  const char *foreign = foreign_value(entry, feel, &length);
  if (foreign == NULL) return LU_OK;
  return lu_fail(error, LU_BAD_INPUT, "%s: table \"%s\", %s: \"%.*s\" is no value of the fact %s",
                 model->file, table->title, where, (int)length, foreign, lu_fact_name(entry));
}

static lu_status lint_cells(const lu_guideline *guideline, const rule_model *model,
                            const rule_table *table, lu_error *error) {
  for (size_t column = 0; column < lu_table_input_count(table->table); column++) {
    const char *expression = lu_table_input_text(table->table, column);
    lu_status status = LU_OK;
    size_t set = set_of_expression(guideline, expression);
    if (set != LU_NO_INDEX)
      status =
          lint_literals(guideline, model, table, set, expression, "an input expression", error);
    size_t choice = choice_of_column(guideline, expression);
    for (size_t row = 0; choice != LU_NO_INDEX && row < table->count && status == LU_OK; row++) {
      char where[300];
      snprintf(where, sizeof where, "rule %s, column \"%s\"",
               lu_table_annotation_named(table->table, row, "Rule"), expression);
      status = lint_literals(guideline, model, table, choice,
                             lu_table_input_entry(table->table, row, column), where, error);
    }
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

lu_status lint_table(const lu_guideline *guideline, const rule_model *model,
                     const rule_table *table, lu_error *error) {
  lu_status status = lint_columns(model, table, error);
  return status == LU_OK ? lint_cells(guideline, model, table, error) : status;
}
