/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/base/unit.h"

static const char *const spellings[] = {
    "mm",
    "cm",
    "m",
    "kg",
    "g",
    "mg",
    "ug",
    "ng",
    "pg",
    "L",
    "dL",
    "mL",
    "uL",
    "mmol/L",
    "umol/L",
    "nmol/L",
    "pmol/L",
    "mg/dL",
    "g/dL",
    "g/L",
    "ng/mL",
    "pg/mL",
    "10*9/L",
    "1e9/L",
    "10^9/L",
    "/uL",
    "U/L",
    "IU/mL",
    "%",
    "mL/min",
    "mL/min/1.73m2",
    "Gy",
    "MBq",
    "GBq",
    "kBq/mL",
    "s",
    "min",
    "h",
    "d",
    "wk",
    "mo",
    "a",
    "y",
    "mmHg",
    "mg/24h",
    "umol/24h",
    "1/mm2",
    "mm/y",
    "kg/m2",
    "m2",
    "",
    "1",
    "{score}",
    "mg/kg",
    "mg/m2/d",
    "mg/(kg.d)",
    "{cells}/uL",
    "/(2.mm2)",
    "/2mm2",
    "µg/L",
    "mm²",
    "mL/min/{1.73_m2}",
    "mL/min/1.73 m2",
    "x10*9/L",
    "×10⁹/L",
    "xULN",
    "x ULN",
    "°C",
    "mL/min/1.73 m²",
    "kg.m2.s-2",
    "mm[Hg]",
    "m-1",
    "s^-1",
    "mg/dl",
    "mcg/h",
    "%/mo",
    "1/(m.s)",
    "Gy/GBq",
    "mCi",
    "mEq/L",
    "meq/h",
};

static void test_every_spelling_parses(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
    lu_unit unit;
    lu_error error = LU_ERROR_INIT;
    if (lu_unit_parse(&unit, spellings[i], &error) != LU_OK)
      fail_msg("%s: %s", spellings[i], error.message);
    assert_string_equal(unit.text, spellings[i]);
  }
}

/** value [from] is wanted [to], to the last bit unless a tolerance is given. */
static void check(double value, const char *from, double wanted, const char *to, double tolerance) {
  double got = NAN;
  lu_error error = LU_ERROR_INIT;
  if (lu_unit_convert_text(&got, value, from, to, &error) != LU_OK) fail_msg("%s", error.message);
  if (!(fabs(got - wanted) <= tolerance * fabs(wanted)))
    fail_msg("%.17g %s gave %.17g %s, not %.17g", value, from, got, to, wanted);
}

static void test_decimal_conversions_are_exact(void **state) {
  (void)state;
  check(4.5, "mg", 0.0045, "g", 0);
  check(1.1, "mg/dL", 11, "mg/L", 0);
  check(13.7, "g/dL", 137, "g/L", 0);
  check(250, "10*9/L", 250000, "/uL", 0);
  check(3.2, "1e9/L", 3.2, "10^9/L", 0);
  check(36, "ng/mL", 36, "ug/L", 0);
  check(7400, "MBq", 7.4, "GBq", 0);
  check(1, "mL", 1, "cm3", 0);
  check(1, "m3", 1000, "L", 0);
  check(42, "%", 0.42, "", 0);
  check(5, "{cells}/uL", 5, "10*6/L", 0);
  check(10, "1/mm2", 20, "/2mm2", 0);
  check(20, "/2mm2", 10, "/mm2", 0);
  check(20, "/(2.mm2)", 10, "1/mm2", 0);
  check(1.5, "xULN", 1.5, "ULN", 0);
}

static void test_other_conversions(void **state) {
  (void)state;
  check(120, "mL/min", 7.2, "L/h", 1e-15);
  check(24, "mg/24h", 1, "mg/h", 1e-15);
  check(1, "wk", 7, "d", 0);
  check(1, "a", 365.25, "d", 0);
  check(12, "mo", 1, "y", 0);
  check(200, "mCi", 7.4, "GBq", 1e-15);
  check(760, "mmHg", 101.325, "kPa", 2e-7);
  check(60, "U/L", 1, "ukat/L", 1e-15);
  check(37, "degC", 310.15, "K", 1e-15);
  check(300, "K", 26.85, "Cel", 1e-13);
  check(2, "J/Cel", 2, "J/K", 0); /* inside a combination a degree is an interval */
  check(1, "kg.m2.s-2", 1, "J", 0);
  check(1, "eV", 1.602176634e-19, "J", 1e-15);
  check(45, "mL/min/1.73m2", 45, "mL/min/{1.73_m2}", 0);
}

static void test_round_trips(void **state) {
  (void)state;
  const char *const pairs[][2] = {{"mg/dL", "g/L"},       {"mmHg", "kPa"}, {"mm/y", "cm/mo"},
                                  {"umol/24h", "mmol/h"}, {"Ci", "Bq"},    {"degC", "K"}};
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    for (double value = 0.37; value < 1e6; value *= 13.1) {
      double there = 0;
      double back = 0;
      assert_int_equal(lu_unit_convert_text(&there, value, pairs[i][0], pairs[i][1], NULL), LU_OK);
      assert_int_equal(lu_unit_convert_text(&back, there, pairs[i][1], pairs[i][0], NULL), LU_OK);
      assert_true(fabs(back - value) <= 1e-12 * (value + 300));
    }
  }
}

/* Numerator and denominator of a long spelling pass the range of a double together; the value with
   its power of ten does not. */
static void test_factors_out_of_range_cancel(void **state) {
  (void)state;
  lu_unit far, coherent;
  double there = 0, back = 0;
  assert_int_equal(lu_unit_parse(&far, "(9(8(98(m/%/m/9))9))9", NULL), LU_OK);
  coherent = far;
  coherent.numerator = coherent.denominator = 1;
  coherent.exponent = 0;
  assert_int_equal(lu_unit_convert(&there, 12.5, &far, &coherent, NULL), LU_OK);
  assert_true(isfinite(there));
  assert_int_equal(lu_unit_convert(&back, there, &coherent, &far, NULL), LU_OK);
  assert_true(fabs(back - 12.5) <= 1e-12);
}

static void test_wrong_dimension_is_refused(void **state) {
  (void)state;
  const char *const pairs[][2] = {{"mL/min", "mL/min/1.73m2"},
                                  {"U/L", "IU/L"},
                                  {"Gy", "Sv"},
                                  {"Bq", "Hz"},
                                  {"mg", "mL"},
                                  {"%", "ULN"},
                                  {"mm", "mm2"},
                                  {"mg/dL", "mmol/L"},
                                  {"1/mm2", "%"},
                                  {"d", "K"},
                                  {"mEq/L", "mmol/L"}};
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
    double out = 17;
    lu_error error = LU_ERROR_INIT;
    assert_int_equal(lu_unit_convert_text(&out, 1, pairs[i][0], pairs[i][1], &error), LU_BAD_INPUT);
    assert_true(out == 17);
    assert_non_null(strstr(error.message, pairs[i][0]));
    assert_non_null(strstr(error.message, pairs[i][1]));
  }
  lu_error error = LU_ERROR_INIT;
  double out = 0;
  lu_unit_convert_text(&out, 1, "mL/min", "mL/min/1.73m2", &error);
  assert_string_equal(error.message,
                      "\"mL/min\" (length^3/time) does not convert into \"mL/min/1.73m2\" "
                      "(length^3/time/1.73 m2 body surface)");
  lu_unit_convert_text(&out, 1, "mg/dL", "mmol/L", &error);
  assert_non_null(strstr(error.message, "without the molar mass"));
}

static void test_molar_conversion(void **state) {
  (void)state;
  lu_unit mg_dl, umol_l, l_mg, l_mmol, ml;
  assert_int_equal(lu_unit_parse(&mg_dl, "mg/dL", NULL), LU_OK);
  assert_int_equal(lu_unit_parse(&umol_l, "umol/L", NULL), LU_OK);
  assert_int_equal(lu_unit_parse(&l_mg, "L/mg", NULL), LU_OK);
  assert_int_equal(lu_unit_parse(&l_mmol, "L/mmol", NULL), LU_OK);
  assert_int_equal(lu_unit_parse(&ml, "mL", NULL), LU_OK);
  double out = 0;
  /* creatinine, 113.12 g/mol: 1 mg/dL is 88.4 umol/L */
  assert_int_equal(lu_unit_convert_molar(&out, 1, &mg_dl, &umol_l, 113.12, NULL), LU_OK);
  assert_true(fabs(out - 88.4) < 0.005);
  assert_int_equal(lu_unit_convert_molar(&out, out, &umol_l, &mg_dl, 113.12, NULL), LU_OK);
  assert_true(fabs(out - 1) < 1e-14);
  assert_int_equal(lu_unit_convert_molar(&out, 2, &l_mg, &l_mmol, 180, NULL), LU_OK);
  assert_true(fabs(out - 360) < 1e-12); /* 1/mg is 180/mmol */
  assert_int_equal(lu_unit_convert_molar(&out, 2, &mg_dl, &mg_dl, 180, NULL), LU_OK);
  assert_true(out == 2);
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_unit_convert_molar(&out, 1, &mg_dl, &umol_l, 0, &error), LU_BAD_INPUT);
  assert_int_equal(lu_unit_convert_molar(&out, 1, &mg_dl, &umol_l, NAN, &error), LU_BAD_INPUT);
  assert_int_equal(lu_unit_convert_molar(&out, 1, &mg_dl, &ml, 100, &error), LU_BAD_INPUT);
}

static void test_bad_spellings(void **state) {
  (void)state;
  const char *const bad[] = {
      "mgg",
      "q",
      "mg/",
      "/",
      "//L",
      "mg//dL",
      "(mg",
      "mg)",
      "m^",
      "m0",
      "m10",
      "10e9/L",
      "2e9/L",
      "0",
      "0mm",
      "mg dL",
      "{open",
      "kmin",
      "m^^2",
      "mg/dL/",
      "MG",
      "10*99",
      "-m",
      "m-",
      "10*",
      "1.",
      "umol/24 H",
      "\xff",
      "m\xc3",
      ".",
      "(((((((((m)))))))))",
      "1234567890123456",
      "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    lu_unit unit;
    lu_error error = LU_ERROR_INIT;
    if (lu_unit_parse(&unit, bad[i], &error) != LU_BAD_INPUT) fail_msg("\"%s\" was read", bad[i]);
    assert_true(error.message[0] != '\0');
  }
}

static void check_suggestion(const char *text, const char *near) {
  lu_unit unit;
  lu_error error = LU_ERROR_INIT;
  char wanted[40];
  assert_int_equal(lu_unit_parse(&unit, text, &error), LU_BAD_INPUT);
  snprintf(wanted, sizeof wanted, "did you mean \"%s\"?", near);
  if (strstr(error.message, wanted) == NULL) fail_msg("%s: %s", text, error.message);
}

static void test_nearest_spelling(void **state) {
  (void)state;
  check_suggestion("MG/dL", "mg");
  check_suggestion("mmoll/L", "mmol");
  check_suggestion("Mbq", "MBq");
  check_suggestion("mmhg", "mmHg");
  check_suggestion("mL/mins", "min");
  lu_unit unit;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_unit_parse(&unit, "bananas", &error), LU_BAD_INPUT);
  assert_null(strstr(error.message, "did you mean"));
}

static void test_products(void **state) {
  (void)state;
  lu_unit a, b, product, quotient, wanted;
  assert_int_equal(lu_unit_parse(&a, "kBq/mL", NULL), LU_OK);
  assert_int_equal(lu_unit_parse(&b, "mL", NULL), LU_OK);
  assert_int_equal(lu_unit_parse(&wanted, "kBq", NULL), LU_OK);
  assert_int_equal(lu_unit_multiply(&product, &a, &b, NULL), LU_OK);
  assert_true(lu_unit_equivalent(&product, &wanted));
  assert_string_equal(product.text, "kBq/mL.(mL)");
  assert_int_equal(lu_unit_divide(&quotient, &product, &b, NULL), LU_OK);
  assert_true(lu_unit_equivalent(&quotient, &a));
  assert_false(lu_unit_equivalent(&quotient, &wanted));
  lu_unit power = b;
  lu_status status = LU_OK;
  for (int i = 0; i < 100 && status == LU_OK; i++)
    status = lu_unit_multiply(&power, &power, &b, NULL);
  assert_int_equal(status, LU_BAD_INPUT);
}

static void test_dimension_text(void **state) {
  (void)state;
  char small[8];
  lu_unit unit;
  assert_int_equal(lu_unit_parse(&unit, "mg/dL", NULL), LU_OK);
  assert_string_equal(lu_unit_dimension_text(small, sizeof small, &unit), "mass/le");
  char buffer[100];
  assert_string_equal(lu_unit_dimension_text(buffer, sizeof buffer, &unit), "mass/length^3");
  assert_int_equal(lu_unit_parse(&unit, "%", NULL), LU_OK);
  assert_string_equal(lu_unit_dimension_text(buffer, sizeof buffer, &unit), "a pure number");
  assert_int_equal(lu_unit_parse(&unit, "1/s", NULL), LU_OK);
  assert_string_equal(lu_unit_dimension_text(buffer, sizeof buffer, &unit), "1/time");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_spelling_parses),
      cmocka_unit_test(test_decimal_conversions_are_exact),
      cmocka_unit_test(test_other_conversions),
      cmocka_unit_test(test_round_trips),
      cmocka_unit_test(test_factors_out_of_range_cancel),
      cmocka_unit_test(test_wrong_dimension_is_refused),
      cmocka_unit_test(test_molar_conversion),
      cmocka_unit_test(test_bad_spellings),
      cmocka_unit_test(test_nearest_spelling),
      cmocka_unit_test(test_products),
      cmocka_unit_test(test_dimension_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
