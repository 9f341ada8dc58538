/* SPDX-License-Identifier: Apache-2.0 */
/* Small records of every primary site, from measured facts to stage, in both editions, and what
 * the summary says of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "lutetia/patient.h"

/** Context and dictionary of all tests. */
typedef struct world {
  lu_context *context;
  lu_dictionary *dictionary;
} world;

/** One assessed record; `line` for messages. */
typedef struct assessed {
  const world *in;
  lu_case *record;
  lu_assessment *assessment;
  int line;
} assessed;

static assessed assess_at(void **state, const char *json, const char *edition, int line) {
  assessed out = {*state, NULL, NULL, line};
  lu_error error = LU_ERROR_INIT;
  lu_context_clear_findings(out.in->context);
  if (lu_case_read_buffer(&out.record, json, strlen(json), "case.json", out.in->dictionary, false,
                          out.in->context, &error) != LU_OK ||
      lu_assess(&out.assessment, out.record, edition, out.in->context, &error) != LU_OK)
    fail_msg("line %d: %s", line, error.message);
  return out;
}
#define assess(state, json, edition) assess_at(state, json, edition, __LINE__)

static void end(assessed *out) {
  lu_assessment_free(out->assessment);
  lu_case_free(out->record);
}

static void is(const assessed *a, const char *fact, const char *expected) {
  lu_text text = LU_TEXT_INIT;
  size_t index = lu_dictionary_find(a->in->dictionary, fact);
  if (index == LU_NO_INDEX) fail_msg("no fact %s", fact);
  lu_factset_print(lu_assessment_facts(a->assessment), index, &text);
  if (strcmp(lu_text_string(&text), expected) != 0)
    fail_msg("line %d: %s is \"%s\", not \"%s\"", a->line, fact, lu_text_string(&text), expected);
  lu_text_free(&text);
}

static void says(const assessed *a, const char *part) {
  lu_text text = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_assessment_summary(&text, a->assessment, a->in->context, &error), LU_OK);
  if (strstr(lu_text_string(&text), part) == NULL)
    fail_msg("line %d: \"%s\" is not in:\n%s", a->line, part, lu_text_string(&text));
  lu_text_free(&text);
}

static bool found(const assessed *a, const char *code, const char *part) {
  for (size_t i = 0; i < lu_context_finding_count(a->in->context); i++) {
    const lu_finding *finding = lu_context_finding(a->in->context, i);
    if (strcmp(finding->code, code) == 0 && strstr(finding->sentence, part) != NULL) return true;
  }
  return false;
}

/** T, N, M, stage of a record in one edition. */
static void staged_at(void **state, const char *json, const char *edition, const char *expected,
                      int line) {
  static const char *const facts[] = {"t_category", "n_category", "m_category", "stage"};
  assessed a = assess_at(state, json, edition, line);
  lu_text text = LU_TEXT_INIT;
  for (size_t i = 0; i < 4; i++) {
    if (i > 0) lu_text_puts(&text, " ");
    lu_factset_print(lu_assessment_facts(a.assessment),
                     lu_dictionary_find(a.in->dictionary, facts[i]), &text);
  }
  if (strcmp(lu_text_string(&text), expected) != 0)
    fail_msg("line %d, edition %s: \"%s\", not \"%s\"", line, edition, lu_text_string(&text),
             expected);
  lu_text_free(&text);
  end(&a);
}
#define staged(json, in8, in9)                  \
  do {                                          \
    staged_at(state, json, "8", in8, __LINE__); \
    staged_at(state, json, "9", in9, __LINE__); \
  } while (0)

#define CASE(site, tumour, rest) \
  "{\"lutetia_case\":1,\"id\":\"x\",\"tumour\":{\"site\":\"" site "\"" tumour "}," rest "}"
#define WELL                                                                              \
  "\"pathology\":[{\"id\":\"a\",\"specimen\":\"resection\",\"differentiation\":\"well\"," \
  "\"ki67\":{\"percent\":1},\"mitoses\":{\"per_2mm2\":1}}],"
#define POOR(kind)                                                                      \
  "\"pathology\":[{\"id\":\"a\",\"specimen\":\"resection\",\"differentiation\":\"" kind \
  "\",\"ki67\":{\"percent\":80},\"mitoses\":{\"per_2mm2\":60}}],"
#define NO_STAGE "the table names no stage"

static void stomach_and_duodenum(void **state) {
  staged(CASE("stomach", ",\"size_mm\":8,\"depth\":\"submucosa\"",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"NX\"}"),
         "T1 NX M0 " NO_STAGE, "T1 NX M0 Stage I");
  staged(CASE("stomach", ",\"size_mm\":30,\"depth\":\"serosa\"",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"NX\"}"),
         "T4 NX M0 Stage III", "T4 NX M0 " NO_STAGE);
  /* counted nodes are enough: nobody asks for a mesenteric mass at the stomach */
  staged(CASE("stomach", ",\"size_mm\":30,\"depth\":\"subserosa\"",
              WELL "\"extent\":{\"m\":\"M0\"},\"tnm\":{\"measured\":{\"nodes_positive\":0,"
                   "\"nodes_examined\":15}}"),
         "T3 N0 M0 Stage II", "T3 N0 M0 Stage II");
  staged(CASE("duodenum", ",\"size_mm\":14,\"depth\":\"submucosa\"",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"N0\"}"),
         "T2 N0 M0 Stage II", "T2 N0 M0 Stage II");
  /* the depth follows from the organ that is invaded */
  staged(CASE("duodenum", ",\"size_mm\":25",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"N1\"},"
                   "\"tnm\":{\"measured\":{\"invades\":[\"pancreas\"]}}"),
         "T3 N1 M0 Stage III", "T3 N1 M0 Stage III");
  staged(CASE("ampulla", ",\"size_mm\":9,\"depth\":\"mucosa\"",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"NX\"},"
                   "\"tnm\":{\"measured\":{\"sphincter_oddi_passed\":\"no\"}}"),
         "T1 NX M0 " NO_STAGE, "T1 NX M0 Stage I");
}

static void appendix(void **state) {
  staged(CASE("appendix", ",\"size_mm\":20,\"depth\":\"muscularis\"",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"N0\"}"),
         "T1 N0 M0 Stage I", "T1 N0 M0 Stage I");
  staged(CASE("appendix", ",\"size_mm\":25,\"depth\":\"muscularis\"",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"NX\"}"),
         "T2 NX M0 " NO_STAGE, "T2 NX M0 Stage II");
  staged(CASE("appendix", ",\"size_mm\":19",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"N0\"},"
                   "\"tnm\":{\"measured\":{\"invades\":[\"mesoappendix\"]}}"),
         "T3 N0 M0 Stage II", "T3 N0 M0 Stage II");
  assessed a = assess(state,
                      CASE("appendix",
                           ",\"size_mm\":14,\"depth\":\"subserosa\","
                           "\"meso_invasion_mm\":0",
                           WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"N0\"},"
                                "\"tnm\":{\"measured\":{\"invades\":[\"none\"]}}"),
                      "9");
  says(&a, "Stage II by edition 9; T3, N0, M0; T2 by ENETS 2006");
  assert_true(found(&a, "assess.sources-differ", "ENETS 2006: T2"));
  end(&a);
  a = assess(state,
             CASE("appendix", ",\"size_mm\":14,\"depth\":\"serosa\"",
                  POOR("goblet") "\"extent\":{\"m\":\"M0\",\"nodes\":\"N1\"},"
                                 "\"tnm\":{\"measured\":{\"nodes_positive\":2}}"),
             "9");
  says(&a, "No neuroendocrine neoplasm, primary: appendix");
  says(&a, "Stage IIIB by edition 8 (carcinoma table); T4a, N1b, M0");
  end(&a);
}

static void colon_and_rectum(void **state) {
  staged(CASE("rectum", ",\"size_mm\":9,\"depth\":\"submucosa\"",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"NX\"}"),
         "T1a NX M0 " NO_STAGE, "T1a NX M0 Stage I");
  staged(CASE("colon", ",\"size_mm\":30,\"depth\":\"subserosa\"",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"N0\"}"),
         "T3 N0 M0 Stage IIB", "T3 N0 M0 Stage IIB");
  staged(CASE("rectum", ",\"size_mm\":9,\"depth\":\"submucosa\"",
              WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"N1\"}"),
         "T1a N1 M0 Stage IIIB", "T1a N1 M0 Stage IIIB");
  assessed a = assess(state,
                      CASE("rectum", ",\"size_mm\":10,\"depth\":\"submucosa\"",
                           WELL "\"extent\":{\"m\":\"M0\",\"nodes\":\"N0\"}"),
                      "9");
  is(&a, "t_category", "T1b");
  is(&a, "stage", "Stage I");
  assert_true(found(&a, "assess.sources-differ", "exactly 10 mm"));
  end(&a);
  staged(CASE("colon", ",\"size_mm\":50,\"depth\":\"serosa\"",
              POOR("poor_large") "\"extent\":{\"metastases_sites\":[\"liver\",\"lung\"]},"
                                 "\"tnm\":{\"measured\":{\"nodes_positive\":5}}"),
         "T4a N2a M1b Stage IVB", "T4a N2a M1b Stage IVB");
}

static void carcinoma(void **state) {
  staged(CASE("stomach", ",\"size_mm\":50,\"depth\":\"subserosa\"",
              POOR("mixed") "\"extent\":{\"m\":\"M0\"},"
                            "\"tnm\":{\"measured\":{\"nodes_positive\":8}}"),
         "T3 N3a M0 Stage IIIB", "T3 N3a M0 Stage IIIB");
  staged(CASE("duodenum", ",\"size_mm\":30,\"depth\":\"subserosa\"",
              POOR("poor_small") "\"extent\":{\"m\":\"M0\"},"
                                 "\"tnm\":{\"measured\":{\"nodes_positive\":3}}"),
         "T3 N2 M0 Stage IIIB", "T3 N2 M0 Stage IIIB");
  staged(CASE("ampulla", ",\"size_mm\":30",
              POOR("poor_large") "\"extent\":{\"m\":\"M0\",\"nodes\":\"N0\"},"
                                 "\"tnm\":{\"measured\":{\"invades\":[\"pancreas\"],"
                                 "\"pancreas_invasion_mm\":4}}"),
         "T3a N0 M0 Stage IIA", "T3a N0 M0 Stage IIA");
}

#define LUNG(mitoses, necrosis)                                                              \
  "\"pathology\":[{\"id\":\"a\",\"specimen\":\"resection\",\"differentiation\":\"well\","    \
  "\"ki67\":{\"percent\":8},\"mitoses\":{\"per_2mm2\":" mitoses "},\"necrosis\":\"" necrosis \
  "\"}],"
#define CHEST(rest) \
  "\"tnm\":{\"measured\":{\"invades\":[\"none\"],\"lung_nodules\":\"no_nodule\"," rest "}}"

static void lung(void **state) {
  staged(CASE("lung", ",\"size_mm\":25",
              LUNG("1", "none") "\"extent\":{\"m\":\"M0\"}," CHEST("\"node_level\":\"hilar\"")),
         "T1c N1 M0 Stage IIB", "T1c N1 M0 Stage IIA");
  staged(CASE("lung", ",\"size_mm\":60",
              LUNG("4", "none") "\"extent\":{\"m\":\"M0\"}," CHEST(
                  "\"node_level\":\"mediastinal\",\"mediastinal_stations\":1")),
         "T3 N2 M0 Stage IIIB", "T3 N2a M0 Stage IIIA");
  staged(CASE("lung", ",\"size_mm\":60",
              LUNG("4", "none") "\"extent\":{\"metastases_sites\":[\"bone\",\"liver\"]}," CHEST(
                  "\"node_level\":\"no_node\"")),
         "T3 N0 M1c Stage IVB", "T3 N0 M1c2 Stage IVB");
  assessed a =
      assess(state, CASE("lung", ",\"size_mm\":25", LUNG("1", "none") "\"extent\":{}"), "9");
  says(&a, "Typical carcinoid, primary: lung; Ki-67 8 %");
  is(&a, "lung_type", "typical carcinoid");
  end(&a);
  a = assess(state, CASE("lung", ",\"size_mm\":25", LUNG("1", "focal") "\"extent\":{}"), "9");
  says(&a, "Atypical carcinoid, primary: lung");
  says(&a, "necrosis focal");
  end(&a);
  a = assess(state, CASE("lung", "", LUNG("14", "none") "\"extent\":{}"), "9");
  says(&a, "Carcinoid with raised mitoses or Ki-67, primary: lung");
  is(&a, "net_or_nec", "NET");
  assert_true(found(&a, "assess.carcinoid-raised", "more than 10 mitoses"));
  end(&a);
}

/* Where M1 is known, its letter is not what the assessment waits for. */
static void letter_of_m_is_not_wanted(void **state) {
  lu_error error = LU_ERROR_INIT;
  json_t *missing = NULL;
  assessed a = assess(state,
                      CASE("lung", "",
                           LUNG("6", "none") "\"extent\":{\"metastases_sites\":"
                                             "[\"liver\"]}"),
                      "9");
  says(&a, "Stage IVA or Stage IVB possible");
  says(&a, "M not known (M1b or M1c1)");
  assert_int_equal(lu_assessment_missing(&missing, a.assessment, a.in->context, &error), LU_OK);
  assert_int_equal(json_array_size(missing), 0);
  json_decref(missing);
  end(&a);
  a = assess(state, CASE("lung", "", LUNG("6", "none") "\"extent\":{}"), "9");
  assert_int_equal(lu_assessment_missing(&missing, a.assessment, a.in->context, &error), LU_OK);
  assert_int_equal(json_array_size(missing), 1);
  json_decref(missing);
  end(&a);
}

/* What is stated stands in where nothing was counted, and is compared where it was. */
static void stated_type(void **state) {
  assessed a =
      assess(state, CASE("lung", ",\"lung_type\":\"atypical\"", "\"extent\":{\"m\":\"M0\"}"), "9");
  is(&a, "who_class", "Atypical carcinoid");
  is(&a, "grade", "grade 2");
  is(&a, "net_or_nec", "NET");
  is(&a, "differentiation", "well differentiated (NET)");
  end(&a);
  a = assess(
      state,
      CASE("lung", ",\"lung_type\":\"typical\"", LUNG("6", "focal") "\"extent\":{\"m\":\"M0\"}"),
      "9");
  is(&a, "lung_type", "atypical carcinoid");
  assert_true(found(&a, "assess.lung-type-differs", "stated as typical carcinoid"));
  end(&a);
}

static void thymus(void **state) {
  staged(CASE("thymus", ",\"size_mm\":60",
              LUNG("4", "focal") "\"extent\":{\"m\":\"M0\"},\"tnm\":{\"measured\":{"
                                 "\"invades\":[\"lung\"],\"node_level\":\"no_node\"}}"),
         "T3 N0 M0 Stage IIIA", "T2 N0 M0 Stage II");
  staged(CASE("thymus", ",\"size_mm\":60",
              LUNG("4", "focal") "\"extent\":{\"m\":\"M0\"},\"tnm\":{\"measured\":{"
                                 "\"invades\":[\"pericardium\"],\"node_level\":\"anterior\"}}"),
         "T2 N1 M0 Stage IVA", "T2 N1 M0 Stage IVA");
  /* a stage of edition 8 is compared with that of edition 8, and its T is not read by edition 9 */
  assessed a = assess(state,
                      CASE("thymus", ",\"size_mm\":60",
                           LUNG("4", "focal") "\"extent\":{\"m\":\"M0\"},\"tnm\":{\"measured\":{"
                                              "\"invades\":[\"lung\"],\"node_level\":\"no_node\"},"
                                              "\"stated\":{\"t\":\"T3\",\"n\":\"N0\",\"stage\":"
                                              "\"IIIA\",\"edition\":\"8\"}}"),
                      "9");
  says(&a, "Stage II by edition 9; T2, N0, M0; stated as IIIA by edition 8, which agrees");
  end(&a);
  a = assess(state,
             CASE("thymus", "",
                  LUNG("4", "focal") "\"extent\":{\"m\":\"M0\",\"nodes\":\"N0\"},"
                                     "\"tnm\":{\"stated\":{\"t\":\"T3\",\"edition\":\"8\"}}"),
             "8");
  is(&a, "stage", "Stage IIIA");
  end(&a);
  a = assess(state,
             CASE("thymus", "",
                  LUNG("4", "focal") "\"extent\":{\"m\":\"M0\",\"nodes\":\"N0\"},"
                                     "\"tnm\":{\"stated\":{\"t\":\"T3\",\"edition\":\"8\"}}"),
             "9");
  says(&a, "Stage not known");
  end(&a);
}

static void unknown_primary(void **state) {
  assessed a =
      assess(state, CASE("unknown", "", WELL "\"extent\":{\"metastases_sites\":[\"liver\"]}"), "9");
  says(&a, "NET G1, primary: not found (unknown primary)");
  says(&a, "Unknown primary: no TNM and no stage; metastatic, liver only");
  is(&a, "stage", "metastatic, no stage for an unknown primary");
  end(&a);
  a = assess(state, CASE("other", "", WELL "\"extent\":{\"m\":\"M0\"}"), "9");
  says(&a, "Stage: there is no staging table for this tumour in the program");
  end(&a);
}

static int start(void **state) {
  static world here; /* lives as long as the group of tests */
  lu_error error = LU_ERROR_INIT;
  lu_date today;
  bool fine = lu_context_new(&here.context, &error) == LU_OK &&
              lu_context_set_data_path(here.context, LU_SOURCE_DIR "/data", &error) == LU_OK &&
              lu_date_parse(&today, "2026-11-24", &error) == LU_OK;
  if (fine) lu_context_set_today(here.context, today);
  *state = &here;
  return fine && lu_dictionary_read(&here.dictionary, here.context, &error) == LU_OK ? 0 : -1;
}

static int finish(void **state) {
  world *here = *state;
  lu_dictionary_free(here->dictionary);
  lu_context_free(here->context);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(stomach_and_duodenum),
      cmocka_unit_test(appendix),
      cmocka_unit_test(colon_and_rectum),
      cmocka_unit_test(carcinoma),
      cmocka_unit_test(lung),
      cmocka_unit_test(stated_type),
      cmocka_unit_test(letter_of_m_is_not_wanted),
      cmocka_unit_test(thymus),
      cmocka_unit_test(unknown_primary),
  };
  return cmocka_run_group_tests(tests, start, finish);
}
