/* SPDX-License-Identifier: Apache-2.0 */
/* What comes next: the data of the edition, and the look ahead on a case that runs as it stands. */
#include "small.h"

#include "lutetia/facts/json.h"

#define EDITION LU_SOURCE_DIR "/data/guideline/synthesis/2026.1/"
#define CASE LU_SOURCE_DIR "/examples/midgut-carcinoid.json"

static lu_context *real_context(void) {
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  assert_int_equal(lu_context_set_data_path(context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  lu_context_set_today(context, (lu_date){2026, 11, 24, true});
  return context;
}

static json_t *read_json(const char *path) {
  json_t *json = NULL;
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_json_read(&json, path, 1u << 24, &error), &error);
  return json;
}

static lu_study *open_study(const char *path, lu_context *context) {
  lu_study *study = NULL;
  lu_error error = LU_ERROR_INIT;
  const lu_study_options options = {0};
  expect_ok(lu_study_open(&study, path, &options, context, &error), &error);
  return study;
}

static json_t *next_of(const lu_study *study, int depth, lu_context *context) {
  json_t *next = NULL;
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_plan_next(&next, study, depth, context, &error), &error);
  return next;
}

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

/* ---- the data ------------------------------------------------------------------------------- */

static void expect_facts(const json_t *entry, const lu_dictionary *dictionary) {
  static const char *const members[] = {"set", "add"};
  const char *name;
  json_t *value;
  size_t index;
  for (size_t i = 0; i < 2; i++)
    json_object_foreach(json_object_get(entry, members[i]), name, value)
        assert_true(lu_dictionary_find(dictionary, name) != LU_NO_INDEX);
  json_array_foreach(json_object_get(entry, "forget"), index, value)
      assert_true(lu_dictionary_find(dictionary, json_string_value(value)) != LU_NO_INDEX);
}

static void failures_name_what_there_is(void **state) {
  (void)state;
  lu_context *context = real_context();
  lu_dictionary *dictionary = NULL;
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_dictionary_read(&dictionary, context, &error), &error);
  json_t *failures = read_json(EDITION "failure.json"),
         *options = read_json(EDITION "options.json");
  json_t *sources = read_json(EDITION "sources.json"), *line, *entry, *source;
  const char *code, *kind;
  size_t index, inner;
  json_object_foreach(json_object_get(failures, "kinds"), kind, entry)
      expect_facts(entry, dictionary);
  json_object_foreach(json_object_get(failures, "lines"), code, line) {
    if (json_object_get(options, code) == NULL) fail_msg("%s is no option", code);
    if (json_object_get(json_object_get(failures, "kinds"), text_of(line, "kind")) == NULL)
      fail_msg("%s: kind %s is not known", code, text_of(line, "kind"));
    expect_facts(line, dictionary);
    assert_true(json_array_size(json_object_get(line, "failure")) > 0);
    json_array_foreach(json_object_get(line, "failure"), index, entry) {
      assert_true(text_of(entry, "text")[0] != '\0');
      assert_true(json_array_size(json_object_get(entry, "sources")) > 0);
      json_array_foreach(json_object_get(entry, "sources"), inner,
                         source) if (json_object_get(sources, json_string_value(source)) == NULL)
          fail_msg("%s: %s is no source", code, json_string_value(source));
    }
  }
  json_decref(failures);
  json_decref(options);
  json_decref(sources);
  lu_dictionary_free(dictionary);
  lu_context_free(context);
}

/* Each treatment against growth is a line whose failure is defined, or stands under "none". */
static void every_treatment_has_a_failure(void **state) {
  (void)state;
  json_t *failures = read_json(EDITION "failure.json"),
         *options = read_json(EDITION "options.json");
  json_t *option;
  const char *code;
  static const char *const groups[] = {"systemic", "artery", "heat", "liver surgery", "local"};
  json_object_foreach(options, code, option) {
    bool treats = false;
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
      treats = treats || strcmp(text_of(option, "group"), groups[i]) == 0;
    if (treats && json_object_get(json_object_get(failures, "lines"), code) == NULL &&
        json_object_get(json_object_get(failures, "none"), code) == NULL)
      fail_msg("failure.json: %s stands neither under lines nor under none", code);
  }
  json_decref(failures);
  json_decref(options);
}

/* ---- the look ahead ------------------------------------------------------------------------- */

/* No option stands twice between root and leaf, and the tree ends where it should. */
static void expect_path(const json_t *lines, const char **path, int level, int depth) {
  size_t index;
  json_t *line;
  assert_true(json_array_size(lines) <= 3);
  json_array_foreach(lines, index, line) {
    path[level] = text_of(line, "option");
    for (int i = 0; i < level; i++)
      assert_string_not_equal(path[i], path[level]);
    assert_true(json_array_size(json_object_get(line, "failure")) > 0);
    if (level == depth)
      assert_int_equal(json_array_size(json_object_get(line, "then")), 0);
    else
      expect_path(json_object_get(line, "then"), path, level + 1, depth);
  }
}

static void no_line_comes_twice(void **state) {
  (void)state;
  lu_context *context = real_context();
  lu_study *study = open_study(CASE, context);
  for (int depth = 1; depth <= 3; depth++) {
    const char *path[4];
    json_t *next = next_of(study, depth, context);
    assert_true(json_array_size(json_object_get(next, "lines")) > 0);
    expect_path(json_object_get(next, "lines"), path, 0, depth);
    json_decref(next);
  }
  lu_study_free(study);
  lu_context_free(context);
}

static void depth_is_checked(void **state) {
  (void)state;
  lu_context *context = real_context();
  lu_study *study = open_study(CASE, context);
  json_t *next = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_plan_next(&next, study, 0, context, &error), LU_USAGE);
  assert_int_equal(lu_plan_next(&next, study, 4, context, &error), LU_USAGE);
  lu_study_free(study);
  lu_context_free(context);
}

/* Writes the example with one more treatment, of which only the kind is known, to the build folder.
 */
static void write_later_case(const char *path, const char *kind) {
  json_t *record = read_json(CASE);
  json_t *treatments = json_object_get(record, "treatments");
  assert_true(json_is_array(treatments));
  assert_int_equal(json_array_append_new(treatments, json_pack("{s:s, s:i, s:s}", "kind", kind,
                                                               "cycles", 4, "stop", "2026-11")),
                   0);
  assert_int_equal(json_dump_file(record, path, 0), 0);
  json_decref(record);
}

/* What is supposed after a failure is what the tables say of a record in which it has happened. */
static void supposed_is_what_a_record_gives(void **state) {
  (void)state;
  const char *path = LU_BUILD_DIR "/next-after-prrt.json";
  lu_context *context = real_context();
  lu_study *before = open_study(CASE, context);
  write_later_case(path, "PRRT");
  lu_study *after = open_study(path, context);
  json_t *supposed = next_of(before, 1, context), *real = next_of(after, 1, context);
  json_t *first = json_array_get(json_object_get(supposed, "lines"), 0);
  assert_string_equal(text_of(first, "option"), "PRRT");
  json_t *then = json_object_get(first, "then"), *lines = json_object_get(real, "lines");
  assert_true(json_array_size(then) > 0);
  assert_int_equal(json_array_size(then), json_array_size(lines));
  for (size_t i = 0; i < json_array_size(then); i++) {
    assert_string_equal(text_of(json_array_get(then, i), "option"),
                        text_of(json_array_get(lines, i), "option"));
    assert_string_equal(text_of(json_array_get(then, i), "class"),
                        text_of(json_array_get(lines, i), "class"));
  }
  json_decref(supposed);
  json_decref(real);
  lu_study_free(before);
  lu_study_free(after);
  lu_context_free(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(failures_name_what_there_is),
      cmocka_unit_test(every_treatment_has_a_failure),
      cmocka_unit_test(no_line_comes_twice),
      cmocka_unit_test(depth_is_checked),
      cmocka_unit_test(supposed_is_what_a_record_gives),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
