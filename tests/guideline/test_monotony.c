/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is unknown never argues: if parts of a record are taken away, no rule of the guideline may
 * turn from failing to firing or the other way round; it may only become undecided. Holds for
 * record, assessment and guideline together.
 */
#include "plan.h"
#include "planned.h"

struct world {
  struct tables tables;
  json_t *record;
};

/* Sections that may go as a whole. Single entries of the lists stay: without the latest value the
   one before it counts, which is another record and not a thinner one. */
static const char *const sections[] = {
    "pathology",  "imaging",  "labs",   "symptoms",        "tnm",
    "treatments", "genetics", "growth", "quality_of_life", "drugs"};
/* Sections whose members may go one by one. */
static const char *const objects[] = {"patient", "tumour",      "extent",   "liver",
                                      "growth",  "comorbidity", "syndrome", "genetics"};

static int start(void **state) {
  struct world *world = calloc(1, sizeof *world);
  world->tables = tables_start(NULL);
  world->record = json_load_file(LU_SOURCE_DIR "/examples/midgut-carcinoid.json", 0, NULL);
  assert_non_null(world->record);
  *state = world;
  return 0;
}

static int stop(void **state) {
  struct world *world = *state;
  json_decref(world->record);
  tables_stop(&world->tables);
  free(world);
  return 0;
}

static uint32_t next_random(uint32_t *random) {
  *random = *random * 1664525u + 1013904223u;
  return *random >> 8;
}

static json_t *thinned(const json_t *record, uint32_t *random) {
  json_t *thin = json_deep_copy(record);
  for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
    if (next_random(random) % 4 == 0) json_object_del(thin, sections[i]);
  for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
    const char *key;
    json_t *value;
    void *next;
    json_t *object = json_object_get(thin, objects[i]);
    json_object_foreach_safe(object, next, key, value) if (next_random(random) % 4 == 0)
        json_object_del(object, key);
  }
  return thin;
}

static void expect_no_new_verdicts(const struct world *world, const lu_plan *thin,
                                   const lu_plan *full) {
  static const char *const names[] = {"fails", "is undecided", "fires"};
  for (size_t i = 0; i < world->tables.guideline->rule_count; i++) {
    lu_outcome with_less = thin->states[i].outcome, with_more = full->states[i].outcome;
    if (thin->traces[world->tables.guideline->rules[i].table] == NULL || with_less == LU_UNDECIDED)
      continue;
    if (with_less != with_more)
      fail_msg("%s %s on a thinned record, but %s on the full one",
               world->tables.guideline->rules[i].id, names[with_less], names[with_more]);
  }
}

static void thinning_a_record_only_makes_rules_undecided(void **state) {
  struct world *world = *state;
  struct planned full = planned_make_json(&world->tables, world->record);
  uint32_t random = 2026;
  for (int round = 0; round < 60; round++) {
    json_t *record = thinned(world->record, &random);
    struct planned thin = planned_make_json(&world->tables, record);
    expect_no_new_verdicts(world, thin.plan, full.plan);
    planned_free(&thin);
    json_decref(record);
  }
  planned_free(&full);
}

/* Nothing is invented for an empty record: questions only, and those that open every table stand
   among the first eight. Receptor imaging follows once the site is known: a small tumour of
   stomach, appendix or rectum needs none. */
static void an_empty_record_yields_questions(void **state) {
  static const char *const wanted[] = {"site", "differentiation", "ki67_pct", "m", "function"};
  struct world *world = *state;
  json_t *record = json_pack("{s:i, s:s}", "lutetia_case", 1, "id", "empty");
  struct planned made = planned_make_json(&world->tables, record);
  assert_int_equal(lu_plan_verdict(made.plan), LU_DATA_MISSING);
  assert_int_equal(made.plan->counts.offered, 0);
  assert_int_equal(made.plan->counts.preferred, 0);
  for (size_t i = 0; i < made.plan->option_count; i++)
    assert_int_not_equal(made.plan->options[i].place, PLACE_BANNED);
  for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
    size_t fact = lu_dictionary_find(world->tables.dictionary, wanted[i]);
    bool found = false;
    for (size_t j = 0; j < 8 && j < made.plan->question_count; j++)
      found |= made.plan->questions[j].fact == fact && made.plan->questions[j].asked;
    if (!found) fail_msg("%s is not among the first questions", wanted[i]);
  }
  planned_free(&made);
  json_decref(record);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(thinning_a_record_only_makes_rules_undecided),
      cmocka_unit_test(an_empty_record_yields_questions),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
