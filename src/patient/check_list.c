/* SPDX-License-Identifier: Apache-2.0 */
/* What the values of one entry, and the entries of one list, must have to do with each other. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

static void child_pointer(char *out, const char *pointer, const char *path) {
  snprintf(out, POSITION_POINTER_SIZE, "%.400s/%.100s", pointer, path);
}

/* ---- entries with a value of their kind: labs, symptoms, questionnaires ---- */

/** Refuses a laboratory value that no living person has. */
static bool check_plausible(checker *c, const json_t *spec, double number, double raw,
                            const char *unit, const char *pointer) {
  const json_t *range = json_object_get(spec, "plausible");
  if (range == NULL) return true;
  double low = json_number_value(json_array_get(range, 0));
  double high = json_number_value(json_array_get(range, 1));
  if (number >= low && number <= high) return true;
  char value[CHECK_MEASURE_SIZE];
  char most[CHECK_MEASURE_SIZE];
  const char *label = text_of(spec, "label");
  const char *likely = check_likely_unit(spec, raw, unit, low, high);
  check_measure(value, raw, unit);
  if (number < 0 && low >= 0)
    check_report(c, LU_SEVERE, "implausible", pointer, "The value is not used.",
                 "%s: %s is below 0, which is not possible", label, value);
  else if (likely != NULL)
    check_report(c, LU_SEVERE, "implausible", pointer, "The value is not used.",
                 "%s of %s is not compatible with life; is the unit %s?", label, value, likely);
  else
    check_report(c, LU_SEVERE, "implausible", pointer, "The value is not used.",
                 "%s of %s is not compatible with life (%g to %s)", label, value,
                 check_in_unit(spec, low, unit),
                 check_measure(most, check_in_unit(spec, high, unit), unit));
  return false;
}

/** Converts one number of an entry to the unit of the spec. */
static bool convert_member(checker *c, json_t *clean, const char *key, const char *unit,
                           const json_t *spec, const char *pointer) {
  double number;
  if (!clean_number(clean, key, &number)) return true;
  double shift;
  bool sd = strcmp(key, "sd") == 0;
  double base = 0;
  if (sd && !clean_number(clean, "value", &base)) return true;
  shift = sd ? base + number : number; /* an uncertainty knows no zero point */
  if (!check_convert(c, &shift, unit, spec, pointer)) return false;
  if (sd && !check_convert(c, &base, unit, spec, pointer)) return false;
  if (json_object_set_new(clean_get(clean, key), "v", json_real(sd ? shift - base : shift)) != 0)
    c->memory = true;
  return true;
}

static bool check_unit_of_entry(checker *c, json_t *clean, const json_t *spec, const char *unit,
                                const char *pointer) {
  static const char *const keys[] = {"sd", "low", "high", "value"}; /* sd needs the raw value */
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
    if (!convert_member(c, clean, keys[i], unit, spec, pointer)) return false;
  return true;
}

/** A value whose list has units of its own (labs), or the plain value of a series. */
static bool check_entry_value(checker *c, json_t *clean, const json_t *spec, bool has_unit,
                              const char *pointer) {
  char place[POSITION_POINTER_SIZE];
  double raw;
  double number;
  child_pointer(place, pointer, "value");
  if (!clean_number(clean, "value", &raw)) return true;
  const char *stated = clean_text(clean, "unit");
  const char *wanted = text_of(spec, "unit");
  if (has_unit && stated == NULL && wanted[0] != '\0') {
    check_report(c, LU_SEVERE, "unit-missing", place, "The value is not used.",
                 "the unit of %s is missing (%s or another that converts)", text_of(spec, "label"),
                 wanted);
    return false;
  }
  if (has_unit && stated != NULL && !check_unit_of_entry(c, clean, spec, stated, place))
    return false;
  if (!clean_number(clean, "value", &number)) return false;
  const char *unit = stated != NULL ? stated : wanted;
  return check_plausible(c, spec, number, raw, unit, place) &&
         check_limits_stated(c, spec, number, raw, unit, place);
}

bool check_entry(checker *c, json_t *clean, const json_t *raw, const json_t *node,
                 const char *pointer) {
  const json_t *specs = json_object_get(node, "specs");
  const char *by = json_string_value(json_object_get(node, "by"));
  if (specs == NULL || by == NULL) return true;
  const char *kind = clean_text(clean, by);
  const json_t *spec = kind != NULL ? json_object_get(specs, kind) : NULL;
  const json_t *value = json_object_get(raw, "value");
  bool labs = json_object_get(json_object_get(node, "keys"), "unit") != NULL;
  if (clean_get(clean, "value") == NULL && value != NULL && !json_is_string(value) &&
      !json_is_null(value))
    return false; /* a finding stands already */
  if (spec == NULL || json_object_size(spec) == 0) return true;
  return check_entry_value(c, clean, spec, labs, pointer);
}

/* ---- members of one object ---- */

static void drop(checker *c, json_t *clean, const char *path) {
  const char *slash = strrchr(path, '/');
  char parent[POSITION_POINTER_SIZE];
  if (slash == NULL) {
    json_object_del(clean, path);
    return;
  }
  snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
  json_object_del(clean_get(clean, parent), slash + 1);
  (void)c;
}

/** "not_more_than": the first of two numbers is at most the second. */
static void check_not_more(checker *c, json_t *clean, const json_t *pair, const char *pointer) {
  const char *small = json_string_value(json_array_get(pair, 0));
  const char *large = json_string_value(json_array_get(pair, 1));
  double a;
  double b;
  char place[POSITION_POINTER_SIZE];
  if (!clean_number(clean, small, &a) || !clean_number(clean, large, &b) || a <= b) return;
  child_pointer(place, pointer, small);
  check_report(c, LU_SEVERE, "more-than", place, "Neither value is used.",
               "%s is %g, more than %s, which is %g", small, a, large, b);
  drop(c, clean, small);
  drop(c, clean, large);
}

/** "order": the first of two dates is not after the second. */
static void check_order(checker *c, json_t *clean, const json_t *pair, const char *pointer) {
  const char *first = json_string_value(json_array_get(pair, 0));
  const char *second = json_string_value(json_array_get(pair, 1));
  char place[POSITION_POINTER_SIZE];
  if (clean_text(clean, first) == NULL || clean_text(clean, second) == NULL) return;
  if (lu_date_compare(clean_date(clean, first), clean_date(clean, second)) <= 0) return;
  child_pointer(place, pointer, second);
  check_report(c, LU_SEVERE, "order", place, "Neither date is used.", "%s (%s) lies before %s (%s)",
               second, clean_text(clean, second), first, clean_text(clean, first));
  drop(c, clean, first);
  drop(c, clean, second);
}

/** "ratios": a value and the two numbers that it was computed from agree. */
static void check_ratio(checker *c, json_t *clean, const json_t *rule, const char *pointer) {
  const char *value_key = text_of(rule, "value");
  double value;
  double numerator;
  double denominator;
  char place[POSITION_POINTER_SIZE];
  if (!clean_number(clean, value_key, &value) ||
      !clean_number(clean, text_of(rule, "numerator"), &numerator) ||
      !clean_number(clean, text_of(rule, "denominator"), &denominator) || denominator <= 0)
    return;
  double computed = json_number_value(json_object_get(rule, "times")) * numerator / denominator;
  if (fabs(computed - value) <= json_number_value(json_object_get(rule, "tolerance"))) return;
  child_pointer(place, pointer, value_key);
  check_report(c, LU_SEVERE, "ratio", place, "None of the three is used.",
               "%s is %g, but %s and %s (%g and %g) give %.3g", value_key, value,
               text_of(rule, "numerator"), text_of(rule, "denominator"), numerator, denominator,
               computed);
  drop(c, clean, value_key);
  drop(c, clean, text_of(rule, "numerator"));
  drop(c, clean, text_of(rule, "denominator"));
}

/** "measures": numbers whose unit stands beside them under a key, any unit that there is. */
static void check_measure_unit(checker *c, json_t *clean, const json_t *rule, const char *pointer) {
  const char *unit_key = text_of(rule, "unit"), *unit = clean_text(clean, unit_key);
  size_t index;
  const json_t *key;
  lu_unit parsed;
  json_array_foreach(json_object_get(rule, "values"), index, key) {
    const char *value_key = json_string_value(key);
    char place[POSITION_POINTER_SIZE];
    double value;
    if (!clean_number(clean, value_key, &value)) continue;
    child_pointer(place, pointer, unit != NULL ? unit_key : value_key);
    if (unit == NULL)
      check_report(c, LU_SEVERE, "unit-missing", place, "The value is not used.",
                   "the unit of %s %g is missing: write it under \"%s\"", value_key, value,
                   unit_key);
    else if (lu_unit_parse(&parsed, unit, NULL) != LU_OK)
      check_report(c, LU_SEVERE, "unit", place, "The value is not used.",
                   "\"%.40s\" is no unit that is known here", unit);
    else
      continue;
    drop(c, clean, value_key);
  }
}

void check_rules(checker *c, json_t *clean, const json_t *node, const char *pointer) {
  size_t index;
  const json_t *rule;
  json_array_foreach(json_object_get(node, "not_more_than"), index, rule)
      check_not_more(c, clean, rule, pointer);
  json_array_foreach(json_object_get(node, "order"), index, rule)
      check_order(c, clean, rule, pointer);
  json_array_foreach(json_object_get(node, "ratios"), index, rule)
      check_ratio(c, clean, rule, pointer);
  json_array_foreach(json_object_get(node, "measures"), index, rule)
      check_measure_unit(c, clean, rule, pointer);
}

/* ---- entries of one list ---- */

/** True if two entries agree in all keys of a rule, and have all but "time" of them. */
static bool same_keys(const json_t *a, const json_t *b, const json_t *keys) {
  size_t index;
  const json_t *key;
  json_array_foreach(keys, index, key) {
    const json_t *x = clean_v(a, json_string_value(key));
    const json_t *y = clean_v(b, json_string_value(key));
    if (x == NULL && y == NULL && strcmp(json_string_value(key), "time") == 0) continue;
    if (x == NULL || y == NULL || !json_equal(x, y)) return false;
  }
  return true;
}

/** "one_per": two entries about the same thing on the same day say the same. */
static void check_one_per(checker *c, json_t *list, const json_t *rule) {
  const json_t *keys = json_object_get(rule, "keys");
  const char *value = text_of(rule, "value");
  for (size_t i = 0; i < json_array_size(list); i++) {
    for (size_t k = i + 1; k < json_array_size(list); k++) {
      const json_t *a = json_array_get(list, i);
      const json_t *b = json_array_get(list, k);
      double x;
      double y;
      if (!clean_number(a, value, &x) || !clean_number(b, value, &y)) continue;
      if (!same_keys(a, b, keys) || !lu_date_whole(clean_date(a, "date"))) continue;
      bool equal = fabs(x - y) <= 1e-9 * fabs(x);
      check_report(
          c, equal ? LU_NOTE : LU_SEVERE, equal ? "twice" : "contradiction", text_of(b, "p"),
          equal ? "" : "Neither of the two is used.",
          equal ? "the same entry stands at %s" : "another value of the same day stands at %s",
          text_of(a, "p"));
      if (equal) continue;
      int failed = json_array_set_new(list, i, json_null());
      failed |= json_array_set_new(list, k, json_null());
      if (failed != 0) c->memory = true;
      break;
    }
  }
}

/** "unique": no two entries have the same text under a key. */
static void check_unique(checker *c, json_t *list, const char *key) {
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *a = clean_text(json_array_get(list, i), key);
    for (size_t k = 0; a != NULL && k < i; k++) {
      const char *b = clean_text(json_array_get(list, k), key);
      if (b == NULL || strcmp(a, b) != 0) continue;
      check_report(c, LU_SEVERE, "duplicate", text_of(clean_get(json_array_get(list, i), key), "p"),
                   "Both entries are used, but one may be a copy of the other.",
                   "%s \"%.60s\" stands here and at %s", key, a,
                   text_of(json_array_get(list, k), "p"));
    }
  }
}

/** "dated": entries whose value counts should have a date. */
static void check_dated(checker *c, const json_t *list, const json_t *rule, const char *pointer) {
  size_t missing = 0;
  size_t index;
  const json_t *entry;
  const char *first = pointer;
  const char *value = json_string_value(json_object_get(rule, "value"));
  json_array_foreach(list, index, entry) {
    const char *status = clean_text(entry, "status");
    if (!json_is_object(entry) || clean_get(entry, "date") != NULL) continue;
    if (value != NULL && clean_v(entry, value) == NULL) continue;
    if (value == NULL && !clean_says_something(entry)) continue;
    if (status != NULL && strcmp(status, "not_done") == 0) continue;
    if (missing++ == 0) first = text_of(entry, "p");
  }
  if (missing == 0) return;
  check_report(c, LU_NOTE, "undated", first, "What has no date counts as older than what has one.",
               missing == 1 ? "%zu %s has no date" : "%zu %s have no date", missing,
               text_of(rule, missing == 1 ? "one" : "many"));
}

void check_across(checker *c, json_t *clean, const json_t *node, const char *pointer) {
  size_t index;
  const json_t *key;
  json_array_foreach(json_object_get(node, "unique"), index, key)
      check_unique(c, clean, json_string_value(key));
  const json_t *rule = json_object_get(node, "one_per");
  if (rule != NULL) check_one_per(c, clean, rule);
  const json_t *dated = json_object_get(node, "dated");
  if (dated != NULL) check_dated(c, clean, dated, pointer);
}
