/* SPDX-License-Identifier: Apache-2.0 */
#include "disagree.h"

#include <string.h>

/* ---- reading ------------------------------------------------------------------------------- */

static lu_status fail_topic(const lu_guideline *guideline, const char *id, const char *what,
                            const char *value, lu_error *error) {
  return lu_fail(error, LU_BAD_INPUT, "%s/disagreements.json: \"%s\": %s%s%s%s", guideline->folder,
                 id, what, value == NULL ? "" : " \"", value == NULL ? "" : value,
                 value == NULL ? "" : "\"");
}

/* "KEY section 4" is key "KEY", place "section 4". */
static lu_status read_reference(source_reference *out, const lu_guideline *guideline,
                                const json_t *json, const char *id, lu_error *error) {
  const char *text = json_string_value(json);
  if (text == NULL) return fail_topic(guideline, id, "a source is no text", NULL, error);
  size_t length = strcspn(text, " ");
  char *key = lu_arena_printf(guideline->arena, "%.*s", (int)length, text);
  if (key == NULL) return lu_fail_memory(error);
  *out = (source_reference){key, text + length + (text[length] == ' ')};
  if (json_object_get(guideline->sources, key) == NULL)
    return fail_topic(guideline, id, "sources.json has no source", key, error);
  return LU_OK;
}

static lu_status read_side(disagreement_side *out, const lu_guideline *guideline,
                           const json_t *json, const char *id, lu_error *error) {
  const json_t *sources = json_object_get(json, "sources");
  size_t count = json_array_size(sources);
  out->says = json_string_value(json_object_get(json, "says"));
  out->mark = json_string_value(json_object_get(json, "mark"));
  if (out->says == NULL || count == 0)
    return fail_topic(guideline, id, "a side needs \"says\" and \"sources\"", NULL, error);
  if (out->mark == NULL || (strcmp(out->mark, "seen") != 0 && strcmp(out->mark, "memory") != 0 &&
                            strcmp(out->mark, "unverified") != 0))
    return fail_topic(guideline, id, "a side needs a mark (seen, memory or unverified)", NULL,
                      error);
  out->sources = lu_arena_array(guideline->arena, count, sizeof *out->sources);
  if (out->sources == NULL) return lu_fail_memory(error);
  for (; out->source_count < count; out->source_count++) {
    lu_status status = read_reference(&out->sources[out->source_count], guideline,
                                      json_array_get(sources, out->source_count), id, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

static bool has_rule(const lu_guideline *guideline, const char *name) {
  for (size_t i = 0; i < guideline->rule_count; i++)
    if (rule_is_named(&guideline->rules[i], name)) return true;
  return false;
}

static lu_status read_rules(disagreement *out, const lu_guideline *guideline, const json_t *list,
                            lu_error *error) {
  size_t count = json_array_size(list);
  if (count == 0) return fail_topic(guideline, out->id, "it names no rules", NULL, error);
  out->rules = lu_arena_array(guideline->arena, count, sizeof *out->rules);
  if (out->rules == NULL) return lu_fail_memory(error);
  for (; out->rule_count < count; out->rule_count++) {
    const char *name = json_string_value(json_array_get(list, out->rule_count));
    if (name == NULL || !has_rule(guideline, name))
      return fail_topic(guideline, out->id, "no table has the rule", name == NULL ? "" : name,
                        error);
    out->rules[out->rule_count] = name;
  }
  return LU_OK;
}

static lu_status read_topic(disagreement *out, const lu_guideline *guideline, const json_t *json,
                            lu_error *error) {
  const json_t *sides = json_object_get(json, "sides");
  size_t count = json_array_size(sides);
  out->id = json_string_value(json_object_get(json, "id"));
  out->topic = json_string_value(json_object_get(json, "topic"));
  if (out->id == NULL || out->topic == NULL)
    return fail_topic(guideline, out->id == NULL ? "" : out->id, "it needs \"id\" and \"topic\"",
                      NULL, error);
  if (count < 2) return fail_topic(guideline, out->id, "it needs two sides", NULL, error);
  out->sides = lu_arena_array(guideline->arena, count, sizeof *out->sides);
  if (out->sides == NULL) return lu_fail_memory(error);
  for (; out->side_count < count; out->side_count++) {
    lu_status status = read_side(&out->sides[out->side_count], guideline,
                                 json_array_get(sides, out->side_count), out->id, error);
    if (status != LU_OK) return status;
  }
  return read_rules(out, guideline, json_object_get(json, "rules"), error);
}

lu_status disagreements_read(lu_guideline *guideline, lu_error *error) {
  const json_t *list = json_object_get(guideline->disagreement_file, "disagreements");
  size_t count = json_array_size(list);
  guideline->disagreements =
      lu_arena_array(guideline->arena, count + 1, sizeof *guideline->disagreements);
  if (guideline->disagreements == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    lu_status status = read_topic(&guideline->disagreements[guideline->disagreement_count++],
                                  guideline, json_array_get(list, i), error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/* ---- in documents -------------------------------------------------------------------------- */

static bool names_rule(const disagreement *topic, const struct rule *rule) {
  for (size_t i = 0; i < topic->rule_count; i++)
    if (rule_is_named(rule, topic->rules[i])) return true;
  return false;
}

/* What became of a rule in a plan: "fires", "open" for what is offered, or NULL. */
static const char *state_of(const lu_plan *plan, const struct rule *rule) {
  if (plan->guideline->tables[rule->table].conflicts) {
    for (size_t i = 0; i < plan->conflict_count; i++)
      if (plan->conflicts[i].rule == rule) return plan->conflicts[i].undecided ? "open" : "fires";
    return NULL;
  }
  const struct option_result *option = plan_option_of(plan, rule);
  lu_outcome outcome = plan_state(plan, rule)->outcome;
  if (option == NULL || option->place == PLACE_NOWHERE) return NULL;
  if (option->place == PLACE_BANNED && option->wish == WISH_NONE) return NULL; /* nobody wants it */
  if (outcome == LU_FIRES) return "fires";
  bool open = outcome == LU_UNDECIDED && option->place == PLACE_OPTION;
  return open && plan_can_flip(option, rule) ? "open" : NULL;
}

static json_t *build_side(struct builder *builder, const disagreement_side *side) {
  json_t *object = json_object();
  build_text(builder, object, "says", side->says);
  build_text(builder, object, "mark", side->mark);
  build_put(builder, object, "sources",
            build_references(builder, side->sources, side->source_count));
  return object;
}

/* A topic with its rules in this plan. @return new; NULL if none of them matters, unless `always`
 */
static json_t *build_topic(struct builder *builder, const disagreement *topic, bool always) {
  const lu_guideline *guideline = builder->plan->guideline;
  json_t *fires = json_array(), *open = json_array(), *sides = json_array();
  for (size_t i = 0; i < guideline->rule_count; i++) {
    const struct rule *rule = &guideline->rules[i];
    const char *state = names_rule(topic, rule) ? state_of(builder->plan, rule) : NULL;
    if (state != NULL)
      build_push(builder, strcmp(state, "fires") == 0 ? fires : open, json_string(rule->id));
  }
  if (!always && json_array_size(fires) + json_array_size(open) == 0 && !builder->failed) {
    json_decref(fires);
    json_decref(open);
    json_decref(sides);
    return NULL;
  }
  json_t *object = json_object();
  build_text(builder, object, "id", topic->id);
  build_text(builder, object, "topic", topic->topic);
  for (size_t i = 0; i < topic->side_count; i++)
    build_push(builder, sides, build_side(builder, &topic->sides[i]));
  build_put(builder, object, "sides", sides);
  build_put(builder, object, "fires", fires);
  build_put(builder, object, "open", open);
  return object;
}

json_t *build_disagreements(struct builder *builder) {
  const lu_guideline *guideline = builder->plan->guideline;
  json_t *list = json_array();
  for (size_t i = 0; i < guideline->disagreement_count; i++) {
    json_t *topic = build_topic(builder, &guideline->disagreements[i], false);
    if (topic != NULL) build_push(builder, list, topic);
  }
  return list;
}

json_t *build_rule_disagreements(struct builder *builder, const struct rule *rule) {
  const lu_guideline *guideline = builder->plan->guideline;
  json_t *list = json_array();
  for (size_t i = 0; i < guideline->disagreement_count; i++)
    if (names_rule(&guideline->disagreements[i], rule))
      build_push(builder, list, build_topic(builder, &guideline->disagreements[i], true));
  return list;
}
