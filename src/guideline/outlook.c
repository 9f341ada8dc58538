/* SPDX-License-Identifier: Apache-2.0 */
#include "outlook.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "choose.h"
#include "lutetia/base/parallel.h"
#include "seen.h"

/** What comes of all changes that are seen alike. */
typedef struct view {
  lu_text signature; /**< what is seen */
  uint64_t hash;
  outlook look;
  size_t id; /**< index in outlooks.all */
} view;

/** What one thread needs, and what it found. */
typedef struct worker {
  lu_context *context;
  chooser *chooser;
  lu_arena *arena;
  lu_factset *facts;
  lu_text signature; /**< of the change at hand */
  size_t count;
  view **views;
  size_t room; /**< slots of the table, a power of two */
  view **table;
} worker;

/** A run over all changes. */
typedef struct run {
  const outlook_request *request;
  outlooks *out;
  seen *seen;
  const lu_factset *facts; /**< as assessed */
  worker *workers;
  size_t worker_count;
  view **view_of; /**< of each change */
} run;

/** Changes that one thread makes one after the other. */
#define BLOCK 16

static size_t count_blocks(const outlook_request *request) {
  return (request->change_count + BLOCK - 1) / BLOCK;
}

/* ---- threads ------------------------------------------------------------------------------- */

static lu_status make_worker(worker *one, const run *on, lu_context *context, lu_error *error) {
  one->arena = lu_arena_new();
  if (one->arena == NULL) return lu_fail_memory(error);
  lu_status status = lu_context_new(&one->context, error);
  if (status != LU_OK) return status;
  lu_context_set_today(one->context, lu_context_today(context));
  status = lu_context_set_threads(one->context, 1, error);
  if (status == LU_OK)
    status = lu_factset_new(&one->facts, on->out->guideline->dictionary, one->context, error);
  if (status == LU_OK) status = chooser_new(&one->chooser, on->out->guideline, one->context, error);
  return status;
}

static lu_status make_workers(run *on, lu_context *context, lu_error *error) {
  size_t count = (size_t)lu_context_threads(context);
  if (count > count_blocks(on->request)) count = count_blocks(on->request);
  if (count == 0) count = 1;
  on->workers = calloc(count, sizeof *on->workers);
  if (on->workers == NULL) return lu_fail_memory(error);
  on->worker_count = count;
  for (size_t i = 0; i < count; i++) {
    lu_status status = make_worker(&on->workers[i], on, context, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

static void free_run(run *on) {
  for (size_t i = 0; i < on->worker_count; i++) {
    worker *one = &on->workers[i];
    for (size_t j = 0; j < one->count; j++)
      lu_text_free(&one->views[j]->signature);
    lu_text_free(&one->signature);
    free(one->views);
    free(one->table);
    chooser_free(one->chooser);
    lu_factset_free(one->facts);
    lu_context_free(one->context);
    lu_arena_free(one->arena);
  }
  free(on->workers);
  free(on->view_of);
  seen_free(on->seen);
}

/* ---- what a thread has seen ----------------------------------------------------------------- */

static uint64_t hash_of(const lu_text *text) {
  uint64_t hash = 14695981039346656037u; /* FNV-1a */
  for (size_t i = 0; i < text->length; i++)
    hash = (hash ^ (uint8_t)text->data[i]) * 1099511628211u;
  return hash;
}

static int compare_signatures(const lu_text *a, const lu_text *b) {
  if (a->length != b->length) return a->length < b->length ? -1 : 1;
  return a->length == 0 ? 0 : memcmp(a->data, b->data, a->length);
}

/** Slot of the signature at hand, or the empty one where it belongs. */
static view **find_slot(view **table, size_t room, const lu_text *signature, uint64_t hash) {
  size_t slot = (size_t)hash & (room - 1);
  while (table[slot] != NULL &&
         (table[slot]->hash != hash || compare_signatures(&table[slot]->signature, signature) != 0))
    slot = (slot + 1) & (room - 1);
  return &table[slot];
}

/** Keeps a quarter of the table and more empty. */
static lu_status grow(worker *one, lu_error *error) {
  if (one->room > 0 && one->count < one->room / 2) return LU_OK;
  size_t room = one->room == 0 ? 64 : 2 * one->room;
  view **views = realloc(one->views, room * sizeof *views);
  if (views != NULL) one->views = views;
  view **table = views == NULL ? NULL : calloc(room, sizeof *table);
  if (table == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < one->count; i++)
    *find_slot(table, room, &views[i]->signature, views[i]->hash) = views[i];
  free(one->table);
  one->table = table;
  one->room = room;
  return LU_OK;
}

static lu_status add_view(view **out, worker *one, const outlooks *made, view **slot, uint64_t hash,
                          lu_error *error) {
  view *found = lu_arena_alloc(one->arena, sizeof *found);
  if (found != NULL)
    found->look.options =
        lu_arena_array(one->arena, made->option_count + 1, sizeof *found->look.options);
  if (found == NULL || lu_arena_failed(one->arena)) return lu_fail_memory(error);
  found->signature = one->signature;
  found->hash = hash;
  one->signature = (lu_text)LU_TEXT_INIT;
  one->views[one->count++] = found;
  *slot = *out = found;
  return LU_OK;
}

/** The plan of one change: that of an earlier one that is seen alike, or a new one. */
static lu_status look_at(view **out, run *on, worker *one, const lu_factset *facts,
                         lu_error *error) {
  const lu_plan *plan = NULL;
  one->signature.length = 0;
  seen_print(on->seen, facts, &one->signature);
  lu_status status = one->signature.failed ? lu_fail_memory(error) : grow(one, error);
  if (status != LU_OK) return status;
  uint64_t hash = hash_of(&one->signature);
  view **slot = find_slot(one->table, one->room, &one->signature, hash);
  *out = *slot;
  if (*out != NULL) return LU_OK;
  status = plan_choose(&plan, one->chooser, facts, error);
  if (status == LU_OK) status = add_view(out, one, on->out, slot, hash, error);
  if (status == LU_OK && *out != NULL) outlook_of_plan(&(*out)->look, on->out, plan);
  return status;
}

static lu_status make_change(run *on, worker *one, size_t change, lu_error *error) {
  const size_t *changed = NULL;
  size_t count = 0;
  lu_factset_overlay(one->facts, on->facts);
  lu_status status =
      on->request->change(on->request->user, change, one->facts, &changed, &count, error);
  if (status == LU_OK)
    status = lu_assessor_rederive(lu_study_assessor(on->request->study), one->facts, changed, count,
                                  one->context, error);
  return status == LU_OK ? look_at(&on->view_of[change], on, one, one->facts, error) : status;
}

static lu_status look_at_block(void *user, size_t block, int number, lu_error *error) {
  run *on = user;
  lu_status status = LU_OK;
  for (size_t i = block * BLOCK;
       i < on->request->change_count && i < (block + 1) * BLOCK && status == LU_OK; i++)
    status = make_change(on, &on->workers[number], i, error);
  return status;
}

/* ---- what all threads have seen, each once -------------------------------------------------- */

static int compare_views(const void *left, const void *right) {
  const view *const *a = left, *const *b = right;
  return compare_signatures(&(*a)->signature, &(*b)->signature);
}

static lu_status keep_view(outlooks *out, const view *from, lu_error *error) {
  outlook *to = &out->all[out->count];
  to->first_count = from->look.first_count;
  to->options = lu_arena_array(out->arena, out->option_count + 1, sizeof *to->options);
  if (to->options == NULL) return lu_fail_memory(error);
  memcpy(to->options, from->look.options, out->option_count * sizeof *to->options);
  out->count++;
  return LU_OK;
}

/** Gives each view its number, and each change that of its view. @param all sorted */
static lu_status number_views(run *on, view *const *all, size_t count, lu_error *error) {
  outlooks *out = on->out;
  size_t changes = on->request->change_count;
  out->all = lu_arena_array(out->arena, count + 1, sizeof *out->all);
  out->of_change = lu_arena_array(out->arena, changes + 1, sizeof *out->of_change);
  if (lu_arena_failed(out->arena)) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    lu_status status = LU_OK;
    if (i == 0 || compare_views(&all[i - 1], &all[i]) != 0) status = keep_view(out, all[i], error);
    if (status != LU_OK) return status;
    all[i]->id = out->count - 1;
  }
  for (size_t i = 0; i < changes; i++)
    out->of_change[i] = on->view_of[i]->id;
  return LU_OK;
}

/** Sorts the views by their signatures, so that no thread shows in the result. */
static lu_status join_views(run *on, lu_error *error) {
  size_t count = 0, placed = 0;
  for (size_t i = 0; i < on->worker_count; i++)
    count += on->workers[i].count;
  view **all = calloc(count + 1, sizeof *all);
  if (all == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < on->worker_count; i++)
    for (size_t j = 0; j < on->workers[i].count; j++)
      all[placed++] = on->workers[i].views[j];
  qsort(all, count, sizeof *all, compare_views);
  lu_status status = number_views(on, all, count, error);
  free(all);
  return status;
}

/* ---- what is looked at ---------------------------------------------------------------------- */

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

double outlook_best_rank(const lu_plan *plan) {
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

/** Treatments that are offered with a smaller rank. */
static size_t count_before(const lu_plan *plan, double rank) {
  size_t count = 0;
  for (size_t i = 0; i < plan->option_count && plan->options[i].place <= PLACE_OPTION; i++)
    count += is_treatment(&plan->options[i]) && plan->options[i].rank < rank;
  return count;
}

void outlook_of_plan(outlook *out, const outlooks *made, const lu_plan *plan) {
  double best = outlook_best_rank(plan);
  out->first_count = 0;
  for (size_t i = 0; i < made->option_count; i++)
    out->options[i] = (outlook_option){OUTLOOK_NOTHING, "", PLACE_NOWHERE, false, false, 0};
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
    to->emergency = option->emergency || option->only_emergency;
    to->before = option->place == PLACE_BANNED ? 0 : count_before(plan, option->rank);
    out->first_count += to->first;
  }
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
  on->view_of = calloc(on->request->change_count + 1, sizeof(view *));
  if (on->view_of == NULL) return lu_fail_memory(error);
  lu_status status = list_codes(on->out, error);
  if (status == LU_OK) status = seen_guideline(&on->seen, on->out->guideline, error);
  if (status == LU_OK) status = make_workers(on, context, error);
  if (status == LU_OK)
    status = lu_parallel_for(context, count_blocks(on->request), look_at_block, on, error);
  return status == LU_OK ? join_views(on, error) : status;
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
