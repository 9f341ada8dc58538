/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <string.h>

const char *words_text(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text == NULL ? "" : text;
}

/* Looks a word up in a list of pairs that ends with NULL. */
static const char *look_up(const char *const *pairs, const char *word) {
  for (; pairs[0] != NULL; pairs += 2)
    if (strcmp(pairs[0], word) == 0) return pairs[1];
  return word;
}

const char *words_mark(const char *mark) {
  static const char *const pairs[] = {"memory", "from memory", "unverified", "UNVERIFIED", NULL};
  return look_up(pairs, mark);
}

const char *words_intent(const char *intent) {
  static const char *const pairs[] = {"cure",      "to cure",      "control", "to control growth",
                                      "symptom",   "for symptoms", "support", "supportive",
                                      "diagnosis", "to know more", NULL};
  return look_up(pairs, intent);
}

paint words_class_paint(const json_t *object) {
  switch (words_text(object, "strength")[0]) {
    case 'P':
      return PAINT_GREEN;
    case 'I':
    case 'A':
      return PAINT_YELLOW;
    case 'C':
      return strcmp(words_text(object, "mark"), "unverified") == 0 ? PAINT_YELLOW : PAINT_RED;
    default:
      return PAINT_PLAIN;
  }
}

void words_source_list(lu_text *out, const json_t *rule) {
  size_t index;
  json_t *source;
  const char *strength = words_text(rule, "source_strength");
  json_array_foreach(json_object_get(rule, "sources"), index, source) {
    const json_t *year = json_object_get(source, "year");
    lu_text_printf(out, "%s%s", index == 0 ? "" : "; ", words_text(source, "key"));
    if (json_is_integer(year)) lu_text_printf(out, " (%d)", (int)json_integer_value(year));
    if (words_text(source, "place")[0] != '\0')
      lu_text_printf(out, " %s", words_text(source, "place"));
  }
  if (strength[0] != '\0') lu_text_printf(out, "; %s", strength);
}

void words_sources(lu_text *out, const json_t *rule) {
  words_source_list(out, rule);
  lu_text_puts(out, " - ");
  const char *mark = words_text(rule, "mark");
  if (strcmp(mark, "unverified") == 0)
    paint_puts(out, PAINT_YELLOW, words_mark(mark));
  else
    lu_text_puts(out, words_mark(mark));
}

void words_capital(lu_text *out, const char *label) {
  bool word = label[0] >= 'a' && label[0] <= 'z' && (label[1] < 'A' || label[1] > 'Z') &&
              label[1] != '-' && label[1] != '\0';
  char first = (char)(word ? label[0] - 'a' + 'A' : label[0]);
  if (label[0] == '\0') return;
  lu_text_append(out, &first, 1);
  lu_text_puts(out, label + 1);
}

void words_labels(lu_text *out, const json_t *facts) {
  size_t index;
  json_t *fact;
  json_array_foreach(facts, index, fact)
      lu_text_printf(out, "%s%s", index == 0 ? "" : ", ", words_text(fact, "label"));
}

void words_facts(lu_text *out, const json_t *facts, json_t *done) {
  size_t index;
  json_t *fact;
  json_array_foreach(facts, index, fact) {
    const char *name = words_text(fact, "fact");
    if (json_object_get(done, name) != NULL) continue;
    if (json_object_set_new(done, name, json_true()) != 0) out->failed = true;
    lu_text_printf(out, "%s%s: %s", out->length == 0 ? "" : "; ", words_text(fact, "label"),
                   words_text(fact, "text"));
  }
}

void words_pair(layout *page, const char *label, lu_text *text) {
  if (text->length > 0) layout_pair(page, WORDS_INDENT, WORDS_LABEL, label, lu_text_string(text));
  page->out->failed |= text->failed;
  lu_text_free(text);
}

void words_head(layout *page, const json_t *document, const char *title) {
  lu_text line = LU_TEXT_INIT;
  paint_puts(&line, PAINT_BOLD, title);
  lu_text_puts(&line, " for case ");
  paint_puts(&line, PAINT_BOLD, words_text(json_object_get(document, "case"), "id"));
  lu_text_printf(&line, ", %s, by %s", words_text(document, "day"),
                 words_text(document, "edition"));
  if (strcmp(words_text(document, "title"), words_text(document, "edition")) != 0)
    lu_text_printf(&line, " (%s)", words_text(document, "title"));
  layout_paragraph(page, 0, 2, lu_text_string(&line));
  page->out->failed |= line.failed;
  lu_text_free(&line);
  layout_paragraph(page, 0, 0, words_text(document, "notice"));
}

void words_finding(layout *page, const char *severity, const char *place, const char *sentence,
                   const char *effect) {
  lu_text text = LU_TEXT_INIT;
  paint color = strcmp(severity, "severe") == 0    ? PAINT_RED
                : strcmp(severity, "warning") == 0 ? PAINT_YELLOW
                                                   : PAINT_DIM;
  paint_puts(&text, color, severity);
  lu_text_printf(&text, ": %s%s%s", place, place[0] == '\0' ? "" : ": ", sentence);
  if (effect[0] != '\0') lu_text_printf(&text, " %s", effect);
  layout_item(page, 2, "-", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}
