/* SPDX-License-Identifier: Apache-2.0 */
/* Dose, dates and what was given, as people read them. */
#include <math.h>
#include <string.h>

#include "drugs_sections.h"
#include "head.h"
#include "section_rules.h"

/* Administrations that are listed one by one; the rest stands in the calendar file. */
#define SHOWN_DATES 12

/* "4 x 500 mg, 1 x 150 mg" */
static void put_units(lu_text *out, const json_t *component) {
  size_t index;
  json_t *unit;
  json_array_foreach(json_object_get(component, "units_dispensed"), index, unit) {
    const json_t *strength = json_object_get(unit, "strength");
    if (index > 0) lu_text_puts(out, ", ");
    section_number(out, json_number_value(json_object_get(unit, "count")));
    lu_text_puts(out, " x ");
    if (json_is_object(strength)) {
      section_number(out, json_number_value(json_object_get(strength, "value")));
      lu_text_printf(out, " %s", therapy_text(strength, "unit"));
    } else
      section_number(out, json_number_value(strength));
    const char *form = therapy_text(unit, "form");
    if (form[0] != '\0') lu_text_printf(out, " %s", form);
  }
}

static void put_missing(lu_text *out, const json_t *component) {
  size_t index;
  json_t *fact;
  lu_text_puts(out, "no dose: not known are ");
  json_array_foreach(json_object_get(component, "missing"), index, fact)
      lu_text_printf(out, "%s%s", index == 0 ? "" : ", ",
                     json_is_string(fact) ? json_string_value(fact) : therapy_text(fact, "label"));
}

static void dose_row(lu_tree *maker, json_t *table, const json_t *component) {
  const char *unit = therapy_text(component, "unit");
  const json_t *rounded = json_object_get(component, "rounded");
  const json_t *pct = json_object_get(component, "rounding_pct");
  lu_text dose = LU_TEXT_INIT, units = LU_TEXT_INIT, rounding = LU_TEXT_INIT;
  json_t *row = lu_tree_row(maker, table);
  lu_tree_cell(maker, row, therapy_text(component, "label"));
  if (json_is_number(rounded)) {
    section_number(&dose, json_number_value(rounded));
    lu_text_printf(&dose, " %s", unit);
    put_units(&units, component);
    if (json_is_number(pct) && fabs(json_number_value(pct)) >= 0.05)
      lu_text_printf(&rounding, "%+.1f %%", json_number_value(pct));
  } else
    put_missing(&dose, component);
  section_cell(maker, row, &dose);
  lu_tree_cell(maker, row, therapy_text(component, "when"));
  section_cell(maker, row, &units);
  section_cell(maker, row, &rounding);
}

/* "84.8 mL/min, SD 22" */
static void step_cell(lu_tree *maker, json_t *row, const json_t *step) {
  const json_t *sd = json_object_get(step, "sd");
  lu_text text = LU_TEXT_INIT;
  section_number(&text, json_number_value(json_object_get(step, "value")));
  if (therapy_text(step, "unit")[0] != '\0')
    lu_text_printf(&text, " %s", therapy_text(step, "unit"));
  if (json_is_number(sd))
    lu_text_printf(&text, json_number_value(sd) < 10 ? ", SD %.2g" : ", SD %.0f",
                   json_number_value(sd));
  section_cell(maker, row, &text);
}

/* Rules that would change the dose if they were met, and nobody knows. */
static void put_open(lu_tree *maker, json_t *parent, const json_t *component) {
  lu_text title = LU_TEXT_INIT;
  lu_text_printf(&title, "Not known, and taken as not so for the dose of %s",
                 therapy_text(component, "label"));
  if (section_any(component, "open"))
    section_rules(maker, parent, lu_text_string(&title), json_object_get(component, "open"));
  lu_text_free(&title);
}

static void put_steps(lu_tree *maker, json_t *parent, const json_t *component) {
  size_t index;
  json_t *step;
  if (!section_any(component, "steps")) return;
  json_t *table = lu_tree_table(maker, parent, NULL);
  lu_tree_set_printf(maker, table, "caption", "How the dose of %s comes about",
                     therapy_text(component, "label"));
  lu_tree_column(maker, table, "Step", NULL, false, 3);
  lu_tree_column(maker, table, "How", NULL, false, 4);
  lu_tree_column(maker, table, "Result", NULL, true, 1.5);
  lu_tree_column(maker, table, "Source", NULL, false, 3);
  json_array_foreach(json_object_get(component, "steps"), index, step) {
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(step, "what"));
    lu_tree_cell(maker, row, therapy_text(step, "formula"));
    step_cell(maker, row, step);
    json_t *cell = lu_tree_cell_runs(maker, row);
    lu_tree_run(maker, cell, "", therapy_text(step, "source"));
    if (strcmp(therapy_text(step, "mark"), "memory") == 0)
      lu_tree_run(maker, cell, "muted", " (from memory)");
  }
}

static void put_alarm(lu_tree *maker, json_t *parent, const json_t *component) {
  const json_t *alarms = json_object_get(component, "alarm");
  if (json_is_string(alarms)) {
    json_t *callout = lu_tree_callout(maker, parent, "severe", "Dose alarm");
    lu_tree_paragraph(maker, callout, "warning", json_string_value(alarms));
  }
}

/* In which order, and how often. */
static void put_course(lu_tree *maker, json_t *section, const json_t *sheet) {
  const json_t *cycles = json_object_get(sheet, "cycles");
  const json_t *planned = json_object_get(cycles, "planned");
  const char *sequence = therapy_text(sheet, "sequence"), *said = therapy_text(cycles, "text");
  if (sequence[0] != '\0') lu_tree_paragraph(maker, section, "", sequence);
  if (!json_is_integer(planned)) return;
  json_t *runs = lu_tree_runs(maker, section);
  if (said[0] != '\0')
    lu_tree_run_printf(maker, runs, "", "Planned: %s.", said);
  else
    lu_tree_run_printf(maker, runs, "", "Planned: %d cycles.", (int)json_integer_value(planned));
  if (therapy_text(cycles, "source")[0] != '\0') section_source(maker, runs, cycles);
}

void drugs_section_dose(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *components = json_object_get(json_object_get(sheet, "dose"), "components");
  size_t index;
  json_t *component;
  if (json_array_size(components) == 0) return;
  json_t *section = lu_tree_section(maker, parent, "Dose for this patient", 2);
  json_array_foreach(components, index, component) put_alarm(maker, section, component);
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Drug", NULL, false, 2);
  lu_tree_column(maker, table, "One administration", NULL, false, 2);
  lu_tree_column(maker, table, "When", NULL, false, 3);
  lu_tree_column(maker, table, "Dispensed as", NULL, false, 2);
  lu_tree_column(maker, table, "Rounding", NULL, true, 1);
  json_array_foreach(components, index, component) dose_row(maker, table, component);
  put_course(maker, section, sheet);
  json_array_foreach(components, index, component) put_open(maker, section, component);
  json_array_foreach(components, index, component) put_steps(maker, section, component);
}

void drugs_section_broken(lu_tree *maker, json_t *parent, const json_t *plan) {
  size_t index;
  json_t *entry;
  if (!section_any(plan, "broken")) return;
  json_t *callout = lu_tree_callout(maker, parent, "severe", "Days that the rules do not allow");
  json_array_foreach(json_object_get(plan, "broken"), index, entry) {
    lu_text text = LU_TEXT_INIT;
    const char *rule = therapy_text(entry, "rule");
    lu_text_puts(&text, therapy_text(entry, "sentence"));
    if (rule[0] != '\0') lu_text_printf(&text, " (%s)", rule);
    lu_tree_paragraph(maker, callout, "warning", lu_text_string(&text));
    lu_text_free(&text);
  }
}

void drugs_section_dates(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *list = json_object_get(sheet, "administrations");
  size_t index;
  json_t *entry;
  if (json_array_size(list) == 0) return;
  json_t *section = lu_tree_section(maker, parent, "Administrations", 2);
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Day", NULL, false, 1.2);
  lu_tree_column(maker, table, "What", NULL, false, 5);
  lu_tree_column(maker, table, "Window", NULL, false, 2);
  json_array_foreach(list, index, entry) {
    if (index >= SHOWN_DATES) break;
    const char *earliest = therapy_text(entry, "earliest"), *latest = therapy_text(entry, "latest");
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(entry, "date"));
    lu_tree_cell(maker, row, therapy_text(entry, "text"));
    if (earliest[0] != '\0' && strcmp(earliest, latest) != 0)
      lu_tree_cell_printf(maker, row, "%s to %s", earliest, latest[0] != '\0' ? latest : "open");
    else
      lu_tree_cell(maker, row, "");
  }
  if (json_array_size(list) > SHOWN_DATES) {
    json_t *note = lu_tree_runs(maker, section);
    lu_tree_run_printf(maker, note, "small", "%zu more stand in the calendar file (--ics).",
                       json_array_size(list) - SHOWN_DATES);
  }
}

static void given_row(lu_tree *maker, json_t *table, const json_t *entry) {
  json_t *row = lu_tree_row(maker, table);
  lu_tree_cell(maker, row, therapy_text(entry, "date"));
  section_number_cell(maker, row, entry, "cycle", "");
  lu_tree_cell(maker, row, therapy_text(entry, "label"));
  section_number_cell(maker, row, entry, "amount", therapy_text(entry, "unit"));
  section_number_cell(maker, row, entry, "planned", therapy_text(entry, "unit"));
  lu_tree_cell(maker, row, therapy_text(entry, "status"));
}

static void put_sentences(lu_tree *maker, json_t *section, const json_t *list) {
  size_t index;
  json_t *entry;
  if (json_array_size(list) == 0) return;
  json_t *items = lu_tree_list(maker, section, false);
  json_array_foreach(list, index, entry) {
    json_t *item = lu_tree_item(maker, items);
    lu_tree_run(maker, item, "", therapy_text(entry, "text"));
    section_source(maker, item, entry);
  }
}

static void given_table(lu_tree *maker, json_t *section, const json_t *given) {
  size_t index;
  json_t *entry;
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Day", NULL, false, 1);
  lu_tree_column(maker, table, "Cycle", NULL, true, 1);
  lu_tree_column(maker, table, "Drug", NULL, false, 2);
  lu_tree_column(maker, table, "Given", NULL, true, 1);
  lu_tree_column(maker, table, "Planned", NULL, true, 1);
  lu_tree_column(maker, table, "State", NULL, false, 2);
  json_array_foreach(json_object_get(given, "administrations"), index, entry)
      given_row(maker, table, entry);
}

void drugs_section_given(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *given = json_object_get(sheet, "given");
  const char *text = therapy_text(given, "text");
  if (!section_any(given, "administrations") && !section_any(given, "missed") && text[0] == '\0')
    return;
  json_t *section = lu_tree_section(maker, parent, "Given so far", 2);
  if (text[0] != '\0') lu_tree_paragraph(maker, section, "note", text);
  if (section_any(given, "administrations")) given_table(maker, section, given);
  put_sentences(maker, section, json_object_get(given, "missed"));
  put_sentences(maker, section, json_object_get(given, "courses"));
  put_sentences(maker, section, json_object_get(given, "cumulative"));
}
