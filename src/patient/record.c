/* SPDX-License-Identifier: Apache-2.0 */
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "check.h"
#include "consistency.h"
#include "extract.h"
#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"
#include "position.h"

/** Largest record that is read. */
#define MAX_SIZE ((size_t)16 << 20)

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
  lu_status status = lu_json_parse(&record->json, text, length, record->file, error);
  if (status != LU_OK) return status;
  if (!json_is_object(record->json) || json_object_get(record->json, "lutetia_case") == NULL)
    return lu_fail(error, LU_BAD_INPUT,
                   "%s: not a case: an object with \"lutetia_case\": 1 and \"id\" is wanted",
                   record->file);
  return position_index(&record->lines, record->json, text, length, error);
}

/** Treatments whose start leaves open which images lie before it become findings. */
static lu_status tell_open_starts(checker *check, const response *series, const json_t *clean,
                                  lu_error *error) {
  size_t index;
  const json_t *entry;
  bool failed = false;
  json_array_foreach(json_object_get(clean, "treatments"), index, entry) {
    lu_text text = LU_TEXT_INIT;
    char pointer[60];
    snprintf(pointer, sizeof pointer, "/treatments/%zu/start", index);
    if (response_open_start(series, entry, &text))
      check_report(check, LU_WARNING, "open-start", pointer,
                   "The best response and the latest category may be other ones.", "%s",
                   lu_text_string(&text));
    failed = failed || text.failed;
    lu_text_free(&text);
  }
  return failed ? lu_fail_memory(error) : LU_OK;
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
  response *series = NULL;
  status = response_make(&series, record->clean, form_response(record->form), error);
  if (status != LU_OK) return status;
  extractor x = {.check = &check,
                 .clean = record->clean,
                 .lines = record->lines,
                 .today = check.today,
                 .leading = case_leading_sample(record),
                 .series = series,
                 .set = record->facts,
                 .error = error};
  status = extract_all(&x);
  if (status == LU_OK) status = tell_open_starts(&check, series, record->clean, error);
  response_free(series);
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
    status = lu_fail(error, LU_BAD_INPUT, "%s: a case of more than %zu bytes", name, MAX_SIZE);
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

lu_status lu_case_read(lu_case **out, const char *path, const lu_dictionary *dictionary,
                       bool keep_bad, lu_context *context, lu_error *error) {
  *out = NULL;
  char *text = NULL;
  size_t length = 0;
  const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
  lu_status status = lu_file_read(&text, &length, path, MAX_SIZE, error);
  if (status == LU_OK)
    status = lu_case_read_buffer(out, text, length, name, dictionary, keep_bad, context, error);
  free(text);
  return status;
}
