/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a PRRT course while it is put on the calendar.
 */
#ifndef THERAPY_PRRT_COURSE_H
#define THERAPY_PRRT_COURSE_H

#include "lutetia/schedule.h"
#include "prrt.h"

/** What the parts of the calendar share. */
typedef struct course_work {
  prrt_course *course;
  const json_t *file;    /**< "course" of the product's day file */
  lu_schedule *schedule; /**< owned */
  json_t *broken, *notes;
  json_t *about;       /**< data entry of each event (or series) by id */
  bool held;           /**< a toxicity holds the next cycle up */
  bool stretched;      /**< it may come later because of one */
  int last;            /**< last cycle that is given or planned; 0 for none */
  int stopped;         /**< cycle at which the stop rule ends the course; 0 for none */
  int64_t stopped_day; /**< the day on which it would have stood */
} course_work;

/** The file "<product>-day". @return borrowed; NULL if there is none */
const json_t *prrt_day_file(const prrt_course *course);
/** Adds what belongs to cycles and to the end of the course. prrt_course_events.c */
lu_status course_add_events(course_work *work, lu_error *error);
/** Writes "course", "events", "broken". prrt_course_document.c */
lu_status course_document(course_work *work, lu_error *error);

#endif
