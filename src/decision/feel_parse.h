/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the parser's state, and its parts.
 *
 * Recursive descent over the text itself. Every function that parses returns NULL after a
 * failure, which is kept in the parser; the first one counts.
 */
#ifndef DECISION_FEEL_PARSE_H
#define DECISION_FEEL_PARSE_H

#include "feel_ast.h"
#include "feel_lex.h"

/** A name that the expression itself binds. */
typedef struct feel_local {
  const char *name;
  bool
      pending; /**< a context entry whose own value is being parsed: may still mean an outer name */
} feel_local;

/** Growing array of pointers in the arena. */
typedef struct feel_vector {
  size_t count, capacity;
  const void **items;
} feel_vector;

typedef struct feel_parser {
  const char *start, *at;
  lu_arena *arena;
  const feel_names *names;
  lu_error *error;
  lu_status status;
  unsigned depth;   /**< of parsing functions inside each other */
  unsigned filters; /**< filters around this place: names of fields count as known there */
  bool range_end;   /**< parsing the upper bound of a range, which `[` may close */
  uint64_t work;    /**< comparisons of names so far, bounded by PARSE_MAX_WORK */
  size_t local_count, local_capacity;
  feel_local *locals;
  feel_vector members; /**< names of context entries seen so far */
} feel_parser;

/** Deepest nesting of brackets, functions, conditions in a text. */
#define PARSE_MAX_DEPTH 200u
/** Longest text. */
#define PARSE_MAX_LENGTH 4000000u
/** Most comparisons of names that a text may cost. */
#define PARSE_MAX_WORK 50000000u

/* ---- state (feel_parse.c) ---- */

/** Fails with line, column, what was expected, and what stands there. @return NULL */
const feel_expression *feel_parse_fail(feel_parser *parser, const char *expected);
/** Fails with a sentence of its own. @return NULL */
const feel_expression *feel_parse_refuse(feel_parser *parser, const char *sentence);
/** Steps over white space and comments. */
void feel_parse_space(feel_parser *parser);
/** Steps over a sign if it is next; */
bool feel_parse_sign(feel_parser *parser, const char *sign);
/** Steps over a sign or fails. */
bool feel_parse_expect(feel_parser *parser, const char *sign);
/** Steps over a word if it is next. */
bool feel_parse_word(feel_parser *parser, const char *word);
/** Steps over a word or fails. */
bool feel_parse_expect_word(feel_parser *parser, const char *word);
/** True if the parser stands at a sign. */
bool feel_parse_sees(feel_parser *parser, const char *sign);
/** Appends to a vector; false when memory is short. */
bool feel_vector_add(feel_vector *vector, const void *item, lu_arena *arena);
/** Binds a name in the expression from here on. */
bool feel_parse_bind(feel_parser *parser, const char *name, bool pending);

/* ---- nodes (feel_node.c) ---- */

/** Makes a node with the flags and height of its children; fails if the tree becomes too high. */
feel_expression *feel_node(feel_parser *parser, feel_node_kind kind,
                           const feel_expression *const *children, size_t count);
const feel_expression *feel_node_literal(feel_parser *parser, const lu_value *value);
const feel_expression *feel_node_three(feel_parser *parser, feel_node_kind kind, feel_operator op,
                                       const feel_expression *a, const feel_expression *b,
                                       const feel_expression *c);
const feel_expression *feel_node_many(feel_parser *parser, feel_node_kind kind,
                                      const feel_vector *items);
const feel_expression *feel_node_range(feel_parser *parser, const feel_expression *low,
                                       const feel_expression *high, bool low_closed,
                                       bool high_closed, feel_range_form form);

/* ---- expressions (feel_parse_operator.c) ---- */

const feel_expression *feel_parse_expression(feel_parser *parser);
const feel_expression *feel_parse_sum(feel_parser *parser); /**< everything below comparison */
/** Whatever may be invoked, filtered, or asked for a field, with all that follows it. */
const feel_expression *feel_parse_postfix(feel_parser *parser);

/* ---- operands (feel_parse_primary.c) ---- */

const feel_expression *feel_parse_primary(feel_parser *parser);
/** The bracket that closes a range; says whether the bound belongs to it. */
bool feel_parse_range_close(feel_parser *parser, bool *closed);
/** Upper bound and closing bracket of a range, behind its two dots. */
const feel_expression *feel_parse_range_rest(feel_parser *parser, const feel_expression *low,
                                             bool low_closed);

/* ---- if, for, some, every, function (feel_parse_block.c) ---- */

/** Parses what begins with one of these words; NULL without failure if none is there. */
const feel_expression *feel_parse_block(feel_parser *parser);

/* ---- names (feel_parse_name.c) ---- */

/** A reference to a variable or function. */
const feel_expression *feel_parse_reference(feel_parser *parser);
/** The name of a field, behind a dot. */
const char *feel_parse_member(feel_parser *parser);
/** A new name that ends before the word `in` or one of the signs in `enders`. */
const char *feel_parse_new_name(feel_parser *parser, const char *enders, bool before_in);
/** Length of the longest known name at the parser's place; 0 if there is none. */
size_t feel_parse_known(feel_parser *parser);
/** The built-in function of a name; NULL if there is none. */
const feel_builtin *feel_find_builtin(const char *name);

/* ---- types (feel_parse_type.c) ---- */

const feel_type *feel_parse_type(feel_parser *parser);

/* ---- unary tests (feel_parse_unary.c) ---- */

/** Tests separated by commas, up to a closing parenthesis or the end. */
const feel_expression *feel_parse_tests(feel_parser *parser, bool negated);
/** What stands right of `in`. */
const feel_expression *feel_parse_in_tests(feel_parser *parser);
/** All of an input entry. */
const feel_expression *feel_parse_unary(feel_parser *parser);

#endif
