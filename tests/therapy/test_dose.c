/* SPDX-License-Identifier: Apache-2.0 */
/* Doses against numbers worked out by hand from the formulas and labels, and what must hold for
   every patient. */
#include <math.h>

#include "dosed.h"

#define DAY "2026-11-24"

static void assert_near(double got, double wanted, double within) {
  if (!(fabs(got - wanted) <= within)) fail_msg("%.10g is not %.10g", got, wanted);
}

static lu_treatment_request regimen(const char *name) {
  return (lu_treatment_request){.regimen = name};
}

/* ---- worked out by hand -----------------------------------------------------------------------
 */

/* 70^0.425 = 6.0831, 175^0.725 = 42.2894; x 0.007184 = 1.84814 m2.
   capecitabine 750 x 1.84814 = 1386.11 mg: within 5 % (1316.8 .. 1455.4) lie 500+500+150+150 = 1300
   (no), 2 x 500 + 3 x 150 = 1450 (5 pieces), 9 x 150 = 1350 (9 pieces): 1450 mg, +4.61 %.
   temozolomide 200 x 1.84814 = 369.63 mg: two capsules of 180 mg = 360 mg, -2.61 %. */
static void captem_by_hand(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  json_t *plan = plan_for("dose_captem", &person, DAY, regimen("captem"));
  const json_t *cap = component_at(plan, "capecitabine"), *tem = component_at(plan, "temozolomide");
  assert_near(step_at(cap, "Body surface (DuBois)"), 1.848143, 1e-6);
  assert_near(step_at(cap, "Full dose"), 1386.107, 1e-3);
  assert_near(opened_number(cap, "/rounded"), 1450, 1e-9);
  assert_near(opened_number(cap, "/rounding_pct"), 4.609, 1e-3);
  assert_near(opened_number(cap, "/units_dispensed/0/count"), 2, 0);
  assert_near(opened_number(cap, "/units_dispensed/0/strength/value"), 500, 0);
  assert_near(opened_number(cap, "/units_dispensed/1/count"), 3, 0);
  assert_near(opened_number(cap, "/units_dispensed/1/per_cycle"), 3 * 2 * 14, 0);
  assert_near(step_at(tem, "Full dose"), 369.629, 1e-3);
  assert_near(opened_number(tem, "/rounded"), 360, 1e-9);
  assert_near(opened_number(tem, "/units_dispensed/0/strength/value"), 180, 0);
  assert_near(opened_number(tem, "/units_dispensed/0/per_cycle"), 10, 0);
  assert_null(json_object_get(cap, "alarm"));
  assert_null(json_object_get(tem, "alarm"));
  json_decref(plan);
}

/* Calvert: (140 - 60) x 70 / (72 x 1) = 77.778 mL/min; 5 x (77.778 + 25) = 513.89 mg: 510 mg in
   steps of 10 mg. */
static void calvert_by_hand(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  json_t *plan = plan_for("dose_calvert", &person, DAY, regimen("carboplatin-etoposide"));
  const json_t *carbo = component_at(plan, "carboplatin");
  assert_near(step_at(carbo, "Creatinine clearance"), 77.778, 0.02);
  assert_near(step_at(carbo, "Full dose"), 513.89, 0.1);
  assert_near(opened_number(carbo, "/rounded"), 510, 1e-9);
  assert_near(opened_number(component_at(plan, "etoposide"), "/rounded"), 180, 1e-9);
  json_decref(plan);
}

/* (140 - 30) x 100 / (72 x 0.6) = 254.6 mL/min, capped at 125: 5 x 150 = 750 mg, the FDA's most. */
static void calvert_capped(void **state) {
  (void)state;
  struct person person = {"male", 190, 100, 0.6, "mg/dL", 1996, ""};
  json_t *plan = plan_for("dose_capped", &person, DAY, regimen("carboplatin-etoposide"));
  const json_t *carbo = component_at(plan, "carboplatin");
  assert_near(step_at(carbo, "Creatinine clearance"), 254.63, 0.1);
  assert_near(step_at(carbo, "Clearance, capped"), 125, 0);
  assert_near(step_at(carbo, "Full dose"), 750, 1e-9);
  assert_near(opened_number(carbo, "/rounded"), 750, 1e-9);
  assert_null(json_object_get(carbo, "alarm"));
  json_decref(plan);
}

/* What is not known gives no number. */
static void nothing_is_guessed(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.height_cm = 0;
  json_t *plan = plan_for("dose_height", &person, DAY, regimen("captem"));
  const json_t *cap = component_at(plan, "capecitabine");
  assert_null(json_object_get(cap, "dose"));
  assert_null(json_object_get(cap, "rounded"));
  assert_string_equal(opened_text(cap, "/missing/0/fact"), "height_cm");
  json_decref(plan);
  person = (struct person)SOMEBODY;
  person.creatinine = 0;
  plan = plan_for("dose_creatinine", &person, DAY, regimen("carboplatin-etoposide"));
  const json_t *carbo = component_at(plan, "carboplatin");
  assert_null(json_object_get(carbo, "rounded"));
  assert_string_equal(opened_text(carbo, "/missing/0/fact"), "crcl_ml_min");
  /* etoposide wants no clearance for its full dose, but a rule asks for it */
  const json_t *etoposide = component_at(plan, "etoposide");
  assert_near(opened_number(etoposide, "/rounded"), 180, 1e-9);
  assert_string_equal(opened_text(etoposide, "/open/0/state"), "unknown");
  json_decref(plan);
}

/* Clearance (140 - 60) x 70 / (72 x 1.8) = 43.21: capecitabine at 75 %: 1386.11 x 0.75 = 1039.58
   mg, rounded to 2 x 500 = 1000 mg (-3.8 %). */
static void kidney_lowers(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.creatinine = 1.8;
  json_t *plan = plan_for("dose_kidney", &person, DAY, regimen("captem"));
  const json_t *cap = component_at(plan, "capecitabine");
  assert_near(step_at(cap, "Adjusted"), 1039.580, 1e-3);
  assert_near(opened_number(cap, "/rounded"), 1000, 1e-9);
  assert_false(has_step(component_at(plan, "temozolomide"), "Adjusted"));
  json_decref(plan);
}

/* Measured clearance goes before the estimate: 5 x (50 + 25) = 375 mg: 380 mg. */
static void measured_first(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.creatinine = 0;
  person.more =
      ", \"labs\": [{\"test\": \"creatinine_clearance\", \"value\": 50, \"unit\": "
      "\"mL/min\", \"date\": \"2026-11-20\"}]";
  json_t *plan = plan_for("dose_measured", &person, DAY, regimen("carboplatin-etoposide"));
  const json_t *carbo = component_at(plan, "carboplatin");
  assert_near(step_at(carbo, "Full dose"), 375, 1e-9);
  assert_near(fabs(opened_number(carbo, "/rounded") - 375), 5, 1e-9);
  json_decref(plan);
}

/* ---- levels -----------------------------------------------------------------------------------
 */

static json_t *with_events(const char *test, const char *name, const char *kind, int events) {
  lu_text more = LU_TEXT_INIT;
  struct person person = SOMEBODY;
  lu_text_printf(&more,
                 ", \"treatments\": [{\"kind\": \"%s\", \"start\": \"2026-08-01\"}], "
                 "\"toxicities\": [",
                 kind);
  for (int i = 0; i < events; i++)
    lu_text_printf(&more,
                   "%s{\"what\": \"hypertension\", \"grade\": 3, \"date\": \"2026-%02d-10\"}, "
                   "{\"what\": \"hypertension\", \"grade\": 1, \"date\": \"2026-%02d-20\"}",
                   i > 0 ? ", " : "", 9 + i, 9 + i);
  lu_text_puts(&more, "]");
  person.more = lu_text_string(&more);
  json_t *plan = plan_for(test, &person, DAY, regimen(name));
  lu_text_free(&more);
  return plan;
}

/* Cabozantinib goes 60, 40, 20 mg a day, and stays at 20. */
static void levels_down(void **state) {
  (void)state;
  static const double wanted[] = {60, 40, 20};
  for (int events = 0; events < 3; events++) {
    json_t *plan = with_events("dose_levels", "cabozantinib", "cabozantinib", events);
    assert_near(opened_number(component_at(plan, "cabozantinib"), "/rounded"), wanted[events], 0);
    json_decref(plan);
  }
}

/* Sunitinib has 37.5 and 25 mg: a second event asks for less than there is, and its rule stops. */
static void below_last_level(void **state) {
  (void)state;
  json_t *plan = with_events("dose_last", "sunitinib", "sunitinib", 1);
  assert_near(opened_number(component_at(plan, "sunitinib"), "/rounded"), 25, 0);
  assert_string_not_equal(opened_text(plan, "/sheet/toxicity/action"), "stop");
  json_decref(plan);
  plan = with_events("dose_stop", "sunitinib", "sunitinib", 2);
  assert_string_equal(opened_text(plan, "/sheet/toxicity/action"), "stop");
  json_decref(plan);
}

/* ---- interactions -----------------------------------------------------------------------------
 */

/* Cabozantinib with strong inhibitors of CYP3A4: 20 mg lower, 40 mg, and two inhibitors do not take
   it down twice. After one step down for hypertension the same 20 mg are taken from 40 mg. */
static void inhibitors_count_once(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.more = ", \"drugs\": [{\"name\": \"ketoconazole\"}, {\"name\": \"clarithromycin\"}]";
  json_t *plan = plan_for("dose_inhibitors", &person, DAY, regimen("cabozantinib"));
  const json_t *component = component_at(plan, "cabozantinib");
  assert_near(step_at(component, "Interaction"), 40, 0);
  assert_near(opened_number(component, "/rounded"), 40, 0);
  json_decref(plan);
  person.more =
      ", \"drugs\": [{\"name\": \"ketoconazole\"}], \"treatments\": [{\"kind\": "
      "\"cabozantinib\", \"start\": \"2026-08-01\"}], \"toxicities\": [{\"what\": "
      "\"hypertension\", \"grade\": 3, \"date\": \"2026-09-10\"}, {\"what\": "
      "\"hypertension\", \"grade\": 1, \"date\": \"2026-09-20\"}]";
  plan = plan_for("dose_both", &person, DAY, regimen("cabozantinib"));
  component = component_at(plan, "cabozantinib");
  assert_near(step_at(component, "Reduced for toxicity"), 40, 0);
  assert_near(step_at(component, "Interaction"), 20, 0);
  json_decref(plan);
}

/* ---- for every patient ------------------------------------------------------------------------
 */

/* What is dispensed adds up to the dose. */
static void check_units(const json_t *component) {
  const json_t *units = json_object_get(component, "units_dispensed"), *unit;
  size_t index;
  double sum = 0;
  if (json_array_size(units) == 0) return;
  json_array_foreach(units, index, unit) {
    double count = opened_number(unit, "/count");
    assert_string_equal(opened_text(unit, "/strength/unit"), opened_text(component, "/unit"));
    assert_near(count, round(count), 0); /* none of these can be divided */
    sum += count * opened_number(unit, "/strength/value");
  }
  assert_near(sum, opened_number(component, "/rounded"), 1e-9);
}

/* The heavier, the more before rounding; rounding stays within its tolerance or says so; pieces add
   up. */
static void monotone_in_weight(void **state) {
  (void)state;
  double before[2] = {0, 0};
  static const char *const ids[] = {"capecitabine", "temozolomide"};
  for (double weight = 40; weight <= 130; weight += 7.5) {
    struct person person = SOMEBODY;
    person.weight_kg = weight;
    json_t *plan = plan_for("dose_weight", &person, DAY, regimen("captem"));
    for (size_t i = 0; i < 2; i++) {
      const json_t *component = component_at(plan, ids[i]);
      double dose = step_at(component, "Full dose"),
             pct = opened_number(component, "/rounding_pct");
      assert_true(dose > before[i]);
      before[i] = dose;
      if (fabs(pct) > 5 + 1e-6) assert_non_null(json_object_get(component, "rounding_warning"));
      check_units(component);
      assert_null(json_object_get(component, "alarm"));
    }
    json_decref(plan);
  }
}

/* No dose of carboplatin passes its ceiling, whatever the weight; none grows with creatinine. */
static void below_ceiling(void **state) {
  (void)state;
  double before = INFINITY;
  for (double creatinine = 0.4; creatinine < 2; creatinine += 0.15) {
    struct person person = SOMEBODY;
    person.weight_kg = 118;
    person.creatinine = creatinine;
    json_t *plan = plan_for("dose_ceiling", &person, DAY, regimen("carboplatin-etoposide"));
    double rounded = opened_number(component_at(plan, "carboplatin"), "/rounded");
    assert_true(rounded <= 750 && rounded <= before);
    before = rounded;
    json_decref(plan);
  }
}

/* 1 mg/dL of creatinine is 88.42 umol/L. */
static void units_do_not_matter(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  person.creatinine = 1.1;
  json_t *a = plan_for("dose_unit_a", &person, DAY, regimen("carboplatin-etoposide"));
  person.creatinine = 1.1 * 88.42;
  person.creatinine_unit = "umol/L";
  json_t *b = plan_for("dose_unit_b", &person, DAY, regimen("carboplatin-etoposide"));
  const json_t *first = component_at(a, "carboplatin"), *second = component_at(b, "carboplatin");
  double dose = opened_number(first, "/dose");
  assert_near(opened_number(second, "/dose"), dose, 2e-4 * dose);
  assert_near(opened_number(second, "/rounded"), opened_number(first, "/rounded"), 0);
  json_decref(a);
  json_decref(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(captem_by_hand),      cmocka_unit_test(calvert_by_hand),
      cmocka_unit_test(calvert_capped),      cmocka_unit_test(nothing_is_guessed),
      cmocka_unit_test(kidney_lowers),       cmocka_unit_test(measured_first),
      cmocka_unit_test(levels_down),         cmocka_unit_test(below_last_level),
      cmocka_unit_test(monotone_in_weight),  cmocka_unit_test(below_ceiling),
      cmocka_unit_test(units_do_not_matter), cmocka_unit_test(inhibitors_count_once),

  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
