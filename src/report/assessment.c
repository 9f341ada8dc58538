/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "words.h"

/* Column of the text behind a label. */
#define LABEL_WIDTH 36
/* Findings that are shown without being asked for. */
#define SHOWN_FINDINGS 5

static void finish_pair(layout *page, const char *label, lu_text *text) {
  layout_pair(page, 2, LABEL_WIDTH, label, lu_text_string(text));
  page->out->failed |= text->failed;
  lu_text_free(text);
}

static void say_head(layout *page, const json_t *document) {
  lu_text line = LU_TEXT_INIT;
  paint_puts(&line, PAINT_BOLD, "Assessment");
  lu_text_puts(&line, " of case ");
  paint_puts(&line, PAINT_BOLD, words_text(json_object_get(document, "case"), "id"));
  lu_text_printf(&line, ", %s", words_text(document, "day"));
  layout_paragraph(page, 0, 2, lu_text_string(&line));
  page->out->failed |= line.failed;
  lu_text_free(&line);
  layout_paragraph(page, 0, 0, words_text(document, "notice"));
}

static void say_summary(layout *page, const json_t *document) {
  size_t index;
  json_t *line;
  layout_heading(page, "What this tumour is");
  json_array_foreach(json_object_get(document, "summary"), index, line) {
    char marker[24];
    snprintf(marker, sizeof marker, "%zu.", index + 1);
    layout_item(page, 2, marker, json_string_value(line));
  }
}

/* What nothing firm can be said without. */
static void say_missing(layout *page, const json_t *document) {
  const json_t *missing = json_object_get(document, "missing");
  lu_text text = LU_TEXT_INIT;
  if (json_array_size(missing) == 0) return;
  lu_text_puts(&text, "  ");
  paint_puts(&text, PAINT_YELLOW, "Data missing");
  lu_text_puts(&text, ": ");
  words_labels(&text, missing);
  layout_paragraph(page, 2, 2, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void say_samples(layout *page, const json_t *document) {
  size_t index;
  json_t *sample;
  const json_t *samples = json_object_get(document, "samples");
  if (json_array_size(samples) < 2 && !page->verbose) return;
  if (json_array_size(samples) > 0) layout_heading(page, "Tissue samples");
  json_array_foreach(samples, index, sample) {
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "%s, %s of %s: ", words_text(sample, "date"),
                   words_text(sample, "specimen"), words_text(sample, "sample_tissue"));
    paint_puts(&text, PAINT_BOLD, words_text(sample, "grade"));
    lu_text_printf(&text, " (Ki-67 %s, mitoses %s)", words_text(sample, "ki67_pct"),
                   words_text(sample, "mitoses_per_2mm2"));
    if (json_is_true(json_object_get(sample, "leading"))) lu_text_puts(&text, " - leads");
    finish_pair(page, words_text(sample, "id"), &text);
  }
}

/* "98.2 %", never "0 %" or "100 %" for what is only nearly so. */
static void add_percent(lu_text *text, double probability) {
  double percent = 100 * probability;
  if (percent < 0.1)
    lu_text_puts(text, "below 0.1 %");
  else if (percent > 99.9)
    lu_text_puts(text, "above 99.9 %");
  else
    lu_text_printf(text, "%.1f %%", percent);
}

/* "; counted 25 of 500", or "; counted 4 in 10 mm2". */
static void say_count(lu_text *text, const json_t *input) {
  const char *unit = words_text(input, "of_unit");
  bool share = strcmp(words_text(input, "distribution"), "beta") == 0;
  lu_text_printf(text, "; counted %g %s %g%s%s",
                 json_number_value(json_object_get(input, "counted")), share ? "of" : "in",
                 json_number_value(json_object_get(input, "of")), unit[0] != '\0' ? " " : "", unit);
}

static void say_inputs(layout *page, const json_t *inputs) {
  size_t index;
  json_t *input;
  json_array_foreach(inputs, index, input) {
    const json_t *interval = json_object_get(input, "interval_95");
    lu_text text = LU_TEXT_INIT;
    lu_text_printf(&text, "%s (95 %% interval %.2g to %.2g", words_text(input, "text"),
                   json_number_value(json_array_get(interval, 0)),
                   json_number_value(json_array_get(interval, 1)));
    if (json_object_get(input, "counted") != NULL) say_count(&text, input);
    lu_text_puts(&text, ")");
    finish_pair(page, words_text(input, "label"), &text);
  }
}

static void say_probabilities(layout *page, const json_t *document) {
  size_t index, place;
  json_t *classes, *class;
  json_array_foreach(json_object_get(document, "probabilities"), index, classes) {
    const json_t *values = json_object_get(classes, "values");
    if (json_array_size(values) == 1 &&
        strstr(words_text(json_array_get(values, 0), "value"), " or ") != NULL)
      continue; /* counting tells nothing while another fact keeps it open */
    if (index == 0) layout_heading(page, "How sure the grade is, as far as counting goes");
    if (page->verbose) say_inputs(page, json_object_get(classes, "inputs"));
    json_array_foreach(values, place, class) {
      lu_text text = LU_TEXT_INIT;
      add_percent(&text, json_number_value(json_object_get(class, "probability")));
      finish_pair(page, words_text(class, "label"), &text);
    }
  }
}

/* " - reasons [sources - marks]" of the rows that gave a value. */
static void add_rows(lu_text *text, const json_t *fact) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(fact, "reasons"), index, entry) {
    lu_text_printf(text, "%s%s", index == 0 ? " - " : " ", json_string_value(entry));
  }
  if (json_array_size(json_object_get(fact, "sources")) == 0) return;
  json_array_foreach(json_object_get(fact, "sources"), index, entry) {
    lu_text_printf(text, "%s%s", index == 0 ? " [" : "; ", json_string_value(entry));
  }
  json_array_foreach(json_object_get(fact, "marks"), index, entry) {
    lu_text_printf(text, "%s%s", index == 0 ? " - " : ", ", words_mark(json_string_value(entry)));
  }
  lu_text_puts(text, "]");
}

/* One derived fact: value, uncertainty, where it comes from, or what it waits for. */
static void say_fact(layout *page, const json_t *fact) {
  size_t index;
  json_t *waited;
  lu_text text = LU_TEXT_INIT;
  const json_t *sd = json_object_get(fact, "sd");
  lu_text_puts(&text, words_text(fact, "text"));
  if (sd != NULL) lu_text_printf(&text, " (sd %.2g)", json_number_value(sd));
  json_array_foreach(json_object_get(fact, "waits_for"), index, waited) {
    lu_text_printf(&text, "%s%s", index == 0 ? "; waits for: " : ", ", words_text(waited, "label"));
  }
  if (words_text(fact, "note")[0] != '\0') lu_text_printf(&text, " - %s", words_text(fact, "note"));
  if (strcmp(words_text(fact, "state"), "known") == 0) add_rows(&text, fact);
  finish_pair(page, words_text(fact, "label"), &text);
}

static void say_facts(layout *page, const json_t *document) {
  const char *name;
  json_t *fact;
  if (!page->verbose) return;
  layout_heading(page, "What the tables derive");
  json_object_foreach(json_object_get(document, "facts"), name, fact) {
    if (json_is_true(json_object_get(fact, "derived"))) say_fact(page, fact);
  }
}

static void say_findings(layout *page, const json_t *document) {
  size_t index;
  json_t *finding;
  const json_t *findings = json_object_get(document, "findings");
  if (json_array_size(findings) > 0) layout_heading(page, "Noticed");
  json_array_foreach(findings, index, finding) {
    if (!page->verbose && index == SHOWN_FINDINGS) break;
    words_finding(page, words_text(finding, "severity"), words_text(finding, "place"),
                  words_text(finding, "sentence"), words_text(finding, "effect"));
  }
  if (page->verbose || json_array_size(findings) <= SHOWN_FINDINGS) return;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "… and %zu more: --verbose", json_array_size(findings) - SHOWN_FINDINGS);
  layout_paragraph(page, 2, 2, lu_text_string(&text));
  page->out->failed |= text.failed;
  lu_text_free(&text);
}

lu_status lu_report_assessment(lu_text *out, const json_t *assessment, const lu_report_style *style,
                               lu_error *error) {
  layout page = layout_start(out, style);
  say_head(&page, assessment);
  say_summary(&page, assessment);
  say_missing(&page, assessment);
  say_samples(&page, assessment);
  say_probabilities(&page, assessment);
  say_facts(&page, assessment);
  words_emergencies(&page, json_object_get(assessment, "emergency_texts"));
  say_findings(&page, assessment);
  return layout_end(&page, error);
}
