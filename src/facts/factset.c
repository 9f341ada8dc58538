/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fact.h"

/** One fact of one patient. */
typedef struct slot {
  lu_fact_state state;
  const lu_value *value; /**< lives in the pool; NULL if nothing is known */
  lu_fact_origin origin; /**< texts live in the arena */
} slot;

struct lu_factset {
  const lu_dictionary *dictionary;
  lu_evaluation *pool; /**< an evaluation without a model: the place where values live */
  lu_arena *texts;
  slot *slots; /**< one per fact of the dictionary */
};

lu_status lu_factset_new(lu_factset **out, const lu_dictionary *dictionary, lu_context *context,
                         lu_error *error) {
  *out = NULL;
  lu_factset *set = calloc(1, sizeof *set);
  if (set == NULL) return lu_fail_memory(error);
  set->dictionary = dictionary;
  set->texts = lu_arena_new();
  set->slots = calloc(lu_dictionary_count(dictionary) + 1, sizeof *set->slots);
  lu_status status = LU_OK;
  if (set->texts == NULL || set->slots == NULL)
    status = lu_fail_memory(error);
  else
    status = lu_evaluation_new(&set->pool, NULL, LU_THREE_VALUED, context, error);
  if (status != LU_OK) {
    lu_factset_free(set);
    return status;
  }
  *out = set;
  return LU_OK;
}

void lu_factset_free(lu_factset *set) {
  if (set == NULL) return;
  lu_evaluation_free(set->pool);
  lu_arena_free(set->texts);
  free(set->slots);
  free(set);
}

const lu_dictionary *lu_factset_dictionary(const lu_factset *set) {
  return set->dictionary;
}

/** Copies an origin (NULL gives an empty one) into the set. */
static lu_status keep_origin(lu_factset *set, lu_fact_origin *out, const lu_fact_origin *origin,
                             lu_error *error) {
  lu_fact_origin empty = {.place = "", .note = "", .date = LU_DATE_NONE};
  *out = origin != NULL ? *origin : empty;
  out->place = lu_arena_strdup(set->texts, out->place != NULL ? out->place : "");
  out->note = lu_arena_strdup(set->texts, out->note != NULL ? out->note : "");
  if (out->place == NULL || out->note == NULL) return lu_fail_memory(error);
  return LU_OK;
}

/** Puts a value that already lives in the pool into a slot. */
static lu_status put(lu_factset *set, size_t fact, lu_fact_state state, const lu_value *value,
                     const lu_fact_origin *origin, lu_error *error) {
  if (state == LU_FACT_KNOWN && value == NULL) return lu_fail_memory(error);
  lu_fact_origin kept;
  lu_status status = keep_origin(set, &kept, origin, error);
  if (status != LU_OK) return status;
  set->slots[fact] = (slot){state, value, kept};
  return LU_OK;
}

static lu_status check_index(const lu_factset *set, size_t fact, lu_error *error) {
  if (fact < lu_dictionary_count(set->dictionary)) return LU_OK;
  return lu_fail(error, LU_USAGE, "there is no fact number %zu", fact);
}

/** Refuses a value of another type than the fact's. */
static lu_status check_type(const lu_factset *set, size_t fact, lu_fact_type type,
                            lu_error *error) {
  lu_status status = check_index(set, fact, error);
  if (status != LU_OK) return status;
  const lu_fact *entry = lu_dictionary_at(set->dictionary, fact);
  if (entry->type == type) return LU_OK;
  return lu_fail(error, LU_USAGE, "fact \"%s\" is of another type", entry->name);
}

/** True if a text is in the value set of a choice or set. */
static bool has_value(const lu_fact *fact, const char *text) {
  for (size_t i = 0; i < lu_fact_value_count(fact); i++)
    if (strcmp(lu_fact_value(fact, i), text) == 0) return true;
  return false;
}

static lu_status check_value(const lu_fact *fact, const char *text, lu_error *error) {
  if (has_value(fact, text)) return LU_OK;
  return lu_fail(error, LU_BAD_INPUT, "\"%.80s\" is no value of the fact \"%s\"", text, fact->name);
}

lu_status lu_factset_set(lu_factset *set, size_t fact, const lu_value *value,
                         const lu_fact_origin *origin, lu_error *error) {
  lu_status status = check_index(set, fact, error);
  if (status != LU_OK) return status;
  if (value == NULL) return lu_fail(error, LU_USAGE, "a fact cannot be set to no value");
  bool unknown = lu_value_get_kind(value) == LU_VALUE_UNKNOWN;
  const lu_value *copy = lu_make_copy(set->pool, value);
  if (copy == NULL) return lu_fail_memory(error);
  return put(set, fact, unknown ? LU_FACT_UNKNOWN : LU_FACT_KNOWN, copy, origin, error);
}

lu_status lu_factset_set_number(lu_factset *set, size_t fact, double number,
                                const lu_fact_origin *origin, lu_error *error) {
  lu_status status = check_type(set, fact, LU_FACT_NUMBER, error);
  if (status != LU_OK) return status;
  if (!isfinite(number))
    return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": the number is not finite",
                   lu_dictionary_at(set->dictionary, fact)->name);
  return put(set, fact, LU_FACT_KNOWN, lu_make_number(set->pool, number), origin, error);
}

/** Sets a date fact; a partial date stays a text, since no table can compare it. */
static lu_status set_date(lu_factset *set, size_t fact, const char *text,
                          const lu_fact_origin *origin, lu_error *error) {
  lu_date date;
  lu_status status = lu_date_parse(&date, text, error);
  if (status != LU_OK) return status;
  const lu_value *value =
      lu_date_whole(date) ? lu_make_date(set->pool, date) : lu_make_string(set->pool, text);
  return put(set, fact, LU_FACT_KNOWN, value, origin, error);
}

lu_status lu_factset_set_text(lu_factset *set, size_t fact, const char *text,
                              const lu_fact_origin *origin, lu_error *error) {
  lu_status status = check_index(set, fact, error);
  if (status != LU_OK) return status;
  const lu_fact *entry = lu_dictionary_at(set->dictionary, fact);
  if (entry->type == LU_FACT_DATE) return set_date(set, fact, text, origin, error);
  if (entry->type != LU_FACT_CHOICE && entry->type != LU_FACT_TEXT)
    return check_type(set, fact, LU_FACT_TEXT, error);
  if (entry->type == LU_FACT_CHOICE) status = check_value(entry, text, error);
  if (status != LU_OK) return status;
  return put(set, fact, LU_FACT_KNOWN, lu_make_string(set->pool, text), origin, error);
}

lu_status lu_factset_set_boolean(lu_factset *set, size_t fact, bool truth,
                                 const lu_fact_origin *origin, lu_error *error) {
  lu_status status = check_type(set, fact, LU_FACT_BOOLEAN, error);
  if (status != LU_OK) return status;
  return put(set, fact, LU_FACT_KNOWN, lu_make_boolean(set->pool, truth), origin, error);
}

lu_status lu_factset_set_list(lu_factset *set, size_t fact, const char *const *values, size_t count,
                              const lu_fact_origin *origin, lu_error *error) {
  lu_status status = check_type(set, fact, LU_FACT_SET, error);
  if (status != LU_OK) return status;
  const lu_value **items = calloc(count + 1, sizeof *items);
  if (items == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count && status == LU_OK; i++) {
    status = check_value(lu_dictionary_at(set->dictionary, fact), values[i], error);
    items[i] = status == LU_OK ? lu_make_string(set->pool, values[i]) : NULL;
    if (status == LU_OK && items[i] == NULL) status = lu_fail_memory(error);
  }
  if (status == LU_OK)
    status = put(set, fact, LU_FACT_KNOWN, lu_make_list(set->pool, items, count), origin, error);
  free(items);
  return status;
}

lu_status lu_factset_set_not_done(lu_factset *set, size_t fact, const lu_fact_origin *origin,
                                  lu_error *error) {
  lu_status status = check_index(set, fact, error);
  if (status != LU_OK) return status;
  const lu_fact *entry = lu_dictionary_at(set->dictionary, fact);
  if (entry->type == LU_FACT_CHOICE && has_value(entry, "not_done"))
    return lu_factset_set_text(set, fact, "not_done", origin, error);
  return put(set, fact, LU_FACT_NOT_DONE, NULL, origin, error);
}

void lu_factset_clear(lu_factset *set, size_t fact) {
  if (fact < lu_dictionary_count(set->dictionary)) memset(&set->slots[fact], 0, sizeof(slot));
}

lu_fact_state lu_factset_state(const lu_factset *set, size_t fact) {
  return fact < lu_dictionary_count(set->dictionary) ? set->slots[fact].state : LU_FACT_UNKNOWN;
}

const lu_value *lu_factset_value(const lu_factset *set, size_t fact) {
  return fact < lu_dictionary_count(set->dictionary) ? set->slots[fact].value : NULL;
}

const lu_fact_origin *lu_factset_origin(const lu_factset *set, size_t fact) {
  if (fact >= lu_dictionary_count(set->dictionary)) return NULL;
  const slot *entry = &set->slots[fact];
  return entry->state == LU_FACT_UNKNOWN && entry->value == NULL ? NULL : &entry->origin;
}

lu_status lu_factset_copy(lu_factset **out, const lu_factset *set, lu_context *context,
                          lu_error *error) {
  lu_factset *copy;
  lu_status status = lu_factset_new(&copy, set->dictionary, context, error);
  *out = NULL;
  if (copy == NULL) return status;
  for (size_t i = 0; status == LU_OK && i < lu_dictionary_count(set->dictionary); i++) {
    const slot *from = &set->slots[i];
    if (from->value != NULL)
      status = lu_factset_set(copy, i, from->value, &from->origin, error);
    else if (from->state == LU_FACT_NOT_DONE)
      status = put(copy, i, LU_FACT_NOT_DONE, NULL, &from->origin, error);
  }
  if (status != LU_OK) {
    lu_factset_free(copy);
    return status;
  }
  *out = copy;
  return LU_OK;
}

void lu_factset_overlay(lu_factset *set, const lu_factset *base) {
  lu_evaluation_reset(set->pool);
  lu_arena_reset(set->texts);
  memcpy(set->slots, base->slots, lu_dictionary_count(set->dictionary) * sizeof *set->slots);
}

const lu_value *lu_factset_input(const lu_factset *set, size_t fact) {
  if (fact >= lu_dictionary_count(set->dictionary)) return NULL;
  const lu_value *value = set->slots[fact].value;
  if (value == NULL || lu_value_get_kind(value) != LU_VALUE_STRING) return value;
  return lu_dictionary_at(set->dictionary, fact)->type == LU_FACT_DATE ? NULL : value;
}

void lu_factset_lend(const lu_factset *set, lu_evaluation *evaluation, const size_t *facts,
                     size_t count) {
  for (size_t i = 0; i < count; i++) {
    const lu_value *value = lu_factset_input(set, facts[i]);
    if (value != NULL) lu_evaluation_change_input(evaluation, i, value);
  }
}

lu_status lu_factset_bind(const lu_factset *set, lu_evaluation *evaluation, const lu_model *model,
                          lu_error *error) {
  for (size_t i = 0; i < lu_model_input_count(model); i++) {
    const char *name = lu_model_input_name(model, i);
    size_t fact = lu_dictionary_find(set->dictionary, name);
    if (fact == LU_NO_INDEX || set->slots[fact].value == NULL) continue;
    const lu_value *value = set->slots[fact].value;
    bool date = lu_dictionary_at(set->dictionary, fact)->type == LU_FACT_DATE;
    if (date && lu_value_get_kind(value) == LU_VALUE_STRING) continue;
    const lu_value *copy = lu_make_copy(evaluation, value);
    if (copy == NULL) return lu_fail_memory(error);
    lu_evaluation_set_input(evaluation, name, copy);
  }
  return LU_OK;
}
