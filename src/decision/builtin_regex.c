/* SPDX-License-Identifier: Apache-2.0 */
/* matches(), replace() and split(): XPath patterns, run by PCRE2 under limits. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "builtin.h"
#include "regex.h"

/** Limits that stop patterns with exponential search; a well-meant one never gets near. */
#define MATCH_LIMIT 1000000
#define DEPTH_LIMIT 10000
#define HEAP_LIMIT_KIB 20000

/** A compiled pattern and what a search needs. */
typedef struct search_pattern {
  pcre2_code *code;
  pcre2_match_context *context;
  pcre2_match_data *match;
  regex_flags flags;
} search_pattern;

static void regex_free(search_pattern *regex) {
  pcre2_match_data_free(regex->match);
  pcre2_match_context_free(regex->context);
  pcre2_code_free(regex->code);
}

/** What a text holds under an argument: a string, or nothing if absent or null. */
static bool read_flags(regex_flags *out, feel_evaluator *evaluator, const lu_value *flags) {
  const char *text = "";
  if (flags != NULL) flags = builtin_item(flags);
  if (flags != NULL && flags->kind != LU_VALUE_NULL) {
    if (flags->kind != LU_VALUE_STRING) {
      feel_complain(evaluator, "the flags of a pattern are not a string");
      return false;
    }
    text = flags->as.string.bytes;
  }
  if (regex_read_flags(out, text)) return true;
  feel_complain(evaluator, "\"%.20s\" are no flags of a pattern", text);
  return false;
}

static bool set_limits(search_pattern *regex) {
  regex->context = pcre2_match_context_create(NULL);
  regex->match = pcre2_match_data_create_from_pattern(regex->code, NULL);
  if (regex->context == NULL || regex->match == NULL) return false;
  pcre2_set_match_limit(regex->context, MATCH_LIMIT);
  pcre2_set_depth_limit(regex->context, DEPTH_LIMIT);
  pcre2_set_heap_limit(regex->context, HEAP_LIMIT_KIB);
  return true;
}

/** PCRE2 has no name for "out of memory while compiling" but this one. */
static bool is_memory_error(int error) {
  return error == PCRE2_ERROR_HEAP_FAILED || error == PCRE2_ERROR_NOMEMORY;
}

/** Compiles a pattern; false with a message, or with the arena failed. Free with regex_free(). */
static bool regex_compile(search_pattern *regex, feel_evaluator *evaluator,
                          const lu_value *pattern) {
  int error = 0;
  PCRE2_SIZE offset;
  lu_text text = LU_TEXT_INIT;
  uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
  if (regex->flags.no_case) options |= PCRE2_CASELESS;
  if (regex->flags.multiline) options |= PCRE2_MULTILINE;
  bool valid =
      regex_translate(&text, pattern->as.string.bytes, pattern->as.string.length, regex->flags);
  if (text.failed) {
    builtin_out_of_memory(evaluator);
  } else if (valid) {
    regex->code = pcre2_compile((PCRE2_SPTR)lu_text_string(&text), text.length, options, &error,
                                &offset, NULL);
  }
  lu_text_free(&text);
  if (regex->code != NULL) {
    if (set_limits(regex)) return true;
    builtin_out_of_memory(evaluator);
    return false;
  }
  if (is_memory_error(error)) builtin_out_of_memory(evaluator);
  feel_complain(evaluator, "\"%.100s\" is not a pattern", pattern->as.string.bytes);
  return false;
}

/** Searches from a byte on. @return 1 found, 0 not found, -1 failed (with a message) */
static int regex_search(search_pattern *regex, feel_evaluator *evaluator, const lu_value *input,
                        size_t from) {
  int found = pcre2_match(regex->code, (PCRE2_SPTR)input->as.string.bytes, input->as.string.length,
                          from, 0, regex->match, regex->context);
  if (found > 0) return 1;
  if (found == PCRE2_ERROR_NOMATCH) return 0;
  if (is_memory_error(found)) builtin_out_of_memory(evaluator);
  feel_complain(evaluator, "the search for a pattern took too long, or the text is not UTF-8");
  return -1;
}

/** Reads input, pattern and flags, and compiles. The caller frees the regex in any case. */
static bool prepare(search_pattern *regex, const lu_value **input, feel_evaluator *evaluator,
                    const lu_value *const *arguments, size_t count, size_t flags) {
  *input = builtin_of_kind(evaluator, arguments, count, 0, LU_VALUE_STRING);
  const lu_value *pattern = builtin_of_kind(evaluator, arguments, count, 1, LU_VALUE_STRING);
  if (*input == NULL || pattern == NULL) return false;
  if (!read_flags(&regex->flags, evaluator, builtin_argument(arguments, count, flags))) {
    return false;
  }
  return regex_compile(regex, evaluator, pattern);
}

const lu_value *builtin_matches(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  search_pattern regex = {0};
  const lu_value *input, *result = &feel_null;
  if (prepare(&regex, &input, evaluator, arguments, count, 2)) {
    int found = regex_search(&regex, evaluator, input, 0);
    if (found >= 0) result = feel_boolean(found == 1);
  }
  regex_free(&regex);
  return result;
}

/** True, with a message, if the pattern matches nothing at all: XPath forbids that in replace. */
static bool matches_empty(search_pattern *regex, feel_evaluator *evaluator) {
  lu_value empty = {.kind = LU_VALUE_STRING, .as.string = {"", 0}};
  int found = regex_search(regex, evaluator, &empty, 0);
  if (found == 1) feel_complain(evaluator, "the pattern matches an empty text");
  return found != 0;
}

static void put_group(const search_pattern *regex, const lu_value *input, size_t group,
                      lu_text *out) {
  const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(regex->match);
  if (group >= pcre2_get_ovector_count(regex->match)) return;
  if (ends[2 * group] == PCRE2_UNSET) return;
  lu_text_append(out, input->as.string.bytes + ends[2 * group],
                 ends[2 * group + 1] - ends[2 * group]);
}

/** Writes the replacement of one match: $N is a group, \$ and \\ are themselves. */
static bool put_replacement(const search_pattern *regex, const lu_value *input,
                            const lu_value *replacement, lu_text *out) {
  const char *bytes = replacement->as.string.bytes;
  size_t length = replacement->as.string.length, groups = pcre2_get_ovector_count(regex->match);
  for (size_t i = 0; i < length; i++) {
    if (regex->flags.literal || (bytes[i] != '$' && bytes[i] != '\\')) {
      lu_text_append(out, bytes + i, 1);
    } else if (bytes[i] == '\\') {
      if (++i == length || (bytes[i] != '$' && bytes[i] != '\\')) return false;
      lu_text_append(out, bytes + i, 1);
    } else {
      if (i + 1 == length || bytes[i + 1] < '0' || bytes[i + 1] > '9') return false;
      size_t group = (size_t)(bytes[++i] - '0');
      while (i + 1 < length && bytes[i + 1] >= '0' && bytes[i + 1] <= '9') {
        size_t longer = group * 10 + (size_t)(bytes[i + 1] - '0');
        if (longer >= groups) break;
        group = longer;
        i++;
      }
      put_group(regex, input, group, out);
    }
  }
  return true;
}

/** Replaces all matches; false with a message. */
static bool replace_all(search_pattern *regex, feel_evaluator *evaluator, const lu_value *input,
                        const lu_value *replacement, lu_text *out) {
  const char *bytes = input->as.string.bytes;
  size_t length = input->as.string.length, from = 0;
  int found;
  while (from <= length && (found = regex_search(regex, evaluator, input, from)) != 0) {
    if (found < 0) return false;
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(regex->match);
    if (ends[1] <= from && ends[1] == ends[0]) break; /* an empty match leads no further */
    lu_text_append(out, bytes + from, ends[0] - from);
    if (!put_replacement(regex, input, replacement, out)) {
      feel_complain(evaluator, "\"%.100s\" is not a replacement", replacement->as.string.bytes);
      return false;
    }
    from = ends[1];
  }
  lu_text_append(out, bytes + from, length - from);
  return true;
}

const lu_value *builtin_replace(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  search_pattern regex = {0};
  const lu_value *input, *result = &feel_null;
  lu_text text = LU_TEXT_INIT;
  const lu_value *replacement = builtin_of_kind(evaluator, arguments, count, 2, LU_VALUE_STRING);
  if (replacement != NULL && prepare(&regex, &input, evaluator, arguments, count, 3) &&
      !matches_empty(&regex, evaluator) &&
      replace_all(&regex, evaluator, input, replacement, &text)) {
    result = builtin_take_text(evaluator, &text);
  }
  lu_text_free(&text);
  regex_free(&regex);
  return result;
}

/** Number of parts, and the parts themselves if `out` is not NULL. @return 0 on failure */
static size_t split(search_pattern *regex, feel_evaluator *evaluator, const lu_value *input,
                    const lu_value **out) {
  const char *bytes = input->as.string.bytes;
  size_t length = input->as.string.length, from = 0, parts = 0;
  int found;
  while ((found = regex_search(regex, evaluator, input, from)) != 0) {
    if (found < 0) return 0;
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(regex->match);
    if (ends[1] <= from) break;
    if (out != NULL) out[parts] = feel_string(evaluator->arena, bytes + from, ends[0] - from);
    parts++;
    from = ends[1];
  }
  if (out != NULL) out[parts] = feel_string(evaluator->arena, bytes + from, length - from);
  return parts + 1;
}

const lu_value *builtin_split(feel_evaluator *evaluator, const lu_value *const *arguments,
                              size_t count) {
  search_pattern regex = {0};
  const lu_value *input, *result = &feel_null;
  if (prepare(&regex, &input, evaluator, arguments, count, 2) &&
      !matches_empty(&regex, evaluator)) {
    size_t parts = split(&regex, evaluator, input, NULL);
    const lu_value **out = lu_arena_array(evaluator->arena, parts, sizeof *out);
    if (parts > 0 && out != NULL && split(&regex, evaluator, input, out) == parts) {
      result = feel_list_value(evaluator->arena, out, parts);
    }
  }
  regex_free(&regex);
  return result;
}
