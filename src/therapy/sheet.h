/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: one regimen for one patient, put together part by part. Each part adds
 * members to `out`; later parts read what earlier ones wrote (order as below).
 */
#ifndef THERAPY_SHEET_H
#define THERAPY_SHEET_H

#include "formulary.h"
#include "lutetia/schedule.h"

/** What all parts share; everything borrowed. */
typedef struct drug_sheet {
  const lu_formulary *formulary;
  const lu_study *study;
  const lu_treatment_request *request;
  const json_t *regimen; /**< its file */
  const json_t *record;  /**< the case as JSON */
  case_view *view;       /**< of today's facts */
  lu_date today;         /**< the day of the question */
  lu_date start;         /**< day 1 of the course, or of the next cycle of one that goes on */
  int cycle;             /**< number of the next cycle, from 1 */
  int64_t last_cycle;    /**< day 1 of the last given cycle; SHEET_NO_DAY for none */
  int64_t first_cycle;   /**< day 1 of the first given cycle; SHEET_NO_DAY for none */
  lu_context *context;
  json_t *out; /**< the sheet, an object */
} drug_sheet;

/** "given": what the record says was given of this regimen: {"administrations": [...], "cycles",
 * "last", "cumulative": [{"drug", "amount", "unit", "limit", ...}], "missed": [...], "planned"};
 * sets sheet->cycle and sheet->start. drugs_given.c */
lu_status sheet_given(drug_sheet *sheet, lu_error *error);
/** "eligibility": {"verdict", "reasons": [rule…], "cautions": [rule…], "unknown": [rule…], "met":
 * [rule…], "approval": [rule…], "allergy": [...], "pregnancy": {...}}. drugs_eligibility.c */
lu_status sheet_eligibility(drug_sheet *sheet, lu_error *error);
/** "interactions": [{"drug", "with", "severity", "effect", "action", "dose", "source", "mark"}].
 * drugs_interactions.c */
lu_status sheet_interactions(drug_sheet *sheet, lu_error *error);
/** "toxicity": {"events": [{"rule", "component", "date", "occurrence", "action", "state" …}],
 * "factors": {"<component>": [{"times" | "to" | "plus" | "steps", "text", "source", "mark"}]},
 * "action": "give" | "delay" | "reduce" | "hold" | "stop"}. drugs_toxicity.c */
lu_status sheet_toxicity(drug_sheet *sheet, lu_error *error);
/** "dose": {"size": {"bsa_m2": …, "crcl_ml_min": …}, "components": [{"component", "drug", "label",
 * "steps": [{"what", "formula", "value", "unit", "source", "mark"}], "dose", "unit", "per_day",
 * "rounded", "units_dispensed": [{"strength", "count"}], "rounding_pct", "ceiling", "alarm",
 * "missing": [...]}]}. drugs_dose.c */
lu_status sheet_dose(drug_sheet *sheet, lu_error *error);
/** "administrations": [{"id", "component", "cycle", "day", "date", "earliest", "latest", "text"}]
 * and their part of "events". drugs_administrations.c */
lu_status sheet_administrations(drug_sheet *sheet, lu_error *error);
/** Adds to eligibility.pregnancy until when contraception and no breastfeeding are asked for, by
 * the last planned day. drugs_pregnancy.c */
lu_status sheet_contraception(drug_sheet *sheet, lu_error *error);
/** "support": [rule…] of regimen and drugs that are met or not known. drugs_support.c */
lu_status sheet_support(drug_sheet *sheet, lu_error *error);
/** "tests": {"baseline": [{"test", "label", "state" ("there", "too old", "missing"), "date",
 * "age_d", "max_age_d", …}], "monitoring": [{"test", "label", "dates": [...], "text"}]} and their
 * part of "events". drugs_tests.c */
lu_status sheet_tests(drug_sheet *sheet, lu_error *error);
/** "stop_before": [{"drug", "event", "last_day", "days", "restart", "text", …}]. drugs_pauses.c */
lu_status sheet_pauses(drug_sheet *sheet, lu_error *error);
/** True if some drug of the regimen says what to do before such an event ("surgery", …): a move of
 * it puts the event on a day and asks for the last day of intake. */
bool sheet_pauses_for(const drug_sheet *sheet, const char *event);
/** "evidence": [{"trial", "results": [...], "alike": {"met": [...], "not_met": [...], "unknown":
 * [...]}, "notes"}]. drugs_evidence.c */
lu_status sheet_evidence(drug_sheet *sheet, lu_error *error);
/** "today": {"decision" ("give", "delay", "reduce", "hold", "stop"), "until", "because": [rule…],
 * "sentence"}; only where request->today. drugs_today.c */
lu_status sheet_today(drug_sheet *sheet, lu_error *error);

/** Appends one event for the calendar: {"id", "label", "kind", "day", "earliest", "latest",
 * "duration_d", "rule", "description"} to out["events"]. sheet.c */
lu_status sheet_event(drug_sheet *sheet, json_t *event, lu_error *error);
/** The drug file of a component. @return borrowed, never NULL (files are checked) */
const json_t *sheet_drug(const drug_sheet *sheet, const json_t *component);
/** True if no component before that of an index has the same drug: what a drug's file says is said
 * once. */
bool sheet_first_of_drug(const drug_sheet *sheet, size_t index);

/** A distance {"days" | "weeks" | "months" | "hours"}, begun days counted whole; zero for none. */
lu_span sheet_span(const json_t *distance);
/** Name of day 1 of a cycle in a calendar: "cycle.3". @param id SHEET_CYCLE_ID bytes */
void sheet_cycle_id(char *id, int cycle);
/** Room for it. */
#define SHEET_CYCLE_ID 24
/** Days of a distance {"days" | "weeks" | "months" | "hours"}; months count as such from `day`.
 * @return day number; `day` itself for no distance */
int64_t sheet_after(int64_t day, const json_t *distance, int sign);
/** True if there is such a distance. */
bool sheet_has_distance(const json_t *distance);
/** Appends a distance in words: "4 weeks", "1 months 2 weeks". */
void sheet_put_distance(lu_text *out, const json_t *distance);
/** Converts an amount; NAN where the units do not fit. Equal spellings always fit ("IU"). */
double sheet_convert(double value, const char *from, const char *to);
/** Number of a fact; NAN if it is not known. */
double sheet_fact(const drug_sheet *sheet, const char *fact);
/** Appends a value, which is stolen, to a list member, which is made if there is none. */
lu_status sheet_push(json_t *object, const char *key, json_t *value, lu_error *error);
/** Sets a member; the value is stolen. */
lu_status sheet_set(json_t *object, const char *key, json_t *value, lu_error *error);
/** A component of the regimen by id. @return borrowed; NULL if there is none */
const json_t *sheet_component(const drug_sheet *sheet, const char *id);
/** True if a rule is for a component: it names this one, or none. */
bool sheet_concerns(const json_t *rule, const json_t *component);
/** True if a component is part of a cycle: "from_cycle" and "to_cycle". */
bool sheet_in_cycle(const json_t *component, int cycle);
/** A whole date of a member as day number; `otherwise` if there is none. */
int64_t sheet_day(const json_t *object, const char *key, int64_t otherwise);
/** The last day that a date of a member may mean ("2024-06" is 30 June); `otherwise` if there is
 * none. */
int64_t sheet_last_day(const json_t *object, const char *key, int64_t otherwise);
/** A day number as JSON text. @return new */
json_t *sheet_day_json(int64_t day);
/** "no day". */
#define SHEET_NO_DAY INT64_MIN

#endif
