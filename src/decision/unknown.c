/* SPDX-License-Identifier: Apache-2.0 */
/* Unknown values that are one of several. */
#include "evaluation.h"

/** More candidates than this count as "any". */
#define MAX_CANDIDATES 256u

/** Adds a definite value unless an equal one is there. @return false if there are too many */
static bool add_candidate(const lu_value **list, size_t *count, const lu_value *value) {
  for (size_t i = 0; i < *count; i++)
    if (list[i] == value || feel_equal(list[i], value) == FEEL_YES) return true;
  if (*count == MAX_CANDIDATES) return false;
  list[(*count)++] = value;
  return true;
}

/** Collects what the values may be. @return false if that cannot be enumerated */
static bool gather_candidates(const lu_value **list, size_t *count, const lu_value *const *values,
                              size_t value_count) {
  for (size_t i = 0; i < value_count; i++) {
    const lu_value *value = values[i];
    if (value->kind == LU_VALUE_UNKNOWN) {
      const feel_unknown *unknown = &value->as.unknown;
      if (unknown->candidate_count == 0) return false;
      for (size_t k = 0; k < unknown->candidate_count; k++)
        if (!add_candidate(list, count, unknown->candidates[k])) return false;
    } else if (feel_holds_unknown(value) || !add_candidate(list, count, value)) {
      return false;
    }
  }
  return true;
}

/** Room for what the values may be: no more than all candidates of all, or too many. */
static size_t candidate_room(const lu_value *const *values, size_t count) {
  size_t room = 1;
  for (size_t i = 0; i < count && room < MAX_CANDIDATES; i++)
    room += values[i]->kind == LU_VALUE_UNKNOWN ? values[i]->as.unknown.candidate_count : 1;
  return room < MAX_CANDIDATES ? room : MAX_CANDIDATES;
}

const lu_value *unknown_between(lu_arena *arena, feel_reasons reasons,
                                const lu_value *const *values, size_t count) {
  const lu_value **list = lu_arena_array(arena, candidate_room(values, count), sizeof *list);
  const lu_value **blamed = lu_arena_array(arena, count + 1, sizeof *blamed);
  if (list == NULL || blamed == NULL) return &feel_null;
  size_t found = 0;
  bool enumerable = gather_candidates(list, &found, values, count);
  if (enumerable && found == 1) return list[0];
  for (size_t i = 0; i < count; i++)
    blamed[i] = values[i];
  blamed[count] = feel_unknown_value(arena, reasons, NULL, 0);
  return feel_unknown_value(arena, feel_collect_reasons(arena, blamed, count + 1), list,
                            enumerable ? found : 0);
}
