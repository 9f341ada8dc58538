/* SPDX-License-Identifier: Apache-2.0 */
/* Facts that are derived for some primary sites alone: elsewhere nothing is evaluated for them. */
#include <string.h>

#include "assess.h"

lu_status assess_find_sites(assess_step *step, const lu_assessor *assessor, lu_error *error) {
  const json_t *names = assess_member(assessor->dictionary, step->fact, "sites");
  size_t count = json_array_size(names);
  if (count == 0 || assessor->site == LU_NO_INDEX) return LU_OK;
  step->sites = lu_arena_array(assessor->arena, count, sizeof *step->sites);
  if (step->sites == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    const char *name = json_string_value(json_array_get(names, i));
    if (name != NULL) step->sites[step->site_count++] = name;
  }
  return LU_OK;
}

bool assess_is_elsewhere(const lu_assessor *assessor, const assess_step *step,
                         const lu_factset *facts) {
  if (step->site_count == 0 || lu_factset_state(facts, assessor->site) != LU_FACT_KNOWN)
    return false;
  const char *here = lu_value_string(lu_factset_value(facts, assessor->site));
  for (size_t i = 0; here != NULL && i < step->site_count; i++)
    if (strcmp(step->sites[i], here) == 0) return false;
  return here != NULL;
}
