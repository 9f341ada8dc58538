/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comes next: what counts as failure of each line of treatment, and what the rules would say
 * then. A failure is a hypothesis about facts, written in failure.json of the edition: the facts
 * change as it says, everything else stays as it is today, and the tables are asked again.
 */
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "choose.h"
#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"

/* Deepest look ahead, and most lines that are followed at each place. */
#define MAX_DEPTH 3
#define MAX_BRANCHES 3

/* What stays the same while the tree is walked. */
struct look_ahead {
  const lu_study *study;
  const json_t *kinds, *lines; /**< of failure.json, borrowed */
  chooser *chooser;
  json_t *sources;
  lu_context *context;
  const char *path[MAX_DEPTH]; /**< options that have failed, from the root */
};

/* ---- facts after a failure ------------------------------------------------------------------ */

static lu_status bad_entry(lu_error *error, const char *what, const char *name) {
  return lu_fail(error, LU_BAD_INPUT, "failure.json: %s \"%.60s\" is not known", what, name);
}

/* A set fact gets one more member; one that was not known holds this member alone. */
static lu_status add_member(lu_factset *facts, size_t fact, const char *member,
                            const lu_fact_origin *origin, lu_error *error) {
  size_t count = 0;
  const lu_value *value =
      lu_factset_state(facts, fact) == LU_FACT_KNOWN ? lu_factset_value(facts, fact) : NULL;
  size_t known =
      value != NULL && lu_value_get_kind(value) == LU_VALUE_LIST ? lu_value_count(value) : 0;
  const char **members = calloc(known + 1, sizeof *members);
  if (members == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < known; i++) {
    const char *text = lu_value_string(lu_value_item(value, i));
    if (text != NULL && strcmp(text, member) != 0) members[count++] = text;
  }
  members[count++] = member;
  lu_status status = lu_factset_set_list(facts, fact, members, count, origin, error);
  free(members);
  return status;
}

static lu_status set_value(lu_factset *facts, size_t fact, const json_t *value,
                           const lu_fact_origin *origin, lu_error *error) {
  if (json_is_boolean(value))
    return lu_factset_set_boolean(facts, fact, json_is_true(value), origin, error);
  if (json_is_number(value))
    return lu_factset_set_number(facts, fact, json_number_value(value), origin, error);
  return lu_factset_set_text(facts, fact, json_string_value(value), origin, error);
}

/* Applies "set", "add" and "forget" of a kind of failure or of a line. */
static lu_status apply(lu_factset *facts, const json_t *entry, const char *treatment,
                       lu_error *error) {
  static const lu_fact_origin origin = {.place = "supposed", .note = "after this line has failed"};
  const lu_dictionary *dictionary = lu_factset_dictionary(facts);
  const char *name;
  json_t *value;
  size_t index;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(entry, "forget"), index, value) {
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    size_t fact = lu_dictionary_find(dictionary, text);
    if (fact == LU_NO_INDEX) return bad_entry(error, "fact", text);
    lu_factset_clear(facts, fact);
  }
  json_object_foreach(json_object_get(entry, "set"), name, value) {
    size_t fact = lu_dictionary_find(dictionary, name);
    if (fact == LU_NO_INDEX) return bad_entry(error, "fact", name);
    if (status == LU_OK) status = set_value(facts, fact, value, &origin, error);
  }
  json_object_foreach(json_object_get(entry, "add"), name, value) {
    size_t fact = lu_dictionary_find(dictionary, name);
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    if (fact == LU_NO_INDEX) return bad_entry(error, "fact", name);
    if (strcmp(text, "{treatment}") == 0) text = treatment;
    if (status == LU_OK && text != NULL) status = add_member(facts, fact, text, &origin, error);
  }
  return status;
}

/* Kind of treatment that the edition gives an option, e.g. the member of "prior". */
static const char *treatment_of(const struct look_ahead *look, const char *option) {
  const lu_guideline *guideline = lu_study_guideline(look->study);
  return json_string_value(
      json_object_get(json_object_get(guideline->options, option), "treatment"));
}

/* Facts after an option has failed. @param out new */
static lu_status facts_after(lu_factset **out, const struct look_ahead *look,
                             const lu_factset *facts, const char *option, lu_error *error) {
  const json_t *line = json_object_get(look->lines, option);
  const char *kind = json_string_value(json_object_get(line, "kind"));
  const json_t *entry = kind != NULL ? json_object_get(look->kinds, kind) : NULL;
  const char *treatment = treatment_of(look, option);
  *out = NULL;
  if (entry == NULL) return bad_entry(error, "kind of failure", kind != NULL ? kind : "");
  lu_status status = lu_factset_copy(out, facts, look->context, error);
  if (status == LU_OK) status = apply(*out, entry, treatment, error);
  if (status == LU_OK) status = apply(*out, line, treatment, error);
  if (status == LU_OK)
    status = lu_assessor_derive(lu_study_assessor(look->study), *out, look->context, error);
  return status;
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* A line that goes on already is no next one; one that has failed does not come again. */
static bool is_new_line(const struct look_ahead *look, const lu_plan *plan, const char *option,
                        int level) {
  const json_t *line = json_object_get(look->lines, option);
  const json_t *goes_on = json_object_get(line, "goes_on");
  if (line == NULL) return false;
  for (int i = 0; i < level; i++)
    if (strcmp(look->path[i], option) == 0) return false;
  return goes_on == NULL || !plan_entry_holds(plan, goes_on);
}

/* Sources of what counts as failure: keys of sources.json with year and mark. */
static void put_sources(struct builder *builder, json_t *object, const json_t *keys) {
  size_t index;
  json_t *key;
  json_t *list = json_array();
  json_array_foreach(keys, index, key) {
    const char *name = json_is_string(key) ? json_string_value(key) : "";
    json_t *source = json_object_get(builder->plan->guideline->sources, name);
    json_t *entry = json_object();
    build_text(builder, entry, "key", name);
    if (json_object_get(source, "year") != NULL)
      build_put(builder, entry, "year", json_incref(json_object_get(source, "year")));
    build_push(builder, list, entry);
    if (source != NULL) build_put(builder, builder->sources, name, json_incref(source));
  }
  build_put(builder, object, "sources", list);
}

/* What counts as failure of a line. @return new list */
static json_t *build_failure(struct builder *builder, const json_t *line) {
  size_t index;
  json_t *entry;
  json_t *list = json_array();
  json_array_foreach(json_object_get(line, "failure"), index, entry) {
    json_t *object = json_object();
    static const char *const copied[] = {"text", "rule", "mark"};
    for (size_t i = 0; i < sizeof copied / sizeof copied[0]; i++)
      if (json_object_get(entry, copied[i]) != NULL)
        build_put(builder, object, copied[i], json_incref(json_object_get(entry, copied[i])));
    put_sources(builder, object, json_object_get(entry, "sources"));
    build_push(builder, list, object);
  }
  return list;
}

/* One line as it stands in the choice. @return new */
static json_t *build_line(struct builder *builder, const struct look_ahead *look,
                          const struct option_result *option) {
  json_t *object = json_object();
  const struct rule *rule = option->winner;
  build_text(builder, object, "option", option->code);
  build_text(builder, object, "label", option->label);
  build_text(builder, object, "class", rule->rank->name);
  build_put(builder, object, "possible", json_boolean(option->place == PLACE_POSSIBLE));
  build_text(builder, object, "rule", rule->id);
  build_text(builder, object, "reason", rule->reason);
  build_text(builder, object, "mark", rule->mark);
  if (rule->condition[0] != '\0') build_text(builder, object, "condition", rule->condition);
  build_put(builder, object, "sources", build_sources(builder, rule));
  const json_t *line = json_object_get(look->lines, option->code);
  const char *kind = json_string_value(json_object_get(line, "kind"));
  json_t *word = json_object_get(json_object_get(look->kinds, kind != NULL ? kind : ""), "short");
  if (word != NULL) build_put(builder, object, "fails_by", json_incref(word));
  build_put(builder, object, "failure", build_failure(builder, line));
  build_put(builder, object, "then", json_array());
  return object;
}

/* The first few lines of a choice, those that are only possible for want of facts behind those that
   are offered. @return new list */
static json_t *build_lines(struct builder *builder, const struct look_ahead *look, int level) {
  json_t *list = json_array();
  static const placement order[] = {PLACE_OPTION, PLACE_POSSIBLE};
  for (size_t pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < builder->plan->option_count; i++) {
      const struct option_result *option = &builder->plan->options[i];
      if (option->place != order[pass] || option->emergency || option->winner == NULL) continue;
      if (!is_new_line(look, builder->plan, option->code, level)) continue;
      if (json_array_size(list) == MAX_BRANCHES) break;
      build_push(builder, list, build_line(builder, look, option));
    }
  return list;
}

/**
 * The lines that the rules offer for some facts, each with what would come after its failure.
 * @param facts derived ones too @param level how many lines have failed @param depth most failures
 * in a row @param out new list
 */
static lu_status follow(json_t **out, struct look_ahead *ahead, const lu_factset *facts, int level,
                        int depth, lu_error *error) {
  const lu_plan *plan;
  size_t index;
  json_t *line;
  *out = NULL;
  if (lu_context_cancelled(ahead->context))
    return lu_fail(error, LU_INTERRUPTED, "interrupted while looking ahead");
  lu_status status = plan_choose(&plan, ahead->chooser, facts, error);
  if (status != LU_OK) return status;
  struct builder builder = {.plan = plan, .sources = ahead->sources};
  json_t *list = build_lines(&builder, ahead, level);
  if (builder.failed) status = lu_fail_memory(error);
  json_array_foreach(list, index, line) {
    lu_factset *after = NULL;
    json_t *then = NULL;
    if (status != LU_OK || level >= depth) break;
    ahead->path[level] = json_string_value(json_object_get(line, "option"));
    status = facts_after(&after, ahead, facts, ahead->path[level], error);
    if (status == LU_OK) status = follow(&then, ahead, after, level + 1, depth, error);
    if (status == LU_OK && json_object_set_new(line, "then", then) != 0)
      status = lu_fail_memory(error);
    lu_factset_free(after);
  }
  if (status == LU_OK)
    *out = list;
  else
    json_decref(list);
  return status;
}

/* Reads failure.json of the edition. @param out new reference; NULL if the edition has none */
static lu_status read_failures(json_t **out, const lu_guideline *guideline, lu_error *error) {
  *out = NULL;
  char *path = lu_path_join(guideline->folder, "failure.json");
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = lu_file_exists(path) ? lu_json_read(out, path, 1u << 20, error) : LU_OK;
  free(path);
  return status;
}

lu_status lu_plan_next(json_t **out, const lu_study *study, int depth, lu_context *context,
                       lu_error *error) {
  json_t *failures = NULL, *lines = NULL;
  struct look_ahead ahead = {.study = study, .context = context};
  *out = NULL;
  if (depth < 1 || depth > MAX_DEPTH)
    return lu_fail(error, LU_USAGE, "a look ahead of %d lines: valid is 1 to %d", depth, MAX_DEPTH);
  lu_status status = read_failures(&failures, lu_study_guideline(study), error);
  ahead.kinds = json_object_get(failures, "kinds");
  ahead.lines = json_object_get(failures, "lines");
  ahead.sources = json_object();
  if (ahead.sources == NULL && status == LU_OK) status = lu_fail_memory(error);
  if (status == LU_OK)
    status = chooser_new(&ahead.chooser, lu_study_guideline(study), context, error);
  if (status == LU_OK)
    status =
        follow(&lines, &ahead, lu_assessment_facts(lu_study_assessment(study)), 0, depth, error);
  if (status == LU_OK) {
    const char *supposed = json_string_value(json_object_get(failures, "supposed"));
    *out = json_pack("{s:i, s:s, s:o, s:O}", "depth", depth, "supposed",
                     supposed != NULL ? supposed : "", "lines", lines, "sources", ahead.sources);
    if (*out == NULL) status = lu_fail_memory(error);
  }
  chooser_free(ahead.chooser);
  json_decref(ahead.sources);
  json_decref(failures);
  return status;
}
