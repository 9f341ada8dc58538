/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes what follows from the fact dictionary: schema/case.schema.json, docs/facts.md, and the
 * input types of the DMN files under data/. With --check it writes nothing and says what differs.
 *
 *   generate [--check] [FOLDER OF THE PROJECT]
 */
#include "generate.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/** What a run needs. */
typedef struct run {
  const char *root;
  bool check;
  size_t differing;
  lu_dictionary *dictionary;
  lu_context *context;
} run;

/** Reads a whole file; LU_IO if it is missing. */
static lu_status read_file(lu_text *out, const char *path, lu_error *error) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return lu_fail(error, LU_IO, "%s: %s", path, strerror(errno));
  char block[65536];
  size_t count;
  while ((count = fread(block, 1, sizeof block, file)) > 0)
    lu_text_append(out, block, count);
  bool bad = ferror(file) != 0;
  fclose(file);
  if (bad) return lu_fail(error, LU_IO, "%s: cannot be read", path);
  return out->failed ? lu_fail_memory(error) : LU_OK;
}

static lu_status write_file(const char *path, const lu_text *text, lu_error *error) {
  lu_text temporary = LU_TEXT_INIT;
  lu_text_printf(&temporary, "%s.new", path);
  FILE *file = temporary.failed ? NULL : fopen(temporary.data, "wb");
  lu_status status = LU_OK;
  if (file == NULL) {
    status = lu_fail(error, LU_IO, "%s: cannot be written: %s", path, strerror(errno));
  } else {
    bool good = fwrite(lu_text_string(text), 1, text->length, file) == text->length;
    good = fclose(file) == 0 && good;
    if (!good || rename(temporary.data, path) != 0)
      status = lu_fail(error, LU_IO, "%s: cannot be written: %s", path, strerror(errno));
  }
  lu_text_free(&temporary);
  return status;
}

/** Compares what is wanted with what is there; writes or tells. */
static lu_status settle(run *r, const char *path, const lu_text *wanted, lu_error *error) {
  lu_text present = LU_TEXT_INIT;
  if (wanted->failed) return lu_fail_memory(error);
  lu_status status = read_file(&present, path, NULL);
  bool same = status == LU_OK && strcmp(lu_text_string(&present), lu_text_string(wanted)) == 0;
  lu_text_free(&present);
  if (same) return LU_OK;
  r->differing++;
  printf("%s %s\n", r->check ? "differs:" : "written:", path);
  return r->check ? LU_OK : write_file(path, wanted, error);
}

static lu_status settle_schema(run *r, const char *path, lu_error *error) {
  json_t *schema;
  lu_text text = LU_TEXT_INIT;
  lu_status status = lu_case_schema(&schema, r->dictionary, r->context, error);
  if (status != LU_OK) return status;
  char *dump = json_dumps(schema, JSON_INDENT(2));
  json_decref(schema);
  if (dump == NULL) return lu_fail_memory(error);
  lu_text_puts(&text, dump);
  lu_text_puts(&text, "\n");
  free(dump);
  status = settle(r, path, &text, error);
  lu_text_free(&text);
  return status;
}

static lu_status settle_docs(run *r, const char *path, lu_error *error) {
  lu_text text = LU_TEXT_INIT;
  generate_docs(&text, r->dictionary);
  lu_status status = settle(r, path, &text, error);
  lu_text_free(&text);
  return status;
}

static lu_status settle_dmn(run *r, const char *path, lu_error *error) {
  lu_text present = LU_TEXT_INIT;
  lu_text wanted = LU_TEXT_INIT;
  lu_status status = read_file(&present, path, error);
  if (status == LU_OK) {
    generate_dmn(&wanted, lu_text_string(&present), r->dictionary);
    status = settle(r, path, &wanted, error);
  }
  lu_text_free(&present);
  lu_text_free(&wanted);
  return status;
}

/** Walks through a folder in the order of names and settles every .dmn in it. */
static lu_status settle_folder(run *r, const char *folder, lu_error *error) {
  struct dirent **entries;
  int count = scandir(folder, &entries, NULL, alphasort);
  if (count < 0) return lu_fail(error, LU_IO, "%s: %s", folder, strerror(errno));
  lu_status status = LU_OK;
  for (int i = 0; i < count; i++) {
    const char *name = entries[i]->d_name;
    size_t length = strlen(name);
    lu_text path = LU_TEXT_INIT;
    struct stat state;
    lu_text_printf(&path, "%s/%s", folder, name);
    if (status == LU_OK && !path.failed && name[0] != '.' && stat(path.data, &state) == 0) {
      if (S_ISDIR(state.st_mode))
        status = settle_folder(r, path.data, error);
      else if (length > 4 && strcmp(name + length - 4, ".dmn") == 0)
        status = settle_dmn(r, path.data, error);
    }
    lu_text_free(&path);
    free(entries[i]);
  }
  free(entries);
  return status;
}

static lu_status settle_all(run *r, lu_error *error) {
  char path[4096];
  snprintf(path, sizeof path, "%s/data", r->root);
  lu_status status = lu_context_set_data_path(r->context, path, error);
  if (status == LU_OK) status = lu_dictionary_read(&r->dictionary, r->context, error);
  if (status == LU_OK) status = settle_folder(r, path, error);
  snprintf(path, sizeof path, "%s/schema/case.schema.json", r->root);
  if (status == LU_OK) status = settle_schema(r, path, error);
  snprintf(path, sizeof path, "%s/docs/facts.md", r->root);
  if (status == LU_OK) status = settle_docs(r, path, error);
  return status;
}

int main(int argument_count, char **arguments) {
  run r = {.root = "."};
  lu_error error = LU_ERROR_INIT;
  for (int i = 1; i < argument_count; i++) {
    if (strcmp(arguments[i], "--check") == 0)
      r.check = true;
    else
      r.root = arguments[i];
  }
  lu_status status = lu_context_new(&r.context, &error);
  if (status == LU_OK) status = settle_all(&r, &error);
  lu_dictionary_free(r.dictionary);
  lu_context_free(r.context);
  if (status != LU_OK) {
    fprintf(stderr, "generate: %s\n", error.message);
    return lu_status_exit_code(status);
  }
  if (r.check && r.differing > 0) {
    fprintf(stderr, "generate: %zu files are not what data/facts says; run generate\n",
            r.differing);
    return 1;
  }
  return 0;
}
