/* SPDX-License-Identifier: Apache-2.0 */
/* A tree from left to right: each level is a column, each subtree takes the height that it needs,
   so that nothing can overlap. */
#include <math.h>
#include <string.h>

#include "picture.h"

#define DEEPEST 40
#define PAD 4.5
#define BETWEEN 6 /* boxes of one column */

struct branch {
  const lu_block *label, *edge;
  struct branch *children;
  size_t count;
  double box, edge_height, height; /**< heights: of the box, of the text above it, of all */
};

struct level {
  double x, width;
};

struct drawing {
  struct picture *picture;
  struct level levels[DEEPEST + 1];
};

static size_t depth_of(const json_t *node, size_t limit) {
  size_t index, deepest = 0;
  json_t *child;
  if (limit == 0) return 0;
  json_array_foreach(json_object_get(node, "children"), index, child) {
    size_t depth = depth_of(child, limit - 1) + 1;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

/* The root is as wide as its text, others share what is left. */
static void place_levels(struct drawing *drawing, const json_t *root, size_t depth) {
  struct picture *picture = drawing->picture;
  double room = picture->width - 1;
  const lu_block *note =
      picture_set(picture, picture_text(root, "note"), INK, false, 0, 0, LU_ALIGN_LEFT);
  const lu_block *label =
      picture_set(picture, picture_text(root, "label"), INK, true, 0, 0, LU_ALIGN_LEFT);
  double gap = depth > 6 ? 8 : 17, share = (room - gap * (double)depth) / (double)(depth + 1);
  double first = fmin(fmax(fmax(lu_block_width(label), lu_block_width(note)) + 2 * PAD + 2, 30),
                      fmax(share, 12));
  double others = depth == 0 ? 0 : fmax((room - first - gap * (double)depth) / (double)depth, 12);
  double x = picture->x + 0.5; /* half of the border */
  for (size_t i = 0; i <= depth; i++) {
    drawing->levels[i] = (struct level){x, i == 0 ? first : fmin(others, 210)};
    x += drawing->levels[i].width + gap;
  }
}

static const lu_block *set_label(struct picture *picture, const json_t *node, double width) {
  const char *note = picture_text(node, "note");
  lu_text label = LU_TEXT_INIT;
  lu_text_puts(&label, picture_text(node, "label"));
  if (note[0] != '\0') lu_text_puts(&label, "\n");
  const lu_canvas_run runs[] = {
      {.text = lu_text_string(&label), .colour = INK, .bold = true},
      {.text = note, .colour = MUTED},
  };
  const lu_canvas_setting setting = {.size = picture->size, .width = width, .leading = 0.92};
  const lu_block *block = lu_canvas_set(picture->canvas, runs, note[0] == '\0' ? 1 : 2, &setting);
  if (label.failed) lu_canvas_fail(picture->canvas);
  lu_text_free(&label);
  return block;
}

/* Sets the texts of a subtree and finds its height. Siblings that share an edge say it once. */
static void measure(struct drawing *drawing, struct branch *branch, const json_t *node,
                    const char *edge_before, size_t level) {
  struct picture *picture = drawing->picture;
  const json_t *children = json_object_get(node, "children");
  const char *edge = picture_text(node, "edge"), *before = "";
  double width = drawing->levels[level].width, below = 0;
  branch->label = set_label(picture, node, fmax(width - 2 * PAD, 6));
  branch->box = lu_block_height(branch->label) + 2 * PAD - 2;
  if (edge[0] != '\0' && strcmp(edge, edge_before) != 0) {
    const lu_canvas_run run = {.text = edge, .colour = MUTED, .italic = true};
    const lu_canvas_setting setting = {
        .size = picture->size * 0.94, .width = width, .leading = 0.92};
    branch->edge = lu_canvas_set(picture->canvas, &run, 1, &setting);
    branch->edge_height = lu_block_height(branch->edge) + 1.5;
  }
  branch->height = branch->box + branch->edge_height;
  if (level == DEEPEST || json_array_size(children) == 0) return;
  branch->children =
      lu_arena_array(picture->arena, json_array_size(children), sizeof *branch->children);
  if (branch->children == NULL) return;
  branch->count = json_array_size(children);
  for (size_t i = 0; i < branch->count; i++) {
    const json_t *child = json_array_get(children, i);
    measure(drawing, &branch->children[i], child, before, level + 1);
    before = picture_text(child, "edge");
    below += branch->children[i].height + (i == 0 ? 0 : BETWEEN);
  }
  branch->height = fmax(branch->height, below);
}

/* Middle of the box of a branch that starts at `y`: beside the first and last of its children. */
static double middle_of(const struct branch *branch, double y) {
  double low = y + branch->edge_height + branch->box / 2,
         high = y + branch->height - branch->box / 2;
  if (branch->count == 0) return low;
  double top = y, first = 0, last = 0, below = 0;
  for (size_t i = 0; i < branch->count; i++)
    below += branch->children[i].height + (i == 0 ? 0 : BETWEEN);
  top += (branch->height - below) / 2;
  for (size_t i = 0; i < branch->count; i++) {
    last = middle_of(&branch->children[i], top);
    if (i == 0) first = last;
    top += branch->children[i].height + BETWEEN;
  }
  return fmax(fmin((first + last) / 2, high), low);
}

static void connect(struct picture *picture, double x1, double y1, double x2, double y2) {
  const lu_canvas_pen pen = {.stroke = RULE, .fill = LU_CANVAS_NONE, .width = 0.8};
  const lu_canvas_pen head = {.stroke = LU_CANVAS_NONE, .fill = RULE};
  double bend = x1 + (x2 - x1) * 0.4;
  const lu_canvas_point line[] = {{x1, y1}, {bend, y1}, {bend, y2}, {x2 - 2, y2}};
  const lu_canvas_point arrow[] = {{x2, y2}, {x2 - 4, y2 - 2.2}, {x2 - 4, y2 + 2.2}};
  lu_canvas_path(picture->canvas, line, 4, false, &pen);
  lu_canvas_path(picture->canvas, arrow, 3, true, &head);
}

static void draw_branch(struct drawing *drawing, const struct branch *branch, double y,
                        size_t level) {
  struct picture *picture = drawing->picture;
  const struct level *column = &drawing->levels[level];
  const lu_canvas_pen pen = {
      .stroke = level == 0 ? INK : RULE, .fill = level == 0 ? 0xffffffu : TINT, .width = 0.7};
  double middle = middle_of(branch, y), top = middle - branch->box / 2, below = 0;
  lu_canvas_block(picture->canvas, branch->edge, column->x, top - branch->edge_height);
  lu_canvas_box(picture->canvas, column->x, top, column->width, branch->box, 2.5, &pen);
  lu_canvas_block(picture->canvas, branch->label, column->x + PAD, top + PAD - 1);
  for (size_t i = 0; i < branch->count; i++)
    below += branch->children[i].height + (i == 0 ? 0 : BETWEEN);
  y += (branch->height - below) / 2;
  for (size_t i = 0; i < branch->count; i++) {
    connect(picture, column->x + column->width, middle, drawing->levels[level + 1].x,
            middle_of(&branch->children[i], y));
    draw_branch(drawing, &branch->children[i], y, level + 1);
    y += branch->children[i].height + BETWEEN;
  }
}

double picture_tree(struct picture *picture, const json_t *node) {
  const json_t *root = json_object_get(node, "root");
  struct drawing drawing = {.picture = picture};
  struct branch branch = {0};
  place_levels(&drawing, root, depth_of(root, DEEPEST));
  measure(&drawing, &branch, root, "", 0);
  draw_branch(&drawing, &branch, picture->y + 1, 0);
  return branch.height + 2;
}
