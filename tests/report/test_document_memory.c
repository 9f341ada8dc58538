/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of checking and writing HTML fails in turn. Pictures and PDF are left out: glib,
   on which pango stands, ends the program when memory runs short. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "lutetia/report.h"

/* The sample without pictures and with short tables. */
static json_t *small_document(void) {
  json_t *document = json_load_file(LU_SOURCE_DIR "/tests/report/document-sample.json", 0, NULL);
  assert_non_null(document);
  json_t *nodes = json_object_get(document, "children");
  for (size_t i = json_array_size(nodes); i-- > 0;) {
    json_t *node = json_array_get(nodes, i);
    const char *title = json_string_value(json_object_get(node, "title"));
    if (title == NULL) continue;
    if (strcmp(title, "Calendar") == 0 || strcmp(title, "Growth") == 0 ||
        strcmp(title, "Sources") == 0 || strncmp(title, "What comes", 10) == 0)
      json_array_remove(nodes, i);
  }
  return document;
}

static void html(void **state) {
  (void)state;
  lu_text expected = LU_TEXT_INIT;
  json_t *document = small_document();
  assert_int_equal(lu_report_html(&expected, document, NULL, NULL), LU_OK);
  for (size_t n = 1;; n++) {
    lu_text text = LU_TEXT_INIT;
    lu_error error = LU_ERROR_INIT;
    failing_malloc_arm(n);
    lu_status status = lu_report_html(&text, document, NULL, &error);
    bool reached = failing_malloc_disarm();
    assert_int_equal(status, reached ? LU_OUT_OF_MEMORY : LU_OK);
    if (status == LU_OK) assert_string_equal(text.data, expected.data);
    lu_text_free(&text);
    if (!reached) break;
  }
  lu_text_free(&expected);
  json_decref(document);
}

/* A fault is told, or that memory is short. */
static void faults(void **state) {
  (void)state;
  json_t *document = small_document();
  json_object_set_new(json_array_get(json_object_get(document, "children"), 3), "type",
                      json_string("pie"));
  for (size_t n = 1;; n++) {
    lu_error error = LU_ERROR_INIT;
    failing_malloc_arm(n);
    lu_status status = lu_report_check(document, &error);
    bool reached = failing_malloc_disarm();
    assert_int_equal(status, reached ? LU_OUT_OF_MEMORY : LU_BAD_INPUT);
    assert_int_equal(error.status, status);
    if (!reached) break;
  }
  json_decref(document);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(html),
      cmocka_unit_test(faults),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
