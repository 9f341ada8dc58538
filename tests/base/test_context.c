/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "lutetia/base/context.h"
#include "lutetia/base/file.h"
#include "lutetia/base/version.h"

static int make(void **state) {
  lu_context *context = NULL;
  if (lu_context_new(&context, NULL) != LU_OK) return -1;
  *state = context;
  return 0;
}

static int release(void **state) {
  lu_context_free(*state);
  return 0;
}

static void test_defaults(void **state) {
  lu_context *context = *state;
  assert_true(lu_context_threads(context) >= 1);
  assert_true(lu_context_seed(context) == 1);
  assert_false(lu_context_cancelled(context));
  assert_int_equal(lu_context_finding_count(context), 0);
  assert_string_equal(lu_context_data_path(context), LU_SOURCE_DIR "/data");
  int major, minor, patch;
  assert_int_equal(sscanf(lu_version(), "%d.%d.%d", &major, &minor, &patch), 3);
  lu_context_free(NULL);
}

static void test_settings(void **state) {
  lu_context *context = *state;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_context_set_threads(context, 3, &error), LU_OK);
  assert_int_equal(lu_context_set_threads(context, 0, &error), LU_USAGE);
  assert_int_equal(lu_context_set_threads(context, 1000000, &error), LU_USAGE);
  assert_int_equal(lu_context_threads(context), 3);
  lu_context_set_seed(context, UINT64_MAX);
  assert_true(lu_context_seed(context) == UINT64_MAX);
  char path[] = "some/where";
  assert_int_equal(lu_context_set_data_path(context, path, &error), LU_OK);
  path[0] = 'X';
  assert_string_equal(lu_context_data_path(context), "some/where");
  lu_context_cancel(context);
  assert_true(lu_context_cancelled(context));
}

static void test_data_path_of_environment(void **state) {
  (void)state;
  lu_context *context = NULL;
  setenv("LUTETIA_DATA", "/elsewhere", 1);
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  unsetenv("LUTETIA_DATA");
  assert_string_equal(lu_context_data_path(context), "/elsewhere");
  lu_context_free(context);
}

/** Runs a copy of this program that prints its data folder. */
static void check_printed_data_path(const char *program, const char *wanted) {
  char command[1200];
  char line[1200] = "";
  snprintf(command, sizeof command, "'%s' --print-data-path", program);
  FILE *pipe = popen(command, "r");
  assert_non_null(pipe);
  assert_non_null(fgets(line, sizeof line, pipe));
  assert_int_equal(pclose(pipe), 0);
  assert_string_equal(line, wanted);
}

/** An installed program uses the data that were installed with it. */
static void test_data_path_of_installation(void **state) {
  (void)state;
  char prefix[] = LU_BUILD_DIR "/test-context-XXXXXX";
  assert_non_null(mkdtemp(prefix));
  char bin[1000], program[1000], share[1000], data[1000], facts[1000];
  snprintf(bin, sizeof bin, "%s/bin", prefix);
  snprintf(program, sizeof program, "%s/bin/program", prefix);
  snprintf(share, sizeof share, "%s/share", prefix);
  snprintf(data, sizeof data, "%s/share/lutetia", prefix);
  snprintf(facts, sizeof facts, "%s/share/lutetia/facts", prefix);
  char *bytes = NULL;
  size_t length = 0;
  assert_int_equal(lu_file_read(&bytes, &length, "/proc/self/exe", 0, NULL), LU_OK);
  assert_int_equal(lu_folder_make(bin, NULL), LU_OK);
  assert_int_equal(lu_file_write(program, bytes, length, NULL), LU_OK);
  free(bytes);
  assert_int_equal(chmod(program, 0755), 0);
  check_printed_data_path(program, LU_SOURCE_DIR "/data");
  assert_int_equal(lu_folder_make(facts, NULL), LU_OK);
  check_printed_data_path(program, data);
  unlink(program);
  rmdir(bin);
  rmdir(facts);
  rmdir(data);
  rmdir(share);
  assert_int_equal(rmdir(prefix), 0);
}

static int print_data_path(void) {
  lu_context *context = NULL;
  if (lu_context_new(&context, NULL) != LU_OK) return 1;
  fputs(lu_context_data_path(context), stdout);
  lu_context_free(context);
  return 0;
}

static void test_today(void **state) {
  lu_context *context = *state;
  int64_t before = (int64_t)time(NULL) / 86400;
  int64_t today = lu_date_first_day(lu_context_today(context));
  int64_t after = (int64_t)time(NULL) / 86400;
  assert_in_range(today, before, after);
  lu_context_set_today(context, (lu_date){2026, 11, 24, true});
  assert_int_equal(lu_context_today(context).day, 24);
  /* an instant chosen by whoever builds reproducibly: 2001-09-09T01:46:40Z */
  setenv("SOURCE_DATE_EPOCH", "1000000000", 1);
  lu_context_set_today(context, LU_DATE_NONE);
  char text[16];
  assert_string_equal(lu_date_format(text, lu_context_today(context)), "2001-09-09");
  setenv("SOURCE_DATE_EPOCH", "12monkeys", 1);
  lu_context_set_today(context, LU_DATE_NONE);
  assert_in_range(lu_date_first_day(lu_context_today(context)), before, after + 1);
  unsetenv("SOURCE_DATE_EPOCH");
}

struct heard {
  char sentence[2000];
  lu_severity severity;
  uint64_t done, total;
  unsigned calls;
};

static void hear(void *user, lu_severity severity, const char *sentence) {
  struct heard *heard = user;
  heard->severity = severity;
  heard->calls++;
  snprintf(heard->sentence, sizeof heard->sentence, "%s", sentence);
}

static void see(void *user, const char *what, uint64_t done, uint64_t total) {
  struct heard *heard = user;
  heard->calls++;
  heard->done = done;
  heard->total = total;
  snprintf(heard->sentence, sizeof heard->sentence, "%s", what);
}

static void test_log_and_progress(void **state) {
  lu_context *context = *state;
  struct heard heard = {.calls = 0};
  lu_log(context, LU_NOTE, "nobody hears");
  lu_context_progress(context, "nobody", 1, 2);
  lu_context_set_log(context, hear, &heard);
  lu_log(context, LU_WARNING, "line %d\nof %d", 1, 2);
  assert_string_equal(heard.sentence, "line 1 of 2");
  assert_int_equal(heard.severity, LU_WARNING);
  lu_context_set_progress(context, see, &heard);
  lu_context_progress(context, "tables", 3, 5);
  assert_string_equal(heard.sentence, "tables");
  assert_true(heard.done == 3 && heard.total == 5 && heard.calls == 2);
  lu_context_set_log(context, NULL, NULL);
  lu_log(context, LU_NOTE, "silence again");
  assert_int_equal(heard.calls, 2);
}

static void test_findings(void **state) {
  lu_context *context = *state;
  char code[] = "case.age";
  lu_context_find(context, code, LU_WARNING, "case.json:3 /age", "The age is not used.",
                  "The age is %d.", 250);
  code[0] = 'X';
  lu_context_find(context, "case.age", LU_SEVERE, "case.json:3 /age", "", "The age is %d.", 250);
  assert_int_equal(lu_context_finding_count(context), 1);
  lu_context_find(context, "case.age", LU_WARNING, "case.json:4 /age", NULL, "The age is %d.", 250);
  lu_context_find(context, "case.sex", LU_NOTE, NULL, NULL, "The sex is missing.");
  assert_int_equal(lu_context_finding_count(context), 3);
  const lu_finding *finding = lu_context_finding(context, 0);
  assert_string_equal(finding->code, "case.age");
  assert_string_equal(finding->place, "case.json:3 /age");
  assert_string_equal(finding->sentence, "The age is 250.");
  assert_string_equal(finding->effect, "The age is not used.");
  assert_int_equal(finding->severity, LU_WARNING);
  for (int i = 0; i < 100; i++)
    lu_context_find(context, "many", LU_NOTE, "", "", "number %d", i);
  assert_ptr_equal(finding, lu_context_finding(context, 0));
  assert_string_equal(lu_context_finding(context, 102)->sentence, "number 99");
  assert_string_equal(lu_context_finding(context, 2)->effect, "");
  assert_null(lu_context_finding(context, 103));
  lu_context_clear_findings(context);
  assert_int_equal(lu_context_finding_count(context), 0);
  assert_false(lu_context_findings_incomplete(context));
}

/** A full list says once that there were more, and how grave. */
static void test_too_many_findings(void **state) {
  (void)state;
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  for (int i = 0; i < 5000; i++)
    lu_context_find(context, "test.many", i == 4000 ? LU_SEVERE : LU_NOTE, "", "", "number %d", i);
  assert_int_equal(lu_context_finding_count(context), 1001);
  const lu_finding *last = lu_context_finding(context, 1000);
  assert_string_equal(last->code, "base.too-many-findings");
  assert_int_equal(last->severity, LU_SEVERE);
  assert_string_equal(lu_context_finding(context, 999)->sentence, "number 999");
  lu_context_clear_findings(context);
  lu_context_find(context, "test.many", LU_NOTE, "", "", "again");
  assert_int_equal(lu_context_finding_count(context), 1);
  lu_context_free(context);
}

static void test_new_without_memory(void **state) {
  (void)state;
  if (!FAILING_MALLOC) skip();
  size_t tried = 0;
  for (size_t n = 1;; n++) {
    lu_context *context = NULL;
    lu_error error = LU_ERROR_INIT;
    failing_malloc_arm(n);
    lu_status status = lu_context_new(&context, &error);
    bool reached = failing_malloc_disarm();
    lu_context_free(context);
    if (!reached) break;
    assert_int_equal(status, LU_OUT_OF_MEMORY);
    assert_null(context);
    tried++;
  }
  assert_int_equal(tried, 2);
}

static void test_findings_without_memory(void **state) {
  lu_context *context = *state;
  if (!FAILING_MALLOC) skip();
  for (size_t n = 1;; n++) {
    lu_context_clear_findings(context);
    failing_malloc_arm(n);
    lu_context_find(context, "code", LU_NOTE, "here", "none", "number %zu", n);
    bool reached = failing_malloc_disarm();
    assert_true(lu_context_findings_incomplete(context) == reached);
    assert_int_equal(lu_context_finding_count(context), reached ? 0 : 1);
    if (!reached) break;
  }
  failing_malloc_arm(1);
  assert_int_equal(lu_context_set_data_path(context, "x", NULL), LU_OUT_OF_MEMORY);
  assert_true(failing_malloc_disarm());
  assert_string_equal(lu_context_data_path(context), LU_SOURCE_DIR "/data");
}

int main(int count, char **arguments) {
  if (count == 2 && strcmp(arguments[1], "--print-data-path") == 0) return print_data_path();
  unsetenv("LUTETIA_DATA");
  unsetenv("SOURCE_DATE_EPOCH");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_defaults, make, release),
      cmocka_unit_test_setup_teardown(test_settings, make, release),
      cmocka_unit_test(test_data_path_of_environment),
      cmocka_unit_test(test_data_path_of_installation),
      cmocka_unit_test_setup_teardown(test_today, make, release),
      cmocka_unit_test_setup_teardown(test_log_and_progress, make, release),
      cmocka_unit_test_setup_teardown(test_findings, make, release),
      cmocka_unit_test(test_too_many_findings),
      cmocka_unit_test(test_new_without_memory),
      cmocka_unit_test_setup_teardown(test_findings_without_memory, make, release),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
