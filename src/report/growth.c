/* SPDX-License-Identifier: Apache-2.0 */
/* The growth document as text. */
#include <math.h>
#include <string.h>

#include "words.h"

/* Column of the text behind a label. */
#define LABEL_WIDTH 36

static double number(const json_t *object, const char *key) {
  return json_number_value(json_object_get(object, key));
}

static double end_of(const json_t *object, const char *key, size_t index) {
  return json_number_value(json_array_get(json_object_get(object, key), index));
}

static void finish_pair(layout *page, int indent, const char *label, lu_text *text) {
  layout_pair(page, indent, LABEL_WIDTH, label, lu_text_string(text));
  page->out->failed |= text->failed;
  lu_text_free(text);
}

static void finish_item(layout *page, int indent, lu_text *text) {
  layout_item(page, indent, "-", lu_text_string(text));
  page->out->failed |= text->failed;
  lu_text_free(text);
}

/* "text [source - mark]" */
static void say_sourced(layout *page, int indent, const json_t *entry) {
  lu_text text = LU_TEXT_INIT;
  const char *applies = words_text(entry, "applies");
  lu_text_puts(&text, words_text(entry, "text"));
  if (strcmp(applies, "not known") == 0) lu_text_puts(&text, " (whether it applies is not known)");
  lu_text_printf(&text, " [%s - %s]", words_text(entry, "source"),
                 words_mark(words_text(entry, "mark")));
  finish_item(page, indent, &text);
}

static void say_progression(layout *page, const json_t *document) {
  const json_t *all = json_object_get(document, "progression");
  const char *name;
  json_t *entry;
  json_object_foreach((json_t *)(uintptr_t)all, name, entry) {
    lu_text text = LU_TEXT_INIT;
    lu_text_puts(&text, words_text(entry, "text"));
    finish_pair(page, 2, words_text(entry, "label"), &text);
  }
}

/* ---- response ---- */

/* "+16 mm (95 % interval +10 to +22), +20 % (+12 to +29) since 2025-09-29" */
static void add_change(lu_text *text, const json_t *change) {
  lu_text_printf(text, "%+.0f mm (%+.0f to %+.0f)", number(change, "mm"),
                 end_of(change, "interval_95_mm", 0), end_of(change, "interval_95_mm", 1));
  if (json_object_get(change, "interval_95_pct") != NULL)
    lu_text_printf(text, ", %+.1f %% (%+.0f to %+.0f)", number(change, "pct"),
                   end_of(change, "interval_95_pct", 0), end_of(change, "interval_95_pct", 1));
  lu_text_printf(text, " since %s", words_text(change, "date"));
}

static void add_chance(lu_text *text, double chance) {
  if (chance < 0.001)
    lu_text_puts(text, "below 0.1 %");
  else if (chance > 0.999)
    lu_text_puts(text, "above 99.9 %");
  else
    lu_text_printf(text, "%.*f %%", chance < 0.1 || chance > 0.9 ? 1 : 0, 100 * chance);
}

static void say_visit(layout *page, const json_t *visit) {
  lu_text text = LU_TEXT_INIT;
  const json_t *sum = json_object_get(visit, "sum_mm");
  const json_t *chance = json_object_get(visit, "chance");
  const json_t *from_baseline = json_object_get(visit, "from_baseline");
  const json_t *from_nadir = json_object_get(visit, "from_nadir");
  if (json_is_number(sum))
    lu_text_printf(&text, "sum %.0f mm (sd %.1f)", json_number_value(sum),
                   number(visit, "sum_sd_mm"));
  else
    lu_text_puts(&text, "no target lesion evaluated");
  if (number(visit, "evaluated") < number(visit, "targets"))
    lu_text_printf(&text, ", %.0f of %.0f target lesions", number(visit, "evaluated"),
                   number(visit, "targets"));
  lu_text_puts(&text, "; ");
  const char *words = words_text(visit, "overall_text");
  paint_puts(&text, PAINT_BOLD, words[0] != '\0' ? words : words_text(visit, "overall"));
  if (from_baseline != NULL) {
    lu_text_puts(&text, "; ");
    add_change(&text, from_baseline);
  }
  if (from_nadir != NULL &&
      strcmp(words_text(from_nadir, "date"), words_text(from_baseline, "date")) != 0) {
    lu_text_puts(&text, "; ");
    add_change(&text, from_nadir);
    lu_text_puts(&text, " (smallest sum)");
  }
  if (json_is_true(json_object_get(visit, "new_lesion"))) lu_text_puts(&text, "; new lesion");
  if (chance != NULL && number(from_nadir, "mm") > 0) {
    lu_text_puts(&text, "; probability that the true sum grew beyond the limit of progression ");
    add_chance(&text, number(chance, "growth_beyond_limit"));
    lu_text_puts(&text, ", that reading errors alone pass it ");
    add_chance(&text, number(chance, "limit_passed_by_error_alone"));
  }
  finish_pair(page, 2, words_text(visit, "date"), &text);
}

static void say_lesions(layout *page, const json_t *recist) {
  static const struct {
    const char *role, *label;
  } roles[] = {
      {"target", "Target lesions"}, {"non_target", "Non-target"}, {"not_followed", "Not followed"}};
  for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
    lu_text text = LU_TEXT_INIT;
    size_t index;
    json_t *lesion;
    json_array_foreach(json_object_get(recist, "lesions"), index, lesion) {
      if (strcmp(words_text(lesion, "role"), roles[i].role) != 0) continue;
      lu_text_printf(&text, "%s%s", text.length > 0 ? "; " : "", words_text(lesion, "lesion"));
      const char *organ = words_text(lesion, "organ"), *why = words_text(lesion, "why");
      if (organ[0] != '\0') lu_text_printf(&text, " (%s)", organ);
      if (why[0] != '\0') lu_text_printf(&text, ": %s", why);
    }
    page->out->failed |= text.failed;
    if (text.length > 0)
      finish_pair(page, 2, roles[i].label, &text);
    else
      lu_text_free(&text);
  }
}

static void say_best(layout *page, const json_t *recist) {
  const json_t *best = json_object_get(recist, "best");
  if (best == NULL) return;
  lu_text text = LU_TEXT_INIT;
  const json_t *confirmed = json_object_get(best, "confirmed");
  lu_text_printf(&text, "%s (%s)", words_text(best, "category_text"), words_text(best, "date"));
  if (confirmed != NULL)
    lu_text_puts(&text, json_is_true(confirmed) ? ", confirmed" : ", not confirmed yet");
  finish_pair(page, 2, "Best response", &text);
}

/* "9.8 months from the first day of PRRT (2026-01-22), 4.0 months from the last day of PRRT
   (2026-07-20) to the progression of 2026-11-16" */
static void say_held(layout *page, const json_t *recist) {
  const json_t *held = json_object_get(recist, "held");
  if (held == NULL) return;
  static const struct {
    const char *day, *months, *words;
  } ways[] = {{"first", "from_first_mo", "first"}, {"last", "from_last_mo", "last"}};
  lu_text text = LU_TEXT_INIT;
  for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
    if (json_object_get(held, ways[i].months) == NULL) continue;
    lu_text_printf(&text, "%s%s%.1f months from the %s day of %s (%s)", text.length > 0 ? ", " : "",
                   strlen(words_text(held, ways[i].day)) < strlen("2026-01-01") ? "about " : "",
                   number(held, ways[i].months), ways[i].words, words_text(held, "treatment"),
                   words_text(held, ways[i].day));
  }
  bool progressed = json_is_true(json_object_get(held, "progression"));
  lu_text_printf(&text, " to %s of %s", progressed ? "the progression" : "the latest image",
                 words_text(held, "until"));
  if (!progressed) lu_text_puts(&text, ", no progression seen");
  finish_pair(page, 2, "Without progression", &text);
}

static void say_response(layout *page, const json_t *document) {
  const json_t *recist = json_object_get(document, "recist");
  const json_t *visits = json_object_get(recist, "visits");
  size_t index;
  json_t *entry;
  layout_heading(page, "Response by RECIST 1.1");
  if (json_array_size(visits) == 0) {
    layout_paragraph(page, 2, 2, "No lesion was measured on a whole day: nothing can be said.");
    return;
  }
  say_lesions(page, recist);
  json_array_foreach(visits, index, entry) say_visit(page, entry);
  say_best(page, recist);
  say_held(page, recist);
  json_array_foreach(json_object_get(recist, "remarks"), index, entry) say_sourced(page, 2, entry);
  const json_t *known = json_object_get(recist, "repeatability");
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text,
                 "Intervals are of 95 %% and hold reading errors alone: the change of one "
                 "diameter has a standard deviation of %.1f mm [%s - %s].",
                 number(known, "change_sd_mm"), words_text(known, "source"),
                 words_mark(words_text(known, "mark")));
  finish_item(page, 2, &text);
  if (!page->verbose) return;
  json_array_foreach(json_object_get(recist, "assumptions"), index, entry)
      layout_item(page, 2, "-", json_string_value(entry));
}

/* ---- growth rate ---- */

static void add_rate(lu_text *text, const json_t *rate) {
  lu_text_printf(text, "%.1f %% a month (%.1f to %.1f)", number(rate, "tgr_pct_per_mo"),
                 end_of(rate, "interval_95_pct_per_mo", 0),
                 end_of(rate, "interval_95_pct_per_mo", 1));
  const json_t *doubling = json_object_get(rate, "doubling_mo");
  if (!json_is_number(doubling)) return;
  const json_t *range = json_object_get(rate, "doubling_interval_95_mo");
  lu_text_printf(text, "; volume doubles in %.0f months (%.0f to ", json_number_value(doubling),
                 json_number_value(json_array_get(range, 0)));
  if (json_is_number(json_array_get(range, 1)))
    lu_text_printf(text, "%.0f)", json_number_value(json_array_get(range, 1)));
  else
    lu_text_puts(text, "never)");
}

static void say_rate(layout *page, const json_t *rate) {
  lu_text text = LU_TEXT_INIT, label = LU_TEXT_INIT;
  size_t index;
  json_t *left;
  lu_text_printf(&label, "%s to %s", words_text(rate, "from"), words_text(rate, "to"));
  add_rate(&text, rate);
  lu_text_printf(&text, "; %.0f lesions, %.0f to %.0f mm", number(rate, "lesions"),
                 number(rate, "first_mm"), number(rate, "last_mm"));
  json_array_foreach(json_object_get(rate, "excluded"), index, left) lu_text_printf(
      &text, "; without %s (%s)", words_text(left, "lesion"), words_text(left, "why"));
  layout_pair(page, 2, LABEL_WIDTH, lu_text_string(&label), lu_text_string(&text));
  page->out->failed |= label.failed || text.failed;
  lu_text_free(&label);
  lu_text_free(&text);
  const json_t *meaning = json_object_get(rate, "meaning");
  if (meaning == NULL) return;
  say_sourced(page, 4, meaning);
  if (!json_is_true(json_object_get(meaning, "settled")))
    layout_item(page, 4, "-",
                "The interval of the rate holds the cut-off: the side is not settled.");
}

static void say_rates(layout *page, const json_t *document) {
  const json_t *tgr = json_object_get(document, "tgr");
  size_t index;
  json_t *entry;
  if (json_array_size(json_object_get(tgr, "intervals")) == 0) return;
  layout_heading(page, "Growth rate of volume");
  json_array_foreach(json_object_get(tgr, "intervals"), index, entry) say_rate(page, entry);
  json_array_foreach(json_object_get(tgr, "lesions"), index, entry) {
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "%.0f to %.0f mm; ", number(entry, "first_mm"), number(entry, "last_mm"));
    add_rate(&text, entry);
    finish_pair(page, 2, words_text(entry, "lesion"), &text);
  }
}

/* ---- values over time ---- */

/* Values of a long series that are shown: so many of the first and of the latest. */
#define FIRST_SHOWN 1
#define LAST_SHOWN 11

static void add_points(lu_text *text, const json_t *entry) {
  size_t index;
  json_t *point;
  const json_t *points = json_object_get(entry, "points");
  size_t count = json_array_size(points);
  const char *unit = words_text(entry, "unit");
  json_array_foreach(points, index, point) {
    bool many = count > FIRST_SHOWN + LAST_SHOWN + 1;
    if (many && index == FIRST_SHOWN)
      lu_text_printf(text, "; %zu values between", count - FIRST_SHOWN - LAST_SHOWN);
    if (many && index >= FIRST_SHOWN && index < count - LAST_SHOWN) continue;
    lu_text_printf(text, "%s%.4g%s%s", index > 0 ? "; " : "", number(point, "value"),
                   unit[0] != '\0' ? " " : "", unit);
    if (json_object_get(point, "x_uln") != NULL)
      lu_text_printf(text, " (%.2g x ULN)", number(point, "x_uln"));
    lu_text_printf(text, " on %s", words_text(point, "date"));
  }
}

static void add_since(lu_text *text, const json_t *entry, const char *key, const char *words) {
  const json_t *change = json_object_get(entry, key);
  if (change == NULL) return;
  lu_text_printf(text, "; %+.3g %s", number(change, "change"), words_text(entry, "unit"));
  if (json_object_get(change, "pct") != NULL)
    lu_text_printf(text, " (%+.0f %%)", number(change, "pct"));
  lu_text_printf(text, " since the %s", words);
}

static void say_series(layout *page, const json_t *entry, const char *label) {
  lu_text text = LU_TEXT_INIT;
  add_points(&text, entry);
  add_since(&text, entry, "since_first", "first");
  add_since(&text, entry, "since_previous", "previous");
  finish_pair(page, 2, label, &text);
}

static void say_hormones(layout *page, const json_t *document) {
  const json_t *list = json_object_get(document, "hormones");
  size_t index, place;
  json_t *entry, *caveat;
  if (json_array_size(list) > 0) layout_heading(page, "Hormones and markers");
  json_array_foreach(list, index, entry) {
    say_series(page, entry, words_text(entry, "label"));
    json_array_foreach(json_object_get(entry, "caveats"), place, caveat) {
      bool open = strcmp(words_text(caveat, "applies"), "not known") == 0;
      if (!open || page->verbose) say_sourced(page, 4, caveat);
    }
  }
}

static void say_quality(layout *page, const json_t *document) {
  const json_t *list = json_object_get(document, "quality_of_life");
  size_t index;
  json_t *entry;
  if (json_array_size(list) > 0) layout_heading(page, "Quality of life");
  json_array_foreach(list, index, entry) {
    lu_text label = LU_TEXT_INIT;
    lu_text_printf(&label, "%s (%s)", words_text(entry, "scale"), words_text(entry, "instrument"));
    say_series(page, entry, lu_text_string(&label));
    page->out->failed |= label.failed;
    lu_text_free(&label);
    const json_t *meaning = json_object_get(entry, "meaning");
    if (meaning == NULL) continue;
    if (json_object_get(meaning, "direction") != NULL) {
      lu_text text = LU_TEXT_INIT;
      bool sized = json_object_get(meaning, "size") != NULL;
      lu_text_printf(&text, "%s%s%s", words_text(meaning, "direction"), sized ? ": " : "",
                     words_text(meaning, "size"));
      finish_item(page, 4, &text);
    }
    say_sourced(page, 4, meaning);
  }
}

static void say_findings(layout *page, const json_t *document) {
  size_t index;
  json_t *finding;
  const json_t *findings = json_object_get(document, "findings");
  if (json_array_size(findings) > 0) layout_heading(page, "Noticed");
  json_array_foreach(findings, index, finding)
      words_finding(page, words_text(finding, "severity"), words_text(finding, "place"),
                    words_text(finding, "sentence"), "");
}

lu_status lu_report_growth(lu_text *out, const json_t *growth, const lu_report_style *style,
                           lu_error *error) {
  layout page = layout_start(out, style);
  lu_text line = LU_TEXT_INIT;
  paint_puts(&line, PAINT_BOLD, "Growth and response");
  lu_text_puts(&line, " of case ");
  paint_puts(&line, PAINT_BOLD, words_text(json_object_get(growth, "case"), "id"));
  lu_text_printf(&line, ", %s", words_text(growth, "day"));
  layout_paragraph(&page, 0, 2, lu_text_string(&line));
  page.out->failed |= line.failed;
  lu_text_free(&line);
  layout_paragraph(&page, 0, 0, words_text(growth, "notice"));
  layout_gap(&page);
  say_progression(&page, growth);
  say_response(&page, growth);
  say_rates(&page, growth);
  say_hormones(&page, growth);
  say_quality(&page, growth);
  say_findings(&page, growth);
  return layout_end(&page, error);
}
