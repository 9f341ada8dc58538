/* SPDX-License-Identifier: Apache-2.0 */
#include "document.h"

#include <string.h>

static size_t find(const char *const *names, size_t count, const char *name) {
  size_t i = 0;
  while (i < count && strcmp(names[i], name) != 0)
    i++;
  return i;
}

node_type document_type(const json_t *node) {
  static const char *const names[] = {"page_break", "section",  "text",    "list",
                                      "fields",     "table",    "callout", "lines",
                                      "columns",    "timeline", "tree",    "curve"};
  const char *name = json_string_value(json_object_get(node, "type"));
  return name == NULL ? NODE_UNKNOWN : (node_type)find(names, NODE_UNKNOWN, name);
}

run_style document_style(const json_t *name) {
  static const char *const names[] = {"", "bold", "italic", "small", "muted", "mono", "warning"};
  if (name == NULL) return STYLE_PLAIN;
  const char *text = json_string_value(name);
  return text == NULL ? STYLE_UNKNOWN : (run_style)find(names, STYLE_UNKNOWN, text);
}

const char *document_text(const json_t *node, const char *key) {
  const char *text = json_string_value(json_object_get(node, key));
  return text == NULL ? "" : text;
}

double document_number(const json_t *node, const char *key, double otherwise) {
  const json_t *value = json_object_get(node, key);
  return json_is_number(value) ? json_number_value(value) : otherwise;
}

lu_severity document_severity(const json_t *node) {
  const char *name = document_text(node, "severity");
  return strcmp(name, "severe") == 0    ? LU_SEVERE
         : strcmp(name, "warning") == 0 ? LU_WARNING
                                        : LU_NOTE;
}

bool document_runs(const json_t *value, run_function *run, void *user) {
  const json_t *runs = json_is_array(value) ? value : json_object_get(value, "runs");
  bool any = false;
  size_t index;
  json_t *entry;
  if (runs == NULL) {
    const char *text = json_string_value(value);
    if (text == NULL) text = document_text(value, "text");
    if (text[0] != '\0') run(user, text, STYLE_PLAIN);
    return text[0] != '\0';
  }
  json_array_foreach(runs, index, entry) {
    const char *text = document_text(entry, "text");
    if (text[0] == '\0') continue;
    run(user, text, document_style(json_object_get(entry, "style")));
    any = true;
  }
  return any;
}
