/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every record in tests/patient/broken/ has findings, and they are exactly those that stand beside
 * it in <name>.expected: "severity code line pointer: sentence". With LUTETIA_UPDATE set the test
 * writes these files instead; then they are to be read before they are committed.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "record_help.h"

#define FOLDER LU_SOURCE_DIR "/tests/patient/broken/"

/** Appends the content of a file. */
static void read_file(lu_text *out, const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return;
  char block[4096];
  size_t count;
  while ((count = fread(block, 1, sizeof block, file)) > 0)
    lu_text_append(out, block, count);
  fclose(file);
}

static void write_file(const char *path, const lu_text *text) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  fputs(lu_text_string(text), file);
  fclose(file);
}

/** All findings, one a line. */
static void list_findings(lu_text *out, const lu_context *context) {
  static const char *const severities[] = {"note", "warning", "severe"};
  for (size_t i = 0; i < lu_context_finding_count(context); i++) {
    const lu_finding *f = lu_context_finding(context, i);
    const char *place = strchr(f->place, ':');
    assert_non_null(place);
    lu_text_printf(out, "%s %s %s: %s\n", severities[f->severity], f->code, place + 1, f->sentence);
  }
}

static void check_one(record_fixture *f, const char *name) {
  char path[600];
  lu_text text = LU_TEXT_INIT;
  lu_text found = LU_TEXT_INIT;
  lu_text expected = LU_TEXT_INIT;
  snprintf(path, sizeof path, FOLDER "%s.json", name);
  read_file(&text, path);
  lu_status status = record_read(f, lu_text_string(&text));
  assert_non_null(f->record);
  list_findings(&found, f->context);
  assert_true(found.length > 0);
  assert_int_equal(
      status, strstr(found.data, "severe ") == found.data || strstr(found.data, "\nsevere ") != NULL
                  ? LU_BAD_INPUT
                  : LU_OK);
  snprintf(path, sizeof path, FOLDER "%s.expected", name);
  if (getenv("LUTETIA_UPDATE") != NULL) write_file(path, &found);
  read_file(&expected, path);
  if (strcmp(lu_text_string(&found), lu_text_string(&expected)) != 0)
    fail_msg("%s: found\n%sexpected\n%s", name, lu_text_string(&found), lu_text_string(&expected));
  lu_text_free(&text);
  lu_text_free(&found);
  lu_text_free(&expected);
}

static void broken_records_are_told(void **state) {
  (void)state;
  record_fixture f = record_start();
  size_t count = 0;
  DIR *folder = opendir(FOLDER);
  assert_non_null(folder);
  for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
    char name[300];
    snprintf(name, sizeof name, "%s", entry->d_name);
    char *dot = strrchr(name, '.');
    if (dot == NULL || strcmp(dot, ".json") != 0) continue;
    *dot = '\0';
    check_one(&f, name);
    count++;
  }
  closedir(folder);
  assert_true(count >= 40);
  record_end(&f);
}

/** Without keep_bad a severe finding leaves no record; its sentence is the error's. */
static void a_severe_finding_stops_the_reading(void **state) {
  (void)state;
  record_fixture f = record_start();
  static const char text[] =
      "{\"lutetia_case\":1,\"id\":\"a\",\n\"extent\":{\"m\":\"M0\",\"metastases_sites\":[\"liver\"]"
      "}}";
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_case_read_buffer(&f.record, text, sizeof text - 1, "x.json", f.dictionary,
                                       false, f.context, &error),
                   LU_BAD_INPUT);
  assert_null(f.record);
  assert_string_equal(error.message,
                      "x.json:2 /extent/m: M0 is stated, but metastases are listed: liver");
  record_end(&f);
}

static void what_is_no_case_is_refused(void **state) {
  (void)state;
  record_fixture f = record_start();
  assert_int_equal(record_read(&f, ""), LU_BAD_INPUT);
  assert_int_equal(record_read(&f, "{"), LU_BAD_INPUT);
  assert_int_equal(record_read(&f, "[]"), LU_BAD_INPUT);
  assert_int_equal(record_read(&f, "{\"id\":\"a\"}"), LU_BAD_INPUT);
  assert_int_equal(record_read(&f, "{\"lutetia_case\":1,\"id\":\"a\",\"id\":\"b\"}"), LU_BAD_INPUT);
  assert_int_equal(record_read(&f, "{\"lutetia_case\":1,\"id\":NaN}"), LU_BAD_INPUT);
  assert_int_equal(record_read(&f, "{\"lutetia_case\":1,\"id\":\"a\",\"note\":1e999}"),
                   LU_BAD_INPUT);
  char deep[200];
  memset(deep, '[', sizeof deep - 1);
  deep[sizeof deep - 1] = '\0';
  assert_int_equal(record_read(&f, deep), LU_BAD_INPUT);
  assert_null(f.record);
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(
      lu_case_read(&f.record, "/nowhere/case.json", f.dictionary, true, f.context, &error), LU_IO);
  assert_non_null(strstr(error.message, "/nowhere/case.json"));
  record_end(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(broken_records_are_told),
      cmocka_unit_test(a_severe_finding_stops_the_reading),
      cmocka_unit_test(what_is_no_case_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
