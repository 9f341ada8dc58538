/* SPDX-License-Identifier: Apache-2.0 */
#include "plan_parts.h"

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

/* "label: reason (R-…; source)". */
void report_add_rule(lu_text *text, const json_t *rule) {
  lu_text_printf(text, "%s (%s; ", words_text(rule, "reason"), words_text(rule, "rule"));
  words_sources(text, rule);
  lu_text_puts(text, ")");
}

/* One rule on a line of its own behind a label. */
void report_rule(layout *page, const char *label, const json_t *rule) {
  lu_text text = LU_TEXT_INIT;
  report_add_rule(&text, rule);
  words_pair(page, label, &text);
}

void report_rules(layout *page, const char *label, const json_t *rules, size_t limit) {
  size_t index, shown = 0;
  json_t *rule;
  json_array_foreach(rules, index, rule) {
    if (!report_may_show(page, index, limit)) break;
    report_rule(page, index == 0 ? label : "", rule);
    shown++;
  }
  report_more(page, WORDS_INDENT + WORDS_LABEL, json_array_size(rules) - shown, "reasons");
}
