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
