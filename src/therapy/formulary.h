/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the data files of treatments, found by id, name or class.
 */
#ifndef THERAPY_FORMULARY_H
#define THERAPY_FORMULARY_H

#include "conditions.h"
#include "lutetia/therapy.h"

/** Conditions of all files. @return borrowed */
const condition_set *formulary_conditions(const lu_formulary *formulary);
/** The dictionary. @return borrowed */
const lu_dictionary *formulary_dictionary(const lu_formulary *formulary);
/** File of a drug, regimen, trial, radiopharmaceutical, country or nuclide by id. @return borrowed;
 * NULL if there is none */
const json_t *formulary_drug(const lu_formulary *formulary, const char *id);
const json_t *formulary_regimen(const lu_formulary *formulary, const char *id);
const json_t *formulary_trial(const lu_formulary *formulary, const char *id);
const json_t *formulary_product(const lu_formulary *formulary, const char *id);
const json_t *formulary_country(const lu_formulary *formulary, const char *id);
const json_t *formulary_nuclide(const lu_formulary *formulary, const char *id);
/** Ids of the same, sorted. @return borrowed; NULL beyond the end */
const char *formulary_country_at(const lu_formulary *formulary, size_t index);
const char *formulary_product_at(const lu_formulary *formulary, size_t index);
/** Regimen by what a user types: id, label or another name, whatever the case. Fails with LU_USAGE,
 * naming the nearest ones. */
lu_status formulary_find_regimen(const json_t **out, const lu_formulary *formulary,
                                 const char *text, lu_error *error);
/** One of the shared tables: data/drugs/shared/<name>.json ("classes", "tests", "toxicities").
 * @return borrowed; NULL if there is none */
const json_t *formulary_shared(const lu_formulary *formulary, const char *name);

/** Entry of a shared table by id; tables hold their list under their own name. @return borrowed;
 * NULL if there is none */
const json_t *formulary_shared_entry(const lu_formulary *formulary, const char *table,
                                     const char *id);

/** The drug that a name in a record means (by id, label and "names" of drug files; whole words,
 * whatever the case). @return borrowed drug file; NULL if none is known */
const json_t *formulary_recognise(const lu_formulary *formulary, const char *name);
/** True if a name in a record means a substance of a class: drugs with "classes", and the members
 * listed in data/drugs/shared/classes.json. */
bool formulary_in_class(const lu_formulary *formulary, const char *name, const char *class_id);

/** True if a text holds a name as whole words, whatever the case. */
bool formulary_same_name(const char *text, const char *name);
/** True if a name in a record means a drug on file, or a member of any class. */
bool formulary_knows(const lu_formulary *formulary, const char *name);

#endif
