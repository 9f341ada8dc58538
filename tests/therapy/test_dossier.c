/* SPDX-License-Identifier: Apache-2.0 */
/* The treatments of a report: those that lead the plan, each under its own option. */
#include "opened.h"
/* cmocka first */
#include <stdlib.h>

#include "lutetia/base/file.h"

static json_t *dossier_of(struct opened *opened, const char *example) {
  lu_error error = LU_ERROR_INIT;
  char *text = NULL;
  json_t *dossier = NULL;
  expect_fine(lu_file_read(&text, NULL, example, 0, &error), &error);
  *opened = opened_case("therapy-dossier", text, "2026-11-24");
  free(text);
  expect_fine(
      lu_treatment_dossier(&dossier, opened->formulary, opened->study, opened->context, &error),
      &error);
  return dossier;
}

/* PRRT leads; octreotide around procedures has the first rank of the supportive measures and is no
   treatment of the tumour. */
static void test_support_leads_nothing(void **state) {
  struct opened opened;
  (void)state;
  json_t *dossier = dossier_of(&opened, LU_SOURCE_DIR "/examples/midgut-carcinoid.json");
  assert_int_equal(json_array_size(dossier), 1);
  assert_string_equal(opened_text(dossier, "/0/id"), "prrt");
  assert_string_equal(opened_text(dossier, "/0/option"), "PRRT, full course");
  assert_int_equal(json_integer_value(opened_at(dossier, "/0/plan/lutetia_prrt")), 1);
  assert_true(json_array_size(opened_at(dossier, "/0/sections")) > 0);
  json_decref(dossier);
  opened_close(&opened);
}

/* Two options share the first rank: each stands with its own plan, and the sheet is that of a
   regimen which answers the option in its heading. */
static void test_a_sheet_stands_under_its_option(void **state) {
  struct opened opened;
  (void)state;
  json_t *dossier = dossier_of(&opened, LU_SOURCE_DIR "/examples/captem-course.json");
  assert_int_equal(json_array_size(dossier), 2);
  assert_string_equal(opened_text(dossier, "/0/id"), "drugs");
  assert_string_equal(opened_text(dossier, "/0/option"), "capecitabine and temozolomide");
  assert_string_equal(opened_text(dossier, "/0/plan/sheet/regimen"), "captem");
  assert_string_equal(opened_text(dossier, "/1/id"), "prrt");
  assert_string_equal(opened_text(dossier, "/1/option"), "PRRT, full course");
  json_decref(dossier);
  opened_close(&opened);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_support_leads_nothing),
      cmocka_unit_test(test_a_sheet_stands_under_its_option),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
