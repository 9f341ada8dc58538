/* SPDX-License-Identifier: Apache-2.0 */
/* Broken models: each small file must be refused with a sentence that says where and what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/decision.h"

#define FOLDER LU_SOURCE_DIR "/tests/decision/broken/"

static const struct {
  const char *file;
  const char *sentence; /**< what follows the folder, or its beginning */
} cases[] = {
    {"cycle.dmn", "cycle.dmn:3: decision \"one\": it requires itself, directly or through others"},
    {"href.dmn",
     "href.dmn:5: decision \"one\": requiredDecision points to \"#d_missing\", which "
     "does not exist"},
    {"type.dmn", "type.dmn:3: there is no type \"tMissing\""},
    {"type-cycle.dmn", "type-cycle.dmn:3: the itemDefinition \"a\" is defined by itself"},
    {"expression.dmn", "expression.dmn:17: decision \"one\": rule 2, input entry 1: "},
    {"policy.dmn", "policy.dmn:9: decision \"one\": there is no hit policy \"SOMETIMES\""},
    {"aggregation.dmn", "aggregation.dmn:9: decision \"one\": there is no aggregation \"MEDIAN\""},
    {"cells.dmn", "cells.dmn:12: decision \"one\": rule 1 has 2 input entries for 1 input columns"},
    {"priority.dmn",
     "priority.dmn:9: decision \"one\": hit policy PRIORITY needs output values, "
     "highest priority first"},
    {"output-name.dmn",
     "output-name.dmn:12: decision \"one\": output column 2 has no name, which "
     "a table of several outputs needs"},
    {"import.dmn",
     "import.dmn: the import \"lib\" has the namespace https://example.org/nowhere, "
     "which no .dmn file of the same folder has"},
    {"no-name.dmn", "no-name.dmn:3: this decision has no name"},
    {"doctype.dmn", "doctype.dmn: a document type declaration (<!DOCTYPE ...>) is not allowed"},
    {"twice.dmn", "twice.dmn:7: decision \"one\": another one of this name stands in line 3"},
    {"not-dmn.dmn",
     "not-dmn.dmn:1: the root element is \"html\"; a DMN file has \"definitions\" in "
     "a DMN namespace"},
    {"not-xml.dmn", "not-xml.dmn:3: this is not well-formed XML: Opening and ending tag mismatch"},
    {"empty.dmn", "empty.dmn: the file is empty"},
};

static void test_sentences(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char path[1024];
    lu_error error = LU_ERROR_INIT;
    lu_model *model = NULL;
    snprintf(path, sizeof path, FOLDER "%s", cases[i].file);
    assert_int_equal(lu_model_read(&model, path, false, NULL, &error), LU_BAD_INPUT);
    assert_null(model);
    if (strncmp(error.message, FOLDER, strlen(FOLDER)) != 0 ||
        strncmp(error.message + strlen(FOLDER), cases[i].sentence, strlen(cases[i].sentence)) != 0)
      fail_msg("%s\n  instead of %s", error.message, cases[i].sentence);
  }
}

static void test_missing_file(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  lu_model *model = NULL;
  assert_int_equal(lu_model_read(&model, FOLDER "none.dmn", false, NULL, &error), LU_IO);
  assert_string_equal(error.message,
                      "cannot open \"" FOLDER "none.dmn\": No such file or directory");
}

static void test_billion_laughs(void **state) {
  (void)state;
  static const char xml[] =
      "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
      "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
      "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"x\">&c;"
      "</definitions>";
  lu_error error = LU_ERROR_INIT;
  lu_model *model = NULL;
  assert_int_equal(lu_model_read_buffer(&model, xml, sizeof xml - 1, "buffer", false, NULL, &error),
                   LU_BAD_INPUT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sentences),
      cmocka_unit_test(test_missing_file),
      cmocka_unit_test(test_billion_laughs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
