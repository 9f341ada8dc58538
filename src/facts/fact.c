/* SPDX-License-Identifier: Apache-2.0 */
#include "fact.h"

#include <string.h>

static const struct {
  const char *name;
  lu_fact_type type;
} types[] = {
    {"number", LU_FACT_NUMBER}, {"boolean", LU_FACT_BOOLEAN}, {"choice", LU_FACT_CHOICE},
    {"set", LU_FACT_SET},       {"text", LU_FACT_TEXT},       {"date", LU_FACT_DATE},
};

/** Fields that an entry may have; anything else is a slip of the pen. */
static const char *const fields[] = {
    "name", "label", "type", "unit", "integer", "minimum", "maximum", "plausible", "values",
    "units", "record", "question", "help", "test", "burden", "fhir", "source", "mark", "fills",
    "future", "note", "sites",
    /* of derived facts, read by the assessment */
    "otherwise", "rank", "uncertain", "finding", "decimals", "equation", "unlisted"};

static bool is_name(const char *name) {
  if (name[0] < 'a' || name[0] > 'z') return false;
  for (const char *at = name; *at != '\0'; at++) {
    bool letter = *at >= 'a' && *at <= 'z';
    bool digit = *at >= '0' && *at <= '9';
    if (!letter && !digit && *at != '_') return false;
  }
  return true;
}

static lu_status check_fields(const lu_fact *fact, lu_error *error) {
  const char *key;
  json_t *value;
  json_object_foreach(fact->json, key, value) {
    bool known = false;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && !known; i++)
      known = strcmp(fields[i], key) == 0;
    if (!known)
      return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": \"%s\" is no field of a fact", fact->name,
                     key);
  }
  return LU_OK;
}

/** A text that must be there and not be empty. */
static lu_status need_text(const char **out, const lu_fact *fact, const char *field,
                           lu_error *error) {
  *out = json_string_value(json_object_get(fact->json, field));
  if (*out != NULL && (*out)[0] != '\0') return LU_OK;
  return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": the field \"%s\" must be a text",
                 fact->name != NULL ? fact->name : "?", field);
}

static lu_status read_type(lu_fact *fact, lu_error *error) {
  const char *name = json_string_value(json_object_get(fact->json, "type"));
  for (size_t i = 0; name != NULL && i < sizeof types / sizeof types[0]; i++) {
    if (strcmp(types[i].name, name) != 0) continue;
    fact->type = types[i].type;
    return LU_OK;
  }
  return lu_fail(error, LU_BAD_INPUT,
                 "fact \"%s\": the type must be number, boolean, choice, set, text or date",
                 fact->name);
}

static lu_status read_values(lu_fact *fact, lu_error *error) {
  const json_t *values = json_object_get(fact->json, "values");
  bool wanted = fact->type == LU_FACT_CHOICE || fact->type == LU_FACT_SET;
  if (!wanted && values == NULL) return LU_OK;
  if (!wanted || !json_is_array(values) || json_array_size(values) == 0)
    return lu_fail(error, LU_BAD_INPUT,
                   "fact \"%s\": \"values\" must be there for choices and sets, and only there",
                   fact->name);
  size_t index;
  const json_t *entry;
  json_array_foreach(values, index, entry) {
    const char *value = json_string_value(json_object_get(entry, "value"));
    if (value == NULL || value[0] == '\0')
      return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": value %zu is no text", fact->name, index);
    for (size_t i = 0; i < index; i++) {
      const json_t *earlier = json_object_get(json_array_get(values, i), "value");
      if (strcmp(json_string_value(earlier), value) == 0)
        return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": the value \"%s\" stands twice",
                       fact->name, value);
    }
  }
  fact->values = values;
  return LU_OK;
}

static lu_status read_unit(lu_fact *fact, lu_error *error) {
  const json_t *unit = json_object_get(fact->json, "unit");
  fact->unit = unit != NULL ? json_string_value(unit) : "";
  if (fact->unit == NULL)
    return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": the unit must be a text", fact->name);
  lu_unit parsed;
  if (lu_unit_parse(&parsed, fact->unit, error) != LU_OK)
    return lu_error_prefix(error, "fact \"%s\": ", fact->name);
  if (fact->unit[0] != '\0' && fact->type != LU_FACT_NUMBER)
    return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": only numbers have a unit", fact->name);
  return LU_OK;
}

static lu_status read_limits(const lu_fact *fact, lu_error *error) {
  const json_t *low = json_object_get(fact->json, "minimum");
  const json_t *high = json_object_get(fact->json, "maximum");
  bool numbers = (low == NULL || json_is_number(low)) && (high == NULL || json_is_number(high));
  bool order = low == NULL || high == NULL || json_number_value(low) <= json_number_value(high);
  const json_t *plausible = json_object_get(fact->json, "plausible");
  bool pair = plausible == NULL ||
              (json_array_size(plausible) == 2 && json_is_number(json_array_get(plausible, 0)) &&
               json_is_number(json_array_get(plausible, 1)) &&
               json_number_value(json_array_get(plausible, 0)) <
                   json_number_value(json_array_get(plausible, 1)));
  if (numbers && order && pair) return LU_OK;
  return lu_fail(error, LU_BAD_INPUT,
                 "fact \"%s\": minimum, maximum and plausible must be numbers in rising order",
                 fact->name);
}

static lu_status read_mark(const lu_fact *fact, lu_error *error) {
  const char *mark = json_string_value(json_object_get(fact->json, "mark"));
  bool source = json_is_string(json_object_get(fact->json, "source"));
  bool valid = mark == NULL || strcmp(mark, "seen") == 0 || strcmp(mark, "memory") == 0 ||
               strcmp(mark, "unverified") == 0;
  if (valid && source == (mark != NULL)) return LU_OK;
  return lu_fail(error, LU_BAD_INPUT,
                 "fact \"%s\": a source needs a mark (seen, memory, unverified), a mark a source",
                 fact->name);
}

static lu_status read_record(lu_fact *fact, lu_error *error) {
  const json_t *record = json_object_get(fact->json, "record");
  if (!json_is_object(record) && json_array_size(record) == 0)
    return lu_fail(error, LU_BAD_INPUT,
                   "fact \"%s\": \"record\" must say where in the record the fact stands",
                   fact->name);
  fact->derived = json_object_get(record, "derived") != NULL;
  return LU_OK;
}

lu_status fact_read(lu_fact *out, json_t *json, lu_error *error) {
  memset(out, 0, sizeof *out);
  out->json = json;
  lu_status status = need_text(&out->name, out, "name", error);
  if (status != LU_OK) return status;
  if (!is_name(out->name))
    return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": a name has small letters, digits and _ only",
                   out->name);
  status = check_fields(out, error);
  if (status == LU_OK) status = need_text(&out->label, out, "label", error);
  if (status == LU_OK) status = need_text(&out->question, out, "question", error);
  if (status == LU_OK) status = need_text(&out->test, out, "test", error);
  if (status == LU_OK) status = read_type(out, error);
  if (status == LU_OK) status = read_values(out, error);
  if (status == LU_OK) status = read_unit(out, error);
  if (status == LU_OK) status = read_limits(out, error);
  if (status == LU_OK) status = read_mark(out, error);
  if (status == LU_OK) status = read_record(out, error);
  if (status != LU_OK) return status;
  const json_t *burden = json_object_get(json, "burden");
  json_int_t level = json_integer_value(burden);
  if (!json_is_integer(burden) || level < 0 || level > 4)
    return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": the burden must be 0, 1, 2, 3 or 4",
                   out->name);
  out->burden = (int)level;
  return LU_OK;
}

const char *lu_fact_name(const lu_fact *fact) {
  return fact->name;
}

const char *lu_fact_label(const lu_fact *fact) {
  return fact->label;
}

lu_fact_type lu_fact_get_type(const lu_fact *fact) {
  return fact->type;
}

const char *lu_fact_unit(const lu_fact *fact) {
  return fact->unit;
}

const char *lu_fact_question(const lu_fact *fact) {
  return fact->question;
}

const char *lu_fact_test(const lu_fact *fact) {
  return fact->test;
}

int lu_fact_burden(const lu_fact *fact) {
  return fact->burden;
}

size_t lu_fact_value_count(const lu_fact *fact) {
  return json_array_size(fact->values);
}

const char *lu_fact_value(const lu_fact *fact, size_t index) {
  return json_string_value(json_object_get(json_array_get(fact->values, index), "value"));
}

const char *lu_fact_value_label(const lu_fact *fact, size_t index) {
  const json_t *entry = json_array_get(fact->values, index);
  if (entry == NULL) return NULL;
  const char *label = json_string_value(json_object_get(entry, "label"));
  return label != NULL ? label : "";
}

bool lu_fact_is_derived(const lu_fact *fact) {
  return fact->derived;
}

const json_t *lu_fact_json(const lu_fact *fact) {
  return fact->json;
}
