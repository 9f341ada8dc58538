/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the dose of one component, step by step.
 *
 * Order of steps: dose of the regimen (or another start dose) - size of the patient - organ
 * function and other adjustments - toxicity - interactions - ceiling - share of one administration
 * - rounding to what can be dispensed. The alarm at the end looks at the drug's own limits only.
 */
#ifndef THERAPY_DRUGS_DOSE_H
#define THERAPY_DRUGS_DOSE_H

#include "sheet.h"

/** A dose while it is worked out. */
typedef struct dose_work {
  drug_sheet *sheet;
  const json_t *component, *drug;
  json_t *out;      /**< entry of "components" */
  double value;     /**< NAN while it is not known */
  double full;      /**< before anything lowered it */
  const char *unit; /**< "mg", "ug", "MU", "GBq" … */
  double limit;     /**< ceiling of one administration or day, as `value`; INFINITY for none */
  double size;      /**< what doses per m2 or kg are multiplied by; 1 for flat ones; NAN: unknown */
  double size_sd;   /**< standard deviation of it; 0 where none is known */
} dose_work;

/** Appends a step. @param source object with "source" and "mark"; may be NULL */
lu_status dose_step(dose_work *dose, const char *what, const char *formula, double value,
                    const char *unit, const json_t *source, lu_error *error);
/** Gives the last step its standard deviation; one of 0 is left out. */
lu_status dose_spread(dose_work *dose, double sd, lu_error *error);
/** Notes a fact without which there is no dose, once. */
lu_status dose_missing(dose_work *dose, const char *fact, lu_error *error);

/** Days of a cycle of the regimen; 0 for none. */
int dose_cycle_days(const drug_sheet *sheet);
/** Administrations of a component on one of its days. */
double dose_times_per_day(const json_t *component);
/** True if a component is given on a day of the cycle, which counts from 1. */
bool dose_on_day(const drug_sheet *sheet, const json_t *component, int day);
/** Days of a component in one cycle. */
int dose_days_per_cycle(const drug_sheet *sheet, const json_t *component);
/** True if two components can fall into one cycle. */
bool dose_share_cycle(const json_t *a, const json_t *b);
/** True if two components have a day of the cycle in common. */
bool dose_share_day(const drug_sheet *sheet, const json_t *a, const json_t *b);
/** By which share rounding may change a dose. */
double dose_tolerance(const dose_work *dose);

/** The dose of the regimen for the size of this patient. drugs_dose_size.c */
lu_status dose_base(dose_work *dose, lu_error *error);
/** Organ function, toxicity, interactions, ceilings. drugs_dose_adjust.c */
lu_status dose_adjust(dose_work *dose, lu_error *error);
/** Rounds to dispensable units. drugs_dose_round.c */
lu_status dose_round(dose_work *dose, lu_error *error);
/** Cries out where the drug's own limits are passed. drugs_dose_alarm.c */
lu_status dose_alarm(dose_work *dose, lu_error *error);

#endif
