/* SPDX-License-Identifier: Apache-2.0 */
/* A document tree is read whole before anything is written: the first fault is told by its place.
 */
#include <string.h>

#include "document.h"
#include "lutetia/report.h"

#define MOST_COLUMNS 24
#define MOST_LINES 60

/** A place in the tree: a step, and the steps above it. */
struct place {
  const struct place *up;
  const char *key; /**< NULL: an element of a list */
  size_t index;
};

/** What goes down with the check. */
struct checker {
  lu_error *error;
  size_t depth;
};

static void write_place(lu_text *out, const struct place *place) {
  if (place == NULL) return;
  write_place(out, place->up);
  if (place->key != NULL)
    lu_text_printf(out, "/%s", place->key);
  else
    lu_text_printf(out, "/%zu", place->index);
}

/* "document: /children/2/rows: a list is wanted". */
static lu_status fault(const struct checker *checker, const struct place *place,
                       const char *sentence, const char *value, const char *valid) {
  lu_text where = LU_TEXT_INIT;
  write_place(&where, place);
  lu_status status =
      where.failed
          ? lu_fail_memory(checker->error)
          : lu_fail(checker->error, LU_BAD_INPUT, "document tree, %s: %s%.60s%s%s",
                    where.length == 0 ? "/" : where.data, sentence, value == NULL ? "" : value,
                    valid[0] == '\0' ? "" : "; valid: ", valid);
  lu_text_free(&where);
  return status;
}

/* ---- members -------------------------------------------------------------------------------- */

static lu_status check_string(const struct checker *checker, const struct place *up,
                              const json_t *node, const char *key, bool required) {
  const json_t *value = json_object_get(node, key);
  const struct place here = {up, key, 0};
  if (value == NULL && !required) return LU_OK;
  if (value == NULL) return fault(checker, &here, "is missing", NULL, "a text");
  if (!json_is_string(value)) return fault(checker, &here, "is no text", NULL, "a text");
  return LU_OK;
}

static lu_status check_number(const struct checker *checker, const struct place *up,
                              const json_t *node, const char *key, bool required) {
  const json_t *value = json_object_get(node, key);
  const struct place here = {up, key, 0};
  if (value == NULL && !required) return LU_OK;
  if (value == NULL) return fault(checker, &here, "is missing", NULL, "a number");
  return json_is_number(value) ? LU_OK : fault(checker, &here, "is no number", NULL, "a number");
}

static lu_status check_bool(const struct checker *checker, const struct place *up,
                            const json_t *node, const char *key) {
  const json_t *value = json_object_get(node, key);
  const struct place here = {up, key, 0};
  if (value == NULL || json_is_boolean(value)) return LU_OK;
  return fault(checker, &here, "is neither true nor false", NULL, "true, false");
}

/* A whole day; "" counts as none. */
static lu_status check_day(const struct checker *checker, const struct place *up,
                           const json_t *node, const char *key) {
  const char *text = document_text(node, key);
  const struct place here = {up, key, 0};
  lu_date date = LU_DATE_NONE;
  lu_status status = check_string(checker, up, node, key, false);
  if (status != LU_OK || text[0] == '\0') return status;
  if (lu_date_parse(&date, text, NULL) == LU_OK && lu_date_whole(date)) return LU_OK;
  return fault(checker, &here, "is no day: ", text, "a day such as 2026-11-24");
}

typedef lu_status element_check(struct checker *checker, const struct place *place,
                                const json_t *element);

/* Every element of a list member. */
static lu_status check_list(struct checker *checker, const struct place *up, const json_t *node,
                            const char *key, bool required, element_check *check) {
  const json_t *list = json_object_get(node, key);
  const struct place here = {up, key, 0};
  lu_status status = LU_OK;
  if (list == NULL && !required) return LU_OK;
  if (list == NULL) return fault(checker, &here, "is missing", NULL, "a list");
  if (!json_is_array(list)) return fault(checker, &here, "is no list", NULL, "a list");
  if (++checker->depth > DOCUMENT_DEPTH + 1)
    return fault(checker, &here, "lies too deep", NULL, "32 levels of nodes");
  for (size_t i = 0; status == LU_OK && i < json_array_size(list); i++) {
    const struct place element = {&here, NULL, i};
    status = check(checker, &element, json_array_get(list, i));
  }
  checker->depth--;
  return status;
}

static lu_status check_object(const struct checker *checker, const struct place *place,
                              const json_t *value) {
  return json_is_object(value) ? LU_OK : fault(checker, place, "is no object", NULL, "an object");
}

/* ---- text ----------------------------------------------------------------------------------- */

static lu_status check_run(struct checker *checker, const struct place *place, const json_t *run) {
  const struct place style = {place, "style", 0};
  lu_status status = check_object(checker, place, run);
  if (status == LU_OK) status = check_string(checker, place, run, "text", true);
  if (status == LU_OK && document_style(json_object_get(run, "style")) == STYLE_UNKNOWN)
    status = fault(checker, &style, "is no style: ", document_text(run, "style"),
                   "bold, italic, small, muted, mono, warning");
  return status;
}

/* A text, or an object with "runs" or "text". */
static lu_status check_rich(struct checker *checker, const struct place *place,
                            const json_t *value) {
  if (json_is_string(value)) return LU_OK;
  if (!json_is_object(value))
    return fault(checker, place, "is no text", NULL, "a text, or an object with runs");
  if (json_object_get(value, "runs") != NULL)
    return check_list(checker, place, value, "runs", true, check_run);
  return check_string(checker, place, value, "text", true);
}

static lu_status check_field(struct checker *checker, const struct place *place,
                             const json_t *field) {
  const json_t *value = json_object_get(field, "value");
  const struct place here = {place, "value", 0};
  lu_status status = check_object(checker, place, field);
  if (status == LU_OK) status = check_string(checker, place, field, "label", true);
  if (status == LU_OK && value == NULL)
    status = fault(checker, &here, "is missing", NULL, "a text, or an object with runs");
  else if (status == LU_OK && json_is_array(value))
    status = check_list(checker, place, field, "value", true, check_run);
  else if (status == LU_OK)
    status = check_rich(checker, &here, value);
  if (status == LU_OK) status = check_string(checker, place, field, "note", false);
  return status;
}

/* ---- tables --------------------------------------------------------------------------------- */

static lu_status check_column(struct checker *checker, const struct place *place,
                              const json_t *column) {
  const char *align = document_text(column, "align");
  const struct place here = {place, "align", 0}, weight = {place, "weight", 0};
  lu_status status = check_object(checker, place, column);
  if (status == LU_OK) status = check_string(checker, place, column, "title", true);
  if (status == LU_OK) status = check_string(checker, place, column, "unit", false);
  if (status == LU_OK) status = check_string(checker, place, column, "align", false);
  if (status == LU_OK && align[0] != '\0' && strcmp(align, "left") != 0 &&
      strcmp(align, "right") != 0)
    status = fault(checker, &here, "is no side: ", align, "left, right");
  if (status == LU_OK) status = check_number(checker, place, column, "weight", false);
  if (status == LU_OK && !(document_number(column, "weight", 1) > 0))
    status = fault(checker, &weight, "is not positive", NULL, "a positive number");
  return status;
}

static lu_status check_row(struct checker *checker, const struct place *place, const json_t *row) {
  lu_status status =
      json_is_array(row) ? LU_OK : fault(checker, place, "is no list", NULL, "a list of cells");
  for (size_t i = 0; status == LU_OK && i < json_array_size(row); i++) {
    const struct place cell = {place, NULL, i};
    status = check_rich(checker, &cell, json_array_get(row, i));
  }
  return status;
}

static lu_status check_table(struct checker *checker, const struct place *place,
                             const json_t *table) {
  const json_t *rows = json_object_get(table, "rows");
  size_t columns = json_array_size(json_object_get(table, "columns"));
  const struct place here = {place, "columns", 0}, list = {place, "rows", 0};
  lu_status status = check_string(checker, place, table, "caption", false);
  if (status == LU_OK) status = check_list(checker, place, table, "columns", true, check_column);
  if (status == LU_OK && (columns == 0 || columns > MOST_COLUMNS))
    status = fault(checker, &here, "has no column, or too many", NULL, "1 to 24 columns");
  if (status == LU_OK) status = check_list(checker, place, table, "rows", true, check_row);
  for (size_t i = 0; status == LU_OK && i < json_array_size(rows); i++) {
    const struct place row = {&list, NULL, i};
    if (json_array_size(json_array_get(rows, i)) != columns)
      status = fault(checker, &row, "has another number of cells than there are columns", NULL,
                     "one cell for each column");
  }
  return status;
}

/* ---- pictures ------------------------------------------------------------------------------- */

static lu_status check_event(struct checker *checker, const struct place *place,
                             const json_t *event) {
  static const char *const days[] = {"day", "earliest", "latest"};
  lu_status status = check_object(checker, place, event);
  bool dated = false;
  if (status == LU_OK) status = check_string(checker, place, event, "label", true);
  if (status == LU_OK) status = check_string(checker, place, event, "lane", false);
  if (status == LU_OK) status = check_string(checker, place, event, "kind", false);
  for (size_t i = 0; status == LU_OK && i < 3; i++) {
    status = check_day(checker, place, event, days[i]);
    dated |= document_text(event, days[i])[0] != '\0';
  }
  if (status == LU_OK && !dated)
    status = fault(checker, place, "has no day", NULL, "day, earliest or latest");
  return status;
}

static lu_status check_timeline(struct checker *checker, const struct place *place,
                                const json_t *node) {
  static const char *const days[] = {"from", "to", "today"};
  lu_status status = check_string(checker, place, node, "title", false);
  for (size_t i = 0; status == LU_OK && i < 3; i++)
    status = check_day(checker, place, node, days[i]);
  return status != LU_OK ? status : check_list(checker, place, node, "events", true, check_event);
}

static lu_status check_branch(struct checker *checker, const struct place *place,
                              const json_t *node) {
  lu_status status = check_object(checker, place, node);
  if (status == LU_OK) status = check_string(checker, place, node, "label", true);
  if (status == LU_OK) status = check_string(checker, place, node, "note", false);
  if (status == LU_OK) status = check_string(checker, place, node, "edge", false);
  return status != LU_OK ? status
                         : check_list(checker, place, node, "children", false, check_branch);
}

static lu_status check_tree(struct checker *checker, const struct place *place,
                            const json_t *node) {
  const json_t *root = json_object_get(node, "root");
  const struct place here = {place, "root", 0};
  lu_status status = check_string(checker, place, node, "title", false);
  if (status == LU_OK && root == NULL)
    status = fault(checker, &here, "is missing", NULL, "an object with a label");
  return status != LU_OK ? status : check_branch(checker, &here, root);
}

static lu_status check_point(struct checker *checker, const struct place *place,
                             const json_t *point) {
  const struct place here = {place, "x", 0};
  lu_status status = check_object(checker, place, point);
  if (status != LU_OK) return status;
  const json_t *x = json_object_get(point, "x");
  if (x == NULL) return fault(checker, &here, "is missing", NULL, "a number or a day");
  if (json_is_string(x) && json_string_value(x)[0] == '\0')
    return fault(checker, &here, "is empty", NULL, "a number or a day");
  if (json_is_string(x))
    status = check_day(checker, place, point, "x");
  else if (!json_is_number(x))
    status = fault(checker, &here, "is no number", NULL, "a number or a day");
  if (status == LU_OK) status = check_number(checker, place, point, "y", true);
  if (status == LU_OK) status = check_number(checker, place, point, "lower", false);
  if (status == LU_OK) status = check_number(checker, place, point, "upper", false);
  return status;
}

static lu_status check_series(struct checker *checker, const struct place *place,
                              const json_t *series) {
  lu_status status = check_object(checker, place, series);
  if (status == LU_OK) status = check_string(checker, place, series, "label", true);
  return status != LU_OK ? status : check_list(checker, place, series, "points", true, check_point);
}

static lu_status check_limit(struct checker *checker, const struct place *place,
                             const json_t *limit) {
  lu_status status = check_object(checker, place, limit);
  if (status == LU_OK) status = check_number(checker, place, limit, "y", true);
  return status != LU_OK ? status : check_string(checker, place, limit, "label", true);
}

static lu_status check_axis(struct checker *checker, const struct place *up, const json_t *node,
                            const char *key) {
  const json_t *axis = json_object_get(node, key);
  const struct place here = {up, key, 0};
  if (axis == NULL) return fault(checker, &here, "is missing", NULL, "an object with a label");
  lu_status status = check_object(checker, &here, axis);
  if (status == LU_OK) status = check_string(checker, &here, axis, "label", true);
  if (status == LU_OK) status = check_string(checker, &here, axis, "unit", false);
  return status != LU_OK ? status : check_bool(checker, &here, axis, "dates");
}

/* On an axis of dates every x is a day, on another every x is a number. */
static lu_status check_axis_points(struct checker *checker, const struct place *place,
                                   const json_t *node) {
  bool dates = json_is_true(json_object_get(json_object_get(node, "x"), "dates"));
  size_t i, j;
  json_t *series, *point;
  json_array_foreach(json_object_get(node, "series"), i, series) {
    json_array_foreach(json_object_get(series, "points"), j, point) {
      const struct place list = {place, "series", 0}, entry = {&list, NULL, i},
                         points = {&entry, "points", 0}, at = {&points, NULL, j},
                         here = {&at, "x", 0};
      if (json_is_string(json_object_get(point, "x")) != dates)
        return fault(
            checker, &here, dates ? "is no day" : "is no number", NULL,
            dates ? "a day, since the axis has dates" : "a number, since the axis has none");
    }
  }
  return LU_OK;
}

static lu_status check_curve(struct checker *checker, const struct place *place,
                             const json_t *node) {
  lu_status status = check_string(checker, place, node, "title", false);
  if (status == LU_OK) status = check_axis(checker, place, node, "x");
  if (status == LU_OK) status = check_axis(checker, place, node, "y");
  if (status == LU_OK) status = check_list(checker, place, node, "series", true, check_series);
  if (status == LU_OK) status = check_list(checker, place, node, "limits", false, check_limit);
  return status != LU_OK ? status : check_axis_points(checker, place, node);
}

/* ---- nodes ---------------------------------------------------------------------------------- */

static lu_status check_node(struct checker *checker, const struct place *place, const json_t *node);

static lu_status check_section(struct checker *checker, const struct place *place,
                               const json_t *node) {
  const json_t *level = json_object_get(node, "level");
  const struct place here = {place, "level", 0};
  lu_status status = check_string(checker, place, node, "title", true);
  if (status == LU_OK && level != NULL &&
      (!json_is_integer(level) || json_integer_value(level) < 1 || json_integer_value(level) > 3))
    status = fault(checker, &here, "is no level", NULL, "1, 2, 3");
  if (status == LU_OK) status = check_bool(checker, place, node, "keep_together");
  if (status == LU_OK) status = check_bool(checker, place, node, "compact");
  return status != LU_OK ? status : check_list(checker, place, node, "children", true, check_node);
}

static lu_status check_callout(struct checker *checker, const struct place *place,
                               const json_t *node) {
  const char *severity = document_text(node, "severity");
  const struct place here = {place, "severity", 0};
  lu_status status = check_string(checker, place, node, "severity", true);
  if (status == LU_OK && strcmp(severity, lu_severity_name(document_severity(node))) != 0)
    status = fault(checker, &here, "is no severity: ", severity, "note, warning, severe");
  if (status == LU_OK) status = check_string(checker, place, node, "title", true);
  return status != LU_OK ? status : check_list(checker, place, node, "children", true, check_node);
}

static lu_status check_lines(struct checker *checker, const struct place *place,
                             const json_t *node) {
  const json_t *count = json_object_get(node, "count");
  const struct place here = {place, "count", 0};
  lu_status status = check_string(checker, place, node, "label", true);
  if (status == LU_OK && (!json_is_integer(count) || json_integer_value(count) < 1 ||
                          json_integer_value(count) > MOST_LINES))
    status = fault(checker, &here, "is no number of lines", NULL, "1 to 60");
  return status;
}

static lu_status check_weight(struct checker *checker, const struct place *place,
                              const json_t *weight) {
  if (json_is_number(weight) && json_number_value(weight) > 0) return LU_OK;
  return fault(checker, place, "is no weight", NULL, "a positive number");
}

static lu_status check_columns(struct checker *checker, const struct place *place,
                               const json_t *node) {
  const json_t *weights = json_object_get(node, "weights");
  size_t children = json_array_size(json_object_get(node, "children"));
  const struct place here = {place, "weights", 0}, list = {place, "children", 0};
  lu_status status = check_list(checker, place, node, "weights", false, check_weight);
  if (status == LU_OK) status = check_list(checker, place, node, "children", true, check_node);
  if (status == LU_OK && (children == 0 || children > 6))
    status = fault(checker, &list, "is no number of columns", NULL, "1 to 6 nodes");
  if (status == LU_OK && weights != NULL && json_array_size(weights) != children)
    status = fault(checker, &here, "has another number than there are columns", NULL,
                   "one weight for each");
  return status;
}

static lu_status check_node(struct checker *checker, const struct place *place,
                            const json_t *node) {
  const struct place type = {place, "type", 0};
  lu_status status = check_object(checker, place, node);
  if (status == LU_OK) status = check_string(checker, place, node, "type", true);
  if (status != LU_OK) return status;
  switch (document_type(node)) {
    case NODE_PAGE_BREAK:
      return LU_OK;
    case NODE_SECTION:
      return check_section(checker, place, node);
    case NODE_TEXT:
      return check_rich(checker, place, node);
    case NODE_LIST:
      status = check_bool(checker, place, node, "ordered");
      return status != LU_OK ? status : check_list(checker, place, node, "items", true, check_node);
    case NODE_FIELDS:
      return check_list(checker, place, node, "items", true, check_field);
    case NODE_TABLE:
      return check_table(checker, place, node);
    case NODE_CALLOUT:
      return check_callout(checker, place, node);
    case NODE_LINES:
      return check_lines(checker, place, node);
    case NODE_COLUMNS:
      return check_columns(checker, place, node);
    case NODE_TIMELINE:
      return check_timeline(checker, place, node);
    case NODE_TREE:
      return check_tree(checker, place, node);
    case NODE_CURVE:
      return check_curve(checker, place, node);
    case NODE_UNKNOWN:
      break;
  }
  return fault(checker, &type, "is no type of node: ", document_text(node, "type"),
               "page_break, section, text, list, fields, table, callout, lines, columns, timeline, "
               "tree, curve");
}

lu_status lu_report_check(const json_t *document, lu_error *error) {
  struct checker checker = {error, 0};
  const char *paper = document_text(document, "paper");
  const struct place type = {NULL, "type", 0}, notice = {NULL, "notice", 0},
                     size = {NULL, "paper", 0};
  lu_status status = check_object(&checker, NULL, document);
  if (status == LU_OK) status = check_string(&checker, NULL, document, "type", true);
  if (status == LU_OK && strcmp(document_text(document, "type"), "document") != 0)
    status =
        fault(&checker, &type, "is no document: ", document_text(document, "type"), "document");
  if (status == LU_OK) status = check_string(&checker, NULL, document, "title", true);
  if (status == LU_OK) status = check_string(&checker, NULL, document, "notice", true);
  if (status == LU_OK && document_text(document, "notice")[0] == '\0')
    status = fault(&checker, &notice, "is empty", NULL, "what the document must not be used for");
  if (status == LU_OK) status = check_string(&checker, NULL, document, "paper", false);
  if (status == LU_OK && paper[0] != '\0' && strcmp(paper, "A4") != 0 &&
      strcmp(paper, "Letter") != 0)
    status = fault(&checker, &size, "is no paper: ", paper, "A4, Letter");
  if (status == LU_OK) status = check_string(&checker, NULL, document, "footer", false);
  if (status == LU_OK) status = check_bool(&checker, NULL, document, "large");
  return status != LU_OK ? status
                         : check_list(&checker, NULL, document, "children", true, check_node);
}
