/* SPDX-License-Identifier: Apache-2.0 */
/* What changes between two editions, as text. */
#include <string.h>

#include "words.h"

/* What a change is called, and its colour. */
struct change_word {
  const char *change, *words;
  paint color;
};

static const struct change_word change_words[] = {
    {"gained", "is offered now", PAINT_GREEN},
    {"lost", "is no longer offered", PAINT_RED},
    {"banned", "must not be done now", PAINT_RED},
    {"freed", "is no longer banned", PAINT_GREEN},
    {"possible", "waits for facts now", PAINT_YELLOW},
    {"closed", "no longer waits for facts", PAINT_DIM},
    {"class", "is offered in another class", PAINT_YELLOW},
    {"rank", "stands in another place", PAINT_YELLOW},
};

static void finish(layout *page, int indent, const char *marker, lu_text *text) {
  layout_item(page, indent, marker, lu_text_string(text));
  page->out->failed |= text->failed;
  lu_text_free(text);
}

/* "offered as preferred, place 1 of treatment, by R-091.1". */
static void add_standing(lu_text *text, const json_t *standing) {
  const json_t *rank = json_object_get(standing, "rank");
  lu_text_puts(text, words_text(standing, "place"));
  if (words_text(standing, "class")[0] != '\0')
    lu_text_printf(text, " as \"%s\"", words_text(standing, "class"));
  if (json_is_integer(rank))
    lu_text_printf(text, ", place %d of %s", (int)json_integer_value(rank),
                   words_text(standing, "section"));
  if (words_text(standing, "decided_by")[0] != '\0')
    lu_text_printf(text, ", by %s", words_text(standing, "decided_by"));
  if (words_text(standing, "condition")[0] != '\0')
    lu_text_printf(text, ": %s", words_text(standing, "condition"));
}

static void add_side(lu_text *text, const json_t *side) {
  if (!json_is_object(side)) {
    lu_text_puts(text, "not in the edition");
    return;
  }
  lu_text_printf(text, "%s as \"%s\"", words_text(side, "outcome"), words_text(side, "class"));
  if (words_text(side, "condition")[0] != '\0')
    lu_text_printf(text, " (%s)", words_text(side, "condition"));
}

/* The parts of a row that are not what they were. */
static void add_differences(lu_text *text, const json_t *differences) {
  size_t index;
  json_t *name;
  if (json_array_size(differences) == 0) return;
  lu_text_puts(text, "; other in the row: ");
  json_array_foreach(differences, index, name)
      lu_text_printf(text, "%s%s", index == 0 ? "" : ", ", json_string_value(name));
}

static void say_rule(layout *page, int indent, const json_t *rule) {
  const json_t *before = json_object_get(rule, "before"), *after = json_object_get(rule, "after");
  const json_t *newest = json_is_object(after) ? after : before;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "%s: ", words_text(rule, "rule"));
  add_side(&text, before);
  lu_text_puts(&text, " → ");
  add_side(&text, after);
  add_differences(&text, json_object_get(rule, "differs"));
  if (page->verbose) {
    lu_text_printf(&text, ". %s ", words_text(newest, "reason"));
    words_sources(&text, newest);
  }
  finish(page, indent, "-", &text);
}

static void say_option(layout *page, const json_t *option) {
  size_t index;
  json_t *rule;
  const json_t *because = json_object_get(option, "because");
  const char *change = words_text(option, "change");
  lu_text text = LU_TEXT_INIT, line = LU_TEXT_INIT;
  paint_puts(&text, PAINT_BOLD, words_text(option, "label"));
  for (size_t i = 0; i < sizeof change_words / sizeof change_words[0]; i++)
    if (strcmp(change_words[i].change, change) == 0) {
      lu_text_puts(&text, " ");
      paint_puts(&text, change_words[i].color, change_words[i].words);
    }
  finish(page, 2, "-", &text);
  lu_text_puts(&line, "before: ");
  add_standing(&line, json_object_get(option, "before"));
  lu_text_puts(&line, "; now: ");
  add_standing(&line, json_object_get(option, "after"));
  layout_paragraph(page, 4, 6, lu_text_string(&line));
  page->out->failed |= line.failed;
  lu_text_free(&line);
  json_array_foreach(because, index, rule) say_rule(page, 6, rule);
  if (json_array_size(because) == 0)
    layout_paragraph(page, 6, 6,
                     "no rule of its own says otherwise: others, or the ranking, moved it");
}

static void say_options(layout *page, const json_t *options) {
  size_t index;
  json_t *option;
  layout_heading(page, "WHAT CHANGES");
  if (json_array_size(options) == 0)
    layout_paragraph(page, 2, 2, "Nothing: every option stands as it stood.");
  json_array_foreach(options, index, option) say_option(page, option);
}

/* Rules that are others now, without moving their option. */
static void say_elsewhere(layout *page, const json_t *rules) {
  size_t index;
  json_t *rule;
  if (json_array_size(rules) == 0) return;
  layout_heading(page, "OTHER RULES THAT MATTER HERE AND ARE NOT WHAT THEY WERE");
  json_array_foreach(rules, index, rule) say_rule(page, 2, rule);
}

static void say_first(layout *page, const char *label, const json_t *edition) {
  size_t index;
  json_t *option;
  lu_text text = LU_TEXT_INIT;
  const json_t *first = json_object_get(edition, "first");
  json_array_foreach(first, index, option)
      lu_text_printf(&text, "%s%s (%s)", index == 0 ? "" : "; ", words_text(option, "label"),
                     words_text(option, "class"));
  if (json_array_size(first) == 0) lu_text_puts(&text, "no treatment is offered");
  words_pair(page, label, &text);
}

static void say_asked(layout *page, const char *label, const json_t *facts) {
  lu_text text = LU_TEXT_INIT;
  if (json_array_size(facts) == 0) return;
  words_labels(&text, facts);
  words_pair(page, label, &text);
}

static void say_rules(layout *page, const char *label, const json_t *rules) {
  size_t index;
  json_t *rule;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "%zu", json_array_size(rules));
  if (page->verbose && json_array_size(rules) > 0) {
    lu_text_puts(&text, ": ");
    json_array_foreach(rules, index, rule)
        lu_text_printf(&text, "%s%s", index == 0 ? "" : ", ", json_string_value(rule));
  }
  words_pair(page, label, &text);
}

/* Two editions of one name are told apart by the folders that they were read from. */
static void say_folders(layout *page, const json_t *before, const json_t *after) {
  lu_text text = LU_TEXT_INIT;
  if (words_text(after, "folder")[0] == '\0') return;
  lu_text_printf(&text, "Both editions have this name: before is that of %s, now that of %s.",
                 words_text(before, "folder"), words_text(after, "folder"));
  layout_paragraph(page, 0, 2, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

lu_status lu_report_comparison(lu_text *out, const json_t *comparison, const lu_report_style *style,
                               lu_error *error) {
  layout page = layout_start(out, style);
  lu_text title = LU_TEXT_INIT;
  const json_t *before = json_object_get(comparison, "before");
  const json_t *asked = json_object_get(comparison, "asked");
  const json_t *rules = json_object_get(comparison, "rules");
  const json_t *after = json_object_get(comparison, "after");
  lu_text_printf(&title, "From %s, what changes", words_text(before, "edition"));
  words_head(&page, comparison, lu_text_string(&title));
  page.out->failed |= title.failed;
  lu_text_free(&title);
  say_folders(&page, before, after);
  layout_heading(&page, "FIRST CHOICE");
  say_first(&page, "before", before);
  say_first(&page, "now", after);
  say_options(&page, json_object_get(comparison, "options"));
  say_elsewhere(&page, json_object_get(comparison, "elsewhere"));
  layout_heading(&page, "WHAT IS ASKED");
  if (json_array_size(json_object_get(asked, "new")) +
          json_array_size(json_object_get(asked, "gone")) ==
      0)
    layout_paragraph(&page, 2, 2, "The same facts as before.");
  say_asked(&page, "new", json_object_get(asked, "new"));
  say_asked(&page, "no more", json_object_get(asked, "gone"));
  layout_heading(&page, "RULES OF THE EDITIONS");
  say_rules(&page, "new", json_object_get(rules, "new"));
  say_rules(&page, "gone", json_object_get(rules, "gone"));
  say_rules(&page, "changed", json_object_get(rules, "changed"));
  return layout_end(&page, error);
}
