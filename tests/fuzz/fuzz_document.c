/* SPDX-License-Identifier: Apache-2.0 */
/* Any JSON as a document tree: refused with a sentence, or written as HTML with its pictures. */
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** What is accepted is written, and nothing of it becomes an element. */
static void write_html(const json_t *document, lu_context *context) {
  lu_text html = LU_TEXT_INIT;
  if (lu_report_html(&html, document, context, NULL) != LU_OK) abort();
  if (strstr(html.data, "<script") != NULL || strchr(html.data, '\x01') != NULL) abort();
  lu_text_free(&html);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lu_context *context = NULL;
  lu_error error = LU_ERROR_INIT;
  json_t *document = json_loadb((const char *)data, size, 0, NULL);
  if (document == NULL) return 0;
  if (lu_context_new(&context, NULL) != LU_OK) abort();
  lu_context_set_today(context, (lu_date){2026, 11, 24, true});
  lu_status status = lu_report_check(document, &error);
  if (status == LU_OK)
    write_html(document, context);
  else if (status != LU_BAD_INPUT || error.message[0] == '\0')
    abort();
  lu_context_free(context);
  json_decref(document);
  return 0;
}
