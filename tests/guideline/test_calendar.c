/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar of a plan: what follows what, what a move breaks, which row of follow-up holds. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lutetia/guideline.h"
#include "lutetia/schedule.h"

#define EXAMPLE LU_SOURCE_DIR "/examples/midgut-carcinoid.json"
#define EDITION LU_SOURCE_DIR "/data/guideline/synthesis/2026.1/"

static lu_date date(const char *text) {
  lu_date out = LU_DATE_NONE;
  assert_int_equal(lu_date_parse(&out, text, NULL), LU_OK);
  return out;
}

static lu_context *make_context(void) {
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  assert_int_equal(lu_context_set_data_path(context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  lu_context_set_today(context, date("2026-11-24"));
  return context;
}

static json_t *calendar_of(const char *path, const lu_calendar_options *options) {
  lu_context *context = make_context();
  lu_study *study = NULL;
  json_t *out = NULL;
  lu_error error = LU_ERROR_INIT;
  lu_status status = lu_study_open(&study, path, NULL, context, &error);
  if (status == LU_OK) status = lu_plan_calendar(&out, study, options, context, &error);
  if (status != LU_OK) fail_msg("%s: %s", path, error.message);
  lu_study_free(study);
  lu_context_free(context);
  return out;
}

static const char *text(const json_t *object, const char *key) {
  const char *value = json_string_value(json_object_get(object, key));
  return value == NULL ? "" : value;
}

static json_t *event(const json_t *calendar, const char *id) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(calendar, "events"), index, entry) {
    if (strcmp(text(entry, "id"), id) == 0) return entry;
  }
  return NULL;
}

static int64_t day(const json_t *calendar, const char *id, const char *key) {
  const json_t *entry = event(calendar, id);
  if (entry == NULL) fail_msg("no event %s", id);
  return lu_date_first_day(date(text(entry, key)));
}

static json_t *move(const char *id, int64_t to) {
  lu_calendar_wish wish = {id, lu_date_from_day(to)};
  lu_calendar_options options = {.moves = &wish, .move_count = 1};
  return calendar_of(EXAMPLE, &options);
}

static bool is_broken(const json_t *calendar, const char *id, const char *kind, const char *rule) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(calendar, "broken"), index, entry) {
    if (strcmp(text(entry, "event"), id) == 0 && strcmp(text(entry, "kind"), kind) == 0 &&
        strcmp(text(entry, "rule"), rule) == 0)
      return true;
  }
  return false;
}

/* ---- a course ------------------------------------------------------------------------------- */

static void test_course(void **state) {
  (void)state;
  json_t *calendar = calendar_of(EXAMPLE, NULL);
  int64_t cycle[5];
  for (int i = 1; i <= 4; i++) {
    char id[40];
    snprintf(id, sizeof id, "PRRT.cycle.%d", i);
    cycle[i] = day(calendar, id, "day");
    if (i > 1) assert_int_equal(cycle[i] - cycle[i - 1], 56);
    if (i > 1) assert_int_equal(day(calendar, id, "earliest"), cycle[i - 1] + 49);
    if (i > 1) assert_int_equal(day(calendar, id, "latest"), cycle[i - 1] + 63);
    snprintf(id, sizeof id, "PRRT.map-day-1.%d", i);
    assert_int_equal(day(calendar, id, "day"), cycle[i] + 1);
    snprintf(id, sizeof id, "PRRT.values.%d", i);
    assert_in_range(cycle[i] - day(calendar, id, "day"), 1, 14);
    snprintf(id, sizeof id, "PRRT.analogue.%d", i);
    assert_in_range(day(calendar, id, "day") - cycle[i], 0, 1);
  }
  /* last long-acting dose 2026-11-13: 28 to 42 days before the first cycle */
  assert_int_equal(day(calendar, "given.SSA", "day"), lu_date_first_day(date("2026-11-13")));
  assert_in_range(cycle[1] - day(calendar, "given.SSA", "day"), 28, 42);
  assert_int_equal(day(calendar, "PRRT.cycle.1", "latest"), lu_date_first_day(date("2026-12-25")));
  assert_true(day(calendar, "board", "day") < cycle[1]);
  assert_in_range(day(calendar, "PRRT.imaging", "day") - cycle[2], 42, 98);
  /* the analogue goes on a month after the last cycle, every 28 days */
  assert_in_range(day(calendar, "SSA.dose.1", "day") - day(calendar, "PRRT.analogue.4", "day"), 25,
                  31);
  assert_in_range(day(calendar, "SSA.dose.3", "day") - day(calendar, "SSA.dose.2", "day"), 25, 31);
  assert_int_equal(json_array_size(json_object_get(calendar, "broken")), 0);
  assert_int_equal(lu_calendar_verdict(calendar), LU_OK);
  json_decref(calendar);
}

static void test_move_shifts_what_follows(void **state) {
  static const char *const shifted[] = {"PRRT.cycle.3", "PRRT.cycle.4", "PRRT.imaging",
                                        "PRRT.map-day-1.2", "PRRT.nadir.4"};
  static const char *const kept[] = {"board", "PRRT.cycle.1", "PRRT.nadir.1"};
  (void)state;
  json_t *before = calendar_of(EXAMPLE, NULL);
  json_t *after = move("PRRT.cycle.2", day(before, "PRRT.cycle.2", "day") + 7);
  for (size_t i = 0; i < sizeof shifted / sizeof *shifted; i++)
    assert_int_equal(day(after, shifted[i], "day"), day(before, shifted[i], "day") + 7);
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
    assert_int_equal(day(after, kept[i], "day"), day(before, kept[i], "day"));
  assert_true(json_is_true(json_object_get(event(after, "PRRT.cycle.2"), "moved")));
  assert_int_equal(json_array_size(json_object_get(after, "broken")), 0);
  json_decref(after);
  /* a move to where it stands changes nothing else */
  after = move("PRRT.cycle.2", day(before, "PRRT.cycle.2", "day"));
  json_object_set_new(event(after, "PRRT.cycle.2"), "moved", json_false());
  assert_true(json_equal(json_object_get(before, "events"), json_object_get(after, "events")));
  json_decref(after);
  json_decref(before);
}

static void test_what_a_move_breaks(void **state) {
  (void)state;
  json_t *before = calendar_of(EXAMPLE, NULL);
  int64_t first = day(before, "PRRT.cycle.1", "day"), second = day(before, "PRRT.cycle.2", "day");
  json_t *after = move("PRRT.cycle.2", first + 34);
  assert_true(is_broken(after, "PRRT.cycle.2", "gap too short", "C-07.1"));
  assert_int_equal(lu_calendar_verdict(after), LU_NOT_RECOMMENDED);
  json_decref(after);
  after = move("PRRT.cycle.2", first + 119);
  assert_true(is_broken(after, "PRRT.cycle.2", "gap too long", "C-07.1"));
  assert_int_equal(lu_calendar_verdict(after), LU_NOT_RECOMMENDED);
  json_decref(after);
  after = move("PRRT.cycle.1", lu_date_first_day(date("2026-12-03")));
  assert_true(is_broken(after, "PRRT.cycle.1", "gap too short", "C-05.1"));
  assert_int_equal(lu_calendar_verdict(after), LU_NOT_RECOMMENDED);
  json_decref(after);
  after = move("PRRT.cycle.2", second + 4); /* a Saturday inside of the window */
  assert_true(is_broken(after, "PRRT.cycle.2", "day", "C-07.1"));
  assert_int_equal(lu_calendar_verdict(after), LU_OK); /* told, but nothing that a rule forbids */
  json_decref(after);
  after = move("PRRT.analogue.1", second - 20);
  assert_true(is_broken(after, "PRRT.analogue.1", "too late", "C-05.1"));
  assert_int_equal(day(after, "PRRT.cycle.2", "day"), second + 8); /* the gap of 28 days pushes */
  assert_true(is_broken(after, "PRRT.cycle.2", "too late", "C-07.1"));
  json_decref(after);
  json_decref(before);
}

static void test_another_option(void **state) {
  (void)state;
  lu_calendar_options options = {.option = "everolimus"};
  json_t *calendar = calendar_of(EXAMPLE, &options);
  assert_non_null(event(calendar, "everolimus.begin"));
  assert_null(event(calendar, "PRRT.cycle.1"));
  assert_non_null(event(calendar, "SSA.dose.1")); /* what is given goes on beside it */
  assert_in_range(day(calendar, "SSA.dose.1", "day") - day(calendar, "given.SSA", "day"), 25, 31);
  assert_non_null(event(calendar, "fu_targeted.ct-or-mri.1"));
  json_decref(calendar);
}

static void test_names_that_there_are_not(void **state) {
  (void)state;
  lu_context *context = make_context();
  lu_study *study = NULL;
  json_t *out = NULL;
  lu_error error = LU_ERROR_INIT;
  lu_calendar_wish wishes[] = {{"PRRT.cycel.2", date("2027-02-01")}, {"board", date("2026-12")}};
  lu_calendar_options options = {.moves = wishes, .move_count = 1};
  assert_int_equal(lu_study_open(&study, EXAMPLE, NULL, context, &error), LU_OK);
  assert_int_equal(lu_plan_calendar(&out, study, &options, context, &error), LU_USAGE);
  assert_non_null(strstr(error.message, "PRRT.cycle.2"));
  assert_null(out);
  options.moves = &wishes[1];
  assert_int_equal(lu_plan_calendar(&out, study, &options, context, &error), LU_USAGE);
  options = (lu_calendar_options){.start = date("2026-11-23")};
  assert_int_equal(lu_plan_calendar(&out, study, &options, context, &error), LU_USAGE);
  options = (lu_calendar_options){.option = "nothing"};
  assert_int_equal(lu_plan_calendar(&out, study, &options, context, &error), LU_USAGE);
  options = (lu_calendar_options){.horizon_months = 2000};
  assert_int_equal(lu_plan_calendar(&out, study, &options, context, &error), LU_USAGE);
  lu_study_free(study);
  lu_context_free(context);
}

/* ---- changed records ------------------------------------------------------------------------- */

/* Writes a record into the build folder and makes its calendar. */
static json_t *calendar_of_record(json_t *record) {
  char path[600];
  snprintf(path, sizeof path, "%s/calendar-%d.json", LU_BUILD_DIR, (int)getpid());
  assert_int_equal(json_dump_file(record, path, 0), 0);
  json_t *calendar = calendar_of(path, NULL);
  unlink(path);
  json_decref(record);
  return calendar;
}

static json_t *example(void) {
  json_t *record = json_load_file(EXAMPLE, 0, NULL);
  assert_non_null(record);
  return record;
}

static void test_unknown_date_is_no_long_gap(void **state) {
  (void)state;
  json_t *record = example();
  json_t *given = json_array_get(json_object_get(record, "treatments"), 0);
  json_object_del(given, "last");
  json_t *calendar = calendar_of_record(record);
  const json_t *open = json_array_get(json_object_get(calendar, "open"), 0);
  assert_string_equal(text(open, "event"), "PRRT.cycle.1");
  assert_string_equal(text(open, "rule"), "C-05.1");
  json_decref(calendar);
  record = example();
  given = json_array_get(json_object_get(record, "treatments"), 0);
  json_object_set_new(given, "last", json_string("2026-11")); /* perhaps today */
  calendar = calendar_of_record(record);
  assert_int_equal(day(calendar, "PRRT.cycle.1", "earliest"),
                   lu_date_first_day(date("2026-12-22")));
  assert_non_null(strstr(text(event(calendar, "given.SSA"), "label"), "in 2026-11, day not known"));
  json_decref(calendar);
}

static void test_half_the_interval_while_unexplained(void **state) {
  (void)state;
  json_t *record = example();
  json_t *before = calendar_of_record(json_deep_copy(record));
  json_t *planning = json_object_get(record, "planning");
  if (planning == NULL) json_object_set_new(record, "planning", planning = json_object());
  json_object_set_new(planning, "finding_unexplained", json_string("yes"));
  json_t *after = calendar_of_record(record);
  const char *id = "fu_chd.nt-probnp.1";
  int64_t origin = lu_date_first_day(date("2026-11-16")); /* the last NT-proBNP */
  assert_in_range(day(before, id, "day") - origin, 178, 186);
  assert_in_range(day(after, id, "day") - origin, 88, 95);
  assert_non_null(strstr(text(event(after, id), "note"), "unexplained"));
  json_decref(before);
  json_decref(after);
}

/* The example with an earlier treatment in place of the one that goes on. */
static json_t *after_operation(const char *day_of_operation) {
  json_t *record = json_load_file(LU_SOURCE_DIR "/examples/vignettes/v-01.json", 0, NULL);
  assert_non_null(record);
  json_t *given = json_pack("[{s:s, s:s, s:s}]", "kind", "resection", "start", day_of_operation,
                            "stop", day_of_operation);
  json_object_set_new(record, "treatments", given);
  json_object_set_new(record, "imaging", json_array());
  json_object_set_new(record, "extent", json_pack("{s:s, s:s}", "m", "M0", "nodes", "N0"));
  json_object_set_new(json_object_get(record, "tumour"), "primary_in_situ", json_string("no"));
  json_object_set_new(json_object_get(record, "tumour"), "margin", json_string("R0"));
  return record;
}

/* Months count from the operation; a visit that was missed stands on the first day. */
static void test_visits_after_an_operation(void **state) {
  (void)state;
  json_t *calendar = calendar_of_record(after_operation("2026-10-31"));
  const char *id = NULL;
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(calendar, "events"), index, entry) {
    if (id == NULL && strncmp(text(entry, "id"), "fu_midgut_r0", 12) == 0 &&
        strstr(text(entry, "id"), "ct-or-mri.1") != NULL)
      id = text(entry, "id");
  }
  assert_non_null(id);
  int64_t operation = lu_date_first_day(date("2026-10-31"));
  assert_true(day(calendar, id, "day") >= lu_span_after(operation, (lu_span){3, -10}));
  assert_non_null(strstr(text(event(calendar, id), "note"), "the treatment"));
  assert_null(strstr(text(event(calendar, id), "label"), "overdue"));
  char overdue[80];
  snprintf(overdue, sizeof overdue, "%s", id);
  json_decref(calendar);
  calendar = calendar_of_record(after_operation("2025-10-31"));
  assert_non_null(strstr(text(event(calendar, overdue), "label"), "overdue"));
  assert_int_equal(day(calendar, overdue, "day"), lu_date_first_day(date("2026-11-24")));
  json_decref(calendar);
}

/* A new treatment starts its own row: images by that of the course, once each. */
static void test_row_of_the_treatment_comes_first(void **state) {
  (void)state;
  json_t *calendar = calendar_of(EXAMPLE, NULL);
  assert_non_null(event(calendar, "fu_prrt.ct-or-mri.1"));
  assert_null(event(calendar, "fu_metastatic_g2.ct-or-mri.1"));
  assert_non_null(event(calendar, "fu_metastatic_g2.5-hiaa.1"));
  int64_t last = day(calendar, "PRRT.cycle.4", "day");
  assert_int_equal(day(calendar, "fu_prrt.ct-or-mri.1", "latest"),
                   lu_span_after(last, (lu_span){3, 9}));
  json_decref(calendar);
}

/* ---- what comes first ------------------------------------------------------------------------ */

static json_t *vignette(const char *name) {
  char path[300];
  snprintf(path, sizeof path, LU_SOURCE_DIR "/examples/vignettes/%s.json", name);
  json_t *record = json_load_file(path, 0, NULL);
  if (record == NULL) fail_msg("cannot read %s", path);
  return record;
}

static void set(json_t *record, const char *part, const char *name, const char *value) {
  json_t *object = json_object_get(record, part);
  if (object == NULL) json_object_set_new(record, part, object = json_object());
  json_object_set_new(object, name, json_string(value));
}

static int64_t first_day(void) {
  return lu_date_first_day(date("2026-11-24"));
}

static size_t count_kind(const json_t *calendar, const char *kind) {
  size_t index, count = 0;
  json_t *entry;
  json_array_foreach(json_object_get(calendar, "events"), index, entry) count +=
      strcmp(text(entry, "kind"), kind) == 0;
  return count;
}

/* An obstruction is operated today; nothing that can wait has a day before it. */
static void test_emergency_comes_first(void **state) {
  (void)state;
  json_t *calendar = calendar_of_record(vignette("x-midgut-obstruction"));
  assert_int_equal(day(calendar, "emergency.emergency_resection", "latest"), first_day());
  assert_int_equal(count_kind(calendar, "test") + count_kind(calendar, "board") +
                       count_kind(calendar, "treatment") + count_kind(calendar, "follow_up"),
                   0);
  assert_true(json_array_size(json_object_get(calendar, "notes")) > 0);
  json_decref(calendar);
  /* a threatened cord is looked at within a day, and the rest goes on */
  json_t *record = vignette("x-nec-m1");
  set(record, "extent", "cord_risk", "yes");
  json_array_append_new(json_object_get(json_object_get(record, "extent"), "metastases_sites"),
                        json_string("bone"));
  calendar = calendar_of_record(record);
  assert_int_equal(day(calendar, "emergency.cord_emergency.mri", "latest"), first_day() + 1);
  assert_int_equal(day(calendar, "emergency.cord_emergency", "day"), first_day());
  assert_non_null(event(calendar, "board"));
  json_decref(calendar);
}

/* What is asked for by name gets days even so. */
static void test_wish_beside_an_emergency(void **state) {
  (void)state;
  lu_calendar_options options = {.option = "SSA_standard"};
  json_t *calendar =
      calendar_of(LU_SOURCE_DIR "/examples/vignettes/x-midgut-obstruction.json", &options);
  assert_non_null(event(calendar, "emergency.emergency_resection"));
  assert_non_null(event(calendar, "SSA_standard.dose.1"));
  json_decref(calendar);
}

static void test_bridging_drugs_begin_at_once(void **state) {
  (void)state;
  json_t *calendar = calendar_of_record(vignette("v-05"));
  assert_int_equal(day(calendar, "diazoxide.begin", "day"), first_day());
  assert_true(day(calendar, "enucleation.operation", "day") > day(calendar, "board", "day"));
  json_decref(calendar);
  json_t *record = vignette("x-duodenum-gastrinoma");
  set(record, "drug_use", "ppi_current", "yes");
  calendar = calendar_of_record(record);
  assert_int_equal(day(calendar, "PPI_high.begin", "day"), first_day());
  assert_non_null(strstr(text(event(calendar, "PPI_high.begin"), "label"), "Goes on"));
  json_decref(calendar);
}

/* Within two weeks, its images by its own cycles. */
static void test_carcinoma_begins_soon(void **state) {
  static const char *const names[] = {"platinum_etoposide", "carboplatin_etoposide"};
  char id[60];
  (void)state;
  json_t *calendar = calendar_of_record(vignette("x-nec-m1"));
  snprintf(id, sizeof id, "%s.cycle.1", names[0]);
  const char *name = names[event(calendar, id) == NULL];
  snprintf(id, sizeof id, "%s.cycle.1", name);
  assert_true(day(calendar, id, "latest") <= first_day() + 14);
  snprintf(id, sizeof id, "%s.imaging-4", name);
  assert_true(day(calendar, "fu_g3_nec.ct.1", "earliest") >= day(calendar, id, "day") + 56);
  json_decref(calendar);
}

/* One drug of a kind, whichever option names it. */
static void test_one_analogue(void **state) {
  lu_calendar_options options = {.option = "SSA_intensified"};
  (void)state;
  json_t *calendar = calendar_of(LU_SOURCE_DIR "/examples/vignettes/v-13.json", &options);
  assert_non_null(event(calendar, "SSA_intensified.dose.1"));
  assert_null(event(calendar, "SSA.dose.1"));
  assert_null(event(calendar, "SSA_standard.dose.1"));
  json_decref(calendar);
}

/* What must wait for the birth has no day, but a board. */
static void test_no_day_before_the_condition(void **state) {
  (void)state;
  json_t *record = vignette("x-midgut-m0-operable");
  set(record, "patient", "sex", "female");
  set(record, "patient", "pregnant", "yes");
  json_t *calendar = calendar_of_record(record);
  assert_int_equal(count_kind(calendar, "treatment"), 0);
  assert_non_null(event(calendar, "board"));
  json_decref(calendar);
}

/* 5-HIAA tells nothing of a pancreatic tumour without syndrome; the hormone of a VIPoma does. */
static void test_markers_that_tell(void **state) {
  (void)state;
  json_t *record = vignette("x-ask-pancreas-growth");
  json_t *calendar = calendar_of_record(json_deep_copy(record));
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(calendar, "events"), index, entry) {
    assert_null(strstr(text(entry, "label"), "5-HIAA"));
    assert_null(strstr(text(entry, "label"), "VIP"));
  }
  json_decref(calendar);
  set(record, "tumour", "function", "vipoma");
  calendar = calendar_of_record(record);
  bool found = false;
  json_array_foreach(json_object_get(calendar, "events"), index, entry) found |=
      strstr(text(entry, "label"), "VIP") != NULL;
  assert_true(found);
  json_decref(calendar);
}

/* ---- all examples ---------------------------------------------------------------------------- */

static bool any_day(const char *id) {
  return strncmp(id, "emergency.", 10) == 0 || strstr(id, ".begin") != NULL || /* at once */
         strstr(id, ".map-day-1") != NULL || strstr(id, ".analogue") != NULL ||
         strstr(id, ".values-day-1") != NULL;
}

static bool told(const json_t *calendar, const char *id) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(calendar, "broken"), index, entry) {
    if (strcmp(text(entry, "event"), id) == 0) return true;
  }
  return false;
}

/* Kind of treatment of a dose: analogues of different options are one drug. */
static bool is_analogue(const char *id) {
  return strncmp(id, "SSA", 3) == 0 || strstr(id, ".analogue") != NULL;
}

/* Nothing stands twice: no two events of one day are called alike or are of one series of tests of
   an option, no analogue is given twice within a week, and no image of the same region is taken
   again within three weeks. */
static void check_doubles(const json_t *calendar, const char *path) {
  const json_t *events = json_object_get(calendar, "events");
  for (size_t i = 0; i < json_array_size(events); i++)
    for (size_t j = 0; j < i; j++) {
      const json_t *a = json_array_get(events, j), *b = json_array_get(events, i);
      const char *x = text(a, "id"), *y = text(b, "id");
      int64_t apart = day(calendar, y, "day") - day(calendar, x, "day");
      bool ct =
          strncmp(text(a, "label"), "CT", 2) == 0 && strncmp(text(b, "label"), "CT", 2) == 0 &&
          strstr(text(a, "label"), "chest") == NULL && strstr(text(b, "label"), "chest") == NULL;
      if (json_is_true(json_object_get(a, "given"))) continue;
      if (apart == 0 && strcmp(text(a, "label"), text(b, "label")) == 0)
        fail_msg("%s: %s and %s are the same on one day", path, x, y);
      if (is_analogue(x) && is_analogue(y) && apart < 7)
        fail_msg("%s: %s and %s are %d days apart", path, x, y, (int)apart);
      if (ct && apart < 21) fail_msg("%s: %s and %s are %d days apart", path, x, y, (int)apart);
    }
}

static void check_events(const json_t *calendar, const lu_calendar_options *options) {
  size_t index;
  json_t *entry;
  const char *before = "";
  int64_t start = lu_date_first_day(date(text(calendar, "start")));
  json_array_foreach(json_object_get(calendar, "events"), index, entry) {
    const char *id = text(entry, "id");
    int64_t on = day(calendar, id, "day");
    assert_ptr_equal(event(calendar, id), entry); /* ids are unique */
    assert_true(strcmp(before, text(entry, "day")) <= 0);
    before = text(entry, "day");
    if (json_is_true(json_object_get(entry, "given"))) {
      assert_true(on <= start);
      continue;
    }
    if (told(calendar, id)) continue;
    assert_true(on >= start && on >= day(calendar, id, "earliest"));
    if (json_object_get(entry, "latest") != NULL) assert_true(on <= day(calendar, id, "latest"));
    assert_true(text(entry, "rule")[0] != '\0' && text(entry, "mark")[0] != '\0');
    for (size_t i = 0; i < options->holiday_count && !any_day(id); i++)
      assert_int_not_equal(on, lu_date_first_day(options->holidays[i]));
    if (!any_day(id)) assert_true(((on + 3) % 7 + 7) % 7 < 5);
    const char *after = json_string_value(json_array_get(json_object_get(entry, "after"), 0));
    if (after != NULL) assert_non_null(event(calendar, after));
  }
}

static void test_all_examples(void **state) {
  static const lu_date off[] = {{2026, 12, 24, true}, {2026, 12, 25, true}, {2026, 12, 22, true},
                                {2027, 1, 1, true},   {2027, 3, 26, true},  {2027, 12, 24, true}};
  const lu_calendar_options options = {.holidays = off, .holiday_count = 6, .horizon_months = 36};
  (void)state;
  DIR *folder = opendir(LU_SOURCE_DIR "/examples/vignettes");
  size_t count = 0;
  assert_non_null(folder);
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char path[800];
    if (strstr(entry->d_name, ".json") == NULL || strstr(entry->d_name, ".expected.") != NULL)
      continue;
    snprintf(path, sizeof path, LU_SOURCE_DIR "/examples/vignettes/%s", entry->d_name);
    json_t *calendar = calendar_of(path, &options);
    check_events(calendar, &options);
    check_doubles(calendar, path);
    json_decref(calendar);
    count++;
  }
  closedir(folder);
  assert_true(count > 10);
  json_t *calendar = calendar_of(EXAMPLE, &options), *again = calendar_of(EXAMPLE, &options);
  check_events(calendar, &options);
  assert_true(json_equal(calendar, again));
  json_decref(calendar);
  json_decref(again);
}

/* ---- the file of the edition ------------------------------------------------------------------
 */

static void check_entry(const json_t *object, const json_t *sources, const lu_plan *plan,
                        lu_context *context) {
  size_t index;
  json_t *source, *member;
  const char *key, *rule = text(object, "rule"), *dot = strchr(rule, '.');
  json_array_foreach(json_object_get(object, "sources"), index, source) {
    char name[80];
    snprintf(name, sizeof name, "%s", json_string_value(source));
    if (json_object_get(sources, name) == NULL) name[strcspn(name, " ")] = '\0';
    if (json_object_get(sources, name) == NULL) fail_msg("no source %s", name);
  }
  if (dot != NULL && rule[1] == '-') {
    json_t *out = NULL;
    if (lu_plan_explain(&out, plan, rule, context, NULL) != LU_OK) fail_msg("no rule %s", rule);
    json_decref(out);
  }
  json_object_foreach((json_t *)object, key, member) {
    if (json_is_object(member)) check_entry(member, sources, plan, context);
    for (size_t i = 0; i < json_array_size(member); i++)
      if (json_is_object(json_array_get(member, i)))
        check_entry(json_array_get(member, i), sources, plan, context);
  }
}

static void check_codes(const json_t *codes, const json_t *options) {
  for (size_t i = 0; i < json_array_size(codes); i++) {
    const char *code = json_string_value(json_array_get(codes, i));
    if (json_object_get(options, code) == NULL) fail_msg("no option %s", code);
  }
}

static void test_file_of_the_edition(void **state) {
  (void)state;
  json_t *file = json_load_file(EDITION "calendar.json", JSON_REJECT_DUPLICATES, NULL);
  json_t *sources = json_load_file(EDITION "sources.json", 0, NULL);
  json_t *options = json_load_file(EDITION "options.json", 0, NULL), *codes;
  lu_context *context = make_context();
  lu_study *study = NULL;
  const char *kind;
  assert_non_null(file);
  assert_int_equal(lu_study_open(&study, EXAMPLE, NULL, context, NULL), LU_OK);
  check_entry(file, sources, lu_study_plan(study), context);
  check_codes(json_object_get(file, "stops"), options);
  check_codes(json_object_get(file, "not_dated"), options);
  json_object_foreach(json_object_get(file, "follow_up_from"), kind, codes)
      check_codes(codes, options);
  lu_study_free(study);
  lu_context_free(context);
  json_decref(file);
  json_decref(sources);
  json_decref(options);
}

/* ---- calendar file ----------------------------------------------------------------------------
 */

static size_t count_of(const char *all, const char *part) {
  size_t count = 0;
  for (const char *at = all; (at = strstr(at, part)) != NULL; at++)
    count++;
  return count;
}

static void test_calendar_file(void **state) {
  (void)state;
  json_t *calendar = calendar_of(EXAMPLE, NULL);
  lu_text out = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  lu_status status =
      lu_calendar_ics(&out, calendar, "midgut-carcinoid", date("2026-11-24"), &error);
  if (!lu_ics_available()) {
    assert_int_equal(status, LU_USAGE);
    json_decref(calendar);
    skip();
  }
  assert_int_equal(status, LU_OK);
  size_t events = json_array_size(json_object_get(calendar, "events"));
  assert_int_equal(count_of(lu_text_string(&out), "BEGIN:VEVENT"), events - 1); /* one is given */
  assert_int_equal(count_of(lu_text_string(&out), "\nUID:"), events - 1);
  assert_int_equal(count_of(lu_text_string(&out), "DTSTAMP:20261124T000000Z"), events - 1);
  assert_null(strstr(lu_text_string(&out), "midgut-carcinoid"));
  assert_non_null(strstr(lu_text_string(&out), "Research"));
  lu_text_free(&out);
  json_decref(calendar);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_course),
      cmocka_unit_test(test_move_shifts_what_follows),
      cmocka_unit_test(test_what_a_move_breaks),
      cmocka_unit_test(test_another_option),
      cmocka_unit_test(test_names_that_there_are_not),
      cmocka_unit_test(test_unknown_date_is_no_long_gap),
      cmocka_unit_test(test_half_the_interval_while_unexplained),
      cmocka_unit_test(test_visits_after_an_operation),
      cmocka_unit_test(test_row_of_the_treatment_comes_first),
      cmocka_unit_test(test_emergency_comes_first),
      cmocka_unit_test(test_wish_beside_an_emergency),
      cmocka_unit_test(test_bridging_drugs_begin_at_once),
      cmocka_unit_test(test_carcinoma_begins_soon),
      cmocka_unit_test(test_one_analogue),
      cmocka_unit_test(test_no_day_before_the_condition),
      cmocka_unit_test(test_markers_that_tell),
      cmocka_unit_test(test_all_examples),
      cmocka_unit_test(test_file_of_the_edition),
      cmocka_unit_test(test_calendar_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
