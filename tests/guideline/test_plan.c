/* SPDX-License-Identifier: Apache-2.0 */
/* Plans by a small guideline, of which every outcome is known beforehand. */
#include "small.h"

struct world {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_guideline *guideline;
};

/* One plan with all that it stands on. */
struct planned {
  lu_case *record;
  lu_assessment *assessment;
  lu_plan *plan;
  json_t *document;
};

static int start(void **state) {
  struct world *world = calloc(1, sizeof *world);
  lu_error error = LU_ERROR_INIT;
  world->context = small_context("guideline-plan-data", true);
  expect_ok(lu_dictionary_read(&world->dictionary, world->context, &error), &error);
  expect_ok(
      lu_guideline_read(&world->guideline, "small/1", world->dictionary, world->context, &error),
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

static struct planned make_plan(const struct world *world, const char *sections) {
  struct planned made = {NULL, NULL, NULL, NULL};
  lu_error error = LU_ERROR_INIT;
  char text[2000];
  int length = snprintf(text, sizeof text, "{\"lutetia_case\": 1, \"id\": \"test\"%s%s}",
                        sections[0] == '\0' ? "" : ", ", sections);
  lu_context_clear_findings(world->context);
  expect_ok(lu_case_read_buffer(&made.record, text, (size_t)length, "test.json", world->dictionary,
                                false, world->context, &error),
            &error);
  expect_ok(lu_assess(&made.assessment, made.record, NULL, world->context, &error), &error);
  expect_ok(lu_plan_make(&made.plan, world->guideline, made.assessment, world->context, &error),
            &error);
  expect_ok(lu_plan_document(&made.document, made.plan, world->context, &error), &error);
  return made;
}

static void free_plan(struct planned *made) {
  json_decref(made->document);
  lu_plan_free(made->plan);
  lu_assessment_free(made->assessment);
  lu_case_free(made->record);
}

/* Entry of a list of the document by the text of a member; NULL if there is none. */
static json_t *find(const json_t *list, const char *key, const char *text) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index, entry) {
    const char *value = json_string_value(json_object_get(entry, key));
    if (value != NULL && strcmp(value, text) == 0) return entry;
  }
  return NULL;
}

static json_t *part(const struct planned *made, const char *list, const char *code) {
  return find(json_object_get(made->document, list), "option", code);
}

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text == NULL ? "(absent)" : text;
}

static void expect_class(const struct planned *made, const char *code, const char *class_name) {
  const json_t *option = part(made, "options", code);
  if (option == NULL) fail_msg("%s is not offered", code);
  assert_string_equal(text_of(option, "class"), class_name);
}

/* A patient with everything known that the small guideline asks for. */
#define COMPLETE                                                                              \
  "\"patient\": {\"pregnant\": \"%s\"}, "                                                     \
  "\"tumour\": {\"site\": \"pancreas\", \"function\": \"none\", \"bleeding\": \"%s\", "       \
  "\"duct_dilated\": \"no\"}, "                                                               \
  "\"pathology\": [{\"id\": \"p\", \"date\": \"2026-10-01\", \"differentiation\": \"well\", " \
  "\"ki67\": {\"percent\": %s}}], \"extent\": {\"m\": \"M0\"}, "                              \
  "\"imaging\": [{\"kind\": \"sstr_pet\", \"date\": \"2026-10-01\"}], "                       \
  "\"comorbidity\": {\"diabetes\": \"%s\"}, \"growth\": {\"progression\": \"%s\"}, "          \
  "\"labs\": [{\"test\": \"platelets\", \"value\": %s, \"unit\": \"10^9/L\", "                \
  "\"date\": \"2026-11-01\"}], \"treatments\": [%s]"

struct patient {
  const char *pregnant, *bleeding, *ki67, *diabetes, *progression, *platelets, *treatments;
};

static const struct patient usual = {"no", "no", "5", "no", "stable", "200", ""};

static struct planned plan_patient(const struct world *world, struct patient patient) {
  char text[1800];
  snprintf(text, sizeof text, COMPLETE, patient.pregnant, patient.bleeding, patient.ki67,
           patient.diabetes, patient.progression, patient.platelets, patient.treatments);
  return make_plan(world, text);
}

static void combines_the_rules_of_an_option(void **state) {
  struct planned made = plan_patient(*state, usual);
  assert_int_equal(lu_plan_verdict(made.plan), LU_OK);
  assert_string_equal(text_of(made.document, "verdict"), "complete");
  expect_class(&made, "alpha", "preferred");
  expect_class(&made, "beta", "option");
  assert_null(part(&made, "options", "delta"));
  assert_null(part(&made, "possible", "delta"));
  assert_string_equal(text_of(part(&made, "must_not", "epsilon"), "class"), "avoid");
  assert_false(json_is_true(json_object_get(part(&made, "must_not", "epsilon"), "hard")));
  assert_null(part(&made, "options", "epsilon"));
  assert_null(part(&made, "must_not", "alpha"));
  assert_int_equal(json_array_size(json_object_get(made.document, "emergencies")), 0);
  assert_int_equal(json_array_size(json_object_get(made.document, "not_excluded")), 0);
  free_plan(&made);
}

static void a_condition_beats_a_preference_and_a_ban_beats_both(void **state) {
  struct patient patient = usual;
  patient.diabetes = "yes";
  struct planned made = plan_patient(*state, patient);
  expect_class(&made, "alpha", "only if");
  const json_t *alpha = part(&made, "options", "alpha");
  assert_string_equal(text_of(json_array_get(json_object_get(alpha, "reasons"), 0), "condition"),
                      "glucose is watched");
  assert_non_null(find(json_object_get(alpha, "overruled"), "rule", "T-01"));
  free_plan(&made);
  patient.pregnant = "yes";
  made = plan_patient(*state, patient);
  assert_null(part(&made, "options", "alpha"));
  const json_t *ban = part(&made, "must_not", "alpha");
  assert_string_equal(text_of(ban, "class"), "contraindicated");
  assert_true(json_is_true(json_object_get(ban, "hard")));
  assert_true(json_is_true(json_object_get(ban, "wanted")));
  assert_int_equal(json_array_size(json_object_get(ban, "overruled")), 2);
  assert_ptr_equal(ban, json_array_get(json_object_get(made.document, "must_not"), 0));
  free_plan(&made);
}

static void a_ban_keeps_a_preferred_option_out(void **state) {
  struct patient patient = usual;
  patient.progression = "progressive";
  struct planned made = plan_patient(*state, patient);
  assert_null(part(&made, "options", "epsilon"));
  const json_t *ban = part(&made, "must_not", "epsilon");
  assert_string_equal(text_of(ban, "class"), "avoid");
  assert_non_null(find(json_object_get(ban, "overruled"), "rule", "T-09"));
  free_plan(&made);
}

static void an_unverified_ban_neither_stops_nor_passes(void **state) {
  struct patient patient = usual;
  patient.progression = "progressive";
  struct planned made = plan_patient(*state, patient);
  expect_class(&made, "delta", "preferred");
  free_plan(&made);
  patient.platelets = "60";
  made = plan_patient(*state, patient);
  expect_class(&made, "delta", "check against the label");
  const json_t *ban = part(&made, "must_not", "delta");
  assert_true(json_is_true(json_object_get(ban, "check")));
  assert_false(json_is_true(json_object_get(ban, "hard")));
  assert_string_equal(text_of(ban, "mark"), "unverified");
  const json_t *source = json_array_get(
      json_object_get(json_array_get(json_object_get(ban, "reasons"), 0), "sources"), 0);
  assert_string_equal(text_of(source, "key"), "S3");
  assert_string_equal(text_of(source, "place"), "section 4.3");
  free_plan(&made);
}

static void an_emergency_comes_first(void **state) {
  struct patient patient = usual;
  patient.bleeding = "yes";
  struct planned made = plan_patient(*state, patient);
  const json_t *emergencies = json_object_get(made.document, "emergencies");
  assert_int_equal(json_array_size(emergencies), 1);
  assert_string_equal(text_of(json_array_get(emergencies, 0), "rule"), "T-10");
  const json_t *first = json_array_get(json_object_get(made.document, "options"), 0);
  assert_string_equal(text_of(first, "option"), "zeta");
  assert_true(json_is_true(json_object_get(first, "emergency")));
  free_plan(&made);
}

static void ties_are_ties(void **state) {
  struct planned made = plan_patient(*state, usual);
  const json_t *beta = part(&made, "options", "beta"), *gamma = part(&made, "options", "gamma");
  assert_int_equal(json_integer_value(json_object_get(beta, "rank")),
                   json_integer_value(json_object_get(gamma, "rank")));
  assert_string_equal(json_string_value(json_array_get(json_object_get(beta, "ties"), 0)), "gamma");
  assert_string_equal(json_string_value(json_array_get(json_object_get(gamma, "ties"), 0)), "beta");
  const json_t *alpha = part(&made, "options", "alpha");
  assert_int_equal(json_integer_value(json_object_get(alpha, "rank")), 1);
  assert_int_equal(json_integer_value(json_object_get(beta, "rank")), 2);
  assert_int_equal(json_array_size(json_object_get(alpha, "ties")), 0);
  free_plan(&made);
}

static void sections_are_told_apart(void **state) {
  struct planned made = plan_patient(*state, usual);
  assert_string_equal(text_of(part(&made, "options", "scan"), "section"), "diagnosis");
  const json_t *visits = part(&made, "options", "visits");
  assert_string_equal(text_of(visits, "section"), "follow_up");
  assert_int_equal(json_array_size(json_object_get(visits, "calendar")), 1);
  free_plan(&made);
}

static void an_undecided_option_waits_for_facts(void **state) {
  struct planned made = make_plan(*state, "\"tumour\": {\"site\": \"pancreas\"}");
  assert_int_equal(lu_plan_verdict(made.plan), LU_DATA_MISSING);
  const json_t *delta = part(&made, "possible", "delta");
  assert_non_null(delta);
  assert_string_equal(text_of(delta, "class"), "preferred");
  assert_non_null(find(json_object_get(delta, "waits_for"), "fact", "progression"));
  const json_t *open = find(json_object_get(delta, "open"), "rule", "T-07");
  assert_non_null(open);
  assert_non_null(find(json_object_get(open, "waits_for"), "fact", "plt_1e9_l"));
  const json_t *alpha = part(&made, "possible", "alpha");
  assert_non_null(find(json_object_get(alpha, "open"), "rule", "T-02"));
  assert_non_null(part(&made, "not_excluded", "zeta"));
  free_plan(&made);
}

static void an_open_ban_is_shown_with_the_option(void **state) {
  struct patient patient = usual;
  patient.pregnant = "unknown";
  struct planned made = plan_patient(*state, patient);
  expect_class(&made, "alpha", "preferred");
  const json_t *open = json_object_get(part(&made, "options", "alpha"), "open");
  assert_int_equal(json_array_size(open), 1);
  assert_string_equal(text_of(json_array_get(open, 0), "rule"), "T-02");
  const json_t *question = find(json_object_get(made.document, "questions"), "fact", "pregnant");
  assert_non_null(question);
  assert_true(json_number_value(json_object_get(question, "flips")) == 1.0);
  free_plan(&made);
}

static void a_ban_on_what_nobody_offers_asks_nothing(void **state) {
  struct patient patient = usual;
  patient.platelets = "\"unknown\"";
  struct planned made = plan_patient(*state, patient);
  /* T-14 (eta) and T-07 (delta) wait for platelets, but no rule offers eta or delta here */
  assert_null(find(json_object_get(made.document, "questions"), "fact", "plt_1e9_l"));
  free_plan(&made);
}

static void a_row_that_waits_for_two_facts_counts_half_for_each(void **state) {
  struct planned made =
      make_plan(*state,
                "\"tumour\": {\"function\": \"none\", \"bleeding\": \"no\"}, "
                "\"patient\": {\"pregnant\": \"no\"}, \"comorbidity\": {\"diabetes\": \"no\"}, "
                "\"treatments\": []");
  const json_t *questions = json_object_get(made.document, "questions");
  const json_t *ki67 = find(questions, "fact", "ki67_pct");
  assert_non_null(ki67);
  /* only T-01 (site and Ki-67): T-15 bans what nobody offers */
  assert_true(json_number_value(json_object_get(ki67, "flips")) == 0.5);
  /* site: T-01 1/2, T-04, T-05, T-11, T-12 1, T-06 and T-09 1/2, T-08 1 */
  const json_t *site = find(questions, "fact", "site");
  assert_true(json_number_value(json_object_get(site, "flips")) == 6.5);
  free_plan(&made);
}

static void an_empty_record_yields_questions_alone(void **state) {
  static const char *const first[] = {"site", "differentiation", "ki67_pct",
                                      "m",    "sstr_status",     "function"};
  struct planned made = make_plan(*state, "");
  assert_int_equal(lu_plan_verdict(made.plan), LU_DATA_MISSING);
  assert_int_equal(json_array_size(json_object_get(made.document, "options")), 0);
  assert_int_equal(json_array_size(json_object_get(made.document, "must_not")), 0);
  assert_int_equal(json_array_size(json_object_get(made.document, "emergencies")), 0);
  const json_t *questions = json_object_get(made.document, "questions");
  for (size_t i = 0; i < 6; i++) {
    assert_string_equal(text_of(json_array_get(questions, i), "fact"), first[i]);
    assert_true(json_is_true(json_object_get(json_array_get(questions, i), "asked")));
  }
  free_plan(&made);
}

static json_t *conflict_of(const struct planned *made, const char *rule) {
  return find(json_object_get(made->document, "conflicts"), "rule", rule);
}

static void gaps_are_counted_from_the_last_day(void **state) {
  static const struct {
    const char *treatment, *state, *earliest;
  } cases[] = {
      /* today is 2026-11-24; 56 days before it is 2026-09-29 */
      {"{\"kind\": \"PRRT\", \"start\": \"2026-02-01\", \"last\": \"2026-09-29\"}", "kept",
       "2026-11-24"},
      {"{\"kind\": \"PRRT\", \"start\": \"2026-02-01\", \"last\": \"2026-09-30\"}", "too short",
       "2026-11-25"},
      {"{\"kind\": \"PRRT\", \"start\": \"2026-02-01\", \"last\": \"2026-09\"}", "not proven",
       "2026-11-25"},
      {"{\"kind\": \"PRRT\", \"start\": \"2026-02-01\", \"stop\": \"2026-10-01\"}", "too short",
       "2026-11-26"},
      {"{\"kind\": \"PRRT\", \"start\": \"2024-02-01\"}", "not proven", "(absent)"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct patient patient = usual;
    patient.treatments = cases[i].treatment;
    struct planned made = plan_patient(*state, patient);
    const json_t *conflict = conflict_of(&made, "K-01");
    assert_non_null(conflict);
    assert_string_equal(text_of(conflict, "state"), cases[i].state);
    assert_string_equal(text_of(conflict, "earliest_day"), cases[i].earliest);
    assert_int_equal(json_integer_value(json_object_get(conflict, "gap_min_d")), 56);
    assert_true(json_is_true(json_object_get(conflict, "first_given")));
    free_plan(&made);
  }
}

static void conflicts_between_offered_options_are_planned(void **state) {
  struct planned made = plan_patient(*state, usual);
  const json_t *conflict = conflict_of(&made, "K-02");
  assert_non_null(conflict);
  assert_string_equal(text_of(conflict, "first"), "beta");
  assert_string_equal(text_of(conflict, "second"), "alpha");
  assert_string_equal(text_of(conflict, "state"), "planned");
  assert_null(conflict_of(&made, "K-01"));
  free_plan(&made);
}

static void a_conflict_row_can_wait_for_a_fact(void **state) {
  struct planned made = make_plan(*state,
                                  "\"tumour\": {\"site\": \"pancreas\"}, \"treatments\": "
                                  "[{\"kind\": \"TACE\", \"start\": \"2026-11-01\", \"last\": "
                                  "\"2026-11-01\"}]");
  const json_t *conflict = conflict_of(&made, "K-03");
  assert_non_null(conflict);
  assert_true(json_is_true(json_object_get(conflict, "undecided")));
  assert_string_equal(text_of(conflict, "state"), "too short");
  free_plan(&made);
  struct patient patient = usual; /* Ki-67 5 %: the row asks for more than 10 % */
  patient.treatments = "{\"kind\": \"TACE\", \"start\": \"2026-11-01\", \"last\": \"2026-11-01\"}";
  made = plan_patient(*state, patient);
  assert_null(conflict_of(&made, "K-03"));
  free_plan(&made);
}

static void numbers_near_a_limit_are_named(void **state) {
  struct patient patient = usual;
  patient.ki67 = "19.5";
  struct planned made = plan_patient(*state, patient);
  const json_t *near = json_object_get(part(&made, "options", "alpha"), "near");
  assert_int_equal(json_array_size(near), 1);
  assert_string_equal(text_of(json_array_get(near, 0), "fact"), "ki67_pct");
  assert_true(json_number_value(json_object_get(json_array_get(near, 0), "limit")) == 20.0);
  free_plan(&made);
  patient.ki67 = "5";
  made = plan_patient(*state, patient);
  assert_int_equal(json_array_size(json_object_get(part(&made, "options", "alpha"), "near")), 0);
  free_plan(&made);
}

static void the_same_input_gives_the_same_document(void **state) {
  struct planned one = plan_patient(*state, usual), two = plan_patient(*state, usual);
  char *first = json_dumps(one.document, JSON_INDENT(1));
  char *second = json_dumps(two.document, JSON_INDENT(1));
  assert_string_equal(first, second);
  free(first);
  free(second);
  free_plan(&one);
  free_plan(&two);
}

/* ---- what is shown first --------------------------------------------------------------------- */

static const char *first_reason(const json_t *ban) {
  return text_of(json_array_get(json_object_get(ban, "reasons"), 0), "rule");
}

static void a_stop_gives_the_reason_of_its_class(void **state) {
  struct patient patient = usual;
  patient.platelets = "10";
  struct planned made = plan_patient(*state, patient);
  const json_t *ban = part(&made, "must_not", "epsilon");
  assert_string_equal(text_of(ban, "class"), "contraindicated");
  assert_string_equal(first_reason(ban), "T-16"); /* T-08 stands before it in the table: avoid */
  assert_int_equal(json_array_size(json_object_get(ban, "reasons")), 2);
  free_plan(&made);
}

/* Place in the list of bans; the length of the list if there is none. */
static size_t ban_place(const struct planned *made, const char *code) {
  size_t index;
  json_t *ban;
  const json_t *list = json_object_get(made->document, "must_not");
  json_array_foreach(list, index, ban) if (strcmp(text_of(ban, "option"), code) == 0) return index;
  return json_array_size(list);
}

static void bans_of_what_would_be_offered_come_first(void **state) {
  struct patient patient = usual;
  patient.progression = "progressive";
  patient.platelets = "60";
  patient.ki67 = "60";
  struct planned made = plan_patient(*state, patient);
  /* T-17 fails for nothing but the platelets that T-18 bans */
  assert_string_equal(text_of(part(&made, "must_not", "gated"), "otherwise"), "offered");
  assert_string_equal(text_of(part(&made, "must_not", "epsilon"), "otherwise"), "offered");
  const json_t *lonely = part(&made, "must_not", "lonely");
  assert_string_equal(text_of(lonely, "otherwise"), "no");
  assert_true(json_is_true(json_object_get(lonely, "hard")));
  assert_true(ban_place(&made, "gated") < ban_place(&made, "lonely"));
  assert_true(ban_place(&made, "epsilon") < ban_place(&made, "lonely"));
  free_plan(&made);
  patient.progression = "stable"; /* and now for another reason too */
  made = plan_patient(*state, patient);
  assert_string_equal(text_of(part(&made, "must_not", "gated"), "otherwise"), "no");
  free_plan(&made);
  patient.progression = "unknown";
  made = plan_patient(*state, patient);
  assert_string_equal(text_of(part(&made, "must_not", "gated"), "otherwise"), "possible");
  free_plan(&made);
}

static const char *question_at(const struct planned *made, size_t index, const char *key) {
  return text_of(json_array_get(json_object_get(made->document, "questions"), index), key);
}

static void what_can_overturn_the_plan_is_asked_first(void **state) {
  struct planned made = make_plan(
      *state,
      "\"tumour\": {\"site\": \"pancreas\"}, \"comorbidity\": {\"diabetes\": \"no\"}, "
      "\"pathology\": [{\"id\": \"p\", \"date\": \"2026-10-01\", \"differentiation\": \"well\", "
      "\"ki67\": {\"percent\": 5}}], "
      "\"treatments\": [], \"labs\": [{\"test\": \"platelets\", \"value\": 200, "
      "\"unit\": \"10^9/L\", \"date\": \"2026-11-01\"}]");
  /* T-02 may ban alpha, which is preferred now; delta and gated wait for progression alone */
  expect_class(&made, "alpha", "preferred");
  assert_string_equal(question_at(&made, 0, "fact"), "pregnant");
  assert_string_equal(question_at(&made, 0, "because"), "may rule out what is preferred now");
  assert_string_equal(question_at(&made, 1, "fact"), "progression");
  const json_t *affects =
      json_object_get(json_array_get(json_object_get(made.document, "questions"), 1), "affects");
  assert_int_equal(json_array_size(affects), 2);
  assert_non_null(find(affects, "option", "delta"));
  assert_non_null(find(affects, "option", "gated"));
  assert_string_equal(question_at(&made, 2, "because"), "asked first, whatever follows");
  size_t last = json_array_size(json_object_get(made.document, "questions")) - 1;
  assert_string_equal(question_at(&made, last, "because"), "changes other results");
  free_plan(&made);
}

static void an_emergency_that_waits_is_no_possible_treatment(void **state) {
  struct patient patient = usual;
  patient.bleeding = "unknown";
  struct planned made = plan_patient(*state, patient);
  assert_true(json_is_true(json_object_get(part(&made, "possible", "zeta"), "emergency")));
  assert_non_null(part(&made, "not_excluded", "zeta"));
  const json_t *counts = json_object_get(made.document, "counts");
  assert_int_equal(json_integer_value(json_object_get(counts, "undecided")), 0);
  assert_int_equal(json_integer_value(json_object_get(counts, "rivals")), 0);
  free_plan(&made);
}

static void counts_tell_what_could_change_the_first_choice(void **state) {
  struct patient patient = usual;
  patient.pregnant = "unknown";
  struct planned made = plan_patient(*state, patient);
  const json_t *counts = json_object_get(made.document, "counts");
  assert_int_equal(json_integer_value(json_object_get(counts, "preferred")), 1);
  assert_int_equal(json_integer_value(json_object_get(counts, "firm")), 0);
  free_plan(&made);
  patient = usual;
  patient.ki67 = "30"; /* alpha is not offered: beta and gamma, options, are */
  patient.progression = "unknown";
  made = plan_patient(*state, patient);
  counts = json_object_get(made.document, "counts");
  assert_int_equal(json_integer_value(json_object_get(counts, "preferred")), 0);
  assert_int_equal(json_integer_value(json_object_get(counts, "rivals")), 2); /* delta, gated */
  free_plan(&made);
}

static void a_site_that_the_edition_does_not_cover_is_told(void **state) {
  struct planned made = make_plan(*state, "\"tumour\": {\"site\": \"rectum\"}");
  assert_int_equal(lu_plan_verdict(made.plan), LU_OUTSIDE_VALIDITY);
  assert_string_equal(text_of(made.document, "verdict"), "outside validity");
  assert_string_equal(text_of(made.document, "outside"),
                      "Edition small/1 has no rules for this primary site (rectum). It covers "
                      "pancreas only; what follows are rules that hold for any site.");
  free_plan(&made);
  made = make_plan(*state, "\"tumour\": {\"site\": \"unknown\"}");
  assert_int_equal(lu_plan_verdict(made.plan), LU_DATA_MISSING);
  assert_null(json_object_get(made.document, "outside"));
  free_plan(&made);
}

/* ---- explanation --------------------------------------------------------------------------- */

static json_t *explain(const struct world *world, const struct planned *made, const char *name) {
  json_t *document = NULL;
  lu_error error = LU_ERROR_INIT;
  expect_ok(lu_plan_explain(&document, made->plan, name, world->context, &error), &error);
  return document;
}

static void explains_a_rule_by_its_cells(void **state) {
  struct planned made = plan_patient(*state, usual);
  json_t *document = explain(*state, &made, "T-01");
  const json_t *rule = json_array_get(json_object_get(document, "rules"), 0);
  assert_string_equal(text_of(rule, "outcome"), "fires");
  const json_t *cells = json_object_get(rule, "cells");
  assert_int_equal(json_array_size(cells), 2);
  const json_t *cell = find(cells, "expression", "ki67_pct");
  assert_string_equal(text_of(cell, "test"), "<= 20");
  assert_string_equal(text_of(cell, "value"), "5");
  assert_string_equal(text_of(cell, "outcome"), "true");
  const json_t *fact = json_array_get(json_object_get(cell, "facts"), 0);
  assert_string_equal(text_of(fact, "fact"), "ki67_pct");
  assert_non_null(strstr(text_of(fact, "place"), "/pathology/0"));
  assert_true(json_integer_value(json_object_get(fact, "line")) >= 1);
  assert_non_null(json_object_get(json_object_get(document, "sources"), "S1"));
  json_decref(document);
  free_plan(&made);
}

static void explains_an_option_by_all_of_its_rules(void **state) {
  struct patient patient = usual;
  patient.pregnant = "unknown";
  struct planned made = plan_patient(*state, patient);
  json_t *document = explain(*state, &made, "alpha");
  const json_t *combination = json_object_get(document, "combination");
  assert_string_equal(text_of(combination, "place"), "offered");
  assert_string_equal(text_of(combination, "decided_by"), "T-01");
  const json_t *rules = json_object_get(document, "rules");
  assert_int_equal(json_array_size(rules), 3);
  assert_string_equal(text_of(json_array_get(rules, 0), "rule"), "T-01");
  assert_string_equal(text_of(json_array_get(rules, 1), "rule"), "T-02");
  assert_string_equal(text_of(json_array_get(rules, 1), "outcome"), "undecided");
  assert_string_equal(text_of(json_array_get(rules, 2), "outcome"), "fails");
  json_decref(document);
  free_plan(&made);
}

static void explains_all_rows_of_a_rule(void **state) {
  struct planned made = plan_patient(*state, usual);
  json_t *document = explain(*state, &made, "K-02");
  const json_t *rule = json_array_get(json_object_get(document, "rules"), 0);
  assert_int_equal(json_array_size(json_object_get(rule, "pairs")), 1);
  json_decref(document);
  free_plan(&made);
}

static void suggests_names_for_a_wrong_one(void **state) {
  struct world *world = *state;
  struct planned made = plan_patient(world, usual);
  json_t *document = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_plan_explain(&document, made.plan, "Aplha", world->context, &error),
                   LU_USAGE);
  assert_null(document);
  assert_non_null(strstr(error.message, "nearest: alpha"));
  assert_int_equal(lu_plan_explain(&document, made.plan, "T-99", world->context, &error), LU_USAGE);
  assert_non_null(strstr(error.message, "T-0"));
  assert_int_equal(lu_plan_explain(&document, made.plan, "", world->context, &error), LU_USAGE);
  free_plan(&made);
}

/* ---- what is unknown never argues ------------------------------------------------------------ */

/* Ids of the rules that fire for anything but questions, by option part of the document. */
static bool fires(const struct planned *made, const char *rule) {
  static const char *const lists[] = {"options", "must_not"};
  for (size_t i = 0; i < 2; i++) {
    size_t index;
    json_t *entry;
    json_array_foreach(json_object_get(made->document, lists[i]), index, entry) {
      if (find(json_object_get(entry, "reasons"), "rule", rule) != NULL ||
          find(json_object_get(entry, "overruled"), "rule", rule) != NULL)
        return true;
    }
  }
  return false;
}

static struct patient completed(size_t index) {
  static const char *const yes_no[] = {"no", "yes"};
  static const char *const ki67[] = {"5", "20", "60"};
  static const char *const progression[] = {"stable", "progressive"};
  static const char *const platelets[] = {"40", "60", "200"};
  struct patient patient = usual;
  patient.pregnant = yes_no[index % 2];
  patient.diabetes = yes_no[index / 2 % 2];
  patient.bleeding = yes_no[index / 4 % 2];
  patient.progression = progression[index / 8 % 2];
  patient.ki67 = ki67[index / 16 % 3];
  patient.platelets = platelets[index / 48 % 3];
  return patient;
}

static struct patient forget(struct patient patient, size_t what) {
  const char **fields[] = {&patient.pregnant,    &patient.diabetes, &patient.bleeding,
                           &patient.progression, &patient.ki67,     &patient.platelets};
  for (size_t i = 0; i < 6; i++)
    if (what >> i & 1) *fields[i] = i < 4 ? "unknown" : "\"unknown\"";
  return patient;
}

/* A rule that fires although something is unknown fires for every way to know it. */
static void a_forgotten_fact_makes_no_rule_fire(void **state) {
  static const char *const rules[] = {"T-01", "T-02", "T-03", "T-04", "T-06", "T-07", "T-08",
                                      "T-09", "T-10", "T-11", "T-13", "T-14", "T-15"};
  uint32_t random = 12345;
  for (int round = 0; round < 150; round++) {
    random = random * 1664525u + 1013904223u;
    struct patient whole = completed((random >> 8) % 144);
    struct planned known = plan_patient(*state, whole);
    struct planned partial = plan_patient(*state, forget(whole, (random >> 20) % 64));
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
      if (fires(&partial, rules[i]) && !fires(&known, rules[i]))
        fail_msg("%s fires although a fact that decides it is unknown", rules[i]);
    free_plan(&known);
    free_plan(&partial);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(combines_the_rules_of_an_option),
      cmocka_unit_test(a_condition_beats_a_preference_and_a_ban_beats_both),
      cmocka_unit_test(a_ban_keeps_a_preferred_option_out),
      cmocka_unit_test(an_unverified_ban_neither_stops_nor_passes),
      cmocka_unit_test(an_emergency_comes_first),
      cmocka_unit_test(ties_are_ties),
      cmocka_unit_test(sections_are_told_apart),
      cmocka_unit_test(an_undecided_option_waits_for_facts),
      cmocka_unit_test(an_open_ban_is_shown_with_the_option),
      cmocka_unit_test(a_ban_on_what_nobody_offers_asks_nothing),
      cmocka_unit_test(a_row_that_waits_for_two_facts_counts_half_for_each),
      cmocka_unit_test(an_empty_record_yields_questions_alone),
      cmocka_unit_test(gaps_are_counted_from_the_last_day),
      cmocka_unit_test(conflicts_between_offered_options_are_planned),
      cmocka_unit_test(a_conflict_row_can_wait_for_a_fact),
      cmocka_unit_test(numbers_near_a_limit_are_named),
      cmocka_unit_test(the_same_input_gives_the_same_document),
      cmocka_unit_test(a_stop_gives_the_reason_of_its_class),
      cmocka_unit_test(bans_of_what_would_be_offered_come_first),
      cmocka_unit_test(what_can_overturn_the_plan_is_asked_first),
      cmocka_unit_test(an_emergency_that_waits_is_no_possible_treatment),
      cmocka_unit_test(counts_tell_what_could_change_the_first_choice),
      cmocka_unit_test(a_site_that_the_edition_does_not_cover_is_told),
      cmocka_unit_test(explains_a_rule_by_its_cells),
      cmocka_unit_test(explains_an_option_by_all_of_its_rules),
      cmocka_unit_test(explains_all_rows_of_a_rule),
      cmocka_unit_test(suggests_names_for_a_wrong_one),
      cmocka_unit_test(a_forgotten_fact_makes_no_rule_fire),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
