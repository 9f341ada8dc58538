/* SPDX-License-Identifier: Apache-2.0 */
/* Eligibility gate by gate: value, unit, day, limit, source; met, not met, unknown; by label. */
#include <string.h>

#include "head.h"
#include "prrt.h"

/** Verdicts while gates are gone through: one for each label, and one for all. */
struct verdicts {
  bool contraindicated, not_recommended, unknown, caution, off_label;
};

static bool is_effect(const json_t *rule, const char *effect) {
  return strcmp(therapy_text(rule, "effect"), effect) == 0;
}

static bool bans(const json_t *gate) {
  return is_effect(gate, "contraindicated") || is_effect(gate, "not_recommended");
}

static void weigh(struct verdicts *verdicts, const json_t *gate, truth state) {
  if (state == TRUTH_YES) return;
  if (state == TRUTH_UNKNOWN) {
    if (bans(gate)) verdicts->unknown = true;
    return;
  }
  if (is_effect(gate, "contraindicated"))
    verdicts->contraindicated = true;
  else if (is_effect(gate, "not_recommended"))
    verdicts->not_recommended = true;
  else if (is_effect(gate, "off_label"))
    verdicts->off_label = true;
  else
    verdicts->caution = true;
}

static const char *verdict_name(const struct verdicts *verdicts) {
  if (verdicts->contraindicated) return "contraindicated";
  if (verdicts->not_recommended) return "not recommended";
  if (verdicts->unknown) return "data missing";
  return verdicts->caution || verdicts->off_label ? "may be given with caution" : "may be given";
}

/* ---- one gate ---------------------------------------------------------------------------------
 */

/* Adds what the gate shows: "4, PET (modified Krenning)", with the day of the last known fact. */
static lu_status add_values(prrt_course *course, json_t *said, const json_t *gate,
                            lu_error *error) {
  const lu_factset *facts = view_facts(course->view);
  const lu_dictionary *dictionary = lu_factset_dictionary(facts);
  lu_text text = LU_TEXT_INIT;
  const char *unit = "";
  char day[16] = "";
  int64_t age = 0;
  size_t index;
  json_t *name;
  json_array_foreach(json_object_get(gate, "shows"), index, name) {
    size_t fact = lu_dictionary_find(dictionary, json_string_value(name));
    if (fact == LU_NO_INDEX) continue;
    const lu_fact_origin *origin = lu_factset_origin(facts, fact);
    if (text.length > 0) lu_text_puts(&text, ", ");
    lu_factset_print(facts, fact, &text);
    if (index == 0) unit = lu_fact_unit(lu_dictionary_at(dictionary, fact));
    if (origin != NULL && origin->date.known && day[0] == '\0') {
      lu_date_format(day, origin->date);
      age = lu_date_first_day(course->today) - lu_date_first_day(origin->date);
    }
  }
  lu_status status = text.failed ? lu_fail_memory(error) : LU_OK;
  if (status == LU_OK) status = sheet_set(said, "value", json_string(lu_text_string(&text)), error);
  if (status == LU_OK) status = sheet_set(said, "unit", json_string(unit), error);
  if (status == LU_OK && day[0] != '\0') status = sheet_set(said, "date", json_string(day), error);
  if (status == LU_OK && day[0] != '\0')
    status = sheet_set(said, "age_d", json_integer(age), error);
  lu_text_free(&text);
  return status;
}

static lu_status add_reason(prrt_course *course, const json_t *gate, const json_t *said,
                            lu_error *error) {
  static const char *const kept[] = {"id",      "region", "effect", "state",
                                     "because", "source", "mark",   NULL};
  json_t *reason =
      json_pack("{s:o}", "text",
                json_sprintf("%s: %s; limit: %s.", therapy_text(gate, "label"),
                             therapy_text(said, "value"), therapy_text(gate, "limit")));
  lu_status status =
      reason == NULL ? lu_fail_memory(error) : therapy_copy(reason, said, kept, error);
  if (status == LU_OK) return sheet_push(course->out, "reasons", reason, error);
  json_decref(reason);
  return status;
}

static lu_status check_gate(prrt_course *course, const json_t *gate, struct verdicts *eu,
                            struct verdicts *us, lu_error *error) {
  static const char *const kept[] = {"label", "limit", "scope", NULL};
  const char *region = therapy_text(gate, "region");
  json_t *said = NULL;
  truth state;
  lu_status status = view_rule(&said, &state, course->view, gate, error);
  if (status != LU_OK) return status;
  status = therapy_copy(said, gate, kept, error);
  if (status == LU_OK) status = add_values(course, said, gate, error);
  if (strcmp(region, "US") != 0) weigh(eu, gate, state);
  if (strcmp(region, "EU") != 0) weigh(us, gate, state);
  if (status == LU_OK && state == TRUTH_NO && bans(gate) && therapy_region(course->request, gate))
    status = add_reason(course, gate, said, error);
  if (status != LU_OK) {
    json_decref(said);
    return status;
  }
  return sheet_push(course->out, "gates", said, error);
}

/* ---- re-treatment -----------------------------------------------------------------------------
 */

/* True once the planned cycles were given: another one is a re-treatment, with rules of its own. */
static bool is_retreatment(const prrt_course *course) {
  return (int)course->given_count >= course->planned;
}

static lu_status check_retreatment(prrt_course *course, struct verdicts *eu, struct verdicts *us,
                                   lu_error *error) {
  const json_t *retreatment = json_object_get(course->product, "retreatment");
  size_t index;
  json_t *rule;
  lu_status status = sheet_set(course->out, "retreatment", json_true(), error);
  course->planned =
      (int)course->given_count + (int)json_integer_value(json_object_get(retreatment, "cycles"));
  json_array_foreach(json_object_get(retreatment, "rules"), index, rule) {
    json_t *said = NULL;
    truth state;
    if (status != LU_OK) return status;
    status = view_rule(&said, &state, course->view, rule, error);
    if (status != LU_OK) return status;
    bool required = is_effect(rule, "required");
    if (required ? state != TRUTH_YES : state == TRUTH_YES) {
      struct verdicts *both[] = {eu, us};
      for (size_t i = 0; i < 2; i++) {
        both[i]->not_recommended |= required && state == TRUTH_NO;
        both[i]->unknown |= required && state == TRUTH_UNKNOWN;
        both[i]->caution |= !required;
      }
    }
    if (required && state == TRUTH_NO)
      status = sheet_push(course->out, "reasons", json_incref(said), error);
    if (status == LU_OK)
      status = sheet_push(course->out, "retreatment_rules", said, error);
    else
      json_decref(said);
  }
  return status;
}

/* ---- all gates --------------------------------------------------------------------------------
 */

static struct verdicts stricter(const struct verdicts *a, const struct verdicts *b) {
  return (struct verdicts){a->contraindicated || b->contraindicated,
                           a->not_recommended || b->not_recommended, a->unknown || b->unknown,
                           a->caution || b->caution, a->off_label || b->off_label};
}

lu_status prrt_gates(prrt_course *course, lu_error *error) {
  struct verdicts eu = {0}, us = {0};
  const char *region = course->request->region;
  size_t index;
  json_t *gate;
  lu_status status = sheet_set(course->out, "gates", json_array(), error);
  if (status == LU_OK) status = sheet_set(course->out, "reasons", json_array(), error);
  json_array_foreach(json_object_get(course->product, "gates"), index, gate) {
    if (status == LU_OK) status = check_gate(course, gate, &eu, &us, error);
  }
  if (status == LU_OK && is_retreatment(course) && course->given_count > 0)
    status = check_retreatment(course, &eu, &us, error);
  struct verdicts both = stricter(&eu, &us);
  const struct verdicts *mine = region == NULL ? &both : strcmp(region, "EU") == 0 ? &eu : &us;
  if (status == LU_OK)
    status = sheet_set(course->out, "regions",
                       json_pack("{s:{s:s, s:b}, s:{s:s, s:b}}", "EU", "verdict", verdict_name(&eu),
                                 "off_label", (int)eu.off_label, "US", "verdict", verdict_name(&us),
                                 "off_label", (int)us.off_label),
                       error);
  if (status == LU_OK)
    status = sheet_set(course->out, "verdict", json_string(verdict_name(mine)), error);
  return status;
}
