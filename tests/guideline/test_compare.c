/* SPDX-License-Identifier: Apache-2.0 */
/* What changes between the small guideline and a changed copy of it. */
#include "small.h"

#define COPY LU_BUILD_DIR "/test-compare-copy"

static const char *const files[] = {"manifest.json", "sources.json", "options.json",
                                    "ranking.dmn",   "choice.dmn",   "conflicts.dmn"};

struct world {
  lu_context *context;
  lu_dictionary *dictionary;
};

/* A text that is put in the place of another one in a file; all NULL at the end. */
struct edit {
  const char *find, *replace;
  const char *file; /* NULL for choice.dmn */
};

static int start(void **state) {
  struct world *world = calloc(1, sizeof *world);
  lu_error error = LU_ERROR_INIT;
  world->context = small_context("test-compare", true);
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

static char *replaced(char *text, const struct edit *edit) {
  char *at = strstr(text, edit->find);
  if (at == NULL) fail_msg("the file does not hold: %s", edit->find);
  char *result = malloc(strlen(text) + strlen(edit->replace) + 1);
  sprintf(result, "%.*s%s%s", (int)(at - text), text, edit->replace, at + strlen(edit->find));
  free(text);
  return result;
}

static bool is_of(const struct edit *edit, const char *file) {
  return strcmp(edit->file == NULL ? "choice.dmn" : edit->file, file) == 0;
}

/* Writes a copy of the small guideline with edits. */
static void write_copy(const struct edit *edits) {
  char path[700];
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_folder_make(COPY, &error), &error);
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    char *text;
    size_t length;
    snprintf(path, sizeof path, "%s/small/1/%s", SMALL_DATA, files[i]);
    expect_ok(lu_file_read(&text, &length, path, 1 << 20, &error), &error);
    for (size_t j = 0; edits[j].find != NULL; j++)
      if (is_of(&edits[j], files[i])) text = replaced(text, &edits[j]);
    snprintf(path, sizeof path, COPY "/%s", files[i]);
    expect_ok(lu_file_write(path, text, strlen(text), &error), &error);
    free(text);
  }
}

/* The comparison of the small guideline with the copy, for a record. */
static json_t *compare(const struct world *world, const char *sections) {
  lu_case *record = NULL;
  lu_assessment *assessment = NULL;
  lu_guideline *editions[2] = {NULL, NULL};
  lu_plan *plans[2] = {NULL, NULL};
  json_t *document = NULL;
  static const char *const names[] = {"small/1", COPY};
  char text[500];
  lu_error error = LU_ERROR_INIT;
  int length = snprintf(text, sizeof text, "{\"lutetia_case\": 1, \"id\": \"test\", %s}", sections);
  expect_ok(lu_case_read_buffer(&record, text, (size_t)length, "test.json", world->dictionary,
                                false, world->context, &error),
            &error);
  expect_ok(lu_assess(&assessment, record, NULL, world->context, &error), &error);
  for (int i = 0; i < 2; i++) {
    expect_ok(lu_guideline_read(&editions[i], names[i], world->dictionary, world->context, &error),
              &error);
    assert_string_equal(lu_guideline_edition(editions[i]), "small/1");
    expect_ok(lu_plan_make(&plans[i], editions[i], assessment, world->context, &error), &error);
  }
  expect_ok(lu_plan_compare(&document, plans[0], plans[1], world->context, &error), &error);
  for (int i = 0; i < 2; i++) {
    lu_plan_free(plans[i]);
    lu_guideline_free(editions[i]);
  }
  lu_assessment_free(assessment);
  lu_case_free(record);
  return document;
}

/* The change of an option; NULL if it stands as it stood. */
static json_t *change_of(const json_t *document, const char *code) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(document, "options"), index,
                     entry) if (strcmp(json_string_value(json_object_get(entry, "option")), code) ==
                                0) return entry;
  return NULL;
}

static const char *change_at(const json_t *options, size_t index) {
  return json_string_value(json_object_get(json_array_get(options, index), "change"));
}

static void expect_change(const json_t *document, const char *code, const char *change,
                          const char *rule) {
  const json_t *entry = change_of(document, code);
  if (entry == NULL) fail_msg("%s stands as it stood", code);
  assert_string_equal(json_string_value(json_object_get(entry, "change")), change);
  const json_t *because = json_object_get(entry, "because");
  assert_int_equal(json_array_size(because), 1);
  assert_string_equal(json_string_value(json_object_get(json_array_get(because, 0), "rule")), rule);
}

#define PANCREAS \
  "\"tumour\": {\"site\": \"pancreas\"}, \"patient\": {\"age_y\": 60, \"sex\": \"male\"}"

static void the_same_edition_changes_nothing(void **state) {
  static const struct edit none[] = {{NULL, NULL, NULL}};
  write_copy(none);
  json_t *document = compare(*state, PANCREAS);
  assert_int_equal(json_array_size(json_object_get(document, "options")), 0);
  const json_t *asked = json_object_get(document, "asked"),
               *rules = json_object_get(document, "rules");
  assert_int_equal(json_array_size(json_object_get(asked, "new")), 0);
  assert_int_equal(json_array_size(json_object_get(asked, "gone")), 0);
  assert_int_equal(json_array_size(json_object_get(rules, "new")), 0);
  assert_int_equal(json_array_size(json_object_get(rules, "gone")), 0);
  assert_int_equal(json_array_size(json_object_get(rules, "changed")), 0);
  assert_int_equal(json_array_size(json_object_get(document, "elsewhere")), 0);
  assert_int_equal(json_object_size(json_object_get(document, "sources_before")), 0);
  json_decref(document);
}

static void what_a_rule_says_is_followed_to_its_option(void **state) {
  static const struct edit edits[] = {
      /* T-04: beta becomes preferred; T-05: gamma for the rectum; T-08: epsilon is offered */
      {"_3_o1\"><text>\"O\"", "_3_o1\"><text>\"P\"", NULL},
      {"_4_i0\"><text>\"pancreas\"", "_4_i0\"><text>\"rectum\"", NULL},
      {"_7_o1\"><text>\"A\"", "_7_o1\"><text>\"O\"", NULL},
      {NULL, NULL, NULL}};
  write_copy(edits);
  json_t *document = compare(*state, PANCREAS);
  expect_change(document, "beta", "class", "T-04");
  expect_change(document, "gamma", "lost", "T-05");
  expect_change(document, "epsilon", "gained", "T-08");
  const json_t *after = json_object_get(change_of(document, "beta"), "after");
  assert_string_equal(json_string_value(json_object_get(after, "class")), "preferred");
  assert_null(change_of(document, "delta"));
  /* what is lost before what is gained, mere shifts of place last */
  const json_t *options = json_object_get(document, "options");
  assert_string_equal(change_at(options, 0), "lost");
  assert_string_equal(change_at(options, 1), "gained");
  assert_string_equal(change_at(options, 2), "class");
  for (size_t i = 3; i < json_array_size(options); i++)
    assert_string_equal(change_at(options, i), "rank");
  /* both have one name: the folders tell them apart */
  assert_string_equal(
      json_string_value(json_object_get(json_object_get(document, "after"), "folder")), COPY);
  json_decref(document);
}

static void a_rule_that_is_gone_is_named(void **state) {
  static const struct edit edits[] = {
      {">T-04<", ">T-44<", NULL},
      {"_3_i0\"><text>\"pancreas\"", "_3_i0\"><text>\"colon\"", NULL},
      {NULL, NULL, NULL}};
  write_copy(edits);
  json_t *document = compare(*state, PANCREAS);
  expect_change(document, "beta", "lost", "T-04");
  const json_t *because =
      json_array_get(json_object_get(change_of(document, "beta"), "because"), 0);
  assert_true(json_is_null(json_object_get(because, "after")));
  const json_t *rules = json_object_get(document, "rules");
  assert_string_equal(json_string_value(json_array_get(json_object_get(rules, "gone"), 0)), "T-04");
  assert_string_equal(json_string_value(json_array_get(json_object_get(rules, "new"), 0)), "T-44");
  json_decref(document);
}

static void what_is_newly_asked_is_told(void **state) {
  static const struct edit edits[] = {{"_3_i3\"><text>-", "_3_i3\"><text>&gt; 100", NULL},
                                      {NULL, NULL, NULL}};
  write_copy(edits);
  json_t *document = compare(*state, PANCREAS);
  json_t *change = change_of(document, "beta");
  assert_non_null(change);
  assert_string_equal(json_string_value(json_object_get(change, "change")), "lost");
  assert_string_equal(json_string_value(json_object_get(json_object_get(change, "after"), "place")),
                      "possible");
  json_decref(document);
}

static bool holds(const json_t *list, const char *text) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index,
                     entry) if (strcmp(json_string_value(entry), text) == 0) return true;
  return false;
}

/* An entry of "elsewhere"; NULL if the rule is not told there. */
static json_t *elsewhere(const json_t *document, const char *rule) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(document, "elsewhere"), index, entry) {
    if (strcmp(json_string_value(json_object_get(entry, "rule")), rule) == 0) return entry;
  }
  return NULL;
}

/* Compares with one edit, after which no option stands otherwise. */
static json_t *quiet_change(const struct world *world, const char *sections, const char *find,
                            const char *replace, const char *file) {
  const struct edit edits[] = {{find, replace, file}, {NULL, NULL, NULL}};
  write_copy(edits);
  json_t *document = compare(world, sections);
  assert_int_equal(json_array_size(json_object_get(document, "options")), 0);
  return document;
}

static void a_changed_rule_that_moves_nothing_is_told(void **state) {
  json_t *document =
      quiet_change(*state, PANCREAS, "Reason of T-04.", "Other reason.", "choice.dmn");
  const json_t *entry = elsewhere(document, "T-04");
  assert_non_null(entry);
  assert_int_equal(json_array_size(json_object_get(document, "elsewhere")), 1);
  assert_int_equal(json_array_size(json_object_get(entry, "differs")), 1);
  assert_true(holds(json_object_get(entry, "differs"), "reason"));
  const json_t *changed = json_object_get(json_object_get(document, "rules"), "changed");
  assert_true(json_array_size(changed) == 1 && holds(changed, "T-04"));
  json_decref(document);
  /* a cell that the patient meets as well as before */
  document = quiet_change(*state, PANCREAS, "_3_i0\"><text>\"pancreas\"",
                          "_3_i0\"><text>\"pancreas\", \"rectum\"", NULL);
  entry = elsewhere(document, "T-04");
  assert_non_null(entry);
  assert_true(holds(json_object_get(entry, "differs"), "conditions of the row"));
  json_decref(document);
}

/* Rules that say nothing here are counted, and not told. */
static void a_changed_rule_of_others_is_counted(void **state) {
  json_t *document =
      quiet_change(*state, "\"tumour\": {\"site\": \"colon\"}", "Reason of T-04.", "Other.", NULL);
  assert_null(elsewhere(document, "T-04"));
  const json_t *changed = json_object_get(json_object_get(document, "rules"), "changed");
  assert_true(json_array_size(changed) == 1 && holds(changed, "T-04"));
  json_decref(document);
  document = quiet_change(*state, PANCREAS, "Marrow needs time.", "Time.", "conflicts.dmn");
  changed = json_object_get(json_object_get(document, "rules"), "changed");
  assert_true(json_array_size(changed) == 1 && holds(changed, "K-01"));
  json_decref(document);
}

/* A source that the editions describe otherwise stands in both ways. */
static void sources_of_both_editions_are_kept(void **state) {
  json_t *document = quiet_change(*state, PANCREAS, "2024", "2025", "sources.json");
  const json_t *entry = elsewhere(document, "T-04");
  assert_non_null(entry);
  assert_true(holds(json_object_get(entry, "differs"), "sources"));
  const json_t *now = json_object_get(json_object_get(document, "sources"), "S1");
  const json_t *then = json_object_get(json_object_get(document, "sources_before"), "S1");
  assert_int_equal(json_integer_value(json_object_get(now, "year")), 2025);
  assert_int_equal(json_integer_value(json_object_get(then, "year")), 2024);
  json_decref(document);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_same_edition_changes_nothing),
      cmocka_unit_test(what_a_rule_says_is_followed_to_its_option),
      cmocka_unit_test(a_rule_that_is_gone_is_named),
      cmocka_unit_test(what_is_newly_asked_is_told),
      cmocka_unit_test(a_changed_rule_that_moves_nothing_is_told),
      cmocka_unit_test(a_changed_rule_of_others_is_counted),
      cmocka_unit_test(sources_of_both_editions_are_kept),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
