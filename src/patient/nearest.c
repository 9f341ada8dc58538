/* SPDX-License-Identifier: Apache-2.0 */
/* The known word that a wrong one was probably meant to be. */
#include <string.h>

#include "check.h"

#define MAX_WORD 64

/** Edit distance (Levenshtein) of two words of at most MAX_WORD bytes. */
size_t check_distance(const char *a, const char *b) {
  size_t row[MAX_WORD + 1];
  size_t a_length = strlen(a);
  size_t b_length = strlen(b);
  if (a_length > MAX_WORD || b_length > MAX_WORD) return MAX_WORD;
  for (size_t j = 0; j <= b_length; j++)
    row[j] = j;
  for (size_t i = 1; i <= a_length; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b_length; j++) {
      size_t best = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      if (row[j] + 1 < best) best = row[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      diagonal = row[j];
      row[j] = best;
    }
  }
  return row[b_length];
}

/** Keeps the better of two words; beyond a third of the length a word is not near. */
static void consider(const char **best, size_t *best_distance, const char *word,
                     const char *wrong) {
  size_t d = check_distance(word, wrong);
  size_t limit = strlen(wrong) / 3 + 1;
  if (d > limit || d >= *best_distance) return;
  *best = word;
  *best_distance = d;
}

const char *check_nearest_key(const json_t *object, const char *wrong) {
  const char *best = NULL;
  size_t best_distance = MAX_WORD;
  const char *key;
  const json_t *value;
  json_object_foreach((json_t *)(uintptr_t)object, key, value)
      consider(&best, &best_distance, key, wrong);
  return best;
}

const char *check_nearest_value(const json_t *values, const char *wrong) {
  const char *best = NULL;
  size_t best_distance = MAX_WORD;
  size_t index;
  const json_t *entry;
  json_array_foreach(values, index, entry)
      consider(&best, &best_distance, json_string_value(json_object_get(entry, "value")), wrong);
  return best;
}
