/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: characters, spaces, words, numbers and strings of FEEL text.
 *
 * There is no token list: what a word is depends on the names in scope, so the parser scans as
 * it goes. All functions take NUL-terminated text.
 */
#ifndef DECISION_FEEL_LEX_H
#define DECISION_FEEL_LEX_H

#include "feel_ast.h"

/** True for a byte that may stand inside a word: letters, digits, _, and all beyond ASCII. */
bool feel_is_word(char byte);
/** True for a byte that may begin a word. */
bool feel_is_word_start(char byte);
/** Steps over white space (also U+00A0, U+2000..U+200B, U+3000, U+FEFF) but not comments. */
const char *feel_skip_white(const char *text);
/** Steps over white space and comments; a comment that does not end gives NULL. */
const char *feel_skip_space(const char *text);
/** End of the word at text; text itself if there is none. */
const char *feel_word_end(const char *text);
/** True if this word stands at text, with its end. */
bool feel_at_word(const char *text, const char *word);
/** True if a word that only stands between or after operands (and, or, in, then, ...) is at text.
 */
bool feel_at_infix_word(const char *text);
/** End of the number at text; text itself if there is none. Leaves the `..` of 1..2 alone. */
const char *feel_number_end(const char *text);
/** The comparison operator at text and its end; OP_NONE if there is none. */
feel_operator feel_comparison_at(const char *text, const char **end);
/**
 * How much of `text` a known name covers: words and signs are compared, white space between
 * them may differ. 0 if it is not there.
 */
size_t feel_match_name(const char *text, const char *name);
/**
 * Reads the string literal at text (which begins with a quotation mark).
 * @param end behind the closing mark  @return its value; NULL if it does not end or memory is short
 */
char *feel_read_string(const char *text, const char **end, size_t *length, lu_arena *arena);

#endif
