/* SPDX-License-Identifier: Apache-2.0 */
/* The module of drugs: which regimens come into question, and the sheet of the one that is asked
   for, or that the plan offers first. */
#include <string.h>

#include "head.h"
#include "sheet.h"
#include "treatment.h"

/** What a plan of drugs is made with; everything borrowed. */
struct maker {
  const lu_formulary *formulary;
  const lu_study *study;
  const lu_treatment_request *request;
  lu_context *context;
  case_view *view;
  json_t *options; /**< of the guideline's plan, best first */
  json_t *out;
};

static bool drugs_answers(const lu_formulary *formulary, const char *option) {
  for (size_t i = 0; i < lu_formulary_regimen_count(formulary); i++)
    if (therapy_lists(json_object_get(lu_formulary_regimen_at(formulary, i), "options"), option))
      return true;
  return false;
}

/* ---- one regimen ---------------------------------------------------------------------------- */

typedef lu_status (*part)(drug_sheet *sheet, lu_error *error);

/* Parts in the order in which later ones read what earlier ones wrote. */
static const part verdict_parts[] = {sheet_given, sheet_interactions, sheet_eligibility};
static const part other_parts[] = {sheet_toxicity,      sheet_dose,     sheet_administrations,
                                   sheet_contraception, sheet_support,  sheet_tests,
                                   sheet_pauses,        sheet_evidence, sheet_today};

static lu_status run_parts(drug_sheet *sheet, const part *parts, size_t count, lu_error *error) {
  lu_status status = LU_OK;
  for (size_t i = 0; i < count && status == LU_OK; i++)
    status = parts[i](sheet, error);
  return status;
}

/* The sheet of a regimen, up to the verdict, or whole. @param out new reference */
static lu_status make_sheet(json_t **out, const struct maker *maker, const json_t *regimen,
                            bool whole, lu_error *error) {
  static const char *const head[] = {"group",    "source", "mark",     "version",
                                     "reviewed", "cycles", "sequence", NULL};
  drug_sheet sheet = {.formulary = maker->formulary,
                      .study = maker->study,
                      .request = maker->request,
                      .regimen = regimen,
                      .record = lu_case_json(lu_study_case(maker->study)),
                      .view = maker->view,
                      .today = lu_context_today(maker->context),
                      .start = maker->request->start,
                      .cycle = 1,
                      .context = maker->context};
  sheet.out = json_pack("{s:s, s:s, s:[]}", "regimen", therapy_text(regimen, "id"), "label",
                        therapy_text(regimen, "label"), "events");
  lu_status status = sheet.out == NULL ? lu_fail_memory(error) : LU_OK;
  if (status == LU_OK) status = therapy_copy(sheet.out, regimen, head, error);
  if (status == LU_OK)
    status = run_parts(&sheet, verdict_parts, sizeof verdict_parts / sizeof *verdict_parts, error);
  if (status == LU_OK && whole)
    status = run_parts(&sheet, other_parts, sizeof other_parts / sizeof *other_parts, error);
  if (status == LU_OK)
    *out = sheet.out;
  else
    json_decref(sheet.out);
  return status;
}

/* ---- which regimens come into question --------------------------------------------------------
 */

/* The best option of the plan that a regimen answers. @return borrowed; NULL for none */
static const json_t *best_option(const struct maker *maker, const json_t *regimen) {
  size_t index;
  json_t *option;
  json_array_foreach(maker->options, index, option) {
    if (therapy_lists(json_object_get(regimen, "options"), therapy_text(option, "option")))
      return option;
  }
  return NULL;
}

static bool is_running(const json_t *sheet) {
  return json_is_true(json_object_get(json_object_get(sheet, "given"), "running"));
}

/* One line about a regimen: may it be given, and what the plan says of its option. */
static lu_status survey_entry(json_t **out, const struct maker *maker, const json_t *regimen,
                              lu_error *error) {
  static const char *const of_sheet[] = {"regimen", "label", "group", NULL};
  static const char *const of_eligibility[] = {"verdict", "reasons", "unknown", NULL};
  const json_t *option = best_option(maker, regimen);
  json_t *sheet = NULL;
  lu_status status = make_sheet(&sheet, maker, regimen, false, error);
  *out = json_object();
  if (status == LU_OK && *out == NULL) status = lu_fail_memory(error);
  if (status == LU_OK) status = therapy_copy(*out, sheet, of_sheet, error);
  if (status == LU_OK)
    status = therapy_copy(*out, json_object_get(sheet, "eligibility"), of_eligibility, error);
  if (status == LU_OK && json_object_set_new(*out, "running", json_boolean(is_running(sheet))) != 0)
    status = lu_fail_memory(error);
  if (status == LU_OK && option != NULL) {
    json_t *said =
        json_pack("{s:s, s:s, s:s, s:s, s:O}", "option", therapy_text(option, "option"), "label",
                  therapy_text(option, "label"), "class", therapy_text(option, "class"), "section",
                  therapy_text(option, "section"), "rank", json_object_get(option, "rank"));
    if (json_object_set_new(*out, "plan", said) != 0) status = lu_fail_memory(error);
  }
  json_decref(sheet);
  return status;
}

static lu_status make_survey(const struct maker *maker, lu_error *error) {
  json_t *survey = json_array();
  lu_status status =
      json_object_set_new(maker->out, "survey", survey) == 0 ? LU_OK : lu_fail_memory(error);
  for (size_t i = 0; i < lu_formulary_regimen_count(maker->formulary) && status == LU_OK; i++) {
    json_t *entry = NULL;
    status = survey_entry(&entry, maker, lu_formulary_regimen_at(maker->formulary, i), error);
    if (status == LU_OK && json_array_append(survey, entry) != 0) status = lu_fail_memory(error);
    json_decref(entry);
  }
  return status;
}

static bool is_banned(const json_t *entry) {
  const char *verdict = therapy_text(entry, "verdict");
  return therapy_is_ban(verdict);
}

/* The regimen that a sheet is written for where none is asked for: of those that answer the best
   ranked option and are not banned, the one that is being given; else the first.
   @return borrowed; NULL for none */
static const json_t *first_choice(const struct maker *maker) {
  const json_t *best = NULL, *entry;
  json_int_t best_rank = 0;
  size_t index;
  json_array_foreach(json_object_get(maker->out, "survey"), index, entry) {
    const json_t *option = json_object_get(entry, "plan"), *rank = json_object_get(option, "rank");
    if (!json_is_integer(rank) || !therapy_is_treatment(option) || is_banned(entry)) continue;
    json_int_t value = json_integer_value(rank);
    bool runs = json_is_true(json_object_get(entry, "running"));
    if (best == NULL || value < best_rank ||
        (value == best_rank && runs && !json_is_true(json_object_get(best, "running")))) {
      best = entry;
      best_rank = value;
    }
  }
  return best == NULL ? NULL : formulary_regimen(maker->formulary, therapy_text(best, "regimen"));
}

/* ---- the document --------------------------------------------------------------------------- */

/* The whole sheet of one regimen, with verdict, reasons and events for the document. */
static lu_status put_sheet(const struct maker *maker, const json_t *regimen, lu_error *error) {
  static const char *const lifted[] = {"events", "broken", NULL};
  static const char *const judged[] = {"verdict", "reasons", NULL};
  json_t *sheet = NULL;
  lu_status status = make_sheet(&sheet, maker, regimen, true, error);
  if (status != LU_OK) return status;
  status = therapy_copy(maker->out, sheet, lifted, error);
  if (status == LU_OK)
    status = therapy_copy(maker->out, json_object_get(sheet, "eligibility"), judged, error);
  json_object_del(sheet, "events");
  json_object_del(sheet, "broken");
  if (status == LU_OK && json_object_set(maker->out, "sheet", sheet) != 0)
    status = lu_fail_memory(error);
  json_decref(sheet);
  return status == LU_OK ? therapy_sort_events(maker->out, error) : status;
}

static lu_status fill(struct maker *maker, lu_error *error) {
  const json_t *regimen = NULL;
  json_t *plan = NULL;
  lu_status status = lu_plan_document(&plan, lu_study_plan(maker->study), maker->context, error);
  if (status != LU_OK) return status;
  maker->options = json_object_get(plan, "options");
  if (maker->request->regimen != NULL)
    status = formulary_find_regimen(&regimen, maker->formulary, maker->request->regimen, error);
  else
    status = make_survey(maker, error);
  if (status == LU_OK && regimen == NULL) regimen = first_choice(maker);
  if (status == LU_OK && regimen != NULL)
    status = put_sheet(maker, regimen, error);
  else if (status == LU_OK &&
           (json_object_set_new(maker->out, "verdict", json_string("no regimen")) != 0 ||
            json_object_set_new(maker->out, "reasons", json_array()) != 0))
    status = lu_fail_memory(error);
  json_decref(plan);
  return status;
}

static lu_status drugs_plan(json_t **out, const lu_formulary *formulary, const lu_study *study,
                            const lu_treatment_request *request, lu_context *context,
                            lu_error *error) {
  struct maker maker = {formulary, study, request, context, NULL, NULL, NULL};
  *out = NULL;
  lu_status status =
      therapy_document(&maker.out, "lutetia_drugs", "Drugs", formulary, study, context, error);
  if (status == LU_OK)
    status = view_new(&maker.view, formulary_conditions(formulary),
                      lu_assessment_facts(lu_study_assessment(study)), context, error);
  if (status == LU_OK) status = fill(&maker, error);
  view_free(maker.view);
  if (status == LU_OK)
    *out = maker.out;
  else
    json_decref(maker.out);
  return status;
}

const lu_treatment treatment_drugs = {
    .id = "drugs",
    .title = "Drugs",
    .answers = drugs_answers,
    .plan = drugs_plan,
    .sections = drugs_sections,
};
