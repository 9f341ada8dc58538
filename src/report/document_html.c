/* SPDX-License-Identifier: Apache-2.0 */
/* A document tree as one HTML file without script and without anything to load. */
#include <string.h>

#include "document.h"
#include "html_style.h"
#include "lutetia/draw.h"
#include "lutetia/report.h"

/* Letters of pictures, and their width, in points of the picture (1.33 pixels). */
#define PICTURE_WIDTH 560
#define PICTURE_SIZE 8.5

/** Where the text goes, and what went wrong on the way. */
struct page {
  lu_text *out;
  lu_status status;
  lu_error *error;
};

/* ---- text ----------------------------------------------------------------------------------- */

/* Escapes what HTML would read as its own; newlines become breaks where `breaks` is set. */
static void put_escaped(struct page *page, const char *text, bool breaks) {
  lu_text clean = LU_TEXT_INIT;
  lu_draw_clean(&clean, text);
  page->out->failed |= clean.failed;
  for (const char *at = lu_text_string(&clean); *at != '\0'; at++) {
    const char *replaced = *at == '&'              ? "&amp;"
                           : *at == '<'            ? "&lt;"
                           : *at == '>'            ? "&gt;"
                           : *at == '"'            ? "&quot;"
                           : *at == '\''           ? "&#39;"
                           : *at == '\n' && breaks ? "<br>"
                                                   : NULL;
    if (replaced != NULL)
      lu_text_puts(page->out, replaced);
    else
      lu_text_append(page->out, at, 1);
  }
  lu_text_free(&clean);
}

static void put(struct page *page, const char *html) {
  lu_text_puts(page->out, html);
}

/* One run; a run_function. */
static void put_run(void *user, const char *text, run_style style) {
  static const char *const open[] = {"",
                                     "<strong>",
                                     "<em>",
                                     "<span class=\"small\">",
                                     "<span class=\"muted\">",
                                     "<code>",
                                     "<span class=\"warning-text\">",
                                     ""};
  static const char *const close[] = {"",        "</strong>", "</em>",   "</span>",
                                      "</span>", "</code>",   "</span>", ""};
  struct page *page = user;
  put(page, open[style]);
  put_escaped(page, text, true);
  put(page, close[style]);
}

/* "<tag>text</tag>" on a line. */
static void put_element(struct page *page, const char *tag, const char *text) {
  lu_text_printf(page->out, "<%s>", tag);
  put_escaped(page, text, true);
  lu_text_printf(page->out, "</%s>\n", tag);
}

/* ---- blocks --------------------------------------------------------------------------------- */

static void put_node(struct page *page, const json_t *node);

static void put_children(struct page *page, const json_t *node) {
  size_t index;
  json_t *child;
  json_array_foreach(json_object_get(node, "children"), index, child) put_node(page, child);
}

static void put_section(struct page *page, const json_t *node) {
  bool keep = json_is_true(json_object_get(node, "keep_together"));
  char tag[] = "h2";
  tag[1] = (char)('1' + (int)document_number(node, "level", 1));
  bool compact = json_is_true(json_object_get(node, "compact"));
  lu_text_printf(page->out, "<section%s%s%s%s>\n", keep || compact ? " class=\"" : "",
                 keep ? "keep" : "", compact ? (keep ? " compact" : "compact") : "",
                 keep || compact ? "\"" : "");
  if (document_text(node, "title")[0] != '\0') put_element(page, tag, document_text(node, "title"));
  put_children(page, node);
  put(page, "</section>\n");
}

static void put_list(struct page *page, const json_t *node) {
  const char *tag = json_is_true(json_object_get(node, "ordered")) ? "ol" : "ul";
  const json_t *items = json_object_get(node, "items");
  size_t index;
  json_t *item;
  if (json_array_size(items) == 0) return;
  lu_text_printf(page->out, "<%s>\n", tag);
  json_array_foreach(items, index, item) {
    put(page, "<li>");
    if (document_type(item) == NODE_TEXT)
      document_runs(item, put_run, page);
    else
      put_node(page, item);
    put(page, "</li>\n");
  }
  lu_text_printf(page->out, "</%s>\n", tag);
}

static void put_fields(struct page *page, const json_t *node) {
  const json_t *items = json_object_get(node, "items");
  size_t index;
  json_t *item;
  if (json_array_size(items) == 0) return;
  put(page, "<dl>\n");
  json_array_foreach(items, index, item) {
    put(page, "<dt>");
    put_escaped(page, document_text(item, "label"), true);
    put(page, "</dt><dd>");
    document_runs(json_object_get(item, "value"), put_run, page);
    if (document_text(item, "note")[0] != '\0') {
      put(page, " ");
      put_run(page, document_text(item, "note"), STYLE_MUTED);
    }
    put(page, "</dd>\n");
  }
  put(page, "</dl>\n");
}

static bool is_right(const json_t *column) {
  return strcmp(document_text(column, "align"), "right") == 0;
}

static void put_table_head(struct page *page, const json_t *columns) {
  double total = 0;
  size_t index;
  json_t *column;
  json_array_foreach(columns, index, column) total += document_number(column, "weight", 1);
  put(page, "<colgroup>");
  json_array_foreach(columns, index, column)
      lu_text_printf(page->out, "<col style=\"width:%d%%\">",
                     (int)(100 * document_number(column, "weight", 1) / total + 0.5));
  put(page, "</colgroup>\n<thead><tr>");
  json_array_foreach(columns, index, column) {
    put(page, is_right(column) ? "<th scope=\"col\" class=\"right\">" : "<th scope=\"col\">");
    put_escaped(page, document_text(column, "title"), true);
    if (document_text(column, "unit")[0] != '\0') {
      put(page, " <span class=\"unit\">(");
      put_escaped(page, document_text(column, "unit"), false);
      put(page, ")</span>");
    }
    put(page, "</th>");
  }
  put(page, "</tr></thead>\n");
}

static void put_table(struct page *page, const json_t *node) {
  const json_t *columns = json_object_get(node, "columns"), *rows = json_object_get(node, "rows");
  size_t index, cell_index;
  json_t *row, *cell;
  put(page, "<table>\n");
  if (document_text(node, "caption")[0] != '\0')
    put_element(page, "caption", document_text(node, "caption"));
  put_table_head(page, columns);
  put(page, "<tbody>\n");
  json_array_foreach(rows, index, row) {
    put(page, "<tr>");
    json_array_foreach(row, cell_index, cell) {
      put(page, is_right(json_array_get(columns, cell_index)) ? "<td class=\"right\">" : "<td>");
      document_runs(cell, put_run, page);
      put(page, "</td>");
    }
    put(page, "</tr>\n");
  }
  if (json_array_size(rows) == 0)
    lu_text_printf(page->out, "<tr><td class=\"empty\" colspan=\"%zu\">no entry</td></tr>\n",
                   json_array_size(columns));
  put(page, "</tbody>\n</table>\n");
}

static void put_callout(struct page *page, const json_t *node) {
  lu_text_printf(page->out, "<div class=\"callout %s\" role=\"note\">\n",
                 lu_severity_name(document_severity(node)));
  if (document_text(node, "title")[0] != '\0')
    put_element(page, "strong", document_text(node, "title"));
  put_children(page, node);
  put(page, "</div>\n");
}

static void put_lines(struct page *page, const json_t *node) {
  int count = (int)document_number(node, "count", 1);
  put(page, "<div class=\"lines\">");
  for (int i = 0; i < count; i++) {
    put(page, "<i>");
    if (i == 0) put_escaped(page, document_text(node, "label"), false);
    put(page, "</i>");
  }
  put(page, "</div>\n");
}

static void put_columns(struct page *page, const json_t *node) {
  const json_t *weights = json_object_get(node, "weights");
  size_t index;
  json_t *child;
  put(page, "<div class=\"columns\" style=\"grid-template-columns:");
  json_array_foreach(json_object_get(node, "children"), index, child) {
    const json_t *weight = json_array_get(weights, index);
    lu_text_printf(page->out, "%s%ldfr", index == 0 ? "" : " ",
                   weight == NULL ? 100 : (long)(100 * json_number_value(weight) + 0.5));
  }
  put(page, "\">\n");
  json_array_foreach(json_object_get(node, "children"), index, child) {
    put(page, "<div>\n");
    put_node(page, child);
    put(page, "</div>\n");
  }
  put(page, "</div>\n");
}

/* The picture in place; a sentence of what it shows where this build cannot draw. */
static void put_picture(struct page *page, const json_t *node) {
  const lu_picture_style style = {PICTURE_WIDTH, PICTURE_SIZE};
  lu_text said = LU_TEXT_INIT;
  put(page, "<figure>\n");
  if (document_text(node, "title")[0] != '\0')
    put_element(page, "figcaption", document_text(node, "title"));
  if (lu_draw_available()) {
    if (page->status == LU_OK)
      page->status =
          lu_draw_picture(page->out, node, LU_CANVAS_SVG, &style, LU_DATE_NONE, page->error);
  } else {
    lu_draw_describe(&said, node);
    put_element(page, "p", lu_text_string(&said));
    page->out->failed |= said.failed;
    lu_text_free(&said);
  }
  put(page, "</figure>\n");
}

static void put_node(struct page *page, const json_t *node) {
  switch (document_type(node)) {
    case NODE_PAGE_BREAK:
      put(page, "<hr class=\"page-break\">\n");
      return;
    case NODE_SECTION:
      put_section(page, node);
      return;
    case NODE_TEXT:
      put(page, "<p>");
      document_runs(node, put_run, page);
      put(page, "</p>\n");
      return;
    case NODE_LIST:
      put_list(page, node);
      return;
    case NODE_FIELDS:
      put_fields(page, node);
      return;
    case NODE_TABLE:
      put_table(page, node);
      return;
    case NODE_CALLOUT:
      put_callout(page, node);
      return;
    case NODE_LINES:
      put_lines(page, node);
      return;
    case NODE_COLUMNS:
      put_columns(page, node);
      return;
    case NODE_TIMELINE:
    case NODE_TREE:
    case NODE_CURVE:
      put_picture(page, node);
      return;
    case NODE_UNKNOWN:
      return;
  }
}

static void put_head(struct page *page, const json_t *document) {
  const char *paper = document_text(document, "paper");
  put(page,
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
  put_element(page, "title", document_text(document, "title"));
  put(page, "<style>\n");
  html_style(page->out, strcmp(paper, "Letter") == 0 ? "Letter" : "A4",
             document_text(document, "notice"), document_text(document, "footer"));
  put(page, json_is_true(json_object_get(document, "large"))
                ? "</style>\n</head>\n<body class=\"large\">\n<main>\n"
                : "</style>\n</head>\n<body>\n<main>\n");
}

lu_status lu_report_html(lu_text *out, const json_t *document, lu_context *context,
                         lu_error *error) {
  struct page page = {out, LU_OK, error};
  (void)context;
  lu_status status = lu_report_check(document, error);
  if (status != LU_OK) return status;
  put_head(&page, document);
  put_element(&page, "h1", document_text(document, "title"));
  put(&page, "<p class=\"notice\">");
  put_escaped(&page, document_text(document, "notice"), true);
  put(&page, "</p>\n");
  put_children(&page, document);
  put(&page, "<footer>");
  put_escaped(&page, document_text(document, "footer"), true);
  if (document_text(document, "footer")[0] != '\0') put(&page, "<br>");
  put_escaped(&page, document_text(document, "notice"), true);
  put(&page, "</footer>\n</main>\n</body>\n</html>\n");
  if (page.status != LU_OK) return page.status;
  return out->failed ? lu_fail_memory(error) : LU_OK;
}
