/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: tests of a regimen and what the record has of them.
 */
#ifndef THERAPY_DRUGS_TESTS_H
#define THERAPY_DRUGS_TESTS_H

#include "sheet.h"

/** Words for a test id. @return borrowed */
const char *tests_label(const drug_sheet *sheet, const char *test);
/** Finds the last time that a test was done, up to today. @param day SHEET_NO_DAY if it has no date
 * @return false if the record has none */
bool tests_find(int64_t *day, const drug_sheet *sheet, const char *test);
/** Appends one event per day of monitoring, with all tests of the day. drugs_tests_events.c */
lu_status tests_add_events(drug_sheet *sheet, const json_t *tests, lu_error *error);

#endif
