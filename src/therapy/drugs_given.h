/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: doses that were given, counted and summed.
 */
#ifndef THERAPY_DRUGS_GIVEN_H
#define THERAPY_DRUGS_GIVEN_H

#include "drugs_dose.h"

/** True if a dose of the record was not missed or refused. */
bool given_really(const json_t *entry);
/** The last day of a cycle on which something is given. */
int given_last_day(const drug_sheet *sheet);
/** Doses that an entry of given["administrations"] stands for: a course of days by mouth or by
 * injection may be recorded by its first day alone, and counts up to today. */
double given_doses(const drug_sheet *sheet, const json_t *given, const json_t *entry);
/** Adds the amount of a component's drug in all to given["cumulative"], in the unit of its first
 * administration. */
lu_status given_sum(drug_sheet *sheet, json_t *given, const json_t *component, lu_error *error);
/** Sets "planned" of the administrations of this course (the full dose of the regimen for today's
 * size, in their unit), and given["courses"]: [{"component", "given" and "planned" doses, "pct" of
 * the full amount, "text"}]. Needs the doses. */
lu_status given_against_planned(drug_sheet *sheet, lu_error *error);

#endif
