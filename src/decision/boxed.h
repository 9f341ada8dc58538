/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: boxed expressions, decision tables among them.
 */
#ifndef DECISION_BOXED_H
#define DECISION_BOXED_H

#include "function.h"
#include "model.h"

typedef enum boxed_kind {
  BOXED_LITERAL,
  BOXED_TABLE,
  BOXED_CONTEXT,
  BOXED_INVOCATION,
  BOXED_FUNCTION,
  BOXED_RELATION,
  BOXED_LIST,
  BOXED_CONDITIONAL,
  BOXED_FILTER,
  BOXED_FOR,
  BOXED_SOME,
  BOXED_EVERY
} boxed_kind;

/** A name with an expression: context entry, binding, cell of a relation, item of a list. */
typedef struct boxed_entry {
  const char *name;          /**< NULL: the result of a context, or an item of a list */
  const feel_type *type;     /**< NULL: Any */
  const struct boxed *value; /**< NULL: null */
} boxed_entry;

/** An expression of a model. */
typedef struct boxed {
  boxed_kind kind;
  int line;
  const feel_type *type;       /**< typeRef of the expression; NULL: Any */
  const feel_expression *feel; /**< literal; NULL for an empty text */
  const struct lu_table *table;
  size_t entry_count; /**< context, invocation, list, relation (row by row) */
  const boxed_entry *entries;
  size_t columns;             /**< relation */
  const struct boxed *first;  /**< invocation: what is called; function: body; conditional: if;
                                 filter, for, some, every: in */
  const struct boxed *second; /**< then; match; return; satisfies */
  const struct boxed *third;  /**< else */
  const char *iterator;       /**< for, some, every: name of the variable */
  size_t parameter_count;     /**< function */
  const char *const *parameters;
  const feel_type *const *parameter_types;
  const char *foreign; /**< function of another kind than FEEL */
} boxed;

/** A hit policy with its aggregator. */
typedef enum hit_policy {
  HIT_UNIQUE,
  HIT_FIRST,
  HIT_PRIORITY,
  HIT_ANY,
  HIT_COLLECT,
  HIT_COLLECT_SUM,
  HIT_COLLECT_MIN,
  HIT_COLLECT_MAX,
  HIT_COLLECT_COUNT,
  HIT_RULE_ORDER,
  HIT_OUTPUT_ORDER
} hit_policy;

/** An input column. */
typedef struct table_input {
  const char *text, *label;
  const feel_expression *expression; /**< NULL if the text is empty */
  const feel_expression *allowed;    /**< inputValues, or NULL */
  const char *allowed_text;
  size_t same_as; /**< first column with the same expression (itself if none) */
} table_input;

/** An output column. */
typedef struct table_output {
  const char *name, *label;
  const feel_type *type;
  const feel_expression *allowed; /**< outputValues, or NULL */
  const char *allowed_text;
  size_t order_count; /**< outputValues as literals, highest priority first */
  const lu_value *const *order;
  const feel_expression *otherwise; /**< default output entry, or NULL */
  const char *otherwise_text;
} table_output;

/** An input cell that is not "-". */
typedef struct table_cell_test {
  const feel_expression *tests;
  unsigned column;
  unsigned number; /**< cells of equal text and input share one */
} table_cell_test;

/** One rule. */
typedef struct table_rule {
  const char *const *input_texts, *const *output_texts, *const *annotations;
  const feel_expression *const *tests;   /**< NULL entry: "-" */
  const feel_expression *const *outputs; /**< NULL entry: empty */
  size_t filled_count;
  const table_cell_test *filled; /**< input cells that are not "-", by column */
  const size_t *output_numbers;  /**< the same for outputs of one column */
} table_rule;

struct lu_table {
  const model_node *node; /**< decision or knowledge that holds it */
  int line;
  hit_policy policy;
  bool has_default;
  size_t input_count, output_count, annotation_count, rule_count;
  table_input *inputs;
  table_output *outputs;
  const char *const *annotation_names;
  table_rule *rules;
  size_t test_count, output_cell_count; /**< different cells */
};

/** Where an expression stands while it is compiled. */
typedef struct boxed_place {
  lu_model *model;
  const model_node *node;
  const feel_names *names;
} boxed_place;

/** Makes the failure "file:line: kind \"name\": ..." of something in a node. */
lu_status boxed_fail(const boxed_place *place, int line, lu_error *error, const char *format, ...)
    LU_PRINTF(4, 5);
/** Compiles FEEL text and names the place when that fails. Empty text gives NULL. */
lu_status boxed_compile(const feel_expression **out, const boxed_place *place, const char *text,
                        bool unary, int line, const char *what, lu_error *error);
/** Reads a boxed expression. */
lu_status boxed_read(const boxed **out, const boxed_place *place, const xmlNode *element,
                     lu_error *error);
/** True if an element is a boxed expression. */
bool boxed_is_expression(const xmlNode *element);
/** The first child that is a boxed expression; NULL if there is none. */
const xmlNode *boxed_find(const xmlNode *parent);
/** Reads a function's parameters and body (functionDefinition, encapsulatedLogic). */
lu_status boxed_read_function(boxed *function, const boxed_place *place, const xmlNode *element,
                              lu_error *error);
/** Reads a decision table (table_read.c). */
lu_status table_read(const lu_table **out, const boxed_place *place, const xmlNode *element,
                     lu_error *error);
/** Calls `visit` for every free name of all expressions in it. */
void boxed_free_names(const boxed *expression, void (*visit)(void *user, const char *name),
                      void *user);
void table_free_names(const lu_table *table, void (*visit)(void *user, const char *name),
                      void *user);

#endif
