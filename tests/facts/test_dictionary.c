/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lutetia/facts.h"

/** A context whose data folder is that of the source tree. */
static lu_context *new_context(void) {
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  assert_int_equal(lu_context_set_data_path(context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  return context;
}

static void reads_the_facts_of_the_project(void **state) {
  (void)state;
  lu_context *context = new_context();
  lu_error error = LU_ERROR_INIT;
  lu_dictionary *dictionary = NULL;
  lu_status status = lu_dictionary_read(&dictionary, context, &error);
  if (status != LU_OK) print_error("%s\n", error.message);
  assert_int_equal(status, LU_OK);
  assert_true(lu_dictionary_count(dictionary) > 300);
  size_t ki67 = lu_dictionary_find(dictionary, "ki67_pct");
  assert_true(ki67 != LU_NO_INDEX);
  const lu_fact *fact = lu_dictionary_at(dictionary, ki67);
  assert_string_equal(lu_fact_name(fact), "ki67_pct");
  assert_string_equal(lu_fact_unit(fact), "%");
  assert_int_equal(lu_fact_get_type(fact), LU_FACT_NUMBER);
  assert_false(lu_fact_is_derived(fact));
  const lu_fact *site = lu_dictionary_at(dictionary, lu_dictionary_find(dictionary, "site"));
  assert_int_equal(lu_fact_get_type(site), LU_FACT_CHOICE);
  assert_string_equal(lu_fact_value(site, 0), "small_intestine");
  assert_null(lu_fact_value(site, 1000));
  assert_null(lu_fact_value_label(site, 1000));
  assert_true(lu_dictionary_find(dictionary, "no_such_fact") == LU_NO_INDEX);
  assert_null(lu_dictionary_at(dictionary, lu_dictionary_count(dictionary)));
  lu_dictionary_free(dictionary);
  lu_context_free(context);
}

static void every_fact_can_be_found_again(void **state) {
  (void)state;
  lu_context *context = new_context();
  lu_dictionary *dictionary = NULL;
  assert_int_equal(lu_dictionary_read(&dictionary, context, NULL), LU_OK);
  for (size_t i = 0; i < lu_dictionary_count(dictionary); i++) {
    const lu_fact *fact = lu_dictionary_at(dictionary, i);
    assert_true(lu_dictionary_find(dictionary, lu_fact_name(fact)) == i);
    assert_true(lu_fact_question(fact)[0] != '\0');
    assert_in_range(lu_fact_burden(fact), 0, 4);
  }
  lu_dictionary_free(dictionary);
  lu_context_free(context);
}

/** Reads a dictionary that consists of one file; returns the status. */
static lu_status read_text(const char *text, lu_error *error) {
  char folder[] = "/tmp/lutetia-facts-XXXXXX";
  char path[100];
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/facts", folder);
  assert_int_equal(mkdir(path, 0700), 0);
  snprintf(path, sizeof path, "%s/facts/a.json", folder);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
  lu_context *context = new_context();
  assert_int_equal(lu_context_set_data_path(context, folder, NULL), LU_OK);
  lu_dictionary *dictionary = NULL;
  lu_status status = lu_dictionary_read(&dictionary, context, error);
  lu_dictionary_free(dictionary);
  lu_context_free(context);
  remove(path);
  snprintf(path, sizeof path, "%s/facts", folder);
  rmdir(path);
  rmdir(folder);
  return status;
}

#define HEAD "{\"schema\":\"lutetia-facts-1\",\"facts\":["
#define GOOD                                                                          \
  "{\"name\":\"a\",\"label\":\"A\",\"type\":\"number\",\"record\":{\"at\":\"/x/a\"}," \
  "\"question\":\"A?\",\"test\":\"ask\",\"burden\":0}"

static const struct {
  const char *text, *part;
} broken[] = {
    {HEAD GOOD "," GOOD "]}", "stands twice"},
    {HEAD "]}", "no facts"},
    {"{\"schema\":\"other\",\"facts\":[]}", "lutetia-facts-1"},
    {"{", "a.json:1"},
    {HEAD "{\"name\":\"A\",\"label\":\"A\"}]}", "small letters"},
    {HEAD "{\"label\":\"A\"}]}", "\"name\""},
    {HEAD "{\"name\":\"a\",\"lable\":\"A\"}]}", "\"lable\" is no field"},
    {HEAD
     "{\"name\":\"a\",\"label\":\"A\",\"question\":\"?\",\"test\":\"t\",\"type\":\"colour\"}]}",
     "the type must be"},
    {HEAD
     "{\"name\":\"a\",\"label\":\"A\",\"question\":\"?\",\"test\":\"t\",\"type\":\"choice\"}]}",
     "values"},
    {HEAD "{\"name\":\"a\",\"label\":\"A\",\"question\":\"?\",\"test\":\"t\",\"type\":\"choice\","
          "\"values\":[{\"value\":\"x\"},{\"value\":\"x\"}]}]}",
     "stands twice"},
    {HEAD "{\"name\":\"a\",\"label\":\"A\",\"question\":\"?\",\"test\":\"t\",\"type\":\"number\","
          "\"unit\":\"mgg\"}]}",
     "mgg"},
    {HEAD "{\"name\":\"a\",\"label\":\"A\",\"question\":\"?\",\"test\":\"t\",\"type\":\"boolean\","
          "\"unit\":\"mm\"}]}",
     "only numbers"},
    {HEAD "{\"name\":\"a\",\"label\":\"A\",\"question\":\"?\",\"test\":\"t\",\"type\":\"number\","
          "\"minimum\":2,\"maximum\":1}]}",
     "rising order"},
    {HEAD "{\"name\":\"a\",\"label\":\"A\",\"question\":\"?\",\"test\":\"t\",\"type\":\"number\","
          "\"source\":\"x\"}]}",
     "mark"},
    {HEAD
     "{\"name\":\"a\",\"label\":\"A\",\"question\":\"?\",\"test\":\"t\",\"type\":\"number\"}]}",
     "where in the record"},
    {HEAD "{\"name\":\"a\",\"label\":\"A\",\"question\":\"?\",\"test\":\"t\",\"type\":\"number\","
          "\"record\":{\"at\":\"/a\"},\"burden\":7}]}",
     "burden"},
};

static void refuses_broken_dictionaries(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(read_text(HEAD GOOD "]}", &error), LU_OK);
  for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
    assert_int_equal(read_text(broken[i].text, &error), LU_BAD_INPUT);
    if (strstr(error.message, broken[i].part) == NULL)
      fail_msg("case %zu: \"%s\" lacks \"%s\"", i, error.message, broken[i].part);
  }
}

static void says_that_the_folder_is_missing(void **state) {
  (void)state;
  lu_context *context = new_context();
  assert_int_equal(lu_context_set_data_path(context, "/nowhere", NULL), LU_OK);
  lu_error error = LU_ERROR_INIT;
  lu_dictionary *dictionary = NULL;
  assert_int_equal(lu_dictionary_read(&dictionary, context, &error), LU_IO);
  assert_non_null(strstr(error.message, "/nowhere/facts"));
  assert_null(dictionary);
  lu_context_free(context);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_the_facts_of_the_project),
      cmocka_unit_test(every_fact_can_be_found_again),
      cmocka_unit_test(refuses_broken_dictionaries),
      cmocka_unit_test(says_that_the_folder_is_missing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
