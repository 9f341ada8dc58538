/* SPDX-License-Identifier: Apache-2.0 */
/** @file What tests of records share. Include after cmocka. */
#ifndef TESTS_PATIENT_RECORD_HELP_H
#define TESTS_PATIENT_RECORD_HELP_H

#include <stdlib.h>
#include <string.h>

#include "lutetia/patient.h"

/** A context with the project's data and a fixed day, its dictionary, and a record. */
typedef struct record_fixture {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_case *record;
} record_fixture;

static inline record_fixture record_start(void) {
  record_fixture f = {.context = NULL};
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_context_new(&f.context, NULL), LU_OK);
  lu_context_set_today(f.context, (lu_date){2026, 11, 24, true});
  assert_int_equal(lu_context_set_data_path(f.context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  if (lu_dictionary_read(&f.dictionary, f.context, &error) != LU_OK) fail_msg("%s", error.message);
  return f;
}

static inline void record_end(record_fixture *f) {
  lu_case_free(f->record);
  lu_dictionary_free(f->dictionary);
  lu_context_free(f->context);
}

/** cmocka's start and end of a test whose state is a fixture. */
static inline int record_set_up(void **state) {
  record_fixture *f = malloc(sizeof *f);
  assert_non_null(f);
  *f = record_start();
  *state = f;
  return 0;
}

static inline int record_tear_down(void **state) {
  record_end(*state);
  free(*state);
  return 0;
}

/** Reads a record from text; findings do not stop it. */
static inline lu_status record_read(record_fixture *f, const char *text) {
  lu_error error = LU_ERROR_INIT;
  lu_case_free(f->record);
  f->record = NULL;
  lu_context_clear_findings(f->context);
  lu_status status = lu_case_read_buffer(&f->record, text, strlen(text), "case.json", f->dictionary,
                                         true, f->context, &error);
  if (f->record == NULL) print_message("%s\n", error.message);
  return status;
}

static inline size_t record_fact(const record_fixture *f, const char *name) {
  size_t index = lu_dictionary_find(f->dictionary, name);
  if (index == LU_NO_INDEX) fail_msg("there is no fact %s", name);
  return index;
}

static inline double record_number(const record_fixture *f, const char *name) {
  const lu_value *value = lu_factset_value(lu_case_facts(f->record), record_fact(f, name));
  if (value == NULL) fail_msg("%s is not known", name);
  return lu_value_number(value);
}

/** The fact as a person reads it. */
static inline void record_prints(const record_fixture *f, const char *name, const char *expected) {
  lu_text text = LU_TEXT_INIT;
  lu_factset_print(lu_case_facts(f->record), record_fact(f, name), &text);
  if (strcmp(lu_text_string(&text), expected) != 0)
    fail_msg("%s is \"%s\", not \"%s\"", name, lu_text_string(&text), expected);
  lu_text_free(&text);
}

#endif
