/* SPDX-License-Identifier: Apache-2.0 */
/* How a person reads the value of a fact. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fact.h"

/** Unit spellings that a person would not write, with what he would. */
static const struct {
  const char *unit, *words;
} unit_words[] = {
    {"a", "years"},
    {"mo", "months"},
    {"d", "days"},
    {"1/d", "a day"},
    {"1/wk", "a week"},
    {"mm[Hg]", "mmHg"},
    {"1/(2.mm2)", "per 2 mm²"},
    {"mm/a", "mm a year"},
    {"mL/d", "mL a day"},
    {"umol/d", "µmol a day"},
    {"umol/L", "µmol/L"},
    {"mm2", "mm²"},
    {"m2", "m²"},
    {"mg/m2", "mg/m²"},
    {"mL/min/1.73m2", "mL/min/1.73 m²"},
    {"10^9/L", "× 10⁹/L"},
};

static const char *words_of_unit(const char *unit) {
  for (size_t i = 0; i < sizeof unit_words / sizeof unit_words[0]; i++)
    if (strcmp(unit_words[i].unit, unit) == 0) return unit_words[i].words;
  return unit;
}

const char *lu_fact_unit_words(const lu_fact *fact) {
  return words_of_unit(fact->unit);
}

/** Label of a value of the value set; the value itself where it has none. */
static const char *label_of(const lu_fact *fact, const char *value) {
  for (size_t i = 0; i < lu_fact_value_count(fact); i++) {
    if (strcmp(lu_fact_value(fact, i), value) != 0) continue;
    const char *label = lu_fact_value_label(fact, i);
    return label[0] != '\0' ? label : value;
  }
  return value;
}

/** Most decimals that are shown. */
#define MAX_DECIMALS 6

/** Drops zeros at the end of a decimal fraction. */
static void drop_zeros(char *number) {
  if (strchr(number, '.') == NULL) return;
  size_t length = strlen(number);
  while (number[length - 1] == '0')
    number[--length] = '\0';
  if (number[length - 1] == '.') number[length - 1] = '\0';
}

/**
 * A number with as many decimals as the entry says ("decimals"), otherwise as its standard
 * uncertainty allows (which then has two digits), otherwise to four digits.
 */
static void print_number(const lu_fact *fact, double value, double sd, lu_text *out) {
  const json_t *decimals = json_object_get(lu_fact_json(fact), "decimals");
  char number[400];
  if (json_is_integer(decimals) && fabs(value) < 1e15) {
    snprintf(number, sizeof number, "%.*f", (int)json_integer_value(decimals) % 10, value);
  } else if (sd > 0 && isfinite(sd) && fabs(value) < 1e15) {
    double wanted = fmin(fmax(1 - floor(log10(sd)), 0), MAX_DECIMALS);
    snprintf(number, sizeof number, "%.*f", (int)wanted, value);
    drop_zeros(number);
  } else {
    snprintf(number, sizeof number, "%.4g", value);
  }
  lu_text_puts(out, number);
  if (fact->unit[0] != '\0') lu_text_printf(out, " %s", words_of_unit(fact->unit));
}

static void print_known(const lu_fact *fact, const lu_value *value, double sd, lu_text *out) {
  switch (lu_value_get_kind(value)) {
    case LU_VALUE_BOOLEAN:
      lu_text_puts(out, lu_value_is_true(value) ? "yes" : "no");
      break;
    case LU_VALUE_NUMBER:
      print_number(fact, lu_value_number(value), sd, out);
      break;
    case LU_VALUE_STRING:
      lu_text_puts(out, label_of(fact, lu_value_string(value)));
      break;
    case LU_VALUE_LIST:
      if (lu_value_count(value) == 0) lu_text_puts(out, "none");
      for (size_t i = 0; i < lu_value_count(value); i++) {
        if (i > 0) lu_text_puts(out, ", ");
        print_known(fact, lu_value_item(value, i), 0, out);
      }
      break;
    case LU_VALUE_DATE: {
      lu_text feel = LU_TEXT_INIT; /* date("2026-11-24"): the date alone is wanted */
      lu_value_print(value, &feel);
      const char *open = strchr(lu_text_string(&feel), '"');
      const char *close = open != NULL ? strchr(open + 1, '"') : NULL;
      if (close != NULL) lu_text_append(out, open + 1, (size_t)(close - open - 1));
      if (close == NULL) lu_text_puts(out, lu_text_string(&feel));
      lu_text_free(&feel);
      break;
    }
    default:
      lu_value_print(value, out);
  }
}

static void print_unknown(const lu_fact *fact, const lu_value *value, lu_text *out) {
  lu_text_puts(out, "unknown");
  const lu_value *const *candidates = NULL;
  size_t count = value != NULL ? lu_unknown_candidates(value, &candidates) : 0;
  for (size_t i = 0; i < count; i++) {
    lu_text_puts(out, i == 0 ? " (" : i + 1 < count ? ", " : " or ");
    print_known(fact, candidates[i], 0, out);
  }
  if (count > 0) lu_text_puts(out, ")");
}

void lu_factset_print(const lu_factset *set, size_t fact, lu_text *out) {
  const lu_fact *entry = lu_dictionary_at(lu_factset_dictionary(set), fact);
  if (entry == NULL) return;
  const lu_value *value = lu_factset_value(set, fact);
  switch (lu_factset_state(set, fact)) {
    case LU_FACT_NOT_DONE:
      lu_text_puts(out, "not done");
      break;
    case LU_FACT_UNKNOWN:
      print_unknown(entry, value, out);
      break;
    case LU_FACT_KNOWN:
      print_known(entry, value, lu_factset_origin(set, fact)->sd, out);
      break;
  }
}
