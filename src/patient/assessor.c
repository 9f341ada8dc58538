/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of data/assessment: read and compiled once, used for many records. */
#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"

/** A table file of more bytes is not read. */
#define MAX_TABLE_BYTES (16u << 20)
/** The same for limits of age. */
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
  char **bytes; /**< of each file, for the hash */
  size_t *lengths;
} reading;

/** Reads one file; files are read at the same time. */
static lu_status read_model(void *user, size_t index, int worker, lu_error *error) {
  reading *all = user;
  (void)worker;
  char *path = lu_path_join(all->path, all->folder->names[index]);
  if (path == NULL) return lu_fail_memory(error);
  lu_status status =
      lu_file_read(&all->bytes[index], &all->lengths[index], path, MAX_TABLE_BYTES, error);
  if (status == LU_OK)
    status = lu_model_read(&all->assessor->models[index].model, path, false, all->context, error);
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

static void finish_hash(char out[65], SHA2_CTX *hash) {
  static const char digits[] = "0123456789abcdef";
  uint8_t bytes[SHA256_DIGEST_LENGTH];
  SHA256Final(bytes, hash);
  for (size_t i = 0; i < sizeof bytes; i++) {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
  out[64] = '\0';
}

/** Reads the files of a folder. @param folder names of the table files */
static lu_status read_folder(lu_assessor *assessor, SHA2_CTX *hash, const char *path,
                             const lu_folder *folder, lu_context *context, lu_error *error) {
  size_t count = folder->count;
  reading all = {assessor, path, folder, context, NULL, NULL};
  assessor->models = lu_arena_array(assessor->arena, count + 1, sizeof *assessor->models);
  all.bytes = calloc(count + 1, sizeof *all.bytes);
  all.lengths = calloc(count + 1, sizeof *all.lengths);
  lu_status status = LU_OK;
  if (assessor->models == NULL || all.bytes == NULL || all.lengths == NULL) {
    status = lu_fail_memory(error);
    goto done;
  }
  assessor->model_count = count;
  status = lu_parallel_for(context, count, read_model, &all, error);
  for (size_t i = 0; i < count && status == LU_OK; i++) {
    SHA256Update(hash, (const uint8_t *)all.bytes[i], all.lengths[i]);
    status = describe_model(&assessor->models[i], assessor, folder->names[i], error);
  }
done:
  for (size_t i = 0; all.bytes != NULL && i < count; i++)
    free(all.bytes[i]);
  free(all.bytes);
  free(all.lengths);
  return status;
}

static lu_status read_models(lu_assessor *assessor, lu_context *context, lu_error *error) {
  lu_folder folder = {NULL, 0};
  SHA2_CTX hash;
  SHA256Init(&hash);
  char *path = lu_path_join(lu_context_data_path(context), "assessment");
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  if (lu_folder_exists(path)) status = lu_folder_list(&folder, path, ".dmn", error);
  if (status == LU_OK && folder.count == 0)
    lu_context_find(context, "assess.no-tables", LU_WARNING, path,
                    "Nothing is derived: only what the record states is known.",
                    "There are no assessment tables.");
  if (status == LU_OK) status = read_folder(assessor, &hash, path, &folder, context, error);
  finish_hash(assessor->data_hash, &hash);
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
