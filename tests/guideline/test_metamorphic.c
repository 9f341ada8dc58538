/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Properties that hold for every case under examples/, whatever its plan is: less knowledge decides
 * less, the way of writing does not matter, a ban never helps, both ways of evaluation agree where
 * everything is known, and alarms stay few.
 */
#include <dirent.h>
#include <math.h>

#include "plan.h"
#include "planned.h"

#define MAX_CASES 256

struct world {
  struct tables tables;
  char *names[MAX_CASES];
  json_t *records[MAX_CASES];
  size_t count;
};

static void add_cases(struct world *world, const char *folder) {
  struct dirent *entry;
  DIR *open = opendir(folder);
  assert_non_null(open);
  while ((entry = readdir(open)) != NULL) {
    char path[600];
    size_t length = strlen(entry->d_name);
    if (length < 5 || strcmp(entry->d_name + length - 5, ".json") != 0) continue;
    if (strstr(entry->d_name, ".expected.") != NULL) continue;
    assert_true(world->count < MAX_CASES);
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    world->names[world->count] = strdup(entry->d_name);
    world->records[world->count] = json_load_file(path, 0, NULL);
    assert_non_null(world->records[world->count]);
    world->count++;
  }
  closedir(open);
}

static int start(void **state) {
  struct world *world = calloc(1, sizeof *world);
  world->tables = tables_start(NULL);
  add_cases(world, LU_SOURCE_DIR "/examples");
  add_cases(world, LU_SOURCE_DIR "/examples/vignettes");
  assert_true(world->count >= 25);
  *state = world;
  return 0;
}

static int stop(void **state) {
  struct world *world = *state;
  for (size_t i = 0; i < world->count; i++) {
    json_decref(world->records[i]);
    free(world->names[i]);
  }
  tables_stop(&world->tables);
  free(world);
  return 0;
}

static const char *outcome_name(lu_outcome outcome) {
  return outcome == LU_FIRES ? "fires" : outcome == LU_FAILS ? "fails" : "is undecided";
}

static bool is_traced(const lu_plan *plan, size_t rule) {
  return plan->traces[plan->guideline->rules[rule].table] != NULL;
}

/* ---- less knowledge decides less ------------------------------------------------------------ */

/* Lists whose single entries stay: without the latest value the one before it counts, which is
   another record and not a thinner one. They may go as a whole. */
static bool may_go(const char *section, const json_t *value) {
  static const char *const kept[] = {"lutetia_case", "id", "drugs_complete", "treatments"};
  for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
    if (strcmp(section, kept[i]) == 0) return false;
  return json_is_object(value) || json_is_array(value);
}

/* Takes away the n-th part of a record: a whole section, or one member of an object.
 * @return false if there are not that many parts */
static bool take_away(json_t *record, size_t part, char *what, size_t size) {
  const char *section, *key;
  json_t *value, *member;
  size_t at = 0;
  json_object_foreach(record, section, value) {
    if (!may_go(section, value)) continue;
    snprintf(what, size, "%s", section);
    if (at++ == part) return json_object_del(record, section) == 0;
    if (!json_is_object(value)) continue;
    json_object_foreach(value, key, member) {
      snprintf(what, size, "%s/%s", section, key);
      if (at++ == part) return json_object_del(value, key) == 0;
    }
  }
  return false;
}

/* Advice to do a test looks at what nobody has stated, so that it comes and goes with statements.
 */
static bool is_about_tests(const struct world *world, size_t rule) {
  const json_t *option = json_object_get(world->tables.guideline->options,
                                         world->tables.guideline->rules[rule].option);
  const char *group = json_string_value(json_object_get(option, "group"));
  return group != NULL && strcmp(group, "test") == 0;
}

static void taking_a_fact_away_never_decides(void **state) {
  struct world *world = *state;
  for (size_t i = 0; i < world->count; i++) {
    struct planned full = planned_make_json(&world->tables, world->records[i]);
    for (size_t part = 0;; part++) {
      char what[200];
      json_t *record = json_deep_copy(world->records[i]);
      if (!take_away(record, part, what, sizeof what)) {
        json_decref(record);
        break;
      }
      struct planned thin = planned_make_json(&world->tables, record);
      for (size_t rule = 0; rule < world->tables.guideline->rule_count; rule++) {
        lu_outcome less = thin.plan->states[rule].outcome, more = full.plan->states[rule].outcome;
        if (is_about_tests(world, rule)) continue;
        if (is_traced(thin.plan, rule) && less != LU_UNDECIDED && less != more)
          fail_msg("%s: without %s %s %s, but it %s with it", world->names[i], what,
                   world->tables.guideline->rules[rule].id, outcome_name(less), outcome_name(more));
      }
      planned_free(&thin);
      json_decref(record);
    }
    planned_free(&full);
  }
}

/* ---- the way of writing does not matter ----------------------------------------------------- */

/* All lists backwards, all members in the other order. */
static json_t *turned(const json_t *value) {
  if (json_is_array(value)) {
    json_t *out = json_array();
    for (size_t i = json_array_size(value); i-- > 0;)
      assert_int_equal(json_array_append_new(out, turned(json_array_get(value, i))), 0);
    return out;
  }
  if (!json_is_object(value)) return json_deep_copy(value);
  const char *keys[512];
  size_t count = 0;
  const char *key;
  json_t *member, *out = json_object();
  json_object_foreach((json_t *)(uintptr_t)value, key, member) {
    assert_true(count < 512);
    keys[count++] = key;
  }
  while (count-- > 0)
    assert_int_equal(
        json_object_set_new(out, keys[count], turned(json_object_get(value, keys[count]))), 0);
  return out;
}

/* Both plans say the same of every rule, option and question. */
static void expect_same(const struct world *world, const char *name, const lu_plan *a,
                        const lu_plan *b) {
  for (size_t i = 0; i < world->tables.guideline->rule_count; i++)
    if (a->states[i].outcome != b->states[i].outcome)
      fail_msg("%s: %s %s, then it %s", name, world->tables.guideline->rules[i].id,
               outcome_name(a->states[i].outcome), outcome_name(b->states[i].outcome));
  assert_int_equal(a->option_count, b->option_count);
  for (size_t i = 0; i < a->option_count; i++) {
    assert_string_equal(a->options[i].code, b->options[i].code);
    assert_int_equal(a->options[i].place, b->options[i].place);
    assert_ptr_equal(a->options[i].winner, b->options[i].winner);
  }
  assert_int_equal(a->question_count, b->question_count);
  for (size_t i = 0; i < a->question_count; i++)
    assert_int_equal(a->questions[i].fact, b->questions[i].fact);
}

static void order_does_not_matter(void **state) {
  struct world *world = *state;
  for (size_t i = 0; i < world->count; i++) {
    json_t *record = turned(world->records[i]);
    struct planned as_written = planned_make_json(&world->tables, world->records[i]);
    struct planned backwards = planned_make_json(&world->tables, record);
    expect_same(world, world->names[i], as_written.plan, backwards.plan);
    planned_free(&as_written);
    planned_free(&backwards);
    json_decref(record);
  }
}

/* Other units of the same value: factor by which the number is multiplied. */
static const struct {
  const char *test, *from, *to;
  double factor;
} conversions[] = {
    {"haemoglobin", "g/dL", "g/L", 10},          {"platelets", "10^9/L", "10^3/uL", 1},
    {"white_cells", "10^9/L", "10^3/uL", 1},     {"neutrophils", "10^9/L", "10^3/uL", 1},
    {"lymphocytes", "10^9/L", "10^3/uL", 1},     {"albumin", "g/L", "g/dL", 0.1},
    {"creatinine", "umol/L", "mg/dL", 1 / 88.4}, {"alt", "U/L", "ukat/L", 1 / 60.0},
    {"ast", "U/L", "ukat/L", 1 / 60.0},          {"alp", "U/L", "ukat/L", 1 / 60.0},
};

static void scale(json_t *entry, const char *key, double factor) {
  json_t *value = json_object_get(entry, key);
  if (json_is_number(value))
    assert_int_equal(json_object_set_new(entry, key, json_real(json_number_value(value) * factor)),
                     0);
}

/* Laboratory values in other units, diameters in cm. @return how many were changed */
static size_t change_units(json_t *record) {
  size_t index, changed = 0;
  json_t *entry;
  json_array_foreach(json_object_get(record, "labs"), index, entry) {
    const char *test = json_string_value(json_object_get(entry, "test"));
    const char *unit = json_string_value(json_object_get(entry, "unit"));
    for (size_t i = 0; test != NULL && unit != NULL && i < sizeof conversions / sizeof *conversions;
         i++) {
      if (strcmp(test, conversions[i].test) != 0 || strcmp(unit, conversions[i].from) != 0)
        continue;
      static const char *const scaled[] = {"value", "low", "high", "sd"};
      for (size_t j = 0; j < sizeof scaled / sizeof scaled[0]; j++)
        scale(entry, scaled[j], conversions[i].factor);
      json_object_set_new(entry, "unit", json_string(conversions[i].to));
      changed++;
      break;
    }
  }
  json_t *tumour = json_object_get(record, "tumour"), *size = json_object_get(tumour, "size_mm");
  if (json_is_number(size)) {
    json_object_set_new(
        tumour, "size_mm",
        json_pack("{s:f, s:s}", "value", json_number_value(size) / 10, "unit", "cm"));
    changed++;
  }
  return changed;
}

static void units_do_not_matter(void **state) {
  struct world *world = *state;
  size_t changed = 0;
  for (size_t i = 0; i < world->count; i++) {
    json_t *record = json_deep_copy(world->records[i]);
    changed += change_units(record);
    struct planned as_written = planned_make_json(&world->tables, world->records[i]);
    struct planned other = planned_make_json(&world->tables, record);
    expect_same(world, world->names[i], as_written.plan, other.plan);
    planned_free(&as_written);
    planned_free(&other);
    json_decref(record);
  }
  print_message("%zu values in other units\n", changed);
  assert_true(changed > 20);
}

/* ---- a ban never helps ---------------------------------------------------------------------- */

/* Facts of a case with one of them set to a value of its value set. @return false if there is no
 * such value */
static bool set_nth_value(lu_factset *facts, size_t fact, size_t nth) {
  const lu_fact *entry = lu_dictionary_at(lu_factset_dictionary(facts), fact);
  lu_error error = LU_ERROR_INIT;
  if (lu_fact_get_type(entry) == LU_FACT_BOOLEAN) {
    if (nth > 1) return false;
    expect_ok(lu_factset_set_boolean(facts, fact, nth == 0, NULL, &error), &error);
    return true;
  }
  if (lu_fact_get_type(entry) != LU_FACT_CHOICE || nth >= lu_fact_value_count(entry)) return false;
  expect_ok(lu_factset_set_text(facts, fact, lu_fact_value(entry, nth), NULL, &error), &error);
  return true;
}

/* True for a firing rule that bans its option, as far as rank goes. */
static bool bans(const lu_plan *plan, size_t rule) {
  return plan->states[rule].outcome == LU_FIRES &&
         plan->guideline->rules[rule].rank->use == USE_BAN && is_traced(plan, rule);
}

/* No option of a rule that bans now and did not before is offered. */
static size_t expect_no_gain(const struct world *world, const char *name, const char *fact,
                             const lu_plan *before, const lu_plan *after) {
  size_t fired = 0;
  for (size_t i = 0; i < world->tables.guideline->rule_count; i++) {
    const struct rule *rule = &world->tables.guideline->rules[i];
    if (!bans(after, i) || bans(before, i)) continue;
    const struct option_result *option = plan_option(after, rule->option);
    fired++;
    if (option != NULL && option->place == PLACE_OPTION)
      fail_msg("%s: %s makes %s ban %s, but it is offered as %s", name, fact, rule->id,
               rule->option, option->winner->rank->name);
  }
  return fired;
}

/* Rules and options for some facts, without questions and gaps. */
static lu_plan *plan_of_facts(const struct world *world, const lu_factset *facts) {
  lu_error error = LU_ERROR_INIT;
  lu_plan *plan = calloc(1, sizeof *plan);
  plan->guideline = world->tables.guideline;
  plan->facts = facts;
  plan->arena = lu_arena_new();
  lu_evaluation *ranking = NULL;
  expect_ok(plan_evaluate(plan, world->tables.context, &error), &error);
  expect_ok(lu_evaluation_new(&ranking, world->tables.guideline->ranking.model, LU_STANDARD,
                              world->tables.context, &error),
            &error);
  expect_ok(plan_combine(plan, ranking, &error), &error);
  lu_evaluation_free(ranking);
  return plan;
}

static void a_ban_never_raises_its_option(void **state) {
  struct world *world = *state;
  size_t fired = 0;
  lu_error error = LU_ERROR_INIT;
  /* one case of each kind is enough for each fact: step through cases and facts together */
  for (size_t fact = 0; fact < lu_dictionary_count(world->tables.dictionary); fact++) {
    const lu_fact *entry = lu_dictionary_at(world->tables.dictionary, fact);
    if (lu_fact_is_derived(entry)) continue;
    size_t index = fact % world->count;
    struct planned before = planned_make_json(&world->tables, world->records[index]);
    for (size_t nth = 0;; nth++) {
      lu_factset *facts = NULL;
      expect_ok(lu_factset_copy(&facts, lu_assessment_facts(before.assessment),
                                world->tables.context, &error),
                &error);
      if (!set_nth_value(facts, fact, nth)) {
        lu_factset_free(facts);
        break;
      }
      expect_ok(lu_assessor_derive(world->tables.assessor, facts, world->tables.context, &error),
                &error);
      lu_plan *after = plan_of_facts(world, facts);
      fired += expect_no_gain(world, world->names[index], lu_fact_name(entry), before.plan, after);
      lu_plan_free(after);
      lu_factset_free(facts);
    }
    planned_free(&before);
  }
  assert_true(fired > 50);
}

/* ---- both ways of evaluation agree where everything is known --------------------------------- */

static bool all_known(const rule_model *model, const lu_factset *facts) {
  for (size_t i = 0; i < lu_model_input_count(model->model); i++)
    if (model->facts[i] == LU_NO_INDEX || plan_fact_open(facts, model->facts[i])) return false;
  return true;
}

/* Gives every recorded fact that is not known a value. */
static void complete(lu_factset *facts, uint32_t seed) {
  const lu_dictionary *dictionary = lu_factset_dictionary(facts);
  lu_error error = LU_ERROR_INIT;
  for (size_t fact = 0; fact < lu_dictionary_count(dictionary); fact++) {
    const lu_fact *entry = lu_dictionary_at(dictionary, fact);
    seed = seed * 1664525u + 1013904223u;
    if (lu_factset_state(facts, fact) == LU_FACT_KNOWN && !plan_fact_open(facts, fact)) continue;
    if (lu_fact_is_derived(entry)) continue;
    switch (lu_fact_get_type(entry)) {
      case LU_FACT_NUMBER:
        expect_ok(lu_factset_set_number(facts, fact, (seed >> 8) % 60, NULL, &error), &error);
        break;
      case LU_FACT_BOOLEAN:
        expect_ok(lu_factset_set_boolean(facts, fact, (seed >> 8) % 2 == 0, NULL, &error), &error);
        break;
      case LU_FACT_CHOICE:
        (void)set_nth_value(facts, fact, (seed >> 8) % lu_fact_value_count(entry));
        break;
      case LU_FACT_SET: {
        const char *value = lu_fact_value(entry, (seed >> 8) % lu_fact_value_count(entry));
        expect_ok(lu_factset_set_list(facts, fact, &value, 1, NULL, &error), &error);
        break;
      }
      case LU_FACT_DATE:
        expect_ok(lu_factset_set_text(facts, fact, "2026-06-01", NULL, &error), &error);
        break;
      case LU_FACT_TEXT:
        break;
    }
  }
}

/* @return how many rules were compared */
static size_t compare_modes(const struct world *world, const char *name, const lu_factset *facts) {
  size_t compared = 0;
  lu_error error = LU_ERROR_INIT;
  for (size_t m = 0; m < world->tables.guideline->model_count; m++) {
    const rule_model *model = &world->tables.guideline->models[m];
    lu_evaluation *both[2];
    if (model->conflicts || !all_known(model, facts)) continue;
    for (int mode = 0; mode < 2; mode++) {
      expect_ok(
          lu_evaluation_new(&both[mode], model->model, mode == 0 ? LU_STANDARD : LU_THREE_VALUED,
                            world->tables.context, &error),
          &error);
      expect_ok(lu_factset_bind(facts, both[mode], model->model, &error), &error);
    }
    for (size_t t = 0; t < world->tables.guideline->table_count; t++) {
      const rule_table *table = &world->tables.guideline->tables[t];
      const lu_value *result;
      if (table->model != m) continue;
      for (int mode = 0; mode < 2; mode++)
        expect_ok(lu_evaluation_decide(&result, both[mode], table->decision, &error), &error);
      for (size_t row = 0; row < table->count; row++, compared++) {
        lu_outcome a = lu_trace_rule(lu_evaluation_trace(both[0], table->decision), row);
        lu_outcome b = lu_trace_rule(lu_evaluation_trace(both[1], table->decision), row);
        if (a != b)
          fail_msg("%s: %s %s in standard and %s in three-valued evaluation", name,
                   world->tables.guideline->rules[table->first_rule + row].id, outcome_name(a),
                   outcome_name(b));
      }
    }
    lu_evaluation_free(both[0]);
    lu_evaluation_free(both[1]);
  }
  return compared;
}

static void both_evaluations_agree(void **state) {
  struct world *world = *state;
  size_t compared = 0;
  lu_error error = LU_ERROR_INIT;
  for (size_t i = 0; i < world->count; i++) {
    struct planned made = planned_make_json(&world->tables, world->records[i]);
    lu_factset *facts = NULL;
    expect_ok(lu_factset_copy(&facts, lu_assessment_facts(made.assessment), world->tables.context,
                              &error),
              &error);
    complete(facts, (uint32_t)i + 1);
    expect_ok(lu_assessor_derive(world->tables.assessor, facts, world->tables.context, &error),
              &error);
    compared += compare_modes(world, world->names[i], facts);
    lu_factset_free(facts);
    planned_free(&made);
  }
  print_message("%zu rules compared in both modes\n", compared);
  assert_true(compared > 5000);
}

/* ---- alarms stay few ------------------------------------------------------------------------ */

/* Alarms that a plan shows without being asked: one hard stop, three warnings, findings above a
   note (src/report/plan.c shows no more). */
static size_t count_alarms(const json_t *document) {
  size_t index, hard = 0, warnings = 0, findings = 0;
  json_t *entry;
  json_array_foreach(json_object_get(document, "must_not"), index, entry) {
    if (!json_is_true(json_object_get(entry, "treatment"))) continue;
    if (json_is_true(json_object_get(entry, "hard")))
      hard++;
    else
      warnings++;
  }
  json_array_foreach(json_object_get(document, "findings"), index, entry) findings +=
      strcmp(json_string_value(json_object_get(entry, "severity")), "note") != 0;
  return (hard > 1 ? 1 : hard) + (warnings > 3 ? 3 : warnings) + findings;
}

static int by_size(const void *a, const void *b) {
  const size_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static void alarms_are_few(void **state) {
  struct world *world = *state;
  size_t alarms[MAX_CASES];
  lu_error error = LU_ERROR_INIT;
  for (size_t i = 0; i < world->count; i++) {
    json_t *document = NULL;
    struct planned made = planned_make_json(&world->tables, world->records[i]);
    expect_ok(lu_plan_document(&document, made.plan, world->tables.context, &error), &error);
    alarms[i] = count_alarms(document);
    json_decref(document);
    planned_free(&made);
  }
  qsort(alarms, world->count, sizeof alarms[0], by_size);
  print_message("unasked alarms of %zu cases: median %zu, most %zu\n", world->count,
                alarms[world->count / 2], alarms[world->count - 1]);
  assert_true(alarms[world->count / 2] <= 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(taking_a_fact_away_never_decides),
      cmocka_unit_test(order_does_not_matter),
      cmocka_unit_test(units_do_not_matter),
      cmocka_unit_test(a_ban_never_raises_its_option),
      cmocka_unit_test(both_evaluations_agree),
      cmocka_unit_test(alarms_are_few),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
