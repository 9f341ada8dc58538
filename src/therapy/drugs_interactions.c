/* SPDX-License-Identifier: Apache-2.0 */
/* Interactions of a regimen's drugs with what the patient takes, and among each other. */
#include <string.h>

#include "head.h"
#include "sheet.h"

/** A drug that something may interact with. */
struct partner {
  const char *name;  /* as the record calls it */
  const char *where; /* "taken" or "in the regimen" */
};

static bool holds_name(const drug_sheet *sheet, const json_t *names, const char *taken) {
  const json_t *meant = formulary_recognise(sheet->formulary, taken);
  size_t index;
  json_t *name;
  json_array_foreach(names, index, name) {
    const char *said = json_is_string(name) ? json_string_value(name) : "";
    const json_t *drug = formulary_recognise(sheet->formulary, said);
    if (drug != NULL && drug == meant) return true;
    if (formulary_same_name(taken, said)) return true;
  }
  return false;
}

static bool applies(const drug_sheet *sheet, const json_t *interaction, const char *taken) {
  const json_t *with = json_object_get(interaction, "with");
  size_t index;
  json_t *class_id;
  json_array_foreach(json_object_get(with, "classes"), index, class_id) {
    if (json_is_string(class_id) &&
        formulary_in_class(sheet->formulary, taken, json_string_value(class_id)))
      return true;
  }
  return holds_name(sheet, json_object_get(with, "names"), taken);
}

static lu_status add(drug_sheet *sheet, const json_t *drug, const json_t *interaction,
                     const struct partner *partner, lu_error *error) {
  static const char *const kept[] = {"id",   "severity", "effect", "action", "dose",
                                     "text", "source",   "mark",   "region", NULL};
  lu_text with = LU_TEXT_INIT;
  lu_text_puts(&with, partner->name);
  if (partner->where[0] != '\0') lu_text_printf(&with, " (%s)", partner->where);
  json_t *entry = with.failed
                      ? NULL
                      : json_pack("{s:s, s:s, s:s}", "drug", therapy_text(drug, "label"), "drug_id",
                                  therapy_text(drug, "id"), "with", lu_text_string(&with));
  lu_text_free(&with);
  lu_status status =
      entry == NULL ? lu_fail_memory(error) : therapy_copy(entry, interaction, kept, error);
  if (status == LU_OK && json_object_get(interaction, "text") == NULL)
    status = sheet_set(entry, "text",
                       json_sprintf("%s with %s: %s.", therapy_text(drug, "label"), partner->name,
                                    therapy_text(interaction, "effect")),
                       error);
  if (status != LU_OK) {
    json_decref(entry);
    return status;
  }
  return sheet_push(sheet->out, "interactions", entry, error);
}

/* All that one drug of the regimen has against one other. */
static lu_status check_pair(drug_sheet *sheet, const json_t *drug, const struct partner *partner,
                            lu_error *error) {
  size_t index;
  json_t *interaction;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(drug, "interactions"), index, interaction) {
    if (status == LU_OK && therapy_region(sheet->request, interaction) &&
        applies(sheet, interaction, partner->name))
      status = add(sheet, drug, interaction, partner, error);
  }
  return status;
}

static lu_status check_partner(drug_sheet *sheet, const struct partner *partner, lu_error *error) {
  const json_t *taken = formulary_recognise(sheet->formulary, partner->name);
  size_t index;
  json_t *component;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    const json_t *drug = sheet_drug(sheet, component);
    if (status == LU_OK && drug != taken && sheet_first_of_drug(sheet, index))
      status = check_pair(sheet, drug, partner, error);
  }
  return status;
}

/* True if an entry of the record is still taken today, or may be. */
static bool is_current(const drug_sheet *sheet, const json_t *entry) {
  int64_t today = lu_date_first_day(sheet->today);
  return sheet_last_day(entry, "stop", today) >= today;
}

static lu_status check_taken(drug_sheet *sheet, lu_error *error) {
  size_t index;
  json_t *entry;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(sheet->record, "drugs"), index, entry) {
    const struct partner partner = {therapy_text(entry, "name"), "taken"};
    if (status != LU_OK || partner.name[0] == '\0' || !is_current(sheet, entry)) continue;
    size_t before = json_array_size(json_object_get(sheet->out, "interactions"));
    status = check_partner(sheet, &partner, error);
    bool matched = json_array_size(json_object_get(sheet->out, "interactions")) > before;
    if (status == LU_OK && !matched && !formulary_knows(sheet->formulary, partner.name))
      status = sheet_push(sheet->out, "not_checked", json_string(partner.name), error);
  }
  json_array_foreach(json_object_get(sheet->record, "treatments"), index, entry) {
    const struct partner partner = {therapy_text(entry, "drug"), "going on"};
    if (status == LU_OK && partner.name[0] != '\0' && is_current(sheet, entry))
      status = check_partner(sheet, &partner, error);
  }
  return status;
}

lu_status sheet_interactions(drug_sheet *sheet, lu_error *error) {
  const char *complete = therapy_text(sheet->record, "drugs_complete");
  size_t index;
  json_t *component;
  lu_status status = sheet_set(sheet->out, "interactions", json_array(), error);
  if (status == LU_OK) status = check_taken(sheet, error);
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    const struct partner partner = {therapy_text(sheet_drug(sheet, component), "label"),
                                    "same regimen"};
    if (status == LU_OK && sheet_first_of_drug(sheet, index))
      status = check_partner(sheet, &partner, error);
  }
  bool known = strcmp(complete, "yes") == 0 ||
               json_is_true(json_object_get(sheet->record, "drugs_complete"));
  return status == LU_OK ? sheet_set(sheet->out, "drugs_complete", json_boolean(known), error)
                         : status;
}
