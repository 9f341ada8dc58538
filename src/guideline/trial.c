/* SPDX-License-Identifier: Apache-2.0 */
#include "trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/** Places of the grid for a number that a formula looks at. */
#define GRID 8
/** Words that are listed; a longer majority becomes "any other value". */
#define MOST_WORDS 4

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

/** A place where something may change: a limit of a table, or a point of the grid. */
typedef struct limit {
  double at; /**< infinite for none */
  bool about;
} limit;

/** The values between two neighbouring limits. */
static lu_status add_gap(trials *out, size_t fact, limit low, limit high, const bounds *range,
                         lu_error *error) {
  if (isfinite(low.at) && low.at >= range->upper) return LU_OK;
  if (isfinite(high.at) && high.at <= range->lower) return LU_OK;
  double number = between(fmax(low.at, range->lower), fmin(high.at, range->upper), range);
  if (range->integer) {
    number = floor(number);
    if (isfinite(low.at) && number <= low.at) number = floor(low.at) + 1;
    if ((isfinite(high.at) && number >= high.at) || number < range->lower) return LU_OK;
  }
  trial one = {.fact = fact,
               .number = number,
               .low = low.at,
               .high = high.at,
               .about_low = low.about,
               .about_high = high.about};
  return add(out, one, error);
}

static lu_status add_points(trials *out, size_t fact, const limit *limits, size_t count,
                            const bounds *range, lu_error *error) {
  limit before = {-INFINITY, false};
  lu_status status = LU_OK;
  for (size_t i = 0; i < count && status == LU_OK; i++) {
    double at = limits[i].at;
    if (at < range->lower || at > range->upper || (range->integer && at != floor(at))) continue;
    status = add_gap(out, fact, before, limits[i], range, error);
    trial one = {.fact = fact,
                 .number = at,
                 .point = true,
                 .low = at,
                 .high = at,
                 .about_low = limits[i].about,
                 .about_high = limits[i].about};
    if (status == LU_OK) status = add(out, one, error);
    before = limits[i];
  }
  return status == LU_OK ? add_gap(out, fact, before, (limit){INFINITY, false}, range, error)
                         : status;
}

static int compare_limits(const void *left, const void *right) {
  const limit *a = left, *b = right;
  if (a->at < b->at || a->at > b->at) return a->at < b->at ? -1 : 1;
  return (int)a->about - (int)b->about;
}

/** Two digits are enough for a grid. */
static double round_off(double number) {
  if (!(fabs(number) > 0)) return 0;
  double unit = pow(10, floor(log10(fabs(number))) - 1);
  return round(number / unit) * unit;
}

/** Adds a grid over what is plausible. @return number of limits */
static size_t add_grid(limit *all, size_t count, const bounds *range) {
  for (size_t i = 0; i < GRID; i++) {
    double share = ((double)i + 0.5) / GRID;
    double at = range->from > 0 ? range->from * pow(range->to / range->from, share)
                                : range->from + share * (range->to - range->from);
    all[count + i] = (limit){range->integer ? round(at) : round_off(at), true};
  }
  qsort(all, count + GRID, sizeof *all, compare_limits);
  size_t kept = 0;
  for (size_t i = 0; i < count + GRID; i++)
    if (kept == 0 || all[i].at > all[kept - 1].at) all[kept++] = all[i];
  return kept;
}

/** Limits of the tables, and a grid where a formula looks at the number. */
static lu_status add_numbers(trials *out, const lu_fact *entry, const seen *tables, size_t fact,
                             lu_error *error) {
  const double *limits;
  size_t count = seen_limits(tables, fact, &limits);
  bounds range = find_bounds(entry);
  limit *all = calloc(count + GRID, sizeof *all);
  if (all == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++)
    all[i] = (limit){limits[i], false};
  if (seen_is_exact(tables, fact) && isfinite(range.from) && isfinite(range.to))
    count = add_grid(all, count, &range);
  lu_status status = add_points(out, fact, all, count, &range, error);
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
  const char *from = first->about_low ? "about " : "", *to = last->about_high ? "about " : "";
  bool lower = isfinite(first->low), upper = isfinite(last->high);
  if (!lower && !upper)
    lu_text_puts(out, "any value");
  else if (!lower)
    lu_text_printf(out, "%s%s%g", last->point ? "up to " : "below ", to, last->high);
  else if (!upper)
    lu_text_printf(out, "%s%s%g%s", first->point ? "" : "above ", from, first->low,
                   first->point ? " or more" : "");
  else if (first == last && first->point)
    lu_text_printf(out, "%s%g", from, first->number);
  else
    lu_text_printf(out, "%s%s%g %s%s%g", first->point ? "" : "above ", from, first->low,
                   last->point ? "to " : "to below ", to, last->high);
}

/** True where so many words are marked that the others are told more easily. */
static bool is_rest(const bool *chosen, size_t count) {
  size_t marked = 0;
  for (size_t i = 0; i < count; i++)
    marked += chosen[i];
  return marked > MOST_WORDS && marked < count && 2 * marked > count;
}

void trial_print(lu_text *out, const lu_dictionary *dictionary, const trial *list,
                 const bool *chosen, size_t count) {
  const lu_fact *entry = lu_dictionary_at(dictionary, list[0].fact);
  bool number = lu_fact_get_type(entry) == LU_FACT_NUMBER;
  size_t said = 0;
  if (!number && is_rest(chosen, count)) {
    lu_text_puts(out, "any other value");
    return;
  }
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
  if (number && lu_fact_unit(entry)[0] != '\0')
    lu_text_printf(out, " %s", lu_fact_unit_words(entry));
}
