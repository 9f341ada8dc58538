/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of reading a guideline, planning, and writing documents fails in turn. */
#include "failing_malloc.h"
#include "small.h"

struct world {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_guideline *guideline;
  lu_case *record;
  lu_assessment *assessment;
};

static const char record_text[] =
    "{\"lutetia_case\": 1, \"id\": \"memory\", \"patient\": {\"pregnant\": \"yes\"},"
    " \"tumour\": {\"site\": \"pancreas\", \"bleeding\": \"yes\"},"
    " \"pathology\": [{\"id\": \"p\", \"date\": \"2026-10-01\", \"differentiation\": \"well\","
    " \"ki67\": {\"percent\": 19.5}}],"
    " \"treatments\": [{\"kind\": \"PRRT\", \"start\": \"2026-02-01\", \"last\": \"2026-10-20\"}]}";

static int start(void **state) {
  struct world *world = calloc(1, sizeof *world);
  lu_error error = LU_ERROR_INIT;
  world->context = small_context("guideline-memory-data", true);
  expect_ok(lu_dictionary_read(&world->dictionary, world->context, &error), &error);
  expect_ok(
      lu_guideline_read(&world->guideline, "small/1", world->dictionary, world->context, &error),
      &error);
  expect_ok(lu_case_read_buffer(&world->record, record_text, sizeof record_text - 1, "memory.json",
                                world->dictionary, false, world->context, &error),
            &error);
  expect_ok(lu_assess(&world->assessment, world->record, NULL, world->context, &error), &error);
  *state = world;
  return 0;
}

static int stop(void **state) {
  struct world *world = *state;
  lu_assessment_free(world->assessment);
  lu_case_free(world->record);
  lu_guideline_free(world->guideline);
  lu_dictionary_free(world->dictionary);
  lu_context_free(world->context);
  free(world);
  return 0;
}

typedef lu_status work_function(const struct world *world, char **out, lu_error *error);

static lu_status read_guideline(const struct world *world, char **out, lu_error *error) {
  lu_guideline *guideline = NULL;
  lu_status status =
      lu_guideline_read(&guideline, "small/1", world->dictionary, world->context, error);
  lu_guideline_free(guideline);
  (void)out;
  return status;
}

static lu_status finish(lu_status status, json_t *document, lu_plan *plan, char **out) {
  if (status == LU_OK) {
    failing_malloc_countdown = 0; /* what follows is not under test */
    *out = json_dumps(document, JSON_SORT_KEYS);
  }
  json_decref(document);
  lu_plan_free(plan);
  return status;
}

static lu_status write_plan(const struct world *world, char **out, lu_error *error) {
  lu_plan *plan = NULL;
  json_t *document = NULL;
  lu_status status =
      lu_plan_make(&plan, world->guideline, world->assessment, world->context, error);
  if (status == LU_OK) status = lu_plan_document(&document, plan, world->context, error);
  return finish(status, document, plan, out);
}

static lu_status explain(const struct world *world, const char *name, char **out, lu_error *error) {
  lu_plan *plan = NULL;
  json_t *document = NULL;
  lu_status status =
      lu_plan_make(&plan, world->guideline, world->assessment, world->context, error);
  if (status == LU_OK) status = lu_plan_explain(&document, plan, name, world->context, error);
  return finish(status, document, plan, out);
}

static lu_status explain_option(const struct world *world, char **out, lu_error *error) {
  return explain(world, "alpha", out, error);
}

static lu_status explain_gap(const struct world *world, char **out, lu_error *error) {
  return explain(world, "K-02", out, error);
}

/* The work fails with LU_OUT_OF_MEMORY, or it could do without that memory and its answer is the
   same as ever. */
static void fail_all(const struct world *world, work_function *work) {
  char *expected = NULL;
  lu_error error = LU_ERROR_INIT;
  expect_ok(work(world, &expected, &error), &error);
  for (size_t n = 1;; n++) {
    char *got = NULL;
    failing_malloc_arm(n);
    lu_status status = work(world, &got, &error);
    bool reached = failing_malloc_disarm();
    if (status == LU_OK && expected != NULL && strcmp(got, expected) != 0) {
      size_t at = 0;
      while (got[at] == expected[at])
        at++;
      fail_msg("allocation %zu: %.200s\ninstead of %.200s", n, got + (at < 50 ? 0 : at - 50),
               expected + (at < 50 ? 0 : at - 50));
    }
    free(got);
    if (!reached) {
      assert_int_equal(status, LU_OK);
      break;
    }
    /* jansson may call it a syntax error of the file that the summary is read from */
    bool called_syntax = status == LU_BAD_INPUT && strstr(error.message, "summary.json") != NULL;
    if (status != LU_OK && status != LU_OUT_OF_MEMORY && !called_syntax)
      fail_msg("allocation %zu: %d %s", n, (int)status, error.message);
  }
  free(expected);
}

static void a_guideline_is_read(void **state) {
  fail_all(*state, read_guideline);
}

static void a_plan_is_written(void **state) {
  fail_all(*state, write_plan);
}

static void an_option_is_explained(void **state) {
  fail_all(*state, explain_option);
}

static void a_gap_is_explained(void **state) {
  fail_all(*state, explain_gap);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_guideline_is_read),
      cmocka_unit_test(a_plan_is_written),
      cmocka_unit_test(an_option_is_explained),
      cmocka_unit_test(a_gap_is_explained),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
