/* SPDX-License-Identifier: Apache-2.0 */
/* A document tree as PDF: header with the notice and footer with the page on every page. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lutetia/report.h"
#include "page.h"

#define SIDE 48.0  /* 17 mm */
#define TOP 30.0   /* of the header */
#define FOOT 30.0  /* below the footer */
#define TITLE 17.0 /* size of the title */

/* One text in a colour, small, as a block. */
static const lu_block *small_block(lu_canvas *canvas, const char *text, bool bold, double width,
                                   lu_canvas_align align) {
  const lu_canvas_run run = {.text = text, .colour = PAGE_MUTED, .bold = bold};
  const lu_canvas_setting setting = {.size = 6.9, .width = width, .align = align};
  return lu_canvas_set(canvas, &run, 1, &setting);
}

void page_frame(struct flow *flow) {
  const lu_canvas_pen rule = {.stroke = PAGE_HAIR, .fill = LU_CANVAS_NONE, .width = 0.6};
  const char *title = flow->page == 1 ? "" : document_text(flow->document, "title");
  char number[64];
  double right = flow->left + flow->width;
  snprintf(number, sizeof number, "page %zu of %zu", flow->page, flow->pages);
  const lu_block *notice = small_block(flow->canvas, document_text(flow->document, "notice"), true,
                                       flow->width * (title[0] == '\0' ? 1 : 0.64), LU_ALIGN_LEFT);
  lu_canvas_lines(flow->canvas, notice, flow->left, TOP, 0, 4);
  const lu_block *head =
      small_block(flow->canvas, title, false, flow->width * 0.33, LU_ALIGN_RIGHT);
  lu_canvas_lines(flow->canvas, head, right - flow->width * 0.33, TOP, 0, 4);
  double line = flow->top - 12, foot = flow->bottom + 10;
  lu_canvas_line(flow->canvas, flow->left, line, right, line, &rule);
  lu_canvas_line(flow->canvas, flow->left, foot, right, foot, &rule);
  const lu_block *text = small_block(flow->canvas, document_text(flow->document, "footer"), false,
                                     flow->width * 0.8, LU_ALIGN_LEFT);
  lu_canvas_lines(flow->canvas, text, flow->left, foot + 3, 0, 2);
  const lu_block *page = small_block(flow->canvas, number, false, 0, LU_ALIGN_LEFT);
  lu_canvas_block(flow->canvas, page, right - lu_block_width(page), foot + 3);
}

/* Room for at most four lines of the notice above, two of the footer below. */
static void find_room(struct flow *flow, const json_t *document) {
  const lu_block *notice = small_block(flow->canvas, document_text(document, "notice"), true,
                                       flow->width * 0.64, LU_ALIGN_LEFT);
  const lu_block *title = small_block(flow->canvas, document_text(document, "title"), false,
                                      flow->width * 0.33, LU_ALIGN_RIGHT);
  const lu_block *footer = small_block(flow->canvas, document_text(document, "footer"), false,
                                       flow->width * 0.8, LU_ALIGN_LEFT);
  double head = fmax(lu_block_line_top(notice, 4), lu_block_line_top(title, 4));
  double foot = fmax(lu_block_line_top(footer, 2), 9);
  flow->top = TOP + head + 18;
  flow->bottom = flow->paper_height - FOOT - foot - 10;
}

static struct box *build_document(struct maker *maker, const json_t *document, double width) {
  struct box *stack = page_box(maker, BOX_STACK, 0, width, 0);
  struct box *body = page_children(maker, document, 0, width, 9);
  struct box *title = page_text_box(
      maker, page_words(maker, document_text(document, "title"), TITLE, PAGE_INK, true, width), 0,
      0);
  if (body == NULL || title == NULL) return NULL;
  title->stick = body->first != NULL;
  page_add(stack, title);
  page_add(stack, body);
  return stack;
}

static void place_document(struct flow *flow, const struct box *box, size_t pages) {
  flow->page = 1;
  flow->pages = pages;
  flow->y = flow->top;
  flow->fresh = true;
  flow->frame = NULL;
  page_frame(flow);
  if (box != NULL) page_place(flow, box, flow->left);
}

/* Twice: the first time nothing is drawn, and the pages are counted. */
static void write_pages(struct flow *flow, const json_t *document, lu_arena *arena, json_t *parts) {
  bool large = json_is_true(json_object_get(document, "large"));
  struct maker maker = {
      flow->canvas, arena, parts, flow->bottom - flow->top, large ? PAGE_LARGE : PAGE_SIZE, 1};
  const struct box *box = build_document(&maker, document, flow->width);
  if (box == NULL || lu_arena_failed(arena)) {
    lu_canvas_fail(flow->canvas);
    return;
  }
  lu_canvas_mute(flow->canvas, true);
  place_document(flow, box, 1);
  lu_canvas_mute(flow->canvas, false);
  place_document(flow, box, flow->page);
}

lu_status lu_report_pdf(lu_text *out, const json_t *document, lu_context *context,
                        lu_error *error) {
  bool letter = strcmp(document_text(document, "paper"), "Letter") == 0;
  struct flow flow = {.document = document,
                      .paper_width = letter ? 612 : 595.276,
                      .paper_height = letter ? 792 : 841.89,
                      .left = SIDE};
  lu_status status = lu_report_check(document, error);
  if (status != LU_OK) return status;
  flow.width = flow.paper_width - 2 * SIDE;
  status = lu_canvas_new(&flow.canvas, LU_CANVAS_PDF, flow.paper_width, flow.paper_height, error);
  if (status != LU_OK) return status;
  lu_arena *arena = lu_arena_new();
  json_t *parts = json_array();
  lu_canvas_describe(flow.canvas, document_text(document, "title"), lu_context_today(context));
  find_room(&flow, document);
  if (arena != NULL && parts != NULL) write_pages(&flow, document, arena, parts);
  if (arena == NULL || parts == NULL) lu_canvas_fail(flow.canvas);
  status = lu_canvas_finish(flow.canvas, out, error);
  lu_canvas_free(flow.canvas);
  lu_arena_free(arena);
  json_decref(parts);
  return status;
}
