/* SPDX-License-Identifier: Apache-2.0 */
#include "plan_parts.h"

/* Topics that are shown without being asked for. */
#define SHOWN_TOPICS 4

void report_sides(layout *page, const json_t *topic) {
  size_t index;
  json_t *side;
  json_array_foreach(json_object_get(topic, "sides"), index, side) {
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "%s (", words_text(side, "says"));
    words_sources(&text, side);
    lu_text_puts(&text, ")");
    words_pair(page, index == 0 ? "one side" : "other side", &text);
  }
}

static void add_rules(lu_text *text, const json_t *rules, const char *before) {
  for (size_t i = 0; i < json_array_size(rules); i++)
    lu_text_printf(text, "%s%s", i == 0 ? before : ", ",
                   json_string_value(json_array_get(rules, i)));
}

static void say_topic(layout *page, const json_t *topic) {
  const json_t *fires = json_object_get(topic, "fires"), *open = json_object_get(topic, "open");
  lu_text text = LU_TEXT_INIT;
  paint_puts(&text, PAINT_BOLD, words_text(topic, "topic"));
  lu_text_puts(&text, " [");
  add_rules(&text, fires, "");
  add_rules(&text, open, json_array_size(fires) == 0 ? "open: " : "; open: ");
  lu_text_puts(&text, "]");
  layout_item(page, 2, "-", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
  report_sides(page, topic);
}

void report_disagreements(layout *page, const json_t *plan) {
  size_t index, shown = 0;
  json_t *topic;
  const json_t *list = json_object_get(plan, "disagreements");
  if (json_array_size(list) > 0) layout_heading(page, "WHERE SOURCES DISAGREE");
  json_array_foreach(list, index, topic) {
    if (!report_may_show(page, shown, SHOWN_TOPICS)) break;
    say_topic(page, topic);
    shown++;
  }
  report_more(page, 2, json_array_size(list) - shown, "topics");
}
