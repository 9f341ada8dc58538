/* SPDX-License-Identifier: Apache-2.0 */
/* Tables read once: many records, facts derived anew, several threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/base/random.h"
#include "lutetia/patient.h"

#define MAX_CASES 200

typedef struct world {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_assessor *assessor;
  size_t count;
  lu_case *records[MAX_CASES];
  lu_assessment *assessments[MAX_CASES];
} world;

static void expect_ok(lu_status status, const lu_error *error) {
  if (status != LU_OK) fail_msg("%s", error->message);
}

static bool is_case(const char *name) {
  size_t length = strlen(name);
  return length > 5 && strcmp(name + length - 5, ".json") == 0 && strstr(name, "expected") == NULL;
}

static void read_folder(world *on, const char *folder) {
  lu_error error = LU_ERROR_INIT;
  char path[1024];
  struct dirent *entry;
  DIR *directory = opendir(folder);
  assert_non_null(directory);
  while ((entry = readdir(directory)) != NULL && on->count < MAX_CASES) {
    if (!is_case(entry->d_name)) continue;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    lu_case **record = &on->records[on->count];
    expect_ok(lu_case_read(record, path, on->dictionary, false, on->context, &error), &error);
    expect_ok(
        lu_assessor_assess(&on->assessments[on->count], on->assessor, *record, on->context, &error),
        &error);
    on->count++;
  }
  closedir(directory);
}

static int make_world(void **state) {
  static const char *const folders[] = {LU_SOURCE_DIR "/examples",
                                        LU_SOURCE_DIR "/examples/vignettes"};
  lu_error error = LU_ERROR_INIT;
  world *on = calloc(1, sizeof *on);
  lu_date today;
  expect_ok(lu_context_new(&on->context, &error), &error);
  expect_ok(lu_context_set_data_path(on->context, LU_SOURCE_DIR "/data", &error), &error);
  expect_ok(lu_date_parse(&today, "2026-11-24", &error), &error);
  lu_context_set_today(on->context, today);
  expect_ok(lu_dictionary_read(&on->dictionary, on->context, &error), &error);
  expect_ok(lu_assessor_read(&on->assessor, NULL, on->dictionary, on->context, &error), &error);
  for (size_t i = 0; i < 2; i++)
    read_folder(on, folders[i]);
  assert_true(on->count > 20);
  *state = on;
  return 0;
}

static int end_world(void **state) {
  world *on = *state;
  for (size_t i = 0; i < on->count; i++) {
    lu_assessment_free(on->assessments[i]);
    lu_case_free(on->records[i]);
  }
  lu_assessor_free(on->assessor);
  lu_dictionary_free(on->dictionary);
  lu_context_free(on->context);
  free(on);
  return 0;
}

/** Asserts that two sets hold the same, whatever is said of where it comes from. */
static void expect_same(const lu_factset *a, const lu_factset *b, const char *what) {
  const lu_dictionary *dictionary = lu_factset_dictionary(a);
  for (size_t i = 0; i < lu_dictionary_count(dictionary); i++) {
    const lu_value *left = lu_factset_value(a, i), *right = lu_factset_value(b, i);
    bool same = lu_factset_state(a, i) == lu_factset_state(b, i) &&
                (left == NULL || right == NULL ? left == right : lu_value_same(left, right));
    if (same) continue;
    lu_text one = LU_TEXT_INIT, other = LU_TEXT_INIT;
    lu_factset_print(a, i, &one);
    lu_factset_print(b, i, &other);
    fail_msg("%s: %s is \"%s\" and \"%s\"", what, lu_fact_name(lu_dictionary_at(dictionary, i)),
             lu_text_string(&one), lu_text_string(&other));
  }
}

static void derived_anew_all_is_as_assessed(void **state) {
  const world *on = *state;
  lu_error error = LU_ERROR_INIT;
  for (size_t i = 0; i < on->count; i++) {
    const lu_factset *assessed = lu_assessment_facts(on->assessments[i]);
    lu_factset *facts;
    expect_ok(lu_factset_copy(&facts, assessed, on->context, &error), &error);
    expect_ok(lu_assessor_derive(on->assessor, facts, on->context, &error), &error);
    expect_same(facts, assessed, lu_case_id(on->records[i]));
    lu_factset_free(facts);
  }
}

/** Sets a recorded fact to one of its values. @return false if it has none to try */
static bool set_some(lu_factset *facts, size_t fact, size_t which) {
  const lu_fact *entry = lu_dictionary_at(lu_factset_dictionary(facts), fact);
  lu_error error = LU_ERROR_INIT;
  size_t count = lu_fact_value_count(entry);
  if (lu_fact_is_derived(entry)) return false;
  switch (lu_fact_get_type(entry)) {
    case LU_FACT_BOOLEAN:
      expect_ok(lu_factset_set_boolean(facts, fact, which % 2 == 0, NULL, &error), &error);
      return true;
    case LU_FACT_NUMBER:
      expect_ok(lu_factset_set_number(facts, fact, 1.5 + 17 * (double)(which % 3), NULL, &error),
                &error);
      return true;
    case LU_FACT_CHOICE:
      if (count == 0) return false;
      expect_ok(lu_factset_set_text(facts, fact, lu_fact_value(entry, which % count), NULL, &error),
                &error);
      return true;
    case LU_FACT_SET: {
      const char *members[3];
      size_t wanted = which % 3;
      if (count < 3) return false;
      for (size_t i = 0; i < wanted; i++)
        members[i] = lu_fact_value(entry, (which / 3 + i) % count);
      expect_ok(lu_factset_set_list(facts, fact, members, wanted, NULL, &error), &error);
      return true;
    }
    default:
      return false;
  }
}

/** Changes one fact and compares both ways to derive what follows. */
static void compare_change(const world *on, const lu_factset *base, size_t fact, size_t which) {
  lu_error error = LU_ERROR_INIT;
  lu_factset *whole, *part;
  expect_ok(lu_factset_new(&whole, on->dictionary, on->context, &error), &error);
  expect_ok(lu_factset_new(&part, on->dictionary, on->context, &error), &error);
  lu_factset_overlay(whole, base);
  lu_factset_overlay(part, base);
  bool changed = true;
  if (which == 0) {
    lu_factset_clear(whole, fact);
    lu_factset_clear(part, fact);
  } else {
    changed = set_some(whole, fact, which);
    set_some(part, fact, which);
  }
  if (changed) {
    expect_ok(lu_assessor_derive(on->assessor, whole, on->context, &error), &error);
    expect_ok(lu_assessor_rederive(on->assessor, part, &fact, 1, on->context, &error), &error);
    expect_same(part, whole, lu_fact_name(lu_dictionary_at(on->dictionary, fact)));
  }
  lu_factset_free(part);
  lu_factset_free(whole);
}

static void one_changed_fact_moves_what_looks_at_it(void **state) {
  const world *on = *state;
  for (size_t i = 0; i < on->count; i += 5)
    for (size_t fact = 0; fact < lu_dictionary_count(on->dictionary); fact++) {
      if (lu_fact_is_derived(lu_dictionary_at(on->dictionary, fact))) continue;
      compare_change(on, lu_assessment_facts(on->assessments[i]), fact, (i + fact) % 4);
    }
}

/** Changes of several facts at once, sets among them. */
#define MOST_CHANGES 6
#define ROUNDS 60

/** Changes some facts of two sets alike. @return number of changes; the facts go to `changed` */
static size_t change_some(lu_factset *whole, lu_factset *part, size_t changed[MOST_CHANGES],
                          size_t *sets, lu_random *random) {
  const lu_dictionary *dictionary = lu_factset_dictionary(whole);
  size_t wanted = 1 + lu_random_below(random, MOST_CHANGES), count = 0;
  for (size_t i = 0; i < wanted; i++) {
    size_t fact = lu_random_below(random, (uint32_t)lu_dictionary_count(dictionary));
    size_t which = lu_random_below(random, 1u << 20);
    const lu_fact *entry = lu_dictionary_at(dictionary, fact);
    if (lu_fact_is_derived(entry)) continue;
    if (which % 7 == 0) {
      lu_factset_clear(whole, fact);
      lu_factset_clear(part, fact);
    } else if (!set_some(whole, fact, which) || !set_some(part, fact, which)) {
      continue;
    }
    *sets += lu_fact_get_type(entry) == LU_FACT_SET && which % 7 != 0;
    changed[count++] = fact;
  }
  return count;
}

static void several_changed_facts_move_what_looks_at_them(void **state) {
  const world *on = *state;
  lu_error error = LU_ERROR_INIT;
  size_t sets = 0, several = 0, changed[MOST_CHANGES];
  lu_factset *whole, *part;
  expect_ok(lu_factset_new(&whole, on->dictionary, on->context, &error), &error);
  expect_ok(lu_factset_new(&part, on->dictionary, on->context, &error), &error);
  for (size_t i = 0; i < on->count; i++)
    for (uint64_t round = 0; round < ROUNDS; round++) {
      lu_random random = lu_random_start(i + 1, round);
      lu_factset_overlay(whole, lu_assessment_facts(on->assessments[i]));
      lu_factset_overlay(part, lu_assessment_facts(on->assessments[i]));
      size_t count = change_some(whole, part, changed, &sets, &random);
      several += count > 1;
      expect_ok(lu_assessor_derive(on->assessor, whole, on->context, &error), &error);
      expect_ok(lu_assessor_rederive(on->assessor, part, changed, count, on->context, &error),
                &error);
      expect_same(part, whole, lu_case_id(on->records[i]));
    }
  assert_true(sets > 100 && several > on->count * ROUNDS / 3);
  lu_factset_free(part);
  lu_factset_free(whole);
}

/** What the threads of the test share. */
typedef struct shared {
  const world *on;
  lu_text lines[MAX_CASES];
} shared;

static lu_status assess_one(void *user, size_t index, int worker, lu_error *error) {
  shared *all = user;
  lu_context *context = NULL;
  lu_assessment *assessment = NULL;
  (void)worker;
  lu_status status = lu_context_new(&context, error);
  if (status != LU_OK) return status;
  lu_context_set_today(context, lu_context_today(all->on->context));
  status = lu_context_set_data_path(context, LU_SOURCE_DIR "/data", error);
  if (status == LU_OK)
    status =
        lu_assessor_assess(&assessment, all->on->assessor, all->on->records[index], context, error);
  if (status == LU_OK)
    status = lu_assessment_summary(&all->lines[index], assessment, context, error);
  lu_assessment_free(assessment);
  lu_context_free(context);
  return status;
}

static void several_threads_share_the_tables(void **state) {
  world *on = *state;
  lu_error error = LU_ERROR_INIT;
  shared all = {.on = on};
  expect_ok(lu_context_set_threads(on->context, 4, &error), &error);
  expect_ok(lu_parallel_for(on->context, on->count, assess_one, &all, &error), &error);
  for (size_t i = 0; i < on->count; i++) {
    lu_text alone = LU_TEXT_INIT;
    expect_ok(lu_assessment_summary(&alone, on->assessments[i], on->context, &error), &error);
    assert_string_equal(lu_text_string(&all.lines[i]), lu_text_string(&alone));
    lu_text_free(&alone);
    lu_text_free(&all.lines[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(derived_anew_all_is_as_assessed),
      cmocka_unit_test(one_changed_fact_moves_what_looks_at_it),
      cmocka_unit_test(several_changed_facts_move_what_looks_at_them),
      cmocka_unit_test(several_threads_share_the_tables),
  };
  return cmocka_run_group_tests(tests, make_world, end_world);
}
