/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: one PRRT course of one patient, put together part by part. Each part adds
 * members to `out`; later parts read what earlier ones wrote (gates, activity, doses, course).
 */
#ifndef THERAPY_PRRT_H
#define THERAPY_PRRT_H

#include "formulary.h"
#include "sheet.h"

/** Most cycles that are looked back on, courses before included. */
#define PRRT_MOST_CYCLES 24

/** A cycle that was given. */
typedef struct prrt_given {
  int cycle;
  int64_t day;               /**< day number of the infusion */
  double activity_gbq;       /**< net administered; NAN: not recorded */
  double kidney_gy;          /**< measured absorbed dose of the kidneys; NAN: not measured */
  double kidney_sd_gy;       /**< its standard uncertainty; NAN: not stated */
  double kidney_half_life_h; /**< measured effective half-life; NAN: not measured */
  double marrow_gy;          /**< measured; NAN: not measured */
} prrt_given;

/** What all parts share. Borrowed but for view, given_json and out. */
typedef struct prrt_course {
  const lu_formulary *formulary;
  const lu_study *study;
  const lu_treatment_request *request;
  const json_t *product, *nuclide, *record;
  case_view *view; /**< of today's facts; owned */
  lu_context *context;
  lu_date today;
  lu_date start; /**< day 1 of the next cycle as wanted */
  lu_date last;  /**< day of the last given cycle; unknown if none */
  int cycle;     /**< number of the next cycle, from 1 */
  int planned;   /**< cycles in all */
  size_t given_count;
  prrt_given given[PRRT_MOST_CYCLES]; /**< in order of days */
  json_t *given_json;                 /**< [{"cycle", "date", "activity_gbq"}]; owned */
  json_t *out;                        /**< the document; owned until it is taken */
} prrt_course;

/**
 * Opens a course: product, nuclide, view, given cycles; starts the document `key`.
 * @param course filled; end with prrt_course_end() after a failure too
 */
lu_status prrt_course_new(prrt_course *course, const char *key, const char *title,
                          const lu_formulary *formulary, const lu_study *study,
                          const lu_treatment_request *request, lu_context *context,
                          lu_error *error);
/** Frees what it owns. */
void prrt_course_end(prrt_course *course);

/** "gates": [rule + "label", "value", "unit", "date", "limit", "scope"], "verdict", "reasons",
 * "regions": {"EU", "US": verdict}. prrt_gates.c */
lu_status prrt_gates(prrt_course *course, lu_error *error);
/** "activity": {"gbq", "action" ("full", "reduced", "hold", "stop", "complete"),
 * "cycles": [{"cycle", "gbq"}], "events": [...], "because": [...], "sentence"}. prrt_activity.c */
lu_status prrt_activity(prrt_course *course, lu_error *error);
/** "doses": expected doses and the probability of passing each limit. prrt_doses.c */
lu_status prrt_doses(prrt_course *course, lu_error *error);
/** "course", "events", "broken": the calendar. prrt_course.c */
lu_status prrt_course_plan(prrt_course *course, lu_error *error);

/** True if a name in a record means a product: by its id, label or another name. */
bool prrt_is_product(const json_t *product, const char *text);

/**
 * The facts of the record as they stood on a day.
 * @param out     new; free with prrt_moment_free()
 * @param since   laboratory values and toxicities up to this day are left out; SHEET_NO_DAY keeps
 * all
 */
typedef struct prrt_moment prrt_moment;
lu_status prrt_moment_new(prrt_moment **out, const prrt_course *course, int64_t since, int64_t day,
                          lu_error *error);
/** Frees it. NULL is allowed. */
void prrt_moment_free(prrt_moment *moment);
/** Moments that were asked for, each made once. Zeros to begin with. */
typedef struct prrt_moments {
  size_t count, room;
  struct kept_moment *list;
} prrt_moments;
/** The moment of a day, as prrt_moment_new() makes it. @param out borrowed */
lu_status prrt_moments_find(prrt_moment **out, prrt_moments *moments, const prrt_course *course,
                            int64_t since, int64_t day, lu_error *error);
/** Frees all of them. */
void prrt_moments_end(prrt_moments *moments);
/** Conditions seen with these facts. @return borrowed */
case_view *prrt_moment_view(prrt_moment *moment);
/** Number of a fact at that time; NAN if unknown. */
double prrt_moment_fact(const prrt_moment *moment, const char *fact);

#endif
