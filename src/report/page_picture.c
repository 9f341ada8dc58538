/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures; one that no page can hold is cut where it may be: a timeline between events, a tree
   between branches. */
#include <string.h>

#include "page.h"

#define MOST_CUTS 12

static double height_of(struct maker *maker, const json_t *node, double width) {
  const lu_picture_style style = {width, maker->size * PAGE_PICTURE};
  lu_canvas_mute(maker->canvas, true);
  double height = lu_draw_onto(maker->canvas, node, 0, 0, &style);
  lu_canvas_mute(maker->canvas, false);
  return height;
}

static struct box *whole(struct maker *maker, const json_t *node, double width, double height) {
  struct box *box = page_box(maker, BOX_PICTURE, 0, width, 3);
  if (box == NULL) return NULL;
  box->picture = node;
  box->letters = maker->size * PAGE_PICTURE;
  box->height = height;
  return box;
}

/* Keeps a part for as long as the boxes live. @return borrowed; NULL when memory is short */
static const json_t *keep(struct maker *maker, json_t *part) {
  if (part != NULL && json_array_append_new(maker->parts, part) == 0) return part;
  lu_canvas_fail(maker->canvas);
  return NULL;
}

/* Elements `from` up to `to` of a list. @return new */
static json_t *slice(const json_t *list, size_t from, size_t to) {
  json_t *part = json_array();
  for (size_t i = from; i < to; i++)
    if (json_array_append(part, json_array_get(list, i)) != 0) {
      json_decref(part);
      return NULL;
    }
  return part;
}

/* The events, those of one lane together. @return new */
static json_t *by_lane(const json_t *events) {
  json_t *out = json_array();
  size_t count = json_array_size(events);
  for (size_t i = 0; i < count; i++) {
    const char *lane = document_text(json_array_get(events, i), "lane");
    bool seen = false;
    for (size_t j = 0; j < i && !seen; j++)
      seen = strcmp(document_text(json_array_get(events, j), "lane"), lane) == 0;
    for (size_t j = i; j < count && !seen; j++)
      if (strcmp(document_text(json_array_get(events, j), "lane"), lane) == 0)
        json_array_append(out, json_array_get(events, j));
  }
  if (json_array_size(out) == count) return out;
  json_decref(out);
  return NULL;
}

/* First and last day of all events, so that the parts have one axis. ISO days sort as texts. */
static void fix_range(json_t *part, const json_t *events) {
  static const char *const keys[] = {"day", "earliest", "latest"};
  const char *from = document_text(part, "from"), *to = document_text(part, "to");
  size_t index;
  json_t *event;
  json_array_foreach(events, index, event) {
    for (size_t i = 0; i < 3; i++) {
      const char *day = document_text(event, keys[i]);
      if (day[0] == '\0') continue;
      if (from[0] == '\0' || strcmp(day, from) < 0) from = day;
      if (strcmp(day, to) > 0) to = day;
    }
  }
  /* copies: the old texts may be what from and to point at */
  json_t *first = json_string(from), *last = json_string(to);
  json_object_set_new(part, "from", first);
  json_object_set_new(part, "to", last);
}

static void add_parts(struct maker *maker, struct box *stack, const json_t *node, double width,
                      int cuts);

/* A node with another list, in which `from` up to `to` is left. */
static void add_slice(struct maker *maker, struct box *stack, const json_t *node,
                      const char *list_key, const json_t *list, size_t from, size_t to,
                      double width, int cuts) {
  json_t *part = json_copy((json_t *)node), *some = slice(list, from, to);
  if (strcmp(list_key, "events") == 0) {
    json_t *sorted = by_lane(list);
    json_decref(some);
    some = slice(sorted, from, to);
    json_decref(sorted);
    json_object_set_new(part, "events", some);
    if (some != NULL) fix_range(part, list);
  } else {
    json_t *root = json_copy(json_object_get(node, "root"));
    json_object_set_new(root, "children", some);
    json_object_set_new(part, "root", root);
  }
  const json_t *kept = keep(maker, some == NULL ? (json_decref(part), NULL) : part);
  if (kept != NULL) add_parts(maker, stack, kept, width, cuts - 1);
}

/* A tree of which only one branch is left begins with that branch. */
static void add_branch(struct maker *maker, struct box *stack, const json_t *node,
                       const json_t *child, double width, int cuts) {
  json_t *part = json_copy((json_t *)node);
  if (json_object_set(part, "root", (json_t *)child) != 0) {
    json_decref(part);
    part = NULL;
  }
  const json_t *kept = keep(maker, part);
  if (kept != NULL) add_parts(maker, stack, kept, width, cuts - 1);
}

static void add_parts(struct maker *maker, struct box *stack, const json_t *node, double width,
                      int cuts) {
  double height = height_of(maker, node, width);
  bool tree = document_type(node) == NODE_TREE;
  const char *key = tree ? "children" : "events";
  const json_t *list = json_object_get(tree ? json_object_get(node, "root") : node, key);
  size_t count = json_array_size(list);
  bool fits = height <= maker->page_height - 24 || cuts == 0 || count == 0;
  if (fits || (count == 1 && !tree)) {
    page_add(stack, whole(maker, node, width, height));
  } else if (count == 1) {
    add_branch(maker, stack, node, json_array_get(list, 0), width, cuts);
  } else {
    add_slice(maker, stack, node, key, list, 0, count / 2, width, cuts);
    add_slice(maker, stack, node, key, list, count / 2, count, width, cuts);
  }
}

struct box *page_picture(struct maker *maker, const json_t *node, double width) {
  struct box *stack = page_box(maker, BOX_STACK, 0, width, 8);
  const char *title = document_text(node, "title");
  if (stack == NULL) return NULL;
  if (title[0] != '\0') {
    struct box *head =
        page_text_box(maker, page_words(maker, title, maker->size, PAGE_INK, true, width), 0, 0);
    if (head != NULL) head->stick = true;
    page_add(stack, head);
  }
  add_parts(maker, stack, node, width, MOST_CUTS);
  return stack;
}
