/* SPDX-License-Identifier: Apache-2.0 */
/* How a person is shown a fact of an assessment: in no more digits than are known. */
#include <math.h>
#include <string.h>

#include "assess.h"

/** Most decimals that are shown. */
#define MAX_DECIMALS 6

bool assess_may_be(const lu_value *open, const char *text) {
  const lu_value *const *candidates = NULL;
  size_t count = lu_unknown_candidates(open, &candidates);
  for (size_t i = 0; i < count; i++) {
    const char *candidate = lu_value_string(candidates[i]);
    if (candidate != NULL && strcmp(candidate, text) == 0) return true;
  }
  return false;
}

bool assess_may_be_none(const lu_value *open) {
  const lu_value *const *candidates = NULL;
  size_t count = lu_unknown_candidates(open, &candidates);
  for (size_t i = 0; i < count; i++)
    if (lu_value_get_kind(candidates[i]) == LU_VALUE_NULL) return true;
  return false;
}

bool assess_unlisted(const lu_assessment *assessment, size_t fact, const char *text) {
  const json_t *names = assess_member(assessment->dictionary, fact, "unlisted");
  for (size_t i = 0; i < json_array_size(names); i++) {
    const char *name = json_string_value(json_array_get(names, i));
    if (name != NULL && strcmp(name, text) == 0) return true;
  }
  return false;
}

/** The possible values of an open fact, with or without those that are not worth naming. */
static size_t list(size_t *out, const lu_assessment *assessment, const lu_factset *facts,
                   size_t fact, bool all) {
  const lu_fact *entry = lu_dictionary_at(assessment->dictionary, fact);
  const lu_value *value = lu_factset_value(facts, fact);
  size_t found = 0;
  for (size_t i = 0; i < lu_fact_value_count(entry); i++) {
    const char *text = lu_fact_value(entry, i);
    if (!assess_may_be(value, text) || (!all && assess_unlisted(assessment, fact, text))) continue;
    if (found == ASSESS_MAX_LISTED) return 0;
    out[found++] = i;
  }
  return found;
}

size_t assess_listed(size_t *out, const lu_assessment *assessment, const lu_factset *facts,
                     size_t fact) {
  if (lu_factset_value(facts, fact) == NULL) return 0;
  if (lu_factset_state(facts, fact) != LU_FACT_UNKNOWN) return 0;
  size_t count = list(out, assessment, facts, fact, false);
  /* one alone would look certain */
  return count == 1 ? list(out, assessment, facts, fact, true) : count;
}

bool assess_print_listed(lu_text *out, const lu_assessment *assessment, const lu_factset *facts,
                         size_t fact) {
  const lu_fact *entry = lu_dictionary_at(assessment->dictionary, fact);
  size_t listed[ASSESS_MAX_LISTED];
  size_t count = assess_listed(listed, assessment, facts, fact);
  if (count == 0) return false;
  bool none = assess_may_be_none(lu_factset_value(facts, fact));
  for (size_t i = 0; i < count; i++) {
    const char *joint = i == 0 ? "" : i + 1 < count || none ? ", " : " or ";
    lu_text_printf(out, "%s%s", joint, lu_fact_value_label(entry, listed[i]));
  }
  if (none) lu_text_printf(out, " or %s", ASSESS_NONE);
  return true;
}

void assess_print(lu_text *out, const lu_assessment *assessment, const lu_factset *facts,
                  size_t fact) {
  if (lu_factset_state(facts, fact) == LU_FACT_UNKNOWN) {
    lu_text may = LU_TEXT_INIT;
    bool any = assess_print_listed(&may, assessment, facts, fact);
    lu_text_puts(out, "not known");
    if (any) lu_text_printf(out, " (%s)", lu_text_string(&may));
    out->failed = out->failed || may.failed;
    lu_text_free(&may);
  } else {
    lu_factset_print(facts, fact, out);
  }
}

const char *assess_unit_words(const char *unit) {
  return strcmp(unit, "mm2") == 0 ? "mm²" : unit;
}

void assess_print_interval(lu_text *out, double lower, double upper) {
  double size = fmax(fabs(lower), fabs(upper));
  /* the larger end to two digits */
  int decimals = size > 0 ? (int)fmin(fmax(1 - floor(log10(size)), 0), MAX_DECIMALS) : 0;
  lu_text_printf(out, "%.*f to %.*f", decimals, lower, decimals, upper);
}
