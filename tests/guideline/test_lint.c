/* SPDX-License-Identifier: Apache-2.0 */
/* Each rule of the lint refuses a small guideline that is wrong in just one place. */
#include "small.h"

static const char *const files[] = {"manifest.json",     "sources.json", "options.json",
                                    "ranking.dmn",       "choice.dmn",   "conflicts.dmn",
                                    "disagreements.json"};

struct world {
  lu_context *context;
  lu_dictionary *dictionary;
};

static int start(void **state) {
  struct world *world = calloc(1, sizeof *world);
  lu_error error = LU_ERROR_INIT;
  world->context = small_context("guideline-lint-data", false);
  expect_ok(lu_dictionary_read(&world->dictionary, world->context, &error), &error);
  *state = world;
  return 0;
}

static int stop(void **state) {
  struct world *world = *state;
  lu_dictionary_free(world->dictionary);
  lu_context_free(world->context);
  free(world);
  return 0;
}

/* Text of the small guideline's file with the first `find` replaced; NULL copies it. */
static char *changed_text(const char *file, const char *find, const char *replace) {
  char path[700], *text;
  size_t length;
  lu_error error = LU_ERROR_INIT;
  snprintf(path, sizeof path, "%s/small/1/%s", SMALL_DATA, file);
  expect_ok(lu_file_read(&text, &length, path, 1 << 20, &error), &error);
  if (find == NULL) return text;
  char *at = strstr(text, find);
  if (at == NULL) fail_msg("%s does not hold: %s", file, find);
  char *result = malloc(length + strlen(replace) + 1);
  sprintf(result, "%.*s%s%s", (int)(at - text), text, replace, at + strlen(find));
  free(text);
  return result;
}

static void write_guideline(const struct world *world, const char *file, const char *find,
                            const char *replace) {
  char path[800];
  lu_error error = LU_ERROR_INIT;
  snprintf(path, sizeof path, "%s/guideline/broken/1", lu_context_data_path(world->context));
  expect_ok(lu_folder_make(path, &error), &error);
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    bool broken = file != NULL && strcmp(files[i], file) == 0;
    char *text = changed_text(files[i], broken ? find : NULL, replace);
    snprintf(path, sizeof path, "%s/guideline/broken/1/%s", lu_context_data_path(world->context),
             files[i]);
    expect_ok(lu_file_write(path, text, strlen(text), &error), &error);
    free(text);
  }
}

static void expect_refused(struct world *world, const char *file, const char *find,
                           const char *replace, const char *sentence) {
  lu_guideline *guideline = NULL;
  lu_error error = LU_ERROR_INIT;
  write_guideline(world, file, find, replace);
  lu_status status =
      lu_guideline_read(&guideline, "broken/1", world->dictionary, world->context, &error);
  if (status != LU_BAD_INPUT)
    fail_msg("\"%s\" instead of \"%s\" was not refused (%d)", replace, find, (int)status);
  assert_null(guideline);
  if (strstr(error.message, sentence) == NULL)
    fail_msg("expected: %s\ngot: %s", sentence, error.message);
}

static void accepts_the_small_guideline(void **state) {
  struct world *world = *state;
  lu_guideline *guideline = NULL;
  lu_error error = LU_ERROR_INIT;
  write_guideline(world, NULL, NULL, NULL);
  expect_ok(lu_guideline_read(&guideline, "broken/1", world->dictionary, world->context, &error),
            &error);
  assert_string_equal(lu_guideline_edition(guideline), "broken/1");
  lu_guideline_free(guideline);
  lu_guideline_free(NULL);
}

static void refuses_wrong_inputs(void **state) {
  expect_refused(*state, "choice.dmn", "name=\"ki67_pct\" typeRef=\"number\"",
                 "name=\"ki67_pct\" typeRef=\"string\"",
                 "choice.dmn: input \"ki67_pct\" is declared as string; the fact is a number");
  expect_refused(*state, "choice.dmn", "name=\"bleeding\" typeRef=\"boolean\"",
                 "name=\"bleeding\" typeRef=\"number\"",
                 "input \"bleeding\" is declared as number; the fact is a boolean");
  expect_refused(*state, "choice.dmn", "name=\"prior\" typeRef=\"Any\"",
                 "name=\"prior\" typeRef=\"string\"",
                 "input \"prior\" is declared as string; the fact is a set (a list type)");
}

static void refuses_an_input_that_is_no_fact(void **state) {
  expect_refused(*state, "choice.dmn", "  <decision id=",
                 "  <inputData id=\"i\" name=\"sugar\"><variable id=\"v\" name=\"sugar\" "
                 "typeRef=\"number\"/></inputData>\n  <decision id=",
                 "choice.dmn: input \"sugar\" is no fact of the dictionary");
  expect_refused(*state, "choice.dmn", "  <decision id=",
                 "  <inputData id=\"i\" name=\"wish_text\"><variable id=\"v\" name=\"wish_text\" "
                 "typeRef=\"string\"/></inputData>\n  <decision id=",
                 "input \"wish_text\" is free text, on which nothing may be decided");
}

static void refuses_wrong_columns(void **state) {
  expect_refused(*state, "choice.dmn", "hitPolicy=\"COLLECT\"", "hitPolicy=\"RULE ORDER\"",
                 "table \"Choice of treatment\" has hit policy RULE ORDER; it must be COLLECT");
  expect_refused(*state, "choice.dmn", "name=\"strength\" typeRef", "name=\"power\" typeRef",
                 "they must be option, strength, intent, condition in this order");
  expect_refused(*state, "choice.dmn", "<annotation name=\"Mark\"/>", "<annotation name=\"Sign\"/>",
                 "annotation column 4 is \"Sign\"");
  expect_refused(*state, "conflicts.dmn", "name=\"gap_max_d\"", "name=\"gap_most_d\"",
                 "they must be gap_d, gap_max_d, strength, condition in this order");
}

static void refuses_foreign_values_in_cells(void **state) {
  expect_refused(*state, "choice.dmn", "<text>\"pancreas\"</text>", "<text>\"pancreass\"</text>",
                 "rule T-01, column \"site\": \"pancreass\" is no value of the fact site");
  expect_refused(*state, "choice.dmn", "<text>list contains(prior, \"PRRT\")</text>",
                 "<text>list contains(prior, \"PRTR\")</text>",
                 "an input expression: \"PRTR\" is no value of the fact prior");
}

static void refuses_wrong_outputs(void **state) {
  expect_refused(*state, "choice.dmn", "<text>\"beta\"</text>", "<text>\"betta\"</text>",
                 "choice.dmn: table \"Choice of treatment\", row 4, rule T-04: option \"betta\" is "
                 "not in options.json");
  expect_refused(*state, "choice.dmn", "<text>\"beta\"</text>",
                 "<text>if true then \"beta\" else "
                 "\"gamma\"</text>",
                 "it must be one text in quotes");
  expect_refused(*state, "choice.dmn", "<text>\"control\"</text>", "<text>\"hope\"</text>",
                 "rule T-01: intent \"hope\" is not one of");
  expect_refused(*state, "choice.dmn", "<text>\"P\"</text>", "<text>\"PP\"</text>",
                 "strength \"PP\" with mark \"seen\" gives no class");
  expect_refused(*state, "choice.dmn", "<text>\"glucose is watched\"</text>", "<text>\"\"</text>",
                 "rule T-03: strength is \"I\" (only if), but column \"condition\" is empty");
  expect_refused(*state, "conflicts.dmn", "<text>56</text>", "<text>-56</text>",
                 "column \"gap_d\" is -56; it must be a number of days, 0 or more");
}

static void refuses_wrong_annotations(void **state) {
  expect_refused(*state, "choice.dmn", "<text>T-04</text>", "<text></text>",
                 "row 4: column \"Rule\" is empty");
  expect_refused(*state, "choice.dmn", "<text>T-04</text>", "<text>T-01</text>",
                 "the id T-01 stands in table \"Choice of treatment\", row 1, too");
  expect_refused(*state, "conflicts.dmn", "<text>K-01</text>", "<text>T-01</text>",
                 "the id T-01 stands in table \"Choice of treatment\", row 1, too");
  expect_refused(*state, "choice.dmn", "<text>S1 section 4; S2</text>",
                 "<text>S1 section 4; S9, table 2</text>",
                 "rule T-01: column \"Source\" names \"S9\", which is not in sources.json");
  expect_refused(*state, "choice.dmn", "<text>S1 section 4; S2</text>", "<text></text>",
                 "rule T-01: column \"Source\" is empty");
  expect_refused(*state, "choice.dmn", "<text>unverified</text>", "<text>guessed</text>",
                 "rule T-07: the mark is \"guessed\"");
  expect_refused(*state, "choice.dmn", "<text>Reason of T-02.</text>", "<text></text>",
                 "rule T-02: column \"Reason\" is empty");
  expect_refused(*state, "choice.dmn", "<text>ki67_pct, progression</text>",
                 "<text>ki67_pct, mood</text>",
                 "rule T-01: column \"Changes\" names \"mood\", which is no fact");
  expect_refused(*state, "choice.dmn", "<text>duct_dilated, function</text>", "<text>ducts</text>",
                 "rule T-21: column \"Ask\" names \"ducts\"");
  expect_refused(*state, "choice.dmn", "<text>yes</text>", "<text>perhaps</text>",
                 "rule T-10: column \"Emergency\" is \"perhaps\"");
}

static void refuses_that_an_unchecked_rule_stops_anything(void **state) {
  expect_refused(*state, "ranking.dmn",
                 "<text>\"check\"</text></outputEntry>\n        "
                 "<outputEntry id=\"t_class_0_o3\"><text>false</text>",
                 "<text>\"ban\"</text></outputEntry>\n        "
                 "<outputEntry id=\"t_class_0_o3\"><text>true</text>",
                 "rule T-07: ranking.dmn, table \"class\": strength \"C\" is a hard stop although "
                 "its mark is \"unverified\"");
}

static void refuses_broken_files(void **state) {
  expect_refused(*state, "manifest.json", "\"tables\"", "\"tabels\"", "\"tables\" lists no files");
  expect_refused(*state, "manifest.json", "choice.dmn", "../choice.dmn", "entry 1 of \"tables\"");
  expect_refused(*state, "manifest.json", "{", "[", "manifest.json:2:");
  expect_refused(*state, "sources.json", "\"seen\"", "\"sene\"", "source \"S1\" needs reference");
  expect_refused(*state, "options.json", "\"label\"", "\"lable\"", "option \"alpha\" needs label");
  expect_refused(*state, "options.json", "\"label\": \"Treatment alpha\",",
                 "\"label\": \"Treatment alpha\", \"with\": [\"betta\"],",
                 "\"with\" of option \"alpha\" names \"betta\", which is no option");
  expect_refused(*state, "disagreements.json", "\"T-01\"", "\"T-99\"",
                 "\"D-01\": no table has the rule \"T-99\"");
  expect_refused(*state, "disagreements.json", "\"S1 section 2\"", "\"S9 section 2\"",
                 "\"D-01\": sources.json has no source \"S9\"");
  expect_refused(*state, "disagreements.json", "\"seen\"", "\"sene\"", "a side needs a mark");
  expect_refused(*state, "disagreements.json", "\"says\"", "\"sais\"", "a side needs \"says\"");
  expect_refused(*state, "disagreements.json", "\"topic\"", "\"topik\"",
                 "it needs \"id\" and \"topic\"");
  expect_refused(*state, "ranking.dmn", "name=\"verdict\">", "name=\"judgement\">",
                 "there is no decision table \"verdict\"");
  expect_refused(*state, "choice.dmn", "<text>&lt;= 20</text>", "<text>&lt;= = 20</text>",
                 "choice.dmn");
}

static void names_editions_that_are_not_there(void **state) {
  struct world *world = *state;
  lu_guideline *guideline = NULL;
  lu_error error = LU_ERROR_INIT;
  static const char *const bad[] = {"broken", "/1", "broken/", "../x/1", "broken/.."};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    assert_int_equal(
        lu_guideline_read(&guideline, bad[i], world->dictionary, world->context, &error), LU_USAGE);
    assert_non_null(strstr(error.message, "BODY/EDITION"));
  }
  assert_int_equal(
      lu_guideline_read(&guideline, "nobody/7", world->dictionary, world->context, &error),
      LU_USAGE);
  assert_non_null(strstr(error.message, "no edition \"nobody/7\"; known: "));
  assert_non_null(strstr(error.message, "broken/1"));
}

static void set_valid_from(const struct world *world, const char *edition, const char *day) {
  char path[800], text[200];
  lu_error error = LU_ERROR_INIT;
  snprintf(path, sizeof path, "%s/guideline/synthesis/%s", lu_context_data_path(world->context),
           edition);
  expect_ok(lu_folder_make(path, &error), &error);
  for (size_t i = 1; i < sizeof files / sizeof files[0]; i++) {
    char *content = changed_text(files[i], NULL, NULL);
    snprintf(path, sizeof path, "%s/guideline/synthesis/%s/%s",
             lu_context_data_path(world->context), edition, files[i]);
    expect_ok(lu_file_write(path, content, strlen(content), &error), &error);
    free(content);
  }
  snprintf(path, sizeof path, "%s/guideline/synthesis/%s/manifest.json",
           lu_context_data_path(world->context), edition);
  snprintf(text, sizeof text, "{\"valid_from\": \"%s\", \"tables\": [\"choice.dmn\"]}", day);
  expect_ok(lu_file_write(path, text, strlen(text), &error), &error);
}

static void takes_the_newest_edition_that_is_valid_today(void **state) {
  struct world *world = *state;
  lu_guideline *guideline = NULL;
  lu_error error = LU_ERROR_INIT;
  set_valid_from(world, "2024.1", "2024-01-01");
  set_valid_from(world, "2026.1", "2026-01-01");
  set_valid_from(world, "2027.1", "2027-01-01");
  expect_ok(lu_guideline_read(&guideline, NULL, world->dictionary, world->context, &error), &error);
  assert_string_equal(lu_guideline_edition(guideline), "synthesis/2026.1");
  lu_guideline_free(guideline);
  lu_context_set_today(world->context, (lu_date){2025, 12, 31, true});
  expect_ok(lu_guideline_read(&guideline, NULL, world->dictionary, world->context, &error), &error);
  assert_string_equal(lu_guideline_edition(guideline), "synthesis/2024.1");
  lu_guideline_free(guideline);
  lu_context_set_today(world->context, (lu_date){2020, 1, 1, true});
  assert_int_equal(lu_guideline_read(&guideline, NULL, world->dictionary, world->context, &error),
                   LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "no edition that is valid today"));
  set_valid_from(world, "2027.1", "soon"); /* must not let an older edition win unseen */
  lu_context_set_today(world->context, (lu_date){2026, 11, 24, true});
  assert_int_equal(lu_guideline_read(&guideline, NULL, world->dictionary, world->context, &error),
                   LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "2027.1/manifest.json: \"valid_from\" must be a date"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(accepts_the_small_guideline),
      cmocka_unit_test(refuses_wrong_inputs),
      cmocka_unit_test(refuses_an_input_that_is_no_fact),
      cmocka_unit_test(refuses_wrong_columns),
      cmocka_unit_test(refuses_foreign_values_in_cells),
      cmocka_unit_test(refuses_wrong_outputs),
      cmocka_unit_test(refuses_wrong_annotations),
      cmocka_unit_test(refuses_that_an_unchecked_rule_stops_anything),
      cmocka_unit_test(refuses_broken_files),
      cmocka_unit_test(names_editions_that_are_not_there),
      cmocka_unit_test(takes_the_newest_edition_that_is_valid_today),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
