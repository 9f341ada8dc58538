/* SPDX-License-Identifier: Apache-2.0 */
/* T, N, M and stage of jejunum/ileum and pancreas, AJCC 8 and version 9. */
#include "assess_tables.h"

static void stage_at(const char *file, const char *decision, const char *t, const char *n,
                     const char *m, const char *edition, const char *expected, int line) {
  char facts[200], text[32];
  bool carcinoma = strstr(decision, "carcinoma") != NULL;
  snprintf(facts, sizeof facts,
           "{\"t_category\":\"%s\",\"n_category\":\"%s\",\"m_category\":\"%s\",\"staging_edition\":"
           "\"%s\"}",
           t, n, m, edition);
  if (carcinoma)
    snprintf(facts, sizeof facts,
             "{\"t_category\":\"%s\",\"n_category\":\"%s\",\"m_category\":\"%s\"}", t, n, m);
  snprintf(text, sizeof text, "\"%s\"", expected);
  expect_at(file, decision, facts, text, line);
}
#define SI(t, n, m, in8, in9)                                                              \
  do {                                                                                     \
    stage_at("tnm-small-intestine", "stage_small_intestine", t, n, m, "8", in8, __LINE__); \
    stage_at("tnm-small-intestine", "stage_small_intestine", t, n, m, "9", in9, __LINE__); \
  } while (0)
#define PA(t, n, m, in8, in9)                                                \
  do {                                                                       \
    stage_at("tnm-pancreas", "stage_pancreas", t, n, m, "8", in8, __LINE__); \
    stage_at("tnm-pancreas", "stage_pancreas", t, n, m, "9", in9, __LINE__); \
  } while (0)
#define PX(t, n, m, expected) \
  stage_at("tnm-pancreas", "stage_pancreas_carcinoma", t, n, m, "8", expected, __LINE__)

static void small_intestine_stage(void **state) {
  (void)state;
  SI("T1", "N0", "M0", "I", "I");
  SI("T2", "N0", "M0", "II", "II");
  SI("T3", "N0", "M0", "II", "II");
  SI("T1", "N2", "M0", "III", "III");
  SI("T1", "N1", "M0", "III", "III");
  SI("T4", "N0", "M0", "III", "III");
  SI("TX", "N1", "M0", "III", "III");
  SI("T0", "N2", "M0", "III", "III");
  SI("TX", "NX", "M1a", "IV", "IV");
  SI("T1", "NX", "M0", "unstaged", "unstaged");
  SI("T4", "NX", "M0", "III", "unstaged");
  SI("TX", "N0", "M0", "unstaged", "unstaged");
}

static void small_intestine_t_n(void **state) {
  (void)state;
#define T(facts, expected) expect("tnm-small-intestine", "t_small_intestine", facts, expected)
#define N(facts, expected) expect("tnm-small-intestine", "n_small_intestine", facts, expected)
  T("{\"depth\":\"submucosa\",\"size_mm\":10}", "\"T1\"");
  T("{\"depth\":\"submucosa\",\"size_mm\":10.5}", "\"T2\"");
  T("{\"depth\":\"muscularis\"}", "\"T2\"");
  T("{\"depth\":\"subserosa\"}", "\"T3\"");
  T("{\"depth\":\"serosa\"}", "\"T4\"");
  T("{\"depth\":\"organ_beyond\"}", "\"T4\"");
  N("{\"nodes\":\"N1\",\"nodes_positive\":11,\"mesenteric_mass_mm\":0}", "\"N1\"");
  N("{\"nodes\":\"N1\",\"nodes_positive\":12}", "\"N2\"");
  N("{\"nodes\":\"N1\",\"nodes_positive\":3,\"mesenteric_mass_mm\":25}", "\"N2\"");
  N("{\"nodes\":\"N1\",\"nodes_positive\":3,\"mesenteric_mass_mm\":20}", "\"N1\"");
  N("{\"nodes\":\"N0\"}", "\"N0\"");
  N("{\"nodes\":\"NX\"}", "\"NX\"");
  /* the mass is not known, so that N2 stays possible; the stage is the same */
  N("{\"nodes\":\"N1\",\"nodes_positive\":3}", "unknown \"N1\" \"N2\"");
}

static void metastases(void **state) {
  (void)state;
#define M(facts, expected) expect("extent", "m_category", facts, expected)
  M("{\"m\":\"M0\"}", "\"M0\"");
  M("{\"m\":\"M1\",\"metastases_sites\":[\"liver\"],\"extrahepatic\":false,\"staging_chapter\":"
    "\"pancreas_net\"}",
    "\"M1a\"");
  M("{\"m\":\"M1\",\"metastases_sites\":[\"bone\"],\"extrahepatic\":true,\"staging_chapter\":"
    "\"pancreas_net\"}",
    "\"M1b\"");
  M("{\"m\":\"M1\",\"metastases_sites\":[\"bone\",\"liver\"],\"extrahepatic\":true,\"staging_"
    "chapter\":\"jejunum_ileum\"}",
    "\"M1c\"");
  M("{\"m\":\"M1\",\"staging_chapter\":\"pancreas_carcinoma\"}", "\"M1\"");
  expect("extent", "nodes_from_count",
         "{\"nodes_positive\":0,\"nodes_examined\":12,\"mesenteric_mass_mm\":0}", "\"N0\"");
  expect("extent", "nodes_from_count", "{\"nodes_positive\":1}", "\"N1\"");
  expect("extent", "nodes_from_count",
         "{\"site\":\"small_intestine\",\"mesenteric_mass_mm\":25,\"nodes_positive\":0}", "\"N1\"");
  expect("extent", "extrahepatic_from_sites", "{\"metastases_sites\":[\"liver\"]}", "false");
  expect("extent", "extrahepatic_from_sites", "{\"metastases_sites\":[\"liver\",\"bone\"]}",
         "true");
  expect("extent", "extrahepatic_from_sites", "{\"metastases_sites\":[\"bone\"]}", "true");
}

static void pancreas_stage(void **state) {
  (void)state;
  PA("T1", "N0", "M0", "I", "I");
  PA("T1", "NX", "M0", "unstaged", "unstaged");
  PA("T2", "N0", "M0", "II", "II");
  PA("T3", "N0", "M0", "II", "II");
  PA("T2", "N1", "M0", "III", "III");
  PA("T4", "N0", "M0", "III", "III");
  PA("T3", "N1", "M1b", "IV", "IV");
  PX("T2", "N2", "M0", "III");
  PX("T1c", "N0", "M0", "IA");
  PX("T2", "N0", "M0", "IB");
  PX("T3", "N0", "M0", "IIA");
  PX("T3", "N1", "M0", "IIB");
  PX("T4", "NX", "M0", "III");
  PX("T2", "N0", "M1", "IV");
}

static void pancreas_t_n(void **state) {
  (void)state;
#define PT(facts, expected) expect("tnm-pancreas", "t_pancreas", facts, expected)
  PT("{\"size_mm\":50,\"invades\":[\"splenic_vessels\"]}", "\"T4\"");
  PT("{\"size_mm\":20,\"invades\":[\"none\"]}", "\"T2\"");
  PT("{\"size_mm\":40,\"invades\":[\"none\"]}", "\"T2\"");
  PT("{\"size_mm\":40.1,\"invades\":[\"peripancreatic_fat\"]}", "\"T3\"");
  PT("{\"size_mm\":19.9,\"invades\":[]}", "\"T1\"");
  PT("{\"size_mm\":15,\"invades\":[\"bile_duct\"]}", "\"T3\"");
  PT("{\"size_mm\":15,\"invades\":[\"duodenum\",\"stomach\"]}", "\"T4\"");
  PT("{\"size_mm\":15}", "unknown \"T1\" \"T3\" \"T4\"");
  expect("tnm-pancreas", "t_pancreas_carcinoma", "{\"size_mm\":30,\"invades\":[\"none\"]}",
         "\"T2\"");
  expect("tnm-pancreas", "t_pancreas_carcinoma", "{\"size_mm\":20,\"invades\":[\"none\"]}",
         "\"T1c\"");
  expect("tnm-pancreas", "t_pancreas_carcinoma", "{\"size_mm\":5,\"invades\":[\"none\"]}",
         "\"T1a\"");
  expect("tnm-pancreas", "t_pancreas_carcinoma", "{\"size_mm\":30,\"invades\":[\"sma\"]}",
         "\"T4\"");
  expect("tnm-pancreas", "n_pancreas_carcinoma", "{\"nodes\":\"N1\",\"nodes_positive\":4}",
         "\"N2\"");
  expect("tnm-pancreas", "n_pancreas_carcinoma", "{\"nodes\":\"N1\",\"nodes_positive\":3}",
         "\"N1\"");
}

static void chapters(void **state) {
  (void)state;
#define C(site, differentiation, expected)                                      \
  expect("tnm", "staging_chapter",                                              \
         "{\"site\":\"" site "\",\"differentiation\":\"" differentiation "\"}", \
         "\"" expected "\"")
  C("small_intestine", "well", "jejunum_ileum");
  C("pancreas", "well", "pancreas_net");
  C("pancreas", "poor_large", "pancreas_carcinoma");
  C("pancreas", "mixed", "pancreas_carcinoma");
  C("small_intestine", "poor_small", "small_bowel_carcinoma");
  C("small_intestine", "goblet", "small_bowel_carcinoma");
  C("duodenum", "well", "duodenum_net");
  C("duodenum", "mixed", "small_bowel_carcinoma");
  C("ampulla", "unclear", "ampulla_net");
  C("ampulla", "poor_large", "ampulla_carcinoma");
  C("stomach", "well", "stomach_net");
  C("stomach", "poor_small", "stomach_carcinoma");
  C("stomach", "goblet", "stomach_carcinoma");
  C("appendix", "well", "appendix_net");
  C("appendix", "goblet", "appendix_carcinoma");
  C("colon", "well", "colorectum_net");
  C("rectum", "well", "colorectum_net");
  C("rectum", "mixed", "colorectum_carcinoma");
  C("lung", "poor_small", "lung");
  C("thymus", "well", "thymus");
  C("unknown", "well", "no_primary");
  C("other", "well", "not_covered");
  /* of the lung and the thymus the differentiation is not asked */
  expect("tnm", "staging_chapter", "{\"site\":\"lung\"}", "\"lung\"");
  expect("tnm", "staging_chapter", "{\"site\":\"rectum\"}",
         "unknown \"colorectum_carcinoma\" \"colorectum_net\"");
  expect("stage", "stage_agrees",
         "{\"facts_not_stated\":[],\"staging_chapter\":\"jejunum_ileum\",\"stage_small_intestine_"
         "as_stated\":\"IV\","
         "\"stage_stated\":\"III\",\"stage_edition_stated\":\"8\"}",
         "false");
  expect("stage", "stage_agrees",
         "{\"facts_not_stated\":[],\"staging_chapter\":\"jejunum_ileum\",\"stage_small_intestine_"
         "as_stated\":\"IV\","
         "\"stage_stated\":\"IV\",\"stage_edition_stated\":\"8\"}",
         "true");
  expect("stage", "stage_agrees",
         "{\"facts_not_stated\":[],\"staging_chapter\":\"jejunum_ileum\",\"stage_small_intestine_"
         "as_stated\":\"IV\","
         "\"stage_stated\":\"III\",\"stage_edition_stated\":\"7\"}",
         "null");
  /* a record that states no stage states none that differs; the letter may be left out */
  expect("stage", "stage_agrees",
         "{\"facts_not_stated\":[\"stage_stated\"],\"staging_chapter\":\"jejunum_ileum\","
         "\"stage_small_intestine_as_stated\":\"unstaged\",\"stage_edition_stated\":\"8\"}",
         "null");
  expect("stage", "stage_agrees",
         "{\"facts_not_stated\":[],\"staging_chapter\":\"lung\",\"stage_lung_as_stated\":\"IA2\","
         "\"stage_stated\":\"I\",\"stage_edition_stated\":\"8\"}",
         "true");
  expect("stage", "stage_agrees",
         "{\"facts_not_stated\":[],\"staging_chapter\":\"lung\",\"stage_lung_as_stated\":\"IIA\","
         "\"stage_stated\":\"I\",\"stage_edition_stated\":\"8\"}",
         "false");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(small_intestine_stage),
      cmocka_unit_test(small_intestine_t_n),
      cmocka_unit_test(metastases),
      cmocka_unit_test(pancreas_stage),
      cmocka_unit_test(pancreas_t_n),
      cmocka_unit_test(chapters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
