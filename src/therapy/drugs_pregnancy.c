/* SPDX-License-Identifier: Apache-2.0 */
/* Pregnancy, breastfeeding and contraception. Bans stand among the rules of the drugs; here are the
   words and the days. */
#include <string.h>

#include "drugs_eligibility.h"
#include "head.h"

/* Text of a choice fact; "" if it is not known. */
static const char *fact_text(const drug_sheet *sheet, const char *name) {
  const lu_factset *facts = view_facts(sheet->view);
  size_t fact = lu_dictionary_find(lu_factset_dictionary(facts), name);
  if (fact == LU_NO_INDEX || lu_factset_state(facts, fact) != LU_FACT_KNOWN) return "";
  const char *text = lu_value_string(lu_factset_value(facts, fact));
  return text != NULL ? text : "";
}

static bool is_false(const drug_sheet *sheet, const char *name) {
  const lu_factset *facts = view_facts(sheet->view);
  size_t fact = lu_dictionary_find(lu_factset_dictionary(facts), name);
  if (fact == LU_NO_INDEX || lu_factset_state(facts, fact) != LU_FACT_KNOWN) return false;
  return lu_value_is_false(lu_factset_value(facts, fact));
}

/* True for a patient who can neither be pregnant nor breastfeed. */
static bool concerns_women(const drug_sheet *sheet) {
  return strcmp(fact_text(sheet, "sex"), "male") != 0;
}

static bool can_conceive(const drug_sheet *sheet) {
  return concerns_women(sheet) && !is_false(sheet, "childbearing_potential");
}

static lu_status add_rule(json_t *pregnancy, const json_t *from, json_t *text, lu_error *error) {
  json_t *rule = json_pack("{s:o, s:s, s:s, s:s}", "text", text, "state", "met", "source",
                           therapy_text(from, "source"), "mark", therapy_text(from, "mark"));
  return sheet_push(pregnancy, "rules", rule, error);
}

static json_t *pregnancy_of(json_t *eligibility) {
  json_t *pregnancy = json_object_get(eligibility, "pregnancy");
  if (pregnancy == NULL &&
      json_object_set_new(eligibility, "pregnancy", json_pack("{s:[]}", "rules")) == 0)
    pregnancy = json_object_get(eligibility, "pregnancy");
  return pregnancy;
}

lu_status eligibility_pregnancy(struct eligibility *work, const json_t *drug, lu_error *error) {
  const json_t *said = json_object_get(drug, "pregnancy");
  if (said == NULL || !concerns_women(work->sheet)) return LU_OK;
  if (is_false(work->sheet, "childbearing_potential") && is_false(work->sheet, "breastfeeding"))
    return LU_OK;
  json_t *pregnancy = pregnancy_of(work->out);
  if (pregnancy == NULL) return lu_fail_memory(error);
  return add_rule(pregnancy, said,
                  json_sprintf("%s: %s", therapy_text(drug, "label"), therapy_text(said, "text")),
                  error);
}

/* Last planned day of one drug of the course; SHEET_NO_DAY if none is planned. */
static int64_t last_day(const drug_sheet *sheet, const json_t *drug) {
  size_t index;
  json_t *entry;
  int64_t last = SHEET_NO_DAY;
  json_array_foreach(json_object_get(sheet->out, "administrations"), index, entry) {
    int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
    int64_t end = day + json_integer_value(json_object_get(entry, "duration_d")) - 1;
    const json_t *component = sheet_component(sheet, therapy_text(entry, "component"));
    if (component == NULL || sheet_drug(sheet, component) != drug) continue;
    if (day != SHEET_NO_DAY && end > last) last = end;
  }
  return last;
}

static lu_status add_until(drug_sheet *sheet, const json_t *drug, const char *key, const char *what,
                           int64_t last, lu_error *error) {
  const json_t *said = json_object_get(drug, "pregnancy");
  const json_t *distance = json_object_get(said, key);
  char until[16], final[16];
  if (!sheet_has_distance(distance)) return LU_OK;
  json_t *pregnancy = pregnancy_of(json_object_get(sheet->out, "eligibility"));
  if (pregnancy == NULL) return lu_fail_memory(error);
  lu_date_format(until, lu_date_from_day(sheet_after(last, distance, 1)));
  lu_date_format(final, lu_date_from_day(last));
  return add_rule(pregnancy, said,
                  json_sprintf("%s until %s, counted from the last planned day of %s, %s.", what,
                               until, therapy_text(drug, "label"), final),
                  error);
}

lu_status sheet_contraception(drug_sheet *sheet, lu_error *error) {
  size_t index;
  json_t *component;
  lu_status status = LU_OK;
  bool man = strcmp(fact_text(sheet, "sex"), "male") == 0;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    const json_t *drug = sheet_drug(sheet, component);
    int64_t last = last_day(sheet, drug);
    if (last == SHEET_NO_DAY || !sheet_first_of_drug(sheet, index)) continue;
    if (status == LU_OK && can_conceive(sheet))
      status = add_until(sheet, drug, "women_after", "Effective contraception", last, error);
    if (status == LU_OK && man)
      status = add_until(sheet, drug, "men_after", "Effective contraception (men)", last, error);
    if (status == LU_OK && concerns_women(sheet) && !is_false(sheet, "breastfeeding"))
      status = add_until(sheet, drug, "breastfeeding_after", "No breastfeeding", last, error);
  }
  return status;
}
