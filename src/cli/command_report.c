/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "dates.h"
#include "lutetia/base/file.h"
#include "lutetia/guideline.h"
#include "lutetia/report.h"
#include "lutetia/therapy.h"

/* A document tree as the bytes of a file. */
typedef lu_status (*writer)(lu_text *out, const json_t *document, lu_context *context,
                            lu_error *error);

static const struct {
  const char *name;
  writer write;
  bool sheet; /* the patient's, not the board's */
} files[] = {{"board.html", lu_report_html, false},
             {"board.pdf", lu_report_pdf, false},
             {"patient.html", lu_report_html, true},
             {"patient.pdf", lu_report_pdf, true}};
#define FILES (sizeof files / sizeof files[0])

static lu_status write_file(const char *folder, const char *name, const lu_text *bytes,
                            lu_text *said, lu_error *error) {
  char *path = lu_path_join(folder, name);
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = lu_file_write(path, lu_text_string(bytes), bytes->length, error);
  if (status == LU_OK) lu_text_printf(said, "%s\n", path);
  free(path);
  return status;
}

/* Adds the leading treatments as their modules plan them. */
static lu_status add_treatments(json_t *dossier, const lu_study *study, cli_call *call,
                                lu_error *error) {
  lu_formulary *formulary = NULL;
  json_t *treatments = NULL;
  lu_status status =
      lu_formulary_read(&formulary, lu_study_dictionary(study), call->context, error);
  if (status == LU_OK)
    status = lu_treatment_dossier(&treatments, formulary, study, call->context, error);
  if (status == LU_OK && json_object_set(dossier, "treatments", treatments) != 0)
    status = lu_fail_memory(error);
  json_decref(treatments);
  lu_formulary_free(formulary);
  return status;
}

/* Both trees, in both forms. Nothing is written before everything has been made. */
static lu_status write_all(const json_t *board, const json_t *sheet, const cli_call *call,
                           lu_error *error) {
  const char *folder = call_text(call, "output");
  lu_text bytes[FILES] = {LU_TEXT_INIT}, said = LU_TEXT_INIT;
  lu_status status = LU_OK;
  for (size_t i = 0; status == LU_OK && i < FILES; i++)
    status = files[i].write(&bytes[i], files[i].sheet ? sheet : board, call->context, error);
  if (status == LU_OK) status = lu_folder_make(folder, error);
  for (size_t i = 0; status == LU_OK && i < FILES; i++)
    status = write_file(folder, files[i].name, &bytes[i], &said, error);
  if (status == LU_OK) status = command_print(&said, error);
  for (size_t i = 0; i < FILES; i++)
    lu_text_free(&bytes[i]);
  lu_text_free(&said);
  return status;
}

static lu_status check_paper(const char *paper, lu_error *error) {
  if (paper == NULL || strcmp(paper, "A4") == 0 || strcmp(paper, "Letter") == 0) return LU_OK;
  return lu_fail(error, LU_USAGE, "--paper %.40s: valid are A4 and Letter", paper);
}

static lu_status check_output(const cli_call *call, lu_error *error) {
  const char *folder = call_text(call, "output");
  if (folder == NULL && !call->json)
    return lu_fail(error, LU_USAGE, "report wants a folder to write to: -o DIR, or --json");
  if (folder != NULL && call->json)
    return lu_fail(error, LU_USAGE,
                   "with --json report writes no files: leave out --json or -o %.80s", folder);
  if (folder != NULL && strcmp(folder, "-") == 0)
    return lu_fail(error, LU_USAGE,
                   "report writes several files: -o wants a folder, not - (standard output)");
  return LU_OK;
}

static lu_status make_report(cli_call *call, const lu_study *study, lu_error *error) {
  const lu_report_board_options style = {.paper = call_text(call, "paper"),
                                         .question = call_text(call, "question")};
  json_t *dossier = NULL, *board = NULL, *sheet = NULL;
  dates days;
  lu_status status = dates_read(&days, call, error);
  if (status == LU_OK) {
    const lu_plan_parts parts = {
        .missing = true, .draws = days.draws, .depth = DATES_DEPTH, .calendar = &days.options};
    status = lu_study_dossier(&dossier, study, &parts, call->context, error);
  }
  if (status == LU_OK) status = add_treatments(dossier, study, call, error);
  if (status == LU_OK) status = lu_report_board(&board, dossier, &style, error);
  if (status == LU_OK) status = lu_report_patient_sheet(&sheet, dossier, &style, error);
  if (status == LU_OK && call->json)
    status = command_print_json(board, error);
  else if (status == LU_OK)
    status = write_all(board, sheet, call, error);
  if (status == LU_OK) /* a move that a rule forbids, as for plan */
    status = lu_calendar_verdict(json_object_get(json_object_get(dossier, "plan"), "calendar"));
  if (status == LU_OK) status = lu_plan_document_verdict(json_object_get(dossier, "plan"));
  json_decref(sheet);
  json_decref(board);
  json_decref(dossier);
  dates_free(&days);
  return status;
}

static lu_status run_report(cli_call *call, lu_error *error) {
  const lu_study_options options = {.edition = call_text(call, "edition"),
                                    .staging = call_text(call, "staging")};
  lu_study *study = NULL;
  lu_status status = check_paper(call_text(call, "paper"), error);
  if (status == LU_OK) status = check_output(call, error);
  if (status != LU_OK) return status;
  status = lu_study_open(&study, call_argument(call, 0), &options, call->context, error);
  status = command_refuse(call, status, error);
  if (status == LU_OK) status = make_report(call, study, error);
  lu_study_free(study);
  return status;
}

static const cli_option options[] = {
    {OPTION_TEXT, "output", 'o', "DIR", "folder to write to; it is made if there is none"},
    {OPTION_TEXT, "paper", 0, "A4|Letter", "size of the paper (A4)"},
    {OPTION_TEXT, "question", 0, "TEXT", "question to the board (that of the record)"},
    {OPTION_INTEGER, "draws", 0, "N", "draws of the stability, 0 for none (1000; up to a million)"},
    DATES_OPTIONS,
    COMMAND_STUDY_OPTIONS,
    {OPTION_END, NULL, 0, NULL, NULL},
};

const cli_command command_report = {
    .name = "report",
    .summary = "Write the page that a tumour board would print, and a sheet for the patient",
    .description =
        "Writes board.html and board.pdf: page one holds the question, the tumour with the\n"
        "probability of its grade, receptor and FDG images side by side, the last sums of\n"
        "diameters, laboratory values with their age, at most three options with reasons and\n"
        "sources, at most three missing facts, and lines for decision, dissent, owner and date.\n"
        "The detail follows. patient.html and patient.pdf say it in plain words.\n"
        "\n"
        "With --json the document tree of the board page goes to standard output instead.",
    .example =
        "lutetia report examples/midgut-carcinoid.json -o /tmp/lutetia-board --today 2026-11-24",
    .positionals = command_one_case,
    .options = options,
    .run = run_report,
};
