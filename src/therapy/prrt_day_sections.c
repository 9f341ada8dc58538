/* SPDX-License-Identifier: Apache-2.0 */
/* What people read of a day sheet: one page to tick, one column of times, what to do if. */
#include <math.h>
#include <string.h>

#include "head.h"
#include "section_rules.h"
#include "treatment.h"

static void put_decision(lu_tree *maker, json_t *parent, const json_t *day) {
  const char *decision = therapy_text(day, "decision");
  bool go = strcmp(decision, "go") == 0;
  json_t *callout = lu_tree_callout(maker, parent,
                                    go                              ? "note"
                                    : strcmp(decision, "open") == 0 ? "warning"
                                                                    : "severe",
                                    go                              ? "Go"
                                    : strcmp(decision, "open") == 0 ? "Open"
                                                                    : "No-go");
  size_t index;
  json_t *reason;
  lu_tree_paragraph(maker, callout, "", therapy_text(day, "sentence"));
  if (!section_any(day, "reasons")) return;
  json_t *list = lu_tree_list(maker, callout, false);
  json_array_foreach(json_object_get(day, "reasons"), index, reason)
      section_rule(maker, lu_tree_item(maker, list), reason);
}

static const char *box_of(const char *state) {
  if (strcmp(state, "met") == 0) return "yes";
  if (strcmp(state, "not met") == 0) return "NO";
  if (strcmp(state, "to check") == 0) return "[  ]";
  return state;
}

static bool is_kept_gate(const json_t *check) {
  return strcmp(therapy_text(check, "group"), "gate") == 0 &&
         strcmp(therapy_text(check, "state"), "met") == 0;
}

/* Gates that are kept share one row, so that the sheet stays one page; the page of the course has
 * their limits and sources. */
static void put_kept_gates(lu_tree *maker, json_t *table, const json_t *day) {
  lu_text text = LU_TEXT_INIT;
  size_t index, count = 0;
  json_t *check;
  json_array_foreach(json_object_get(day, "checks"), index, check) {
    if (!is_kept_gate(check)) continue;
    lu_text_printf(&text, "%s%s: %s", count++ == 0 ? "" : "; ", therapy_text(check, "label"),
                   therapy_text(check, "short"));
  }
  if (count > 0) {
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell_printf(maker, row, "%zu gates of the course", count);
    lu_tree_cell(maker, row, "yes");
    section_cell(maker, row, &text);
  } else
    lu_text_free(&text);
}

static void put_checks(lu_tree *maker, json_t *parent, const json_t *day) {
  size_t index;
  json_t *check;
  json_t *table = lu_tree_table(maker, parent, "Go or no-go");
  lu_tree_column(maker, table, "Check", NULL, false, 2);
  lu_tree_column(maker, table, "State", NULL, false, 1);
  lu_tree_column(maker, table, "What", NULL, false, 5);
  put_kept_gates(maker, table, day);
  json_array_foreach(json_object_get(day, "checks"), index, check) {
    if (is_kept_gate(check)) continue;
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(check, "label"));
    lu_tree_cell(maker, row, box_of(therapy_text(check, "state")));
    json_t *cell = lu_tree_cell_runs(maker, row);
    lu_tree_run(maker, cell, "", therapy_text(check, "text"));
    if (strcmp(therapy_text(check, "group"), "hand") != 0) section_source(maker, cell, check);
  }
}

static void put_vial(lu_tree *maker, json_t *parent, const json_t *vial) {
  size_t index;
  json_t *step;
  if (vial == NULL) return;
  json_t *section = lu_tree_section(maker, parent, "Vial and activity", 2);
  json_t *line = lu_tree_runs(maker, section);
  lu_tree_run_printf(maker, line, "",
                     "Calibrated %s, good until %s. At the start of the infusion %.4g GBq in %.4g "
                     "mL; ",
                     therapy_text(vial, "calibrated"), therapy_text(vial, "expires"),
                     therapy_number(vial, "at_start_gbq"), therapy_number(vial, "volume_ml"));
  lu_tree_run_printf(maker, line, "bold",
                     json_is_true(json_object_get(vial, "whole_vial")) ? "the whole vial, %.4g mL."
                                                                       : "draw %.4g mL.",
                     therapy_number(vial, "draw_ml"));
  if (json_object_get(vial, "net_gbq") != NULL)
    lu_tree_run_printf(maker, line, "bold", " Net administered %.4g GBq (%.1f %%).",
                       therapy_number(vial, "net_gbq"), therapy_number(vial, "delivered_pct"));
  else
    lu_tree_run(maker, line, "",
                " Net administered = assayed - residual: ________ GBq - ________ GBq = ________ "
                "GBq.");
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Step", NULL, false, 3);
  lu_tree_column(maker, table, "How", NULL, false, 3);
  lu_tree_column(maker, table, "Result", NULL, true, 1.5);
  json_array_foreach(json_object_get(vial, "steps"), index, step) {
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(step, "what"));
    lu_tree_cell(maker, row, therapy_text(step, "formula"));
    lu_tree_cell_printf(maker, row, "%.5g %s", therapy_number(step, "value"),
                        therapy_text(step, "unit"));
  }
}

static void put_amino(lu_tree *maker, json_t *parent, const json_t *amino) {
  size_t index;
  json_t *component, *limit;
  if (amino == NULL) return;
  json_t *line = lu_tree_runs(maker, parent);
  lu_tree_run_printf(maker, line, "bold", "Amino acids: ");
  json_array_foreach(json_object_get(amino, "components"), index, component) lu_tree_run_printf(
      maker, line, "", "%s %g g (%.1f g base), ", therapy_text(component, "label"),
      therapy_number(component, "grams"), therapy_number(component, "base_grams"));
  lu_tree_run_printf(maker, line, "", "%g mL, %.0f mOsm/L computed (",
                     therapy_number(amino, "volume_ml"),
                     therapy_number(amino, "osmolarity_mosm_l"));
  lu_tree_run(maker, line, "", therapy_text(json_object_get(amino, "printed"), "text"));
  json_array_foreach(json_object_get(amino, "limits"), index, limit)
      lu_tree_run_printf(maker, line, "", "; %s: below %g %s", therapy_text(limit, "label"),
                         therapy_number(limit, "most"), therapy_text(limit, "unit"));
  lu_tree_run_printf(maker, line, "", "), %.0f mL/h, %s to %s.", therapy_number(amino, "rate_ml_h"),
                     therapy_text(amino, "start"), therapy_text(amino, "end"));
  section_source(maker, line, amino);
}

static void put_minutes(lu_tree *maker, json_t *parent, const json_t *day) {
  size_t index;
  json_t *step;
  json_t *section = lu_tree_section(maker, parent, "Minute by minute", 2);
  put_amino(maker, section, json_object_get(day, "amino_acids"));
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Time", NULL, false, 1.1);
  lu_tree_column(maker, table, "From start", "min", true, 1);
  lu_tree_column(maker, table, "What", NULL, false, 6);
  lu_tree_column(maker, table, "Done", NULL, false, 0.8);
  json_array_foreach(json_object_get(day, "minutes"), index, step) {
    json_t *row = lu_tree_row(maker, table);
    int offset = (int)json_integer_value(json_object_get(step, "day_offset"));
    if (offset != 0)
      lu_tree_cell_printf(maker, row, "%s (%+d day)", therapy_text(step, "time"), offset);
    else
      lu_tree_cell(maker, row, therapy_text(step, "time"));
    lu_tree_cell_printf(maker, row, "%+.0f", therapy_number(step, "from_start_min"));
    json_t *cell = lu_tree_cell_runs(maker, row);
    lu_tree_run_printf(maker, cell, "bold", "%s. ", therapy_text(step, "label"));
    lu_tree_run(maker, cell, "", therapy_text(step, "text"));
    section_source(maker, cell, step);
    lu_tree_cell(maker, row, "[  ]");
  }
}

static void put_crisis(lu_tree *maker, json_t *parent, const json_t *crisis) {
  size_t index;
  json_t *factor;
  if (crisis == NULL) return;
  json_t *line = lu_tree_runs(maker, parent);
  lu_tree_run_printf(maker, line, "bold", "Risk of a hormonal crisis: %s. ",
                     therapy_text(crisis, "risk"));
  json_array_foreach(json_object_get(crisis, "factors"), index, factor) {
    if (strcmp(therapy_text(factor, "state"), "not met") != 0)
      lu_tree_run_printf(maker, line, "", "%s: %s. ", therapy_text(factor, "text"),
                         strcmp(therapy_text(factor, "state"), "met") == 0 ? "yes" : "not known");
  }
  if (strcmp(therapy_text(crisis, "risk"), "not raised") != 0)
    section_rule(maker, line, json_object_get(crisis, "action"));
}

static void put_contingencies(lu_tree *maker, json_t *parent, const json_t *day) {
  size_t index;
  json_t *entry;
  json_t *section = lu_tree_section(maker, parent, "What to do if", 2);
  put_crisis(maker, section, json_object_get(day, "crisis"));
  json_t *list = lu_tree_list(maker, section, false);
  json_array_foreach(json_object_get(day, "contingencies"), index, entry) {
    json_t *item = lu_tree_item(maker, list);
    lu_tree_run_printf(maker, item, "bold", "%s. ", therapy_text(entry, "label"));
    lu_tree_run(maker, item, "", therapy_text(entry, "text"));
    section_source(maker, item, entry);
  }
}

/* ---- radiation protection ---------------------------------------------------------------------
 */

static void put_rates(lu_tree *maker, json_t *parent, const json_t *protection) {
  size_t index;
  json_t *entry;
  if (!section_any(protection, "dose_rates")) return;
  json_t *table = lu_tree_table(maker, parent, "Expected dose rate beside the patient");
  lu_tree_column(maker, table, "After the infusion", "h", true, 1);
  lu_tree_column(maker, table, "Distance", "m", true, 1);
  lu_tree_column(maker, table, "Dose rate (interval)", "uSv/h", true, 2);
  lu_tree_column(maker, table, "Measured", NULL, false, 1.5);
  json_array_foreach(json_object_get(protection, "dose_rates"), index, entry) {
    const json_t *rate = json_object_get(entry, "rate");
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell_printf(maker, row, "%g", therapy_number(entry, "hours"));
    lu_tree_cell_printf(maker, row, "%g", therapy_number(entry, "distance_m"));
    lu_tree_cell_printf(maker, row, "%.3g (%.2g to %.2g)", therapy_number(rate, "value"),
                        therapy_number(rate, "low"), therapy_number(rate, "high"));
    lu_tree_cell(maker, row, "________");
  }
  json_t *note = lu_tree_runs(maker, parent);
  lu_tree_run(maker, note, "small",
              "A population value, no measurement: what is measured counts. Inverse square of the "
              "distance, from 1 m on. ");
  section_rule(maker, note, json_object_get(protection, "rate_per_gbq"));
}

static void put_release(lu_tree *maker, json_t *list, const json_t *protection) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(protection, "release"), index, entry) {
    json_t *item = lu_tree_item(maker, list);
    lu_tree_run_printf(maker, item, "", "%s.", therapy_text(entry, "text"));
    if (json_object_get(entry, "expected_h") != NULL)
      lu_tree_run_printf(maker, item, "",
                         " Expected %lld hours after the infusion, at the upper end %lld hours.",
                         (long long)json_integer_value(json_object_get(entry, "expected_h")),
                         (long long)json_integer_value(json_object_get(entry, "at_most_h")));
    section_source(maker, item, entry);
  }
  json_array_foreach(json_object_get(protection, "scenarios"), index, entry) {
    const json_t *dose = json_object_get(entry, "dose");
    json_t *item = lu_tree_item(maker, list);
    lu_tree_run_printf(maker, item, "", "%s: %.2g mSv (%.2g to %.2g) of %g mSv.",
                       therapy_text(entry, "label"), therapy_number(dose, "value"),
                       therapy_number(dose, "low"), therapy_number(dose, "high"),
                       therapy_number(entry, "limit_msv"));
    section_source(maker, item, entry);
  }
}

static void put_precautions(lu_tree *maker, json_t *parent, const json_t *protection) {
  size_t index;
  json_t *entry;
  if (!section_any(protection, "precautions")) return;
  json_t *table = lu_tree_table(maker, parent, "Precautions at home");
  lu_tree_column(maker, table, "Who", NULL, false, 1.2);
  lu_tree_column(maker, table, "Days", NULL, true, 1);
  lu_tree_column(maker, table, "Until", NULL, false, 1.4);
  lu_tree_column(maker, table, "What", NULL, false, 5);
  json_array_foreach(json_object_get(protection, "precautions"), index, entry) {
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(entry, "who"));
    if (json_object_get(entry, "high_days") != NULL)
      lu_tree_cell_printf(maker, row, "%.0f (%.0f)", therapy_number(entry, "days"),
                          therapy_number(entry, "high_days"));
    else
      lu_tree_cell_printf(maker, row, "%.0f%s", therapy_number(entry, "days"),
                          json_is_true(json_object_get(entry, "at_least")) ? " or more" : "");
    lu_tree_cell(maker, row, therapy_text(entry, "until"));
    json_t *cell = lu_tree_cell_runs(maker, row);
    lu_tree_run(maker, cell, "", therapy_text(entry, "text"));
    section_source(maker, cell, entry);
  }
}

static void put_protection(lu_tree *maker, json_t *parent, const json_t *day) {
  const json_t *protection = json_object_get(day, "protection");
  size_t index;
  json_t *entry;
  json_t *section = lu_tree_section(maker, parent, "Radiation protection", 2);
  lu_tree_paragraph(maker, section, "warning", therapy_text(protection, "sentence"));
  if (protection != NULL && json_object_get(protection, "label") != NULL)
    lu_tree_paragraph(maker, section, "", therapy_text(protection, "label"));
  json_t *list = lu_tree_list(maker, section, false);
  section_rule(maker, lu_tree_item(maker, list), json_object_get(day, "setting_rule"));
  json_array_foreach(json_object_get(protection, "isolation"), index, entry)
      section_rule(maker, lu_tree_item(maker, list), entry);
  put_release(maker, list, protection);
  put_precautions(maker, section, protection);
  put_rates(maker, section, protection);
}

/* The sentence on activity is about the next cycle. */
static void put_activity(lu_tree *maker, json_t *line, const json_t *day) {
  const json_t *activity = json_object_get(day, "activity");
  const json_t *next = json_array_get(json_object_get(activity, "cycles"), 0);
  const json_t *vial = json_object_get(day, "vial");
  if (next == NULL ||
      json_equal(json_object_get(next, "cycle"), json_object_get(day, "cycle")) == 1)
    lu_tree_run_printf(maker, line, "", " %s", therapy_text(activity, "sentence"));
  else if (vial != NULL)
    lu_tree_run_printf(maker, line, "", " %.4g GBq if all goes well until then.",
                       therapy_number(vial, "prescribed_gbq"));
}

static void put_sign_off(lu_tree *maker, json_t *parent, const json_t *day) {
  size_t index;
  json_t *line;
  json_array_foreach(json_object_get(day, "sign_off"), index, line)
      lu_tree_lines(maker, parent, json_string_value(line), 1);
}

lu_status prrt_day_sections(json_t **out, const json_t *day, lu_error *error) {
  lu_tree maker = {false};
  json_t *holder = json_pack("{s:[]}", "children");
  *out = NULL;
  if (holder == NULL) return lu_fail_memory(error);
  json_t *section = lu_tree_section(&maker, holder, "Go or no-go", 1);
  json_t *line = lu_tree_runs(&maker, section);
  lu_tree_run_printf(&maker, line, "bold", "Cycle %lld, %s, %s, %s.",
                     (long long)json_integer_value(json_object_get(day, "cycle")),
                     therapy_text(day, "date"), therapy_text(day, "product"),
                     therapy_text(day, "setting"));
  put_activity(&maker, line, day);
  put_decision(&maker, section, day);
  put_checks(&maker, section, day);
  put_sign_off(&maker, section, day);
  lu_tree_add(&maker, holder, lu_tree_node(&maker, "page_break"));
  put_vial(&maker, holder, json_object_get(day, "vial"));
  put_minutes(&maker, holder, day);
  put_contingencies(&maker, holder, day);
  put_protection(&maker, holder, day);
  if (!maker.failed) *out = json_incref(json_object_get(holder, "children"));
  json_decref(holder);
  return maker.failed ? lu_fail_memory(error) : LU_OK;
}
