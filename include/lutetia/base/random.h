/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Counter-based random numbers: Philox 4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011) by the library Random123.
 *
 * A number depends only on (seed, stream, position), so that history 4711 draws the same numbers
 * whichever thread computes it.
 */
#ifndef LUTETIA_BASE_RANDOM_H
#define LUTETIA_BASE_RANDOM_H

#include <stdint.h>

#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** One sequence of random numbers; plain data, copied by value. Start with lu_random_start(). */
typedef struct lu_random {
  uint32_t key[2];     /**< the seed */
  uint32_t counter[4]; /**< block number (low, high), stream (low, high) */
  uint32_t block[4];   /**< numbers of the block before `counter` */
  uint32_t used;       /**< how many of them are used up, 0 to 4 */
} lu_random;

/** Philox 4x32-10: 128 random bits of a counter and a key. @param out filled with 4 words */
LU_API void lu_random128(uint32_t out[4], const uint32_t counter[4], const uint32_t key[2]);
/** Starts the sequence of a seed (as from lu_context_seed()) and a stream (history, sample, voxel).
 */
LU_API lu_random lu_random_start(uint64_t seed, uint64_t stream);
/** Next 32 random bits. */
LU_API uint32_t lu_random_bits(lu_random *random);
/** Next number in the open interval from 0 to 1: 52 bits, never 0 and never 1. */
LU_API double lu_random_uniform(lu_random *random);
/** Next standard normal number, by the inverse of the distribution function: one uniform each. */
LU_API double lu_random_normal(lu_random *random);
/** Next whole number from 0 to bound - 1, without bias. @param bound 1 or more; 0 counts as 1 */
LU_API uint32_t lu_random_below(lu_random *random, uint32_t bound);

LU_END_DECLS

#endif
