/* SPDX-License-Identifier: Apache-2.0 */
/* Data files of treatments: broken ones are refused with the sentence that helps, whole folders are
   read, every option that a regimen answers is one of the guideline. */
#include "shop.h"
/* cmocka first */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- broken files -----------------------------------------------------------------------------
 */

/** A change of a good file, and what is said of it. */
struct damage {
  const char *from, *to; /* text that is replaced once */
  const char *said;      /* part of the sentence */
};

/* A copy of a text with one piece replaced; it must be there. */
static char *replaced(const char *text, const char *from, const char *to) {
  const char *at = strstr(text, from);
  assert_non_null(at);
  size_t before = (size_t)(at - text), size = strlen(text) + strlen(to) + 1;
  char *out = malloc(size);
  assert_non_null(out);
  snprintf(out, size, "%.*s%s%s", (int)before, text, to, at + strlen(from));
  return out;
}

static void refuse(const struct shop *shop, const char *name, const char *good,
                   const struct damage *damage) {
  lu_error error = LU_ERROR_INIT;
  char *bad = replaced(good, damage->from, damage->to);
  lu_status status =
      formulary_check_bytes(shop->formulary, name, bad, strlen(bad), shop->context, &error);
  free(bad);
  if (status != LU_BAD_INPUT || strstr(error.message, name) == NULL ||
      strstr(error.message, damage->said) == NULL)
    fail_msg("\"%s\" for \"%s\": status %d, \"%s\" does not say \"%s\"", damage->to, damage->from,
             (int)status, error.message, damage->said);
}

#define HEAD(schema)                                                                         \
  "{\"schema\": \"" schema                                                                   \
  "\", \"id\": \"made-up\", \"label\": \"made up\", \"source\": \"a "                        \
  "label\", \"licence\": \"Apache-2.0\", \"version\": \"1\", \"reviewed\": \"2026-11-24\", " \
  "\"mark\": \"seen\", "

static const char *const good_drug = HEAD("lutetia-drug-1")
    "\"names\": [\"made up\"], \"classes\": [\"anticoagulant\"], \"group\": \"support\", "
    "\"forms\": [{\"form\": \"tablet\", \"route\": \"PO\", \"strength\": {\"value\": 5, \"unit\": "
    "\"mg\"}, \"divisible\": 2}], "
    "\"rules\": [{\"id\": \"low\", \"if\": \"plt_1e9_l < 50\", \"text\": \"Platelets.\", "
    "\"effect\": \"caution\", \"region\": \"EU\", \"source\": \"a label\", \"mark\": \"seen\"}], "
    "\"allergy\": {\"names\": [], \"classes\": [\"platinum\"]}, "
    "\"tests\": [{\"id\": \"count\", \"test\": \"lab:platelets\", \"when\": \"baseline\"}], "
    "\"modify\": [{\"id\": \"sick\", \"term\": \"vomiting\", \"grade\": [3], \"action\": \"hold\"}], "
    "\"interactions\": [{\"id\": \"both\", \"with\": {\"classes\": [\"nsaid\"]}}], "
    "\"stop_before\": [{\"id\": \"knife\", \"event\": \"surgery\", \"before\": {\"days\": 7}}]}";

static void test_broken_drugs_are_refused(void **state) {
  static const struct damage damages[] = {
      {"\"label\": \"made up\", ", "", "\"label\" is missing"},
      {"\"source\": \"a label\", ", "", "\"source\" is missing"},
      {"2026-11-24", "November", "/reviewed is \"November\""},
      {"\"mark\": \"seen\", \"names\"", "\"mark\": \"guessed\", \"names\"", "\"guessed\""},
      {"lutetia-drug-1", "lutetia-pill-1", "no form of data files"},
      {"\"mg\"", "\"milligrammes\"", "it is no unit"},
      {"\"anticoagulant\"", "\"anticoagulants\"", "has no such class"},
      {"\"platinum\"", "\"platina\"", "has no such class"},
      {"\"nsaid\"", "\"painkillers\"", "has no such class"},
      {"lab:platelets", "lab:platelet", "has no such test"},
      {"lab:platelets", "fact:no_such_fact", "there is no such fact"},
      {"\"caution\"", "\"careful\"", "\"careful\" is no effect of a rule"},
      {"\"EU\"", "\"Europe\"", "\"Europe\" is no region"},
      {"\"vomiting\"", "\"sickness\"", "\"sickness\" is no term"},
      {"\"hold\"", "\"wait\"", "\"wait\" is no action"},
      {"\"surgery\"", "\"operation\"", "\"operation\" is no event"},
      {"\"before\": {\"days\": 7}", "\"text\": \"\"", "has either"},
      {"\"before\": {\"days\": 7}", "\"before\": {\"days\": 7}, \"continue\": true", "has either"},
      {"plt_1e9_l < 50", "platelets < 50", "neither a fact of the dictionary nor a given name"},
      {"plt_1e9_l < 50", "plt_1e9_l <", "plt_1e9_l <"},
      {"\"plt_1e9_l < 50\"", "\"\"", "is no condition"},
      {"\"stop_before\"", "stop_before", "made-up.json"},
  };
  const struct shop *shop = *state;
  lu_error error = LU_ERROR_INIT;
  if (formulary_check_bytes(shop->formulary, "made-up.json", good_drug, strlen(good_drug),
                            shop->context, &error) != LU_OK)
    fail_msg("the good file: %s", error.message);
  for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++)
    refuse(shop, "made-up.json", good_drug, &damages[i]);
}

/* A regimen needs a drug that is on file: any one that comes as a tablet does. */
static const json_t *any_tablet(const struct shop *shop) {
  const shelf_files *drugs = &shop->formulary->shelves[SHELF_DRUGS];
  for (size_t i = 0; i < drugs->count; i++) {
    const json_t *form = json_array_get(json_object_get(drugs->files[i], "forms"), 0);
    const char *unit = therapy_text(json_object_get(form, "strength"), "unit");
    if (strcmp(therapy_text(form, "route"), "PO") == 0 && strcmp(unit, "mg") == 0)
      return drugs->files[i];
  }
  fail_msg("no drug comes as a tablet");
  return NULL;
}

static const char *const good_regimen = HEAD("lutetia-regimen-1")
    "\"group\": \"support\", \"cycle\": {\"days\": 28}, "
    "\"components\": [{\"id\": \"pill\", \"drug\": \"DRUG\", \"dose\": 10, \"unit\": \"mg\", "
    "\"basis\": \"flat\", \"per\": \"dose\", \"times_per_day\": 1, \"days\": [1, 28], \"route\": "
    "\"PO\"}], "
    "\"choices\": [{\"id\": \"less\", \"component\": \"pill\", \"if\": \"age_y > 80\", \"dose\": "
    "5}], "
    "\"rules\": [], \"trials\": []}";

static void test_broken_regimens_are_refused(void **state) {
  static const struct damage damages[] = {
      {"\"dose\": 10", "\"dose\": 0", "a number above zero"},
      {"\"dose\": 10", "\"dose\": \"10\"", "a number above zero"},
      {"\"flat\"", "\"m3\"", "flat, m2, kg and auc"},
      {"[1, 28]", "[1, 29]", "days lie from 1"},
      {"[1, 28]", "[0, 5]", "days lie from 1"},
      {"[1, 28]", "{\"from\": 5, \"to\": 1}", "days lie from 1"},
      {"\"mg\"", "\"GBq\"", "is no unit in which the drug comes"},
      {"\"PO\"", "\"IV by courier\"", "is no route by which the drug comes"},
      {"\"component\": \"pill\"", "\"component\": \"pille\"", "is no component of this regimen"},
      {"\"trials\": []", "\"trials\": [\"no-such-trial\"]", "has no such trial"},
  };
  const struct shop *shop = *state;
  lu_error error = LU_ERROR_INIT;
  char *good = replaced(good_regimen, "DRUG", therapy_text(any_tablet(shop), "id"));
  if (formulary_check_bytes(shop->formulary, "made-up.json", good, strlen(good), shop->context,
                            &error) != LU_OK)
    fail_msg("the good file: %s", error.message);
  for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++)
    refuse(shop, "made-up.json", good, &damages[i]);
  const struct damage no_drug = {"DRUG", "no-such-drug", "data/drugs has no such drug"};
  refuse(shop, "made-up.json", good_regimen, &no_drug);
  free(good);
}

static void test_bytes_that_are_no_json_are_refused(void **state) {
  static const char *const texts[] = {"", "{", "[]", "null", "\xff\xfe", "{\"schema\": 1}"};
  const struct shop *shop = *state;
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    lu_error error = LU_ERROR_INIT;
    assert_int_equal(formulary_check_bytes(shop->formulary, "x.json", texts[i], strlen(texts[i]),
                                           shop->context, &error),
                     LU_BAD_INPUT);
    assert_non_null(strstr(error.message, "x.json"));
  }
}

/* ---- the formulary as a whole -----------------------------------------------------------------
 */

static void test_same_files_have_the_same_hash(void **state) {
  const struct shop *shop = *state;
  lu_error error = LU_ERROR_INIT;
  lu_formulary *again = NULL;
  assert_int_equal(lu_formulary_read(&again, shop->dictionary, shop->context, &error), LU_OK);
  assert_string_equal(lu_formulary_hash(shop->formulary), lu_formulary_hash(again));
  assert_int_equal(strlen(lu_formulary_hash(again)), LU_HASH_SIZE - 1);
  lu_formulary_free(again);
}

static void test_regimens_are_found_by_all_their_names(void **state) {
  const struct shop *shop = *state;
  for (size_t i = 0; i < lu_formulary_regimen_count(shop->formulary); i++) {
    const json_t *regimen = lu_formulary_regimen_at(shop->formulary, i), *found = NULL;
    lu_error error = LU_ERROR_INIT;
    assert_int_equal(
        formulary_find_regimen(&found, shop->formulary, therapy_text(regimen, "id"), &error),
        LU_OK);
    assert_ptr_equal(found, regimen);
    assert_int_equal(
        formulary_find_regimen(&found, shop->formulary, therapy_text(regimen, "label"), &error),
        LU_OK);
    assert_ptr_equal(found, regimen);
  }
  const json_t *none = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(formulary_find_regimen(&none, shop->formulary, "moonlight", &error), LU_USAGE);
  assert_non_null(strstr(error.message, "moonlight"));
  assert_null(lu_formulary_regimen_at(shop->formulary, 100000));
}

static void test_options_are_those_of_the_guideline(void **state) {
  const struct shop *shop = *state;
  json_t *options =
      json_load_file(LU_SOURCE_DIR "/data/guideline/synthesis/2026.1/options.json", 0, NULL);
  assert_non_null(options);
  for (size_t i = 0; i < lu_formulary_regimen_count(shop->formulary); i++) {
    const json_t *regimen = lu_formulary_regimen_at(shop->formulary, i);
    size_t index;
    json_t *option;
    json_array_foreach(json_object_get(regimen, "options"), index, option) {
      const char *id = json_string_value(option);
      if (json_object_get(options, id) == NULL)
        fail_msg("%s answers \"%s\", which is no option", therapy_text(regimen, "id"), id);
    }
  }
  json_decref(options);
}

static void test_no_name_means_two_drugs(void **state) {
  const struct shop *shop = *state;
  const shelf_files *drugs = &shop->formulary->shelves[SHELF_DRUGS];
  for (size_t i = 0; i < drugs->count; i++) {
    size_t index;
    json_t *name;
    json_array_foreach(json_object_get(drugs->files[i], "names"), index, name) {
      const json_t *meant = formulary_recognise(shop->formulary, json_string_value(name));
      if (meant != drugs->files[i])
        fail_msg("\"%s\" of %s means %s", json_string_value(name), drugs->ids[i],
                 meant == NULL ? "nothing" : therapy_text(meant, "id"));
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_broken_drugs_are_refused),
      cmocka_unit_test(test_broken_regimens_are_refused),
      cmocka_unit_test(test_bytes_that_are_no_json_are_refused),
      cmocka_unit_test(test_same_files_have_the_same_hash),
      cmocka_unit_test(test_regimens_are_found_by_all_their_names),
      cmocka_unit_test(test_options_are_those_of_the_guideline),
      cmocka_unit_test(test_no_name_means_two_drugs),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
