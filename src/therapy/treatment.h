/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the modules, one per treatment. Each is defined in <id>_plan.c.
 */
#ifndef THERAPY_TREATMENT_H
#define THERAPY_TREATMENT_H

#include "lutetia/therapy.h"

extern const lu_treatment treatment_drugs;
extern const lu_treatment treatment_prrt;

/** Sections of a day sheet (lu_prrt_day()). @param out new reference */
lu_status prrt_day_sections(json_t **out, const json_t *day, lu_error *error);
/** Sections of the modules; see lu_treatment. @param out new reference */
lu_status drugs_sections(json_t **out, const json_t *plan, lu_error *error);
lu_status prrt_sections(json_t **out, const json_t *plan, lu_error *error);

#endif
