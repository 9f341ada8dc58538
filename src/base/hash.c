/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256: by the instructions of the processor where it has them, else by libmd. */
#include "lutetia/base/hash.h"

#include <sha2.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lutetia/base/text.h"

static void print_digest(char *out, const uint8_t digest[32]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < 32; i++) {
    out[2 * i] = digits[digest[i] >> 4];
    out[2 * i + 1] = digits[digest[i] & 15];
  }
  out[64] = '\0';
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define BLOCK 64u

/** True if the processor has the instructions SHA, SSSE3 and SSE4.1. */
static bool has_instructions(void) {
  unsigned a, b, c, d;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c >> 9 & c >> 19 & 1u) == 0) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b >> 29 & 1u) != 0;
}

/** Takes whole blocks into the state (Intel, SHA extensions, 2013). */
__attribute__((target("sha,sse4.1,ssse3"))) static void take_blocks(uint32_t state[8],
                                                                    const uint8_t *bytes,
                                                                    size_t blocks) {
  static const uint32_t constants[64] = {
      0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
      0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
      0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
      0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
      0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
      0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
      0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
      0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
      0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
      0xc67178f2};
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
  __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
  __m128i abef = _mm_alignr_epi8(low, high, 8), cdgh = _mm_blend_epi16(high, low, 0xf0);
  for (; blocks > 0; blocks--, bytes += BLOCK) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i words[4];
    for (size_t i = 0; i < 4; i++)
      words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * i)), order);
    for (size_t i = 0; i < 16; i++) {
      __m128i *now = &words[i & 3];
      __m128i sum = _mm_add_epi32(*now, _mm_loadu_si128((const __m128i *)(constants + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
      if (i >= 12) continue;
      __m128i last = words[(i + 3) & 3];
      __m128i next = _mm_sha256msg1_epu32(*now, words[(i + 1) & 3]);
      next = _mm_add_epi32(next, _mm_alignr_epi8(last, words[(i + 2) & 3], 4));
      *now = _mm_sha256msg2_epu32(next, last);
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  low = _mm_shuffle_epi32(abef, 0x1b);
  high = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xf0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

static void hash_fast(char *out, const uint8_t *bytes, size_t length) {
  uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                       0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  uint8_t tail[2 * BLOCK] = {0}, digest[32];
  size_t rest = length % BLOCK, end = rest + 9 > BLOCK ? 2 * BLOCK : BLOCK;
  take_blocks(state, bytes, length / BLOCK);
  if (rest > 0) memcpy(tail, bytes + (length - rest), rest);
  tail[rest] = 0x80;
  for (size_t i = 0; i < 8; i++)
    tail[end - 1 - i] = (uint8_t)((uint64_t)length * 8 >> 8 * i);
  take_blocks(state, tail, end / BLOCK);
  for (size_t i = 0; i < 32; i++)
    digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
  print_digest(out, digest);
}
#else
static bool has_instructions(void) {
  return false;
}

static void hash_fast(char *out, const uint8_t *bytes, size_t length) {
  (void)bytes;
  (void)length;
  out[0] = '\0';
}
#endif

void lu_sha256(char out[LU_HASH_SIZE], const void *bytes, size_t length) {
  SHA2_CTX state;
  uint8_t digest[SHA256_DIGEST_LENGTH];
  if (has_instructions()) {
    hash_fast(out, bytes, length);
    return;
  }
  SHA256Init(&state);
  SHA256Update(&state, bytes, length);
  SHA256Final(digest, &state);
  print_digest(out, digest);
}

lu_status lu_sha256_list(char out[LU_HASH_SIZE], const char *const *names, const char *hashes,
                         size_t count, lu_error *error) {
  lu_text lines = LU_TEXT_INIT;
  for (size_t i = 0; i < count; i++)
    lu_text_printf(&lines, "%s  %s\n", hashes + i * LU_HASH_SIZE, names[i]);
  bool failed = lines.failed;
  if (!failed) lu_sha256(out, lu_text_string(&lines), lines.length);
  lu_text_free(&lines);
  return failed ? lu_fail_memory(error) : LU_OK;
}
