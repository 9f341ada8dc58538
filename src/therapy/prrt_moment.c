/* SPDX-License-Identifier: Apache-2.0 */
/* The record as it stood on a day: the same reader and tables say what its facts were. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"
#include "prrt.h"

struct prrt_moment {
  lu_context *context;
  lu_case *record;
  lu_assessment *assessment;
  case_view *view;
};

/* Keeps entries of a list that are dated after `since` and not after `day`; without a day only
   where nothing is left out before. */
static lu_status cut_list(json_t *record, const char *key, int64_t since, int64_t day,
                          lu_error *error) {
  json_t *list = json_object_get(record, key), *kept, *entry;
  size_t index;
  if (!json_is_array(list)) return LU_OK;
  kept = json_array();
  lu_status status = kept == NULL ? lu_fail_memory(error) : LU_OK;
  json_array_foreach(list, index, entry) {
    int64_t at = sheet_day(entry, "date", SHEET_NO_DAY);
    bool early = since != SHEET_NO_DAY && (at == SHEET_NO_DAY || at <= since);
    bool late = at != SHEET_NO_DAY && at > day;
    if (status == LU_OK && !early && !late && json_array_append(kept, entry) != 0)
      status = lu_fail_memory(error);
  }
  if (status == LU_OK) return sheet_set(record, key, kept, error);
  json_decref(kept);
  return status;
}

static lu_status cut_record(json_t **out, const prrt_course *course, int64_t since, int64_t day,
                            lu_error *error) {
  static const char *const measured[] = {"labs", "toxicities"};
  static const char *const others[] = {"symptoms", "imaging", "tests", "pathology",
                                       "administrations"};
  *out = json_deep_copy(course->record);
  lu_status status = *out == NULL ? lu_fail_memory(error) : LU_OK;
  for (size_t i = 0; i < sizeof measured / sizeof measured[0] && status == LU_OK; i++)
    status = cut_list(*out, measured[i], since, day, error);
  for (size_t i = 0; i < sizeof others / sizeof others[0] && status == LU_OK; i++)
    status = cut_list(*out, others[i], SHEET_NO_DAY, day, error);
  return status;
}

static lu_status read_record(prrt_moment *moment, const prrt_course *course, const json_t *record,
                             lu_error *error) {
  char *text = json_dumps(record, JSON_COMPACT);
  if (text == NULL) return lu_fail_memory(error);
  lu_status status =
      lu_case_read_buffer(&moment->record, text, strlen(text), "the record of an earlier day",
                          lu_study_dictionary(course->study), true, moment->context, error);
  free(text);
  return status == LU_BAD_INPUT && moment->record != NULL ? LU_OK : status;
}

lu_status prrt_moment_new(prrt_moment **out, const prrt_course *course, int64_t since, int64_t day,
                          lu_error *error) {
  prrt_moment *moment = calloc(1, sizeof *moment);
  json_t *record = NULL;
  *out = NULL;
  if (moment == NULL) return lu_fail_memory(error);
  lu_status status = lu_context_new(&moment->context, error);
  if (status == LU_OK)
    status =
        lu_context_set_data_path(moment->context, lu_context_data_path(course->context), error);
  if (status == LU_OK) {
    lu_context_set_today(moment->context, lu_date_from_day(day));
    status = cut_record(&record, course, since, day, error);
  }
  if (status == LU_OK) status = read_record(moment, course, record, error);
  json_decref(record);
  if (status == LU_OK)
    status = lu_assessor_assess(&moment->assessment, lu_study_assessor(course->study),
                                moment->record, moment->context, error);
  if (status == LU_OK)
    status = view_new(&moment->view, formulary_conditions(course->formulary),
                      lu_assessment_facts(moment->assessment), moment->context, error);
  if (status == LU_OK)
    *out = moment;
  else
    prrt_moment_free(moment);
  return status;
}

void prrt_moment_free(prrt_moment *moment) {
  if (moment == NULL) return;
  view_free(moment->view);
  lu_assessment_free(moment->assessment);
  lu_case_free(moment->record);
  lu_context_free(moment->context);
  free(moment);
}

case_view *prrt_moment_view(prrt_moment *moment) {
  return moment->view;
}

double prrt_moment_fact(const prrt_moment *moment, const char *fact) {
  const lu_factset *facts = view_facts(moment->view);
  size_t index = lu_dictionary_find(lu_factset_dictionary(facts), fact);
  if (index == LU_NO_INDEX || lu_factset_state(facts, index) != LU_FACT_KNOWN) return NAN;
  return lu_value_number(lu_factset_value(facts, index));
}
