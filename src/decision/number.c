/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers in texts, for callers that read what stands in a cell. */
#include "decimal.h"
#include "feel_lex.h"
#include "lutetia/decision.h"

const char *lu_number_read(double *out, const char *text) {
  decimal number;
  const char *digits = *text == '-' ? text + 1 : text;
  const char *end = feel_number_end(digits);
  if (end == digits || !decimal_parse(&number, text, (size_t)(end - text))) return NULL;
  *out = decimal_to_double(number);
  return end;
}
