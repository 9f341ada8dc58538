/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Properties of three-valued evaluation, on expressions made at random by a grammar:
 * with all inputs known both ways agree; with some unknown, whatever is claimed (a value, a set of
 * candidates, a list in part unknown) holds for every completion of the unknown inputs.
 */
#include "decision/feel_bench.h"
#include "feel_eval.h"

#define INPUTS 6u
#define EXPRESSIONS 6000u
#define MAX_VALUES 8u

/** splitmix64: the same expressions every time. */
static uint64_t draw(uint64_t *state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static unsigned below(uint64_t *state, unsigned count) {
  return (unsigned)(draw(state) % count);
}

/* ---- the grammar ---- */

/**
 * Productions: a letter is replaced by an expression of that type, everything else stands for
 * itself. B boolean, N number, S string, L list of numbers, C context, U unary test on a number, T
 * unary tests.
 */
typedef struct production_set {
  char type;
  unsigned leaves; /* the first so many hold no further expression */
  unsigned count;
  const char *forms[34];
} production_set;

static const production_set grammar[] = {
    {'B',
     5,
     34,
     {"p",
      "q",
      "true",
      "false",
      "null",
      "(B and B)",
      "(B or B)",
      "not(B)",
      "(B and B and B)",
      "(N = N)",
      "(N < N)",
      "(N >= N)",
      "(N != N)",
      "(S = S)",
      "(N between N and N)",
      "(N in [N..N])",
      "(N in (U, U))",
      "(N in L)",
      "(if B then B else B)",
      "(some i in L satisfies i > N)",
      "(every i in L satisfies (i != N or B))",
      "list contains(L, N)",
      "(N in (N..N])",
      "(N instance of number)",
      "(S in (S, S))",
      "(B = B)",
      "(L = L)",
      "(N in !=N)",
      "(N in [N, [N..N]])",
      "(B in [p, N])",
      "(N in [N..N])",
      "(C.b and B)",
      "(N in ? < N)",
      "(L in [L, L])"}},
    {'N',
     6,
     20,
     {"m",
      "n",
      "0",
      "1",
      "2",
      "null",
      "(N + N)",
      "(N - N)",
      "(N * N)",
      "-N",
      "(if B then N else N)",
      "count(L)",
      "L[N]",
      "C.k",
      "(function(x) x + N)(N)",
      "sum(L)",
      "(if B then N else B)",
      "max(N, N)",
      "[N, N][N]",
      "string length(S)"}},
    {'S', 3, 6, {"s", "\"x\"", "\"y\"", "(S + S)", "(if B then S else S)", "upper case(S)"}},
    {'L',
     2,
     11,
     {"l", "[1, 2]", "[N, N]", "L[item > N]", "L[B]", "(for i in L return i + N)", "[C, C].k",
      "(for i in N..N return i)", "(if B then L else L)", "append(L, N)", "[C, C][k > N].k"}},
    {'C', 1, 3, {"{k: 1}", "{k: N, b: B}", "[C, {k: N}][k = N][1]"}},
    {'U', 1, 6, {"null", "< N", ">= N", "[N..N)", "N", "? > N and B"}},
    {'T', 1, 4, {"not(U)", "not(U, U)", "U, U", "not(? = N) and B"}}, /* all of an input entry */
};

static void generate(lu_text *text, uint64_t *state, char type, unsigned depth) {
  for (size_t i = 0; i < sizeof grammar / sizeof grammar[0]; i++) {
    if (grammar[i].type != type) continue;
    const production_set *set = &grammar[i];
    unsigned choice = below(state, depth == 0 ? set->leaves : set->count);
    for (const char *at = set->forms[choice]; *at != '\0'; at++) {
      if (strchr("BNSLCUT", *at) != NULL) {
        generate(text, state, *at, depth == 0 ? 0 : depth - 1);
      } else {
        lu_text_append(text, at, 1);
      }
    }
  }
}

/* ---- inputs ---- */

/** An input with the values that it may have, and those that it has when it may have any. */
typedef struct test_input {
  const char *name;
  size_t count, any_count;
  const lu_value *values[MAX_VALUES];
} test_input;

static void add_value(test_input *input, const lu_value *value) {
  input->values[input->any_count++] = value;
}

/** Makes the inputs m, n (numbers), p, q (booleans), s (string), l (list). */
static void make_inputs(test_input *inputs, lu_arena *arena) {
  static const char *const names[INPUTS] = {"m", "n", "p", "q", "s", "l"};
  const lu_value **items = lu_arena_array(arena, 2, sizeof *items);
  assert_non_null(items);
  items[0] = feel_integer(arena, 2);
  items[1] = feel_integer(arena, 1);
  for (size_t i = 0; i < INPUTS; i++) {
    test_input *input = &inputs[i];
    input->name = names[i];
    if (i < 2) {
      add_value(input, feel_integer(arena, 0));
      add_value(input, feel_integer(arena, 1));
      add_value(input, feel_integer(arena, 2));
    } else if (i < 4) {
      add_value(input, &feel_true);
      add_value(input, &feel_false);
    } else if (i == 4) {
      add_value(input, feel_string_z(arena, "x"));
      add_value(input, feel_string_z(arena, "y"));
    } else {
      add_value(input, feel_list_value(arena, items, 2));
      add_value(input, feel_list_value(arena, items, 0));
    }
    add_value(input, &feel_null);
    input->count = input->any_count;
    /* An input that may take any value may take one of a type that nobody expects. */
    add_value(input, i < 2 ? feel_string_z(arena, "z") : feel_integer(arena, 1));
    add_value(input, i < 4 ? feel_list_value(arena, items, 1) : &feel_true);
  }
}

/** Does what was claimed hold for a completion? */
static bool admits(const lu_value *claim, const lu_value *actual) {
  if (claim->kind == LU_VALUE_UNKNOWN) {
    size_t count = claim->as.unknown.candidate_count;
    bool found = count == 0;
    for (size_t i = 0; i < count && !found; i++) {
      found = admits(claim->as.unknown.candidates[i], actual);
    }
    return found;
  }
  if (!feel_holds_unknown(claim)) return feel_same(claim, actual);
  if (claim->kind != actual->kind) return false;
  if (claim->kind == LU_VALUE_LIST) {
    bool same = claim->as.list.count == actual->as.list.count;
    for (size_t i = 0; same && i < claim->as.list.count; i++) {
      same = admits(claim->as.list.items[i], actual->as.list.items[i]);
    }
    return same;
  }
  if (claim->kind == LU_VALUE_CONTEXT) {
    bool same = claim->as.context.count == actual->as.context.count;
    for (size_t i = 0; same && i < claim->as.context.count; i++) {
      same = admits(claim->as.context.entries[i].value, actual->as.context.entries[i].value);
    }
    return same;
  }
  return true; /* ranges and functions are not results of this grammar */
}

/* ---- one expression ---- */

typedef struct test_trial {
  feel_bench bench;
  test_input inputs[INPUTS];
  feel_entry entries[INPUTS];
  bool unknown[INPUTS], any[INPUTS];
  const feel_expression *expression;
  const char *text;
  bool tests;                      /**< the text is unary tests, on the first input */
  size_t definite, narrowed, open; /**< how often something, or nothing, could be said */
} test_trial;

static const lu_value *evaluate(test_trial *trial, bool three_valued) {
  feel_evaluator *evaluator = &trial->bench.evaluator;
  evaluator->steps = 0;
  evaluator->message_count = 0;
  evaluator->three_valued = three_valued;
  const feel_scope *scope = &trial->bench.scope;
  const lu_value *value =
      trial->tests ? feel_test(evaluator, trial->expression, trial->entries[0].value, scope)
                   : feel_evaluate(evaluator, trial->expression, scope);
  assert_false(evaluator->exhausted);
  return value;
}

static void complain(test_trial *trial, const lu_value *claim, const lu_value *actual) {
  lu_text text = LU_TEXT_INIT;
  for (size_t i = 0; i < INPUTS; i++) {
    lu_text_printf(&text, "%s%s = ", trial->unknown[i] ? "?" : "", trial->inputs[i].name);
    lu_value_print(trial->entries[i].value, &text);
    lu_text_puts(&text, "  ");
  }
  lu_text_puts(&text, "\n  claimed ");
  lu_value_print(claim, &text);
  lu_text_puts(&text, "\n  is      ");
  lu_value_print(actual, &text);
  fail_msg("%s\n  %s", trial->text, lu_text_string(&text));
}

/** Goes through the completions of inputs from `index` on. */
static void complete(test_trial *trial, size_t index, const lu_value *claim) {
  while (index < INPUTS && !trial->unknown[index])
    index++;
  if (index == INPUTS) {
    const lu_value *actual = evaluate(trial, false);
    if (!admits(claim, actual)) complain(trial, claim, actual);
    return;
  }
  const test_input *input = &trial->inputs[index];
  size_t count = trial->any[index] ? input->any_count : input->count;
  for (size_t i = 0; i < count; i++) {
    lu_arena_mark mark = lu_arena_tell(trial->bench.arena);
    trial->entries[index].value = input->values[i];
    complete(trial, index + 1, claim);
    trial->bench.evaluator.message_capacity = 0;
    lu_arena_rewind(trial->bench.arena, mark);
  }
}

/** Reasons are names of inputs that are unknown, and there is one. */
static void check_reasons(const test_trial *trial, const lu_value *claim) {
  if (claim->kind != LU_VALUE_UNKNOWN) return;
  const feel_reasons *reasons = &claim->as.unknown.reasons;
  assert_true(reasons->count > 0);
  for (size_t i = 0; i < reasons->count; i++) {
    bool found = false;
    for (size_t k = 0; k < INPUTS; k++) {
      found = found || (trial->unknown[k] && strcmp(trial->inputs[k].name, reasons->names[i]) == 0);
    }
    if (!found) fail_msg("%s: '%s' is not to blame", trial->text, reasons->names[i]);
  }
}

/** Inputs that are not to blame cannot decide: with all of them given the result is still unknown.
 */
static void check_blame(test_trial *trial, uint64_t *state, const lu_value *claim) {
  if (claim->kind != LU_VALUE_UNKNOWN) return;
  const lu_value *before[INPUTS];
  for (size_t i = 0; i < INPUTS; i++) {
    bool blamed = false;
    for (size_t k = 0; k < claim->as.unknown.reasons.count; k++) {
      blamed = blamed || strcmp(claim->as.unknown.reasons.names[k], trial->inputs[i].name) == 0;
    }
    before[i] = trial->entries[i].value;
    if (blamed || !trial->unknown[i]) continue;
    trial->entries[i].value = trial->inputs[i].values[below(state, 3)];
  }
  const lu_value *after = evaluate(trial, true);
  if (!feel_holds_unknown(after)) complain(trial, claim, after);
  for (size_t i = 0; i < INPUTS; i++)
    trial->entries[i].value = before[i];
}

/** Gives every input a value: known, one of several, or any. */
static void choose_inputs(test_trial *trial, uint64_t *state) {
  lu_arena *arena = trial->bench.arena;
  unsigned unknown = 0;
  for (size_t i = 0; i < INPUTS; i++) {
    const test_input *input = &trial->inputs[i];
    trial->unknown[i] = unknown < 3 && below(state, 2) == 0;
    trial->any[i] = trial->unknown[i] && below(state, 2) == 0;
    const lu_value *value = input->values[below(state, (unsigned)input->count)];
    if (trial->unknown[i]) {
      unknown++;
      const char **name = lu_arena_alloc(arena, sizeof *name);
      const lu_value **candidates = lu_arena_array(arena, input->count, sizeof *candidates);
      assert_true(name != NULL && candidates != NULL);
      *name = input->name;
      memcpy(candidates, input->values, input->count * sizeof *candidates);
      value = feel_unknown_value(arena, (feel_reasons){1, name}, candidates,
                                 trial->any[i] ? 0 : input->count);
    }
    trial->entries[i] = (feel_entry){input->name, value};
  }
}

/** Makes and compiles a random expression, or unary tests. */
static void make_expression(test_trial *trial, uint64_t *state, lu_text *text) {
  static const char types[] = "BBBNNSLTT";
  char type = types[below(state, sizeof types - 1)];
  feel_bench *bench = &trial->bench;
  generate(text, state, type, 1 + below(state, 3));
  trial->text = lu_text_string(text);
  trial->tests = type == 'T';
  lu_status status = (trial->tests ? feel_compile_unary : feel_compile)(
      &trial->expression, trial->text, &bench->names, bench->arena, &bench->error);
  if (status != LU_OK) fail_msg("%s: %s", trial->text, bench->error.message);
}

/** Checks what is claimed of one random expression. */
static void try_expression(test_trial *trial, uint64_t *state) {
  lu_text text = LU_TEXT_INIT;
  make_expression(trial, state, &text);
  choose_inputs(trial, state);
  const lu_value *claim = evaluate(trial, true);
  check_reasons(trial, claim);
  check_blame(trial, state, claim);
  bool narrow = claim->kind == LU_VALUE_UNKNOWN && claim->as.unknown.candidate_count > 0;
  trial->definite += !feel_holds_unknown(claim);
  trial->narrowed += narrow;
  trial->open += feel_holds_unknown(claim) && !narrow;
  complete(trial, 0, claim);
  lu_text_free(&text);
}

static void start_trial(test_trial *trial) {
  memset(trial, 0, sizeof *trial);
  bench_start(&trial->bench, true);
  make_inputs(trial->inputs, trial->bench.arena);
  for (size_t i = 0; i < INPUTS; i++)
    trial->entries[i].name = trial->inputs[i].name;
  bench_bind(&trial->bench, trial->entries, INPUTS);
}

static void claims_hold_for_all_completions(void **state) {
  (void)state;
  uint64_t random = 1;
  test_trial trial;
  start_trial(&trial);
  for (size_t i = 0; i < EXPRESSIONS; i++) {
    lu_arena_mark mark = lu_arena_tell(trial.bench.arena);
    try_expression(&trial, &random);
    trial.bench.evaluator.message_capacity = 0;
    lu_arena_rewind(trial.bench.arena, mark);
  }
  /* All three kinds of answer must come up often, or this test says nothing. */
  assert_true(trial.definite > EXPRESSIONS / 10);
  assert_true(trial.narrowed > EXPRESSIONS / 10);
  assert_true(trial.open > EXPRESSIONS / 20);
  bench_end(&trial.bench);
}

static void known_inputs_agree(void **state) {
  (void)state;
  uint64_t random = 2;
  test_trial trial;
  start_trial(&trial);
  for (size_t i = 0; i < EXPRESSIONS; i++) {
    lu_arena_mark mark = lu_arena_tell(trial.bench.arena);
    lu_text text = LU_TEXT_INIT;
    make_expression(&trial, &random, &text);
    for (size_t k = 0; k < INPUTS; k++) {
      const test_input *input = &trial.inputs[k];
      trial.entries[k].value = input->values[below(&random, (unsigned)input->any_count)];
    }
    const lu_value *standard = evaluate(&trial, false);
    const lu_value *three = evaluate(&trial, true);
    assert_false(feel_holds_unknown(three));
    if (!feel_same(standard, three)) complain(&trial, three, standard);
    trial.bench.evaluator.message_capacity = 0;
    lu_arena_rewind(trial.bench.arena, mark);
    lu_text_free(&text);
  }
  bench_end(&trial.bench);
}

/* ---- the tables of docs/three-valued.md ---- */

static void truth_tables(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, true);
  static const char *const reason[] = {"u"};
  const lu_value *unknown = feel_unknown_value(bench.arena, (feel_reasons){1, reason}, NULL, 0);
  const lu_value *values[] = {&feel_true, &feel_false, &feel_null, unknown};
  /* rows and columns: true, false, null, unknown; results: t f n u */
  static const char conjunction[4][5] = {"tfnu", "ffff", "nfnu", "ufuu"};
  static const char disjunction[4][5] = {"tttt", "tfnu", "tnnu", "tuuu"};
  for (size_t i = 0; i < 4; i++) {
    for (size_t k = 0; k < 4; k++) {
      const lu_value *both[] = {feel_and(bench.arena, values[i], values[k]),
                                feel_or(bench.arena, values[i], values[k])};
      const char expected[] = {conjunction[i][k], disjunction[i][k]};
      for (size_t j = 0; j < 2; j++) {
        char found = lu_value_is_true(both[j])                     ? 't'
                     : lu_value_is_false(both[j])                  ? 'f'
                     : lu_value_get_kind(both[j]) == LU_VALUE_NULL ? 'n'
                                                                   : 'u';
        assert_int_equal(found, expected[j]);
      }
    }
  }
  bench_end(&bench);
}

static void candidates_decide(void **state) {
  (void)state;
  feel_bench bench;
  bench_start(&bench, true);
  lu_arena *arena = bench.arena;
  static const char *const reasons[] = {"grade", "count"};
  const lu_value *grades[] = {feel_string_z(arena, "G1"), feel_string_z(arena, "G2")};
  const feel_entry entries[] = {
      {"grade", feel_unknown_value(arena, (feel_reasons){1, &reasons[0]}, grades, 2)},
      {"count", feel_unknown_value(arena, (feel_reasons){1, &reasons[1]}, NULL, 0)},
  };
  bench_bind(&bench, entries, 2);
  bench_check(&bench, "grade = \"G3\"", "false");
  bench_check(&bench, "grade in (\"G1\", \"G2\")", "true");
  bench_check(&bench, "grade in [\"G1\", \"G2\", \"G3\"]", "true");
  bench_check(&bench, "if grade = \"G1\" then 1 else 1", "1");
  bench_check(&bench, "if grade = \"G3\" then count else 2", "2");
  bench_check(&bench, "(if grade = \"G1\" then 1 else 2) < 3", "true");
  bench_check(&bench, "grade + \"x\" = \"G3x\"", "false");
  bench_check(&bench, "string length(grade)", "2");
  bench_check(&bench, "count > 5 and grade = \"G3\"", "false");
  bench_check(&bench, "some g in [grade, \"G3\"] satisfies g = \"G3\"", "true");
  const lu_value *open = bench_value(&bench, "count > 5 and grade = \"G1\"");
  const char *const *names;
  assert_int_equal(lu_unknown_reasons(open, &names), 2);
  assert_string_equal(names[0], "count");
  assert_string_equal(names[1], "grade");
  bench_end(&bench);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(truth_tables),
      cmocka_unit_test(candidates_decide),
      cmocka_unit_test(known_inputs_agree),
      cmocka_unit_test(claims_hold_for_all_completions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
