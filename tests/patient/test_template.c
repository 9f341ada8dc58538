/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "record_help.h"

/** A template of a site reads without a finding and states the site alone. */
static void check_template(record_fixture *f, const char *site, bool full) {
  lu_text text = LU_TEXT_INIT;
  assert_int_equal(lu_case_template(&text, site, full, f->dictionary, f->context, NULL), LU_OK);
  lu_status status = record_read(f, lu_text_string(&text));
  for (size_t k = 0; k < lu_context_finding_count(f->context); k++)
    print_message("%s: %s\n", lu_context_finding(f->context, k)->place,
                  lu_context_finding(f->context, k)->sentence);
  assert_int_equal(status, LU_OK);
  assert_int_equal(lu_context_finding_count(f->context), 0);
  for (size_t k = 0; k < lu_dictionary_count(f->dictionary); k++) {
    bool is_site = k == record_fact(f, "site");
    lu_fact_state expected = is_site ? LU_FACT_KNOWN : LU_FACT_UNKNOWN;
    if (lu_factset_state(lu_case_facts(f->record), k) != expected)
      fail_msg("%s: %s", site, lu_fact_name(lu_dictionary_at(f->dictionary, k)));
  }
  size_t lines = 0;
  for (const char *c = lu_text_string(&text); *c != '\0'; c++)
    lines += *c == '\n';
  if (!full && lines > 175) fail_msg("%s: %zu lines", site, lines);
  lu_text_free(&text);
}

static void every_template_reads_without_a_finding(void **state) {
  (void)state;
  record_fixture f = record_start();
  const lu_fact *site = lu_dictionary_at(f.dictionary, record_fact(&f, "site"));
  for (size_t i = 0; i < lu_fact_value_count(site); i++) {
    check_template(&f, lu_fact_value(site, i), false);
    check_template(&f, lu_fact_value(site, i), true);
  }
  record_end(&f);
}

/** Every key that the layout lists for the short template is one of the form. */
static void the_template_lists_what_there_is(void **state) {
  (void)state;
  record_fixture f = record_start();
  lu_text text = LU_TEXT_INIT;
  assert_int_equal(lu_case_template(&text, "pancreas", false, f.dictionary, f.context, NULL),
                   LU_OK);
  static const char *const wanted[] = {
      "\"treatments\": null",
      "An entry: {\\\"kind\\\": \\\"SSA\\\"",
      "\"administrations\": []",
      "\"toxicities\": []",
      "\"toxicities_complete\": \"no\"",
      "\"allergies\": []",
      "\"allergies_complete\": \"no\"",
      "\"drugs_complete\": \"no\"",
      "\"differentiation\": \"unknown\",  \"// differentiation\": \"",
      "well | poor_small",
      "\"duct_dilated\"",
      "\"kind\": \"eus\"",
      "{\"test\": \"creatinine\", \"value\": \"unknown\", \"unit\": \"umol/L\"",
  };
  for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
    if (strstr(lu_text_string(&text), wanted[i]) == NULL) fail_msg("no %s", wanted[i]);
  const char *fdg = strstr(lu_text_string(&text), "\"fdg_pet\"");
  assert_non_null(fdg);
  assert_true(strstr(fdg, "krenning") == NULL);
  lu_text_free(&text);
  record_end(&f);
}

static void an_unknown_site_is_refused(void **state) {
  (void)state;
  record_fixture f = record_start();
  lu_text text = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_case_template(&text, "knee", false, f.dictionary, f.context, &error),
                   LU_USAGE);
  assert_non_null(strstr(error.message, "small_intestine"));
  lu_text_free(&text);
  record_end(&f);
}

/** Each key that the record may have stands in the schema; the schema is plain JSON. */
static void the_schema_holds_every_place(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *schema = NULL;
  assert_int_equal(lu_case_schema(&schema, f.dictionary, f.context, NULL), LU_OK);
  for (size_t i = 0; i < lu_dictionary_count(f.dictionary); i++) {
    const json_t *record =
        json_object_get(lu_fact_json(lu_dictionary_at(f.dictionary, i)), "record");
    const char *at = json_string_value(json_object_get(record, "at"));
    if (at == NULL) continue;
    const json_t *node = schema;
    char key[100];
    while (*at == '/') {
      size_t length = strcspn(at + 1, "/");
      assert_true(length < sizeof key);
      memcpy(key, at + 1, length);
      key[length] = '\0';
      node = json_object_get(json_object_get(node, "properties"), key);
      at += length + 1;
    }
    assert_non_null(json_object_get(node, "description"));
  }
  json_decref(schema);
  record_end(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_template_reads_without_a_finding),
      cmocka_unit_test(the_template_lists_what_there_is),
      cmocka_unit_test(an_unknown_site_is_refused),
      cmocka_unit_test(the_schema_holds_every_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
