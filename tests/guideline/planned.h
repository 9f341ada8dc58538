/* SPDX-License-Identifier: Apache-2.0 */
/* Plans of many records by the project's own data, with tables that are read once. */
#ifndef TESTS_GUIDELINE_PLANNED_H
#define TESTS_GUIDELINE_PLANNED_H

#include "small.h"

/* What all records of a test are planned with. */
struct tables {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_assessor *assessor;
  lu_guideline *guideline;
};

/* Reads everything; the day is 2026-11-24. @param edition NULL for the newest valid one */
static inline struct tables tables_start(const char *edition) {
  struct tables tables = {NULL, NULL, NULL, NULL};
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_context_new(&tables.context, &error), &error);
  expect_ok(lu_context_set_data_path(tables.context, LU_SOURCE_DIR "/data", &error), &error);
  lu_context_set_today(tables.context, (lu_date){2026, 11, 24, true});
  expect_ok(lu_dictionary_read(&tables.dictionary, tables.context, &error), &error);
  expect_ok(lu_assessor_read(&tables.assessor, NULL, tables.dictionary, tables.context, &error),
            &error);
  expect_ok(
      lu_guideline_read(&tables.guideline, edition, tables.dictionary, tables.context, &error),
      &error);
  return tables;
}

static inline void tables_stop(struct tables *tables) {
  lu_guideline_free(tables->guideline);
  lu_assessor_free(tables->assessor);
  lu_dictionary_free(tables->dictionary);
  lu_context_free(tables->context);
}

/* One plan with all that it stands on. */
struct planned {
  lu_case *record;
  lu_assessment *assessment;
  lu_plan *plan;
};

/* Plans a record. @param keep_bad as for lu_case_read() */
static inline struct planned planned_make(const struct tables *tables, const char *name,
                                          const char *text, size_t length, bool keep_bad) {
  struct planned made = {NULL, NULL, NULL};
  lu_error error = LU_ERROR_INIT;
  lu_context_clear_findings(tables->context);
  lu_status status = lu_case_read_buffer(&made.record, text, length, name, tables->dictionary,
                                         keep_bad, tables->context, &error);
  if (status == LU_OK)
    status = lu_assessor_assess(&made.assessment, tables->assessor, made.record, tables->context,
                                &error);
  if (status == LU_OK)
    status = lu_plan_make(&made.plan, tables->guideline, made.assessment, tables->context, &error);
  if (status != LU_OK) fail_msg("%s: %d: %s", name, (int)status, error.message);
  return made;
}

/* The same of a record that is JSON already; values that do not fit are kept out. */
static inline struct planned planned_make_json(const struct tables *tables, const json_t *record) {
  char *text = json_dumps(record, JSON_INDENT(1));
  struct planned made = planned_make(tables, "case", text, strlen(text), true);
  free(text);
  return made;
}

static inline void planned_free(struct planned *made) {
  lu_plan_free(made->plan);
  lu_assessment_free(made->assessment);
  lu_case_free(made->record);
}

#endif
