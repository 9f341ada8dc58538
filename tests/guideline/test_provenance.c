/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes of the data behind a plan: one byte more in one file, or another name, gives others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lutetia/base/file.h"
#include "lutetia/base/hash.h"
#include "lutetia/guideline.h"

#define DATA LU_SOURCE_DIR "/data"
#define EDITION DATA "/guideline/synthesis/2026.1"
#define COPY LU_BUILD_DIR "/provenance-data"

/** The three hashes of a plan. */
typedef struct hashes {
  char guideline[LU_HASH_SIZE], facts[LU_HASH_SIZE], assessment[LU_HASH_SIZE];
} hashes;

static void expect_ok(lu_status status, const lu_error *error) {
  if (status != LU_OK) fail_msg("%s", error->message);
}

/** Makes a folder of links to all that another one holds. */
static void link_all(const char *from, const char *to) {
  char source[1024], target[1024];
  struct dirent *entry;
  DIR *folder = opendir(from);
  assert_non_null(folder);
  mkdir(to, 0777);
  while ((entry = readdir(folder)) != NULL) {
    if (entry->d_name[0] == '.') continue;
    snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
    snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
    unlink(target);
    assert_int_equal(symlink(source, target), 0);
  }
  closedir(folder);
}

/** Replaces a link by a file that is one blank line longer. */
static void lengthen(const char *path) {
  char *bytes = NULL;
  size_t length = 0;
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_file_read(&bytes, &length, path, 0, &error), &error);
  unlink(path);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, length, file), length);
  fputc('\n', file);
  fclose(file);
  free(bytes);
}

/** Reads the hashes out of a plan by some data. */
static hashes hashes_of(const char *data, const char *edition) {
  lu_error error = LU_ERROR_INIT;
  lu_context *context = NULL;
  lu_study *study = NULL;
  json_t *document = NULL;
  hashes out = {"", "", ""};
  const lu_study_options options = {.edition = edition};
  expect_ok(lu_context_new(&context, &error), &error);
  expect_ok(lu_context_set_data_path(context, data, &error), &error);
  lu_context_set_today(context, (lu_date){2026, 11, 24, true});
  expect_ok(lu_study_open(&study, LU_SOURCE_DIR "/examples/midgut-carcinoid.json", &options,
                          context, &error),
            &error);
  expect_ok(lu_plan_document(&document, lu_study_plan(study), context, &error), &error);
  const json_t *provenance = json_object_get(document, "provenance");
  snprintf(out.guideline, sizeof out.guideline, "%s",
           json_string_value(json_object_get(provenance, "guideline_sha256")));
  snprintf(out.facts, sizeof out.facts, "%s",
           json_string_value(json_object_get(provenance, "facts_sha256")));
  snprintf(out.assessment, sizeof out.assessment, "%s",
           json_string_value(json_object_get(provenance, "assessment_sha256")));
  assert_int_equal(strlen(out.guideline) + strlen(out.facts) + strlen(out.assessment), 3 * 64);
  json_decref(document);
  lu_study_free(study);
  lu_context_free(context);
  return out;
}

/** Asserts which of three hashes are other ones than those of the data as they are. */
static void assert_changed(const hashes *now, bool guideline, bool facts, bool assessment) {
  hashes plain = hashes_of(DATA, NULL);
  assert_int_equal(strcmp(now->guideline, plain.guideline) != 0, guideline);
  assert_int_equal(strcmp(now->facts, plain.facts) != 0, facts);
  assert_int_equal(strcmp(now->assessment, plain.assessment) != 0, assessment);
}

static void one_byte_more(void **state) {
  (void)state;
  hashes now;
  static const char *const parts[] = {"guideline", "record", "report", "vocabulary"};
  mkdir(COPY, 0777);
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    char from[1024], to[1024];
    snprintf(from, sizeof from, "%s/%s", DATA, parts[i]);
    snprintf(to, sizeof to, "%s/%s", COPY, parts[i]);
    unlink(to);
    assert_int_equal(symlink(from, to), 0);
  }
  link_all(DATA "/facts", COPY "/facts");
  link_all(DATA "/assessment", COPY "/assessment");
  link_all(EDITION, COPY "-edition");
  now = hashes_of(COPY, COPY "-edition");
  assert_changed(&now, false, false, false); /* where files lie does not matter */
  lengthen(COPY "/facts/labs.json");
  now = hashes_of(COPY, COPY "-edition");
  assert_changed(&now, false, true, false);
  lengthen(COPY "/assessment/liver.dmn");
  now = hashes_of(COPY, COPY "-edition");
  assert_changed(&now, false, true, true);
  lengthen(COPY "-edition/options.json");
  now = hashes_of(COPY, COPY "-edition");
  assert_changed(&now, true, true, true);
}

static void a_table_of_the_edition(void **state) {
  (void)state;
  link_all(EDITION, COPY "-edition");
  lengthen(COPY "-edition/gate.dmn");
  hashes now = hashes_of(DATA, COPY "-edition");
  assert_changed(&now, true, false, false);
  link_all(EDITION, COPY "-edition");
  now = hashes_of(DATA, COPY "-edition");
  assert_changed(&now, false, false, false);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_byte_more),
      cmocka_unit_test(a_table_of_the_edition),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
