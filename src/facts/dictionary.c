/* SPDX-License-Identifier: Apache-2.0 */
/* Reading of data/facts: all files in the order of their names, so that indices are the same
 * everywhere. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fact.h"
#include "lutetia/base/hash.h"
#include "lutetia/facts/json.h"

#define MAX_FILES 100
/** Largest file of facts. */
#define MAX_SIZE ((size_t)16 << 20)

struct lu_dictionary {
  json_t *files; /**< array of the files as read; owns all texts */
  json_t *names; /**< object: name -> index */
  lu_fact *facts;
  size_t count;
  char hash[LU_HASH_SIZE]; /**< of all files */
};

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_with_json(const char *name) {
  size_t length = strlen(name);
  return name[0] != '.' && length > 5 && strcmp(name + length - 5, ".json") == 0;
}

/** Lists the JSON files of a folder in the order of their names. */
static lu_status list_files(char **names, size_t *count, const char *folder, lu_error *error) {
  *count = 0;
  DIR *directory = opendir(folder);
  if (directory == NULL && errno == ENOMEM) return lu_fail_memory(error);
  if (directory == NULL)
    return lu_fail(error, LU_IO, "%s: the folder of facts cannot be opened: %s", folder,
                   strerror(errno));
  lu_status status = LU_OK;
  struct dirent *entry;
  while (status == LU_OK && (entry = readdir(directory)) != NULL) {
    if (!ends_with_json(entry->d_name)) continue;
    if (*count == MAX_FILES) {
      status = lu_fail(error, LU_BAD_INPUT, "%s: more than %d files of facts", folder, MAX_FILES);
      break;
    }
    names[*count] = strdup(entry->d_name);
    if (names[*count] == NULL)
      status = lu_fail_memory(error);
    else
      (*count)++;
  }
  closedir(directory);
  if (status == LU_OK) qsort(names, *count, sizeof *names, compare_names);
  return status;
}

/** Opens one file and adds it to the dictionary's files. @param hash of its bytes */
static lu_status read_file(lu_dictionary *dictionary, char *hash, const char *folder,
                           const char *name, lu_error *error) {
  lu_text path = LU_TEXT_INIT;
  lu_text_printf(&path, "%s/%s", folder, name);
  lu_status status = LU_OK;
  json_t *file = NULL;
  if (path.failed) {
    status = lu_fail_memory(error);
    goto done;
  }
  status = lu_json_read_hashed(&file, hash, path.data, MAX_SIZE, error);
  if (status != LU_OK) goto done;
  const char *schema = json_string_value(json_object_get(file, "schema"));
  if (schema == NULL || strcmp(schema, "lutetia-facts-1") != 0 ||
      !json_is_array(json_object_get(file, "facts"))) {
    status = lu_fail(error, LU_BAD_INPUT,
                     "%s: not a file of facts (schema must be \"lutetia-facts-1\")", path.data);
    goto done;
  }
  if (json_object_set_new(file, "file", json_string(name)) != 0 ||
      json_array_append(dictionary->files, file) != 0)
    status = lu_fail_memory(error);
done:
  json_decref(file);
  lu_text_free(&path);
  return status;
}

/** Takes the facts of one file into the list. */
static lu_status take_facts(lu_dictionary *dictionary, json_t *file, lu_error *error) {
  const char *name = json_string_value(json_object_get(file, "file"));
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(file, "facts"), index, entry) {
    lu_fact *fact = &dictionary->facts[dictionary->count];
    if (fact_read(fact, entry, error) != LU_OK) return lu_error_prefix(error, "%s: ", name);
    if (json_object_get(dictionary->names, fact->name) != NULL)
      return lu_fail(error, LU_BAD_INPUT, "%s: fact \"%s\" stands twice", name, fact->name);
    json_t *number = json_integer((json_int_t)dictionary->count);
    if (json_object_set_new(dictionary->names, fact->name, number) != 0)
      return lu_fail_memory(error);
    dictionary->count++;
  }
  return LU_OK;
}

/** Reads all files, then their facts. */
static lu_status fill(lu_dictionary *dictionary, const char *folder, char *const *names,
                      size_t count, lu_error *error) {
  lu_status status = LU_OK;
  char hashes[MAX_FILES * LU_HASH_SIZE];
  for (size_t i = 0; i < count && status == LU_OK; i++)
    status = read_file(dictionary, hashes + i * LU_HASH_SIZE, folder, names[i], error);
  if (status == LU_OK)
    status = lu_sha256_list(dictionary->hash, (const char *const *)names, hashes, count, error);
  if (status != LU_OK) return status;
  size_t total = 0;
  size_t index;
  json_t *file;
  json_array_foreach(dictionary->files, index, file) total +=
      json_array_size(json_object_get(file, "facts"));
  if (total == 0) return lu_fail(error, LU_BAD_INPUT, "%s: no facts there", folder);
  dictionary->facts = calloc(total, sizeof *dictionary->facts);
  if (dictionary->facts == NULL) return lu_fail_memory(error);
  json_array_foreach(dictionary->files, index, file) {
    status = take_facts(dictionary, file, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

lu_status lu_dictionary_read(lu_dictionary **out, lu_context *context, lu_error *error) {
  *out = NULL;
  char *names[MAX_FILES];
  size_t count = 0;
  lu_text folder = LU_TEXT_INIT;
  lu_status status = LU_OK;
  lu_dictionary *dictionary = calloc(1, sizeof *dictionary);
  if (dictionary == NULL) return lu_fail_memory(error);
  dictionary->files = json_array();
  dictionary->names = json_object();
  lu_text_printf(&folder, "%s/facts", lu_context_data_path(context));
  if (dictionary->files == NULL || dictionary->names == NULL || folder.failed) {
    status = lu_fail_memory(error);
    goto done;
  }
  status = list_files(names, &count, folder.data, error);
  if (status == LU_OK) status = fill(dictionary, folder.data, names, count, error);
  if (status != LU_OK) goto done;
  *out = dictionary;
  dictionary = NULL;
done:
  for (size_t i = 0; i < count; i++)
    free(names[i]);
  lu_text_free(&folder);
  lu_dictionary_free(dictionary);
  return status;
}

void lu_dictionary_free(lu_dictionary *dictionary) {
  if (dictionary == NULL) return;
  json_decref(dictionary->files);
  json_decref(dictionary->names);
  free(dictionary->facts);
  free(dictionary);
}

const char *lu_dictionary_hash(const lu_dictionary *dictionary) {
  return dictionary->hash;
}

size_t lu_dictionary_count(const lu_dictionary *dictionary) {
  return dictionary->count;
}

const lu_fact *lu_dictionary_at(const lu_dictionary *dictionary, size_t index) {
  return index < dictionary->count ? &dictionary->facts[index] : NULL;
}

size_t lu_dictionary_find(const lu_dictionary *dictionary, const char *name) {
  const json_t *index = json_object_get(dictionary->names, name);
  return index != NULL ? (size_t)json_integer_value(index) : LU_NO_INDEX;
}
