/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "check.h"
#include "consistency.h"
#include "extract.h"
#include "position.h"

/** Largest record that is read. */
#define MAX_SIZE (16u << 20)

void lu_case_free(lu_case *record) {
  if (record == NULL) return;
  lu_factset_free(record->facts);
  json_decref(record->json);
  json_decref(record->form);
  json_decref(record->clean);
  json_decref(record->lines);
  free(record->file);
  free(record->id);
  free(record);
}

const char *lu_case_id(const lu_case *record) {
  return record->id;
}

const char *lu_case_hash(const lu_case *record) {
  return record->hash;
}

const json_t *lu_case_json(const lu_case *record) {
  return record->json;
}

const lu_factset *lu_case_facts(const lu_case *record) {
  return record->facts;
}

int lu_case_line(const lu_case *record, const char *pointer) {
  return position_line(record->lines, pointer);
}

size_t case_sample_count(const lu_case *record) {
  return json_array_size(json_object_get(record->clean, "pathology"));
}

size_t case_leading_sample(const lu_case *record) {
  return extract_leading(record->clean, form_leading(record->form));
}

/** What a record's checks and extractors share. */
static checker make_checker(const lu_case *record, lu_context *context) {
  return (checker){.context = context,
                   .file = record->file,
                   .lines = record->lines,
                   .today = lu_context_today(context)};
}

lu_status case_sample_facts(lu_factset *set, const lu_case *record, size_t sample,
                            lu_context *context, lu_error *error) {
  checker check = make_checker(record, context);
  extractor x = {.check = &check,
                 .clean = record->clean,
                 .lines = record->lines,
                 .today = check.today,
                 .set = set,
                 .error = error};
  return extract_sample(&x, sample);
}

static void hash_bytes(char *out, const char *text, size_t length) {
  SHA2_CTX state;
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256Init(&state);
  SHA256Update(&state, (const uint8_t *)text, length);
  SHA256Final(digest, &state);
  for (size_t i = 0; i < sizeof digest; i++)
    snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

/** Parses the text into record->json and record->lines. */
static lu_status parse(lu_case *record, const char *text, size_t length, lu_error *error) {
  int deep = position_too_deep(text, length);
  if (deep != 0)
    return lu_fail(error, LU_BAD_INPUT, "%s:%d: nested more than %d deep", record->file, deep,
                   POSITION_MAX_DEPTH);
  json_error_t problem;
  record->json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem);
  if (record->json == NULL) {
    if (json_error_code(&problem) == json_error_out_of_memory) return lu_fail_memory(error);
    return lu_fail(error, LU_BAD_INPUT, "%s:%d: %s", record->file, problem.line, problem.text);
  }
  if (!json_is_object(record->json) || json_object_get(record->json, "lutetia_case") == NULL)
    return lu_fail(error, LU_BAD_INPUT,
                   "%s: not a case: an object with \"lutetia_case\": 1 and \"id\" is wanted",
                   record->file);
  return position_index(&record->lines, text, length, error);
}

/** Checks the record and takes its facts; what is wrong becomes findings. */
static lu_status check_and_extract(lu_case *record, lu_context *context, lu_error *error) {
  checker check = make_checker(record, context);
  lu_status status = form_make(&record->form, record->dictionary, context, error);
  if (status != LU_OK) return status;
  status = check_record(&record->clean, &check, record->json, record->form, error);
  if (status != LU_OK) return status;
  const char *id = clean_text(record->clean, "id");
  record->id = strdup(id != NULL ? id : "");
  if (record->id == NULL) return lu_fail_memory(error);
  status = lu_factset_new(&record->facts, record->dictionary, context, error);
  if (status != LU_OK) return status;
  extractor x = {.check = &check,
                 .clean = record->clean,
                 .lines = record->lines,
                 .today = check.today,
                 .leading = case_leading_sample(record),
                 .set = record->facts,
                 .error = error};
  status = extract_all(&x);
  if (status != LU_OK) return status;
  return check_consistency(&check, record->facts, error);
}

/** Fails with the first severe finding that came after `from`. */
static lu_status fail_if_severe(const lu_context *context, size_t from, lu_error *error) {
  for (size_t i = from; i < lu_context_finding_count(context); i++) {
    const lu_finding *finding = lu_context_finding(context, i);
    if (finding->severity != LU_SEVERE) continue;
    return lu_fail(error, LU_BAD_INPUT, "%s: %s", finding->place, finding->sentence);
  }
  return LU_OK;
}

lu_status lu_case_read_buffer(lu_case **out, const char *text, size_t length, const char *name,
                              const lu_dictionary *dictionary, bool keep_bad, lu_context *context,
                              lu_error *error) {
  *out = NULL;
  size_t findings = lu_context_finding_count(context);
  lu_status severe = LU_OK;
  lu_case *record = calloc(1, sizeof *record);
  if (record == NULL) return lu_fail_memory(error);
  record->dictionary = dictionary;
  record->file = strdup(name);
  lu_status status = record->file != NULL ? LU_OK : lu_fail_memory(error);
  if (status == LU_OK && length > MAX_SIZE)
    status = lu_fail(error, LU_BAD_INPUT, "%s: a case of more than %u bytes", name, MAX_SIZE);
  if (status == LU_OK) status = parse(record, text, length, error);
  if (status == LU_OK) status = check_and_extract(record, context, error);
  if (status == LU_OK && lu_context_findings_incomplete(context)) status = lu_fail_memory(error);
  if (status != LU_OK) goto done;
  hash_bytes(record->hash, text, length);
  severe = fail_if_severe(context, findings, error);
  if (severe == LU_OK || keep_bad) {
    *out = record;
    record = NULL;
  }
done:
  lu_case_free(record);
  return status != LU_OK ? status : severe;
}

/** Reads a whole stream, at most one byte more than a record may have. */
static lu_status read_stream(lu_text *out, FILE *file, const char *path, lu_error *error) {
  char block[65536];
  size_t count;
  while ((count = fread(block, 1, sizeof block, file)) > 0) {
    lu_text_append(out, block, count);
    if (out->failed) return lu_fail_memory(error);
    if (out->length > MAX_SIZE) return LU_OK; /* refused later, with a sentence */
  }
  if (ferror(file)) return lu_fail(error, LU_IO, "%s: %s", path, strerror(errno));
  return LU_OK;
}

lu_status lu_case_read(lu_case **out, const char *path, const lu_dictionary *dictionary,
                       bool keep_bad, lu_context *context, lu_error *error) {
  *out = NULL;
  bool standard = strcmp(path, "-") == 0;
  FILE *file = standard ? stdin : fopen(path, "rb");
  if (file == NULL) return lu_fail(error, LU_IO, "%s: cannot be opened: %s", path, strerror(errno));
  lu_text text = LU_TEXT_INIT;
  const char *name = standard ? "standard input" : path;
  lu_status status = read_stream(&text, file, name, error);
  if (!standard) fclose(file);
  if (status == LU_OK)
    status = lu_case_read_buffer(out, lu_text_string(&text), text.length, name, dictionary,
                                 keep_bad, context, error);
  lu_text_free(&text);
  return status;
}
