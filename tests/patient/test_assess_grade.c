/* SPDX-License-Identifier: Apache-2.0 */
/* WHO class and grade: borders, missing facts, NET against NEC. */
#include "assess_tables.h"

#define WHO(facts, expected) expect("grade", "who_class", facts, expected)
/* mitoses are stated, or missing from a resected tumour, in which they can be counted */
#define COUNTED ",\"site\":\"pancreas\",\"facts_not_done\":[],\"facts_not_stated\":[]}"
#define UNCOUNTED(specimen)                                                                   \
  ",\"site\":\"pancreas\",\"facts_not_done\":[],\"facts_not_stated\":[\"mitoses_per_2mm2\"]," \
  "\"specimen\":\"" specimen "\"}"

static void borders(void **state) {
  (void)state;
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":4,\"mitoses_per_2mm2\":1" COUNTED, "\"NET_G2\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":1,\"mitoses_per_2mm2\":3" COUNTED, "\"NET_G2\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":28,\"mitoses_per_2mm2\":8" COUNTED, "\"NET_G3\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":2.9,\"mitoses_per_2mm2\":1" COUNTED,
      "\"NET_G1\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":20.0,\"mitoses_per_2mm2\":5" COUNTED,
      "\"NET_G2\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":3,\"mitoses_per_2mm2\":0" COUNTED, "\"NET_G2\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":1,\"mitoses_per_2mm2\":2" COUNTED, "\"NET_G2\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":1,\"mitoses_per_2mm2\":20" COUNTED, "\"NET_G2\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":1,\"mitoses_per_2mm2\":20.01" COUNTED,
      "\"NET_G3\"");
  WHO("{\"differentiation\":\"poor_small\",\"ki67_pct\":70,\"mitoses_per_2mm2\":40" COUNTED,
      "\"NEC_SC\"");
  WHO("{\"differentiation\":\"poor_large\",\"ki67_pct\":70,\"mitoses_per_2mm2\":40" COUNTED,
      "\"NEC_LC\"");
  WHO("{\"differentiation\":\"poor_large\",\"ki67_pct\":10,\"mitoses_per_2mm2\":4" COUNTED,
      "\"REVIEW\"");
  WHO("{\"differentiation\":\"mixed\"}", "\"MINEN\"");
  WHO("{\"differentiation\":\"goblet\"}", "\"NOT_NEN\"");
  WHO("{\"differentiation\":\"unclear\",\"ki67_pct\":30" COUNTED, "\"G3_RANGE\"");
  WHO("{\"differentiation\":\"unclear\",\"ki67_pct\":5,\"mitoses_per_2mm2\":4" COUNTED,
      "\"NET_G2\"");
}

static void missing(void **state) {
  (void)state;
  /* a missing mitotic count is not a low one */
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":4" COUNTED, "unknown \"NET_G2\" \"NET_G3\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":2" COUNTED,
      "unknown \"NET_G1\" \"NET_G2\" \"NET_G3\"");
  WHO("{\"differentiation\":\"well\",\"mitoses_per_2mm2\":1" COUNTED,
      "unknown \"NET_G1\" \"NET_G2\" \"NET_G3\"");
  WHO("{\"differentiation\":\"well\",\"mitoses_per_2mm2\":30" COUNTED, "\"NET_G3\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":25,\"site\":\"colon\"}", "\"NET_G3\"");
  /* said to be not done is another thing: graded by the other index */
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":4,\"site\":\"colon\",\"facts_not_done\":["
      "\"mitoses_per_2mm2\"]}",
      "\"NET_G2\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":2,\"site\":\"colon\",\"facts_not_done\":["
      "\"mitoses_per_2mm2\"]}",
      "\"NET_G1\"");
  /* a small sample is read by Ki-67 alone, a resected tumour is not */
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":2" UNCOUNTED("fna"), "\"NET_G1\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":4" UNCOUNTED("core"), "\"NET_G2\"");
  WHO("{\"differentiation\":\"well\",\"ki67_pct\":2" UNCOUNTED("resection"),
      "unknown \"NET_G1\" \"NET_G2\" \"NET_G3\"");
}

static void provisional(void **state) {
  (void)state;
#define WHY(facts, expected) expect("grade", "grade_provisional_why", facts, expected)
  WHY("{\"ki67_pct\":2,\"ki67_counted\":2000" UNCOUNTED("core"), "\"mitoses not counted\"");
  WHY("{\"ki67_pct\":20,\"ki67_counted\":2000" UNCOUNTED("core"), "\"mitoses not counted\"");
  WHY("{\"ki67_pct\":30,\"ki67_counted\":2000" UNCOUNTED("core"), "\"none\""); /* no higher */
  WHY("{\"ki67_pct\":2,\"ki67_counted\":2000,\"specimen\":\"cytology\"" COUNTED,
      "\"aspirate or cytology\"");
  expect("grade", "grade_provisional", "{\"ki67_pct\":2" UNCOUNTED("core"), "true");
}

static void near_a_border(void **state) {
  (void)state;
#define NEAR(value, sd, expected) \
  expect("grade", "ki67_near_border", "{\"ki67_pct\":" value ",\"ki67_sd_pct\":" sd "}", expected)
  NEAR("18", "3", "true");
  NEAR("18", "2", "true"); /* 20 exactly */
  NEAR("18", "1.9", "false");
  NEAR("3.3", "0.5", "true");
  NEAR("56", "2", "true");
  NEAR("6", "1", "false");
}

static void grades(void **state) {
  (void)state;
  expect("grade", "grade", "{\"differentiation\":\"poor_small\",\"ki67_pct\":70" COUNTED,
         "\"NEC\"");
  expect("grade", "grade", "{\"differentiation\":\"mixed\"}", "\"by_part\"");
  expect("grade", "grade", "{\"differentiation\":\"unclear\",\"ki67_pct\":30" COUNTED, "\"G3\"");
  expect("grade", "grade", "{\"differentiation\":\"well\",\"ki67_pct\":4" COUNTED,
         "unknown \"G2\" \"G3\"");
  expect("grade", "grade_provisional", "{\"site\":\"colon\",\"ki67_counted\":499}", "true");
  expect("grade", "grade_provisional",
         "{\"site\":\"colon\",\"ki67_counted\":500,\"specimen\":\"fna\"}", "true");
  expect("grade", "grade_provisional", "{\"ki67_counted\":500,\"specimen\":\"core\"" COUNTED,
         "false");
}

static void net_or_nec(void **state) {
  (void)state;
#define UNCLEAR                                                             \
  "{\"differentiation\":\"unclear\",\"ki67_pct\":40,\"site\":\"pancreas\"," \
  "\"facts_not_done\":[],\"facts_not_stated\":[],"
  expect("grade", "net_or_nec",
         UNCLEAR "\"ihc_p53\":\"aberrant\",\"ihc_rb1\":\"lost\",\"ihc_daxx_atrx\":\"kept\"}",
         "\"NEC\"");
  expect("grade", "net_or_nec",
         UNCLEAR "\"ihc_p53\":\"wild_type\",\"ihc_rb1\":\"kept\",\"ihc_daxx_atrx\":\"lost\"}",
         "\"NET\"");
  expect("grade", "net_or_nec",
         UNCLEAR
         "\"ihc_p53\":\"wild_type\",\"ihc_rb1\":\"kept\",\"ihc_daxx_atrx\":\"kept\",\"ihc_sstr2a\":"
         "\"negative\"}",
         "\"not_separable\"");
  expect("grade", "net_or_nec", UNCLEAR "\"ihc_p53\":\"aberrant\",\"ihc_daxx_atrx\":\"lost\"}",
         "\"not_separable\"");
  expect("grade", "net_nec_test", UNCLEAR "\"site\":\"pancreas\"}",
         "\"p53, RB1, SSTR2A, DAXX, ATRX\"");
  expect("grade", "net_nec_test", UNCLEAR "\"site\":\"colon\"}", "\"p53, RB1, SSTR2A\"");
  expect("grade", "markers_contradict",
         "{\"differentiation\":\"well\",\"site\":\"colon\",\"ki67_pct\":40,\"ihc_p53\":"
         "\"aberrant\",\"ihc_rb1\":"
         "\"lost\",\"ihc_daxx_atrx\":\"kept\"}",
         "true");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(borders),       cmocka_unit_test(missing), cmocka_unit_test(provisional),
      cmocka_unit_test(near_a_border), cmocka_unit_test(grades),  cmocka_unit_test(net_or_nec),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
