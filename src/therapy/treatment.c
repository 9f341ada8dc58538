/* SPDX-License-Identifier: Apache-2.0 */
/* The list of treatments, and what is the same for all of them: verdict, page, calendar file. */
#include "treatment.h"

#include <stdio.h>
#include <string.h>

#include "head.h"
#include "lutetia/document.h"

static const lu_treatment *const treatments[] = {&treatment_drugs, &treatment_prrt};
#define TREATMENTS (sizeof treatments / sizeof treatments[0])

const lu_treatment *lu_treatment_at(size_t index) {
  return index < TREATMENTS ? treatments[index] : NULL;
}

const lu_treatment *lu_treatment_find(const char *id) {
  for (size_t i = 0; i < TREATMENTS; i++)
    if (strcmp(treatments[i]->id, id) == 0) return treatments[i];
  return NULL;
}

/* ---- verdict -------------------------------------------------------------------------------- */

lu_status lu_treatment_verdict(const json_t *plan) {
  const char *verdict = therapy_text(plan, "verdict");
  if (therapy_is_ban(verdict)) return LU_NOT_RECOMMENDED;
  if (lu_calendar_verdict(plan) != LU_OK) return LU_NOT_RECOMMENDED;
  return strcmp(verdict, "data missing") == 0 ? LU_DATA_MISSING : LU_OK;
}

/* ---- page ----------------------------------------------------------------------------------- */

typedef lu_status (*section_writer)(json_t **out, const json_t *plan, lu_error *error);

/* Who writes the sections of a document: the module that made it. NULL for none. */
static section_writer writer_of(const json_t *plan) {
  if (json_object_get(plan, "lutetia_prrt_day") != NULL) return prrt_day_sections;
  for (size_t i = 0; i < TREATMENTS; i++) {
    char key[64];
    snprintf(key, sizeof key, "lutetia_%s", treatments[i]->id);
    if (json_object_get(plan, key) != NULL) return treatments[i]->sections;
  }
  return NULL;
}

/* The ban stays first, whoever went on against it. */
static void put_override(lu_tree *maker, json_t *document, const json_t *plan) {
  if (!json_is_true(json_object_get(plan, "overridden"))) return;
  json_t *callout = lu_tree_callout(maker, document, "severe", "Overridden");
  json_t *text = lu_tree_runs(maker, callout);
  lu_tree_run_printf(maker, text, "bold", "Verdict: %s.", therapy_text(plan, "verdict"));
  lu_tree_run_printf(maker, text, "", " What follows is shown against it. Reason given: %s",
                     therapy_text(plan, "override_reason"));
}

static void put_footer(lu_tree *maker, json_t *document, const json_t *plan) {
  const json_t *from = json_object_get(plan, "provenance");
  lu_tree_set_printf(maker, document, "footer",
                     "Case %s of %s; guideline %s; lutetia %s; seed %lld; case %.12s, drug and "
                     "treatment data %.12s",
                     therapy_text(plan, "case"), therapy_text(plan, "day"),
                     therapy_text(from, "guideline"), therapy_text(from, "program_version"),
                     (long long)json_integer_value(json_object_get(from, "seed")),
                     therapy_text(from, "case_sha256"), therapy_text(from, "formulary_sha256"));
}

lu_status lu_treatment_page(json_t **out, const json_t *plan, const char *paper, lu_error *error) {
  lu_tree maker = {false};
  json_t *sections = NULL, *section;
  size_t index;
  section_writer write = writer_of(plan);
  *out = NULL;
  if (write == NULL)
    return lu_fail(error, LU_BAD_INPUT, "the document was made by no treatment of this program");
  lu_status status = write(&sections, plan, error);
  if (status != LU_OK) return status;
  json_t *document = lu_tree_node(&maker, "document");
  lu_tree_set_printf(&maker, document, "title", "%s: case %s", therapy_text(plan, "title"),
                     therapy_text(plan, "case"));
  lu_tree_set_text(&maker, document, "notice", therapy_text(plan, "notice"));
  lu_tree_set_text(&maker, document, "paper", paper != NULL ? paper : "A4");
  lu_tree_set(&maker, document, "children", json_array());
  put_override(&maker, document, plan);
  json_array_foreach(sections, index, section) lu_tree_add(&maker, document, json_incref(section));
  put_footer(&maker, document, plan);
  json_decref(sections);
  if (maker.failed) {
    json_decref(document);
    return lu_fail_memory(error);
  }
  *out = document;
  return LU_OK;
}

lu_status lu_treatment_ics(lu_text *out, const json_t *plan, const char *case_id, lu_date stamp,
                           lu_error *error) {
  return lu_calendar_ics(out, plan, case_id, stamp, error);
}

lu_status lu_treatment_override(json_t *plan, const char *reason, lu_error *error) {
  const char *verdict = therapy_text(plan, "verdict");
  bool banned = therapy_is_ban(verdict);
  if (reason == NULL) return LU_OK;
  if (reason[strspn(reason, " \t")] == '\0')
    return lu_fail(error, LU_USAGE, "the reason of an override is empty: say why in a sentence");
  if (!banned)
    return lu_fail(error, LU_USAGE, "there is nothing to override: the verdict is \"%.40s\"",
                   verdict);
  if (json_object_set_new(plan, "overridden", json_true()) != 0 ||
      json_object_set_new(plan, "override_reason", json_string(reason)) != 0)
    return lu_fail_memory(error);
  return LU_OK;
}
