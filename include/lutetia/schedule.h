/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Everything dated: events that follow one another, how far a day may move, gaps, days that are
 * avoided; and calendars as files (iCalendar). Knows no medicine.
 *
 * The planner takes events in the order of what they depend on (by id where nothing decides), so
 * that the order in which they are given changes nothing. An event stands as near as it can to its
 * wanted day: inside its window, after the gaps to earlier events, on a day that is allowed; of
 * two days that are equally near the later one. Where all of it can not be had, gaps to earlier
 * events hold and the day is the first allowed one after them; what is not kept is told
 * (lu_schedule_broken_at()).
 */
#ifndef LUTETIA_SCHEDULE_H
#define LUTETIA_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lutetia/base.h"

LU_BEGIN_DECLS

/** A distance in the calendar: first months, then days. One month after the 31st is the last day
 * of a shorter month; months are never chained, so that the 31st comes back. */
typedef struct lu_span {
  int32_t months; /**< at most 12 000 in size */
  int32_t days;   /**< at most 400 000 in size */
} lu_span;

/** The day number that lies a span after a day number (days since 1970-01-01). */
LU_API int64_t lu_span_after(int64_t day, lu_span span);

/** A plan of events; opaque. */
typedef struct lu_schedule lu_schedule;

/** What an event is and where it belongs. All texts are copied; NULL counts as "". */
typedef struct lu_event {
  const char *id;    /**< unique in the schedule, not empty */
  const char *label; /**< for people */
  const char *kind;  /**< free word, kept for the caller */
  const char *rule;  /**< what asks for this place: named when the window is missed */
  const char *after; /**< id of the event from which distances count; "" for `day` */
  lu_date day;       /**< whole date from which distances count when `after` is empty */
  lu_span earliest;  /**< distance of the first day of the window */
  lu_span wanted;    /**< distance of the wanted day */
  lu_span latest;    /**< distance of the last day of the window */
  bool open_end;     /**< the window has no last day */
  bool any_day;      /**< weekends and holidays do not matter */
  bool given;        /**< happened already: stands on `day`, is never moved or judged */
  int duration_d;    /**< days that it takes; less than 1 counts as 1 */
} lu_event;

/** A gap between two events, from the last day of the first to the first day of the second. */
typedef struct lu_gap {
  const char *first;  /**< id of an event */
  const char *second; /**< id of an event */
  int32_t least_d;    /**< smallest gap in days, 0 or more */
  int32_t most_d;     /**< largest gap in days; 0 for none */
  const char *rule;   /**< what asks for it; copied */
} lu_gap;

/** How an event comes back. */
typedef struct lu_repeat {
  lu_span earliest; /**< from the occurrence before */
  lu_span wanted;   /**< from the first occurrence, or from the last one that was moved; times n */
  lu_span latest;   /**< from the occurrence before */
  bool numbered;    /**< labels get the number of the occurrence */
  int times;        /**< occurrences in all; 0 for as many as lie up to `until` */
  const char *rule; /**< what asks for the windows of those after the first; NULL: as the event */
  lu_date until;    /**< last day, whole; occurrences beyond it are dropped unless moved */
} lu_repeat;

/**
 * Makes an empty schedule.
 * @param out   new; free with lu_schedule_free()
 * @param start whole date: the first day on which anything can be planned
 */
LU_API lu_status lu_schedule_new(lu_schedule **out, lu_date start, lu_error *error);
/** Frees a schedule. NULL is allowed. */
LU_API void lu_schedule_free(lu_schedule *schedule);
/** Says which days are avoided. @param days whole dates, copied @param weekends Saturdays and
 * Sundays too */
LU_API lu_status lu_schedule_avoid(lu_schedule *schedule, const lu_date *days, size_t count,
                                   bool weekends, lu_error *error);
/** Adds one event. Fails with LU_BAD_INPUT for an id that is empty or taken, a date that is not
 * whole, or a span that is too long. */
LU_API lu_status lu_schedule_add(lu_schedule *schedule, const lu_event *event, lu_error *error);
/** Adds an event that comes back, as events "id.1", "id.2", … Fails as lu_schedule_add() does, and
 * for a repetition that does not move on. */
LU_API lu_status lu_schedule_add_repeated(lu_schedule *schedule, const lu_event *event,
                                          const lu_repeat *repeat, lu_error *error);
/** Adds a gap. Both events must have been added. */
LU_API lu_status lu_schedule_add_gap(lu_schedule *schedule, const lu_gap *gap, lu_error *error);
/** Puts an event on a day, whatever the rules say. Fails with LU_USAGE for an id that there is
 * not. */
LU_API lu_status lu_schedule_move(lu_schedule *schedule, const char *id, lu_date day,
                                  lu_error *error);
/** Plans all events. May be called again after more was added or moved. Fails with LU_BAD_INPUT
 * where an event follows one that there is not, or itself in a circle. */
LU_API lu_status lu_schedule_solve(lu_schedule *schedule, lu_error *error);

/** An event that was planned; texts borrowed from the schedule. */
typedef struct lu_planned {
  const char *id, *label, *kind, *rule;
  const char *after;        /**< id of the event that it follows; "" if none */
  int64_t day;              /**< days since 1970-01-01 */
  int64_t earliest, latest; /**< the window that the rules leave, gaps included; for a moved event
                               the one that it would have */
  bool open_end;            /**< no latest day */
  bool moved, given;        /**< put there by lu_schedule_move(); happened already */
  int duration_d;           /**< days that it takes */
} lu_planned;

/** Number of planned events. */
LU_API size_t lu_schedule_count(const lu_schedule *schedule);
/** Planned event in order of days, then of ids. @return false beyond the end */
LU_API bool lu_schedule_at(lu_planned *out, const lu_schedule *schedule, size_t index);
/** Planned event by id. @return false if none of that id is planned */
LU_API bool lu_schedule_find(lu_planned *out, const lu_schedule *schedule, const char *id);
/** True if an event was added (and not dropped, once solved). */
LU_API bool lu_schedule_has(const lu_schedule *schedule, const char *id);

/** What is wrong with an event. */
typedef enum lu_broken_kind {
  LU_BROKEN_GAP_SHORT, /**< too soon after another */
  LU_BROKEN_GAP_LONG,  /**< too long after another */
  LU_BROKEN_ORDER,     /**< before what it must follow */
  LU_BROKEN_EARLY,     /**< before its window */
  LU_BROKEN_LATE,      /**< after its window */
  LU_BROKEN_DAY,       /**< on a weekend or holiday */
  LU_BROKEN_PAST       /**< before the first day that can be planned */
} lu_broken_kind;

/** The word for it: "gap too short", "gap too long", "order", "too early", "too late", "day",
 * "past". @return borrowed, static */
LU_API const char *lu_broken_name(lu_broken_kind kind);

/** A rule that the plan does not keep; texts borrowed from the schedule. */
typedef struct lu_broken {
  lu_broken_kind kind;
  const char *event;    /**< id of the event that is out of place */
  const char *other;    /**< id of the event that it is out of place to; "" if none */
  const char *rule;     /**< of the gap or of the event; may be "" */
  const char *sentence; /**< one sentence with days */
  bool gap;             /**< a gap of lu_schedule_add_gap() is broken, not a window or day */
} lu_broken;

/** Number of rules that are not kept. */
LU_API size_t lu_schedule_broken_count(const lu_schedule *schedule);
/** A rule that is not kept, in order of days. @return borrowed; NULL beyond the end */
LU_API const lu_broken *lu_schedule_broken_at(const lu_schedule *schedule, size_t index);

/* ---- days off, as a file ------------------------------------------------------------------- */

/**
 * Reads days off: one ISO date per line, "#" starts a comment, empty lines count for nothing.
 * Fails with LU_BAD_INPUT, naming the line.
 * @param out  new array; free with free(); NULL where there is none
 * @param name stands for the file in messages
 */
LU_API lu_status lu_holidays_parse(lu_date **out, size_t *count, const char *text, size_t length,
                                   const char *name, lu_error *error);

/* ---- iCalendar ----------------------------------------------------------------------------- */

/** One entry of a calendar file; all texts may hold anything. */
typedef struct lu_ics_event {
  const char *id;          /**< identity: together with the name of the calendar it gives the UID */
  const char *summary;     /**< one line for people */
  const char *description; /**< more lines; "" if none */
  const char *category;    /**< "" if none */
  lu_date day;             /**< whole */
  int duration_d;          /**< days; less than 1 counts as 1 */
} lu_ics_event;

/** True if this build can write calendar files. */
LU_API bool lu_ics_available(void);
/**
 * Writes a calendar file (RFC 5545) of whole-day entries. UID is a hash of `name` and the id, so
 * that a new file moves old entries instead of doubling them; DTSTAMP is midnight UTC of `stamp`.
 * Fails with LU_USAGE where this build has no libical, with LU_BAD_INPUT for a date that is not
 * whole.
 * @param out   appended, lines end in CR LF
 * @param name  of the calendar
 * @param stamp whole date
 */
LU_API lu_status lu_ics_write(lu_text *out, const char *name, const lu_ics_event *events,
                              size_t count, lu_date stamp, lu_error *error);

LU_END_DECLS

#endif
