/* SPDX-License-Identifier: Apache-2.0 */
/* Names beside facts that conditions of data files may use: what follows from doses and dates. */
#include <stddef.h>

#include "conditions.h"

const char *const conditions_given[] = {
    "cycle",                        /* number of the next cycle, from 1 */
    "given_cycles",                 /* cycles given so far */
    "days_since_last_cycle",        /* days from day 1 of the last cycle, d */
    "days_since_start",             /* days from day 1 of the first cycle, d */
    "occurrence",                   /* how often this toxicity has happened, this time counted */
    "delay_d",                      /* days by which the next cycle is late, d */
    "delayed_by_toxicity",          /* truth: a toxicity held it up */
    "creatinine_ratio_to_baseline", /* to the value before the first dose */
    "crcl_ratio_to_baseline",       /* to the value before the first dose */
    "days_since_long_acting",       /* days from the last long-acting dose of a competing drug, d */
    "hours_since_short_acting",     /* hours from the last short-acting dose of one, h */
    "crcl_for_dose_ml_min",         /* creatinine clearance that doses are computed with, mL/min */
    "cumulative_kidney_gy",         /* absorbed dose of the kidneys so far, Gy */
    "cumulative_kidney_bed_gy",     /* biologically effective dose of the kidneys so far, Gy */
    "cumulative_marrow_gy",         /* absorbed dose of the red marrow so far, Gy */
    "days_to_next_dose",            /* d */
    NULL,
};
