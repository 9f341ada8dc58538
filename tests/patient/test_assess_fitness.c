/* SPDX-License-Identifier: Apache-2.0 */
/* Liver and kidney scores, body size, growth rate, toxicity grades: worked values and borders. */
#include "assess_tables.h"

/** The formula of CKD-EPI 2021 written a second time, in binary floating point. */
static double ckd_epi(double mg_dl, double age, bool female) {
  double k = female ? 0.7 : 0.9, a = female ? -0.241 : -0.302;
  return 142 * pow(fmin(mg_dl / k, 1), a) * pow(fmax(mg_dl / k, 1), -1.2) * pow(0.9938, age) *
         (female ? 1.012 : 1);
}

static void kidney(void **state) {
  (void)state;
#define EGFR(sex, age, umol) \
  "{\"sex\":\"" sex "\",\"age_y\":" age ",\"creatinine_umol_l\":" umol "}"
  expect_number("fitness", "egfr_ml_min_173m2", EGFR("male", "60", "88.4"), 2, "86.16");
  expect_number("fitness", "egfr_ml_min_173m2", EGFR("female", "60", "70.72"), 2, "84.30");
  expect_number("fitness", "crcl_ml_min",
                "{\"sex\":\"male\",\"age_y\":60,\"weight_kg\":70,\"creatinine_umol_l\":88.4}", 2,
                "77.78");
  expect_number("fitness", "crcl_ml_min",
                "{\"sex\":\"female\",\"age_y\":60,\"weight_kg\":70,\"creatinine_umol_l\":88.4}", 2,
                "66.11");
  for (int age = 20; age <= 95; age += 15)
    for (int umol = 30; umol <= 600; umol += 57)
      for (int female = 0; female < 2; female++) {
        char facts[120];
        snprintf(facts, sizeof facts, "{\"sex\":\"%s\",\"age_y\":%d,\"creatinine_umol_l\":%d}",
                 female ? "female" : "male", age, umol);
        asked out = ask("fitness", "egfr_ml_min_173m2", facts);
        double want = ckd_epi(umol / 88.4, age, female), got = lu_value_number(out.value);
        assert_true(fabs(got - want) < 1e-9 * want);
        ask_end(&out);
      }
  expect("fitness", "egfr_ml_min_173m2", "{\"sex\":\"male\",\"age_y\":60}", "unknown");
}

static void liver(void **state) {
  (void)state;
#define CP(b, a, i, asc, e)                                                            \
  "{\"bilirubin_umol_l\":" b ",\"albumin_g_l\":" a ",\"inr\":" i ",\"ascites\":\"" asc \
  "\",\"encephalopathy\":\"" e "\"}"
  expect_number("fitness", "albi", "{\"bilirubin_umol_l\":10,\"albumin_g_l\":40}", 3, "-2.740");
  expect_number("fitness", "albi", "{\"bilirubin_umol_l\":40,\"albumin_g_l\":30}", 3, "-1.493");
  expect("fitness", "albi_grade", "{\"bilirubin_umol_l\":10,\"albumin_g_l\":40}", "1");
  expect("fitness", "albi_grade", "{\"bilirubin_umol_l\":40,\"albumin_g_l\":30}", "2");
  expect("fitness", "albi_grade", "{\"bilirubin_umol_l\":100,\"albumin_g_l\":25}", "3");
  expect("fitness", "child_pugh_points", CP("33.9", "35.1", "1.69", "none", "none"), "5");
  expect("fitness", "child_pugh_points", CP("34", "35", "1.7", "slight", "grade_1_2"), "10");
  expect("fitness", "child_pugh_points", CP("51", "28", "2.3", "slight", "grade_1_2"), "10");
  expect("fitness", "child_pugh_points", CP("51.1", "27.9", "2.31", "moderate_severe", "grade_3_4"),
         "15");
  expect("fitness", "child_pugh", CP("10", "40", "1", "none", "none"), "\"A\"");
  expect("fitness", "child_pugh", CP("10", "40", "1", "slight", "none"), "\"A\"");
  expect("fitness", "child_pugh", CP("40", "40", "1", "slight", "none"), "\"B\"");
  expect("fitness", "child_pugh", CP("60", "30", "2", "slight", "none"), "\"C\"");
  expect("liver", "liver_burden_class", "{\"liver_burden_pct\":0}", "\"none\"");
  expect("liver", "liver_burden_class", "{\"liver_burden_pct\":25}", "\"low\"");
  expect("liver", "liver_burden_class", "{\"liver_burden_pct\":25.1}", "\"moderate\"");
  expect("liver", "liver_burden_class", "{\"liver_burden_pct\":50}", "\"moderate\"");
  expect("liver", "liver_burden_class", "{\"liver_burden_pct\":51}", "\"high\"");
}

static void body(void **state) {
  (void)state;
  expect_number("fitness", "bsa_m2", "{\"height_cm\":170,\"weight_kg\":70}", 4, "1.8097");
  expect_number("fitness", "bsa_mosteller_m2", "{\"height_cm\":170,\"weight_kg\":70}", 4, "1.8181");
  expect_number("fitness", "bmi_kg_m2", "{\"height_cm\":170,\"weight_kg\":70}", 2, "24.22");
  expect("symptoms", "ecog_from_karnofsky", "{\"karnofsky\":90}", "0");
  expect("symptoms", "ecog_from_karnofsky", "{\"karnofsky\":80}", "1");
  expect("symptoms", "ecog_from_karnofsky", "{\"karnofsky\":70}", "1");
  expect("symptoms", "ecog_from_karnofsky", "{\"karnofsky\":60}", "2");
  expect("symptoms", "ecog_from_karnofsky", "{\"karnofsky\":40}", "3");
  expect("symptoms", "ecog_from_karnofsky", "{\"karnofsky\":10}", "4");
}

static void growth(void **state) {
  (void)state;
#define SUMS(a, b, days) \
  "{\"sum_first_mm\":" a ",\"sum_last_mm\":" b ",\"sum_interval_d\":" days "}"
  expect_number("growth", "tg_per_mo", SUMS("50", "55", "182.64"), 5, "0.04766");
  expect_number("growth", "tgr_pct_per_mo", SUMS("50", "55", "182.64"), 2, "4.88");
  expect_number("growth", "volume_doubling_mo", SUMS("50", "55", "182.64"), 1, "14.5");
  expect_number("growth", "tgr_pct_per_mo", SUMS("50", "49", "91.32"), 2, "-2.00");
  expect_number("growth", "tgr_pct_per_mo", SUMS("50", "60", "365.28"), 2, "4.66");
  expect_number("growth", "tgr_per_mm_pct_per_mo", SUMS("50", "50", "91.32"), 2, "2.00");
  expect("growth", "volume_doubling_mo", SUMS("50", "49", "91.32"), "null");
  expect("growth", "tgr_class", SUMS("50", "55", "182.64"), "\"fast\"");
  expect("growth", "tgr_class", SUMS("50", "50", "182.64"), "\"low\"");
}

static void toxicity(void **state) {
  (void)state;
  expect("ctcae", "ctcae_haemoglobin", "{\"hb_g_dl\":12.1,\"hb_lln_g_dl\":12}", "0");
  expect("ctcae", "ctcae_haemoglobin", "{\"hb_g_dl\":10,\"hb_lln_g_dl\":12}", "1");
  expect("ctcae", "ctcae_haemoglobin", "{\"hb_g_dl\":9.9}", "2");
  expect("ctcae", "ctcae_haemoglobin", "{\"hb_g_dl\":7.9}", "3");
  expect("ctcae", "ctcae_platelets", "{\"plt_1e9_l\":75,\"plt_lln_1e9_l\":150}", "1");
  expect("ctcae", "ctcae_platelets", "{\"plt_1e9_l\":74}", "2");
  expect("ctcae", "ctcae_platelets", "{\"plt_1e9_l\":49}", "3");
  expect("ctcae", "ctcae_platelets", "{\"plt_1e9_l\":24}", "4");
  expect("ctcae", "ctcae_neutrophils", "{\"anc_1e9_l\":0.4}", "4");
  expect("ctcae", "ctcae_leukocytes", "{\"wbc_1e9_l\":1.5}", "3");
  expect("ctcae", "ctcae_lymphocytes", "{\"lymphocytes_1e9_l\":0.6}", "2");
  expect("ctcae", "ctcae_bilirubin", "{\"bilirubin_xuln\":1}", "0");
  expect("ctcae", "ctcae_bilirubin", "{\"bilirubin_xuln\":1.5}", "1");
  expect("ctcae", "ctcae_bilirubin", "{\"bilirubin_xuln\":11}", "4");
  expect("ctcae", "ctcae_alt", "{\"alt_xuln\":4}", "2");
  expect("ctcae", "ctcae_alp", "{\"alp_xuln\":2.5}", "1");
  expect("ctcae", "ctcae_creatinine", "{\"creatinine_xuln\":3.5}", "3");
  expect("ctcae", "ctcae_inr", "{\"inr\":1.6}", "2");
  expect("ctcae", "ctcae_egfr", "{\"egfr_ml_min_173m2\":29.9}", "3");
  expect("ctcae", "ctcae_albumin", "{\"albumin_g_l\":31,\"albumin_lln_g_l\":35}", "1");
  /* without the lower limit of the laboratory, 0 and 1 can not be told */
  expect("ctcae", "ctcae_platelets", "{\"plt_1e9_l\":140}", "unknown 0 1");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(kidney), cmocka_unit_test(liver),    cmocka_unit_test(body),
      cmocka_unit_test(growth), cmocka_unit_test(toxicity),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
