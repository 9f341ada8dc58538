/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "treat.h"

static lu_status make_course(json_t **out, const lu_formulary *formulary, const lu_study *study,
                             const lu_treatment_request *request, lu_context *context,
                             lu_error *error) {
  return lu_treatment_find("prrt")->plan(out, formulary, study, request, context, error);
}

/* Options that only a day sheet heeds. */
static const char *const of_day[] = {"cycle",         "country",      "setting",   "calibrated",
                                     "calibrated-at", "vial-gbq",     "vial-ml",   "residual-gbq",
                                     "infusion-at",   "infusion-min", "amino-rate"};

static lu_status refuse_day_options(const cli_call *call, lu_error *error) {
  for (size_t i = 0; i < sizeof of_day / sizeof of_day[0]; i++)
    if (call_text(call, of_day[i]) != NULL)
      return lu_fail(error, LU_USAGE,
                     "--%s belongs to one day of the course: lutetia prrt day CASE --%s ...",
                     of_day[i], of_day[i]);
  return LU_OK;
}

static lu_status read_day_options(lu_treatment_request *request, const cli_call *call,
                                  lu_error *error) {
  const char *calibrated = call_text(call, "calibrated");
  double infusion_min = 0;
  request->cycle = (int)call_integer(call, "cycle", 0);
  request->country = call_text(call, "country");
  request->setting = call_text(call, "setting");
  lu_status status =
      calibrated == NULL ? LU_OK : lu_date_parse(&request->calibrated, calibrated, error);
  if (status == LU_OK) status = treat_time(&request->calibrated_min, call, "calibrated-at", error);
  if (status == LU_OK) status = treat_time(&request->infused_min, call, "infusion-at", error);
  if (call_text(call, "infusion-at") != NULL && request->infused_min == 0)
    request->infused_min = 1440; /* midnight: 0 means that nothing is asked for */
  if (status == LU_OK)
    status = treat_number(&request->vial_gbq, call, "vial-gbq", 0.1, 50, "GBq", error);
  if (status == LU_OK)
    status = treat_number(&request->vial_ml, call, "vial-ml", 0.1, 1000, "mL", error);
  if (status == LU_OK)
    status = treat_number(&request->residual_gbq, call, "residual-gbq", 0, 50, "GBq", error);
  if (status == LU_OK)
    status = treat_number(&infusion_min, call, "infusion-min", 1, 600, "min", error);
  if (status == LU_OK)
    status = treat_number(&request->rate_pct, call, "amino-rate", 10, 100, "%", error);
  request->infusion_min = (int)infusion_min;
  return status;
}

static lu_status run_prrt(cli_call *call, lu_error *error) {
  lu_treatment_request request = {
      .regimen = call_text(call, "product"), .residual_gbq = -1, .calibrated_min = -1};
  size_t count = call_argument_count(call);
  bool day = count == 2 && strcmp(call_argument(call, 0), "day") == 0;
  if (count > 1 && !day)
    return lu_fail(error, LU_USAGE, "prrt works on one case: lutetia prrt CASE, or prrt day CASE");
  long draws = call_integer(call, "draws", 0);
  if (draws > LU_MAX_DRAWS)
    return lu_fail(error, LU_USAGE, "--draws is %ld: 1 to %d are valid", draws, LU_MAX_DRAWS);
  request.draws = (size_t)draws;
  lu_status status =
      day ? read_day_options(&request, call, error) : refuse_day_options(call, error);
  if (status != LU_OK) return status;
  return day ? treat_run(call, call_argument(call, 1), "prrt-day", &request, lu_prrt_day, error)
             : treat_run(call, call_argument(call, 0), "prrt", &request, make_course, error);
}

static const cli_positional positionals[] = {
    {"[day] CASE", true, true, "case file, - for standard input; with day: the sheet of one day"},
    {NULL, false, false, NULL},
};

static const cli_option options[] = {
    {OPTION_TEXT, "product", 0, "NAME", "radiopharmaceutical (the first of the data files)"},
    {OPTION_INTEGER, "draws", 0, "N", "draws of the expected doses (10000)"},
    TREAT_OPTIONS,
    COMMAND_STUDY_OPTIONS,
    {OPTION_INTEGER, "cycle", 0, "N", "day: cycle that the sheet is for (the next one)"},
    {OPTION_TEXT, "country", 0, "ID", "day: whose rules of radiation protection (no advice)"},
    {OPTION_TEXT, "setting", 0, "ward|outpatient", "day: where the patient stays"},
    {OPTION_DATE, "calibrated", 0, "DATE",
     "day: day of calibration of the vial (that of the cycle)"},
    {OPTION_TEXT, "calibrated-at", 0, "HH:MM", "day: time of calibration (that of the infusion)"},
    {OPTION_TEXT, "vial-gbq", 0, "GBQ", "day: activity of the vial at calibration, GBq"},
    {OPTION_TEXT, "vial-ml", 0, "ML", "day: volume of the vial, mL"},
    {OPTION_TEXT, "residual-gbq", 0, "GBQ", "day: activity left in vial and lines, GBq"},
    {OPTION_TEXT, "infusion-at", 0, "HH:MM", "day: when the infusion starts (10:00)"},
    {OPTION_TEXT, "infusion-min", 0, "MIN", "day: length of the infusion, min"},
    {OPTION_TEXT, "amino-rate", 0, "PCT", "day: rate of the amino acids in % of the full rate"},
    {OPTION_END, NULL, 0, NULL, NULL},
};

const cli_command command_prrt = {
    .name = "prrt",
    .summary =
        "Plan a PRRT course: gate by gate, activity, expected doses, dates; or one day of it",
    .description =
        "lutetia prrt CASE: may it be given (each gate with value, day, limit and source, EU and\n"
        "US label apart), the activity of each cycle, expected doses of kidneys and marrow with\n"
        "the probability of passing a limit after each cycle, and the course on the calendar.\n"
        "\n"
        "lutetia prrt day CASE --cycle N: the go/no-go sheet of one cycle and its day minute by\n"
        "minute, with the activity at infusion time. Release advice needs --country.",
    .example = "lutetia prrt examples/prrt-course.json --today 2026-11-24",
    .positionals = positionals,
    .options = options,
    .run = run_prrt,
};
