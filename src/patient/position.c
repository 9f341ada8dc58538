/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A walk through JSON text, along the tree that was read from it, that counts lines. The walk stays
 * inside the text whatever it holds.
 */
#include "position.h"

#include <stdio.h>
#include <string.h>

/** Where the walk is. */
typedef struct walker {
  const char *text;
  size_t length, at;
  int line;
  json_t *index;
  lu_error *error;
} walker;

int position_too_deep(const char *text, size_t length) {
  int line = 1;
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < length; i++) {
    char c = text[i];
    if (c == '\n') line++;
    if (quoted) {
      if (c == '\\') i++;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' || c == '[') depth++;
    if (c == '}' || c == ']') depth--;
    if (depth > POSITION_MAX_DEPTH) return line;
  }
  return 0;
}

void position_append(char *pointer, size_t size, const char *key) {
  size_t used = strlen(pointer);
  if (used + 1 >= size) return;
  pointer[used++] = '/';
  for (const char *c = key; *c != '\0' && used + 3 < size; c++) {
    if (*c == '~' || *c == '/') {
      pointer[used++] = '~';
      pointer[used++] = *c == '~' ? '0' : '1';
    } else {
      pointer[used++] = *c;
    }
  }
  while (used > 0 && (pointer[used - 1] & 0xC0) == 0x80 && used + 3 >= size)
    used--; /* never cut inside a character */
  pointer[used] = '\0';
}

static char peek(const walker *w) {
  return w->at < w->length ? w->text[w->at] : '\0';
}

static void skip_space(walker *w) {
  for (; w->at < w->length; w->at++) {
    char c = w->text[w->at];
    if (c == '\n') w->line++;
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return;
  }
}

/** Steps over a string. */
static void skip_string(walker *w) {
  if (peek(w) == '"') w->at++;
  while (w->at < w->length && w->text[w->at] != '"')
    w->at += w->text[w->at] == '\\' && w->at + 1 < w->length ? 2 : 1;
  if (w->at < w->length) w->at++;
}

static lu_status walk(walker *w, const json_t *tree, const char *pointer, int depth);

/** Steps over blanks and the comma before a member. */
static void skip_comma(walker *w) {
  skip_space(w);
  if (peek(w) != ',') return;
  w->at++;
  skip_space(w);
}

static lu_status walk_object(walker *w, const json_t *tree, const char *pointer, int depth) {
  const char *key; /* a tree keeps its members in the order of the text */
  const json_t *value;
  w->at++;
  json_object_foreach((json_t *)(uintptr_t)tree, key, value) {
    char child[POSITION_POINTER_SIZE];
    snprintf(child, sizeof child, "%s", pointer);
    position_append(child, sizeof child, key);
    skip_comma(w);
    skip_string(w);
    skip_space(w);
    if (peek(w) == ':') w->at++;
    lu_status status = walk(w, value, child, depth);
    if (status != LU_OK) return status;
  }
  skip_space(w);
  if (w->at < w->length) w->at++;
  return LU_OK;
}

static lu_status walk_array(walker *w, const json_t *tree, const char *pointer, int depth) {
  size_t index;
  const json_t *value;
  w->at++;
  json_array_foreach(tree, index, value) {
    char child[POSITION_POINTER_SIZE];
    char number[32];
    snprintf(number, sizeof number, "%zu", index);
    snprintf(child, sizeof child, "%s", pointer);
    position_append(child, sizeof child, number);
    skip_comma(w);
    lu_status status = walk(w, value, child, depth);
    if (status != LU_OK) return status;
  }
  skip_space(w);
  if (w->at < w->length) w->at++;
  return LU_OK;
}

static lu_status walk(walker *w, const json_t *tree, const char *pointer, int depth) {
  skip_space(w);
  if (json_object_set_new(w->index, pointer, json_integer(w->line)) != 0)
    return lu_fail_memory(w->error);
  if (depth >= POSITION_MAX_DEPTH)
    return lu_fail(w->error, LU_BAD_INPUT, "nested more than %d deep", POSITION_MAX_DEPTH);
  if (peek(w) == '{') return walk_object(w, tree, pointer, depth + 1);
  if (peek(w) == '[') return walk_array(w, tree, pointer, depth + 1);
  if (peek(w) == '"') {
    skip_string(w);
    return LU_OK;
  }
  size_t start = w->at;
  while (w->at < w->length && strchr(",]} \t\r\n", w->text[w->at]) == NULL)
    w->at++;
  if (w->at == start) w->at++; /* never stand still */
  return LU_OK;
}

lu_status position_index(json_t **out, const json_t *tree, const char *text, size_t length,
                         lu_error *error) {
  *out = NULL;
  walker w = {.text = text, .length = length, .line = 1, .index = json_object(), .error = error};
  if (w.index == NULL) return lu_fail_memory(error);
  lu_status status = walk(&w, tree, "", 0);
  if (status != LU_OK) {
    json_decref(w.index);
    return status;
  }
  *out = w.index;
  return LU_OK;
}

int position_line(const json_t *index, const char *pointer) {
  char parent[POSITION_POINTER_SIZE];
  snprintf(parent, sizeof parent, "%s", pointer);
  for (;;) {
    const json_t *line = json_object_get(index, parent);
    if (line != NULL) return (int)json_integer_value(line);
    char *slash = strrchr(parent, '/');
    if (slash == NULL) return 0;
    *slash = '\0';
  }
}
