/* SPDX-License-Identifier: Apache-2.0 */
/* Growth and response: worked values, closed forms, and records whose category is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "assess_tables.h"
#include "growth.h"
#include "record_help.h"

/* ---- arithmetic ---- */

static void rates_of_the_fact_base(void **state) {
  (void)state;
  growth_rate rate = growth_rate_of(50, 0, 55, 0, 6);
  assert_true(fabs(rate.per_mo - 0.04766) < 5e-6);
  assert_true(fabs(rate.pct_per_mo - 4.88) < 0.005);
  assert_true(fabs(rate.doubling_mo - 14.5) < 0.05);
  assert_true(fabs(growth_rate_of(50, 0, 49, 0, 3).pct_per_mo + 2.00) < 0.005);
  assert_true(isinf(growth_rate_of(50, 0, 49, 0, 3).doubling_mo));
  assert_true(fabs(growth_rate_of(50, 0, 60, 0, 12).pct_per_mo - 4.66) < 0.005);
  /* one millimetre on a sum of 50 mm over three months is about 2 % a month */
  double by_mm =
      growth_rate_of(50, 0, 51, 0, 3).pct_per_mo - growth_rate_of(50, 0, 50, 0, 3).pct_per_mo;
  assert_true(fabs(by_mm - 2) < 0.03);
}

static void intervals_of_rates(void **state) {
  (void)state;
  growth_rate exact = growth_rate_of(50, 0, 55, 0, 6);
  assert_true(exact.lower == exact.pct_per_mo && exact.upper == exact.pct_per_mo);
  growth_rate rate = growth_rate_of(50, 2, 55, 2, 6);
  /* the ends are symmetric on the scale of TG */
  double tg_low = log1p(rate.lower / 100), tg_high = log1p(rate.upper / 100);
  assert_true(fabs((tg_low + tg_high) / 2 - rate.per_mo) < 1e-12);
  double sd = 3 * sqrt(4.0 / 2500 + 4.0 / 3025) / 6;
  assert_true(fabs((tg_high - tg_low) / (2 * 1.959963984540054) - sd) < 1e-12);
  assert_true(fabs(rate.doubling_lower - log(2) / tg_high) < 1e-12);
  assert_true(tg_low < 0 && isinf(rate.doubling_upper));
  double lower, upper;
  growth_ratio_interval(&lower, &upper, 50, 0, 60, 0);
  assert_true(fabs(lower - 20) < 1e-12 && fabs(upper - 20) < 1e-12);
}

/* Where one limit alone can bind, the chance is one normal probability. */
static void chances_in_closed_form(void **state) {
  (void)state;
  assert_true(growth_chance(50, 0, 60, 0, (growth_limit){20, 5}) == 1);
  assert_true(growth_chance(50, 0, 59.9, 0, (growth_limit){20, 5}) == 0);
  assert_true(growth_chance(10, 0, 14, 0, (growth_limit){20, 5}) == 0);
  assert_true(fabs(growth_chance(50, 0, 62, 3, (growth_limit){20, 5}) - lu_normal_cdf(2 / 3.0)) <
              1e-12);
  for (double sum = 40; sum < 90; sum += 3.7) {
    double percent = growth_chance(50, 2.5, sum, 3, (growth_limit){20, -1000});
    double mm = growth_chance(50, 2.5, sum, 3, (growth_limit){-1000, 5});
    assert_true(fabs(percent - lu_normal_cdf((sum - 60) / sqrt(9 + 1.44 * 6.25))) < 1e-6);
    assert_true(fabs(mm - lu_normal_cdf((sum - 55) / sqrt(9 + 6.25))) < 1e-6);
  }
}

/* Both limits at once against pairs that are drawn. */
static void chances_by_drawing(void **state) {
  (void)state;
  uint64_t x = 88172645463325252u;
  size_t hits = 0, draws = 400000;
  for (size_t i = 0; i < draws; i++) {
    double u[2];
    for (int k = 0; k < 2; k++) {
      x ^= x << 13;
      x ^= x >> 7;
      x ^= x << 17;
      u[k] = ((double)(x >> 11) + 0.5) / 9007199254740992.0;
    }
    double r = sqrt(-2 * log(u[0])), angle = 2 * acos(-1.0) * u[1];
    double nadir = 26 + 3 * r * cos(angle), sum = 31.5 + 3 * r * sin(angle);
    hits += sum >= 1.2 * nadir && sum >= nadir + 5;
  }
  double share = (double)hits / (double)draws;
  double chance = growth_chance(26, 3, 31.5, 3, (growth_limit){20, 5});
  assert_true(fabs(share - chance) < 4 * sqrt(share * (1 - share) / (double)draws));
}

/* ---- the tables ---- */

#define DAY(targets, evaluated, gone, baseline, nadir, sum)                                  \
  "{\"recist_targets\":" targets ",\"recist_evaluated\":" evaluated ",\"recist_gone\":" gone \
  ",\"recist_baseline_mm\":" baseline ",\"recist_nadir_mm\":" nadir ",\"recist_sum_mm\":" sum

static void target_lesions(void **state) {
  (void)state;
#define TARGET(facts, expected) expect("response", "recist_target", facts "}", expected)
  TARGET(DAY("2", "2", "false", "100", "100", "100"), "\"SD\"");
  TARGET(DAY("2", "2", "false", "100", "100", "119.9"), "\"SD\"");
  TARGET(DAY("2", "2", "false", "100", "100", "120"), "\"PD\"");
  TARGET(DAY("2", "2", "false", "20", "20", "24.9"), "\"SD\""); /* 24.5 %, but below 5 mm */
  TARGET(DAY("2", "2", "false", "20", "20", "25"), "\"PD\"");
  TARGET(DAY("2", "2", "false", "100", "100", "70.1"), "\"SD\"");
  TARGET(DAY("2", "2", "false", "100", "100", "70"), "\"PR\"");
  TARGET(DAY("2", "2", "false", "100", "40", "60"), "\"PD\""); /* over the nadir, below baseline */
  TARGET(DAY("2", "2", "true", "100", "100", "9"), "\"CR\"");
  TARGET(DAY("2", "2", "false", "100", "0", "6"), "\"PD\""); /* came back */
  TARGET(DAY("2", "1", "false", "100", "100", "60"), "\"NE\"");
  TARGET(DAY("2", "1", "false", "100", "50", "60"), "\"PD\""); /* what is missing only adds */
  TARGET(DAY("0", "0", "false", "0", "0", "0"), "\"none\"");
}

static void overall_response(void **state) {
  (void)state;
#define OVERALL(day, other, fresh, expected) \
  expect("response", "recist_overall",       \
         day ",\"recist_nontarget\":\"" other "\",\"new_lesions\":" fresh "}", expected)
#define CR_DAY DAY("1", "1", "true", "50", "50", "0")
#define PR_DAY DAY("1", "1", "false", "50", "50", "30")
#define SD_DAY DAY("1", "1", "false", "50", "50", "50")
#define PD_DAY DAY("1", "1", "false", "50", "50", "70")
#define NE_DAY DAY("1", "0", "false", "50", "50", "0")
#define NO_DAY DAY("0", "0", "false", "0", "0", "0")
  OVERALL(CR_DAY, "CR", "false", "\"CR\"");
  OVERALL(CR_DAY, "none", "false", "\"CR\"");
  OVERALL(CR_DAY, "non_cr_non_pd", "false", "\"PR\"");
  OVERALL(CR_DAY, "NE", "false", "\"PR\"");
  OVERALL(PR_DAY, "NE", "false", "\"PR\"");
  OVERALL(PR_DAY, "non_cr_non_pd", "false", "\"PR\"");
  OVERALL(SD_DAY, "NE", "false", "\"SD\"");
  OVERALL(NE_DAY, "non_cr_non_pd", "false", "\"NE\"");
  OVERALL(PD_DAY, "CR", "false", "\"PD\"");
  OVERALL(SD_DAY, "PD", "false", "\"PD\"");
  OVERALL(NE_DAY, "PD", "false", "\"PD\"");
  OVERALL(CR_DAY, "CR", "true", "\"PD\"");
  OVERALL(NO_DAY, "CR", "false", "\"CR\"");
  OVERALL(NO_DAY, "non_cr_non_pd", "false", "\"non_cr_non_pd\"");
  OVERALL(NO_DAY, "none", "false", "\"NE\"");
  /* nobody said whether there are new lesions */
  expect("response", "recist_overall", SD_DAY ",\"recist_nontarget\":\"none\"}",
         "unknown \"PD\" \"SD\"");
  expect("response", "recist_overall", PD_DAY ",\"recist_nontarget\":\"none\"}", "\"PD\"");
}

static void progression_by_time(void **state) {
  (void)state;
#define WHEN(day, reference, span, age)                                                         \
  day ",\"recist_nontarget\":\"none\",\"new_lesions\":false,\"recist_reference_mo\":" reference \
      ",\"recist_span_mo\":" span ",\"recist_age_mo\":" age "}"
  expect("response", "progression_measured", WHEN(PD_DAY, "14", "20", "1"), "\"progressive\"");
  expect("response", "progression_measured", WHEN(PD_DAY, "14.1", "20", "1"), "null");
  expect("response", "progression_measured", WHEN(SD_DAY, "3", "3", "1"), "\"stable\"");
  expect("response", "progression_measured", WHEN(SD_DAY, "2", "2", "1"), "null");
  expect("response", "progression_measured", WHEN(SD_DAY, "3", "3", "15"), "null");
  expect("response", "progression_rate_measured", WHEN(PD_DAY, "6", "6", "1"), "\"fast\"");
  expect("response", "progression_rate_measured", WHEN(PD_DAY, "6.1", "7", "1"), "\"slow\"");
}

/* The question whether a change is real uses the same limits as the table. */
static void limits_are_those_of_the_table(void **state) {
  (void)state;
  json_t *layout = json_load_file(LU_SOURCE_DIR "/data/record/layout.json", 0, NULL);
  const json_t *limits = json_object_get(json_object_get(layout, "response"), "limits");
  double pct = json_number_value(json_object_get(limits, "grow_pct"));
  double mm = json_number_value(json_object_get(limits, "grow_mm"));
  double shrink = json_number_value(json_object_get(limits, "shrink_pct"));
  assert_true(pct > 0 && mm > 0 && shrink > 0);
  struct {
    double nadir, sum;
    const char *is;
  } days[] = {{1000, 1000 * (1 + pct / 100), "\"PD\""},
              {1000, 1000 * (1 + pct / 100) - 0.01, "\"SD\""},
              {1, 1 + mm, "\"PD\""},
              {1, 1 + mm - 0.01, "\"SD\""},
              {1000, 1000 * (1 - shrink / 100), "\"PR\""},
              {1000, 1000 * (1 - shrink / 100) + 0.01, "\"SD\""}};
  for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
    char facts[300];
    snprintf(facts, sizeof facts,
             "{\"recist_targets\":1,\"recist_evaluated\":1,\"recist_gone\":false,"
             "\"recist_baseline_mm\":%.17g,\"recist_nadir_mm\":%.17g,\"recist_sum_mm\":%.2f}",
             days[i].nadir, days[i].nadir, days[i].sum);
    expect("response", "recist_target", facts, days[i].is);
  }
  json_decref(layout);
}

/* ---- records ---- */

/** The growth document of a record with these members. */
static json_t *grown(record_fixture *f, const char *members) {
  lu_error error = LU_ERROR_INIT;
  lu_assessment *assessment = NULL;
  json_t *document = NULL;
  lu_text text = LU_TEXT_INIT;
  lu_text_printf(&text, "{\"lutetia_case\":1,\"id\":\"g\",%s}", members);
  if (record_read(f, lu_text_string(&text)) != LU_OK)
    print_message("%s\n", lu_context_finding_count(f->context) > 0
                              ? lu_context_finding(f->context, 0)->sentence
                              : "?");
  lu_text_free(&text);
  assert_non_null(f->record);
  if (lu_assess(&assessment, f->record, NULL, f->context, &error) != LU_OK)
    fail_msg("%s", error.message);
  if (lu_growth_document(&document, assessment, f->context, &error) != LU_OK)
    fail_msg("%s", error.message);
  lu_assessment_free(assessment);
  return document;
}

static const json_t *at(const json_t *json, const char *path) {
  char key[60];
  while (json != NULL && *path != '\0') {
    size_t length = strcspn(path, "/");
    snprintf(key, sizeof key, "%.*s", (int)length, path);
    json =
        json_is_array(json) ? json_array_get(json, (size_t)atoi(key)) : json_object_get(json, key);
    path += length + (path[length] == '/');
  }
  return json;
}

static void says(const json_t *document, const char *path, const char *expected) {
  const char *text = json_string_value(at(document, path));
  if (text == NULL || strcmp(text, expected) != 0)
    fail_msg("%s is \"%s\", not \"%s\"", path, text != NULL ? text : "missing", expected);
}

static void is_near(const json_t *document, const char *path, double expected, double tolerance) {
  const json_t *number = at(document, path);
  if (!json_is_number(number) || fabs(json_number_value(number) - expected) > tolerance)
    fail_msg("%s is %g, not %g", path, json_number_value(number), expected);
}

#define M(day, lesion, mm, more) \
  "{\"date\":\"" day "\",\"lesion\":\"" lesion "\",\"diameter_mm\":" mm more "}"
#define GROWTH(list) "\"growth\":{\"measurements\":[" list "]}"
#define NODE ",\"node\":\"yes\""
#define IN(organ) ",\"organ\":\"" organ "\""

static void targets_are_chosen(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(
      &f,
      GROWTH(M("2026-01-01", "liver 1", "30", IN("liver")) "," M("2026-01-01", "liver 2", "50", IN("liver")) "," M(
          "2026-01-01", "liver 3",
          "40",
          IN("liver")) "," M("2026-01-01", "lung thick", "15",
                             IN("lung") ",\"slice_mm\":8") "," M("2026-01-01", "lung small", "9",
                                                                 IN("lung")) "," M("2026-01-01",
                                                                                   "node 14", "14",
                                                                                   IN("nodes")
                                                                                       NODE) "," M("2026-01-01",
                                                                                                   "node 15",
                                                                                                   "15",
                                                                                                   IN("nodes")
                                                                                                       NODE) "," M("2026-01-01",
                                                                                                                   "node 9",
                                                                                                                   "9",
                                                                                                                   IN("nodes")
                                                                                                                       NODE)));
  static const struct {
    const char *role, *why;
  } expected[] = {{"non_target", "others were chosen"},
                  {"target", ""},
                  {"target", ""},
                  {"non_target", "too small to be a target at baseline"},
                  {"non_target", "too small to be a target at baseline"},
                  {"non_target", "node too small to be a target at baseline"},
                  {"target", ""},
                  {"not_followed", "node of normal size at baseline"}};
  for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
    char path[60];
    snprintf(path, sizeof path, "recist/lesions/%zu/role", i);
    says(d, path, expected[i].role);
    snprintf(path, sizeof path, "recist/lesions/%zu/why", i);
    says(d, path, expected[i].why);
  }
  is_near(d, "recist/baseline/sum_mm", 105, 1e-9);
  json_decref(d);
  record_end(&f);
}

static void never_more_than_five(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(
      &f, GROWTH(M("2026-01-01", "a", "20", IN("1")) "," M("2026-01-01", "b", "20", IN("2")) "," M(
              "2026-01-01", "c", "20",
              IN("3")) "," M("2026-01-01", "d", "20",
                             IN("4")) "," M("2026-01-01", "e", "20",
                                            IN("5")) "," M("2026-01-01", "f", "20", IN("6"))));
  is_near(d, "recist/visits/0/targets", 5, 0);
  says(d, "recist/lesions/5/role", "non_target");
  json_decref(d);
  record_end(&f);
}

/* A node that shrinks to 8 mm and a lesion that is gone make a complete response. */
static void complete_response_with_a_node(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(
      &f,
      "\"growth\":{\"new_lesions\":\"no\",\"measurements\":[" M("2026-01-01", "l", "20", "") "," M(
          "2026-01-01", "n", "16", NODE) "," M("2026-04-01", "l", "0",
                                               "") "," M("2026-04-01", "n", "8",
                                                         NODE) "," M("2026-06-01", "l", "0",
                                                                     "") "," M("2026-06-01", "n",
                                                                               "8", NODE) "]}");
  says(d, "recist/visits/1/overall", "CR");
  says(d, "recist/best/category", "CR");
  assert_true(json_is_true(at(d, "recist/best/confirmed")));
  assert_true(json_is_null(at(d, "tgr/intervals/0/doubling_mo")));
  is_near(d, "tgr/intervals/0/lesions", 1, 0); /* what is gone has no growth rate */
  says(d, "tgr/intervals/0/excluded/0/why", "gone");
  json_decref(d);
  record_end(&f);
}

/* Response, then growth over the smallest sum while still below baseline. */
static void growth_over_the_nadir(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(
      &f,
      "\"growth\":{\"new_lesions\":\"no\",\"progression\":\"stable\",\"measurements\":[" M(
          "2025-11-01", "l", "100",
          "") "," M("2026-03-01", "l", "60", "") "," M("2026-03-20", "l", "62",
                                                       "") "," M("2026-10-01", "l", "75", "") "]}");
  says(d, "recist/visits/0/overall", "baseline");
  says(d, "recist/visits/1/overall", "PR");
  says(d, "recist/visits/3/overall", "PD");
  says(d, "recist/visits/3/from_nadir/date", "2026-03-01");
  is_near(d, "recist/visits/3/from_nadir/pct", 25, 1e-9);
  is_near(d, "recist/visits/3/change_pct", -25, 1e-9);
  is_near(d, "recist/nadir/sum_mm", 60, 0);
  says(d, "recist/best/category", "PR");
  assert_true(json_is_false(at(d, "recist/best/confirmed"))); /* 19 days later is too soon */
  /* reading errors: one lesion, change of 2.4 mm */
  is_near(d, "recist/visits/3/sum_sd_mm", 2.4 / sqrt(2), 1e-9);
  is_near(d, "recist/visits/3/from_nadir/interval_95_mm/0", 15 - 1.959963984540054 * 2.4, 1e-9);
  is_near(d, "recist/visits/3/chance/growth_beyond_limit",
          lu_normal_cdf(3 / (2.4 / sqrt(2) * sqrt(2.44))), 1e-5);
  /* stated as stable, measured as progressive: told, and the stated value is used */
  says(d, "progression/progression_measured/text", "progressive");
  says(d, "progression/progression/text", "stable");
  bool told = false;
  for (size_t i = 0; i < lu_context_finding_count(f.context); i++)
    told = told || strcmp(lu_context_finding(f.context, i)->code, "assess.differs") == 0;
  assert_true(told);
  json_decref(d);
  record_end(&f);
}

static void progression_is_filled(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(&f, "\"growth\":{\"new_lesions\":\"no\",\"measurements\":[" M(
                            "2026-04-01", "l", "50", "") "," M("2026-09-01", "l", "61", "") "]}");
  says(d, "progression/progression/text", "progressive by RECIST 1.1 within 12 to 14 months");
  says(d, "progression/progression_rate/text", "fast (within 6 months or less)");
  json_decref(d);
  /* without a word on new lesions stable stays open */
  d = grown(&f, GROWTH(M("2026-04-01", "l", "50", "") "," M("2026-09-01", "l", "51", "")));
  says(d, "recist/visits/1/overall", "SD or PD");
  json_decref(d);
  record_end(&f);
}

static void what_was_not_measured(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(
      &f,
      "\"growth\":{\"new_lesions\":\"no\",\"measurements\":[" M("2026-01-01", "a", "30", "") ","
      M("2026-01-01", "b", "12", "") ",{\"date\":\"2026-01-01\",\"lesion\":\"ascites\"},"
      M("2026-04-01", "a", "30", "") ",{\"date\":\"2026-04-01\",\"lesion\":\"b\","
      "\"status\":\"too_small\"},{\"date\":\"2026-04-01\",\"lesion\":\"ascites\"},"
      M("2026-07-01", "a", "30", "") ",{\"date\":\"2026-07-01\",\"lesion\":\"b\","
      "\"status\":\"not_evaluated\"},"
      M("2026-10-01", "a", "30", "") "," M("2026-10-01", "b", "12", "")
      ",{\"date\":\"2026-10-01\",\"lesion\":\"ascites\","
      "\"status\":\"unequivocal_progression\"}]}");
  is_near(d, "recist/visits/1/sum_mm", 35, 0); /* 5 mm stand for what is too small */
  says(d, "recist/visits/1/overall", "SD");
  says(d, "recist/visits/1/non_target", "non_cr_non_pd");
  says(d, "recist/visits/2/overall", "NE");
  says(d, "recist/visits/2/non_target", "NE");
  says(d, "recist/visits/3/target", "PD"); /* 42 over 35 mm: 20 % and 7 mm */
  says(d, "recist/visits/3/non_target", "PD");
  says(d, "recist/visits/3/overall", "PD");
  json_decref(d);
  record_end(&f);
}

static void new_lesions_are_progression(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(
      &f, GROWTH(M("2026-01-01", "a", "30", "") "," M("2026-04-01", "a", "29", "") "," M(
              "2026-04-01", "b", "12", ",\"new\":\"yes\"") "," M("2026-07-01", "a", "28", "")));
  says(d, "recist/visits/1/overall", "PD");
  says(d, "recist/visits/2/overall", "PD");
  says(d, "recist/lesions/1/role", "not_followed");
  says(d, "tgr/intervals/0/excluded/0/why", "new");
  assert_int_equal(json_array_size(at(d, "findings")), 1); /* organs are not stated */
  json_decref(d);
  d = grown(&f, GROWTH(M("2026-01-01", "a", "30", IN("liver")) "," M("2026-04-01", "b", "12", "")));
  assert_int_equal(json_array_size(at(d, "findings")),
                   1); /* a late lesion that is not called new */
  json_decref(d);
  record_end(&f);
}

static void roles_of_the_record_count(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d =
      grown(&f, GROWTH(M("2026-01-01", "big", "60", IN("liver")) "," M(
                    "2026-01-01", "small", "20",
                    IN("liver") ",\"role\":\"target\"") "," M("2026-01-01", "tiny", "7",
                                                              IN("liver") ",\"role\":\"target\"")));
  says(d, "recist/lesions/0/role", "non_target");
  says(d, "recist/lesions/0/why", "not named as a target");
  says(d, "recist/lesions/1/chosen_by", "record");
  is_near(d, "recist/baseline/sum_mm", 27, 0);
  assert_int_equal(json_array_size(at(d, "findings")), 1); /* 7 mm cannot be followed */
  json_decref(d);
  record_end(&f);
}

/* Treatment sets the baseline; the days around it are TGR0 and TGR3m. */
static void treatment_sets_the_baseline(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(
      &f,
      "\"treatments\":[{\"kind\":\"PRRT\",\"start\":\"2026-03-10\"}],"
      "\"growth\":{\"new_lesions\":\"no\",\"measurements\":[" M("2025-09-01", "l", "50", "") "," M(
          "2026-03-01", "l", "60", "") "," M("2026-06-10", "l", "73", "") "]}");
  says(d, "recist/visits/0/overall", "before baseline");
  says(d, "recist/baseline/kind", "before_treatment");
  says(d, "recist/baseline/date", "2026-03-01");
  says(d, "tgr/intervals/0/meaning/period", "before_treatment");
  says(d, "tgr/intervals/1/meaning/period", "three_months");
  says(d, "recist/visits/2/overall", "PD");
  says(d, "recist/remarks/0/mark", "unverified"); /* pseudoprogression after PRRT */
  json_decref(d);
  d = grown(&f, "\"treatments\":[{\"kind\":\"PRRT\",\"start\":\"2026-04-10\"}]," GROWTH(
                    M("2026-03-01", "l", "60", IN("liver")) "," M("2026-08-01", "l", "60", "")));
  const char *sentence = json_string_value(at(d, "findings/0/sentence"));
  assert_non_null(sentence);
  assert_non_null(strstr(sentence, "40 days before the treatment"));
  json_decref(d);
  record_end(&f);
}

static void values_over_time(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(
      &f,
      "\"labs\":[{\"test\":\"chromogranin_a\",\"value\":300,\"unit\":\"ng/mL\",\"high\":100,"
      "\"date\":\"2026-05-01\",\"assay\":\"B\"},{\"test\":\"chromogranin_a\",\"value\":200,"
      "\"unit\":\"ng/mL\",\"high\":100,\"date\":\"2026-01-01\",\"assay\":\"A\"}],"
      "\"quality_of_life\":[{\"instrument\":\"EORTC QLQ-C30\",\"scale\":\"physical functioning\","
      "\"value\":60,\"date\":\"2026-01-01\"},{\"instrument\":\"EORTC QLQ-C30\","
      "\"scale\":\"physical functioning\",\"value\":72,\"date\":\"2026-05-01\"},"
      "{\"instrument\":\"EORTC QLQ-C30\",\"scale\":\"fatigue\",\"value\":60,"
      "\"date\":\"2026-01-01\"},{\"instrument\":\"EORTC QLQ-C30\",\"scale\":\"fatigue\","
      "\"value\":72,\"date\":\"2026-05-01\"}]");
  is_near(d, "hormones/0/points/0/x_uln", 2, 1e-12); /* by date, not by place in the record */
  is_near(d, "hormones/0/since_first/pct", 50, 1e-9);
  bool assay = false;
  for (size_t i = 0; i < json_array_size(at(d, "hormones/0/caveats")); i++) {
    const json_t *caveat = json_array_get(at(d, "hormones/0/caveats"), i);
    const char *text = json_string_value(json_object_get(caveat, "text"));
    if (strstr(text, "assay changed") == NULL) continue;
    assay = strcmp(json_string_value(json_object_get(caveat, "applies")), "yes") == 0;
  }
  assert_true(assay);
  for (size_t i = 0; i < 2; i++) {
    const json_t *entry = json_array_get(at(d, "quality_of_life"), i);
    const json_t *size = at(entry, "meaning/size");
    if (strcmp(json_string_value(json_object_get(entry, "scale")), "fatigue") == 0) {
      assert_null(size); /* the source says nothing of this scale */
    } else {
      says(entry, "meaning/size", "moderate");
      says(entry, "meaning/direction", "better");
    }
  }
  json_decref(d);
  record_end(&f);
}

/* The order in which entries stand in the record does not matter. */
static void order_of_entries(void **state) {
  (void)state;
  record_fixture f = record_start();
  static const char *const entries[] = {
      M("2026-01-01", "a", "50", IN("liver")), M("2026-01-01", "b", "41", IN("liver")),
      M("2026-01-01", "c", "33", IN("liver")), M("2026-04-01", "a", "40", ""),
      M("2026-04-01", "b", "30", ""),          M("2026-09-01", "a", "52", ""),
      M("2026-09-01", "b", "41", ""),          M("2026-09-01", "c", "20", "")};
  size_t count = sizeof entries / sizeof entries[0];
  char *expected = NULL;
  for (size_t turn = 0; turn < count; turn++) {
    lu_text text = LU_TEXT_INIT;
    lu_text_puts(&text, "\"growth\":{\"new_lesions\":\"no\",\"measurements\":[");
    for (size_t i = 0; i < count; i++)
      lu_text_printf(&text, "%s%s", i > 0 ? "," : "", entries[(i * 3 + turn) % count]);
    lu_text_puts(&text, "]}");
    json_t *d = grown(&f, lu_text_string(&text));
    char *visits = json_dumps(at(d, "recist/visits"), JSON_SORT_KEYS);
    if (expected == NULL)
      expected = visits;
    else
      assert_string_equal(visits, expected);
    if (visits != expected) free(visits);
    lu_text_free(&text);
    json_decref(d);
  }
  free(expected);
  record_end(&f);
}

static void treatments_of_lesions_are_told(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(&f, "\"treatments\":[{\"kind\":\"ablation\",\"start\":\"2026-03-10\"}]," GROWTH(
                            M("2026-01-01", "l", "60", IN("liver")) "," M(
                                "2026-08-01", "l", "60", "") "," M("2026-09", "l", "60", "")));
  assert_int_equal(json_array_size(at(d, "findings")), 2);
  says(d, "findings/1/place", "/treatments/0");
  says(d, "findings/0/sentence", "Measurements without a whole day: 1; they are left out.");
  json_decref(d);
  record_end(&f);
}

/** What is said of the first caveat whose text holds some words; "no" if there is none. */
static const char *caveat_of(const json_t *document, const char *words) {
  const json_t *list = at(document, "hormones/0/caveats");
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *caveat = json_array_get(list, i);
    if (strstr(json_string_value(json_object_get(caveat, "text")), words) != NULL)
      return json_string_value(json_object_get(caveat, "applies"));
  }
  return "no";
}

static void drugs_that_disturb(void **state) {
  (void)state;
  record_fixture f = record_start();
#define HIAA                                                                         \
  "\"labs\":[{\"test\":\"hiaa_urine\",\"value\":90,\"unit\":\"umol/d\",\"high\":47," \
  "\"date\":\"2026-05-01\",\"diet_kept\":\"yes\"}],"
  static const struct {
    const char *drugs, *raises;
  } cases[] = {
      {"\"drugs\":[{\"name\":\"Paracetamol\",\"start\":\"2026-04-01\"}]", "yes"},
      {"\"drugs\":[{\"name\":\"Paracetamol\",\"start\":\"2026-05-02\"}]", "not known"},
      {"\"drugs_complete\":\"yes\",\"drugs\":[{\"name\":\"Paracetamol\",\"start\":\"2026-01-01\","
       "\"stop\":\"2026-04-30\"}]",
       "no"},
      {"\"drugs_complete\":\"yes\",\"drugs\":[{\"name\":\"ramipril\"}]", "no"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    lu_text members = LU_TEXT_INIT;
    lu_text_printf(&members, HIAA "%s", cases[i].drugs);
    json_t *d = grown(&f, lu_text_string(&members));
    if (strcmp(caveat_of(d, "can raise 5-HIAA"), cases[i].raises) != 0)
      fail_msg("%s: %s", cases[i].drugs, caveat_of(d, "can raise 5-HIAA"));
    assert_string_equal(caveat_of(d, "Food rich in serotonin"), "no");
    lu_text_free(&members);
    json_decref(d);
  }
  record_end(&f);
}

static void nothing_to_say(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(&f, "\"growth\":{}");
  assert_int_equal(json_array_size(at(d, "recist/visits")), 0);
  assert_int_equal(json_array_size(at(d, "hormones")), 0);
  json_decref(d);
  /* far more lesions than anybody follows */
  lu_text text = LU_TEXT_INIT;
  lu_text_puts(&text, "\"growth\":{\"measurements\":[");
  for (int i = 0; i < 2000; i++)
    lu_text_printf(&text, "%s{\"date\":\"2026-01-01\",\"lesion\":\"%d\",\"diameter_mm\":20}",
                   i > 0 ? "," : "", i);
  lu_text_puts(&text, "]}");
  d = grown(&f, lu_text_string(&text));
  says(d, "findings/0/severity", "warning");
  assert_int_equal(json_array_size(at(d, "recist/visits")), 0);
  lu_text_free(&text);
  json_decref(d);
  record_end(&f);
}

/* A lesion that was new at the progression which led to this line is an old one under it. */
static void new_before_the_line_is_followed(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d =
      grown(&f,
            "\"treatments\":[{\"kind\":\"PRRT\",\"start\":\"2026-03-10\",\"last\":\"2026-05-10\"}],"
            "\"growth\":{\"new_lesions\":\"no\",\"measurements\":[" M(
                "2025-09-01", "old", "50",
                "") "," M("2026-03-01", "old", "60",
                          "") "," M("2026-03-01", "young", "20",
                                    ",\"new\":\"yes\"") "," M("2026-06-10", "old", "40",
                                                              "") "," M("2026-06-10", "young", "60",
                                                                        ",\"new\":\"yes\"") "]}");
  says(d, "recist/lesions/1/role", "target");
  is_near(d, "recist/baseline/sum_mm", 80, 0);
  is_near(d, "recist/visits/2/sum_mm", 100, 0);
  says(d, "recist/visits/2/overall", "PD"); /* by its size */
  assert_true(json_is_true(at(d, "recist/visits/1/new_lesion")));
  assert_true(json_is_false(at(d, "recist/visits/2/new_lesion"))); /* called so again: still old */
  says(d, "tgr/intervals/0/excluded/0/why", "new");
  is_near(d, "tgr/intervals/1/lesions", 2, 0);
  is_near(d, "recist/held/from_first_mo", 92 / (365.25 / 12), 1e-9);
  is_near(d, "recist/held/from_last_mo", 31 / (365.25 / 12), 1e-9);
  assert_true(json_is_true(at(d, "recist/held/progression")));
  json_decref(d);
  /* the same size without growth: no progression, though it is called new on the later day too */
  d = grown(&f,
            "\"treatments\":[{\"kind\":\"PRRT\",\"start\":\"2026-03-10\"}],"
            "\"growth\":{\"new_lesions\":\"no\",\"measurements\":[" M(
                "2026-03-01", "old", "60",
                "") "," M("2026-03-01", "young", "20",
                          ",\"new\":\"yes\"") "," M("2026-06-10", "old", "60",
                                                    "") "," M("2026-06-10", "young", "20",
                                                              ",\"new\":\"yes\"") "]}");
  says(d, "recist/visits/1/overall", "SD");
  json_decref(d);
  record_end(&f);
}

/** True if the record was found to leave open which images lie before a treatment. */
static bool told_of_start(const record_fixture *f) {
  for (size_t i = 0; i < lu_context_finding_count(f->context); i++)
    if (strcmp(lu_context_finding(f->context, i)->code, "case.open-start") == 0) return true;
  return false;
}

/* A start known to the year does not move the baseline behind the treatment. */
static void a_start_known_to_the_year(void **state) {
  (void)state;
  record_fixture f = record_start();
#define IMAGES                                                                                  \
  "\"growth\":{\"new_lesions\":\"no\",\"measurements\":[" M("2024-11-01", "l", "60", "") "," M( \
      "2025-02-01", "l", "60", "") "," M("2025-12-15", "l", "35", "") "," M("2026-06-08", "l",  \
                                                                            "36", "") "]}"
  json_t *d = grown(&f,
                    "\"treatments\":[{\"kind\":\"PRRT\",\"start\":\"2025\",\"last\":"
                    "\"2025-10-06\"}]," IMAGES);
  says(d, "recist/baseline/date", "2024-11-01");
  says(d, "recist/visits/3/overall", "PR");
  says(d, "findings/0/place", "/treatments/0/start");
  const char *sentence = json_string_value(at(d, "findings/0/sentence"));
  assert_non_null(
      strstr(sentence, "The images of 2025-02-01 may lie before or after")); /* not 12-15 */
  assert_true(told_of_start(&f));
  for (size_t i = 0; i < json_array_size(at(d, "tgr/intervals")); i++) {
    const char *period =
        json_string_value(at(json_array_get(at(d, "tgr/intervals"), i), "meaning/period"));
    assert_true(period == NULL || strcmp(period, "three_months") != 0);
  }
  json_decref(d);
  /* a start before all images moves nothing; images in its span are told */
  d = grown(&f, "\"treatments\":[{\"kind\":\"PRRT\",\"start\":\"2024\"}]," IMAGES);
  says(d, "recist/baseline/kind", "first_image");
  assert_true(told_of_start(&f));
  json_decref(d);
  /* whole days say it all */
  d = grown(&f, "\"treatments\":[{\"kind\":\"PRRT\",\"start\":\"2025-02-01\"}]," IMAGES);
  says(d, "recist/baseline/date", "2025-02-01");
  assert_false(told_of_start(&f));
  json_decref(d);
  record_end(&f);
}

/* No value of a long series is lost, in whatever order they stand. */
static void long_series_are_whole(void **state) {
  (void)state;
  record_fixture f = record_start();
  lu_text text = LU_TEXT_INIT;
  lu_text_puts(&text, "\"labs\":[");
  for (int i = 0; i < 300; i++) {
    char day[16];
    lu_date_format(day, lu_date_from_day(20400 + (i * 7) % 300));
    lu_text_printf(&text,
                   "%s{\"test\":\"chromogranin_a\",\"value\":%d,\"unit\":\"ng/mL\",\"high\":100,"
                   "\"date\":\"%s\"}",
                   i > 0 ? "," : "", 100 + (i * 7) % 300, day);
  }
  lu_text_puts(&text, "]");
  json_t *d = grown(&f, lu_text_string(&text));
  assert_int_equal(json_array_size(at(d, "hormones/0/points")), 300);
  is_near(d, "hormones/0/points/0/value", 100, 0);
  is_near(d, "hormones/0/points/299/value", 399, 0);
  is_near(d, "hormones/0/since_first/change", 299, 0);
  lu_text_free(&text);
  json_decref(d);
  record_end(&f);
}

/* Of a scale without a known step the direction is told alone. */
static void direction_of_complaints(void **state) {
  (void)state;
  record_fixture f = record_start();
#define SCORE(instrument, scale, value, day)                                                       \
  "{\"instrument\":\"" instrument "\",\"scale\":\"" scale "\",\"value\":" value ",\"date\":\"" day \
  "\"}"
  static const struct {
    const char *record, *direction;
  } cases[] = {
      {SCORE("EORTC QLQ-C30", "diarrhoea", "67", "2026-01-01") "," SCORE(
           "EORTC QLQ-C30", "diarrhoea", "33", "2026-05-01"),
       "better"},
      {SCORE("EORTC QLQ-C30", "pain", "33", "2026-01-01") "," SCORE("EORTC QLQ-C30", "pain", "67",
                                                                    "2026-05-01"),
       "worse"},
      {SCORE("EORTC QLQ-C30", "role functioning", "33", "2026-01-01") "," SCORE(
           "EORTC QLQ-C30", "role functioning", "67", "2026-05-01"),
       "better"},
      {SCORE("EORTC QLQ-C30", "pain", "33", "2026-01-01") "," SCORE("EORTC QLQ-C30", "pain", "33",
                                                                    "2026-05-01"),
       "same"},
      {SCORE("EORTC GI.NET21", "endocrine symptoms", "33", "2026-01-01") "," SCORE(
           "EORTC GI.NET21", "endocrine symptoms", "67", "2026-05-01"),
       NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    lu_text members = LU_TEXT_INIT;
    lu_text_printf(&members, "\"quality_of_life\":[%s]", cases[i].record);
    json_t *d = grown(&f, lu_text_string(&members));
    if (cases[i].direction != NULL)
      says(d, "quality_of_life/0/meaning/direction", cases[i].direction);
    else
      assert_null(at(d, "quality_of_life/0/meaning/direction"));
    assert_null(at(d, "quality_of_life/0/meaning/size"));
    lu_text_free(&members);
    json_decref(d);
  }
  record_end(&f);
}

/* The rate that the assessment tells begins at baseline: it does not mix growth before a treatment
   with shrinking under it. */
static void one_rate_for_one_treatment(void **state) {
  (void)state;
  record_fixture f = record_start();
  json_t *d = grown(&f,
                    "\"treatments\":[{\"kind\":\"PRRT\",\"start\":\"2026-02-01\"}],"
                    "\"growth\":{\"measurements\":[" M("2025-07-01", "l", "50", "") "," M(
                        "2026-01-15", "l", "86", "") "," M("2026-10-20", "l", "50", "") "]}");
  record_prints(&f, "sum_first_mm", "86 mm");
  record_prints(&f, "sum_interval_d", "278 days");
  json_decref(d);
  d = grown(&f, "\"growth\":{\"measurements\":[" M("2025-07-01", "l", "50", "") "," M(
                    "2026-01-15", "l", "86", "") "]}");
  record_prints(&f, "sum_first_mm", "50 mm");
  json_decref(d);
  record_end(&f);
}

/* Every fact that growth.json names is in the dictionary; a name that is not is refused. */
static void facts_of_the_rules_are_known(void **state) {
  (void)state;
  record_fixture f = record_start();
  lu_error error = LU_ERROR_INIT;
  lu_assessment *assessment = NULL;
  json_t *document = NULL;
  char folder[] = LU_BUILD_DIR "/growth-data-XXXXXX", path[700], command[2000];
  assert_int_equal(record_read(&f, "{\"lutetia_case\":1,\"id\":\"g\"}"), LU_OK);
  assert_int_equal(lu_assess(&assessment, f.record, NULL, f.context, &error), LU_OK);
  assert_non_null(mkdtemp(folder));
  static const char *const names[] = {"recist_sum_mm", "progression_measured", "ppi_current"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    snprintf(command, sizeof command,
             "mkdir -p %s/assessment && sed 's/\"%s\"/\"no_such_fact\"/' " LU_SOURCE_DIR
             "/data/assessment/growth.json > %s/assessment/growth.json",
             folder, names[i], folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(lu_context_set_data_path(f.context, folder, NULL), LU_OK);
    error = (lu_error)LU_ERROR_INIT;
    assert_int_equal(lu_growth_document(&document, assessment, f.context, &error), LU_BAD_INPUT);
    assert_non_null(strstr(error.message, "no_such_fact"));
    assert_null(document);
  }
  snprintf(path, sizeof path, "%s/assessment/growth.json", folder);
  remove(path);
  snprintf(path, sizeof path, "%s/assessment", folder);
  remove(path);
  remove(folder);
  lu_assessment_free(assessment);
  record_end(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rates_of_the_fact_base),
      cmocka_unit_test(intervals_of_rates),
      cmocka_unit_test(chances_in_closed_form),
      cmocka_unit_test(chances_by_drawing),
      cmocka_unit_test(target_lesions),
      cmocka_unit_test(overall_response),
      cmocka_unit_test(progression_by_time),
      cmocka_unit_test(limits_are_those_of_the_table),
      cmocka_unit_test(targets_are_chosen),
      cmocka_unit_test(never_more_than_five),
      cmocka_unit_test(complete_response_with_a_node),
      cmocka_unit_test(growth_over_the_nadir),
      cmocka_unit_test(progression_is_filled),
      cmocka_unit_test(what_was_not_measured),
      cmocka_unit_test(new_lesions_are_progression),
      cmocka_unit_test(roles_of_the_record_count),
      cmocka_unit_test(treatment_sets_the_baseline),
      cmocka_unit_test(values_over_time),
      cmocka_unit_test(order_of_entries),
      cmocka_unit_test(treatments_of_lesions_are_told),
      cmocka_unit_test(drugs_that_disturb),
      cmocka_unit_test(nothing_to_say),
      cmocka_unit_test(new_before_the_line_is_followed),
      cmocka_unit_test(a_start_known_to_the_year),
      cmocka_unit_test(long_series_are_whole),
      cmocka_unit_test(direction_of_complaints),
      cmocka_unit_test(one_rate_for_one_treatment),
      cmocka_unit_test(facts_of_the_rules_are_known),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
