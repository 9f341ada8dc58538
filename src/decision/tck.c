/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the test cases of the DMN Technology Compatibility Kit. */
#include "lutetia/decision/tck.h"

#include <stdlib.h>
#include <string.h>

#include "evaluation.h"
#include "lutetia/base/file.h"
#include "tck_value.h"

/** Deepest tree of folders that is walked. */
#define MAX_DEPTH 16u

/** A run of many cases. */
typedef struct tck_run {
  lu_tck_report *report;
  lu_evaluation_mode mode;
  lu_tck_visitor *visit;
  void *user;
  lu_context *context;
  const char *file;          /**< file with test cases that is being run */
  lu_model *model;           /**< its model; NULL if that cannot be read */
  lu_arena *arena;           /**< of this file */
  lu_text results, sentence; /**< of the case that is being run */
} tck_run;

/* ---- one case ---- */

/** A node of the model itself by name and kind; then of any unit; NULL if there is none. */
static const model_node *find_node(const lu_model *model, node_kind kind, const char *name) {
  for (size_t i = 0; i < model->node_count; i++)
    if (model->nodes[i]->kind == kind && strcmp(model->nodes[i]->name, name) == 0)
      return model->nodes[i];
  return NULL;
}

/** Gives one inputNode its value. */
static void give_input(tck_run *run, lu_evaluation *evaluation, const xmlNode *element) {
  const char *name = xml_tidy_name((char *)xml_attribute(element, "name", run->arena));
  const char *namespace = xml_attribute(element, "namespace", run->arena);
  const lu_value *value = tck_read_value(element, run->arena);
  if (name == NULL) return;
  if (namespace == NULL) {
    lu_evaluation_set_input(evaluation, name, value);
    return;
  }
  for (size_t i = 0; i < run->model->node_count; i++) {
    const model_node *node = run->model->nodes[i];
    if (node->kind == NODE_INPUT && strcmp(node->name, name) == 0 &&
        strcmp(node->unit->namespace, namespace) == 0)
      evaluation_give(evaluation, node, value);
  }
}

/** The value of an inputNode by name; NULL if it is not given. */
static const lu_value *argument_named(tck_run *run, const xmlNode *test, const char *wanted) {
  for (const xmlNode *element = xml_child(test, "inputNode"); element != NULL;
       element = xml_next(element)) {
    const char *name = xml_tidy_name((char *)xml_attribute(element, "name", run->arena));
    if (name != NULL && strcmp(name, wanted) == 0) return tck_read_value(element, run->arena);
  }
  return NULL;
}

/** Calls the service or knowledge that a case names; NULL if there is none of that name. */
static const lu_value *call_invocable(tck_run *run, lu_evaluation *evaluation, const xmlNode *test,
                                      const model_node **called) {
  const char *name = xml_tidy_name((char *)xml_attribute(test, "invocableName", run->arena));
  if (name == NULL) return NULL;
  const model_node *node = find_node(run->model, NODE_SERVICE, name);
  if (node == NULL) node = find_node(run->model, NODE_KNOWLEDGE, name);
  if (node == NULL) return NULL;
  *called = node;
  const lu_value **arguments = lu_arena_array(run->arena, node->parameter_count, sizeof *arguments);
  if (arguments == NULL) return &feel_null;
  for (size_t i = 0; i < node->parameter_count; i++) {
    arguments[i] = argument_named(run, test, node->parameters[i]);
    if (arguments[i] == NULL) arguments[i] = &feel_null;
  }
  if (node->kind == NODE_SERVICE)
    return evaluation_call_service(evaluation, node, arguments, node->parameter_count);
  const lu_value *function = evaluation_value(evaluation, &evaluation->main, node);
  if (function->kind != LU_VALUE_FUNCTION) return &feel_null;
  return feel_call(&evaluation->evaluator, function->as.function, arguments, node->parameter_count);
}

/** Result of one resultNode. False with a sentence if the model has no such thing. */
static bool find_result(tck_run *run, lu_evaluation *evaluation, const char *name,
                        const model_node *called, const lu_value *called_value,
                        const lu_value **out) {
  if (called_value != NULL && called_value->kind == LU_VALUE_CONTEXT && called != NULL &&
      called->output_count > 1) {
    const lu_value *entry = lu_value_entry(called_value, name);
    *out = entry == NULL ? &feel_null : entry;
    return true;
  }
  *out = called_value;
  if (called_value != NULL) return true;
  const model_node *node = find_node(run->model, NODE_DECISION, name);
  if (node == NULL) {
    lu_text_printf(&run->sentence, "the model has no decision \"%s\"", name);
    return false;
  }
  evaluation->decided = true;
  *out = evaluation_value(evaluation, &evaluation->main, node);
  return true;
}

/** Compares one resultNode; adds to results and sentence. */
static bool check_result(tck_run *run, lu_evaluation *evaluation, const xmlNode *element,
                         const model_node *called, const lu_value *called_value) {
  const char *name = xml_tidy_name((char *)xml_attribute(element, "name", run->arena));
  const char *error_result = xml_attribute(element, "errorResult", run->arena);
  const xmlNode *expected_element = xml_child(element, "expected");
  const lu_value *actual = &feel_null;
  if (name == NULL) name = "";
  size_t first = evaluation->evaluator.message_count;
  if (!find_result(run, evaluation, name, called, called_value, &actual)) return false;
  lu_value_print(actual, &run->results);
  lu_text_puts(&run->results, "\n");
  const lu_value *expected = &feel_null;
  bool wants_error = error_result != NULL && strcmp(error_result, "true") == 0;
  if (expected_element != NULL && !wants_error)
    expected = tck_read_value(expected_element, run->arena);
  lu_error error = LU_ERROR_INIT;
  lu_status status = evaluation_status(evaluation, &error);
  if (tck_same(expected, actual) && (status == LU_OK || wants_error)) return true;
  lu_text_printf(&run->sentence, "%s is ", name);
  lu_value_print(actual, &run->sentence);
  lu_text_puts(&run->sentence, ", expected was ");
  lu_value_print(expected, &run->sentence);
  if (status != LU_OK) lu_text_printf(&run->sentence, "; %s", error.message);
  for (size_t i = first; i < evaluation->evaluator.message_count && i < first + 3; i++)
    lu_text_printf(&run->sentence, "; %s", evaluation->evaluator.messages[i]);
  return false;
}

/** True if every input that the results of a case can depend on was given. */
static bool has_all_inputs(const tck_run *run, const lu_evaluation *evaluation,
                           const xmlNode *test) {
  for (const xmlNode *element = xml_child(test, "resultNode"); element != NULL;
       element = xml_next(element)) {
    const char *name = xml_tidy_name((char *)xml_attribute(element, "name", run->arena));
    const model_node *node = name == NULL ? NULL : find_node(run->model, NODE_DECISION, name);
    for (size_t i = 0; node != NULL && i < run->model->node_count; i++) {
      const model_node *input = run->model->nodes[i];
      if (input->kind == NODE_INPUT && evaluation->given[input->index] == NULL &&
          (node->depends[input->input_number / 64] >> input->input_number % 64 & 1u) != 0)
        return false;
    }
  }
  return true;
}

/** Evaluates a case whose model could be read. */
static bool evaluate_case(tck_run *run, lu_evaluation *evaluation, const xmlNode *test) {
  for (const xmlNode *element = xml_child(test, "inputNode"); element != NULL;
       element = xml_next(element))
    give_input(run, evaluation, element);
  const model_node *called = NULL;
  const char *invocable = xml_attribute(test, "invocableName", run->arena);
  const lu_value *value = invocable == NULL ? NULL : call_invocable(run, evaluation, test, &called);
  if (invocable != NULL && value == NULL) {
    lu_text_printf(&run->sentence, "the model has no service or knowledge \"%s\"", invocable);
    return false;
  }
  for (const xmlNode *element = xml_child(test, "resultNode"); element != NULL;
       element = xml_next(element))
    if (!check_result(run, evaluation, element, called, value)) return false;
  return true;
}

/** Counts a case and tells the visitor. */
static void report_case(tck_run *run, const char *id, bool passed, bool all_inputs) {
  if (passed)
    run->report->passed++;
  else
    run->report->failed++;
  lu_tck_case result = {run->file,  id == NULL ? "" : id,          passed,
                        all_inputs, lu_text_string(&run->results), lu_text_string(&run->sentence)};
  if (run->visit != NULL) run->visit(run->user, &result);
  lu_text_free(&run->results);
  lu_text_free(&run->sentence);
}

static lu_status run_case(tck_run *run, const xmlNode *test, const char *fault, lu_error *error) {
  const char *id = xml_attribute(test, "id", run->arena);
  if (run->context != NULL && lu_context_cancelled(run->context))
    return lu_fail(error, LU_INTERRUPTED, "the run was interrupted");
  if (run->model == NULL) {
    lu_text_puts(&run->sentence, fault);
    report_case(run, id, false, false);
    return LU_OK;
  }
  lu_evaluation *evaluation = NULL;
  lu_status status = lu_evaluation_new(&evaluation, run->model, run->mode, run->context, error);
  if (status != LU_OK) return status;
  bool passed = evaluate_case(run, evaluation, test);
  bool all_inputs = has_all_inputs(run, evaluation, test);
  bool short_of_memory = lu_arena_failed(evaluation->evaluator.arena) ||
                         lu_arena_failed(run->arena) || run->results.failed || run->sentence.failed;
  report_case(run, id, passed, all_inputs);
  lu_evaluation_free(evaluation);
  return short_of_memory ? lu_fail_memory(error) : LU_OK;
}

/* ---- files and folders ---- */

/** Path of the model that a testCases file names. */
static char *model_path(tck_run *run, const xmlNode *root) {
  const xmlNode *element = xml_child(root, "modelName");
  const char *name = element == NULL ? "" : xml_text(element, run->arena);
  const char *slash = strrchr(run->file, '/');
  int length = slash == NULL ? 0 : (int)(slash - run->file + 1);
  return name == NULL ? NULL : lu_arena_printf(run->arena, "%.*s%s", length, run->file, name);
}

static lu_status run_cases(tck_run *run, const xmlNode *root, lu_error *error) {
  lu_error inner = LU_ERROR_INIT;
  char *path = model_path(run, root);
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = lu_model_read(&run->model, path, true, run->context, &inner);
  if (status == LU_OUT_OF_MEMORY) return lu_fail_memory(error);
  run->report->files++;
  status = LU_OK;
  for (const xmlNode *test = xml_child(root, "testCase"); test != NULL && status == LU_OK;
       test = xml_next(test))
    status = run_case(run, test, inner.message, error);
  lu_model_free(run->model);
  run->model = NULL;
  return status;
}

/** Runs a file if it holds test cases; other XML is passed over. */
static lu_status run_file(tck_run *run, const char *path, lu_error *error) {
  char *bytes = NULL;
  size_t length = 0;
  xmlDoc *document = NULL;
  lu_error inner = LU_ERROR_INIT;
  run->file = path;
  run->arena = lu_arena_new();
  if (run->arena == NULL) return lu_fail_memory(error);
  lu_status status = lu_file_read(&bytes, &length, path, XML_LIMIT, &inner);
  if (status == LU_OK) status = xml_parse(&document, bytes, length, path, &inner);
  if (status == LU_OUT_OF_MEMORY) {
    lu_fail_memory(error);
  } else if (status != LU_OK) {
    status = LU_OK;
    lu_text_puts(&run->sentence, inner.message);
    report_case(run, "", false, false);
  } else if (xml_is(xmlDocGetRootElement(document), "testCases")) {
    status = run_cases(run, xmlDocGetRootElement(document), error);
  }
  xmlFreeDoc(document);
  free(bytes);
  lu_arena_free(run->arena);
  run->arena = NULL;
  return status;
}

static lu_status run_folder(tck_run *run, const char *folder, unsigned depth, lu_error *error) {
  lu_folder names;
  lu_status status = lu_folder_list(&names, folder, NULL, error);
  for (size_t i = 0; status == LU_OK && i < names.count; i++) {
    size_t length = strlen(names.names[i]);
    char *path = lu_path_join(folder, names.names[i]);
    if (path == NULL)
      status = lu_fail_memory(error);
    else if (lu_folder_exists(path))
      status = depth < MAX_DEPTH ? run_folder(run, path, depth + 1, error) : LU_OK;
    else if (length > 4 && strcmp(names.names[i] + length - 4, ".xml") == 0)
      status = run_file(run, path, error);
    free(path);
  }
  lu_folder_free(&names);
  return status;
}

lu_status lu_tck_run(lu_tck_report *out, const char *folder, lu_evaluation_mode mode,
                     lu_tck_visitor *visit, void *user, lu_context *context, lu_error *error) {
  *out = (lu_tck_report){0, 0, 0};
  tck_run run = {.report = out, .mode = mode, .visit = visit, .user = user, .context = context};
  return run_folder(&run, folder, 0, error);
}
