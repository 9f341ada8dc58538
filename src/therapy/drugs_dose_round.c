/* SPDX-License-Identifier: Apache-2.0 */
/* Rounds a dose to what can be dispensed: the fewest pieces within the tolerance, or the step of a
   solution. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "drugs_dose.h"
#include "head.h"

/* Most strengths of one drug, and most pieces of one administration. */
#define MOST_STRENGTHS 12
#define MOST_PIECES 24
/* Two amounts that differ by less than this share are the same. */
#define SAME 1e-9

/** Strengths of a drug by one route, in the unit of the dose, largest first. */
struct strengths {
  size_t count;
  double piece[MOST_STRENGTHS]; /* what one piece holds */
  const json_t *form[MOST_STRENGTHS];
  int parts[MOST_STRENGTHS]; /* pieces of one unit: 2 for what may be halved */
};

/** A way of making up a dose. */
struct made_up {
  double amount;
  int pieces;
  int counts[MOST_STRENGTHS];
};

/** A search for the best way. */
struct search {
  const struct strengths *strengths;
  double wanted, tolerance, limit;
  struct made_up now, best;
  bool found;
};

/* ---- forms ------------------------------------------------------------------------------------
 */

static bool fits_route(const dose_work *dose, const json_t *form) {
  const char *route = therapy_text(form, "route");
  return route[0] == '\0' || strcmp(route, therapy_text(dose->component, "route")) == 0;
}

static double form_strength(const dose_work *dose, const json_t *form) {
  const json_t *strength = json_object_get(form, "strength");
  return sheet_convert(json_number_value(json_object_get(strength, "value")),
                       therapy_text(strength, "unit"), dose->unit);
}

static void add_strength(struct strengths *list, const json_t *form, double piece, int parts) {
  size_t at = list->count;
  if (list->count == MOST_STRENGTHS || !(piece > 0)) return;
  while (at > 0 && list->piece[at - 1] < piece) {
    list->piece[at] = list->piece[at - 1];
    list->form[at] = list->form[at - 1];
    list->parts[at] = list->parts[at - 1];
    at--;
  }
  list->piece[at] = piece;
  list->form[at] = form;
  list->parts[at] = parts;
  list->count++;
}

static void collect(struct strengths *list, const dose_work *dose) {
  size_t index;
  json_t *form;
  json_array_foreach(json_object_get(dose->drug, "forms"), index, form) {
    const json_t *divisible = json_object_get(form, "divisible");
    int parts = json_is_integer(divisible) ? (int)json_integer_value(divisible) : 1;
    if (json_object_get(form, "step") != NULL || !fits_route(dose, form) || parts < 1) continue;
    add_strength(list, form, form_strength(dose, form) / parts, parts);
  }
}

/* ---- fewest pieces ----------------------------------------------------------------------------
 */

/* True if one way is better than another: inside the tolerance before outside; inside, fewer
   pieces; then nearer; then less. */
static bool is_better(const struct search *search, const struct made_up *a,
                      const struct made_up *b) {
  double off_a = fabs(a->amount - search->wanted), off_b = fabs(b->amount - search->wanted);
  double room = search->tolerance * search->wanted * (1 + SAME);
  bool in_a = off_a <= room, in_b = off_b <= room;
  if (in_a != in_b) return in_a;
  if (in_a && a->pieces != b->pieces) return a->pieces < b->pieces;
  if (fabs(off_a - off_b) > SAME * search->wanted) return off_a < off_b;
  if (a->pieces != b->pieces) return a->pieces < b->pieces;
  return a->amount < b->amount;
}

static void try_strength(struct search *search, size_t index) {
  const struct strengths *list = search->strengths;
  if (index == list->count) {
    if (search->now.pieces == 0 || search->now.amount > search->limit * (1 + SAME)) return;
    if (search->found && !is_better(search, &search->now, &search->best)) return;
    search->best = search->now;
    search->found = true;
    return;
  }
  double most =
      search->wanted + fmax(list->piece[list->count - 1], search->tolerance * search->wanted);
  const struct made_up before = search->now;
  for (int count = 0;; count++) {
    search->now = before;
    search->now.counts[index] = count;
    search->now.pieces += count;
    search->now.amount += count * list->piece[index];
    bool over = search->now.amount > most * (1 + SAME) && count > 0;
    if (search->now.pieces > MOST_PIECES || (over && index + 1 < list->count)) break;
    try_strength(search, index + 1);
    if (over) break;
  }
  search->now = before;
}

static lu_status put_units(dose_work *dose, const struct search *search, lu_error *error) {
  const struct strengths *list = search->strengths;
  lu_status status = sheet_set(dose->out, "units_dispensed", json_array(), error);
  double doses =
      dose_times_per_day(dose->component) * dose_days_per_cycle(dose->sheet, dose->component);
  for (size_t i = 0; i < list->count && status == LU_OK; i++) {
    if (search->best.counts[i] == 0) continue;
    double count = (double)search->best.counts[i] / list->parts[i];
    json_t *unit = json_pack("{s:s, s:O, s:f, s:f}", "form", therapy_text(list->form[i], "form"),
                             "strength", json_object_get(list->form[i], "strength"), "count", count,
                             "per_cycle", count * doses);
    status = sheet_push(dose->out, "units_dispensed", unit, error);
  }
  return status;
}

/* ---- solutions --------------------------------------------------------------------------------
 */

/* The step of a drug that is measured out; 0 for none. */
static double step_of(const dose_work *dose, const json_t **form) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(dose->drug, "forms"), index, entry) {
    const json_t *step = json_object_get(entry, "step");
    if (step == NULL || !fits_route(dose, entry)) continue;
    *form = entry;
    return sheet_convert(json_number_value(json_object_get(step, "value")),
                         therapy_text(step, "unit"), dose->unit);
  }
  return 0;
}

static double to_step(double value, double step, double limit) {
  double rounded = fmax(round(value / step), 1) * step; /* never down to nothing */
  return rounded > limit * (1 + SAME) ? floor(limit / step * (1 + SAME)) * step : rounded;
}

/* ---- rounding ---------------------------------------------------------------------------------
 */

double dose_tolerance(const dose_work *dose) {
  const json_t *own = json_object_get(dose->drug, "rounding");
  const json_t *pct = json_object_get(own, "tolerance_pct");
  const json_t *shared = formulary_shared(dose->sheet->formulary, "rounding");
  if (!json_is_number(pct)) pct = json_object_get(shared, "tolerance_pct");
  return json_number_value(pct) / 100;
}

static lu_status put_rounded(dose_work *dose, double wanted, double rounded, const char *how,
                             const json_t *form, lu_error *error) {
  double pct = wanted > 0 ? 100 * (rounded / wanted - 1) : 0;
  lu_status status = sheet_set(dose->out, "rounded", json_real(rounded), error);
  if (status == LU_OK) status = sheet_set(dose->out, "rounding_pct", json_real(pct), error);
  if (status == LU_OK) status = dose_step(dose, "Rounded", how, rounded, dose->unit, form, error);
  if (status == LU_OK && fabs(pct) > 100 * dose_tolerance(dose) * (1 + SAME))
    status = sheet_set(dose->out, "rounding_warning",
                       json_sprintf("Rounding changes the dose by %+.1f %%, more than %g %%.", pct,
                                    100 * dose_tolerance(dose)),
                       error);
  return status;
}

lu_status dose_round(dose_work *dose, lu_error *error) {
  struct strengths strengths = {.count = 0};
  const json_t *form = NULL;
  char how[120];
  if (isnan(dose->value)) return LU_OK;
  if (!(dose->value > 0))
    return put_rounded(dose, 0, 0, "nothing is left of the dose", NULL, error);
  double step = step_of(dose, &form);
  if (step > 0) {
    snprintf(how, sizeof how, "to the next %g %s", step, dose->unit);
    return put_rounded(dose, dose->value, to_step(dose->value, step, dose->limit), how, form,
                       error);
  }
  collect(&strengths, dose);
  struct search search = {.strengths = &strengths,
                          .wanted = dose->value,
                          .tolerance = dose_tolerance(dose),
                          .limit = dose->limit};
  if (strengths.count > 0) try_strength(&search, 0);
  if (!search.found) /* nothing can be dispensed: no form, none so small, or too many pieces */
    return put_rounded(dose, dose->value, dose->value,
                       strengths.count == 0 ? "as it is: no form is on file"
                                            : "as it is: no forms on file make it up",
                       NULL, error);
  snprintf(how, sizeof how, "fewest pieces within %g %%", 100 * search.tolerance);
  lu_status status = put_units(dose, &search, error);
  return status == LU_OK
             ? put_rounded(dose, dose->value, search.best.amount, how, dose->drug, error)
             : status;
}
