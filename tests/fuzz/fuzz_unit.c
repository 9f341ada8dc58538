/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Units and dates. Beyond not crashing: what is read can be written and read again with the same
 * meaning, and a value converted there and back is the same value.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/base/date.h"
#include "lutetia/base/unit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
  if (!condition) abort();
}

static void try_date(const char *text) {
  lu_date date;
  lu_error error = LU_ERROR_INIT;
  char buffer[16];
  if (lu_date_parse(&date, text, &error) != LU_OK) {
    require(error.message[0] != '\0' && !date.known);
    return;
  }
  require(strcmp(lu_date_format(buffer, date), text) == 0);
  require(lu_date_first_day(date) <= lu_date_last_day(date));
  lu_date whole = lu_date_from_day(lu_date_last_day(date));
  require(lu_date_whole(whole) && whole.year == date.year);
}

static void try_unit(const char *text) {
  lu_unit unit;
  lu_unit again;
  lu_error error = LU_ERROR_INIT;
  if (lu_unit_parse(&unit, text, &error) != LU_OK) {
    require(error.status == LU_BAD_INPUT && error.message[0] != '\0');
    return;
  }
  require(lu_unit_parse(&again, unit.text, NULL) == LU_OK);
  require(memcmp(&unit, &again, sizeof unit) == 0);
  lu_unit root = unit; /* the coherent unit of the same dimension */
  root.numerator = root.denominator = 1;
  root.exponent = 0;
  root.offset = 0;
  double there = 0;
  double back = 0;
  require(lu_unit_convert(&there, 12.5, &unit, &root, NULL) == LU_OK);
  require(lu_unit_convert(&back, there, &root, &unit, NULL) == LU_OK);
  if (isfinite(there) && fabs(there) > 1e-290) require(fabs(back - 12.5) < 1e-9);
  char words[300];
  lu_unit_dimension_text(words, sizeof words, &unit);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = malloc(size + 1);
  if (text == NULL) return 0;
  if (size > 0) memcpy(text, data, size);
  text[size] = '\0';
  try_date(text);
  try_unit(text);
  free(text);
  return 0;
}
