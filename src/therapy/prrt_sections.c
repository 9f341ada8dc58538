/* SPDX-License-Identifier: Apache-2.0 */
/* What people read of a PRRT course: verdict, activity, gates, doses, dates. */
#include <string.h>

#include "head.h"
#include "section_rules.h"
#include "treatment.h"

/* "EU label: may be given; US label: may be given (outside the label in a point)" */
static void put_regions(lu_tree *maker, json_t *parent, const json_t *plan) {
  static const char *const names[] = {"EU", "US"};
  lu_text text = LU_TEXT_INIT;
  for (size_t i = 0; i < 2; i++) {
    const json_t *region = json_object_get(json_object_get(plan, "regions"), names[i]);
    lu_text_printf(&text, "%sBy the %s text: %s%s.", i == 0 ? "" : " ", names[i],
                   therapy_text(region, "verdict"),
                   json_is_true(json_object_get(region, "off_label"))
                       ? ", outside its indication in at least one point"
                       : "");
  }
  lu_tree_paragraph(maker, parent, "", lu_text_string(&text));
  maker->failed |= text.failed;
  lu_text_free(&text);
}

static void put_verdict(lu_tree *maker, json_t *parent, const json_t *plan) {
  const char *verdict = therapy_text(plan, "verdict");
  const json_t *product = json_object_get(plan, "product");
  json_t *callout = lu_tree_callout(maker, parent, section_severity(verdict), "");
  lu_tree_set_printf(maker, callout, "title", "%s: %s", therapy_text(product, "label"), verdict);
  section_rule_list(maker, callout, json_object_get(plan, "reasons"));
  put_regions(maker, callout, plan);
}

/* What must be waited for before the next cycle. */
static void put_waits(lu_tree *maker, json_t *parent, const json_t *plan) {
  size_t index;
  json_t *wait;
  if (!section_any(plan, "waits")) return;
  json_t *list = lu_tree_list(maker, parent, false);
  json_array_foreach(json_object_get(plan, "waits"), index, wait) {
    json_t *item = lu_tree_item(maker, list);
    lu_tree_run_printf(maker, item, "bold", "Not before %s: ", therapy_text(wait, "first_day"));
    section_rule(maker, item, wait);
  }
}

static void put_activity(lu_tree *maker, json_t *parent, const json_t *plan) {
  const json_t *activity = json_object_get(plan, "activity");
  size_t index;
  json_t *event;
  json_t *section = lu_tree_section(maker, parent, "Activity", 2);
  json_t *text = lu_tree_runs(maker, section);
  lu_tree_run(maker, text, "bold", therapy_text(activity, "sentence"));
  section_source(maker, text, activity);
  section_rule_list(maker, section, json_object_get(activity, "because"));
  put_waits(maker, section, plan);
  if (!section_any(activity, "events")) return;
  json_t *table = lu_tree_table(maker, section, "Dose-modifying toxicity of the course");
  lu_tree_column(maker, table, "Day", NULL, false, 1.2);
  lu_tree_column(maker, table, "After cycle", NULL, true, 1);
  lu_tree_column(maker, table, "What", NULL, false, 6);
  json_array_foreach(json_object_get(activity, "events"), index, event) {
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(event, "date"));
    section_number_cell(maker, row, event, "after_cycle", "");
    section_rule(maker, lu_tree_cell_runs(maker, row), event);
  }
}

static void put_gates(lu_tree *maker, json_t *parent, const json_t *plan) {
  size_t index;
  json_t *gate;
  json_t *section = lu_tree_section(maker, parent, "Gates", 2);
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Gate", NULL, false, 2);
  lu_tree_column(maker, table, "State", NULL, false, 1.1);
  lu_tree_column(maker, table, "Value", NULL, false, 2);
  lu_tree_column(maker, table, "Of", NULL, false, 1.2);
  lu_tree_column(maker, table, "Limit", NULL, false, 3);
  lu_tree_column(maker, table, "Scope", NULL, false, 1.2);
  lu_tree_column(maker, table, "Source", NULL, false, 3);
  json_array_foreach(json_object_get(plan, "gates"), index, gate) {
    json_t *row = lu_tree_row(maker, table);
    const char *state = therapy_text(gate, "state"), *region = therapy_text(gate, "region");
    lu_tree_cell(maker, row, therapy_text(gate, "label"));
    lu_tree_run(maker, lu_tree_cell_runs(maker, row), strcmp(state, "met") == 0 ? "" : "bold",
                state);
    lu_tree_cell(maker, row, therapy_text(gate, "value"));
    lu_tree_cell(maker, row, therapy_text(gate, "date"));
    lu_tree_cell(maker, row, therapy_text(gate, "limit"));
    lu_tree_cell_printf(maker, row, "%s%s%s", therapy_text(gate, "scope"),
                        region[0] != '\0' ? " " : "", region);
    json_t *source = lu_tree_cell_runs(maker, row);
    lu_tree_run(maker, source, "", therapy_text(gate, "source"));
    if (strcmp(therapy_text(gate, "mark"), "memory") == 0)
      lu_tree_run(maker, source, "muted", " (from memory)");
  }
  section_rules(maker, section, "Re-treatment", json_object_get(plan, "retreatment_rules"));
}

/* ---- doses ------------------------------------------------------------------------------------
 */

/* "12.3 (8.1 to 19)" */
static void interval_cell(lu_tree *maker, json_t *row, const json_t *interval) {
  lu_text text = LU_TEXT_INIT;
  if (json_is_object(interval))
    lu_text_printf(&text, "%.3g (%.2g to %.2g)",
                   json_number_value(json_object_get(interval, "median")),
                   json_number_value(json_object_get(interval, "low")),
                   json_number_value(json_object_get(interval, "high")));
  section_cell(maker, row, &text);
}

static void put_chance(lu_text *out, const json_t *entry) {
  double p = json_number_value(json_object_get(entry, "probability"));
  if (p < 0.001)
    lu_text_puts(out, "below 0.1 %");
  else if (p > 0.999)
    lu_text_puts(out, "above 99.9 %");
  else
    lu_text_printf(out, "%.1f %% (se %.1f)", 100 * p,
                   100 * json_number_value(json_object_get(entry, "se")));
}

static void passing_cell(lu_tree *maker, json_t *row, const json_t *cycle, const char *limit) {
  lu_text text = LU_TEXT_INIT;
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(cycle, "passing"), index, entry) {
    if (strcmp(therapy_text(entry, "limit"), limit) == 0) put_chance(&text, entry);
  }
  section_cell(maker, row, &text);
}

static void put_limit_columns(lu_tree *maker, json_t *table, const json_t *doses,
                              const char *organ) {
  size_t index;
  json_t *limit;
  json_array_foreach(json_object_get(doses, "limits"), index, limit) {
    if (strcmp(therapy_text(limit, "organ"), organ) != 0) continue;
    lu_text title = LU_TEXT_INIT;
    lu_text_printf(&title, "Above %g %s%s", json_number_value(json_object_get(limit, "value")),
                   therapy_text(limit, "unit"),
                   strcmp(therapy_text(limit, "kind"), "bed") == 0 ? " BED" : "");
    lu_tree_column(maker, table, lu_text_string(&title), NULL, true, 2);
    maker->failed |= title.failed;
    lu_text_free(&title);
  }
}

static void cycle_row(lu_tree *maker, json_t *table, const json_t *doses, const char *organ,
                      const json_t *cycle, bool bed) {
  size_t index;
  json_t *limit;
  json_t *row = lu_tree_row(maker, table);
  bool given = json_is_true(json_object_get(cycle, "given"));
  lu_tree_cell_printf(maker, row, "%lld%s",
                      (long long)json_integer_value(json_object_get(cycle, "cycle")),
                      !given                                          ? " (ahead)"
                      : json_object_get(cycle, "measured_gy") != NULL ? " (measured)"
                                                                      : " (given)");
  section_number_cell(maker, row, cycle, "activity_gbq", "");
  interval_cell(maker, row, json_object_get(cycle, "absorbed_gy"));
  if (bed) interval_cell(maker, row, json_object_get(cycle, "bed_gy"));
  json_array_foreach(json_object_get(doses, "limits"), index, limit) {
    if (strcmp(therapy_text(limit, "organ"), organ) == 0)
      passing_cell(maker, row, cycle, therapy_text(limit, "id"));
  }
}

/* What is left up to each limit after the cycles that were given. */
static void put_left(lu_tree *maker, json_t *parent, const json_t *doses, const json_t *organ) {
  const json_t *last = NULL;
  size_t index, at;
  json_t *cycle, *entry, *limit;
  json_array_foreach(json_object_get(organ, "cycles"), index, cycle) {
    if (json_is_true(json_object_get(cycle, "given"))) last = cycle;
  }
  json_array_foreach(json_object_get(last, "passing"), index, entry) {
    const json_t *left = json_object_get(entry, "left_gy");
    json_array_foreach(json_object_get(doses, "limits"), at, limit) {
      if (strcmp(therapy_text(limit, "id"), therapy_text(entry, "limit")) != 0) continue;
      json_t *text = lu_tree_runs(maker, parent);
      lu_tree_run_printf(maker, text, "", "Left up to %.3g Gy%s of the %s: %.3g Gy (%.3g to %.3g).",
                         json_number_value(json_object_get(limit, "value")),
                         strcmp(therapy_text(limit, "kind"), "bed") == 0 ? " BED" : "",
                         therapy_text(organ, "label"),
                         json_number_value(json_object_get(left, "median")),
                         json_number_value(json_object_get(left, "low")),
                         json_number_value(json_object_get(left, "high")));
    }
  }
}

static void put_organ(lu_tree *maker, json_t *parent, const json_t *doses, const char *id) {
  const json_t *organ = json_object_get(doses, id), *per = json_object_get(organ, "per_gbq");
  const json_t *first = json_array_get(json_object_get(organ, "cycles"), 0);
  bool bed = json_object_get(first, "bed_gy") != NULL;
  size_t index;
  json_t *cycle;
  json_t *table = lu_tree_table(maker, parent, NULL);
  json_int_t measured = json_integer_value(json_object_get(organ, "measured_cycles"));
  lu_tree_set_printf(
      maker, table, "caption",
      "Sums of the %s after each cycle, 95 %% interval; %.2g Gy/GBq (%.2g to %.2g) by "
      "%s",
      therapy_text(organ, "label"), json_number_value(json_object_get(per, "median")),
      json_number_value(json_object_get(per, "low")),
      json_number_value(json_object_get(per, "high")),
      measured > 0 ? "population and this patient's measured cycles" : "population");
  lu_tree_column(maker, table, "Cycle", NULL, false, 2);
  lu_tree_column(maker, table, "Activity", "GBq", true, 1);
  lu_tree_column(maker, table, "Absorbed dose", "Gy", true, 2);
  if (bed) lu_tree_column(maker, table, "BED", "Gy", true, 2);
  put_limit_columns(maker, table, doses, id);
  json_array_foreach(json_object_get(organ, "cycles"), index, cycle)
      cycle_row(maker, table, doses, id, cycle, bed);
  put_left(maker, parent, doses, organ);
}

static void put_alternative(lu_tree *maker, json_t *parent, const json_t *organ) {
  const json_t *other = json_object_get(organ, "alternative");
  if (other == NULL) return;
  json_t *text = lu_tree_runs(maker, parent);
  lu_tree_run_printf(maker, text, "small", "Elsewhere for the %s: %.3g +- %.3g Gy/GBq",
                     therapy_text(organ, "label"),
                     json_number_value(json_object_get(other, "mean")),
                     json_number_value(json_object_get(other, "sd")));
  section_source(maker, text, other);
}

static void put_tumour(lu_tree *maker, json_t *parent, const json_t *tumour) {
  const json_t *per = json_object_get(tumour, "per_gbq");
  if (per == NULL) return;
  json_t *text = lu_tree_runs(maker, parent);
  lu_tree_run_printf(maker, text, "", "Tumour: %g to %g Gy/GBq. %s",
                     json_number_value(json_object_get(per, "low")),
                     json_number_value(json_object_get(per, "high")), therapy_text(tumour, "text"));
  section_source(maker, text, per);
}

static void put_doses(lu_tree *maker, json_t *parent, const json_t *plan) {
  const json_t *doses = json_object_get(plan, "doses");
  json_t *section = lu_tree_section(maker, parent, "Expected doses", 2);
  put_organ(maker, section, doses, "kidney");
  put_alternative(maker, section, json_object_get(doses, "kidney"));
  put_organ(maker, section, doses, "marrow");
  put_tumour(maker, section, json_object_get(doses, "tumour"));
  section_rules(maker, section, "Limits", json_object_get(doses, "limits"));
  json_t *note = lu_tree_runs(maker, section);
  lu_tree_run_printf(maker, note, "small",
                     "%lld draws, seed %lld; se: standard error of the draws. Expected values of a "
                     "population are no dosimetry of this patient.",
                     (long long)json_integer_value(json_object_get(doses, "draws")),
                     (long long)json_integer_value(json_object_get(doses, "seed")));
}

/* ---- dates ------------------------------------------------------------------------------------
 */

static void put_broken(lu_tree *maker, json_t *parent, const json_t *plan) {
  size_t index;
  json_t *entry;
  if (!section_any(plan, "broken")) return;
  json_t *callout = lu_tree_callout(maker, parent, "warning", "Not kept");
  json_t *list = lu_tree_list(maker, callout, false);
  json_array_foreach(json_object_get(plan, "broken"), index, entry) {
    json_t *item = lu_tree_item(maker, list);
    lu_tree_run(maker, item, "", therapy_text(entry, "sentence"));
    lu_tree_run_printf(maker, item, "muted", " %s", therapy_text(entry, "rule"));
  }
}

static void put_notes(lu_tree *maker, json_t *parent, const json_t *plan) {
  size_t index;
  json_t *note;
  const json_t *notes = json_object_get(json_object_get(plan, "course"), "notes");
  if (json_array_size(notes) == 0) return;
  json_t *list = lu_tree_list(maker, parent, false);
  json_array_foreach(notes, index, note)
      lu_tree_run(maker, lu_tree_item(maker, list), "small", json_string_value(note));
}

static void put_calendar(lu_tree *maker, json_t *parent, const json_t *plan) {
  size_t index;
  json_t *event;
  if (!section_any(plan, "events")) return;
  json_t *section = lu_tree_section(maker, parent, "Course", 2);
  put_broken(maker, section, plan);
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Day", NULL, false, 1.2);
  lu_tree_column(maker, table, "What", NULL, false, 4);
  lu_tree_column(maker, table, "Window", NULL, false, 2.2);
  lu_tree_column(maker, table, "Event", NULL, false, 1.5);
  json_array_foreach(json_object_get(plan, "events"), index, event) {
    const char *earliest = therapy_text(event, "earliest"), *latest = therapy_text(event, "latest");
    json_t *row = lu_tree_row(maker, table);
    bool given = json_is_true(json_object_get(event, "given"));
    lu_tree_cell(maker, row, therapy_text(event, "day"));
    lu_tree_run(maker, lu_tree_cell_runs(maker, row),
                strcmp(therapy_text(event, "kind"), "treatment") == 0 ? "bold" : "",
                therapy_text(event, "label"));
    if (given || strcmp(earliest, latest) == 0)
      lu_tree_cell(maker, row, given ? "given" : "");
    else
      lu_tree_cell_printf(maker, row, "%s to %s", earliest, latest[0] != '\0' ? latest : "open");
    lu_tree_cell(maker, row, therapy_text(event, "id"));
  }
  put_notes(maker, section, plan);
}

lu_status prrt_sections(json_t **out, const json_t *plan, lu_error *error) {
  lu_tree maker = {false};
  json_t *holder = lu_tree_node(&maker, "section");
  lu_tree_set(&maker, holder, "children", json_array());
  put_verdict(&maker, holder, plan);
  put_activity(&maker, holder, plan);
  put_calendar(&maker, holder, plan);
  put_doses(&maker, holder, plan);
  put_gates(&maker, holder, plan);
  *out = json_incref(json_object_get(holder, "children"));
  json_decref(holder);
  if (!maker.failed) return LU_OK;
  json_decref(*out);
  *out = NULL;
  return lu_fail_memory(error);
}
