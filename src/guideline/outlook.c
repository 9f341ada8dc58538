/* SPDX-License-Identifier: Apache-2.0 */
#include "outlook.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "choose.h"
#include "lutetia/base/parallel.h"
#include "seen.h"

/** What one thread needs. */
typedef struct worker {
  lu_context *context;
  chooser *chooser;
} worker;

/** A run over all changes. */
typedef struct run {
  const outlook_request *request;
  outlooks *out;
  seen *seen;
  const lu_factset *facts; /**< as assessed */
  worker *workers;
  size_t worker_count;
  lu_text *signatures; /**< one for each change */
  size_t *first_of;    /**< first change with each outlook */
} run;

/* ---- threads ------------------------------------------------------------------------------- */

static lu_status make_workers(run *on, lu_context *context, lu_error *error) {
  size_t count = (size_t)lu_context_threads(context);
  on->workers = calloc(count + 1, sizeof *on->workers);
  if (on->workers == NULL) return lu_fail_memory(error);
  on->worker_count = count;
  for (size_t i = 0; i < count; i++) {
    worker *one = &on->workers[i];
    lu_status status = lu_context_new(&one->context, error);
    if (status != LU_OK) return status;
    lu_context_set_today(one->context, lu_context_today(context));
    status = lu_context_set_threads(one->context, 1, error);
    if (status == LU_OK)
      status = chooser_new(&one->chooser, on->out->guideline, one->context, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

static void free_run(run *on) {
  for (size_t i = 0; i < on->worker_count; i++) {
    chooser_free(on->workers[i].chooser);
    lu_context_free(on->workers[i].context);
  }
  free(on->workers);
  for (size_t i = 0; on->signatures != NULL && i < on->request->change_count; i++)
    lu_text_free(&on->signatures[i]);
  free(on->signatures);
  free(on->first_of);
  seen_free(on->seen);
}

/** Makes a change in a set, and derives what follows. */
static lu_status change_facts(const run *on, size_t change, lu_factset *facts, lu_context *context,
                              lu_error *error) {
  lu_status status = on->request->change(on->request->user, change, facts, error);
  if (status != LU_OK) return status;
  return lu_assessor_derive(lu_study_assessor(on->request->study), facts, context, error);
}

/* ---- first pass: what the tables see of each change ----------------------------------------- */

static lu_status sign_group(void *user, size_t group, int number, lu_error *error) {
  run *on = user;
  lu_context *context = on->workers[number].context;
  lu_factset *facts = NULL;
  lu_status status = lu_factset_copy(&facts, on->facts, context, error);
  for (size_t i = on->request->groups[group]; i < on->request->groups[group + 1] && status == LU_OK;
       i++) {
    status = change_facts(on, i, facts, context, error);
    if (status != LU_OK) break;
    seen_print(on->seen, facts, &on->signatures[i]);
    if (on->signatures[i].failed) status = lu_fail_memory(error);
  }
  lu_factset_free(facts);
  return status;
}

/* ---- between: changes that are seen alike --------------------------------------------------- */

/** A change with what is seen of it. */
typedef struct signed_change {
  const lu_text *signature;
  size_t change;
} signed_change;

static int compare_signatures(const lu_text *a, const lu_text *b) {
  if (a->length != b->length) return a->length < b->length ? -1 : 1;
  return memcmp(lu_text_string(a), lu_text_string(b), a->length);
}

static int compare_changes(const void *left, const void *right) {
  const signed_change *a = left, *b = right;
  int order = compare_signatures(a->signature, b->signature);
  return order != 0 ? order : a->change < b->change ? -1 : a->change > b->change;
}

/** Gives changes that are seen alike one outlook. */
static lu_status join_changes(run *on, lu_error *error) {
  outlooks *out = on->out;
  size_t count = on->request->change_count;
  signed_change *sorted = calloc(count + 1, sizeof *sorted);
  out->of_change = lu_arena_array(out->arena, count + 1, sizeof *out->of_change);
  on->first_of = calloc(count + 1, sizeof *on->first_of);
  if (sorted == NULL || out->of_change == NULL || on->first_of == NULL) {
    free(sorted);
    return lu_fail_memory(error);
  }
  for (size_t i = 0; i < count; i++)
    sorted[i] = (signed_change){&on->signatures[i], i};
  qsort(sorted, count, sizeof *sorted, compare_changes);
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || compare_signatures(sorted[i - 1].signature, sorted[i].signature) != 0)
      on->first_of[out->count++] = sorted[i].change;
    out->of_change[sorted[i].change] = out->count - 1;
  }
  free(sorted);
  return LU_OK;
}

/* ---- second pass: the choice ---------------------------------------------------------------- */

static int compare_codes(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static size_t place_of(const outlooks *made, const char *code) {
  const char *const *found =
      bsearch(&code, made->codes, made->option_count, sizeof *made->codes, compare_codes);
  return found == NULL ? LU_NO_INDEX : (size_t)(found - made->codes);
}

static bool is_treatment(const struct option_result *option) {
  return option->place == PLACE_OPTION && !option->emergency &&
         strcmp(option->section, "treatment") == 0;
}

/** Rank of the treatments that come first; an emergency says nothing of the tumour. */
static double best_rank(const lu_plan *plan) {
  double best = INFINITY;
  for (size_t i = 0; i < plan->option_count; i++)
    if (is_treatment(&plan->options[i]) && plan->options[i].rank < best)
      best = plan->options[i].rank;
  return best;
}

/** Words that live as long as the guideline. */
static const char *lasting_section(const char *section) {
  static const char *const names[] = {"treatment", "diagnosis", "support", "follow_up"};
  for (size_t i = 0; section != NULL && i < sizeof names / sizeof names[0]; i++)
    if (strcmp(section, names[i]) == 0) return names[i];
  return "";
}

void outlook_of_plan(outlook *out, const outlooks *made, const lu_plan *plan) {
  double best = best_rank(plan);
  out->first_count = 0;
  for (size_t i = 0; i < made->option_count; i++)
    out->options[i] = (outlook_option){OUTLOOK_NOTHING, "", PLACE_NOWHERE, false};
  for (size_t i = 0; i < plan->option_count; i++) {
    const struct option_result *option = &plan->options[i];
    size_t place = place_of(made, option->code);
    if (place == LU_NO_INDEX || option->place == PLACE_NOWHERE || option->winner == NULL) continue;
    outlook_option *to = &out->options[place];
    to->place = option->place;
    to->class_name = option->place == PLACE_POSSIBLE ? OUTLOOK_WAITS : option->winner->rank->name;
    to->section =
        lasting_section(option->place == PLACE_BANNED ? option->wish_section : option->section);
    to->first = is_treatment(option) && option->rank <= best;
    out->first_count += to->first;
  }
}

static lu_status look_at_change(void *user, size_t index, int number, lu_error *error) {
  run *on = user;
  worker *one = &on->workers[number];
  lu_factset *facts = NULL;
  const lu_plan *plan = NULL;
  lu_status status = lu_factset_copy(&facts, on->facts, one->context, error);
  if (status == LU_OK) status = change_facts(on, on->first_of[index], facts, one->context, error);
  if (status == LU_OK) status = plan_choose(&plan, one->chooser, facts, error);
  if (status == LU_OK) outlook_of_plan(&on->out->all[index], on->out, plan);
  lu_factset_free(facts);
  return status;
}

/** Room for what is found, before threads write into it. */
static lu_status make_room(outlooks *out, lu_error *error) {
  out->all = lu_arena_array(out->arena, out->count + 1, sizeof *out->all);
  for (size_t i = 0; out->all != NULL && i < out->count; i++)
    out->all[i].options =
        lu_arena_array(out->arena, out->option_count + 1, sizeof *out->all[i].options);
  return lu_arena_failed(out->arena) ? lu_fail_memory(error) : LU_OK;
}

/* ---- all ------------------------------------------------------------------------------------ */

static lu_status list_codes(outlooks *out, lu_error *error) {
  const char *code;
  json_t *entry;
  out->codes =
      lu_arena_array(out->arena, json_object_size(out->guideline->options) + 1, sizeof *out->codes);
  if (out->codes == NULL) return lu_fail_memory(error);
  json_object_foreach(out->guideline->options, code, entry) out->codes[out->option_count++] = code;
  qsort(out->codes, out->option_count, sizeof *out->codes, compare_codes);
  return LU_OK;
}

static lu_status run_all(run *on, lu_context *context, lu_error *error) {
  size_t count = on->request->change_count;
  on->signatures = calloc(count + 1, sizeof *on->signatures);
  if (on->signatures == NULL) return lu_fail_memory(error);
  lu_status status = list_codes(on->out, error);
  if (status == LU_OK) status = seen_guideline(&on->seen, on->out->guideline, error);
  if (status == LU_OK) status = make_workers(on, context, error);
  if (status == LU_OK)
    status = lu_parallel_for(context, on->request->group_count, sign_group, on, error);
  if (status == LU_OK) status = join_changes(on, error);
  if (status == LU_OK) status = make_room(on->out, error);
  if (status == LU_OK) status = lu_parallel_for(context, on->out->count, look_at_change, on, error);
  return status;
}

lu_status outlooks_make(outlooks **out, const outlook_request *request, lu_context *context,
                        lu_error *error) {
  *out = NULL;
  outlooks *made = calloc(1, sizeof *made);
  if (made == NULL) return lu_fail_memory(error);
  made->arena = lu_arena_new();
  made->guideline = lu_study_guideline(request->study);
  run on = {.request = request,
            .out = made,
            .facts = lu_assessment_facts(lu_study_assessment(request->study))};
  lu_status status = made->arena == NULL ? lu_fail_memory(error) : run_all(&on, context, error);
  free_run(&on);
  if (status != LU_OK) {
    outlooks_free(made);
    return status;
  }
  *out = made;
  return LU_OK;
}

void outlooks_free(outlooks *made) {
  if (made == NULL) return;
  lu_arena_free(made->arena);
  free(made);
}

const outlook *outlooks_at(const outlooks *made, size_t change) {
  return &made->all[made->of_change[change]];
}
