/* SPDX-License-Identifier: Apache-2.0 */
#include "treat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/base/file.h"
#include "lutetia/report.h"

/* ---- options -------------------------------------------------------------------------------- */

lu_status treat_number(double *out, const cli_call *call, const char *option, double low,
                       double high, const char *unit, lu_error *error) {
  const char *text = call_text(call, option);
  double number;
  if (text == NULL) return LU_OK;
  const char *end = lu_number_read(&number, text);
  if (end == NULL || *end != '\0' || number < low || number > high)
    return lu_fail(error, LU_USAGE, "--%s is \"%.40s\": a number from %g to %g %s is valid", option,
                   text, low, high, unit);
  *out = number;
  return LU_OK;
}

lu_status treat_time(int *out, const cli_call *call, const char *option, lu_error *error) {
  const char *text = call_text(call, option);
  if (text == NULL) return LU_OK;
  bool form = strlen(text) == 5 && strspn(text, "0123456789") == 2 && text[2] == ':' &&
              strspn(text + 3, "0123456789") == 2;
  int hour = form ? 10 * (text[0] - '0') + text[1] - '0' : 24;
  int minute = form ? 10 * (text[3] - '0') + text[4] - '0' : 60;
  if (hour > 23 || minute > 59)
    return lu_fail(error, LU_USAGE, "--%s is \"%.40s\": a time of day such as 09:30 is valid",
                   option, text);
  *out = 60 * hour + minute;
  return LU_OK;
}

static bool is_dash(const char *text) {
  return text != NULL && strcmp(text, "-") == 0;
}

static lu_status check_options(const cli_call *call, lu_error *error) {
  const char *region = call_text(call, "region"), *paper = call_text(call, "paper");
  if (region != NULL && strcmp(region, "EU") != 0 && strcmp(region, "US") != 0)
    return lu_fail(error, LU_USAGE, "--region %.40s: valid are EU and US", region);
  if (paper != NULL && strcmp(paper, "A4") != 0 && strcmp(paper, "Letter") != 0)
    return lu_fail(error, LU_USAGE, "--paper %.40s: valid are A4 and Letter", paper);
  if (paper != NULL && call_text(call, "output") == NULL)
    return lu_fail(error, LU_USAGE, "--paper has no effect without -o DIR: leave it out");
  if (is_dash(call_text(call, "output")))
    return lu_fail(error, LU_USAGE,
                   "several files are written: -o wants a folder, not - (standard output)");
  if (is_dash(call_text(call, "ics")) && call->json)
    return lu_fail(error, LU_USAGE,
                   "--ics - and --json both write to standard output: leave one of them out");
  return LU_OK;
}

/* ---- output --------------------------------------------------------------------------------- */

static lu_status write_ics(const json_t *plan, const lu_study *study, const cli_call *call,
                           lu_error *error) {
  const char *path = call_text(call, "ics");
  lu_text text = LU_TEXT_INIT;
  if (path == NULL) return LU_OK;
  lu_status status = lu_treatment_ics(&text, plan, lu_case_id(lu_study_case(study)),
                                      lu_context_today(call->context), error);
  if (status == LU_OK)
    status = is_dash(path) ? command_print(&text, error)
                           : lu_file_write(path, lu_text_string(&text), text.length, error);
  lu_text_free(&text);
  return status;
}

static lu_status write_file(const char *folder, const char *name, const char *ending,
                            const lu_text *bytes, lu_text *said, lu_error *error) {
  char file[64];
  snprintf(file, sizeof file, "%s%s", name, ending);
  char *path = lu_path_join(folder, file);
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = lu_file_write(path, lu_text_string(bytes), bytes->length, error);
  if (status == LU_OK) lu_text_printf(said, "%s\n", path);
  free(path);
  return status;
}

/* The page as HTML and PDF. Nothing is written before both have been made. */
static lu_status write_page(const json_t *page, const char *name, const cli_call *call,
                            lu_error *error) {
  const char *folder = call_text(call, "output");
  lu_text html = LU_TEXT_INIT, pdf = LU_TEXT_INIT, said = LU_TEXT_INIT;
  if (folder == NULL) return LU_OK;
  lu_status status = lu_report_html(&html, page, call->context, error);
  if (status == LU_OK) status = lu_report_pdf(&pdf, page, call->context, error);
  if (status == LU_OK) status = lu_folder_make(folder, error);
  if (status == LU_OK) status = write_file(folder, name, ".html", &html, &said, error);
  if (status == LU_OK) status = write_file(folder, name, ".pdf", &pdf, &said, error);
  if (status == LU_OK && !call->json && !is_dash(call_text(call, "ics")))
    status = command_print(&said, error);
  lu_text_free(&html);
  lu_text_free(&pdf);
  lu_text_free(&said);
  return status;
}

static lu_status print_page(const json_t *page, const cli_call *call, lu_error *error) {
  const lu_report_style style = {call->width, call->color, call->verbose};
  lu_text text = LU_TEXT_INIT;
  lu_status status = lu_report_text(&text, page, &style, error);
  if (status == LU_OK) status = command_print(&text, error);
  lu_text_free(&text);
  return status;
}

static lu_status show(const json_t *plan, const lu_study *study, const char *name,
                      const cli_call *call, lu_error *error) {
  json_t *page = NULL;
  lu_status status = lu_treatment_page(&page, plan, call_text(call, "paper"), error);
  if (status == LU_OK) status = write_ics(plan, study, call, error);
  if (status == LU_OK) status = write_page(page, name, call, error);
  if (status == LU_OK && call->json)
    status = command_print_json(plan, error);
  else if (status == LU_OK && call_text(call, "output") == NULL && !is_dash(call_text(call, "ics")))
    status = print_page(page, call, error);
  json_decref(page);
  return status;
}

/* ---- the command ------------------------------------------------------------------------------
 */

static lu_status plan_and_show(cli_call *call, const lu_study *study, const char *name,
                               const lu_treatment_request *request, treat_make *make,
                               lu_error *error) {
  lu_formulary *formulary = NULL;
  json_t *plan = NULL;
  lu_status status =
      lu_formulary_read(&formulary, lu_study_dictionary(study), call->context, error);
  if (status == LU_OK) status = make(&plan, formulary, study, request, call->context, error);
  if (status == LU_OK) status = lu_treatment_override(plan, call_text(call, "override"), error);
  if (status == LU_OK) status = show(plan, study, name, call, error);
  if (status == LU_OK) status = lu_treatment_verdict(plan);
  json_decref(plan);
  lu_formulary_free(formulary);
  return status;
}

lu_status treat_run(cli_call *call, const char *path, const char *name,
                    lu_treatment_request *request, treat_make *make, lu_error *error) {
  const lu_study_options options = {.edition = call_text(call, "edition"),
                                    .staging = call_text(call, "staging")};
  lu_study *study = NULL;
  dates days = {0};
  lu_status status = check_options(call, error);
  if (status == LU_OK) status = dates_read(&days, call, error);
  if (status == LU_OK) {
    request->region = call_text(call, "region");
    request->today = true;
    request->start = days.options.start;
    request->moves = days.options.moves;
    request->move_count = days.options.move_count;
    request->holidays = days.options.holidays;
    request->holiday_count = days.options.holiday_count;
    status = lu_study_open(&study, path, &options, call->context, error);
    status = command_refuse(call, status, error);
  }
  if (status == LU_OK) status = plan_and_show(call, study, name, request, make, error);
  lu_study_free(study);
  dates_free(&days);
  return status;
}
