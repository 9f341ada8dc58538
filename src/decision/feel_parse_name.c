/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names. FEEL names hold spaces and signs, so what a name is depends on what is in scope: the
 * longest known one counts. A name that is not known is one word; in filters and behind dots,
 * where fields of unknown contexts may stand, it is all words up to the next sign or keyword.
 */
#include "feel_parse.h"

#include <string.h>

/** The best match so far. */
typedef struct match {
  size_t length;    /**< of the text */
  const char *name; /**< as declared */
  size_t hint;
  bool local, declared;
} match;

/** Tries one known name; an equally long later one does not replace it. */
static void consider(feel_parser *parser, match *best, const char *name, size_t hint, bool local,
                     bool declared) {
  parser->work++;
  const char *first = name;
  if (*first != *parser->at) {
    first = feel_skip_white(first);
    if (*first != *parser->at) return;
  }
  parser->work += 4;
  size_t length = feel_match_name(parser->at, first);
  if (length > best->length) *best = (match){length, name, hint, local, declared};
}

/** The longest known name at the parser's place, innermost first. */
static match find_known(feel_parser *parser, bool members) {
  match best = {0};
  for (size_t i = parser->local_count; i > 0; i--) {
    const feel_local *local = &parser->locals[i - 1];
    consider(parser, &best, local->name, 0, !local->pending, true);
  }
  for (const feel_names *names = parser->names; names != NULL; names = names->outer) {
    for (size_t i = 0; i < names->count; i++) {
      if (names->names[i] != NULL) consider(parser, &best, names->names[i], i, false, true);
    }
  }
  size_t count;
  const feel_builtin *builtins = feel_builtins(&count);
  for (size_t i = 0; i < count; i++)
    consider(parser, &best, builtins[i].name, 0, false, false);
  if (!members && parser->filters == 0) return best;
  for (size_t i = 0; i < parser->members.count; i++) {
    consider(parser, &best, parser->members.items[i], 0, false, false);
  }
  return best;
}

static void consider_members(feel_parser *parser, match *best) {
  for (const feel_names *names = parser->names; names != NULL; names = names->outer) {
    for (size_t i = 0; i < names->member_count; i++) {
      if (names->members[i] != NULL) consider(parser, best, names->members[i], 0, false, false);
    }
  }
}

static bool too_much(feel_parser *parser) {
  if (parser->work <= PARSE_MAX_WORK) return false;
  feel_parse_refuse(parser, "the expression holds too many names");
  return true;
}

size_t feel_parse_known(feel_parser *parser) {
  match best = find_known(parser, false);
  if (parser->filters > 0) consider_members(parser, &best);
  return too_much(parser) ? 0 : best.length;
}

/** Length of the words at text, up to a sign or a word such as `and`; only the first if not `many`.
 */
static size_t words_length(const char *text, bool many) {
  const char *end = feel_word_end(text);
  while (many && end > text) {
    const char *next = feel_skip_white(end);
    if (next == end || !feel_is_word(*next) || feel_at_infix_word(next)) break;
    while (feel_is_word(*next) && feel_skip_white(next) == next)
      next++;
    end = next;
  }
  return (size_t)(end - text);
}

/** True if a word that could belong to the same name follows. */
static bool word_follows(const char *text) {
  const char *next = feel_skip_white(text);
  return next > text && feel_is_word_start(*next) && !feel_at_infix_word(next);
}

/** A copy of `length` bytes with each run of white space made one space. */
static char *normalise(feel_parser *parser, const char *text, size_t length) {
  char *name = lu_arena_alloc(parser->arena, length + 1);
  if (name == NULL) {
    feel_parse_fail(parser, "");
    return NULL;
  }
  char *out = name;
  for (const char *at = text; at < text + length;) {
    const char *next = feel_skip_white(at);
    if (next > at) {
      *out++ = ' ';
      at = next;
    } else {
      *out++ = *at++;
    }
  }
  while (out > name && out[-1] == ' ')
    out--;
  *out = '\0';
  return name;
}

const feel_builtin *feel_find_builtin(const char *name) {
  size_t count;
  const feel_builtin *builtins = feel_builtins(&count);
  for (size_t i = 0; i < count; i++) {
    if (strcmp(builtins[i].name, name) == 0) return &builtins[i];
  }
  return NULL;
}

/** The function value of the built-in with this name; NULL if there is none. */
static const lu_value *builtin_value(feel_parser *parser, const char *name) {
  const feel_builtin *builtin = feel_find_builtin(name);
  if (builtin == NULL) return NULL;
  feel_function *function = lu_arena_alloc(parser->arena, sizeof *function);
  if (function == NULL) return NULL;
  function->kind = FEEL_BUILTIN;
  function->name = builtin->name;
  return feel_function_value(parser->arena, function);
}

/** Finds the name at the parser's place, known or not, and steps over it; best.name NULL if none.
 */
static match take_name(feel_parser *parser) {
  match best = find_known(parser, false);
  bool filter = parser->filters > 0;
  if (filter) consider_members(parser, &best);
  if (too_much(parser)) return (match){0};
  bool unknown =
      best.length == 0 && feel_is_word_start(*parser->at) && !feel_at_infix_word(parser->at);
  if (unknown || (filter && best.length > 0 && word_follows(parser->at + best.length))) {
    size_t length = words_length(parser->at, filter);
    if (length > best.length) {
      best = (match){length, normalise(parser, parser->at, length), 0, false, false};
    }
  }
  parser->at += best.length;
  return best;
}

const feel_expression *feel_parse_reference(feel_parser *parser) {
  feel_parse_space(parser);
  match found = take_name(parser);
  if (parser->status != LU_OK) return NULL;
  if (found.name == NULL) {
    if (*parser->at != '?') return feel_parse_fail(parser, "an expression");
    parser->at++;
    found = (match){1, feel_input_name, 0, true, true};
  }
  feel_expression *node = feel_node(parser, NODE_NAME, NULL, 0);
  if (node == NULL) return NULL;
  if (found.name == feel_input_name) node->flags = FLAG_INPUT;
  if (strcmp(found.name, "partial") == 0) node->flags = FLAG_PARTIAL;
  node->as.name.name = found.name;
  node->as.name.hint = found.hint;
  node->as.name.local = found.local;
  node->as.name.declared = found.declared;
  node->as.name.builtin = builtin_value(parser, found.name);
  return node;
}

const char *feel_parse_member(feel_parser *parser) {
  feel_parse_space(parser);
  match best = {0};
  for (size_t i = 0; i < parser->members.count; i++) {
    consider(parser, &best, parser->members.items[i], 0, false, false);
  }
  consider_members(parser, &best);
  if (too_much(parser)) return NULL;
  size_t words = words_length(parser->at, true);
  if (best.length == 0 || (words > best.length && word_follows(parser->at + best.length))) {
    if (words == 0) {
      feel_parse_fail(parser, "the name of a field");
      return NULL;
    }
    best = (match){words, normalise(parser, parser->at, words), 0, false, false};
  }
  parser->at += best.length;
  return best.name;
}

const char *feel_parse_new_name(feel_parser *parser, const char *enders, bool before_in) {
  feel_parse_space(parser);
  const char *begin = parser->at, *at = begin;
  if (!feel_is_word_start(*at)) {
    feel_parse_fail(parser, "a name");
    return NULL;
  }
  for (;;) {
    const char *next = feel_skip_white(at);
    if (strchr(enders, *next) != NULL) break; /* the end of the text, too */
    if (before_in && next > at && feel_at_word(next, "in")) break;
    if (feel_is_word(*next)) {
      at = next;
      while (feel_is_word(*at) && feel_skip_white(at) == at)
        at++;
    } else if (strchr("./-'+*?", *next) != NULL) {
      at = next + 1;
    } else {
      break;
    }
  }
  parser->at = at;
  return normalise(parser, begin, (size_t)(at - begin));
}
