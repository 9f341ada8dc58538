/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, what a move broke, and what comes next. */
#include <string.h>

#include "board.h"
#include "plan_parts.h"
#include "words.h"

/* Events that stand in the table: about a year of a course. */
#define SHOWN_EVENTS 30

/* ---- calendar ------------------------------------------------------------------------------- */

/* Label of an option of the plan; the code itself where it has none there. */
static const char *option_label(const board_maker *board, const char *code) {
  static const char *const lists[] = {"options", "possible"};
  size_t index;
  json_t *option;
  for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
    json_array_foreach(board_plan(board, lists[i]), index,
                       option) if (strcmp(words_text(option, "option"), code) ==
                                   0) return words_text(option, "label");
  return code;
}

/* "Blood count (PRRT cycle 2)" and "PRRT cycle 2" are one row each, without the number. */
static void series_label(lu_text *out, const char *id, const char *label) {
  size_t length = strlen(label), end = strlen(id);
  if (end == 0 || id[end - 1] < '0' || id[end - 1] > '9') { /* the only one of its kind */
    words_capital(out, label);
    return;
  }
  const char *bracket = strrchr(label, '(');
  if (length > 0 && label[length - 1] == ')' && bracket != NULL && bracket > label + 1 &&
      strspn(label + length - 2, "0123456789") > 0)
    length = (size_t)(bracket - label) - 1;
  while (length > 0 && label[length - 1] >= '0' && label[length - 1] <= '9')
    length--;
  while (length > 0 && label[length - 1] == ' ')
    length--;
  lu_text shortened = LU_TEXT_INIT;
  lu_text_append(&shortened, label, length);
  words_capital(out, lu_text_string(&shortened));
  out->failed |= shortened.failed;
  lu_text_free(&shortened);
}

/* An event of the picture. @return new */
static json_t *timeline_event(board_maker *board, const json_t *event) {
  static const char *const copied[] = {"day", "earliest", "latest", "kind"};
  lu_text label = LU_TEXT_INIT, lane = LU_TEXT_INIT;
  json_t *entry = json_object();
  if (entry == NULL) board->maker.failed = true;
  series_label(&label, words_text(event, "id"), words_text(event, "label"));
  const char *named = words_text(event, "option_label");
  words_capital(&lane, named[0] != '\0' ? named : option_label(board, words_text(event, "option")));
  lu_tree_set_text(&board->maker, entry, "label", lu_text_string(&label));
  lu_tree_set_text(&board->maker, entry, "lane", lu_text_string(&lane));
  for (size_t i = 0; i < sizeof copied / sizeof copied[0]; i++)
    if (words_text(event, copied[i])[0] != '\0')
      lu_tree_set_text(&board->maker, entry, copied[i], words_text(event, copied[i]));
  board->maker.failed |= label.failed || lane.failed;
  lu_text_free(&label);
  lu_text_free(&lane);
  return entry;
}

/* The picture: one row for each series of events, in the lane of its option. */
static void add_timeline(board_maker *board, json_t *section, const json_t *calendar) {
  size_t index;
  json_t *event;
  const char *last = "";
  json_t *node = lu_tree_node(&board->maker, "timeline");
  lu_tree_set_text(&board->maker, node, "title", "Events by treatment");
  lu_tree_set_text(&board->maker, node, "from", words_text(calendar, "start"));
  lu_tree_set_text(&board->maker, node, "today", words_text(board->plan, "day"));
  lu_tree_set(&board->maker, node, "events", json_array());
  json_array_foreach(json_object_get(calendar, "events"), index, event) {
    const char *end = words_text(event, words_text(event, "latest")[0] != '\0' ? "latest" : "day");
    if (strcmp(end, last) > 0) last = end; /* ISO dates sort as texts */
    lu_tree_push(&board->maker, node, "events", timeline_event(board, event));
  }
  lu_tree_set_text(&board->maker, node, "to", last);
  lu_tree_add(&board->maker, section, node);
}

/* Label of an event by its id; the id where it is not in the calendar. */
static const char *event_label(const json_t *calendar, const char *id) {
  size_t index;
  json_t *event;
  json_array_foreach(
      json_object_get(calendar, "events"), index,
      event) if (strcmp(words_text(event, "id"), id) == 0) return words_text(event, "label");
  return id;
}

/* Sentences about events, one box for each event. */
static void add_boxes(board_maker *board, json_t *section, const json_t *calendar, const char *key,
                      const char *severity) {
  size_t index;
  json_t *entry, *box = NULL;
  const char *last = "";
  json_array_foreach(json_object_get(calendar, key), index, entry) {
    const char *id = words_text(entry, "event");
    lu_text title = LU_TEXT_INIT;
    words_capital(&title, event_label(calendar, id));
    if (box == NULL || strcmp(id, last) != 0)
      box = lu_tree_callout(&board->maker, section, severity, lu_text_string(&title));
    last = id;
    json_t *node = lu_tree_runs(&board->maker, box);
    lu_tree_run(&board->maker, node, "", words_text(entry, "sentence"));
    lu_tree_run_printf(&board->maker, node, "muted", " (%s)", words_text(entry, "rule"));
    board->maker.failed |= title.failed;
    lu_text_free(&title);
  }
}

static void add_notes(board_maker *board, json_t *section, const json_t *calendar) {
  size_t index;
  json_t *note;
  json_array_foreach(json_object_get(calendar, "notes"), index, note)
      lu_tree_paragraph(&board->maker, section, "muted", json_string_value(note));
}

/* True if one of the events that are shown has a window of more than its day. */
static bool has_windows(const json_t *events) {
  size_t index;
  json_t *event;
  json_array_foreach(events, index, event) {
    if (index == SHOWN_EVENTS) break;
    if (strcmp(words_text(event, "earliest"), words_text(event, "latest")) != 0) return true;
  }
  return false;
}

static void add_event(board_maker *board, json_t *table, const json_t *event, bool windows) {
  lu_text label = LU_TEXT_INIT;
  json_t *row = lu_tree_row(&board->maker, table);
  const char *earliest = words_text(event, "earliest"), *latest = words_text(event, "latest");
  words_capital(&label, words_text(event, "label"));
  lu_tree_cell(&board->maker, row, words_text(event, "day"));
  if (windows && strcmp(earliest, latest) != 0)
    lu_tree_cell_printf(&board->maker, row, "%s to %s", earliest, latest);
  else if (windows)
    lu_tree_cell(&board->maker, row, "");
  lu_tree_cell(&board->maker, row, lu_text_string(&label));
  lu_tree_cell(&board->maker, row, words_text(event, "rule"));
  board->maker.failed |= label.failed;
  lu_text_free(&label);
}

/* The first events one by one; what comes later is in the picture, and in the text of the plan. */
static void add_events(board_maker *board, json_t *section, const json_t *calendar) {
  size_t index;
  json_t *event;
  const json_t *events = json_object_get(calendar, "events");
  bool windows = has_windows(events);
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  lu_tree_column(&board->maker, table, "Day", NULL, false, 1.3);
  if (windows) lu_tree_column(&board->maker, table, "Window", NULL, false, 2.4);
  lu_tree_column(&board->maker, table, "What", NULL, false, 4.6);
  lu_tree_column(&board->maker, table, "Rule", NULL, false, 1.2);
  json_array_foreach(events, index, event) {
    if (index == SHOWN_EVENTS) break;
    add_event(board, table, event, windows);
  }
  if (json_array_size(events) > SHOWN_EVENTS) {
    lu_text more = LU_TEXT_INIT;
    lu_text_printf(&more, "%zu later events: lutetia plan --verbose, or --ics.",
                   json_array_size(events) - SHOWN_EVENTS);
    board_paragraph(board, section, "muted", &more);
  }
}

static void add_calendar(board_maker *board, json_t *document) {
  const json_t *calendar = board_plan(board, "calendar");
  if (json_array_size(json_object_get(calendar, "events")) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, "Calendar", 1);
  add_timeline(board, section, calendar);
  add_boxes(board, section, calendar, "broken", "warning");
  add_boxes(board, section, calendar, "open", "note");
  add_notes(board, section, calendar);
  add_events(board, section, calendar);
}

/* ---- gaps between treatments ---------------------------------------------------------------- */

static void add_conflicts(board_maker *board, json_t *document) {
  size_t index;
  json_t *pair;
  const json_t *conflicts = board_plan(board, "conflicts");
  if (json_array_size(conflicts) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, "Order and gaps", 1);
  json_t *table = lu_tree_table(&board->maker, section, NULL);
  lu_tree_column(&board->maker, table, "First, then", NULL, false, 3);
  lu_tree_column(&board->maker, table, "At least", "days", true, 1);
  lu_tree_column(&board->maker, table, "State", NULL, false, 2);
  lu_tree_column(&board->maker, table, "Why", NULL, false, 4);
  json_array_foreach(conflicts, index, pair) {
    json_t *row = lu_tree_row(&board->maker, table);
    const json_t *gap = json_object_get(pair, "gap_min_d");
    const char *earliest = words_text(pair, "earliest_day");
    lu_tree_cell_printf(&board->maker, row, "%s, then %s", words_text(pair, "first_label"),
                        words_text(pair, "second_label"));
    if (json_is_number(gap))
      lu_tree_cell_printf(&board->maker, row, "%.0f", json_number_value(gap));
    else
      lu_tree_cell(&board->maker, row, "");
    lu_tree_cell_printf(&board->maker, row, "%s%s%s", words_text(pair, "state"),
                        earliest[0] != '\0' ? ", not before " : "", earliest);
    board_rule_runs(board, lu_tree_cell_runs(&board->maker, row), pair);
  }
}

/* ---- what comes next ------------------------------------------------------------------------ */

/* Most lines that are drawn behind one, by the number of failures before: a sheet of paper holds no
   more. The text has all. */
static const size_t drawn[] = {3, 2, 1, 1};

/* A line of treatment as a node of the drawing: what it is, and the failure that leads on. */
static json_t *next_node(board_maker *board, const json_t *line, size_t level) {
  json_t *node = json_object();
  size_t index;
  json_t *then;
  lu_text text = LU_TEXT_INIT;
  if (node == NULL) board->maker.failed = true;
  words_capital(&text, words_text(line, "label"));
  lu_tree_set_text(&board->maker, node, "label", lu_text_string(&text));
  lu_tree_set_text(&board->maker, node, "note", words_text(line, "class"));
  lu_tree_set(&board->maker, node, "children", json_array());
  json_array_foreach(json_object_get(line, "then"), index, then) {
    if (level + 1 >= sizeof drawn / sizeof drawn[0] || index == drawn[level + 1]) break;
    json_t *child = next_node(board, then, level + 1);
    lu_tree_set_text(&board->maker, child, "edge", words_text(line, "fails_by"));
    lu_tree_push(&board->maker, node, "children", child);
  }
  board->maker.failed |= text.failed;
  lu_text_free(&text);
  return node;
}

/* What counts as failure of each line that is drawn, with its source. */
static void list_failures(board_maker *board, json_t *list, const json_t *lines, json_t *done,
                          int depth) {
  size_t index, inner;
  json_t *line, *failure;
  json_array_foreach(lines, index, line) {
    const char *option = words_text(line, "option");
    if (json_object_get(done, option) == NULL) {
      lu_tree_set(&board->maker, done, option, json_true());
      json_array_foreach(json_object_get(line, "failure"), inner, failure) {
        lu_text label = LU_TEXT_INIT, sources = LU_TEXT_INIT;
        json_t *item = lu_tree_item(&board->maker, list);
        words_capital(&label, words_text(line, "label"));
        words_source_list(&sources, failure);
        lu_tree_run(&board->maker, item, "bold", lu_text_string(&label));
        lu_tree_run_printf(&board->maker, item, "", " fails by: %s", words_text(failure, "text"));
        lu_tree_run_printf(&board->maker, item, "muted", " (%s - %s)", lu_text_string(&sources),
                           words_mark(words_text(failure, "mark")));
        board->maker.failed |= label.failed || sources.failed;
        lu_text_free(&label);
        lu_text_free(&sources);
      }
    }
    if (depth > 0) list_failures(board, list, json_object_get(line, "then"), done, depth - 1);
  }
}

static void add_next(board_maker *board, json_t *document) {
  const json_t *lines = json_object_get(board_plan(board, "next"), "lines");
  size_t index;
  json_t *line;
  if (json_array_size(lines) == 0) return;
  json_t *section = lu_tree_section(&board->maker, document, "What comes next, if a line fails", 1);
  lu_tree_paragraph(&board->maker, section, "muted",
                    words_text(board_plan(board, "next"), "supposed"));
  json_t *drawing = lu_tree_node(&board->maker, "tree");
  json_t *root = json_object();
  if (root == NULL) board->maker.failed = true;
  lu_tree_set_text(&board->maker, drawing, "title", "Lines of treatment");
  lu_tree_set_text(&board->maker, root, "label", "Now");
  lu_tree_set(&board->maker, root, "children", json_array());
  json_array_foreach(lines, index, line)
      lu_tree_push(&board->maker, root, "children", next_node(board, line, 0));
  lu_tree_set(&board->maker, drawing, "root", root);
  lu_tree_add(&board->maker, section, drawing);
  json_t *done = json_object();
  json_t *list = lu_tree_list(&board->maker, section, false);
  if (done == NULL) board->maker.failed = true;
  list_failures(board, list, lines, done, 3);
  json_decref(done);
}

void board_time(board_maker *board, json_t *document) {
  add_conflicts(board, document);
  add_calendar(board, document);
  add_next(board, document);
}
