/* SPDX-License-Identifier: Apache-2.0 */
/* Suspicion of hereditary syndromes, and the texts on emergencies, from whole records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "record_help.h"

/** Assesses a record with these members. @return new */
static lu_assessment *assessed(record_fixture *f, const char *members) {
  lu_error error = LU_ERROR_INIT;
  lu_assessment *out = NULL;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "{\"lutetia_case\":1,\"id\":\"h\",%s}", members);
  if (record_read(f, lu_text_string(&text)) != LU_OK) fail_msg("%s", lu_text_string(&text));
  lu_text_free(&text);
  if (lu_assess(&out, f->record, NULL, f->context, &error) != LU_OK) fail_msg("%s", error.message);
  return out;
}

static void answers_at(record_fixture *f, const char *members, const char *fact,
                       const char *expected, int line) {
  lu_assessment *a = assessed(f, members);
  lu_text text = LU_TEXT_INIT;
  lu_factset_print(lu_assessment_facts(a), record_fact(f, fact), &text);
  if (strcmp(lu_text_string(&text), expected) != 0)
    fail_msg("line %d: %s of %s is \"%s\", not \"%s\"", line, fact, members, lu_text_string(&text),
             expected);
  lu_text_free(&text);
  lu_assessment_free(a);
}
#define answers(f, members, fact, expected) answers_at(f, members, fact, expected, __LINE__)

#define PANCREAS "\"tumour\":{\"site\":\"pancreas\",\"function\":\"none\",\"n_primaries\":1},"
#define ADULT "\"patient\":{\"age_y\":60},"
#define GENES(rest) "\"genetics\":{\"family_history\":\"no\"" rest "}"
#define SIGNS(list) ",\"signs\":[" list "]"
#define CALM "\"labs\":[{\"test\":\"calcium\",\"value\":2.3,\"unit\":\"mmol/L\",\"high\":2.6}],"

static void men1(void **state) {
  (void)state;
  record_fixture f = record_start();
  answers(&f, PANCREAS ADULT CALM GENES(SIGNS("")), "suspect_men1", "no");
  answers(&f, PANCREAS ADULT GENES(SIGNS("\"hyperparathyroidism\"")), "suspect_men1", "yes");
  answers(&f, PANCREAS ADULT GENES(SIGNS("\"pituitary_tumour\"")), "suspect_men1", "yes");
  answers(&f, PANCREAS ADULT CALM GENES(SIGNS("\"gist\"")), "suspect_men1", "no");
  /* two glands without a tumour of pancreas or duodenum */
  answers(&f,
          "\"tumour\":{\"site\":\"lung\"}," ADULT GENES(
              SIGNS("\"pituitary_tumour\",\"hyperparathyroidism\"")),
          "suspect_men1", "yes");
  /* calcium and parathyroid hormone both high are hyperparathyroidism */
  answers(&f,
          PANCREAS ADULT
          "\"labs\":[{\"test\":\"calcium\",\"value\":2.8,\"unit\":\"mmol/L\",\"high\":2.6},"
          "{\"test\":\"pth\",\"value\":12,\"unit\":\"pmol/L\",\"high\":7}]," GENES(SIGNS("")),
          "suspect_men1", "yes");
  answers(&f, "\"tumour\":{\"site\":\"duodenum\",\"function\":\"gastrinoma\"}", "suspect_men1",
          "yes");
  answers(&f, "\"tumour\":{\"site\":\"thymus\"}", "suspect_men1", "yes");
  answers(&f, "\"tumour\":{\"site\":\"pancreas\",\"n_primaries\":2}", "suspect_men1", "yes");
  /* one tumour before 40 */
  answers(&f, "\"patient\":{\"age_y\":39}," PANCREAS CALM GENES(SIGNS("")), "suspect_men1", "yes");
  answers(&f, "\"patient\":{\"age_y\":40}," PANCREAS CALM GENES(SIGNS("")), "suspect_men1", "no");
#define INSULINOMA(age)                                              \
  "\"patient\":{\"age_y\":" age                                      \
  "},\"tumour\":{\"site\":\"pancreas\",\"function\":\"insulinoma\"," \
  "\"n_primaries\":1}," CALM                                         \
  GENES(SIGNS(""))
  answers(&f, INSULINOMA("39"), "suspect_men1", "yes");
  answers(&f, INSULINOMA("40"), "suspect_men1", "no");
  record_end(&f);
}

/* A result ends the question; that nothing is stated on genes does not. */
static void results_end_the_question(void **state) {
  (void)state;
  record_fixture f = record_start();
#define ZES "\"tumour\":{\"site\":\"duodenum\",\"function\":\"gastrinoma\"},"
  answers(&f, ZES "\"genetics\":{\"hereditary\":\"MEN1\"}", "suspect_men1", "no");
  answers(&f, ZES "\"genetics\":{\"hereditary\":\"none\"}", "suspect_men1", "no");
  answers(&f, ZES "\"genetics\":{\"tested_negative\":[\"MEN1\"]}", "suspect_men1", "no");
  answers(&f, ZES "\"genetics\":{\"tested_negative\":[\"VHL\"]}", "suspect_men1", "yes");
  /* the picture without its gene: MEN4 */
  answers(&f, PANCREAS ADULT GENES(SIGNS("\"pituitary_tumour\"") ",\"hereditary\":\"none\""),
          "suspect_men4", "yes");
  answers(&f, PANCREAS ADULT GENES(SIGNS("\"pituitary_tumour\"") ",\"tested_negative\":[\"MEN1\"]"),
          "suspect_men4", "yes");
  answers(&f, PANCREAS ADULT GENES(SIGNS("\"pituitary_tumour\"")), "suspect_men4", "no");
  answers(&f,
          PANCREAS ADULT GENES(
              SIGNS("\"pituitary_tumour\"") ",\"tested_negative\":[\"MEN1\",\"CDKN1B\"]"),
          "suspect_men4", "no");
  record_end(&f);
}

static void other_syndromes(void **state) {
  (void)state;
  record_fixture f = record_start();
  answers(&f, GENES(SIGNS("\"haemangioblastoma\"")), "suspect_vhl", "yes");
  answers(&f, PANCREAS GENES(SIGNS("\"renal_cell_carcinoma\"")), "suspect_vhl", "yes");
  answers(&f, "\"tumour\":{\"site\":\"lung\"}," GENES(SIGNS("\"renal_cell_carcinoma\"")),
          "suspect_vhl", "no");
  answers(&f, GENES(SIGNS("\"cafe_au_lait\"")), "suspect_nf1", "yes");
  answers(&f, "\"tumour\":{\"site\":\"ampulla\"}," GENES(SIGNS("\"gist\"")), "suspect_nf1", "yes");
  answers(&f, GENES(SIGNS("\"angiomyolipoma\"")), "suspect_tsc", "yes");
  answers(&f, GENES(SIGNS("\"medullary_thyroid\"")), "suspect_men2", "yes");
  answers(&f, GENES(SIGNS("\"paraganglioma\"")), "suspect_sdhx", "yes");
  answers(&f, GENES(SIGNS("")), "suspect_sdhx", "no");
#define GLUCAGON(value)                                                             \
  PANCREAS                                                                          \
  "\"syndrome\":{\"necrolytic_erythema\":\"no\"},\"labs\":[{\"test\":\"glucagon\"," \
  "\"value\":" value ",\"unit\":\"pg/mL\"}]"
  answers(&f, GLUCAGON("501"), "suspect_mahvash", "yes");
  answers(&f, GLUCAGON("500"), "suspect_mahvash", "no");
  /* one certain suspicion is enough for the whole; signs that nobody stated leave the rest open */
  answers(&f, "\"tumour\":{\"site\":\"thymus\"}", "hereditary_suspected", "yes");
  record_end(&f);
}

/** Situations of the emergency texts, joined by "; ". */
static void situations(record_fixture *f, const char *members, lu_text *out) {
  lu_error error = LU_ERROR_INIT;
  lu_assessment *a = assessed(f, members);
  json_t *document = NULL;
  size_t index;
  json_t *entry;
  if (lu_assessment_emergencies(&document, a, f->context, &error) != LU_OK)
    fail_msg("%s", error.message);
  assert_non_null(strstr(json_string_value(json_object_get(document, "note")), "never an order"));
  json_array_foreach(json_object_get(document, "texts"), index, entry) {
    assert_true(json_array_size(json_object_get(entry, "because")) > 0);
    assert_true(json_string_length(json_object_get(entry, "source")) > 0);
    lu_text_printf(out, "%s%s", index > 0 ? "; " : "",
                   json_string_value(json_object_get(entry, "situation")));
  }
  json_decref(document);
  lu_assessment_free(a);
}

static void emergencies_of_the_syndromes(void **state) {
  (void)state;
  static const struct {
    const char *function, *expected;
  } cases[] = {{"carcinoid", "carcinoid crisis"}, {"insulinoma", "hypoglycaemia"},
               {"gastrinoma", "ulcer"},           {"vipoma", "VIPoma"},
               {"acth", "ectopic ACTH"},          {"pthrp", "PTHrP"}};
  record_fixture f = record_start();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char members[100];
    lu_text text = LU_TEXT_INIT;
    snprintf(members, sizeof members, "\"tumour\":{\"site\":\"pancreas\",\"function\":\"%s\"}",
             cases[i].function);
    situations(&f, members, &text);
    if (strstr(lu_text_string(&text), cases[i].expected) == NULL)
      fail_msg("%s: %s", cases[i].function, lu_text_string(&text));
    assert_non_null(strstr(lu_text_string(&text), "after PRRT"));
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
      if (k != i && strstr(lu_text_string(&text), cases[k].expected) != NULL)
        fail_msg("%s shows: %s", cases[i].function, lu_text_string(&text));
    lu_text_free(&text);
  }
  lu_text text = LU_TEXT_INIT;
  situations(&f, "\"tumour\":{\"site\":\"pancreas\",\"function\":\"none\"}", &text);
  assert_string_equal(lu_text_string(&text), "");
  lu_text_free(&text);
  situations(&f, "\"extent\":{\"cord_risk\":\"yes\"}", &text);
  assert_string_equal(lu_text_string(&text), "threatened spinal cord");
  lu_text_free(&text);
  record_end(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(men1),
      cmocka_unit_test(results_end_the_question),
      cmocka_unit_test(other_syndromes),
      cmocka_unit_test(emergencies_of_the_syndromes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
