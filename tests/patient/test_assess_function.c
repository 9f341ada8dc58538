/* SPDX-License-Identifier: Apache-2.0 */
/* Hormone syndromes, carcinoid heart disease, receptor imaging. */
#include "assess_tables.h"

static void carcinoid(void **state) {
  (void)state;
  expect("syndrome", "syndrome_carcinoid",
         "{\"hiaa_xuln\":1.01,\"syndrome_symptoms_carcinoid\":true}", "\"met\"");
  expect("syndrome", "syndrome_carcinoid", "{\"hiaa_xuln\":1,\"syndrome_symptoms_carcinoid\":true}",
         "\"not_met\"");
  expect("syndrome", "syndrome_carcinoid",
         "{\"hiaa_xuln\":3,\"syndrome_symptoms_carcinoid\":false}", "\"not_met\"");
  expect("syndrome", "syndrome_carcinoid", "{\"hiaa_xuln\":3}", "unknown \"met\" \"not_met\"");
  expect("symptoms", "carcinoid_symptoms_from_diary", "{\"flushes_per_day\":1}", "true");
}

static void insulinoma(void **state) {
  (void)state;
#define FAST(glucose, insulin, rest)                                      \
  "{\"fast_glucose_mmol_l\":" glucose ",\"fast_insulin_pmol_l\":" insulin \
  ",\"hypoglycaemia_symptoms\":true,"                                     \
  "\"fast_c_peptide_pmol_l\":200,\"fast_proinsulin_pmol_l\":5,\"fast_bhb_mmol_l\":2.7," rest "}"
#define SCREEN "\"sulfonylurea_screen\":\"negative\",\"insulin_antibody\":\"negative\""
  expect("syndrome", "syndrome_insulinoma", FAST("2.9", "18", SCREEN), "\"met\"");
  expect("syndrome", "syndrome_insulinoma", FAST("3.0", "18", SCREEN), "\"not_met\"");
  expect("syndrome", "syndrome_insulinoma_strict", FAST("2.9", "18", SCREEN), "\"not_met\"");
  expect("syndrome", "syndrome_insulinoma_strict", FAST("2.2", "36", SCREEN), "\"met\"");
  expect("syndrome", "syndrome_insulinoma",
         FAST("2.2", "36", "\"sulfonylurea_screen\":\"positive\""), "\"not_met\"");
  expect("syndrome", "syndrome_insulinoma",
         FAST("2.2", "36", "\"sulfonylurea_screen\":\"negative\""), "unknown \"met\" \"not_met\"");
}

static void others(void **state) {
  (void)state;
  expect("syndrome", "syndrome_gastrinoma", "{\"gastrin_xuln\":10.1,\"gastric_ph\":2}", "\"met\"");
  expect("syndrome", "syndrome_gastrinoma",
         "{\"gastrin_xuln\":10,\"gastric_ph\":2,\"secretin_rise_pg_ml\":120}", "\"met\"");
  expect("syndrome", "syndrome_gastrinoma",
         "{\"gastrin_xuln\":5,\"gastric_ph\":2,\"secretin_rise_pg_ml\":119}", "\"not_met\"");
  expect("syndrome", "syndrome_gastrinoma",
         "{\"gastrin_xuln\":20,\"gastric_ph\":5,\"ppi_current\":false}", "\"not_met\"");
  expect("syndrome", "syndrome_gastrinoma",
         "{\"gastrin_xuln\":20,\"gastric_ph\":5,\"ppi_current\":true}", "\"not_assessable\"");
  expect("syndrome", "syndrome_glucagonoma", "{\"glucagon_pg_ml\":1001}", "\"met\"");
  expect("syndrome", "syndrome_glucagonoma",
         "{\"glucagon_pg_ml\":600,\"necrolytic_erythema\":true}", "\"met\"");
  expect("syndrome", "syndrome_glucagonoma",
         "{\"glucagon_pg_ml\":400,\"necrolytic_erythema\":true}", "\"suggestive\"");
  expect("syndrome", "syndrome_vipoma", "{\"vip_pg_ml\":76,\"stool_ml_per_d\":701}", "\"met\"");
  expect("syndrome", "syndrome_vipoma", "{\"vip_pg_ml\":76,\"stool_ml_per_d\":700}", "\"not_met\"");
  expect("syndrome", "syndrome_acth",
         "{\"dst_cortisol_nmol_l\":51,\"ufc_xuln\":2,\"acth_pmol_l\":5}", "\"met\"");
  expect("syndrome", "syndrome_acth",
         "{\"dst_cortisol_nmol_l\":51,\"salivary_cortisol_xuln\":2,\"acth_pmol_l\":1}",
         "\"not_met\"");
  expect("syndrome", "syndrome_acth", "{\"dst_cortisol_nmol_l\":50}", "\"not_met\"");
  expect("syndrome", "syndrome_pthrp",
         "{\"calcium_xuln\":1.2,\"pth_suppressed\":true,\"pthrp_xuln\":2}", "\"met\"");
  expect("syndrome", "syndrome_pthrp", "{\"calcium_xuln\":1.0}", "\"not_met\"");
  expect("syndrome", "syndrome_ghrh", "{\"igf1_xuln\":1.5,\"ghrh_ng_l\":301}", "\"met\"");
  expect("syndrome", "syndrome_ghrh", "{\"igf1_xuln\":1.5,\"ghrh_ng_l\":300}", "\"suggestive\"");
  expect("syndrome", "syndrome_ghrh", "{\"igf1_xuln\":1.5,\"ghrh_ng_l\":250}", "\"not_met\"");
  expect("syndrome", "syndrome_ghrh", "{\"igf1_xuln\":1}", "\"not_met\"");
  expect("syndrome", "acid_output_raised", "{\"basal_acid_output_meq_h\":15.1}", "true");
  expect("syndrome", "acid_output_raised", "{\"basal_acid_output_meq_h\":15}", "false");
  expect("syndrome", "syndrome_somatostatinoma", "{\"somatostatin_xuln\":5}", "\"not_assessable\"");
  expect("syndrome", "function_agrees",
         "{\"function\":\"carcinoid\",\"hiaa_xuln\":2,\"syndrome_symptoms_carcinoid\":true}",
         "true");
  expect("syndrome", "function_agrees",
         "{\"function\":\"none\",\"hiaa_xuln\":2,\"syndrome_symptoms_carcinoid\":true}", "false");
}

static void heart(void **state) {
  (void)state;
  expect("carcinoid-heart", "ntprobnp_raised", "{\"ntprobnp_pg_ml\":260}", "false");
  expect("carcinoid-heart", "ntprobnp_raised", "{\"ntprobnp_pg_ml\":261}", "true");
  expect("carcinoid-heart", "hiaa_plasma_heart", "{\"hiaa_plasma_nmol_l\":752}", "true");
  expect("carcinoid-heart", "hiaa_plasma_heart", "{\"hiaa_plasma_nmol_l\":751}", "false");
  expect("carcinoid-heart", "chd_progression_risk", "{\"hiaa_umol_24h\":299}", "\"reference\"");
  expect("carcinoid-heart", "chd_progression_risk", "{\"hiaa_umol_24h\":300}", "\"x2.74\"");
  expect("carcinoid-heart", "chd_progression_risk", "{\"hiaa_umol_24h\":600}", "\"x3.16\"");
  expect("carcinoid-heart", "chd_progression_risk", "{\"hiaa_umol_24h\":900}", "\"x3.40\"");
  expect("carcinoid-heart", "chd_risk_high", "{\"hiaa_umol_24h\":300,\"flushes_per_day\":3}",
         "true");
  expect("carcinoid-heart", "chd_risk_high", "{\"hiaa_umol_24h\":299}", "false");
  expect("carcinoid-heart", "echo_due", "{\"function\":\"carcinoid\",\"echo_status\":\"not_done\"}",
         "true");
  expect("carcinoid-heart", "echo_due",
         "{\"function\":\"carcinoid\",\"echo_status\":\"done\",\"echo_age_mo\":13}", "true");
  expect("carcinoid-heart", "echo_due",
         "{\"function\":\"carcinoid\",\"echo_status\":\"done\",\"echo_age_mo\":7,\"chd\":\"mild\"}",
         "true");
  expect("carcinoid-heart", "echo_due",
         "{\"function\":\"carcinoid\",\"echo_status\":\"done\",\"echo_age_mo\":7,\"chd\":\"none\","
         "\"ntprobnp_pg_ml\":100}",
         "false");
  expect("carcinoid-heart", "echo_due", "{\"function\":\"none\"}", "false");
}

static void receptors(void **state) {
  (void)state;
#define SSTR(scale, score) "{\"sstr_scale\":\"" scale "\",\"sstr_score\":" score "}"
  expect("sstr", "sstr_at_least_liver", SSTR("planar_krenning", "2"), "true");
  expect("sstr", "sstr_at_least_liver", SSTR("pet_krenning", "2"), "false");
  expect("sstr", "sstr_at_least_liver", SSTR("pet_krenning", "3"), "true");
  expect("sstr", "sstr_above_liver", SSTR("planar_krenning", "2"), "false");
  expect("sstr", "sstr_above_liver", SSTR("planar_krenning", "3"), "true");
  expect("sstr", "sstr_at_least_liver", "{\"sstr_score\":2}", "unknown false true");
  expect("sstr", "sstr_above_liver_by_ratio", "{\"sstr_liver_ratio\":1}", "false");
  expect("sstr", "sstr_at_least_liver_by_ratio", "{\"sstr_liver_ratio\":1}", "true");
  expect("sstr", "sstr_agrees",
         "{\"sstr_scale\":\"pet_krenning\",\"sstr_score\":4,\"sstr_liver_ratio\":0.9}", "false");
  expect("sstr", "sstr_agrees",
         "{\"sstr_scale\":\"pet_krenning\",\"sstr_score\":4,\"sstr_liver_ratio\":2}", "true");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(carcinoid), cmocka_unit_test(insulinoma), cmocka_unit_test(others),
      cmocka_unit_test(heart),     cmocka_unit_test(receptors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
