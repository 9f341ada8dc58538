/* SPDX-License-Identifier: Apache-2.0 */
/* The activity of the next cycles: full, reduced after dose-modifying toxicity, withheld, or none.
   Any event since the last cycle counts, not only today's values. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"
#include "prrt.h"
#include "toxicity_record.h"

/** What is worked out. */
struct work {
  prrt_course *course;
  json_t *out; /* member "activity" */
  double baseline_creatinine, baseline_crcl;
  prrt_moments moments;            /* every rule asks for the same ones */
  int events_in[PRRT_MOST_CYCLES]; /* events after each given cycle */
  bool stop, hold, reduce;
};

static int64_t window_end(const prrt_course *course, size_t cycle) {
  return cycle + 1 < course->given_count ? course->given[cycle + 1].day
                                         : lu_date_first_day(course->today);
}

/* ---- baseline ---------------------------------------------------------------------------------
 */

/* Creatinine and clearance before the first cycle. */
static lu_status find_baseline(struct work *work, lu_error *error) {
  prrt_moment *moment = NULL;
  work->baseline_creatinine = work->baseline_crcl = NAN;
  if (work->course->given_count == 0) return LU_OK;
  lu_status status =
      prrt_moment_new(&moment, work->course, SHEET_NO_DAY, work->course->given[0].day, error);
  if (status != LU_OK) return status;
  work->baseline_creatinine = prrt_moment_fact(moment, "creatinine_umol_l");
  work->baseline_crcl = prrt_moment_fact(moment, "crcl_ml_min");
  prrt_moment_free(moment);
  return LU_OK;
}

static lu_status set_ratios(const struct work *work, case_view *view, double creatinine,
                            double clearance, lu_error *error) {
  lu_status status = view_set_number(view, "creatinine_ratio_to_baseline",
                                     creatinine / work->baseline_creatinine, error);
  return status == LU_OK ? view_set_number(view, "crcl_ratio_to_baseline",
                                           clearance / work->baseline_crcl, error)
                         : status;
}

/* ---- events -----------------------------------------------------------------------------------
 */

/* May the product have caused an entry: does it name it, or nothing? */
static bool may_be_caused(const prrt_course *course, const json_t *entry) {
  const char *drug = therapy_text(entry, "drug");
  return drug[0] == '\0' || prrt_is_product(course->product, drug);
}

/* Does a rule by term and grade find an entry of the record on a day? */
static bool seen_on(const prrt_course *course, const json_t *rule, int64_t day) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(course->record, "toxicities"), index, entry) {
    if (sheet_day(entry, "date", SHEET_NO_DAY) == day && may_be_caused(course, entry) &&
        toxicity_fits(entry, rule))
      return true;
  }
  return false;
}

/* A condition on what was measured after `since` up to a day. @param because new reference where it
   is met; NULL not to be told */
static lu_status test_between(truth *out, json_t **because, struct work *work,
                              const char *condition, int64_t since, int64_t day, lu_error *error) {
  prrt_moment *moment = NULL;
  lu_status status = prrt_moments_find(&moment, &work->moments, work->course, since, day, error);
  if (status != LU_OK) return status;
  case_view *view = prrt_moment_view(moment);
  status = set_ratios(work, view, prrt_moment_fact(moment, "creatinine_umol_l"),
                      prrt_moment_fact(moment, "crcl_ml_min"), error);
  if (status == LU_OK) status = view_test(out, view, condition, error);
  if (status == LU_OK && *out == TRUTH_YES && because != NULL)
    status = view_because(because, view, condition, error);
  return status;
}

/* Is a rule's trigger met by the values since a cycle, or by an entry, on one day? */
static lu_status met_on(bool *out, json_t **because, struct work *work, const json_t *rule,
                        size_t cycle, int64_t day, lu_error *error) {
  const prrt_course *course = work->course;
  const char *condition = json_string_value(json_object_get(rule, "if"));
  int64_t since = course->given[cycle].day;
  bool of_next = cycle + 1 < course->given_count && day >= course->given[cycle + 1].day;
  truth state = TRUTH_NO;
  lu_status status = LU_OK;
  *because = NULL;
  if (condition != NULL) status = test_between(&state, because, work, condition, since, day, error);
  *out = status == LU_OK && (state == TRUTH_YES || (!of_next && seen_on(course, rule, day)));
  return status;
}

static lu_status add_event(struct work *work, const json_t *rule, size_t cycle, int64_t day,
                           json_t *because, lu_error *error) {
  static const char *const kept[] = {"text", "label", "source", "mark", NULL};
  json_t *event = json_pack("{s:s, s:i, s:o}", "rule", therapy_text(rule, "id"), "after_cycle",
                            work->course->given[cycle].cycle, "date", sheet_day_json(day));
  lu_status status = event == NULL ? lu_fail_memory(error) : therapy_copy(event, rule, kept, error);
  if (status == LU_OK && because != NULL)
    status = sheet_set(event, "because", json_incref(because), error);
  if (status == LU_OK) return sheet_push(work->out, "events", event, error);
  json_decref(event);
  return status;
}

/* First day after a cycle on which a rule was met: SHEET_NO_DAY if none. */
static lu_status find_event(int64_t *out, struct work *work, const json_t *rule, size_t cycle,
                            lu_error *error) {
  /* what happens on the day of a cycle comes after it; what is measured there is left out by the
     moment, which begins behind it */
  const lu_date since = lu_date_from_day(work->course->given[cycle].day - 1);
  const lu_date until = lu_date_from_day(window_end(work->course, cycle));
  lu_date *days = NULL;
  size_t count = 0;
  lu_status status =
      lu_case_days(&days, &count, lu_study_case(work->course->study), since, until, error);
  *out = SHEET_NO_DAY;
  for (size_t i = 0; i < count && status == LU_OK && *out == SHEET_NO_DAY; i++) {
    json_t *because = NULL;
    bool met = false;
    int64_t day = lu_date_first_day(days[i]);
    status = met_on(&met, &because, work, rule, cycle, day, error);
    if (status == LU_OK && met) {
      *out = day;
      status = add_event(work, rule, cycle, day, because, error);
    }
    json_decref(because);
  }
  free(days);
  return status;
}

/* ---- what follows -----------------------------------------------------------------------------
 */

static lu_status because(struct work *work, const json_t *rule, const char *state,
                         lu_error *error) {
  static const char *const kept[] = {"id", "text", "region", "source", "mark", NULL};
  json_t *entry = json_pack("{s:s}", "state", state);
  lu_status status = entry == NULL ? lu_fail_memory(error) : therapy_copy(entry, rule, kept, error);
  if (status == LU_OK) return sheet_push(work->out, "because", entry, error);
  json_decref(entry);
  return status;
}

/* Has the patient recovered since a day: by values measured after it, or else by the record's
   grades? Values from before say nothing. */
static lu_status has_recovered(truth *out, struct work *work, const json_t *rule, int64_t day,
                               lu_error *error) {
  const char *until = json_string_value(json_object_get(rule, "until"));
  int64_t today = lu_date_first_day(work->course->today);
  lu_status status = LU_OK;
  *out = TRUTH_UNKNOWN;
  if (until != NULL) status = test_between(out, NULL, work, until, day, today, error);
  if (status == LU_OK && *out == TRUTH_UNKNOWN)
    *out = toxicity_settled(work->course->record, rule, json_object_get(rule, "term"), day, today);
  return status;
}

/* What a rule that was met on a day after the last cycle asks for. @param before cycles after which
   it was met too */
static lu_status judge(struct work *work, const json_t *rule, int64_t day, int before,
                       lu_error *error) {
  truth recovered = TRUTH_UNKNOWN;
  if (strcmp(therapy_text(rule, "action"), "stop") == 0) {
    work->stop = true;
    return because(work, rule, "met", error);
  }
  if (before > 0) {
    work->stop = true;
    lu_status told = because(work, rule, "met", error);
    if (told != LU_OK) return told;
    return because(work, json_object_get(work->course->product, "recurrence"), "met", error);
  }
  lu_status status = has_recovered(&recovered, work, rule, day, error);
  if (status != LU_OK) return status;
  if (recovered == TRUTH_YES)
    work->reduce = true;
  else
    work->hold = true;
  return because(work, rule,
                 recovered == TRUTH_YES  ? "met, recovered"
                 : recovered == TRUTH_NO ? "met, not recovered"
                                         : "met, recovery not documented",
                 error);
}

static lu_status check_rule(struct work *work, const json_t *rule, lu_error *error) {
  const prrt_course *course = work->course;
  int before = 0;
  lu_status status = LU_OK;
  for (size_t cycle = 0; cycle < course->given_count && status == LU_OK; cycle++) {
    int64_t day;
    status = find_event(&day, work, rule, cycle, error);
    if (status != LU_OK || day == SHEET_NO_DAY) continue;
    work->events_in[cycle]++;
    bool stops = strcmp(therapy_text(rule, "action"), "stop") == 0;
    if (stops || cycle + 1 == course->given_count) status = judge(work, rule, day, before, error);
    before++;
  }
  return status;
}

/* Too long since the last cycle, because of toxicity. */
static lu_status check_lateness(struct work *work, lu_error *error) {
  prrt_course *course = work->course;
  bool toxic = course->given_count > 0 && work->events_in[course->given_count - 1] > 0;
  size_t index;
  json_t *rule;
  lu_status status =
      view_set_truth(course->view, "delayed_by_toxicity", toxic ? TRUTH_YES : TRUTH_NO, error);
  json_array_foreach(json_object_get(course->product, "too_late"), index, rule) {
    truth state = TRUTH_NO;
    if (status != LU_OK || !therapy_region(course->request, rule)) continue;
    status = view_test(&state, course->view, json_string_value(json_object_get(rule, "if")), error);
    if (status != LU_OK || state != TRUTH_YES) continue;
    work->stop = true;
    status = because(work, rule, "met", error);
  }
  return status;
}

/* ---- the answer -------------------------------------------------------------------------------
 */

static double amount(const prrt_course *course, const char *which) {
  const json_t *activity = json_object_get(json_object_get(course->product, "activity"), which);
  return sheet_convert(json_number_value(json_object_get(activity, "value")),
                       therapy_text(activity, "unit"), "GBq");
}

static const char *action_of(const struct work *work) {
  const prrt_course *course = work->course;
  if (work->stop) return "stop";
  if (work->hold) return "hold";
  if (course->cycle > course->planned) return "complete";
  return work->reduce ? "reduced" : "full";
}

static json_t *sentence_of(const struct work *work, const char *action, double gbq) {
  int cycle = work->course->cycle, planned = work->course->planned;
  if (strcmp(action, "stop") == 0) return json_string("Stop: no further cycle.");
  if (strcmp(action, "hold") == 0)
    return json_sprintf("Withhold cycle %d until the toxicity has resolved; then %.3g GBq.", cycle,
                        amount(work->course, "reduced"));
  if (strcmp(action, "complete") == 0) return json_sprintf("All %d cycles were given.", planned);
  if (strcmp(action, "reduced") == 0)
    return json_sprintf(
        "Cycle %d of %d with %.3g GBq: a toxicity since the last cycle has "
        "resolved. If none comes back, %.3g GBq again after it.",
        cycle, planned, gbq, amount(work->course, "full"));
  return json_sprintf("Cycle %d of %d with %.3g GBq.", cycle, planned, gbq);
}

/* Activities of the cycles ahead: a reduced one, then full ones again. */
static lu_status list_cycles(struct work *work, const char *action, lu_error *error) {
  const prrt_course *course = work->course;
  bool none = strcmp(action, "stop") == 0 || strcmp(action, "complete") == 0;
  bool reduced = strcmp(action, "reduced") == 0 || strcmp(action, "hold") == 0;
  lu_status status = sheet_set(work->out, "cycles", json_array(), error);
  for (int cycle = course->cycle; cycle <= course->planned && !none && status == LU_OK; cycle++) {
    double gbq = amount(course, reduced && cycle == course->cycle ? "reduced" : "full");
    status =
        sheet_push(work->out, "cycles", json_pack("{s:i, s:f}", "cycle", cycle, "gbq", gbq), error);
  }
  return status;
}

lu_status prrt_activity(prrt_course *course, lu_error *error) {
  static const char *const kept[] = {"source", "mark", NULL};
  struct work work = {.course = course, .out = json_pack("{s:[], s:[]}", "events", "because")};
  size_t index;
  json_t *rule;
  lu_status status = sheet_set(course->out, "activity", work.out, error);
  if (status == LU_OK)
    status = therapy_copy(work.out, json_object_get(course->product, "activity"), kept, error);
  if (status == LU_OK) status = find_baseline(&work, error);
  json_array_foreach(json_object_get(course->product, "toxicity"), index, rule) {
    if (status == LU_OK) status = check_rule(&work, rule, error);
  }
  prrt_moments_end(&work.moments);
  if (status == LU_OK) status = check_lateness(&work, error);
  if (status != LU_OK) return status;
  const char *action = action_of(&work);
  bool none = strcmp(action, "stop") == 0 || strcmp(action, "complete") == 0;
  double gbq = none ? 0 : amount(course, work.reduce || work.hold ? "reduced" : "full");
  status = sheet_set(work.out, "gbq", json_real(gbq), error);
  if (status == LU_OK) status = sheet_set(work.out, "action", json_string(action), error);
  if (status == LU_OK)
    status = sheet_set(work.out, "sentence", sentence_of(&work, action, gbq), error);
  if (status == LU_OK) status = list_cycles(&work, action, error);
  if (status == LU_OK && work.stop) { /* a stop rule is a ban as good as a gate */
    status = sheet_set(course->out, "verdict", json_string("contraindicated"), error);
    json_array_foreach(json_object_get(work.out, "because"), index, rule) {
      if (status == LU_OK) status = sheet_push(course->out, "reasons", json_incref(rule), error);
    }
  }
  return status;
}
