/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <string.h>

#include "command.h"
#include "dates.h"
#include "lutetia/guideline.h"
#include "lutetia/report.h"

static lu_report_style style_of(const cli_call *call) {
  return (lu_report_style){call->width, call->color, call->verbose};
}

/* True if the calendar file goes to standard output, in the place of the plan. */
static bool ics_only(const cli_call *call) {
  const char *path = call_text(call, "ics");
  return path != NULL && strcmp(path, "-") == 0;
}

/* Writes the calendar file that was asked for. */
static lu_status write_ics(const json_t *document, const lu_study *study, cli_call *call,
                           lu_error *error) {
  const char *path = call_text(call, "ics");
  lu_text text = LU_TEXT_INIT;
  if (path == NULL) return LU_OK;
  lu_status status =
      lu_calendar_ics(&text, json_object_get(document, "calendar"),
                      lu_case_id(lu_study_case(study)), lu_context_today(call->context), error);
  if (status == LU_OK)
    status = ics_only(call) ? command_print(&text, error)
                            : lu_file_write(path, lu_text_string(&text), text.length, error);
  lu_text_free(&text);
  return status;
}

/* The plan's verdict, unless the user moved an event to where a rule forbids it. */
static lu_status verdict(const json_t *document) {
  lu_status moved = lu_calendar_verdict(json_object_get(document, "calendar"));
  return moved != LU_OK ? moved : lu_plan_document_verdict(document);
}

static lu_status print_document(const json_t *document, cli_call *call, lu_error *error) {
  lu_text text = LU_TEXT_INIT;
  lu_report_style style = style_of(call);
  if (call->json) return command_print_json(document, error);
  lu_status status = lu_report_plan(&text, document, &style, error);
  if (status == LU_OK) status = command_print(&text, error);
  lu_text_free(&text);
  return status;
}

static lu_status print_plan(const lu_study *study, cli_call *call, lu_error *error) {
  json_t *document = NULL;
  dates days;
  lu_status status = dates_read(&days, call, error);
  if (status == LU_OK) {
    const lu_plan_parts parts = {
        .missing = true, .draws = days.draws, .depth = DATES_DEPTH, .calendar = &days.options};
    status = lu_study_plan_document(&document, study, &parts, call->context, error);
  }
  if (status == LU_OK) status = write_ics(document, study, call, error);
  if (status == LU_OK && !ics_only(call)) status = print_document(document, call, error);
  if (status == LU_OK) status = verdict(document);
  json_decref(document);
  dates_free(&days);
  return status;
}

/* All explanations that were asked for. @param out new list */
static lu_status make_explanations(json_t **out, const lu_plan *plan, cli_call *call,
                                   lu_error *error) {
  *out = json_array();
  for (size_t i = 0; i < call_text_count(call, "explain"); i++) {
    json_t *document = NULL;
    lu_status status =
        lu_plan_explain(&document, plan, call_text_at(call, "explain", i), call->context, error);
    if (status != LU_OK) return status;
    if (json_array_append_new(*out, document) != 0) return lu_fail_memory(error);
  }
  return LU_OK;
}

/* One explanation is a document of its own; several stand in a list. */
static lu_status print_json_list(json_t *list, lu_error *error) {
  if (json_array_size(list) == 1) return command_print_json(json_array_get(list, 0), error);
  json_t *document = json_pack("{s:i, s:O}", "lutetia_explanations", 1, "explanations", list);
  if (document == NULL) return lu_fail_memory(error);
  lu_status status = command_print_json(document, error);
  json_decref(document);
  return status;
}

static lu_status print_explanations(const lu_plan *plan, cli_call *call, lu_error *error) {
  json_t *list = NULL, *document;
  size_t index;
  lu_text text = LU_TEXT_INIT;
  lu_report_style style = style_of(call);
  lu_status status = make_explanations(&list, plan, call, error);
  if (status == LU_OK && call->json)
    status = print_json_list(list, error);
  else if (status == LU_OK) {
    json_array_foreach(list, index, document) {
      if (index > 0) lu_text_puts(&text, "\n");
      if (status == LU_OK) status = lu_report_explanation(&text, document, &style, error);
    }
    if (status == LU_OK) status = command_print(&text, error);
  }
  lu_text_free(&text);
  json_decref(list);
  return status;
}

/* Refuses options of which one would have no effect beside the other. */
static lu_status check_call(const cli_call *call, lu_error *error) {
  static const char *const of_plans[] = {"draws", "for",     "start",    "months",
                                         "move",  "holiday", "holidays", "ics"};
  if (ics_only(call) && call->json)
    return lu_fail(error, LU_USAGE,
                   "--ics - and --json both write to standard output: leave one of them out");
  if (call_text_count(call, "explain") == 0) return LU_OK;
  for (size_t i = 0; i < sizeof of_plans / sizeof of_plans[0]; i++)
    if (call_text(call, of_plans[i]) != NULL)
      return lu_fail(error, LU_USAGE,
                     "--%s has no effect beside --explain, which shows no plan: leave one of them "
                     "out",
                     of_plans[i]);
  return LU_OK;
}

static lu_status run_plan(cli_call *call, lu_error *error) {
  const lu_study_options options = {.edition = call_text(call, "edition"),
                                    .staging = call_text(call, "staging")};
  lu_study *study = NULL;
  lu_status status = check_call(call, error);
  if (status != LU_OK) return status;
  status = lu_study_open(&study, call_argument(call, 0), &options, call->context, error);
  status = command_refuse(call, status, error);
  if (status == LU_OK) {
    const lu_plan *plan = lu_study_plan(study);
    status = call_text_count(call, "explain") > 0 ? print_explanations(plan, call, error)
                                                  : print_plan(study, call, error);
  }
  lu_study_free(study);
  return status;
}

static const cli_option options[] = {
    COMMAND_STUDY_OPTIONS,
    {OPTION_INTEGER, "draws", 0, "N",
     "draws of the uncertain facts for the stability of the choice (1000; 0 for none; up to a "
     "million)"},
    {OPTION_TEXT, "for", 0, "OPTION", "put this option on days instead of the first choice"},
    DATES_OPTIONS,
    {OPTION_TEXT, "ics", 0, "FILE",
     "write the calendar to a file for calendar programs; - prints it instead of the plan"},
    {OPTION_TEXTS, "explain", 0, "RULE|OPTION",
     "show why a rule or an option came out as it did, instead of the plan"},
    {OPTION_END, NULL, 0, NULL, NULL},
};

const cli_command command_plan = {
    .name = "plan",
    .summary = "Say how the tumour should be treated, why, and what is missing to decide",
    .description =
        "Evaluates the tables of a guideline on a case and shows the options with their class,\n"
        "reasons, sources and what would change them; what must not be done; gaps between\n"
        "treatments; and the questions whose answers decide most. Missing data never count as\n"
        "\"no\". Ends with exit code 4 where an unknown fact may change the first choice, or\n"
        "nothing can be preferred yet: the plan that is shown is then partial.\n"
        "\n"
        "Each missing fact is shown with what its answers would change, found by evaluating the\n"
        "plan for each of them. The stability of the choice is the share of draws of uncertain\n"
        "facts (counts, measurements) in which a treatment comes first; it is withheld while an\n"
        "unknown fact may change the first choice, and it is no probability of benefit.\n"
        "\n"
        "The calendar puts treatments, checks and visits on days; weekends and days off are\n"
        "avoided, and windows stay beside the days. --move puts an event (its name stands in "
        "braces)\n"
        "on another day: what depends on it moves, and what is not kept is told. Ends with exit "
        "code\n"
        "5 when such a move breaks a gap that a rule calls avoid or contraindicated.\n"
        "\n"
        "At most one hard stop and three warnings are shown with their reasons; --verbose unfolds\n"
        "the rest. --explain shows the chain of tables from a rule or option down to the lines of\n"
        "the case file, and may be given several times.",
    .example = "lutetia plan examples/midgut-carcinoid.json --today 2026-11-24",
    .positionals = command_one_case,
    .options = options,
    .run = run_plan,
};
