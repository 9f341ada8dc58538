/* SPDX-License-Identifier: Apache-2.0 */
/* Gates, activity and expected doses of PRRT, against numbers worked out by hand. */
#include "opened.h"
/* cmocka first */
#include <math.h>
#include <stdlib.h>

#include "prrt.h"

#define HEAD                                                                                       \
  "{\"lutetia_case\": 1, \"id\": \"t\", \"patient\": {\"sex\": \"male\", \"birth_year\": 1966, "   \
  "\"height_cm\": 178, \"weight_kg\": 80, \"ecog\": 1, \"life_expectancy_mo\": 60}, \"tumour\": "  \
  "{\"site\": \"small_intestine\", \"function\": \"none\"}, \"pathology\": [{\"id\": \"p\", "      \
  "\"date\": \"2025-01-10\", \"differentiation\": \"well\", \"ki67\": {\"percent\": 5}}], "        \
  "\"extent\": {\"m\": \"M1\", \"metastases_sites\": [\"liver\"]}, \"growth\": {\"progression\": " \
  "\"progressive\"}, \"comorbidity\": {\"diabetes\": \"no\", \"htn_uncontrolled\": \"no\", "       \
  "\"urinary_obstruction\": \"no\", \"mds_suspected\": \"no\", \"heart_failure\": \"no\"}, "
#define PET(score)                                                                              \
  "\"imaging\": [{\"kind\": \"sstr_pet\", \"date\": \"2026-01-02\", \"krenning\": {\"scale\": " \
  "\"pet_krenning\", \"score\": " #score                                                        \
  "}, \"all_lesions_positive\": \"yes\"}, {\"kind\": "                                          \
  "\"fdg_pet\", \"date\": \"2026-01-02\", \"result\": \"negative\"}], "
#define LAB(test, value, unit, date)                                                          \
  "{\"test\": \"" test "\", \"value\": " #value ", \"unit\": \"" unit "\", \"date\": \"" date \
  "\", \"low\": 0, \"high\": 1000}"
#define LABS(plt, date)                                                                          \
  LAB("platelets", plt, "10^9/L", date)                                                          \
  ", " LAB("haemoglobin", 13, "g/dL", date) ", " LAB("white_cells", 5, "10^9/L", date) ", " LAB( \
      "neutrophils", 3, "10^9/L",                                                                \
      date) ", " LAB("creatinine", 80, "umol/L",                                                 \
                     date) ", " LAB("bilirubin", 10, "umol/L",                                   \
                                    date) ", " LAB("albumin", 42, "g/L",                         \
                                                   date) ", " LAB("potassium", 4, "mmol/L", date)
#define GIVEN(cycle, date, more)                                              \
  "{\"drug\": \"177Lu-DOTATATE\", \"date\": \"" date "\", \"cycle\": " #cycle \
  ", \"amount\": 7.4, \"unit\": \"GBq\"" more "}"

/* Opens a course and goes through its parts but for the calendar. */
static void make(prrt_course *course, struct opened *opened, const char *json, const char *day,
                 size_t draws) {
  static lu_treatment_request request;
  lu_error error = LU_ERROR_INIT;
  *opened = opened_case("therapy-prrt-rules", json, day);
  request = (lu_treatment_request){.residual_gbq = -1, .draws = draws};
  expect_fine(prrt_course_new(course, "lutetia_prrt", "PRRT course", opened->formulary,
                              opened->study, &request, opened->context, &error),
              &error);
  expect_fine(prrt_gates(course, &error), &error);
  expect_fine(prrt_activity(course, &error), &error);
  expect_fine(prrt_doses(course, &error), &error);
}

static void end(prrt_course *course, struct opened *opened) {
  prrt_course_end(course);
  opened_close(opened);
}

static const char *gate_state(const prrt_course *course, const char *id) {
  size_t index;
  json_t *gate;
  json_array_foreach(json_object_get(course->out, "gates"), index, gate) {
    if (strcmp(opened_text(gate, "/id"), id) == 0) return opened_text(gate, "/state");
  }
  fail_msg("there is no gate %s", id);
  return "";
}

/* ---- gates ------------------------------------------------------------------------------------
 */

static void test_a_pet_reads_higher_than_a_planar_scan(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened, HEAD PET(2) "\"labs\": [" LABS(200, "2026-06-01") "]}", "2026-06-02", 100);
  assert_string_equal(gate_state(&course, "sstr"), "not met");
  assert_string_equal(opened_text(course.out, "/verdict"), "contraindicated");
  end(&course, &opened);
  make(&course, &opened, HEAD PET(3) "\"labs\": [" LABS(200, "2026-06-01") "]}", "2026-06-02", 100);
  assert_string_equal(gate_state(&course, "sstr"), "met");
  assert_string_equal(opened_text(course.out, "/regions/EU/verdict"), "may be given");
  assert_string_equal(opened_text(course.out, "/activity/action"), "full");
  end(&course, &opened);
}

static void test_what_is_not_known_is_not_met(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened, HEAD PET(4) "\"labs\": []}", "2026-06-02", 100);
  assert_string_equal(gate_state(&course, "platelets"), "unknown");
  assert_string_equal(opened_text(course.out, "/verdict"), "data missing");
  end(&course, &opened);
}

/* ---- activity ---------------------------------------------------------------------------------
 */

static void test_a_nadir_that_recovered_halves_the_activity(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened,
       HEAD PET(4) "\"administrations\": [" GIVEN(1, "2026-04-06", "") "], \"labs\": [" LABS(
           200, "2026-04-01") ", " LAB("platelets", 60, "10^9/L",
                                       "2026-05-11") ", " LABS(130, "2026-05-28") "]}",
       "2026-06-01", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "reduced");
  assert_true(opened_number(course.out, "/activity/gbq") == 3.7);
  assert_string_equal(opened_text(course.out, "/activity/events/0/date"), "2026-05-11");
  assert_true(opened_number(course.out, "/activity/cycles/0/gbq") == 3.7);
  assert_true(opened_number(course.out, "/activity/cycles/1/gbq") == 7.4);
  end(&course, &opened);
}

static void test_what_has_not_recovered_is_waited_for(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened,
       HEAD PET(4) "\"administrations\": [" GIVEN(1, "2026-04-06", "") "], \"labs\": [" LABS(
           200, "2026-04-01") ", " LABS(70, "2026-05-28") "]}",
       "2026-06-01", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "hold");
  end(&course, &opened);
}

static void test_the_same_toxicity_again_stops(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened,
       HEAD PET(4) "\"administrations\": [" GIVEN(1, "2026-01-05", "") ", " GIVEN(
           2, "2026-03-09", "") "], \"labs\": [" LABS(200, "2026-01-02") ", " LAB("platelets", 60, "10^9/L",
                                                                                 "2026-02-09") ", " LABS(120, "2026-03-05") ", " LAB("platelets",
                                                                                                                                      65,
                                                                                                                                      "10^9/L",
                                                                                                                                      "2026-04-13") ", " LABS(150, "2026-05-05") "]}",
       "2026-05-06", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "stop");
  assert_string_equal(opened_text(course.out, "/verdict"), "contraindicated");
  end(&course, &opened);
}

/* Entries of the record count as values do; what another drug caused does not, and values from
   before an event do not show that it is over. */
static void test_recorded_toxicity_counts(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
#define SEEN(what, grade, date, drug) \
  "{\"what\": \"" what "\", \"grade\": " #grade ", \"date\": \"" date "\"" drug "}"
#define COURSE(toxicities)                                                         \
  HEAD PET(4) "\"administrations\": [" GIVEN(                                      \
      1, "2026-04-06", "") "], \"toxicities\": [" toxicities                       \
                           "], \"labs\": [" LABS(200, "2026-04-01") ", " LABS(180, \
                                                                              "2026-05-04") "]}"
  make(&course, &opened, COURSE(SEEN("thrombocytopenia", 2, "2026-05-11", "")), "2026-06-01", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "hold");
  assert_string_equal(opened_text(course.out, "/activity/because/0/state"),
                      "met, recovery not documented");
  end(&course, &opened);
  make(&course, &opened,
       COURSE(SEEN("thrombocytopenia", 2, "2026-05-11", "") ", " SEEN("thrombocytopenia", 1,
                                                                      "2026-05-25", "")),
       "2026-06-01", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "reduced");
  end(&course, &opened);
  make(&course, &opened, COURSE(SEEN("lymphopenia", 4, "2026-05-11", "")), "2026-06-01", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "full");
  end(&course, &opened);
  make(&course, &opened, COURSE(SEEN("diarrhoea", 3, "2026-05-11", ", \"drug\": \"everolimus\"")),
       "2026-06-01", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "full");
  end(&course, &opened);
  make(&course, &opened, COURSE(SEEN("hypersensitivity", 3, "2026-04-06", "")), "2026-06-01", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "stop");
  end(&course, &opened);
}

/* Creatinine 80, then 115: 1.4375 times the baseline, with clearance still above 40 mL/min. */
static void test_creatinine_is_held_against_the_baseline(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened,
       HEAD PET(4) "\"administrations\": [" GIVEN(1, "2026-04-06", "") "], \"labs\": [" LABS(
           200, "2026-04-01") ", " LAB("creatinine", 115, "umol/L", "2026-05-11") "]}",
       "2026-06-01", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "hold");
  assert_string_equal(opened_text(course.out, "/activity/events/0/rule"), "renal");
  end(&course, &opened);
}

/* One cycle of 7.4 GBq: P(D > 23 Gy) = 1 - Phi(ln(23 / 3.33) / 0.40039) = 1 - Phi(4.8268) < 1e-6;
   marrow of four cycles is a sum of log-normals, so its mean is 29.6 x 0.035 = 1.036 Gy. */
static void test_sums_have_the_expected_mean(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened, HEAD PET(4) "\"labs\": [" LABS(200, "2026-06-01") "]}", "2026-06-02",
       100000);
  const json_t *kidney = opened_at(course.out, "/doses/kidney/cycles");
  assert_true(opened_number(kidney, "/0/passing/0/probability") < 1e-4);
  /* mean of k: 0.45 exp(0.13806 / 2) = 0.48217 Gy/GBq; times 29.6 GBq, and exp(0.02225 / 2)
     between cycles: 14.432 Gy */
  assert_true(fabs(opened_number(kidney, "/3/absorbed_gy/mean") / 14.432 - 1) < 0.01);
  assert_true(fabs(opened_number(course.out, "/doses/marrow/cycles/3/absorbed_gy/mean") / 1.036 -
                   1) < 0.015);
  double left = opened_number(kidney, "/3/passing/0/left_gy/median");
  assert_true(fabs(left + opened_number(kidney, "/3/absorbed_gy/median") - 23) < 1e-9);
  end(&course, &opened);
}

/* Low lymphocytes and a late cycle without toxicity stop nothing; with it 17 weeks do. */
static void test_sixteen_weeks_count_only_with_toxicity(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened,
       HEAD PET(4) "\"administrations\": [" GIVEN(1, "2026-01-05", "") "], \"labs\": [" LABS(
           200, "2026-01-02") ", " LAB("lymphocytes", 0.3, "10^9/L",
                                       "2026-02-09") ", " LABS(150, "2026-05-02") "]}",
       "2026-05-04", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "full");
  end(&course, &opened);
  make(&course, &opened,
       HEAD PET(4) "\"administrations\": [" GIVEN(1, "2026-01-05", "") "], \"labs\": [" LABS(
           200, "2026-01-02") ", " LAB("platelets", 40, "10^9/L",
                                       "2026-02-09") ", " LABS(150, "2026-05-02") "]}",
       "2026-05-04", 100); /* 119 days */
  assert_string_equal(opened_text(course.out, "/activity/action"), "stop");
  end(&course, &opened);
}

/* A grade 4 hypersensitivity after the first cycle stops, although a second one was given. */
static void test_a_stop_counts_after_any_cycle(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened,
       HEAD PET(4) "\"toxicities\": [{\"what\": \"hypersensitivity\", \"grade\": 4, \"date\": "
                   "\"2026-02-03\"}], \"administrations\": [" GIVEN(
                       1, "2026-02-02", "") ", " GIVEN(2, "2026-04-06",
                                                       "") "], \"labs\": [" LABS(200,
                                                                                 "2026-05-28") "]}",
       "2026-06-01", 100);
  assert_string_equal(opened_text(course.out, "/activity/action"), "stop");
  end(&course, &opened);
}

/* ---- doses ------------------------------------------------------------------------------------
 */

/* One cycle of 7.4 GBq: log-normal, median 7.4 x 0.45 = 3.33 Gy, ln-variance (ln 1.45)^2 +
   ln(1 + 0.15^2) = 0.13806 + 0.02225; so 95 % lie within a factor exp(1.96 x 0.40039) = 2.1919. */
static void test_one_cycle_is_log_normal(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
  make(&course, &opened, HEAD PET(4) "\"labs\": [" LABS(200, "2026-06-01") "]}", "2026-06-02",
       40000);
  const char *first = "/doses/kidney/cycles/0/absorbed_gy";
  const json_t *dose = opened_at(course.out, first);
  assert_true(fabs(opened_number(dose, "/median") / 3.33 - 1) < 0.01);
  assert_true(fabs(opened_number(dose, "/low") / (3.33 / 2.1919) - 1) < 0.02);
  assert_true(fabs(opened_number(dose, "/high") / (3.33 * 2.1919) - 1) < 0.02);
  end(&course, &opened);
}

/* 4 cycles of 5 Gy with a half-life of 52 h: G = 2.8 / 54.8, BED = 4 x (5 + 25 G / 2.5) = 22.04 Gy;
   nothing is left to chance. */
static void test_bed_of_measured_cycles(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
#define DOSE ", \"kidney_gy\": 5, \"kidney_effective_half_life_h\": 52"
  make(&course, &opened,
       HEAD PET(4) "\"administrations\": [" GIVEN(1, "2025-10-06", DOSE) ", " GIVEN(
           2, "2025-12-01",
           DOSE) ", " GIVEN(3, "2026-01-26",
                            DOSE) ", " GIVEN(4, "2026-03-23",
                                             DOSE) "], \"labs\": [" LABS(200, "2025-10-01") "]}",
       "2026-06-01", 200);
  const json_t *bed = opened_at(course.out, "/doses/kidney/cycles/3/bed_gy");
  double expected = 4 * (5 + 25 * (2.8 / 54.8) / 2.5);
  assert_true(fabs(expected - 22.04) < 0.005);
  assert_true(fabs(opened_number(bed, "/median") - expected) < 1e-9);
  assert_true(fabs(opened_number(bed, "/low") - expected) < 1e-9);
  assert_true(fabs(opened_number(course.out, "/doses/kidney/cycles/3/absorbed_gy/high") - 20) <
              1e-9);
  end(&course, &opened);
}

/* Two cycles of 2.0 Gy at 7.4 GBq: y = ln(2/7.4) = -1.30833 twice; prior ln 0.45 = -0.79851 with
   variance 0.13806; variance of an observation 0.02225. Posterior precision 1/0.13806 + 2/0.02225 =
   97.13, mean (-0.79851 x 7.2432 - 1.30833 x 89.888) / 97.131 = -1.27031: 0.28074 Gy/GBq. */
static void test_measured_cycles_narrow_the_patient(void **state) {
  prrt_course course;
  struct opened opened;
  (void)state;
#define TWO ", \"kidney_gy\": 2.0"
  make(&course, &opened,
       HEAD PET(4) "\"administrations\": [" GIVEN(1, "2026-02-02", TWO) ", " GIVEN(
           2, "2026-04-06",
           TWO) "], \"labs\": [" LABS(200, "2026-01-30") ", " LABS(200, "2026-05-28") "]}",
       "2026-06-01", 1000);
  assert_true(fabs(opened_number(course.out, "/doses/kidney/per_gbq/median") - 0.28074) < 5e-5);
  assert_int_equal(json_integer_value(opened_at(course.out, "/doses/kidney/measured_cycles")), 2);
  end(&course, &opened);
}

static void test_draws_are_the_same_again(void **state) {
  (void)state;
  char *texts[2];
  for (int i = 0; i < 2; i++) {
    prrt_course course;
    struct opened opened;
    make(&course, &opened, HEAD PET(4) "\"labs\": [" LABS(200, "2026-06-01") "]}", "2026-06-02",
         500);
    texts[i] = json_dumps(json_object_get(course.out, "doses"), JSON_SORT_KEYS);
    end(&course, &opened);
  }
  assert_string_equal(texts[0], texts[1]);
  free(texts[0]);
  free(texts[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_pet_reads_higher_than_a_planar_scan),
      cmocka_unit_test(test_what_is_not_known_is_not_met),
      cmocka_unit_test(test_a_nadir_that_recovered_halves_the_activity),
      cmocka_unit_test(test_what_has_not_recovered_is_waited_for),
      cmocka_unit_test(test_the_same_toxicity_again_stops),
      cmocka_unit_test(test_recorded_toxicity_counts),
      cmocka_unit_test(test_creatinine_is_held_against_the_baseline),
      cmocka_unit_test(test_sums_have_the_expected_mean),
      cmocka_unit_test(test_sixteen_weeks_count_only_with_toxicity),
      cmocka_unit_test(test_a_stop_counts_after_any_cycle),
      cmocka_unit_test(test_one_cycle_is_log_normal),
      cmocka_unit_test(test_bed_of_measured_cycles),
      cmocka_unit_test(test_measured_cycles_narrow_the_patient),
      cmocka_unit_test(test_draws_are_the_same_again),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
