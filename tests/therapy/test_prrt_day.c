/* SPDX-License-Identifier: Apache-2.0 */
/* The day of a cycle: decay, volumes, end times, radiation protection, worked out by hand. */
#include "prrt_case.h"
/* cmocka first */
#include <math.h>
#include <stdlib.h>

#include "prrt_day.h"
#include "treatment.h"

#define HALF_LIFE_H 159.528 /* 6.647 d x 24 */

static void near(double a, double b, double tolerance) {
  if (!(fabs(a - b) <= tolerance)) fail_msg("%.9g is not %.9g", a, b);
}

static lu_treatment_request request_of(void) {
  return (lu_treatment_request){.residual_gbq = -1, .calibrated_min = -1};
}

static json_t *sheet(const lu_treatment_request *request) {
  struct opened opened = opened_case("therapy-prrt-day", CASE_ONE("2026-11-09"), "2026-12-28");
  lu_error error = LU_ERROR_INIT;
  json_t *out = NULL;
  expect_fine(lu_prrt_day(&out, opened.formulary, opened.study, request, opened.context, &error),
              &error);
  opened_close(&opened);
  return out;
}

static lu_status refused(const lu_treatment_request *request, const char *words) {
  struct opened opened = opened_case("therapy-prrt-day", CASE_ONE("2026-11-09"), "2026-12-28");
  lu_error error = LU_ERROR_INIT;
  json_t *out = NULL;
  lu_status status =
      lu_prrt_day(&out, opened.formulary, opened.study, request, opened.context, &error);
  if (strstr(error.message, words) == NULL) fail_msg("%s", error.message);
  opened_close(&opened);
  return status;
}

/* 24 h: 2^(-24/159.528) = 0.900973 */
static void test_decay(void **state) {
  (void)state;
  near(prrt_decayed(1, 24, HALF_LIFE_H), 0.9009732579675042, 1e-12);
  near(prrt_decayed(7.4, HALF_LIFE_H, HALF_LIFE_H), 3.7, 1e-12);
  near(prrt_decayed(7.4, -HALF_LIFE_H, HALF_LIFE_H), 14.8, 1e-12);
}

/* 7.4 GBq wanted 24 h after calibration: 7.4 / 0.900973 = 8.21334 GBq, / 370 MBq/mL = 22.1982 mL */
static void test_a_vial_as_ordered(void **state) {
  lu_treatment_request request = request_of();
  request.calibrated = date_of("2027-01-03");
  request.calibrated_min = 600;
  json_t *out = sheet(&request);
  (void)state;
  assert_string_equal(opened_text(out, "/date"), "2027-01-04");
  near(opened_number(out, "/vial/hours_since_calibration"), 24, 1e-12);
  near(opened_number(out, "/vial/at_calibration_gbq"), 8.213340334532882, 1e-9);
  near(opened_number(out, "/vial/volume_ml"), 22.19821712035914, 1e-9);
  near(opened_number(out, "/vial/draw_ml"), 22.19821712035914, 1e-9);
  assert_string_equal(entry_text(out, "checks", "vial-expiry", "state"), "met");
  assert_string_equal(opened_text(out, "/vial/expires"), "2027-01-06 10:00");
  json_decref(out);
}

/* 7.9 GBq calibrated 22 h before: 7.17981 GBq, -2.98 %. 0.1 GBq left after 45 min was 0.100326. */
static void test_net_is_assayed_less_residual(void **state) {
  lu_treatment_request request = request_of();
  request.calibrated = date_of("2027-01-03");
  request.calibrated_min = 720;
  request.vial_gbq = 7.9;
  request.infusion_min = 45;
  request.residual_gbq = 0.1;
  json_t *out = sheet(&request);
  (void)state;
  near(opened_number(out, "/vial/at_start_gbq"), 7.179810805121072, 1e-9);
  near(opened_number(out, "/vial/deviation_pct"), -2.975529660526066, 1e-7);
  assert_true(json_is_true(opened_at(out, "/vial/whole_vial")));
  near(opened_number(out, "/vial/net_gbq"), 7.0794843995049, 1e-9);
  json_decref(out);
}

/* Good until 72 h after calibration: 09:00 of the day itself, before the end at 10:30. */
static void test_a_vial_that_expires(void **state) {
  lu_treatment_request request = request_of();
  request.calibrated = date_of("2027-01-01");
  request.calibrated_min = 540;
  json_t *out = sheet(&request);
  (void)state;
  assert_string_equal(entry_text(out, "checks", "vial-expiry", "state"), "not met");
  assert_string_equal(opened_text(out, "/decision"), "no-go");
  assert_string_equal(opened_text(out, "/verdict"), "not recommended");
  assert_int_equal(lu_treatment_verdict(out), LU_NOT_RECOMMENDED);
  json_decref(out);
  request.calibrated_min = 630; /* good until 10:30, the end of the infusion */
  out = sheet(&request);
  assert_string_equal(entry_text(out, "checks", "vial-expiry", "state"), "met");
  json_decref(out);
}

static void test_too_little_and_too_much(void **state) {
  lu_treatment_request request = request_of();
  request.vial_gbq = 6.6; /* - 10.8 % */
  json_t *out = sheet(&request);
  (void)state;
  assert_string_equal(entry_text(out, "checks", "vial-assay", "state"), "not met");
  json_decref(out);
  request.vial_gbq = 14.8; /* twice: half of 40 mL is drawn */
  out = sheet(&request);
  assert_true(json_is_false(opened_at(out, "/vial/whole_vial")));
  near(opened_number(out, "/vial/draw_ml"), 20, 1e-9);
  near(opened_number(out, "/vial/assayed_gbq"), 7.4, 1e-12);
  json_decref(out);
}

/* 1 L at 250 mL/h from 09:30 is through at 13:30, 3 h after the end of 30 minutes. */
static void test_when_the_amino_acids_end(void **state) {
  lu_treatment_request request = request_of();
  json_t *out = sheet(&request);
  (void)state;
  assert_string_equal(opened_text(out, "/amino_acids/start"), "2027-01-04 09:30");
  assert_string_equal(opened_text(out, "/amino_acids/end"), "2027-01-04 13:30");
  near(opened_number(out, "/amino_acids/rate_ml_h"), 250, 1e-12);
  /* 25/182.65 = 0.136874 mol, 25/210.66 = 0.118675 mol, two particles each */
  near(opened_number(out, "/amino_acids/osmolarity_mosm_l"), 511.0978, 1e-3);
  json_decref(out);
  request.infusion_min = 45; /* the end at 10:45 + 3 h; the litre is spread over 255 minutes */
  out = sheet(&request);
  assert_string_equal(opened_text(out, "/amino_acids/end"), "2027-01-04 13:45");
  near(opened_number(out, "/amino_acids/rate_ml_h"), 1000 * 60 / 255.0, 1e-9);
  json_decref(out);
  request.rate_pct = 75; /* 187.5 mL/h: 320 minutes from 09:30 */
  out = sheet(&request);
  assert_string_equal(opened_text(out, "/amino_acids/end"), "2027-01-04 14:50");
  near(opened_number(out, "/amino_acids/rate_ml_h"), 187.5, 1e-9);
  assert_string_equal(entry_text(out, "minutes", "amino-end", "time"), "14:50");
  json_decref(out);
}

static void test_a_day_that_passes_midnight(void **state) {
  lu_treatment_request request = request_of();
  request.infused_min = 1320; /* 22:00; the amino acids end 3.5 h later */
  json_t *out = sheet(&request);
  (void)state;
  size_t index = entry_index(out, "minutes", "amino-end");
  const json_t *step = json_array_get(opened_at(out, "/minutes"), index);
  assert_string_equal(entry_text(out, "minutes", "amino-end", "time"), "01:30");
  assert_int_equal(json_integer_value(json_object_get(step, "day_offset")), 1);
  json_decref(out);
}

/* Kept 56 %, 42 %, 35 %: the slow half-life is 24 h / log2(1.2), its part 0.42 x 1.2 = 0.504. */
static void test_retention(void **state) {
  const double hours[] = {5, 24, 48}, excreted[] = {0.44, 0.58, 0.65};
  prrt_retention retention;
  (void)state;
  assert_true(prrt_retention_fit(&retention, hours, excreted, HALF_LIFE_H));
  near(retention.slow_h, 91.24281640617434, 1e-9);
  near(retention.fraction, 0.496, 1e-12);
  near(retention.fast_h, 1.8318211317441808, 1e-9);
  near(prrt_retained(&retention, 0), 1, 1e-12);
  near(prrt_retained(&retention, 5), 0.56 * exp2(-5 / HALF_LIFE_H), 1e-12);
  /* the trapezium of a fine grid */
  double sum = 0;
  for (int i = 0; i < 400000; i++)
    sum += 0.005 *
           (prrt_retained(&retention, i * 0.005) + prrt_retained(&retention, (i + 1) * 0.005)) / 2;
  near(prrt_retained_after(&retention, 0), sum, 1e-4);
}

static void test_no_country_no_advice(void **state) {
  lu_treatment_request request = request_of();
  json_t *out = sheet(&request);
  (void)state;
  assert_null(json_object_get(opened_at(out, "/protection"), "release"));
  assert_null(json_object_get(opened_at(out, "/protection"), "precautions"));
  assert_non_null(strstr(opened_text(out, "/protection/sentence"), "No country is given"));
  /* 3.7 uSv/h per GBq x 7.4 GBq */
  near(opened_number(out, "/protection/dose_rates/0/rate/value"), 27.38, 1e-9);
  json_decref(out);
}

static void test_a_country_rules_the_release(void **state) {
  lu_treatment_request request = request_of();
  request.country = "us";
  json_t *out = sheet(&request);
  (void)state;
  near(opened_number(out, "/protection/scenarios/0/dose/value"), 0.29776370404641864, 1e-9);
  near(opened_number(out, "/protection/scenarios/0/dose/low"), 0.11510129074, 1e-9);
  near(opened_number(out, "/protection/scenarios/0/dose/high"), 0.49052208251, 1e-9);
  assert_string_equal(opened_text(out, "/protection/precautions/0/until"), "2027-01-07");
  json_decref(out);
  request.country = "au"; /* 27.38 uSv/h falls below 25 within the first hour */
  out = sheet(&request);
  assert_int_equal(json_integer_value(opened_at(out, "/protection/release/0/expected_h")), 1);
  json_decref(out);
  request.country = "atlantis";
  assert_int_equal(refused(&request, "au, eu-leaflet, gb, us"), LU_USAGE);
}

static void test_what_is_refused(void **state) {
  lu_treatment_request request = request_of();
  (void)state;
  request.rate_pct = 20;
  assert_int_equal(refused(&request, "50 to 100 %"), LU_USAGE);
  request = request_of();
  request.setting = "tent";
  assert_int_equal(refused(&request, "\"ward\" and \"outpatient\""), LU_USAGE);
  request = request_of();
  request.cycle = 9;
  assert_int_equal(refused(&request, "1 to 4 are valid"), LU_USAGE);
}

static void test_sections(void **state) {
  lu_treatment_request request = request_of();
  lu_error error = LU_ERROR_INIT;
  json_t *out = sheet(&request), *sections = NULL;
  (void)state;
  expect_fine(prrt_day_sections(&sections, out, &error), &error);
  assert_true(json_array_size(sections) >= 5);
  char *text = json_dumps(sections, 0);
  assert_non_null(strstr(text, "Nuclear medicine physician"));
  assert_non_null(strstr(text, "Medical physicist"));
  free(text);
  json_decref(sections);
  json_decref(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_decay),
      cmocka_unit_test(test_a_vial_as_ordered),
      cmocka_unit_test(test_net_is_assayed_less_residual),
      cmocka_unit_test(test_a_vial_that_expires),
      cmocka_unit_test(test_too_little_and_too_much),
      cmocka_unit_test(test_when_the_amino_acids_end),
      cmocka_unit_test(test_a_day_that_passes_midnight),
      cmocka_unit_test(test_retention),
      cmocka_unit_test(test_no_country_no_advice),
      cmocka_unit_test(test_a_country_rules_the_release),
      cmocka_unit_test(test_what_is_refused),
      cmocka_unit_test(test_sections),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
