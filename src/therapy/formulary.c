/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the data files of treatments, and finds one by its id. */
#include <stdlib.h>
#include <string.h>

#include "formulary_inner.h"
#include "head.h"
#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"

/* "schema" of radiopharmaceuticals; other files beside them hold parts of these. */
#define PRODUCT_SCHEMA "lutetia-prrt-1"
/* Largest file. */
#define LONGEST_FILE (1u << 20)

const shelf_place formulary_places[SHELF_COUNT] = {
    {"drugs", "lutetia-drug-1"},         {"drugs/regimens", "lutetia-regimen-1"},
    {"drugs/trials", "lutetia-trial-1"}, {"drugs/shared", "lutetia-shared-1"},
    {"prrt", "lutetia-prrt-"},           {"prrt/countries", "lutetia-country-1"},
    {"nuclides", "lutetia-nuclide-1"},
};

/* ---- reading ----------------------------------------------------------------------------------
 */

/* Reads one file. @param hash LU_HASH_SIZE bytes for the hash of its bytes */
static lu_status read_file(json_t **out, char *hash, const char *path, const shelf_place *place,
                           lu_error *error) {
  lu_status status = lu_json_read_hashed(out, hash, path, LONGEST_FILE, error);
  if (status != LU_OK) return status;
  if (strncmp(therapy_text(*out, "schema"), place->schema, strlen(place->schema)) == 0)
    return LU_OK;
  status = lu_fail(error, LU_BAD_INPUT, "%s: \"schema\" is \"%.60s\": it must begin with \"%s\"",
                   path, therapy_text(*out, "schema"), place->schema);
  json_decref(*out);
  *out = NULL;
  return status;
}

/* Makes room for the files of a folder. */
static lu_status prepare_shelf(lu_formulary *formulary, shelf_files *shelf, const lu_folder *folder,
                               const char *place, lu_error *error) {
  shelf->files = lu_arena_array(formulary->arena, folder->count + 1, sizeof *shelf->files);
  shelf->ids = lu_arena_array(formulary->arena, folder->count + 1, sizeof *shelf->ids);
  shelf->names = lu_arena_array(formulary->arena, folder->count + 1, sizeof *shelf->names);
  if (lu_arena_failed(formulary->arena)) return lu_fail_memory(error);
  for (size_t i = 0; i < folder->count; i++) {
    size_t length = strlen(folder->names[i]) - strlen(".json");
    shelf->ids[i] = lu_arena_copy(formulary->arena, folder->names[i], length);
    shelf->names[i] = lu_arena_printf(formulary->arena, "data/%s/%s", place, folder->names[i]);
  }
  return lu_arena_failed(formulary->arena) ? lu_fail_memory(error) : LU_OK;
}

/* Reads all files of a kind. @param hash one hash of all of them */
static lu_status read_shelf(lu_formulary *formulary, shelf_kind kind, char *hash,
                            lu_context *context, lu_error *error) {
  const shelf_place *place = &formulary_places[kind];
  shelf_files *shelf = &formulary->shelves[kind];
  char *path = lu_path_join(lu_context_data_path(context), place->folder), *hashes = NULL;
  lu_folder folder = {0};
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = lu_folder_list(&folder, path, ".json", error);
  if (status == LU_OK) status = prepare_shelf(formulary, shelf, &folder, place->folder, error);
  if (status == LU_OK) {
    hashes = calloc(folder.count + 1, LU_HASH_SIZE);
    if (hashes == NULL) status = lu_fail_memory(error);
  }
  for (size_t i = 0; i < folder.count && status == LU_OK; i++) {
    char *file = lu_path_join(path, folder.names[i]);
    status = file == NULL
                 ? lu_fail_memory(error)
                 : read_file(&shelf->files[i], hashes + i * LU_HASH_SIZE, file, place, error);
    if (status == LU_OK) shelf->count++;
    free(file);
  }
  if (status == LU_OK)
    status = lu_sha256_list(hash, (const char *const *)folder.names, hashes, folder.count, error);
  free(hashes);
  lu_folder_free(&folder);
  free(path);
  return status;
}

static lu_status read_shelves(lu_formulary *formulary, lu_context *context, lu_error *error) {
  char hashes[SHELF_COUNT * LU_HASH_SIZE];
  const char *folders[SHELF_COUNT];
  lu_status status = LU_OK;
  for (int kind = 0; kind < SHELF_COUNT && status == LU_OK; kind++) {
    folders[kind] = formulary_places[kind].folder;
    status = read_shelf(formulary, (shelf_kind)kind, hashes + (size_t)kind * LU_HASH_SIZE, context,
                        error);
  }
  if (status == LU_OK)
    status = lu_sha256_list(formulary->hash, folders, hashes, SHELF_COUNT, error);
  return status;
}

/* ---- conditions and order ---------------------------------------------------------------------
 */

static lu_status read_conditions(lu_formulary *formulary, lu_context *context, lu_error *error) {
  size_t total = 0, count = 0;
  for (int kind = 0; kind < SHELF_COUNT; kind++)
    total += formulary->shelves[kind].count;
  const json_t **files = lu_arena_array(formulary->arena, total + 1, sizeof *files);
  const char **names = lu_arena_array(formulary->arena, total + 1, sizeof *names);
  if (lu_arena_failed(formulary->arena)) return lu_fail_memory(error);
  for (int kind = 0; kind < SHELF_COUNT; kind++)
    for (size_t i = 0; i < formulary->shelves[kind].count; i++) {
      files[count] = formulary->shelves[kind].files[i];
      names[count++] = formulary->shelves[kind].names[i];
    }
  return conditions_read(&formulary->conditions, files, names, count, formulary->dictionary,
                         context, error);
}

/* Place of a regimen's group in lists; LU_NO_INDEX for a group that is none. */
static size_t group_rank(const lu_formulary *formulary, const json_t *regimen) {
  const json_t *groups = json_object_get(formulary_shared(formulary, "groups"), "groups");
  size_t index;
  json_t *group;
  json_array_foreach(groups, index, group) {
    if (strcmp(therapy_text(group, "id"), therapy_text(regimen, "group")) == 0) return index;
  }
  return LU_NO_INDEX;
}

/* Sorts regimens by group; within a group they stay in the order of their names. */
static lu_status order_regimens(lu_formulary *formulary, lu_error *error) {
  const shelf_files *shelf = &formulary->shelves[SHELF_REGIMENS];
  size_t *order = lu_arena_array(formulary->arena, shelf->count + 1, sizeof *order);
  size_t count = 0;
  if (order == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < shelf->count; i++)
    if (group_rank(formulary, shelf->files[i]) == LU_NO_INDEX)
      return lu_fail(error, LU_BAD_INPUT,
                     "%s: /group is \"%.60s\": an id of data/drugs/shared/groups.json is valid",
                     shelf->names[i], therapy_text(shelf->files[i], "group"));
  for (size_t rank = 0; count < shelf->count; rank++)
    for (size_t i = 0; i < shelf->count; i++)
      if (group_rank(formulary, shelf->files[i]) == rank) order[count++] = i;
  formulary->regimen_order = order;
  return LU_OK;
}

/* ---- the formulary ----------------------------------------------------------------------------
 */

lu_status lu_formulary_read(lu_formulary **out, const lu_dictionary *dictionary,
                            lu_context *context, lu_error *error) {
  lu_arena *arena = lu_arena_new();
  lu_formulary *formulary = arena == NULL ? NULL : lu_arena_alloc(arena, sizeof *formulary);
  *out = NULL;
  if (formulary == NULL) {
    lu_arena_free(arena);
    return lu_fail_memory(error);
  }
  *formulary = (lu_formulary){.arena = arena, .dictionary = dictionary};
  lu_status status = read_shelves(formulary, context, error);
  if (status == LU_OK) status = formulary_check(formulary, error);
  if (status == LU_OK) status = read_conditions(formulary, context, error);
  if (status == LU_OK) status = order_regimens(formulary, error);
  if (status == LU_OK)
    *out = formulary;
  else
    lu_formulary_free(formulary);
  return status;
}

void lu_formulary_free(lu_formulary *formulary) {
  if (formulary == NULL) return;
  for (int kind = 0; kind < SHELF_COUNT; kind++)
    for (size_t i = 0; i < formulary->shelves[kind].count; i++)
      json_decref(formulary->shelves[kind].files[i]);
  conditions_free(formulary->conditions);
  lu_arena_free(formulary->arena);
}

const char *lu_formulary_hash(const lu_formulary *formulary) {
  return formulary->hash;
}

size_t lu_formulary_regimen_count(const lu_formulary *formulary) {
  return formulary->shelves[SHELF_REGIMENS].count;
}

const json_t *lu_formulary_regimen_at(const lu_formulary *formulary, size_t index) {
  const shelf_files *shelf = &formulary->shelves[SHELF_REGIMENS];
  return index < shelf->count ? shelf->files[formulary->regimen_order[index]] : NULL;
}

const condition_set *formulary_conditions(const lu_formulary *formulary) {
  return formulary->conditions;
}

const lu_dictionary *formulary_dictionary(const lu_formulary *formulary) {
  return formulary->dictionary;
}

/* ---- finding ----------------------------------------------------------------------------------
 */

static const json_t *find(const lu_formulary *formulary, shelf_kind kind, const char *id) {
  const shelf_files *shelf = &formulary->shelves[kind];
  for (size_t i = 0; i < shelf->count; i++)
    if (strcmp(shelf->ids[i], id) == 0) return shelf->files[i];
  return NULL;
}

const json_t *formulary_drug(const lu_formulary *formulary, const char *id) {
  return find(formulary, SHELF_DRUGS, id);
}

const json_t *formulary_regimen(const lu_formulary *formulary, const char *id) {
  return find(formulary, SHELF_REGIMENS, id);
}

const json_t *formulary_trial(const lu_formulary *formulary, const char *id) {
  return find(formulary, SHELF_TRIALS, id);
}

const json_t *formulary_product(const lu_formulary *formulary, const char *id) {
  return find(formulary, SHELF_PRODUCTS, id);
}

const json_t *formulary_country(const lu_formulary *formulary, const char *id) {
  return find(formulary, SHELF_COUNTRIES, id);
}

const json_t *formulary_nuclide(const lu_formulary *formulary, const char *id) {
  return find(formulary, SHELF_NUCLIDES, id);
}

const json_t *formulary_shared(const lu_formulary *formulary, const char *name) {
  return find(formulary, SHELF_SHARED, name);
}

const json_t *formulary_shared_entry(const lu_formulary *formulary, const char *table,
                                     const char *id) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(formulary_shared(formulary, table), table), index, entry) {
    if (strcmp(therapy_text(entry, "id"), id) == 0) return entry;
  }
  return NULL;
}

static const char *id_at(const lu_formulary *formulary, shelf_kind kind, size_t index) {
  const shelf_files *shelf = &formulary->shelves[kind];
  return index < shelf->count ? shelf->ids[index] : NULL;
}

const char *formulary_country_at(const lu_formulary *formulary, size_t index) {
  return id_at(formulary, SHELF_COUNTRIES, index);
}

const char *formulary_product_at(const lu_formulary *formulary, size_t index) {
  const shelf_files *shelf = &formulary->shelves[SHELF_PRODUCTS];
  for (size_t i = 0; i < shelf->count; i++)
    if (strcmp(therapy_text(shelf->files[i], "schema"), PRODUCT_SCHEMA) == 0 && index-- == 0)
      return shelf->ids[i];
  return NULL;
}
