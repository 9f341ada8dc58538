/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: regular expressions of XPath 2.0 (as FEEL has them) put into those of PCRE2.
 */
#ifndef DECISION_REGEX_H
#define DECISION_REGEX_H

#include "lutetia/base.h"

/** Flags of XPath: "smixq". */
typedef struct regex_flags {
  bool dot_all;     /**< s: the dot matches line ends too */
  bool multiline;   /**< m: ^ and $ match at lines */
  bool no_case;     /**< i */
  bool free_blanks; /**< x: blanks in the pattern do not count */
  bool literal;     /**< q: all characters stand for themselves */
} regex_flags;

/** Reads flags; false for a letter that is none. */
bool regex_read_flags(regex_flags *out, const char *text);
/**
 * Writes the PCRE2 pattern of an XPath pattern to the end of `out`.
 * @return false if the pattern is not one of XPath
 */
bool regex_translate(lu_text *out, const char *pattern, size_t length, regex_flags flags);
/** Writes the members of a Unicode block ("BasicLatin") as a range for a character class. */
bool regex_block(lu_text *out, const char *name, size_t length);

#endif
