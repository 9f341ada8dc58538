/* SPDX-License-Identifier: Apache-2.0 */
#include "treat.h"

static lu_status make_drugs(json_t **out, const lu_formulary *formulary, const lu_study *study,
                            const lu_treatment_request *request, lu_context *context,
                            lu_error *error) {
  return lu_treatment_find("drugs")->plan(out, formulary, study, request, context, error);
}

static lu_status run_drugs(cli_call *call, lu_error *error) {
  lu_treatment_request request = {.regimen = call_text(call, "regimen"), .residual_gbq = -1};
  return treat_run(call, call_argument(call, 0), "drugs", &request, make_drugs, error);
}

static const cli_option options[] = {
    {OPTION_TEXT, "regimen", 0, "NAME",
     "drug or regimen to prescribe (the one that the plan offers first)"},
    TREAT_OPTIONS,
    COMMAND_STUDY_OPTIONS,
    {OPTION_END, NULL, 0, NULL, NULL},
};

const cli_command command_drugs = {
    .name = "drugs",
    .summary = "Prescribe a regimen: may it be given, which dose, which dates, what stops it",
    .description =
        "Without --regimen: which regimens may be given, with the reason where not, and the\n"
        "sheet of the one that the plan offers first. With --regimen: its sheet. A sheet holds\n"
        "eligibility with reasons, the dose for this patient step by step, every\n"
        "administration, what was given and missed, tests before and during treatment, changes\n"
        "for toxicity, interactions, what to stop before other treatments, the evidence with how\n"
        "alike its patients are, and whether the next dose may be given today (--today DATE).\n"
        "\n"
        "A regimen that may not be given: complete output, the reason first, exit code 5.",
    .example = "lutetia drugs examples/captem-course.json --regimen captem --today 2026-11-24",
    .positionals = command_one_case,
    .options = options,
    .run = run_drugs,
};
