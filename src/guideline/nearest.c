/* SPDX-License-Identifier: Apache-2.0 */
#include "nearest.h"

#include <stdint.h>
#include <string.h>

#define MAX_LENGTH 63

static char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Optimal string alignment (restricted Damerau-Levenshtein distance), three rows of the matrix. */
size_t nearest_distance(const char *a, const char *b) {
  size_t rows[3][MAX_LENGTH + 1];
  size_t length_a = strnlen(a, MAX_LENGTH), length_b = strnlen(b, MAX_LENGTH);
  for (size_t j = 0; j <= length_b; j++)
    rows[0][j] = j;
  for (size_t i = 1; i <= length_a; i++) {
    size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *twice = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= length_b; j++) {
      size_t cost = lower(a[i - 1]) != lower(b[j - 1]);
      row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + cost);
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1]))
        row[j] = least(row[j], twice[j - 2] + 1);
    }
  }
  return rows[length_a % 3][length_b];
}

struct nearest nearest_start(const char *name) {
  return (struct nearest){name, {NULL}, {SIZE_MAX, SIZE_MAX, SIZE_MAX}};
}

void nearest_try(struct nearest *nearest, const char *candidate) {
  size_t distance = nearest_distance(nearest->name, candidate);
  for (size_t i = 0; i < NEAREST_MAX; i++) {
    if (distance >= nearest->distance[i]) continue;
    for (size_t j = NEAREST_MAX - 1; j > i; j--) {
      nearest->found[j] = nearest->found[j - 1];
      nearest->distance[j] = nearest->distance[j - 1];
    }
    nearest->found[i] = candidate;
    nearest->distance[i] = distance;
    return;
  }
}

void nearest_print(const struct nearest *nearest, lu_text *out) {
  for (size_t i = 0; i < NEAREST_MAX && nearest->found[i] != NULL; i++)
    lu_text_printf(out, "%s%s", i == 0 ? "" : ", ", nearest->found[i]);
}
