/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of a plan as text. */
#include <string.h>

#include "plan_parts.h"
#include "words.h"

/* Occurrences of one series that are listed one by one. */
#define SHOWN_OCCURRENCES 2
/* Months that are shown without being asked for. */
#define SHOWN_MONTHS 12

/* "x.dose.12" and "x.dose.3" are of one series. */
static size_t series_length(const char *id) {
  const char *dot = strrchr(id, '.');
  if (dot == NULL || dot[1] == '\0' || strspn(dot + 1, "0123456789") != strlen(dot + 1))
    return strlen(id);
  return (size_t)(dot - id);
}

static bool same_series(const json_t *a, const json_t *b) {
  const char *x = words_text(a, "id"), *y = words_text(b, "id");
  size_t length = series_length(x);
  return length < strlen(x) && length == series_length(y) && strncmp(x, y, length) == 0;
}

/* Number of events of the same series before this one. */
static size_t count_before(const json_t *events, size_t index) {
  size_t count = 0;
  for (size_t i = 0; i < index; i++)
    count += same_series(json_array_get(events, i), json_array_get(events, index));
  return count;
}

static void say_window(lu_text *text, const json_t *event) {
  const char *earliest = words_text(event, "earliest"), *latest = words_text(event, "latest");
  if (latest[0] == '\0')
    lu_text_printf(text, " (from %s)", earliest);
  else if (strcmp(earliest, latest) != 0)
    lu_text_printf(text, " (%s to %s)", earliest, latest);
}

/* Rule, sources and mark, as behind a reason. */
static void say_rule(lu_text *text, const json_t *event) {
  const json_t *sources = json_object_get(event, "sources");
  if (words_text(event, "rule")[0] == '\0') return;
  lu_text_printf(text, " [%s", words_text(event, "rule"));
  for (size_t i = 0; i < json_array_size(sources); i++)
    lu_text_printf(text, "%s%s", i == 0 ? "; " : ", ",
                   json_string_value(json_array_get(sources, i)));
  if (words_text(event, "mark")[0] != '\0')
    lu_text_printf(text, " - %s", words_mark(words_text(event, "mark")));
  lu_text_puts(text, "]");
}

/* The days that follow in a series that is folded. */
static void say_rest(lu_text *text, const json_t *events, size_t index, const char *until) {
  const json_t *event = json_array_get(events, index), *last = NULL;
  size_t rest = 0;
  for (size_t i = index + 1; i < json_array_size(events); i++) {
    const json_t *next = json_array_get(events, i);
    if (!same_series(event, next) || strcmp(words_text(next, "day"), until) > 0) continue;
    rest++;
    last = next;
  }
  if (rest > 0) lu_text_printf(text, "; then %zu more to %s", rest, words_text(last, "day"));
}

static void say_event(layout *page, const json_t *events, size_t index, const char *until) {
  const json_t *event = json_array_get(events, index);
  lu_text text = LU_TEXT_INIT;
  report_add_label(&text, PAINT_PLAIN, words_text(event, "label"));
  if (report_flag(event, "moved")) paint_puts(&text, PAINT_YELLOW, " MOVED");
  if (!report_flag(event, "given")) say_window(&text, event);
  if (!page->verbose && count_before(events, index) + 1 == SHOWN_OCCURRENCES)
    say_rest(&text, events, index, until);
  lu_text_printf(&text, " {%s}", words_text(event, "id"));
  if (page->verbose) {
    if (words_text(event, "note")[0] != '\0')
      lu_text_printf(&text, ": %s", words_text(event, "note"));
    say_rule(&text, event);
  }
  layout_pair(page, 2, 12, words_text(event, "day"), lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

/* A day twelve months after the first one; the same day number, since text is compared only. */
static void one_year_on(char *out, const char *start) {
  lu_date day;
  if (lu_date_parse(&day, start, NULL) != LU_OK) day = LU_DATE_NONE;
  day.year += SHOWN_MONTHS / 12;
  if (day.month == 2 && day.day == 29) day.day = 28;
  lu_date_format(out, day);
}

static void say_chosen(layout *page, const json_t *calendar) {
  size_t index, i;
  json_t *choice, *other;
  lu_text text = LU_TEXT_INIT;
  json_array_foreach(json_object_get(calendar, "chosen"), index, choice) {
    lu_text_puts(&text, index == 0 ? "Days for: " : "; ");
    report_add_label(&text, PAINT_BOLD, words_text(choice, "label"));
    if (words_text(choice, "condition")[0] != '\0')
      lu_text_printf(&text, " (%s)", words_text(choice, "condition"));
    lu_text_printf(&text, ", %s", words_text(choice, "because"));
    json_array_foreach(json_object_get(choice, "beside"), i, other)
        lu_text_printf(&text, "%s%s", i == 0 ? " (beside it: " : ", ", words_text(other, "label"));
    if (i > 0) lu_text_puts(&text, ")");
  }
  if (text.length == 0) lu_text_puts(&text, "No treatment has days yet");
  lu_text_puts(&text, ".");
  layout_paragraph(page, 2, 4, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

/* What is not kept, and gaps that are not proven. */
static void say_broken(layout *page, const json_t *list, const char *label, paint color) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index, entry) {
    lu_text text = LU_TEXT_INIT;
    paint_puts(&text, color, label);
    lu_text_printf(&text, ": %s", words_text(entry, "sentence"));
    if (words_text(entry, "class")[0] != '\0')
      lu_text_printf(&text, " The rule says: %s.", words_text(entry, "class"));
    if (words_text(entry, "reason")[0] != '\0')
      lu_text_printf(&text, " %s", words_text(entry, "reason"));
    say_rule(&text, entry);
    layout_item(page, 2, "!", lu_text_string(&text));
    page->out->failed |= text.failed;
    lu_text_free(&text);
  }
}

void report_calendar(layout *page, const json_t *plan) {
  const json_t *calendar = json_object_get(plan, "calendar");
  const json_t *events = json_object_get(calendar, "events");
  char until[16];
  size_t hidden = 0, index;
  json_t *note;
  if (calendar == NULL) return;
  one_year_on(until, words_text(calendar, "start"));
  layout_heading(page, "CALENDAR");
  say_chosen(page, calendar);
  say_broken(page, json_object_get(calendar, "broken"), "NOT KEPT", PAINT_RED);
  say_broken(page, json_object_get(calendar, "open"), "not proven", PAINT_YELLOW);
  for (size_t i = 0; i < json_array_size(events); i++) {
    const json_t *event = json_array_get(events, i);
    bool beyond = strcmp(words_text(event, "day"), until) > 0;
    if (page->verbose || (!beyond && count_before(events, i) < SHOWN_OCCURRENCES) ||
        report_flag(event, "moved"))
      say_event(page, events, i, until);
    else
      hidden += beyond;
  }
  report_more(page, 2, hidden, "events after twelve months");
  json_array_foreach(json_object_get(calendar, "notes"), index, note)
      layout_paragraph(page, 2, 4, json_string_value(note));
}
