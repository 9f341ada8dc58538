/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/base/statistics.h"

static void test_known_answers(void **state) {
  (void)state;
  /* kat_vectors of Random123, philox4x32 10 */
  const struct {
    uint32_t counter[4], key[2], answer[4];
  } vectors[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
       {0xffffffff, 0xffffffff},
       {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
    uint32_t out[4];
    lu_random128(out, vectors[i].counter, vectors[i].key);
    assert_memory_equal(out, vectors[i].answer, sizeof out);
  }
}

static void test_sequence_is_the_blocks_in_order(void **state) {
  (void)state;
  const uint64_t seed = 0x0123456789abcdefu;
  const uint64_t stream = 0xfedcba9876543210u;
  lu_random random = lu_random_start(seed, stream);
  for (uint32_t block = 0; block < 5; block++) {
    const uint32_t key[2] = {0x89abcdef, 0x01234567};
    const uint32_t counter[4] = {block, 0, 0x76543210, 0xfedcba98};
    uint32_t wanted[4];
    lu_random128(wanted, counter, key);
    for (int i = 0; i < 4; i++)
      assert_int_equal(lu_random_bits(&random), wanted[i]);
  }
  random.counter[0] = 0xffffffff;
  random.used = 4;
  lu_random_bits(&random);
  assert_int_equal(random.counter[0], 0);
  assert_int_equal(random.counter[1], 1);
}

static void test_moments(void **state) {
  (void)state;
  enum { N = 200000 };
  double sum = 0, squares = 0, cubes = 0, fourth = 0, uniform = 0;
  double smallest = 1, largest = 0;
  for (uint64_t stream = 0; stream < N / 100; stream++) {
    lu_random random = lu_random_start(7, stream);
    for (int i = 0; i < 100; i++) {
      double u = lu_random_uniform(&random);
      uniform += u;
      smallest = fmin(smallest, u);
      largest = fmax(largest, u);
      double z = lu_random_normal(&random);
      sum += z;
      squares += z * z;
      cubes += z * z * z;
      fourth += z * z * z * z;
    }
  }
  /* five standard errors of each mean */
  const double root = sqrt((double)N);
  assert_true(smallest > 0 && largest < 1);
  assert_true(fabs(uniform / N - 0.5) < 5 * sqrt(1.0 / 12) / root);
  assert_true(fabs(sum / N) < 5 / root);
  assert_true(fabs(squares / N - 1) < 5 * sqrt(2.0) / root);
  assert_true(fabs(cubes / N) < 5 * sqrt(15.0) / root);
  assert_true(fabs(fourth / N - 3) < 5 * sqrt(96.0) / root);
}

static void test_below_is_even(void **state) {
  (void)state;
  enum { BOUND = 7, N = 70000 };
  unsigned counts[BOUND] = {0};
  lu_random random = lu_random_start(3, 0);
  for (int i = 0; i < N; i++)
    counts[lu_random_below(&random, BOUND)]++;
  double chi_squared = 0;
  for (int i = 0; i < BOUND; i++)
    chi_squared += pow(counts[i] - (double)N / BOUND, 2) / ((double)N / BOUND);
  assert_true(chi_squared < lu_chi_squared_quantile(0.9999, BOUND - 1));
  assert_int_equal(lu_random_below(&random, 1), 0);
  assert_int_equal(lu_random_below(&random, 0), 0);
  for (int i = 0; i < 100; i++)
    assert_true(lu_random_below(&random, 0x80000001u) <= 0x80000000u);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_known_answers),
      cmocka_unit_test(test_sequence_is_the_blocks_in_order),
      cmocka_unit_test(test_moments),
      cmocka_unit_test(test_below_is_even),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
