/* SPDX-License-Identifier: Apache-2.0 */
/* What speaks for and against a regimen, and what today's values decide: cases made up so that the
   answer follows from the label by hand. */
#include "dosed.h"

#define DAY "2026-11-24"

/* Three cycles of 28 days from 24 August; the fourth is due on 16 November. */
#define COURSE                                                                                    \
  ", \"treatments\": [{\"kind\": \"CAPTEM\", \"start\": \"2026-08-24\"}], \"administrations\": [" \
  "{\"date\": \"2026-08-24\", \"drug\": \"capecitabine\", \"cycle\": 1, \"day\": 1},"             \
  "{\"date\": \"2026-09-21\", \"drug\": \"capecitabine\", \"cycle\": 2, \"day\": 1},"             \
  "{\"date\": \"2026-10-19\", \"drug\": \"capecitabine\", \"cycle\": 3, \"day\": 1}]"

#define LAB(test, value, unit, date)                                                         \
  "{\"test\": \"" test "\", \"value\": " value ", \"unit\": \"" unit "\", \"date\": \"" date \
  "\"}"                                                                                      \
  ","

/* All that is asked for on day 1, of one day; counts are given apart. */
#define OTHER_LABS(date)                    \
  LAB("haemoglobin", "13", "g/dL", date)    \
  LAB("lymphocytes", "1.5", "10^9/L", date) \
  LAB("bilirubin", "0.8", "mg/dL", date)    \
  LAB("alt", "30", "U/L", date)             \
  LAB("ast", "30", "U/L", date)             \
  LAB("albumin", "40", "g/L", date)         \
  "{\"test\": \"creatinine\", \"value\": 1, \"unit\": \"mg/dL\", \"date\": \"" date "\"}"

/* What rules ask for beside laboratory tests. */
#define SURE                                                                                  \
  ", \"allergies_complete\": \"yes\", \"drugs_complete\": \"yes\", \"genetics\": {\"dpyd\": " \
  "\"normal\"}, \"liver\": {\"ascites\": \"none\", \"encephalopathy\": \"none\"}, "           \
  "\"comorbidity\": "                                                                         \
  "{\"mds_suspected\": \"no\", \"infection_active\": \"no\", \"wound_unhealed\": \"no\"}"
#define NO_DRUGS ", \"drugs\": []"

#define GOOD_COUNTS                               \
  LAB("neutrophils", "3", "10^9/L", "2026-11-23") \
  LAB("platelets", "200", "10^9/L", "2026-11-23")
#define GOOD_LABS ", \"labs\": [" GOOD_COUNTS OTHER_LABS("2026-11-23") "]"

static json_t *sheet_on(const char *name, const char *regimen, const char *day, const char *sex,
                        int born, const char *more) {
  struct person person = SOMEBODY;
  person.creatinine = 0;
  person.sex = sex;
  person.birth_year = born;
  person.more = more;
  return plan_for(name, &person, day, (lu_treatment_request){.regimen = regimen});
}

static json_t *sheet_of(const char *name, const char *regimen, const char *more) {
  return sheet_on(name, regimen, DAY, "male", 1966, more);
}

static const char *verdict(const json_t *plan) {
  return opened_text(plan, "/sheet/eligibility/verdict");
}

static const char *decision(const json_t *plan) {
  return opened_text(plan, "/sheet/today/decision");
}

static bool decides(const json_t *plan) {
  return json_object_get(opened_at(plan, "/sheet"), "today") != NULL;
}

/* An entry of a list whose member begins so; NULL if there is none. @param count how many */
static const json_t *entry_of(const json_t *plan, const char *list, const char *key,
                              const char *text, size_t *count) {
  const json_t *entries = opened_at(plan, list), *found = NULL;
  size_t index;
  json_t *entry;
  *count = 0;
  json_array_foreach(entries, index, entry) {
    const char *said = json_string_value(json_object_get(entry, key));
    if (said == NULL || strncmp(said, text, strlen(text)) != 0) continue;
    found = entry;
    ++*count;
  }
  return found;
}

static size_t count_of(const json_t *plan, const char *list, const char *key, const char *text) {
  size_t count;
  entry_of(plan, list, key, text, &count);
  return count;
}

static void expect_event(const json_t *plan, const char *rule, int occurrence, const char *action) {
  size_t count;
  const json_t *event = entry_of(plan, "/sheet/toxicity/events", "rule", rule, &count);
  if (event == NULL) fail_msg("no event of %s", rule);
  assert_int_equal(count, 1);
  assert_int_equal(json_integer_value(json_object_get(event, "occurrence")), occurrence);
  assert_string_equal(opened_text(event, "/action"), action);
}

/* ---- may it be given? -------------------------------------------------------------------------
 */

static void allergies(void **state) {
  (void)state;
  json_t *plan = sheet_of("checks_allergy", "captem",
                          SURE GOOD_LABS ", \"allergies\": [{\"substance\": \"Temodal\"}]");
  assert_string_equal(verdict(plan), "contraindicated");
  assert_int_equal(count_of(plan, "/sheet/eligibility/reasons", "id", "allergy"), 1);
  assert_false(decides(plan));
  json_decref(plan);
  /* another platinum is of the same class */
  plan = sheet_of("checks_class", "carboplatin-etoposide",
                  SURE GOOD_LABS ", \"allergies\": [{\"substance\": \"cisplatin\"}]");
  assert_string_equal(verdict(plan), "contraindicated");
  json_decref(plan);
  plan = sheet_of("checks_penicillin", "captem",
                  SURE GOOD_LABS ", \"allergies\": [{\"substance\": \"penicillin\"}]");
  assert_int_equal(count_of(plan, "/sheet/eligibility/reasons", "id", "allergy"), 0);
  assert_int_equal(count_of(plan, "/sheet/eligibility/cautions", "id", "allergies"), 0);
  json_decref(plan);
  /* nobody has said that there are no others */
  plan = sheet_of("checks_unsaid", "captem", GOOD_LABS);
  assert_int_equal(count_of(plan, "/sheet/eligibility/cautions", "id", "allergies"), 1);
  json_decref(plan);
}

/* A woman of 36 of whom nobody knows whether she is pregnant: no dose may be decided, and each
   question is asked once though both drugs ask it. */
static void pregnancy(void **state) {
  (void)state;
  json_t *plan = sheet_on("checks_woman", "captem", DAY, "female", 1990, SURE GOOD_LABS);
  assert_string_equal(verdict(plan), "data missing");
  assert_string_equal(decision(plan), "data missing");
  const char *sentence = opened_text(plan, "/sheet/today/sentence");
  const char *first = strstr(sentence, "Pregnancy");
  assert_non_null(first);
  assert_null(strstr(first + 1, "Pregnancy"));
  json_decref(plan);
  plan = sheet_on("checks_man", "captem", DAY, "male", 1990, SURE NO_DRUGS GOOD_LABS);
  assert_string_equal(decision(plan), "give");
  json_decref(plan);
}

/* 5-FU stands in two components: what it says of contraception is said once; 6 months after its
   last planned day. */
static void contraception(void **state) {
  (void)state;
  json_t *plan = sheet_on("checks_contraception", "folfox", DAY, "female", 1990, SURE GOOD_LABS);
  const char *rules = "/sheet/eligibility/pregnancy/rules";
  size_t count = 0, index;
  json_t *rule;
  json_array_foreach(opened_at(plan, rules), index, rule) {
    const char *text = opened_text(rule, "/text");
    if (strncmp(text, "Effective", 9) == 0 && strstr(text, "fluorouracil") != NULL) count++;
  }
  assert_int_equal(count, 1);
  json_decref(plan);
}

static void interactions(void **state) {
  (void)state;
  json_t *plan = sheet_of("checks_azole", "everolimus",
                          SURE GOOD_LABS ", \"drugs\": [{\"name\": \"ketoconazole\"}]");
  assert_string_equal(verdict(plan), "not recommended");
  /* what is advised against is not to be given today */
  assert_false(decides(plan));
  json_decref(plan);
  /* it ended at some day of 2019 */
  plan = sheet_of("checks_2019", "everolimus",
                  SURE GOOD_LABS ", \"drugs\": [{\"name\": \"ketoconazole\", \"stop\": \"2019\"}]");
  assert_int_equal(json_array_size(opened_at(plan, "/sheet/interactions")), 0);
  json_decref(plan);
  /* this month: it may still be taken */
  plan =
      sheet_of("checks_month", "everolimus",
               SURE GOOD_LABS ", \"drugs\": [{\"name\": \"ketoconazole\", \"stop\": \"2026-11\"}]");
  assert_string_equal(verdict(plan), "not recommended");
  json_decref(plan);
}

/* What met an interaction was checked; only the other name is unknown. Each drug is told once. */
static void names(void **state) {
  (void)state;
  json_t *plan = sheet_of("checks_names", "captem",
                          SURE GOOD_LABS
                          ", \"drugs\": [{\"name\": \"allopurinol\"}, {\"name\": \"hocuspocus\"}]");
  assert_int_equal(json_array_size(opened_at(plan, "/sheet/not_checked")), 1);
  assert_string_equal(opened_text(plan, "/sheet/not_checked/0"), "hocuspocus");
  json_decref(plan);
  plan = sheet_of("checks_warfarin", "folfox",
                  SURE GOOD_LABS ", \"drugs\": [{\"name\": \"warfarin\"}]");
  assert_int_equal(count_of(plan, "/sheet/interactions", "drug", "fluorouracil"), 1);
  json_decref(plan);
}

/* ---- toxicity ---------------------------------------------------------------------------------
 */

#define TOXIC(entries) SURE GOOD_LABS COURSE ", \"toxicities\": [" entries "]"
#define EVENT(grade, date) "{\"what\": \"diarrhoea\", \"grade\": " grade ", \"date\": \"" date "\"}"
#define EVENT_BY(grade, date, drug)                                   \
  "{\"what\": \"diarrhoea\", \"grade\": " grade ", \"date\": \"" date \
  "\", "                                                              \
  "\"drug\": \"" drug "\"}"

/* One episode, graded twice, is one event; after it was gone, or in another cycle, it is a second
   one. Capecitabine, diarrhoea grade 3: 75 % the first time, 50 % the second, then stop. */
static void occurrences(void **state) {
  (void)state;
  json_t *plan = sheet_of(
      "checks_one", "captem",
      TOXIC(EVENT("3", "2026-11-08") "," EVENT("3", "2026-11-10") "," EVENT("0", "2026-11-15")));
  expect_event(plan, "diarrhoea-3-1", 1, "reduce");
  json_decref(plan);
  plan = sheet_of("checks_two", "captem",
                  TOXIC(EVENT("3", "2026-11-02") "," EVENT("1", "2026-11-06") "," EVENT(
                      "3", "2026-11-10") "," EVENT("0", "2026-11-15")));
  expect_event(plan, "diarrhoea-3-2", 2, "reduce");
  json_decref(plan);
  plan = sheet_of(
      "checks_cycles", "captem",
      TOXIC(EVENT("3", "2026-10-14") "," EVENT("3", "2026-10-28") "," EVENT("0", "2026-11-03")));
  expect_event(plan, "diarrhoea-3-2", 2, "reduce");
  json_decref(plan);
  /* the order in the record does not matter */
  plan = sheet_of(
      "checks_order", "captem",
      TOXIC(EVENT("0", "2026-11-15") "," EVENT("3", "2026-11-10") "," EVENT("3", "2026-11-08")));
  expect_event(plan, "diarrhoea-3-1", 1, "reduce");
  json_decref(plan);
}

/* Whatever is said to have caused it, unless that is another drug that is known. */
static void causes(void **state) {
  (void)state;
  static const char *const counted[] = {
      TOXIC(EVENT_BY("3", "2026-11-08", "CAPTEM") "," EVENT("0", "2026-11-15")),
      TOXIC(EVENT_BY("3", "2026-11-08", "chemotherapy") "," EVENT("0", "2026-11-15")),
      TOXIC(EVENT_BY("3", "2026-11-08", "Xeloda") "," EVENT("0", "2026-11-15"))};
  for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
    json_t *plan = sheet_of("checks_cause", "captem", counted[i]);
    expect_event(plan, "diarrhoea-3-1", 1, "reduce");
    json_decref(plan);
  }
  json_t *plan =
      sheet_of("checks_other", "captem",
               TOXIC(EVENT_BY("3", "2026-11-08", "telotristat") "," EVENT("0", "2026-11-15")));
  assert_int_equal(count_of(plan, "/sheet/toxicity/events", "rule", "diarrhoea"), 0);
  json_decref(plan);
}

/* Not recovered, and not said to have: hold. */
static void holds(void **state) {
  (void)state;
  json_t *plan = sheet_of("checks_hold", "captem", TOXIC(EVENT("3", "2026-11-20")));
  expect_event(plan, "diarrhoea-3-1", 1, "hold");
  assert_string_equal(decision(plan), "hold");
  json_decref(plan);
}

#define FOLFOX                                                                                  \
  ", \"administrations\": [{\"date\": \"2026-11-09\", \"drug\": \"oxaliplatin\", \"cycle\": 1," \
  "\"day\": 1}, {\"date\": \"2026-11-09\", \"drug\": \"fluorouracil\", \"cycle\": 1, \"day\": " \
  "1}]"

/* Neutropenia grade 4: delay until neutrophils are at least 1.5. Those of the day before it do not
   tell; those of the day after do. */
static void recovery_comes_after(void **state) {
  (void)state;
  json_t *plan = sheet_of("checks_before", "folfox",
                          SURE GOOD_LABS FOLFOX
                          ", \"toxicities\": [{\"what\": \"neutropenia\", "
                          "\"grade\": 4, \"date\": \"2026-11-24\"}]");
  expect_event(plan, "blood", 1, "delay");
  json_decref(plan);
  plan = sheet_of("checks_after", "folfox",
                  SURE GOOD_LABS FOLFOX
                  ", \"toxicities\": [{\"what\": \"neutropenia\", "
                  "\"grade\": 4, \"date\": \"2026-11-18\"}]");
  expect_event(plan, "blood", 1, "reduce");
  json_decref(plan);
}

/* ---- tests ------------------------------------------------------------------------------------
 */

static const char *test_state(const json_t *plan, const char *test) {
  size_t count;
  const json_t *entry = entry_of(plan, "/sheet/tests/baseline", "test", test, &count);
  if (entry == NULL) fail_msg("%s is not asked for", test);
  assert_int_equal(count, 1);
  return opened_text(entry, "/state");
}

/* Counts may be 7 days old: 17 November is, 16 November is too old, no day is too old. */
static void ages(void **state) {
  (void)state;
  json_t *plan =
      sheet_of("checks_ages", "captem",
               SURE ", \"labs\": [" LAB("neutrophils", "3", "10^9/L", "2026-11-17")
                   LAB("platelets", "200", "10^9/L", "2026-11-16") OTHER_LABS("2026-11-23") "]");
  assert_string_equal(test_state(plan, "lab:neutrophils"), "there");
  assert_string_equal(test_state(plan, "lab:platelets"), "too old");
  assert_string_equal(decision(plan), "data missing");
  assert_non_null(strstr(opened_text(plan, "/sheet/today/sentence"), "platelets (too old)"));
  json_decref(plan);
}

/* Regimen and drug both ask for bilirubin, of 14 and of 7 days: the shorter age counts. */
static void stricter_age(void **state) {
  (void)state;
  json_t *plan = sheet_of("checks_stricter", "carboplatin-etoposide",
                          SURE ", \"labs\": [" GOOD_COUNTS OTHER_LABS("2026-11-14") "]");
  assert_string_equal(test_state(plan, "lab:bilirubin"), "too old");
  json_decref(plan);
}

/* Everolimus since 1 May: what is counted from the start goes on from there, and is not begun anew.
   Glucose 14 days after it (15 May), every 4 weeks, from 3 months on (1 August) every 12 weeks:
   15 May + 3 x 28 d = 7 August; + 84 d = 30 October; + 84 d = 22 January. */
static void monitoring_goes_on(void **state) {
  (void)state;
  size_t count;
  json_t *plan = sheet_of("checks_monitoring", "everolimus",
                          SURE GOOD_LABS
                          ", \"treatments\": [{\"kind\": \"everolimus\", \"start\": "
                          "\"2026-05-01\"}]");
  const json_t *glucose = entry_of(plan, "/sheet/tests/monitoring", "test", "lab:glucose", &count);
  assert_non_null(glucose);
  assert_string_equal(opened_text(glucose, "/dates/0"), "2027-01-22");
  json_decref(plan);
}

/* ---- today ------------------------------------------------------------------------------------
 */

/* Due on 16 November, one day earlier allowed: on the 3rd it is too early, whatever the counts. */
static void too_early(void **state) {
  (void)state;
  json_t *plan =
      sheet_on("checks_early", "captem", "2026-11-03", "male", 1966,
               SURE COURSE ", \"labs\": [" LAB("neutrophils", "3", "10^9/L", "2026-10-16")
                   LAB("platelets", "200", "10^9/L", "2026-10-16") OTHER_LABS("2026-10-16") "]");
  assert_string_equal(decision(plan), "delay");
  assert_string_equal(opened_text(plan, "/sheet/today/until"), "2026-11-15");
  json_decref(plan);
}

/* Platelets at least 100: 100 will do, 99 wait a week. */
static void limits(void **state) {
  (void)state;
  json_t *plan =
      sheet_of("checks_100", "captem",
               SURE NO_DRUGS COURSE ", \"labs\": [" LAB("neutrophils", "3", "10^9/L", "2026-11-23")
                   LAB("platelets", "100", "10^9/L", "2026-11-23") OTHER_LABS("2026-11-23") "]");
  assert_string_equal(decision(plan), "give");
  json_decref(plan);
  plan =
      sheet_of("checks_99", "captem",
               SURE NO_DRUGS COURSE ", \"labs\": [" LAB("neutrophils", "3", "10^9/L", "2026-11-23")
                   LAB("platelets", "99", "10^9/L", "2026-11-23") OTHER_LABS("2026-11-23") "]");
  assert_string_equal(decision(plan), "delay");
  assert_string_equal(opened_text(plan, "/sheet/today/until"), "2026-12-01");
  json_decref(plan);
}

/* A drug of every day is never too early, and its sentence speaks of no cycle. */
static void daily(void **state) {
  (void)state;
  json_t *plan = sheet_of(
      "checks_daily", "everolimus",
      SURE ", \"labs\": [" GOOD_COUNTS LAB("glucose", "90", "mg/dL", "2026-11-23")
          LAB("hba1c", "5.5", "%", "2026-11-23") LAB("cholesterol", "180", "mg/dL", "2026-11-23")
              LAB("triglycerides", "100", "mg/dL", "2026-11-23")
                  LAB("urine_protein", "0.1", "g/d", "2026-11-23") OTHER_LABS(
                      "2026-11-23") "], \"treatments\": [{\"kind\": \"everolimus\", \"start\": " "\"2026-05-01\"}], \"pathology\": [{\"id\": \"biopsy\", \"date\": \"2026-04-01\", \"differentiation\": \"well\", \"ki67\": {\"percent\": 5}}]");
  assert_string_equal(decision(plan), "give");
  assert_null(strstr(opened_text(plan, "/sheet/today/sentence"), "cycle"));
  json_decref(plan);
}

/* A course that ended in June 2024 does not go on. */
static void ended(void **state) {
  (void)state;
  json_t *plan = sheet_of("checks_ended", "captem",
                          SURE GOOD_LABS
                          ", \"treatments\": [{\"kind\": \"CAPTEM\", \"start\": "
                          "\"2024-01\", \"stop\": \"2024-06\"}]");
  assert_true(json_is_false(opened_at(plan, "/sheet/given/running")));
  json_decref(plan);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(allergies),
      cmocka_unit_test(pregnancy),
      cmocka_unit_test(contraception),
      cmocka_unit_test(interactions),
      cmocka_unit_test(names),
      cmocka_unit_test(occurrences),
      cmocka_unit_test(causes),
      cmocka_unit_test(holds),
      cmocka_unit_test(recovery_comes_after),
      cmocka_unit_test(ages),
      cmocka_unit_test(stricter_age),
      cmocka_unit_test(monitoring_goes_on),
      cmocka_unit_test(too_early),
      cmocka_unit_test(limits),
      cmocka_unit_test(daily),
      cmocka_unit_test(ended),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
