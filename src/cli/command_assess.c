/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <string.h>

#include "command.h"
#include "lutetia/patient.h"
#include "lutetia/report.h"

static lu_status print_assessment(const lu_assessment *assessment, cli_call *call,
                                  lu_error *error) {
  json_t *document = NULL;
  lu_text text = LU_TEXT_INIT;
  lu_report_style style = {call->width, call->color, call->verbose};
  lu_status status = lu_assessment_document(&document, assessment, call->context, error);
  if (status == LU_OK && call->json) {
    status = command_print_json(document, error);
  } else if (status == LU_OK) {
    status = lu_report_assessment(&text, document, &style, error);
    if (status == LU_OK) status = command_print(&text, error);
  }
  if (status == LU_OK && json_array_size(json_object_get(document, "missing")) > 0)
    status = LU_DATA_MISSING;
  lu_text_free(&text);
  json_decref(document);
  return status;
}

/* --staging is the name that all commands share; --edition is kept from before. */
static lu_status find_edition(const char **out, const cli_call *call, lu_error *error) {
  const char *edition = call_text(call, "edition");
  *out = call_text(call, "staging");
  if (*out == NULL) *out = edition;
  if (edition != NULL && strcmp(*out, edition) != 0)
    return lu_fail(error, LU_USAGE, "--staging %s and --edition %s mean the same: give one", *out,
                   edition);
  return LU_OK;
}

static lu_status run_assess(cli_call *call, lu_error *error) {
  lu_dictionary *dictionary = NULL;
  lu_case *record = NULL;
  lu_assessment *assessment = NULL;
  lu_context *context = call->context;
  const char *edition = NULL;
  lu_status status = find_edition(&edition, call, error);
  if (status == LU_OK) status = lu_dictionary_read(&dictionary, context, error);
  if (status == LU_OK)
    status = lu_case_read(&record, call_argument(call, 0), dictionary, false, context, error);
  if (status == LU_BAD_INPUT) command_print_findings(call);
  if (status == LU_OK) status = lu_assess(&assessment, record, edition, context, error);
  if (status == LU_OK) status = print_assessment(assessment, call, error);
  lu_assessment_free(assessment);
  lu_case_free(record);
  lu_dictionary_free(dictionary);
  return status;
}

static const cli_option options[] = {
    {OPTION_TEXT, "staging", 0, "8|9",
     "edition of TNM staging (that of the case, else the newest)"},
    {OPTION_TEXT, "edition", 0, "8|9", "the same as --staging"},
    {OPTION_END, NULL, 0, NULL, NULL},
};

const cli_command command_assess = {
    .name = "assess",
    .summary = "Say what the tumour is: type, grade, stage, uptake, function, fitness",
    .description =
        "Evaluates the tables of data/assessment on a case and says in five sentences what the\n"
        "tumour is: type and grade with the probability that counting leaves to each grade; T, N,\n"
        "M and stage, compared with what is stated; receptor imaging; hormone syndromes by their\n"
        "numeric criteria; liver, kidney and body. What is not known stays open: it is named, "
        "with\n"
        "what it still may be and the facts that would settle it.\n"
        "\n"
        "--verbose shows every derived fact with the rows of the tables that gave it, their\n"
        "sources and how well those were checked.\n",
    .example = "lutetia assess examples/midgut-carcinoid.json --today 2026-11-24",
    .positionals = command_one_case,
    .options = options,
    .run = run_assess,
};
