/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts made from fixed documents, compared with those that a person has read and kept in golden/.
 * LUTETIA_UPDATE_GOLDEN=1 writes them anew; read the difference before it is committed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "layout.h"
#include "lutetia/base/file.h"
#include "lutetia/report.h"

#define FOLDER LU_SOURCE_DIR "/tests/report/"

typedef lu_status report_function(lu_text *, const json_t *, const lu_report_style *, lu_error *);

/* ---- golden texts --------------------------------------------------------------------------- */

static json_t *read_document(const char *name) {
  char path[600];
  json_error_t reason;
  snprintf(path, sizeof path, FOLDER "%s.json", name);
  json_t *document = json_load_file(path, 0, &reason);
  if (document == NULL) fail_msg("%s, line %d: %s", path, reason.line, reason.text);
  return document;
}

static void compare_golden(const char *name, const lu_text *text) {
  char path[600], *golden = NULL;
  size_t length = 0;
  lu_error error = LU_ERROR_INIT;
  snprintf(path, sizeof path, FOLDER "golden/%s.txt", name);
  if (getenv("LUTETIA_UPDATE_GOLDEN") != NULL) {
    assert_int_equal(lu_file_write(path, text->data, text->length, &error), LU_OK);
    return;
  }
  if (lu_file_read(&golden, &length, path, 1 << 20, &error) != LU_OK) fail_msg("%s", error.message);
  if (length != text->length || memcmp(golden, text->data, length) != 0)
    fail_msg("the text differs from %s:\n%s", path, text->data);
  free(golden);
}

static void check_golden(const char *document_name, const char *suffix, report_function *report,
                         lu_report_style style) {
  char name[200];
  lu_text text = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  json_t *document = read_document(document_name);
  assert_int_equal(report(&text, document, &style, &error), LU_OK);
  snprintf(name, sizeof name, "%s%s", document_name, suffix);
  compare_golden(name, &text);
  lu_text_free(&text);
  json_decref(document);
}

static const lu_report_style plain = {100, false, false}, verbose = {100, false, true},
                             narrow = {60, true, false};

static void plans_read_as_agreed(void **state) {
  (void)state;
  static const char *const names[] = {"plan-empty", "plan-open", "plan-rich"};
  for (size_t i = 0; i < 3; i++) {
    check_golden(names[i], "", lu_report_plan, plain);
    check_golden(names[i], "-verbose", lu_report_plan, verbose);
  }
  check_golden("plan-rich", "-narrow-color", lu_report_plan, narrow);
}

static void growth_reads_as_agreed(void **state) {
  (void)state;
  check_golden("growth-sample", "", lu_report_growth, plain);
  check_golden("growth-sample", "-verbose", lu_report_growth, verbose);
}

static void explanations_read_as_agreed(void **state) {
  (void)state;
  check_golden("explanation-option", "", lu_report_explanation, plain);
  check_golden("explanation-option", "-verbose", lu_report_explanation, verbose);
  check_golden("explanation-rule", "", lu_report_explanation, plain);
  check_golden("explanation-gap", "", lu_report_explanation, plain);
}

static void findings_read_as_agreed(void **state) {
  (void)state;
  lu_context *context = NULL;
  lu_text text = LU_TEXT_INIT;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  lu_context_find(context, "case.date", LU_WARNING, "a.json:12 /labs/3/date",
                  "The value is not used.", "%s", "The date lies in the future.");
  lu_context_find(context, "case.note", LU_NOTE, "", "", "%s", "Nothing to do.");
  assert_int_equal(lu_report_findings(&text, context, &plain, NULL), LU_OK);
  assert_string_equal(lu_text_string(&text),
                      "  - warning: a.json:12 /labs/3/date: The date lies in the future. The value "
                      "is not used.\n  - note: Nothing to do.\n");
  lu_text_free(&text);
  lu_context_free(context);
}

/* ---- what must hold for any plan ---------------------------------------------------------------
 */

static size_t count_of(const char *text, const char *word) {
  size_t count = 0;
  for (; (text = strstr(text, word)) != NULL; text++)
    count++;
  return count;
}

/* Hundreds of bans: one hard stop and three warnings, the rest by name. */
static void warnings_are_few(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  json_t *document = read_document("plan-rich");
  json_t *bans = json_object_get(document, "must_not");
  for (int i = 0; i < 100; i++)
    for (size_t j = 0; j < 3; j++)
      json_array_append(bans, json_array_get(bans, j));
  assert_int_equal(lu_report_plan(&text, document, &plain, NULL), LU_OK);
  assert_int_equal(count_of(text.data, "HARD STOP"), 1);
  assert_int_equal(count_of(text.data, "- warning:"), 3);
  assert_int_equal(count_of(text.data, "[epsilon]"), 101);
  lu_text_free(&text);
  assert_int_equal(lu_report_plan(&text, document, &verbose, NULL), LU_OK);
  assert_true(count_of(text.data, "HARD STOP") > 100);
  lu_text_free(&text);
  json_decref(document);
}

static json_t *find_option(const json_t *list, const char *code) {
  size_t index;
  json_t *option;
  json_array_foreach(
      list, index, option) if (strcmp(json_string_value(json_object_get(option, "option")), code) ==
                               0) return option;
  fail_msg("there is no %s", code);
  return NULL;
}

static char *plan_text(const json_t *document, const lu_report_style *style) {
  lu_text text = LU_TEXT_INIT;
  assert_int_equal(lu_report_plan(&text, document, style, NULL), LU_OK);
  return text.data;
}

/* beta and gamma differ in name and rule number; then in one open rule; then in a fact. */
static void options_with_one_story_are_told_once(void **state) {
  (void)state;
  json_t *document = read_document("plan-open");
  json_t *options = json_object_get(document, "options");
  json_t *beta = find_option(options, "beta"), *gamma = find_option(options, "gamma");
  json_t *copy = json_deep_copy(json_object_get(beta, "reasons"));
  json_object_set_new(json_array_get(copy, 0), "rule", json_string("T-05"));
  json_object_set_new(gamma, "reasons", copy);
  char *text = plan_text(document, &plain);
  assert_non_null(strstr(text, "Treatment beta or Treatment gamma - option"));
  assert_non_null(strstr(text, "[beta, gamma]"));
  assert_non_null(strstr(text, "(T-04, T-05;"));
  free(text);
  json_t *open = json_deep_copy(json_object_get(find_option(options, "alpha"), "open"));
  assert_true(json_array_size(open) > 0);
  json_object_set_new(gamma, "open", open);
  text = plan_text(document, &plain);
  assert_non_null(strstr(text, "Treatment beta or Treatment gamma - option"));
  assert_non_null(strstr(text, "Treatment gamma: may be"));
  free(text);
  json_object_set_new(json_array_get(copy, 0), "facts", json_array());
  text = plan_text(document, &plain);
  assert_null(strstr(text, "beta or Treatment gamma"));
  free(text);
  json_decref(document);
}

static void one_reason_of_two_rules_is_said_once(void **state) {
  (void)state;
  json_t *document = read_document("plan-open");
  json_t *reasons =
      json_object_get(find_option(json_object_get(document, "options"), "beta"), "reasons");
  json_t *again = json_deep_copy(json_array_get(reasons, 0));
  json_object_set_new(again, "rule", json_string("T-99"));
  json_array_append_new(reasons, again);
  char *text = plan_text(document, &plain);
  assert_int_equal(count_of(text, "Reason of T-04."), 1);
  assert_non_null(strstr(text, "(T-04, T-99;"));
  free(text);
  json_decref(document);
}

static void bans_that_nobody_asks_for_are_folded(void **state) {
  (void)state;
  json_t *document = read_document("plan-open");
  json_t *epsilon = find_option(json_object_get(document, "must_not"), "epsilon");
  json_object_set_new(epsilon, "wanted", json_false());
  json_object_set_new(epsilon, "treatment", json_false());
  char *text = plan_text(document, &plain);
  assert_null(strstr(text, "[epsilon]"));
  assert_non_null(strstr(text, "1 more"));
  free(text);
  json_object_set_new(epsilon, "hard", json_true()); /* a stop keeps its name */
  text = plan_text(document, &plain);
  assert_non_null(strstr(text, "[epsilon]"));
  assert_null(strstr(text, "HARD STOP"));
  free(text);
  json_decref(document);
}

/* What no rule offers yet alarms nobody: it keeps its place among the bans. */
static void only_what_is_offered_alarms(void **state) {
  (void)state;
  json_t *document = read_document("plan-open");
  json_t *epsilon = find_option(json_object_get(document, "must_not"), "epsilon");
  json_object_set_new(epsilon, "treatment", json_true());
  json_object_set_new(epsilon, "hard", json_true());
  json_object_set_new(epsilon, "otherwise", json_string("offered"));
  char *text = plan_text(document, &plain);
  assert_non_null(strstr(text, "HARD STOP"));
  free(text);
  json_object_set_new(epsilon, "otherwise", json_string("possible"));
  text = plan_text(document, &plain);
  assert_null(strstr(text, "HARD STOP"));
  assert_non_null(strstr(text, "[epsilon]"));
  free(text);
  json_decref(document);
}

static json_t *line_of(const char *option, json_t *then) {
  return json_pack("{s:s, s:s, s:s, s:s, s:o}", "option", option, "label", option, "class",
                   "option", "rule", "R-1", "then", then);
}

/* What comes after the same lines in another order is told once. */
static void orders_of_lines_are_told_once(void **state) {
  (void)state;
  json_t *document = read_document("plan-open");
  json_t *ab = json_pack(
      "[o]",
      line_of("aaa",
              json_pack("[o]", line_of("bbb", json_pack("[o]", line_of("ccc", json_array()))))));
  json_t *ba = line_of(
      "bbb", json_pack("[o]", line_of("aaa", json_pack("[o]", line_of("ccc", json_array())))));
  json_array_append_new(ab, ba);
  json_object_set_new(document, "next",
                      json_pack("{s:i, s:s, s:o}", "depth", 3, "supposed", "x", "lines", ab));
  lu_report_style style = plain;
  style.verbose = true;
  char *text = plan_text(document, &style);
  assert_int_equal(count_of(text, "Ccc - option"), 1);
  assert_non_null(strstr(text, "then as after aaa, then bbb"));
  free(text);
  json_decref(document);
}

static void gaps_say_when_shorter_is_wrong(void **state) {
  (void)state;
  json_t *document = read_document("plan-open");
  json_t *pair = json_array_get(json_object_get(document, "conflicts"), 1);
  json_object_set_new(pair, "second", json_string("beta"));
  json_object_set_new(pair, "second_label", json_string("Treatment beta"));
  char *text = plan_text(document, &plain);
  assert_non_null(strstr(text, "Treatment beta, then its next session"));
  assert_int_equal(count_of(text, "shorter: avoid"), 2);
  free(text);
  json_object_set_new(pair, "shorter_banned", json_false());
  json_object_set_new(pair, "class", json_string("option"));
  text = plan_text(document, &plain);
  assert_null(strstr(text, "shorter: option"));
  free(text);
  json_object_set_new(pair, "conditional", json_true()); /* nobody has chosen it yet */
  text = plan_text(document, &plain);
  assert_null(strstr(text, "next session"));
  free(text);
  json_decref(document);
}

static void a_foreign_site_is_said_at_the_top(void **state) {
  (void)state;
  json_t *document = read_document("plan-empty");
  json_object_set_new(document, "verdict", json_string("outside validity"));
  json_object_set_new(document, "outside", json_string("The edition has no rules for it."));
  char *text = plan_text(document, &plain);
  assert_non_null(strstr(text, "Outside validity: The edition has no rules for it."));
  assert_null(strstr(text, "Data missing"));
  free(text);
  json_decref(document);
}

static void every_text_says_that_it_is_for_research(void **state) {
  (void)state;
  static const lu_report_style styles[] = {{0, false, false}, {40, true, true}, {200, true, false}};
  json_t *document = read_document("plan-empty");
  for (size_t i = 0; i < 3; i++) {
    lu_text text = LU_TEXT_INIT;
    assert_int_equal(lu_report_plan(&text, document, &styles[i], NULL), LU_OK);
    assert_non_null(strstr(text.data, "Research and teaching only"));
    lu_text_free(&text);
  }
  json_decref(document);
}

static void no_line_is_wider_than_asked(void **state) {
  (void)state;
  json_t *document = read_document("plan-rich");
  for (int width = 40; width <= 140; width += 7) {
    lu_text text = LU_TEXT_INIT;
    lu_report_style style = {width, false, true};
    assert_int_equal(lu_report_plan(&text, document, &style, NULL), LU_OK);
    for (char *line = strtok(text.data, "\n"); line != NULL; line = strtok(NULL, "\n"))
      if (layout_text_width(line) > (size_t)width) fail_msg("wider than %d: %s", width, line);
    lu_text_free(&text);
  }
  json_decref(document);
}

/* A document that lacks parts is shown without them, never read beyond them. */
static void an_empty_document_does_no_harm(void **state) {
  (void)state;
  json_t *document = json_object();
  lu_text text = LU_TEXT_INIT;
  assert_int_equal(lu_report_plan(&text, document, NULL, NULL), LU_OK);
  assert_int_equal(lu_report_explanation(&text, document, NULL, NULL), LU_OK);
  lu_text_free(&text);
  json_decref(document);
}

/* ---- layout --------------------------------------------------------------------------------- */

static void width_counts_columns(void **state) {
  (void)state;
  lu_text painted = LU_TEXT_INIT;
  assert_int_equal(layout_text_width(""), 0);
  assert_int_equal(layout_text_width("abc"), 3);
  assert_int_equal(layout_text_width("\xc3\xa9\xce\xbc\xe2\x82\xac"), 3); /* é μ € */
  assert_int_equal(layout_text_width("e\xcc\x81"), 1);                    /* e + accent */
  assert_int_equal(layout_text_width("\xe6\xbc\xa2\xe5\xad\x97"), 4);     /* two wide characters */
  assert_int_equal(layout_text_width("\xf0\x9f\x98\x80"), 2);             /* an emoji */
  assert_int_equal(layout_text_width("a\xff\xc3"
                                     "b"),
                   4); /* invalid bytes */
  paint_puts(&painted, PAINT_RED, "stop");
  assert_int_equal(layout_text_width(painted.data), 4);
  lu_text_free(&painted);
}

static void wraps_between_words_and_inside_of_long_ones(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  lu_report_style style = {40, false, false};
  layout page = layout_start(&text, &style);
  layout_item(&page, 2, "-", "one two three four five six seven eight nine");
  layout_paragraph(&page, 0, 0, "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee f");
  layout_pair(&page, 2, 8, "key", "value");
  layout_pair(&page, 2, 3, "longer", "value");
  assert_string_equal(text.data,
                      "  - one two three four five six seven\n"
                      "    eight nine\n"
                      "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd\n"
                      "eeeee f\n"
                      "  key     value\n"
                      "  longer value\n");
  assert_int_equal(layout_end(&page, NULL), LU_OK);
  lu_text_free(&text);
}

/* A record must not be able to move the cursor, change colours or turn the direction of writing. */
static void control_characters_do_not_pass(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  lu_report_style style = {80, true, false};
  layout page = layout_start(&text, &style);
  layout_paragraph(&page, 0, 0,
                   "a\033[2Jb\007c\xe2\x80\xae"
                   "d\xc2\x9b"
                   "e\177f\001z");
  for (const char *at = text.data; *at != '\0'; at++)
    assert_true((unsigned char)*at >= 0x20 || *at == '\n');
  assert_string_equal(text.data, "a?[2Jb?c?d?e?f?z\n");
  lu_text_free(&text);
}

static void colour_is_only_where_it_is_asked_for(void **state) {
  (void)state;
  for (int color = 0; color < 2; color++) {
    lu_text text = LU_TEXT_INIT, painted = LU_TEXT_INIT;
    lu_report_style style = {80, color == 1, false};
    layout page = layout_start(&text, &style);
    paint_printf(&painted, PAINT_RED, "%d stops", 2);
    layout_paragraph(&page, 0, 0, painted.data);
    assert_string_equal(text.data, color == 1 ? "\033[31m2 stops\033[0m\n" : "2 stops\n");
    lu_text_free(&painted);
    lu_text_free(&text);
  }
}

static void gaps_do_not_pile_up(void **state) {
  (void)state;
  lu_text text = LU_TEXT_INIT;
  layout page = layout_start(&text, NULL);
  layout_gap(&page);
  layout_heading(&page, "A");
  layout_gap(&page);
  layout_gap(&page);
  layout_heading(&page, "B");
  assert_string_equal(text.data, "A\n\nB\n");
  lu_text_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(plans_read_as_agreed),
      cmocka_unit_test(growth_reads_as_agreed),
      cmocka_unit_test(explanations_read_as_agreed),
      cmocka_unit_test(findings_read_as_agreed),
      cmocka_unit_test(warnings_are_few),
      cmocka_unit_test(options_with_one_story_are_told_once),
      cmocka_unit_test(one_reason_of_two_rules_is_said_once),
      cmocka_unit_test(bans_that_nobody_asks_for_are_folded),
      cmocka_unit_test(only_what_is_offered_alarms),
      cmocka_unit_test(orders_of_lines_are_told_once),
      cmocka_unit_test(gaps_say_when_shorter_is_wrong),
      cmocka_unit_test(a_foreign_site_is_said_at_the_top),
      cmocka_unit_test(every_text_says_that_it_is_for_research),
      cmocka_unit_test(no_line_is_wider_than_asked),
      cmocka_unit_test(an_empty_document_does_no_harm),
      cmocka_unit_test(width_counts_columns),
      cmocka_unit_test(wraps_between_words_and_inside_of_long_ones),
      cmocka_unit_test(control_characters_do_not_pass),
      cmocka_unit_test(colour_is_only_where_it_is_asked_for),
      cmocka_unit_test(gaps_do_not_pile_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
