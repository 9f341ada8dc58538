/* SPDX-License-Identifier: Apache-2.0 */
/* The part "recist" of the growth document: lesions, sums, and a category for each day. */
#include <math.h>
#include <string.h>

#include "growth.h"

/* Half of the width of a 95 % interval in standard deviations. */
#define Z95 1.959963984540054

/* ---- the category of a day, by the tables of assessment ---- */

static lu_status set_number(const grower *g, lu_factset *set, const char *key, double number) {
  return lu_factset_set_number(set, growth_fact(g, "day", key), number, NULL, g->error);
}

/** New lesions of a day: recorded ones since baseline, else for the latest day what the record
 * states; on earlier days none is assumed. */
static lu_status set_new(const grower *g, lu_factset *set, size_t visit) {
  const response *series = g->series;
  const lu_factset *facts = g->assessment->facts;
  size_t fact = growth_fact(g, "day", "new");
  bool recorded = false;
  for (size_t i = series->baseline + 1; i <= visit; i++)
    recorded = recorded || series->visits[i].is_new;
  if (recorded || visit + 1 < series->visit_count)
    return lu_factset_set_boolean(set, fact, recorded, NULL, g->error);
  if (lu_factset_state(facts, fact) != LU_FACT_KNOWN) return LU_OK;
  return lu_factset_set(set, fact, lu_factset_value(facts, fact), NULL, g->error);
}

static lu_status set_day(const grower *g, lu_factset *set, size_t visit) {
  const response *series = g->series;
  const response_visit *v = &series->visits[visit];
  lu_status status = set_number(g, set, "targets", (double)series->target_count);
  if (status == LU_OK) status = set_number(g, set, "evaluated", (double)v->evaluated);
  if (status == LU_OK)
    status = lu_factset_set_boolean(set, growth_fact(g, "day", "gone"), v->gone, NULL, g->error);
  if (status == LU_OK)
    status = set_number(g, set, "baseline_mm", series->visits[series->baseline].sum_mm);
  if (status == LU_OK) status = set_number(g, set, "nadir_mm", series->visits[v->nadir].sum_mm);
  if (status == LU_OK) status = set_number(g, set, "sum_mm", v->sum_mm);
  if (status == LU_OK)
    status = lu_factset_set_text(set, growth_fact(g, "day", "non_target"),
                                 response_others_word(v->others), NULL, g->error);
  return status == LU_OK ? set_new(g, set, visit) : status;
}

/** True if a value is this text, or may become it. */
static bool is_or_may_be(const lu_value *value, const char *text) {
  if (lu_value_get_kind(value) == LU_VALUE_UNKNOWN) return assess_may_be(value, text);
  const char *own = lu_value_string(value);
  return own != NULL && strcmp(own, text) == 0;
}

/** Puts a decision about a day: its value, or all that it may be, and both in words. */
static lu_status put_decision(const grower *g, json_t *out, const lu_factset *set,
                              const char *key) {
  size_t fact = growth_fact(g, "categories", key);
  const assess_step *step = assess_find_step(g->assessment, fact);
  if (step == NULL)
    return lu_fail(g->error, LU_BAD_INPUT,
                   "assessment/growth.json: no table derives the category \"%s\" of a day", key);
  const lu_fact *entry = lu_dictionary_at(g->assessment->dictionary, fact);
  lu_evaluation *evaluation = NULL;
  const lu_value *value = NULL;
  lu_text code = LU_TEXT_INIT, words = LU_TEXT_INIT, text_key = LU_TEXT_INIT;
  lu_status status = assess_evaluate(&evaluation, &value, g->assessment->assessor, step, set,
                                     g->context, g->error);
  if (status != LU_OK) goto done;
  for (size_t i = 0; i < lu_fact_value_count(entry); i++) {
    const char *text = lu_fact_value(entry, i);
    if (!is_or_may_be(value, text)) continue;
    lu_text_printf(&code, "%s%s", code.length > 0 ? " or " : "", text);
    lu_text_printf(&words, "%s%s", words.length > 0 ? " or " : "", lu_fact_value_label(entry, i));
  }
  lu_text_printf(&text_key, "%s_text", key);
  bool fine = !code.failed && !words.failed && !text_key.failed &&
              growth_put(out, key, json_string(lu_text_string(&code))) &&
              growth_put(out, lu_text_string(&text_key), json_string(lu_text_string(&words)));
  if (!fine) status = lu_fail_memory(g->error);
done:
  lu_text_free(&code);
  lu_text_free(&words);
  lu_text_free(&text_key);
  lu_evaluation_free(evaluation);
  return status;
}

static lu_status put_category(const grower *g, json_t *out, size_t visit) {
  lu_factset *set = NULL;
  lu_status status = lu_factset_new(&set, g->assessment->dictionary, g->context, g->error);
  if (status == LU_OK) status = set_day(g, set, visit);
  if (status == LU_OK) status = put_decision(g, out, set, "target");
  if (status == LU_OK) status = put_decision(g, out, set, "overall");
  lu_factset_free(set);
  return status;
}

/* ---- changes, and whether they are real ---- */

/** {"date", "mm", "pct", "interval_95_mm", "interval_95_pct"} of the change since a day. */
static json_t *change_json(const response *series, size_t from, size_t to) {
  const response_visit *a = &series->visits[from], *b = &series->visits[to];
  double sd_a = response_sum_sd(series, from), sd_b = response_sum_sd(series, to);
  double half = Z95 * hypot(sd_a, sd_b), mm = b->sum_mm - a->sum_mm;
  json_t *out = json_object();
  bool fine = out != NULL && growth_put(out, "date", growth_day(a->date)) &&
              growth_put(out, "from_mm", json_real(a->sum_mm)) &&
              growth_put(out, "mm", json_real(mm)) &&
              growth_put(out, "interval_95_mm", growth_pair(mm - half, mm + half));
  if (fine && a->sum_mm > 0) fine = growth_put(out, "pct", json_real(100 * mm / a->sum_mm));
  if (fine && a->sum_mm > 0 && b->sum_mm > 0) {
    double lower, upper;
    growth_ratio_interval(&lower, &upper, a->sum_mm, sd_a, b->sum_mm, sd_b);
    fine = growth_put(out, "interval_95_pct", growth_pair(lower, upper));
  }
  if (fine) return out;
  json_decref(out);
  return NULL;
}

static growth_limit limit_of(const response *series) {
  const json_t *limits = json_object_get(series->rules, "limits");
  return (growth_limit){json_number_value(json_object_get(limits, "grow_pct")),
                        json_number_value(json_object_get(limits, "grow_mm"))};
}

/** Chances that the limit of progression was passed in truth, and that reading errors alone pass
 * it. */
static json_t *chance_json(const response *series, size_t nadir, size_t visit) {
  double a = series->visits[nadir].sum_mm, b = series->visits[visit].sum_mm;
  double sd_a = response_sum_sd(series, nadir), sd_b = response_sum_sd(series, visit);
  growth_limit limit = limit_of(series);
  double middle = (a + b) / 2;
  return json_pack("{s:f, s:f}", "growth_beyond_limit", growth_chance(a, sd_a, b, sd_b, limit),
                   "limit_passed_by_error_alone", growth_chance(middle, sd_a, middle, sd_b, limit));
}

static json_t *visit_json(const grower *g, size_t visit, lu_status *status) {
  const response *series = g->series;
  const response_visit *v = &series->visits[visit];
  bool full = v->evaluated == series->target_count && series->target_count > 0;
  json_t *out = json_object();
  bool fine = out != NULL && growth_put(out, "date", growth_day(v->date)) &&
              growth_put(out, "sum_mm", v->evaluated > 0 ? json_real(v->sum_mm) : json_null()) &&
              growth_put(out, "sum_sd_mm", json_real(response_sum_sd(series, visit))) &&
              growth_put(out, "targets", json_integer((json_int_t)series->target_count)) &&
              growth_put(out, "evaluated", json_integer((json_int_t)v->evaluated)) &&
              growth_put(out, "non_target", json_string(response_others_word(v->others))) &&
              growth_put(out, "new_lesion", json_boolean(v->is_new));
  if (fine && visit <= series->baseline)
    fine = growth_put(out, "overall",
                      json_string(visit == series->baseline ? "baseline" : "before baseline"));
  if (fine && visit > series->baseline && full) {
    const response_visit *first = &series->visits[series->baseline];
    fine = growth_put(out, "from_baseline", change_json(series, series->baseline, visit)) &&
           growth_put(out, "from_nadir", change_json(series, v->nadir, visit)) &&
           growth_put(out, "chance", chance_json(series, v->nadir, visit));
    if (fine && first->sum_mm > 0)
      fine = growth_put(out, "change_pct",
                        json_real(100 * (v->sum_mm - first->sum_mm) / first->sum_mm));
  }
  *status = fine ? LU_OK : lu_fail_memory(g->error);
  if (fine && visit > series->baseline && v->nadir != LU_NO_INDEX)
    *status = put_category(g, out, visit);
  if (*status == LU_OK) return out;
  json_decref(out);
  return NULL;
}

static lu_status put_visits(const grower *g, json_t *out) {
  json_t *list = json_array();
  if (!growth_put(out, "visits", list)) return lu_fail_memory(g->error);
  for (size_t i = 0; i < g->series->visit_count; i++) {
    lu_status status = LU_OK;
    json_t *visit = visit_json(g, i, &status);
    if (status != LU_OK) return status;
    if (json_array_append_new(list, visit) != 0) return lu_fail_memory(g->error);
  }
  return LU_OK;
}

/* ---- best response ---- */

static size_t place_of(const json_t *list, const char *text) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    const char *own = json_string_value(entry);
    if (own != NULL && text != NULL && strcmp(own, text) == 0) return index;
  }
  return LU_NO_INDEX;
}

static const char *overall_of(const json_t *visits, size_t index) {
  return json_string_value(json_object_get(json_array_get(visits, index), "overall"));
}

/** True if a later day, long enough after and before any progression, confirms a category. */
static bool is_confirmed(const grower *g, const json_t *visits, size_t best) {
  const json_t *rule = json_object_get(g->rules, "best");
  const char *ends = json_string_value(json_object_get(rule, "ends"));
  const json_t *by = json_object_get(json_object_get(rule, "confirm"), overall_of(visits, best));
  double days = json_number_value(json_object_get(rule, "confirm_days"));
  for (size_t i = best + 1; i < g->series->visit_count; i++) {
    const char *overall = overall_of(visits, i);
    if (overall != NULL && ends != NULL && strcmp(overall, ends) == 0) return false;
    if (g->series->visits[i].day - g->series->visits[best].day < days) continue;
    if (place_of(by, overall) != LU_NO_INDEX) return true;
  }
  return false;
}

/** The best category from baseline to the first progression. */
static bool put_best(const grower *g, json_t *out) {
  const json_t *visits = json_object_get(out, "visits");
  const json_t *rule = json_object_get(g->rules, "best");
  const json_t *order = json_object_get(rule, "order");
  const char *ends = json_string_value(json_object_get(rule, "ends"));
  size_t best = LU_NO_INDEX;
  for (size_t i = g->series->baseline + 1; i < g->series->visit_count; i++) {
    const char *overall = overall_of(visits, i);
    size_t place = place_of(order, overall);
    if (place == LU_NO_INDEX) continue;
    if (best == LU_NO_INDEX || place < place_of(order, overall_of(visits, best))) best = i;
    if (ends != NULL && strcmp(overall, ends) == 0) break;
  }
  if (best == LU_NO_INDEX) return true;
  const json_t *visit = json_array_get(visits, best);
  const char *code = overall_of(visits, best);
  json_t *entry = growth_sourced(rule);
  bool fine =
      growth_put(out, "best", entry) && growth_put(entry, "category", json_string(code)) &&
      growth_put(entry, "category_text", json_incref(json_object_get(visit, "overall_text"))) &&
      growth_put(entry, "date", json_incref(json_object_get(visit, "date")));
  if (fine && json_object_get(json_object_get(rule, "confirm"), code) != NULL)
    fine = growth_put(entry, "confirmed", json_boolean(is_confirmed(g, visits, best)));
  return fine;
}

/* ---- the rest ---- */

static const char *role_word(response_role role) {
  return role == RESPONSE_TARGET       ? "target"
         : role == RESPONSE_NON_TARGET ? "non_target"
                                       : "not_followed";
}

static bool put_lesions(const response *series, json_t *out) {
  json_t *list = json_array();
  bool fine = growth_put(out, "lesions", list);
  for (size_t i = 0; fine && i < series->lesion_count; i++) {
    const response_lesion *lesion = &series->lesions[i];
    json_t *entry = json_pack("{s:s, s:s, s:b, s:s, s:s}", "lesion", lesion->name, "role",
                              role_word(lesion->role), "node", (int)lesion->node, "chosen_by",
                              lesion->by_record ? "record" : "rule", "why", lesion->why);
    fine = json_array_append_new(list, entry) == 0;
    if (fine && lesion->organ != NULL)
      fine = growth_put(entry, "organ", json_string(lesion->organ));
  }
  return fine;
}

static bool put_baseline(const response *series, json_t *out) {
  const response_visit *v = &series->visits[series->baseline];
  json_t *entry = json_object();
  bool fine = growth_put(out, "baseline", entry) &&
              growth_put(entry, "date", growth_day(v->date)) &&
              growth_put(entry, "sum_mm", json_real(v->sum_mm)) &&
              growth_put(entry, "kind",
                         json_string(series->line != NULL ? "before_treatment" : "first_image"));
  if (fine && series->line != NULL) {
    const char *kind = clean_text(series->line, "kind");
    fine = growth_put(entry, "treatment", json_string(kind)) &&
           growth_put(entry, "treatment_start", growth_day(clean_date(series->line, "start")));
  }
  return fine;
}

/** The smallest sum from baseline on. */
static bool put_nadir(const response *series, json_t *out) {
  size_t best = series->baseline;
  for (size_t i = best; i < series->visit_count; i++) {
    const response_visit *v = &series->visits[i];
    if (v->evaluated == series->target_count && v->sum_mm < series->visits[best].sum_mm) best = i;
  }
  const response_visit *v = &series->visits[best];
  json_t *entry = json_object();
  return growth_put(out, "nadir", entry) && growth_put(entry, "date", growth_day(v->date)) &&
         growth_put(entry, "sum_mm", json_real(v->sum_mm));
}

/** First day after baseline with progression; LU_NO_INDEX if there is none. */
static size_t first_progression(const grower *g, const json_t *visits) {
  const char *ends = json_string_value(json_object_get(json_object_get(g->rules, "best"), "ends"));
  for (size_t i = g->series->baseline + 1; i < g->series->visit_count; i++) {
    const char *overall = overall_of(visits, i);
    if (overall != NULL && ends != NULL && strcmp(overall, ends) == 0) return i;
  }
  return LU_NO_INDEX;
}

/** Adds a day and the months from it to another one; nothing where it is not known or later. */
static bool put_months(json_t *out, const char *day_key, const char *key, lu_date from,
                       lu_date to) {
  double months = months_between(from, to, NULL);
  if (!from.known || !(months >= 0)) return true;
  return growth_put(out, day_key, growth_day(from)) && growth_put(out, key, json_real(months));
}

/** How long the treatment that set the baseline has held, by both ways in which it is counted: from
 * its first day, and from the day on which it was given last. */
static bool put_held(const grower *g, json_t *out) {
  const response *series = g->series;
  if (series->line == NULL) return true;
  size_t end = first_progression(g, json_object_get(out, "visits"));
  bool progressed = end != LU_NO_INDEX;
  lu_date until = series->visits[progressed ? end : series->visit_count - 1].date;
  lu_date last = clean_date(series->line, "last");
  if (!last.known) last = clean_date(series->line, "stop");
  json_t *entry = json_object();
  return growth_put(out, "held", entry) &&
         growth_put(entry, "treatment", json_string(clean_text(series->line, "kind"))) &&
         growth_put(entry, "until", growth_day(until)) &&
         growth_put(entry, "progression", json_boolean(progressed)) &&
         put_months(entry, "first", "from_first_mo", clean_date(series->line, "start"), until) &&
         put_months(entry, "last", "from_last_mo", last, until);
}

/** One sentence under a table of sums. */
static bool put_note(const response *series, json_t *out) {
  lu_text text = LU_TEXT_INIT;
  char day[16];
  const response_visit *v = &series->visits[series->baseline];
  lu_text_printf(&text, "Sums of %zu target lesions; changes from the baseline of %s%s.",
                 series->target_count, lu_date_format(day, v->date),
                 series->line != NULL ? ", the last image before treatment" : "");
  bool fine = !text.failed && growth_put(out, "note", json_string(lu_text_string(&text)));
  lu_text_free(&text);
  return fine;
}

/** A remark of the data belongs to the latest category, and to a treatment within some months. */
static bool remark_holds(const grower *g, const json_t *when, const char *overall) {
  const char *category = json_string_value(json_object_get(when, "category"));
  const char *kind = json_string_value(json_object_get(when, "kind"));
  double months = json_number_value(json_object_get(when, "months"));
  lu_date last = g->series->visits[g->series->visit_count - 1].date;
  if (category == NULL || overall == NULL || strcmp(category, overall) != 0) return false;
  if (kind == NULL) return true;
  size_t index;
  const json_t *entry;
  json_array_foreach(json_object_get(g->record->clean, "treatments"), index, entry) {
    const char *own = clean_text(entry, "kind");
    lu_date start = clean_date(entry, "start"), end = clean_date(entry, "last");
    if (own == NULL || strcmp(own, kind) != 0 || !start.known) continue;
    double since = months_between(end.known ? end : start, last, NULL);
    if (months_between(start, last, NULL) >= 0 && since <= months) return true;
  }
  return false;
}

static bool put_remarks(const grower *g, json_t *out) {
  const json_t *visits = json_object_get(out, "visits");
  const char *overall = overall_of(visits, g->series->visit_count - 1);
  json_t *list = json_array();
  bool fine = growth_put(out, "remarks", list);
  size_t index;
  const json_t *rule;
  json_array_foreach(json_object_get(g->rules, "remarks"), index, rule) {
    if (!fine || !remark_holds(g, json_object_get(rule, "when"), overall)) continue;
    fine = json_array_append_new(list, growth_sourced(rule)) == 0;
  }
  return fine;
}

lu_status growth_response(json_t **out, const grower *g) {
  const json_t *known = json_object_get(g->series->rules, "repeatability");
  json_t *part = json_object();
  *out = part;
  bool fine =
      part != NULL &&
      growth_put(part, "source", json_incref(json_object_get(g->series->rules, "source"))) &&
      growth_put(part, "mark", json_incref(json_object_get(g->series->rules, "mark"))) &&
      growth_put(part, "repeatability", json_incref((json_t *)(uintptr_t)known)) &&
      growth_put(part, "assumptions", json_incref(json_object_get(g->rules, "assumptions")));
  lu_status status = fine ? put_visits(g, part) : lu_fail_memory(g->error);
  if (status != LU_OK || g->series->visit_count == 0) return status;
  fine = put_lesions(g->series, part) && put_baseline(g->series, part) &&
         put_nadir(g->series, part) && put_note(g->series, part) && put_best(g, part) &&
         put_held(g, part) && put_remarks(g, part);
  return fine ? LU_OK : lu_fail_memory(g->error);
}
