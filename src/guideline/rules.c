/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "edition.h"

char *rule_literal(lu_arena *arena, const char *feel) {
  while (*feel == ' ' || *feel == '\n' || *feel == '\t')
    feel++;
  size_t length = strlen(feel);
  while (length > 0 && strchr(" \n\t", feel[length - 1]) != NULL)
    length--;
  if (length < 2 || feel[0] != '"' || feel[length - 1] != '"') return NULL;
  for (size_t i = 1; i + 1 < length; i++)
    if (feel[i] == '"' || feel[i] == '\\') return NULL;
  return lu_arena_copy(arena, feel + 1, length - 2);
}

/* Place of a rule for messages: file, table, rule. */
static lu_status prefix_rule(const lu_guideline *guideline, const struct rule *rule,
                             lu_error *error) {
  const rule_table *table = &guideline->tables[rule->table];
  const char *id = lu_table_annotation_named(table->table, rule->row, "Rule");
  return lu_error_prefix(error,
                         "%s: table \"%s\", row %zu%s%s: ", guideline->models[table->model].file,
                         table->title, rule->row + 1, id[0] == '\0' ? "" : ", rule ", id);
}

static lu_status read_string(const char **out, const lu_guideline *guideline,
                             const struct rule *rule, size_t column, lu_error *error) {
  const lu_table *table = guideline->tables[rule->table].table;
  const char *text = lu_table_output_entry(table, rule->row, column);
  *out = rule_literal(guideline->arena, text);
  if (*out != NULL) return LU_OK;
  if (lu_arena_failed(guideline->arena)) return lu_fail_memory(error);
  return lu_fail(error, LU_BAD_INPUT, "column \"%s\" is %s; it must be one text in quotes",
                 lu_table_output_name(table, column), text);
}

static lu_status read_number(double *out, const lu_guideline *guideline, const struct rule *rule,
                             size_t column, lu_error *error) {
  const lu_table *table = guideline->tables[rule->table].table;
  const char *text = lu_table_output_entry(table, rule->row, column);
  const char *end = lu_number_read(out, text + strspn(text, " \n"));
  if (end != NULL) end += strspn(end, " \n");
  if (end == NULL || *end != '\0' || !isfinite(*out) || *out < 0)
    return lu_fail(error, LU_BAD_INPUT,
                   "column \"%s\" is %s; it must be a number of days, 0 or more",
                   lu_table_output_name(table, column), text);
  return LU_OK;
}

static lu_status read_annotation(const char **out, const lu_guideline *guideline,
                                 const struct rule *rule, const char *column, bool needed,
                                 lu_error *error) {
  *out = lu_table_annotation_named(guideline->tables[rule->table].table, rule->row, column);
  if (needed && **out == '\0')
    return lu_fail(error, LU_BAD_INPUT, "column \"%s\" is empty", column);
  return LU_OK;
}

/* ---- lists in annotations ------------------------------------------------------------------ */

static size_t count_parts(const char *text, char separator) {
  size_t count = 1;
  for (; *text != '\0'; text++)
    count += *text == separator;
  return count;
}

/* Next part without blanks around it; NULL at the end, or when memory is short. */
static char *next_part(const char **text, char separator, lu_arena *arena) {
  while (**text == ' ' || **text == '\n' || **text == separator)
    (*text)++;
  if (**text == '\0') return NULL;
  size_t length = 0;
  while ((*text)[length] != '\0' && (*text)[length] != separator)
    length++;
  const char *start = *text;
  *text += length;
  while (length > 0 && (start[length - 1] == ' ' || start[length - 1] == '\n'))
    length--;
  return lu_arena_copy(arena, start, length);
}

static lu_status read_facts(size_t **out, size_t *out_count, const lu_guideline *guideline,
                            const struct rule *rule, const char *column, lu_error *error) {
  const char *text =
      lu_table_annotation_named(guideline->tables[rule->table].table, rule->row, column);
  *out_count = 0;
  *out = lu_arena_array(guideline->arena, count_parts(text, ','), sizeof **out);
  for (char *part; (part = next_part(&text, ',', guideline->arena)) != NULL;) {
    size_t fact = lu_dictionary_find(guideline->dictionary, part);
    if (fact == LU_NO_INDEX)
      return lu_fail(error, LU_BAD_INPUT, "column \"%s\" names \"%s\", which is no fact", column,
                     part);
    if (*out != NULL) (*out)[(*out_count)++] = fact;
  }
  return lu_arena_failed(guideline->arena) ? lu_fail_memory(error) : LU_OK;
}

static lu_status read_sources(const lu_guideline *guideline, struct rule *rule, lu_error *error) {
  const char *text;
  lu_status status = read_annotation(&text, guideline, rule, "Source", true, error);
  if (status != LU_OK) return status;
  rule->sources = lu_arena_array(guideline->arena, count_parts(text, ';'), sizeof *rule->sources);
  for (char *part; (part = next_part(&text, ';', guideline->arena)) != NULL;) {
    size_t length = strcspn(part, " ,(");
    char *place = part + length;
    char *key = lu_arena_copy(guideline->arena, part, length);
    place += strspn(place, " ,");
    if (key == NULL || rule->sources == NULL) return lu_fail_memory(error);
    if (json_object_get(guideline->sources, key) == NULL)
      return lu_fail(error, LU_BAD_INPUT,
                     "column \"Source\" names \"%s\", which is not in sources.json", key);
    rule->sources[rule->source_count++] = (source_reference){key, place};
  }
  if (rule->source_count == 0 && !lu_arena_failed(guideline->arena))
    return lu_fail(error, LU_BAD_INPUT, "column \"Source\" names no source");
  return lu_arena_failed(guideline->arena) ? lu_fail_memory(error) : LU_OK;
}

/* ---- one rule ------------------------------------------------------------------------------ */

static bool is_intent(const char *intent) {
  static const char *const names[] = {"cure", "control", "symptom", "diagnosis", "support"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcmp(intent, names[i]) == 0) return true;
  return false;
}

static lu_status read_outputs(const lu_guideline *guideline, struct rule *rule, lu_error *error) {
  lu_status status;
  if (guideline->tables[rule->table].conflicts) {
    rule->option = rule->intent = "";
    if ((status = read_number(&rule->gap_d, guideline, rule, 0, error)) != LU_OK ||
        (status = read_number(&rule->gap_max_d, guideline, rule, 1, error)) != LU_OK ||
        (status = read_string(&rule->strength, guideline, rule, 2, error)) != LU_OK)
      return status;
    return read_string(&rule->condition, guideline, rule, 3, error);
  }
  if ((status = read_string(&rule->option, guideline, rule, 0, error)) != LU_OK ||
      (status = read_string(&rule->strength, guideline, rule, 1, error)) != LU_OK ||
      (status = read_string(&rule->intent, guideline, rule, 2, error)) != LU_OK ||
      (status = read_string(&rule->condition, guideline, rule, 3, error)) != LU_OK)
    return status;
  if (json_object_get(guideline->options, rule->option) == NULL)
    return lu_fail(error, LU_BAD_INPUT, "option \"%s\" is not in options.json", rule->option);
  if (!is_intent(rule->intent))
    return lu_fail(error, LU_BAD_INPUT,
                   "intent \"%s\" is not one of cure, control, symptom, diagnosis, support",
                   rule->intent);
  if (strcmp(rule->strength, "I") == 0 && rule->condition[0] == '\0')
    return lu_fail(error, LU_BAD_INPUT,
                   "strength is \"I\" (only if), but column \"condition\" is empty");
  return LU_OK;
}

static lu_status read_annotations(lu_guideline *guideline, struct rule *rule, lu_context *context,
                                  lu_error *error) {
  const char *emergency;
  lu_status status;
  if ((status = read_annotation(&rule->id, guideline, rule, "Rule", true, error)) != LU_OK ||
      (status = read_sources(guideline, rule, error)) != LU_OK ||
      (status = read_annotation(&rule->source_strength, guideline, rule, "Strength", false,
                                error)) != LU_OK ||
      (status = read_annotation(&rule->mark, guideline, rule, "Mark", true, error)) != LU_OK ||
      (status = read_annotation(&rule->reason, guideline, rule, "Reason", true, error)) != LU_OK ||
      (status = read_facts(&rule->changes, &rule->change_count, guideline, rule, "Changes",
                           error)) != LU_OK ||
      (status = read_facts(&rule->ask, &rule->ask_count, guideline, rule, "Ask", error)) != LU_OK ||
      (status = read_annotation(&emergency, guideline, rule, "Emergency", false, error)) != LU_OK)
    return status;
  rule->emergency = strcmp(emergency, "yes") == 0;
  if (!rule->emergency && emergency[0] != '\0')
    return lu_fail(error, LU_BAD_INPUT, "column \"Emergency\" is \"%s\"; it must be yes or empty",
                   emergency);
  return ranking_class(&rule->rank, &guideline->ranking, rule->strength, rule->mark,
                       guideline->arena, context, error);
}

/* Lists the facts that the cells of a rule look at. */
static lu_status note_facts(const lu_guideline *guideline, struct rule *rule, lu_error *error) {
  const rule_table *table = &guideline->tables[rule->table];
  const rule_model *model = &guideline->models[table->model];
  size_t inputs = lu_model_input_count(model->model);
  size_t columns = lu_table_input_count(table->table);
  rule->facts = lu_arena_array(guideline->arena, inputs + 1, sizeof *rule->facts);
  bool *needed = lu_arena_array(guideline->arena, inputs + 1, sizeof *needed);
  if (rule->facts == NULL || needed == NULL) return lu_fail_memory(error);
  for (size_t column = 0; column < columns; column++) {
    if (strcmp(lu_table_input_entry(table->table, rule->row, column), "-") == 0) continue;
    for (size_t input = 0; input < inputs; input++)
      needed[input] |= table->depends[column * inputs + input];
  }
  for (size_t input = 0; input < inputs; input++)
    if (needed[input] && model->facts[input] != LU_NO_INDEX)
      rule->facts[rule->fact_count++] = model->facts[input];
  return LU_OK;
}

/* Notes the id of a rule; each may stand once. @param ids id -> number of the rule */
static lu_status check_unique(const lu_guideline *guideline, const struct rule *rule, json_t *ids,
                              lu_error *error) {
  const json_t *known = json_object_get(ids, rule->id);
  if (known != NULL) {
    const struct rule *other = &guideline->rules[json_integer_value(known)];
    return lu_fail(error, LU_BAD_INPUT, "the id %s stands in table \"%s\", row %zu, too", rule->id,
                   guideline->tables[other->table].title, other->row + 1);
  }
  json_t *number = json_integer(rule - guideline->rules);
  return json_object_set_new(ids, rule->id, number) == 0 ? LU_OK : lu_fail_memory(error);
}

static lu_status read_rule(lu_guideline *guideline, struct rule *rule, json_t *ids,
                           lu_context *context, lu_error *error) {
  lu_status status = read_outputs(guideline, rule, error);
  if (status == LU_OK) status = read_annotations(guideline, rule, context, error);
  if (status == LU_OK) status = check_unique(guideline, rule, ids, error);
  if (status == LU_OK) status = note_facts(guideline, rule, error);
  return status == LU_OK ? LU_OK : prefix_rule(guideline, rule, error);
}

/* ---- all rules ----------------------------------------------------------------------------- */

/* Notes once which column can depend on which input: plans ask for it for every rule. */
static lu_status note_dependence(lu_guideline *guideline, rule_table *table, lu_error *error) {
  const lu_model *model = guideline->models[table->model].model;
  size_t columns = lu_table_input_count(table->table), inputs = lu_model_input_count(model);
  bool *depends = lu_arena_array(guideline->arena, columns * inputs + 1, sizeof *depends);
  if (depends == NULL) return lu_fail_memory(error);
  for (size_t column = 0; column < columns; column++)
    for (size_t input = 0; input < inputs; input++)
      depends[column * inputs + input] =
          lu_table_column_depends(model, table->table, column, input);
  table->depends = depends;
  return LU_OK;
}

/* Lists the decisions that are tables. */
static lu_status list_tables(lu_guideline *guideline, lu_error *error) {
  size_t room = 0;
  for (size_t i = 0; i < guideline->model_count; i++)
    room += lu_model_decision_count(guideline->models[i].model);
  guideline->tables = lu_arena_array(guideline->arena, room, sizeof *guideline->tables);
  if (guideline->tables == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < guideline->model_count; i++) {
    const rule_model *model = &guideline->models[i];
    for (size_t j = 0; j < lu_model_decision_count(model->model); j++) {
      const lu_table *logic = lu_model_table(model->model, j);
      if (logic == NULL) continue;
      rule_table *table = &guideline->tables[guideline->table_count++];
      *table = (rule_table){.model = i,
                            .decision = j,
                            .table = logic,
                            .title = lu_model_decision_name(model->model, j),
                            .conflicts = model->conflicts,
                            .first_rule = guideline->rule_count,
                            .count = lu_table_rule_count(logic)};
      lu_status status = note_dependence(guideline, table, error);
      if (status != LU_OK) return status;
      guideline->rule_count += lu_table_rule_count(logic);
    }
  }
  return LU_OK;
}

static lu_status read_all(lu_guideline *guideline, lu_context *context, lu_error *error) {
  json_t *ids = json_object();
  guideline->rules =
      lu_arena_array(guideline->arena, guideline->rule_count + 1, sizeof *guideline->rules);
  lu_status status = ids == NULL || guideline->rules == NULL ? lu_fail_memory(error) : LU_OK;
  for (size_t i = 0; guideline->rules != NULL && i < guideline->table_count && status == LU_OK;
       i++) {
    const rule_table *table = &guideline->tables[i];
    for (size_t row = 0; row < table->count && status == LU_OK; row++) {
      struct rule *rule = &guideline->rules[table->first_rule + row];
      rule->table = i;
      rule->row = row;
      status = read_rule(guideline, rule, ids, context, error);
    }
  }
  json_decref(ids);
  return status;
}

bool rule_is_named(const struct rule *rule, const char *name) {
  size_t length = strlen(name);
  return strncmp(rule->id, name, length) == 0 &&
         (rule->id[length] == '\0' || rule->id[length] == '.');
}

lu_status rules_read(lu_guideline *guideline, lu_context *context, lu_error *error) {
  lu_status status = LU_OK;
  for (size_t i = 0; i < guideline->model_count && status == LU_OK; i++)
    status = lint_inputs(guideline, &guideline->models[i], error);
  if (status == LU_OK) status = list_tables(guideline, error);
  for (size_t i = 0; i < guideline->table_count && status == LU_OK; i++)
    status = lint_table(guideline, &guideline->models[guideline->tables[i].model],
                        &guideline->tables[i], error);
  if (status != LU_OK) return status;
  status = read_all(guideline, context, error);
  return status == LU_OK ? choices_read(guideline, context, error) : status;
}
