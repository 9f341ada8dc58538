/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "case.h"
#include "record_help.h"

#define HEAD "{\"lutetia_case\":1,\"id\":\"a\","

/** Reads a record that must be without finding, but that dates may be missing. */
static void read_clean(record_fixture *f, const char *text) {
  size_t others = 0;
  lu_status status = record_read(f, text);
  for (size_t i = 0; i < lu_context_finding_count(f->context); i++) {
    const lu_finding *finding = lu_context_finding(f->context, i);
    if (strcmp(finding->code, "case.undated") == 0) continue;
    print_message("%s: %s\n", finding->place, finding->sentence);
    others++;
  }
  assert_int_equal(status, LU_OK);
  assert_int_equal(others, 0);
}

static lu_fact_state state_of(const record_fixture *f, const char *name) {
  return lu_factset_state(lu_case_facts(f->record), record_fact(f, name));
}

static const lu_fact_origin *origin_of(const record_fixture *f, const char *name) {
  return lu_factset_origin(lu_case_facts(f->record), record_fact(f, name));
}

static void assert_near(double found, double expected, double tolerance) {
  if (fabs(found - expected) > tolerance) fail_msg("%.10g is not %.10g", found, expected);
}

static void an_empty_record_knows_nothing(void **state) {
  record_fixture *f = *state;
  read_clean(f, "{\"lutetia_case\":1,\"id\":\"empty\"}");
  for (size_t i = 0; i < lu_dictionary_count(f->dictionary); i++)
    assert_int_equal(lu_factset_state(lu_case_facts(f->record), i), LU_FACT_UNKNOWN);
  assert_string_equal(lu_case_id(f->record), "empty");
}

static void the_hash_is_that_of_the_bytes(void **state) {
  record_fixture *f = *state;
  read_clean(f, "{\"lutetia_case\":1,\"id\":\"a\"}");
  /* printf '{"lutetia_case":1,"id":"a"}' | sha256sum */
  assert_string_equal(lu_case_hash(f->record),
                      "0a97d77b6dd7afe0a0a7cf2951c10d3a326bd846427edfc7730c5776d9d1d7c7");
}

static void the_example_reads_without_a_finding(void **state) {
  record_fixture *f = *state;
  lu_error error = LU_ERROR_INIT;
  lu_status status = lu_case_read(&f->record, LU_SOURCE_DIR "/examples/midgut-carcinoid.json",
                                  f->dictionary, false, f->context, &error);
  if (status != LU_OK) fail_msg("%s", error.message);
  assert_int_equal(lu_context_finding_count(f->context), 0);
  record_prints(f, "site", "small intestine (jejunum, ileum)");
  assert_near(record_number(f, "ki67_pct"), 5, 1e-12);
  assert_near(record_number(f, "hiaa_xuln"), 236.0 / 47.0, 1e-12);
  assert_near(record_number(f, "flushes_change_per_day"), -2, 0);
  assert_near(record_number(f, "sum_first_mm"), 79, 0);
  assert_near(record_number(f, "sum_last_mm"), 95, 0);
  assert_near(record_number(f, "sum_interval_d"), 378, 0); /* 2025-09-29 to 2026-10-12 */
  record_prints(f, "ssa_progression", "yes");
  record_prints(f, "fdg", "not done");
  record_prints(f, "ppi_current", "no");
  assert_int_equal(case_leading_sample(f->record), 1);
  const lu_fact_origin *origin = origin_of(f, "size_mm");
  assert_string_equal(origin->place, "/tumour/size_mm");
  assert_int_equal(origin->line, lu_case_line(f->record, "/tumour/size_mm"));
  assert_int_equal(origin->date.day, 12);
}

static void units_are_converted(void **state) {
  record_fixture *f = *state;
  read_clean(f, HEAD
             "\"tumour\":{\"size_mm\":{\"value\":1.7,\"unit\":\"cm\",\"sd\":0.1}},\"labs\":["
             "{\"test\":\"creatinine\",\"value\":1,\"unit\":\"mg/dL\",\"high\":1.2},"
             "{\"test\":\"bilirubin\",\"value\":2,\"unit\":\"mg/dL\"},"
             "{\"test\":\"haemoglobin\",\"value\":110,\"unit\":\"g/L\",\"low\":120},"
             "{\"test\":\"platelets\",\"value\":180000,\"unit\":\"/uL\"},"
             "{\"test\":\"white_cells\",\"value\":4.1,\"unit\":\"G/l\"},"
             "{\"test\":\"glucose\",\"value\":100,\"unit\":\"mg/dL\"},"
             "{\"test\":\"hba1c\",\"value\":48,\"unit\":\"mmol/mol\"},"
             "{\"test\":\"hiaa_urine\",\"value\":10,\"unit\":\"mg/24h\"},"
             "{\"test\":\"insulin_nadir\",\"value\":3,\"unit\":\"uIU/mL\"},"
             "{\"test\":\"nt_probnp\",\"value\":31,\"unit\":\"pmol/L\",\"sd\":1}]}");
  assert_near(record_number(f, "size_mm"), 17, 1e-9);
  assert_near(origin_of(f, "size_mm")->sd, 1, 1e-9);
  assert_near(record_number(f, "creatinine_umol_l"), 88.4, 0.01); /* 1 mg/dL = 88.4 umol/L */
  assert_near(record_number(f, "creatinine_xuln"), 1 / 1.2, 1e-9);
  assert_near(record_number(f, "bilirubin_umol_l"), 34.2, 0.02); /* 2 mg/dL = 34 umol/L */
  assert_near(record_number(f, "hb_g_dl"), 11, 1e-9);
  assert_near(record_number(f, "hb_lln_g_dl"), 12, 1e-9);
  assert_near(record_number(f, "plt_1e9_l"), 180, 1e-9);
  assert_near(record_number(f, "wbc_1e9_l"), 4.1, 1e-9);
  assert_near(record_number(f, "glucose_mmol_l"), 5.55, 0.005);
  assert_near(record_number(f, "hba1c_pct"), 6.54, 0.01);         /* 48 mmol/mol = 6.5 % */
  assert_near(record_number(f, "hiaa_umol_24h"), 52.3, 0.02);     /* 1 mg = 5.23 umol */
  assert_near(record_number(f, "fast_insulin_pmol_l"), 18, 1e-9); /* 3 uU/mL = 18 pmol/L */
  assert_near(record_number(f, "ntprobnp_pg_ml"), 262, 1);        /* 31 pmol/L = 260 pg/mL */
  assert_near(origin_of(f, "ntprobnp_pg_ml")->sd, 8.457, 1e-6);
}

/** What laboratories of other countries write. */
static void customary_units_are_converted(void **state) {
  record_fixture *f = *state;
  read_clean(f, HEAD
             "\"patient\":{\"height_cm\":{\"value\":70,\"unit\":\"in\"},"
             "\"weight_kg\":{\"value\":150,\"unit\":\"lb\"}},\"labs\":["
             "{\"test\":\"platelets\",\"value\":180,\"unit\":\"K/uL\"},"
             "{\"test\":\"white_cells\",\"value\":4.1,\"unit\":\"10*3/uL\"},"
             "{\"test\":\"neutrophils\",\"value\":2.1,\"unit\":\"10^3/uL\"},"
             "{\"test\":\"lymphocytes\",\"value\":1100,\"unit\":\"/mm3\"},"
             "{\"test\":\"sodium\",\"value\":138,\"unit\":\"mEq/L\"}]}");
  assert_near(record_number(f, "height_cm"), 177.8, 1e-9);
  assert_near(record_number(f, "weight_kg"), 68.0388555, 1e-7);
  assert_near(record_number(f, "plt_1e9_l"), 180, 1e-9);
  assert_near(record_number(f, "wbc_1e9_l"), 4.1, 1e-9);
  assert_near(record_number(f, "anc_1e9_l"), 2.1, 1e-9);
  assert_near(record_number(f, "lymphocytes_1e9_l"), 1.1, 1e-9);
  assert_near(record_number(f, "sodium_mmol_l"), 138, 1e-9);
}

/** An image without a date, and a sample without a name, are used. */
static void what_lacks_date_or_name_is_used(void **state) {
  record_fixture *f = *state;
  read_clean(f, HEAD
             "\"imaging\":[{\"kind\":\"sstr_pet\",\"krenning\":"
             "{\"scale\":\"pet_krenning\",\"score\":4}}]}");
  assert_near(record_number(f, "sstr_score"), 4, 0);
  record_prints(f, "sstr_status", "done");
  assert_int_equal(record_read(f, HEAD "\"pathology\":[{\"differentiation\":\"poor_large\","
                                       "\"ki67\":{\"percent\":80}}]}"),
                   LU_OK);
  assert_near(record_number(f, "ki67_pct"), 80, 0);
  assert_int_equal(lu_context_finding_count(f->context), 1);
  assert_string_equal(lu_context_finding(f->context, 0)->code, "case.automatic-name");
}

/** A record that knows hardly anything contradicts nothing: what is unknown is no finding. */
static void one_fact_alone_contradicts_nothing(void **state) {
  record_fixture *f = *state;
  static const char *const records[] = {
      HEAD "\"extent\":{\"metastases_sites\":[]}}",
      HEAD "\"extent\":{\"metastases_sites\":[\"liver\"]}}",
      HEAD "\"extent\":{\"m\":\"M0\"}}",
      HEAD "\"extent\":{\"m\":\"M1\"}}",
      HEAD "\"extent\":{\"nodes\":\"N0\"}}",
      HEAD "\"extent\":{\"extrahepatic\":\"yes\"}}",
      HEAD "\"tumour\":{\"function\":\"none\"}}",
      HEAD "\"tumour\":{\"primary_in_situ\":\"yes\"}}",
      HEAD "\"tnm\":{\"stated\":{\"stage\":\"IV\"}}}",
      HEAD "\"tnm\":{\"stated\":{\"t\":\"T3\"}}}",
      HEAD "\"tumour\":{\"site\":\"pancreas\",\"size_mm\":4}}",
      HEAD "\"patient\":{\"sex\":\"male\"}}",
  };
  for (size_t i = 0; i < sizeof records / sizeof records[0]; i++)
    read_clean(f, records[i]);
}

static void the_latest_entry_counts(void **state) {
  record_fixture *f = *state;
  read_clean(
      f, HEAD
      "\"labs\":[{\"test\":\"potassium\",\"value\":4,\"unit\":\"mmol/L\",\"date\":\"2026-03-01\"},"
      "{\"test\":\"potassium\",\"value\":3,\"unit\":\"mmol/L\",\"date\":\"2026-10-01\"},"
      "{\"test\":\"potassium\",\"value\":5,\"unit\":\"mmol/L\",\"date\":\"2025\"},"
      "{\"test\":\"potassium\",\"value\":2.5,\"unit\":\"mmol/L\"}]}");
  assert_near(record_number(f, "potassium_mmol_l"), 3, 0);
  assert_string_equal(origin_of(f, "potassium_mmol_l")->place, "/labs/1/value");
  assert_string_equal(origin_of(f, "potassium_mmol_l")->note, "latest of 4");
}

static void the_worst_then_newest_sample_leads(void **state) {
  record_fixture *f = *state;
  read_clean(
      f, HEAD
      "\"pathology\":[{\"id\":\"old-worse\",\"date\":\"2020-01-01\",\"ki67\":{\"percent\":12}},"
      "{\"id\":\"new-better\",\"date\":\"2026-01-01\",\"ki67\":{\"percent\":2}}]}");
  assert_int_equal(case_leading_sample(f->record), 0);
  assert_near(record_number(f, "ki67_pct"), 12, 0);
  read_clean(f, HEAD
             "\"pathology\":[{\"id\":\"new\",\"date\":\"2026-01-01\",\"ki67\":{\"percent\":5}},"
             "{\"id\":\"old\",\"date\":\"2020-01-01\",\"ki67\":{\"percent\":12}}]}");
  assert_int_equal(case_leading_sample(f->record), 0);
  assert_near(record_number(f, "ki67_pct"), 5, 0);
  assert_near(record_number(f, "samples_n"), 2, 0);
}

static void facts_of_one_sample_can_be_taken(void **state) {
  record_fixture *f = *state;
  read_clean(f, HEAD
             "\"tumour\":{\"size_mm\":9},\"pathology\":["
             "{\"id\":\"a\",\"ki67\":{\"positive\":10,\"counted\":500},\"necrosis\":\"none\"},"
             "{\"id\":\"b\",\"mitoses\":{\"count\":15,\"area_mm2\":10}}]}");
  lu_factset *set = NULL;
  assert_int_equal(lu_factset_copy(&set, lu_case_facts(f->record), f->context, NULL), LU_OK);
  assert_int_equal(case_sample_count(f->record), 2);
  assert_int_equal(case_sample_facts(set, f->record, 0, f->context, NULL), LU_OK);
  assert_near(lu_value_number(lu_factset_value(set, record_fact(f, "ki67_pct"))), 2, 1e-12);
  assert_null(lu_factset_value(set, record_fact(f, "mitoses_per_2mm2")));
  assert_int_equal(case_sample_facts(set, f->record, 1, f->context, NULL), LU_OK);
  assert_near(lu_value_number(lu_factset_value(set, record_fact(f, "mitoses_per_2mm2"))), 3, 1e-12);
  assert_null(lu_factset_value(set, record_fact(f, "ki67_pct")));
  assert_null(lu_factset_value(set, record_fact(f, "necrosis")));
  assert_near(lu_value_number(lu_factset_value(set, record_fact(f, "size_mm"))), 9, 0);
  lu_factset_free(set);
}

static void unknown_not_done_and_no_are_three_things(void **state) {
  record_fixture *f = *state;
  read_clean(f, HEAD
             "\"tumour\":{\"duct_dilated\":\"no\",\"lvi\":\"not_done\",\"bleeding\":\"unknown\","
             "\"obstruction\":null,\"ischaemia\":true,\"site\":\"unknown\"},"
             "\"imaging\":[{\"kind\":\"echocardiography\",\"status\":\"not_done\"}]}");
  assert_int_equal(state_of(f, "duct_dilated"), LU_FACT_KNOWN);
  assert_int_equal(state_of(f, "lvi"), LU_FACT_NOT_DONE);
  assert_int_equal(state_of(f, "bleeding"), LU_FACT_UNKNOWN);
  assert_int_equal(state_of(f, "obstruction"), LU_FACT_UNKNOWN);
  record_prints(f, "ischaemia", "yes");
  assert_int_equal(state_of(f, "site"), LU_FACT_KNOWN); /* an unknown primary is a finding */
  record_prints(f, "echo_status", "not done");
  assert_int_equal(state_of(f, "chd"), LU_FACT_NOT_DONE);
  assert_int_equal(state_of(f, "sstr_status"), LU_FACT_UNKNOWN);
}

static void treatments_give_sums_dates_and_sets(void **state) {
  record_fixture *f = *state;
  read_clean(f, HEAD
             "\"treatments\":["
             "{\"kind\":\"PRRT\",\"start\":\"2022-01-10\",\"stop\":\"2022-07-01\",\"cycles\":4,"
             "\"activity_gbq\":29.6,\"progression_on\":\"2024-07-11\",\"best_response\":\"PR\"},"
             "{\"kind\":\"PRRT\",\"start\":\"2025-01-10\",\"stop\":\"2025-03-10\",\"cycles\":2,"
             "\"activity_gbq\":14.8},"
             "{\"kind\":\"SSA\",\"start\":\"2021-11-24\"},"
             "{\"kind\":\"CAPTEM\",\"start\":\"2026-01-01\",\"stop\":\"2026-09-30\"}]}");
  assert_near(record_number(f, "prrt_cycles"), 6, 0);
  assert_near(record_number(f, "prrt_cum_gbq"), 44.4, 1e-9);
  record_prints(f, "date_last_prrt", "2025-03-10");
  record_prints(f, "current_treatment", "somatostatin analogue");
  record_prints(f, "ssa_current", "yes");
  record_prints(f, "systemic_chemo_3mo", "yes");
  assert_near(record_number(f, "ssa_months"), 60, 0.05);
  assert_int_equal(state_of(f, "prrt_pfs_mo"), LU_FACT_UNKNOWN); /* no progression after the last */
  assert_int_equal(state_of(f, "ssa_progression"), LU_FACT_UNKNOWN);
  assert_near(record_number(f, "treatment_lines"), 4, 0);
}

static void no_list_of_treatments_is_not_no_treatment(void **state) {
  record_fixture *f = *state;
  read_clean(f, "{\"lutetia_case\":1,\"id\":\"a\"}");
  assert_int_equal(state_of(f, "prior"), LU_FACT_UNKNOWN);
  assert_int_equal(state_of(f, "prrt_cycles"), LU_FACT_UNKNOWN);
  read_clean(f, HEAD "\"treatments\":[]}");
  record_prints(f, "prior", "none");
  assert_near(record_number(f, "prrt_cycles"), 0, 0);
  record_prints(f, "ssa_current", "no");
}

static void a_drug_that_is_not_listed_counts_only_if_all_are(void **state) {
  record_fixture *f = *state;
  read_clean(f, HEAD "\"drugs\":[{\"name\":\"Pantoprazole 40 mg\"}]}");
  record_prints(f, "ppi_current", "yes");
  assert_int_equal(state_of(f, "anticoagulation"), LU_FACT_UNKNOWN);
  read_clean(f, HEAD
             "\"drugs\":[{\"name\":\"pantoprazole\",\"stop\":\"2026-01-01\"}],"
             "\"drugs_complete\":\"yes\"}");
  record_prints(f, "ppi_current", "no");
  record_prints(f, "anticoagulation", "no");
}

static void age_comes_from_either(void **state) {
  record_fixture *f = *state;
  read_clean(f, HEAD "\"patient\":{\"birth_year\":1964}}");
  assert_near(record_number(f, "age_y"), 62, 0);
  read_clean(f, HEAD "\"patient\":{\"birth_year\":1964,\"age_y\":61}}");
  assert_near(record_number(f, "age_y"), 61, 0);
  read_clean(f, HEAD
             "\"patient\":{\"birth_year\":1964,\"age_y\":{\"value\":58,\"date\":\"2022-12-24\"}}}");
  assert_near(record_number(f, "age_y"), 58, 0);
}

static void remarks_are_allowed(void **state) {
  record_fixture *f = *state;
  read_clean(f, HEAD "\"//\":\"a remark\",\"tumour\":{\"// size\":[1],\"size_mm\":4}}");
  assert_near(record_number(f, "size_mm"), 4, 0);
}

static void lines_of_pointers(void **state) {
  record_fixture *f = *state;
  read_clean(f,
             "{\n\"lutetia_case\": 1,\n\"id\": \"a\",\n\"// a/b~\": {\"x\":\n[1,\n2]},\n"
             "\"labs\": [\n{\"test\": \"alt\"},\n{\"test\":\n\"ast\"}]\n}");
  assert_int_equal(lu_case_line(f->record, ""), 1);
  assert_int_equal(lu_case_line(f->record, "/id"), 3);
  assert_int_equal(lu_case_line(f->record, "/~1~1 a~1b~0"), 4);
  assert_int_equal(lu_case_line(f->record, "/~1~1 a~1b~0/x/1"), 6);
  assert_int_equal(lu_case_line(f->record, "/labs/1/test"), 10);
  assert_int_equal(lu_case_line(f->record, "/labs/1/value"), 9); /* absent: its parent */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, record_set_up, record_tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(an_empty_record_knows_nothing),
      TEST(the_hash_is_that_of_the_bytes),
      TEST(the_example_reads_without_a_finding),
      TEST(units_are_converted),
      TEST(customary_units_are_converted),
      TEST(what_lacks_date_or_name_is_used),
      TEST(one_fact_alone_contradicts_nothing),
      TEST(the_latest_entry_counts),
      TEST(the_worst_then_newest_sample_leads),
      TEST(facts_of_one_sample_can_be_taken),
      TEST(unknown_not_done_and_no_are_three_things),
      TEST(treatments_give_sums_dates_and_sets),
      TEST(no_list_of_treatments_is_not_no_treatment),
      TEST(a_drug_that_is_not_listed_counts_only_if_all_are),
      TEST(age_comes_from_either),
      TEST(remarks_are_allowed),
      TEST(lines_of_pointers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
