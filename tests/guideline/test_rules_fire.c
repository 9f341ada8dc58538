/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every row of every table fires for some record: for one under examples/, or for one that is made
 * here. A record is made by climbing: from the record that satisfies most cells of the row, one
 * recorded fact after the other is given a value that lets one more cell fire; what was changed is
 * written into the record, which then goes the whole way: read, assessed, planned. A row that no
 * record can make fire is a mistake in the table.
 */
#include <dirent.h>

#include "plan.h"
#include "record_writer.h"
#include "small.h"

#define MAX_POOL 700
#define MAX_BREAKS 200
#define MAX_STARTS 8
#define MAX_STEPS 40

/** A record that was made or found, with all its facts. */
struct found {
  json_t *record;
  lu_factset *facts;
};

struct world {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_guideline *guideline;
  lu_assessor *assessor;
  lu_case *sample_case;
  lu_assessment *sample; /**< any assessment: tells which table derives a fact */
  lu_evaluation **evaluations;
  struct found pool[MAX_POOL];
  size_t pool_count;
  bool *fired;
  double (*breaks)[MAX_BREAKS]; /**< numbers that tables compare each fact with */
  size_t *break_count;
};

/* ---- the whole way of a record ----------------------------------------------------------------
 */

static void mark_fired(struct world *world, const lu_plan *plan) {
  const lu_guideline *guideline = world->guideline;
  for (size_t i = 0; i < guideline->rule_count; i++)
    if (plan->traces[guideline->rules[i].table] != NULL && plan->states[i].outcome == LU_FIRES)
      world->fired[i] = true;
  for (size_t i = 0; i < plan->conflict_count; i++)
    world->fired[plan->conflicts[i].rule - guideline->rules] = true;
}

/** Takes a record the whole way. @param facts new, all facts; NULL if they are not wanted */
static bool run_record(struct world *world, const json_t *record, lu_factset **facts) {
  lu_case *read = NULL;
  lu_assessment *assessment = NULL;
  lu_plan *plan = NULL;
  lu_error error = LU_ERROR_INIT;
  char *text = json_dumps(record, 0);
  lu_context_clear_findings(world->context);
  lu_status status = lu_case_read_buffer(&read, text, strlen(text), "made.json", world->dictionary,
                                         false, world->context, &error);
  if (status == LU_OK)
    status = lu_assessor_assess(&assessment, world->assessor, read, world->context, &error);
  if (status == LU_OK)
    status = lu_plan_make(&plan, world->guideline, assessment, world->context, &error);
  if (status == LU_OK) mark_fired(world, plan);
  if (status == LU_OK && facts != NULL)
    status = lu_factset_copy(facts, lu_assessment_facts(assessment), world->context, &error);
  if (getenv("LU_WHY") != NULL && status != LU_OK) print_message("    %s\n", error.message);
  lu_plan_free(plan);
  lu_assessment_free(assessment);
  lu_case_free(read);
  free(text);
  return status == LU_OK;
}

/** Adds a record to the pool of those that others start from. */
static void keep_record(struct world *world, json_t *record) {
  struct found *entry = &world->pool[world->pool_count];
  if (world->pool_count < MAX_POOL && run_record(world, record, &entry->facts)) {
    entry->record = record;
    world->pool_count++;
  } else
    json_decref(record);
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/** Runs the records of a folder, in the order of their names. */
static void read_folder(struct world *world, const char *folder) {
  char *names[MAX_POOL], path[700];
  size_t count = 0;
  struct dirent *entry;
  DIR *open = opendir(folder);
  assert_non_null(open);
  while ((entry = readdir(open)) != NULL && count < MAX_POOL) {
    size_t length = strlen(entry->d_name);
    if (length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0 &&
        strstr(entry->d_name, ".expected.") == NULL)
      names[count++] = strdup(entry->d_name);
  }
  closedir(open);
  qsort(names, count, sizeof *names, compare_names);
  for (size_t i = 0; i < count; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    json_t *record = json_load_file(path, 0, NULL);
    if (record != NULL) keep_record(world, record);
    free(names[i]);
  }
}

/* ---- what a fact can be ------------------------------------------------------------------------
 */

static void add_break(struct world *world, size_t fact, double number) {
  double *breaks = world->breaks[fact];
  size_t count = world->break_count[fact], at = 0;
  while (at < count && breaks[at] < number)
    at++;
  if ((at < count && breaks[at] <= number) || count == MAX_BREAKS) return;
  memmove(&breaks[at + 1], &breaks[at], (count - at) * sizeof *breaks);
  breaks[at] = number;
  world->break_count[fact]++;
}

/** Collects the numbers in the cells of a table by the fact that their column is. */
static void collect_breaks(struct world *world, const lu_table *table) {
  for (size_t column = 0; column < lu_table_input_count(table); column++) {
    size_t fact = lu_dictionary_find(world->dictionary, lu_table_input_text(table, column));
    if (fact == LU_NO_INDEX) continue;
    for (size_t row = 0; row < lu_table_rule_count(table); row++)
      for (const char *text = lu_table_input_entry(table, row, column); *text != '\0';) {
        char *end;
        double number = strtod(text, &end);
        if (end > text && *text != '.') add_break(world, fact, number);
        text = end > text ? end : text + 1;
      }
  }
}

static void collect_all_breaks(struct world *world) {
  static const double ladder[] = {0, 1, 3, 10, 30, 60, 100, 200};
  for (size_t i = 0; i < world->guideline->table_count; i++)
    collect_breaks(world, world->guideline->tables[i].table);
  for (size_t fact = 0; fact < lu_dictionary_count(world->dictionary); fact++) {
    const lu_model *model;
    const lu_evaluation *evaluation;
    size_t decision;
    if (!lu_assessment_trace(world->sample, fact, &model, &decision, &evaluation)) continue;
    for (size_t i = 0; i < lu_model_decision_count(model); i++)
      if (lu_model_table(model, i) != NULL) collect_breaks(world, lu_model_table(model, i));
  }
  for (size_t fact = 0; fact < lu_dictionary_count(world->dictionary); fact++) {
    const json_t *spec = lu_fact_json(lu_dictionary_at(world->dictionary, fact));
    const json_t *plausible = json_object_get(spec, "plausible");
    double low = json_number_value(json_array_get(plausible, 0));
    double high = json_number_value(json_array_get(plausible, 1));
    for (size_t i = 0; i < 8 && world->break_count[fact] < 3; i++)
      add_break(world, fact, ladder[i]);
    for (int i = 0; plausible != NULL && i <= 8; i++) /* formulas have no cells */
      add_break(world, fact, low + (high - low) * i * i / 64);
  }
}

/** Marks the recorded facts behind a fact. */
static void mark_behind(const struct world *world, size_t fact, bool *marked, int depth) {
  const lu_model *model;
  const lu_evaluation *evaluation;
  size_t decision;
  const lu_fact *entry = lu_dictionary_at(world->dictionary, fact);
  if (marked[fact] || depth > 12) return;
  marked[fact] = true;
  if (!lu_fact_is_derived(entry)) return;
  const json_t *otherwise = json_object_get(lu_fact_json(entry), "otherwise");
  for (size_t i = 0; i < json_array_size(otherwise); i++) {
    size_t other =
        lu_dictionary_find(world->dictionary, json_string_value(json_array_get(otherwise, i)));
    if (other != LU_NO_INDEX) mark_behind(world, other, marked, depth + 1);
  }
  if (!lu_assessment_trace(world->sample, fact, &model, &decision, &evaluation)) return;
  for (size_t i = 0; i < lu_model_input_count(model); i++) {
    size_t input = lu_dictionary_find(world->dictionary, lu_model_input_name(model, i));
    if (input != LU_NO_INDEX && lu_model_depends(model, decision, i))
      mark_behind(world, input, marked, depth + 1);
  }
}

/** How many values a fact is tried with. */
static size_t move_count(const struct world *world, size_t fact) {
  const lu_fact *entry = lu_dictionary_at(world->dictionary, fact);
  switch (lu_fact_get_type(entry)) {
    case LU_FACT_BOOLEAN:
      return 3;
    case LU_FACT_CHOICE:
      return lu_fact_value_count(entry) + 1;
    case LU_FACT_SET:
      return lu_fact_value_count(entry) + 2;
    case LU_FACT_NUMBER:
      return 2 * world->break_count[fact] + 2;
    case LU_FACT_DATE:
      return 5;
    default:
      return 0;
  }
}

/** A number below all limits, at one, or between two. */
static double number_at(const struct world *world, size_t fact, size_t move) {
  const double *breaks = world->breaks[fact];
  size_t count = world->break_count[fact];
  if (move == 0) return breaks[0] > 0 ? breaks[0] / 2 : breaks[0] - 1;
  size_t index = (move - 1) / 2;
  if (move % 2 == 1) return breaks[index];
  if (index + 1 < count) return (breaks[index] + breaks[index + 1]) / 2;
  const json_t *spec = lu_fact_json(lu_dictionary_at(world->dictionary, fact));
  const json_t *most = json_object_get(spec, "maximum");
  double beyond = breaks[count - 1] * 1.5 + 1;
  return most == NULL || beyond <= json_number_value(most)
             ? beyond
             : (breaks[count - 1] + json_number_value(most)) / 2;
}

/** True for a number that a record may state for a fact. */
static bool is_allowed(const lu_fact *fact, double number) {
  const json_t *spec = lu_fact_json(fact), *plausible = json_object_get(spec, "plausible");
  const json_t *low = json_object_get(spec, "minimum"), *high = json_object_get(spec, "maximum");
  if (json_is_true(json_object_get(spec, "integer")) && fabs(number - round(number)) > 0)
    return false;
  if (plausible != NULL && (number < json_number_value(json_array_get(plausible, 0)) ||
                            number > json_number_value(json_array_get(plausible, 1))))
    return false;
  return (low == NULL || number >= json_number_value(low)) &&
         (high == NULL || number <= json_number_value(high));
}

/** Puts a value into a set-valued fact, or takes it out. */
static lu_status toggle(lu_factset *facts, size_t fact, const char *name, lu_error *error) {
  const lu_value *value = lu_factset_value(facts, fact);
  const char *names[100];
  size_t count = 0;
  bool held = false;
  for (size_t i = 0; value != NULL && i < lu_value_count(value) && count < 99; i++) {
    const char *item = lu_value_string(lu_value_item(value, i));
    if (item != NULL && strcmp(item, name) == 0)
      held = true;
    else if (item != NULL)
      names[count++] = item;
  }
  if (!held) names[count++] = name;
  return lu_factset_set_list(facts, fact, names, count, NULL, error);
}

/** Gives a recorded fact one of its values. The last but one move of all forgets it. */
static bool make_move(const struct world *world, lu_factset *facts, size_t fact, size_t move) {
  static const char *const days[] = {"2026-11-20", "2026-10-01", "2026-05-01", "2025-06-01"};
  const lu_fact *entry = lu_dictionary_at(world->dictionary, fact);
  lu_error error = LU_ERROR_INIT;
  size_t last = move_count(world, fact) - 1;
  lu_status status = LU_OK;
  if (move == last) {
    lu_factset_clear(facts, fact);
  } else if (lu_fact_get_type(entry) == LU_FACT_BOOLEAN) {
    status = lu_factset_set_boolean(facts, fact, move == 0, NULL, &error);
  } else if (lu_fact_get_type(entry) == LU_FACT_CHOICE) {
    status = lu_factset_set_text(facts, fact, lu_fact_value(entry, move), NULL, &error);
  } else if (lu_fact_get_type(entry) == LU_FACT_NUMBER) {
    if (!is_allowed(entry, number_at(world, fact, move))) return false;
    status = lu_factset_set_number(facts, fact, number_at(world, fact, move), NULL, &error);
  } else if (lu_fact_get_type(entry) == LU_FACT_DATE) {
    status = lu_factset_set_text(facts, fact, days[move], NULL, &error);
  } else if (move + 1 == last) {
    status = lu_factset_set_list(facts, fact, NULL, 0, NULL, &error);
  } else {
    status = toggle(facts, fact, lu_fact_value(entry, move), &error);
  }
  return status == LU_OK;
}

/* ---- climbing ----------------------------------------------------------------------------------
 */

/** Number of cells of a rule that fire, and half of those that are undecided. @param missing the
 * first cell that does not fire; may be NULL */
static double score_of(struct world *world, const struct rule *rule, const lu_factset *facts,
                       size_t *missing) {
  const rule_table *table = &world->guideline->tables[rule->table];
  const rule_model *model = &world->guideline->models[table->model];
  lu_evaluation *evaluation = world->evaluations[table->model];
  const lu_value *value;
  double score = 0;
  lu_evaluation_reset(evaluation);
  lu_evaluation_set_brief(evaluation, true);
  lu_factset_lend(facts, evaluation, model->facts, lu_model_input_count(model->model));
  if (lu_evaluation_decide(&value, evaluation, table->decision, NULL) != LU_OK) return -1;
  if (missing != NULL) *missing = LU_NO_INDEX;
  for (size_t i = 0; i < lu_table_input_count(table->table); i++) {
    lu_outcome outcome = lu_evaluation_cell(evaluation, table->decision, rule->row, i);
    score += outcome == LU_FIRES ? 1 : outcome == LU_UNDECIDED ? 0.5 : 0;
    if (outcome != LU_FIRES && missing != NULL && *missing == LU_NO_INDEX) *missing = i;
  }
  return score;
}

/** Marks the recorded facts that may move a column. */
static void mark_column(const struct world *world, const struct rule *rule, size_t column,
                        bool *marked) {
  const rule_table *table = &world->guideline->tables[rule->table];
  const rule_model *model = &world->guideline->models[table->model];
  size_t inputs = lu_model_input_count(model->model);
  memset(marked, 0, lu_dictionary_count(world->dictionary) * sizeof *marked);
  for (size_t i = 0; i < inputs; i++)
    if (model->facts[i] != LU_NO_INDEX && table->depends[column * inputs + i])
      mark_behind(world, model->facts[i], marked, 0);
  /* A column on the state of another fact names it: list contains(facts_not_done, "x"). */
  const char *quote = strchr(lu_table_input_text(table->table, column), '"');
  if (quote == NULL) return;
  char name[80];
  snprintf(name, sizeof name, "%.*s", (int)strcspn(quote + 1, "\""), quote + 1);
  size_t fact = lu_dictionary_find(world->dictionary, name);
  if (fact != LU_NO_INDEX) marked[fact] = true;
}

/** Tries all values of the facts that may move a column, and makes the best move. */
static bool climb(struct world *world, const struct rule *rule, size_t column, lu_factset *now,
                  lu_factset *trial, bool *changed, double *score, unsigned *random) {
  size_t facts = lu_dictionary_count(world->dictionary), best_fact = LU_NO_INDEX, best_move = 0;
  bool *marked = calloc(facts + 1, sizeof *marked);
  double best = *score;
  lu_error error = LU_ERROR_INIT;
  unsigned ties = 1;
  mark_column(world, rule, column, marked);
  for (size_t fact = 0; fact < facts; fact++) {
    if (!marked[fact] || lu_fact_is_derived(lu_dictionary_at(world->dictionary, fact))) continue;
    for (size_t move = 0; move < move_count(world, fact); move++) {
      lu_factset_overlay(trial, now);
      if (!make_move(world, trial, fact, move)) continue;
      if (lu_assessor_rederive(world->assessor, trial, &fact, 1, world->context, &error) != LU_OK)
        continue;
      double reached = score_of(world, rule, trial, NULL);
      bool equal = fabs(reached - best) < 0.1 && reached >= *score;
      *random = *random * 1664525u + 1013904223u;
      if (reached > best + 0.1)
        ties = 1;
      else if (!equal || (*random >> 8) % ++ties != 0)
        continue;
      best = reached;
      best_fact = fact;
      best_move = move;
    }
  }
  free(marked);
  if (best_fact == LU_NO_INDEX) return false;
  make_move(world, now, best_fact, best_move);
  if (lu_assessor_rederive(world->assessor, now, &best_fact, 1, world->context, &error) != LU_OK)
    return false;
  changed[best_fact] = true;
  *score = best;
  return true;
}

/** The record that says what was changed. @param bare without what else is stated of the tumour and
 * may contradict. */
static json_t *write_record(const struct world *world, const struct found *from,
                            const struct rule *rule, const lu_factset *facts, const bool *changed,
                            bool bare) {
  json_t *record = json_deep_copy(from->record);
  char id[64];
  snprintf(id, sizeof id, "made-%s", rule->id);
  for (char *dot = id; (dot = strchr(dot, '.')) != NULL;)
    *dot = '-';
  json_object_set_new(record, "id", json_string(id));
  if (bare) {
    json_object_del(json_object_get(record, "tumour"), "stated_grade");
    json_object_del(json_object_get(record, "tumour"), "margin");
    json_object_del(json_object_get(record, "patient"), "sex");
    for (size_t i = 0; i < json_array_size(json_object_get(record, "imaging")); i++)
      json_object_del(json_array_get(json_object_get(record, "imaging"), i),
                      "all_lesions_positive");
  }
  for (size_t i = 0; i < lu_dictionary_count(world->dictionary); i++)
    if (changed[i] && lu_factset_state(facts, i) == LU_FACT_KNOWN &&
        !writer_fact(record, world->dictionary, i, lu_factset_value(facts, i)) &&
        getenv("LU_WHY") != NULL)
      print_message("    %s is not written\n",
                    lu_fact_name(lu_dictionary_at(world->dictionary, i)));
  return record;
}

/** Makes the record of what was changed, and takes it the whole way. */
static bool try_record(struct world *world, const struct found *from, const struct rule *rule,
                       const lu_factset *facts, const bool *changed) {
  const bool *fires = &world->fired[rule - world->guideline->rules];
  for (int bare = 0; bare < 2 && !*fires; bare++)
    keep_record(world, write_record(world, from, rule, facts, changed, bare == 1));
  if (!*fires && getenv("LU_WHY") != NULL) {
    print_message("    %s fires by its facts alone:", rule->id);
    for (size_t i = 0; i < lu_dictionary_count(world->dictionary); i++)
      if (changed[i]) print_message(" %s", lu_fact_name(lu_dictionary_at(world->dictionary, i)));
    print_message("\n");
  }
  return *fires;
}

/** Climbs from one record. @return true if a record fires the rule in the end */
static bool climb_from(struct world *world, const struct found *from, const struct rule *rule,
                       unsigned *random, double *reached) {
  lu_error error = LU_ERROR_INIT;
  lu_factset *now = NULL, *trial = NULL;
  bool *changed = calloc(lu_dictionary_count(world->dictionary) + 1, sizeof *changed);
  size_t missing = LU_NO_INDEX;
  expect_ok(lu_factset_copy(&now, from->facts, world->context, &error), &error);
  expect_ok(lu_factset_new(&trial, world->dictionary, world->context, &error), &error);
  double score = score_of(world, rule, now, &missing);
  for (int step = 0; step < MAX_STEPS && missing != LU_NO_INDEX; step++) {
    if (!climb(world, rule, missing, now, trial, changed, &score, random)) break;
    score_of(world, rule, now, &missing);
  }
  bool fires = missing == LU_NO_INDEX && try_record(world, from, rule, now, changed);
  if (score > *reached) *reached = score;
  if (missing != LU_NO_INDEX && getenv("LU_WHY") != NULL)
    print_message(
        "    %s: column %zu (%s) stays %s\n", rule->id, missing + 1,
        lu_table_input_text(world->guideline->tables[rule->table].table, missing),
        lu_table_input_entry(world->guideline->tables[rule->table].table, rule->row, missing));
  free(changed);
  lu_factset_free(trial);
  lu_factset_free(now);
  return fires;
}

/** Makes a record that fires a rule, from those that are nearest to it. */
static bool make_record(struct world *world, const struct rule *rule) {
  double scores[MAX_POOL], reached = 0;
  unsigned random = 1;
  size_t count = world->pool_count;
  for (size_t i = 0; i < count; i++)
    scores[i] = score_of(world, rule, world->pool[i].facts, NULL);
  for (int start = 0; start < MAX_STARTS; start++) {
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
      if (scores[i] > scores[best]) best = i;
    if (climb_from(world, &world->pool[best], rule, &random, &reached)) return true;
    scores[best] = -2;
  }
  return false;
}

/* ---- the test ----------------------------------------------------------------------------------
 */

static int start(void **state) {
  struct world *world = calloc(1, sizeof *world);
  lu_error error = LU_ERROR_INIT;
  static const char empty[] = "{\"lutetia_case\": 1, \"id\": \"empty\"}";
  expect_ok(lu_context_new(&world->context, &error), &error);
  expect_ok(lu_context_set_data_path(world->context, LU_SOURCE_DIR "/data", &error), &error);
  lu_context_set_today(world->context, (lu_date){2026, 11, 24, true});
  expect_ok(lu_dictionary_read(&world->dictionary, world->context, &error), &error);
  expect_ok(lu_guideline_read(&world->guideline, NULL, world->dictionary, world->context, &error),
            &error);
  expect_ok(lu_assessor_read(&world->assessor, NULL, world->dictionary, world->context, &error),
            &error);
  expect_ok(lu_case_read_buffer(&world->sample_case, empty, strlen(empty), "empty.json",
                                world->dictionary, false, world->context, &error),
            &error);
  expect_ok(lu_assessor_assess(&world->sample, world->assessor, world->sample_case, world->context,
                               &error),
            &error);
  size_t facts = lu_dictionary_count(world->dictionary), models = world->guideline->model_count;
  world->fired = calloc(world->guideline->rule_count, sizeof *world->fired);
  world->breaks = calloc(facts, sizeof *world->breaks);
  world->break_count = calloc(facts, sizeof *world->break_count);
  world->evaluations = calloc(models, sizeof(lu_evaluation *));
  for (size_t i = 0; i < models; i++)
    expect_ok(lu_evaluation_new(&world->evaluations[i], world->guideline->models[i].model,
                                LU_THREE_VALUED, world->context, &error),
              &error);
  collect_all_breaks(world);
  read_folder(world, LU_SOURCE_DIR "/examples");
  read_folder(world, LU_SOURCE_DIR "/examples/vignettes");
  *state = world;
  return 0;
}

static int stop(void **state) {
  struct world *world = *state;
  for (size_t i = 0; i < world->pool_count; i++) {
    json_decref(world->pool[i].record);
    lu_factset_free(world->pool[i].facts);
  }
  for (size_t i = 0; i < world->guideline->model_count; i++)
    lu_evaluation_free(world->evaluations[i]);
  free(world->evaluations);
  free(world->breaks);
  free(world->break_count);
  free(world->fired);
  lu_assessment_free(world->sample);
  lu_case_free(world->sample_case);
  lu_assessor_free(world->assessor);
  lu_guideline_free(world->guideline);
  lu_dictionary_free(world->dictionary);
  lu_context_free(world->context);
  free(world);
  return 0;
}

static void every_row_fires_for_some_record(void **state) {
  struct world *world = *state;
  const lu_guideline *guideline = world->guideline;
  size_t by_examples = 0, made = 0, never = 0;
  for (size_t i = 0; i < guideline->rule_count; i++)
    by_examples += world->fired[i];
  for (size_t i = 0; i < guideline->rule_count; i++) {
    const struct rule *rule = &guideline->rules[i];
    if (world->fired[i] || guideline->tables[rule->table].conflicts) continue;
    if (make_record(world, rule))
      made++;
    else
      print_error("%s (%s, row %zu) fires for no record\n", rule->id,
                  guideline->models[guideline->tables[rule->table].model].file, rule->row + 1);
  }
  for (size_t i = 0; i < guideline->rule_count; i++)
    never += !world->fired[i] && !guideline->tables[guideline->rules[i].table].conflicts;
  print_message("%zu rows: %zu fire for examples, %zu records were made; %zu never fire\n",
                guideline->rule_count, by_examples, made, never);
  assert_int_equal(never, 0);
}

/** Names one side of a pair as the cell of its column does. */
static void name_side(const rule_table *table, const struct rule *rule, const char *side,
                      lu_evaluation *evaluation) {
  for (size_t i = 0; i < lu_table_input_count(table->table); i++) {
    const char *cell = lu_table_input_entry(table->table, rule->row, i);
    if (strcmp(lu_table_input_text(table->table, i), side) != 0 || *cell != '"') continue;
    char name[80];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(cell + 1, "\""), cell + 1);
    lu_evaluation_set_input(evaluation, side, lu_make_string(evaluation, name));
  }
}

/** A row about a pair of treatments fires for some record when both are named. */
static bool pair_fires(struct world *world, const struct rule *rule) {
  const rule_table *table = &world->guideline->tables[rule->table];
  const rule_model *model = &world->guideline->models[table->model];
  lu_evaluation *evaluation = world->evaluations[table->model];
  for (size_t i = 0; i < world->pool_count; i++) {
    const lu_value *value;
    lu_evaluation_reset(evaluation);
    lu_factset_lend(world->pool[i].facts, evaluation, model->facts,
                    lu_model_input_count(model->model));
    name_side(table, rule, "first", evaluation);
    name_side(table, rule, "second", evaluation);
    if (lu_evaluation_decide(&value, evaluation, table->decision, NULL) == LU_OK &&
        lu_trace_rule(lu_evaluation_trace(evaluation, table->decision), rule->row) == LU_FIRES)
      return true;
  }
  return false;
}

static void every_pair_fires_for_some_record(void **state) {
  struct world *world = *state;
  const lu_guideline *guideline = world->guideline;
  size_t never = 0;
  for (size_t i = 0; i < guideline->rule_count; i++) {
    const struct rule *rule = &guideline->rules[i];
    if (!guideline->tables[rule->table].conflicts || pair_fires(world, rule)) continue;
    print_error("%s fires for no record\n", rule->id);
    never++;
  }
  assert_int_equal(never, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_row_fires_for_some_record),
      cmocka_unit_test(every_pair_fires_for_some_record),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
