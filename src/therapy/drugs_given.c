/* SPDX-License-Identifier: Apache-2.0 */
/* What the record says was given of a regimen: cycles, amounts, gaps; and which cycle is next. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "drugs_given.h"
#include "head.h"

/* A dose this many days beside its planned day is the planned one. */
#define SAME_DOSE_D 3

bool given_really(const json_t *entry) {
  const char *status = therapy_text(entry, "status");
  return strcmp(status, "missed") != 0 && strcmp(status, "refused") != 0;
}

/* The component that a name in the record means. @return borrowed; NULL if none */
static const json_t *component_of(const drug_sheet *sheet, const char *name) {
  const json_t *drug = formulary_recognise(sheet->formulary, name);
  size_t index;
  json_t *component;
  if (drug == NULL) return NULL;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (strcmp(therapy_text(component, "drug"), therapy_text(drug, "id")) == 0) return component;
  }
  return NULL;
}

/* The component of a cycle that an entry is a dose of: of several that hold the drug, as many as
   stand before it on the same day are passed over. */
static const json_t *component_in(const drug_sheet *sheet, const json_t *given, const json_t *entry,
                                  int cycle) {
  const json_t *first = component_of(sheet, therapy_text(entry, "drug")), *found = first, *other;
  size_t index, before = 0;
  json_t *component;
  json_array_foreach(json_object_get(given, "administrations"), index, other) {
    if (strcmp(therapy_text(other, "date"), therapy_text(entry, "date")) == 0 &&
        strcmp(therapy_text(other, "drug"), therapy_text(first, "drug")) == 0)
      before++;
  }
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (sheet_drug(sheet, component) != sheet_drug(sheet, first) ||
        (cycle > 0 && !sheet_in_cycle(component, cycle)))
      continue;
    found = component;
    if (before-- == 0) break;
  }
  return found;
}

/* True if an administration belongs to this regimen: it names it, or names none. */
static bool of_regimen(const drug_sheet *sheet, const json_t *entry) {
  const char *name = therapy_text(entry, "regimen");
  const json_t *regimen = NULL;
  lu_error ignored = LU_ERROR_INIT;
  if (name[0] == '\0') return true;
  return formulary_find_regimen(&regimen, sheet->formulary, name, &ignored) == LU_OK &&
         regimen == sheet->regimen;
}

/* @param cycle number of the cycle; 0 where it is not known or of an earlier course */
static lu_status add_administration(drug_sheet *sheet, json_t *given, const json_t *entry,
                                    const json_t *component, int cycle, lu_error *error) {
  static const char *const kept[] = {"date", "cycle", "day", "amount", "unit", "note", NULL};
  const char *state = therapy_text(entry, "status");
  const json_t *drug = sheet_drug(sheet, component);
  json_t *copy = json_pack("{s:s, s:s, s:s, s:s}", "component", therapy_text(component, "id"),
                           "drug", therapy_text(drug, "id"), "label", therapy_text(drug, "label"),
                           "status", state[0] != '\0' ? state : "given");
  lu_status status = copy == NULL ? lu_fail_memory(error) : therapy_copy(copy, entry, kept, error);
  if (status == LU_OK && cycle > 0) status = sheet_set(copy, "cycle", json_integer(cycle), error);
  if (status != LU_OK) {
    json_decref(copy);
    return status;
  }
  return sheet_push(given, "administrations", copy, error);
}

/* Which cycle an entry belongs to; without a number it is the one that goes on, or a new one when
   all days of the regimen lie behind. */
static int cycle_of(const drug_sheet *sheet, const json_t *entry, int64_t first) {
  const json_t *cycle = json_object_get(entry, "cycle");
  if (json_is_integer(cycle)) return (int)json_integer_value(cycle);
  if (sheet->last_cycle == SHEET_NO_DAY) return sheet->cycle;
  const json_t *early = json_object_get(json_object_get(sheet->regimen, "window"), "early");
  int64_t length = dose_cycle_days(sheet), days = given_last_day(sheet);
  int64_t whole = length - sheet_after(0, early, 1), after = days > 1 ? days + SAME_DOSE_D : 1;
  if (length > 0 && after > whole) after = whole;
  return first - sheet->last_cycle >= after ? sheet->cycle : sheet->cycle - 1;
}

/* Notes day 1 of a cycle. Entries come in the order of their days. */
static void note_cycle(drug_sheet *sheet, int cycle, int64_t first) {
  if (sheet->first_cycle == SHEET_NO_DAY || first < sheet->first_cycle) sheet->first_cycle = first;
  if (cycle < sheet->cycle) return;
  sheet->cycle = cycle + 1;
  sheet->last_cycle = first;
}

/* Takes one entry of the record; those before `since` belong to an earlier course. */
static lu_status take_entry(drug_sheet *sheet, json_t *given, const json_t *entry, int64_t since,
                            lu_error *error) {
  const json_t *component = component_of(sheet, therapy_text(entry, "drug"));
  const json_t *number = json_object_get(entry, "day");
  int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
  if (component == NULL || day == SHEET_NO_DAY || day > lu_date_first_day(sheet->today) ||
      !of_regimen(sheet, entry))
    return LU_OK;
  if (day < since)
    return add_administration(sheet, given, entry, component_in(sheet, given, entry, 0), 0, error);
  int64_t first = json_is_integer(number) ? day - json_integer_value(number) + 1 : day;
  int cycle = cycle_of(sheet, entry, first);
  if (given_really(entry)) note_cycle(sheet, cycle, first);
  component = component_in(sheet, given, entry, cycle);
  return add_administration(sheet, given, entry, component, cycle, error);
}

/* Takes the entries in the order of their days, those of one day as they stand in the record. */
static lu_status take_administrations(drug_sheet *sheet, json_t *given, int64_t since,
                                      lu_error *error) {
  const json_t *list = json_object_get(sheet->record, "administrations");
  size_t count = json_array_size(list), kept = 0;
  const json_t **order = calloc(count + 1, sizeof *order);
  lu_status status = LU_OK;
  if (order == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    const json_t *entry = json_array_get(list, i);
    size_t at = kept++;
    int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
    for (; at > 0 && sheet_day(order[at - 1], "date", SHEET_NO_DAY) > day; at--)
      order[at] = order[at - 1];
    order[at] = entry;
  }
  for (size_t i = 0; i < kept && status == LU_OK; i++)
    status = take_entry(sheet, given, order[i], since, error);
  free(order);
  return status;
}

/* True if another regimen of other drugs has a kind too: the kind alone does not say which. */
static bool is_ambiguous(const drug_sheet *sheet, const char *kind) {
  for (size_t i = 0; i < lu_formulary_regimen_count(sheet->formulary); i++) {
    const json_t *other = lu_formulary_regimen_at(sheet->formulary, i), *component;
    size_t index;
    if (!therapy_lists(json_object_get(other, "kinds"), kind)) continue;
    json_array_foreach(json_object_get(other, "components"), index, component) {
      if (component_of(sheet, therapy_text(component, "drug")) == NULL) return true;
    }
  }
  return false;
}

/* True if a treatment of the record is this regimen. */
static bool is_regimen(const drug_sheet *sheet, const json_t *entry) {
  const char *drug = therapy_text(entry, "drug"), *kind = therapy_text(entry, "kind");
  const char *level = therapy_text(entry, "dose_level");
  const char *own = therapy_text(sheet->regimen, "dose_level");
  if (!therapy_lists(json_object_get(sheet->regimen, "kinds"), kind)) return false;
  if (drug[0] == '\0' ? is_ambiguous(sheet, kind) : component_of(sheet, drug) == NULL) return false;
  return own[0] == '\0' || strcmp(own, level[0] != '\0' ? level : "standard") == 0;
}

/* The latest treatment of the record that this regimen is. @return borrowed; NULL for none */
static const json_t *treatment_of(const drug_sheet *sheet) {
  const json_t *latest = NULL;
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(sheet->record, "treatments"), index, entry) {
    int64_t start = sheet_day(entry, "start", SHEET_NO_DAY);
    if (!is_regimen(sheet, entry) || start > lu_date_first_day(sheet->today)) continue;
    if (latest == NULL || start >= sheet_day(latest, "start", SHEET_NO_DAY)) latest = entry;
  }
  return latest;
}

/* The first day of the course that goes on, or of the last one. */
static int64_t course_start(const drug_sheet *sheet, const json_t *treatment) {
  const json_t *list = json_object_get(sheet->record, "administrations");
  int64_t stop = sheet_day(treatment, "stop", SHEET_NO_DAY);
  int64_t start = sheet_day(treatment, "start", SHEET_NO_DAY);
  size_t index;
  json_t *entry;
  if (treatment == NULL || stop == SHEET_NO_DAY) return start;
  json_array_foreach(list, index, entry) { /* doses after the stop: a new course */
    int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
    if (day > stop && day <= lu_date_first_day(sheet->today) && given_really(entry) &&
        component_of(sheet, therapy_text(entry, "drug")) != NULL && of_regimen(sheet, entry))
      return stop + 1;
  }
  return start;
}

/* Where no single administration is recorded, the treatment's days and cycles say what they can. A
   last dose that is no first day of a cycle is taken for one of its later days. */
static lu_status take_treatment(drug_sheet *sheet, json_t *given, const json_t *treatment,
                                lu_error *error) {
  int64_t start = sheet_day(treatment, "start", SHEET_NO_DAY);
  int64_t last = sheet_day(treatment, "last", SHEET_NO_DAY), length = dose_cycle_days(sheet);
  int64_t stop = sheet_day(treatment, "stop", SHEET_NO_DAY);
  const json_t *cycles = json_object_get(treatment, "cycles");
  bool supposed = last == SHEET_NO_DAY && stop == SHEET_NO_DAY && start != SHEET_NO_DAY &&
                  !json_is_integer(cycles) && length > 0;
  if (supposed) last = lu_date_first_day(sheet->today);
  sheet->first_cycle = start;
  sheet->last_cycle = last != SHEET_NO_DAY ? last : start;
  if (start != SHEET_NO_DAY && last != SHEET_NO_DAY && length > 0) {
    int64_t whole = (last - start) / length, over = (last - start) % length;
    int64_t early = 2 * over >= length && !supposed;
    sheet->cycle = (int)(whole + early) + 2;
    if (supposed || over < given_last_day(sheet)) sheet->last_cycle = last - over;
  } else if (start != SHEET_NO_DAY)
    sheet->cycle = 2;
  if (json_is_integer(cycles)) sheet->cycle = (int)json_integer_value(cycles) + 1;
  if (!supposed) return LU_OK;
  char date[16];
  return sheet_set(given, "text",
                   json_sprintf("The record has this treatment going on since %s and no single "
                                "doses: cycles are counted from that day as planned.",
                                lu_date_format(date, lu_date_from_day(start))),
                   error);
}

/* ---- missed -----------------------------------------------------------------------------------
 */

/* What the first file that says something about missed doses says: regimen, then its drugs. */
static const json_t *missed_rule(const drug_sheet *sheet, const json_t *component) {
  const json_t *rule = json_object_get(sheet->regimen, "missed");
  return rule != NULL ? rule : json_object_get(sheet_drug(sheet, component), "missed");
}

static lu_status add_missed(drug_sheet *sheet, json_t *given, const json_t *component,
                            const char *what, lu_error *error) {
  const json_t *rule = missed_rule(sheet, component);
  lu_text text = LU_TEXT_INIT;
  lu_text_puts(&text, what);
  if (therapy_text(rule, "text")[0] != '\0')
    lu_text_printf(&text, ": %s", therapy_text(rule, "text"));
  json_t *entry = text.failed
                      ? NULL
                      : json_pack("{s:s, s:s, s:s, s:s}", "text", lu_text_string(&text),
                                  "component", therapy_text(component, "id"), "source",
                                  therapy_text(rule, "source"), "mark", therapy_text(rule, "mark"));
  lu_text_free(&text);
  return sheet_push(given, "missed", entry, error);
}

/* True if a dose of a drug is recorded between two days. */
static bool given_between(const json_t *given, const char *drug, int64_t from, int64_t to) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(given, "administrations"), index, entry) {
    int64_t at = sheet_day(entry, "date", SHEET_NO_DAY);
    if (given_really(entry) && strcmp(therapy_text(entry, "drug"), drug) == 0 && at >= from &&
        at <= to)
      return true;
  }
  return false;
}

static lu_status note_entry(drug_sheet *sheet, json_t *given, const json_t *entry,
                            lu_error *error) {
  lu_text text = LU_TEXT_INIT;
  const json_t *component = sheet_component(sheet, therapy_text(entry, "component"));
  if (given_really(entry) || component == NULL) return LU_OK;
  lu_text_printf(&text, "%s of %s was %s", therapy_text(entry, "label"),
                 therapy_text(entry, "date"), therapy_text(entry, "status"));
  lu_status status = text.failed
                         ? lu_fail_memory(error)
                         : add_missed(sheet, given, component, lu_text_string(&text), error);
  lu_text_free(&text);
  return status;
}

/* Tells that no dose is recorded for some days of the last cycle, if they have passed. */
static lu_status note_gap(drug_sheet *sheet, json_t *given, const json_t *component, int from,
                          int to, lu_error *error) {
  const json_t *drug = sheet_drug(sheet, component);
  int64_t first = sheet->last_cycle + from - 1, last = sheet->last_cycle + to - 1;
  lu_text text = LU_TEXT_INIT;
  char date[16];
  if (first > lu_date_first_day(sheet->today) - SAME_DOSE_D ||
      given_between(given, therapy_text(drug, "id"), first - SAME_DOSE_D, last + SAME_DOSE_D))
    return LU_OK;
  lu_text_printf(&text, "no dose of %s is recorded for %s (cycle %d, day %d)",
                 therapy_text(drug, "label"), lu_date_format(date, lu_date_from_day(first)),
                 sheet->cycle - 1, from);
  lu_status status = text.failed
                         ? lu_fail_memory(error)
                         : add_missed(sheet, given, component, lu_text_string(&text), error);
  lu_text_free(&text);
  return status;
}

/* Days of a component in the last cycle that have passed without its dose; of a course of days,
   that nothing of it is recorded. */
static lu_status note_gaps(drug_sheet *sheet, json_t *given, const json_t *component,
                           lu_error *error) {
  const json_t *days = json_object_get(component, "days"), *to = json_object_get(days, "to");
  size_t index;
  json_t *day;
  lu_status status = LU_OK;
  if (sheet->last_cycle == SHEET_NO_DAY || !sheet_in_cycle(component, sheet->cycle - 1) ||
      !json_is_array(json_object_get(given, "administrations")))
    return LU_OK;
  if (json_is_integer(to))
    return note_gap(sheet, given, component, (int)json_integer_value(json_object_get(days, "from")),
                    (int)json_integer_value(to), error);
  json_array_foreach(days, index, day) {
    int wanted = (int)json_integer_value(day);
    if (status == LU_OK) status = note_gap(sheet, given, component, wanted, wanted, error);
  }
  return status;
}

/* The next cycle was due before today. */
static lu_status note_delay(drug_sheet *sheet, json_t *given, int64_t due, lu_error *error) {
  int64_t late = lu_date_first_day(sheet->today) - due;
  const json_t *window = json_object_get(sheet->regimen, "window");
  int64_t last = sheet_after(due, json_object_get(window, "late"), 1);
  lu_text text = LU_TEXT_INIT;
  char date[16];
  if (lu_date_first_day(sheet->today) <= last) return LU_OK;
  const json_t *component = json_array_get(json_object_get(sheet->regimen, "components"), 0);
  lu_text_printf(&text, "cycle %d was due on %s, %lld days ago", sheet->cycle,
                 lu_date_format(date, lu_date_from_day(due)), (long long)late);
  lu_status status = text.failed
                         ? lu_fail_memory(error)
                         : add_missed(sheet, given, component, lu_text_string(&text), error);
  lu_text_free(&text);
  return status;
}

static lu_status note_missed(drug_sheet *sheet, json_t *given, lu_error *error) {
  size_t index;
  json_t *entry;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(given, "administrations"), index, entry) {
    if (status == LU_OK) status = note_entry(sheet, given, entry, error);
  }
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, entry) {
    if (status == LU_OK) status = note_gaps(sheet, given, entry, error);
  }
  return status;
}

/* ---- what is next -----------------------------------------------------------------------------
 */

/* True while the treatment goes on: an entry without last day, or doses after the last one. */
static bool is_running(const drug_sheet *sheet, const json_t *treatment, const json_t *given) {
  int64_t stop = sheet_last_day(treatment, "stop", SHEET_NO_DAY);
  if (treatment != NULL)
    return stop == SHEET_NO_DAY || (sheet->last_cycle != SHEET_NO_DAY && sheet->last_cycle > stop);
  return json_array_size(json_object_get(given, "administrations")) > 0;
}

static lu_status give_names(drug_sheet *sheet, bool running, int64_t due, lu_error *error) {
  int64_t today = lu_date_first_day(sheet->today);
  bool begun = running && sheet->last_cycle != SHEET_NO_DAY;
  double delay = begun && today > due ? (double)(today - due) : 0;
  lu_status status = view_set_number(sheet->view, "cycle", sheet->cycle, error);
  if (status == LU_OK)
    status = view_set_number(sheet->view, "given_cycles", sheet->cycle - 1, error);
  if (status == LU_OK)
    status = view_set_number(sheet->view, "days_since_last_cycle",
                             begun ? (double)(today - sheet->last_cycle) : NAN, error);
  if (status == LU_OK)
    status = view_set_number(
        sheet->view, "days_since_start",
        begun && sheet->first_cycle != SHEET_NO_DAY ? (double)(today - sheet->first_cycle) : NAN,
        error);
  return status == LU_OK ? view_set_number(sheet->view, "delay_d", delay, error) : status;
}

/* Day 1 of the next cycle by the length of a cycle. */
static int64_t due_day(const drug_sheet *sheet) {
  const json_t *length = json_object_get(sheet->regimen, "cycle");
  if (sheet->last_cycle == SHEET_NO_DAY || !sheet_has_distance(length)) return SHEET_NO_DAY;
  return sheet_after(sheet->last_cycle, length, 1);
}

lu_status sheet_given(drug_sheet *sheet, lu_error *error) {
  json_t *given = json_object();
  size_t index;
  json_t *component;
  sheet->cycle = 1;
  sheet->last_cycle = sheet->first_cycle = SHEET_NO_DAY;
  lu_status status = sheet_set(sheet->out, "given", given, error);
  const json_t *treatment = treatment_of(sheet);
  if (status == LU_OK)
    status = take_administrations(sheet, given, course_start(sheet, treatment), error);
  if (status == LU_OK && sheet->last_cycle == SHEET_NO_DAY && treatment != NULL)
    status = take_treatment(sheet, given, treatment, error);
  if (status != LU_OK) return status;
  bool running = is_running(sheet, treatment, given);
  if (!running) {
    sheet->cycle = 1; /* what was stopped begins anew */
    json_object_del(given, "text");
  }
  int64_t due = running ? due_day(sheet) : SHEET_NO_DAY;
  int64_t today = lu_date_first_day(sheet->today);
  if (!lu_date_whole(sheet->start))
    sheet->start = lu_date_from_day(due != SHEET_NO_DAY && due > today ? due : today);
  if (running) status = note_missed(sheet, given, error);
  if (status == LU_OK && due != SHEET_NO_DAY) status = note_delay(sheet, given, due, error);
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (status == LU_OK) status = given_sum(sheet, given, component, error);
  }
  if (status == LU_OK) status = sheet_set(given, "running", json_boolean(running), error);
  if (status == LU_OK) status = sheet_set(given, "cycles", json_integer(sheet->cycle - 1), error);
  if (status == LU_OK && sheet->last_cycle != SHEET_NO_DAY)
    status = sheet_set(given, "last", sheet_day_json(sheet->last_cycle), error);
  if (status == LU_OK && due != SHEET_NO_DAY)
    status = sheet_set(given, "due", sheet_day_json(due), error);
  return status == LU_OK ? give_names(sheet, running, due, error) : status;
}
