/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: parts of what people read of a drug sheet. Each appends to `parent` what its
 * member of the sheet says, and nothing where there is nothing to say.
 */
#ifndef THERAPY_DRUGS_SECTIONS_H
#define THERAPY_DRUGS_SECTIONS_H

#include "lutetia/document.h"

/* drugs_sections_dose.c */
void drugs_section_dose(lu_tree *maker, json_t *parent, const json_t *sheet);
/* Days that rules do not allow: what moves and a start that was asked for break. */
void drugs_section_broken(lu_tree *maker, json_t *parent, const json_t *plan);
void drugs_section_dates(lu_tree *maker, json_t *parent, const json_t *sheet);
void drugs_section_given(lu_tree *maker, json_t *parent, const json_t *sheet);
/* drugs_sections_checks.c */
void drugs_section_tests(lu_tree *maker, json_t *parent, const json_t *sheet);
void drugs_section_toxicity(lu_tree *maker, json_t *parent, const json_t *sheet);
void drugs_section_interactions(lu_tree *maker, json_t *parent, const json_t *sheet);
void drugs_section_pauses(lu_tree *maker, json_t *parent, const json_t *sheet);
/* drugs_sections_evidence.c */
void drugs_section_evidence(lu_tree *maker, json_t *parent, const json_t *sheet);

#endif
