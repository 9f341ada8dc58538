/* SPDX-License-Identifier: Apache-2.0 */
/* Which tables there are, and in which order their decisions must be taken. */
#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "lutetia/base/file.h"

/** A table file of more bytes is not read. */
#define MAX_TABLE_BYTES (16u << 20)

static lu_status read_model(assess_model *out, lu_assessment *assessment, SHA2_CTX *hash,
                            const char *folder, const char *name, lu_context *context,
                            lu_error *error) {
  char *bytes = NULL;
  size_t length = 0;
  lu_status status = LU_OK;
  char *path = lu_path_join(folder, name);
  if (path == NULL) return lu_fail_memory(error);
  status = lu_file_read(&bytes, &length, path, MAX_TABLE_BYTES, error);
  if (status != LU_OK) goto done;
  SHA256Update(hash, (const uint8_t *)bytes, length);
  out->stem = lu_arena_copy(assessment->arena, name, strlen(name) - strlen(".dmn"));
  status = out->stem == NULL ? lu_fail_memory(error)
                             : lu_model_read(&out->model, path, false, context, error);
done:
  free(bytes);
  free(path);
  return status;
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
static lu_status read_folder(lu_assessment *assessment, SHA2_CTX *hash, const char *path,
                             const lu_folder *folder, lu_context *context, lu_error *error) {
  assess_model *models = lu_arena_array(assessment->arena, folder->count + 1, sizeof *models);
  if (models == NULL) return lu_fail_memory(error);
  assessment->models = models;
  for (size_t i = 0; i < folder->count; i++) {
    lu_status status =
        read_model(&models[i], assessment, hash, path, folder->names[i], context, error);
    if (status != LU_OK) return status;
    assessment->model_count++;
  }
  return LU_OK;
}

lu_status assess_read_models(lu_assessment *assessment, lu_context *context, lu_error *error) {
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
  if (status == LU_OK) status = read_folder(assessment, &hash, path, &folder, context, error);
  finish_hash(assessment->data_hash, &hash);
  lu_folder_free(&folder);
  free(path);
  return status;
}

const assess_step *assess_find_step(const lu_assessment *assessment, size_t fact) {
  for (size_t i = 0; i < assessment->step_count; i++)
    if (assessment->steps[i].fact == fact) return &assessment->steps[i];
  return NULL;
}

/** Stem of the file that the dictionary names for a derived fact; NULL if it names none. */
static const char *file_of(const lu_dictionary *dictionary, size_t fact) {
  return json_string_value(json_object_get(assess_member(dictionary, fact, "record"), "derived"));
}

/** Collects the decisions that yield facts, in the order of files and decisions. */
static lu_status collect(lu_assessment *assessment, lu_error *error) {
  size_t most = 0;
  for (size_t i = 0; i < assessment->model_count; i++)
    most += lu_model_decision_count(assessment->models[i].model);
  assessment->steps = lu_arena_array(assessment->arena, most + 1, sizeof *assessment->steps);
  if (assessment->steps == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < assessment->model_count; i++) {
    const lu_model *model = assessment->models[i].model;
    for (size_t j = 0; j < lu_model_decision_count(model); j++) {
      const char *name = lu_model_decision_name(model, j);
      size_t fact = lu_dictionary_find(assessment->dictionary, name);
      if (fact == LU_NO_INDEX) continue; /* a step on the way inside of the file */
      const char *file = file_of(assessment->dictionary, fact);
      if (file == NULL || strcmp(file, assessment->models[i].stem) != 0)
        return lu_fail(error, LU_BAD_INPUT,
                       "%s.dmn: decision \"%s\" has the name of a fact that the dictionary does "
                       "not derive from this file",
                       assessment->models[i].stem, name);
      assessment->steps[assessment->step_count++] = (assess_step){i, j, fact, NULL, false};
    }
  }
  return LU_OK;
}

/** True if an array of names holds a name. */
static bool names_hold(const json_t *names, const char *name) {
  for (size_t i = 0; i < json_array_size(names); i++) {
    const char *text = json_string_value(json_array_get(names, i));
    if (text != NULL && strcmp(text, name) == 0) return true;
  }
  return false;
}

/** True if step `later` reads what step `earlier` yields, fills, or stands in for. */
static bool needs(const lu_assessment *assessment, const assess_step *later,
                  const assess_step *earlier) {
  const lu_dictionary *dictionary = assessment->dictionary;
  const char *name = lu_fact_name(lu_dictionary_at(dictionary, earlier->fact));
  const char *filled = json_string_value(assess_member(dictionary, earlier->fact, "fills"));
  if (names_hold(assess_member(dictionary, later->fact, "otherwise"), name)) return true;
  const lu_model *model = assessment->models[later->model].model;
  for (size_t i = 0; i < lu_model_input_count(model); i++) {
    const char *input = lu_model_input_name(model, i);
    bool same = strcmp(input, name) == 0 || (filled != NULL && strcmp(input, filled) == 0);
    if (same && lu_model_depends(model, later->decision, i)) return true;
  }
  return false;
}

/** True if all that a step needs stands in front of it already. */
static bool is_ready(const lu_assessment *assessment, size_t placed, const assess_step *step) {
  for (size_t i = placed; i < assessment->step_count; i++)
    if (&assessment->steps[i] != step && needs(assessment, step, &assessment->steps[i]))
      return false;
  return true;
}

lu_status assess_order_steps(lu_assessment *assessment, lu_error *error) {
  lu_status status = collect(assessment, error);
  if (status != LU_OK) return status;
  assess_step *steps = assessment->steps;
  for (size_t placed = 0; placed < assessment->step_count; placed++) {
    size_t next = placed;
    while (next < assessment->step_count && !is_ready(assessment, placed, &steps[next]))
      next++;
    if (next == assessment->step_count) {
      const lu_fact *fact = lu_dictionary_at(assessment->dictionary, steps[placed].fact);
      return lu_fail(error, LU_BAD_INPUT,
                     "the assessment tables go round in a circle through the fact \"%s\"",
                     lu_fact_name(fact));
    }
    assess_step step = steps[next];
    memmove(&steps[placed + 1], &steps[placed], (next - placed) * sizeof *steps);
    steps[placed] = step;
  }
  return LU_OK;
}
