/* SPDX-License-Identifier: Apache-2.0 */
/* Doses with data files that were changed: the alarm must cry out whatever a regimen says, and what
   a regimen may say of the body surface is done. */
#include <dirent.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dosed.h"

#define DAY "2026-11-24"
#define DATA LU_BUILD_DIR "/changed-data"

/* Links everything of a folder of the project's data into one of the test's, except one entry. */
static void link_all(const char *folder, const char *but) {
  char from[500], to[500], file[1000], link_name[1000];
  snprintf(from, sizeof from, "%s/data%s", LU_SOURCE_DIR, folder);
  snprintf(to, sizeof to, "%s%s", DATA, folder);
  mkdir(to, 0755);
  DIR *dir = opendir(from);
  assert_non_null(dir);
  for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
    if (entry->d_name[0] == '.' || strcmp(entry->d_name, but) == 0) continue;
    snprintf(file, sizeof file, "%s/%s", from, entry->d_name);
    snprintf(link_name, sizeof link_name, "%s/%s", to, entry->d_name);
    unlink(link_name);
    assert_int_equal(symlink(file, link_name), 0);
  }
  closedir(dir);
}

/* Data where one regimen is another one. */
static void change(const char *name, const json_t *content) {
  char path[500];
  link_all("", "drugs");
  link_all("/drugs", "regimens");
  link_all("/drugs/regimens", name);
  snprintf(path, sizeof path, "%s/drugs/regimens/%s", DATA, name);
  unlink(path);
  assert_int_equal(json_dump_file(content, path, JSON_INDENT(2)), 0);
}

static json_t *file_of(const char *path) {
  char full[500];
  snprintf(full, sizeof full, "%s/data/drugs/%s", LU_SOURCE_DIR, path);
  json_t *file = json_load_file(full, 0, NULL);
  assert_non_null(file);
  return file;
}

/* Plan with the changed regimen. */
static json_t *plan_changed(const char *test, const struct person *person, const json_t *content,
                            const char *name) {
  lu_text record = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  lu_formulary *formulary = NULL;
  json_t *plan = NULL;
  char file[100];
  snprintf(file, sizeof file, "%s.json", name);
  change(file, content);
  person_record(&record, person);
  struct opened opened = opened_case(test, lu_text_string(&record), DAY);
  expect_fine(lu_context_set_data_path(opened.context, DATA, &error), &error);
  expect_fine(
      lu_formulary_read(&formulary, lu_study_dictionary(opened.study), opened.context, &error),
      &error);
  lu_treatment_request request = {.regimen = name, .today = true};
  expect_fine(lu_treatment_find("drugs")->plan(&plan, formulary, opened.study, &request,
                                               opened.context, &error),
              &error);
  lu_formulary_free(formulary);
  opened_close(&opened);
  lu_text_free(&record);
  return plan;
}

static json_t *component_of_file(json_t *regimen, size_t index) {
  json_t *component = json_array_get(json_object_get(regimen, "components"), index);
  assert_non_null(component);
  return component;
}

/* A slip of the pen: temozolomide 2000 mg/m2. Its own file says 200 mg/m2 a day, 369.6 mg for this
   patient, and 1000 mg/m2 in a cycle, 1848 mg. */
static void alarm_cries_out(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  json_t *regimen = file_of("regimens/captem.json");
  assert_int_equal(json_object_set_new(component_of_file(regimen, 1), "dose", json_integer(2000)),
                   0);
  json_t *plan = plan_changed("alarm_dose", &person, regimen, "captem");
  const char *alarm = opened_text(component_at(plan, "temozolomide"), "/alarm");
  assert_non_null(strstr(alarm, "per day are above the highest of 369.6 mg"));
  assert_non_null(strstr(alarm, "per cycle are above the highest of 1848 mg"));
  assert_null(json_object_get(component_at(plan, "capecitabine"), "alarm"));
  json_decref(plan);
  json_decref(regimen);
}

/* The right dose on twice as many days: only the cycle is too much. */
static void alarm_of_the_cycle(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  json_t *regimen = file_of("regimens/captem.json"),
         *days = json_pack("{s:i, s:i}", "from", 5, "to", 14);
  assert_int_equal(json_object_set_new(component_of_file(regimen, 1), "days", days), 0);
  json_t *plan = plan_changed("alarm_cycle", &person, regimen, "captem");
  const char *alarm = opened_text(component_at(plan, "temozolomide"), "/alarm");
  assert_null(strstr(alarm, "per day"));
  assert_non_null(strstr(alarm, "3600 mg per cycle"));
  json_decref(plan);
  json_decref(regimen);
}

/* One drug in two components of the same day: neither is too much, both together are. */
static void alarm_of_two_components(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  json_t *regimen = file_of("regimens/captem.json"),
         *copy = json_deep_copy(component_of_file(regimen, 1));
  assert_non_null(copy);
  json_object_set_new(copy, "id", json_string("again"));
  json_object_set_new(copy, "dose", json_integer(100));
  assert_int_equal(json_array_append_new(json_object_get(regimen, "components"), copy), 0);
  json_t *plan = plan_changed("alarm_two", &person, regimen, "captem");
  /* 360 + 180 mg (of 184.8) a day */
  assert_non_null(strstr(opened_text(component_at(plan, "again"), "/alarm"), "540 mg per day"));
  assert_non_null(
      strstr(opened_text(component_at(plan, "temozolomide"), "/alarm"), "540 mg per day"));
  json_decref(plan);
  json_decref(regimen);
}

/* Body surface by Mosteller: square root of (175 x 70 / 3600) = 1.84466; a cap of 1.8 m2. */
static void surface_as_the_regimen_says(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  json_t *regimen = file_of("regimens/captem.json");
  assert_int_equal(json_object_set_new(regimen, "body_surface", json_string("mosteller")), 0);
  json_t *plan = plan_changed("surface", &person, regimen, "captem");
  const json_t *cap = component_at(plan, "capecitabine");
  assert_true(fabs(step_at(cap, "Body surface (Mosteller)") - 1.844662) < 1e-6);
  assert_true(fabs(step_at(cap, "Full dose") - 1383.4965) < 1e-3);
  json_decref(plan);
  json_object_set_new(regimen, "cap_m2",
                      json_pack("{s:f, s:s, s:s, s:s}", "value", 1.8, "text", "at most 1.8 m2",
                                "source", "made up", "mark", "memory"));
  plan = plan_changed("surface_cap", &person, regimen, "captem");
  cap = component_at(plan, "capecitabine");
  assert_true(fabs(step_at(cap, "Cap of the body surface") - 1.8) < 1e-12);
  assert_true(fabs(step_at(cap, "Full dose") - 1350) < 1e-9);
  json_decref(plan);
  json_decref(regimen);
}

/* A ceiling per m2: 500 of 600 mg/m2 x 1.84814 = 924.07 mg, and 920 mg in steps of 10. */
static void ceiling_per_surface(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  json_t *regimen = file_of("regimens/stz-5fu-6w.json");
  assert_int_equal(json_object_set_new(component_of_file(regimen, 0), "dose", json_integer(600)),
                   0);
  json_t *plan = plan_changed("ceiling_m2", &person, regimen, "stz-5fu-6w");
  const json_t *drug = component_at(plan, "streptozotocin");
  assert_true(fabs(step_at(drug, "Ceiling") - 924.0715) < 1e-3);
  assert_true(fabs(opened_number(drug, "/rounded") - 920) < 1e-9);
  json_decref(plan);
  json_decref(regimen);
}

/* Every second day of a cycle of 28: 14 administrations. */
static void every_second_day(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  json_t *regimen = file_of("regimens/everolimus.json");
  json_object_set_new(component_of_file(regimen, 0), "days", json_pack("{s:i}", "every", 2));
  json_t *plan = plan_changed("every_second", &person, regimen, "everolimus");
  const json_t *component = component_at(plan, "everolimus");
  assert_true(opened_number(component, "/units_dispensed/0/per_cycle") == 14);
  assert_string_equal(opened_text(plan, "/sheet/administrations/0/date"), "2026-11-24");
  assert_string_equal(opened_text(plan, "/sheet/administrations/1/date"), "2026-11-26");
  assert_string_equal(opened_text(plan, "/sheet/administrations/13/date"), "2026-12-20");
  assert_string_equal(opened_text(plan, "/sheet/administrations/14/date"), "2026-12-22");
  json_decref(plan);
  json_decref(regimen);
}

/* Sunitinib with a strong inhibitor: 25 mg; but one that was lowered to 12.5 mg for another reason
   is not raised to 25 mg by it. */
static void fixed_dose_does_not_raise(void **state) {
  (void)state;
  struct person person = SOMEBODY;
  json_t *regimen = file_of("regimens/sunitinib.json");
  person.more = ", \"drugs\": [{\"name\": \"ketoconazole\"}]";
  json_t *plan = plan_changed("fixed", &person, regimen, "sunitinib");
  assert_true(opened_number(component_at(plan, "sunitinib"), "/rounded") == 25);
  json_decref(plan);
  json_t *rule = json_pack("{s:s, s:s, s:{s:f, s:s}, s:s, s:s, s:s}", "id", "made-up", "if",
                           "weight_kg > 60", "to", "value", 12.5, "unit", "mg", "text", "made up",
                           "source", "made up", "mark", "memory");
  assert_int_equal(json_object_set_new(regimen, "adjust", json_pack("[o]", rule)), 0);
  plan = plan_changed("fixed_low", &person, regimen, "sunitinib");
  assert_true(opened_number(component_at(plan, "sunitinib"), "/rounded") == 12.5);
  json_decref(plan);
  json_decref(regimen);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(alarm_cries_out),           cmocka_unit_test(alarm_of_the_cycle),
      cmocka_unit_test(alarm_of_two_components),   cmocka_unit_test(surface_as_the_regimen_says),
      cmocka_unit_test(ceiling_per_surface),       cmocka_unit_test(every_second_day),
      cmocka_unit_test(fixed_dose_does_not_raise),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
