/* SPDX-License-Identifier: Apache-2.0 */
/* Whole assessments of small records: what fills, what stands in, what stays open, and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lutetia/patient.h"

typedef struct bench {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_case *record;
  lu_assessment *assessment;
} bench;

static bench assess_edition(const char *json, const char *edition) {
  bench out = {NULL, NULL, NULL, NULL};
  lu_error error = LU_ERROR_INIT;
  lu_date today;
  assert_int_equal(lu_context_new(&out.context, &error), LU_OK);
  assert_int_equal(lu_context_set_data_path(out.context, LU_SOURCE_DIR "/data", &error), LU_OK);
  assert_int_equal(lu_date_parse(&today, "2026-11-24", &error), LU_OK);
  lu_context_set_today(out.context, today);
  if (lu_dictionary_read(&out.dictionary, out.context, &error) != LU_OK)
    fail_msg("%s", error.message);
  if (lu_case_read_buffer(&out.record, json, strlen(json), "case.json", out.dictionary, false,
                          out.context, &error) != LU_OK)
    fail_msg("%s", error.message);
  if (lu_assess(&out.assessment, out.record, edition, out.context, &error) != LU_OK)
    fail_msg("%s", error.message);
  return out;
}

static bench assess(const char *json) {
  return assess_edition(json, NULL);
}

static void end(bench *out) {
  lu_assessment_free(out->assessment);
  lu_case_free(out->record);
  lu_dictionary_free(out->dictionary);
  lu_context_free(out->context);
}

static void is(const bench *b, const char *fact, const char *expected) {
  lu_text text = LU_TEXT_INIT;
  size_t index = lu_dictionary_find(b->dictionary, fact);
  if (index == LU_NO_INDEX) fail_msg("no fact %s", fact);
  lu_factset_print(lu_assessment_facts(b->assessment), index, &text);
  if (strcmp(lu_text_string(&text), expected) != 0)
    fail_msg("%s is \"%s\", expected \"%s\"", fact, lu_text_string(&text), expected);
  lu_text_free(&text);
}

/** Asserts that a fact is open between exactly these values. */
static void is_between(const bench *b, const char *fact, size_t count, const char *const *values) {
  const lu_value *value =
      lu_factset_value(lu_assessment_facts(b->assessment), lu_dictionary_find(b->dictionary, fact));
  const lu_value *const *candidates = NULL;
  assert_non_null(value);
  assert_int_equal(lu_value_get_kind(value), LU_VALUE_UNKNOWN);
  assert_int_equal(lu_unknown_candidates(value, &candidates), count);
  for (size_t i = 0; i < count; i++) {
    bool found = false;
    for (size_t j = 0; j < count; j++)
      found = found || strcmp(lu_value_string(candidates[j]), values[i]) == 0;
    if (!found) fail_msg("%s may not be %s", fact, values[i]);
  }
}
#define IS_BETWEEN(b, fact, ...)                                                         \
  is_between(b, fact, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), \
             (const char *const[]){__VA_ARGS__})

static bool has_finding(const bench *b, const char *code, const char *part) {
  for (size_t i = 0; i < lu_context_finding_count(b->context); i++) {
    const lu_finding *finding = lu_context_finding(b->context, i);
    if (strcmp(finding->code, code) == 0 && strstr(finding->sentence, part) != NULL) return true;
  }
  return false;
}

static bool summary_says(const bench *b, const char *part) {
  lu_text text = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_assessment_summary(&text, b->assessment, b->context, &error), LU_OK);
  bool found = strstr(lu_text_string(&text), part) != NULL;
  if (!found) print_message("%s", lu_text_string(&text));
  lu_text_free(&text);
  return found;
}

#define CASE(rest) "{\"lutetia_case\":1,\"id\":\"x\"," rest "}"
/* lung and thymus are graded by other criteria, so that the site must be known */
#define SITE "\"tumour\":{\"site\":\"colon\"},"
#define SAMPLE(rest) \
  "\"pathology\":[{\"id\":\"a\",\"date\":\"2026-01-02\",\"differentiation\":\"well\"," rest "}]"

static void parts_fill_what_is_not_stated(void **state) {
  (void)state;
  bench b =
      assess(CASE("\"patient\":{\"karnofsky\":70},\"tumour\":{\"site\":\"small_intestine\","
                  "\"depth\":\"subserosa\"},"
                  "\"tnm\":{\"measured\":{\"nodes_positive\":12,\"nodes_examined\":20,\"mesenteric_"
                  "mass_mm\":10}},"
                  "\"extent\":{\"metastases_sites\":[\"liver\",\"bone\"]}," SAMPLE(
                      "\"ki67\":{\"percent\":4},\"mitoses\":{\"per_2mm2\":1}")));
  is(&b, "ecog", "1");
  is(&b, "nodes", "N1 (or N2)"); /* the label of N1 */
  is(&b, "m", "M1");
  is(&b, "extrahepatic", "yes");
  is(&b, "m_category", "M1c");
  is(&b, "n_category", "N2");
  is(&b, "stage", "Stage IV");
  is(&b, "grade", "grade 2");
  end(&b);
}

static void stated_wins_over_parts_and_is_told(void **state) {
  (void)state;
  bench b = assess(CASE("\"patient\":{\"karnofsky\":70,\"ecog\":3}"));
  is(&b, "ecog", "3");
  assert_true(has_finding(&b, "assess.differs", "3"));
  end(&b);
}

static void stated_tnm_stands_in(void **state) {
  (void)state;
  bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\"}," SAMPLE(
      "\"ki67\":{\"percent\":4}") ","
                                  "\"tnm\":{\"stated\":{\"t\":\"T2\",\"n\":\"N0\",\"m\":\"M0\","
                                  "\"stage\":\"III\",\"edition\":\"8\"}}"));
  is(&b, "t_category", "T2");
  is(&b, "n_category", "N0");
  is(&b, "m_category", "M0");
  is(&b, "stage", "Stage II");
  is(&b, "stage_agrees", "no");
  assert_true(has_finding(&b, "assess.stage-differs", "stated stage is III"));
  assert_true(has_finding(&b, "assess.stage-differs", "Stage II"));
  assert_true(summary_says(&b, "the stated stage III (edition 8) does not agree"));
  end(&b);
}

static void impossible_stand_in_is_refused(void **state) {
  (void)state;
  /* larger than 1 cm, depth open: T2, T3 or T4, never T1 */
  bench b = assess(CASE("\"tumour\":{\"site\":\"small_intestine\",\"size_mm\":15}," SAMPLE(
      "\"ki67\":{\"percent\":4}") ","
                                  "\"tnm\":{\"stated\":{\"t\":\"T1\",\"edition\":\"8\"}}"));
  assert_true(has_finding(&b, "assess.stated-impossible", "T1"));
  IS_BETWEEN(&b, "t_category", "T4", "T3", "T2");
  end(&b);
}

static void editions_differ_where_they_must(void **state) {
  (void)state;
  const char *json = CASE(
      "\"tumour\":{\"site\":\"small_intestine\",\"depth\":\"serosa\"},\"extent\":{\"nodes\":\"NX\","
      "\"m\":\"M0\"}," SAMPLE("\"ki67\":{\"percent\":4}"));
  bench b = assess_edition(json, "8");
  is(&b, "stage", "Stage III");
  end(&b);
  b = assess_edition(json, "9");
  is(&b, "stage", "the table names no stage");
  end(&b);
  b = assess(json); /* the newest */
  is(&b, "staging_edition", "9");
  lu_assessment *none = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_assess(&none, b.record, "5", b.context, &error), LU_USAGE);
  assert_null(none);
  assert_non_null(strstr(error.message, "8, 9"));
  end(&b);
}

static void unknown_is_never_no(void **state) {
  (void)state;
  bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\",\"size_mm\":15}," SAMPLE(
      "\"mitoses\":{\"count\":1,\"area_mm2\":10}")));
  IS_BETWEEN(&b, "grade", "G3", "G2", "G1");
  IS_BETWEEN(&b, "child_pugh", "A", "B", "C");
  assert_true(summary_says(&b, "(grade 1, grade 2 or grade 3 possible): Ki-67 index missing"));
  assert_true(summary_says(&b, "T not known (T1, T3 or T4)"));
  assert_false(summary_says(&b, "not in the program"));
  end(&b);
  b = assess(CASE("\"note\":\"empty\""));
  size_t stage = lu_dictionary_find(b.dictionary, "stage");
  assert_int_equal(lu_factset_state(lu_assessment_facts(b.assessment), stage), LU_FACT_UNKNOWN);
  end(&b);
}

static void stated_grade_settles_only_what_is_open(void **state) {
  (void)state;
  bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\",\"stated_grade\":\"G2\"}," SAMPLE(
      "\"ki67\":{\"percent\":4}")));
  is(&b, "grade", "grade 2");
  end(&b);
  b = assess(CASE("\"tumour\":{\"site\":\"pancreas\"}," SAMPLE("\"ki67\":{\"percent\":4}")));
  IS_BETWEEN(&b, "grade", "G2", "G3"); /* mitoses may still raise it */
  end(&b);
}

static void stated_grade_tells_the_differentiation(void **state) {
  (void)state;
  bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\",\"stated_grade\":\"G1\"}"));
  is(&b, "differentiation", "well differentiated (NET)");
  is(&b, "grade", "grade 1");
  is(&b, "staging_chapter", "pancreas, NET");
  end(&b);
  b = assess(CASE("\"tumour\":{\"site\":\"pancreas\",\"stated_grade\":\"G3\"}"));
  is(&b, "differentiation", "unknown"); /* NET or NEC */
  end(&b);
}

static void highest_sample_leads(void **state) {
  (void)state;
#define ONE(id, date, tissue, ki67)                               \
  "{\"id\":\"" id "\",\"date\":\"" date "\",\"tissue\":\"" tissue \
  "\",\"differentiation\":\"well\","                              \
  "\"ki67\":{\"percent\":" ki67 "},\"mitoses\":{\"per_2mm2\":1}}"
  bench b = assess(CASE(SITE "\"pathology\":[" ONE("p", "2026-05-01", "primary", "2") "," ONE(
      "m", "2024-05-01", "liver", "12") "]"));
  is(&b, "grade", "grade 2");
  is(&b, "ki67_pct", "12 %");
  is(&b, "sample_tissue", "liver");
  is(&b, "ki67_site_differs", "yes");
  assert_true(summary_says(&b, "leading sample of 2: m of 2024-05-01"));
  end(&b);
  b = assess(CASE(SITE "\"pathology\":[" ONE("new", "2026-05-01", "liver", "4") "," ONE(
      "old", "2024-05-01", "primary", "12") "]"));
  is(&b, "ki67_pct", "4 %"); /* the same grade: the newest */
  is(&b, "ki67_site_differs", "no");
  end(&b);
  /* open, but surely above the other: G2 or G3 leads before G1 */
  b = assess(
      CASE(SITE
           "\"pathology\":[{\"id\":\"open\",\"date\":\"2020-01-02\",\"differentiation\":\"well\","
           "\"ki67\":{\"percent\":5}}," ONE("low", "2026-05-01", "primary", "1") "]"));
  is(&b, "ki67_pct", "5 %");
  is(&b, "ki67_site_differs", "yes");
  end(&b);
  b = assess(CASE(SITE "\"pathology\":[" ONE("only", "2026-05-01", "liver", "4") "]"));
  is(&b, "ki67_site_differs", "unknown");
  end(&b);
}

/** True if a finding has this code and its sentence these words. */
static bool found(const bench *b, const char *code, const char *words) {
  for (size_t i = 0; i < lu_context_finding_count(b->context); i++) {
    const lu_finding *finding = lu_context_finding(b->context, i);
    if (strcmp(finding->code, code) == 0 && strstr(finding->sentence, words) != NULL) return true;
  }
  return false;
}

/* A new sample of Ki-67 70 % whose differentiation nobody stated must not lose to an old G1. */
static void open_high_sample_leads(void **state) {
  (void)state;
#define HIGH "{\"id\":\"new\",\"date\":\"2026-09-01\",\"specimen\":\"core\","
  bench b = assess(CASE("\"tumour\":{\"site\":\"small_intestine\"},\"pathology\":[" ONE(
      "old", "2024-01-02", "liver", "2") "," HIGH "\"ki67\":{\"positive\":350,\"counted\":500}}]"));
  IS_BETWEEN(&b, "grade", "G3", "NEC", "by_part", "not_nen");
  is(&b, "ki67_pct", "70 %");
  is(&b, "ki67_site_differs", "yes");
  assert_true(summary_says(&b, "grade not known (grade 3 or NEC possible)"));
  assert_false(summary_says(&b, "probability"));
  end(&b);
  /* as high at least, but older: the graded one leads, and the other is told of */
  b = assess(CASE(SITE "\"pathology\":[" ONE(
      "new", "2026-01-02", "liver",
      "12") ","
            "{\"id\":\"old\",\"date\":\"2025-01-02\",\"specimen\":\"resection\","
            "\"differentiation\":\"well\",\"ki67\":{\"percent\":19}}]"));
  is(&b, "grade", "grade 2");
  is(&b, "sample_may_be_higher", "yes");
  assert_true(found(&b, "assess.sample-may-be-higher", "Ki-67 19 %"));
  end(&b);
  /* that a small G1 might be mixed is no reason to call it higher */
  b = assess(CASE(SITE "\"pathology\":[" ONE("old", "2026-01-02", "liver",
                                             "12") "," HIGH "\"ki67\":{\"percent\":1}}]"));
  is(&b, "sample_may_be_higher", "no");
  end(&b);
}

static void deviation_counts_in_either_spelling(void **state) {
  (void)state;
  static const char *const spelling[] = {
      CASE(SITE SAMPLE("\"ki67\":{\"percent\":18,\"sd\":3},\"mitoses\":{\"per_2mm2\":1}")),
      CASE(SITE SAMPLE(
          "\"ki67\":{\"percent\":{\"value\":18,\"sd\":3}},\"mitoses\":{\"per_2mm2\":1}"))};
  for (size_t i = 0; i < 2; i++) {
    bench b = assess(spelling[i]);
    is(&b, "ki67_sd_pct", "3 %");
    is(&b, "ki67_near_border", "yes");
    assert_true(summary_says(&b, "75 % grade 2, 25 % grade 3"));
    assert_true(summary_says(&b, "mitoses 1 per 2 mm² (taken as exact)"));
    assert_true(found(&b, "assess.ki67-near-border", "18 %"));
    end(&b);
  }
  bench b = assess(CASE(SITE SAMPLE("\"ki67\":{\"positive\":90,\"counted\":500}")));
  size_t sd = lu_dictionary_find(b.dictionary, "ki67_sd_pct"); /* beta(90.5, 410.5) */
  double spread = lu_value_number(lu_factset_value(lu_assessment_facts(b.assessment), sd));
  assert_float_equal(spread, 100 * sqrt(90.5 * 410.5 / 502) / 501, 1e-9);
  end(&b);
}

static void small_sample_is_graded_by_ki67(void **state) {
  (void)state;
  bench b = assess(
      CASE(SITE "\"pathology\":[{\"id\":\"f\",\"specimen\":\"fna\",\"differentiation\":\"well\","
                "\"ki67\":{\"percent\":1}}]"));
  is(&b, "grade", "grade 1");
  is(&b, "grade_provisional", "yes");
  assert_true(summary_says(&b, "NET G1 by Ki-67, provisional (mitoses not counted)"));
  assert_true(found(&b, "assess.grade-provisional", "mitoses not counted"));
  end(&b);
}

static void old_values_are_told(void **state) {
  (void)state;
#define PLATELETS(date) \
  CASE("\"labs\":[{\"test\":\"platelets\",\"value\":180,\"unit\":\"10^9/L\"" date "}]")
  bench b = assess(PLATELETS(",\"date\":\"2024-11-10\""));
  assert_true(found(&b, "assess.old", "180 × 10⁹/L of 2024-11-10 (24 months)"));
  end(&b);
  b = assess(PLATELETS(",\"date\":\"2026-08-25\"")); /* 91 days */
  assert_false(found(&b, "assess.old", ""));
  end(&b);
  b = assess(PLATELETS(",\"date\":\"2026-08-24\"")); /* 92 days: above 3 months of 30.44 days */
  assert_true(found(&b, "assess.old", "Platelets"));
  end(&b);
  b = assess(PLATELETS(""));
  assert_true(found(&b, "assess.undated", "Platelets"));
  end(&b);
}

static void contradictions_are_told(void **state) {
  (void)state;
  bench b = assess(
      CASE("\"imaging\":[{\"kind\":\"sstr_planar\",\"date\":\"2026-10-10\",\"krenning\":{\"scale\":"
           "\"planar_krenning\",\"score\":2}},{\"kind\":\"sstr_pet\",\"date\":\"2025-12-10\","
           "\"krenning\":"
           "{\"scale\":\"pet_krenning\",\"score\":2}}]"));
  is(&b, "sstr_scales_agree", "no");
  assert_true(found(&b, "assess.sstr-scales-differ", "PET score 2 says below liver"));
  assert_true(summary_says(&b, "uptake as high as liver, not above (score 2, planar"));
  end(&b);
#define KIDNEY(egfr)                                                                      \
  CASE(                                                                                   \
      "\"patient\":{\"sex\":\"female\",\"age_y\":72},\"labs\":[{\"test\":\"creatinine\"," \
      "\"value\":1.5,"                                                                    \
      "\"unit\":\"mg/dL\",\"date\":\"2026-11-10\"},{\"test\":\"egfr\",\"value\":" egfr    \
      ",\"unit\":\"mL/min/1.73m2\",\"date\":\"2026-11-11\"}]")
  b = assess(KIDNEY("80"));
  assert_true(found(&b, "assess.egfr-differs", "80 mL/min/1.73 m²"));
  assert_true(summary_says(&b, "eGFR 37 mL/min/1.73 m² (sd 7.7)")); /* 21 % of 36.8 */
  end(&b);
  b = assess(KIDNEY("40"));
  assert_false(found(&b, "assess.egfr-differs", ""));
  end(&b);
}

static void what_is_wanted_is_named(void **state) {
  (void)state;
  lu_error error = LU_ERROR_INIT;
  json_t *missing = NULL;
  bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\"}"));
  assert_int_equal(lu_assessment_missing(&missing, b.assessment, b.context, &error), LU_OK);
  assert_int_equal(json_array_size(missing), 2); /* grade, M */
  json_decref(missing);
  end(&b);
  b = assess(
      CASE("\"tumour\":{\"site\":\"pancreas\",\"stated_grade\":\"G1\"},\"extent\":{\"m\":\"M0\"}"));
  assert_int_equal(lu_assessment_missing(&missing, b.assessment, b.context, &error), LU_OK);
  assert_int_equal(json_array_size(missing), 0);
  json_decref(missing);
  end(&b);
}

static void measured_ratio_stands_in_for_a_score(void **state) {
  (void)state;
  bench b =
      assess(CASE("\"imaging\":[{\"kind\":\"sstr_pet\",\"date\":\"2026-10-01\",\"lesion_suvmax\":8,"
                  "\"liver_suvmean\":4}]"));
  is(&b, "sstr_above_liver", "yes");
  is(&b, "sstr_at_least_liver", "yes");
  end(&b);
}

static void uncertainty_reaches_what_is_derived(void **state) {
  (void)state;
  bench b = assess(CASE(
      "\"patient\":{\"sex\":\"male\",\"height_cm\":170,\"weight_kg\":{\"value\":70,\"sd\":2}}"));
  size_t bmi = lu_dictionary_find(b.dictionary, "bmi_kg_m2");
  const lu_fact_origin *origin = lu_factset_origin(lu_assessment_facts(b.assessment), bmi);
  assert_non_null(origin);
  assert_true(fabs(origin->sd - 2 / (1.7 * 1.7)) < 1e-9); /* linear in weight: exact */
  size_t bsa = lu_dictionary_find(b.dictionary, "bsa_m2");
  origin = lu_factset_origin(lu_assessment_facts(b.assessment), bsa);
  double slope = 0.425 * 0.007184 * pow(70, -0.575) * pow(170, 0.725);
  assert_true(fabs(origin->sd - 2 * slope) < 1e-3 * 2 * slope);
  end(&b);
}

static void a_derived_fact_shows_its_trace(void **state) {
  (void)state;
  bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\"}," SAMPLE(
      "\"ki67\":{\"percent\":28},\"mitoses\":{\"per_2mm2\":8}")));
  const lu_model *model = NULL;
  const lu_evaluation *evaluation = NULL;
  size_t decision = LU_NO_INDEX;
  size_t fact = lu_dictionary_find(b.dictionary, "who_class");
  assert_true(lu_assessment_trace(b.assessment, fact, &model, &decision, &evaluation));
  assert_string_equal(lu_model_decision_name(model, decision), "who_class");
  const lu_table_trace *trace = lu_evaluation_trace(evaluation, decision);
  const lu_table *table = lu_model_table(model, decision);
  assert_non_null(trace);
  size_t fired = 0;
  for (size_t i = 0; i < lu_table_rule_count(table); i++)
    if (lu_trace_rule(trace, i) == LU_FIRES && fired++ == 0)
      assert_string_equal(lu_table_output_entry(table, i, 0), "\"NET_G3\"");
  assert_true(fired > 0);
  assert_false(lu_assessment_trace(b.assessment, lu_dictionary_find(b.dictionary, "site"), &model,
                                   &decision, &evaluation));
  end(&b);
}

static void markers_against_morphology_are_told(void **state) {
  (void)state;
  bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\"}," SAMPLE(
      "\"ki67\":{\"percent\":60},\"mitoses\":{\"per_2mm2\":40},\"ihc\":{\"p53\":\"aberrant\","
      "\"rb1\":\"lost\",\"daxx_atrx\":\"kept\"}")));
  is(&b, "markers_contradict", "yes");
  assert_true(has_finding(&b, "assess.markers-contradict", "RB1: lost"));
  end(&b);
}

static void one_stain_against_morphology_is_enough(void **state) {
  (void)state;
  bench b = assess(CASE("\"tumour\":{\"site\":\"colon\"}," SAMPLE(
      "\"ki67\":{\"percent\":60},\"mitoses\":{\"per_2mm2\":40},\"ihc\":{\"rb1\":\"lost\"}")));
  is(&b, "markers_contradict", "yes");
  is(&b, "rb1_tp53", "RB1 lost or TP53 mutated");
  end(&b);
}

static void the_document_repeats_itself(void **state) {
  (void)state;
  char *first = NULL;
  for (int round = 0; round < 2; round++) {
    bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\"}," SAMPLE(
        "\"ki67\":{\"positive\":20,\"counted\":500},\"mitoses\":{\"count\":3,\"area_mm2\":10}")));
    json_t *document = NULL;
    lu_error error = LU_ERROR_INIT;
    assert_int_equal(lu_assessment_document(&document, b.assessment, b.context, &error), LU_OK);
    assert_int_equal(json_array_size(json_object_get(document, "summary")), 5);
    assert_string_equal(json_string_value(json_object_get(document, "day")), "2026-11-24");
    assert_non_null(
        strstr(json_string_value(json_object_get(document, "notice")), "not for patient care"));
    char *text = json_dumps(document, JSON_SORT_KEYS);
    if (first == NULL)
      first = text;
    else {
      assert_string_equal(first, text);
      free(text);
    }
    json_decref(document);
    end(&b);
  }
  free(first);
}

static void deviation_has_one_side(void **state) {
  (void)state;
  /* 70 - 80 kg has no body surface: the difference to 150 kg counts whole */
  bench b = assess(CASE(
      "\"note\":\"spread\","
      "\"patient\":{\"sex\":\"male\",\"height_cm\":170,\"weight_kg\":{\"value\":70,\"sd\":80}}"));
  size_t fact = lu_dictionary_find(b.dictionary, "bsa_m2");
  const lu_fact_origin *origin = lu_factset_origin(lu_assessment_facts(b.assessment), fact);
  double expected = 0.007184 * pow(170, 0.725) * (pow(150, 0.425) - pow(70, 0.425));
  assert_non_null(origin);
  assert_true(fabs(origin->sd - expected) < 1e-6);
  end(&b);
}

static void gap_of_a_table_stays_possible(void **state) {
  (void)state;
  bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\"}"));
  size_t fact = lu_dictionary_find(b.dictionary, "differentiation_from_grade");
  const lu_value *value = lu_factset_value(lu_assessment_facts(b.assessment), fact);
  const lu_value *const *candidates = NULL;
  assert_non_null(value);
  assert_int_equal(lu_unknown_candidates(value, &candidates), 2);
  assert_string_equal(lu_value_string(candidates[0]), "well");
  assert_int_equal(lu_value_get_kind(candidates[1]), LU_VALUE_NULL);
  json_t *document = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_assessment_document(&document, b.assessment, b.context, &error), LU_OK);
  char *text = json_dumps(document, 0);
  assert_non_null(strstr(text, "or none of these"));
  free(text);
  json_decref(document);
  end(&b);
}

static void broken_summary_is_named(void **state) {
  (void)state;
  bench b = assess(CASE("\"tumour\":{\"site\":\"pancreas\"}"));
  const char *folder = LU_BUILD_DIR "/broken-summary";
  mkdir(folder, 0777);
  mkdir(LU_BUILD_DIR "/broken-summary/assessment", 0777);
  FILE *file = fopen(LU_BUILD_DIR "/broken-summary/assessment/summary.json", "w");
  assert_non_null(file);
  fputs("{\"sentences\": [", file);
  assert_int_equal(fclose(file), 0);
  lu_error error = LU_ERROR_INIT;
  json_t *document = NULL;
  assert_int_equal(lu_context_set_data_path(b.context, folder, &error), LU_OK);
  assert_int_equal(lu_assessment_document(&document, b.assessment, b.context, &error),
                   LU_BAD_INPUT);
  assert_null(document);
  assert_non_null(strstr(error.message, "summary.json"));
  end(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parts_fill_what_is_not_stated),
      cmocka_unit_test(stated_wins_over_parts_and_is_told),
      cmocka_unit_test(stated_tnm_stands_in),
      cmocka_unit_test(impossible_stand_in_is_refused),
      cmocka_unit_test(editions_differ_where_they_must),
      cmocka_unit_test(unknown_is_never_no),
      cmocka_unit_test(broken_summary_is_named),
      cmocka_unit_test(gap_of_a_table_stays_possible),
      cmocka_unit_test(deviation_has_one_side),
      cmocka_unit_test(stated_grade_settles_only_what_is_open),
      cmocka_unit_test(stated_grade_tells_the_differentiation),
      cmocka_unit_test(highest_sample_leads),
      cmocka_unit_test(open_high_sample_leads),
      cmocka_unit_test(deviation_counts_in_either_spelling),
      cmocka_unit_test(small_sample_is_graded_by_ki67),
      cmocka_unit_test(old_values_are_told),
      cmocka_unit_test(contradictions_are_told),
      cmocka_unit_test(what_is_wanted_is_named),
      cmocka_unit_test(measured_ratio_stands_in_for_a_score),
      cmocka_unit_test(uncertainty_reaches_what_is_derived),
      cmocka_unit_test(a_derived_fact_shows_its_trace),
      cmocka_unit_test(markers_against_morphology_are_told),
      cmocka_unit_test(one_stain_against_morphology_is_enough),
      cmocka_unit_test(the_document_repeats_itself),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
