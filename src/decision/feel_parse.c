/* SPDX-License-Identifier: Apache-2.0 */
#include "feel_parse.h"

#include <stdio.h>
#include <string.h>

/** Line and column (in characters, from 1) of a place in the text. */
static void locate(const feel_parser *parser, size_t *line, size_t *column) {
  *line = *column = 1;
  for (const char *at = parser->start; at < parser->at && *at != '\0'; at++) {
    if (*at == '\n') {
      ++*line;
      *column = 1;
    } else if (((unsigned char)*at & 0xc0) != 0x80) {
      ++*column;
    }
  }
}

/** Writes the next word or sign of the text in quotation marks. */
static void quote_next(const feel_parser *parser, char *out, size_t size) {
  const char *at = feel_skip_white(parser->at);
  if (*at == '\0') {
    snprintf(out, size, "the end of the text");
    return;
  }
  const char *end = at;
  if (feel_is_word(*end)) {
    while (feel_is_word(*end) && end - at < 40)
      end++;
  } else {
    end++;
  }
  while (((unsigned char)*end & 0xc0) == 0x80)
    end++;
  snprintf(out, size, "'%.*s'", (int)(end - at), at);
}

const feel_expression *feel_parse_fail(feel_parser *parser, const char *expected) {
  if (parser->status != LU_OK) return NULL;
  if (lu_arena_failed(parser->arena)) {
    parser->status = lu_fail_memory(parser->error);
    return NULL;
  }
  size_t line, column;
  char found[80];
  parser->at = feel_skip_white(parser->at);
  locate(parser, &line, &column);
  quote_next(parser, found, sizeof found);
  parser->status =
      lu_fail(parser->error, LU_BAD_INPUT, "line %zu, column %zu: expected %s, found %s", line,
              column, expected, found);
  return NULL;
}

const feel_expression *feel_parse_refuse(feel_parser *parser, const char *sentence) {
  if (parser->status != LU_OK) return NULL;
  size_t line, column;
  locate(parser, &line, &column);
  parser->status =
      lu_fail(parser->error, LU_BAD_INPUT, "line %zu, column %zu: %s", line, column, sentence);
  return NULL;
}

void feel_parse_space(feel_parser *parser) {
  const char *next = feel_skip_space(parser->at);
  if (next == NULL) {
    feel_parse_refuse(parser, "a comment begins here or later and does not end");
    next = parser->at + strlen(parser->at);
  }
  parser->at = next;
}

bool feel_parse_sees(feel_parser *parser, const char *sign) {
  feel_parse_space(parser);
  return strncmp(parser->at, sign, strlen(sign)) == 0;
}

bool feel_parse_sign(feel_parser *parser, const char *sign) {
  if (!feel_parse_sees(parser, sign)) return false;
  parser->at += strlen(sign);
  return true;
}

bool feel_parse_expect(feel_parser *parser, const char *sign) {
  if (parser->status != LU_OK) return false;
  if (feel_parse_sign(parser, sign)) return true;
  char expected[16];
  snprintf(expected, sizeof expected, "'%s'", sign);
  feel_parse_fail(parser, expected);
  return false;
}

bool feel_parse_word(feel_parser *parser, const char *word) {
  feel_parse_space(parser);
  if (!feel_at_word(parser->at, word)) return false;
  parser->at += strlen(word);
  return true;
}

bool feel_parse_expect_word(feel_parser *parser, const char *word) {
  if (parser->status != LU_OK) return false;
  if (feel_parse_word(parser, word)) return true;
  char expected[24];
  snprintf(expected, sizeof expected, "'%s'", word);
  feel_parse_fail(parser, expected);
  return false;
}

bool feel_vector_add(feel_vector *vector, const void *item, lu_arena *arena) {
  if (vector->count == vector->capacity) {
    size_t capacity = vector->capacity == 0 ? 4 : vector->capacity * 2;
    const void **items = lu_arena_array(arena, capacity, sizeof *items);
    if (items == NULL) return false;
    if (vector->count > 0) memcpy(items, vector->items, vector->count * sizeof *items);
    vector->items = items;
    vector->capacity = capacity;
  }
  vector->items[vector->count++] = item;
  return true;
}

bool feel_parse_bind(feel_parser *parser, const char *name, bool pending) {
  if (name == NULL) return false;
  if (parser->local_count == parser->local_capacity) {
    size_t capacity = parser->local_capacity == 0 ? 8 : parser->local_capacity * 2;
    feel_local *locals = lu_arena_array(parser->arena, capacity, sizeof *locals);
    if (locals == NULL) {
      feel_parse_fail(parser, "");
      return false;
    }
    if (parser->local_count > 0) {
      memcpy(locals, parser->locals, parser->local_count * sizeof *locals);
    }
    parser->locals = locals;
    parser->local_capacity = capacity;
  }
  parser->locals[parser->local_count++] = (feel_local){name, pending};
  return true;
}

/** Compiles the whole text by one of the two grammars. */
static lu_status compile(const feel_expression **out, const char *text, const feel_names *names,
                         lu_arena *arena, lu_error *error,
                         const feel_expression *parse(feel_parser *parser)) {
  *out = NULL;
  feel_parser parser = {.start = text, .at = text, .arena = arena, .names = names, .error = error};
  if (strlen(text) > PARSE_MAX_LENGTH) {
    return lu_fail(error, LU_BAD_INPUT, "the expression is longer than %u bytes", PARSE_MAX_LENGTH);
  }
  const feel_expression *tree = parse(&parser);
  if (tree != NULL && parser.status == LU_OK) {
    feel_parse_space(&parser);
    if (*parser.at != '\0') feel_parse_fail(&parser, "an operator or the end");
  }
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  if (parser.status == LU_OK && tree == NULL) feel_parse_fail(&parser, "an expression");
  if (parser.status != LU_OK) return parser.status;
  *out = tree;
  return LU_OK;
}

lu_status feel_compile(const feel_expression **out, const char *text, const feel_names *names,
                       lu_arena *arena, lu_error *error) {
  return compile(out, text, names, arena, error, feel_parse_expression);
}

lu_status feel_compile_unary(const feel_expression **out, const char *text, const feel_names *names,
                             lu_arena *arena, lu_error *error) {
  return compile(out, text, names, arena, error, feel_parse_unary);
}
