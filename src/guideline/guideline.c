/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "disagree.h"
#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"

/* The body whose newest edition is taken when none is asked for. */
#define DEFAULT_BODY "synthesis"

/* Largest JSON file of a guideline, in bytes. */
#define MAX_JSON ((size_t)16 << 20)

/* Loads a JSON file that must hold an object. @param out new */
static lu_status load_object(json_t **out, const char *path, lu_error *error) {
  lu_status status = lu_json_read(out, path, MAX_JSON, error);
  if (status != LU_OK || json_is_object(*out)) return status;
  json_decref(*out);
  *out = NULL;
  return lu_fail(error, LU_BAD_INPUT, "%s must hold one JSON object", path);
}

static lu_status read_json(json_t **out, const lu_guideline *guideline, const char *file,
                           lu_error *error) {
  char *path = lu_arena_printf(guideline->arena, "%s/%s", guideline->folder, file);
  return path == NULL ? lu_fail_memory(error) : load_object(out, path, error);
}

/* The same for a file that an edition may leave out: an empty object then. */
static lu_status read_optional(json_t **out, const lu_guideline *guideline, const char *file,
                               lu_error *error) {
  char *path = lu_arena_printf(guideline->arena, "%s/%s", guideline->folder, file);
  if (path == NULL) return lu_fail_memory(error);
  if (lu_file_exists(path)) return load_object(out, path, error);
  *out = json_object();
  return *out == NULL ? lu_fail_memory(error) : LU_OK;
}

/* ---- which edition ------------------------------------------------------------------------- */

/* True for "2026.1", "synthesis": no way out of the folder. */
static bool is_plain_name(const char *name) {
  return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

/* Day from which an edition is valid; a folder without a manifest is no edition (no date), but a
   manifest that cannot be read must not let an older edition win unseen. */
static lu_status valid_from(lu_date *out, lu_arena *arena, const char *body_folder,
                            const char *edition, lu_error *error) {
  json_t *manifest = NULL;
  char *path = lu_arena_printf(arena, "%s/%s/manifest.json", body_folder, edition);
  *out = LU_DATE_NONE;
  if (path == NULL) return lu_fail_memory(error);
  if (!lu_file_exists(path)) return LU_OK;
  lu_status status = load_object(&manifest, path, error);
  if (status != LU_OK) return status;
  const char *text = json_string_value(json_object_get(manifest, "valid_from"));
  if (text == NULL || lu_date_parse(out, text, NULL) != LU_OK)
    status =
        lu_fail(error, LU_BAD_INPUT, "%s: \"valid_from\" must be a date such as 2026-01-01", path);
  json_decref(manifest);
  return status;
}

/* The newest edition among the names that is valid today; equal days: the greater name. */
static lu_status choose_newest(char **out, lu_arena *arena, const char *body_folder,
                               const lu_folder *names, lu_context *context, lu_error *error) {
  int64_t today = lu_date_first_day(lu_context_today(context)), best = 0;
  *out = NULL;
  for (size_t i = 0; i < names->count; i++) {
    lu_date date;
    lu_status status = valid_from(&date, arena, body_folder, names->names[i], error);
    if (status != LU_OK) return status;
    int64_t day = lu_date_first_day(date);
    if (!date.known || day > today || (*out != NULL && day < best)) continue;
    best = day;
    *out = lu_arena_strdup(arena, names->names[i]);
    if (*out == NULL) return lu_fail_memory(error);
  }
  if (*out == NULL)
    return lu_fail(error, LU_BAD_INPUT, "%s holds no edition that is valid today", body_folder);
  return LU_OK;
}

static lu_status find_newest(char **out, lu_arena *arena, const char *body_folder,
                             lu_context *context, lu_error *error) {
  lu_folder names;
  lu_status status = lu_folder_list(&names, body_folder, "", error);
  if (status == LU_OK) {
    status = choose_newest(out, arena, body_folder, &names, context, error);
    lu_folder_free(&names);
  }
  return status;
}

/* Adds "body/edition" of each edition of a body that has a manifest. */
static lu_status list_body(lu_text *out, lu_arena *arena, const char *folder, const char *body,
                           lu_error *error) {
  lu_folder names;
  char *path = lu_arena_printf(arena, "%s/%s", folder, body);
  if (path == NULL) return lu_fail_memory(error);
  if (!lu_folder_exists(path)) return LU_OK;
  lu_status status = lu_folder_list(&names, path, "", error);
  if (status != LU_OK) return status;
  for (size_t i = 0; i < names.count; i++) {
    char *manifest = lu_arena_printf(arena, "%s/%s/manifest.json", path, names.names[i]);
    if (manifest != NULL && lu_file_exists(manifest))
      lu_text_printf(out, "%s%s/%s", out->length == 0 ? "" : ", ", body, names.names[i]);
  }
  lu_folder_free(&names);
  return lu_arena_failed(arena) || out->failed ? lu_fail_memory(error) : LU_OK;
}

/* Lists all editions of all bodies. @param out appended, parted by commas */
static lu_status list_editions(lu_text *out, lu_arena *arena, const char *data, lu_error *error) {
  lu_folder bodies;
  char *folder = lu_arena_printf(arena, "%s/guideline", data);
  if (folder == NULL) return lu_fail_memory(error);
  lu_status status = lu_folder_list(&bodies, folder, "", error);
  if (status != LU_OK) return status;
  for (size_t i = 0; i < bodies.count && status == LU_OK; i++)
    status = list_body(out, arena, folder, bodies.names[i], error);
  lu_folder_free(&bodies);
  return status;
}

lu_status lu_guideline_editions(lu_text *out, lu_context *context, lu_error *error) {
  lu_arena *arena = lu_arena_new();
  if (arena == NULL) return lu_fail_memory(error);
  lu_status status = list_editions(out, arena, lu_context_data_path(context), error);
  lu_arena_free(arena);
  return status;
}

/* Refuses an edition that is not there, and names those that are. */
static lu_status no_such_edition(lu_arena *arena, const char *data, const char *edition,
                                 lu_error *error) {
  lu_text known = LU_TEXT_INIT;
  lu_status status = list_editions(&known, arena, data, error);
  if (status == LU_OK)
    status = lu_fail(error, LU_USAGE, "there is no edition \"%s\"; known: %s", edition,
                     known.length == 0 ? "none" : lu_text_string(&known));
  lu_text_free(&known);
  return status;
}

/* True for the path of a folder that holds an edition: "./mine", "../mine", "/home/me/mine". */
static bool is_edition_folder(lu_arena *arena, const char *edition) {
  if (edition[0] != '.' && edition[0] != '/') return false;
  char *manifest = lu_arena_printf(arena, "%s/manifest.json", edition);
  return manifest != NULL && lu_file_exists(manifest);
}

static lu_status choose_edition(lu_guideline *guideline, const char *edition, lu_context *context,
                                lu_error *error) {
  const char *data = lu_context_data_path(context);
  if (edition != NULL && is_edition_folder(guideline->arena, edition)) {
    guideline->folder = lu_arena_strdup(guideline->arena, edition);
    return guideline->folder == NULL ? lu_fail_memory(error) : LU_OK; /* named by its manifest */
  }
  if (edition == NULL) {
    char *body = lu_arena_printf(guideline->arena, "%s/guideline/%s", data, DEFAULT_BODY);
    char *newest = NULL;
    if (body == NULL) return lu_fail_memory(error);
    lu_status status = find_newest(&newest, guideline->arena, body, context, error);
    if (status != LU_OK) return status;
    guideline->name = lu_arena_printf(guideline->arena, "%s/%s", DEFAULT_BODY, newest);
  } else {
    const char *slash = strchr(edition, '/');
    if (slash == NULL || slash == edition || edition[0] == '.' || !is_plain_name(slash + 1))
      return lu_fail(
          error, LU_USAGE,
          "the edition \"%s\" must be written as BODY/EDITION, for example %s/2026.1, or "
          "be the path of a folder with a manifest.json, for example ./mine",
          edition, DEFAULT_BODY);
    guideline->name = lu_arena_strdup(guideline->arena, edition);
  }
  guideline->folder = lu_arena_printf(guideline->arena, "%s/guideline/%s", data, guideline->name);
  char *manifest = lu_arena_printf(guideline->arena, "%s/manifest.json", guideline->folder);
  if (lu_arena_failed(guideline->arena)) return lu_fail_memory(error);
  if (edition != NULL && !lu_file_exists(manifest))
    return no_such_edition(guideline->arena, data, edition, error);
  return LU_OK;
}

/* ---- reading ------------------------------------------------------------------------------- */

static lu_status check_options(const lu_guideline *guideline, lu_error *error) {
  const char *code;
  json_t *entry;
  json_object_foreach(guideline->options, code, entry) {
    if (!json_is_string(json_object_get(entry, "label")) ||
        !json_is_string(json_object_get(entry, "group")))
      return lu_fail(error, LU_BAD_INPUT, "%s/options.json: option \"%s\" needs label and group",
                     guideline->folder, code);
  }
  return LU_OK;
}

static lu_status check_sources(const lu_guideline *guideline, lu_error *error) {
  const char *key;
  json_t *entry;
  json_object_foreach(guideline->sources, key, entry) {
    const char *mark = json_string_value(json_object_get(entry, "mark"));
    if (!json_is_string(json_object_get(entry, "reference")) || mark == NULL ||
        (strcmp(mark, "seen") != 0 && strcmp(mark, "memory") != 0 &&
         strcmp(mark, "unverified") != 0))
      return lu_fail(error, LU_BAD_INPUT,
                     "%s/sources.json: source \"%s\" needs reference and mark (seen, memory or "
                     "unverified)",
                     guideline->folder, key);
  }
  return LU_OK;
}

/* What the readers of the table files share. */
struct reading {
  lu_guideline *guideline;
  char **paths;
  lu_context *context;
};

/* Reads one file; files are read at the same time. */
static lu_status read_model(void *user, size_t index, int worker, lu_error *error) {
  const struct reading *all = user;
  (void)worker;
  return lu_model_read(&all->guideline->models[index].model, all->paths[index], false, all->context,
                       error);
}

static lu_status read_models(lu_guideline *guideline, lu_context *context, lu_error *error) {
  const json_t *files = json_object_get(guideline->manifest, "tables");
  size_t count = json_array_size(files);
  struct reading all = {guideline, NULL, context};
  if (count == 0)
    return lu_fail(error, LU_BAD_INPUT, "%s/manifest.json: \"tables\" lists no files",
                   guideline->folder);
  guideline->models = lu_arena_array(guideline->arena, count, sizeof *guideline->models);
  all.paths = lu_arena_array(guideline->arena, count, sizeof *all.paths);
  if (lu_arena_failed(guideline->arena)) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    const char *file = json_string_value(json_array_get(files, i));
    if (file == NULL || !is_plain_name(file))
      return lu_fail(error, LU_BAD_INPUT,
                     "%s/manifest.json: entry %zu of \"tables\" is no name of a file in the folder",
                     guideline->folder, i + 1);
    guideline->models[i].file = lu_arena_strdup(guideline->arena, file);
    all.paths[i] = lu_arena_printf(guideline->arena, "%s/%s", guideline->folder, file);
  }
  if (lu_arena_failed(guideline->arena)) return lu_fail_memory(error);
  guideline->model_count = count;
  return lu_parallel_for(context, count, read_model, &all, error);
}

/* Names an edition that was given as a folder by what its manifest says. */
static lu_status name_folder(lu_guideline *guideline, lu_error *error) {
  const char *body = json_string_value(json_object_get(guideline->manifest, "body"));
  const char *edition = json_string_value(json_object_get(guideline->manifest, "edition"));
  if (guideline->name != NULL) return LU_OK;
  if (body == NULL || edition == NULL || !is_plain_name(body) || !is_plain_name(edition))
    return lu_fail(error, LU_BAD_INPUT,
                   "%s/manifest.json: \"body\" and \"edition\" must be names without a slash",
                   guideline->folder);
  guideline->name = lu_arena_printf(guideline->arena, "%s/%s", body, edition);
  return guideline->name == NULL ? lu_fail_memory(error) : LU_OK;
}

static lu_status read_parts(lu_guideline *guideline, const char *edition, lu_context *context,
                            lu_error *error) {
  lu_status status;
  if ((status = choose_edition(guideline, edition, context, error)) != LU_OK ||
      (status = read_json(&guideline->manifest, guideline, "manifest.json", error)) != LU_OK ||
      (status = name_folder(guideline, error)) != LU_OK ||
      (status = read_json(&guideline->sources, guideline, "sources.json", error)) != LU_OK ||
      (status = read_json(&guideline->options, guideline, "options.json", error)) != LU_OK ||
      (status = read_optional(&guideline->missing, guideline, "missing.json", error)) != LU_OK ||
      (status = read_optional(&guideline->disagreement_file, guideline, "disagreements.json",
                              error)) != LU_OK ||
      (status = check_options(guideline, error)) != LU_OK ||
      (status = check_sources(guideline, error)) != LU_OK)
    return status;
  if (json_object_get(guideline->manifest, "calendar") != NULL &&
      (status = read_json(&guideline->calendar, guideline, "calendar.json", error)) != LU_OK)
    return status;
  char *path = lu_arena_printf(guideline->arena, "%s/ranking.dmn", guideline->folder);
  if (path == NULL) return lu_fail_memory(error);
  if ((status = ranking_read(&guideline->ranking, path, context, error)) != LU_OK ||
      (status = read_models(guideline, context, error)) != LU_OK)
    return status;
  status = guideline_hash(guideline, error);
  if (status == LU_OK) status = rules_read(guideline, context, error);
  return status == LU_OK ? disagreements_read(guideline, error) : status;
}

lu_status lu_guideline_read(lu_guideline **out, const char *edition,
                            const lu_dictionary *dictionary, lu_context *context, lu_error *error) {
  *out = NULL;
  lu_guideline *guideline = calloc(1, sizeof *guideline);
  if (guideline == NULL) return lu_fail_memory(error);
  guideline->dictionary = dictionary;
  guideline->arena = lu_arena_new();
  lu_status status = guideline->arena == NULL ? lu_fail_memory(error)
                                              : read_parts(guideline, edition, context, error);
  if (status != LU_OK) {
    lu_guideline_free(guideline);
    return status;
  }
  *out = guideline;
  return LU_OK;
}

void lu_guideline_free(lu_guideline *guideline) {
  if (guideline == NULL) return;
  for (size_t i = 0; i < guideline->model_count; i++)
    lu_model_free(guideline->models[i].model);
  ranking_free(&guideline->ranking);
  json_decref(guideline->manifest);
  json_decref(guideline->sources);
  json_decref(guideline->options);
  json_decref(guideline->calendar);
  json_decref(guideline->missing);
  json_decref(guideline->disagreement_file);
  lu_arena_free(guideline->arena);
  free(guideline);
}

const char *lu_guideline_edition(const lu_guideline *guideline) {
  return guideline->name;
}
