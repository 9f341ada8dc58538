/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: FEEL compiled and evaluated; functions, built in and user-defined.
 *
 * Division of labour: feel_lex.c/feel_parse.c make a tree from text; feel_eval.c walks it;
 * builtin_*.c hold the functions of the language; model_*.c and table_*.c know DMN.
 */
#ifndef DECISION_FUNCTION_H
#define DECISION_FUNCTION_H

#include "value.h"

/* ---- evaluation state ---- */

/**
 * A frame of names and values; the innermost is searched first. Names within a frame are unique.
 * Frames must live as long as values made under them (functions keep their scope). A lookup is
 * fastest when entries stand in the order of feel_names and share its name pointers.
 */
typedef struct feel_scope {
  const struct feel_scope *outer;
  size_t count;
  const feel_entry *entries; /**< may grow while a context is built, so read count each time */
} feel_scope;

/** What an expression may use while it is evaluated. */
typedef struct feel_evaluator {
  lu_arena *arena;
  lu_context *context;
  bool three_valued;
  bool brief;     /**< traces end at the first failing cell */
  bool general;   /**< no short ways for cells of literals, and equal cells are tested each; for
                       tests, which compare both */
  unsigned depth; /**< recursion depth; beyond FEEL_MAX_DEPTH a message and null */
  uint64_t steps; /**< work done; beyond FEEL_MAX_STEPS a message and null */
  bool exhausted; /**< depth or steps ran out: the evaluation fails as a whole */
  size_t message_count, message_capacity;
  const char **messages; /**< in the arena */
} feel_evaluator;

#define FEEL_MAX_DEPTH 1000u
#define FEEL_MAX_STEPS 10000000u

/** Keeps a message about why a result is null. @return &feel_null, so that `return
 * feel_complain(...)` works */
const lu_value *feel_complain(feel_evaluator *evaluator, const char *format, ...) LU_PRINTF(2, 3);

/* ---- names that the parser knows ---- */

/** Names in scope at compile time: FEEL names may hold spaces and signs, so the parser must know
 * them. */
typedef struct feel_names {
  const struct feel_names *outer;
  size_t count;
  const char *const *names;
  size_t type_count; /**< types of the model (item definitions) for `instance of`, parameters and
                        results */
  const struct feel_field *types; /**< name and type; "prefix.name" for imported ones; searched
                                     before feel_type_named() */
  size_t member_count; /**< names of fields (of item definitions): known after a dot and in filters;
                          may stay 0 */
  const char *const *members;
} feel_names;

/* ---- compiled expressions ---- */

typedef struct feel_expression feel_expression; /* opaque tree */

/**
 * Compiles a FEEL expression. @param out lives in the arena
 * Fails with LU_BAD_INPUT (column and what was expected) or LU_OUT_OF_MEMORY.
 */
lu_status feel_compile(const feel_expression **out, const char *text, const feel_names *names,
                       lu_arena *arena, lu_error *error);
/** Compiles unary tests, as in an input entry: `-`, `> 5, [1..3]`, `not("a")`, `list contains(x,
 * ?)`. */
lu_status feel_compile_unary(const feel_expression **out, const char *text, const feel_names *names,
                             lu_arena *arena, lu_error *error);
/** Evaluates a compiled expression. Never NULL. */
const lu_value *feel_evaluate(feel_evaluator *evaluator, const feel_expression *expression,
                              const feel_scope *scope);
/** Evaluates compiled unary tests on a value (`?`): true, false, null or unknown. */
const lu_value *feel_test(feel_evaluator *evaluator, const feel_expression *tests,
                          const lu_value *input, const feel_scope *scope);
/** Calls `visit` for every free name (variable reference, first part of a path) of an expression,
 * so that dependencies can be found. */
void feel_free_names(const feel_expression *expression, void (*visit)(void *user, const char *name),
                     void *user);
/** Kleene logic on booleans, null and unknown, as FEEL `and`/`or` (DMN 1.5 tables 50, 51) extended
 * by unknown. */
const lu_value *feel_and(lu_arena *arena, const lu_value *a, const lu_value *b);
const lu_value *feel_or(lu_arena *arena, const lu_value *a, const lu_value *b);

/* ---- functions ---- */

/** A built-in: gets positional arguments (named ones already put in order; a missing optional one
 * is NULL). */
typedef const lu_value *feel_builtin_call(feel_evaluator *evaluator,
                                          const lu_value *const *arguments, size_t count);

/** One signature of a built-in function. */
typedef struct feel_builtin {
  const char *name;       /**< "string length" */
  const char *parameters; /**< names, comma-separated: "string,start position,length" */
  unsigned required;      /**< how many must be given */
  bool variadic;          /**< the last parameter takes any number */
  bool takes_unknown; /**< handles unknown arguments itself; otherwise the evaluator answers unknown
                         before the call when an argument holds unknown */
  feel_builtin_call *call;
} feel_builtin;

/** All built-ins; a name may stand several times with other parameters. Sorted by name. @return
 * borrowed, static */
const feel_builtin *feel_builtins(size_t *count);

/** Checks a value against a type when a function is called or a variable is set; see type.h. */
struct feel_type;

/** A function value. */
typedef struct feel_function {
  enum { FEEL_BUILTIN, FEEL_LAMBDA, FEEL_MODEL } kind;
  const char *name; /**< for messages; NULL if anonymous */
  size_t parameter_count;
  const char *const *parameters; /**< NULL for built-ins */
  const struct feel_type *const
      *parameter_types;                /**< NULL, or one per parameter (may be NULL: Any) */
  const struct feel_type *result_type; /**< NULL: Any */
  const feel_expression *body;         /**< FEEL_LAMBDA */
  const feel_scope *closure;           /**< FEEL_LAMBDA: scope at definition */
  const lu_value *(*call)(
      void *user, feel_evaluator *evaluator, const lu_value *const *arguments,
      size_t count); /**< FEEL_MODEL: BKM or decision service, given by the model */
  void *user;
} feel_function;

/** Calls a function value with positional arguments. Used by sort(), by boxed invocations and by
 * the evaluator. */
const lu_value *feel_call(feel_evaluator *evaluator, const feel_function *function,
                          const lu_value *const *arguments, size_t count);
/** Calls with named arguments (names[i] belongs to arguments[i]). */
const lu_value *feel_call_named(feel_evaluator *evaluator, const feel_function *function,
                                const char *const *names, const lu_value *const *arguments,
                                size_t count);
/** Calls a built-in by name, trying each signature; used by the evaluator. */
const lu_value *feel_call_builtin(feel_evaluator *evaluator, const char *name,
                                  const char *const *argument_names, /* NULL: positional */
                                  const lu_value *const *arguments, size_t count);

/* ---- types (type.c; used by `instance of`, by parameters and by the model) ---- */

typedef struct feel_field {
  const char *name;
  const struct feel_type *type;
} feel_field;

/** A FEEL type. Lives in an arena; item definitions of a model are made of these. */
typedef struct feel_type {
  enum {
    FEEL_TYPE_ANY,
    FEEL_TYPE_NULL,
    FEEL_TYPE_SIMPLE,
    FEEL_TYPE_LIST,
    FEEL_TYPE_CONTEXT,
    FEEL_TYPE_RANGE,
    FEEL_TYPE_FUNCTION
  } kind;
  lu_value_kind simple;            /**< FEEL_TYPE_SIMPLE */
  const struct feel_type *element; /**< list, range: of what; function: result */
  size_t field_count;              /**< context: fields; function: parameters (names NULL) */
  const feel_field *fields;
  const feel_expression *allowed; /**< unary tests on the value (allowedValues, and per element
                                     typeConstraint), or NULL */
  const char *allowed_text;       /**< text of it, for messages */
} feel_type;

/** The built-in type of a name ("number", "date and time", "Any", …); NULL if there is none.
 * Static. */
const feel_type *feel_type_named(const char *name);
/**
 * Does a value conform to a type: FEEL_YES, FEEL_NO, or FEEL_MAYBE where something unknown decides?
 * null conforms to every type.
 */
feel_truth feel_conforms(feel_evaluator *evaluator, const lu_value *value, const feel_type *type);
/** Implicit conversions of DMN 1.5, 10.3.2.9.4 (singleton to list and back, date to date and time),
 * then the check; null with a message if the value does not conform. An unknown value is converted
 * candidate by candidate. */
const lu_value *feel_coerce(feel_evaluator *evaluator, const lu_value *value, const feel_type *type,
                            const char *what);

/* ---- temporal (temporal.c) ---- */

bool feel_parse_date(feel_date *out, const char *text);
bool feel_parse_time(feel_time *out, const char *text, lu_arena *arena);
/** Reads "2012-12-24T23:59:00Z" and "2012-12-24" (midnight). */
bool feel_parse_date_time(feel_date *date, feel_time *time, const char *text, lu_arena *arena);
/** Reads "P1DT2H" or "P1Y2M" into a value; NULL if it is neither. */
const lu_value *feel_parse_duration(const char *text, lu_arena *arena);
/** The literal @"..." : date, time, date and time or duration; the null value if none fits. */
const lu_value *feel_parse_at_literal(feel_evaluator *evaluator, const char *text);
/** Value + or - value where at least one is temporal; null with a message if not defined. */
const lu_value *feel_temporal_add(feel_evaluator *evaluator, const lu_value *a, const lu_value *b,
                                  bool subtract);
/** Value * or / value where at least one is a duration. */
const lu_value *feel_temporal_scale(feel_evaluator *evaluator, const lu_value *a, const lu_value *b,
                                    bool divide);
/** Property of a temporal value or range: "year", "time offset", "days", "start included", …; NULL
 * if there is none by that name. */
const lu_value *feel_property(feel_evaluator *evaluator, const lu_value *value, const char *name);
/** Order of two temporal values of one kind (used by feel_compare). */
feel_truth feel_temporal_compare(int *order, const lu_value *a, const lu_value *b);
/** ISO text of a temporal value. */
void feel_temporal_print(const lu_value *value, lu_text *out);
/** Conversion used by string(), and by lu_value_print without quotes for strings. */
void feel_print(const lu_value *value, lu_text *out, bool quote_strings);

#endif
