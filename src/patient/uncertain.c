/* SPDX-License-Identifier: Apache-2.0 */
/* Facts that are known with an error, and draws of them. What has which error stands in
   data/assessment/uncertainty.json and in the members "uncertain" of the dictionary. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "lutetia/base/file.h"
#include "lutetia/base/random.h"
#include "lutetia/facts/json.h"

/** A file of more bytes is not read. */
#define MAX_FILE_BYTES (1u << 20)

/** One fact with an error. */
typedef struct uncertain {
  assess_axis axis;
  uint32_t key; /**< of its random numbers */
  const char *source, *mark, *what;
  size_t change_count;
  size_t *changes; /**< facts that move with it and itself, rising */
} uncertain;

/** A fact that moves with another one, being of the same measurement. */
typedef struct follower {
  size_t fact;
  size_t leader; /**< index in `entries` */
} follower;

struct lu_uncertainty {
  const lu_factset *facts;
  json_t *file;
  size_t count;
  uncertain *entries; /**< in order of the dictionary; one room for each fact */
  size_t follower_count;
  follower *followers;
  size_t change_count;
  size_t *changes; /**< facts that a draw sets, rising */
  json_t *texts;   /**< list: what is drawn */
  json_t *left_out;
};

/** Key of a name: FNV-1a of 32 bits. */
static uint32_t key_of(const char *name) {
  uint32_t key = 2166136261u;
  for (; *name != '\0'; name++)
    key = (key ^ (uint8_t)*name) * 16777619u;
  return key;
}

static const char *text_of(const json_t *object, const char *name) {
  const char *text = json_string_value(json_object_get(object, name));
  return text == NULL ? "" : text;
}

/** True for a number of the record itself: neither derived nor filled in by a table. */
static bool is_recorded_number(const lu_factset *facts, size_t fact) {
  const lu_fact *entry = lu_dictionary_at(lu_factset_dictionary(facts), fact);
  const lu_fact_origin *origin = lu_factset_origin(facts, fact);
  return lu_fact_get_type(entry) == LU_FACT_NUMBER && !lu_fact_is_derived(entry) &&
         origin != NULL && strncmp(origin->place, "derived:", strlen("derived:")) != 0 &&
         !isnan(assess_number(facts, fact));
}

/** The element of a member "uncertain" that speaks of a fact. @return NULL if there is none */
static const json_t *count_entry(const lu_dictionary *dictionary, size_t fact) {
  const char *name = lu_fact_name(lu_dictionary_at(dictionary, fact));
  for (size_t i = 0; i < lu_dictionary_count(dictionary); i++) {
    const json_t *list = assess_member(dictionary, i, "uncertain");
    for (size_t j = 0; j < json_array_size(list); j++)
      if (strcmp(text_of(json_array_get(list, j), "fact"), name) == 0)
        return json_array_get(list, j);
  }
  return NULL;
}

/** True if a known fact has one of the values of a list: texts, true, false. */
static bool has_one(const lu_factset *facts, const char *name, const json_t *values) {
  size_t index, fact = lu_dictionary_find(lu_factset_dictionary(facts), name);
  const lu_value *at = fact == LU_NO_INDEX || lu_factset_state(facts, fact) != LU_FACT_KNOWN
                           ? NULL
                           : lu_factset_value(facts, fact);
  const char *text = at == NULL ? NULL : lu_value_string(at);
  const json_t *value;
  json_array_foreach(values, index, value) {
    if (at == NULL) return false;
    if (json_is_boolean(value) && text == NULL && lu_value_is_true(at) == json_is_true(value))
      return true;
    if (json_is_string(value) && text != NULL && strcmp(json_string_value(value), text) == 0)
      return true;
  }
  return false;
}

/** True if every fact of "only" has one of its values, and none of "unless". */
static bool is_case(const lu_factset *facts, const json_t *entry) {
  const char *name;
  json_t *values;
  json_object_foreach(json_object_get(entry, "only"), name, values) {
    if (!has_one(facts, name, values)) return false;
  }
  json_object_foreach(json_object_get(entry, "unless"), name, values) {
    if (has_one(facts, name, values)) return false;
  }
  return true;
}

/** The default that speaks of a fact in this case. @return NULL if there is none */
static const json_t *default_entry(const lu_uncertainty *uncertainty, const char *name) {
  const json_t *list = json_object_get(uncertainty->file, "defaults");
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *names = json_object_get(json_array_get(list, i), "facts");
    for (size_t j = 0; j < json_array_size(names); j++)
      if (json_is_string(json_array_get(names, j)) &&
          strcmp(json_string_value(json_array_get(names, j)), name) == 0 &&
          is_case(uncertainty->facts, json_array_get(list, i)))
        return json_array_get(list, i);
  }
  return NULL;
}

/** Standard deviation of a default: in the fact's unit, or relative to the value. */
static double usual_sd(const json_t *entry, double value) {
  const json_t *sd = json_object_get(entry, "sd");
  if (json_is_number(sd)) return json_number_value(sd);
  return fabs(value) / 100 * json_number_value(json_object_get(entry, "relative_sd_pct"));
}

/** A normal error around what is recorded. */
static void set_normal(assess_axis *axis, const lu_factset *facts, size_t fact, double sd) {
  const lu_dictionary *dictionary = lu_factset_dictionary(facts);
  const json_t *lower = assess_member(dictionary, fact, "minimum");
  const json_t *upper = assess_member(dictionary, fact, "maximum");
  double value = assess_number(facts, fact);
  *axis = (assess_axis){.fact = fact,
                        .distribution = ASSESS_NORMAL,
                        .value = value,
                        .first = value,
                        .second = sd,
                        .scale = 1,
                        .lower = json_is_number(lower) ? json_number_value(lower) : -HUGE_VAL,
                        .upper = json_is_number(upper) ? json_number_value(upper) : HUGE_VAL,
                        .per = ""};
}

/** The entry of "follow" about a fact. @return NULL if there is none */
static const json_t *follow_entry(const lu_uncertainty *uncertainty, const char *name) {
  const json_t *list = json_object_get(uncertainty->file, "follow");
  for (size_t i = 0; i < json_array_size(list); i++)
    if (strcmp(text_of(json_array_get(list, i), "fact"), name) == 0) return json_array_get(list, i);
  return NULL;
}

/** True if two facts come from one measurement. */
static bool same_measurement(const lu_factset *facts, size_t a, size_t b, bool equal) {
  double first = assess_number(facts, a), second = assess_number(facts, b);
  if (strcmp(lu_factset_origin(facts, a)->place, lu_factset_origin(facts, b)->place) != 0)
    return false;
  return !equal || (first <= second && first >= second);
}

static bool has_error(const lu_uncertainty *uncertainty, size_t fact);

/** The drawn fact that another one moves with. @return LU_NO_INDEX if there is none */
static size_t leader_of(const lu_uncertainty *uncertainty, size_t fact) {
  const lu_factset *facts = uncertainty->facts;
  const lu_dictionary *dictionary = lu_factset_dictionary(facts);
  if (fact == LU_NO_INDEX || !is_recorded_number(facts, fact)) return LU_NO_INDEX;
  const json_t *entry = follow_entry(uncertainty, lu_fact_name(lu_dictionary_at(dictionary, fact)));
  const json_t *names = json_object_get(entry, "follows");
  for (size_t i = 0; i < json_array_size(names); i++) {
    const char *name = json_string_value(json_array_get(names, i));
    size_t leader = name == NULL ? LU_NO_INDEX : lu_dictionary_find(dictionary, name);
    if (leader != LU_NO_INDEX && leader != fact && is_recorded_number(facts, leader) &&
        has_error(uncertainty, leader) &&
        same_measurement(facts, fact, leader, json_is_true(json_object_get(entry, "equal"))))
      return leader;
  }
  return LU_NO_INDEX;
}

/** Finds out whether and how a fact is uncertain: a count, a stated deviation, a default. */
static bool find_error(uncertain *out, const lu_uncertainty *uncertainty, size_t fact) {
  const lu_factset *facts = uncertainty->facts;
  const lu_dictionary *dictionary = lu_factset_dictionary(facts);
  if (!is_recorded_number(facts, fact)) return false;
  const json_t *count = count_entry(dictionary, fact);
  const json_t *usual =
      default_entry(uncertainty, lu_fact_name(lu_dictionary_at(dictionary, fact)));
  double sd = lu_factset_origin(facts, fact)->sd;
  const json_t *from = json_object_get(uncertainty->file, "stated");
  *out = (uncertain){.what = ""};
  if (count != NULL && assess_axis_read(&out->axis, facts, count) &&
      out->axis.distribution != ASSESS_NORMAL) {
    from = json_object_get(uncertainty->file, "count");
  } else {
    if (!(sd > 0) && usual != NULL) {
      sd = usual_sd(usual, assess_number(facts, fact));
      from = usual;
      out->what = text_of(usual, "what");
    }
    if (!(sd > 0)) return false;
    set_normal(&out->axis, facts, fact, sd);
  }
  out->key = key_of(lu_fact_name(lu_dictionary_at(dictionary, fact)));
  out->source = text_of(from, "source");
  out->mark = text_of(from, "mark");
  return true;
}

/** "95 of 500, 95 % interval 15.8 to 22.7 %" */
static void print_error(lu_text *out, const uncertain *entry, const lu_factset *facts) {
  const assess_axis *axis = &entry->axis;
  double lower = assess_axis_quantile(axis, 0.025), upper = assess_axis_quantile(axis, 0.975);
  const char *unit =
      lu_fact_unit_words(lu_dictionary_at(lu_factset_dictionary(facts), entry->axis.fact));
  lu_factset_print(facts, axis->fact, out);
  if (axis->distribution == ASSESS_BETA)
    lu_text_printf(out, ", counted %g of %g", axis->events, axis->trials);
  if (axis->distribution == ASSESS_GAMMA)
    lu_text_printf(out, ", counted %g in %g %s", axis->events, axis->trials,
                   assess_unit_words(axis->per));
  if (entry->what[0] != '\0') lu_text_printf(out, ", %s", entry->what);
  lu_text_puts(out, "; 95 % of draws from ");
  assess_print_interval(out, lower, upper);
  if (unit[0] != '\0') lu_text_printf(out, " %s", unit);
}

static bool has_error(const lu_uncertainty *uncertainty, size_t fact) {
  uncertain unused;
  return find_error(&unused, uncertainty, fact);
}

static lu_status put_text(lu_uncertainty *uncertainty, const uncertain *entry, lu_error *error) {
  static const char *const names[] = {"beta", "gamma", "normal"};
  const lu_fact *fact =
      lu_dictionary_at(lu_factset_dictionary(uncertainty->facts), entry->axis.fact);
  lu_text text = LU_TEXT_INIT;
  print_error(&text, entry, uncertainty->facts);
  json_t *object =
      text.failed
          ? NULL
          : json_pack("{s:s, s:s, s:s, s:s, s:f, s:s, s:s}", "fact", lu_fact_name(fact), "label",
                      lu_fact_label(fact), "text", lu_text_string(&text), "distribution",
                      names[entry->axis.distribution], "sd", assess_axis_sd(&entry->axis), "source",
                      entry->source, "mark", entry->mark);
  lu_text_free(&text);
  if (object == NULL || json_array_append_new(uncertainty->texts, object) != 0)
    return lu_fail_memory(error);
  return LU_OK;
}

static size_t find_entry(const lu_uncertainty *uncertainty, size_t fact) {
  for (size_t i = 0; i < uncertainty->count; i++)
    if (uncertainty->entries[i].axis.fact == fact) return i;
  return LU_NO_INDEX;
}

/** Facts that move with a drawn one, and are not drawn themselves. */
static lu_status find_followers(lu_uncertainty *uncertainty, lu_error *error) {
  const lu_dictionary *dictionary = lu_factset_dictionary(uncertainty->facts);
  const json_t *list = json_object_get(uncertainty->file, "follow");
  uncertainty->followers = calloc(json_array_size(list) + 1, sizeof *uncertainty->followers);
  if (uncertainty->followers == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < json_array_size(list); i++) {
    size_t fact = lu_dictionary_find(dictionary, text_of(json_array_get(list, i), "fact"));
    size_t leader = leader_of(uncertainty, fact);
    if (leader != LU_NO_INDEX)
      uncertainty->followers[uncertainty->follower_count++] =
          (follower){fact, find_entry(uncertainty, leader)};
  }
  return LU_OK;
}

/** True if a fact is what an entry draws, or moves with it. */
static bool moves_with(const lu_uncertainty *uncertainty, size_t entry, size_t fact) {
  if (uncertainty->entries[entry].axis.fact == fact) return true;
  for (size_t i = 0; i < uncertainty->follower_count; i++)
    if (uncertainty->followers[i].fact == fact && uncertainty->followers[i].leader == entry)
      return true;
  return false;
}

/** Lists what each entry sets, and what all of them set. */
static lu_status list_changes(lu_uncertainty *uncertainty, lu_error *error) {
  size_t facts = lu_dictionary_count(lu_factset_dictionary(uncertainty->facts));
  size_t most = uncertainty->count + uncertainty->follower_count;
  uncertainty->changes = calloc(2 * most + 1, sizeof *uncertainty->changes);
  if (uncertainty->changes == NULL) return lu_fail_memory(error);
  size_t *room = uncertainty->changes + most;
  for (size_t i = 0; i < uncertainty->count; i++) {
    uncertain *entry = &uncertainty->entries[i];
    entry->changes = room;
    for (size_t fact = 0; fact < facts; fact++)
      if (moves_with(uncertainty, i, fact)) entry->changes[entry->change_count++] = fact;
    room += entry->change_count;
  }
  for (size_t fact = 0; fact < facts; fact++) {
    bool set = false;
    for (size_t i = 0; i < uncertainty->count && !set; i++)
      set = moves_with(uncertainty, i, fact);
    if (set) uncertainty->changes[uncertainty->change_count++] = fact;
  }
  return LU_OK;
}

/** True if one of the facts of an entry is known. */
static bool any_known(const lu_uncertainty *uncertainty, const json_t *names) {
  const lu_dictionary *dictionary = lu_factset_dictionary(uncertainty->facts);
  for (size_t i = 0; i < json_array_size(names); i++) {
    const char *name = json_string_value(json_array_get(names, i));
    size_t fact = name == NULL ? LU_NO_INDEX : lu_dictionary_find(dictionary, name);
    if (fact != LU_NO_INDEX && lu_factset_state(uncertainty->facts, fact) == LU_FACT_KNOWN)
      return true;
  }
  return false;
}

/** What is left out of the draws and would matter: it speaks of a fact that is known, and of one
 * beside it where it names such. */
static lu_status find_left_out(lu_uncertainty *uncertainty, lu_error *error) {
  const json_t *list = json_object_get(uncertainty->file, "not_drawn");
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *entry = json_array_get(list, i), *beside = json_object_get(entry, "beside");
    if (!any_known(uncertainty, json_object_get(entry, "facts")) ||
        (beside != NULL && !any_known(uncertainty, beside)) || !is_case(uncertainty->facts, entry))
      continue;
    json_t *object = json_pack("{s:s, s:s, s:s}", "what", text_of(entry, "what"), "why",
                               text_of(entry, "why"), "mark", text_of(entry, "mark"));
    if (object == NULL || json_array_append_new(uncertainty->left_out, object) != 0)
      return lu_fail_memory(error);
  }
  return LU_OK;
}

/** Refuses defaults that name no facts or no positive error. */
static lu_status check_defaults(const json_t *file, const lu_dictionary *dictionary,
                                lu_error *error) {
  const json_t *list = json_object_get(file, "defaults");
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *entry = json_array_get(list, i), *names = json_object_get(entry, "facts");
    if (!(usual_sd(entry, 1) > 0) || text_of(entry, "source")[0] == '\0' ||
        text_of(entry, "mark")[0] == '\0')
      return lu_fail(error, LU_BAD_INPUT,
                     "assessment/uncertainty.json: entry %zu of \"defaults\" needs a positive "
                     "\"sd\" or \"relative_sd_pct\", \"source\" and \"mark\"",
                     i + 1);
    for (size_t j = 0; j < json_array_size(names); j++) {
      const char *name = json_string_value(json_array_get(names, j));
      if (name == NULL || lu_dictionary_find(dictionary, name) == LU_NO_INDEX)
        return lu_fail(error, LU_BAD_INPUT,
                       "assessment/uncertainty.json: entry %zu of \"defaults\" names \"%s\", "
                       "which is no fact",
                       i + 1, name == NULL ? "?" : name);
    }
  }
  return LU_OK;
}

static lu_status read_file(lu_uncertainty *uncertainty, lu_context *context, lu_error *error) {
  char *path = lu_path_join(lu_context_data_path(context), "assessment/uncertainty.json");
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  if (lu_file_exists(path)) status = lu_json_read(&uncertainty->file, path, MAX_FILE_BYTES, error);
  free(path);
  if (status == LU_OK && uncertainty->file == NULL) uncertainty->file = json_object();
  if (status == LU_OK && uncertainty->file == NULL) return lu_fail_memory(error);
  return status == LU_OK
             ? check_defaults(uncertainty->file, lu_factset_dictionary(uncertainty->facts), error)
             : status;
}

static lu_status read_all(lu_uncertainty *uncertainty, lu_context *context, lu_error *error) {
  size_t facts = lu_dictionary_count(lu_factset_dictionary(uncertainty->facts));
  uncertainty->entries = calloc(facts + 1, sizeof *uncertainty->entries);
  uncertainty->texts = json_array();
  uncertainty->left_out = json_array();
  if (uncertainty->entries == NULL || uncertainty->texts == NULL || uncertainty->left_out == NULL)
    return lu_fail_memory(error);
  lu_status status = read_file(uncertainty, context, error);
  for (size_t fact = 0; fact < facts && status == LU_OK; fact++) {
    uncertain *entry = &uncertainty->entries[uncertainty->count];
    if (!find_error(entry, uncertainty, fact) || leader_of(uncertainty, fact) != LU_NO_INDEX)
      continue;
    uncertainty->count++;
    status = put_text(uncertainty, entry, error);
  }
  if (status == LU_OK) status = find_followers(uncertainty, error);
  if (status == LU_OK) status = list_changes(uncertainty, error);
  return status == LU_OK ? find_left_out(uncertainty, error) : status;
}

lu_status lu_uncertainty_read(lu_uncertainty **out, const lu_factset *facts, lu_context *context,
                              lu_error *error) {
  *out = NULL;
  lu_uncertainty *uncertainty = calloc(1, sizeof *uncertainty);
  if (uncertainty == NULL) return lu_fail_memory(error);
  uncertainty->facts = facts;
  lu_status status = read_all(uncertainty, context, error);
  if (status != LU_OK) {
    lu_uncertainty_free(uncertainty);
    return status;
  }
  *out = uncertainty;
  return LU_OK;
}

void lu_uncertainty_free(lu_uncertainty *uncertainty) {
  if (uncertainty == NULL) return;
  json_decref(uncertainty->file);
  json_decref(uncertainty->texts);
  json_decref(uncertainty->left_out);
  free(uncertainty->entries);
  free(uncertainty->followers);
  free(uncertainty->changes);
  free(uncertainty);
}

size_t lu_uncertainty_count(const lu_uncertainty *uncertainty) {
  return uncertainty->count;
}

size_t lu_uncertainty_changes(const lu_uncertainty *uncertainty, const size_t **facts) {
  *facts = uncertainty->changes;
  return uncertainty->change_count;
}

size_t lu_uncertainty_fact(const lu_uncertainty *uncertainty, size_t index) {
  return index < uncertainty->count ? uncertainty->entries[index].axis.fact : LU_NO_INDEX;
}

double lu_uncertainty_quantile(const lu_uncertainty *uncertainty, size_t index, double p) {
  return index < uncertainty->count ? assess_axis_quantile(&uncertainty->entries[index].axis, p)
                                    : (double)NAN;
}

double lu_uncertainty_cdf(const lu_uncertainty *uncertainty, size_t index, double x) {
  return index < uncertainty->count ? assess_axis_cdf(&uncertainty->entries[index].axis, x)
                                    : (double)NAN;
}

const json_t *lu_uncertainty_json(const lu_uncertainty *uncertainty, size_t index) {
  return json_array_get(uncertainty->texts, index);
}

const json_t *lu_uncertainty_left_out(const lu_uncertainty *uncertainty) {
  return uncertainty->left_out;
}

/* ---- draws --------------------------------------------------------------------------------- */

/** The random number of one fact in one draw, in the open interval from 0 to 1. */
static double uniform_of(uint32_t fact_key, uint64_t seed, uint64_t draw) {
  const uint32_t counter[4] = {fact_key, 0, (uint32_t)draw, (uint32_t)(draw >> 32)};
  const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
  uint32_t bits[4];
  lu_random128(bits, counter, key);
  return ((double)(((uint64_t)bits[0] << 32 | bits[1]) >> 12) + 0.5) * 0x1p-52;
}

static lu_status put_number(lu_factset *facts, size_t fact, double number, lu_error *error) {
  const lu_fact_origin *origin = lu_factset_origin(facts, fact);
  lu_fact_origin kept = {.place = "", .note = ""};
  if (origin != NULL) kept = (lu_fact_origin){.date = origin->date, .sd = origin->sd};
  return lu_factset_set_number(facts, fact, number, &kept, error);
}

/** Sets the fact of an entry, and those that move with it. */
static lu_status put_entry(const lu_uncertainty *uncertainty, size_t index, double p,
                           lu_factset *facts, lu_error *error) {
  const uncertain *entry = &uncertainty->entries[index];
  double number = assess_axis_quantile(&entry->axis, p), ratio = number / entry->axis.value;
  lu_status status = put_number(facts, entry->axis.fact, number, error);
  for (size_t i = 0; i < uncertainty->follower_count && status == LU_OK; i++) {
    const follower *one = &uncertainty->followers[i];
    if (one->leader != index || !isfinite(ratio)) continue;
    status =
        put_number(facts, one->fact, ratio * assess_number(uncertainty->facts, one->fact), error);
  }
  return status;
}

lu_status lu_uncertainty_set(const lu_uncertainty *uncertainty, size_t index, double p,
                             lu_factset *facts, const size_t **changed, size_t *count,
                             lu_error *error) {
  *changed = NULL;
  *count = 0;
  if (index >= uncertainty->count || !(p > 0) || !(p < 1))
    return lu_fail(error, LU_USAGE, "there is no uncertain fact %zu at probability %g", index, p);
  *changed = uncertainty->entries[index].changes;
  *count = uncertainty->entries[index].change_count;
  return put_entry(uncertainty, index, p, facts, error);
}

lu_status lu_uncertainty_draw(const lu_uncertainty *uncertainty, lu_factset *facts, uint64_t seed,
                              uint64_t draw, lu_error *error) {
  lu_status status = LU_OK;
  for (size_t i = 0; i < uncertainty->count && status == LU_OK; i++)
    status = put_entry(uncertainty, i, uniform_of(uncertainty->entries[i].key, seed, draw), facts,
                       error);
  return status;
}
