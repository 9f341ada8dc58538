/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types of the input data of DMN files. The file is edited as text, so that nothing else in it
 * changes: a block of item definitions between two marker lines, and the typeRef of the variables
 * of input data.
 */
#include <stdlib.h>
#include <string.h>

#include "generate.h"

#define BEGIN_MARK "<!-- generated from data/facts: begin -->"
#define END_MARK "<!-- generated from data/facts: end -->"
#define MAX_INPUTS 400
#define MAX_NAME 100

/** An input that is a fact, and where its element lies. */
typedef struct input {
  const lu_fact *fact;
  const char *start, *end; /**< "<inputData" to after its variable's tag */
} input;

/** Part of a text, from `at` up to `end`. */
typedef struct piece {
  const char *at, *end;
} piece;

/** Value of an attribute in a tag; at is NULL if it has none. */
static piece attribute(const char *tag, const char *tag_end, const char *name) {
  size_t length = strlen(name);
  for (const char *at = tag; at + length + 2 < tag_end; at++) {
    bool boundary = at > tag && strchr(" \t\r\n", at[-1]) != NULL;
    if (!boundary || strncmp(at, name, length) != 0 || at[length] != '=') continue;
    char quote = at[length + 1];
    const char *value = at + length + 2;
    const char *end = memchr(value, quote, (size_t)(tag_end - value));
    if (end != NULL) return (piece){value, end};
  }
  return (piece){NULL, NULL};
}

/** Next start tag of a local name from `at`, with whatever prefix; at is NULL if there is none. */
static piece next_tag(const char *at, const char *name) {
  size_t length = strlen(name);
  for (at = strchr(at, '<'); at != NULL; at = strchr(at + 1, '<')) {
    const char *local = at + 1;
    size_t word = strcspn(local, " \t\r\n/>:");
    if (local[word] == ':') local += word + 1;
    word = strcspn(local, " \t\r\n/>");
    if (word != length || strncmp(local, name, length) != 0) continue;
    const char *end = strchr(at, '>');
    if (end != NULL) return (piece){at, end + 1};
  }
  return (piece){NULL, NULL};
}

/** Fact that an input element is named after; NULL if there is none. */
static const lu_fact *fact_of(const lu_dictionary *dictionary, piece tag) {
  char name[MAX_NAME];
  piece value = attribute(tag.at, tag.end, "name");
  size_t length = value.at != NULL ? (size_t)(value.end - value.at) : 0;
  if (length == 0 || length >= sizeof name) return NULL;
  memcpy(name, value.at, length);
  name[length] = '\0';
  size_t index = lu_dictionary_find(dictionary, name);
  return index != LU_NO_INDEX ? lu_dictionary_at(dictionary, index) : NULL;
}

/** Finds all input data that are facts. */
static size_t find_inputs(input *inputs, const char *text, const lu_dictionary *dictionary) {
  size_t count = 0;
  for (piece tag = next_tag(text, "inputData"); tag.at != NULL && count < MAX_INPUTS;
       tag = next_tag(tag.end, "inputData")) {
    const lu_fact *fact = fact_of(dictionary, tag);
    bool empty = tag.end[-2] == '/';
    piece variable = empty ? (piece){NULL, NULL} : next_tag(tag.end, "variable");
    piece next = next_tag(tag.end, "inputData");
    if (fact == NULL || variable.at == NULL || (next.at != NULL && variable.at > next.at)) continue;
    inputs[count++] = (input){fact, variable.at, variable.end};
  }
  return count;
}

static bool has_own_type(const lu_fact *fact) {
  lu_fact_type type = lu_fact_get_type(fact);
  return type == LU_FACT_CHOICE || type == LU_FACT_SET;
}

static void put_type(lu_text *out, const lu_fact *fact) {
  switch (lu_fact_get_type(fact)) {
    case LU_FACT_NUMBER:
      lu_text_puts(out, "number");
      break;
    case LU_FACT_BOOLEAN:
      lu_text_puts(out, "boolean");
      break;
    case LU_FACT_TEXT:
      lu_text_puts(out, "string");
      break;
    case LU_FACT_DATE:
      lu_text_puts(out, "date");
      break;
    default:
      lu_text_printf(out, "t_%s", lu_fact_name(fact));
  }
}

/** Writes a variable's tag with the type of its fact. */
static void put_variable(lu_text *out, const input *in) {
  piece type = attribute(in->start, in->end, "typeRef");
  if (type.at != NULL) {
    lu_text_append(out, in->start, (size_t)(type.at - in->start));
    put_type(out, in->fact);
    lu_text_append(out, type.end, (size_t)(in->end - type.end));
    return;
  }
  const char *close = in->end[-2] == '/' ? in->end - 2 : in->end - 1;
  lu_text_append(out, in->start, (size_t)(close - in->start));
  lu_text_puts(out, " typeRef=\"");
  put_type(out, in->fact);
  lu_text_puts(out, "\"");
  lu_text_append(out, close, (size_t)(in->end - close));
}

static void put_values(lu_text *out, const lu_fact *fact) {
  for (size_t i = 0; i < lu_fact_value_count(fact); i++)
    lu_text_printf(out, "%s\"%s\"", i > 0 ? ", " : "", lu_fact_value(fact, i));
}

/** Writes the definition of the type of a choice or set. `prefix` ends in a colon or is empty. */
static void put_definition(lu_text *out, const lu_fact *fact, piece prefix) {
  int p = (int)(prefix.end - prefix.at);
  const char *name = lu_fact_name(fact);
  bool set = lu_fact_get_type(fact) == LU_FACT_SET;
  lu_text_printf(out, "  <%.*sitemDefinition id=\"t_%s\" name=\"t_%s\"%s>\n", p, prefix.at, name,
                 name, set ? " isCollection=\"true\"" : "");
  lu_text_printf(out, "    <%.*stypeRef>string</%.*stypeRef>\n", p, prefix.at, p, prefix.at);
  if (!set) {
    lu_text_printf(out, "    <%.*sallowedValues>\n      <%.*stext>", p, prefix.at, p, prefix.at);
    put_values(out, fact);
    lu_text_printf(out, "</%.*stext>\n    </%.*sallowedValues>\n", p, prefix.at, p, prefix.at);
  }
  lu_text_printf(out, "  </%.*sitemDefinition>\n", p, prefix.at);
}

static int compare_inputs(const void *a, const void *b) {
  return strcmp(lu_fact_name(((const input *)a)->fact), lu_fact_name(((const input *)b)->fact));
}

/** Writes the block with its marker lines, in the order of names. */
static void put_block(lu_text *out, const input *inputs, size_t count, piece prefix) {
  input sorted[MAX_INPUTS];
  memcpy(sorted, inputs, count * sizeof *inputs);
  qsort(sorted, count, sizeof *sorted, compare_inputs);
  lu_text_puts(out, BEGIN_MARK "\n");
  for (size_t i = 0; i < count; i++) {
    bool twice = i > 0 && sorted[i].fact == sorted[i - 1].fact;
    if (has_own_type(sorted[i].fact) && !twice) put_definition(out, sorted[i].fact, prefix);
  }
  lu_text_puts(out, "  " END_MARK);
}

/** Prefix of the elements of a file, with its colon; empty if there is none. */
static piece prefix_of(piece definitions) {
  const char *local = definitions.at + 1;
  size_t word = strcspn(local, " \t\r\n/>:");
  return local[word] == ':' ? (piece){local, local + word + 1} : (piece){local, local};
}

/** Where the block stands, or where it is to be put (an empty piece, with a new line before). */
static piece find_block(const char *text, piece definitions, bool *fresh) {
  const char *begin = strstr(text, BEGIN_MARK);
  const char *end = begin != NULL ? strstr(begin, END_MARK) : NULL;
  *fresh = end == NULL;
  if (end != NULL) return (piece){begin, end + strlen(END_MARK)};
  const char *at = definitions.end;
  const char *next = at + strspn(at, " \t\r\n");
  piece description = next_tag(definitions.end, "description");
  if (description.at == next) {
    const char *close = strstr(description.end, "description>");
    if (close != NULL) at = close + strlen("description>");
  }
  return (piece){at, at};
}

void generate_dmn(lu_text *out, const char *text, const lu_dictionary *dictionary) {
  input inputs[MAX_INPUTS];
  bool fresh;
  piece definitions = next_tag(text, "definitions");
  size_t count = find_inputs(inputs, text, dictionary);
  if (definitions.at == NULL || count == 0) {
    lu_text_puts(out, text);
    return;
  }
  piece block = find_block(text, definitions, &fresh);
  const char *at = text;
  lu_text_append(out, at, (size_t)(block.at - at));
  if (fresh) lu_text_puts(out, "\n  ");
  put_block(out, inputs, count, prefix_of(definitions));
  at = block.end;
  for (size_t i = 0; i < count; i++) {
    if (inputs[i].start < at) continue;
    lu_text_append(out, at, (size_t)(inputs[i].start - at));
    put_variable(out, &inputs[i]);
    at = inputs[i].end;
  }
  lu_text_puts(out, at);
}
