/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/measure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/base/random.h"

static void check_near(const char *what, double got, double wanted, double tolerance) {
  if (!(fabs(got - wanted) <= tolerance))
    fail_msg("%s: got %.17g, wanted %.17g", what, got, wanted);
}

static void check_print(const lu_measure *measure, const char *wanted) {
  lu_text text = LU_TEXT_INIT;
  lu_measure_print(&text, measure, 0.95);
  assert_string_equal(lu_text_string(&text), wanted);
  lu_text_free(&text);
}

enum { KINDS = 9 };

/** One of each kind. */
static void make_all(lu_measure all[KINDS]) {
  all[0] = lu_measure_exact(4.5, "mm", "typed");
  assert_int_equal(lu_measure_make(&all[1], LU_NORMAL, 12, 1.5, "mm", "CT", NULL), LU_OK);
  assert_int_equal(lu_measure_make(&all[2], LU_LOGNORMAL, 30, 0.4, "mm", "CT", NULL), LU_OK);
  assert_int_equal(lu_measure_beta(&all[3], 3, 7, 100, "%", "prior", NULL), LU_OK);
  assert_int_equal(lu_measure_gamma(&all[4], 2.5, 3, "MBq", "fit", NULL), LU_OK);
  assert_int_equal(lu_measure_proportion(&all[5], 20, 500, 100, "%", "count", NULL), LU_OK);
  assert_int_equal(lu_measure_count(&all[6], 9, 0.2, "/2mm2", "count", NULL), LU_OK);
  assert_int_equal(lu_measure_make(&all[7], LU_INTERVAL, 2, 5, "cm", "report", NULL), LU_OK);
  assert_int_equal(lu_measure_proportion(&all[8], 0, 50, 1, "", "count", NULL), LU_OK);
}

static void test_quantile_and_cdf_are_inverse(void **state) {
  (void)state;
  lu_measure all[KINDS];
  make_all(all);
  for (int i = 1; i < KINDS; i++) {
    for (double p = 0.003; p < 1; p += 0.0411) {
      double x = lu_measure_quantile(&all[i], p);
      /* nothing of 50 leaves half the probability at zero */
      double wanted = i == 8 && p < 0.5 ? 0.5 : p;
      check_near(lu_distribution_name(all[i].dist), lu_measure_cdf(&all[i], x), wanted, 1e-10);
      assert_true(lu_measure_sample(&all[i], p) == x);
    }
    assert_true(isnan(lu_measure_quantile(&all[i], -0.1)));
    assert_true(isnan(lu_measure_cdf(&all[i], NAN)));
    assert_true(lu_measure_cdf(&all[i], -1e9) == 0 && lu_measure_cdf(&all[i], 1e9) == 1);
  }
  assert_true(lu_measure_cdf(&all[0], 4.4) == 0 && lu_measure_cdf(&all[0], 4.5) == 1);
}

static void test_moments_are_those_of_the_quantile(void **state) {
  (void)state;
  lu_measure all[KINDS];
  make_all(all);
  for (int i = 0; i < KINDS; i++) {
    /* midpoint rule in the normal deviate: mean of x^n is the integral of quantile^n over p */
    const int steps = 4000;
    double weights = 0, first = 0, second = 0;
    for (int k = 0; k < steps; k++) {
      double z = -8 + 16 * (k + 0.5) / steps;
      double weight = exp(-z * z / 2);
      double x = lu_measure_quantile(&all[i], lu_normal_cdf(z));
      weights += weight;
      first += weight * x;
      second += weight * x * x;
    }
    double mean = first / weights;
    double sd = sqrt(fmax(0, second / weights - mean * mean));
    check_near("mean", lu_measure_mean(&all[i]), mean, 2e-5 * (1 + fabs(mean)));
    check_near("sd", lu_measure_sd(&all[i]), sd, 2e-4 * (1e-3 + sd));
  }
}

static void test_intervals(void **state) {
  (void)state;
  lu_measure proportion, count, normal;
  assert_int_equal(lu_measure_proportion(&proportion, 15, 500, 100, "%", "", NULL), LU_OK);
  lu_interval got = lu_measure_interval(&proportion, 0.95);
  lu_interval wanted;
  lu_wilson_interval(&wanted, 15, 500, 0.95, NULL);
  check_near("lower", got.lower, 100 * wanted.lower, 1e-12);
  check_near("upper", got.upper, 100 * wanted.upper, 1e-12);
  assert_int_equal(lu_measure_count(&count, 10, 0.2, "/2mm2", "", NULL), LU_OK);
  got = lu_measure_interval(&count, 0.95);
  check_near("lower", got.lower, 0.96, 0.005);
  check_near("upper", got.upper, 3.68, 0.005);
  assert_true(got.lower < lu_measure_quantile(&count, 0.025));
  assert_true(got.upper > lu_measure_quantile(&count, 0.975));
  assert_int_equal(lu_measure_make(&normal, LU_NORMAL, 10, 2, "mm", "", NULL), LU_OK);
  got = lu_measure_interval(&normal, 0.95);
  check_near("lower", got.lower, 10 - 2 * 1.959963984540054, 1e-13);
  assert_true(isnan(lu_measure_interval(&normal, 1).lower));
}

static void test_refused_parameters(void **state) {
  (void)state;
  lu_measure m;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_measure_make(&m, LU_NORMAL, 1, -1, "", "", &error), LU_BAD_INPUT);
  assert_int_equal(lu_measure_make(&m, LU_NORMAL, INFINITY, 1, "", "", &error), LU_BAD_INPUT);
  assert_int_equal(lu_measure_make(&m, LU_LOGNORMAL, 0, 1, "", "", &error), LU_BAD_INPUT);
  assert_int_equal(lu_measure_make(&m, LU_INTERVAL, 3, 2, "", "", &error), LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "ends in order"));
  assert_int_equal(lu_measure_make(&m, LU_BETA, 3, 2, "", "", &error), LU_BAD_INPUT);
  assert_int_equal(lu_measure_beta(&m, 0, 2, 1, "", "", &error), LU_BAD_INPUT);
  assert_int_equal(lu_measure_gamma(&m, 1, 0, "", "", &error), LU_BAD_INPUT);
  assert_int_equal(lu_measure_proportion(&m, 1, 0, 1, "", "", &error), LU_BAD_INPUT);
  assert_int_equal(lu_measure_proportion(&m, 6, 5, 1, "", "", &error), LU_BAD_INPUT);
  assert_int_equal(lu_measure_count(&m, 6, -1, "", "", &error), LU_BAD_INPUT);
}

static void test_sums(void **state) {
  (void)state;
  lu_measure a, b, out, all[KINDS];
  make_all(all);
  assert_int_equal(lu_measure_make(&a, LU_NORMAL, 30, 3, "mm", "CT", NULL), LU_OK);
  assert_int_equal(lu_measure_make(&b, LU_NORMAL, 1, 0.4, "cm", "MR", NULL), LU_OK);
  assert_int_equal(lu_measure_add(&out, &a, &b, NULL), LU_OK);
  check_near("mean", lu_measure_mean(&out), 40, 1e-13);
  check_near("sd", lu_measure_sd(&out), 5, 1e-13);
  assert_string_equal(out.unit, "mm");
  assert_string_equal(out.source, "computed");
  assert_int_equal(lu_measure_subtract(&out, &out, &b, NULL), LU_OK);
  check_near("mean", lu_measure_mean(&out), 30, 1e-13);
  check_near("sd", lu_measure_sd(&out), sqrt(41), 1e-13);
  lu_measure exact = lu_measure_exact(2, "mm", "CT");
  assert_int_equal(lu_measure_add(&out, &exact, &exact, NULL), LU_OK);
  assert_int_equal(out.dist, LU_EXACT);
  assert_true(out.value == 4 && out.a == 4);
  assert_string_equal(out.source, "CT");
  assert_int_equal(lu_measure_subtract(&out, &exact, &all[7], NULL), LU_OK);
  assert_int_equal(out.dist, LU_INTERVAL);
  assert_true(out.a == -48 && out.b == -18);
  assert_int_equal(lu_measure_add(&out, &exact, &all[2], NULL), LU_OK);
  assert_int_equal(out.dist, LU_NORMAL);
  check_near("sd", lu_measure_sd(&out), lu_measure_sd(&all[2]), 1e-12);
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_measure_add(&out, &a, &all[3], &error), LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "does not convert"));
}

static void test_products_against_samples(void **state) {
  (void)state;
  lu_measure a, b, product, quotient;
  assert_int_equal(lu_measure_make(&a, LU_NORMAL, 50, 1, "kBq/mL", "x", NULL), LU_OK);
  assert_int_equal(lu_measure_make(&b, LU_NORMAL, 20, 0.5, "mL", "x", NULL), LU_OK);
  assert_int_equal(lu_measure_multiply(&product, &a, &b, "MBq", NULL), LU_OK);
  assert_int_equal(lu_measure_divide(&quotient, &product, &b, "kBq/mL", NULL), LU_OK);
  check_near("product", product.value, 1, 1e-14);
  check_near("quotient", quotient.value, 50, 1e-12);
  check_near("sd", lu_measure_sd(&product), hypot(20 * 1, 50 * 0.5) / 1000, 1e-14);
  enum { N = 100000 };
  double sum = 0, squares = 0;
  for (uint64_t i = 0; i < N; i++) {
    lu_random random = lu_random_start(5, i);
    double x = lu_measure_sample(&a, lu_random_uniform(&random)) *
               lu_measure_sample(&b, lu_random_uniform(&random)) / 1000;
    sum += x;
    squares += x * x;
  }
  double sd = sqrt(squares / N - sum / N * (sum / N));
  check_near("sampled mean", sum / N, lu_measure_mean(&product), 5 * sd / sqrt(N));
  check_near("sampled sd", sd, lu_measure_sd(&product), 0.02 * sd);
}

static void test_exact_factors_keep_the_kind(void **state) {
  (void)state;
  lu_measure all[KINDS], out;
  make_all(all);
  lu_measure two = lu_measure_exact(2, "", "");
  lu_measure minus = lu_measure_exact(-2, "1", "");
  for (int i = 0; i < KINDS; i++) {
    assert_int_equal(lu_measure_multiply(&out, &all[i], &two, all[i].unit, NULL), LU_OK);
    assert_int_equal(out.dist, all[i].dist);
    double q = lu_measure_quantile(&all[i], 0.3);
    check_near("times two", lu_measure_quantile(&out, 0.3), 2 * q, 1e-12 * fabs(q));
    assert_int_equal(lu_measure_divide(&out, &out, &two, all[i].unit, NULL), LU_OK);
    check_near("by two", lu_measure_quantile(&out, 0.3), q, 1e-12 * fabs(q));
    assert_int_equal(lu_measure_multiply(&out, &minus, &all[i], all[i].unit, NULL), LU_OK);
    check_near("negative", lu_measure_mean(&out), -2 * lu_measure_mean(&all[i]), 1e-10);
    check_near("negative", lu_measure_sd(&out), 2 * lu_measure_sd(&all[i]), 1e-10);
  }
  lu_measure zero = lu_measure_exact(0, "mL", "");
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_measure_divide(&out, &all[1], &zero, "mm/mL", &error), LU_BAD_INPUT);
  assert_int_equal(lu_measure_divide(&out, &all[1], &zero, "mm", &error), LU_BAD_INPUT);
}

static void test_convert(void **state) {
  (void)state;
  lu_measure all[KINDS], out;
  make_all(all);
  assert_int_equal(lu_measure_convert(&out, &all[1], "cm", NULL), LU_OK);
  assert_true(out.value == 1.2 && out.a == 1.2 && fabs(out.b - 0.15) < 1e-15);
  assert_int_equal(lu_measure_convert(&out, &all[5], "1", NULL), LU_OK);
  check_near("scale", lu_measure_quantile(&out, 0.9), lu_measure_quantile(&all[5], 0.9) / 100,
             1e-15);
  lu_measure warm;
  assert_int_equal(lu_measure_make(&warm, LU_NORMAL, 37, 0.2, "degC", "", NULL), LU_OK);
  assert_int_equal(lu_measure_convert(&out, &warm, "K", NULL), LU_OK);
  check_near("kelvin", out.a, 310.15, 1e-12);
  check_near("kelvin", out.b, 0.2, 1e-12);
  assert_int_equal(lu_measure_convert(&out, &all[1], "kg", NULL), LU_BAD_INPUT);
}

static void test_print(void **state) {
  (void)state;
  lu_measure m = lu_measure_exact(12, "mm", "");
  check_print(&m, "12 mm");
  m = lu_measure_exact(0.1 + 0.2, "1", "");
  check_print(&m, "0.30000000000000004");
  lu_measure_proportion(&m, 20, 500, 100, "%", "", NULL);
  check_print(&m, "4.0 % (95 % 2.6 to 6.1)");
  lu_measure_proportion(&m, 400, 2000, 100, "%", "", NULL);
  check_print(&m, "20.0 % (95 % 18.3 to 21.8)");
  lu_measure_make(&m, LU_NORMAL, 12345, 800, "pg/mL", "", NULL);
  check_print(&m, "12345 pg/mL (95 % 10777 to 13913)");
  lu_measure_make(&m, LU_NORMAL, 0, 0.01, "", "", NULL);
  check_print(&m, "0.000 (95 % -0.020 to 0.020)");
  lu_measure_make(&m, LU_NORMAL, 7, 0, "d", "", NULL);
  check_print(&m, "7 d");
  lu_measure_make(&m, LU_NORMAL, 3e20, 1e19, "", "", NULL);
  check_print(&m, "3e+20 (95 % 2.8e+20 to 3.2e+20)");
}

static void test_json(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  lu_measure m;
  lu_measure_proportion(&m, 20, 500, 100, "%", "a \"count\"\n", NULL);
  lu_measure_json(&text, &m);
  assert_string_equal(lu_text_string(&text),
                      "{\"value\":4,\"unit\":\"%\",\"dist\":\"score\",\"params\":{\"hits\":20,"
                      "\"trials\":500,\"scale\":100},\"source\":\"a \\\"count\\\"\\u000a\"}");
  lu_text_free(&text);
  m = lu_measure_exact(NAN, "", "");
  lu_measure_json(&text, &m);
  assert_string_equal(lu_text_string(&text),
                      "{\"value\":null,\"unit\":\"\",\"dist\":\"exact\",\"params\":{},"
                      "\"source\":\"\"}");
  lu_text_free(&text);
  for (int i = LU_EXACT; i <= LU_INTERVAL; i++) {
    lu_distribution dist = LU_EXACT;
    assert_int_equal(lu_distribution_parse(&dist, lu_distribution_name((lu_distribution)i), NULL),
                     0);
    assert_int_equal(dist, i);
  }
  lu_distribution dist;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_distribution_parse(&dist, "cauchy", &error), LU_BAD_INPUT);
  assert_string_equal(lu_distribution_parameter(LU_GAMMA, 0), "shape");
  assert_null(lu_distribution_parameter(LU_GAMMA, 1));
  assert_null(lu_distribution_parameter(LU_GAMMA, 3));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_quantile_and_cdf_are_inverse),
      cmocka_unit_test(test_moments_are_those_of_the_quantile),
      cmocka_unit_test(test_intervals),
      cmocka_unit_test(test_refused_parameters),
      cmocka_unit_test(test_sums),
      cmocka_unit_test(test_products_against_samples),
      cmocka_unit_test(test_exact_factors_keep_the_kind),
      cmocka_unit_test(test_convert),
      cmocka_unit_test(test_print),
      cmocka_unit_test(test_json),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
