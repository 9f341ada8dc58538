/* SPDX-License-Identifier: Apache-2.0 */
/* Tests, toxicity, interactions and pauses, as people read them. */
#include <string.h>

#include "drugs_sections.h"
#include "head.h"
#include "section_rules.h"

/* Days of monitoring that are listed. */
#define SHOWN_DAYS 8

static void put_baseline(lu_tree *maker, json_t *section, const json_t *list) {
  size_t index;
  json_t *test;
  if (json_array_size(list) == 0) return;
  json_t *table = lu_tree_table(maker, section, "Before treatment");
  lu_tree_column(maker, table, "Test", NULL, false, 3);
  lu_tree_column(maker, table, "State", NULL, false, 1.2);
  lu_tree_column(maker, table, "Of", NULL, false, 1.2);
  lu_tree_column(maker, table, "At most", "d old", true, 1);
  lu_tree_column(maker, table, "Source", NULL, false, 3);
  json_array_foreach(list, index, test) {
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(test, "label"));
    json_t *state = lu_tree_cell_runs(maker, row);
    lu_tree_run(maker, state, strcmp(therapy_text(test, "state"), "there") == 0 ? "" : "bold",
                therapy_text(test, "state"));
    lu_tree_cell(maker, row, therapy_text(test, "date"));
    section_number_cell(maker, row, test, "max_age_d", "");
    lu_tree_cell(maker, row, therapy_text(test, "source"));
  }
}

static void put_days(lu_text *out, const json_t *dates) {
  size_t index;
  json_t *date;
  json_array_foreach(dates, index, date) {
    if (index == SHOWN_DAYS) break;
    lu_text_printf(out, "%s%s", index == 0 ? "" : ", ", json_string_value(date));
  }
  if (json_array_size(dates) > SHOWN_DAYS)
    lu_text_printf(out, " and %zu more", json_array_size(dates) - SHOWN_DAYS);
}

static void put_monitoring(lu_tree *maker, json_t *section, const json_t *list) {
  size_t index;
  json_t *test;
  if (json_array_size(list) == 0) return;
  json_t *table = lu_tree_table(maker, section, "During treatment");
  lu_tree_column(maker, table, "Test", NULL, false, 2);
  lu_tree_column(maker, table, "When", NULL, false, 3);
  lu_tree_column(maker, table, "Days", NULL, false, 4);
  json_array_foreach(list, index, test) {
    lu_text days = LU_TEXT_INIT;
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(test, "label"));
    lu_tree_cell(maker, row, therapy_text(test, "text"));
    put_days(&days, json_object_get(test, "dates"));
    section_cell(maker, row, &days);
  }
}

void drugs_section_tests(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *tests = json_object_get(sheet, "tests");
  if (!section_any(tests, "baseline") && !section_any(tests, "monitoring")) return;
  json_t *section = lu_tree_section(maker, parent, "Tests", 2);
  put_baseline(maker, section, json_object_get(tests, "baseline"));
  put_monitoring(maker, section, json_object_get(tests, "monitoring"));
}

void drugs_section_toxicity(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *events = json_object_get(json_object_get(sheet, "toxicity"), "events");
  size_t index;
  json_t *event;
  if (json_array_size(events) == 0) return;
  json_t *section = lu_tree_section(maker, parent, "Changes for toxicity", 2);
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Day", NULL, false, 1.2);
  lu_tree_column(maker, table, "What", NULL, false, 3);
  lu_tree_column(maker, table, "Then", NULL, false, 2);
  lu_tree_column(maker, table, "State", NULL, false, 2);
  json_array_foreach(events, index, event) {
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(event, "date"));
    section_rule(maker, lu_tree_cell_runs(maker, row), event);
    lu_tree_cell_printf(maker, row, "%s %s", therapy_text(event, "action"),
                        therapy_text(event, "factor"));
    lu_tree_cell(maker, row, therapy_text(event, "state"));
  }
}

void drugs_section_interactions(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *list = json_object_get(sheet, "interactions");
  size_t index;
  json_t *entry;
  if (json_array_size(list) == 0) return;
  json_t *section = lu_tree_section(maker, parent, "Interactions", 2);
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Drug", NULL, false, 1.5);
  lu_tree_column(maker, table, "With", NULL, false, 1.5);
  lu_tree_column(maker, table, "Weight", NULL, false, 1.2);
  lu_tree_column(maker, table, "What happens, what to do", NULL, false, 5);
  json_array_foreach(list, index, entry) {
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(entry, "drug"));
    lu_tree_cell(maker, row, therapy_text(entry, "with"));
    lu_tree_cell(maker, row, therapy_text(entry, "severity"));
    json_t *cell = lu_tree_cell_runs(maker, row);
    lu_tree_run(maker, cell, "", therapy_text(entry, "effect"));
    if (therapy_text(entry, "action")[0] != '\0')
      lu_tree_run_printf(maker, cell, "", " %s", therapy_text(entry, "action"));
    section_source(maker, cell, entry);
  }
}

void drugs_section_pauses(lu_tree *maker, json_t *parent, const json_t *sheet) {
  const json_t *list = json_object_get(sheet, "stop_before");
  size_t index;
  json_t *entry;
  if (json_array_size(list) == 0) return;
  json_t *section = lu_tree_section(maker, parent, "Stop before other treatments and tests", 2);
  json_t *table = lu_tree_table(maker, section, NULL);
  lu_tree_column(maker, table, "Drug", NULL, false, 1.5);
  lu_tree_column(maker, table, "Before", NULL, false, 1.5);
  lu_tree_column(maker, table, "Rule", NULL, false, 5);
  lu_tree_column(maker, table, "Last day", NULL, false, 1.2);
  json_array_foreach(list, index, entry) {
    json_t *row = lu_tree_row(maker, table);
    lu_tree_cell(maker, row, therapy_text(entry, "drug"));
    lu_tree_cell(maker, row, therapy_text(entry, "label"));
    json_t *cell = lu_tree_cell_runs(maker, row);
    lu_tree_run(maker, cell, "", therapy_text(entry, "text"));
    section_source(maker, cell, entry);
    lu_tree_cell(maker, row, therapy_text(entry, "last_day"));
  }
}
