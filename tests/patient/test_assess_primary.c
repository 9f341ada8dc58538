/* SPDX-License-Identifier: Apache-2.0 */
/* What tests and pathology imply for the primary: gastric type, in place or not, how removed. */
#include "assess_tables.h"
#include "lutetia/patient.h"
#include "record_help.h"

#define TYPE(facts, expected) \
  expect("primary", "gastric_type_from_tests", "{\"site\":\"stomach\"" facts "}", expected)
#define NO_HORMONE ",\"function\":\"none\""

static void gastric_type_by_gastrin_atrophy_and_acid(void **state) {
  (void)state;
  TYPE(",\"gastric_atrophy\":\"present\",\"gastrin_xuln\":1.1", "\"1\"");
  TYPE(",\"gastrin_xuln\":20,\"gastric_ph\":2,\"gastric_atrophy\":\"absent\"", "\"2\"");
  TYPE(",\"gastric_atrophy\":\"absent\",\"gastrin_xuln\":1.0", "\"3\"");
  TYPE(",\"gastric_atrophy\":\"present\",\"gastrin_xuln\":0.9,\"gastric_ph\":4.1", "\"1\"");
  TYPE(
      ",\"gastric_atrophy\":\"absent\",\"gastrin_xuln\":3,\"gastric_ph\":3,"
      "\"function\":\"gastrinoma\"",
      "\"2\"");
}

/* An acid blocker raises gastrin and pH: without atrophy and without proof nothing is said. */
static void contradictory_or_doubtful_tests_give_no_type(void **state) {
  (void)state;
  TYPE(",\"gastric_atrophy\":\"absent\",\"gastrin_xuln\":3,\"gastric_ph\":2.1" NO_HORMONE, "null");
  TYPE(",\"gastric_atrophy\":\"present\",\"gastrin_xuln\":1,\"gastric_ph\":4" NO_HORMONE, "null");
  expect("primary", "gastric_type_from_tests",
         "{\"site\":\"pancreas\",\"gastric_atrophy\":\"present\",\"gastrin_xuln\":9}", "null");
}

static void what_is_not_known_stays_open(void **state) {
  (void)state;
  TYPE(",\"gastric_atrophy\":\"present\"", "unknown \"1\" \"2\" null");
  TYPE(",\"gastrin_xuln\":1,\"gastric_ph\":3" NO_HORMONE, "unknown \"3\" null");
}

static void a_margin_means_that_the_primary_is_out(void **state) {
  (void)state;
  expect("primary", "primary_in_situ_from_margin", "{\"margin\":\"R0\"}", "false");
  expect("primary", "primary_in_situ_from_margin", "{\"margin\":\"R1\"}", "false");
  expect("primary", "primary_in_situ_from_margin", "{\"margin\":\"RX\"}", "false");
  expect("primary", "primary_in_situ_from_margin", "{\"margin\":\"R2\"}", "true");
  expect("primary", "primary_removed_by_from_nodes", "{\"margin\":\"R0\",\"nodes_examined\":8}",
         "\"oncological\"");
  expect("primary", "primary_removed_by_from_nodes", "{\"margin\":\"R0\",\"nodes_examined\":7}",
         "null");
}

static void fills(const char *members, const char *fact, const char *expected) {
  record_fixture f = record_start();
  lu_error error = LU_ERROR_INIT;
  lu_assessment *assessment = NULL;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "{\"lutetia_case\":1,\"id\":\"p\",%s}", members);
  if (record_read(&f, lu_text_string(&text)) != LU_OK) fail_msg("%s", lu_text_string(&text));
  lu_text_free(&text);
  if (lu_assess(&assessment, f.record, NULL, f.context, &error) != LU_OK)
    fail_msg("%s", error.message);
  text = (lu_text)LU_TEXT_INIT;
  lu_factset_print(lu_assessment_facts(assessment), record_fact(&f, fact), &text);
  if (strcmp(lu_text_string(&text), expected) != 0)
    fail_msg("%s of %s is \"%s\", not \"%s\"", fact, members, lu_text_string(&text), expected);
  lu_text_free(&text);
  lu_assessment_free(assessment);
  record_end(&f);
}

static void a_stated_value_goes_before(void **state) {
  (void)state;
#define STOMACH "\"tumour\":{\"site\":\"stomach\",\"gastric_atrophy\":\"present\""
#define GASTRIN "\"labs\":[{\"test\":\"gastrin\",\"value\":500,\"unit\":\"pmol/L\",\"high\":50}]"
  fills(STOMACH "}," GASTRIN, "gastric_type", "type 1 (atrophic gastritis)");
  fills(STOMACH ",\"gastric_type\":\"3\"}," GASTRIN, "gastric_type",
        "type 3 (sporadic, normal gastrin)");
  fills("\"tumour\":{\"site\":\"rectum\",\"margin\":\"R1\"}", "primary_in_situ", "no");
  fills("\"tumour\":{\"site\":\"rectum\",\"margin\":\"R1\",\"primary_in_situ\":\"yes\"}",
        "primary_in_situ", "yes");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gastric_type_by_gastrin_atrophy_and_acid),
      cmocka_unit_test(contradictory_or_doubtful_tests_give_no_type),
      cmocka_unit_test(what_is_not_known_stays_open),
      cmocka_unit_test(a_margin_means_that_the_primary_is_out),
      cmocka_unit_test(a_stated_value_goes_before),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
