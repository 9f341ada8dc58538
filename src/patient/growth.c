/* SPDX-License-Identifier: Apache-2.0 */
/* Growth and response as a document (schema/growth.schema.json). */
#include "growth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"

/* Largest file of rules that is read. */
#define MAX_RULES ((size_t)1 << 20)

bool growth_put(json_t *object, const char *name, json_t *value) {
  return json_object_set_new(object, name, value) == 0;
}

json_t *growth_number(double number) {
  return isfinite(number) ? json_real(number) : json_null();
}

json_t *growth_pair(double lower, double upper) {
  return json_pack("[o, o]", growth_number(lower), growth_number(upper));
}

json_t *growth_day(lu_date date) {
  char text[16];
  return json_string(lu_date_format(text, date));
}

json_t *growth_sourced(const json_t *rule) {
  return json_pack("{s:O, s:O, s:O}", "text", json_object_get(rule, "text"), "source",
                   json_object_get(rule, "source"), "mark", json_object_get(rule, "mark"));
}

static lu_status read_rules(json_t **out, lu_context *context, lu_error *error) {
  *out = NULL;
  char *path = lu_path_join(lu_context_data_path(context), "assessment/growth.json");
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = lu_json_read(out, path, MAX_RULES, error);
  free(path);
  return status;
}

/* ---- facts that the rules name ---- */

static bool is_fact(const lu_dictionary *dictionary, const json_t *name) {
  return json_is_string(name) &&
         lu_dictionary_find(dictionary, json_string_value(name)) != LU_NO_INDEX;
}

static lu_status refuse_fact(const char *where, const char *key, const json_t *name,
                             lu_error *error) {
  const char *text = json_is_string(name) ? json_string_value(name) : "";
  return lu_fail(error, LU_BAD_INPUT,
                 "assessment/growth.json: %s of \"%.40s\" must name a fact; \"%.60s\" is none",
                 where, key, text);
}

/** Members of "facts" that must be there. */
static const struct {
  const char *group, *key;
} needed[] = {{"day", "targets"},       {"day", "evaluated"}, {"day", "gone"},
              {"day", "baseline_mm"},   {"day", "nadir_mm"},  {"day", "sum_mm"},
              {"day", "non_target"},    {"day", "new"},       {"categories", "target"},
              {"categories", "overall"}};

/** A fact that is not known would vanish from the document without a word. */
static lu_status check_facts(const json_t *rules, const lu_dictionary *dictionary,
                             lu_error *error) {
  const json_t *facts = json_object_get(rules, "facts");
  for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
    const json_t *name = json_object_get(json_object_get(facts, needed[i].group), needed[i].key);
    if (!is_fact(dictionary, name)) return refuse_fact("facts", needed[i].key, name, error);
  }
  size_t index;
  const json_t *name;
  json_array_foreach(json_object_get(facts, "progression"), index, name) {
    if (!is_fact(dictionary, name)) return refuse_fact("facts", "progression", name, error);
  }
  const char *key;
  json_t *caveat;
  json_object_foreach(json_object_get(rules, "caveats"), key, caveat) {
    name = json_object_get(caveat, "fact");
    if (name != NULL && !is_fact(dictionary, name)) return refuse_fact("caveat", key, name, error);
  }
  return LU_OK;
}

size_t growth_fact(const grower *g, const char *group, const char *key) {
  const json_t *names = json_object_get(json_object_get(g->rules, "facts"), group);
  return lu_dictionary_find(g->assessment->dictionary,
                            json_string_value(json_object_get(names, key)));
}

/* ---- what is noticed ---- */

/** Severity, place, sentence. */
static bool note(json_t *list, const char *severity, const char *place, const char *sentence) {
  return json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "severity", severity, "place",
                                               place, "sentence", sentence)) == 0;
}

static bool note_text(json_t *list, const char *place, lu_text *text) {
  bool fine = !text->failed && note(list, "note", place, lu_text_string(text));
  lu_text_free(text);
  return fine;
}

/** A baseline long before the treatment, or none before it. */
static bool note_baseline(const response *series, json_t *list) {
  lu_text text = LU_TEXT_INIT;
  char day[16], start[16];
  if (series->line == NULL) return true;
  const response_visit *v = &series->visits[series->baseline];
  lu_date began = clean_date(series->line, "start");
  double days = (double)(lu_date_first_day(began) - v->day);
  if (days <= response_rule(series, "baseline_days")) return true;
  lu_text_printf(&text,
                 "The baseline of %s lies %s%.0f days before the treatment of %s; not more than "
                 "%.0f days are wanted. Growth before treatment counts as growth under it.",
                 lu_date_format(day, v->date), lu_date_whole(began) ? "" : "at least ", days,
                 lu_date_format(start, began), response_rule(series, "baseline_days"));
  return note_text(list, "/growth/measurements", &text);
}

/** Treatments whose start is known so roughly that images may lie before or after it. */
static bool note_starts(const grower *g, json_t *list) {
  bool fine = true;
  size_t index;
  const json_t *entry;
  json_array_foreach(json_object_get(g->record->clean, "treatments"), index, entry) {
    lu_text text = LU_TEXT_INIT;
    char place[60];
    snprintf(place, sizeof place, "/treatments/%zu/start", index);
    if (fine && response_open_start(g->series, entry, &text)) {
      lu_text_puts(&text, ".");
      fine = !text.failed && note(list, "warning", place, lu_text_string(&text));
    }
    lu_text_free(&text);
  }
  return fine;
}

/** A lesion that came after baseline and is not called new. */
static bool note_late(const response *series, json_t *list) {
  bool fine = true;
  for (size_t i = 0; fine && i < series->lesion_count; i++) {
    const response_lesion *lesion = &series->lesions[i];
    if (lesion->is_new || lesion->role != RESPONSE_NO_ROLE || lesion->node) continue;
    bool later = false;
    for (size_t k = series->baseline + 1; k < series->visit_count; k++) {
      response_state state = response_at(series, k, i)->state;
      later = later || (state != RESPONSE_NO_ENTRY && state != RESPONSE_ABSENT &&
                        state != RESPONSE_NOT_EVALUATED);
    }
    if (!later) continue;
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text,
                   "The lesion \"%.60s\" is not recorded at baseline and not called new on a later "
                   "day: if it is new (\"new\": \"yes\"), this is progression. It is left out.",
                   lesion->name);
    fine = note_text(list, lesion->place, &text);
  }
  return fine;
}

/** Stated targets against the rule of choice. */
static bool note_targets(const response *series, json_t *list) {
  size_t most = (size_t)response_rule(series, "max_targets"), stated = 0;
  bool fine = true, no_organ = false;
  for (size_t i = 0; i < series->lesion_count; i++) {
    const response_lesion *lesion = &series->lesions[i];
    if (lesion->role != RESPONSE_TARGET) continue;
    stated += lesion->by_record;
    no_organ = no_organ || lesion->organ == NULL;
    if (!fine || !lesion->by_record || lesion->measurable) continue;
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text,
                   "The target lesion \"%.60s\" is smaller at baseline than can be followed.",
                   lesion->name);
    fine = note_text(list, lesion->place, &text);
  }
  if (fine && stated > most) {
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "%zu target lesions are stated; not more than %zu are wanted.", stated,
                   most);
    fine = note_text(list, "/growth/measurements", &text);
  }
  if (fine && no_organ && stated == 0)
    fine = note(list, "note", "/growth/measurements",
                "Target lesions without organ: not more than two of one organ are wanted, which "
                "cannot be checked.");
  return fine;
}

/** A treatment of single lesions between baseline and the latest image: the sums before and after
 * it are not those of the same tumour. */
static bool note_local(const grower *g, json_t *list) {
  const response *series = g->series;
  const json_t *kinds = json_object_get(series->rules, "changes_lesions");
  int64_t first = series->visits[series->baseline].day;
  int64_t last = series->visits[series->visit_count - 1].day;
  bool fine = true;
  size_t index;
  const json_t *entry;
  json_array_foreach(json_object_get(g->record->clean, "treatments"), index, entry) {
    const char *kind = clean_text(entry, "kind");
    lu_date start = clean_date(entry, "start");
    if (!fine || kind == NULL || !start.known || !form_names(kinds, kind)) continue;
    if (lu_date_last_day(start) < first || lu_date_first_day(start) > last) continue;
    lu_text text = LU_TEXT_INIT;
    char day[16], place[60];
    snprintf(place, sizeof place, "/treatments/%zu", index);
    lu_text_printf(
        &text,
        "A treatment of single lesions (%.40s) of %s lies between baseline and the latest "
        "image: sums before and after it are not those of the same tumour.",
        kind, lu_date_format(day, start));
    fine = note_text(list, place, &text);
  }
  return fine;
}

/** Measurements without a whole day do not count. */
static bool note_undated(const grower *g, json_t *list) {
  size_t index, count = 0;
  const json_t *entry;
  json_array_foreach(clean_get(g->record->clean, "growth/measurements"), index, entry) {
    if (json_is_object(entry) && !lu_date_whole(clean_date(entry, "date"))) count++;
  }
  if (count == 0) return true;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "Measurements without a whole day: %zu; they are left out.", count);
  return note_text(list, "/growth/measurements", &text);
}

static bool put_findings(const grower *g, json_t *document) {
  const response *series = g->series;
  json_t *list = json_array();
  bool fine = growth_put(document, "findings", list);
  if (fine && series->too_many)
    return note(list, "warning", "/growth/measurements",
                "There are more lesions and days than are followed: no response is given.");
  fine = fine && note_undated(g, list);
  if (!fine || series->visit_count == 0) return fine;
  return note_starts(g, list) && note_local(g, list) && note_baseline(series, list) &&
         note_late(series, list) && note_targets(series, list);
}

/* ---- the document ---- */

static bool put_head(const grower *g, json_t *document) {
  return growth_put(document, "lutetia_growth", json_integer(1)) &&
         growth_put(
             document, "notice",
             json_string(
                 "Research and teaching only: not for patient care. A tumour board decides.")) &&
         growth_put(document, "case",
                    json_pack("{s:s, s:s}", "id", lu_case_id(g->record), "sha256",
                              lu_case_hash(g->record))) &&
         growth_put(document, "day", growth_day(lu_context_today(g->context))) &&
         growth_put(document, "program_version", json_string(lu_version()));
}

/** Puts a part that was made; takes it even after a failure. */
static lu_status put_part(json_t *document, const char *name, json_t *part, lu_status status,
                          lu_error *error) {
  if (status == LU_OK) return growth_put(document, name, part) ? LU_OK : lu_fail_memory(error);
  json_decref(part);
  return status;
}

/** What the record states, beside what was computed. */
static bool put_progression(const grower *g, json_t *document) {
  const json_t *facts = json_object_get(json_object_get(g->rules, "facts"), "progression");
  json_t *out = json_object();
  bool fine = growth_put(document, "progression", out);
  for (size_t i = 0; fine && i < json_array_size(facts); i++) {
    const char *name = json_string_value(json_array_get(facts, i));
    size_t fact = lu_dictionary_find(g->assessment->dictionary, name);
    lu_text text = LU_TEXT_INIT;
    assess_print(&text, g->assessment, g->assessment->facts, fact);
    const lu_fact_origin *origin = lu_factset_origin(g->assessment->facts, fact);
    const char *place = origin != NULL && origin->place != NULL ? origin->place : "";
    fine = !text.failed &&
           growth_put(out, name,
                      json_pack("{s:s, s:s, s:s}", "label",
                                lu_fact_label(lu_dictionary_at(g->assessment->dictionary, fact)),
                                "text", lu_text_string(&text), "place", place));
    lu_text_free(&text);
  }
  return fine;
}

static lu_status put_parts(json_t *document, const grower *g) {
  typedef lu_status part_maker(json_t * *out, const grower *g);
  static const struct {
    const char *name;
    part_maker *make;
  } parts[] = {{"recist", growth_response},
               {"tgr", growth_rates},
               {"hormones", growth_hormones},
               {"quality_of_life", growth_quality}};
  if (!put_head(g, document) || !put_progression(g, document) || !put_findings(g, document))
    return lu_fail_memory(g->error);
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    json_t *part = NULL;
    lu_status status = parts[i].make(&part, g);
    status = put_part(document, parts[i].name, part, status, g->error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

lu_status lu_growth_document(json_t **out, const lu_assessment *assessment, lu_context *context,
                             lu_error *error) {
  json_t *rules = NULL;
  response *series = NULL;
  const lu_case *record = assessment->record;
  *out = NULL;
  lu_status status = read_rules(&rules, context, error);
  if (status == LU_OK) status = check_facts(rules, assessment->dictionary, error);
  if (status == LU_OK)
    status = response_make(&series, record->clean, form_response(record->form), error);
  if (status == LU_OK) {
    grower g = {assessment, record, rules, series, context, error};
    json_t *document = json_object();
    status = document == NULL ? lu_fail_memory(error) : put_parts(document, &g);
    if (status == LU_OK)
      *out = document;
    else
      json_decref(document);
  }
  response_free(series);
  json_decref(rules);
  return status;
}
