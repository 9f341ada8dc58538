/* SPDX-License-Identifier: Apache-2.0 */
/* Texts on emergencies, in assessment and plan. */
#include "words.h"

void words_emergencies(layout *page, const json_t *part) {
  size_t index, place;
  json_t *entry, *fact;
  const json_t *list = json_object_get(part, "texts");
  if (json_array_size(list) == 0) return;
  layout_heading(page, "Should an emergency come");
  layout_paragraph(page, 2, 2, words_text(part, "note"));
  json_array_foreach(list, index, entry) {
    lu_text text = LU_TEXT_INIT;
    paint_puts(&text, PAINT_BOLD, words_text(entry, "situation"));
    lu_text_printf(&text, ": %s [%s - %s]", words_text(entry, "scheme"),
                   words_text(entry, "source"), words_mark(words_text(entry, "mark")));
    json_array_foreach(json_object_get(entry, "because"), place, fact) {
      if (!page->verbose) break;
      lu_text_printf(&text, "%s%s: %s", place == 0 ? " Shown because of " : "; ",
                     words_text(fact, "label"), words_text(fact, "text"));
    }
    layout_item(page, 2, "-", lu_text_string(&text));
    page->out->failed |= text.failed;
    lu_text_free(&text);
  }
}
