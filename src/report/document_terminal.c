/* SPDX-License-Identifier: Apache-2.0 */
/* A document tree as text on a terminal. */
#include <stdio.h>
#include <string.h>

#include "document.h"
#include "layout.h"
#include "lutetia/draw.h"
#include "terminal_table.h"

/** Where the text goes: how far it is indented. */
struct terminal {
  layout *page;
  int indent;
};

static void put_children(struct terminal *to, const json_t *node);

void terminal_run(void *user, const char *text, run_style style) {
  static const paint paints[] = {PAINT_PLAIN, PAINT_BOLD,  PAINT_PLAIN, PAINT_DIM,
                                 PAINT_DIM,   PAINT_PLAIN, PAINT_RED,   PAINT_PLAIN};
  if (paints[style] == PAINT_PLAIN)
    lu_text_puts(user, text);
  else
    paint_puts(user, paints[style], text);
}

/* Runs of a value as a paragraph behind a marker; "" for none. */
static void put_runs(struct terminal *to, const char *marker, const json_t *value) {
  lu_text text = LU_TEXT_INIT;
  document_runs(value, terminal_run, &text);
  if (text.length > 0) {
    if (marker[0] == '\0')
      layout_paragraph(to->page, to->indent, to->indent, lu_text_string(&text));
    else
      layout_item(to->page, to->indent, marker, lu_text_string(&text));
  }
  to->page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void put_title(struct terminal *to, paint color, const char *title) {
  lu_text text = LU_TEXT_INIT;
  if (title[0] == '\0') return;
  paint_puts(&text, color, title);
  layout_paragraph(to->page, to->indent, to->indent, lu_text_string(&text));
  to->page->out->failed |= text.failed;
  lu_text_free(&text);
}

static void put_section(struct terminal *to, const json_t *node) {
  layout_gap(to->page);
  put_title(to, PAINT_BOLD, document_text(node, "title"));
  to->indent += 2;
  put_children(to, node);
  to->indent -= 2;
}

static void put_node(struct terminal *to, const json_t *node);

static void put_list(struct terminal *to, const json_t *node) {
  bool ordered = json_is_true(json_object_get(node, "ordered"));
  size_t index;
  json_t *item;
  json_array_foreach(json_object_get(node, "items"), index, item) {
    char marker[24];
    snprintf(marker, sizeof marker, ordered ? "%zu." : "-", index + 1);
    if (document_type(item) == NODE_TEXT) {
      put_runs(to, marker, item);
      continue;
    }
    to->indent += 2;
    put_node(to, item);
    to->indent -= 2;
  }
}

/* Width of the labels of fields: the longest, up to a third of the page. */
static int label_width(const struct terminal *to, const json_t *items) {
  size_t widest = 0, index;
  json_t *item;
  json_array_foreach(items, index, item) {
    size_t width = layout_text_width(document_text(item, "label"));
    if (width > widest) widest = width;
  }
  size_t most = (size_t)to->page->width / 3;
  return (int)(widest < most ? widest : most) + 2;
}

static void put_fields(struct terminal *to, const json_t *node) {
  const json_t *items = json_object_get(node, "items");
  int width = label_width(to, items);
  size_t index;
  json_t *item;
  json_array_foreach(items, index, item) {
    lu_text text = LU_TEXT_INIT;
    document_runs(json_object_get(item, "value"), terminal_run, &text);
    if (document_text(item, "note")[0] != '\0') {
      lu_text_puts(&text, " ");
      paint_puts(&text, PAINT_DIM, document_text(item, "note"));
    }
    layout_pair(to->page, to->indent, width, document_text(item, "label"), lu_text_string(&text));
    to->page->out->failed |= text.failed;
    lu_text_free(&text);
  }
}

static void put_callout(struct terminal *to, const json_t *node) {
  static const paint paints[] = {PAINT_BLUE, PAINT_YELLOW, PAINT_RED};
  put_title(to, paints[document_severity(node)], document_text(node, "title"));
  to->indent += 2;
  put_children(to, node);
  to->indent -= 2;
}

/* "Label: ______" */
static void put_lines(struct terminal *to, const json_t *node) {
  int count = (int)document_number(node, "count", 1);
  for (int i = 0; i < count; i++) {
    lu_text text = LU_TEXT_INIT;
    if (i == 0 && document_text(node, "label")[0] != '\0')
      lu_text_printf(&text, "%s ", document_text(node, "label"));
    lu_text_fill(&text, '_', 40);
    layout_paragraph(to->page, to->indent, to->indent, lu_text_string(&text));
    to->page->out->failed |= text.failed;
    lu_text_free(&text);
  }
}

static void put_picture(struct terminal *to, const json_t *node) {
  lu_text said = LU_TEXT_INIT;
  put_title(to, PAINT_BOLD, document_text(node, "title"));
  lu_draw_describe(&said, node);
  layout_paragraph(to->page, to->indent, to->indent, lu_text_string(&said));
  to->page->out->failed |= said.failed;
  lu_text_free(&said);
}

static void put_node(struct terminal *to, const json_t *node) {
  switch (document_type(node)) {
    case NODE_PAGE_BREAK:
      layout_gap(to->page);
      return;
    case NODE_SECTION:
      put_section(to, node);
      return;
    case NODE_TEXT:
      put_runs(to, "", node);
      return;
    case NODE_LIST:
      put_list(to, node);
      return;
    case NODE_FIELDS:
      put_fields(to, node);
      return;
    case NODE_TABLE:
      terminal_table(to->page, to->indent, node);
      return;
    case NODE_CALLOUT:
      put_callout(to, node);
      return;
    case NODE_LINES:
      put_lines(to, node);
      return;
    case NODE_COLUMNS:
      put_children(to, node);
      return;
    case NODE_TIMELINE:
    case NODE_TREE:
    case NODE_CURVE:
      put_picture(to, node);
      return;
    case NODE_UNKNOWN:
      return;
  }
}

static void put_children(struct terminal *to, const json_t *node) {
  size_t index;
  json_t *child;
  json_array_foreach(json_object_get(node, "children"), index, child) put_node(to, child);
}

lu_status lu_report_text(lu_text *out, const json_t *document, const lu_report_style *style,
                         lu_error *error) {
  layout page = layout_start(out, style);
  struct terminal to = {&page, 0};
  lu_status status = lu_report_check(document, error);
  if (status != LU_OK) return status;
  put_title(&to, PAINT_BOLD, document_text(document, "title"));
  put_title(&to, PAINT_DIM, document_text(document, "notice"));
  put_children(&to, document);
  if (document_text(document, "footer")[0] != '\0') {
    layout_gap(&page);
    put_title(&to, PAINT_DIM, document_text(document, "footer"));
  }
  return layout_end(&page, error);
}
