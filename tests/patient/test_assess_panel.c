/* SPDX-License-Identifier: Apache-2.0 */
/* Facts at a glance (data/report/board.json) and sentences in plain words (data/report/plain.json).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "record_help.h"

static const char *const record_text =
    "{\"lutetia_case\": 1, \"id\": \"panel\","
    " \"tumour\": {\"site\": \"small_intestine\", \"function\": \"none\"},"
    " \"extent\": {\"m\": \"M0\"},"
    " \"imaging\": [{\"kind\": \"fdg_pet\", \"status\": \"not_done\"}],"
    " \"labs\": ["
    "  {\"test\": \"haemoglobin\", \"value\": 9.9, \"unit\": \"g/dL\", \"date\": \"2026-11-14\","
    "   \"low\": 12},"
    "  {\"test\": \"platelets\", \"value\": 210, \"unit\": \"10^9/L\", \"date\": \"2026-11-24\","
    "   \"low\": 150},"
    "  {\"test\": \"bilirubin\", \"value\": 30, \"unit\": \"umol/L\", \"date\": \"2026-10\","
    "   \"high\": 21},"
    "  {\"test\": \"albumin\", \"value\": 41, \"unit\": \"g/L\", \"date\": \"2026-11-20\"}]}";

/* An assessment of the record above. */
static lu_assessment *assess(record_fixture *f) {
  lu_assessment *assessment = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(record_read(f, record_text), LU_OK);
  if (lu_assess(&assessment, f->record, NULL, f->context, &error) != LU_OK)
    fail_msg("%s", error.message);
  return assessment;
}

static const json_t *entry_of(const json_t *panels, const char *panel, const char *fact) {
  size_t index;
  json_t *entry;
  json_array_foreach(
      json_object_get(panels, panel), index,
      entry) if (strcmp(json_string_value(json_object_get(entry, "fact")), fact) == 0) return entry;
  fail_msg("there is no %s in %s", fact, panel);
  return NULL;
}

static const char *text_of(const json_t *entry, const char *key) {
  const char *text = json_string_value(json_object_get(entry, key));
  return text != NULL ? text : "";
}

static void values_carry_their_age(void **state) {
  (void)state;
  record_fixture f = record_start();
  lu_assessment *assessment = assess(&f);
  json_t *panels = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_assessment_panels(&panels, assessment, f.context, &error), LU_OK);
  const json_t *hb = entry_of(panels, "labs", "hb_g_dl");
  assert_int_equal(json_integer_value(json_object_get(hb, "age_d")), 10);
  assert_string_equal(text_of(hb, "date"), "2026-11-14");
  assert_string_equal(text_of(hb, "text"), "9.9 g/dL");
  assert_int_equal(
      json_integer_value(json_object_get(entry_of(panels, "labs", "plt_1e9_l"), "age_d")), 0);
  /* a month is no day: no age can be said */
  const json_t *bilirubin = entry_of(panels, "labs", "bilirubin_umol_l");
  assert_string_equal(text_of(bilirubin, "date"), "2026-10");
  assert_null(json_object_get(bilirubin, "age_d"));
  /* what is not known is said to be so, and has no age */
  assert_string_equal(text_of(entry_of(panels, "labs", "inr"), "state"), "unknown");
  assert_string_equal(text_of(entry_of(panels, "fdg", "fdg"), "text"), "not done");
  json_decref(panels);
  lu_assessment_free(assessment);
  record_end(&f);
}

static void limits_of_the_laboratory_are_kept(void **state) {
  (void)state;
  record_fixture f = record_start();
  lu_assessment *assessment = assess(&f);
  json_t *panels = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_assessment_panels(&panels, assessment, f.context, &error), LU_OK);
  assert_string_equal(text_of(entry_of(panels, "labs", "hb_g_dl"), "outside"), "below");
  assert_string_equal(text_of(entry_of(panels, "labs", "bilirubin_umol_l"), "outside"), "above");
  assert_string_equal(text_of(entry_of(panels, "labs", "plt_1e9_l"), "outside"), "");
  /* no limit stated: nothing is said */
  assert_string_equal(text_of(entry_of(panels, "labs", "albumin_g_l"), "outside"), "");
  json_decref(panels);
  lu_assessment_free(assessment);
  record_end(&f);
}

static void plain_words_say_what_is_known(void **state) {
  (void)state;
  record_fixture f = record_start();
  lu_assessment *assessment = assess(&f);
  lu_text text = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(
      lu_assessment_sentences(&text, assessment, "report/plain.json", f.context, &error), LU_OK);
  const char *said = lu_text_string(&text);
  assert_non_null(strstr(said, "has not been found in other places"));
  assert_non_null(strstr(said, "small intestine"));
  assert_non_null(strstr(said, "not yet clear"));
  assert_null(strstr(said, "grade 1"));
  lu_text_free(&text);
  lu_assessment_free(assessment);
  record_end(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_carry_their_age),
      cmocka_unit_test(limits_of_the_laboratory_are_kept),
      cmocka_unit_test(plain_words_say_what_is_known),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
