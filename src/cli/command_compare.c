/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>

#include "command.h"
#include "lutetia/guideline.h"
#include "lutetia/report.h"

static lu_status print_comparison(const lu_plan *before, const lu_plan *after, cli_call *call,
                                  lu_error *error) {
  json_t *document = NULL;
  lu_text text = LU_TEXT_INIT;
  lu_report_style style = {call->width, call->color, call->verbose};
  lu_status status = lu_plan_compare(&document, before, after, call->context, error);
  if (status == LU_OK && call->json) {
    status = command_print_json(document, error);
  } else if (status == LU_OK) {
    status = lu_report_comparison(&text, document, &style, error);
    if (status == LU_OK) status = command_print(&text, error);
  }
  lu_text_free(&text);
  json_decref(document);
  return status;
}

/* Two editions must be named; the sentence tells which there are. */
static lu_status refuse_count(const cli_call *call, lu_error *error) {
  lu_text known = LU_TEXT_INIT;
  lu_status status = lu_guideline_editions(&known, call->context, error);
  if (status == LU_OK)
    status = lu_fail(error, LU_USAGE,
                     "compare needs two editions, --edition A --edition B, not %zu; known: %s; the "
                     "path of a folder that holds an edition will do too, for example ./mine",
                     call_text_count(call, "edition"),
                     known.length == 0 ? "none" : lu_text_string(&known));
  lu_text_free(&known);
  return status;
}

static lu_status run_compare(cli_call *call, lu_error *error) {
  lu_study *study = NULL;
  lu_guideline *guideline = NULL;
  lu_plan *plan = NULL;
  if (call_text_count(call, "edition") != 2) return refuse_count(call, error);
  const lu_study_options options = {.edition = call_text_at(call, "edition", 0),
                                    .staging = call_text(call, "staging")};
  lu_status status = lu_study_open(&study, call_argument(call, 0), &options, call->context, error);
  status = command_refuse(call, status, error);
  if (status == LU_OK)
    status = lu_guideline_read(&guideline, call_text_at(call, "edition", 1),
                               lu_study_dictionary(study), call->context, error);
  if (status == LU_OK)
    status = lu_plan_make(&plan, guideline, lu_study_assessment(study), call->context, error);
  if (status == LU_OK) status = print_comparison(lu_study_plan(study), plan, call, error);
  lu_plan_free(plan);
  lu_guideline_free(guideline);
  lu_study_free(study);
  return status;
}

static const cli_option options[] = {
    {OPTION_TEXTS, "edition", 0, "BODY/EDITION",
     "guideline, or the folder of one; given twice: the earlier one, then the later one"},
    {OPTION_TEXT, "staging", 0, "8|9", "edition of TNM staging (the newest one)"},
    {OPTION_END, NULL, 0, NULL, NULL},
};

const cli_command command_compare = {
    .name = "compare",
    .summary = "Say what changes for a patient between two editions of a guideline",
    .description =
        "Plans the case with both editions and shows the options that are gained, lost, banned or\n"
        "freed, or stand in another class or place; the rules that make the difference, as they\n"
        "stood and as they stand; and what is newly asked for. An edition is named as\n"
        "BODY/EDITION, or by the path of a folder that holds one: a copy that you changed can be\n"
        "compared with the original.\n"
        "\n"
        "--verbose adds the reasons and sources of each rule, and lists the rules that only one\n"
        "edition has.",
    .example =
        "lutetia compare examples/midgut-carcinoid.json --edition synthesis/2026.1 "
        "--edition ./data/guideline/synthesis/2026.1 --today 2026-11-24",
    .positionals = command_one_case,
    .options = options,
    .run = run_compare,
};
