/* SPDX-License-Identifier: Apache-2.0 */
/* What people read of a plan of drugs: verdict first, then dose, dates, checks, evidence. */
#include "drugs_sections.h"

#include <string.h>

#include "head.h"
#include "section_rules.h"
#include "treatment.h"

/* Interactions that ask for care, in one sentence each. */
static void put_careful(lu_tree *maker, json_t *list, const json_t *sheet) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(sheet, "interactions"), index, entry) lu_tree_run_printf(
      maker, lu_tree_item(maker, list), "", "With %s: %s; %s.", therapy_text(entry, "with"),
      therapy_text(entry, "effect"), therapy_text(entry, "action"));
}

static void put_verdict(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *eligibility = json_object_get(sheet, "eligibility");
  const char *verdict = therapy_text(eligibility, "verdict");
  size_t index;
  json_t *rule;
  json_t *callout = lu_tree_callout(maker, parent, section_severity(verdict), "");
  lu_tree_set_printf(maker, callout, "title", "%s: %s", therapy_text(sheet, "label"), verdict);
  const char *key = section_any(eligibility, "reasons")   ? "reasons"
                    : section_any(eligibility, "unknown") ? "unknown"
                                                          : "cautions";
  json_t *list = lu_tree_list(maker, callout, false);
  json_array_foreach(json_object_get(eligibility, key), index, rule) {
    json_t *item = lu_tree_item(maker, list);
    if (strcmp(key, "unknown") == 0) lu_tree_run(maker, item, "", "Not known: ");
    section_rule(maker, item, rule);
  }
  if (strcmp(key, "cautions") == 0) put_careful(maker, list, sheet);
  if (json_array_size(json_object_get(list, "items")) == 0)
    lu_tree_paragraph(maker, callout, "", "No rule of the data files speaks against it.");
}

static void put_today(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *today = json_object_get(sheet, "today");
  const char *decision = therapy_text(today, "decision");
  size_t index;
  json_t *rule;
  if (decision[0] == '\0') return;
  json_t *callout = lu_tree_callout(maker, parent,
                                    strcmp(decision, "give") == 0   ? "note"
                                    : strcmp(decision, "stop") == 0 ? "severe"
                                                                    : "warning",
                                    "");
  lu_tree_set_printf(maker, callout, "title", "Today: %s", decision);
  lu_tree_paragraph(maker, callout, "", therapy_text(today, "sentence"));
  if (!section_any(today, "because")) return;
  json_t *list = lu_tree_list(maker, callout, false);
  json_array_foreach(json_object_get(today, "because"), index, rule)
      section_rule(maker, lu_tree_item(maker, list), rule);
}

static void put_pregnancy(lu_tree *maker, json_t *parent, const json_t *eligibility) {
  const json_t *pregnancy = json_object_get(eligibility, "pregnancy");
  json_t *entry;
  size_t index;
  if (!section_any(pregnancy, "rules") && therapy_text(pregnancy, "text")[0] == '\0') return;
  json_t *section = lu_tree_section(maker, parent, "Pregnancy and contraception", 2);
  lu_tree_paragraph(maker, section, "", therapy_text(pregnancy, "text"));
  if (!section_any(pregnancy, "rules")) return;
  json_t *list = lu_tree_list(maker, section, false);
  json_array_foreach(json_object_get(pregnancy, "rules"), index, entry)
      section_rule(maker, lu_tree_item(maker, list), entry);
}

/* Each label with whether this patient is inside it. */
static void put_approval(lu_tree *maker, json_t *parent, const json_t *rules) {
  size_t index;
  json_t *rule;
  if (json_array_size(rules) == 0) return;
  json_t *list = lu_tree_list(maker, lu_tree_section(maker, parent, "Approval", 2), false);
  json_array_foreach(rules, index, rule) {
    json_t *item = lu_tree_item(maker, list);
    const char *place = therapy_text(rule, "place");
    if (place[0] != '\0') lu_tree_run_printf(maker, item, "bold", "%s: ", place);
    section_rule(maker, item, rule);
  }
}

static void put_eligibility(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *eligibility = json_object_get(sheet, "eligibility");
  section_rules(maker, parent, "Look at this", json_object_get(eligibility, "cautions"));
  section_rules(maker, parent, "Not known: ask", json_object_get(eligibility, "unknown"));
  section_rules(maker, parent, "Fulfilled", json_object_get(eligibility, "met"));
  section_rules(maker, parent, "To know", json_object_get(eligibility, "inform"));
  put_approval(maker, parent, json_object_get(eligibility, "approval"));
  section_rules(maker, parent, "Allergy", json_object_get(eligibility, "allergy"));
  put_pregnancy(maker, parent, eligibility);
}

static void put_support(lu_tree *maker, json_t *parent, const json_t *sheet) {
  section_rules(maker, parent, "Support", json_object_get(sheet, "support"));
}

static void put_sheet(lu_tree *maker, json_t *document, const json_t *plan) {
  const json_t *sheet = json_object_get(plan, "sheet");
  json_t *section = lu_tree_section(maker, document, therapy_text(sheet, "label"), 1);
  drugs_section_broken(maker, section, plan); /* what bans it comes first */
  put_verdict(maker, section, sheet);
  put_today(maker, section, sheet);
  drugs_section_dose(maker, section, sheet);
  drugs_section_dates(maker, section, sheet);
  drugs_section_given(maker, section, sheet);
  drugs_section_toxicity(maker, section, sheet);
  put_eligibility(maker, section, sheet);
  drugs_section_interactions(maker, section, sheet);
  drugs_section_tests(maker, section, sheet);
  drugs_section_pauses(maker, section, sheet);
  put_support(maker, section, sheet);
  drugs_section_evidence(maker, section, sheet);
}

/* ---- survey --------------------------------------------------------------------------------- */

/* Labels of the facts that a rule waits for. */
static void put_open_facts(lu_text *out, const json_t *rule) {
  size_t index, count = 0;
  json_t *fact;
  json_array_foreach(json_object_get(rule, "because"), index, fact) {
    if (strcmp(therapy_text(fact, "state"), "known") == 0) continue;
    lu_text_printf(out, "%s%s", count++ == 0 ? "" : ", ", therapy_text(fact, "label"));
  }
}

/* The first reason against it, or what is not known first. */
static void survey_reason(lu_text *out, const json_t *entry) {
  const json_t *reasons = json_object_get(entry, "reasons");
  const json_t *unknown = json_object_get(entry, "unknown");
  if (json_array_size(reasons) > 0)
    lu_text_puts(out, therapy_text(json_array_get(reasons, 0), "text"));
  else if (json_array_size(unknown) > 0) {
    lu_text_puts(out, "not known: ");
    put_open_facts(out, json_array_get(unknown, 0));
  }
  if (json_array_size(reasons) > 1)
    lu_text_printf(out, " (and %zu more)", json_array_size(reasons) - 1);
}

static void survey_row(lu_tree *maker, json_t *table, const json_t *entry) {
  const json_t *plan = json_object_get(entry, "plan");
  json_t *row = lu_tree_row(maker, table);
  lu_text reason = LU_TEXT_INIT;
  lu_tree_cell_printf(maker, row, "%s%s", therapy_text(entry, "label"),
                      json_is_true(json_object_get(entry, "running")) ? " (going on)" : "");
  if (plan != NULL)
    lu_tree_cell_printf(maker, row, "%lld. %s",
                        (long long)json_integer_value(json_object_get(plan, "rank")),
                        therapy_text(plan, "class"));
  else
    lu_tree_cell(maker, row, "-");
  lu_tree_cell(maker, row, therapy_text(entry, "verdict"));
  survey_reason(&reason, entry);
  section_cell(maker, row, &reason);
}

/* Regimens that the plan offers, in its order; then the others. */
static void put_survey(lu_tree *maker, json_t *document, const json_t *plan) {
  size_t index;
  json_t *entry;
  if (!section_any(plan, "survey")) return;
  json_t *section = lu_tree_section(maker, document, "Which regimens may be given", 1);
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Regimen", NULL, false, 3);
  lu_tree_column(maker, table, "In the plan", NULL, false, 2);
  lu_tree_column(maker, table, "By its own rules", NULL, false, 2);
  lu_tree_column(maker, table, "Because", NULL, false, 4);
  json_array_foreach(json_object_get(plan, "survey"), index,
                     entry) if (json_object_get(entry, "plan") != NULL)
      survey_row(maker, table, entry);
  json_array_foreach(json_object_get(plan, "survey"), index,
                     entry) if (json_object_get(entry, "plan") == NULL)
      survey_row(maker, table, entry);
  lu_tree_paragraph(maker, section, "small",
                    "The plan says what serves the tumour; a regimen's own rules say whether this "
                    "patient may have it. The order is that of the data files and ranks nothing.");
}

lu_status drugs_sections(json_t **out, const json_t *plan, lu_error *error) {
  lu_tree maker = {false};
  json_t *holder = lu_tree_node(&maker, "section");
  const json_t *sheet = json_object_get(plan, "sheet");
  lu_tree_set(&maker, holder, "children", json_array());
  if (sheet != NULL)
    put_sheet(&maker, holder, plan);
  else
    lu_tree_paragraph(&maker, holder, "",
                      "The plan offers no regimen of drugs that may be given: ask for one by "
                      "name.");
  put_survey(&maker, holder, plan);
  *out = json_incref(json_object_get(holder, "children"));
  json_decref(holder);
  if (!maker.failed) return LU_OK;
  json_decref(*out);
  *out = NULL;
  return lu_fail_memory(error);
}
