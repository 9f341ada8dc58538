/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_table.h"

#include <string.h>

/** Prefixes in the order of UCUM, without those that nobody uses with patients. */
static const struct {
  const char *name;
  int exponent;
} prefixes[] = {
    {"T", 12}, {"G", 9},  {"M", 6},  {"k", 3},  {"h", 2},   {"d", -1},
    {"c", -2}, {"m", -3}, {"u", -6}, {"n", -9}, {"p", -12}, {"f", -15},
};

/*
 * Sizes: SI brochure (BIPM, 9th ed. 2019), tables 4 and 8; year and month by UCUM (365.25 d, a
 * twelfth of it); millimetre of mercury by UCUM and ISO 80000-4; curie by definition;
 * inch, foot and pound by the international agreement of 1959 (NIST SP 811, appendix B).
 */
static const unit_symbol symbols[] = {
    {"m", true, 1, 0, 0, {[LU_LENGTH] = 1}},
    {"in", false, 254, -4, 0, {[LU_LENGTH] = 1}},
    {"[in_i]", false, 254, -4, 0, {[LU_LENGTH] = 1}},
    {"ft", false, 3048, -4, 0, {[LU_LENGTH] = 1}},
    {"[ft_i]", false, 3048, -4, 0, {[LU_LENGTH] = 1}},
    {"mcL", false, 1, -9, 0, {[LU_LENGTH] = 3}},
    {"L", true, 1, -3, 0, {[LU_LENGTH] = 3}},
    {"l", true, 1, -3, 0, {[LU_LENGTH] = 3}},
    {"g", true, 1, -3, 0, {[LU_MASS] = 1}},
    {"mcg", false, 1, -9, 0, {[LU_MASS] = 1}},
    {"t", false, 1, 3, 0, {[LU_MASS] = 1}},
    {"lb", false, 45359237, -8, 0, {[LU_MASS] = 1}},
    {"lbs", false, 45359237, -8, 0, {[LU_MASS] = 1}},
    {"[lb_av]", false, 45359237, -8, 0, {[LU_MASS] = 1}},
    {"s", true, 1, 0, 0, {[LU_TIME] = 1}},
    {"min", false, 60, 0, 0, {[LU_TIME] = 1}},
    {"h", false, 3600, 0, 0, {[LU_TIME] = 1}},
    {"d", false, 86400, 0, 0, {[LU_TIME] = 1}},
    {"day", false, 86400, 0, 0, {[LU_TIME] = 1}},
    {"wk", false, 604800, 0, 0, {[LU_TIME] = 1}},
    {"week", false, 604800, 0, 0, {[LU_TIME] = 1}},
    {"mo", false, 2629800, 0, 0, {[LU_TIME] = 1}},
    {"month", false, 2629800, 0, 0, {[LU_TIME] = 1}},
    {"a", false, 31557600, 0, 0, {[LU_TIME] = 1}},
    {"y", false, 31557600, 0, 0, {[LU_TIME] = 1}},
    {"yr", false, 31557600, 0, 0, {[LU_TIME] = 1}},
    {"year", false, 31557600, 0, 0, {[LU_TIME] = 1}},
    {"Hz", true, 1, 0, 0, {[LU_TIME] = -1}},
    {"mol", true, 1, 0, 0, {[LU_AMOUNT] = 1}},
    {"K", true, 1, 0, 0, {[LU_TEMPERATURE] = 1}},
    {"Cel", false, 1, 0, 273.15, {[LU_TEMPERATURE] = 1}},
    {"degC", false, 1, 0, 273.15, {[LU_TEMPERATURE] = 1}},
    {"Bq", true, 1, 0, 0, {[LU_RADIOACTIVITY] = 1}},
    {"Ci", true, 37, 9, 0, {[LU_RADIOACTIVITY] = 1}},
    {"Gy", true, 1, 0, 0, {[LU_ABSORBED_DOSE] = 1}},
    {"Sv", true, 1, 0, 0, {[LU_EQUIVALENT_DOSE] = 1}},
    {"U", true, 1, 0, 0, {[LU_ENZYME_ACTIVITY] = 1}},
    {"kat", true, 6, 7, 0, {[LU_ENZYME_ACTIVITY] = 1}},
    {"IU", true, 1, 0, 0, {[LU_INTERNATIONAL_UNIT] = 1}},
    {"[IU]", true, 1, 0, 0, {[LU_INTERNATIONAL_UNIT] = 1}},
    {"[iU]", true, 1, 0, 0, {[LU_INTERNATIONAL_UNIT] = 1}},
    {"Eq", true, 1, 0, 0, {[LU_EQUIVALENT] = 1}},
    {"eq", true, 1, 0, 0, {[LU_EQUIVALENT] = 1}},
    {"ULN", false, 1, 0, 0, {[LU_UPPER_LIMIT] = 1}},
    {"N", true, 1, 0, 0, {[LU_LENGTH] = 1, [LU_MASS] = 1, [LU_TIME] = -2}},
    {"Pa", true, 1, 0, 0, {[LU_LENGTH] = -1, [LU_MASS] = 1, [LU_TIME] = -2}},
    {"mmHg", false, 133322387415, -9, 0, {[LU_LENGTH] = -1, [LU_MASS] = 1, [LU_TIME] = -2}},
    {"mm[Hg]", false, 133322387415, -9, 0, {[LU_LENGTH] = -1, [LU_MASS] = 1, [LU_TIME] = -2}},
    {"J", true, 1, 0, 0, {[LU_LENGTH] = 2, [LU_MASS] = 1, [LU_TIME] = -2}},
    {"eV", true, 1602176634, -28, 0, {[LU_LENGTH] = 2, [LU_MASS] = 1, [LU_TIME] = -2}},
    {"W", true, 1, 0, 0, {[LU_LENGTH] = 2, [LU_MASS] = 1, [LU_TIME] = -3}},
    {"%", false, 1, -2, 0, {0}},
    {"ppm", false, 1, -6, 0, {0}},
    {"cells", false, 1, 0, 0, {0}},
};

/** Spellings that a suggestion may name. */
static const char *const common[] = {
    "mm",  "cm",  "m",   "km",  "um",   "nm",   "kg",   "g",    "mg",   "ug",  "ng",   "pg", "L",
    "dL",  "mL",  "uL",  "fL",  "mol",  "mmol", "umol", "nmol", "pmol", "U",   "kU",   "mU", "IU",
    "mIU", "kIU", "uIU", "kat", "ukat", "nkat", "Bq",   "kBq",  "MBq",  "GBq", "mCi",  "Gy", "mGy",
    "Sv",  "mSv", "s",   "ms",  "min",  "h",    "d",    "wk",   "mo",   "a",   "mmHg", "Pa", "kPa",
    "J",   "W",   "eV",  "keV", "MeV",  "Hz",   "kHz",  "K",    "degC", "mEq", "ULN",  "%",
};

static const unit_symbol *find_bare(const char *name, size_t length) {
  for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
    if (strlen(symbols[i].name) == length && memcmp(symbols[i].name, name, length) == 0)
      return &symbols[i];
  return NULL;
}

const unit_symbol *unit_symbol_find(const char *name, size_t length, int *prefix) {
  *prefix = 0;
  const unit_symbol *symbol = find_bare(name, length);
  if (symbol != NULL || length < 2) return symbol;
  for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
    if (prefixes[i].name[0] != name[0]) continue;
    symbol = find_bare(name + 1, length - 1);
    if (symbol == NULL || !symbol->takes_prefix) return NULL;
    *prefix = prefixes[i].exponent;
    return symbol;
  }
  return NULL;
}

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/** Edit distance in half steps: a letter of the other case costs one, all else two. */
static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length) {
  unsigned row[LU_UNIT_TEXT_SIZE + 1];
  for (size_t j = 0; j <= b_length; j++)
    row[j] = (unsigned)(2 * j);
  for (size_t i = 1; i <= a_length; i++) {
    unsigned diagonal = row[0];
    row[0] = (unsigned)(2 * i);
    for (size_t j = 1; j <= b_length; j++) {
      unsigned change = a[i - 1] == b[j - 1] ? 0 : lower(a[i - 1]) == lower(b[j - 1]) ? 1 : 2;
      unsigned best = diagonal + change;
      if (row[j] + 2 < best) best = row[j] + 2;
      if (row[j - 1] + 2 < best) best = row[j - 1] + 2;
      diagonal = row[j];
      row[j] = best;
    }
  }
  return row[b_length];
}

const char *unit_symbol_nearest(const char *name, size_t length) {
  const char *best = NULL;
  unsigned best_distance = length <= 2 ? 2 : 4;
  for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
    unsigned d = distance(name, length, common[i], strlen(common[i]));
    if (d < best_distance || (best == NULL && d == best_distance)) {
      best = common[i];
      best_distance = d;
    }
  }
  return best;
}
