/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluates the requirements graph: each node once, in the scope of what it requires. */
#include "evaluation.h"

#include <stdlib.h>
#include <string.h>

/** Who is called when a function of the model is called. */
typedef struct callee {
  lu_evaluation *evaluation;
  const model_node *node;
} callee;

/* ---- scopes ---- */

feel_scope *scope_new(feel_evaluator *evaluator, const feel_scope *outer, size_t count) {
  feel_scope *scope = lu_arena_alloc(evaluator->arena, sizeof *scope);
  feel_entry *entries = lu_arena_array(evaluator->arena, count, sizeof *entries);
  if (scope == NULL || entries == NULL) return NULL;
  scope->outer = outer;
  scope->entries = entries;
  return scope;
}

void scope_add(feel_scope *scope, const char *name, const lu_value *value) {
  feel_entry *entry = (feel_entry *)&scope->entries[scope->count];
  entry->name = name;
  entry->value = value;
  scope->count++;
}

const lu_value *coerce_if_typed(feel_evaluator *evaluator, const lu_value *value,
                                const feel_type *type, const char *what) {
  return type == NULL ? value : feel_coerce(evaluator, value, type, what);
}

/** The value of an import in a scope: a context of those of its nodes that are required. */
static const lu_value *import_value(lu_evaluation *evaluation, value_frame *frame,
                                    const model_slot *slot) {
  lu_arena *arena = evaluation->evaluator.arena;
  feel_entry *entries = lu_arena_array(arena, slot->member_count, sizeof *entries);
  if (entries == NULL) return &feel_null;
  for (size_t i = 0; i < slot->member_count; i++) {
    entries[i].name = slot->members[i]->variable;
    entries[i].value = evaluation_value(evaluation, frame, slot->members[i]);
  }
  return feel_context_value(arena, entries, slot->member_count);
}

/** Adds all that a node requires to a scope. */
static void fill_scope(lu_evaluation *evaluation, value_frame *frame, const model_node *node,
                       feel_scope *scope) {
  for (size_t i = 0; i < node->slot_count; i++) {
    const model_slot *slot = &node->slots[i];
    const lu_value *value = slot->node != NULL ? evaluation_value(evaluation, frame, slot->node)
                                               : import_value(evaluation, frame, slot);
    scope_add(scope, slot->name, value);
  }
}

/** Puts the name of a node in front of the messages that came since `first`. */
static void name_messages(lu_evaluation *evaluation, size_t first, const model_node *node) {
  feel_evaluator *evaluator = &evaluation->evaluator;
  for (size_t i = first; i < evaluator->message_count; i++) {
    const char *named =
        lu_arena_printf(evaluator->arena, "%s: %s", node->name, evaluator->messages[i]);
    if (named != NULL) evaluator->messages[i] = named;
  }
}

/* ---- functions of the model ---- */

static bool is_cancelled(const feel_evaluator *evaluator) {
  return evaluator->context != NULL && lu_context_cancelled(evaluator->context);
}

/** Guards against recursion without end; false if the depth is spent. */
static bool enter(feel_evaluator *evaluator) {
  if (evaluator->depth >= FEEL_MAX_DEPTH) {
    evaluator->exhausted = true;
    return false;
  }
  evaluator->depth++;
  return true;
}

static const lu_value *call_knowledge(void *user, feel_evaluator *evaluator,
                                      const lu_value *const *arguments, size_t count) {
  const callee *called = user;
  const model_node *node = called->node;
  lu_evaluation *evaluation = called->evaluation;
  if (node->fault != NULL) return feel_complain(evaluator, "%s", node->fault);
  if (node->foreign != NULL)
    return feel_complain(evaluator, "%s is a function of kind %s, which is not run here",
                         node->name, node->foreign);
  if (node->logic == NULL) return feel_complain(evaluator, "%s has no body", node->name);
  if (!enter(evaluator)) return &feel_null;
  size_t first = evaluator->message_count;
  const lu_value *value = &feel_null;
  feel_scope *outer = scope_new(evaluator, NULL, node->slot_count);
  feel_scope *scope = scope_new(evaluator, outer, node->parameter_count);
  if (outer != NULL && scope != NULL) {
    fill_scope(evaluation, &evaluation->main, node, outer);
    for (size_t i = 0; i < node->parameter_count; i++)
      scope_add(scope, node->parameters[i],
                i < count && arguments[i] != NULL ? arguments[i] : &feel_null);
    value = boxed_evaluate(evaluator, node->logic, scope, NULL);
    value = coerce_if_typed(evaluator, value, node->type, node->name);
  }
  name_messages(evaluation, first, node);
  evaluator->depth--;
  return value;
}

const lu_value *evaluation_call_service(lu_evaluation *evaluation, const model_node *service,
                                        const lu_value *const *arguments, size_t count) {
  feel_evaluator *evaluator = &evaluation->evaluator;
  lu_arena *arena = evaluator->arena;
  value_frame frame = {&evaluation->main, NULL};
  frame.values = lu_arena_array(arena, evaluation->model->node_count, sizeof *frame.values);
  feel_entry *entries = lu_arena_array(arena, service->output_count, sizeof *entries);
  if (frame.values == NULL || entries == NULL || !enter(evaluator)) return &feel_null;
  for (size_t i = 0; i < service->parameter_count; i++)
    frame.values[service->service_inputs[i]->index] =
        i < count && arguments[i] != NULL
            ? coerce_if_typed(evaluator, arguments[i], service->parameter_types[i],
                              service->parameters[i])
            : &feel_null;
  for (size_t i = 0; i < service->output_count; i++) {
    entries[i].name = service->outputs[i]->variable;
    entries[i].value = evaluation_value(evaluation, &frame, service->outputs[i]);
  }
  evaluator->depth--;
  if (service->output_count == 1) return entries[0].value;
  return feel_context_value(arena, entries, service->output_count);
}

static const lu_value *call_service(void *user, feel_evaluator *evaluator,
                                    const lu_value *const *arguments, size_t count) {
  const callee *called = user;
  (void)evaluator;
  return evaluation_call_service(called->evaluation, called->node, arguments, count);
}

/** A business knowledge model or decision service as a function value; made once. */
static const lu_value *function_value(lu_evaluation *evaluation, const model_node *node) {
  const lu_value **made = &evaluation->functions[node->index];
  if (*made != NULL) return *made;
  lu_arena *arena = evaluation->evaluator.arena;
  feel_function *function = lu_arena_alloc(arena, sizeof *function);
  callee *called = lu_arena_alloc(arena, sizeof *called);
  if (function == NULL || called == NULL) return &feel_null;
  *called = (callee){evaluation, node};
  function->kind = FEEL_MODEL;
  function->name = node->name;
  function->parameter_count = node->parameter_count;
  function->parameters = node->parameters;
  function->parameter_types = node->parameter_types;
  function->result_type = node->kind == NODE_KNOWLEDGE ? node->type : NULL;
  function->call = node->kind == NODE_KNOWLEDGE ? call_knowledge : call_service;
  function->user = called;
  *made = feel_function_value(arena, function);
  return *made;
}

/* ---- values of nodes ---- */

static const lu_value *input_value(lu_evaluation *evaluation, const model_node *node) {
  feel_evaluator *evaluator = &evaluation->evaluator;
  const lu_value *given = evaluation->given[node->index];
  if (given != NULL) return coerce_if_typed(evaluator, given, node->type, node->name);
  return evaluator->three_valued ? node->open : &feel_null;
}

static const lu_value *decision_value(lu_evaluation *evaluation, value_frame *frame,
                                      const model_node *node) {
  feel_evaluator *evaluator = &evaluation->evaluator;
  const lu_table_trace **trace =
      frame == &evaluation->main ? &evaluation->traces[node->index] : NULL;
  if (node->fault != NULL) return feel_complain(evaluator, "%s", node->fault);
  if (is_cancelled(evaluator) || !enter(evaluator)) return &feel_null;
  const lu_value *value = &feel_null;
  feel_scope *scope = scope_new(evaluator, NULL, node->slot_count);
  if (scope != NULL) fill_scope(evaluation, frame, node, scope);
  size_t first = evaluator->message_count;
  if (scope != NULL && node->logic != NULL)
    value = boxed_evaluate(evaluator, node->logic, scope, trace);
  value = coerce_if_typed(evaluator, value, node->type, node->name);
  name_messages(evaluation, first, node);
  evaluator->depth--;
  return value;
}

const lu_value *evaluation_value(lu_evaluation *evaluation, value_frame *frame,
                                 const model_node *node) {
  if (node->kind == NODE_KNOWLEDGE || node->kind == NODE_SERVICE)
    return function_value(evaluation, node);
  if (frame->values[node->index] != NULL) return frame->values[node->index];
  const lu_value *value;
  if (node->kind == NODE_DECISION)
    value = decision_value(evaluation, frame, node);
  else if (frame != &evaluation->main)
    value = evaluation_value(evaluation, &evaluation->main, node);
  else
    value = input_value(evaluation, node);
  frame->values[node->index] = value;
  return value;
}

/* ---- the public face ---- */

/** Nodes of a model; an evaluation without a model has none. */
static size_t node_count(const lu_model *model) {
  return model == NULL ? 0 : model->node_count;
}

lu_status lu_evaluation_new(lu_evaluation **out, const lu_model *model, lu_evaluation_mode mode,
                            lu_context *context, lu_error *error) {
  *out = NULL;
  lu_evaluation *evaluation = calloc(1, sizeof *evaluation);
  if (evaluation == NULL) return lu_fail_memory(error);
  size_t count = node_count(model) + 1;
  evaluation->model = model;
  evaluation->evaluator.context = context;
  evaluation->evaluator.three_valued = mode == LU_THREE_VALUED;
  evaluation->evaluator.arena = lu_arena_new();
  evaluation->main.values = calloc(count, sizeof *evaluation->main.values);
  evaluation->given = calloc(count, sizeof *evaluation->given);
  evaluation->functions = calloc(count, sizeof *evaluation->functions);
  evaluation->traces = calloc(count, sizeof *evaluation->traces);
  if (evaluation->evaluator.arena == NULL || evaluation->main.values == NULL ||
      evaluation->given == NULL || evaluation->functions == NULL || evaluation->traces == NULL) {
    lu_evaluation_free(evaluation);
    return lu_fail_memory(error);
  }
  *out = evaluation;
  return LU_OK;
}

void lu_evaluation_free(lu_evaluation *evaluation) {
  if (evaluation == NULL) return;
  lu_arena_free(evaluation->evaluator.arena);
  free(evaluation->main.values);
  free(evaluation->given);
  free(evaluation->functions);
  free(evaluation->traces);
  free(evaluation);
}

/** Forgets all results but not the inputs. */
static void forget_results(lu_evaluation *evaluation) {
  size_t count = node_count(evaluation->model);
  memset(evaluation->main.values, 0, count * sizeof *evaluation->main.values);
  memset(evaluation->traces, 0, count * sizeof *evaluation->traces);
  evaluation->evaluator.message_count = 0;
  evaluation->evaluator.steps = 0;
  evaluation->evaluator.depth = 0;
  evaluation->evaluator.exhausted = false;
  evaluation->decided = false;
}

void lu_evaluation_reset(lu_evaluation *evaluation) {
  size_t count = node_count(evaluation->model);
  forget_results(evaluation);
  memset(evaluation->given, 0, count * sizeof *evaluation->given);
  memset(evaluation->functions, 0, count * sizeof *evaluation->functions);
  evaluation->evaluator.messages = NULL;
  evaluation->evaluator.message_capacity = 0;
  lu_arena_reset(evaluation->evaluator.arena);
}

void evaluation_give(lu_evaluation *evaluation, const model_node *input, const lu_value *value) {
  if (evaluation->decided) forget_results(evaluation);
  evaluation->given[input->index] = value;
}

bool lu_evaluation_set_input(lu_evaluation *evaluation, const char *name, const lu_value *value) {
  const lu_model *model = evaluation->model;
  if (model == NULL) return false;
  for (size_t i = 0; i < model->own_input_count; i++)
    if (strcmp(model->own_inputs[i]->name, name) == 0) {
      evaluation_give(evaluation, model->own_inputs[i], value);
      return true;
    }
  bool found = false;
  for (size_t i = 0; i < model->node_count; i++)
    if (model->nodes[i]->kind == NODE_INPUT && strcmp(model->nodes[i]->name, name) == 0) {
      evaluation_give(evaluation, model->nodes[i], value);
      found = true;
    }
  return found;
}

/** True if the value of a node can depend on an input. */
static bool node_depends(const model_node *node, const model_node *input) {
  if (node->kind == NODE_INPUT) return node == input;
  size_t number = input->input_number;
  return node->depends == NULL || (node->depends[number / 64] >> number % 64 & 1u) != 0;
}

void lu_evaluation_change_input(lu_evaluation *evaluation, size_t input, const lu_value *value) {
  const lu_model *model = evaluation->model;
  if (model == NULL || input >= model->own_input_count) return;
  const model_node *changed = model->own_inputs[input];
  for (size_t i = 0; i < model->node_count && evaluation->decided; i++)
    if (evaluation->main.values[i] != NULL && node_depends(model->nodes[i], changed)) {
      evaluation->main.values[i] = NULL;
      evaluation->traces[i] = NULL;
    }
  evaluation->evaluator.message_count = 0;
  evaluation->given[changed->index] = value;
}

void lu_evaluation_set_brief(lu_evaluation *evaluation, bool brief) {
  evaluation->evaluator.brief = brief;
}

lu_status evaluation_status(lu_evaluation *evaluation, lu_error *error) {
  const feel_evaluator *evaluator = &evaluation->evaluator;
  if (lu_arena_failed(evaluator->arena)) return lu_fail_memory(error);
  if (is_cancelled(evaluator))
    return lu_fail(error, LU_INTERRUPTED, "the evaluation was interrupted");
  if (evaluator->exhausted)
    return lu_fail(error, LU_BAD_INPUT,
                   "%s: the evaluation needs more than %u levels or %u steps, and was stopped",
                   evaluation->model->units[0]->file, FEEL_MAX_DEPTH, FEEL_MAX_STEPS);
  return LU_OK;
}

lu_status lu_evaluation_decide(const lu_value **out, lu_evaluation *evaluation, size_t decision,
                               lu_error *error) {
  const lu_model *model = evaluation->model;
  *out = &feel_null;
  if (model == NULL) return lu_fail(error, LU_USAGE, "there is no model, and no decision in it");
  if (decision >= model->own_decision_count)
    return lu_fail(error, LU_USAGE, "%s: there is no decision number %zu", model->units[0]->file,
                   decision);
  evaluation->decided = true;
  evaluation->evaluator.steps = 0;
  *out = evaluation_value(evaluation, &evaluation->main, model->own_decisions[decision]);
  return evaluation_status(evaluation, error);
}

size_t lu_evaluation_message_count(const lu_evaluation *evaluation) {
  return evaluation->evaluator.message_count;
}

const char *lu_evaluation_message(const lu_evaluation *evaluation, size_t index) {
  if (index >= evaluation->evaluator.message_count) return NULL;
  return evaluation->evaluator.messages[index];
}
