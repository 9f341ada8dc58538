/* SPDX-License-Identifier: Apache-2.0 */
#include "trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/** Places of the grid for a number that a formula looks at. */
#define GRID 8

/* ---- which values -------------------------------------------------------------------------- */

static lu_status add(trials *out, trial one, lu_error *error) {
  if (out->count == out->room) {
    size_t room = out->room == 0 ? 64 : 2 * out->room;
    trial *longer = realloc(out->list, room * sizeof *longer);
    if (longer == NULL) return lu_fail_memory(error);
    out->list = longer;
    out->room = room;
  }
  out->list[out->count++] = one;
  return LU_OK;
}

/** The values of a choice; "not done" is no answer of a test. */
static lu_status add_choices(trials *out, const lu_fact *entry, size_t fact, lu_error *error) {
  for (size_t i = 0; i < lu_fact_value_count(entry); i++) {
    const char *text = lu_fact_value(entry, i);
    if (strcmp(text, "not_done") == 0) continue;
    lu_status status = add(out, (trial){.fact = fact, .text = text}, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

static double member(const lu_fact *entry, const char *name, double otherwise) {
  const json_t *value = json_object_get(lu_fact_json(entry), name);
  return json_is_number(value) ? json_number_value(value) : otherwise;
}

/** Limits of what is possible, and of what is likely to be seen. */
typedef struct bounds {
  double lower, upper; /**< possible */
  double from, to;     /**< plausible; NAN where the dictionary does not say */
  bool integer;
} bounds;

static bounds find_bounds(const lu_fact *entry) {
  const json_t *plausible = json_object_get(lu_fact_json(entry), "plausible");
  bounds out = {member(entry, "minimum", -INFINITY), member(entry, "maximum", INFINITY), 0, 0,
                json_is_true(json_object_get(lu_fact_json(entry), "integer"))};
  out.from = json_is_number(json_array_get(plausible, 0))
                 ? json_number_value(json_array_get(plausible, 0))
                 : out.lower;
  out.to = json_is_number(json_array_get(plausible, 1))
               ? json_number_value(json_array_get(plausible, 1))
               : out.upper;
  return out;
}

/** A place between two ends, either of which may be missing. */
static double between(double low, double high, const bounds *range) {
  if (isfinite(low) && isfinite(high)) return low + (high - low) / 2;
  if (isfinite(low))
    return isfinite(range->to) && range->to > low ? low + (range->to - low) / 2
                                                  : low + fmax(1, fabs(low));
  if (isfinite(high))
    return isfinite(range->from) && range->from < high ? range->from + (high - range->from) / 2
                                                       : high - fmax(1, fabs(high));
  return 0;
}

/** The values between two neighbouring limits. */
static lu_status add_gap(trials *out, size_t fact, double low, double high, const bounds *range,
                         bool about, lu_error *error) {
  if (isfinite(low) && low >= range->upper) return LU_OK;
  if (isfinite(high) && high <= range->lower) return LU_OK;
  double from = fmax(low, range->lower), to = fmin(high, range->upper);
  double number = between(from, to, range);
  if (range->integer) {
    number = floor(number);
    if (isfinite(low) && number <= low) number = floor(low) + 1;
    if ((isfinite(high) && number >= high) || number < range->lower) return LU_OK;
  }
  trial one = {.fact = fact, .number = number, .low = low, .high = high, .about = about};
  return add(out, one, error);
}

static lu_status add_points(trials *out, size_t fact, const double *limits, size_t count,
                            const bounds *range, bool about, lu_error *error) {
  double before = -INFINITY;
  lu_status status = LU_OK;
  for (size_t i = 0; i < count && status == LU_OK; i++) {
    double at = limits[i];
    if (at < range->lower || at > range->upper || (range->integer && at != floor(at))) continue;
    status = add_gap(out, fact, before, at, range, about, error);
    trial one = {.fact = fact, .number = at, .point = true, .low = at, .high = at, .about = about};
    if (status == LU_OK) status = add(out, one, error);
    before = at;
  }
  return status == LU_OK ? add_gap(out, fact, before, INFINITY, range, about, error) : status;
}

static int compare_numbers(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

/** Two digits are enough for a grid. */
static double round_off(double number) {
  if (!(fabs(number) > 0)) return 0;
  double unit = pow(10, floor(log10(fabs(number))) - 1);
  return round(number / unit) * unit;
}

/** Limits of the tables, and a grid where a formula looks at the number. */
static lu_status add_numbers(trials *out, const lu_fact *entry, const seen *tables, size_t fact,
                             lu_error *error) {
  const double *limits;
  size_t count = seen_limits(tables, fact, &limits);
  bounds range = find_bounds(entry);
  if (!seen_is_exact(tables, fact) || !isfinite(range.from) || !isfinite(range.to))
    return add_points(out, fact, limits, count, &range, false, error);
  double *all = calloc(count + GRID, sizeof *all);
  if (all == NULL) return lu_fail_memory(error);
  if (count > 0) memcpy(all, limits, count * sizeof *all);
  for (size_t i = 0; i < GRID; i++) {
    double share = ((double)i + 0.5) / GRID;
    double at = range.from > 0 ? range.from * pow(range.to / range.from, share)
                               : range.from + share * (range.to - range.from);
    all[count + i] = range.integer ? round(at) : round_off(at);
  }
  qsort(all, count + GRID, sizeof *all, compare_numbers);
  size_t kept = 0;
  for (size_t i = 0; i < count + GRID; i++)
    if (kept == 0 || all[i] > all[kept - 1]) all[kept++] = all[i];
  lu_status status = add_points(out, fact, all, kept, &range, true, error);
  free(all);
  return status;
}

lu_status trials_add(trials *out, const lu_dictionary *dictionary, const seen *tables, size_t fact,
                     lu_error *error) {
  const lu_fact *entry = lu_dictionary_at(dictionary, fact);
  lu_status status = LU_OK;
  switch (lu_fact_get_type(entry)) {
    case LU_FACT_BOOLEAN:
      status = add(out, (trial){.fact = fact, .truth = true}, error);
      return status == LU_OK ? add(out, (trial){.fact = fact, .truth = false}, error) : status;
    case LU_FACT_SET:
      status = add(out, (trial){.fact = fact}, error);
      return status == LU_OK ? add_choices(out, entry, fact, error) : status;
    case LU_FACT_CHOICE:
      return add_choices(out, entry, fact, error);
    case LU_FACT_NUMBER:
      return add_numbers(out, entry, tables, fact, error);
    case LU_FACT_TEXT:
    case LU_FACT_DATE:
      break;
  }
  return LU_OK;
}

void trials_free(trials *made) {
  free(made->list);
  *made = (trials){NULL, 0, 0};
}

/* ---- one value ------------------------------------------------------------------------------ */

lu_status trial_set(const trial *one, lu_factset *facts, lu_error *error) {
  const lu_fact *entry = lu_dictionary_at(lu_factset_dictionary(facts), one->fact);
  switch (lu_fact_get_type(entry)) {
    case LU_FACT_BOOLEAN:
      return lu_factset_set_boolean(facts, one->fact, one->truth, NULL, error);
    case LU_FACT_SET:
      return lu_factset_set_list(facts, one->fact, &one->text, one->text == NULL ? 0 : 1, NULL,
                                 error);
    case LU_FACT_CHOICE:
      return lu_factset_set_text(facts, one->fact, one->text, NULL, error);
    case LU_FACT_NUMBER:
      return lu_factset_set_number(facts, one->fact, one->number, NULL, error);
    case LU_FACT_TEXT:
    case LU_FACT_DATE:
      break;
  }
  return LU_OK;
}

json_t *trial_json(const trial *one, const lu_dictionary *dictionary) {
  switch (lu_fact_get_type(lu_dictionary_at(dictionary, one->fact))) {
    case LU_FACT_BOOLEAN:
      return json_boolean(one->truth);
    case LU_FACT_SET:
      return one->text == NULL ? json_array() : json_pack("[s]", one->text);
    case LU_FACT_NUMBER:
      return json_real(one->number);
    case LU_FACT_CHOICE:
    case LU_FACT_TEXT:
    case LU_FACT_DATE:
      break;
  }
  return json_string(one->text);
}

/** The label of a value, the value itself if it has none. */
static const char *label_of(const lu_fact *entry, const char *text) {
  for (size_t i = 0; i < lu_fact_value_count(entry); i++)
    if (strcmp(lu_fact_value(entry, i), text) == 0 && lu_fact_value_label(entry, i)[0] != '\0')
      return lu_fact_value_label(entry, i);
  return text;
}

static void print_word(lu_text *out, const lu_fact *entry, const trial *one) {
  switch (lu_fact_get_type(entry)) {
    case LU_FACT_BOOLEAN:
      lu_text_puts(out, one->truth ? "yes" : "no");
      return;
    case LU_FACT_SET:
      lu_text_printf(out, "%s%s", one->text == NULL ? "" : "only ",
                     one->text == NULL ? "none" : label_of(entry, one->text));
      return;
    case LU_FACT_CHOICE:
    case LU_FACT_NUMBER:
    case LU_FACT_TEXT:
    case LU_FACT_DATE:
      break;
  }
  lu_text_puts(out, label_of(entry, one->text));
}

/** "below 30", "30 to 60", "above 60" */
static void print_range(lu_text *out, const trial *first, const trial *last) {
  const char *about = first->about || last->about ? "about " : "";
  bool lower = isfinite(first->low), upper = isfinite(last->high);
  if (!lower && !upper)
    lu_text_puts(out, "any value");
  else if (!lower)
    lu_text_printf(out, "%s%s%g", last->point ? "up to " : "below ", about, last->high);
  else if (!upper && first->point)
    lu_text_printf(out, "%s%g or more", about, first->low);
  else if (!upper)
    lu_text_printf(out, "above %s%g", about, first->low);
  else if (first == last && first->point)
    lu_text_printf(out, "%s%g", about, first->number);
  else
    lu_text_printf(out, "%s%s%g %s%g", first->point ? "" : "above ", about, first->low,
                   last->point ? "to " : "to below ", last->high);
}

void trial_print(lu_text *out, const lu_dictionary *dictionary, const trial *list,
                 const bool *chosen, size_t count) {
  const lu_fact *entry = lu_dictionary_at(dictionary, list[0].fact);
  bool number = lu_fact_get_type(entry) == LU_FACT_NUMBER;
  size_t said = 0;
  for (size_t i = 0; i < count; i++) {
    if (!chosen[i]) continue;
    lu_text_puts(out, said++ > 0 ? ", " : "");
    size_t last = i;
    while (number && last + 1 < count && chosen[last + 1])
      last++;
    if (number)
      print_range(out, &list[i], &list[last]);
    else
      print_word(out, entry, &list[i]);
    i = last;
  }
  if (number && lu_fact_unit(entry)[0] != '\0') lu_text_printf(out, " %s", lu_fact_unit(entry));
}
