/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/base/statistics.h"

static void check_near(const char *what, double got, double wanted, double tolerance) {
  if (!(fabs(got - wanted) <= tolerance * fabs(wanted)))
    fail_msg("%s: got %.17g, wanted %.17g", what, got, wanted);
}

/** Compares with a number printed to two digits after the point. */
static void check_printed(const char *what, double got, const char *printed) {
  char text[32];
  snprintf(text, sizeof text, "%.2f", got);
  if (strcmp(text, printed) != 0) fail_msg("%s: got %.6f, printed is %s", what, got, printed);
}

static void test_worked_values_of_proportions(void **state) {
  (void)state;
  const struct {
    uint64_t k, n;
    const char *wilson[2], *exact[2];
  } rows[] = {
      {10, 500, {"1.09", "3.64"}, {"0.96", "3.65"}},
      {15, 500, {"1.83", "4.89"}, {"1.69", "4.90"}},
      {60, 2000, {"2.34", "3.84"}, {"2.30", "3.84"}},
      {100, 500, {"16.73", "23.73"}, {"16.58", "23.78"}},
      {400, 2000, {"18.31", "21.81"}, {"18.27", "21.82"}},
      {0, 500, {NULL, NULL}, {"0.00", "0.74"}},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    lu_interval interval;
    assert_int_equal(lu_clopper_pearson_interval(&interval, rows[i].k, rows[i].n, 0.95, NULL), 0);
    check_printed("Clopper-Pearson", 100 * interval.lower, rows[i].exact[0]);
    check_printed("Clopper-Pearson", 100 * interval.upper, rows[i].exact[1]);
    assert_int_equal(lu_wilson_interval(&interval, rows[i].k, rows[i].n, 0.95, NULL), 0);
    if (rows[i].wilson[0] == NULL) continue;
    check_printed("Wilson", 100 * interval.lower, rows[i].wilson[0]);
    check_printed("Wilson", 100 * interval.upper, rows[i].wilson[1]);
  }
}

static void test_worked_values_of_mitoses(void **state) {
  (void)state;
  /* counts in 10 mm2, given per 2 mm2 */
  const struct {
    uint64_t count;
    const char *lower, *upper;
  } rows[] = {{0, "0.00", "0.74"},  {5, "0.32", "2.33"},   {9, "0.82", "3.42"},
              {10, "0.96", "3.68"}, {50, "7.42", "13.18"}, {100, "16.27", "24.33"}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    lu_interval interval;
    assert_int_equal(lu_poisson_interval(&interval, rows[i].count, 0.95, NULL), LU_OK);
    check_printed("Garwood", interval.lower / 5, rows[i].lower);
    check_printed("Garwood", interval.upper / 5, rows[i].upper);
  }
}

static void test_intervals_do_what_they_are_defined_by(void **state) {
  (void)state;
  for (uint64_t k = 1; k < 40; k += 7) {
    lu_interval i;
    assert_int_equal(lu_clopper_pearson_interval(&i, k, 40, 0.9, NULL), LU_OK);
    check_near("lower tail", 1 - lu_binomial_cdf(k - 1, 40, i.lower), 0.05, 1e-11);
    check_near("upper tail", lu_binomial_cdf(k, 40, i.upper), 0.05, 1e-11);
    assert_int_equal(lu_poisson_interval(&i, k, 0.9, NULL), LU_OK);
    check_near("lower tail", 1 - lu_poisson_cdf(k - 1, i.lower), 0.05, 1e-11);
    check_near("upper tail", lu_poisson_cdf(k, i.upper), 0.05, 1e-11);
    assert_int_equal(lu_wilson_interval(&i, k, 40, 0.9, NULL), LU_OK);
    double z = lu_normal_quantile(0.95);
    double p = (double)k / 40;
    check_near("score", (p - i.lower) / sqrt(i.lower * (1 - i.lower) / 40), z, 1e-12);
    check_near("score", (i.upper - p) / sqrt(i.upper * (1 - i.upper) / 40), z, 1e-12);
  }
}

static void test_refused_arguments(void **state) {
  (void)state;
  lu_interval i;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_wilson_interval(&i, 1, 0, 0.95, &error), LU_BAD_INPUT);
  assert_int_equal(lu_wilson_interval(&i, 6, 5, 0.95, &error), LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "6 of 5"));
  assert_int_equal(lu_clopper_pearson_interval(&i, 1, 5, 1, &error), LU_BAD_INPUT);
  assert_int_equal(lu_poisson_interval(&i, 1, NAN, &error), LU_BAD_INPUT);
  assert_true(isnan(lu_beta_cdf(1.5, 1, 1)) && isnan(lu_beta_cdf(0.5, 0, 1)));
  assert_true(isnan(lu_beta_quantile(0.5, 1, NAN)) && isnan(lu_gamma_cdf(-1, 1)));
  assert_true(isnan(lu_gamma_survival(1, 0)) && isnan(lu_gamma_quantile(2, 1)));
  assert_true(isnan(lu_normal_quantile(-0.1)) && isnan(lu_normal_quantile(NAN)));
  assert_true(isnan(lu_binomial_pmf(1, 2, 3)) && isnan(lu_binomial_cdf(1, 2, -1)));
  assert_true(isnan(lu_poisson_pmf(1, -1)) && isnan(lu_poisson_cdf(1, -1)));
  assert_true(lu_poisson_quantile(1, 3) == UINT64_MAX);
}

static void test_normal(void **state) {
  (void)state;
  /* values of Abramowitz and Stegun, table 26.1, and of Wichura's paper (p = 0.25, 0.001, 1e-20) */
  check_near("cdf(1)", lu_normal_cdf(1), 0.84134474606854293, 1e-15);
  check_near("cdf(-3)", lu_normal_cdf(-3), 1.3498980316300946e-3, 1e-14);
  check_near("q(.25)", lu_normal_quantile(0.25), -0.6744897501960817, 1e-15);
  check_near("q(.001)", lu_normal_quantile(0.001), -3.090232306167814, 1e-15);
  check_near("q(1e-20)", lu_normal_quantile(1e-20), -9.262340089798408, 1e-15);
  assert_true(lu_normal_quantile(0.5) == 0);
  assert_true(isinf(lu_normal_quantile(0)) && isinf(lu_normal_quantile(1)));
  for (double p = 1e-290; p < 0.5; p *= 3.7) {
    double z = lu_normal_quantile(p);
    check_near("cdf(quantile)", lu_normal_cdf(z), p, 1e-15 * (4 + z * z));
    if (p > 1e-10) check_near("symmetry", lu_normal_quantile(1 - p), -z, 1e-6 * (p < 1e-5) + 1e-11);
  }
}

static void test_beta_against_binomial_sums(void **state) {
  (void)state;
  for (unsigned n = 1; n <= 60; n += 1) {
    for (double p = 0.01; p < 1; p += 0.07) {
      long double sum = 0;
      long double choose = 1;
      for (unsigned k = 0; k <= n; k++) {
        long double pmf = choose * powl((long double)p, k) * powl(1 - (long double)p, n - k);
        sum += pmf;
        choose = choose * (n - k) / (k + 1);
        check_near("pmf", lu_binomial_pmf(k, n, p), (double)pmf, 1e-13);
        check_near("cdf", lu_binomial_cdf(k, n, p), (double)sum, 1e-13);
        if (k < n && (double)(1 - sum) > 1e-6)
          check_near("beta", lu_beta_cdf(p, k + 1, n - k), (double)(1 - sum), 1e-11);
      }
    }
  }
}

static void test_beta_identities(void **state) {
  (void)state;
  const double shapes[] = {0.1, 0.5, 1, 2.5, 20.5, 480.5, 3000, 1e5, 1e6};
  const size_t count = sizeof shapes / sizeof shapes[0];
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < count; j++) {
      double a = shapes[i];
      double b = shapes[j];
      for (double p = 0.001; p < 1; p += 0.0999) {
        double x = lu_beta_quantile(p, a, b);
        assert_true(x >= 0 && x <= 1);
        if (x > 1e-6)
          check_near("symmetry", lu_beta_cdf(x, a, b) + lu_beta_cdf(1 - x, b, a), 1, 1e-9);
        if (x < 1 - 1e-6 && x > 1e-290) check_near("inverse", lu_beta_cdf(x, a, b), p, 1e-8);
        /* I_x(a,b) - I_x(a+1,b) = x^a (1-x)^b / (a B(a,b)), DLMF 8.17.20; only where lgamma serves
         */
        if (a > 100 || b > 100 || x > 1 - 1e-6) continue;
        double step = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a + 1) - lgamma(b));
        if (x > 1e-290)
          assert_true(fabs(lu_beta_cdf(x, a, b) - lu_beta_cdf(x, a + 1, b) - step) < 1e-13);
      }
    }
  }
  check_near("uniform", lu_beta_cdf(0.3, 1, 1), 0.3, 1e-15);
  check_near("arcsine", lu_beta_cdf(0.3, 0.5, 0.5), 2 / 3.14159265358979324 * asin(sqrt(0.3)),
             1e-14);
  check_near("power", lu_beta_quantile(0.2, 3, 1), cbrt(0.2), 1e-15);
}

static void test_gamma_against_poisson_sums(void **state) {
  (void)state;
  for (double mean = 0.02; mean < 300; mean *= 1.9) {
    long double term = expl(-(long double)mean);
    long double sum = 0;
    for (unsigned k = 0; k < 400; k++) {
      sum += term;
      if (term < 1e-300L) break;
      check_near("pmf", lu_poisson_pmf(k, mean), (double)term, 1e-12);
      check_near("cdf", lu_poisson_cdf(k, mean), (double)sum, 1e-12);
      uint64_t back = lu_poisson_quantile((double)sum * (1 - 1e-9), mean);
      if (term > 1e-6L) assert_int_equal(back, k);
      term = term * (long double)mean / (k + 1);
    }
  }
}

static void test_gamma_identities(void **state) {
  (void)state;
  for (double a = 0.1; a < 1e6; a *= 2.7) {
    for (double p = 0.0007; p < 1; p += 0.0771) {
      double x = lu_gamma_quantile(p, a);
      check_near("inverse", lu_gamma_cdf(x, a), p, 1e-10);
      check_near("complement", lu_gamma_cdf(x, a) + lu_gamma_survival(x, a), 1, 1e-14);
    }
  }
  check_near("exponential", lu_gamma_cdf(0.7, 1), 1 - exp(-0.7), 1e-15);
  check_near("error function", lu_gamma_cdf(2.25, 0.5), erf(1.5), 1e-14);
  check_near("small tail", lu_gamma_survival(36, 0.5), erfc(6), 1e-12);
  /* Abramowitz and Stegun, table 26.8: chi-squared with 10 degrees of freedom exceeds 18.307 in 5 %
   */
  check_near("chi-squared", lu_chi_squared_quantile(0.95, 10), 18.3070, 1e-5);
  check_near("chi-squared", lu_chi_squared_quantile(0.95, 1), 3.84146, 1e-5);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_worked_values_of_proportions),
      cmocka_unit_test(test_worked_values_of_mitoses),
      cmocka_unit_test(test_intervals_do_what_they_are_defined_by),
      cmocka_unit_test(test_refused_arguments),
      cmocka_unit_test(test_normal),
      cmocka_unit_test(test_beta_against_binomial_sums),
      cmocka_unit_test(test_beta_identities),
      cmocka_unit_test(test_gamma_against_poisson_sums),
      cmocka_unit_test(test_gamma_identities),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
