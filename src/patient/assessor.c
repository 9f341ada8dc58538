/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of data/assessment: read and compiled once, used for many records. */
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"

/** A file of limits of age of more bytes is not read. */
#define MAX_JSON_BYTES (1u << 20)

/** Finds the facts that the inputs of a model are. */
static lu_status find_facts(assess_model *model, lu_assessor *assessor, lu_error *error) {
  size_t count = lu_model_input_count(model->model);
  model->facts = lu_arena_array(assessor->arena, count + 1, sizeof *model->facts);
  if (model->facts == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++)
    model->facts[i] =
        lu_dictionary_find(assessor->dictionary, lu_model_input_name(model->model, i));
  return LU_OK;
}

/** What the readers of the files share. */
typedef struct reading {
  lu_assessor *assessor;
  const char *path; /**< of the folder */
  const lu_folder *folder;
  lu_context *context;
} reading;

/** Reads one file; files are read at the same time. */
static lu_status read_model(void *user, size_t index, int worker, lu_error *error) {
  reading *all = user;
  (void)worker;
  char *path = lu_path_join(all->path, all->folder->names[index]);
  if (path == NULL) return lu_fail_memory(error);
  lu_status status =
      lu_model_read(&all->assessor->models[index].model, path, false, all->context, error);
  free(path);
  return status;
}

/** Names a file and finds the facts that it looks at. */
static lu_status describe_model(assess_model *out, lu_assessor *assessor, const char *name,
                                lu_error *error) {
  out->file = lu_arena_strdup(assessor->arena, name);
  out->stem = lu_arena_copy(assessor->arena, name, strlen(name) - strlen(".dmn"));
  if (lu_arena_failed(assessor->arena)) return lu_fail_memory(error);
  return find_facts(out, assessor, error);
}

/** One hash for all files, from those of the files. */
static lu_status hash_all(lu_assessor *assessor, const lu_folder *folder, lu_error *error) {
  char *hashes = calloc(folder->count + 1, LU_HASH_SIZE);
  if (hashes == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < folder->count; i++)
    memcpy(hashes + i * LU_HASH_SIZE, lu_model_hash(assessor->models[i].model), LU_HASH_SIZE);
  lu_status status = lu_sha256_list(assessor->data_hash, (const char *const *)folder->names, hashes,
                                    folder->count, error);
  free(hashes);
  return status;
}

/** Reads the files of a folder. @param folder names of the table files */
static lu_status read_folder(lu_assessor *assessor, const char *path, const lu_folder *folder,
                             lu_context *context, lu_error *error) {
  reading all = {assessor, path, folder, context};
  assessor->models = lu_arena_array(assessor->arena, folder->count + 1, sizeof *assessor->models);
  if (assessor->models == NULL) return lu_fail_memory(error);
  assessor->model_count = folder->count;
  lu_status status = lu_parallel_for(context, folder->count, read_model, &all, error);
  for (size_t i = 0; i < folder->count && status == LU_OK; i++)
    status = describe_model(&assessor->models[i], assessor, folder->names[i], error);
  return status == LU_OK ? hash_all(assessor, folder, error) : status;
}

static lu_status read_models(lu_assessor *assessor, lu_context *context, lu_error *error) {
  lu_folder folder = {NULL, 0};
  char *path = lu_path_join(lu_context_data_path(context), "assessment");
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  if (lu_folder_exists(path)) status = lu_folder_list(&folder, path, ".dmn", error);
  if (status == LU_OK && folder.count == 0)
    lu_context_find(context, "assess.no-tables", LU_WARNING, path,
                    "Nothing is derived: only what the record states is known.",
                    "There are no assessment tables.");
  if (status == LU_OK) status = read_folder(assessor, path, &folder, context, error);
  lu_folder_free(&folder);
  free(path);
  return status;
}

/** Reads a JSON file of the folder. @param out new reference; NULL where there is no such file */
static lu_status read_json(json_t **out, const char *name, lu_context *context, lu_error *error) {
  char *path = lu_path_join(lu_context_data_path(context), name);
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  if (lu_file_exists(path)) status = lu_json_read(out, path, MAX_JSON_BYTES, error);
  free(path);
  return status;
}

lu_status lu_assessor_read(lu_assessor **out, const char *edition, const lu_dictionary *dictionary,
                           lu_context *context, lu_error *error) {
  *out = NULL;
  lu_assessor *assessor = calloc(1, sizeof *assessor);
  if (assessor == NULL) return lu_fail_memory(error);
  assessor->dictionary = dictionary;
  assessor->arena = lu_arena_new();
  lu_status status = assessor->arena == NULL ? lu_fail_memory(error) : LU_OK;
  if (status == LU_OK && edition != NULL)
    assessor->edition = lu_arena_strdup(assessor->arena, edition);
  if (status == LU_OK) status = read_models(assessor, context, error);
  if (status == LU_OK) status = assess_order_steps(assessor, error);
  if (status == LU_OK)
    status = read_json(&assessor->currency, "assessment/currency.json", context, error);
  if (status == LU_OK && lu_arena_failed(assessor->arena)) status = lu_fail_memory(error);
  if (status != LU_OK) {
    lu_assessor_free(assessor);
    return status;
  }
  *out = assessor;
  return LU_OK;
}

void lu_assessor_free(lu_assessor *assessor) {
  if (assessor == NULL) return;
  for (size_t i = 0; i < assessor->model_count; i++)
    lu_model_free(assessor->models[i].model);
  json_decref(assessor->currency);
  lu_arena_free(assessor->arena);
  free(assessor);
}
