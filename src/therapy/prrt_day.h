/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the day of one PRRT cycle, put together part by part. Clock times are those
 * of one place, without a change of the clock between calibration and infusion.
 */
#ifndef THERAPY_PRRT_DAY_H
#define THERAPY_PRRT_DAY_H

#include "prrt_course.h"

/** What the parts share. */
typedef struct prrt_day {
  prrt_course *course;
  const json_t *file; /**< the product's day file */
  const json_t *day;  /**< its member "day" */
  int cycle;
  int64_t date;        /**< day number of the infusion */
  int64_t start_min;   /**< start of the infusion, minutes since 1970-01-01 00:00 local time */
  int infusion_min;    /**< length of the infusion, min */
  double prescribed;   /**< activity, GBq; 0 for none */
  double half_life_h;  /**< of the nuclide, h */
  double given_gbq;    /**< activity that goes into the patient, GBq */
  int64_t amino_start; /**< minutes as start_min */
  int64_t amino_end;   /**< minutes as start_min */
  double amino_rate;   /**< mL/h as it will run */
  json_t *out;         /**< the document */
} prrt_day;

/** Activity after some hours: A = A0 2^(-t/T). @param hours may be negative */
double prrt_decayed(double activity, double hours, double half_life_h);

/**
 * Activity that stays in the body: two components of biological retention, and decay.
 * fraction 2^(-t/fast) + (1 - fraction) 2^(-t/slow), times 2^(-t/half_life)
 */
typedef struct prrt_retention {
  double fraction; /**< of the fast component */
  double fast_h;   /**< biological half-life, h */
  double slow_h;   /**< biological half-life, h */
  double half_life_h;
} prrt_retention;
/**
 * Retention through three points of cumulative excretion: the slow component goes through the two
 * late ones, where the fast one has gone, and the fast one through the first.
 * @param hours, excreted three points, rising; excreted as fractions @return false if they fit none
 */
bool prrt_retention_fit(prrt_retention *out, const double *hours, const double *excreted,
                        double half_life_h);
/** Fraction of the activity at time 0 that is in the body at a time. */
double prrt_retained(const prrt_retention *retention, double hours);
/** Its integral from a time to infinity, h. */
double prrt_retained_after(const prrt_retention *retention, double hours);

/** Minutes as "2026-11-24 10:00". @param out at least 24 bytes */
void prrt_clock(char *out, int64_t minutes);
/**
 * Appends a check of the sheet: {"group", "id", "label", "state", "text", "source", "mark"}.
 * @param group "gate", "record", "vial" or "hand" @param text stolen
 */
lu_status prrt_day_check(prrt_day *day, const char *group, const char *id, const char *label,
                         const char *state, json_t *text, const json_t *from, lu_error *error);
/** Starts "checks" with those that the record answers. prrt_day_checks.c */
lu_status prrt_day_record_checks(prrt_day *day, lu_error *error);
/** Appends those that are ticked by hand. prrt_day_checks.c */
lu_status prrt_day_hand_checks(prrt_day *day, lu_error *error);

/** "vial": calibration, expiry, activity and volume at the infusion, net activity; its checks.
 * prrt_supply.c */
lu_status prrt_supply(prrt_day *day, lu_error *error);
/** "amino_acids", "minutes": the day minute by minute. prrt_minutes.c */
lu_status prrt_minutes(prrt_day *day, lu_error *error);
/** "protection": dose rates, release, precautions. prrt_protection.c */
lu_status prrt_protection(prrt_day *day, lu_error *error);

#endif
