/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of the rules of drugs and regimens: what they do, whom they concern, and that doses are in
   units in which the drug is dispensed. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "formulary_inner.h"
#include "head.h"
#include "sheet.h"

static lu_status bad(const struct checked *checked, const char *list, const json_t *entry,
                     const char *value, const char *valid) {
  return lu_fail(checked->error, LU_BAD_INPUT, "%s: /%s, \"%.60s\": \"%.60s\" %s", checked->name,
                 list, therapy_text(entry, "id"), value, valid);
}

static bool has_id(const json_t *list, const char *id) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index, entry) {
    if (strcmp(therapy_text(entry, "id"), id) == 0) return true;
  }
  return false;
}

static bool is_listed(const struct checked *checked, const char *table, const char *id) {
  return formulary_shared_entry(checked->formulary, table, id) != NULL;
}

/* ---- effects and regions ----------------------------------------------------------------------
 */

static lu_status check_effects(const struct checked *checked, const char *list) {
  static const char *const effects[] = {"contraindicated", "not_recommended", "board",  "caution",
                                        "off_label",       "required",        "inform", NULL};
  size_t index;
  json_t *rule;
  json_array_foreach(json_object_get(checked->file, list), index, rule) {
    const char *effect = therapy_text(rule, "effect");
    if (!formulary_is_among(effect, effects))
      return bad(checked, list, rule, effect, "is no effect of a rule");
    if (therapy_text(rule, "if")[0] == '\0')
      return bad(checked, list, rule, "", "is no condition: a rule has one");
  }
  return LU_OK;
}

/* What all entries of all lists have in common. */
static lu_status check_common(const struct checked *checked) {
  static const char *const regions[] = {"", "US", "EU", NULL};
  const char *list;
  json_t *entries, *entry;
  size_t index;
  json_object_foreach((json_t *)(uintptr_t)checked->file, list, entries) {
    json_array_foreach(entries, index, entry) {
      const char *region = therapy_text(entry, "region");
      if (!formulary_is_among(region, regions))
        return bad(checked, list, entry, region, "is no region: US and EU are valid");
    }
  }
  return LU_OK;
}

/* ---- references -------------------------------------------------------------------------------
 */

/* Components that entries name are those of this regimen. A drug's file cannot know them. */
static lu_status check_components(const struct checked *checked, const char *list) {
  const json_t *components = json_object_get(checked->file, "components");
  size_t index;
  json_t *entry;
  if (components == NULL) return LU_OK;
  json_array_foreach(json_object_get(checked->file, list), index, entry) {
    const char *component = therapy_text(entry, "component");
    if (component[0] != '\0' && !has_id(components, component))
      return bad(checked, list, entry, component, "is no component of this regimen");
  }
  return LU_OK;
}

static lu_status check_term(const struct checked *checked, const json_t *entry,
                            const json_t *term) {
  const char *id = json_is_string(term) ? json_string_value(term) : "";
  return is_listed(checked, "toxicities", id)
             ? LU_OK
             : bad(checked, "modify", entry, id, "is no term of data/drugs/shared/toxicities.json");
}

static lu_status check_modify(const struct checked *checked) {
  static const char *const actions[] = {"hold", "delay", "reduce", "stop", "give", NULL};
  size_t index, at;
  json_t *entry, *term;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(checked->file, "modify"), index, entry) {
    const json_t *terms = json_object_get(entry, "term");
    if (status == LU_OK && !formulary_is_among(therapy_text(entry, "action"), actions))
      status = bad(checked, "modify", entry, therapy_text(entry, "action"),
                   "is no action: hold, delay, reduce, stop and give are valid");
    if (status == LU_OK && json_is_string(terms)) status = check_term(checked, entry, terms);
    json_array_foreach(terms, at, term) {
      if (status == LU_OK) status = check_term(checked, entry, term);
    }
  }
  return status;
}

static lu_status check_pauses(const struct checked *checked) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(checked->file, "stop_before"), index, entry) {
    const char *event = therapy_text(entry, "event");
    if (!is_listed(checked, "events", event))
      return bad(checked, "stop_before", entry, event,
                 "is no event of data/drugs/shared/events.json");
    if ((json_object_get(entry, "before") != NULL) ==
        json_is_true(json_object_get(entry, "continue")))
      return bad(checked, "stop_before", entry, event, "has either \"before\" or \"continue\"");
  }
  return LU_OK;
}

/* ---- units ------------------------------------------------------------------------------------
 */

/* The unit of a dose is one in which the drug is dispensed; a dose by area under the curve becomes
   an amount first. */
static lu_status check_units(const struct checked *checked) {
  size_t index, at;
  json_t *component, *form;
  json_array_foreach(json_object_get(checked->file, "components"), index, component) {
    const json_t *drug = formulary_drug(checked->formulary, therapy_text(component, "drug"));
    const char *unit = therapy_text(component, "unit"), *route = therapy_text(component, "route");
    bool fits = strcmp(therapy_text(component, "basis"), "auc") == 0, same_route = false;
    json_array_foreach(json_object_get(drug, "forms"), at, form) {
      const json_t *step = json_object_get(form, "step");
      const json_t *amount = step != NULL ? step : json_object_get(form, "strength");
      if (strcmp(therapy_text(form, "route"), route) != 0) continue;
      same_route = true;
      fits = fits || !isnan(sheet_convert(1, therapy_text(amount, "unit"), unit));
    }
    if (!same_route)
      return bad(checked, "components", component, route, "is no route by which the drug comes");
    if (!fits)
      return bad(checked, "components", component, unit, "is no unit in which the drug comes");
  }
  return LU_OK;
}

lu_status formulary_check_rules(const struct checked *checked) {
  static const char *const rules[] = {"approval", "rules", "support", "start"};
  static const char *const parts[] = {"choices", "modify", "adjust", "start"};
  lu_status status = check_common(checked);
  for (size_t i = 0; i < sizeof rules / sizeof rules[0] && status == LU_OK; i++)
    status = check_effects(checked, rules[i]);
  for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == LU_OK; i++)
    status = check_components(checked, parts[i]);
  if (status == LU_OK) status = check_modify(checked);
  if (status == LU_OK) status = check_pauses(checked);
  return status == LU_OK ? check_units(checked) : status;
}
