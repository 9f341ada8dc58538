/* SPDX-License-Identifier: Apache-2.0 */
/* May the next dose be given today? Give, delay until, reduce to, hold or stop, with the rule. */
#include <stdio.h>
#include <string.h>

#include "drugs_tests.h"
#include "head.h"

/** The decision while it is worked out. */
struct decision {
  drug_sheet *sheet;
  json_t *out;   /* sheet member "today" */
  int64_t until; /* first day on which it may be looked at again; SHEET_NO_DAY for none */
  bool not_met, unknown, early, old;
  bool complete; /* no cycle is left to be given */
  lu_text open;  /* what is not known or too old */
};

static lu_status because(struct decision *decision, json_t *rule, lu_error *error) {
  return sheet_push(decision->out, "because", rule, error);
}

/* Adds to what is not known, once, without its full stop. @param state in brackets, or NULL */
static void add_open(struct decision *decision, const char *text, const char *state) {
  char plain[240];
  size_t length = strlen(text);
  while (length > 0 && text[length - 1] == '.')
    length--;
  snprintf(plain, sizeof plain, "%.*s", (int)length, text);
  if (state == NULL && strstr(lu_text_string(&decision->open), plain) != NULL) return;
  lu_text_printf(&decision->open, "%s%s", decision->open.length > 0 ? "; " : "", plain);
  if (state != NULL) lu_text_printf(&decision->open, " (%s)", state);
}

static void wait_until(struct decision *decision, int64_t day) {
  if (decision->until == SHEET_NO_DAY || day > decision->until) decision->until = day;
}

/* ---- what must hold on day 1 ------------------------------------------------------------------
 */

static lu_status check_start(struct decision *decision, const json_t *rule, lu_error *error) {
  drug_sheet *sheet = decision->sheet;
  const json_t *delay = json_object_get(rule, "delay");
  json_t *said = NULL;
  truth state;
  lu_status status = view_rule(&said, &state, sheet->view, rule, error);
  if (status != LU_OK) return status;
  if (state == TRUTH_YES) {
    json_decref(said);
    return LU_OK;
  }
  if (state == TRUTH_NO) {
    decision->not_met = true;
    if (sheet_has_distance(delay))
      wait_until(decision, sheet_after(lu_date_first_day(sheet->today), delay, 1));
  } else {
    decision->unknown = true;
    add_open(decision, therapy_text(rule, "text"), NULL);
  }
  return because(decision, said, error);
}

/* Laboratory tests with a limit of age must be recent enough today; other tests are asked for in
   the list of tests, and hold no dose up. */
static lu_status check_ages(struct decision *decision, lu_error *error) {
  size_t index;
  json_t *test;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(json_object_get(decision->sheet->out, "tests"), "baseline"),
                     index, test) {
    const char *state = therapy_text(test, "state");
    if (status != LU_OK || json_object_get(test, "max_age_d") == NULL ||
        !json_is_true(json_object_get(test, "blocks")) || strcmp(state, "there") == 0)
      continue;
    decision->old = true;
    add_open(decision, therapy_text(test, "label"), state);
    status =
        because(decision,
                json_pack("{s:s, s:o, s:s, s:s}", "state", "unknown", "text",
                          json_sprintf("%s: %s.", therapy_text(test, "label"), state), "source",
                          therapy_text(test, "source"), "mark", therapy_text(test, "mark")),
                error);
  }
  return status;
}

/* True for a regimen that goes on day by day: its cycles only count the days. */
static bool is_daily(const drug_sheet *sheet) {
  size_t index;
  json_t *component;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (json_is_string(json_object_get(component, "days"))) return true;
  }
  return false;
}

/* Rules of eligibility that nobody can decide, and doses that cannot be worked out, hold a dose up
   like a missing test. */
static lu_status check_eligibility(struct decision *decision, lu_error *error) {
  size_t index;
  json_t *rule;
  lu_status status = LU_OK;
  json_array_foreach(
      json_object_get(json_object_get(decision->sheet->out, "eligibility"), "unknown"), index,
      rule) {
    decision->unknown = true;
    add_open(decision, therapy_text(rule, "text"), NULL);
    if (status == LU_OK) status = because(decision, json_incref(rule), error);
  }
  return status;
}

/* A dose that comes before its window. What is taken every day is never too early. */
static lu_status check_interval(struct decision *decision, lu_error *error) {
  drug_sheet *sheet = decision->sheet;
  const json_t *window = json_object_get(sheet->regimen, "window");
  int64_t due = sheet_day(json_object_get(sheet->out, "given"), "due", SHEET_NO_DAY);
  if (due == SHEET_NO_DAY || is_daily(sheet)) return LU_OK;
  int64_t first = sheet_after(due, json_object_get(window, "early"), -1);
  if (lu_date_first_day(sheet->today) >= first) return LU_OK;
  decision->early = true;
  wait_until(decision, first);
  char day[16];
  lu_date_format(day, lu_date_from_day(due));
  return because(decision,
                 json_pack("{s:s, s:o, s:s, s:s}", "state", "met", "text",
                           json_sprintf("The next cycle is due on %s.", day), "source",
                           therapy_text(window, "source"), "mark", therapy_text(window, "mark")),
                 error);
}

/* A course that goes on, and of which all cycles were given. */
static lu_status check_end(struct decision *decision, lu_error *error) {
  drug_sheet *sheet = decision->sheet;
  const json_t *cycles = json_object_get(sheet->regimen, "cycles");
  const json_t *most = json_object_get(cycles, "most");
  bool running = json_is_true(json_object_get(json_object_get(sheet->out, "given"), "running"));
  decision->complete = running && json_is_integer(most) && sheet->cycle > json_integer_value(most);
  if (!decision->complete) return LU_OK;
  const char *source = therapy_text(cycles, "source"), *mark = therapy_text(cycles, "mark");
  return because(
      decision,
      json_pack("{s:s, s:o, s:s, s:s}", "state", "met", "text",
                json_sprintf("%d cycles were given; the course has at most %d.", sheet->cycle - 1,
                             (int)json_integer_value(most)),
                "source", source[0] != '\0' ? source : therapy_text(sheet->regimen, "source"),
                "mark", mark[0] != '\0' ? mark : therapy_text(sheet->regimen, "mark")),
      error);
}

static lu_status add_toxicity(struct decision *decision, const char *action, lu_error *error) {
  size_t index;
  json_t *event;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(json_object_get(decision->sheet->out, "toxicity"), "events"),
                     index, event) {
    if (status == LU_OK && strcmp(therapy_text(event, "action"), action) == 0)
      status = because(decision, json_incref(event), error);
  }
  return status;
}

/* ---- the decision -----------------------------------------------------------------------------
 */

static const char *decide(const struct decision *decision, const char *toxicity) {
  if (strcmp(toxicity, "stop") == 0 || decision->complete) return "stop";
  if (strcmp(toxicity, "hold") == 0) return "hold";
  if (decision->not_met || strcmp(toxicity, "delay") == 0) return "delay";
  if (decision->early) return "delay"; /* tests are asked for when it is due */
  if (decision->unknown || decision->old) return "data missing";
  return strcmp(toxicity, "reduce") == 0 ? "reduce" : "give";
}

/* "<drug> 260 mg, <drug> 1000 mg" */
static void put_doses(lu_text *out, const drug_sheet *sheet) {
  size_t index;
  json_t *dose;
  bool any = false;
  json_array_foreach(json_object_get(json_object_get(sheet->out, "dose"), "components"), index,
                     dose) {
    const json_t *amount = json_object_get(dose, "rounded");
    if (!sheet_in_cycle(sheet_component(sheet, therapy_text(dose, "component")), sheet->cycle))
      continue;
    lu_text_printf(out, "%s%s", any ? ", " : "", therapy_text(dose, "label"));
    any = true;
    if (json_is_number(amount))
      lu_text_printf(out, " %.6g %s", json_number_value(amount), therapy_text(dose, "unit"));
  }
}

/* "cycle 4"; of a course that goes on day by day "the next doses". */
static void put_next(lu_text *out, const drug_sheet *sheet) {
  bool running = json_is_true(json_object_get(json_object_get(sheet->out, "given"), "running"));
  if (running && is_daily(sheet))
    lu_text_puts(out, "the next doses");
  else
    lu_text_printf(out, "cycle %d", sheet->cycle);
}

static void put_delay(lu_text *out, const struct decision *decision) {
  char day[16];
  lu_text_puts(out, "Delay ");
  put_next(out, decision->sheet);
  if (decision->until == SHEET_NO_DAY) {
    lu_text_puts(out, " until the limits are met.");
    return;
  }
  lu_date_format(day, lu_date_from_day(decision->until));
  lu_text_printf(out, decision->not_met ? "; test again by %s." : " until %s.", day);
}

static void put_sentence(lu_text *out, const struct decision *decision, const char *word) {
  const drug_sheet *sheet = decision->sheet;
  if (strcmp(word, "give") == 0 || strcmp(word, "reduce") == 0) {
    lu_text_puts(out, strcmp(word, "give") == 0 ? "Give " : "Reduce, and give ");
    put_next(out, sheet);
    lu_text_puts(out, ": ");
    put_doses(out, sheet);
    lu_text_puts(out, ".");
  } else if (strcmp(word, "delay") == 0)
    put_delay(out, decision);
  else if (strcmp(word, "hold") == 0) {
    lu_text_puts(out, "Hold ");
    put_next(out, sheet);
    lu_text_puts(out, " until the toxicity has gone down as the rule says.");
  } else if (strcmp(word, "stop") == 0)
    lu_text_puts(
        out, decision->complete ? "No further cycle: the course is complete." : "Stop for good.");
  else
    lu_text_printf(out, "Nothing can be decided before these are known: %s.",
                   lu_text_string(&decision->open));
}

static lu_status put_decision(struct decision *decision, lu_error *error) {
  const char *toxicity = therapy_text(json_object_get(decision->sheet->out, "toxicity"), "action");
  const char *word = decide(decision, toxicity);
  lu_text sentence = LU_TEXT_INIT;
  put_sentence(&sentence, decision, word);
  lu_status status = sentence.failed ? lu_fail_memory(error) : LU_OK;
  if (status == LU_OK) status = sheet_set(decision->out, "decision", json_string(word), error);
  if (status == LU_OK)
    status = sheet_set(decision->out, "sentence", json_string(lu_text_string(&sentence)), error);
  if (status == LU_OK && decision->until != SHEET_NO_DAY)
    status = sheet_set(decision->out, "until", sheet_day_json(decision->until), error);
  lu_text_free(&sentence);
  if (status == LU_OK && strcmp(toxicity, "give") != 0)
    status = add_toxicity(decision, toxicity, error);
  return status;
}

lu_status sheet_today(drug_sheet *sheet, lu_error *error) {
  struct decision decision = {
      .sheet = sheet, .out = json_pack("{s:[]}", "because"), .until = SHEET_NO_DAY};
  size_t index;
  json_t *rule;
  const char *verdict = therapy_text(json_object_get(sheet->out, "eligibility"), "verdict");
  if (!sheet->request->today || strcmp(verdict, "contraindicated") == 0 ||
      strcmp(verdict, "not recommended") == 0) {
    json_decref(decision.out);
    return LU_OK;
  }
  lu_status status = sheet_set(sheet->out, "today", decision.out, error);
  if (status == LU_OK) status = check_end(&decision, error);
  if (!decision.complete) {
    json_array_foreach(json_object_get(sheet->regimen, "start"), index, rule) {
      if (status == LU_OK && therapy_region(sheet->request, rule))
        status = check_start(&decision, rule, error);
    }
    if (status == LU_OK) status = check_eligibility(&decision, error);
    if (status == LU_OK) status = check_ages(&decision, error);
    if (status == LU_OK) status = check_interval(&decision, error);
  }
  if (status == LU_OK && decision.open.failed) status = lu_fail_memory(error);
  if (status == LU_OK) status = put_decision(&decision, error);
  lu_text_free(&decision.open);
  return status;
}
