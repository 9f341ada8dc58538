/* SPDX-License-Identifier: Apache-2.0 */
/* The assessment as a document (schema/assessment.schema.json). */
#include <math.h>
#include <string.h>

#include "assess.h"

/** Puts a new reference into an object; a failed or missing value makes the whole fail. */
static bool put(json_t *object, const char *name, json_t *value) {
  return json_object_set_new(object, name, value) == 0;
}

static json_t *text_json(const lu_text *text) {
  return text->failed ? NULL : json_string(lu_text_string(text));
}

static const char *state_word(const lu_factset *facts, size_t fact) {
  switch (lu_factset_state(facts, fact)) {
    case LU_FACT_KNOWN:
      return "known";
    case LU_FACT_NOT_DONE:
      return "not_done";
    case LU_FACT_UNKNOWN:
      break;
  }
  return "unknown";
}

/** A fact that something waits for: name and label. */
static json_t *waited_json(const lu_dictionary *dictionary, const char *name) {
  size_t fact = lu_dictionary_find(dictionary, name);
  const char *label =
      fact != LU_NO_INDEX ? lu_fact_label(lu_dictionary_at(dictionary, fact)) : name;
  return json_pack("{ssss}", "fact", name, "label", label);
}

/** Facts that an open value waits for, and values that it may still take. */
static bool put_open(json_t *out, const lu_dictionary *dictionary, const lu_value *value) {
  const char *const *names = NULL;
  const lu_value *const *candidates = NULL;
  size_t name_count = lu_unknown_reasons(value, &names);
  size_t count = lu_unknown_candidates(value, &candidates);
  json_t *waits = json_array(), *may = json_array();
  bool fine = waits != NULL && may != NULL;
  for (size_t i = 0; fine && i < name_count; i++)
    fine = json_array_append_new(waits, waited_json(dictionary, names[i])) == 0;
  for (size_t i = 0; fine && i < count; i++)
    fine = json_array_append_new(may, lu_value_json(candidates[i])) == 0;
  bool first = put(out, "waits_for", waits), second = put(out, "may_be", may);
  return fine && first && second;
}

static bool put_origin(json_t *out, const lu_fact_origin *origin) {
  if (origin == NULL) return true;
  char date[16];
  bool fine = put(out, "place", json_string(origin->place));
  if (fine && origin->line > 0) fine = put(out, "line", json_integer(origin->line));
  if (fine && origin->date.known)
    fine = put(out, "date", json_string(lu_date_format(date, origin->date)));
  if (fine && origin->sd > 0) fine = put(out, "sd", json_real(origin->sd));
  if (fine && origin->note[0] != '\0') fine = put(out, "note", json_string(origin->note));
  return fine;
}

static bool put_texts(json_t *out, const char *name, const lu_table *table,
                      const lu_table_trace *trace, const char *column) {
  json_t *list = json_array();
  bool fine = list != NULL;
  for (size_t i = 0; fine && i < lu_table_rule_count(table); i++) {
    if (lu_trace_rule(trace, i) == LU_FAILS) continue;
    const char *text = lu_table_annotation_named(table, i, column);
    bool known = text[0] == '\0';
    for (size_t j = 0; !known && j < json_array_size(list); j++)
      known = strcmp(json_string_value(json_array_get(list, j)), text) == 0;
    if (!known) fine = json_array_append_new(list, json_string(text)) == 0;
    if (lu_trace_rule(trace, i) == LU_FIRES) break; /* what stands below does not count */
  }
  return put(out, name, list) && fine;
}

/** Where a derived fact comes from: sources, marks and reasons of the rows that count. */
static bool put_tables(json_t *out, const lu_assessment *assessment, size_t fact) {
  const assess_step *step = assess_find_step(assessment, fact);
  if (step == NULL) return true;
  const lu_evaluation *evaluation = assessment->evaluations[step - assessment->assessor->steps];
  if (evaluation == NULL) return true;
  const lu_model *model = assessment->assessor->models[step->model].model;
  const lu_table *table = lu_model_table(model, step->decision);
  const lu_table_trace *trace = lu_evaluation_trace(evaluation, step->decision);
  if (table == NULL || trace == NULL)
    return put(out, "rule", json_string(lu_model_decision_description(model, step->decision)));
  return put_texts(out, "sources", table, trace, "Source") &&
         put_texts(out, "marks", table, trace, "Mark") &&
         put_texts(out, "reasons", table, trace, "Reason");
}

static json_t *fact_json(const lu_assessment *assessment, const lu_factset *facts, size_t fact) {
  const lu_fact *entry = lu_dictionary_at(assessment->dictionary, fact);
  const lu_value *value = lu_factset_value(facts, fact);
  lu_text text = LU_TEXT_INIT;
  assess_print(&text, assessment, facts, fact);
  json_t *out = json_object();
  bool fine = out != NULL && put(out, "label", json_string(lu_fact_label(entry))) &&
              put(out, "state", json_string(state_word(facts, fact))) &&
              put(out, "text", text_json(&text)) &&
              put(out, "derived", json_boolean(lu_fact_is_derived(entry)));
  lu_text_free(&text);
  if (fine && lu_fact_unit(entry)[0] != '\0')
    fine = put(out, "unit", json_string(lu_fact_unit(entry)));
  if (fine && lu_factset_state(facts, fact) == LU_FACT_KNOWN)
    fine = put(out, "value", lu_value_json(value));
  else if (fine && value != NULL)
    fine = put_open(out, assessment->dictionary, value);
  fine =
      fine && put_origin(out, lu_factset_origin(facts, fact)) && put_tables(out, assessment, fact);
  if (fine) return out;
  json_decref(out);
  return NULL;
}

/** True if a fact is derived for other primary sites than that of the record. */
static bool is_of_other_site(const lu_assessment *assessment, size_t fact) {
  const assess_step *step = assess_find_step(assessment, fact);
  return step != NULL && assess_is_elsewhere(assessment->assessor, step, assessment->facts);
}

/** All facts of which anything is known, but for what is derived for other sites. */
static json_t *facts_json(const lu_assessment *assessment) {
  json_t *out = json_object();
  bool fine = out != NULL;
  for (size_t i = 0; fine && i < lu_dictionary_count(assessment->dictionary); i++) {
    if (lu_factset_origin(assessment->facts, i) == NULL || is_of_other_site(assessment, i))
      continue;
    const lu_fact *entry = lu_dictionary_at(assessment->dictionary, i);
    fine = put(out, lu_fact_name(entry), fact_json(assessment, assessment->facts, i));
  }
  if (fine) return out;
  json_decref(out);
  return NULL;
}

static json_t *axis_json(const lu_assessment *assessment, const assess_axis *axis) {
  static const char *const words[] = {"beta", "gamma", "normal"};
  const lu_fact *fact = lu_dictionary_at(assessment->dictionary, axis->fact);
  double lower, upper;
  lu_text text = LU_TEXT_INIT;
  assess_axis_interval(axis, &lower, &upper);
  assess_print(&text, assessment, assessment->facts, axis->fact);
  json_t *out = json_object();
  bool fine = out != NULL && put(out, "fact", json_string(lu_fact_name(fact))) &&
              put(out, "text", text_json(&text)) &&
              put(out, "label", json_string(lu_fact_label(fact))) &&
              put(out, "unit", json_string(lu_fact_unit(fact))) &&
              put(out, "distribution", json_string(words[axis->distribution])) &&
              put(out, "sd", json_real(assess_axis_sd(axis))) &&
              put(out, "interval_95", json_pack("[ff]", lower, upper));
  lu_text_free(&text);
  if (fine && !isnan(axis->value)) fine = put(out, "value", json_real(axis->value));
  if (fine && axis->distribution != ASSESS_NORMAL)
    fine = put(out, "counted", json_real(axis->events)) &&
           put(out, "of", json_real(axis->trials)) &&
           put(out, "of_unit", json_string(assess_unit_words(axis->per)));
  json_t *places = json_array();
  for (size_t i = 0; fine && i < axis->break_count; i++)
    fine = json_array_append_new(places, json_real(axis->breaks[i])) == 0;
  if (put(out, "changes_at", places) && fine) return out;
  json_decref(out);
  return NULL;
}

static json_t *class_json(const lu_fact *fact, const assess_class *class) {
  lu_text label = LU_TEXT_INIT;
  assess_class_print(&label, fact, class->text);
  json_t *out = label.failed ? NULL
                             : json_pack("{sssssf}", "value", class->text, "label",
                                         lu_text_string(&label), "probability", class->probability);
  lu_text_free(&label);
  return out;
}

static json_t *classes_json(const lu_assessment *assessment, const assess_classes *classes) {
  const lu_fact *fact = lu_dictionary_at(assessment->dictionary, classes->fact);
  json_t *values = json_array(), *inputs = json_array();
  bool fine = values != NULL && inputs != NULL;
  for (size_t i = 0; fine && i < classes->count; i++)
    fine = json_array_append_new(values, class_json(fact, &classes->classes[i])) == 0;
  for (size_t i = 0; fine && i < classes->axis_count; i++)
    fine = json_array_append_new(inputs, axis_json(assessment, &classes->axes[i])) == 0;
  json_t *out =
      fine ? json_pack("{sssOsO}", "fact", lu_fact_name(fact), "values", values, "inputs", inputs)
           : NULL;
  json_decref(values);
  json_decref(inputs);
  return out;
}

static json_t *probabilities_json(const lu_assessment *assessment) {
  json_t *out = json_array();
  bool fine = out != NULL;
  for (size_t i = 0; fine && i < assessment->classes_count; i++)
    fine = json_array_append_new(out, classes_json(assessment, &assessment->classes[i])) == 0;
  if (fine) return out;
  json_decref(out);
  return NULL;
}

/** One sample: what identifies it in the record, and its own facts. */
static json_t *sample_json(const lu_assessment *assessment, size_t index) {
  static const char *const shown[] = {
      "grade", "differentiation", "ki67_pct", "mitoses_per_2mm2", "sample_tissue", "specimen"};
  const assess_sample *sample = &assessment->samples[index];
  const json_t *entry =
      json_array_get(json_object_get(lu_case_json(assessment->record), "pathology"), index);
  const char *id = json_string_value(json_object_get(entry, "id"));
  const char *date = json_string_value(json_object_get(entry, "date"));
  json_t *out = json_object();
  bool fine = out != NULL && put(out, "leading", json_boolean(index == assessment->leading));
  if (fine && id != NULL) fine = put(out, "id", json_string(id));
  if (fine && date != NULL) fine = put(out, "date", json_string(date));
  for (size_t i = 0; fine && i < sizeof shown / sizeof shown[0]; i++) {
    size_t fact = lu_dictionary_find(assessment->dictionary, shown[i]);
    if (fact == LU_NO_INDEX) continue;
    lu_text text = LU_TEXT_INIT;
    assess_print(&text, assessment, sample->facts, fact);
    fine = put(out, shown[i], text_json(&text));
    lu_text_free(&text);
  }
  if (fine) return out;
  json_decref(out);
  return NULL;
}

static json_t *samples_json(const lu_assessment *assessment) {
  json_t *out = json_array();
  bool fine = out != NULL;
  for (size_t i = 0; fine && i < assessment->sample_count; i++)
    fine = json_array_append_new(out, sample_json(assessment, i)) == 0;
  if (fine) return out;
  json_decref(out);
  return NULL;
}

static json_t *findings_json(const lu_context *context) {
  json_t *out = json_array();
  bool fine = out != NULL;
  for (size_t i = 0; fine && i < lu_context_finding_count(context); i++) {
    const lu_finding *finding = lu_context_finding(context, i);
    fine = json_array_append_new(
               out, json_pack("{ssssssssss}", "code", finding->code, "severity",
                              lu_severity_name(finding->severity), "place", finding->place,
                              "sentence", finding->sentence, "effect", finding->effect)) == 0;
  }
  if (fine) return out;
  json_decref(out);
  return NULL;
}

/** The sentences as a list. @param status why it is NULL, unless memory is short */
static json_t *summary_json(lu_status *status, const lu_assessment *assessment, lu_context *context,
                            lu_error *error) {
  lu_text text = LU_TEXT_INIT;
  json_t *out = json_array();
  if (out != NULL) *status = lu_assessment_summary(&text, assessment, context, error);
  bool fine = out != NULL && *status == LU_OK && !text.failed;
  const char *line = lu_text_string(&text);
  while (fine && *line != '\0') {
    const char *end = strchr(line, '\n');
    size_t length = end != NULL ? (size_t)(end - line) : strlen(line);
    fine = json_array_append_new(out, json_stringn(line, length)) == 0;
    line += length + (end != NULL ? 1 : 0);
  }
  lu_text_free(&text);
  if (fine) return out;
  json_decref(out);
  return NULL;
}

static json_t *missing_json(lu_status *status, const lu_assessment *assessment, lu_context *context,
                            lu_error *error) {
  json_t *out = NULL;
  *status = lu_assessment_missing(&out, assessment, context, error);
  return *status == LU_OK ? out : NULL;
}

/** @param status what went wrong besides memory */
static json_t *emergencies_json(lu_status *status, const lu_assessment *assessment,
                                lu_context *context, lu_error *error) {
  json_t *out = NULL;
  *status = lu_assessment_emergencies(&out, assessment, context, error);
  return *status == LU_OK ? out : NULL;
}

lu_status lu_assessment_document(json_t **out, const lu_assessment *assessment, lu_context *context,
                                 lu_error *error) {
  char day[16];
  lu_status status = LU_OK;
  lu_date today = lu_context_today(context);
  json_t *document = json_object();
  bool fine =
      document != NULL && put(document, "lutetia_assessment", json_integer(1)) &&
      put(document, "notice",
          json_string(
              "Research and teaching only: not for patient care. A tumour board decides.")) &&
      put(document, "case",
          json_pack("{ssss}", "id", lu_case_id(assessment->record), "sha256",
                    lu_case_hash(assessment->record))) &&
      put(document, "day", json_string(lu_date_format(day, today))) &&
      put(document, "provenance",
          json_pack("{sssssssI}", "case_sha256", lu_case_hash(assessment->record),
                    "program_version", lu_version(), "tables_sha256",
                    assessment->assessor->data_hash, "seed",
                    (json_int_t)lu_context_seed(context))) &&
      put(document, "summary", summary_json(&status, assessment, context, error)) &&
      put(document, "missing", missing_json(&status, assessment, context, error)) &&
      put(document, "emergency_texts", emergencies_json(&status, assessment, context, error)) &&
      put(document, "samples", samples_json(assessment)) &&
      put(document, "probabilities", probabilities_json(assessment)) &&
      put(document, "facts", facts_json(assessment)) &&
      put(document, "findings", findings_json(context));
  *out = fine ? document : NULL;
  if (fine) return LU_OK;
  json_decref(document);
  return status != LU_OK ? status : lu_fail_memory(error);
}
