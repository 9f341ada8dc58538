/* SPDX-License-Identifier: Apache-2.0 */
/* A data folder with the project's facts and assessment, and a guideline of this folder. */
#ifndef TESTS_GUIDELINE_SMALL_H
#define TESTS_GUIDELINE_SMALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lutetia/base/file.h"
#include "lutetia/guideline.h"

#define SMALL_DATA LU_SOURCE_DIR "/tests/guideline/data"

/* Makes <build>/<name>/ with links to facts, assessment and record; its guideline folder is a link
   to the test's data, or a real empty folder. */
static inline lu_context *small_context(const char *name, bool link_guideline) {
  static const char *const parts[] = {"facts", "assessment", "record"};
  char folder[600], path[700], target[700];
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  snprintf(folder, sizeof folder, "%s/%s", LU_BUILD_DIR, name);
  assert_int_equal(lu_folder_make(folder, NULL), LU_OK);
  for (size_t i = 0; i < 3; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
    snprintf(target, sizeof target, "%s/data/%s", LU_SOURCE_DIR, parts[i]);
    unlink(path);
    assert_int_equal(symlink(target, path), 0);
  }
  snprintf(path, sizeof path, "%s/guideline", folder);
  if (link_guideline) {
    unlink(path);
    assert_int_equal(symlink(SMALL_DATA, path), 0);
  } else
    assert_int_equal(lu_folder_make(path, NULL), LU_OK);
  assert_int_equal(lu_context_set_data_path(context, folder, NULL), LU_OK);
  lu_context_set_today(context, (lu_date){2026, 11, 24, true});
  return context;
}

/* Fails the test with the sentence of the error. */
static inline void expect_ok(lu_status status, const lu_error *error) {
  if (status != LU_OK) fail_msg("%d: %s", (int)status, error->message);
}

#endif
