/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>

#include "command.h"
#include "lutetia/patient.h"
#include "lutetia/report.h"

static lu_status print_growth(const lu_assessment *assessment, cli_call *call, lu_error *error) {
  json_t *document = NULL;
  lu_text text = LU_TEXT_INIT;
  lu_report_style style = {call->width, call->color, call->verbose};
  lu_status status = lu_growth_document(&document, assessment, call->context, error);
  if (status == LU_OK && call->json) {
    status = command_print_json(document, error);
  } else if (status == LU_OK) {
    status = lu_report_growth(&text, document, &style, error);
    if (status == LU_OK) status = command_print(&text, error);
  }
  lu_text_free(&text);
  json_decref(document);
  return status;
}

static lu_status run_growth(cli_call *call, lu_error *error) {
  lu_dictionary *dictionary = NULL;
  lu_case *record = NULL;
  lu_assessment *assessment = NULL;
  lu_context *context = call->context;
  lu_status status = lu_dictionary_read(&dictionary, context, error);
  if (status == LU_OK)
    status = lu_case_read(&record, call_argument(call, 0), dictionary, false, context, error);
  status = command_refuse(call, status, error);
  if (status == LU_OK) status = lu_assess(&assessment, record, NULL, context, error);
  if (status == LU_OK) status = print_growth(assessment, call, error);
  lu_assessment_free(assessment);
  lu_case_free(record);
  lu_dictionary_free(dictionary);
  return status;
}

const cli_command command_growth = {
    .name = "growth",
    .summary = "Say how the tumour grows and responds: RECIST, growth rate, hormones",
    .description =
        "From the measurements of the record: target lesions and their sums, response by RECIST\n"
        "1.1 on each day, and whether a change is more than the error of reading diameters;\n"
        "growth rate of volume with its interval; hormones over time with what disturbs them;\n"
        "change of quality of life.\n"
        "\n"
        "--verbose adds the assumptions and what may disturb a hormone.\n",
    .example = "lutetia growth examples/midgut-carcinoid.json --today 2026-11-24",
    .positionals = command_one_case,
    .run = run_growth,
};
