/* SPDX-License-Identifier: Apache-2.0 */
/* Document trees: what is refused, what HTML and PDF hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/base/file.h"
#include "lutetia/draw.h"
#include "lutetia/report.h"
#include "pdf_help.h"

#define HEAD "{'type':'document','title':'T','notice':'not for patient care','children':["

/* ---- making documents ----------------------------------------------------------------------- */

/* Test texts are written with ' for ". */
static json_t *quoted(const char *text) {
  char *copy = strdup(text);
  json_error_t reason;
  for (char *at = copy; *at != '\0'; at++)
    if (*at == '\'') *at = '"';
  json_t *node = json_loads(copy, 0, &reason);
  if (node == NULL) fail_msg("%s: %s", copy, reason.text);
  free(copy);
  return node;
}

static json_t *sample(void) {
  json_error_t reason;
  json_t *document = json_load_file(LU_SOURCE_DIR "/tests/report/document-sample.json", 0, &reason);
  if (document == NULL) fail_msg("%s", reason.text);
  return document;
}

/* A document with nodes. */
static json_t *document_of(const char *nodes) {
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, HEAD "%s]}", nodes);
  json_t *document = quoted(text.data);
  lu_text_free(&text);
  return document;
}

typedef lu_status writer(lu_text *, const json_t *, lu_context *, lu_error *);

static lu_text written(const json_t *document, writer *write) {
  lu_context *context = NULL;
  lu_text text = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  lu_context_set_today(context, (lu_date){2026, 11, 24, true});
  if (write(&text, document, context, &error) != LU_OK) fail_msg("%s", error.message);
  lu_context_free(context);
  return text;
}

/* True if bytes hold a word. */
static bool holds_bytes(const lu_text *bytes, const char *word) {
  size_t length = strlen(word);
  for (size_t i = 0; i + length <= bytes->length; i++)
    if (memcmp(bytes->data + i, word, length) == 0) return true;
  return false;
}

static void need_pdf(void) {
  if (!lu_draw_available() || !pdf_readable()) skip();
}

/* ---- bad trees ------------------------------------------------------------------------------ */

static void check_refused(const char *text, const char *sentence) {
  json_t *document = quoted(text);
  lu_error error = LU_ERROR_INIT;
  lu_text out = LU_TEXT_INIT;
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  assert_int_equal(lu_report_check(document, &error), LU_BAD_INPUT);
  assert_string_equal(error.message, sentence);
  assert_int_equal(lu_report_html(&out, document, context, &error), LU_BAD_INPUT);
  assert_int_equal(lu_report_pdf(&out, document, context, &error), LU_BAD_INPUT);
  assert_int_equal(out.length, 0);
  lu_context_free(context);
  json_decref(document);
}

static void check_node_refused(const char *nodes, const char *sentence) {
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, HEAD "%s]}", nodes);
  check_refused(text.data, sentence);
  lu_text_free(&text);
}

static void bad_documents_are_refused(void **state) {
  (void)state;
  check_refused("[]", "document tree, /: is no object; valid: an object");
  check_refused("{'type':'section'}",
                "document tree, /type: is no document: section; valid: document");
  check_refused("{'type':'document','title':'T','children':[]}",
                "document tree, /notice: is missing; valid: a text");
  check_refused("{'type':'document','title':'T','notice':'','children':[]}",
                "document tree, /notice: is empty; valid: what the document must not be used for");
  check_refused("{'type':'document','title':'T','notice':'n','paper':'A5','children':[]}",
                "document tree, /paper: is no paper: A5; valid: A4, Letter");
  check_refused("{'type':'document','title':'T','notice':'n'}",
                "document tree, /children: is missing; valid: a list");
}

static void bad_nodes_are_refused(void **state) {
  (void)state;
  check_node_refused("{'type':'page_break'},{'type':'pie'}",
                     "document tree, /children/1/type: is no type of node: pie; valid: page_break, "
                     "section, text, list, fields, table, callout, lines, columns, timeline, tree, "
                     "curve");
  check_node_refused("{'type':'section','level':4,'title':'x','children':[]}",
                     "document tree, /children/0/level: is no level; valid: 1, 2, 3");
  check_node_refused(
      "{'type':'section','title':'x','children':[{'type':'text','runs':[{'text':'a',"
      "'style':'loud'}]}]}",
      "document tree, /children/0/children/0/runs/0/style: is no style: loud; "
      "valid: bold, italic, small, muted, mono, warning");
  check_node_refused("{'type':'text'}",
                     "document tree, /children/0/text: is missing; valid: a text");
  check_node_refused(
      "{'type':'table','columns':[{'title':'a'},{'title':'b'}],'rows':[['1','2'],"
      "['3']]}",
      "document tree, /children/0/rows/1: has another number of cells than there "
      "are columns; valid: one cell for each column");
  check_node_refused("{'type':'table','columns':[],'rows':[]}",
                     "document tree, /children/0/columns: has no column, or too many; valid: 1 to "
                     "24 columns");
  check_node_refused("{'type':'table','columns':[{'title':'a','weight':0}],'rows':[]}",
                     "document tree, /children/0/columns/0/weight: is not positive; valid: a "
                     "positive number");
  check_node_refused("{'type':'callout','severity':'grave','title':'x','children':[]}",
                     "document tree, /children/0/severity: is no severity: grave; valid: note, "
                     "warning, severe");
  check_node_refused("{'type':'lines','label':'x','count':0}",
                     "document tree, /children/0/count: is no number of lines; valid: 1 to 60");
  check_node_refused(
      "{'type':'columns','weights':[1],'children':[{'type':'page_break'},"
      "{'type':'page_break'}]}",
      "document tree, /children/0/weights: has another number than there are "
      "columns; valid: one weight for each");
  check_node_refused("{'type':'fields','items':[{'label':'x'}]}",
                     "document tree, /children/0/items/0/value: is missing; valid: a text, or an "
                     "object with runs");
}

static void bad_pictures_are_refused(void **state) {
  (void)state;
  check_node_refused("{'type':'timeline','events':[{'label':'x','day':'2026-02-30'}]}",
                     "document tree, /children/0/events/0/day: is no day: 2026-02-30; valid: a day "
                     "such as 2026-11-24");
  check_node_refused("{'type':'timeline','events':[{'label':'x'}]}",
                     "document tree, /children/0/events/0: has no day; valid: day, earliest or "
                     "latest");
  check_node_refused("{'type':'tree','root':{'label':'x','children':[{}]}}",
                     "document tree, /children/0/root/children/0/label: is missing; valid: a text");
  check_node_refused("{'type':'tree'}",
                     "document tree, /children/0/root: is missing; valid: an object with a label");
  check_node_refused(
      "{'type':'curve','x':{'label':'x','dates':true},'y':{'label':'y'},'series':"
      "[{'label':'s','points':[{'x':3,'y':1}]}]}",
      "document tree, /children/0/series/0/points/0/x: is no day; valid: a day, "
      "since the axis has dates");
  check_node_refused("{'type':'curve','x':{'label':'x'},'series':[]}",
                     "document tree, /children/0/y: is missing; valid: an object with a label");
}

static void deep_trees_are_refused(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  json_t *document = document_of(""), *parent = document;
  for (int i = 0; i < 100; i++) {
    json_t *node = quoted("{'type':'section','title':'x','children':[]}");
    json_array_append_new(json_object_get(parent, "children"), node);
    parent = node;
  }
  assert_int_equal(lu_report_check(document, &error), LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "lies too deep; valid: 32 levels of nodes"));
  json_decref(document);
}

/* ---- HTML ----------------------------------------------------------------------------------- */

static void html_reads_as_agreed(void **state) {
  (void)state;
  const char *path = LU_SOURCE_DIR "/tests/report/golden/document-sample.html";
  char *golden = NULL;
  size_t length = 0;
  lu_error error = LU_ERROR_INIT;
  json_t *document = sample();
  if (!lu_draw_available()) skip();
  lu_text html = written(document, lu_report_html);
  if (getenv("LUTETIA_UPDATE_GOLDEN") != NULL)
    assert_int_equal(lu_file_write(path, html.data, html.length, &error), LU_OK);
  if (lu_file_read(&golden, &length, path, 1 << 22, &error) != LU_OK) fail_msg("%s", error.message);
  if (strcmp(golden, html.data) != 0) fail_msg("the page differs from %s", path);
  free(golden);
  lu_text_free(&html);
  json_decref(document);
}

/* Every tag is closed in its order: what a parser of XML would ask, but for void elements. */
static void check_nesting(const char *html) {
  const char *open[200];
  size_t lengths[200], depth = 0;
  for (const char *at = strchr(html, '<'); at != NULL; at = strchr(at + 1, '<')) {
    const char *end = strchr(at, '>'), *name = at + (at[1] == '/' ? 2 : 1);
    size_t length = strcspn(name, " />\n");
    static const char *const empty[] = {"!DOCTYPE", "meta", "hr", "br", "col"};
    bool alone = end[-1] == '/';
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++)
      alone |= strlen(empty[i]) == length && strncmp(name, empty[i], length) == 0;
    if (alone) continue;
    if (at[1] != '/') {
      assert_true(depth < 200);
      open[depth] = name;
      lengths[depth++] = length;
      continue;
    }
    assert_true(depth > 0);
    depth--;
    if (lengths[depth] != length || strncmp(open[depth], name, length) != 0)
      fail_msg("<%.10s> is closed by </%.10s>", open[depth], name);
  }
  assert_int_equal(depth, 0);
}

static void html_stands_alone(void **state) {
  (void)state;
  static const char *const outside[] = {"<script", "<link", "<img",  "<iframe", "url(",
                                        "@import", "src=",  "href=", "onload",  "javascript"};
  json_t *document = sample();
  lu_text html = written(document, lu_report_html);
  for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++)
    if (strstr(html.data, outside[i]) != NULL) fail_msg("the page holds %s", outside[i]);
  assert_non_null(strstr(html.data, "<html lang=\"en\">"));
  assert_non_null(strstr(html.data, "<th scope=\"col\""));
  assert_non_null(strstr(html.data, "size:A4"));
  check_nesting(html.data);
  lu_text_free(&html);
  json_object_set_new(document, "paper", json_string("Letter"));
  html = written(document, lu_report_html);
  assert_non_null(strstr(html.data, "size:Letter"));
  lu_text_free(&html);
  json_decref(document);
}

/* Texts come from records. Nothing in them becomes an element, an attribute or a rule of style. */
static void hostile_text_stays_text(void **state) {
  (void)state;
  const char *hostile = "</style><script>alert(\"1\")</script>'\" onload=x &amp; \x01\xE2\x80\xAE";
  json_t *document = document_of(
      "{'type':'section','title':'@','children':[{'type':'text','text':'@'},{'type':'list',"
      "'items':[{'type':'text','text':'@'}]},{'type':'fields','items':[{'label':'@','value':'@',"
      "'note':'@'}]},{'type':'table','caption':'@','columns':[{'title':'@','unit':'@'}],'rows':"
      "[['@']]},{'type':'callout','severity':'note','title':'@','children':[]},{'type':'lines',"
      "'label':'@','count':1},{'type':'timeline','title':'@','events':[{'label':'@','lane':'@',"
      "'kind':'@','day':'2026-01-01'}]},{'type':'tree','title':'@','root':{'label':'@','note':'@',"
      "'edge':'@'}},{'type':'curve','title':'@','x':{'label':'@','unit':'@'},'y':{'label':'@',"
      "'unit':'@'},'series':[{'label':'@','points':[{'x':1,'y':1}]}],'limits':[{'y':1,'label':"
      "'@'}]}]}");
  char *text = json_dumps(document, 0);
  json_t *value = json_string(hostile);
  char *escaped = json_dumps(value, JSON_ENCODE_ANY);
  json_decref(value);
  json_decref(document);
  lu_text filled = LU_TEXT_INIT;
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '@')
      lu_text_append(&filled, escaped + 1, strlen(escaped) - 2);
    else
      lu_text_append(&filled, at, 1);
  }
  document = json_loads(filled.data, 0, NULL);
  assert_non_null(document);
  json_object_set_new(document, "title", json_string(hostile));
  json_object_set_new(document, "notice", json_string(hostile));
  json_object_set_new(document, "footer", json_string(hostile));
  lu_text html = written(document, lu_report_html);
  assert_null(strstr(html.data, "<script"));
  assert_null(strstr(html.data, "alert(\""));
  assert_null(strchr(html.data, '\x01'));
  assert_null(strstr(html.data, "\xE2\x80\xAE"));
  const char *style = strstr(html.data, "</style>");
  assert_non_null(style);
  assert_null(strstr(style + 1, "</style>"));
  check_nesting(html.data);
  lu_text_free(&html);
  if (lu_draw_available()) {
    lu_text pdf = written(document, lu_report_pdf);
    assert_true(pdf.length > 1000);
    lu_text_free(&pdf);
  }
  lu_text_free(&filled);
  free(escaped);
  free(text);
  json_decref(document);
}

/* ---- PDF ------------------------------------------------------------------------------------ */

static void pdf_is_the_same_twice(void **state) {
  (void)state;
  if (!lu_draw_available()) skip();
  json_t *document = sample();
  lu_text first = written(document, lu_report_pdf), second = written(document, lu_report_pdf);
  assert_int_equal(first.length, second.length);
  assert_memory_equal(first.data, second.data, first.length);
  assert_true(holds_bytes(&first, "(20261124000000Z)"));
  lu_text_free(&first);
  lu_text_free(&second);
  json_decref(document);
}

static void assert_holds(const char *text, const char *word) {
  if (strstr(text, word) == NULL) fail_msg("\"%s\" is missing in:\n%s", word, text);
}

static void pdf_text_is_searchable(void **state) {
  (void)state;
  need_pdf();
  static const char *const words[] = {"Which second line after progression",
                                      "Krenning 4, all lesions (2026-10-02)",
                                      "1.62 mg/dL ↑",
                                      "≥ 50 mL/min/1.73 m²",
                                      "µg/L",
                                      "Dr. Müller-Ångström",
                                      "β-blocker",
                                      "tumour.ki67_pct = 6.5",
                                      "Dissent",
                                      "Events by treatment",
                                      "pump inhibitor",
                                      "progression or pneumonitis",
                                      "sum of diameters (mm)",
                                      "progression: smallest sum",
                                      "SRC-59",
                                      "no entry",
                                      "page 1 of 5",
                                      "page 5 of 5"};
  json_t *document = sample();
  lu_text pdf = written(document, lu_report_pdf);
  char *text = pdf_text(&pdf, 0, false);
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    assert_holds(text, words[i]);
  free(text);
  for (int page = 1; page <= 5; page++) {
    text = pdf_text(&pdf, page, true);
    assert_holds(text, "For research and teaching; not for patient care.");
    assert_holds(text, "Case sample, 2026-11-24");
    free(text);
  }
  assert_int_equal(pdf_pages(&pdf), 5);
  lu_text_free(&pdf);
  json_decref(document);
}

/* In the order of the file, which is that of reading. */
static void pdf_is_in_reading_order(void **state) {
  (void)state;
  need_pdf();
  static const char *const order[] = {"Question to the board",
                                      "Emergency",
                                      "Tumour and patient",
                                      "Somatostatin",
                                      "FDG PET",
                                      "Response",
                                      "2026-09-28",
                                      "Laboratory",
                                      "Options",
                                      "PRRT - preferred",
                                      "Everolimus - ",
                                      "Missing",
                                      "Decision of the board",
                                      "Calendar",
                                      "What comes next",
                                      "Growth",
                                      "Sources"};
  json_t *document = sample();
  lu_text pdf = written(document, lu_report_pdf);
  char *text = pdf_text(&pdf, 0, false), *at = text;
  for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
    at = strstr(at, order[i]);
    if (at == NULL) fail_msg("\"%s\" does not come after what stands before it", order[i]);
  }
  free(text);
  lu_text_free(&pdf);
  json_decref(document);
}

static void long_tables_repeat_their_head(void **state) {
  (void)state;
  need_pdf();
  json_t *document = document_of(
      "{'type':'table','columns':[{'title':'Name'},{'title':'Number','unit':'mg','align':'right'}],"
      "'rows':[]}");
  json_t *rows = json_object_get(json_array_get(json_object_get(document, "children"), 0), "rows");
  for (int i = 0; i < 200; i++) {
    char name[20], number[20];
    snprintf(name, sizeof name, "row%d", i);
    snprintf(number, sizeof number, "%d", i * 37 % 1000);
    json_array_append_new(rows, json_pack("[s,s]", name, number));
  }
  lu_text pdf = written(document, lu_report_pdf);
  int pages = pdf_pages(&pdf), row = 0;
  assert_true(pages >= 4 && pages <= 7);
  for (int page = 1; page <= pages; page++) {
    char *text = pdf_text(&pdf, page, true);
    assert_holds(text, "Number (mg)");
    for (char word[20]; row < 200; row++) { /* each row once, in order, none lost */
      snprintf(word, sizeof word, "row%d ", row);
      if (strstr(text, word) == NULL) break;
    }
    free(text);
  }
  assert_int_equal(row, 200);
  lu_text_free(&pdf);
  json_decref(document);
}

/* A heading and what follows stay on one page, wherever they come to stand. */
static void no_heading_stands_alone(void **state) {
  (void)state;
  need_pdf();
  bool turned = false;
  for (int lines = 38; lines < 64; lines++) {
    lu_text nodes = LU_TEXT_INIT;
    for (int i = 0; i < lines; i++)
      lu_text_puts(&nodes, "{'type':'text','text':'filler'},");
    lu_text_puts(&nodes,
                 "{'type':'section','title':'OUTER','level':1,'children':[{'type':'section',"
                 "'title':'INNER','level':2,'children':[{'type':'table','caption':'CAPTION',"
                 "'columns':[{'title':'COLUMN'}],'rows':[['CELL']]}]}]}");
    json_t *document = document_of(nodes.data);
    lu_text pdf = written(document, lu_report_pdf);
    char *text = pdf_text(&pdf, 1, true);
    bool outer = strstr(text, "OUTER") != NULL;
    assert_int_equal(strstr(text, "INNER") != NULL, outer);
    assert_int_equal(strstr(text, "CAPTION") != NULL, outer);
    assert_int_equal(strstr(text, "COLUMN") != NULL, outer);
    assert_int_equal(strstr(text, "CELL") != NULL, outer);
    turned |= !outer;
    free(text);
    lu_text_free(&pdf);
    lu_text_free(&nodes);
    json_decref(document);
  }
  assert_true(turned);
}

static void sections_are_kept_together(void **state) {
  (void)state;
  need_pdf();
  for (int lines = 30; lines < 60; lines += 3) {
    lu_text nodes = LU_TEXT_INIT;
    for (int i = 0; i < lines; i++)
      lu_text_puts(&nodes, "{'type':'text','text':'filler'},");
    lu_text_puts(&nodes,
                 "{'type':'section','title':'KEPT','level':2,'keep_together':true,'children':["
                 "{'type':'lines','label':'First','count':5},{'type':'columns','children':["
                 "{'type':'lines','label':'LAST','count':1},{'type':'text','text':'x'}]}]}");
    json_t *document = document_of(nodes.data);
    lu_text pdf = written(document, lu_report_pdf);
    char *text = pdf_text(&pdf, 1, true);
    assert_int_equal(strstr(text, "KEPT") != NULL, strstr(text, "LAST") != NULL);
    free(text);
    lu_text_free(&pdf);
    lu_text_free(&nodes);
    json_decref(document);
  }
}

static void page_breaks_break(void **state) {
  (void)state;
  need_pdf();
  json_t *document = document_of(
      "{'type':'page_break'},{'type':'section','title':'A','children':[{'type':'text','text':'one'}"
      ","
      "{'type':'page_break'},{'type':'text','text':'two'}]},{'type':'page_break'},"
      "{'type':'page_break'},{'type':'text','text':'three'}");
  lu_text pdf = written(document, lu_report_pdf);
  static const char *const words[] = {"T\n", "one", "two", "three"};
  assert_int_equal(pdf_pages(&pdf), 4);
  for (int page = 1; page <= 4; page++) {
    char *text = pdf_text(&pdf, page, false);
    assert_holds(text, words[page - 1]);
    free(text);
  }
  lu_text_free(&pdf);
  json_decref(document);
}

/* Nothing is lost, and writing ends, whatever the sizes. */
static void any_length_fits(void **state) {
  (void)state;
  need_pdf();
  lu_text word = LU_TEXT_INIT, prose = LU_TEXT_INIT;
  lu_text_fill(&word, 'W', 3000);
  for (int i = 0; i < 3000; i++)
    lu_text_printf(&prose, "word%d ", i);
  static const char *const forms[] = {
      "{'type':'text','text':'%s'}",
      "{'type':'section','title':'%s','children':[{'type':'text','text':'end'}]}",
      "{'type':'list','items':[{'type':'text','text':'%s'}]}",
      "{'type':'fields','items':[{'label':'a','value':'%s'}]}",
      "{'type':'fields','items':[{'label':'%s','value':'b'}]}",
      "{'type':'table','columns':[{'title':'a'},{'title':'b'}],'rows':[['x','%s']]}",
      "{'type':'table','columns':[{'title':'%s'},{'title':'b'}],'rows':[['x','y']]}",
      "{'type':'callout','severity':'severe','title':'t','children':[{'type':'text','text':'%s'}]}",
      "{'type':'columns','children':[{'type':'text','text':'%s'},{'type':'text','text':'b'}]}"};
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    for (int longest = 0; longest < 2; longest++) {
      char *nodes = malloc(strlen(forms[i]) + word.length + prose.length);
      const char *cut = strstr(forms[i], "%s");
      sprintf(nodes, "%.*s%s%s", (int)(cut - forms[i]), forms[i],
              longest == 0 ? word.data : prose.data, cut + 2);
      json_t *document = document_of(nodes);
      lu_text pdf = written(document, lu_report_pdf);
      char *text = pdf_text(&pdf, 0, false);
      size_t letters = 0;
      for (const char *at = text; *at != '\0'; at++)
        letters += *at == 'W';
      if (longest == 0) assert_true(letters >= 3000);
      if (longest == 1) assert_holds(text, "word2999");
      free(text);
      free(nodes);
      lu_text_free(&pdf);
      json_decref(document);
    }
  }
  lu_text_free(&word);
  lu_text_free(&prose);
}

/* Pictures that no page can hold are cut, and keep all that they show. */
static void tall_pictures_are_cut(void **state) {
  (void)state;
  need_pdf();
  json_t *document = document_of(
      "{'type':'timeline','events':[]},{'type':'tree','root':{'label':"
      "'root','children':[]}}");
  const json_t *nodes = json_object_get(document, "children");
  json_t *events = json_object_get(json_array_get(nodes, 0), "events"),
         *children = json_object_get(json_object_get(json_array_get(nodes, 1), "root"), "children");
  for (int i = 0; i < 150; i++) {
    char label[30], day[16];
    snprintf(label, sizeof label, "event%dx", i);
    lu_date_format(day, lu_date_from_day(20700 + 5 * i));
    json_array_append_new(events, json_pack("{s:s,s:s,s:s}", "label", label, "lane",
                                            i % 2 == 0 ? "even" : "odd", "day", day));
    snprintf(label, sizeof label, "branch%dx", i);
    json_array_append_new(children, json_pack("{s:s,s:s}", "label", label, "note", "possible"));
  }
  lu_text pdf = written(document, lu_report_pdf);
  char *text = pdf_text(&pdf, 0, false);
  for (int i = 0; i < 150; i++) {
    char label[30];
    snprintf(label, sizeof label, "event%dx", i);
    assert_holds(text, label);
    snprintf(label, sizeof label, "branch%dx", i);
    assert_holds(text, label);
  }
  free(text);
  lu_text_free(&pdf);
  json_decref(document);
}

static void paper_is_what_was_asked_for(void **state) {
  (void)state;
  if (!lu_draw_available()) skip();
  json_t *document = document_of("{'type':'text','text':'x'}");
  lu_text pdf = written(document, lu_report_pdf);
  assert_true(holds_bytes(&pdf, "[ 0 0 595.276 841.89 ]"));
  lu_text_free(&pdf);
  json_object_set_new(document, "paper", json_string("Letter"));
  pdf = written(document, lu_report_pdf);
  assert_true(holds_bytes(&pdf, "[ 0 0 612 792 ]"));
  lu_text_free(&pdf);
  json_decref(document);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bad_documents_are_refused),
      cmocka_unit_test(bad_nodes_are_refused),
      cmocka_unit_test(bad_pictures_are_refused),
      cmocka_unit_test(deep_trees_are_refused),
      cmocka_unit_test(html_reads_as_agreed),
      cmocka_unit_test(html_stands_alone),
      cmocka_unit_test(hostile_text_stays_text),
      cmocka_unit_test(pdf_is_the_same_twice),
      cmocka_unit_test(pdf_text_is_searchable),
      cmocka_unit_test(pdf_is_in_reading_order),
      cmocka_unit_test(long_tables_repeat_their_head),
      cmocka_unit_test(no_heading_stands_alone),
      cmocka_unit_test(sections_are_kept_together),
      cmocka_unit_test(page_breaks_break),
      cmocka_unit_test(any_length_fits),
      cmocka_unit_test(tall_pictures_are_cut),
      cmocka_unit_test(paper_is_what_was_asked_for),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
