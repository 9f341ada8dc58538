/* SPDX-License-Identifier: Apache-2.0 */
/* What a picture shows, in words. */
#include <math.h>
#include <string.h>

#include "picture.h"

/* What is named at most; the text or table beside the picture has the rest. */
#define MOST_NAMED 40

static void put_title(lu_text *out, const char *kind, const json_t *node) {
  const char *title = picture_text(node, "title");
  lu_text_puts(out, kind);
  if (title[0] != '\0') {
    lu_text_puts(out, " \"");
    lu_draw_clean(out, title);
    lu_text_puts(out, "\"");
  }
}

static void describe_timeline(lu_text *out, const json_t *node) {
  size_t index;
  json_t *event;
  const json_t *events = json_object_get(node, "events");
  put_title(out, "Timeline", node);
  lu_text_printf(out, ", %zu events", json_array_size(events));
  json_array_foreach(events, index, event) {
    const char *day = picture_text(event, "day"), *earliest = picture_text(event, "earliest"),
               *latest = picture_text(event, "latest");
    if (index == MOST_NAMED) {
      lu_text_puts(out, "; and more");
      break;
    }
    lu_text_puts(out, index == 0 ? ": " : "; ");
    lu_draw_clean(out, picture_text(event, "label"));
    if (day[0] != '\0') lu_text_printf(out, " %s", day);
    if (strcmp(earliest, latest) != 0) lu_text_printf(out, " (%s to %s)", earliest, latest);
  }
  lu_text_puts(out, ".");
}

static void describe_branch(lu_text *out, const json_t *node, size_t *named, int depth) {
  size_t index;
  json_t *child;
  const json_t *children = json_object_get(node, "children");
  if (*named >= MOST_NAMED || depth == 0) return;
  ++*named;
  if (picture_text(node, "edge")[0] != '\0') {
    lu_draw_clean(out, picture_text(node, "edge"));
    lu_text_puts(out, ": ");
  }
  lu_draw_clean(out, picture_text(node, "label"));
  if (picture_text(node, "note")[0] != '\0') {
    lu_text_puts(out, ", ");
    lu_draw_clean(out, picture_text(node, "note"));
  }
  if (json_array_size(children) == 0) return;
  lu_text_puts(out, " (then ");
  json_array_foreach(children, index, child) {
    if (index > 0) lu_text_puts(out, "; ");
    describe_branch(out, child, named, depth - 1);
  }
  lu_text_puts(out, ")");
}

static void describe_tree(lu_text *out, const json_t *node) {
  size_t named = 0;
  put_title(out, "Tree", node);
  lu_text_puts(out, ": ");
  describe_branch(out, json_object_get(node, "root"), &named, 40);
  lu_text_puts(out, ".");
}

static void put_x(lu_text *out, const json_t *point) {
  const json_t *x = json_object_get(point, "x");
  if (json_is_string(x))
    lu_draw_clean(out, json_string_value(x));
  else
    lu_text_printf(out, "%.6g", json_number_value(x));
}

static void describe_curve(lu_text *out, const json_t *node) {
  size_t index;
  json_t *series;
  const json_t *y = json_object_get(node, "y");
  put_title(out, "Curve", node);
  lu_text_puts(out, " of ");
  lu_draw_clean(out, picture_text(y, "label"));
  if (picture_text(y, "unit")[0] != '\0') {
    lu_text_puts(out, " in ");
    lu_draw_clean(out, picture_text(y, "unit"));
  }
  json_array_foreach(json_object_get(node, "series"), index, series) {
    const json_t *points = json_object_get(series, "points");
    size_t count = json_array_size(points);
    lu_text_puts(out, "; ");
    lu_draw_clean(out, picture_text(series, "label"));
    lu_text_printf(out, ", %zu points", count);
    for (size_t i = 0; i<count; i += count> 1 ? count - 1 : 1) {
      const json_t *point = json_array_get(points, i);
      lu_text_puts(out, i == 0 ? ", first " : ", last ");
      lu_text_printf(out, "%.4g at ", json_number_value(json_object_get(point, "y")));
      put_x(out, point);
    }
  }
  json_array_foreach(json_object_get(node, "limits"), index, series) {
    lu_text_puts(out, "; limit ");
    lu_draw_clean(out, picture_text(series, "label"));
    lu_text_printf(out, " at %.4g", json_number_value(json_object_get(series, "y")));
  }
  lu_text_puts(out, ".");
}

void lu_draw_describe(lu_text *out, const json_t *node) {
  const char *type = picture_text(node, "type");
  if (strcmp(type, "timeline") == 0)
    describe_timeline(out, node);
  else if (strcmp(type, "tree") == 0)
    describe_tree(out, node);
  else if (strcmp(type, "curve") == 0)
    describe_curve(out, node);
}
