/* SPDX-License-Identifier: Apache-2.0 */
/* One value of a record against the fact, or the key of the layout, that it stands for. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

/** What every check of a value says about its effect. */
#define NOT_USED "The value is not used."

/** A value that may have come in an object with unit, date, uncertainty. */
typedef struct stated {
  const json_t *value;
  const char *unit; /**< NULL if not stated */
  const json_t *sd; /**< NULL if not stated */
  const char *date, *note;
} stated;

static const char *spec_text(const json_t *spec, const char *field) {
  const char *text = json_string_value(json_object_get(spec, field));
  return text != NULL ? text : "";
}

/** Passes a new value on; one that could not be made counts as memory running short. */
static json_t *made(checker *c, json_t *value) {
  if (value == NULL) c->memory = true;
  return value;
}

static bool in_values(const json_t *spec, const char *text) {
  size_t index;
  const json_t *entry;
  json_array_foreach(json_object_get(spec, "values"), index, entry) {
    const char *value = json_string_value(json_object_get(entry, "value"));
    if (value != NULL && strcmp(value, text) == 0) return true;
  }
  return false;
}

/** Writes the valid values of a choice for a message; of too many only the first. */
static char *list_values(char *buffer, size_t size, const json_t *spec) {
  size_t used = 0;
  buffer[0] = '\0';
  size_t index;
  const json_t *entry;
  const json_t *values = json_object_get(spec, "values");
  json_array_foreach(values, index, entry) {
    const char *value = json_string_value(json_object_get(entry, "value"));
    if (value == NULL) continue;
    if (used + strlen(value) + 60 >= size) {
      snprintf(buffer + used, size - used, " and %zu more, listed in docs/facts.md",
               json_array_size(values) - index);
      break;
    }
    int written = snprintf(buffer + used, size - used, "%s%s", index > 0 ? ", " : "", value);
    if (written > 0) used += (size_t)written;
  }
  return buffer;
}

/** Refuses a date before those that a key can have ("earliest": a year). */
static bool check_earliest(checker *c, const json_t *spec, lu_date date, const char *text,
                           const char *pointer) {
  const json_t *earliest = json_object_get(spec, "earliest");
  if (earliest == NULL || date.year >= json_integer_value(earliest)) return true;
  check_report(c, LU_SEVERE, "too-early", pointer, NOT_USED,
               "%.40s lies before %d; is the year right?", text, (int)json_integer_value(earliest));
  return false;
}

bool check_date(checker *c, lu_date *out, const char *text, bool future, const char *pointer) {
  if (lu_date_parse(out, text, NULL) != LU_OK) {
    check_report(c, LU_SEVERE, "date", pointer, NOT_USED,
                 "\"%.40s\" is not a date that exists; write 2026, 2026-11 or 2026-11-24", text);
    return false;
  }
  char day[16];
  if (!future && lu_date_first_day(*out) > lu_date_last_day(c->today)) {
    check_report(c, LU_SEVERE, "future", pointer, NOT_USED,
                 "%.40s lies in the future (today is %s)", text, lu_date_format(day, c->today));
    return false;
  }
  if (c->birth_year != 0 && out->year < c->birth_year) {
    check_report(c, LU_SEVERE, "before-birth", pointer, NOT_USED,
                 "%.40s lies before the patient was born (%d)", text, c->birth_year);
    return false;
  }
  return true;
}

bool check_limits_stated(checker *c, const json_t *spec, double number, double raw,
                         const char *unit, const char *pointer) {
  const json_t *low = json_object_get(spec, "minimum");
  const json_t *high = json_object_get(spec, "maximum");
  bool below = low != NULL && number < json_number_value(low);
  bool above = high != NULL && number > json_number_value(high);
  if (!below && !above) return true;
  char value[CHECK_MEASURE_SIZE];
  char from[CHECK_MEASURE_SIZE];
  char to[CHECK_MEASURE_SIZE];
  char hint[80] = "";
  const char *likely = check_likely_unit(spec, raw, unit, json_number_value(low),
                                         high != NULL ? json_number_value(high) : HUGE_VAL);
  const char *label = spec_text(spec, "label");
  const char *wanted = spec_text(spec, "unit");
  const char *told = fabs(check_in_unit(spec, json_number_value(high), unit)) < 1e6 ? unit : wanted;
  double least = check_in_unit(spec, json_number_value(low), told);
  double most = check_in_unit(spec, json_number_value(high), told);
  if (likely != NULL && !(raw < 0)) snprintf(hint, sizeof hint, "; is the unit %s?", likely);
  check_measure(value, raw, unit);
  check_measure(to, most, told);
  if (low != NULL && high != NULL && least == most)
    check_report(c, LU_SEVERE, "range", pointer, NOT_USED, "%s is not possible: %s must be %s",
                 value, label, to);
  else if (below && json_number_value(low) == 0)
    check_report(c, LU_SEVERE, "range", pointer, NOT_USED,
                 "%s: %s is below 0, which is not possible", label, value);
  else if (low != NULL && high != NULL)
    check_report(c, LU_SEVERE, "range", pointer, NOT_USED,
                 "%s is not possible: %s lies between %g and %s%s", value, label, least, to, hint);
  else
    check_report(c, LU_SEVERE, "range", pointer, NOT_USED, "%s is not possible: %s is %s %s%s",
                 value, label, below ? "at least" : "at most",
                 check_measure(from, below ? least : most, told), hint);
  return false;
}

bool check_limits(checker *c, const json_t *spec, double number, const char *pointer) {
  return check_limits_stated(c, spec, number, number, spec_text(spec, "unit"), pointer);
}

/** Takes an object apart into value, unit, uncertainty, date. false after a finding that drops it.
 */
static bool take_apart(checker *c, stated *out, const json_t *value, const char *pointer) {
  static const char *const known[] = {"value", "unit", "sd", "date", "note"};
  *out = (stated){.value = value};
  if (!json_is_object(value)) return true;
  const char *key;
  const json_t *member;
  json_object_foreach((json_t *)(uintptr_t)value, key, member) {
    bool found = false;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
      found = found || strcmp(known[i], key) == 0;
    if (!found)
      check_report(c, LU_WARNING, "unknown-key", pointer, "It is not read.",
                   "\"%.40s\" is not known here; a value has value, unit, sd, date, note", key);
  }
  out->value = json_object_get(value, "value");
  out->unit = json_string_value(json_object_get(value, "unit"));
  out->sd = json_object_get(value, "sd");
  out->date = json_string_value(json_object_get(value, "date"));
  out->note = json_string_value(json_object_get(value, "note"));
  if (out->value != NULL) return true;
  check_report(c, LU_WARNING, "no-value", pointer, NOT_USED,
               "an object stands here without \"value\"");
  return false;
}

static void report_type(checker *c, const json_t *spec, const json_t *value, const char *pointer,
                        const char *wanted) {
  char shown[CHECK_SHOW_SIZE];
  check_report(c, LU_SEVERE, "type", pointer, NOT_USED, "%s is not %s for %s",
               check_show(c, shown, value), wanted, spec_text(spec, "label"));
}

/** A size that is not impossible but hardly true is kept, with a warning. */
static void doubt(checker *c, const json_t *spec, double number, double raw, const char *unit,
                  const char *pointer) {
  const json_t *range = json_object_get(spec, "plausible");
  if (range == NULL) return;
  double low = json_number_value(json_array_get(range, 0));
  double high = json_number_value(json_array_get(range, 1));
  if (number >= low && number <= high) return;
  char value[CHECK_MEASURE_SIZE];
  char most[CHECK_MEASURE_SIZE];
  check_report(c, LU_WARNING, "doubtful", pointer, "The value is used as it stands.",
               "%s is hardly right: %s usually lies between %g and %s",
               check_measure(value, raw, unit), spec_text(spec, "label"),
               check_in_unit(spec, low, unit),
               check_measure(most, check_in_unit(spec, high, unit), unit));
}

/** Converts an uncertainty along with its value. NULL if there is none to use. */
static json_t *check_sd(checker *c, const json_t *spec, const stated *s, double raw, double number,
                        const char *pointer) {
  if (s->sd == NULL || json_is_null(s->sd)) return NULL;
  double sd = json_number_value(s->sd);
  if (!json_is_number(s->sd) || sd < 0) {
    report_type(c, spec, s->sd, pointer, "a standard uncertainty of zero or more");
    return NULL;
  }
  double shifted = raw + sd;
  if (s->unit != NULL && check_convert(c, &shifted, s->unit, spec, pointer)) sd = shifted - number;
  return made(c, json_real(sd));
}

static json_t *check_number(checker *c, const json_t *spec, const stated *s, const char *pointer,
                            json_t **sd) {
  if (!json_is_number(s->value)) {
    report_type(c, spec, s->value, pointer, "a number (write it without quotes)");
    return NULL;
  }
  double raw = json_number_value(s->value);
  double number = raw;
  if (s->unit != NULL && !check_convert(c, &number, s->unit, spec, pointer)) return NULL;
  if (json_is_true(json_object_get(spec, "integer")) && number != floor(number)) {
    report_type(c, spec, s->value, pointer, "a whole number");
    return NULL;
  }
  const char *unit = s->unit != NULL ? s->unit : spec_text(spec, "unit");
  if (!check_limits_stated(c, spec, number, raw, unit, pointer)) return NULL;
  doubt(c, spec, number, raw, unit, pointer);
  *sd = check_sd(c, spec, s, raw, number, pointer);
  return made(c, json_real(number));
}

static json_t *check_boolean(checker *c, const json_t *spec, const json_t *value,
                             const char *pointer) {
  if (json_is_boolean(value)) return json_boolean(json_is_true(value));
  const char *text = json_string_value(value);
  if (text != NULL && strcmp(text, "yes") == 0) return json_true();
  if (text != NULL && strcmp(text, "no") == 0) return json_false();
  report_type(c, spec, value, pointer, "\"yes\", \"no\", \"unknown\" or \"not_done\"");
  return NULL;
}

/** Says that a text is not in the value set. */
static void report_choice(checker *c, const json_t *spec, const char *text, const char *pointer) {
  char all[500];
  const char *near = check_nearest_value(json_object_get(spec, "values"), text);
  if (near != NULL)
    check_report(c, LU_SEVERE, "choice", pointer, NOT_USED,
                 "\"%.40s\" is no value of %s; did you mean \"%s\"?", text,
                 spec_text(spec, "label"), near);
  else
    check_report(c, LU_SEVERE, "choice", pointer, NOT_USED,
                 "\"%.40s\" is no value of %s; valid are %s", text, spec_text(spec, "label"),
                 list_values(all, sizeof all, spec));
}

static json_t *check_choice(checker *c, const json_t *spec, const json_t *value,
                            const char *pointer) {
  char number[32];
  const char *text = json_string_value(value);
  if (json_is_integer(value)) {
    snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    text = number;
  }
  if (text == NULL) {
    report_type(c, spec, value, pointer, "one of the texts that are valid");
    return NULL;
  }
  if (in_values(spec, text)) return made(c, json_string(text));
  report_choice(c, spec, text, pointer);
  return NULL;
}

static json_t *check_set(checker *c, const json_t *spec, const json_t *value, const char *pointer) {
  if (!json_is_array(value)) {
    report_type(c, spec, value, pointer, "a list like [\"...\", \"...\"]");
    return NULL;
  }
  json_t *list = json_array();
  if (list == NULL) c->memory = true;
  size_t index;
  const json_t *item;
  json_array_foreach(value, index, item) {
    json_t *choice = check_choice(c, spec, item, pointer);
    if (choice == NULL) {
      json_decref(list); /* a set counts only when it is complete */
      return NULL;
    }
    bool twice = form_names(list, json_string_value(choice));
    if (twice)
      check_report(c, LU_NOTE, "twice", pointer, "", "\"%s\" stands twice in the list",
                   json_string_value(choice));
    if (twice)
      json_decref(choice);
    else if (json_array_append_new(list, choice) != 0)
      c->memory = true;
  }
  if (json_array_size(list) < 2 || !form_names(list, "none")) return list;
  check_report(c, LU_SEVERE, "none-and-some", pointer, NOT_USED,
               "\"none\" and other values contradict each other in %s", spec_text(spec, "label"));
  json_decref(list);
  return NULL;
}

static json_t *check_text(checker *c, const json_t *spec, const json_t *value,
                          const char *pointer) {
  const char *text = json_string_value(value);
  if (text == NULL) {
    report_type(c, spec, value, pointer, "a text");
    return NULL;
  }
  if (json_object_get(spec, "pattern") == NULL) return made(c, json_string(text));
  static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  if (text[0] != '\0' && strlen(text) <= 64 && text[strspn(text, allowed)] == '\0')
    return made(c, json_string(text));
  const char *bad = text + strspn(text, allowed);
  size_t length = 1;
  while (bad[0] != '\0' && (bad[length] & 0xC0) == 0x80)
    length++; /* a character of several bytes */
  if (bad[0] != '\0')
    check_report(
        c, LU_SEVERE, "identifier", pointer, NOT_USED,
        "\"%.*s\" is not allowed in an identifier: letters a to z, A to Z, digits, - and _",
        (int)length, bad);
  else
    check_report(c, LU_SEVERE, "identifier", pointer, NOT_USED,
                 "an identifier has 1 to 64 letters, digits, - and _, not %zu", strlen(text));
  return NULL;
}

static json_t *check_by_type(checker *c, const json_t *spec, const stated *s, const char *pointer,
                             json_t **sd) {
  const char *type = spec_text(spec, "type");
  if (strcmp(type, "number") == 0) return check_number(c, spec, s, pointer, sd);
  if (s->unit != NULL)
    check_report(c, LU_WARNING, "unit", pointer, "The unit is not read.",
                 "%s has no unit, but \"%.40s\" is stated", spec_text(spec, "label"), s->unit);
  if (strcmp(type, "boolean") == 0) return check_boolean(c, spec, s->value, pointer);
  if (strcmp(type, "choice") == 0) return check_choice(c, spec, s->value, pointer);
  if (strcmp(type, "set") == 0) return check_set(c, spec, s->value, pointer);
  if (strcmp(type, "text") == 0) return check_text(c, spec, s->value, pointer);
  lu_date date;
  bool future = json_is_true(json_object_get(spec, "future"));
  const char *text = json_string_value(s->value);
  if (text == NULL) report_type(c, spec, s->value, pointer, "a date like \"2026-11-24\"");
  if (text == NULL || !check_date(c, &date, text, future, pointer)) return NULL;
  if (!check_earliest(c, spec, date, text, pointer)) return NULL;
  return made(c, json_string(text));
}

/** Puts a value and what was stated with it together. */
static json_t *wrap(checker *c, json_t *value, json_t *sd, const stated *s, const char *pointer) {
  lu_date date;
  json_t *out = json_pack("{s:o, s:s}", "v", value, "p", pointer);
  if (out == NULL) {
    c->memory = true;
    json_decref(sd);
    return NULL;
  }
  int failed = 0;
  if (sd != NULL) failed |= json_object_set_new(out, "sd", sd);
  if (s->date != NULL && check_date(c, &date, s->date, false, pointer))
    failed |= json_object_set_new(out, "date", json_string(s->date));
  if (s->note != NULL) failed |= json_object_set_new(out, "note", json_string(s->note));
  if (failed != 0) c->memory = true;
  return out;
}

json_t *check_value(checker *c, const json_t *spec, const json_t *value, const char *pointer) {
  stated s;
  json_t *sd = NULL;
  if (value == NULL || json_is_null(value)) return NULL;
  if (!take_apart(c, &s, value, pointer) || json_is_null(s.value)) return NULL;
  const char *text = json_string_value(s.value);
  bool word =
      text != NULL && !in_values(spec, text) && strcmp(spec_text(spec, "type"), "text") != 0;
  if (word && strcmp(text, "unknown") == 0) return NULL;
  if (word && strcmp(text, "not_done") == 0) {
    json_t *out = json_pack("{s:b, s:s}", "not_done", 1, "p", pointer);
    if (out == NULL) c->memory = true;
    return out;
  }
  json_t *clean = check_by_type(c, spec, &s, pointer, &sd);
  if (clean == NULL) {
    json_decref(sd);
    return NULL;
  }
  return wrap(c, clean, sd, &s, pointer);
}
