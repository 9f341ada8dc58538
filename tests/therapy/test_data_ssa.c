/* SPDX-License-Identifier: Apache-2.0 */
/* Data of somatostatin analogues, interferons and supportive drugs: what every such file must say,
   and what labels say of single patients (worked out by hand from the label's text). */
#include "shop.h"
/* cmocka first */
#include <stdio.h>
#include <string.h>

/* ---- what every file says ---------------------------------------------------------------------
 */

/* Days of a distance in time. */
static double days_of(const json_t *distance) {
  const json_t *days = json_object_get(distance, "days"),
               *weeks = json_object_get(distance, "weeks");
  const json_t *hours = json_object_get(distance, "hours");
  if (days != NULL) return json_number_value(days);
  if (weeks != NULL) return 7 * json_number_value(weeks);
  return hours != NULL ? json_number_value(hours) / 24 : -1;
}

/* Longest pause before an event in a region, in days; -1 where the file names none. */
static double pause_before(const json_t *drug, const char *event, const char *region) {
  double longest = -1;
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(drug, "stop_before"), index, entry) {
    const char *where = therapy_text(entry, "region");
    if (strcmp(therapy_text(entry, "event"), event) != 0) continue;
    if (where[0] != '\0' && strcmp(where, region) != 0) continue;
    double days = days_of(json_object_get(entry, "before"));
    if (days > longest) longest = days;
  }
  return longest;
}

static bool has_class(const json_t *drug, const char *class_id) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(drug, "classes"), index, entry) {
    if (strcmp(json_string_value(entry), class_id) == 0) return true;
  }
  return false;
}

static void test_long_acting_analogues_pause_before_prrt(void **state) {
  const struct shop *shop = *state;
  const shelf_files *drugs = &shop->formulary->shelves[SHELF_DRUGS];
  size_t long_acting = 0, short_acting = 0;
  for (size_t i = 0; i < drugs->count; i++) {
    const json_t *drug = drugs->files[i];
    if (has_class(drug, "somatostatin_analogue_long")) {
      long_acting++;
      assert_true(pause_before(drug, "PRRT", "US") == 28);
      assert_true(pause_before(drug, "PRRT", "EU") == 30);
      assert_true(pause_before(drug, "sstr_pet", "EU") >= 21);
    } else if (has_class(drug, "somatostatin_analogue")) {
      short_acting++;
      assert_true(pause_before(drug, "PRRT", "US") == 1);
      assert_true(pause_before(drug, "PRRT", "EU") == 1);
    }
  }
  assert_true(long_acting >= 2);
  assert_true(short_acting >= 1);
}

/* Every entry of these lists says where it comes from, and is found by an id of its own. */
static void check_entries(const char *name, const json_t *file, const char *list) {
  const json_t *entries = json_object_get(file, list);
  for (size_t i = 0; i < json_array_size(entries); i++) {
    const json_t *entry = json_array_get(entries, i);
    const char *id = therapy_text(entry, "id");
    if (therapy_text(entry, "source")[0] == '\0' || therapy_text(entry, "mark")[0] == '\0')
      fail_msg("%s: %s/%zu (%s) has no source or no mark", name, list, i, id);
    if (id[0] == '\0') fail_msg("%s: %s/%zu has no id", name, list, i);
    for (size_t k = 0; k < i; k++)
      if (strcmp(id, therapy_text(json_array_get(entries, k), "id")) == 0)
        fail_msg("%s: %s has \"%s\" twice", name, list, id);
  }
}

static void test_every_entry_has_source_and_id(void **state) {
  static const char *const lists[] = {"approval", "rules",        "adjust",      "tests",
                                      "modify",   "interactions", "stop_before", "support",
                                      "start",    "components"};
  const struct shop *shop = *state;
  for (int kind = SHELF_DRUGS; kind <= SHELF_REGIMENS; kind++) {
    const shelf_files *shelf = &shop->formulary->shelves[kind];
    for (size_t i = 0; i < shelf->count; i++)
      for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
        check_entries(shelf->names[i], shelf->files[i], lists[k]);
  }
}

static void test_every_drug_says_what_to_do_after_a_missed_dose(void **state) {
  const struct shop *shop = *state;
  const shelf_files *drugs = &shop->formulary->shelves[SHELF_DRUGS];
  for (size_t i = 0; i < drugs->count; i++) {
    const char *group = therapy_text(drugs->files[i], "group");
    if (strcmp(group, "ssa") != 0 && strcmp(group, "interferon") != 0 &&
        strcmp(group, "support") != 0)
      continue;
    const json_t *missed = json_object_get(drugs->files[i], "missed");
    if (therapy_text(missed, "text")[0] == '\0' || therapy_text(missed, "source")[0] == '\0' ||
        json_array_size(json_object_get(drugs->files[i], "forms")) == 0 ||
        json_array_size(json_object_get(drugs->files[i], "maximum")) == 0)
      fail_msg("%s: missed dose, forms or maximum is missing", drugs->names[i]);
  }
}

/* Flat doses lie below the drug's own alarm. */
static void test_doses_lie_below_the_alarm(void **state) {
  const struct shop *shop = *state;
  size_t compared = 0;
  for (size_t i = 0; i < lu_formulary_regimen_count(shop->formulary); i++) {
    const json_t *regimen = lu_formulary_regimen_at(shop->formulary, i), *component, *limit;
    size_t at, k;
    json_array_foreach(json_object_get(regimen, "components"), at, component) {
      const json_t *drug = formulary_drug(shop->formulary, therapy_text(component, "drug"));
      double dose = json_number_value(json_object_get(component, "dose"));
      double times = json_number_value(json_object_get(component, "times_per_day"));
      bool of_day = strcmp(therapy_text(component, "per"), "day") == 0;
      json_array_foreach(json_object_get(drug, "maximum"), k, limit) {
        const char *per = therapy_text(limit, "per");
        if (strcmp(therapy_text(component, "basis"), therapy_text(limit, "basis")) != 0 ||
            strcmp(therapy_text(component, "unit"), therapy_text(limit, "unit")) != 0)
          continue;
        double amount = strcmp(per, "day") == 0 && !of_day && times > 0 ? dose * times : dose;
        if (strcmp(per, "dose") != 0 && strcmp(per, "day") != 0) continue;
        compared++;
        if (amount > json_number_value(json_object_get(limit, "value")))
          fail_msg("%s, %s: %g is above the alarm", therapy_text(regimen, "id"),
                   therapy_text(component, "id"), amount);
      }
    }
  }
  assert_true(compared >= 15);
}

/* ---- names ------------------------------------------------------------------------------------
 */

static void test_names_of_records_are_recognised(void **state) {
  static const char *const known[][2] = {
      {"Octreotide", "octreotide"},
      {"Sandostatin 100 ug s.c.", "octreotide"},
      {"Sandostatin LAR Depot 20 mg", "octreotide-lar"},
      {"octreotide LAR", "octreotide-lar"},
      {"Somatuline Autogel 120 mg", "lanreotide"},
      {"Pegasys", "peginterferon-alfa-2a"},
      {"peginterferon alfa-2b", "peginterferon-alfa-2b"},
      {"interferon alfa-2b", "interferon-alfa-2b"},
      {"Xermelo", "telotristat"},
      {"Creon", "pancreatin"},
  };
  const struct shop *shop = *state;
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    const json_t *drug = formulary_recognise(shop->formulary, known[i][0]);
    assert_non_null(drug);
    assert_string_equal(therapy_text(drug, "id"), known[i][1]);
  }
  assert_true(formulary_in_class(shop->formulary, "Somatuline", "somatostatin_analogue_long"));
  assert_false(formulary_in_class(shop->formulary, "octreotide", "somatostatin_analogue_long"));
  assert_true(formulary_in_class(shop->formulary, "Ramipril 5 mg", "ace_inhibitor"));
  assert_true(formulary_in_class(shop->formulary, "phenprocoumon", "vitamin_k_antagonist"));
}

/* ---- what labels say of patients --------------------------------------------------------------
 */

/** A patient in a few facts; NULL or negative: not known. */
struct person {
  const char *site, *function, *differentiation, *m;
  double ki67;
};

static size_t fact(const struct shop *shop, const char *name) {
  size_t index = lu_dictionary_find(shop->dictionary, name);
  assert_int_not_equal(index, LU_NO_INDEX);
  return index;
}

static void give(const struct shop *shop, lu_factset *facts, const char *name, const char *text) {
  lu_error error = LU_ERROR_INIT;
  if (text != NULL)
    assert_int_equal(lu_factset_set_text(facts, fact(shop, name), text, NULL, &error), LU_OK);
}

/* State of one approval rule of a drug for a person. */
static truth approval(const struct shop *shop, const char *drug, const char *rule,
                      const struct person *person) {
  lu_error error = LU_ERROR_INIT;
  lu_factset *facts = NULL;
  case_view *view = NULL;
  truth state = TRUTH_UNKNOWN;
  size_t index;
  json_t *entry;
  bool found = false;
  assert_int_equal(lu_factset_new(&facts, shop->dictionary, shop->context, &error), LU_OK);
  give(shop, facts, "site", person->site);
  give(shop, facts, "function", person->function);
  give(shop, facts, "differentiation", person->differentiation);
  give(shop, facts, "m_category", person->m);
  if (person->ki67 >= 0)
    assert_int_equal(
        lu_factset_set_number(facts, fact(shop, "ki67_pct"), person->ki67, NULL, &error), LU_OK);
  assert_int_equal(
      view_new(&view, formulary_conditions(shop->formulary), facts, shop->context, &error), LU_OK);
  json_array_foreach(json_object_get(formulary_drug(shop->formulary, drug), "approval"), index,
                     entry) {
    if (strcmp(therapy_text(entry, "id"), rule) != 0) continue;
    found = true;
    assert_int_equal(view_test(&state, view, therapy_text(entry, "if"), &error), LU_OK);
  }
  assert_true(found);
  view_free(view);
  lu_factset_free(facts);
  return state;
}

static void test_labels_of_patients(void **state) {
  const struct shop *shop = *state;
  const struct person pancreas_5 = {"pancreas", "none", "well", "M1a", 5};
  const struct person pancreas_15 = {"pancreas", "none", "well", "M1a", 15};
  const struct person rectum = {"rectum", "none", "well", "M1a", 5};
  const struct person ileum = {"small_intestine", "none", "well", "M1a", 1};
  const struct person carcinoid = {"lung", "carcinoid", "well", "M1b", 1};
  const struct person silent = {"pancreas", NULL, "well", "M1a", 15};
  /* EU: midgut, pancreas or unknown, Ki-67 up to 10 %; US: any gastro-entero-pancreatic site */
  assert_int_equal(approval(shop, "lanreotide", "eu", &pancreas_5), TRUTH_NO);
  assert_int_equal(approval(shop, "lanreotide", "eu", &pancreas_15), TRUTH_YES);
  assert_int_equal(approval(shop, "lanreotide", "eu", &rectum), TRUTH_YES);
  assert_int_equal(approval(shop, "lanreotide", "us", &rectum), TRUTH_NO);
  assert_int_equal(approval(shop, "lanreotide", "us", &pancreas_15), TRUTH_NO);
  assert_int_equal(approval(shop, "lanreotide", "eu", &carcinoid), TRUTH_NO);
  /* a syndrome that nobody asked for may bring it within the label */
  assert_int_equal(approval(shop, "lanreotide", "eu", &silent), TRUTH_UNKNOWN);
  /* EU: tumour control in the midgut; US: symptoms only */
  assert_int_equal(approval(shop, "octreotide-lar", "eu", &ileum), TRUTH_NO);
  assert_int_equal(approval(shop, "octreotide-lar", "us", &ileum), TRUTH_YES);
  assert_int_equal(approval(shop, "octreotide-lar", "eu", &pancreas_5), TRUTH_YES);
  assert_int_equal(approval(shop, "octreotide-lar", "us", &carcinoid), TRUTH_NO);
}

/* State of the condition of one entry of a drug's list, for given numbers and yes/no facts. */
static truth entry_state(const struct shop *shop, const char *drug, const char *list,
                         const char *id, lu_factset *facts) {
  lu_error error = LU_ERROR_INIT;
  case_view *view = NULL;
  truth state = TRUTH_UNKNOWN;
  size_t index;
  json_t *entry;
  bool found = false;
  assert_int_equal(
      view_new(&view, formulary_conditions(shop->formulary), facts, shop->context, &error), LU_OK);
  json_array_foreach(json_object_get(formulary_drug(shop->formulary, drug), list), index, entry) {
    if (strcmp(therapy_text(entry, "id"), id) != 0) continue;
    found = true;
    assert_int_equal(view_test(&state, view, therapy_text(entry, "if"), &error), LU_OK);
  }
  assert_true(found);
  view_free(view);
  return state;
}

/* US label of the LAR form: dialysis and cirrhosis start at 10 mg. A clearance of 60 mL/min needs
   no question about dialysis; telotristat: no data in dialysis. */
static void test_dialysis_is_asked_for_only_where_it_matters(void **state) {
  const struct shop *shop = *state;
  lu_error error = LU_ERROR_INIT;
  lu_factset *facts = NULL;
  assert_int_equal(lu_factset_new(&facts, shop->dictionary, shop->context, &error), LU_OK);
  size_t clearance = fact(shop, "crcl_ml_min");
  assert_int_equal(lu_factset_set_number(facts, clearance, 60, NULL, &error), LU_OK);
  assert_int_equal(entry_state(shop, "octreotide-lar", "adjust", "dialysis", facts), TRUTH_NO);
  assert_int_equal(entry_state(shop, "telotristat", "rules", "dialysis", facts), TRUTH_NO);
  assert_int_equal(lu_factset_set_number(facts, clearance, 20, NULL, &error), LU_OK);
  assert_int_equal(entry_state(shop, "octreotide-lar", "adjust", "dialysis", facts), TRUTH_UNKNOWN);
  assert_int_equal(lu_factset_set_boolean(facts, fact(shop, "dialysis"), true, NULL, &error),
                   LU_OK);
  assert_int_equal(entry_state(shop, "octreotide-lar", "adjust", "dialysis", facts), TRUTH_YES);
  assert_int_equal(entry_state(shop, "telotristat", "rules", "dialysis", facts), TRUTH_YES);
  lu_factset_free(facts);
}

/* Class label of interferons: half the dose below 0.75, none below 0.5 (neutrophils, 10^9/L). */
static void test_counts_that_change_interferon(void **state) {
  static const struct {
    double count;
    truth half, none;
  } counts[] = {{0.80, TRUTH_NO, TRUTH_NO},
                {0.75, TRUTH_NO, TRUTH_NO},
                {0.74, TRUTH_YES, TRUTH_NO},
                {0.50, TRUTH_YES, TRUTH_NO},
                {0.49, TRUTH_NO, TRUTH_YES}};
  const struct shop *shop = *state;
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    lu_error error = LU_ERROR_INIT;
    lu_factset *facts = NULL;
    assert_int_equal(lu_factset_new(&facts, shop->dictionary, shop->context, &error), LU_OK);
    assert_int_equal(
        lu_factset_set_number(facts, fact(shop, "anc_1e9_l"), counts[i].count, NULL, &error),
        LU_OK);
    assert_int_equal(entry_state(shop, "interferon-alfa-2b", "modify", "neutrophils-half", facts),
                     counts[i].half);
    assert_int_equal(entry_state(shop, "interferon-alfa-2b", "modify", "neutrophils-stop", facts),
                     counts[i].none);
    lu_factset_free(facts);
  }
}

/* 12 hours and 24 hours of 50 ug/h, by hand: 600 and 1200 ug. */
static void test_infusions_give_rate_times_hours(void **state) {
  const struct shop *shop = *state;
  size_t index, seen = 0;
  json_t *component;
  const json_t *regimen = formulary_regimen(shop->formulary, "periprocedural-octreotide");
  json_array_foreach(json_object_get(regimen, "components"), index, component) {
    double rate = json_number_value(json_object_get(json_object_get(component, "rate"), "value"));
    double hours = json_number_value(json_object_get(component, "infusion_min")) / 60;
    assert_true(json_number_value(json_object_get(component, "dose")) == rate * hours);
    seen++;
  }
  assert_int_equal(seen, 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_long_acting_analogues_pause_before_prrt),
      cmocka_unit_test(test_every_entry_has_source_and_id),
      cmocka_unit_test(test_every_drug_says_what_to_do_after_a_missed_dose),
      cmocka_unit_test(test_doses_lie_below_the_alarm),
      cmocka_unit_test(test_names_of_records_are_recognised),
      cmocka_unit_test(test_labels_of_patients),
      cmocka_unit_test(test_dialysis_is_asked_for_only_where_it_matters),
      cmocka_unit_test(test_counts_that_change_interferon),
      cmocka_unit_test(test_infusions_give_rate_times_hours),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
