/* SPDX-License-Identifier: Apache-2.0 */
/* The record as it stood on a day, and what the tables of the assessment make of it. */
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

lu_status prrt_moment_new(prrt_moment **out, const prrt_course *course, int64_t since, int64_t day,
                          lu_error *error) {
  prrt_moment *moment = calloc(1, sizeof *moment);
  lu_date after = since == SHEET_NO_DAY ? LU_DATE_NONE : lu_date_from_day(since);
  *out = NULL;
  if (moment == NULL) return lu_fail_memory(error);
  lu_status status = lu_context_new(&moment->context, error);
  if (status == LU_OK)
    status =
        lu_context_set_data_path(moment->context, lu_context_data_path(course->context), error);
  if (status == LU_OK) {
    lu_context_set_today(moment->context, lu_date_from_day(day));
    status =
        lu_case_window(&moment->record, lu_study_case(course->study), after, lu_date_from_day(day),
                       lu_study_dictionary(course->study), moment->context, error);
  }
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

/* ---- moments that are asked for again ---------------------------------------------------------
 */

struct kept_moment {
  int64_t since, day;
  prrt_moment *moment;
};

static lu_status make_room(prrt_moments *moments, lu_error *error) {
  if (moments->count < moments->room) return LU_OK;
  size_t room = moments->room == 0 ? 16 : 2 * moments->room;
  struct kept_moment *list = realloc(moments->list, room * sizeof *list);
  if (list == NULL) return lu_fail_memory(error);
  moments->list = list;
  moments->room = room;
  return LU_OK;
}

lu_status prrt_moments_find(prrt_moment **out, prrt_moments *moments, const prrt_course *course,
                            int64_t since, int64_t day, lu_error *error) {
  for (size_t i = 0; i < moments->count; i++) {
    *out = moments->list[i].moment;
    if (moments->list[i].since == since && moments->list[i].day == day) return LU_OK;
  }
  *out = NULL;
  lu_status status = make_room(moments, error);
  if (status == LU_OK) status = prrt_moment_new(out, course, since, day, error);
  if (status == LU_OK) moments->list[moments->count++] = (struct kept_moment){since, day, *out};
  return status;
}

void prrt_moments_end(prrt_moments *moments) {
  for (size_t i = 0; i < moments->count; i++)
    prrt_moment_free(moments->list[i].moment);
  free(moments->list);
  *moments = (prrt_moments){0};
}
