/* SPDX-License-Identifier: Apache-2.0 */
/* JSON as a person fills it in: remarks stand beside what they speak of. */
#include "template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_node(lu_text *out, const json_t *node, int depth);

static void put_indent(lu_text *out, int depth) {
  lu_text_printf(out, "\n%*s", 2 * depth, "");
}

/** A value without line breaks. */
static void put_compact(lu_text *out, const json_t *value) {
  char *text = json_dumps(value, JSON_ENCODE_ANY);
  if (text == NULL) out->failed = true;
  if (text != NULL) lu_text_puts(out, text);
  free(text);
}

static void put_key(lu_text *out, const char *key) {
  json_t *text = json_string(key);
  put_compact(out, text);
  lu_text_puts(out, ": ");
  json_decref(text);
}

static bool is_nested(const json_t *value) {
  return json_is_object(value) || (json_is_array(value) && json_array_size(value) > 0);
}

static void print_object(lu_text *out, const json_t *node, int depth) {
  const char *key;
  const json_t *value;
  const char *before = NULL;
  lu_text_puts(out, "{");
  json_object_foreach((json_t *)(uintptr_t)node, key, value) {
    bool beside = before != NULL && strncmp(key, "// ", 3) == 0 && strcmp(key + 3, before) == 0;
    if (before != NULL) lu_text_puts(out, ",");
    if (beside)
      lu_text_puts(out, "  ");
    else
      put_indent(out, depth + 1);
    put_key(out, key);
    print_node(out, value, depth + 1);
    before = key;
  }
  if (before != NULL) put_indent(out, depth);
  lu_text_puts(out, "}");
}

/** Entries with nothing nested in them and no remark stand in one line. */
static bool is_flat(const json_t *entry) {
  const char *key;
  const json_t *value;
  json_object_foreach((json_t *)(uintptr_t)entry, key,
                      value) if (is_nested(value) || key[0] == '/') return false;
  return true;
}

static void print_array(lu_text *out, const json_t *node, int depth) {
  size_t index;
  const json_t *entry;
  lu_text_puts(out, "[");
  json_array_foreach(node, index, entry) {
    if (index > 0) lu_text_puts(out, ",");
    put_indent(out, depth + 1);
    if (is_flat(entry))
      put_compact(out, entry);
    else
      print_node(out, entry, depth + 1);
  }
  put_indent(out, depth);
  lu_text_puts(out, "]");
}

static void print_node(lu_text *out, const json_t *node, int depth) {
  if (json_is_object(node))
    print_object(out, node, depth);
  else if (is_nested(node))
    print_array(out, node, depth);
  else
    put_compact(out, node);
}

void template_print(lu_text *out, const json_t *record) {
  print_node(out, record, 0);
  lu_text_puts(out, "\n");
}
