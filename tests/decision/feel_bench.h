/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of FEEL share: compile a text, evaluate it, see the result as text. */
#ifndef TESTS_DECISION_FEEL_BENCH_H
#define TESTS_DECISION_FEEL_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "function.h"

/** An arena, an evaluator, and names with values. */
typedef struct feel_bench {
  lu_arena *arena;
  feel_evaluator evaluator;
  feel_names names;
  feel_scope scope;
  lu_text text;
  lu_error error;
} feel_bench;

static inline void bench_start(feel_bench *bench, bool three_valued) {
  memset(bench, 0, sizeof *bench);
  bench->arena = lu_arena_new();
  assert_non_null(bench->arena);
  bench->evaluator.arena = bench->arena;
  bench->evaluator.three_valued = three_valued;
}

static inline void bench_end(feel_bench *bench) {
  lu_text_free(&bench->text);
  lu_arena_free(bench->arena);
}

/** Gives the expressions that follow these variables. */
static inline void bench_bind(feel_bench *bench, const feel_entry *entries, size_t count) {
  const char **names = lu_arena_array(bench->arena, count, sizeof *names);
  assert_non_null(names);
  for (size_t i = 0; i < count; i++)
    names[i] = entries[i].name;
  bench->names.count = count;
  bench->names.names = names;
  bench->scope.count = count;
  bench->scope.entries = entries;
}

/** Value of an expression; fails the test if it does not compile. */
static inline const lu_value *bench_value(feel_bench *bench, const char *text) {
  const feel_expression *expression;
  lu_status status = feel_compile(&expression, text, &bench->names, bench->arena, &bench->error);
  if (status != LU_OK) fail_msg("%s: %s", text, bench->error.message);
  bench->evaluator.steps = 0;
  bench->evaluator.exhausted = false;
  const lu_value *value = feel_evaluate(&bench->evaluator, expression, &bench->scope);
  assert_non_null(value);
  assert_int_equal(bench->evaluator.depth, 0);
  return value;
}

/** A value as FEEL text. */
static inline const char *bench_print(feel_bench *bench, const lu_value *value) {
  lu_text_free(&bench->text);
  lu_value_print(value, &bench->text);
  return lu_text_string(&bench->text);
}

/** Checks that an expression yields what `expected` says. */
static inline void bench_check(feel_bench *bench, const char *text, const char *expected) {
  const char *found = bench_print(bench, bench_value(bench, text));
  if (strcmp(found, expected) != 0) {
    fail_msg("%s\n  yields   %s\n  expected %s", text, found, expected);
  }
}

/** An expression with its result. */
typedef struct example {
  const char *text, *result;
} example;

static inline void bench_check_all(const example *examples, size_t count) {
  feel_bench bench;
  bench_start(&bench, false);
  for (size_t i = 0; i < count; i++)
    bench_check(&bench, examples[i].text, examples[i].result);
  bench_end(&bench);
}

#define CHECK_ALL(examples) bench_check_all(examples, sizeof(examples) / sizeof((examples)[0]))

#endif
