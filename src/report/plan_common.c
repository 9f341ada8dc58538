/* SPDX-License-Identifier: Apache-2.0 */
#include "plan_parts.h"

#include <string.h>

bool report_flag(const json_t *object, const char *key) {
  return json_is_true(json_object_get(object, key));
}

/* True while another entry may be shown. */
bool report_may_show(const layout *page, size_t shown, size_t limit) {
  return page->verbose || shown < limit;
}

void report_more(layout *page, int indent, size_t hidden, const char *what) {
  lu_text text = LU_TEXT_INIT;
  if (hidden == 0) return;
  lu_text_printf(&text, "… and %zu more", hidden);
  if (hidden > 1 && what[0] != '\0') lu_text_printf(&text, " %s", what);
  lu_text_puts(&text, ": --verbose");
  layout_paragraph(page, indent, indent, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

void report_add_rule(lu_text *text, const json_t *rule) {
  lu_text_printf(text, "%s (%s; ", words_text(rule, "reason"), words_text(rule, "rule"));
  words_sources(text, rule);
  lu_text_puts(text, ")");
}

static bool same_reason(const json_t *a, const json_t *b) {
  return strcmp(words_text(a, "reason"), words_text(b, "reason")) == 0;
}

static bool said_before(const json_t *rules, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (same_reason(json_array_get(rules, i), json_array_get(rules, index))) return true;
  return false;
}

/* A rule, and the ids of those after it that give the same reason. */
static void add_alike(lu_text *text, const json_t *rules, size_t index) {
  const json_t *rule = json_array_get(rules, index);
  lu_text_printf(text, "%s (%s", words_text(rule, "reason"), words_text(rule, "rule"));
  for (size_t i = index + 1; i < json_array_size(rules); i++)
    if (same_reason(json_array_get(rules, i), rule))
      lu_text_printf(text, ", %s", words_text(json_array_get(rules, i), "rule"));
  lu_text_puts(text, "; ");
  words_sources(text, rule);
  lu_text_puts(text, ")");
}

void report_add_label(lu_text *text, paint color, const char *label) {
  lu_text capital = LU_TEXT_INIT;
  words_capital(&capital, label);
  paint_puts(text, color, lu_text_string(&capital));
  text->failed |= capital.failed;
  lu_text_free(&capital);
}

/* One rule on a line of its own behind a label. */
void report_rule(layout *page, const char *label, const json_t *rule) {
  lu_text text = LU_TEXT_INIT;
  report_add_rule(&text, rule);
  words_pair(page, label, &text);
}

void report_rules(layout *page, const char *label, const json_t *rules, size_t limit) {
  size_t index, shown = 0, hidden = 0;
  json_t *rule;
  json_array_foreach(rules, index, rule) {
    lu_text text = LU_TEXT_INIT;
    if (said_before(rules, index)) continue;
    if (!report_may_show(page, shown, limit)) {
      hidden++;
      continue;
    }
    add_alike(&text, rules, index);
    words_pair(page, shown++ == 0 ? label : "", &text);
  }
  report_more(page, WORDS_INDENT + WORDS_LABEL, hidden, "reasons");
}
