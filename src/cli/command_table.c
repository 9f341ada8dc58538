/* SPDX-License-Identifier: Apache-2.0 */
/* lutetia table: decision models listed, shown, evaluated, and tried against the test kit. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "lutetia/base/file.h"
#include "lutetia/decision.h"
#include "lutetia/decision/show.h"
#include "lutetia/decision/tck.h"

/** Deepest tree of folders that is listed. */
#define MAX_DEPTH 8

/** Adds what one model holds to the text or the JSON list. */
static lu_status list_file(cli_call *call, const char *path, lu_text *text, json_t *list,
                           lu_error *error) {
  lu_model *model = NULL;
  lu_status status = lu_model_read(&model, path, false, call->context, error);
  if (status != LU_OK) return status;
  if (!call->json)
    lu_model_print(text, model);
  else if (json_array_append_new(list, lu_model_json(model)) != 0)
    status = lu_fail_memory(error);
  lu_model_free(model);
  return status;
}

/** Lists a file, or all .dmn files below a folder. */
static lu_status list_path(cli_call *call, const char *path, int depth, lu_text *text, json_t *list,
                           lu_error *error) {
  if (!lu_folder_exists(path)) return list_file(call, path, text, list, error);
  lu_folder folder;
  lu_status status = lu_folder_list(&folder, path, NULL, error);
  for (size_t i = 0; status == LU_OK && i < folder.count; i++) {
    size_t length = strlen(folder.names[i]);
    bool model = length > 4 && strcmp(folder.names[i] + length - 4, ".dmn") == 0;
    char *inner = lu_path_join(path, folder.names[i]);
    if (inner == NULL)
      status = lu_fail_memory(error);
    else if (model || (depth < MAX_DEPTH && lu_folder_exists(inner)))
      status = list_path(call, inner, depth + 1, text, list, error);
    free(inner);
  }
  lu_folder_free(&folder);
  return status;
}

static lu_status run_list(cli_call *call, lu_error *error) {
  const char *path = call_argument(call, 1);
  if (path == NULL) path = lu_context_data_path(call->context);
  lu_text text = LU_TEXT_INIT;
  json_t *list = json_array();
  lu_status status =
      list == NULL ? lu_fail_memory(error) : list_path(call, path, 0, &text, list, error);
  if (status == LU_OK)
    status = call->json ? command_print_json(list, error) : command_print(&text, error);
  json_decref(list);
  lu_text_free(&text);
  return status;
}

/** Reads the model that the second argument names. */
static lu_status read_model(lu_model **out, cli_call *call, lu_error *error) {
  const char *path = call_argument(call, 1);
  *out = NULL;
  if (path == NULL)
    return lu_fail(error, LU_USAGE, "table %s needs the path of a DMN file",
                   call_argument(call, 0));
  return lu_model_read(out, path, false, call->context, error);
}

/** Index of a decision by name; LU_USAGE if there is none. */
static lu_status find_decision(size_t *out, const lu_model *model, const char *name,
                               lu_error *error) {
  *out = lu_model_find_decision(model, name);
  if (*out != LU_NO_INDEX) return LU_OK;
  return lu_fail(error, LU_USAGE, "%s has no decision \"%s\"; \"lutetia table list\" shows them",
                 lu_model_name(model), name);
}

static lu_status run_show(cli_call *call, lu_error *error) {
  const char *name = call_argument(call, 2);
  size_t first = 0;
  lu_text text = LU_TEXT_INIT;
  lu_model *model = NULL;
  lu_status status = read_model(&model, call, error);
  if (status == LU_OK && name != NULL) status = find_decision(&first, model, name, error);
  if (status != LU_OK) goto done;
  size_t end = name != NULL ? first + 1 : lu_model_decision_count(model);
  for (size_t i = first; i < end; i++) {
    if (lu_model_table(model, i) == NULL) continue;
    lu_text_printf(&text, "%s%s\n", text.length == 0 ? "" : "\n", lu_model_decision_name(model, i));
    lu_table_print(&text, model, i, call->width);
  }
  if (text.length == 0)
    status = lu_fail(error, LU_BAD_INPUT, "%s: no decision table %s", call_argument(call, 1),
                     name != NULL ? "in this decision" : "in this model");
  else
    status = command_print(&text, error);
done:
  lu_text_free(&text);
  lu_model_free(model);
  return status;
}

/** Evaluates one decision and adds it to the text or to the JSON list. */
static lu_status evaluate_one(cli_call *call, lu_evaluation *evaluation, size_t decision,
                              lu_text *text, json_t *list, lu_error *error) {
  const lu_value *value = NULL;
  lu_status status = lu_evaluation_decide(&value, evaluation, decision, error);
  if (status != LU_OK) return status;
  if (!call->json)
    lu_evaluation_print(text, evaluation, decision, value);
  else if (json_array_append_new(list, lu_evaluation_json(evaluation, decision, value)) != 0)
    status = lu_fail_memory(error);
  return status;
}

/** Evaluates one decision, or all of the model. */
static lu_status evaluate(cli_call *call, const lu_model *model, lu_evaluation *evaluation,
                          lu_error *error) {
  const char *name = call_text(call, "decision");
  lu_text text = LU_TEXT_INIT;
  json_t *list = json_array();
  json_t *messages = json_array();
  json_t *document = NULL;
  size_t first = 0;
  lu_status status = LU_OK;
  if (list == NULL || messages == NULL)
    status = lu_fail_memory(error);
  else if (name != NULL)
    status = find_decision(&first, model, name, error);
  size_t end = name != NULL ? first + 1 : lu_model_decision_count(model);
  for (size_t i = first; status == LU_OK && i < end; i++)
    status = evaluate_one(call, evaluation, i, &text, list, error);
  if (status != LU_OK) goto done;
  for (size_t i = 0; i < lu_evaluation_message_count(evaluation); i++) {
    const char *message = lu_evaluation_message(evaluation, i);
    lu_text_printf(&text, "note: %s\n", message);
    json_array_append_new(messages, json_string(message));
  }
  document = json_pack("{s:s, s:O, s:O}", "model", lu_model_name(model), "decisions", list,
                       "messages", messages);
  if (document == NULL)
    status = lu_fail_memory(error);
  else
    status = call->json ? command_print_json(document, error) : command_print(&text, error);
done:
  json_decref(document);
  json_decref(messages);
  json_decref(list);
  lu_text_free(&text);
  return status;
}

/** True if a JSON text may stand for an input of a type. Null always may. */
static bool fits_type(const char *text, const char *type) {
  json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
  bool fits = json_is_null(json) ||
              (strcmp(type, "number") == 0 ? json_is_number(json) : json_is_boolean(json));
  json_decref(json);
  return fits;
}

/** Refuses name=value where the input wants a number or a boolean and the value is none. */
static lu_status check_input(const lu_model *model, const char *text, lu_error *error) {
  const char *equals = strchr(text, '=');
  if (text[0] == '{' || equals == NULL) return LU_OK;
  size_t length = (size_t)(equals - text);
  for (size_t i = 0; i < lu_model_input_count(model); i++) {
    const char *name = lu_model_input_name(model, i), *type = lu_model_input_type(model, i);
    if (strncmp(name, text, length) != 0 || name[length] != '\0' || type == NULL) continue;
    if (strcmp(type, "number") != 0 && strcmp(type, "boolean") != 0) continue;
    if (!fits_type(equals + 1, type))
      return lu_fail(error, LU_USAGE, "the input \"%s\" wants a %s, but \"%s\" is given%s", name,
                     type, equals + 1,
                     strcmp(type, "boolean") == 0 ? "; true and false are valid" : "");
  }
  return LU_OK;
}

static lu_status run_eval(cli_call *call, lu_error *error) {
  lu_model *model = NULL;
  lu_evaluation *evaluation = NULL;
  lu_evaluation_mode mode = call_flag(call, "three-valued") ? LU_THREE_VALUED : LU_STANDARD;
  lu_status status = read_model(&model, call, error);
  if (status == LU_OK) status = lu_evaluation_new(&evaluation, model, mode, call->context, error);
  for (size_t i = 0; status == LU_OK && i < call_text_count(call, "input"); i++) {
    status = check_input(model, call_text_at(call, "input", i), error);
    if (status == LU_OK)
      status = lu_evaluation_set_text(evaluation, call_text_at(call, "input", i), error);
  }
  if (status == LU_OK) status = evaluate(call, model, evaluation, error);
  lu_evaluation_free(evaluation);
  lu_model_free(model);
  return status;
}

/** Prints a failed case to stderr, and with --all those that pass too. */
static void print_case(void *user, const lu_tck_case *result) {
  const cli_call *call = user;
  if (!result->passed)
    fprintf(stderr, "failed %s %s: %s\n", result->file, result->id, result->sentence);
  else if (call_flag(call, "all"))
    fprintf(stderr, "passed %s %s\n", result->file, result->id);
}

static lu_status run_tck(cli_call *call, lu_error *error) {
  const char *folder = call_argument(call, 1);
  lu_evaluation_mode mode = call_flag(call, "three-valued") ? LU_THREE_VALUED : LU_STANDARD;
  if (folder == NULL)
    return lu_fail(error, LU_USAGE, "table tck needs the folder of the test cases");
  lu_tck_report report;
  lu_status status = lu_tck_run(&report, folder, mode, print_case, call, call->context, error);
  if (status != LU_OK) return status;
  if (report.passed + report.failed == 0)
    return lu_fail(error, LU_USAGE, "there are no test cases (*.xml) below \"%s\"", folder);
  if (call->json) {
    json_t *json = json_pack("{s:I, s:I, s:I}", "files", (json_int_t)report.files, "passed",
                             (json_int_t)report.passed, "failed", (json_int_t)report.failed);
    status = json == NULL ? lu_fail_memory(error) : command_print_json(json, error);
    json_decref(json);
  } else {
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "%zu passed, %zu failed\n", report.passed, report.failed);
    status = command_print(&text, error);
    lu_text_free(&text);
  }
  if (status != LU_OK || report.failed == 0) return status;
  return lu_fail(error, LU_BAD_INPUT, "%zu of %zu cases did not give what they expect",
                 report.failed, report.passed + report.failed);
}

static lu_status run_table(cli_call *call, lu_error *error) {
  static const struct {
    const char *name;
    lu_status (*run)(cli_call *call, lu_error *error);
  } actions[] = {{"list", run_list}, {"show", run_show}, {"eval", run_eval}, {"tck", run_tck}};
  const char *action = call_argument(call, 0);
  for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
    if (strcmp(actions[i].name, action) == 0) return actions[i].run(call, error);
  return lu_fail(error, LU_USAGE, "there is no \"table %s\"; there are list, show, eval and tck",
                 action);
}

static const cli_positional positionals[] = {
    {"ACTION", true, false, "list, show, eval or tck"},
    {"PATH", false, false, "a DMN file; for list and tck a folder"},
    {"DECISION", false, false, "show: the decision whose table is drawn (otherwise all)"},
    {NULL, false, false, NULL}};

static const cli_option options[] = {
    {OPTION_TEXT, "decision", 0, "NAME", "eval: the decision to evaluate (otherwise all)"},
    {OPTION_TEXTS, "input", 'i', "INPUT", "eval: name=value, or a JSON object of names and values"},
    {OPTION_FLAG, "three-valued", 0, NULL, "inputs that are not given are unknown instead of null"},
    {OPTION_FLAG, "all", 0, NULL, "tck: name the cases that pass, too"},
    {OPTION_END, NULL, 0, NULL, NULL}};

const cli_command command_table = {
    .name = "table",
    .summary = "list, show, evaluate and check decision tables",
    .description =
        "Works on any DMN 1.2 to 1.5 model, those of the data folder among them.\n\n"
        "list names the inputs and decisions of a model or of all models in a folder. show draws "
        "decision tables. eval evaluates decisions; with --three-valued it says which rules wait "
        "for which inputs. tck runs test cases of the DMN Technology Compatibility Kit.",
    .example = "lutetia table show data/assessment/grade.dmn",
    .positionals = positionals,
    .options = options,
    .run = run_table,
};
