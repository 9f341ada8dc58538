/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the tree that a FEEL text is compiled to. Immutable once built.
 */
#ifndef DECISION_FEEL_AST_H
#define DECISION_FEEL_AST_H

#include "function.h"

typedef enum feel_node_kind {
  NODE_LITERAL,    /**< value */
  NODE_NAME,       /**< name */
  NODE_LIST,       /**< many */
  NODE_CONTEXT,    /**< context */
  NODE_RANGE,      /**< range */
  NODE_FUNCTION,   /**< function */
  NODE_EXTERNAL,   /**< body of a function that is not written in FEEL */
  NODE_AT,         /**< text of an at-literal that no temporal value fits */
  NODE_NEGATE,     /**< three.a */
  NODE_ARITHMETIC, /**< many, with operators: a chain of one precedence, from the left */
  NODE_COMPARE,    /**< three.a, op, three.b */
  NODE_AND,        /**< many */
  NODE_OR,         /**< many */
  NODE_BETWEEN,    /**< three: a between b and c */
  NODE_IN,         /**< three.a in three.b (tests) */
  NODE_INSTANCE,   /**< instance */
  NODE_IF,         /**< three */
  NODE_FOR,        /**< loop */
  NODE_SOME,       /**< loop */
  NODE_EVERY,      /**< loop */
  NODE_FILTER,     /**< three.a[three.b] */
  NODE_PATH,       /**< path */
  NODE_CALL,       /**< call */
  NODE_TESTS,      /**< many; op 1: negated; none: "-" */
  NODE_TEST        /**< op three.a, as in `< 5` */
} feel_node_kind;

/** Operators; those of comparison stand in the order of the text forms in feel_lex.c. */
typedef enum feel_operator {
  OP_NONE,
  OP_EQUAL,
  OP_NOT_EQUAL,
  OP_LESS,
  OP_LESS_EQUAL,
  OP_GREATER,
  OP_GREATER_EQUAL,
  OP_ADD,
  OP_SUBTRACT,
  OP_MULTIPLY,
  OP_DIVIDE,
  OP_POWER
} feel_operator;

/** What is known of a tree without walking it. */
typedef enum feel_node_flag {
  FLAG_INPUT = 1,    /**< uses `?` of the tests around it */
  FLAG_FUNCTION = 2, /**< makes a function, which keeps its scope */
  FLAG_PARTIAL = 4   /**< uses the name `partial` */
} feel_node_flag;

/** One `x in source` or `x in source..high`. */
typedef struct feel_iterator {
  const char *name;
  const feel_expression *source;
  const feel_expression *high; /**< NULL: source is a list */
} feel_iterator;

struct feel_expression {
  unsigned char kind;    /**< feel_node_kind */
  unsigned char op;      /**< feel_operator, or kind's own use */
  unsigned char flags;   /**< feel_node_flag */
  unsigned short height; /**< of the tree: bounds every recursion over it */
  union {
    const lu_value *value;
    const char *text;
    struct {
      const char *name;
      size_t hint;             /**< where it probably stands in its frame */
      bool local;              /**< bound by this expression itself */
      bool declared;           /**< local, or among the names given to the parser */
      const lu_value *builtin; /**< function value if a built-in has this name, or NULL */
    } name;
    struct {
      size_t count;
      const feel_expression *const *items;
      const unsigned char *operators; /**< arithmetic: operators[i] stands before items[i] */
    } many;
    struct {
      const feel_expression *a, *b, *c;
    } three;
    struct {
      const feel_expression *low, *high;
      bool low_closed, high_closed;
      feel_range_form form;
    } range;
    struct {
      size_t count;
      const char *const *names;
      const feel_expression *const *values;
      bool repeated; /**< two entries of one name: the context is null */
    } context;
    struct {
      size_t count;
      const feel_iterator *iterators;
      const feel_expression *body;
    } loop;
    const feel_function *function; /**< without closure */
    struct {
      const feel_expression *base;
      const char *name;
    } path;
    struct {
      const feel_expression *callee;
      size_t count;
      const feel_expression *const *arguments;
      const char *const *names; /**< NULL: positional */
    } call;
    struct {
      const feel_expression *subject;
      const feel_type *type;
    } instance;
  } as;
};

/** Deepest tree that the parser builds. */
#define FEEL_MAX_HEIGHT 400u

/** Name under which the tested value stands in scope. */
extern const char feel_input_name[];

#endif
