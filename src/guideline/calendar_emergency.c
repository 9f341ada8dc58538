/* SPDX-License-Identifier: Apache-2.0 */
/* Emergencies on the first day, and what they bring along: calendar.json, "emergencies". */
#include <string.h>

#include "calendar.h"

static const json_t *rules_of(const struct calendar *calendar) {
  return json_object_get(calendar->rules, "emergencies");
}

/* The rule that makes it one. */
static const struct rule *emergency_rule(const struct option_result *option) {
  for (size_t i = 0; i < option->fired_count; i++)
    if (option->fired[i]->emergency) return option->fired[i];
  return option->winner;
}

bool calendar_is_emergency(const struct calendar *calendar, const struct option_result *option) {
  const char *kind = calendar_kind(calendar, option->code);
  const json_t *course = calendar_course(calendar, option->code, kind);
  return option->place == PLACE_OPTION && option->emergency &&
         option->winner->rank->use != USE_ASK && option->winner->rank->use != USE_CHECK &&
         json_object_get(course, "at_once") == NULL;
}

/* Puts an event of an emergency on the first day. @param distances holds how far it may lie from it
 */
static lu_status put_event(struct calendar *calendar, const char *id, const char *label,
                           const char *rule, const json_t *distances, lu_error *error) {
  struct distance distance = calendar_distance(distances, "");
  lu_event event = {.id = id,
                    .label = label,
                    .kind = "emergency",
                    .rule = rule,
                    .day = calendar->first,
                    .earliest = distance.earliest,
                    .wanted = distance.wanted,
                    .latest = distance.latest,
                    .any_day = true};
  return lu_schedule_add(calendar->schedule, &event, error);
}

static lu_status add(struct calendar *calendar, const struct option_result *option,
                     lu_error *error) {
  const struct rule *rule = emergency_rule(option);
  const char *id = lu_arena_printf(calendar->arena, "emergency.%s", option->code);
  if (id == NULL) return lu_fail_memory(error);
  calendar_about_rule(calendar, id, option->code, "emergency", rule);
  return put_event(calendar, id, option->label, rule->id, rules_of(calendar), error);
}

/* What an emergency brings along, counted from the first day. */
static lu_status add_more(struct calendar *calendar, const struct option_result *option,
                          lu_error *error) {
  const json_t *list = json_object_get(json_object_get(rules_of(calendar), "more"), option->code);
  lu_status status = LU_OK;
  for (size_t i = 0; i < json_array_size(list) && status == LU_OK; i++) {
    const json_t *entry = json_array_get(list, i);
    const char *id = lu_arena_printf(calendar->arena, "emergency.%s.%s", option->code,
                                     calendar_text(entry, "key"));
    if (id == NULL) return lu_fail_memory(error);
    calendar_about(calendar, id, option->code, "emergency", entry);
    status = put_event(calendar, id, calendar_text(entry, "what"), calendar_text(entry, "rule"),
                       entry, error);
  }
  return status;
}

lu_status calendar_add_emergencies(struct calendar *calendar, lu_error *error) {
  lu_status status = LU_OK;
  for (size_t i = 0; i < calendar->plan->option_count && status == LU_OK; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    if (!calendar_is_emergency(calendar, option)) continue;
    status = add(calendar, option, error);
    if (status == LU_OK) status = add_more(calendar, option, error);
  }
  if (calendar->held)
    calendar_note(calendar,
                  "An emergency goes before everything: tests, treatments that can wait "
                  "and visits get days when it is over.");
  return status;
}
