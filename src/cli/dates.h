/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: options of commands that show a plan with its calendar (--draws, --for,
 * --move, --holiday, --holidays, --start, --months).
 */
#ifndef CLI_DATES_H
#define CLI_DATES_H

#include "command.h"
#include "lutetia/guideline.h"

/** Draws for the stability of the choice where none are asked for, and lines ahead. */
#define DATES_DRAWS 1000
#define DATES_DEPTH 3

/** Their rows in an option table. */
#define DATES_OPTIONS                                                                     \
  {OPTION_DATE, "start", 0, "DATE", "first day of the calendar (today)"},                 \
      {OPTION_INTEGER, "months", 0, "N", "months that the calendar looks ahead (24)"},    \
      {OPTION_TEXTS, "move", 0, "EVENT=DATE", "put an event of the calendar on a day"},   \
      {OPTION_TEXTS, "holiday", 0, "DATE", "a day off, on which nothing is planned"}, {   \
    OPTION_TEXT, "holidays", 0, "FILE", "days off: one date per line, # starts a comment" \
  }

/** What those options say. */
typedef struct dates {
  lu_calendar_options options; /**< points into what follows */
  size_t draws;                /**< for the stability */
  lu_calendar_wish *moves;     /**< inner */
  lu_date *holidays;           /**< inner */
  lu_arena *arena;             /**< inner: names of moved events */
} dates;

/** Reads them. Free with dates_free(), after a failure too. */
lu_status dates_read(dates *out, const cli_call *call, lu_error *error);
/** Frees what dates_read() made. */
void dates_free(dates *read);

#endif
