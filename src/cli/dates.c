/* SPDX-License-Identifier: Apache-2.0 */
#include "dates.h"

#include <stdlib.h>
#include <string.h>

#include "lutetia/schedule.h"

#define LONGEST_FILE (1u << 20)
#define MOST_MONTHS 1200

static lu_status read_move(lu_calendar_wish *out, lu_arena *arena, const char *text,
                           lu_error *error) {
  const char *equals = strrchr(text, '=');
  lu_date day = LU_DATE_NONE;
  if (equals == NULL || equals == text || lu_date_parse(&day, equals + 1, NULL) != LU_OK ||
      !lu_date_whole(day))
    return lu_fail(error, LU_USAGE,
                   "--move is \"%.80s\": an event and a date such as board=2026-12-01 is valid",
                   text);
  *out = (lu_calendar_wish){lu_arena_copy(arena, text, (size_t)(equals - text)), day};
  return out->event == NULL ? lu_fail_memory(error) : LU_OK;
}

static lu_status read_moves(dates *out, const cli_call *call, lu_error *error) {
  size_t count = call_text_count(call, "move");
  lu_status status = LU_OK;
  out->moves = calloc(count + 1, sizeof *out->moves);
  if (out->moves == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count && status == LU_OK; i++)
    status = read_move(&out->moves[i], out->arena, call_text_at(call, "move", i), error);
  out->options.moves = out->moves;
  out->options.move_count = count;
  return status;
}

/* Days off of a file, then those of the command line. */
static lu_status read_holidays(dates *out, const cli_call *call, lu_error *error) {
  const char *path = call_text(call, "holidays");
  size_t length = 0, count = 0, more = call_text_count(call, "holiday");
  char *text = NULL;
  lu_status status = LU_OK;
  if (path != NULL) {
    status = lu_file_read(&text, &length, path, LONGEST_FILE, error);
    if (status == LU_OK)
      status = lu_holidays_parse(&out->holidays, &count, text, length, path, error);
    free(text);
  }
  if (status != LU_OK) return status;
  lu_date *all = realloc(out->holidays, (count + more + 1) * sizeof *all);
  if (all == NULL) return lu_fail_memory(error);
  out->holidays = all;
  for (size_t i = 0; i < more; i++) {
    const char *day = call_text_at(call, "holiday", i);
    if (lu_date_parse(&all[count], day, NULL) != LU_OK || !lu_date_whole(all[count]))
      return lu_fail(error, LU_USAGE, "--holiday is \"%.40s\": a date such as 2026-12-25 is valid",
                     day);
    count++;
  }
  out->options.holidays = all;
  out->options.holiday_count = count;
  return LU_OK;
}

lu_status dates_read(dates *out, const cli_call *call, lu_error *error) {
  const char *start = call_text(call, "start");
  long months = call_integer(call, "months", 0), draws = call_integer(call, "draws", DATES_DRAWS);
  *out = (dates){.arena = lu_arena_new()};
  if (out->arena == NULL) return lu_fail_memory(error);
  if (months > MOST_MONTHS || (months == 0 && call_text(call, "months") != NULL))
    return lu_fail(error, LU_USAGE, "--months is %ld: 1 to %d are valid", months, MOST_MONTHS);
  if (draws > LU_MAX_DRAWS)
    return lu_fail(error, LU_USAGE, "--draws is %ld: 0 to %d are valid", draws, LU_MAX_DRAWS);
  out->draws = (size_t)draws;
  out->options.horizon_months = (int)months;
  out->options.option = call_text(call, "for");
  lu_status status = start == NULL ? LU_OK : lu_date_parse(&out->options.start, start, error);
  if (status == LU_OK && start != NULL &&
      lu_date_first_day(out->options.start) < lu_date_first_day(lu_context_today(call->context)))
    status =
        lu_fail(error, LU_USAGE, "--start %s lies before today: today or later is valid", start);
  if (status == LU_OK) status = read_moves(out, call, error);
  return status == LU_OK ? read_holidays(out, call, error) : status;
}

void dates_free(dates *read) {
  free(read->moves);
  free(read->holidays);
  lu_arena_free(read->arena);
}
