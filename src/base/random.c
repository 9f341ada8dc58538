/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/random.h"

#include <Random123/philox.h>

#include "lutetia/base/statistics.h"

void lu_random128(uint32_t out[4], const uint32_t counter[4], const uint32_t key[2]) {
  const philox4x32_ctr_t c = {{counter[0], counter[1], counter[2], counter[3]}};
  const philox4x32_key_t k = {{key[0], key[1]}};
  philox4x32_ctr_t result = philox4x32_R(10, c, k);
  for (int i = 0; i < 4; i++)
    out[i] = result.v[i];
}

lu_random lu_random_start(uint64_t seed, uint64_t stream) {
  lu_random random = {{(uint32_t)seed, (uint32_t)(seed >> 32)},
                      {0, 0, (uint32_t)stream, (uint32_t)(stream >> 32)},
                      {0, 0, 0, 0},
                      4};
  return random;
}

uint32_t lu_random_bits(lu_random *random) {
  if (random->used >= 4) {
    lu_random128(random->block, random->counter, random->key);
    if (++random->counter[0] == 0) random->counter[1]++;
    random->used = 0;
  }
  return random->block[random->used++];
}

double lu_random_uniform(lu_random *random) {
  uint64_t high = lu_random_bits(random);
  uint64_t low = lu_random_bits(random);
  /* 52 bits and a half: with 53 the largest would round to 1 */
  return ((double)((high << 32 | low) >> 12) + 0.5) * 0x1p-52;
}

double lu_random_normal(lu_random *random) {
  return lu_normal_quantile(lu_random_uniform(random));
}

uint32_t lu_random_below(lu_random *random, uint32_t bound) {
  if (bound < 2) return 0;
  /* draws beyond the last whole multiple of bound would favour small results */
  uint32_t excess = (uint32_t)(-bound) % bound;
  uint32_t bits = lu_random_bits(random);
  while (bits < excess)
    bits = lu_random_bits(random);
  return bits % bound;
}
