/* SPDX-License-Identifier: Apache-2.0 */
/* Any text as a FEEL expression and as unary tests: compiled, and evaluated in both modes. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "function.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore_name(void *user, const char *name) {
  *(size_t *)user += name[0] != '\0';
}

/** Evaluates with `x` known or unknown, and prints the result. */
static void evaluate(const feel_expression *expression, bool tests, bool three_valued,
                     lu_arena *arena, lu_context *context) {
  static const char *const reason[] = {"x"};
  feel_evaluator evaluator = {.arena = arena, .context = context, .three_valued = three_valued};
  evaluator.steps = FEEL_MAX_STEPS - FEEL_MAX_STEPS / 50; /* a short leash: inputs are many */
  const lu_value *one = feel_integer(arena, 1);
  const lu_value *x = one;
  if (three_valued) x = feel_unknown_value(arena, (feel_reasons){1, reason}, NULL, 0);
  feel_entry entries[] = {{"x", x}, {"mean dose", one}};
  feel_scope scope = {NULL, 2, entries};
  const lu_value *value = tests ? feel_test(&evaluator, expression, x, &scope)
                                : feel_evaluate(&evaluator, expression, &scope);
  if (evaluator.depth != 0) abort();
  if (!three_valued && feel_holds_unknown(value)) abort();
  if (evaluator.exhausted) return;
  lu_text text = LU_TEXT_INIT;
  lu_value_print(value, &text);
  lu_text_free(&text);
}

static void compile_and_evaluate(const char *text, bool tests) {
  static const char *const known[] = {"x", "mean dose"};
  lu_arena *arena = lu_arena_new();
  lu_context *context = NULL;
  lu_error error = LU_ERROR_INIT;
  feel_names names = {.count = 2, .names = known};
  const feel_expression *expression = NULL;
  if (arena == NULL || lu_context_new(&context, NULL) != LU_OK) {
    lu_arena_free(arena);
    return;
  }
  lu_context_set_today(context, (lu_date){2026, 11, 24, true});
  lu_status status = tests ? feel_compile_unary(&expression, text, &names, arena, &error)
                           : feel_compile(&expression, text, &names, arena, &error);
  if ((status == LU_OK) != (expression != NULL)) abort();
  if (status == LU_OK) {
    size_t free_names = 0;
    feel_free_names(expression, ignore_name, &free_names);
    evaluate(expression, tests, false, arena, context);
    evaluate(expression, tests, true, arena, context);
  } else if (error.message[0] == '\0') {
    abort();
  }
  lu_context_free(context);
  lu_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lu_arena *arena = lu_arena_new();
  if (arena == NULL) return 0;
  char *text = lu_arena_copy(arena, (const char *)data, size);
  if (text != NULL) {
    compile_and_evaluate(text, false);
    compile_and_evaluate(text, true);
  }
  lu_arena_free(arena);
  return 0;
}
