/* SPDX-License-Identifier: Apache-2.0 */
/* The list of all functions of the language, with the names of their parameters. */
#include "builtin.h"

#define ONE 1u
#define TWO 2u
#define THREE 3u

/** A function that is not called with unknown arguments. */
#define PLAIN(name, parameters, required, call) \
  { name, parameters, required, false, false, call }
/** A function that knows what to do with unknown arguments. */
#define KLEENE(name, parameters, required, call) \
  { name, parameters, required, false, true, call }
/** The last parameter takes any number of arguments. */
#define MANY(name, parameters, required, unknown, call) \
  { name, parameters, required, true, unknown, call }
/** A relation of two ranges, or of points and ranges. */
#define RANGES(name, call) PLAIN(name, "range1,range2", TWO, call)
#define POINT_RANGE(name, call) PLAIN(name, "point,range", TWO, call), RANGES(name, call)
#define RANGE_POINT(name, call) PLAIN(name, "range,point", TWO, call), RANGES(name, call)
#define POINTS(name, call) PLAIN(name, "point1,point2", TWO, call)

/** Sorted by name, as strcmp() sorts. */
static const feel_builtin builtins[] = {
    PLAIN("abs", "n", ONE, builtin_abs),
    POINTS("after", builtin_after),
    RANGE_POINT("after", builtin_after),
    PLAIN("after", "point,range", TWO, builtin_after),
    MANY("all", "list", ONE, true, builtin_all),
    MANY("any", "list", ONE, true, builtin_any),
    MANY("append", "list,item", ONE, true, builtin_append),
    POINTS("before", builtin_before),
    RANGE_POINT("before", builtin_before),
    PLAIN("before", "point,range", TWO, builtin_before),
    PLAIN("ceiling", "n,scale", ONE, builtin_ceiling),
    POINTS("coincides", builtin_coincides),
    RANGES("coincides", builtin_coincides),
    MANY("concatenate", "list", ONE, true, builtin_concatenate),
    PLAIN("contains", "string,match", TWO, builtin_contains),
    KLEENE("context", "entries", ONE, builtin_context),
    KLEENE("context merge", "contexts", ONE, builtin_context_merge),
    KLEENE("context put", "context,key,value", THREE, builtin_context_put),
    KLEENE("context put", "context,keys,value", THREE, builtin_context_put_path),
    KLEENE("count", "list", ONE, builtin_count),
    PLAIN("date", "from", ONE, builtin_date_from),
    PLAIN("date", "year,month,day", THREE, builtin_date_of_parts),
    PLAIN("date and time", "from", ONE, builtin_date_time_from),
    PLAIN("date and time", "date,time", TWO, builtin_date_time_of_two),
    PLAIN("date and time", "year,month,day,hour,minute,second,offset", 6u,
          builtin_date_time_of_parts),
    PLAIN("date and time", "year,month,day,hour,minute,second,timezone", 6u,
          builtin_date_time_of_parts),
    PLAIN("day of week", "date", ONE, builtin_day_of_week),
    PLAIN("day of year", "date", ONE, builtin_day_of_year),
    PLAIN("decimal", "n,scale", TWO, builtin_decimal),
    PLAIN("distinct values", "list", ONE, builtin_distinct_values),
    PLAIN("duration", "from", ONE, builtin_duration),
    POINT_RANGE("during", builtin_during),
    PLAIN("ends with", "string,match", TWO, builtin_ends_with),
    PLAIN("even", "number", ONE, builtin_even),
    PLAIN("exp", "number", ONE, builtin_exp),
    RANGE_POINT("finished by", builtin_finished_by),
    POINT_RANGE("finishes", builtin_finishes),
    PLAIN("flatten", "list", ONE, builtin_flatten),
    PLAIN("floor", "n,scale", ONE, builtin_floor),
    KLEENE("get entries", "m", ONE, builtin_get_entries),
    KLEENE("get value", "m,key", TWO, builtin_get_value),
    RANGE_POINT("includes", builtin_includes),
    PLAIN("index of", "list,match", TWO, builtin_index_of),
    KLEENE("insert before", "list,position,newItem", THREE, builtin_insert_before),
    KLEENE("is", "value1,value2", 0u, builtin_is),
    KLEENE("list contains", "list,element", TWO, builtin_list_contains),
    KLEENE("list replace", "list,position,newItem", THREE, builtin_list_replace),
    KLEENE("list replace", "list,match,newItem", THREE, builtin_list_replace),
    PLAIN("log", "number", ONE, builtin_log),
    PLAIN("lower case", "string", ONE, builtin_lower_case),
    PLAIN("matches", "input,pattern,flags", TWO, builtin_matches),
    MANY("max", "list", ONE, false, builtin_max),
    MANY("mean", "list", ONE, false, builtin_mean),
    MANY("median", "list", ONE, false, builtin_median),
    RANGES("meets", builtin_meets),
    RANGES("met by", builtin_met_by),
    MANY("min", "list", ONE, false, builtin_min),
    MANY("mode", "list", ONE, false, builtin_mode),
    PLAIN("modulo", "dividend,divisor", TWO, builtin_modulo),
    PLAIN("month of year", "date", ONE, builtin_month_of_year),
    KLEENE("not", "negand", ONE, builtin_not),
    PLAIN("now", "", 0u, builtin_now),
    PLAIN("number", "from,grouping separator,decimal separator", ONE, builtin_to_number),
    PLAIN("odd", "number", ONE, builtin_odd),
    RANGES("overlaps", builtin_overlaps),
    RANGES("overlaps after", builtin_overlaps_after),
    RANGES("overlaps before", builtin_overlaps_before),
    MANY("product", "list", ONE, false, builtin_product),
    PLAIN("range", "from", ONE, builtin_range),
    KLEENE("remove", "list,position", TWO, builtin_remove),
    PLAIN("replace", "input,pattern,replacement,flags", THREE, builtin_replace),
    KLEENE("reverse", "list", ONE, builtin_reverse),
    PLAIN("round down", "n,scale", TWO, builtin_round_down),
    PLAIN("round half down", "n,scale", TWO, builtin_round_half_down),
    PLAIN("round half up", "n,scale", TWO, builtin_round_half_up),
    PLAIN("round up", "n,scale", TWO, builtin_round_up),
    PLAIN("sort", "list,precedes", ONE, builtin_sort),
    PLAIN("split", "string,delimiter", TWO, builtin_split),
    PLAIN("sqrt", "number", ONE, builtin_sqrt),
    RANGE_POINT("started by", builtin_started_by),
    POINT_RANGE("starts", builtin_starts),
    PLAIN("starts with", "string,match", TWO, builtin_starts_with),
    MANY("stddev", "list", ONE, false, builtin_stddev),
    PLAIN("string", "from", ONE, builtin_to_string),
    PLAIN("string join", "list,delimiter", ONE, builtin_string_join),
    PLAIN("string length", "string", ONE, builtin_string_length),
    KLEENE("sublist", "list,start position,length", TWO, builtin_sublist),
    PLAIN("substring", "string,start position,length", TWO, builtin_substring),
    PLAIN("substring after", "string,match", TWO, builtin_substring_after),
    PLAIN("substring before", "string,match", TWO, builtin_substring_before),
    MANY("sum", "list", ONE, false, builtin_sum),
    PLAIN("time", "from", ONE, builtin_time_from),
    PLAIN("time", "hour,minute,second,offset", THREE, builtin_time_of_parts),
    PLAIN("today", "", 0u, builtin_today),
    MANY("union", "list", ONE, false, builtin_union),
    PLAIN("upper case", "string", ONE, builtin_upper_case),
    PLAIN("week of year", "date", ONE, builtin_week_of_year),
    PLAIN("years and months duration", "from,to", TWO, builtin_months_between),
};

const feel_builtin *feel_builtins(size_t *count) {
  *count = sizeof builtins / sizeof builtins[0];
  return builtins;
}
