/* SPDX-License-Identifier: Apache-2.0 */
/* Reads all conditions of the data files and compiles them as one model: a decision per text. */
#include <stdio.h>
#include <string.h>

#include "conditions_inner.h"

/* Longest pointer into a file that is told. */
#define LONGEST_POINTER 240

/** What is being read. */
struct reader {
  condition_set *set;
  const char *file;
  char pointer[LONGEST_POINTER];
  lu_error *error;
};

/* ---- names of a text --------------------------------------------------------------------------
 */

static bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

/* Words of FEEL, and of names of its functions, that may stand in a condition. */
static bool is_language(const char *word) {
  static const char *const words[] = {
      "and",   "or",    "not",   "in",       "if",   "then",     "else",      "between", "true",
      "false", "null",  "list",  "contains", "date", "duration", "count",     "min",     "max",
      "sum",   "abs",   "floor", "ceiling",  "some", "every",    "satisfies", "days",    "months",
      "years", "round", "half",  "up",       "down", "is"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strcmp(words[i], word) == 0) return true;
  return false;
}

static const given_name *find_given(const char *name) {
  for (const given_name *given = conditions_given; given->name != NULL; given++)
    if (strcmp(given->name, name) == 0) return given;
  return NULL;
}

size_t conditions_find_input(const condition_set *set, const char *name) {
  const json_t *index = json_object_get(set->input_numbers, name);
  return index != NULL ? (size_t)json_integer_value(index) : LU_NO_INDEX;
}

/* Number of an input, which is added if it is new; LU_NO_INDEX when memory is short. */
static size_t take_input(condition_set *set, const char *name, size_t fact,
                         const given_name *given) {
  size_t index = conditions_find_input(set, name);
  if (index != LU_NO_INDEX) return index;
  if (set->input_count == set->input_room) {
    size_t room = set->input_room == 0 ? 64 : 2 * set->input_room;
    condition_input *more = lu_arena_array(set->arena, room, sizeof *more);
    if (more == NULL) return LU_NO_INDEX;
    if (set->input_count > 0) memcpy(more, set->inputs, set->input_count * sizeof *more);
    set->inputs = more;
    set->input_room = room;
  }
  set->inputs[set->input_count] = (condition_input){lu_arena_strdup(set->arena, name), fact, given};
  if (lu_arena_failed(set->arena) ||
      json_object_set_new(set->input_numbers, name, json_integer((json_int_t)set->input_count)) !=
          0)
    return LU_NO_INDEX;
  return set->input_count++;
}

/* "file: pointer: the condition "text" head what tail" */
static lu_status refuse(const struct reader *reader, const char *text, const char *head,
                        const char *what, const char *tail) {
  return lu_fail(reader->error, LU_BAD_INPUT, "%s: %s: the condition \"%.200s\" %s%.100s%s",
                 reader->file, reader->pointer, text, head, what, tail);
}

/* A text that is compared with a fact must be one of its values. */
static lu_status check_literal(const struct reader *reader, const char *text, size_t fact,
                               const char *literal, size_t length) {
  if (fact == LU_NO_INDEX) return LU_OK;
  const lu_fact *entry = lu_dictionary_at(reader->set->dictionary, fact);
  size_t count = lu_fact_value_count(entry);
  for (size_t i = 0; i < count; i++)
    if (strlen(lu_fact_value(entry, i)) == length &&
        memcmp(lu_fact_value(entry, i), literal, length) == 0)
      return LU_OK;
  if (count == 0) return LU_OK;
  char said[64];
  snprintf(said, sizeof said, "%.*s", (int)(length < 60 ? length : 60), literal);
  return refuse(reader, text, "holds \"", said, "\", which is no value of the fact before it");
}

/* Takes one word of a condition; `fact` becomes the fact that it names. */
static lu_status take_word(struct reader *reader, condition *entry, const char *text,
                           const char *word, size_t *fact) {
  condition_set *set = reader->set;
  size_t found = lu_dictionary_find(set->dictionary, word);
  const given_name *given = found == LU_NO_INDEX ? find_given(word) : NULL;
  if (found == LU_NO_INDEX && given == NULL)
    return is_language(word)
               ? LU_OK
               : refuse(reader, text, "speaks of \"", word,
                        "\", which is neither a fact of the dictionary nor a given name");
  if (found != LU_NO_INDEX &&
      lu_fact_get_type(lu_dictionary_at(set->dictionary, found)) == LU_FACT_TEXT)
    return refuse(reader, text, "speaks of \"", word,
                  "\", free text on which nothing may be decided");
  size_t input = take_input(set, word, found, given);
  if (input == LU_NO_INDEX) return lu_fail_memory(reader->error);
  *fact = found;
  for (size_t i = 0; i < entry->input_count; i++)
    if (entry->inputs[i] == input) return LU_OK;
  if (entry->input_count == CONDITION_INPUTS)
    return refuse(reader, text, "speaks of too many facts", "", "");
  entry->inputs[entry->input_count++] = input;
  return LU_OK;
}

/* Finds the facts and names of a condition. */
static lu_status scan(struct reader *reader, condition *entry, const char *text) {
  lu_status status = LU_OK;
  size_t fact = LU_NO_INDEX;
  for (const char *at = text; *at != '\0' && status == LU_OK;) {
    if (*at == '"') {
      size_t length = strcspn(at + 1, "\"");
      if (at[1 + length] == '\0')
        return refuse(reader, text, "has a text that does not end", "", "");
      status = check_literal(reader, text, fact, at + 1, length);
      at += length + 2;
    } else if (is_letter(*at)) {
      char word[80];
      size_t length = 0;
      while (is_letter(at[length]) || is_digit(at[length]))
        length++;
      if (length >= sizeof word) return refuse(reader, text, "has a word that is too long", "", "");
      memcpy(word, at, length);
      word[length] = '\0';
      status = take_word(reader, entry, text, word, &fact);
      at += length;
    } else if (is_digit(*at)) {
      at += strspn(at, "0123456789.");
    } else
      at++;
  }
  return status;
}

/* ---- walking through files --------------------------------------------------------------------
 */

static lu_status add_condition(struct reader *reader, const char *text) {
  condition_set *set = reader->set;
  if (json_object_get(set->numbers, text) != NULL) return LU_OK;
  if (set->count == set->room) {
    size_t room = set->room == 0 ? 256 : 2 * set->room;
    condition *more = lu_arena_array(set->arena, room, sizeof *more);
    if (more == NULL) return lu_fail_memory(reader->error);
    if (set->count > 0) memcpy(more, set->list, set->count * sizeof *more);
    set->list = more;
    set->room = room;
  }
  condition *entry = &set->list[set->count];
  *entry =
      (condition){.text = lu_arena_strdup(set->arena, text),
                  .place = lu_arena_printf(set->arena, "%s: %s", reader->file, reader->pointer)};
  if (lu_arena_failed(set->arena) ||
      json_object_set_new(set->numbers, text, json_integer((json_int_t)set->count)) != 0)
    return lu_fail_memory(reader->error);
  set->count++;
  return scan(reader, entry, text);
}

static bool is_condition(const char *key) {
  return strcmp(key, "if") == 0 || strcmp(key, "unless") == 0 || strcmp(key, "until") == 0 ||
         strcmp(key, "number") == 0;
}

static lu_status walk(struct reader *reader, const json_t *value, int depth);

/* Goes into a member, with its name at the end of the pointer. */
static lu_status walk_member(struct reader *reader, const json_t *value, const char *name,
                             bool tested, int depth) {
  size_t length = strlen(reader->pointer);
  snprintf(reader->pointer + length, sizeof reader->pointer - length, "/%s", name);
  lu_status status = tested && json_is_string(value)
                         ? add_condition(reader, json_string_value(value))
                         : walk(reader, value, depth + 1);
  reader->pointer[length] = '\0';
  return status;
}

static lu_status walk(struct reader *reader, const json_t *value, int depth) {
  lu_status status = LU_OK;
  const char *key;
  json_t *member;
  size_t index;
  if (depth > 32)
    return lu_fail(reader->error, LU_BAD_INPUT, "%s: %s: more than 32 levels", reader->file,
                   reader->pointer);
  if (json_is_object(value)) {
    json_object_foreach((json_t *)(uintptr_t)value, key, member) {
      status = walk_member(reader, member, key, is_condition(key), depth);
      if (status != LU_OK) break;
    }
  } else {
    json_array_foreach(value, index, member) {
      char number[24];
      snprintf(number, sizeof number, "%zu", index);
      status = walk_member(reader, member, number, false, depth);
      if (status != LU_OK) break;
    }
  }
  return status;
}

/* ---- the set ----------------------------------------------------------------------------------
 */

static lu_status make(condition_set **out, const lu_dictionary *dictionary, lu_error *error) {
  lu_arena *arena = lu_arena_new();
  condition_set *set = arena == NULL ? NULL : lu_arena_alloc(arena, sizeof *set);
  if (set == NULL) {
    lu_arena_free(arena);
    return lu_fail_memory(error);
  }
  *set = (condition_set){.arena = arena, .dictionary = dictionary};
  set->numbers = json_object();
  set->input_numbers = json_object();
  *out = set;
  return set->numbers == NULL || set->input_numbers == NULL ? lu_fail_memory(error) : LU_OK;
}

lu_status conditions_read(condition_set **out, const json_t *const *files, const char *const *names,
                          size_t count, const lu_dictionary *dictionary, lu_context *context,
                          lu_error *error) {
  *out = NULL;
  condition_set *set = NULL;
  lu_status status = make(&set, dictionary, error);
  for (size_t i = 0; i < count && status == LU_OK; i++) {
    struct reader reader = {.set = set, .file = names[i], .error = error};
    status = walk(&reader, files[i], 0);
  }
  if (status == LU_OK) status = conditions_compile(set, context, error);
  if (status == LU_OK)
    *out = set;
  else
    conditions_free(set);
  return status;
}

void conditions_free(condition_set *set) {
  if (set == NULL) return;
  lu_model_free(set->model);
  json_decref(set->numbers);
  json_decref(set->input_numbers);
  lu_arena_free(set->arena);
}
