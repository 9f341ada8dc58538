/* SPDX-License-Identifier: Apache-2.0 */
/* Response and growth behind page one: the curve of sums, every visit, rates, hormones, scales. */
#include <math.h>
#include <string.h>

#include "board.h"
#include "plan_parts.h"
#include "words.h"

static double number(const json_t *object, const char *key) {
  const json_t *value = json_object_get(object, key);
  return json_is_number(value) ? json_number_value(value) : NAN;
}

/* "+12 (4 to 20)"; nothing where the change is not known. */
static void change_cell(board_maker *board, json_t *row, const json_t *change) {
  const json_t *interval = json_object_get(change, "interval_95_pct");
  double pct = number(change, "pct");
  if (isnan(pct))
    lu_tree_cell(&board->maker, row, "");
  else if (json_array_size(interval) == 2 && json_is_number(json_array_get(interval, 0)) &&
           json_is_number(json_array_get(interval, 1)))
    lu_tree_cell_printf(&board->maker, row, "%+.0f (%+.0f to %+.0f)", pct,
                        json_number_value(json_array_get(interval, 0)),
                        json_number_value(json_array_get(interval, 1)));
  else
    lu_tree_cell_printf(&board->maker, row, "%+.0f", pct);
}

/* ---- sums of diameters ---------------------------------------------------------------------- */

/* Sums with intervals of 95 % from the repeatability of diameters. */
static void add_curve(board_maker *board, json_t *section, const json_t *visits) {
  size_t index;
  json_t *visit;
  json_t *node = lu_tree_node(&board->maker, "curve"), *series = json_object();
  lu_tree_set_text(&board->maker, node, "title", "Sum of target diameters");
  lu_tree_set(&board->maker, node, "x",
              json_pack("{s:s, s:s, s:b}", "label", "day", "unit", "", "dates", 1));
  lu_tree_set(&board->maker, node, "y", json_pack("{s:s, s:s}", "label", "sum", "unit", "mm"));
  lu_tree_set_text(&board->maker, series, "label", "sum, 95 % interval");
  lu_tree_set(&board->maker, series, "points", json_array());
  json_array_foreach(visits, index, visit) {
    double sum = number(visit, "sum_mm"), sd = number(visit, "sum_sd_mm");
    if (isnan(sum)) continue;
    json_t *point = json_pack("{s:s, s:f}", "x", words_text(visit, "date"), "y", sum);
    if (!isnan(sd)) {
      lu_tree_set(&board->maker, point, "lower", json_real(fmax(0, sum - 1.96 * sd)));
      lu_tree_set(&board->maker, point, "upper", json_real(sum + 1.96 * sd));
    }
    lu_tree_push(&board->maker, series, "points", point);
  }
  if (json_array_size(json_object_get(series, "points")) < 2) {
    json_decref(series);
    json_decref(node);
    return;
  }
  lu_tree_push(&board->maker, node, "series", series);
  lu_tree_add(&board->maker, section, node);
}

static void add_visits(board_maker *board, json_t *section, const json_t *visits) {
  size_t index;
  json_t *visit;
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  lu_tree_column(&board->maker, table, "Day", NULL, false, 1.4);
  lu_tree_column(&board->maker, table, "Sum", "mm", true, 1.4);
  lu_tree_column(&board->maker, table, "From baseline", "%", true, 2);
  lu_tree_column(&board->maker, table, "From nadir", "%", true, 2);
  lu_tree_column(&board->maker, table, "True growth beyond the limit", "%", true, 1.6);
  lu_tree_column(&board->maker, table, "Category", NULL, false, 2);
  json_array_foreach(visits, index, visit) {
    json_t *row = lu_tree_row(&board->maker, table);
    double sum = number(visit, "sum_mm"), sd = number(visit, "sum_sd_mm");
    double chance = number(json_object_get(visit, "chance"), "growth_beyond_limit");
    const char *words = words_text(visit, "overall_text");
    lu_tree_cell(&board->maker, row, words_text(visit, "date"));
    if (isnan(sum))
      lu_tree_cell(&board->maker, row, "not evaluated");
    else
      lu_tree_cell_printf(&board->maker, row, "%.0f ± %.0f", sum, isnan(sd) ? 0 : 1.96 * sd);
    change_cell(board, row, json_object_get(visit, "from_baseline"));
    change_cell(board, row, json_object_get(visit, "from_nadir"));
    if (isnan(chance))
      lu_tree_cell(&board->maker, row, "");
    else
      lu_tree_cell_printf(&board->maker, row, "%.0f", 100 * chance);
    lu_tree_cell(&board->maker, row, words[0] != '\0' ? words : words_text(visit, "overall"));
  }
}

static void add_texts(board_maker *board, json_t *section, const json_t *list) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index, entry) {
    json_t *node = lu_tree_runs(&board->maker, section);
    lu_tree_run(&board->maker, node, "", words_text(entry, "text"));
    lu_tree_run_printf(&board->maker, node, "muted", " (%s - %s)", words_text(entry, "source"),
                       words_mark(words_text(entry, "mark")));
  }
}

static void add_response(board_maker *board, json_t *document) {
  const json_t *recist = json_object_get(board->growth, "recist");
  const json_t *visits = json_object_get(recist, "visits");
  if (json_array_size(visits) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, "Response and growth", 1);
  add_curve(board, section, visits);
  add_visits(board, section, visits);
  lu_tree_paragraph(
      &board->maker, section, "muted",
      "± is the 95 % interval from the repeatability of diameters. True growth beyond "
      "the limit is the probability that the real sums passed the limits of "
      "progression.");
  add_texts(board, section, json_object_get(recist, "remarks"));
}

/* ---- rates ---------------------------------------------------------------------------------- */

static void add_rates(board_maker *board, json_t *document) {
  size_t index;
  json_t *rate;
  const json_t *rates = json_object_get(json_object_get(board->growth, "tgr"), "intervals");
  if (json_array_size(rates) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, "Tumour growth rate", 2);
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  lu_tree_column(&board->maker, table, "From", NULL, false, 1.2);
  lu_tree_column(&board->maker, table, "To", NULL, false, 1.2);
  lu_tree_column(&board->maker, table, "Rate (95 % interval)", "% of volume/month", true, 2.2);
  lu_tree_column(&board->maker, table, "Doubling", "months", true, 1);
  bool told = false; /* a rate has a meaning in the periods that the data know */
  json_array_foreach(rates, index, rate) told |= json_object_get(rate, "meaning") != NULL;
  if (told) lu_tree_column(&board->maker, table, "Means", NULL, false, 4);
  json_array_foreach(rates, index, rate) {
    const json_t *interval = json_object_get(rate, "interval_95_pct_per_mo");
    const json_t *meaning = json_object_get(rate, "meaning");
    double doubling = number(rate, "doubling_mo");
    json_t *row = lu_tree_row(&board->maker, table);
    lu_tree_cell(&board->maker, row, words_text(rate, "from"));
    lu_tree_cell(&board->maker, row, words_text(rate, "to"));
    lu_tree_cell_printf(&board->maker, row, "%+.1f (%+.1f to %+.1f)",
                        number(rate, "tgr_pct_per_mo"),
                        json_number_value(json_array_get(interval, 0)),
                        json_number_value(json_array_get(interval, 1)));
    if (isnan(doubling))
      lu_tree_cell(&board->maker, row, "");
    else
      lu_tree_cell_printf(&board->maker, row, "%.0f", doubling);
    if (told) lu_tree_cell(&board->maker, row, words_text(meaning, "text"));
  }
}

/* ---- values over time ----------------------------------------------------------------------- */

/* First and latest value of each series, with the change. */
static void add_series(board_maker *board, json_t *document, const char *title, const json_t *list,
                       bool hormones) {
  size_t index, inner;
  json_t *entry, *caveat, *notes = NULL;
  if (json_array_size(list) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, title, 2);
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  lu_tree_column(&board->maker, table, hormones ? "Test" : "Scale", NULL, false, 3);
  lu_tree_column(&board->maker, table, "First", NULL, false, 2);
  lu_tree_column(&board->maker, table, "Latest", NULL, false, 2);
  lu_tree_column(&board->maker, table, hormones ? "Change" : "Change, points",
                 hormones ? "%" : NULL, true, 1);
  json_array_foreach(list, index, entry) {
    const json_t *points = json_object_get(entry, "points");
    const json_t *first = json_array_get(points, 0);
    const json_t *last = json_array_get(points, json_array_size(points) - 1);
    double change = number(json_object_get(entry, "since_first"), hormones ? "pct" : "change");
    json_t *row = lu_tree_row(&board->maker, table);
    if (hormones)
      lu_tree_cell_printf(&board->maker, row, "%s, %s", words_text(entry, "label"),
                          words_text(entry, "unit"));
    else
      lu_tree_cell_printf(&board->maker, row, "%s, %s", words_text(entry, "instrument"),
                          words_text(entry, "scale"));
    lu_tree_cell_printf(&board->maker, row, "%g (%s)", number(first, "value"),
                        words_text(first, "date"));
    lu_tree_cell_printf(&board->maker, row, "%g (%s)", number(last, "value"),
                        words_text(last, "date"));
    if (isnan(change))
      lu_tree_cell(&board->maker, row, "");
    else
      lu_tree_cell_printf(&board->maker, row, "%+.0f", change);
  }
  json_array_foreach(list, index, entry)
      json_array_foreach(json_object_get(entry, "caveats"), inner, caveat) {
    if (notes == NULL) notes = lu_tree_list(&board->maker, section, false);
    json_t *item = lu_tree_item(&board->maker, notes);
    lu_tree_run_printf(&board->maker, item, "muted", "%s: %s (%s - %s)", words_text(entry, "label"),
                       words_text(caveat, "text"), words_text(caveat, "source"),
                       words_mark(words_text(caveat, "mark")));
  }
}

void board_growth(board_maker *board, json_t *document) {
  add_response(board, document);
  add_rates(board, document);
  add_series(board, document, "Hormones over time", json_object_get(board->growth, "hormones"),
             true);
  add_series(board, document, "Quality of life", json_object_get(board->growth, "quality_of_life"),
             false);
}
