/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what the functions of the language (builtin_*.c) share.
 *
 * Every function reads its arguments with the helpers below; each of them complains and returns
 * false (or NULL) where the argument is not of the wanted kind, so that the caller only has to
 * return null.
 */
#ifndef DECISION_BUILTIN_H
#define DECISION_BUILTIN_H

#include "function.h"

/** An argument; NULL if it was not given. */
const lu_value *builtin_argument(const lu_value *const *arguments, size_t count, size_t index);
/** The only item of a list with one item; other values as they are (DMN: singleton list to item).
 */
const lu_value *builtin_item(const lu_value *value);

/** Argument of a kind, after builtin_item(); NULL with a message if it is missing or of another
 * kind. */
const lu_value *builtin_of_kind(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count, size_t index, lu_value_kind kind);
/** A number. */
bool builtin_number(decimal *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                    size_t count, size_t index);
/** A number without its fraction; false also if it is too large. */
bool builtin_integer(int64_t *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                     size_t count, size_t index);
/** A list; a single value becomes a list of one, null is no list. */
bool builtin_list(feel_list *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                  size_t count, size_t index);
/** The items of a function that takes a list or any number of items: sum([1, 2]), sum(1, 2). */
bool builtin_items(feel_list *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                   size_t count);

/** Unknown because of what is unknown among the arguments. */
const lu_value *builtin_unknown(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count);
/** Unknown, but either true or false. */
const lu_value *builtin_unknown_boolean(feel_evaluator *evaluator, const lu_value *const *arguments,
                                        size_t count);
/** Boolean of a truth; null for FEEL_NULL, unknown because of the arguments for FEEL_MAYBE. */
const lu_value *builtin_truth(feel_evaluator *evaluator, feel_truth truth,
                              const lu_value *const *arguments, size_t count);
/** Puts the arena in its failed state: memory ran short outside of it. @return the null value */
const lu_value *builtin_out_of_memory(feel_evaluator *evaluator);
/** A string value from a text, which is freed. */
const lu_value *builtin_take_text(feel_evaluator *evaluator, lu_text *text);

/* Functions, by file. */

/* builtin_convert.c, builtin_date.c */
feel_builtin_call builtin_to_number, builtin_to_string, builtin_not;
feel_builtin_call builtin_date_from, builtin_date_of_parts, builtin_time_from,
    builtin_time_of_parts, builtin_date_time_from, builtin_date_time_of_two,
    builtin_date_time_of_parts, builtin_duration, builtin_months_between, builtin_now,
    builtin_today, builtin_day_of_year, builtin_day_of_week, builtin_month_of_year,
    builtin_week_of_year, builtin_is;
/* builtin_string.c, builtin_regex.c */
feel_builtin_call builtin_substring, builtin_string_length, builtin_upper_case, builtin_lower_case,
    builtin_substring_before, builtin_substring_after, builtin_contains, builtin_starts_with,
    builtin_ends_with, builtin_string_join, builtin_replace, builtin_matches, builtin_split;
/* builtin_list.c, builtin_list_edit.c, builtin_sort.c */
feel_builtin_call builtin_list_contains, builtin_count, builtin_all, builtin_any, builtin_index_of,
    builtin_union, builtin_distinct_values;
feel_builtin_call builtin_sublist, builtin_append, builtin_concatenate, builtin_insert_before,
    builtin_remove, builtin_reverse, builtin_flatten, builtin_list_replace;
feel_builtin_call builtin_sort;
/* builtin_statistics.c */
feel_builtin_call builtin_min, builtin_max, builtin_sum, builtin_mean, builtin_product,
    builtin_median, builtin_stddev, builtin_mode;
/* builtin_numeric.c */
feel_builtin_call builtin_decimal, builtin_floor, builtin_ceiling, builtin_round_up,
    builtin_round_down, builtin_round_half_up, builtin_round_half_down, builtin_abs, builtin_modulo,
    builtin_sqrt, builtin_log, builtin_exp, builtin_odd, builtin_even;
/* builtin_range.c */
feel_builtin_call builtin_before, builtin_after, builtin_meets, builtin_met_by, builtin_overlaps,
    builtin_overlaps_before, builtin_overlaps_after, builtin_finishes, builtin_finished_by,
    builtin_includes, builtin_during, builtin_starts, builtin_started_by, builtin_coincides,
    builtin_range;
/* builtin_context.c */
feel_builtin_call builtin_get_value, builtin_get_entries, builtin_context, builtin_context_put,
    builtin_context_put_path, builtin_context_merge;

#endif
