/* SPDX-License-Identifier: Apache-2.0 */
/* The parts "hormones" and "quality_of_life" of the growth document: values over time. */
#include <math.h>
#include <string.h>

#include "growth.h"

/** One value of a series; plain order by day, then by place in the record. */
typedef struct point {
  const json_t *entry;
  lu_date date;
  size_t index;
} point;

static int by_date(const void *a, const void *b) {
  const point *x = a, *y = b;
  int64_t p = lu_date_first_day(x->date), q = lu_date_first_day(y->date);
  if (p != q) return p < q ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

static bool same_text(const json_t *entry, const char *key, const char *text) {
  const char *own = clean_text(entry, key);
  return own != NULL && text != NULL && strcmp(own, text) == 0;
}

/** Room for the dated values of a whole list of the record. @return NULL if memory is short */
static point *room_for(const json_t *list) {
  return calloc(json_array_size(list) + 1, sizeof(point));
}

/** Dated values of a list that have a text under a key (and another under a second one), by day.
 * @param out has room for the list */
static size_t collect(point *out, const json_t *list, const char *key, const char *text,
                      const char *second_key, const char *second) {
  size_t index, count = 0;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    double value;
    lu_date date = clean_date(entry, "date");
    if (!same_text(entry, key, text) || !date.known || !clean_number(entry, "value", &value))
      continue;
    if (second_key != NULL && !same_text(entry, second_key, second)) continue;
    out[count++] = (point){entry, date, index};
  }
  qsort(out, count, sizeof *out, by_date);
  return count;
}

static double value_of(const point *p) {
  double value = 0;
  clean_number(p->entry, "value", &value);
  return value;
}

/** Value over the upper limit of the laboratory; NAN if that is not stated. */
static double x_uln(const point *p) {
  double high;
  if (!clean_number(p->entry, "high", &high) || high <= 0) return NAN;
  return value_of(p) / high;
}

static json_t *point_json(const point *p) {
  double sd;
  json_t *out = json_pack("{s:f}", "value", value_of(p));
  bool fine = out != NULL && growth_put(out, "date", growth_day(p->date));
  if (fine && !isnan(x_uln(p))) fine = growth_put(out, "x_uln", json_real(x_uln(p)));
  if (fine && clean_number(p->entry, "sd", &sd)) fine = growth_put(out, "sd", json_real(sd));
  const char *assay = clean_text(p->entry, "assay");
  if (fine && assay != NULL) fine = growth_put(out, "assay", json_string(assay));
  if (fine) return out;
  json_decref(out);
  return NULL;
}

static bool put_points(json_t *out, const point *points, size_t count) {
  json_t *list = json_array();
  bool fine = growth_put(out, "points", list);
  for (size_t i = 0; fine && i < count; i++)
    fine = json_array_append_new(list, point_json(&points[i])) == 0;
  return fine;
}

/** The change between two values; percent where the first is above 0. */
static json_t *difference_json(const point *a, const point *b, bool percent) {
  double first = value_of(a), change = value_of(b) - first;
  json_t *out = json_pack("{s:f}", "change", change);
  bool fine = out != NULL && growth_put(out, "from", growth_day(a->date)) &&
              growth_put(out, "to", growth_day(b->date));
  if (fine && percent && first > 0) fine = growth_put(out, "pct", json_real(100 * change / first));
  if (fine) return out;
  json_decref(out);
  return NULL;
}

/** Since the first and, where there are more than two, since the previous value. */
static bool put_changes(json_t *out, const point *points, size_t count, bool percent) {
  if (count < 2) return true;
  if (!growth_put(out, "since_first", difference_json(&points[0], &points[count - 1], percent)))
    return false;
  return count < 3 || growth_put(out, "since_previous",
                                 difference_json(&points[count - 2], &points[count - 1], percent));
}

/* ---- what disturbs a hormone ---- */

/** Whether something disturbs the values; general: it is told without looking. */
typedef enum applies { APPLIES_NO, APPLIES_YES, APPLIES_OPEN, APPLIES_GENERAL } applies;

/** A mark that the laboratory entry itself carries ("fasting", "diet_kept"). */
static applies by_flag(const json_t *rule, const point *points, size_t count) {
  const char *flag = json_string_value(json_object_get(rule, "flag"));
  bool bad = json_is_true(json_object_get(rule, "applies_if")), open = false;
  for (size_t i = 0; i < count; i++) {
    const json_t *value = clean_v(points[i].entry, flag);
    if (value == NULL) open = true;
    if (value != NULL && json_is_true(value) == bad) return APPLIES_YES;
  }
  return open ? APPLIES_OPEN : APPLIES_NO;
}

static applies by_assay(const point *points, size_t count) {
  const char *first = NULL;
  bool open = false;
  for (size_t i = 0; i < count; i++) {
    const char *assay = clean_text(points[i].entry, "assay");
    if (assay == NULL) open = true;
    if (assay != NULL && first != NULL && strcmp(assay, first) != 0) return APPLIES_YES;
    if (assay != NULL) first = assay;
  }
  return open && count > 1 ? APPLIES_OPEN : APPLIES_NO;
}

static applies by_fact(const grower *g, const json_t *rule) {
  const lu_factset *facts = g->assessment->facts;
  const char *name = json_string_value(json_object_get(rule, "fact"));
  size_t fact = lu_dictionary_find(g->assessment->dictionary, name);
  const json_t *below = json_object_get(rule, "below");
  if (fact == LU_NO_INDEX || lu_factset_state(facts, fact) != LU_FACT_KNOWN) return APPLIES_OPEN;
  const lu_value *value = lu_factset_value(facts, fact);
  bool yes = below != NULL ? lu_value_number(value) < json_number_value(below)
             : json_is_true(json_object_get(rule, "is")) ? lu_value_is_true(value)
                                                         : lu_value_is_false(value);
  return yes ? APPLIES_YES : APPLIES_NO;
}

/** A treatment that began between two of the values. */
static applies by_treatment(const grower *g, const json_t *rule, const point *points,
                            size_t count) {
  const char *kind = json_string_value(json_object_get(rule, "kind"));
  size_t index;
  const json_t *entry;
  json_array_foreach(json_object_get(g->record->clean, "treatments"), index, entry) {
    lu_date start = clean_date(entry, "start");
    if (!same_text(entry, "kind", kind) || !start.known) continue;
    if (lu_date_compare(start, points[0].date) > 0 &&
        lu_date_compare(start, points[count - 1].date) < 0)
      return APPLIES_YES;
  }
  return APPLIES_NO;
}

/** A listed drug that was taken on the day of one of the values. */
static applies by_drugs(const grower *g, const json_t *rule, const point *points, size_t count) {
  size_t index;
  const json_t *entry;
  json_array_foreach(json_object_get(g->record->clean, "drugs"), index, entry) {
    const char *name = clean_text(entry, "name");
    lu_date start = clean_date(entry, "start"), stop = clean_date(entry, "stop");
    if (name == NULL || !extract_names_drug(json_object_get(rule, "drugs"), name)) continue;
    for (size_t i = 0; i < count; i++) {
      bool before = start.known && lu_date_compare(points[i].date, start) < 0;
      bool after = stop.known && lu_date_compare(points[i].date, stop) > 0;
      if (!before && !after) return APPLIES_YES;
    }
  }
  return json_is_true(clean_v(g->record->clean, "drugs_complete")) ? APPLIES_NO : APPLIES_OPEN;
}

static bool add_caveat(const grower *g, json_t *list, const json_t *rule, const point *points,
                       size_t count) {
  static const char *const words[] = {"no", "yes", "not known", "general"};
  applies state = APPLIES_GENERAL;
  if (json_object_get(rule, "flag") != NULL) state = by_flag(rule, points, count);
  if (json_is_true(json_object_get(rule, "assay_change"))) state = by_assay(points, count);
  if (json_object_get(rule, "fact") != NULL) state = by_fact(g, rule);
  if (json_object_get(rule, "kind") != NULL) state = by_treatment(g, rule, points, count);
  if (json_object_get(rule, "drugs") != NULL) state = by_drugs(g, rule, points, count);
  if (state == APPLIES_NO) return true;
  json_t *entry = growth_sourced(rule);
  return json_array_append_new(list, entry) == 0 &&
         growth_put(entry, "applies", json_string(words[state]));
}

static bool put_caveats(const grower *g, json_t *out, const json_t *names, const point *points,
                        size_t count) {
  const json_t *all = json_object_get(g->rules, "caveats");
  json_t *list = json_array();
  bool fine = growth_put(out, "caveats", list);
  size_t index;
  const json_t *name;
  json_array_foreach(names, index, name) {
    const json_t *rule = json_object_get(all, json_string_value(name));
    if (fine && rule != NULL) fine = add_caveat(g, list, rule, points, count);
  }
  return fine;
}

/** What the form knows of a test: label and unit. */
static const json_t *spec_of(const grower *g, const char *section, const char *kind) {
  const json_t *keys = json_object_get(g->record->form, "keys");
  return json_object_get(json_object_get(json_object_get(keys, section), "specs"), kind);
}

static bool add_hormone(const grower *g, json_t *list, const json_t *rule, point *points) {
  const char *test = json_string_value(json_object_get(rule, "test"));
  size_t count =
      collect(points, json_object_get(g->record->clean, "labs"), "test", test, NULL, NULL);
  if (count == 0) return true;
  const json_t *spec = spec_of(g, "labs", test);
  const char *label = json_string_value(json_object_get(spec, "label"));
  const char *unit = json_string_value(json_object_get(spec, "unit"));
  if (unit == NULL) unit = clean_text(points[count - 1].entry, "unit");
  json_t *entry = json_pack("{s:s, s:s, s:s}", "test", test, "label", label != NULL ? label : test,
                            "unit", unit != NULL ? unit : "");
  return json_array_append_new(list, entry) == 0 && put_points(entry, points, count) &&
         put_changes(entry, points, count, true) &&
         put_caveats(g, entry, json_object_get(rule, "caveats"), points, count);
}

lu_status growth_hormones(json_t **out, const grower *g) {
  point *points = room_for(json_object_get(g->record->clean, "labs"));
  size_t index;
  const json_t *rule;
  *out = json_array();
  bool fine = points != NULL && *out != NULL;
  json_array_foreach(json_object_get(g->rules, "hormones"), index, rule) {
    if (fine) fine = add_hormone(g, *out, rule, points);
  }
  free(points);
  return fine ? LU_OK : lu_fail_memory(g->error);
}

/* ---- quality of life ---- */

static bool names(const json_t *list, const char *text) {
  size_t index;
  const json_t *entry;
  json_array_foreach(list, index, entry) {
    if (strcmp(json_string_value(entry), text) == 0) return true;
  }
  return false;
}

/** "better", "worse" or "same", where the data know which end of the scale is the good one. */
static const char *direction_of(const json_t *rule, const char *scale, double change) {
  bool up = names(json_object_get(rule, "higher_is_better"), scale);
  bool down = names(json_object_get(rule, "lower_is_better"), scale);
  if (!up && !down) return NULL;
  if (change == 0) return "same";
  return (change > 0) == up ? "better" : "worse";
}

/** Text of the size of a change. @return borrowed; NULL where none is known */
static json_t *size_of(const json_t *rule, double change) {
  size_t index;
  const json_t *step;
  json_array_foreach(json_object_get(rule, "steps"), index, step) {
    if (fabs(change) >= json_number_value(json_object_get(step, "at_least")))
      return json_object_get(step, "text");
  }
  return NULL;
}

/** Puts what a change of a scale means, as far as the data know: of some scales the size, of others
 * the direction alone. */
static bool put_meaning(json_t *out, const json_t *rule, const char *scale, double change) {
  const char *direction = direction_of(rule, scale, change);
  bool judged = names(json_object_get(rule, "judged"), scale);
  const json_t *unjudged = json_object_get(rule, "unjudged");
  json_t *entry = growth_sourced(judged || unjudged == NULL ? rule : unjudged);
  if (!growth_put(out, "meaning", entry)) return false;
  if (direction != NULL && !growth_put(entry, "direction", json_string(direction))) return false;
  json_t *size = judged ? size_of(rule, change) : NULL;
  return size == NULL || growth_put(entry, "size", json_incref(size));
}

static bool add_scale(const grower *g, json_t *list, const json_t *rule, const char *scale,
                      point *points) {
  const char *instrument = json_string_value(json_object_get(rule, "instrument"));
  size_t count = collect(points, json_object_get(g->record->clean, "quality_of_life"), "instrument",
                         instrument, "scale", scale);
  if (count == 0) return true;
  json_t *entry =
      json_pack("{s:s, s:s, s:s}", "instrument", instrument, "scale", scale, "unit", "points");
  if (json_array_append_new(list, entry) != 0 || !put_points(entry, points, count) ||
      !put_changes(entry, points, count, false))
    return false;
  return count < 2 ||
         put_meaning(entry, rule, scale, value_of(&points[count - 1]) - value_of(&points[0]));
}

lu_status growth_quality(json_t **out, const grower *g) {
  point *points = room_for(json_object_get(g->record->clean, "quality_of_life"));
  const json_t *keys = json_object_get(g->record->form, "keys");
  const json_t *specs = json_object_get(json_object_get(keys, "quality_of_life"), "specs");
  size_t index;
  const json_t *rule;
  *out = json_array();
  bool fine = points != NULL && *out != NULL;
  json_array_foreach(json_object_get(g->rules, "quality_of_life"), index, rule) {
    const char *scale;
    const json_t *spec;
    json_object_foreach((json_t *)(uintptr_t)specs, scale, spec) {
      if (fine) fine = add_scale(g, *out, rule, scale, points);
    }
  }
  free(points);
  return fine ? LU_OK : lu_fail_memory(g->error);
}
