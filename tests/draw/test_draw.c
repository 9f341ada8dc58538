/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures: same bytes for the same input, text as text, nothing on top of each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/base/file.h"
#include "lutetia/draw.h"

static const lu_date today = {2026, 11, 24, true};

static json_t *parse(const char *text) {
  json_error_t reason;
  json_t *node = json_loads(text, 0, &reason);
  if (node == NULL) fail_msg("%s: %s", text, reason.text);
  return node;
}

static void draw(lu_text *out, const json_t *node, lu_canvas_format format, double width) {
  const lu_picture_style style = {width, 0};
  lu_error error = LU_ERROR_INIT;
  if (lu_draw_picture(out, node, format, &style, today, &error) != LU_OK)
    fail_msg("%s", error.message);
}

static const char timeline_text[] =
    "{'type':'timeline','title':'Dates','today':'2026-11-24','from':'2026-11-01','to':'2027-06-30',"
    "'events':[{'label':'cycle','lane':'A','kind':'treatment','day':'2026-12-14',"
    "'earliest':'2026-12-08','latest':'2026-12-24'},{'label':'cycle','lane':'A','kind':'treatment',"
    "'day':'2027-02-10'},{'label':'a test of <blood> & urine','lane':'B','kind':'lab_test',"
    "'earliest':'2027-01-01','latest':'2027-02-01'}]}";
static const char tree_text[] =
    "{'type':'tree','title':'Next','root':{'label':'Now','children':[{'label':'First line with a "
    "rather long name that has to wrap','note':'preferred','children':[{'label':'Second','edge':"
    "'progression within a year','children':[{'label':'Third','edge':'progression'},{'label':"
    "'Fourth','edge':'progression'}]},{'label':'Fifth','edge':'it is not tolerated'}]},{'label':"
    "'Other line'}]}}";
static const char curve_text[] =
    "{'type':'curve','title':'Sum','x':{'label':'day','dates':true},'y':{'label':'sum','unit':"
    "'mm'},'series':[{'label':'all','points':[{'x':'2025-02-01','y':85,'lower':81,'upper':89},"
    "{'x':'2025-08-04','y':88}]},{'label':'liver','points':[{'x':'2025-02-01','y':84},{'x':"
    "'2025-08-04','y':88.5}]}],'limits':[{'y':88.2,'label':'progression'}]}";

/* Test texts are written with ' for ". */
static json_t *quoted(const char *text) {
  char *copy = strdup(text);
  for (char *at = copy; *at != '\0'; at++)
    if (*at == '\'') *at = '"';
  json_t *node = parse(copy);
  free(copy);
  return node;
}

static const char *const pictures[] = {timeline_text, tree_text, curve_text};
static const char *const names[] = {"timeline", "tree", "curve"};

/* ---- bytes ---------------------------------------------------------------------------------- */

static void same_input_gives_the_same_bytes(void **state) {
  (void)state;
  for (size_t i = 0; i < 3; i++) {
    json_t *node = quoted(pictures[i]);
    for (lu_canvas_format format = LU_CANVAS_PDF; format <= LU_CANVAS_PNG; format++) {
      lu_text first = LU_TEXT_INIT, second = LU_TEXT_INIT;
      draw(&first, node, format, 480);
      draw(&second, node, format, 480);
      assert_int_equal(first.length, second.length);
      assert_memory_equal(first.data, second.data, first.length);
      lu_text_free(&first);
      lu_text_free(&second);
    }
    json_decref(node);
  }
}

/* Pictures that a person has looked at; LUTETIA_UPDATE_GOLDEN=1 writes them anew. */
static void pictures_look_as_agreed(void **state) {
  (void)state;
  for (size_t i = 0; i < 3; i++) {
    char path[600], *golden = NULL;
    size_t length = 0;
    lu_text text = LU_TEXT_INIT;
    lu_error error = LU_ERROR_INIT;
    json_t *node = quoted(pictures[i]);
    draw(&text, node, LU_CANVAS_SVG, 480);
    snprintf(path, sizeof path, LU_SOURCE_DIR "/tests/draw/golden/%s.svg", names[i]);
    if (getenv("LUTETIA_UPDATE_GOLDEN") != NULL)
      assert_int_equal(lu_file_write(path, text.data, text.length, &error), LU_OK);
    if (lu_file_read(&golden, &length, path, 1 << 20, &error) != LU_OK)
      fail_msg("%s", error.message);
    if (strcmp(golden, text.data) != 0) fail_msg("the picture differs from %s", path);
    free(golden);
    lu_text_free(&text);
    json_decref(node);
  }
}

static void formats_are_what_they_say(void **state) {
  (void)state;
  json_t *node = quoted(curve_text);
  static const char *const heads[] = {"%PDF-1.5", "<svg xmlns", "\x89PNG\r\n"};
  for (lu_canvas_format format = LU_CANVAS_PDF; format <= LU_CANVAS_PNG; format++) {
    lu_text text = LU_TEXT_INIT;
    draw(&text, node, format, 480);
    assert_memory_equal(text.data, heads[format], strlen(heads[format]));
    lu_text_free(&text);
  }
  json_decref(node);
}

static void other_nodes_are_refused(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  json_t *node = quoted("{'type':'pie'}");
  assert_int_equal(lu_draw_picture(&text, node, LU_CANVAS_SVG, NULL, today, &error), LU_BAD_INPUT);
  assert_string_equal(error.message, "\"pie\" is no picture; valid are timeline, tree and curve");
  lu_text_free(&text);
  json_decref(node);
}

/* ---- text ----------------------------------------------------------------------------------- */

static void text_is_text(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  json_t *node = quoted(timeline_text);
  draw(&text, node, LU_CANVAS_SVG, 480);
  assert_non_null(strstr(text.data, ">a test of &lt;blood&gt; &amp; urine</text>"));
  assert_non_null(strstr(text.data, ">today</text>"));
  assert_non_null(strstr(text.data, ">2027</text>"));
  assert_non_null(strstr(text.data, ">lab test</text>"));
  lu_text_free(&text);
  json_decref(node);
}

static void check_clean(const char *input, const char *expected) {
  lu_text text = LU_TEXT_INIT;
  lu_draw_clean(&text, input);
  assert_string_equal(lu_text_string(&text), expected);
  lu_text_free(&text);
}

static void text_is_cleaned(void **state) {
  (void)state;
  check_clean("µ ≥ ² β Å 核", "µ ≥ ² β Å 核");
  check_clean("a\tb\nc", "a b\nc");
  check_clean("a\x01\x7f", "a\uFFFD\uFFFD");
  check_clean("pay \u202Eevil\u2066", "pay \uFFFDevil\uFFFD");
  check_clean("\xC3(", "\uFFFD(");                   /* a cut character */
  check_clean("\xC0\xAF", "\uFFFD\uFFFD");           /* an over-long one */
  check_clean("\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"); /* half of a pair */
  check_clean("\xEF\xBF\xBE", "\uFFFD");             /* no character */
}

static void pictures_are_described(void **state) {
  (void)state;
  static const char *const expected[] = {
      "Timeline \"Dates\", 3 events: cycle 2026-12-14 (2026-12-08 to 2026-12-24); cycle "
      "2027-02-10; a test of <blood> & urine (2027-01-01 to 2027-02-01).",
      "Tree \"Next\": Now (then First line with a rather long name that has to wrap, preferred "
      "(then progression within a year: Second (then progression: Third; progression: Fourth); it "
      "is not tolerated: Fifth); Other line).",
      "Curve \"Sum\" of sum in mm; all, 2 points, first 85 at 2025-02-01, last 88 at 2025-08-04; "
      "liver, 2 points, first 84 at 2025-02-01, last 88.5 at 2025-08-04; limit progression at "
      "88.2."};
  for (size_t i = 0; i < 3; i++) {
    lu_text text = LU_TEXT_INIT;
    json_t *node = quoted(pictures[i]);
    lu_draw_describe(&text, node);
    assert_string_equal(text.data, expected[i]);
    lu_text_free(&text);
    json_decref(node);
  }
}

/* ---- nothing overlaps ----------------------------------------------------------------------- */

struct rectangle {
  double x, y, width, height;
};

/* The number behind name=" in an element that ends at `end`. */
static double attribute(const char *element, const char *end, const char *name) {
  const char *at = strstr(element, name);
  return at == NULL || at > end ? 0 : strtod(at + strlen(name), NULL);
}

static size_t find_elements(struct rectangle *out, size_t most, const char *svg, const char *tag) {
  size_t count = 0;
  for (const char *at = strstr(svg, tag); at != NULL && count < most; at = strstr(at + 1, tag)) {
    const char *end = strchr(at, '>');
    double size = attribute(at, end, " font-size=\"");
    out[count] =
        (struct rectangle){attribute(at, end, " x=\""), attribute(at, end, " y=\""),
                           attribute(at, end, " width=\""), attribute(at, end, " height=\"")};
    if (size > 0) { /* a text: its letters above the base line */
      out[count].width = attribute(at, end, " textLength=\"");
      out[count].height = size * 0.7;
      out[count].y -= size * 0.7;
    }
    count++;
  }
  return count;
}

static void assert_apart(const struct rectangle *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    for (size_t j = i + 1; j < count; j++) {
      bool apart = list[i].x + list[i].width <= list[j].x + 0.02 ||
                   list[j].x + list[j].width <= list[i].x + 0.02 ||
                   list[i].y + list[i].height <= list[j].y + 0.02 ||
                   list[j].y + list[j].height <= list[i].y + 0.02;
      if (!apart)
        fail_msg("elements %zu (%g %g %g %g) and %zu (%g %g %g %g) overlap", i, list[i].x,
                 list[i].y, list[i].width, list[i].height, j, list[j].x, list[j].y, list[j].width,
                 list[j].height);
    }
  }
}

/* A tree with `depth` levels below; the number of children and the texts vary. */
static json_t *grow(unsigned *seed, int depth) {
  static const char word[] = "progression of a long disease under treatment with something ";
  *seed = *seed * 1664525u + 1013904223u;
  int length = (int)(*seed >> 8 & 63) + 1, children = depth == 0 ? 0 : (int)(*seed >> 16 & 3);
  json_t *node =
      json_pack("{s:s%, s:s%, s:s%, s:[]}", "label", word, (size_t)(length % 50 + 4), "note", word,
                (size_t)(length % 13), "edge", word, (size_t)(length * 7 % 60), "children");
  for (int i = 0; i < children; i++)
    json_array_append_new(json_object_get(node, "children"), grow(seed, depth - 1));
  return node;
}

static void trees_never_overlap(void **state) {
  (void)state;
  struct rectangle *list = malloc(4000 * sizeof *list);
  for (unsigned i = 0; i < 30; i++) {
    unsigned seed = i * 77777 + 5;
    lu_text text = LU_TEXT_INIT;
    json_t *node = json_pack("{s:s, s:o}", "type", "tree", "root", grow(&seed, 3));
    draw(&text, node, LU_CANVAS_SVG, 300 + 20 * (double)(i % 12));
    assert_apart(list, find_elements(list, 4000, text.data, "<rect"));
    assert_apart(list, find_elements(list, 4000, text.data, "<text"));
    lu_text_free(&text);
    json_decref(node);
  }
  free(list);
}

/* Many series that end at the same value. */
static void labels_of_curves_never_overlap(void **state) {
  (void)state;
  struct rectangle list[200];
  for (int count = 1; count <= 12; count++) {
    lu_text text = LU_TEXT_INIT;
    json_t *node = quoted(curve_text);
    json_t *series = json_object_get(node, "series");
    while ((int)json_array_size(series) < count)
      json_array_append(series, json_array_get(series, 1));
    draw(&text, node, LU_CANVAS_SVG, 400);
    assert_apart(list, find_elements(list, 200, text.data, "<text"));
    lu_text_free(&text);
    json_decref(node);
  }
}

static void timelines_never_overlap(void **state) {
  (void)state;
  struct rectangle list[600];
  for (int months = 1; months <= 240; months += months < 14 ? 1 : 37) {
    char day[16];
    lu_text text = LU_TEXT_INIT;
    json_t *node = quoted(timeline_text);
    lu_date_format(day, lu_date_from_day(20423 + 30 * months));
    json_object_set_new(node, "to", json_string(day));
    draw(&text, node, LU_CANVAS_SVG, 420);
    assert_apart(list, find_elements(list, 600, text.data, "<text"));
    lu_text_free(&text);
    json_decref(node);
  }
}

/* ---- what is left out ----------------------------------------------------------------------- */

static void empty_pictures_are_drawn(void **state) {
  (void)state;
  static const char *const texts[] = {
      "{'type':'timeline','events':[]}",
      "{'type':'timeline','events':[{'label':'x','day':'2024-02-29'}],'today':'','to':''}",
      "{'type':'timeline'}",
      "{'type':'tree','root':{'label':'alone'}}",
      "{'type':'tree'}",
      "{'type':'curve','x':{'label':'x'},'y':{'label':'y'},'series':[]}",
      "{'type':'curve','x':{'label':'x'},'y':{'label':'y'},'series':[{'label':'a','points':[]},"
      "{'label':'b','points':[{'x':1,'y':0}]}]}",
      "{'type':'curve','x':{'label':'x'},'y':{'label':'y'},'series':[{'label':'a','points':"
      "[{'x':-1e300,'y':1e300},{'x':1e300,'y':-1e300}]}]}",
      "{'type':'curve'}",
  };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    json_t *node = quoted(texts[i]);
    for (lu_canvas_format format = LU_CANVAS_PDF; format <= LU_CANVAS_PNG; format++) {
      lu_text text = LU_TEXT_INIT;
      draw(&text, node, format, 300);
      assert_true(text.length > 0);
      if (format == LU_CANVAS_SVG) assert_null(strstr(text.data, "nan"));
      lu_text_free(&text);
    }
    json_decref(node);
  }
}

static void one_label_has_one_row(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  json_t *node = quoted(timeline_text);
  draw(&text, node, LU_CANVAS_SVG, 480);
  const char *first = strstr(text.data, ">cycle</text>");
  assert_non_null(first);
  assert_null(strstr(first + 1, ">cycle</text>"));
  lu_text_free(&text);
  json_decref(node);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(same_input_gives_the_same_bytes),
      cmocka_unit_test(pictures_look_as_agreed),
      cmocka_unit_test(formats_are_what_they_say),
      cmocka_unit_test(other_nodes_are_refused),
      cmocka_unit_test(text_is_text),
      cmocka_unit_test(text_is_cleaned),
      cmocka_unit_test(pictures_are_described),
      cmocka_unit_test(trees_never_overlap),
      cmocka_unit_test(labels_of_curves_never_overlap),
      cmocka_unit_test(timelines_never_overlap),
      cmocka_unit_test(empty_pictures_are_drawn),
      cmocka_unit_test(one_label_has_one_row),
  };
  if (!lu_draw_available()) {
    puts("1..0 # SKIP this build cannot draw");
    return 0;
  }
  return cmocka_run_group_tests(tests, NULL, NULL);
}
