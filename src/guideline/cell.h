/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: numbers in the texts of cells.
 */
#ifndef GUIDELINE_CELL_H
#define GUIDELINE_CELL_H

#include <stdbool.h>

/**
 * Next number in a cell's text ("<= 10", "(3..20]"), which is moved behind it. Digits inside of
 * names and texts in quotes are no numbers.
 * @return false at the end
 */
bool cell_next_number(double *out, const char **text);

#endif
