/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every state of a localised tumour of the luminal gut that a board may meet, with all that decides
 * known: site, size, depth, nodes, grade, in place or removed, how and with which margin. Each must
 * come to a plan that is complete and makes sense. The vignettes say what is advised; this test
 * says that no state falls between the rows, and that no two rows advise what excludes each other.
 */
#include "plan.h"
#include "small.h"

struct world {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_guideline *guideline;
};

/* How far things are: what follows "tumour" in the record. */
struct removal {
  const char *members;
  bool in_place, oncological;
};

static const struct removal removals[] = {
    {"\"primary_in_situ\":\"yes\"", true, false},
    {"\"removed_by\":\"endoscopic\",\"margin\":\"R0\",\"lvi\":\"no\"", false, false},
    {"\"removed_by\":\"endoscopic\",\"margin\":\"R0\",\"lvi\":\"yes\"", false, false},
    {"\"removed_by\":\"local\",\"margin\":\"R1\",\"lvi\":\"no\"", false, false},
    {"\"removed_by\":\"oncological\",\"margin\":\"R0\",\"lvi\":\"no\"", false, true},
};

struct state {
  const char *site, *type; /* type of gastric tumour, or NULL */
  int size;
  bool deep, nodes;
  int ki67;
  const struct removal *removal;
};

static int start(void **state) {
  struct world *world = calloc(1, sizeof *world);
  lu_error error = LU_ERROR_INIT;
  assert_non_null(world);
  assert_int_equal(lu_context_new(&world->context, NULL), LU_OK);
  assert_int_equal(lu_context_set_data_path(world->context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  lu_context_set_today(world->context, (lu_date){2026, 11, 24, true});
  expect_ok(lu_dictionary_read(&world->dictionary, world->context, &error), &error);
  expect_ok(lu_guideline_read(&world->guideline, NULL, world->dictionary, world->context, &error),
            &error);
  *state = world;
  return 0;
}

static int stop(void **state) {
  struct world *world = *state;
  lu_guideline_free(world->guideline);
  lu_dictionary_free(world->dictionary);
  lu_context_free(world->context);
  free(world);
  return 0;
}

static void write_record(lu_text *out, struct state s) {
  lu_text_printf(
      out,
      "{\"lutetia_case\":1,\"id\":\"gut\",\"patient\":{\"age_y\":50,\"sex\":\"male\","
      "\"ecog\":0,\"life_expectancy_mo\":200},\"tumour\":{\"site\":\"%s\",\"size_mm\":%d,"
      "\"function\":\"none\",\"depth\":\"%s\",\"meso_invasion_mm\":%d,\"resectability\":"
      "\"resectable\",%s",
      s.site, s.size, s.deep ? "muscularis" : "submucosa", s.deep ? 5 : 1, s.removal->members);
  if (s.type != NULL)
    lu_text_printf(out, ",\"gastric_type\":\"%s\",\"recurrent_multiple\":\"no\"", s.type);
  lu_text_printf(
      out,
      "},\"extent\":{\"m\":\"M0\",\"nodes\":\"%s\"},\"treatments\":[],\"pathology\":[{"
      "\"id\":\"p\",\"date\":\"2026-09-01\",\"specimen\":\"resection\",\"tissue\":"
      "\"primary\",\"differentiation\":\"well\",\"ki67\":{\"positive\":%d,\"counted\":1000},"
      "\"mitoses\":{\"count\":1,\"area_mm2\":10}}],\"imaging\":[{\"kind\":\"eus\",\"date\":"
      "\"2026-10-05\"},{\"kind\":\"ct\",\"date\":\"2026-10-05\"},{\"kind\":\"sstr_pet\","
      "\"date\":\"2026-10-08\",\"krenning\":{\"scale\":\"pet_krenning\",\"score\":4},"
      "\"all_lesions_positive\":\"yes\"}]}",
      s.nodes ? "N1" : "N0", 10 * s.ki67);
}

static const struct option_result *offered(const lu_plan *plan, const char *code) {
  for (size_t i = 0; i < plan->option_count; i++)
    if (strcmp(plan->options[i].code, code) == 0)
      return plan->options[i].place == PLACE_OPTION ? &plan->options[i] : NULL;
  fail_msg("no option %s", code);
  return NULL;
}

static const char *const by_endoscope[] = {"endoscopic_resection", "ampullectomy", "plain_snare",
                                           "transanal_excision"};
static const char *const with_nodes[] = {"duodenal_resection", "pancreaticoduodenectomy",
                                         "gastrectomy",        "right_hemicolectomy",
                                         "rectal_resection",   "colectomy"};

static bool any_offered(const lu_plan *plan, const char *const *codes, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (offered(plan, codes[i]) != NULL) return true;
  return false;
}

static const char *what_is_wrong(const lu_plan *plan, struct state s) {
  bool risk = s.deep || s.nodes || s.ki67 > 20;
  bool appendix = strcmp(s.site, "appendix") == 0; /* depth says little there */
  bool nodes_out = any_offered(plan, with_nodes, 6), endoscope = any_offered(plan, by_endoscope, 4);
  bool done = offered(plan, "no_further_surgery") != NULL;
  bool watched = offered(plan, "endoscopic_surveillance") != NULL;
  if (lu_plan_verdict(plan) != LU_OK) return "is not complete";
  if (plan->counts.offered == 0) return "offers nothing";
  if (plan->counts.preferred > 2) return "prefers more than two treatments";
  if (endoscope && !s.removal->in_place) return "removes again what is out";
  if (endoscope && risk) return "removes by endoscope what has nodes, depth or grade";
  if (nodes_out && s.removal->oncological) return "repeats the oncological operation";
  if (s.removal->oncological && !done) return "does not end after the oncological operation";
  if (done && s.removal->in_place) return "ends with the tumour in place";
  if (done && !s.removal->oncological && (s.nodes || s.ki67 > 20)) return "ends too early";
  if (watched && risk && !s.removal->oncological) return "watches what has nodes, depth or grade";
  if (!s.removal->oncological && (s.nodes || (risk && !appendix)) && !nodes_out)
    return "leaves nodes in place";
  if (any_offered(plan, (const char *const[]){"PRRT", "everolimus", "CAPTEM", "cabozantinib"}, 4))
    return "offers a systemic line without metastases";
  return NULL;
}

static size_t check(const struct world *world, struct state s) {
  lu_text record = LU_TEXT_INIT;
  lu_case *read = NULL;
  lu_assessment *assessment = NULL;
  lu_plan *plan = NULL;
  lu_error error = LU_ERROR_INIT;
  write_record(&record, s);
  lu_context_clear_findings(world->context);
  expect_ok(lu_case_read_buffer(&read, record.data, record.length, "case", world->dictionary, true,
                                world->context, &error),
            &error);
  expect_ok(lu_assess(&assessment, read, NULL, world->context, &error), &error);
  expect_ok(lu_plan_make(&plan, world->guideline, assessment, world->context, &error), &error);
  const char *wrong = what_is_wrong(plan, s);
  if (wrong != NULL)
    print_error("%s%s%s %d mm, %s, %s, Ki-67 %d %%, {%s}: the plan %s\n", s.site,
                s.type != NULL ? " type " : "", s.type != NULL ? s.type : "", s.size,
                s.deep ? "muscle" : "submucosa", s.nodes ? "N1" : "N0", s.ki67, s.removal->members,
                wrong);
  lu_plan_free(plan);
  lu_assessment_free(assessment);
  lu_case_free(read);
  lu_text_free(&record);
  return wrong != NULL;
}

static size_t check_site(const struct world *world, const char *site, const char *type) {
  static const int sizes[] = {8, 15, 25, 18}, grades[] = {1, 6, 35};
  size_t wrong = 0;
  bool appendix = strcmp(site, "appendix") == 0; /* found in the specimen: never in place */
  for (size_t i = 0; i < (appendix ? 4u : 3u); i++)
    for (size_t j = 0; j < 3; j++)
      for (unsigned k = 0; k < (j < 2 ? 3u : 1u); k++)
        for (size_t l = appendix ? 1 : 0; l < sizeof removals / sizeof *removals; l++)
          wrong += check(
              world, (struct state){site, type, sizes[i], k == 1, k == 2, grades[j], &removals[l]});
  return wrong;
}

static void every_state_comes_to_a_plan_that_makes_sense(void **state) {
  static const char *const sites[] = {"duodenum", "ampulla", "appendix", "rectum", "colon"};
  static const char *const types[] = {"1", "2", "3"};
  size_t wrong = 0;
  for (size_t i = 0; i < 5; i++)
    wrong += check_site(*state, sites[i], NULL);
  for (size_t i = 0; i < 3; i++)
    wrong += check_site(*state, "stomach", types[i]);
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_state_comes_to_a_plan_that_makes_sense),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
