/* SPDX-License-Identifier: Apache-2.0 */
#include "ranking.h"

#include <math.h>
#include <string.h>

static const char *const known_marks[RANK_MARKS] = {"seen", "memory", "unverified"};

static lu_status find_decision(size_t *out, const lu_model *model, const char *name,
                               lu_error *error) {
  *out = lu_model_find_decision(model, name);
  if (*out == LU_NO_INDEX || lu_model_table(model, *out) == NULL)
    return lu_fail(error, LU_BAD_INPUT, "there is no decision table \"%s\"", name);
  return LU_OK;
}

lu_status ranking_read(rank_tables *out, const char *path, lu_context *context, lu_error *error) {
  *out = (rank_tables){0};
  lu_status status = lu_model_read(&out->model, path, false, context, error);
  if (status != LU_OK) return status;
  const struct {
    const char *name;
    size_t *decision;
  } wanted[] = {{"class", &out->class_decision},
                {"order", &out->order},
                {"verdict", &out->verdict},
                {"near", &out->near},
                {"question", &out->question}};
  for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
    status = find_decision(wanted[i].decision, out->model, wanted[i].name, error);
    if (status != LU_OK) return lu_error_prefix(error, "%s: ", path);
  }
  return LU_OK;
}

void ranking_free(rank_tables *ranking) {
  lu_model_free(ranking->model);
  ranking->model = NULL;
}

/* Output of a table with several output columns, or of one with a single one. */
static const lu_value *output_of(const lu_value *result, const char *name) {
  return result != NULL && lu_value_get_kind(result) == LU_VALUE_CONTEXT
             ? lu_value_entry(result, name)
             : NULL;
}

static const char *text_of(const lu_value *value) {
  return value == NULL ? NULL : lu_value_string(value);
}

static double number_of(const lu_value *value) {
  return value == NULL ? (double)NAN : lu_value_number(value);
}

const char *rank_use_name(rank_use use) {
  static const char *const names[] = {"offer", "check", "ban", "ask", "limit"};
  return names[use];
}

static bool parse_use(rank_use *out, const char *text) {
  for (int i = USE_OFFER; text != NULL && i <= USE_LIMIT; i++) {
    if (strcmp(text, rank_use_name((rank_use)i)) == 0) {
      *out = (rank_use)i;
      return true;
    }
  }
  return false;
}

static lu_status fill_class(rank_class *out, const lu_value *result, lu_arena *arena,
                            lu_error *error) {
  out->name = lu_arena_strdup(arena, text_of(output_of(result, "class")));
  out->precedence = number_of(output_of(result, "precedence"));
  out->weight = number_of(output_of(result, "weight"));
  const lu_value *hard = output_of(result, "hard");
  out->hard = hard != NULL && lu_value_is_true(hard);
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  if (out->name == NULL || !parse_use(&out->use, text_of(output_of(result, "use"))) ||
      !isfinite(out->precedence) || !isfinite(out->weight))
    return lu_fail(error, LU_BAD_INPUT,
                   "ranking.dmn, table \"class\": strength \"%s\" with mark \"%s\" gives no class, "
                   "precedence, use (offer, check, ban, ask, limit) and weight",
                   out->strength, out->mark);
  if (out->hard && strcmp(out->mark, "unverified") == 0)
    return lu_fail(error, LU_BAD_INPUT,
                   "ranking.dmn, table \"class\": strength \"%s\" is a hard stop although its mark "
                   "is \"unverified\"; a rule that nobody checked must not be one",
                   out->strength);
  return LU_OK;
}

static lu_status evaluate_class(rank_class *out, const rank_tables *ranking, lu_arena *arena,
                                lu_context *context, lu_error *error) {
  lu_evaluation *evaluation = NULL;
  const lu_value *result = NULL;
  lu_status status = lu_evaluation_new(&evaluation, ranking->model, LU_STANDARD, context, error);
  if (status != LU_OK) return status;
  lu_evaluation_set_input(evaluation, "strength", lu_make_string(evaluation, out->strength));
  lu_evaluation_set_input(evaluation, "mark", lu_make_string(evaluation, out->mark));
  status = lu_evaluation_decide(&result, evaluation, ranking->class_decision, error);
  if (status == LU_OK) status = fill_class(out, result, arena, error);
  lu_evaluation_free(evaluation);
  return status;
}

lu_status ranking_class(const rank_class **out, rank_tables *ranking, const char *strength,
                        const char *mark, lu_arena *arena, lu_context *context, lu_error *error) {
  for (size_t i = 0; i < ranking->class_count; i++) {
    *out = &ranking->classes[i];
    if (strcmp((*out)->strength, strength) == 0 && strcmp((*out)->mark, mark) == 0) return LU_OK;
  }
  if (ranking->classes == NULL) {
    /* Rules point into this array: it must never move. Strengths are a handful. */
    ranking->class_room = 64;
    ranking->classes = lu_arena_array(arena, ranking->class_room, sizeof *ranking->classes);
    if (ranking->classes == NULL) return lu_fail_memory(error);
  }
  if (ranking->class_count == ranking->class_room)
    return lu_fail(error, LU_BAD_INPUT, "more than %zu different strengths", ranking->class_room);
  rank_class *row = &ranking->classes[ranking->class_count];
  row->strength = lu_arena_strdup(arena, strength);
  row->mark = NULL;
  for (size_t i = 0; i < RANK_MARKS; i++)
    if (strcmp(mark, known_marks[i]) == 0) row->mark = known_marks[i];
  if (row->strength == NULL) return lu_fail_memory(error);
  if (row->mark == NULL)
    return lu_fail(error, LU_BAD_INPUT,
                   "the mark is \"%s\"; it must be \"seen\", \"memory\" or \"unverified\"", mark);
  lu_status status = evaluate_class(row, ranking, arena, context, error);
  if (status != LU_OK) return status;
  ranking->class_count++;
  *out = row;
  return LU_OK;
}

static lu_status ask_order(rank_order *out, const rank_tables *ranking, lu_evaluation *evaluation,
                           const rank_order_key *key, lu_arena *arena, lu_error *error) {
  const lu_value *result = NULL;
  const char *best = key->best != NULL ? key->best->strength : "";
  lu_evaluation_reset(evaluation);
  lu_evaluation_set_input(evaluation, "class", lu_make_string(evaluation, key->rank->name));
  lu_evaluation_set_input(evaluation, "best", lu_make_string(evaluation, best));
  lu_evaluation_set_input(evaluation, "intent", lu_make_string(evaluation, key->intent));
  lu_evaluation_set_input(evaluation, "group", lu_make_string(evaluation, key->group));
  lu_evaluation_set_input(evaluation, "emergency", lu_make_boolean(evaluation, key->emergency));
  lu_status status = lu_evaluation_decide(&result, evaluation, ranking->order, error);
  if (status != LU_OK) return status;
  const char *section = text_of(output_of(result, "section"));
  out->rank = number_of(output_of(result, "rank"));
  if (section == NULL || !isfinite(out->rank))
    return lu_fail(error, LU_BAD_INPUT,
                   "ranking.dmn, table \"order\": class \"%s\" with intent \"%s\" and group \"%s\" "
                   "gives no section and rank",
                   key->rank->name, key->intent, key->group);
  out->section = lu_arena_strdup(arena, section);
  return out->section == NULL ? lu_fail_memory(error) : LU_OK;
}

/* ---- orders that were noted ---- */

static size_t hash_text(size_t hash, const char *text) {
  for (const unsigned char *byte = (const unsigned char *)text; *byte != '\0'; byte++)
    hash = hash * 31 + *byte;
  return hash;
}

static size_t hash_key(const rank_tables *ranking, const rank_order_key *key) {
  size_t hash = (size_t)(key->rank - ranking->classes) * 131;
  hash += key->best != NULL ? (size_t)(key->best - ranking->classes) + 1 : 0;
  return hash_text(hash_text(hash * 2 + key->emergency, key->intent), key->group);
}

static bool same_key(const rank_order_key *a, const rank_order_key *b) {
  return a->rank == b->rank && a->best == b->best && a->emergency == b->emergency &&
         strcmp(a->intent, b->intent) == 0 && strcmp(a->group, b->group) == 0;
}

/* Slot of a key, or the empty one where it belongs; NULL while nothing is noted. */
static rank_noted *find_noted(const rank_tables *ranking, const rank_order_key *key) {
  if (ranking->noted_room == 0) return NULL;
  size_t mask = ranking->noted_room - 1, at = hash_key(ranking, key) & mask;
  while (ranking->noted[at].key.rank != NULL && !same_key(&ranking->noted[at].key, key))
    at = (at + 1) & mask;
  return &ranking->noted[at];
}

/* Makes room for one more: half of the slots stay empty. */
static lu_status make_room(rank_tables *ranking, lu_arena *arena, lu_error *error) {
  if (2 * ranking->noted_count < ranking->noted_room) return LU_OK;
  rank_tables larger = *ranking;
  larger.noted_room = ranking->noted_room == 0 ? 256 : 2 * ranking->noted_room;
  larger.noted = lu_arena_array(arena, larger.noted_room, sizeof *larger.noted);
  if (larger.noted == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < ranking->noted_room; i++)
    if (ranking->noted[i].key.rank != NULL)
      *find_noted(&larger, &ranking->noted[i].key) = ranking->noted[i];
  *ranking = larger;
  return LU_OK;
}

lu_status ranking_order_note(rank_order *out, rank_tables *ranking, lu_evaluation *evaluation,
                             const rank_order_key *key, lu_arena *arena, lu_error *error) {
  lu_status status = make_room(ranking, arena, error);
  if (status != LU_OK) return status;
  rank_noted *slot = find_noted(ranking, key);
  if (slot->key.rank == NULL) {
    status = ask_order(&slot->order, ranking, evaluation, key, arena, error);
    if (status != LU_OK) return status;
    slot->key = *key;
    ranking->noted_count++;
  }
  *out = slot->order;
  return LU_OK;
}

lu_status ranking_order(rank_order *out, const rank_tables *ranking, lu_evaluation *evaluation,
                        const rank_order_key *key, lu_arena *arena, lu_error *error) {
  const rank_noted *slot = find_noted(ranking, key);
  if (slot == NULL || slot->key.rank == NULL)
    return ask_order(out, ranking, evaluation, key, arena, error);
  *out = slot->order;
  return LU_OK;
}

lu_status ranking_question(rank_question *out, const rank_tables *ranking,
                           lu_evaluation *evaluation, const rank_effect *effect, lu_arena *arena,
                           lu_error *error) {
  const lu_value *result = NULL;
  lu_evaluation_reset(evaluation);
  lu_evaluation_set_input(evaluation, "use", lu_make_string(evaluation, effect->use));
  lu_evaluation_set_input(evaluation, "class", lu_make_string(evaluation, effect->class_name));
  lu_evaluation_set_input(evaluation, "shown", lu_make_string(evaluation, effect->shown));
  lu_evaluation_set_input(evaluation, "section", lu_make_string(evaluation, effect->section));
  lu_evaluation_set_input(evaluation, "alone", lu_make_boolean(evaluation, effect->alone));
  lu_evaluation_set_input(evaluation, "emergency", lu_make_boolean(evaluation, effect->emergency));
  lu_status status = lu_evaluation_decide(&result, evaluation, ranking->question, error);
  if (status != LU_OK) return status;
  const char *because = text_of(output_of(result, "because"));
  out->tier = number_of(output_of(result, "tier"));
  if (because == NULL || !isfinite(out->tier))
    return lu_fail(
        error, LU_BAD_INPUT,
        "ranking.dmn, table \"question\": use \"%s\" with class \"%s\" gives no tier and "
        "because",
        effect->use, effect->class_name);
  const lu_value *in_order = output_of(result, "in_order");
  out->in_order = in_order != NULL && lu_value_is_true(in_order);
  out->because = lu_arena_strdup(arena, because);
  return out->because == NULL ? lu_fail_memory(error) : LU_OK;
}

lu_status ranking_verdict(bool *complete, const rank_tables *ranking, lu_evaluation *evaluation,
                          const rank_counts *counts, lu_error *error) {
  const lu_value *result = NULL;
  lu_evaluation_reset(evaluation);
  const struct {
    const char *name;
    size_t count;
  } inputs[] = {{"preferred", counts->preferred}, {"offered", counts->offered},
                {"undecided", counts->undecided}, {"asked", counts->asked},
                {"firm", counts->firm},           {"rivals", counts->rivals}};
  for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
    lu_evaluation_set_input(evaluation, inputs[i].name,
                            lu_make_number(evaluation, (double)inputs[i].count));
  lu_status status = lu_evaluation_decide(&result, evaluation, ranking->verdict, error);
  if (status != LU_OK) return status;
  const lu_value *output = output_of(result, "verdict");
  const char *text = text_of(output == NULL ? result : output);
  *complete = text != NULL && strcmp(text, "complete") == 0;
  if (text == NULL || (!*complete && strcmp(text, "data missing") != 0))
    return lu_fail(error, LU_BAD_INPUT,
                   "ranking.dmn, table \"verdict\" must give \"complete\" or \"data missing\"");
  return LU_OK;
}

lu_status ranking_near(bool *near, const rank_tables *ranking, lu_evaluation *evaluation,
                       double value, double limit, double sd, lu_error *error) {
  const lu_value *result = NULL;
  double distance = fabs(value - limit);
  lu_evaluation_reset(evaluation);
  if (sd > 0)
    lu_evaluation_set_input(evaluation, "distance_sd", lu_make_number(evaluation, distance / sd));
  if (limit < 0 || limit > 0)
    lu_evaluation_set_input(evaluation, "distance_relative",
                            lu_make_number(evaluation, distance / fabs(limit)));
  lu_status status = lu_evaluation_decide(&result, evaluation, ranking->near, error);
  if (status != LU_OK) return status;
  const lu_value *output = output_of(result, "near");
  if (output == NULL) output = result;
  *near = output != NULL && lu_value_is_true(output);
  return LU_OK;
}
