/* SPDX-License-Identifier: Apache-2.0 */
/* The trials of a regimen and how like their patients this one is, as people read them. */
#include <string.h>

#include "drugs_sections.h"
#include "head.h"
#include "section_rules.h"

static void put_pair(lu_text *out, const json_t *interval) {
  if (json_array_size(interval) != 2) return;
  lu_text_puts(out, " (");
  for (size_t i = 0; i < 2; i++) {
    const json_t *end = json_array_get(interval, i);
    if (i == 1) lu_text_puts(out, " to ");
    if (json_is_number(end))
      section_number(out, json_number_value(end));
    else
      lu_text_puts(out, "not reached");
  }
  lu_text_puts(out, ")");
}

static void put_arm(lu_text *out, const json_t *result, const char *key, const char *interval) {
  const json_t *value = json_object_get(result, key);
  if (json_is_number(value)) {
    section_number(out, json_number_value(value));
    lu_text_printf(out, " %s", therapy_text(result, "unit"));
  } else if (json_is_string(value))
    lu_text_puts(out, json_string_value(value));
  else
    lu_text_puts(out, "-");
  put_pair(out, json_object_get(result, interval));
}

static void put_hazard(lu_text *out, const json_t *result) {
  const json_t *hr = json_object_get(result, "hr");
  if (!json_is_number(hr)) return;
  section_number(out, json_number_value(hr));
  lu_text_printf(out, " (%g %% interval ", json_number_value(json_object_get(result, "level_pct")));
  section_number(out, json_number_value(json_object_get(result, "low")));
  lu_text_puts(out, " to ");
  section_number(out, json_number_value(json_object_get(result, "high")));
  lu_text_puts(out, ")");
}

static void put_result(lu_tree *maker, json_t *table, const json_t *result) {
  lu_text arm = LU_TEXT_INIT, control = LU_TEXT_INIT, hazard = LU_TEXT_INIT;
  json_t *row = lu_tree_row(maker, table);
  const char *reader = therapy_text(result, "reader");
  lu_tree_cell_printf(maker, row, "%s%s%s%s", therapy_text(result, "endpoint"),
                      reader[0] != '\0' ? " (" : "", reader, reader[0] != '\0' ? " reading)" : "");
  put_arm(&arm, result, "arm", "arm_interval");
  put_arm(&control, result, "control", "control_interval");
  put_hazard(&hazard, result);
  section_cell(maker, row, &arm);
  section_cell(maker, row, &control);
  section_cell(maker, row, &hazard);
  lu_tree_cell(maker, row, section_mark(therapy_text(result, "mark")));
}

static void put_results(lu_tree *maker, json_t *section, const json_t *trial) {
  size_t index;
  json_t *result;
  if (!section_any(trial, "results")) return;
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "End point", NULL, false, 2);
  lu_tree_column(maker, table, "Arm", NULL, false, 2);
  lu_tree_column(maker, table, "Comparator", NULL, false, 2);
  lu_tree_column(maker, table, "Hazard ratio", NULL, false, 2);
  lu_tree_column(maker, table, "Mark", NULL, false, 1);
  json_array_foreach(json_object_get(trial, "results"), index, result)
      put_result(maker, table, result);
}

static void put_alike(lu_tree *maker, json_t *section, const json_t *trial) {
  static const struct {
    const char *key, *label;
  } groups[] = {{"met", "Like this patient"},
                {"not_met", "Unlike this patient"},
                {"unknown", "Not known of this patient"}};
  const json_t *alike = json_object_get(trial, "alike");
  json_t *fields = lu_tree_fields(maker, section);
  for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
    lu_text text = LU_TEXT_INIT;
    size_t index;
    json_t *criterion;
    json_array_foreach(json_object_get(alike, groups[i].key), index, criterion)
        lu_text_printf(&text, "%s%s", index == 0 ? "" : "; ", therapy_text(criterion, "text"));
    lu_tree_field(maker, fields, groups[i].label, lu_text_string(&text), NULL);
    maker->failed |= text.failed;
    lu_text_free(&text);
  }
}

/* "Arms: drug (n 207), placebo (n 203)." */
static void put_arms(lu_tree *maker, json_t *section, const json_t *trial) {
  lu_text text = LU_TEXT_INIT;
  size_t index;
  json_t *arm;
  json_array_foreach(json_object_get(trial, "arms"), index, arm) {
    const json_t *n = json_object_get(arm, "n");
    lu_text_printf(&text, "%s%s", index == 0 ? "Arms: " : ", ", therapy_text(arm, "label"));
    if (json_is_integer(n)) lu_text_printf(&text, " (n %d)", (int)json_integer_value(n));
  }
  maker->failed |= text.failed;
  if (text.length > 0) {
    lu_text_puts(&text, ".");
    lu_tree_paragraph(maker, section, "", lu_text_string(&text));
  }
  maker->failed |= text.failed;
  lu_text_free(&text);
}

static void put_trial(lu_tree *maker, json_t *parent, const json_t *trial) {
  size_t index;
  json_t *note;
  json_t *section = lu_tree_section(maker, parent, therapy_text(trial, "label"), 3);
  json_t *text = lu_tree_runs(maker, section);
  lu_tree_run_printf(maker, text, "", "%s. Comparator: %s.", therapy_text(trial, "population"),
                     therapy_text(trial, "comparator"));
  section_source(maker, text, trial);
  put_arms(maker, section, trial);
  put_results(maker, section, trial);
  put_alike(maker, section, trial);
  json_array_foreach(json_object_get(trial, "notes"), index, note) lu_tree_paragraph(
      maker, section, "small",
      json_is_string(note) ? json_string_value(note) : therapy_text(note, "text"));
}

void drugs_section_evidence(lu_tree *maker, json_t *parent, const json_t *sheet) {
  size_t index;
  json_t *trial;
  if (!section_any(sheet, "evidence")) return;
  json_t *section = lu_tree_section(maker, parent, "Evidence", 2);
  json_array_foreach(json_object_get(sheet, "evidence"), index, trial)
      put_trial(maker, section, trial);
  lu_tree_paragraph(maker, section, "small",
                    "Trials differ in patients, comparators and readers: these numbers rank "
                    "nothing across trials.");
}
