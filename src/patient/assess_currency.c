/* SPDX-License-Identifier: Apache-2.0 */
/* Which values are old, by the limits of data/assessment/currency.json. */
#include <stdlib.h>
#include <string.h>

#include "assess.h"

#define DAYS_PER_MONTH (365.25 / 12.0)
/** Months since the last day on which a value can have been observed. */
static double age_in_months(lu_date date, lu_date today) {
  return (double)(lu_date_first_day(today) - lu_date_last_day(date)) / DAYS_PER_MONTH;
}

static const char *text_of(const json_t *object, const char *name) {
  const char *text = json_string_value(json_object_get(object, name));
  return text != NULL ? text : "";
}

static size_t fact_at(const lu_assessment *assessment, const json_t *names, size_t index) {
  const char *name = json_string_value(json_array_get(names, index));
  return name != NULL ? lu_dictionary_find(assessment->dictionary, name) : LU_NO_INDEX;
}

/** Origin of a value that the record states. @return NULL for what is open or derived */
static const lu_fact_origin *stated(const lu_assessment *assessment, size_t fact) {
  if (fact == LU_NO_INDEX || lu_factset_state(assessment->facts, fact) != LU_FACT_KNOWN)
    return NULL;
  const lu_fact_origin *origin = lu_factset_origin(assessment->facts, fact);
  const char *text = lu_value_string(lu_factset_value(assessment->facts, fact));
  if (text != NULL && strcmp(text, "not_done") == 0) return NULL; /* what was not done has no age */
  return origin != NULL && origin->place[0] == '/' ? origin : NULL;
}

/** "Platelets 180 × 10⁹/L of 2024-11-10 (24 months)". */
static void say_value(lu_text *out, const lu_assessment *assessment, size_t fact,
                      const lu_fact_origin *origin, double months) {
  char date[16];
  lu_text_printf(out, "%s%s ", out->length > 0 ? "; " : "",
                 lu_fact_label(lu_dictionary_at(assessment->dictionary, fact)));
  assess_print(out, assessment, assessment->facts, fact);
  lu_text_printf(out, " of %s (%.0f months)", lu_date_format(date, origin->date), months);
}

/** Looks at the values of one limit; those without a date are added to `undated`. */
static lu_status check_limit(const lu_assessment *assessment, const json_t *limit, lu_text *undated,
                             const char **undated_place, lu_context *context, lu_error *error) {
  const json_t *names = json_object_get(limit, "facts"), *months = json_object_get(limit, "months");
  lu_text old = LU_TEXT_INIT;
  const char *place = "";
  for (size_t i = 0; json_is_number(months) && i < json_array_size(names); i++) {
    size_t fact = fact_at(assessment, names, i);
    const lu_fact_origin *origin = stated(assessment, fact);
    if (origin == NULL) continue;
    if (!origin->date.known) {
      if (undated->length == 0) *undated_place = origin->place;
      lu_text_printf(undated, "%s%s", undated->length > 0 ? ", " : "",
                     lu_fact_label(lu_dictionary_at(assessment->dictionary, fact)));
      continue;
    }
    double age = age_in_months(origin->date, lu_context_today(context));
    if (age <= json_number_value(months)) continue;
    if (old.length == 0) place = origin->place;
    say_value(&old, assessment, fact, origin, age);
  }
  if (old.length > 0)
    lu_context_find(context, "assess.old", LU_WARNING, place, text_of(limit, "effect"),
                    "%s older than %g months (%s, %s): %s.", text_of(limit, "what"),
                    json_number_value(months), text_of(limit, "source"), text_of(limit, "mark"),
                    lu_text_string(&old));
  lu_status status = old.failed ? lu_fail_memory(error) : LU_OK;
  lu_text_free(&old);
  return status;
}

lu_status assess_currency(const lu_assessment *assessment, lu_context *context, lu_error *error) {
  lu_text undated = LU_TEXT_INIT;
  const char *place = "";
  lu_status status = LU_OK;
  const json_t *limits = json_object_get(assessment->assessor->currency, "limits");
  for (size_t i = 0; i < json_array_size(limits) && status == LU_OK; i++)
    status = check_limit(assessment, json_array_get(limits, i), &undated, &place, context, error);
  if (undated.failed && status == LU_OK) status = lu_fail_memory(error);
  if (status == LU_OK && undated.length > 0)
    lu_context_find(context, "assess.undated", LU_NOTE, place, "They are taken as of today.",
                    "Without a date, so that their age is not known: %s.",
                    lu_text_string(&undated));
  lu_text_free(&undated);
  return status;
}
