/* SPDX-License-Identifier: Apache-2.0 */
/* for, some, every: iteration over lists and ranges, with several variables. */
#include "feel_eval.h"

#include <stdint.h>

/** Steps that one round counts: a round makes values, so it costs more than a sum. */
#define ROUND_STEPS 10u

/** What one iterator runs over. */
typedef struct source {
  enum { OVER_LIST, OVER_NUMBERS, OVER_DATES, OVER_NOTHING } kind;
  const feel_list *list;
  const lu_value *single; /**< a value that stands for a list of itself */
  const lu_value *start;
  bool down;
  uint64_t count;
  const lu_value *failure; /**< OVER_NOTHING: the result of the whole loop: null or unknown */
} source;

/** A loop while it runs. */
typedef struct loop {
  feel_evaluator *evaluator;
  const feel_expression *node;
  size_t size;             /**< of the results, as in lu_value */
  feel_values results;     /**< for */
  const lu_value *verdict; /**< some, every */
  const lu_value *failure; /**< a source was no list */
} loop;

static source fail_source(const lu_value *failure) {
  return (source){.kind = OVER_NOTHING, .failure = failure};
}

/** Counts the whole numbers from low to high; more than an evaluation may take is as good as no
 * end. */
static bool count_numbers(decimal low, decimal high, uint64_t *count) {
  decimal span = decimal_floor(decimal_abs(decimal_subtract(high, low)));
  int64_t steps;
  if (!decimal_to_integer(&steps, span) || steps < 0 || steps >= FEEL_MAX_STEPS) return false;
  *count = (uint64_t)steps + 1;
  return true;
}

static source over_numbers(feel_evaluator *evaluator, const lu_value *low, const lu_value *high) {
  source over = {.kind = OVER_NUMBERS, .start = low};
  over.down = decimal_compare(low->as.number, high->as.number) > 0;
  if (!count_numbers(low->as.number, high->as.number, &over.count)) {
    feel_charge(evaluator, FEEL_MAX_STEPS);
    return fail_source(&feel_null);
  }
  return over;
}

/** Days from 0000-03-01, by the civil calendar. */
static int64_t day_number(feel_date date) {
  int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t year_of_era = year - era * 400;
  int64_t day_of_year =
      (153 * ((int64_t)date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
}

/** The inverse of day_number(). */
static feel_date date_of_day(int64_t day) {
  int64_t era = (day >= 0 ? day : day - 146096) / 146097;
  int64_t of_era = day - era * 146097;
  int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  int64_t month = (5 * of_year + 2) / 153;
  feel_date date = {.day = (uint8_t)(of_year - (153 * month + 2) / 5 + 1),
                    .month = (uint8_t)(month < 10 ? month + 3 : month - 9)};
  date.year = year + era * 400 + (date.month <= 2 ? 1 : 0);
  return date;
}

static source over_dates(feel_evaluator *evaluator, const lu_value *low, const lu_value *high) {
  int64_t first = day_number(low->as.date), last = day_number(high->as.date);
  source over = {.kind = OVER_DATES, .start = low, .down = first > last};
  over.count = (uint64_t)(over.down ? first - last : last - first) + 1;
  if (over.count > FEEL_MAX_STEPS) {
    feel_charge(evaluator, FEEL_MAX_STEPS);
    return fail_source(&feel_null);
  }
  return over;
}

/** From low to high, also downwards. */
static source over_bounds(feel_evaluator *evaluator, const lu_value *low, const lu_value *high) {
  if (feel_is_unknown(low) || feel_is_unknown(high)) {
    const lu_value *both[] = {low, high};
    return fail_source(feel_unknown_because(evaluator->arena, both, 2));
  }
  if (low->kind == LU_VALUE_NUMBER && high->kind == LU_VALUE_NUMBER) {
    return over_numbers(evaluator, low, high);
  }
  if (low->kind == LU_VALUE_DATE && high->kind == LU_VALUE_DATE) {
    return over_dates(evaluator, low, high);
  }
  return fail_source(feel_complain(
      evaluator, "a loop runs over a list, or from number to number, or from date to date"));
}

/** A range value: its bounds as far as they belong to it, upwards only. */
static source over_range(feel_evaluator *evaluator, const feel_range *range) {
  const lu_value *low = range->low == NULL ? &feel_null : range->low;
  const lu_value *high = range->high == NULL ? &feel_null : range->high;
  int order;
  if (range->form == FEEL_RANGE_IS_NOT) low = &feel_null;
  source over = over_bounds(evaluator, low, high);
  if (over.kind == OVER_NOTHING) return over;
  if (feel_compare(&order, low, high) != FEEL_YES || order > 0) {
    return fail_source(
        feel_complain(evaluator, "a loop cannot run over a range that ends before it begins"));
  }
  if (!range->low_closed) {
    if (over.kind == OVER_NUMBERS) {
      over.start = feel_arithmetic(evaluator, OP_ADD, low, feel_integer(evaluator->arena, 1));
    } else {
      over.start = feel_date_value(evaluator->arena, date_of_day(day_number(low->as.date) + 1));
    }
    over.count--;
  }
  /* The last round reaches the bound only if that is a whole number of steps away. */
  bool reaches = over.kind == OVER_DATES ||
                 decimal_is_integer(decimal_subtract(high->as.number, low->as.number));
  if (!range->high_closed && reaches && over.count > 0) over.count--;
  return over;
}

static source find_source(loop *run, const feel_iterator *iterator, const feel_scope *scope) {
  feel_evaluator *evaluator = run->evaluator;
  const lu_value *value = feel_evaluate(evaluator, iterator->source, scope);
  if (iterator->high != NULL) {
    return over_bounds(evaluator, value, feel_evaluate(evaluator, iterator->high, scope));
  }
  switch (value->kind) {
    case LU_VALUE_UNKNOWN:
      return fail_source(feel_unknown_because(evaluator->arena, &value, 1));
    case LU_VALUE_NULL:
      return fail_source(feel_complain(evaluator, "a loop cannot run over null"));
    case LU_VALUE_LIST:
      return (source){.kind = OVER_LIST, .list = &value->as.list, .count = value->as.list.count};
    case LU_VALUE_RANGE:
      return over_range(evaluator, &value->as.range);
    default:
      return (source){.kind = OVER_LIST, .single = value, .count = 1};
  }
}

static const lu_value *source_item(feel_evaluator *evaluator, const source *over, uint64_t index) {
  int64_t offset = over->down ? -(int64_t)index : (int64_t)index;
  switch (over->kind) {
    case OVER_LIST:
      return over->single != NULL ? over->single : over->list->items[index];
    case OVER_NUMBERS:
      if (index == 0) return over->start;
      return feel_number(evaluator->arena,
                         decimal_add(over->start->as.number, decimal_from_integer(offset)));
    case OVER_DATES:
      if (index == 0) return over->start;
      return feel_date_value(evaluator->arena,
                             date_of_day(day_number(over->start->as.date) + offset));
    case OVER_NOTHING:
      break;
  }
  return &feel_null;
}

/** Keeps a result of `for`; false once all of them are too large together. */
static bool keep_result(loop *run, const lu_value *value) {
  run->size += 1 + value->size;
  if (value->kind == LU_VALUE_STRING) run->size += value->as.string.length / 16;
  if (run->size > FEEL_MAX_SIZE / 2) return feel_charge(run->evaluator, FEEL_MAX_STEPS);
  return feel_values_add(run->evaluator, &run->results, value);
}

/** Evaluates the body once; false if the loop is settled. */
static bool run_body(loop *run, const feel_scope *frame) {
  feel_evaluator *evaluator = run->evaluator;
  const lu_value *value = feel_evaluate(evaluator, run->node->as.loop.body, frame);
  switch ((feel_node_kind)run->node->kind) {
    case NODE_FOR:
      return keep_result(run, value);
    case NODE_SOME:
      run->verdict = feel_or(evaluator->arena, run->verdict, value);
      return run->verdict != &feel_true;
    default:
      run->verdict = feel_and(evaluator->arena, run->verdict, value);
      return run->verdict != &feel_false;
  }
}

static bool run_iterator(loop *run, size_t index, const feel_scope *scope, feel_entry *entries);

/**
 * A frame for the first `count` variables: `local`, or a copy in the arena where functions are
 * made that keep it. NULL when memory is short.
 */
static feel_scope *make_frame(loop *run, feel_scope *local, const feel_scope *scope, size_t count,
                              feel_entry *entries) {
  *local = (feel_scope){scope, count, entries};
  if (!(run->node->flags & FLAG_FUNCTION)) return local;
  feel_scope *frame = lu_arena_alloc(run->evaluator->arena, sizeof *frame);
  feel_entry *copy = lu_arena_array(run->evaluator->arena, count, sizeof *copy);
  if (frame == NULL || copy == NULL) return NULL;
  for (size_t i = 0; i < count; i++)
    copy[i] = entries[i];
  *frame = (feel_scope){scope, count, copy};
  return frame;
}

/** One round of one iterator, whose variable is bound: goes on with the next one, or the body. */
static bool run_round(loop *run, size_t index, const feel_scope *scope, feel_entry *entries) {
  feel_evaluator *evaluator = run->evaluator;
  size_t count = index + 1;
  if (count < run->node->as.loop.count) return run_iterator(run, count, scope, entries);
  if (run->node->kind == NODE_FOR && (run->node->flags & FLAG_PARTIAL)) {
    if (!feel_charge(evaluator, run->results.count / 16)) return false;
    const lu_value *partial =
        feel_list_value(evaluator->arena, run->results.items, run->results.count);
    entries[count++] = (feel_entry){"partial", partial};
  }
  feel_scope local;
  const feel_scope *frame = make_frame(run, &local, scope, count, entries);
  return frame != NULL && run_body(run, frame);
}

/** Runs one iterator through its source; false if the loop is settled. */
static bool run_iterator(loop *run, size_t index, const feel_scope *scope, feel_entry *entries) {
  const feel_iterator *iterator = &run->node->as.loop.iterators[index];
  feel_scope local;
  const feel_scope *known = make_frame(run, &local, scope, index, entries);
  if (known == NULL || !feel_enter(run->evaluator)) return false;
  source over = find_source(run, iterator, known);
  bool on = true;
  if (over.kind == OVER_NOTHING) {
    run->failure = over.failure;
    on = false;
  }
  for (uint64_t i = 0; on && i < over.count; i++) {
    on = feel_charge(run->evaluator, ROUND_STEPS);
    if (!on) break;
    entries[index] = (feel_entry){iterator->name, source_item(run->evaluator, &over, i)};
    on = run_round(run, index, scope, entries);
  }
  run->evaluator->depth--;
  return on;
}

/** Runs a whole loop. */
static void run_loop(loop *run, const feel_scope *scope) {
  size_t count = run->node->as.loop.count;
  feel_entry *entries = lu_arena_array(run->evaluator->arena, count + 1, sizeof *entries);
  if (entries == NULL) return;
  run_iterator(run, 0, scope, entries);
}

const lu_value *feel_eval_for(feel_evaluator *evaluator, const feel_expression *node,
                              const feel_scope *scope) {
  loop run = {.evaluator = evaluator, .node = node};
  run_loop(&run, scope);
  if (run.failure != NULL) return run.failure;
  if (evaluator->exhausted) return &feel_null;
  return feel_list_value(evaluator->arena, run.results.items, run.results.count);
}

const lu_value *feel_eval_quantified(feel_evaluator *evaluator, const feel_expression *node,
                                     const feel_scope *scope) {
  loop run = {.evaluator = evaluator, .node = node};
  run.verdict = node->kind == NODE_SOME ? &feel_false : &feel_true;
  run_loop(&run, scope);
  if (evaluator->exhausted) return &feel_null;
  if (run.failure == NULL) return run.verdict;
  /* Unknown so far: it may be settled already, or come to the source that is no list. */
  if (!feel_is_unknown(run.verdict) && !feel_is_unknown(run.failure)) return run.failure;
  const lu_value *both[] = {run.verdict, run.failure};
  return feel_unknown_because(evaluator->arena, both, 2);
}
