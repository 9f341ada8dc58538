/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what the formulary is.
 */
#ifndef THERAPY_FORMULARY_INNER_H
#define THERAPY_FORMULARY_INNER_H

#include "formulary.h"
#include "lutetia/base/hash.h"

/** Kinds of files, each in a folder of its own. */
typedef enum shelf_kind {
  SHELF_DRUGS,
  SHELF_REGIMENS,
  SHELF_TRIALS,
  SHELF_SHARED,
  SHELF_PRODUCTS,
  SHELF_COUNTRIES,
  SHELF_NUCLIDES,
  SHELF_COUNT
} shelf_kind;

/** All files of one kind, in order of their names. */
typedef struct shelf_files {
  size_t count;
  json_t **files;     /**< contents */
  const char **ids;   /**< names without ending */
  const char **names; /**< "data/drugs/<id>.json", for messages */
} shelf_files;

struct lu_formulary {
  lu_arena *arena;
  const lu_dictionary *dictionary;
  shelf_files shelves[SHELF_COUNT];
  condition_set *conditions;
  size_t *regimen_order; /**< regimens by group, then by id */
  char hash[LU_HASH_SIZE];
};

/** Folder of a kind below the data path, and the "schema" of its files. */
typedef struct shelf_place {
  const char *folder, *schema;
} shelf_place;
extern const shelf_place formulary_places[SHELF_COUNT];

/** Checks all files: form, units, and that what they refer to is there. Fails with LU_BAD_INPUT:
 * file, JSON pointer, what is valid. formulary_check.c */
lu_status formulary_check(const lu_formulary *formulary, lu_error *error);

/**
 * Checks one more file as if it stood in its folder: JSON, form, references, conditions. Fails with
 * LU_BAD_INPUT.
 * @param name of the file, for messages @param bytes `length` of them, borrowed
 */
lu_status formulary_check_bytes(const lu_formulary *formulary, const char *name, const char *bytes,
                                size_t length, lu_context *context, lu_error *error);

/** One file that is being checked; everything is borrowed. */
struct checked {
  const lu_formulary *formulary;
  const json_t *file;
  const char *name; /**< for messages */
  lu_error *error;
};

/** Checks the rules of a drug or regimen: known effects and regions, components, terms, events and
 * units that are there. Fails with LU_BAD_INPUT. formulary_check_rules.c */
lu_status formulary_check_rules(const struct checked *checked);

/** True for a text in a list that ends with NULL. */
bool formulary_is_among(const char *text, const char *const *list);

/** True for a unit that amounts of drugs may have: what lu_unit_parse() reads, and counts such as
 * "IU". */
bool formulary_is_unit(const char *unit);

#endif
