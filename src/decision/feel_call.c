/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: of built-ins by signature, of functions made in FEEL, of what a model offers. */
#include "feel_eval.h"

#include <string.h>

/* ---- signatures of built-ins ---- */

/** Number of parameters in "string,start position,length". */
static size_t parameter_count(const char *parameters) {
  if (*parameters == '\0') return 0;
  size_t count = 1;
  for (; *parameters != '\0'; parameters++)
    count += *parameters == ',';
  return count;
}

/** Position of a parameter name; count if there is none. */
static size_t parameter_index(const char *parameters, const char *name, size_t count) {
  size_t length = strlen(name);
  for (size_t i = 0; i < count; i++) {
    while (*parameters == ' ')
      parameters++;
    const char *end = strchr(parameters, ',');
    size_t this_length = end == NULL ? strlen(parameters) : (size_t)(end - parameters);
    if (this_length == length && memcmp(parameters, name, length) == 0) return i;
    if (end == NULL) break;
    parameters = end + 1;
  }
  return count;
}

/** Arguments in the order of a signature. */
typedef struct ordered {
  size_t count;
  const lu_value **arguments;
} ordered;

static bool order_positional(feel_evaluator *evaluator, const feel_builtin *builtin,
                             const lu_value *const *arguments, size_t count, ordered *out) {
  size_t parameters = parameter_count(builtin->parameters);
  if (count < builtin->required || (count > parameters && !builtin->variadic)) return false;
  size_t room = count > parameters ? count : parameters;
  out->arguments = lu_arena_array(evaluator->arena, room, sizeof *out->arguments);
  if (out->arguments == NULL) return false;
  if (count > 0) memcpy(out->arguments, arguments, count * sizeof *out->arguments);
  out->count = count;
  return true;
}

static bool order_named(feel_evaluator *evaluator, const feel_builtin *builtin,
                        const char *const *names, const lu_value *const *arguments, size_t count,
                        ordered *out) {
  size_t parameters = parameter_count(builtin->parameters);
  out->arguments = lu_arena_array(evaluator->arena, parameters, sizeof *out->arguments);
  if (out->arguments == NULL) return false;
  out->count = 0;
  for (size_t i = 0; i < count; i++) {
    size_t index = parameter_index(builtin->parameters, names[i], parameters);
    if (index == parameters || out->arguments[index] != NULL) return false;
    out->arguments[index] = arguments[i];
    if (index + 1 > out->count) out->count = index + 1;
  }
  for (size_t i = 0; i < builtin->required; i++) {
    if (i >= parameters || out->arguments[i] == NULL) return false;
  }
  return true;
}

/** Work that the values given to a function, or made by it, stand for. */
static uint64_t size_of(const lu_value *value) {
  if (value == NULL) return 0;
  if (value->kind == LU_VALUE_LIST) return value->as.list.count;
  if (value->kind == LU_VALUE_STRING) return value->as.string.length / 8;
  if (value->kind == LU_VALUE_CONTEXT) return value->as.context.count;
  return 0;
}

static const lu_value *run_builtin(feel_evaluator *evaluator, const feel_builtin *builtin,
                                   const lu_value *const *arguments, size_t count) {
  uint64_t work = 1;
  for (size_t i = 0; i < count; i++)
    work += size_of(arguments[i]);
  if (!feel_charge(evaluator, work)) return &feel_null;
  const lu_value *result = builtin->call(evaluator, arguments, count);
  return feel_charge(evaluator, size_of(result)) ? result : &feel_null;
}

/** Calls a signature; unknown if an argument holds what is unknown and the signature cannot deal
 * with that. */
static const lu_value *call_or_unknown(feel_evaluator *evaluator, const feel_builtin *builtin,
                                       const lu_value *const *arguments, size_t count) {
  bool holds = false;
  for (size_t i = 0; i < count && !builtin->takes_unknown; i++) {
    holds = holds || (arguments[i] != NULL && feel_holds_unknown(arguments[i]));
  }
  if (!holds) return run_builtin(evaluator, builtin, arguments, count);
  const lu_value **given = lu_arena_array(evaluator->arena, count, sizeof *given);
  if (given == NULL) return &feel_null;
  size_t filled = 0;
  for (size_t i = 0; i < count; i++) {
    if (arguments[i] != NULL) given[filled++] = arguments[i];
  }
  return feel_unknown_because(evaluator->arena, given, filled);
}

/** A call of a built-in: its name, and those of its arguments if they are given by name. */
typedef struct builtin_call {
  const char *name;
  const char *const *argument_names;
} builtin_call;

/** Arguments in the order of a signature; false if they do not fit it. */
static bool order(feel_evaluator *evaluator, const feel_builtin *builtin, const builtin_call *call,
                  const lu_value *const *arguments, size_t count, ordered *out) {
  if (strcmp(builtin->name, call->name) != 0) return false;
  if (call->argument_names == NULL)
    return order_positional(evaluator, builtin, arguments, count, out);
  return order_named(evaluator, builtin, call->argument_names, arguments, count, out);
}

/** True if a value is null or may be. */
static bool may_be_null(const lu_value *value) {
  if (!feel_is_unknown(value)) return value->kind == LU_VALUE_NULL;
  size_t count = value->as.unknown.candidate_count;
  for (size_t i = 0; i < count; i++)
    if (value->as.unknown.candidates[i]->kind == LU_VALUE_NULL) return true;
  return false; /* without candidates there is nothing to add */
}

/**
 * Tries one signature after the other, until one gives more than null, for arguments of which none
 * has candidates.
 */
static const lu_value *try_signatures(feel_evaluator *evaluator, const void *how,
                                      const lu_value *const *arguments, size_t count) {
  size_t builtin_count;
  const feel_builtin *builtins = feel_builtins(&builtin_count);
  const builtin_call *call = how;
  const lu_value *result = NULL;
  size_t messages = evaluator->message_count;
  for (size_t i = 0; i < builtin_count; i++) {
    ordered in = {0};
    const feel_builtin *builtin = &builtins[i];
    if (builtin->name[0] != call->name[0]) continue;
    if (!order(evaluator, builtin, call, arguments, count, &in)) continue;
    /* Another signature may make more of the same arguments: only the last complaint counts. */
    if (!evaluator->exhausted) evaluator->message_count = messages;
    const lu_value *one = call_or_unknown(evaluator, builtin, in.arguments, in.count);
    bool decided = result == NULL || result->kind == LU_VALUE_NULL;
    result = decided ? one : feel_either(evaluator, result, result, one);
    if (!may_be_null(one)) return result;
  }
  if (result != NULL) return result;
  return feel_complain(evaluator, "the function '%s' does not take these %zu arguments", call->name,
                       count);
}

/** True if an argument is unknown and has candidates, which can be gone through. */
static bool can_lift(const lu_value *const *arguments, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (arguments[i] == NULL || !feel_is_unknown(arguments[i])) continue;
    if (arguments[i]->as.unknown.candidate_count > 0) return true;
  }
  return false;
}

const lu_value *feel_call_builtin(feel_evaluator *evaluator, const char *name,
                                  const char *const *argument_names,
                                  const lu_value *const *arguments, size_t count) {
  builtin_call call = {name, argument_names};
  if (!can_lift(arguments, count)) return try_signatures(evaluator, &call, arguments, count);
  size_t messages = evaluator->message_count;
  const lu_value *result = feel_lift_partly(evaluator, try_signatures, &call, arguments, count);
  /* Complaints about some candidates are about what is only supposed. */
  if (result->kind != LU_VALUE_NULL && !evaluator->exhausted) evaluator->message_count = messages;
  return result;
}

/* ---- functions of FEEL and of models ---- */

/** Converts one argument to the type of its parameter, and tells whether it fits. */
static feel_truth convert(feel_evaluator *evaluator, const feel_function *function, size_t index,
                          const lu_value *argument, const lu_value **out) {
  const feel_type *type =
      function->parameter_types == NULL ? NULL : function->parameter_types[index];
  *out = argument;
  if (type == NULL) return FEEL_YES;
  *out = feel_coerce(evaluator, argument, type, function->parameters[index]);
  if (!feel_holds_unknown(argument)) {
    bool refused = (*out)->kind == LU_VALUE_NULL && argument->kind != LU_VALUE_NULL;
    return refused ? FEEL_NO : FEEL_YES;
  }
  feel_truth fits = feel_conforms(evaluator, argument, type);
  if (fits == FEEL_NO && (*out)->kind != LU_VALUE_NULL) return FEEL_MAYBE; /* some is converted */
  return fits;
}

static const lu_value *call_lambda(feel_evaluator *evaluator, const feel_function *function,
                                   const lu_value *const *arguments) {
  size_t count = function->parameter_count;
  feel_scope *frame = lu_arena_alloc(evaluator->arena, sizeof *frame);
  feel_entry *entries = lu_arena_array(evaluator->arena, count, sizeof *entries);
  if (frame == NULL || entries == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++) {
    entries[i] = (feel_entry){function->parameters[i], arguments[i]};
  }
  *frame = (feel_scope){function->closure, count, entries};
  return feel_evaluate(evaluator, function->body, frame);
}

static const lu_value *call(feel_evaluator *evaluator, const feel_function *function,
                            const lu_value *const *arguments, size_t count) {
  const char *name = function->name == NULL ? "a function" : function->name;
  if (count != function->parameter_count) {
    return feel_complain(evaluator, "%s takes %zu arguments and was given %zu", name,
                         function->parameter_count, count);
  }
  const lu_value **converted = lu_arena_array(evaluator->arena, count, sizeof *converted);
  if (converted == NULL) return &feel_null;
  bool doubtful = false; /* an argument may not fit, and then the call is null */
  for (size_t i = 0; i < count; i++) {
    feel_truth fits = convert(evaluator, function, i, arguments[i], &converted[i]);
    if (fits == FEEL_NO) return &feel_null;
    doubtful = doubtful || fits == FEEL_MAYBE;
  }
  const lu_value *result = function->kind == FEEL_LAMBDA
                               ? call_lambda(evaluator, function, converted)
                               : function->call(function->user, evaluator, converted, count);
  if (function->result_type != NULL)
    result = feel_coerce(evaluator, result, function->result_type, name);
  if (!doubtful) return result;
  const lu_value *why = feel_unknown_because(evaluator->arena, arguments, count);
  return feel_either(evaluator, why, result, &feel_null);
}

const lu_value *feel_call(feel_evaluator *evaluator, const feel_function *function,
                          const lu_value *const *arguments, size_t count) {
  if (!feel_enter(evaluator)) return &feel_null;
  const lu_value *result =
      function->kind == FEEL_BUILTIN
          ? feel_call_builtin(evaluator, function->name, NULL, arguments, count)
          : call(evaluator, function, arguments, count);
  evaluator->depth--;
  return result;
}

/** Position of a parameter by name; SIZE_MAX if there is none. */
static size_t find_parameter(const feel_function *function, const char *name) {
  for (size_t i = 0; i < function->parameter_count; i++) {
    if (strcmp(function->parameters[i], name) == 0) return i;
  }
  return (size_t)-1;
}

const lu_value *feel_call_named(feel_evaluator *evaluator, const feel_function *function,
                                const char *const *names, const lu_value *const *arguments,
                                size_t count) {
  if (function->kind == FEEL_BUILTIN) {
    return feel_call_builtin(evaluator, function->name, names, arguments, count);
  }
  const lu_value **in_order =
      lu_arena_array(evaluator->arena, function->parameter_count, sizeof *in_order);
  if (in_order == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++) {
    size_t index = find_parameter(function, names[i]);
    if (index == (size_t)-1 || in_order[index] != NULL) {
      return feel_complain(evaluator, "the function has no parameter '%s', or it is given twice",
                           names[i]);
    }
    in_order[index] = arguments[i];
  }
  for (size_t i = 0; i < function->parameter_count; i++) {
    if (in_order[i] == NULL) {
      return feel_complain(evaluator, "the argument '%s' is missing", function->parameters[i]);
    }
  }
  return feel_call(evaluator, function, in_order, function->parameter_count);
}

/* ---- call expressions ---- */

/** The function that a call means: a variable if it holds one, else the built-in of that name. */
static const lu_value *find_callee(feel_evaluator *evaluator, const feel_expression *callee,
                                   const feel_scope *scope) {
  if (callee->kind != NODE_NAME) return feel_evaluate(evaluator, callee, scope);
  const lu_value *builtin = callee->as.name.builtin;
  if (builtin != NULL && !callee->as.name.declared) return builtin;
  const lu_value *value = feel_lookup(scope, callee->as.name.name, callee->as.name.hint);
  if (value == NULL || (value->kind != LU_VALUE_FUNCTION && builtin != NULL)) value = builtin;
  if (value != NULL) return value;
  return feel_complain(evaluator, "there is no function '%s'", callee->as.name.name);
}

const lu_value *feel_eval_call(feel_evaluator *evaluator, const feel_expression *node,
                               const feel_scope *scope) {
  size_t count = node->as.call.count;
  const lu_value *callee = find_callee(evaluator, node->as.call.callee, scope);
  const lu_value **arguments = lu_arena_array(evaluator->arena, count, sizeof *arguments);
  if (arguments == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++) {
    arguments[i] = feel_evaluate(evaluator, node->as.call.arguments[i], scope);
  }
  if (feel_is_unknown(callee)) return feel_unknown_because(evaluator->arena, &callee, 1);
  if (callee->kind != LU_VALUE_FUNCTION) {
    return feel_complain(evaluator, "what is called is not a function");
  }
  const feel_function *function = callee->as.function;
  if (node->as.call.names != NULL) {
    return feel_call_named(evaluator, function, node->as.call.names, arguments, count);
  }
  if (function->kind == FEEL_BUILTIN) {
    return feel_call_builtin(evaluator, function->name, NULL, arguments, count);
  }
  return feel_call(evaluator, function, arguments, count);
}
