/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a record: read, checked, every fact printed, freed. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "lutetia/patient.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** Facts in words; what the reader accepted must be printable. */
static void print_facts(const lu_case *record, const lu_dictionary *dictionary) {
  lu_text text = LU_TEXT_INIT;
  for (size_t i = 0; i < lu_dictionary_count(dictionary); i++)
    lu_factset_print(lu_case_facts(record), i, &text);
  lu_text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static lu_context *context; /* made once: reading the dictionary is slow */
  static lu_dictionary *dictionary;
  if (context == NULL) {
    if (lu_context_new(&context, NULL) != LU_OK) abort();
    lu_context_set_today(context, (lu_date){2026, 11, 24, true});
    if (lu_context_set_data_path(context, LU_SOURCE_DIR "/data", NULL) != LU_OK) abort();
    if (lu_dictionary_read(&dictionary, context, NULL) != LU_OK) abort();
  }
  lu_case *record = NULL;
  lu_error error = LU_ERROR_INIT;
  lu_status status = lu_case_read_buffer(&record, (const char *)data, size, "case.json", dictionary,
                                         true, context, &error);
  if (status != LU_OK && status != LU_BAD_INPUT) abort();
  if (status == LU_OK && record == NULL) abort();
  if (record != NULL) print_facts(record, dictionary);
  lu_case_free(record);
  lu_context_clear_findings(context);
  return 0;
}
