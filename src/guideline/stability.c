/* SPDX-License-Identifier: Apache-2.0 */
/* How often each treatment comes first when the uncertain facts are drawn. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "lutetia/base/statistics.h"
#include "missing.h"

/** What is counted for one option over all draws. */
typedef struct tally {
  size_t first;  /**< draws in which it comes first */
  size_t shared; /**< of these, draws in which another one does too */
  size_t banned;
} tally;

/** One question for the stability of a plan. */
typedef struct stability {
  const lu_study *study;
  size_t draws;
  uint64_t seed;
  const missing_facts *missing;
  lu_uncertainty *uncertainty;
  outlooks *outlooks;
  outlook now; /**< as recorded */
  tally *tallies;
  size_t none;  /**< draws in which no treatment is offered */
  double *turn; /**< of each uncertain fact: share of its values that alone turn the first choice */
} stability;

static lu_status draw(void *user, size_t change, lu_factset *facts, const size_t **changed,
                      size_t *count, lu_error *error) {
  const stability *on = user;
  *count = lu_uncertainty_changes(on->uncertainty, changed);
  return lu_uncertainty_draw(on->uncertainty, facts, on->seed, change, error);
}

static lu_status make_draws(stability *on, lu_context *context, lu_error *error) {
  const outlook_request request = {on->study, on->draws, draw, on};
  return outlooks_make(&on->outlooks, &request, context, error);
}

static lu_status count_draws(stability *on, lu_error *error) {
  size_t options = on->outlooks->option_count;
  on->now.options = lu_arena_array(on->outlooks->arena, options + 1, sizeof *on->now.options);
  on->tallies = lu_arena_array(on->outlooks->arena, options + 1, sizeof *on->tallies);
  if (lu_arena_failed(on->outlooks->arena)) return lu_fail_memory(error);
  outlook_of_plan(&on->now, on->outlooks, lu_study_plan(on->study));
  for (size_t i = 0; i < on->draws; i++) {
    const outlook *then = outlooks_at(on->outlooks, i);
    on->none += then->first_count == 0;
    for (size_t j = 0; j < options; j++) {
      const outlook_option *option = &then->options[j];
      on->tallies[j].first += option->first;
      on->tallies[j].shared += option->first && then->first_count > 1;
      on->tallies[j].banned += option->place == PLACE_BANNED;
    }
  }
  return LU_OK;
}

/* ---- which fact it is ----------------------------------------------------------------------- */

/** Places of one fact, spaced by probability. */
#define PLACES 100

/** One fact at one place, the others as recorded. */
static lu_status place_one(void *user, size_t change, lu_factset *facts, const size_t **changed,
                           size_t *count, lu_error *error) {
  const stability *on = user;
  double p = ((double)(change % PLACES) + 0.5) / PLACES;
  return lu_uncertainty_set(on->uncertainty, change / PLACES, p, facts, changed, count, error);
}

static bool same_first(const outlook *a, const outlook *b, size_t options) {
  for (size_t i = 0; i < options; i++)
    if (a->options[i].first != b->options[i].first) return false;
  return true;
}

/** How often each uncertain fact alone turns the first choice. */
static lu_status find_turns(stability *on, lu_context *context, lu_error *error) {
  outlooks *places = NULL;
  size_t facts = lu_uncertainty_count(on->uncertainty);
  on->turn = lu_arena_array(on->outlooks->arena, facts + 1, sizeof *on->turn);
  if (on->turn == NULL) return lu_fail_memory(error);
  const outlook_request request = {on->study, facts * PLACES, place_one, on};
  lu_status status = outlooks_make(&places, &request, context, error);
  for (size_t i = 0; i < facts * PLACES && status == LU_OK; i++)
    if (!same_first(outlooks_at(places, i), &on->now, on->outlooks->option_count))
      on->turn[i / PLACES] += 1.0 / PLACES;
  outlooks_free(places);
  return status;
}

/** True if all draws have the first choice of the record. */
static bool is_firm(const stability *on) {
  for (size_t i = 0; i < on->outlooks->option_count; i++)
    if (on->tallies[i].first != (on->now.options[i].first ? on->draws : 0)) return false;
  return true;
}

/* ---- document ------------------------------------------------------------------------------ */

static void put_share(struct builder *builder, json_t *object, const stability *on, size_t count) {
  lu_interval interval = {0, 1};
  if (lu_wilson_interval(&interval, count, on->draws, 0.95, NULL) != LU_OK) builder->failed = true;
  build_put(builder, object, "share", json_real((double)count / (double)on->draws));
  build_put(builder, object, "lower", json_real(interval.lower));
  build_put(builder, object, "upper", json_real(interval.upper));
}

static json_t *build_code(struct builder *builder, const stability *on, size_t option) {
  const char *code = on->outlooks->codes[option];
  const char *label = json_string_value(
      json_object_get(json_object_get(builder->plan->guideline->options, code), "label"));
  json_t *object = json_object();
  build_text(builder, object, "option", code);
  build_text(builder, object, "label", label == NULL ? code : label);
  return object;
}

/** Options that come first in some draw, the most frequent first. */
static json_t *build_options(struct builder *builder, const stability *on) {
  json_t *list = json_array();
  for (size_t bound = on->draws + 1;;) {
    size_t next = 0;
    for (size_t i = 0; i < on->outlooks->option_count; i++)
      if (on->tallies[i].first < bound && on->tallies[i].first > next) next = on->tallies[i].first;
    if (next == 0) return list;
    for (size_t i = 0; i < on->outlooks->option_count; i++) {
      if (on->tallies[i].first != next) continue;
      json_t *object = build_code(builder, on, i);
      put_share(builder, object, on, next);
      build_put(builder, object, "shared",
                json_real((double)on->tallies[i].shared / (double)on->draws));
      build_put(builder, object, "as_recorded", json_boolean(on->now.options[i].first));
      build_push(builder, list, object);
    }
    bound = next;
  }
}

/** Of what is preferred as recorded: how often it must not be done. */
static json_t *build_banned(struct builder *builder, const stability *on) {
  json_t *list = json_array();
  for (size_t i = 0; i < on->outlooks->option_count; i++) {
    bool offered = on->now.options[i].place == PLACE_OPTION &&
                   strcmp(on->now.options[i].section, "treatment") == 0;
    if (!offered || on->tallies[i].banned == 0) continue;
    json_t *object = build_code(builder, on, i);
    put_share(builder, object, on, on->tallies[i].banned);
    build_push(builder, list, object);
  }
  return list;
}

/** Marks what an undecided rule waits for. */
static void mark_reasons(bool *marked, const lu_plan *plan, const struct rule *rule) {
  const struct rule_state *state = plan_state(plan, rule);
  for (size_t i = 0; i < state->reason_count; i++) {
    size_t fact = lu_dictionary_find(plan->guideline->dictionary, state->reasons[i]);
    if (fact != LU_NO_INDEX) marked[fact] = true;
  }
}

/** Marks facts that could change the first choice together: those that treatments before it wait
 * for, and those of hard stops that may still come. */
static void mark_together(bool *marked, const lu_plan *plan) {
  double best = outlook_best_rank(plan);
  for (size_t i = 0; i < plan->option_count; i++) {
    const struct option_result *option = &plan->options[i];
    if (option->section == NULL || strcmp(option->section, "treatment") != 0) continue;
    bool rival = option->place == PLACE_POSSIBLE && !option->only_emergency && option->rank < best;
    bool first = option->place == PLACE_OPTION && !option->emergency && option->rank <= best;
    for (size_t j = 0; j < option->undecided_count; j++) {
      const struct rule *rule = option->undecided[j];
      if ((rival && rule->rank->use == USE_OFFER) ||
          (first && rule->rank->hard && plan_can_flip(option, rule)))
        mark_reasons(marked, plan, rule);
    }
  }
}

/** Unknown facts that may change the first choice: each alone, else several together. */
static json_t *build_because(struct builder *builder, const stability *on) {
  const lu_plan *plan = builder->plan;
  size_t facts = lu_dictionary_count(plan->guideline->dictionary);
  json_t *list = json_array();
  for (size_t i = 0; i < on->missing->count; i++)
    if (on->missing->facts[i].first)
      build_push(builder, list, build_fact_name(builder, on->missing->facts[i].fact));
  if (json_array_size(list) > 0 || plan->complete) return list;
  bool *marked = calloc(facts + 1, sizeof *marked);
  builder->failed |= marked == NULL;
  if (marked != NULL) mark_together(marked, plan);
  for (size_t i = 0; marked != NULL && i < facts; i++)
    if (marked[i]) build_push(builder, list, build_fact_name(builder, i));
  free(marked);
  return list;
}

static json_t *build_drawn(struct builder *builder, const stability *on) {
  json_t *list = json_array();
  for (size_t i = 0; i < lu_uncertainty_count(on->uncertainty); i++) {
    json_t *object = json_deep_copy(lu_uncertainty_json(on->uncertainty, i));
    if (on->turn != NULL)
      build_put(builder, object, "turns", json_real(round(on->turn[i] * PLACES) / PLACES));
    build_push(builder, list, object);
  }
  return list;
}

static void build_shares(struct builder *builder, const stability *on, json_t *document) {
  json_t *now = json_array();
  for (size_t i = 0; i < on->outlooks->option_count; i++)
    if (on->now.options[i].first) build_push(builder, now, json_string(on->outlooks->codes[i]));
  build_put(builder, document, "as_recorded",
            json_array_size(now) == 0 ? json_null() : json_incref(json_array_get(now, 0)));
  build_put(builder, document, "tied_as_recorded", now);
  build_put(builder, document, "options", build_options(builder, on));
  build_put(builder, document, "none", json_real((double)on->none / (double)on->draws));
  build_put(builder, document, "banned", build_banned(builder, on));
  build_put(builder, document, "different_plans", json_integer((json_int_t)on->outlooks->count));
}

static json_t *build_stability(struct builder *builder, const stability *on, json_t *because) {
  bool withheld = json_array_size(because) > 0;
  json_t *document = json_object();
  build_put(builder, document, "withheld", json_boolean(withheld));
  build_put(builder, document, "because", because);
  build_put(builder, document, "draws", json_integer((json_int_t)on->draws));
  build_put(builder, document, "seed", json_integer((json_int_t)on->seed));
  build_text(builder, document, "note", "stability of the choice, not probability of benefit");
  build_put(builder, document, "drawn", build_drawn(builder, on));
  build_put(builder, document, "not_drawn",
            json_deep_copy(lu_uncertainty_left_out(on->uncertainty)));
  if (!withheld) build_shares(builder, on, document);
  return document;
}

static lu_status make_document(json_t **out, stability *on, lu_context *context, lu_error *error) {
  struct builder builder = {lu_study_plan(on->study), NULL, NULL, false, LU_OK};
  lu_status status = LU_OK;
  json_t *because = build_because(&builder, on);
  if (json_array_size(because) == 0) {
    status = make_draws(on, context, error);
    if (status == LU_OK) status = count_draws(on, error);
    if (status == LU_OK && !is_firm(on)) status = find_turns(on, context, error);
  }
  if (status != LU_OK) {
    json_decref(because);
    return status;
  }
  json_t *document = build_stability(&builder, on, because);
  if (builder.failed) {
    json_decref(document);
    return lu_fail_memory(error);
  }
  *out = document;
  return LU_OK;
}

lu_status stability_document(json_t **out, const missing_facts *made, size_t draws,
                             lu_context *context, lu_error *error) {
  *out = NULL;
  if (draws == 0 || draws > LU_MAX_DRAWS)
    return lu_fail(error, LU_USAGE, "draws of the stability are %zu: 1 to %d are valid", draws,
                   LU_MAX_DRAWS);
  stability on = {
      .study = made->study, .draws = draws, .seed = lu_context_seed(context), .missing = made};
  const lu_factset *facts = lu_assessment_facts(lu_study_assessment(made->study));
  lu_status status = lu_uncertainty_read(&on.uncertainty, facts, context, error);
  if (status == LU_OK) status = make_document(out, &on, context, error);
  outlooks_free(on.outlooks);
  lu_uncertainty_free(on.uncertainty);
  return status;
}

lu_status lu_plan_stability(json_t **out, const lu_study *study, size_t draws, lu_context *context,
                            lu_error *error) {
  missing_facts *made = NULL;
  *out = NULL;
  lu_status status = missing_find(&made, study, context, error);
  if (status == LU_OK) status = stability_document(out, made, draws, context, error);
  missing_free(made);
  return status;
}
