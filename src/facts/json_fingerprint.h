/* SPDX-License-Identifier: Apache-2.0 */
/** @file Inside of the room: the steps of a fingerprint (FNV-1a, 64 bits) of JSON. */
#ifndef FACTS_JSON_FINGERPRINT_H
#define FACTS_JSON_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Where a fingerprint begins. */
#define FINGERPRINT_START 0xcbf29ce484222325ULL

/** Adds one byte. */
static inline uint64_t fingerprint_byte(uint64_t hash, unsigned char byte) {
  return (hash ^ byte) * 0x100000001b3ULL;
}

/** Adds a tag and eight bytes: an integer, or a real by its bits. */
static inline uint64_t fingerprint_word(uint64_t hash, char tag, const void *word) {
  uint64_t bits;
  memcpy(&bits, word, sizeof bits);
  return (fingerprint_byte(hash, (unsigned char)tag) ^ bits) * 0x100000001b3ULL;
}

/** Adds bytes. */
static inline uint64_t fingerprint_bytes(uint64_t hash, const char *bytes, size_t count) {
  for (size_t i = 0; i < count; i++)
    hash = fingerprint_byte(hash, (unsigned char)bytes[i]);
  return hash;
}

#endif
