/* SPDX-License-Identifier: Apache-2.0 */
/* What toxicity of this course changes. Any event counts, not only today's values: a nadir that
   recovered lowers the dose all the same. */
#include "drugs_toxicity.h"

#include <math.h>
#include <string.h>

#include "drugs_given.h"
#include "head.h"
#include "toxicity_record.h"

/* Most cycles that are looked back on. */
#define MOST_CYCLES 64

/** A rule and what met it. */
struct met {
  const json_t *file, *rule;
  int occurrence;      /* how many events met it */
  int64_t day;         /* of the last one */
  const json_t *event; /* entry of the record; NULL for lowest counts */
};

/* ---- cycles that were given -------------------------------------------------------------------
 */

/* Days 1 of the given cycles, rising. @return count */
static size_t cycle_days(int64_t *days, const drug_sheet *sheet) {
  size_t count = 0, index;
  json_t *entry;
  json_array_foreach(json_object_get(json_object_get(sheet->out, "given"), "administrations"),
                     index, entry) {
    int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
    json_int_t cycle = json_integer_value(json_object_get(entry, "cycle"));
    json_int_t of_cycle = json_integer_value(json_object_get(entry, "day"));
    size_t number = cycle > 0 ? (size_t)cycle : count + 1;
    if (day == SHEET_NO_DAY || number > MOST_CYCLES || !given_really(entry) ||
        (sheet->first_cycle != SHEET_NO_DAY && day < sheet->first_cycle))
      continue;
    if (of_cycle > 1) day -= of_cycle - 1;
    while (count < number)
      days[count++] = day;
    if (day < days[number - 1]) days[number - 1] = day;
  }
  if (count == 0 && sheet->last_cycle != SHEET_NO_DAY) days[count++] = sheet->last_cycle;
  return count;
}

/* ---- events of the record ---------------------------------------------------------------------
 */

/* True if an entry may be caused by this regimen: it names one of its drugs, or no drug that is
   known ("chemotherapy", the name of the regimen): what nobody can place counts. */
static bool may_be_caused(const drug_sheet *sheet, const json_t *entry) {
  const char *drug = therapy_text(entry, "drug");
  size_t index;
  json_t *component;
  if (drug[0] == '\0' || !formulary_knows(sheet->formulary, drug)) return true;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (formulary_recognise(sheet->formulary, drug) == sheet_drug(sheet, component)) return true;
  }
  return false;
}

/* True if an entry of the course is of the term and grade that a rule speaks of. */
static bool is_wanted(const struct met *met, const drug_sheet *sheet, const json_t *entry) {
  int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
  return day != SHEET_NO_DAY && day <= lu_date_first_day(sheet->today) &&
         (sheet->first_cycle == SHEET_NO_DAY || day >= sheet->first_cycle) &&
         toxicity_fits(entry, met->rule) && may_be_caused(sheet, entry);
}

static json_int_t lowest_grade(const json_t *grades) {
  json_int_t least = json_integer_value(json_array_get(grades, 0));
  size_t index;
  json_t *entry;
  json_array_foreach(grades, index, entry) {
    if (json_integer_value(entry) < least) least = json_integer_value(entry);
  }
  return least;
}

/* True if something lies between two entries of a term that makes them two events: the term came
   down below the grades of the rule, a cycle was begun, or more time went by than a cycle takes. */
static bool parted(const struct met *met, const drug_sheet *sheet, const json_t *first,
                   const json_t *second) {
  int64_t from = sheet_day(first, "date", SHEET_NO_DAY), to = sheet_day(second, "date", from);
  int64_t days[MOST_CYCLES + 1];
  const json_t *length = json_object_get(sheet->regimen, "cycle");
  json_int_t least = lowest_grade(json_object_get(met->rule, "grade"));
  size_t count = cycle_days(days, sheet), index;
  json_t *entry;
  if (sheet_has_distance(length) && to > sheet_after(from, length, 1)) return true;
  for (size_t i = 0; i < count; i++)
    if (days[i] > from && days[i] <= to) return true;
  json_array_foreach(json_object_get(sheet->record, "toxicities"), index, entry) {
    int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
    if (day > from && day < to &&
        strcmp(therapy_text(entry, "what"), therapy_text(first, "what")) == 0 &&
        json_integer_value(json_object_get(entry, "grade")) < least)
      return true;
  }
  return false;
}

/* True if an entry only says again what an earlier one said: an event that goes on is one event. */
static bool goes_on(const struct met *met, const drug_sheet *sheet, size_t number,
                    const json_t *entry) {
  int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
  size_t index;
  json_t *other;
  json_array_foreach(json_object_get(sheet->record, "toxicities"), index, other) {
    int64_t at = sheet_day(other, "date", SHEET_NO_DAY);
    bool earlier = at < day || (at == day && index < number);
    if (earlier && is_wanted(met, sheet, other) &&
        strcmp(therapy_text(other, "what"), therapy_text(entry, "what")) == 0 &&
        !parted(met, sheet, other, entry))
      return true;
  }
  return false;
}

/* Counts the events of the course that a rule by term and grade speaks of. */
static void count_events(struct met *met, const drug_sheet *sheet) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(sheet->record, "toxicities"), index, entry) {
    int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
    if (!is_wanted(met, sheet, entry)) continue;
    if (!goes_on(met, sheet, index, entry)) met->occurrence++;
    if (met->event != NULL && day < met->day) continue;
    met->day = day;
    met->event = entry;
  }
}

/* ---- lowest counts ----------------------------------------------------------------------------
 */

/* Counts the cycles whose lowest counts meet a rule. */
static lu_status count_cycles(struct met *met, drug_sheet *sheet, lu_error *error) {
  int64_t days[MOST_CYCLES + 1], today = lu_date_first_day(sheet->today);
  size_t count = cycle_days(days, sheet);
  const char *condition = therapy_text(met->rule, "if");
  lu_status status = LU_OK;
  days[count] = today;
  for (size_t i = 0; i < count && status == LU_OK; i++) {
    truth state = TRUTH_NO;
    int64_t end = i + 1 < count ? days[i + 1] : today;
    status = toxicity_set_nadirs(sheet, days[i], end, error);
    if (status == LU_OK) status = view_test(&state, sheet->view, condition, error);
    if (status != LU_OK || state != TRUTH_YES) continue;
    met->occurrence++;
    met->day = toxicity_nadir_day(sheet, condition, days[i], end);
    if (met->day == SHEET_NO_DAY) met->day = end;
  }
  return status;
}

/* ---- one rule ---------------------------------------------------------------------------------
 */

static bool same_member(const json_t *a, const json_t *b, const char *key) {
  const json_t *in_a = json_object_get(a, key), *in_b = json_object_get(b, key);
  return in_a == in_b || json_equal(in_a, in_b);
}

/* True if another rule of the same file is for more events of the same kind, and there are so many.
 */
static bool is_outdone(const struct met *met) {
  const json_t *own = json_object_get(met->rule, "occurrence"), *rule;
  size_t index;
  if (!json_is_integer(own)) return false;
  json_array_foreach(json_object_get(met->file, "modify"), index, rule) {
    json_int_t needed = json_integer_value(json_object_get(rule, "occurrence"));
    if (rule != met->rule && needed > json_integer_value(own) && needed <= met->occurrence &&
        same_member(rule, met->rule, "term") && same_member(rule, met->rule, "grade") &&
        same_member(rule, met->rule, "if"))
      return true;
  }
  return false;
}

/* True if a value that a condition looks at is older than a day. */
static lu_status is_older(bool *out, drug_sheet *sheet, const char *condition, int64_t day,
                          lu_error *error) {
  json_t *facts = NULL, *fact;
  size_t index;
  *out = false;
  lu_status status = view_because(&facts, sheet->view, condition, error);
  if (status != LU_OK) return status;
  json_array_foreach(facts, index, fact) {
    if (sheet_last_day(fact, "date", day) < day) *out = true;
  }
  json_decref(facts);
  return LU_OK;
}

/* Has the patient recovered as the rule wants? Values from before the event do not tell. */
static lu_status recovered(truth *out, const struct met *met, drug_sheet *sheet, lu_error *error) {
  const char *until = json_string_value(json_object_get(met->rule, "until"));
  *out = TRUTH_YES;
  if (met->event != NULL && json_object_get(met->rule, "until_grade") != NULL)
    *out = toxicity_settled(sheet->record, met->rule, json_object_get(met->event, "what"), met->day,
                            lu_date_first_day(sheet->today));
  if (until == NULL) return LU_OK;
  bool older = false;
  lu_status status = view_test(out, sheet->view, until, error);
  if (status == LU_OK && *out == TRUTH_YES)
    status = is_older(&older, sheet, until, met->day, error);
  if (older) *out = TRUTH_UNKNOWN;
  return status;
}

static bool is_over(const struct met *met, const drug_sheet *sheet) {
  const json_t *within = json_object_get(met->rule, "within");
  return sheet_has_distance(within) &&
         lu_date_first_day(sheet->today) > sheet_after(met->day, within, 1);
}

/* What is to be done now, as a word. */
static const char *action_of(const struct met *met, truth state, const drug_sheet *sheet) {
  const char *action = therapy_text(met->rule, "action");
  bool waits = strcmp(action, "hold") == 0 || strcmp(action, "delay") == 0;
  const char *otherwise = therapy_text(met->rule, "otherwise");
  if (!waits) return action;
  if (state != TRUTH_YES) return is_over(met, sheet) && otherwise[0] != '\0' ? otherwise : action;
  const json_t *then = json_object_get(met->rule, "then");
  return json_is_object(then) ? "reduce" : "give";
}

static const char *state_text(const struct met *met, truth state) {
  const char *action = therapy_text(met->rule, "action");
  bool waits = strcmp(action, "hold") == 0 || strcmp(action, "delay") == 0;
  if (!waits) return "holds";
  return state == TRUTH_YES  ? "recovered"
         : state == TRUTH_NO ? "not recovered"
                             : "recovery not documented";
}

/* Words for what becomes of the dose. */
static json_t *factor_text(const json_t *then) {
  const json_t *times = json_object_get(then, "times"), *steps = json_object_get(then, "steps");
  const json_t *to = json_object_get(then, "to"), *plus = json_object_get(then, "plus");
  if (json_is_number(times)) return json_sprintf("to %g %%", 100 * json_number_value(times));
  if (json_is_integer(steps))
    return json_sprintf("by %d step%s", (int)json_integer_value(steps),
                        json_integer_value(steps) == 1 ? "" : "s");
  if (json_is_object(to))
    return json_sprintf("to %g %s", json_number_value(json_object_get(to, "value")),
                        therapy_text(to, "unit"));
  if (json_is_object(plus))
    return json_sprintf("by %g %s", fabs(json_number_value(json_object_get(plus, "value"))),
                        therapy_text(plus, "unit"));
  return json_string("");
}

/* The change that a rule asks for; steps are taken as often as it was met. */
static lu_status add_factor(json_t *toxicity, const char *component, const struct met *met,
                            lu_error *error) {
  static const char *const kept[] = {"text", "source", "mark", "floor", "otherwise", NULL};
  const json_t *then = json_object_get(met->rule, "then");
  const json_t *steps = json_object_get(then, "steps"), *plus = json_object_get(then, "plus");
  bool each_time = json_object_get(met->rule, "occurrence") == NULL;
  json_t *factors = json_object_get(toxicity, "factors"), *factor = json_deep_copy(then);
  lu_status status =
      factor == NULL ? lu_fail_memory(error) : therapy_copy(factor, met->rule, kept, error);
  if (status == LU_OK && json_is_integer(steps) && each_time)
    status = sheet_set(factor, "steps", json_integer(json_integer_value(steps) * met->occurrence),
                       error);
  if (status == LU_OK && json_is_object(plus) && each_time)
    status = sheet_set(
        json_object_get(factor, "plus"), "value",
        json_real(json_number_value(json_object_get(plus, "value")) * met->occurrence), error);
  if (status == LU_OK)
    status = sheet_set(factor, "rule", json_string(therapy_text(met->rule, "id")), error);
  if (status == LU_OK) return sheet_push(factors, component, factor, error);
  json_decref(factor);
  return status;
}

/* Components that a rule of a file is about: the one that it names, or those of the drug. */
static bool is_about(const drug_sheet *sheet, const struct met *met, const json_t *component) {
  if (!sheet_concerns(met->rule, component)) return false;
  return met->file == sheet->regimen || met->file == sheet_drug(sheet, component);
}

static lu_status add_event(drug_sheet *sheet, json_t *toxicity, const struct met *met, truth state,
                           lu_error *error) {
  static const char *const kept[] = {"text", "component", "source", "mark", NULL};
  const json_t *then = json_object_get(met->rule, "then");
  json_t *event = json_pack("{s:s, s:o, s:i, s:s, s:s, s:o}", "rule", therapy_text(met->rule, "id"),
                            "date", sheet_day_json(met->day), "occurrence", met->occurrence,
                            "action", action_of(met, state, sheet), "state", state_text(met, state),
                            "factor", factor_text(then));
  lu_status status =
      event == NULL ? lu_fail_memory(error) : therapy_copy(event, met->rule, kept, error);
  if (status == LU_OK && met->event != NULL)
    status = sheet_set(event, "what",
                       json_sprintf("%s grade %d", therapy_text(met->event, "what"),
                                    (int)json_integer_value(json_object_get(met->event, "grade"))),
                       error);
  if (status != LU_OK) {
    json_decref(event);
    return status;
  }
  status = sheet_push(toxicity, "events", event, error);
  size_t index;
  json_t *component;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (status == LU_OK && json_is_object(then) && is_about(sheet, met, component))
      status = add_factor(toxicity, therapy_text(component, "id"), met, error);
  }
  return status;
}

static lu_status check_rule(drug_sheet *sheet, json_t *toxicity, const json_t *file,
                            const json_t *rule, lu_error *error) {
  struct met met = {.file = file, .rule = rule, .day = SHEET_NO_DAY};
  const json_t *needed = json_object_get(rule, "occurrence");
  const char *extra = json_string_value(json_object_get(rule, "if"));
  truth state = TRUTH_YES;
  lu_status status = LU_OK;
  if (json_object_get(rule, "term") != NULL) {
    count_events(&met, sheet);
    if (met.occurrence > 0) status = view_test(&state, sheet->view, extra, error);
    if (status != LU_OK || state == TRUTH_NO) return status;
  } else if (extra != NULL)
    status = count_cycles(&met, sheet, error);
  if (status != LU_OK || met.occurrence == 0 ||
      (json_is_integer(needed) && met.occurrence < json_integer_value(needed)) || is_outdone(&met))
    return status;
  status = recovered(&state, &met, sheet, error);
  return status == LU_OK ? add_event(sheet, toxicity, &met, state, error) : status;
}

/* ---- all of them ------------------------------------------------------------------------------
 */

static lu_status check_file(drug_sheet *sheet, json_t *toxicity, const json_t *file,
                            lu_error *error) {
  size_t index;
  json_t *rule;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(file, "modify"), index, rule) {
    if (status == LU_OK && therapy_region(sheet->request, rule))
      status = check_rule(sheet, toxicity, file, rule, error);
  }
  return status;
}

/* The gravest action of all events. */
static const char *gravest(const json_t *toxicity) {
  static const char *const order[] = {"stop", "hold", "delay", "reduce"};
  for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
    size_t index;
    json_t *event;
    json_array_foreach(json_object_get(toxicity, "events"), index, event) {
      if (strcmp(therapy_text(event, "action"), order[i]) == 0) return order[i];
    }
  }
  return "give";
}

lu_status sheet_toxicity(drug_sheet *sheet, lu_error *error) {
  json_t *toxicity = json_pack("{s:[], s:{}}", "events", "factors"), *component;
  size_t index;
  bool running = json_is_true(json_object_get(json_object_get(sheet->out, "given"), "running"));
  lu_status status = sheet_set(sheet->out, "toxicity", toxicity, error);
  if (status == LU_OK && running) {
    status = check_file(sheet, toxicity, sheet->regimen, error);
    json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
      if (status == LU_OK && sheet_first_of_drug(sheet, index))
        status = check_file(sheet, toxicity, sheet_drug(sheet, component), error);
    }
  }
  if (status == LU_OK && sheet->last_cycle != SHEET_NO_DAY)
    status = toxicity_set_nadirs(sheet, sheet->last_cycle, lu_date_first_day(sheet->today), error);
  if (status == LU_OK)
    status = sheet_set(toxicity, "action", json_string(gravest(toxicity)), error);
  return status;
}
