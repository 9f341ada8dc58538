/* SPDX-License-Identifier: Apache-2.0 */
/* How stable the first choice is: the member "stability" of a plan. */
#include "plan_parts.h"

static double number_of(const json_t *object, const char *key) {
  return json_number_value(json_object_get(object, key));
}

/* "98.3 % (95 % interval 97.3 to 98.9)" */
static void add_share(lu_text *text, const json_t *share) {
  lu_text_printf(text, "%.1f %% (95 %% interval %.1f to %.1f)", 100 * number_of(share, "share"),
                 100 * number_of(share, "lower"), 100 * number_of(share, "upper"));
}

static void say_withheld(layout *page, const json_t *stability) {
  lu_text text = LU_TEXT_INIT;
  paint_puts(&text, PAINT_YELLOW, "Withheld");
  lu_text_puts(&text, ": unknown facts may change the first choice, whatever is drawn: ");
  words_labels(&text, json_object_get(stability, "because"));
  lu_text_puts(&text, ".");
  layout_paragraph(page, 2, 2, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void say_option(layout *page, const json_t *option) {
  lu_text text = LU_TEXT_INIT;
  report_add_label(&text, PAINT_BOLD, words_text(option, "label"));
  lu_text_printf(&text, " [%s]: comes first in ", words_text(option, "option"));
  add_share(&text, option);
  if (number_of(option, "shared") > 0)
    lu_text_printf(&text, ", in %.1f %% beside another", 100 * number_of(option, "shared"));
  if (report_flag(option, "as_recorded")) lu_text_puts(&text, "; the choice as recorded");
  layout_item(page, 2, "-", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void say_banned(layout *page, const json_t *option) {
  lu_text text = LU_TEXT_INIT;
  report_add_label(&text, PAINT_PLAIN, words_text(option, "label"));
  lu_text_puts(&text, " must not be done in ");
  add_share(&text, option);
  layout_item(page, 2, "!", lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void say_shares(layout *page, const json_t *stability) {
  size_t index;
  json_t *option;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(
      &text, "Of %" JSON_INTEGER_FORMAT " draws (seed %" JSON_INTEGER_FORMAT "); this is the %s.",
      json_integer_value(json_object_get(stability, "draws")),
      json_integer_value(json_object_get(stability, "seed")), words_text(stability, "note"));
  layout_paragraph(page, 2, 2, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
  json_array_foreach(json_object_get(stability, "options"), index, option) say_option(page, option);
  if (number_of(stability, "none") > 0) {
    lu_text none = LU_TEXT_INIT;
    lu_text_printf(&none, "no treatment is offered in %.1f %%", 100 * number_of(stability, "none"));
    layout_item(page, 2, "-", lu_text_string(&none));
    page->out->failed |= none.failed;
    lu_text_free(&none);
  }
  json_array_foreach(json_object_get(stability, "banned"), index, option) say_banned(page, option);
}

/* Facts that alone turn the first choice in some of their values. */
static void say_turned(layout *page, const json_t *stability) {
  size_t index, said = 0;
  json_t *entry;
  lu_text text = LU_TEXT_INIT;
  json_array_foreach(json_object_get(stability, "drawn"), index, entry) {
    if (!(number_of(entry, "turns") > 0)) continue;
    lu_text_puts(&text, said++ == 0 ? "" : "; ");
    report_add_label(&text, PAINT_PLAIN, words_text(entry, "label"));
    lu_text_printf(&text, ", alone in %.0f %% of what it may be (%s)",
                   100 * number_of(entry, "turns"), words_text(entry, "text"));
  }
  words_pair(page, "turned by", &text);
}

/* What was drawn, and what was left out; all about it when asked for. */
static void say_drawn(layout *page, const json_t *stability) {
  size_t index;
  json_t *entry;
  lu_text drawn = LU_TEXT_INIT, left = LU_TEXT_INIT;
  json_array_foreach(json_object_get(stability, "drawn"), index, entry) {
    lu_text_puts(&drawn, index == 0 ? "" : "; ");
    report_add_label(&drawn, PAINT_PLAIN, words_text(entry, "label"));
    if (page->verbose)
      lu_text_printf(&drawn, ": %s [%s; %s]", words_text(entry, "text"),
                     words_text(entry, "source"), words_mark(words_text(entry, "mark")));
  }
  if (drawn.length == 0)
    lu_text_puts(&drawn, "nothing: no fact of the record is known with an error");
  words_pair(page, "drawn", &drawn);
  json_array_foreach(json_object_get(stability, "not_drawn"), index, entry) {
    lu_text_printf(&left, "%s%s", index == 0 ? "" : "; ", words_text(entry, "what"));
    if (page->verbose)
      lu_text_printf(&left, " (%s; %s)", words_text(entry, "why"),
                     words_mark(words_text(entry, "mark")));
  }
  words_pair(page, "not drawn", &left);
}

void report_stability(layout *page, const json_t *plan) {
  const json_t *stability = json_object_get(plan, "stability");
  if (stability == NULL) return;
  layout_heading(page, "STABILITY OF THE CHOICE");
  if (report_flag(stability, "withheld"))
    say_withheld(page, stability);
  else
    say_shares(page, stability);
  say_turned(page, stability);
  if (page->verbose || !report_flag(stability, "withheld")) say_drawn(page, stability);
}
