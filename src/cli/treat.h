/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: commands that plan one treatment of one case (drugs, prrt): they share their
 * options, and how the answer is printed and written.
 */
#ifndef CLI_TREAT_H
#define CLI_TREAT_H

#include "command.h"
#include "dates.h"
#include "lutetia/therapy.h"

/** Rows of their option tables. */
#define TREAT_OPTIONS                                                                          \
  {OPTION_TEXT, "region", 0, "EU|US",                                                          \
   "whose label decides (both are shown, the stricter decides)"},                              \
      {OPTION_TEXT, "override", 0, "REASON",                                                   \
       "go on against a ban: the reason is shown, the ban stays first"},                       \
      {OPTION_DATE, "start", 0, "DATE",                                                        \
       "first day of the course, or of its next cycle (when it is due)"},                      \
      {OPTION_TEXTS, "move", 0, "EVENT=DATE", "put an event of the course on a day"},          \
      {OPTION_TEXTS, "holiday", 0, "DATE", "a day off, on which nothing is planned"},          \
      {OPTION_TEXT, "holidays", 0, "FILE", "days off: one date per line, # starts a comment"}, \
      {OPTION_TEXT, "ics", 0, "FILE",                                                          \
       "write the dates as a calendar file (- for standard output)"},                          \
      {OPTION_TEXT, "output", 'o', "DIR", "folder for the page as HTML and PDF"}, {            \
    OPTION_TEXT, "paper", 0, "A4|Letter", "size of the paper (A4)"                             \
  }

/** Makes the document of a command. @param out new reference */
typedef lu_status treat_make(json_t **out, const lu_formulary *formulary, const lu_study *study,
                             const lu_treatment_request *request, lu_context *context,
                             lu_error *error);

/**
 * Runs such a command: reads the case and the data of treatments, makes the document, prints or
 * writes it, and returns its verdict.
 * @param path    case file
 * @param name    of the files that -o writes, without ending
 * @param request what the command's own options say; the shared ones are added
 */
lu_status treat_run(cli_call *call, const char *path, const char *name,
                    lu_treatment_request *request, treat_make *make, lu_error *error);

/** Reads the number of an option; leaves `out` alone where it is not given. Fails with LU_USAGE
 * where it is none or outside low to high. */
lu_status treat_number(double *out, const cli_call *call, const char *option, double low,
                       double high, const char *unit, lu_error *error);
/** Reads a time of day ("08:30") as minute of the day; leaves `out` alone where it is not given. */
lu_status treat_time(int *out, const cli_call *call, const char *option, lu_error *error);

#endif
