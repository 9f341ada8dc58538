/* SPDX-License-Identifier: Apache-2.0 */
/* The vignettes of examples/vignettes: record in, plan out, compared with what is expected. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "lutetia/guideline.h"

#define FOLDER LU_SOURCE_DIR "/examples/vignettes/"

static json_t *read_expectation(const char *name) {
  char path[512];
  json_error_t error;
  snprintf(path, sizeof path, FOLDER "%s.expected.json", name);
  json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
  if (json == NULL) print_error("%s:%d: %s\n", path, error.line, error.text);
  assert_non_null(json);
  return json;
}

/* The plan of a vignette as a document. */
static json_t *make_plan(const char *name) {
  char path[512];
  lu_context *context = NULL;
  lu_dictionary *dictionary = NULL;
  lu_case *record = NULL;
  lu_assessment *assessment = NULL;
  lu_guideline *guideline = NULL;
  lu_plan *plan = NULL;
  json_t *document = NULL;
  lu_date today = {0};
  lu_error error = LU_ERROR_INIT;
  snprintf(path, sizeof path, FOLDER "%s.json", name);
  assert_int_equal(lu_context_new(&context, &error), LU_OK);
  assert_int_equal(lu_date_parse(&today, "2026-11-24", &error), LU_OK);
  lu_context_set_today(context, today);
  lu_status status = lu_context_set_data_path(context, LU_SOURCE_DIR "/data", &error);
  if (status == LU_OK) status = lu_dictionary_read(&dictionary, context, &error);
  if (status == LU_OK) status = lu_case_read(&record, path, dictionary, false, context, &error);
  if (status == LU_OK) status = lu_assess(&assessment, record, NULL, context, &error);
  if (status == LU_OK)
    status = lu_guideline_read(&guideline, "synthesis/2026.1", dictionary, context, &error);
  if (status == LU_OK) status = lu_plan_make(&plan, guideline, assessment, context, &error);
  if (status == LU_OK) status = lu_plan_document(&document, plan, context, &error);
  if (status != LU_OK) print_error("%s: %s\n", name, error.message);
  assert_int_equal(status, LU_OK);
  lu_plan_free(plan);
  lu_guideline_free(guideline);
  lu_assessment_free(assessment);
  lu_case_free(record);
  lu_dictionary_free(dictionary);
  lu_context_free(context);
  return document;
}

/* The entry of a list whose `key` is `value`; NULL if none. */
static json_t *find(const json_t *list, const char *key, const char *value) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index, entry) {
    const char *text = json_string_value(json_object_get(entry, key));
    if (text != NULL && strcmp(text, value) == 0) return entry;
  }
  return NULL;
}

/* What became of an option, in one word. */
static const char *place(const json_t *plan, const char *code) {
  json_t *option = find(json_object_get(plan, "options"), "option", code);
  if (option != NULL) return json_string_value(json_object_get(option, "class"));
  option = find(json_object_get(plan, "must_not"), "option", code);
  if (option != NULL) return json_string_value(json_object_get(option, "class"));
  return find(json_object_get(plan, "possible"), "option", code) != NULL ? "possible"
                                                                         : "not offered";
}

static bool is_banned(const json_t *plan, const char *code) {
  return find(json_object_get(plan, "options"), "option", code) == NULL &&
         find(json_object_get(plan, "must_not"), "option", code) != NULL;
}

static int complain(const char *name, const char *code, const char *is, const char *wanted) {
  print_error("%s: %s is \"%s\", expected %s\n", name, code, is, wanted);
  return 1;
}

/* A rule that fired stands among the reasons or the overruled rules of some option. */
static bool has_fired(const json_t *plan, const char *rule) {
  static const char *const lists[] = {"options", "must_not"};
  static const char *const reasons[] = {"reasons", "overruled"};
  for (size_t i = 0; i < 2; i++) {
    size_t index;
    json_t *option;
    json_array_foreach(json_object_get(plan, lists[i]), index, option) {
      for (size_t j = 0; j < 2; j++)
        if (find(json_object_get(option, reasons[j]), "rule", rule) != NULL) return true;
    }
  }
  return false;
}

static int check_classes(const char *name, const json_t *plan, const json_t *expected) {
  int faults = 0;
  size_t index;
  json_t *code, *class;
  const char *key;
  json_array_foreach(json_object_get(expected, "preferred"), index, code) {
    const char *is = place(plan, json_string_value(code));
    if (strcmp(is, "preferred") != 0)
      faults += complain(name, json_string_value(code), is, "preferred");
  }
  json_object_foreach(json_object_get(expected, "class"), key, class) {
    const char *is = place(plan, key);
    if (strcmp(is, json_string_value(class)) != 0)
      faults += complain(name, key, is, json_string_value(class));
  }
  json_array_foreach(json_object_get(expected, "pending"), index, code) {
    const char *is = place(plan, json_string_value(code));
    if (strcmp(is, "possible") != 0)
      faults += complain(name, json_string_value(code), is, "possible, waiting for facts");
  }
  json_array_foreach(json_object_get(expected, "acceptable"), index, code) {
    if (is_banned(plan, json_string_value(code)))
      faults += complain(name, json_string_value(code), place(plan, json_string_value(code)),
                         "not banned");
  }
  return faults;
}

/* Facts of "ask_in_order" stand among the questions in the order of the list. */
static int check_order(const char *name, const json_t *plan, const json_t *expected) {
  const json_t *questions = json_object_get(plan, "questions");
  int faults = 0;
  size_t index, last = 0;
  json_t *code;
  json_array_foreach(json_object_get(expected, "ask_in_order"), index, code) {
    const char *fact = json_string_value(code);
    size_t place = 0, count = json_array_size(questions);
    while (place < count &&
           strcmp(json_string_value(json_object_get(json_array_get(questions, place), "fact")),
                  fact) != 0)
      place++;
    if (place == count) faults += complain(name, fact, "not asked", "among the questions");
    if (place < last) faults += complain(name, fact, "asked too early", "after those before it");
    last = place;
  }
  return faults;
}

static int check_bans(const char *name, const json_t *plan, const json_t *expected) {
  int faults = 0;
  size_t index;
  json_t *code;
  json_array_foreach(json_object_get(expected, "must_not"), index, code) {
    if (find(json_object_get(plan, "options"), "option", json_string_value(code)) != NULL)
      faults += complain(name, json_string_value(code), place(plan, json_string_value(code)),
                         "banned or not offered");
  }
  json_array_foreach(json_object_get(expected, "closed"), index, code) {
    const char *is = place(plan, json_string_value(code));
    bool open = find(json_object_get(plan, "options"), "option", json_string_value(code)) != NULL;
    if (open || strcmp(is, "possible") == 0)
      faults +=
          complain(name, json_string_value(code), is, "neither offered nor waiting for facts");
  }
  json_array_foreach(json_object_get(expected, "not_asked"), index, code) {
    if (find(json_object_get(plan, "questions"), "fact", json_string_value(code)) != NULL)
      faults += complain(name, json_string_value(code), "asked", "no question");
  }
  json_array_foreach(json_object_get(expected, "ask"), index, code) {
    if (find(json_object_get(plan, "questions"), "fact", json_string_value(code)) == NULL)
      faults += complain(name, json_string_value(code), "not asked", "among the questions");
  }
  faults += check_order(name, plan, expected);
  json_array_foreach(json_object_get(expected, "disagreements"), index, code) {
    if (find(json_object_get(plan, "disagreements"), "id", json_string_value(code)) == NULL)
      faults += complain(name, json_string_value(code), "not shown", "among the disagreements");
  }
  json_array_foreach(json_object_get(expected, "rules"), index, code) {
    if (!has_fired(plan, json_string_value(code)))
      faults += complain(name, json_string_value(code), "silent", "to fire");
  }
  return faults;
}

/* A misspelt key would check nothing. */
static int check_keys(const char *name, json_t *expected) {
  static const char *const known[] = {"preferred",    "class",         "pending",   "acceptable",
                                      "must_not",     "closed",        "not_asked", "ask",
                                      "ask_in_order", "disagreements", "rules",     "note"};
  int faults = 0;
  const char *key;
  json_t *value;
  json_object_foreach(expected, key, value) {
    bool found = false;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
      found |= strcmp(key, known[i]) == 0;
    if (!found) faults += complain(name, key, "a key", "one that the test knows");
  }
  return faults;
}

static int compare_names(const void *left, const void *right) {
  return strcmp(left, right);
}

/* Names of the vignettes, sorted. @return count */
static size_t list_vignettes(char names[][64], size_t limit) {
  size_t count = 0;
  DIR *folder = opendir(FOLDER);
  assert_non_null(folder);
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    const char *end = strstr(entry->d_name, ".expected.json");
    if (end == NULL) continue;
    assert_true(count < limit && end - entry->d_name < 64);
    snprintf(names[count++], 64, "%.*s", (int)(end - entry->d_name), entry->d_name);
  }
  closedir(folder);
  qsort(names, count, sizeof names[0], compare_names);
  return count;
}

static void every_vignette_comes_out_as_expected(void **state) {
  (void)state;
  char names[256][64];
  size_t count = list_vignettes(names, 256);
  int faults = 0;
  assert_true(count >= 24); /* 14 of the fact base, the others from records that went wrong once */
  for (size_t i = 0; i < count; i++) {
    json_t *expected = read_expectation(names[i]), *plan = make_plan(names[i]);
    assert_true(json_array_size(json_object_get(expected, "must_not")) > 0);
    faults += check_keys(names[i], expected);
    faults += check_classes(names[i], plan, expected) + check_bans(names[i], plan, expected);
    json_decref(plan);
    json_decref(expected);
  }
  assert_int_equal(faults, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_vignette_comes_out_as_expected)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
