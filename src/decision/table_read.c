/* SPDX-License-Identifier: Apache-2.0 */
/* Reads decision tables from XML. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "boxed.h"

/** Text of the child `text`, or of the element itself where that is missing; "" if none. */
static const char *inner_text(const xmlNode *element, lu_arena *arena) {
  if (element == NULL) return "";
  const xmlNode *text = xml_child(element, "text");
  return xml_text(text == NULL ? element : text, arena);
}

static lu_status read_policy(lu_table *table, const boxed_place *place, const xmlNode *element,
                             lu_error *error) {
  static const struct {
    const char *name;
    hit_policy policy;
  } policies[] = {{"UNIQUE", HIT_UNIQUE},
                  {"FIRST", HIT_FIRST},
                  {"PRIORITY", HIT_PRIORITY},
                  {"ANY", HIT_ANY},
                  {"COLLECT", HIT_COLLECT},
                  {"RULE ORDER", HIT_RULE_ORDER},
                  {"OUTPUT ORDER", HIT_OUTPUT_ORDER}},
    aggregators[] = {{"SUM", HIT_COLLECT_SUM},
                     {"MIN", HIT_COLLECT_MIN},
                     {"MAX", HIT_COLLECT_MAX},
                     {"COUNT", HIT_COLLECT_COUNT}};
  const char *name = xml_attribute(element, "hitPolicy", place->model->arena);
  const char *aggregation = xml_attribute(element, "aggregation", place->model->arena);
  if (lu_arena_failed(place->model->arena)) return lu_fail_memory(error);
  if (name == NULL || *name == '\0') name = "UNIQUE";
  size_t at = 0, known = sizeof policies / sizeof *policies;
  while (at < known && strcmp(policies[at].name, name) != 0)
    at++;
  if (at == known)
    return boxed_fail(place, table->line, error, "there is no hit policy \"%s\"", name);
  table->policy = policies[at].policy;
  if (table->policy != HIT_COLLECT || aggregation == NULL || *aggregation == '\0') return LU_OK;
  for (at = 0; at < sizeof aggregators / sizeof *aggregators; at++)
    if (strcmp(aggregators[at].name, aggregation) == 0) {
      table->policy = aggregators[at].policy;
      return LU_OK;
    }
  return boxed_fail(place, table->line, error, "there is no aggregation \"%s\"", aggregation);
}

static lu_status read_input(table_input *input, size_t column, const boxed_place *place,
                            const xmlNode *element, lu_error *error) {
  lu_arena *arena = place->model->arena;
  char what[80];
  input->text = inner_text(xml_child(element, "inputExpression"), arena);
  input->label = xml_attribute(element, "label", arena);
  input->allowed_text = inner_text(xml_child(element, "inputValues"), arena);
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  if (input->label == NULL || *input->label == '\0') input->label = input->text;
  snprintf(what, sizeof what, "input expression %zu", column + 1);
  lu_status status =
      boxed_compile(&input->expression, place, input->text, false, xml_line(element), what, error);
  if (status != LU_OK || strcmp(input->allowed_text, "-") == 0) return status;
  snprintf(what, sizeof what, "input values of column %zu", column + 1);
  return boxed_compile(&input->allowed, place, input->allowed_text, true, xml_line(element), what,
                       error);
}

static lu_status read_inputs(lu_table *table, const boxed_place *place, const xmlNode *element,
                             lu_error *error) {
  table->input_count = xml_count(element, "input");
  table->inputs = lu_arena_array(place->model->arena, table->input_count, sizeof *table->inputs);
  if (table->inputs == NULL) return lu_fail_memory(error);
  size_t column = 0;
  for (const xmlNode *input = xml_child(element, "input"); input != NULL;
       input = xml_next(input), column++) {
    lu_status status = read_input(&table->inputs[column], column, place, input, error);
    if (status != LU_OK) return status;
    size_t same = 0;
    while (strcmp(table->inputs[same].text, table->inputs[column].text) != 0)
      same++;
    table->inputs[column].same_as = same;
  }
  return LU_OK;
}

/** Finds the order of priority: the output values, or those that the type allows. */
static void read_order(table_output *output, const boxed_place *place) {
  const feel_type *type = output->type;
  if (output->allowed_text != NULL && *output->allowed_text != '\0')
    output->order_count = model_literals(&output->order, place->model, output->allowed_text);
  else if (type != NULL && type->allowed_text != NULL)
    output->order_count = model_literals(&output->order, place->model, type->allowed_text);
}

static lu_status read_output(table_output *output, size_t column, const lu_table *table,
                             const boxed_place *place, const xmlNode *element, lu_error *error) {
  lu_arena *arena = place->model->arena;
  char what[80];
  output->name = xml_tidy_name((char *)xml_attribute(element, "name", arena));
  output->label = xml_attribute(element, "label", arena);
  output->allowed_text = inner_text(xml_child(element, "outputValues"), arena);
  output->otherwise_text = inner_text(xml_child(element, "defaultOutputEntry"), arena);
  char *type = xml_tidy_name((char *)xml_attribute(element, "typeRef", arena));
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  if (output->name == NULL) output->name = "";
  if (*output->name == '\0' && table->output_count > 1)
    return boxed_fail(place, xml_line(element), error,
                      "output column %zu has no name, which a table of several outputs needs",
                      column + 1);
  lu_status status = model_resolve_type(&output->type, place->model, place->node->unit, type,
                                        xml_line(element), error);
  if (status != LU_OK) return status;
  /* A single output without a type of its own has that of the decision. */
  if (output->type == NULL && table->output_count == 1) output->type = place->node->type;
  snprintf(what, sizeof what, "output values of column %zu", column + 1);
  if (strcmp(output->allowed_text, "-") != 0)
    status = boxed_compile(&output->allowed, place, output->allowed_text, true, xml_line(element),
                           what, error);
  if (status != LU_OK) return status;
  read_order(output, place);
  snprintf(what, sizeof what, "default output of column %zu", column + 1);
  return boxed_compile(&output->otherwise, place, output->otherwise_text, false, xml_line(element),
                       what, error);
}

static lu_status read_outputs(lu_table *table, const boxed_place *place, const xmlNode *element,
                              lu_error *error) {
  table->output_count = xml_count(element, "output");
  if (table->output_count == 0)
    return boxed_fail(place, table->line, error, "the decision table has no output");
  table->outputs = lu_arena_array(place->model->arena, table->output_count, sizeof *table->outputs);
  if (table->outputs == NULL) return lu_fail_memory(error);
  size_t column = 0;
  for (const xmlNode *output = xml_child(element, "output"); output != NULL;
       output = xml_next(output), column++) {
    lu_status status = read_output(&table->outputs[column], column, table, place, output, error);
    if (status != LU_OK) return status;
    if (table->outputs[column].otherwise != NULL) table->has_default = true;
  }
  if (table->policy == HIT_PRIORITY || table->policy == HIT_OUTPUT_ORDER) {
    for (size_t i = 0; i < table->output_count; i++)
      if (table->outputs[i].order_count > 0) return LU_OK;
    return boxed_fail(place, table->line, error,
                      "hit policy %s needs output values, highest priority first",
                      table->policy == HIT_PRIORITY ? "PRIORITY" : "OUTPUT ORDER");
  }
  return LU_OK;
}

static lu_status read_annotation_names(lu_table *table, const boxed_place *place,
                                       const xmlNode *element, lu_error *error) {
  lu_arena *arena = place->model->arena;
  table->annotation_count = xml_count(element, "annotation");
  const char **names = lu_arena_array(arena, table->annotation_count, sizeof *names);
  if (names == NULL) return lu_fail_memory(error);
  table->annotation_names = names;
  for (const xmlNode *annotation = xml_child(element, "annotation"); annotation != NULL;
       annotation = xml_next(annotation)) {
    const char *name = xml_attribute(annotation, "name", arena);
    *names++ = name == NULL ? "" : name;
  }
  return lu_arena_failed(arena) ? lu_fail_memory(error) : LU_OK;
}

/** Compiled cells of one kind of one rule. */
typedef struct cells {
  const char **texts;
  const feel_expression **expressions;
  size_t *numbers;
} cells;

/** A different cell of a table. */
typedef struct known_cell {
  size_t column; /**< the first with this input, or the output column */
  const char *text;
  const feel_expression *expression;
} known_cell;

/** All different cells of one kind, found by their hash: equal ones are compiled once. */
typedef struct cell_index {
  size_t count, room; /**< room is a power of two, more than count */
  known_cell *cells;  /**< in order of first appearance */
  size_t *slots;      /**< [2 * room] number of a cell and one; 0: empty */
} cell_index;

static size_t hash_cell(size_t column, const char *text) {
  uint64_t hash = 14695981039346656037u + column;
  for (const unsigned char *byte = (const unsigned char *)text; *byte != '\0'; byte++)
    hash = (hash ^ *byte) * 1099511628211u;
  return (size_t)(hash ^ (hash >> 29));
}

/** Slot of a cell, or the empty one where it belongs. */
static size_t *find_slot(const cell_index *index, size_t column, const char *text) {
  size_t mask = 2 * index->room - 1, at = hash_cell(column, text) & mask;
  while (index->slots[at] != 0) {
    const known_cell *cell = &index->cells[index->slots[at] - 1];
    if (cell->column == column && strcmp(cell->text, text) == 0) break;
    at = (at + 1) & mask;
  }
  return &index->slots[at];
}

/** Makes room for one more cell. @return false when memory is short */
static bool make_room(cell_index *index, lu_arena *arena) {
  if (index->count < index->room) return true;
  cell_index larger = {.count = index->count, .room = index->room == 0 ? 32 : 2 * index->room};
  larger.cells = lu_arena_array(arena, larger.room, sizeof *larger.cells);
  larger.slots = lu_arena_array(arena, 2 * larger.room, sizeof *larger.slots);
  if (larger.cells == NULL || larger.slots == NULL) return false;
  if (index->count > 0) memcpy(larger.cells, index->cells, index->count * sizeof *larger.cells);
  for (size_t i = 0; i < index->count; i++)
    *find_slot(&larger, larger.cells[i].column, larger.cells[i].text) = i + 1;
  *index = larger;
  return true;
}

/** The compiled expression of a cell; that of an equal one where there is one. */
static lu_status compile_cell(cells *out, size_t column, const boxed_place *place,
                              cell_index *index, size_t owner, size_t rule, bool input, int line,
                              lu_error *error) {
  const char *text = out->texts[column];
  if (!make_room(index, place->model->arena)) return lu_fail_memory(error);
  size_t *slot = find_slot(index, owner, text);
  if (*slot == 0) {
    char what[80];
    const feel_expression *expression = NULL;
    snprintf(what, sizeof what, "rule %zu, %s entry %zu", rule, input ? "input" : "output",
             column + 1);
    lu_status status = boxed_compile(&expression, place, text, input, line, what, error);
    if (status != LU_OK) return status;
    index->cells[index->count++] = (known_cell){owner, text, expression};
    *slot = index->count;
  }
  out->expressions[column] = index->cells[*slot - 1].expression;
  out->numbers[column] = *slot - 1;
  return LU_OK;
}

/** Reads the cells of one kind (inputEntry, outputEntry) of a rule. */
static lu_status read_cells(cells *out, const boxed_place *place, const lu_table *table,
                            cell_index *index, const xmlNode *rule, size_t number, bool input,
                            lu_error *error) {
  lu_arena *arena = place->model->arena;
  const char *name = input ? "inputEntry" : "outputEntry";
  size_t wanted = input ? table->input_count : table->output_count;
  size_t count = xml_count(rule, name), column = 0;
  if (count != wanted)
    return boxed_fail(place, xml_line(rule), error,
                      "rule %zu has %zu %s entries for %zu %s columns", number, count,
                      input ? "input" : "output", wanted, input ? "input" : "output");
  out->texts = lu_arena_array(arena, count, sizeof *out->texts);
  out->expressions = lu_arena_array(arena, count, sizeof *out->expressions);
  out->numbers = lu_arena_array(arena, count, sizeof *out->numbers);
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  for (const xmlNode *cell = xml_child(rule, name); cell != NULL; cell = xml_next(cell), column++) {
    const char *text = inner_text(cell, arena);
    if (text == NULL) return lu_fail_memory(error);
    bool blank = *text == '\0' || strcmp(text, "-") == 0;
    out->texts[column] = blank && input ? "-" : text;
    if (blank) continue;
    size_t owner = input ? table->inputs[column].same_as : column;
    lu_status status =
        compile_cell(out, column, place, index, owner, number, input, xml_line(cell), error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/** Reads a rule. @param known cells of rules that were read before: inputs, outputs */
static lu_status read_rule(table_rule *rule, size_t number, const lu_table *table,
                           cell_index known[2], const boxed_place *place, const xmlNode *element,
                           lu_error *error) {
  lu_arena *arena = place->model->arena;
  cells inputs = {0}, outputs = {0};
  lu_status status = read_cells(&inputs, place, table, &known[0], element, number, true, error);
  if (status == LU_OK)
    status = read_cells(&outputs, place, table, &known[1], element, number, false, error);
  if (status != LU_OK) return status;
  rule->input_texts = inputs.texts;
  rule->tests = inputs.expressions;
  rule->output_texts = outputs.texts;
  rule->outputs = outputs.expressions;
  rule->output_numbers = outputs.numbers;
  table_cell_test *filled = lu_arena_array(arena, table->input_count, sizeof *filled);
  if (filled == NULL || (table->input_count > 0 && rule->tests == NULL))
    return lu_fail_memory(error);
  rule->filled = filled;
  for (size_t i = 0; i < table->input_count; i++)
    if (rule->tests[i] != NULL)
      filled[rule->filled_count++] =
          (table_cell_test){rule->tests[i], (unsigned)i, (unsigned)inputs.numbers[i]};
  const char **annotations = lu_arena_array(arena, table->annotation_count, sizeof *annotations);
  if (annotations == NULL) return lu_fail_memory(error);
  rule->annotations = annotations;
  const xmlNode *annotation = xml_child(element, "annotationEntry");
  for (size_t i = 0; i < table->annotation_count; i++) {
    annotations[i] = inner_text(annotation, arena);
    if (annotation != NULL) annotation = xml_next(annotation);
  }
  return lu_arena_failed(arena) ? lu_fail_memory(error) : LU_OK;
}

lu_status table_read(const lu_table **out, const boxed_place *place, const xmlNode *element,
                     lu_error *error) {
  lu_arena *arena = place->model->arena;
  lu_table *table = lu_arena_alloc(arena, sizeof *table);
  if (table == NULL) return lu_fail_memory(error);
  *out = table;
  table->node = place->node;
  table->line = xml_line(element);
  lu_status status = read_policy(table, place, element, error);
  if (status == LU_OK) status = read_inputs(table, place, element, error);
  if (status == LU_OK) status = read_outputs(table, place, element, error);
  if (status == LU_OK) status = read_annotation_names(table, place, element, error);
  if (status != LU_OK) return status;
  table->rule_count = xml_count(element, "rule");
  table->rules = lu_arena_array(arena, table->rule_count, sizeof *table->rules);
  if (table->rules == NULL) return lu_fail_memory(error);
  size_t number = 0;
  cell_index known[2] = {{0}, {0}};
  for (const xmlNode *rule = xml_child(element, "rule"); rule != NULL && status == LU_OK;
       rule = xml_next(rule), number++)
    status = read_rule(&table->rules[number], number + 1, table, known, place, rule, error);
  table->test_count = known[0].count;
  table->output_cell_count = known[1].count;
  return status;
}

void table_free_names(const lu_table *table, void (*visit)(void *user, const char *name),
                      void *user) {
  for (size_t i = 0; i < table->input_count; i++)
    if (table->inputs[i].expression != NULL)
      feel_free_names(table->inputs[i].expression, visit, user);
  for (size_t i = 0; i < table->output_count; i++)
    if (table->outputs[i].otherwise != NULL)
      feel_free_names(table->outputs[i].otherwise, visit, user);
  for (size_t r = 0; r < table->rule_count; r++) {
    for (size_t i = 0; i < table->input_count; i++)
      if (table->rules[r].tests[i] != NULL) feel_free_names(table->rules[r].tests[i], visit, user);
    for (size_t i = 0; i < table->output_count; i++)
      if (table->rules[r].outputs[i] != NULL)
        feel_free_names(table->rules[r].outputs[i], visit, user);
  }
}
