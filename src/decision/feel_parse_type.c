/* SPDX-License-Identifier: Apache-2.0 */
/* Types, as in `instance of list<number>` and in parameters. */
#include "feel_parse.h"

#include <string.h>

static feel_type *new_type(feel_parser *parser) {
  feel_type *type = lu_arena_alloc(parser->arena, sizeof *type);
  if (type == NULL) feel_parse_fail(parser, "");
  return type;
}

/** Keeps fields as one array. */
static bool keep_fields(feel_parser *parser, feel_type *type, const feel_vector *names,
                        const feel_vector *types) {
  feel_field *fields = lu_arena_array(parser->arena, types->count, sizeof *fields);
  if (fields == NULL) return false;
  for (size_t i = 0; i < types->count; i++) {
    fields[i] = (feel_field){names == NULL ? NULL : names->items[i], types->items[i]};
  }
  type->field_count = types->count;
  type->fields = fields;
  return true;
}

/** `list<t>` and `range<t>`; without brackets, of anything. */
static const feel_type *parse_element(feel_parser *parser, feel_type *type) {
  type->element = feel_type_named("Any");
  if (!feel_parse_sign(parser, "<")) return type;
  type->element = feel_parse_type(parser);
  if (type->element == NULL || !feel_parse_expect(parser, ">")) return NULL;
  return type;
}

/** `context<a: t, b: u>` */
static const feel_type *parse_fields(feel_parser *parser, feel_type *type) {
  feel_vector names = {0}, types = {0};
  if (!feel_parse_sign(parser, "<") || feel_parse_sign(parser, ">")) return type;
  do {
    const char *name = feel_parse_new_name(parser, ":", false);
    if (name == NULL || !feel_parse_expect(parser, ":")) return NULL;
    const feel_type *field = feel_parse_type(parser);
    if (field == NULL) return NULL;
    if (!feel_vector_add(&names, name, parser->arena)) return NULL;
    if (!feel_vector_add(&types, field, parser->arena)) return NULL;
  } while (feel_parse_sign(parser, ","));
  if (!feel_parse_expect(parser, ">")) return NULL;
  return keep_fields(parser, type, &names, &types) ? type : NULL;
}

/** `function<t, u> -> v` */
static const feel_type *parse_signature(feel_parser *parser, feel_type *type) {
  feel_vector types = {0};
  type->element = feel_type_named("Any");
  if (!feel_parse_sign(parser, "<")) return type;
  if (!feel_parse_sign(parser, ">")) {
    do {
      const feel_type *parameter = feel_parse_type(parser);
      if (parameter == NULL) return NULL;
      if (!feel_vector_add(&types, parameter, parser->arena)) return NULL;
    } while (feel_parse_sign(parser, ","));
    if (!feel_parse_expect(parser, ">")) return NULL;
  }
  if (!feel_parse_expect(parser, "->")) return NULL;
  type->element = feel_parse_type(parser);
  if (type->element == NULL) return NULL;
  return keep_fields(parser, type, NULL, &types) ? type : NULL;
}

/** The longest name of a type of the model, or of the language, at the parser's place. */
static const feel_type *parse_named(feel_parser *parser) {
  static const char *const simple[] = {"Any",
                                       "Null",
                                       "number",
                                       "string",
                                       "date",
                                       "boolean",
                                       "time",
                                       "date and time",
                                       "dateTime",
                                       "days and time duration",
                                       "years and months duration",
                                       "dayTimeDuration",
                                       "yearMonthDuration",
                                       "list",
                                       "context",
                                       "function",
                                       "range"};
  const feel_type *best = NULL;
  size_t length = 0;
  for (const feel_names *names = parser->names; names != NULL; names = names->outer) {
    for (size_t i = 0; i < names->type_count; i++) {
      size_t match = feel_match_name(parser->at, names->types[i].name);
      if (match > length) {
        length = match;
        best = names->types[i].type;
      }
    }
  }
  for (size_t i = 0; i < sizeof simple / sizeof simple[0]; i++) {
    size_t match = feel_match_name(parser->at, simple[i]);
    const feel_type *type = match > length ? feel_type_named(simple[i]) : NULL;
    if (type != NULL) {
      length = match;
      best = type;
    }
  }
  if (best == NULL) feel_parse_fail(parser, "the name of a type");
  parser->at += length;
  return best;
}

static const feel_type *parse_type(feel_parser *parser) {
  static const struct {
    const char *word;
    int kind;
  } made[] = {{"list", FEEL_TYPE_LIST},
              {"range", FEEL_TYPE_RANGE},
              {"context", FEEL_TYPE_CONTEXT},
              {"function", FEEL_TYPE_FUNCTION}};
  for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
    if (!feel_at_word(parser->at, made[i].word)) continue;
    const char *behind = feel_skip_white(parser->at + strlen(made[i].word));
    if (*behind != '<' && feel_is_word(*behind) && !feel_at_infix_word(behind)) continue;
    feel_type *type = new_type(parser);
    if (type == NULL) return NULL;
    parser->at += strlen(made[i].word);
    switch (made[i].kind) {
      case FEEL_TYPE_LIST:
        type->kind = FEEL_TYPE_LIST;
        return parse_element(parser, type);
      case FEEL_TYPE_RANGE:
        type->kind = FEEL_TYPE_RANGE;
        return parse_element(parser, type);
      case FEEL_TYPE_CONTEXT:
        type->kind = FEEL_TYPE_CONTEXT;
        return parse_fields(parser, type);
      default:
        type->kind = FEEL_TYPE_FUNCTION;
        return parse_signature(parser, type);
    }
  }
  return parse_named(parser);
}

const feel_type *feel_parse_type(feel_parser *parser) {
  if (parser->status != LU_OK) return NULL;
  if (parser->depth >= PARSE_MAX_DEPTH) {
    feel_parse_refuse(parser, "the type is nested too deeply");
    return NULL;
  }
  feel_parse_space(parser);
  parser->depth++;
  const feel_type *type = parse_type(parser);
  parser->depth--;
  return type;
}
