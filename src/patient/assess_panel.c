/* SPDX-License-Identifier: Apache-2.0 */
/* Facts at a glance, as data/report/board.json groups them: value, day, age, and whether the value
   lies outside the limits of the laboratory. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"

static bool put(json_t *object, const char *name, json_t *value) {
  return json_object_set_new(object, name, value) == 0;
}

/** Number of the fact that a member names; NAN if there is none. */
static double limit_of(const json_t *entry, const char *member, const lu_factset *facts) {
  const char *name = json_string_value(json_object_get(entry, member));
  return name != NULL ? assess_number_named(facts, name) : NAN;
}

/** "below", "above" or "" by the limits that stand beside the value in the record, in its unit. */
static const char *outside_by_record(const lu_assessment *assessment,
                                     const lu_fact_origin *origin) {
  static const char labs[] = "/labs/", value_key[] = "/value";
  if (origin == NULL || strncmp(origin->place, labs, sizeof labs - 1) != 0) return "";
  char *end;
  unsigned long index = strtoul(origin->place + sizeof labs - 1, &end, 10);
  if (strcmp(end, value_key) != 0) return "";
  const json_t *entry =
      json_array_get(json_object_get(lu_case_json(assessment->record), "labs"), index);
  const json_t *value = json_object_get(entry, "value");
  const json_t *low = json_object_get(entry, "low"), *high = json_object_get(entry, "high");
  if (!json_is_number(value)) return "";
  if (json_is_number(low) && json_number_value(value) < json_number_value(low)) return "below";
  return json_is_number(high) && json_number_value(value) > json_number_value(high) ? "above" : "";
}

/** "below", "above" or "": a limit that is not known says nothing. */
static const char *outside(const lu_assessment *assessment, const json_t *entry, size_t fact) {
  const lu_factset *facts = lu_assessment_facts(assessment);
  double value = assess_number(facts, fact), high = limit_of(entry, "high", facts);
  const json_t *fixed = json_object_get(entry, "above");
  if (isnan(high) && json_is_number(fixed)) high = json_number_value(fixed);
  if (value < limit_of(entry, "low", facts)) return "below";
  if (value > high) return "above";
  return outside_by_record(assessment, lu_factset_origin(facts, fact));
}

/** Day of a fact and its age in whole days. */
static bool put_day(json_t *out, const lu_fact_origin *origin, lu_date today) {
  char date[16];
  if (origin == NULL || !origin->date.known) return true;
  if (!put(out, "date", json_string(lu_date_format(date, origin->date)))) return false;
  if (!lu_date_whole(origin->date) || !lu_date_whole(today)) return true;
  return put(out, "age_d",
             json_integer(lu_date_first_day(today) - lu_date_first_day(origin->date)));
}

/** Writes a value, rounded where the panel wants that. */
static void print_value(lu_text *out, const lu_assessment *assessment, size_t fact,
                        const json_t *entry, lu_context *context) {
  const lu_factset *facts = lu_assessment_facts(assessment);
  const json_t *decimals = json_object_get(entry, "decimals");
  double number = assess_number(facts, fact);
  lu_factset *rounded = NULL;
  if (!json_is_integer(decimals) || isnan(number)) {
    lu_factset_print(facts, fact, out);
    return;
  }
  double scale = pow(10, (double)json_integer_value(decimals));
  if (lu_factset_copy(&rounded, facts, context, NULL) != LU_OK ||
      lu_factset_set_number(rounded, fact, round(number * scale) / scale,
                            lu_factset_origin(facts, fact), NULL) != LU_OK)
    out->failed = true;
  else
    lu_factset_print(rounded, fact, out);
  lu_factset_free(rounded);
}

/** The fact whose day counts. */
static size_t dated_fact(const lu_assessment *assessment, size_t fact, const json_t *entry) {
  const char *name = json_string_value(json_object_get(entry, "age_of"));
  size_t other = name != NULL ? lu_dictionary_find(assessment->dictionary, name) : LU_NO_INDEX;
  return other != LU_NO_INDEX ? other : fact;
}

/** One fact of a panel. @return new; NULL for want of memory */
static json_t *fact_json(const lu_assessment *assessment, size_t fact, const json_t *entry,
                         lu_context *context) {
  const lu_factset *facts = lu_assessment_facts(assessment);
  const lu_fact *of = lu_dictionary_at(lu_factset_dictionary(facts), fact);
  static const char *const states[] = {"unknown", "not_done", "known"};
  const char *label = json_string_value(json_object_get(entry, "label"));
  lu_text text = LU_TEXT_INIT;
  print_value(&text, assessment, fact, entry, context);
  json_t *out = json_pack("{s:s, s:s, s:s, s:s}", "fact", lu_fact_name(of), "label",
                          label != NULL ? label : lu_fact_label(of), "text", lu_text_string(&text),
                          "state", states[lu_factset_state(facts, fact)]);
  bool fine = out != NULL && !text.failed &&
              put_day(out, lu_factset_origin(facts, dated_fact(assessment, fact, entry)),
                      lu_context_today(context));
  const char *flag = fine ? outside(assessment, entry, fact) : "";
  if (fine && flag[0] != '\0') fine = put(out, "outside", json_string(flag));
  lu_text_free(&text);
  if (fine) return out;
  json_decref(out);
  return NULL;
}

static lu_status make_panel(json_t **out, const lu_assessment *assessment, const json_t *entries,
                            lu_context *context, lu_error *error) {
  const lu_dictionary *dictionary = lu_factset_dictionary(lu_assessment_facts(assessment));
  *out = json_array();
  for (size_t i = 0; i < json_array_size(entries); i++) {
    const json_t *entry = json_array_get(entries, i);
    const char *name = json_string_value(json_object_get(entry, "fact"));
    size_t fact = name != NULL ? lu_dictionary_find(dictionary, name) : LU_NO_INDEX;
    if (fact == LU_NO_INDEX)
      return lu_fail(error, LU_BAD_INPUT, "board.json: \"%.60s\" is no fact of the dictionary",
                     name != NULL ? name : "");
    if (json_array_append_new(*out, fact_json(assessment, fact, entry, context)) != 0)
      return lu_fail_memory(error);
  }
  return *out != NULL ? LU_OK : lu_fail_memory(error);
}

/** True if a list of numbers holds one. */
static bool holds_number(const json_t *list, size_t number) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index,
                     entry) if (json_is_integer(entry) &&
                                json_integer_value(entry) == (json_int_t)number) return true;
  return false;
}

/** Sentences of the summary: [{"text", "in_panel"}]. @param out new list */
static lu_status make_summary(json_t **out, const lu_assessment *assessment, lu_context *context,
                              lu_error *error) {
  json_t *json = NULL;
  lu_text text = LU_TEXT_INIT;
  char *path = lu_path_join(lu_context_data_path(context), "assessment/summary.json");
  *out = json_array();
  lu_status status = path == NULL || *out == NULL ? lu_fail_memory(error)
                                                  : lu_json_read(&json, path, 1u << 20, error);
  if (status == LU_OK) status = lu_assessment_summary(&text, assessment, context, error);
  const json_t *panels = json_object_get(json, "in_panels");
  const char *line = lu_text_string(&text);
  for (size_t i = 0; status == LU_OK && line[0] != '\0'; i++) {
    size_t length = strcspn(line, "\n");
    json_t *sentence = length == 0 ? NULL
                                   : json_pack("{s:s%, s:b}", "text", line, length, "in_panel",
                                               (int)holds_number(panels, i));
    if (length > 0 && json_array_append_new(*out, sentence) != 0) status = lu_fail_memory(error);
    line += length + (line[length] == '\n');
  }
  lu_text_free(&text);
  json_decref(json);
  free(path);
  return status;
}

lu_status lu_assessment_panels(json_t **out, const lu_assessment *assessment, lu_context *context,
                               lu_error *error) {
  json_t *json = NULL, *entries;
  const char *key;
  char *path = lu_path_join(lu_context_data_path(context), "report/board.json");
  *out = json_object();
  lu_status status = path == NULL || *out == NULL ? lu_fail_memory(error)
                                                  : lu_json_read(&json, path, 1u << 20, error);
  if (status == LU_OK) {
    json_object_foreach(json_object_get(json, "panels"), key, entries) {
      json_t *panel = NULL;
      if (status == LU_OK) status = make_panel(&panel, assessment, entries, context, error);
      if (status != LU_OK)
        json_decref(panel);
      else if (json_object_set_new(*out, key, panel) != 0)
        status = lu_fail_memory(error);
    }
  }
  json_t *summary = NULL;
  if (status == LU_OK) status = make_summary(&summary, assessment, context, error);
  if (status != LU_OK)
    json_decref(summary);
  else if (json_object_set_new(*out, "summary", summary) != 0)
    status = lu_fail_memory(error);
  free(path);
  json_decref(json);
  if (status == LU_OK) return LU_OK;
  json_decref(*out);
  *out = NULL;
  return status;
}
